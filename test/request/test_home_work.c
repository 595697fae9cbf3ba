/* A happy home as its people keep it: set up, its team, opened and closed, children tapped in once, the
 * roster, a device that breaks, the safety check, money; who may do which; hours on ordinary and on closed
 * days. */
#include "home.h"
#include "steps.h"

#include <stdio.h>
#include <string.h>

static const enum as people[] = { AS_KEEPER, AS_DIRECTOR, AS_TEACHER, AS_GUARDIAN, AS_VOLUNTEER, AS_OVERDUE };

static void keep_accounts(struct harness *h)
{
	for (size_t i = 0; i < COUNT(people); i++) {
		str sql = harness_text(&h->mem, "SELECT id FROM account WHERE login = '%s'",
				       as_name[people[i]]);
		str id = harness_text(&h->mem, "%lld", (long long)harness_number(h, sql));
		harness_keep(h, str_z(&h->mem, harness_text(&h->mem, "a_%s", as_name[people[i]])), id);
	}
}

#define HOME "/homes/{home}"
#define TEAM_ONLY "~Only the team of this home"

/* clang-format off */
static const struct step setting_up[] = {
	{ "nothing yet", AS_FEDERATION, GET, "/homes", NULL, NULL, 200, { "~No happy home here yet" } },
	{ "a keeper sets up none", AS_KEEPER, POST, API "happy_homes", NULL, "{'name':'Mine','region':'440804101209','level':'village','opened_on':'2026-01-01'}", 422, { "?name" } },
	{ "a teacher neither", AS_TEACHER, POST, API "happy_homes", NULL, "{'name':'Mine','region':'440804101209','level':'village','opened_on':'2026-01-01'}", 403 },
	{ "everything wrong at once", AS_FEDERATION, POST, API "happy_homes", NULL, "{'region':'440804','level':'city','opened_on':'2026-02-30'}", 422, { "?name", "?region", "?level", "?opened_on" } },
	{ "set up", AS_FEDERATION, POST, API "happy_homes", NULL,
	  "{'name':'Wuhe home','region':'440804101209','school':'{school}','level':'village','area_m2':30,'opened_on':'2026-01-01','recreation':true,'family_phone':true,'video_chat':true,'reading':true,'exits':2,'first_aid':true,'camera_free':true,'phone':'0759-0000600'}", 201, { NULL }, "home=id" },
	{ "of that name once", AS_OFFICER, POST, API "happy_homes", NULL, "{'name':'Wuhe home','region':'440804101209','level':'village','opened_on':'2026-01-01'}", 409, { "?name" } },
	{ "ends after it began", AS_FEDERATION, POST, API "happy_homes", NULL, "{'name':'Short','region':'440804101209','level':'village','opened_on':'2026-05-01','closed_on':'2026-04-01'}", 422, { "?closed_on" } },
	{ "a second one", AS_FEDERATION, POST, API "happy_homes", NULL, "{'name':'Town home','region':'440804101','level':'township','opened_on':'2026-01-01'}", 201, { NULL }, "town=id" },
	{ "the keeper", AS_FEDERATION, POST, API "home_members", NULL, "{'home':'{home}','account':'{a_keeper}','name':'Li Keeper','what':'full_time','first_on':'2026-01-01'}", 201, { NULL }, "m_keeper=id" },
	{ "twice at a time", AS_FEDERATION, POST, API "home_members", NULL, "{'home':'{home}','account':'{a_keeper}','name':'Li Keeper','what':'full_time','first_on':'2026-05-01'}", 409, { "?account" } },
	{ "no grandmother's account", AS_FEDERATION, POST, API "home_members", NULL, "{'home':'{home}','account':'{a_guardian}','name':'Wang','what':'volunteer','first_on':'2026-01-01'}", 422, { "?account" } },
	{ "a helper without account, by the keeper", AS_KEEPER, POST, API "home_members", NULL, "{'home':'{home}','name':'Chen Helper','what':'volunteer','first_on':'2026-01-01'}", 201, { NULL }, "m_helper=id" },
	{ "an account is not the keeper's to give", AS_KEEPER, POST, API "home_members", NULL, "{'home':'{home}','account':'{a_director}','name':'Yang','what':'director','first_on':'2026-01-01'}", 422, { "?account" } },
	{ "the director, by the federation", AS_FEDERATION, POST, API "home_members", NULL, "{'home':'{home}','account':'{a_director}','name':'Yang Director','what':'director','first_on':'2026-01-01'}", 201 },
	{ "in a team of another home the keeper writes nothing", AS_KEEPER, POST, API "home_members", NULL, "{'home':'{town}','name':'Chen','what':'volunteer','first_on':'2026-01-01'}", 422, { "?home" } },
	{ "of another township", AS_FAR_OFFICER, GET, HOME, NULL, NULL, 404 },
	{ "families know it", AS_GUARDIAN, GET, HOME, NULL, NULL, 200, { "~Wuhe home", "~0759-0000600", "!~Open the home", "!~convictions" } },
	{ "and where it is", AS_PARENT, GET, "/homes", NULL, NULL, 200, { "~Wuhe home", "~Town home", "!~Missing" } },
	{ "nobody", AS_NOBODY, GET, HOME, NULL, NULL, 303 },
	{ "who keeps the system", AS_ADMIN, GET, HOME, NULL, NULL, 404 },
};

static const struct step hours[] = {
	{ "on Saturdays", AS_KEEPER, POST, API "home_hours", NULL, "{'home':'{home}','weekday':'6','from_minute':540,'to_minute':720,'first_on':'2026-01-01'}", 201, { NULL }, "sat=id" },
	{ "the afternoon touches it", AS_KEEPER, POST, API "home_hours", NULL, "{'home':'{home}','weekday':'6','from_minute':720,'to_minute':900,'first_on':'2026-01-01','last_on':'2026-11-28'}", 201 },
	{ "what overlaps", AS_KEEPER, POST, API "home_hours", NULL, "{'home':'{home}','weekday':'6','from_minute':600,'to_minute':660,'first_on':'2026-01-01'}", 409, { "?from_minute" } },
	{ "ends before it begins", AS_KEEPER, POST, API "home_hours", NULL, "{'home':'{home}','weekday':'3','from_minute':900,'to_minute':900,'first_on':'2026-01-01'}", 422, { "?to_minute" } },
	{ "past midnight", AS_KEEPER, POST, API "home_hours", NULL, "{'home':'{home}','weekday':'3','from_minute':1300,'to_minute':1500,'first_on':'2026-01-01'}", 422, { "?to_minute" } },
	{ "no eighth day", AS_KEEPER, POST, API "home_hours", NULL, "{'home':'{home}','weekday':'8','from_minute':540,'to_minute':720,'first_on':'2026-01-01'}", 422, { "?weekday" } },
	{ "Wednesdays", AS_KEEPER, POST, API "home_hours", NULL, "{'home':'{home}','weekday':'3','from_minute':960,'to_minute':1110,'first_on':'2026-01-01'}", 201 },
	{ "closed for the repair", AS_KEEPER, POST, API "home_closures", NULL, "{'home':'{home}','first_on':'2026-12-01','last_on':'2026-12-05','why':'repair'}", 201 },
	{ "the wrong way round", AS_KEEPER, POST, API "home_closures", NULL, "{'home':'{home}','first_on':'2026-12-05','last_on':'2026-12-01','why':'repair'}", 422, { "?last_on" } },
	{ "not by a teacher", AS_TEACHER, POST, API "home_hours", NULL, "{'home':'{home}','weekday':'5','from_minute':540,'to_minute':720,'first_on':'2026-01-01'}", 403 },
	{ "the form has the quarters of an hour", AS_KEEPER, GET, "/home_hours/new?home={home}", NULL, NULL, 200, { "~16:15", "~Saturday" } },
	{ "and says what is wrong, all of it", AS_KEEPER, POST, "/home_hours/new?home={home}", NULL, "weekday=&from_minute=960&to_minute=900&first_on=", 422, { "~f-weekday", "~f-first_on", "~16:00" } },
};

#define CLIENT "client=0f8fad5b-d9cb-469f-a165-708677289501"
static const struct step opening[] = {
	{ "the keeper's first screen", AS_KEEPER, GET, "/", NULL, NULL, 200, { "~Wuhe home", "~Open the home" } },
	{ "closed", AS_KEEPER, GET, HOME, NULL, NULL, 200, { "~closed now", "~9:00–15:00", "~Li Keeper", "~no account, no query known", "~holds until" } },
	{ "children wait for it", AS_KEEPER, GET, HOME "/children", NULL, NULL, 200, { "~closed now" } },
	{ "nobody is tapped in", AS_KEEPER, POST, HOME "/children", NULL, "child={kid}", 409 },
	{ "a teacher who is not of the team", AS_TEACHER, POST, HOME "/open", NULL, CLIENT, 403 },
	{ "opened with one tap", AS_KEEPER, POST, HOME "/open", NULL, CLIENT, 303, { "@location=" HOME } },
	{ "the same tap again", AS_KEEPER, POST, HOME "/open", NULL, CLIENT, 303 },
	{ "another tap", AS_DIRECTOR, POST, HOME "/open", NULL, "", 303 },
	{ "by a program it is said", AS_KEEPER, POST, API "home_openings", NULL, "{'home':'{home}'}", 409, { "?home" } },
	{ "it is open", AS_KEEPER, GET, HOME, NULL, NULL, 200, { "~Open since 10:00", "~Close the home", "~Here now: 0" } },
	{ "the family sees no log", AS_GUARDIAN, GET, API "home_openings", NULL, NULL, 200, { "items.#=0" } },
	{ "one opening", AS_KEEPER, GET, API "home_openings?home={home}", NULL, NULL, 200, { "items.#=1", "items.0.on=2026-11-21", "items.0.closed_at=null" }, "opening=items.0.id" },
};

static const struct step children[] = {
	{ "not known to the home yet", AS_KEEPER, POST, HOME "/children", NULL, "child={kid}", 404 },
	{ "the family agrees", AS_GUARDIAN, POST, "/my/children/{kid}/consents/provision", NULL, "answer=yes", 303 },
	{ "now it can be found", AS_KEEPER, POST, HOME "/children/find", NULL, "q=%E6%9D%8E%E5%B0%8F%E6%98%8E", 200, { "~李小明", "~They are here" } },
	{ "others cannot", AS_KEEPER, POST, HOME "/children/find", NULL, "q=%E9%99%88", 200, { "!~陈大文", "~Nobody of that name" } },
	{ "tapped in", AS_KEEPER, POST, HOME "/children", NULL, "child={kid}", 303, { "@location=" HOME "/children" } },
	{ "twice is once", AS_KEEPER, POST, HOME "/children", NULL, "child={kid}&child={kid}", 303 },
	{ "by a program it is said", AS_KEEPER, POST, API "home_attendances", NULL, "{'child':'{kid}','home':'{home}','opening':'{opening}'}", 409, { "?child" } },
	{ "is here", AS_KEEPER, GET, HOME, NULL, NULL, 200, { "~Here now: 1", "~李小明" } },
	{ "nobody else's team", AS_TEACHER, POST, HOME "/children/left", NULL, "child={kid}", 403 },
	{ "leaves", AS_DIRECTOR, POST, HOME "/children/left", NULL, "child={kid}", 303 },
	{ "nobody is here", AS_KEEPER, GET, HOME "/children", NULL, NULL, 200, { "~Here now: 0" } },
	{ "comes back: the same row", AS_KEEPER, POST, HOME "/children", NULL, "child={kid}", 303 },
	{ "in the child's file", AS_GUARDIAN, GET, API "home_attendances?child={kid}", NULL, NULL, 200, { "items.#=1", "items.0.on=2026-11-21" } },
	{ "of nobody else's", AS_GUARDIAN_2, GET, API "home_attendances", NULL, NULL, 200, { "items.#=0" } },
	{ "in its growth file", AS_GUARDIAN, GET, "/children/{kid}/growth", NULL, NULL, 200, { "~At the happy home: Wuhe home" } },
	{ "closed", AS_KEEPER, POST, HOME "/close", NULL, "", 303 },
	{ "closing again", AS_KEEPER, POST, HOME "/close", NULL, "", 303 },
	{ "whoever was there has left", AS_KEEPER, GET, API "home_attendances", NULL, NULL, 200, { "items.#=1", "items.0.left" } },
	{ "the log", AS_KEEPER, GET, HOME "/openings", NULL, NULL, 200, { "~10:00–10:00" } },
	{ "the family takes it back", AS_GUARDIAN, POST, "/my/children/{kid}/consents/provision", NULL, "answer=no", 303 },
	{ "and the home knows nothing of it", AS_KEEPER, GET, API "home_attendances", NULL, NULL, 200, { "items.#=0" } },
};

#define WEEK HOME "/roster?week=2026-11-16"
static const struct step roster[] = {
	{ "nobody planned", AS_KEEPER, GET, WEEK, NULL, NULL, 200, { "~Nobody is planned.", "~As last week" } },
	{ "on Today", AS_KEEPER, GET, "/", NULL, NULL, 200, { "~opens today and nobody is planned" } },
	{ "everything wrong at once, nothing lost", AS_KEEPER, POST, WEEK, NULL, "member=&on=2026-11-21&from_minute=600&to_minute=540", 422, { "~f-member", "~f-to_minute", "~value=\"2026-11-21\" selected", "~value=\"600\" selected" } },
	{ "planned", AS_KEEPER, POST, WEEK, NULL, "member={m_keeper}&on=2026-11-21&from_minute=540&to_minute=720", 303 },
	{ "twice", AS_KEEPER, POST, WEEK, NULL, "member={m_keeper}&on=2026-11-21&from_minute=660&to_minute=780", 409, { "~a shift at this time already" } },
	{ "a helper without query", AS_KEEPER, POST, WEEK, NULL, "member={m_helper}&on=2026-11-21&from_minute=720&to_minute=900", 303 },
	{ "is a warning", AS_KEEPER, GET, WEEK, NULL, NULL, 200, { "~Li Keeper 9:00–12:00", "~no query for convictions that still holds" } },
	{ "before they came", AS_KEEPER, POST, HOME "/roster?week=2025-11-16", NULL, "member={m_keeper}&on=2025-11-21&from_minute=540&to_minute=720", 422, { "~do not work here on that day" } },
	{ "the next week like this one", AS_KEEPER, POST, HOME "/roster/copy?week=2026-11-23", NULL, "", 303 },
	{ "is planned", AS_KEEPER, GET, HOME "/roster?week=2026-11-28", NULL, NULL, 200, { "~Li Keeper 9:00–12:00", "~Chen Helper" } },
	{ "no week", AS_KEEPER, GET, HOME "/roster?week=abc", NULL, NULL, 422 },
	{ "not by others", AS_TEACHER, POST, WEEK, NULL, "member={m_keeper}&on=2026-11-18&from_minute=540&to_minute=720", 422, { TEAM_ONLY } },
	{ "a member of elsewhere", AS_FEDERATION, POST, API "home_shifts", NULL, "{'home':'{town}','member':'{m_keeper}','on':'2026-11-21','from_minute':540,'to_minute':600}", 422, { "?member" } },
};

static const struct step things[] = {
	{ "a room", AS_KEEPER, POST, API "home_rooms", NULL, "{'home':'{home}','name':'Video room','what':'video','seats':2}", 201, { NULL }, "room=id" },
	{ "a tablet", AS_KEEPER, POST, API "home_devices", NULL, "{'home':'{home}','room':'{room}','name':'Tablet 1','what':'tablet','works_from':'2026-01-01','cost_fen':129900}", 201, { NULL }, "tablet=id" },
	{ "in no room of another home", AS_FEDERATION, POST, API "home_devices", NULL, "{'home':'{town}','room':'{room}','name':'Tablet 2','what':'tablet','works_from':'2026-01-01'}", 422, { "?room" } },
	{ "what it cost is not for families", AS_GUARDIAN, GET, API "home_devices/{tablet}", NULL, NULL, 200, { "name=Tablet 1", "!cost_fen" } },
	{ "says nothing", AS_KEEPER, POST, "/home_devices/{tablet}/faults", NULL, "text=", 422, { "~Say so", "~err" } },
	{ "not by others", AS_TEACHER, POST, "/home_devices/{tablet}/faults", NULL, "text=broken", 422 },
	{ "broken", AS_KEEPER, POST, "/home_devices/{tablet}/faults", NULL, "text=screen+stays+black", 303, { "@location=" HOME "/devices" } },
	{ "twice is once", AS_DIRECTOR, POST, "/home_devices/{tablet}/faults", NULL, "text=still+black", 303 },
	{ "stands there", AS_KEEPER, GET, HOME "/devices", NULL, NULL, 200, { "~screen stays black", "!~still black", "~It works again" } },
	{ "on Today", AS_KEEPER, GET, "/", NULL, NULL, 200, { "~A device does not work" } },
	{ "in the county's table", AS_OFFICER, GET, "/homes?show=faults", NULL, NULL, 200, { "~1, 1 broken", "!~Town home</a>" } },
	{ "which", AS_KEEPER, GET, API "device_faults", NULL, NULL, 200, { "items.#=1" }, "fault=items.0.id" },
};
static const struct step mending[] = {
	{ "mended", AS_KEEPER, POST, "/device_faults/{fault}/mended", NULL, "", 303 },
	{ "works", AS_KEEPER, GET, HOME "/devices", NULL, NULL, 200, { "!~screen stays black" } },
	{ "mended before it broke", AS_KEEPER, PATCH, API "device_faults/{fault}", "If-Match: '2'", "{'mended_on':'2026-11-20'}", 422, { "?mended_on" } },
};

#define TEN "exits=yes&fire=yes&power=yes&first_aid=no&furniture=yes&glass=yes&camera=yes&screen=yes&numbers=yes&toilet=yes"
static const struct step books[] = {
	{ "a check is due", AS_KEEPER, GET, "/", NULL, NULL, 200, { "~A safety check is due" } },
	{ "half of it", AS_KEEPER, POST, HOME "/check", NULL, "on=2026-11-21&exits=yes&fire=perhaps&note=a+lamp", 422, { "~Say yes or no", "~f-fire", "~a lamp", "~value=\"yes\" checked" } },
	{ "tomorrow's", AS_KEEPER, POST, HOME "/check", NULL, "on=2026-11-22&" TEN, 422, { "~still to come", "~value=\"no\" checked" } },
	{ "done", AS_KEEPER, POST, HOME "/check", NULL, "on=2026-11-21&note=buy+bandages&client=0f8fad5b-d9cb-469f-a165-708677289511&" TEN, 303 },
	{ "sent twice", AS_KEEPER, POST, HOME "/check", NULL, "on=2026-11-21&note=buy+bandages&client=0f8fad5b-d9cb-469f-a165-708677289511&" TEN, 303 },
	{ "stands there", AS_KEEPER, GET, HOME "/check", NULL, NULL, 200, { "~first-aid box", "~buy bandages" } },
	{ "once", AS_KEEPER, GET, API "home_checks", NULL, NULL, 200, { "items.#=1", "items.0.faults=1" } },
	{ "no longer due", AS_KEEPER, GET, "/", NULL, NULL, 200, { "!~safety check is due" } },
	{ "an activity", AS_KEEPER, POST, "/home_activities/new?home={home}&back=%2Fhomes%2F{home}%2Factivities", NULL, "on=2026-11-21&what=reading&title=Reading+aloud&themed=1&children=9&member={m_keeper}&note=", 303, { "@location=" HOME "/activities" } },
	{ "an activity tomorrow", AS_KEEPER, POST, API "home_activities", NULL, "{'home':'{home}','on':'2026-11-22','what':'reading','title':'x','children':1}", 422, { "?on" } },
	{ "by whoever is of no team", AS_TEACHER, POST, API "home_activities", NULL, "{'home':'{home}','on':'2026-11-20','what':'reading','title':'x','children':1}", 422, { "?home" } },
	{ "the list", AS_HEAD, GET, HOME "/activities", NULL, NULL, 200, { "~Reading aloud", "~around a theme" } },
	{ "a cost", AS_KEEPER, POST, HOME "/costs", NULL, "month=202611&what=power&amount_fen=128.5&note=", 303 },
	{ "no cost", AS_KEEPER, POST, HOME "/costs", NULL, "month=202613&what=power&amount_fen=12%2C5&note=the+lamp", 422, { "~f-month", "~f-amount_fen", "~the lamp", "~12,5" } },
	{ "three digits behind the point", AS_KEEPER, POST, HOME "/costs", NULL, "month=202611&what=power&amount_fen=12.345&note=", 422, { "~12.345" } },
	{ "in yuan", AS_FINANCE, GET, HOME "/money", NULL, NULL, 200, { "~128.50", "!~Write down a cost" } },
	{ "a grant is not the keeper's", AS_KEEPER, POST, HOME "/grants", NULL, "year=2026&source=fund&amount_fen=50000&reference=", 404 },
	{ "a grant", AS_FEDERATION, POST, HOME "/grants", NULL, "year=2026&source=Lottery+fund&amount_fen=50000&reference=No+18", 303 },
	{ "stands there", AS_KEEPER, GET, HOME "/money", NULL, NULL, 200, { "~50000.00", "~Lottery fund" } },
	{ "not for teachers", AS_TEACHER, GET, HOME "/money", NULL, NULL, 404 },
	{ "the sheet for the wall has no child", AS_KEEPER, GET, HOME "/sheet", NULL, NULL, 200, { "~9:00–15:00", "~Li Keeper", "~12355", "!~李小明" } },
};

static const struct step county[] = {
	{ "all homes", AS_OFFICER, GET, "/homes", NULL, NULL, 200, { "~Wuhe home", "~Town home", "~Homes: 2" } },
	{ "those that lack something", AS_FEDERATION, GET, "/homes?show=lacking", NULL, NULL, 200, { "~Homes: 2" } },
	{ "too small", AS_FEDERATION, GET, "/homes?lacks=0", NULL, NULL, 200, { "~Homes: 1", "~Town home", "~too small" } },
	{ "of a township", AS_INSPECTOR, GET, "/homes?region=440804101", NULL, NULL, 200, { "~Homes: 2" } },
	{ "of another", AS_CIVIL, GET, "/homes?region=440804103", NULL, NULL, 200, { "~Homes: 0" } },
	{ "no region", AS_CIVIL, GET, "/homes?region=44a", NULL, NULL, 422 },
	{ "no such list", AS_CIVIL, GET, "/homes?show=best", NULL, NULL, 422 },
	{ "the list can be taken along", AS_OFFICER, GET, "/homes?show=lacking", NULL, NULL, 200, { "~/homes/file?format=xlsx&amp;show=lacking" } },
	{ "not by everybody who reads it", AS_CIVIL, GET, "/homes", NULL, NULL, 200, { "!~/homes/file" } },
	{ "nor by the address", AS_CIVIL, GET, "/homes/file?format=csv", NULL, NULL, 404 },
	{ "as a workbook", AS_FEDERATION, GET, "/homes/file?format=xlsx", NULL, NULL, 200, { "~PK" } },
	{ "in no other form", AS_FEDERATION, GET, "/homes/file?format=doc", NULL, NULL, 422 },
	{ "of no such list", AS_FEDERATION, GET, "/homes/file?format=csv&show=best", NULL, NULL, 422 },
	{ "those that are too small alone", AS_FEDERATION, GET, "/homes/file?format=csv&lacks=0", NULL, NULL, 200, { "~Town home", "!~Wuhe home" } },
	{ "in words", AS_SUPERVISOR, GET, "/homes/{town}", NULL, NULL, 200, { "~It is too small", "~No child director" } },
	{ "of another village of the township", AS_DIRECTOR_2, GET, HOME, NULL, NULL, 200, { "!~Open the home" } },
	{ "in its school", AS_HEAD, GET, "/schools/{school}", NULL, NULL, 200, { "~Wuhe home" } },
	{ "in no other", AS_HEAD_2, GET, "/schools/{school_2}", NULL, NULL, 200, { "!~Wuhe home" } },
	{ "given up", AS_FEDERATION, GET, API "happy_homes/{town}", NULL, NULL, 200, { NULL }, "v=version" },
	{ "from today", AS_FEDERATION, PATCH, API "happy_homes/{town}", "If-Match: '{v}'", "{'closed_on':'2026-11-21'}", 200 },
	{ "counts no more", AS_OFFICER, GET, "/homes", NULL, NULL, 200, { "~Homes: 1" } },
};

/* The query for convictions ran out: nothing of a child, nothing of the home. */
static const struct step lapsed[] = {
	{ "the team's page says it of a colleague", AS_DIRECTOR, GET, HOME, NULL, NULL, 200, { "~no query for convictions that still holds" } },
	{ "the keeper sees no home", AS_KEEPER, GET, HOME, NULL, NULL, 404 },
	{ "and opens none", AS_KEEPER, POST, HOME "/open", NULL, "", 404 },
};
/* clang-format on */

/* --- what booking and calls ask --- */

static struct home_day day_of(struct harness *h, day on)
{
	struct ctx c = harness_ctx(h);
	struct home_day d = { .n = 99 };

	if (home_hours_of_day(&c, steps_number(h, "SELECT {home}"), on, &d) != RC_OK)
		d.n = 99;
	return d;
}

static void test_hours(struct harness *h)
{
	struct home_day d = day_of(h, 20261121); /* a Saturday: two spans that touch are one */

	OK(d.n == 1 && d.span[0].from == 540 && d.span[0].to == 900);
	d = day_of(h, 20261128);
	OK(d.n == 1 && d.span[0].to == 900);
	d = day_of(h, 20261205); /* closed, though a Saturday */
	OK(d.n == 0 && str_eq(d.why, STR("repair")));
	d = day_of(h, 20261212); /* the afternoon has ended */
	OK(d.n == 1 && d.span[0].to == 720);
	OK(day_of(h, 20261202).n == 0); /* a Wednesday of the repair */
	OK(day_of(h, 20261209).n == 1);
	OK(day_of(h, 20261120).n == 0); /* a Friday */
	OK(day_of(h, 20251220).n == 0); /* before there was a home */
}

static size_t devices(struct harness *h, day on)
{
	struct ctx c = harness_ctx(h);
	struct records r = { .n = 99 };

	return home_devices_of_day(&c, steps_number(h, "SELECT {home}"), on, &r) == RC_OK ? r.n : 99;
}

static void test_duty(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	struct home_duties d = { .n = 99 };
	int64_t home = steps_number(h, "SELECT {home}");
	struct records near = { .n = 99 };

	OK(home_on_duty(&c, home, 20261121, 600, &d) == RC_OK && d.n == 1 && d.cleared == 1);
	OK(home_on_duty(&c, home, 20261121, 719, &d) == RC_OK && d.n == 1);
	OK(home_on_duty(&c, home, 20261121, 720, &d) == RC_OK && d.n == 1 && d.cleared == 0);
	OK(home_on_duty(&c, home, 20261121, -1, &d) == RC_OK && d.n == 2);
	OK(home_on_duty(&c, home, 20261122, -1, &d) == RC_OK && d.n == 0);
	OK(home_near(&c, h->fix[FIX_KID], &near) == RC_OK && near.n >= 1 && near.r[0].id == home);
	OK(home_near(&c, h->fix[FIX_FAR_KID], &near) == RC_OK && near.n == 0);
}

/* The numbers of a text, outside its tags, each with a comma behind it. */
static str numbers_of(struct harness *h, str text)
{
	struct buf b = buf_new(&h->mem, 400);
	bool tag = false, digit = false;

	for (size_t i = 0; i < text.n; i++) {
		bool is = !tag && text.s[i] >= '0' && text.s[i] <= '9';
		tag = text.s[i] == '<' || (tag && text.s[i] != '>');
		if (is)
			buf_ch(&b, text.s[i]);
		else if (digit)
			buf_ch(&b, ',');
		digit = is;
	}
	return buf_view(&b);
}

/* From the words on to the end of the line. */
static str line_from(str text, const char *words)
{
	const char *at = memmem(text.s, text.n, words, strlen(words));
	str rest = at ? (str){ at, text.n - (size_t)(at - text.s) } : STR(""), line = STR("");

	return str_next(&rest, '\n', &line) ? line : STR("");
}

/* A home's figures are those of the page. */
static void test_file(struct harness *h)
{
	struct answer page = harness_get(h, AS_OFFICER, "/homes");
	struct answer file = harness_get(h, AS_OFFICER, "/homes/file?format=csv");
	static const char *const names[] = { "Wuhe home", "Town home" };

	OK(page.status == 200 && file.status == 200 && file.writes == 0);
	for (size_t i = 0; i < COUNT(names); i++) {
		str shown = numbers_of(h, line_from(line_from(page.body, names[i]), "</th>"));
		str row = line_from(file.body, names[i]), name = STR("");
		OK(str_next(&row, ',', &name) && shown.n > 10);
		/* With nothing broken the page has one number less. */
		str said = numbers_of(h, row);
		bool same = str_eq(shown, said) || i == 1;
		if (!same)
			printf("# %.*s is not %.*s\n", STR_ARG(said), STR_ARG(shown));
		OK(same);
	}
	OK(str_eq(numbers_of(h, line_from(file.body, "Town home")), STR("0,0,0,0,0,0,15,")));
}

static void test_engine(struct harness *h)
{
	harness_daily(h); /* the words of consent are there */
	keep_accounts(h);
	STEPS(h, setting_up);
	STEPS(h, hours);
	test_hours(h);
	STEPS(h, opening);
	STEPS(h, children);
	OK(steps_number(h, "SELECT count(*) FROM home_attendance") == 1);
	OK(steps_number(h, "SELECT count(*) FROM home_opening") == 1);
	STEPS(h, roster);
	test_duty(h);
	STEPS(h, things);
	test_file(h);
	OK(devices(h, 20261120) == 1); /* it broke a day later */
	OK(devices(h, 20261121) == 0);
	OK(devices(h, 20261230) == 0);
	STEPS(h, mending);
	OK(devices(h, 20261121) == 1);
	STEPS(h, books);
	STEPS(h, county);
	OK(harness_journal_whole(h));
	OK(harness_exec(h, str_of(str_z(&h->mem, harness_fill(h, "UPDATE clearance SET queried_on = 20250101"
								 " WHERE account = {a_keeper}")))));
	STEPS(h, lapsed);
	OK(steps_number(h, "SELECT count(*) FROM home_check") == 1);
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
