/* What a child is asked about before a message leaves, and words that may mean it is not safe: found as whole
 * words, over blanks, in both languages; not in words that only look like them. */
#include "buf.h"
#include "message_word.h"
#include "tap.h"

static struct arena mem;
enum { TODAY = 20261121 };

static void test_private(void)
{
	static const struct {
		const char *text;
		enum message_word is;
	} list[] = {
		{ "妈妈，今天我得了小红花", MESSAGE_PLAIN }, { "我的电话是13800138000", MESSAGE_PHONE },
		{ "138 0013 8000", MESSAGE_PHONE },          { "身份证 44080420150906101X", MESSAGE_NUMBER },
		{ "4111 1111 1111 1111", MESSAGE_NUMBER },   { "我家住在五和村三巷", MESSAGE_PLACE },
		{ "我 家 住 在五和村", MESSAGE_PLACE },      { "I live at number five", MESSAGE_PLACE },
		{ "My ADDRESS is new", MESSAGE_PLACE },      { "we addressed the class", MESSAGE_PLAIN },
		{ "我住校了，住得很好", MESSAGE_PLAIN },     { "", MESSAGE_PLAIN },
	};

	for (size_t i = 0; i < COUNT(list); i++) {
		bool ok = message_word_private(&mem, str_of(list[i].text), TODAY) == list[i].is;
		if (!ok)
			printf("# %s\n", list[i].text);
		OK(ok);
	}
}

static void test_harm(void)
{
	static const struct {
		const char *text;
		bool found;
	} list[] = {
		{ "我不想活了", true },
		{ "我 不 想\n活了", true },
		{ "他打我，我怕", true },
		{ "打我电话好吗", false },
		{ "今天打篮球赢了", false },
		{ "He hits me every day", true },
		{ "HE  HITS  ME", true },
		{ "white metal, exhibit me", false },
		{ "the cake is to die for", false },
		{ "我被打了一针，不疼", true }, /* known: the program does not understand; a grown-up looks */
		{ "晚上一个人在家", true },
		{ "妈妈我想你", false },
		{ "", false },
	};

	for (size_t i = 0; i < COUNT(list); i++) {
		bool ok = message_word_harm(&mem, str_of(list[i].text), TODAY) == list[i].found;
		if (!ok)
			printf("# %s\n", list[i].text);
		OK(ok);
	}
}

int main(void)
{
	arena_init(&mem, 1 << 20);
	test_private();
	test_harm();
	OK(!message_word_in(&mem, STR("anything"), "no_such_list", TODAY));
	arena_free(&mem);
	return tap_end();
}
