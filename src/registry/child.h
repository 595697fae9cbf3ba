/* child.h - the child: rules of its record, and its standing under both official definitions on any day. */
#pragma once
#include "registry.h"
#include "standing.h"

void child_check(struct ctx *c, const struct change *change);
enum rc child_after(struct ctx *c, struct change *change);

/* Everything that is known of some children and their families, for rules: loaded as the program, within the
 * reach of ctx's actor, whatever the actor may read. */
struct file {
	struct records children, ties, persons, absences, circumstances, enrolments, schools;
};
/* One child with the persons' names (seven statements at most). RC_NOT_FOUND as for the child. */
enum rc file_load(struct ctx *c, int64_t child, struct file *ret) MUST_CHECK;
/* All children of a list (want: only what statuses need; no person's name). */
enum rc file_load_list(struct ctx *c, const struct records *children, struct file *ret) MUST_CHECK;
/* All children within reach. */
enum rc file_load_all(struct ctx *c, struct file *ret) MUST_CHECK;

/* The facts of one child out of a file. */
struct facts_index;
struct facts_index *facts_index_new(struct ctx *c, const struct file *f);
void facts_of(struct ctx *c, const struct facts_index *x, const struct record *child,
	      struct standing_facts *ret);
struct standing_params standing_params_of(const struct ctx *c);

/* The flat facts (household, living, school, class ...) of one child on a day, put into its record. */
void child_as_of(const struct facts_index *x, struct record *child, day on);

/* Its standing on any day, with reasons. The child must be in the file that x indexes. */
void child_standing(struct ctx *c, const struct facts_index *x, const struct record *child, day on,
		    struct standing *ret);
/* Can `on` be answered for this child?  Adds a problem at `field` when it had not been born. */
bool child_day_valid(struct ctx *c, const struct record *child, str field, day on);
/* {"as_of":..,"civil_affairs":..,"school_roll":..,"basis":..,"reasons":[..]} */
void standing_json(struct json *j, struct ctx *c, const struct standing *s, day on);
