#include "card.h"
#include "account.h"
#include "card_keep.h"
#include "journal.h"
#include "secret.h"
#include "session.h"
#include "sm.h"

/* clang-format off */
const struct picture card_pictures[CARD_PICTURES] = {
	{ "sun",  N_("sun") },   { "fish",   N_("fish") },   { "flower", N_("flower") }, { "house", N_("house") },
	{ "bird", N_("bird") },  { "tree",   N_("tree") },   { "boat",   N_("boat") },   { "moon",  N_("moon") },
	{ "cup",  N_("cup") },   { "ball",   N_("ball") },   { "apple",  N_("apple") },  { "kite",  N_("kite") },
};
/* clang-format on */

str card_pick(struct arena *mem, const unsigned picked[CARD_PICKED])
{
	struct buf b = buf_new(mem, 40);

	for (size_t i = 0; i < CARD_PICKED; i++) {
		if (i)
			buf_ch(&b, '-');
		buf_int(&b, picked[i]);
	}
	return buf_view(&b);
}

str card_digest(struct ctx *c, str number)
{
	return keys_digest(c->mem, c->model->keys, STR("card number"), number);
}

str card_secret(struct ctx *c, str number, str secret)
{
	struct buf b = buf_new(c->mem, 200);

	buf_str(&b, number);
	buf_ch(&b, ' ');
	buf_str(&b, str_cut(secret, 0, 100));
	str digest = keys_digest(c->mem, c->model->keys, STR("card secret"), buf_view(&b));
	return hex_put(c->mem, digest.s, digest.n);
}

/* --- chance --- */

/* Below n, without favour. */
static unsigned below(unsigned n)
{
	uint32_t chance, fair = UINT32_MAX - UINT32_MAX % n;

	do
		sm_random(&chance, sizeof chance);
	while (chance >= fair);
	return chance % n;
}

static str digits(struct arena *mem, size_t n)
{
	char *s = arena_text(mem, n);

	for (size_t i = 0; i < n; i++)
		s[i] = (char)('0' + below(10));
	return (str){ s, n };
}

/* "111111" and "123456" are what a stranger tries first. */
static bool is_plain(str pin)
{
	int step = pin.s[1] - pin.s[0];

	for (size_t i = 1; i < pin.n; i++)
		if (pin.s[i] - pin.s[i - 1] != step)
			return false;
	return true;
}

static void choose(struct ctx *c, const struct role_row *role, struct card_made *m, str *ret_secret)
{
	m->number = digits(c->mem, CARD_NUMBER);
	if (role->by == BY_PIN) {
		do
			m->pin = digits(c->mem, CARD_PIN);
		while (is_plain(m->pin));
		*ret_secret = m->pin;
		return;
	}
	for (size_t i = 0; i < CARD_PICKED; i++) {
		bool again;
		do {
			again = false;
			m->pictures[i] = below(CARD_PICTURES);
			for (size_t k = 0; k < i; k++)
				again |= m->pictures[k] == m->pictures[i];
		} while (again);
	}
	*ret_secret = card_pick(c->mem, m->pictures);
}

/* --- the account behind it --- */

static enum rc find_owner(struct ctx *c, const struct card_owner *o, int64_t *ret)
{
	struct buf id = buf_new(c->mem, 24);

	buf_int(&id, o->child ? o->child : o->person);
	enum rc rc =
		DB_ONE(c->db, ret,
		       "SELECT a.id FROM account a WHERE a.role = ?1 AND (a.person_id = ?2 OR a.child_id ="
		       " ?3) ORDER BY a.id",
		       TEXT(str_of(o->role)), o->child ? NIL : TEXT(buf_view(&id)),
		       o->child ? TEXT(buf_view(&id)) : NIL);
	if (rc == RC_NOT_FOUND)
		*ret = 0;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Its login is only for keepers to tell accounts apart: nobody signs in with it. */
static enum rc add_owner(struct ctx *c, const struct card_owner *o, int64_t *ret)
{
	struct buf login = buf_new(c->mem, 40);
	struct elevated e;

	buf_lit(&login, "card-");
	buf_str(&login, digits(c->mem, 10));
	elevate(&e, c);
	enum rc rc = account_make(&e.ctx,
				  &(struct account_new){ .login = buf_view(&login),
							 .name = o->name,
							 .role = str_of(o->role),
							 .person = o->person,
							 .child = o->child },
				  ret);
	descend(&e, c);
	return rc;
}

/* --- writing --- */

struct making {
	const struct card_owner *owner;
	struct card_made made;
	str kept;
};

/* Whoever signed in with the card that was is signed out. */
static enum rc drop_old(struct ctx *c, int64_t account, int64_t *ret_dropped)
{
	enum rc rc =
		db_exec(c->db, SQL("DELETE FROM card WHERE account = ?1"), VALS(INT(account)), ret_dropped);

	return rc == RC_OK ? session_end_all(c, account) : rc;
}

static enum rc write_card(struct ctx *c, void *arg)
{
	struct making *m = arg;
	int64_t dropped = 0;
	enum rc rc = find_owner(c, m->owner, &m->made.account);

	if (rc == RC_OK && !m->made.account)
		rc = add_owner(c, m->owner, &m->made.account);
	if (rc == RC_OK)
		rc = drop_old(c, m->made.account, &dropped);
	if (rc == RC_OK)
		rc = DB_EXEC(c->db,
			     "INSERT INTO card (digest, county, account, secret, made, made_by, wrong)"
			     " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)",
			     BLOB(card_digest(c, m->made.number)), INT(id_county(m->made.account)),
			     INT(m->made.account), TEXT(m->kept), INT(c->now), INT(c->who->account));
	return rc == RC_OK ? journal_note(c, ACT_UPDATE, STR("account"), m->made.account, STR("card")) : rc;
}

static enum rc taken(struct ctx *c, str number, bool *ret)
{
	int64_t n = 0;
	enum rc rc = DB_ONE(c->db, &n, "SELECT count(*) FROM card k WHERE k.digest = ?1",
			    BLOB(card_digest(c, number)));

	*ret = n > 0;
	return rc;
}

enum rc card_make(struct ctx *c, const struct card_owner *owner, struct card_made *ret)
{
	const struct role_row *role = role_of_code(str_of(owner->role));
	struct making m = { .owner = owner };
	str secret = { NULL, 0 };
	bool there = true;
	enum rc rc = RC_OK;

	if (!may_create(c->who, P_CARD) || !role || role->by == BY_PASSWORD)
		return RC_DENIED;
	while (there && rc == RC_OK) {
		choose(c, role, &m.made, &secret);
		rc = taken(c, m.made.number, &there);
	}
	if (rc == RC_OK) /* slow: before the writer's thread */
		rc = password_hash(c->mem, card_secret(c, m.made.number, secret), &m.kept);
	if (rc == RC_OK)
		rc = c->tx ? write_card(c, &m) : store_write(c, PRIO_PEOPLE, write_card, &m);
	if (rc == RC_OK)
		*ret = m.made;
	return rc;
}

static enum rc revoke(struct ctx *c, void *arg)
{
	int64_t account = 0, dropped = 0;
	enum rc rc = find_owner(c, arg, &account);

	if (rc == RC_OK)
		rc = drop_old(c, account, &dropped);
	if (rc == RC_OK && !dropped)
		rc = RC_NOT_FOUND;
	return rc == RC_OK ? journal_note(c, ACT_UPDATE, STR("account"), account, STR("card revoked")) : rc;
}

enum rc card_revoke(struct ctx *c, const struct card_owner *owner)
{
	struct card_owner copy = *owner;

	if (!may_create(c->who, P_CARD))
		return RC_DENIED;
	return store_write(c, PRIO_PEOPLE, revoke, &copy);
}

enum rc card_since(struct ctx *c, const struct card_owner *owner, int64_t *ret_made)
{
	int64_t account = 0, made = 0;
	enum rc rc = find_owner(c, owner, &account);

	if (rc == RC_OK)
		rc = DB_ONE(c->db, &made, "SELECT k.made FROM card k WHERE k.account = ?1", INT(account));
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	*ret_made = rc == RC_OK ? made : 0;
	return RC_OK;
}
