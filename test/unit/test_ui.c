/* test_ui.c - the components pages are made of: nothing from outside becomes markup, nothing typed is lost.
 */
#include "bars.h"
#include "errorpage.h"
#include "facts.h"
#include "form.h"
#include "frame.h"
#include "table.h"
#include "tap.h"
#include "thread.h"

#include <stdlib.h>

enum { T_NAME, T_SEX, T_BORN, T_PHONE, T_STORY, T_ALONG, T_MADE, T_OWNER, T__N };
/* clang-format off */
static const struct field fields[T__N] = {
	[T_NAME]  = { "name",  T_TEXT,   "Name",  C3_PERSONAL,  P_REGISTER, .max = 50, .required = true },
	[T_SEX]   = { "sex",   T_CODE,   "Sex",   C3_PERSONAL,  P_REGISTER, .codes = "sex", .required = true },
	[T_BORN]  = { "born",  T_DATE,   "Born",  C3_PERSONAL,  P_REGISTER, .hint = "A day" },
	[T_PHONE] = { "phone", T_NUMBER, "Phone", C4_SENSITIVE, P_CONTACT,  .max = 20, .mask = MASK_PHONE },
	[T_STORY] = { "story", T_LONG,   "Story", C3_PERSONAL,  P_REGISTER, .max = 500, .hint = "As it was" },
	[T_ALONG] = { "along", T_BOOL,   "Along", C3_PERSONAL,  P_REGISTER, .required = false },
	[T_MADE]  = { "made",  T_INT,    "Made",  C3_PERSONAL,  P_REGISTER, .max = 9, .derived = true },
	[T_OWNER] = { "owner", T_TEXT,   "Owner", C3_PERSONAL,  P_SECRET,   .max = 9 },
};
static const struct kind thing_kind = {
	.name = "thing", .plural = "things", .label = "Thing", .labels = "Things", .fields = fields, .nfields = T__N,
	.profile = P_REGISTER, .label_field = 1 + T_NAME,
};
/* clang-format on */

static struct arena mem;
static struct actor officer = { .account = 7, .role = ROLE_OFFICER, .reach = REACH_COUNTY, .county = 440804 };
static struct model model = { .county = 440804 };
static const struct tab tabs[] = { { "/", "today", "Today", ROLES_SIGNED_IN },
				   { "/schools", "class", "Schools", ROLE_HEAD },
				   { 0 } };
static const struct room room = { .name = "test", .tabs = tabs };
static const struct room *const rooms[] = { &room, NULL };
static const struct house house = { rooms };
static const struct app app = { .model = &model, .house = &house };

struct world {
	struct http_request http;
	struct http_reply reply;
	struct req r;
	struct page p;
};

static struct world *world_new(enum lang lang)
{
	struct world *w = NEW(&mem, struct world, 1);

	w->http =
		(struct http_request){ .mem = &mem, .method = HTTP_GET, .path = STR("/things/1"), .id = 42 };
	w->reply.body = buf_new(&mem, 8 << 20);
	w->r = (struct req){ .http = &w->http, .reply = &w->reply, .app = &app };
	w->r.ctx = (struct ctx){ .mem = &mem,
				 .model = &model,
				 .who = &officer,
				 .lang = lang,
				 .today = 20261123,
				 .now = INT64_C(1795390000000000),
				 .problems = { .mem = &mem } };
	w->r.session.csrf = STR("12345678901234567890123456789012");
	w->p = page_of(&w->r);
	return w;
}

static str out(struct world *w) { return buf_view(&w->reply.body); }

static bool has(struct world *w, const char *part) { return str_has(out(w), str_of(part)); }

static size_t times(str s, str part)
{
	size_t n = 0;

	for (size_t i = 0; i + part.n <= s.n; i++)
		n += memcmp(s.s + i, part.s, part.n) == 0;
	return n;
}

static str post(struct world *w, const char *body)
{
	struct http_pair *h = NEW(&mem, struct http_pair, 1);

	h[0] = (struct http_pair){ STR("content-type"), STR("application/x-www-form-urlencoded") };
	w->http.method = HTTP_POST;
	w->http.header = h;
	w->http.nheader = 1;
	w->http.body = str_of(body);
	return w->http.body;
}

/* --- text --- */

static bool is_harmless(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.s[i];
		if (strchr("<>\"'", c) || (c < ' ' && !strchr("\r\n\t", c)) || c == 0x7f)
			return false;
		if (c == '&' && !str_starts(str_cut(s, i, 6), STR("&amp;")) &&
		    !str_starts(str_cut(s, i, 6), STR("&lt;")) &&
		    !str_starts(str_cut(s, i, 6), STR("&gt;")) &&
		    !str_starts(str_cut(s, i, 6), STR("&quot;")) &&
		    !str_starts(str_cut(s, i, 6), STR("&#39;")))
			return false;
	}
	return true;
}

static void test_escape(void)
{
	size_t bad = 0;

	for (int c = 0; c < 256; c++) {
		char byte = (char)c;
		struct world *w = world_new(LANG_EN);
		html_text(&w->p, (str){ &byte, 1 });
		bad += !is_harmless(out(w));
		bad += c >= 0x20 && c != 0x7f && !strchr("<>\"'&", c) && !str_eq(out(w), (str){ &byte, 1 });
	}
	OK(bad == 0);
	struct world *w = world_new(LANG_EN);
	html_text(&w->p, STR("a<b>&\"c'"));
	OK(str_eq(out(w), STR("a&lt;b&gt;&amp;&quot;c&#39;")));
	w = world_new(LANG_EN);
	html_attr(&w->p, "data-l", STR("\" onclick=\"x"));
	OK(str_eq(out(w), STR(" data-l=\"&quot; onclick=&quot;x\"")));
	w = world_new(LANG_EN);
	html_text(&w->p, (str){ NULL, 0 });
	OK(out(w).n == 0);
	/* The list that an import carries along comes back line by line. */
	w = world_new(LANG_EN);
	html_hidden(&w->p, STR("text"), STR("a\r\nb"));
	OK(has(w, "value=\"a\r\nb\""));
	html_gap(&w->p);
	OK(str_ends(out(w), STR(" ")));
	w = world_new(LANG_ZH);
	html_gap(&w->p);
	OK(out(w).n == 0);
}

static void test_urls(void)
{
	static const char *const bad[] = { "javascript:alert(1)",
					   "//elsewhere",
					   "/\\elsewhere",
					   "https://elsewhere",
					   "/\t/elsewhere",
					   " /x",
					   "",
					   "data:text/html,x" };
	struct world *w = world_new(LANG_EN);
	size_t wrong = 0;

	for (size_t i = 0; i < COUNT(bad); i++)
		wrong += html_url_ours(str_of(bad[i]));
	OK(wrong == 0);
	OK(html_url_ours(STR("/")) && html_url_ours(STR("/children/1?x=1#y")) &&
	   html_url_ours(STR("#f-name")));
	OK(str_eq(html_url(&w->p, "/a/#/b", 7), STR("/a/7/b")));
	OK(str_eq(html_url_code(&w->p, "/r/#", STR("a/b?c")), STR("/r/a%2Fb%3Fc")) ||
	   str_eq(html_url_code(&w->p, "/r/#", STR("a/b?c")), STR("/r/a%2fb%3fc")));
	OK(str_eq(html_url_with(&w->p, STR("/a"), "x", STR("1")), STR("/a?x=1")));
	OK(str_eq(html_url_with(&w->p, STR("/a?x=1"), "y", STR("2")), STR("/a?x=1&y=2")));
	html_link(&w->p, STR("javascript:x"), STR("<i>"));
	OK(str_eq(out(w), STR("<a href=\"#\">&lt;i&gt;</a>")));
}

static void test_tr(void)
{
	struct world *w = world_new(LANG_ZH);

	html_tr(&w->p, N_("{0} here, {1} in all"), STR("5"), STR("<40>"));
	OK(str_eq(out(w), STR("这里5条，共&lt;40&gt;条")));
	w = world_new(LANG_EN);
	html_tr(&w->p, N_("{0} here, {1} in all"), STR("5"), STR("40"));
	OK(str_eq(out(w), STR("5 here, 40 in all")));
	w = world_new(LANG_ZH);
	html_tr(&w->p, "no such text {0} {1} <", STR("{1}"));
	OK(str_starts(out(w), STR("no such text {1} ")) && is_harmless(out(w)));
	w = world_new(LANG_ZH);
	html_day_full(&w->p, 20180316);
	OK(str_eq(out(w), STR("<time datetime=\"2018-03-16\">2018年3月16日</time>")));
	w = world_new(LANG_EN);
	html_day(&w->p, 20261101);
	OK(str_eq(out(w), STR("<time datetime=\"2026-11-01\">1 Nov</time>")));
	w = world_new(LANG_EN);
	html_month(&w->p, 202609);
	OK(str_eq(out(w), STR("<time datetime=\"2026-09\">Sep 2026</time>")));
	OK(str_eq(html_weekday_text(&w->p, 20261123), STR("Monday")));
	w = world_new(LANG_EN);
	html_day(&w->p, 0);
	OK(out(w).n == 0);
	OK(str_eq(html_clock_text(&w->p, INT64_C(1795390000000000)), STR("7:26")));
	OK(str_eq(html_clock_text(&w->p, 0), STR("8:00")));
}

/* --- forms --- */

static const struct form_field shown[] = { { .field = T_NAME },  { .field = T_SEX },   { .field = T_BORN },
					   { .field = T_PHONE }, { .field = T_STORY }, { .field = T_ALONG },
					   { .field = T_MADE },  { .field = T_OWNER } };

static struct record *thing(void)
{
	struct record *r = NEW(&mem, struct record, 1);

	*r = (struct record){ .kind = &thing_kind,
			      .id = 1,
			      .version = 3,
			      .v = NEW(&mem, struct val, T__N),
			      .label = NEW(&mem, str, T__N),
			      .masked = 1 << T_PHONE };
	r->v[T_NAME] = TEXT(STR("罗子涵"));
	r->v[T_SEX] = TEXT(STR("2"));
	r->v[T_BORN] = INT(20180316);
	r->v[T_PHONE] = TEXT(STR("130****0077"));
	r->v[T_ALONG] = INT(1);
	r->v[T_OWNER] = TEXT(STR("nobody's business"));
	return r;
}

static void put_thing(struct world *w, const struct record *r, const struct form_given *g, bool conflict)
{
	form_put(&w->p, &(struct form){ .kind = &thing_kind,
					.field = shown,
					.nfield = COUNT(shown),
					.record = r,
					.given = g,
					.conflict = conflict,
					.action = STR("/things/1/edit"),
					.button = "Save" });
}

static void test_form_first(void)
{
	struct world *w = world_new(LANG_EN);

	put_thing(w, thing(), NULL, false);
	OK(has(w, "name=\"csrf\"") && has(w, "name=\"version\" value=\"3\""));
	OK(has(w, "<label for=\"f-name\">Name</label>") && has(w, "id=\"f-name\" name=\"name\" required"));
	OK(has(w, "value=\"罗子涵\"") && has(w, "name=\"name-was\" value=\"罗子涵\""));
	OK(has(w, "type=\"date\"") && has(w, "value=\"2018-03-16\""));
	OK(has(w, "name=\"sex\" value=\"2\" checked"));
	OK(has(w, "name=\"along\" value=\"1\" checked"));
	OK(has(w, "aria-describedby=\"h-story\"") && has(w, "id=\"h-story\""));
	/* The masked value is said, but stands in no control; what is computed or not for these eyes has
	 * none. */
	OK(has(w, "Now: 130****0077.") && !has(w, "value=\"130****0077\""));
	OK(!has(w, "name=\"made\"") && !has(w, "name=\"owner\"") && !has(w, "business"));
	OK(!has(w, "aria-invalid") && !has(w, "oops"));
	OK(times(out(w), STR("<button")) == 1);
}

static void test_form_again(void)
{
	struct world *w = world_new(LANG_ZH);
	struct form_given g;

	post(w, "version=3&name=%3Cb%3E&name-was=%E7%BD%97%E5%AD%90%E6%B6%B5&sex=2&sex-was=2&born=2018-02-30"
		"&born-was=2018-03-16&phone=&story=a%0D%0Ab&along=1&along-was=1&made=9&other=1");
	OK(form_read(&w->r, &thing_kind, &g) == RC_OK);
	OK(g.version == 3 && str_eq(g.in.text[T_NAME], STR("<b>")) &&
	   str_eq(g.in.text[T_STORY], STR("a\nb")));
	/* Only what was changed is given; an empty masked field stays. */
	OK(g.in.given == (1 << T_NAME | 1 << T_BORN | 1 << T_STORY | 1 << T_MADE));
	problem_add(&w->r.ctx.problems, STR("name"), N_("This is longer than {0} characters."), STR("<50>"),
		    STR(""));
	problem_add(&w->r.ctx.problems, STR("born"),
		    N_("{0} is not a date that exists. Write it like 2026-09-01."), STR("2018-02-30"),
		    STR(""));
	problem_add(&w->r.ctx.problems, STR(""), N_("This day is still to come."), STR(""), STR(""));
	put_thing(w, thing(), &g, false);
	OK(has(w, "还没存，有3处要改") && has(w, "role=\"alert\""));
	OK(has(w, "<a href=\"#f-name\">姓名：太长了，最多&lt;50&gt;个字。</a>"));
	OK(has(w, "<li>这一天还没到。</li>"));
	OK(times(out(w), STR("aria-invalid=\"true\"")) == 2);
	OK(has(w, "aria-describedby=\"e-name\"") && has(w, "id=\"e-name\""));
	/* Nothing typed is lost, not even a date that is none; nothing of it is markup. */
	OK(has(w, "value=\"&lt;b&gt;\"") && has(w, "type=\"text\" id=\"f-born\"") &&
	   has(w, "value=\"2018-02-30\""));
	OK(has(w, ">\na\nb</textarea>"));
	OK(has(w, "name=\"name-was\" value=\"罗子涵\"") && has(w, "name=\"version\" value=\"3\""));
}

static void test_form_conflict(void)
{
	struct world *w = world_new(LANG_ZH);
	struct record *now = thing();
	struct form_given g;

	post(w, "version=3&name=%E7%BD%97%E6%A2%93%E6%B6%B5&name-was=%E7%BD%97%E5%AD%90%E6%B6%B5&sex=2&sex-"
		"was=2&born=&born-was=2018-03-16");
	OK(form_read(&w->r, &thing_kind, &g) == RC_OK);
	now->version = 5;
	now->v[T_NAME] = TEXT(STR("罗紫涵"));
	now->v[T_SEX] = TEXT(STR("1"));
	put_thing(w, now, &g, true);
	OK(has(w, "name=\"name\" value=\"罗梓涵\" checked") && has(w, "name=\"name\" value=\"罗紫涵\""));
	OK(has(w, "name=\"version\" value=\"5\"") && has(w, "name=\"name-was\" value=\"罗紫涵\""));
	/* A field I did not touch shows theirs; one they did not touch keeps mine. */
	OK(has(w, "name=\"sex\" value=\"1\" checked") && !has(w, "value=\"2018-03-16\" checked"));
	OK(has(w, "两个都在") && has(w, "<a href=\"#f-name\">姓名</a>") && !has(w, "#f-sex\""));
}

/* What nobody is shown cannot be compared: the choice is between what was typed and leaving it. */
static void test_form_conflict_masked(void)
{
	struct world *w = world_new(LANG_ZH);
	struct form_given g;
	struct form f = { .kind = &thing_kind,
			  .field = shown,
			  .nfield = COUNT(shown),
			  .record = thing(),
			  .given = &g,
			  .conflict = true,
			  .action = STR("/things/1/edit"),
			  .button = "Save",
			  .whose = STR("陈<科长") };

	post(w, "version=3&name=%E7%BD%97%E5%AD%90%E6%B6%B5&name-was=%E7%BD%97%E5%AD%90%E6%B6%B5&phone="
		"13000003333");
	OK(form_read(&w->r, &thing_kind, &g) == RC_OK && g.in.given == 1 << T_PHONE);
	form_put(&w->p, &f);
	OK(has(w, "您写的时候，陈&lt;科长也改了。两个都在") && has(w, "<a href=\"#f-phone\">电话</a>"));
	OK(has(w, "name=\"phone\" value=\"13000003333\" checked") &&
	   has(w, "name=\"phone\" value=\"\"><span>130****0077"));
	/* Others wrote something else: what was typed stands alone. */
	w = world_new(LANG_EN);
	f.theirs = 1 << T_NAME;
	f.whose = (str){ NULL, 0 };
	form_put(&w->p, &f);
	OK(has(w, "id=\"f-phone\" name=\"phone\"") && has(w, "value=\"13000003333\"") &&
	   has(w, "Somebody else changed this while you wrote. What you wrote is still here"));
}

static void test_form_needed(void)
{
	struct world *w = world_new(LANG_ZH);

	put_thing(w, NULL, NULL, false);
	OK(has(w, "姓名，性别要填，其他的可以不填。") && times(out(w), STR("可以不填")) == 1);
	/* Problems stand in the order of the form, whatever order they were found in. */
	w = world_new(LANG_EN);
	problem_add(&w->r.ctx.problems, STR("story"), "s", STR(""), STR(""));
	problem_add(&w->r.ctx.problems, STR("name"), "n", STR(""), STR(""));
	problem_add(&w->r.ctx.problems, STR(""), "whole", STR(""), STR(""));
	put_thing(w, NULL, NULL, false);
	OK(has(w, "<li>whole</li><li><a href=\"#f-name\">Name: n</a></li><li><a href=\"#f-story\">Story: "
		  "s</a></li>"));
}

static void test_form_new(void)
{
	struct world *w = world_new(LANG_EN);
	struct form_given g;

	post(w, "name=&sex=&born=&phone=&story=&along=");
	OK(form_read(&w->r, &thing_kind, &g) == RC_OK && g.in.given == 0 && g.version == 0);
	put_thing(w, NULL, &g, false);
	OK(!has(w, "name=\"version\"") && !has(w, "-was\""));
	post(w, "version=x&name=a");
	OK(form_read(&w->r, &thing_kind, &g) == RC_MALFORMED);
}

static void test_facts(void)
{
	static const size_t all[] = { T_NAME, T_SEX, T_BORN, T_PHONE, T_STORY, T_ALONG };
	struct world *w = world_new(LANG_ZH);
	struct record *r = thing();

	OK(facts_fields(&w->p, r, all, COUNT(all)));
	OK(has(w, "罗子涵") && has(w, "女") && has(w, "2018年3月16日") && has(w, "130****0077") &&
	   has(w, "是"));
	OK(has(w, "已遮盖") && times(out(w), STR("<dt>")) == 5);
	r->v[T_PHONE] = NIL; /* known, and nothing of it may be shown */
	w = world_new(LANG_ZH);
	facts_fields(&w->p, r, all, COUNT(all));
	OK(has(w, "已登记，未显示"));
	r->masked = 0;
	r->hidden = 1 << T_NAME;
	w = world_new(LANG_ZH);
	OK(!facts_fields(&w->p, r, all, COUNT(all)) && !has(w, "罗子涵"));
	w = world_new(LANG_ZH);
	facts_who(&w->p, STR("罗<涵"), STR("女"));
	OK(has(w, "aria-hidden=\"true\">罗</span>") && has(w, "<h1>罗&lt;涵</h1>"));
}

/* --- bars --- */

/* Every bar lies inside the picture and has a width. */
static size_t rects(str s, size_t *ret_bad)
{
	size_t n = 0;

	*ret_bad = 0;
	for (size_t i = 0; i + 5 < s.n; i++) {
		if (memcmp(s.s + i, "<rect", 5) != 0)
			continue;
		const char *at = strstr(s.s + i, " x=\""), *width = strstr(s.s + i, " width=\"");
		int x = at ? (int)strtol(at + 4, NULL, 10) : -1,
		    wide = width ? (int)strtol(width + 8, NULL, 10) : -1;
		*ret_bad += x < 0 || wide < 1 || x + wide > 330;
		n++;
	}
	return n;
}

static struct world *draw(const struct bar_span *span, size_t n, size_t *ret_rects, size_t *ret_bad)
{
	struct world *w = world_new(LANG_EN);
	const struct bar_row row = { STR("Mother"), STR("at home"), span, n };

	bars_put(&w->p, &(struct bars){ .row = &row,
					.n = 1,
					.today = 20261123,
					.first = 20180316,
					.finding = STR("Mum <away>.") });
	*ret_rects = rects(out(w), ret_bad);
	return w;
}

static void test_bars(void)
{
	size_t n, bad;
	struct world *w = world_new(LANG_EN);

	bars_put(&w->p, &(struct bars){ .today = 20261123 });
	OK(out(w).n == 0);
	w = draw(NULL, 0, &n, &bad);
	OK(n == 1 && !bad && has(w, "all the time"));
	OK(has(w, "role=\"img\" aria-label=\"Mum &lt;away&gt;.\"") && has(w, "<details>") &&
	   has(w, "<th scope=\"row\">Mother</th>"));
	w = draw((const struct bar_span[]){ { BAR_AWAY, 20240210, 0, 20250120, STR("Dongguan") },
					    { BAR_AWAY, 20250225, 0, 0, STR("Dongguan") } },
		 2, &n, &bad);
	OK(n == 3 && !bad && has(w, "today still") && has(w, "10 Feb 2024"));
	/* Nobody knows since when: open to the left, sure from the form on. */
	w = draw((const struct bar_span[]){ { BAR_AWAY, 0, 20230901, 0, STR("Ningbo") } }, 1, &n, &bad);
	OK(n == 3 && !bad && has(w, "class=\"q\"") && has(w, "not known; a form of 1 Sep 2023 says so"));
	w = draw((const struct bar_span[]){ { BAR_AWAY, 0, 0, 0, STR("") } }, 1, &n, &bad);
	OK(!bad && has(w, "not known"));
}

static void test_bars_odd(void)
{
	size_t n, bad;

	/* Overlapping, of one day, backwards, still to come, longer ago than the child is old. */
	(void)draw((const struct bar_span[]){ { BAR_AWAY, 20200101, 0, 20230101, STR("A") },
					      { BAR_AWAY, 20220101, 0, 20240101, STR("B") } },
		   2, &n, &bad);
	OK(n == 3 && !bad);
	(void)draw((const struct bar_span[]){ { BAR_AWAY, 20261123, 0, 20261123, STR("A") } }, 1, &n, &bad);
	OK(!bad);
	(void)draw((const struct bar_span[]){ { BAR_AWAY, 20250101, 0, 20240101, STR("A") } }, 1, &n, &bad);
	OK(n == 1 && !bad);
	(void)draw((const struct bar_span[]){ { BAR_AWAY, 20300101, 0, 0, STR("A") } }, 1, &n, &bad);
	OK(n == 1 && !bad);
	(void)draw((const struct bar_span[]){ { BAR_AWAY, 19500101, 0, 0,
						STR("A long, long name of a place <far> away") } },
		   1, &n, &bad);
	OK(n == 2 && !bad);
	(void)draw((const struct bar_span[]){ { BAR_GONE, 20210401, 0, 0, STR("died") } }, 1, &n, &bad);
	OK(n == 2 && !bad);
}

/* --- the rest --- */

static void test_table(void)
{
	static const struct col cols[] = { { "Name", COL_TEXT }, { "N<o>", COL_NUMBER }, { "Open", COL_GO } };
	struct world *w = world_new(LANG_EN);
	struct table t = table_begin(&w->p, cols, COUNT(cols), STR("<2>"));

	table_row(&t);
	table_cell(&t);
	html_text(&w->p, STR("a"));
	table_text(&t, STR(""));
	table_row(&t);
	table_text(&t, STR("b"));
	table_text(&t, STR("&"));
	table_cell(&t);
	table_cell(&t); /* one too many writes nothing */
	table_end(&t);
	OK(has(w, "<caption class=\"s\">&lt;2&gt;</caption>") &&
	   has(w, "role=\"columnheader\" scope=\"col\" class=\"n\">N&lt;o&gt;</th>"));
	OK(times(out(w), STR("<tr")) == 3 && times(out(w), STR("</tr>")) == 3);
	OK(times(out(w), STR("<td")) == times(out(w), STR("</td>")) &&
	   times(out(w), STR("<th ")) == times(out(w), STR("</th>")));
	OK(times(out(w), STR("<td")) == 4 && times(out(w), STR("rowheader")) == 2);
	OK(has(w, "class=\"n\" data-l=\"N&lt;o&gt;\">&amp;</td>") && has(w, "class=\"none\""));
	w = world_new(LANG_EN);
	table_pages(&w->p, &(struct pages){ .shown = 5, .total = 5 });
	OK(out(w).n == 0);
	table_pages(&w->p, &(struct pages){ .shown = 5, .total = 40, .next = STR("/a?after=5") });
	OK(has(w, "5 here, 40 in all") && has(w, "href=\"/a?after=5\""));
}

static struct world *refused(const char *path, enum rc rc)
{
	struct world *w = world_new(LANG_ZH);

	w->http.path = str_of(path);
	buf_lit(&w->reply.body, "half a page");
	errorpage(&w->r, rc);
	return w;
}

static void test_errorpage(void)
{
	struct world *a = refused("/children/1", RC_NOT_FOUND), *b = refused("/secret<x>", RC_NOT_FOUND);

	OK(str_eq(out(a), out(b)) && a->reply.status == 404 && !has(a, "half a page"));
	OK(has(a, "这一页没有，或者不归您看") && !a->reply.etag.n);
	size_t wrong = 0;
	for (int rc = RC_NOT_FOUND; rc < RC__N; rc++) {
		struct world *w = refused("/x", (enum rc)rc);
		wrong += w->reply.status < 400 || w->reply.status > 599 || !has(w, "<h1>") ||
			 !str_ends(out(w), STR("</html>\n"));
	}
	OK(wrong == 0);
	OK(has(refused("/x", RC_FAULT), "编号42"));
	/* Of an address nothing was written that could still be there. */
	OK(has(refused("/x?as_of=1", RC_INVALID), "这个地址不对") && !has(refused("/x", RC_INVALID), "<ul>"));
}

static struct world *framed(enum lang lang, str csrf)
{
	struct world *w = world_new(lang);

	w->r.session.csrf = csrf;
	w->p = page_begin(&w->r, &(struct frame){ .title = STR("A<b>"), .tab = "/", .back = STR("/up") });
	html_lit(&w->p, "x");
	page_end(&w->p);
	return w;
}

static void test_frame(void)
{
	struct world *w = framed(LANG_ZH, STR("a"));

	OK(str_starts(out(w), STR("<!doctype html>\n<html lang=\"zh-CN\">")) &&
	   has(w, "<title>A&lt;b&gt; · 同心</title>"));
	OK(has(w, "href=\"#main\"") && has(w, "id=\"main\"") && has(w, "aria-current=\"page\""));
	OK(has(w, "今天</a>") && !has(w, "学校")); /* a tab that is another role's */
	OK(has(w, "href=\"/up\"") && has(w, "class=\"stamp s\""));
	OK(!has(w, "<script>") && !has(w, " style=") && !has(w, "onclick"));
	OK(w->reply.etag.n && str_eq(w->reply.etag, framed(LANG_ZH, STR("a"))->reply.etag));
	OK(!str_eq(w->reply.etag, framed(LANG_EN, STR("a"))->reply.etag));
	w = world_new(LANG_EN);
	OK(!page_fresh(&w->r, STR("1.2")) && w->reply.etag.n);
	struct http_pair *h = NEW(&mem, struct http_pair, 1);
	h[0] = (struct http_pair){ STR("if-none-match"), w->reply.etag };
	struct world *again = world_new(LANG_EN);
	again->http.header = h;
	again->http.nheader = 1;
	OK(page_fresh(&again->r, STR("1.2")));
	OK(!page_fresh(&again->r, STR("1.3")));
	again->r.session.csrf = STR("another session");
	OK(!page_fresh(&again->r, STR("1.2")));
	again = world_new(LANG_ZH);
	again->http.header = h;
	again->http.nheader = 1;
	OK(!page_fresh(&again->r, STR("1.2")));
}

static void test_journal(void)
{
	struct world *w = world_new(LANG_ZH);
	struct field_change c[] = {
		{ .field = &fields[T_NAME],
		  .before = STR("<旧>"),
		  .after = STR("新"),
		  .had = true,
		  .has = true },
		{ .field = &fields[T_SEX], .after = STR("2"), .has = true },
	};
	struct entry e = { .seq = 1,
			   .at = INT64_C(1795390000000000),
			   .act = ACT_UPDATE,
			   .via = VIA_PAGE,
			   .actor_name = STR("陈<科长"),
			   .reason = STR("x>y"),
			   .change = c,
			   .nchange = 2 };

	thread_journal(&w->p, &e, 1);
	OK(has(w, "修改：陈&lt;科长") && has(w, "<del>&lt;旧&gt;</del> 新") && has(w, "女") &&
	   has(w, "x&gt;y"));
	OK(times(out(w), STR("<li")) == 1 && times(out(w), STR("</li>")) == 1);
}

static void test_form_values(void)
{
	int64_t id = 7;
	str one = form_client(&mem), two = form_client(&mem);

	OK(form_id(STR(""), &id) && id == 0);
	OK(form_id(STR("12"), &id) && id == 12);
	OK(!form_id(STR("0"), &id) && !form_id(STR("-3"), &id) && !form_id(STR("1x"), &id) && id == 12);
	OK(one.n == 32 && two.n == 32 && !str_eq(one, two));
	OK(str_eq(form_newlines(&mem, STR("a\r\nb\r")), STR("a\nb")));
}

int main(void)
{
	arena_init(&mem, 256 << 20);
	test_escape();
	test_urls();
	test_tr();
	test_form_first();
	test_form_again();
	test_form_conflict();
	test_form_conflict_masked();
	test_form_needed();
	test_form_new();
	test_form_values();
	test_facts();
	test_bars();
	test_bars_odd();
	test_table();
	test_errorpage();
	test_frame();
	test_journal();
	arena_free(&mem);
	return tap_end();
}
