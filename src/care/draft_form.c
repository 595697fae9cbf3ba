#include "draft_form.h"

#include "json.h"

/* --- what is shown --- */

enum rc draft_form_load(struct req *r, str form, struct draft *ret)
{
	enum rc rc = draft_load(&r->ctx, form, r->id, ret);

	if (rc != RC_NOT_FOUND)
		return rc;
	*ret = (struct draft){ .child = r->id };
	return RC_OK;
}

struct draft draft_form_typed(struct req *r, str form, const struct form_given *g)
{
	struct draft d = { .child = r->id };

	if (draft_load(&r->ctx, form, r->id, &d) != RC_OK)
		d.saved_at = 0;
	d.pair = g->pair;
	d.n = g->npair;
	return d;
}

void draft_form_begin(struct page *p, const struct draft_form *f)
{
	html_lit(p, "<form method=\"post\" class=\"stack narrow\" novalidate");
	html_action(p, f->action);
	html_attr(p, "data-draft", f->keep);
	html_attr(p, "data-back", f->back);
	html_lit(p, ">\n");
	html_csrf(p);
	html_hidden(p, STR("client"), form_value(f->draft->pair, f->draft->n, STR("client")));
}

/* Where it is said that all is kept, in the words the script says it in. */
static void put_kept(struct page *p, const struct draft_form *f)
{
	html_lit(p, "<p class=\"s\" id=\"saved\" role=\"status\"");
	html_attr_tr(p, "data-kept", N_("Saved at {0}."), STR("{0}"));
	html_attr_tr(p, "data-ended",
		     N_("You are no longer signed in. What you typed is still here: sign in "
			"in a new window, then go on here."));
	html_attr_tr(p, "data-sign-in", N_("Sign in"));
	html_attr_tr(p, "data-offline",
		     N_("No signal. What you typed is still here; it is sent when there "
			"is one."));
	if (f->place)
		html_attr_tr(p, "data-nowhere", N_("This device does not say where it is."));
	html_lit(p, ">");
	if (f->draft->saved_at)
		html_tr(p, N_("Saved on {0} at {1}, not handed in yet."),
			html_day_short(p, instant_day(f->draft->saved_at)),
			html_clock_text(p, f->draft->saved_at));
	html_lit(p, "</p>\n");
}

void draft_form_end(struct page *p, const struct draft_form *f)
{
	put_kept(p, f);
	html_lit(p, "<div class=\"bar\"><button class=\"main\">");
	html_tr(p, f->button);
	html_lit(p, "</button><button formnovalidate");
	html_attr(p, "formaction", f->keep);
	html_lit(p, ">");
	html_tr(p, N_("Save for later"));
	html_lit(p, "</button></div>\n</form>\n");
}

static void put_throw(struct page *p, const struct draft_throw *t)
{
	html_lit(p, "<details><summary>");
	html_tr(p, N_("Throw this draft away"));
	html_lit(p, "</summary>");
	formpart_act_begin(p, t->action);
	for (size_t i = 0; i < t->nwhich; i++)
		if (t->which[i].value.n)
			html_hidden(p, t->which[i].name, t->which[i].value);
	if (t->gone) {
		html_lit(p, "<p>");
		html_tr(p, t->gone);
		html_lit(p, "</p>");
	}
	formpart_act_end(p, N_("Throw it away"), false);
	html_lit(p, "</details>\n");
}

void draft_form_after(struct page *p, const struct draft *draft, const struct draft_throw *t)
{
	if (draft->saved_at)
		put_throw(p, t);
	html_lit(p, "<script defer");
	html_attr(p, "src", static_url(p->mem, STR("draft.js")));
	html_lit(p, "></script>\n");
}

/* --- what is done --- */

struct handing {
	const struct draft_hand_in *what;
	int64_t child, id;
	bool there;
};

static enum rc hand_in_unit(struct ctx *c, void *arg)
{
	struct handing *h = arg;
	enum rc rc = h->what->write(c, h->what->in, &h->id, &h->there);

	return rc == RC_OK ? draft_drop(c, h->what->form, h->child) : rc;
}

enum rc draft_form_hand_in(struct req *r, const struct draft_hand_in *h, int64_t *ret_id)
{
	struct handing handing = { .what = h, .child = r->id };
	enum rc rc = store_write(&r->ctx, PRIO_PEOPLE, hand_in_unit, &handing);

	if (rc == RC_OK)
		*ret_id = handing.id;
	return rc;
}

/* A script asks to be told, a button leads back to the form. */
static bool wants_json(const struct req *r)
{
	return str_has(http_header(r->http, STR("accept")), STR("application/json"));
}

enum rc draft_form_kept(struct req *r, str url)
{
	struct page p = page_of(r);

	if (!wants_json(r))
		return req_see_other(r, url);
	req_json(r, 200);
	struct json j = json_to(req_body(r));
	json_obj(&j);
	JSON_KEY(&j, "at");
	json_str(&j, html_clock_text(&p, r->ctx.now));
	json_obj_end(&j);
	return RC_OK;
}

struct dropping {
	str form;
	int64_t child;
};

static enum rc drop_unit(struct ctx *c, void *arg)
{
	const struct dropping *d = arg;

	return draft_drop(c, d->form, d->child);
}

enum rc draft_form_drop(struct req *r, str form, str url)
{
	struct dropping d = { .form = form, .child = r->id };
	enum rc rc = store_write(&r->ctx, PRIO_PEOPLE, drop_unit, &d);

	return rc == RC_OK ? req_see_other(r, url) : rc;
}
