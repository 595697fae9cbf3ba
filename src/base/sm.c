#include "sm.h"
#include "logline.h"

#include <gcrypt.h>
#include <stdlib.h>

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
	if (!gcry_check_version("1.10.0")) {
		logline(LOG_FAULT, "crypt", "libgcrypt 1.10 is needed");
		abort();
	}
	must(gcry_control(GCRYCTL_INIT_SECMEM, 65536, 0));
	must(gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0));
}

static struct sm3 digest(unsigned flags, str key, const str *part, size_t n)
{
	gcry_md_hd_t h;
	struct sm3 out;

	must(gcry_md_open(&h, GCRY_MD_SM3, flags));
	if (flags & GCRY_MD_FLAG_HMAC)
		must(gcry_md_setkey(h, key.s, key.n));
	for (size_t i = 0; i < n; i++)
		gcry_md_write(h, part[i].s, part[i].n);
	memcpy(out.b, gcry_md_read(h, GCRY_MD_SM3), SM3_SIZE);
	gcry_md_close(h);
	return out;
}

struct sm3 sm3(const str *part, size_t n) { return digest(0, (str){ NULL, 0 }, part, n); }

struct sm3 sm3_hmac(str key, const str *part, size_t n) { return digest(GCRY_MD_FLAG_HMAC, key, part, n); }

bool sm_equal(const void *a, const void *b, size_t n)
{
	const volatile unsigned char *x = a, *y = b;
	unsigned char diff = 0;

	for (size_t i = 0; i < n; i++)
		diff |= x[i] ^ y[i];
	return diff == 0;
}

static gcry_cipher_hd_t gcm(const uint8_t key[SM4_KEY], const void *iv, str extra)
{
	gcry_cipher_hd_t h;

	must(gcry_cipher_open(&h, GCRY_CIPHER_SM4, GCRY_CIPHER_MODE_GCM, 0));
	must(gcry_cipher_setkey(h, key, SM4_KEY));
	must(gcry_cipher_setiv(h, iv, SM4_IV));
	must(gcry_cipher_authenticate(h, extra.s, extra.n));
	return h;
}

str sm4_seal(struct arena *mem, const uint8_t key[SM4_KEY], str plain, str extra)
{
	char *out = NEW(mem, char, plain.n + SEAL_EXTRA);

	sm_random(out, SM4_IV);
	gcry_cipher_hd_t h = gcm(key, out, extra);
	if (plain.n)
		must(gcry_cipher_encrypt(h, out + SM4_IV, plain.n, plain.s, plain.n));
	must(gcry_cipher_gettag(h, out + SM4_IV + plain.n, SM4_TAG));
	gcry_cipher_close(h);
	return (str){ out, plain.n + SEAL_EXTRA };
}

bool sm4_open(struct arena *mem, const uint8_t key[SM4_KEY], str sealed, str extra, str *ret_plain)
{
	if (sealed.n < SEAL_EXTRA)
		return false;
	size_t n = sealed.n - SEAL_EXTRA;
	char *out = NEW(mem, char, n + 1);
	gcry_cipher_hd_t h = gcm(key, sealed.s, extra);
	if (n)
		must(gcry_cipher_decrypt(h, out, n, sealed.s + SM4_IV, n));
	bool ok = !gcry_cipher_checktag(h, sealed.s + SM4_IV + n, SM4_TAG);
	gcry_cipher_close(h);
	if (ok)
		*ret_plain = (str){ out, n };
	return ok;
}

void sm_random(void *to, size_t n) { gcry_randomize(to, n, GCRY_STRONG_RANDOM); }

void sm_argon2id(str password, const uint8_t salt[16], uint8_t ret[32])
{
	const unsigned long param[4] = { 32, 2, 19 * 1024, 1 }; /* tag length, passes, KiB, lanes */
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
