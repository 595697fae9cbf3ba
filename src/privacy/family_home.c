/* The first page of a family: whose it is, what there is to do, and whom to ring.  For those who read with
 * trouble: big type, four ways on, read aloud. */
#include "family_home.h"
#include "class_teacher.h"
#include "consent.h"
#include "elder.h"
#include "notice.h"
#include "privacy_page.h"

/* --- whose --- */

static const char *greeting_of(str relation)
{
	/* clang-format off */
	static const struct { const char *code, *text; } words[] = {
		{ CODE_RELATION_FATHER,         N_("Good day, dad of {0}") },
		{ CODE_RELATION_MOTHER,         N_("Good day, mum of {0}") },
		{ CODE_RELATION_FATHERS_FATHER, N_("Good day, grandpa of {0}") },
		{ CODE_RELATION_FATHERS_MOTHER, N_("Good day, grandma of {0}") },
		{ CODE_RELATION_MOTHERS_FATHER, N_("Good day, grandad of {0}") },
		{ CODE_RELATION_MOTHERS_MOTHER, N_("Good day, granny of {0}") },
	};
	/* clang-format on */

	for (size_t i = 0; i < COUNT(words); i++)
		if (str_eq(relation, str_of(words[i].code)))
			return words[i].text;
	return NULL;
}

enum rc family_tie(struct page *p, int64_t child, struct record *ret)
{
	struct records found;
	struct list l = { .filter = { { TIE_CHILD, INT(child) } }, .nfilter = 1, .on = p->today };
	enum rc rc = record_list(&p->r->ctx, &tie_kind, &l, &found);

	if (rc == RC_OK && !found.n)
		return RC_NOT_FOUND;
	if (rc == RC_OK)
		*ret = found.r[0];
	return rc;
}

/* "Good day, grandma of Lin Xinyi", as people greet each other in a village. */
static str greeting(struct page *p, const struct record *child)
{
	str name = p->who->name.n ? p->who->name : p->who->login;
	struct record tie;

	if (!child || family_tie(p, child->id, &tie) != RC_OK)
		return html_say(p, N_("Good day, {0}"), name);
	const char *text = greeting_of(rec_text(&tie, TIE_RELATION));
	return text ? html_say(p, text, rec_text(child, CHILD_NAME)) : html_say(p, N_("Good day, {0}"), name);
}

static void put_heading(struct page *p, str heading, str under)
{
	html_lit(p, "<div><h1>");
	html_text(p, heading);
	html_lit(p, "</h1><p class=\"s\">");
	html_text(p, under);
	html_lit(p, "</p></div>\n");
}

/* --- whom to ring --- */

enum rc family_phone(struct page *p, const struct record *child)
{
	struct record school;
	int64_t id = rec_int(child, CHILD_SCHOOL);

	if (!id)
		return RC_OK;
	enum rc rc = record_load(&p->r->ctx, &school_kind, id, &school);
	if (rc != RC_OK || rec_null(&school, SCHOOL_PHONE))
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	html_lit(p, "<section class=\"ring\"><p>");
	html_tr(p, N_("It does not matter if this is hard to use. Ring the school and say the name of {0}:"),
		rec_text(child, CHILD_NAME));
	html_lit(p, "</p>");
	elder_phone(p, rec_text(&school, SCHOOL_PHONE));
	html_lit(p, "</section>\n");
	return RC_OK;
}

/* --- one child --- */

enum rc family_school_line(struct page *p, const struct record *child, str *ret)
{
	str school = child->label[CHILD_SCHOOL], class = child->label[CHILD_CLASS], teacher;
	enum rc rc = class_teacher_name(&p->r->ctx, rec_int(child, CHILD_CLASS), p->today, &teacher);

	if (rc != RC_OK)
		return rc;
	if (!school.n)
		*ret = html_say(p, N_("No school is written down for {0}."), rec_text(child, CHILD_NAME));
	else if (!class.n)
		*ret = html_say(p, N_("{0} goes to {1}."), rec_text(child, CHILD_NAME), school);
	else if (!teacher.n)
		*ret = html_say(p, N_("{0} goes to {1}, {2}."), rec_text(child, CHILD_NAME), school, class);
	else
		*ret = html_say(p, N_("{0} goes to {1}, {2}. The class teacher is {3}."),
				rec_text(child, CHILD_NAME), school, class, teacher);
	return RC_OK;
}

static void put_ways(struct page *p, int64_t child)
{
	static const struct {
		const char *icon, *tail, *title, *why;
	} ways[] = {
		{ "child", "/known", N_("My child"), N_("What is written down") },
		{ "help", "/wrong", N_("Something is wrong"), N_("Tell us, and it is put right") },
		{ "eye", "/looked", N_("Who looked"), N_("Who, when and what for") },
		{ "yes", "/consents", N_("What we agreed to"), N_("Say yes, say no, take it back") },
	};

	elder_ways_begin(p, N_("What you can do here"));
	for (size_t i = 0; i < COUNT(ways); i++)
		elder_way(p, &(struct elder_way){ ways[i].icon, html_word(p, ways[i].title),
						  html_word(p, ways[i].why),
						  privacy_url(p, child, str_of(ways[i].tail)) });
	elder_ways_end(p);
}

static enum rc put_home(struct page *p, const struct record *child, str heading)
{
	str line;
	enum rc rc = family_school_line(p, child, &line);

	if (rc != RC_OK)
		return rc;
	put_heading(p, heading, line);
	rc = registry_first_panels(p, child);
	if (rc == RC_OK)
		rc = notice_panel(p);
	if (rc != RC_OK)
		return rc;
	elder_aloud(p, true);
	html_lit(p, "<p class=\"acts\">");
	html_button(p, html_url(p, "/children/#/calls/new", child->id), N_("Book a call"), true);
	html_lit(p, "</p>\n");
	put_ways(p, child->id);
	rc = family_phone(p, child);
	html_lit(p, "<p class=\"links\">");
	html_link(p, html_url(p, "/children/#/contacts", child->id), html_word(p, N_("Keeping in touch")));
	html_lit(p, " ");
	html_link(p, html_url(p, "/children/#/deeds", child->id), html_word(p, N_("Entrusted care")));
	html_lit(p, " ");
	html_link(p, html_url(p, "/children/#/calls", child->id), html_word(p, N_("Calls")));
	html_lit(p, " ");
	html_link(p, html_url(p, "/children/#/letters", child->id), html_word(p, N_("Letters")));
	html_lit(p, " ");
	html_link(p, html_url(p, "/children/#/growth", child->id), html_word(p, N_("Growth file")));
	html_lit(p, " ");
	html_link(p, privacy_url(p, child->id, STR("/requests")), html_word(p, N_("Ask for something else")));
	html_lit(p, " ");
	html_link(p, privacy_url(p, child->id, STR("/shared")), html_word(p, N_("What was passed on")));
	html_lit(p, " ");
	html_link(p, STR("/simple/on"), html_word(p, N_("Simple page for an old phone")));
	html_lit(p, " ");
	html_link(p, STR("/more"), html_word(p, N_("Language, sign out")));
	html_lit(p, "</p>\n");
	return rc;
}

enum rc family_page_child(struct req *r)
{
	struct record child;
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &child);

	if (rc != RC_OK)
		return rc;
	struct page p = page_begin(r, &(struct frame){ .title = rec_text(&child, CHILD_NAME),
						       .elder = true,
						       .own_h1 = true,
						       .back = STR("/"),
						       .back_label = N_("Back") });
	rc = put_home(&p, &child, rec_text(&child, CHILD_NAME));
	if (rc == RC_OK)
		rc = registry_panels(&p, &child);
	page_end(&p);
	return rc;
}

/* --- several --- */

static enum rc put_children(struct page *p, const struct records *list)
{
	enum rc rc;

	put_heading(p, greeting(p, NULL),
		    html_say(p, N_("{0}; {1}"), html_day_text(p, p->today), html_weekday_text(p, p->today)));
	rc = notice_panel(p);
	if (rc != RC_OK)
		return rc;
	elder_aloud(p, true);
	if (!list->n)
		table_empty(
			p,
			&(struct empty){
				.title = N_("No child stands here"),
				.why = N_("Ask the school: it writes down whose parent or guardian you are."),
				.scene = true });
	elder_ways_begin(p, N_("Your children"));
	for (size_t i = 0; i < list->n; i++) {
		const struct record *child = &list->r[i];
		elder_way(p, &(struct elder_way){ "child", rec_text(child, CHILD_NAME),
						  child->label[CHILD_SCHOOL].n
							  ? child->label[CHILD_SCHOOL]
							  : registry_child_line(p, child, p->today),
						  html_url(p, "/my/children/#", child->id) });
	}
	elder_way(p, &(struct elder_way){ "more", html_word(p, N_("More")),
					  html_word(p, N_("Language, sign out")), STR("/more") });
	elder_ways_end(p);
	return RC_OK;
}

enum rc family_today(struct page *p)
{
	struct records list;
	struct list l = { .want = 1ULL << CHILD_NAME | 1ULL << CHILD_SEX | 1ULL << CHILD_BIRTH_DATE |
				  1ULL << CHILD_SCHOOL | 1ULL << CHILD_CLASS };
	enum rc rc = record_list(&p->r->ctx, &child_kind, &l, &list);

	if (rc != RC_OK)
		return rc;
	return list.n == 1 ? put_home(p, &list.r[0], greeting(p, &list.r[0])) : put_children(p, &list);
}
