#include "growth_file.h"

#include "journal.h"
#include "leaving.h"
#include "settle.h"

enum { TOGETHER_MEMORY = 64 << 20 };

/* One child's, as it is kept and as it is now. */
struct kept {
	int64_t id, child;
	unsigned county;
	unsigned sections;
	day touched, at_school; /* 0: never */
	str village;
	int64_t school;
};

struct piece {
	struct ctx *c;
	struct val v[DB_AT_ONCE];
	struct kept was[DB_AT_ONCE], is[DB_AT_ONCE];
	size_t n;
	bool any; /* something is written of one of them, or was */
};

static size_t at_of(const struct piece *p, int64_t child)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->is[i].child == child)
			return i;
	return p->n;
}

/* --- what is written --- */

static unsigned bit_of(str kind, str what)
{
	const char *section = str_eq(kind, STR("growth_note"))  ? section_of_note(what)
			      : str_eq(kind, STR("child_word")) ? section_of_word(what)
			      : str_eq(kind, STR("work"))       ? section_of_work(what)
			      : str_eq(kind, STR("plan"))       ? CODE_GROWTH_SECTION_PLAN
								: section_of_kind(kind);

	return section ? section_bit(str_of(section)) : 0;
}

unsigned growth_file_school_sections(void)
{
	return section_bit(STR(CODE_GROWTH_SECTION_HEALTH)) | section_bit(STR(CODE_GROWTH_SECTION_STUDY)) |
	       section_bit(STR(CODE_GROWTH_SECTION_CONDUCT)) | section_bit(STR(CODE_GROWTH_SECTION_MIND)) |
	       section_bit(STR(CODE_GROWTH_SECTION_CONTACT)) | section_bit(STR(CODE_GROWTH_SECTION_WORKS));
}

static void count(struct kept *k, unsigned bit, day last)
{
	k->sections |= bit;
	if (last > k->touched)
		k->touched = last;
	if (bit & growth_file_school_sections() && last > k->at_school)
		k->at_school = last;
}

/* What each child's entries are of, with the day of the last: nothing of who has none. */
static enum rc load_written(struct piece *p)
{
	struct rows q;
	enum rc rc = db_query(
		p->c->db, &q,
		SQL("SELECT n.child, 'growth_note', n.what, max(n.on_day) FROM growth_note n"
		    " WHERE n.child IN " DB_SIXTEEN
		    " AND NOT EXISTS (SELECT 1 FROM growth_note w WHERE w.corrects = n.id) GROUP BY n.child,"
		    " n.what"
		    " UNION ALL SELECT n.child, 'talk', '', max(n.on_day) FROM talk n WHERE n.child"
		    " IN " DB_SIXTEEN
		    " AND NOT EXISTS (SELECT 1 FROM talk w WHERE w.corrects = n.id) GROUP BY n.child"
		    " UNION ALL SELECT n.child, 'handover_note', '', max(n.on_day) FROM handover_note n"
		    " WHERE n.child IN " DB_SIXTEEN
		    " AND NOT EXISTS (SELECT 1 FROM handover_note w WHERE w.corrects = n.id) GROUP BY n.child"
		    " UNION ALL SELECT n.child, 'home_survey', '', max(n.on_day) FROM home_survey n"
		    " WHERE n.child IN " DB_SIXTEEN
		    " AND NOT EXISTS (SELECT 1 FROM home_survey w WHERE w.corrects = n.id) GROUP BY n.child"
		    " UNION ALL SELECT n.child, 'measurement', '', max(n.on_day) FROM measurement n"
		    " WHERE n.child IN " DB_SIXTEEN
		    " AND NOT EXISTS (SELECT 1 FROM measurement w WHERE w.corrects = n.id) GROUP BY n.child"
		    " UNION ALL SELECT n.child, 'health_note', '', max(n.on_day) FROM health_note n"
		    " WHERE n.child IN " DB_SIXTEEN
		    " AND NOT EXISTS (SELECT 1 FROM health_note w WHERE w.corrects = n.id) GROUP BY n.child"
		    " UNION ALL SELECT n.child, 'support', '', max(n.on_day) FROM support n WHERE n.child"
		    " IN " DB_SIXTEEN
		    " AND NOT EXISTS (SELECT 1 FROM support w WHERE w.corrects = n.id) GROUP BY n.child"
		    " UNION ALL SELECT n.child, 'visit', '', max(n.on_day) FROM visit n WHERE n.child"
		    " IN " DB_SIXTEEN
		    " AND NOT EXISTS (SELECT 1 FROM visit w WHERE w.corrects = n.id) GROUP BY n.child"
		    " UNION ALL SELECT n.child, 'child_word', n.what, max(n.on_day) FROM child_word n"
		    " WHERE n.child IN " DB_SIXTEEN " GROUP BY n.child, n.what"
		    " UNION ALL SELECT n.child, 'letter', '', max(n.on_day) FROM letter n WHERE n.child"
		    " IN " DB_SIXTEEN " GROUP BY n.child"
		    " UNION ALL SELECT n.child, 'recording', '', max(n.on_day) FROM recording n"
		    " WHERE n.child IN " DB_SIXTEEN " GROUP BY n.child"
		    " UNION ALL SELECT n.child, 'work', n.what, max(n.on_day) FROM work n WHERE n.child"
		    " IN " DB_SIXTEEN " GROUP BY n.child, n.what"
		    " UNION ALL SELECT n.child, 'plan', '', max(n.on_day) FROM assessment n WHERE n.child"
		    " IN " DB_SIXTEEN " GROUP BY n.child"
		    " UNION ALL SELECT n.child, 'plan', '', max(n.from_day) FROM plan n WHERE n.child"
		    " IN " DB_SIXTEEN " GROUP BY n.child"
		    " UNION ALL SELECT g.child, 'kept', '', 0 FROM growth_file g WHERE g.child "
		    "IN " DB_SIXTEEN),
		p->v, DB_AT_ONCE);

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		size_t at = at_of(p, db_int(&q, 0));
		if (at == p->n)
			continue;
		p->any = true;
		count(&p->is[at], bit_of(db_text(&q, 1), db_text(&q, 2)), (day)db_int(&q, 3));
	}
	return db_done(&q);
}

/* --- who it is of --- */

/* The living place when it is known to the village, else the household: as a case of care has it. */
static str village_of(str living, str household)
{
	enum { VILLAGE = 12 };

	return living.n >= VILLAGE || living.n > household.n ? living : household;
}

static enum rc load_children(struct piece *p)
{
	struct rows q;
	enum rc rc = db_query(
		p->c->db, &q,
		SQL("SELECT c.id, c.county, coalesce(c.living_region, ''), coalesce(c.household_region, ''),"
		    " coalesce(c.school, 0), CASE WHEN c.sex IS NOT NULL AND c.birth_date IS NOT NULL THEN 1"
		    " ELSE 0 END, CASE WHEN EXISTS (SELECT 1 FROM tie t WHERE t.child = c.id"
		    " AND t.to_day IS NULL) THEN 1 ELSE 0 END FROM child c WHERE c.id IN " DB_SIXTEEN),
		p->v, DB_AT_ONCE);

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		size_t at = at_of(p, db_int(&q, 0));
		if (at == p->n)
			continue;
		struct kept *k = &p->is[at];
		str living = db_dup(p->c->mem, &q, 2), household = db_dup(p->c->mem, &q, 3);
		bool told = k->touched != 0; /* of whom nothing is written there is no file */
		k->county = (unsigned)db_int(&q, 1);
		k->village = village_of(living, household);
		k->school = db_int(&q, 4);
		if (told && db_int(&q, 5) && household.n)
			k->sections |= section_bit(STR(CODE_GROWTH_SECTION_BASICS));
		if (told && db_int(&q, 6))
			k->sections |= section_bit(STR(CODE_GROWTH_SECTION_FAMILY));
	}
	return db_done(&q);
}

static enum rc load_kept(struct piece *p)
{
	struct rows q;
	enum rc rc =
		db_query(p->c->db, &q,
			 SQL("SELECT g.child, g.id, g.county, coalesce(g.sections, 0),"
			     " coalesce(g.touched_on, 0), coalesce(g.village, ''), coalesce(g.school, 0),"
			     " coalesce(g.school_on, 0) FROM growth_file g WHERE g.child IN " DB_SIXTEEN),
			 p->v, DB_AT_ONCE);

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		size_t at = at_of(p, db_int(&q, 0));
		if (at < p->n)
			p->was[at] = (struct kept){ .child = p->is[at].child,
						    .id = db_int(&q, 1),
						    .county = (unsigned)db_int(&q, 2),
						    .sections = (unsigned)db_int(&q, 3),
						    .touched = (day)db_int(&q, 4),
						    .village = db_dup(p->c->mem, &q, 5),
						    .school = db_int(&q, 6),
						    .at_school = (day)db_int(&q, 7) };
	}
	return db_done(&q);
}

/* --- what is kept of it --- */

static bool same(const struct kept *a, const struct kept *b)
{
	return a->county == b->county && a->sections == b->sections && a->touched == b->touched &&
	       a->at_school == b->at_school && str_eq(a->village, b->village) && a->school == b->school;
}

static enum rc add(struct ctx *c, const struct kept *k)
{
	enum { LEAST = 6 };
	struct input in = input_new(&growth_file_kind);

	input_int(&in, c->mem, GROWTH_FILE_CHILD, k->child);
	input_int(&in, c->mem, GROWTH_FILE_SECTIONS, k->sections);
	input_day(&in, c->mem, GROWTH_FILE_TOUCHED_ON, k->touched);
	if (k->at_school)
		input_day(&in, c->mem, GROWTH_FILE_SCHOOL_ON, k->at_school);
	if (k->village.n >= LEAST)
		input_set(&in, GROWTH_FILE_VILLAGE, k->village);
	if (k->school)
		input_int(&in, c->mem, GROWTH_FILE_SCHOOL, k->school);
	return record_derive_add(c, &in);
}

static enum rc replace(struct ctx *c, const struct kept *was, const struct kept *is)
{
	struct actor keeper = actor_system(is->county ? is->county : id_county(is->child));
	struct ctx as = *c;
	bool keep = is->county && is->touched;
	enum rc rc = RC_OK;

	as.who = &keeper;
	if (was->id ? keep && same(was, is) : !keep)
		return RC_OK;
	if (was->id)
		rc = record_derive_drop(&as, &growth_file_kind, was->id);
	if (rc == RC_OK && keep)
		rc = add(&as, is);
	return rc;
}

/* Who knew the child so far has written for whoever comes next. */
static bool handed_over(const struct kept *was, const struct kept *is)
{
	return is->sections & section_bit(STR(CODE_GROWTH_SECTION_HANDOVER)) && is->touched != was->touched;
}

static enum rc settle_piece(struct ctx *c, const int64_t *child, size_t n)
{
	struct piece p = { .c = c, .n = n };

	for (size_t i = 0; i < n; i++)
		p.is[i].child = child[i];
	db_sixteen(child, n, p.v);
	enum rc rc = load_written(&p);
	if (rc != RC_OK || !p.any)
		return rc;
	rc = load_children(&p);
	if (rc == RC_OK)
		rc = load_kept(&p);
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		rc = replace(c, &p.was[i], &p.is[i]);
		if (rc == RC_OK && handed_over(&p.was[i], &p.is[i]))
			rc = leaving_settle(c, p.is[i].child);
	}
	return rc;
}

enum rc growth_file_settle(struct ctx *c, const int64_t *child, size_t n)
{
	struct ctx one = *c;
	enum rc rc = RC_OK;

	one.mem = arena_within(c->mem, TOGETHER_MEMORY);
	for (size_t i = 0; i < n && rc == RC_OK; i += DB_AT_ONCE) {
		arena_reset(one.mem);
		rc = settle_piece(&one, child + i, n - i < DB_AT_ONCE ? n - i : DB_AT_ONCE);
	}
	arena_free(one.mem);
	return rc;
}

/* --- a database from before this room --- */

/* clang-format off */
#define WITHOUT(table)                                                                                       \
	"SELECT n.child FROM " table " n WHERE NOT EXISTS (SELECT 1 FROM growth_file g WHERE g.child = n.child)"

static enum rc settle_missing(struct ctx *c, void *arg)
{
	struct rows q;
	enum rc rc = DB_QUERY0(c->db, &q,
			       WITHOUT("visit")
			       " UNION " WITHOUT("assessment")
			       " UNION " WITHOUT("plan")
			       " UNION " WITHOUT("growth_note")
			       " UNION " WITHOUT("talk")
			       " UNION " WITHOUT("handover_note")
			       " UNION " WITHOUT("home_survey")
			       " UNION " WITHOUT("measurement")
			       " UNION " WITHOUT("health_note")
			       " UNION " WITHOUT("support")
			       " UNION " WITHOUT("child_word")
			       " UNION " WITHOUT("letter")
			       " UNION " WITHOUT("recording")
			       " UNION " WITHOUT("work")
			       " LIMIT 200");

	return settle_touch(c, &q, rc, arg);
}
/* clang-format on */

static enum rc note_built(struct ctx *c, void *arg)
{
	(void)arg;
	return DB_EXEC0(c->db, "INSERT INTO meta (name, value) VALUES ('growth_built', '1')"
			       " ON CONFLICT (name) DO UPDATE SET value = excluded.value");
}

enum rc growth_file_daily(struct ctx *c)
{
	enum { MOST_BUILT = 200 }; /* units in one night */
	int64_t built = 0;
	bool all = false;
	enum rc rc =
		DB_ONE(c->db, &built, "SELECT count(*) FROM meta WHERE name = ?1", TEXT(STR("growth_built")));

	if (rc != RC_OK || built)
		return rc;
	rc = settle_units(c, settle_missing, MOST_BUILT, &all);
	return rc == RC_OK && all ? store_write(c, PRIO_BULK, note_built, NULL) : rc;
}
