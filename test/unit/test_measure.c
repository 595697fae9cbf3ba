/* What a measuring day writes down: numbers as people write them, eyesight on two charts, body mass, ages,
 * the national standards, and questions about a child's home. */
#include "curve.h"
#include "survey.h"
#include "tap.h"

static bool number_is(const char *text, int wanted)
{
	int got = -1;

	return curve_number(str_of(text), &got) && got == wanted;
}

static void test_numbers(void)
{
	static const char *const none[] = { "",   ".",  "1.",    ".5",  "132.555", "12 ",   " 12",  "1,5",
					    "-1", "+1", "132cm", "1e2", "一百",    "12345", "1.2.3" };
	struct arena mem;
	int kept = 7;

	OK(number_is("132", 13200));
	OK(number_is("132.5", 13250));
	OK(number_is("132.50", 13250));
	OK(number_is("132.05", 13205));
	OK(number_is("0", 0));
	OK(number_is("1200",
		     120000)); /* twelve metres are a number; that no child is so tall is another rule */
	for (size_t i = 0; i < COUNT(none); i++)
		OK(!curve_number(str_of(none[i]), &kept) && kept == 7);
	arena_init(&mem, 1 << 16);
	struct buf b = buf_new(&mem, 100);
	curve_put(&b, 13250);
	buf_ch(&b, ' ');
	curve_put(&b, 13205);
	buf_ch(&b, ' ');
	curve_put(&b, 500);
	OK(str_eq(buf_view(&b), STR("132.5 132.05 5")));
	arena_free(&mem);
}

static bool eye_is(int written, int wanted)
{
	int got = -1;

	return curve_eye(written, &got) && got == wanted;
}

/* GB 11533-2011: 1.0 is 5.0, 0.1 is 4.0, 0.5 is 4.7, 1.5 is 5.2. */
static void test_eyes(void)
{
	int kept = 7;

	OK(eye_is(500, 500));
	OK(eye_is(100, 500));
	OK(eye_is(10, 400));
	OK(eye_is(50, 470));
	OK(eye_is(80, 490));
	OK(eye_is(150, 520));
	OK(eye_is(200, 530));
	OK(eye_is(70, 480)); /* between 0.6 and 0.8: what was surely read */
	OK(eye_is(2, 330));
	OK(eye_is(530, 530));
	OK(!curve_eye(540, &kept) && !curve_eye(250, &kept) && !curve_eye(0, &kept) && !curve_eye(1, &kept));
	OK(!curve_eye(495, &kept) && !curve_eye(210, &kept) && kept == 7);
}

static void test_body(void)
{
	OK(curve_bmi(13250, 2840) == 1618); /* 28.4 / 1.325 / 1.325 = 16.177 */
	OK(curve_bmi(10000, 2500) == 2500);
	OK(curve_bmi(0, 2500) == 0 && curve_bmi(13250, 0) == 0);
	OK(curve_months(20150906, 20261121) == 134);
	OK(curve_months(20150906, 20150906) == 0);
	OK(curve_months(20150906, 20160905) == 11);
	OK(curve_months(20150906, 20160906) == 12);
	OK(curve_months(20160229, 20170228) == 11);
	OK(curve_months(20150906, 20150905) == -1);
}

/* Each kind and sex rises with age and from bound to bound. */
static void test_standard(void)
{
	size_t n = 0;
	const struct curve_row *boys = curve_of(CURVE_HEIGHT, STR("1"), &n);

	OK(n == 12 && boys && boys->months == 84);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < CURVE_BOUNDS; k++)
			OK((!k || boys[i].bound[k] > boys[i].bound[k - 1]) &&
			   (!i || boys[i].bound[k] > boys[i - 1].bound[k]));
	OK(curve_at(CURVE_HEIGHT, STR("1"), 84)->bound[CURVE_MIDDLE] == 12548); /* WS/T 612-2018: boys of 7 */
	OK(curve_at(CURVE_HEIGHT, STR("1"), 95)->bound[CURVE_LOW] == 11351);
	OK(curve_at(CURVE_HEIGHT, STR("2"), 96)->bound[CURVE_MIDDLE] == 12934);
	OK(curve_at(CURVE_HEIGHT, STR("2"), 227)->bound[CURVE_HIGH] == 17148);
	OK(!curve_at(CURVE_HEIGHT, STR("1"), 83) && !curve_at(CURVE_HEIGHT, STR("1"), 228) &&
	   !curve_at(CURVE_HEIGHT, STR(""), 100));
	OK(curve_at(CURVE_BMI, STR("1"), 72)->bound[CURVE_ABOVE] == 1640); /* WS/T 586-2018: boys of 6.0 */
	OK(curve_at(CURVE_BMI, STR("2"), 125)->bound[CURVE_HIGH] == 2150); /* girls of 10.0 */
	OK(curve_at(CURVE_BMI, STR("2"), 126)->bound[CURVE_HIGH] == 2210); /* of 10.5 */
	OK(curve_at(CURVE_BMI, STR("1"), 216)->bound[CURVE_LOW] == 0);     /* WS/T 456-2014 ends before 18 */
	OK(curve_at(CURVE_HEIGHT_LIMIT, STR(""), 0) && curve_at(CURVE_WEIGHT_LIMIT, STR("1"), 150));
	for (size_t i = 0; i < curve_nrows; i++)
		OK(curve_rows[i].source.n > 0);
}

static unsigned asks(const char *sex, int months, int height, int weight, int eye)
{
	struct curve_point p = { .months = months,
				 .height = height,
				 .weight = weight,
				 .bmi = curve_bmi(height, weight),
				 .left = eye,
				 .right = eye };

	return curve_asks(str_of(sex), &p);
}

static void test_asks(void)
{
	OK(asks("1", 120, 14076, 3200, 500) == 0); /* the median boy of ten */
	OK(asks("1", 120, 12678, 2600, 500) == CURVE_SHORT);
	OK(asks("1", 120, 12679, 2600, 500) == 0); /* on the line it is within */
	OK(asks("1", 120, 15475, 3800, 500) == CURVE_TALL);
	OK(asks("1", 120, 14000, 3763, 500) == CURVE_HEAVY); /* 19.2 */
	OK(asks("1", 120, 14000, 3740, 500) == 0);           /* 19.08, said as 19.1 */
	OK(asks("1", 120, 14000, 2820, 500) == CURVE_THIN);  /* 14.39, said as 14.4 */
	OK(asks("2", 120, 14000, 2820, 500) == 0);
	OK(asks("1", 120, 14076, 3200, 490) == CURVE_EYES);
	OK(asks("1", 71, 11500, 2000, 490) ==
	   0); /* below six eyes still learn to see; below seven no standard */
	OK(asks("", 120, 9000, 9000, 0) == 0);
	OK(asks("1", 120, 0, 0, 0) == 0);
}

static bool faulty(const char *answers, const char *wanted)
{
	return str_eq(survey_fault(str_of(answers)), str_of(wanted));
}

static void test_survey(void)
{
	struct arena mem;

	arena_init(&mem, 1 << 16);
	struct buf b = buf_new(&mem, 200);
	survey_say(&b, STR("house"), STR("own"));
	survey_say(&b, STR("danger"), STR("water"));
	survey_say(&b, STR("danger"), STR("road"));
	OK(str_eq(buf_view(&b), STR("house=own danger=water+road")));
	OK(!survey_fault(buf_view(&b)).n);
	OK(str_eq(survey_says(buf_view(&b), STR("danger")), STR("water+road")));
	OK(!survey_says(buf_view(&b), STR("bed")).n);
	OK(survey_ticked(STR("water+road"), STR("road")) && !survey_ticked(STR("water+road"), STR("roa")));
	OK(faulty("house=castle", "house=castle"));
	OK(faulty("castle=own", "castle=own"));
	OK(faulty("house=own house=kin", "house=kin"));
	OK(faulty("house=own+kin", "house=own+kin")); /* of this question one answer */
	OK(faulty("danger=water+water", "danger=water+water"));
	OK(faulty("house", "house"));
	OK(faulty("house=own  bed=own", " "));
	OK(faulty("house=", "house="));
	OK(survey_nitems > 10 && survey_nitems <= SURVEY_ITEMS && survey_items[0].part_en.n);
	arena_free(&mem);
}

int main(void)
{
	test_numbers();
	test_eyes();
	test_body();
	test_standard();
	test_asks();
	test_survey();
	return tap_end();
}
