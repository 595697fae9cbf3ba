#include "leaving.h"

#include "school.h"
#include "task.h"

/* Sources of tasks; the year stands behind that of a summer. */
static const char by_transfer[] = "handover:transfer";
#define BY_SUMMER "handover:"

struct leaver {
	int64_t child, id; /* id: with the source what the task came of */
	day due;
	const char *source;
};
struct leavers {
	struct leaver *list;
	size_t n, cap;
};

static void push(struct ctx *c, struct leavers *all, const struct leaver *x)
{
	all->list = GROWN(c->mem, all->list, all->n, &all->cap);
	all->list[all->n++] = *x;
}

static enum rc take(struct ctx *c, struct rows *q, const char *source, struct leavers *all)
{
	while (db_next(q)) {
		day due = (day)db_int(q, 2);
		push(c, all,
		     &(struct leaver){ .child = db_int(q, 0),
				       .id = db_int(q, 1),
				       .due = due < c->today ? c->today : due,
				       .source = source });
	}
	return db_done(q);
}

#define NOT_TOLD                                                                                             \
	" AND NOT EXISTS (SELECT 1 FROM handover_note h WHERE h.child = k.child AND h.on_day >= ?2)"         \
	" AND NOT EXISTS (SELECT 1 FROM task t WHERE t.child = k.child AND t.source = ?1"

static enum rc find_transfers(struct ctx *c, struct leavers *all)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT x.child, x.id, x.start_on FROM transfer x JOIN care_case k"
			      " ON k.child = x.child AND k.level > 0"
			      " WHERE x.state = '" CODE_TRANSFER_STATE_ASKED
			      "' AND x.from_school IS NOT NULL AND x.from_county = x.county" NOT_TOLD
			      " AND t.source_id = CAST(x.id AS TEXT)) ORDER BY x.id LIMIT 200",
			      TEXT(str_of(by_transfer)), INT(day_add(c->today, -LEAVING_FRESH_DAYS)));

	return rc == RC_OK ? take(c, &q, by_transfer, all) : rc;
}

/* --- classes that leave in summer --- */

static day of_year(const struct ctx *c, const char *param)
{
	return c->today / 10000 * 10000 + (day)ctx_param(c, param);
}

static const struct record *school_of(const struct records *schools, const struct record *class)
{
	for (size_t i = 0; i < schools->n; i++)
		if (schools->r[i].id == rec_int(class, CLASS_SCHOOL))
			return &schools->r[i];
	return NULL;
}

static bool leaves(struct ctx *c, const struct record *class, const struct record *school)
{
	enum { NEXT_YEAR = 901 };
	str name;

	return school && class_name_on(c, class, school, c->today, &name) &&
	       !class_name_on(c, class, school, (day)(c->today / 10000 * 10000 + NEXT_YEAR), &name);
}

static enum rc find_class(struct ctx *c, int64_t class, const char *source, struct leavers *all)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT k.child, k.child, ?4 FROM child c JOIN care_case k ON k.child = c.id"
			      " AND k.level > 0 WHERE c.class = ?3" NOT_TOLD ") ORDER BY c.id",
			      TEXT(str_of(source)), INT(day_add(c->today, -LEAVING_FRESH_DAYS)), INT(class),
			      INT(of_year(c, PARAM_GROWTH_HANDOVER_UNTIL)));

	return rc == RC_OK ? take(c, &q, source, all) : rc;
}

static enum rc find_summer(struct ctx *c, struct leavers *all)
{
	struct actor program = actor_system(c->model->county);
	struct ctx p = ctx_system(c, &program);
	struct records classes, schools;
	struct list every = { 0 };
	struct buf source = buf_new(c->mem, 32);

	p.seen = NULL;
	if (c->today < of_year(c, PARAM_GROWTH_HANDOVER_FROM) ||
	    c->today > of_year(c, PARAM_GROWTH_HANDOVER_UNTIL))
		return RC_OK;
	buf_lit(&source, BY_SUMMER);
	buf_int(&source, c->today / 10000);
	const char *named = str_z(c->mem, buf_view(&source));
	enum rc rc = record_list(&p, &class_kind, &every, &classes);
	if (rc == RC_OK)
		rc = record_list(&p, &school_kind, &every, &schools);
	for (size_t i = 0; rc == RC_OK && i < classes.n; i++)
		if (leaves(&p, &classes.r[i], school_of(&schools, &classes.r[i])))
			rc = find_class(c, classes.r[i].id, named, all);
	return rc;
}

/* --- asking --- */

static enum rc raise_one(struct ctx *c, void *arg)
{
	const struct leaver *x = arg;

	return task_raise(
		c,
		&(struct task_new){ .child = x->child,
				    .what = STR(CODE_TASK_WHAT_DOCUMENT),
				    .title = str_of(tr(c->lang, N_("Write a handover note: the child "
								   "leaves the school"))),
				    .role = ROLE_TEACHER,
				    .due = x->due,
				    .source = x->source,
				    .source_id = x->id },
		NULL);
}

/* Of one child nothing can be asked for (its class has nobody): the others are still asked. */
static enum rc raise_all(struct ctx *c, void *arg)
{
	const struct leavers *all = arg;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < all->n && rc == RC_OK; i++) {
		rc = store_attempt(c, raise_one, &all->list[i]);
		if (rc == RC_INVALID) {
			c->problems.n = 0;
			rc = RC_OK;
		}
	}
	return rc;
}

enum rc leaving_daily(struct ctx *c)
{
	struct leavers all = { NULL, 0, 0 };
	enum rc rc = find_transfers(c, &all);

	if (rc == RC_OK)
		rc = find_summer(c, &all);
	return rc == RC_OK && all.n ? store_write(c, PRIO_BULK, raise_all, &all) : rc;
}

enum rc leaving_settle(struct ctx *c, int64_t child)
{
	struct leavers open = { NULL, 0, 0 };
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT t.child, CAST(t.source_id AS BIGINT), 0, t.source FROM task t"
			      " WHERE t.child = ?1 AND t.now_role IS NOT NULL AND t.source >= 'handover:'"
			      " AND t.source < 'handover;'",
			      INT(child));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		push(c, &open,
		     &(struct leaver){
			     .child = child, .id = db_int(&q, 1), .source = str_z(c->mem, db_text(&q, 3)) });
	rc = db_done(&q);
	for (size_t i = 0; i < open.n && rc == RC_OK; i++)
		rc = task_drop_of(c, open.list[i].source, open.list[i].id);
	return rc;
}
