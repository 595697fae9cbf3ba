/* What of a child was passed on to other agencies, for its family (PIPL 23): to whom, when, on what ground
 * and which parts.  What stands in them the family reads in the file itself. */
#include "elder.h"
#include "privacy_page.h"
#include "referral_page.h"
#include "thread.h"

static str agency_name(struct page *p, int64_t id, str *ret_phone)
{
	struct actor program = actor_system(p->who->county);
	struct ctx c = ctx_system(&p->r->ctx, &program);
	struct record agency;

	c.seen = NULL;
	*ret_phone = (str){ NULL, 0 };
	if (record_load(&c, &agency_kind, id, &agency) != RC_OK)
		return html_word(p, N_("an agency"));
	*ret_phone = rec_text(&agency, AGENCY_PHONE);
	return rec_text(&agency, AGENCY_NAME);
}

static void put_one(struct page *p, const struct record *r)
{
	str phone, name = agency_name(p, rec_int(r, REFERRAL_TO), &phone);

	thread_item(p, name, instant_day(rec_int(r, REFERRAL_SENT_AT)),
		    html_say(p, N_("{0}; {1}."),
			     registry_code(p, "referral_what", rec_text(r, REFERRAL_WHAT)),
			     registry_code(p, "referral_state", rec_text(r, REFERRAL_STATE))),
		    false);
	html_lit(p, "<p>");
	html_tr(p, N_("They were shown: {0}."), referral_parts_words(p, rec_text(r, REFERRAL_PARTS)));
	html_lit(p, "</p><p class=\"s\">");
	html_tr(p, N_("Ground: {0}."), referral_ground(p, r));
	html_lit(p, "</p>");
	if (phone.n)
		elder_phone(p, phone);
	thread_item_end(p);
}

enum rc referral_family_page(struct req *r)
{
	struct record child;
	struct records found;
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &child);

	if (rc == RC_OK)
		rc = referral_shared(&r->ctx, r->id, &found);
	if (rc != RC_OK)
		return rc;
	struct page p = privacy_begin(
		r, &child,
		&(struct privacy_frame){ .title = str_of(tr(r->ctx.lang, N_("What was passed on"))) });
	elder_aloud(&p, false);
	privacy_say(&p,
		    N_("When another agency is asked to help your child, it stands here: who, when, and what "
		       "they were shown."));
	if (found.n) {
		thread_begin(&p);
		for (size_t i = 0; i < found.n; i++)
			put_one(&p, &found.r[i]);
		thread_end(&p);
	} else {
		table_empty(&p, &(struct empty){ .title = N_("Nothing was passed on"),
						 .why = N_("If that changes, it stands here.") });
	}
	page_end(&p);
	return RC_OK;
}
