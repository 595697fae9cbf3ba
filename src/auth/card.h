/* card.h - signing in with a card: a guardian's has a number and a PIN, a child's a number and three pictures
 * in order out of twelve (children who do not read yet, grandparents who do not type).  The program makes the
 * secrets and shows them once; the database keeps the number as a keyed digest and the secret as Argon2id of
 * a keyed digest, so that a copy of it alone gives neither away, few as the choices are. */
#pragma once
#include "record.h"

enum { CARD_NUMBER = 8, CARD_PIN = 6, CARD_PICTURES = 12, CARD_PICKED = 3 };

/* Names of the pictures: asset/pics.svg has them as pic-NAME. */
struct picture {
	const char *name;
	const char *label; /* English, one word */
};
extern const struct picture card_pictures[CARD_PICTURES];

struct card_owner {
	const char *role;      /* "guardian" or "child" */
	int64_t person, child; /* one of them */
	str name;              /* of the account, when there is none yet; for the people who keep accounts */
};
struct card_made {
	int64_t account;
	str number;                     /* CARD_NUMBER digits */
	str pin;                        /* of a guardian; else empty */
	unsigned pictures[CARD_PICKED]; /* of a child: 0 to CARD_PICTURES - 1, none twice */
};
/* Make a card, and the account behind it when there is none; the card before it is dead, and who had signed
 * in with it is signed out.  RC_DENIED unless the actor hands out cards (P_CARD); that the person or child is
 * within their reach is for the caller to have seen. */
enum rc card_make(struct ctx *c, const struct card_owner *owner, struct card_made *ret) MUST_CHECK;
/* RC_NOT_FOUND: there is none. */
enum rc card_revoke(struct ctx *c, const struct card_owner *owner) MUST_CHECK;
/* When the card now good was made; 0: there is none. */
enum rc card_since(struct ctx *c, const struct card_owner *owner, int64_t *ret_made) MUST_CHECK;

/* Three pictures as sign_in.password has them: "3-11-0". */
str card_pick(struct arena *mem, const unsigned picked[CARD_PICKED]);
