#include "rotate_place.h"
#include "chain.h"
#include "keyring.h"
#include "tx.h"

enum { BATCH = 200, KEYS_MAX = 3, NODE_SHIFT = 44 };

/* --- the places --- */

struct place {
	const struct kind *kind;            /* or ... */
	const struct sealed_column *column; /* ... one of these */
	bool bodies;                        /* of the journal: their class is their part */
};

static str body_extra(struct arena *mem, const struct val *key)
{
	return journal_body_extra(mem, (unsigned)key[0].i, key[2].i);
}

static const struct sealed_column bodies = {
	.table = "journal_body",
	.column = "sealed",
	.county = "county",
	.key = { { "county", false }, { "node", false }, { "seq", false } },
	.extra = body_extra,
};

static bool seals(const struct field *f, int class)
{
	return (int)f->class == class && field_sealed(f) && field_stored(f);
}

static bool kind_seals(const struct kind *k, int class)
{
	for (size_t i = 0; i < k->nfields; i++)
		if (seals(&k->fields[i], class))
			return true;
	return false;
}

static bool find_place(struct ctx *c, struct key_of of, size_t i, struct place *ret)
{
	const struct model *m = c->model;

	for (size_t k = 0; k < m->nkinds; k++)
		if (kind_seals(m->kinds[k], of.class) && i-- == 0) {
			*ret = (struct place){ .kind = m->kinds[k] };
			return true;
		}
	if (i-- == 0) {
		*ret = (struct place){ .column = &bodies, .bodies = true };
		return true;
	}
	for (const struct sealed_column *const *s = m->sealed; s && *s; s++)
		if ((*s)->class == of.class && ((*s)->county || of.county == m->county) && i-- == 0) {
			*ret = (struct place){ .column = *s };
			return true;
		}
	return false;
}

bool place_name(struct ctx *c, struct key_of of, size_t i, str *ret)
{
	struct place p;

	if (!find_place(c, of, i, &p))
		return false;
	*ret = str_of(p.kind ? p.kind->name : p.column->table);
	return true;
}

/* --- sealing anew --- */

/* *ret stays NIL when nothing is to be done: sealed so already, erased, or not to be opened. */
static enum rc reseal(struct ctx *c, struct rotation *r, str sealed, str extra, struct val *ret)
{
	str plain, again;

	if (!sealed.n || sealed_number(sealed) == r->to)
		return RC_OK;
	enum rc rc = seal_open(c, r->of, sealed, extra, &plain);
	if (rc == RC_NOT_FOUND) {
		r->unread++;
		return RC_OK;
	}
	if (rc == RC_OK)
		rc = seal_text(c, r->of, plain, extra, &again);
	if (rc != RC_OK)
		return rc;
	r->sealed++;
	*ret = BLOB(again);
	return RC_OK;
}

static void put_number(uint32_t number, char to[SEAL_NUMBER])
{
	for (int i = 0; i < SEAL_NUMBER; i++)
		to[i] = (char)(number >> (24 - 8 * i) & 0xff);
}

/* --- records --- */

static enum rc query_records(struct ctx *c, const struct rotation *r, const struct kind *k, struct rows *ret)
{
	struct stmt s = stmt_new(c);

	stmt_str(&s, "SELECT t.id");
	for (size_t i = 0; i < k->nfields; i++)
		if (seals(&k->fields[i], r->of.class)) {
			stmt_str(&s, ", t.");
			stmt_str(&s, field_column(&k->fields[i]));
		}
	stmt_str(&s, " FROM ");
	stmt_str(&s, k->name);
	stmt_str(&s, " t WHERE t.county = ");
	stmt_val(&s, INT(r->of.county));
	stmt_str(&s, " AND t.id > ");
	stmt_val(&s, INT(r->cursor));
	stmt_str(&s, " ORDER BY t.id LIMIT ");
	stmt_val(&s, INT(BATCH));
	return stmt_query(&s, c, ret);
}

/* Columns of one record: those that are to change. */
static enum rc update_record(struct ctx *c, const struct kind *k, int64_t id, const struct val *v)
{
	struct stmt s = stmt_new(c);
	size_t n = 0;

	stmt_str(&s, "UPDATE ");
	stmt_str(&s, k->name);
	for (size_t i = 0; i < k->nfields; i++)
		if (v[i].t != VAL_NULL) {
			stmt_str(&s, n++ ? ", " : " SET ");
			stmt_str(&s, field_column(&k->fields[i]));
			stmt_str(&s, " = ");
			stmt_val(&s, v[i]);
		}
	stmt_str(&s, " WHERE id = ");
	stmt_val(&s, INT(id));
	return n ? stmt_exec(&s, c, NULL) : RC_OK;
}

static enum rc reseal_record(struct ctx *c, struct rotation *r, const struct kind *k, const struct rows *q,
			     struct val *ret)
{
	enum rc rc = RC_OK;

	for (size_t i = 0, col = 1; i < k->nfields && rc == RC_OK; i++) {
		const struct field *f = &k->fields[i];
		ret[i] = NIL;
		if (seals(f, r->of.class))
			rc = reseal(c, r, db_blob(q, (int)col++), seal_extra(c->mem, k, f, db_int(q, 0)),
				    &ret[i]);
	}
	return rc;
}

/* Read first, then written: rows must not change under a query that is under way. */
static enum rc batch_records(struct ctx *c, struct rotation *r, const struct kind *k, bool *ret_end)
{
	struct rows q;
	int64_t id[BATCH];
	size_t n = 0;
	struct val *v = NEW(c->mem, struct val, (size_t)BATCH * k->nfields);
	enum rc rc = query_records(c, r, k, &q);

	if (rc != RC_OK)
		return rc;
	while (rc == RC_OK && n < BATCH && db_next(&q)) {
		id[n] = db_int(&q, 0);
		rc = reseal_record(c, r, k, &q, v + n * k->nfields);
		n++;
	}
	enum rc done = db_done(&q);
	if (rc == RC_OK)
		rc = done;
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = update_record(c, k, id[i], v + i * k->nfields);
	if (rc == RC_OK && n)
		r->cursor = id[n - 1];
	*ret_end = n < BATCH;
	return rc;
}

/* --- other columns --- */

static size_t nkeys(const struct sealed_column *s)
{
	size_t n = 0;

	while (n < KEYS_MAX && s->key[n].column)
		n++;
	return n;
}

/* Rows of a chain are many and stand in order; of other tables those are looked for that are left. */
static bool chained(const struct sealed_column *s)
{
	return nkeys(s) == 3 && !strcmp(s->key[1].column, "node") && !strcmp(s->key[2].column, "seq");
}

static void put_county(struct stmt *s, const struct place *p, struct key_of of)
{
	stmt_str(s, " WHERE ");
	if (p->column->county) {
		stmt_str(s, "t.");
		stmt_str(s, p->column->county);
		stmt_str(s, " = ");
		stmt_val(s, INT(of.county));
	} else {
		stmt_str(s, "1=1");
	}
	if (p->bodies) {
		stmt_str(s, " AND t.part = ");
		stmt_val(s, INT(of.class));
	}
}

static void put_left(struct stmt *s, const struct rotation *r, const struct place *p, const char *number)
{
	if (chained(p->column)) {
		stmt_str(s, " AND (t.node, t.seq) > (");
		stmt_val(s, INT(r->cursor >> NODE_SHIFT));
		stmt_str(s, ", ");
		stmt_val(s, INT(r->cursor & ((INT64_C(1) << NODE_SHIFT) - 1)));
		stmt_str(s, ") ORDER BY t.node, t.seq");
		return;
	}
	stmt_str(s, " AND substr(t.");
	stmt_str(s, p->column->column);
	stmt_str(s, ", 1, 4) <> ");
	stmt_val(s, BLOB(((str){ number, SEAL_NUMBER })));
	/* What does not open is counted once, not for ever. */
	stmt_str(s, " ORDER BY ");
	for (size_t i = 0; i < nkeys(p->column); i++) {
		stmt_str(s, i ? ", t." : "t.");
		stmt_str(s, p->column->key[i].column);
	}
}

static enum rc query_rows(struct ctx *c, const struct rotation *r, const struct place *p, struct rows *ret)
{
	struct stmt s = stmt_new(c);
	char *number = NEW(c->mem, char, SEAL_NUMBER);

	put_number(r->to, number);
	stmt_str(&s, "SELECT t.");
	stmt_str(&s, p->column->column);
	for (size_t i = 0; i < nkeys(p->column); i++) {
		stmt_str(&s, ", t.");
		stmt_str(&s, p->column->key[i].column);
	}
	stmt_str(&s, " FROM ");
	stmt_str(&s, p->column->table);
	stmt_str(&s, " t");
	put_county(&s, p, r->of);
	put_left(&s, r, p, number);
	stmt_str(&s, " LIMIT ");
	stmt_val(&s, INT(BATCH));
	if (!chained(p->column)) {
		stmt_str(&s, " OFFSET ");
		stmt_val(&s, INT(r->cursor)); /* those before it did not open */
	}
	return stmt_query(&s, c, ret);
}

static enum rc update_row(struct ctx *c, const struct rotation *r, const struct place *p,
			  const struct val *key, const struct val *v)
{
	struct stmt s = stmt_new(c);

	stmt_str(&s, "UPDATE ");
	stmt_str(&s, p->column->table);
	stmt_str(&s, " SET ");
	stmt_str(&s, p->column->column);
	stmt_str(&s, " = ");
	stmt_val(&s, *v);
	for (size_t i = 0; i < nkeys(p->column); i++) {
		stmt_str(&s, i ? " AND " : " WHERE ");
		stmt_str(&s, p->column->key[i].column);
		stmt_str(&s, " = ");
		stmt_val(&s, key[i]);
	}
	if (p->bodies) {
		stmt_str(&s, " AND part = ");
		stmt_val(&s, INT(r->of.class));
	}
	return stmt_exec(&s, c, NULL);
}

struct row {
	struct val key[KEYS_MAX], v;
};

static void read_keys(struct ctx *c, const struct sealed_column *s, const struct rows *q, struct val *ret)
{
	for (size_t i = 0; i < nkeys(s); i++)
		ret[i] = s->key[i].text ? TEXT(db_dup(c->mem, q, (int)i + 1)) : INT(db_int(q, (int)i + 1));
}

static enum rc batch_rows(struct ctx *c, struct rotation *r, const struct place *p, bool *ret_end)
{
	struct rows q;
	size_t n = 0;
	struct row *row = NEW(c->mem, struct row, BATCH);
	enum rc rc = query_rows(c, r, p, &q);

	if (rc != RC_OK)
		return rc;
	while (rc == RC_OK && n < BATCH && db_next(&q)) {
		read_keys(c, p->column, &q, row[n].key);
		rc = reseal(c, r, db_blob(&q, 0), p->column->extra(c->mem, row[n].key), &row[n].v);
		n++;
	}
	enum rc done = db_done(&q);
	if (rc == RC_OK)
		rc = done;
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		if (row[i].v.t != VAL_NULL)
			rc = update_row(c, r, p, row[i].key, &row[i].v);
		else if (!chained(p->column))
			r->cursor++;
	}
	if (rc == RC_OK && n && chained(p->column))
		r->cursor = row[n - 1].key[1].i << NODE_SHIFT | row[n - 1].key[2].i;
	*ret_end = n < BATCH;
	return rc;
}

enum rc place_batch(struct ctx *c, struct rotation *r, size_t i, bool *ret_end)
{
	struct place p;

	*ret_end = true;
	if (!find_place(c, r->of, i, &p))
		return RC_OK;
	return p.kind ? batch_records(c, r, p.kind, ret_end) : batch_rows(c, r, &p, ret_end);
}

/* --- counting --- */

static enum rc count(struct ctx *c, struct stmt *s, int64_t *ret)
{
	struct rows q;
	enum rc rc = stmt_query(s, c, &q);

	if (rc != RC_OK)
		return rc;
	*ret += db_next(&q) ? db_int(&q, 0) : 0;
	return db_done(&q);
}

static void put_under(struct stmt *s, const char *column, const char *number)
{
	stmt_str(s, " AND substr(t.");
	stmt_str(s, column);
	stmt_str(s, ", 1, 4) = ");
	stmt_val(s, BLOB(((str){ number, SEAL_NUMBER })));
}

static enum rc count_records(struct ctx *c, const struct key_name *name, const struct kind *k,
			     const char *number, int64_t *ret)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < k->nfields && rc == RC_OK; i++) {
		if (!seals(&k->fields[i], name->of.class))
			continue;
		struct stmt s = stmt_new(c);
		stmt_str(&s, "SELECT count(*) FROM ");
		stmt_str(&s, k->name);
		stmt_str(&s, " t WHERE t.county = ");
		stmt_val(&s, INT(name->of.county));
		put_under(&s, field_column(&k->fields[i]), number);
		rc = count(c, &s, ret);
	}
	return rc;
}

enum rc place_count(struct ctx *c, const struct key_name *name, size_t i, int64_t *ret)
{
	struct place p;
	char *number = NEW(c->mem, char, SEAL_NUMBER);

	*ret = 0;
	put_number(name->number, number);
	if (!find_place(c, name->of, i, &p))
		return RC_OK;
	if (p.kind)
		return count_records(c, name, p.kind, number, ret);
	struct stmt s = stmt_new(c);
	stmt_str(&s, "SELECT count(*) FROM ");
	stmt_str(&s, p.column->table);
	stmt_str(&s, " t");
	put_county(&s, &p, name->of);
	put_under(&s, p.column->column, number);
	return count(c, &s, ret);
}
