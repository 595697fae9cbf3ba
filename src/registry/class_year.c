/* Once a year all classes move up a grade, and with it their names. */
#include "grade.h"
#include "school.h"

static const struct record *school_of(const struct records *schools, const struct record *class)
{
	for (size_t i = 0; i < schools->n; i++)
		if (schools->r[i].id == rec_int(class, CLASS_SCHOOL))
			return &schools->r[i];
	return NULL;
}

/* Only names that were made by rule move on: what somebody chose stays. */
static enum rc rename_class(struct ctx *c, const struct record *class, const struct record *school,
			    day last_year)
{
	struct input in = input_new(&class_kind);
	struct record done;
	str was, is;

	if (!school || !class_name_on(c, class, school, last_year, &was) ||
	    !str_eq(was, rec_text(class, CLASS_NAME)) || !class_name_on(c, class, school, c->today, &is))
		return RC_OK;
	input_set(&in, CLASS_NAME, is);
	return record_update(c, &class_kind, class->id, 0, &in, &done);
}

static enum rc year_noted(struct ctx *c, int *ret)
{
	int64_t year = 0;
	enum rc rc = DB_ONE(c->db, &year, "SELECT CAST(m.value AS BIGINT) FROM meta m WHERE m.name = ?1",
			    TEXT(STR("class_year")));

	*ret = (int)year;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc note_year(struct ctx *c, int year)
{
	struct buf b = buf_new(c->mem, 16);

	buf_int(&b, year);
	return DB_EXEC(c->db,
		       "INSERT INTO meta (name, value) VALUES ('class_year', ?1)"
		       " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
		       TEXT(buf_view(&b)));
}

static enum rc turn(struct ctx *c, void *arg)
{
	int year = *(int *)arg;
	struct records classes, schools;
	struct list all = { 0 };
	day last_year = day_add(year * 10000 + grade_system_6_3.starts, -1);
	enum rc rc = record_list(c, &class_kind, &all, &classes);

	if (rc == RC_OK)
		rc = record_list(c, &school_kind, &all, &schools);
	for (size_t i = 0; rc == RC_OK && i < classes.n; i++)
		rc = rename_class(c, &classes.r[i], school_of(&schools, &classes.r[i]), last_year);
	return rc == RC_OK ? note_year(c, year) : rc;
}

enum rc class_year_turn(struct ctx *c)
{
	int year = grade_school_year(c->today, &grade_system_6_3), noted;
	enum rc rc = year_noted(c, &noted);

	if (rc != RC_OK || year <= noted)
		return rc;
	return store_write(c, PRIO_BULK, turn, &year);
}
