/* demo_post.h - a demo's text messages: to the relatives of calls who have no account, sent as they were
 * booked; one number is wrong. */
#pragma once
#include "record.h"

/* A unit of its own, after those of the calls. */
enum rc demo_post_write(struct ctx *c) MUST_CHECK;
