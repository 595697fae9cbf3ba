#include "call_told.h"

#include "call_outcome.h"
#include "call_room.h"
#include "events.h"
#include "logline.h"
#include "rtc.h"

/* --- telling --- */

void call_told_one(const struct app *app, int64_t topic, const char *event, str data)
{
	if (app->server && http_events_publish(app->server, topic, event, data) != RC_OK)
		logline(LOG_WARN, "call", "somebody in a call could not be told");
}

void call_told_all(const struct app *app, const struct call *call, const char *event, str data)
{
	call_told_one(app, call->call.id, event, data);
	for (size_t i = 0; i < call->party.n; i++)
		call_told_one(app, call->party.r[i].id, event, data);
}

/* --- what the media server says: work for a worker with nothing else to do --- */

enum { NEWS_MEMORY = 4 << 20 };
struct news {
	const struct app *app;
	struct rtc_event e;
};

static const char *word_of(const struct rtc_event *e)
{
	switch (e->what) {
	case RTC_CAME:
	case RTC_MEDIA:
	case RTC_GONE: return "people";
	case RTC_WARNED: return "soon";
	case RTC_ENDED: return "over";
	case RTC_LOST: return "again";
	case RTC_HEARS:
	case RTC_SLOW:
	case RTC_BACK: break;
	}
	return NULL;
}

struct change_of {
	const struct rtc_event *e;
	struct call *call;
	bool alone; /* it ended because no grown-up is there */
};

static enum rc put_lost(struct ctx *c, const struct call *call)
{
	enum rc rc = call_holds(&call->call)
			     ? call_event_add(c, &call->call, 0, CODE_CALL_EVENT_WHAT_LOST, STR(""))
			     : RC_OK;

	for (size_t i = 0; i < call->party.n && rc == RC_OK; i++)
		rc = call_room_put_left(c, &call->call, &call->party.r[i]);
	return rc;
}

static enum rc put_ended(struct ctx *c, struct change_of *a)
{
	struct call_limits l = call_who_limits(c, &a->call->call);
	struct call_times times = call_rule_times(call_begins(&a->call->call), call_ends(&a->call->call), &l);

	if (c->now < times.close)
		return call_room_put_alone(c, a->call, &a->alone);
	return call_outcome_settle(c, a->call, &l);
}

static enum rc write_down(struct ctx *c, void *arg)
{
	struct change_of *a = arg;
	enum rc rc = call_load_program(c, a->e->room, a->call);

	if (rc != RC_OK)
		return rc;
	if (a->e->what == RTC_ENDED)
		return put_ended(c, a);
	if (a->e->what == RTC_LOST)
		return put_lost(c, a->call);
	const struct record *party = a->e->what == RTC_GONE ? call_party_find(a->call, a->e->guest) : NULL;
	return party ? call_room_put_left(c, &a->call->call, party) : RC_OK;
}

static void take_news(struct ctx *c, const struct news *n)
{
	struct call call;
	struct change_of a = { .e = &n->e, .call = &call };
	bool writes = n->e.what == RTC_ENDED || n->e.what == RTC_LOST || n->e.what == RTC_GONE;
	enum rc rc =
		writes ? store_write(c, PRIO_PEOPLE, write_down, &a) : call_load_program(c, n->e.room, &call);

	if (rc == RC_OK)
		call_told_all(n->app, &call, a.alone ? "alone" : word_of(&n->e), STR(""));
	else if (rc != RC_NOT_FOUND)
		logline(LOG_WARN, "call", "what the media server said could not be written down");
}

static void run_news(void *ctx, const void *bytes)
{
	const struct news *n = bytes;
	struct arena mem;

	(void)ctx;
	arena_init(&mem, NEWS_MEMORY);
	struct db *db = readers_take(n->app->readers);
	int64_t now = n->app->now(n->app->clock);
	struct actor program = actor_system(n->app->model->county);
	struct ctx c = { .mem = &mem,
			 .db = db,
			 .model = n->app->model,
			 .who = &program,
			 .via = VIA_TIMER,
			 .now = now,
			 .today = instant_day(now),
			 .problems = { .mem = &mem } };
	if (db) {
		take_news(&c, n);
		readers_give(n->app->readers, db);
	}
	arena_free(&mem);
}

void call_heard(void *app, const struct rtc_event *e)
{
	struct news n = { app, *e };

	if (!n.app->server || !e->room || !word_of(e))
		return;
	if (!http_later(n.app->server, &(struct http_note){ run_news, NULL, &n, sizeof n }))
		logline(LOG_WARN, "call", "too much to do: what the media server said is let go");
}
