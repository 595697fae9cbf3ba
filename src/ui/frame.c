#include "frame.h"

/* Does this page hear of what is new while it is open?  Nobody is disturbed at a task. */
static bool listens(const struct page *p, const struct frame *f)
{
	return p->who->account && may_read(p->who, P_NOTICE) && !f->door && !f->task;
}

/* Families and children go up and down instead of by tabs. */
static bool goes_up(const struct page *p, const struct frame *f)
{
	return f->elder || (p->who->role & (ROLES_FAMILY | ROLE_CHILD));
}

/* Those who read with trouble have big type on every page; parents have eyes like everybody's. */
static bool big_type(const struct page *p, const struct frame *f)
{
	return goes_up(p, f) && !(p->who->role & ROLE_PARENT);
}

/* --- head of the page --- */

static void put_head(struct page *p, const struct frame *f)
{
	str css = static_url(p->mem, STR("tongxin.css"));

	html_lit(p, "<!doctype html>\n<html");
	html_attr(p, "lang", str_of(lang_tag(p->lang)));
	if (big_type(p, f))
		html_lit(p, " class=\"elder\"");
	html_lit(p,
		 "><head><meta charset=\"utf-8\">"
		 "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1,viewport-fit=cover\">"
		 "<title>");
	html_text(p, f->title);
	html_lit(p, " · ");
	html_tr(p, N_("Tongxin"));
	html_lit(p, "</title><link rel=\"stylesheet\"");
	html_attr(p, "href", css);
	html_lit(p, "><link rel=\"icon\" type=\"image/svg+xml\"");
	html_attr(p, "href", p->icons);
	html_lit(p, ">");
	if (listens(p, f)) {
		html_lit(p, "<script defer");
		html_attr(p, "src", static_url(p->mem, STR("live.js")));
		html_lit(p, "></script>");
	}
	html_lit(p, "</head>\n");
}

static void put_back(struct page *p, const struct frame *f)
{
	html_lit(p, "<a");
	html_href(p, f->back);
	html_lit(p, ">");
	html_icon(p, "back");
	html_tr(p, f->back_label ? f->back_label : N_("Back"));
	html_lit(p, "</a>");
}

static void put_top(struct page *p, const struct frame *f)
{
	html_lit(p, "<header class=\"top\"><svg class=\"i mark\" aria-hidden=\"true\"><use");
	html_attr(p, "href", html_fill(p, "{0}#mark", p->icons));
	html_lit(p, "/></svg><b>");
	html_text(p, f->where.n ? f->where : f->title);
	html_lit(p, "</b>");
	bool home = f->tab && strcmp(f->tab, "/") == 0;
	if (f->back.n)
		put_back(p, f);
	else if (goes_up(p, f) && !home)
		put_back(p, &(struct frame){ .back = STR("/"), .back_label = f->back_label });
	else if (p->who->name.n) {
		html_lit(p, "<a href=\"/more\">");
		html_text(p, p->who->name);
		html_lit(p, "</a>");
	}
	html_lit(p, "</header>\n");
}

static void put_tab(struct page *p, const struct tab *t, const char *current)
{
	html_lit(p, "<a");
	html_href(p, str_of(t->path));
	if (current && strcmp(current, t->path) == 0)
		html_lit(p, " aria-current=\"page\"");
	html_lit(p, ">");
	html_icon_(p, str_of(t->icon));
	html_tr(p, t->label);
	html_lit(p, "</a>");
}

static void put_tabs(struct page *p, const char *current)
{
	const struct house *house = p->r->app->house;

	html_lit(p, "<nav class=\"tabs\"");
	html_attr_tr(p, "aria-label", N_("Main sections"));
	html_lit(p, ">");
	for (size_t i = 0; house && house->rooms[i]; i++)
		for (const struct tab *t = house->rooms[i]->tabs; t && t->path; t++)
			if (t->need & (unsigned)p->who->role)
				put_tab(p, t, current);
	html_lit(p, "</nav>\n");
}

/* Covered until asset/live.js has something to say. */
static void put_live(struct page *p)
{
	html_lit(p, "<div id=\"live\" role=\"status\"><p class=\"sheet note\" hidden>");
	html_tr(p, N_("Something new is here."));
	html_lit(p, " <a href=\"/\">");
	html_tr(p, N_("See what is new"));
	html_lit(p, "</a></p></div>\n");
}

struct page page_begin(struct req *r, const struct frame *f)
{
	struct page p = page_of(r);

	r->reply->status = f->status ? f->status : 200;
	r->reply->type = STR("text/html; charset=utf-8");
	r->reply->no_store = f->no_store;
	put_head(&p, f);
	if (f->door || goes_up(&p, f))
		html_lit(&p, "<body class=\"plain\">");
	else if (f->task)
		html_lit(&p, "<body class=\"app task\">");
	else
		html_lit(&p, "<body class=\"app\">");
	html_lit(&p, "<a class=\"skip btn\" href=\"#main\">");
	html_tr(&p, N_("Skip to content"));
	html_lit(&p, "</a>\n");
	if (f->door) {
		html_lit(&p, "<header class=\"top\"><b></b>");
		if (f->back.n)
			put_back(&p, f);
		frame_language(&p, f->status ? STR("") : r->http->path);
		html_lit(&p, "</header>\n<main id=\"main\" class=\"door\">\n");
		return p;
	}
	put_top(&p, f);
	if (!goes_up(&p, f))
		put_tabs(&p, f->tab);
	if (listens(&p, f))
		put_live(&p);
	html_lit(&p, "<main id=\"main\">\n");
	if (f->own_h1)
		return p;
	html_lit(&p, "<div><h1>");
	html_text(&p, f->title);
	html_lit(&p, "</h1>");
	if (f->under.n) {
		html_lit(&p, "<p class=\"s\">");
		html_text(&p, f->under);
		html_lit(&p, "</p>");
	}
	html_lit(&p, "</div>\n");
	return p;
}

/* --- foot of the page, and the reply --- */

static str tag_text(struct req *r, const char *kind, str what)
{
	struct buf b = buf_new(r->ctx.mem, 512);

	buf_str(&b, str_of(kind));
	buf_str(&b, what);
	buf_lit(&b, "\"");
	return buf_view(&b);
}

/* Who asks, in which language, and which program answers: what a page depends on beside its records. */
static void tag_reader(struct req *r, struct buf *b)
{
	str css = static_url(r->ctx.mem, STR("tongxin.css"));
	/* A page holds tokens of its session, so it is stale when another begins. */
	uint64_t reader[] = { str_hash(r->session.csrf), str_hash(css), (uint64_t)r->ctx.lang };

	buf_hex(b, reader, sizeof reader);
}

bool page_fresh(struct req *r, str version)
{
	struct buf b = buf_new(r->ctx.mem, 256);
	str sent = http_header(r->http, STR("if-none-match"));

	buf_str(&b, version);
	buf_ch(&b, '.');
	buf_int(&b, r->ctx.today);
	buf_ch(&b, '.');
	tag_reader(r, &b);
	/* Weak: the tokens in it differ byte by byte each time. */
	r->reply->etag = tag_text(r, "W/\"", buf_view(&b));
	r->reply->status = 200;
	r->reply->type = STR("text/html; charset=utf-8");
	return sent.n && str_has(sent, buf_view(&b));
}

void page_end(struct page *p)
{
	struct http_reply *reply = p->r->reply;

	/* Pages that differ each time, and refusals, are not kept.  The time of printing does not count. */
	if (!reply->etag.n && !p->secret && reply->status == 200 && !reply->no_store) {
		struct buf b = buf_new(p->mem, 64);
		uint64_t content = str_hash(buf_view(p->b));
		buf_hex(&b, &content, sizeof content);
		reply->etag = tag_text(p->r, "W/\"", buf_view(&b));
	}
	if (p->who->account) {
		html_lit(p, "<p class=\"stamp s\">");
		html_tr(p, N_("Printed by {0}, {1} {2}. Hand it back or destroy it after use."), p->who->name,
			html_day_text(p, p->today), html_clock_text(p, p->r->ctx.now));
		html_lit(p, "</p>\n");
	}
	html_lit(p, "</main>\n</body>\n</html>\n");
}

void frame_language(struct page *p, str back)
{
	str url = p->lang == LANG_EN ? STR("/language/zh") : STR("/language/en");

	if (html_url_ours(back) && back.s[0] == '/')
		url = html_url_with(p, url, "back", back);
	html_lit(p, "<a");
	html_href(p, url);
	if (p->lang == LANG_EN)
		html_lit(p, " lang=\"zh-CN\" hreflang=\"zh-CN\">中文</a>");
	else
		html_lit(p, " lang=\"en\" hreflang=\"en\">English</a>");
}

void frame_sign_out(struct page *p)
{
	html_lit(p, "<form method=\"post\" action=\"/sign-out\">");
	html_csrf(p);
	html_lit(p, "<button>");
	html_tr(p, N_("Sign out"));
	html_lit(p, "</button></form>\n");
}
