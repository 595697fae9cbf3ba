/* postman_own.h - inside service/ only: what the files of the postman share, and what the two sides say to
 * each other over a socket of whole packets.  Both are the same program, so the structs travel as they are.
 */
#pragma once
#include "postman.h"

/* --- packets --- */

struct postman_packet {
	uint64_t number;
	uint32_t channel, to, subject, text; /* the last three: how many bytes of `bytes`, in this order */
	char key[POSTMAN_KEY];
	char bytes[OUTBOX_TO_MAX + OUTBOX_SUBJECT_MAX + OUTBOX_TEXT_MAX];
};
enum postman_says { POSTMAN_HELLO, POSTMAN_ANSWER, POSTMAN_BAD };
struct postman_note {
	uint64_t number;            /* ANSWER: of the packet */
	int32_t says, verdict, why; /* enum postman_says, postman_verdict, outbox_why */
	int32_t takes[OUTBOX_CHANNELS], sink, far;
	char text[400]; /* BAD: what is wrong with the configuration */
};

/* --- the configuration: postman_conf.c --- */

enum postman_key {
	CONF_SMS_URL,
	CONF_SMS_METHOD,
	CONF_SMS_TYPE,
	CONF_SMS_BODY,
	CONF_SMS_BEARER,
	CONF_SMS_USER,
	CONF_SMS_PASSWORD,
	CONF_SMS_KEY_HEADER,
	CONF_SMS_ACCEPTED,
	CONF_SMS_REFUSED,
	CONF_MAIL_URL,
	CONF_MAIL_USER,
	CONF_MAIL_PASSWORD,
	CONF_MAIL_FROM,
	CONF_MAIL_NAME,
	CONF_CA,
	CONF_TIMEOUT,
	CONF__N
};
struct postman_conf {
	const char *value[CONF__N]; /* NULL: not given */
	const char *sink;           /* a directory; then there is nothing else */
	uint16_t port[OUTBOX_CHANNELS];
	bool near[OUTBOX_CHANNELS]; /* on this machine: may go without TLS */
	bool get, form;             /* of the SMS gateway */
	long timeout;               /* seconds */
};
enum { POSTMAN_CONF_MAX = 16384 };
/* RC_INVALID: *ret_why says what and where, in one line.  Pure. */
enum rc postman_conf_read(struct arena *mem, str text, struct postman_conf *ret, str *ret_why) MUST_CHECK;

/* --- texts: postman_text.c; pure --- */

enum postman_escape { ESCAPE_JSON, ESCAPE_URL };
/* {to} {text} {subject} {key} of a template become the values, escaped; every other brace stays. */
str postman_fill(struct arena *mem, const char *template, enum postman_escape how,
		 const struct postman_order *o);
/* A mail as it goes over the wire: CRLF, encoded words, base64. */
struct postman_letter {
	const char *from, *name; /* name: NULL, none */
	int64_t now;             /* instant */
};
str postman_mail(struct arena *mem, const struct postman_letter *l, const struct postman_order *o);
/* What a text message gateway answered. */
struct postman_answer postman_judge_http(const struct postman_conf *conf, long status, str body);
/* The last code of a mail server, 0: none. */
struct postman_answer postman_judge_mail(long code);

/* --- in the postman: postman_send.c --- */

void postman_prepare(void); /* once, before it shuts itself in */
/* gone(): nobody waits for the answer any more; asked about once a second. */
struct postman_answer postman_send(struct arena *mem, const struct postman_conf *conf,
				   const struct postman_order *o, int (*gone)(void));

/* --- the two processes: postman_run.c --- */

/* In the forked process; does not come back.  Ends when the other side closes the socket. */
_Noreturn void postman_mother(int control, const char *where, bool sandboxed);
