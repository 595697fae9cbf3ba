#include "word_page.h"

#include "elder.h"
#include "entry_form.h"
#include "facts.h"
#include "formpart.h"
#include "registry_page.h"
#include "timeline.h"

/* --- whose they are --- */

enum rc word_begin(struct req *r, struct record *ret_child)
{
	if (kin_own(r->ctx.who))
		r->ctx.purpose = kin_purpose();
	return record_load(&r->ctx, &child_kind, r->id, ret_child);
}

/* --- around a page --- */

/* where the way back leads */
static str word_home(struct page *p, int64_t child)
{
	if (p->who->role == ROLE_CHILD)
		return STR("/me");
	return p->who->role & ROLES_FAMILY ? html_url(p, "/my/children/#", child)
					   : html_url(p, "/children/#", child);
}

struct page word_frame(struct req *r, const struct record *child, const struct word_frame *f)
{
	struct page p = page_of(r);
	bool own = kin_own(p.who);

	return page_begin(r, &(struct frame){ .title = f->title,
					      .where = rec_text(child, CHILD_NAME),
					      .under = own ? STR("") : rec_text(child, CHILD_NAME),
					      .tab = "/children",
					      .elder = own,
					      .task = f->task,
					      .no_store = r->ctx.purpose.n != 0 || f->task,
					      .back = f->back.n ? f->back : word_home(&p, child->id),
					      .back_label = own || f->back.n ? N_("Back") : N_("To the file"),
					      .status = f->status });
}

/* --- who --- */

static enum rc family_words(struct page *p, int64_t child, str *ret)
{
	struct buf b = buf_new(p->mem, 2 << 10);
	struct records ties;
	enum rc rc = kin_ties(&p->r->ctx, child, 0, &ties);

	for (size_t i = 0; rc == RC_OK && i < ties.n; i++) {
		bool reader = rec_int(&ties.r[i], TIE_PERSON) == p->who->person && p->who->person;
		if (b.n)
			buf_str(&b, html_word(p, N_(", ")));
		buf_str(&b, reader ? html_word(p, N_("you yourself"))
				   : kin_word(p, rec_text(&ties.r[i], TIE_RELATION)));
	}
	*ret = b.n ? buf_view(&b) : html_word(p, N_("nobody is written down yet"));
	return rc;
}

str word_by(struct page *p, const struct record *r, size_t by, size_t role)
{
	str as = rec_text(r, role);

	if (str_eq(as, STR("child")))
		return STR("");
	if (rec_int(r, by) == p->who->account && p->who->account)
		return html_word(p, N_("written down by you"));
	return html_say(p, N_("written down by {0}"), timeline_by(p, r));
}

/* --- who reads it --- */

str word_share_text(struct page *p, str share, bool family)
{
	if (family && str_eq(share, STR(CODE_WORD_SHARE_SELF)))
		return html_word(p, N_("Only the child and who wrote it read this."));
	if (str_eq(share, STR(CODE_WORD_SHARE_SELF)))
		return html_word(p, p->who->role == ROLE_CHILD
					    ? N_("Only you read this.")
					    : N_("Only the child, and who wrote it down, read this."));
	if (str_eq(share, STR(CODE_WORD_SHARE_FAMILY)))
		return html_word(p, N_("The child and its family read this."));
	return html_word(p, N_("The child, its family and its teachers read this."));
}

static str self_label(struct page *p, bool family)
{
	if (family)
		return html_word(p, N_("Only my child and I"));
	return p->who->role == ROLE_CHILD ? html_word(p, N_("Only me"))
					  : html_word(p, N_("Only the child and I"));
}

enum rc word_put_share(struct page *p, int64_t child, str chosen, bool family)
{
	str names, all;
	enum rc rc = family_words(p, child, &names);

	if (rc != RC_OK)
		return rc;
	all = html_say(p,
		       N_("{0}; class teacher, head and counsellor of the school, child director of the "
			  "village"),
		       names);
	struct tile tile[] = {
		{ STR(CODE_WORD_SHARE_SELF), self_label(p, family), N_("Nobody else can open it."), false },
		{ STR(CODE_WORD_SHARE_FAMILY), html_say(p, N_("The family: {0}"), names), NULL, false },
		{ STR(CODE_WORD_SHARE_TEACHER), html_say(p, N_("The family and the teachers: {0}"), all),
		  NULL, false },
	};

	for (size_t i = 0; i < COUNT(tile); i++)
		tile[i].checked = str_eq(chosen, tile[i].value);
	html_lit(p, "<div class=\"places\">");
	formpart_tiles(p, &(struct control){ .name = STR("share"), .label = N_("Who will read it?") }, tile,
		       COUNT(tile));
	html_lit(p, "</div>\n");
	return RC_OK;
}

/* --- one of them --- */

enum rc word_put_acts(struct page *p, const struct word_acts *a)
{
	formpart_fold_begin(p, N_("Change who reads it"), p->r->ctx.problems.n != 0);
	formpart_act_begin(p, a->share_url);
	enum rc rc = word_put_share(p, rec_int(a->what, a->child), rec_text(a->what, a->share), a->family);
	formpart_act_end(p, N_("Keep it so"), false);
	formpart_fold_end(p);
	formpart_fold_plain(
		p, &(struct formpart_plain){
			   .name = a->drop, .says = a->mistake, .verb = a->drop, .action = a->drop_url });
	return rc;
}

struct deed {
	const struct kind *kind;
	int64_t id;
	str share;
};

static enum rc share_unit(struct ctx *c, void *arg)
{
	const struct deed *d = arg;

	return word_share(c, d->kind, d->id, d->share);
}

enum rc word_act_share(struct req *r, const struct kind *k)
{
	struct http_pair *f;
	size_t n;
	struct page p = page_of(r);
	struct deed d = { .kind = k, .id = r->id };
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	d.share = form_value(f, n, STR("share"));
	rc = store_write(&r->ctx, PRIO_PEOPLE, share_unit, &d);
	return rc == RC_OK ? req_see_other(r, entry_form_at(&p, k, r->id)) : rc;
}

static enum rc drop_unit(struct ctx *c, void *arg)
{
	const struct deed *d = arg;

	return record_delete(c, d->kind, d->id, 0);
}

enum rc word_act_drop(struct req *r, const struct kind *k, const char *list)
{
	struct record gone;
	struct page p = page_of(r);
	struct deed d = { .kind = k, .id = r->id };
	enum rc rc = record_load(&r->ctx, k, r->id, &gone);

	if (rc == RC_OK)
		rc = store_write(&r->ctx, PRIO_PEOPLE, drop_unit, &d);
	if (rc != RC_OK)
		return rc;
	str child = html_url(&p, "/children/#", rec_int(&gone, k->child_field - 1));
	return req_see_other(r, html_fill(&p, "{0}/{1}", child, str_of(list)));
}
