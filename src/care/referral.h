/* referral.h - a child's need goes to another agency: somebody whose work the child is sends it with the
 * parts of the file that are needed, the agency takes it on or sends it back with a reason, and says what
 * came of it. Personal Information Protection Law 23 (whom it is given to, what for, which kinds), 13 and 29
 * (a duty by law or the family's consent), 18 and 35 (when the family is not told); Law on the Protection of
 * Minors 11, 97-101 (agencies pass on what is not theirs and tell each other).
 *
 * - The ground: a duty by law, with its article; the guardian's consent, which must be in force in the room
 * of the family's rights (purpose `referral`, for the women's federation also `provision`); or urgent danger.
 * - What is handed over is fixed when it is sent (referral_part.h); the agency sees that and nothing else.
 * - An answer is due after referral.answer_hours (urgent: referral.answer_hours_urgent).  Silence is the
 * supervisor's and civil affairs' to see, and the sender is told.
 * - The sender takes it back as long as it is unanswered.
 * - It stays for good.  The family sees to whom, when and which parts, unless the sender said why not. */
#pragma once
#include "referral_part.h"
#include "today_item.h"

#define ROLES_REFER ROLES_STAFF
#define ROLES_REFERRAL_READ (ROLES_STAFF | ROLE_FEDERATION | ROLE_POLICE | ROLE_HOSPITAL)

struct referral_new {
	int64_t child, to; /* to: an agency */
	str what, basis;   /* codes of referral_what, referral_basis */
	str law, reason;   /* the article; what is asked of the agency */
	unsigned parts;
	bool urgent;
	bool quiet; /* the family is not told: of a duty by law or danger only */
	str client; /* given by the device: the same again answers with what is there; empty: none */
	str mark;   /* of what the sender looked at before sending; empty: nobody looked */
};
/* Everything that can be said before it is sent, and what would be handed over.  RC_INVALID, RC_CONFLICT:
 * c->problems says what, at the fields to, what, basis, law, reason, parts, quiet.  *ret is empty when
 * nothing can be shown. */
enum rc referral_look(struct ctx *c, const struct referral_new *n, str *ret_snapshot) MUST_CHECK;
/* A unit of its own.  RC_STALE: the file says something else than what the sender looked at: look again. */
enum rc referral_send(struct ctx *c, const struct referral_new *n, int64_t *ret) MUST_CHECK;
/* The same inside store_write(). */
enum rc referral_send_unit(struct ctx *c, const struct referral_new *n, int64_t *ret) MUST_CHECK;

enum referral_does { REFERRAL_ACCEPT, REFERRAL_REJECT, REFERRAL_FINISH, REFERRAL_TAKE_BACK };
/* A unit of its own.  words: why it comes back (needed), what came of it (needed), else a word to the sender.
 * RC_NOT_FOUND: no such referral for these eyes; RC_DENIED: not theirs to do; RC_CONFLICT: it has been
 * answered meanwhile. */
enum rc referral_answer(struct ctx *c, int64_t id, enum referral_does does, str words) MUST_CHECK;

/* What the reader may do with it now. */
struct referral_may {
	bool answer, finish, take_back;
	bool here; /* it came to the reader's agency */
};
enum rc referral_may(struct ctx *c, const struct record *referral, struct referral_may *ret) MUST_CHECK;

/* When an answer is due; pure. */
int64_t referral_due(int64_t sent, int64_t hours);
bool referral_late(const struct record *referral, int64_t now);

enum referral_list { REFERRAL_TO_US, REFERRAL_FROM_US, REFERRAL_ENDED, REFERRAL_LIST__N };
enum rc referral_list(struct ctx *c, enum referral_list which, int64_t after, size_t limit,
		      struct records *ret) MUST_CHECK;
/* For the receiver: waits for an answer; taken on.  For the sender's side: nobody answers. */
extern const struct today_item referral_waits_today, referral_taken_today, referral_silent_today;

/* Tell the sender and their side, once, of what nobody answered in time.  Idempotent. */
enum rc referral_daily(struct ctx *c) MUST_CHECK;

/* What the family is shown of a child's referrals: the program reads them, whoever asks. */
enum rc referral_shared(struct ctx *c, int64_t child, struct records *ret) MUST_CHECK;
