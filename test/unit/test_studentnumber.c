/* The vectors V-XJH of the rules. */
#include "studentnumber.h"
#include "tap.h"

static const day today = 20261121;

static bool good(struct arena *a, str given, struct studentnumber *ret)
{
	struct number_problem p;

	return studentnumber_parse(a, given, today, ret, &p);
}

static bool bad(struct arena *a, str given, str part)
{
	struct studentnumber number;
	struct number_problem p = { 0 };

	if (studentnumber_parse(a, given, today, &number, &p) || !p.text)
		return false;
	struct buf b = buf_new(a, 1000);
	tr_put(&b, LANG_EN, p.text, p.arg, 2);
	return str_has(buf_view(&b), part);
}

static void test_vectors(struct arena *a)
{
	struct studentnumber n;

	OK(good(a, STR("G44080420150906101X"), &n) && n.kind == STUDENTNUMBER_G && n.born == 20150906 &&
	   n.sex == 1);
	OK(good(a, STR("J440804201411050013"), &n) && n.kind == STUDENTNUMBER_J && n.born == 20141105 &&
	   n.sex == 0);
	OK(bad(a, STR("L4408042014110500AB"), STR("Character 18 is \"A\"")));
	OK(good(a, STR("L440804201411057261"), &n) && n.kind == STUDENTNUMBER_L && n.born == 20141105);
	OK(bad(a, STR("G440804201302290018"), STR("2013-02-29 in the number does not exist")));
}

static void test_problems(struct arena *a)
{
	struct studentnumber n;

	OK(good(a, STR(" ｇ44080420150906101x"), &n) && str_eq(str_of(n.text), STR("G44080420150906101X")));
	OK(bad(a, STR("G440804201509061011"), STR("check digit")));
	OK(bad(a, STR("J440804201411050014"), STR("check digit")));
	OK(bad(a, STR("J440804201402300013"), STR("2014-02-30 in the number does not exist")));
	OK(bad(a, STR("L440804201402307261"), STR("2014-02-30 in the number does not exist")));
	OK(bad(a, STR("L440804202702017261"), STR("future")));
	OK(bad(a, STR("L44080420141105726X"), STR("Character 19 is \"X\"")));
	OK(bad(a, STR("J44080420141105001Y"), STR("last character is \"Y\"")));
	OK(bad(a, STR("J44080420141105001号"), STR("last character is \"号\"")));
	OK(bad(a, STR("44080420150906101X"), STR("19 characters, this one has 18")));
	OK(bad(a, STR("K44080420150906101X"), STR("not with \"K\"")));
	OK(bad(a, STR("学44080420150906101X"), STR("not with \"学\"")));
	OK(bad(a, STR("4.40804E+17"), STR("spreadsheet")));
	OK(bad(a, STR("G4408042015090610"), STR("this one has 17")));
	OK(bad(a, STR("G110105491231002"), STR("19 characters"))); /* no 15 digits here */
}

static void test_contradictions(struct arena *a)
{
	struct studentnumber n;
	struct number_problem p[2];

	OK(good(a, STR("G44080420150906101X"), &n));
	OK(studentnumber_contradictions(a, &n, STR("44080420150906101X"), 20150906, p) == 0);
	OK(studentnumber_contradictions(a, &n, STR(""), 0, p) == 0);
	OK(studentnumber_contradictions(a, &n, STR("440804201202299007"), 20120229, p) == 2);
	OK(good(a, STR("L440804201411057261"), &n));
	OK(studentnumber_contradictions(a, &n, STR("44080420150906101X"), 20141105, p) == 0);
	OK(studentnumber_contradictions(a, &n, STR(""), 20141106, p) == 1 &&
	   str_eq(p[0].arg[1], STR("2014-11-06")));
}

int main(void)
{
	struct arena a;

	arena_init(&a, 1 << 24);
	test_vectors(&a);
	test_problems(&a);
	test_contradictions(&a);
	arena_free(&a);
	return tap_end();
}
