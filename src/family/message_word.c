#include "message_word.h"

#include "buf.h"
#include "word_private.h"

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
static bool is_large(char c) { return c >= 'A' && c <= 'Z'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || is_large(c); }
static char lower(char c)
{
	if (is_large(c))
		return (char)(c + ('a' - 'A'));
	return c;
}

/* Small letters; blanks left out, or runs of them one. */
static str folded(struct arena *mem, str text, bool blanks)
{
	struct buf b = buf_new(mem, text.n + 1);
	bool gap = false;

	for (size_t i = 0; i < text.n; i++) {
		if (is_blank(text.s[i])) {
			gap = true;
			continue;
		}
		if (gap && blanks)
			buf_ch(&b, ' ');
		gap = false;
		buf_ch(&b, lower(text.s[i]));
	}
	return buf_view(&b);
}

struct told_text {
	str close, apart; /* without blanks; with single ones */
};

/* English counts as a whole word only: "hit me" does not stand in "white metal". */
static bool stands_alone(str text, size_t at, size_t n)
{
	return (at == 0 || !is_letter(text.s[at - 1])) && (at + n == text.n || !is_letter(text.s[at + n]));
}

static bool has_word(const struct told_text *t, str word)
{
	bool english = word.n && is_letter(word.s[0]);
	str text = english ? t->apart : t->close;

	for (size_t i = 0; word.n && i + word.n <= text.n; i++)
		if (memcmp(text.s + i, word.s, word.n) == 0 && (!english || stands_alone(text, i, word.n)))
			return true;
	return false;
}

static bool has_alias(const struct told_text *t, str alias)
{
	str word;

	while (str_next(&alias, '|', &word))
		if (has_word(t, word))
			return true;
	return false;
}

bool message_word_in(struct arena *mem, str text, const char *list, day on)
{
	const struct code_list *words = code_list_find(str_of(list));
	struct told_text t = { folded(mem, text, false), folded(mem, text, true) };
	size_t at = 0;

	for (const struct code *w = words ? code_next(words, &at, on, STR("")) : NULL; w;
	     w = code_next(words, &at, on, STR("")))
		if (has_word(&t, w->zh) || has_word(&t, w->en) || has_alias(&t, w->alias))
			return true;
	return false;
}

enum message_word message_word_private(struct arena *mem, str text, day on)
{
	switch (word_private(text)) {
	case WORD_PHONE: return MESSAGE_PHONE;
	case WORD_ID_NUMBER:
	case WORD_CARD: return MESSAGE_NUMBER;
	case WORD_PLAIN: break;
	}
	return message_word_in(mem, text, "place_word", on) ? MESSAGE_PLACE : MESSAGE_PLAIN;
}

bool message_word_harm(struct arena *mem, str text, day on)
{
	return message_word_in(mem, text, "harm_word", on);
}
