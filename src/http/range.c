#include "range.h"

/* A number, or none. False: neither. */
static bool read_end(str s, int64_t *ret)
{
	*ret = -1;
	return !s.n || (str_digits(s) && str_int(s, ret));
}

bool range_wanted(const struct http_request *r, str etag, size_t total, struct range *ret)
{
	str asked = str_trim(http_header(r, STR("range"))), same = http_header(r, STR("if-range")), first;
	int64_t from, to;

	*ret = (struct range){ 0, total, false };
	if (!str_starts(asked, STR("bytes=")) || (same.n && !str_eq(same, etag)))
		return true;
	str rest = str_cut(asked, 6, asked.n);
	if (!memchr(rest.s, '-', rest.n) || memchr(rest.s, ',', rest.n))
		return true;
	(void)str_next(&rest, '-', &first);
	if (!read_end(str_trim(first), &from) || !read_end(str_trim(rest), &to) || (from < 0 && to < 0) ||
	    (from >= 0 && to >= 0 && to < from))
		return true;
	const int64_t all = (int64_t)total;
	if (from < 0) { /* the last so many */
		if (!to || !all)
			return false;
		from = to < all ? all - to : 0;
		to = all - 1;
	}
	if (from >= all)
		return false;
	if (to < 0 || to >= all)
		to = all - 1;
	*ret = (struct range){ (size_t)from, (size_t)(to - from + 1), true };
	return true;
}

void range_reply(struct http_reply *p, struct arena *mem, const struct range *given, size_t total)
{
	struct buf b = buf_new(mem, 100);

	reply_header(p, STR("Accept-Ranges"), STR("bytes"));
	p->no_gzip = true;
	p->status = !given ? 416 : given->part ? 206 : 200;
	if (p->status == 200)
		return;
	buf_lit(&b, "bytes ");
	if (given) {
		buf_int(&b, (int64_t)given->from);
		buf_ch(&b, '-');
		buf_int(&b, (int64_t)(given->from + given->n) - 1);
	} else {
		buf_ch(&b, '*');
	}
	buf_ch(&b, '/');
	buf_int(&b, (int64_t)total);
	reply_header(p, STR("Content-Range"), buf_view(&b));
}
