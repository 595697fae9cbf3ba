/* postman.h - the helper process that alone speaks to the network for us: it takes one message to a text
 * message gateway or a mail server and says how that went.
 *
 *   the program --(message)--> postman <--forked by-- mother
 *
 * Both are forked before any key is read and before the first thread.  The mother reads the configuration and
 * waits: when the postman dies she forks another, with growing pauses; neither of them ever holds a key of
 * ours, and the program never holds the password of the gateway.  The postman may connect to the ports that
 * the configuration names and reads the files that names of machines and certificates need; nothing else.  It
 * knows nothing of the database: what waits, and when it is tried again, is the outbox's affair (outbox.h).
 */
#pragma once
#include "base.h"

#include <stdatomic.h>

enum outbox_channel { OUTBOX_SMS, OUTBOX_MAIL, OUTBOX_CHANNELS };
/* Why a message waits or failed; the numbers stand in rows. */
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
	OUTBOX_SINK,        /* the directory cannot be written to */
	OUTBOX_WHYS
};

enum { OUTBOX_TO_MAX = 254, OUTBOX_SUBJECT_MAX = 300, OUTBOX_TEXT_MAX = 4000 }; /* bytes */
enum { POSTMAN_KEY = 32 };                                                      /* characters */
struct postman_order {
	enum outbox_channel channel;
	str key; /* drawn for this message, the same at every attempt */
	str to, subject, text;
};
enum postman_verdict { POSTMAN_SENT, POSTMAN_LATER, POSTMAN_NEVER };
struct postman_answer {
	enum postman_verdict verdict;
	enum outbox_why why;
};

struct postman_state {
	bool open;
	bool takes[OUTBOX_CHANNELS]; /* a gateway is set up for it */
	bool sink;
	bool far;       /* a gateway is on another machine */
	unsigned again; /* how often the postman had to be forked anew */
	bool gone;      /* so is the mother: nothing goes out until the server is started again */
};

/* where: "sink:DIR", a directory that gets a file for each message, for demonstrations and tests; else the
 * file of the configuration (tongxin-post(5)).  RC_INVALID: *ret_why is a sentence. */
enum rc postman_open(struct arena *mem, const char *where, bool sandboxed, str *ret_why) MUST_CHECK;
void postman_close(void); /* ends both within about a second, whatever they are at */
struct postman_state postman_state(void);
/* One message, here and now; up to POSTMAN_WALL_S seconds.  RC_BUSY: `stop` came, and what became of it
 * nobody knows; RC_INVALID: there is no postman. */
enum { POSTMAN_WALL_S = 90 };
enum rc postman_do(const struct postman_order *o, const atomic_bool *stop,
		   struct postman_answer *ret) MUST_CHECK;
