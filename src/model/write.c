/* Records in: validation, the row, its journal, the facts behind it.  Runs inside store_write() only. */
#include "seal.h"
#include "tx.h"

#include <assert.h>

static enum rc sealed(struct ctx *c, const struct record *r, size_t i, struct val *ret)
{
	const struct field *f = &r->kind->fields[i];
	str s;

	if (r->v[i].t != VAL_TEXT) {
		*ret = NIL;
		return RC_OK;
	}
	enum rc rc = seal_text(c, (struct key_of){ r->county, (int)f->class }, r->v[i].s,
			       seal_extra(c->mem, r->kind, f, r->id), &s);
	if (rc == RC_OK)
		*ret = BLOB(s);
	return rc;
}

static struct val digested(struct ctx *c, const struct record *r, size_t i)
{
	const struct field *f = &r->kind->fields[i];

	if (r->v[i].t != VAL_TEXT)
		return NIL;
	return BLOB(store_field_digest(c, r->kind, f, r->v[i].s));
}

static struct val tail_of(const struct val *v)
{
	return v->t == VAL_TEXT && v->s.n >= 4 ? TEXT(str_cut(v->s, v->s.n - 4, 4)) : NIL;
}

/* A field is one column, and one more for each way in which it is found again. */
struct column {
	const char *name, *suffix;
	struct val v;
};
struct columns {
	struct column *c;
	size_t n;
	enum rc rc; /* of what had to be sealed */
};
enum { COLUMNS_OF_A_FIELD = 3 };

static struct columns columns_new(struct ctx *c, const struct kind *k)
{
	return (struct columns){ NEW(c->mem, struct column, COLUMNS_OF_A_FIELD * k->nfields), 0, RC_OK };
}

static void add_field(struct columns *to, struct ctx *c, const struct record *r, size_t i)
{
	const struct field *f = &r->kind->fields[i];

	if (!field_stored(f))
		return;
	struct val v = r->v[i];
	if (field_sealed(f) && to->rc == RC_OK)
		to->rc = sealed(c, r, i, &v);
	to->c[to->n++] = (struct column){ field_column(f), "", v };
	if (f->digest)
		to->c[to->n++] = (struct column){ field_column(f), "_digest", digested(c, r, i) };
	if (f->tail)
		to->c[to->n++] = (struct column){ field_column(f), "_tail", tail_of(&r->v[i]) };
}

static enum rc insert_row(struct ctx *c, const struct record *r)
{
	struct stmt s = stmt_new(c);
	struct columns all = columns_new(c, r->kind);

	for (size_t i = 0; i < r->kind->nfields; i++)
		add_field(&all, c, r, i);
	if (all.rc != RC_OK)
		return all.rc;
	stmt_str(&s, "INSERT INTO ");
	stmt_str(&s, r->kind->name);
	stmt_str(&s, r->kind->is_child ? " (id, version, county, created_at, updated_at, file_version"
				       : " (id, version, county, created_at, updated_at");
	for (size_t i = 0; i < all.n; i++) {
		stmt_str(&s, ", ");
		stmt_str(&s, all.c[i].name);
		stmt_str(&s, all.c[i].suffix);
	}
	stmt_str(&s, ") VALUES (");
	const struct val head[] = { INT(r->id),         INT(r->version),    INT(r->county),
				    INT(r->created_at), INT(r->updated_at), INT(1) };
	for (size_t i = 0; i < (r->kind->is_child ? 6u : 5u); i++) {
		stmt_str(&s, i ? ", " : "");
		stmt_val(&s, head[i]);
	}
	for (size_t i = 0; i < all.n; i++) {
		stmt_str(&s, ", ");
		stmt_val(&s, all.c[i].v);
	}
	stmt_str(&s, ")");
	return stmt_exec(&s, c, NULL);
}

static void put_sets(struct stmt *s, const struct columns *all)
{
	for (size_t i = 0; i < all->n; i++) {
		stmt_str(s, ", ");
		stmt_str(s, all->c[i].name);
		stmt_str(s, all->c[i].suffix);
		stmt_str(s, " = ");
		stmt_val(s, all->c[i].v);
	}
}

/* The row as it is now: behind the SET of an UPDATE. */
static enum rc exec_update(struct ctx *c, struct stmt *s, const struct record *r, const struct columns *all)
{
	int64_t n = 0;

	stmt_str(s, "version = ");
	stmt_val(s, INT(r->version));
	stmt_str(s, ", updated_at = ");
	stmt_val(s, INT(r->updated_at));
	put_sets(s, all);
	stmt_str(s, " WHERE id = ");
	stmt_val(s, INT(r->id));
	enum rc rc = stmt_exec(s, c, &n);
	return rc != RC_OK ? rc : n == 1 ? RC_OK : RC_NOT_FOUND;
}

/* Only the columns that changed; those kept as facts are brought up to date by what settles. */
static enum rc update_row(struct ctx *c, const struct record *r, uint64_t changed)
{
	struct stmt s = stmt_new(c);
	struct columns all = columns_new(c, r->kind);

	for (size_t i = 0; i < r->kind->nfields; i++)
		if (changed >> i & 1 && !r->kind->fields[i].fact)
			add_field(&all, c, r, i);
	if (all.rc != RC_OK)
		return all.rc;
	stmt_str(&s, "UPDATE ");
	stmt_str(&s, r->kind->name);
	stmt_str(&s, " SET ");
	return exec_update(c, &s, r, &all);
}

static enum rc delete_row(struct ctx *c, const struct kind *k, int64_t id)
{
	struct stmt s = stmt_new(c);

	stmt_str(&s, "DELETE FROM ");
	stmt_str(&s, k->name);
	stmt_str(&s, " WHERE id = ");
	stmt_val(&s, INT(id));
	return stmt_exec(&s, c, NULL);
}

/* --- what a write belongs to --- */

void store_touch(struct ctx *c, int64_t child)
{
	struct tx *t = c->tx;

	for (size_t i = 0; i < t->nchild; i++)
		if (t->child[i] == child)
			return;
	t->child = GROWN(t->mem, t->child, t->nchild, &t->cap);
	t->child[t->nchild++] = child;
}

static void touch_owner(struct ctx *c, const struct record *r)
{
	if (!r)
		return;
	if (r->kind->is_child)
		store_touch(c, r->id);
	else if (r->kind->child_field && !rec_null(r, r->kind->child_field - 1))
		store_touch(c, rec_int(r, r->kind->child_field - 1));
}

static enum rc finish(struct ctx *c, enum act act, struct change *change)
{
	enum rc rc = journal_change(c, act, change);

	if (rc != RC_OK)
		return rc;
	touch_owner(c, change->before);
	touch_owner(c, change->after);
	return change->kind->after ? change->kind->after(c, change) : RC_OK;
}

static enum rc finish_new(struct ctx *c, struct change *change)
{
	int64_t outer = c->tx->making;

	c->tx->making = change->after->id;
	enum rc rc = finish(c, ACT_CREATE, change);
	c->tx->making = outer;
	return rc;
}

static enum rc check_whole(struct ctx *c, struct change *change)
{
	if (change->kind->check)
		change->kind->check(c, change);
	if (!c->problems.n)
		return RC_OK;
	enum rc rc = db_settle(c->db); /* what could not be looked up is no mistake of the sender's */
	if (rc != RC_OK)
		return rc;
	return c->conflicts == c->problems.n ? RC_CONFLICT : RC_INVALID;
}

/* What a role made must lie within its own reach, or it could not even look at it again. */
static enum rc within_reach(struct ctx *c, const struct record *r)
{
	struct record again;

	if (c->who->reach == REACH_ALL || (c->who->reach == REACH_COUNTY && r->county == c->who->county))
		return RC_OK;
	enum rc rc = store_settle(c);
	if (rc != RC_OK)
		return rc;
	rc = record_load_plain(c, r->kind, r->id, true, &again);
	if (rc != RC_NOT_FOUND)
		return rc;
	problem_add(&c->problems, (str){ NULL, 0 }, N_("This would lie outside what you look after."),
		    (str){ NULL, 0 }, (str){ NULL, 0 });
	return RC_INVALID;
}

static unsigned county_of(struct ctx *c) { return c->who->county ? c->who->county : c->model->county; }

enum rc record_create(struct ctx *c, const struct input *in, struct record *ret)
{
	const struct kind *k = in->kind;
	struct record r = { .kind = k,
			    .version = 1,
			    .created_at = c->now,
			    .updated_at = c->now,
			    .county = county_of(c),
			    .v = NEW(c->mem, struct val, FIELDS_MAX),
			    .label = NEW(c->mem, str, k->nfields),
			    .file_version = 1 };
	struct change change = { .kind = k, .after = &r, .given = in->given };

	assert(c->tx);
	if (!may_create(c->who, k->profile))
		return RC_DENIED;
	input_check(c, in, NULL, r.v);
	enum rc rc = check_whole(c, &change);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < k->nfields; i++)
		if (r.v[i].t != VAL_NULL)
			change.changed |= UINT64_C(1) << i;
	rc = id_next(c, r.county, &r.id);
	if (rc == RC_OK)
		rc = insert_row(c, &r);
	if (rc == RC_OK)
		rc = finish_new(c, &change);
	if (rc == RC_OK)
		rc = within_reach(c, &r);
	if (rc == RC_OK)
		*ret = r;
	return rc;
}

static struct record copy_of(struct ctx *c, const struct record *r)
{
	struct record copy = *r;

	copy.v = NEW(c->mem, struct val, FIELDS_MAX);
	memcpy(copy.v, r->v, r->kind->nfields * sizeof *copy.v);
	return copy;
}

/* An older version is good enough when nothing that is sent now has changed since. */
static enum rc check_version(struct ctx *c, const struct record *now, int64_t version, uint64_t given)
{
	uint64_t since = 0;

	if (version == 0 || version == now->version)
		return RC_OK;
	c->stale = NEW(c->mem, struct record, 1);
	*c->stale = *now;
	if (version < 0 || version > now->version)
		return RC_STALE;
	enum rc rc = journal_changed_since(c, now->kind, now, version, &since);
	if (rc == RC_NOT_FOUND)
		return RC_STALE;
	if (rc != RC_OK)
		return rc;
	return since & given ? RC_STALE : RC_OK;
}

static uint64_t changed_bits(const struct kind *k, const struct record *a, const struct record *b)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < k->nfields; i++)
		if (!val_same(&a->v[i], &b->v[i]))
			bits |= UINT64_C(1) << i;
	return bits;
}

enum rc record_update(struct ctx *c, const struct kind *k, int64_t id, int64_t version,
		      const struct input *in, struct record *ret)
{
	struct record before;
	enum rc rc = record_load_plain(c, k, id, true, &before);

	assert(c->tx);
	if (rc != RC_OK)
		return rc;
	if (!kind_may_write(c->who, k))
		return RC_DENIED;
	rc = check_version(c, &before, version, in->given);
	if (rc != RC_OK)
		return rc;
	struct record after = copy_of(c, &before);
	struct change change = { .kind = k, .before = &before, .after = &after, .given = in->given };
	input_check(c, in, &before, after.v);
	change.changed = changed_bits(k, &before, &after);
	rc = check_whole(c, &change);
	if (rc != RC_OK)
		return rc;
	change.changed = changed_bits(k, &before, &after); /* the rules may have filled in what follows */
	if (change.changed) {
		after.version = before.version + 1;
		after.updated_at = c->now;
		rc = update_row(c, &after, change.changed);
		if (rc == RC_OK)
			rc = finish(c, ACT_UPDATE, &change);
		if (rc == RC_OK)
			rc = within_reach(c, &after);
	}
	if (rc == RC_OK)
		*ret = after;
	return rc;
}

/* --- deleting --- */

static enum rc drop_part(struct ctx *c, const struct kind *k, int64_t id)
{
	struct record r;

	enum rc rc = record_load_plain(c, k, id, false, &r);
	struct change change = { .kind = k, .before = &r };
	if (rc == RC_OK)
		rc = delete_row(c, k, id);
	return rc == RC_OK ? finish(c, ACT_DELETE, &change) : rc;
}

/* What points at it by this field: parts of it go with it, others stand against it. */
static enum rc drop_by(struct ctx *c, const struct kind *k, const struct field *f, int64_t id)
{
	struct referrers by = { NULL, 0 };
	enum rc rc = stmt_referrers(c, k, f, id, 0, &by);

	if (rc == RC_OK && by.n && !f->owned)
		return RC_CONFLICT;
	for (size_t i = 0; i < by.n && rc == RC_OK; i++)
		rc = drop_part(c, k, by.id[i]);
	return rc;
}

static enum rc drop_referrers(struct ctx *c, const struct kind *gone, int64_t id, bool parts)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < c->model->nkinds; i++) {
		const struct kind *k = c->model->kinds[i];
		for (size_t j = 0; j < k->nfields && !k->derived && rc == RC_OK; j++) {
			const struct field *f = &k->fields[j];
			if (f->ref == gone && !f->loose && f->owned == parts && field_stored(f))
				rc = drop_by(c, k, f, id);
		}
	}
	return rc;
}

enum rc record_delete(struct ctx *c, const struct kind *k, int64_t id, int64_t version)
{
	struct record before;
	struct change change = { .kind = k, .before = &before };
	enum rc rc = record_load_plain(c, k, id, true, &before);

	assert(c->tx);
	if (rc != RC_OK)
		return rc;
	if (!may_create(c->who, k->profile) || k->kept)
		return RC_DENIED;
	if (version && version != before.version) {
		c->stale = NEW(c->mem, struct record, 1);
		*c->stale = before;
		return RC_STALE;
	}
	rc = drop_referrers(c, k, id, false);
	if (rc == RC_OK)
		rc = drop_referrers(c, k, id, true);
	if (rc == RC_OK)
		rc = delete_row(c, k, id);
	return rc == RC_OK ? finish(c, ACT_DELETE, &change) : rc;
}

/* --- what undo.c has decided upon --- */

enum rc store_row(struct ctx *c, enum act act, const struct record *r, uint64_t changed)
{
	if (act == ACT_CREATE)
		return insert_row(c, r);
	return act == ACT_UPDATE ? update_row(c, r, changed) : delete_row(c, r->kind, r->id);
}

enum rc store_put(struct ctx *c, enum act act, struct change *change)
{
	enum rc rc = store_row(c, act, change->after ? change->after : change->before, change->changed);

	return rc == RC_OK ? finish(c, act, change) : rc;
}

/* --- what move.c has decided upon --- */

/* A value that did not open stays as it is: erased, or its key is gone. */
enum rc store_rekeep(struct ctx *c, const struct record *r)
{
	struct stmt s = stmt_new(c);
	struct columns all = columns_new(c, r->kind);

	for (size_t i = 0; i < r->kind->nfields; i++)
		if (field_stored(&r->kind->fields[i]) && field_sealed(&r->kind->fields[i]) &&
		    r->v[i].t != VAL_NULL)
			add_field(&all, c, r, i);
	if (all.rc != RC_OK)
		return all.rc;
	stmt_str(&s, "UPDATE ");
	stmt_str(&s, r->kind->name);
	stmt_str(&s, " SET county = ");
	stmt_val(&s, INT(r->county));
	stmt_str(&s, ", ");
	enum rc rc = exec_update(c, &s, r, &all);
	if (rc == RC_OK)
		touch_owner(c, r);
	return rc;
}

/* --- what is derived: recomputable, so neither journal nor version --- */

static void add_derived(struct columns *to, struct ctx *c, const struct record *r, const struct input *in)
{
	for (size_t i = 0; i < r->kind->nfields; i++)
		if (in->given >> i & 1) {
			assert(r->kind->fields[i].fact || r->kind->fields[i].derived);
			add_field(to, c, r, i);
		}
}

enum rc record_derive(struct ctx *c, const struct kind *k, int64_t id, const struct input *in, day next_on)
{
	struct record r = { .kind = k, .id = id, .v = NEW(c->mem, struct val, FIELDS_MAX) };
	struct columns all = columns_new(c, k);
	struct stmt s = stmt_new(c);
	struct record blank = r;

	blank.v = NEW(c->mem, struct val, FIELDS_MAX);
	input_check(c, in, &blank, r.v);
	assert(c->problems.n == 0 && k->is_child);
	add_derived(&all, c, &r, in);
	if (all.rc != RC_OK)
		return all.rc;
	stmt_str(&s, "UPDATE ");
	stmt_str(&s, k->name);
	stmt_str(&s, " SET next_on = ");
	stmt_val(&s, next_on ? INT(next_on) : NIL);
	if (tx_raises(c, id))
		stmt_str(&s, ", file_version = file_version + 1");
	put_sets(&s, &all);
	stmt_str(&s, " WHERE id = ");
	stmt_val(&s, INT(id));
	return stmt_exec(&s, c, NULL);
}

enum rc record_derive_add(struct ctx *c, const struct input *in)
{
	struct record r = { .kind = in->kind,
			    .version = 1,
			    .created_at = c->now,
			    .updated_at = c->now,
			    .county = county_of(c),
			    .v = NEW(c->mem, struct val, FIELDS_MAX) };

	input_check(c, in, NULL, r.v);
	assert(c->problems.n == 0);
	enum rc rc = id_next(c, r.county, &r.id);
	return rc == RC_OK ? insert_row(c, &r) : rc;
}

enum rc record_derive_drop(struct ctx *c, const struct kind *k, int64_t id) { return delete_row(c, k, id); }
