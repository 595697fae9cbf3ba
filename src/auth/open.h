/* open.h - inside auth/ only: how sessions begin and change hands. */
#pragma once
#include "attempt.h"
#include "secret.h"
#include "session.h"

/* The account behind a session or a sign-in, as the program sees it. */
struct holder {
	int64_t account;
	const struct role_row *role;
	bool disabled, must_change;
	int64_t changed_at;
	str login, name, school, kept, totp;
};
enum rc holder_load(struct ctx *c, int64_t account, struct holder *ret) MUST_CHECK;
/* Where a sign-in with a password stands after `from` (SESSION_NONE: the password was right just now). */
enum session_stage stage_after(const struct ctx *c, const struct holder *h, enum session_stage from);

/* Inside store_write().  End the old one (a digest; may be empty), begin another: fills token, csrf, digest,
 * times; and at SESSION_OPEN the actor. */
struct opening {
	int64_t account, for_account;
	enum session_stage stage;
	bool kiosk;    /* of those who sign in with cards: many hands on one screen */
	int64_t until; /* it ends then at the latest, as the one before would have; 0: no such one */
	str agent;
	str old;
};
enum rc session_begin(struct ctx *c, const struct opening *o, struct session *ret) MUST_CHECK;
/* Note on the journal as that account itself. */
enum rc session_note(struct ctx *c, const struct session *s, str reason) MUST_CHECK;
/* known.c: the name under which a known browser is counted; false: not known for this login. */
bool known_name(struct ctx *c, str login, str cookie, str *ret_name) MUST_CHECK;
/* agent.c: "Chrome, Android" out of a User-Agent. */
str agent_name(struct arena *mem, str user_agent);
