/* Asking for a right, and answering: the family's page, the officer's list and each request. */
#include "consent.h"
#include "copy.h"
#include "facts.h"
#include "family.h"
#include "formpart.h"
#include "journal.h"
#include "kindpage.h"
#include "persons.h"
#include "privacy_page.h"
#include "rights.h"

enum { SHOWN = 100 };

static str request_url(struct page *p, int64_t id, const char *tail)
{
	str own =
		privacy_family(p) ? html_url(p, "/my/requests/#", id) : html_url(p, "/rights_requests/#", id);

	return html_fill(p, "{0}{1}", own, str_of(tail));
}

static str what_text(struct page *p, const struct record *r)
{
	return privacy_sentence(p, registry_code(p, "rights_what", rec_text(r, RIGHTS_WHAT)));
}

static str state_text(struct page *p, const struct record *r)
{
	str state = privacy_sentence(p, registry_code(p, "rights_state", rec_text(r, RIGHTS_STATE)));

	if (!rights_is_open(r))
		return html_say(p, N_("{0}, {1}"), state, html_day_text(p, rec_day(r, RIGHTS_DECIDED_ON)));
	if (rights_is_overdue(r, p->today))
		return html_say(p, N_("{0}; late: it was due on {1}"), state,
				html_day_text(p, rec_day(r, RIGHTS_DUE_ON)));
	return html_say(p, N_("{0}; answered by {1} at the latest"), state,
			html_day_text(p, rec_day(r, RIGHTS_DUE_ON)));
}

static void put_rows(struct page *p, const struct records *list)
{
	privacy_ways_begin(p, N_("What was asked for"));
	for (size_t i = 0; i < list->n; i++) {
		const struct record *r = &list->r[i];
		privacy_way(p, &(struct privacy_way){ .icon = rights_is_overdue(r, p->today) ? "warn"
							      : rights_is_open(r)            ? "day"
											     : "yes",
						      .title = what_text(p, r),
						      .why = state_text(p, r),
						      .url = request_url(p, r->id, ""),
						      .verb = N_("Open") });
	}
	privacy_ways_end(p);
}

/* --- asking --- */

/* What was typed, for showing the form again. */
struct asked {
	str what, text, person;
};

static enum rc put_who(struct page *p, int64_t child, const struct asked *a)
{
	struct records list;
	enum rc rc = family_adults(&p->r->ctx, child, UINT64_C(1) << PERSON_NAME, &list);

	if (rc != RC_OK)
		return rc;
	struct form_option *o = NEW(p->mem, struct form_option, list.n + 1);
	for (size_t i = 0; i < list.n; i++)
		o[i] = (struct form_option){ html_int_text(p, list.r[i].id),
					     rec_text(&list.r[i], PERSON_NAME) };
	formpart_select(p,
			&(struct control){ .name = STR("person"),
					   .label = N_("Who asks"),
					   .value = a->person,
					   .required = true },
			o, list.n);
	html_lit(p, "<label class=\"pick\"><input type=\"checkbox\" name=\"papers\" value=\"1\"><span>");
	html_tr(p, N_("I have seen their papers"));
	html_lit(p, "</span></label>\n");
	return RC_OK;
}

static void put_what(struct page *p, const struct asked *a)
{
	const struct code_list *list = code_list_find(STR("rights_what"));
	struct tile *tile = NEW(p->mem, struct tile, list->n);
	const struct code *code;
	size_t n = 0, at = 0;

	while ((code = code_next(list, &at, p->today, STR("")))) {
		tile[n].value = code->code;
		tile[n].label = privacy_sentence(p, code_label(list, code->code, p->lang));
		tile[n].checked = str_eq(code->code, a->what);
		n++;
	}
	formpart_tiles(p, &(struct control){ .name = STR("what"), .label = N_("What would you like?") }, tile,
		       n);
}

static void put_text(struct page *p, str name, const char *label, const char *hint, str value)
{
	static const struct field words = { .name = "text", .type = T_LONG };

	formpart_control(p, &words,
			 &(struct control){ .name = name, .label = label, .hint = hint, .value = value });
}

static enum rc put_form(struct page *p, const struct record *child, const struct asked *a)
{
	enum rc rc = RC_OK;

	html_lit(p, "<form method=\"post\" class=\"sheet stack narrow\" novalidate");
	html_action(p, privacy_url(p, child->id, STR("/requests")));
	html_lit(p, ">\n");
	html_csrf(p);
	form_summary(p, NULL);
	put_what(p, a);
	put_text(p, STR("text"), N_("In your own words"),
		 N_("What is wrong, what is missing, what you want to know"), a->text);
	if (privacy_family(p))
		form_text_put(p, &(struct form_text){
					 .name = "again",
					 .label = N_("Your password, once more"),
					 .hint = N_("So that nobody else asks in your name. Left empty, the "
						    "county asks you who you are."),
					 .type = "password",
					 .autocomplete = "current-password" });
	else
		rc = put_who(p, child->id, a);
	html_lit(p, "<p class=\"acts\"><button class=\"main\">");
	html_tr(p, N_("Ask"));
	html_lit(p, "</button></p></form>\n");
	return rc;
}

static enum rc put_page(struct req *r, const struct asked *a, enum rc outcome)
{
	struct record child;
	struct records list;
	struct list l = { .where = SQL("t.child = ?1"), .v = { INT(r->id) }, .nv = 1, .newest_first = true };
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &child);

	if (rc == RC_OK)
		rc = record_list(&r->ctx, &rights_request_kind, &l, &list);
	if (rc != RC_OK)
		return rc;
	struct page p = privacy_begin(
		r, &child,
		&(struct privacy_frame){ .title = str_of(tr(r->ctx.lang, N_("Ask for something"))),
					 .status = outcome == RC_OK ? 0 : rc_status(outcome) });
	if (list.n && outcome == RC_OK)
		put_rows(&p, &list);
	if (privacy_family(&p)) {
		html_lit(&p, "<p>");
		html_tr(&p, N_("You have an answer within {0} working days. It costs nothing."),
			html_int_text(&p, ctx_param(&r->ctx, PARAM_RIGHTS_WORKING_DAYS)));
		html_lit(&p, "</p>\n");
	}
	if (!privacy_may_speak(&p, child.id))
		privacy_who_speaks(&p);
	else if (may_create(p.who, P_RIGHTS))
		rc = put_form(&p, &child, a);
	page_end(&p);
	return rc;
}

enum rc rights_page_ask(struct req *r) { return put_page(r, &(struct asked){ 0 }, RC_OK); }

struct asking {
	struct rights_new new;
	int64_t id;
};

static enum rc ask_job(struct ctx *c, void *arg)
{
	struct asking *a = arg;

	return rights_ask(c, &a->new, &a->id);
}

/* Is it them?  Empty, or a card without password: the county asks them; a wrong one is a problem. */
static enum rc ask_again(struct req *r, str secret, str *ret)
{
	enum rc rc = secret.n ? session_again(&r->ctx, &r->session, secret) : RC_DENIED;

	if (rc == RC_OK)
		*ret = STR(CODE_RIGHTS_IDENTITY_AGAIN);
	if (rc == RC_OK || rc == RC_DENIED)
		return RC_OK;
	if (rc != RC_UNKNOWN_USER && rc != RC_BUSY)
		return rc;
	problem_add(&r->ctx.problems, STR("again"),
		    rc == RC_BUSY ? N_("Too many tries. Leave it empty, or wait some minutes.")
				  : N_("This is not it. Try once more, or leave it empty."),
		    (str){ NULL, 0 }, (str){ NULL, 0 });
	return RC_INVALID;
}

enum rc rights_page_create(struct req *r)
{
	struct http_pair *f;
	size_t n;
	struct record child;
	struct asking a = { 0 };
	bool family = r->ctx.who->role & ROLES_FAMILY;
	enum rc rc = req_form(r, &f, &n);

	if (rc == RC_OK)
		rc = record_load(&r->ctx, &child_kind, r->id, &child);
	if (rc != RC_OK)
		return rc;
	if (!may_create(r->ctx.who, P_RIGHTS))
		return RC_DENIED;
	struct asked given = { form_value(f, n, STR("what")), form_value(f, n, STR("text")),
			       form_value(f, n, STR("person")) };
	a.new = (struct rights_new){ .child = r->id, .what = given.what, .text = given.text };
	if (family)
		a.new.person = r->ctx.who->person;
	else if (given.person.n && !str_int(given.person, &a.new.person))
		return RC_MALFORMED;
	if (family)
		rc = ask_again(r, form_value(f, n, STR("again")), &a.new.identity);
	else if (form_value(f, n, STR("papers")).n)
		a.new.identity = STR(CODE_RIGHTS_IDENTITY_PAPERS);
	if (rc == RC_OK)
		rc = store_write(&r->ctx, PRIO_PEOPLE, ask_job, &a);
	if (rc == RC_OK) {
		struct page p = page_of(r);
		return req_see_other(r, request_url(&p, a.id, ""));
	}
	return kindpage_again(rc) ? put_page(r, &given, rc) : rc;
}

/* --- one request --- */

static bool is(const struct record *r, size_t field, const char *code)
{
	return str_eq(rec_text(r, field), str_of(code));
}

/* To print it or take it along: the words of the law and a button each. */
static void put_take(struct page *p, const struct record *r)
{
	bool file = is(r, RIGHTS_WHAT, CODE_RIGHTS_WHAT_PORTABILITY),
	     copy = is(r, RIGHTS_WHAT, CODE_RIGHTS_WHAT_COPY);

	if (!is(r, RIGHTS_STATE, CODE_RIGHTS_STATE_DONE) || !(file || copy))
		return;
	html_lit(p, "<form method=\"post\" class=\"acts\"");
	html_action(p, request_url(p, r->id, file ? "/file" : "/copy"));
	html_lit(p, ">");
	html_csrf(p);
	html_lit(p, "<button class=\"main\">");
	html_tr(p, file ? N_("Save the file") : N_("See the copy, to print"));
	html_lit(p, "</button></form>\n");
}

/* Where the officer does what is asked for. */
static void put_way(struct page *p, const struct record *r)
{
	int64_t child = rec_int(r, RIGHTS_CHILD);
	str url = html_url(p, "/children/#", child);
	const char *label = N_("Open the child's file");

	if (is(r, RIGHTS_WHAT, CODE_RIGHTS_WHAT_CORRECTION) ||
	    is(r, RIGHTS_WHAT, CODE_RIGHTS_WHAT_COMPLETION)) {
		url = html_url_with(p, html_url(p, "/children/#/edit", child), "back",
				    request_url(p, r->id, ""));
		label = N_("Put it right in the file");
	} else if (is(r, RIGHTS_WHAT, CODE_RIGHTS_WHAT_ERASURE)) {
		url = html_url(p, "/children/#/erase", child);
		label = N_("See what may be erased");
	}
	html_lit(p, "<p class=\"links\">");
	html_link(p, url, html_word(p, label));
	html_lit(p, "</p>\n");
}

static void put_decide(struct page *p, const struct record *r, str decision)
{
	static const char *const states[] = { CODE_RIGHTS_STATE_DOING, CODE_RIGHTS_STATE_DONE,
					      CODE_RIGHTS_STATE_REFUSED };
	struct tile tile[COUNT(states)] = { 0 };

	if (!rights_is_open(r) || !(p->who->role & ROLE_OFFICER))
		return;
	for (size_t i = 0; i < COUNT(states); i++) {
		tile[i].value = str_of(states[i]);
		tile[i].label = privacy_sentence(p, registry_code(p, "rights_state", tile[i].value));
	}
	html_lit(p, "<form method=\"post\" class=\"sheet stack narrow\" novalidate");
	html_action(p, request_url(p, r->id, ""));
	html_lit(p, ">\n");
	html_csrf(p);
	html_hidden(p, STR("version"), html_int_text(p, r->version));
	form_summary(p, NULL);
	formpart_tiles(p, &(struct control){ .name = STR("state"), .label = N_("What comes of it") }, tile,
		       COUNT(tile));
	put_text(p, STR("decision"), N_("Answer"), N_("The family reads this. A refusal needs its reason."),
		 decision);
	if (rec_null(r, RIGHTS_IDENTITY)) {
		html_lit(p,
			 "<label class=\"pick\"><input type=\"checkbox\" name=\"papers\" value=\"1\"><span>");
		html_tr(p, N_("I have seen their papers"));
		html_lit(p, "</span></label>\n");
	}
	html_lit(p, "<p class=\"acts\"><button class=\"main\">");
	html_tr(p, N_("Save"));
	html_lit(p, "</button></p></form>\n");
}

static enum rc put_request(struct req *r, str decision, enum rc outcome)
{
	struct record rec;
	enum rc rc = record_load(&r->ctx, &rights_request_kind, r->id, &rec);

	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	bool family = privacy_family(&p);
	p = page_begin(r, &(struct frame){ .title = what_text(&p, &rec),
					   .elder = family,
					   .tab = "/more",
					   .back = family ? html_url(&p, "/my/children/#/requests",
								     rec_int(&rec, RIGHTS_CHILD))
							  : STR("/rights_requests"),
					   .status = outcome == RC_OK ? 0 : rc_status(outcome) });
	html_lit(&p, "<section class=\"sheet stack\"><p><b>");
	html_text(&p, state_text(&p, &rec));
	html_lit(&p, "</b></p>\n");
	facts_begin(&p);
	facts_row(&p, rights_request_kind.fields[RIGHTS_CHILD].label,
		  facts_ref(&p, &rights_request_kind.fields[RIGHTS_CHILD], rec_int(&rec, RIGHTS_CHILD)));
	facts_row(&p, rights_request_kind.fields[RIGHTS_PERSON].label,
		  privacy_person(&p, rec_int(&rec, RIGHTS_PERSON)));
	for (size_t i = RIGHTS_TEXT; i < RIGHTS__N; i++)
		if (i != RIGHTS_STATE)
			(void)facts_field(&p, &rec, i, facts_text(&p, &rec, i));
	facts_end(&p);
	html_lit(&p, "</section>\n");
	put_take(&p, &rec);
	if (p.who->role & ROLE_OFFICER)
		put_way(&p, &rec);
	put_decide(&p, &rec, decision);
	page_end(&p);
	return RC_OK;
}

enum rc rights_page_show(struct req *r) { return put_request(r, STR(""), RC_OK); }

static enum rc decide_job(struct ctx *c, void *arg) { return rights_decide(c, arg); }

enum rc rights_page_decide(struct req *r)
{
	struct http_pair *f;
	size_t n;
	struct record rec;
	enum rc rc = req_form(r, &f, &n);

	if (rc == RC_OK)
		rc = record_load(&r->ctx, &rights_request_kind, r->id, &rec);
	if (rc != RC_OK)
		return rc;
	struct rights_answer a = { .id = r->id,
				   .state = form_value(f, n, STR("state")),
				   .decision = form_value(f, n, STR("decision")),
				   .papers = form_value(f, n, STR("papers")).n != 0 };
	if (!str_int(form_value(f, n, STR("version")), &a.version))
		return RC_NEEDS_VERSION;
	rc = store_write(&r->ctx, PRIO_PEOPLE, decide_job, &a);
	if (rc == RC_OK) {
		struct page p = page_of(r);
		return req_see_other(r, request_url(&p, r->id, ""));
	}
	return kindpage_again(rc) ? put_request(r, a.decision, rc) : rc;
}

/* --- the officer's list --- */

enum rc rights_page_list(struct req *r)
{
	struct records open, closed;
	struct list l = { 0 }, old = { .limit = SHOWN, .newest_first = true };

	/* Not in an initialiser of constants: clang 14 loses them there. */
	l.where = SQL("t.decided_on IS NULL");
	old.where = SQL("t.decided_on IS NOT NULL");
	enum rc rc = record_list(&r->ctx, &rights_request_kind, &l, &open);

	if (rc == RC_OK)
		rc = record_list(&r->ctx, &rights_request_kind, &old, &closed);
	if (rc != RC_OK)
		return rc;
	struct page p =
		page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("What families ask for"))),
					       .tab = "/more" });
	if (!open.n && !closed.n)
		table_empty(
			&p,
			&(struct empty){
				.title = N_("Nobody has asked yet"),
				.why = N_("What families ask about their children's data stands here, with "
					  "the day by which it is answered.") });
	if (open.n)
		put_rows(&p, &open);
	if (closed.n) {
		html_lit(&p, "<h2>");
		html_tr(&p, N_("Answered"));
		html_lit(&p, "</h2>\n");
		put_rows(&p, &closed);
	}
	page_end(&p);
	return RC_OK;
}

/* Many persons: what the law then asks for. */
static void put_persons(struct page *p)
{
	enum persons_mode mode = persons_mode_now(&p->r->ctx);

	if (mode == PERSONS_FEW)
		return;
	html_lit(p, "<p class=\"sheet note\">");
	html_tr(p, mode == PERSONS_IMPORTANT ? N_("Data of ten million persons and more are kept here: the "
						  "rules for important data hold.")
					     : N_("Data of nearly ten million persons are kept here: prepare "
						  "for the rules for important data."));
	html_lit(p, "</p>\n");
}

/* On the officer's Today: what waits, and whether it is late. */
enum rc rights_panel(struct page *p)
{
	int64_t open, late;

	if (!(p->who->role & ROLE_OFFICER))
		return RC_OK;
	put_persons(p);
	enum rc rc = rights_counts(&p->r->ctx, &open, &late);
	if (rc != RC_OK || !open)
		return rc;
	table_rows_begin(p);
	table_rows_item(
		p, &(struct row){
			   .icon = late ? "warn" : "day",
			   .title = html_say(p, N_("Families have asked for something: {0}"),
					     html_int_text(p, open)),
			   .why = late ? html_say(p, N_("Late: {0}. The law wants an answer without delay."),
						  html_int_text(p, late))
				       : html_say(p, N_("None is late.")),
			   .url = STR("/rights_requests"),
			   .verb = N_("Open") });
	table_rows_end(p);
	return RC_OK;
}

/* --- the copy and the file --- */

/* The request, answered with yes, and all that its asker may see of the child, opened for that. */
static enum rc load_copy(struct req *r, const char *what, struct record *ret_request, struct copy *ret)
{
	struct actor *asker = NEW(r->ctx.mem, struct actor, 1);
	struct ctx as = r->ctx;
	enum rc rc = record_load(&r->ctx, &rights_request_kind, r->id, ret_request);

	if (rc != RC_OK)
		return rc;
	if (!is(ret_request, RIGHTS_WHAT, what) || !is(ret_request, RIGHTS_STATE, CODE_RIGHTS_STATE_DONE))
		return RC_NOT_FOUND;
	*asker = copy_asker(&r->ctx, rec_int(ret_request, RIGHTS_PERSON));
	r->ctx.purpose = what[0] == 'c' ? STR("副本 copy (PIPL 45)") : STR("转移 portability (PIPL 45)");
	as.purpose = r->ctx.purpose;
	as.who = asker;
	return copy_collect(&as, rec_int(ret_request, RIGHTS_CHILD), ret);
}

static enum rc note_copy(struct ctx *c, void *arg)
{
	const struct record *request = arg;

	return journal_note(c, ACT_EXPORT, STR("child"), rec_int(request, RIGHTS_CHILD), c->purpose);
}

enum rc copy_page_show(struct req *r)
{
	struct record request;
	struct copy copy;
	enum rc rc = load_copy(r, CODE_RIGHTS_WHAT_COPY, &request, &copy);

	if (rc == RC_OK) /* what leaves on paper has its row in the journal */
		rc = store_write(&r->ctx, PRIO_PEOPLE, note_copy, &request);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(
		r, &(struct frame){ .title = html_say(&p, N_("{0}: everything that is kept"),
						      rec_text(&copy.child, CHILD_NAME)),
				    .under = html_say(&p, N_("Copy for {0}, {1}"),
						      privacy_person(&p, rec_int(&request, RIGHTS_PERSON)),
						      html_day_text(&p, p.today)),
				    .elder = privacy_family(&p),
				    .back = request_url(&p, r->id, ""),
				    .no_store = true });
	(void)copy_put(&p, &copy, true);
	privacy_say(&p, N_("Where it comes from: the family, the school, and what the program works out of "
			   "both. Who it was "
			   "given to: those of the list “Who looked at this file”; nobody else."));
	page_end(&p);
	return RC_OK;
}

enum rc copy_page_file(struct req *r)
{
	struct record request;
	struct copy copy;
	enum rc rc = load_copy(r, CODE_RIGHTS_WHAT_PORTABILITY, &request, &copy);

	if (rc == RC_OK)
		rc = store_write(&r->ctx, PRIO_PEOPLE, note_copy, &request);
	if (rc != RC_OK)
		return rc;
	req_json(r, 200);
	r->reply->no_store = true;
	r->reply->disposition = "attachment; filename=\"child.json\"";
	struct json j = json_to(req_body(r));
	copy_json(&j, &r->ctx, &copy);
	return RC_OK;
}
