/* A deed on A4: its words, the four signatures with their proofs, room to sign by hand, the notices. */
#include "deed_page.h"

#include "deed_text.h"
#include "facts.h"
#include "registry_page.h"

static void put_hand(struct page *p, const char *who)
{
	html_lit(p, "<p class=\"hand\"><span>");
	html_tr(p, who);
	html_lit(p, "</span><span class=\"line\"></span><span>");
	html_tr(p, N_("Date"));
	html_lit(p, "</span><span class=\"line\"></span></p>");
}

static void put_hands(struct page *p)
{
	static const char *const who[] = { N_("Who entrusts"), N_("Carer"), N_("Child director as witness"),
					   N_("School, seal"), N_("Village committee, seal") };

	html_lit(p, "<section class=\"hands\"><h2>");
	html_tr(p, N_("Signed by hand"));
	html_lit(p, "</h2>");
	for (size_t i = 0; i < COUNT(who); i++)
		put_hand(p, who[i]);
	html_lit(p, "</section>\n");
}

static enum rc put_page(struct req *r, bool given)
{
	struct deed d;
	str text = STR("");
	struct page p = page_of(r);

	deed_own_purpose(r);
	enum rc rc = deed_open(&r->ctx, r->id, &d);
	bool open = rc == RC_OK && r->ctx.purpose.n && !(d.rec.masked >> DEED_DESTINATION & 1);
	if (rc == RC_OK && open)
		rc = deed_words(&r->ctx, &d, LANG_ZH, &text);
	if (rc != RC_OK)
		return rc;
	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Deed of entrusted care")),
					   .where = rec_text(&d.child, CHILD_NAME),
					   .tab = "/children",
					   .own_h1 = true,
					   .no_store = r->ctx.purpose.n > 0,
					   .back = html_url(&p, "/deeds/#", d.rec.id),
					   .status = given ? 200 : 422 });
	form_summary(&p, NULL);
	html_lit(&p, "<div class=\"paper stack\"><h1>");
	html_tr(&p, N_("Deed of entrusted care"));
	html_lit(&p, "</h1>");
	if (!open) {
		facts_show(&p, html_url(&p, "/deeds/#/print", d.rec.id));
	} else {
		html_lit(&p, "<div lang=\"zh-CN\">");
		deed_put_text(&p, text);
		html_lit(&p, "</div>");
		deed_put_signatures(&p, &d, DEED_PUT_PAPER);
		deed_put_notices(&p, &d, false);
		put_hands(&p);
	}
	html_lit(&p, "</div>\n");
	page_end(&p);
	return RC_OK;
}

enum rc deed_print_page_show(struct req *r) { return put_page(r, true); }

enum rc deed_print_page_open(struct req *r)
{
	bool given;
	enum rc rc = facts_purpose(r, &given);

	return rc == RC_OK ? put_page(r, given) : rc;
}
