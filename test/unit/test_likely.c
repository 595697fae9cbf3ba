/* test_likely - are two children one? */
#include "likely.h"
#include "tap.h"

static struct likely weigh(const char *name_a, day born_a, const char *id_a, const char *name_b, day born_b,
			   const char *id_b)
{
	return likely_children(
		&(struct likely_facts){ .name = str_of(name_a), .born = born_a, .id_number = str_of(id_a) },
		&(struct likely_facts){ .name = str_of(name_b), .born = born_b, .id_number = str_of(id_b) });
}

static void test_names(void)
{
	OK(likely_names(STR("李小明"), STR("李小明")) == 2);
	OK(likely_names(STR("李 小明"), STR("李小明")) == 2);
	OK(likely_names(STR("阿依古丽·买买提"), STR("阿依古丽买买提")) == 2);
	OK(likely_names(STR("李小明"), STR("李小朋")) == 1);
	OK(likely_names(STR("李小明"), STR("李明小")) == 1);
	OK(likely_names(STR("李明"), STR("李小明")) == 1);
	OK(likely_names(STR("李小明"), STR("王大力")) == 0);
	OK(likely_names(STR("李小明"), STR("")) == 0);
	OK(likely_names(STR("李"), STR("王")) == 0);
}

static void test_signs(void)
{
	struct likely l = weigh("李小明", 20150906, NULL, "李小明", 20150906, NULL);

	OK(l.signs == (LIKELY_NAME | LIKELY_BORN) && l.score >= LIKELY_SCORE);
	l = weigh("李小明", 20150906, NULL, "李小明", 20150609, NULL);
	OK(l.signs == (LIKELY_NAME | LIKELY_BORN_SWAPPED) && l.score >= LIKELY_SCORE);
	l = weigh("李小明", 20150906, NULL, "李小明", 20150908, NULL);
	OK(l.signs == (LIKELY_NAME | LIKELY_BORN_NEAR));
	l = weigh("李小明", 20150131, NULL, "李小明", 20150202, NULL);
	OK(l.signs & LIKELY_BORN_NEAR);
	l = weigh("李小明", 20150906, NULL, "李小明", 20111120, NULL);
	OK(l.signs == LIKELY_NAME && l.score < LIKELY_SCORE);
	l = weigh("李小明", 20150906, NULL, "王大力", 20150906, NULL);
	OK(l.signs == LIKELY_BORN && l.score < LIKELY_SCORE);
}

static void test_numbers(void)
{
	/* one digit of the sequence, and two that changed places; the check digit follows */
	struct likely l =
		weigh("李小明", 20150906, "44080420150906101X", "李小明", 20150906, "440804201509061060");
	OK(l.signs & LIKELY_NUMBER_NEAR && l.score >= LIKELY_SCORE);
	l = weigh("李小明", 20150906, "44080420150906101X", "李小明", 20150906, "440804201509061108");
	OK(l.signs & LIKELY_NUMBER_NEAR && l.score >= LIKELY_SCORE);
	l = weigh("李小明", 20150906, "44080420150906101X", "李小明", 20150906, "440823201509063456");
	OK(l.signs & LIKELY_NUMBERS_DIFFER && l.score < LIKELY_SCORE);
	/* twins: neighbouring numbers, the same phone and school, names of one pattern */
	struct likely_facts a = { .name = STR("陈子涵"),
				  .born = 20160301,
				  .id_number = STR("440804201603011016"),
				  .phones = { STR("13000000001") },
				  .school = 7 },
			    b = { .name = STR("陈子轩"),
				  .born = 20160301,
				  .id_number = STR("440804201603011032"),
				  .phones = { STR("13000000001") },
				  .school = 7 };
	l = likely_children(&a, &b);
	OK(l.score < LIKELY_SCORE);
	/* a slip in the name, no number yet, the same parent and school */
	b.id_number = (str){ NULL, 0 };
	l = likely_children(&a, &b);
	OK(l.signs == (LIKELY_NAME_NEAR | LIKELY_BORN | LIKELY_PHONE | LIKELY_SCHOOL) &&
	   l.score >= LIKELY_SCORE);
	OK(l.score <= 100);
	b.phones[0] = STR("0001"); /* only the tail is known */
	OK(likely_children(&a, &b).signs & LIKELY_PHONE);
	b.phones[0] = STR("13000000009");
	OK(!(likely_children(&a, &b).signs & LIKELY_PHONE));
	b.school = 8;
	OK(!(likely_children(&a, &b).signs & LIKELY_SCHOOL));
}

static struct likely adults(const char *a, int sex_a, const char *phone_a, const char *b, int sex_b,
			    const char *phone_b, bool both)
{
	return likely_adults(
		&(struct likely_adult){ .name = str_of(a), .sex = sex_a, .phone = str_of(phone_a) },
		&(struct likely_adult){ .name = str_of(b), .sex = sex_b, .phone = str_of(phone_b) }, both);
}

static void test_adults(void)
{
	struct likely l = adults("王秀英", 2, "13000000001", "王秀英", 2, "13000000001", false);

	OK(l.signs == (LIKELY_NAME | LIKELY_OWN_PHONE) && l.score >= LIKELY_SCORE);
	OK(adults("王秀英", 2, NULL, "王秀英", 0, NULL, true).score >= LIKELY_SCORE);
	OK(adults("王秀英", 2, NULL, "王秀英", 2, NULL, false).score < LIKELY_SCORE);
	/* a slip in the name, one phone */
	OK(adults("陈志强", 1, "13000000001", "陈志墙", 1, "13000000001", false).score >= LIKELY_SCORE);
	/* brothers around one child; a couple with one phone; one a man, one a woman */
	OK(adults("陈志强", 1, NULL, "陈志明", 1, NULL, true).score < LIKELY_SCORE);
	OK(adults("陈志强", 1, "13000000001", "王秀英", 2, "13000000001", true).score == 0);
	OK(adults("陈志华", 1, "13000000001", "陈志华", 2, "13000000001", true).score < LIKELY_SCORE);
	OK(likely_against(LIKELY_SEX_DIFFERS) && likely_against(LIKELY_NUMBERS_DIFFER) &&
	   !likely_against(LIKELY_NAME));
	for (int i = 0; i < LIKELY_SIGNS; i++)
		OK(likely_label((enum likely_sign)(1U << i))[0]);
}

int main(void)
{
	test_names();
	test_signs();
	test_numbers();
	for (unsigned sign = 1; sign <= LIKELY_NUMBERS_DIFFER; sign <<= 1)
		OK(*likely_label((enum likely_sign)sign));
	test_adults();
	return tap_end();
}
