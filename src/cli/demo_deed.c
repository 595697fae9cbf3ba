#include "demo_deed.h"

#include "account.h"
#include "deed_seal.h"
#include "deed_text.h"
#include "demo.h"
#include "demo_care.h"
#include "demo_plan.h"
#include "demo_then.h"

enum whose { FAMILY, BLUE, YELLOW, GREEN_1, GREEN_2, GREEN_3, GREEN_4, GREEN_5, WHOSE__N };
enum { GREENS = 5 };

/* How far it has come. */
enum {
	PARENT = 1 << 0,
	HEARD = 1 << 1,
	CARER = 1 << 2,
	WITNESS = 1 << 3,
	TOLD = 1 << 4,
	SCHOOL = 1 << 5,
	VILLAGE = 1 << 6,
	CALLED = 1 << 7,
	REVOKED = 1 << 8,
	LINKED = 1 << 9, /* the parent far away got a link; with PARENT: and signed by it */
	SIGNED = PARENT | HEARD | CARER | WITNESS,
	WHOLE = SIGNED | TOLD | SCHOOL | VILLAGE,
};
struct story {
	enum whose whose;
	int wrote, from, to; /* days: ago; from today on */
	unsigned acts;
	bool follows; /* the deed of this child before it */
	const char *cause, *where, *employer, *daily, *child_says, *words, *call;
};

/* clang-format off */
static const struct story stories[] = {
	{ FAMILY, 340, -338, 24, WHOLE | CALLED, false, CODE_DEED_CAUSE_WORK, "东莞市厚街镇河田大道18号", "鸿发鞋业有限公司",
	  "一日三餐在家吃，晚上九点前睡觉；上学由奶奶送到村口坐校车。", "奶奶做的饭好吃。我想爸爸妈妈每个星期天给我打视频。", "学校已知悉，班主任会多留意孩子的情况。",
	  "这两天孩子不太说话，午休时一个人坐着。请您今晚给孩子打个电话，也请和我说说您的打算。" },
	{ FAMILY, 2, 25, 389, PARENT, true, CODE_DEED_CAUSE_WORK, "东莞市厚街镇河田大道18号", "鸿发鞋业有限公司",
	  "一日三餐在家吃，晚上九点前睡觉；上学由奶奶送到村口坐校车。", NULL, NULL },
	{ BLUE, 9, -6, 350, SIGNED | TOLD | LINKED, false, CODE_DEED_CAUSE_WORK, "深圳市龙岗区坂田街道", "电子厂", NULL,
	  "我愿意跟奶奶住，希望妈妈少换电话号码。", NULL },
	{ YELLOW, 70, -65, 300, WHOLE | CALLED, false, CODE_DEED_CAUSE_TRADE, "佛山市顺德区乐从镇", NULL, NULL,
	  "我想去上学，农忙的时候也想去。", "学校已知悉。",
	  "孩子这两周又有三天没有到校，请尽快和孩子、和学校联系。" },
	{ GREEN_1, 4, -1, 363, SIGNED, false, CODE_DEED_CAUSE_WORK, "广州市白云区太和镇", "制衣厂", NULL, "外婆对我很好。", NULL },
	{ GREEN_2, 3, 0, 364, LINKED, false, CODE_DEED_CAUSE_WORK, "珠海市斗门区", NULL, NULL, NULL, NULL },
	{ GREEN_3, 400, -395, -31, WHOLE, false, CODE_DEED_CAUSE_STUDY, "广州市番禺区", NULL, NULL, "可以。", "知悉。" },
	{ GREEN_4, 160, -155, 200, WHOLE | REVOKED, false, CODE_DEED_CAUSE_ILLNESS, "湛江市霞山区", NULL, NULL, "我想早点和妈妈在一起。", "母亲病愈回家，自己照料孩子。" },
	{ GREEN_5, 100, -95, 265, WHOLE, false, CODE_DEED_CAUSE_WORK, "惠州市惠阳区", "建筑工地", NULL, "爷爷奶奶照顾我，我帮他们喂鸡。", "学校已登记。" },
};
/* clang-format on */

struct writing {
	struct ctx *c;
	const struct story *s;
	int64_t child, parent, carer, deed, former;
};

/* --- whom it is about --- */

static enum rc find_two(struct ctx *c, const struct sql *sql, int64_t child, int64_t *ret)
{
	struct rows q;
	enum rc rc = db_query(c->db, &q, sql, VALS(INT(child)));

	*ret = 0;
	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		*ret = db_int(&q, 0);
	return db_done(&q);
}

static enum rc find_people(struct writing *w, bool family)
{
	const struct sql
		*parent = SQL("SELECT i.person FROM tie i WHERE i.child = ?1"
			      " AND i.relation IN ('51', '52') AND coalesce(i.barred, 0) = 0"
			      " ORDER BY i.relation, i.id LIMIT 1"),
		*own = SQL("SELECT i.person FROM tie i JOIN account a ON a.login = 'parent' AND"
			   " a.person_id = CAST(i.person AS TEXT) WHERE i.child = ?1 ORDER BY i.id LIMIT 1"),
		*carer = SQL("SELECT i.person FROM tie i JOIN person p ON p.id = i.person WHERE i.child = ?1"
			     " AND (i.relation LIKE '6%' OR i.carer = 1) AND i.relation NOT IN ('51', '52')"
			     " AND coalesce(i.barred, 0) = 0 AND p.birth_date IS NOT NULL"
			     " AND (p.care_ability IS NULL OR p.care_ability <> 'unable')"
			     " ORDER BY i.id LIMIT 1"),
		*guardian = SQL("SELECT i.person FROM tie i JOIN account a ON a.login = 'guardian' AND"
				" a.person_id = CAST(i.person AS TEXT) WHERE i.child = ?1 ORDER BY i.id"
				" LIMIT 1");
	enum rc rc = find_two(w->c, family ? own : parent, w->child, &w->parent);

	return rc == RC_OK ? find_two(w->c, family ? guardian : carer, w->child, &w->carer) : rc;
}

/* --- acts, each on its day --- */

static enum rc then_of(const struct writing *w, const char *login, int days, struct demo_then *ret)
{
	enum rc rc = demo_then(w->c, login, day_add(w->c->today, -(days > 0 ? days : 0)), ret);

	if (rc == RC_OK)
		ret->ctx.purpose = STR("委托照护");
	return rc;
}

static enum rc write_job(struct ctx *c, void *arg)
{
	struct writing *w = arg;
	const struct story *s = w->s;
	struct input in = input_new(&deed_kind);
	bool there;

	input_int(&in, c->mem, DEED_CHILD, w->child);
	input_int(&in, c->mem, DEED_PARENT, w->parent);
	input_int(&in, c->mem, DEED_CARER, w->carer);
	if (s->follows && w->former)
		input_int(&in, c->mem, DEED_REPLACES, w->former);
	input_set(&in, DEED_CAUSE, str_of(s->cause));
	input_set(&in, DEED_DESTINATION, str_of(s->where));
	if (s->employer)
		input_set(&in, DEED_EMPLOYER, str_of(s->employer));
	input_set(&in, DEED_PHONE, STR("13000000001"));
	input_day(&in, c->mem, DEED_FROM, day_add(w->c->today, s->from));
	input_day(&in, c->mem, DEED_TO, day_add(w->c->today, s->to));
	if (s->daily)
		input_set(&in, DEED_DAILY, str_of(s->daily));
	input_set(&in, DEED_MEDICAL,
		  STR("先到村卫生站，需要时送镇卫生院；紧急情况由被委托人签字并立即电话告知父母。"));
	input_set(&in, DEED_SAFETY, STR("不到水塘、河边玩；放学按时回家；不单独使用煤气和电器。"));
	input_int(&in, c->mem, DEED_MONEY, 120000);
	input_set(&in, DEED_WEEKDAY, STR("7"));
	input_set(&in, DEED_MINUTE, STR("1170"));
	input_set(&in, DEED_CHANNEL, STR(CODE_CONTACT_CHANNEL_VIDEO));
	input_set(&in, DEED_HOME_PLAN, STR("春节和暑假各回家一次，孩子生日尽量回来。"));
	for (size_t i = DEED_HARM; i <= DEED_UNFIT; i++)
		input_set(&in, i, STR(CODE_YES_NO_NO));
	return deed_write(c, &in, &w->deed, &there);
}

static enum rc sign(const struct writing *w, const char *part, const char *login, int days)
{
	bool family = w->s->whose == FAMILY, child = !strcmp(part, CODE_DEED_PART_CHILD);
	bool witness = !strcmp(part, CODE_DEED_PART_WITNESS);
	struct demo_then then;
	struct deed_signing s = { .deed = w->deed, .part = part, .before = !family && !witness };
	enum rc rc = then_of(w, family || witness ? login : "director", days, &then);

	if (child)
		s.words = str_of(w->s->child_says);
	return rc == RC_OK ? deed_sign(&then.ctx, &s) : rc;
}

/* As the director makes one; its words are nobody's digest, so that no address opens it. */
static enum rc link_job(struct ctx *c, void *arg)
{
	const struct writing *w = arg;
	struct input in = input_new(&deed_link_kind);
	struct buf words = buf_new(c->mem, 40);
	struct record done;
	int64_t director = 0;
	enum rc rc = account_find(c, STR("director"), &director);

	buf_lit(&words, "demonstration ");
	buf_int(&words, w->deed);
	input_int(&in, c->mem, DEED_LINK_DEED, w->deed);
	input_int(&in, c->mem, DEED_LINK_CHILD, w->child);
	input_set(&in, DEED_LINK_SECRET, buf_view(&words));
	input_int(&in, c->mem, DEED_LINK_UNTIL,
		  c->now + ctx_param(c, PARAM_FAMILY_DEED_LINK_DAYS) * INT64_C(86400) * 1000000);
	input_int(&in, c->mem, DEED_LINK_BY, director);
	if (w->s->acts & PARENT)
		input_set(&in, DEED_LINK_BROWSER, buf_view(&words));
	return rc == RC_OK ? record_create(c, &in, &done) : rc;
}

static enum rc sign_by_link(const struct writing *w)
{
	struct demo_then then;
	struct writing copy = *w;
	enum rc rc = then_of(w, NULL, w->s->wrote, &then);

	if (rc == RC_OK)
		rc = store_write(&then.ctx, PRIO_BULK, link_job, &copy);
	if (rc == RC_OK && w->s->acts & PARENT)
		rc = deed_sign(&then.ctx, &(struct deed_signing){ .deed = w->deed,
								  .part = CODE_DEED_PART_PARENT,
								  .link = true });
	return rc;
}

static enum rc sign_all(const struct writing *w)
{
	const struct story *s = w->s;
	enum rc rc = RC_OK;

	if (s->acts & LINKED)
		rc = sign_by_link(w);
	else if (s->acts & PARENT)
		rc = sign(w, CODE_DEED_PART_PARENT, "parent", s->wrote);
	if (rc == RC_OK && s->acts & HEARD && s->child_says)
		rc = sign(w, CODE_DEED_PART_CHILD, "child", s->wrote - 1);
	if (rc == RC_OK && s->acts & CARER)
		rc = sign(w, CODE_DEED_PART_CARER, "guardian", s->wrote - 1);
	if (rc == RC_OK && s->acts & WITNESS)
		rc = sign(w, CODE_DEED_PART_WITNESS, "director", s->wrote - 1);
	return rc;
}

/* The school's people have the child in their reach, or there is nobody to acknowledge it yet. */
static enum rc acknowledge(const struct writing *w, const char *to, const char *login)
{
	struct demo_then then;
	enum rc rc = then_of(w, login, w->s->wrote - 3, &then);

	if (rc == RC_OK)
		rc = deed_acknowledge(&then.ctx, w->deed, to,
				      w->s->words && strcmp(to, CODE_DEED_TO_VILLAGE) != 0
					      ? str_of(w->s->words)
					      : STR("村委会已登记，会常去看看。"));
	return rc;
}

static enum rc tell_all(const struct writing *w)
{
	const struct story *s = w->s;
	struct demo_then then;
	enum rc rc = RC_OK;

	if (s->acts & TOLD) {
		rc = then_of(w, s->whose == FAMILY ? "parent" : "director", s->wrote - 2, &then);
		if (rc == RC_OK)
			rc = deed_tell(&then.ctx, w->deed);
	}
	if (rc == RC_OK && s->acts & VILLAGE)
		rc = acknowledge(w, CODE_DEED_TO_VILLAGE, "director");
	if (rc == RC_OK && s->acts & SCHOOL) {
		rc = acknowledge(w, CODE_DEED_TO_SCHOOL, "teacher");
		if (rc == RC_NOT_FOUND)
			rc = acknowledge(w, CODE_DEED_TO_SCHOOL, "head");
		if (rc == RC_NOT_FOUND || rc == RC_CONFLICT)
			rc = RC_OK;
	}
	return rc;
}

static enum rc later_on(const struct writing *w)
{
	const struct story *s = w->s;
	struct demo_then then;
	enum rc rc = RC_OK;

	if (s->acts & CALLED) {
		rc = then_of(w, s->whose == FAMILY ? "teacher" : "director", 1, &then);
		if (rc == RC_OK)
			rc = deed_call_parent(&then.ctx, w->deed, str_of(s->call));
		if (rc == RC_NOT_FOUND) /* the demo's teacher has another class */
			rc = RC_OK;
	}
	if (rc == RC_OK && s->acts & REVOKED) {
		rc = then_of(w, "director", 20, &then);
		if (rc == RC_OK)
			rc = deed_revoke(&then.ctx, w->deed, str_of(s->words),
					 STR(CODE_DEED_CARE_NOW_PARENT));
	}
	return rc;
}

/* Whose adults do not fit a deed (nobody of age is written down, somebody is kept away) goes without. */
static enum rc write_one(struct writing *w)
{
	bool family = w->s->whose == FAMILY;
	struct demo_then then;
	enum rc rc = find_people(w, family);

	if (rc != RC_OK || !w->parent || !w->carer || w->parent == w->carer)
		return rc;
	rc = then_of(w, family ? "parent" : "director", w->s->wrote, &then);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	rc = store_write(&then.ctx, PRIO_BULK, write_job, w);
	if (rc == RC_INVALID || rc == RC_NOT_FOUND || rc == RC_CONFLICT)
		return RC_OK;
	if (rc == RC_OK)
		rc = sign_all(w);
	if (rc == RC_OK)
		rc = tell_all(w);
	if (rc == RC_OK)
		rc = later_on(w);
	/* Out of reach of whose turn it is, the story ends there. */
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc demo_deed_write(struct ctx *c)
{
	struct demo_story s;
	int64_t child[WHOSE__N] = { 0 }, former[WHOSE__N] = { 0 };
	enum rc rc = demo_story_family(c, &child[FAMILY]);

	if (rc == RC_OK)
		rc = demo_story(c, &s);
	if (rc == RC_OK) {
		child[BLUE] = s.blue;
		child[YELLOW] = s.yellow;
		for (size_t i = 0; i < GREENS; i++)
			child[GREEN_1 + i] = i < s.ngreen ? s.green[s.ngreen - 1 - i] : 0;
	}
	if (rc == RC_NOT_FOUND)
		rc = RC_OK; /* nobody is under care there */
	for (size_t i = 0; i < COUNT(stories) && rc == RC_OK; i++) {
		enum whose whose = stories[i].whose;
		struct writing w = {
			.c = c, .s = &stories[i], .child = child[whose], .former = former[whose]
		};
		if (!w.child || (whose != FAMILY && w.child == child[FAMILY]))
			continue;
		rc = write_one(&w);
		former[whose] = w.deed;
	}
	/* What time alone has changed since. */
	return rc == RC_OK ? deed_daily(c) : rc;
}
