/* register.h - the register of growth files: how many children have one, which sections hold something, whom
 * nobody wrote about for a term; by place, school and class, each number with the children behind it.
 *
 * Counted are, for who answers for care (county, township, village, federation), the children under care;
 * for a school its pupils.  The federation counts the whole county and is told names only of those whose
 * families agree. */
#pragma once
#include "growth_file.h"

#define ROLES_REGISTER (ROLES_COUNTY | ROLE_FEDERATION | ROLE_HEAD | ROLE_TEACHER | ROLES_VILLAGE)
/* Lists of names as a file: see P_GROWTH_FILE. */
#define ROLES_REGISTER_FILE (ROLE_OFFICER | ROLE_FEDERATION)

struct register_ask {
	str region;            /* the code's beginning; empty: all within reach */
	int64_t school, class; /* 0: any */
};

/* The sections (bits) that a complete file has, as this reader counts: GF13 comes at the end of care and is
 * asked of nobody before; at a school only those that it fills for all pupils alike, and only entries in them
 * count as written: visits, help or a plan would tell of a child among others that it is under care. */
unsigned register_sections(const struct actor *who);

enum register_by { REGISTER_WHOLE, REGISTER_TOWNSHIP, REGISTER_VILLAGE, REGISTER_SCHOOL, REGISTER_CLASS };
struct register_part {
	str key; /* a region's code, or an id; empty: not known, or the whole */
	int64_t children;
	int64_t untouched; /* of whom nobody wrote for growth.untouched_days; those without any entry too */
	int64_t bare;      /* of these, with no entry at all */
	int64_t held[SECTION__N]; /* files in which the section holds something */
};
struct register_parts {
	struct register_part *list; /* in order of their keys */
	size_t n;
};
/* One statement.  The sum of the parts is the whole. */
enum rc register_load(struct ctx *c, const struct register_ask *ask, enum register_by by,
		      struct register_parts *ret) MUST_CHECK;
/* All parts as one. */
struct register_part register_sum(const struct register_parts *parts);
/* Of all sections that count, how many hold something: per cent; of nobody 0. */
int register_share(const struct actor *who, const struct register_part *p);

/* The children behind a number. */
enum register_of {
	REGISTER_ALL,
	REGISTER_UNTOUCHED,
	REGISTER_BARE,
	REGISTER_HOLDS,
	REGISTER_LACKS,
	REGISTER_OF__N
};
extern const char *const register_of_name[REGISTER_OF__N]; /* of addresses */
struct register_line {
	int64_t child;
	day touched; /* 0: never */
	unsigned sections;
};
struct register_rows {
	struct register_line *line;
	size_t n;
	bool more;
	struct records children; /* in order of id: name, sex, birth, school, class */
};
struct register_page {
	struct register_ask ask;
	enum register_of of;
	int section; /* 1 to 13, of REGISTER_HOLDS and _LACKS */
	day touched; /* where the page before ended */
	int64_t after;
	size_t limit;
};
/* Those longest untouched first; only whom the reader may know by name. */
enum rc register_rows(struct ctx *c, const struct register_page *p, struct register_rows *ret) MUST_CHECK;
const struct record *register_child(const struct register_rows *rows, int64_t id); /* NULL: none */
