/* The vectors V-ID of the rules, and what is said about each way of being wrong. */
#include "idnumber.h"
#include "tap.h"

static const day today = 20261121;

static bool good(struct arena *a, str given, struct idnumber *ret)
{
	struct number_problem p;

	return idnumber_parse(a, given, today, ret, &p);
}

/* Refused, and with a sentence that has this in it. */
static bool bad(struct arena *a, str given, str part)
{
	struct idnumber id;
	struct number_problem p = { 0 };

	if (idnumber_parse(a, given, today, &id, &p) || !p.text)
		return false;
	struct buf b = buf_new(a, 1000);
	tr_put(&b, LANG_EN, p.text, p.arg, 2);
	return str_has(buf_view(&b), part);
}

static bool becomes(struct arena *a, str given, const char *text)
{
	struct idnumber id;

	return good(a, given, &id) && str_eq(str_of(id.text), str_of(text));
}

static void test_vectors(struct arena *a)
{
	struct idnumber id;

	OK(good(a, STR("11010519491231002X"), &id) && id.born == 19491231 && id.sex == IDNUMBER_FEMALE);
	OK(good(a, STR("440524188001010014"), &id) && id.born == 18800101 && id.sex == IDNUMBER_MALE);
	OK(good(a, STR("34052419800101001X"), &id));
	OK(good(a, STR("44080420150906101X"), &id) && id.born == 20150906 && id.region == 440804);
	OK(good(a, STR("440804201202299007"), &id) && id.born == 20120229 && id.sex == IDNUMBER_FEMALE);
	OK(bad(a, STR("440804201302290018"), STR("2013-02-29 in the number does not exist")));
	OK(good(a, STR("440823200910139033"), &id));
	OK(good(a, STR("510921201011309057"), &id));
	OK(good(a, STR("520502201112319079"), &id));
	OK(bad(a, STR("110105194912310021"), STR("check digit")));
	OK(becomes(a, STR("11010519491231002x"), "11010519491231002X"));
	OK(good(a, STR("44080420120601008X"), &id) && id.sex == IDNUMBER_FEMALE && !id.legacy);
}

static void test_normalising(struct arena *a)
{
	struct idnumber id;

	OK(becomes(a, STR(" 44080420150906101x\t"), "44080420150906101X"));
	OK(becomes(a, STR("　４４０８０４２０１５０９０６１０１Ｘ　"), "44080420150906101X"));
	OK(becomes(a, STR("44080420150906101ｘ"), "44080420150906101X"));
	OK(becomes(a, STR("110105491231002"), "11010519491231002X"));
	OK(good(a, STR("340524800101001"), &id) && id.legacy && id.born == 19800101 &&
	   str_eq(str_of(id.text), STR("34052419800101001X")));
	OK(!id.text[IDNUMBER_LENGTH]);
}

static void test_problems(struct arena *a)
{
	OK(bad(a, STR(""), STR("18 characters, this one has 0.")));
	OK(bad(a, STR("4408042015090610"), STR("18 characters, this one has 16.")));
	OK(bad(a, STR("44080420150906101XX"), STR("this one has 19.")));
	OK(bad(a, STR("440804 20150906101"), STR("Character 7 is \" \"")));
	OK(bad(a, STR("4408O420150906101X"), STR("Character 5 is \"O\"")));
	OK(bad(a, STR("X4080420150906101X"), STR("Character 1 is \"X\"")));
	OK(bad(a, STR("440804二0150906101X"), STR("Character 7 is \"二\"")));
	OK(bad(a, STR("44080420150906101Y"), STR("last character is \"Y\"")));
	OK(bad(a, STR("44080420150906101号"), STR("last character is \"号\"")));
	OK(bad(a, STR("11010549123100X"), STR("Character 15 is \"X\"")));
}

static void test_dates(struct arena *a)
{
	struct idnumber id;
	struct number_problem p;

	/* A number of 15 digits whose owner was a child on the day asked about. */
	OK(!idnumber_parse(a, STR("340524800101001"), 19971231, &id, &p) &&
	   str_eq(p.arg[0], STR("1980-01-01")));
	OK(idnumber_parse(a, STR("340524800101001"), 19980101, &id, &p));
	OK(bad(a, STR("440804201513061015"), STR("2015-13-06 in the number does not exist")));
	OK(bad(a, STR("440804201500061015"), STR("2015-00-06 in the number does not exist")));
	OK(bad(a, STR("440804184912311015"), STR("lies before 1850")));
	OK(bad(a, STR("440804000012311015"), STR("0000-12-31 in the number lies before 1850")));
	OK(bad(a, STR("440804202611221015"), STR("2026-11-22 in the number lies in the future")));
	OK(!bad(a, STR("440804202611211015"), STR("future"))); /* born today */
	OK(bad(a, STR("440804999912311015"), STR("lies in the future")));
	OK(bad(a, STR("440804202613011015"), STR("does not exist")));
}

static void test_ruined(struct arena *a)
{
	OK(bad(a, STR("44080420150906101\xff"), STR("not readable")));
	OK(bad(a, STR("4.40804E+17"), STR("spreadsheet has turned the number into 4.40804E+17")));
	OK(bad(a, STR("1.2e+17"), STR("1.2E+17")));
	OK(bad(a, STR("4E17"), STR("spreadsheet")));
	OK(bad(a, STR("E17"), STR("this one has 3")));
	OK(bad(a, STR("4.4E"), STR("this one has 4")));
	OK(bad(a, STR("440804201509061000"), STR("last three digits are 000")));
}

static void test_long_input(struct arena *a)
{
	char text[5000];

	memset(text, '4', sizeof text);
	OK(bad(a, (str){ text, sizeof text }, STR("much too long: 5000 characters")));
	memset(text, ' ', sizeof text);
	const str number = STR("44080420150906101X");
	memcpy(text + 90, number.s, number.n);
	struct idnumber id;
	OK(good(a, (str){ text, 200 }, &id));
}

static bool passes(struct arena *a, const char text[18])
{
	struct idnumber id;

	return good(a, (str){ text, 18 }, &id);
}

/* Every single wrong digit, and every two neighbours swapped, is noticed: what the check digit is for. */
static void test_check_digit(struct arena *a)
{
	static const char number[] = "440823200910139033";
	size_t missed = 0;

	for (size_t i = 0; i < 18; i++)
		for (int wrong = 0; wrong < 9; wrong++) {
			char text[] = "440823200910139033";
			text[i] = (char)('0' + (text[i] - '0' + 1 + wrong) % 10);
			missed += passes(a, text);
		}
	for (size_t i = 0; i < 17; i++) {
		char text[] = "440823200910139033";
		text[i] = number[i + 1];
		text[i + 1] = number[i];
		missed += text[i] != text[i + 1] && passes(a, text);
	}
	OK(missed == 0);
	OK(passes(a, number));
	OK(idnumber_check_digit("34052419800101001") == 'X');
	OK(idnumber_check_digit("44052418800101001") == '4');
}

static void test_contradictions(struct arena *a)
{
	struct idnumber id;
	struct number_problem p[2];

	OK(good(a, STR("44080420150906101X"), &id)); /* a boy */
	OK(idnumber_contradictions(a, &id, 0, 0, p) == 0);
	OK(idnumber_contradictions(a, &id, IDNUMBER_MALE, 20150906, p) == 0);
	OK(idnumber_contradictions(a, &id, IDNUMBER_FEMALE, 20150906, p) == 1 &&
	   str_eq(str_of(p[0].text), STR("The number is of a male, but female is given.")));
	OK(idnumber_contradictions(a, &id, IDNUMBER_FEMALE, 20150907, p) == 2 &&
	   str_eq(p[0].arg[0], STR("2015-09-06")) && str_eq(p[0].arg[1], STR("2015-09-07")));
	OK(good(a, STR("440804201202299007"), &id)); /* a girl */
	OK(idnumber_contradictions(a, &id, IDNUMBER_MALE, 0, p) == 1);
	OK(idnumber_contradictions(a, &id, 9, 0, p) == 0); /* GB/T 2261.1: 9 = not stated */
}

static void test_mask(struct arena *a)
{
	OK(str_eq(idnumber_mask(a, STR("44080420150906101X")), STR("440804********101X")));
	OK(str_eq(idnumber_mask(a, STR("A1234567")), STR("********")));
	OK(str_eq(idnumber_mask(a, STR("")), STR("")));
	OK(str_eq(idnumber_mask(a, STR("4408042015090610111")), STR("******************")));
}

int main(void)
{
	struct arena a;

	arena_init(&a, 1 << 24);
	test_vectors(&a);
	test_normalising(&a);
	test_problems(&a);
	test_dates(&a);
	test_ruined(&a);
	test_long_input(&a);
	test_check_digit(&a);
	test_contradictions(&a);
	test_mask(&a);
	arena_free(&a);
	return tap_end();
}
