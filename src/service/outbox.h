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
#include "record.h"
#include "seal.h"

enum outbox_channel { OUTBOX_SMS, OUTBOX_MAIL, OUTBOX_CHANNELS };
enum outbox_state { OUTBOX_NONE, OUTBOX_WAITING, OUTBOX_SENT, OUTBOX_FAILED, OUTBOX_EXPIRED, OUTBOX_STATES };
/* Why it waits or failed; numbers stand in rows. */
enum outbox_why {
	OUTBOX_WELL,
	OUTBOX_NO_GATEWAY,  /* none is set up for this channel */
	OUTBOX_ADDRESS,     /* no mobile number, no mail address */
	OUTBOX_UNREACHABLE, /* no connection */
	OUTBOX_TIMEOUT,
	OUTBOX_CERTIFICATE, /* the gateway cannot show who it is */
	OUTBOX_LOGIN,       /* it does not know us */
	OUTBOX_BUSY,        /* it said: later */
	OUTBOX_NONSENSE,    /* it answered what we do not understand */
	OUTBOX_REFUSED,     /* it said: never */
	OUTBOX_LOST,        /* the postman died under it */
	OUTBOX_LATE,        /* `until` has come */
	OUTBOX_WHYS
};

/* Inside store_write().  RC_TOO_BIG: text or subject is longer than this; RC_INVALID: no text, `until` is not
 * in the future.  An address that cannot be one is no reason to lose a booking: RC_OK, and the message has
 * failed at once (OUTBOX_ADDRESS). */
enum { OUTBOX_TO_MAX = 254, OUTBOX_SUBJECT_MAX = 300, OUTBOX_TEXT_MAX = 4000 }; /* bytes */
struct outbox_new {
	enum outbox_channel channel;
	str to;      /* 13812345678, +8613812345678, +12025550123; somebody@example.cn */
	str subject; /* of a mail */
	str text;    /* in the language of who gets it */
	int64_t ref; /* the record it tells of: its state is asked for by it; 0: none */
	int64_t child,
		person; /* whom it is about and whom it goes to: it is forgotten with them; 0: nobody */
	int64_t until;  /* an instant: past it nobody needs it any more */
};
enum rc outbox_add(struct ctx *c, const struct outbox_new *m) MUST_CHECK;
/* Inside store_write(): what still waits about this record is not sent any more, and gone (a cancelled call).
 * One that the postman has in his hand may still go. */
enum rc outbox_drop(struct ctx *c, int64_t ref) MUST_CHECK;
/* Inside store_write(): everything about a child, or to a person; for erasure. */
enum rc outbox_forget_child(struct ctx *c, int64_t child) MUST_CHECK;
enum rc outbox_forget_person(struct ctx *c, int64_t person) MUST_CHECK;
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
