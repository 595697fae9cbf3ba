/* plan_people.h - who may be given a part in a child's care by name: staff of its school, its village and
 * township, its county; and what forms of plans and conferences share. */
#pragma once
#include "form.h"
#include "formpart.h"
#include "registry_page.h"

struct plan_person {
	int64_t account;
	enum role role;
	str name;
};
struct plan_people {
	struct plan_person *p;
	size_t n;
};
/* Accounts in use that look after this child, as the program knows them: names and roles only. */
enum rc plan_people_of(struct ctx *c, int64_t child, struct plan_people *ret) MUST_CHECK;
/* Is this one of them?  Whoever reads no accounts names them only so: what passes may be written as trusted.
 */
bool plan_people_has(struct ctx *c, int64_t child, int64_t account);
/* As choices: "class teacher: Li Fang". */
struct form_option *plan_people_options(struct page *p, const struct plan_people *all);
/* The sort of agency somebody of this role comes for: a code of agency_sort. */
const char *plan_people_agency(enum role role);

/* A control of a kind's field with a value that is not a record's. */
void plan_people_field(struct page *p, const struct field *f, str value, const char *hint, bool required);
/* What somebody typed before, or what the form begins with. */
struct plan_typed {
	const struct http_pair *pair; /* NULL: the first time */
	size_t n;
};
str plan_typed(const struct plan_typed *t, const char *name, str first);
/* The same of a numbered row: "decision-2-title". */
str plan_typed_row(struct page *p, const struct plan_typed *t, const char *list, size_t row,
		   const char *name);
str plan_row_name(struct page *p, const char *list, size_t row, const char *name);
/* "2026-11-21", of the day. */
str plan_day_value(struct page *p, day d);
