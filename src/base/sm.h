/* sm.h - the national algorithms, all from libgcrypt, and the kernel's randomness.
 * SM3: GB/T 32905. SM4-GCM: GB/T 32907, RFC 8998. HMAC: RFC 2104 over SM3. Argon2id: RFC 9106. */
#pragma once
#include "base.h"
#include "buf.h"

enum { SM3_SIZE = 32, SM4_KEY = 16, SM4_IV = 12, SM4_TAG = 16, SEAL_EXTRA = SM4_IV + SM4_TAG };

struct sm3 {
	uint8_t b[SM3_SIZE];
};
void sm_start(void); /* once, before any thread */

struct sm3 sm3(const str *part, size_t n); /* of the parts, at most 15, one after the other */
struct sm3 sm3_hmac(str key, const str *part, size_t n);
bool sm_equal(const void *a, const void *b, size_t n); /* in constant time */

/* iv || cipher text || tag. `extra` is authenticated, not kept. */
str sm4_seal(struct arena *mem, const uint8_t key[SM4_KEY], str plain, str extra);
bool sm4_open(struct arena *mem, const uint8_t key[SM4_KEY], str sealed, str extra,
	      str *ret_plain) MUST_CHECK;

/* The same with a key made ready, which costs more than sealing a number does.  One thread at a time. */
struct sm4;
struct sm4 *sm4_new(const uint8_t key[SM4_KEY]);
void sm4_free(struct sm4 *k);
/* Random bytes taken from the kernel some at a time, for one piece of work: zero is empty. */
enum { SM_CHANCES = 256 };
struct sm_chances {
	uint8_t bytes[SM_CHANCES];
	size_t left;
};
void sm_random_of(struct sm_chances *some, void *to, size_t n); /* n: at most SM_CHANCES */

/* plain.n + SEAL_EXTRA bytes; iv: SM4_IV random bytes. */
void sm4_seal_with(struct sm4 *k, const uint8_t *iv, str plain, str extra, char *ret);
bool sm4_open_with(struct sm4 *k, str sealed, str extra, char *ret) MUST_CHECK; /* sealed.n - SEAL_EXTRA */

void sm_random(void *to, size_t n);
/* 19 MiB, 2 passes, 1 lane: about 30 ms. */
void sm_argon2id(str password, const uint8_t salt[16], uint8_t ret[32]);

str hex_put(struct arena *mem, const void *bytes, size_t n);
bool hex_read(str hex, void *to, size_t n) MUST_CHECK; /* exactly n bytes */
