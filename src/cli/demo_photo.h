/* demo_photo.h - photographs of some of the demo's visits: drawings made by the program, of nobody and no
 * place.  Two of them are of one picture, to be found. */
#pragma once
#include "record.h"

/* After the visits.  Without a place for files there are none. */
enum rc demo_photo_write(struct ctx *c, uint64_t seed) MUST_CHECK;
