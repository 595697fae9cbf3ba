#include "query.h"
#include "child.h"

/* --- reading --- */

static void bad(struct ctx *c, str field, const char *text, str value)
{
	problem_add(&c->problems, field, text, str_cut(value, 0, 40), (str){ NULL, 0 });
}

static bool field_to(const struct kind *k, const struct kind *to, size_t *ret)
{
	for (size_t i = 0; i < k->nfields; i++)
		if (k->fields[i].ref == to && field_stored(&k->fields[i])) {
			*ret = i;
			return true;
		}
	return false;
}

static bool region_field(const struct kind *k, size_t *ret)
{
	for (size_t i = 0; i < k->nfields; i++)
		if (k->fields[i].type == T_REGION && field_stored(&k->fields[i])) {
			*ret = i;
			return true;
		}
	return false;
}

static void read_id(struct ctx *c, const struct http_pair *p, const struct kind *k, const struct kind *to,
		    int64_t *ret)
{
	int64_t id;
	size_t at;

	if (!str_int(p->value, &id) || id <= 0)
		bad(c, p->name, N_("There is nothing called {0} here."), p->value);
	else if (k != to && !field_to(k, to, &at))
		bad(c, p->name, N_("A list of this kind cannot be narrowed so."), p->value);
	else
		*ret = id;
}

static void read_region(struct ctx *c, const struct http_pair *p, const struct kind *k, str *ret)
{
	str s = p->value;
	bool sized = s.n == 2 || s.n == 4 || s.n == 6 || s.n == 9 || s.n == 12;
	size_t at;

	if (!sized || !str_digits(s))
		bad(c, p->name, N_("A region has 2, 4, 6, 9 or 12 digits."), s);
	else if (!region_field(k, &at))
		bad(c, p->name, N_("A list of this kind cannot be narrowed so."), s);
	else
		*ret = s;
}

static void read_day(struct ctx *c, const struct http_pair *p, const struct kind *k, day *ret)
{
	day d;

	if (!day_parse(p->value, &d) || d < 19000101)
		bad(c, p->name, N_("{0} is not a date that exists. Write it like 2026-09-01."), p->value);
	else if (k != &child_kind)
		bad(c, p->name, N_("A list of this kind cannot be narrowed so."), p->value);
	else
		*ret = d;
}

enum rc query_read(struct ctx *c, const struct kind *k, const struct http_pair *pair, size_t n,
		   struct query *ret)
{
	struct query q = { .kind = k };
	size_t before = c->problems.n;

	for (size_t i = 0; i < n; i++) {
		const struct http_pair *p = &pair[i];
		if (!p->value.n)
			continue;
		if (str_eq(p->name, STR("school")))
			read_id(c, p, k, &school_kind, &q.school);
		else if (str_eq(p->name, STR("class")))
			read_id(c, p, k, &class_kind, &q.class);
		else if (str_eq(p->name, STR("region")))
			read_region(c, p, k, &q.region);
		else if (str_eq(p->name, STR("as_of")))
			read_day(c, p, k, &q.as_of);
		else if (str_eq(p->name, STR("q")))
			q.q = str_cut(str_trim(p->value), 0, QUERY_TEXT_MAX);
	}
	if (c->problems.n > before)
		return RC_INVALID;
	*ret = q;
	return RC_OK;
}

/* --- as text --- */

static void put_part(struct buf *b, const char *name, str value)
{
	if (b->n)
		buf_ch(b, '&');
	buf_str(b, str_of(name));
	buf_ch(b, '=');
	buf_str(b, value);
}

static void put_number(struct buf *b, const char *name, int64_t i)
{
	struct buf n = buf_new(b->mem, 24);

	if (!i)
		return;
	buf_int(&n, i);
	put_part(b, name, buf_view(&n));
}

str query_text(struct arena *mem, const struct query *q)
{
	struct buf b = buf_new(mem, QUERY_STORED_MAX);

	put_number(&b, "school", q->school);
	put_number(&b, "class", q->class);
	if (q->region.n)
		put_part(&b, "region", q->region);
	put_number(&b, "as_of", q->as_of);
	return buf_view(&b);
}

enum rc query_parse(struct ctx *c, const struct kind *k, str text, struct query *ret)
{
	static const char *const known[] = { "school", "class", "region", "as_of" };
	enum { PARTS = COUNT(known) };
	struct http_pair pair[PARTS];
	str rest = text, part, name;
	size_t n = 0;

	while (text.n && str_next(&rest, '&', &part)) {
		str value = part;
		bool ours = false;
		if (!str_next(&value, '=', &name) || n == PARTS)
			return RC_INVALID;
		for (size_t i = 0; i < COUNT(known); i++)
			ours = ours || str_eq(name, str_of(known[i]));
		if (!ours || !str_digits(value))
			return RC_INVALID;
		pair[n++] = (struct http_pair){ name, value };
	}
	return query_read(c, k, pair, n, ret);
}

bool query_narrows(const struct query *q)
{
	return q->school || q->class || q->region.n || q->as_of || q->q.n;
}

/* --- asking the store --- */

void query_narrow(struct ctx *c, struct list *l, day as_of)
{
	int max_age = (int)ctx_param(c, PARAM_CHILD_MAX_AGE);
	str prefix = l->prefix;
	char *end = str_z(c->mem, prefix);

	l->on = 0; /* a child has no from and to: what lasts are its circumstances */
	l->v[0] = INT(as_of);
	l->v[1] = INT(as_of - max_age * 10000);
	l->nv = 2;
	l->where = SQL("t.birth_date <= ?1 AND t.birth_date > ?2");
	if (!prefix.n || as_of == c->today)
		return;
	l->prefix = (str){ NULL, 0 };
	end[prefix.n - 1]++;
	l->v[2] = TEXT(prefix);
	l->v[3] = TEXT(((str){ end, prefix.n }));
	l->v[4] = TEXT(STR(CODE_CIRCUMSTANCE_TOPIC_HOUSEHOLD_REGION));
	l->nv = 5;
	l->where = SQL("t.birth_date <= ?1 AND t.birth_date > ?2 AND EXISTS (SELECT 1 FROM circumstance u"
		       " WHERE u.child = t.id AND u.topic = ?5 AND u.value >= ?3 AND u.value < ?4"
		       " AND coalesce(u.from_day, 0) <= ?1 AND coalesce(u.to_day, 99991231) >= ?1)");
}

static void add_filter(struct list *l, const struct kind *k, const struct kind *to, int64_t id)
{
	if (!id || !field_to(k, to, &l->filter[l->nfilter].field))
		return;
	l->filter[l->nfilter++].is = INT(id);
}

static struct list list_of(struct ctx *c, const struct query *q)
{
	struct list l = { .q = q->q };

	add_filter(&l, q->kind, &school_kind, q->school);
	add_filter(&l, q->kind, &class_kind, q->class);
	if (q->region.n && region_field(q->kind, &l.prefix_field)) {
		/* The household decides where a child counts. */
		l.prefix_field = q->kind == &child_kind ? CHILD_HOUSEHOLD_REGION : l.prefix_field;
		l.prefix = q->region;
	}
	if (q->as_of && q->kind == &child_kind)
		query_narrow(c, &l, q->as_of);
	/* A school of its own list, a class of its own. */
	if ((q->kind == &school_kind && q->school) || (q->kind == &class_kind && q->class)) {
		l.where = SQL("t.id = ?1");
		l.v[0] = INT(q->kind == &school_kind ? q->school : q->class);
		l.nv = 1;
	}
	return l;
}

/* What it is called, where a reference is another one than today's. */
static void name_again(struct ctx *c, struct record *child, size_t field, int64_t was)
{
	const struct kind *k = child->kind->fields[field].ref;
	struct ctx look = *c;
	struct record to;
	int64_t id = rec_int(child, field);

	look.seen = NULL;
	if (id == was)
		return;
	child->label[field] = (str){ NULL, 0 };
	if (id && record_load(&look, k, id, &to) == RC_OK)
		child->label[field] = rec_text(&to, k->label_field - 1);
}

static enum rc bring_to_day(struct ctx *c, const struct query *q, struct records *list)
{
	struct file *file = NEW(c->mem, struct file, 1);
	enum rc rc = list->n ? file_load_list(c, list, file) : RC_OK;

	if (rc != RC_OK || !list->n)
		return rc;
	const struct facts_index *x = facts_index_new(c, file);
	for (size_t i = 0; i < list->n; i++) {
		struct record *child = &list->r[i];
		int64_t school = rec_int(child, CHILD_SCHOOL), class = rec_int(child, CHILD_CLASS);
		child_as_of(x, child, q->as_of);
		name_again(c, child, CHILD_SCHOOL, school);
		name_again(c, child, CHILD_CLASS, class);
	}
	return RC_OK;
}

enum rc query_run(struct ctx *c, const struct query *q, const struct query_page *page, struct records *ret)
{
	struct list l = list_of(c, q);

	l.after = page->after;
	l.limit = page->limit;
	l.want = page->want;
	enum rc rc = record_list(c, q->kind, &l, ret);
	if (rc == RC_OK && q->as_of && q->as_of != c->today && q->kind == &child_kind)
		rc = bring_to_day(c, q, ret);
	return rc;
}

enum rc query_count(struct ctx *c, const struct query *q, int64_t *ret)
{
	struct list l = list_of(c, q);

	return record_count(c, q->kind, &l, ret);
}
