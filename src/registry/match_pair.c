/* Pairs: who shares a key, weighed; and the queue of them. */
#include "match_parts.h"
#include "registry.h"

enum { SURE = 100 };

/* --- who might be one --- */

/* Two subjects by their place in a list: the first is one of those that are settled. */
struct chance {
	size_t of;
	int64_t with;
	bool both; /* of adults: a child is tied to both */
};
struct chances {
	struct chance *list;
	size_t n, cap;
};

static void add_chance(struct arena *mem, struct chances *to, const struct chance *x)
{
	for (size_t i = to->n; i-- > 0;)
		if (to->list[i].of == x->of && to->list[i].with == x->with) {
			to->list[i].both |= x->both;
			return;
		}
	to->list = GROWN(mem, to->list, to->n, &to->cap);
	to->list[to->n++] = *x;
}

/* A name so common that nobody could look through them all gives the first ones. */
enum { HITS = 2000, CODES = 64 };

/* All keys of one keeper in a few statements; what comes back is nearly always the asker itself. */
struct asking {
	struct ctx *c;
	const struct match_subject *s;
	const size_t *which; /* of s */
	size_t n;
	unsigned county;
	struct val v[2 + CODES];
	size_t codes;
	struct chances *to;
};

static void take_hit(struct asking *a, int64_t code, int64_t record)
{
	for (size_t i = 0; i < a->n; i++) {
		const struct match_subject *s = &a->s[a->which[i]];
		if (s->county != a->county || s->id == record)
			continue;
		for (size_t k = 0; k < s->codes; k++)
			if (s->code[k] == code)
				add_chance(a->c->mem, a->to, &(struct chance){ a->which[i], record, false });
	}
}

static enum rc ask(struct asking *a)
{
	struct rows q;

	if (!a->codes)
		return RC_OK;
	a->v[0] = INT(a->county);
	a->v[1] = INT(HITS);
	for (size_t i = a->codes; i < CODES; i++)
		a->v[2 + i] = a->v[1 + a->codes];
	a->codes = 0;
	enum rc rc = db_query(a->c->db, &q,
			      SQL("SELECT k.code, k.record FROM match_key k WHERE k.county = ?1 AND k.code "
				  "IN (?3, ?4, ?5, ?6,"
				  " ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, "
				  "?22, ?23, ?24, ?25,"
				  " ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38, ?39, "
				  "?40, ?41, ?42, ?43,"
				  " ?44, ?45, ?46, ?47, ?48, ?49, ?50, ?51, ?52, ?53, ?54, ?55, ?56, ?57, "
				  "?58, ?59, ?60, ?61,"
				  " ?62, ?63, ?64, ?65, ?66) ORDER BY k.code, k.record LIMIT ?2"),
			      a->v, 2 + CODES);
	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		take_hit(a, db_int(&q, 0), db_int(&q, 1));
	return db_done(&q);
}

static enum rc find_by_codes(struct asking *a)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < a->n && rc == RC_OK; i++) {
		const struct match_subject *s = &a->s[a->which[i]];
		if (s->county != a->county)
			continue;
		if (a->codes + s->codes > CODES)
			rc = ask(a);
		for (size_t k = 0; k < s->codes; k++)
			a->v[2 + a->codes++] = INT(s->code[k]);
	}
	return rc == RC_OK ? ask(a) : rc;
}

/* One keeper after the other: a unit seldom has two. */
static enum rc find_by_keys(struct asking *a)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < a->n && rc == RC_OK; i++) {
		bool before = false;
		a->county = a->s[a->which[i]].county;
		for (size_t k = 0; k < i; k++)
			before |= a->s[a->which[k]].county == a->county;
		if (!before)
			rc = find_by_codes(a);
	}
	return rc;
}

/* Those tied to the same children: two mothers of one child are one, or one of them is none. */
static enum rc find_mates(struct asking *a)
{
	struct val v[MATCH_AT_ONCE];
	struct rows q;

	for (size_t i = 0; i < MATCH_AT_ONCE; i++)
		v[i] = INT(a->s[a->which[i < a->n ? i : a->n - 1]].id);
	enum rc rc = db_query(
		a->c->db, &q,
		SQL("SELECT i.person, j.person FROM tie i JOIN tie j ON j.child = i.child AND j.person"
		    " <> i.person WHERE i.person IN " DB_SIXTEEN " ORDER BY i.person, j.person"),
		v, MATCH_AT_ONCE);
	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		int64_t person = db_int(&q, 0), mate = db_int(&q, 1);
		for (size_t i = 0; i < a->n; i++)
			if (a->s[a->which[i]].id == person)
				add_chance(a->c->mem, a->to, &(struct chance){ a->which[i], mate, true });
	}
	return db_done(&q);
}

/* --- numbers are sealed: opened only where nothing else decides --- */

static enum rc open_number(struct ctx *c, const struct match_subject *s, str *ret)
{
	bool child = s->what == MATCH_CHILDREN;
	size_t field = child ? (size_t)CHILD_ID_NUMBER : (size_t)PERSON_ID_NUMBER;
	struct actor program = actor_system(c->model->county);
	struct ctx as = ctx_system(c, &program);
	struct list l = {
		.where = SQL("t.id = ?1"), .v = { INT(s->id) }, .nv = 1, .want = UINT64_C(1) << field
	};
	struct records found;

	as.seen = NULL;
	enum rc rc = record_list(&as, child ? &child_kind : &person_kind, &l, &found);
	if (rc == RC_OK && found.n)
		*ret = rec_text(&found.r[0], field);
	return rc;
}

enum { NUMBER_WORTH = 30 }; /* what likely.c gives at most for numbers that are near */

static struct likely weigh_plain(const struct match_subject *a, const struct match_subject *b, bool both)
{
	return a->what == MATCH_CHILDREN ? likely_children(&a->child, &b->child)
					 : likely_adults(&a->adult, &b->adult, both);
}

static enum rc weigh(struct ctx *c, const struct match_subject *a, const struct match_subject *b, bool both,
		     struct likely *ret)
{
	static const unsigned born = LIKELY_BORN | LIKELY_BORN_NEAR | LIKELY_BORN_SWAPPED;
	struct likely l = weigh_plain(a, b, both);
	bool child = a->what == MATCH_CHILDREN, numbered = a->number.n && b->number.n;

	*ret = l;
	if (!numbered)
		return RC_OK;
	/* Who has a number is another one, unless the numbers are near: then so are the birthdays in them,
	 * and children have one name (likely.c). */
	ret->score = 0;
	if (l.score + NUMBER_WORTH < LIKELY_SCORE ||
	    (child && (!(l.signs & LIKELY_NAME) || !(l.signs & born))))
		return RC_OK;
	struct match_subject x = *a, y = *b;
	enum rc rc = open_number(c, a, child ? &x.child.id_number : &x.adult.id_number);
	if (rc == RC_OK)
		rc = open_number(c, b, child ? &y.child.id_number : &y.adult.id_number);
	if (rc == RC_OK)
		*ret = weigh_plain(&x, &y, both);
	return rc;
}

/* --- writing them --- */

/* What somebody said of them stands, unless much more is alike by now. */
enum { MUCH_MORE = 20 };

static str id_text(struct arena *mem, int64_t id)
{
	struct buf b = buf_new(mem, 24);

	buf_int(&b, id);
	return buf_view(&b);
}

static enum rc is_decided(struct ctx *c, const struct match *m, bool *ret)
{
	int64_t score = 0;
	enum rc rc = DB_ONE(c->db, &score,
			    "SELECT coalesce(v.score, 0) FROM verdict v WHERE v.one = ?1 AND v.other = ?2 AND"
			    " v.says = '" CODE_VERDICT_SAYS_NOT_SAME "' ORDER BY 1 DESC LIMIT 1",
			    TEXT(id_text(c->mem, m->one)), TEXT(id_text(c->mem, m->other)));

	*ret = rc == RC_OK && m->score < score + MUCH_MORE;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc write_pair(struct ctx *c, const struct match_subject *s, int64_t other, const struct likely *l)
{
	struct match m = { s->what, s->id < other ? s->id : other, s->id < other ? other : s->id, l->score,
			   l->signs };
	bool decided = false;
	enum rc rc = is_decided(c, &m, &decided);

	if (rc != RC_OK || decided)
		return rc;
	return DB_LATER(c->db,
			"INSERT INTO match_pair (one, other, county, what, doubt, signs)"
			" VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (one, other) DO UPDATE SET"
			" county = excluded.county, doubt = excluded.doubt, signs = excluded.signs",
			INT(m.one), INT(m.other), INT(s->county), INT(m.what), INT(SURE - m.score),
			INT(m.signs));
}

/* --- all of it --- */

struct others {
	struct match_subject *s;
	size_t n;
};

static enum rc consider(struct ctx *c, const struct match_subject *one, const struct match_subject *other,
			bool both)
{
	bool child = one->what == MATCH_CHILDREN;
	struct match_subject whole = *other;
	struct likely l = { 0, 0 };
	enum rc rc = RC_OK;

	if (!other->there || other->county != one->county ||
	    !(child ? likely_names(one->child.name, other->child.name)
		    : likely_names(one->adult.name, other->adult.name)))
		return RC_OK;
	if (child && whole.little)
		rc = match_load_phones(c, &whole);
	if (rc == RC_OK)
		rc = weigh(c, one, &whole, both, &l);
	return rc == RC_OK && l.score >= LIKELY_SCORE ? write_pair(c, one, whole.id, &l) : rc;
}

static const struct match_subject *find_subject(const struct match_subject *s, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (s[i].id == id)
			return &s[i];
	return NULL;
}

/* Those who are not among the settled ones themselves. */
static enum rc load_others(struct asking *a, size_t ns, struct others *ret)
{
	struct match_ids ids = { NULL, 0, 0 };
	enum rc rc = RC_OK;

	for (size_t i = 0; i < a->to->n; i++)
		if (!find_subject(a->s, ns, a->to->list[i].with))
			match_ids_add(a->c->mem, &ids, a->to->list[i].with);
	if (!ids.n)
		return RC_OK;
	ret->s = NEW(a->c->mem, struct match_subject, ids.n);
	ret->n = ids.n;
	for (size_t i = 0; i < ids.n && rc == RC_OK; i += MATCH_AT_ONCE)
		rc = match_load_little(a->c, a->s->what, ids.id + i,
				       ids.n - i < MATCH_AT_ONCE ? ids.n - i : MATCH_AT_ONCE, ret->s + i);
	return rc;
}

enum rc match_pairs(struct ctx *c, const struct match_subject *s, size_t n, const size_t *which,
		    size_t nwhich)
{
	struct chances all = { NULL, 0, 0 };
	struct asking a = { .c = c, .s = s, .which = which, .n = nwhich, .to = &all };
	struct others others = { NULL, 0 };

	if (!nwhich)
		return RC_OK;
	enum rc rc = find_by_keys(&a);
	if (rc == RC_OK && s->what == MATCH_ADULTS)
		rc = find_mates(&a);
	if (rc == RC_OK)
		rc = load_others(&a, n, &others);
	for (size_t i = 0; i < all.n && rc == RC_OK; i++) {
		const struct match_subject *other = find_subject(s, n, all.list[i].with);
		if (!other)
			other = find_subject(others.s, others.n, all.list[i].with);
		if (other)
			rc = consider(c, &s[all.list[i].of], other, all.list[i].both);
	}
	return rc;
}

enum rc match_drop(struct ctx *c, int64_t one, int64_t other)
{
	return DB_EXEC(c->db,
		       "DELETE FROM match_pair WHERE (one = ?1 AND other = ?2) OR (one = ?2 AND other = ?1)",
		       INT(one), INT(other));
}

/* --- the queue --- */

static unsigned keeper(const struct ctx *c) { return c->who->county ? c->who->county : c->model->county; }

/* Kept as what is lacking from certainty, so that the queue is in the order of its index. */
#define QUEUE                                                                                                \
	"SELECT m.one, m.other, m.doubt, m.signs FROM match_pair m WHERE m.county = ?1 AND m.what = ?2 AND " \
	"(m.doubt, m.one, m.other) > (?3, ?4, ?5)"
#define ORDER " ORDER BY m.doubt, m.one, m.other LIMIT ?6"
#define CHILDREN                                                                                             \
	" AND EXISTS (SELECT 1 FROM child c WHERE c.id = m.one AND {child c}) AND EXISTS (SELECT 1 FROM"     \
	" child d WHERE d.id = m.other AND {child d})"
#define ADULTS                                                                                               \
	" AND EXISTS (SELECT 1 FROM person p WHERE p.id = m.one AND {person p}) AND EXISTS (SELECT 1 FROM"   \
	" person q WHERE q.id = m.other AND {person q})"

static void read_match(const struct rows *q, enum match_what what, struct match *ret)
{
	*ret = (struct match){ what, db_int(q, 0), db_int(q, 1), SURE - (int)db_int(q, 2),
			       (unsigned)db_int(q, 3) };
}

enum rc match_list(struct ctx *c, enum match_what what, const struct match *after, struct match *ret,
		   size_t *ret_n)
{
	struct rows q;
	size_t n = 0;
	bool on = after && after->one;
	const struct val v[] = { INT(keeper(c)),
				 INT(what),
				 INT(on ? SURE - after->score : -1),
				 INT(on ? after->one : 0),
				 INT(on ? after->other : 0),
				 INT((int64_t)*ret_n) };
	enum rc rc = what == MATCH_CHILDREN ? store_query(c, &q, SQL(QUEUE CHILDREN ORDER), v, COUNT(v))
					    : store_query(c, &q, SQL(QUEUE ADULTS ORDER), v, COUNT(v));

	if (rc != RC_OK)
		return rc;
	while (n < *ret_n && db_next(&q))
		read_match(&q, what, &ret[n++]);
	rc = db_done(&q);
	if (rc == RC_OK)
		*ret_n = n;
	return rc;
}

#define FIND                                                                                                 \
	"SELECT m.one, m.other, m.doubt, m.signs FROM match_pair m WHERE ((m.one = ?1 AND (?2 = 0 OR "       \
	"m.other"                                                                                            \
	" = ?2)) OR (m.other = ?1 AND (?2 = 0 OR m.one = ?2))) AND m.county = ?3"
#define BEST " ORDER BY m.doubt, m.one, m.other LIMIT 1"

enum rc match_find(struct ctx *c, enum match_what what, int64_t one, int64_t other, struct match *ret)
{
	struct rows q;
	enum rc rc = what == MATCH_CHILDREN
			     ? STORE_QUERY(c, &q, FIND CHILDREN BEST, INT(one), INT(other), INT(keeper(c)))
			     : STORE_QUERY(c, &q, FIND ADULTS BEST, INT(one), INT(other), INT(keeper(c)));

	if (rc != RC_OK)
		return rc;
	bool found = db_next(&q);
	if (found)
		read_match(&q, what, ret);
	rc = db_done(&q);
	return rc == RC_OK && !found ? RC_NOT_FOUND : rc;
}

#define COUNTED "SELECT count(*) FROM match_pair m WHERE m.county = ?1 AND m.what = ?2"

enum rc match_count(struct ctx *c, enum match_what what, int64_t *ret)
{
	struct rows q;
	int64_t n = 0;
	enum rc rc = what == MATCH_CHILDREN ? STORE_QUERY(c, &q, COUNTED CHILDREN, INT(keeper(c)), INT(what))
					    : STORE_QUERY(c, &q, COUNTED ADULTS, INT(keeper(c)), INT(what));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		n = db_int(&q, 0);
	rc = db_done(&q);
	if (rc == RC_OK)
		*ret = n;
	return rc;
}
