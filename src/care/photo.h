/* photo.h - photographs taken on a visit.  What a telephone sends is made anew in the workshop (image.h):
 * smaller, upright, without anything that the file said of itself; where it was taken is kept only when the
 * visitor asks.  The bytes lie sealed in the blob store (blob.h); the record says whose they are. */
#pragma once
#include "care.h"
#include "picture.h"

enum { PHOTO_BODY_MAX = PICTURE_BODY_MAX };

struct photo_new {
	int64_t visit;
	str bytes;
	str caption;
	str client; /* the number that the sender gave it; empty: none */
	bool place; /* keep where it was taken, where the file says so */
};
/* As who acts; not within a unit.  The same number from the same account again: the photo that is there, and
 * *ret_there.  RC_NOT_FOUND: no such visit within reach; RC_DENIED; RC_INVALID, RC_TOO_BIG, RC_BUSY,
 * RC_MALFORMED: ctx's problems say what. */
enum rc photo_take(struct ctx *c, const struct photo_new *n, struct record *ret, bool *ret_there) MUST_CHECK;

/* The JPEG.  Who asks has loaded the record. RC_NOT_FOUND: it is gone. */
enum rc photo_bytes(struct ctx *c, const struct record *photo, bool small, str *ret) MUST_CHECK;
/* The photos of a visit, oldest first. */
enum rc photo_of_visit(struct ctx *c, int64_t visit, struct records *ret) MUST_CHECK;

/* By which the address of a picture opens it: for this account, this photo, an hour or two.  Whoever was
 * handed one has said what for. */
str photo_ticket(struct ctx *c, int64_t photo);
bool photo_ticket_holds(struct ctx *c, int64_t photo, str ticket);

/* The rules of the kind. */
void photo_check(struct ctx *c, const struct change *change);
enum rc photo_after(struct ctx *c, struct change *change);
enum rc photo_moved(struct ctx *c, const struct record *photo);
