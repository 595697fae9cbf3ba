#include "growth_page.h"

#include "correction.h"
#include "elder.h"
#include "entry_form.h"
#include "facts.h"
#include "frame.h"
#include "grade.h"
#include "privacy_page.h"
#include "registry_page.h"
#include "section.h"
#include "thread.h"

enum { YEARS_MOST = 19 /* a childhood, and the year after it */ };

/* What is asked for. */
struct asked {
	struct record child;
	const struct code *section; /* NULL: all */
	int year;                   /* the school year that began in it; 0: this one and the one before */
	int first, last;            /* school years there may be something of */
};

static int year_of(day d) { return grade_school_year(d, &grade_system_6_3); }
static day year_from(int year) { return (day)(year * 10000 + grade_system_6_3.starts); }

static bool read_section(struct req *r, const struct code **ret)
{
	str is = req_query(r, STR("section"));

	*ret = NULL;
	if (!is.n)
		return true;
	*ret = code_find(code_list_find(STR("growth_section")), is, 0, (str){ NULL, 0 });
	return *ret != NULL;
}

static bool read_year(struct req *r, struct asked *a)
{
	str is = req_query(r, STR("year"));
	int64_t year = 0;

	if (is.n && (!str_int(is, &year) || year < a->first || year > a->last))
		return false;
	a->year = (int)year;
	return true;
}

/* An address that says something that cannot be is one that is not there. */
static enum rc load(struct req *r, struct asked *a)
{
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &a->child);

	if (rc != RC_OK)
		return rc;
	day born = rec_day(&a->child, CHILD_BIRTH_DATE);
	a->last = year_of(r->ctx.today);
	a->first = born ? year_of(born) : a->last - 1;
	if (a->first > a->last)
		a->first = a->last;
	if (a->first < a->last - YEARS_MOST)
		a->first = a->last - YEARS_MOST;
	return read_section(r, &a->section) && read_year(r, a) ? RC_OK : RC_NOT_FOUND;
}

/* --- the ways: sections, years --- */

static str address(struct page *p, const struct asked *a, const char *tail, str section, int year)
{
	str url = html_fill(p, "{0}{1}", html_url(p, "/children/#/growth", a->child.id), str_of(tail));

	if (section.n)
		url = html_url_with(p, url, "section", section);
	return year ? html_url_with(p, url, "year", html_int_text(p, year)) : url;
}

static str section_code(const struct asked *a) { return a->section ? a->section->code : STR(""); }

static void put_chip(struct page *p, str url, str text, bool is)
{
	html_lit(p, "<a");
	html_href(p, url);
	if (is)
		html_lit(p, " aria-current=\"page\"");
	html_lit(p, ">");
	html_text(p, text);
	html_lit(p, "</a>");
}

/* Is there a source of it that this reader may ask? */
static bool has_section(const struct page *p, str section)
{
	for (const struct room *const *r = p->r->app->house->rooms; *r; r++)
		for (const struct timeline_source *const *s = (*r)->timeline; s && *s; s++)
			if (timeline_asks(p, *s, section))
				return true;
	return false;
}

static void put_sections(struct page *p, const struct asked *a)
{
	const struct code_list *list = code_list_find(STR("growth_section"));
	const struct code *code;
	size_t at = 0;

	html_lit(p, "<nav class=\"chips\"");
	html_attr_tr(p, "aria-label", N_("Sections of the growth file"));
	html_lit(p, ">");
	put_chip(p, address(p, a, "", STR(""), a->year), html_word(p, N_("All sections")), !a->section);
	while (list && (code = code_next(list, &at, p->today, (str){ NULL, 0 })))
		if (has_section(p, code->code))
			put_chip(p, address(p, a, "", code->code, a->year),
				 privacy_sentence(p, p->lang == LANG_EN ? code->en : code->zh),
				 a->section == code);
	html_lit(p, "</nav>\n");
}

static str year_text(struct page *p, int year)
{
	struct buf b = buf_new(p->mem, 32);

	grade_school_year_put(&b, year);
	return buf_view(&b);
}

static void put_years(struct page *p, const struct asked *a)
{
	html_lit(p, "<nav class=\"chips\"");
	html_attr_tr(p, "aria-label", N_("School years"));
	html_lit(p, ">");
	put_chip(p, address(p, a, "", section_code(a), 0), html_word(p, N_("Newest")), !a->year);
	for (int year = a->last; year >= a->first; year--)
		put_chip(p, address(p, a, "", section_code(a), year), year_text(p, year), a->year == year);
	html_lit(p, "</nav>\n");
}

/* What somebody who works with the child writes here: the first is the button, the others are links. */
static void put_write(struct page *p, int64_t child)
{
	size_t n = 0;

	if (!(p->who->role & (ROLES_STAFF | ROLES_CARE)))
		return;
	for (const struct entry_form *const *f = entry_form_all; *f; f++) {
		if (!may_create(p->who, (*f)->kind->profile))
			continue;
		if (n++ == 0) {
			html_lit(p, "<p>");
			html_button(p, entry_form_url(p, *f, child), (*f)->add, true);
			html_lit(p, "</p>\n<p class=\"links\">");
		} else {
			html_link(p, entry_form_url(p, *f, child), html_word(p, (*f)->add));
		}
	}
	if (n)
		html_lit(p, "</p>\n");
}

/* --- one thing on one day --- */

static void put_text(struct page *p, const struct timeline_item *item)
{
	if (item->covered) {
		html_lit(p, "<p>");
		html_icon(p, "lock");
		html_lit(p, " ");
		html_tr(p, N_("known, not shown"));
		html_lit(p, "</p>");
	}
	if (!item->text.n)
		return;
	html_lit(p, "<p>");
	html_text(p, item->text);
	html_lit(p, "</p>");
}

static void put_picture(struct page *p, const struct timeline_item *item)
{
	if (!item->picture.n)
		return;
	html_lit(p, "<div class=\"photos\"><img loading=\"lazy\"");
	html_attr(p, "src", html_url_ours(item->picture) ? item->picture : STR("#"));
	html_attr(p, "alt", item->picture_alt);
	html_lit(p, "></div>");
}

static void put_item(struct page *p, const struct asked *a, const struct timeline_item *item)
{
	const struct code_list *list = code_list_find(STR("growth_section"));
	str section = code_label(list, str_of(item->section), p->lang);

	thread_item_to(p, item->title, item->url, item->on,
		       item->by.n ? html_say(p, N_("{0}, {1}"), section, item->by) : section);
	if (item->redone) {
		html_lit(p, "<details><summary>");
		html_tr(p, N_("A newer version stands; this is what stood there before"));
		html_lit(p, "</summary>");
	}
	put_text(p, item);
	put_picture(p, item);
	if (item->redone)
		html_lit(p, "</details>");
	if (item->kind && !item->redone && privacy_family(p)) {
		html_lit(p, "<p class=\"links\">");
		correction_link(p, item->kind, a->child.id, item->id);
		html_lit(p, "</p>");
	}
	thread_item_end(p);
}

/* In big type there is room for fewer. */
static size_t items_most(const struct page *p)
{
	enum { MOST = 80, MOST_BIG = 20 };
	return privacy_family(p) || p->who->role == ROLE_CHILD ? MOST_BIG : MOST;
}

/* Is any of it covered? */
static bool put_items(struct page *p, const struct asked *a, const struct timeline *t)
{
	bool covered = false;
	size_t n = t->n < items_most(p) ? t->n : items_most(p);

	thread_begin(p);
	for (size_t i = 0; i < n; i++) {
		put_item(p, a, &t->item[i]);
		covered |= t->item[i].covered;
	}
	thread_end(p);
	return covered;
}

/* --- the page --- */

static void put_rest(struct page *p, const struct asked *a, const struct timeline *t)
{
	int before = (a->year ? a->year : a->last - 1) - 1;

	if (t->more || t->n > items_most(p)) {
		html_lit(p, "<p class=\"sheet note\">");
		html_tr(p, N_("There is more than fits here. Choose a section or a school year."));
		html_lit(p, "</p>\n");
	}
	if (before < a->first)
		return;
	html_lit(p, "<p class=\"links\">");
	html_link(p, address(p, a, "", section_code(a), before),
		  html_say(p, N_("Before that: school year {0}"), year_text(p, before)));
	html_lit(p, "</p>\n");
}

/* Where the way back from a page about this child leads: the child's file, the family's page, one's own. */
static str growth_back(struct page *p, int64_t child)
{
	return p->who->role == ROLE_CHILD ? STR("/me") : privacy_url(p, child, STR(""));
}

static struct page begin(struct req *r, const struct asked *a)
{
	struct page p = page_of(r);
	bool family = privacy_family(&p) || p.who->role == ROLE_CHILD;

	return page_begin(r, &(struct frame){ .title = html_word(&p, N_("Growth file")),
					      .where = rec_text(&a->child, CHILD_NAME),
					      .under = rec_text(&a->child, CHILD_NAME),
					      .tab = "/children",
					      .elder = family,
					      .back = growth_back(&p, a->child.id),
					      .back_label = family ? N_("Back") : N_("To the file"),
					      .no_store = r->ctx.purpose.n != 0,
					      .status = r->ctx.problems.n ? rc_status(RC_INVALID) : 200 });
}

static enum rc put(struct req *r, const struct asked *a)
{
	struct page p = begin(r, a);
	struct timeline t = { .p = &p, .child = &a->child, .only = section_code(a) };

	t.from = year_from(a->year ? a->year : a->last - 1);
	t.until = a->year ? day_add(year_from(a->year + 1), -1) : r->ctx.today;
	/* The newest pages of a young child's file begin with the birth. */
	if (!a->year && a->last - 1 <= a->first)
		t.from = rec_day(&a->child, CHILD_BIRTH_DATE);
	if (privacy_family(&p))
		elder_aloud(&p, false);
	form_summary(&p, NULL);
	put_write(&p, a->child.id);
	growth_ways(&p, a->child.id);
	put_sections(&p, a);
	put_years(&p, a);
	enum rc rc = timeline_read(&t);
	if (rc != RC_OK)
		return rc;
	if (!t.n)
		table_empty(&p, &(struct empty){ .title = N_("Nothing is written here yet"),
						 .why = N_("What somebody writes, measures or makes stands "
							   "here from that day on.") });
	else if (put_items(&p, a, &t))
		facts_show(&p, address(&p, a, "/show", section_code(a), a->year));
	put_rest(&p, a, &t);
	page_end(&p);
	return RC_OK;
}

static enum rc growth_page_show(struct req *r)
{
	struct asked a = { .year = 0 };
	enum rc rc = load(r, &a);

	return rc == RC_OK ? put(r, &a) : rc;
}

/* The covered texts, for a purpose: the dispatcher puts it on record before they leave. */
static enum rc growth_page_open(struct req *r)
{
	struct asked a = { .year = 0 };
	bool given = false;
	enum rc rc = facts_purpose(r, &given);

	if (rc == RC_OK)
		rc = load(r, &a);
	if (rc != RC_OK)
		return rc;
	return put(r, &a);
}

/* clang-format off */
const struct route growth_page_routes[] = {
	{ HTTP_GET,  "/children/:id/growth",      growth_page_show, .need = ROLES_GROWTH_FILE, .purpose = "growth" },
	{ HTTP_POST, "/children/:id/growth/show", growth_page_open, .need = ROLES_GROWTH_FILE, .purpose = "growth" },
	{ 0 },
};
/* clang-format on */
