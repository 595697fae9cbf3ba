/* The journal's readers: what changed in a record, whether a version is stale, whether the chain is whole. */
#include "chain.h"
#include "tx.h"

static bool open_part(struct ctx *c, unsigned county, int64_t seq, int class, str sealed,
		      struct json_value **ret)
{
	str plain;

	return keys_open(c->mem, c->model->keys, (struct key_of){ county, class }, sealed,
			 journal_body_extra(c->mem, county, seq), &plain) &&
	       json_parse(c->mem, plain, ret) == RC_OK;
}

static void add_bits(const struct kind *k, const struct json_value *body, uint64_t *bits)
{
	const struct json_value *fields = json_get(body, STR("f"));

	for (const struct json_value *v = fields ? fields->child : NULL; v; v = v->next) {
		size_t i;
		if (kind_field(k, v->text, &i))
			*bits |= UINT64_C(1) << i;
	}
}

enum rc journal_changed_since(struct ctx *c, const struct kind *k, const struct record *now, int64_t version,
			      uint64_t *ret)
{
	struct rows q;
	uint64_t bits = 0;
	bool erased = false;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT j.county, j.seq, b.part, b.sealed FROM journal j"
			 " JOIN journal_body b ON b.county = j.county AND b.node = j.node AND b.seq = j.seq"
			 " WHERE j.kind = ?1 AND j.record = ?2 ORDER BY j.seq DESC, b.part",
			 TEXT(str_of(k->name)), INT(now->id));
	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		struct json_value *body;
		if (!open_part(c, (unsigned)db_int(&q, 0), db_int(&q, 1), (int)db_int(&q, 2), db_blob(&q, 3),
			       &body)) {
			erased = true; /* what cannot be read counts as changed */
			break;
		}
		const struct json_value *v = json_get(body, STR("v"));
		if (!v || v->i <= version)
			break;
		add_bits(k, body, &bits);
	}
	rc = db_done(&q);
	if (rc == RC_OK)
		*ret = erased ? ~UINT64_C(0) : bits;
	return rc;
}

enum rc journal_changed_last(struct ctx *c, const struct record *const r[2], int64_t writes, uint64_t ret[2])
{
	struct rows q;
	uint64_t bits[2] = { 0, 0 };
	int64_t last = 0;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT j.county, j.seq, b.part, b.sealed, j.kind FROM journal j"
		" JOIN journal_body b ON b.county = j.county AND b.node = j.node AND b.seq = j.seq"
		" WHERE (j.kind = ?1 AND j.record = ?2) OR (j.kind = ?3 AND j.record = ?4)"
		" ORDER BY j.seq DESC, b.part",
		TEXT(str_of(r[0]->kind->name)), INT(r[0]->id), TEXT(str_of(r[1]->kind->name)), INT(r[1]->id));
	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		struct json_value *body;
		int which = str_eq(db_text(&q, 4), str_of(r[0]->kind->name)) ? 0 : 1;
		writes -= db_int(&q, 1) != last;
		last = db_int(&q, 1);
		if (writes < 0)
			break;
		if (open_part(c, (unsigned)db_int(&q, 0), last, (int)db_int(&q, 2), db_blob(&q, 3), &body))
			add_bits(r[which]->kind, body, &bits[which]);
		else
			bits[which] = ~UINT64_C(0);
	}
	rc = db_done(&q);
	if (rc == RC_OK)
		memcpy(ret, bits, sizeof bits);
	return rc;
}

/* --- the rows of one record, for a reader --- */

static str shown(struct ctx *c, const struct field *f, str plain)
{
	bool open = f->class < C4_SENSITIVE || c->who->role == ROLE_SYSTEM ||
		    (c->purpose.n && f->class == C4_SENSITIVE && may_open(c->who, f->profile));

	if (open)
		return plain;
	str masked = mask_value(c->mem, f->mask, plain);
	return masked.n ? masked : STR("****");
}

static void add_changes(struct ctx *c, const struct kind *k, const struct json_value *body, struct entry *e)
{
	const struct json_value *before = json_get(body, STR("b")), *after = json_get(body, STR("a"));
	const struct json_value *fields = json_get(body, STR("f"));

	for (const struct json_value *v = fields ? fields->child : NULL; v && e->nchange < FIELDS_MAX;
	     v = v->next) {
		size_t i;
		const struct field *f = kind_field(k, v->text, &i);
		if (!f || !may_read(c->who, f->profile))
			continue;
		const struct json_value *b = json_get(before, v->text), *a = json_get(after, v->text);
		e->change[e->nchange++] =
			(struct field_change){ .field = f,
					       .index = i,
					       .had = b != NULL,
					       .has = a != NULL,
					       .before = b ? shown(c, f, b->text) : (str){ NULL, 0 },
					       .after = a ? shown(c, f, a->text) : (str){ NULL, 0 } };
	}
}

static struct entry *entry_of_seq(struct entry *list, size_t n, unsigned county, int64_t seq)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].seq == seq && list[i].county == county)
			return &list[i];
	return NULL;
}

/* The bodies of all these rows (of one record, newest first) by one statement. */
static enum rc read_bodies(struct ctx *c, const struct kind *k, struct entry *list, size_t n)
{
	struct rows q;

	if (!n)
		return RC_OK;
	for (size_t i = 0; i < n; i++)
		list[i].change = NEW(c->mem, struct field_change, FIELDS_MAX);
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT j.county, j.seq, b.part, b.sealed FROM journal j"
			 " JOIN journal_body b ON b.county = j.county AND b.node = j.node AND b.seq = j.seq"
			 " WHERE j.kind = ?1 AND j.record = ?2 AND j.seq BETWEEN ?3 AND ?4 ORDER BY j.seq "
			 "DESC, b.part",
			 TEXT(str_of(k->name)), INT(list[0].record), INT(list[n - 1].seq), INT(list[0].seq));
	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		struct json_value *body;
		unsigned county = (unsigned)db_int(&q, 0);
		int64_t seq = db_int(&q, 1);
		struct entry *e = entry_of_seq(list, n, county, seq);
		if (e && open_part(c, county, seq, (int)db_int(&q, 2), db_blob(&q, 3), &body))
			add_changes(c, k, body, e);
	}
	return db_done(&q);
}

static struct entry read_entry(struct ctx *c, const struct rows *q)
{
	return (struct entry){ .county = (unsigned)db_int(q, 0),
			       .seq = db_int(q, 1),
			       .at = db_int(q, 2),
			       .actor = db_int(q, 3),
			       .via = (enum via)db_int(q, 4),
			       .act = (enum act)db_int(q, 5),
			       .record = db_int(q, 6),
			       .batch = db_int(q, 7),
			       .reason = db_dup(c->mem, q, 8),
			       .actor_name = db_dup(c->mem, q, 9) };
}

/* The name of who acted stands in the kind that the house named for it; model/ itself knows no accounts. */
static void put_actor_name(struct stmt *s, const struct kind *actors)
{
	if (!actors) {
		stmt_str(s, "''");
		return;
	}
	stmt_str(s, "(SELECT a.");
	stmt_str(s, field_column(&actors->fields[actors->label_field - 1]));
	stmt_str(s, " FROM ");
	stmt_str(s, actors->name);
	stmt_str(s, " a WHERE a.id = j.actor)");
}

static enum rc query_entries(struct ctx *c, const struct kind *k, int64_t record, int64_t before_seq,
			     size_t limit, struct rows *ret)
{
	struct stmt s = stmt_new(c);

	stmt_str(&s, "SELECT j.county, j.seq, j.at, j.actor, j.via, j.act, j.record, j.batch, j.reason, ");
	put_actor_name(&s, c->model->actors);
	stmt_str(&s, " FROM journal j WHERE j.kind = ");
	stmt_val(&s, TEXT(str_of(k->name)));
	stmt_str(&s, " AND j.record = ");
	stmt_val(&s, INT(record));
	stmt_str(&s, " AND j.seq < ");
	stmt_val(&s, INT(before_seq ? before_seq : INT64_MAX));
	stmt_str(&s, " ORDER BY j.seq DESC LIMIT ");
	stmt_val(&s, INT((int64_t)limit));
	return stmt_query(&s, c, ret);
}

enum rc journal_of(struct ctx *c, const struct kind *k, int64_t record, int64_t before_seq,
		   struct entry **ret, size_t *ret_n)
{
	struct record seen;
	struct rows q;
	size_t n = 0, limit = *ret_n;
	struct entry *list = NEW(c->mem, struct entry, limit);
	enum rc rc = record_load(c, k, record, &seen); /* who may not see the record sees no history */

	if (rc != RC_OK)
		return rc;
	rc = query_entries(c, k, record, before_seq, limit, &q);
	if (rc != RC_OK)
		return rc;
	while (n < limit && db_next(&q)) {
		list[n] = read_entry(c, &q);
		list[n++].kind = str_of(k->name);
	}
	rc = db_done(&q);
	if (rc == RC_OK)
		rc = read_bodies(c, k, list, n);
	*ret = list;
	*ret_n = n;
	return rc;
}

/* --- is it whole? --- */

enum { ROW_MEMORY = 4 << 20 };

struct walk {
	struct verdict v;
	uint8_t hash[SM3_SIZE];
	unsigned county, node;
	int64_t seq;
	int64_t parts, bodies; /* that the headers name; that are there */
};

static void broken(struct walk *w, const struct entry *e, str why)
{
	if (w->v.broken_at)
		return;
	w->v.broken_at = e->seq;
	w->v.county = e->county;
	w->v.why = why;
}

static int64_t parts_in(str digest)
{
	str one;
	int64_t n = 0;

	while (str_next(&digest, ',', &one))
		n += one.n > 0;
	return n;
}

static void verify_row(struct ctx *c, struct walk *w, const struct rows *q)
{
	struct entry e = read_entry(c, q);
	str digest = db_dup(c->mem, q, 9), hash = db_dup(c->mem, q, 10);

	e.kind = db_dup(c->mem, q, 11);
	e.node = (unsigned)db_int(q, 12);
	if (e.county != w->county || e.node != w->node) {
		w->county = e.county;
		w->node = e.node;

		w->seq = 0;
		memset(w->hash, 0, SM3_SIZE);
		w->v.segments++;
	}
	w->v.rows++;
	w->parts += parts_in(digest);
	struct sm3 must = journal_hash(c->mem, w->hash, &e, digest);
	if (e.seq != w->seq + 1)
		broken(w, &e, STR("a row is missing before this one"));
	else if (hash.n != SM3_SIZE || memcmp(hash.s, must.b, SM3_SIZE) != 0)
		broken(w, &e, STR("the row does not match its hash"));
	w->seq = e.seq;
	memcpy(w->hash, must.b, SM3_SIZE);
}

static enum rc walk_headers(struct ctx *c, struct walk *w)
{
	struct rows q;
	enum rc rc = DB_QUERY0(
		c->db, &q,
		"SELECT j.county, j.seq, j.at, j.actor, j.via, j.act, j.record, j.batch, j.reason, j.digest,"
		" j.hash, j.kind, j.node FROM journal j ORDER BY j.county, j.node, j.seq");

	if (rc != RC_OK)
		return rc;
	struct ctx row = *c;
	row.mem = arena_within(c->mem, ROW_MEMORY);
	while (db_next(&q)) {
		verify_row(&row, w, &q);
		arena_reset(row.mem);
	}
	arena_free(row.mem);
	return db_done(&q);
}

/* What the part of this class must hash to; false: the header names none. */
static bool part_named(str digest, int class, uint8_t ret_must[SM3_SIZE])
{
	str one;

	while (str_next(&digest, ',', &one))
		if (one.n == 2 + 2 * SM3_SIZE && one.s[0] == '0' + class)
			return hex_read(str_cut(one, 2, one.n), ret_must, SM3_SIZE);
	return false;
}

static bool part_matches(str salt, str plain, const uint8_t must[SM3_SIZE])
{
	const str salted[] = { salt, plain };
	struct sm3 d = sm3(salted, COUNT(salted));

	return !memcmp(must, d.b, SM3_SIZE);
}

static void verify_part(struct ctx *c, struct walk *w, const struct rows *q)
{
	struct entry e = { .county = (unsigned)db_int(q, 0), .seq = db_int(q, 1) };
	int class = (int)db_int(q, 2);
	str plain, salt = db_dup(c->mem, q, 3), sealed = db_dup(c->mem, q, 4), digest = db_dup(c->mem, q, 5);
	uint8_t must[SM3_SIZE];

	w->bodies++;
	if (!part_named(digest, class, must))
		broken(w, &e, STR("a body belongs to no row"));
	else if (sealed.n == 0)
		w->v.erased++;
	else if (!keys_open(c->mem, c->model->keys, (struct key_of){ e.county, class }, sealed,
			    journal_body_extra(c->mem, e.county, e.seq), &plain))
		broken(w, &e, STR("a body cannot be opened"));
	else if (!part_matches(salt, plain, must))
		broken(w, &e, STR("a body does not match its digest"));
}

static enum rc walk_bodies(struct ctx *c, struct walk *w)
{
	struct rows q;
	enum rc rc =
		DB_QUERY0(c->db, &q,
			  "SELECT b.county, b.seq, b.part, b.salt, b.sealed, j.digest FROM journal_body b"
			  " LEFT JOIN journal j ON j.county = b.county AND j.node = b.node AND j.seq = b.seq"
			  " ORDER BY b.county, b.node, b.seq, b.part");

	if (rc != RC_OK)
		return rc;
	struct ctx row = *c;
	row.mem = arena_within(c->mem, ROW_MEMORY);
	while (db_next(&q)) {
		verify_part(&row, w, &q);
		arena_reset(row.mem);
	}
	arena_free(row.mem);
	return db_done(&q);
}

/* Erasing leaves the row of a body, so one that is not there was taken away. */
static enum rc find_missing(struct ctx *c, struct walk *w)
{
	struct rows q;
	enum rc rc = DB_QUERY0(
		c->db, &q,
		"SELECT j.county, j.seq, j.digest, count(b.part) FROM journal j"
		" LEFT JOIN journal_body b ON b.county = j.county AND b.node = j.node AND b.seq = j.seq"
		" GROUP BY j.county, j.node, j.seq, j.digest ORDER BY j.county, j.node, j.seq");

	if (rc != RC_OK)
		return rc;
	while (!w->v.broken_at && db_next(&q)) {
		struct entry e = { .county = (unsigned)db_int(&q, 0), .seq = db_int(&q, 1) };
		if (parts_in(db_text(&q, 2)) != db_int(&q, 3))
			broken(w, &e, STR("a body is missing"));
	}
	return db_done(&q);
}

enum rc journal_verify(struct ctx *c, struct verdict *ret)
{
	struct walk w = { 0 };
	enum rc rc = walk_headers(c, &w);

	if (rc == RC_OK)
		rc = walk_bodies(c, &w);
	if (rc == RC_OK && w.parts != w.bodies)
		rc = find_missing(c, &w);
	if (rc == RC_OK)
		*ret = w.v;
	return rc;
}
