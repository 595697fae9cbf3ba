#include "import_row.h"
#include "number.h"
#include "parents.h"
#include "utf8.h"

static str heading_of(const struct import_work *w, enum import_part part, size_t field)
{
	for (size_t i = 0; i < w->row->n && i < w->head->row->n; i++)
		if (w->head->column[i].part == part && w->head->column[i].field == field)
			return w->head->row->cell[i];
	return (str){ NULL, 0 };
}

static str cell_of(const struct import_work *w, enum import_part part, size_t field)
{
	for (size_t i = 0; i < w->row->n && i < w->head->row->n; i++)
		if (w->head->column[i].part == part && w->head->column[i].field == field)
			return str_trim(w->row->cell[i]);
	return (str){ NULL, 0 };
}

static void complain(struct ctx *c, const struct field *f, const char *text, str value)
{
	problem_add(&c->problems, str_of(f->name), text, value, (str){ NULL, 0 });
}

static str id_text(struct ctx *c, int64_t id)
{
	struct buf b = buf_new(c->mem, 24);

	buf_int(&b, id);
	return buf_view(&b);
}

/* --- what a cell means: labels for codes, codes and numbers for references --- */

static str code_cell(struct ctx *c, const struct field *f, str cell)
{
	const struct code *code =
		code_by_label(code_list_find(str_of(f->codes)), cell, c->today, (str){ NULL, 0 });

	return code ? code->code : cell;
}

static enum rc find_class(struct ctx *c, int64_t school, str cell, int64_t *ret)
{
	int64_t number;
	enum rc rc = DB_ONE(c->db, ret,
			    "SELECT k.id FROM class k WHERE k.school = ?1 AND k.name = ?2 ORDER BY k.id",
			    INT(school), TEXT(cell));

	if (rc == RC_NOT_FOUND && str_digits(cell) && str_int(cell, &number))
		rc = DB_ONE(c->db, ret, "SELECT k.id FROM class k WHERE k.school = ?1 AND k.id = ?2",
			    INT(school), INT(number));
	return rc;
}

static enum rc find_by_number(struct ctx *c, const struct kind *k, str cell, int64_t *ret)
{
	str number = utf8_fold(c->mem, cell);
	char *up = str_z(c->mem, number);

	for (size_t i = 0; i < number.n; i++)
		up[i] = (char)(up[i] >= 'a' && up[i] <= 'z' ? up[i] - 32 : up[i]);
	number.s = up;
	if (k == &child_kind)
		return DB_ONE(c->db, ret,
			      "SELECT c.id FROM child c WHERE c.id_number_digest = ?1 ORDER BY c.id",
			      number_digest(c, k, CHILD_ID_NUMBER, number));
	return DB_ONE(c->db, ret, "SELECT p.id FROM person p WHERE p.id_number_digest = ?1 ORDER BY p.id",
		      number_digest(c, k, PERSON_ID_NUMBER, number));
}

/* A reference in a file: a school by its code, a class by its name in the school, people by their id number;
 * any by our own id. */
static str ref_cell(struct ctx *c, const struct field *f, int64_t school, str cell)
{
	int64_t id;
	enum rc rc = RC_NOT_FOUND;

	if (f->ref == &school_kind)
		rc = DB_ONE(c->db, &id, "SELECT s.id FROM school s WHERE s.code = ?1 ORDER BY s.id",
			    TEXT(utf8_fold(c->mem, cell)));
	else if (f->ref == &class_kind)
		rc = find_class(c, school, cell, &id);
	else
		rc = find_by_number(c, f->ref, cell, &id);
	return rc == RC_OK ? id_text(c, id) : cell;
}

static int64_t school_of(struct ctx *c, const struct import_work *w)
{
	size_t at;
	int64_t id;
	const struct field *f = kind_field(w->head->kind, STR("school"), &at);
	str cell = f ? cell_of(w, PART_SELF, at) : (str){ NULL, 0 };

	if (!cell.n)
		return w->options->school;
	return str_int(ref_cell(c, f, 0, cell), &id) ? id : 0;
}

static void put_cell(struct ctx *c, struct input *in, size_t i, int64_t school, str cell)
{
	const struct field *f = &in->kind->fields[i];

	if (!cell.n) /* an empty cell says nothing; it does not clear */
		return;
	if (f->type == T_CODE)
		cell = code_cell(c, f, cell);
	else if (f->type == T_REF)
		cell = ref_cell(c, f, school, cell);
	if (f->ref == &class_kind && !str_digits(cell))
		complain(c, f, N_("The school has no class called {0}."), cell);
	else
		input_set(in, i, cell);
}

static struct input read_row(struct ctx *c, const struct import_work *w)
{
	struct input in = input_new(w->head->kind);
	int64_t school = school_of(c, w);
	size_t at;

	for (size_t i = 0; i < w->row->n && i < w->head->row->n; i++)
		if (w->head->column[i].part == PART_SELF)
			put_cell(c, &in, w->head->column[i].field, school, str_trim(w->row->cell[i]));
	if (w->options->school && kind_field(in.kind, STR("school"), &at) && !(in.given >> at & 1))
		input_int(&in, c->mem, at, w->options->school);
	return in;
}

/* --- which record it is --- */

static enum rc known_child(struct ctx *c, const struct input *in, int64_t *ret)
{
	enum rc rc = RC_NOT_FOUND;

	if (in->given >> CHILD_ID_NUMBER & 1)
		return find_by_number(c, &child_kind, in->text[CHILD_ID_NUMBER], ret);
	if (in->given >> CHILD_STUDENT_NUMBER & 1)
		rc = DB_ONE(c->db, ret,
			    "SELECT c.id FROM child c WHERE c.student_number_digest = ?1 ORDER BY c.id",
			    number_digest(c, &child_kind, CHILD_STUDENT_NUMBER,
					  utf8_fold(c->mem, in->text[CHILD_STUDENT_NUMBER])));
	day born;
	if (rc == RC_NOT_FOUND && day_parse(in->text[CHILD_BIRTH_DATE], &born))
		/* Without a number: the same name and birthday in the same school, itself without a number.
		 */
		rc = DB_ONE(c->db, ret,
			    "SELECT c.id FROM child c WHERE c.birth_date = ?1 AND c.name = ?2 AND "
			    "c.id_number_digest IS NULL"
			    " ORDER BY c.id",
			    INT(born), TEXT(str_trim(in->text[CHILD_NAME])));
	return rc;
}

static enum rc known_record(struct ctx *c, const struct input *in, int64_t *ret)
{
	int64_t a, b;

	if (in->kind == &child_kind)
		return known_child(c, in, ret);
	if (in->kind == &school_kind)
		return DB_ONE(c->db, ret, "SELECT s.id FROM school s WHERE s.code = ?1 ORDER BY s.id",
			      TEXT(utf8_fold(c->mem, in->text[SCHOOL_CODE])));
	if (in->kind == &class_kind && str_int(in->text[CLASS_SCHOOL], &a) &&
	    str_int(in->text[CLASS_ENTRY_YEAR], &b)) {
		int64_t number;
		return str_int(in->text[CLASS_NUMBER], &number)
			       ? DB_ONE(c->db, ret,
					"SELECT k.id FROM class k WHERE k.school = ?1 AND k.entry_year = ?2 "
					"AND k.number = ?3 ORDER BY k.id",
					INT(a), INT(b), INT(number))
			       : RC_NOT_FOUND;
	}
	day from, known_by;
	bool dated = in->given >> ABSENCE_FROM & 1;
	if (in->kind == &absence_kind && !dated && str_int(in->text[ABSENCE_PERSON], &a) &&
	    day_parse(in->text[ABSENCE_KNOWN_BY], &known_by))
		return DB_ONE(c->db, ret,
			      "SELECT a.id FROM absence a WHERE a.person = ?1 AND a.from_day IS NULL AND "
			      "a.known_by = ?2 ORDER BY a.id",
			      INT(a), INT(known_by));
	if (in->kind == &absence_kind && str_int(in->text[ABSENCE_PERSON], &a) &&
	    day_parse(in->text[ABSENCE_FROM], &from))
		return DB_ONE(
			c->db, ret,
			"SELECT a.id FROM absence a WHERE a.person = ?1 AND a.from_day = ?2 ORDER BY a.id",
			INT(a), INT(from));
	return RC_NOT_FOUND;
}

static enum rc write_record(struct ctx *c, const struct input *in, struct import_work *w)
{
	struct record before, done = { .id = 0 };
	enum rc rc = known_record(c, in, &w->id);

	if (rc == RC_NOT_FOUND) {
		rc = record_create(c, in, &done);
		w->outcome = IMPORT_NEW;
	} else if (rc == RC_OK) {
		rc = record_load(c, in->kind, w->id, &before);
		if (rc == RC_OK)
			rc = record_update(c, in->kind, w->id, 0, in, &done);
		if (rc == RC_OK)
			w->outcome = done.version == before.version ? IMPORT_SAME : IMPORT_CHANGED;
		if (rc == RC_NOT_FOUND) { /* known, but not to this reader: not ours to say more */
			complain(c, &in->kind->fields[0], N_("This is registered elsewhere in the county."),
				 (str){ NULL, 0 });
			rc = RC_CONFLICT;
		}
	}
	if (rc == RC_OK)
		w->id = done.id;
	return rc;
}

/* --- the parents in a child's row --- */

static void set_from(struct ctx *c, struct input *in, size_t field, str cell)
{
	if (!cell.n)
		return;
	input_set(in, field,
		  in->kind->fields[field].type == T_CODE ? code_cell(c, &in->kind->fields[field], cell)
							 : cell);
}

static void mark_changed(struct import_work *w, bool changed)
{
	if (changed && w->outcome == IMPORT_SAME)
		w->outcome = IMPORT_CHANGED;
}

static enum rc write_tie(struct ctx *c, struct import_work *w, enum import_part part, int64_t *ret_person)
{
	const char *relation = part == PART_FATHER ? CODE_RELATION_FATHER : CODE_RELATION_MOTHER;
	struct input in = input_new(&parent_view);
	struct list l = { .on = c->today, .nfilter = 2 };
	struct parents known;
	struct parent now;
	int64_t id;

	set_from(c, &in, PARENT_NAME, cell_of(w, part, IMPORT_PARENT_NAME));
	set_from(c, &in, PARENT_ID_NUMBER, cell_of(w, part, IMPORT_PARENT_ID_NUMBER));
	set_from(c, &in, PARENT_PHONE, cell_of(w, part, IMPORT_PARENT_PHONE));
	set_from(c, &in, PARENT_STATE, cell_of(w, part, IMPORT_PARENT_STATE));
	set_from(c, &in, PARENT_GUARDIANSHIP, cell_of(w, part, IMPORT_PARENT_GUARDIANSHIP));
	l.filter[0].field = TIE_CHILD;
	l.filter[0].is = INT(w->id);
	l.filter[1].field = TIE_RELATION;
	l.filter[1].is = TEXT(str_of(relation));
	enum rc rc = parent_list(c, &l, c->today, &known);
	if (rc != RC_OK)
		return rc;
	if (known.n) {
		*ret_person = known.p[0].person.id;
		rc = parent_update(c, known.p[0].id, 0, &in);
		if (rc == RC_OK)
			rc = parent_load(c, known.p[0].id, c->today, &now);
		mark_changed(w, rc == RC_OK && now.version != known.p[0].version);
		return rc;
	}
	input_int(&in, c->mem, PARENT_CHILD, w->id);
	input_set(&in, PARENT_RELATION, str_of(relation));
	rc = parent_create(c, &in, &id);
	mark_changed(w, rc == RC_OK);
	return rc == RC_OK ? DB_ONE(c->db, ret_person, "SELECT i.person FROM tie i WHERE i.id = ?1", INT(id))
			   : rc;
}

static enum rc write_absence(struct ctx *c, struct import_work *w, enum import_part part, int64_t person)
{
	str from = cell_of(w, part, IMPORT_PARENT_AWAY_FROM), to = cell_of(w, part, IMPORT_PARENT_AWAY_TO);
	struct actor program = actor_system(c->who->county);
	struct ctx as = ctx_system(c, &program);
	struct input in = input_new(&absence_kind);
	struct record before, done;
	int64_t id;
	day first;

	if (!from.n)
		return RC_OK;
	program.account = c->who->account;
	input_int(&in, c->mem, ABSENCE_PERSON, person);
	input_set(&in, ABSENCE_FROM, from);
	set_from(c, &in, ABSENCE_TO, to);
	set_from(c, &in, ABSENCE_REGION, cell_of(w, part, IMPORT_PARENT_AWAY_REGION));
	input_set(&in, ABSENCE_REASON, STR(CODE_ABSENCE_REASON_WORK));
	enum rc rc = RC_NOT_FOUND;
	if (day_parse(from, &first))
		rc = DB_ONE(
			c->db, &id,
			"SELECT a.id FROM absence a WHERE a.person = ?1 AND a.from_day = ?2 ORDER BY a.id",
			INT(person), INT(first));
	if (rc == RC_NOT_FOUND) {
		rc = record_create(&as, &in, &done);
		mark_changed(w, true);
	} else if (rc == RC_OK) {
		rc = record_load(&as, &absence_kind, id, &before);
		if (rc == RC_OK)
			rc = record_update(&as, &absence_kind, id, 0, &in, &done);
		mark_changed(w, rc == RC_OK && done.version != before.version);
	}
	for (size_t i = 0; i < as.problems.n; i++)
		problem_add(&c->problems, as.problems.list[i].field, as.problems.list[i].text,
			    as.problems.list[i].arg[0], as.problems.list[i].arg[1]);
	return rc;
}

/* The problem's field, named as the column that the reader sees. */
static void name_columns(struct ctx *c, const struct import_work *w, enum import_part part, size_t from)
{
	/* clang-format off */
	static const struct { const char *field; enum import_parent column; } names[] = {
		{ "name", IMPORT_PARENT_NAME }, { "id_number", IMPORT_PARENT_ID_NUMBER }, { "phone", IMPORT_PARENT_PHONE },
		{ "state", IMPORT_PARENT_STATE }, { "guardianship", IMPORT_PARENT_GUARDIANSHIP },
		{ "from", IMPORT_PARENT_AWAY_FROM }, { "to", IMPORT_PARENT_AWAY_TO }, { "region", IMPORT_PARENT_AWAY_REGION },
	};
	/* clang-format on */

	for (size_t i = from; i < c->problems.n; i++) {
		struct problem *p = &c->problems.list[i];
		for (size_t k = 0; k < COUNT(names); k++) {
			if (!str_eq(p->field, str_of(names[k].field)))
				continue;
			str heading = heading_of(w, part, names[k].column);
			p->value = cell_of(w, part, names[k].column);
			if (heading.n)
				p->field = heading;
			break;
		}
	}
}

static enum rc write_parent(struct ctx *c, struct import_work *w, enum import_part part)
{
	size_t before = c->problems.n;
	int64_t person;

	if (!cell_of(w, part, IMPORT_PARENT_NAME).n)
		return RC_OK;
	enum rc rc = write_tie(c, w, part, &person);
	if (rc == RC_OK)
		rc = write_absence(c, w, part, person);
	name_columns(c, w, part, before);
	return rc;
}

static void name_own_columns(struct ctx *c, const struct import_work *w)
{
	for (size_t i = 0; i < c->problems.n; i++) {
		struct problem *p = &c->problems.list[i];
		size_t at;
		if (!kind_field(w->head->kind, p->field, &at))
			continue;
		str heading = heading_of(w, PART_SELF, at);
		p->value = cell_of(w, PART_SELF, at);
		if (heading.n)
			p->field = heading;
	}
}

enum rc import_row_write(struct ctx *c, void *work)
{
	struct import_work *w = work;
	struct input in = read_row(c, w);
	enum rc rc;

	if (in.kind == &parent_view) {
		rc = parent_create(c, &in, &w->id);
		w->outcome = IMPORT_NEW;
	} else {
		rc = write_record(c, &in, w);
	}
	name_own_columns(c, w);
	if (rc != RC_OK || w->head->kind != &child_kind)
		return rc;
	rc = write_parent(c, w, PART_FATHER);
	return rc == RC_OK ? write_parent(c, w, PART_MOTHER) : rc;
}
