/* family_home.h - the first page of a family, and what its other pages share with it. */
#pragma once
#include "frame.h"
#include "record.h"

/* The whole of Today for a parent or guardian, heading included: their one child, or a choice of them. */
enum rc family_today(struct page *p) MUST_CHECK;
/* What is known of the reader's own tie to a child; RC_NOT_FOUND: none today. */
enum rc family_tie(struct page *p, int64_t child, struct record *ret) MUST_CHECK;
/* The phone of the child's school, with a word that ringing is fine; nothing when it is not known. */
enum rc family_phone(struct page *p, const struct record *child) MUST_CHECK;
/* Where it goes to school and who leads its class, as a sentence or two. */
enum rc family_school_line(struct page *p, const struct record *child, str *ret) MUST_CHECK;
