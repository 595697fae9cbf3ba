/* Every record against the journal's last word on it: the bodies of its rows, laid one upon the other, say
 * what must stand in its columns. */
#include "chain.h"
#include "seal.h"
#include "tx.h"
#include "verify.h"

enum {
	SAMPLE = 1000, /* records of a quick look */
	PAGE = 200,    /* records of one statement */
	RECORD_MEMORY = 64 << 20
};

/* What a field must hold, as text. */
struct must {
	enum { NOTHING, TEXT_OF, ANYTHING } is; /* ANYTHING: erased, or of a time that did not say */
	str text;
};

struct fold {
	const struct kind *k;
	int64_t id;
	bool departed;    /* for another county */
	bool uncounted;   /* it arrived with a version that was erased since */
	bool there, lost; /* lost: a row cannot be opened, and its chain has said so */
	unsigned county;
	int64_t version, created_at, updated_at;
	struct must f[FIELDS_MAX];
};

struct look {
	struct ctx *c;   /* its arena holds what all of them need */
	struct ctx page; /* of one record */
	struct verdict *v;
};

static void find(struct look *l, const struct fold *r, const char *field, const char *why)
{
	verdict_add(l->v, &(struct finding){ .county = r->county,
					     .kind = r->k->name,
					     .record = r->id,
					     .field = field,
					     .why = why });
}

/* --- what must be --- */

static void forget_class(struct fold *r, int class)
{
	for (size_t i = 0; i < r->k->nfields; i++)
		if ((r->k->fields[i].class > C3_PERSONAL ? (int)r->k->fields[i].class : C3_PERSONAL) == class)
			r->f[i] = (struct must){ .is = ANYTHING };
}

static void lay(struct fold *r, const struct json_value *body)
{
	const struct json_value *fields = json_get(body, STR("f")), *after = json_get(body, STR("a")),
				*v = json_get(body, STR("v"));

	if (v) {
		r->version = v->i;
		r->uncounted = false;
	}
	for (const struct json_value *name = fields ? fields->child : NULL; name; name = name->next) {
		size_t i;
		const struct field *f = kind_field(r->k, name->text, &i);
		const struct json_value *a = f ? json_get(after, name->text) : NULL;
		if (!f)
			continue;
		if (a)
			r->f[i] = (struct must){ TEXT_OF, a->text };
		else /* before secrets were kept as digests */
			r->f[i] = (struct must){ .is = f->type == T_SECRET ? ANYTHING : NOTHING };
	}
}

static void add_row(struct look *l, struct fold *r, const struct rows *q)
{
	struct ctx *c = &l->page;
	unsigned county = (unsigned)db_int(q, 0);
	int64_t seq = db_int(q, 1), at = db_int(q, 2);
	enum act act = (enum act)db_int(q, 3);
	struct json_value *body;
	str plain;

	if (act == ACT_DEPART) /* from here on another county's chain tells of it */
		*r = (struct fold){ .k = r->k, .id = r->id, .created_at = r->created_at, .departed = true };
	if (db_null(q, 4)) /* a note: a token was made, a password tried */
		return;
	r->departed = false;
	r->there = act != ACT_DELETE;
	r->county = county;
	r->updated_at = at;
	if (act == ACT_CREATE && !r->created_at) /* one that came back is as old as it was */
		r->created_at = at;
	int class = (int)db_int(q, 4);
	str sealed = db_dup(c->mem, q, 5);
	if (!sealed.n) {
		forget_class(r, class);
		if (class == C3_PERSONAL) {
			r->version += act != ACT_CREATE || !r->version;
			r->uncounted |= act == ACT_ARRIVE;
		}
	} else if (seal_open(c, (struct key_of){ county, class }, sealed,
			     journal_body_extra(c->mem, county, seq), &plain) != RC_OK ||
		   json_parse(c->mem, plain, &body) != RC_OK) {
		r->lost = true;
	} else {
		lay(r, body);
	}
}

/* Each county's chain tells its own part; the one that it has not left is where it is. */
static void end_county(struct look *l, const struct fold *here, struct fold *r, int *homes)
{
	if (here->created_at)
		r->created_at = here->created_at;
	if (!here->k || here->departed)
		return;
	int64_t created_at = r->created_at;
	*r = *here;
	r->created_at = created_at;
	if (++*homes > 1)
		find(l, r, "county", N_("two counties say that they keep it"));
}

/* Before the first row of a county's chain: nothing, or what was loaded, of which blocks say what it was. */
static struct fold begin_county(const struct fold *r, unsigned county, const struct loaded *from)
{
	struct fold f = { .k = r->k, .id = r->id, .created_at = r->created_at };

	if (!from || from->county != county)
		return f;
	f.there = true;
	f.county = county;
	f.version = 1;
	f.created_at = f.updated_at = from->at;
	for (size_t i = 0; i < r->k->nfields; i++)
		f.f[i] = (struct must){ .is = ANYTHING };
	return f;
}

static enum rc fold_rows(struct look *l, struct fold *r, const struct loaded *from)
{
	struct rows q;
	struct fold here = { .k = NULL };
	unsigned county = 0;
	int homes = 0;
	enum rc rc =
		DB_QUERY(l->page.db, &q,
			 "SELECT j.county, j.seq, j.at, j.act, b.part, b.sealed FROM journal j LEFT JOIN "
			 "journal_body b"
			 " ON b.county = j.county AND b.node = j.node AND b.seq = j.seq"
			 " WHERE j.record = ?1 AND j.kind = ?2 AND j.act IN (1, 2, 3, 15, 16)"
			 " ORDER BY j.county, j.seq, b.part",
			 INT(r->id), TEXT(str_of(r->k->name)));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		unsigned of = (unsigned)db_int(&q, 0);
		if (of != county)
			end_county(l, &here, r, &homes);
		if (of != county)
			here = begin_county(r, of, from);
		county = of;
		add_row(l, &here, &q);
	}
	end_county(l, &here, r, &homes);
	return db_done(&q);
}

/* --- what is --- */

static bool compared(const struct field *f) { return field_stored(f) && !f->fact && !f->derived; }

static bool holds(struct look *l, const struct record *now, size_t i, const struct must *must)
{
	const struct field *f = &now->kind->fields[i];
	const struct val *v = &now->v[i];

	if (must->is == ANYTHING)
		return true;
	if (f->type == T_SECRET)
		return str_eq(journal_secret(l->page.mem, v), must->is == TEXT_OF ? must->text : STR("none"));
	if (v->t == VAL_NULL)
		return must->is == NOTHING;
	return must->is == TEXT_OF && str_eq(val_text(l->page.mem, f, v), must->text);
}

static void compare(struct look *l, const struct fold *r, const struct record *now)
{
	static const char differs[] = N_("it is not what the journal says");

	for (size_t i = 0; i < r->k->nfields; i++)
		if (compared(&r->k->fields[i]) && !holds(l, now, i, &r->f[i]))
			find(l, r, r->k->fields[i].name, differs);
	if (now->version != r->version && !r->uncounted)
		find(l, r, "version", differs);
	if (now->county != r->county)
		find(l, r, "county", differs);
	if (now->created_at != r->created_at)
		find(l, r, "created_at", differs);
	if (now->updated_at != r->updated_at)
		find(l, r, "updated_at", differs);
}

static bool found_again(const struct kind *k)
{
	for (size_t i = 0; i < k->nfields; i++)
		if (k->fields[i].digest || k->fields[i].tail)
			return true;
	return false;
}

static enum rc query_beside(struct look *l, const struct fold *r, struct rows *ret)
{
	struct stmt s = stmt_new(&l->page);

	stmt_str(&s, "SELECT t.id");
	for (size_t i = 0; i < r->k->nfields; i++) {
		const struct field *f = &r->k->fields[i];
		if (f->digest) {
			stmt_str(&s, ", t.");
			stmt_str(&s, field_column(f));
			stmt_str(&s, "_digest");
		}
		if (f->tail) {
			stmt_str(&s, ", t.");
			stmt_str(&s, field_column(f));
			stmt_str(&s, "_tail");
		}
	}
	stmt_str(&s, " FROM ");
	stmt_str(&s, r->k->name);
	stmt_str(&s, " t WHERE t.id = ");
	stmt_val(&s, INT(r->id));
	return stmt_query(&s, &l->page, ret);
}

/* A wrong digest hides a child from whoever looks for it, and lets it be registered twice. */
static void check_beside(struct look *l, const struct fold *r, const struct record *now, const struct rows *q)
{
	struct ctx *c = &l->page;
	int col = 1;

	for (size_t i = 0; i < r->k->nfields; i++) {
		const struct field *f = &r->k->fields[i];
		const struct val *v = &now->v[i];
		bool given = v->t == VAL_TEXT, fits = true;
		if (f->digest) {
			str must = given ? store_digest(c, r->k, i, v->s) : (str){ NULL, 0 };
			fits = str_eq(db_blob(q, col++), must);
		}
		if (f->tail) {
			str must = given && v->s.n >= 4 ? str_cut(v->s, v->s.n - 4, 4) : (str){ NULL, 0 };
			fits = str_eq(db_text(q, col++), must) && fits;
		}
		if (!fits)
			find(l, r, f->name, N_("it cannot be found by its number any more"));
	}
}

static enum rc look_beside(struct look *l, const struct fold *r, const struct record *now)
{
	struct rows q;
	enum rc rc = found_again(r->k) ? query_beside(l, r, &q) : RC_NOT_FOUND;

	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	if (db_next(&q))
		check_beside(l, r, now, &q);
	return db_done(&q);
}

static enum rc look_at(struct look *l, const struct kind *k, int64_t id, const struct loaded *from)
{
	struct fold r = { .k = k, .id = id };
	struct record now;
	enum rc rc = fold_rows(l, &r, from);

	if (rc != RC_OK || r.lost)
		return rc;
	l->v->records++;
	rc = record_load_plain(&l->page, k, id, false, &now);
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	if (rc == RC_NOT_FOUND) {
		if (r.there)
			find(l, &r, NULL, N_("it is gone, and the journal does not say that it was deleted"));
		return RC_OK;
	}
	if (!r.there) {
		find(l, &r, NULL, N_("it is there, and the journal says that it was deleted"));
		return RC_OK;
	}
	compare(l, &r, &now);
	return look_beside(l, &r, &now);
}

enum rc verify_loaded(struct ctx *c, struct verdict *v, const struct kind *k, int64_t id,
		      const struct loaded *from)
{
	struct look l = { .c = c, .page = *c, .v = v };

	l.page.mem = arena_within(c->mem, RECORD_MEMORY);
	enum rc rc = look_at(&l, k, id, from);
	arena_free(l.page.mem);
	return rc;
}

/* --- all of them --- */

struct named {
	int64_t id;
	const struct kind *k;
};

static enum rc next_records(struct look *l, int64_t after, struct named *list, size_t *ret_n)
{
	struct rows q;
	enum rc rc = DB_QUERY(l->c->db, &q,
			      "SELECT j.record, j.kind FROM journal j WHERE j.act = 1 AND j.record > ?1"
			      " ORDER BY j.record LIMIT ?2",
			      INT(after), INT(PAGE));

	*ret_n = 0;
	if (rc != RC_OK)
		return rc;
	while (*ret_n < PAGE && db_next(&q))
		list[(*ret_n)++] =
			(struct named){ db_int(&q, 0), model_kind_named(l->c->model, db_text(&q, 1)) };
	return db_done(&q);
}

static enum rc look_at_all(struct look *l, int64_t every)
{
	struct named *list = NEW(l->c->mem, struct named, PAGE);
	size_t n = 0;
	int64_t at = 0;
	enum rc rc = next_records(l, 0, list, &n);

	while (rc == RC_OK && n) {
		for (size_t i = 0; i < n && rc == RC_OK; i++) {
			bool chosen = at++ % every == 0 && list[i].k && !list[i].k->derived;
			rc = chosen ? look_at(l, list[i].k, list[i].id, NULL) : RC_OK;
			arena_reset(l->page.mem);
		}
		if (rc == RC_OK)
			rc = next_records(l, list[n - 1].id, list, &n);
	}
	return rc;
}

/* Ids between two. */
struct span {
	int64_t after, before;
};

/* Records of which the journal has never heard. */
static enum rc query_unknown(struct look *l, const struct kind *k, int64_t every, const struct span *in,
			     struct rows *ret)
{
	struct stmt s = stmt_new(&l->page);

	stmt_str(&s, "SELECT t.id, t.county FROM ");
	stmt_str(&s, k->name);
	stmt_str(&s, " t WHERE t.id > ");
	stmt_val(&s, INT(in->after));
	stmt_str(&s, " AND t.id < ");
	stmt_val(&s, INT(in->before));
	stmt_str(&s, " AND t.id % ");
	stmt_val(&s, INT(every));
	stmt_str(&s, " = 0 AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.record = t.id AND j.act = 1 AND "
		     "j.kind = ");
	stmt_val(&s, TEXT(str_of(k->name)));
	stmt_str(&s, ") ORDER BY t.id LIMIT ");
	stmt_val(&s, INT(FINDINGS_MAX));
	return stmt_query(&s, &l->page, ret);
}

static enum rc look_between(struct look *l, const struct kind *k, int64_t every, const struct span *in)
{
	struct rows q;
	enum rc rc = query_unknown(l, k, every, in, &q);

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		struct fold r = { .k = k, .id = db_int(&q, 0), .county = (unsigned)db_int(&q, 1) };
		find(l, &r, NULL, N_("it is there, and the journal has never heard of it"));
	}
	return db_done(&q);
}

/* Before, between and after what was loaded: of that each block counts its rows. */
static enum rc look_for_unknown(struct look *l, const struct kind *k, int64_t every,
				const struct loaded *load, size_t n)
{
	struct span in = { INT64_MIN, INT64_MAX };
	enum rc rc = RC_OK;

	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		in.before = load[i].first;
		rc = look_between(l, k, every, &in);
		in.after = load[i].last;
		arena_reset(l->page.mem);
	}
	in.before = INT64_MAX;
	return rc == RC_OK ? look_between(l, k, every, &in) : rc;
}

enum rc verify_records(struct ctx *c, bool quick, struct verdict *v)
{
	struct look l = { .c = c, .page = *c, .v = v };
	int64_t all = 0, every = 1;
	struct loaded *load = NULL;
	size_t n = 0;
	enum rc rc = verify_loads(c, quick, v, &load, &n);

	if (rc == RC_OK && quick)
		rc = DB_ONE(c->db, &all, "SELECT count(*) FROM journal j WHERE j.act = ?1", INT(ACT_CREATE));
	if (all > SAMPLE)
		every = all / SAMPLE;
	l.page.mem = arena_within(c->mem, RECORD_MEMORY);
	if (rc == RC_OK)
		rc = look_at_all(&l, every);
	for (size_t i = 0; i < c->model->nkinds && rc == RC_OK; i++)
		if (!c->model->kinds[i]->derived) {
			rc = look_for_unknown(&l, c->model->kinds[i], every, load, n);
			arena_reset(l.page.mem);
		}
	arena_free(l.page.mem);
	return rc;
}
