/* What a list of sessions calls a browser: enough for its owner to know it again, and no more than that. */
#include "open.h"

struct word {
	const char *sign, *name;
};
/* The first that is found: most browsers also claim to be others. */
static const struct word browsers[] = {
	{ "MicroMessenger", "WeChat" },  { "HuaweiBrowser", "Huawei Browser" },
	{ "MiuiBrowser", "Mi Browser" }, { "UCBrowser", "UC" },
	{ "QQBrowser", "QQ Browser" },   { "Edg/", "Edge" },
	{ "Firefox/", "Firefox" },       { "Chrome/", "Chrome" },
	{ "Safari/", "Safari" },         { "curl/", "curl" }
};
static const struct word systems[] = { { "HarmonyOS", "HarmonyOS" }, { "Android", "Android" },
				       { "iPhone", "iPhone" },       { "iPad", "iPad" },
				       { "Windows", "Windows" },     { "Mac OS", "macOS" },
				       { "Linux", "Linux" } };

static const char *first_of(const struct word *list, size_t n, str text)
{
	for (size_t i = 0; i < n; i++)
		if (str_has(text, str_of(list[i].sign)))
			return list[i].name;
	return NULL;
}

str agent_name(struct arena *mem, str user_agent)
{
	str text = str_cut(user_agent, 0, 500);
	const char *browser = first_of(browsers, COUNT(browsers), text),
		   *system = first_of(systems, COUNT(systems), text);
	struct buf b = buf_new(mem, 64);

	if (browser)
		buf_str(&b, str_of(browser));
	if (browser && system)
		buf_lit(&b, ", ");
	if (system)
		buf_str(&b, str_of(system));
	return b.n ? buf_view(&b) : STR("");
}
