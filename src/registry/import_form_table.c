#include "import_form.h"

/* clang-format off */

/* 学生基本信息表, in the order of the school roll system's own template. */
#define MEMBER(part, n) \
	{ part, ADULT_NAME,             "成员" n "姓名" }, \
	{ part, ADULT_RELATION,         "成员" n "关系" }, \
	{ part, ADULT_NOTE,             "成员" n "关系说明" }, \
	{ part, ADULT_ADDRESS,          "成员" n "现住址" }, \
	{ part, ADULT_HOUSEHOLD_REGION, "成员" n "户口所在地行政区划" }, \
	{ part, ADULT_PHONE,            "成员" n "联系电话" }, \
	{ part, ADULT_GUARDIAN,         "成员" n "是否监护人" }, \
	{ part, ADULT_ID_TYPE,          "成员" n "身份证件类型" }, \
	{ part, ADULT_ID_NUMBER,        "成员" n "身份证件号" }, \
	{ part, ADULT_ETHNICITY,        "成员" n "民族" }, \
	{ part, ADULT_EMPLOYER,         "成员" n "工作单位" }, \
	{ part, ADULT_OCCUPATION,       "成员" n "职务" }
static const struct form_column national[] = {
	{ PART_SELF, CHILD_SCHOOL,           "学校标识码", "学校代码" },
	{ PART_SELF, CHILD_NAME,             "姓名", "学生姓名", .needed = true },
	{ PART_SELF, CHILD_SEX,              "性别", NULL, .needed = true },
	{ PART_SELF, CHILD_BIRTH_DATE,       "出生日期", NULL, .needed = true },
	{ PART_ROLL, STUDENT_RECORD_BIRTHPLACE,     "出生地行政区划代码", "出生地" },
	{ PART_ROLL, STUDENT_RECORD_NATIVE_PLACE,   "籍贯" },
	{ PART_SELF, CHILD_ETHNICITY,        "民族" },
	{ PART_ROLL, STUDENT_RECORD_NATIONALITY,    "国籍/地区", "国籍" },
	{ PART_SELF, CHILD_ID_TYPE,          "身份证件类型" },
	{ PART_ROLL, STUDENT_RECORD_OVERSEAS,       "港澳台侨外" },
	{ PART_SELF, CHILD_HEALTH,           "健康状况" },
	{ PART_ROLL, STUDENT_RECORD_POLITICAL_STATUS, "政治面貌" },
	{ PART_SELF, CHILD_ID_NUMBER,        "身份证件号", "身份证号|身份证件号码|身份证号码|公民身份号码" },
	{ PART_SELF, CHILD_HOUSEHOLD_TYPE,   "户口性质" },
	{ PART_SELF, CHILD_HOUSEHOLD_REGION, "户口所在地行政区划", "户口所在地|户口所在地行政区划代码" },
	{ PART_SELF, CHILD_CLASS,            "班号", "班级|班级名称" },
	{ PART_SELF, CHILD_ENTRY_MONTH,      "入学年月" },
	{ PART_ROLL, STUDENT_RECORD_ENTRY_MODE,     "入学方式" },
	{ PART_SELF, CHILD_ATTENDANCE_MODE,  "就读方式" },
	{ PART_SELF, CHILD_ADDRESS,          "现住址" },
	{ PART_ROLL, STUDENT_RECORD_MAILING_ADDRESS, "通信地址" },
	{ PART_ROLL, STUDENT_RECORD_HOME_ADDRESS,   "家庭地址" },
	{ PART_SELF, CHILD_PHONE,            "联系电话" },
	{ PART_ROLL, STUDENT_RECORD_POSTCODE,       "邮政编码" },
	{ PART_ROLL, STUDENT_RECORD_ONLY_CHILD,     "是否独生子女" },
	{ PART_ROLL, STUDENT_RECORD_PRESCHOOL,      "是否受过学前教育" },
	{ PART_STATUS, STATUS_DECLARED,      "是否留守儿童" },
	{ PART_ROLL, STUDENT_RECORD_AID_WANTED,     "是否需要申请资助" },
	{ PART_ROLL, STUDENT_RECORD_SUBSIDY,        "是否享受一补" },
	{ PART_ROLL, STUDENT_RECORD_ORPHAN,         "是否孤儿" },
	{ PART_ROLL, STUDENT_RECORD_MARTYR,         "是否烈士或优抚子女" },
	{ PART_ROLL, STUDENT_RECORD_DISTANCE_KM,    "上下学距离" },
	{ PART_ROLL, STUDENT_RECORD_TRANSPORT,      "上下学方式", "上下学交通方式" },
	{ PART_ROLL, STUDENT_RECORD_SCHOOL_BUS,     "是否需要乘坐校车" },
	{ PART_ROLL, STUDENT_RECORD_FORMER_NAME,    "曾用名" },
	{ PART_ROLL, STUDENT_RECORD_ID_EXPIRY,      "身份证件有效期", "证件有效期" },
	{ PART_ROLL, STUDENT_RECORD_BLOOD_TYPE,     "血型" },
	{ PART_ROLL, STUDENT_RECORD_TALENTS,        "特长" },
	{ PART_ROLL, STUDENT_RECORD_AUXILIARY_NUMBER, "学籍辅号" },
	{ PART_ROLL, STUDENT_RECORD_CLASS_NUMBER,   "班内学号" },
	{ PART_ROLL, STUDENT_RECORD_SOURCE,         "学生来源" },
	{ PART_ROLL, STUDENT_RECORD_EMAIL,          "电子信箱", "电子邮箱" },
	{ PART_ROLL, STUDENT_RECORD_HOMEPAGE,       "主页地址", "主页" },
	{ PART_ROLL, STUDENT_RECORD_DISABILITY_TYPE, "残疾类型" },
	{ PART_ROLL, STUDENT_RECORD_SEAT_BOUGHT,    "是否由政府购买学位" },
	{ PART_ROLL, STUDENT_RECORD_INCLUSIVE,      "随班就读" },
	MEMBER(PART_MEMBER_1, "1"),
	MEMBER(PART_MEMBER_2, "2"),
	{ PART_ROLL, STUDENT_RECORD_MIGRANT_CHILD,  "是否进城务工人员随迁子女", "是否随迁子女" },
};

/* 农村留守儿童基本情况登记表 */
static const struct form_column civil[] = {
	{ PART_SELF, CHILD_NAME,             "姓名", "儿童姓名", .needed = true },
	{ PART_SELF, CHILD_SEX,              "性别", NULL, .needed = true },
	{ PART_SELF, CHILD_ETHNICITY,        "民族" },
	{ PART_SELF, CHILD_BIRTH_DATE,       "出生日期", "出生年月日", .needed = true },
	{ PART_SELF, CHILD_ID_NUMBER,        "身份证号", "身份证件号|身份证号码|公民身份号码|居民身份证号码" },
	{ PART_ENTRY, REGISTER_ENTRY_HOUSEHOLD_REGISTERED, "是否登记户口", "户口登记" },
	{ PART_SELF, CHILD_HOUSEHOLD_REGION, "户籍地", "户籍所在地|户口所在地" },
	{ PART_SELF, CHILD_LIVING_REGION,    "现居住地", "居住地|现住地" },
	{ PART_SELF, CHILD_HEALTH,           "身体情况", "身体状况" },
	{ PART_ENTRY, REGISTER_ENTRY_DISABILITY_TYPE, "残疾类别" },
	{ PART_ENTRY, REGISTER_ENTRY_DISABILITY_LEVEL, "残疾等级" },
	{ PART_ENTRY, REGISTER_ENTRY_DISEASE,      "患病类型", "病种" },
	{ PART_STATUS, STATUS_BOARDING,      "是否寄宿", "寄宿" },
	{ PART_ENTRY, REGISTER_ENTRY_SCHOOLING,    "就学情况", "就学" },
	{ PART_FATHERS_FATHER, ADULT_NAME,       "祖父姓名" },
	{ PART_FATHERS_FATHER, ADULT_BIRTH_DATE, "祖父出生日期" },
	{ PART_FATHERS_MOTHER, ADULT_NAME,       "祖母姓名" },
	{ PART_FATHERS_MOTHER, ADULT_BIRTH_DATE, "祖母出生日期" },
	{ PART_MOTHERS_FATHER, ADULT_NAME,       "外祖父姓名" },
	{ PART_MOTHERS_FATHER, ADULT_BIRTH_DATE, "外祖父出生日期" },
	{ PART_MOTHERS_MOTHER, ADULT_NAME,       "外祖母姓名" },
	{ PART_MOTHERS_MOTHER, ADULT_BIRTH_DATE, "外祖母出生日期" },
	{ PART_FATHER, ADULT_NAME,           "父亲姓名" },
	{ PART_FATHER, ADULT_BIRTH_DATE,     "父亲出生日期" },
	{ PART_FATHER, ADULT_ID_NUMBER,      "父亲身份证号" },
	{ PART_FATHER, ADULT_AWAY_REGION,    "父亲务工地点" },
	{ PART_FATHER, ADULT_PHONE,          "父亲电话" },
	{ PART_MOTHER, ADULT_NAME,           "母亲姓名" },
	{ PART_MOTHER, ADULT_BIRTH_DATE,     "母亲出生日期" },
	{ PART_MOTHER, ADULT_ID_NUMBER,      "母亲身份证号" },
	{ PART_MOTHER, ADULT_AWAY_REGION,    "母亲务工地点" },
	{ PART_MOTHER, ADULT_PHONE,          "母亲电话" },
	{ PART_STATUS, STATUS_BOTH_AWAY,     "双方外出", "父母双方外出|父母双方均外出" },
	{ PART_STATUS, STATUS_ONE_AWAY,      "一方外出另一方无监护能力", "父母一方外出另一方无监护能力|一方外出，另一方无监护能力" },
	{ PART_STATUS, STATUS_UNABLE,        "无监护能力者", "无监护能力的一方" },
	{ PART_ENTRY, REGISTER_ENTRY_DEED,         "有无委托", "有无委托监护|委托照护协议" },
	{ PART_CARER, ADULT_NAME,            "委托监护人姓名" },
	{ PART_CARER, ADULT_PHONE,           "委托监护人电话" },
	{ PART_CARER, ADULT_ID_NUMBER,       "委托监护人身份证号" },
	{ PART_CARER, ADULT_RELATION,        "委托监护人关系" },
	{ PART_CARER, ADULT_ADDRESS,         "委托监护人住址" },
	{ PART_ENTRY, REGISTER_ENTRY_CARE_MODE,    "照料人", "实际照护人" },
	{ PART_ENTRY, REGISTER_ENTRY_CARE_GRADE,   "监护类型", "监护情况" },
	{ PART_ENTRY, REGISTER_ENTRY_INCOME_SOURCE, "家庭经济来源", "家庭主要收入来源" },
	{ PART_ENTRY, REGISTER_ENTRY_AID_ITEMS,    "救助", "救助情况|享受保障" },
	{ PART_ENTRY, REGISTER_ENTRY_VILLAGE_CONTACT, "村居联系人", "村联系人|儿童主任" },
	{ PART_ENTRY, REGISTER_ENTRY_IN_CHARGE,    "负责人" },
	{ PART_ENTRY, REGISTER_ENTRY_CHECKED_BY,   "复核人" },
	{ PART_ENTRY, REGISTER_ENTRY_FILLED_BY,    "填表人" },
	{ PART_ENTRY, REGISTER_ENTRY_FORM_DAY,     "填表日期", "登记日期" },
};

/* What of an adult goes out beside the tie; state and guardianship are circumstances, with their days. */
static const uint8_t tied_adult[] = {
	ADULT_NAME, ADULT_SEX, ADULT_BIRTH_DATE, ADULT_ID_TYPE, ADULT_ID_NUMBER, ADULT_PHONE, ADULT_ETHNICITY,
	ADULT_EDUCATION, ADULT_EMPLOYER, ADULT_OCCUPATION, ADULT_HOUSEHOLD_REGION, ADULT_ADDRESS, ADULT_HEALTH,
	ADULT_CARE_ABILITY,
};

#define BIT(field) (UINT64_C(1) << (field))
const struct form forms[FORM__N] = {
	[FORM_SCHOOLS]  = { "schools",  N_("Schools"),  N_("Schools"),  &school_kind, &school_kind, .order = 0 },
	[FORM_CLASSES]  = { "classes",  N_("Classes"),  N_("Classes"),  &class_kind,  &class_kind,  .order = 1 },
	[FORM_STAFF]    = { "staff",    N_("Staff"),    N_("Staff"),    &staff_kind,  &staff_kind,  .order = 2 },
	[FORM_CHILDREN] = { "children", N_("Children"), N_("Children"), &child_kind,  &child_kind,  .order = 3, .without = BIT(CHILD_SINCE) },
	[FORM_NATIONAL] = { "national", N_("National pupil form"), N_("Pupils"), &child_kind, &child_kind, national, COUNT(national), .order = 3 },
	[FORM_CIVIL]    = { "civil", N_("Civil-affairs register form"), N_("Register"), &child_kind, &child_kind, civil, COUNT(civil), .order = 3 },
	[FORM_TIES]     = { "ties", N_("Relatives"), N_("Relatives"), &tie_kind, &child_kind, .order = 4, .adult = tied_adult, .nadult = COUNT(tied_adult) },
	[FORM_ABSENCES] = { "absences", N_("Absences"), N_("Absences"), &absence_kind, &child_kind, .order = 5 },
	[FORM_CIRCUMSTANCES] = { "circumstances", N_("Circumstances"), N_("Circumstances"), &circumstance_kind, &child_kind, .order = 6 },
	[FORM_ENROLMENTS] = { "enrolments", N_("Enrolments"), N_("Enrolments"), &enrolment_kind, &child_kind, .order = 7 },
	[FORM_STUDENT_RECORDS] = { "student_records", N_("Details for the school"), N_("Details for the school"), &student_record_kind, &child_kind, .order = 8 },
	[FORM_REGISTER_ENTRIES] = { "register_entries", N_("Civil-affairs details"), N_("Civil-affairs details"), &register_entry_kind, &child_kind, .order = 9 },
	[FORM_DECLARATIONS] = { "declarations", N_("Declared statuses"), N_("Declared statuses"), &declaration_kind, &child_kind, .order = 10, .without = BIT(DECLARATION_BATCH) },
};

const struct field form_status_fields[STATUS__N] = {
	[STATUS_DECLARED]  = { "declared",  T_CODE, N_("Declared status"), C3_PERSONAL, P_DECLARATION, .codes = "roll_status" },
	[STATUS_BOTH_AWAY] = { "both_away", T_BOOL, N_("Both parents away"), C3_PERSONAL, P_DECLARATION },
	[STATUS_ONE_AWAY]  = { "one_away",  T_BOOL, N_("One away, the other unable to care"), C3_PERSONAL, P_DECLARATION },
	[STATUS_UNABLE]    = { "unable",    T_TEXT, N_("Who is unable to care"), C3_PERSONAL, P_FAMILY, .max = 20 },
	[STATUS_BOARDING]  = { "boarding",  T_BOOL, N_("Boards at school"), C3_PERSONAL, P_REGISTER },
	[STATUS_GRADE]     = { "grade",     T_TEXT, N_("Grade"), C3_PERSONAL, P_REGISTER, .max = 20 },
};
/* clang-format on */
