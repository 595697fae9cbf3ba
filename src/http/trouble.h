/* trouble.h - what went wrong, as RFC 9457 problem documents; the statuses and titles of each outcome. */
#pragma once
#include "route.h"

void trouble_answer(struct req *r, enum rc rc);
void trouble_status(struct req *r, int status); /* of http/ itself: 400, 405, 408, 413 ... */
