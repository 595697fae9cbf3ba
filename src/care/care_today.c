#include "care_today.h"

#include "alert_list.h"
#include "task_list.h"

static enum rc count_now(struct ctx *c, struct today_count *ret)
{
	struct task_whose own = task_whose_of(c->who);
	struct task_count n;
	enum rc rc = task_count_due(c, &own, &n);

	if (rc == RC_OK)
		*ret = (struct today_count){ .n = n.late + n.today, .late = n.late };
	return rc;
}

static enum rc count_soon(struct ctx *c, struct today_count *ret)
{
	struct task_whose own = task_whose_of(c->who);
	struct task_count n;
	enum rc rc = task_count_due(c, &own, &n);

	if (rc == RC_OK)
		*ret = (struct today_count){ .n = n.soon, .next = n.soon && !n.today ? n.next : 0 };
	return rc;
}

static enum rc count_waiting(struct ctx *c, struct today_count *ret)
{
	struct task_whose own = task_whose_of(c->who);

	return task_count_waiting(c, &own, &ret->n);
}

static enum rc count_alerts(struct ctx *c, struct today_count *ret)
{
	struct alert_count n;
	enum rc rc = alert_count(c, &n);

	if (rc == RC_OK)
		*ret = (struct today_count){ .n = n.n, .late = n.late };
	return rc;
}

static enum rc count_rest(struct ctx *c, struct today_count *ret)
{
	struct alert_count n;
	enum rc rc = alert_count(c, &n);

	if (rc == RC_OK)
		ret->n = n.rest;
	return rc;
}

const struct today_item alert_today = {
	.need = ROLES_ALERT,
	.icon = "msg",
	.count = count_alerts,
	.title = N_("Somebody is worried about a child: {0} times"),
	.one = N_("Somebody is worried about a child"),
	.why = N_("Read it, and see to the child or say who does."),
	.url = "/alerts",
	.verb = N_("Read"),
};

const struct today_item care_now_today = {
	.need = ROLES_TASK,
	.icon = "duty",
	.count = count_now,
	.title = N_("To be done now: {0}"),
	.one = N_("One thing to be done now"),
	.why = N_("Visits, assessments and what others asked you for, by their day."),
	.url = "/tasks",
	.verb = N_("Open the list"),
};

const struct today_item care_soon_today = {
	.need = ROLES_TASK,
	.icon = "day",
	.count = count_soon,
	.title = N_("Soon: {0}"),
	.why = N_("Within the next days; doing one early counts."),
	.url = "/tasks",
	.verb = N_("See"),
};

const struct today_item alert_rest_today = {
	.need = ROLE_TEACHER,
	.icon = "msg",
	.count = count_rest,
	.title = N_("More worries about children of your class: {0}"),
	.one = N_("One more worry about a child of your class"),
	.why = N_("Village and school know of them too; read them when there is time."),
	.url = "/alerts",
	.verb = N_("Read"),
	.told = true,
};

const struct today_item care_waiting_today = {
	.need = ROLES_TASK,
	.icon = "sync",
	.count = count_waiting,
	.title = N_("With others: {0}"),
	.why = N_("What you asked for, or what went to the next role."),
	.url = "/tasks?of=waiting",
	.verb = N_("See"),
	.told = true,
};
