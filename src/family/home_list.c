/* The county's happy homes against the standard: every number opens its rows. */
#include "home_list.h"

#include "codes.h"
#include "registry_page.h"
#include "table.h"
#include "tiles.h"

static const struct {
	const char *name, *label; /* of the address; English */
} shows[HOME_SHOW__N] = {
	[HOME_SHOW_ALL] = { "", N_("homes") },
	[HOME_SHOW_OPEN] = { "open", N_("open now") },
	[HOME_SHOW_MET] = { "met", N_("meet the standard") },
	[HOME_SHOW_LACKING] = { "lacking", N_("fall short") },
	[HOME_SHOW_FAULTS] = { "faults", N_("with a broken device") },
	[HOME_SHOW_CHECK] = { "check", N_("safety check due") },
	[HOME_SHOW_NOBODY] = { "nobody", N_("nobody planned today") },
};

static bool is_shown(const struct home_figure *f, enum home_show show)
{
	switch (show) {
	case HOME_SHOW_OPEN: return f->open;
	case HOME_SHOW_MET: return !f->lacks;
	case HOME_SHOW_LACKING: return f->lacks != 0;
	case HOME_SHOW_FAULTS: return f->broken > 0;
	case HOME_SHOW_CHECK: return f->lacks >> HOME_LACK_CHECK & 1;
	case HOME_SHOW_NOBODY: return f->hours_today && !f->shifts;
	case HOME_SHOW_ALL:
	case HOME_SHOW__N: break;
	}
	return true;
}

bool home_list_holds(const struct home_figure *f, const struct home_asked *a)
{
	return (!a->region.n || str_starts(rec_text(f->home, HAPPY_HOME_REGION), a->region)) &&
	       is_shown(f, a->show) && (a->lacks < 0 || (f->lacks >> a->lacks & 1));
}

int home_list_lacks(const struct home_figure *f)
{
	int n = 0;

	for (unsigned i = 0; i < HOME_LACK__N; i++)
		n += (f->lacks >> i & 1) != 0;
	return n;
}

const char *home_list_name(const struct home_asked *a)
{
	return a->lacks >= 0 ? home_standard_text[a->lacks] : shows[a->show].label;
}

static bool is_region(str code)
{
	for (size_t i = 0; i < code.n; i++)
		if (code.s[i] < '0' || code.s[i] > '9')
			return false;
	return code.n == 9 || code.n == 12;
}

enum rc home_list_asked(struct req *r, struct home_asked *ret)
{
	struct home_asked a = { .region = req_query(r, STR("region")), .lacks = -1 };
	str show = req_query(r, STR("show")), lacks = req_query(r, STR("lacks"));
	int64_t n;

	if (a.region.n && !is_region(a.region))
		return RC_INVALID;
	while (show.n && a.show < HOME_SHOW__N && !str_eq(show, str_of(shows[a.show].name)))
		a.show++;
	if (a.show == HOME_SHOW__N)
		return RC_INVALID;
	if (lacks.n) {
		if (!str_int(lacks, &n) || n < 0 || n >= HOME_LACK__N)
			return RC_INVALID;
		a.lacks = (int)n;
	}
	*ret = a;
	return RC_OK;
}

static str asked_url(struct page *p, str url, const struct home_asked *a)
{
	if (a->region.n)
		url = html_url_with(p, url, "region", a->region);
	if (a->show)
		url = html_url_with(p, url, "show", str_of(shows[a->show].name));
	if (a->lacks >= 0)
		url = html_url_with(p, url, "lacks", html_int_text(p, a->lacks));
	return url;
}

static str list_url(struct page *p, const struct home_asked *a) { return asked_url(p, STR("/homes"), a); }

/* --- in figures --- */

static void put_tally(struct page *p, const struct home_figures *all, const struct home_asked *a)
{
	static const char *const tones[HOME_SHOW__N] = { [HOME_SHOW_LACKING] = "due",
							 [HOME_SHOW_FAULTS] = "due",
							 [HOME_SHOW_CHECK] = "due",
							 [HOME_SHOW_NOBODY] = "bad",
							 [HOME_SHOW_MET] = "ok" };
	static const char *const icons[HOME_SHOW__N] = { [HOME_SHOW_LACKING] = "day",
							 [HOME_SHOW_FAULTS] = "warn",
							 [HOME_SHOW_CHECK] = "day",
							 [HOME_SHOW_NOBODY] = "warn",
							 [HOME_SHOW_MET] = "yes" };

	table_tally_begin(p);
	for (enum home_show s = HOME_SHOW_ALL; s < HOME_SHOW__N; s++) {
		struct home_asked one = { .region = a->region, .show = s, .lacks = -1 };
		int64_t n = 0;
		for (size_t i = 0; i < all->n; i++)
			n += home_list_holds(&all->f[i], &one);
		table_tally(p, &(struct tally){ .count = n,
						.label = html_word(p, shows[s].label),
						.tone = n ? tones[s] : NULL,
						.icon = n ? icons[s] : NULL,
						.url = n ? list_url(p, &one) : STR("") });
	}
	table_tally_end(p);
}

enum { PLACES = 60 };
struct places {
	str code[PLACES];
	struct tile_share share[PLACES]; /* lacking something, of all */
	size_t n;
};

static struct places places_of(const struct home_figures *all)
{
	struct places t = { .n = 0 };

	for (size_t i = 0; i < all->n; i++) {
		str code = { rec_text(all->f[i].home, HAPPY_HOME_REGION).s, 9 };
		size_t k = 0;
		while (k < t.n && !str_eq(t.code[k], code))
			k++;
		if (k == PLACES)
			continue;
		if (k == t.n)
			t.code[t.n++] = code;
		t.share[k].whole++;
		t.share[k].part += all->f[i].lacks != 0;
	}
	return t;
}

static void put_tiles(struct page *p, const struct home_figures *all, const struct home_asked *a)
{
	struct places t = places_of(all);
	struct map_tile *tile = NEW(p->mem, struct map_tile, t.n + 1);
	enum tile_shade *shade = NEW(p->mem, enum tile_shade, t.n + 1);

	if (t.n < 2)
		return;
	tiles_shade(p->mem, t.share, t.n, shade);
	for (size_t i = 0; i < t.n; i++) {
		struct home_asked one = { .region = t.code[i], .show = a->show, .lacks = a->lacks };
		tile[i] = (struct map_tile){ .name = registry_region(p, t.code[i]),
					     .value = html_say(
						     p, N_("{0} of {1}"),
						     html_int_text(p, t.share[i].whole - t.share[i].part),
						     html_int_text(p, t.share[i].whole)),
					     .url = list_url(p, &one),
					     .shade = shade[i] };
	}
	html_lit(p, "<section class=\"stack\"><h2>");
	html_tr(p, N_("Homes that meet the standard, by township"));
	html_lit(p, "</h2>\n");
	tiles_put(p, &(struct tiles){ .tile = tile, .n = t.n });
	html_lit(p, "</section>\n");
}

static void put_lacks(struct page *p, const struct home_figures *all, const struct home_asked *a)
{
	static const struct col cols[] = { { N_("What is missing"), COL_TEXT }, { N_("Homes"), COL_NUMBER } };

	html_lit(p, "<details class=\"sheet\"><summary>");
	html_tr(p, N_("What is missing, and in how many homes"));
	html_lit(p, "</summary>\n");
	struct table t = table_begin(p, cols, COUNT(cols), STR(""));
	for (int i = 0; i < HOME_LACK__N; i++) {
		struct home_asked one = { .region = a->region, .lacks = i };
		int64_t n = 0;
		for (size_t k = 0; k < all->n; k++)
			n += home_list_holds(&all->f[k], &one);
		if (!n)
			continue;
		table_row(&t);
		table_text(&t, html_word(p, home_standard_text[i]));
		table_cell(&t);
		html_link(p, list_url(p, &one), html_int_text(p, n));
	}
	table_end(&t);
	html_lit(p, "</details>\n");
}

/* --- home by home --- */

static void put_count(struct table *t, int64_t n, str url)
{
	table_cell(t);
	if (url.n)
		html_link(t->p, url, html_int_text(t->p, n));
	else
		html_int(t->p, n);
}

/* Inspectors see the figures; the books behind them are the team's. */
static str book_url(struct page *p, str url) { return p->who->role & ROLES_HOME_BOOKS ? url : STR(""); }

static void put_home(struct page *p, struct table *t, const struct home_figure *f)
{
	const int64_t id = f->home->id;
	const str url = html_url(p, "/homes/#", id);
	const int lacks = home_list_lacks(f);

	table_row(t);
	table_cell(t);
	html_link(p, url, rec_text(f->home, HAPPY_HOME_NAME));
	table_text(t, registry_region(p, (str){ rec_text(f->home, HAPPY_HOME_REGION).s, 9 }));
	table_cell(t);
	html_link(p, html_fill(p, "{0}#hours", url),
		  html_say(p, N_("{0} h"), html_int_text(p, f->facts.minutes / 60)));
	put_count(t, f->team, html_fill(p, "{0}#team", url));
	table_cell(t);
	html_link(p, html_url(p, "/homes/#/devices", id),
		  f->broken ? html_say(p, N_("{0}, {1} broken"), html_int_text(p, f->devices),
				       html_int_text(p, f->broken))
			    : html_int_text(p, f->devices));
	put_count(t, f->open_days, book_url(p, html_url(p, "/homes/#/openings", id)));
	put_count(t, f->facts.activities, book_url(p, html_url(p, "/homes/#/activities", id)));
	table_cell(t);
	html_link(p, html_fill(p, "{0}#standard", url),
		  lacks ? html_int_text(p, lacks) : html_word(p, N_("nothing")));
}

static void put_table(struct page *p, const struct home_figures *all, const struct home_asked *a)
{
	static const struct col cols[] = {
		{ N_("Happy home"), COL_TEXT },    { N_("Township"), COL_TEXT },
		{ N_("Open a week"), COL_NUMBER }, { N_("Team"), COL_NUMBER },
		{ N_("Devices"), COL_NUMBER },     { N_("Days open in 4 weeks"), COL_NUMBER },
		{ N_("Activities"), COL_NUMBER },  { N_("Missing"), COL_NUMBER },
	};
	int64_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		n += home_list_holds(&all->f[i], a);
	struct table t =
		table_begin(p, cols, COUNT(cols), html_say(p, N_("Homes: {0}"), html_int_text(p, n)));
	for (size_t i = 0; i < all->n; i++)
		if (home_list_holds(&all->f[i], a))
			put_home(p, &t, &all->f[i]);
	table_end(&t);
	if (!n || !(p->who->role & ROLES_HOME_FILE))
		return;
	html_lit(p, "<p class=\"links\">");
	html_link(p, asked_url(p, STR("/homes/file?format=xlsx"), a), html_word(p, N_("As a workbook")));
	html_gap(p);
	html_link(p, asked_url(p, STR("/homes/file?format=csv"), a), html_word(p, N_("As CSV text")));
	html_lit(p, "</p>\n");
}

/* What is shown, when it is not all; and back to all. */
static void put_asked(struct page *p, const struct home_asked *a)
{
	if (!a->region.n && !a->show && a->lacks < 0)
		return;
	html_lit(p, "<p class=\"links\">");
	if (a->lacks >= 0)
		html_tr(p, N_("Only homes of which this holds: {0}."),
			html_word(p, home_standard_text[a->lacks]));
	else if (a->region.n)
		html_tr(p, N_("Only {0}."), registry_region(p, a->region));
	else
		html_tr(p, N_("Only: {0}."), html_word(p, shows[a->show].label));
	html_gap(p);
	html_link(p, STR("/homes"), html_word(p, N_("All homes")));
	html_lit(p, "</p>\n");
}

/* --- for families: where, when, which number --- */

static enum rc put_near(struct page *p, const struct home_figures *all)
{
	enum rc rc = RC_OK;

	table_rows_begin(p);
	for (size_t i = 0; i < all->n && rc == RC_OK; i++) {
		const struct record *h = all->f[i].home;
		struct home_day hours;
		rc = home_hours_of_day(&p->r->ctx, h->id, p->today, &hours);
		if (rc != RC_OK)
			break;
		table_rows_item(p, &(struct row){ .icon = "place",
						  .title = rec_text(h, HAPPY_HOME_NAME),
						  .why = hours.n ? html_say(p, N_("Open today {0}"),
									    home_page_day(p, &hours))
								 : html_word(p, N_("Closed today")),
						  .url = html_url(p, "/homes/#", h->id),
						  .verb = N_("Open") });
	}
	table_rows_end(p);
	return rc;
}

static void put_head(struct page *p)
{
	html_lit(p, "<div class=\"head\"><h1>");
	html_tr(p, N_("Happy homes"));
	html_lit(p, "</h1>");
	if (p->who->role & (ROLE_OFFICER | ROLE_FEDERATION)) {
		html_lit(p, "<a class=\"btn\" href=\"/happy_homes/new?back=%2Fhomes\">");
		html_tr(p, N_("Set up a home"));
		html_lit(p, "</a>");
	}
	html_lit(p, "</div>\n");
}

enum rc home_list_show(struct req *r)
{
	struct home_asked a;
	struct home_figures all;
	bool family = (r->ctx.who->role & (ROLES_FAMILY | ROLE_CHILD)) != 0;
	enum rc rc = home_list_asked(r, &a);

	if (rc == RC_OK)
		rc = home_figures_load(&r->ctx, 0, &all);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Happy homes")),
					   .tab = "/more",
					   .own_h1 = true,
					   .elder = p.who->role == ROLE_GUARDIAN,
					   .back = family ? STR("/") : STR("/more") });
	put_head(&p);
	if (!all.n) {
		table_empty(&p, &(struct empty){
					.title = N_("No happy home here yet"),
					.why = N_("Once the women's federation has set one up, it stands "
						  "here with its hours."),
					.scene = true });
	} else if (family) {
		rc = put_near(&p, &all);
	} else {
		put_tally(&p, &all, &a);
		put_asked(&p, &a);
		put_tiles(&p, &all, &a);
		put_table(&p, &all, &a);
		put_lacks(&p, &all, &a);
	}
	page_end(&p);
	return rc;
}
