/* picture.h - a stranger's picture on its way into the blob store: made anew in the workshop (image.h), small
 * and large in one file of the store (blob.h).  Whoever keeps the record of it (a photo of a visit, a work)
 * puts blob and record into one unit of writing.
 *
 *	picture_check(c, bytes, most);
 *	...the record's own rules...
 *	rc = picture_take(c, &order, &pic);
 *	rc = store_write(c, PRIO_PEOPLE, keep, &pic);      keep() calls blob_keep(c, &pic.blob)
 *	picture_close(c, &pic, rc == RC_OK);
 *
 * What is wrong with a picture is told at the field "file". */
#pragma once
#include "blob.h"
#include "image.h"
#include "route.h"

/* Of a request: a picture past what the county allows still comes in, to be answered with a sentence beside
 * its form; past this the connection answers. */
enum { PICTURE_BODY_MAX = IMAGE_BYTES };

struct picture {
	struct image image;
	struct blob_new blob;
};
/* What can be told without looking into it: there is one, and it is no larger than `most` bytes. */
void picture_check(struct ctx *c, str bytes, int64_t most);
/* `side`: the longer side of the large copy, in pixels.  Outside a unit of writing.  RC_INVALID,
 * RC_MALFORMED, RC_TOO_BIG, RC_BUSY: ctx's problems say what. */
enum rc picture_take(struct ctx *c, str bytes, unsigned side, struct picture *ret) MUST_CHECK;
/* A picture that is kept already, once more under a name and a key of its own.  Outside a unit. */
enum rc picture_copy(struct ctx *c, str name, struct blob_new *ret) MUST_CHECK;
/* After the unit: what was not kept goes, its key is forgotten either way. */
void picture_close(struct ctx *c, struct blob_new *b, bool kept);

/* The JPEG behind a name.  Who may is the caller's business. RC_NOT_FOUND: it is gone. */
enum rc picture_bytes(struct ctx *c, str name, bool small, str *ret) MUST_CHECK;
/* The answer that is one of its JPEGs, shown in its place. */
struct picture_sent {
	str name;
	bool small;
	const char *disposition; /* with the name somebody would keep it under; literal */
};
void picture_reply(struct req *r, const struct picture_sent *s, str bytes);
/* The mark of a picture as text; empty: it has none. */
str picture_mark(struct arena *mem, const struct image *i);
