/* face.h - the one rule about faces: a picture on which somebody can be recognised is shown, sent and printed
 * only while the family agrees to pictures of the child (purpose "portrait"; PIPL 26, 29-31, Civil Code
 * 1019), asked anew each time, so that what is taken back takes effect at once.  Of a picture of several
 * children each one's family must agree; when the file of one of them is gone, nobody can agree for it any
 * more.
 *
 * A picture of which nobody said that no face can be seen counts as one with faces. */
#pragma once
#include "growth.h"

/* Answers of one request, so that a page with many pictures asks once for each child. */
enum { FACE_MEMO = 32 };
struct face_memo {
	int64_t child[FACE_MEMO];
	bool agreed[FACE_MEMO];
	size_t n;
};
/* May this work be shown today?  False when it cannot be told.  `memo` may be NULL. */
bool face_shown(struct ctx *c, struct face_memo *memo, const struct record *work);
/* Are there faces on it, as far as is known? */
bool face_seen(const struct record *work);
