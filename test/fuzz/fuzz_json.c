/* Whatever comes as JSON: refused, or a tree that the writer gives back as JSON that reads the same. */
#include "json.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* NOLINTNEXTLINE(misc-no-recursion): no deeper than what json_parse() takes */
static void put(struct json *j, const struct json_value *v)
{
	switch (v->type) {
	case JSON_NULL: json_null(j); return;
	case JSON_BOOL: json_bool(j, v->i != 0); return;
	case JSON_NUMBER: json_int(j, v->i); return;
	case JSON_STRING: json_str(j, v->text); return;
	case JSON_ARRAY: json_arr(j); break;
	case JSON_OBJECT: json_obj(j); break;
	}
	for (const struct json_value *c = v->child; c; c = c->next) {
		if (v->type == JSON_OBJECT)
			json_key(j, c->key);
		put(j, c);
	}
	if (v->type == JSON_ARRAY)
		json_arr_end(j);
	else
		json_obj_end(j);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena mem;
	struct json_value *v, *again;
	jmp_buf full;

	arena_init(&mem, 16 << 20);
	mem.full = &full;
	if (!setjmp(full) && json_parse(&mem, (str){ (const char *)data, size }, &v) == RC_OK) {
		struct buf b = buf_new(&mem, 8 << 20);
		struct json j = json_to(&b);
		put(&j, v);
		if (json_parse(&mem, buf_view(&b), &again) != RC_OK || again->type != v->type)
			abort();
	}
	arena_free(&mem);
	return 0;
}
