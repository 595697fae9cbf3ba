#include "backup_head.h"
#include "json.h"

/* Beside the names of the sealing keys, which are of a county and of a class from C3 on. */
static struct key_name name_of(unsigned county) { return (struct key_name){ .of = { .county = county } }; }

str backup_head_make(struct arena *mem, const struct keys *keys, struct backup_head *h)
{
	struct buf b = buf_new(mem, PACK_HEADER_MAX);
	struct json j = json_to(&b);
	struct key_name name = name_of(h->county);

	sm_random(h->key, sizeof h->key);
	h->mark = keys_mark(mem, keys);
	str wrapped = keys_wrap(mem, keys, &name, h->key);

	json_obj(&j);
	JSON_KEY(&j, "migration");
	json_int(&j, h->migration);
	JSON_KEY(&j, "county");
	json_int(&j, h->county);
	JSON_KEY(&j, "made");
	json_int(&j, h->made);
	JSON_KEY(&j, "key_file");
	json_str(&j, h->mark);
	JSON_KEY(&j, "key");
	json_str(&j, hex_put(mem, wrapped.s, wrapped.n));
	if (h->number) {
		JSON_KEY(&j, "since");
		json_str(&j, h->since);
		JSON_KEY(&j, "number");
		json_int(&j, h->number);
	}
	json_obj_end(&j);
	return buf_view(&b);
}

str backup_head_id(struct arena *mem, str text)
{
	struct sm3 d = sm3(&text, 1);

	return hex_put(mem, (const char *)d.b, SM3_SIZE);
}

static bool read_number(const struct json_value *o, str key, int64_t most, int64_t *ret)
{
	const struct json_value *v = json_get(o, key);

	if (!v || v->type != JSON_NUMBER || !v->whole || v->i < 0 || v->i > most)
		return false;
	*ret = v->i;
	return true;
}

static bool read_text(const struct json_value *o, str key, str *ret)
{
	const struct json_value *v = json_get(o, key);

	if (!v || v->type != JSON_STRING)
		return false;
	*ret = v->text;
	return true;
}

enum rc backup_head_read(struct arena *mem, const struct keys *keys, str text, struct backup_head *ret,
			 str *ret_why)
{
	enum { WRAPPED_MAX = 200 };
	struct backup_head h = { .migration = 0 };
	struct json_value *o;
	int64_t migration, county;
	str wrapped;

	if (json_parse(mem, text, &o) != RC_OK || o->type != JSON_OBJECT ||
	    !read_number(o, STR("migration"), INT16_MAX, &migration) ||
	    !read_number(o, STR("county"), 999999, &county) ||
	    !read_number(o, STR("made"), INT64_MAX, &h.made) || !read_text(o, STR("key_file"), &h.mark) ||
	    !read_text(o, STR("key"), &wrapped) || wrapped.n % 2 || wrapped.n > WRAPPED_MAX) {
		*ret_why = STR("the head of the backup was changed, or is damaged");
		return RC_MALFORMED;
	}
	if (json_get(o, STR("number")) && (!read_number(o, STR("number"), INT32_MAX, &h.number) ||
					   !read_text(o, STR("since"), &h.since) || !h.number)) {
		*ret_why = STR("the head of the backup was changed, or is damaged");
		return RC_MALFORMED;
	}
	h.migration = (int)migration;
	h.county = (unsigned)county;
	struct key_name name = name_of(h.county);
	char *bytes = NEW(mem, char, WRAPPED_MAX);

	if (!str_eq(h.mark, keys_mark(mem, keys)) || !hex_read(wrapped, bytes, wrapped.n / 2) ||
	    !keys_unwrap(mem, keys, &name, (str){ bytes, wrapped.n / 2 }, h.key)) {
		*ret_why = STR("this is not the key file with which the backup was made");
		return RC_INVALID;
	}
	*ret = h;
	return RC_OK;
}
