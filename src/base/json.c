#include "json.h"

struct json json_to(struct buf *to) { return (struct json){ .to = to }; }

static void before_item(struct json *j)
{
	if (j->comma[j->depth])
		buf_ch(j->to, ',');
	j->comma[j->depth] = true;
}

static void open_level(struct json *j, char c)
{
	before_item(j);
	buf_ch(j->to, c);
	if (j->depth < JSON_DEPTH)
		j->depth++;
	j->comma[j->depth] = false;
}

static void close_level(struct json *j, char c)
{
	buf_ch(j->to, c);
	j->depth--;
}

void json_obj(struct json *j) { open_level(j, '{'); }
void json_obj_end(struct json *j) { close_level(j, '}'); }
void json_arr(struct json *j) { open_level(j, '['); }
void json_arr_end(struct json *j) { close_level(j, ']'); }

/* `<` is escaped too: JSON may come to stand in a page one day. */
static bool plain(unsigned char c) { return c >= 0x20 && c != '"' && c != '\\' && c != '<' && c != 0x7f; }

static void put_string(struct buf *b, str s)
{
	buf_ch(b, '"');
	for (size_t i = 0, run; i < s.n; i += run + 1) {
		for (run = 0; i + run < s.n && plain((unsigned char)s.s[i + run]); run++)
			;
		buf_put(b, s.s + i, run);
		if (i + run == s.n)
			break;
		unsigned char c = (unsigned char)s.s[i + run];
		const char *at = c ? strchr("\"\"\\\\\nn\rr\tt", c) : NULL;
		if (c == '"' || c == '\\' || c == '\n' || c == '\r' || c == '\t') {
			buf_ch(b, '\\');
			buf_ch(b, at[1]);
		} else {
			buf_lit(b, "\\u00");
			buf_hex(b, &c, 1);
		}
	}
	buf_ch(b, '"');
}

void json_key(struct json *j, str key)
{
	before_item(j);
	put_string(j->to, key);
	buf_ch(j->to, ':');
	j->comma[j->depth] = false; /* the value follows without a comma */
}

void json_str(struct json *j, str s)
{
	before_item(j);
	put_string(j->to, s);
}

void json_int(struct json *j, int64_t i)
{
	before_item(j);
	buf_int(j->to, i);
}

void json_id(struct json *j, int64_t id)
{
	before_item(j);
	buf_ch(j->to, '"');
	buf_int(j->to, id);
	buf_ch(j->to, '"');
}

void json_bool(struct json *j, bool b)
{
	before_item(j);
	buf_str(j->to, b ? STR("true") : STR("false"));
}

void json_null(struct json *j)
{
	before_item(j);
	buf_lit(j->to, "null");
}

void json_day(struct json *j, day d)
{
	if (!d) {
		json_null(j);
		return;
	}
	before_item(j);
	buf_ch(j->to, '"');
	day_put(j->to, d);
	buf_ch(j->to, '"');
}

void json_instant(struct json *j, int64_t instant)
{
	before_item(j);
	buf_ch(j->to, '"');
	instant_put(j->to, instant);
	buf_ch(j->to, '"');
}
