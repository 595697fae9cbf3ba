/* The two chains: hashes, anchors, bodies, purposes. */
#include "verify.h"
#include "anchor.h"
#include "readlog.h"
#include "seal.h"
#include "tx.h"

enum {
	QUICK_ROWS = 10000, /* of each chain */
	PAGE = 500,         /* rows of one statement */
	PAGE_MEMORY = 64 << 20
};

void verdict_add(struct verdict *v, const struct finding *f)
{
	if (!v->broken++) {
		v->broken_at = f->seq ? f->seq : -1;
		v->county = f->county;
		v->why = str_of(f->why);
	}
	if (v->n < FINDINGS_MAX)
		v->finding[v->n++] = *f;
}

/* One chain of one county and node. */
struct walk {
	struct ctx page; /* its arena holds one page */
	struct verdict *v;
	enum chain_name which;
	unsigned county, node;
	bool quick;
	int64_t seq, count;
	uint8_t hash[SM3_SIZE];
	int64_t beside; /* bodies, or children of lists, that belong to its rows */
	/* The row under way, when it comes in several pieces. */
	int64_t at_seq, named, there;
};

static void find(struct walk *w, int64_t seq, const char *why)
{
	verdict_add(w->v, &(struct finding){ .chain = chain_text(w->which),
					     .county = w->county,
					     .node = w->node,
					     .seq = seq,
					     .why = why });
}

/* Each row is held against the hash that the one before carries, so only those that were touched are named.
 */
static void check_link(struct walk *w, int64_t seq, const struct sm3 *must, str hash)
{
	bool fits = hash.n == SM3_SIZE && memcmp(hash.s, must->b, SM3_SIZE) == 0;

	if (seq != w->seq + 1)
		find(w, w->seq + 1, N_("rows are missing from here"));
	else if (!fits)
		find(w, seq, N_("the row does not match its hash"));
	w->seq = seq;
	w->count++;
	if (hash.n == SM3_SIZE)
		memcpy(w->hash, hash.s, SM3_SIZE);
}

static bool digest_fits(str salt, str plain, const uint8_t must[SM3_SIZE])
{
	const str salted[] = { salt, plain };

	return memcmp(must, sm3(salted, COUNT(salted)).b, SM3_SIZE) == 0;
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

/* --- erased by right? --- */

static bool names_class(str reason, int class)
{
	str one;
	int64_t n;

	while (str_next(&reason, ',', &one))
		if (str_int(one, &n) && n == class)
			return true;
	return false;
}

/* By a row of the journal that came after `at`, about this record and class. */
static bool erased(struct walk *w, int64_t record, int class, int64_t at)
{
	struct rows q;
	bool found = false;

	if (DB_QUERY(w->page.db, &q,
		     "SELECT j.reason, j.actor FROM journal j WHERE j.record = ?1 AND j.act = ?2 AND j.at >= "
		     "?3"
		     " ORDER BY j.seq",
		     INT(record), INT(ACT_ERASE), INT(at)) != RC_OK)
		return false;
	while (db_next(&q))
		if (names_class(db_text(&q, 0), class)) {
			found = true;
			w->v->erased_by = db_int(&q, 1);
		}
	return db_done(&q) == RC_OK && found;
}

/* --- the journal --- */

static void end_row(struct walk *w)
{
	if (w->at_seq && w->named != w->there)
		find(w, w->at_seq, N_("a body is missing"));
	w->at_seq = 0;
}

static void check_part(struct walk *w, const struct entry *e, str digest, int class, str salt, str sealed)
{
	struct ctx *c = &w->page;
	uint8_t must[SM3_SIZE];
	str plain;

	w->beside++;
	if (!part_named(digest, class, must)) {
		find(w, e->seq, N_("a body belongs to no row"));
		return;
	}
	w->there++;
	if (sealed.n == 0) {
		if (erased(w, e->record, class, e->at))
			w->v->erased++;
		else
			find(w, e->seq, N_("a body was emptied, and nobody says so"));
	} else if (seal_open(c, (struct key_of){ e->county, class }, sealed,
			     journal_body_extra(c->mem, e->county, e->seq), &plain) != RC_OK) {
		find(w, e->seq, N_("a body cannot be opened"));
	} else if (!digest_fits(salt, plain, must)) {
		find(w, e->seq, N_("a body does not match its digest"));
	}
}

static void journal_row(struct walk *w, const struct rows *q)
{
	struct arena *mem = w->page.mem;
	struct entry e = { .county = w->county,
			   .node = w->node,
			   .seq = db_int(q, 0),
			   .at = db_int(q, 1),
			   .actor = db_int(q, 2),
			   .via = (enum via)db_int(q, 3),
			   .act = (enum act)db_int(q, 4),
			   .record = db_int(q, 5),
			   .batch = db_int(q, 6),
			   .reason = db_dup(mem, q, 7),
			   .kind = db_dup(mem, q, 8) };
	str digest = db_dup(mem, q, 9), hash = db_dup(mem, q, 10);

	if (e.seq != w->at_seq) {
		struct sm3 must = journal_hash(mem, w->hash, &e, digest);
		end_row(w);
		check_link(w, e.seq, &must, hash);
		w->v->rows++;
		w->at_seq = e.seq;
		w->named = (int64_t)journal_parts(digest);
		w->there = 0;
	}
	if (!db_null(q, 11))
		check_part(w, &e, digest, (int)db_int(q, 11), db_dup(mem, q, 12), db_dup(mem, q, 13));
}

static enum rc journal_page(struct walk *w, int64_t from)
{
	struct rows q;
	enum rc rc = DB_QUERY(
		w->page.db, &q,
		"SELECT j.seq, j.at, j.actor, j.via, j.act, j.record, j.batch, j.reason, j.kind, j.digest, "
		"j.hash,"
		" b.part, b.salt, b.sealed FROM journal j LEFT JOIN journal_body b"
		" ON b.county = j.county AND b.node = j.node AND b.seq = j.seq"
		" WHERE j.county = ?1 AND j.node = ?2 AND j.seq BETWEEN ?3 AND ?4 ORDER BY j.seq, b.part",
		INT(w->county), INT(w->node), INT(from), INT(from + PAGE - 1));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		journal_row(w, &q);
	end_row(w);
	return db_done(&q);
}

/* Bodies without a header: none when there are as many as the headers led to. */
static enum rc find_orphans(struct walk *w)
{
	struct rows q;
	int64_t all = 0;
	enum rc rc = DB_ONE(w->page.db, &all,
			    "SELECT count(*) FROM journal_body b WHERE b.county = ?1 AND b.node = ?2",
			    INT(w->county), INT(w->node));

	if (rc != RC_OK || all == w->beside)
		return rc;
	rc = DB_QUERY(w->page.db, &q,
		      "SELECT b.seq FROM journal_body b LEFT JOIN journal j"
		      " ON j.county = b.county AND j.node = b.node AND j.seq = b.seq"
		      " WHERE b.county = ?1 AND b.node = ?2 AND j.seq IS NULL ORDER BY b.seq LIMIT 20",
		      INT(w->county), INT(w->node));
	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		find(w, db_int(&q, 0), N_("a body belongs to no row"));
	return db_done(&q);
}

/* --- the read log --- */

static bool erased_any(struct walk *w, const struct reading *r, const int64_t *id, size_t n)
{
	if (r->record && erased(w, r->record, C3_PERSONAL, r->at))
		return true;
	for (size_t i = 0; i < n; i++)
		if (erased(w, id[i], C3_PERSONAL, r->at))
			return true;
	return false;
}

static void check_purpose(struct walk *w, const struct reading *r, str ids, str digest, const str kept[2])
{
	struct ctx *c = &w->page;
	uint8_t must[SM3_SIZE];
	size_t n;
	str plain;
	const int64_t *id = readlog_unpack(c->mem, ids, &n);

	if (!digest.n && !kept[1].n)
		return;
	if (!part_named(digest, C3_PERSONAL, must)) {
		find(w, r->seq, N_("a purpose belongs to no row"));
	} else if (!kept[1].n) {
		if (erased_any(w, r, id, n))
			w->v->erased++;
		else
			find(w, r->seq, N_("a purpose was emptied, and nobody says so"));
	} else if (seal_open(c, (struct key_of){ r->county, C3_PERSONAL }, kept[1],
			     readlog_extra(c->mem, r->county, r->seq), &plain) != RC_OK) {
		find(w, r->seq, N_("a purpose cannot be opened"));
	} else if (!digest_fits(kept[0], plain, must)) {
		find(w, r->seq, N_("a purpose does not match its digest"));
	}
}

/* The children of a list find it by a table of its own. */
static enum rc check_children(struct walk *w, const struct reading *r, str ids)
{
	size_t n;
	const int64_t *id = readlog_unpack(w->page.mem, ids, &n);
	enum rc rc = RC_OK;

	w->beside += (int64_t)n;
	for (size_t i = 0; i < n && rc == RC_OK && !w->quick; i++) {
		int64_t there = 0;
		rc = DB_ONE(w->page.db, &there,
			    "SELECT count(*) FROM readlog_child x WHERE x.child = ?1 AND x.county = ?2 AND "
			    "x.node = "
			    "?3 AND x.seq = ?4",
			    INT(id[i]), INT(w->county), INT(w->node), INT(r->seq));
		if (rc == RC_OK && !there)
			find(w, r->seq, N_("a child of the list does not find it any more"));
	}
	return rc;
}

static enum rc readlog_row(struct walk *w, const struct rows *q)
{
	struct arena *mem = w->page.mem;
	struct reading r = { .county = w->county,
			     .node = w->node,
			     .seq = db_int(q, 0),
			     .at = db_int(q, 1),
			     .actor = db_int(q, 2),
			     .for_account = db_int(q, 3),
			     .via = (enum via)db_int(q, 4),
			     .what = db_dup(mem, q, 5),
			     .record = db_int(q, 6),
			     .n = db_int(q, 7),
			     .times = db_int(q, 9),
			     .sealed_case = (int)db_int(q, 10) };
	str ids = db_dup(mem, q, 8), digest = db_dup(mem, q, 11), hash = db_dup(mem, q, 12);
	const str kept[2] = { db_dup(mem, q, 13), db_dup(mem, q, 14) };
	struct sm3 must = readlog_hash(mem, w->hash, &r, ids, digest);

	check_link(w, r.seq, &must, hash);
	w->v->readings++;
	check_purpose(w, &r, ids, digest, kept);
	return check_children(w, &r, ids);
}

static enum rc readlog_page(struct walk *w, int64_t from)
{
	struct rows q;
	enum rc rc =
		DB_QUERY(w->page.db, &q,
			 "SELECT r.seq, r.at, r.actor, r.for_account, r.via, r.what, r.record, r.n, r.ids, "
			 "r.times, r.sealed_case, r.digest, r.hash, r.salt, r.purpose FROM readlog r"
			 " WHERE r.county = ?1 AND r.node = ?2 AND r.seq BETWEEN ?3 AND ?4 ORDER BY r.seq",
			 INT(w->county), INT(w->node), INT(from), INT(from + PAGE - 1));
	enum rc row = RC_OK;

	if (rc != RC_OK)
		return rc;
	while (row == RC_OK && db_next(&q))
		row = readlog_row(w, &q);
	rc = db_done(&q);
	return row != RC_OK ? row : rc;
}

static enum rc find_too_many(struct walk *w)
{
	int64_t all = 0;
	enum rc rc = DB_ONE(w->page.db, &all,
			    "SELECT count(*) FROM readlog_child x WHERE x.county = ?1 AND x.node = ?2",
			    INT(w->county), INT(w->node));

	if (rc == RC_OK && all > w->beside)
		find(w, 0, N_("a child finds a list that does not name it"));
	return rc;
}

/* --- either --- */

static enum rc next_seq(struct walk *w, int64_t *ret)
{
	*ret = 0;
	if (w->which == CHAIN_READLOG)
		return DB_ONE(
			w->page.db, ret,
			"SELECT min(r.seq) FROM readlog r WHERE r.county = ?1 AND r.node = ?2 AND r.seq > ?3",
			INT(w->county), INT(w->node), INT(w->seq));
	return DB_ONE(w->page.db, ret,
		      "SELECT min(j.seq) FROM journal j WHERE j.county = ?1 AND j.node = ?2 AND j.seq > ?3",
		      INT(w->county), INT(w->node), INT(w->seq));
}

/* For a quick look: the row from which on the others are walked; it is taken at its word. */
static enum rc skip(struct walk *w)
{
	struct rows q;
	enum rc rc;

	if (w->which == CHAIN_READLOG)
		rc = DB_QUERY(w->page.db, &q,
			      "SELECT r.seq, r.hash FROM readlog r WHERE r.county = ?1 AND r.node = ?2"
			      " ORDER BY r.seq DESC LIMIT 1 OFFSET ?3",
			      INT(w->county), INT(w->node), INT(QUICK_ROWS));
	else
		rc = DB_QUERY(w->page.db, &q,
			      "SELECT j.seq, j.hash FROM journal j WHERE j.county = ?1 AND j.node = ?2"
			      " ORDER BY j.seq DESC LIMIT 1 OFFSET ?3",
			      INT(w->county), INT(w->node), INT(QUICK_ROWS));
	if (rc != RC_OK)
		return rc;
	if (db_next(&q) && db_blob(&q, 1).n == SM3_SIZE) {
		w->seq = db_int(&q, 0);
		memcpy(w->hash, db_blob(&q, 1).s, SM3_SIZE);
	}
	return db_done(&q);
}

static enum rc check_anchor(struct walk *w, int64_t skipped)
{
	struct anchor a = { 0 };
	enum rc rc = anchor_read(&w->page, w->which, w->county, w->node, &a);

	if (rc == RC_NOT_FOUND && w->seq)
		find(w, w->seq, N_("the chain has no anchor"));
	else if (rc == RC_INVALID)
		find(w, w->seq, N_("the anchor of the chain is not of our making"));
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND || rc == RC_INVALID ? RC_OK : rc;
	if (a.seq > w->seq)
		find(w, w->seq + 1, N_("the rows from here on were cut off"));
	else if (a.seq < w->seq)
		find(w, a.seq + 1, N_("the rows from here on were added past the program"));
	else if (memcmp(a.hash, w->hash, SM3_SIZE) != 0)
		find(w, w->seq, N_("the last row is not the one that the anchor knows"));
	else if (!skipped && a.count != w->count)
		find(w, w->seq, N_("there are not as many rows as the anchor knows"));
	return RC_OK;
}

static enum rc walk_pages(struct walk *w)
{
	int64_t from = 0;
	enum rc rc = next_seq(w, &from);

	while (rc == RC_OK && from) {
		rc = w->which == CHAIN_READLOG ? readlog_page(w, from) : journal_page(w, from);
		arena_reset(w->page.mem);
		if (rc == RC_OK)
			rc = next_seq(w, &from);
	}
	return rc;
}

static enum rc walk_chain(struct walk *w)
{
	enum rc rc = w->quick ? skip(w) : RC_OK;
	int64_t skipped = w->seq;

	if (rc == RC_OK)
		rc = walk_pages(w);
	if (rc == RC_OK)
		rc = check_anchor(w, skipped);
	if (rc == RC_OK && !skipped)
		rc = w->which == CHAIN_READLOG ? find_too_many(w) : find_orphans(w);
	return rc;
}

struct place {
	unsigned county, node;
	struct place *next;
};

/* Wherever there is a row, or an anchor that says there should be. */
static enum rc places(struct ctx *c, enum chain_name which, struct place **ret)
{
	struct rows q;
	struct place **end = ret;
	enum rc rc;

	if (which == CHAIN_READLOG)
		rc = DB_QUERY0(c->db, &q,
			       "SELECT r.county, r.node FROM readlog r UNION SELECT x.county, x.node FROM "
			       "readlog_child x UNION SELECT a.county, a.node FROM anchor a WHERE a.chain = "
			       "'readlog' ORDER BY 1, 2");
	else
		rc = DB_QUERY0(c->db, &q,
			       "SELECT j.county, j.node FROM journal j UNION SELECT b.county, b.node FROM "
			       "journal_body b UNION SELECT a.county, a.node FROM anchor a WHERE a.chain = "
			       "'journal' ORDER BY 1, 2");
	*ret = NULL;
	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		*end = NEW(c->mem, struct place, 1);
		**end = (struct place){ (unsigned)db_int(&q, 0), (unsigned)db_int(&q, 1), NULL };
		end = &(*end)->next;
	}
	return db_done(&q);
}

static enum rc walk_chains(struct ctx *c, enum chain_name which, bool quick, struct verdict *v)
{
	struct place *p;
	struct ctx page = *c;
	enum rc rc = places(c, which, &p);

	page.mem = arena_within(c->mem, PAGE_MEMORY);
	for (; p && rc == RC_OK; p = p->next) {
		struct walk w = { .page = page,
				  .v = v,
				  .which = which,
				  .county = p->county,
				  .node = p->node,
				  .quick = quick };
		v->segments += which == CHAIN_JOURNAL;
		rc = walk_chain(&w);
	}
	arena_free(page.mem);
	return rc;
}

static enum rc verify(struct ctx *given, bool quick, struct verdict *ret)
{
	struct actor program = actor_system(given->model->county);
	struct ctx c = ctx_system(given, &program);
	struct verdict v = { 0 };

	c.seen = NULL;
	enum rc rc = walk_chains(&c, CHAIN_JOURNAL, quick, &v);
	if (rc == RC_OK)
		rc = walk_chains(&c, CHAIN_READLOG, quick, &v);
	if (rc == RC_OK)
		rc = verify_records(&c, quick, &v);
	if (rc == RC_OK)
		*ret = v;
	return rc;
}

enum rc journal_verify(struct ctx *c, struct verdict *ret) { return verify(c, false, ret); }
enum rc journal_verify_quick(struct ctx *c, struct verdict *ret) { return verify(c, true, ret); }
