/* team.h - who works with children where: which roles somebody active holds at a place, and what each of a
 * team has to do.  Active: the account is in use and its yearly query for convictions is there (LPM 62), or
 * that of a deputy whose time it is. */
#pragma once
#include "care.h"

/* Where something is: of a child, or of no child. */
struct team_place {
	unsigned county;
	str village; /* 6 to 12 digits; empty: not known */
	int64_t school, class;
};
/* Where a child lives (the living place to the village, else the household) and learns.  RC_NOT_FOUND: no
 * such child, whoever asks. */
enum rc team_place_of(struct ctx *c, int64_t child, struct team_place *ret) MUST_CHECK;

/* Everybody active, once, for work over many places; one statement. */
struct team {
	struct actor *who; /* .account: whose place it is, by themselves or through a deputy */
	size_t n;
};
enum rc team_load(struct ctx *c, struct team *ret) MUST_CHECK;
/* The roles that somebody holds there. */
unsigned team_held(const struct team *t, const struct team_place *at);
/* The active account of that id; NULL: none. */
const struct actor *team_find(const struct team *t, int64_t account);
bool team_holds(const struct actor *who, const struct team_place *at);
