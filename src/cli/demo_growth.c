#include "demo_growth.h"

#include "demo.h"
#include "demo_care.h"
#include "demo_pieces.h"
#include "demo_plan.h"
#include "demo_random.h"
#include "demo_then.h"
#include "grade.h"
#include "growth.h"

enum {
	STREAM = 0x67726f77,
	TEN_YEARS = 10,
	AT_ONCE = 40 /* children a unit */,
	TERM_1 = 901, /* first days of the two terms of a school year, mmdd */
	TERM_2 = 220,
};

/* --- what stands in the entries: one sentence of each of two lists --- */

static const char *const comment_a[] = {
	"这学期你上课时眼睛亮亮的，听到有意思的地方会不由自主地笑。",
	"你写字比上学期稳当了，一笔一画都看得出用心。",
	"你愿意帮同桌讲题，讲的时候很有耐心。",
	"你读课文的声音越来越响亮，大家都爱听。",
	"你每天把自己的位子收拾得干干净净，不用老师提醒。",
	"你在操场上跑得最开心，摔了也自己爬起来。",
	"你话不多，可是答应的事都做到了。",
	"你问的问题常常让老师也要想一想。",
};
static const char *const comment_b[] = {
	"算术再细心一点，做完看一遍，你能行。", "遇到难题先别急着擦，想三分钟再来问我。",
	"盼着你多举手，答错了也是好样的。",     "假期里每天读十页书，开学讲给我们听。",
	"晚上早点睡，早上精神会更好。",         "想爸爸妈妈的时候，可以来找老师说说话。",
	"你画的画可以再大胆些，颜色随你喜欢。", "和同学闹了别扭，先听听对方怎么说。",
};
static const char *const homework[] = {
	"这个月作业全交齐了，生字本得了三个星。",
	"口算比上个月快了，错得也少了。",
	"作文《我的家》写了满满一页，写到奶奶的手时很动人。",
	"练习册自己订正，不再空着。",
	"默写一次全对，另一次错了两个字，都补上了。",
	"周末的手抄报是自己剪贴的，版面很清楚。",
};
static const char *const books[] = { "《西游记》少儿版", "《宝葫芦的秘密》", "《十万个为什么》",
				     "《稻草人》",       "《小英雄雨来》",   "《海底两万里》",
				     "《城南旧事》",     "《爱的教育》" };
static const char *const reading[] = {
	"读了一半，最喜欢的一段抄在了本子上。",
	"读完了，给全班讲了十分钟。",
	"和同桌轮流读，两个人争着往下看。",
	"借回家读给弟弟妹妹听。",
};
static const char *const plan[] = {
	"每天写一页字，口算十分钟，一个月读一本书。",
	"上课每天举手一次，作业当天做完。",
	"学会跳绳一分钟八十下，背十首古诗。",
	"英语单词一周二十个，星期五听写。",
};
static const char *const summary[] = {
	"字写得比开学好了，书读了两本，口算还要再快一点。",
	"举手比以前多了，作业有四次没按时，下学期改。",
	"跳绳到了八十六下，古诗背了十二首。",
	"单词听写有一半全对，会自己列错词本了。",
};
static const char *const conduct[] = {
	"看到低年级同学摔倒，跑过去扶起来，还送到了校医那里。",
	"捡到饭卡交给老师，没有留名字。",
	"和同学有过争执，说开了以后主动道了歉。",
	"排队时让小同学先打饭。",
};
static const char *const awards[] = { "三好学生",       "进步之星",   "运动会跳远第三名",
				      "书法比赛二等奖", "劳动小能手", "古诗背诵一等奖" };
static const char *const duty[] = { "当小组长，每天收发作业，很当回事。",
				    "负责浇教室窗台的绿萝，一片叶子都没黄。",
				    "图书角管理员，登记得清清楚楚。" };
static const char *const meeting[] = { "奶奶来开家长会，坐在第一排，听得很认真。",
				       "爸爸请假回来参加家长会，给孩子写了一封信。",
				       "妈妈打视频参加家长会，听到表扬时笑了。" };
static const char *const activity[] = { "六一节合唱，站在第二排，唱得很投入。",
					"去镇上图书馆参观，第一次办了借书证。", "秋游捡树叶，做了一幅贴画。",
					"参加学校种菜，认领了一垄萝卜。" };
static const char *const carer_activity[] = { "和代理妈妈一起包饺子，包了十二个。",
					      "代理爸爸带着去看了县里的科技馆。" };
static const char *const tutoring[] = { "每周三放学后补半小时算术，乘法口诀全会背了。",
					"大学生志愿者线上辅导英语，一共八次。" };
static const char *const talk_text[] = {
	"孩子说晚上想妈妈，睡前会抱着妈妈留下的枕巾。说起妈妈春节要回来，眼睛亮了。",
	"说数学有点跟不上，怕被笑。讲到跑步很得意。",
	"和好朋友闹了别扭，想和好又不好意思先开口。",
	"说奶奶腰疼，放学要帮着做饭，觉得自己长大了。",
	"说喜欢画画，想把画寄给爸爸看。",
};
static const char *const talk_agreed[] = { "每周五放学来办公室坐十分钟。", "和同桌结对，先把这一单元补上。",
					   "老师帮着约好周日晚和妈妈视频。" };

#define POOL(x) x, COUNT(x)
struct sort {
	const char *what;
	unsigned per_mille; /* of the terms of a full file */
	int from, to;       /* days after the term began */
	const char *const *text;
	size_t ntext;
	const char *const *more; /* a second sentence; or the title, of awards and books */
	size_t nmore;
	bool titled;
};
static const struct sort sorts[] = {
	{ CODE_GROWTH_WHAT_STAGE_PLAN, 900, 3, 15, POOL(plan), NULL, 0, false },
	{ CODE_GROWTH_WHAT_HOMEWORK, 900, 20, 60, POOL(homework), NULL, 0, false },
	{ CODE_GROWTH_WHAT_READING, 800, 30, 90, POOL(reading), POOL(books), true },
	{ CODE_GROWTH_WHAT_ACTIVITY, 800, 25, 80, POOL(activity), NULL, 0, false },
	{ CODE_GROWTH_WHAT_CONDUCT, 600, 20, 100, POOL(conduct), NULL, 0, false },
	{ CODE_GROWTH_WHAT_MEETING, 800, 50, 70, POOL(meeting), NULL, 0, false },
	{ CODE_GROWTH_WHAT_DUTY, 300, 10, 40, POOL(duty), NULL, 0, false },
	{ CODE_GROWTH_WHAT_TUTORING, 250, 40, 90, POOL(tutoring), NULL, 0, false },
	{ CODE_GROWTH_WHAT_CARER_ACTIVITY, 300, 30, 90, POOL(carer_activity), NULL, 0, false },
	{ CODE_GROWTH_WHAT_AWARD, 450, 60, 110, NULL, 0, POOL(awards), true },
	{ CODE_GROWTH_WHAT_STAGE_SUMMARY, 800, 105, 120, POOL(summary), NULL, 0, false },
	{ CODE_GROWTH_WHAT_COMMENT, 1000, 110, 125, POOL(comment_a), POOL(comment_b), false },
};

/* --- one entry --- */

struct teller {
	const struct actor *who;
	struct demo_random *chance;
};

/* A year back, so that nothing depends on what is known today. */
static struct ctx then_of(struct ctx *c, const struct teller *t, day on)
{
	struct ctx then = *c;

	then.who = t->who;
	then.today = on;
	then.now = demo_instant(on) + (INT64_C(15) + demo_random_below(t->chance, 4)) * 3600 * 1000000;
	return then;
}

static enum rc create(struct ctx *c, struct ctx *then, const struct input *in, int64_t *ret)
{
	struct record done;
	enum rc rc = record_create(then, in, &done);

	c->problems = then->problems;
	if (rc == RC_OK && ret)
		*ret = done.id;
	return rc;
}

static str pick(struct demo_random *r, const char *const *list, size_t n)
{
	return str_of(list[demo_random_below(r, (unsigned)n)]);
}

static enum rc write_note(struct ctx *c, const struct teller *t, int64_t child, const struct sort *s, day on)
{
	struct ctx then = then_of(c, t, on);
	struct input in = input_new(&growth_note_kind);
	struct buf text = buf_new(c->mem, 2000);

	input_int(&in, c->mem, GROWTH_NOTE_CHILD, child);
	input_set(&in, GROWTH_NOTE_WHAT, str_of(s->what));
	input_day(&in, c->mem, GROWTH_NOTE_ON, on);
	if (s->text)
		buf_str(&text, pick(t->chance, s->text, s->ntext));
	if (s->titled)
		input_set(&in, GROWTH_NOTE_TITLE, pick(t->chance, s->more, s->nmore));
	else if (s->more)
		buf_str(&text, pick(t->chance, s->more, s->nmore));
	if (text.n)
		input_set(&in, GROWTH_NOTE_TEXT, buf_view(&text));
	if (!strcmp(s->what, CODE_GROWTH_WHAT_AWARD))
		input_set(&in, GROWTH_NOTE_RANK,
			  demo_random_chance(t->chance, 600) ? STR(CODE_AWARD_RANK_CLASS)
							     : STR(CODE_AWARD_RANK_SCHOOL));
	return create(c, &then, &in, NULL);
}

static enum rc write_talk(struct ctx *c, const struct teller *t, int64_t child, day on)
{
	struct ctx then = then_of(c, t, on);
	struct input in = input_new(&talk_kind);

	input_int(&in, c->mem, TALK_CHILD, child);
	input_day(&in, c->mem, TALK_ON, on);
	input_set(&in, TALK_HOW, STR(CODE_TALK_HOW_FACE));
	input_set(&in, TALK_TEXT, pick(t->chance, talk_text, COUNT(talk_text)));
	if (demo_random_chance(t->chance, 600))
		input_set(&in, TALK_AGREED, pick(t->chance, talk_agreed, COUNT(talk_agreed)));
	return create(c, &then, &in, NULL);
}

static enum rc write_support(struct ctx *c, const struct teller *t, int64_t child, day on)
{
	static const struct {
		const char *what, *giver, *text, *amount;
	} given[] = {
		{ CODE_SUPPORT_WHAT_MEALS, CODE_SUPPORT_GIVER_GOVERNMENT, "本学期营养午餐补助", NULL },
		{ CODE_SUPPORT_WHAT_BOOKS, CODE_SUPPORT_GIVER_FEDERATION, "书包一个，课外书五本", NULL },
		{ CODE_SUPPORT_WHAT_CLOTHES, CODE_SUPPORT_GIVER_ORGANISATION, "过冬棉衣一件，手套一双",
		  NULL },
		{ CODE_SUPPORT_WHAT_MONEY, CODE_SUPPORT_GIVER_GOVERNMENT, "家庭经济困难学生生活补助",
		  "500.00" },
	};
	struct ctx then = then_of(c, t, on);
	struct input in = input_new(&support_kind);
	size_t at = demo_random_below(t->chance, COUNT(given));

	input_int(&in, c->mem, SUPPORT_CHILD, child);
	input_set(&in, SUPPORT_WHAT, str_of(given[at].what));
	input_day(&in, c->mem, SUPPORT_ON, on);
	input_set(&in, SUPPORT_GIVER, str_of(given[at].giver));
	input_set(&in, SUPPORT_TEXT, str_of(given[at].text));
	if (given[at].amount)
		input_set(&in, SUPPORT_AMOUNT, str_of(given[at].amount));
	return create(c, &then, &in, NULL);
}

/* --- a term --- */

/* Of a thousand chances that a full file has, how many are taken. */
struct span {
	int64_t child;
	int first, last; /* school years */
	unsigned share;
	day least; /* nothing before that day */
};

/* Is the day one of those that are told of? */
static bool is_told(const struct ctx *c, const struct span *s, day on)
{
	return on >= s->least && on < c->today;
}

static enum rc write_term(struct ctx *c, const struct teller *t, const struct span *s, day start)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < COUNT(sorts) && rc == RC_OK; i++) {
		day on = day_add(start, demo_random_between(t->chance, sorts[i].from, sorts[i].to));
		bool told = demo_random_chance(t->chance, sorts[i].per_mille * s->share / 1000);
		if (told && is_told(c, s, on))
			rc = write_note(c, t, s->child, &sorts[i], on);
	}
	for (int i = 0; i < 2 && rc == RC_OK; i++) {
		day on = day_add(start, demo_random_between(t->chance, 15 + 50 * i, 45 + 50 * i));
		if (demo_random_chance(t->chance, s->share * 4 / 5) && is_told(c, s, on))
			rc = write_talk(c, t, s->child, on);
	}
	day given = day_add(start, demo_random_between(t->chance, 20, 60));
	if (rc == RC_OK && demo_random_chance(t->chance, s->share / 2) && is_told(c, s, given))
		rc = write_support(c, t, s->child, given);
	return rc;
}

static enum rc write_years(struct ctx *c, const struct teller *t, const struct span *s)
{
	enum rc rc = RC_OK;

	for (int year = s->first; year <= s->last && rc == RC_OK; year++) {
		rc = write_term(c, t, s, (day)(year * 10000 + TERM_1));
		if (rc == RC_OK)
			rc = write_term(c, t, s, (day)((year + 1) * 10000 + TERM_2));
	}
	return rc;
}

/* --- whose stories --- */

static int year_of(day d) { return grade_school_year(d, &grade_system_6_3); }

static enum rc one_id(struct ctx *c, struct rows *q, int64_t *ret)
{
	if (db_next(q))
		*ret = db_int(q, 0);
	(void)c;
	return db_done(q);
}

/* Who reached school age nine years ago is in the ninth year. */
static enum rc find_ten(struct ctx *c, int64_t *ret)
{
	struct rows q;
	int entered = year_of(c->today) - 8;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT k.id FROM child k WHERE k.class IS NOT NULL AND k.birth_date >= ?1"
			      " AND k.birth_date < ?2 ORDER BY k.id LIMIT 1",
			      INT((entered - 7) * 10000 + TERM_1), INT((entered - 6) * 10000 + TERM_1));

	if (rc == RC_OK)
		rc = one_id(c, &q, ret);
	if (rc != RC_OK || *ret)
		return rc;
	rc = DB_QUERY0(
		c->db, &q,
		"SELECT k.id FROM child k WHERE k.class IS NOT NULL ORDER BY k.birth_date, k.id LIMIT 1");
	return rc == RC_OK ? one_id(c, &q, ret) : rc;
}

enum rc demo_growth_story(struct ctx *c, struct demo_growth_story *ret)
{
	struct demo_growth_story s = { 0 };
	struct demo_then child, teacher;
	enum rc rc = demo_then(c, "child", c->today, &child);

	if (rc == RC_OK)
		rc = demo_then(c, "teacher", c->today, &teacher);
	if (rc == RC_OK)
		rc = find_ten(c, &s.ten);
	if (rc != RC_OK)
		return rc;
	s.star = child.who.child;
	s.klass = teacher.who.class;
	if (!s.star || !s.ten || !s.klass)
		return RC_NOT_FOUND;
	*ret = s;
	return RC_OK;
}

/* --- those whose whole time is told --- */

struct tale {
	const struct demo_growth_story *story;
	struct teller teacher, elsewhere;
	day born[2]; /* of star and ten */
	const int64_t *child;
	const int *diligence;
	size_t n;
};

static enum rc born_of(struct ctx *c, int64_t child, day *ret)
{
	int64_t born = 0;
	enum rc rc = DB_ONE(c->db, &born, "SELECT k.birth_date FROM child k WHERE k.id = ?1", INT(child));

	*ret = (day)born;
	return rc;
}

/* A title was wrong at first; the teacher wrote it anew. */
static enum rc write_correction(struct ctx *c, const struct teller *t, int64_t child)
{
	day on = day_add(c->today, -40);
	struct ctx then = then_of(c, t, on);
	struct input in = input_new(&growth_note_kind);
	int64_t first = 0;

	input_int(&in, c->mem, GROWTH_NOTE_CHILD, child);
	input_set(&in, GROWTH_NOTE_WHAT, STR(CODE_GROWTH_WHAT_AWARD));
	input_day(&in, c->mem, GROWTH_NOTE_ON, on);
	input_set(&in, GROWTH_NOTE_RANK, STR(CODE_AWARD_RANK_SCHOOL));
	input_set(&in, GROWTH_NOTE_TITLE, STR("朗诵比赛三等奖"));
	enum rc rc = create(c, &then, &in, &first);
	then = then_of(c, t, day_add(on, 3));
	input_set(&in, GROWTH_NOTE_TITLE, STR("朗诵比赛二等奖"));
	input_int(&in, c->mem, GROWTH_NOTE_CORRECTS, first);
	return rc == RC_OK ? create(c, &then, &in, NULL) : rc;
}

static enum rc write_handover(struct ctx *c, const struct teller *t, int64_t child, day on)
{
	struct ctx then = then_of(c, t, on);
	struct input in = input_new(&handover_note_kind);

	input_int(&in, c->mem, HANDOVER_NOTE_CHILD, child);
	input_day(&in, c->mem, HANDOVER_NOTE_ON, on);
	input_set(&in, HANDOVER_NOTE_STRENGTHS,
		  STR("心细，答应的事一定做到；跑步好，爱读书，会照顾更小的孩子。"));
	input_set(&in, HANDOVER_NOTE_NEEDS, STR("想妈妈时话会变少，请留意；数学应用题要有人陪着读题。"));
	input_set(&in, HANDOVER_NOTE_WORKS_WELL,
		  STR("周日晚和妈妈视频后，一周都踏实；让孩子当图书角管理员很管用。"));
	return create(c, &then, &in, NULL);
}

static enum rc tell_long(struct ctx *c, void *arg)
{
	const struct tale *t = arg;
	int now = year_of(c->today);
	struct span star = { t->story->star, grade_entry_due(t->born[0], 6, &grade_system_6_3), now, 1000,
			     t->born[0] };
	struct span ten = { t->story->ten, now - TEN_YEARS, now, 1000, day_add(c->today, -3653) };
	enum rc rc = RC_OK;

	if (ten.child != star.child)
		rc = write_years(c, &t->elsewhere, &ten);
	if (rc == RC_OK)
		rc = write_handover(c, &t->elsewhere, ten.child, (day)((now - 2) * 10000 + 628));
	if (rc == RC_OK)
		rc = write_years(c, &t->teacher, &star);
	return rc == RC_OK ? write_correction(c, &t->teacher, star.child) : rc;
}

/* --- the class, and the other children under care --- */

static enum rc tell_class(struct ctx *c, void *arg)
{
	const struct demo_piece *p = arg;
	const struct tale *t = p->arg;
	int now = year_of(c->today);
	enum rc rc = RC_OK;

	for (size_t i = p->from; i < p->from + p->n && rc == RC_OK; i++) {
		struct span s = { t->child[i], now - 1, now, 350, day_add(c->today, -300) };
		rc = write_years(c, &t->teacher, &s);
	}
	return rc;
}

enum { OTHERS_DAYS = 400 };

/* In a village that leaves much undone some files rest for more than half a year. */
static enum rc tell_others(struct ctx *c, void *arg)
{
	static const unsigned share[] = { 140, 110, 60 };
	const struct demo_piece *p = arg;
	const struct tale *t = p->arg;
	int now = year_of(c->today);
	enum rc rc = RC_OK;

	for (size_t i = p->from; i < p->from + p->n && rc == RC_OK; i++) {
		int d = t->diligence[i] < 0 || t->diligence[i] > 2 ? 0 : t->diligence[i];
		struct span s = { t->child[i], now - 1, d == 2 ? now - 1 : now, share[d],
				  day_add(c->today, -OTHERS_DAYS) };
		rc = write_years(c, &t->elsewhere, &s);
	}
	return rc;
}

enum rc demo_growth_class(struct ctx *c, const struct demo_growth_story *s, int64_t *ret, size_t *n)
{
	struct rows q;
	size_t at = 0;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT k.id FROM child k WHERE k.class = ?1 AND k.id <> ?2 ORDER BY k.id",
			      INT(s->klass), INT(s->star));

	if (rc != RC_OK)
		return rc;
	while (at < *n && db_next(&q))
		ret[at++] = db_int(&q, 0);
	*n = at;
	return db_done(&q);
}

static enum rc list_others(struct ctx *c, const struct demo_growth_story *s, struct tale *t)
{
	struct rows q;
	int64_t n = 0;
	enum rc rc = DB_ONE(c->db, &n, "SELECT count(*) FROM care_case WHERE child > ?1", INT(0));

	if (rc != RC_OK)
		return rc;
	int64_t *child = NEW(c->mem, int64_t, (size_t)n + 1);
	int *diligence = NEW(c->mem, int, (size_t)n + 1);
	rc = DB_QUERY(
		c->db, &q,
		"SELECT k.child, coalesce(k.village, '') FROM care_case k JOIN child c ON c.id = k.child"
		" WHERE k.child <> ?1 AND k.child <> ?2 AND (c.class IS NULL OR c.class <> ?3)"
		" AND k.from_day < ?4 AND c.birth_date < ?5 ORDER BY k.child",
		INT(s->star), INT(s->ten), INT(s->klass), INT(c->today),
		INT(day_add(c->today, -OTHERS_DAYS)));
	if (rc != RC_OK)
		return rc;
	while (t->n < (size_t)n && db_next(&q)) {
		child[t->n] = db_int(&q, 0);
		diligence[t->n++] = demo_care_diligence(db_text(&q, 1));
	}
	t->child = child;
	t->diligence = diligence;
	return db_done(&q);
}

/* --- all --- */

static enum rc tell_all(struct ctx *c, struct tale *t, store_job *job)
{
	return demo_pieces_write(c, &(struct demo_pieces){ t->n, AT_ONCE, job, t });
}

enum { CLASS_MOST = 80 };

enum rc demo_growth_write(struct ctx *c, uint64_t seed)
{
	struct demo_random chance = demo_random_of(seed, STREAM);
	struct demo_growth_story story;
	struct demo_then teacher;
	struct tale t = { .story = &story };
	int64_t pupils[CLASS_MOST];
	size_t n = COUNT(pupils);
	enum rc rc = demo_growth_story(c, &story);

	if (rc == RC_OK)
		rc = demo_then(c, "teacher", c->today, &teacher);
	if (rc != RC_OK)
		return rc;
	struct actor elsewhere = {
		.role = ROLE_TEACHER, .reach = REACH_COUNTY, .county = teacher.who.county, .cleared = true
	};
	teacher.who.reach = REACH_COUNTY; /* years back the class was not theirs yet */
	t.teacher = (struct teller){ &teacher.who, &chance };
	t.elsewhere = (struct teller){ &elsewhere, &chance };
	rc = born_of(c, story.star, &t.born[0]);
	if (rc == RC_OK)
		rc = born_of(c, story.ten, &t.born[1]);
	if (rc == RC_OK)
		rc = store_write(c, PRIO_BULK, tell_long, &t);
	if (rc == RC_OK)
		rc = demo_growth_class(c, &story, pupils, &n);
	struct tale class = t;
	class.child = pupils;
	class.n = n;
	if (rc == RC_OK)
		rc = tell_all(c, &class, tell_class);
	if (rc == RC_OK)
		rc = list_others(c, &story, &t);
	return rc == RC_OK ? tell_all(c, &t, tell_others) : rc;
}
