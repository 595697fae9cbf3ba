/* Rows to records: within reach, by profile, C4 masked unless opened with a purpose, C5 withheld unless its
 * room agrees, too. */
#include "seal.h"
#include "seen.h"
#include "tx.h"
#include "utf8.h"

str seal_extra(struct arena *mem, const struct kind *k, const struct field *f, int64_t id)
{
	struct buf b = buf_new(mem, 200);

	buf_str(&b, str_of(k->name));
	buf_ch(&b, '.');
	buf_str(&b, str_of(f->name));
	buf_ch(&b, '.');
	buf_int(&b, id);
	return buf_view(&b);
}

static str stars(struct arena *mem, str head, const char *middle, str tail)
{
	struct buf b = buf_new(mem, 200);

	buf_str(&b, head);
	buf_str(&b, str_of(middle));
	buf_str(&b, tail);
	return buf_view(&b);
}

/* An address down to its township: up to the first 镇, 乡, 街道 or 苏木; without one nothing is left. */
static str mask_address(struct arena *mem, str s)
{
	static const str ends[] = { STR_INIT("镇"), STR_INIT("乡"), STR_INIT("街道"), STR_INIT("苏木") };
	size_t at = 0;

	for (size_t i = 0; i < COUNT(ends); i++) {
		const char *p = s.n ? memmem(s.s, s.n, ends[i].s, ends[i].n) : NULL;
		size_t end = p ? (size_t)(p - s.s) + ends[i].n : 0;
		if (end && (!at || end < at))
			at = end;
	}
	return at ? stars(mem, str_cut(s, 0, at), "****", (str){ NULL, 0 }) : (str){ NULL, 0 };
}

str mask_value(struct arena *mem, enum mask how, str s)
{
	switch (how) {
	case MASK_ID:
		return s.n == 18 ? stars(mem, str_cut(s, 0, 6), "********", str_cut(s, 14, 4))
				 : (str){ NULL, 0 };
	case MASK_PHONE:
		return s.n >= 8 ? stars(mem, str_cut(s, 0, 3), "****", str_cut(s, s.n - 4, 4))
				: (str){ NULL, 0 };
	case MASK_ADDRESS: return mask_address(mem, s);
	case MASK_ALL: break;
	}
	return (str){ NULL, 0 };
}

/* The child it belongs to is always read: the read log asks whose record this was. */
static bool wanted(const struct kind *k, const struct list *l, size_t i)
{
	return !l || !l->want || l->want >> i & 1 || i + 1 == k->child_field;
}

/* May the name of what this points at stand beside it?  Only when that kind's own name is public. */
static bool label_public(const struct field *f)
{
	return f->type == T_REF && f->ref->label_field &&
	       f->ref->fields[f->ref->label_field - 1].class <= C2_INTERNAL;
}

static void put_columns(struct stmt *s, const struct kind *k, const struct list *l)
{
	stmt_str(s, "SELECT t.id, t.version, t.county, t.created_at, t.updated_at");
	if (k->is_child)
		stmt_str(s, ", t.file_version, t.next_on");
	for (size_t i = 0; i < k->nfields; i++) {
		const struct field *f = &k->fields[i];
		if (!field_stored(f) || !wanted(k, l, i))
			continue;
		stmt_str(s, ", t.");
		stmt_str(s, field_column(f));
		if (!label_public(f))
			continue;
		stmt_str(s, ", (SELECT r.");
		stmt_str(s, field_column(&f->ref->fields[f->ref->label_field - 1]));
		stmt_str(s, " FROM ");
		stmt_str(s, f->ref->name);
		stmt_str(s, " r WHERE r.id = t.");
		stmt_str(s, field_column(f));
		stmt_str(s, ")");
	}
	stmt_str(s, " FROM ");
	stmt_str(s, k->name);
	stmt_str(s, " t WHERE ");
}

static bool opened(struct ctx *c, const struct record *r, const struct field *f)
{
	if (c->who->role == ROLE_SYSTEM)
		return true;
	if (!c->purpose.n || !may_open(c->who, f->profile))
		return false;
	return f->class == C4_SENSITIVE ||
	       (f->class == C5_SEALED && c->model->c5_opens && c->model->c5_opens(c, r, f));
}

/* What is sealed is opened when the whole row is there: who may see a C5 value hangs on the other fields. */
static enum rc read_sealed(struct ctx *c, struct record *r, size_t i, str sealed)
{
	const struct field *f = &r->kind->fields[i];
	bool plain = opened(c, r, f);
	str text = { NULL, 0 };

	if (!plain)
		r->masked |= UINT64_C(1) << i;
	if (!plain && (f->mask == MASK_ALL || f->class == C5_SEALED))
		return RC_OK;
	enum rc rc = seal_open(c, (struct key_of){ r->county, (int)f->class }, sealed,
			       seal_extra(c->mem, r->kind, f, r->id), &text);
	if (rc == RC_NOT_FOUND)
		return RC_OK; /* erased, or its key is gone: nothing is left to show */
	if (!plain)
		text = mask_value(c->mem, f->mask, text);
	if (text.n)
		r->v[i] = TEXT(text);
	return rc;
}

static void read_field(struct ctx *c, struct record *r, const struct rows *q, size_t i, int col)
{
	const struct field *f = &r->kind->fields[i];

	r->v[i] = NIL;
	if (!may_read(c->who, f->profile)) {
		r->hidden |= UINT64_C(1) << i;
		return;
	}
	if (db_null(q, col) || field_sealed(f))
		return;
	if (f->type == T_TEXT || f->type == T_LONG || f->type == T_NUMBER || f->type == T_CODE ||
	    f->type == T_REGION || f->type == T_SECRET)
		r->v[i] = TEXT(db_dup(c->mem, q, col));
	else
		r->v[i] = INT(db_int(q, col));
}

static enum rc read_row(struct ctx *c, const struct kind *k, const struct list *l, const struct rows *q,
			struct record *r)
{
	int64_t child = 0;
	int col = 0, sealed[FIELDS_MAX] = { 0 };
	enum rc rc = RC_OK;

	*r = (struct record){ .kind = k,
			      .id = db_int(q, 0),
			      .version = db_int(q, 1),
			      .county = (unsigned)db_int(q, 2),
			      .created_at = db_int(q, 3),
			      .updated_at = db_int(q, 4),
			      .v = NEW(c->mem, struct val, k->nfields),
			      .label = NEW(c->mem, str, k->nfields) };
	col = 5;
	if (k->is_child) {
		r->file_version = db_int(q, col++);
		r->next_on = (day)db_int(q, col++);
	}
	for (size_t i = 0; i < k->nfields; i++) {
		const struct field *f = &k->fields[i];
		if (!field_stored(f) || !wanted(k, l, i))
			continue;
		if (i + 1 == k->child_field && !db_null(q, col))
			child = db_int(q, col);
		sealed[i] = field_sealed(f) && !db_null(q, col) && may_read(c->who, f->profile) ? col : 0;
		read_field(c, r, q, i, col++);
		if (label_public(f))
			r->label[i] = db_dup(c->mem, q, col++);
	}
	for (size_t i = 0; i < k->nfields && rc == RC_OK; i++)
		if (sealed[i])
			rc = read_sealed(c, r, i, db_blob(q, sealed[i]));
	if (c->seen) {
		seen_add(c->seen, k, r->id, child);
		c->seen->sealed_case |= k->quiet_field && rec_int(r, k->quiet_field - 1);
	}
	return rc;
}

enum rc record_load_plain(struct ctx *c, const struct kind *k, int64_t id, bool within_reach,
			  struct record *ret)
{
	struct stmt s = stmt_new(c);
	struct rows q;
	struct actor system = actor_system(c->model->county);
	struct ctx plain = *c;

	put_columns(&s, k, NULL);
	stmt_str(&s, "t.id = ");
	stmt_val(&s, INT(id));
	if (within_reach)
		stmt_reach(&s, c, k, "t");
	enum rc rc = stmt_query(&s, c, &q);
	if (rc != RC_OK)
		return rc;
	plain.who = &system;
	plain.seen = NULL;
	bool found = db_next(&q);
	rc = found ? read_row(&plain, k, NULL, &q, ret) : RC_NOT_FOUND;
	enum rc done = db_done(&q);
	return done != RC_OK ? done : rc;
}

enum rc record_load(struct ctx *c, const struct kind *k, int64_t id, struct record *ret)
{
	struct stmt s = stmt_new(c);
	struct rows q;

	put_columns(&s, k, NULL);
	stmt_str(&s, "t.id = ");
	stmt_val(&s, INT(id));
	stmt_reach(&s, c, k, "t");
	enum rc rc = stmt_query(&s, c, &q);
	if (rc != RC_OK)
		return rc;
	bool found = db_next(&q);
	rc = found ? read_row(c, k, NULL, &q, ret) : RC_NOT_FOUND;
	enum rc done = db_done(&q);
	return done != RC_OK ? done : rc;
}

/* --- lists --- */

str store_like(struct arena *mem, str q)
{
	struct buf b = buf_new(mem, 2 * q.n + 2);

	buf_ch(&b, '%');
	for (size_t i = 0; i < q.n; i++) {
		if (strchr("%_\\", q.s[i]))
			buf_ch(&b, '\\');
		buf_ch(&b, q.s[i]);
	}
	buf_ch(&b, '%');
	return buf_view(&b);
}

/* One field's way of being found by q; false when it has none for this q. */
static bool put_found(struct stmt *s, struct ctx *c, const struct kind *k, const struct field *f, str q)
{
	str number = utf8_fold(c->mem, q);
	bool tail = f->tail && number.n == 4 && str_digits(number), whole = f->digest && number.n > 4;

	if (!may_read(c->who, f->profile) || !(f->search || tail || whole))
		return false;
	stmt_str(s, "t.");
	stmt_str(s, field_column(f));
	if (f->search) {
		stmt_str(s, " LIKE ");
		stmt_val(s, TEXT(store_like(c->mem, str_trim(q))));
		stmt_str(s, " ESCAPE '\\'");
	} else if (tail) {
		stmt_str(s, "_tail = ");
		stmt_val(s, TEXT(number));
	} else {
		char *up = str_z(c->mem, number);
		for (size_t i = 0; i < number.n; i++)
			up[i] = (char)(up[i] >= 'a' && up[i] <= 'z' ? up[i] - 32 : up[i]);
		stmt_str(s, "_digest = ");
		stmt_val(s, BLOB(keys_digest(c->mem, c->model->keys, seal_extra(c->mem, k, f, 0),
					     (str){ up, number.n })));
	}
	return true;
}

static void put_search(struct stmt *s, struct ctx *c, const struct kind *k, str q)
{
	bool any = false;

	stmt_str(s, " AND (");
	for (size_t i = 0; i < k->nfields; i++) {
		size_t at = s->text.n, values = s->n;
		if (any)
			stmt_str(s, " OR ");
		if (put_found(s, c, k, &k->fields[i], q)) {
			any = true;
		} else {
			s->text.n = at;
			s->n = values;
		}
	}
	stmt_str(s, any ? ")" : "1=0)");
}

static bool spans_days(const struct field *f)
{
	return f->type == T_DATE && (!strcmp(f->name, "from") || !strcmp(f->name, "to"));
}

/* Of the days from..to, empty being without end. */
static void put_on(struct stmt *s, const struct kind *k, day on)
{
	for (size_t i = 0; i < k->nfields; i++) {
		const struct field *f = &k->fields[i];
		if (!spans_days(f))
			continue;
		stmt_str(s, " AND (t.");
		stmt_str(s, field_column(f));
		stmt_str(s, " IS NULL OR t.");
		stmt_str(s, field_column(f));
		stmt_str(s, f->name[0] == 'f' ? " <= " : " >= ");
		stmt_val(s, INT(on));
		stmt_str(s, ")");
	}
}

/* Codes compare as text: from the prefix up to the next one of its length. */
static void put_prefix(struct stmt *s, struct ctx *c, const struct field *f, str prefix)
{
	char *end = str_z(c->mem, prefix);

	end[prefix.n - 1]++; /* after '9' comes ':', which no code holds */
	stmt_str(s, " AND t.");
	stmt_str(s, field_column(f));
	stmt_str(s, " >= ");
	stmt_val(s, TEXT(prefix));
	stmt_str(s, " AND t.");
	stmt_str(s, field_column(f));
	stmt_str(s, " < ");
	stmt_val(s, TEXT(((str){ end, prefix.n })));
}

static void put_conditions(struct stmt *s, struct ctx *c, const struct kind *k, const struct list *l)
{
	stmt_str(s, "1=1");
	stmt_reach(s, c, k, "t");
	for (size_t i = 0; i < l->nfilter; i++) {
		stmt_str(s, " AND t.");
		stmt_str(s, field_column(&k->fields[l->filter[i].field]));
		stmt_str(s, " = ");
		stmt_val(s, l->filter[i].is);
	}
	if (l->where) {
		stmt_str(s, " AND (");
		stmt_clause(s, c, l->where->text, l->v, l->nv);
		stmt_str(s, ")");
	}
	if (l->on)
		put_on(s, k, l->on);
	if (l->prefix.n)
		put_prefix(s, c, &k->fields[l->prefix_field], l->prefix);
	if (str_trim(l->q).n)
		put_search(s, c, k, l->q);
	if (l->after) {
		stmt_str(s, l->newest_first ? " AND t.id < " : " AND t.id > ");
		stmt_val(s, INT(l->after));
	}
}

static enum rc collect(struct ctx *c, const struct kind *k, const struct list *l, struct rows *q,
		       struct records *ret)
{
	struct records out = { NULL, 0, false };
	size_t cap = 0;
	enum rc rc = RC_OK;

	while (rc == RC_OK && db_next(q)) {
		if (l->limit && out.n == l->limit) {
			out.more = true;
			break;
		}
		out.r = GROWN(c->mem, out.r, out.n, &cap);
		rc = read_row(c, k, l, q, &out.r[out.n++]);
	}
	enum rc done = db_done(q);
	if (rc == RC_OK)
		rc = done;
	if (rc == RC_OK)
		*ret = out;
	return rc;
}

enum rc record_list(struct ctx *c, const struct kind *k, const struct list *l, struct records *ret)
{
	struct stmt s = stmt_new(c);
	struct rows q;

	put_columns(&s, k, l);
	put_conditions(&s, c, k, l);
	stmt_str(&s, l->newest_first ? " ORDER BY t.id DESC" : " ORDER BY t.id");
	if (l->limit) {
		stmt_str(&s, " LIMIT ");
		stmt_val(&s, INT((int64_t)l->limit + 1));
	}
	enum rc rc = stmt_query(&s, c, &q);
	return rc == RC_OK ? collect(c, k, l, &q, ret) : rc;
}

enum rc record_count(struct ctx *c, const struct kind *k, const struct list *l, int64_t *ret)
{
	struct stmt s = stmt_new(c);
	struct rows q;

	stmt_str(&s, "SELECT count(*) FROM ");
	stmt_str(&s, k->name);
	stmt_str(&s, " t WHERE ");
	put_conditions(&s, c, k, l);
	enum rc rc = stmt_query(&s, c, &q);
	if (rc != RC_OK)
		return rc;
	int64_t n = db_next(&q) ? db_int(&q, 0) : 0;
	rc = db_done(&q);
	if (rc == RC_OK)
		*ret = n;
	return rc;
}
