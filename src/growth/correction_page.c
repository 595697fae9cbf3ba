#include "correction_page.h"

#include "consent.h"
#include "elder.h"
#include "entry.h"
#include "facts.h"
#include "formpart.h"
#include "kindpage.h"
#include "pick.h"
#include "privacy_page.h"
#include "registry_page.h"
#include "timeline.h"

enum { OF_CHILD = 50 };

/* --- the entry it is about --- */

/* Of an entry, what is not about its writing. */
static bool tells(const struct kind *k, size_t i)
{
	static const char *const not_these[] = { "child", "client", "corrects", "by",
						 "role",  "at",     "share",    "answers" };
	const struct field *f = &k->fields[i];

	for (size_t n = 0; n < COUNT(not_these); n++)
		if (strcmp(f->name, not_these[n]) == 0)
			return false;
	return !f->derived;
}

/* As its reader may see it; covered values stay covered, whatever this page was opened for. */
static bool put_entry(struct page *p, const struct record *e)
{
	bool covered = false;

	html_lit(p, "<section class=\"sheet stack\"><h2>");
	html_tr(p, e->kind->label);
	html_lit(p, "</h2>");
	facts_begin(p);
	for (size_t i = 0; i < e->kind->nfields; i++)
		if (tells(e->kind, i))
			covered |= facts_field(p, e, i, facts_text(p, e, i));
	facts_row(p, N_("Written by"), timeline_by(p, e));
	facts_end(p);
	html_lit(p, "</section>\n");
	return covered;
}

/* The entry of an address or of a request; RC_NOT_FOUND also when it is another child's. */
static enum rc load_entry(struct req *r, str about, int64_t id, int64_t child, struct record *ret)
{
	const struct kind *k = correction_kind_of(about);

	if (!k || !may_read(r->ctx.who, k->profile))
		return RC_NOT_FOUND;
	enum rc rc = record_load(&r->ctx, k, id, ret);
	if (rc == RC_OK && rec_int(ret, k->child_field - 1) != child)
		rc = RC_NOT_FOUND;
	return rc;
}

static enum rc load_about(struct req *r, const struct record *correction, struct record *ret)
{
	int64_t id = 0;

	if (!str_int(rec_text(correction, CORRECTION_ABOUT_ID), &id))
		return RC_NOT_FOUND;
	return load_entry(r, rec_text(correction, CORRECTION_ABOUT), id,
			  rec_int(correction, CORRECTION_CHILD), ret);
}

/* --- asking --- */

struct asking {
	struct record child, entry;
	str about, id, words, client;
	enum rc outcome;
};

static enum rc load_asking(struct req *r, struct asking *a)
{
	int64_t id;
	enum rc rc = word_begin(r, &a->child);

	if (rc != RC_OK)
		return rc;
	if (!str_int(a->id, &id))
		return RC_NOT_FOUND;
	return load_entry(r, a->about, id, r->id, &a->entry);
}

static void put_form(struct page *p, const struct asking *a)
{
	html_lit(p, "<form method=\"post\" class=\"stack narrow\" novalidate");
	html_action(p, html_url(p, "/children/#/corrections", a->child.id));
	html_lit(p, ">\n");
	html_csrf(p);
	html_hidden(p, STR("client"), a->client);
	html_hidden(p, STR("about"), a->about);
	html_hidden(p, STR("about_id"), a->id);
	formpart_control(p, &correction_kind.fields[CORRECTION_WORDS],
			 &(struct control){ .name = STR("words"),
					    .label = N_("What is wrong, and how is it right?"),
					    .hint = N_("In your own words; one sentence is enough."),
					    .value = a->words,
					    .required = true });
	html_lit(p, "<p class=\"s\">");
	html_tr(p, N_("The class teacher reads it and answers within {0} working days. It costs nothing."),
		html_int_text(p, ctx_param(&p->r->ctx, PARAM_GROWTH_CORRECTION_DAYS)));
	html_lit(p, "</p>\n");
	form_bar(p, N_("Send it to the teacher"));
	html_lit(p, "</form>\n");
}

static bool may_speak(struct page *p, int64_t child)
{
	struct ctx *c = &p->r->ctx;

	return consent_may_give(c, child, c->who->person, c->today);
}

static enum rc put_asking(struct req *r, const struct asking *a)
{
	struct page p = page_of(r);

	p = word_frame(r, &a->child,
		       &(struct word_frame){ .title = html_word(&p, N_("Something here is wrong")),
					     .task = true,
					     .back = html_url(&p, "/children/#/growth", a->child.id),
					     .status = a->outcome == RC_OK ? 200 : rc_status(a->outcome) });
	elder_aloud(&p, false);
	form_summary(&p, NULL);
	(void)put_entry(&p, &a->entry);
	if (may_speak(&p, a->child.id))
		put_form(&p, a);
	else
		privacy_who_speaks(&p);
	page_end(&p);
	return RC_OK;
}

enum rc correction_page_new(struct req *r)
{
	struct asking a = { .about = req_query(r, STR("about")),
			    .id = req_query(r, STR("entry")),
			    .client = form_client(r->ctx.mem) };
	int64_t id = 0, open = 0;
	enum rc rc = load_asking(r, &a);

	if (rc == RC_OK && str_int(a.id, &id))
		rc = correction_open_one(&r->ctx, a.about, id, &open);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	return open ? req_see_other(r, html_url(&p, "/corrections/#", open)) : put_asking(r, &a);
}

struct save {
	struct input in;
	int64_t id;
	bool there;
};

static enum rc save_unit(struct ctx *c, void *arg)
{
	struct save *s = arg;

	return correction_ask(c, &s->in, &s->id, &s->there);
}

enum rc correction_page_save(struct req *r)
{
	struct asking a = { .outcome = RC_OK };
	struct form_given g;
	struct save s = { .id = 0 };
	struct page p = page_of(r);
	enum rc rc = form_read(r, &correction_kind, &g);

	if (rc != RC_OK)
		return rc;
	a.about = g.typed[CORRECTION_ABOUT];
	a.id = g.typed[CORRECTION_ABOUT_ID];
	a.words = g.typed[CORRECTION_WORDS];
	a.client = g.typed[CORRECTION_CLIENT];
	rc = load_asking(r, &a);
	if (rc != RC_OK)
		return rc;
	s.in = g.in;
	input_int(&s.in, r->ctx.mem, CORRECTION_CHILD, r->id);
	a.outcome = store_write(&r->ctx, PRIO_PEOPLE, save_unit, &s);
	if (a.outcome == RC_OK)
		return req_see_other(r, html_url(&p, "/corrections/#", s.id));
	return kindpage_again(a.outcome) ? put_asking(r, &a) : a.outcome;
}

/* --- one request --- */

static str state_text(struct page *p, const struct record *r)
{
	str state = registry_code(p, "correction_state", rec_text(r, CORRECTION_STATE));

	if (!correction_is_open(r))
		return html_say(p, N_("{0}, {1}"), state,
				html_day_text(p, rec_day(r, CORRECTION_ANSWERED_ON)));
	if (rec_day(r, CORRECTION_DUE_ON) < p->today)
		return html_say(p, N_("{0}; late: it was due on {1}"), state,
				html_day_text(p, rec_day(r, CORRECTION_DUE_ON)));
	return html_say(p, N_("{0}; answered by {1} at the latest"), state,
			html_day_text(p, rec_day(r, CORRECTION_DUE_ON)));
}

static bool put_facts(struct page *p, const struct record *r)
{
	static const size_t texts[] = { CORRECTION_WORDS, CORRECTION_ANSWER };
	str by = r->label[CORRECTION_ANSWERED_BY];

	html_lit(p, "<section class=\"sheet stack\"><p><b>");
	html_text(p, state_text(p, r));
	html_lit(p, "</b></p>");
	facts_begin(p);
	facts_row(p, N_("Asked by"),
		  html_say(p, N_("{0}, {1}"),
			   kin_person(p, rec_int(r, CORRECTION_CHILD), rec_int(r, CORRECTION_PERSON)),
			   html_day_text(p, instant_day(rec_int(r, CORRECTION_AT)))));
	bool covered = facts_fields(p, r, texts, COUNT(texts));
	facts_row(p, N_("Answered by"), by);
	facts_end(p);
	html_lit(p, "</section>\n");
	return covered;
}

static void put_words(struct page *p, const char *label, const char *hint, str typed)
{
	static const struct field area = { .name = "answer", .type = T_LONG };

	formpart_control(
		p, &area,
		&(struct control){ .name = STR("answer"), .label = label, .hint = hint, .value = typed });
}

/* A new version is the answer; where there are none, words say what was done. */
static void put_accept(struct page *p, const struct record *r, const struct record *entry, str typed)
{
	if (correction_has_versions(entry->kind)) {
		str path =
			html_fill(p, "/children/{0}/{1}/new", html_int_text(p, rec_int(r, CORRECTION_CHILD)),
				  str_of(entry->kind->plural));
		html_lit(p, "<p>");
		html_button(p, html_url_with(p, path, "corrects", html_int_text(p, entry->id)),
			    N_("Write the entry anew"), true);
		html_lit(p, "</p><p class=\"s\">");
		html_tr(p, N_("With the new version this is answered, and the family is told. The old one "
			      "stays, "
			      "folded."));
		html_lit(p, "</p>\n");
		return;
	}
	formpart_act_begin(p, html_url(p, "/corrections/#/accept", r->id));
	put_words(p, N_("What was done about it"), N_("The family reads it."), typed);
	formpart_act_end(p, N_("It is put right"), true);
}

static void put_answer(struct page *p, const struct record *r, const struct record *entry, str typed)
{
	if (!correction_may_answer(p->who, r))
		return;
	if (entry->kind && may_create(p->who, entry->kind->profile))
		put_accept(p, r, entry, typed);
	formpart_fold_begin(p, N_("It stays as it is"), p->r->ctx.problems.n != 0);
	formpart_act_begin(p, html_url(p, "/corrections/#/decline", r->id));
	put_words(p, N_("Why does it stay?"),
		  N_("The family reads it. Without a reason it cannot be declined."), typed);
	formpart_act_end(p, N_("Tell the family"), false);
	formpart_fold_end(p);
}

static void put_withdraw(struct page *p, const struct record *r)
{
	if (!correction_may_take_back(p->who, r))
		return;
	formpart_fold_plain(
		p, &(struct formpart_plain){ .name = N_("It has settled itself"),
					     .says = N_("The teacher then has nothing to answer any more. "
							"That you asked stays written here."),
					     .verb = N_("Take the request back"),
					     .action = html_url(p, "/corrections/#/withdraw", r->id) });
}

static enum rc put_one(struct req *r, str typed, enum rc outcome)
{
	struct record one, child, entry = { .kind = NULL };
	struct page p = page_of(r);

	if (kin_own(p.who))
		r->ctx.purpose = kin_purpose();
	enum rc rc = record_load(&r->ctx, &correction_kind, r->id, &one);
	if (rc == RC_OK)
		rc = record_load(&r->ctx, &child_kind, rec_int(&one, CORRECTION_CHILD), &child);
	if (rc != RC_OK)
		return rc;
	rc = load_about(r, &one, &entry);
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	bool own = kin_own(p.who);
	p = word_frame(r, &child,
		       &(struct word_frame){ .title = html_word(&p, correction_kind.label),
					     .back = own ? html_url(&p, "/children/#/corrections", child.id)
							 : STR("/corrections"),
					     .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	if (own)
		elder_aloud(&p, false);
	form_summary(&p, NULL);
	bool covered = put_facts(&p, &one);
	if (entry.kind)
		covered |= put_entry(&p, &entry);
	if (covered && !own)
		facts_show(&p, html_url(&p, "/corrections/#/show", r->id));
	put_answer(&p, &one, &entry, typed);
	put_withdraw(&p, &one);
	page_end(&p);
	return RC_OK;
}

enum rc correction_page_show(struct req *r) { return put_one(r, STR(""), RC_OK); }

enum rc correction_page_open(struct req *r)
{
	bool given;
	enum rc rc = facts_purpose(r, &given);

	return rc == RC_OK ? put_one(r, STR(""), given ? RC_OK : RC_INVALID) : rc;
}

static enum rc act(struct req *r, enum correction_does does)
{
	struct http_pair *f;
	size_t n;
	struct page p = page_of(r);
	str answer = { NULL, 0 };
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	answer = form_value(f, n, STR("answer"));
	rc = correction_act(&r->ctx, r->id, does, answer);
	if (rc == RC_OK)
		return req_see_other(r, html_url(&p, "/corrections/#", r->id));
	if (rc == RC_CONFLICT)
		problem_add(&r->ctx.problems, STR(""), N_("This has been answered already."),
			    (str){ NULL, 0 }, (str){ NULL, 0 });
	return rc == RC_INVALID || rc == RC_CONFLICT ? put_one(r, answer, rc) : rc;
}

enum rc correction_page_accept(struct req *r) { return act(r, CORRECTION_ACCEPT); }
enum rc correction_page_decline(struct req *r) { return act(r, CORRECTION_DECLINE); }
enum rc correction_page_withdraw(struct req *r) { return act(r, CORRECTION_TAKE_BACK); }

/* --- lists --- */

static str about_text(struct page *p, const struct record *r)
{
	const struct kind *k = correction_kind_of(rec_text(r, CORRECTION_ABOUT));

	return k ? html_word(p, k->label) : html_word(p, N_("An entry"));
}

static void put_row(struct page *p, const struct record *r, str title)
{
	bool late = correction_is_open(r) && rec_day(r, CORRECTION_DUE_ON) < p->today;
	const char *icon = late ? "warn" : correction_is_open(r) ? "day" : "yes";
	str url = html_url(p, "/corrections/#", r->id);

	if (kin_own(p->who))
		elder_way(p, &(struct elder_way){ icon, title, state_text(p, r), url });
	else
		table_rows_item(p, &(struct row){ .icon = icon,
						  .title = title,
						  .why = state_text(p, r),
						  .url = url,
						  .verb = N_("Open") });
}

enum rc correction_page_child(struct req *r)
{
	struct record child;
	struct records all;
	struct list l = { .filter = { { CORRECTION_CHILD, INT(r->id) } },
			  .nfilter = 1,
			  .newest_first = true,
			  .limit = OF_CHILD };
	struct page p = page_of(r);
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &child);

	l.want = ~(UINT64_C(1) << CORRECTION_WORDS | UINT64_C(1) << CORRECTION_ANSWER);
	if (rc == RC_OK)
		rc = record_list(&r->ctx, &correction_kind, &l, &all);
	if (rc != RC_OK)
		return rc;
	bool own = kin_own(p.who);
	p = word_frame(r, &child,
		       &(struct word_frame){ .title = html_word(&p, N_("What the family wants put right")) });
	if (own)
		elder_aloud(&p, false);
	if (!all.n)
		table_empty(&p,
			    &(struct empty){ .title = N_("Nothing was said to be wrong"),
					     .why = N_("At each entry of the growth file stands a way to say "
						       "so; requests and answers then stand here.") });
	if (own)
		elder_ways_begin(&p, N_("What the family wants put right"));
	else
		table_rows_begin(&p);
	for (size_t i = 0; i < all.n; i++)
		put_row(&p, &all.r[i], about_text(&p, &all.r[i]));
	own ? elder_ways_end(&p) : table_rows_end(&p);
	page_end(&p);
	return RC_OK;
}

static const struct pick lists[] = { { "open", N_("to be answered") }, { "answered", N_("answered") } };

/* Whose these are, in one statement. */
static enum rc load_children(struct ctx *c, const struct records *found, struct records *ret)
{
	struct list l = { .nv = 2, .want = UINT64_C(1) << CHILD_NAME };
	int64_t low = found->n ? found->r[0].id : 0, high = low;

	for (size_t i = 0; i < found->n; i++) {
		low = found->r[i].id < low ? found->r[i].id : low;
		high = found->r[i].id > high ? found->r[i].id : high;
	}
	l.v[0] = INT(low);
	l.v[1] = INT(high);
	l.where = SQL("t.id IN (SELECT k.child FROM correction k WHERE k.id BETWEEN ?1 AND ?2)");
	return record_list(c, &child_kind, &l, ret);
}

static str child_name(struct page *p, const struct records *children, int64_t id)
{
	for (size_t i = 0; i < children->n; i++)
		if (children->r[i].id == id)
			return rec_text(&children->r[i], CHILD_NAME);
	return html_word(p, N_("A child"));
}

enum rc correction_page_list(struct req *r)
{
	struct records found, children;
	struct picks k = {
		.path = STR("/corrections"), .label = N_("Which requests"), .pick = lists, .n = COUNT(lists)
	};
	struct list l = { .newest_first = true, .limit = REGISTRY_PAGE, .after = registry_after(r) };
	struct page p = page_of(r);

	if (!pick_read(r, &k))
		return RC_INVALID;
	l.where = k.at ? SQL("t.state <> '" CODE_CORRECTION_STATE_ASKED "'")
		       : SQL("t.state = '" CODE_CORRECTION_STATE_ASKED "'");
	l.want = ~(UINT64_C(1) << CORRECTION_WORDS | UINT64_C(1) << CORRECTION_ANSWER);
	enum rc rc = record_list(&r->ctx, &correction_kind, &l, &found);
	if (rc == RC_OK)
		rc = load_children(&r->ctx, &found, &children);
	if (rc != RC_OK)
		return rc;
	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("What families want put right")),
					   .tab = "/more",
					   .back = STR("/more") });
	pick_put(&p, &k);
	if (!found.n)
		table_empty(&p, &(struct empty){
					.title = N_("Nothing waits here"),
					.why = N_("When a family says that an entry of a growth file is "
						  "wrong, it stands here with the day of the answer.") });
	table_rows_begin(&p);
	for (size_t i = 0; i < found.n; i++)
		put_row(&p, &found.r[i],
			html_say(&p, N_("{0}: {1}"),
				 child_name(&p, &children, rec_int(&found.r[i], CORRECTION_CHILD)),
				 about_text(&p, &found.r[i])));
	table_rows_end(&p);
	pick_pages(&p, &k, &found, l.after != 0);
	page_end(&p);
	return RC_OK;
}
