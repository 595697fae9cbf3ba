/* What is typed into the search box, and the names it is compared with: whatever the bytes, a term that keeps
 * its promises or a sentence; keys of any name hold letters only.  A zero byte parts the term from the name.
 */
#include <stdlib.h>

#include "search_term.h"
#include "tr.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_keys(str name)
{
	struct search_key key[SEARCH_KEYS_MAX];
	size_t n = search_keys(name, key);

	must(n <= SEARCH_KEYS_MAX);
	for (size_t i = 0; i < n; i++) {
		must(key[i].n >= 2 && key[i].n <= SEARCH_KEY_SIZE);
		for (size_t k = 0; k < key[i].n; k++)
			must((key[i].s[k] >= 'a' && key[i].s[k] <= 'z') || (k >= 1 && key[i].s[k] == '\''));
	}
}

static void check_term(const struct search_term *t)
{
	must(t->n <= SEARCH_SIGNS && t->nrange <= SEARCH_RANGES && t->text.n <= 4 * SEARCH_TYPED_MAX);
	must((t->what == SEARCH_NAME) == (t->nrange > 0) || t->what == SEARCH_TEXT);
	for (size_t i = 0; i < t->nrange; i++) {
		must(t->range[i].n == strlen(t->range[i].initials) && t->range[i].n <= SEARCH_INITIALS);
		must(t->what != SEARCH_NAME || t->range[i].n > 0);
		must(strlen(t->range[i].rest) <= 5);
	}
	if (t->what == SEARCH_TAIL)
		must(str_digits(str_of(t->number)) && strlen(t->number) == 4);
	if (t->what == SEARCH_NUMBER)
		must(strlen(t->number) >= SEARCH_NUMBER_MIN && strlen(t->number) <= SEARCH_NUMBER_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *zero = size ? memchr(data, 0, size) : NULL;
	size_t n = zero ? (size_t)(zero - data) : size;
	str typed = { (const char *)data, n }, name = { (const char *)data + n, size - n };
	struct search_term t;

	if (zero)
		name = str_cut(name, 1, name.n);
	if (!search_term_read(typed, &t)) {
		must(t.what == SEARCH_REFUSED && t.why && *t.why && !search_term_matches(&t, STR("李小明")));
		return 0;
	}
	must(t.what != SEARCH_REFUSED && !t.why);
	check_term(&t);
	check_keys(typed);
	if (!utf8_valid(name))
		return 0;
	check_keys(name);
	(void)search_term_matches(&t, name);
	/* Signs that stand in a name find it, whatever parts them. */
	if (t.what == SEARCH_NAME || t.what == SEARCH_TEXT)
		must(search_term_matches(&t, t.text));
	return 0;
}
