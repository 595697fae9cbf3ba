#include "erase.h"
#include "account.h"
#include "journal.h"
#include "outbox.h"
#include "registry.h"

/* --- what may be done --- */

day erase_until(const struct erase_facts *f)
{
	return day_add(day_birthday(f->born, f->after_age + f->years), -1);
}

enum erase_way erase_way(const struct erase_facts *f)
{
	if (f->today > erase_until(f))
		return ERASE_NOW;
	if (f->enrolled && day_age(f->born, f->today) < f->after_age)
		return ERASE_NOT_YET;
	return ERASE_LOCK;
}

enum rc erase_facts(struct ctx *c, int64_t child, struct erase_facts *ret)
{
	int64_t n = 0, born = 0;
	enum rc rc = DB_ONE(c->db, &born, "SELECT c.birth_date FROM child c WHERE c.id = ?1", INT(child));

	if (rc == RC_OK)
		rc = DB_ONE(c->db, &n,
			    "SELECT count(*) FROM enrolment e WHERE e.child = ?1"
			    " AND (e.from_day IS NULL OR e.from_day <= ?2) AND (e.to_day IS NULL OR e.to_day "
			    ">= ?2)",
			    INT(child), INT(c->today));
	if (rc != RC_OK)
		return rc;
	*ret = (struct erase_facts){ .born = (day)born,
				     .today = c->today,
				     .enrolled = n > 0,
				     .after_age = (int)ctx_param(c, PARAM_RETENTION_REGISTER_AFTER_AGE),
				     .years = (int)ctx_param(c, PARAM_RETENTION_REGISTER_YEARS) };
	return RC_OK;
}

/* --- the lock --- */

void lock_check(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;
	const struct field *until = &storage_lock_kind.fields[LOCK_UNTIL];

	if (c->who->role & ROLES_FAMILY)
		problem_add(&c->problems, (str){ NULL, 0 }, N_("This is not yours to change."),
			    (str){ NULL, 0 }, (str){ NULL, 0 });
	if (!change->before && !rec_null(r, LOCK_UNTIL) && rec_day(r, LOCK_UNTIL) < rec_day(r, LOCK_SINCE))
		problem_add(&c->problems, str_of(until->name), N_("It ends before it begins."),
			    (str){ NULL, 0 }, (str){ NULL, 0 });
}

enum rc erase_lock(struct ctx *c, int64_t child, day until, str law)
{
	struct input in = input_new(&storage_lock_kind);
	struct record done;

	input_int(&in, c->mem, LOCK_CHILD, child);
	input_day(&in, c->mem, LOCK_SINCE, c->today);
	input_day(&in, c->mem, LOCK_UNTIL, until);
	input_set(&in, LOCK_LAW, law);
	return record_create(c, &in, &done);
}

enum rc erase_unlock(struct ctx *c, int64_t lock)
{
	struct input in = input_new(&storage_lock_kind);
	struct record done;

	input_day(&in, c->mem, LOCK_LIFTED_ON, c->today);
	return record_update(c, &storage_lock_kind, lock, 0, &in, &done);
}

/* --- erasing --- */

struct gone {
	const struct kind *kind;
	int64_t id;
};
struct erasing {
	struct ctx *c;
	int64_t child;
	struct gone *list;
	size_t n, cap;
};

static void note(struct erasing *e, const struct kind *k, int64_t id)
{
	e->list = GROWN(e->c->mem, e->list, e->n, &e->cap);
	e->list[e->n++] = (struct gone){ k, id };
}

/* Every record of kind k that points at `id` by this field is written down. */
static enum rc note_referrers(struct erasing *e, const struct kind *k, size_t field, int64_t id)
{
	struct records list;
	struct list l = { .filter = { { .field = field, .is = INT(id) } }, .nfilter = 1, .want = 1 };
	enum rc rc = record_list(e->c, k, &l, &list);

	for (size_t i = 0; i < list.n && rc == RC_OK; i++)
		note(e, k, list.r[i].id);
	return rc;
}

/* Everything that points at a record; what is computed goes by itself. */
static enum rc note_all(struct erasing *e, const struct kind *of, int64_t id)
{
	const struct model *m = e->c->model;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < m->nkinds; i++)
		for (size_t f = 0; f < m->kinds[i]->nfields && !m->kinds[i]->derived && rc == RC_OK; f++)
			if (m->kinds[i]->fields[f].ref == of && field_stored(&m->kinds[i]->fields[f]))
				rc = note_referrers(e, m->kinds[i], f, id);
	return rc;
}

/* Ties go first, one by one: they are no part of either side. */
static enum rc drop_ties(struct erasing *e)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < e->n && rc == RC_OK; i++)
		if (e->list[i].kind == &tie_kind || e->list[i].kind == &enrolment_kind)
			rc = record_delete(e->c, e->list[i].kind, e->list[i].id, 0);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum { ADULTS_MAX = 64 };

static enum rc adults_of(struct erasing *e, int64_t *ret, size_t *ret_n)
{
	struct rows q;
	size_t n = 0;
	enum rc rc = DB_QUERY(e->c->db, &q,
			      "SELECT DISTINCT i.person FROM tie i WHERE i.child = ?1 ORDER BY i.person",
			      INT(e->child));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && n < ADULTS_MAX)
		ret[n++] = db_int(&q, 0);
	*ret_n = n;
	return db_done(&q);
}

/* An adult nobody else is tied to any more has no purpose here either; whoever signs in stays. */
static enum rc drop_adult(struct erasing *e, int64_t person)
{
	int64_t ties = 0, accounts = 0;
	struct buf id = buf_new(e->c->mem, 24);

	buf_int(&id, person);
	enum rc rc = DB_ONE(e->c->db, &ties, "SELECT count(*) FROM tie i WHERE i.person = ?1", INT(person));
	if (rc == RC_OK)
		rc = DB_ONE(e->c->db, &accounts, "SELECT count(*) FROM account a WHERE a.person_id = ?1",
			    TEXT(buf_view(&id)));
	if (rc != RC_OK || ties || accounts)
		return rc;
	note(e, &person_kind, person);
	size_t first = e->n;
	rc = note_all(e, &person_kind, person);
	for (size_t i = first; i < e->n && rc == RC_OK; i++)
		if (e->list[i].kind == &absence_kind)
			rc = record_delete(e->c, &absence_kind, e->list[i].id, 0);
	if (rc == RC_OK)
		rc = outbox_forget(e->c, 0, person);
	return rc == RC_OK ? record_delete(e->c, &person_kind, person, 0) : rc;
}

static enum rc forget(struct erasing *e)
{
	const unsigned all = 1U << C3_PERSONAL | 1U << C4_SENSITIVE | 1U << C5_SEALED;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < e->n && rc == RC_OK; i++)
		rc = journal_erase(e->c, e->list[i].kind, e->list[i].id, all);
	return rc;
}

enum rc erase_child(struct ctx *c, int64_t child)
{
	struct actor program = actor_system(c->who->county ? c->who->county : c->model->county);
	struct ctx p = *c;
	struct erasing e = { .c = &p, .child = child };
	int64_t adult[ADULTS_MAX], orders = 0;
	size_t n = 0;

	program.account = c->who->account; /* the journal names who had it done */
	p.who = &program;
	enum rc rc = DB_ONE(c->db, &orders,
			    "SELECT count(*) FROM protection_order o WHERE o.child = ?1"
			    " AND (o.to_day IS NULL OR o.to_day >= ?2)",
			    INT(child), INT(c->today));
	if (rc == RC_OK && orders)
		return RC_CONFLICT;
	note(&e, &child_kind, child);
	if (rc == RC_OK)
		rc = adults_of(&e, adult, &n);
	if (rc == RC_OK)
		rc = note_all(&e, &child_kind, child);
	if (rc == RC_OK)
		rc = drop_ties(&e);
	if (rc == RC_OK)
		rc = record_delete(&p, &child_kind, child, 0);
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = drop_adult(&e, adult[i]);
	if (rc == RC_OK)
		rc = outbox_forget(&p, child, 0);
	return rc == RC_OK ? forget(&e) : rc;
}
