/* test_import_forms - the forms that schools and civil affairs really use: the national pupil form, the
 * civil-affairs register form, our own sheets, and simple lists; each imported, and imported again. */
#include "sheets.h"
#include "tap.h"

#include <stdio.h>

/* The 71 headings of 学生基本信息表 in its own order, and a row. */
#define NATIONAL_HEAD                                                                                                                                          \
	"★学校标识码|★姓名|★性别|★出生日期|★出生地行政区划代码|籍贯|★民族|★国籍/"                                    \
	"地区|★身份证件类型|★港澳台侨外|★健康状况|"                                                                                     \
	"政治面貌|身份证件号|★户口性质|★户口所在地行政区划|★班号|★入学年月|★入学方式|★就读方式|★现住址|"  \
	"★通信地址|"                                                                                                                                     \
	"★家庭地址|★联系电话|★邮政编码|★是否独生子女|★是否受过学前教育|★是否留守儿童|★是否需要申请资助|" \
	"★是否享受一补|"                                                                                                                               \
	"★是否孤儿|★是否烈士或优抚子女|上下学距离|上下学方式|是否需要乘坐校车|曾用名|身份证件有效期|血型|"      \
	"特长|学籍辅号|"                                                                                                                                 \
	"班内学号|学生来源|电子信箱|主页地址|残疾类型|是否由政府购买学位|随班就读|"                                           \
	"成员1姓名|成员1关系|成员1关系说明|成员1现住址|成员1户口所在地行政区划|成员1联系电话|"                             \
	"成员1是否监护人|"                                                                                                                              \
	"成员1身份证件类型|成员1身份证件号|成员1民族|成员1工作单位|成员1职务|"                                                    \
	"成员2姓名|成员2关系|成员2关系说明|成员2现住址|成员2户口所在地行政区划|成员2联系电话|"                             \
	"成员2是否监护人|"                                                                                                                              \
	"成员2身份证件类型|成员2身份证件号|成员2民族|成员2工作单位|成员2职务|是否进城务工人员随迁子女\n"

#define NATIONAL_ROW(name, sex, born, number, status, father, mother)                                                              \
	"2144000123|" name "|" sex "|" born                                                                                        \
	"|440804000000|广东湛江|汉族|CHN|1-居民身份证|否|健康或良好|少先队员|" number                                              \
	"|农业户口|440804103203|五年级1班|202209|就近入学|走读|莫村3号|莫村3号|莫村3号|13000000077|524057|" \
	"否|是|" status "|否|否|否|否|2.5|步行|否|||||440801|7|正常入学|||无残疾|否|否|" father "|" mother                         \
	"|否\n"
#define FATHER(name, number)                                                                                 \
	name "|父亲||深圳市|440804103203|13911110001|是|居民身份证|" number "|汉族|电子厂|工人"
#define MOTHER(name, number)                                                                                 \
	name "|母亲||深圳市|440804103203|13911110002|是|居民身份证|" number "|汉族|电子厂|工人"

static str born_number(struct harness *h, day born, unsigned n)
{
	return harness_id_number(&h->mem, "440804", born, n);
}

/* The number that this text asks for, %s being the name. */
static int64_t number(struct harness *h, const char *sql, str name)
{
	struct buf b = buf_new(&h->mem, 4096);
	const char *at = strstr(sql, "%.*s");

	buf_put(&b, sql, (size_t)(at - sql));
	buf_str(&b, name);
	buf_str(&b, str_of(at + 4));
	return harness_number(h, buf_view(&b));
}

static const struct import_options of_school = { .kind = &child_kind };

static void test_national(struct harness *h)
{
	str kid = born_number(h, 20160312, 1), father = born_number(h, 19850101, 301),
	    mother = born_number(h, 19870202, 302);
	str text = harness_text(&h->mem,
				"2026年秋季学期学生基本信息表\n\n" NATIONAL_HEAD NATIONAL_ROW(
					"陈阿福", "男", "20160312", "%.*s", "双亲留守儿童",
					FATHER("陈大福", "%.*s"), MOTHER("林阿妹", "%.*s")),
				STR_ARG(kid), STR_ARG(father), STR_ARG(mother));
	struct import_options o = of_school;

	o.form_day = 20260901;
	o.dry_run = true;
	struct import_report r = sheets_import(h, NULL, text.s, o);
	OK(r.rows == 1 && sheets_are(h, &r, 1, 0, 0, 0));
	OK(r.sheet[0].form && strcmp(r.sheet[0].form, "National pupil form") == 0);
	OK(r.warnings.n == 0);
	OK(harness_number(h, STR("SELECT count(*) FROM child WHERE name = '陈阿福'")) == 0);
	o.dry_run = false;
	r = sheets_import(h, NULL, text.s, o);
	OK(sheets_are(h, &r, 1, 0, 0, 0));
	str name = STR("陈阿福");
	OK(number(h,
		  "SELECT count(*) FROM child WHERE name = '%.*s' AND sex = '1' AND birth_date = 20160312 "
		  "AND ethnicity = '01'"
		  " AND household_region = '440804103203' AND household_type = '1' AND entry_month = 202209",
		  name) == 1);
	OK(number(h, "SELECT class FROM child WHERE name = '%.*s'", name) == h->fix[FIX_CLASS]);
	OK(number(h,
		  "SELECT count(*) FROM student_record x JOIN child c ON c.id = x.child WHERE c.name = '%.*s'"
		  " AND x.birthplace = '440804' AND x.nationality = 'CHN' AND x.only_child = 0 AND "
		  "x.preschool = 1"
		  " AND x.distance_km = '2.5' AND x.postcode = '524057' AND x.class_number = '7'",
		  name) == 1);
	OK(number(h,
		  "SELECT count(*) FROM tie i JOIN child c ON c.id = i.child JOIN person p ON p.id = i.person"
		  " WHERE c.name = '%.*s' AND i.guardian = 1 AND p.employer = '电子厂' AND p.occupation = "
		  "'工人'",
		  name) == 2);
	/* "2": an absence without start of each parent, known by the day of the form; and the declaration. */
	OK(number(h,
		  "SELECT count(*) FROM absence a JOIN tie i ON i.person = a.person JOIN child c ON c.id = "
		  "i.child"
		  " WHERE c.name = '%.*s' AND a.from_day IS NULL AND a.known_by = 20260901 AND a.reason = "
		  "'work'",
		  name) == 2);
	OK(number(h,
		  "SELECT count(*) FROM declaration d JOIN child c ON c.id = d.child WHERE c.name = '%.*s'"
		  " AND d.status = '2' AND d.day = 20260901 AND d.source = 'school_roll'",
		  name) == 1);
	OK(number(h,
		  "SELECT x.school_roll FROM crossing x JOIN child c ON c.id = x.child WHERE c.name = '%.*s' "
		  "ORDER BY x.day DESC",
		  name) == 2);
	r = sheets_import(h, NULL, text.s, o);
	OK(sheets_are(h, &r, 0, 0, 1, 0));
	o.form_day = 0; /* the same said again on another day is nothing new */
	r = sheets_import(h, NULL, text.s, o);
	OK(sheets_are(h, &r, 0, 0, 1, 0));
	OK(number(h,
		  "SELECT count(*) FROM absence a JOIN tie i ON i.person = a.person JOIN child c ON c.id = "
		  "i.child WHERE c.name = '%.*s'",
		  name) == 2);
}

/* "1" does not say which parent: a declaration, and nothing else. */
static void test_national_one(struct harness *h)
{
	str kid = born_number(h, 20160512, 3), father = born_number(h, 19850105, 305),
	    mother = born_number(h, 19870206, 306);
	str text =
		harness_text(&h->mem,
			     NATIONAL_HEAD NATIONAL_ROW("陈阿禄", "1", "2016-05-12", "%.*s", "1",
							FATHER("陈大禄", "%.*s"), MOTHER("林阿菊", "%.*s")),
			     STR_ARG(kid), STR_ARG(father), STR_ARG(mother));
	struct import_report r = sheets_import(h, NULL, text.s, of_school);
	str name = STR("陈阿禄");

	OK(sheets_are(h, &r, 1, 0, 0, 0));
	OK(number(h,
		  "SELECT count(*) FROM absence a JOIN tie i ON i.person = a.person JOIN child c ON c.id = "
		  "i.child WHERE c.name = '%.*s'",
		  name) == 0);
	OK(number(h,
		  "SELECT count(*) FROM declaration d JOIN child c ON c.id = d.child WHERE c.name = '%.*s' "
		  "AND d.status = '1'",
		  name) == 1);
	/* A child without parents: the declaration, and the answer stays open. */
	text = harness_text(&h->mem,
			    NATIONAL_HEAD NATIONAL_ROW("陈阿寿", "1", "20160612", "%.*s", "2", "|||||||||||",
						       "|||||||||||"),
			    STR_ARG(born_number(h, 20160612, 5)));
	r = sheets_import(h, NULL, text.s, of_school);
	OK(sheets_are(h, &r, 1, 0, 0, 0));
	OK(harness_number(h, STR("SELECT count(*) FROM declaration d JOIN child c ON c.id = d.child WHERE "
				 "c.name = '陈阿寿' AND d.status = '2'")) == 1);
	OK(harness_number(h, STR("SELECT count(*) FROM crossing x JOIN child c ON c.id = x.child WHERE "
				 "c.name = '陈阿寿' AND x.school_roll IS NOT NULL AND x.day = 20261121")) ==
	   0);
	text = harness_text(&h->mem,
			    NATIONAL_HEAD NATIONAL_ROW("陈阿寿", "1", "20160612", "%.*s", "3", "|||||||||||",
						       "|||||||||||"),
			    STR_ARG(born_number(h, 20160612, 5)));
	r = sheets_import(h, NULL, text.s, of_school);
	OK(sheets_are(h, &r, 0, 0, 0, 1) &&
	   sheets_problem(h, &r.problems, 2, "★是否留守儿童", "is no status"));
}

#define CIVIL_HEAD                                                                                                                                      \
	"姓名|性别|民族|出生日期|身份证号|是否登记户口|户籍地|现居住地|身体情况|残疾类别|残疾等级|患病类型|" \
	"是否寄宿|就学情况|"                                                                                                                    \
	"祖父姓名|祖父出生日期|祖母姓名|祖母出生日期|父亲姓名|父亲身份证号|父亲务工地点|父亲电话|母亲姓名|" \
	"母亲身份证号|"                                                                                                                           \
	"母亲务工地点|母亲电话|双方外出|一方外出另一方无监护能力|无监护能力者|有无委托|委托监护人姓名|"      \
	"委托监护人电话|"                                                                                                                        \
	"委托监护人关系|监护类型|家庭经济来源|救助|负责人|复核人|填表人|填表日期\n"

static void test_civil(struct harness *h)
{
	str text = harness_text(
		&h->mem,
		"农村留守儿童基本情况登记表\n" CIVIL_HEAD
		"黄小芳|女|汉族|2016.7.8|%.*s|是|湛江市坡头区|广东省湛江市坡头区龙头镇莫村村委会|健康||||否|"
		"小学|黄大爷|1950-01-02|钟奶奶|1952年3月4日|"
		"黄建军|%.*s|广东省深圳市|13811110001|李秀英|%.*s|广东省东莞市|13811110002|是|否||有|钟奶奶|"
		"13811110003|祖母|较好|务工、种养|低保|王主任|李四|张三|2026-09-10\n"
		"黄小军|男|汉族|2015.7.8|%.*s|是|湛江市坡头区|湛江市坡头区|健康||||是|小学||||"
		"|黄建国|%.*s||13811110011|赵秀兰|%.*s||13811110012|否|是|母|无||||一般|务工||王主任|李四|"
		"张三|2026-09-10\n",
		STR_ARG(born_number(h, 20160708, 2)), STR_ARG(born_number(h, 19850707, 311)),
		STR_ARG(born_number(h, 19870708, 312)), STR_ARG(born_number(h, 20150708, 3)),
		STR_ARG(born_number(h, 19860707, 313)), STR_ARG(born_number(h, 19880708, 314)));
	struct import_report r = sheets_import(h, NULL, text.s, of_school);
	str one = STR("黄小芳"), two = STR("黄小军");

	OK(sheets_are(h, &r, 2, 0, 0, 0));
	OK(strcmp(r.sheet[0].form, "Civil-affairs register form") == 0);
	OK(number(h,
		  "SELECT count(*) FROM register_entry x JOIN child c ON c.id = x.child WHERE c.name = "
		  "'%.*s' AND x.household_registered = 1"
		  " AND x.schooling = 'primary' AND x.care_grade = 'good' AND x.income_source = "
		  "'work,farming' AND x.aid_items = 'subsistence'"
		  " AND x.deed = 1 AND x.in_charge = '王主任' AND x.form_day = 20260910",
		  one) == 1);
	OK(number(h,
		  "SELECT count(*) FROM child c WHERE c.name = '%.*s' AND c.household_region = '440804' AND "
		  "c.living_region = '440804103203'",
		  one) == 1);
	/* father, mother, grandfather, grandmother; who is the carer, too: one and the same tie */
	OK(number(h, "SELECT count(*) FROM tie i JOIN child c ON c.id = i.child WHERE c.name = '%.*s'",
		  one) == 4);
	OK(number(h,
		  "SELECT count(*) FROM tie i JOIN child c ON c.id = i.child JOIN person p ON p.id = "
		  "i.person WHERE c.name = '%.*s' AND p.name = '钟奶奶' AND i.relation = '62' AND "
		  "p.phone_tail = '0003'",
		  one) == 1);
	/* Both away, and where to; known by the day on the form. */
	OK(number(h,
		  "SELECT count(*) FROM absence a JOIN tie i ON i.person = a.person JOIN child c ON c.id = "
		  "i.child WHERE c.name = '%.*s' AND a.from_day IS NULL AND a.known_by = 20260910",
		  one) == 2);
	OK(number(h,
		  "SELECT count(*) FROM absence a JOIN tie i ON i.person = a.person JOIN child c ON c.id = "
		  "i.child WHERE c.name = '%.*s' AND a.region = '4403'",
		  one) == 1);
	OK(number(h,
		  "SELECT count(*) FROM declaration d JOIN child c ON c.id = d.child WHERE c.name = '%.*s' "
		  "AND d.status = '2' AND d.source = 'civil_affairs' AND d.day = 20260910",
		  one) == 1);
	/* One away, the mother unable: it is the father who is away. */
	OK(number(h,
		  "SELECT count(*) FROM absence a JOIN tie i ON i.person = a.person JOIN child c ON c.id = "
		  "i.child WHERE c.name = '%.*s' AND i.relation = '51'",
		  two) == 1);
	OK(number(h,
		  "SELECT count(*) FROM absence a JOIN tie i ON i.person = a.person JOIN child c ON c.id = "
		  "i.child WHERE c.name = '%.*s'",
		  two) == 1);
	OK(number(h,
		  "SELECT count(*) FROM circumstance u JOIN tie i ON i.person = u.person JOIN child c ON "
		  "c.id = i.child WHERE c.name = '%.*s' AND u.topic = 'guardianship' AND u.value = 'lost' "
		  "AND i.relation = '52'",
		  two) == 1);
	/* At no school nobody boards: said once. */
	OK(sheets_problem(h, &r.warnings, 3, "Day pupil or boarder", "going to school was left out"));
	r = sheets_import(h, NULL, text.s, of_school);
	OK(sheets_are(h, &r, 0, 0, 2, 0));
}

/* A head does not keep the civil-affairs part: it is left out, and said. */
static void test_civil_head(struct harness *h)
{
	struct actor head = sheets_actor(h, ROLE_HEAD, FIX_SCHOOL);
	struct import_options o = of_school;
	o.school = h->fix[FIX_SCHOOL];
	str text = harness_text(&h->mem,
				CIVIL_HEAD "黄小梅|女|汉族|2016.7.9|%.*s|是|440804|440804|健康||||否|小学\n",
				STR_ARG(born_number(h, 20160709, 2)));
	struct import_report r = sheets_import(h, &head, text.s, o);
	OK(sheets_are(h, &r, 1, 0, 0, 0) && sheets_problem(h, &r.warnings, 2, "是否登记户口", "not yours"));
}

static void test_simple_lists(struct harness *h)
{
	const char *schools = "学校代码|学校名称|学校所在地|办学类型\n2144000301|新村小学|440804103203|"
			      "小学\n3144000302|新村中学|440804103|\n",
		   *classes = "学校|班号|入学年份\n2144000301|1|2024级\n2144000301|2|2024\n",
		   *staff = "学校代码|姓名|性别|身份证号|电话|教工号|岗位|任教学科\n2144000123|黄老师|女|"
			    "440804198503032226|13700000001|T001|班主任|语文\n";
	struct import_report r =
		sheets_import(h, NULL, schools, (struct import_options){ .kind = &school_kind });

	OK(sheets_are(h, &r, 2, 0, 0, 0));
	r = sheets_import(h, NULL, schools, (struct import_options){ 0 });
	OK(sheets_are(h, &r, 0, 0, 2, 0) && r.sheet[0].kind == &school_kind);
	r = sheets_import(h, NULL, classes, (struct import_options){ 0 });
	OK(sheets_are(h, &r, 2, 0, 0, 0) && r.sheet[0].kind == &class_kind);
	r = sheets_import(h, NULL, classes, (struct import_options){ .kind = &class_kind });
	OK(sheets_are(h, &r, 0, 0, 2, 0));
	r = sheets_import(h, NULL, staff, (struct import_options){ 0 });
	OK(r.sheet[0].kind == &staff_kind && r.fresh + r.refused == 1);
	if (r.fresh == 1) {
		r = sheets_import(h, NULL, staff, (struct import_options){ .kind = &staff_kind });
		OK(sheets_are(h, &r, 0, 0, 1, 0));
	}
	/* Children of a class by the number of the form, by name in other brackets, and by grade and class
	 * apart. */
	r = sheets_import(h, NULL,
			  "姓名|性别|出生日期|身份证号|不填身份证的原因|学校|班级|入学年月\n"
			  "何一一|女|2017-01-01||1|2144000301|202402|202409\n"
			  "何二二|女|2017-01-02||1|2144000301|三(1)班|202409\n",
			  (struct import_options){ .kind = &child_kind });
	OK(r.rows == 2);
	OK(harness_number(h, STR("SELECT count(*) FROM class k JOIN school s ON s.id = k.school WHERE s.code "
				 "= '2144000301'")) == 2);
}

/* Our own sheets in one file, with numbers that point from one to the other; nothing of it is here yet. */
static const char own[] =
	"# 孩子\n编号|姓名|性别|出生日期|没有号码的原因|户口性质|户籍地|学校|班级|入学年月\n"
	"901|周甲|男|2016-02-03|1|农业户口|440804103203|2144000123|五年级1班|202209\n"
	"902|周乙|女|2018-04-05|1|农业户口|440804103203|2144000123||202409\n"
	"# 亲属\n编号|孩子|大人|关系|姓名|电话\n"
	"911|901|921|父亲|周大|13600000001\n"
	"912|902|921|父亲|周大|13600000001\n"
	"913|901|922|祖母|吴婆婆|\n"
	"# 外出\n编号|大人|外出第一天|外出最后一天|去了哪里\n"
	"931|921|2025-02-01||4403\n932|921|2023-02-01|2024-06-01|4403\n"
	"# 水印\n导出|某人\n"
	"# 说明\n这里什么表头也没有\n";

static void test_own(struct harness *h)
{
	struct import_options o = { .kind = &child_kind, .dry_run = true };
	struct import_report r = sheets_import(h, NULL, own, o);

	OK(r.rows == 7 && sheets_are(h, &r, 7, 0, 0, 0));
	OK(harness_number(h, STR("SELECT count(*) FROM person WHERE name = '周大'")) == 0);
	OK(r.warnings.n == 1 &&
	   str_eq(r.warnings.list[0].what.arg[0], STR("说明"))); /* the watermark is passed over */
	o.dry_run = false;
	r = sheets_import(h, NULL, own, o);
	OK(sheets_are(h, &r, 7, 0, 0, 0));
	OK(harness_number(h, STR("SELECT count(*) FROM person WHERE name = '周大'")) == 1);
	OK(harness_number(h, STR("SELECT count(*) FROM tie i JOIN person p ON p.id = i.person WHERE p.name = "
				 "'周大'")) == 2);
	OK(harness_number(h, STR("SELECT count(*) FROM absence a JOIN person p ON p.id = a.person WHERE "
				 "p.name = '周大'")) == 2);
	r = sheets_import(h, NULL, own, o);
	OK(sheets_are(h, &r, 0, 0, 7, 0));
	/* A child that was refused takes its relatives with it, and the sentence says where to begin. */
	str broken = harness_text(
		&h->mem, "# 孩子\n编号|姓名|性别|出生日期|没有号码的原因\n951|郑丙|男孩子|2016-02-03|1\n# "
			 "亲属\n编号|孩子|大人|关系|姓名\n952|951|953|父亲|郑大\n954|999999|955|父亲|郑二\n");
	r = sheets_import(h, NULL, broken.s, o);
	OK(sheets_are(h, &r, 0, 0, 0, 3) && sheets_problem(h, &r.problems, 2, "孩子", "goes with row 2"));
	OK(sheets_problem(h, &r.problems, 3, "孩子", "no child with the number"));
}

static void tests(struct harness *h)
{
	test_national(h);
	test_national_one(h);
	test_civil(h);
	test_civil_head(h);
	test_simple_lists(h);
	test_own(h);
	OK(harness_journal_whole(h));
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_engine(tests, tap_skip);
	harness_stop();
	return tap_end();
}
