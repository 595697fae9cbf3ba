#include "search.h"
#include "buf.h"
#include "number.h"
#include "utf8.h"

#include <assert.h>

/* Found whole: (name, birth_date) for the nation; name_key begins with the county, since the letters of a
 * name are looked for within one; (county, id) for what must be compared one by one there, and for its lists.
 */
const char search_ddl[] = "CREATE TABLE name_key (\n\tcounty INT NOT NULL,\n\tinitials TEXT NOT NULL,\n"
			  "\tchild BIG NOT NULL,\n\tPRIMARY KEY (county, initials, child)\n);\n"
			  "CREATE INDEX child_name_birth ON child (name, birth_date);\n"
			  "CREATE INDEX child_county ON child (county, id);\n";

/* --- keeping --- */

/* Write the keys of one more child, without looking. */
static enum rc search_add(struct ctx *c, unsigned county, int64_t child, str name)
{
	struct search_key key[SEARCH_KEYS_MAX];
	size_t n = search_keys(name, key);
	enum rc rc = RC_OK;

	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = DB_LATER(c->db,
			      "INSERT INTO name_key (county, initials, child) VALUES (?1, ?2, ?3)"
			      " ON CONFLICT (county, initials, child) DO NOTHING",
			      INT(county), TEXT(((str){ key[i].s, key[i].n })), INT(child));
	return rc;
}

static enum rc drop(struct ctx *c, unsigned county, int64_t child, str name)
{
	struct search_key key[SEARCH_KEYS_MAX];
	size_t n = search_keys(name, key);
	enum rc rc = RC_OK;

	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = DB_LATER(c->db,
			      "DELETE FROM name_key WHERE county = ?1 AND initials = ?2 AND child = ?3",
			      INT(county), TEXT(((str){ key[i].s, key[i].n })), INT(child));
	return rc;
}

enum rc search_keep(struct ctx *c, const struct change *change)
{
	const struct record *was = change->before, *is = change->after;
	bool renamed = !was || !is || was->county != is->county ||
		       !str_eq(rec_text(was, CHILD_NAME), rec_text(is, CHILD_NAME));
	enum rc rc = RC_OK;

	if (was && renamed)
		rc = drop(c, was->county, was->id, rec_text(was, CHILD_NAME));
	if (is && renamed && rc == RC_OK)
		rc = search_add(c, is->county, is->id, rec_text(is, CHILD_NAME));
	return rc;
}

enum rc search_moved(struct ctx *c, int64_t child, str name, unsigned from_county, unsigned to_county)
{
	enum rc rc = drop(c, from_county, child, name);

	return rc == RC_OK ? search_add(c, to_county, child, name) : rc;
}

/* --- building --- */

enum { UNIT = 1000, UNIT_MEMORY = 64 << 20 };
/* Another dictionary reads names in another way: then a new program says so here, and all keys are made anew.
 */
#define BUILT "1"

enum rc search_built(struct ctx *c)
{
	return DB_EXEC(c->db,
		       "INSERT INTO meta (name, value) VALUES ('name_key', ?1)"
		       " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
		       TEXT(STR(BUILT)));
}

struct unit {
	int64_t after;
	size_t n;
};

static enum rc build_some(struct ctx *c, void *arg)
{
	struct unit *u = arg;
	struct rows q;
	struct {
		int64_t id;
		unsigned county;
		str name;
	} *list = arena_alloc(c->mem, sizeof *list, _Alignof(int64_t), UNIT);
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT c.id, c.county, c.name FROM child c WHERE c.id > ?1 ORDER BY c.id LIMIT 1000",
		INT(u->after));

	u->n = 0;
	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		list[u->n].id = db_int(&q, 0);
		list[u->n].county = (unsigned)db_int(&q, 1);
		list[u->n++].name = db_dup(c->mem, &q, 2);
	}
	rc = db_done(&q);
	for (size_t i = 0; i < u->n && rc == RC_OK; i++) {
		rc = search_add(c, list[i].county, list[i].id, list[i].name);
		u->after = list[i].id;
	}
	return rc;
}

static enum rc note_built(struct ctx *c, void *arg)
{
	(void)arg;
	return search_built(c);
}

static enum rc built(struct ctx *c, bool *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY0(c->db, &q, "SELECT m.value FROM meta m WHERE m.name = 'name_key'");

	if (rc != RC_OK)
		return rc;
	*ret = db_next(&q) && str_eq(db_text(&q, 0), STR(BUILT));
	return db_done(&q);
}

enum rc search_daily(struct ctx *c)
{
	struct unit u = { .n = UNIT };
	bool done = false;
	enum rc rc = built(c, &done);

	if (rc != RC_OK || done)
		return rc;
	struct arena *mem = arena_within(c->mem, UNIT_MEMORY);
	while (u.n == UNIT && rc == RC_OK) {
		struct ctx unit = *c;
		arena_reset(mem);
		unit.mem = mem;
		unit.problems = (struct problems){ .mem = mem };
		rc = store_write(&unit, PRIO_BULK, build_some, &u);
	}
	arena_free(mem);
	return rc == RC_OK ? store_write(c, PRIO_BULK, note_built, NULL) : rc;
}

/* --- within reach --- */

/* Ties that have ended lead nowhere; a phone is the adult's of today. */
#define BY_ADULT(column, value, today)                                                                       \
	" UNION SELECT i.child FROM person p JOIN tie i ON i.person = p.id WHERE p." column " = " value      \
	" AND (i.to_day IS NULL OR i.to_day >= " today ")"
#define BY_NUMBER                                                                                            \
	"t.id IN (SELECT x.id FROM child x WHERE x.id_number_digest = ?1"                                    \
	" UNION SELECT y.id FROM child y WHERE y.student_number_digest = ?2"                                 \
	" UNION SELECT z.id FROM child z WHERE z.phone_digest = ?3"
#define BY_TAIL "t.id IN (SELECT x.id FROM child x WHERE x.phone_tail = ?1"

static void find_tail(struct ctx *c, const struct search_term *t, bool adults, struct list *l)
{
	l->v[0] = TEXT(str_of(t->number));
	l->v[1] = INT(c->today);
	l->nv = adults ? 2 : 1;
	l->where = adults ? SQL(BY_TAIL BY_ADULT("phone_tail", "?1", "?2") ")") : SQL(BY_TAIL ")");
}

static void find_number(struct ctx *c, const struct search_term *t, bool adults, struct list *l)
{
	str number = str_of(t->number);

	l->v[0] = number_digest(c, &child_kind, CHILD_ID_NUMBER, number);
	l->v[1] = number_digest(c, &child_kind, CHILD_STUDENT_NUMBER, number);
	l->v[2] = number_digest(c, &child_kind, CHILD_PHONE, number);
	l->nv = 3;
	l->where = SQL(BY_NUMBER ")");
	if (!adults)
		return;
	l->v[l->nv++] = number_digest(c, &person_kind, PERSON_PHONE, number);
	l->v[l->nv++] = number_digest(c, &person_kind, PERSON_ID_NUMBER, number);
	l->v[l->nv++] = INT(c->today);
	l->where = SQL(BY_NUMBER BY_ADULT("phone_digest", "?4", "?6")
			       BY_ADULT("id_number_digest", "?5", "?6") ")");
}

/* From the first letters on, up to the next that do not begin so; and what the key is like. */
static void put_range(struct ctx *c, struct list *l, const struct search_range *x)
{
	str from = { x->initials, x->n };
	char *end = str_z(c->mem, from);
	struct buf like = buf_new(c->mem, 64);

	end[x->n - 1]++; /* after z comes {, which no key holds */
	buf_str(&like, from);
	buf_ch(&like, '%');
	if (x->rest[0]) {
		buf_ch(&like, '\'');
		buf_str(&like, str_of(x->rest));
		buf_str(&like, x->open ? STR("%") : STR(""));
	}
	l->v[l->nv++] = TEXT(str_dup(c->mem, from));
	l->v[l->nv++] = TEXT(((str){ end, x->n }));
	l->v[l->nv++] = TEXT(buf_view(&like));
}

static void put_nothing(struct list *l)
{
	l->v[l->nv++] = TEXT(STR("}")); /* behind all keys */
	l->v[l->nv++] = TEXT(STR("}"));
	l->v[l->nv++] = TEXT(STR("}"));
}

/* ?13: the county, ?14 and ?15: children with a greater id than this one, up to that one. */
#define KEYS(from, to, like)                                                                                 \
	"SELECT k.child FROM name_key k WHERE k.county = ?13 AND k.initials >= " from                        \
	" AND k.initials < " to " AND k.initials LIKE " like                                                 \
	" ESCAPE '\\' AND k.child > ?14 AND k.child <= ?15"
#define FOUR_RANGES                                                                                          \
	KEYS("?1", "?2", "?3")                                                                               \
	" UNION ALL " KEYS("?4", "?5", "?6") " UNION ALL " KEYS("?7", "?8", "?9") " UNION ALL " KEYS(        \
		"?10", "?11", "?12")
enum { COUNTY_AT = 12, AFTER_AT, UPTO_AT, KEY_VALUES };

/* A name that holds the ideographs of the term in their order: what the letters of keys cannot tell. */
static str pattern_of(struct ctx *c, const struct search_term *t)
{
	struct buf like = buf_new(c->mem, 2 * t->text.n + 2);
	size_t at = 0, from = 0;
	uint32_t sign;

	buf_ch(&like, '%');
	for (; (sign = utf8_next(t->text, &at)); from = at)
		if (search_sign_kind(sign, &sign) == SIGN_HAN) {
			buf_str(&like, str_cut(t->text, from, at - from));
			buf_ch(&like, '%');
		}
	return buf_view(&like);
}

static bool whole_county(const struct ctx *c)
{
	return c->who->reach == REACH_COUNTY || c->who->reach == REACH_CONSENTED;
}

static void find_keys(struct ctx *c, const struct search_term *t, struct list *l)
{
	for (size_t i = 0; i < SEARCH_RANGES; i++)
		if (i < t->nrange)
			put_range(c, l, &t->range[i]);
		else
			put_nothing(l);
	l->v[l->nv++] = INT(c->who->county);
	l->v[l->nv++] = INT(l->after);
	l->v[l->nv++] = INT(INT64_MAX);
	l->v[l->nv++] = TEXT(pattern_of(c, t));
	/* Whoever lives here and is kept elsewhere: few, and looked at one by one. */
	l->where = whole_county(c) ? SQL("t.id IN (" FOUR_RANGES ") AND t.name LIKE ?16 ESCAPE '\\'")
				   : SQL("(t.county <> ?13 OR t.id IN (" FOUR_RANGES
					 ")) AND t.name LIKE ?16 ESCAPE '\\'");
}

/* Two letters may mean a fifth of a county: its keys are taken some at a time, so that no more children are
 * loaded than a page needs.  *ret_more: there are keys behind these. */
static enum rc bound_keys(struct ctx *c, struct list *l, bool *ret_more)
{
	enum { KEYS_AT_ONCE = 300 };
	struct rows q;
	size_t n = 0;

	l->v[AFTER_AT] = INT(l->after);
	l->v[UPTO_AT] = INT(INT64_MAX);
	enum rc rc =
		db_query(c->db, &q, SQL("SELECT u.child FROM (" FOUR_RANGES ") u ORDER BY u.child LIMIT 301"),
			 l->v, KEY_VALUES);
	if (rc != RC_OK)
		return rc;
	while (n < KEYS_AT_ONCE && db_next(&q)) {
		l->v[UPTO_AT] = INT(db_int(&q, 0));
		n++;
	}
	*ret_more = n == KEYS_AT_ONCE && db_next(&q);
	return db_done(&q);
}

static void find(struct ctx *c, const struct search_term *t, struct list *l)
{
	bool adults = c->who->role & (ROLES_STAFF | ROLE_SYSTEM); /* federation and keeper know none */

	l->nv = 0;
	l->where = SQL("1=0");
	switch (t->what) {
	case SEARCH_ALL: l->where = NULL; break;
	case SEARCH_REFUSED: break;
	case SEARCH_TEXT:
		l->v[l->nv++] = TEXT(store_like(c->mem, t->text));
		l->where = SQL("t.name LIKE ?1 ESCAPE '\\'");
		break;
	case SEARCH_NAME: find_keys(c, t, l); break;
	case SEARCH_NUMBER:
		if (may_read(c->who, P_CONTACT))
			find_number(c, t, adults, l);
		break;
	case SEARCH_TAIL:
		if (may_read(c->who, P_CONTACT))
			find_tail(c, t, adults, l);
		break;
	}
}

enum { PIECE = 200 }; /* candidates at once, when names must be compared */

/* Those of one piece that the name is true of. */
static void pick(const struct search_term *t, const struct records *piece, size_t limit, struct records *to)
{
	for (size_t i = 0; i < piece->n && !to->more; i++) {
		if (!search_term_matches(t, rec_text(&piece->r[i], CHILD_NAME)))
			continue;
		if (to->n == limit)
			to->more = true;
		else
			to->r[to->n++] = piece->r[i];
	}
}

/* The next candidates.  *ret_more: there are others behind them, and the list goes on there. */
static enum rc next_piece(struct ctx *c, bool keyed, struct list *some, struct records *ret, bool *ret_more)
{
	bool keys = false;
	enum rc rc = keyed ? bound_keys(c, some, &keys) : RC_OK;

	if (rc == RC_OK)
		rc = record_list(c, &child_kind, some, ret);
	if (rc != RC_OK)
		return rc;
	*ret_more = keys || ret->more;
	if (ret->more)
		some->after = ret->r[ret->n - 1].id;
	else if (keys)
		some->after = some->v[UPTO_AT].i;
	return RC_OK;
}

enum rc search_run(struct ctx *c, const struct search_term *t, const struct list *l, struct records *ret)
{
	struct ctx quiet = *c;
	struct list some = *l;
	struct records piece, out = { NEW(c->mem, struct record, l->limit), 0, false };
	bool named = t->what == SEARCH_NAME, more = true;

	assert(l->limit && !l->where && !l->q.n);
	quiet.seen = NULL; /* candidates are not handed out yet */
	find(c, t, &some);
	some.want |= some.want ? UINT64_C(1) << CHILD_NAME : 0;
	some.limit = !named ? l->limit + 1 : l->limit > PIECE ? l->limit : PIECE;
	while (more && !out.more) {
		enum rc rc = next_piece(&quiet, named && whole_county(c), &some, &piece, &more);
		if (rc != RC_OK)
			return rc;
		pick(t, &piece, l->limit, &out);
	}
	for (size_t i = 0; c->seen && i < out.n; i++)
		seen_add(c->seen, &child_kind, out.r[i].id, 0);
	*ret = out;
	return RC_OK;
}

/* --- over more than a county --- */

static enum rc query_wide(struct ctx *c, const struct search_wide *w, struct rows *ret)
{
	if (w->number.n)
		return STORE_QUERY(c, ret,
				   "SELECT t.id, t.county, t.birth_date, t.sex FROM child t"
				   " WHERE t.id_number_digest = ?1 AND {child t} ORDER BY t.id LIMIT 21",
				   number_digest(c, &child_kind, CHILD_ID_NUMBER, w->number));
	return STORE_QUERY(
		c, ret,
		"SELECT t.id, t.county, t.birth_date, t.sex FROM child t WHERE t.name = ?1"
		" AND t.birth_date >= ?2 AND t.birth_date < ?3 AND {child t} ORDER BY t.id LIMIT 21",
		TEXT(w->name), INT(INT64_C(10000) * w->born_year), INT(INT64_C(10000) * (w->born_year + 1)));
}

enum rc search_wide(struct ctx *c, const struct search_wide *w, struct search_found *ret, size_t *ret_n,
		    bool *ret_more)
{
	struct rows q;
	size_t n = 0;
	enum rc rc = query_wide(c, w, &q);

	assert(c->purpose.n);
	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && n < SEARCH_WIDE_MAX) {
		ret[n] = (struct search_found){ db_int(&q, 0), (unsigned)db_int(&q, 1), (day)db_int(&q, 2),
						db_dup(c->mem, &q, 3) };
		if (c->seen)
			seen_add(c->seen, &child_kind, ret[n].id, 0);
		n++;
	}
	*ret_more = n == SEARCH_WIDE_MAX && db_next(&q);
	*ret_n = n;
	return db_done(&q);
}
