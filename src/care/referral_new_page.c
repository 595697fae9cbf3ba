/* Referring a child: the form, a look at exactly what will be handed over, and sending it.  Every step is a
 * POST of the same address that carries all that was typed, so nothing is lost on the way, and a device that
 * sends twice sends once. */
#include "agency.h"
#include "facts.h"
#include "formpart.h"
#include "referral_page.h"

enum { CLIENT_MAX = 36, AGENCIES_MAX = 300 };

struct typed {
	str to, what, basis, law, reason, client, mark;
	unsigned parts;
	bool urgent, quiet;
};

/* --- reading --- */

static unsigned read_parts(const struct http_pair *f, size_t n)
{
	unsigned parts = 0, one;

	for (size_t i = 0; i < n; i++)
		if (str_eq(f[i].name, STR("parts")) && referral_parts_read(f[i].value, &one))
			parts |= one;
	return parts;
}

static struct typed read_typed(const struct http_pair *f, size_t n)
{
	return (struct typed){ .to = form_value(f, n, STR("to")),
			       .what = form_value(f, n, STR("what")),
			       .basis = form_value(f, n, STR("basis")),
			       .law = form_value(f, n, STR("law")),
			       .reason = form_value(f, n, STR("reason")),
			       .client = str_cut(form_value(f, n, STR("client")), 0, CLIENT_MAX),
			       .mark = form_value(f, n, STR("mark")),
			       .parts = read_parts(f, n),
			       .urgent = form_value(f, n, STR("urgent")).n > 0,
			       .quiet = form_value(f, n, STR("quiet")).n > 0 };
}

static struct referral_new new_of(struct req *r, const struct typed *t)
{
	struct referral_new n = { .child = r->id,
				  .what = t->what,
				  .basis = t->basis,
				  .law = t->law,
				  .reason = t->reason,
				  .parts = t->parts,
				  .urgent = t->urgent,
				  .quiet = t->quiet,
				  .client = t->client,
				  .mark = t->mark };

	if (!str_int(t->to, &n.to) || n.to < 0)
		n.to = 0;
	return n;
}

/* --- the form --- */

static enum rc agency_options(struct req *r, struct form_option **ret, size_t *ret_n)
{
	struct list l = { .where = SQL("t.closed_on IS NULL OR t.closed_on > ?1"),
			  .v = { INT(r->ctx.today) },
			  .nv = 1,
			  .limit = AGENCIES_MAX };
	struct records found;
	struct page p = page_of(r);
	enum rc rc = record_list(&r->ctx, &agency_kind, &l, &found);

	if (rc != RC_OK)
		return rc;
	struct form_option *o = NEW(r->ctx.mem, struct form_option, found.n + 1);
	for (size_t i = 0; i < found.n; i++)
		o[i] = (struct form_option){ html_int_text(&p, found.r[i].id),
					     html_say(&p, N_("{0}, {1}"), rec_text(&found.r[i], AGENCY_NAME),
						      registry_code(&p, "agency_sort",
								    rec_text(&found.r[i], AGENCY_SORT))) };
	*ret = o;
	*ret_n = found.n;
	return RC_OK;
}

static void put_parts(struct page *p, const struct typed *t)
{
	html_lit(p, "<fieldset class=\"f\" id=\"f-parts\" tabindex=\"-1\"><legend>");
	html_tr(p, N_("What is shown to them"));
	html_lit(p, "</legend><small>");
	html_tr(p, N_("Only what they need. You see all of it before it is sent."));
	html_lit(p, "</small><div class=\"seg\">");
	for (size_t i = 0; i < PARTS; i++) {
		str code = str_of(referral_part_code(i));
		formpart_box(p, STR("parts"),
			     &(struct tile){ .value = code,
					     .label = registry_code(p, "referral_part", code),
					     .checked = (t->parts >> i & 1) != 0 });
	}
	html_lit(p, "</div>");
	formpart_problems(p, STR("parts"));
	html_lit(p, "</fieldset>\n");
}

static void put_more(struct page *p, const struct typed *t)
{
	html_lit(p, "<fieldset class=\"f\" id=\"f-quiet\" tabindex=\"-1\"><legend>");
	html_tr(p, N_("If it has to be"));
	html_lit(p, "</legend><div class=\"seg\">");
	formpart_box(p, STR("urgent"),
		     &(struct tile){ .value = STR("1"),
				     .label = html_word(p, N_("It is urgent: an answer within a day")),
				     .checked = t->urgent });
	formpart_box(p, STR("quiet"),
		     &(struct tile){ .value = STR("1"),
				     .label = html_word(p, N_("Do not show it to the family")),
				     .checked = t->quiet });
	html_lit(p, "</div><small>");
	html_tr(p, N_("The family sees to whom the child was referred, when and with which parts. Leave that "
		      "out only where it would put the child in danger or hinder what the law demands."));
	html_lit(p, "</small>");
	formpart_problems(p, STR("quiet"));
	html_lit(p, "</fieldset>\n");
}

static void put_code(struct page *p, size_t field, const char *label, str value)
{
	const struct field *f = &referral_kind.fields[field];

	formpart_control(p, f,
			 &(struct control){
				 .name = str_of(f->name), .label = label, .value = value, .required = true });
}

static void put_fields(struct page *p, const struct typed *t, const struct form_option *agency, size_t n)
{
	formpart_select(
		p,
		&(struct control){
			.name = STR("to"), .label = N_("To which agency"), .value = t->to, .required = true },
		agency, n);
	put_code(p, REFERRAL_WHAT, N_("Referral or transfer"), t->what);
	formpart_control(p, &referral_kind.fields[REFERRAL_REASON],
			 &(struct control){ .name = STR("reason"),
					    .label = N_("What you ask them for"),
					    .hint = N_("What the child needs, and what has been tried"),
					    .value = t->reason,
					    .required = true });
	put_code(p, REFERRAL_BASIS, N_("On what ground"), t->basis);
	form_text_put(p, &(struct form_text){ .name = "law",
					      .label = N_("Which article, or the day the family agreed"),
					      .hint = N_("Such as: Law on the Protection of Minors, art. 11"),
					      .value = t->law });
	put_parts(p, t);
	put_more(p, t);
}

static struct page begin_page(struct req *r, const struct record *child, const char *title, enum rc outcome)
{
	struct page p = page_of(r);

	p = page_begin(r, &(struct frame){ .title = html_word(&p, title),
					   .tab = "/children",
					   .task = true,
					   .back = html_url(&p, "/children/#", child->id),
					   .under = rec_text(child, CHILD_NAME),
					   .no_store = true,
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	p.secret = true; /* the device's number differs each time */
	return p;
}

static void begin_form(struct page *p, int64_t child)
{
	html_lit(p, "<form method=\"post\" class=\"stack narrow\" novalidate");
	html_action(p, html_url(p, "/children/#/referrals/new", child));
	html_lit(p, ">\n");
	html_csrf(p);
}

static enum rc put_form(struct req *r, const struct typed *t, enum rc outcome)
{
	struct record child;
	struct form_option *agency = NULL;
	size_t n = 0;
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &child);

	if (rc == RC_OK)
		rc = agency_options(r, &agency, &n);
	if (rc != RC_OK)
		return rc;
	struct page p = begin_page(r, &child, N_("Refer the child"), outcome);
	begin_form(&p, child.id);
	html_hidden(&p, STR("client"), t->client.n ? t->client : form_client(p.mem));
	html_hidden(&p, STR("step"), STR("look"));
	html_lit(&p, "<p>");
	html_tr(&p, N_("Another agency is asked to help. It sees what you hand over and nothing else, says "
		       "whether it takes it on, and tells you what came of it."));
	html_lit(&p, "</p>\n");
	form_summary(&p, NULL);
	put_fields(&p, t, agency, n);
	form_bar(&p, N_("See what is handed over"));
	html_lit(&p, "</form>\n");
	page_end(&p);
	return RC_OK;
}

enum rc referral_page_new(struct req *r)
{
	return put_form(r, &(struct typed){ .what = STR(CODE_REFERRAL_WHAT_REFERRAL), .parts = PART_BASICS },
			RC_OK);
}

/* --- the look before it is sent --- */

static void put_hidden(struct page *p, const struct typed *t)
{
	html_hidden(p, STR("to"), t->to);
	html_hidden(p, STR("what"), t->what);
	html_hidden(p, STR("basis"), t->basis);
	html_hidden(p, STR("law"), t->law);
	html_hidden(p, STR("reason"), t->reason);
	html_hidden(p, STR("client"), t->client);
	for (size_t i = 0; i < PARTS; i++)
		if (t->parts >> i & 1)
			html_hidden(p, STR("parts"), str_of(referral_part_code(i)));
	if (t->urgent)
		html_hidden(p, STR("urgent"), STR("1"));
	if (t->quiet)
		html_hidden(p, STR("quiet"), STR("1"));
}

static void put_sums(struct page *p, const struct typed *t, const struct record *agency)
{
	str basis = registry_code(p, "referral_basis", t->basis);

	html_lit(p, "<section class=\"sheet stack\">");
	facts_begin(p);
	facts_row(p, N_("Referred to"), rec_text(agency, AGENCY_NAME));
	facts_row(p, N_("Phone"), rec_text(agency, AGENCY_PHONE));
	facts_row(p, N_("Referral or transfer"), registry_code(p, "referral_what", t->what));
	facts_row(p, N_("What is asked"), t->reason);
	facts_row(p, N_("On what ground"), t->law.n ? html_say(p, N_("{0}: {1}"), basis, t->law) : basis);
	if (t->urgent)
		facts_row(p, N_("Urgent"), html_word(p, N_("yes")));
	if (t->quiet)
		facts_row(p, N_("The family is not told"), html_word(p, N_("yes")));
	facts_end(p);
	html_lit(p, "</section>\n");
}

static void put_steps(struct page *p, int64_t child, const struct typed *t, str mark)
{
	begin_form(p, child);
	put_hidden(p, t);
	html_hidden(p, STR("step"), STR("send"));
	html_hidden(p, STR("mark"), mark);
	form_bar(p, N_("Send it"));
	html_lit(p, "</form>\n");
	begin_form(p, child);
	put_hidden(p, t);
	html_hidden(p, STR("step"), STR("change"));
	html_lit(p, "<button class=\"quiet\">");
	html_tr(p, N_("Change something"));
	html_lit(p, "</button></form>\n");
}

static enum rc put_look(struct req *r, const struct typed *t, str snapshot, bool changed)
{
	struct record child, agency;
	const struct referral_new n = new_of(r, t);
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &child);

	if (rc == RC_OK)
		rc = record_load(&r->ctx, &agency_kind, n.to, &agency);
	if (rc != RC_OK)
		return rc;
	struct page p = begin_page(r, &child, N_("What is handed over"), changed ? RC_CONFLICT : RC_OK);
	if (changed) {
		html_lit(&p, "<p class=\"sheet note\" role=\"alert\">");
		html_tr(&p,
			N_("The file has changed since you looked: please look again before you send it."));
		html_lit(&p, "</p>\n");
	}
	html_lit(&p, "<div class=\"cols half\"><div class=\"stack\">\n");
	put_sums(&p, t, &agency);
	put_steps(&p, child.id, t, referral_snapshot_mark(p.mem, snapshot));
	html_lit(&p, "</div><div class=\"stack\"><h2>");
	html_tr(&p, N_("All they see"));
	html_lit(&p, "</h2><p>");
	html_tr(&p, N_("Nothing else of the file. What you may not read yourself is not in it."));
	html_lit(&p, "</p>\n");
	referral_put_snapshot(&p, snapshot);
	html_lit(&p, "</div></div>\n");
	page_end(&p);
	return RC_OK;
}

/* What is handed over is opened for it: the read log says so. */
static void set_purpose(struct req *r, const struct typed *t)
{
	struct page p = page_of(r);

	r->ctx.purpose = html_word(&p, N_("Referral to another agency"));
	if (t->quiet)
		seen_seal(r->ctx.seen);
}

static enum rc look(struct req *r, const struct typed *t, bool changed)
{
	const struct referral_new n = new_of(r, t);
	str snapshot = { NULL, 0 };
	enum rc rc = referral_look(&r->ctx, &n, &snapshot);

	if (rc == RC_INVALID || rc == RC_CONFLICT) {
		r->ctx.purpose = (str){ NULL, 0 };
		return put_form(r, t, rc);
	}
	return rc == RC_OK ? put_look(r, t, snapshot, changed) : rc;
}

static enum rc send(struct req *r, const struct typed *t)
{
	const struct referral_new n = new_of(r, t);
	int64_t id = 0;
	enum rc rc = referral_send(&r->ctx, &n, &id);

	if (rc == RC_OK)
		return registry_see(r, "/referrals/", id);
	if (rc == RC_STALE)
		return look(r, t, true);
	if (rc != RC_INVALID && rc != RC_CONFLICT)
		return rc;
	r->ctx.purpose = (str){ NULL, 0 };
	return put_form(r, t, rc);
}

enum rc referral_page_step(struct req *r)
{
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	const struct typed t = read_typed(f, n);
	str step = form_value(f, n, STR("step"));
	if (str_eq(step, STR("change")))
		return put_form(r, &t, RC_OK);
	set_purpose(r, &t);
	return str_eq(step, STR("send")) ? send(r, &t) : look(r, &t, false);
}
