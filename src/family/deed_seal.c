#include "deed_seal.h"

#include "sm.h"

static str digest_of(struct arena *mem, str part)
{
	struct sm3 d = sm3(&part, 1);

	return hex_put(mem, d.b, SM3_SIZE);
}

str deed_digest(struct arena *mem, str text) { return digest_of(mem, text); }

str deed_proof(struct arena *mem, const struct record *s)
{
	static const size_t text[] = { DEED_SIGNATURE_DIGEST, DEED_SIGNATURE_PART, DEED_SIGNATURE_NAME,
				       DEED_SIGNATURE_HOW, DEED_SIGNATURE_WORDS },
			    number[] = { DEED_SIGNATURE_DEED, DEED_SIGNATURE_PERSON, DEED_SIGNATURE_BY,
					 DEED_SIGNATURE_AT };
	struct buf b = buf_new(mem, 64 << 10);

	/* Each with its length before it: nothing can be moved from one into the next. */
	for (size_t i = 0; i < COUNT(text); i++) {
		str value = rec_text(s, text[i]);
		buf_int(&b, (int64_t)value.n);
		buf_ch(&b, ':');
		buf_str(&b, value);
		buf_ch(&b, '\n');
	}
	for (size_t i = 0; i < COUNT(number); i++) {
		buf_int(&b, rec_int(s, number[i]));
		buf_ch(&b, '\n');
	}
	return digest_of(mem, buf_view(&b));
}

enum deed_seal deed_seal(struct arena *mem, const struct record *s, str text)
{
	if (!str_eq(deed_proof(mem, s), rec_text(s, DEED_SIGNATURE_PROOF)))
		return DEED_SEAL_BROKEN;
	return str_eq(deed_digest(mem, text), rec_text(s, DEED_SIGNATURE_DIGEST)) ? DEED_SEAL_GOOD
										  : DEED_SEAL_OTHER_TEXT;
}
