#include "likely.h"
#include "tr.h"
#include "utf8.h"

static bool is_filler(uint32_t sign)
{
	return sign == ' ' || sign == 0x3000 || sign == 0xB7 || sign == 0x2022 || sign == 0x30FB ||
	       sign == '.';
}

size_t likely_name(str name, uint32_t ret[LIKELY_NAME_MAX])
{
	size_t n = 0, at = 0;
	uint32_t sign;

	while (n < LIKELY_NAME_MAX && (sign = utf8_next(name, &at)))
		if (!is_filler(sign))
			ret[n++] = sign;
	return n;
}

/* How many of a's signs b holds, each of b's counted once. */
static size_t shared(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
	bool used[LIKELY_NAME_MAX] = { false };
	size_t same = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < m; k++)
			if (!used[k] && a[i] == b[k]) {
				used[k] = true;
				same++;
				break;
			}
	return same;
}

int likely_names(str a, str b)
{
	uint32_t x[LIKELY_NAME_MAX], y[LIKELY_NAME_MAX];
	size_t n = likely_name(a, x), m = likely_name(b, y);

	if (!n || !m)
		return 0;
	if (n == m && memcmp(x, y, n * sizeof *x) == 0)
		return 2;
	size_t longer = n > m ? n : m, same = shared(x, n, y, m);
	return longer >= 2 && same + 1 >= longer ? 1 : 0;
}

static day swapped(day d)
{
	day s = d / 10000 * 10000 + d % 100 * 100 + d / 100 % 100;

	return d % 100 <= 12 && day_valid(s) ? s : 0;
}

/* In as many places as the two differ; one only: a slip of the hand. */
static int digits_apart(int a, int b)
{
	int n = 0;

	for (; a || b; a /= 10, b /= 10)
		n += a % 10 != b % 10;
	return n;
}

enum { FEW_DAYS = 3 };

static unsigned born_sign(day a, day b)
{
	if (!a || !b)
		return 0;
	if (a == b)
		return LIKELY_BORN;
	if (swapped(a) == b)
		return LIKELY_BORN_SWAPPED;
	int32_t apart = day_diff(a, b);
	return digits_apart(a, b) == 1 || (apart <= FEW_DAYS && apart >= -FEW_DAYS) ? LIKELY_BORN_NEAR : 0;
}

/* The check digit follows from the others: it is left out. */
enum { COMPARED = 17 };

static bool numbers_near(str a, str b)
{
	size_t first = COMPARED, n = 0;

	for (size_t i = 0; i < COMPARED; i++)
		if (a.s[i] != b.s[i]) {
			n++;
			if (first == COMPARED)
				first = i;
		}
	if (n < 2)
		return true;
	return n == 2 && first + 1 < COMPARED && a.s[first] == b.s[first + 1] && a.s[first + 1] == b.s[first];
}

static unsigned number_sign(str a, str b)
{
	if (a.n <= COMPARED || b.n <= COMPARED)
		return 0;
	return numbers_near(a, b) ? LIKELY_NUMBER_NEAR : LIKELY_NUMBERS_DIFFER;
}

static str tail(str phone) { return phone.n > 4 ? str_cut(phone, phone.n - 4, 4) : phone; }

static bool phone_shared(const struct likely_facts *a, const struct likely_facts *b)
{
	for (size_t i = 0; i < COUNT(a->phones); i++)
		for (size_t k = 0; k < COUNT(b->phones); k++)
			if (a->phones[i].n >= 4 && b->phones[k].n >= 4 &&
			    str_eq(tail(a->phones[i]), tail(b->phones[k])))
				return true;
	return false;
}

struct worth {
	unsigned sign;
	int score;
};

static int sum_of(unsigned signs, const struct worth *worth, size_t n)
{
	int score = 0;

	for (size_t i = 0; i < n; i++)
		if (signs & worth[i].sign)
			score += worth[i].score;
	return score;
}

static int clamped(int score) { return score < 0 ? 0 : score > 100 ? 100 : score; }

static int score_of(unsigned signs)
{
	/* clang-format off */
	static const struct worth worth[] = {
		{ LIKELY_NAME, 40 }, { LIKELY_NAME_NEAR, 22 }, { LIKELY_BORN, 30 }, { LIKELY_BORN_SWAPPED, 25 },
		{ LIKELY_BORN_NEAR, 15 }, { LIKELY_NUMBER_NEAR, 30 }, { LIKELY_PHONE, 20 }, { LIKELY_SCHOOL, 8 },
	};
	/* clang-format on */
	int score = sum_of(signs, worth, COUNT(worth));

	/* Two numbers far apart are two children, whatever else is alike: twins, cousins, a common name. */
	if (signs & LIKELY_NUMBERS_DIFFER)
		score -= 60;
	/* Twins have neighbouring numbers, one birthday and names that differ in a character. */
	if (signs & LIKELY_NUMBER_NEAR && !(signs & LIKELY_NAME))
		score -= 60;
	return clamped(score);
}

struct likely likely_children(const struct likely_facts *a, const struct likely_facts *b)
{
	int names = likely_names(a->name, b->name);
	struct likely l = { .signs = names == 2 ? LIKELY_NAME : names == 1 ? LIKELY_NAME_NEAR : 0 };

	l.signs |= born_sign(a->born, b->born) | number_sign(a->id_number, b->id_number);
	if (phone_shared(a, b))
		l.signs |= LIKELY_PHONE;
	if (a->school && a->school == b->school)
		l.signs |= LIKELY_SCHOOL;
	l.score = score_of(l.signs);
	return l;
}

static int adults_score(unsigned signs)
{
	/* clang-format off */
	static const struct worth worth[] = {
		{ LIKELY_NAME, 35 }, { LIKELY_NAME_NEAR, 18 }, { LIKELY_BORN, 30 }, { LIKELY_BORN_SWAPPED, 20 },
		{ LIKELY_BORN_NEAR, 12 }, { LIKELY_NUMBER_NEAR, 30 }, { LIKELY_OWN_PHONE, 42 }, { LIKELY_CHILD, 40 },
		/* A phone or a child is shared by married couples, a number that is near by brothers. */
		{ LIKELY_SEX_DIFFERS, -60 }, { LIKELY_NUMBERS_DIFFER, -60 },
	};
	/* clang-format on */
	int score = sum_of(signs, worth, COUNT(worth));

	if (!(signs & (LIKELY_NAME | LIKELY_NAME_NEAR)))
		return 0;
	return clamped(score);
}

struct likely likely_adults(const struct likely_adult *a, const struct likely_adult *b, bool both)
{
	int names = likely_names(a->name, b->name);
	struct likely l = { .signs = names == 2 ? LIKELY_NAME : names == 1 ? LIKELY_NAME_NEAR : 0 };

	l.signs |= born_sign(a->born, b->born) | number_sign(a->id_number, b->id_number);
	if (a->phone.n && str_eq(a->phone, b->phone))
		l.signs |= LIKELY_OWN_PHONE;
	if (both)
		l.signs |= LIKELY_CHILD;
	if (a->sex && b->sex && a->sex != b->sex)
		l.signs |= LIKELY_SEX_DIFFERS;
	l.score = adults_score(l.signs);
	return l;
}

bool likely_against(enum likely_sign sign)
{
	return sign == LIKELY_NUMBERS_DIFFER || sign == LIKELY_SEX_DIFFERS;
}

const char *likely_label(enum likely_sign sign)
{
	switch (sign) {
	case LIKELY_NAME: return N_("the same name");
	case LIKELY_NAME_NEAR: return N_("nearly the same name");
	case LIKELY_BORN: return N_("the same date of birth");
	case LIKELY_BORN_NEAR: return N_("nearly the same date of birth");
	case LIKELY_BORN_SWAPPED: return N_("day and month of birth have changed places");
	case LIKELY_NUMBER_NEAR: return N_("nearly the same id number");
	case LIKELY_PHONE: return N_("the same phone of a parent");
	case LIKELY_SCHOOL: return N_("the same school");
	case LIKELY_NUMBERS_DIFFER: return N_("another id number");
	case LIKELY_CHILD: return N_("tied to the same child");
	case LIKELY_OWN_PHONE: return N_("the same phone");
	case LIKELY_SEX_DIFFERS: return N_("one a man, one a woman");
	}
	return "";
}
