/* record.h - the record store: the only way in and the only way out.
 *
 * In:  access -> validation -> SQL -> journal, one transaction (store_write()).
 * Out: rows within the actor's reach, values by profile, C4 masked unless opened with a purpose.  A row out
 * of reach and a row that is not there run the same statement and give the same RC_NOT_FOUND. */
#pragma once
#include "json.h"
#include "model.h"

struct record {
	const struct kind *kind;
	int64_t id, version, created_at, updated_at;
	int64_t file_version; /* of a child; else 0 */
	unsigned county;
	day next_on;     /* of a child */
	uint64_t hidden; /* fields the actor may not read: their value is VAL_NULL */
	uint64_t masked; /* fields whose value is masked or withheld */
	struct val *v;   /* by field index */
	str *label;      /* the name of what a T_REF points at, when its kind names itself publicly */
};

/* Typed doors; a wrong type is a defect and stops the program. */
str rec_text(const struct record *r, size_t field);
day rec_day(const struct record *r, size_t field);
int64_t rec_int(const struct record *r, size_t field); /* NULL gives 0 */
bool rec_null(const struct record *r, size_t field);

/* What somebody gave, field by field, as text; checked and converted by the store. */
struct input {
	const struct kind *kind;
	uint64_t given;   /* present */
	uint64_t cleared; /* present and null or empty */
	str text[FIELDS_MAX];
};
struct input input_new(const struct kind *k);
void input_set(struct input *in, size_t field, str text);
void input_day(struct input *in, struct arena *mem, size_t field, day d);
void input_int(struct input *in, struct arena *mem, size_t field, int64_t i);
/* From a parsed JSON object or from name/value pairs; unknown fields and wrong types become problems. */
void input_json(struct ctx *c, struct input *in, const struct json_value *object);

/* Convert and check, without writing: problems are added to ctx. */
void input_check(struct ctx *c, const struct input *in, const struct record *before, struct val *ret);

enum rc record_load(struct ctx *c, const struct kind *k, int64_t id, struct record *ret) MUST_CHECK;

/* A list: every filter is optional. */
enum { LIST_FILTERS = 8, LIST_VALUES = 16, LIST_MAX = 200 };
struct list {
	struct {
		size_t field;
		struct val is;
	} filter[LIST_FILTERS];
	size_t nfilter;
	str q;                   /* a whole number, four digits of a phone, or part of a name */
	const struct sql *where; /* a literal condition over t, values ?1.. */
	struct val v[LIST_VALUES];
	size_t nv;
	day on;              /* in force on that day: kinds with fields from and to */
	size_t prefix_field; /* with .prefix: a region code that begins so */
	str prefix;
	int64_t after; /* records with a greater id */
	size_t limit;  /* 0: no limit (rules over facts only) */
	bool newest_first;
	uint64_t want; /* bits by field index; 0: all.  The others stay VAL_NULL, unopened */
};
struct records {
	struct record *r;
	size_t n;
	bool more;
};
enum rc record_list(struct ctx *c, const struct kind *k, const struct list *l,
		    struct records *ret) MUST_CHECK;
enum rc record_count(struct ctx *c, const struct kind *k, const struct list *l, int64_t *ret) MUST_CHECK;

/* A hand-written query of a room: ids, counts and sort keys only.  {child c} in the literal becomes the
 * condition that keeps alias c, of kind child, within the actor's reach. */
enum rc store_query(struct ctx *c, struct rows *ret, const struct sql *sql, const struct val *v,
		    size_t n) MUST_CHECK;
#define STORE_QUERY(c, q, lit, ...) store_query((c), (q), SQL(lit), VALS(__VA_ARGS__))

/* A unit of writing: on the writer's thread, or straight on the command line.  ctx->db is the writing
 * connection meanwhile; the job's own answer comes back; anything but RC_OK leaves nothing behind. */
typedef enum rc store_job(struct ctx *c, void *arg);
enum rc store_write(struct ctx *c, enum prio prio, store_job *job, void *arg) MUST_CHECK;

/* Inside store_write(). RC_INVALID: ctx->problems says what.  Versions: 0 = whatever it is now. */
enum rc record_create(struct ctx *c, const struct input *in, struct record *ret) MUST_CHECK;
enum rc record_update(struct ctx *c, const struct kind *k, int64_t id, int64_t version,
		      const struct input *in, struct record *ret) MUST_CHECK;
enum rc record_delete(struct ctx *c, const struct kind *k, int64_t id, int64_t version) MUST_CHECK;
/* Derived columns of a child (fields marked .fact or .derived, next_on): recomputable, so no journal, no
 * version; its file_version is raised. */
enum rc record_derive(struct ctx *c, const struct kind *k, int64_t id, const struct input *in,
		      day next_on) MUST_CHECK;
/* A derived record of a kind whose fields are all .derived: added or removed without journal. */
enum rc record_derive_add(struct ctx *c, const struct input *in) MUST_CHECK;
enum rc record_derive_drop(struct ctx *c, const struct kind *k, int64_t id) MUST_CHECK;
/* The record that record_create() is just adding, while its kind's `after` runs: of it nothing else can be
 * known yet.  0: none. */
int64_t store_making(const struct ctx *c);
/* A write belongs to this child although its kind has no field that says so. */
void store_touch(struct ctx *c, int64_t child);
/* Inside store_write(): to be told once it is committed, and never if it is not. */
void store_tell(struct ctx *c, struct told what);
/* Run the rooms' settling now instead of at the end of the job: before an answer is composed inside it. */
enum rc store_settle(struct ctx *c) MUST_CHECK;

/* One record as JSON: what the actor may read; "masked":[...] when anything is. */
void record_json(struct json *j, struct ctx *c, const struct record *r);
void record_json_fields(struct json *j, struct ctx *c, const struct record *r); /* inside an open object */
/* A value as text for files and pages: codes and references stay codes and ids. */
str record_text(struct ctx *c, const struct record *r, size_t field);

/* The pattern for LIKE ... ESCAPE '\\' that finds `q` anywhere, LIKE's own signs taken as they are. */
str store_like(struct arena *mem, str q);
/* The keyed digest under which a field marked .digest is found again; a room may query *_digest with it. */
str store_digest(struct ctx *c, const struct kind *k, size_t field, str value);

/* Inside store_write(): a part that is undone unless it gives RC_OK, while the unit goes on (one row of a
 * file). */
enum rc store_attempt(struct ctx *c, store_job *part, void *arg) MUST_CHECK;
