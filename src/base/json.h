/* json.h - JSON out by a writer that tracks nesting and escapes; JSON in by cJSON behind a strict check. */
#pragma once
#include "base.h"
#include "buf.h"
#include "day.h"

enum { JSON_DEPTH = 64 };

struct json {
	struct buf *to;
	int depth;
	bool comma[JSON_DEPTH + 1]; /* does the next item at this depth need one? */
};

struct json json_to(struct buf *to);
void json_obj(struct json *j);
void json_obj_end(struct json *j);
void json_arr(struct json *j);
void json_arr_end(struct json *j);
void json_key(struct json *j, str key);
void json_str(struct json *j, str s);
void json_int(struct json *j, int64_t i);
void json_id(struct json *j, int64_t id); /* a string: ids are wider than a double */
void json_bool(struct json *j, bool b);
void json_null(struct json *j);
void json_day(struct json *j, day d); /* 0 gives null */
void json_instant(struct json *j, int64_t instant);
#define JSON_KEY(j, lit) json_key((j), STR(lit))

/* A parsed value, in the arena. Objects keep their order; a key given twice is refused. */
enum json_type { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };
struct json_value {
	enum json_type type;
	str key;   /* in an object */
	str text;  /* JSON_STRING */
	int64_t i; /* JSON_NUMBER: when whole; JSON_BOOL */
	bool whole;
	struct json_value *child, *next;
};
/* RC_MALFORMED for bad syntax, invalid UTF-8, more than JSON_DEPTH deep, a key twice, NUL in a string. */
enum rc json_parse(struct arena *mem, str text, struct json_value **ret) MUST_CHECK;
const struct json_value *json_get(const struct json_value *object, str key);
