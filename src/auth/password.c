#include "password.h"
#include "throttle.h"
#include "utf8.h"

static const str head = STR_INIT("argon2id$");
enum { SALT = 16, HASH = 32 };
static const size_t salt_hex = 32, hash_hex = 64, given_max = 512;

/* Of the process, because it guards what the process has once: its processors and its memory. */
static struct throttle_gate gate = {
	.lock = PTHREAD_MUTEX_INITIALIZER, .left = PTHREAD_COND_INITIALIZER, .most = 2, .queue = 32
};

static str number_text(struct arena *mem, int64_t i)
{
	struct buf b = buf_new(mem, 24);

	buf_int(&b, i);
	return buf_view(&b);
}

bool password_check(struct ctx *c, str field, str login, str password)
{
	const str none = { NULL, 0 };
	int64_t least = ctx_param(c, PARAM_PASSWORD_MIN_LENGTH);
	size_t before = c->problems.n, n = utf8_valid(password) ? utf8_count(password) : 0;

	if (!utf8_valid(password) || utf8_has_control(password))
		problem_add(&c->problems, field, N_("There are characters in this that cannot be shown."),
			    none, none);
	else if ((int64_t)n < least || n == 0)
		problem_add(&c->problems, field, N_("A password has at least {0} characters."),
			    number_text(c->mem, least), none);
	else if (n > PASSWORD_MAX)
		problem_add(&c->problems, field, N_("This is longer than {0} characters."),
			    number_text(c->mem, PASSWORD_MAX), none);
	if (login.n && str_has(password, login))
		problem_add(&c->problems, field, N_("A password must not contain the login name."), none,
			    none);
	return c->problems.n == before;
}

static enum rc derive(str password, const uint8_t salt[SALT], uint8_t ret[HASH])
{
	if (!throttle_enter(&gate))
		return RC_BUSY;
	sm_argon2id(password, salt, ret);
	throttle_leave(&gate);
	return RC_OK;
}

enum rc password_hash(struct arena *mem, str password, str *ret_kept)
{
	uint8_t salt[SALT], hash[HASH];
	struct buf b = buf_new(mem, PASSWORD_KEPT);

	if (!password.n)
		return RC_INVALID;
	sm_random(salt, sizeof salt);
	enum rc rc = derive(password, salt, hash);
	if (rc != RC_OK)
		return rc;
	buf_str(&b, head);
	buf_hex(&b, salt, sizeof salt);
	buf_ch(&b, '$');
	buf_hex(&b, hash, sizeof hash);
	*ret_kept = buf_view(&b);
	return RC_OK;
}

static bool parse(str kept, uint8_t ret_salt[SALT], uint8_t ret_hash[HASH])
{
	size_t at = head.n + salt_hex;

	return kept.n == PASSWORD_KEPT && str_starts(kept, head) && kept.s[at] == '$' &&
	       hex_read(str_cut(kept, head.n, salt_hex), ret_salt, SALT) &&
	       hex_read(str_cut(kept, at + 1, hash_hex), ret_hash, HASH);
}

enum rc password_verify(str password, str kept, bool *ret_right)
{
	uint8_t salt[SALT] = { 0 }, hash[HASH] = { 0 }, given[HASH];
	bool there = parse(kept, salt, hash);
	/* Nobody shall make us hash megabytes, and libgcrypt takes no empty one; the work is done all the
	 * same. */
	bool sane = password.n > 0 && password.n <= given_max;
	enum rc rc = derive(sane ? password : STR("?"), salt, given);

	if (rc != RC_OK)
		return rc;
	*ret_right = (sm_equal(given, hash, HASH) & there & sane) != 0;
	explicit_bzero(given, sizeof given);
	return RC_OK;
}
