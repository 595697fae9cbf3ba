/* Calling a conference: when, where, why, who is to come. */
#include "conference_page.h"
#include "plan.h"

struct draft {
	struct record child;
	struct plan_people people;
	struct plan_typed t;
};

static enum rc load(struct req *r, struct draft *d)
{
	int64_t id;

	if (!str_int(req_query(r, STR("child")), &id) || id <= 0)
		return RC_NOT_FOUND;
	enum rc rc = record_load(&r->ctx, &child_kind, id, &d->child);
	return rc == RC_OK ? plan_people_of(&r->ctx, id, &d->people) : rc;
}

static str box_name(struct page *p, int64_t account)
{
	return html_fill(p, "invite-{0}", html_int_text(p, account));
}

static bool is_ticked(struct page *p, const struct draft *d, int64_t account)
{
	return d->t.pair && form_value(d->t.pair, d->t.n, box_name(p, account)).n;
}

static void put_people(struct page *p, const struct draft *d)
{
	if (!d->people.n)
		return;
	html_lit(p, "<fieldset class=\"f\"><legend>");
	html_tr(p, N_("Who is to come"));
	html_lit(p, "</legend><small>");
	html_tr(p, N_("They are told that there is a conference, when and where; the child's name stands "
		      "only where "
		      "they may read it."));
	html_lit(p, "</small><div class=\"seg\">");
	for (size_t i = 0; i < d->people.n; i++) {
		const struct plan_person *who = &d->people.p[i];
		if (who->account == p->who->account)
			continue;
		html_lit(p, "<label class=\"pick\"><input type=\"checkbox\" value=\"1\"");
		html_attr(p, "name", box_name(p, who->account));
		if (is_ticked(p, d, who->account))
			html_lit(p, " checked");
		html_lit(p, "><span>");
		html_text(p, who->name);
		html_lit(p, "<small>");
		html_text(p, registry_code(p, "role", str_of(role_code(who->role))));
		html_lit(p, "</small></span></label>");
	}
	html_lit(p, "</div></fieldset>\n");
}

static void put_form(struct page *p, const struct draft *d)
{
	const struct field *f = conference_kind.fields;

	html_lit(p, "<form method=\"post\" class=\"stack narrow\" novalidate");
	html_action(p, html_url(p, "/conferences/new?child=#", d->child.id));
	html_lit(p, ">\n");
	html_csrf(p);
	form_summary(p, NULL);
	plan_people_field(p, &f[CONFERENCE_ON], plan_typed(&d->t, "on", plan_day_value(p, p->today)), NULL,
			  true);
	plan_people_field(p, &f[CONFERENCE_TIME], plan_typed(&d->t, "time", STR("")), f[CONFERENCE_TIME].hint,
			  false);
	plan_people_field(p, &f[CONFERENCE_PLACE], plan_typed(&d->t, "place", STR("")),
			  N_("A room, or that you telephone"), false);
	plan_people_field(p, &f[CONFERENCE_REASON], plan_typed(&d->t, "reason", STR("")),
			  N_("What has to be settled together"), true);
	put_people(p, d);
	conference_seats_put(p, &d->t, N_("Others, who have no account"));
	form_bar(p, N_("Call the conference"));
	html_lit(p, "</form>\n");
}

static enum rc put_page(struct req *r, const struct draft *d, enum rc outcome)
{
	struct page p = page_of(r);
	int level = plan_level(&r->ctx, d->child.id, r->ctx.today);

	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Call a case conference")),
					   .tab = "/children",
					   .under = rec_text(&d->child, CHILD_NAME),
					   .back = html_url(&p, "/children/#/plans", d->child.id),
					   .task = true,
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	if (level == 4) {
		html_lit(&p, "<p class=\"sheet note\">");
		html_tr(&p, N_("The level is red: sit together within {0} hours, by telephone if need be."),
			html_int_text(&p, ctx_param(&r->ctx, PARAM_CARE_CONFERENCE_HOURS_RED)));
		html_lit(&p, "</p>\n");
	}
	put_form(&p, d);
	page_end(&p);
	return RC_OK;
}

enum rc conference_new_page_ask(struct req *r)
{
	struct draft d = { .t = { .n = 0 } };
	enum rc rc = load(r, &d);

	return rc == RC_OK ? put_page(r, &d, RC_OK) : rc;
}

enum rc conference_new_page_save(struct req *r)
{
	struct draft d = { .t = { .n = 0 } };
	struct http_pair *pair;
	int64_t id;
	enum rc rc = req_form(r, &pair, &d.t.n);

	if (rc == RC_OK)
		rc = load(r, &d);
	if (rc != RC_OK)
		return rc;
	d.t.pair = pair;
	struct page p = page_of(r);
	struct conference_seat *seat = NEW(p.mem, struct conference_seat, d.people.n + CONFERENCE_SEATS);
	struct conference_new n = { .child = d.child.id,
				    .on = str_trim(plan_typed(&d.t, "on", STR(""))),
				    .time = str_trim(plan_typed(&d.t, "time", STR(""))),
				    .place = str_trim(plan_typed(&d.t, "place", STR(""))),
				    .reason = str_trim(plan_typed(&d.t, "reason", STR(""))),
				    .seat = seat };
	n.nseat = conference_seats_read(&p, &d.t, seat);
	for (size_t i = 0; i < d.people.n; i++) {
		const struct plan_person *who = &d.people.p[i];
		if (is_ticked(&p, &d, who->account))
			seat[n.nseat++] = (struct conference_seat){ str_of(plan_people_agency(who->role)),
								    who->name, who->account, 0 };
	}
	rc = conference_call(&r->ctx, &n, &id);
	if (rc == RC_OK)
		return registry_see(r, "/conferences/", id);
	return kindpage_again(rc) ? put_page(r, &d, rc) : rc;
}
