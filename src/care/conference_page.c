/* One case conference: called, held with minutes and decisions, or called off; on paper too. */
#include "conference_page.h"
#include "facts.h"
#include "formpart.h"

struct shown {
	struct record conference, child;
	struct records seats, tasks;
	struct plan_people people; /* only where somebody can be named */
	struct plan_typed t;
	const char *act; /* that it was typed for */
	bool decides, invites;
};

static enum rc load(struct req *r, struct shown *s)
{
	struct ctx *c = &r->ctx;
	enum rc rc = record_load(c, &conference_kind, r->id, &s->conference);

	if (rc == RC_OK)
		rc = record_load(c, &child_kind, rec_int(&s->conference, CONFERENCE_CHILD), &s->child);
	if (rc == RC_OK)
		rc = conference_seats(c, r->id, &s->seats);
	if (rc == RC_OK)
		rc = conference_tasks(c, r->id, &s->tasks);
	if (rc != RC_OK)
		return rc;
	s->decides =
		conference_is(&s->conference, CODE_CONFERENCE_STATE_HELD) && may_write(c->who, P_CONFERENCE);
	s->invites = conference_is(&s->conference, CODE_CONFERENCE_STATE_CALLED) &&
		     may_create(c->who, P_CONFERENCE);
	return s->decides || s->invites ? plan_people_of(c, s->child.id, &s->people) : RC_OK;
}

str conference_when(struct page *p, const struct record *x)
{
	str on = html_day_text(p, rec_day(x, CONFERENCE_ON)), time = rec_text(x, CONFERENCE_TIME),
	    place = rec_text(x, CONFERENCE_PLACE);
	str when = time.n ? html_say(p, N_("{0}, {1}"), on, time) : on;

	return place.n ? html_say(p, N_("{0}, {1}"), when, place) : when;
}

/* --- its parts --- */

static void put_facts(struct page *p, const struct shown *s)
{
	const struct record *x = &s->conference;
	bool dropped = conference_is(x, CODE_CONFERENCE_STATE_DROPPED);
	str minutes = facts_text(p, x, CONFERENCE_MINUTES);

	facts_begin(p);
	facts_row(p, N_("Where it stands"), facts_text(p, x, CONFERENCE_STATE));
	facts_row(p, N_("Called for"), conference_when(p, x));
	facts_row(p, N_("Held on"), html_day_text(p, rec_day(x, CONFERENCE_HELD_ON)));
	(void)facts_field(p, x, CONFERENCE_REASON, facts_text(p, x, CONFERENCE_REASON));
	if (dropped)
		facts_row(p, N_("Why it was called off"), minutes);
	else
		(void)facts_field(p, x, CONFERENCE_MINUTES, minutes);
	facts_row(p, N_("Called by"), x->label[CONFERENCE_BY]);
	facts_end(p);
}

static str came_text(struct page *p, const struct shown *s, const struct record *seat)
{
	if (conference_is(&s->conference, CODE_CONFERENCE_STATE_HELD))
		return html_word(p, rec_int(seat, ATTENDEE_CAME) ? N_("came") : N_("did not come"));
	return html_word(p, rec_null(seat, ATTENDEE_ACCOUNT) ? N_("to be told by you") : N_("told"));
}

static void put_seat_rows(struct page *p, const struct shown *s)
{
	static const struct col cols[] = { { N_("Comes for"), COL_TEXT },
					   { N_("Name"), COL_TEXT },
					   { N_("Where it stands"), COL_TEXT } };
	struct table t = table_begin(p, cols, COUNT(cols), (str){ NULL, 0 });

	for (size_t i = 0; i < s->seats.n; i++) {
		const struct record *seat = &s->seats.r[i];
		str name = rec_text(seat, ATTENDEE_NAME);
		table_row(&t);
		table_text(&t, facts_text(p, seat, ATTENDEE_AGENCY));
		table_text(&t, name.n ? name : seat->label[ATTENDEE_ACCOUNT]);
		table_text(&t, came_text(p, s, seat));
	}
	table_end(&t);
}

static bool is_typed(const struct shown *s, const char *act)
{
	return s->t.pair && s->act && !strcmp(s->act, act);
}

static void begin_act(struct page *p, const struct shown *s, const char *act, const char *title)
{
	formpart_fold_begin(p, title, is_typed(s, act));
	html_lit(p, "<form method=\"post\" class=\"stack\" novalidate");
	html_action(p, html_fill(p, "{0}/{1}", html_url(p, "/conferences/#", s->conference.id), str_of(act)));
	html_lit(p, ">");
	html_csrf(p);
}

static void end_act(struct page *p, const char *button)
{
	html_lit(p, "<button>");
	html_tr(p, button);
	html_lit(p, "</button></form>");
	formpart_fold_end(p);
}

static str typed_of(const struct shown *s, const char *act, const char *name)
{
	return is_typed(s, act) ? plan_typed(&s->t, name, STR("")) : STR("");
}

static void put_invite(struct page *p, const struct shown *s)
{
	const struct field *f = attendee_kind.fields;

	begin_act(p, s, "invite", N_("Invite somebody"));
	formpart_select(p,
			&(struct control){ .name = STR("account"),
					   .label = N_("By account"),
					   .hint = N_("Is told by a notice"),
					   .value = typed_of(s, "invite", "account") },
			plan_people_options(p, &s->people), s->people.n);
	plan_people_field(p, &f[ATTENDEE_AGENCY], typed_of(s, "invite", "agency"),
			  N_("Of somebody without an account"), false);
	plan_people_field(p, &f[ATTENDEE_NAME], typed_of(s, "invite", "name"), NULL, false);
	end_act(p, N_("Invite"));
}

static void put_seats(struct page *p, const struct shown *s, bool acts)
{
	html_lit(p, "<section class=\"stack\"><h2>");
	html_tr(p, N_("Who sits together"));
	html_lit(p, "</h2>\n");
	if (!s->seats.n) {
		html_lit(p, "<p class=\"sheet\">");
		html_tr(p, N_("Nobody is invited yet."));
		html_lit(p, "</p>\n");
	} else {
		put_seat_rows(p, s);
	}
	if (acts && s->invites)
		put_invite(p, s);
	html_lit(p, "</section>\n");
}

static str doer_text(struct page *p, const struct record *task)
{
	str name = task->label[TASK_FOR_ACCOUNT], role = facts_text(p, task, TASK_FOR_ROLE);

	return name.n ? html_say(p, N_("{0}: {1}"), role, name) : role;
}

static void put_tasks(struct page *p, const struct shown *s)
{
	static const struct col cols[] = { { N_("What is to be done"), COL_TEXT },
					   { N_("Who"), COL_TEXT },
					   { N_("To be done by"), COL_TEXT },
					   { N_("Where it stands"), COL_TEXT } };
	struct table t = table_begin(p, cols, COUNT(cols), (str){ NULL, 0 });

	for (size_t i = 0; i < s->tasks.n; i++) {
		const struct record *task = &s->tasks.r[i];
		table_row(&t);
		table_text(&t, rec_text(task, TASK_TITLE));
		table_text(&t, doer_text(p, task));
		table_text(&t, html_day_text(p, rec_day(task, TASK_DUE)));
		table_text(&t, facts_text(p, task, TASK_STATE));
	}
	table_end(&t);
}

static void put_more(struct page *p, const struct shown *s)
{
	const struct plan_typed none = { .n = 0 };

	begin_act(p, s, "decide", N_("One more decision"));
	conference_decision_put(p, &s->people, is_typed(s, "decide") ? &s->t : &none, 0);
	end_act(p, N_("Save"));
}

static void put_decisions(struct page *p, const struct shown *s, bool acts)
{
	if (!conference_is(&s->conference, CODE_CONFERENCE_STATE_HELD))
		return;
	html_lit(p, "<section id=\"decisions\" class=\"stack\"><h2>");
	html_tr(p, N_("What was decided"));
	html_lit(p, "</h2>\n");
	if (s->tasks.n) {
		put_tasks(p, s);
	} else {
		html_lit(p, "<p class=\"sheet\">");
		html_tr(p, N_("Nothing that somebody has to do."));
		html_lit(p, "</p>\n");
	}
	if (acts && s->decides)
		put_more(p, s);
	html_lit(p, "</section>\n");
}

/* --- what can be done --- */

static void put_drop(struct page *p, const struct shown *s)
{
	begin_act(p, s, "drop", N_("Call it off"));
	form_text_put(p, &(struct form_text){
				 .name = "why",
				 .label = N_("Why it is called off"),
				 .hint = N_("Those who were invited are told that it is off, not why."),
				 .value = typed_of(s, "drop", "why"),
				 .required = true });
	end_act(p, N_("Call it off"));
}

static void put_acts(struct page *p, const struct shown *s)
{
	bool called = conference_is(&s->conference, CODE_CONFERENCE_STATE_CALLED);
	int64_t id = s->conference.id;
	str own = html_url(p, "/conferences/#", id);

	if (may_write(p->who, P_CONFERENCE)) {
		html_lit(p, "<p class=\"acts\">");
		if (called)
			html_button(p, html_url(p, "/conferences/#/hold", id), N_("It was held"), true);
		if (!conference_is(&s->conference, CODE_CONFERENCE_STATE_DROPPED))
			html_button(p, html_url_with(p, html_url(p, "/conferences/#/edit", id), "back", own),
				    called ? N_("Another day or place") : N_("Put the minutes right"), false);
		html_lit(p, "</p>\n");
		if (called)
			put_drop(p, s);
	}
	html_lit(p, "<p class=\"links\">");
	html_link(p, html_url(p, "/conferences/#/print", id), html_word(p, N_("To print")));
	html_gap(p);
	html_link(p, html_url(p, "/conferences/#/journal", id), html_word(p, N_("What changed")));
	html_gap(p);
	html_link(p, html_url(p, "/children/#/plans", s->child.id),
		  html_word(p, N_("Plans and conferences")));
	html_lit(p, "</p>\n");
}

/* --- the page, and on paper --- */

static void put_covered(struct page *p, const struct shown *s, str action)
{
	if (s->conference.masked && may_open(p->who, P_CONFERENCE))
		facts_show(p, action);
}

/* `act`: what could not be done, and `t` what was typed for it. */
static enum rc put_page(struct req *r, const char *act, const struct plan_typed *t, enum rc outcome)
{
	struct shown s = { .t = { .n = 0 } };
	enum rc rc = load(r, &s);

	if (rc != RC_OK)
		return rc;
	if (t)
		s.t = *t;
	s.act = act;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, conference_kind.label),
					   .tab = "/children",
					   .own_h1 = true,
					   .back = html_url(&p, "/children/#", s.child.id),
					   .back_label = N_("To the file"),
					   .no_store = r->ctx.purpose.n != 0,
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	facts_who(&p, rec_text(&s.child, CHILD_NAME), registry_child_line(&p, &s.child, p.today));
	form_summary(&p, NULL);
	html_lit(&p, "<div class=\"cols half\"><div class=\"stack\">\n<section class=\"sheet stack\"><h2>");
	html_tr(&p, conference_kind.label);
	html_lit(&p, "</h2>\n");
	put_facts(&p, &s);
	put_covered(&p, &s, html_url(&p, "/conferences/#/show", s.conference.id));
	html_lit(&p, "</section>\n");
	put_acts(&p, &s);
	html_lit(&p, "</div><div class=\"stack\">\n");
	put_seats(&p, &s, true);
	html_lit(&p, "</div></div>\n");
	put_decisions(&p, &s, true);
	page_end(&p);
	return RC_OK;
}

static enum rc put_print(struct req *r, enum rc outcome)
{
	struct shown s = { .t = { .n = 0 } };
	enum rc rc = load(r, &s);

	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_say(&p, N_("Case conference: {0}"),
							     rec_text(&s.child, CHILD_NAME)),
					   .tab = "/children",
					   .back = html_url(&p, "/conferences/#", s.conference.id),
					   .under = registry_child_line(&p, &s.child, p.today),
					   .no_store = true,
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	form_summary(&p, NULL);
	put_covered(&p, &s, html_url(&p, "/conferences/#/print", s.conference.id));
	put_facts(&p, &s);
	put_seats(&p, &s, false);
	put_decisions(&p, &s, false);
	html_lit(&p, "<p>");
	html_tr(&p, N_("Minutes by"));
	html_lit(&p, " ____________________ ");
	html_tr(&p, N_("on"));
	html_lit(&p, " ____________</p>\n");
	page_end(&p);
	return RC_OK;
}

static enum rc show(struct req *r) { return put_page(r, NULL, NULL, RC_OK); }
static enum rc print(struct req *r) { return put_print(r, RC_OK); }

static enum rc open_covered(struct req *r)
{
	bool given;
	enum rc rc = facts_purpose(r, &given);

	return rc == RC_OK ? put_page(r, NULL, NULL, given ? RC_OK : RC_INVALID) : rc;
}

static enum rc print_open(struct req *r)
{
	bool given;
	enum rc rc = facts_purpose(r, &given);

	return rc == RC_OK ? put_print(r, given ? RC_OK : RC_INVALID) : rc;
}

/* An act of the page: what came back is read, done, or shown again where it was typed. */
typedef enum rc act_run(struct req *r, struct page *p, const struct plan_typed *t);

static enum rc act(struct req *r, const char *name, act_run *run)
{
	struct http_pair *pair;
	struct plan_typed t;
	enum rc rc = req_form(r, &pair, &t.n);

	if (rc != RC_OK)
		return rc;
	t.pair = pair;
	struct page p = page_of(r);
	rc = run(r, &p, &t);
	if (rc == RC_OK)
		return registry_see(r, "/conferences/", r->id);
	return kindpage_again(rc) ? put_page(r, name, &t, rc) : rc;
}

static enum rc run_drop(struct req *r, struct page *p, const struct plan_typed *t)
{
	(void)p;
	return conference_drop(&r->ctx, r->id, plan_typed(t, "why", STR("")));
}

static enum rc run_decide(struct req *r, struct page *p, const struct plan_typed *t)
{
	struct conference_decision d;

	(void)conference_decision_read(p, t, 0, &d);
	return conference_decide(&r->ctx, r->id, &d);
}

/* Who has an account is known by role and name. */
static enum rc run_invite(struct req *r, struct page *p, const struct plan_typed *t)
{
	struct conference_seat seat = { .agency = plan_typed(t, "agency", STR("")),
					.name = str_trim(plan_typed(t, "name", STR(""))) };
	struct plan_people people;
	struct record x;
	enum rc rc = record_load(&r->ctx, &conference_kind, r->id, &x);

	(void)p;
	if (rc == RC_OK)
		rc = plan_people_of(&r->ctx, rec_int(&x, CONFERENCE_CHILD), &people);
	if (rc != RC_OK)
		return rc;
	if (!str_int(plan_typed(t, "account", STR("")), &seat.account))
		seat.account = 0;
	for (size_t i = 0; i < people.n; i++)
		if (people.p[i].account == seat.account) {
			seat.agency = str_of(plan_people_agency(people.p[i].role));
			seat.name = people.p[i].name;
		}
	return conference_invite(&r->ctx, r->id, &seat);
}

static enum rc drop(struct req *r) { return act(r, "drop", run_drop); }
static enum rc decide(struct req *r) { return act(r, "decide", run_decide); }
static enum rc invite(struct req *r) { return act(r, "invite", run_invite); }

/* --- what follows from the kinds --- */

/* clang-format off */
static const uint8_t conference_form[] = {
	CONFERENCE_CHILD, CONFERENCE_ON, CONFERENCE_TIME, CONFERENCE_PLACE, CONFERENCE_REASON, CONFERENCE_MINUTES,
};
const struct kind_page conference_pages = {
	.kind = &conference_kind, .field = conference_form, .nfield = COUNT(conference_form), .tab = "/children",
};

const struct route conference_routes[] = {
	{ HTTP_GET,  "/conferences",            conference_list_page_show,  .need = ROLES_CONFERENCE_READ, .purpose = "conferences" },
	{ HTTP_GET,  "/conferences/new",        conference_new_page_ask,    .need = ROLES_CONFERENCE, .purpose = "form" },
	{ HTTP_POST, "/conferences/new",        conference_new_page_save,   .need = ROLES_CONFERENCE, .purpose = "form" },
	{ HTTP_GET,  "/conferences/:id",        show,                       .need = ROLES_CONFERENCE_READ, .purpose = "conference" },
	{ HTTP_POST, "/conferences/:id/show",   open_covered,               .need = ROLES_CONFERENCE_READ, .purpose = "conference" },
	{ HTTP_GET,  "/conferences/:id/print",  print,                      .need = ROLES_CONFERENCE_READ, .purpose = "print" },
	{ HTTP_POST, "/conferences/:id/print",  print_open,                 .need = ROLES_CONFERENCE_READ, .purpose = "print" },
	{ HTTP_GET,  "/conferences/:id/hold",   conference_hold_page_ask,   .need = ROLES_CONFERENCE, .purpose = "form" },
	{ HTTP_POST, "/conferences/:id/hold",   conference_hold_page_save,  .need = ROLES_CONFERENCE, .purpose = "form" },
	{ HTTP_POST, "/conferences/:id/drop",   drop,                       .need = ROLES_CONFERENCE, .purpose = "conference" },
	{ HTTP_POST, "/conferences/:id/invite", invite,                     .need = ROLES_CONFERENCE, .purpose = "conference" },
	{ HTTP_POST, "/conferences/:id/decide", decide,                     .need = ROLES_CONFERENCE, .purpose = "conference" },
	/* Whoever is invited, child and reason apart. */
	{ HTTP_GET,  "/invitations",            conference_list_page_invited,    .need = ROLES_INVITED },
	{ HTTP_GET,  "/invitations/:id",        conference_list_page_invitation, .need = ROLES_INVITED },
	{ HTTP_POST, "/api/v1/conferences/:id/hold", conference_api_hold,   .need = ROLES_CONFERENCE, .purpose = "record:conferences" },
	{ HTTP_POST, "/api/v1/conferences/:id/drop", conference_api_drop,   .need = ROLES_CONFERENCE, .purpose = "record:conferences" },
	{ 0 },
};
/* clang-format on */
