#include "harness_fixture.h"
#include "account.h"
#include "parents.h"

/* clang-format off */
const char *const fixture_name[FIX__N] = {
	[FIX_SCHOOL] = "school", [FIX_CLASS] = "class", [FIX_CLASS_B] = "class_b", [FIX_SCHOOL_2] = "school_2",
	[FIX_CLASS_2] = "class_2", [FIX_FAR_SCHOOL] = "far_school", [FIX_FAR_CLASS] = "far_class", [FIX_KID] = "kid",
	[FIX_KID_B] = "kid_b", [FIX_KID_2] = "kid_2", [FIX_LOOSE] = "loose", [FIX_FAR_KID] = "far_kid",
	[FIX_FATHER] = "father", [FIX_MOTHER] = "mother", [FIX_PARENT_2] = "parent_2", [FIX_FAR_PARENT] = "far_parent",
	[FIX_FATHER_TIE] = "father_tie", [FIX_MOTHER_TIE] = "mother_tie", [FIX_TIE_2] = "tie_2", [FIX_FAR_TIE] = "far_tie",
	[FIX_ABSENCE] = "absence", [FIX_ABSENCE_2] = "absence_2", [FIX_FAR_ABSENCE] = "far_absence",
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
};
static const struct { enum as as; unsigned county; const char *role; enum fixture school, class; } accounts[] = {
	{ AS_OFFICER,     HARNESS_COUNTY,     "officer", FIX__N,         FIX__N },
	{ AS_HEAD,        HARNESS_COUNTY,     "head",    FIX_SCHOOL,     FIX__N },
	{ AS_TEACHER,     HARNESS_COUNTY,     "teacher", FIX_SCHOOL,     FIX_CLASS },
	{ AS_ADMIN,       HARNESS_COUNTY,     "admin",   FIX__N,         FIX__N },
	{ AS_HEAD_2,      HARNESS_COUNTY,     "head",    FIX_SCHOOL_2,   FIX__N },
	{ AS_TEACHER_2,   HARNESS_COUNTY,     "teacher", FIX_SCHOOL_2,   FIX_CLASS_2 },
	{ AS_FAR_OFFICER, HARNESS_FAR_COUNTY, "officer", FIX__N,         FIX__N },
	{ AS_FAR_HEAD,    HARNESS_FAR_COUNTY, "head",    FIX_FAR_SCHOOL, FIX__N },
	{ AS_FAR_TEACHER, HARNESS_FAR_COUNTY, "teacher", FIX_FAR_SCHOOL, FIX_FAR_CLASS },
	{ AS_FAR_ADMIN,   HARNESS_FAR_COUNTY, "admin",   FIX__N,         FIX__N },
};
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

static void make_records(struct arena *mem, struct db *db, struct model *model, struct template *t)
{
	for (size_t i = 0; i < COUNT(records); i++) {
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

static void make_account(struct arena *mem, struct ctx *c, struct template *t, size_t i)
{
	int64_t id;
	enum as as = accounts[i].as;
	struct account_new new = { .login = str_of(as_name[as]),
				   .name = harness_text(mem, "老师%d", (int)as),
				   .role = str_of(accounts[i].role),
				   .school = accounts[i].school == FIX__N ? 0 : t->fix[accounts[i].school],
				   .class = accounts[i].class == FIX__N ? 0 : t->fix[accounts[i].class],
				   .password = STR("request-test") };
	struct sign_in in = { .login = new.login, .password = new.password };

	if (account_add(c, &new, &id) != RC_OK || session_open(c, &in, &t->session[as]) != RC_OK ||
	    token_create(c, id, STR("test"), 0, &t->token[as]) != RC_OK)
		fail_with(c, as_name[as]);
}

void fixture_make(struct arena *mem, struct db *db, struct model *model, struct template *ret)
{
	if (db_write(db, write_meta, NULL) != RC_OK)
		harness_fail("no table meta");
	make_records(mem, db, model, ret);
	for (size_t i = 0; i < COUNT(accounts); i++) {
		struct actor program = actor_system(accounts[i].county);
		struct ctx c = context(mem, db, model, &program);
		make_account(mem, &c, ret, i);
	}
}
