#include "day.h"

#include <time.h>

enum { SHANGHAI = 8 * 3600, MICRO = 1000000, DAY_SECONDS = 86400 };

static bool leap(int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }

static int month_days(int y, int m)
{
	static const char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[m - 1] + (m == 2 && leap(y));
}

bool day_valid(day d)
{
	int y = d / 10000, m = d / 100 % 100, n = d % 100;

	return y >= 1800 && y <= 2199 && m >= 1 && m <= 12 && n >= 1 && n <= month_days(y, m);
}

bool day_parse(str s, day *ret)
{
	char digits[8];

	if (s.n == 10 && s.s[4] == '-' && s.s[7] == '-') {
		memcpy(digits, s.s, 4);
		memcpy(digits + 4, s.s + 5, 2);
		memcpy(digits + 6, s.s + 8, 2);
	} else if (s.n == 8) {
		memcpy(digits, s.s, 8);
	} else {
		return false;
	}
	int64_t v;
	if (!str_digits((str){ digits, 8 }) || !str_int((str){ digits, 8 }, &v) || !day_valid((day)v))
		return false;
	*ret = (day)v;
	return true;
}

/* Days from the civil calendar and back: the usual era arithmetic with March as first month. */
int32_t day_number(day d)
{
	int y = d / 10000, m = d / 100 % 100, n = d % 100;

	y -= m <= 2;
	int era = y / 400, yoe = y - era * 400;
	int doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + n - 1;
	int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

day day_of_number(int32_t z)
{
	z += 719468;
	int era = z / 146097, doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
	int m = mp + (mp < 10 ? 3 : -9), y = yoe + era * 400 + (m <= 2);
	return y * 10000 + m * 100 + doy - (153 * mp + 2) / 5 + 1;
}

day day_add(day d, int32_t days) { return day_of_number(day_number(d) + days); }

int32_t day_diff(day later, day earlier) { return day_number(later) - day_number(earlier); }

day day_month_end(day d) { return d / 100 * 100 + month_days(d / 10000, d / 100 % 100); }

int day_weekday(day d) { return (day_number(d) % 7 + 7 + 3) % 7 + 1; }

int day_age(day born, day on)
{
	if (on < born)
		return -1;
	/* As plain numbers 29 February is past 28 February and before 1 March: the rule falls out. */
	return (on - born) / 10000;
}

day day_birthday(day born, int age)
{
	day d = born + age * 10000;

	return day_valid(d) ? d : d / 10000 * 10000 + 301;
}

void day_put(struct buf *b, day d)
{
	buf_pad(b, d / 10000, 4);
	buf_ch(b, '-');
	buf_pad(b, d / 100 % 100, 2);
	buf_ch(b, '-');
	buf_pad(b, d % 100, 2);
}

int64_t instant_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * MICRO + t.tv_nsec / 1000;
}

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }

day instant_day(int64_t instant)
{
	return day_of_number((int32_t)floor_div(floor_div(instant, MICRO) + SHANGHAI, DAY_SECONDS));
}

void instant_put(struct buf *b, int64_t instant)
{
	int64_t s = floor_div(instant, MICRO), days = floor_div(s, DAY_SECONDS),
		left = s - days * DAY_SECONDS;

	day_put(b, day_of_number((int32_t)days));
	buf_ch(b, 'T');
	buf_pad(b, left / 3600, 2);
	buf_ch(b, ':');
	buf_pad(b, left / 60 % 60, 2);
	buf_ch(b, ':');
	buf_pad(b, left % 60, 2);
	buf_ch(b, '.');
	buf_pad(b, instant - s * MICRO, 6);
	buf_ch(b, 'Z');
}

static bool two(str s, size_t at, int below, int *ret)
{
	int64_t v;

	if (!str_digits(str_cut(s, at, 2)) || !str_int(str_cut(s, at, 2), &v) || v >= below)
		return false;
	*ret = (int)v;
	return true;
}

/* The zone at the end, in seconds east: Z, or +08:00. */
static bool zone(str s, int64_t *ret)
{
	int h, m;

	if (str_eq(s, STR("Z")) || str_eq(s, STR("z"))) {
		*ret = 0;
		return true;
	}
	if (s.n != 6 || (s.s[0] != '+' && s.s[0] != '-') || s.s[3] != ':' || !two(s, 1, 24, &h) ||
	    !two(s, 4, 60, &m))
		return false;
	*ret = (int64_t)(s.s[0] == '-' ? -1 : 1) * (h * 3600 + m * 60);
	return true;
}

bool instant_parse(str s, int64_t *ret)
{
	day d;
	int h, m, sec;
	int64_t micro = 0, east;

	if (s.n < 20 || (s.s[10] != 'T' && s.s[10] != ' ') || s.s[13] != ':' || s.s[16] != ':' ||
	    !day_parse(str_cut(s, 0, 10), &d) || !two(s, 11, 24, &h) || !two(s, 14, 60, &m) ||
	    !two(s, 17, 60, &sec))
		return false;
	size_t at = 19;
	if (s.s[at] == '.') {
		int64_t unit = MICRO / 10;
		for (at++; at < s.n && s.s[at] >= '0' && s.s[at] <= '9'; at++, unit /= 10)
			micro += (s.s[at] - '0') * unit;
	}
	if (!zone(str_cut(s, at, s.n), &east))
		return false;
	*ret = ((int64_t)day_number(d) * DAY_SECONDS + (int64_t)h * 3600 + (int64_t)m * 60 + sec - east) *
		       MICRO +
	       micro;
	return true;
}
