#include "curve.h"

enum { YEAR = 12, LAST_YEARS = 19 * YEAR, EYE_FULL = 500, EYE_FROM = 6 * YEAR };

/* --- standards --- */

int curve_months(day born, day on)
{
	int months = (on / 10000 - born / 10000) * YEAR + (on / 100 % 100 - born / 100 % 100);

	if (on < born)
		return -1;
	return on % 100 < born % 100 ? months - 1 : months;
}

static bool is_of(const struct curve_row *r, enum curve_what what, str sex)
{
	return r->what == what && (!r->sex || (sex.n == 1 && sex.s[0] == '0' + r->sex));
}

const struct curve_row *curve_of(enum curve_what what, str sex, size_t *ret_n)
{
	const struct curve_row *first = NULL;

	*ret_n = 0;
	for (size_t i = 0; i < curve_nrows; i++) {
		if (!is_of(&curve_rows[i], what, sex))
			continue;
		if (!first)
			first = &curve_rows[i];
		++*ret_n;
	}
	return first;
}

const struct curve_row *curve_at(enum curve_what what, str sex, int months)
{
	const struct curve_row *found = NULL;
	size_t n;
	const struct curve_row *row = curve_of(what, sex, &n);

	if (months >= LAST_YEARS)
		return NULL;
	for (size_t i = 0; i < n && row[i].months <= months; i++)
		found = &row[i];
	return found;
}

/* --- numbers --- */

bool curve_number(str text, int *ret)
{
	int whole = 0, part = 0;
	size_t i = 0, digits = 0;

	for (; i < text.n && text.s[i] >= '0' && text.s[i] <= '9'; i++)
		whole = whole < 10000 ? whole * 10 + (text.s[i] - '0') : whole;
	if (!i || i > 4)
		return false;
	if (i < text.n && text.s[i] == '.') {
		for (i++; i < text.n && text.s[i] >= '0' && text.s[i] <= '9' && digits < 2; i++, digits++)
			part = part * 10 + (text.s[i] - '0');
		if (!digits)
			return false;
	}
	if (i != text.n)
		return false;
	*ret = whole * 100 + (digits == 1 ? part * 10 : part);
	return true;
}

void curve_put(struct buf *to, int hundredths)
{
	int part = hundredths % 100;

	buf_int(to, hundredths / 100);
	if (!part)
		return;
	buf_ch(to, '.');
	buf_ch(to, (char)('0' + part / 10));
	if (part % 10)
		buf_ch(to, (char)('0' + part % 10));
}

/* GB 11533: five minus the logarithm of what the smallest readable sign needs; decimals as charts have them.
 */
bool curve_eye(int written, int *ret)
{
	static const struct {
		int decimal, point;
	} chart[] = { { 2, 330 },  { 3, 350 },   { 4, 360 },   { 5, 370 },   { 6, 380 },
		      { 8, 390 },  { 10, 400 },  { 12, 410 },  { 15, 420 },  { 20, 430 },
		      { 25, 440 }, { 30, 450 },  { 40, 460 },  { 50, 470 },  { 60, 480 },
		      { 80, 490 }, { 100, 500 }, { 120, 510 }, { 150, 520 }, { 200, 530 } };

	if (written >= 300 && written <= 530 && written % 10 == 0) {
		*ret = written;
		return true;
	}
	if (written < chart[0].decimal || written > chart[COUNT(chart) - 1].decimal)
		return false;
	for (size_t i = 0; i < COUNT(chart) && chart[i].decimal <= written; i++)
		*ret = chart[i].point;
	return true;
}

int curve_bmi(int height, int weight)
{
	/* kg / m2: weight/100 / (height/10000)^2, in hundredths, to the nearest. */
	int64_t square = (int64_t)height * height;

	if (height <= 0 || weight <= 0)
		return 0;
	return (int)(((int64_t)weight * 100000000 + square / 2) / square);
}

/* --- one child --- */

unsigned curve_asks(str sex, const struct curve_point *p)
{
	const struct curve_row *height = curve_at(CURVE_HEIGHT, sex, p->months),
			       *bmi = curve_at(CURVE_BMI, sex, p->months);
	unsigned asks = 0;

	if (height && p->height && p->height < height->bound[CURVE_LOW])
		asks |= CURVE_SHORT;
	if (height && p->height > height->bound[CURVE_HIGH])
		asks |= CURVE_TALL;
	/* The standard's BMI has one decimal. */
	if (bmi && p->bmi && (p->bmi + 5) / 10 * 10 <= bmi->bound[CURVE_LOW])
		asks |= CURVE_THIN;
	if (bmi && p->bmi && (p->bmi + 5) / 10 * 10 >= bmi->bound[CURVE_ABOVE])
		asks |= CURVE_HEAVY;
	if (p->months >= EYE_FROM && ((p->left && p->left < EYE_FULL) || (p->right && p->right < EYE_FULL)))
		asks |= CURVE_EYES;
	return asks;
}
