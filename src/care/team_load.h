/* team_load.h - how much each of a team has on their hands: by person, in order of place, never by who is
 * best. */
#pragma once
#include "team.h"

enum { TEAM_MAX = 400 };

struct team_person {
	const struct actor *who;
	int64_t children; /* under care where the person works; of roles with a place of children */
	int64_t open, late;
	int64_t visits; /* written by them in the last thirty days */
};
struct team_people {
	struct team_person *person;
	size_t n;
};
/* Those of a role within `place` (first digits; empty: all of the reader's reach) and at `school` (0: any).
 * Five statements, whatever their number. */
enum rc team_people_load(struct ctx *c, enum role role, str place, int64_t school,
			 struct team_people *ret) MUST_CHECK;
