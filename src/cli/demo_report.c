#include "demo_report.h"

#include "demo_care.h"
#include "demo_then.h"
#include "report.h"

static const int64_t hour = INT64_C(3600) * 1000000;

/* When each thing happens: hours before now. */
struct scene {
	const char *login; /* who reports; NULL: the page for everybody */
	int ago;
	struct report_new report;
	const struct {
		int ago;
		const char *what, *text;
	} step[8];
};

static enum rc write_steps(const struct ctx *c, const struct scene *s, int64_t id)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < COUNT(s->step) && s->step[i].what && rc == RC_OK; i++) {
		struct demo_then then;
		rc = demo_then_at(c, "civil", c->now - s->step[i].ago * hour, &then);
		if (rc == RC_OK)
			rc = report_act_do(&then.ctx, id,
					   &(struct report_step){ .what = str_of(s->step[i].what),
								  .text = str_of(s->step[i].text),
								  .before = (int64_t)i });
	}
	return rc;
}

static enum rc write_scene(const struct ctx *c, const struct scene *s)
{
	struct demo_then then;
	struct report_made made;
	enum rc rc = demo_then_at(c, s->login, c->now - s->ago * hour, &then);

	if (rc == RC_OK && !s->login)
		then.ctx.who = &actor_nobody;
	if (rc == RC_OK)
		rc = report_make(&then.ctx, &s->report, &made);
	return rc == RC_OK ? write_steps(c, s, made.id) : rc;
}

/* A girl of the teacher's class that is in no story; 0: none. */
static int64_t pupil(struct ctx *c)
{
	struct demo_then then;
	int64_t id = 0;
	enum rc rc = demo_then_at(c, "teacher", c->now, &then);

	if (rc == RC_OK)
		rc = DB_ONE(c->db, &id,
			    "SELECT k.id FROM child k WHERE k.class = ?1 AND k.sex = '2'"
			    " ORDER BY k.id DESC LIMIT 1",
			    INT(then.who.class));
	return rc == RC_OK ? id : 0;
}

static enum rc write_closed(struct ctx *c)
{
	const struct scene s = {
		.login = "teacher",
		.ago = 71 * 24,
		.report = { .situation = STR(CODE_REPORT_SITUATION_MR4),
			    .what = STR("上体育课时看到孩子两臂有多处青紫，问了只说是摔的，不肯再讲。"),
			    .child = pupil(c),
			    .child_where = STR("学校"),
			    .relation = STR("亲属"),
			    .named = STR("家中一名男性亲属"),
			    .police = true,
			    .code = STR("260901000017") },
		.step = { { 70 * 24 + 23, CODE_REPORT_ACT_ACCEPTED, "" },
			  { 70 * 24 + 22, CODE_REPORT_ACT_TOLD_SUPERVISOR, "" },
			  { 70 * 24 + 20, CODE_REPORT_ACT_SAFE,
			    "已与班主任一起到校见过孩子，当晚由姑姑接走照顾。" },
			  { 69 * 24, CODE_REPORT_ACT_HANDED_POLICE, "材料已送派出所。" },
			  { 67 * 24, CODE_REPORT_ACT_NOTE, "派出所已对该亲属作出告诫。" },
			  { 66 * 24, CODE_REPORT_ACT_FEEDBACK,
			    "谢谢您及时告诉我们。孩子现在安全，由可靠的亲属照顾，公安机关已依法处理。" },
			  { 50 * 24, CODE_REPORT_ACT_CLOSED, "连续三次走访，孩子情况稳定，办结。" } },
	};

	return write_scene(c, &s);
}

static enum rc write_open(const struct ctx *c, int64_t child)
{
	const struct scene s = {
		.login = "director",
		.ago = 26,
		.report = { .situation = STR(CODE_REPORT_SITUATION_MR6),
			    .danger = true,
			    .what = STR("奶奶住院后孩子一个人在家，已有几天，晚上也没有大人。"),
			    .child = child,
			    .child_where = STR("家里"),
			    .code = STR("261120000023") },
		.step = { { 25, CODE_REPORT_ACT_ACCEPTED, "" },
			  { 25, CODE_REPORT_ACT_TOLD_POLICE, "" },
			  { 24, CODE_REPORT_ACT_TOLD_SUPERVISOR, "" },
			  { 20, CODE_REPORT_ACT_NOTE, "已联系在外的父母，邻居同意今晚陪伴。" } },
	};

	return write_scene(c, &s);
}

static enum rc write_public(const struct ctx *c)
{
	const struct scene s = {
		.ago = 1,
		.report = { .situation = STR(CODE_REPORT_SITUATION_MR9),
			    .what = STR("连着几个晚上听到孩子哭喊，不知道是哪一家，请去看看。"),
			    .child_where = STR("圩镇菜市场后面那排平房"),
			    .open = true,
			    .code = STR("261121000031") },
	};

	return write_scene(c, &s);
}

enum rc demo_report_write(struct ctx *c)
{
	struct demo_story story;
	enum rc rc = demo_story(c, &story);

	if (rc == RC_NOT_FOUND) /* too small a demo */
		return RC_OK;
	if (rc == RC_OK)
		rc = write_closed(c);
	if (rc == RC_OK)
		rc = write_open(c, story.red);
	return rc == RC_OK ? write_public(c) : rc;
}
