/* What counts of a child or an adult when they are compared, and the keys under which those like them are
 * found. */
#include "match_parts.h"
#include "registry.h"

void match_ids_add(struct arena *mem, struct match_ids *to, int64_t id)
{
	for (size_t i = 0; i < to->n; i++)
		if (to->id[i] == id)
			return;
	to->id = GROWN(mem, to->id, to->n, &to->cap);
	to->id[to->n++] = id;
}

str match_pack(struct arena *mem, const int64_t *id, size_t n)
{
	char *s = arena_text(mem, n * sizeof *id + 1);

	if (n)
		memcpy(s, id, n * sizeof *id);
	return (str){ s, n * sizeof *id };
}

int64_t match_unpack(str packed, size_t i)
{
	int64_t id = 0;

	memcpy(&id, packed.s + i * sizeof id, sizeof id);
	return id;
}

/* --- keys --- */

/* What is hashed; names without blanks and points, so that they are one however they are written. */
struct words {
	uint32_t w[LIKELY_NAME_MAX + 16];
	size_t n;
};

static void add_word(struct words *to, uint32_t w) { to->w[to->n++] = w; }

static int64_t hash_of(const struct words *of)
{
	return (int64_t)(str_hash((str){ (const char *)of->w, of->n * sizeof *of->w }) & INT64_MAX);
}

static void add_name(struct words *to, const uint32_t *name, size_t n)
{
	memcpy(to->w + to->n, name, n * sizeof *name);
	to->n += n;
}

static void add_bytes(struct words *to, str bytes)
{
	for (size_t i = 0; i + sizeof(uint32_t) <= bytes.n && i < 16; i += sizeof(uint32_t)) {
		uint32_t w = 0;
		memcpy(&w, bytes.s + i, sizeof w);
		add_word(to, w);
	}
}

static void add_code(struct match_subject *s, const struct words *of)
{
	int64_t code = hash_of(of);

	for (size_t i = 0; i < s->codes; i++)
		if (s->code[i] == code)
			return;
	if (s->codes < MATCH_CODES)
		s->code[s->codes++] = code;
}

/* Ways in which the same child is likely to be found again. */
enum way {
	WAY_BORN_FIRST = 1, /* birthday, and the first sign of the name */
	WAY_BORN_LAST,      /* birthday, and the last one: one of the two outlives a slip of the pen */
	WAY_NAME_YEAR,      /* the name, and the year of birth: day or month is wrong */
	WAY_NAME_DAY,       /* the name, and the birthday without its year */
	WAY_PHONE           /* a phone */
};

static void code_of_sign(struct match_subject *s, enum way way, day born, uint32_t sign)
{
	struct words w = { .n = 0 };

	add_word(&w, (uint32_t)s->what << 8 | way);
	add_word(&w, (uint32_t)born);
	add_word(&w, sign);
	add_code(s, &w);
}

static void code_of_name(struct match_subject *s, enum way way, day part, const uint32_t *name, size_t n)
{
	struct words w = { .n = 0 };

	add_word(&w, (uint32_t)s->what << 8 | way);
	add_word(&w, (uint32_t)part);
	add_name(&w, name, n);
	add_code(s, &w);
}

static void code_of_phone(struct match_subject *s, str digest)
{
	struct words w = { .n = 0 };

	if (!digest.n)
		return;
	add_word(&w, (uint32_t)s->what << 8 | WAY_PHONE);
	add_bytes(&w, digest);
	add_code(s, &w);
}

static void make_codes(struct match_subject *s)
{
	uint32_t name[LIKELY_NAME_MAX];
	bool child = s->what == MATCH_CHILDREN;
	size_t n = likely_name(child ? s->child.name : s->adult.name, name);
	day born = child ? s->child.born : s->adult.born;

	s->codes = 0;
	if (!s->there)
		return;
	if (n && born && child) {
		code_of_sign(s, WAY_BORN_FIRST, born, name[0]);
		code_of_sign(s, WAY_BORN_LAST, born, name[n - 1]);
		code_of_name(s, WAY_NAME_DAY, born % 10000, name, n);
	}
	if (n && born)
		code_of_name(s, WAY_NAME_YEAR, born / 10000, name, n);
	for (size_t i = 0; child && i < COUNT(s->child.phones); i++)
		code_of_phone(s, s->child.phones[i]);
	if (!child)
		code_of_phone(s, s->adult.phone);
}

static void stamp_bytes(struct buf *b, str bytes)
{
	buf_int(b, (int64_t)bytes.n);
	buf_ch(b, ' ');
	buf_str(b, bytes);
}

/* Of an adult the children count too: who is tied to the same ones resembles more. */
static void make_stamp(struct arena *mem, struct match_subject *s)
{
	struct buf b = buf_new(mem, 8 << 10);

	buf_int(&b, s->county);
	buf_ch(&b, ' ');
	buf_int(&b, s->what == MATCH_CHILDREN ? s->child.born : s->adult.born);
	buf_ch(&b, ' ');
	buf_int(&b, s->what == MATCH_CHILDREN ? s->child.school : s->adult.sex);
	stamp_bytes(&b, s->what == MATCH_CHILDREN ? s->child.name : s->adult.name);
	stamp_bytes(&b, s->number);
	for (size_t i = 0; s->what == MATCH_CHILDREN && i < COUNT(s->child.phones); i++)
		stamp_bytes(&b, s->child.phones[i]);
	if (s->what == MATCH_ADULTS) {
		stamp_bytes(&b, s->adult.phone);
		stamp_bytes(&b, (str){ (const char *)s->near.id, s->near.n * sizeof *s->near.id });
	}
	s->stamp = (int64_t)(str_hash(buf_view(&b)) & INT64_MAX);
}

/* --- loading --- */

struct work {
	struct ctx *c;
	struct val id[MATCH_AT_ONCE];
	struct match_subject *s;
	size_t n;
};

static struct match_subject *subject_of(struct work *w, int64_t id)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->s[i].id == id)
			return &w->s[i];
	return NULL;
}

typedef void take(struct work *w, const struct rows *q, struct match_subject *s);

/* Rows that begin with the id of one of them. */
static enum rc each(struct work *w, const struct sql *sql, take *run)
{
	struct rows q;
	enum rc rc = db_query(w->c->db, &q, sql, w->id, MATCH_AT_ONCE);

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		struct match_subject *s = subject_of(w, db_int(&q, 0));
		if (s)
			run(w, &q, s);
	}
	return db_done(&q);
}

static void take_child(struct work *w, const struct rows *q, struct match_subject *s)
{
	s->there = true;
	s->county = (unsigned)db_int(q, 1);
	s->child.name = db_dup(w->c->mem, q, 2);
	s->child.born = (day)db_int(q, 3);
	s->child.school = db_int(q, 4);
	s->number = db_dup(w->c->mem, q, 5);
}

static enum rc load_children(struct work *w)
{
	return each(w,
		    SQL("SELECT c.id, c.county, c.name, c.birth_date, c.school, c.id_number_digest"
			" FROM child c WHERE c.id IN " DB_SIXTEEN " ORDER BY c.id"),
		    take_child);
}

static void take_phone(struct work *w, const struct rows *q, struct match_subject *s)
{
	size_t i = 0, before = s->near.n;

	match_ids_add(w->c->mem, &s->near, db_int(q, 1));
	if (s->near.n == before || db_null(q, 2))
		return;
	while (i < COUNT(s->child.phones) && s->child.phones[i].n)
		i++;
	if (i < COUNT(s->child.phones))
		s->child.phones[i] = db_dup(w->c->mem, q, 2);
}

/* The adults of each child, and their phones: the first few, by id, so that it is always the same ones. */
static enum rc load_adults_of(struct work *w)
{
	return each(w,
		    SQL("SELECT i.child, p.id, p.phone_digest FROM tie i JOIN person p ON p.id = i.person"
			" WHERE i.child IN " DB_SIXTEEN " ORDER BY i.child, p.id"),
		    take_phone);
}

static int sex_number(str code) { return str_eq(code, STR("1")) ? 1 : str_eq(code, STR("2")) ? 2 : 0; }

static void take_adult(struct work *w, const struct rows *q, struct match_subject *s)
{
	s->county = (unsigned)db_int(q, 1);
	s->adult = (struct likely_adult){ .name = db_dup(w->c->mem, q, 2),
					  .sex = sex_number(db_text(q, 3)),
					  .born = (day)db_int(q, 4),
					  .phone = db_dup(w->c->mem, q, 5) };
	s->number = db_dup(w->c->mem, q, 6);
}

static enum rc load_adults(struct work *w)
{
	return each(w,
		    SQL("SELECT p.id, p.county, p.name, p.sex, p.birth_date, p.phone_digest,"
			" p.id_number_digest FROM person p WHERE p.id IN " DB_SIXTEEN " ORDER BY p.id"),
		    take_adult);
}

static void take_child_of(struct work *w, const struct rows *q, struct match_subject *s)
{
	match_ids_add(w->c->mem, &s->near, db_int(q, 1));
	s->there = s->county != 0; /* nobody's parent is nobody's duplicate */
}

static enum rc load_children_of(struct work *w)
{
	return each(w,
		    SQL("SELECT i.person, i.child FROM tie i WHERE i.person IN " DB_SIXTEEN
			" ORDER BY i.person, i.child"),
		    take_child_of);
}

static void take_known(struct work *w, const struct rows *q, struct match_subject *s)
{
	s->known = true;
	s->was_county = (unsigned)db_int(q, 1);
	s->was_stamp = db_int(q, 2);
	s->was_codes = db_dup(w->c->mem, q, 3);
	s->was_near = db_dup(w->c->mem, q, 4);
}

static enum rc load_known(struct work *w)
{
	return each(w,
		    SQL("SELECT f.id, f.county, f.stamp, f.codes, f.near FROM match_fact f"
			" WHERE f.id IN " DB_SIXTEEN " ORDER BY f.id"),
		    take_known);
}

static void begin(struct work *w, enum match_what what, const int64_t *id)
{
	db_sixteen(id, w->n, w->id);
	for (size_t i = 0; i < w->n; i++)
		w->s[i] = (struct match_subject){ .what = what, .id = id[i] };
}

enum rc match_load_little(struct ctx *c, enum match_what what, const int64_t *id, size_t n,
			  struct match_subject *ret)
{
	struct work w = { .c = c, .s = ret, .n = n };

	begin(&w, what, id);
	enum rc rc = what == MATCH_CHILDREN ? load_children(&w) : load_adults(&w);
	for (size_t i = 0; i < n; i++) {
		ret[i].there = ret[i].county != 0;
		ret[i].little = true;
	}
	return rc;
}

enum rc match_load_phones(struct ctx *c, struct match_subject *s)
{
	struct work w = { .c = c, .s = s, .n = 1 };

	for (size_t i = 0; i < MATCH_AT_ONCE; i++)
		w.id[i] = INT(s->id);
	s->little = false;
	return load_adults_of(&w);
}

enum rc match_load(struct ctx *c, enum match_what what, const int64_t *id, size_t n,
		   struct match_subject *ret)
{
	struct work w = { .c = c, .s = ret, .n = n };
	bool child = what == MATCH_CHILDREN;

	begin(&w, what, id);
	enum rc rc = child ? load_children(&w) : load_adults(&w);
	if (rc == RC_OK)
		rc = child ? load_adults_of(&w) : load_children_of(&w);
	if (rc == RC_OK)
		rc = load_known(&w);
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		make_codes(&ret[i]);
		make_stamp(c->mem, &ret[i]);
	}
	return rc;
}
