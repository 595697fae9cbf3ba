/* api.h - the JSON API that follows from the kind tables: list, read, make, change, delete, journal.  A room
 * adds what no table can say: parameters of its own, members computed from facts, whole routes. */
#pragma once
#include "journal.h"
#include "route.h"

struct api_extra {
	const struct kind *kind;
	/* Once a list's parameters are read: what they mean for this kind. */
	void (*narrow)(struct req *r, struct list *l);
	/* After loading: bring the records to r->as_of, keep what members() needs in r->extra. */
	enum rc (*prepare)(struct req *r, struct records *list, bool one);
	void (*members)(struct req *r, struct json *j, const struct record *record, size_t index);
};

extern const struct route api_routes[];

/* For a room's own API routes. */
enum rc api_body(struct req *r, struct json_value **ret) MUST_CHECK; /* one JSON object: 415, 400, 422 */
/* If-Match: RC_NEEDS_VERSION when absent; *ret is -1 for a version that never can have been. */
enum rc api_version(const struct req *r, int64_t *ret) MUST_CHECK;
/* The parameters every list has: limit, after, q, as_of, region, references. Anything else is a problem. */
enum rc api_list_params(struct req *r, const struct kind *k, struct list *ret) MUST_CHECK;
struct json api_begin(struct req *r, int status);       /* a JSON reply begun */
void api_next(struct json *j, bool more, int64_t last); /* "next": cursor or null */
void api_etag(struct req *r, const struct record *record);
/* A record as its reader may have it, with its ETag and none of what a room adds: after something was done.
 */
enum rc api_answer(struct req *r, const struct kind *k, int64_t id, int status) MUST_CHECK;
/* A unit of writing whose answer is remembered under the Idempotency-Key; write() fills *ret_id, answer()
 * writes the reply for it inside the same transaction. */
struct api_make {
	const char *path; /* plural, for Location */
	struct json_value *body;
	enum rc (*may)(struct req *r);
	enum rc (*write)(struct req *r, struct json_value *body, int64_t *ret_id);
	enum rc (*answer)(struct req *r, int64_t id);
};
enum rc api_make(struct req *r, struct api_make *m) MUST_CHECK;
extern const char api_ddl[];
extern const struct sealed_column idempotency_sealed; /* seal.h */

/* The journal of record r->id of kind r->word (plural). */
enum rc api_journal_of(struct req *r) MUST_CHECK;

void openapi_put(struct json *j, const struct app *app);
