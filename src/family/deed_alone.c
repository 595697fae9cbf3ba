#include "deed_alone.h"

#include "child.h"
#include "finding.h"
#include "standing_reason.h"

enum { UNIT_MEMORY = 64 << 20, AT_ONCE = 200, A_YEAR = 10000 };

/* --- who is there --- */

struct looking {
	struct ctx *c; /* the program's */
	int64_t child;
	const struct deed_params *params;
	struct standing_facts facts;
	struct standing_params standing;
	struct deed_adults all;
	int64_t over; /* the carer of a deed that is over, with none after it */
	bool special, known;
};

static bool is_alive(const struct looking *l, int64_t person)
{
	for (size_t i = 0; i < l->facts.ties; i++) {
		const struct standing_tie *t = &l->facts.tie[i];
		const struct standing_spell *s =
			t->person == person ? standing_spell_on(&t->state, l->c->today) : NULL;
		if (s && s->value != STANDING_ALIVE)
			return false;
	}
	return true;
}

/* A parent who is not known to be away is there. */
static bool is_home(const struct looking *l, int64_t person)
{
	for (size_t i = 0; i < l->facts.ties; i++) {
		const struct standing_tie *t = &l->facts.tie[i];
		struct standing_parent p;
		if (t->person != person || !standing_is_parent_on(&l->facts, i, l->c->today))
			continue;
		standing_parent_on(t, &l->standing, l->c->today, &p);
		return p.state == STANDING_ALIVE && !p.lost && !p.away[0];
	}
	return false;
}

static bool is_grown(const struct looking *l, const struct deed_adult *a)
{
	day born = rec_day(&a->person, PERSON_BIRTH_DATE);

	return !born || day_age(born, l->c->today) >= l->params->carer_age;
}

static bool is_there(const struct looking *l, const struct deed_adult *a)
{
	bool unable = str_eq(rec_text(&a->person, PERSON_CARE_ABILITY), STR(CODE_CARE_ABILITY_UNABLE));

	if (a->barred || unable || !is_grown(l, a) || !is_alive(l, a->person.id))
		return false;
	if (standing_relation_of(a->relation) != STANDING_NO_PARENT)
		return is_home(l, a->person.id);
	return a->lives_with || (a->carer && a->person.id != l->over);
}

/* --- what is known --- */

/* The newest deed that was signed: over, and nobody has taken the child after it. */
static enum rc load_over(struct looking *l)
{
	struct rows q;
	day today = l->c->today;
	enum rc rc = DB_QUERY(l->c->db, &q,
			      "SELECT d.carer FROM deed d WHERE d.child = ?1 AND d.signed_on IS NOT NULL"
			      " AND (d.revoked_on IS NOT NULL OR coalesce(d.ended_on, d.to_day) < ?2)"
			      " AND (d.care_now IS NULL OR d.care_now = '" CODE_DEED_CARE_NOW_NOBODY "')"
			      " AND NOT EXISTS (SELECT 1 FROM deed x WHERE x.child = d.child AND x.id > d.id"
			      " AND x.signed_on IS NOT NULL) ORDER BY d.id DESC LIMIT 1",
			      INT(l->child), INT(today));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		l->over = db_int(&q, 0);
	return db_done(&q);
}

static enum rc load_special(struct looking *l)
{
	int64_t n = 0;
	enum rc rc = DB_ONE(l->c->db, &n,
			    "SELECT count(*) FROM difficulty d WHERE d.child = ?1"
			    " AND d.category = '" CODE_CID_CLASS_DISABILITY "' AND d.from_day <= ?2"
			    " AND (d.to_day IS NULL OR d.to_day >= ?2)",
			    INT(l->child), INT(l->c->today));

	l->special = rc == RC_OK && n;
	return rc;
}

static enum rc look(struct looking *l, enum deed_alone *ret)
{
	struct file f;
	struct deed_home h = { 0 };
	enum rc rc = file_load(l->c, l->child, &f);

	if (rc != RC_OK)
		return rc;
	struct facts_index *x = facts_index_new(l->c, &f);
	const struct record *child = facts_child(x, l->child);
	facts_of(l->c, x, child, &l->facts);
	l->standing = standing_params_of(l->c);
	rc = deed_adults(l->c, l->child, &l->all);
	if (rc == RC_OK)
		rc = load_over(l);
	if (rc == RC_OK)
		rc = load_special(l);
	if (rc != RC_OK)
		return rc;
	h.born = l->facts.born;
	h.special = l->special;
	for (size_t i = 0; i < l->all.n; i++) {
		h.adults += is_there(l, &l->all.a[i]);
		l->known = l->known || l->all.a[i].parent;
	}
	/* Of whom no parent is written down nobody can say who is there. */
	*ret = l->known ? deed_alone_on(&h, l->params, l->c->today) : DEED_CARED;
	return RC_OK;
}

enum rc deed_alone_of(struct ctx *c, int64_t child, enum deed_alone *ret)
{
	struct actor program = actor_system(c->who->county ? c->who->county : c->model->county);
	struct ctx p = ctx_system(c, &program);
	const struct deed_params params = deed_params_of(c);
	struct looking l = { .c = &p, .child = child, .params = &params };

	p.seen = NULL;
	return look(&l, ret);
}

/* --- saying so --- */

/* Found, or answered otherwise, not long ago: it is not said again each day. */
static enum rc said(struct looking *l, const char *indicator, bool *ret)
{
	int64_t n = 0, again = ctx_param(l->c, PARAM_FAMILY_DEED_ALONE_AGAIN_DAYS);
	enum rc rc =
		DB_ONE(l->c->db, &n,
		       "SELECT count(*) FROM finding f WHERE f.child = ?1 AND f.indicator = ?2"
		       " AND f.on_day > ?3",
		       INT(l->child), TEXT(str_of(indicator)), INT(day_add(l->c->today, -(int32_t)again)));

	*ret = rc == RC_OK && n;
	return rc;
}

static str note_of(struct looking *l, const struct deed_left *left)
{
	struct buf b = buf_new(l->c->mem, 2 << 10);

	if (left->deed)
		TR(&b, l->c->lang,
		   N_("A deed of entrusted care has ended, and nobody is known to look after the child."));
	else
		TR(&b, l->c->lang,
		   N_("By what is written down no parent is at home, and nobody else looks after the "
		      "child."));
	return buf_view(&b);
}

static enum rc raise(struct looking *l, const struct deed_left *left, enum deed_alone alone)
{
	const char *indicator = deed_alone_indicator(alone);
	bool again = false;
	int64_t id;
	enum rc rc = indicator ? said(l, indicator, &again) : RC_OK;

	if (rc != RC_OK || !indicator || again)
		return rc;
	return finding_raise(l->c,
			     &(struct finding_new){ .child = l->child,
						    .indicator = str_of(indicator),
						    .on = l->c->today,
						    .note = note_of(l, left),
						    .evidence = left->deed ? "deed" : NULL,
						    .evidence_id = left->deed },
			     &id);
}

enum rc deed_alone_look(struct ctx *c, const struct deed_left *left)
{
	struct actor program = actor_system(c->who->county ? c->who->county : c->model->county);
	struct ctx p = ctx_system(c, &program);
	const struct deed_params params = deed_params_of(c);
	struct looking l = { .c = &p, .child = left->child, .params = &params };
	enum deed_alone alone;

	p.seen = NULL;
	p.purpose = (str){ NULL, 0 };
	enum rc rc = look(&l, &alone);
	/* Somebody who was there says so: that weighs more than what is written down. */
	if (rc == RC_OK && left->nobody) {
		struct deed_home h = { .born = l.facts.born, .special = l.special };
		alone = deed_alone_on(&h, &params, c->today);
	}
	return rc == RC_OK ? raise(&l, left, alone) : rc;
}

/* --- day by day --- */

struct sweeping {
	int64_t after;
	size_t n;
};

#define IN_FORCE(t)                                                                                          \
	" AND (" t ".from_day IS NULL OR " t ".from_day <= ?2) AND (" t ".to_day IS NULL OR " t              \
	".to_day >= ?2)"
#define NO_PARENT_HOME                                                                                       \
	" AND NOT EXISTS (SELECT 1 FROM tie p WHERE p.child = c.id AND coalesce(p.barred, 0) = 0"            \
	" AND p.relation IN ('" CODE_RELATION_PARENT "', '" CODE_RELATION_FATHER "', '" CODE_RELATION_MOTHER \
	"', '" CODE_RELATION_STEPFATHER "', '" CODE_RELATION_STEPMOTHER                                      \
	"')" IN_FORCE("p") " AND NOT EXISTS (SELECT 1 FROM absence a WHERE a.person = p.person"              \
			   " AND (a.from_day IS NULL OR a.from_day <= ?2) AND (a.to_day IS NULL OR "         \
			   "a.to_day >= ?4))"                                                                \
			   " AND NOT EXISTS (SELECT 1 FROM circumstance s WHERE s.person = p.person))"
#define NOBODY_ELSE                                                                                          \
	" AND NOT EXISTS (SELECT 1 FROM tie i WHERE i.child = c.id AND coalesce(i.barred, 0) = 0"            \
	" AND (i.lives_with = 1 OR i.carer = 1)" IN_FORCE(                                                   \
		"i") " AND NOT EXISTS (SELECT 1 FROM deed d WHERE d.child = i.child AND d.carer = i.person"  \
		     " AND d.signed_on IS NOT NULL AND (d.revoked_on IS NOT NULL OR d.to_day < ?2)))"

/* Those of whom it may be so, by ids; each is then looked at in full.  ?3 born after, ?4 how long ago an
 * absence may have ended. */
static enum rc some(struct ctx *c, void *arg)
{
	struct sweeping *s = arg;
	const struct deed_params params = deed_params_of(c);
	int64_t list[AT_ONCE];
	struct rows q;
	int64_t gap = ctx_param(c, PARAM_ABSENCE_GAP_DAYS);
	day born = c->today - params.max_age * A_YEAR; /* in digits: to compare with alone */
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT c.id FROM child c WHERE c.id > ?1 AND c.birth_date > ?3" NO_PARENT_HOME NOBODY_ELSE
		" ORDER BY c.id LIMIT ?5",
		INT(s->after), INT(c->today), INT(born), INT(day_add(c->today, -(int32_t)gap)), INT(AT_ONCE));

	s->n = 0;
	if (rc != RC_OK)
		return rc;
	while (s->n < AT_ONCE && db_next(&q))
		list[s->n++] = db_int(&q, 0);
	rc = db_done(&q);
	for (size_t i = 0; i < s->n && rc == RC_OK; i++) {
		s->after = list[i];
		rc = deed_alone_look(c, &(struct deed_left){ .child = list[i] });
	}
	return rc;
}

enum rc deed_alone_daily(struct ctx *c)
{
	struct arena *mem = arena_within(c->mem, UNIT_MEMORY);
	struct sweeping s = { .n = AT_ONCE };
	enum rc rc = RC_OK;

	while (rc == RC_OK && s.n == AT_ONCE) {
		struct ctx unit = *c;
		arena_reset(mem);
		unit.mem = mem;
		unit.problems = (struct problems){ .mem = mem };
		rc = store_write(&unit, PRIO_BULK, some, &s);
	}
	arena_free(mem);
	return rc;
}
