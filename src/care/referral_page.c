/* Referrals: the lists, one of them with what can be done about it, and their part of a child's file. */
#include "referral_page.h"
#include "agency.h"
#include "facts.h"
#include "formpart.h"
#include "pick.h"
#include "thread.h"

enum { CHILD_SHOWN = 20 };

/* --- the lists --- */

static const struct pick lists[REFERRAL_LIST__N] = {
	[REFERRAL_TO_US] = { "us", N_("to us") },
	[REFERRAL_FROM_US] = { "sent", N_("sent") },
	[REFERRAL_ENDED] = { "ended", N_("ended") },
};
static const struct empty nothing[REFERRAL_LIST__N] = {
	[REFERRAL_TO_US] = { .title = N_("Nothing has been referred to you"),
			     .why = N_("When somebody asks your agency to help a child, it stands here.") },
	[REFERRAL_FROM_US] = { .title = N_("Nothing is under way"),
			       .why = N_("A child's need is referred from its file.") },
	[REFERRAL_ENDED] = { .title = N_("Nothing has ended yet"),
			     .why = N_("What is done, came back or was taken back stands here for good.") },
};

/* Who helps comes for what came in; who sends, for what went out. */
static enum referral_list usual(const struct actor *who)
{
	return who->role & (ROLES_COUNTY | ROLE_FEDERATION | ROLE_POLICE | ROLE_HOSPITAL) ? REFERRAL_TO_US
											  : REFERRAL_FROM_US;
}

static str name_of(struct page *p, const struct record *r)
{
	str name = rec_text(r, REFERRAL_NAME);

	return name.n ? name : html_word(p, N_("A child"));
}

static void put_item(struct page *p, const struct record *r)
{
	bool late = referral_late(r, p->r->ctx.now);
	str line =
		html_say(p, N_("{0}. Sent {1}; {2}."), referral_way(p, r),
			 html_day_short(p, instant_day(rec_int(r, REFERRAL_SENT_AT))), referral_stands(p, r));

	if (rec_int(r, REFERRAL_URGENT))
		line = html_say(p, N_("Urgent. {0}"), line);
	table_rows_item(p, &(struct row){ .icon = late                          ? "warn"
						  : rec_int(r, REFERRAL_URGENT) ? "day"
										: "msg",
					  .title = name_of(p, r),
					  .url = html_url(p, "/referrals/#", r->id),
					  .why = line,
					  .verb = N_("Open") });
}

static void put_list(struct page *p, enum referral_list which, const struct records *found)
{
	if (!found->n) {
		table_empty(p, &nothing[which]);
		return;
	}
	table_rows_begin(p);
	for (size_t i = 0; i < found->n; i++)
		put_item(p, &found->r[i]);
	table_rows_end(p);
}

static enum rc show_list(struct req *r)
{
	const struct actor *who = r->ctx.who;
	struct picks k = { .path = STR("/referrals"),
			   .label = N_("Which referrals"),
			   .pick = lists,
			   .n = REFERRAL_LIST__N,
			   .at = usual(who),
			   .without = who->role & ROLES_REFER ? 0 : 1U << REFERRAL_FROM_US,
			   .named = true };
	struct records found;
	int64_t after = registry_after(r);
	struct page p = page_of(r);

	if (!pick_read(r, &k))
		return RC_INVALID;
	enum referral_list which = (enum referral_list)k.at;
	enum rc rc = referral_list(&r->ctx, which, after, REGISTRY_PAGE, &found);
	if (rc != RC_OK)
		return rc;
	bool own_tab = who->role & (ROLE_POLICE | ROLE_HOSPITAL);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Referrals")),
					   .tab = own_tab ? "/referrals" : "/more",
					   .back = own_tab ? STR("") : STR("/more") });
	pick_put(&p, &k);
	put_list(&p, which, &found);
	pick_pages(&p, &k, &found, after != 0);
	html_lit(&p, "<p class=\"links\">");
	html_link(&p, STR("/agencies"), html_word(&p, N_("Agencies")));
	html_lit(&p, "</p>\n");
	page_end(&p);
	return RC_OK;
}

/* --- one of them --- */

static str who_text(struct page *p, str name, int64_t at)
{
	if (!at)
		return STR("");
	return html_say(p, N_("{0}, {1}"), name.n ? name : html_word(p, N_("the program")),
			referral_when(p, at));
}

static bool put_facts(struct page *p, const struct record *r)
{
	static const size_t words[] = { REFERRAL_ANSWER, REFERRAL_OUTCOME };
	bool covered;

	html_lit(p, "<section class=\"sheet stack\">");
	facts_begin(p);
	facts_row(p, N_("Referral or transfer"),
		  registry_code(p, "referral_what", rec_text(r, REFERRAL_WHAT)));
	facts_row_begin(p, N_("Referred to"));
	html_link(p, html_url(p, "/agencies/#", rec_int(r, REFERRAL_TO)),
		  facts_ref(p, &referral_kind.fields[REFERRAL_TO], rec_int(r, REFERRAL_TO)));
	facts_row_end(p);
	facts_row(p, N_("On what ground"), referral_ground(p, r));
	facts_row(p, N_("Sent by"), who_text(p, r->label[REFERRAL_BY], rec_int(r, REFERRAL_SENT_AT)));
	if (rec_int(r, REFERRAL_URGENT))
		facts_row(p, N_("Urgent"), html_word(p, N_("yes")));
	if (rec_int(r, REFERRAL_QUIET))
		facts_row(p, N_("The family is not told"), html_word(p, N_("yes")));
	facts_row(p, N_("Where it stands"), referral_stands(p, r));
	facts_row(p, N_("Answered by"),
		  who_text(p, r->label[REFERRAL_DECIDED_BY], rec_int(r, REFERRAL_DECIDED_AT)));
	if (!rec_null(r, REFERRAL_DONE_AT))
		facts_row(p, N_("Done"), referral_when(p, rec_int(r, REFERRAL_DONE_AT)));
	facts_row(p, N_("Parts shown"), referral_parts_words(p, rec_text(r, REFERRAL_PARTS)));
	covered = facts_field(p, r, REFERRAL_REASON, facts_text(p, r, REFERRAL_REASON));
	covered |= facts_fields(p, r, words, COUNT(words));
	facts_end(p);
	html_lit(p, "</section>\n");
	return covered;
}

static void put_handed(struct page *p, const struct record *r, bool covered)
{
	html_lit(p, "<section id=\"shared\" class=\"stack\"><h2>");
	html_tr(p, N_("What was handed over"));
	html_lit(p, "</h2>\n");
	if (covered)
		facts_show(p, html_url(p, "/referrals/#", r->id));
	else
		referral_put_snapshot(p, rec_text(r, REFERRAL_SHARED));
	html_lit(p, "</section>\n");
}

struct words {
	const char *name, *label, *hint;
	bool required;
};

static void put_words(struct page *p, const struct words *w, str typed)
{
	static const struct field area = { .name = "words", .type = T_LONG };

	formpart_control(p, &area,
			 &(struct control){ .name = str_of(w->name),
					    .label = w->label,
					    .hint = w->hint,
					    .value = typed,
					    .required = w->required });
}

/* What came back with a POST that was refused. */
struct typed {
	str answer, outcome;
};

static void put_answer(struct page *p, const struct record *r, const struct typed *t)
{
	formpart_act_begin(p, html_url(p, "/referrals/#/accept", r->id));
	put_words(p, &(struct words){ "word", N_("A word to the sender"), N_("May stay empty"), false },
		  STR(""));
	formpart_act_end(p, N_("Take it on"), true);
	formpart_fold_begin(p, N_("Send it back"), p->r->ctx.problems.n != 0);
	formpart_act_begin(p, html_url(p, "/referrals/#/reject", r->id));
	put_words(p,
		  &(struct words){ "answer", N_("Why not, and who else could help"),
				   N_("Whoever sent it reads this."), true },
		  t->answer);
	formpart_act_end(p, N_("Send it back"), false);
	formpart_fold_end(p);
}

static void put_finish(struct page *p, const struct record *r, const struct typed *t)
{
	formpart_act_begin(p, html_url(p, "/referrals/#/finish", r->id));
	put_words(
		p,
		&(struct words){ "outcome", N_("What came of it"), N_("Whoever sent it reads this."), true },
		t->outcome);
	formpart_act_end(p, N_("It is done"), true);
}

static void put_take_back(struct page *p, const struct record *r)
{
	formpart_fold_plain(
		p, &(struct formpart_plain){ .name = N_("Take it back"),
					     .says = N_("The agency is told. That it was sent, and what was "
							"shown, stays known."),
					     .verb = N_("Take it back"),
					     .action = html_url(p, "/referrals/#/withdraw", r->id) });
}

/* An agency closed meanwhile will not answer. */
static void put_closed(struct page *p, const struct record *r)
{
	struct ctx look = p->r->ctx;
	struct record agency;

	if (!str_eq(rec_text(r, REFERRAL_STATE), STR(CODE_REFERRAL_STATE_SENT)) ||
	    record_load(&look, &agency_kind, rec_int(r, REFERRAL_TO), &agency) != RC_OK ||
	    agency_open(&agency, p->today))
		return;
	html_lit(p, "<p class=\"sheet note\">");
	html_tr(p, N_("This agency was closed on {0}. Take the referral back and send it to another one."),
		html_day_text(p, rec_day(&agency, AGENCY_CLOSED_ON)));
	html_lit(p, "</p>\n");
}

static enum rc put_acts(struct page *p, const struct record *r, const struct typed *t)
{
	struct referral_may may;
	enum rc rc = referral_may(&p->r->ctx, r, &may);

	if (rc != RC_OK)
		return rc;
	put_closed(p, r);
	if (may.answer)
		put_answer(p, r, t);
	if (may.finish)
		put_finish(p, r, t);
	if (may.take_back)
		put_take_back(p, r);
	return RC_OK;
}

static enum rc put_one(struct req *r, const struct typed *t, enum rc outcome)
{
	struct record one;
	enum rc rc = record_load(&r->ctx, &referral_kind, r->id, &one);

	if (rc != RC_OK)
		return rc;
	bool own_tab = r->ctx.who->role & (ROLE_POLICE | ROLE_HOSPITAL);
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = name_of(&p, &one),
					   .tab = own_tab ? "/referrals" : "/more",
					   .back = STR("/referrals"),
					   .under = referral_way(&p, &one),
					   .no_store = r->ctx.purpose.n > 0,
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	form_summary(&p, NULL);
	html_lit(&p, "<div class=\"cols half\"><div class=\"stack\">\n");
	bool covered = put_facts(&p, &one);
	put_handed(&p, &one, covered);
	html_lit(&p, "</div><div class=\"stack\">\n");
	rc = put_acts(&p, &one, t);
	if (p.who->role & ROLES_STAFF)
		registry_file_link(&p, rec_int(&one, REFERRAL_CHILD));
	html_lit(&p, "</div></div>\n");
	page_end(&p);
	return rc;
}

static enum rc show_one(struct req *r) { return put_one(r, &(struct typed){ 0 }, RC_OK); }

/* With a purpose what was handed over stands open; the dispatcher writes the reading down before it leaves.
 */
static enum rc open_one(struct req *r)
{
	bool given;
	enum rc rc = facts_purpose(r, &given);

	return rc == RC_OK ? put_one(r, &(struct typed){ 0 }, given ? RC_OK : RC_INVALID) : rc;
}

static enum rc answer(struct req *r, enum referral_does does)
{
	static const char *const field[] = { [REFERRAL_ACCEPT] = "word",
					     [REFERRAL_REJECT] = "answer",
					     [REFERRAL_FINISH] = "outcome",
					     [REFERRAL_TAKE_BACK] = "word" };
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	str words = form_value(f, n, str_of(field[does]));
	rc = referral_answer(&r->ctx, r->id, does, words);
	if (rc == RC_OK)
		return registry_see(r, "/referrals/", r->id);
	if (rc != RC_INVALID && rc != RC_CONFLICT)
		return rc;
	return put_one(r,
		       &(struct typed){ .answer = does == REFERRAL_REJECT ? words : STR(""),
					.outcome = does == REFERRAL_FINISH ? words : STR("") },
		       rc);
}

static enum rc accept(struct req *r) { return answer(r, REFERRAL_ACCEPT); }
static enum rc reject(struct req *r) { return answer(r, REFERRAL_REJECT); }
static enum rc finish(struct req *r) { return answer(r, REFERRAL_FINISH); }
static enum rc withdraw(struct req *r) { return answer(r, REFERRAL_TAKE_BACK); }

/* clang-format off */
const struct route referral_routes[] = {
	{ HTTP_GET,  "/referrals",                  show_list,              .need = ROLES_REFERRAL_READ, .purpose = "referrals" },
	{ HTTP_GET,  "/referrals/:id",              show_one,               .need = ROLES_REFERRAL_READ, .purpose = "referral" },
	{ HTTP_POST, "/referrals/:id",              open_one,               .need = ROLES_REFERRAL_READ, .purpose = "referral" },
	{ HTTP_POST, "/referrals/:id/accept",       accept,                 .need = ROLES_REFERRAL_READ, .purpose = "referral" },
	{ HTTP_POST, "/referrals/:id/reject",       reject,                 .need = ROLES_REFERRAL_READ, .purpose = "referral" },
	{ HTTP_POST, "/referrals/:id/finish",       finish,                 .need = ROLES_REFERRAL_READ, .purpose = "referral" },
	{ HTTP_POST, "/referrals/:id/withdraw",     withdraw,               .need = ROLES_REFER, .purpose = "referral" },
	{ HTTP_GET,  "/children/:id/referrals/new", referral_page_new,      .need = ROLES_REFER, .purpose = "referral" },
	{ HTTP_POST, "/children/:id/referrals/new", referral_page_step,     .need = ROLES_REFER, .purpose = "referral" },
	{ HTTP_GET,  "/my/children/:id/shared",     referral_family_page,   .need = ROLES_FAMILY, .purpose = "shared" },
	{ HTTP_POST, "/api/v1/referrals",              referral_api_send,      .need = ROLES_REFER, .purpose = "record:referrals" },
	{ HTTP_POST, "/api/v1/referrals/:id/accept",   referral_api_accept,    .need = ROLES_REFERRAL_READ, .purpose = "record:referrals" },
	{ HTTP_POST, "/api/v1/referrals/:id/reject",   referral_api_reject,    .need = ROLES_REFERRAL_READ, .purpose = "record:referrals" },
	{ HTTP_POST, "/api/v1/referrals/:id/finish",   referral_api_finish,    .need = ROLES_REFERRAL_READ, .purpose = "record:referrals" },
	{ HTTP_POST, "/api/v1/referrals/:id/withdraw", referral_api_take_back, .need = ROLES_REFER, .purpose = "record:referrals" },
	{ 0 },
};
/* clang-format on */

/* --- on a child's file --- */

static void put_of_child(struct page *p, const struct record *r)
{
	thread_item(p, referral_way(p, r), instant_day(rec_int(r, REFERRAL_SENT_AT)),
		    html_say(p, N_("{0}; {1}."), r->label[REFERRAL_BY], referral_stands(p, r)), false);
	html_link(p, html_url(p, "/referrals/#", r->id), html_word(p, N_("Look")));
	thread_item_end(p);
}

enum rc referral_child_panel(struct page *p, const struct record *child)
{
	struct list l = { .filter = { { REFERRAL_CHILD, INT(child->id) } },
			  .nfilter = 1,
			  .limit = CHILD_SHOWN,
			  .newest_first = true,
			  .want = 1ULL << REFERRAL_WHAT | 1ULL << REFERRAL_TO | 1ULL << REFERRAL_STATE |
				  1ULL << REFERRAL_BY | 1ULL << REFERRAL_SENT_AT | 1ULL << REFERRAL_DUE_AT |
				  1ULL << REFERRAL_QUIET };
	struct ctx look = p->r->ctx;
	struct records found = { .n = 0 };

	if (!(p->who->role & ROLES_REFER))
		return RC_OK;
	look.seen = NULL; /* the file is being read already */
	enum rc rc = record_list(&look, &referral_kind, &l, &found);
	if (rc != RC_OK)
		return rc;
	html_lit(p, "<section id=\"referrals\" class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, N_("Help by other agencies"));
	html_lit(p, "</h2>");
	html_link(p, html_url(p, "/children/#/referrals/new", child->id),
		  html_word(p, N_("Refer the child")));
	html_lit(p, "</div>\n");
	if (found.n) {
		thread_begin(p);
		for (size_t i = 0; i < found.n; i++)
			put_of_child(p, &found.r[i]);
		thread_end(p);
	} else {
		html_lit(p, "<p class=\"sheet\">");
		html_tr(p, N_("Nothing has been referred to another agency."));
		html_lit(p, "</p>\n");
	}
	html_lit(p, "</section>\n");
	return RC_OK;
}
