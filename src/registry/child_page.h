/* child_page.h - the parts of a child's file. For the child_page files. */
#pragma once
#include "child.h"
#include "registry_page.h"

/* One child, all that is known of it, on a day. */
struct child_page {
	struct page *p;
	const struct file *file;
	const struct record *child; /* with the flat facts of the day */
	struct facts_index *index;
	day on;
	bool opened; /* C4 values stand plain: a purpose was given */
	bool masked; /* some value on it does not */
};

/* from 1 Sep 2024 until now */
str child_page_span(struct page *p, day from, day to);

/* Who leads the class of this time at school, when it runs on the page's day; one statement. */
void child_page_lead(struct child_page *f, const struct record *enrolment);
void child_page_note(struct child_page *f);     /* what to look at before anything else */
void child_page_family(struct child_page *f);   /* who belongs to it, where they are, and since when */
void child_page_held(struct child_page *f);     /* what held of child and adults from when to when, folded */
void child_page_absences(struct child_page *f); /* every absence, to be put right */
/* The purpose out of the form of facts_show(), put into the context; not given: a problem. */
enum rc child_page_purpose(struct req *r, bool *ret_given) MUST_CHECK;
