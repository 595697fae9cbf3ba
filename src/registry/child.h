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
	struct records crossings;    /* only for what settles */
	struct records difficulties; /* likewise, and by file_load_difficulties() */
};
/* One child with the persons' names (seven statements at most). RC_NOT_FOUND as for the child. */
enum rc file_load(struct ctx *c, int64_t child, struct file *ret) MUST_CHECK;
/* All children of a list (want: only what statuses need; no person's name). */
enum rc file_load_list(struct ctx *c, const struct records *children, struct file *ret) MUST_CHECK;
/* For what settles: of the children their birthday and flat values, no person's name, and their crossings.
 * Who is gone is left out; others may come along. */
enum rc file_load_settling(struct ctx *c, const int64_t *child, size_t n, struct file *ret) MUST_CHECK;
/* What is certified of the children of a file besides: for whoever counts, or shows it. */
enum rc file_load_difficulties(struct ctx *c, struct file *f) MUST_CHECK;
/* All children within reach. */
enum rc file_load_all(struct ctx *c, struct file *ret) MUST_CHECK;

/* The facts of one child out of a file. */
struct facts_index;
struct facts_index *facts_index_new(struct ctx *c, const struct file *f);
const struct record *facts_child(const struct facts_index *x, int64_t id); /* NULL: not among them */
/* Of one child one after the other, by id; *at begins with 0. */
enum facts_list { FACTS_CIRCUMSTANCES, FACTS_ENROLMENTS, FACTS_CROSSINGS, FACTS_DIFFICULTIES };
const struct record *facts_next(const struct facts_index *x, enum facts_list which, int64_t child,
				size_t *at);
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
