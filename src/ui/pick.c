#include "pick.h"

bool pick_read(struct req *r, struct picks *ret)
{
	str name = req_query(r, STR("of"));

	if (!name.n)
		return true;
	for (size_t i = 0; i < ret->n; i++)
		if (str_eq(name, str_of(ret->pick[i].name))) {
			ret->at = i;
			return true;
		}
	return false;
}

static str address(struct page *p, const struct picks *k, size_t i)
{
	return i || k->named ? html_url_with(p, k->path, "of", str_of(k->pick[i].name)) : k->path;
}

str pick_address(struct page *p, const struct picks *k) { return address(p, k, k->at); }

void pick_put(struct page *p, const struct picks *k)
{
	html_lit(p, "<nav class=\"chips\"");
	html_attr_tr(p, "aria-label", k->label);
	html_lit(p, ">");
	for (size_t i = 0; i < k->n; i++) {
		if (k->without >> i & 1)
			continue;
		html_lit(p, "<a");
		html_href(p, address(p, k, i));
		if (i == k->at)
			html_lit(p, " aria-current=\"page\"");
		html_lit(p, ">");
		html_tr(p, k->pick[i].label);
		html_lit(p, "</a>");
	}
	html_lit(p, "</nav>\n");
}

void pick_pages(struct page *p, const struct picks *k, const struct records *found, bool later)
{
	str own = pick_address(p, k), next = STR("");

	if (found->more)
		next = html_url_with(p, own, "after", html_int_text(p, found->r[found->n - 1].id));
	table_pages(p, &(struct pages){ .shown = found->n, .first = later ? own : STR(""), .next = next });
}
