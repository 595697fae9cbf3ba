/* utf8.h - what text from outside must pass before it is text. */
#pragma once
#include "base.h"

bool utf8_valid(str s);   /* well-formed, no surrogates, no NUL */
size_t utf8_count(str s); /* code points of valid text */
/* The code point at *at (valid text), and step over it; 0 at the end. */
uint32_t utf8_next(str s, size_t *at);
/* Trimmed, full-width ASCII folded to half-width: how numbers of persons are read. */
str utf8_fold(struct arena *a, str s);
str utf8_number(struct arena *a, str s); /* that in capitals: how such a number is kept, and looked up */
bool utf8_has_control(str s);            /* C0 or C1 controls, tab and newline excepted; bidi overrides */
