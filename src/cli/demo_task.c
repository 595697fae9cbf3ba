#include "demo_task.h"

#include "account.h"
#include "alert.h"
#include "deferral.h"
#include "demo.h"
#include "demo_care.h"
#include "demo_plan.h"
#include "demo_then.h"
#include "task.h"

/* Whom of the story it is about. */
/* PUPIL: of the teacher's class. */
enum whom { NOBODY, RED, YELLOW, BLUE, PUPIL, PUPIL_2, GREEN /* the first of them, then the next ones */ };

/* What the demo tells about. */
struct tale {
	struct demo_story story;
	int64_t pupil[2];
};

static int64_t child_of(const struct tale *t, int whom)
{
	const struct demo_story *s = &t->story;

	switch (whom) {
	case NOBODY: return 0;
	case PUPIL: return t->pupil[0];
	case PUPIL_2: return t->pupil[1];
	case RED: return s->red;
	case YELLOW: return s->yellow;
	case BLUE: return s->blue;
	default: return (size_t)(whom - GREEN) < s->ngreen ? s->green[whom - GREEN] : 0;
	}
}

/* --- tasks --- */

static const struct wish {
	const char *login; /* who asks */
	int whom, days;    /* ago */
	const char *what;
	str title;
	enum role role;
	int due;             /* days from today */
	const char *doer;    /* who does it; NULL: it is still open */
	int done;            /* days ago */
	str result, put_off; /* put off for five days from today, with this reason */
} wishes[] = {
	/* clang-format off */
	{ "supervisor", RED, 3, CODE_TASK_WHAT_VISIT, STR_INIT("每天傍晚去看一眼，确认晚上有人陪"), ROLE_DIRECTOR, 0, NULL, 0, { NULL, 0 }, { NULL, 0 } },
	{ "supervisor", RED, 2, CODE_TASK_WHAT_CALL, STR_INIT("给父亲打电话，商量谁回来照看"), ROLE_DIRECTOR, 1, NULL, 0, { NULL, 0 }, { NULL, 0 } },
	{ "supervisor", RED, 12, CODE_TASK_WHAT_DOCUMENT, STR_INIT("陪奶奶办住院报销的材料"), ROLE_DIRECTOR, -2, NULL, 0, { NULL, 0 }, { NULL, 0 } },
	{ "director", YELLOW, 9, CODE_TASK_WHAT_FOLLOW_UP, STR_INIT("问清楚哪几天没来上课"), ROLE_TEACHER, -1, NULL, 0, { NULL, 0 }, { NULL, 0 } },
	{ "head", YELLOW, 6, CODE_TASK_WHAT_FOLLOW_UP, STR_INIT("和家里约一次家访，谈谈上学的事"), ROLE_TEACHER, 2, NULL, 0, { NULL, 0 }, { NULL, 0 } },
	{ "supervisor", YELLOW, 10, CODE_TASK_WHAT_HAZARD, STR_INIT("地头的水沟加盖板"), ROLE_DIRECTOR, 4, NULL, 0, { NULL, 0 }, STR_INIT("盖板要等村里下周到货") },
	{ "director", BLUE, 20, CODE_TASK_WHAT_CALL, STR_INIT("联系上母亲，问问打算"), ROLE_TEACHER, -12, "teacher", 14, STR_INIT("母亲换了号码，已联系上，答应每周日晚打电话。"), { NULL, 0 } },
	{ "supervisor", BLUE, 30, CODE_TASK_WHAT_SERVICE, STR_INIT("帮着申请助学补助"), ROLE_DIRECTOR, -10, "director", 15, STR_INIT("材料已交到镇里。"), { NULL, 0 } },
	{ "civil", NOBODY, 8, CODE_TASK_WHAT_REVIEW, STR_INIT("核对全镇红色等级孩子的走访记录"), ROLE_SUPERVISOR, 5, NULL, 0, { NULL, 0 }, { NULL, 0 } },
	{ "supervisor", GREEN, 15, CODE_TASK_WHAT_HAZARD, STR_INIT("请电工看看老屋的电线"), ROLE_DIRECTOR, -5, "director", 7, STR_INIT("线路已换，装了漏电保护。"), { NULL, 0 } },
	{ "supervisor", GREEN + 1, 4, CODE_TASK_WHAT_FOLLOW_UP, STR_INIT("换季了，看看有没有厚被子"), ROLE_DIRECTOR, 6, NULL, 0, { NULL, 0 }, { NULL, 0 } },
	{ "head", PUPIL, 6, CODE_TASK_WHAT_VISIT, STR_INIT("本月家访一次，听听奶奶的难处"), ROLE_TEACHER, 3, NULL, 0, { NULL, 0 }, { NULL, 0 } },
	{ "supervisor", PUPIL_2, 9, CODE_TASK_WHAT_FOLLOW_UP, STR_INIT("作业常常没人签字，问问家里谁在照看"), ROLE_TEACHER, -1, NULL, 0, { NULL, 0 }, { NULL, 0 } },
	{ "officer", PUPIL, 7, CODE_TASK_WHAT_DOCUMENT, STR_INIT("补齐班里孩子的学校信息档案"), ROLE_HEAD, 4, NULL, 0, { NULL, 0 }, { NULL, 0 } },
	{ "teacher", PUPIL_2, 3, CODE_TASK_WHAT_FOLLOW_UP, STR_INIT("请和孩子聊一聊，最近不爱说话"), ROLE_COUNSELLOR, 2, NULL, 0, { NULL, 0 }, { NULL, 0 } },
	{ "teacher", GREEN + 2, 5, CODE_TASK_WHAT_OTHER, STR_INIT("家长会没人来，麻烦转告奶奶"), ROLE_DIRECTOR, 3, NULL, 0, { NULL, 0 }, { NULL, 0 } },
	/* clang-format on */
};

struct job {
	const struct wish *w;
	struct task_new n;
	struct task_act act;
	int64_t id;
};

static enum rc raise_job(struct ctx *c, void *arg)
{
	struct job *j = arg;

	return task_raise(c, &j->n, &j->id);
}

static enum rc act_job(struct ctx *c, void *arg)
{
	struct job *j = arg;

	return task_do(c, j->id, &j->act);
}

static enum rc act_as(struct ctx *c, const char *login, int days, struct job *j)
{
	struct demo_then then;
	enum rc rc = demo_then(c, login, day_add(c->today, -days), &then);

	return rc == RC_OK ? store_write(&then.ctx, PRIO_BULK, act_job, j) : rc;
}

static enum rc write_task(struct ctx *c, const struct tale *s, const struct wish *w)
{
	struct demo_then then;
	struct job j = { .w = w,
			 .n = { .child = child_of(s, w->whom),
				.what = str_of(w->what),
				.title = w->title,
				.role = w->role,
				.due = day_add(c->today, w->due) } };
	enum rc rc = demo_then(c, w->login, day_add(c->today, -w->days), &then);

	if (w->whom != NOBODY && !j.n.child)
		return RC_OK; /* a story shorter than this */
	if (rc == RC_OK)
		rc = store_write(&then.ctx, PRIO_BULK, raise_job, &j);
	if (rc == RC_OK && w->doer) {
		j.act = (struct task_act){ .does = TASK_DO_DONE, .result = w->result };
		rc = act_as(c, w->doer, w->done, &j);
	}
	if (rc == RC_OK && w->put_off.n) {
		j.act = (struct task_act){ .does = TASK_DO_LATER,
					   .until = day_add(c->today, 5),
					   .reason = w->put_off };
		rc = act_as(c, "director", 1, &j);
	}
	return rc;
}

/* --- alerts --- */

static const struct worry {
	const char *login; /* NULL: the public */
	int whom, days;
	const char *what;
	str text, who;
	const char *taker; /* NULL: it waits */
	str outcome;       /* of one that is closed, two days after */
} worries[] = {
	/* clang-format off */
	{ "teacher", YELLOW, 16, CODE_ALERT_WHAT_WORK, STR_INIT("这周三天没来，同学说他在地里帮着装土豆，一车一车地装。"), { NULL, 0 }, "director", STR_INIT("去了地里，和爷爷谈过；周一已回校，装车的活由叔叔接手。") },
	{ "director", BLUE, 25, CODE_ALERT_WHAT_CONTACT, STR_INIT("快一个月没接到父母的电话，孩子自己说不想提。"), { NULL, 0 }, "supervisor", STR_INIT("班主任已联系上母亲，约好每周日晚通话。") },
	{ "head", RED, 3, CODE_ALERT_WHAT_ALONE, STR_INIT("奶奶住院，孩子一个人在家过夜。"), { NULL, 0 }, "director", { NULL, 0 } },
	{ "head", PUPIL_2, 1, CODE_ALERT_WHAT_FEELINGS, STR_INIT("这两天课间总一个人坐着，问了也不说话。"), { NULL, 0 }, NULL, { NULL, 0 } },
	{ "guardian", NOBODY, 1, CODE_ALERT_WHAT_HAZARD, STR_INIT("村后水塘的护栏倒了，放学有孩子在那里玩。"), STR_INIT("村后水塘边玩的几个孩子，都是小学生"), NULL, { NULL, 0 } },
	{ "child", NOBODY, 2, CODE_ALERT_WHAT_BULLYING, STR_INIT("有人总是抢我同桌的饭卡。"), STR_INIT("我的同桌"), NULL, { NULL, 0 } },
	{ NULL, NOBODY, 2, CODE_ALERT_WHAT_SCHOOL, STR_INIT("上学时间常见一个男孩在镇上网吧门口，十岁出头。"), STR_INIT("镇上老车站旁边，男孩，穿蓝色校服"), NULL, { NULL, 0 } },
	/* clang-format on */
};

struct tell {
	struct alert_new n;
	str outcome;
	int64_t id;
};

static enum rc tell_job(struct ctx *c, void *arg)
{
	struct tell *t = arg;

	return alert_raise(c, &t->n, &t->id);
}

static enum rc take_job(struct ctx *c, void *arg) { return alert_take(c, ((struct tell *)arg)->id); }

static enum rc close_job(struct ctx *c, void *arg)
{
	const struct tell *t = arg;

	return alert_close(c, t->id, t->outcome);
}

static enum rc as(struct ctx *c, const char *login, int days, store_job *job, void *arg)
{
	struct demo_then then;
	enum rc rc = demo_then(c, login, day_add(c->today, -days), &then);

	return rc == RC_OK ? store_write(&then.ctx, PRIO_BULK, job, arg) : rc;
}

static enum rc write_worry(struct ctx *c, const struct tale *s, const struct worry *w)
{
	struct tell t = { .n = { .child = child_of(s, w->whom),
				 .what = str_of(w->what),
				 .text = w->text,
				 .who = w->who,
				 .region = w->whom == NOBODY ? STR(DEMO_HOME) : (str){ NULL, 0 },
				 .open = !w->login },
			  .outcome = w->outcome };
	enum rc rc;

	if (w->whom != NOBODY && !t.n.child)
		return RC_OK; /* a story shorter than this */
	/* A teacher of another class, a head of another school: then it is told by who knows the child. */
	rc = as(c, w->login, w->days, tell_job, &t);
	if (rc == RC_NOT_FOUND)
		rc = as(c, "director", w->days, tell_job, &t);
	if (rc == RC_OK && w->taker)
		rc = as(c, w->taker, w->days - 1, take_job, &t);
	if (rc == RC_OK && w->outcome.n)
		rc = as(c, w->taker, w->days - 2, close_job, &t);
	return rc;
}

/* --- a duty put off --- */

static enum rc defer_job(struct ctx *c, void *arg)
{
	(void)arg;
	struct list l = { .filter = { { OBLIGATION_ROLE, TEXT(str_of(role_code(ROLE_DIRECTOR))) } },
			  .nfilter = 1,
			  .where = SQL("t.done_on IS NULL AND t.ended_on IS NULL AND t.child IS NOT NULL"
				       " AND t.from_day <= ?1 AND t.due >= ?2 AND t.due <= ?1"),
			  .v = { INT(c->today), INT(day_add(c->today, -20)) },
			  .nv = 2,
			  .limit = 1 };
	struct records found;
	enum rc rc = record_list(c, &obligation_kind, &l, &found);

	if (rc != RC_OK || !found.n)
		return rc;
	const struct record *o = &found.r[0];
	return deferral_put(c,
			    &(struct deferral_new){ .child = rec_int(o, OBLIGATION_CHILD),
						    .duty = rec_text(o, OBLIGATION_DUTY),
						    .from = rec_day(o, OBLIGATION_FROM),
						    .until = day_add(c->today, 6),
						    .reason = STR("孩子随奶奶去镇上复诊，下周一才回来") },
			    NULL);
}

/* Two pupils of the teacher's class; none where the demo has no such class. */
static enum rc find_pupils(struct ctx *c, struct tale *t)
{
	struct demo_then teacher;
	struct rows q;
	enum rc rc = demo_then(c, "teacher", c->today, &teacher);

	if (rc == RC_OK)
		rc = DB_QUERY(c->db, &q, "SELECT k.id FROM child k WHERE k.class = ?1 ORDER BY k.id LIMIT 2",
			      INT(teacher.who.class));
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < COUNT(t->pupil) && db_next(&q); i++)
		t->pupil[i] = db_int(&q, 0);
	return db_done(&q);
}

enum rc demo_task_write(struct ctx *c)
{
	struct tale s = { .pupil = { 0 } };
	enum rc rc = demo_story(c, &s.story);

	if (rc == RC_OK)
		rc = find_pupils(c, &s);

	for (size_t i = 0; i < COUNT(wishes) && rc == RC_OK; i++)
		rc = write_task(c, &s, &wishes[i]);
	for (size_t i = 0; i < COUNT(worries) && rc == RC_OK; i++)
		rc = write_worry(c, &s, &worries[i]);
	return rc == RC_OK ? as(c, "director", 0, defer_job, NULL) : rc;
}
