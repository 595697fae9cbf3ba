/* A unit of writing: one transaction, one set of touched children, settled before it ends. */
#include "chain.h"
#include "tx.h"

struct unit {
	struct ctx *c;
	store_job *job;
	void *arg;
	struct tx tx;
};

static enum rc raise_file_versions(struct ctx *c, const struct kind *child, const struct tx *t)
{
	for (size_t i = 0; i < t->nchild; i++) {
		if (t->raised[i])
			continue;
		struct stmt s = stmt_new(c);
		stmt_str(&s, "UPDATE ");
		stmt_str(&s, child->name);
		stmt_str(&s, " SET file_version = file_version + 1 WHERE id = ");
		stmt_val(&s, INT(t->child[i]));
		enum rc rc = stmt_exec(&s, c, NULL);
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

const struct kind *store_child_kind(const struct model *m)
{
	for (size_t i = 0; i < m->nkinds; i++)
		if (m->kinds[i]->is_child)
			return m->kinds[i];
	return NULL;
}

enum rc store_settle(struct ctx *c)
{
	struct tx *t = c->tx;
	enum rc rc = RC_OK;

	if (!t->nchild || t->settling)
		return RC_OK;
	t->settling = true;
	t->raised = NEW(t->mem, bool, t->nchild);
	t->actor = actor_system(c->model->county);
	t->system = ctx_system(c, &t->actor);
	t->system.seen = NULL; /* for the program's own reckoning, not for anybody to look at */
	for (size_t i = 0; i < c->model->nsettle && rc == RC_OK; i++)
		rc = c->model->settle[i](&t->system, t->child, t->nchild);
	const struct kind *child = store_child_kind(c->model);
	if (rc == RC_OK && child)
		rc = raise_file_versions(c, child, t);
	t->nchild = 0;
	t->settling = false;
	return rc;
}

/* The way to what was written must find room once it is committed. */
enum { ANSWER_ROOM = 4096 };

static enum rc run(struct db *db, void *arg)
{
	struct unit *u = arg;
	struct ctx *c = u->c;

	c->db = db;
	u->tx = (struct tx){ .mem = c->mem };
	c->tx = &u->tx;
	chain_job_begin(c->model->chain);
	enum rc rc = u->job(c, u->arg);
	if (rc == RC_OK)
		rc = store_settle(c);
	if (rc == RC_OK)
		rc = chain_anchor(c);
	if (rc == RC_OK)
		arena_spare(c->mem, ANSWER_ROOM);
	chain_job_end(c->model->chain, rc == RC_OK);
	return rc;
}

enum rc store_write(struct ctx *c, enum prio prio, store_job *job, void *arg)
{
	struct unit u = { .c = c, .job = job, .arg = arg };
	struct db *reader = c->db;
	enum rc rc;

	/* What a day asks may take minutes, and goes on where it was when the next server looks. */
	if (prio == PRIO_BULK && c->via == VIA_TIMER && c->model->ending && *c->model->ending)
		return RC_BUSY;
	if (c->model->writer) {
		rc = writer_do(c->model->writer, prio, c->mem, run, &u);
	} else {
		chain_group(c->model->chain, true);
		rc = db_write(reader, run, &u);
	}
	c->db = reader;
	c->tx = NULL;
	if (rc == RC_OK && u.tx.ntold && c->model->told)
		c->model->told(c->model->told_arg, u.tx.told, u.tx.ntold);
	return rc;
}

void store_tell(struct ctx *c, struct told what)
{
	struct tx *t = c->tx;

	if (!c->model->told)
		return;
	t->told = GROWN(t->mem, t->told, t->ntold, &t->told_cap);
	t->told[t->ntold++] = what;
}

bool tx_raises(struct ctx *c, int64_t child)
{
	struct tx *t = c->tx;

	for (size_t i = 0; t && t->settling && i < t->nchild; i++)
		if (t->child[i] == child && !t->raised[i])
			return t->raised[i] = true;
	return false;
}

int64_t store_making(const struct ctx *c) { return c->tx ? c->tx->making : 0; }

void tx_random(struct ctx *c, void *to, size_t n)
{
	if (c->tx)
		sm_random_of(&c->tx->chances, to, n);
	else
		sm_random(to, n);
}

/* --- keyed digests --- */

static const struct digested *known_digest(const struct digests *d, const struct field *f, str value)
{
	for (size_t i = 0; i < DIGESTS; i++) {
		const struct digested *p = &d->list[i];
		if (p->field == f && p->n == value.n && memcmp(p->value, value.s, value.n) == 0)
			return p;
	}
	return NULL;
}

static void keep_digest(struct digests *d, const struct field *f, str value, str digest)
{
	struct digested *p = &d->list[d->next++ % DIGESTS];

	p->field = f;
	p->n = value.n;
	memcpy(p->value, value.s, value.n);
	memcpy(p->digest, digest.s, SM3_SIZE);
}

str store_field_digest(struct ctx *c, const struct kind *k, const struct field *f, str value)
{
	struct digests *d = c->tx && value.n && value.n <= DIGESTED_MAX ? &c->tx->digests : NULL;
	const struct digested *known = d ? known_digest(d, f, value) : NULL;

	if (known)
		return str_dup(c->mem, (str){ (const char *)known->digest, SM3_SIZE });
	str digest = keys_digest(c->mem, c->model->keys, seal_extra(c->mem, k, f, 0), value);
	if (d)
		keep_digest(d, f, value, digest);
	return digest;
}

str store_digest(struct ctx *c, const struct kind *k, size_t field, str value)
{
	return store_field_digest(c, k, &k->fields[field], value);
}

struct part {
	struct ctx *c;
	store_job *job;
	void *arg;
};

static enum rc run_part(struct db *db, void *arg)
{
	struct part *p = arg;

	(void)db;
	return p->job(p->c, p->arg);
}

enum rc store_attempt(struct ctx *c, store_job *part, void *arg)
{
	struct part p = { c, part, arg };
	size_t touched = c->tx->nchild, told = c->tx->ntold;
	enum rc rc = db_attempt(c->db, run_part, &p);

	if (rc != RC_OK) {
		c->tx->nchild = touched;
		c->tx->ntold = told;
	}
	return rc;
}
