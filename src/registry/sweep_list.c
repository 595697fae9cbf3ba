#include "sweep_list.h"

#include <stdlib.h>

/* The first code after all that begin so: digits end before ':'. */
static str end_of(struct arena *mem, str code)
{
	char *end = str_z(mem, code);

	if (code.n)
		end[code.n - 1]++;
	return code.n ? (str){ end, code.n } : STR(":");
}

/* --- how far it is --- */

/* The least done first; of equals those with more to do. */
static int by_share(const void *a, const void *b)
{
	const struct sweep_place *x = a, *y = b;
	int64_t left = x->done * y->listed, right = y->done * x->listed;

	if (left != right)
		return left < right ? -1 : 1;
	if (x->listed != y->listed)
		return x->listed > y->listed ? -1 : 1;
	return str_cmp(x->code, y->code);
}

static struct sweep_place *place_for(struct arena *mem, struct sweep_places *to, size_t *cap, str code)
{
	if (to->n && str_eq(to->place[to->n - 1].code, code))
		return &to->place[to->n - 1];
	to->place = GROWN(mem, to->place, to->n, cap);
	to->place[to->n] = (struct sweep_place){ .code = str_dup(mem, code) };
	return &to->place[to->n++];
}

enum rc sweep_places_of(struct ctx *c, const struct record *sweep, str inside, size_t digits,
			struct sweep_places *ret)
{
	struct rows q;
	size_t cap = 0;
	int share = (int)rec_int(sweep, SWEEP_CHECK_SHARE);
	enum rc rc = STORE_QUERY(
		c, &q,
		"SELECT e.village, count(*),"
		" sum(CASE WHEN e.state <> '" CODE_SWEEP_ANSWER_OPEN
		"' AND coalesce(e.check_says, '') <> '" CODE_SWEEP_CHECK_WRONG "' THEN 1 ELSE 0 END),"
		" sum(CASE WHEN e.check_says = '" CODE_SWEEP_CHECK_WRONG "' THEN 1 ELSE 0 END),"
		" sum(CASE WHEN e.check_says IS NOT NULL THEN 1 ELSE 0 END),"
		" sum(CASE WHEN e.state IN ('" CODE_SWEEP_ANSWER_MOVED "', '" CODE_SWEEP_ANSWER_GONE
		"', '" CODE_SWEEP_ANSWER_DEAD "') THEN 1 ELSE 0 END)"
		" FROM sweep_entry e WHERE e.sweep = ?1 AND e.village >= ?2 AND e.village < ?3"
		" AND {sweep_entry e} GROUP BY e.village ORDER BY e.village",
		INT(sweep->id), TEXT(inside), TEXT(end_of(c->mem, inside)));

	*ret = (struct sweep_places){ .place = NULL };
	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		struct sweep_place *p = place_for(c->mem, ret, &cap, str_cut(db_text(&q, 0), 0, digits));
		p->listed += db_int(&q, 1);
		p->done += db_int(&q, 2);
		p->wrong += db_int(&q, 3);
		p->looked += db_int(&q, 4);
		p->lost += db_int(&q, 5);
		/* Of each village its own share. */
		p->sample += (int64_t)sweep_sample_size((size_t)db_int(&q, 1), share);
	}
	rc = db_done(&q);
	if (rc == RC_OK && ret->n)
		qsort(ret->place, ret->n, sizeof *ret->place, by_share);
	return rc;
}

struct sweep_place sweep_sum(const struct sweep_places *places)
{
	struct sweep_place sum = { .code = { NULL, 0 } };

	for (size_t i = 0; i < places->n; i++) {
		const struct sweep_place *p = &places->place[i];
		sum.listed += p->listed;
		sum.done += p->done;
		sum.wrong += p->wrong;
		sum.sample += p->sample;
		sum.looked += p->looked;
		sum.lost += p->lost;
	}
	return sum;
}

enum rc sweep_undated(struct ctx *c, const struct record *sweep, int64_t *ret)
{
	struct rows q;
	enum rc rc = STORE_QUERY(
		c, &q,
		"SELECT count(DISTINCT a.id) FROM sweep_entry e JOIN tie i ON i.child = e.child"
		" JOIN absence a ON a.person = i.person"
		" WHERE e.sweep = ?1 AND a.from_day IS NULL AND a.to_day IS NULL"
		" AND i.relation IN ('" CODE_RELATION_FATHER "', '" CODE_RELATION_MOTHER
		"', '" CODE_RELATION_STEPFATHER "', '" CODE_RELATION_STEPMOTHER "') AND {sweep_entry e}",
		INT(sweep->id));

	*ret = 0;
	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		*ret = db_int(&q, 0);
	return db_done(&q);
}

/* --- one village --- */

const struct record *sweep_find(const struct records *list, int64_t id)
{
	size_t low = 0, high = list->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (list->r[mid].id == id)
			return &list->r[mid];
		if (list->r[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static const uint64_t shown = UINT64_C(1) << CHILD_NAME | UINT64_C(1) << CHILD_SEX |
			      UINT64_C(1) << CHILD_BIRTH_DATE | UINT64_C(1) << CHILD_SCHOOL |
			      UINT64_C(1) << CHILD_CLASS;

/* Who is not on the list, as the list would be drawn today. */
static enum rc load_late(struct ctx *c, const struct record *sweep, str village, struct records *ret)
{
	day grown = (day)(c->today - 10000 * (day)ctx_param(c, PARAM_CHILD_MAX_AGE));
	struct list l = { .v = { TEXT(village), INT(grown), INT(sweep->id), INT(c->today) },
			  .nv = 4,
			  .limit = LIST_MAX,
			  .want = shown };

	if (str_eq(rec_text(sweep, SWEEP_WHOM), STR(CODE_SWEEP_WHOM_CARE)))
		l.where = SQL(
			"(t.living_region = ?1 OR (t.living_region IS NULL AND t.household_region = ?1))"
			" AND t.birth_date > ?2"
			" AND NOT EXISTS (SELECT 1 FROM sweep_entry e WHERE e.sweep = ?3 AND e.child = t.id)"
			" AND (EXISTS (SELECT 1 FROM crossing x WHERE x.child = t.id AND x.civil_affairs = 1"
			" AND NOT EXISTS (SELECT 1 FROM crossing y WHERE y.child = t.id AND y.day > x.day))"
			" OR EXISTS (SELECT 1 FROM difficulty d WHERE d.child = t.id AND d.from_day <= ?4"
			" AND coalesce(d.to_day, 99991231) >= ?4))");
	else
		l.where = SQL(
			"(t.living_region = ?1 OR (t.living_region IS NULL AND t.household_region = ?1))"
			" AND t.birth_date > ?2"
			" AND NOT EXISTS (SELECT 1 FROM sweep_entry e WHERE e.sweep = ?3 AND e.child = t.id)"
			" AND ?4 > 0");
	return record_list(c, &child_kind, &l, ret);
}

static enum rc load_entries(struct ctx *c, const struct record *sweep, str village, struct records *entries,
			    struct records *children)
{
	struct list l = { .v = { INT(sweep->id), TEXT(village) }, .nv = 2, .limit = SWEEP_VILLAGE_MAX };
	enum rc rc;

	l.where = SQL("t.sweep = ?1 AND t.village = ?2");
	rc = record_list(c, &sweep_entry_kind, &l, entries);
	l.where = SQL("t.id IN (SELECT e.child FROM sweep_entry e WHERE e.sweep = ?1 AND e.village = ?2)");
	l.want = shown;
	return rc == RC_OK ? record_list(c, &child_kind, &l, children) : rc;
}

/* Father, mother and where they are, of the whole village by one statement each; as the program, but no
 * further than the actor's reach. */
static enum rc load_families(struct ctx *c, const struct record *sweep, str village, struct records *ties,
			     struct records *absences)
{
	struct actor within = *c->who;
	struct ctx p = ctx_system(c, &within);
	struct list l = { .v = { INT(sweep->id), TEXT(village) }, .nv = 2 };
	enum rc rc;

	within.role = ROLE_SYSTEM;
	p.seen = NULL; /* the children themselves are counted as they are listed */
	l.where = SQL("t.child IN (SELECT e.child FROM sweep_entry e WHERE e.sweep = ?1 AND e.village = ?2)");
	rc = record_list(&p, &tie_kind, &l, ties);
	l.where = SQL("t.person IN (SELECT i.person FROM tie i JOIN sweep_entry e ON e.child = i.child"
		      " WHERE e.sweep = ?1 AND e.village = ?2)");
	return rc == RC_OK ? record_list(&p, &absence_kind, &l, absences) : rc;
}

/* By class, then by name: as people look for somebody. */
static int by_class(const void *a, const void *b)
{
	const struct sweep_row *x = a, *y = b;
	int order = str_cmp(x->child->label[CHILD_SCHOOL], y->child->label[CHILD_SCHOOL]);

	if (!order)
		order = str_cmp(x->child->label[CHILD_CLASS], y->child->label[CHILD_CLASS]);
	if (!order && x->entry->id != y->entry->id)
		order = x->entry->id < y->entry->id ? -1 : 1;
	return order;
}

static void draw(struct ctx *c, const struct record *sweep, struct sweep_village *v)
{
	int64_t *child = NEW(c->mem, int64_t, v->n + 1);
	bool *drawn = NEW(c->mem, bool, v->n + 1);

	for (size_t i = 0; i < v->n; i++)
		child[i] = v->row[i].child->id;
	sweep_sample(sweep->id, child, v->n, (int)rec_int(sweep, SWEEP_CHECK_SHARE), drawn);
	for (size_t i = 0; i < v->n; i++)
		v->row[i].drawn = drawn[i];
}

enum rc sweep_village_of(struct ctx *c, const struct record *sweep, str village, struct sweep_village *ret)
{
	struct records entries = { .r = NULL }, *children = NEW(c->mem, struct records, 1);
	struct records ties = { .r = NULL }, absences = { .r = NULL };
	struct sweep_village v = { .row = NULL };
	enum rc rc = load_entries(c, sweep, village, &entries, children);

	if (rc == RC_OK)
		rc = load_families(c, sweep, village, &ties, &absences);
	if (rc == RC_OK)
		rc = load_late(c, sweep, village, &v.late);
	if (rc != RC_OK)
		return rc;
	v.row = NEW(c->mem, struct sweep_row, entries.n + 1);
	for (size_t i = 0; i < entries.n; i++) {
		int64_t id = rec_int(&entries.r[i], SWEEP_ENTRY_CHILD);
		const struct record *child = sweep_find(children, id);
		if (!child) /* not for these eyes, or gone */
			continue;
		struct sweep_row *row = &v.row[v.n++];
		*row = (struct sweep_row){ .entry = &entries.r[i], .child = child };
		sweep_family_of(c->mem, &ties, &absences, id, c->today, &row->family);
	}
	if (v.n)
		qsort(v.row, v.n, sizeof *v.row, by_class);
	draw(c, sweep, &v);
	*ret = v;
	return RC_OK;
}

enum rc sweep_next(struct ctx *c, const struct record *entry, int64_t *ret)
{
	struct rows q;
	enum rc rc = STORE_QUERY(
		c, &q,
		"SELECT e.id FROM sweep_entry e WHERE e.sweep = ?1 AND e.village = ?2 AND e.id <> ?3"
		" AND (e.state = '" CODE_SWEEP_ANSWER_OPEN "' OR e.check_says = '" CODE_SWEEP_CHECK_WRONG
		"') AND {sweep_entry e} ORDER BY CASE WHEN e.id > ?3 THEN 0 ELSE 1 END, e.id LIMIT 1",
		INT(rec_int(entry, SWEEP_ENTRY_SWEEP)), TEXT(rec_text(entry, SWEEP_ENTRY_VILLAGE)),
		INT(entry->id));

	*ret = 0;
	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		*ret = db_int(&q, 0);
	return db_done(&q);
}

enum rc sweep_lost(struct ctx *c, const struct record *sweep, str inside, struct records *ret_entries,
		   struct records *ret_children)
{
	struct list l = { .v = { INT(sweep->id), TEXT(inside), TEXT(end_of(c->mem, inside)) },
			  .nv = 3,
			  .limit = SWEEP_LOST_MAX,
			  .newest_first = true };
	enum rc rc;

	l.where = SQL("t.sweep = ?1 AND t.village >= ?2 AND t.village < ?3 AND t.state IN "
		      "('" CODE_SWEEP_ANSWER_MOVED "', '" CODE_SWEEP_ANSWER_GONE "', '" CODE_SWEEP_ANSWER_DEAD
		      "')");
	rc = record_list(c, &sweep_entry_kind, &l, ret_entries);
	if (rc != RC_OK)
		return rc;
	l = (struct list){ .v = { INT(sweep->id), TEXT(inside), TEXT(end_of(c->mem, inside)) },
			   .nv = 3,
			   .want = shown };
	l.where = SQL("t.id IN (SELECT e.child FROM sweep_entry e WHERE e.sweep = ?1 AND e.village >= ?2"
		      " AND e.village < ?3 AND e.state IN ('" CODE_SWEEP_ANSWER_MOVED
		      "', '" CODE_SWEEP_ANSWER_GONE "', '" CODE_SWEEP_ANSWER_DEAD "'))");
	return record_list(c, &child_kind, &l, ret_children);
}

/* --- the return season --- */

static struct sweep_season *season_for(struct arena *mem, struct sweep_seasons *to, size_t *cap, str code)
{
	if (to->n && str_eq(to->place[to->n - 1].code, code))
		return &to->place[to->n - 1];
	to->place = GROWN(mem, to->place, to->n, cap);
	to->place[to->n] = (struct sweep_season){ .code = str_dup(mem, code) };
	return &to->place[to->n++];
}

/* Of the parents that the child has, alive and free: columns 3.. and 6.. what was said, 8 and 9 whether there
 * is one. */
static enum sweep_reunion reunion_of(const struct rows *q, day eve)
{
	struct sweep_said said[SWEEP_PARENTS];
	size_t n = 0;

	for (int i = 0; i < SWEEP_PARENTS; i++)
		if (db_int(q, 8 + i) || !db_null(q, 2 + 3 * i))
			said[n++] =
				(struct sweep_said){ sweep_where_of(db_text(q, 2 + 3 * i)),
						     (day)db_int(q, 3 + 3 * i), (day)db_int(q, 4 + 3 * i) };
	return sweep_reunion_on(eve, said, n);
}

#define HAS(a, b)                                                                                            \
	"(SELECT count(*) FROM tie i WHERE i.child = e.child AND i.relation IN ('" a "', '" b "')"           \
	" AND i.to_day IS NULL AND NOT EXISTS (SELECT 1 FROM circumstance u WHERE u.person = i.person"       \
	" AND u.topic = '" CODE_CIRCUMSTANCE_TOPIC_STATE "' AND u.value <> '" CODE_PERSON_STATE_ALIVE        \
	"' AND u.to_day IS NULL))"
enum rc sweep_season_of(struct ctx *c, const struct record *sweep, day eve, size_t digits,
			struct sweep_seasons *ret)
{
	struct rows q;
	size_t cap = 0, room = 0;
	enum rc rc = STORE_QUERY(
		c, &q,
		"SELECT e.village, e.id, e.father, e.father_from, e.father_to, e.mother, "
		"e.mother_from, e.mother_to, " HAS(CODE_RELATION_FATHER, CODE_RELATION_STEPFATHER) ", " HAS(
			"52", "58") " FROM sweep_entry e WHERE e.sweep = ?1 AND "
				    "{sweep_entry e} ORDER BY e.village, e.id",
		INT(sweep->id));

	*ret = (struct sweep_seasons){ .place = NULL };
	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		struct sweep_season *p = season_for(c->mem, ret, &cap, str_cut(db_text(&q, 0), 0, digits));
		enum sweep_reunion is = reunion_of(&q, eve);
		p->together += is == REUNION_TOGETHER;
		p->alone += is == REUNION_ALONE;
		p->unknown += is == REUNION_UNKNOWN;
		if (is != REUNION_ALONE)
			continue;
		ret->alone = GROWN(c->mem, ret->alone, ret->nalone, &room);
		ret->alone[ret->nalone++] = db_int(&q, 1);
	}
	return db_done(&q);
}
