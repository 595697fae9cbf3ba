/* Which children are at the home: names to tap, in and out; others are found by their name. */
#include "attendance.h"
#include "formpart.h"
#include "home_page.h"
#include "registry_page.h"
#include "search.h"
#include "table.h"

struct view {
	struct home_at at;
	int64_t opening;
	struct records here, known;
	str typed;
	bool searched;
};

static enum rc load(struct req *r, struct view *v)
{
	enum rc rc = home_page_load(r, &v->at);

	if (rc == RC_OK)
		rc = home_is_open(&r->ctx, r->id, &v->opening);
	if (rc == RC_OK && v->opening)
		rc = attendance_here(&r->ctx, v->opening, &v->here);
	if (rc == RC_OK && v->opening && !v->searched)
		rc = attendance_known(&r->ctx, &v->at.home, v->opening, &v->known);
	return rc;
}

/* --- the page --- */

static void put_names(struct page *p, const char *legend, const struct tile *tile, size_t n)
{
	html_lit(p, "<fieldset class=\"f\"><legend>");
	html_tr(p, legend);
	html_lit(p, "</legend><div class=\"seg roll\">");
	for (size_t i = 0; i < n; i++)
		formpart_box(p, STR("child"), &tile[i]);
	html_lit(p, "</div></fieldset>\n");
}

static void put_come(struct page *p, const struct view *v)
{
	struct tile *tile = NEW(p->mem, struct tile, v->known.n + 1);

	for (size_t i = 0; i < v->known.n; i++)
		tile[i] = (struct tile){ .value = html_int_text(p, v->known.r[i].id),
					 .label = rec_text(&v->known.r[i], CHILD_NAME),
					 .checked = v->searched && v->known.n == 1 };
	if (!v->known.n) {
		home_page_say(p, html_word(p, v->searched ? N_("Nobody of that name whose family agreed that "
							       "the home knows of the child.")
							  : N_("Nobody was here lately: find a child by its "
							       "name.")));
		return;
	}
	html_lit(p, "<form method=\"post\" class=\"stack\"");
	html_action(p, html_url(p, "/homes/#/children", v->at.home.id));
	html_lit(p, ">");
	html_csrf(p);
	put_names(p, v->searched ? N_("Found") : N_("Tap who came"), tile, v->known.n);
	html_lit(p, "<button class=\"btn main\">");
	html_tr(p, N_("They are here"));
	html_lit(p, "</button></form>\n");
}

static void put_leave(struct page *p, const struct view *v)
{
	struct tile *tile = NEW(p->mem, struct tile, v->here.n + 1);

	html_lit(p, "<section id=\"here\" class=\"stack\"><h2>");
	html_tr(p, N_("Here now: {0}"), html_int_text(p, (int64_t)v->here.n));
	html_lit(p, "</h2>\n");
	for (size_t i = 0; i < v->here.n; i++)
		tile[i] = (struct tile){ .value = html_int_text(p, v->here.r[i].id),
					 .label = rec_text(&v->here.r[i], CHILD_NAME) };
	if (v->here.n && v->at.work) {
		html_lit(p, "<form method=\"post\" class=\"stack\"");
		html_action(p, html_url(p, "/homes/#/children/left", v->at.home.id));
		html_lit(p, ">");
		html_csrf(p);
		put_names(p, N_("Tap who leaves"), tile, v->here.n);
		html_lit(p, "<button class=\"btn\">");
		html_tr(p, N_("They left"));
		html_lit(p, "</button></form>\n");
	} else {
		html_lit(p, "<p class=\"sheet\">");
		for (size_t i = 0; i < v->here.n; i++) {
			if (i)
				html_tr(p, N_(", "));
			html_text(p, tile[i].label);
		}
		if (!v->here.n)
			html_tr(p, N_("Nobody is written down yet."));
		html_lit(p, "</p>\n");
	}
	html_lit(p, "</section>\n");
}

static void put_closed(struct page *p, const struct view *v)
{
	table_empty(p, &(struct empty){ .title = N_("The home is closed now"),
					.why = N_("Once it is open, children are written down here."),
					.url = html_url(p, "/homes/#", v->at.home.id),
					.verb = N_("To the home"),
					.scene = true });
}

static enum rc show(struct req *r, struct view *v, enum rc outcome)
{
	enum rc rc = load(r, v);

	if (rc != RC_OK)
		return rc;
	struct page p = home_page_begin(r, &v->at, N_("Children at the home"), outcome);
	form_summary(&p, NULL);
	if (!v->opening) {
		put_closed(&p, v);
	} else {
		if (v->at.work && (p.who->role & ROLES_HOME_WRITE)) {
			html_lit(&p, "<section class=\"stack\"><h2>");
			html_tr(&p, N_("Who came"));
			html_lit(&p, "</h2>\n");
			form_search(&p, html_url(&p, "/homes/#/children/find", v->at.home.id),
				    N_("Name of a child"), v->typed);
			put_come(&p, v);
			html_lit(&p, "</section>\n");
		}
		put_leave(&p, v);
	}
	page_end(&p);
	return RC_OK;
}

enum rc attendance_page_show(struct req *r)
{
	struct view v = { .opening = 0 };

	return show(r, &v, RC_OK);
}

enum rc attendance_page_find(struct req *r)
{
	enum { FOUND = 24 };
	struct view v = { .searched = true };
	struct list l = { .limit = FOUND, .want = UINT64_C(1) << CHILD_NAME };
	struct search_term term;
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	v.typed = str_trim(form_value(f, n, STR("q")));
	if (!v.typed.n)
		v.searched = false;
	else if (search_term_read(v.typed, &term))
		rc = search_run(&r->ctx, &term, &l, &v.known);
	return rc == RC_OK ? show(r, &v, RC_OK) : rc;
}

/* --- taps --- */

struct tapped {
	int64_t child[ATTENDANCE_MOST];
	size_t n;
};

static enum rc read_taps(struct req *r, struct tapped *t)
{
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		int64_t id;
		if (str_eq(f[i].name, STR("child")) && t->n < ATTENDANCE_MOST && str_int(f[i].value, &id) &&
		    id > 0)
			t->child[t->n++] = id;
	}
	return rc;
}

typedef enum rc tap(struct ctx *c, int64_t home, const int64_t *child, size_t n);

static enum rc take(struct req *r, tap *does)
{
	struct tapped t = { .n = 0 };
	struct home_at at;
	enum rc rc = home_page_load(r, &at);

	if (rc == RC_OK && !at.work)
		rc = RC_DENIED;
	if (rc == RC_OK)
		rc = read_taps(r, &t);
	if (rc == RC_OK)
		rc = does(&r->ctx, r->id, t.child, t.n);
	if (rc == RC_CONFLICT) { /* closed meanwhile: the page says so */
		struct view v = { .opening = 0 };
		return show(r, &v, rc);
	}
	struct page p = page_of(r);
	return rc == RC_OK ? req_see_other(r, html_url(&p, "/homes/#/children", r->id)) : rc;
}

enum rc attendance_page_came(struct req *r) { return take(r, attendance_came); }
enum rc attendance_page_left(struct req *r) { return take(r, attendance_left); }
