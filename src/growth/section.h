/* section.h - which of the thirteen sections of a growth file (data/codes/growth_section.csv; domain
 * facts 4.1) a thing belongs to.  Pure. */
#pragma once
#include "base.h"
#include "codes_gen.h"

enum { SECTION__N = 13 };

int section_number(str section);       /* GF05 is 5; 0: no section */
unsigned section_bit(str section);     /* 1 << (number - 1); 0: no section */
const char *section_of_note(str what); /* of growth_what; NULL: no such code */
const char *section_of_word(str what); /* of word_what */
const char *section_of_work(str what); /* of work_what */
const char *section_of_kind(str kind); /* by its name; NULL: its records lie in several, or in none */
