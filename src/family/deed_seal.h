/* deed_seal.h - what is signed, as evidence that anybody can check again: the SM3 digest (GB/T 32905) of the
 * exact text, and one over that digest, who signed, as what, when, how and which words.  Pure. */
#pragma once
#include "deed.h"

str deed_digest(struct arena *mem, str text); /* 64 hexadecimal digits */
/* Of a signature as it stands in its record, or is about to. */
str deed_proof(struct arena *mem, const struct record *signature);

enum deed_seal {
	DEED_SEAL_GOOD,
	DEED_SEAL_OTHER_TEXT, /* another text lay before who signed */
	DEED_SEAL_BROKEN,     /* the signature itself was changed */
};
/* `text`: of the deed as it stands there now. */
enum deed_seal deed_seal(struct arena *mem, const struct record *signature, str text);
