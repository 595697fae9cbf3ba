/* The vectors V-SCH of the rules. */
#include "schoolcode.h"
#include "tap.h"

static bool good(struct arena *a, str given, struct schoolcode *ret)
{
	struct number_problem p;

	return schoolcode_parse(a, given, ret, &p);
}

static bool bad(struct arena *a, str given, str part)
{
	struct schoolcode code;
	struct number_problem p = { 0 };

	if (schoolcode_parse(a, given, &code, &p) || !p.text)
		return false;
	struct buf b = buf_new(a, 1000);
	tr_put(&b, LANG_EN, p.text, p.arg, 2);
	return str_has(buf_view(&b), part);
}

int main(void)
{
	struct arena mem, *a = &mem;
	struct schoolcode c;

	arena_init(a, 1 << 20);
	OK(good(a, STR("2144000123"), &c) && c.class == 21 && c.province == 44);
	OK(str_eq(str_of(schoolcode_class_name(21)), STR("primary school")));
	OK(str_eq(str_of(schoolcode_province_name(44)), STR("Guangdong")));
	OK(good(a, STR("3151012345"), &c) && c.class == 31 && c.province == 51);
	OK(str_eq(str_of(schoolcode_province_name(51)), STR("Sichuan")));
	OK(bad(a, STR("3851012345"), STR("begins with 38")));
	OK(bad(a, STR("2199000001"), STR("are 99, which is no province")));
	OK(bad(a, STR("214400012"), STR("this one has 9")));
	OK(bad(a, STR("21440001234"), STR("this one has 11")));
	OK(bad(a, STR("21440001二3"), STR("Character 9 is \"二\"")));
	OK(good(a, STR(" ２１44000123 "), &c) && str_eq(str_of(c.text), STR("2144000123")));
	OK(bad(a, STR("2.144E+09"), STR("spreadsheet")));
	OK(!schoolcode_class_name(38) && !schoolcode_province_name(99) && !schoolcode_province_name(0));
	int provinces = 0;
	for (int i = 0; i < 100; i++)
		provinces += schoolcode_province_name(i) != NULL;
	OK(provinces == 34);
	arena_free(a);
	return tap_end();
}
