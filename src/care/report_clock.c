/* The clocks of a report: pure but for the parameters. */
#include "report.h"

static const int64_t minute = INT64_C(60) * 1000000, hour = INT64_C(3600) * 1000000,
		     a_day = INT64_C(86400) * 1000000;

int64_t report_day_begins(day d)
{
	static const int64_t shanghai = 8;

	return day_number(d) * a_day - shanghai * hour;
}

static struct report_clock clock_of(int64_t due, int64_t done, int64_t now)
{
	struct report_clock k = { .due = due, .done = done };

	if (done)
		k.state = done <= due ? REPORT_IN_TIME : REPORT_LATE;
	else
		k.state = now <= due ? REPORT_RUNNING : REPORT_OVERDUE;
	return k;
}

void report_clocks(const struct report_times *t, const struct report_limits *l, int64_t now,
		   struct report_clock ret[REPORT_CLOCK__N])
{
	int64_t night = report_day_begins(day_add(instant_day(t->recorded), 1)) - 1;

	ret[REPORT_CLOCK_POLICE] = clock_of(t->known + l->police_minutes * minute, t->police, now);
	ret[REPORT_CLOCK_RECORD] = clock_of(t->known + l->record_hours * hour, t->recorded, now);
	ret[REPORT_CLOCK_SUPERVISOR] = clock_of(night, t->supervisor, now);
	ret[REPORT_CLOCK_FEEDBACK] = clock_of(t->recorded + l->feedback_days * a_day, t->feedback, now);
}

struct report_limits report_limits(const struct ctx *c)
{
	return (struct report_limits){ .police_minutes = ctx_param(c, PARAM_REPORT_POLICE_MINUTES),
				       .record_hours = ctx_param(c, PARAM_REPORT_RECORD_HOURS),
				       .feedback_days = ctx_param(c, PARAM_REPORT_FEEDBACK_DAYS) };
}

struct report_times report_times(const struct record *r)
{
	return (struct report_times){ .known = rec_int(r, REPORT_KNOWN_AT),
				      .recorded = rec_int(r, REPORT_RECORDED_AT),
				      .police = rec_int(r, REPORT_POLICE_AT),
				      .supervisor = rec_int(r, REPORT_SUPERVISOR_AT),
				      .feedback = rec_int(r, REPORT_FEEDBACK_AT) };
}
