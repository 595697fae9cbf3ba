#include "region_place.h"

/* clang-format off */
static const struct region_place nation[] = {
	{ "23", 0, 7, "黑龙江" },
	{ "65", 1, 0, "新疆" }, { "15", 1, 4, "内蒙古" }, { "22", 1, 7, "吉林" },
	{ "62", 2, 1, "甘肃" }, { "64", 2, 2, "宁夏" }, { "14", 2, 3, "山西" }, { "13", 2, 4, "河北" }, { "11", 2, 5, "北京" }, { "21", 2, 6, "辽宁" },
	{ "54", 3, 0, "西藏" }, { "63", 3, 1, "青海" }, { "61", 3, 2, "陕西" }, { "41", 3, 3, "河南" }, { "37", 3, 4, "山东" }, { "12", 3, 5, "天津" },
	{ "51", 4, 1, "四川" }, { "50", 4, 2, "重庆" }, { "42", 4, 3, "湖北" }, { "34", 4, 4, "安徽" }, { "32", 4, 5, "江苏" }, { "31", 4, 6, "上海" },
	{ "53", 5, 1, "云南" }, { "52", 5, 2, "贵州" }, { "43", 5, 3, "湖南" }, { "36", 5, 4, "江西" }, { "33", 5, 5, "浙江" },
	{ "45", 6, 2, "广西" }, { "44", 6, 3, "广东" }, { "35", 6, 4, "福建" }, { "71", 6, 6, "台湾" },
	{ "46", 7, 2, "海南" }, { "82", 7, 3, "澳门" }, { "81", 7, 4, "香港" },
};
static const struct region_place zhanjiang[] = {
	{ "440881", 0, 1, NULL }, { "440883", 0, 3, NULL },
	{ "440823", 1, 0, NULL }, { "440802", 1, 1, NULL }, { "440804", 1, 2, NULL },
	{ "440811", 2, 0, NULL }, { "440803", 2, 1, NULL },
	{ "440882", 3, 0, NULL },
	{ "440825", 4, 0, NULL },
};
static const struct region_place potou[] = {
	{ "440804104", 0, 0, NULL }, { "440804401", 0, 1, "官渡工业园" }, { "440804103", 0, 2, NULL },
	{ "440804001", 1, 0, NULL }, { "440804101", 1, 1, NULL }, { "440804102", 1, 3, NULL },
	{ "440804002", 2, 0, NULL }, { "440804100", 2, 2, NULL },
};
static const struct { const char *inside; const struct region_place *place; size_t n; int columns; } drawn[] = {
	{ "",       nation,    COUNT(nation),    8 },
	{ "4408",   zhanjiang, COUNT(zhanjiang), 4 },
	{ "440804", potou,     COUNT(potou),     4 },
};
/* clang-format on */

size_t region_places(str code, const struct region_place **ret, int *ret_columns)
{
	for (size_t i = 0; i < COUNT(drawn); i++)
		if (str_eq(code, str_of(drawn[i].inside))) {
			*ret = drawn[i].place;
			*ret_columns = drawn[i].columns;
			return drawn[i].n;
		}
	return 0;
}
