/* class_teacher.h - who leads a class, 班主任 (Regulations on the work of class teachers,
 * 教基一〔2009〕12号), from day to day: one at a time, of the staff of the class's school.  Their name is
 * known to whoever sees the class, the families too; nothing else about them is. */
#pragma once
#include "registry.h"

void class_teacher_check(struct ctx *c, const struct change *change);
/* A new one ends the time of who led the class until then. */
enum rc class_teacher_after(struct ctx *c, struct change *change);

/* Who leads a class, by name. */
struct class_lead {
	int64_t id, class, staff;
	str name;
	day from, to; /* 0: still */
};
/* Of a class on a day; empty when there is none. */
enum rc class_teacher_name(struct ctx *c, int64_t class, day on, str *ret) MUST_CHECK;
/* Of all classes of a school on a day, or (class given) of one class at any time, newest first. */
struct class_leads {
	struct class_lead *l;
	size_t n;
};
enum rc class_teachers_of_school(struct ctx *c, int64_t school, day on, struct class_leads *ret) MUST_CHECK;
enum rc class_teachers_of_class(struct ctx *c, int64_t class, struct class_leads *ret) MUST_CHECK;
/* The row of a class; NULL: none. */
const struct class_lead *class_lead_of(const struct class_leads *all, int64_t class);
