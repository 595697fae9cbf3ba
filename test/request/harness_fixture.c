#include "harness_fixture.h"
#include "account.h"
#include "harness_hash.h"
#include "parents.h"

/* clang-format off */
const char *const fixture_name[FIX__N] = {
	[FIX_SCHOOL] = "school", [FIX_CLASS] = "class", [FIX_CLASS_B] = "class_b", [FIX_SCHOOL_2] = "school_2",
	[FIX_CLASS_2] = "class_2", [FIX_FAR_SCHOOL] = "far_school", [FIX_FAR_CLASS] = "far_class", [FIX_KID] = "kid",
	[FIX_KID_B] = "kid_b", [FIX_KID_2] = "kid_2", [FIX_LOOSE] = "loose", [FIX_FAR_KID] = "far_kid",
	[FIX_FATHER] = "father", [FIX_MOTHER] = "mother", [FIX_PARENT_2] = "parent_2", [FIX_FAR_PARENT] = "far_parent",
	[FIX_FATHER_TIE] = "father_tie", [FIX_MOTHER_TIE] = "mother_tie", [FIX_TIE_2] = "tie_2", [FIX_FAR_TIE] = "far_tie",
	[FIX_ABSENCE] = "absence", [FIX_ABSENCE_2] = "absence_2", [FIX_FAR_ABSENCE] = "far_absence",
	[FIX_GRANDMA] = "grandma", [FIX_GRANDMA_TIE] = "grandma_tie", [FIX_BARRED] = "barred", [FIX_BARRED_TIE] = "barred_tie",
};

/* In the order in which they are made; {names} of earlier ones may stand in later ones. */
static const struct { enum fixture fix; unsigned county; const char *kind, *body; } records[] = {
	{ FIX_SCHOOL, HARNESS_COUNTY, "school",
	  "{\"code\":\"2144000123\",\"name\":\"五合小学\",\"region\":\"440804101209\"}" },
	{ FIX_CLASS, HARNESS_COUNTY, "class", "{\"school\":\"{school}\",\"number\":1,\"name\":\"五年级1班\",\"entry_year\":2022}" },
	{ FIX_CLASS_B, HARNESS_COUNTY, "class", "{\"school\":\"{school}\",\"number\":2,\"name\":\"三年级2班\",\"entry_year\":2024}" },
	{ FIX_SCHOOL_2, HARNESS_COUNTY, "school",
	  "{\"code\":\"2144000124\",\"name\":\"莫村小学\",\"region\":\"440804103203\"}" },
	{ FIX_CLASS_2, HARNESS_COUNTY, "class", "{\"school\":\"{school_2}\",\"number\":1,\"name\":\"一年级1班\",\"entry_year\":2026}" },
	{ FIX_FAR_SCHOOL, HARNESS_FAR_COUNTY, "school",
	  "{\"code\":\"2144000125\",\"name\":\"文体小学\",\"region\":\"440803001001\"}" },
	{ FIX_FAR_CLASS, HARNESS_FAR_COUNTY, "class",
	  "{\"school\":\"{far_school}\",\"number\":1,\"name\":\"五年级1班\",\"entry_year\":2022}" },
	{ FIX_KID, HARNESS_COUNTY, "child",
	  "{\"name\":\"李小明\",\"sex\":\"1\",\"birth_date\":\"2015-09-06\",\"id_number\":\"44080420150906101X\","
	  "\"student_number\":\"G44080420150906101X\",\"ethnicity\":\"01\",\"household_region\":\"440804103203\","
	  "\"household_type\":\"1\",\"living_region\":\"440804101209\",\"address\":\"广东省湛江市坡头区龙头镇莫村3号\","
	  "\"phone\":\"13000000077\",\"health\":\"10\",\"school\":\"{school}\",\"class\":\"{class}\","
	  "\"entry_month\":\"202209\",\"attendance_mode\":\"1\"}" },
	{ FIX_KID_B, HARNESS_COUNTY, "child",
	  "{\"name\":\"李小红\",\"sex\":\"2\",\"birth_date\":\"2018-03-02\",\"no_id_reason\":\"1\","
	  "\"household_region\":\"440804103203\",\"household_type\":\"1\",\"school\":\"{school}\",\"class\":\"{class_b}\","
	  "\"entry_month\":\"202409\",\"attendance_mode\":\"1\"}" },
	{ FIX_KID_2, HARNESS_COUNTY, "child",
	  "{\"name\":\"陈大文\",\"sex\":\"1\",\"birth_date\":\"2019-05-05\",\"no_id_reason\":\"2\","
	  "\"household_region\":\"440804101209\",\"household_type\":\"1\",\"school\":\"{school_2}\",\"class\":\"{class_2}\","
	  "\"entry_month\":\"202609\",\"attendance_mode\":\"2\"}" },
	{ FIX_LOOSE, HARNESS_COUNTY, "child",
	  "{\"name\":\"吴未入学\",\"sex\":\"2\",\"birth_date\":\"2022-02-03\",\"no_id_reason\":\"9\","
	  "\"household_region\":\"440804101\",\"household_type\":\"2\"}" },
	{ FIX_FAR_KID, HARNESS_FAR_COUNTY, "child",
	  "{\"name\":\"远方童\",\"sex\":\"1\",\"birth_date\":\"2014-10-10\",\"no_id_reason\":\"1\",\"phone\":\"13000000088\","
	  "\"household_region\":\"440803001001\",\"household_type\":\"1\",\"school\":\"{far_school}\",\"class\":\"{far_class}\","
	  "\"entry_month\":\"202209\",\"attendance_mode\":\"1\"}" },
	{ FIX_FATHER_TIE, HARNESS_COUNTY, "parent",
	  "{\"child\":\"{kid}\",\"relation\":\"51\",\"name\":\"李建国\",\"id_number\":\"440804198501010010\","
	  "\"phone\":\"13000000001\",\"lives_with\":false}" },
	{ FIX_MOTHER_TIE, HARNESS_COUNTY, "parent",
	  "{\"child\":\"{kid}\",\"relation\":\"52\",\"name\":\"王秀英\",\"phone\":\"13000000002\",\"lives_with\":true}" },
	{ FIX__N, HARNESS_COUNTY, "parent",
	  "{\"child\":\"{kid_b}\",\"relation\":\"51\",\"name\":\"李建国\",\"phone\":\"13000000001\"}" },
	{ FIX_TIE_2, HARNESS_COUNTY, "parent",
	  "{\"child\":\"{kid_2}\",\"relation\":\"51\",\"name\":\"陈大山\",\"phone\":\"13000000003\"}" },
	{ FIX_FAR_TIE, HARNESS_FAR_COUNTY, "parent",
	  "{\"child\":\"{far_kid}\",\"relation\":\"51\",\"name\":\"远方父\",\"phone\":\"13000000004\"}" },
	{ FIX_ABSENCE, HARNESS_COUNTY, "absence",
	  "{\"person\":\"{father}\",\"from\":\"2026-01-10\",\"region\":\"4419\",\"reason\":\"work\"}" },
	{ FIX__N, HARNESS_COUNTY, "absence",
	  "{\"person\":\"{mother}\",\"from\":\"2026-02-20\",\"region\":\"4403\",\"reason\":\"work\"}" },
	{ FIX_ABSENCE_2, HARNESS_COUNTY, "absence",
	  "{\"person\":\"{parent_2}\",\"from\":\"2026-11-01\",\"reason\":\"work\"}" },
	{ FIX_FAR_ABSENCE, HARNESS_FAR_COUNTY, "absence",
	  "{\"person\":\"{far_parent}\",\"from\":\"2026-03-01\",\"reason\":\"work\"}" },
	{ FIX_GRANDMA, HARNESS_COUNTY, "person",
	  "{\"name\":\"陈桂兰\",\"sex\":\"2\",\"birth_date\":\"1956-04-17\",\"phone\":\"13000000005\"}" },
	{ FIX_GRANDMA_TIE, HARNESS_COUNTY, "tie",
	  "{\"child\":\"{kid}\",\"person\":\"{grandma}\",\"relation\":\"62\",\"guardian\":true,\"lives_with\":true}" },
	{ FIX_BARRED, HARNESS_COUNTY, "person", "{\"name\":\"李建军\",\"sex\":\"1\",\"phone\":\"13000000006\"}" },
	{ FIX_BARRED_TIE, HARNESS_COUNTY, "tie",
	  "{\"child\":\"{kid}\",\"person\":\"{barred}\",\"relation\":\"83\",\"guardian\":true,\"barred\":true}" },
};
enum { KIN = 4 }; /* of those, at the end: the grandmother and the uncle, for tests with everyone */

/* Places are fixtures; 0, the first of them, stands for none but where the role has a school. */
static const struct {
	enum as as;
	unsigned county;
	const char *role;
	enum fixture school, class, person, child;
	const char *region;
	day cleared; /* 0: last month */
} accounts[] = {
	{ AS_OFFICER, HARNESS_COUNTY, "officer" },
	{ AS_HEAD, HARNESS_COUNTY, "head", .school = FIX_SCHOOL },
	{ AS_TEACHER, HARNESS_COUNTY, "teacher", .school = FIX_SCHOOL, .class = FIX_CLASS },
	{ AS_ADMIN, HARNESS_COUNTY, "admin" },
	{ AS_HEAD_2, HARNESS_COUNTY, "head", .school = FIX_SCHOOL_2 },
	{ AS_TEACHER_2, HARNESS_COUNTY, "teacher", .school = FIX_SCHOOL_2, .class = FIX_CLASS_2 },
	{ AS_FAR_OFFICER, HARNESS_FAR_COUNTY, "officer" },
	{ AS_FAR_HEAD, HARNESS_FAR_COUNTY, "head", .school = FIX_FAR_SCHOOL },
	{ AS_FAR_TEACHER, HARNESS_FAR_COUNTY, "teacher", .school = FIX_FAR_SCHOOL, .class = FIX_FAR_CLASS },
	{ AS_FAR_ADMIN, HARNESS_FAR_COUNTY, "admin" },
	{ AS_SECURITY, HARNESS_COUNTY, "security" },
	{ AS_AUDITOR, HARNESS_COUNTY, "auditor" },
	{ AS_CIVIL, HARNESS_COUNTY, "civil" },
	{ AS_FAR_SECURITY, HARNESS_FAR_COUNTY, "security" },
	{ AS_COUNSELLOR, HARNESS_COUNTY, "counsellor" },
	{ AS_DIRECTOR, HARNESS_COUNTY, "director", .region = "440804101209" },
	{ AS_SUPERVISOR, HARNESS_COUNTY, "supervisor", .region = "440804101" },
	{ AS_FEDERATION, HARNESS_COUNTY, "federation" },
	{ AS_KEEPER, HARNESS_COUNTY, "keeper" },
	{ AS_GUARDIAN, HARNESS_COUNTY, "guardian", .person = FIX_GRANDMA },
	{ AS_PARENT, HARNESS_COUNTY, "parent", .person = FIX_FATHER },
	{ AS_CHILD, HARNESS_COUNTY, "child", .child = FIX_KID },
	{ AS_POLICE, HARNESS_COUNTY, "police" },
	{ AS_HOSPITAL, HARNESS_COUNTY, "hospital" },
	{ AS_FINANCE, HARNESS_COUNTY, "finance" },
	{ AS_INSPECTOR, HARNESS_COUNTY, "inspector" },
	{ AS_VOLUNTEER, HARNESS_COUNTY, "volunteer" },
	{ AS_ORG, HARNESS_COUNTY, "org" },
	{ AS_DONOR, HARNESS_COUNTY, "donor" },
	{ AS_CITY, HARNESS_COUNTY, "city", .region = "4408" },
	{ AS_PROVINCE, HARNESS_COUNTY, "province", .region = "44" },
	{ AS_MINISTRY, HARNESS_COUNTY, "ministry" },
	{ AS_BARRED, HARNESS_COUNTY, "guardian", .person = FIX_BARRED },
	{ AS_OVERDUE, HARNESS_COUNTY, "teacher", .school = FIX_SCHOOL, .class = FIX_CLASS, .cleared = 20250101 },
	{ AS_COUNSELLOR_2, HARNESS_COUNTY, "counsellor" },
	{ AS_DIRECTOR_2, HARNESS_COUNTY, "director", .region = "440804101204" },
	{ AS_GUARDIAN_2, HARNESS_COUNTY, "guardian", .person = FIX_PARENT_2 },
	{ AS_CHILD_2, HARNESS_COUNTY, "child", .child = FIX_KID_2 },
	{ AS_FAR_AUDITOR, HARNESS_FAR_COUNTY, "auditor" },
	{ AS_FAR_CIVIL, HARNESS_FAR_COUNTY, "civil" },
	{ AS_FAR_CITY, 441200, "city", .region = "4412" },
};
enum { FEW = 14 }; /* what most tests need: a password costs time */
/* clang-format on */

struct making {
	struct template *to;
	const struct kind *kind; /* NULL: a parent */
	const char *body;
	int64_t id;
};

/* The body with its {names} replaced by ids. */
static str filled(struct arena *mem, const struct template *t, const char *text)
{
	struct buf b = buf_new(mem, 1 << 16);

	for (const char *p = text; *p; p++) {
		bool found = false;
		for (int i = 0; *p == '{' && i < FIX__N && !found; i++) {
			size_t n = strlen(fixture_name[i]);
			if (strncmp(p + 1, fixture_name[i], n) != 0 || p[n + 1] != '}')
				continue;
			buf_int(&b, t->fix[i]);
			p += n + 1;
			found = true;
		}
		if (!found)
			buf_ch(&b, *p);
	}
	return buf_view(&b);
}

static enum rc make_one(struct ctx *c, void *arg)
{
	struct making *m = arg;
	struct json_value *body;
	struct record done;
	enum rc rc = json_parse(c->mem, filled(c->mem, m->to, m->body), &body);

	if (rc != RC_OK)
		return rc;
	struct input in = input_new(m->kind ? m->kind : &parent_view);
	input_json(c, &in, body);
	if (!m->kind)
		return parent_create(c, &in, &m->id);
	rc = record_create(c, &in, &done);
	m->id = done.id;
	return rc;
}

static void fail_with(const struct ctx *c, const char *what)
{
	struct buf b = buf_new(c->mem, 1 << 16);

	for (size_t i = 0; i < c->problems.n; i++) {
		buf_str(&b, c->problems.list[i].field);
		buf_lit(&b, ": ");
		problem_put(&b, LANG_EN, &c->problems.list[i]);
		buf_lit(&b, "; ");
	}
	harness_fail("fixture %s: %.*s", what, STR_ARG(buf_view(&b)));
}

static enum rc write_meta(struct db *db, void *arg)
{
	(void)arg;
	return DB_EXEC(db, "INSERT INTO meta (name, value) VALUES ('county', ?1)", TEXT(STR("440804")));
}

static struct ctx context(struct arena *mem, struct db *db, const struct model *model,
			  const struct actor *who)
{
	int64_t now = (int64_t)day_number(HARNESS_TODAY) * 86400 * 1000000 + INT64_C(2) * 3600 * 1000000;

	return (struct ctx){ .mem = mem,
			     .db = db,
			     .model = model,
			     .who = who,
			     .lang = LANG_EN,
			     .via = VIA_CLI,
			     .today = HARNESS_TODAY,
			     .now = now,
			     .problems = { .mem = mem } };
}

static void note_person(struct ctx *c, struct template *t, enum fixture tie, enum fixture person)
{
	int64_t id = 0;

	if (DB_ONE(c->db, &id, "SELECT i.person FROM tie i WHERE i.id = ?1", INT(t->fix[tie])) != RC_OK)
		harness_fail("no person behind %s", fixture_name[tie]);
	t->fix[person] = id;
}

static void make_records(struct arena *mem, struct db *db, struct model *model, bool everyone,
			 struct template *t)
{
	for (size_t i = 0; i < COUNT(records) - (everyone ? 0 : KIN); i++) {
		struct actor program = actor_system(records[i].county);
		struct ctx c = context(mem, db, model, &program);
		struct making m = { t, model_kind_named(model, str_of(records[i].kind)), records[i].body, 0 };
		if (store_write(&c, PRIO_PEOPLE, make_one, &m) != RC_OK)
			fail_with(&c, records[i].body);
		if (records[i].fix != FIX__N)
			t->fix[records[i].fix] = m.id;
		if (records[i].fix == FIX_FAR_TIE) {
			note_person(&c, t, FIX_FATHER_TIE, FIX_FATHER);
			note_person(&c, t, FIX_MOTHER_TIE, FIX_MOTHER);
			note_person(&c, t, FIX_TIE_2, FIX_PARENT_2);
			note_person(&c, t, FIX_FAR_TIE, FIX_FAR_PARENT);
		}
	}
}

static int64_t fixture_id(const struct template *t, enum fixture f, bool some)
{
	return some ? t->fix[f] : 0;
}

static int64_t make_account(struct arena *mem, struct ctx *c, struct template *t, size_t i)
{
	int64_t id;
	enum as as = accounts[i].as;
	const struct role_row *role = role_of_code(str_of(accounts[i].role));
	bool at_school = role->role & (ROLE_HEAD | ROLE_TEACHER);
	struct account_new new = { .login = str_of(as_name[as]),
				   .name = harness_text(mem, "老师%d", (int)as),
				   .role = str_of(accounts[i].role),
				   .school = fixture_id(t, accounts[i].school, at_school),
				   .class = fixture_id(t, accounts[i].class, role->role == ROLE_TEACHER),
				   .person = fixture_id(t, accounts[i].person, accounts[i].person != 0),
				   .child = fixture_id(t, accounts[i].child, accounts[i].child != 0),
				   .region = str_of(accounts[i].region ? accounts[i].region : ""),
				   .cleared = accounts[i].cleared ? accounts[i].cleared : 20261015,
				   .password = STR("request-Test1") };
	struct sign_in in = { .login = new.login, .password = new.password };

	if (account_add(c, &new, &id) != RC_OK || session_open(c, &in, &t->session[as]) != RC_OK ||
	    token_create(c, &(struct token_new){ .account = id, .name = STR("test"), .writes = true },
			 &t->token[as]) != RC_OK)
		fail_with(c, as_name[as]);
	return id;
}

/* One counsellor looks after FIX_SCHOOL, the other did so last year. */
static void post_counsellor(struct ctx *c, struct template *t, enum as as, int64_t account)
{
	struct buf b = buf_new(c->mem, 400);

	buf_lit(&b, "{\"account\":\"");
	buf_int(&b, account);
	buf_lit(&b, "\",\"school\":\"{school}\",\"from\":\"2025-09-01\",\"to\":");
	buf_str(&b, as == AS_COUNSELLOR ? STR("null}") : STR("\"2026-07-15\"}"));
	struct making m = { t, model_kind_named(c->model, STR("posting")), str_z(c->mem, buf_view(&b)), 0 };
	if (store_write(c, PRIO_PEOPLE, make_one, &m) != RC_OK)
		fail_with(c, "posting");
}

void fixture_make(struct arena *mem, struct db *db, struct model *model, bool everyone, struct template *ret)
{
	if (db_write(db, write_meta, NULL) != RC_OK)
		harness_fail("no table meta");
	make_records(mem, db, model, everyone, ret);
	for (size_t i = 0; i < (everyone ? COUNT(accounts) : FEW); i++) {
		harness_hash_once(accounts[i].as != AS_OFFICER); /* of its own, for whoever exchanges two */
		struct actor program = actor_system(accounts[i].county);
		struct ctx c = context(mem, db, model, &program);
		int64_t id = make_account(mem, &c, ret, i);
		if (accounts[i].as == AS_COUNSELLOR || accounts[i].as == AS_COUNSELLOR_2)
			post_counsellor(&c, ret, accounts[i].as, id);
	}
	harness_hash_once(false);
}
