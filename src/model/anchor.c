#include "anchor.h"

/* What only the holder of the key file can have made of this text; for one chain, so that no anchor can take
 * another's place.  The digest key is the one that outlives a change of the others. */
static str seal_of(struct ctx *c, enum chain_name which, unsigned county, unsigned node, str text)
{
	struct buf b = buf_new(c->mem, 100);

	buf_lit(&b, "anchor.");
	buf_str(&b, str_of(chain_text(which)));
	buf_ch(&b, '.');
	buf_int(&b, county);
	buf_ch(&b, '.');
	buf_int(&b, node);
	str digest = keys_digest(c->mem, c->model->keys, buf_view(&b), text);
	return hex_put(c->mem, digest.s, digest.n);
}

/* "SEQ COUNT HASH SEAL" */
bool anchor_parse(struct ctx *c, str text, enum chain_name which, unsigned county, unsigned node,
		  struct anchor *ret)
{
	enum { SEAL = 2 * SM3_SIZE };
	str seq, count, hash, rest;

	if (text.n <= SEAL + 1)
		return false;
	rest = str_cut(text, 0, text.n - SEAL - 1);
	str seal = seal_of(c, which, county, node, rest);
	return seal.n == SEAL && sm_equal(seal.s, text.s + text.n - SEAL, SEAL) &&
	       str_next(&rest, ' ', &seq) && str_next(&rest, ' ', &count) && str_next(&rest, ' ', &hash) &&
	       str_int(seq, &ret->seq) && str_int(count, &ret->count) && hex_read(hash, ret->hash, SM3_SIZE);
}

enum rc anchor_read(struct ctx *c, enum chain_name which, unsigned county, unsigned node, struct anchor *ret)
{
	struct anchor a;
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT a.sealed FROM anchor a WHERE a.chain = ?1 AND a.county = ?2 AND a.node = ?3",
			 TEXT(str_of(chain_text(which))), INT(county), INT(node));

	if (rc != RC_OK)
		return rc;
	enum rc found = RC_NOT_FOUND;
	if (db_next(&q))
		found = anchor_parse(c, db_text(&q, 0), which, county, node, &a) ? RC_OK : RC_INVALID;
	rc = db_done(&q);
	if (rc == RC_OK && found == RC_OK)
		*ret = a;
	return rc != RC_OK ? rc : found;
}

enum rc anchor_write(struct ctx *c, enum chain_name which, unsigned county, const struct anchor *a)
{
	struct buf b = buf_new(c->mem, 300);

	buf_int(&b, a->seq);
	buf_ch(&b, ' ');
	buf_int(&b, a->count);
	buf_ch(&b, ' ');
	buf_hex(&b, a->hash, SM3_SIZE);
	str seal = seal_of(c, which, county, 0, buf_view(&b));
	buf_ch(&b, ' ');
	buf_str(&b, seal);
	return DB_LATER(c->db,
			"INSERT INTO anchor (chain, county, node, sealed) VALUES (?1, ?2, 0, ?3)"
			" ON CONFLICT (chain, county, node) DO UPDATE SET sealed = excluded.sealed",
			TEXT(str_of(chain_text(which))), INT(county), TEXT(buf_view(&b)));
}

/* A chain whose anchor is not there yet. */
struct adopted {
	unsigned county;
	struct anchor a;
	struct adopted *next;
};

static struct adopted *ends(struct ctx *c, struct rows *q)
{
	struct adopted *list = NULL;

	while (db_next(q)) {
		struct adopted *e = NEW(c->mem, struct adopted, 1);
		str hash = db_blob(q, 2);
		*e = (struct adopted){ (unsigned)db_int(q, 0), { db_int(q, 1), db_int(q, 1), { 0 } }, list };
		if (hash.n == SM3_SIZE)
			memcpy(e->a.hash, hash.s, SM3_SIZE);
		list = e;
	}
	return list;
}

enum rc journal_adopt(struct ctx *c)
{
	struct rows q;
	enum rc rc = DB_QUERY0(c->db, &q,
			       "SELECT j.county, j.seq, j.hash FROM journal j WHERE j.node = 0 AND j.seq ="
			       " (SELECT max(k.seq) FROM journal k WHERE k.county = j.county AND k.node = 0)"
			       " ORDER BY j.county");

	if (rc != RC_OK)
		return rc;
	struct adopted *e = ends(c, &q);
	for (rc = db_done(&q); e && rc == RC_OK; e = e->next)
		rc = anchor_write(c, CHAIN_JOURNAL, e->county, &e->a);
	return rc;
}
