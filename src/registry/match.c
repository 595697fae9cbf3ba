/* Keys kept as records are written. */
#include "match_parts.h"

const char match_ddl[] =
	"CREATE TABLE match_fact (\n\tid ID,\n\tcounty INT NOT NULL,\n\twhat INT NOT NULL,\n"
	"\tstamp BIG NOT NULL,\n\tcodes BLOB,\n\tnear BLOB\n);\n"
	"CREATE TABLE match_key (\n\tcounty INT NOT NULL,\n\tcode BIG NOT NULL,\n\trecord BIG NOT NULL,\n"
	"\tPRIMARY KEY (county, code, record)\n);\n"
	"CREATE TABLE match_pair (\n\tone BIG NOT NULL,\n\tother BIG NOT NULL,\n\tcounty INT NOT NULL,\n"
	"\twhat INT NOT NULL,\n\tdoubt INT NOT NULL,\n\tsigns INT NOT NULL,\n\tPRIMARY KEY (one, other)\n);\n"
	"CREATE INDEX match_pair_other ON match_pair (other);\n"
	"CREATE INDEX match_pair_queue ON match_pair (county, what, doubt, one, other);\n";

/* --- one record --- */

static bool has_code(str codes, int64_t code)
{
	for (size_t i = 0; i < codes.n / sizeof code; i++)
		if (match_unpack(codes, i) == code)
			return true;
	return false;
}

static bool keeps_code(const struct match_subject *s, int64_t code)
{
	for (size_t i = 0; i < s->codes; i++)
		if (s->code[i] == code)
			return s->county == s->was_county;
	return false;
}

static enum rc drop_old(struct ctx *c, const struct match_subject *s)
{
	enum rc rc = DB_LATER(c->db, "DELETE FROM match_pair WHERE one = ?1", INT(s->id));

	if (rc == RC_OK)
		rc = DB_LATER(c->db, "DELETE FROM match_pair WHERE other = ?1", INT(s->id));
	for (size_t i = 0; i < s->was_codes.n / sizeof(int64_t) && rc == RC_OK; i++) {
		int64_t code = match_unpack(s->was_codes, i);
		if (!keeps_code(s, code))
			rc = DB_LATER(c->db,
				      "DELETE FROM match_key WHERE county = ?1 AND code = ?2 AND record = ?3",
				      INT(s->was_county), INT(code), INT(s->id));
	}
	if (rc == RC_OK && !s->there)
		rc = DB_LATER(c->db, "DELETE FROM match_fact WHERE id = ?1", INT(s->id));
	return rc;
}

/* One by one: for a statement of several rows SQLite opens a journal of its own, and each time it is closed
 * walks through all that the unit has written so far. */
static enum rc add_codes(struct ctx *c, const struct match_subject *s)
{
	bool moved = !s->known || s->county != s->was_county;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < s->codes && rc == RC_OK; i++)
		if (moved || !has_code(s->was_codes, s->code[i]))
			rc = DB_LATER(c->db,
				      "INSERT INTO match_key (county, code, record) VALUES (?1, ?2, ?3)",
				      INT(s->county), INT(s->code[i]), INT(s->id));
	return rc;
}

static enum rc note_fact(struct ctx *c, const struct match_subject *s)
{
	str codes = match_pack(c->mem, s->code, s->codes), near = match_pack(c->mem, s->near.id, s->near.n);

	if (!s->known)
		return DB_LATER(c->db,
				"INSERT INTO match_fact (id, county, what, stamp, codes, near)"
				" VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
				INT(s->id), INT(s->county), INT(s->what), INT(s->stamp), BLOB(codes),
				BLOB(near));
	return DB_LATER(c->db,
			"UPDATE match_fact SET county = ?2, stamp = ?3, codes = ?4, near = ?5 WHERE id = ?1",
			INT(s->id), INT(s->county), INT(s->stamp), BLOB(codes), BLOB(near));
}

static bool same_near(const struct match_subject *s)
{
	if (s->was_near.n != s->near.n * sizeof(int64_t))
		return false;
	return !s->near.n || memcmp(s->was_near.s, s->near.id, s->was_near.n) == 0;
}

/* Is there anything about it that was not so when it was last reckoned with? */
static bool changed(const struct match_subject *s)
{
	return s->there ? !s->known || s->stamp != s->was_stamp : s->known;
}

static enum rc write_keys(struct ctx *c, const struct match_subject *s)
{
	bool differs = changed(s);
	enum rc rc = differs && s->known ? drop_old(c, s) : RC_OK;

	if (rc == RC_OK && differs && s->there)
		rc = add_codes(c, s);
	if (rc == RC_OK && s->there && (differs || !same_near(s)))
		rc = note_fact(c, s);
	return rc;
}

/* --- many --- */

/* First the keys of all of them, so that they find each other; then the pairs. */
static enum rc settle_some(struct ctx *c, enum match_what what, const int64_t *id, size_t n,
			   struct match_ids *adults, struct arena *of_adults)
{
	struct match_subject *s = NEW(c->mem, struct match_subject, MATCH_AT_ONCE);
	size_t which[MATCH_AT_ONCE], fresh = 0;
	enum rc rc = match_load(c, what, id, n, s);

	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = write_keys(c, &s[i]);
	for (size_t i = 0; i < n; i++)
		if (s[i].there && changed(&s[i]))
			which[fresh++] = i;
	if (rc == RC_OK)
		rc = match_pairs(c, s, n, which, fresh);
	for (size_t i = 0; i < n && adults && rc == RC_OK; i++) {
		for (size_t k = 0; k < s[i].near.n; k++)
			match_ids_add(of_adults, adults, s[i].near.id[k]);
		for (size_t k = 0; k < s[i].was_near.n / sizeof(int64_t); k++)
			match_ids_add(of_adults, adults, match_unpack(s[i].was_near, k));
	}
	return rc;
}

enum { MEMORY = 64 << 20 };

static enum rc settle_list(struct ctx *c, enum match_what what, const struct match_ids *list)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < list->n && rc == RC_OK; i += MATCH_AT_ONCE) {
		arena_reset(c->mem);
		rc = settle_some(c, what, list->id + i,
				 list->n - i < MATCH_AT_ONCE ? list->n - i : MATCH_AT_ONCE, NULL, NULL);
	}
	return rc;
}

/* Sixteen children, then the adults around them. */
enum rc match_settle(struct ctx *c, const int64_t *child, size_t n)
{
	struct ctx one = *c;
	struct arena *around = arena_within(c->mem, MEMORY);
	enum rc rc = RC_OK;

	one.mem = arena_within(c->mem, MEMORY);
	for (size_t i = 0; i < n && rc == RC_OK; i += MATCH_AT_ONCE) {
		struct match_ids adults = { NULL, 0, 0 };
		arena_reset(one.mem);
		arena_reset(around);
		rc = settle_some(&one, MATCH_CHILDREN, child + i,
				 n - i < MATCH_AT_ONCE ? n - i : MATCH_AT_ONCE, &adults, around);
		if (rc == RC_OK)
			rc = settle_list(&one, MATCH_ADULTS, &adults);
	}
	arena_free(one.mem);
	arena_free(around);
	return rc;
}

/* --- from nothing --- */

enum { UNIT = 500, UNIT_MEMORY = 256 << 20 };

struct building {
	unsigned from, to;
	int64_t after; /* children up to here are done */
	size_t n;      /* of this unit */
};

/* Only those of whom nothing is known.  In the order of ids: an index by county would be walked whole each
 * time. */
static enum rc find_unit(struct ctx *c, struct building *b, int64_t id[UNIT])
{
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT c.id FROM child c WHERE c.county + 0 >= ?1 AND c.county + 0 < ?2 AND c.id > "
			 "?3 AND NOT"
			 " EXISTS (SELECT 1 FROM match_fact f WHERE f.id = c.id) ORDER BY c.id LIMIT 500",
			 INT(b->from), INT(b->to), INT(b->after));

	b->n = 0;
	if (rc != RC_OK)
		return rc;
	while (b->n < UNIT && db_next(&q))
		id[b->n++] = db_int(&q, 0);
	return db_done(&q);
}

static enum rc build_unit(struct ctx *c, void *arg)
{
	struct building *b = arg;
	struct actor program = actor_system(c->model->county);
	struct ctx as = ctx_system(c, &program);
	int64_t id[UNIT];
	enum rc rc = find_unit(c, b, id);

	as.seen = NULL;
	if (rc == RC_OK && b->n) {
		b->after = id[b->n - 1];
		rc = match_settle(&as, id, b->n);
	}
	return rc;
}

static enum rc build(struct ctx *c, unsigned from, unsigned to)
{
	struct building b = { from, to, 0, UNIT };
	struct arena *mem = arena_within(c->mem, UNIT_MEMORY);
	enum rc rc = RC_OK;

	while (b.n == UNIT && rc == RC_OK) {
		struct ctx unit = *c;
		arena_reset(mem);
		unit.mem = mem;
		unit.problems = (struct problems){ .mem = mem };
		rc = store_write(&unit, PRIO_BULK, build_unit, &b);
	}
	arena_free(mem);
	return rc;
}

static enum rc empty_tables(struct ctx *c, void *arg)
{
	const struct building *b = arg;
	enum rc rc = DB_EXEC(c->db, "DELETE FROM match_pair WHERE county >= ?1 AND county < ?2", INT(b->from),
			     INT(b->to));

	if (rc == RC_OK)
		rc = DB_EXEC(c->db, "DELETE FROM match_key WHERE county >= ?1 AND county < ?2", INT(b->from),
			     INT(b->to));
	if (rc == RC_OK)
		rc = DB_EXEC(c->db, "DELETE FROM match_fact WHERE county >= ?1 AND county < ?2", INT(b->from),
			     INT(b->to));
	return rc;
}

enum rc match_build(struct ctx *c, unsigned from, unsigned to)
{
	struct building b = { from, to, 0, 0 };
	enum rc rc = store_write(c, PRIO_BULK, empty_tables, &b);

	return rc == RC_OK ? build(c, from, to) : rc;
}

static enum rc note_built(struct ctx *c, void *arg)
{
	(void)arg;
	return DB_EXEC(
		c->db,
		"INSERT INTO meta (name, value) VALUES ('match_built', ?1) ON CONFLICT (name) DO NOTHING",
		TEXT(STR("1")));
}

enum rc match_daily(struct ctx *c)
{
	int64_t there;
	enum rc rc = DB_ONE(c->db, &there, "SELECT count(*) FROM meta m WHERE m.name = ?1",
			    TEXT(STR("match_built")));

	if (rc != RC_OK || there)
		return rc;
	rc = build(c, 0, 1000000);
	return rc == RC_OK ? store_write(c, PRIO_BULK, note_built, NULL) : rc;
}
