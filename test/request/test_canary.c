/* A canary in every field of every kind, fetched on every GET route as every role, with and without a
 * purpose, in Chinese: what comes out plain, what masked, is test/golden/canary.txt (DESIGN 2).  It changes
 * when a profile, a reach or a page does: read the difference as a change of who sees what.
 *
 * Two ways of seeing: text that can be told apart is looked for in the bytes of every reply; in JSON every
 * field of a canary's record is compared.  Codes and truth values on pages are too common to look for; what
 * the store itself releases of them to each role stands in the first part of the file. */
#include "account.h"
#include "canary_record.h"
#include "registry.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>

enum sight { SEEN_NOTHING, SEEN_MASKED, SEEN_PLAIN };
enum { FORMS = 6, CANARIES = 2000, ROUTES = 1200, PURPOSES = 2, TOLD = 20000 };

struct canary {
	const struct kind *kind;
	size_t field;
	int64_t record;
	str plain, masked;
	str form[FORMS]; /* how the plain value may stand in a reply; none: only compared in JSON */
	size_t nforms;
	enum sight best; /* over all replies */
};
struct flock {
	struct canary c[CANARIES];
	size_t n;
	int64_t tie; /* also the id of a parent, whose name and numbers are the person's */
	int64_t father;
};

/* One of each role, within reach of the canaries if it has a reach at all; then those beyond it: they must
 * see nothing of a child. */
/* clang-format off */
static const enum as who[] = {
	AS_OFFICER, AS_CIVIL, AS_HEAD, AS_TEACHER, AS_COUNSELLOR, AS_DIRECTOR, AS_SUPERVISOR, AS_FEDERATION, AS_KEEPER,
	AS_GUARDIAN, AS_PARENT, AS_CHILD, AS_POLICE, AS_HOSPITAL, AS_FINANCE, AS_INSPECTOR, AS_ADMIN, AS_SECURITY,
	AS_AUDITOR, AS_VOLUNTEER, AS_ORG, AS_DONOR, AS_CITY, AS_PROVINCE, AS_MINISTRY,
	AS_NOBODY, AS_HEAD_2, AS_TEACHER_2, AS_COUNSELLOR_2, AS_DIRECTOR_2, AS_GUARDIAN_2, AS_CHILD_2, AS_BARRED,
	AS_OVERDUE, AS_FAR_OFFICER, AS_FAR_CIVIL, AS_FAR_HEAD, AS_FAR_TEACHER, AS_FAR_ADMIN, AS_FAR_SECURITY,
	AS_FAR_AUDITOR, AS_FAR_CITY,
};
/* clang-format on */
enum { WITHIN = 25, WHO = COUNT(who) };
static const char purpose[] = "X-Purpose: audit";

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

	if (f->type == T_DATE && n == HARNESS_TODAY) /* stands at the foot of every page */
		return;
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

/* Not everything can be at once: nobody is told as a person and as a role, no opening is also somebody
 * else's. */
static bool may_be_empty(const char *kind, const char *field)
{
	static const char *const pairs[][2] = {
		{ "account", "region" },
		{ "account", "person_id" },
		{ "account", "child_id" },
		{ "account", "totp" },
		{ "account", "totp_at" },
		{ "notice", "to_account" },
		{ "notice", "to_role" },
		{ "notice", "until" },
		{ "notice", "done_at" },
		{ "opening", "for" },
		{ "rights_request", "decision" },
		{ "rights_request", "decided_on" },
		{ "rights_request", "identity" },
		{ "storage_lock", "lifted_on" },
		{ "consent_text", "earlier_until" },
	};

	for (size_t i = 0; i < COUNT(pairs); i++)
		if (!strcmp(pairs[i][0], kind) && !strcmp(pairs[i][1], field))
			return true;
	return false;
}

static void add_kind(struct harness *h, struct flock *f, const struct kind *k, int64_t id)
{
	struct actor officer = canary_actor(h, AS_OFFICER);
	struct ctx program = harness_ctx(h), as = ctx_as(h, &officer, false);
	struct record plain, masked;
	bool seen = false;

	if (record_load(&program, k, id, &plain) != RC_OK)
		harness_fail(
			"canary_record.c, canary_growth.c and canary_family.c have no record of %s: add one "
			"with a value in every field",
			k->name);
	seen = record_load(&as, k, id, &masked) == RC_OK;
	for (size_t i = 0; i < k->nfields; i++) {
		if (!field_stored(&k->fields[i]))
			continue;
		if (f->n == CANARIES)
			harness_fail("too many canaries");
		struct canary *c = &f->c[f->n++];
		*c = (struct canary){
			.kind = k, .field = i, .record = id, .plain = record_text(&program, &plain, i)
		};
		if (seen && masked.masked >> i & 1)
			c->masked = record_text(&as, &masked, i);
		/* A child at school or an adult of either kind cannot have all of these at once. */
		bool other_side = k == &circumstance_kind && i == CIRCUMSTANCE_CHILD;
		other_side |= may_be_empty(k->name, k->fields[i].name);
		if (!c->plain.n && !other_side)
			printf("# %s.%s has no canary\n", k->name, k->fields[i].name);
		OK(c->plain.n > 0 || other_side);
		add_forms(h, c, &plain.v[i]);
	}
}

/* --- what the store releases --- */

/* Who has the same answer stands together: "officer head=plain/plain". */
struct groups {
	str answer[WHO];
	struct buf who[WHO];
	size_t n;
};

static void group_add(struct harness *h, struct groups *g, str answer, enum as as)
{
	size_t i = 0;

	while (i < g->n && !str_eq(g->answer[i], answer))
		i++;
	if (i == g->n) {
		g->answer[g->n] = answer;
		g->who[g->n++] = buf_new(&h->mem, 1000);
	}
	buf_ch(&g->who[i], ' ');
	buf_str(&g->who[i], str_of(as_name[as]));
}

static enum sight released(struct harness *h, const struct canary *c, enum as as, bool with_purpose)
{
	struct actor actor = canary_actor(h, as);
	struct ctx ctx = ctx_as(h, &actor, with_purpose);
	struct record r;

	if (record_load(&ctx, c->kind, c->record, &r) != RC_OK || r.hidden >> c->field & 1)
		return SEEN_NOTHING;
	return r.masked >> c->field & 1 ? SEEN_MASKED : SEEN_PLAIN;
}

static void put_store(struct harness *h, const struct flock *f, struct buf *to)
{
	static const char *const word[] = { "-", "masked", "plain" };

	buf_lit(to, "# What the store releases of a record within reach: without and with a purpose.  Who is "
		    "not named gets nothing.\n");
	for (size_t i = 0; i < f->n; i++) {
		const struct canary *c = &f->c[i];
		struct groups g = { .n = 0 };
		for (size_t a = 0; a < WHO; a++) {
			if (who[a] == AS_NOBODY)
				continue;
			enum sight s = released(h, c, who[a], false), p = released(h, c, who[a], true);
			if (s != SEEN_NOTHING || p != SEEN_NOTHING)
				group_add(h, &g, harness_text(&h->mem, "%s/%s", word[s], word[p]), who[a]);
		}
		buf_str(to, str_of(c->kind->name));
		buf_ch(to, '.');
		buf_str(to, str_of(c->kind->fields[c->field].name));
		buf_ch(to, ':');
		for (size_t k = 0; k < g.n; k++) {
			buf_str(to, k ? STR(";") : STR(""));
			buf_str(to, buf_view(&g.who[k]));
			buf_ch(to, '=');
			buf_str(to, g.answer[k]);
		}
		buf_ch(to, '\n');
	}
}

/* --- what replies hold --- */

static bool has_word(str body, str word)
{
	return word.n && body.n && memmem(body.s, body.n, word.s, word.n);
}

static bool alphanumeric(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Six digits in a row stand in many a drawn token: a short number counts only where it stands for itself. */
static bool has_number(str body, str number)
{
	const char *at = body.s, *end = body.s + body.n;

	while (body.n && (at = memmem(at, (size_t)(end - at), number.s, number.n))) {
		const char *after = at + number.n;

		if ((at == body.s || !alphanumeric(at[-1])) && (after == end || !alphanumeric(*after)))
			return true;
		at++;
	}
	return false;
}

static bool short_number(const struct canary *c)
{
	return c->kind->fields[c->field].type == T_NUMBER && c->plain.n < 10 && str_digits(c->plain);
}

/* Lists of regions name villages whoever lives there, and accounts those they look after. */
static enum sight seen_as_text(const struct canary *c, str body, str path)
{
	bool map = (str_starts(path, STR("/regions")) || has_word(path, STR("/accounts"))) &&
		   c->kind->fields[c->field].type == T_REGION;

	for (size_t i = 0; i < c->nforms && !map; i++)
		if (short_number(c) ? has_number(body, c->form[i]) : has_word(body, c->form[i]))
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

static enum sight compare(const struct canary *c, const struct json_value *v)
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

/* What a reply says of one record, or, of a journal, of one change. */
struct object {
	const struct json_value *v;
	int64_t id;
	bool parent;
};
struct tale {
	struct object list[TOLD];
	size_t n;
};

/* All the objects of a reply, found once for all canaries.
 * NOLINTNEXTLINE(misc-no-recursion): as deep as JSON may be, 64 */
static void gather(struct tale *t, const struct json_value *v)
{
	if (v->type == JSON_OBJECT) {
		const struct json_value *id = json_get(v, STR("id"));
		struct object one = { .v = v };

		if (t->n == TOLD)
			harness_fail("too many objects in one reply");
		if (id && str_int(id->text, &one.id))
			one.parent = json_get(v, STR("person")) && json_get(v, STR("phone"));
		t->list[t->n++] = one;
	}
	for (const struct json_value *i = v->child; i; i = i->next)
		if (i->type == JSON_OBJECT || i->type == JSON_ARRAY)
			gather(t, i);
}

/* An object with the id of a canary's record; a parent has the tie's id, and name and numbers of the person.
 */
static enum sight seen_in_object(const struct flock *f, const struct canary *c, const struct object *o)
{
	const char *name = c->kind->fields[c->field].name;

	if (!o->id || (o->id != c->record && !(o->parent && c->kind == &person_kind && o->id == f->tie)))
		return SEEN_NOTHING;
	if (named_in(json_get(o->v, STR("masked")), name))
		return SEEN_MASKED;
	const struct json_value *v = json_get(o->v, str_of(name));
	return v ? compare(c, v) : SEEN_NOTHING;
}

/* {"field":..,"before":..,"after":..} of the journal of this kind. */
static enum sight seen_in_change(const struct canary *c, const struct json_value *o)
{
	const struct json_value *name = json_get(o, STR("field")), *after = json_get(o, STR("after"));

	if (!name || !after || !str_eq(name->text, str_of(c->kind->fields[c->field].name)))
		return SEEN_NOTHING;
	return compare(c, after);
}

static enum sight seen_as_json(const struct flock *f, const struct canary *c, const struct tale *t,
			       bool journal)
{
	enum sight best = SEEN_NOTHING;

	for (size_t i = 0; i < t->n; i++) {
		enum sight s = journal ? seen_in_change(c, t->list[i].v) : seen_in_object(f, c, &t->list[i]);
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
	static struct tale tale;

	tale.n = 0;
	if (a.json)
		gather(&tale, a.json);
	for (size_t i = 0; i < f->n; i++) {
		struct canary *c = &f->c[i];
		bool own = journal && c->kind->plural &&
			   has_word(q->path, harness_text(&h->mem, "/%s/", c->kind->plural));
		enum sight s = seen_as_text(c, a.body, q->path), j = SEEN_NOTHING;
		if (a.json && (!journal || own))
			j = seen_as_json(f, c, &tale, journal);
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
	*ret_status = a.status;
	return buf_view(&to);
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

/* One route as everybody, without and with a purpose. */
static void put_route(struct harness *h, struct flock *f, const struct routes *all, size_t i, struct buf *to)
{
	struct groups g = { .n = 0 };

	for (size_t a = 0; a < WHO; a++) {
		struct asked q = { who[a], false, all->r[i].label, all->r[i].path, all->r[i].body };
		int status, opened;
		str fields = fields_of(h, f, &q, &status);
		if (status == 200 || fields.n)
			group_add(h, &g, harness_text(&h->mem, " %d:%.*s", status, STR_ARG(fields)), q.as);
		if (status != 200)
			continue;
		q.purpose = true;
		str more = fields_of(h, f, &q, &opened);
		if (opened != status || !str_eq(more, fields))
			group_add(h, &g, harness_text(&h->mem, " +purpose %d:%.*s", opened, STR_ARG(more)),
				  q.as);
	}
	for (size_t k = 0; k < g.n; k++) {
		buf_str(to, all->r[i].label);
		buf_lit(to, " -");
		buf_str(to, buf_view(&g.who[k]));
		buf_lit(to, " -");
		buf_str(to, g.answer[k]);
		buf_ch(to, '\n');
	}
}

static void put_replies(struct harness *h, struct flock *f, struct buf *out)
{
	struct routes *all = NEW(&h->mem, struct routes, 1);
	struct buf lines = buf_new(&h->mem, 8 << 20);

	add_routes(h, all, f);
	buf_lit(out,
		"# What replies hold: route - roles - status: fields plain and (masked).  Who is not named "
		"gets no 200 and nothing.\n"
		"# With a purpose only where that differs.\n");
	for (size_t i = 0; i < all->n; i++)
		put_route(h, f, all, i, &lines);
	put_sorted(h, buf_view(&lines), out);
}

/* Nobody beyond reach may see any of it. */
static bool is_beyond(str line)
{
	static const char *const names[] = { "far-",         " nobody ",   "head-2",     "teacher-2",
					     "counsellor-2", "director-2", "guardian-2", "child-2",
					     " barred ",     " overdue ",  " admin ",    " security ",
					     " auditor ",    " police ",   " hospital ", " finance ",
					     " volunteer ",  " org ",      " donor " };

	for (size_t i = 0; i < COUNT(names); i++)
		if (has_word(line, str_of(names[i])))
			return true;
	return false;
}

/* The child's and the adults' own data; ids and names of staff are no secret of the child. */
static bool tells_of_family(str line)
{
	static const char *const kinds[] = { "child.",         "person.",           "absence.",
					     "tie.",           "circumstance.",     "enrolment.",
					     "crossing.",      "protection_order.", "consent.",
					     "staff.",         "declaration.",      "student_record.",
					     "register_entry." };

	for (size_t i = 0; i < COUNT(kinds); i++)
		for (size_t at = 0; at + 1 < line.n; at++)
			if ((line.s[at] == ' ' || line.s[at] == '(') &&
			    str_starts(str_cut(line, at + 1, line.n), str_of(kinds[i])))
				return true;
	return false;
}

/* Nor may a password ever leave. */
static void test_beyond(const struct flock *f, str text)
{
	str line, rest = text;
	int beyond = 0;

	while (str_next(&rest, '\n', &line))
		if (!str_starts(line, STR("#")) && is_beyond(line) && tells_of_family(line)) {
			printf("# %.*s\n", STR_ARG(line));
			beyond++;
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
	/* The child moves, and with it who looks after its village. */
	canary_put(h, &account_kind, canary_actor(h, AS_DIRECTOR).account, "{'region':'440804101201'}");
	for (size_t i = 0; i < h->model.nkinds; i++)
		id[i] = canary_record(h, h->model.kinds[i]);
	for (size_t i = 0; i < h->model.nkinds; i++) { /* what follows from another has its value only now */
		const struct kind *k = h->model.kinds[i];
		add_kind(h, f, k, k->derived ? canary_record(h, k) : id[i]);
	}
	put_store(h, f, &to);
	put_replies(h, f, &to);
	put_unseen(f, &to);
	test_beyond(f, buf_view(&to));
	OK(harness_golden("canary.txt", buf_view(&to)));
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
