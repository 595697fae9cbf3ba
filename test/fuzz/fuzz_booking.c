/* Calls booked, moved, answered, cancelled, wished for and held, in any order and by anybody: no slot is
 * given twice, no child is at two places, nothing hangs in the air. */
#include "booking.h"
#include "fuzz_house.h"
#include "home.h"

/* Open on Friday, Saturday and Sunday from 9:00 to 12:00. */
static void begin(struct harness *h)
{
	static const char *const open[] = { "5", "6", "7" };

	MAKE(h, &happy_home_kind, "home", "name", "Wuhe home", "region", "440804101209", "level", "village",
	     "opened_on", "2026-01-01");
	MAKE(h, &home_device_kind, "pc", "home", "{home}", "name", "Computer 1", "what", "computer",
	     "works_from", "2026-01-01");
	MAKE(h, &home_device_kind, "phone", "home", "{home}", "name", "Telephone", "what", "phone",
	     "works_from", "2026-01-01");
	for (size_t i = 0; i < COUNT(open); i++)
		MAKE(h, &home_hours_kind, NULL, "home", "{home}", "weekday", open[i], "from_minute", "540",
		     "to_minute", "720", "first_on", "2026-01-01");
	harness_keep(h, "teacher_account",
		     harness_text(&h->mem, "%lld",
				  (long long)harness_number(
					  h, STR("SELECT id FROM account WHERE login = 'teacher'"))));
	MAKE(h, &home_member_kind, NULL, "home", "{home}", "account", "{teacher_account}", "name", "Chen",
	     "what", "full_time", "first_on", "2026-01-01");
	harness_keep(h, "call", STR("1"));
	harness_daily(h);
	(void)harness_ask(h, AS_GUARDIAN, HTTP_POST, "/my/children/{kid}/consents/provision", NULL,
			  "answer=yes");
}

/* clang-format off */
static const struct fuzz_choice choices[] = {
	{ "child", { "{kid}", "{kid_b}", "{kid_2}", "{far_kid}", "0" } },
	{ "who", { "{father}", "{mother}", "{barred}", "{parent_2}", "x", "{grandma}" } },
	{ "on", { "2026-11-21", "2026-11-22", "2026-11-27", "2026-11-28", "2026-11-20", "tomorrow", "2027-02-30", "2026-12-05" } },
	{ "from", { "10:15", "10:30", "10:45", "11:00", "11:45", "12:00", "23:50", "", "10:07", "09:00" } },
	{ "way", { "video", "phone", "sound", "smoke" } },
	{ "tool", { "", "{pc}", "{phone}", "{home}", "9" } },
	{ "trial", { "", "1" } },
	{ "mobile", { "", "13912345678", "99999999999", "\xf0\x9f\x98\x80" } },
	{ "client", { "", "11111111-aaaa-4bbb-8ccc-000000000001", "11111111-aaaa-4bbb-8ccc-000000000002" } },
	{ "yes", { "yes", "no", "other", "perhaps", "" } },
	{ "why", { "home", "family", "x", "" } },
	{ "reached", { "yes", "no", "x", "" } },
	{ "minutes", { "0", "15", "-1", "99999999999" } },
	{ "word", { "video", "{}", "[]", "\\ud800" } },
};
static const struct fuzz_act acts[] = {
	{ HTTP_POST, "/children/{child}/calls", "home={home}&channel={way}&person={who}&on={on}&from={from}&device={tool}&rehearsal={trial}&phone={mobile}&client={client}" },
	{ HTTP_POST, "/children/{kid}/calls", "home={home}&channel=video&person={father}&on={on}&from={from}" },
	{ HTTP_POST, "/calls/{call}/move", "on={on}&from={from}&device={tool}" },
	{ HTTP_POST, "/calls/{call}/answer", "answer={yes}&says={why}" },
	{ HTTP_POST, "/calls/{call}/cancel", "why={why}" },
	{ HTTP_POST, "/calls/{call}/link", "person={who}" },
	{ HTTP_POST, "/children/{child}/calls/wish", "home={home}&person={who}&from_day={on}&to_day={on}&client={client}" },
	{ HTTP_POST, "/calls/{call}/check-in", "" },
	{ HTTP_POST, "/calls/{call}/outcome", "reached={reached}&minutes={minutes}&mood=x" },
	{ HTTP_POST, "/calls/{call}/end", "" },
	{ HTTP_POST, "/calls/{call}/help", "" },
	{ HTTP_GET, "/calls/{call}", NULL },
	{ HTTP_GET, "/calls/{call}/room", NULL },
	{ HTTP_GET, "/children/{child}/calls/new?home={home}&on={on}", NULL },
	{ HTTP_GET, "/homes/{home}/calls?on={on}", NULL },
	{ 0, "10", NULL },
	{ 0, "45", NULL },
	{ 0, "1440", NULL },
};
/* clang-format on */
static const enum as people[] = { AS_TEACHER,  AS_PARENT, AS_GUARDIAN, AS_KEEPER, AS_CHILD,
				  AS_DIRECTOR, AS_BARRED, AS_HEAD,     AS_NOBODY, AS_GUARDIAN_2 };

#define HOLDS(a) a ".state IN ('booked', 'confirmed', 'open', 'talking')"
#define MEETS                                                                                                \
	"b.id > a.id AND b.on_day = a.on_day AND b.from_minute < a.from_minute + a.minutes"                  \
	" AND a.from_minute < b.from_minute + b.minutes AND " HOLDS("a") " AND " HOLDS("b")
static const char *const never[] = {
	"SELECT count(*) FROM call a JOIN call b ON b.device = a.device WHERE " MEETS,
	"SELECT count(*) FROM call a JOIN call b ON b.child = a.child WHERE " MEETS,
	"SELECT count(*) FROM call_party p WHERE NOT EXISTS (SELECT 1 FROM call c WHERE c.id = p.call)",
	("SELECT count(*) FROM call c WHERE NOT EXISTS (SELECT 1 FROM call_party p WHERE p.call = c.id"
	 " AND p.part = 'relative')"),
	"SELECT count(*) FROM call c WHERE c.ended_at < c.started_at OR c.seconds < 0",
	"SELECT count(*) FROM call_wish w WHERE w.to_day < w.from_day"
};

/* Requests mean the newest call. */
static void after(struct harness *h)
{
	int64_t id = harness_number(h, STR("SELECT coalesce(max(id), 1) FROM call"));

	harness_keep(h, "call", harness_text(&h->mem, "%lld", (long long)id));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct fuzz_play play = { acts,          COUNT(acts), choices, COUNT(choices), people,
					       COUNT(people), after,       never,   COUNT(never) };
	struct feed f = { data, size };

	fuzz_play(fuzz_house(begin), &play, &f);
	return 0;
}
