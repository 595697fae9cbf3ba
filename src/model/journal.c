#include "chain.h"
#include "seal.h"
#include "tx.h"

#include <assert.h>

/* clang-format off */
static const char *const act_names[ACT__N] = {
	[ACT_CREATE] = "create", [ACT_UPDATE] = "update", [ACT_DELETE] = "delete", [ACT_READ] = "read",
	[ACT_CROSS] = "cross", [ACT_SIGN_IN] = "sign-in", [ACT_SIGN_OUT] = "sign-out", [ACT_OPEN] = "open",
	[ACT_APPROVE] = "approve", [ACT_REFUSE] = "refuse", [ACT_EXPORT] = "export", [ACT_ERASE] = "erase",
	[ACT_KEY] = "key", [ACT_CONSENT] = "consent", [ACT_DEPART] = "depart", [ACT_ARRIVE] = "arrive",
	[ACT_LOAD] = "load", [ACT_BACKUP] = "backup", [ACT_RESTORE] = "restore",
};
/* clang-format on */

const char *act_name(enum act act) { return act > 0 && act < ACT__N ? act_names[act] : "?"; }

/* One part of a body: the fields of one class. */
struct part {
	int class;
	uint8_t salt[16];
	str plain, sealed;
	struct sm3 digest;
};
enum { PARTS_MAX = 3 }; /* up to C3 together, C4 and C5 each apart, under its own key */

static bool in_part(const struct field *f, int class)
{
	return class == (f->class > C3_PERSONAL ? (int)f->class : C3_PERSONAL);
}

/* Of what nobody may read back only a digest is kept: enough to see that it was exchanged. */
str journal_secret(struct arena *mem, const struct val *v)
{
	struct buf b = buf_new(mem, 2 * SM3_SIZE + 8);

	if (v->t != VAL_TEXT)
		return STR("none");
	buf_lit(&b, "sm3:");
	buf_hex(&b, sm3(&v->s, 1).b, SM3_SIZE);
	return buf_view(&b);
}

static void put_side(struct json *j, struct arena *mem, const struct change *ch, const struct record *r,
		     int class)
{
	json_obj(j);
	for (size_t i = 0; i < ch->kind->nfields; i++) {
		const struct field *f = &ch->kind->fields[i];
		bool show = ch->before && ch->after ? ch->changed >> i & 1 : r->v[i].t != VAL_NULL;
		bool secret = f->type == T_SECRET;
		if (!show || !in_part(f, class) || (r->v[i].t == VAL_NULL && !secret))
			continue;
		json_key(j, str_of(f->name));
		json_str(j, secret ? journal_secret(mem, &r->v[i]) : val_text(mem, f, &r->v[i]));
	}
	json_obj_end(j);
}

/* {"v":version,"f":[changed fields],"b":{before},"a":{after}}; empty when this class had nothing to tell. */
static str body_text(struct arena *mem, const struct change *ch, int class)
{
	struct buf b = buf_new(mem, 1 << 20);
	struct json j = json_to(&b);
	bool any = false;

	json_obj(&j);
	JSON_KEY(&j, "v");
	json_int(&j, ch->after ? ch->after->version : ch->before->version);
	JSON_KEY(&j, "f");
	json_arr(&j);
	for (size_t i = 0; i < ch->kind->nfields; i++) {
		const struct field *f = &ch->kind->fields[i];
		bool told = ch->before && ch->after
				    ? ch->changed >> i & 1
				    : (ch->after ? ch->after : ch->before)->v[i].t != VAL_NULL;
		if (!told || !in_part(f, class))
			continue;
		any = true;
		json_str(&j, str_of(f->name));
	}
	json_arr_end(&j);
	if (ch->before) {
		JSON_KEY(&j, "b");
		put_side(&j, mem, ch, ch->before, class);
	}
	if (ch->after) {
		JSON_KEY(&j, "a");
		put_side(&j, mem, ch, ch->after, class);
	}
	json_obj_end(&j);
	return any || class == C3_PERSONAL ? buf_view(&b) : (str){ NULL, 0 };
}

str journal_body_extra(struct arena *mem, unsigned county, int64_t seq)
{
	struct buf b = buf_new(mem, 64);

	buf_lit(&b, "journal.");
	buf_int(&b, county);
	buf_ch(&b, '.');
	buf_int(&b, seq);
	return buf_view(&b);
}

static enum rc make_part(struct ctx *c, struct part *p, unsigned county, int64_t seq)
{
	const str salted[] = { { (char *)p->salt, sizeof p->salt }, p->plain };

	tx_random(c, p->salt, sizeof p->salt);
	p->digest = sm3(salted, COUNT(salted));
	return seal_text(c, (struct key_of){ county, p->class }, p->plain,
			 journal_body_extra(c->mem, county, seq), &p->sealed);
}

/* "3:hex,4:hex": which parts there are and what they must hash to. */
static str digest_text(struct arena *mem, const struct part *p, size_t n)
{
	struct buf b = buf_new(mem, 400);

	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_ch(&b, ',');
		buf_int(&b, p[i].class);
		buf_ch(&b, ':');
		buf_hex(&b, p[i].digest.b, SM3_SIZE);
	}
	return buf_view(&b);
}

static str header_text(struct arena *mem, const struct entry *e, str digest)
{
	struct buf b = buf_new(mem, 4096);
	const int64_t numbers[] = { e->county, e->node, e->seq,    e->at,   e->actor,
				    e->via,    e->act,  e->record, e->batch };

	for (size_t i = 0; i < COUNT(numbers); i++) {
		buf_int(&b, numbers[i]);
		buf_ch(&b, '|');
	}
	buf_str(&b, e->kind);
	buf_ch(&b, '|');
	buf_int(&b, (int64_t)e->reason.n); /* its length first: no text can pass for the next field */
	buf_ch(&b, '|');
	buf_str(&b, e->reason);
	buf_ch(&b, '|');
	buf_str(&b, digest);
	return buf_view(&b);
}

struct sm3 journal_hash(struct arena *mem, const uint8_t before[SM3_SIZE], const struct entry *e, str digest)
{
	const str link[] = { { (const char *)before, SM3_SIZE }, header_text(mem, e, digest) };

	return sm3(link, COUNT(link));
}

static enum rc insert_header(struct ctx *c, const struct entry *e, str digest, const struct sm3 *hash)
{
	return DB_LATER(c->db,
			"INSERT INTO journal (county, node, seq, at, actor, via, act, kind, record, batch, "
			"reason, digest, hash)"
			" VALUES (?1, 0, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
			INT(e->county), INT(e->seq), INT(e->at), INT(e->actor), INT(e->via), INT(e->act),
			TEXT(e->kind), INT(e->record), INT(e->batch), TEXT(e->reason), TEXT(digest),
			BLOB(((str){ (const char *)hash->b, SM3_SIZE })));
}

static enum rc insert_part(struct ctx *c, const struct entry *e, const struct part *p)
{
	return DB_LATER(c->db,
			"INSERT INTO journal_body (county, node, seq, part, salt, sealed) VALUES (?1, 0, ?2, "
			"?3, ?4, ?5)",
			INT(e->county), INT(e->seq), INT(p->class),
			BLOB(((str){ (const char *)p->salt, sizeof p->salt })), BLOB(p->sealed));
}

static enum rc append(struct ctx *c, struct entry *e, struct part *p, size_t n)
{
	struct link *end;
	enum rc rc = chain_end(c, e->county, CHAIN_JOURNAL, &end);

	if (rc != RC_OK)
		return rc;
	e->seq = end->seq + 1;
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = make_part(c, &p[i], e->county, e->seq);
	if (rc != RC_OK)
		return rc;
	str digest = digest_text(c->mem, p, n);
	struct sm3 hash = journal_hash(c->mem, end->hash, e, digest);
	rc = insert_header(c, e, digest, &hash);
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = insert_part(c, e, &p[i]);
	if (rc == RC_OK)
		chain_add(end, &hash);
	return rc;
}

static struct entry entry_of(const struct ctx *c, enum act act, str kind, int64_t record, unsigned county)
{
	return (struct entry){ .county = county,
			       .at = c->now,
			       .actor = c->who->account,
			       .via = c->via,
			       .act = act,
			       .kind = kind,
			       .record = record,
			       .batch = c->batch,
			       .reason = c->reason };
}

static enum rc append_change(struct ctx *c, struct entry *e, const struct change *ch)
{
	struct part part[PARTS_MAX];
	size_t n = 0;

	for (int class = C3_PERSONAL; class <= C5_SEALED; class ++) {
		str plain = body_text(c->mem, ch, class);
		if (plain.n)
			part[n++] = (struct part){ .class = class, .plain = plain };
	}
	return append(c, e, part, n);
}

enum rc journal_change(struct ctx *c, enum act act, const struct change *ch)
{
	const struct record *r = ch->after ? ch->after : ch->before;
	struct entry e = entry_of(c, act, str_of(ch->kind->name), r->id, r->county);

	return append_change(c, &e, ch);
}

static str county_text(struct arena *mem, unsigned county)
{
	struct buf b = buf_new(mem, 8);

	buf_pad(&b, county, 6);
	return buf_view(&b);
}

/* The county that lets it go keeps what it knew; the other one begins with all of it, so that either chain
 * can be checked without the other. */
enum rc journal_move(struct ctx *c, const struct record *before, const struct record *after)
{
	const struct change ch = { .kind = after->kind, .after = (struct record *)after };
	str kind = str_of(after->kind->name);
	struct entry left = entry_of(c, ACT_DEPART, kind, before->id, before->county),
		     came = entry_of(c, ACT_ARRIVE, kind, after->id, after->county);

	left.batch = came.batch = 0; /* a batch lies in one county */
	left.reason = county_text(c->mem, after->county);
	came.reason = county_text(c->mem, before->county);
	enum rc rc = append(c, &left, NULL, 0);
	return rc == RC_OK ? append_change(c, &came, &ch) : rc;
}

enum rc journal_load(struct ctx *c, unsigned county, str body)
{
	struct entry e = entry_of(c, ACT_LOAD, STR("load"), 0, county);
	struct part one = { .class = C3_PERSONAL, .plain = body };

	return append(c, &e, &one, 1);
}

enum rc journal_note(struct ctx *c, enum act act, str kind, int64_t record, str reason)
{
	struct entry e = entry_of(c, act, kind, record, c->who->county ? c->who->county : c->model->county);

	e.reason = reason;
	return append(c, &e, NULL, 0);
}

/* --- erasing --- */

struct place {
	unsigned county, node;
	int64_t seq;
	struct place *next;
};

static struct place *places(struct ctx *c, struct rows *q)
{
	struct place *list = NULL;

	while (db_next(q)) {
		struct place *p = NEW(c->mem, struct place, 1);
		*p = (struct place){ (unsigned)db_int(q, 0), (unsigned)db_int(q, 1), db_int(q, 2), list };
		list = p;
	}
	return list;
}

static const uint8_t no_salt[16];

static enum rc empty_bodies(struct ctx *c, const struct kind *k, int64_t record, int class)
{
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT j.county, j.node, j.seq FROM journal j WHERE j.record = ?1 AND j.kind = ?2"
			 " ORDER BY j.seq",
			 INT(record), TEXT(str_of(k->name)));

	if (rc != RC_OK)
		return rc;
	struct place *p = places(c, &q);
	for (rc = db_done(&q); p && rc == RC_OK; p = p->next)
		rc = DB_LATER(c->db,
			      "UPDATE journal_body SET salt = ?1, sealed = ?2"
			      " WHERE county = ?3 AND node = ?4 AND seq = ?5 AND part = ?6",
			      BLOB(((str){ (const char *)no_salt, sizeof no_salt })), BLOB(STR("")),
			      INT(p->county), INT(p->node), INT(p->seq), INT(class));
	return rc;
}

/* What readers typed about this record; where it was one of many, too. */
static enum rc empty_purposes(struct ctx *c, int64_t record)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT r.county, r.node, r.seq FROM readlog r WHERE r.record = ?1"
			      " UNION SELECT x.county, x.node, x.seq FROM readlog_child x WHERE x.child = ?1"
			      " ORDER BY 1, 2, 3",
			      INT(record));

	if (rc != RC_OK)
		return rc;
	struct place *p = places(c, &q);
	for (rc = db_done(&q); p && rc == RC_OK; p = p->next)
		rc = DB_LATER(c->db,
			      "UPDATE readlog SET salt = ?1, purpose = ?2"
			      " WHERE county = ?3 AND node = ?4 AND seq = ?5",
			      BLOB(((str){ (const char *)no_salt, sizeof no_salt })), BLOB(STR("")),
			      INT(p->county), INT(p->node), INT(p->seq));
	return rc;
}

enum rc journal_forget(struct ctx *c, const struct kind *k, int64_t record, unsigned classes)
{
	enum rc rc = RC_OK;

	for (int class = C3_PERSONAL; class <= C5_SEALED && rc == RC_OK; class ++)
		if (classes >> class & 1)
			rc = empty_bodies(c, k, record, class);
	return rc == RC_OK && classes >> C3_PERSONAL & 1 ? empty_purposes(c, record) : rc;
}

enum rc journal_erase(struct ctx *c, const struct kind *k, int64_t record, unsigned classes)
{
	struct buf b = buf_new(c->mem, 20);

	assert(c->tx);
	for (int class = C3_PERSONAL; class <= C5_SEALED; class ++) {
		if (!(classes >> class & 1))
			continue;
		if (b.n)
			buf_ch(&b, ',');
		buf_int(&b, class);
	}
	enum rc rc = journal_forget(c, k, record, classes);

	return rc == RC_OK ? journal_note(c, ACT_ERASE, str_of(k->name), record, buf_view(&b)) : rc;
}

size_t journal_parts(str digest)
{
	size_t n = 0;
	str one;

	while (str_next(&digest, ',', &one))
		n += one.n > 0;
	return n;
}
