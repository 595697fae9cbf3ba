/* demo_conference.h - care plans of a demo with their goals and reviews, and case conferences: of the three
 * whose stories are told, of some others of their village, and elsewhere of whoever stands above green. */
#pragma once
#include "record.h"

/* Units of its own, after demo_care_write(). */
enum rc demo_conference_write(struct ctx *c) MUST_CHECK;
