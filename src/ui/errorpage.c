#include "errorpage.h"

struct words {
	const char *title, *what;
};

/* clang-format off */
static const struct words words[RC__N] = {
	[RC_NOT_FOUND] = { N_("This page is not here for you"),
		N_("It may be gone, or it is looked after by somebody else. If you are needed, they will tell you.") },
	[RC_UNKNOWN_USER] = { N_("Please sign in"),
		N_("You were away for a while, so the door was closed for you. Nothing was lost.") },
	[RC_DENIED] = { N_("Somebody else changes this"),
		N_("You can read it, and a colleague with that task can change it.") },
	[RC_INVALID] = { N_("Something in this does not fit"),
		N_("Go back, please: the page says what to put right, and all you wrote is still there.") },
	[RC_CONFLICT] = { N_("Something still depends on this"),
		N_("Other records point here, or one like it exists already. Look at those first.") },
	[RC_STALE] = { N_("Somebody else changed this while you wrote"),
		N_("Go back and load the page again: it shows what is there now.") },
	[RC_NEEDS_VERSION] = { N_("The page was too old"),
		N_("Go back, load it again and write once more.") },
	[RC_MALFORMED] = { N_("This could not be read"),
		N_("Something broke on the way. Go back and send it once more.") },
	[RC_MEDIA] = { N_("This kind of file cannot be taken"),
		N_("Save the list as CSV, in UTF-8, and send it again.") },
	[RC_TOO_BIG] = { N_("This is too big"),
		N_("Split the file and send one part after the other.") },
	[RC_BUSY] = { N_("A moment, please"),
		N_("Too many tries just now. Wait some minutes and try again.") },
	[RC_FAULT] = { N_("This is our fault"),
		N_("Something went wrong here. Nothing you had saved is lost. Try again; if it stays, tell your school with the number below.") },
	[RC_AWAY] = { N_("The database cannot be reached"),
		N_("Everything that was saved is safe. Go back in a minute and try again: what you wrote still stands there.") },
	[RC_FULL] = { N_("Nothing can be saved just now"),
		N_("The disk of the server is full or broken. You can go on reading; what you wrote still stands there when you go back. Please tell whoever looks after the server.") },
};
/* clang-format on */

/* Nothing was written then: what does not fit is the address. */
static const struct words odd_address = { N_("This address does not fit"),
					  N_("Something in it cannot be answered. Look at it once more.") };

static const struct words *words_of(const struct req *r, enum rc rc)
{
	if (rc == RC_INVALID && r->http->method == HTTP_GET)
		return &odd_address;
	return rc > RC_OK && rc < RC__N && words[rc].title ? &words[rc] : &words[RC_FAULT];
}

static void put_problems(struct page *p)
{
	const struct problems *list = &p->r->ctx.problems;

	if (!list->n)
		return;
	html_lit(p, "<ul>");
	for (size_t i = 0; i < list->n; i++) {
		struct buf b = buf_new(p->mem, 4 << 10);
		problem_put(&b, p->lang, &list->list[i]);
		html_lit(p, "<li>");
		html_text(p, buf_view(&b));
		html_lit(p, "</li>");
	}
	html_lit(p, "</ul>");
}

void errorpage(struct req *r, enum rc rc)
{
	const struct words *w = words_of(r, rc);
	bool known = r->ctx.who && r->ctx.who->account;
	/* What had been written so far belongs to another page. */
	r->reply->body.n = 0;
	r->reply->etag = (str){ NULL, 0 };
	struct frame f = {
		.title = str_of(tr(r->ctx.lang, w->title)),
		.door = !known,
		.own_h1 = true,
		.status = rc_status(rc),
	};
	struct page p = page_begin(r, &f);
	html_lit(&p, "<section class=\"sheet stack\"><h1>");
	html_text(&p, f.title);
	html_lit(&p, "</h1><p>");
	html_tr(&p, w->what);
	html_lit(&p, "</p>");
	if (w == &words[RC_FAULT]) {
		html_lit(&p, "<p class=\"s\">");
		html_tr(&p, N_("Number {0}"), html_int_text(&p, (int64_t)r->http->id));
		html_lit(&p, "</p>");
	}
	if (rc == RC_INVALID)
		put_problems(&p);
	html_lit(&p, "<p>");
	if (known) {
		html_lit(&p, "<a class=\"btn\" href=\"/\">");
		html_tr(&p, N_("To Today"));
	} else {
		html_lit(&p, "<a class=\"btn main\" href=\"/sign-in\">");
		html_tr(&p, N_("Sign in"));
	}
	html_lit(&p, "</a></p></section>\n");
	page_end(&p);
}
