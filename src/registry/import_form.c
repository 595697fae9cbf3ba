#include "import_form.h"
#include "utf8.h"

/* clang-format off */
static const struct form_adult_field of_adult[ADULT__N] = {
	[ADULT_NAME]             = { &person_kind, PERSON_NAME },
	[ADULT_RELATION]         = { &tie_kind, TIE_RELATION },
	[ADULT_NOTE]             = { &tie_kind, TIE_NOTE },
	[ADULT_ADDRESS]          = { &person_kind, PERSON_ADDRESS },
	[ADULT_HOUSEHOLD_REGION] = { &person_kind, PERSON_HOUSEHOLD_REGION },
	[ADULT_PHONE]            = { &person_kind, PERSON_PHONE },
	[ADULT_GUARDIAN]         = { &tie_kind, TIE_GUARDIAN },
	[ADULT_ID_TYPE]          = { &person_kind, PERSON_ID_TYPE },
	[ADULT_ID_NUMBER]        = { &person_kind, PERSON_ID_NUMBER },
	[ADULT_ETHNICITY]        = { &person_kind, PERSON_ETHNICITY },
	[ADULT_EMPLOYER]         = { &person_kind, PERSON_EMPLOYER },
	[ADULT_OCCUPATION]       = { &person_kind, PERSON_OCCUPATION },
	[ADULT_SEX]              = { &person_kind, PERSON_SEX },
	[ADULT_BIRTH_DATE]       = { &person_kind, PERSON_BIRTH_DATE },
	[ADULT_EDUCATION]        = { &person_kind, PERSON_EDUCATION },
	[ADULT_LIVES_WITH]       = { &tie_kind, TIE_LIVES_WITH },
	[ADULT_BARRED]           = { &tie_kind, TIE_BARRED },
	[ADULT_TIE_FROM]         = { &tie_kind, TIE_FROM },
	[ADULT_TIE_TO]           = { &tie_kind, TIE_TO },
	[ADULT_STATE]            = { &person_kind, PERSON_STATE },
	[ADULT_GUARDIANSHIP]     = { &person_kind, PERSON_GUARDIANSHIP },
	[ADULT_SINCE]            = { &person_kind, PERSON_SINCE },
	[ADULT_CARER]            = { &tie_kind, TIE_CARER },
	[ADULT_HEALTH]           = { &person_kind, PERSON_HEALTH },
	[ADULT_CARE_ABILITY]     = { &person_kind, PERSON_CARE_ABILITY },
	[ADULT_AWAY_FROM]        = { &absence_kind, ABSENCE_FROM },
	[ADULT_AWAY_TO]          = { &absence_kind, ABSENCE_TO },
	[ADULT_AWAY_REGION]      = { &absence_kind, ABSENCE_REGION },
	[ADULT_AWAY_REASON]      = { &absence_kind, ABSENCE_REASON },
};

/* What stands after 父亲, mother_ and the like; beside the field's own label and name. */
static const char *const adult_words[ADULT__N] = {
	[ADULT_NAME]             = "name|姓名",
	[ADULT_RELATION]         = "relation|关系|与学生关系|与儿童关系|与孩子关系",
	[ADULT_NOTE]             = "note|关系说明",
	[ADULT_ADDRESS]          = "address|现住址|住址|地址",
	[ADULT_HOUSEHOLD_REGION] = "household_region|户口所在地行政区划|户口所在地|户籍地",
	[ADULT_PHONE]            = "phone|联系电话|电话|手机|联系方式",
	[ADULT_GUARDIAN]         = "guardian|是否监护人",
	[ADULT_ID_TYPE]          = "id_type|身份证件类型",
	[ADULT_ID_NUMBER]        = "id_number|身份证件号|身份证号|身份证号码|身份证件号码",
	[ADULT_ETHNICITY]        = "ethnicity|民族",
	[ADULT_EMPLOYER]         = "employer|工作单位",
	[ADULT_OCCUPATION]       = "occupation|职务|职业",
	[ADULT_SEX]              = "sex|性别",
	[ADULT_BIRTH_DATE]       = "birth_date|出生日期",
	[ADULT_EDUCATION]        = "education|学历|文化程度",
	[ADULT_LIVES_WITH]       = "lives_with|是否同住",
	[ADULT_BARRED]           = "barred",
	[ADULT_STATE]            = "state|状况",
	[ADULT_GUARDIANSHIP]     = "guardianship|监护能力",
	[ADULT_SINCE]            = "since",
	[ADULT_CARER]            = "carer|是否照料人|日常照料",
	[ADULT_HEALTH]           = "health|身体状况|健康状况",
	[ADULT_CARE_ABILITY]     = "care_ability|照料能力|照护能力",
	[ADULT_AWAY_FROM]        = "away_from|外出日期|外出时间",
	[ADULT_AWAY_TO]          = "away_to|返回日期|返乡日期",
	[ADULT_AWAY_REGION]      = "away_region|外出地|务工地点|务工地|外出地点",
	[ADULT_AWAY_REASON]      = "away_reason|外出原因",
};

static const struct { enum form_part part; const char *words, *last; } who[] = {
	{ PART_FATHER,         "father_|父亲", NULL },
	{ PART_MOTHER,         "mother_|母亲", NULL },
	{ PART_FATHERS_FATHER, "fathers_father_|祖父|爷爷", NULL },
	{ PART_FATHERS_MOTHER, "fathers_mother_|祖母|奶奶", NULL },
	{ PART_MOTHERS_FATHER, "mothers_father_|外祖父|外公", NULL },
	{ PART_MOTHERS_MOTHER, "mothers_mother_|外祖母|外婆", NULL },
	{ PART_CARER,          "carer_|委托监护人|受委托人|被委托人|委托照护人|照护人", NULL },
	{ PART_MEMBER_1,       "member_1_|成员1|成员一|家庭成员1|家庭成员一|家庭成员或监护人1|家庭成员或监护人一|监护人1|监护人一", NULL },
	{ PART_MEMBER_2,       "member_2_|成员2|成员二|家庭成员2|家庭成员二|家庭成员或监护人2|家庭成员或监护人二|监护人2|监护人二", NULL },
	/* 家庭成员或监护人姓名一 */
	{ PART_MEMBER_1,       "成员|家庭成员|家庭成员或监护人|监护人", "一|1" },
	{ PART_MEMBER_2,       "成员|家庭成员|家庭成员或监护人|监护人", "二|2" },
};

/* Beside label and name: what people call a field at the top of a column. */
static const struct { const struct kind *kind; size_t field; const char *words; } other_words[] = {
	{ &child_kind, CHILD_NAME,             "学生姓名|儿童姓名|孩子姓名" },
	{ &child_kind, CHILD_ID_NUMBER,        "身份证号|身份证件号|身份证号码|身份证件号码|公民身份号码" },
	{ &child_kind, CHILD_STUDENT_NUMBER,   "学籍号|全国学籍号" },
	{ &child_kind, CHILD_HOUSEHOLD_REGION, "户籍地|户口所在地|户口所在地行政区划" },
	{ &child_kind, CHILD_LIVING_REGION,    "现住地|现居住地|居住地" },
	{ &child_kind, CHILD_ADDRESS,          "现住址|详细地址|地址" },
	{ &child_kind, CHILD_PHONE,            "电话|联系电话" },
	{ &child_kind, CHILD_SCHOOL,           "学校|学校标识码|学校代码" },
	{ &child_kind, CHILD_CLASS,            "班级|班级名称|班号" },
	{ &school_kind, SCHOOL_CODE,           "学校标识码|学校代码|标识码" },
	{ &school_kind, SCHOOL_NAME,           "学校名称|名称" },
	{ &school_kind, SCHOOL_REGION,         "学校所在地|所在地|学校地址行政区划" },
	{ &school_kind, SCHOOL_KIND,           "办学类型|学校类型" },
	{ &class_kind, CLASS_SCHOOL,           "学校|学校标识码|学校代码" },
	{ &class_kind, CLASS_NUMBER,           "班号|班序" },
	{ &class_kind, CLASS_NAME,             "班级名称|班级|班名" },
	{ &class_kind, CLASS_ENTRY_YEAR,       "入学年份|入学年|年级" },
	{ &staff_kind, STAFF_NAME,             "教师姓名|教职工姓名" },
	{ &staff_kind, STAFF_ID_NUMBER,        "身份证号|身份证件号|身份证号码" },
	{ &staff_kind, STAFF_PHONE,            "电话|联系电话|手机" },
	{ &staff_kind, STAFF_NUMBER,           "教工号|工号|教职工号" },
	{ &staff_kind, STAFF_SCHOOL,           "学校|学校标识码|学校代码" },
	{ &staff_kind, STAFF_POST,             "岗位|职务" },
	{ &staff_kind, STAFF_SUBJECT,          "任教学科|学科" },
	{ &staff_kind, STAFF_EDUCATION,        "学历|文化程度" },
	{ &staff_kind, STAFF_TITLE,            "职称|专业技术职务" },
	{ &staff_kind, STAFF_FROM,             "到校日期|入职日期" },
	{ &staff_kind, STAFF_TO,               "离校日期|离职日期" },
	{ &tie_kind, TIE_CHILD,                "孩子身份证号|学生身份证号|儿童身份证号" },
	{ &tie_kind, TIE_PERSON,               "成员编号|亲属编号" },
	{ &tie_kind, TIE_RELATION,             "关系|与学生关系|与孩子关系" },
	{ &absence_kind, ABSENCE_PERSON,       "成员|亲属|外出人员" },
	{ &absence_kind, ABSENCE_REGION,       "外出地|务工地点" },
	{ &enrolment_kind, ENROLMENT_SCHOOL,   "学校标识码|学校代码" },
	{ &declaration_kind, DECLARATION_STATUS, "是否留守儿童" },
};

static const struct { enum form_status field; const char *words; } status_words[] = {
	{ STATUS_DECLARED, "declared|是否留守儿童|是否留守" },
	{ STATUS_GRADE,    "grade|年级|所在年级" },
	{ STATUS_BOARDING, "boarding|是否寄宿" },
};
/* Columns that stand there for people only. */
static const struct { enum form_shown field; const char *words; } shown_words[] = {
	{ SHOWN_CHILD_NAME,  "孩子姓名|学生姓名|child_name" },
	{ SHOWN_SCHOOL_NAME, "学校名称|所在学校|school_name" },
	{ SHOWN_WHY,         "Why|为什么|原因|exportnumber|导出编号|序号" },
};
/* clang-format on */

struct form_adult_field form_adult_field(enum form_adult a) { return of_adult[a]; }

/* --- comparing headings --- */

/* Signs that forms put around a heading, and that change nothing about it. */
static bool idle(uint32_t sign)
{
	static const uint32_t signs[] = { '*',    '(',    ')',    '/',    ':',    '_',    0xA0,   0x3000,
					  0xFEFF, 0x2605, 0x2606, 0xFF0A, 0xFF08, 0xFF09, 0xFF0F, 0xFF1A };

	if (sign <= ' ')
		return sign != 0;
	for (size_t i = 0; i < COUNT(signs); i++)
		if (sign == signs[i])
			return true;
	return false;
}

static uint32_t next_sign(str s, size_t *at)
{
	uint32_t sign;

	do
		sign = utf8_next(s, at);
	while (idle(sign));
	return sign >= 'A' && sign <= 'Z' ? sign + 32 : sign;
}

/* Where `heading` goes on after `begin`, or SIZE_MAX when it begins otherwise. */
static size_t begins(str heading, str begin)
{
	size_t at = 0, in = 0;

	for (;;) {
		size_t before = at;
		uint32_t wanted = next_sign(begin, &in);
		if (!wanted)
			return before;
		if (next_sign(heading, &at) != wanted)
			return SIZE_MAX;
	}
}

bool form_same_heading(str a, str b)
{
	size_t at = begins(a, b);

	return at != SIZE_MAX && next_sign(a, &at) == 0;
}

static bool among(str heading, const char *words)
{
	str rest = str_of(words), word;

	while (str_next(&rest, '|', &word))
		if (word.n && form_same_heading(heading, word))
			return true;
	return false;
}

/* 出生日期（YYYYMMDD）: without what the form explains behind the name. */
static str without_explanation(str heading)
{
	static const str open[] = { STR_INIT("("), STR_INIT("（") };

	for (size_t i = 1; i < heading.n; i++)
		for (size_t k = 0; k < COUNT(open); k++)
			if (str_starts(str_cut(heading, i, heading.n), open[k]))
				return str_cut(heading, 0, i);
	return heading;
}

static bool called(str heading, const struct field *f)
{
	return form_same_heading(heading, str_of(f->name)) || form_same_heading(heading, str_of(f->label)) ||
	       form_same_heading(heading, str_of(tr(LANG_ZH, f->label)));
}

/* --- what a heading means --- */

static bool match_row(const struct form *f, str heading, struct form_column *ret)
{
	for (size_t i = 0; i < f->nrow; i++)
		if (form_same_heading(heading, str_of(f->row[i].heading)) ||
		    among(heading, f->row[i].words)) {
			*ret = f->row[i];
			return true;
		}
	return false;
}

static bool takes(const struct form *f, size_t field)
{
	const struct field *x = &f->kind->fields[field];

	return !x->derived && x->type != T_SECRET && x->type != T_INSTANT &&
	       !(f->without >> field & 1 && !x->input);
}

static bool is_needed(const struct form *f, size_t field)
{
	return f->kind->fields[field].required && !(f->kind == &tie_kind && field == TIE_PERSON);
}

static bool match_own(const struct form *f, str heading, struct form_column *ret)
{
	for (size_t i = 0; i < f->kind->nfields; i++)
		if (takes(f, i) && called(heading, &f->kind->fields[i])) {
			*ret = (struct form_column){ PART_SELF, i, .needed = is_needed(f, i) };
			return true;
		}
	for (size_t i = 0; i < COUNT(other_words); i++)
		if (other_words[i].kind == f->kind && among(heading, other_words[i].words)) {
			*ret = (struct form_column){ PART_SELF, other_words[i].field,
						     .needed = is_needed(f, other_words[i].field) };
			return true;
		}
	return false;
}

/* A field of an adult, called so by itself. */
static bool match_adult_word(str heading, enum form_part part, struct form_column *ret)
{
	for (size_t i = 0; i < ADULT__N; i++)
		if (among(heading, adult_words[i])) {
			*ret = (struct form_column){ part, i };
			return true;
		}
	return false;
}

static str cut_last(str heading, const char *words)
{
	str rest = str_of(words), word;

	while (str_next(&rest, '|', &word))
		if (str_ends(heading, word))
			return str_cut(heading, 0, heading.n - word.n);
	return (str){ NULL, 0 };
}

static bool match_adult(str heading, struct form_column *ret)
{
	for (size_t i = 0; i < COUNT(who); i++) {
		str all = who[i].last ? cut_last(heading, who[i].last) : heading;
		str rest = str_of(who[i].words), word;
		while (all.n && str_next(&rest, '|', &word)) {
			size_t at = begins(all, word);
			if (at != SIZE_MAX && match_adult_word(str_cut(all, at, all.n), who[i].part, ret))
				return true;
		}
	}
	return false;
}

/* On the sheet of relatives the adult's columns stand without saying whose they are. */
static bool match_tied(str heading, struct form_column *ret)
{
	for (size_t i = 0; i < ADULT__N; i++)
		if (of_adult[i].kind == &person_kind &&
		    called(heading, &person_kind.fields[of_adult[i].field])) {
			*ret = (struct form_column){ PART_MEMBER_1, i };
			return true;
		}
	return match_adult_word(heading, PART_MEMBER_1, ret);
}

static bool match_kind(const struct kind *k, enum form_part part, str heading, struct form_column *ret)
{
	for (size_t i = 1; i < k->nfields; i++) /* the child itself is the row's */
		if (called(heading, &k->fields[i])) {
			*ret = (struct form_column){ part, i };
			return true;
		}
	return false;
}

static bool match_shown(str heading, struct form_column *ret)
{
	if (form_same_heading(heading, STR("编号")) || form_same_heading(heading, STR("id"))) {
		*ret = (struct form_column){ PART_ID, 0 };
		return true;
	}
	for (size_t i = 0; i < COUNT(shown_words); i++)
		if (among(heading, shown_words[i].words)) {
			*ret = (struct form_column){ PART_SHOWN, shown_words[i].field };
			return true;
		}
	return false;
}

static bool match_status(str heading, struct form_column *ret)
{
	for (size_t i = 0; i < COUNT(status_words); i++)
		if (among(heading, status_words[i].words)) {
			*ret = (struct form_column){ PART_STATUS, status_words[i].field };
			return true;
		}
	return false;
}

static bool match_exact(const struct form *f, str heading, struct form_column *ret)
{
	if (match_row(f, heading, ret) || match_own(f, heading, ret))
		return true;
	if (f->kind == &tie_kind && match_tied(heading, ret))
		return true;
	if (f->kind == &child_kind && (match_adult(heading, ret) || match_status(heading, ret) ||
				       match_kind(&student_record_kind, PART_ROLL, heading, ret) ||
				       match_kind(&register_entry_kind, PART_ENTRY, heading, ret)))
		return true;
	return match_shown(heading, ret);
}

bool form_match(const struct form *f, str heading, struct form_column *ret)
{
	str bare;

	heading = str_trim(heading);
	if (!heading.n || !utf8_valid(heading))
		return false;
	if (match_exact(f, heading, ret))
		return true;
	bare = without_explanation(heading);
	return bare.n < heading.n && match_exact(f, bare, ret);
}

/* --- the columns as they go out --- */

/* NULL: adults, status */
static const struct kind *form_part_kind(const struct form *f, enum form_part part)
{
	switch (part) {
	case PART_SELF: return f->kind;
	case PART_ROLL: return &student_record_kind;
	case PART_ENTRY: return &register_entry_kind;
	default: return NULL;
	}
}

const struct field *form_field(const struct form *f, enum form_part part, size_t field)
{
	const struct kind *k = form_part_kind(f, part);

	if (k)
		return &k->fields[field];
	if (part == PART_STATUS)
		return &form_status_fields[field];
	if (PART_IS_ADULT(part))
		return &of_adult[field].kind->fields[of_adult[field].field];
	return NULL;
}

size_t form_columns(struct arena *mem, const struct form *f, struct form_column **ret)
{
	struct form_column *c = NEW(mem, struct form_column, f->nrow + 1 + f->kind->nfields + f->nadult);
	size_t n = 0;

	if (f->nrow) {
		memcpy(c, f->row, f->nrow * sizeof *c);
		*ret = c;
		return f->nrow;
	}
	c[n++] = (struct form_column){ PART_ID, 0 };
	for (size_t i = 0; i < f->kind->nfields; i++)
		if (takes(f, i) && !f->kind->fields[i].input && !(f->without >> i & 1))
			c[n++] = (struct form_column){ PART_SELF, i, .needed = f->kind->fields[i].required };
	for (size_t i = 0; i < f->nadult; i++)
		c[n++] = (struct form_column){ PART_MEMBER_1, f->adult[i] };
	*ret = c;
	return n;
}

str form_heading(const struct form *f, const struct form_column *col, enum lang lang)
{
	if (col->part == PART_ID)
		return lang == LANG_ZH ? STR("编号") : STR("id");
	if (col->heading)
		return str_of(col->heading);
	const struct field *x = form_field(f, col->part, col->field);
	return x ? str_of(tr(lang, x->label)) : (str){ NULL, 0 };
}
