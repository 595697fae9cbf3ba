#include "team.h"

#include "account.h"

enum rc team_place_of(struct ctx *c, int64_t child, struct team_place *ret)
{
	struct rows q;
	struct team_place at = { .county = 0 };
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT k.county, k.living_region, k.household_region, k.school, k.class"
			      " FROM child k WHERE k.id = ?1",
			      INT(child));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q)) {
		str living = db_text(&q, 1), household = db_text(&q, 2);
		at.county = (unsigned)db_int(&q, 0);
		at.village = str_dup(c->mem, living.n == 12 || living.n >= household.n ? living : household);
		at.school = db_int(&q, 3);
		at.class = db_int(&q, 4);
	}
	rc = db_done(&q);
	if (rc == RC_OK && !at.county)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		*ret = at;
	return rc;
}

/* Own places first, then those taken by deputies today. */
static enum rc read_actors(struct ctx *c, struct rows *q, struct team *t, size_t *cap)
{
	while (db_next(q)) {
		t->who = GROWN(c->mem, t->who, t->n, cap);
		struct actor *a = &t->who[t->n];
		if (!account_actor(c, q, 0, a) || !a->cleared)
			continue;
		if (a->for_account)
			a->account = a->for_account;
		t->n++;
	}
	return db_done(q);
}

#define WORKS                                                                                                \
	"a.role IN ('officer', 'civil', 'head', 'teacher', 'counsellor', 'director', 'supervisor', "         \
	"'federation')"
#define IN_USE(a) "coalesce(" a ".disabled, 0) = 0"

enum rc team_load(struct ctx *c, struct team *ret)
{
	struct team t = { .who = NULL };
	size_t cap = 0;
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT " ACCOUNT_ACTOR " FROM account a JOIN account b ON b.id = a.id WHERE " WORKS
			 " AND " IN_USE("a") " UNION ALL SELECT " ACCOUNT_ACTOR
					     " FROM deputy d JOIN account a ON a.id = d.account JOIN account "
					     "b ON b.id = d.deputy"
					     " WHERE d.from_day <= ?1 AND d.to_day >= ?1 AND " WORKS
					     " AND " IN_USE("a") " AND " IN_USE("b"),
			 INT(c->today));

	if (rc == RC_OK)
		rc = read_actors(c, &q, &t, &cap);
	if (rc == RC_OK)
		*ret = t;
	return rc;
}

bool team_holds(const struct actor *who, const struct team_place *at)
{
	if (who->county != at->county)
		return false;
	switch (who->reach) {
	case REACH_VILLAGE:
	case REACH_TOWNSHIP: return who->region.n && str_starts(at->village, who->region);
	case REACH_SCHOOL: return at->school && who->school == at->school;
	case REACH_CLASS: return at->class && who->class == at->class;
	case REACH_POSTED: return at->school != 0;
	case REACH_COUNTY:
	case REACH_HOME:
	case REACH_CONSENTED: return true;
	default: return false;
	}
}

unsigned team_held(const struct team *t, const struct team_place *at)
{
	unsigned held = 0;

	for (size_t i = 0; i < t->n; i++)
		if (!(held & (unsigned)t->who[i].role) && team_holds(&t->who[i], at))
			held |= (unsigned)t->who[i].role;
	return held;
}

const struct actor *team_find(const struct team *t, int64_t account)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->who[i].account == account)
			return &t->who[i];
	return NULL;
}
