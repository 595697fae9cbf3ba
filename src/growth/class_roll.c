#include "class_roll.h"

#include "complain.h"
#include "entry.h"
#include "formpart.h"
#include "registry_page.h"
#include "utf8.h"

enum { FORM_DIGITS = 16 /* of the form's number in that of an entry: 16, a dash, up to 19 of the child */ };

/* --- reading --- */

enum rc class_roll_load(struct req *r, struct class_roll *ret)
{
	struct list l = { .filter = { { CHILD_CLASS, INT(r->id) } },
			  .nfilter = 1,
			  .limit = CLASS_ROLL_MOST,
			  .want = UINT64_C(1) << CHILD_NAME | UINT64_C(1) << CHILD_SEX };
	enum rc rc = record_load(&r->ctx, &class_kind, r->id, &ret->class);

	if (rc == RC_OK)
		rc = record_list(&r->ctx, &child_kind, &l, &ret->children);
	if (rc == RC_OK && ret->children.more)
		rc = RC_TOO_BIG;
	if (rc == RC_OK)
		ret->saved = NEW(r->ctx.mem, bool, ret->children.n + 1);
	return rc;
}

static bool read_day(struct req *r, str given, day *ret)
{
	day on = 0;

	if (!day_parse(str_trim(given), &on)) {
		complain(&r->ctx, "on", N_("This is no date. Write it like 2026-09-01."));
		return false;
	}
	if (on > r->ctx.today) {
		complain(&r->ctx, "on", N_("This day is still to come."));
		return false;
	}
	*ret = on;
	return true;
}

static bool is_client(str s)
{
	enum { MOST = 64 };

	for (size_t i = 0; i < s.n; i++)
		if (!(s.s[i] >= '0' && s.s[i] <= '9') && !(s.s[i] >= 'a' && s.s[i] <= 'f'))
			return false;
	return s.n >= FORM_DIGITS && s.n <= MOST;
}

enum rc class_roll_read(struct req *r, struct class_roll *ret)
{
	struct http_pair *f = NULL;
	size_t n = 0;
	str on = req_query(r, STR("on"));

	ret->on = r->ctx.today;
	ret->client = form_client(r->ctx.mem);
	if (r->http->method == HTTP_POST) {
		enum rc rc = req_form(r, &f, &n);
		if (rc != RC_OK)
			return rc;
		ret->pair = f;
		ret->npair = n;
		on = form_value(f, n, STR("on"));
		/* Without its number it would be written twice some day: then it is no form of ours. */
		if (!is_client(form_value(f, n, STR("client"))))
			return RC_MALFORMED;
		ret->client = form_value(f, n, STR("client"));
	}
	if ((on.n || ret->pair) && !read_day(r, on, &ret->on))
		return ret->pair ? RC_OK : RC_INVALID;
	return RC_OK;
}

str class_roll_name(struct arena *mem, const char *field, int64_t child)
{
	struct buf b = buf_new(mem, 80);

	buf_str(&b, str_of(field));
	buf_ch(&b, '-');
	buf_int(&b, child);
	return buf_view(&b);
}

str class_roll_typed(const struct class_roll *roll, struct arena *mem, const char *field, int64_t child)
{
	return str_trim(form_value(roll->pair, roll->npair, class_roll_name(mem, field, child)));
}

/* --- writing --- */

struct saving {
	struct req *r;
	struct class_roll *roll;
	class_roll_fill *fill;
	bool look; /* nothing is to stay */
};

struct one {
	struct input in;
	int64_t id;
};

static enum rc write_one(struct ctx *c, void *arg)
{
	struct one *o = arg;
	bool there = false;

	return entry_write(c, &o->in, &o->id, &there);
}

/* false: nothing was typed for this child. */
static bool read_row(struct ctx *c, const struct class_roll *roll, int64_t child, struct input *in)
{
	const struct kind *k = roll->kind;

	*in = input_new(k);
	for (size_t i = 0; i < k->nfields; i++) {
		str typed = class_roll_typed(roll, c->mem, k->fields[i].name, child);
		if (typed.n && !k->fields[i].derived)
			input_set(in, i, k->fields[i].type == T_LONG ? form_newlines(c->mem, typed) : typed);
	}
	return in->given != 0;
}

static void complete(struct ctx *c, const struct saving *s, int64_t child, struct input *in)
{
	struct buf client = buf_new(c->mem, 64);
	size_t i;

	buf_str(&client, str_cut(s->roll->client, 0, FORM_DIGITS));
	buf_ch(&client, '-');
	buf_int(&client, child);
	if (kind_field(in->kind, STR("child"), &i))
		input_int(in, c->mem, i, child);
	if (kind_field(in->kind, STR("on"), &i))
		input_day(in, c->mem, i, s->roll->on);
	if (kind_field(in->kind, STR("client"), &i))
		input_set(in, i, buf_view(&client));
	if (s->fill)
		s->fill(c, in);
}

static void keep_problems(struct problems *to, const struct problems *of, int64_t child)
{
	for (size_t i = 0; i < of->n; i++) {
		const struct problem *p = &of->list[i];
		char *field = str_z(to->mem, p->field);
		problem_add(to, class_roll_name(to->mem, field, child), p->text, p->arg[0], p->arg[1]);
	}
	if (!of->n)
		problem_add(to, class_roll_name(to->mem, "on", child),
			    N_("This row could not be saved: the child is no longer yours to write about."),
			    (str){ NULL, 0 }, (str){ NULL, 0 });
}

static enum rc save_unit(struct ctx *c, void *arg)
{
	struct saving *s = arg;
	struct problems all = { .mem = c->mem };

	if (s->look)
		all = c->problems;
	s->roll->nsaved = s->roll->nwrong = 0;
	for (size_t i = 0; i < s->roll->children.n; i++) {
		int64_t child = s->roll->children.r[i].id;
		struct one o = { .id = 0 };
		s->roll->saved[i] = false;
		if (!read_row(c, s->roll, child, &o.in))
			continue;
		complete(c, s, child, &o.in);
		c->problems = (struct problems){ .mem = c->mem };
		enum rc rc = store_attempt(c, write_one, &o);
		if (rc == RC_FAULT || rc == RC_BUSY)
			return rc;
		s->roll->saved[i] = rc == RC_OK;
		s->roll->nsaved += rc == RC_OK;
		s->roll->nwrong += rc != RC_OK;
		if (rc != RC_OK)
			keep_problems(&all, &c->problems, child);
	}
	c->problems = all;
	c->conflicts = 0;
	return s->look ? RC_CONFLICT : RC_OK; /* undoes what was only tried */
}

enum rc class_roll_save(struct req *r, struct class_roll *roll, class_roll_fill *fill)
{
	struct saving s = { .r = r, .roll = roll, .fill = fill };

	if (r->ctx.problems.n)
		return RC_INVALID; /* the day: none of the rows can be written */
	enum rc rc = store_write(&r->ctx, PRIO_PEOPLE, save_unit, &s);
	if (rc == RC_OK && !roll->nsaved && !roll->nwrong)
		complain(&r->ctx, "", N_("Nothing is typed yet."));
	return rc == RC_OK && r->ctx.problems.n ? RC_INVALID : rc;
}

enum rc class_roll_look(struct req *r, struct class_roll *roll, class_roll_fill *fill)
{
	struct saving s = { .r = r, .roll = roll, .fill = fill, .look = true };
	enum rc rc = store_write(&r->ctx, PRIO_PEOPLE, save_unit, &s);

	for (size_t i = 0; i < roll->children.n; i++)
		roll->saved[i] = false;
	return rc == RC_CONFLICT ? RC_OK : rc;
}

/* --- the page --- */

bool class_roll_is_of(str field, int64_t child)
{
	size_t at = field.n;
	int64_t id;

	while (at && field.s[at - 1] != '-')
		at--;
	return at && str_int(str_cut(field, at, field.n), &id) && id == child;
}

bool class_roll_wrong(const struct page *p, int64_t child)
{
	const struct problems *list = &p->r->ctx.problems;

	for (size_t i = 0; i < list->n; i++)
		if (class_roll_is_of(list->list[i].field, child))
			return true;
	return false;
}

void class_roll_errors(struct page *p, int64_t child)
{
	const struct problems *list = &p->r->ctx.problems;

	for (size_t i = 0; i < list->n; i++)
		if (class_roll_is_of(list->list[i].field, child))
			formpart_problem(p, &list->list[i]);
}

void class_roll_begin(struct page *p, const struct class_roll *roll, str action)
{
	struct buf on = buf_new(p->mem, 16);
	str typed = form_value(roll->pair, roll->npair, STR("on"));

	day_put(&on, roll->on);
	html_lit(p, "<form method=\"post\" class=\"stack\" novalidate data-next");
	html_action(p, action);
	html_attr_tr(
		p, "data-offline",
		N_("No signal. What you typed is still here; press the button again when there is one."));
	html_attr_tr(p, "data-ended",
		     N_("You are no longer signed in. What you typed is still here: sign in in a new window, "
			"then press "
			"the button again."));
	html_lit(p, ">\n");
	html_csrf(p);
	html_hidden(p, STR("client"), roll->client);
	form_text_put(p, &(struct form_text){ .name = "on",
					      .label = N_("Day"),
					      .type = "date",
					      .value = roll->pair && typed.n ? typed : buf_view(&on) });
}

void class_roll_end(struct page *p, const char *button)
{
	html_lit(p, "<p class=\"s\" role=\"status\" id=\"next\"></p>");
	form_bar(p, button);
	html_lit(p, "</form>\n<script defer");
	html_attr(p, "src", static_url(p->mem, STR("next.js")));
	html_lit(p, "></script>\n");
}

void class_roll_said(struct page *p, const struct class_roll *roll)
{
	int64_t done = 0;

	if (!roll->pair) {
		str said = req_query(p->r, STR("saved"));
		if (!str_int(said, &done) || done < 1)
			return;
		html_lit(p, "<p class=\"sheet\" role=\"status\">");
		html_tr(p, N_("Children saved: {0}."), html_int_text(p, done));
		html_lit(p, "</p>\n");
		return;
	}
	if (!roll->nwrong) {
		form_summary(p, NULL);
		return;
	}
	html_lit(p, "<p class=\"sheet note\" role=\"alert\">");
	html_tr(p, N_("Children saved: {0}. Not saved yet: {1}; what is wrong stands beside them."),
		html_int_text(p, (int64_t)roll->nsaved), html_int_text(p, (int64_t)roll->nwrong));
	html_lit(p, "</p>\n");
}
