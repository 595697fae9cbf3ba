#include "readlog.h"
#include "chain.h"
#include "seal.h"
#include "tx.h"

#include <assert.h>

/* --- what is said of a reading --- */

/* clang-format off */
static const struct { const char *what, *label; } labels[] = {
	{ "today",    N_("What needs doing today") },
	{ "file",     N_("The child's file") },
	{ "show",     N_("Covered values of the file") },
	{ "form",     N_("A form of the file") },
	{ "forms",    N_("What forms say of the child") },
	{ "photo",    N_("A photo of a visit") },
	{ "works",    N_("The works of a child") },
	{ "work",     N_("A work of the child") },
	{ "voice",    N_("A voice note") },
	{ "message",  N_("Messages of a child and its family") },
	{ "pile",     N_("The children of a photo") },
	{ "roster",   N_("A list of children") },
	{ "search",   N_("A search") },
	{ "wide",     N_("A search over many counties") },
	{ "class",    N_("The list of a class") },
	{ "region",   N_("A list of a region") },
	{ "statutory", N_("The children behind a form's figure") },
	{ "import",   N_("An import") },
	{ "batch",    N_("A list that was taken in") },
	{ "declared", N_("Declared and computed statuses") },
	{ "duties",   N_("Whether what was due was done") },
	{ "difficulty", N_("A list of children in difficulty") },
	{ "transfer", N_("A change of school") },
	{ "transfers", N_("The list of changes of school") },
	{ "duplicates", N_("Records that may be one") },
	{ "export",   N_("A list that left") },
	{ "history",  N_("What changed in the file") },
	{ "readings", N_("Who looked at the file") },
	{ "print",    N_("A print of the file") },
	{ "consent",  N_("What the family agreed to") },
	{ "rights",   N_("What the family asked for") },
	{ "consent",  N_("What the family agreed to") },
	{ "rights",   N_("What the family asked for") },
	{ "cards",    N_("Cards to sign in with") },
	{ "sweep",    N_("A list of a census sweep") },
	{ "growth_book", N_("The child's book") },
	{ "village_list", N_("The children of a village, on paper") },
	{ "visit",    N_("A visit") },
	{ "visits",   N_("The visits to a child") },
	{ "growth",   N_("The growth file of a child") },
	{ "me",       N_("The child's own page") },
	{ "words",    N_("What a child says") },
	{ "word_form", N_("Writing down what a child says") },
	{ "letters",  N_("Letters of a child and its family") },
	{ "letter_form", N_("Writing a letter") },
	{ "recordings", N_("Voices of a child and its family") },
	{ "correction", N_("What a family wants put right") },
	{ "corrections", N_("A list of what families want put right") },
	{ "correction_form", N_("Saying that an entry is wrong") },
	{ "health",   N_("A child’s health") },
	{ "home_survey", N_("How a child lives at home") },
	{ "class_measure", N_("A measuring day of a class") },
	{ "class_comment", N_("Comments of a term for a class") },
	{ "entry",    N_("An entry of a growth file") },
	{ "entry_form", N_("Writing into a growth file") },
	{ "visit_form", N_("Writing a visit") },
	{ "visit_list", N_("A list of visits") },
	{ "moves",    N_("Who came into a status and who left it") },
	{ "referral", N_("What goes to another agency") },
	{ "shared",   N_("What was passed on") },
	{ "referrals", N_("A list of what goes to other agencies") },
	{ "order",    N_("An order that keeps somebody away") },
	{ "report",   N_("A mandatory report") },
	{ "opening",  N_("An opening of what is sealed") },
	{ "openings", N_("Openings of what is sealed") },
	{ "plan",     N_("A care plan") },
	{ "risk",     N_("Risk level and what was seen") },
	{ "care",     N_("The list of children under care") },
	{ "growth_register", N_("The register of growth files") },
	{ "contests", N_("What somebody says is not so") },
	{ "plans",    N_("Care plans") },
	{ "conference", N_("A case conference") },
	{ "conferences", N_("A list of case conferences") },
	{ "tasks",    N_("What is to be done for children") },
	{ "alerts",   N_("That somebody is worried about a child") },
	{ "contacts", N_("How the family keeps in touch") },
	{ "record",   N_("A record, by another program") },
	{ "list",     N_("A list, by another program") },
	{ "journal",  N_("What changed, by another program") },
};
/* clang-format on */

const char *readlog_label(str what)
{
	str head;

	if (!str_next(&what, ':', &head))
		return N_("Read");
	for (size_t i = 0; i < COUNT(labels); i++)
		if (str_eq(head, str_of(labels[i].what)))
			return labels[i].label;
	return N_("Read");
}

struct reading reading_of(struct ctx *c, str what)
{
	struct reading r = { .at = c->now,
			     .actor = c->who->account,
			     .for_account = c->who->for_account,
			     .county = c->who->county ? c->who->county : c->model->county,
			     .via = c->via,
			     .what = str_cut(what, 0, READLOG_WHAT),
			     .purpose = c->purpose,
			     .times = 1 };
	int64_t *list;

	if (!c->seen)
		return r;
	r.sealed_case = c->seen->apart ? READING_APART : c->seen->sealed_case ? READING_SEALED : READING_TOLD;
	r.n = (int64_t)seen_list(c->seen, c->mem, &list);
	if (r.n == 1)
		r.record = list[0];
	else
		r.id = list;
	return r;
}

/* --- writing --- */

str readlog_extra(struct arena *mem, unsigned county, int64_t seq)
{
	struct buf b = buf_new(mem, 64);

	buf_lit(&b, "readlog.");
	buf_int(&b, county);
	buf_ch(&b, '.');
	buf_int(&b, seq);
	return buf_view(&b);
}

static str row_extra(struct arena *mem, const struct val *key)
{
	return readlog_extra(mem, (unsigned)key[0].i, key[2].i);
}

const struct sealed_column readlog_sealed = {
	.table = "readlog",
	.column = "purpose",
	.class = C3_PERSONAL,
	.county = "county",
	.key = { { "county", false }, { "node", false }, { "seq", false } },
	.extra = row_extra
};

/* packed, eight bytes each */
static str readlog_ids(struct arena *mem, const int64_t *id, size_t n)
{
	char *to = NEW(mem, char, 8 * n + 1);

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < 8; k++)
			to[8 * i + k] = (char)(id[i] >> (56 - 8 * k));
	return (str){ to, 8 * n };
}

const int64_t *readlog_unpack(struct arena *mem, str ids, size_t *ret_n)
{
	size_t n = ids.n / 8;
	int64_t *list = NEW(mem, int64_t, n);

	for (size_t i = 0; i < 8 * n; i++)
		list[i / 8] = (int64_t)((uint64_t)list[i / 8] << 8 | (uint8_t)ids.s[i]);
	*ret_n = n;
	return list;
}

struct sm3 readlog_hash(struct arena *mem, const uint8_t before[SM3_SIZE], const struct reading *r, str ids,
			str digest)
{
	struct buf b = buf_new(mem, 4096);
	const int64_t numbers[] = { r->county, r->node, r->seq,   r->at,          r->actor, r->for_account,
				    r->via,    r->n,    r->times, r->sealed_case, r->record };

	for (size_t i = 0; i < COUNT(numbers); i++) {
		buf_int(&b, numbers[i]);
		buf_ch(&b, '|');
	}
	buf_int(&b, (int64_t)r->what.n); /* its length first, as in the journal */
	buf_ch(&b, '|');
	buf_str(&b, r->what);
	buf_ch(&b, '|');
	buf_str(&b, digest);
	buf_ch(&b, '|');
	const str link[] = { { (const char *)before, SM3_SIZE }, buf_view(&b), ids };
	return sm3(link, COUNT(link));
}

struct purpose {
	uint8_t salt[16];
	str sealed, digest;
};

static enum rc seal_purpose(struct ctx *c, const struct reading *r, struct purpose *ret)
{
	struct buf b = buf_new(c->mem, 100);

	*ret = (struct purpose){ .sealed = STR(""), .digest = STR("") };
	if (!r->purpose.n)
		return RC_OK;
	sm_random(ret->salt, sizeof ret->salt);
	const str salted[] = { { (char *)ret->salt, sizeof ret->salt }, r->purpose };
	struct sm3 digest = sm3(salted, COUNT(salted));
	buf_lit(&b, "3:");
	buf_hex(&b, digest.b, SM3_SIZE);
	ret->digest = buf_view(&b);
	return seal_text(c, (struct key_of){ r->county, C3_PERSONAL }, r->purpose,
			 readlog_extra(c->mem, r->county, r->seq), &ret->sealed);
}

static enum rc insert_row(struct ctx *c, const struct reading *r, str ids, const struct purpose *p,
			  const struct sm3 *hash)
{
	return DB_LATER(
		c->db,
		"INSERT INTO readlog (county, node, seq, at, actor, for_account, via, what, record, n, "
		"ids, times, sealed_case, digest, hash, salt, purpose)"
		" VALUES (?1, 0, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
		INT(r->county), INT(r->seq), INT(r->at), INT(r->actor), INT(r->for_account), INT(r->via),
		TEXT(r->what), INT(r->record), INT(r->n), BLOB(ids), INT(r->times), INT(r->sealed_case),
		TEXT(p->digest), BLOB(((str){ (const char *)hash->b, SM3_SIZE })),
		BLOB(((str){ (const char *)p->salt, sizeof p->salt })), BLOB(p->sealed));
}

/* So that the children of a list find it too. */
static enum rc insert_child(struct ctx *c, const struct reading *r, int64_t child)
{
	return DB_LATER(c->db, "INSERT INTO readlog_child (child, county, node, seq) VALUES (?1, ?2, 0, ?3)",
			INT(child), INT(r->county), INT(r->seq));
}

enum rc readlog_add(struct ctx *c, const struct reading *given)
{
	struct reading r = *given;
	struct purpose p;
	struct link *end;
	size_t kept = r.id && r.n <= READLOG_IDS ? (size_t)r.n : 0;
	enum rc rc = chain_end(c, r.county, CHAIN_READLOG, &end);

	assert(c->tx);
	if (rc != RC_OK)
		return rc;
	r.seq = end->seq + 1;
	r.node = 0;
	rc = seal_purpose(c, &r, &p);
	if (rc != RC_OK)
		return rc;
	str ids = readlog_ids(c->mem, r.id, kept);
	struct sm3 hash = readlog_hash(c->mem, end->hash, &r, ids, p.digest);
	rc = insert_row(c, &r, ids, &p, &hash);
	for (size_t i = 0; i < kept && rc == RC_OK; i++)
		rc = insert_child(c, &r, r.id[i]);
	if (rc == RC_OK)
		chain_add(end, &hash);
	return rc;
}

static enum rc write_job(struct ctx *c, void *arg) { return readlog_add(c, arg); }

enum rc readlog_write(struct ctx *c, const struct reading *r)
{
	struct reading copy = *r;

	return store_write(c, PRIO_PEOPLE, write_job, &copy);
}

/* --- reading --- */

static void put_filter(struct stmt *s, const struct readlog_filter *f)
{
	if (f->actor) {
		stmt_str(s, " AND r.actor = ");
		stmt_val(s, INT(f->actor));
	}
	if (f->before) {
		stmt_str(s, " AND r.at < ");
		stmt_val(s, INT(f->before));
	}
	if (f->from) {
		stmt_str(s, " AND r.at >= ");
		stmt_val(s, INT(f->from));
	}
	if (!f->apart)
		stmt_str(s, f->sealed ? " AND r.sealed_case < 2" : " AND r.sealed_case = 0");
}

static enum rc query_rows(struct ctx *c, const struct readlog_filter *f, size_t limit, struct rows *ret)
{
	struct stmt s = stmt_new(c);

	stmt_str(&s, "SELECT r.county, r.node, r.seq, r.at, r.actor, r.for_account, r.via, r.what, r.record, "
		     "r.n, r.ids, r.times, r.sealed_case, r.digest, r.purpose, ");
	stmt_actor_name(&s, c, "r.actor");
	if (f->child) {
		/* By the two indexes, not by a walk over all readings. */
		stmt_str(&s, " FROM (SELECT d.county AS c, d.node AS d, d.seq AS s FROM readlog d WHERE "
			     "d.record = ");
		stmt_val(&s, INT(f->child));
		stmt_str(&s, " UNION SELECT x.county, x.node, x.seq FROM readlog_child x WHERE x.child = ");
		stmt_val(&s, INT(f->child));
		stmt_str(&s,
			 ") u JOIN readlog r ON r.county = u.c AND r.node = u.d AND r.seq = u.s WHERE 1=1");
	} else {
		stmt_str(&s, " FROM readlog r WHERE r.county = ");
		stmt_val(&s, INT(c->model->county));
		stmt_str(&s, " AND r.node = 0");
	}
	put_filter(&s, f);
	/* Of one chain in its own order, which is also that of an index; a child's readings are few. */
	stmt_str(&s, f->child ? " ORDER BY r.at DESC, r.county, r.node, r.seq DESC LIMIT "
			      : " ORDER BY r.seq DESC LIMIT ");
	stmt_val(&s, INT((int64_t)limit));
	return stmt_query(&s, c, ret);
}

static struct reading read_row(struct ctx *c, const struct rows *q, str *ret_sealed)
{
	size_t n;
	struct reading r = { .county = (unsigned)db_int(q, 0),
			     .node = (unsigned)db_int(q, 1),
			     .seq = db_int(q, 2),
			     .at = db_int(q, 3),
			     .actor = db_int(q, 4),
			     .for_account = db_int(q, 5),
			     .via = (enum via)db_int(q, 6),
			     .what = db_dup(c->mem, q, 7),
			     .record = db_int(q, 8),
			     .n = db_int(q, 9),
			     .times = db_int(q, 11),
			     .sealed_case = (int)db_int(q, 12),
			     .actor_name = db_dup(c->mem, q, 15) };

	if (db_blob(q, 10).n)
		r.id = readlog_unpack(c->mem, db_blob(q, 10), &n);
	*ret_sealed = db_dup(c->mem, q, 14);
	r.erased = db_text(q, 13).n > 0 && ret_sealed->n == 0;
	return r;
}

static enum rc list(struct ctx *c, const struct readlog_filter *f, bool purposes, struct reading **ret,
		    size_t *ret_n)
{
	struct rows q;
	size_t n = 0, limit = *ret_n;
	struct reading *all = NEW(c->mem, struct reading, limit);
	str *sealed = NEW(c->mem, str, limit);
	enum rc rc = query_rows(c, f, limit, &q);

	if (rc != RC_OK)
		return rc;
	while (n < limit && db_next(&q)) {
		all[n] = read_row(c, &q, &sealed[n]);
		n++;
	}
	rc = db_done(&q);
	for (size_t i = 0; i < n && purposes && rc == RC_OK; i++)
		if (sealed[i].n) {
			rc = seal_open(c, (struct key_of){ all[i].county, C3_PERSONAL }, sealed[i],
				       readlog_extra(c->mem, all[i].county, all[i].seq), &all[i].purpose);
			rc = rc == RC_NOT_FOUND ? RC_OK : rc;
		}
	if (rc != RC_OK)
		return rc;
	*ret = all;
	*ret_n = n;
	return RC_OK;
}

enum rc readlog_of_child(struct ctx *c, int64_t child, int64_t before, struct reading **ret, size_t *n)
{
	struct record seen;
	const struct kind *k = store_child_kind(c->model);
	enum rc rc = k ? record_load(c, k, child, &seen) : RC_NOT_FOUND;
	struct readlog_filter f = { .child = child, .before = before };

	return rc == RC_OK ? list(c, &f, true, ret, n) : rc;
}

enum rc readlog_list(struct ctx *c, const struct readlog_filter *f, struct reading **ret, size_t *n)
{
	return list(c, f, false, ret, n);
}

enum rc readlog_of_actor(struct ctx *c, int64_t account, int64_t before, struct reading **ret, size_t *n)
{
	struct readlog_filter f = { .actor = account, .before = before, .sealed = true };

	return list(c, &f, false, ret, n);
}
