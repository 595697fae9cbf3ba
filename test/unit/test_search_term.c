/* test_search_term - what was typed into the search box, and whose name it is. */
#include "search_term.h"
#include "tap.h"

static enum search_what what(const char *typed)
{
	struct search_term t;

	(void)!search_term_read(str_of(typed), &t);
	return t.what;
}

static bool finds(const char *typed, const char *name)
{
	struct search_term t;

	return search_term_read(str_of(typed), &t) && search_term_matches(&t, str_of(name));
}

/* Would the index come upon it?  As the condition in search.c says. */
static bool in_range(const struct search_range *x, const struct search_key *k)
{
	str key = { k->s, k->n }, from = { x->initials, x->n };
	const char *quote = memchr(k->s, '\'', k->n);
	str rest = quote ? str_cut(key, (size_t)(quote - k->s) + 1, k->n) : (str){ NULL, 0 };

	if (!str_starts(key, from))
		return false;
	if (!x->rest[0])
		return true;
	return x->open ? str_starts(rest, str_of(x->rest)) : str_eq(rest, str_of(x->rest));
}

static bool comes_upon(const char *typed, const char *name)
{
	struct search_term t;
	struct search_key key[SEARCH_KEYS_MAX];
	size_t n = search_keys(str_of(name), key);

	if (!search_term_read(str_of(typed), &t) || !search_term_matches(&t, str_of(name)))
		return false;
	for (size_t i = 0; i < t.nrange; i++)
		for (size_t k = 0; k < n; k++)
			if (in_range(&t.range[i], &key[k]))
				return true;
	return false;
}

static void test_what(void)
{
	OK(what("") == SEARCH_ALL && what(" 　") == SEARCH_ALL);
	OK(what("李") == SEARCH_TEXT && what("李小") == SEARCH_NAME && what("lx") == SEARCH_NAME);
	OK(what("0077") == SEARCH_TAIL && what("００７７") == SEARCH_TAIL);
	OK(what("138 0000-0077") == SEARCH_NUMBER && what("44080420150906101x") == SEARCH_NUMBER);
	OK(what("G44080420150906101X") == SEARCH_NUMBER);
	OK(what("ཚེ་རིང") == SEARCH_TEXT && what("مەھەممەت") == SEARCH_TEXT && what("ꀀꀉ") == SEARCH_TEXT);
	struct search_term t;
	OK(search_term_read(STR("440804 20150906 101x"), &t) &&
	   str_eq(str_of(t.number), STR("44080420150906101X")));
}

static void test_refused(void)
{
	static const char *const bad[] = { "l",     "077", "7", "Анна", "ひろし",      "%",
					   "'\"\\", "·",   "😀", "李7",  "\xe6\x9d\xff" };
	struct search_term t;
	static char many[10001];

	for (size_t i = 0; i < COUNT(bad); i++)
		OK(!search_term_read(str_of(bad[i]), &t) && t.what == SEARCH_REFUSED && t.why && t.why[0]);
	memset(many, 'a', sizeof many - 1);
	OK(!search_term_read(str_of(many), &t) && t.why);
	OK(!search_term_matches(&t, STR("李小明")));
}

static void test_letters(void)
{
	OK(comes_upon("lxm", "李小明") && comes_upon("xm", "李小明") && comes_upon("LXM", "李小明"));
	OK(comes_upon("lixiaoming", "李小明") && comes_upon("li xiao ming", "李小明"));
	OK(comes_upon("lixm", "李小明") && comes_upon("lxiaoming", "李小明") &&
	   comes_upon("xiaom", "李小明"));
	OK(comes_upon("ｌｘｍ", "李小明") && comes_upon("li'xiaoming", "李小明"));
	OK(!finds("lmx", "李小明") && !finds("liming", "李小明") && !finds("lixiaominga", "李小明"));
	OK(comes_upon("zhang", "张伟") && comes_upon("zha", "张伟") && comes_upon("zh", "张伟") &&
	   comes_upon("zw", "张伟"));
	OK(!finds("zhan", "左伟") && comes_upon("zuo", "左伟"));
	OK(comes_upon("xian", "西安安") && comes_upon("xian", "先安"));
	OK(comes_upon("fangan", "方安") && comes_upon("fangan", "范甘"));
	OK(comes_upon("lvbu", "吕布") && comes_upon("lubu", "吕布") && comes_upon("lübu", "吕布"));
}

static void test_surnames(void)
{
	/* clang-format off */
	static const struct { const char *name, *own, *common; } list[] = {
		{ "单小明", "shan", "dan" },   { "曾小明", "zeng", "ceng" },     { "仇小明", "qiu", "chou" },
		{ "解小明", "xie", "jie" },    { "区小明", "ou", "qu" },         { "查小明", "zha", "cha" },
		{ "盖小明", "ge", "gai" },     { "朴小明", "piao", "pu" },       { "翟小明", "zhai", "di" },
		{ "尉迟小明", "yuchi", "weichi" }, { "欧阳小明", "ouyang", "oy" }, { "乐小明", "yue", "le" },
	};
	/* clang-format on */
	for (size_t i = 0; i < COUNT(list); i++) {
		OK(comes_upon(list[i].own, list[i].name));
		OK(comes_upon(list[i].common, list[i].name));
	}
	OK(comes_upon("ycxm", "尉迟小明") && comes_upon("wcxm", "尉迟小明") && comes_upon("sxm", "单小明"));
	OK(comes_upon("单小", "单小明") && comes_upon("尉迟", "尉迟小明") && comes_upon("曾xm", "曾小明"));
}

static void test_names(void)
{
	OK(comes_upon("𠮷小", "𠮷小龙") && comes_upon("jixl", "𠮷小龙") && comes_upon("小龙", "𠮷小龙"));
	OK(comes_upon("麦合木提吐尔逊", "麦合木提·吐尔逊") && comes_upon("麦合木提・吐", "麦合木提·吐尔逊"));
	OK(comes_upon("合木", "麦合木提·吐尔逊") && comes_upon("mhmt", "麦合木提·吐尔逊"));
	OK(comes_upon("tuerxun", "麦合木提·吐尔逊") && comes_upon("crdj", "次仁 多吉"));
	OK(comes_upon("anna", "Anna Müller") && comes_upon("muller", "Anna Müller") &&
	   comes_upon("ANN", "Anna Müller"));
	OK(finds("ཚེ་རིང", "ཚེ་རིང་སྒྲོལ་མ") && finds("ꀉ", "ꀀꀉ") && !finds("ꀉꀀ", "ꀀꀉ"));
	OK(finds("李", "李小明") && finds("明", "李小明") && !finds("王", "李小明"));
	OK(!finds("小明", "李小朋") && !finds("明小", "李小明"));
	OK(comes_upon("李xm", "李小明") && comes_upon("李an", "李安") && !finds("李xm", "王小明"));
}

/* Every part of two signs or more of a name comes upon it. */
static void test_parts(void)
{
	static const char *const names[] = {
		"单于重曾", "仇行长", "尉迟恭", "欧阳娜娜", "万俟行重", "解查盖"
	};

	for (size_t i = 0; i < COUNT(names); i++) {
		bool all = true;
		size_t n = strlen(names[i]) / 3;
		for (size_t from = 0; from < n; from++)
			for (size_t to = from + 2; to <= n; to++) {
				char part[40];
				memcpy(part, names[i] + from * 3, (to - from) * 3);
				part[(to - from) * 3] = '\0';
				all = all && comes_upon(part, names[i]);
			}
		OK(all);
	}
}

int main(void)
{
	test_what();
	test_refused();
	test_letters();
	test_surnames();
	test_names();
	test_parts();
	return tap_end();
}
