/* test_import_cell MAP - from a cell, as people and spreadsheets write it, to a value. */
#include "import_cell.h"
#include "import_form.h"
#include "import_row.h"
#include "tap.h"

static struct arena mem;
static struct ctx ctx;
static struct cell_memo memo;

static struct cell_value read_as(const struct kind *k, size_t field, enum cell_type type, unsigned flags,
				 const char *text)
{
	struct cell c = { str_of(text), (uint8_t)type, (uint8_t)flags };

	return cell_value(&ctx, &memo, &k->fields[field], &c);
}

static bool gives(const struct kind *k, size_t field, const char *text, const char *want)
{
	struct cell_value v = read_as(k, field, CELL_TEXT, 0, text);

	if (!v.why && str_eq(v.text, str_of(want)))
		return true;
	printf("# %s gave %.*s %s\n", text, STR_ARG(v.text), v.why ? v.why : "");
	return false;
}

static bool says(struct cell_value v, const char *words)
{
	if (v.why && str_has(str_of(v.why), str_of(words)) && !v.text.n)
		return true;
	printf("# %.*s: %s\n", STR_ARG(v.text), v.why ? v.why : "taken");
	return false;
}

static void test_codes(void)
{
	OK(gives(&child_kind, CHILD_SEX, "1", "1"));
	OK(gives(&child_kind, CHILD_SEX, "男", "1"));
	OK(gives(&child_kind, CHILD_SEX, "1-男", "1"));
	OK(gives(&child_kind, CHILD_SEX, "1男", "1"));
	OK(gives(&child_kind, CHILD_SEX, "2 女", "2"));
	OK(gives(&child_kind, CHILD_SEX, "１", "1"));
	OK(gives(&child_kind, CHILD_SEX, "1-女", "1-女")); /* a contradiction stays for the store to refuse */
	OK(gives(&child_kind, CHILD_SEX, "female", "2"));
	OK(gives(&child_kind, CHILD_ETHNICITY, "汉族", "01"));
	OK(gives(&child_kind, CHILD_ETHNICITY, "汉", "01"));
	OK(gives(&child_kind, CHILD_ETHNICITY, "1", "01")); /* the nought that a spreadsheet took */
	OK(gives(&child_kind, CHILD_ETHNICITY, "01-汉族", "01"));
	OK(gives(&tie_kind, TIE_RELATION, "外婆", "64"));
	OK(gives(&student_record_kind, STUDENT_RECORD_ORPHAN, "是", "1"));
	OK(gives(&declaration_kind, DECLARATION_STATUS, "双亲留守", "2"));
	OK(str_eq(cell_codes(&mem, code_list_find(STR("income_source")), STR("务工、种养；低保"), 20261121),
		  STR("work,farming,relief")));
	OK(!cell_codes(&mem, code_list_find(STR("income_source")), STR("务工、彩票"), 20261121).n);
}

static void test_days(void)
{
	static const char *const same[] = { "20110102", "2011-01-02",       "2011-1-2",
					    "2011/1/2", "2011.1.2",         "2011年1月2日",
					    "2011 1 2", "２０１１－１－２", "2011-01-02 08:30:00" };

	for (size_t i = 0; i < COUNT(same); i++)
		OK(gives(&child_kind, CHILD_BIRTH_DATE, same[i], "2011-01-02"));
	OK(gives(&child_kind, CHILD_BIRTH_DATE, "2011-02-30",
		 "2011-02-30")); /* the store says that there is no such day */
	OK(gives(&child_kind, CHILD_BIRTH_DATE, "1/2/2011",
		 "1/2/2011")); /* nobody knows which is the month */
	OK(says(read_as(&child_kind, CHILD_BIRTH_DATE, CELL_NUMBER, 0, "40545"), "counts days"));
	OK(says(read_as(&child_kind, CHILD_BIRTH_DATE, CELL_TEXT, 0, "40545"), "counts days"));
	OK(str_eq(read_as(&child_kind, CHILD_BIRTH_DATE, CELL_DATE, 0, "2011-01-02").text,
		  STR("2011-01-02")));
	OK(str_eq(read_as(&child_kind, CHILD_BIRTH_DATE, CELL_DATE, 0, "2011-01-02 12:00:00").text,
		  STR("2011-01-02")));
	OK(gives(&child_kind, CHILD_ENTRY_MONTH, "202409", "202409"));
	OK(gives(&child_kind, CHILD_ENTRY_MONTH, "2024-9", "202409"));
	OK(gives(&child_kind, CHILD_ENTRY_MONTH, "2024年9月", "202409"));
	OK(gives(&child_kind, CHILD_ENTRY_MONTH, "2024-09-01", "202409"));
	OK(says(read_as(&child_kind, CHILD_ENTRY_MONTH, CELL_NUMBER, 0, "45536"), "counts days"));
	OK(gives(&class_kind, CLASS_ENTRY_YEAR, "2024级", "2024"));
}

static void test_yes_no(void)
{
	bool yes = false;

	OK(cell_bool(STR("是"), &yes) && yes);
	OK(cell_bool(STR("否"), &yes) && !yes);
	OK(cell_bool(STR("Y"), &yes) && yes);
	OK(cell_bool(STR("n"), &yes) && !yes);
	OK(cell_bool(STR("TRUE"), &yes) && yes);
	OK(cell_bool(STR("有"), &yes) && yes);
	OK(!cell_bool(STR("也许"), &yes));
	OK(gives(&student_record_kind, STUDENT_RECORD_ONLY_CHILD, "是", "true"));
	OK(says(read_as(&student_record_kind, STUDENT_RECORD_ONLY_CHILD, CELL_TEXT, 0, "也许"),
		"neither yes nor no"));
}

static void test_numbers(void)
{
	OK(says(read_as(&child_kind, CHILD_ID_NUMBER, CELL_NUMBER, CELL_RUINED, "4.40804E+17"),
		"last digits are lost"));
	OK(says(read_as(&child_kind, CHILD_ID_NUMBER, CELL_TEXT, 0, "4.40804E+17"), "last digits are lost"));
	OK(str_eq(read_as(&child_kind, CHILD_PHONE, CELL_NUMBER, 0, "13000000077").text, STR("13000000077")));
	struct cell_value v = read_as(&child_kind, CHILD_ID_NUMBER, CELL_TEXT, 0, "440804********101X");
	OK(v.masked && !v.why);
	OK(says(read_as(&child_kind, CHILD_NAME, CELL_ERROR, 0, "#REF!"), "error of the spreadsheet"));
	OK(gives(&child_kind, CHILD_PHONE, "无", ""));
	OK(gives(&child_kind, CHILD_PHONE, "/", ""));
	OK(gives(&child_kind, CHILD_ADDRESS, "莫村\n3号", "莫村 3号"));
}

static void test_regions(void)
{
	OK(gives(&child_kind, CHILD_HOUSEHOLD_REGION, "440804103203", "440804103203"));
	OK(gives(&child_kind, CHILD_HOUSEHOLD_REGION, "440804103000", "440804103"));
	OK(gives(&child_kind, CHILD_HOUSEHOLD_REGION, "440804000000", "440804"));
	OK(gives(&child_kind, CHILD_HOUSEHOLD_REGION, "440804", "440804"));
	OK(gives(&absence_kind, ABSENCE_REGION, "441900", "441900"));
	OK(gives(&child_kind, CHILD_HOUSEHOLD_REGION, "广东省湛江市坡头区龙头镇莫村村委会", "440804103203"));
	OK(gives(&child_kind, CHILD_HOUSEHOLD_REGION, "湛江市坡头区", "440804"));
	OK(gives(&child_kind, CHILD_HOUSEHOLD_REGION, "广东省 湛江市 坡头区", "440804"));
	OK(gives(&absence_kind, ABSENCE_REGION, "广东省深圳市", "4403"));
	OK(gives(&absence_kind, ABSENCE_REGION, "北京市", "11"));
	OK(says(read_as(&child_kind, CHILD_HOUSEHOLD_REGION, CELL_TEXT, 0, "龙头镇"), "Several places"));
	OK(says(read_as(&child_kind, CHILD_HOUSEHOLD_REGION, CELL_TEXT, 0, "某某县"), "no place called"));
	OK(says(read_as(&child_kind, CHILD_HOUSEHOLD_REGION, CELL_TEXT, 0, "某某县"),
		"no place called")); /* remembered */
}

static void test_headings(void)
{
	struct form_column col;

	OK(form_same_heading(STR("★身份证件号 *"), STR("身份证件号")));
	OK(form_same_heading(STR("成员 1\n姓名"), STR("成员1姓名")));
	OK(form_same_heading(STR("村（居）联系人"), STR("村居联系人")));
	OK(!form_same_heading(STR("姓名"), STR("姓名拼音")));
	OK(form_match(&forms[FORM_NATIONAL], STR("出生日期（YYYYMMDD）"), &col) &&
	   col.field == CHILD_BIRTH_DATE);
	OK(form_match(&forms[FORM_NATIONAL], STR("家庭成员或监护人姓名一"), &col) &&
	   col.part == PART_MEMBER_1 && col.field == ADULT_NAME);
	OK(form_match(&forms[FORM_NATIONAL], STR("家庭成员或监护人2身份证件号"), &col) &&
	   col.part == PART_MEMBER_2 && col.field == ADULT_ID_NUMBER);
	OK(form_match(&forms[FORM_CHILDREN], STR("father_away_from"), &col) && col.part == PART_FATHER &&
	   col.field == ADULT_AWAY_FROM);
	OK(form_match(&forms[FORM_CHILDREN], STR("母亲外出地"), &col) && col.part == PART_MOTHER &&
	   col.field == ADULT_AWAY_REGION);
	OK(form_match(&forms[FORM_CIVIL], STR("外祖母出生日期"), &col) && col.part == PART_MOTHERS_MOTHER);
	OK(form_match(&forms[FORM_CIVIL], STR("祖母姓名"), &col) && col.part == PART_FATHERS_MOTHER);
	OK(!form_match(&forms[FORM_NATIONAL], STR("星座"), &col));
}

/* Every heading that goes out means, on the way in, the column that it came from. */
static void test_both_ways(void)
{
	for (size_t f = 0; f < FORM__N; f++) {
		struct form_column *col, back;
		size_t n = form_columns(&mem, &forms[f], &col), good = 0;
		for (size_t i = 0; i < n; i++)
			for (int lang = 0; lang < LANG__N; lang++) {
				str heading = form_heading(&forms[f], &col[i], (enum lang)lang);
				bool ok = form_match(&forms[f], heading, &back) && back.part == col[i].part &&
					  back.field == col[i].field;
				good += ok;
				if (!ok)
					printf("# %s: %.*s\n", forms[f].name, STR_ARG(heading));
			}
		OK(good == n * LANG__N);
		if (f == FORM_NATIONAL)
			OK(n == 71);
	}
}

static void test_class_names(void)
{
	int grade = 0, number = 0;

	OK(import_class_parse(STR("三（1）班"), &grade, &number) && grade == 3 && number == 1);
	OK(import_class_parse(STR("3年级1班"), &grade, &number) && grade == 3 && number == 1);
	OK(import_class_parse(STR("五年级12班"), &grade, &number) && grade == 5 && number == 12);
	OK(import_class_parse(STR("三1班"), &grade, &number) && grade == 3 && number == 1);
	OK(import_class_parse(STR("初一（2）班"), &grade, &number) && grade == 7 && number == 2);
	OK(import_class_parse(STR("高二(十一)班"), &grade, &number) && grade == 11 && number == 11);
	OK(!import_class_parse(STR("31班"), &grade, &number));
	OK(!import_class_parse(STR("向日葵班"), &grade, &number));
}

int main(int argc, char **argv)
{
	static struct model model;

	arena_init(&mem, 64 << 20);
	if (argc < 2 || region_open(&mem, argv[1], &model.regions) != RC_OK) {
		printf("Bail out! no region map\n");
		return 1;
	}
	ctx = (struct ctx){ .mem = &mem, .model = &model, .today = 20261121, .problems = { .mem = &mem } };
	memo.mem = &mem;
	test_codes();
	test_days();
	test_yes_no();
	test_numbers();
	test_regions();
	test_headings();
	test_both_ways();
	test_class_names();
	region_close(model.regions);
	arena_free(&mem);
	return tap_end();
}
