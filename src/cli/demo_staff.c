#include "demo_staff.h"

#include "account.h"
#include "demo.h"
#include "demo_names.h"
#include "posting.h"
#include "registry.h"

enum { STREAM_STAFF = 3, CLASS_OF_TEACHER = 3 /* the grade; each grade of Wuhe Primary has a first class */ };

/* Where an account belongs. */
enum place {
	NOWHERE,
	AT_SCHOOL,
	IN_CLASS,
	IN_VILLAGE,
	IN_TOWNSHIP,
	IN_CITY,
	IN_PROVINCE,
	OF_GUARDIAN,
	OF_PARENT,
	OF_CHILD
};

/* clang-format off */
static const struct { const char *login; enum role role; int sex; enum place place; } staff[] = {
	{ "officer",    ROLE_OFFICER,    2, NOWHERE },
	{ "civil",      ROLE_CIVIL,      1, NOWHERE },
	{ "head",       ROLE_HEAD,       1, AT_SCHOOL },
	{ "teacher",    ROLE_TEACHER,    2, IN_CLASS },
	{ "counsellor", ROLE_COUNSELLOR, 2, NOWHERE },
	{ "director",   ROLE_DIRECTOR,   2, IN_VILLAGE },
	{ "supervisor", ROLE_SUPERVISOR, 1, IN_TOWNSHIP },
	{ "federation", ROLE_FEDERATION, 2, NOWHERE },
	{ "keeper",     ROLE_KEEPER,     2, NOWHERE },
	{ "guardian",   ROLE_GUARDIAN,   2, OF_GUARDIAN },
	{ "parent",     ROLE_PARENT,     1, OF_PARENT },
	{ "child",      ROLE_CHILD,      1, OF_CHILD },
	{ "police",     ROLE_POLICE,     1, NOWHERE },
	{ "hospital",   ROLE_HOSPITAL,   2, NOWHERE },
	{ "finance",    ROLE_FINANCE,    2, NOWHERE },
	{ "inspector",  ROLE_INSPECTOR,  1, NOWHERE },
	{ "admin",      ROLE_ADMIN,      1, NOWHERE },
	{ "security",   ROLE_SECURITY,   2, NOWHERE },
	{ "auditor",    ROLE_AUDITOR,    1, NOWHERE },
	{ "volunteer",  ROLE_VOLUNTEER,  2, NOWHERE },
	{ "org",        ROLE_ORG,        1, NOWHERE },
	{ "donor",      ROLE_DONOR,      1, NOWHERE },
	{ "city",       ROLE_CITY,       2, IN_CITY },
};
/* clang-format on */

/* A child of the class in which a grandparent looks after and a parent is away today. */
static enum rc find_family(struct ctx *c, int64_t class, struct demo_people *ret)
{
	struct rows q;
	struct demo_people found = { 0 };
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT k.id, g.person, p.person FROM child k"
			      " JOIN tie g ON g.child = k.id AND g.lives_with = 1 AND g.relation IN ('61', "
			      "'62', '63', '64')"
			      " JOIN tie p ON p.child = k.id AND p.relation IN ('51', '52')"
			      " JOIN absence a ON a.person = p.person AND a.from_day <= ?2"
			      " AND (a.to_day IS NULL OR a.to_day >= ?2)"
			      " WHERE k.class = ?1 ORDER BY k.id, g.id, p.id LIMIT 1",
			      INT(class), INT(c->today));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		found = (struct demo_people){ db_int(&q, 0), db_int(&q, 1), db_int(&q, 2) };
	rc = db_done(&q);
	*ret = found;
	return rc != RC_OK ? rc : found.child ? RC_OK : RC_NOT_FOUND;
}

/* With both parents far away the village committee agreed that this grandparent is the guardian (Civil Code,
 * art. 31): so they may agree to things and have them put right. */
static enum rc make_guardian(struct ctx *c, int64_t person)
{
	struct records ties;
	struct list l = { .filter = { { TIE_PERSON, INT(person) } }, .nfilter = 1 };
	enum rc rc = record_list(c, &tie_kind, &l, &ties);

	for (size_t i = 0; i < ties.n && rc == RC_OK; i++) {
		struct input in = input_new(&tie_kind);
		struct record done;
		input_set(&in, TIE_GUARDIAN, STR("true"));
		input_set(&in, TIE_CARER, STR("true"));
		input_set(&in, TIE_NOTE, STR("父母长期在外，村委会同意由其监护"));
		rc = record_update(c, &tie_kind, ties.r[i].id, 0, &in, &done);
	}
	return rc;
}

static void put_place(struct account_new *a, enum place place, const struct demo_school *wuhe,
		      const struct demo_people *who)
{
	switch (place) {
	case IN_CLASS:
		a->class = wuhe->class[CLASS_OF_TEACHER][1];
		a->school = wuhe->id;
		break;
	case AT_SCHOOL: a->school = wuhe->id; break;
	case IN_VILLAGE: a->region = STR(DEMO_HOME); break;
	case IN_TOWNSHIP: a->region = str_cut(STR(DEMO_HOME), 0, 9); break;
	case IN_CITY: a->region = str_cut(STR(DEMO_HOME), 0, 4); break;
	case IN_PROVINCE: a->region = str_cut(STR(DEMO_HOME), 0, 2); break;
	case OF_GUARDIAN: a->person = who->guardian; break;
	case OF_PARENT: a->person = who->parent; break;
	case OF_CHILD: a->child = who->child; break;
	case NOWHERE: break;
	}
}

/* Whose account it is, by the name in the register. */
static str name_of(struct ctx *c, const struct kind *k, int64_t id, size_t field)
{
	struct record r;

	return record_load(c, k, id, &r) == RC_OK ? rec_text(&r, field) : STR("");
}

/* The counsellor looks after the first schools of the county. */
static enum rc post(struct ctx *c, const struct demo_map *m, int64_t account)
{
	enum { SCHOOLS = 3 };
	enum rc rc = RC_OK;

	for (size_t i = 0; i < m->schools && i < SCHOOLS && rc == RC_OK; i++) {
		struct input in = input_new(&posting_kind);
		struct record done;
		input_int(&in, c->mem, POSTING_ACCOUNT, account);
		input_int(&in, c->mem, POSTING_SCHOOL, m->school[i].id);
		input_day(&in, c->mem, POSTING_FROM, day_add(c->today, -80));
		rc = record_create(c, &in, &done);
	}
	return rc;
}

static enum rc add(struct ctx *c, const struct demo_map *m, size_t i, struct demo_random *r,
		   const struct demo_people *who)
{
	struct account_new a = { .login = str_of(staff[i].login),
				 .role = str_of(role_code(staff[i].role)),
				 .cleared = day_add(c->today, -40),
				 .password = STR(DEMO_PASSWORD) };
	str surname = demo_names_pick(&demo_words_surnames, r);
	int64_t id;

	put_place(&a, staff[i].place, &m->school[0], who);
	a.name = demo_names_person(c->mem, r, surname, staff[i].sex, (str){ NULL, 0 });
	if (a.person)
		a.name = name_of(c, &person_kind, a.person, PERSON_NAME);
	if (a.child)
		a.name = STR("小朋友"); /* who keeps accounts need not know which */
	enum rc rc = account_add(c, &a, &id);
	return rc == RC_OK && staff[i].role == ROLE_COUNSELLOR ? post(c, m, id) : rc;
}

enum rc demo_staff_write(struct ctx *c, const struct demo_map *m, uint64_t seed, struct demo_people *ret)
{
	struct demo_random r = demo_random_of(seed, STREAM_STAFF);
	enum rc rc = find_family(c, m->school[0].class[CLASS_OF_TEACHER][1], ret);

	if (rc == RC_OK)
		rc = make_guardian(c, ret->guardian);
	for (size_t i = 0; i < COUNT(staff) && rc == RC_OK; i++)
		rc = add(c, m, i, &r, ret);
	return rc;
}
