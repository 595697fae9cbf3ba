/* oneroster.h - inside registry/: the files of OneRoster 1.2 (1EdTech, CSV binding 1.2.1, bulk), for programs
 * of schools: orgs, academicSessions, courses, classes, users, roles, enrollments, demographics and the
 * manifest.
 *
 * sourcedIds are keyed digests: the same in each export of this installation, and lead back to nobody.  No
 * number, phone or address ever stands in these files. */
#pragma once
#include "export_make.h"

enum oneroster_file {
	ONEROSTER_SESSIONS,
	ONEROSTER_CLASSES,
	ONEROSTER_COURSES,
	ONEROSTER_DEMOGRAPHICS,
	ONEROSTER_ENROLLMENTS,
	ONEROSTER_ORGS,
	ONEROSTER_ROLES,
	ONEROSTER_USERS,
	ONEROSTER__N
};
struct oneroster_sheet {
	const char *name;    /* "academicSessions" */
	const char *columns; /* its headings, in order, parted by commas */
};
extern const struct oneroster_sheet oneroster_sheets[ONEROSTER__N];

struct oneroster_name {
	str given, family;
};
/* 欧阳小雨 is of the family 欧阳; a name with a dot keeps its parts. */
struct oneroster_name oneroster_split(str name);

/* oneroster_zip.c: the files and the manifest in one archive. RC_FAULT (logged), RC_TOO_BIG. */
enum rc oneroster_pack(struct arena *mem, const struct buf file[ONEROSTER__N], str system,
		       str *ret) MUST_CHECK;
