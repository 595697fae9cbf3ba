#include "facts.h"
#include "merge_page.h"

/* The queue of likely duplicates: whom to look at first.  It shows names, birthdays and schools, and no
 * status of anybody. */

enum { ON_PAGE = 24, NAMED = 2 * ON_PAGE };

str merge_page_word(enum match_what what) { return what == MATCH_CHILDREN ? STR("children") : STR("adults"); }

enum match_what merge_page_what(str word)
{
	return str_eq(word, STR("adults")) ? MATCH_ADULTS : MATCH_CHILDREN;
}

str merge_page_line(struct page *p, const struct record *r)
{
	bool child = r->kind == &child_kind;
	day born = rec_day(r, child ? (size_t)CHILD_BIRTH_DATE : (size_t)PERSON_BIRTH_DATE);
	str name = rec_text(r, child ? (size_t)CHILD_NAME : (size_t)PERSON_NAME);
	str school = child ? r->label[CHILD_SCHOOL] : STR("");

	if (born)
		name = html_say(p, N_("{0}, {1}"), name, html_day_text(p, born));
	return school.n ? html_say(p, N_("{0}, {1}"), name, school) : name;
}

static str merge_page_signs(struct page *p, unsigned signs)
{
	struct buf b = buf_new(p->mem, 4 << 10);

	for (int against = 0; against < 2; against++)
		for (int i = 0; i < LIKELY_SIGNS; i++) {
			enum likely_sign sign = (enum likely_sign)(1U << i);
			if (!(signs & sign) || likely_against(sign) != (against != 0))
				continue;
			if (b.n)
				buf_str(&b, html_word(p, against ? N_("; but ") : N_(", ")));
			buf_str(&b, html_word(p, likely_label(sign)));
		}
	return buf_view(&b);
}

/* --- names of many by a few statements --- */

struct named {
	const struct kind *kind;
	struct record *r;
	size_t n;
};

enum { AT_ONCE = 16 };

static enum rc load_named(struct ctx *c, const struct match *m, size_t n, struct named *to)
{
	static const uint64_t child =
		UINT64_C(1) << CHILD_NAME | UINT64_C(1) << CHILD_BIRTH_DATE | UINT64_C(1) << CHILD_SCHOOL;
	static const uint64_t adult = UINT64_C(1) << PERSON_NAME | UINT64_C(1) << PERSON_BIRTH_DATE;
	enum rc rc = RC_OK;

	to->r = NEW(c->mem, struct record, NAMED + AT_ONCE);
	for (size_t at = 0; at < 2 * n && rc == RC_OK; at += AT_ONCE) {
		struct list l = { .nv = AT_ONCE, .want = to->kind == &child_kind ? child : adult };
		struct records some = { .r = NULL };
		l.where = SQL("t.id IN " DB_SIXTEEN);
		for (size_t i = 0; i < AT_ONCE; i++) {
			size_t k = at + i < 2 * n ? at + i : 2 * n - 1;
			l.v[i] = INT(k % 2 ? m[k / 2].other : m[k / 2].one);
		}
		rc = record_list(c, to->kind, &l, &some);
		for (size_t i = 0; i < some.n && rc == RC_OK; i++)
			to->r[to->n++] = some.r[i];
	}
	return rc;
}

static const struct record *find_named(const struct named *all, int64_t id)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->r[i].id == id)
			return &all->r[i];
	return NULL;
}

/* --- the page --- */

static str own_url(struct page *p, enum match_what what)
{
	return html_url_with(p, STR("/duplicates"), "of", merge_page_word(what));
}

static str pair_url(struct page *p, const struct match *m)
{
	str url = html_url_with(p, html_url(p, "/duplicates/#", m->one), "with", html_int_text(p, m->other));

	return html_url_with(p, url, "of", merge_page_word(m->what));
}

static const char *sure_text(int score)
{
	return score >= 90 ? N_("very likely") : score >= 75 ? N_("likely") : N_("perhaps");
}

static void put_rows(struct page *p, const struct match *m, size_t n, const struct named *all)
{
	static const struct col cols[] = { { N_("Who"), COL_TEXT },
					   { N_("Who too"), COL_TEXT },
					   { N_("What is alike"), COL_FULL },
					   { N_("The same?"), COL_TEXT },
					   { N_("Look"), COL_GO } };
	struct table t = table_begin(p, cols, COUNT(cols), (str){ NULL, 0 });

	for (size_t i = 0; i < n; i++) {
		const struct record *one = find_named(all, m[i].one), *other = find_named(all, m[i].other);
		if (!one || !other)
			continue;
		table_row(&t);
		table_text(&t, merge_page_line(p, one));
		table_text(&t, merge_page_line(p, other));
		table_text(&t, merge_page_signs(p, m[i].signs));
		table_text(&t, html_word(p, sure_text(m[i].score)));
		table_cell(&t);
		html_link(p, pair_url(p, &m[i]), html_word(p, N_("Compare")));
	}
	table_end(&t);
}

static enum rc put_counts(struct page *p)
{
	static const struct {
		enum match_what what;
		const char *label;
	} ways[] = { { MATCH_CHILDREN, N_("pairs of children") }, { MATCH_ADULTS, N_("pairs of adults") } };
	enum rc rc = RC_OK;

	table_tally_begin(p);
	for (size_t i = 0; i < COUNT(ways) && rc == RC_OK; i++) {
		int64_t n = 0;
		rc = match_count(&p->r->ctx, ways[i].what, &n);
		table_tally(p, &(struct tally){ .count = n,
						.label = html_word(p, ways[i].label),
						.url = own_url(p, ways[i].what) });
	}
	table_tally_end(p);
	return rc;
}

struct match merge_page_after(struct req *r)
{
	str rest = req_query(r, STR("after")), part;
	struct match m = { .one = 0 };
	int64_t score, one, other;

	if (str_next(&rest, '-', &part) && str_int(part, &score) && str_next(&rest, '-', &part) &&
	    str_int(part, &one) && str_int(rest, &other) && score >= 0 && score <= 100) {
		m.score = (int)score;
		m.one = one;
		m.other = other;
	}
	return m;
}

static str next_url(struct page *p, const struct match *last)
{
	return html_url_with(p, own_url(p, last->what), "after",
			     html_fill(p, "{0}-{1}-{2}", html_int_text(p, last->score),
				       html_int_text(p, last->one), html_int_text(p, last->other)));
}

enum rc merge_page_list(struct req *r)
{
	str asked = req_query(r, STR("of"));
	enum match_what what = merge_page_what(asked);
	struct match m[ON_PAGE + 1], after = merge_page_after(r);
	size_t n = COUNT(m);
	enum rc rc = match_list(&r->ctx, what, &after, m, &n);

	if (rc == RC_OK && !n && !asked.n) { /* nobody asked for children: whoever there is */
		what = MATCH_ADULTS;
		n = COUNT(m);
		rc = match_list(&r->ctx, what, &after, m, &n);
	}
	struct named all = { .kind = what == MATCH_CHILDREN ? &child_kind : &person_kind };
	size_t shown = n < ON_PAGE ? n : ON_PAGE;
	if (rc == RC_OK && shown)
		rc = load_named(&r->ctx, m, shown, &all);
	if (rc != RC_OK)
		return rc;
	struct page p =
		page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Twice in the register?"))),
					       .tab = "/more" });
	html_lit(&p, "<p class=\"s\">");
	html_tr(&p, N_("These resemble each other. Compare the two, and say whether they are one: nothing is "
		       "joined by itself, and a merge can be taken back."));
	html_lit(&p, "</p>\n");
	rc = put_counts(&p);
	html_lit(&p, "<section class=\"stack\"><div class=\"head\"><h2>");
	html_tr(&p, what == MATCH_CHILDREN ? N_("Children") : N_("Adults"));
	html_lit(&p, "</h2></div>\n");
	if (shown)
		put_rows(&p, m, shown, &all);
	else
		table_empty(&p,
			    &(struct empty){ .title = N_("Nobody seems to be there twice"),
					     .why = N_("Whoever is written down is compared with those who "
						       "are known; who resembles stands here.") });
	table_pages(&p, &(struct pages){ .shown = shown,
					 .first = after.one ? own_url(&p, what) : STR(""),
					 .next = n > shown ? next_url(&p, &m[shown - 1]) : STR("") });
	html_lit(&p, "</section>\n");
	page_end(&p);
	return rc;
}

/* --- Today --- */

static enum rc count_pairs(struct ctx *c, struct today_count *ret)
{
	int64_t adults = 0;
	enum rc rc = match_count(c, MATCH_CHILDREN, &ret->n);

	if (rc == RC_OK)
		rc = match_count(c, MATCH_ADULTS, &adults);
	ret->n += adults;
	return rc;
}

const struct today_item merge_today = {
	.need = ROLES_MERGE,
	.icon = "child",
	.count = count_pairs,
	.title = N_("{0} pairs that may be one and the same"),
	.one = N_("Two who may be one and the same"),
	.why = N_("A child that is written down twice is counted twice, and its file is torn in two."),
	.url = "/duplicates",
	.verb = N_("Compare"),
};
