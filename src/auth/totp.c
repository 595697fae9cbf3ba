#include "totp.h"
#include "buf.h"
#include "sm.h"

#include <liboath/oath.h>

enum { CODE_MAX = 8 };

int64_t totp_step(int64_t instant) { return instant / 1000000 / TOTP_STEP_SECONDS; }

bool totp_code(struct arena *mem, str secret, int64_t step, unsigned digits, str *ret)
{
	char code[CODE_MAX + 1];

	if (step < 0 || digits < TOTP_DIGITS || digits > CODE_MAX ||
	    oath_hotp_generate(secret.s, secret.n, (uint64_t)step, digits, false,
			       OATH_HOTP_DYNAMIC_TRUNCATION, code) != OATH_OK)
		return false;
	*ret = str_dup(mem, (str){ code, digits });
	return true;
}

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/* Five bits a letter.  liboath's own would allocate, and leave the secret lying in freed memory. */
str totp_base32(struct arena *mem, str secret)
{
	struct buf b = buf_new(mem, TOTP_BASE32);
	unsigned bits = 0, have = 0;

	for (size_t i = 0; i < secret.n; i++) {
		bits = bits << 8 | (unsigned char)secret.s[i];
		for (have += 8; have >= 5; have -= 5)
			buf_ch(&b, letters[bits >> (have - 5) & 31]);
		bits &= 31;
	}
	return buf_view(&b);
}

static bool raw_of(str base32, char ret[TOTP_BYTES])
{
	unsigned bits = 0, have = 0;
	size_t n = 0;

	if (base32.n != TOTP_BASE32)
		return false;
	for (size_t i = 0; i < base32.n; i++) {
		const char *at = memchr(letters, base32.s[i], sizeof letters - 1);
		if (!at)
			return false;
		bits = bits << 5 | (unsigned)(at - letters);
		have += 5;
		if (have < 8)
			continue;
		have -= 8;
		ret[n++] = (char)(bits >> have & 255);
		bits &= (1u << have) - 1;
	}
	return n == TOTP_BYTES;
}

/* "123 456" and "123456" are the same to whoever copies it from a screen. */
static size_t digits_of(str code, char ret[CODE_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < code.n; i++) {
		if (code.s[i] == ' ')
			continue;
		if (code.s[i] < '0' || code.s[i] > '9' || n == CODE_MAX)
			return 0;
		ret[n++] = code.s[i];
	}
	return n;
}

bool totp_match(struct arena *mem, str base32, str code, int64_t instant, int64_t after, int64_t *ret_step)
{
	char raw[TOTP_BYTES], given[CODE_MAX];
	int64_t now = totp_step(instant), found = -1;

	if (digits_of(code, given) != TOTP_DIGITS || !raw_of(base32, raw))
		return false;
	for (int64_t step = now - TOTP_WINDOW; step <= now + TOTP_WINDOW; step++) {
		str want;
		if (totp_code(mem, (str){ raw, TOTP_BYTES }, step, TOTP_DIGITS, &want) &&
		    sm_equal(want.s, given, TOTP_DIGITS) && step > after && found < 0)
			found = step;
	}
	explicit_bzero(raw, sizeof raw);
	if (found < 0)
		return false;
	*ret_step = found;
	return true;
}

static void put_encoded(struct buf *b, str s)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.s[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			     c == '-' || c == '.' || c == '_';
		if (plain) {
			buf_ch(b, (char)c);
			continue;
		}
		buf_ch(b, '%');
		buf_ch(b, hex[c >> 4]);
		buf_ch(b, hex[c & 15]);
	}
}

str totp_uri(struct arena *mem, str base32, str login, str issuer)
{
	struct buf b = buf_new(mem, 1024);

	buf_lit(&b, "otpauth://totp/");
	put_encoded(&b, issuer);
	buf_ch(&b, ':');
	put_encoded(&b, login);
	buf_lit(&b, "?secret=");
	put_encoded(&b, base32);
	buf_lit(&b, "&issuer=");
	put_encoded(&b, issuer);
	return buf_view(&b);
}
