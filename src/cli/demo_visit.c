#include "demo_visit.h"

#include "demo.h"
#include "demo_care.h"
#include "demo_pieces.h"
#include "demo_plan.h"
#include "demo_random.h"
#include "demo_then.h"
#include "visit.h"

enum { STREAM = 0x76697369, YEAR = 365, AT_ONCE = 40 /* children a unit */ };

/* --- what is seen and said: one sentence of each list --- */

static const char *const found[] = {
	"到家时孩子正在桌前写作业。",       "去的时候孩子刚放学，在门口洗手。",
	"孩子在院子里和邻居家的孩子跳绳。", "孩子在帮着择菜，见人就打招呼。",
	"去时孩子在看图画书，书角有点卷。", "孩子在灶间烤火，脸红扑扑的。",
	"在村口遇到孩子，一起走回家。",     "孩子在喂鸡，喂完带我看了书桌。",
	"孩子午睡刚醒，揉着眼睛来开门。",   "孩子在堂屋背课文，背得很顺。",
	"孩子在晒谷场骑车，戴着帽子。",     "到家时孩子在叠衣服，叠得整整齐齐。",
};
static const char *const body[] = {
	"精神好，个子又长了。",   "有点咳嗽，已经吃了药。",     "手脚干净，衣服合身。",
	"饭量好，最近没有生病。", "瘦了一点，说是换牙不想吃。", "睡得早，眼睛有神。",
	"换了新书包，很爱惜。",   "头发剪短了，显得精神。",     "鞋子小了，答应下次赶集买。",
	"上周摔破膝盖，结了痂。", "话比上次多，爱笑。",         "有些怕生，聊一会儿就好了。",
};
static const char *const school[] = {
	"老师说上课爱举手。",
	"语文进步大，算术还要帮一把。",
	"每天自己走路上学，来回都有伴。",
	"作业当天做完，字写得端正。",
	"这个月没有缺过课。",
	"请过一天病假，功课补上了。",
	"当了小组长，很当回事。",
	"英语跟不上，老师约了课后补。",
	"运动会得了跳远第三名。",
	"住校适应了，周五自己坐车回来。",
	"喜欢画画，墙上贴了两张。",
	"考试有点粗心，自己说下次检查。",
};
static const char *const parents[] = {
	"前天刚和妈妈视频过。",           "爸爸每个星期天晚上打电话来。",
	"父母说中秋前后回来看看。",       "妈妈寄了过冬的棉衣。",
	"和爸爸通电话不多，每次都很短。", "父母换了厂，新号码已经记下。",
	"妈妈说春节一定回家。",           "视频时和妹妹抢着说话。",
	"爸爸工地忙，妈妈天天发语音。",   "父母商量着明年接去身边读书。",
	"上周电话没打通，这周通上了。",   "妈妈在电话里讲作业，讲了半个钟头。",
};
static const char *const home[] = {
	"奶奶身体硬朗，家里收拾得干净。", "爷爷腰疼，重活由叔叔来帮。",     "外婆一个人带两个，忙得过来。",
	"屋里通风好，灶台干净。",         "电线换过了，插座离床远。",       "水缸加了盖，院门装了插销。",
	"爷爷说要是有事就找隔壁。",       "米面够吃，菜园子种了三样菜。",   "奶奶记性差了，药由邻居提醒。",
	"床铺暖和，被子新晒过。",         "外公会用视频了，不用找人帮忙。", "家里添了台灯，晚上看书亮堂。",
};
static const char *const words[] = {
	"我想妈妈，不过我不哭。",     "我以后要当老师。",       "爸爸说带我去看海。",
	"我会自己煮面条了。",         "奶奶的手很暖。",         "我和小伙伴约好明天踢球。",
	"我把奖状留给妈妈看。",       "我不怕黑，我有手电筒。", "今天我帮爷爷浇菜了。",
	"我想要一本讲星星的书。",     "我数着日子等过年。",     "弟弟学会叫我名字了。",
	"我的字比以前好看了。",       "下雨天我自己带伞。",     "我想学骑大自行车。",
	"老师夸我了，我没告诉别人。",
};
static const struct {
	const char *const *list;
	size_t n;
} pools[] = { { found, COUNT(found) },     { body, COUNT(body) }, { school, COUNT(school) },
	      { parents, COUNT(parents) }, { home, COUNT(home) }, { words, COUNT(words) } };

/* Two visits to two children that read the same: the second was copied. */
static const char copied[] = "孩子在家，一切都好，奶奶照看得很仔细，没有发现什么问题。";

/* --- whom --- */

struct kid {
	int64_t id, class;
	int level;
	day since;
	int diligence; /* of its village: demo_care.h */
	bool ours;     /* of the demo director's village */
};

static enum rc list_kids(struct ctx *c, struct kid **ret, size_t *ret_n)
{
	struct rows q;
	int64_t n = 0;
	enum rc rc = DB_ONE(c->db, &n, "SELECT count(*) FROM care_case WHERE child > ?1", INT(0));

	if (rc != RC_OK)
		return rc;
	struct kid *list = NEW(c->mem, struct kid, (size_t)n + 1);
	rc = DB_QUERY(
		c->db, &q,
		"SELECT k.child, coalesce(k.level, 1), k.from_day, coalesce(k.village, ''), c.class"
		" FROM care_case k JOIN child c ON c.id = k.child WHERE k.from_day <= ?1 ORDER BY k.child",
		INT(c->today));
	if (rc != RC_OK)
		return rc;
	size_t at = 0;
	while (at < (size_t)n && db_next(&q)) {
		str village = db_text(&q, 3);
		list[at++] = (struct kid){ .id = db_int(&q, 0),
					   .level = (int)db_int(&q, 1),
					   .since = (day)db_int(&q, 2),
					   .class = db_int(&q, 4),
					   .diligence = demo_care_diligence(village),
					   .ours = str_eq(village, STR(DEMO_HOME)) };
	}
	*ret = list;
	*ret_n = at;
	return db_done(&q);
}

/* --- one visit --- */

/* The people of the demo's own village and township have accounts; elsewhere the director's word was written
 * down by hand. */
struct visitor {
	struct actor director, supervisor, teacher, elsewhere;
};

struct sighting {
	const struct kid *kid;
	const struct actor *who;
	day on;
	const char *text; /* instead of sentences */
	uint64_t serial;  /* which sentences: each number its own */
	bool next;        /* with a next step, which is then on somebody's list */
};

static void put_sentences(struct arena *mem, uint64_t serial, str *ret_seen, str *ret_words)
{
	static const uint64_t stride = 2654435761; /* prime, and no factor of the product of the lists */
	struct buf b = buf_new(mem, 4 << 10);
	uint64_t all = 1, k;

	for (size_t i = 0; i < COUNT(pools); i++)
		all *= pools[i].n;
	k = serial * stride % all;
	for (size_t i = 0; i + 1 < COUNT(pools); i++) {
		buf_str(&b, str_of(pools[i].list[k % pools[i].n]));
		k /= pools[i].n;
	}
	*ret_seen = buf_view(&b);
	*ret_words = str_of(words[k]);
}

/* All in order, now and then one item not, or not looked at. */
static str checklist_of(struct arena *mem, const struct sighting *s, struct demo_random *r)
{
	const struct code_list *items = code_list_find(STR("visit_check"));
	struct buf b = buf_new(mem, 1000);
	const struct code *item;
	size_t at = 0;

	while (items && (item = code_next(items, &at, s->on, STR(DEMO_COUNTY)))) {
		if (!visit_asks(item, s->kid->level))
			continue;
		str answer = demo_random_chance(r, 30)   ? STR(CODE_VISIT_ANSWER_NO)
			     : demo_random_chance(r, 60) ? STR(CODE_VISIT_ANSWER_UNSEEN)
							 : STR(CODE_VISIT_ANSWER_YES);
		visit_say(&b, item->code, answer);
	}
	return buf_view(&b);
}

static enum rc write_visit(struct ctx *c, const struct sighting *s, struct demo_random *r)
{
	static const char *const met[] = { "child grandmother", "child grandfather",
					   "child grandmother grandfather", "child", "child other_kin" };
	struct ctx then = *c;
	struct input in = input_new(&visit_kind);
	struct record done;
	str seen, said;

	then.who = s->who;
	then.now = demo_instant(s->on) + (INT64_C(9) + demo_random_below(r, 9)) * 3600 * 1000000;
	put_sentences(c->mem, s->serial, &seen, &said);
	input_int(&in, c->mem, VISIT_CHILD, s->kid->id);
	input_day(&in, c->mem, VISIT_ON, s->on);
	input_set(&in, VISIT_HOW, STR(CODE_VISIT_HOW_HOME));
	input_set(&in, VISIT_MET, str_of(met[demo_random_below(r, COUNT(met))]));
	input_set(&in, VISIT_CHECKLIST, checklist_of(c->mem, s, r));
	input_set(&in, VISIT_SEEN, s->text ? str_of(s->text) : seen);
	if (!s->text && demo_random_chance(r, 700))
		input_set(&in, VISIT_WORDS, said);
	if (s->next) {
		input_set(&in, VISIT_NEXT_STEP, STR("下次带上台灯和练习本，和班主任约好补课的时间。"));
		input_day(&in, c->mem, VISIT_NEXT_ON, day_add(c->today, 5));
	}
	enum rc rc = record_create(&then, &in, &done);
	c->problems = then.problems;
	return rc;
}

/* --- how often --- */

static int every(const struct ctx *c, int level)
{
	static const char *const key[] = { PARAM_CARE_VISIT_EVERY_GREEN, PARAM_CARE_VISIT_EVERY_GREEN,
					   PARAM_CARE_VISIT_EVERY_BLUE, PARAM_CARE_VISIT_EVERY_YELLOW,
					   PARAM_CARE_VISIT_EVERY_RED };
	int64_t days = ctx_param(c, key[level < 0 || level > 4 ? 1 : level]);

	return days > 0 ? (int)days : 90;
}

/* Of a thousand visits that are due, how many are made. */
static unsigned share_of(const struct kid *k)
{
	static const unsigned made[] = { 970, 850, 450 };

	return made[k->diligence < 0 || k->diligence > 2 ? 0 : k->diligence];
}

struct unit {
	const struct kid *kid;
	const struct visitor *visitor;
	struct demo_random *chance;
	uint64_t *serial;
};

/* From a year ago, or since the child is in care, up to yesterday; who was raised of late was visited as a
 * green child before: only the last two months follow the level of today. */
static enum rc visit_one(struct ctx *c, struct unit *u, const struct kid *k)
{
	day from = day_add(c->today, -YEAR), last = day_add(c->today, -1), turn = day_add(c->today, -60);
	enum rc rc = RC_OK;

	if (k->since > from)
		from = k->since;
	day on = day_add(from, demo_random_between(u->chance, 2, every(c, 1) / 3));
	while (on <= last && rc == RC_OK) {
		int step = every(c, on < turn ? 1 : k->level);
		bool made = demo_random_chance(u->chance, share_of(k));
		const struct actor *who = !k->ours                            ? &u->visitor->elsewhere
					  : demo_random_chance(u->chance, 80) ? &u->visitor->supervisor
									      : &u->visitor->director;
		struct sighting s = { .kid = k, .who = who, .on = on, .serial = (*u->serial)++ };
		s.next = k->ours && k->level >= 3 && day_add(on, step) > c->today;
		if (made)
			rc = write_visit(c, &s, u->chance);
		/* A little before the next is due, as people do. */
		on = day_add(on, step - demo_random_between(u->chance, 1, step / 6 + 1));
	}
	return rc;
}

/* The class teacher goes to the own pupils in the first weeks of the term. */
static enum rc visit_of_teacher(struct ctx *c, struct unit *u, const struct kid *k)
{
	struct sighting s = { .kid = k,
			      .who = &u->visitor->teacher,
			      .on = day_add(c->today, -75 + demo_random_between(u->chance, 0, 14)),
			      .serial = (*u->serial)++ };

	return k->since < s.on ? write_visit(c, &s, u->chance) : RC_OK;
}

static enum rc visit_some(struct ctx *c, void *arg)
{
	const struct demo_piece *p = arg;
	struct unit *u = p->arg;
	enum rc rc = RC_OK;

	for (size_t i = p->from; i < p->from + p->n && rc == RC_OK; i++) {
		rc = visit_one(c, u, &u->kid[i]);
		if (rc == RC_OK && u->kid[i].class && u->kid[i].class == u->visitor->teacher.class)
			rc = visit_of_teacher(c, u, &u->kid[i]);
	}
	return rc;
}

/* --- two that read the same --- */

static enum rc copy_unit(struct ctx *c, void *arg)
{
	const struct demo_piece *p = arg;
	const struct unit *u = p->arg;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < p->n && rc == RC_OK; i++) {
		struct sighting s = { .kid = &u->kid[i],
				      .who = &u->visitor->director,
				      .on = day_add(c->today, -12 + (int)i),
				      .text = copied };
		rc = write_visit(c, &s, u->chance);
	}
	return rc;
}

static enum rc copy_two(struct ctx *c, const struct unit *u, const struct kid *all, size_t n)
{
	struct kid two[2];
	size_t at = 0;

	for (size_t i = n; i-- > 0 && at < COUNT(two);)
		if (all[i].ours && all[i].since < day_add(c->today, -12))
			two[at++] = all[i];
	struct unit copies = *u;
	copies.kid = two;
	struct demo_piece both = { &copies, 0, COUNT(two) };
	return at == COUNT(two) ? store_write(c, PRIO_BULK, copy_unit, &both) : RC_OK;
}

/* --- all --- */

static enum rc find_visitor(struct ctx *c, struct visitor *ret)
{
	struct demo_then d, s, t;
	enum rc rc = demo_then(c, "director", c->today, &d);

	if (rc == RC_OK)
		rc = demo_then(c, "supervisor", c->today, &s);
	if (rc == RC_OK)
		rc = demo_then(c, "teacher", c->today, &t);
	if (rc != RC_OK)
		return rc;
	*ret = (struct visitor){ .director = d.who,
				 .supervisor = s.who,
				 .teacher = t.who,
				 .elsewhere = { .role = ROLE_DIRECTOR,
						.reach = REACH_COUNTY,
						.county = d.who.county,
						.cleared = true } };
	return RC_OK;
}

enum rc demo_visit_write(struct ctx *c, uint64_t seed)
{
	struct demo_random chance = demo_random_of(seed, STREAM);
	struct visitor visitor;
	struct kid *all = NULL;
	size_t n = 0;
	uint64_t serial = 1;
	enum rc rc = find_visitor(c, &visitor);

	if (rc == RC_OK)
		rc = list_kids(c, &all, &n);
	struct unit u = { .kid = all, .visitor = &visitor, .chance = &chance, .serial = &serial };
	if (rc == RC_OK)
		rc = demo_pieces_write(c, &(struct demo_pieces){ n, AT_ONCE, visit_some, &u });
	return rc == RC_OK ? copy_two(c, &u, all, n) : rc;
}
