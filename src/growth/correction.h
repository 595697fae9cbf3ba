/* correction.h - the family says that an entry of the growth file is wrong (PIPL 46).  The school answers
 * within working days: by a new version of the entry, which puts the request right by itself; where an entry
 * has no versions, in words what was done; or no, with the reason.  The family sees where it stands and the
 * answer, and may take the request back while nobody has answered. */
#pragma once
#include "growth.h"
#include "html.h"
#include "route.h"
#include "today_item.h"

/* Who answers at all; of what, correction_may_answer() says. */
#define ROLES_CORRECT (ROLE_OFFICER | ROLE_HEAD | ROLE_TEACHER | ROLES_VILLAGE)

extern const struct route correction_routes[]; /* ended by an empty row */
extern const struct today_item correction_today;

void correction_check(struct ctx *c, const struct change *change); /* the rules of the kind */
/* For the .after of a kind that has versions: what a new one puts right, and with it what a family asked to
 * have put right. */
enum rc correction_after(struct ctx *c, struct change *change) MUST_CHECK;

/* The kinds an entry of which can be said to be wrong: by name; NULL: none. */
const struct kind *correction_kind_of(str about);
/* Has this kind versions, so that a new one is the answer? */
bool correction_has_versions(const struct kind *about);

/* --- acts, inside store_write() --- */

/* About an entry of this child that the family may read and that is the newest of its versions; by a parent
 * or guardian, in their own name: written by the program.  The class teacher is told.  The same number again,
 * and the same entry while nobody has answered, is the request that is there (*ret_there).  RC_DENIED;
 * RC_INVALID: at child, about_id, words. */
enum rc correction_ask(struct ctx *c, struct input *in, int64_t *ret_id, bool *ret_there) MUST_CHECK;

/* RC_NOT_FOUND; RC_DENIED: not theirs; RC_CONFLICT: it is answered already; RC_INVALID: at answer. */

enum correction_does { CORRECTION_ACCEPT, CORRECTION_DECLINE, CORRECTION_TAKE_BACK };
enum rc correction_answer(struct ctx *c, int64_t id, enum correction_does does, str answer) MUST_CHECK;
/* The same as a unit of its own. */
enum rc correction_act(struct ctx *c, int64_t id, enum correction_does does, str answer) MUST_CHECK;
/* The open request of this person about this entry; 0: none. */
enum rc correction_open_one(struct ctx *c, str about, int64_t id, int64_t *ret) MUST_CHECK;

bool correction_is_open(const struct record *correction);
bool correction_may_answer(const struct actor *who, const struct record *correction);
bool correction_may_take_back(const struct actor *who, const struct record *correction);

/* At an entry, for its family: the way to say that it is wrong; nothing for others. */
void correction_link(struct page *p, const char *about, int64_t child, int64_t id);
