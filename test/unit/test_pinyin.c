/* test_pinyin - how names are read: surnames of their own readings, signs beyond the basic plane, dots. */
#include "pinyin.h"
#include "search_name.h"
#include "tap.h"
#include "utf8.h"

static bool reads(struct pinyin p, const char *syllable)
{
	for (size_t i = 0; i < p.n; i++)
		if (str_eq(str_of(p.reading[i]), str_of(syllable)))
			return true;
	return false;
}

static uint32_t sign_of(const char *text)
{
	size_t at = 0;

	return utf8_next(str_of(text), &at);
}

/* The first reading of the first sign as a surname. */
static const char *surname(const char *text)
{
	struct pinyin how[2];
	size_t at = 0;
	uint32_t first = utf8_next(str_of(text), &at), second = utf8_next(str_of(text), &at);

	return pinyin_of_surname(first, second, how) ? how[0].reading[0] : "";
}

static bool is(const char *a, const char *b) { return str_eq(str_of(a), str_of(b)); }

static void test_surnames(void)
{
	OK(is(surname("单小明"), "shan"));
	OK(is(surname("曾小明"), "zeng"));
	OK(is(surname("仇小明"), "qiu"));
	OK(is(surname("解小明"), "xie"));
	OK(is(surname("区小明"), "ou"));
	OK(is(surname("查小明"), "zha"));
	OK(is(surname("盖小明"), "ge"));
	OK(is(surname("朴小明"), "piao"));
	OK(is(surname("翟小明"), "zhai"));
	OK(is(surname("尉迟小明"), "yu"));
	OK(is(surname("尉小明"), "wei"));
	OK(is(surname("欧阳小明"), "ou"));
	OK(is(surname("单于小明"), "chan"));
	OK(is(surname("李小明"), "")); /* as it is read anyway */
}

static void test_signs(void)
{
	OK(is(pinyin_of(sign_of("李")).reading[0], "li"));
	OK(is(pinyin_of(sign_of("吕")).reading[0], "lv"));
	OK(reads(pinyin_of(sign_of("单")), "dan") && reads(pinyin_of(sign_of("单")), "shan"));
	OK(reads(pinyin_of(sign_of("重")), "zhong") && reads(pinyin_of(sign_of("重")), "chong"));
	OK(is(pinyin_of(0x20BB7).reading[0], "ji")); /* 𠮷 */
	OK(pinyin_of('a').n == 0 && pinyin_of(0).n == 0 && pinyin_of(0x10FFFF).n == 0);
	OK(pinyin_is_syllable(STR("zhuang")) && pinyin_is_syllable(STR("a")) &&
	   !pinyin_is_syllable(STR("zh")));
	OK(!pinyin_is_syllable(STR("")) && !pinyin_begins(STR("")));
	OK(pinyin_begins(STR("zhua")) && pinyin_begins(STR("zh")) && pinyin_begins(STR("a")));
	OK(!pinyin_begins(STR("i")) && !pinyin_begins(STR("zx")) && !pinyin_begins(STR("zhuangx")));
}

static bool has_key(const char *name, const char *key)
{
	struct search_key list[SEARCH_KEYS_MAX];
	size_t n = search_keys(str_of(name), list);

	for (size_t i = 0; i < n; i++)
		if (str_eq((str){ list[i].s, list[i].n }, str_of(key)))
			return true;
	return false;
}

static size_t count_keys(const char *name)
{
	struct search_key list[SEARCH_KEYS_MAX];

	return search_keys(str_of(name), list);
}

static void test_keys(void)
{
	OK(has_key("李小明", "lxm'i") && has_key("李小明", "xm'iao") && count_keys("李小明") == 2);
	OK(has_key("单小明", "sxm'han") && has_key("单小明", "dxm'an"));
	OK(has_key("尉迟恭", "ycg'u") && has_key("尉迟恭", "wcg'ei"));
	OK(has_key("欧阳娜娜", "oynn'u") && has_key("欧阳娜娜", "ynn'ang"));
	OK(has_key("𠮷小龙", "jxl'i"));
	OK(has_key("麦合木提·吐尔逊", "mhmttex'ai") && has_key("麦合木提·吐尔逊", "tex'u"));
	OK(has_key("次仁・多吉", "crdj'i") && has_key("吉克•阿依", "jkay'i"));
	OK(has_key("Anna Müller", "annamull") && has_key("Anna Müller", "muller"));
	OK(has_key("ＡＬＩＭ", "alim"));
	OK(has_key("李Anna", "lanna'i"));
	OK(count_keys("") == 0 && count_keys("李") == 0 && count_keys("··") == 0 && count_keys("12") == 0);
	OK(count_keys("ཚེ་རིང") == 0); /* found as it is typed */
	OK(count_keys("仇行长曾重乐解区查盖朴翟单行长乐重曾") <= SEARCH_KEYS_MAX);
}

static void test_names(void)
{
	struct search_name a, b;

	search_name_read(STR("阿依古丽·买买提"), &a);
	search_name_read(STR("阿依古丽 买买提"), &b);
	OK(a.n == 7 && b.n == 7 && a.sign[4].begins && b.sign[4].begins && !a.sign[3].begins);
	search_name_read(STR("É-ß ǚ"), &a);
	OK(a.n == 3 && a.sign[0].sign == 'e' && a.sign[1].sign == 's' && a.sign[2].sign == 'u');
	uint32_t sign;
	OK(search_sign_kind(sign_of("李"), &sign) == SIGN_HAN);
	OK(search_sign_kind(sign_of("ཚ"), &sign) == SIGN_OWN && search_sign_kind(0x0645, &sign) == SIGN_OWN);
	OK(search_sign_kind(sign_of("ꀀ"), &sign) == SIGN_OWN);
	OK(search_sign_kind(sign_of("А"), &sign) == SIGN_FOREIGN &&
	   search_sign_kind(0x1F600, &sign) == SIGN_FOREIGN);
	OK(search_sign_kind(sign_of("·"), &sign) == SIGN_NONE && search_sign_kind(' ', &sign) == SIGN_NONE);
	OK(search_sign_kind(0xFF17, &sign) == SIGN_DIGIT && sign == '7');
}

int main(void)
{
	test_surnames();
	test_signs();
	test_keys();
	test_names();
	return tap_end();
}
