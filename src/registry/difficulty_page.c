#include "difficulty_page.h"
#include "kindpage.h"

/* Where certificates and the parents' facts differ, and who is certified: a work list of officials and of the
 * villages' child directors, and no class screen, since it labels children. */

static const struct {
	const char *name, *label, *title, *none; /* name: of the address; the others English */
} ways[DIFFICULTY_HOW__N] = {
	[DIFFICULTY_PROPOSED] = { "proposed", N_("to certify"),
				  N_("The facts propose it, nobody has certified it"),
				  N_("Everybody whom the facts propose is certified.") },
	[DIFFICULTY_UNFOUNDED] = { "unfounded", N_("to check"),
				   N_("Certified, though the facts say otherwise"),
				   N_("No certificate stands against the facts.") },
	[DIFFICULTY_CERTIFIED] = { "certified", N_("certified"), N_("Certified"),
				   N_("On this day nobody is certified as a child in difficulty.") },
};

static bool find_way(str name, enum difficulty_how *ret)
{
	for (size_t i = 0; i < DIFFICULTY_HOW__N; i++)
		if (!name.n || str_eq(name, str_of(ways[i].name))) {
			*ret = (enum difficulty_how)i;
			return true;
		}
	return false;
}

static str address(struct page *p, enum difficulty_how how, day on)
{
	struct buf b = buf_new(p->mem, 16);
	str url = html_url_with(p, STR("/difficulties"), "of", str_of(ways[how].name));

	day_put(&b, on);
	return on == p->today ? url : html_url_with(p, url, "as_of", buf_view(&b));
}

/* --- what is shown --- */

static enum rc put_counts(struct page *p, day on)
{
	int64_t n[DIFFICULTY_HOW__N] = { 0 };
	enum rc rc = RC_OK;

	for (size_t i = 0; i < DIFFICULTY_HOW__N && rc == RC_OK; i++)
		rc = difficulty_count(&p->r->ctx, (enum difficulty_how)i, on, &n[i]);
	if (rc != RC_OK)
		return rc;
	table_tally_begin(p);
	for (size_t i = 0; i < DIFFICULTY_HOW__N; i++)
		table_tally(p, &(struct tally){ .count = n[i],
						.label = html_word(p, ways[i].label),
						.url = address(p, (enum difficulty_how)i, on) });
	table_tally_end(p);
	return RC_OK;
}

/* The categories that hold on the day, by name. */
static void put_certified(struct page *p, const struct difficulty_rows *list, int64_t child, day on)
{
	size_t at = 0;
	bool any = false;

	for (const struct record *d; (d = facts_next(list->index, FACTS_DIFFICULTIES, child, &at));) {
		day from = rec_day(d, DIFFICULTY_FROM), to = rec_day(d, DIFFICULTY_TO);
		if (from > on || (to && to < on))
			continue;
		if (any)
			html_lit(p, "<br>");
		html_text(p, registry_code(p, "cid_class", rec_text(d, DIFFICULTY_CATEGORY)));
		html_lit(p, " <small>");
		html_tr(p, N_("since {0}"), html_day_text(p, from));
		html_lit(p, "</small>");
		any = true;
	}
	if (!any)
		html_tr(p, N_("nothing"));
}

static void put_facts(struct page *p, const struct unattended *u)
{
	html_tr(p, difficulty_says_text(u->says));
	html_lit(p, "<small>");
	difficulty_put_reasons(p, u);
	html_lit(p, "</small>");
}

/* Who is to be certified is certified here; all else begins with the file. */
static void put_way(struct page *p, enum difficulty_how how, int64_t child)
{
	if (how == DIFFICULTY_PROPOSED && may_create(p->who, P_DIFFICULTY))
		html_link(p,
			  html_url_with(p, html_url(p, "/difficulties/new?child=#", child), "back",
					STR("/difficulties")),
			  html_word(p, N_("Certify")));
	else
		html_link(p, html_fill(p, "{0}#difficulty", html_url(p, "/children/#", child)),
			  html_word(p, N_("Open")));
}

static void put_child(struct page *p, const struct record *child, day on)
{
	html_lit(p, "<span>");
	html_link(p, html_url(p, "/children/#", child->id), rec_text(child, CHILD_NAME));
	html_lit(p, "<br><small>");
	html_text(p, registry_age(p, rec_day(child, CHILD_BIRTH_DATE), on));
	html_lit(p, "</small></span>");
}

struct shown {
	enum difficulty_how how;
	day on;
};

/* Of everybody who is certified, most are so for what no parent's fact speaks of. */
static void put_row(struct table *t, const struct difficulty_rows *list, const struct difficulty_row *row,
		    const struct shown *s)
{
	struct page *p = t->p;

	table_row(t);
	table_cell(t);
	put_child(p, &row->child, s->on);
	table_text(t, registry_region(p, rec_text(&row->child, CHILD_HOUSEHOLD_REGION)));
	if (s->how != DIFFICULTY_CERTIFIED) {
		table_cell(t);
		html_lit(p, "<div>");
		put_facts(p, &row->facts);
		html_lit(p, "</div>");
	}
	table_cell(t);
	html_lit(p, "<span>");
	put_certified(p, list, row->child.id, s->on);
	html_lit(p, "</span>");
	table_cell(t);
	put_way(p, s->how, row->child.id);
}

static void put_rows(struct page *p, const struct difficulty_rows *list, const struct shown *s)
{
	static const struct col all[] = { { N_("Child"), COL_TEXT },
					  { N_("Household place"), COL_TEXT },
					  { N_("By the facts"), COL_FULL },
					  { N_("Certified"), COL_TEXT },
					  { N_("Do"), COL_GO } },
				certified[] = { { N_("Child"), COL_TEXT },
						{ N_("Household place"), COL_TEXT },
						{ N_("Certified"), COL_TEXT },
						{ N_("Do"), COL_GO } };
	bool short_one = s->how == DIFFICULTY_CERTIFIED;
	struct table t = table_begin(p, short_one ? certified : all,
				     short_one ? COUNT(certified) : COUNT(all), (str){ NULL, 0 });

	for (size_t i = 0; i < list->n; i++)
		put_row(&t, list, &list->row[i], s);
	table_end(&t);
}

static void put_list(struct page *p, enum difficulty_how how, day on, const struct difficulty_rows *list,
		     int64_t after)
{
	str own = address(p, how, on), next = STR("");

	html_lit(p, "<section class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, ways[how].title);
	html_lit(p, "</h2></div>\n");
	if (list->n)
		put_rows(p, list, &(struct shown){ how, on });
	else
		table_empty(p, &(struct empty){ .title = N_("Nobody"), .why = ways[how].none });
	if (list->more && list->n)
		next = html_url_with(p, own, "after", html_int_text(p, list->row[list->n - 1].child.id));
	table_pages(p, &(struct pages){ .shown = list->n, .first = after ? own : STR(""), .next = next });
	html_lit(p, "</section>\n");
}

static enum rc list_show(struct req *r)
{
	enum difficulty_how how = DIFFICULTY_PROPOSED;
	struct difficulty_rows list = { .n = REGISTRY_PAGE };
	int64_t after = registry_after(r);
	day on;
	enum rc rc = registry_as_of(r, &on);

	if (rc != RC_OK || !find_way(req_query(r, STR("of")), &how))
		return RC_INVALID;
	if (!may_read(r->ctx.who, P_DIFFICULTY))
		return RC_NOT_FOUND;
	rc = difficulty_list(&r->ctx, how, on, after, &list);
	if (rc != RC_OK)
		return rc;
	struct page p =
		page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Children in difficulty"))),
					       .tab = "/more" });
	html_lit(&p, "<p class=\"s\">");
	html_tr(&p, N_("What is known of the parents proposes; what counts is the certificate. Where the two "
		       "differ, somebody should look."));
	html_lit(&p, "</p>\n");
	registry_as_of_form(&p, STR("/difficulties"), on);
	rc = put_counts(&p, on);
	put_list(&p, how, on, &list, after);
	page_end(&p);
	return rc;
}

/* clang-format off */
const struct route difficulty_routes[] = {
	/* Children in difficulty by name: for those who certify and look after them. */
	{ HTTP_GET, "/difficulties", list_show, .need = ROLES_DIFFICULTY, .slow = true, .purpose = "difficulty" },
	{ 0 },
};

static const uint8_t fields[] = {
	DIFFICULTY_CHILD, DIFFICULTY_CATEGORY, DIFFICULTY_FROM, DIFFICULTY_TO, DIFFICULTY_CERTIFICATE, DIFFICULTY_DECIDED_BY,
	DIFFICULTY_DISABILITY_TYPE, DIFFICULTY_DISABILITY_LEVEL, DIFFICULTY_EVIDENCE,
};
const struct kind_page difficulty_pages = {
	.kind = &difficulty_kind, .field = fields, .nfield = COUNT(fields), .tab = "/children",
	.add = N_("A certificate"),
	.mistake = N_("If it holds no longer, write the last day instead: then the history stays."),
};
/* clang-format on */

static enum rc count_proposed(struct ctx *c, struct today_count *ret)
{
	return difficulty_count(c, DIFFICULTY_PROPOSED, c->today, &ret->n);
}

const struct today_item difficulty_today = {
	.need = ROLES_COUNTY,
	.icon = "duty",
	.count = count_proposed,
	.title =
		N_("{0} children whom the facts propose as orphans or de facto unattended are not certified"),
	.one = N_("One child whom the facts propose as an orphan or de facto unattended is not certified"),
	.why = N_("Until somebody certifies it, they have no claim to the allowance."),
	.url = "/difficulties",
	.verb = N_("Look"),
};
