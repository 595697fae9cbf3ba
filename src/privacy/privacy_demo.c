#include "privacy_demo.h"
#include "account.h"
#include "opening.h"
#include "order.h"

static const int64_t minute = INT64_C(60) * 1000 * 1000;
enum { HOUR = 60, WHOLE_DAY = 24 * HOUR };

/* One thing that somebody does, some minutes ago. */
struct deed {
	struct input in;
	int64_t id; /* 0: a new record */
	int64_t ret;
};

static enum rc write_one(struct ctx *c, void *arg)
{
	struct deed *d = arg;
	struct record done;
	enum rc rc = d->id ? record_update(c, d->in.kind, d->id, 0, &d->in, &done)
			   : record_create(c, &d->in, &done);

	if (rc == RC_OK)
		d->ret = done.id;
	return rc;
}

static enum rc actor_of(struct ctx *c, int64_t account, struct actor *ret)
{
	struct rows q;
	bool found = false;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT " ACCOUNT_ACTOR
			      " FROM account a JOIN account b ON b.id = a.id WHERE a.id = ?1",
			      INT(account));

	if (rc != RC_OK)
		return rc;
	found = db_next(&q) && account_actor(c, &q, 0, ret);
	rc = db_done(&q);
	return rc != RC_OK ? rc : found ? RC_OK : RC_NOT_FOUND;
}

static enum rc act(struct ctx *c, int64_t account, int64_t ago, struct deed *d)
{
	struct actor who;
	struct ctx then = *c;

	then.now = c->now - ago * minute;
	then.today = instant_day(then.now);
	enum rc rc = actor_of(&then, account, &who);
	if (rc != RC_OK)
		return rc;
	then.who = &who;
	rc = store_write(&then, PRIO_PEOPLE, write_one, d);
	c->problems = then.problems;
	return rc;
}

static enum rc make_order(struct ctx *c, const struct privacy_demo *who, int64_t *ret)
{
	enum { AGO = 20 * WHOLE_DAY };
	struct deed d = { .in = input_new(&order_kind) };

	input_int(&d.in, c->mem, ORDER_CHILD, who->child);
	input_int(&d.in, c->mem, ORDER_PERSON, who->person);
	input_set(&d.in, ORDER_ISSUED_BY, STR(CODE_ORDER_ISSUER_COURT));
	input_set(&d.in, ORDER_DOCUMENT_NO, STR("民保令第3号（演示）"));
	input_day(&d.in, c->mem, ORDER_FROM, instant_day(c->now - AGO * minute));
	input_set(&d.in, ORDER_GROUNDS,
		  STR("演示内容：多次酒后殴打孩子，邻居报警，伤情见派出所记录。\n法院裁定不得接近孩子的住处和"
		      "学校。"));
	enum rc rc = act(c, who->civil, AGO, &d);
	if (rc == RC_OK)
		*ret = d.ret;
	return rc;
}

struct asking {
	int64_t asker, ago; /* minutes */
	str reason;
	const char *answer; /* a state; NULL: none yet */
	int64_t after;      /* so many minutes later */
	str words;
};

static enum rc ask(struct ctx *c, const struct privacy_demo *who, int64_t order, const struct asking *a)
{
	struct deed asked = { .in = input_new(&opening_kind) }, answered = asked;

	input_set(&asked.in, OPENING_KIND, str_of(order_kind.name));
	input_int(&asked.in, c->mem, OPENING_RECORD, order);
	input_set(&asked.in, OPENING_REASON, a->reason);
	enum rc rc = act(c, a->asker, a->ago, &asked);
	if (rc != RC_OK || !a->answer)
		return rc;
	answered.id = asked.ret;
	input_set(&answered.in, OPENING_STATE, str_of(a->answer));
	if (a->words.n)
		input_set(&answered.in, OPENING_ANSWER, a->words);
	return act(c, who->civil, a->ago - a->after, &answered);
}

enum rc privacy_demo_sealed(struct ctx *c, const struct privacy_demo *who)
{
	const struct asking askings[] = {
		{ who->head, INT64_C(3) * WHOLE_DAY, STR("想了解一下孩子家里的情况，方便安排座位。"),
		  CODE_OPENING_STATE_REFUSED, 15, STR("安排座位不需要知道原因；接送请按保护令办。") },
		{ who->counsellor, WHOLE_DAY, STR("孩子近来不说话、夜里惊醒，辅导前需要知道发生过什么。"),
		  CODE_OPENING_STATE_APPROVED, 20, STR("") },
		{ who->head, 8, STR("此人今天在校门口徘徊，要向值班老师和派出所说明。"), NULL, 0, STR("") },
	};
	int64_t order;
	enum rc rc = make_order(c, who, &order);

	for (size_t i = 0; i < COUNT(askings) && rc == RC_OK; i++)
		if (askings[i].asker)
			rc = ask(c, who, order, &askings[i]);
	return rc;
}
