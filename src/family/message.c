#include "message.h"

#include "complain.h"
#include "media.h"
#include "program.h"

/* --- rules --- */

void message_check(struct ctx *c, const struct change *change)
{
	static const char *const how = N_("A message is left on the page of the child's messages.");

	if (change->before || !change->after)
		return;
	if (str_eq(rec_text(change->after, MESSAGE_WHAT), STR(CODE_MESSAGE_WHAT_VOICE)))
		media_check(c, change, how);
	else if (!program_writes(c))
		complain(c, "text", how);
}

/* Whoever left it may take it back; with the record goes what lies beside it. */
enum rc message_after(struct ctx *c, struct change *change)
{
	const struct record *m = change->before;

	if (change->after)
		return RC_OK;
	if (!program_writes(c) && !(c->who->account && rec_int(m, MESSAGE_BY) == c->who->account))
		return RC_DENIED;
	return media_drop(c, m);
}

enum rc message_moved(struct ctx *c, const struct record *m) { return media_moved(c, m); }
