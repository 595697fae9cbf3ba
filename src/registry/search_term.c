#include "search_term.h"
#include "tr.h"
#include "utf8.h"

/* --- what sort of thing it is --- */

static bool refuse(struct search_term *t, const char *why)
{
	t->what = SEARCH_REFUSED;
	t->why = why;
	return false;
}

struct tally {
	size_t kind[SIGN_FOREIGN + 1];
	bool ascii; /* of letters and digits all are ASCII ones, or full-width */
};

static struct tally tally_of(str text)
{
	struct tally c = { .ascii = true };
	size_t at = 0;
	uint32_t sign, plain;

	while ((sign = utf8_next(text, &at))) {
		enum sign_kind kind = search_sign_kind(sign, &plain);
		c.kind[kind]++;
		if (kind == SIGN_LATIN && sign >= 0x80 && sign < 0xFF00)
			c.ascii = false;
	}
	return c;
}

/* Digits, with letters as papers and student numbers have them. */
static bool read_number(struct search_term *t)
{
	size_t at = 0, n = 0, digits = 0;
	uint32_t sign;

	while ((sign = utf8_next(t->text, &at))) {
		enum sign_kind kind = search_sign_kind(sign, &sign);
		if (kind == SIGN_NONE)
			continue; /* 138 0000 0000 */
		if (n == SEARCH_NUMBER_MAX)
			return refuse(t, N_("That is too long for a number."));
		digits += kind == SIGN_DIGIT;
		t->number[n++] = (char)(kind == SIGN_DIGIT ? sign : sign - 'a' + 'A');
	}
	t->number[n] = '\0';
	if (n == 4 && digits == 4)
		t->what = SEARCH_TAIL;
	else if (n >= SEARCH_NUMBER_MIN)
		t->what = SEARCH_NUMBER;
	else
		return refuse(t, N_("A number is looked for whole; of a phone the last four digits are "
				    "enough."));
	return true;
}

static bool read_signs(struct search_term *t)
{
	size_t at = 0;
	uint32_t sign, plain;

	while ((sign = utf8_next(t->text, &at))) {
		enum sign_kind kind = search_sign_kind(sign, &plain);
		if (kind == SIGN_NONE)
			continue;
		if (t->n == SEARCH_SIGNS)
			return refuse(t,
				      N_("That is too long to look for: a name has at most 50 characters."));
		bool dotted = sign == 0xFC || sign == 0xDC || (sign >= 0x1D5 && sign <= 0x1DC);
		bool lv = dotted && t->n && (t->sign[t->n - 1] == 'l' || t->sign[t->n - 1] == 'n');
		t->sign[t->n++] = lv ? 'v' : plain;
	}
	return true;
}

/* --- how its letters may be read: as few lone first letters as can be --- */

enum { DEAR = 1000, SYLLABLE_MAX = 6 };

static bool is_letter(uint32_t sign) { return sign >= 'a' && sign <= 'z'; }

struct reading {
	char letter[SEARCH_SIGNS + 1]; /* '\0' where an ideograph stands */
	size_t n;
	unsigned cost[SEARCH_SIGNS + 1]; /* lone letters that it takes from here to the end */
};

static size_t letters_in(const struct reading *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += r->letter[i] != '\0';
	return n;
}

static size_t letters_from(const struct reading *r, size_t at)
{
	size_t n = 0;

	while (at + n < r->n && r->letter[at + n])
		n++;
	return n;
}

/* What it costs to take this many signs here as one; DEAR: that cannot be. */
static unsigned cost_of(const struct reading *r, size_t at, size_t take)
{
	str part = { r->letter + at, take };
	bool last = at + take == r->n;

	if (!r->letter[at])
		return take == 1 ? 0 : DEAR;
	if (take > letters_from(r, at))
		return DEAR;
	if (pinyin_is_syllable(part))
		return 0;
	if (take == 1)
		return strchr("iuv", r->letter[at]) ? DEAR : 1;
	if (take == 2 && strchr("zcs", part.s[0]) && part.s[1] == 'h')
		return 1;
	return last && pinyin_begins(part) ? 1 : DEAR;
}

static void reckon(struct reading *r)
{
	r->cost[r->n] = 0;
	for (size_t at = r->n; at-- > 0;) {
		r->cost[at] = DEAR;
		for (size_t take = 1; take <= SYLLABLE_MAX && at + take <= r->n; take++) {
			unsigned cost = cost_of(r, at, take) + r->cost[at + take];
			if (cost < r->cost[at])
				r->cost[at] = cost;
		}
	}
}

/* The first letters of the signs that the cheapest ways take, as far as `depth`; each once. */
struct gathering {
	const struct search_term *t;
	const struct reading *r;
	struct search_range range[SEARCH_RANGES];
	size_t n, depth;
	bool full; /* there were more */
};

static bool same_range(const struct search_range *a, const struct search_range *b)
{
	return !strcmp(a->initials, b->initials) && !strcmp(a->rest, b->rest) && a->open == b->open;
}

static void gather(struct gathering *g, const struct search_range *x)
{
	for (size_t i = 0; i < g->n; i++)
		if (same_range(&g->range[i], x))
			return;
	if (g->n == SEARCH_RANGES - 1) /* one is kept for the letters as they stand */
		g->full = true;
	else
		g->range[g->n++] = *x;
}

/* Of an ideograph its most usual reading: among a name's keys there is always one that has it. */
static void put_initial(struct search_range *x, const struct search_term *t, size_t at)
{
	struct pinyin how = pinyin_of(t->sign[at]);

	if (is_letter(t->sign[at]))
		x->initials[x->n++] = (char)t->sign[at];
	else if (how.n)
		x->initials[x->n++] = how.reading[0][0];
}

/* The rest of the first sign's reading; a lone first letter says nothing of it, and lu may stand for lv. */
static void put_rest(struct search_range *x, const struct reading *r, size_t take)
{
	bool lone = cost_of(r, 0, take) != 0, either = strchr("ln", r->letter[0]) && r->letter[1] == 'u';

	if (take < 2 || (lone && take != r->n) || either)
		return;
	memcpy(x->rest, r->letter + 1, take - 1);
	x->open = take == r->n;
}

/* NOLINTNEXTLINE(misc-no-recursion): at most as deep as the term is long */
static void follow(struct gathering *g, size_t at, struct search_range x)
{
	const struct reading *r = g->r;

	if (at == r->n || x.n == g->depth) {
		gather(g, &x);
		return;
	}
	put_initial(&x, g->t, at);
	for (size_t take = 1; take <= SYLLABLE_MAX && at + take <= r->n; take++) {
		if (cost_of(r, at, take) + r->cost[at + take] != r->cost[at])
			continue;
		struct search_range next = x;
		if (!at)
			put_rest(&next, r, take);
		follow(g, at + take, next);
	}
}

/* As they stand: all first letters, or a Latin name. */
static struct search_range as_typed(const struct search_term *t)
{
	struct search_range x = { .n = 0 };

	for (size_t i = 0; i < t->n && x.n < SEARCH_INITIALS; i++)
		put_initial(&x, t, i);
	return x;
}

static void find_ranges(struct search_term *t)
{
	struct reading r = { .n = t->n };
	struct search_range typed = as_typed(t);

	for (size_t i = 0; i < t->n; i++)
		if (is_letter(t->sign[i]))
			r.letter[i] = (char)t->sign[i]; /* else as it is: '\0' */
	reckon(&r);
	for (size_t depth = 3; depth > 0 && !t->nrange && r.cost[0] < DEAR; depth--) {
		struct gathering g = { .t = t, .r = &r, .depth = depth };
		follow(&g, 0, (struct search_range){ .n = 0 });
		for (size_t i = 0; i < g.n && !g.full; i++)
			t->range[t->nrange++] = g.range[i];
	}
	/* Read sign by sign the letters are the first letters: then as many of them as there are. */
	size_t letters = letters_in(&r);
	if (letters == r.cost[0] || !letters)
		t->nrange = 0;
	for (size_t i = 0; i < t->nrange; i++)
		if (same_range(&t->range[i], &typed))
			return;
	t->range[t->nrange++] = typed;
}

bool search_term_read(str typed, struct search_term *ret)
{
	struct search_term *t = ret;

	*t = (struct search_term){ .what = SEARCH_ALL };
	if (!utf8_valid(typed))
		return refuse(t, N_("This is not text."));
	t->text = str_trim(typed);
	if (!t->text.n)
		return true;
	if (utf8_count(t->text) > SEARCH_TYPED_MAX)
		return refuse(t, N_("That is too long to look for: a name has at most 50 characters."));
	struct tally c = tally_of(t->text);
	size_t signs = c.kind[SIGN_HAN] + c.kind[SIGN_OWN] + c.kind[SIGN_LATIN];
	if (c.kind[SIGN_FOREIGN])
		return refuse(t, N_("Names stand here in Chinese characters or Latin letters: type one of "
				    "these."));
	if (c.kind[SIGN_DIGIT])
		return c.kind[SIGN_HAN] + c.kind[SIGN_OWN] || !c.ascii
			       ? refuse(t, N_("Look for a name or for a number, not for both at once."))
			       : read_number(t);
	if (!signs)
		return refuse(t, N_("There is no name and no number in that."));
	if (!read_signs(t))
		return false;
	if (signs == 1 && c.kind[SIGN_LATIN])
		return refuse(t, N_("One letter finds nearly everybody: type two or more."));
	t->what = signs == 1 || c.kind[SIGN_OWN] ? SEARCH_TEXT : SEARCH_NAME;
	if (t->what == SEARCH_NAME)
		find_ranges(t);
	if (t->what == SEARCH_NAME && t->range[0].n == 0)
		t->what = SEARCH_TEXT; /* no reading is known of any sign */
	return true;
}

/* --- is it this name? --- */

/* Places in the term are bits: those reached after some signs of the name. */
typedef uint64_t places;
static places place(size_t i) { return UINT64_C(1) << i; }

/* lu is lv, too: not everybody types the two dots. */
static bool same_letter(uint32_t typed, char of_reading)
{
	return typed == (uint8_t)of_reading || (typed == 'u' && of_reading == 'v');
}

/* From `at` on these letters of the term are letters of the reading: how many. */
static size_t alike(const struct search_term *t, size_t at, const char *reading)
{
	size_t n = 0;

	while (reading[n] && at + n < t->n && same_letter(t->sign[at + n], reading[n]))
		n++;
	return n;
}

static places after_reading(const struct search_term *t, size_t at, const char *reading)
{
	size_t n = alike(t, at, reading);
	places to = 0;

	if (n)
		to |= place(at + 1);
	if (n >= 2 && reading[1] == 'h')
		to |= place(at + 2);
	if (n == strlen(reading) || at + n == t->n)
		to |= place(at + n);
	return n ? to : 0;
}

static places after_sign(const struct search_term *t, size_t at, const struct search_sign *s)
{
	bool dots = t->sign[at] == 'v' && s->kind == SIGN_LATIN && s->sign == 'u'; /* Lü as it is printed */
	places to = t->sign[at] == s->sign || dots ? place(at + 1) : 0;

	for (size_t i = 0; i < s->how.n; i++)
		to |= after_reading(t, at, s->how.reading[i]);
	return to;
}

static bool matches_from(const struct search_term *t, const struct search_name *name, size_t from)
{
	places now = place(0);

	for (size_t i = from; i < name->n && now; i++) {
		const struct search_sign *s = &name->sign[i];
		places next = 0;
		for (size_t at = 0; at < t->n; at++)
			if (now & place(at))
				next |= after_sign(t, at, s);
		/* Who types letters leaves out what nobody knows how to read. */
		if (i > from && s->kind == SIGN_HAN && !s->how.n)
			next |= now;
		if (next & place(t->n))
			return true;
		now = next;
	}
	return false;
}

bool search_term_matches(const struct search_term *t, str name)
{
	struct search_name signs;

	if (t->what != SEARCH_TEXT && t->what != SEARCH_NAME)
		return t->what != SEARCH_REFUSED;
	search_name_read(name, &signs);
	for (size_t from = 0; from < signs.n; from++)
		if (matches_from(t, &signs, from))
			return true;
	return false;
}
