/* test_codes - the embedded code lists: complete, sorted, unambiguous, dated and regional. */
#include "codes.h"
#include "tap.h"
#include "utf8.h"

static const struct code_list *list(const char *name) { return code_list_find(str_of(name)); }

static bool label_is(const char *name, str code, enum lang lang, str label)
{
	return str_eq(code_label(list(name), code, lang), label);
}

static bool is_sorted(const struct code_list *l)
{
	for (size_t i = 1; i < l->n; i++) {
		int c = str_cmp(l->row[i - 1].code, l->row[i].code);
		if (c > 0 || (c == 0 && str_cmp(l->row[i - 1].region, l->row[i].region) > 0))
			return false;
	}
	return true;
}

static bool is_unique(const struct code_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		for (size_t k = 0; k < i; k++)
			if (str_eq(l->row[i].code, l->row[k].code) &&
			    str_eq(l->row[i].region, l->row[k].region) && l->row[i].from == l->row[k].from)
				return false;
	return true;
}

static bool has_both_languages(const struct code_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct code *c = &l->row[i];
		bool ascii = true, chinese = false;
		for (size_t k = 0; k < c->en.n; k++)
			ascii = ascii && (unsigned char)c->en.s[k] < 0x80;
		for (size_t k = 0; k < c->zh.n; k++)
			chinese = chinese || (unsigned char)c->zh.s[k] >= 0x80;
		if (!c->zh.n || !c->en.n || !ascii || !chinese || !utf8_valid(c->zh) || !utf8_valid(c->alias))
			return false;
	}
	return true;
}

/* Each row in force once, and every label leads back to its own row. */
static bool is_complete(const struct code_list *l)
{
	bool seen[256] = { false };
	size_t n = 0, at = 0, dated = 0;

	for (size_t i = 0; i < l->n; i++)
		dated += l->row[i].from > 20260901 || (l->row[i].to && l->row[i].to < 20260901);
	for (const struct code *c; (c = code_next(l, &at, 20260901, STR("440804"))); n++) {
		size_t i = (size_t)(c - l->row);
		if (i >= l->n || i >= COUNT(seen) || seen[i])
			return false;
		seen[i] = true;
		if (code_find(l, c->code, 20260901, STR("440804")) != c ||
		    code_by_label(l, c->zh, 20260901, STR("440804")) != c ||
		    code_by_label(l, c->en, 0, STR("440804")) != c)
			return false;
	}
	return n + dated == l->n;
}

static void test_every_list(void)
{
	for (size_t i = 0; i < code_lists_n; i++) {
		const struct code_list *l = &code_lists[i];
		printf("# %.*s, %zu\n", STR_ARG(l->name), l->n);
		OK(code_list_find(l->name) == l);
		OK(l->n > 0 && is_sorted(l) && is_unique(l));
		OK(has_both_languages(l));
		OK(is_complete(l));
	}
	OK(!list("no_such_list") && !list("") && !list("sexy") && !list("zzz"));
	static const char *const wanted[] = {
		"sex",           "ethnicity",      "relation",           "id_type",
		"no_id_reason",  "household_type", "attendance_mode",    "health",
		"person_state",  "guardianship",   "absence_reason",     "school_kind",
		"enrolment_end", "stage",          "circumstance_topic", "role"
	};
	for (size_t i = 0; i < COUNT(wanted); i++)
		OK(list(wanted[i]));
}

static bool has_codes(const char *name, const char *codes)
{
	const struct code_list *l = list(name);
	str rest = str_of(codes), code;
	size_t n = 0;

	for (; str_next(&rest, ' ', &code); n++)
		if (!code_find(l, code, 20260901, STR("")))
			return false;
	return n == l->n;
}

static void test_contents(void)
{
	OK(has_codes("sex", "1 2"));
	OK(has_codes("id_type", "1 6 7 8 9 A Z"));
	OK(has_codes("no_id_reason", "1 2 3 9"));
	OK(has_codes("household_type", "1 2"));
	OK(has_codes("attendance_mode", "1 2"));
	OK(has_codes("health", "10 20 30 40 50"));
	OK(has_codes("person_state", "alive dead missing imprisoned detained deported"));
	OK(has_codes("guardianship", "able lost"));
	OK(has_codes("absence_reason", "work study other"));
	OK(has_codes("role", "officer civil head teacher counsellor director supervisor federation keeper "
			     "guardian parent child "
			     "police hospital finance inspector admin security auditor volunteer org donor "
			     "city province ministry"));
	OK(has_codes("circumstance_topic",
		     "state guardianship household_type household_region living_region"));
	OK(label_is("sex", STR(CODE_SEX_MALE), LANG_ZH, STR("男")));
	OK(label_is("sex", STR(CODE_SEX_FEMALE), LANG_EN, STR("female")));
	OK(label_is("household_type", STR(CODE_HOUSEHOLD_TYPE_AGRICULTURAL), LANG_ZH, STR("农业户口")));
	OK(label_is("relation", STR(CODE_RELATION_FATHER), LANG_ZH, STR("父亲")));
	OK(label_is("relation", STR(CODE_RELATION_MOTHER), LANG_EN, STR("mother")));
	OK(label_is("school_kind", STR("218"), LANG_ZH, STR("小学教学点")));
	OK(label_is("sex", STR("3"), LANG_ZH, STR("")));
	OK(label_is("sex", STR(""), LANG_ZH, STR("")));
	OK(label_is("sex", (str){ NULL, 0 }, LANG_ZH, STR("")));
}

/* GB/T 3304: 56 peoples with two digits and two letters, and what the police add. */
static void test_ethnicity(void)
{
	const struct code_list *l = list(CODE_LIST_ETHNICITY);
	size_t letters = 0, doubles = 0;
	for (size_t i = 0; i < l->n; i++) {
		letters += l->row[i].note.n == 2;
		for (size_t k = 0; k < i; k++)
			doubles += l->row[i].note.n && str_eq(l->row[i].note, l->row[k].note);
	}
	OK(l->n == 58 && letters == 56 && doubles == 0);
	OK(code_find(l, STR("56"), 0, STR("")) && !code_find(l, STR("57"), 0, STR("")));
	OK(code_find(l, STR("97"), 0, STR("")) && code_find(l, STR("98"), 0, STR("")));
	OK(label_is("ethnicity", STR("01"), LANG_ZH, STR("汉族")));
	OK(label_is("ethnicity", STR("56"), LANG_EN, STR("Jino")));
	OK(code_notes(code_find(l, STR("08"), 0, STR("")), STR("ZH")));
	OK(label_is("ethnicity", STR("08"), LANG_ZH, STR("壮族")));
	OK(code_by_label(l, STR("汉"), 0, STR("")) == code_find(l, STR("01"), 0, STR("")));
	OK(!code_by_label(l, STR("汉人"), 0, STR("")));
}

static void test_notes(void)
{
	size_t at = 0, n = 0;
	const struct code_list *l = list(CODE_LIST_RELATION);
	for (const struct code *c; (c = code_next(l, &at, 20260901, STR("")));)
		if (code_notes(c, STR("parent"))) {
			n++;
			OK(str_eq(c->code, STR("50")) || str_eq(c->code, STR("51")) ||
			   str_eq(c->code, STR("52")) || str_eq(c->code, STR("57")) ||
			   str_eq(c->code, STR("58")));
		}
	OK(n == 5);
}

static bool has_known_stages(const struct code *c)
{
	str rest = c->note, stage;
	size_t n = 0;

	for (; str_next(&rest, ' ', &stage); n++)
		if (!code_find(list(CODE_LIST_STAGE), stage, 0, STR("")))
			return false;
	return n > 0;
}

static void test_school_kinds(void)
{
	const struct code_list *l = list(CODE_LIST_SCHOOL_KIND);
	OK(code_notes(code_find(l, STR("312"), 0, STR("")), STR(CODE_STAGE_PRIMARY)));
	OK(code_notes(code_find(l, STR("312"), 0, STR("")), STR(CODE_STAGE_JUNIOR)));
	OK(!code_notes(code_find(l, STR("312"), 0, STR("")), STR(CODE_STAGE_SENIOR)));
	OK(!code_notes(code_find(l, STR("312"), 0, STR("")), STR("")));
	OK(!code_notes(code_find(l, STR("312"), 0, STR("")), STR("prim")));
	for (size_t i = 0; i < l->n; i++)
		OK(has_known_stages(&l->row[i]));
}

/* Made up: a code that closed, one renamed, and one that a province, then a county, calls otherwise. */
/* clang-format off */
static const struct code dated_row[] = {
	{ .code = STR_INIT("1"), .zh = STR_INIT("旧"), .en = STR_INIT("old"), .to = 20201231 },
	{ .code = STR_INIT("2"), .zh = STR_INIT("甲"), .en = STR_INIT("first"), .to = 20231231 },
	{ .code = STR_INIT("2"), .zh = STR_INIT("乙"), .en = STR_INIT("second"), .from = 20240101 },
	{ .code = STR_INIT("3"), .zh = STR_INIT("国"), .en = STR_INIT("nation") },
	{ .code = STR_INIT("3"), .zh = STR_INIT("省"), .en = STR_INIT("province"), .region = STR_INIT("44") },
	{ .code = STR_INIT("3"), .zh = STR_INIT("县"), .en = STR_INIT("county"), .region = STR_INIT("440804") },
	{ .code = STR_INIT("4"), .zh = STR_INIT("深"), .en = STR_INIT("local"), .region = STR_INIT("4403"),
	  .alias = STR_INIT("圳||鹏") },
};
/* clang-format on */
static const uint16_t dated_order[] = { 6, 5, 4, 3, 2, 1, 0 };
static const struct code_list dated = { STR_INIT("dated"), dated_row, dated_order, COUNT(dated_row) };

static void test_dates(void)
{
	OK(code_find(&dated, STR("1"), 20201231, STR("44")) == &dated_row[0]);
	OK(!code_find(&dated, STR("1"), 20210101, STR("44")));
	OK(code_find(&dated, STR("1"), 0, STR("44")) == &dated_row[0]);
	OK(str_eq(code_label(&dated, STR("1"), LANG_ZH), STR("旧")));
	OK(code_find(&dated, STR("2"), 20231231, STR("")) == &dated_row[1]);
	OK(code_find(&dated, STR("2"), 20240101, STR("")) == &dated_row[2]);
	OK(str_eq(code_label(&dated, STR("2"), LANG_EN), STR("second")));
	OK(code_find(&dated, STR("3"), 20260101, STR("")) == &dated_row[3]);
	OK(code_find(&dated, STR("3"), 20260101, STR("4501")) == &dated_row[3]);
	OK(code_find(&dated, STR("3"), 20260101, STR("440803")) == &dated_row[4]);
	OK(code_find(&dated, STR("3"), 20260101, STR("440804103203")) == &dated_row[5]);
}

static void test_regions(void)
{
	OK(!code_find(&dated, STR("4"), 20260101, STR("440804")));
	OK(!code_find(&dated, STR("4"), 20260101, STR("44")));
	OK(code_find(&dated, STR("4"), 20260101, STR("440304")) == &dated_row[6]);
	OK(str_eq(code_label(&dated, STR("4"), LANG_ZH), STR("深")));
	OK(code_by_label(&dated, STR("鹏"), 20260101, STR("4403")) == &dated_row[6]);
	OK(!code_by_label(&dated, STR("鹏"), 20260101, STR("4404")));
	OK(!code_by_label(&dated, STR(""), 20260101, STR("4403")));
	OK(!code_by_label(&dated, STR("圳||鹏"), 20260101, STR("4403")));
	OK(!code_by_label(&dated, STR("旧"), 20260101, STR("44")));
	OK(code_by_label(&dated, STR("old"), 20200101, STR("44")) == &dated_row[0]);

	size_t at = 0;
	OK(code_next(&dated, &at, 20260101, STR("440804")) == &dated_row[5]); /* 4 is Shenzhen's */
	OK(code_next(&dated, &at, 20260101, STR("440804")) ==
	   &dated_row[2]);                                    /* not 44's nor the nation's 3 */
	OK(!code_next(&dated, &at, 20260101, STR("440804"))); /* 1 is closed, 2 has a new name */
	OK(!code_next(&dated, &at, 20260101, STR("440804")));
}

int main(void)
{
	test_every_list();
	test_contents();
	test_ethnicity();
	test_notes();
	test_school_kinds();
	test_dates();
	test_regions();
	return tap_end();
}
