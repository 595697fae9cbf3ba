/* It was held: who came, what was said, who does what by when. */
#include "conference_page.h"
#include "facts.h"

struct held_page {
	struct record conference, child;
	struct records seats;
	struct plan_people people;
	struct plan_typed t;
};

static enum rc load(struct req *r, struct held_page *h)
{
	enum rc rc = record_load(&r->ctx, &conference_kind, r->id, &h->conference);

	if (rc == RC_OK)
		rc = record_load(&r->ctx, &child_kind, rec_int(&h->conference, CONFERENCE_CHILD), &h->child);
	if (rc == RC_OK)
		rc = conference_seats(&r->ctx, r->id, &h->seats);
	return rc == RC_OK ? plan_people_of(&r->ctx, h->child.id, &h->people) : rc;
}

static str box_name(struct page *p, int64_t seat) { return html_fill(p, "came-{0}", html_int_text(p, seat)); }

static bool is_ticked(struct page *p, const struct held_page *h, int64_t seat)
{
	return h->t.pair && form_value(h->t.pair, h->t.n, box_name(p, seat)).n;
}

static void put_came(struct page *p, const struct held_page *h)
{
	if (!h->seats.n)
		return;
	html_lit(p, "<fieldset class=\"f\" id=\"f-came\" tabindex=\"-1\"><legend>");
	html_tr(p, N_("Who came"));
	html_lit(p, "</legend><div class=\"seg\">");
	for (size_t i = 0; i < h->seats.n; i++) {
		const struct record *s = &h->seats.r[i];
		str agency = facts_text(p, s, ATTENDEE_AGENCY), name = rec_text(s, ATTENDEE_NAME);
		html_lit(p, "<label class=\"pick\"><input type=\"checkbox\" value=\"1\"");
		html_attr(p, "name", box_name(p, s->id));
		if (is_ticked(p, h, s->id))
			html_lit(p, " checked");
		html_lit(p, "><span>");
		html_text(p, name.n ? name : agency);
		if (name.n) {
			html_lit(p, "<small>");
			html_text(p, agency);
			html_lit(p, "</small>");
		}
		html_lit(p, "</span></label>");
	}
	html_lit(p, "</div></fieldset>\n");
}

static void put_decisions(struct page *p, const struct held_page *h)
{
	for (size_t i = 1; i <= CONFERENCE_DECISIONS; i++) {
		struct conference_decision d;
		bool open = i == 1 || conference_decision_read(p, &h->t, i, &d);
		html_lit(p, "<details class=\"sheet stack\"");
		if (open)
			html_lit(p, " open");
		html_lit(p, "><summary>");
		html_tr(p, N_("Decision {0}"), html_int_text(p, (int64_t)i));
		html_lit(p, "</summary>\n");
		conference_decision_put(p, &h->people, &h->t, i);
		html_lit(p, "</details>\n");
	}
}

static enum rc put_page(struct req *r, const struct held_page *h, enum rc outcome)
{
	const struct field *f = conference_kind.fields;
	struct page p = page_of(r);
	day on = rec_day(&h->conference, CONFERENCE_ON);

	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("The conference was held")),
					   .tab = "/children",
					   .under = rec_text(&h->child, CHILD_NAME),
					   .back = html_url(&p, "/conferences/#", h->conference.id),
					   .task = true,
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	html_lit(&p, "<form method=\"post\" class=\"stack narrow\" novalidate");
	html_action(&p, html_url(&p, "/conferences/#/hold", h->conference.id));
	html_lit(&p, ">\n");
	html_csrf(&p);
	form_summary(&p, NULL);
	plan_people_field(&p, &f[CONFERENCE_HELD_ON],
			  plan_typed(&h->t, "held_on", plan_day_value(&p, on < p.today ? on : p.today)), NULL,
			  true);
	put_came(&p, h);
	conference_seats_put(&p, &h->t, N_("Came without being invited"));
	plan_people_field(&p, &f[CONFERENCE_MINUTES], plan_typed(&h->t, "minutes", STR("")),
			  N_("What was said, and by which agency; what the child wants"), true);
	html_lit(&p, "<h2>");
	html_tr(&p, N_("What was decided"));
	html_lit(&p, "</h2><p class=\"s\">");
	html_tr(&p, N_("Each becomes a task: whoever is named finds it on Today."));
	html_lit(&p, "</p>\n");
	put_decisions(&p, h);
	form_bar(&p, N_("Save the minutes"));
	html_lit(&p, "</form>\n");
	page_end(&p);
	return RC_OK;
}

enum rc conference_hold_page_ask(struct req *r)
{
	struct held_page h = { .t = { .n = 0 } };
	enum rc rc = load(r, &h);

	if (rc != RC_OK)
		return rc;
	if (!conference_is(&h.conference, CODE_CONFERENCE_STATE_CALLED))
		return registry_see(r, "/conferences/", h.conference.id);
	return put_page(r, &h, RC_OK);
}

static size_t read_decisions(struct page *p, const struct held_page *h, struct conference_decision *ret)
{
	size_t n = 0;

	for (size_t i = 1; i <= CONFERENCE_DECISIONS; i++)
		if (conference_decision_read(p, &h->t, i, &ret[n]))
			n++;
	return n;
}

enum rc conference_hold_page_save(struct req *r)
{
	struct held_page h = { .t = { .n = 0 } };
	struct http_pair *pair;
	struct conference_decision decision[CONFERENCE_DECISIONS];
	struct conference_seat seat[CONFERENCE_SEATS];
	enum rc rc = req_form(r, &pair, &h.t.n);

	if (rc == RC_OK)
		rc = load(r, &h);
	if (rc != RC_OK)
		return rc;
	h.t.pair = pair;
	struct page p = page_of(r);
	int64_t *came = NEW(p.mem, int64_t, h.seats.n + 1);
	struct conference_held held = { .on = str_trim(plan_typed(&h.t, "held_on", STR(""))),
					.minutes = plan_typed(&h.t, "minutes", STR("")),
					.came = came,
					.seat = seat,
					.decision = decision };
	for (size_t i = 0; i < h.seats.n; i++)
		if (is_ticked(&p, &h, h.seats.r[i].id))
			came[held.ncame++] = h.seats.r[i].id;
	held.nseat = conference_seats_read(&p, &h.t, seat);
	held.ndecision = read_decisions(&p, &h, decision);
	rc = conference_hold(&r->ctx, r->id, &held);
	if (rc == RC_OK)
		return registry_see(r, "/conferences/", r->id);
	return kindpage_again(rc) ? put_page(r, &h, rc) : rc;
}
