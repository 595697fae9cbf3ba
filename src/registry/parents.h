/* parents.h - a parent as the API and the pages show one: tie and person in one view, with the person's state
 * and guardianship of the day.  Its id is the tie's; its version counts the writes to tie and person. */
#pragma once
#include "family.h"

struct parent {
	int64_t id, version;
	struct record tie, person; /* as the actor may read them */
	str state, guardianship;   /* alive and able when nothing else is known */
};

/* Names the fields of the view; columns of tie and person, and the two circumstances. */
enum {
	PARENT_CHILD,
	PARENT_PERSON,
	PARENT_RELATION,
	PARENT_NAME,
	PARENT_ID_NUMBER,
	PARENT_PHONE,
	PARENT_STATE,
	PARENT_GUARDIANSHIP,
	PARENT_LIVES_WITH,
	PARENT_BARRED,
	PARENT_CARER,
	PARENT_BIRTH_DATE,
	PARENT_HEALTH,
	PARENT_CARE_ABILITY,
	PARENT_SINCE,
	PARENT__N
};
extern const struct kind parent_view; /* for input and forms; it has no table */

enum rc parent_load(struct ctx *c, int64_t id, day on, struct parent *ret) MUST_CHECK;
/* Those in force on a day; child or person 0: of all within reach. */
struct parents {
	struct parent *p;
	size_t n;
	bool more;
};
enum rc parent_list(struct ctx *c, const struct list *ties, day on, struct parents *ret) MUST_CHECK;

/* Inside store_write(). A parent with the id number, or the name and phone, of a known person is that person.
 */
enum rc parent_create(struct ctx *c, const struct input *in, int64_t *ret_id) MUST_CHECK;
enum rc parent_update(struct ctx *c, int64_t id, int64_t version, const struct input *in) MUST_CHECK;
/* Ends the tie yesterday; the person stays. */
enum rc parent_end(struct ctx *c, int64_t id, int64_t version) MUST_CHECK;

void parent_json(struct json *j, struct ctx *c, const struct parent *p);
uint64_t parent_masked(const struct parent *p); /* fields of the view whose value is covered */
/* The value of a field of the view as text, for forms and files. */
str parent_text(struct ctx *c, const struct parent *p, size_t field);
