#include "school.h"
#include "grade.h"
#include "schoolcode.h"

static void complain(struct ctx *c, const char *field, const char *text)
{
	problem_add(&c->problems, str_of(field), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

/* The plain kind of a school whose code says its class: GB-style class 21 is a primary school, and so on. */
static const char *kind_of_class(int class)
{
	switch (class) {
	case 11: return CODE_SCHOOL_KIND_KINDERGARTEN;
	case 21: return CODE_SCHOOL_KIND_PRIMARY;
	case 31: return CODE_SCHOOL_KIND_JUNIOR;
	case 51: return CODE_SCHOOL_KIND_SPECIAL;
	default: return NULL;
	}
}

static void check_code(struct ctx *c, const struct record *r)
{
	struct schoolcode code;
	struct number_problem p;
	int64_t other;

	if (rec_null(r, SCHOOL_CODE))
		return;
	if (!schoolcode_parse(c->mem, rec_text(r, SCHOOL_CODE), &code, &p)) {
		problem_add(&c->problems, STR("code"), p.text, p.arg[0], p.arg[1]);
		return;
	}
	const char *kind = kind_of_class(code.class);
	if (rec_null(r, SCHOOL_KIND) && kind)
		r->v[SCHOOL_KIND] = TEXT(str_of(kind));
	if (DB_ONE(c->db, &other, "SELECT s.id FROM school s WHERE s.code = ?1 AND s.id <> ?2 ORDER BY s.id",
		   TEXT(str_dup(c->mem, str_of(code.text))), INT(r->id)) != RC_OK)
		return;
	complain(c, "code", N_("A school with this code is registered already."));
	c->conflicts++;
}

bool school_closed(struct ctx *c, int64_t school, day on, const char *field)
{
	int64_t closed = 0;
	struct buf b = buf_new(c->mem, 16);

	if (DB_ONE(c->db, &closed, "SELECT s.closed_on FROM school s WHERE s.id = ?1 AND s.closed_on <= ?2",
		   INT(school), INT(on)) != RC_OK)
		return false;
	day_put(&b, (day)closed);
	problem_add(&c->problems, str_of(field), N_("This school closed on {0}."), buf_view(&b),
		    (str){ NULL, 0 });
	return true;
}

/* Digits that a family can dial; dashes between them help the eye. */
static void check_phone(struct ctx *c, const struct record *r)
{
	enum { LEAST = 5, MOST = 14 };
	str phone = rec_null(r, SCHOOL_PHONE) ? STR("") : rec_text(r, SCHOOL_PHONE);
	size_t digits = 0;

	for (size_t i = 0; i < phone.n; i++) {
		digits += phone.s[i] >= '0' && phone.s[i] <= '9';
		if ((phone.s[i] < '0' || phone.s[i] > '9') && phone.s[i] != '-')
			digits = MOST + 1;
	}
	if (phone.n && (digits < LEAST || digits > MOST))
		complain(c, "phone", N_("A phone has digits and dashes only, like 0759-3980123."));
}

/* Whoever heads it may not end it: pupils and posts hang on that day. */
static void check_closing(struct ctx *c, const struct change *change)
{
	day was = change->before ? rec_day(change->before, SCHOOL_CLOSED_ON) : 0;

	if (!(c->who->role & (ROLE_OFFICER | ROLE_SYSTEM)) && was != rec_day(change->after, SCHOOL_CLOSED_ON))
		complain(c, "closed_on", N_("Only the county closes a school or opens it again."));
}

void school_check(struct ctx *c, const struct change *change)
{
	check_code(c, change->after);
	check_phone(c, change->after);
	check_closing(c, change);
	if (rec_null(change->after, SCHOOL_KIND) && !rec_null(change->after, SCHOOL_CODE) && !c->problems.n)
		complain(c, "kind", N_("This is needed: the code does not say it."));
}

/* Where it lies and which stage it teaches decide about its pupils' standing. */
enum rc school_after(struct ctx *c, struct change *change)
{
	struct rows q;
	enum rc rc;

	if (!change->before || !change->after || !(change->changed & (1 << SCHOOL_REGION)))
		return RC_OK;
	rc = DB_QUERY(c->db, &q,
		      "SELECT DISTINCT e.child FROM enrolment e WHERE e.school = ?1 ORDER BY e.child",
		      INT(change->after->id));
	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		store_touch(c, db_int(&q, 0));
	return db_done(&q);
}

bool class_name_on(struct ctx *c, const struct record *class, const struct record *school, day on, str *ret)
{
	enum stage first, last;
	struct grade g;
	struct buf b = buf_new(c->mem, 60);

	if (!grade_stages_of_kind(rec_text(school, SCHOOL_KIND), &first, &last) ||
	    !grade_at((int)rec_int(class, CLASS_ENTRY_YEAR), first, last, &grade_system_6_3, on, &g))
		return false;
	grade_put(&b, LANG_ZH, g, (int)rec_int(class, CLASS_NUMBER));
	*ret = buf_view(&b);
	return true;
}

static void set_name(struct ctx *c, const struct record *r)
{
	struct record school;
	struct actor program = actor_system(c->who->county);
	struct ctx as = ctx_system(c, &program);
	str name;

	if (record_load(&as, &school_kind, rec_int(r, CLASS_SCHOOL), &school) == RC_OK &&
	    class_name_on(c, r, &school, c->today, &name))
		r->v[CLASS_NAME] = TEXT(name);
}

/* A new class begins with the school year, or today when that has begun. */
static void check_open(struct ctx *c, const struct record *r)
{
	day begins = (day)(rec_int(r, CLASS_ENTRY_YEAR) * 10000 + ctx_param(c, PARAM_SCHOOL_YEAR_START));

	school_closed(c, rec_int(r, CLASS_SCHOOL), begins > c->today ? begins : c->today, "school");
}

void class_check(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;

	if (c->problems.n)
		return;
	if (!change->before && c->via != VIA_UNDO)
		check_open(c, r);
	if (rec_null(r, CLASS_NAME))
		set_name(c, r);
	if (rec_null(r, CLASS_NAME))
		complain(c, "name", N_("This is needed."));
}
