#include "word_private.h"

#include "day.h"
#include "utf8.h"

enum { LONGEST = 19 };

/* One sign of a text: its digit, or what else it is. */
enum { OTHER = -1, JOIN = -2, LETTER_X = -3 };

static int sign_at(str text, size_t *at)
{
	uint32_t c = utf8_next(text, at);

	if (c >= 0xff01 && c <= 0xff5e) /* full-width ASCII */
		c -= 0xfee0;
	if (c >= '0' && c <= '9')
		return (int)(c - '0');
	if (c == 'x' || c == 'X')
		return LETTER_X;
	return c == ' ' || c == '-' ? JOIN : OTHER;
}

static bool is_date(const int *d)
{
	int32_t date = 0;

	for (int i = 0; i < 8; i++)
		date = date * 10 + d[i];
	return day_valid(date) && date >= 19000101;
}

/* The check digit of Luhn. */
static bool is_card(const int *d, size_t n)
{
	int sum = 0;

	for (size_t i = 0; i < n; i++) {
		int twice = (n - i) % 2 == 0 ? 2 * d[i] : d[i];
		sum += twice > 9 ? twice - 9 : twice;
	}
	return n >= 16 && sum % 10 == 0 && sum > 0;
}

static bool is_phone(const int *d, size_t n)
{
	bool mobile = n == 11 && d[0] == 1 && d[1] >= 3;
	bool landline = (n == 11 || n == 12) && d[0] == 0 && d[1] != 0;

	return mobile || landline;
}

static enum word_private what_is(const int *d, size_t n, bool with_x)
{
	if (n + with_x == 18 && is_date(d + 6))
		return WORD_ID_NUMBER;
	if (with_x)
		return WORD_PLAIN;
	if (is_phone(d, n))
		return WORD_PHONE;
	return is_card(d, n) ? WORD_CARD : WORD_PLAIN;
}

/* The number that begins here, over single joins; looked at wherever a group of digits ends. */
static enum word_private number_from(str text, size_t at)
{
	int digit[LONGEST] = { 0 };
	size_t n = 0;

	for (;;) {
		enum word_private is;
		int s = sign_at(text, &at);
		while (s >= 0 && n < LONGEST) {
			digit[n++] = s;
			s = sign_at(text, &at);
		}
		if (s >= 0)
			return WORD_PLAIN; /* longer than any */
		is = what_is(digit, n, s == LETTER_X);
		if (is != WORD_PLAIN || s != JOIN)
			return is;
		size_t ahead = at;
		if (sign_at(text, &ahead) < 0)
			return WORD_PLAIN;
	}
}

enum word_private word_private(str text)
{
	bool inside = false;

	for (size_t at = 0; at < text.n;) {
		size_t from = at;
		bool digit = sign_at(text, &at) >= 0;
		if (digit && !inside) {
			enum word_private is = number_from(text, from);
			if (is != WORD_PLAIN)
				return is;
		}
		inside = digit;
	}
	return WORD_PLAIN;
}
