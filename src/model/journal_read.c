/* The journal's readers: what changed in a record, whether a version is stale. */
#include "chain.h"
#include "seal.h"
#include "tx.h"

static bool open_part(struct ctx *c, unsigned county, int64_t seq, int class, str sealed,
		      struct json_value **ret)
{
	str plain;

	return seal_open(c, (struct key_of){ county, class }, sealed, journal_body_extra(c->mem, county, seq),
			 &plain) == RC_OK &&
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
			 "SELECT j.county, j.seq, b.part, b.sealed, j.act FROM journal j"
			 " JOIN journal_body b ON b.county = j.county AND b.node = j.node AND b.seq = j.seq"
			 " WHERE j.kind = ?1 AND j.record = ?2 AND j.county = ?3 ORDER BY j.seq DESC, b.part",
			 TEXT(str_of(k->name)), INT(now->id), INT(now->county));
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
		if (db_int(&q, 4) == ACT_ARRIVE) { /* what was before stands in another county's chain */
			erased = true;
			break;
		}
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
	unsigned in = 0;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT j.county, j.seq, b.part, b.sealed, j.kind FROM journal j"
		" JOIN journal_body b ON b.county = j.county AND b.node = j.node AND b.seq = j.seq"
		" WHERE (j.kind = ?1 AND j.record = ?2) OR (j.kind = ?3 AND j.record = ?4)"
		" ORDER BY j.at DESC, j.seq DESC, j.county, b.part",
		TEXT(str_of(r[0]->kind->name)), INT(r[0]->id), TEXT(str_of(r[1]->kind->name)), INT(r[1]->id));
	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		struct json_value *body;
		int which = str_eq(db_text(&q, 4), str_of(r[0]->kind->name)) ? 0 : 1;
		unsigned county = (unsigned)db_int(&q, 0);
		writes -= db_int(&q, 1) != last || county != in;
		last = db_int(&q, 1);
		in = county;
		if (writes < 0)
			break;
		if (open_part(c, county, last, (int)db_int(&q, 2), db_blob(&q, 3), &body))
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

/* Of a record that came from another county only what was done since: the rows before it stand in a chain of
 * their own, with numbers of their own, and are that county's to show. */
static void put_since_arrival(struct stmt *s, const struct kind *k, const struct record *now)
{
	stmt_str(s, " AND (j.county = ");
	stmt_val(s, INT(now->county));
	stmt_str(s, " OR NOT EXISTS (SELECT 1 FROM journal a WHERE a.record = ");
	stmt_val(s, INT(now->id));
	stmt_str(s, " AND a.kind = ");
	stmt_val(s, TEXT(str_of(k->name)));
	stmt_str(s, " AND a.act = ");
	stmt_val(s, INT(ACT_ARRIVE));
	stmt_str(s, "))");
}

static enum rc query_entries(struct ctx *c, const struct kind *k, const struct record *now,
			     int64_t before_seq, size_t limit, struct rows *ret)
{
	struct stmt s = stmt_new(c);

	stmt_str(&s, "SELECT j.county, j.seq, j.at, j.actor, j.via, j.act, j.record, j.batch, j.reason, ");
	stmt_actor_name(&s, c, "j.actor");
	stmt_str(&s, " FROM journal j WHERE j.kind = ");
	stmt_val(&s, TEXT(str_of(k->name)));
	stmt_str(&s, " AND j.record = ");
	stmt_val(&s, INT(now->id));
	put_since_arrival(&s, k, now);
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

	/* Of what is sealed it would name who wrote it down first. */
	if (rc == RC_OK && k->sealed && c->who->role != ROLE_SYSTEM)
		rc = RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	rc = query_entries(c, k, &seen, before_seq, limit, &q);
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

/* --- headers, for the auditor --- */

static void put_headers_filter(struct stmt *s, const struct headers_filter *f)
{
	const struct {
		const char *text;
		int64_t value;
	} parts[] = { { " AND j.actor = ", f->actor },
		      { " AND j.record = ", f->record },
		      { " AND j.seq < ", f->before },
		      { " AND j.at >= ", f->from } };
	bool first = true;

	for (size_t i = 0; i < COUNT(parts); i++)
		if (parts[i].value) {
			stmt_str(s, parts[i].text);
			stmt_val(s, INT(parts[i].value));
		}
	for (int act = 1; act < ACT__N && f->acts; act++)
		if (f->acts >> act & 1) {
			stmt_str(s, first ? " AND j.act IN (" : ", ");
			stmt_val(s, INT(act));
			first = false;
		}
	if (!first)
		stmt_str(s, ")");
}

/* That there is a record of a sealed kind is nobody's to see in a list of what was done. */
static void put_unsealed(struct stmt *s, const struct model *m)
{
	for (size_t i = 0; i < m->nkinds; i++)
		if (m->kinds[i]->sealed) {
			stmt_str(s, " AND j.kind <> ");
			stmt_val(s, TEXT(str_of(m->kinds[i]->name)));
		}
}

enum rc journal_headers(struct ctx *c, const struct headers_filter *f, struct entry **ret, size_t *ret_n)
{
	struct stmt s = stmt_new(c);
	struct rows q;
	size_t n = 0, limit = *ret_n;
	struct entry *list = NEW(c->mem, struct entry, limit);

	stmt_str(&s, "SELECT j.county, j.seq, j.at, j.actor, j.via, j.act, j.record, j.batch, j.reason, ");
	stmt_actor_name(&s, c, "j.actor");
	stmt_str(&s, ", j.kind FROM journal j WHERE j.county = ");
	stmt_val(&s, INT(c->model->county));
	stmt_str(&s, " AND j.node = 0");
	put_headers_filter(&s, f);
	put_unsealed(&s, c->model);
	stmt_str(&s, " ORDER BY j.seq DESC LIMIT ");
	stmt_val(&s, INT((int64_t)limit));
	enum rc rc = stmt_query(&s, c, &q);
	if (rc != RC_OK)
		return rc;
	while (n < limit && db_next(&q)) {
		list[n] = read_entry(c, &q);
		list[n++].kind = db_dup(c->mem, &q, 10);
	}
	rc = db_done(&q);
	if (rc != RC_OK)
		return rc;
	*ret = list;
	*ret_n = n;
	return RC_OK;
}
