#include "plan_rule.h"
#include "codes.h"

day plan_rule_look_by(day from, day today, int look) { return day_add(from > today ? from : today, look); }

unsigned plan_rule_of_plan(const struct plan_rule_plan *p)
{
	unsigned f = 0;

	if (p->from < p->born)
		f |= PLAN_RULE_BEFORE_BIRTH;
	else if (p->grown && p->from >= p->grown)
		f |= PLAN_RULE_GROWN;
	else if (p->from > day_add(p->today, p->ahead))
		f |= PLAN_RULE_AHEAD;
	if (p->next_on && p->next_on <= p->from)
		f |= PLAN_RULE_NEXT_EARLY;
	else if (p->next_on && p->look && p->next_on > plan_rule_look_by(p->from, p->today, p->look))
		f |= PLAN_RULE_NEXT_LATE;
	if (p->closed_on && p->closed_on < p->from)
		f |= PLAN_RULE_END_EARLY;
	else if (p->closed_on > p->today)
		f |= PLAN_RULE_END_AHEAD;
	if (p->closed_on && !p->outcome)
		f |= PLAN_RULE_NO_OUTCOME;
	if (!p->closed_on && p->outcome)
		f |= PLAN_RULE_OUTCOME;
	return f;
}

static unsigned next_faults(const struct plan_rule_review *r)
{
	if (!r->next_on)
		return 0;
	if (r->decision == PLAN_RULE_CLOSE)
		return PLAN_RULE_REVIEW_NEXT;
	if (r->next_on <= r->on)
		return PLAN_RULE_REVIEW_NEXT_EARLY;
	return r->look && r->next_on > day_add(r->on, r->look) ? PLAN_RULE_REVIEW_NEXT_LATE : 0;
}

unsigned plan_rule_of_review(const struct plan_rule_review *r)
{
	unsigned f = next_faults(r);

	if (r->on < r->from)
		f |= PLAN_RULE_REVIEW_EARLY;
	else if (r->on > r->today)
		f |= PLAN_RULE_REVIEW_AHEAD;
	else if (r->on < r->last)
		f |= PLAN_RULE_REVIEW_BACK;
	if (r->closed_on)
		f |= PLAN_RULE_REVIEW_CLOSED;
	if (r->decision == PLAN_RULE_UP && r->level >= 4)
		f |= PLAN_RULE_REVIEW_TOP;
	if (r->decision == PLAN_RULE_DOWN && r->level <= 1)
		f |= PLAN_RULE_REVIEW_BOTTOM;
	return f;
}

int plan_rule_level(int level, enum plan_rule_decision decision)
{
	if (decision == PLAN_RULE_UP && level < 4)
		return level + 1;
	if (decision == PLAN_RULE_DOWN && level > 1)
		return level - 1;
	return level;
}

bool plan_rule_decision_of(str code, enum plan_rule_decision *ret)
{
	static const struct {
		str code;
		enum plan_rule_decision means;
	} all[] = { { STR_INIT(CODE_REVIEW_DECISION_SAME), PLAN_RULE_SAME },
		    { STR_INIT(CODE_REVIEW_DECISION_CHANGE), PLAN_RULE_CHANGE },
		    { STR_INIT(CODE_REVIEW_DECISION_DOWN), PLAN_RULE_DOWN },
		    { STR_INIT(CODE_REVIEW_DECISION_UP), PLAN_RULE_UP },
		    { STR_INIT(CODE_REVIEW_DECISION_CLOSE), PLAN_RULE_CLOSE } };

	for (size_t i = 0; i < COUNT(all); i++)
		if (str_eq(code, all[i].code)) {
			*ret = all[i].means;
			return true;
		}
	return false;
}

bool plan_rule_own_view(day born, day from, int age) { return age && day_age(born, from) >= age; }

unsigned plan_rule_of_call(const struct plan_rule_conference *x)
{
	if (x->on < day_add(x->today, -x->back))
		return PLAN_RULE_CALL_EARLY;
	return x->on > day_add(x->today, x->ahead) ? PLAN_RULE_CALL_AHEAD : 0;
}

unsigned plan_rule_of_holding(const struct plan_rule_conference *x)
{
	if (x->held_on > x->today)
		return PLAN_RULE_HELD_AHEAD;
	return x->held_on < x->called_on && x->held_on < x->on ? PLAN_RULE_HELD_EARLY : 0;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool plan_rule_hour(struct arena *mem, str typed, str *ret)
{
	struct buf b = buf_new(mem, 8);
	size_t colon = 0;

	while (colon < typed.n && typed.s[colon] != ':')
		colon++;
	if (colon < 1 || colon > 2 || typed.n != colon + 3)
		return false;
	for (size_t i = 0; i < typed.n; i++)
		if (i != colon && !is_digit(typed.s[i]))
			return false;
	int hour = 0, minute = (typed.s[colon + 1] - '0') * 10 + typed.s[colon + 2] - '0';
	for (size_t i = 0; i < colon; i++)
		hour = hour * 10 + typed.s[i] - '0';
	if (hour > 23 || minute > 59)
		return false;
	buf_pad(&b, (unsigned)hour, 2);
	buf_ch(&b, ':');
	buf_pad(&b, (unsigned)minute, 2);
	*ret = buf_view(&b);
	return true;
}
