/* A unit of writing: one transaction, one set of touched children, settled before it ends. */
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

static const struct kind *child_kind(const struct model *m)
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
	t->actor = actor_system(c->model->county);
	t->system = ctx_system(c, &t->actor);
	for (size_t i = 0; i < c->model->nsettle && rc == RC_OK; i++)
		rc = c->model->settle[i](&t->system, t->child, t->nchild);
	const struct kind *child = child_kind(c->model);
	if (rc == RC_OK && child)
		rc = raise_file_versions(c, child, t);
	t->nchild = 0;
	t->settling = false;
	return rc;
}

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
	chain_job_end(c->model->chain, rc == RC_OK);
	return rc;
}

enum rc store_write(struct ctx *c, enum prio prio, store_job *job, void *arg)
{
	struct unit u = { .c = c, .job = job, .arg = arg };
	struct db *reader = c->db;
	enum rc rc;

	if (c->model->writer) {
		rc = writer_do(c->model->writer, prio, c->mem, run, &u);
	} else {
		chain_group(c->model->chain, true);
		rc = db_write(reader, run, &u);
	}
	c->db = reader;
	c->tx = NULL;
	return rc;
}

str store_digest(struct ctx *c, const struct kind *k, size_t field, str value)
{
	return keys_digest(c->mem, c->model->keys, seal_extra(c->mem, k, &k->fields[field], 0), value);
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
	size_t touched = c->tx->nchild;
	enum rc rc = db_attempt(c->db, run_part, &p);

	if (rc != RC_OK)
		c->tx->nchild = touched;
	return rc;
}
