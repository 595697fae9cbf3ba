#include "demo_privacy.h"

#include "account.h"
#include "consent.h"
#include "privacy_demo.h"
#include "rights.h"

/* A grandfather who lives elsewhere is kept away from a child of the school, not of the demo's own family. */
static enum rc find_case(struct ctx *c, const struct demo_map *m, const struct demo_people *who,
			 struct privacy_demo *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT i.child, i.person FROM tie i JOIN child k ON k.id = i.child"
		" WHERE k.school = ?1 AND i.relation IN ('61', '63') AND k.id <> ?2 AND i.person <> ?3"
		" ORDER BY i.id DESC LIMIT 1",
		INT(m->school[0].id), INT(who->child), INT(who->guardian));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q)) {
		ret->child = db_int(&q, 0);
		ret->person = db_int(&q, 1);
	}
	rc = db_done(&q);
	return rc != RC_OK ? rc : ret->child ? RC_OK : RC_NOT_FOUND;
}

/* --- what families said --- */

/* Of a hundred families, how many say yes and how many say no; the others have not answered yet. */
static const struct saying {
	const char *purpose;
	unsigned yes, no;
} sayings[] = {
	{ CODE_CONSENT_PURPOSE_PROVISION, 72, 8 },
	{ CODE_CONSENT_PURPOSE_PSYCHOLOGY, 55, 10 },
	{ CODE_CONSENT_PURPOSE_PORTRAIT, 40, 35 },
};
static const struct consent_answer asked_on_paper = { .how = STR_INIT(CODE_CONSENT_HOW_PAPER),
						      .child_agrees = true };

struct answers {
	struct consent_answer *list;
	size_t n, cap;
};

static void add_answer(struct ctx *c, struct answers *to, struct consent_answer one)
{
	to->list = GROWN(c->mem, to->list, to->n, &to->cap);
	to->list[to->n++] = one;
}

/* One parent answers for each child of the first school; the demo's own family says yes to what shows most.
 */
static enum rc collect_answers(struct ctx *c, const struct demo_map *m, const struct demo_people *who,
			       uint64_t seed, struct answers *to)
{
	enum { STREAM_CONSENT = 4, AFTER = 60 /* days since they were asked */ };
	struct demo_random r = demo_random_of(seed, STREAM_CONSENT);
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT k.id, min(i.person) FROM child k JOIN tie i ON i.child = k.id"
			 " AND i.relation IN ('51', '52') WHERE k.school = ?1 GROUP BY k.id ORDER BY k.id",
			 INT(m->school[0].id));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		for (size_t i = 0; i < COUNT(sayings); i++) {
			struct consent_answer a = asked_on_paper;
			unsigned percent = (unsigned)demo_random_below(&r, 100);
			a.child = db_int(&q, 0);
			a.person = db_int(&q, 1);
			a.purpose = str_of(sayings[i].purpose);
			a.from = day_add(c->today, -(int32_t)demo_random_below(&r, AFTER));
			a.from = a.from < consent_words[0].from ? consent_words[0].from : a.from;
			a.yes = percent < sayings[i].yes || (a.child == who->child && i == 0);
			if (a.yes || percent < sayings[i].yes + sayings[i].no)
				add_answer(c, to, a);
		}
	return db_done(&q);
}

static enum rc write_answers(struct ctx *c, void *arg)
{
	const struct answers *a = arg;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < a->n && rc == RC_OK; i++)
		rc = consent_give(c, &a->list[i]);
	return rc;
}

/* --- what families ask for --- */

static enum rc write_requests(struct ctx *c, void *arg)
{
	/* clang-format off */
	static const struct { const char *what, *text, *state, *decision; } asked[] = {
		{ CODE_RIGHTS_WHAT_COPY, "想看看学校和村里记了孩子哪些情况。", CODE_RIGHTS_STATE_DONE, "已当面交给家长一份打印件。" },
		{ CODE_RIGHTS_WHAT_CORRECTION, "孩子的住址写错了，我们去年搬到了五合村。", NULL, NULL },
		{ CODE_RIGHTS_WHAT_ERASURE, "请删掉孩子的学籍记录。", CODE_RIGHTS_STATE_REFUSED, "学籍记录依法应当保存，已说明理由；其他资料可以随时要求删除。" },
	};
	/* clang-format on */
	const struct demo_people *who = arg;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < COUNT(asked) && rc == RC_OK; i++) {
		struct rights_new n = { .child = who->child,
					.person = who->parent,
					.what = str_of(asked[i].what),
					.text = str_of(asked[i].text),
					.identity = STR(CODE_RIGHTS_IDENTITY_PAPERS) };
		int64_t id;
		rc = rights_ask(c, &n, &id);
		if (rc != RC_OK || !asked[i].state)
			continue;
		struct rights_answer a = { .id = id,
					   .state = str_of(asked[i].state),
					   .decision = str_of(asked[i].decision),
					   .papers = true };
		rc = rights_decide(c, &a);
	}
	return rc;
}

static enum rc write_words(struct ctx *c, const struct demo_map *m, const struct demo_people *who,
			   uint64_t seed)
{
	struct answers all = { 0 };
	struct demo_people people = *who;
	enum rc rc = RC_OK;

	if (!consent_nwords || c->today < consent_words[0].from)
		return RC_OK; /* a day before there were words to agree to */
	rc = consent_install(c);
	if (rc == RC_OK)
		rc = collect_answers(c, m, who, seed, &all);
	if (rc == RC_OK)
		rc = store_write(c, PRIO_BULK, write_answers, &all);
	return rc == RC_OK ? store_write(c, PRIO_BULK, write_requests, &people) : rc;
}

enum rc demo_privacy_write(struct ctx *c, const struct demo_map *m, const struct demo_people *who,
			   uint64_t seed)
{
	struct privacy_demo sealed = { 0 };
	enum rc rc = find_case(c, m, who, &sealed);

	if (rc == RC_OK)
		rc = account_find(c, STR("civil"), &sealed.civil);
	if (rc == RC_OK)
		rc = account_find(c, STR("head"), &sealed.head);
	if (rc == RC_OK)
		rc = account_find(c, STR("counsellor"), &sealed.counsellor);
	if (rc == RC_OK)
		rc = privacy_demo_sealed(c, &sealed);
	return rc == RC_OK ? write_words(c, m, who, seed) : rc;
}
