/* word_timeline.h - what a child said, and letters, in its growth file. */
#pragma once
#include "timeline.h"

extern const struct timeline_source word_timeline, word_letter_timeline;
