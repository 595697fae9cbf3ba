/* Who it is: login and password, or a card.  Counted before it is judged; the same statements and the same
 * work whether there is such an account or not. */
#include "card_keep.h"
#include "journal.h"
#include "open.h"
#include "utf8.h"

enum { LOGIN_BYTES_MAX = 4 * ACCOUNT_LOGIN_MAX, SECRET_BYTES_MAX = 100 };

struct entering {
	const struct sign_in *given;
	bool card;
	str name; /* the login or the number */
	struct attempt attempt;
	struct holder holder; /* .account 0: there is none */
	str kept, secret;
	int64_t wrong; /* on the card */
	str old;       /* digest of the session that the browser held */
	struct session session;
};

/* A login that no account can have is looked for all the same, as the empty one. */
static str spelt(struct arena *mem, str login)
{
	if (login.n > LOGIN_BYTES_MAX || !utf8_valid(login))
		return STR("");
	return account_login(mem, login);
}

/* Eight digits, however they are grouped. */
static str card_number(struct arena *mem, str number)
{
	struct buf b = buf_new(mem, LOGIN_BYTES_MAX);
	str folded = spelt(mem, number);

	for (size_t i = 0; i < folded.n; i++)
		if (folded.s[i] >= '0' && folded.s[i] <= '9')
			buf_ch(&b, folded.s[i]);
	return buf_view(&b);
}

static enum rc knock(struct ctx *c, struct entering *e)
{
	const struct sign_in *given = e->given;
	struct attempt_at at = { STR("login"), { NULL, 0 }, given->peer };
	str known;

	e->name = e->card ? card_number(c->mem, given->login) : spelt(c->mem, given->login);
	at.name = e->name;
	if (e->card)
		at.what = STR("card");
	else if (known_name(c, e->name, given->known, &known))
		at = (struct attempt_at){ STR("known"), known, { NULL, 0 } };
	return attempt_take(c, &at, &e->attempt);
}

static enum rc look_up_card(struct ctx *c, struct entering *e, int64_t *ret_account)
{
	struct rows q;
	str number = e->name, secret = utf8_valid(e->given->password) ? e->given->password : STR("");
	enum rc rc =
		DB_QUERY(c->db, &q, "SELECT k.account, k.secret, k.wrong FROM card k WHERE k.digest = ?1",
			 BLOB(card_digest(c, number)));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q)) {
		*ret_account = db_int(&q, 0);
		e->kept = db_dup(c->mem, &q, 1);
		e->wrong = db_int(&q, 2);
	}
	e->secret = card_secret(c, number, str_cut(secret, 0, SECRET_BYTES_MAX));
	return db_done(&q);
}

static enum rc look_up(struct ctx *c, struct entering *e)
{
	int64_t account = 0;
	enum rc rc;

	if (e->card) {
		rc = look_up_card(c, e, &account);
	} else {
		rc = account_find(c, e->name, &account);
		rc = rc == RC_NOT_FOUND ? RC_OK : rc;
	}
	if (rc == RC_OK)
		rc = holder_load(c, account, &e->holder);
	if (e->card)
		return rc;
	e->kept = e->holder.kept;
	e->secret = e->given->password;
	return rc;
}

/* A password opens the account that has one; a card only those that sign in with cards. */
static bool welcome(const struct ctx *c, const struct entering *e, bool right)
{
	const struct holder *h = &e->holder;

	if (!right || !h->account || h->disabled || !h->role)
		return false;
	return !e->card || (h->role->by != BY_PASSWORD && e->wrong < ctx_param(c, PARAM_CARD_MAX_FAILURES));
}

static enum rc admit(struct ctx *c, void *arg)
{
	struct entering *e = arg;
	struct opening o = { .account = e->holder.account,
			     .stage = e->card ? SESSION_OPEN : stage_after(c, &e->holder, SESSION_NONE),
			     .kiosk = e->holder.role->by != BY_PASSWORD,
			     .agent = agent_name(c->mem, e->given->agent),
			     .old = e->old };
	enum rc rc = attempt_forget(c, &e->attempt);

	if (rc == RC_OK && e->card)
		rc = DB_EXEC(c->db, "UPDATE card SET wrong = 0 WHERE account = ?1", INT(o.account));
	if (rc == RC_OK)
		rc = session_begin(c, &o, &e->session);
	if (rc == RC_OK)
		rc = session_note(c, &e->session, o.stage == SESSION_OPEN ? STR("") : STR("half"));
	return rc;
}

/* The same statements whether there is such an account or not.  A crowd at one address is not written down
 * man by man: nobody outside may fill the journal. */
static enum rc refuse(struct ctx *c, void *arg)
{
	const struct entering *e = arg;
	enum rc rc = attempt_failed(c, &e->attempt);

	if (rc == RC_OK && e->card)
		rc = DB_EXEC(c->db, "UPDATE card SET wrong = wrong + 1 WHERE account = ?1",
			     INT(e->holder.account));
	if (rc == RC_OK && !e->attempt.taken.crowded)
		rc = journal_note(c, ACT_SIGN_IN, STR("account"), e->holder.account, STR("refused"));
	return rc;
}

enum rc session_open(struct ctx *c, const struct sign_in *given, struct session *ret)
{
	struct entering e = { .given = given, .card = given->way == SIGN_IN_CARD, .old = { "", 0 } };
	bool right = false;
	enum rc rc = knock(c, &e);

	if (rc != RC_OK)
		return rc;
	rc = look_up(c, &e);
	if (rc == RC_OK)
		rc = password_verify(e.secret, e.kept, &right);
	if (rc != RC_OK) {
		attempt_give_back(&e.attempt);
		return rc;
	}
	(void)!secret_digest(c->mem, given->cookie, &e.old);
	if (!welcome(c, &e, right)) {
		rc = store_write(c, PRIO_PEOPLE, refuse, &e);
		return rc == RC_OK ? RC_UNKNOWN_USER : rc;
	}
	rc = store_write(c, PRIO_PEOPLE, admit, &e);
	if (rc != RC_OK) {
		attempt_give_back(&e.attempt);
		return rc;
	}
	attempt_right(&e.attempt);
	*ret = e.session;
	return RC_OK;
}
