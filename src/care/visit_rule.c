#include "visit_rule.h"

#include "utf8.h"

/* --- codes parted by blanks --- */

static bool next_word(str *rest, str *ret)
{
	while (str_next(rest, ' ', ret))
		if (ret->n)
			return true;
	return false;
}

bool visit_has(str codes, str code)
{
	str word;

	while (next_word(&codes, &word))
		if (str_eq(word, code))
			return true;
	return false;
}

str visit_unknown_code(str codes, const struct code_list *list, day on, str region)
{
	str word;

	while (next_word(&codes, &word))
		if (!list || !code_find(list, word, on, region))
			return word;
	return STR("");
}

/* --- the checklist --- */

bool visit_asks(const struct code *item, int level)
{
	const char digit = (char)('0' + (level < 1 ? 1 : level > 4 ? 4 : level));

	return code_notes(item, (str){ &digit, 1 });
}

static void part_at_equals(str part, str *ret_item, str *ret_answer)
{
	*ret_item = part;
	*ret_answer = STR("");
	for (size_t i = 0; i < part.n; i++) {
		if (part.s[i] != '=')
			continue;
		*ret_item = str_cut(part, 0, i);
		*ret_answer = str_cut(part, i + 1, part.n);
		return;
	}
}

str visit_says(str checklist, str item)
{
	str part, is, answer;

	while (next_word(&checklist, &part)) {
		part_at_equals(part, &is, &answer);
		if (str_eq(is, item))
			return answer;
	}
	return STR("");
}

void visit_say(struct buf *to, str item, str answer)
{
	if (to->n)
		buf_ch(to, ' ');
	buf_str(to, item);
	buf_ch(to, '=');
	buf_str(to, answer);
}

str visit_checklist_fault(str checklist, day on, str region)
{
	const struct code_list *items = code_list_find(STR("visit_check"));
	const struct code_list *answers = code_list_find(STR("visit_answer"));
	str part, item, answer, rest = checklist;

	while (next_word(&rest, &part)) {
		part_at_equals(part, &item, &answer);
		if (!code_find(items, item, on, region) || !code_find(answers, answer, on, region))
			return part;
	}
	return STR("");
}

/* --- texts that read the same --- */

/* Letters and ideographs; no signs.  Digits go too: the day and the time of a copied text are changed first.
 */
static bool is_letter(uint32_t c)
{
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	if (c >= 0x2000 && c <= 0x2bff) /* punctuation, arrows, signs */
		return false;
	if (c >= 0x3000 && c <= 0x3004) /* ideographic blank and stops */
		return false;
	if (c >= 0x3008 && c <= 0x3020) /* brackets */
		return false;
	if (c >= 0xfe00 && c <= 0xffef) /* forms of signs; letters among them were folded before */
		return false;
	return c > 0xbf && c < 0xe000;
}

static void put_letters(struct buf *to, str text)
{
	for (size_t at = 0, from = 0; at < text.n; from = at) {
		uint32_t c = utf8_next(text, &at);
		if (!is_letter(c))
			continue;
		if (c >= 'A' && c <= 'Z')
			buf_ch(to, (char)(c + 32));
		else
			buf_put(to, text.s + from, at - from);
	}
}

/* The text without each place where the part stands. */
static str without(struct arena *mem, str text, str part)
{
	struct buf b = buf_new(mem, text.n + 1);

	if (!part.n)
		return text;
	for (size_t i = 0; i < text.n;) {
		if (str_starts(str_cut(text, i, text.n), part)) {
			i += part.n;
			continue;
		}
		buf_ch(&b, text.s[i++]);
	}
	return buf_view(&b);
}

/* What comes after the family name, when that is two letters or more: one alone is a word like any other. */
static str given_name(str name)
{
	size_t at = 0;

	(void)utf8_next(name, &at);
	str rest = str_cut(name, at, name.n);
	return utf8_count(rest) >= 2 ? rest : STR("");
}

str visit_plain_text(struct arena *mem, const str *text, size_t n, str name, size_t least)
{
	size_t bytes = 1;

	for (size_t i = 0; i < n; i++)
		bytes += text[i].n;
	struct buf b = buf_new(mem, bytes), own = buf_new(mem, name.n + 1);
	for (size_t i = 0; i < n; i++)
		put_letters(&b, utf8_fold(mem, text[i]));
	put_letters(&own, utf8_fold(mem, name));
	str plain = without(mem, buf_view(&b), buf_view(&own));
	if (own.n)
		plain = without(mem, plain, given_name(buf_view(&own)));
	return utf8_count(plain) >= least ? plain : STR("");
}

/* --- the rest --- */

/* Digits, at most one point, six decimals; not more than `max` degrees. */
static bool is_degrees(str s, int max)
{
	size_t i = s.n && s.s[0] == '-', whole = 0, decimals = 0;
	int degrees = 0;

	for (; i < s.n && s.s[i] >= '0' && s.s[i] <= '9' && whole < 3; i++, whole++)
		degrees = degrees * 10 + (s.s[i] - '0');
	if (i < s.n && s.s[i] == '.')
		for (i++; i < s.n && s.s[i] >= '0' && s.s[i] <= '9'; i++)
			decimals++;
	return i == s.n && whole && decimals <= 6 && degrees <= max;
}

bool visit_place_valid(str place)
{
	str north, east, more;

	if (!str_next(&place, ',', &north) || !str_next(&place, ',', &east) || str_next(&place, ',', &more))
		return false;
	return is_degrees(north, 90) && is_degrees(east, 180);
}
