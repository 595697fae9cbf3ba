/* copy.h - everything the program keeps of a child, as far as one person may see it: for reading, for a copy
 * on paper and for a file to take elsewhere.  Personal Information Protection Law 45: inspect, copy,
 * transfer; Regulations on the Protection of Minors Online 34: kinds and numbers. */
#pragma once
#include "html.h"
#include "record.h"

struct copy_part {
	const struct kind *kind;
	struct records list;
};
struct copy {
	struct record child;
	struct copy_part *part; /* kinds with at least one record, in the order of the model */
	size_t n;
};

/* As whoever ctx acts for: ctx.purpose opens what that role may open.  RC_NOT_FOUND as for the child. */
enum rc copy_collect(struct ctx *c, int64_t child, struct copy *ret) MUST_CHECK;
/* The same as the adult who asks would see it, although somebody else prints it. */
struct actor copy_asker(const struct ctx *c, int64_t person);

/* {"child":{..},"records":{"ties":[..],..},"kinds":[{"name","label","count"}],"made_on"}: the names are those
 * of the API. */
void copy_json(struct json *j, struct ctx *c, const struct copy *copy);
/* How many of which kind, then each with its values: sections of a page.  True: something is covered. */
bool copy_put(struct page *p, const struct copy *copy, bool values);
