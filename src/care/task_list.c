#include "task_list.h"

/* By which day it counts.  Both kinds of columns. */
#define TASK_ON(t) "(CASE WHEN " t ".snoozed_to > " t ".due THEN " t ".snoozed_to ELSE " t ".due END)"
#define DUTY_ON(t) "(CASE WHEN " t ".deferred_to > " t ".due THEN " t ".deferred_to ELSE " t ".due END)"

/* Values in each statement: 1 role, 2 account, 3 whose place is taken, 4 and 5 place from and to, 6 school,
 * 7 today, 12 class. */
#define PLACE(t)                                                                                             \
	" AND (?4 = '' OR (" t ".village >= ?4 AND " t ".village < ?5)) AND (?6 = 0 OR " t ".school = ?6)"   \
	" AND (?12 = 0 OR " t ".child IN (SELECT pupil.id FROM child pupil WHERE pupil.class = ?12))"
/* Whose it is by name or by role, and what has come up to the role.  Open ones alone have a turn. */
#define TASK_MINE(t)                                                                                         \
	t ".now_role IS NOT NULL AND (+" t ".for_account IN (?2, ?3) OR (+" t ".for_account IS NULL AND "    \
	  "(" t ".for_role = ?1 OR " t ".now_role = ?1)) OR (" t ".now_role = ?1 AND " t                     \
	  ".for_role <> ?1))" PLACE(t)
#define DUTY_OPEN(t) t ".done_on IS NULL AND " t ".ended_on IS NULL"
/* The plus keeps SQLite from the index on account, in which most are NULL: the place is what narrows. */
#define DUTY_MINE(t)                                                                                         \
	DUTY_OPEN(t)                                                                                         \
	" AND " t ".from_day <= ?7 AND (+" t ".account IN (?2, ?3) OR (+" t ".account IS NULL AND "          \
	"(" t ".role = ?1 OR " t ".now_role = ?1)) OR (" t ".now_role = ?1 AND " t ".role <> ?1))" PLACE(t)
/* Of a role with nobody above: whatever is its own is its turn, and two indexes answer that. */
#define DUTY_TOP(t)                                                                                          \
	"(" t ".now_role = ?1 OR " t ".account IN (?2, ?3)) AND " DUTY_OPEN(t) " AND " t                     \
									       ".from_day <= ?7" PLACE(t)
/* Between two places of the order, both included: values 8 and 9 from, 10 and 11 to. */
#define WITHIN(on, t)                                                                                        \
	" AND (" on " > ?8 OR (" on " = ?8 AND " t ".id >= ?9)) AND (" on " < ?10 OR (" on " = ?10 AND " t   \
	".id <= ?11))"

enum { VALUES = 12 };

struct task_whose task_whose_of(const struct actor *who)
{
	return (struct task_whose){ .role = who->role,
				    .account = who->account,
				    .for_account = who->for_account };
}

/* Where a page begins and ends in the order of one kind. */
struct bounds {
	day from, to;
	int64_t from_id, to_id;
};

static str after_text(struct arena *mem, str prefix)
{
	char *end = str_z(mem, prefix);

	if (prefix.n)
		end[prefix.n - 1]++; /* after '9' comes ':', which no code holds */
	return (str){ end, prefix.n };
}

static void put_values(struct ctx *c, const struct task_whose *w, const struct bounds *b, struct val *v)
{
	v[0] = TEXT(str_of(role_code(w->role)));
	v[1] = INT(w->account);
	v[2] = INT(w->for_account ? w->for_account : w->account);
	v[3] = TEXT(w->village.n ? w->village : STR(""));
	v[4] = TEXT(after_text(c->mem, w->village));
	v[5] = INT(w->school);
	v[6] = INT(c->today);
	v[7] = INT(b->from);
	v[8] = INT(b->from_id);
	v[9] = INT(b->to);
	v[10] = INT(b->to_id);
	v[11] = INT(w->class);
}

/* --- which statement --- */

/* What a list holds of each kind; NULL: nothing. */
struct texts {
	const struct sql *keys;  /* id and day, in order */
	const struct sql *where; /* the same rows, between two bounds */
	const struct sql *child; /* their children */
};
#define KEYS(kind, on, rows)                                                                                 \
	SQL("SELECT t.id, " on " FROM " kind " t WHERE {" kind                                               \
	    " t} AND " rows WITHIN(on, "t") " ORDER BY 2, 1"                                                 \
					    " LIMIT 201")
#define CHILDREN(kind, on, rows)                                                                             \
	SQL("t.id IN (SELECT x.child FROM " kind " x WHERE {" kind " x} AND " rows WITHIN(on, "x") ")")

/* What one asked of others and what has gone up from one's own role. */
#define TASK_WAITS(t)                                                                                        \
	t ".now_role IS NOT NULL AND ((" t ".by_account IN (?2, ?3) AND " t ".now_role <> ?1 AND (" t        \
	  ".for_account IS NULL OR " t ".for_account NOT IN (?2, ?3))) OR (" t ".for_role = ?1 AND " t       \
	  ".for_account IS NULL AND " t ".now_role <> ?1))" PLACE(t)
#define TASK_DID(t) t ".done_by IN (?2, ?3) AND " t ".for_role <> '' AND (?1 <> '')" PLACE(t)

static struct texts tasks_of(enum task_list which)
{
	struct texts t;

	switch (which) {
	case TASK_LIST_WAITING:
		t.keys = KEYS("task", TASK_ON("t"), TASK_WAITS("t") " AND ?7 > 0");
		t.where = SQL(TASK_WAITS("t") " AND ?7 > 0" WITHIN(TASK_ON("t"), "t"));
		t.child = CHILDREN("task", TASK_ON("x"), TASK_WAITS("x") " AND ?7 > 0");
		return t;
	case TASK_LIST_DONE:
		t.keys = KEYS("task", "t.done_on", TASK_DID("t") " AND ?7 > 0");
		t.where = SQL(TASK_DID("t") " AND ?7 > 0" WITHIN("t.done_on", "t"));
		t.child = CHILDREN("task", "x.done_on", TASK_DID("x") " AND ?7 > 0");
		return t;
	case TASK_LIST_NOW:
	case TASK_LIST_LATER:
	case TASK_LIST__N: break;
	}
	t.keys = KEYS("task", TASK_ON("t"), TASK_MINE("t") " AND ?7 > 0");
	t.where = SQL(TASK_MINE("t") " AND ?7 > 0" WITHIN(TASK_ON("t"), "t"));
	t.child = CHILDREN("task", TASK_ON("x"), TASK_MINE("x") " AND ?7 > 0");
	return t;
}

/* Duties are nobody's to ask of others, and what is done of them stands with what shows it. */
static struct texts duties_of(enum task_list which, bool top)
{
	struct texts t = { NULL, NULL, NULL };

	if (which != TASK_LIST_NOW && which != TASK_LIST_LATER)
		return t;
	if (top) {
		t.keys = KEYS("obligation", DUTY_ON("t"), DUTY_TOP("t"));
		t.where = SQL(DUTY_TOP("t") WITHIN(DUTY_ON("t"), "t"));
		t.child = CHILDREN("obligation", DUTY_ON("x"), DUTY_TOP("x"));
		return t;
	}
	t.keys = KEYS("obligation", DUTY_ON("t"), DUTY_MINE("t"));
	t.where = SQL(DUTY_MINE("t") WITHIN(DUTY_ON("t"), "t"));
	t.child = CHILDREN("obligation", DUTY_ON("x"), DUTY_MINE("x"));
	return t;
}

static bool is_top(const struct task_whose *w) { return (w->role & ROLES_COUNTY) != 0; }

/* --- keys, then records --- */

struct key {
	day on;
	bool duty;
	int64_t id;
};
struct keys {
	struct key k[TASK_LIST_MAX + 1];
	size_t n;
};

static enum rc load_keys(struct ctx *c, const struct sql *sql, const struct val *v, bool duty,
			 struct keys *ret)
{
	struct rows q;

	ret->n = 0;
	if (!sql)
		return RC_OK;
	enum rc rc = store_query(c, &q, sql, v, VALUES);
	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && ret->n <= TASK_LIST_MAX)
		ret->k[ret->n++] = (struct key){ (day)db_int(&q, 1), duty, db_int(&q, 0) };
	return db_done(&q);
}

static bool before(const struct key *a, const struct key *b)
{
	if (a->on != b->on)
		return a->on < b->on;
	return a->duty != b->duty ? b->duty : a->id < b->id;
}

/* The first of both by day; tasks before duties of the same day. */
static void merge(const struct keys *a, const struct keys *b, struct keys *ret)
{
	size_t i = 0, j = 0;

	ret->n = 0;
	while (ret->n <= TASK_LIST_MAX && (i < a->n || j < b->n))
		ret->k[ret->n++] =
			j == b->n || (i < a->n && before(&a->k[i], &b->k[j])) ? a->k[i++] : b->k[j++];
}

/* From the first to the last of a kind on the page; false: none. */
static bool bounds_of(const struct keys *page, bool duty, struct bounds *ret)
{
	bool any = false;

	for (size_t i = 0; i < page->n; i++) {
		const struct key *k = &page->k[i];
		if (k->duty != duty)
			continue;
		if (!any) {
			ret->from = k->on;
			ret->from_id = k->id;
		}
		ret->to = k->on;
		ret->to_id = k->id;
		any = true;
	}
	return any;
}

static const struct record *find(const struct records *list, int64_t id)
{
	for (size_t low = 0, high = list->n; low < high;) {
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

struct found {
	struct records task, duty, task_child, duty_child;
};

static enum rc load_kind(struct ctx *c, const struct kind *k, const struct texts *t, const struct val *v,
			 struct records *rows, struct records *children)
{
	/* Neither what came of it nor why it was put off: those are sealed, and no list shows them. */
	const uint64_t plain = k == &task_kind
				       ? ~(UINT64_C(1) << TASK_RESULT | UINT64_C(1) << TASK_SNOOZE_WHY)
				       : ~UINT64_C(0);
	struct list l = { .where = t->where, .nv = VALUES, .want = plain };

	memcpy(l.v, v, VALUES * sizeof *v);
	enum rc rc = record_list(c, k, &l, rows);
	if (rc != RC_OK || !may_read(c->who, child_kind.fields[CHILD_NAME].profile))
		return rc;
	l.where = t->child;
	l.want = UINT64_C(1) << CHILD_NAME;
	return record_list(c, &child_kind, &l, children);
}

static enum rc load_found(struct ctx *c, enum task_list which, const struct task_whose *w,
			  const struct keys *page, struct found *ret)
{
	struct texts tasks = tasks_of(which), duties = duties_of(which, is_top(w));
	struct val v[VALUES];
	struct bounds b = { .from = 0 };
	enum rc rc = RC_OK;

	if (bounds_of(page, false, &b)) {
		put_values(c, w, &b, v);
		rc = load_kind(c, &task_kind, &tasks, v, &ret->task, &ret->task_child);
	}
	if (rc == RC_OK && bounds_of(page, true, &b)) {
		put_values(c, w, &b, v);
		rc = load_kind(c, &obligation_kind, &duties, v, &ret->duty, &ret->duty_child);
	}
	return rc;
}

static void put_rows(struct ctx *c, const struct keys *page, const struct found *f, struct task_rows *ret)
{
	ret->row = NEW(c->mem, struct task_row, page->n);
	for (size_t i = 0; i < page->n; i++) {
		const struct key *k = &page->k[i];
		const struct record *r = find(k->duty ? &f->duty : &f->task, k->id);
		if (!r)
			continue;
		struct task_row *row = &ret->row[ret->n++];
		row->on = k->on;
		*(k->duty ? &row->duty : &row->task) = r;
		row->child = find(k->duty ? &f->duty_child : &f->task_child,
				  rec_int(r, k->duty ? OBLIGATION_CHILD : TASK_CHILD));
	}
}

/* The days that a list holds. */
static struct bounds days_of(struct ctx *c, enum task_list which)
{
	day soon = day_add(c->today, (int32_t)ctx_param(c, PARAM_TASK_SOON_DAYS));

	switch (which) {
	case TASK_LIST_NOW: return (struct bounds){ 1, soon, 0, INT64_MAX };
	case TASK_LIST_LATER: return (struct bounds){ day_add(soon, 1), 99991231, 0, INT64_MAX };
	case TASK_LIST_DONE: return (struct bounds){ day_add(c->today, -30), 99991231, 0, INT64_MAX };
	case TASK_LIST_WAITING:
	case TASK_LIST__N: break;
	}
	return (struct bounds){ 1, 99991231, 0, INT64_MAX };
}

/* What follows a place in the order, for one kind. */
static struct bounds after_of(struct bounds b, const struct task_after *after, bool duty)
{
	if (!after || !after->on)
		return b;
	b.from = after->on;
	if (after->duty == duty)
		b.from_id = after->id + 1;
	else
		b.from_id = duty ? 0 : INT64_MAX;
	return b;
}

enum rc task_list_load(struct ctx *c, enum task_list which, const struct task_whose *whose,
		       const struct task_after *after, struct task_rows *ret)
{
	struct keys *k = NEW(c->mem, struct keys, 3);
	struct found found = { .task = { .n = 0 } };
	struct bounds days = days_of(c, which), from = after_of(days, after, false);
	struct val v[VALUES];

	*ret = (struct task_rows){ .row = NULL };
	put_values(c, whose, &from, v);
	enum rc rc = load_keys(c, tasks_of(which).keys, v, false, &k[0]);
	from = after_of(days, after, true);
	put_values(c, whose, &from, v);
	if (rc == RC_OK)
		rc = load_keys(c, duties_of(which, is_top(whose)).keys, v, true, &k[1]);
	if (rc != RC_OK)
		return rc;
	merge(&k[0], &k[1], &k[2]);
	ret->more = k[2].n > TASK_LIST_MAX;
	if (ret->more)
		k[2].n = TASK_LIST_MAX;
	rc = load_found(c, which, whose, &k[2], &found);
	if (rc == RC_OK)
		put_rows(c, &k[2], &found, ret);
	if (k[2].n)
		ret->last = (struct task_after){ k[2].k[k[2].n - 1].on, k[2].k[k[2].n - 1].duty,
						 k[2].k[k[2].n - 1].id };
	return rc;
}

/* --- counting --- */

/* Of both kinds by the day that counts. */
#define FIGURES(mine)                                                                                        \
	"SELECT sum(CASE WHEN w.due_on < ?7 THEN 1 ELSE 0 END),"                                             \
	" sum(CASE WHEN w.due_on = ?7 THEN 1 ELSE 0 END), sum(CASE WHEN w.due_on > ?7 THEN 1 ELSE 0 END),"   \
	" min(CASE WHEN w.due_on >= ?7 THEN w.due_on END) FROM (SELECT " TASK_ON(                            \
		"t") " AS due_on FROM task t"                                                                \
		     " WHERE {task t} AND " TASK_MINE("t")                                                   \
			     WITHIN(TASK_ON("t"), "t") " UNION ALL SELECT " DUTY_ON(                         \
				     "o") " AS due_on FROM obligation o WHERE {obligation o} "               \
					  "AND " mine("o") WITHIN(DUTY_ON("o"), "o") ") w"

enum rc task_count_due(struct ctx *c, const struct task_whose *whose, struct task_count *ret)
{
	struct task_count n = { .late = 0 };
	struct bounds days = days_of(c, TASK_LIST_NOW);
	struct val v[VALUES];
	struct rows q;

	put_values(c, whose, &days, v);
	enum rc rc = store_query(c, &q, is_top(whose) ? SQL(FIGURES(DUTY_TOP)) : SQL(FIGURES(DUTY_MINE)), v,
				 VALUES);
	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		n = (struct task_count){ .late = db_int(&q, 0),
					 .today = db_int(&q, 1),
					 .soon = db_int(&q, 2),
					 .next = (day)db_int(&q, 3) };
	rc = db_done(&q);
	if (rc == RC_OK)
		*ret = n;
	return rc;
}

enum rc task_count_waiting(struct ctx *c, const struct task_whose *whose, int64_t *ret)
{
	struct bounds all = days_of(c, TASK_LIST_WAITING);
	struct val v[VALUES];
	struct rows q;

	put_values(c, whose, &all, v);
	enum rc rc = store_query(c, &q,
				 SQL("SELECT count(*) FROM task t WHERE {task t} AND " TASK_WAITS(
					 "t") " AND ?7 > 0" WITHIN(TASK_ON("t"), "t")),
				 v, VALUES);
	*ret = 0;
	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		*ret = db_int(&q, 0);
	return db_done(&q);
}
