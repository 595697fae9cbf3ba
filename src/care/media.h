/* media.h - records whose bytes lie in the blob store: works, voice notes, photos of a pile.  What is alike
 * of them: no record without its bytes, and with the record they go.  The fields are found by their names:
 * name, by.  A record is written by the program, after the rules of its own act have allowed it. */
#pragma once
#include "record.h"

/* For a kind's .check: a new one comes with its bytes; an undo puts none back whose bytes are gone. `how`
 * (English) says by what way it is sent. */
void media_check(struct ctx *c, const struct change *change, const char *how);
/* May the actor take it away: who sent it, the county, the head of the school. */
bool media_may_drop(const struct ctx *c, const struct record *r);
/* For .after of a deletion that is allowed; and for .moved. */
enum rc media_drop(struct ctx *c, const struct record *r) MUST_CHECK;
enum rc media_moved(struct ctx *c, const struct record *r) MUST_CHECK;

/* What is wrong with what was typed, before its bytes are looked into: as the program, whose fields some are.
 */
void media_check_input(struct ctx *c, const struct input *in);
/* What is written beside what was typed: name and length of the file, who sent it, as what and when. */
void media_fill(const struct ctx *c, struct input *in, str name, int64_t bytes);
/* The name in the blob store; empty: none. */
str media_name(const struct record *r);
/* How many records of this kind this account has added for the child since midnight: a limit of a day.
 * Complains at "file" when `most` is reached. */
enum rc media_check_day(struct ctx *c, const struct kind *k, int64_t child, const char *param) MUST_CHECK;
