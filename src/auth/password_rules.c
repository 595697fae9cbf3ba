/* Which passwords are good enough. */
#include "password.h"
#include "password_common.h"
#include "sm.h"
#include "utf8.h"

enum { DISTINCT_LEAST = 5, ABOUT_LEAST = 2 };

static str number_text(struct arena *mem, int64_t i)
{
	struct buf b = buf_new(mem, 24);

	buf_int(&b, i);
	return buf_view(&b);
}

static str lowered(struct arena *mem, str s)
{
	char *low = str_z(mem, s);

	for (size_t i = 0; i < s.n; i++)
		if (low[i] >= 'A' && low[i] <= 'Z')
			low[i] = (char)(low[i] + 32);
	return (str){ low, s.n };
}

enum { SMALL = 1, LARGE = 2, DIGIT = 4, OTHER = 8 };

static unsigned class_of(uint32_t ch)
{
	if (ch >= 'a' && ch <= 'z')
		return SMALL;
	if (ch >= 'A' && ch <= 'Z')
		return LARGE;
	return ch >= '0' && ch <= '9' ? DIGIT : OTHER;
}

/* What a password is made of. */
struct make_up {
	int64_t classes, weight, distinct;
};

static struct make_up look_at(str password)
{
	struct make_up m = { 0, 0, 0 };
	unsigned seen = 0;
	uint32_t ch, some[DISTINCT_LEAST];
	size_t at = 0;

	while ((ch = utf8_next(password, &at))) {
		bool known = false;
		seen |= class_of(ch);
		m.weight += ch < 0x80 ? 1 : 2;
		for (int64_t i = 0; i < m.distinct; i++)
			known |= some[i] == ch;
		if (!known && m.distinct < DISTINCT_LEAST)
			some[m.distinct++] = ch;
	}
	for (; seen; seen &= seen - 1)
		m.classes++;
	return m;
}

static bool is_letter(char ch) { return (ch >= 'a' && ch <= 'z') || (unsigned char)ch >= 0x80; }

static bool listed(str word)
{
	size_t at = 0, end = password_ncommon;

	while (at < end) {
		size_t mid = at + (end - at) / 2;
		int order = str_cmp(password_common[mid], word);
		if (order == 0)
			return true;
		if (order < 0)
			at = mid + 1;
		else
			end = mid;
	}
	return false;
}

/* "Tongxin2026!!" is "tongxin": digits and signs around a common word make it no better. */
static bool is_common(str low)
{
	str core = low;

	while (core.n && !is_letter(core.s[0]))
		core = str_cut(core, 1, core.n);
	while (core.n && !is_letter(core.s[core.n - 1]))
		core.n--;
	return core.n == 0 || listed(low) || listed(core);
}

static bool is_about(struct ctx *c, str low, str what)
{
	return utf8_valid(what) && utf8_count(what) >= ABOUT_LEAST && str_has(low, lowered(c->mem, what));
}

struct checking {
	struct ctx *c;
	str field;
};

static void complain(const struct checking *k, const char *text, str a, str b)
{
	problem_add(&k->c->problems, k->field, text, a, b);
}

static void check_strength(const struct checking *k, str password)
{
	const str none = { NULL, 0 };
	struct ctx *c = k->c;
	struct make_up m = look_at(password);
	int64_t classes = ctx_param(c, PARAM_PASSWORD_MIN_CLASSES),
		enough = ctx_param(c, PARAM_PASSWORD_LONG_LENGTH);

	if (m.classes < classes && m.weight < enough)
		complain(
			k,
			N_("Mix at least {0} of these: small letters, large letters, digits, other signs. Or "
			   "take {1} characters or more: a whole sentence is easy to keep in mind."),
			number_text(c->mem, classes), number_text(c->mem, enough));
	if (ctx_param(c, PARAM_PASSWORD_REFUSE_COMMON) &&
	    (m.distinct < DISTINCT_LEAST || is_common(lowered(c->mem, password))))
		complain(k,
			 N_("This is one of the passwords that are tried first. Take one nobody thinks of."),
			 none, none);
}

bool password_check(struct ctx *c, str field, const struct password_about *about, str password)
{
	const str none = { NULL, 0 };
	const struct checking k = { c, field };
	int64_t least = ctx_param(c, PARAM_PASSWORD_MIN_LENGTH);
	size_t before = c->problems.n;

	if (!utf8_valid(password) || utf8_has_control(password)) {
		complain(&k, N_("There are characters in this that cannot be shown."), none, none);
		return false;
	}
	size_t n = utf8_count(password);
	if ((int64_t)n < least || n == 0)
		complain(&k, N_("A password has at least {0} characters."), number_text(c->mem, least), none);
	else if (n > PASSWORD_MAX)
		complain(&k, N_("This is longer than {0} characters."), number_text(c->mem, PASSWORD_MAX),
			 none);
	else
		check_strength(&k, password);
	str low = lowered(c->mem, password);
	if (about->login.n && str_has(low, lowered(c->mem, about->login)))
		complain(&k, N_("A password must not contain the login name."), none, none);
	if (is_about(c, low, about->name) || is_about(c, low, about->school))
		complain(&k, N_("A password must not contain your name or that of your school."), none, none);
	return c->problems.n == before;
}

static str made(struct arena *mem)
{
	static const char letters[] = "abcdefghjkmnpqrstuvwxyz";
	uint8_t chance[20];
	struct buf b = buf_new(mem, 40);

	sm_random(chance, sizeof chance);
	/* Four groups of four letters and a digit: three kinds of characters by construction. */
	for (size_t i = 0; i < sizeof chance; i++) {
		if (i && i % 5 == 0)
			buf_ch(&b, '-');
		if (i % 5 == 4)
			buf_ch(&b, (char)('2' + chance[i] % 8));
		else
			buf_ch(&b, letters[chance[i] % (sizeof letters - 1)]);
	}
	explicit_bzero(chance, sizeof chance);
	return buf_view(&b);
}

/* A short login may stand in it by chance. */
str password_make(struct ctx *c, const struct password_about *about)
{
	struct problems kept = c->problems;
	str password = made(c->mem);

	for (int i = 0; i < 20 && !password_check(c, STR("password"), about, password); i++) {
		c->problems = kept;
		password = made(c->mem);
	}
	c->problems = kept;
	return password;
}
