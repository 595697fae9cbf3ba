/* door_page.h - for the door's own files: the frame of its pages, what was wrong, and the way on. */
#pragma once
#include "door.h"

struct door {
	const char *title; /* English */
	const char *lead;  /* English, under it; NULL: none */
	bool elder;        /* big type */
	int status;        /* 0: 200 */
};
struct page door_begin(struct req *r, const struct door *d);
void door_end(struct page *p);                     /* never kept by a browser or a proxy */
void door_wrong(struct page *p, const char *text); /* English; NULL: nothing was */
void door_way(struct page *p, const char *icon, str url, const char *label);

/* What is said of an attempt that failed.  False: this outcome is no failed attempt, the dispatcher answers.
 */
struct door_refusal {
	int status;
	const char *text;
};
bool door_refused(struct req *r, enum rc rc, const char *unknown, struct door_refusal *ret);

/* Where a session of this stage goes on. */
str door_next(enum session_stage stage);
/* Hand the session out, its browser known from then on. */
void door_hand(struct req *r, const struct session *s);
/* Hand it out, and go on. */
enum rc door_proceed(struct req *r, const struct session *s);
/* What a browser brings to every attempt. */
struct sign_in door_brought(struct req *r, enum sign_in_way way);

/* door_step.c, door_card.c */
handler door_code_ask, door_code_take, door_factor_ask, door_factor_take, door_password_ask,
	door_password_take;
handler door_card_ask, door_card_take, door_child_ask, door_child_take;
/* The secret of a second factor: QR code, text in groups, and the field for its first code. */
void door_factor_put(struct page *p, str action, const char *wrong);
