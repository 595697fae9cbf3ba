#include "schoolcode.h"
#include "utf8.h"

struct named {
	int code;
	const char *name;
};

/* clang-format off */
static const struct named classes[] = {
	{ 11, N_("kindergarten") },
	{ 21, N_("primary school") },
	{ 22, N_("primary school for adults") },
	{ 31, N_("junior secondary school") },
	{ 32, N_("vocational junior secondary school") },
	{ 33, N_("junior secondary school for adults") },
	{ 34, N_("senior secondary school") },
	{ 35, N_("senior secondary school for adults") },
	{ 36, N_("secondary vocational school") },
	{ 37, N_("special school for reform") },
	{ 41, N_("institution of higher education") },
	{ 42, N_("institution of higher education for adults") },
	{ 51, N_("school for special education") },
	{ 91, N_("other educational institution") },
	{ 92, N_("other educational institution") },
	{ 93, N_("other educational institution") },
};

static const struct named provinces[] = { /* GB/T 2260 */
	{ 11, N_("Beijing") },   { 12, N_("Tianjin") },  { 13, N_("Hebei") },    { 14, N_("Shanxi") },
	{ 15, N_("Inner Mongolia") },
	{ 21, N_("Liaoning") },  { 22, N_("Jilin") },    { 23, N_("Heilongjiang") },
	{ 31, N_("Shanghai") },  { 32, N_("Jiangsu") },  { 33, N_("Zhejiang") }, { 34, N_("Anhui") },
	{ 35, N_("Fujian") },    { 36, N_("Jiangxi") },  { 37, N_("Shandong") },
	{ 41, N_("Henan") },     { 42, N_("Hubei") },    { 43, N_("Hunan") },    { 44, N_("Guangdong") },
	{ 45, N_("Guangxi") },   { 46, N_("Hainan") },
	{ 50, N_("Chongqing") }, { 51, N_("Sichuan") },  { 52, N_("Guizhou") },  { 53, N_("Yunnan") },
	{ 54, N_("Xizang") },
	{ 61, N_("Shaanxi") },   { 62, N_("Gansu") },    { 63, N_("Qinghai") },  { 64, N_("Ningxia") },
	{ 65, N_("Xinjiang") },
	{ 71, N_("Taiwan") },    { 81, N_("Hong Kong") },{ 82, N_("Macao") },
};
/* clang-format on */

static const char *name_of(const struct named *list, size_t n, int code)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].code == code)
			return list[i].name;
	return NULL;
}

const char *schoolcode_class_name(int class) { return name_of(classes, COUNT(classes), class); }

const char *schoolcode_province_name(int province) { return name_of(provinces, COUNT(provinces), province); }

static bool fail(struct number_problem *ret, const char *text, str arg0)
{
	*ret = (struct number_problem){ text, { arg0, STR("") } };
	return false;
}

bool schoolcode_parse(struct arena *mem, str given, struct schoolcode *ret,
		      struct number_problem *ret_problem)
{
	struct schoolcode code = { 0 };
	str s;

	if (!idnumber_normalise(mem, given, &s, ret_problem))
		return false;
	size_t length = utf8_count(s);
	if (length != SCHOOLCODE_LENGTH) {
		struct buf b = buf_new(mem, 32);
		buf_int(&b, (int64_t)length);
		return fail(ret_problem, N_("A school code has 10 digits, this one has {0} characters."),
			    buf_view(&b));
	}
	if (!idnumber_only_digits(mem, s, 0, SCHOOLCODE_LENGTH, ret_problem))
		return false;
	code.class = (s.s[0] - '0') * 10 + (s.s[1] - '0');
	code.province = (s.s[2] - '0') * 10 + (s.s[3] - '0');
	if (!schoolcode_class_name(code.class))
		return fail(ret_problem, N_("The code begins with {0}, which is no class of schools."),
			    str_cut(s, 0, 2));
	if (!schoolcode_province_name(code.province))
		return fail(ret_problem, N_("The third and fourth digit are {0}, which is no province."),
			    str_cut(s, 2, 2));
	memcpy(code.text, s.s, SCHOOLCODE_LENGTH);
	*ret = code;
	return true;
}
