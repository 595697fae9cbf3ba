#include "book_value.h"
#include "day.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* --- formats --- */

enum book_format book_format_builtin(uint32_t id)
{
	if (id >= 1 && id <= 4)
		return FORMAT_DIGITS;
	if (id == 46)
		return FORMAT_ELAPSED;
	if ((id >= 18 && id <= 21) || id == 32 || id == 33 || id == 45 || id == 47)
		return FORMAT_TIME;
	/* A time of day in Chinese is a month in Japanese. */
	if (id == 22 || id == 34 || id == 35 || id == 55 || id == 56)
		return FORMAT_MOMENT;
	if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
		return FORMAT_DAY;
	return FORMAT_GENERAL;
}

struct letters {
	bool y, m, d, h, s, e, digit, elapsed;
};

/* [h] [mm] [ss] count on; [Red], [$-804] and conditions say nothing. Returns what is behind it. */
static size_t skip_brackets(str code, size_t at, struct letters *l)
{
	size_t from = ++at;
	bool same = true;

	while (at < code.n && code.s[at] != ']') {
		same = same && tolower((unsigned char)code.s[at]) == tolower((unsigned char)code.s[from]);
		at++;
	}
	if (at > from && same && strchr("hHmMsS", code.s[from]))
		l->elapsed = true;
	return at + 1;
}

static bool starts_folded(str s, const char *with)
{
	size_t n = strlen(with);

	if (s.n < n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (tolower((unsigned char)s.s[i]) != with[i])
			return false;
	return true;
}

static void note_letter(char c, struct letters *l)
{
	switch (tolower((unsigned char)c)) {
	case 'y': l->y = true; break;
	case 'm': l->m = true; break;
	case 'd': l->d = true; break;
	case 'h': l->h = true; break;
	case 's': l->s = true; break;
	case 'e': l->e = true; break;
	case '0':
	case '#':
	case '?': l->digit = true; break;
	default: break;
	}
}

/* Of the first section, which is for positive numbers: what is no text. */
static struct letters letters_of(str code)
{
	struct letters l = { 0 };

	for (size_t i = 0; i < code.n && code.s[i] != ';';) {
		char c = code.s[i];
		if (c == '"') {
			const char *end = memchr(code.s + i + 1, '"', code.n - i - 1);
			i = end ? (size_t)(end - code.s) + 1 : code.n;
		} else if (c == '\\' || c == '_' || c == '*') {
			i += 2;
		} else if (c == '[') {
			i = skip_brackets(code, i, &l);
		} else if (starts_folded(str_cut(code, i, code.n), "general")) {
			i += 7;
		} else if (starts_folded(str_cut(code, i, code.n), "am/pm")) {
			i += 5;
			l.h = true;
		} else {
			note_letter(c, &l);
			i++;
		}
	}
	return l;
}

enum book_format book_format_code(str code)
{
	if (starts_folded(code, "standard") || starts_folded(code, "g/")) /* "general" in other languages */
		return FORMAT_GENERAL;
	struct letters l = letters_of(code);
	bool time = l.h || l.s, dated = l.y || l.d || (l.m && !time) || (l.e && !l.digit);
	if (l.elapsed)
		return FORMAT_ELAPSED;
	if (dated)
		return time ? FORMAT_MOMENT : FORMAT_DAY;
	if (time)
		return FORMAT_TIME;
	return l.digit && !l.e ? FORMAT_DIGITS : FORMAT_GENERAL;
}

/* --- numbers --- */

bool book_value_parse(str text, double *ret)
{
	enum { LONGEST = 320 };
	char z[LONGEST + 1], *end;

	text = str_trim(text);
	if (!text.n || text.n > LONGEST)
		return false;
	memcpy(z, text.s, text.n);
	z[text.n] = '\0';
	if (strspn(z, "0123456789+-.eE") != text.n) /* no hexadecimal, no infinity */
		return false;
	*ret = strtod(z, &end);
	return *end == '\0' && isfinite(*ret);
}

/* %.15g without its exponent: 1.5e-07 is 0.00000015. Only below one, for above 1e15 a number is ruined. */
static size_t spread(char *to, const char *g)
{
	const char *e = strchr(g, 'e');
	size_t n = 0;

	if (!e) {
		n = strlen(g);
		memcpy(to, g, n);
		return n;
	}
	long zeros = -strtol(e + 1, NULL, 10) - 1;
	if (*g == '-')
		to[n++] = *g++;
	to[n++] = '0';
	to[n++] = '.';
	while (zeros-- > 0)
		to[n++] = '0';
	for (; g < e; g++)
		if (*g != '.')
			to[n++] = *g;
	return n;
}

/* With the fifteen digits there are, and zeros for the others. */
static size_t put_digits(char *to, double v)
{
	char e[40];
	size_t n = 0, seen = 0;

	(void)snprintf(e, sizeof e, "%.14e", v);
	const char *exponent = e + strcspn(e, "e");
	size_t wanted = (size_t)strtol(exponent + 1, NULL, 10) + 1;
	for (const char *p = e; p < exponent; p++) {
		if (*p == '.')
			continue;
		to[n++] = *p;
		seen += *p != '-';
	}
	for (; seen < wanted; seen++)
		to[n++] = '0';
	return n;
}

/* 4.40804E+17, as a column of usual width shows it. */
static size_t put_exponent(char *to, double v)
{
	char e[40];

	(void)snprintf(e, sizeof e, "%.5E", v);
	const char *exponent = e + strcspn(e, "E"), *last = exponent;
	while (last[-1] == '0')
		last--;
	if (last[-1] == '.')
		last--;
	size_t n = (size_t)(last - e);
	memcpy(to, e, n);
	return (size_t)(stpcpy(to + n, exponent) - to);
}

static struct cell number_cell(double v, enum book_format format, char *to)
{
	const double most = 1e15; /* from here on a number has more digits than a spreadsheet keeps */
	char g[40];

	(void)snprintf(g, sizeof g, "%.15g", v == 0 ? 0 : v);
	if (fabs(strtod(g, NULL)) >= most)
		return (struct cell){ { to,
					format == FORMAT_DIGITS ? put_digits(to, v) : put_exponent(to, v) },
				      CELL_NUMBER,
				      CELL_RUINED };
	return (struct cell){ { to, spread(to, g) }, CELL_NUMBER, 0 };
}

/* --- days and times --- */

enum { DAY_SECONDS = 86400, LAST_1900 = 2958465, EPOCHS = 1462, NO_SUCH_DAY = 60 };

static size_t put_day(char *to, int y, int m, int d)
{
	return (size_t)snprintf(to, BOOK_VALUE, "%04d-%02d-%02d", y, m, d);
}

static size_t put_time(char *to, int32_t s)
{
	return (size_t)snprintf(to, BOOK_VALUE, "%02d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
}

/* The serial of 1900 counts a 29 February 1900 that never was, as its ancestor did. *ret_real: a day that
 * was. */
static size_t put_serial(char *to, int32_t serial, bool *ret_real)
{
	*ret_real = serial != 0 && serial != NO_SUCH_DAY;
	if (!*ret_real)
		return put_day(to, 1900, serial ? 2 : 1, serial ? 29 : 0);
	day d = day_of_number(day_number(18991230) + serial + (serial < NO_SUCH_DAY));
	return put_day(to, d / 10000, d / 100 % 100, d % 100);
}

static struct cell moment_cell(int32_t serial, int32_t seconds, enum book_format format, char *to)
{
	bool real = true;
	size_t n = 0;

	if (serial == 0 && format != FORMAT_DAY)
		return (struct cell){ { to, put_time(to, seconds) }, CELL_DATE, 0 };
	n = put_serial(to, serial, &real);
	if (seconds && format != FORMAT_DAY) {
		to[n++] = ' ';
		n += put_time(to + n, seconds);
	}
	return (struct cell){ { to, n }, real ? CELL_DATE : CELL_TEXT, 0 };
}

struct cell book_value_cell(double v, enum book_format format, bool since_1904, char *to)
{
	bool dated = format == FORMAT_DAY || format == FORMAT_TIME || format == FORMAT_MOMENT;

	/* A spreadsheet shows no other number as a day either. */
	if (!dated || v < 0 || v >= LAST_1900 + 1 - (since_1904 ? EPOCHS : 0))
		return number_cell(v, format, to);
	int32_t serial = (int32_t)v, seconds = (int32_t)((v - serial) * DAY_SECONDS + 0.5);
	bool first = since_1904 && serial == 0 && format == FORMAT_DAY;
	if (seconds == DAY_SECONDS && format != FORMAT_DAY) {
		serial++;
		seconds = 0;
	}
	if (since_1904 && (serial || first))
		serial += EPOCHS;
	return moment_cell(serial, seconds, format, to);
}

static bool all_digits(str s, size_t at, size_t n) { return s.n >= at + n && str_digits(str_cut(s, at, n)); }

static bool is_iso_day(str s)
{
	return all_digits(s, 0, 4) && all_digits(s, 5, 2) && all_digits(s, 8, 2) && s.s[4] == '-' &&
	       s.s[7] == '-';
}

static bool is_iso_time(str s)
{
	return all_digits(s, 0, 2) && all_digits(s, 3, 2) && all_digits(s, 6, 2) && s.s[2] == ':' &&
	       s.s[5] == ':' && (s.n == 8 || s.s[8] == '.' || s.s[8] == 'Z');
}

bool book_value_iso(str text, char *to, struct cell *ret)
{
	enum { DAY = 10, TIME = 8 };
	size_t n = 0;

	text = str_trim(text);
	bool dated = is_iso_day(text);
	if (dated) {
		memcpy(to, text.s, DAY);
		n = DAY;
		text = str_cut(text, DAY, text.n);
	}
	if (text.n && text.s[0] == 'T')
		text = str_cut(text, 1, text.n);
	if (text.n) {
		if (!is_iso_time(text))
			return false;
		bool midnight = memcmp(text.s, "00:00:00", TIME) == 0;
		if (!dated || !midnight) {
			if (dated)
				to[n++] = ' ';
			memcpy(to + n, text.s, TIME);
			n += TIME;
		}
	}
	*ret = (struct cell){ { to, n }, CELL_DATE, 0 };
	return n != 0;
}

/* --- what a spreadsheet wrote as text --- */

bool book_value_is_ruined(str text)
{
	size_t at = text.n && text.s[0] == '-';

	if (!all_digits(text, at, 1))
		return false;
	at++;
	if (at < text.n && text.s[at] == '.')
		for (at++; at < text.n && text.s[at] >= '0' && text.s[at] <= '9';)
			at++;
	str exponent = str_cut(text, at, text.n);
	return exponent.n > 3 && (exponent.s[0] == 'E' || exponent.s[0] == 'e') && exponent.s[1] == '+' &&
	       str_digits(str_cut(exponent, 2, exponent.n));
}

bool book_value_is_error(str text)
{
	static const str error[] = { STR_INIT("#REF!"),  STR_INIT("#N/A"),    STR_INIT("#VALUE!"),
				     STR_INIT("#NAME?"), STR_INIT("#DIV/0!"), STR_INIT("#NULL!"),
				     STR_INIT("#NUM!") };

	for (size_t i = 0; i < COUNT(error); i++)
		if (str_eq(text, error[i]))
			return true;
	return false;
}
