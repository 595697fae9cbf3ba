#include "demo_difficulty.h"

#include "difficulty.h"

enum { STREAM = 0x64696666 };

/* A child who counts today, or the eldest of a family. */
struct kid {
	int64_t id, father, mother;
	int proposed; /* enum unattended_says */
	day born, since;
	struct kid *next;
};

static enum rc list_kids(struct ctx *c, struct kid **ret)
{
	struct rows q;
	struct kid **end = ret;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT x.child, coalesce(x.proposed, -1), c.birth_date, x.day FROM crossing x"
		" JOIN child c ON c.id = x.child WHERE x.counted = 1 AND x.day <= ?1 AND NOT EXISTS (SELECT 1"
		" FROM crossing y WHERE y.child = x.child AND y.day > x.day AND y.day <= ?1) ORDER BY "
		"x.child",
		INT(c->today));

	*ret = NULL;
	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		*end = NEW(c->mem, struct kid, 1);
		**end = (struct kid){ .id = db_int(&q, 0),
				      .proposed = (int)db_int(&q, 1),
				      .born = (day)db_int(&q, 2),
				      .since = (day)db_int(&q, 3) };
		end = &(*end)->next;
	}
	return db_done(&q);
}

/* --- what befell a few families --- */

/* Both parents at home all the time, nobody left behind, no small child; grandparents are there. */
static enum rc list_families(struct ctx *c, struct kid **ret, size_t *ret_n)
{
	struct rows q;
	struct kid **end = ret;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT min(c.id), f.person, m.person FROM child c JOIN tie f ON f.child = c.id AND "
		"f.relation ="
		" '" CODE_RELATION_FATHER "' JOIN tie m ON m.child = c.id AND m.relation ="
		" '" CODE_RELATION_MOTHER "' WHERE c.birth_date > ?1"
		" AND EXISTS (SELECT 1 FROM tie g WHERE g.child = c.id AND g.relation BETWEEN '60' AND '69')"
		" AND NOT EXISTS (SELECT 1 FROM absence a WHERE a.person = f.person OR a.person = m.person)"
		" AND NOT EXISTS (SELECT 1 FROM circumstance u WHERE u.person = f.person OR u.person = "
		"m.person)"
		" AND NOT EXISTS (SELECT 1 FROM tie i JOIN child s ON s.id = i.child WHERE i.person = "
		"f.person AND"
		" s.birth_date > ?2) GROUP BY f.person, m.person ORDER BY 1",
		INT(c->today - 170000), INT(c->today - 40000));

	*ret = NULL;
	*ret_n = 0;
	if (rc != RC_OK)
		return rc;
	for (; db_next(&q); ++*ret_n) {
		*end = NEW(c->mem, struct kid, 1);
		**end = (struct kid){ .id = db_int(&q, 0), .father = db_int(&q, 1), .mother = db_int(&q, 2) };
		end = &(*end)->next;
	}
	return db_done(&q);
}

static enum rc befall(struct ctx *c, int64_t person, size_t field, const char *value, int32_t ago)
{
	struct input in = input_new(&person_kind);
	struct record done;

	input_set(&in, field, str_of(value));
	input_day(&in, c->mem, PERSON_SINCE, day_add(c->today, -ago));
	if (field == PERSON_GUARDIANSHIP)
		input_set(&in, PERSON_CARE_ABILITY, STR(CODE_CARE_ABILITY_UNABLE));
	return record_update(c, &person_kind, person, 0, &in, &done);
}

/* Who looks after the children from then on: the first of the grandparents, no parent any more. */
static enum rc befall_tie(struct ctx *c, int64_t id, bool parent)
{
	struct input in = input_new(&tie_kind);
	struct record done;

	input_set(&in, TIE_CARER, parent ? STR("false") : STR("true"));
	input_set(&in, TIE_GUARDIAN, parent ? STR("false") : STR("true"));
	input_set(&in, TIE_LIVES_WITH, parent ? STR("false") : STR("true"));
	return record_update(c, &tie_kind, id, 0, &in, &done);
}

struct old_tie {
	int64_t id, child;
	bool parent;
	struct old_tie *next;
};

static enum rc befall_ties(struct ctx *c, const struct kid *k)
{
	struct old_tie *first = NULL, **end = &first;
	int64_t given = 0; /* the child whose grandparent has been named */
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT i.id, i.child, CASE WHEN i.person IN (?1, ?2) THEN 1 ELSE 0 END FROM tie i"
			 " WHERE i.child IN (SELECT j.child FROM tie j WHERE j.person = ?1)"
			 " AND (i.person IN (?1, ?2) OR i.relation BETWEEN '60' AND '69')"
			 " ORDER BY i.child, i.id",
			 INT(k->father), INT(k->mother));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		*end = NEW(c->mem, struct old_tie, 1);
		**end = (struct old_tie){ db_int(&q, 0), db_int(&q, 1), db_int(&q, 2) != 0, NULL };
		end = &(*end)->next;
	}
	rc = db_done(&q);
	for (const struct old_tie *t = first; t && rc == RC_OK; t = t->next) {
		if (!t->parent && given == t->child)
			continue;
		given = t->parent ? given : t->child;
		rc = befall_tie(c, t->id, t->parent);
	}
	return rc;
}

/* Of every four: one has lost both parents, the others nobody who could care. */
static enum rc befall_family(struct ctx *c, const struct kid *k, unsigned n)
{
	static const struct {
		size_t field;
		const char *value;
	} mothers[] = { { PERSON_GUARDIANSHIP, CODE_GUARDIANSHIP_LOST },
			{ PERSON_STATE, CODE_PERSON_STATE_DEAD },
			{ PERSON_STATE, CODE_PERSON_STATE_MISSING },
			{ PERSON_STATE, CODE_PERSON_STATE_DETAINED } };
	static const char *const fathers[] = { CODE_PERSON_STATE_IMPRISONED, CODE_PERSON_STATE_DEAD,
					       CODE_PERSON_STATE_DEAD, CODE_PERSON_STATE_IMPRISONED };
	enum rc rc = befall(c, k->father, PERSON_STATE, fathers[n % 4], 400 + (int32_t)n * 13 % 700);

	if (rc == RC_OK)
		rc = befall(c, k->mother, mothers[n % 4].field, mothers[n % 4].value,
			    120 + (int32_t)n * 17 % 250);
	return rc == RC_OK ? befall_ties(c, k) : rc;
}

/* About one child in five hundred, and one at least: 民发〔2019〕62号 speaks of half a million children. */
static enum rc befall_some(struct ctx *c, void *arg)
{
	enum { ONE_IN = 40 }; /* of the families in question */
	struct kid *families;
	size_t n = 0, i = 0;
	unsigned done = 0;
	enum rc rc = list_families(c, &families, &n);

	(void)arg;
	for (const struct kid *k = families; k && rc == RC_OK; k = k->next, i++)
		if (i % ONE_IN == (n / 2) % ONE_IN)
			rc = befall_family(c, k, done++);
	return rc;
}

/* --- what is certified --- */

struct writing {
	struct ctx *c;
	struct demo_random chance;
	int64_t number; /* of the last certificate */
	unsigned proposed, at_odds;
};

struct paper {
	const char *category, *evidence, *by, *level;
	day from;
};

static enum rc write_paper(struct writing *w, const struct kid *k, const struct paper *paper)
{
	struct ctx *c = w->c;
	struct input in = input_new(&difficulty_kind);
	struct buf number = buf_new(c->mem, 40);
	struct record done;

	buf_lit(&number, "ZJPT");
	buf_int(&number, paper->from / 10000);
	buf_pad(&number, ++w->number, 5);
	input_int(&in, c->mem, DIFFICULTY_CHILD, k->id);
	input_set(&in, DIFFICULTY_CATEGORY, str_of(paper->category));
	input_day(&in, c->mem, DIFFICULTY_FROM, paper->from);
	input_set(&in, DIFFICULTY_EVIDENCE, str_of(paper->evidence));
	input_set(&in, DIFFICULTY_CERTIFICATE, buf_view(&number));
	input_set(&in, DIFFICULTY_DECIDED_BY, str_of(paper->by));
	if (paper->level) {
		input_set(&in, DIFFICULTY_DISABILITY_TYPE, STR("4"));
		input_set(&in, DIFFICULTY_DISABILITY_LEVEL, str_of(paper->level));
	}
	return record_create(c, &in, &done);
}

/* Six weeks after the facts began, or lately; never before birth. */
static day decided(const struct writing *w, const struct kid *k, int32_t after)
{
	day on = day_add(k->since, after), latest = day_add(w->c->today, -9);

	on = on < latest ? on : latest;
	return on > k->born ? on : k->born;
}

static const char office[] = "坡头区民政局", disabled[] = "坡头区残联";

/* Every fourth, the first one too, waits for its certificate. */
static enum rc write_proposed(struct writing *w, const struct kid *k)
{
	struct paper p = { unattended_category((enum unattended_says)k->proposed),
			   "父母状况证明、村委会走访记录", office, NULL, decided(w, k, 45) };

	return w->proposed++ % 4 == 0 ? RC_OK : write_paper(w, k, &p);
}

static enum rc write_other(struct writing *w, const struct kid *k)
{
	struct demo_random *r = &w->chance;
	int32_t ago = 30 + (int32_t)demo_random_below(r, 700);
	day from = day_add(w->c->today, -ago);
	enum rc rc = RC_OK;

	from = from > k->born ? from : k->born;
	if (demo_random_chance(r, 26))
		rc = write_paper(w, k,
				 &(struct paper){ CODE_CID_CLASS_HARDSHIP, "低保证", office, NULL, from });
	if (rc == RC_OK && demo_random_chance(r, 7))
		rc = write_paper(w, k,
				 &(struct paper){ CODE_CID_CLASS_DISABILITY, "第三代残疾人证", disabled,
						  demo_random_chance(r, 400) ? "1" : "2", from });
	/* The father came home from prison, and nobody has taken the certificate back. */
	if (rc == RC_OK && !w->at_odds && k->proposed == UNATTENDED_NO && demo_random_chance(r, 60)) {
		w->at_odds++;
		rc = write_paper(w, k,
				 &(struct paper){ CODE_CID_CLASS_UNATTENDED, "父亲服刑、母亲失联证明", office,
						  NULL, from });
	}
	return rc;
}

static enum rc write_all(struct ctx *c, void *arg)
{
	struct writing w = { .c = c, .chance = demo_random_of(*(const uint64_t *)arg, STREAM) };
	struct kid *kids;
	enum rc rc = list_kids(c, &kids);

	for (const struct kid *k = kids; k && rc == RC_OK; k = k->next) {
		if (k->proposed > UNATTENDED_NO)
			rc = write_proposed(&w, k);
		if (rc == RC_OK)
			rc = write_other(&w, k);
	}
	return rc;
}

enum rc demo_difficulty_write(struct ctx *c, uint64_t seed)
{
	enum rc rc = store_write(c, PRIO_BULK, befall_some, NULL);

	return rc == RC_OK ? store_write(c, PRIO_BULK, write_all, &seed) : rc;
}
