/* outbox_own.h - inside service/ only: what the files of the outbox share. */
#pragma once
#include "outbox.h"

/* What is sealed of a message. */
struct outbox_text {
	str to, subject, text;
};
/* RC_NOT_FOUND: there is none any more. */
enum rc outbox_text_load(struct ctx *c, int64_t message, struct outbox_text *ret) MUST_CHECK;
/* Inside store_write(). */
enum rc outbox_text_drop(struct ctx *c, int64_t message) MUST_CHECK;

#define OUTBOX_COLUMNS                                                                                       \
	"o.id, o.ref, o.channel, o.state, o.why, o.attempts, o.created_at, o.not_before, o.until_at, "       \
	"o.ended_at"
struct outbox_look outbox_read(const struct rows *q); /* of a query for OUTBOX_COLUMNS */
