/* A deed is written in three short steps on a phone: who, why and when; how the child lives meanwhile; what
 * the parent declares of the carer.  Each step carries what the others hold, and all of it is kept while it
 * is typed (draft_form.h), so a parent may stop in the middle of a shift. */
#include "deed_page.h"

#include "deed_text.h"
#include "draft_form.h"
#include "elder.h"
#include "entry.h"
#include "facts.h"
#include "kindpage.h"
#include "registry_page.h"

enum { STEPS = 3, STEP_FIELDS = 12, TIMES = 40, HALF_HOUR = 30, FIRST_TIME = 6 * 60, LAST_TIME = 22 * 60 };

struct asked {
	uint8_t field;
	const char *hint;
};
/* clang-format off */
static const struct asked steps[STEPS][STEP_FIELDS] = {
	{
		{ DEED_CARER,       N_("Somebody who knows the child and can look after it every day.") },
		{ DEED_CAUSE,       NULL },
		{ DEED_CAUSE_TEXT,  N_("May stay empty") },
		{ DEED_DESTINATION, N_("Town and street, as well as you know it") },
		{ DEED_EMPLOYER,    N_("May stay empty") },
		{ DEED_PHONE,       NULL },
		{ DEED_FROM,        NULL },
		{ DEED_TO,          N_("A year at most is usual; then it is renewed.") },
	},
	{
		{ DEED_CONSIDERED,  N_("Character, home, health, how the child likes them") },
		{ DEED_DAILY,       N_("Meals, sleep, who brings it to school. Left empty: as a good parent would.") },
		{ DEED_SCHOOLING,   N_("Homework, parents' evenings") },
		{ DEED_MEDICAL,     N_("Which hospital, what the carer may decide, allergies") },
		{ DEED_SAFETY,      N_("Water, traffic, fire; where the child may play") },
		{ DEED_MONEY,       NULL },
		{ DEED_WEEKDAY,     N_("The law asks for a talk each week at least.") },
		{ DEED_MINUTE,      NULL },
		{ DEED_CHANNEL,     NULL },
		{ DEED_HOME_PLAN,   N_("Spring Festival, summer, exams") },
	},
	{
		{ DEED_HARM, NULL }, { DEED_HABITS, NULL }, { DEED_REFUSED, NULL }, { DEED_UNFIT, NULL },
	},
};
static const char *const titles[STEPS] = { N_("Who, why, how long"), N_("How the child lives meanwhile"),
					   N_("What you declare") };
/* clang-format on */

struct form_page {
	struct record child, after; /* after.kind NULL: a first deed */
	struct deed_adults all;
	struct draft draft; /* what the controls show */
	int step;           /* 0.. */
	enum rc outcome;
};

static str value_of(const struct form_page *f, const char *name)
{
	return form_value(f->draft.pair, f->draft.n, str_of(name));
}

static const char *field_name(size_t field)
{
	return field == DEED_MONEY ? "money_yuan" : deed_kind.fields[field].name;
}

static enum rc load(struct req *r, str after, struct form_page *f)
{
	int64_t id;
	enum rc rc;

	deed_own_purpose(r);
	rc = record_load(&r->ctx, &child_kind, r->id, &f->child);
	if (rc == RC_OK && !form_id(after, &id))
		rc = RC_NOT_FOUND;
	if (rc == RC_OK && id)
		rc = record_load(&r->ctx, &deed_kind, id, &f->after);
	if (rc == RC_OK && id && rec_int(&f->after, DEED_CHILD) != r->id)
		rc = RC_NOT_FOUND;
	return rc == RC_OK ? deed_adults(&r->ctx, r->id, &f->all) : rc;
}

static str draft_of(const struct req *r, const struct form_page *f)
{
	return draft_name(r->ctx.mem, DEED_DRAFT_NAME, f->after.kind ? f->after.id : 0);
}

static int step_of(str text)
{
	int64_t n = 0;

	return str_int(text, &n) && n >= 1 && n <= STEPS ? (int)n - 1 : 0;
}

/* --- choices --- */

static bool is_choice(const struct form_page *f, const struct deed_adult *a, size_t field, int64_t self)
{
	(void)f;
	if (a->barred)
		return false;
	return field == DEED_PARENT ? a->parent : a->person.id != self;
}

static size_t adult_options(struct page *p, const struct form_page *f, size_t field, struct form_option *o)
{
	size_t n = 0;

	for (size_t i = 0; i < f->all.n; i++) {
		const struct deed_adult *a = &f->all.a[i];
		if (is_choice(f, a, field, p->who->person))
			o[n++] = (struct form_option){ html_int_text(p, a->person.id),
						       deed_adult_text(p, &a->person, a->relation) };
	}
	return n;
}

static size_t weekday_options(struct page *p, struct form_option *o)
{
	for (int64_t i = 1; i <= 7; i++)
		o[i - 1] = (struct form_option){ html_int_text(p, i), html_word(p, deed_weekday(i)) };
	return 7;
}

static size_t time_options(struct page *p, struct form_option *o)
{
	size_t n = 0;

	for (int64_t m = FIRST_TIME; m <= LAST_TIME; m += HALF_HOUR)
		o[n++] = (struct form_option){ html_int_text(p, m), deed_clock(p->mem, m) };
	return n;
}

static const char *label_of(size_t field)
{
	return field == DEED_MINUTE  ? N_("Time of the weekly call")
	       : field == DEED_MONEY ? N_("Money a month, in yuan")
				     : NULL;
}

static void put_money(struct page *p, const struct form_page *f)
{
	form_text_put(p, &(struct form_text){ .name = "money_yuan",
					      .label = N_("Money a month, in yuan"),
					      .hint = N_("Such as 1500; may stay empty"),
					      .value = value_of(f, "money_yuan"),
					      .inputmode = "decimal" });
}

static void put_control(struct page *p, const struct form_page *f, size_t field, const char *hint)
{
	const struct field *k = &deed_kind.fields[field];
	struct form_option *o = NEW(p->mem, struct form_option, f->all.n + TIMES);
	struct control c = { .label = label_of(field),
			     .hint = hint,
			     .value = value_of(f, k->name),
			     .required = k->required || (field >= DEED_HARM && field <= DEED_UNFIT) };

	if (field == DEED_MONEY) {
		put_money(p, f);
		return;
	}
	if (field == DEED_CARER || field == DEED_PARENT)
		c.noption = adult_options(p, f, field, o);
	else if (field == DEED_WEEKDAY)
		c.noption = weekday_options(p, o);
	else if (field == DEED_MINUTE)
		c.noption = time_options(p, o);
	if (c.noption)
		c.option = o;
	formpart_control(p, k, &c);
}

/* --- the form --- */

static bool is_asked(const struct form_page *f, const struct page *p, size_t step, size_t field)
{
	if (field == DEED_PARENT)
		return step == 0 && !(p->who->role & ROLES_FAMILY);
	(void)f;
	for (size_t i = 0; i < STEP_FIELDS && steps[step][i].field; i++)
		if (steps[step][i].field == field)
			return true;
	return false;
}

/* What other steps hold goes along. */
static void put_hidden(struct page *p, const struct form_page *f)
{
	for (size_t i = DEED_PARENT; i <= DEED_UNFIT; i++)
		if (!is_asked(f, p, (size_t)f->step, i))
			html_hidden(p, str_of(field_name(i)), value_of(f, field_name(i)));
}

static void put_steps(struct page *p, const struct form_page *f)
{
	html_lit(p, "<p class=\"s\">");
	html_tr(p, N_("Step {0} of {1}: {2}"), html_int_text(p, f->step + 1), html_int_text(p, STEPS),
		html_word(p, titles[f->step]));
	html_lit(p, "</p>\n");
}

/* Nobody stands there to choose: who can help. */
static void put_nobody(struct page *p, const struct form_page *f)
{
	struct form_option *o = NEW(p->mem, struct form_option, f->all.n + 1);

	if (f->step || adult_options(p, f, DEED_CARER, o))
		return;
	html_lit(p, "<p class=\"sheet note\">");
	html_tr(p, N_("Nobody is written down who could look after the child. Ring the school or the child "
		      "director: they write down who it is, then you go on here."));
	html_lit(p, "</p>\n");
}

static void put_form(struct page *p, const struct form_page *f)
{
	str after = f->after.kind ? html_int_text(p, f->after.id) : STR("");
	const struct draft_form d = { .action = html_url(p, "/children/#/deed/new", f->child.id),
				      .keep = html_url(p, "/children/#/deed/draft", f->child.id),
				      .back = html_url(p, "/children/#/deeds", f->child.id),
				      .button = f->step == STEPS - 1 ? N_("Write the deed") : N_("Go on"),
				      .draft = &f->draft };

	draft_form_begin(p, &d);
	if (after.n)
		html_hidden(p, STR("after"), after);
	html_hidden(p, STR("step"), html_int_text(p, f->step + 1));
	form_summary(p, NULL);
	put_nobody(p, f);
	if (is_asked(f, p, (size_t)f->step, DEED_PARENT))
		put_control(p, f, DEED_PARENT, NULL);
	for (size_t i = 0; i < STEP_FIELDS && steps[f->step][i].field; i++)
		put_control(p, f, steps[f->step][i].field, steps[f->step][i].hint);
	put_hidden(p, f);
	draft_form_end(p, &d);
	if (f->step) {
		str back = html_url_with(p, d.action, "step", html_int_text(p, f->step));
		html_lit(p, "<p class=\"links\">");
		html_link(p, after.n ? html_url_with(p, back, "after", after) : back,
			  html_word(p, N_("The step before")));
		html_lit(p, "</p>\n");
	}
}

static void put_page(struct req *r, const struct form_page *f)
{
	struct page p = page_of(r);
	struct http_pair which = { STR("after"), f->after.kind ? html_int_text(&p, f->after.id) : STR("") };

	p = page_begin(
		r, &(struct frame){ .title = html_word(&p, f->after.kind ? N_("A new version of the deed")
									 : N_("Entrust the care of a child")),
				    .where = rec_text(&f->child, CHILD_NAME),
				    .tab = "/children",
				    .task = true,
				    .elder = deed_is_own(p.who),
				    .under = rec_text(&f->child, CHILD_NAME),
				    .back = html_url(&p, "/children/#/deeds", f->child.id),
				    .no_store = true,
				    .status = f->outcome == RC_OK ? 200 : rc_status(f->outcome) });
	put_steps(&p, f);
	put_form(&p, f);
	draft_form_after(
		&p, &f->draft,
		&(struct draft_throw){ .action = html_url(&p, "/children/#/deed/draft/drop", f->child.id),
				       .gone = N_("What you have typed of this deed is then gone."),
				       .which = &which,
				       .nwhich = 1 });
	page_end(&p);
}

/* --- how it begins --- */

struct pairs {
	struct http_pair *list;
	size_t n;
};

static void add(struct pairs *to, const char *name, str value)
{
	if (value.n)
		to->list[to->n++] = (struct http_pair){ str_of(name), value };
}

static str day_text(struct arena *mem, day d)
{
	struct buf b = buf_new(mem, 16);

	day_put(&b, d);
	return buf_view(&b);
}

/* What the last version says, from the day after it, for as long. */
static void begin_after(struct req *r, struct form_page *f, struct pairs *to)
{
	const struct record *a = &f->after;
	struct arena *mem = r->ctx.mem;
	day last = rec_null(a, DEED_ENDED_ON) ? rec_day(a, DEED_TO) : rec_day(a, DEED_ENDED_ON);
	bool on = rec_null(a, DEED_REVOKED_ON) && day_add(last, -60) <= r->ctx.today && last >= r->ctx.today;
	day from = on ? day_add(last, 1) : r->ctx.today;

	for (size_t i = DEED_PARENT; i <= DEED_HOME_PLAN; i++) {
		if (i == DEED_FROM || i == DEED_TO || rec_null(a, i) || a->masked >> i & 1)
			continue;
		if (i == DEED_MONEY)
			add(to, "money_yuan", deed_yuan(mem, rec_int(a, i)));
		else
			add(to, deed_kind.fields[i].name, record_text(&r->ctx, a, i));
	}
	add(to, "from", day_text(mem, from));
	add(to, "to", day_text(mem, day_add(from, day_diff(rec_day(a, DEED_TO), rec_day(a, DEED_FROM)))));
}

static void begin_new(struct req *r, struct form_page *f)
{
	struct pairs to = { .list = NEW(r->ctx.mem, struct http_pair, DEED__N + 4) };
	struct arena *mem = r->ctx.mem;

	add(&to, "client", form_client(mem));
	if (f->after.kind) {
		begin_after(r, f, &to);
	} else {
		add(&to, "from", day_text(mem, r->ctx.today));
		add(&to, "to", day_text(mem, day_add(r->ctx.today, 364)));
		add(&to, "cause", STR(CODE_DEED_CAUSE_WORK));
		add(&to, "weekday", STR("7"));
		add(&to, "minute", STR("1140"));
		add(&to, "channel", STR(CODE_CONTACT_CHANNEL_VIDEO));
	}
	f->draft.pair = to.list;
	f->draft.n = to.n;
}

enum rc deed_form_page_show(struct req *r)
{
	struct form_page f = { .outcome = RC_OK };
	enum rc rc = load(r, req_query(r, STR("after")), &f);

	if (rc == RC_OK)
		rc = draft_form_load(r, draft_of(r, &f), &f.draft);
	if (rc != RC_OK)
		return rc;
	f.step = step_of(req_query(r, STR("step")));
	if (!f.draft.saved_at)
		begin_new(r, &f);
	put_page(r, &f);
	return RC_OK;
}

/* --- one step further --- */

static void read_input(struct req *r, const struct form_page *f, struct input *in)
{
	struct arena *mem = r->ctx.mem;
	str money = str_trim(value_of(f, "money_yuan"));

	*in = input_new(&deed_kind);
	for (size_t i = DEED_PARENT; i <= DEED_UNFIT; i++)
		if (i != DEED_MONEY && value_of(f, deed_kind.fields[i].name).n)
			input_set(in, i, form_newlines(mem, value_of(f, deed_kind.fields[i].name)));
	if (money.n && deed_fen(money) >= 0)
		input_int(in, mem, DEED_MONEY, deed_fen(money));
	else if (money.n)
		problem_add(&r->ctx.problems, STR("money_yuan"),
			    N_("An amount is written in yuan, such as 500 or 500.00."), STR(""), STR(""));
	input_int(in, mem, DEED_CHILD, r->id);
	if (r->ctx.who->role & ROLES_FAMILY)
		input_int(in, mem, DEED_PARENT, r->ctx.who->person);
	if (f->after.kind)
		input_int(in, mem, DEED_REPLACES, f->after.id);
	if (value_of(f, "client").n)
		input_set(in, DEED_CLIENT, value_of(f, "client"));
}

/* Problems belong to a step; the rest to the first, where all can be put right. */
static int step_of_problem(const struct form_page *f, const struct page *p, str name)
{
	for (size_t s = 0; s < STEPS; s++)
		for (size_t i = 0; i < DEED__N; i++)
			if (str_eq(name, str_of(field_name(i))) && is_asked(f, p, s, i))
				return (int)s;
	return 0;
}

/* Only what was asked so far is wrong.  Where the first of it stands. */
static int keep_problems(struct req *r, const struct form_page *f, int step)
{
	struct page p = page_of(r);
	struct problems *all = &r->ctx.problems;
	int first = STEPS;
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++) {
		int at = step_of_problem(f, &p, all->list[i].field);
		if (at > step)
			continue;
		first = at < first ? at : first;
		all->list[n++] = all->list[i];
	}
	all->n = n;
	return first;
}

static str step_url(struct req *r, const struct form_page *f, int step)
{
	struct page p = page_of(r);
	str url = html_url_with(&p, html_url(&p, "/children/#/deed/new", r->id), "step",
				html_int_text(&p, step + 1));

	return f->after.kind ? html_url_with(&p, url, "after", html_int_text(&p, f->after.id)) : url;
}

static enum rc hand_in(struct req *r, struct form_page *f, const struct input *in)
{
	int64_t id;

	f->outcome = draft_form_hand_in(r, &(struct draft_hand_in){ draft_of(r, f), in, deed_write }, &id);
	if (f->outcome == RC_OK)
		return registry_see(r, "/deeds/", id);
	if (!kindpage_again(f->outcome))
		return f->outcome;
	int first = keep_problems(r, f, STEPS);
	f->step = first < STEPS ? first : STEPS - 1;
	put_page(r, f);
	return RC_OK;
}

static enum rc read_form(struct req *r, struct form_page *f)
{
	struct http_pair *pair;
	size_t n;
	enum rc rc = req_form(r, &pair, &n);

	f->draft.pair = pair;
	f->draft.n = n;
	return rc == RC_OK ? load(r, form_value(pair, n, STR("after")), f) : rc;
}

enum rc deed_form_page_step(struct req *r)
{
	struct form_page f = { .outcome = RC_OK };
	struct input in;
	enum rc rc = read_form(r, &f);

	if (rc != RC_OK)
		return rc;
	f.step = step_of(value_of(&f, "step"));
	read_input(r, &f, &in);
	if (f.step == STEPS - 1 && !r->ctx.problems.n)
		return hand_in(r, &f, &in);
	deed_look(&r->ctx, &in);
	int first = keep_problems(r, &f, f.step);
	if (first < STEPS) {
		f.outcome = RC_INVALID;
		f.step = first;
		put_page(r, &f);
		return RC_OK;
	}
	r->ctx.problems.n = 0;
	rc = draft_save(&r->ctx, draft_of(r, &f), r->id, f.draft.pair, f.draft.n);
	return rc == RC_OK ? req_see_other(r, step_url(r, &f, f.step + 1)) : rc;
}

/* --- keeping it --- */

enum rc deed_form_page_keep(struct req *r)
{
	struct form_page f = { .outcome = RC_OK };
	int64_t there;
	enum rc rc = read_form(r, &f);

	r->ctx.purpose = (str){ NULL, 0 }; /* nothing is shown */
	if (rc != RC_OK)
		return rc;
	/* A script's last word may come after the deed itself. */
	rc = entry_find(&r->ctx, &deed_kind, value_of(&f, "client"), &there);
	if (rc == RC_NOT_FOUND)
		rc = draft_save(&r->ctx, draft_of(r, &f), r->id, f.draft.pair, f.draft.n);
	return rc == RC_OK ? draft_form_kept(r, step_url(r, &f, step_of(value_of(&f, "step")))) : rc;
}

enum rc deed_form_page_drop(struct req *r)
{
	struct form_page f = { .outcome = RC_OK };
	enum rc rc = read_form(r, &f);

	return rc == RC_OK ? draft_form_drop(r, draft_of(r, &f), step_url(r, &f, 0)) : rc;
}
