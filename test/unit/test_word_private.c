/* Numbers that belong to one person alone, as children and those who write for them type them. */
#include "tap.h"
#include "word_private.h"

static bool holds(const char *text, enum word_private what) { return word_private(str_of(text)) == what; }

static void test_phones(void)
{
	OK(holds("我的电话是13800138000", WORD_PHONE));
	OK(holds("138 0013 8000", WORD_PHONE));
	OK(holds("138-0013-8000。", WORD_PHONE));
	OK(holds("１３８００１３８０００", WORD_PHONE)); /* full-width */
	OK(holds("今天是2026-11-22 13800138000", WORD_PHONE));
	OK(holds("打0759-2345678", WORD_PHONE));
	OK(holds("打010-12345678", WORD_PHONE));
	OK(holds("12800138000", WORD_PLAIN)); /* no mobile number begins so */
	OK(holds("1380013800", WORD_PLAIN));  /* a digit short */
	OK(holds("138001380001", WORD_PLAIN));
	OK(holds("138  0013  8000", WORD_PLAIN)); /* two blanks part sentences, not a number */
	OK(holds("爸爸的电话，13800138000号", WORD_PHONE));
}

static void test_ids(void)
{
	OK(holds("身份证44080420150906101X", WORD_ID_NUMBER));
	OK(holds("44080420150906101x", WORD_ID_NUMBER));
	OK(holds("440804 20150906 1012", WORD_ID_NUMBER));
	OK(holds("440804201513061012", WORD_PLAIN));      /* no thirteenth month; and no card */
	OK(holds("G44080420150906101X", WORD_ID_NUMBER)); /* a student number holds it */
}

static void test_cards(void)
{
	OK(holds("6222021234567890128", WORD_CARD) == holds("6222 0212 3456 7890 128", WORD_CARD));
	OK(holds("4111111111111111", WORD_CARD)); /* the textbook's example of Luhn */
	OK(holds("4111 1111 1111 1111", WORD_CARD));
	OK(holds("4111111111111112", WORD_PLAIN));
	OK(holds("0000000000000000", WORD_PLAIN));
}

static void test_plain(void)
{
	OK(holds("", WORD_PLAIN));
	OK(holds("妈妈，我考了98分，班里第3名。2026年11月22日", WORD_PLAIN));
	OK(holds("𠮷吉😀 12345", WORD_PLAIN));
	OK(holds("3.14159265358979323846264338327950288", WORD_PLAIN)); /* longer than any */
	OK(holds("x", WORD_PLAIN));
	OK(holds("110", WORD_PLAIN)); /* who to call is everybody's */
	OK(holds("12345、12355", WORD_PLAIN));
	OK(word_private((str){ NULL, 0 }) == WORD_PLAIN);
}

int main(void)
{
	test_phones();
	test_ids();
	test_cards();
	test_plain();
	return tap_end();
}
