/* totp.h - one-time codes by the clock: RFC 6238 with HMAC-SHA-1, steps of 30 s and six digits, which is what
 * every authenticator app speaks (GB/T 22239-2019 8.1.4.1 d: a second factor, a cryptographic one).  liboath
 * reckons. */
#pragma once
#include "base.h"

enum { TOTP_STEP_SECONDS = 30, TOTP_DIGITS = 6, TOTP_BYTES = 20, TOTP_BASE32 = 32, TOTP_WINDOW = 1 };

int64_t totp_step(int64_t instant); /* microseconds since 1970 */

/* The code of a step, for 6 to 8 digits; `secret` is the raw bytes. */
bool totp_code(struct arena *mem, str secret, int64_t step, unsigned digits, str *ret) MUST_CHECK;

/* TOTP_BYTES in base32 (RFC 4648), as apps take it. */
str totp_base32(struct arena *mem, str secret);

/* Is `code` (blanks between its digits are nothing) that of a step within the window around `instant` and
 * later than `after`, the last one used?  Compared in constant time.  `base32`: the secret. */
bool totp_match(struct arena *mem, str base32, str code, int64_t instant, int64_t after,
		int64_t *ret_step) MUST_CHECK;

/* otpauth://totp/... for the QR code. */
str totp_uri(struct arena *mem, str base32, str login, str issuer);
