#include "rotate.h"
#include "chain.h"
#include "keyring.h"
#include "rotate_place.h"
#include "tx.h"

enum { PIECE_MEMORY = 64 << 20 };

/* --- the row of a rotation --- */

static struct rotation read_rotation(struct arena *mem, struct key_of of, const struct rows *q)
{
	return (struct rotation){ .of = of,
				  .from = (uint32_t)db_int(q, 0),
				  .to = (uint32_t)db_int(q, 1),
				  .stage = db_dup(mem, q, 2),
				  .cursor = db_int(q, 3),
				  .sealed = db_int(q, 4),
				  .unread = db_int(q, 5),
				  .started = db_int(q, 6) };
}

/* RC_NOT_FOUND: none is under way. */
static enum rc under_way(struct ctx *c, struct key_of of, struct rotation *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT r.from_number, r.to_number, r.stage, r.position, r.sealed, r.unread, r.started"
		" FROM rotation r WHERE r.county = ?1 AND r.class = ?2 AND r.done IS NULL",
		INT(of.county), INT(of.class));

	if (rc != RC_OK)
		return rc;
	bool found = db_next(&q);
	if (found)
		*ret = read_rotation(c->mem, of, &q);
	rc = db_done(&q);
	return rc != RC_OK ? rc : found ? RC_OK : RC_NOT_FOUND;
}

static enum rc save(struct ctx *c, const struct rotation *r)
{
	return DB_EXEC(c->db,
		       "UPDATE rotation SET stage = ?4, position = ?5, sealed = ?6, unread = ?7, done = ?8"
		       " WHERE county = ?1 AND class = ?2 AND to_number = ?3",
		       INT(r->of.county), INT(r->of.class), INT(r->to), TEXT(r->stage), INT(r->cursor),
		       INT(r->sealed), INT(r->unread), r->done ? INT(r->done) : NIL);
}

static enum rc note(struct ctx *c, const struct rotation *r, const char *what)
{
	struct buf b = buf_new(c->mem, 100);

	buf_lit(&b, "C");
	buf_int(&b, r->of.class);
	buf_ch(&b, ' ');
	buf_str(&b, str_of(what));
	return journal_note(c, ACT_KEY, STR("sealing_key"), (int64_t)r->to, buf_view(&b));
}

/* --- beginning --- */

struct begin {
	struct key_of of;
	struct rotation r;
};

static enum rc newest(struct ctx *c, struct key_of of, uint32_t *ret)
{
	int64_t n = 0;
	enum rc rc = DB_ONE(c->db, &n,
			    "SELECT max(k.number) FROM sealing_key k WHERE k.county = ?1 AND k.class = ?2",
			    INT(of.county), INT(of.class));

	if (rc == RC_OK)
		*ret = n > KEY_DERIVED ? (uint32_t)n : KEY_DERIVED;
	return rc;
}

static enum rc begin(struct ctx *c, void *arg)
{
	struct begin *b = arg;
	struct rotation *r = &b->r;
	enum rc rc = under_way(c, b->of, r);

	if (rc != RC_NOT_FOUND)
		return rc;
	*r = (struct rotation){ .of = b->of, .started = c->now, .stage = STR("") };
	rc = newest(c, b->of, &r->from);
	r->to = r->from + 1;
	if (rc == RC_OK)
		rc = seal_make_key(c, &(struct key_name){ r->of, r->to });
	if (rc == RC_OK)
		rc = DB_EXEC(c->db,
			     "INSERT INTO rotation (county, class, from_number, to_number, stage, position, "
			     "sealed,"
			     " unread, started) VALUES (?1, ?2, ?3, ?4, '', 0, 0, 0, ?5)",
			     INT(r->of.county), INT(r->of.class), INT(r->from), INT(r->to), INT(r->started));
	return rc == RC_OK ? note(c, r, "rotation begun") : rc;
}

enum rc rotate_begin(struct ctx *c, struct key_of which, struct rotation *ret)
{
	struct begin b = { .of = which };
	enum rc rc = store_write(c, PRIO_PEOPLE, begin, &b);

	if (rc == RC_OK)
		*ret = b.r;
	return rc;
}

/* --- a batch --- */

static enum rc finish(struct ctx *c, struct rotation *r)
{
	enum rc rc =
		DB_EXEC(c->db,
			"UPDATE sealing_key SET retired = ?4 WHERE county = ?1 AND class = ?2 AND number < ?3"
			" AND retired IS NULL",
			INT(r->of.county), INT(r->of.class), INT(r->to), INT(c->now));

	r->done = c->now;
	return rc == RC_OK ? note(c, r, "rotation done") : rc;
}

/* Nothing is left in this table: on to the next. */
static enum rc next_stage(struct ctx *c, struct rotation *r, size_t i)
{
	r->cursor = 0;
	if (place_name(c, r->of, i + 1, &r->stage))
		return RC_OK;
	return finish(c, r);
}

/* The place that the row names; the first, when a newer program no longer has it. */
static size_t stage_of(struct ctx *c, const struct rotation *r)
{
	str name;

	for (size_t i = 0; place_name(c, r->of, i, &name); i++)
		if (str_eq(name, r->stage))
			return i;
	return 0;
}

/* Its row is read inside: two processes may be at it. */
static enum rc step(struct ctx *c, void *arg)
{
	struct rotation *r = arg;
	bool end = false;
	enum rc rc = under_way(c, r->of, r);

	if (rc != RC_OK)
		return rc;
	size_t i = stage_of(c, r);
	if (!place_name(c, r->of, i, &r->stage))
		rc = finish(c, r);
	else
		rc = place_batch(c, r, i, &end);
	if (rc == RC_OK && end && !r->done)
		rc = next_stage(c, r, i);
	return rc == RC_OK ? save(c, r) : rc;
}

enum rc rotate_step(struct ctx *c, struct rotation *r)
{
	struct ctx piece = *c;
	struct rotation now = { .of = r->of };
	struct arena *mem = arena_within(c->mem, PIECE_MEMORY);

	piece.mem = mem;
	piece.problems = (struct problems){ .mem = mem };
	enum rc rc = store_write(&piece, PRIO_BULK, step, &now);
	if (rc == RC_NOT_FOUND) { /* somebody else has ended it */
		r->done = c->now;
		rc = RC_OK;
	} else if (rc == RC_OK) {
		*r = now; /* its stage is the name of a table: it outlives the piece */
	}
	arena_free(mem);
	return rc;
}

/* --- lists --- */

enum rc rotate_keys(struct ctx *c, struct key_row **ret, size_t *ret_n)
{
	struct rows q;
	struct key_row *list = NULL;
	size_t n = 0, cap = 0;
	enum rc rc = DB_QUERY0(c->db, &q,
			       "SELECT k.county, k.class, k.number, k.created, k.retired,"
			       " CASE WHEN k.wrapped IS NULL THEN 1 ELSE 0 END FROM sealing_key k"
			       " ORDER BY k.county, k.class, k.number");

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		list = GROWN(c->mem, list, n, &cap);
		list[n++] = (struct key_row){ .name = { { (unsigned)db_int(&q, 0), (int)db_int(&q, 1) },
							(uint32_t)db_int(&q, 2) },
					      .created = db_int(&q, 3),
					      .retired = db_int(&q, 4),
					      .dropped = db_int(&q, 5) != 0 };
	}
	*ret = list;
	*ret_n = n;
	return db_done(&q);
}

/* Counties that may have values of a derived key: each that ever wrote the journal. */
static enum rc next_county(struct ctx *c, unsigned *county, bool *ret_more)
{
	int64_t next = 0;
	enum rc rc =
		DB_ONE(c->db, &next, "SELECT min(j.county) FROM journal j WHERE j.county > ?1", INT(*county));

	*ret_more = rc == RC_OK && next > 0;
	*county = (unsigned)next;
	return rc;
}

static bool listed(const struct key_of *list, size_t n, struct key_of which)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].county == which.county && list[i].class == which.class)
			return true;
	return false;
}

static bool derives(const struct ctx *c)
{
	uint8_t key[SM4_KEY];

	return keys_derive(c->model->keys, (struct key_of){ 0, 0 }, key);
}

enum { COUNTIES_MAX = 4000, CLASSES = C5_SEALED - C3_PERSONAL + 1 };

enum rc rotate_all(struct ctx *c, struct key_of **ret, size_t *ret_n)
{
	struct key_row *rows;
	size_t nrows, n = 0;
	unsigned county = 0;
	enum rc rc = rotate_keys(c, &rows, &nrows);

	if (rc != RC_OK)
		return rc;
	struct key_of *list = NEW(c->mem, struct key_of, nrows + (size_t)COUNTIES_MAX * CLASSES);
	for (size_t i = 0; i < nrows; i++)
		if (!listed(list, n, rows[i].name.of))
			list[n++] = rows[i].name.of;
	for (bool more = derives(c); more && n < nrows + (size_t)COUNTIES_MAX * (CLASSES - 1);) {
		rc = next_county(c, &county, &more);
		if (rc != RC_OK)
			return rc;
		for (int class = C3_PERSONAL; more && class <= C5_SEALED; class ++)
			if (!listed(list, n, (struct key_of){ county, class }))
				list[n++] = (struct key_of){ county, class };
	}
	*ret = list;
	*ret_n = n;
	return RC_OK;
}

/* --- dropping --- */

enum rc rotate_uses(struct ctx *c, const struct key_name *name, int64_t *ret)
{
	int64_t all = 0, n = 0;
	str stage;

	for (size_t i = 0; place_name(c, name->of, i, &stage); i++) {
		enum rc rc = place_count(c, name, i, &n);
		if (rc != RC_OK)
			return rc;
		all += n;
	}
	*ret = all;
	return RC_OK;
}

static enum rc drop(struct ctx *c, void *arg)
{
	const struct key_name *name = arg;
	int64_t n = 0;
	enum rc rc = db_exec(c->db,
			     SQL("UPDATE sealing_key SET wrapped = NULL WHERE county = ?1 AND class = ?2"
				 " AND number = ?3 AND retired IS NOT NULL AND wrapped IS NOT NULL"),
			     VALS(INT(name->of.county), INT(name->of.class), INT(name->number)), &n);

	if (rc != RC_OK)
		return rc;
	struct rotation r = { .of = name->of, .to = name->number };
	return n == 1 ? note(c, &r, "key dropped") : RC_CONFLICT;
}

/* Looked for outside the transaction: nobody seals by a retired number any more. */
enum rc rotate_drop(struct ctx *c, const struct key_name *name)
{
	struct key_name it = *name;
	int64_t uses = 0;
	enum rc rc = rotate_uses(c, name, &uses);

	if (rc != RC_OK)
		return rc;
	return uses ? RC_CONFLICT : store_write(c, PRIO_PEOPLE, drop, &it);
}

/* --- another key file --- */

static enum rc rewrap_key(struct ctx *c, const struct keys *to, const struct key_name *name, str wrapped)
{
	uint8_t key[SM4_KEY];

	/* A key that does not open must not be lost by writing over it. */
	if (!keys_unwrap(c->mem, c->model->keys, name, wrapped, key))
		return RC_FAULT;
	wrapped = keys_wrap(c->mem, to, name, key);
	explicit_bzero(key, sizeof key);
	return DB_EXEC(c->db,
		       "UPDATE sealing_key SET wrapped = ?4 WHERE county = ?1 AND class = ?2 AND number = ?3",
		       INT(name->of.county), INT(name->of.class), INT(name->number), BLOB(wrapped));
}

struct wrapped {
	struct key_name name;
	str text;
};

static enum rc rewrap_all(struct ctx *c, const struct keys *to)
{
	struct rows q;
	struct wrapped *list = NULL;
	size_t n = 0, cap = 0;
	enum rc rc = DB_QUERY0(c->db, &q,
			       "SELECT k.county, k.class, k.number, k.wrapped FROM sealing_key k"
			       " WHERE k.wrapped IS NOT NULL ORDER BY k.county, k.class, k.number");

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		list = GROWN(c->mem, list, n, &cap);
		list[n++] = (struct wrapped){ { { (unsigned)db_int(&q, 0), (int)db_int(&q, 1) },
						(uint32_t)db_int(&q, 2) },
					      db_dup(c->mem, &q, 3) };
	}
	rc = db_done(&q);
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = rewrap_key(c, to, &list[i].name, list[i].text);
	return rc;
}

/* What an old file derives the next one cannot: it is kept like the others from now on, for reading. */
static enum rc keep_derived(struct ctx *c, const struct keys *to)
{
	uint8_t key[SM4_KEY];
	unsigned county = 0;
	bool more = derives(c);
	enum rc rc = RC_OK;

	while (more && rc == RC_OK) {
		rc = next_county(c, &county, &more);
		for (int class = C3_PERSONAL; more && class <= C5_SEALED && rc == RC_OK; class ++) {
			struct key_name name = { { county, class }, KEY_DERIVED };
			if (!keys_derive(c->model->keys, name.of, key))
				return RC_FAULT;
			rc = DB_EXEC(c->db,
				     "INSERT INTO sealing_key (county, class, number, wrapped, created)"
				     " VALUES (?1, ?2, ?3, ?4, ?5)",
				     INT(county), INT(class), INT(KEY_DERIVED),
				     BLOB(keys_wrap(c->mem, to, &name, key)), INT(c->now));
		}
	}
	explicit_bzero(key, sizeof key);
	return rc;
}

static enum rc check_mark(struct ctx *c)
{
	struct rows q;
	enum rc rc = DB_QUERY0(c->db, &q, "SELECT m.value FROM meta m WHERE m.name = 'key'");

	if (rc != RC_OK)
		return rc;
	bool ours = db_next(&q) && str_eq(db_text(&q, 0), keys_mark(c->mem, c->model->keys));
	rc = db_done(&q);
	return rc != RC_OK ? rc : ours ? RC_OK : RC_CONFLICT;
}

static enum rc change_file(struct ctx *c, void *arg)
{
	const struct keys *to = arg;
	enum rc rc = check_mark(c);

	if (rc == RC_OK)
		rc = rewrap_all(c, to);
	if (rc == RC_OK)
		rc = keep_derived(c, to);
	if (rc == RC_OK)
		rc = DB_EXEC(c->db, "UPDATE meta SET value = ?1 WHERE name = 'key'",
			     TEXT(keys_mark(c->mem, to)));
	return rc == RC_OK ? journal_note(c, ACT_KEY, STR("sealing_key"), 0, STR("key file changed")) : rc;
}

enum rc rotate_file(struct ctx *c, const struct keys *to)
{
	union {
		const struct keys *given;
		void *arg; /* which it does not write to */
	} it = { .given = to };

	return keys_related(c->model->keys, to) ? store_write(c, PRIO_PEOPLE, change_file, it.arg)
						: RC_CONFLICT;
}
