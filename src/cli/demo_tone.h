/* demo_tone.h - five notes in place of a voice, as packets of Opus (60 ms each, one channel), recorded by a
 * browser from its own oscillator. */
#pragma once
#include "model.h"

/* As a WebM file; empty: it could not be made. */
str demo_tone(struct ctx *c);
