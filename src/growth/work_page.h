/* work_page.h - a child's works: all of them, one of them, the form to send one, and the addresses of the
 * pictures.  Whoever may write sees in place of a picture that may not be shown today why that is so; for
 * everybody else there is none (face.h). */
#pragma once
#include "html.h"
#include "record.h"

/* Whose child's works are theirs to see, and who adds some. */
#define ROLES_WORKS (ROLES_STAFF | ROLES_CARE | ROLES_FAMILY | ROLE_CHILD)
#define ROLES_WORKS_SEND (ROLE_OFFICER | ROLE_HEAD | ROLE_TEACHER | ROLES_CARE | ROLES_FAMILY | ROLE_CHILD)

extern const struct route work_routes[]; /* ended by an empty row */
extern const struct kind_page work_pages;
extern const struct timeline_source work_timeline;
