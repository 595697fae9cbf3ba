/* Messages for somebody who has no account but the link of a call that came to nothing (link.h): they hear
 * what the child left then, and answer.  Nothing else of the child can be reached from here. */
#include "elder.h"
#include "frame.h"
#include "link.h"
#include "message_page.h"
#include "message_view.h"
#include "program.h"
#include "sound.h"
#include "table.h"

static str link_purpose(void) { return STR("通话链接的家人 the family by its link"); }

static str own_url(struct page *p, str word, const char *tail)
{
	return html_fill(p, "/l/{0}{1}", word, str_of(tail));
}

/* Only this browser's link, of a call that was not held; any other is told on the link's own page what it is.
 */
static enum rc begin(struct req *r, struct link *ret, bool *ret_open)
{
	enum rc rc = link_find(&r->ctx, r->word, http_cookie(r->http, link_cookie_name(r->app->secure)), ret);

	if (rc == RC_OK)
		rc = link_guess(&r->ctx, r->http->peer, ret->is);
	if (rc != RC_OK)
		return rc;
	*ret_open = ret->is == LINK_OURS && ret->party && !call_is(&ret->call.call, CODE_CALL_STATE_DONE) &&
		    call_begins(&ret->call.call) <= r->ctx.now;
	r->ctx.purpose = link_purpose();
	return RC_OK;
}

static enum rc to_link(struct req *r)
{
	struct page p = page_of(r);

	return req_see_other(r, own_url(&p, r->word, ""));
}

/* What the child left after the call, and what this very person did. */
static enum rc load_theirs(struct req *r, const struct link *l, struct records *ret)
{
	int64_t person = rec_int(l->party, CALL_PARTY_PERSON);
	struct records all;
	enum rc rc = message_of_call(&r->ctx, &l->call.call, &all);
	size_t n = 0;

	for (size_t i = 0; rc == RC_OK && i < all.n; i++)
		if (!message_of_family(&all.r[i]) || (person && rec_int(&all.r[i], MESSAGE_PERSON) == person))
			all.r[n++] = all.r[i];
	all.n = n;
	if (rc == RC_OK)
		*ret = all;
	return rc;
}

static enum rc find_theirs(struct req *r, const struct link *l, struct record *ret)
{
	struct records all;
	enum rc rc = load_theirs(r, l, &all);

	for (size_t i = 0; rc == RC_OK && i < all.n; i++)
		if (all.r[i].id == r->id) {
			*ret = all.r[i];
			return RC_OK;
		}
	return rc == RC_OK ? RC_NOT_FOUND : rc;
}

static void put_sent(struct page *p)
{
	if (!str_eq(req_query(p->r, STR("sent")), STR("1")))
		return;
	html_lit(p, "<p class=\"sheet note\" role=\"status\">");
	html_icon(p, "yes");
	html_lit(p, " ");
	html_tr(p, N_("Your message waits for your child."));
	html_lit(p, "</p>\n");
}

static enum rc put_page(struct req *r, const struct link *l, const struct message_form *typed,
			enum rc outcome)
{
	struct message_form f = *typed;
	struct records all;
	struct page p = page_of(r);
	enum rc rc = load_theirs(r, l, &all);

	if (rc != RC_OK)
		return rc;
	struct message_reader who = { .family = true,
				      .base = own_url(&p, r->word, "/message"),
				      .person = rec_int(l->party, CALL_PARTY_PERSON),
				      .child = l->child };
	f.action = who.base;
	p = page_begin(r, &(struct frame){ .title = html_say(&p, N_("Messages with {0}"), l->child),
					   .door = true,
					   .back = own_url(&p, r->word, ""),
					   .own_h1 = true,
					   .no_store = true,
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	html_lit(&p, "<h1>");
	html_tr(&p, N_("Messages with {0}"), l->child);
	html_lit(&p, "</h1>\n");
	put_sent(&p);
	message_view_put(&p, &who, &all);
	message_view_form(&p, &f);
	page_end(&p);
	return RC_OK;
}

static enum rc message_link_show(struct req *r)
{
	struct link l;
	bool open = false;
	enum rc rc = begin(r, &l, &open);

	if (rc != RC_OK)
		return rc;
	return open ? put_page(r, &l, &(struct message_form){ .child = false }, RC_OK) : to_link(r);
}

static enum rc message_link_save(struct req *r)
{
	struct message_form f = { .child = false };
	struct link l;
	bool open = false;
	int64_t id = 0;
	enum rc rc = begin(r, &l, &open);

	if (rc == RC_OK && !open)
		return to_link(r);
	if (rc == RC_OK)
		rc = message_view_read(r, &f.typed, &f.back);
	if (rc != RC_OK)
		return rc;
	f.back = STR("");
	f.typed.child = rec_int(&l.call.call, CALL_CHILD);
	f.typed.party = l.party;
	rc = message_take(&r->ctx, &f.typed, &id);
	if (rc != RC_OK)
		return r->ctx.problems.n ? put_page(r, &l, &f, rc) : rc;
	struct page p = page_of(r);
	return req_see_other(r, own_url(&p, r->word, "/message?sent=1"));
}

static enum rc open_unit(struct ctx *c, void *arg) { return message_open(c, arg); }

static enum rc message_link_open(struct req *r)
{
	struct link l;
	struct record m;
	bool open = false;
	enum rc rc = begin(r, &l, &open);

	if (rc == RC_OK && !open)
		return to_link(r);
	if (rc == RC_OK)
		rc = find_theirs(r, &l, &m);
	if (rc == RC_OK && message_waits(&m, true))
		rc = store_write(&r->ctx, PRIO_PEOPLE, open_unit, &m);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	return req_see_other(r, own_url(&p, r->word, "/message"));
}

static enum rc message_link_sound(struct req *r)
{
	struct link l;
	struct record m;
	bool open = false;
	enum rc rc = begin(r, &l, &open);

	if (rc == RC_OK && !open)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		rc = find_theirs(r, &l, &m);
	if (rc == RC_OK && (!message_spoken(&m) || message_waits(&m, true)))
		rc = RC_NOT_FOUND;
	return rc == RC_OK ? sound_send(r, &m) : rc;
}

/* clang-format off */
const struct route message_link_routes[] = {
	{ HTTP_GET,  "/l/:word/message",              message_link_show,      .need = ROLES_ANYONE },
	{ HTTP_POST, "/l/:word/message",              message_link_save,      .need = ROLES_ANYONE, .body_max = SOUND_BODY_MAX },
	{ HTTP_POST, "/l/:word/message/:id/open",     message_link_open,      .need = ROLES_ANYONE },
	{ HTTP_GET,  "/l/:word/message/:id/sound",    message_link_sound,     .need = ROLES_ANYONE },
	{ 0 },
};
/* clang-format on */
