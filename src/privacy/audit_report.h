/* audit_report.h - the numbers of a year, out of the data: what the yearly audit of minors' personal data
 * reports. Regulations on the Protection of Minors Online, art. 37: audited every year and reported; Personal
 * Information Protection Law 54. */
#pragma once
#include "record.h"

enum audit_section {
	AUDIT_PERSONS,
	AUDIT_CONSENTS,
	AUDIT_READINGS,
	AUDIT_OPENINGS,
	AUDIT_REQUESTS,
	AUDIT_SIGN_INS,
	AUDIT_ACCOUNTS,
	AUDIT_ERASED,
	AUDIT_CHAINS,
	AUDIT_SECTION__N
};
extern const char *const audit_section_titles[AUDIT_SECTION__N]; /* English */

/* One number.  What it counts: `label` (English), of the code `code` of list `codes` where there is one. */
struct audit_line {
	enum audit_section section;
	const char *label, *codes;
	str code;
	int64_t n;
	const char *url; /* its rows, where a page has them; NULL: none */
};
struct audit_report {
	int year;
	struct audit_line *line;
	size_t n;
};
/* From 1 January of the year until today or its end; persons and accounts as they are today. */
enum rc audit_gather(struct ctx *c, int year, struct audit_report *ret) MUST_CHECK;

/* When a year's report went to the authorities. */
enum { AUDIT_YEAR, AUDIT_SUBMITTED_ON, AUDIT_TO, AUDIT_REFERENCE, AUDIT_BY, AUDIT__N };
extern const struct kind audit_submission_kind;
void audit_submission_check(struct ctx *c, const struct change *change);
