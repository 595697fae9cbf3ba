/* posting.h - which schools a counsellor looks after, from day to day. */
#pragma once
#include "record.h"

enum { POSTING_ACCOUNT, POSTING_SCHOOL, POSTING_FROM, POSTING_TO, POSTING__N };
extern const struct kind posting_kind;

void posting_check(struct ctx *c, const struct change *change);
