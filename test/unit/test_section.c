/* Where things lie in a growth file: thirteen sections as domain facts 4.1 names them, and every sort of
 * entry in one of them; what the family may not read in no section that is the family's.  Amounts of help. */
#include "codes.h"
#include "growth.h"
#include "section.h"
#include "support.h"
#include "tap.h"

/* Who sees which section: domain facts 4.1. */
static const struct {
	const char *code, *label;
	bool family;
} sections[] = {
	{ "GF01", "基本信息", true },    { "GF02", "家庭与监护", false }, { "GF03", "居住与学习环境", false },
	{ "GF04", "健康", true },        { "GF05", "学业", true },        { "GF06", "品行与奖惩", true },
	{ "GF07", "心理", false },       { "GF08", "亲情联系", true },    { "GF09", "走访与家访", false },
	{ "GF10", "帮扶与资助", false }, { "GF11", "活动与作品", true },  { "GF12", "评估与计划", false },
	{ "GF13", "结案与移交", false },
};

static void test_sections(void)
{
	const struct code_list *list = code_list_find(STR("growth_section"));

	OK(list && list->n == SECTION__N && COUNT(sections) == SECTION__N);
	for (size_t i = 0; i < COUNT(sections); i++) {
		OK(section_number(str_of(sections[i].code)) == (int)i + 1);
		OK(section_bit(str_of(sections[i].code)) == 1U << i);
		OK(str_eq(code_label(list, str_of(sections[i].code), LANG_ZH), str_of(sections[i].label)));
	}
	OK(section_number(STR("")) == 0 && section_number((str){ NULL, 0 }) == 0);
	OK(section_number(STR("GF00")) == 0 && section_number(STR("GF14")) == 0);
	OK(section_number(STR("GF1")) == 0 && section_number(STR("GF001")) == 0);
	OK(section_number(STR("gf01")) == 0 && section_number(STR("GF+1")) == 0);
	OK(section_bit(STR("GF14")) == 0 && section_bit(STR("GF13")) == 1U << 12);
}

static bool is_familys(const char *section)
{
	int n = section ? section_number(str_of(section)) : 0;

	return n && sections[n - 1].family;
}

static void test_codes(const char *name, const char *(*section_of)(str what))
{
	const struct code_list *list = code_list_find(str_of(name));

	OK(list && list->n);
	/* Child and family read all of these: none lies where the domain's table shows staff alone. */
	for (size_t i = 0; list && i < list->n; i++)
		OK(is_familys(section_of(list->row[i].code)));
	OK(!section_of(STR("no such thing")) && !section_of(STR("")));
}

static void test_kinds(void)
{
	OK(!strcmp(section_of_kind(STR("talk")), "GF07"));
	OK(!strcmp(section_of_kind(STR("handover_note")), "GF13"));
	OK(!strcmp(section_of_kind(STR("support")), "GF10"));
	OK(!strcmp(section_of_kind(STR("visit")), "GF09"));
	OK(!strcmp(section_of_kind(STR("measurement")), "GF04"));
	OK(!strcmp(section_of_kind(STR("letter")), "GF08"));
	OK(!section_of_kind(STR("growth_note")) && !section_of_kind(STR("child")));
	/* Kinds that the family does not read lie in sections that it does not have. */
	OK(!may_read(&(struct actor){ .role = ROLE_PARENT }, talk_kind.profile));
	OK(!may_read(&(struct actor){ .role = ROLE_GUARDIAN }, support_kind.profile));
	OK(!may_read(&(struct actor){ .role = ROLE_CHILD }, handover_note_kind.profile));
}

static void test_amounts(void)
{
	static const char *const good[] = { "500", "500.00", "0.5", "9999999.99", "1", "0.01" };
	static const char *const bad[] = { "",  "0",    "0.00", "-5",       "5.",    ".5",   "5.001",
					   "x", "5,00", "1 00", "10000000", "1.2.3", "五百", "5元" };

	for (size_t i = 0; i < COUNT(good); i++)
		OK(support_amount_valid(str_of(good[i])));
	for (size_t i = 0; i < COUNT(bad); i++)
		OK(!support_amount_valid(str_of(bad[i])));
}

int main(void)
{
	test_sections();
	test_codes("growth_what", section_of_note);
	test_codes("word_what", section_of_word);
	test_codes("work_what", section_of_work);
	test_kinds();
	test_amounts();
	return tap_end();
}
