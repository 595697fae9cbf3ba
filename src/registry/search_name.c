#include "search_name.h"
#include "utf8.h"

/* --- signs --- */

/* U+00C0 to U+017F without their marks; '.': no letter. */
static const char plain_letters[] = "aaaaaaaceeeeiiiidnooooo.ouuuuytsaaaaaaaceeeeiiiidnooooo.ouuuuyty"
				    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
				    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

struct span {
	uint32_t from, to;
};

static bool within(uint32_t sign, const struct span *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (sign >= list[i].from && sign <= list[i].to)
			return true;
	return false;
}

static bool is_han(uint32_t sign)
{
	/* U+3007 is the nought of 〇; U+E000 to U+F8FF where GB 18030 keeps what Unicode has not. */
	static const struct span han[] = { { 0x4E00, 0x9FFF },   { 0x3400, 0x4DBF },  { 0x3007, 0x3007 },
					   { 0x20000, 0x3FFFD }, { 0xF900, 0xFAFF },  { 0xE000, 0xF8FF },
					   { 0x2E80, 0x2FDF },   { 0xF0000, 0xFFFFD } };

	return within(sign, han, COUNT(han));
}

static bool is_own(uint32_t sign)
{
	/* Arabic (Uyghur, Kazakh, Kirgiz), Tibetan, Mongolian and Manchu, Yi, Hangul, Tai scripts, Lisu,
	 * Miao. */
	static const struct span own[] = { { 0x0620, 0x065F }, { 0x0671, 0x06D3 },  { 0x06D5, 0x06EF },
					   { 0x06FA, 0x06FF }, { 0x0750, 0x077F },  { 0xFB50, 0xFDFF },
					   { 0xFE70, 0xFEFC }, { 0x0F40, 0x0FBC },  { 0x1820, 0x18AA },
					   { 0xA000, 0xA4CF }, { 0xA4D0, 0xA4FD },  { 0xAC00, 0xD7A3 },
					   { 0x1100, 0x11FF }, { 0x3131, 0x318E },  { 0x1950, 0x19C9 },
					   { 0x1A20, 0x1A7C }, { 0x16F00, 0x16F9F } };

	return within(sign, own, COUNT(own));
}

/* Marks that stand between signs or upon them, blanks, punctuation, what cannot be seen. */
static bool parts(uint32_t sign)
{
	static const struct span none[] = { { 0x0000, 0x00BF }, { 0x0300, 0x036F }, { 0x0600, 0x061F },
					    { 0x066A, 0x0670 }, { 0x06D4, 0x06D4 }, { 0x0F00, 0x0F1F },
					    { 0x0F2A, 0x0F3F }, { 0x0FBE, 0x0FFF }, { 0x1800, 0x181F },
					    { 0x02B9, 0x02FF }, { 0x2000, 0x2BFF }, { 0x3000, 0x3006 },
					    { 0x3008, 0x3040 }, { 0x30FB, 0x30FB }, { 0xFE00, 0xFE6F },
					    { 0xFEFF, 0xFF0F }, { 0xFF1A, 0xFF20 }, { 0xFF3B, 0xFF40 },
					    { 0xFF5B, 0xFF65 }, { 0xFFE0, 0xFFFF }, { 0xE0000, 0xE0FFF } };

	return within(sign, none, COUNT(none));
}

static bool letter_of(uint32_t sign, uint32_t *ret)
{
	if (sign >= 0xFF21 && sign <= 0xFF5A)
		sign -= 0xFEE0;
	if (sign >= 'A' && sign <= 'Z')
		sign += 'a' - 'A';
	if (sign >= 0xC0 && sign <= 0x17F && plain_letters[sign - 0xC0] != '.')
		sign = (uint8_t)plain_letters[sign - 0xC0];
	if (sign >= 0x1CD && sign <= 0x1DC) /* vowels with their tones, as pinyin is printed */
		sign = (uint8_t) "aaiioouuuuuuuuuu"[sign - 0x1CD];
	*ret = sign;
	return sign >= 'a' && sign <= 'z';
}

enum sign_kind search_sign_kind(uint32_t sign, uint32_t *ret_sign)
{
	*ret_sign = sign;
	if (is_han(sign))
		return SIGN_HAN;
	if (letter_of(sign, ret_sign))
		return SIGN_LATIN;
	*ret_sign = sign;
	if ((sign >= '0' && sign <= '9') || (sign >= 0xFF10 && sign <= 0xFF19)) {
		*ret_sign = sign >= 0xFF10 ? sign - 0xFEE0 : sign;
		return SIGN_DIGIT;
	}
	return is_own(sign) ? SIGN_OWN : parts(sign) ? SIGN_NONE : SIGN_FOREIGN;
}

/* --- names --- */

/* The readings of `first`, then those of `more` that are not among them. */
static struct pinyin joined(const struct pinyin *first, const struct pinyin *more)
{
	struct pinyin p = *first;

	for (size_t i = 0; i < more->n && p.n < PINYIN_READINGS; i++) {
		bool there = false;
		for (size_t k = 0; k < p.n; k++)
			there = there || p.reading[k] == more->reading[i];
		if (!there)
			p.reading[p.n++] = more->reading[i];
	}
	return p;
}

/* The first signs may be a surname, which has readings of its own. */
static void read_surname(struct search_name *name)
{
	struct search_sign *s = name->sign;
	struct pinyin how[2];
	bool two = name->n > 1 && s[1].kind == SIGN_HAN && !s[1].begins;
	size_t n =
		name->n && s[0].kind == SIGN_HAN ? pinyin_of_surname(s[0].sign, two ? s[1].sign : 0, how) : 0;

	for (size_t i = 0; i < n; i++)
		s[i].how = joined(&how[i], &s[i].how);
}

void search_name_read(str name, struct search_name *ret)
{
	size_t at = 0;
	uint32_t sign;
	bool begins = true;

	ret->n = 0;
	ret->sign[0] = ret->sign[1] = (struct search_sign){ .kind = SIGN_NONE };
	while (ret->n < SEARCH_SIGNS && (sign = utf8_next(name, &at))) {
		struct search_sign *s = &ret->sign[ret->n];
		enum sign_kind kind = search_sign_kind(sign, &sign);
		if (kind == SIGN_NONE || kind == SIGN_DIGIT) {
			begins = true;
			continue;
		}
		*s = (struct search_sign){ .sign = sign, .kind = kind, .begins = begins };
		if (kind == SIGN_HAN)
			s->how = pinyin_of(sign);
		begins = false;
		ret->n++;
	}
	read_surname(ret);
}

/* --- keys --- */

enum {
	CHOICES = 4, /* of one sign, at most */
	WAYS = 8,    /* to read one end of a name, at most */
	VARIED = 4   /* signs whose readings are varied; those behind take the most usual one */
};

/* How a sign may be read, as far as a key tells it: by first letters, or whole. */
struct choices {
	str way[CHOICES];
	size_t n;
};

static struct choices choices_of(const struct search_sign *s, bool whole)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
	struct choices c = { .n = 0 };

	if (s->kind == SIGN_LATIN)
		return (struct choices){ { { letters + (s->sign - 'a'), 1 } }, 1 };
	for (size_t i = 0; i < s->how.n && c.n < CHOICES; i++) {
		str way = str_cut(str_of(s->how.reading[i]), 0, whole ? SIZE_MAX : 1);
		bool there = false;
		for (size_t k = 0; k < c.n; k++)
			there = there || str_eq(c.way[k], way);
		if (!there)
			c.way[c.n++] = way;
	}
	return c;
}

static size_t add_key(struct search_key *list, size_t n, const struct search_key *k)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].n == k->n && !memcmp(list[i].s, k->s, k->n))
			return n;
	if (n == SEARCH_KEYS_MAX)
		return n;
	list[n] = *k;
	return n + 1;
}

/* One way to read them, the first sign changing fastest; false: too short to be looked for. */
static bool key_of(const struct choices *first, const struct choices *is, size_t n, size_t way,
		   struct search_key *ret)
{
	str rest = { NULL, 0 };

	*ret = (struct search_key){ .n = 0 };
	for (size_t i = 0; i < n && ret->n < SEARCH_INITIALS; i++) {
		const struct choices *c = i ? &is[i] : first;
		if (!c->n)
			continue; /* no reading is known: who types letters leaves it out, too */
		bool varied = i < VARIED;
		str one = c->way[varied ? way % c->n : 0];
		way = varied ? way / c->n : way;
		ret->s[ret->n++] = one.s[0];
		rest = i ? rest : str_cut(one, 1, one.n);
	}
	bool enough = ret->n >= 2;
	if (rest.n) {
		ret->s[ret->n++] = '\'';
		memcpy(ret->s + ret->n, rest.s, rest.n);
		ret->n = (uint8_t)(ret->n + rest.n);
	}
	return enough;
}

/* Those of the end of the name that begins here. */
static size_t add_end(const struct search_name *name, size_t from, const struct choices *is,
		      struct search_key *ret, size_t n)
{
	struct choices first = choices_of(&name->sign[from], true);
	struct search_key k;
	size_t ways = first.n ? first.n : 1;

	for (size_t i = from + 1; i < name->n && i < from + VARIED; i++)
		ways *= is[i].n ? is[i].n : 1;
	for (size_t way = 0; way < ways && way < WAYS; way++)
		if (key_of(&first, is + from, name->n - from, way, &k))
			n = add_key(ret, n, &k);
	return n;
}

size_t search_keys(str name, struct search_key ret[SEARCH_KEYS_MAX])
{
	struct search_name signs;
	struct choices is[SEARCH_SIGNS];
	size_t n = 0;

	search_name_read(name, &signs);
	for (size_t i = 0; i < signs.n; i++)
		is[i] = choices_of(&signs.sign[i], false);
	for (size_t from = 0; from + 1 < signs.n; from++)
		if (signs.sign[from].kind == SIGN_HAN || signs.sign[from].begins) /* not within a word */
			n = add_end(&signs, from, is, ret, n);
	return n;
}
