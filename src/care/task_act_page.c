/* What is done about tasks, one or many at once: done, put off, handed on, no longer needed.  Each of those
 * ticked by itself: what cannot be done is said with its reason, and the others are done. */
#include "task_page.h"

#include "deferral.h"
#include "formpart.h"
#include "team.h"

enum { PICKS_MAX = TASK_LIST_MAX };

/* --- what came in --- */

static bool take_number(str *rest, int64_t *ret)
{
	str part;

	return str_next(rest, ':', &part) && str_int(part, ret) && *ret > 0;
}

bool task_pick_read(str text, struct task_pick *ret)
{
	struct task_pick pick = { .task = 0 };
	str sort;
	int64_t from;

	if (!str_next(&text, ':', &sort))
		return false;
	if (str_eq(sort, STR("task"))) {
		if (!take_number(&text, &pick.task) || text.n)
			return false;
	} else {
		if (!str_eq(sort, STR("duty")) || !take_number(&text, &pick.child) ||
		    !take_number(&text, &from) || !day_valid((day)from) || !text.n || text.n > 40)
			return false;
		pick.from = (day)from;
		pick.code = text;
	}
	*ret = pick;
	return true;
}

struct wish {
	enum task_does does;
	struct task_act act;
	str until; /* as typed */
	str to;    /* an account's id, or the code of a role */
	str back;
	const struct http_pair *pair;
	size_t npair;
	str named; /* what was ticked, for the problems: titles */
};

static bool read_does(str word, enum task_does *ret)
{
	static const struct {
		const char *word;
		enum task_does does;
	} words[] = { { "done", TASK_DO_DONE },
		      { "later", TASK_DO_LATER },
		      { "hand", TASK_DO_HAND },
		      { "drop", TASK_DO_DROP } };

	for (size_t i = 0; i < COUNT(words); i++)
		if (str_eq(word, str_of(words[i].word))) {
			*ret = words[i].does;
			return true;
		}
	return false;
}

static void complain(struct ctx *c, const char *field, const char *text)
{
	problem_add(&c->problems, str_of(field), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

static void read_to(str to, struct task_act *a)
{
	const struct role_row *role = role_of_code(to);

	if (role)
		a->role = role->role;
	else if (!str_int(to, &a->to) || a->to < 0)
		a->to = 0;
}

static enum rc read_wish(struct req *r, struct wish *w)
{
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	*w = (struct wish){ .pair = f, .npair = n };
	if (!read_does(form_value(f, n, STR("do")), &w->does))
		return RC_INVALID;
	w->until = form_value(f, n, STR("until"));
	w->to = form_value(f, n, STR("to"));
	w->back = form_value(f, n, STR("back"));
	w->act = (struct task_act){ .does = w->does,
				    .result = form_value(f, n, STR("result")),
				    .reason = form_value(f, n, STR("reason")) };
	if (w->does == TASK_DO_DROP)
		w->act.result = form_value(f, n, STR("why_not"));
	if (str_trim(w->until).n && !day_parse(str_trim(w->until), &w->act.until))
		complain(&r->ctx, "until", N_("This is not a date that exists."));
	read_to(w->to, &w->act);
	return RC_OK;
}

/* --- doing it --- */

struct one {
	const struct wish *w;
	struct task_pick pick;
};

static enum rc do_one(struct ctx *c, void *arg)
{
	struct one *o = arg;

	if (o->pick.task)
		return task_do(c, o->pick.task, &o->w->act);
	if (o->w->does == TASK_DO_LATER)
		return deferral_put(c,
				    &(struct deferral_new){ .child = o->pick.child,
							    .duty = o->pick.code,
							    .from = o->pick.from,
							    .until = o->w->act.until,
							    .reason = o->w->act.reason },
				    NULL);
	complain(c, "t",
		 o->w->does == TASK_DO_DONE
			 ? N_("What the law asks is done by doing it: write down the visit or the "
			      "assessment, and "
			      "it is ticked off by itself.")
			 : N_("What the law asks stays with its role. Whoever is away has a deputy named."));
	return RC_INVALID;
}

/* Why it could not be, when no rule said so itself. */
static void explain(struct ctx *c, enum rc rc)
{
	if (rc == RC_NOT_FOUND)
		complain(c, "t", N_("This has been done meanwhile, or is no longer on your list."));
	else if (rc == RC_DENIED)
		complain(c, "t", N_("This is somebody else's to do."));
}

static bool same(const struct problem *a, const struct problem *b)
{
	return str_eq(a->field, b->field) && strcmp(a->text, b->text) == 0 && str_eq(a->arg[0], b->arg[0]);
}

/* Many of one sort say the same: once is enough. */
static void forget_repeats(struct problems *p)
{
	size_t kept = 0;

	for (size_t i = 0; i < p->n; i++) {
		bool known = false;
		for (size_t j = 0; j < kept && !known; j++)
			known = same(&p->list[i], &p->list[j]);
		if (!known)
			p->list[kept++] = p->list[i];
	}
	p->n = kept;
}

struct doing {
	const struct wish *w;
	size_t done, refused;
};

static enum rc do_all(struct ctx *c, void *arg)
{
	struct doing *d = arg;

	for (size_t i = 0; i < d->w->npair && d->done + d->refused < PICKS_MAX; i++) {
		struct one o = { .w = d->w };
		size_t before = c->problems.n;
		if (!str_eq(d->w->pair[i].name, STR("t")))
			continue;
		enum rc rc = task_pick_read(d->w->pair[i].value, &o.pick) ? store_attempt(c, do_one, &o)
									  : RC_NOT_FOUND;
		if (rc == RC_FAULT || rc == RC_BUSY)
			return rc;
		d->done += rc == RC_OK;
		d->refused += rc != RC_OK;
		if (rc != RC_OK && c->problems.n == before)
			explain(c, rc);
	}
	c->conflicts = 0;
	forget_repeats(&c->problems);
	return RC_OK;
}

static str back_of(const struct wish *w)
{
	return html_url_ours(w->back) && w->back.n && w->back.s[0] == '/' ? w->back : STR("/tasks");
}

/* What was typed, once more, with what is wrong: only what was not done is still ticked. */
static enum rc put_again(struct req *r, const struct wish *w, const struct doing *d)
{
	struct page p = page_of(r);

	p = page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Not all could be done"))),
					   .tab = "/",
					   .back = back_of(w),
					   .status = rc_status(RC_INVALID) });
	form_summary(&p, NULL);
	html_lit(&p, "<p>");
	html_tr(&p, N_("Done: {0}. Not done: {1}."), html_int_text(&p, (int64_t)d->done),
		html_int_text(&p, (int64_t)d->refused));
	html_lit(&p, "</p>\n<form method=\"post\" action=\"/tasks/act\" class=\"stack\" novalidate>");
	html_csrf(&p);
	html_hidden(&p, STR("back"), back_of(w));
	for (size_t i = 0; i < w->npair; i++)
		if (str_eq(w->pair[i].name, STR("t")))
			html_hidden(&p, STR("t"), w->pair[i].value);
	enum rc rc = task_acts_put(&p, NULL);
	html_lit(&p, "</form>\n");
	page_end(&p);
	return rc;
}

enum rc task_act_page(struct req *r)
{
	struct wish w;
	struct doing d = { .w = &w };
	enum rc rc = read_wish(r, &w);

	if (rc != RC_OK)
		return rc;
	if (!form_value(w.pair, w.npair, STR("t")).n)
		complain(&r->ctx, "t", N_("Nothing is ticked. Go back and tick what this is about."));
	if (r->ctx.problems.n)
		return put_again(r, &w, &d);
	rc = store_write(&r->ctx, PRIO_PEOPLE, do_all, &d);
	if (rc != RC_OK)
		return rc;
	return d.refused ? put_again(r, &w, &d) : req_see_other(r, back_of(&w));
}

/* --- the controls --- */

static str typed(struct page *p, const char *name)
{
	struct http_pair *f;
	size_t n;

	if (p->r->http->method != HTTP_POST || req_form(p->r, &f, &n) != RC_OK)
		return STR("");
	return form_value(f, n, str_of(name));
}

static void begin_act(struct page *p, const char *label, bool open)
{
	formpart_fold_begin(p, label, open);
	html_lit(p, "<div class=\"stack\">");
}

static void end_act(struct page *p, const char *does, const char *verb)
{
	html_lit(p, "<button class=\"btn\" name=\"do\"");
	html_attr(p, "value", str_of(does));
	html_lit(p, ">");
	html_tr(p, verb);
	html_lit(p, "</button></div>");
	formpart_fold_end(p);
}

static void put_done(struct page *p)
{
	begin_act(p, N_("Tick off as done"), str_eq(typed(p, "do"), STR("done")));
	form_text_put(p, &(struct form_text){ .name = "result",
					      .label = N_("What came of it"),
					      .hint = N_("May be left empty"),
					      .value = typed(p, "result") });
	end_act(p, "done", N_("Done"));
}

static str day_text(struct page *p, day d)
{
	struct buf b = buf_new(p->mem, 16);

	day_put(&b, d);
	return buf_view(&b);
}

static void put_later(struct page *p)
{
	str until = typed(p, "until");

	begin_act(p, N_("Put off"), str_eq(typed(p, "do"), STR("later")));
	form_text_put(p, &(struct form_text){ .name = "until",
					      .label = N_("Until which day"),
					      .value = until.n ? until : day_text(p, day_add(p->today, 3)),
					      .type = "date",
					      .required = true });
	form_text_put(p, &(struct form_text){ .name = "reason",
					      .label = N_("Why"),
					      .hint = N_("It stays due; this says why it has to wait."),
					      .value = typed(p, "reason"),
					      .required = true });
	end_act(p, "later", N_("Put off"));
}

static void put_hand(struct page *p, const struct form_field *people)
{
	begin_act(p, N_("Hand to somebody else"), str_eq(typed(p, "do"), STR("hand")));
	formpart_select(p,
			&(struct control){ .name = STR("to"),
					   .label = N_("Who is to do it"),
					   .value = typed(p, "to"),
					   .required = true },
			people->option, people->noption);
	end_act(p, "hand", N_("Hand on"));
}

static void put_drop(struct page *p)
{
	begin_act(p, N_("No longer needed"), str_eq(typed(p, "do"), STR("drop")));
	form_text_put(p, &(struct form_text){ .name = "why_not",
					      .label = N_("Why not"),
					      .value = typed(p, "why_not"),
					      .required = true });
	end_act(p, "drop", N_("Take it off"));
}

/* Of the reader's own place: who holds a role there, else every one of the county who has tasks. */
static bool near(const struct actor *who, const struct actor *other, const struct team_place *at)
{
	if (at)
		return team_holds(other, at);
	if (who->county != other->county)
		return false;
	if (who->region.n)
		return !other->region.n ? (other->role & (ROLES_COUNTY | ROLE_FEDERATION)) != 0
					: str_starts(other->region, str_cut(who->region, 0, 9));
	if (who->school)
		return other->school == who->school || (other->role & ROLES_COUNTY);
	return (other->role & (ROLES_COUNTY | ROLE_SUPERVISOR | ROLE_HEAD | ROLE_FEDERATION)) != 0;
}

enum rc task_people(struct req *r, int64_t child, struct form_field *f)
{
	struct page p = page_of(r);
	struct team team;
	struct team_place place = { .county = 0 };
	enum rc rc = team_load(&r->ctx, &team);

	if (rc == RC_OK && child)
		rc = team_place_of(&r->ctx, child, &place);
	if (rc != RC_OK)
		return rc;
	struct form_option *o = NEW(r->ctx.mem, struct form_option, team.n + 1);
	for (size_t i = 0; i < team.n; i++) {
		const struct actor *who = &team.who[i];
		if (who->for_account || who->account == r->ctx.who->account || !(who->role & ROLES_TASK) ||
		    !near(r->ctx.who, who, place.county ? &place : NULL))
			continue;
		o[f->noption++] = (struct form_option){
			html_int_text(&p, who->account),
			html_say(&p, N_("{0}, {1}"), who->name,
				 registry_code(&p, "role", str_of(role_code(who->role))))
		};
	}
	f->option = o;
	return RC_OK;
}

enum rc task_acts_put(struct page *p, const struct record *one)
{
	struct form_field people = { .noption = 0 };
	enum rc rc = task_people(p->r, one ? rec_int(one, TASK_CHILD) : 0, &people);

	if (rc != RC_OK)
		return rc;
	html_lit(p, "<section class=\"sheet stack\"><h2>");
	html_tr(p, one ? N_("What is done about it") : N_("With what is ticked"));
	html_lit(p, "</h2>\n");
	put_done(p);
	put_later(p);
	put_hand(p, &people);
	put_drop(p);
	html_lit(p, "</section>\n");
	return RC_OK;
}
