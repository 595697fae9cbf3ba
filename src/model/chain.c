/* Heads of the journal's chains and blocks of ids, as the one writer remembers them. */
#include "chain.h"

enum { LEASE = 4096 };

struct chain *chain_new(struct arena *mem) { return NEW(mem, struct chain, 1); }

/* Another process may have written since the last group: heads are read again; leased ids stay ours. */
static void forget_heads(struct chain *ch)
{
	for (size_t i = 0; i < ch->n; i++)
		ch->head[i].known = false;
}

void chain_group(void *chain, bool begun)
{
	struct chain *ch = chain;

	if (ch->in_job) { /* the last job was given up without a word */
		memcpy(ch->head, ch->saved, sizeof ch->head);
		ch->in_job = false;
	}
	forget_heads(ch);
	if (!begun) /* the commit failed: the leases in it never were */
		for (size_t i = 0; i < ch->n; i++)
			ch->head[i].next = ch->head[i].end = 0;
}

void chain_job_begin(struct chain *ch)
{
	if (ch->in_job)
		memcpy(ch->head, ch->saved, sizeof ch->head);
	memcpy(ch->saved, ch->head, sizeof ch->saved);
	ch->in_job = true;
}

void chain_job_end(struct chain *ch, bool kept)
{
	if (!kept)
		memcpy(ch->head, ch->saved, sizeof ch->head);
	ch->in_job = false;
}

static struct head *head_of(struct chain *ch, unsigned county)
{
	for (size_t i = 0; i < ch->n; i++)
		if (ch->head[i].county == county)
			return &ch->head[i];
	struct head *h = &ch->head[ch->n < CHAINS_MAX ? ch->n++ : county % CHAINS_MAX];
	*h = (struct head){ .county = county };
	return h;
}

enum rc chain_head(struct ctx *c, unsigned county, struct head **ret)
{
	struct head *h = head_of(c->model->chain, county);
	struct rows q;

	*ret = h;
	if (h->known)
		return RC_OK;
	h->seq = 0;
	memset(h->hash, 0, sizeof h->hash);
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT j.seq, j.hash FROM journal j WHERE j.county = ?1 AND j.node = 0"
			      " ORDER BY j.seq DESC LIMIT 1",
			      INT(county));
	if (rc != RC_OK)
		return rc;
	if (db_next(&q)) {
		h->seq = db_int(&q, 0);
		str hash = db_blob(&q, 1);
		if (hash.n == SM3_SIZE)
			memcpy(h->hash, hash.s, SM3_SIZE);
	}
	rc = db_done(&q);
	h->known = rc == RC_OK;
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

	if (h->next == 0 || h->next > h->end) {
		enum rc rc = lease(c, h);
		if (rc != RC_OK)
			return rc;
	}
	*ret = ((int64_t)county << 43) | h->next++;
	return RC_OK;
}

unsigned id_county(int64_t id) { return (unsigned)(id >> 43); }
