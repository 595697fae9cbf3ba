/* Reporting harm or danger: the form for everybody who is signed in, and the answer to it. */
#include "formpart.h"
#include "registry_page.h"
#include "report_page.h"
#include "seen.h"

void report_apart(struct req *r)
{
	if (r->ctx.seen)
		r->ctx.seen->apart = true;
}

/* --- parts --- */

static void put_number(struct page *p, const char *number, const char *what)
{
	html_lit(p, "<li>");
	html_icon(p, "call");
	html_lit(p, "<a href=\"tel:");
	html_text(p, str_of(number));
	html_lit(p, "\"><b class=\"num\">");
	html_text(p, str_of(number));
	html_lit(p, "</b> ");
	html_tr(p, what);
	html_lit(p, "</a></li>\n");
}

void report_page_numbers(struct page *p)
{
	html_lit(p, "<section class=\"sheet stack\"><h2>");
	html_tr(p, N_("Is a child in danger right now? Ring first."));
	html_lit(p, "</h2><ul class=\"rows ways\">\n");
	put_number(p, "110", N_("Police, at any hour"));
	put_number(p, "12345", N_("Protection line for minors"));
	put_number(p, "12355", N_("Somebody to talk to, for young people"));
	html_lit(p, "</ul></section>\n");
}

void report_page_area(struct page *p, const char *name, const char *label, const char *hint, str value)
{
	formpart_control(p, &report_kind.fields[REPORT_WHAT],
			 &(struct control){ .name = str_of(name),
					    .label = label,
					    .hint = hint,
					    .value = value,
					    .required = true });
}

static void report_page_tick(struct page *p, const char *name, const char *label, const char *hint,
			     bool ticked)
{
	html_lit(p, "<div class=\"f\"><label class=\"pick\"><input type=\"checkbox\"");
	html_attr(p, "id", html_fill(p, "f-{0}", str_of(name)));
	html_attr(p, "name", str_of(name));
	html_lit(p, " value=\"true\"");
	if (ticked)
		html_lit(p, " checked");
	html_lit(p, "><span>");
	html_tr(p, label);
	if (hint) {
		html_lit(p, "<small>");
		html_tr(p, hint);
		html_lit(p, "</small>");
	}
	html_lit(p, "</span></label></div>\n");
}

static str county_code(struct page *p)
{
	struct buf b = buf_new(p->mem, 8);

	buf_pad(&b, p->who->county ? p->who->county : p->r->ctx.model->county, 6);
	return buf_view(&b);
}

void report_page_places(struct page *p, str chosen)
{
	const struct regions *regions = p->r->ctx.model->regions;
	str county = county_code(p);
	struct region_range in = region_children(regions, county);
	struct form_option *o = NEW(p->mem, struct form_option, in.end - in.at + 1);
	size_t n = 0;

	for (size_t i = in.at; i < in.end; i++) {
		struct region place = region_at(regions, i);
		o[n].value = str_of(str_z(p->mem, str_of(place.code)));
		o[n++].label = place.name;
	}
	o[n].value = county;
	o[n++].label = html_word(p, N_("Somewhere else, or I do not know"));
	formpart_select(p,
			&(struct control){ .name = STR("region"),
					   .label = N_("Township"),
					   .value = chosen.n ? chosen : county },
			o, n);
}

str report_page_code(struct page *p, str code)
{
	struct buf b = buf_new(p->mem, 40);

	for (size_t i = 0; i < code.n; i++) {
		if (i && i % 4 == 0)
			buf_ch(&b, ' ');
		buf_ch(&b, code.s[i]);
	}
	return buf_view(&b);
}

str report_page_moment(struct page *p, int64_t instant)
{
	return html_say(p, N_("{0}, {1}"), html_day_text(p, instant_day(instant)),
			html_clock_text(p, instant));
}

/* --- the form --- */

/* The nine situations of the joint opinion in words that anybody understands; the statute's own words stand
 * in the list report_situation. */
static const struct {
	const char *code, *label;
} situations[] = {
	{ CODE_REPORT_SITUATION_MR4, N_("Beaten, abused or bullied: injuries, starved, or not conscious") },
	{ CODE_REPORT_SITUATION_MR6, N_("Left alone for long, or abandoned") },
	{ CODE_REPORT_SITUATION_MR1, N_("Hurt at private parts") },
	{ CODE_REPORT_SITUATION_MR2, N_("A girl under fourteen: sexual assault, pregnancy or miscarriage") },
	{ CODE_REPORT_SITUATION_MR3,
	  N_("A girl of fourteen or older: pregnancy or miscarriage, maybe after an assault") },
	{ CODE_REPORT_SITUATION_MR5,
	  N_("Badly hurt or dead: self-harm, poison, work, a beating, or nobody knows why") },
	{ CODE_REPORT_SITUATION_MR7, N_("Missing, maybe sold, or nobody knows whose child it is") },
	{ CODE_REPORT_SITUATION_MR8, N_("Made to beg") },
	{ CODE_REPORT_SITUATION_MR9, N_("Something else that harms the child badly, or may do so") },
};

static void put_situations(struct page *p, str chosen)
{
	struct tile tile[COUNT(situations)];

	for (size_t i = 0; i < COUNT(situations); i++)
		tile[i] = (struct tile){ .value = str_of(situations[i].code),
					 .label = html_word(p, situations[i].label),
					 .checked = str_eq(chosen, str_of(situations[i].code)) };
	html_lit(p, "<div class=\"places\">");
	formpart_tiles(
		p,
		&(struct control){ .name = STR("situation"),
				   .label = N_("What comes closest?"),
				   .hint = N_("Not sure? Take the last one. You need no proof: to suspect "
					      "it is enough."),
				   .required = true },
		tile, COUNT(tile));
	html_lit(p, "</div>\n");
}

static void put_child(struct page *p, const struct report_typed *t, const struct record *child)
{
	if (child) {
		html_hidden(p, STR("child"), t->child);
		html_lit(p, "<p><b>");
		html_text(p, rec_text(child, CHILD_NAME));
		html_lit(p, "</b></p>\n");
	} else {
		form_text_put(p, &(struct form_text){ .name = "child_name",
						      .label = N_("Name of the child, if you know it"),
						      .value = t->child_name });
	}
	form_text_put(p, &(struct form_text){ .name = "child_where",
					      .label = N_("Where is the child now?"),
					      .hint = N_("Village, house, school: as exactly as you know it"),
					      .value = t->child_where });
	if (!child)
		report_page_places(p, t->region);
}

static void put_rest(struct page *p, const struct report_typed *t)
{
	form_text_put(p, &(struct form_text){ .name = "known_at",
					      .label = N_("Since when do you know?"),
					      .hint = N_("Empty: since now. Like 2026-11-21 08:30"),
					      .value = t->known_at });
	form_text_put(p,
		      &(struct form_text){ .name = "named",
					   .label = N_("Who did it, if you know?"),
					   .hint = N_("Whoever you name here will not be able to read this "
						      "report, whatever their office."),
					   .value = t->named });
	form_text_put(p, &(struct form_text){ .name = "relation",
					      .label = N_("Who is that to the child?"),
					      .value = t->relation });
	report_page_tick(p, "police", N_("I have called the police already"), NULL, t->police.n > 0);
	form_text_put(p, &(struct form_text){
				 .name = "by_phone",
				 .label = N_("Your phone, for questions"),
				 .hint = N_("Only the civil affairs offices of the county see who you are."),
				 .type = "tel",
				 .value = t->by_phone });
}

static void put_sealed_note(struct page *p)
{
	html_lit(p, "<details><summary>");
	html_tr(p, N_("Who reads this?"));
	html_lit(p, "</summary><p>");
	html_tr(p,
		N_("The civil affairs offices of the county, and the police where it is needed. Nobody else "
		   "sees that "
		   "there is a report: not your superior, not the family, not the school, and never anybody "
		   "named in it. Your name stays with the civil affairs offices (Law on the Protection of "
		   "Minors, art. "
		   "11)."));
	html_lit(p, "</p></details>\n");
}

static bool is_family(const struct page *p) { return p->who->role & (ROLES_FAMILY | ROLE_CHILD); }

static enum rc put_form(struct req *r, const struct report_typed *t, enum rc outcome)
{
	struct record child = { .id = 0 };
	int64_t id = 0;
	enum rc rc = RC_OK;

	report_apart(r);
	if (t->child.n)
		rc = str_int(t->child, &id) ? record_load(&r->ctx, &child_kind, id, &child) : RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	bool reads = p.who->role & ROLES_REPORT;
	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Report harm or danger")),
					   .task = true,
					   .elder = is_family(&p),
					   .back = child.id ? html_url(&p, "/children/#", child.id)
						   : reads  ? STR("/reports")
							    : STR("/"),
					   .no_store = true,
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	form_summary(&p, NULL);
	report_page_numbers(&p);
	html_lit(&p, "<form method=\"post\" action=\"/reports/new\" class=\"stack narrow\" novalidate>\n");
	html_csrf(&p);
	html_hidden(&p, STR("code"), t->code);
	put_situations(&p, t->situation);
	report_page_tick(&p, "danger", N_("The child is in danger right now"), NULL, t->danger.n > 0);
	report_page_area(&p, "what", N_("What do you know?"),
			 N_("What you saw or heard, when, and from whom. In your own words."), t->what);
	put_child(&p, t, child.id ? &child : NULL);
	put_rest(&p, t);
	put_sealed_note(&p);
	form_bar(&p, N_("Report it now"));
	html_lit(&p, "</form>\n");
	page_end(&p);
	return RC_OK;
}

enum rc report_page_new(struct req *r)
{
	struct report_typed t = { .child = req_query(r, STR("child")), .code = report_code_new(r->ctx.mem) };

	return put_form(r, &t, RC_OK);
}

/* --- what came of it --- */

static void put_says(struct page *p, const char *text)
{
	html_lit(p, "<p>");
	html_tr(p, text);
	html_lit(p, "</p>\n");
}

static enum rc put_made(struct req *r, const struct report_made *m)
{
	struct page p = page_of(r);
	bool reads = p.who->role & ROLES_REPORT;
	int64_t days = ctx_param(&r->ctx, PARAM_REPORT_FEEDBACK_DAYS);

	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Thank you. It is reported")),
					   .elder = is_family(&p),
					   .back = reads ? STR("/reports") : STR("/"),
					   .no_store = true });
	html_lit(&p, "<section class=\"sheet stack\">");
	put_says(&p, N_("The civil affairs offices of the county have it now and look after the child. Do "
			"not ask around "
			"yourself, and tell nobody who might be involved."));
	html_lit(&p, "<p>");
	html_tr(&p, N_("You hear what came of it within {0} days. With this code you can ask back:"),
		html_int_text(&p, days));
	html_lit(&p, "</p><p><b class=\"code\">");
	html_text(&p, report_page_code(&p, m->code));
	html_lit(&p, "</b></p>");
	if (reads) {
		html_lit(&p, "<p class=\"links\">");
		html_link(&p, STR("/reports"), html_word(&p, N_("My reports")));
		html_lit(&p, "</p>");
	}
	html_lit(&p, "</section>\n");
	report_page_numbers(&p);
	page_end(&p);
	return RC_OK;
}

void report_read(struct ctx *c, const struct report_typed *t, struct report_new *ret)
{
	int64_t child = 0;

	if (t->child.n && (!str_int(t->child, &child) || child <= 0)) {
		problem_add(&c->problems, STR("child"), N_("There is no such record."), (str){ NULL, 0 },
			    (str){ NULL, 0 });
		child = 0;
	}
	*ret = (struct report_new){ .situation = t->situation,
				    .danger = str_eq(t->danger, STR("true")),
				    .known_at = t->known_at,
				    .what = t->what,
				    .child = child,
				    .child_name = t->child_name,
				    .child_where = t->child_where,
				    .region = t->region,
				    .named = t->named,
				    .relation = t->relation,
				    .police = str_eq(t->police, STR("true")),
				    .by_name = t->by_name,
				    .by_phone = t->by_phone,
				    .code = t->code };
}

enum rc report_page_send(struct req *r)
{
	struct http_pair *f;
	size_t n;
	struct report_new new;
	struct report_made made = { .id = 0 };
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	struct report_typed t = { .situation = form_value(f, n, STR("situation")),
				  .danger = form_value(f, n, STR("danger")),
				  .known_at = form_value(f, n, STR("known_at")),
				  .what = form_newlines(r->ctx.mem, form_value(f, n, STR("what"))),
				  .child = form_value(f, n, STR("child")),
				  .child_name = form_value(f, n, STR("child_name")),
				  .child_where = form_value(f, n, STR("child_where")),
				  .region = form_value(f, n, STR("region")),
				  .named = form_value(f, n, STR("named")),
				  .relation = form_value(f, n, STR("relation")),
				  .police = form_value(f, n, STR("police")),
				  .by_phone = form_value(f, n, STR("by_phone")),
				  .code = form_value(f, n, STR("code")) };
	report_apart(r);
	if (!t.code.n)
		t.code = report_code_new(r->ctx.mem);
	/* What was typed elsewhere is carried over; nothing is written yet. */
	if (form_value(f, n, STR("begin")).n)
		return put_form(r, &t, RC_OK);
	report_read(&r->ctx, &t, &new);
	if (r->ctx.problems.n)
		return put_form(r, &t, RC_INVALID);
	rc = report_make(&r->ctx, &new, &made);
	if (rc == RC_OK)
		return put_made(r, &made);
	return rc == RC_INVALID ? put_form(r, &t, rc) : rc;
}
