/* Ends of the chains and blocks of ids, as the one writer remembers them. */
#include "anchor.h"
#include "logline.h"

enum { LEASE = 4096 };

struct chain *chain_new(struct arena *mem) { return NEW(mem, struct chain, 1); }

/* clang-format off */
static const char *const texts[CHAIN__N] = { [CHAIN_JOURNAL] = "journal", [CHAIN_READLOG] = "readlog" };
/* clang-format on */

const char *chain_text(enum chain_name which) { return texts[which]; }

/* What was read is to be read again: it may have been undone, or another process may have written. */
static void forget_ends(struct chain *ch, bool new_group)
{
	for (size_t i = 0; i < ch->n; i++)
		for (int w = 0; w < CHAIN__N; w++) {
			ch->head[i].link[w].known = false;
			if (new_group)
				ch->head[i].link[w].checked = false;
		}
}

/* Something was rolled back: the leases in it never were. */
static void forget_leases(struct chain *ch)
{
	for (size_t i = 0; i < ch->n; i++)
		ch->head[i].next = ch->head[i].end = 0;
}

void chain_group(void *chain, bool begun)
{
	struct chain *ch = chain;

	if (begun)
		ch->in_job = false;
	forget_ends(ch, begun);
	key_memory_forget(&ch->keys, begun);
	if (!begun)
		forget_leases(ch);
}

void chain_job_begin(struct chain *ch)
{
	if (ch->in_job) { /* the last job was given up without a word */
		forget_ends(ch, true);
		forget_leases(ch);
	}
	for (size_t i = 0; i < ch->n; i++)
		for (int w = 0; w < CHAIN__N; w++)
			ch->head[i].link[w].moved = false;
	ch->in_job = true;
}

void chain_job_end(struct chain *ch, bool kept)
{
	if (!kept) {
		forget_ends(ch, false);
		forget_leases(ch);
	}
	ch->in_job = false;
}

static bool at_work(const struct head *h)
{
	for (int w = 0; w < CHAIN__N; w++)
		if (h->link[w].moved)
			return true;
	return false;
}

/* NULL: this unit writes in more counties than anybody has. */
static struct head *head_of(struct chain *ch, unsigned county)
{
	size_t at = county % CHAINS_MAX;

	for (size_t i = 0; i < ch->n; i++)
		if (ch->head[i].county == county)
			return &ch->head[i];
	if (ch->n < CHAINS_MAX)
		at = ch->n++;
	for (size_t i = 0; i < CHAINS_MAX && at_work(&ch->head[at]); i++)
		at = (at + 1) % CHAINS_MAX;
	if (at_work(&ch->head[at]))
		return NULL;
	ch->head[at] = (struct head){ .county = county };
	return &ch->head[at];
}

static enum rc query_end(struct ctx *c, unsigned county, enum chain_name which, struct rows *ret)
{
	if (which == CHAIN_READLOG)
		return DB_QUERY(c->db, ret,
				"SELECT r.seq, r.hash FROM readlog r WHERE r.county = ?1 AND r.node = 0"
				" ORDER BY r.seq DESC LIMIT 1",
				INT(county));
	return DB_QUERY(c->db, ret,
			"SELECT j.seq, j.hash FROM journal j WHERE j.county = ?1 AND j.node = 0"
			" ORDER BY j.seq DESC LIMIT 1",
			INT(county));
}

static enum rc read_end(struct ctx *c, unsigned county, enum chain_name which, struct link *end)
{
	struct rows q;
	enum rc rc = query_end(c, county, which, &q);

	if (rc != RC_OK)
		return rc;
	end->seq = 0;
	memset(end->hash, 0, sizeof end->hash);
	if (db_next(&q)) {
		end->seq = db_int(&q, 0);
		str hash = db_blob(&q, 1);
		if (hash.n == SM3_SIZE)
			memcpy(end->hash, hash.s, SM3_SIZE);
	}
	rc = db_done(&q);
	end->known = rc == RC_OK;
	return rc;
}

/* A chain that does not end where its anchor says was touched by another hand.  Work goes on, for children
 * wait for it, but the anchor keeps what it knows. */
static enum rc check_end(struct ctx *c, unsigned county, enum chain_name which, struct link *end)
{
	struct anchor a = { 0 };
	enum rc rc = anchor_read(c, which, county, 0, &a);

	if (rc != RC_OK && rc != RC_NOT_FOUND && rc != RC_INVALID)
		return rc;
	bool fits = rc != RC_INVALID && a.seq == end->seq && memcmp(a.hash, end->hash, SM3_SIZE) == 0;
	if (!fits && !end->frozen)
		logline(LOG_FAULT, "journal", "the %s of %06u does not end where its anchor says: verify it",
			chain_text(which), county);
	end->frozen = !fits;
	end->fewer = a.seq - a.count;
	end->checked = true;
	return RC_OK;
}

enum rc chain_end(struct ctx *c, unsigned county, enum chain_name which, struct link **ret)
{
	struct head *h = head_of(c->model->chain, county);
	enum rc rc = RC_OK;

	if (!h)
		return RC_FAULT;
	struct link *end = &h->link[which];
	if (!end->known)
		rc = read_end(c, county, which, end);
	if (rc == RC_OK && !end->checked)
		rc = check_end(c, county, which, end);
	*ret = end;
	return rc;
}

void chain_add(struct link *end, const struct sm3 *hash)
{
	end->seq++;
	memcpy(end->hash, hash->b, SM3_SIZE);
	end->moved = true;
}

static enum rc anchor_one(struct ctx *c, unsigned county, enum chain_name which)
{
	struct link *end;
	enum rc rc = chain_end(c, county, which, &end);

	if (rc != RC_OK || end->frozen)
		return rc;
	struct anchor a = { .seq = end->seq, .count = end->seq - end->fewer };
	memcpy(a.hash, end->hash, SM3_SIZE);
	return anchor_write(c, which, county, &a);
}

enum rc chain_anchor(struct ctx *c)
{
	struct chain *ch = c->model->chain;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < ch->n; i++)
		for (int w = 0; w < CHAIN__N && rc == RC_OK; w++)
			if (ch->head[i].link[w].moved)
				rc = anchor_one(c, ch->head[i].county, (enum chain_name)w);
	return rc;
}

static enum rc lease(struct ctx *c, struct head *h)
{
	int64_t upto = 0;

	enum rc rc = DB_EXEC(
		c->db,
		"INSERT INTO counter (county, node, next) VALUES (?1, 0, ?2) ON CONFLICT (county, node)"
		" DO UPDATE SET next = counter.next + excluded.next",
		INT(h->county), INT(LEASE));
	if (rc == RC_OK)
		rc = DB_ONE(c->db, &upto, "SELECT k.next FROM counter k WHERE k.county = ?1 AND k.node = 0",
			    INT(h->county));
	if (rc != RC_OK)
		return rc;
	if (upto > UINT32_MAX)
		return RC_FAULT;
	h->next = upto - LEASE + 1;
	h->end = upto;
	return RC_OK;
}

enum rc id_next(struct ctx *c, unsigned county, int64_t *ret)
{
	struct head *h = head_of(c->model->chain, county);

	if (!h)
		return RC_FAULT;
	if (h->next == 0 || h->next > h->end) {
		enum rc rc = lease(c, h);
		if (rc != RC_OK)
			return rc;
	}
	*ret = ((int64_t)county << 43) | h->next++;
	return RC_OK;
}

unsigned id_county(int64_t id) { return (unsigned)(id >> 43); }
