/* A child as its own family sees it: what is known in plain words, what is wrong about it, and all that is
 * kept. */
#include "copy.h"
#include "elder.h"
#include "facts.h"
#include "family_home.h"
#include "formpart.h"
#include "kindpage.h"
#include "privacy_page.h"
#include "rights.h"
#include "utf8.h"

/* What may be wrong: a part of the page, a tile of the form. */
enum part { PART_CHILD, PART_SCHOOL, PART_HOME, PART_FAMILY, PART_OTHER, PART__N };
/* clang-format off */
static const struct { const char *code, *title, *wrong; } parts[PART__N] = {
	[PART_CHILD]  = { "child",  N_("The child"),     N_("Name or birthday") },
	[PART_SCHOOL] = { "school", N_("School"),        N_("School or class") },
	[PART_HOME]   = { "home",   N_("Home"),          N_("Where we live, or the phone") },
	[PART_FAMILY] = { "family", N_("You"),           N_("Who looks after the child") },
	[PART_OTHER]  = { "other",  NULL,                N_("Something else") },
};
/* clang-format on */

/* --- what is known, in plain words: to be read aloud as well --- */

static void part_begin(struct page *p, enum part part)
{
	html_lit(p, "<section class=\"sheet\"><h2>");
	html_tr(p, parts[part].title);
	html_lit(p, "</h2><p>");
}

static void say(struct page *p, str sentence)
{
	html_text(p, sentence);
	html_gap(p);
}

static void part_end(struct page *p, int64_t child, enum part part)
{
	html_lit(p, "</p><p class=\"links\">");
	html_link(p,
		  html_url_with(p, privacy_url(p, child, STR("/wrong")), "about", str_of(parts[part].code)),
		  html_word(p, N_("This is wrong")));
	html_lit(p, "</p></section>\n");
}

static void put_child(struct page *p, const struct record *child)
{
	str name = rec_text(child, CHILD_NAME);

	part_begin(p, PART_CHILD);
	say(p, html_say(p, N_("{0}, {1}, {2}."), name, registry_sex(p, child),
			registry_age(p, rec_day(child, CHILD_BIRTH_DATE), p->today)));
	say(p, html_say(p, N_("Born on {0}."), html_day_text(p, rec_day(child, CHILD_BIRTH_DATE))));
	if (!rec_null(child, CHILD_ETHNICITY))
		say(p, html_say(p, N_("Ethnic group: {0}."), facts_text(p, child, CHILD_ETHNICITY)));
	part_end(p, child->id, PART_CHILD);
}

static enum rc put_school(struct page *p, const struct record *child)
{
	str line;
	enum rc rc = family_school_line(p, child, &line);

	if (rc != RC_OK)
		return rc;
	part_begin(p, PART_SCHOOL);
	say(p, line);
	if (str_eq(rec_text(child, CHILD_ATTENDANCE_MODE), STR(CODE_ATTENDANCE_MODE_DAY)))
		say(p, html_word(p, N_("Comes home every day.")));
	else if (str_eq(rec_text(child, CHILD_ATTENDANCE_MODE), STR(CODE_ATTENDANCE_MODE_BOARDER)))
		say(p, html_word(p, N_("Sleeps at the school during the week.")));
	part_end(p, child->id, PART_SCHOOL);
	return RC_OK;
}

/* Inside the county, town and village are enough. */
static str place_of(struct page *p, const struct record *child, size_t field)
{
	str code = rec_text(child, field);
	char own[8];
	struct buf b = buf_new(p->mem, 8);

	buf_pad(&b, child->county, 6);
	memcpy(own, b.s, 6);
	if (code.n != 12 || memcmp(code.s, own, 6) != 0)
		return facts_text(p, child, field);
	str town = registry_region(p, str_cut(code, 0, 9)), village = registry_region(p, code);
	return p->lang == LANG_ZH ? html_fill(p, "{0}{1}", town, village)
				  : html_fill(p, "{0}, {1}", village, town);
}

static void put_place(struct page *p, const struct record *child)
{
	part_begin(p, PART_HOME);
	if (!rec_null(child, CHILD_LIVING_REGION))
		say(p, html_say(p, N_("Lives in {0}."), place_of(p, child, CHILD_LIVING_REGION)));
	if (!rec_null(child, CHILD_HOUSEHOLD_REGION))
		say(p, html_say(p, N_("Registered in {0}."), place_of(p, child, CHILD_HOUSEHOLD_REGION)));
	if (!rec_null(child, CHILD_PHONE))
		say(p, html_say(p, N_("Phone: {0}."), facts_text(p, child, CHILD_PHONE)));
	else
		say(p, html_word(p, N_("No phone is written down.")));
	part_end(p, child->id, PART_HOME);
}

/* What is written down about the reader; of the other adults each reads their own. */
static enum rc put_reader(struct page *p, const struct record *child)
{
	struct record tie, self;
	enum rc rc = family_tie(p, child->id, &tie);

	if (rc == RC_OK)
		rc = record_load(&p->r->ctx, &person_kind, p->who->person, &self);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	part_begin(p, PART_FAMILY);
	say(p, html_say(p, N_("You are {0}, the child's {1}."), rec_text(&self, PERSON_NAME),
			registry_code(p, "relation", rec_text(&tie, TIE_RELATION))));
	if (rec_int(&tie, TIE_CARER))
		say(p, html_word(p, N_("You look after the child day by day.")));
	if (rec_int(&tie, TIE_GUARDIAN))
		say(p, html_word(p, N_("You are the guardian.")));
	if (!rec_null(&self, PERSON_PHONE))
		say(p, html_say(p, N_("Your phone: {0}."), facts_text(p, &self, PERSON_PHONE)));
	part_end(p, child->id, PART_FAMILY);
	return RC_OK;
}

static void put_further(struct page *p, int64_t child)
{
	privacy_say(p, N_("Numbers and addresses are covered here, so that nobody reads them over your "
			  "shoulder."));
	html_lit(p, "<p class=\"links\">");
	html_link(p, privacy_url(p, child, STR("/file")), html_word(p, N_("All that is kept, word by word")));
	html_lit(p, " ");
	html_link(p, privacy_url(p, child, STR("/requests")), html_word(p, N_("Ask for something else")));
	html_lit(p, "</p>\n");
}

enum rc family_page_known(struct req *r)
{
	struct record child;
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &child);

	if (rc != RC_OK)
		return rc;
	struct page p = privacy_begin(
		r, &child, &(struct privacy_frame){ .title = str_of(tr(r->ctx.lang, N_("My child"))) });
	elder_aloud(&p, false);
	put_child(&p, &child);
	rc = put_school(&p, &child);
	put_place(&p, &child);
	if (rc == RC_OK)
		rc = put_reader(&p, &child);
	put_further(&p, child.id);
	page_end(&p);
	return rc;
}

/* --- what is wrong about it --- */

struct wrong {
	str about, words;
};

static void put_wrong_form(struct page *p, int64_t child, const struct wrong *w)
{
	static const struct field words = { .name = "text", .type = T_LONG };
	struct tile tile[PART__N] = { 0 };

	for (size_t i = 0; i < PART__N; i++) {
		tile[i].value = str_of(parts[i].code);
		tile[i].label = html_word(p, parts[i].wrong);
		tile[i].checked = str_eq(w->about, tile[i].value);
	}
	html_lit(p, "<form method=\"post\" class=\"stack narrow\" novalidate");
	html_action(p, privacy_url(p, child, STR("/wrong")));
	html_lit(p, ">\n");
	html_csrf(p);
	form_summary(p, NULL);
	formpart_tiles(p, &(struct control){ .name = STR("about"), .label = N_("What is wrong?") }, tile,
		       PART__N);
	formpart_control(p, &words,
			 &(struct control){ .name = STR("text"),
					    .label = N_("How is it right?"),
					    .hint = N_("You may leave this empty: then somebody rings you."),
					    .value = w->words });
	html_lit(p, "<button class=\"main wide-btn\">");
	html_tr(p, N_("Tell them"));
	html_lit(p, "</button></form>\n");
}

static enum rc put_wrong(struct req *r, const struct wrong *w, enum rc outcome)
{
	struct record child;
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &child);

	if (rc != RC_OK)
		return rc;
	struct page p = privacy_begin(
		r, &child,
		&(struct privacy_frame){ .title = str_of(tr(r->ctx.lang, N_("Something is wrong"))),
					 .status = outcome == RC_OK ? 0 : rc_status(outcome) });
	elder_aloud(&p, false);
	if (privacy_may_speak(&p, child.id))
		put_wrong_form(&p, child.id, w);
	else
		privacy_who_speaks(&p);
	rc = family_phone(&p, &child);
	page_end(&p);
	return rc;
}

enum rc wrong_page_ask(struct req *r)
{
	return put_wrong(r, &(struct wrong){ .about = req_query(r, STR("about")) }, RC_OK);
}

/* "School or class: she is in class 3 (2) now" */
static str said(struct req *r, const struct wrong *w)
{
	struct buf b = buf_new(r->ctx.mem, 16 << 10);

	for (size_t i = 0; i < PART__N; i++) {
		if (!str_eq(w->about, str_of(parts[i].code)))
			continue;
		buf_str(&b, str_of(tr(r->ctx.lang, parts[i].wrong)));
		if (w->words.n)
			buf_str(&b, r->ctx.lang == LANG_ZH ? STR("：") : STR(": "));
		buf_str(&b, w->words);
	}
	return buf_view(&b);
}

/* A slow line makes people press twice: what was asked in the same words and waits is not asked again. */
static enum rc asked_already(struct req *r, str text, int64_t *ret)
{
	struct records list;
	struct list l = { .where = SQL("t.child = ?1 AND t.person = ?2 AND t.decided_on IS NULL"),
			  .v = { INT(r->id), INT(r->ctx.who->person) },
			  .nv = 2 };
	enum rc rc = record_list(&r->ctx, &rights_request_kind, &l, &list);

	*ret = 0;
	for (size_t i = 0; rc == RC_OK && i < list.n; i++)
		if (str_eq(rec_text(&list.r[i], RIGHTS_WHAT), STR(CODE_RIGHTS_WHAT_CORRECTION)) &&
		    str_eq(rec_text(&list.r[i], RIGHTS_TEXT), text))
			*ret = list.r[i].id;
	return rc;
}

struct wrong_new {
	struct rights_new new;
	int64_t id;
};

static enum rc wrong_job(struct ctx *c, void *arg)
{
	struct wrong_new *w = arg;

	return rights_ask(c, &w->new, &w->id);
}

enum rc wrong_page_send(struct req *r)
{
	enum { WORDS_MAX = 1900 /* of the 2,000 a request holds */ };
	struct http_pair *f;
	size_t n;
	struct record child;
	struct wrong_new ask = { .id = 0 };
	enum rc rc = req_form(r, &f, &n);

	if (rc == RC_OK)
		rc = record_load(&r->ctx, &child_kind, r->id, &child);
	if (rc != RC_OK)
		return rc;
	struct wrong w = { form_value(f, n, STR("about")), str_trim(form_value(f, n, STR("text"))) };
	str text = said(r, &w);
	if (!text.n)
		problem_add(&r->ctx.problems, STR("about"), N_("Tap what is wrong."), (str){ NULL, 0 },
			    (str){ NULL, 0 });
	if (utf8_count(w.words) > WORDS_MAX)
		problem_add(&r->ctx.problems, STR("text"), N_("Fewer words will do: at most {0} characters."),
			    STR("1900"), (str){ NULL, 0 });
	if (r->ctx.problems.n)
		return put_wrong(r, &w, RC_INVALID);
	rc = asked_already(r, text, &ask.id);
	ask.new = (struct rights_new){ .child = r->id,
				       .person = r->ctx.who->person,
				       .what = STR(CODE_RIGHTS_WHAT_CORRECTION),
				       .text = text };
	if (rc == RC_OK && !ask.id)
		rc = store_write(&r->ctx, PRIO_PEOPLE, wrong_job, &ask);
	if (rc == RC_OK) {
		struct page p = page_of(r);
		return req_see_other(r, html_url(&p, "/my/requests/#", ask.id));
	}
	return kindpage_again(rc) ? put_wrong(r, &w, rc) : rc;
}

/* --- all that is kept --- */

static enum rc put_file(struct req *r, bool opened)
{
	struct copy copy;
	enum rc rc = copy_collect(&r->ctx, r->id, &copy);

	if (rc != RC_OK)
		return rc;
	struct page p = privacy_begin(
		r, &copy.child,
		&(struct privacy_frame){ .title = str_of(tr(r->ctx.lang, N_("What is kept"))),
					 .no_store = opened,
					 .status = r->ctx.problems.n ? rc_status(RC_INVALID) : 0 });
	if (copy_put(&p, &copy, true))
		facts_show(&p, privacy_url(&p, r->id, STR("/file")));
	privacy_say(&p, N_("Is something wrong, or missing? Say so, and it is put right."));
	html_lit(&p, "<p class=\"acts\">");
	html_button(&p, privacy_url(&p, r->id, STR("/wrong")), N_("This is wrong"), false);
	html_lit(&p, "</p>\n");
	page_end(&p);
	return RC_OK;
}

enum rc family_page_file(struct req *r) { return put_file(r, false); }

enum rc family_page_open(struct req *r)
{
	bool given;
	enum rc rc = facts_purpose(r, &given);

	return rc == RC_OK ? put_file(r, given) : rc;
}
