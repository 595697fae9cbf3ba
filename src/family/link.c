#include "link.h"

#include "booking.h"
#include "key.h"
#include "program.h"
#include "throttle.h"

/* No letter that looks like another one; 253 is the last multiple of 23 below 256. */
static const char letters[] = "abcdefghjkmnpqrstuvwxyz";
enum { LETTERS = sizeof letters - 1, FAIR = 253 };

static const int64_t A_DAY = INT64_C(86400) * 1000000, TEN_MINUTES = INT64_C(600) * 1000000;

const char *link_why(enum link_is is)
{
	switch (is) {
	case LINK_UNKNOWN:
		return N_("This link is not good, or not any more. Ask the happy home for a new one.");
	case LINK_OTHERS:
		return N_("This link was opened on another phone first. It is good there only: ask the happy "
			  "home for "
			  "a new one if that was not you.");
	case LINK_EXPIRED:
		return N_("This link has ended: the time of its call is over. The next call has a new one.");
	case LINK_CANCELLED:
		return N_("This call was cancelled. The happy home will find another time with you.");
	default: return NULL;
	}
}

/* --- secrets --- */

str link_draw(struct arena *mem)
{
	struct buf b = buf_new(mem, LINK_LETTERS);
	uint8_t byte;

	while (b.n < LINK_LETTERS) {
		sm_random(&byte, 1);
		if (byte < FAIR)
			buf_ch(&b, letters[byte % LETTERS]);
	}
	return buf_view(&b);
}

bool link_word(str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (!memchr(letters, word.s[i], LETTERS))
			return false;
	return word.n == LINK_LETTERS;
}

str link_digest(struct ctx *c, const char *what, str secret)
{
	str d = keys_digest(c->mem, c->model->keys, str_of(what), secret);

	return hex_put(c->mem, d.s, d.n);
}

static const char a_link[] = "call link", a_browser[] = "call browser";

str link_cookie_name(bool secure) { return secure ? STR("__Host-link") : STR("link"); }

str link_cookie(struct arena *mem, str value, bool secure)
{
	struct buf b = buf_new(mem, 200);

	buf_str(&b, link_cookie_name(secure));
	buf_ch(&b, '=');
	buf_str(&b, value);
	buf_lit(&b, "; Path=/; Max-Age=3456000; HttpOnly; SameSite=Lax");
	if (secure)
		buf_lit(&b, "; Secure");
	return buf_view(&b);
}

/* --- guessing --- */

/* One place that asks for links that are none is answered no more for a while; nobody else is.  Of the
 * process: every thread must see the same tries. */
static struct throttle guesses = THROTTLE_INIT;

static struct throttle_try guess_of(struct ctx *c, str peer)
{
	const str part[] = { STR("call link peer "), throttle_peer(c->mem, peer) };

	return (struct throttle_try){ .login = sm3(part, COUNT(part)),
				      .now = c->now,
				      .period = TEN_MINUTES,
				      .most = (int)ctx_param(c, PARAM_FAMILY_LINK_TRIES) };
}

enum rc link_guess(struct ctx *c, str peer, enum link_is is)
{
	const struct throttle_try try = guess_of(c, peer);
	struct throttle_taken taken;

	if (!peer.n)
		return RC_OK;
	if (!throttle_take(&guesses, &try, &taken)) {
		problem_add(&c->problems, STR("wait"), N_("Too many tries. Wait some minutes."),
			    (str){ NULL, 0 }, (str){ NULL, 0 });
		return RC_BUSY;
	}
	if (is != LINK_UNKNOWN)
		throttle_give_back(&guesses, &try);
	return RC_OK;
}

/* --- finding --- */

struct row {
	int64_t party, call, until;
	bool taken, ours;
};

static enum rc find_row(struct ctx *c, str word, str cookie, struct row *ret)
{
	str link = link_digest(c, a_link, word), browser = link_digest(c, a_browser, cookie);
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT t.id, t.call, t.link_until, t.browser FROM call_party t WHERE t.link = ?1"
			 " AND t.removed_at IS NULL",
			 TEXT(link));

	*ret = (struct row){ .party = 0 };
	if (rc != RC_OK)
		return rc;
	if (db_next(&q)) {
		str is = db_text(&q, 3);
		*ret = (struct row){ .party = db_int(&q, 0),
				     .call = db_int(&q, 1),
				     .until = db_int(&q, 2),
				     .taken = is.n > 0,
				     .ours = cookie.n && is.n == browser.n &&
					     sm_equal(is.s, browser.s, is.n) };
	}
	return db_done(&q);
}

static enum link_is judge(struct ctx *c, const struct row *row, const struct call *call)
{
	if (c->now > row->until + ctx_param(c, PARAM_FAMILY_LINK_KNOWN_DAYS) * A_DAY)
		return LINK_UNKNOWN;
	if (row->taken && !row->ours)
		return LINK_OTHERS;
	if (call_is(&call->call, CODE_CALL_STATE_CANCELLED))
		return LINK_CANCELLED;
	if (c->now > row->until ||
	    (call_is(&call->call, CODE_CALL_STATE_DONE) && c->now > call_ends(&call->call)))
		return LINK_EXPIRED;
	return row->taken ? LINK_OURS : LINK_FRESH;
}

/* What the page calls them; a link shows nothing else of a file. */
static enum rc load_names(struct ctx *c, struct link *l)
{
	struct actor program;
	struct ctx p = program_for(c, &program, 0);
	struct booking_relatives all;
	struct record child;
	int64_t id = rec_int(&l->call.call, CALL_CHILD);
	enum rc rc = record_load(&p, &child_kind, id, &child);

	if (rc == RC_OK)
		rc = booking_relatives(c, id, &all);
	if (rc != RC_OK)
		return rc;
	l->child = rec_text(&child, CHILD_NAME);
	for (size_t i = 0; i < all.n; i++)
		if (all.r[i].person == rec_int(l->party, CALL_PARTY_PERSON)) {
			l->name = all.r[i].name;
			l->relation = all.r[i].relation;
			return RC_OK;
		}
	l->is = LINK_UNKNOWN; /* kept away, or not of the family any more */
	return RC_OK;
}

enum rc link_find(struct ctx *c, str word, str cookie, struct link *ret)
{
	struct row row;

	*ret = (struct link){ .is = LINK_UNKNOWN };
	if (!link_word(word))
		return RC_OK;
	enum rc rc = find_row(c, word, cookie, &row);
	if (rc != RC_OK || !row.party)
		return rc;
	rc = call_load_program(c, row.call, &ret->call);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	ret->party = call_party_find(&ret->call, row.party);
	ret->is = ret->party ? judge(c, &row, &ret->call) : LINK_UNKNOWN;
	return ret->party ? load_names(c, ret) : RC_OK;
}

bool link_may_change(const struct ctx *c, const struct link *l)
{
	const struct record *call = &l->call.call;

	if (l->is != LINK_OURS || c->now >= call_ends(call) || !rec_int(call, CALL_HOME) ||
	    (!call_is(call, CODE_CALL_STATE_BOOKED) && !call_is(call, CODE_CALL_STATE_CONFIRMED)))
		return false;
	for (size_t i = 0; i < l->call.party.n; i++) {
		const struct record *other = &l->call.party.r[i];
		if (other->id != l->party->id && rec_int(other, CALL_PARTY_PERSON) &&
		    !str_eq(rec_text(other, CALL_PARTY_ANSWER), STR(CODE_CALL_ANSWER_NO)))
			return false;
	}
	return true;
}

/* --- making, taking, ending --- */

int64_t link_until(const struct ctx *c, const struct record *call)
{
	return call_ends(call) + ctx_param(c, PARAM_FAMILY_LINK_AFTER_DAYS) * A_DAY;
}

enum rc link_make(struct ctx *c, const struct record *call, const struct record *party, str *ret)
{
	struct input in = input_new(&call_party_kind);
	str secret = link_draw(c->mem);

	input_set(&in, CALL_PARTY_LINK, link_digest(c, a_link, secret));
	input_int(&in, c->mem, CALL_PARTY_LINK_UNTIL, link_until(c, call));
	input_set(&in, CALL_PARTY_BROWSER, (str){ NULL, 0 });
	input_set(&in, CALL_PARTY_LINK_USED_AT, (str){ NULL, 0 });
	enum rc rc = call_put(c, party, &in);
	if (rc == RC_OK)
		rc = call_event_add(c, call, party->id, CODE_CALL_EVENT_WHAT_LINKED, (str){ NULL, 0 });
	if (rc == RC_OK)
		*ret = secret;
	return rc;
}

enum rc link_take(struct ctx *c, str word, str cookie, str *ret)
{
	struct input in = input_new(&call_party_kind);
	struct link l;
	/* A browser that holds links of other calls goes on with its cookie. */
	str value = cookie.n == LINK_LETTERS && link_word(cookie) ? cookie : link_draw(c->mem);
	enum rc rc = link_find(c, word, cookie, &l);

	if (rc != RC_OK)
		return rc;
	if (l.is != LINK_FRESH)
		return RC_DENIED;
	input_set(&in, CALL_PARTY_BROWSER, link_digest(c, a_browser, value));
	input_int(&in, c->mem, CALL_PARTY_LINK_USED_AT, c->now);
	rc = call_put(c, l.party, &in);
	if (rc == RC_OK)
		rc = call_event_add(c, &l.call.call, l.party->id, CODE_CALL_EVENT_WHAT_OPENED,
				    (str){ NULL, 0 });
	if (rc == RC_OK)
		*ret = value;
	return rc;
}
