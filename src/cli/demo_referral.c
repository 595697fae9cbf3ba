#include "demo_referral.h"

#include "account.h"
#include "consent.h"
#include "demo.h"
#include "demo_care.h"
#include "demo_plan.h"
#include "demo_then.h"
#include "referral.h"

/* --- agencies --- */

enum where { HOSPITAL, POLICE, FEDERATION, CIVIL, PROCURATORATE, DISABLED, SOCIAL_WORK, CLOSED, WHERE__N };

/* clang-format off */
static const struct { const char *name, *sort, *region, *phone, *login; } agencies[WHERE__N] = {
	[HOSPITAL]      = { "坡头区人民医院",             CODE_AGENCY_SORT_HOSPITAL,      "440804",    "0759-0000120", "hospital" },
	[POLICE]        = { "坡头区公安分局坡头派出所",   CODE_AGENCY_SORT_POLICE,        "440804101", "0759-0000110", "police" },
	[FEDERATION]    = { "坡头区妇女联合会",           CODE_AGENCY_SORT_FEDERATION,    "440804",    "0759-0000338", "federation" },
	[CIVIL]         = { "坡头区民政局",               CODE_AGENCY_SORT_CIVIL,         "440804",    "0759-0000345", NULL },
	[PROCURATORATE] = { "坡头区人民检察院未成年人检察室", CODE_AGENCY_SORT_PROCURATORATE, "440804", "0759-0000309", NULL },
	[DISABLED]      = { "坡头区残疾人联合会",         CODE_AGENCY_SORT_DISABLED,      "440804",    "0759-0000385", NULL },
	[SOCIAL_WORK]   = { "坡头同行社会工作服务中心",   CODE_AGENCY_SORT_SOCIAL_WORK,   "440804",    "0759-0000512", NULL },
	[CLOSED]        = { "坡头镇旧卫生站",             CODE_AGENCY_SORT_HOSPITAL,      "440804101", "0759-0000101", NULL },
};
/* clang-format on */
enum { AGENCY_SINCE = -700, AGENCY_CLOSED = -110 };

static enum rc add_member(struct ctx *c, int64_t agency, const char *login)
{
	struct input in = input_new(&agency_member_kind);
	struct record done;
	int64_t account;
	enum rc rc = account_find(c, str_of(login), &account);

	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	input_int(&in, c->mem, AGENCY_MEMBER_AGENCY, agency);
	input_int(&in, c->mem, AGENCY_MEMBER_ACCOUNT, account);
	input_day(&in, c->mem, AGENCY_MEMBER_FROM, day_add(c->today, AGENCY_SINCE));
	return record_create(c, &in, &done);
}

static enum rc add_agencies(struct ctx *c, void *arg)
{
	int64_t *id = arg;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < WHERE__N && rc == RC_OK; i++) {
		struct input in = input_new(&agency_kind);
		struct record done;
		input_set(&in, AGENCY_NAME, str_of(agencies[i].name));
		input_set(&in, AGENCY_SORT, str_of(agencies[i].sort));
		input_set(&in, AGENCY_REGION, str_of(agencies[i].region));
		input_set(&in, AGENCY_PHONE, str_of(agencies[i].phone));
		if (i == CLOSED)
			input_day(&in, c->mem, AGENCY_CLOSED_ON, day_add(c->today, AGENCY_CLOSED));
		rc = record_create(c, &in, &done);
		id[i] = done.id;
		if (rc == RC_OK && agencies[i].login)
			rc = add_member(c, done.id, agencies[i].login);
	}
	return rc;
}

/* --- whom it is about --- */

enum whose { RED, YELLOW, BLUE, GREEN_1, GREEN_2, GREEN_3, GREEN_4, FAMILY, WHOSE__N };

static enum rc find_children(struct ctx *c, int64_t child[WHOSE__N])
{
	struct demo_story s;
	enum rc rc = demo_story(c, &s);

	if (rc != RC_OK)
		return rc;
	child[RED] = s.red;
	child[YELLOW] = s.yellow;
	child[BLUE] = s.blue;
	for (size_t i = 0; i < 4; i++)
		child[GREEN_1 + i] = i < s.ngreen ? s.green[i] : 0;
	return demo_story_family(c, &child[FAMILY]);
}

/* --- what was sent, and what became of it --- */

struct answer {
	int days; /* ago */
	const char *login;
	enum referral_does does;
	const char *words;
};
enum { ANSWERS = 2 };
struct sending {
	enum whose whose;
	const char *login;
	int days, hour; /* ago; of that day */
	enum where to;
	const char *what, *basis, *law, *reason;
	unsigned parts;
	bool urgent, quiet;
	struct answer answer[ANSWERS];
};

/* clang-format off */
static const struct sending sendings[] = {
	{ FAMILY, "teacher", 46, 15, HOSPITAL, CODE_REFERRAL_WHAT_REFERRAL, CODE_REFERRAL_BASIS_CONSENT, NULL,
	  "学校体检发现孩子视力下降明显，家长同意转到医院复查，请安排一次免费散瞳验光。", PART_BASICS | PART_CONTACT | PART_SCHOOL, false, false,
	  { { 45, "hospital", REFERRAL_ACCEPT, "周六上午门诊三楼眼科，请带户口簿。" },
	    { 38, "hospital", REFERRAL_FINISH, "已验光配镜，双眼近视，三个月后复查。费用由“明亮计划”承担。" } } },
	{ YELLOW, "director", 40, 16, CIVIL, CODE_REFERRAL_WHAT_REFERRAL, CODE_REFERRAL_BASIS_STATUTORY, "未成年人保护法第四十三条",
	  "孩子农忙时多次在薯地干活，没有去上学，家里说请不起工。请核实家庭情况，看能否给予临时救助。", PART_BASICS | PART_FAMILY | PART_LEVEL | PART_SCHOOL, false, false,
	  { { 38, "civil", REFERRAL_ACCEPT, "已接收，本周内入户核实。" },
	    { 26, "civil", REFERRAL_FINISH, "入户核实属实，发放临时救助一次；已和家长约定农忙请邻里帮工，孩子正常上学。" } } },
	{ GREEN_2, "director", 22, 10, CIVIL, CODE_REFERRAL_WHAT_TRANSFER, CODE_REFERRAL_BASIS_STATUTORY, "未成年人保护法第四十三条",
	  "奶奶说家里想申请低保，请民政帮助办理。", PART_BASICS | PART_FAMILY, false, false,
	  { { 20, "civil", REFERRAL_REJECT, "低保由户主向户籍地镇政府申请，我局不直接受理。请先到镇公共服务中心提交材料，需要时再联系我们。" } } },
	{ BLUE, "teacher", 12, 14, FEDERATION, CODE_REFERRAL_WHAT_REFERRAL, CODE_REFERRAL_BASIS_CONSENT, NULL,
	  "父母近一个月很少来电话，孩子上课走神。家长同意请妇联帮忙安排每周一次亲情视频。", PART_BASICS | PART_SCHOOL, false, false,
	  { { 11, "federation", REFERRAL_ACCEPT, "已安排亲情小屋每周三下午通话。" } } },
	{ GREEN_1, "director", 8, 9, HOSPITAL, CODE_REFERRAL_WHAT_REFERRAL, CODE_REFERRAL_BASIS_CONSENT, NULL,
	  "孩子反复咳嗽半个月，村卫生站建议到区医院查一查，家长同意。", PART_BASICS | PART_CONTACT | PART_HEALTH, false, false, { { 0 } } },
	{ RED, "supervisor", 2, 17, CIVIL, CODE_REFERRAL_WHAT_TRANSFER, CODE_REFERRAL_BASIS_DANGER, "未成年人保护法第九十二条",
	  "奶奶住院，孩子一个人在家，父母暂时赶不回来。请安排临时照护。", PART_BASICS | PART_FAMILY | PART_CONTACT | PART_LEVEL | PART_VISITS, true, false,
	  { { 1, "civil", REFERRAL_ACCEPT, "已联系镇敬老院旁的临时照护点，今天由儿童督导员陪同送达。" } } },
	{ GREEN_3, "director", 2, 11, POLICE, CODE_REFERRAL_WHAT_REFERRAL, CODE_REFERRAL_BASIS_STATUTORY, "户口登记条例第七条",
	  "孩子户口仍在母亲娘家，就医报销不便，请协助迁移手续。", PART_BASICS | PART_FAMILY, false, false, { { 0 } } },
	{ GREEN_4, "director", 1, 15, HOSPITAL, CODE_REFERRAL_WHAT_REFERRAL, CODE_REFERRAL_BASIS_CONSENT, NULL,
	  "孩子在村口摔伤手臂，卫生站已固定，请接诊拍片。", PART_BASICS | PART_CONTACT | PART_HEALTH, true, false, { { 0 } } },
};
/* clang-format on */

struct writing {
	int64_t agency[WHERE__N], child[WHOSE__N];
};

static enum rc agree(struct ctx *c, void *arg) { return consent_give(c, arg); }

/* A parent said yes on paper, the day before. */
static enum rc have_consent(struct ctx *c, int64_t child, day on)
{
	struct consent_answer a = { .child = child,
				    .purpose = STR(CODE_CONSENT_PURPOSE_REFERRAL),
				    .how = STR(CODE_CONSENT_HOW_PAPER),
				    .yes = true,
				    .child_agrees = true,
				    .from = on < consent_words[0].from ? consent_words[0].from : on };
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT i.person FROM tie i WHERE i.child = ?1 AND i.relation IN ('51', '52')"
			      " AND coalesce(i.barred, 0) = 0 ORDER BY i.id LIMIT 1",
			      INT(child));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		a.person = db_int(&q, 0);
	rc = db_done(&q);
	if (rc != RC_OK || !a.person)
		return rc == RC_OK ? RC_NOT_FOUND : rc;
	return store_write(c, PRIO_BULK, agree, &a);
}

static enum rc write_answer(struct ctx *c, int64_t id, const struct answer *a)
{
	struct demo_then then;
	enum rc rc = demo_then(c, a->login, day_add(c->today, -a->days), &then);

	return rc == RC_OK ? referral_answer(&then.ctx, id, a->does, str_of(a->words)) : rc;
}

static enum rc write_one(struct ctx *c, const struct writing *w, const struct sending *s)
{
	day on = day_add(c->today, -s->days);
	struct demo_then then;
	bool consent = !strcmp(s->basis, CODE_REFERRAL_BASIS_CONSENT);
	int64_t child = w->child[s->whose], id = 0;

	/* Whom nobody speaks for, and a demo of years before the words of consent, go without. */
	if (!child || (consent && on < consent_words[0].from))
		return RC_OK;
	enum rc rc = consent ? have_consent(c, child, on) : RC_OK;
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	rc = demo_then_at(c, s->login, demo_instant(on) + s->hour * INT64_C(3600) * 1000000, &then);
	if (rc != RC_OK)
		return rc;
	then.ctx.purpose = STR("转介");
	rc = referral_send(&then.ctx,
			   &(struct referral_new){ .child = child,
						   .to = w->agency[s->to],
						   .what = str_of(s->what),
						   .basis = str_of(s->basis),
						   .law = s->law ? str_of(s->law) : STR(""),
						   .reason = str_of(s->reason),
						   .parts = s->parts,
						   .urgent = s->urgent,
						   .quiet = s->quiet },
			   &id);
	/* The demo's teacher has the class, not the village. */
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	if (rc != RC_OK) {
		c->problems = then.ctx.problems;
		return rc;
	}
	for (size_t i = 0; i < ANSWERS && s->answer[i].login && rc == RC_OK; i++)
		rc = write_answer(c, id, &s->answer[i]);
	return rc;
}

enum rc demo_referral_write(struct ctx *c)
{
	struct writing w = { .child = { 0 } };
	enum rc rc = store_write(c, PRIO_BULK, add_agencies, w.agency);

	if (rc == RC_OK)
		rc = find_children(c, w.child);
	if (rc == RC_NOT_FOUND)
		return RC_OK; /* nobody is under care there */
	for (size_t i = 0; i < COUNT(sendings) && rc == RC_OK; i++)
		rc = write_one(c, &w, &sendings[i]);
	return rc;
}
