/* What is handed over with a referral. */
#include "referral_part.h"
#include "sm.h"

#include <string.h>

static const char *const codes[PARTS] = {
	CODE_REFERRAL_PART_BASICS, CODE_REFERRAL_PART_FAMILY, CODE_REFERRAL_PART_CONTACT,
	CODE_REFERRAL_PART_LEVEL,  CODE_REFERRAL_PART_VISITS, CODE_REFERRAL_PART_PLAN,
	CODE_REFERRAL_PART_HEALTH, CODE_REFERRAL_PART_SCHOOL,
};

const char *referral_part_code(size_t i) { return codes[i]; }

static unsigned part_of(str code)
{
	for (size_t i = 0; i < PARTS; i++)
		if (str_eq(code, str_of(codes[i])))
			return 1u << i;
	return 0;
}

bool referral_parts_read(str text, unsigned *ret)
{
	unsigned parts = 0;
	str word;

	while (str_next(&text, ' ', &word)) {
		if (!word.n)
			continue;
		if (!part_of(word))
			return false;
		parts |= part_of(word);
	}
	*ret = parts;
	return true;
}

str referral_parts_text(struct arena *mem, unsigned parts)
{
	struct buf b = buf_new(mem, 200);

	for (size_t i = 0; i < PARTS; i++) {
		if (!(parts >> i & 1))
			continue;
		if (b.n)
			buf_ch(&b, ' ');
		buf_str(&b, str_of(codes[i]));
	}
	return buf_view(&b);
}

str referral_snapshot_mark(struct arena *mem, str snapshot)
{
	struct sm3 digest = sm3(&snapshot, 1);

	return hex_put(mem, digest.b, SM3_SIZE);
}

/* --- values --- */

enum { SNAPSHOT_MAX = 512 << 10, VISITS_SHOWN = 3, FINDINGS_DAYS = 365, ROWS_MAX = 40 };

struct taking {
	struct ctx *c;
	struct json *j;
	int64_t child;
};

static str int_text(struct arena *mem, int64_t i)
{
	struct buf b = buf_new(mem, 24);

	buf_int(&b, i);
	return buf_view(&b);
}

static void put_value(struct taking *t, const struct record *r, size_t field)
{
	const struct field *f = &r->kind->fields[field];
	const struct val *v = &r->v[field];
	str text = v->t == VAL_TEXT ? v->s : int_text(t->c->mem, v->t == VAL_INT ? v->i : 0);

	switch (f->type) {
	case T_DATE:
		JSON_KEY(t->j, "d");
		json_int(t->j, v->i);
		return;
	case T_BOOL:
		JSON_KEY(t->j, "b");
		json_bool(t->j, v->i != 0);
		return;
	case T_MONTH:
		JSON_KEY(t->j, "m");
		json_int(t->j, v->i);
		return;
	case T_REGION: JSON_KEY(t->j, "r"); break;
	case T_CODE:
		JSON_KEY(t->j, "c");
		json_str(t->j, str_of(f->codes));
		JSON_KEY(t->j, "v");
		break;
	case T_REF:
		text = r->label[field];
		JSON_KEY(t->j, "v");
		break;
	default: JSON_KEY(t->j, "v");
	}
	json_str(t->j, text);
}

/* Lists of codes that stand in a text. */
static const char *codes_of(const struct record *r, size_t field)
{
	if (r->kind == &visit_kind && field == VISIT_MET)
		return "visit_met";
	if (r->kind == &visit_kind && field == VISIT_HAZARDS)
		return "hazard";
	return r->kind == &care_case_kind && field == CARE_CASE_LEVEL ? "risk_level" : NULL;
}

/* That somebody is no guardian, or not kept away, goes without saying. */
static bool goes_without_saying(const struct record *r, size_t field)
{
	return r->kind == &tie_kind && (field == TIE_GUARDIAN || field == TIE_CARER || field == TIE_BARRED) &&
	       !rec_int(r, field);
}

static void put_row(struct taking *t, const struct record *r, size_t field)
{
	const char *list = codes_of(r, field);

	/* What the sender cannot read, or has not opened, is nobody's to hand over. */
	if (rec_null(r, field) || r->hidden >> field & 1 || r->masked >> field & 1)
		return;
	if ((r->kind->fields[field].type == T_REF && !r->label[field].n) || goes_without_saying(r, field))
		return;
	json_obj(t->j);
	JSON_KEY(t->j, "l");
	json_str(t->j, str_of(r->kind->fields[field].label));
	if (list) {
		JSON_KEY(t->j, "c");
		json_str(t->j, str_of(list));
		JSON_KEY(t->j, "v");
		json_str(t->j,
			 r->v[field].t == VAL_INT ? int_text(t->c->mem, r->v[field].i) : rec_text(r, field));
	} else {
		put_value(t, r, field);
	}
	json_obj_end(t->j);
}

static void put_rows(struct taking *t, const struct record *r, const uint8_t *field, size_t n)
{
	for (size_t i = 0; i < n; i++)
		put_row(t, r, field[i]);
}

static void put_group(struct taking *t, const struct record *r, const uint8_t *field, size_t n)
{
	json_arr(t->j);
	put_rows(t, r, field, n);
	json_arr_end(t->j);
}

static uint64_t bits_of(const uint8_t *field, size_t n)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < n; i++)
		bits |= 1ULL << field[i];
	return bits;
}

/* --- the parts --- */

static enum rc put_child(struct taking *t, const uint8_t *field, size_t n)
{
	struct list l = {
		.where = SQL("t.id = ?1"), .v = { INT(t->child) }, .nv = 1, .want = bits_of(field, n)
	};
	struct records found;
	enum rc rc = record_list(t->c, &child_kind, &l, &found);

	if (rc == RC_OK && !found.n)
		return RC_NOT_FOUND;
	if (rc == RC_OK)
		put_group(t, &found.r[0], field, n);
	return rc;
}

static enum rc put_basics(struct taking *t)
{
	static const uint8_t field[] = { CHILD_NAME, CHILD_SEX, CHILD_BIRTH_DATE, CHILD_LIVING_REGION,
					 CHILD_HOUSEHOLD_REGION };

	return put_child(t, field, COUNT(field));
}

static enum rc put_health(struct taking *t)
{
	static const uint8_t field[] = { CHILD_HEALTH };

	return put_child(t, field, COUNT(field));
}

static enum rc put_school(struct taking *t)
{
	static const uint8_t field[] = { CHILD_SCHOOL, CHILD_CLASS, CHILD_ENTRY_MONTH,
					 CHILD_ATTENDANCE_MODE };

	return put_child(t, field, COUNT(field));
}

struct adults {
	const uint8_t *tie, *person;
	size_t ntie, nperson;
	bool near; /* only who looks after the child, and nobody who is kept away */
};

static bool is_near(const struct record *tie)
{
	return !rec_int(tie, TIE_BARRED) &&
	       (rec_int(tie, TIE_GUARDIAN) || rec_int(tie, TIE_CARER) || rec_int(tie, TIE_LIVES_WITH));
}

static enum rc put_adult(struct taking *t, const struct record *tie, const struct adults *a)
{
	struct list l = { .where = SQL("t.id = ?1"),
			  .v = { INT(rec_int(tie, TIE_PERSON)) },
			  .nv = 1,
			  .want = bits_of(a->person, a->nperson) };
	struct records found;
	enum rc rc = record_list(t->c, &person_kind, &l, &found);

	if (rc != RC_OK)
		return rc;
	json_arr(t->j);
	if (found.n)
		put_rows(t, &found.r[0], a->person, a->nperson);
	put_rows(t, tie, a->tie, a->ntie);
	json_arr_end(t->j);
	return RC_OK;
}

/* One adult may be written down twice with the same relation: once is enough. */
static bool stood_before(const struct records *ties, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (rec_int(&ties->r[i], TIE_PERSON) == rec_int(&ties->r[at], TIE_PERSON) &&
		    str_eq(rec_text(&ties->r[i], TIE_RELATION), rec_text(&ties->r[at], TIE_RELATION)) &&
		    rec_int(&ties->r[i], TIE_BARRED) == rec_int(&ties->r[at], TIE_BARRED))
			return true;
	return false;
}

static enum rc put_adults(struct taking *t, const struct adults *a)
{
	struct list l = {
		.filter = { { TIE_CHILD, INT(t->child) } }, .nfilter = 1, .on = t->c->today, .limit = ROWS_MAX
	};
	struct records ties;
	enum rc rc = record_list(t->c, &tie_kind, &l, &ties);

	for (size_t i = 0; rc == RC_OK && i < ties.n; i++)
		if (!stood_before(&ties, i) && (!a->near || is_near(&ties.r[i])))
			rc = put_adult(t, &ties.r[i], a);
	return rc;
}

static enum rc put_family(struct taking *t)
{
	static const uint8_t tie[] = { TIE_RELATION, TIE_GUARDIAN, TIE_CARER, TIE_LIVES_WITH, TIE_BARRED },
			     person[] = { PERSON_NAME, PERSON_CARE_ABILITY };

	return put_adults(t, &(struct adults){ tie, person, COUNT(tie), COUNT(person), false });
}

static enum rc put_contact(struct taking *t)
{
	static const uint8_t own[] = { CHILD_PHONE, CHILD_ADDRESS }, tie[] = { TIE_RELATION },
			     person[] = { PERSON_NAME, PERSON_PHONE };
	enum rc rc = put_child(t, own, COUNT(own));

	return rc == RC_OK ? put_adults(t, &(struct adults){ tie, person, COUNT(tie), COUNT(person), true })
			   : rc;
}

static enum rc put_list(struct taking *t, const struct kind *k, struct list *l, const uint8_t *field,
			size_t n)
{
	struct records found;

	l->want = bits_of(field, n);
	enum rc rc = record_list(t->c, k, l, &found);
	for (size_t i = 0; rc == RC_OK && i < found.n; i++)
		put_group(t, &found.r[i], field, n);
	return rc;
}

/* The level, and what was found within a year and not taken back. */
static enum rc put_level(struct taking *t)
{
	static const uint8_t stands[] = { CARE_CASE_LEVEL, CARE_CASE_SINCE, CARE_CASE_STATE },
			     found[] = { FINDING_INDICATOR, FINDING_ON, FINDING_NOTE };
	struct list at = { .filter = { { CARE_CASE_CHILD, INT(t->child) } }, .nfilter = 1, .limit = 1 };
	struct list why = { .where = SQL("t.child = ?1 AND t.on_day >= ?2"
					 " AND (t.state IS NULL OR t.state <> '" CODE_FINDING_STATE_WITHDRAWN
					 "')"),
			    .v = { INT(t->child), INT(day_add(t->c->today, -FINDINGS_DAYS)) },
			    .nv = 2,
			    .limit = ROWS_MAX,
			    .newest_first = true };
	enum rc rc = put_list(t, &care_case_kind, &at, stands, COUNT(stands));

	return rc == RC_OK ? put_list(t, &finding_kind, &why, found, COUNT(found)) : rc;
}

static enum rc put_visits(struct taking *t)
{
	static const uint8_t field[] = { VISIT_ON,    VISIT_MET,     VISIT_SEEN,
					 VISIT_WORDS, VISIT_HAZARDS, VISIT_NEXT_STEP };
	struct list l = { .filter = { { VISIT_CHILD, INT(t->child) } },
			  .nfilter = 1,
			  .limit = VISITS_SHOWN,
			  .newest_first = true };

	return put_list(t, &visit_kind, &l, field, COUNT(field));
}

/* The plan that is open, with its goals. */
static enum rc put_plan(struct taking *t)
{
	static const uint8_t field[] = { PLAN_FROM, PLAN_NEXT_ON, PLAN_SUMMARY, PLAN_CHILD_VIEW,
					 PLAN_FAMILY_VIEW },
			     goal[] = { GOAL_DOMAIN, GOAL_AIM, GOAL_SERVICE, GOAL_WHO, GOAL_DUE, GOAL_STATE };
	struct list l = { .where = SQL("t.child = ?1 AND t.closed_on IS NULL"),
			  .v = { INT(t->child) },
			  .nv = 1,
			  .limit = 1,
			  .newest_first = true };
	struct list goals = { .where = SQL("t.child = ?1 AND t.plan IN (SELECT p.id FROM plan p"
					   " WHERE p.child = ?1 AND p.closed_on IS NULL)"),
			      .v = { INT(t->child) },
			      .nv = 1,
			      .limit = ROWS_MAX };
	enum rc rc = put_list(t, &plan_kind, &l, field, COUNT(field));

	return rc == RC_OK ? put_list(t, &goal_kind, &goals, goal, COUNT(goal)) : rc;
}

enum rc referral_snapshot(struct ctx *c, int64_t child, unsigned parts, str *ret)
{
	static enum rc (*const put[PARTS])(struct taking *) = { put_basics, put_family, put_contact,
								put_level,  put_visits, put_plan,
								put_health, put_school };
	struct buf b = buf_new(c->mem, SNAPSHOT_MAX);
	struct json j = json_to(&b);
	struct taking t = { c, &j, child };
	enum rc rc = RC_OK;

	json_obj(&j);
	JSON_KEY(&j, "parts");
	json_arr(&j);
	for (size_t i = 0; i < PARTS && rc == RC_OK; i++) {
		if (!(parts >> i & 1))
			continue;
		json_obj(&j);
		JSON_KEY(&j, "part");
		json_str(&j, str_of(codes[i]));
		JSON_KEY(&j, "groups");
		json_arr(&j);
		rc = put[i](&t);
		json_arr_end(&j);
		json_obj_end(&j);
	}
	json_arr_end(&j);
	json_obj_end(&j);
	if (rc == RC_OK)
		*ret = buf_view(&b);
	return rc;
}
