#include "letter.h"

#include "kin.h"
#include "program.h"

/* The family hears of a letter of the child, once it may read it; the child finds one of the family on its
 * own page. */
static enum rc tell_family(struct ctx *c, const struct record *letter)
{
	return kin_tell(c, &(struct notice_new){ .code = CODE_NOTICE_CODE_LETTER_NEW,
						 .child = rec_int(letter, LETTER_CHILD),
						 .about = letter_kind.plural,
						 .record = letter->id });
}

static bool is_sent(const struct record *letter)
{
	return !str_eq(rec_text(letter, LETTER_SHARE), STR(CODE_WORD_SHARE_SELF));
}

enum rc letter_after(struct ctx *c, struct change *change)
{
	const struct record *l = change->after;

	if (!l)
		return word_after(c, change);
	if (program_writes(c) || letter_of_family(l) || !is_sent(l))
		return RC_OK;
	return change->before && is_sent(change->before) ? RC_OK : tell_family(c, l);
}
