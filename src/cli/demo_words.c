#include "demo_words.h"

#include "correction.h"
#include "demo.h"
#include "demo_growth.h"
#include "demo_random.h"
#include "demo_then.h"
#include "growth.h"
#include "word.h"

enum {
	STREAM = 0x776f7264,
	TEN_YEARS = 10,
	CLASS_MOST = 80,
	LETTERS = 14 /* months of the child that signs in */
};

/* --- what they say --- */

static const char *const tell[] = {
	"妈妈，我会自己扎辫子了，你回来我扎给你看。",
	"爸爸，我跑步得了第三名，鞋子没有坏。",
	"妈妈，奶奶的腰不疼了，你放心。",
	"爸爸，家里的小狗生了三只，有一只是白的，给你留着。",
	"妈妈，我把你的照片夹在语文书里，上课也能看见。",
};
static const char *const strength[] = {
	"我跑得快",   "我会给妹妹讲故事", "我会做番茄炒蛋", "我认识很多虫子",   "我写字好看",
	"我会修凳子", "我唱歌好听",       "我从来不迟到",   "我会帮奶奶量血压", "我下象棋赢过爷爷",
};
static const char *const wish[] = {
	"想和爸爸妈妈一起去看一次大海。", "想有一辆自行车，蓝色的。", "想让妈妈过年在家多住几天。",
	"想当兽医，给村里的牛看病。",     "想要一盒二十四色的彩笔。", "希望爷爷身体好好的。",
};
static const char *const self[] = {
	"我今年上三年级，属马，喜欢吃奶奶做的芋头饭。",
	"我个子小小的，可是嗓门很大，同学叫我小喇叭。",
	"我有一个弟弟，我们俩睡一张床，他老踢被子。",
	"我最喜欢下雨天，可以在屋檐下看蜗牛。",
};
static const char *const thanks[] = {
	"谢谢杨老师，我发烧那天背我去卫生院。",
	"谢谢奶奶，天天给我留鸡腿。",
	"谢谢同桌，把伞借给我，自己淋雨回去了。",
};
static const char *const day_text[] = {
	"今天我们班拔河赢了，手都红了。",
	"今天学了做风筝，我的飞得最高，后来挂在树上了。",
	"今天数学考了96分，错了一道是因为没看清题。",
};

/* Letters of the child, of the first years and later. */
static const char *const young[] = {
	"爸爸妈妈：\n我会写好多字了。今天老师教我写“家”字，上面是房子，下面是一只小猪。我们家也有小猪。\n你们"
	"什么时候回来？",
	"妈妈：\n我掉了两颗牙，奶奶说扔到屋顶上会长新的。我扔上去了。\n弟弟会叫姐姐了。\n想你。",
	"爸爸：\n我当小组长了，每天收本子。有一个同学不交，我和他说了三次他就交了。\n等你回来我们一起放风筝"
	"。",
	"爸爸妈妈：\n下雪了！我们堆了一个雪人，围巾是我的，所以脖子有点冷。\n奶奶给我煮了姜汤。",
};
static const char *const older[] = {
	"爸爸妈妈：\n这学期我读完了《城南旧事》，最后爸爸的花儿落了，我哭了一会儿。\n书里的英子长大了，我也长"
	"大了。家里的"
	"活我会帮着做，你们不要总是加班。\n暑假如果车票不贵，我想去看看你们做工的地方。",
	"妈妈：\n上次视频没说完。数学我跟上来了，这次第十五名。老师说我的应用题有想法。\n奶奶的药我记得提醒她"
	"吃。\n你做的"
	"酸菜我学会了，没有你做的好吃。",
	"爸爸：\n谢谢你寄来的书和信，我读了三遍。你写的字和我的有点像。\n我想好了，要考县里的高中，以后学修桥"
	"，像你们那样"
	"的桥，我来画图纸。",
	"爸爸妈妈：\n学校开运动会，我跑八百米，最后一圈想到你们在工地爬楼梯，就又跑快了。第二名！\n奖状贴在你"
	"们床头那面墙"
	"上。",
};
static const char *const from_home[] = {
	"宝贝：\n你的信收到了，我念给工友们听，大家都夸你。\n今天厂里发了月饼，我留了一个豆沙的，过年带回去"
	"。\n冷了要自己"
	"添衣服。\n想你的爸爸妈妈",
	"孩子：\n爸爸在工地上看到一只喜鹊，就想起你说要修鸟窝。你要的书已经寄了，慢慢看，不懂的问老师。\n星期"
	"天晚上七点我"
	"打电话，你在家等着。\n爸爸",
	"宝贝：\n你掉牙的样子一定很好笑，让奶奶拍张照发给我。\n我们不是不想回来，是想多攒一点钱，把家里的屋顶"
	"修好。屋顶修"
	"好了，我们一起住。\n爸爸妈妈",
	"孩子：\n成绩单老师发给我看了。第几名不要紧，爸爸看重的是你每天都写完作业。\n奶奶年纪大了，你多帮她提"
	"水，提半桶就"
	"好。\n爸爸",
};

static str pick(struct demo_random *r, const char *const *list, size_t n)
{
	return str_of(list[demo_random_below(r, (unsigned)n)]);
}
#define PICK(r, list) pick((r), (list), COUNT(list))

static str words_of(struct demo_random *r, const char *what)
{
	if (!strcmp(what, CODE_WORD_WHAT_TELL))
		return PICK(r, tell);
	if (!strcmp(what, CODE_WORD_WHAT_STRENGTH))
		return PICK(r, strength);
	if (!strcmp(what, CODE_WORD_WHAT_WISH))
		return PICK(r, wish);
	if (!strcmp(what, CODE_WORD_WHAT_SELF))
		return PICK(r, self);
	return !strcmp(what, CODE_WORD_WHAT_THANKS) ? PICK(r, thanks) : PICK(r, day_text);
}

/* --- one of them, in somebody's name on that day --- */

struct said {
	int64_t child;
	const char *what, *share;
	str text;
	const char *role; /* of the program's writing: whose it was; NULL: the account's own */
};

static enum rc create(struct ctx *c, struct ctx *then, const struct input *in, int64_t *ret)
{
	struct record done;
	enum rc rc = record_create(then, in, &done);

	c->problems = then->problems;
	if (rc == RC_OK && ret)
		*ret = done.id;
	return rc;
}

static enum rc write_word(struct ctx *c, struct ctx *then, const struct said *s)
{
	struct input in = input_new(&child_word_kind);

	input_int(&in, c->mem, CHILD_WORD_CHILD, s->child);
	input_set(&in, CHILD_WORD_WHAT, str_of(s->what));
	input_day(&in, c->mem, CHILD_WORD_ON, then->today);
	input_set(&in, CHILD_WORD_TEXT, s->text);
	input_set(&in, CHILD_WORD_SHARE, str_of(s->share));
	if (s->role)
		input_set(&in, CHILD_WORD_ROLE, str_of(s->role));
	return create(c, then, &in, NULL);
}

struct letter {
	int64_t child, person, answers;
	const char *from, *share, *role;
	str text;
	bool opened; /* by the program's word: three days later */
};

static enum rc write_letter(struct ctx *c, struct ctx *then, const struct letter *l, int64_t *ret)
{
	static const int64_t days = INT64_C(3) * 24 * 3600 * 1000000;
	struct input in = input_new(&letter_kind);

	input_int(&in, c->mem, LETTER_CHILD, l->child);
	input_set(&in, LETTER_FROM, str_of(l->from));
	input_day(&in, c->mem, LETTER_ON, then->today);
	input_set(&in, LETTER_TEXT, l->text);
	input_set(&in, LETTER_SHARE, str_of(l->share));
	if (l->answers)
		input_int(&in, c->mem, LETTER_ANSWERS, l->answers);
	if (l->person)
		input_int(&in, c->mem, LETTER_PERSON, l->person);
	if (l->role)
		input_set(&in, LETTER_ROLE, str_of(l->role));
	if (l->opened)
		input_int(&in, c->mem, LETTER_READ_AT, then->now + days);
	return create(c, then, &in, ret);
}

/* --- the child that signs in, and its family --- */

struct telling {
	struct demo_growth_story story;
	struct demo_random chance;
};

static enum rc say(struct ctx *c, const char *login, day on, const struct said *s)
{
	struct demo_then then;
	enum rc rc = demo_then(c, login, on, &then);

	if (rc == RC_OK && then.who.reach == REACH_CLASS)
		then.who.reach = REACH_COUNTY; /* that long ago the class was not theirs yet */
	return rc == RC_OK ? write_word(c, &then.ctx, s) : rc;
}

static enum rc star_says(struct ctx *c, struct telling *t)
{
	static const struct {
		const char *login, *what, *share;
		int ago;
	} list[] = {
		{ "teacher", CODE_WORD_WHAT_SELF, CODE_WORD_SHARE_TEACHER, 420 },
		{ "guardian", CODE_WORD_WHAT_WISH, CODE_WORD_SHARE_FAMILY, 300 },
		{ "child", CODE_WORD_WHAT_STRENGTH, CODE_WORD_SHARE_TEACHER, 210 },
		{ "child", CODE_WORD_WHAT_TELL, CODE_WORD_SHARE_FAMILY, 160 },
		{ "teacher", CODE_WORD_WHAT_THANKS, CODE_WORD_SHARE_TEACHER, 120 },
		{ "child", CODE_WORD_WHAT_STRENGTH, CODE_WORD_SHARE_FAMILY, 75 },
		{ "child", CODE_WORD_WHAT_WISH, CODE_WORD_SHARE_SELF, 50 },
		{ "child", CODE_WORD_WHAT_DAY, CODE_WORD_SHARE_FAMILY, 21 },
		{ "child", CODE_WORD_WHAT_TELL, CODE_WORD_SHARE_FAMILY, 4 },
	};
	enum rc rc = RC_OK;

	for (size_t i = 0; i < COUNT(list) && rc == RC_OK; i++)
		rc = say(c, list[i].login, day_add(c->today, -list[i].ago),
			 &(struct said){ .child = t->story.star,
					 .what = list[i].what,
					 .share = list[i].share,
					 .text = words_of(&t->chance, list[i].what) });
	return rc;
}

/* The last of the child's lies unopened, and so does the last from home. */
static enum rc star_letters(struct ctx *c, struct telling *t)
{
	enum rc rc = RC_OK;

	for (int month = LETTERS; month >= 1 && rc == RC_OK; month--) {
		struct demo_then child, parent;
		int64_t first = 0;
		day on = day_add(c->today, -month * 30 + 12);
		rc = demo_then(c, month % 5 == 0 ? "guardian" : "child", on, &child);
		if (rc == RC_OK)
			rc = write_letter(c, &child.ctx,
					  &(struct letter){ .child = t->story.star,
							    .from = CODE_LETTER_SIDE_CHILD,
							    .share = CODE_WORD_SHARE_FAMILY,
							    .text = PICK(&t->chance, young) },
					  &first);
		if (rc == RC_OK)
			rc = demo_then(c, "parent", day_add(on, 5), &parent);
		if (rc == RC_OK && month > 1)
			rc = word_letter_open(&parent.ctx, first);
		if (rc == RC_OK)
			rc = write_letter(c, &parent.ctx,
					  &(struct letter){ .child = t->story.star,
							    .from = CODE_LETTER_SIDE_FAMILY,
							    .share = CODE_WORD_SHARE_FAMILY,
							    .answers = month > 1 ? first : 0,
							    .text = PICK(&t->chance, from_home) },
					  &first);
		if (rc == RC_OK)
			rc = demo_then(c, "child", day_add(on, 9), &child);
		if (rc == RC_OK && month > 1)
			rc = word_letter_open(&child.ctx, first);
	}
	return rc;
}

static enum rc tell_star(struct ctx *c, void *arg)
{
	struct telling *t = arg;
	enum rc rc = star_says(c, t);

	return rc == RC_OK ? star_letters(c, t) : rc;
}

/* --- what the family wanted put right --- */

static enum rc find_note(struct ctx *c, int64_t child, const char *what, int64_t *ret)
{
	enum rc rc = DB_ONE(c->db, ret,
			    "SELECT t.id FROM growth_note t WHERE t.child = ?1 AND t.what = ?2 AND NOT EXISTS"
			    " (SELECT 1 FROM growth_note n WHERE n.corrects = t.id)"
			    " ORDER BY t.on_day DESC, t.id DESC LIMIT 1",
			    INT(child), TEXT(str_of(what)));

	if (rc == RC_NOT_FOUND)
		*ret = 0;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc ask(struct ctx *c, struct demo_then *then, int64_t child, int64_t note, const char *words,
		   int64_t *ret)
{
	struct input in = input_new(&correction_kind);
	bool there;

	input_int(&in, c->mem, CORRECTION_CHILD, child);
	input_set(&in, CORRECTION_ABOUT, str_of(growth_note_kind.name));
	input_int(&in, c->mem, CORRECTION_ABOUT_ID, note);
	input_set(&in, CORRECTION_WORDS, str_of(words));
	enum rc rc = correction_ask(&then->ctx, &in, ret, &there);
	c->problems = then->ctx.problems;
	return rc;
}

static enum rc tell_wrong(struct ctx *c, void *arg)
{
	const struct telling *t = arg;
	struct demo_then family, teacher;
	int64_t note = 0, asked = 0;
	enum rc rc = find_note(c, t->story.star, CODE_GROWTH_WHAT_CONDUCT, &note);

	if (rc == RC_OK && note)
		rc = demo_then(c, "parent", day_add(c->today, -9), &family);
	if (rc == RC_OK && note)
		rc = ask(c, &family, t->story.star, note, "孩子说那天不在操场，请老师再问问。", &asked);
	if (rc == RC_OK && asked)
		rc = demo_then(c, "teacher", day_add(c->today, -6), &teacher);
	if (rc == RC_OK && asked)
		rc = correction_answer(&teacher.ctx, asked, CORRECTION_DECLINE,
				       STR("问过三位同学和体育老师，那天孩子在场；他说的是前一天。记录保留，"
					   "当天的情况已和孩子说清楚。"));
	if (rc == RC_OK)
		rc = find_note(c, t->story.star, CODE_GROWTH_WHAT_READING, &note);
	if (rc == RC_OK && note)
		rc = demo_then(c, "guardian", day_add(c->today, -3), &family);
	return rc == RC_OK && note
		       ? ask(c, &family, t->story.star, note, "书名不对，她读的是另一本，家里有。", &asked)
		       : rc;
}

/* --- the one about to leave, year by year --- */

static enum rc mother_of(struct ctx *c, int64_t child, int64_t *ret)
{
	enum rc rc = DB_ONE(c->db, ret,
			    "SELECT i.person FROM tie i WHERE i.child = ?1 AND i.relation IN ('51', '52')"
			    " AND coalesce(i.barred, 0) = 0 ORDER BY i.relation DESC, i.id LIMIT 1",
			    INT(child));

	if (rc == RC_NOT_FOUND)
		*ret = 0;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc tell_year(struct ctx *c, struct telling *t, int ago, int64_t mother)
{
	struct demo_then then;
	bool small = ago > TEN_YEARS / 2;
	const char *scribe = small ? "teacher" : "child";
	int64_t first = 0;
	day on = day_add(c->today, -365 * ago + 40);
	enum rc rc = demo_then(c, NULL, on, &then);

	if (rc == RC_OK)
		rc = write_word(c, &then.ctx,
				&(struct said){ t->story.ten, CODE_WORD_WHAT_STRENGTH,
						CODE_WORD_SHARE_TEACHER,
						words_of(&t->chance, CODE_WORD_WHAT_STRENGTH), scribe });
	if (rc == RC_OK)
		rc = write_word(c, &then.ctx,
				&(struct said){ t->story.ten,
						ago % 2 ? CODE_WORD_WHAT_TELL : CODE_WORD_WHAT_WISH,
						CODE_WORD_SHARE_FAMILY,
						words_of(&t->chance,
							 ago % 2 ? CODE_WORD_WHAT_TELL : CODE_WORD_WHAT_WISH),
						scribe });
	for (int term = 0; term < 2 && rc == RC_OK; term++) {
		rc = demo_then(c, NULL, day_add(on, 30 + 150 * term), &then);
		if (rc == RC_OK)
			rc = write_letter(c, &then.ctx,
					  &(struct letter){ .child = t->story.ten,
							    .from = CODE_LETTER_SIDE_CHILD,
							    .share = CODE_WORD_SHARE_FAMILY,
							    .role = scribe,
							    .text = small ? PICK(&t->chance, young)
									  : PICK(&t->chance, older),
							    .opened = true },
					  &first);
		if (rc == RC_OK)
			rc = demo_then(c, NULL, day_add(on, 45 + 150 * term), &then);
		if (rc == RC_OK && mother)
			rc = write_letter(c, &then.ctx,
					  &(struct letter){ .child = t->story.ten,
							    .person = mother,
							    .answers = first,
							    .from = CODE_LETTER_SIDE_FAMILY,
							    .share = CODE_WORD_SHARE_FAMILY,
							    .role = "parent",
							    .text = PICK(&t->chance, from_home),
							    .opened = true },
					  NULL);
	}
	return rc;
}

static enum rc tell_ten(struct ctx *c, void *arg)
{
	struct telling *t = arg;
	struct demo_then then;
	int64_t mother = 0;
	enum rc rc = mother_of(c, t->story.ten, &mother);

	if (rc == RC_OK)
		rc = demo_then(c, NULL, day_add(c->today, -80), &then);
	if (rc == RC_OK)
		rc = write_word(
			c, &then.ctx,
			&(struct said){
				t->story.ten, CODE_WORD_WHAT_SELF, CODE_WORD_SHARE_TEACHER,
				STR("我快要毕业了。我喜欢跑步和读书，会做六个菜。我想谢谢一直陪着我的人。"),
				"child" });
	for (int ago = TEN_YEARS - 1; ago >= 1 && rc == RC_OK; ago--)
		rc = tell_year(c, t, ago, mother);
	return rc;
}

/* --- a word of each child of the class, written down by its teacher --- */

static enum rc tell_class(struct ctx *c, void *arg)
{
	static const char *const what[] = { CODE_WORD_WHAT_STRENGTH, CODE_WORD_WHAT_WISH,
					    CODE_WORD_WHAT_SELF };
	struct telling *t = arg;
	int64_t pupil[CLASS_MOST];
	size_t n = COUNT(pupil);
	enum rc rc = demo_growth_class(c, &t->story, pupil, &n);

	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		const char *w = what[i % COUNT(what)];
		rc = say(c, "teacher", day_add(c->today, -20 - (int)(i % 30)),
			 &(struct said){ .child = pupil[i],
					 .what = w,
					 .share = CODE_WORD_SHARE_TEACHER,
					 .text = words_of(&t->chance, w) });
	}
	return rc;
}

enum rc demo_words_write(struct ctx *c, uint64_t seed)
{
	static store_job *const jobs[] = { tell_star, tell_wrong, tell_ten, tell_class };
	struct telling t = { .chance = demo_random_of(seed, STREAM) };
	enum rc rc = demo_growth_story(c, &t.story);

	for (size_t i = 0; i < COUNT(jobs) && rc == RC_OK; i++)
		rc = store_write(c, PRIO_BULK, jobs[i], &t);
	return rc;
}
