/* attendance.h - which children came to a happy home: written down by a tap, once an opening. */
#pragma once
#include "home.h"

enum { ATTENDANCE_MOST = 80 };

/* The children who came and have not left: as far as the reader knows of them. */
enum rc attendance_here(struct ctx *c, int64_t opening, struct records *ret) MUST_CHECK;
/* Children who may come: who was here lately, and the pupils of the home's school; without those who are
 * here. */
enum rc attendance_known(struct ctx *c, const struct record *home, int64_t opening,
			 struct records *ret) MUST_CHECK;

/* Not within a unit.  Who is written down already stays written down once.  RC_CONFLICT: the home is closed;
 * RC_NOT_FOUND: a child is out of reach. */
enum rc attendance_came(struct ctx *c, int64_t home, const int64_t *child, size_t n) MUST_CHECK;
enum rc attendance_left(struct ctx *c, int64_t home, const int64_t *child, size_t n) MUST_CHECK;
/* Inside a unit, when the home is closed: who is there leaves. */
enum rc attendance_all_left(struct ctx *c, int64_t opening) MUST_CHECK;
