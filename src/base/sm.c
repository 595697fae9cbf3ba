#include "sm.h"
#include "logline.h"

#include <assert.h>
#include <gcrypt.h>
#include <stdlib.h>
#include <sys/random.h>

/* libgcrypt fails only when it was built without the algorithm or out of memory: neither can be gone on from.
 */
static void must(gcry_error_t e)
{
	if (!e)
		return;
	logline(LOG_FAULT, "crypt", "libgcrypt: %s", gcry_strerror(e));
	abort();
}

void sm_start(void)
{
	if (gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P))
		return;
	if (!gcry_check_version("1.10.0")) {
		logline(LOG_FAULT, "crypt", "libgcrypt 1.10 is needed");
		abort();
	}
	must(gcry_control(GCRYCTL_INIT_SECMEM, 65536, 0));
	must(gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0));
}

enum { PARTS_MAX = 16, SM3_BLOCK = 64 };

/* Hashed at one go: a handle of libgcrypt's would be allocated and freed each time. */
struct sm3 sm3(const str *part, size_t n)
{
	gcry_buffer_t list[PARTS_MAX];
	struct sm3 out;

	assert(n <= PARTS_MAX);
	for (size_t i = 0; i < n; i++) {
		union {
			const char *ours;
			void *theirs; /* which it does not write to */
		} bytes = { .ours = part[i].s };
		list[i] = (gcry_buffer_t){ .data = bytes.theirs, .size = part[i].n, .len = part[i].n };
	}
	must(gcry_md_hash_buffers(GCRY_MD_SM3, 0, out.b, list, (int)n));
	return out;
}

/* RFC 2104: H(key ^ opad || H(key ^ ipad || text)). */
struct sm3 sm3_hmac(str key, const str *part, size_t n)
{
	uint8_t inner[SM3_BLOCK], outer[SM3_BLOCK];
	str list[PARTS_MAX];
	struct sm3 digest;

	assert(n < PARTS_MAX);
	if (key.n > SM3_BLOCK) {
		digest = sm3(&key, 1);
		key = (str){ (const char *)digest.b, SM3_SIZE };
	}
	for (size_t i = 0; i < SM3_BLOCK; i++) {
		uint8_t k = i < key.n ? (uint8_t)key.s[i] : 0;
		inner[i] = k ^ 0x36;
		outer[i] = k ^ 0x5c;
	}
	list[0] = (str){ (const char *)inner, SM3_BLOCK };
	memcpy(list + 1, part, n * sizeof *part);
	digest = sm3(list, n + 1);
	list[0].s = (const char *)outer;
	list[1] = (str){ (const char *)digest.b, SM3_SIZE };
	return sm3(list, 2);
}

bool sm_equal(const void *a, const void *b, size_t n)
{
	const volatile unsigned char *x = a, *y = b;
	unsigned char diff = 0;

	for (size_t i = 0; i < n; i++)
		diff |= x[i] ^ y[i];
	return diff == 0;
}

struct sm4 {
	gcry_cipher_hd_t h;
};

struct sm4 *sm4_new(const uint8_t key[SM4_KEY])
{
	struct sm4 *k = malloc(sizeof *k);

	if (!k)
		abort();
	must(gcry_cipher_open(&k->h, GCRY_CIPHER_SM4, GCRY_CIPHER_MODE_GCM, 0));
	must(gcry_cipher_setkey(k->h, key, SM4_KEY));
	return k;
}

void sm4_free(struct sm4 *k)
{
	if (k)
		gcry_cipher_close(k->h);
	free(k);
}

static void begin(struct sm4 *k, const void *iv, str extra)
{
	must(gcry_cipher_reset(k->h)); /* keeps the key */
	must(gcry_cipher_setiv(k->h, iv, SM4_IV));
	must(gcry_cipher_authenticate(k->h, extra.s, extra.n));
}

void sm4_seal_with(struct sm4 *k, const uint8_t *iv, str plain, str extra, char *ret)
{
	memcpy(ret, iv, SM4_IV);
	begin(k, ret, extra);
	if (plain.n)
		must(gcry_cipher_encrypt(k->h, ret + SM4_IV, plain.n, plain.s, plain.n));
	must(gcry_cipher_gettag(k->h, ret + SM4_IV + plain.n, SM4_TAG));
}

bool sm4_open_with(struct sm4 *k, str sealed, str extra, char *ret)
{
	if (sealed.n < SEAL_EXTRA)
		return false;
	size_t n = sealed.n - SEAL_EXTRA;
	begin(k, sealed.s, extra);
	if (n)
		must(gcry_cipher_decrypt(k->h, ret, n, sealed.s + SM4_IV, n));
	return !gcry_cipher_checktag(k->h, sealed.s + SM4_IV + n, SM4_TAG);
}

str sm4_seal(struct arena *mem, const uint8_t key[SM4_KEY], str plain, str extra)
{
	char *out = NEW(mem, char, plain.n + SEAL_EXTRA);
	struct sm4 *k = sm4_new(key);
	uint8_t iv[SM4_IV];

	sm_random(iv, sizeof iv);
	sm4_seal_with(k, iv, plain, extra, out);
	sm4_free(k);
	return (str){ out, plain.n + SEAL_EXTRA };
}

bool sm4_open(struct arena *mem, const uint8_t key[SM4_KEY], str sealed, str extra, str *ret_plain)
{
	if (sealed.n < SEAL_EXTRA)
		return false;
	char *out = NEW(mem, char, sealed.n - SEAL_EXTRA + 1);
	struct sm4 *k = sm4_new(key);
	bool ok = sm4_open_with(k, sealed, extra, out);

	sm4_free(k);
	if (ok)
		*ret_plain = (str){ out, sealed.n - SEAL_EXTRA };
	return ok;
}

/* The kernel's generator: libgcrypt's own takes longer than sealing what it is for. */
void sm_random(void *to, size_t n)
{
	enum { AT_ONCE = 256 }; /* so much is never cut short */
	char *p = to;

	for (size_t part; n; p += part, n -= part) {
		part = n < AT_ONCE ? n : AT_ONCE;
		if (getrandom(p, part, 0) != (ssize_t)part)
			abort();
	}
}

void sm_random_of(struct sm_chances *some, void *to, size_t n)
{
	assert(n <= SM_CHANCES);
	if (some->left < n) {
		sm_random(some->bytes, SM_CHANCES);
		some->left = SM_CHANCES;
	}
	some->left -= n;
	memcpy(to, some->bytes + some->left, n);
	explicit_bzero(some->bytes + some->left, n);
}

void sm_argon2id(str password, const uint8_t salt[16], uint8_t ret[32])
{
	const unsigned long param[4] = { 32, 2, 19UL * 1024, 1 }; /* tag length, passes, KiB, lanes */
	gcry_kdf_hd_t h;

	must(gcry_kdf_open(&h, GCRY_KDF_ARGON2, GCRY_KDF_ARGON2ID, param, COUNT(param), password.s,
			   password.n, salt, 16, NULL, 0, NULL, 0));
	must(gcry_kdf_compute(h, NULL));
	must(gcry_kdf_final(h, 32, ret));
	gcry_kdf_close(h);
}

str hex_put(struct arena *mem, const void *bytes, size_t n)
{
	struct buf b = buf_new(mem, 2 * n);

	buf_hex(&b, bytes, n);
	return buf_view(&b);
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool hex_read(str hex, void *to, size_t n)
{
	unsigned char *p = to;

	if (hex.n != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (hex_digit(hex.s[2 * i]) < 0 || hex_digit(hex.s[2 * i + 1]) < 0)
			return false;
	for (size_t i = 0; i < n; i++)
		p[i] = (unsigned char)(hex_digit(hex.s[2 * i]) << 4 | hex_digit(hex.s[2 * i + 1]));
	return true;
}
