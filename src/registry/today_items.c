/* The order of the registry's part of Today: who waits for whom comes first, what is only to be known comes
 * last. */
#include "difficulty_page.h"
#include "export.h"
#include "hand_in.h"
#include "merge_page.h"
#include "sweep_today.h"
#include "today.h"
#include "transfer.h"

static enum rc count_exports(struct ctx *c, struct today_count *ret) { return export_waiting(c, &ret->n); }

/* clang-format off */
static const struct today_item export_today = {
	.need = ROLES_COUNTY, .icon = "lock", .count = count_exports,
	.title = N_("Lists that wait for your answer: {0}"), .one = N_("A list waits for your answer"),
	.why = N_("Somebody wants to take data of children out as a file."),
	.url = "/exports", .verb = N_("Look"),
};

const struct today_item *const today_items[] = {
	&export_today,
	&hand_in_today,
	&transfer_today,
	&merge_today,
	&difficulty_today,
	&sweep_visits_today,
	&sweep_looks_today,
	&sweep_over_today,
	NULL,
};
/* clang-format on */

/* What is past its day, then work, then what is only to be known; else as in the table. */
static int rank(const struct today_due *d)
{
	if (d->count.late)
		return 0;
	return d->item->told ? 2 : 1;
}

static void insert(struct today_list *list, const struct today_due *d)
{
	size_t at = list->n++;

	for (; at && rank(&list->due[at - 1]) > rank(d); at--)
		list->due[at] = list->due[at - 1];
	list->due[at] = *d;
}

static enum rc load(struct ctx *c, const struct today_item *const *items, struct today_list *list)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; items && items[i] && list->n < TODAY_ITEMS && rc == RC_OK; i++) {
		struct today_due d = { .item = items[i] };
		if (!(d.item->need & (unsigned)c->who->role))
			continue;
		rc = d.item->count(c, &d.count);
		if (rc == RC_OK && d.count.n > 0)
			insert(list, &d);
	}
	return rc;
}

enum rc today_items_load(struct req *r, struct today_list *ret)
{
	const struct house *house = r->app->house;
	enum rc rc = RC_OK;

	*ret = (struct today_list){ .n = 0 };
	for (size_t i = 0; rc == RC_OK && house && house->rooms[i]; i++)
		rc = load(&r->ctx, house->rooms[i]->today, ret);
	return rc;
}

/* --- on the page --- */

static str title_of(struct page *p, const struct today_due *d)
{
	if (d->count.n == 1 && d->item->one)
		return html_word(p, d->item->one);
	return html_say(p, d->item->title, html_int_text(p, d->count.n));
}

/* One sentence, and by when. */
static str why_of(struct page *p, const struct today_due *d)
{
	str why = d->item->why ? html_word(p, d->item->why) : STR(""), when = STR("");

	if (d->count.late)
		when = html_say(p, N_("Past their day: {0}."), html_int_text(p, d->count.late));
	else if (d->count.next)
		when = html_say(p, N_("The first by {0}."), html_day_short(p, d->count.next));
	if (!why.n || !when.n)
		return why.n ? why : when;
	return html_fill(p, "{0}{1}{2}", why, p->lang == LANG_ZH ? STR("") : STR(" "), when);
}

static void put_now(struct page *p, const struct today_due *d)
{
	html_lit(p, "<section class=\"sheet now stack\" aria-labelledby=\"now\"><div><h2 id=\"now\">");
	html_text(p, title_of(p, d));
	html_lit(p, "</h2><p>");
	html_text(p, why_of(p, d));
	html_lit(p, "</p></div>");
	html_button(p, str_of(d->item->url), d->item->verb, false);
	html_lit(p, "</section>\n");
}

void today_items_put(struct page *p, const struct today_list *list)
{
	size_t at = 0;

	if (list->n && !list->due[0].item->told)
		put_now(p, &list->due[at++]);
	if (at == list->n)
		return;
	html_lit(p, "<section class=\"stack\"><div class=\"head\"><h2>");
	if (at)
		html_tr(p, N_("After that: {0}"), html_int_text(p, (int64_t)(list->n - at)));
	else
		html_tr(p, N_("Good to know"));
	html_lit(p, "</h2></div>\n");
	table_rows_begin(p);
	for (; at < list->n; at++) {
		const struct today_due *d = &list->due[at];
		table_rows_item(p, &(struct row){ .icon = d->count.late ? "warn" : d->item->icon,
						  .title = title_of(p, d),
						  .why = why_of(p, d),
						  .url = str_of(d->item->url),
						  .verb = d->item->verb });
	}
	table_rows_end(p);
	html_lit(p, "</section>\n");
}
