/* kin.h - the adults around a child as the child and its family speak of them; what they read of each other,
 * they read without being asked what for; how they are told that something waits. */
#pragma once
#include "html.h"
#include "notice.h"

enum { KIN_MAX = 16 };

/* Is the reader the child itself, or of its family? */
bool kin_own(const struct actor *who);
/* What such a reading says of itself in the read log. */
str kin_purpose(void);

/* "mum"; others by what the register calls them. */
str kin_word(struct page *p, str relation);
/* The same of this adult; unknown, or not tied to the child today: "somebody of the family". */
str kin_person(struct page *p, int64_t child, int64_t person);
/* The ties of today that no order bars, person and relation alone, whoever asks: what somebody is called
 * tells nothing else of them.  `person` 0: of all. */
enum rc kin_ties(struct ctx *c, int64_t child, int64_t person, struct records *ret) MUST_CHECK;
/* The accounts of an adult that are in use. */
enum rc kin_accounts(struct ctx *c, int64_t person, struct records *ret) MUST_CHECK;
/* Inside store_write(): every account of those adults, but the one that acts, is told `n`; .to_account and
 * .county are filled in. */
enum rc kin_tell(struct ctx *c, const struct notice_new *n) MUST_CHECK;
/* The mobile number of an adult, for the program to send a text message to; empty: none is known. */
enum rc kin_phone(struct ctx *c, int64_t person, str *ret) MUST_CHECK;
