#include "elder.h"

void elder_aloud(struct page *p, bool first)
{
	html_lit(p, "<button type=\"button\" id=\"aloud\" hidden");
	html_attr(p, "class", first ? STR("main wide-btn") : STR("quiet wide-btn"));
	html_attr_tr(p, "data-stop", N_("Stop reading"));
	html_attr_tr(p, "data-none", N_("This phone cannot read aloud."));
	html_lit(p, ">");
	html_icon(p, "say");
	html_lit(p, "<span>");
	html_tr(p, N_("Read this to me"));
	html_lit(p, "</span></button><script defer");
	html_attr(p, "src", static_url(p->mem, STR("aloud.js")));
	html_lit(p, "></script>\n");
}

void elder_ways_begin(struct page *p, const char *label)
{
	html_lit(p, "<nav class=\"big\"");
	html_attr_tr(p, "aria-label", label);
	html_lit(p, ">\n");
}

void elder_way(struct page *p, const struct elder_way *w)
{
	html_lit(p, "<a");
	html_href(p, w->url);
	html_lit(p, ">");
	html_icon_(p, str_of(w->icon));
	html_lit(p, "<span><b>");
	html_text(p, w->title);
	html_lit(p, "</b>");
	if (w->why.n) {
		html_lit(p, "<small>");
		html_text(p, w->why);
		html_lit(p, "</small>");
	}
	html_lit(p, "</span></a>\n");
}

void elder_ways_end(struct page *p) { html_lit(p, "</nav>\n"); }

void elder_text(struct page *p, str text)
{
	str line;

	html_lit(p, "<p class=\"own\">");
	for (bool first = true; str_next(&text, '\n', &line); first = false) {
		if (!first)
			html_lit(p, "<br>");
		html_text(p, str_trim(line));
	}
	html_lit(p, "</p>\n");
}

static str dialled(struct page *p, str number)
{
	struct buf b = buf_new(p->mem, number.n + 1);

	for (size_t i = 0; i < number.n; i++)
		if ((number.s[i] >= '0' && number.s[i] <= '9') || (number.s[i] == '-' && b.n))
			buf_ch(&b, number.s[i]);
	return buf_view(&b);
}

void elder_dial(struct page *p, str number)
{
	str digits = dialled(p, number);

	if (!digits.n)
		return;
	html_lit(p, "<a href=\"tel:");
	html_text(p, digits);
	html_lit(p, "\">");
	html_text(p, digits);
	html_lit(p, "</a>");
}

void elder_phone(struct page *p, str number)
{
	str digits = dialled(p, number);

	if (!digits.n)
		return;
	html_lit(p, "<a class=\"dial\" href=\"tel:");
	html_text(p, digits);
	html_lit(p, "\">");
	html_icon(p, "call");
	html_lit(p, "<b>");
	html_text(p, digits);
	html_lit(p, "</b></a>\n");
}
