#include "demo_forms.h"

#include "demo_names.h"
#include "idnumber.h"
#include "registry.h"

enum { STREAM_STAFF_LIST = 5, STREAM_FORMS = 6, PUPILS_EACH = 15, FORM_DAYS = 70 /* since the form */ };

/* A record under way: what is not set stays empty. */
struct sheet {
	struct ctx *c;
	struct input in;
};

static struct sheet sheet_of(struct ctx *c, const struct kind *k)
{
	return (struct sheet){ c, input_new(k) };
}

static void put(struct sheet *s, size_t field, const char *text)
{
	if (text)
		input_set(&s->in, field, str_of(text));
}

static void put_str(struct sheet *s, size_t field, str text)
{
	if (text.n)
		input_set(&s->in, field, text);
}

static void put_int(struct sheet *s, size_t field, int64_t i) { input_int(&s->in, s->c->mem, field, i); }

static void put_day(struct sheet *s, size_t field, day d) { input_day(&s->in, s->c->mem, field, d); }

static enum rc create(struct sheet *s, int64_t *ret_id)
{
	struct record r;
	enum rc rc = record_create(s->c, &s->in, &r);

	if (rc == RC_OK && ret_id)
		*ret_id = r.id;
	return rc;
}

/* --- staff --- */

static str number_text(struct ctx *c, const char *head, int64_t i, int width)
{
	struct buf b = buf_new(c->mem, 40);

	buf_str(&b, str_of(head));
	buf_pad(&b, i, width);
	return buf_view(&b);
}

/* Valid, with a serial that no county has handed out. */
static str identity(struct ctx *c, int sex, day born, unsigned i)
{
	struct buf b = buf_new(c->mem, 24);

	buf_str(&b, STR(DEMO_COUNTY));
	buf_pad(&b, born, 8);
	buf_pad(&b, 995 - 2 * (int)(i % 48) - (sex == IDNUMBER_FEMALE), 3);
	buf_ch(&b, idnumber_check_digit(b.s));
	return buf_view(&b);
}

static const char *post_of(const struct demo_school *school, unsigned i, unsigned n, unsigned classes)
{
	if (!i)
		return CODE_STAFF_POST_HEAD;
	if (school->boards && i + 1 == n)
		return CODE_STAFF_POST_LIFE_TEACHER;
	if (i + 2 == n && n > 8)
		return CODE_STAFF_POST_COOK;
	return i <= classes ? CODE_STAFF_POST_CLASS_TEACHER : CODE_STAFF_POST_TEACHER;
}

static bool teaches(const char *post)
{
	return !!strcmp(post, CODE_STAFF_POST_COOK) && !!strcmp(post, CODE_STAFF_POST_LIFE_TEACHER);
}

/* Somebody of the staff: what is given, and as written. */
struct member {
	const char *post;
	unsigned serial;
	str name; /* empty: by chance */
	int64_t id;
	day from;
};

/* Who signs in as head or class teacher of the first school is of its staff. */
static str named(struct ctx *c, const char *login)
{
	struct rows q;
	str name = { NULL, 0 };

	if (DB_QUERY(c->db, &q, "SELECT a.name FROM account a WHERE a.login = ?1", TEXT(str_of(login))) !=
	    RC_OK)
		return name;
	if (db_next(&q))
		name = db_dup(c->mem, &q, 0);
	return db_done(&q) == RC_OK ? name : (str){ NULL, 0 };
}

static enum rc write_member(struct ctx *c, int64_t school, struct member *m, struct demo_random *r)
{
	static const char *const subjects[] = { "语文", "数学", "英语", "语文", "数学",
						"科学", "体育", "音乐", "美术", "道德与法治" };
	static const char *const titles[] = { CODE_STAFF_TITLE_SENIOR, CODE_STAFF_TITLE_FIRST,
					      CODE_STAFF_TITLE_FIRST, CODE_STAFF_TITLE_SECOND,
					      CODE_STAFF_TITLE_NONE };
	struct sheet s = sheet_of(c, &staff_kind);
	int sex = demo_random_chance(r, 620) ? IDNUMBER_FEMALE : IDNUMBER_MALE;
	int age = demo_random_between(r, 24, 58), served = demo_random_between(r, 1, age - 22);
	day born = (c->today / 10000 - age) * 10000 + demo_random_between(r, 1, 12) * 100 +
		   demo_random_between(r, 1, 28);

	str name =
		demo_names_person(c->mem, r, demo_names_pick(&demo_words_surnames, r), sex, (str){ NULL, 0 });
	if (m->name.n) {
		sex = !strcmp(m->post, CODE_STAFF_POST_HEAD) ? IDNUMBER_MALE : IDNUMBER_FEMALE;
		name = m->name;
	}
	put_str(&s, STAFF_NAME, name);
	put(&s, STAFF_SEX, sex == IDNUMBER_FEMALE ? "2" : "1");
	put_day(&s, STAFF_BIRTH_DATE, born);
	put_str(&s, STAFF_ID_NUMBER, identity(c, sex, born, m->serial));
	put_str(&s, STAFF_PHONE, number_text(c, "130990", m->serial, 5));
	put_str(&s, STAFF_NUMBER, number_text(c, "T", m->serial + 1, 6));
	put_int(&s, STAFF_SCHOOL, school);
	put(&s, STAFF_POST, m->post);
	if (teaches(m->post))
		put(&s, STAFF_SUBJECT, subjects[m->serial % COUNT(subjects)]);
	put(&s, STAFF_EDUCATION,
	    !teaches(m->post)            ? CODE_EDUCATION_JUNIOR
	    : demo_random_chance(r, 700) ? CODE_EDUCATION_UNIVERSITY
					 : CODE_EDUCATION_COLLEGE);
	if (teaches(m->post))
		put(&s, STAFF_TITLE, titles[demo_random_below(r, COUNT(titles))]);
	m->from = (c->today / 10000 - served) * 10000 + 901;
	put_day(&s, STAFF_FROM, m->from);
	return create(&s, &m->id);
}

static unsigned classes_of(const struct demo_school *s)
{
	unsigned n = 0;

	for (int grade = 1; grade <= DEMO_GRADES; grade++)
		n += demo_school_classes(s, grade);
	return n;
}

enum { CLASS_OF_TEACHER = 3 /* the class of demo_staff.c's teacher, and so the place in the list below */ };

static str name_of_first(struct ctx *c, unsigned k)
{
	return !k ? named(c, "head") : k == CLASS_OF_TEACHER ? named(c, "teacher") : (str){ NULL, 0 };
}

static enum rc write_lead(struct ctx *c, int64_t class, const struct member *who, day from, day to)
{
	struct sheet s = sheet_of(c, &class_teacher_kind);

	put_int(&s, CLASS_TEACHER_CLASS, class);
	put_int(&s, CLASS_TEACHER_STAFF, who->id);
	put_day(&s, CLASS_TEACHER_FROM, from > who->from ? from : who->from);
	if (to)
		put_day(&s, CLASS_TEACHER_TO, to);
	return create(&s, NULL);
}

/* Class by class the next of the list, who leads it since it began or since they came; where somebody took it
 * over this autumn, who led it before. The smallest schools go round: one leads several. */
static enum rc write_leads(struct ctx *c, const struct demo_school *s, const struct member *member,
			   unsigned n)
{
	day autumn = grade_school_year(c->today, &grade_system_6_3) * 10000 + grade_system_6_3.starts;
	unsigned at = n > 1;
	enum rc rc = RC_OK;

	for (int grade = 1; grade <= DEMO_GRADES && rc == RC_OK; grade++)
		for (unsigned k = 1; k <= demo_school_classes(s, grade) && rc == RC_OK;
		     k++, at = at % (n - 1) + 1) {
			const struct member *now = &member[at], *before = &member[at % (n - 1) + 1];
			day began = autumn - (grade - s->lowest) * 10000;
			bool taken_over =
				began < autumn && now != before && before->from < autumn && at % 4 == 1;
			if (taken_over)
				rc = write_lead(c, s->class[grade][k], before, began, day_add(autumn, -1));
			if (rc == RC_OK)
				rc = write_lead(c, s->class[grade][k], now, taken_over ? autumn : began, 0);
		}
	return rc;
}

/* One for each fifteen pupils; the smallest have two, who teach several grades at once. */
static enum rc write_staff(struct ctx *c, const struct demo_map *m, uint64_t seed, unsigned *ret_n)
{
	struct demo_random r = demo_random_of(seed, STREAM_STAFF_LIST);
	unsigned serial = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < m->schools && rc == RC_OK; i++) {
		const struct demo_school *s = &m->school[i];
		unsigned n = demo_school_size(s) / PUPILS_EACH, classes = classes_of(s);
		n = n < 2 ? 2 : n;
		struct member *member = NEW(c->mem, struct member, n);
		for (unsigned k = 0; k < n && rc == RC_OK; k++) {
			member[k] = (struct member){ post_of(s, k, n, classes), serial++,
						     i ? (str){ NULL, 0 } : name_of_first(c, k), 0, 0 };
			rc = write_member(c, s->id, &member[k], &r);
		}
		if (rc == RC_OK)
			rc = write_leads(c, s, member, n);
	}
	*ret_n = serial;
	return rc;
}

/* --- a school that is no more --- */

/* The Saturday in July after which nobody came any more, of last year. */
static enum rc write_closed(struct ctx *c, const struct demo_map *m)
{
	struct sheet s = sheet_of(c, &school_kind), head = sheet_of(c, &staff_kind);
	const struct demo_school *last = &m->school[m->schools - 1];
	day closed = (c->today / 10000 - 1) * 10000 + 712;
	int64_t id = 0;

	put(&s, SCHOOL_CODE, "2144804999");
	put(&s, SCHOOL_NAME, "旧圩小学教学点");
	put_str(&s, SCHOOL_REGION, last->region);
	put(&s, SCHOOL_KIND, CODE_SCHOOL_KIND_PRIMARY);
	put_day(&s, SCHOOL_CLOSED_ON, closed);
	enum rc rc = create(&s, &id);
	put(&head, STAFF_NAME, "梁守成");
	put(&head, STAFF_SEX, "1");
	put_int(&head, STAFF_SCHOOL, id);
	put(&head, STAFF_POST, CODE_STAFF_POST_HEAD);
	put_day(&head, STAFF_FROM, closed - 110000 + 189);
	put_day(&head, STAFF_TO, day_add(closed, -1));
	return rc == RC_OK ? create(&head, NULL) : rc;
}

/* --- what the forms say of the children of the first school --- */

struct pupil {
	int64_t id;
	int status; /* as computed; -1: not known */
};
enum { PUPILS_MAX = 400 };

static enum rc list_pupils(struct ctx *c, int64_t school, struct pupil *ret, size_t *ret_n)
{
	struct rows q;
	size_t n = 0;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT k.id, (SELECT coalesce(x.school_roll, -1) FROM crossing x WHERE x.child = k.id"
		" AND x.day <= ?2 ORDER BY x.day DESC LIMIT 1) FROM child k WHERE k.school = ?1"
		" ORDER BY k.id",
		INT(school), INT(c->today));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && n < PUPILS_MAX)
		ret[n++] = (struct pupil){ db_int(&q, 0), (int)db_int(&q, 1) };
	*ret_n = n;
	return db_done(&q);
}

/* Now and then a form says something else than the dated facts: a class teacher filled in what was known. */
static const char *declared(const struct pupil *k, size_t i)
{
	static const char *const codes[] = { CODE_ROLL_STATUS_NONE, CODE_ROLL_STATUS_ONE,
					     CODE_ROLL_STATUS_BOTH };
	int says = k->status < 0 ? 1 : k->status;

	if (i % 17 == 5)
		says = says == 1 ? 2 : 1;
	return codes[says];
}

static enum rc write_declaration(struct ctx *c, const struct pupil *k, size_t i, int64_t batch)
{
	struct sheet s = sheet_of(c, &declaration_kind);

	put_int(&s, DECLARATION_CHILD, k->id);
	put(&s, DECLARATION_STATUS, declared(k, i));
	put_day(&s, DECLARATION_DAY, day_add(c->today, -FORM_DAYS));
	put(&s, DECLARATION_SOURCE, CODE_DECLARATION_SOURCE_SCHOOL_ROLL);
	put_int(&s, DECLARATION_BATCH, batch);
	return create(&s, NULL);
}

static const char *chance(struct demo_random *r, unsigned per_mille)
{
	return demo_random_chance(r, per_mille) ? "true" : "false";
}

static enum rc write_details(struct ctx *c, const struct pupil *k, size_t i, struct demo_random *r)
{
	static const char *const ways[] = { "1", "1", "1", "4", "4", "2" };
	struct sheet s = sheet_of(c, &student_record_kind);
	unsigned metres = 300 + 100 * demo_random_below(r, 40);
	struct buf km = buf_new(c->mem, 16);

	buf_int(&km, metres / 1000);
	buf_ch(&km, '.');
	buf_int(&km, metres / 100 % 10);
	put_int(&s, STUDENT_RECORD_CHILD, k->id);
	put(&s, STUDENT_RECORD_BIRTHPLACE, DEMO_COUNTY);
	put(&s, STUDENT_RECORD_NATIVE_PLACE, "广东省湛江市坡头区");
	put(&s, STUDENT_RECORD_NATIONALITY, CODE_COUNTRY_CHINA);
	put(&s, STUDENT_RECORD_OVERSEAS, CODE_OVERSEAS_NONE);
	put(&s, STUDENT_RECORD_POLITICAL_STATUS, "13");
	put_str(&s, STUDENT_RECORD_CLASS_NUMBER, number_text(c, "", (int64_t)i % 30 + 1, 2));
	put(&s, STUDENT_RECORD_ENTRY_MODE, CODE_ENTRY_MODE_NEARBY);
	put(&s, STUDENT_RECORD_SOURCE, CODE_STUDENT_SOURCE_REGULAR);
	put(&s, STUDENT_RECORD_POSTCODE, "524059");
	put(&s, STUDENT_RECORD_ONLY_CHILD, chance(r, 140));
	put(&s, STUDENT_RECORD_PRESCHOOL, chance(r, 870));
	put(&s, STUDENT_RECORD_MIGRANT_CHILD, "false");
	put(&s, STUDENT_RECORD_ORPHAN, CODE_YES_NO_NO);
	put(&s, STUDENT_RECORD_AID_WANTED, chance(r, 160));
	put(&s, STUDENT_RECORD_SUBSIDY, chance(r, 110));
	put_str(&s, STUDENT_RECORD_DISTANCE_KM, buf_view(&km));
	put(&s, STUDENT_RECORD_TRANSPORT, ways[demo_random_below(r, COUNT(ways))]);
	put(&s, STUDENT_RECORD_SCHOOL_BUS, "false");
	return create(&s, NULL);
}

/* Of those whose parents are away: the form that the village fills in. */
static enum rc write_entry(struct ctx *c, const struct pupil *k, struct demo_random *r)
{
	static const char *const incomes[] = { "work", "work", "work,farming", "farming", "work,support" };
	struct sheet s = sheet_of(c, &register_entry_kind);
	bool mothers = demo_random_chance(r, 120), aid = demo_random_chance(r, 130);

	put_int(&s, REGISTER_ENTRY_CHILD, k->id);
	put(&s, REGISTER_ENTRY_HOUSEHOLD_REGISTERED, "true");
	put(&s, REGISTER_ENTRY_SCHOOLING, CODE_SCHOOLING_PRIMARY);
	put(&s, REGISTER_ENTRY_INCOME_SOURCE, incomes[demo_random_below(r, COUNT(incomes))]);
	put(&s, REGISTER_ENTRY_AID_ITEMS, aid ? "subsistence" : NULL);
	put(&s, REGISTER_ENTRY_CARE_MODE,
	    k->status < 2 ? CODE_CARE_MODE_ONE_PARENT
	    : mothers     ? CODE_CARE_MODE_MOTHERS_PARENTS
			  : CODE_CARE_MODE_FATHERS_PARENTS);
	put(&s, REGISTER_ENTRY_CARE_GRADE,
	    demo_random_chance(r, 640) ? CODE_CARE_GRADE_GOOD : CODE_CARE_GRADE_FAIR);
	put(&s, REGISTER_ENTRY_DEED, chance(r, 710));
	put_day(&s, REGISTER_ENTRY_FORM_DAY, day_add(c->today, -FORM_DAYS / 2));
	return create(&s, NULL);
}

static enum rc write_forms(struct ctx *c, const struct pupil *k, size_t n, int64_t batch, uint64_t seed)
{
	struct demo_random r = demo_random_of(seed, STREAM_FORMS);
	struct ctx within = *c;
	enum rc rc = RC_OK;

	within.batch = batch; /* so that the import can be taken back like any other */
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		rc = write_details(&within, &k[i], i, &r);
		if (rc == RC_OK)
			rc = write_declaration(&within, &k[i], i, batch);
		if (rc == RC_OK && k[i].status > 0)
			rc = write_entry(c, &k[i], &r);
	}
	c->problems = within.problems;
	return rc;
}

/* --- who imported what --- */

struct import_made {
	const char *what, *login, *form, *file, *list;
	int64_t school, rows, fresh, changed, same, refused, undo_of;
	int days; /* ago */
};

static enum rc write_batch(struct ctx *c, const struct import_made *b, int64_t *ret)
{
	static const int64_t a_day = INT64_C(86400000000);
	struct sheet s = sheet_of(c, &batch_kind);
	int64_t account = 0;
	enum rc rc = DB_ONE(c->db, &account, "SELECT a.id FROM account a WHERE a.login = ?1",
			    TEXT(str_of(b->login)));

	put(&s, BATCH_WHAT, b->what);
	put(&s, BATCH_FORM, b->form);
	put(&s, BATCH_FILE, b->file);
	put(&s, BATCH_LIST, b->list);
	if (b->school)
		put_int(&s, BATCH_SCHOOL, b->school);
	put_day(&s, BATCH_FORM_DAY, day_add(c->today, -b->days));
	put(&s, BATCH_STATE, CODE_BATCH_STATE_DONE);
	put_int(&s, BATCH_ROWS, b->rows);
	put_int(&s, BATCH_FRESH, b->fresh);
	put_int(&s, BATCH_CHANGED, b->changed);
	put_int(&s, BATCH_SAME, b->same);
	put_int(&s, BATCH_REFUSED, b->refused);
	put_int(&s, BATCH_HELD, 0);
	if (b->undo_of)
		put_int(&s, BATCH_UNDO_OF, b->undo_of);
	put_int(&s, BATCH_ACCOUNT, account);
	put_int(&s, BATCH_AT, c->now - b->days * a_day);
	return rc == RC_OK ? create(&s, ret) : rc;
}

static enum rc note_undone(struct ctx *c, int64_t batch, int64_t by)
{
	struct sheet s = sheet_of(c, &batch_kind);
	struct record r;

	put_int(&s, BATCH_UNDONE_BY, by);
	return record_update(c, &batch_kind, batch, 0, &s.in, &r);
}

/* The whole form of the school; a list of staff with rows that were wrong; one that was taken back. */
static enum rc write_batches(struct ctx *c, const struct demo_map *m, int64_t pupils, int64_t staff,
			     int64_t *ret_form)
{
	const struct import_made made[] = {
		{ .what = CODE_BATCH_WHAT_IMPORT,
		  .login = "officer",
		  .form = "Staff",
		  .file = "全区教职工花名册.xlsx",
		  .list = "staff",
		  .rows = staff + 3,
		  .fresh = staff,
		  .refused = 3,
		  .days = FORM_DAYS + 9 },
		{ .what = CODE_BATCH_WHAT_IMPORT,
		  .login = "head",
		  .form = "National pupil form",
		  .file = "五合小学学生基本信息表.xlsx",
		  .list = "children",
		  .school = m->school[0].id,
		  .rows = pupils + 2,
		  .changed = pupils,
		  .refused = 2,
		  .days = FORM_DAYS - 1 },
		{ .what = CODE_BATCH_WHAT_IMPORT,
		  .login = "head",
		  .form = "National pupil form",
		  .file = "去年的表.xlsx",
		  .list = "children",
		  .school = m->school[0].id,
		  .rows = pupils,
		  .same = pupils - 4,
		  .changed = 4,
		  .days = FORM_DAYS - 2 },
	};
	int64_t id[COUNT(made)] = { 0 }, undo = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < COUNT(made) && rc == RC_OK; i++)
		rc = write_batch(c, &made[i], &id[i]);
	if (rc == RC_OK)
		rc = write_batch(c,
				 &(struct import_made){ .what = CODE_BATCH_WHAT_UNDO,
							.login = "head",
							.rows = 4,
							.changed = 4,
							.undo_of = id[2],
							.days = FORM_DAYS - 2 },
				 &undo);
	if (rc == RC_OK)
		rc = note_undone(c, id[2], undo);
	*ret_form = id[1];
	return rc;
}

enum rc demo_forms_write(struct ctx *c, const struct demo_map *m, uint64_t seed)
{
	struct pupil *pupil = NEW(c->mem, struct pupil, PUPILS_MAX);
	size_t n = 0;
	unsigned staff = 0;
	int64_t batch = 0;
	enum rc rc = write_staff(c, m, seed, &staff);

	if (rc == RC_OK && m->schools > 1)
		rc = write_closed(c, m);
	if (rc == RC_OK)
		rc = list_pupils(c, m->school[0].id, pupil, &n);
	if (rc == RC_OK)
		rc = write_batches(c, m, (int64_t)n, staff, &batch);
	return rc == RC_OK ? write_forms(c, pupil, n, batch, seed) : rc;
}
