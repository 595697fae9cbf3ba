#include "declared.h"
#include "facts.h"
#include "registry_page.h"

/* Where forms and facts say different things about a child: an official's work list, and no class screen,
 * since it labels children.  From each row the way leads to the file, where both are explained. */

static const struct {
	const char *name, *label; /* of the address; English */
} ways[DECLARED__N] = {
	[DECLARED_DIFFERS] = { "differs", N_("say something else") },
	[DECLARED_UNKNOWN] = { "unknown", N_("facts do not say") },
};

static bool find_way(str name, enum declared_how *ret)
{
	for (size_t i = 0; i < DECLARED__N; i++)
		if (!name.n || str_eq(name, str_of(ways[i].name))) {
			*ret = (enum declared_how)i;
			return true;
		}
	return false;
}

static str address(struct page *p, enum declared_how how, day on)
{
	struct buf b = buf_new(p->mem, 16);
	str url = html_url_with(p, STR("/declared"), "of", str_of(ways[how].name));

	day_put(&b, on);
	return on == p->today ? url : html_url_with(p, url, "as_of", buf_view(&b));
}

/* --- what is shown --- */

static void put_declared(struct page *p, const struct record *d)
{
	str source = facts_text(p, d, DECLARATION_SOURCE);

	html_text(p, facts_text(p, d, DECLARATION_STATUS));
	html_lit(p, "<br><small>");
	html_day_full(p, rec_day(d, DECLARATION_DAY));
	if (source.n) {
		html_text(p, html_word(p, N_("; ")));
		html_text(p, source);
	}
	html_lit(p, "</small>");
}

static void put_computed(struct page *p, const struct declared *d)
{
	static const char *const code[] = { CODE_ROLL_STATUS_NONE, CODE_ROLL_STATUS_ONE,
					    CODE_ROLL_STATUS_BOTH };

	if (d->computed < 0 || d->computed > 2) {
		html_tr(p, N_("not known: who the parents are, or where, is not written down"));
		return;
	}
	html_text(p, registry_code(p, "roll_status", str_of(code[d->computed])));
	html_lit(p, "<br><small>");
	html_tr(p, N_("from absences, since {0}"), html_day_text(p, d->since));
	html_lit(p, "</small>");
}

static void put_rows(struct page *p, const struct declared *list, size_t n)
{
	static const struct col cols[] = { { N_("Child"), COL_TEXT },
					   { N_("School"), COL_TEXT },
					   { N_("Declared"), COL_TEXT },
					   { N_("Computed"), COL_TEXT } };
	struct table t = table_begin(p, cols, COUNT(cols), (str){ NULL, 0 });

	for (size_t i = 0; i < n; i++) {
		const struct record *child = &list[i].child;
		table_row(&t);
		table_cell(&t);
		html_link(p, html_url(p, "/children/#", child->id), rec_text(child, CHILD_NAME));
		table_text(&t, child->label[CHILD_SCHOOL]);
		table_cell(&t);
		html_lit(p, "<span>");
		put_declared(p, &list[i].declaration);
		html_lit(p, "</span>");
		table_cell(&t);
		html_lit(p, "<span>");
		put_computed(p, &list[i]);
		html_lit(p, "</span>");
	}
	table_end(&t);
}

static enum rc put_counts(struct page *p, day on)
{
	int64_t n[DECLARED__N] = { 0 };
	enum rc rc = RC_OK;

	for (size_t i = 0; i < DECLARED__N && rc == RC_OK; i++)
		rc = declared_count(&p->r->ctx, (enum declared_how)i, on, &n[i]);
	if (rc != RC_OK)
		return rc;
	table_tally_begin(p);
	for (size_t i = 0; i < DECLARED__N; i++)
		table_tally(p, &(struct tally){ .count = n[i],
						.label = html_word(p, ways[i].label),
						.url = address(p, (enum declared_how)i, on) });
	table_tally_end(p);
	return RC_OK;
}

enum rc declared_page_list(struct req *r)
{
	enum declared_how how = DECLARED_DIFFERS;
	struct declared_rows list = { .n = REGISTRY_PAGE };
	int64_t after = registry_after(r);
	day on;
	enum rc rc = registry_as_of(r, &on);

	if (rc != RC_OK || !find_way(req_query(r, STR("of")), &how))
		return RC_INVALID;
	if (!may_read(r->ctx.who, P_STATUS) || !may_read(r->ctx.who, declaration_kind.profile))
		return RC_NOT_FOUND;
	rc = declared_list(&r->ctx, how, on, after, &list);
	if (rc != RC_OK)
		return rc;
	struct page p =
		page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("Declared and computed"))),
					       .tab = "/more" });
	html_lit(&p, "<p class=\"s\">");
	html_tr(&p, N_("A form says of a child that its parents are away, or are not; the facts say "
		       "otherwise. What counts "
		       "are the facts: ask the family, and write down what is so."));
	html_lit(&p, "</p>\n");
	registry_as_of_form(&p, STR("/declared"), on);
	rc = put_counts(&p, on);
	html_lit(&p, "<section class=\"stack\"><div class=\"head\"><h2>");
	html_tr(&p, how == DECLARED_DIFFERS ? N_("Form and facts differ") : N_("The facts do not say"));
	html_lit(&p, "</h2></div>\n");
	if (list.n)
		put_rows(&p, list.row, list.n);
	else
		table_empty(&p, &(struct empty){ .title = N_("Nobody"),
						 .why = N_("On this day no child is in this list.") });
	str own = address(&p, how, on);
	table_pages(&p,
		    &(struct pages){
			    .shown = list.n,
			    .first = after ? own : STR(""),
			    .next = list.more && list.n
					    ? html_url_with(&p, own, "after",
							    html_int_text(&p, list.row[list.n - 1].child.id))
					    : STR("") });
	html_lit(&p, "</section>\n");
	page_end(&p);
	return rc;
}
