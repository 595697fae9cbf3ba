/* word_private.h - does a text hold a number that belongs to one person alone?  What a minor writes for more
 * than its family must not carry such things out (Regulations on the Protection of Minors Online 38: whoever
 * provides the service points it out and stops it).  Pure. */
#pragma once
#include "base.h"

enum word_private {
	WORD_PLAIN,
	WORD_PHONE,     /* a mobile number, or a landline with its area code */
	WORD_ID_NUMBER, /* GB 11643: 17 digits and a digit or X, with a date of birth in it */
	WORD_CARD       /* of a bank: 16 to 19 digits whose check digit is right (ISO/IEC 7812-1) */
};
/* The first that is found; full-width digits and digits parted by single blanks or dashes count. */
enum word_private word_private(str text);
