#include "plan_people.h"
#include "care.h"

#define AT_COUNTY "'civil', 'federation', 'hospital', 'officer', 'police'"
enum { PEOPLE_MAX = 80 };

/* Where the child is, as accounts name places. */
struct around {
	str school, class; /* ids as text, as accounts keep them */
	int64_t school_id;
	str village[2], township[2]; /* where it lives, and its household */
};

static str id_text(struct ctx *c, int64_t id)
{
	struct buf b = buf_new(c->mem, 24);

	if (id)
		buf_int(&b, id);
	return buf_view(&b);
}

static str prefix(str code, size_t n) { return code.n >= n ? str_cut(code, 0, n) : STR("-"); }

static enum rc find_around(struct ctx *c, int64_t child, struct around *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT c.school, c.class, c.living_region, c.household_region FROM child c"
			      " WHERE c.id = ?1",
			      INT(child));

	*ret = (struct around){ .school_id = 0 };
	if (rc != RC_OK)
		return rc;
	if (db_next(&q)) {
		ret->school_id = db_int(&q, 0);
		ret->school = id_text(c, ret->school_id);
		ret->class = id_text(c, db_int(&q, 1));
		for (int i = 0; i < 2; i++) {
			str place = db_dup(c->mem, &q, 2 + i);
			ret->village[i] = prefix(place, 12);
			ret->township[i] = prefix(place, 9);
		}
	}
	return db_done(&q);
}

/* Those of the county stand last: most is settled near the child. */
enum rc plan_people_of(struct ctx *c, int64_t child, struct plan_people *ret)
{
	struct around at;
	struct rows q;
	enum rc rc = find_around(c, child, &at);

	*ret = (struct plan_people){ NEW(c->mem, struct plan_person, PEOPLE_MAX), 0 };
	if (rc != RC_OK)
		return rc;
	rc = DB_QUERY(c->db, &q,
		      "SELECT a.id, a.role, a.name FROM account a WHERE a.id >= ?1 * 8796093022208"
		      " AND a.id < (?1 + 1) * 8796093022208 AND a.county = ?1 AND coalesce(a.disabled, 0) = 0"
		      " AND (a.role IN (" AT_COUNTY ") OR (a.role = 'head' AND a.school_id = ?2)"
		      " OR (a.role = 'teacher' AND a.class_id = ?3)"
		      " OR (a.role = 'director' AND a.region IN (?4, ?5))"
		      " OR (a.role = 'supervisor' AND a.region IN (?6, ?7))"
		      " OR (a.role = 'counsellor' AND EXISTS (SELECT 1 FROM posting k WHERE k.account = a.id"
		      " AND k.school = ?8 AND k.from_day <= ?9 AND (k.to_day IS NULL OR k.to_day >= ?9))))"
		      " ORDER BY CASE WHEN a.role IN (" AT_COUNTY
		      ") THEN 1 ELSE 0 END, a.role, a.name, a.id LIMIT 80",
		      INT(c->who->county ? c->who->county : c->model->county), TEXT(at.school),
		      TEXT(at.class), TEXT(at.village[0]), TEXT(at.village[1]), TEXT(at.township[0]),
		      TEXT(at.township[1]), INT(at.school_id), INT(c->today));
	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && ret->n < PEOPLE_MAX) {
		const struct role_row *row = role_of_code(db_text(&q, 1));
		if (row)
			ret->p[ret->n++] =
				(struct plan_person){ db_int(&q, 0), row->role, db_dup(c->mem, &q, 2) };
	}
	return db_done(&q);
}

bool plan_people_has(struct ctx *c, int64_t child, int64_t account)
{
	struct plan_people all;

	if (plan_people_of(c, child, &all) != RC_OK)
		return false;
	for (size_t i = 0; i < all.n; i++)
		if (all.p[i].account == account)
			return true;
	return false;
}

static str plan_people_text(struct page *p, const struct plan_person *who)
{
	return html_say(p, N_("{0}: {1}"), registry_code(p, "role", str_of(role_code(who->role))), who->name);
}

struct form_option *plan_people_options(struct page *p, const struct plan_people *all)
{
	struct form_option *o = NEW(p->mem, struct form_option, all->n + 1);

	for (size_t i = 0; i < all->n; i++)
		o[i] = (struct form_option){ html_int_text(p, all->p[i].account),
					     plan_people_text(p, &all->p[i]) };
	return o;
}

const char *plan_people_agency(enum role role)
{
	switch (role) {
	case ROLE_OFFICER: return CODE_AGENCY_SORT_EDUCATION;
	case ROLE_CIVIL: return CODE_AGENCY_SORT_CIVIL;
	case ROLE_HEAD:
	case ROLE_TEACHER:
	case ROLE_COUNSELLOR: return CODE_AGENCY_SORT_SCHOOL;
	case ROLE_DIRECTOR: return CODE_AGENCY_SORT_VILLAGE;
	case ROLE_SUPERVISOR: return CODE_AGENCY_SORT_TOWNSHIP;
	case ROLE_FEDERATION: return CODE_AGENCY_SORT_FEDERATION;
	case ROLE_POLICE: return CODE_AGENCY_SORT_POLICE;
	case ROLE_HOSPITAL: return CODE_AGENCY_SORT_HOSPITAL;
	default: return CODE_AGENCY_SORT_OTHER;
	}
}

/* --- what forms share --- */

void plan_people_field(struct page *p, const struct field *f, str value, const char *hint, bool required)
{
	formpart_control(p, f,
			 &(struct control){ .name = str_of(f->name),
					    .label = f->label,
					    .hint = hint,
					    .value = value,
					    .required = required });
}

str plan_typed(const struct plan_typed *t, const char *name, str first)
{
	return t->pair ? form_value(t->pair, t->n, str_of(name)) : first;
}

str plan_row_name(struct page *p, const char *list, size_t row, const char *name)
{
	return html_fill(p, "{0}-{1}-{2}", str_of(list), html_int_text(p, (int64_t)row), str_of(name));
}

str plan_typed_row(struct page *p, const struct plan_typed *t, const char *list, size_t row, const char *name)
{
	return t->pair ? form_value(t->pair, t->n, plan_row_name(p, list, row, name)) : STR("");
}

str plan_day_value(struct page *p, day d)
{
	struct buf b = buf_new(p->mem, 16);

	if (d)
		day_put(&b, d);
	return buf_view(&b);
}
