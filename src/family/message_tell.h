/* message_tell.h - who hears that a message is there, inside the unit that writes it: the accounts of the
 * family, and by a text message who has a phone; and, without what was said, those who look after the child
 * when its words may mean that it is not safe. */
#pragma once
#include "record.h"

/* `text`: what was written, as it came. */
enum rc message_tell(struct ctx *c, const struct record *m, str text) MUST_CHECK;
/* It was opened, or is gone: nothing asks for it any more. */
enum rc message_tell_over(struct ctx *c, int64_t message) MUST_CHECK;
