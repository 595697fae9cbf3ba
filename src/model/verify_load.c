/* What was loaded in bulk: each block of records, with what the journal says of those that were changed since
 * taken back, must hash to what the load's row says (load.h). */
#include "chain.h"
#include "load.h"
#include "seal.h"
#include "tx.h"
#include "verify.h"

#include <stdlib.h>

enum { BLOCK_MEMORY = 128 << 20, BYTES_MAX = 64 << 20 };

struct look {
	struct ctx *c;    /* its arena holds what all of them need */
	struct ctx block; /* of one block */
	struct verdict *v;
	struct loaded load;
	struct buf all; /* of the block under way, as it was hashed */
	bool lost;      /* of one of its records it cannot be told any more what it was */
};

/* The fields that the load spoke of; an index of nfields: a field that is no more. */
struct block {
	const struct kind *k;
	size_t field[FIELDS_MAX], n;
	int64_t first, last, rows;
	uint8_t hash[SM3_SIZE];
};

/* One record as it was loaded. */
struct was {
	struct value {
		bool known, there;
		str text;
	} value[FIELDS_MAX];
	bool lost; /* a body is erased, or does not open: its chain has said so */
};

static void find(struct look *l, const struct block *b, int64_t record, const char *why)
{
	verdict_add(l->v,
		    &(struct finding){
			    .county = l->load.county, .kind = b->k->name, .record = record, .why = why });
}

/* --- back from what is now --- */

static void know(struct was *w, size_t field, bool there, str text)
{
	if (!w->value[field].known)
		w->value[field] = (struct value){ true, there, text };
}

/* side: "b" or "a" of a body that tells of these fields. */
static void lay_side(const struct kind *k, struct was *w, const struct json_value *body, str side)
{
	const struct json_value *fields = json_get(body, STR("f")), *values = json_get(body, side);

	for (const struct json_value *name = fields ? fields->child : NULL; name; name = name->next) {
		size_t i;
		const struct json_value *v = json_get(values, name->text);
		if (kind_field(k, name->text, &i))
			know(w, i, v != NULL, v ? v->text : (str){ NULL, 0 });
	}
}

/* Whatever no row spoke of was empty. */
static void know_rest(const struct kind *k, struct was *w)
{
	for (size_t i = 0; i < k->nfields; i++)
		know(w, i, false, (str){ NULL, 0 });
}

static bool open_body(struct look *l, const struct rows *q, unsigned county, struct json_value **ret)
{
	struct ctx *c = &l->block;
	str plain;

	return seal_open(c, (struct key_of){ county, (int)db_int(q, 2) }, db_dup(c->mem, q, 3),
			 journal_body_extra(c->mem, county, db_int(q, 0)), &plain) == RC_OK &&
	       json_parse(c->mem, plain, ret) == RC_OK;
}

/* Where it went, it arrived whole: as it was when it left. */
static enum rc read_arrival(struct look *l, const struct block *b, int64_t id, struct was *w)
{
	struct rows q;
	int64_t seq = 0;
	enum rc rc =
		DB_QUERY(l->c->db, &q,
			 "SELECT j.seq, j.act, p.part, p.sealed, j.county FROM journal j JOIN journal_body p"
			 " ON p.county = j.county AND p.node = j.node AND p.seq = j.seq"
			 " WHERE j.record = ?1 AND j.kind = ?2 AND j.act = ?3"
			 " ORDER BY j.at, j.county, j.seq, p.part",
			 INT(id), TEXT(str_of(b->k->name)), INT(ACT_ARRIVE));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && (!seq || seq == db_int(&q, 0))) {
		struct json_value *body;
		seq = db_int(&q, 0);
		if (open_body(l, &q, (unsigned)db_int(&q, 4), &body))
			lay_side(b->k, w, body, STR("a"));
		else
			w->lost = true;
	}
	return db_done(&q);
}

/* The first row that speaks of a field says what it was before. */
static enum rc unwind(struct look *l, const struct block *b, int64_t id, struct was *w)
{
	struct rows q;
	bool left = false, gone = false;
	int64_t end = 0;
	enum rc rc = DB_QUERY(l->c->db, &q,
			      "SELECT j.seq, j.act, p.part, p.sealed FROM journal j LEFT JOIN journal_body p"
			      " ON p.county = j.county AND p.node = j.node AND p.seq = j.seq"
			      " WHERE j.record = ?1 AND j.kind = ?2 AND j.county = ?3 AND j.act IN (2, 3, 15)"
			      " AND j.seq > ?4 ORDER BY j.seq, p.part",
			      INT(id), TEXT(str_of(b->k->name)), INT(l->load.county), INT(l->load.seq));

	if (rc != RC_OK)
		return rc;
	while (!left && db_next(&q) && (!gone || db_int(&q, 0) == end)) {
		struct json_value *body;
		left = db_int(&q, 1) == ACT_DEPART;
		gone = db_int(&q, 1) == ACT_DELETE;
		end = db_int(&q, 0);
		if (left || db_null(&q, 2))
			continue;
		if (open_body(l, &q, l->load.county, &body))
			lay_side(b->k, w, body, STR("b"));
		else
			w->lost = true;
	}
	rc = db_done(&q);
	if (rc == RC_OK && left)
		rc = read_arrival(l, b, id, w);
	if (left || gone)
		know_rest(b->k, w);
	return rc;
}

/* --- a block --- */

static void put_was(struct buf *to, const struct block *b, int64_t id, const struct was *w)
{
	load_put_id(to, id);
	for (size_t i = 0; i < b->n; i++) {
		const struct value *v = b->field[i] < b->k->nfields ? &w->value[b->field[i]] : NULL;
		load_put_value(to, v && v->there, v ? v->text : (str){ NULL, 0 });
	}
}

static void know_now(struct look *l, const struct record *now, struct was *w)
{
	for (size_t i = 0; i < now->kind->nfields; i++) {
		const struct val *v = &now->v[i];
		bool there = v->t != VAL_NULL;
		if (load_covers(&now->kind->fields[i]))
			know(w, i, there,
			     there ? val_text(l->block.mem, &now->kind->fields[i], v) : (str){ NULL, 0 });
	}
}

/* Nobody has touched it, says the journal. */
static bool untouched(const struct look *l, const struct record *r)
{
	return r->version == 1 && r->county == l->load.county && r->created_at == l->load.at &&
	       r->updated_at == l->load.at;
}

struct ids {
	int64_t *list;
	size_t n, at;
};

/* Of the block those that were changed, deleted or moved since, by id. */
static enum rc read_touched(struct look *l, const struct block *b, struct ids *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY(l->c->db, &q,
			      "SELECT DISTINCT j.record FROM journal j WHERE j.record BETWEEN ?1 AND ?2"
			      " AND j.kind = ?3 AND j.act IN (2, 3, 15) ORDER BY j.record LIMIT ?4",
			      INT(b->first), INT(b->last), TEXT(str_of(b->k->name)), INT(LOAD_BLOCK));

	*ret = (struct ids){ NEW(l->block.mem, int64_t, LOAD_BLOCK), 0, 0 };
	if (rc != RC_OK)
		return rc;
	while (ret->n < LOAD_BLOCK && db_next(&q))
		ret->list[ret->n++] = db_int(&q, 0);
	return db_done(&q);
}

/* One id of the block; now: the record as it is, NULL: gone. */
static enum rc put_record(struct look *l, const struct block *b, int64_t id, const struct record *now,
			  bool touched)
{
	struct was w = { .lost = false };
	enum rc rc = RC_OK;

	if (touched) {
		rc = unwind(l, b, id, &w);
		if (rc == RC_OK)
			rc = verify_loaded(&l->block, l->v, b->k, id, &l->load);
	} else if (!untouched(l, now)) {
		find(l, b, id, N_("it is not what the journal says"));
	}
	if (now)
		know_now(l, now, &w);
	l->lost = l->lost || w.lost;
	put_was(&l->all, b, id, &w);
	l->v->records++;
	return rc;
}

/* The records that are there, and those that were touched and may be gone: together by id. */
static enum rc put_records(struct look *l, const struct block *b)
{
	/* One more than there should be shows that some were put there. */
	const struct list all = { .after = b->first - 1, .limit = (size_t)b->rows + 1 };
	struct records now = { .r = NULL };
	struct ids touched;
	enum rc rc = read_touched(l, b, &touched);

	if (rc == RC_OK)
		rc = record_list(&l->block, b->k, &all, &now);
	while (now.n && now.r[now.n - 1].id > b->last)
		now.n--;
	for (size_t i = 0; rc == RC_OK && (i < now.n || touched.at < touched.n);) {
		int64_t a = i < now.n ? now.r[i].id : INT64_MAX,
			z = touched.at < touched.n ? touched.list[touched.at] : INT64_MAX;
		const struct record *r = a <= z ? &now.r[i++] : NULL;
		touched.at += z <= a;
		rc = put_record(l, b, a < z ? a : z, r, z <= a);
	}
	return rc;
}

static enum rc check_block(struct look *l, const struct block *b)
{
	l->all = buf_new(l->block.mem, BYTES_MAX);
	l->lost = false;
	enum rc rc = put_records(l, b);
	str text = buf_view(&l->all);

	if (rc == RC_OK && !l->lost && memcmp(sm3(&text, 1).b, b->hash, SM3_SIZE) != 0)
		find(l, b, b->first,
		     N_("among those loaded from here on, one is not as it was, gone, or put there past the "
			"program"));
	return rc;
}

/* --- a load --- */

/* "first-last-rows:hash" */
static bool block_read(str text, struct block *b)
{
	str part[3], hash = text;
	bool ok = str_next(&hash, ':', &text);

	for (size_t i = 0; i < COUNT(part); i++)
		ok = ok && str_next(&text, '-', &part[i]);
	return ok && str_int(part[0], &b->first) && str_int(part[1], &b->last) &&
	       str_int(part[2], &b->rows) && hex_read(hash, b->hash, SM3_SIZE);
}

static void widen(struct look *l, const struct block *b)
{
	if (!l->load.first || b->first < l->load.first)
		l->load.first = b->first;
	if (b->last > l->load.last)
		l->load.last = b->last;
}

/* One kind of a load; `most`: so many blocks of it. */
static enum rc look_at_kind(struct look *l, const struct json_value *table, size_t most)
{
	const struct json_value *kind = json_get(table, STR("kind")),
				*fields = json_get(table, STR("fields")),
				*blocks = json_get(table, STR("blocks"));
	struct block b = { .k = kind ? model_kind_named(l->c->model, kind->text) : NULL };
	str rest = blocks ? blocks->text : (str){ NULL, 0 }, one;
	enum rc rc = RC_OK;

	for (const struct json_value *f = fields ? fields->child : NULL; b.k && f && b.n < FIELDS_MAX;
	     f = f->next)
		if (!kind_field(b.k, f->text, &b.field[b.n++]))
			b.field[b.n - 1] = b.k->nfields;
	while (b.k && rc == RC_OK && str_next(&rest, ',', &one)) {
		if (!block_read(one, &b))
			continue; /* sealed by us: it does not happen */
		widen(l, &b);
		if (!most)
			continue;
		most--;
		rc = check_block(l, &b);
		arena_reset(l->block.mem);
	}
	return rc;
}

static enum rc look_at_load(struct look *l, str body, size_t most)
{
	struct json_value *v;
	enum rc rc = RC_OK;

	if (json_parse(l->c->mem, body, &v) != RC_OK)
		return RC_OK; /* the chain has said so */
	const struct json_value *kinds = json_get(v, STR("kinds"));
	for (const struct json_value *t = kinds ? kinds->child : NULL; t && rc == RC_OK; t = t->next)
		rc = look_at_kind(l, t, most);
	return rc;
}

/* --- all of them --- */

struct found {
	struct loaded load;
	struct found *next;
};

static enum rc find_loads(struct ctx *c, struct found **ret, size_t *ret_n)
{
	struct rows q;
	struct found **end = ret;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT j.county, j.seq, j.at FROM journal j WHERE j.record = 0 AND j.act = ?1"
			      " ORDER BY j.county, j.seq",
			      INT(ACT_LOAD));

	*ret = NULL;
	*ret_n = 0;
	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		*end = NEW(c->mem, struct found, 1);
		(*end)->load = (struct loaded){ (unsigned)db_int(&q, 0), db_int(&q, 1), db_int(&q, 2), 0, 0 };
		end = &(*end)->next;
		++*ret_n;
	}
	return db_done(&q);
}

static enum rc read_body(struct ctx *c, const struct loaded *load, str *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT b.sealed FROM journal_body b WHERE b.county = ?1 AND b.node = 0 AND b.seq = ?2"
		" AND b.part = ?3",
		INT(load->county), INT(load->seq), INT(C3_PERSONAL));

	*ret = (str){ NULL, 0 };
	if (rc != RC_OK)
		return rc;
	str sealed = db_next(&q) ? db_dup(c->mem, &q, 0) : (str){ NULL, 0 };
	rc = db_done(&q);
	if (rc == RC_OK && seal_open(c, (struct key_of){ load->county, C3_PERSONAL }, sealed,
				     journal_body_extra(c->mem, load->county, load->seq), ret) != RC_OK)
		*ret = (str){ NULL, 0 };
	return rc;
}

static int by_id(const void *a, const void *b)
{
	const struct loaded *x = a, *y = b;

	return x->first < y->first ? -1 : x->first > y->first;
}

/* Another load each day, and of each kind one block. */
static size_t blocks_today(const struct ctx *c, bool quick, size_t i, size_t n)
{
	if (!quick)
		return SIZE_MAX;
	return i == (size_t)day_number(c->today) % n;
}

enum rc verify_loads(struct ctx *c, bool quick, struct verdict *v, struct loaded **ret, size_t *ret_n)
{
	struct found *p;
	struct ctx one = *c;
	size_t n, kept = 0;
	enum rc rc = find_loads(c, &p, &n);
	struct loaded *all = NEW(c->mem, struct loaded, n);

	one.mem = arena_within(c->mem, BYTES_MAX);
	for (size_t i = 0; p && rc == RC_OK; p = p->next, i++) {
		struct look l = { .c = &one, .block = one, .v = v, .load = p->load };
		str body;
		l.block.mem = arena_within(c->mem, BLOCK_MEMORY);
		rc = read_body(&one, &p->load, &body);
		if (rc == RC_OK)
			rc = look_at_load(&l, body, blocks_today(c, quick, i, n));
		if (l.load.first)
			all[kept++] = l.load;
		arena_free(l.block.mem);
		arena_reset(one.mem);
	}
	arena_free(one.mem);
	if (kept)
		qsort(all, kept, sizeof *all, by_id);
	*ret = all;
	*ret_n = kept;
	return rc;
}
