/* word.h - what a child says for itself, and letters between a child and its family.  Some children write
 * themselves; for a small one somebody writes down what it says, and that stands beside it.
 *
 * What a child shares never goes further than `share` says: only the child, or who wrote it down, changes
 * that (Regulations on the Protection of Minors Online 38), and a number that belongs to one person stays
 * within the family (word_private.h).  Messages are only between accounts tied to a registered child (same,
 * 31). */
#pragma once
#include "growth.h"
#include "route.h"

/* Who reads words and letters at all, as far as they were shared; who writes down what a child says. */
#define ROLES_WORDS (ROLE_HEAD | ROLE_TEACHER | ROLE_COUNSELLOR | ROLE_DIRECTOR | ROLES_FAMILY | ROLE_CHILD)
#define ROLES_SCRIBE (ROLE_TEACHER | ROLE_DIRECTOR | ROLES_FAMILY)
#define ROLES_WRITE (ROLES_SCRIBE | ROLE_CHILD)

/* How far words, letters and voice notes reach: for the child all; for its family what is not the child's
 * alone; for those who look after it what was shared with them; and what somebody wrote down, for that one.
 */
#define WORD_OF_CHILD "t.child IN (SELECT c.id FROM child c WHERE {child c})"
#define WORD_FAMILY WORD_OF_CHILD " AND (t.share <> 'self' OR t.by_account = ?A)"
#define WORD_SHARED WORD_OF_CHILD " AND (t.share = 'teacher' OR t.by_account = ?A)"
/* clang-format off */
#define WORD_SCOPE \
	{ \
		[REACH_SELF]    = WORD_OF_CHILD, \
		[REACH_OWN]     = WORD_FAMILY, \
		[REACH_CLASS]   = WORD_SHARED, \
		[REACH_SCHOOL]  = WORD_SHARED, \
		[REACH_POSTED]  = WORD_SHARED, \
		[REACH_VILLAGE] = WORD_SHARED, \
	}
/* clang-format on */

/* --- rules of the kinds --- */

void word_check(struct ctx *c, const struct change *change); /* child_word */
void word_letter_check(struct ctx *c, const struct change *change);
enum rc word_after(struct ctx *c, struct change *change); /* of both: who takes something away */

/* May the actor say anew who reads it, and take it away: the child itself, or whoever wrote it. */
bool word_own(const struct actor *who, const struct record *word);

/* --- acts, inside store_write() --- */

/* Who may read it from now on.  Of a word, a letter or a voice note.  RC_INVALID: at share. */
enum rc word_share(struct ctx *c, const struct kind *k, int64_t id, str share) MUST_CHECK;
/* The one it is written to opens a letter: the family one of the child, the child one of the family; whoever
 * writes for a small child reads it out.  Remembered once.  RC_NOT_FOUND. */
enum rc word_letter_open(struct ctx *c, int64_t id) MUST_CHECK;
/* Is this letter to be opened by this reader, and has not been? */
bool word_letter_waits(const struct actor *who, const struct record *letter);

/* --- what pages ask --- */

/* Letters that wait for this reader, newest first, within reach and covered; `child` 0: of all. */
enum rc word_letters_waiting(struct ctx *c, int64_t child, struct records *ret) MUST_CHECK;
