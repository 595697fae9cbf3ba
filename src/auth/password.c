#include "password.h"
#include "sm.h"
#include "throttle.h"

static const str head = STR_INIT("argon2id$");
enum { SALT = 16, HASH = 32 };
static const size_t salt_hex = 32, hash_hex = 64, given_max = 512;

/* Of the process, because it guards what the process has once: its processors and its memory. */
static struct throttle_gate gate = {
	.lock = PTHREAD_MUTEX_INITIALIZER, .left = PTHREAD_COND_INITIALIZER, .most = 2, .queue = 32
};

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
