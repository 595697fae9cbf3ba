/* outbox.h - messages to people outside: a text message or a mail that must go out even if the gateway is
 * away for an hour, and never twice.
 *
 * A message is a row, added in the same unit of writing as what it tells of: either both are there or
 * neither. Number and text are sealed, and gone as soon as the message is sent or too late; what stays for
 * some weeks is how it went, so that a page can say "could not be delivered: no such number".  Serve's one
 * thread for it hands them to the postman (postman.h), which alone may use the network.  What the gateway
 * cannot take now waits with growing pauses, until `until`.  Each carries a key drawn for it: a gateway that
 * keeps the rule of such keys delivers it once, however often a crash makes us ask. */
#pragma once
#include "postman.h"
#include "record.h"
#include "seal.h"

enum outbox_state { OUTBOX_NONE, OUTBOX_WAITING, OUTBOX_SENT, OUTBOX_FAILED, OUTBOX_EXPIRED, OUTBOX_STATES };
/* Inside store_write().  RC_TOO_BIG: text or subject is longer than OUTBOX_TEXT_MAX or OUTBOX_SUBJECT_MAX
 * bytes; RC_INVALID: no text.  An address that cannot be one, or an `until` that has come, is no reason to
 * lose a booking: RC_OK, and the message has failed or is too late at once.  What a demonstration writes into
 * its past (VIA_DEMO) counts as sent: there was no gateway then. */
struct outbox_new {
	enum outbox_channel channel;
	str to;      /* 13812345678, +8613812345678, +12025550123; somebody@example.cn */
	str subject; /* of a mail */
	str text;    /* in the language of who gets it */
	str once; /* a number of the caller's: added twice under it, it is one message; empty: each is one */
	int64_t ref;    /* the record it tells of: its state is asked for by it; 0: none */
	int64_t child;  /* whom it is about: it is forgotten with the child; 0: nobody */
	int64_t person; /* whom it goes to, likewise */
	int64_t from;   /* an instant: not before it; 0: at once */
	int64_t until;  /* an instant: past it nobody needs it any more */
};
enum rc outbox_add(struct ctx *c, const struct outbox_new *m) MUST_CHECK;
/* Inside store_write(): what still waits about this record is not sent any more, and gone (a cancelled call).
 * One that the postman has in his hand may still go. */
enum rc outbox_drop(struct ctx *c, int64_t ref) MUST_CHECK;
/* Inside store_write(): everything about a child, and everything to a person; for erasure. */
enum rc outbox_forget(struct ctx *c, int64_t child, int64_t person) MUST_CHECK; /* 0: nobody */
/* A mobile number or an address as it could be; pure. */
bool outbox_address_ok(enum outbox_channel channel, str to);

/* How the newest message about a record stands; the caller has checked the record.  state OUTBOX_NONE: there
 * was none, or it has been dropped with age. */
struct outbox_look {
	int64_t id, ref;
	enum outbox_channel channel;
	enum outbox_state state;
	enum outbox_why why; /* WAITING: of the last attempt */
	int64_t attempts, created_at, next_at, until, ended_at;
};
enum rc outbox_state(struct ctx *c, int64_t ref, struct outbox_look *ret) MUST_CHECK;
/* A whole sentence for people; English, marked for translation: "Sent.", "It waits: the gateway cannot be
 * reached." */
const char *outbox_say(const struct outbox_look *m);

/* --- for who looks after it --- */

struct outbox_counts {
	int64_t n[OUTBOX_CHANNELS][OUTBOX_STATES];
	int64_t again;  /* failed, and could still be tried again */
	int64_t oldest; /* since when the longest has waited; 0: none waits */
};
enum rc outbox_counts(struct ctx *c, struct outbox_counts *ret) MUST_CHECK;
/* What waits, failed or was too late, the newest first, without what waits for its own hour; at most
 * `max`. */
enum rc outbox_list(struct ctx *c, size_t max, struct outbox_look *ret, size_t *ret_n) MUST_CHECK;
/* Units of their own or within one: what waits is due now, what failed and is not too late waits again. */
enum rc outbox_retry(struct ctx *c) MUST_CHECK;
/* Drop what has outlived its use; once a day. */
enum rc outbox_daily(struct ctx *c) MUST_CHECK;
/* As Prometheus text: for app.figures. */
enum rc outbox_figures(struct ctx *c, struct buf *to) MUST_CHECK;

/* --- the one thread that sends --- */

struct outbox_setup {
	const struct model *model;
	struct readers *readers;
	int64_t (*now)(void *clock);
	void *clock;
	bool alone; /* no other process serves this database: what seems to be under way was cut off */
};
struct outbox;
enum rc outbox_start(const struct outbox_setup *s, struct outbox **ret) MUST_CHECK;
void outbox_wake(struct outbox *o); /* something was added; NULL: nobody to wake */
/* A message under way is given up within a moment and goes on after the next start. */
void outbox_stop(struct outbox *o);
void outbox_free(struct outbox *o);
/* The next message that is due, here and now; *ret_ran: there was one.  `mem` is reset. */
enum rc outbox_step(const struct outbox_setup *s, struct arena *mem, struct db *db, bool *ret_ran) MUST_CHECK;

extern const char outbox_ddl[];
extern const struct sealed_column outbox_sealed; /* of the texts */
