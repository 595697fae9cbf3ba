/* A canary in every field of every kind, fetched on every GET route as every role, with and without a
 * purpose, in Chinese: what comes out plain, what masked, is test/golden/canary.txt (DESIGN 2).  It changes
 * when a profile, a reach or a page does: read the difference as a change of who sees what.
 *
 * Two ways of seeing: text that can be told apart is looked for in the bytes of every reply; in JSON every
 * field of a canary's record is compared.  Codes and truth values on pages are too common to look for; what
 * the store itself releases of them to each role stands in the first part of the file. */
#include "account.h"
#include "harness.h"
#include "registry.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>

enum seen { SEEN_NOTHING, SEEN_MASKED, SEEN_PLAIN };
enum { FORMS = 6, CANARIES = 400, ROUTES = 400, PURPOSES = 2 };

struct canary {
	const struct kind *kind;
	size_t field;
	int64_t record;
	str plain, masked;
	str form[FORMS]; /* how the plain value may stand in a reply; none: only compared in JSON */
	size_t nforms;
	enum seen best; /* over all replies */
};
struct flock {
	struct canary c[CANARIES];
	size_t n;
	int64_t tie; /* also the id of a parent, whose name and numbers are the person's */
	int64_t father;
};

/* Roles within reach of the canaries, then those beyond it: they must see nothing. */
static const enum as who[] = { AS_OFFICER, AS_HEAD,      AS_TEACHER,     AS_ADMIN,    AS_NOBODY,
			       AS_HEAD_2,  AS_TEACHER_2, AS_FAR_OFFICER, AS_FAR_HEAD, AS_FAR_ADMIN };
enum { WITHIN = 4 };
static const char purpose[] = "X-Purpose: audit";

/* --- the canaries --- */

struct change_job {
	const struct kind *kind;
	int64_t id; /* 0: a new record */
	str body;
};

static enum rc change(struct ctx *c, void *arg)
{
	struct change_job *j = arg;
	struct json_value *body;
	struct record done;
	struct input in = input_new(j->kind);

	if (json_parse(c->mem, j->body, &body) != RC_OK)
		return RC_MALFORMED;
	input_json(c, &in, body);
	enum rc rc = j->id ? record_update(c, j->kind, j->id, 0, &in, &done) : record_create(c, &in, &done);
	if (rc == RC_OK)
		j->id = done.id;
	return rc;
}

static int64_t put(struct harness *h, const struct kind *k, int64_t id, const char *body)
{
	struct ctx c = harness_ctx(h);
	str text = harness_fill(h, body);

	for (size_t i = 0; i < text.n; i++)
		if (text.s[i] == '\'')
			((char *)text.s)[i] = '"';
	struct change_job j = { k, id, text };
	enum rc rc = store_write(&c, PRIO_PEOPLE, change, &j);
	for (size_t i = 0; i < c.problems.n; i++)
		printf("# %.*s: %s\n", STR_ARG(c.problems.list[i].field), c.problems.list[i].text);
	OK(rc == RC_OK);
	return j.id;
}

static int64_t of_kid(struct harness *h, const char *table)
{
	return harness_number(h, harness_text(&h->mem, "SELECT max(id) FROM %s WHERE child = %lld", table,
					      (long long)h->fix[FIX_KID]));
}

static int64_t put_account(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	struct account_new new = { STR("kanarienvogel"), STR("金丝雀师"),   STR("teacher"),
				   h->fix[FIX_SCHOOL],   h->fix[FIX_CLASS], STR("request-test") };
	int64_t id = 0;

	OK(account_add(&c, &new, &id) == RC_OK);
	return put(h, &account_kind, id, "{'disabled':false}");
}

/* Every field of one record of every kind holds a value; that each does is tested. */
static int64_t canary_record(struct harness *h, const struct kind *k)
{
	if (k == &account_kind)
		return put_account(h);
	if (k == &school_kind)
		return put(h, k, h->fix[FIX_SCHOOL], "{'name':'金丝雀小学','region':'440804101202'}");
	if (k == &class_kind)
		return put(h, k, h->fix[FIX_CLASS], "{'name':'金丝雀班','number':17}");
	if (k == &child_kind)
		return put(h, k, h->fix[FIX_KID],
			   "{'name':'金丝雀童','no_id_reason':'9','ethnicity':'33',"
			   "'household_region':'440804103207','living_region':'440804101201','since':'2015-"
			   "09-06'}");
	if (k == &person_kind)
		return put(h, k, h->fix[FIX_FATHER],
			   "{'name':'金丝雀父','sex':'1','birth_date':'1985-01-01'}");
	if (k == &tie_kind)
		return put(h, k, h->fix[FIX_FATHER_TIE],
			   "{'guardian':true,'lives_with':true,'barred':false,'from':'2015-10-13','to':'2031-"
			   "12-29'}");
	if (k == &absence_kind)
		return put(h, k, h->fix[FIX_ABSENCE],
			   "{'from':'2026-01-10','to':'2030-11-28','known_by':'2026-01-19','region':'"
			   "620102001005','child_along':false}");
	if (k == &circumstance_kind)
		return put(h, k, 0,
			   "{'person':'{father}','topic':'guardianship','value':'able','from':'2019-03-18','"
			   "to':'2030-10-27','evidence':'金丝雀证'}");
	if (k == &enrolment_kind)
		return put(h, k, of_kid(h, "enrolment"),
			   "{'from':'2022-09-14','to':'2029-08-26','end':'21','entry_month':'202210'}");
	return of_kid(h, k->name);
}

/* y, m and d each followed by its word; without d: a month. */
static void add_form(struct harness *h, struct canary *c, const char *const word[4], int32_t yyyymmdd)
{
	int32_t part[] = { yyyymmdd / 10000, yyyymmdd / 100 % 100, yyyymmdd % 100 };
	bool padded = !strcmp(word[1], "-");
	struct buf b = buf_new(&h->mem, 80);

	buf_str(&b, str_of(word[0]));
	for (int i = 0; i < (part[2] ? 3 : 2); i++) {
		padded &&i ? buf_pad(&b, part[i], 2) : buf_int(&b, part[i]);
		buf_str(&b, str_of(word[i + 1]));
	}
	c->form[c->nforms++] = buf_view(&b);
}

/* Text that can be told apart; ids and what is derived of other kinds' fields cannot. */
static void add_forms(struct harness *h, struct canary *c, const struct val *v)
{
	const struct field *f = &c->kind->fields[c->field];
	int32_t n = v->t == VAL_INT ? (int32_t)v->i : 0;
	bool text = f->type == T_TEXT || f->type == T_LONG || f->type == T_NUMBER || f->type == T_SECRET;

	if (c->kind->derived || (text && (c->plain.n < 6 || (c->plain.n == 19 && str_digits(c->plain)))))
		return;
	if (text || f->type == T_REGION)
		c->form[c->nforms++] = c->plain;
	if (f->type == T_REGION)
		c->form[c->nforms++] = region_name(h->model.regions, c->plain);
	if (f->type == T_DATE) {
		add_form(h, c, (const char *const[]){ "", "-", "-", "" }, n);
		add_form(h, c, (const char *const[]){ "", "年", "月", "日" }, n);
	}
	if (f->type == T_MONTH) {
		c->form[c->nforms++] = harness_text(&h->mem, "\"%d\"", n);
		add_form(h, c, (const char *const[]){ "\"", "-", "\"", "" }, n * 100);
		add_form(h, c, (const char *const[]){ "", "年", "月", "" }, n * 100);
	}
}

static struct ctx ctx_as(struct harness *h, const struct actor *actor, bool with_purpose)
{
	struct ctx c = harness_ctx(h);

	c.who = actor;
	c.lang = LANG_ZH;
	c.purpose = with_purpose ? STR("audit") : (str){ NULL, 0 };
	return c;
}

static struct actor actor_of(struct harness *h, enum as as)
{
	struct actor a = { 0 };
	struct rows q;

	if (DB_QUERY(harness_db(h), &q, "SELECT " ACCOUNT_ACTOR " FROM account a WHERE a.login = ?1",
		     TEXT(str_of(as_name[as]))) != RC_OK ||
	    !db_next(&q) || !account_actor(&h->mem, &q, 0, &a))
		harness_fail("no account %s", as_name[as]);
	if (db_done(&q) != RC_OK)
		harness_fail("no account %s", as_name[as]);
	return a;
}

static void add_kind(struct harness *h, struct flock *f, const struct kind *k, int64_t id)
{
	struct actor officer = actor_of(h, AS_OFFICER);
	struct ctx program = harness_ctx(h), as = ctx_as(h, &officer, false);
	struct record plain, masked;
	bool seen = false;

	OK(record_load(&program, k, id, &plain) == RC_OK);
	seen = record_load(&as, k, id, &masked) == RC_OK;
	for (size_t i = 0; i < k->nfields; i++) {
		if (!field_stored(&k->fields[i]))
			continue;
		struct canary *c = &f->c[f->n++];
		*c = (struct canary){
			.kind = k, .field = i, .record = id, .plain = record_text(&program, &plain, i)
		};
		if (seen && masked.masked >> i & 1)
			c->masked = record_text(&as, &masked, i);
		/* A child at school or an adult of either kind cannot have all of these at once. */
		bool other_side = k == &circumstance_kind && i == CIRCUMSTANCE_CHILD;
		if (!c->plain.n && !other_side)
			printf("# %s.%s has no canary\n", k->name, k->fields[i].name);
		OK(c->plain.n > 0 || other_side);
		add_forms(h, c, &plain.v[i]);
	}
}

/* --- what the store releases --- */

static void put_store(struct harness *h, const struct flock *f, struct buf *to)
{
	static const char *const word[] = { "-", "masked", "plain" };

	buf_lit(to, "# What the store releases of a record within reach: without and with a purpose.\n");
	for (size_t i = 0; i < f->n; i++) {
		const struct canary *c = &f->c[i];
		buf_str(to, str_of(c->kind->name));
		buf_ch(to, '.');
		buf_str(to, str_of(c->kind->fields[c->field].name));
		buf_ch(to, ':');
		for (size_t a = 0; a < (size_t)WITHIN * PURPOSES; a++) {
			struct actor actor = actor_of(h, who[a / PURPOSES]);
			struct ctx as = ctx_as(h, &actor, a % PURPOSES);
			struct record r;
			enum seen s = SEEN_NOTHING;
			if (record_load(&as, c->kind, c->record, &r) == RC_OK && !(r.hidden >> c->field & 1))
				s = r.masked >> c->field & 1 ? SEEN_MASKED : SEEN_PLAIN;
			if (a % PURPOSES == 0) {
				buf_ch(to, ' ');
				buf_str(to, str_of(as_name[who[a / PURPOSES]]));
				buf_ch(to, '=');
			} else {
				buf_ch(to, '/');
			}
			buf_str(to, str_of(word[s]));
		}
		buf_ch(to, '\n');
	}
}

/* --- what replies hold --- */

static bool has_word(str body, str word)
{
	return word.n && body.n && memmem(body.s, body.n, word.s, word.n);
}

/* Lists of regions name villages whoever lives there. */
static enum seen seen_as_text(const struct canary *c, str body, str path)
{
	bool map = str_starts(path, STR("/regions")) && c->kind->fields[c->field].type == T_REGION;

	for (size_t i = 0; i < c->nforms && !map; i++)
		if (has_word(body, c->form[i]))
			return SEEN_PLAIN;
	return has_word(body, c->masked) ? SEEN_MASKED : SEEN_NOTHING;
}

static bool named_in(const struct json_value *list, const char *name)
{
	for (const struct json_value *v = list ? list->child : NULL; v; v = v->next)
		if (str_eq(v->text, str_of(name)))
			return true;
	return false;
}

static enum seen compare(const struct canary *c, const struct json_value *v)
{
	int64_t number;

	if (v->type == JSON_NULL)
		return SEEN_NOTHING;
	if (v->type == JSON_BOOL)
		return str_eq(c->plain, v->i ? STR("true") : STR("false")) ? SEEN_PLAIN : SEEN_NOTHING;
	if (v->type == JSON_NUMBER)
		return str_int(c->plain, &number) && number == v->i ? SEEN_PLAIN : SEEN_NOTHING;
	return str_eq(v->text, c->plain) ? SEEN_PLAIN : SEEN_MASKED;
}

/* An object with the id of a canary's record; a parent has the tie's id, and name and numbers of the person.
 */
static enum seen seen_in_object(const struct flock *f, const struct canary *c, const struct json_value *o)
{
	const char *name = c->kind->fields[c->field].name;
	const struct json_value *id = json_get(o, STR("id")), *v = json_get(o, str_of(name));
	const struct json_value *adult = json_get(o, STR("person"));
	int64_t number = 0;

	if (!id || !str_int(id->text, &number))
		return SEEN_NOTHING;
	bool parent = c->kind == &person_kind && number == f->tie && adult && json_get(o, STR("phone"));
	if (number != c->record && !parent)
		return SEEN_NOTHING;
	if (named_in(json_get(o, STR("masked")), name))
		return SEEN_MASKED;
	return v ? compare(c, v) : SEEN_NOTHING;
}

/* {"field":..,"before":..,"after":..} of the journal of this kind. */
static enum seen seen_in_change(const struct canary *c, const struct json_value *o)
{
	const struct json_value *name = json_get(o, STR("field")), *after = json_get(o, STR("after"));

	if (!name || !after || !str_eq(name->text, str_of(c->kind->fields[c->field].name)))
		return SEEN_NOTHING;
	return compare(c, after);
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as JSON may be, 64 */
static enum seen seen_as_json(const struct flock *f, const struct canary *c, const struct json_value *v,
			      bool journal)
{
	enum seen best = SEEN_NOTHING;

	if (v->type == JSON_OBJECT)
		best = journal ? seen_in_change(c, v) : seen_in_object(f, c, v);
	for (const struct json_value *i = v->child; i; i = i->next) {
		enum seen s = i->type == JSON_OBJECT || i->type == JSON_ARRAY ? seen_as_json(f, c, i, journal)
									      : SEEN_NOTHING;
		best = s > best ? s : best;
	}
	return best;
}

/* --- every route --- */

struct routes {
	struct {
		str label, path; /* as in the golden file; as asked */
		const char *body;
	} r[ROUTES];
	size_t n;
};

static void add_route(struct harness *h, struct routes *to, str label, str path)
{
	for (size_t i = 0; i < to->n; i++)
		if (str_eq(to->r[i].path, path))
			return;
	to->r[to->n].label = str_dup(&h->mem, label);
	to->r[to->n++].path = str_dup(&h->mem, path);
}

static int64_t record_of(const struct flock *f, const char *plural)
{
	if (!strcmp(plural, "parents"))
		return f->tie;
	for (size_t i = 0; i < f->n; i++)
		if (f->c[i].kind->plural && !strcmp(f->c[i].kind->plural, plural))
			return f->c[i].record;
	return 0;
}

static void add_routes(struct harness *h, struct routes *to, const struct flock *f)
{
	size_t n;
	const struct harness_route *all = harness_routes(h, &n);

	for (size_t i = 0; i < n; i++) {
		if (all[i].method != HTTP_GET)
			continue;
		harness_keep(h, "id",
			     harness_text(&h->mem, "%lld",
					  (long long)(all[i].plural ? record_of(f, all[i].plural) : 0)));
		add_route(h, to, str_of(all[i].label), harness_fill(h, all[i].path));
	}
	/* Readings that are POSTs: what is looked for, and what is opened, may not stand in an address. */
	add_route(h, to, STR("POST /children/:id/show"), harness_fill(h, "/children/{kid}/show"));
	to->r[to->n - 1].body = "purpose=audit";
	add_route(h, to, STR("POST /children"), STR("/children#"));
	to->r[to->n - 1].path = STR("/children");
	to->r[to->n - 1].body = "q=0077";
	add_route(h, to, STR("/children/:id?as_of"), harness_fill(h, "/children/{kid}?as_of=2026-06-30"));
	add_route(h, to, STR("/api/v1/children?as_of"), STR("/api/v1/children?as_of=2026-06-30"));
	add_route(h, to, STR("/api/v1/children/:id?as_of"),
		  harness_fill(h, "/api/v1/children/{kid}?as_of=2026-06-30"));
}

struct asked {
	enum as as;
	bool purpose;
	str label, path;
	const char *body; /* of a form: then it is a POST */
};

/* The fields seen in the reply to one request, and its status. */
static str fields_of(struct harness *h, struct flock *f, const struct asked *q, int *ret_status)
{
	struct answer a = harness_ask(h, q->as, q->body ? HTTP_POST : HTTP_GET, str_z(&h->mem, q->path),
				      q->purpose ? purpose : NULL, q->body);
	bool journal = str_ends(q->path, STR("/journal"));
	struct buf to = buf_new(&h->mem, 1 << 16);

	for (size_t i = 0; i < f->n; i++) {
		struct canary *c = &f->c[i];
		bool own = journal && c->kind->plural &&
			   has_word(q->path, harness_text(&h->mem, "/%s/", c->kind->plural));
		enum seen s = seen_as_text(c, a.body, q->path), j = SEEN_NOTHING;
		if (a.json && (!journal || own))
			j = seen_as_json(f, c, a.json, journal);
		s = j > s ? j : s;
		if (s == SEEN_NOTHING)
			continue;
		buf_str(&to, s == SEEN_PLAIN ? STR(" ") : STR(" ("));
		buf_str(&to, str_of(c->kind->name));
		buf_ch(&to, '.');
		buf_str(&to, str_of(c->kind->fields[c->field].name));
		buf_str(&to, s == SEEN_PLAIN ? STR("") : STR(")"));
		if (s > c->best)
			c->best = s;
	}
	if (q->purpose &&
	    !harness_exec(h, STR("DELETE FROM journal WHERE act = 4"))) /* pages show the newest */
		harness_fail("the readings cannot be forgotten");
	*ret_status = a.status;
	return buf_view(&to);
}

static void put_line(struct buf *to, const struct asked *q, int status, str fields)
{
	buf_str(to, str_of(as_name[q->as]));
	buf_ch(to, ' ');
	buf_str(to, q->label);
	buf_str(to, q->purpose ? STR(" +purpose ") : STR(" "));
	buf_int(to, status);
	buf_ch(to, ':');
	buf_str(to, fields);
	buf_ch(to, '\n');
}

static int by_bytes(const void *a, const void *b)
{
	const str *x = a, *y = b;

	return str_cmp(*x, *y);
}

/* Line by line in the order of their bytes: a route that moves to another file changes nothing. */
static void put_sorted(struct harness *h, str text, struct buf *to)
{
	str rest = text, one;
	size_t n = 0, lines = 0;

	while (str_next(&rest, '\n', &one))
		lines++;
	str *line = NEW(&h->mem, str, lines + 1);
	for (rest = text; str_next(&rest, '\n', &one);)
		if (one.n)
			line[n++] = one;
	qsort(line, n, sizeof *line, by_bytes);
	for (size_t i = 0; i < n; i++) {
		buf_str(to, line[i]);
		buf_ch(to, '\n');
	}
}

static void put_replies(struct harness *h, struct flock *f, struct buf *out)
{
	struct routes *all = NEW(&h->mem, struct routes, 1);
	struct buf lines = buf_new(&h->mem, 8 << 20), *to = &lines;

	add_routes(h, all, f);
	buf_lit(out,
		"# What replies hold: role, route, status: fields plain and (masked).  No line: not 200, "
		"and nothing.\n"
		"# With a purpose only where that differs.\n");
	for (size_t i = 0; i < all->n * COUNT(who); i++) {
		struct asked q = { who[i % COUNT(who)], false, all->r[i / COUNT(who)].label,
				   all->r[i / COUNT(who)].path, all->r[i / COUNT(who)].body };
		int status, opened;
		str fields = fields_of(h, f, &q, &status);
		if (status == 200 || fields.n)
			put_line(to, &q, status, fields);
		q.purpose = true;
		str more = fields_of(h, f, &q, &opened);
		if (opened != status || !str_eq(more, fields))
			put_line(to, &q, opened, more);
	}
	put_sorted(h, buf_view(&lines), out);
}

/* Nobody beyond reach may see any of it, nor may a password ever leave. */
static void test_beyond(const struct flock *f, str text)
{
	str line, rest = text;
	int beyond = 0;

	while (str_next(&rest, '\n', &line)) {
		bool far = str_starts(line, STR("far-")) || str_starts(line, STR("nobody ")) ||
			   str_starts(line, STR("head-2")) || str_starts(line, STR("teacher-2"));
		if (far && (has_word(line, STR(" child.")) || has_word(line, STR(" person.")) ||
			    has_word(line, STR("(child.")) || has_word(line, STR(" absence.")) ||
			    has_word(line, STR(" tie.")) || has_word(line, STR("(person.")))) {
			printf("# %.*s\n", STR_ARG(line));
			beyond++;
		}
	}
	OK(beyond == 0);
	for (size_t i = 0; i < f->n; i++)
		if (f->c[i].kind->fields[f->c[i].field].type == T_SECRET)
			OK(f->c[i].best == SEEN_NOTHING);
}

static void put_unseen(const struct flock *f, struct buf *to)
{
	buf_lit(to, "# In no reply:");
	for (size_t i = 0; i < f->n; i++) {
		if (f->c[i].best != SEEN_NOTHING)
			continue;
		buf_ch(to, ' ');
		buf_str(to, str_of(f->c[i].kind->name));
		buf_ch(to, '.');
		buf_str(to, str_of(f->c[i].kind->fields[f->c[i].field].name));
	}
	buf_ch(to, '\n');
}

static void test_engine(struct harness *h)
{
	struct flock *f = NEW(&h->mem, struct flock, 1);
	struct buf to = buf_new(&h->mem, 8 << 20);

	h->lang = LANG_ZH;
	f->tie = h->fix[FIX_FATHER_TIE];
	f->father = h->fix[FIX_FATHER];
	int64_t *id = NEW(&h->mem, int64_t, h->model.nkinds);
	for (size_t i = 0; i < h->model.nkinds; i++)
		id[i] = canary_record(h, h->model.kinds[i]);
	for (size_t i = 0; i < h->model.nkinds; i++) /* what follows from another has its value only now */
		add_kind(h, f, h->model.kinds[i], id[i]);
	put_store(h, f, &to);
	put_replies(h, f, &to);
	put_unseen(f, &to);
	test_beyond(f, buf_view(&to));
	OK(harness_golden("canary.txt", buf_view(&to)));
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
