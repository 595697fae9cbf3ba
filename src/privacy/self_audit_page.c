#include "privacy_page.h"
#include "self_audit.h"

static const char *level_text(enum self_level level)
{
	switch (level) {
	case SELF_BAD: return N_("insecure");
	case SELF_WARN: return N_("weak");
	case SELF_HINT: return N_("could be better");
	case SELF_FINE: break;
	}
	return N_("in order");
}

static const char *level_icon(enum self_level level)
{
	return level == SELF_BAD ? "warn" : level == SELF_FINE ? "yes" : "duty";
}

static void put_check(struct page *p, const struct self_check *check, struct self_verdict v)
{
	str name = html_word(p, check->name), state = html_word(p, level_text(v.level));
	str title = v.n > 0 ? html_say(p, N_("{0}: {1} ({2})"), name, state, html_int_text(p, v.n))
			    : html_say(p, N_("{0}: {1}"), name, state);

	html_lit(p, "<li>");
	html_icon_(p, str_of(level_icon(v.level)));
	html_lit(p, "<div><b>");
	html_text(p, title);
	html_lit(p, "</b>");
	if (v.level != SELF_FINE) {
		html_lit(p, "<p>");
		html_tr(p, check->wrong);
		html_lit(p, "</p><p class=\"s\">");
		html_tr(p, N_("To mend it: {0}"), html_word(p, check->mend));
		html_lit(p, "</p>");
	}
	html_lit(p, "</div></li>\n");
}

/* The sentence is the command's own. */
static void put_why(struct page *p, const struct proof *last)
{
	html_lit(p, "<p class=\"note sheet\">");
	html_tr(p, N_("Since {0} the backup cannot be proven whole, last tried on {1}:"),
		html_day_text(p, instant_day(last->since)), html_day_text(p, instant_day(last->at)));
	html_lit(p, " <span lang=\"en\">");
	html_text(p, last->why);
	html_lit(p, "</span></p>\n");
}

/* Above all else: what came of the last time that a backup was restored aside. */
static void put_proof(struct page *p, const struct self_facts *f)
{
	const struct proof *last = &f->proof;

	if (last->known && !last->good) {
		put_why(p, last);
		return;
	}
	html_lit(p, "<p>");
	if (!last->known)
		html_tr(p, N_("No backup has been restored aside yet to see whether it is whole."));
	else
		html_tr(p,
			N_("On {0} the backup was restored aside and found whole: {1} rows, {2} files, {3} "
			   "records, as many as there were."),
			html_day_text(p, instant_day(last->at)), html_int_text(p, last->rows),
			html_int_text(p, last->files), html_int_text(p, last->records));
	html_lit(p, "</p>\n");
}

/* The worst first. */
enum rc self_audit_page(struct req *r)
{
	struct self_facts facts;
	enum rc rc = self_audit_facts(&r->ctx, r->app, &facts);

	if (rc != RC_OK)
		return rc;
	struct page p =
		page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("What is insecure here"))),
					       .tab = "/more" });
	put_proof(&p, &facts);
	if (facts.persons >= 0) {
		html_lit(&p, "<p>");
		html_tr(&p, N_("Data of {0} persons are kept here, as counted last night."),
			html_int_text(&p, facts.persons));
		html_lit(&p, "</p>\n");
	}
	html_lit(&p, "<ul class=\"rows\">\n");
	for (int level = SELF_BAD; level >= SELF_FINE; level--)
		for (size_t i = 0; i < self_nchecks; i++) {
			struct self_verdict v = self_checks[i].look(&facts);
			if ((int)v.level == level)
				put_check(&p, &self_checks[i], v);
		}
	html_lit(&p, "</ul>\n");
	page_end(&p);
	return RC_OK;
}
