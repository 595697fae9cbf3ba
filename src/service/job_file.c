/* Files beside a job, sealed piece by piece.  Every piece says how long the whole is and which writing of it
 * this was: what is cut off, or put together of two, is not read as if it were whole. */
#include "job_own.h"
#include "sm.h"

enum {
	PIECE = 64 << 10,
	MARK = 16, /* before each piece: 8 bytes drawn for this writing, 8 of the length of the whole */
	UNIT = 64, /* pieces written in one unit */
	PIECE_MEMORY = 8 << 20
};

static str extra_of(struct arena *mem, int64_t job, str part, int64_t piece)
{
	struct buf b = buf_new(mem, part.n + 80);

	buf_lit(&b, "job_file.");
	buf_int(&b, job);
	buf_ch(&b, '.');
	buf_int(&b, piece);
	buf_ch(&b, '.');
	buf_str(&b, part);
	return buf_view(&b);
}

static str row_extra(struct arena *mem, const struct val *key)
{
	return extra_of(mem, key[0].i, key[1].s, key[2].i);
}

const struct sealed_column job_sealed = {
	.table = "job_file",
	.column = "sealed",
	.class = C4_SENSITIVE,
	.county = "county",
	.key = { { "job", false }, { "part", true }, { "piece", false } },
	.extra = row_extra,
};

static struct key_of key_of_job(const struct ctx *c)
{
	return (struct key_of){ c->model->county, C4_SENSITIVE };
}

static int64_t pieces_of(size_t n) { return (int64_t)((n + PIECE - 1) / PIECE) + (n == 0); }

/* --- putting --- */

struct put {
	int64_t job, piece; /* the next one to be written */
	str part, bytes;
	int64_t at_once; /* pieces */
	char mark[MARK];
};

static enum rc drop(struct ctx *c, int64_t job, str part)
{
	return DB_EXEC(c->db, "DELETE FROM job_file WHERE job = ?1 AND part = ?2", INT(job), TEXT(part));
}

static enum rc put_piece(struct ctx *c, const struct put *p)
{
	struct buf plain = buf_new(c->mem, MARK + PIECE);
	str sealed;

	buf_put(&plain, p->mark, MARK);
	buf_str(&plain, str_cut(p->bytes, (size_t)p->piece * PIECE, PIECE));
	enum rc rc = seal_text(c, key_of_job(c), buf_view(&plain),
			       extra_of(c->mem, p->job, p->part, p->piece), &sealed);
	if (rc != RC_OK)
		return rc;
	return DB_LATER(c->db,
			"INSERT INTO job_file (job, part, piece, county, sealed) VALUES (?1, ?2, ?3, ?4, ?5)",
			INT(p->job), TEXT(p->part), INT(p->piece), INT(c->model->county), BLOB(sealed));
}

static enum rc put_some(struct ctx *c, void *arg)
{
	struct put *p = arg;
	int64_t end = p->piece + p->at_once, all = pieces_of(p->bytes.n);
	enum rc rc = p->piece == 0 ? drop(c, p->job, p->part) : RC_OK;
	struct ctx in = *c;

	/* Made here: what runs out of memory on the writer's thread is given up there. */
	in.mem = arena_within(c->mem, PIECE_MEMORY);
	for (; p->piece < end && p->piece < all && rc == RC_OK; p->piece++) {
		rc = put_piece(&in, p);
		arena_reset(in.mem);
	}
	return rc;
}

enum rc job_file_put(struct ctx *c, int64_t job, const char *part, str bytes)
{
	struct put p = {
		.job = job, .part = str_of(part), .bytes = bytes, .at_once = c->tx ? INT32_MAX : UNIT
	};
	uint64_t n = bytes.n;
	enum rc rc = RC_OK;

	if (bytes.n > JOB_FILE_MAX)
		return RC_TOO_BIG;
	sm_random(p.mark, MARK - sizeof n);
	memcpy(p.mark + MARK - sizeof n, &n, sizeof n);
	if (c->tx)
		return put_some(c, &p);
	while (p.piece < pieces_of(bytes.n) && rc == RC_OK)
		rc = store_write(c, PRIO_BULK, put_some, &p);
	return rc;
}

static enum rc drop_one(struct ctx *c, void *arg)
{
	const struct put *p = arg;

	return drop(c, p->job, p->part);
}

enum rc job_file_drop(struct ctx *c, int64_t job, const char *part)
{
	struct put p = { .job = job, .part = str_of(part) };

	return c->tx ? drop_one(c, &p) : store_write(c, PRIO_PEOPLE, drop_one, &p);
}

/* --- getting --- */

struct get {
	int64_t job, piece;
	str part;
	char mark[MARK];
	char *to;
	size_t n, at;
};

static enum rc load_piece(struct ctx *c, const struct get *g, str *ret_plain)
{
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT f.sealed FROM job_file f WHERE f.job = ?1 AND f.part = ?2 AND f.piece = ?3",
			 INT(g->job), TEXT(g->part), INT(g->piece));

	if (rc != RC_OK)
		return rc;
	enum rc opened = RC_NOT_FOUND;
	if (db_next(&q))
		opened = seal_open(c, key_of_job(c), db_blob(&q, 0),
				   extra_of(c->mem, g->job, g->part, g->piece), ret_plain);
	rc = db_done(&q);
	return rc != RC_OK ? rc : opened;
}

/* The first piece says how long it is; the others must be of the same writing. */
static enum rc get_piece(struct arena *whole, struct ctx *in, struct get *g)
{
	str plain = { NULL, 0 };
	uint64_t n;
	enum rc rc = load_piece(in, g, &plain);

	if (rc != RC_OK)
		return rc;
	if (plain.n < MARK)
		return RC_NOT_FOUND;
	if (g->piece == 0) {
		memcpy(g->mark, plain.s, MARK);
		memcpy(&n, plain.s + MARK - sizeof n, sizeof n);
		if (n > JOB_FILE_MAX)
			return RC_NOT_FOUND;
		g->n = (size_t)n;
		g->to = arena_text(whole, g->n);
	}
	str bytes = str_cut(plain, MARK, plain.n);
	if (memcmp(g->mark, plain.s, MARK) != 0 || bytes.n > g->n - g->at)
		return RC_NOT_FOUND;
	if (bytes.n)
		memcpy(g->to + g->at, bytes.s, bytes.n);
	g->at += bytes.n;
	g->piece++;
	return bytes.n || g->n == 0 ? RC_OK : RC_NOT_FOUND;
}

enum rc job_file_get(struct ctx *c, int64_t job, const char *part, str *ret)
{
	struct get g = { .job = job, .part = str_of(part) };
	struct ctx in = *c;
	enum rc rc;

	in.mem = arena_within(c->mem, PIECE_MEMORY);
	do {
		rc = get_piece(c->mem, &in, &g);
		arena_reset(in.mem);
	} while (rc == RC_OK && g.at < g.n);
	if (rc == RC_OK)
		*ret = (str){ g.to, g.n };
	return rc;
}
