#include "demo_conference.h"

#include "conference.h"
#include "demo.h"
#include "demo_care.h"
#include "demo_plan.h"
#include "demo_then.h"
#include "plan.h"
#include "plan_people.h"

/* Days are counted back from the demo's day; what is still to come has none. */

enum { GOALS = 3, LOOKS = 4, SEATS = 8, MEMORY = 256 << 20, AT_ONCE = 40 };

struct aim {
	const char *domain, *aim, *help, *who;
	int days;            /* from the plan's first day until it is due */
	const char *reached; /* "reached" or "dropped" at the last look; NULL: open */
};
struct look {
	int ago;
	const char *login, *found, *decision;
};
struct story {
	const char *login, *summary, *child, *family;
	int ago;
	struct aim aim[GOALS];
	struct look look[LOOKS];
};

/* clang-format off */
static const struct story red = {
	"supervisor", "奶奶住院，晚上只有孩子一个人在家。先有人陪夜，再和父亲商量谁回来。",
	"我晚上不敢关灯。我想爸爸回来，或者去婶婶家住。", "父亲在电话里说月底请假回来，母亲暂时走不开。", 11,
	{ { "guardianship", "每天晚上有大人陪着过夜", "婶婶家腾出一间房，村里补一床被子", "director", 14, NULL },
	  { "contact", "父亲每天晚上打一次电话", "用村委会的视频，八点", "director", 20, NULL },
	  { "safety", "灶房断电断气，睡前有人检查", "村干部轮流看一眼", "director", 15, NULL } },
	{ { 4, "supervisor", "这一周都住在婶婶家，作业照常。父亲买了二十八号的车票。", "same" } },
};
static const struct story yellow = {
	"director", "收土豆的时候整天在地里帮工，缺课多。把活安排到周末，课补回来。",
	"我不想老是背篓子，我想和同学一起上学。", "爷爷说地里缺人手，愿意请邻居换工。", 39,
	{ { "schooling", "十一月起不再缺课", "班主任每天点名后打电话", "teacher", 30, NULL },
	  { "livelihood", "收获时请到两个换工的人", "村民小组长出面", "director", 45, NULL } },
	{ { 20, "teacher", "缺课少了，还有两个下午没来。换工谈好了一家。", "change" } },
};
static const struct story blue_once = {
	"teacher", "爷爷摔伤，家里一时没有人手，孩子要照顾爷爷，睡得少。",
	"我会给爷爷换药了，就是上课想睡觉。", "叔叔周末过来帮忙。", 228,
	{ { "guardianship", "每天有大人来家里搭一把手", "邻居和叔叔排了班", "director", 60, "reached" },
	  { "health", "晚上九点前睡觉", "老师把作业安排在学校做完", "teacher", 60, "reached" } },
	{ { 200, "teacher", "精神好多了，叔叔每个周末都在。", "same" },
	  { 171, "teacher", "爷爷能下床，自己做饭。", "same" },
	  { 142, "teacher", "爷爷康复，两个目标都达到了。", "close" } },
};
static const struct story blue = {
	"teacher", "爸爸妈妈这个月只打过一次电话，孩子话变少了。", "我想每个星期天和妈妈视频，看看她。",
	"妈妈说厂里赶货，答应星期天晚上留出时间。", 20,
	{ { "contact", "每个星期天晚上视频一次", "在亲情小屋约好时间", "teacher", 30, NULL },
	  { "feelings", "愿意和老师说说心事", "班主任每周聊一次", "teacher", 45, NULL } },
	{ { 0 } },
};
static const struct story green_long = {
	"director", "外婆一个人带两个孩子，冬天烧炭取暖。", "我喜欢和弟弟一起烤火。", "外婆愿意换成电暖器。", 200,
	{ { "dwelling", "入冬前换成电暖器，装上报警器", "申请民政的温暖过冬物资", "supervisor", 170, NULL } },
	{ { 0 } },
};
static const struct story green_done = {
	"director", "刚从外省回来上学，课本对不上。", "我怕跟不上，想有人教我拼音。", "姑姑会陪着写作业。", 260,
	{ { "schooling", "期末语文算术都及格", "放学后补课半小时", "teacher", 120, "reached" } },
	{ { 130, "director", "期末都及格，自己能写完作业。", "close" } },
};
/* clang-format on */

/* --- a plan --- */

/* Not every child of the village is of the teacher's class: then the director does it. */
static enum rc act_as(struct ctx *c, const char *login, int ago, int64_t child, struct demo_then *ret)
{
	struct record seen;
	day on = day_add(c->today, -ago);
	enum rc rc = demo_then(c, login, on, ret);

	if (rc == RC_OK)
		rc = record_load(&ret->ctx, &child_kind, child, &seen);
	return rc == RC_NOT_FOUND ? demo_then(c, "director", on, ret) : rc;
}

struct making {
	const struct story *s;
	int64_t child, plan;
};

static enum rc add_goal(struct ctx *c, const struct making *m, const struct aim *a)
{
	struct input in = input_new(&goal_kind);
	struct record done;

	input_int(&in, c->mem, GOAL_CHILD, m->child);
	input_int(&in, c->mem, GOAL_PLAN, m->plan);
	input_set(&in, GOAL_DOMAIN, str_of(a->domain));
	input_set(&in, GOAL_AIM, str_of(a->aim));
	input_set(&in, GOAL_SERVICE, str_of(a->help));
	input_set(&in, GOAL_WHO, str_of(a->who));
	input_day(&in, c->mem, GOAL_DUE, day_add(c->today, a->days));
	return record_create(c, &in, &done);
}

static enum rc make_job(struct ctx *c, void *arg)
{
	struct making *m = arg;
	struct input in = input_new(&plan_kind);
	struct record done;

	input_int(&in, c->mem, PLAN_CHILD, m->child);
	input_day(&in, c->mem, PLAN_FROM, c->today);
	input_set(&in, PLAN_SUMMARY, str_of(m->s->summary));
	input_set(&in, PLAN_CHILD_VIEW, str_of(m->s->child));
	input_set(&in, PLAN_FAMILY_VIEW, str_of(m->s->family));
	enum rc rc = record_create(c, &in, &done);
	m->plan = done.id;
	for (size_t i = 0; i < GOALS && m->s->aim[i].domain && rc == RC_OK; i++)
		rc = add_goal(c, m, &m->s->aim[i]);
	return rc;
}

static str day_text(struct ctx *c, day d)
{
	struct buf b = buf_new(c->mem, 16);

	day_put(&b, d);
	return buf_view(&b);
}

/* Goals that were reached are marked at the last look. */
static enum rc list_reached(struct ctx *c, const struct making *m, struct plan_look *ret)
{
	struct list l = { .filter = { { GOAL_PLAN, INT(m->plan) } }, .nfilter = 1 };
	struct records goals;
	enum rc rc = record_list(c, &goal_kind, &l, &goals);

	ret->goal = NEW(c->mem, struct plan_look_goal, GOALS);
	for (size_t i = 0; rc == RC_OK && i < goals.n && i < GOALS; i++)
		if (m->s->aim[i].reached)
			ret->goal[ret->ngoal++] =
				(struct plan_look_goal){ goals.r[i].id, str_of(m->s->aim[i].reached) };
	return rc;
}

static enum rc look_again(struct ctx *c, const struct making *m, const struct look *k, bool last)
{
	struct demo_then then;
	int64_t id;
	struct plan_look look = {
		.plan = m->plan, .child = m->child, .found = str_of(k->found), .decision = str_of(k->decision)
	};
	enum rc rc = act_as(c, k->login, k->ago, m->child, &then);

	if (rc == RC_OK && last)
		rc = list_reached(&then.ctx, m, &look);
	if (rc != RC_OK)
		return rc;
	look.on = day_text(c, then.ctx.today);
	rc = plan_look(&then.ctx, &look, &id);
	c->problems = then.ctx.problems;
	return rc;
}

static enum rc tell(struct ctx *c, const struct story *s, int64_t child)
{
	struct making m = { .s = s, .child = child };
	struct demo_then then;
	size_t n = 0;
	enum rc rc = act_as(c, s->login, s->ago, child, &then);

	if (rc != RC_OK)
		return rc;
	rc = store_write(&then.ctx, PRIO_BULK, make_job, &m);
	c->problems = then.ctx.problems;
	while (n < LOOKS && s->look[n].found)
		n++;
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = look_again(c, &m, &s->look[i], i + 1 == n);
	return rc;
}

/* --- conferences --- */

/* Those who look after this child, and who is asked besides. */
static enum rc list_seats(struct ctx *c, int64_t child, struct conference_seat *seat, size_t *ret_n)
{
	static const unsigned roles = ROLE_DIRECTOR | ROLE_HEAD | ROLE_TEACHER | ROLE_CIVIL | ROLE_HOSPITAL;
	struct plan_people people;
	size_t n = 0;
	enum rc rc = plan_people_of(c, child, &people);

	for (size_t i = 0; rc == RC_OK && i < people.n && n < SEATS; i++)
		if (people.p[i].role & roles)
			seat[n++] = (struct conference_seat){ str_of(plan_people_agency(people.p[i].role)),
							      people.p[i].name, people.p[i].account, 0 };
	*ret_n = n;
	return rc;
}

static enum rc call(struct ctx *c, int64_t child, const char *reason, int days, int64_t *ret)
{
	struct conference_seat seat[SEATS];
	struct conference_new n = { .child = child,
				    .on = day_text(c, day_add(c->today, days)),
				    .time = STR("15:00"),
				    .place = STR("镇政府二楼会议室"),
				    .reason = str_of(reason),
				    .seat = seat };
	enum rc rc = list_seats(c, child, seat, &n.nseat);

	return rc == RC_OK ? conference_call(c, &n, ret) : rc;
}

static enum rc hold(struct ctx *c, int64_t id)
{
	struct conference_decision decision[] = {
		{ .title = STR("安排晚上陪护的人，排好班"),
		  .role = STR("director"),
		  .due = day_text(c, day_add(c->today, 2)) },
		{ .title = STR("核实能否申请临时救助"),
		  .role = STR("civil"),
		  .due = day_text(c, day_add(c->today, 12)) },
		{ .title = STR("每天到校和离校时看一眼"),
		  .role = STR("teacher"),
		  .due = day_text(c, day_add(c->today, 14)) },
	};
	struct records seats;
	int64_t came[SEATS];
	struct conference_held h = {
		.on = day_text(c, c->today),
		.minutes = STR("婶婶愿意接孩子过夜，村里补被褥；民政核实临时救助；学校留心孩子的精神；"
			       "医院说奶奶还要住两周。孩子想等爸爸回来再决定住哪里。"),
		.came = came,
		.decision = decision,
		.ndecision = COUNT(decision),
	};
	enum rc rc = conference_seats(c, id, &seats);

	for (size_t i = 0; rc == RC_OK && i < seats.n && i < COUNT(came); i++)
		came[h.ncame++] = seats.r[i].id;
	return rc == RC_OK ? conference_hold(c, id, &h) : rc;
}

static enum rc tell_conferences(struct ctx *c, const struct demo_story *s)
{
	struct demo_then then;
	int64_t id;
	enum rc rc = demo_then(c, "supervisor", day_add(c->today, -12), &then);

	if (rc == RC_OK)
		rc = call(&then.ctx, s->red, "孩子一个人过夜，今天就要定下谁来陪。", 0, &id);
	if (rc == RC_OK)
		rc = hold(&then.ctx, id);
	c->problems = then.ctx.problems;
	if (rc == RC_OK)
		rc = demo_then(c, "supervisor", day_add(c->today, -2), &then);
	if (rc == RC_OK)
		rc = call(&then.ctx, s->yellow, "缺课和农活，商量学校和村里怎么配合。", 5, &id);
	c->problems = then.ctx.problems;
	return rc;
}

/* --- elsewhere: plans and reviews of whoever stands above green, as well as a village works --- */

struct case_of {
	int64_t child;
	int level, diligence;
	day since;
};
struct bulk {
	const struct case_of *list;
	size_t n;
};

static enum rc list_cases(struct ctx *c, struct case_of **ret, size_t *ret_n)
{
	enum { CASES = 2000 };
	struct case_of *list = NEW(c->mem, struct case_of, CASES);
	struct rows q;
	size_t n = 0;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT k.child, k.level, coalesce(k.village, ''), coalesce((SELECT max(v.from_day)"
			 " FROM risk_level v WHERE v.child = k.child AND v.from_day <= ?1), 0)"
			 " FROM care_case k WHERE k.level >= 2 AND NOT EXISTS (SELECT 1 FROM plan n"
			 " WHERE n.child = k.child) ORDER BY k.child LIMIT 2000",
			 INT(c->today));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && n < CASES)
		list[n++] = (struct case_of){ db_int(&q, 0), (int)db_int(&q, 1),
					      demo_care_diligence(db_text(&q, 2)), (day)db_int(&q, 3) };
	*ret = list;
	*ret_n = n;
	return db_done(&q);
}

static const struct story plain = {
	.summary = "家里的大人照看不过来，和村里学校一起想办法。",
	.child = "我想爸爸妈妈常常打电话。",
	.family = "愿意配合。",
};

static enum rc write_case(struct ctx *c, const struct case_of *k)
{
	enum { FAR = 120, FIRST = 3, REVIEWS = 6 };
	static const int steps[] = { 170, 170, 55, 27, 6 };
	struct ctx then = *c;
	struct making m = { .s = &plain, .child = k->child };
	day from = day_add(c->today, -FAR);

	if (k->diligence > 1)
		return RC_OK;
	from = day_add(k->since > from ? k->since : from, FIRST);
	if (from >= c->today)
		return RC_OK;
	then.today = from;
	then.now = demo_instant(from) + INT64_C(11) * 3600 * 1000000;
	enum rc rc = make_job(&then, &m);
	int step = steps[k->level < 0 || k->level > 4 ? 0 : k->level];
	day on = day_add(from, step);
	for (int i = 0; k->diligence == 0 && i < REVIEWS && on < c->today && rc == RC_OK; i++) {
		struct input in = input_new(&plan_review_kind);
		struct record done;
		then.today = on;
		then.now = demo_instant(on) + INT64_C(11) * 3600 * 1000000;
		input_int(&in, c->mem, PLAN_REVIEW_CHILD, k->child);
		input_int(&in, c->mem, PLAN_REVIEW_PLAN, m.plan);
		input_day(&in, c->mem, PLAN_REVIEW_ON, on);
		input_set(&in, PLAN_REVIEW_FOUND, STR("照计划走，孩子和家里都说比以前好。"));
		input_set(&in, PLAN_REVIEW_DECISION, STR(CODE_REVIEW_DECISION_SAME));
		rc = record_create(&then, &in, &done);
		on = day_add(on, step);
	}
	c->problems = then.problems;
	return rc;
}

static enum rc bulk_job(struct ctx *c, void *arg)
{
	const struct bulk *b = arg;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < b->n && rc == RC_OK; i++)
		rc = write_case(c, &b->list[i]);
	return rc;
}

/* Elsewhere the director's word was written down by hand: a director of the whole county, of no account. */
static enum rc write_elsewhere(struct ctx *c)
{
	struct actor hand = {
		.role = ROLE_DIRECTOR, .reach = REACH_COUNTY, .county = c->model->county, .cleared = true
	};
	struct case_of *list;
	size_t n = 0;
	struct arena *mem = arena_within(c->mem, MEMORY);
	enum rc rc = list_cases(c, &list, &n);

	for (size_t at = 0; at < n && rc == RC_OK; at += AT_ONCE) {
		struct bulk b = { list + at, n - at < AT_ONCE ? n - at : AT_ONCE };
		struct ctx unit = *c;
		arena_reset(mem);
		unit.mem = mem;
		unit.problems = (struct problems){ .mem = mem };
		unit.who = &hand;
		rc = store_write(&unit, PRIO_BULK, bulk_job, &b);
		if (rc != RC_OK)
			c->problems = unit.problems;
	}
	if (rc == RC_OK)
		arena_free(mem);
	return rc;
}

/* --- all --- */

static enum rc touch_job(struct ctx *c, void *arg)
{
	const struct demo_story *s = arg;

	store_touch(c, s->red);
	store_touch(c, s->yellow);
	store_touch(c, s->blue);
	for (size_t i = 1; i < s->ngreen && i < GOALS; i++)
		store_touch(c, s->green[i]);
	return RC_OK;
}

static enum rc tell_all(struct ctx *c, struct demo_story *s)
{
	enum rc rc = tell_conferences(c, s);

	if (rc == RC_OK)
		rc = tell(c, &red, s->red);
	if (rc == RC_OK)
		rc = tell(c, &yellow, s->yellow);
	if (rc == RC_OK)
		rc = tell(c, &blue_once, s->blue);
	if (rc == RC_OK)
		rc = tell(c, &blue, s->blue);
	if (rc == RC_OK && s->ngreen > 1)
		rc = tell(c, &green_long, s->green[1]);
	if (rc == RC_OK && s->ngreen > 2)
		rc = tell(c, &green_done, s->green[2]);
	/* What was written as of days gone by settled as of them. */
	return rc == RC_OK ? store_write(c, PRIO_BULK, touch_job, s) : rc;
}

enum rc demo_conference_write(struct ctx *c)
{
	struct demo_story s = { .ngreen = 0 };
	enum rc rc = demo_story(c, &s);

	if (rc == RC_NOT_FOUND) /* too small a demo */
		rc = RC_OK;
	if (rc == RC_OK && s.red)
		rc = tell_all(c, &s);
	return rc == RC_OK ? write_elsewhere(c) : rc;
}
