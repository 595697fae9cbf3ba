/* entry.h - what all append-only entries about a child have in common, whatever they tell: who wrote it,
 * as what and when; a day that has come and on which the child was born; a number given by the device, under
 * which the same entry is found again; a correction, which is a new version of an entry of the same child
 * (PIPL 46).  The fields of a kind are found by their names: child, on, corrects, client, by, role, at.  A
 * kind may do without `corrects` and `client`. */
#pragma once
#include "record.h"
#include "route.h"

/* For a kind's .check, before its own rules: adds the problems, fills in by, role and at. */
void entry_check(struct ctx *c, const struct change *change);
/* Name, sex and birthday, whoever asks: what rules say must not depend on who writes. */
enum rc entry_child(struct ctx *c, int64_t child, struct record *ret) MUST_CHECK;

/* Could a device have given this number?  8 to 36 of 0-9, A-Z, a-z and '-'. */
bool entry_client_valid(str client);

/* Inside store_write(): write the entry, or find the one that is there under its number (*ret_there).
 * RC_INVALID: c->problems says what. */
enum rc entry_write(struct ctx *c, const struct input *in, int64_t *ret_id, bool *ret_there) MUST_CHECK;
/* The same as a unit of its own. */
enum rc entry_save(struct ctx *c, const struct input *in, int64_t *ret_id) MUST_CHECK;
/* The entry of this kind by this account under this number; RC_NOT_FOUND: none. */
enum rc entry_find(struct ctx *c, const struct kind *k, str client, int64_t *ret) MUST_CHECK;
/* The same with what the reader may see of it; none: *ret_there false.  RC_INVALID: it is another child's. */
struct entry_sent {
	const struct kind *kind;
	str client;
	int64_t child; /* 0: of a kind that is about none */
};
enum rc entry_sent(struct ctx *c, const struct entry_sent *s, struct record *ret, bool *ret_there) MUST_CHECK;

/* The version that puts this entry right; 0: none. */
enum rc entry_newer(struct ctx *c, const struct kind *k, int64_t id, int64_t *ret) MUST_CHECK;
/* Which of the listed entries another one of the list puts right: a flag each. */
bool *entry_redone(struct arena *mem, const struct records *list);

/* POST /api/v1/PLURAL: 201 for a new one; 200 for the one that stands there under its number. */
enum rc entry_api_make(struct req *r, const struct kind *k) MUST_CHECK;
