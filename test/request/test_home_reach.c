/* How far the keeper of a happy home sees: children whose families agreed and who belong to the home, by its
 * school, by the place where it lies, or because they have a call there; in lists, files, search, bookings,
 * notices and the API alike, on both engines. */
#include "call.h"
#include "home.h"
#include "make.h"
#include "notice.h"
#include "steps.h"

#include <stdio.h>

enum { WITH_FAMILIES = 4 };
static const char *const children[WITH_FAMILIES] = { "kid", "kid_b", "kid_2", "loose" };

static bool exec(struct harness *h, const char *sql)
{
	return harness_exec(h, str_of(str_z(&h->mem, harness_fill(h, sql))));
}

/* Four homes, and every family agrees; the keeper is on no team yet. */
static void begin(struct harness *h)
{
	static const struct {
		const char *name, *region, *level;
	} homes[] = { { "village", "440804101209", "village" },
		      { "town", "440804101", "township" },
		      { "other", "440804103203", "village" } };

	harness_daily(h); /* the words of consent are there */
	harness_keep(
		h, "me",
		harness_text(&h->mem, "%lld",
			     (long long)steps_number(h, "SELECT id FROM account WHERE login = 'keeper'")));
	MAKE(h, &happy_home_kind, "in_school", "name", "School home", "region", "440804101209", "school",
	     "{school}", "level", "village", "opened_on", "2026-01-01");
	for (size_t i = 0; i < COUNT(homes); i++)
		MAKE(h, &happy_home_kind, homes[i].name, "name", homes[i].name, "region", homes[i].region,
		     "level", homes[i].level, "opened_on", "2026-01-01");
	for (size_t i = 0; i < WITH_FAMILIES; i++)
		OK(exec(h,
			str_z(&h->mem,
			      harness_text(&h->mem,
					   "INSERT INTO consent (id, version, county, created_at, updated_at,"
					   " child, person, purpose, text_id, how, from_day) SELECT %zu, 1, "
					   "440804,"
					   " 0, 0, {%s}, {father}, 'provision', max(t.id), 'paper', 20261101"
					   " FROM consent_text t WHERE t.purpose = 'provision'",
					   i + 1, children[i]))));
}

/* From now on the keeper is on the team of this home alone. */
static void work_at(struct harness *h, const char *home)
{
	OK(exec(h, "DELETE FROM home_member"));
	MAKE(h, &home_member_kind, "member", "home", harness_text(&h->mem, "{%s}", home).s, "account", "{me}",
	     "name", "Li Keeper", "what", "full_time", "first_on", "2026-01-01");
}

/* Exactly these of the four, in the list, one by one, and by name. */
static bool sees(struct harness *h, enum as as, const char *whom)
{
	static const char *const by_name[WITH_FAMILIES] = { "%E6%9D%8E%E5%B0%8F%E6%98%8E",
							    "%E6%9D%8E%E5%B0%8F%E7%BA%A2",
							    "%E9%99%88%E5%A4%A7%E6%96%87",
							    "%E5%90%B4%E6%9C%AA%E5%85%A5%E5%AD%A6" };
	size_t n = 0;
	bool all = true;

	for (size_t i = 0; i < WITH_FAMILIES; i++) {
		bool is = whom[i] == 'x';
		n += is;
		struct answer api = harness_get(
			h, as, str_z(&h->mem, harness_text(&h->mem, API "children/{%s}", children[i])));
		struct answer page = harness_get(
			h, as, str_z(&h->mem, harness_text(&h->mem, "/children/{%s}", children[i])));
		struct answer found = harness_get(
			h, as, str_z(&h->mem, harness_text(&h->mem, API "children?q=%s", by_name[i])));
		bool right = api.status == (is ? 200 : 404) && page.status == (is ? 200 : 404) &&
			     (json_at(found.json, "items.0") != NULL) == is;
		if (!right)
			printf("# %s: %s: %d, %d\n", as_name[as], children[i], api.status, page.status);
		all &= right;
	}
	struct answer list = harness_get(h, as, API "children");
	bool same = str_eq(text_at(&list, "items.#"), harness_text(&h->mem, "%zu", n));
	if (!same)
		printf("# %s lists %.*s\n", as_name[as], STR_ARG(text_at(&list, "items.#")));
	return all && same;
}

static void test_place(struct harness *h)
{
	OK(sees(h, AS_FEDERATION, "xxxx")); /* who names the teams: the county, where families agree */
	OK(sees(h, AS_KEEPER, "----"));     /* on no team */
	work_at(h, "in_school");
	OK(sees(h, AS_KEEPER, "xx--"));
	work_at(h, "village"); /* who lives there; where that is not known, whose household is there */
	OK(sees(h, AS_KEEPER, "x-x-"));
	work_at(h, "town");
	OK(sees(h, AS_KEEPER, "x-xx"));
	work_at(h, "other"); /* the household of the first is there: it lives elsewhere */
	OK(sees(h, AS_KEEPER, "-x--"));
	OK(exec(h, "UPDATE happy_home SET closed_on = 20261121 WHERE id = {other}"));
	OK(sees(h, AS_KEEPER, "----"));
	OK(exec(h, "UPDATE happy_home SET closed_on = NULL WHERE id = {other}"));
	OK(exec(h, "UPDATE home_member SET last_on = 20261120"));
	OK(sees(h, AS_KEEPER, "----"));
	OK(exec(h, "UPDATE home_member SET last_on = NULL, first_on = 20261122"));
	OK(sees(h, AS_KEEPER, "----"));
	work_at(h, "village");
	OK(exec(h, "UPDATE consent SET to_day = 20261120 WHERE child = {kid_2}"));
	OK(sees(h, AS_KEEPER, "x---")); /* belonging alone is not enough */
	OK(exec(h, "UPDATE consent SET to_day = NULL"));
}

#define FAR_ONE "/children/{kid_b}"
/* clang-format off */
static const struct step shut[] = {
	{ "no file", AS_KEEPER, GET, FAR_ONE, NULL, NULL, 404 },
	{ "nor what grew in it", AS_KEEPER, GET, FAR_ONE "/growth", NULL, NULL, 404 },
	{ "no name in the list", AS_KEEPER, GET, "/children", NULL, NULL, 200, { "~李小明", "!~李小红" } },
	{ "nor in the search", AS_KEEPER, POST, "/children", NULL, "q=%E6%9D%8E%E5%B0%8F%E7%BA%A2", 200, { "!~/children/{kid_b}\"" } },
	{ "nor by its first letters", AS_KEEPER, POST, "/children", NULL, "q=lxh", 200, { "!~李小红" } },
	{ "the door is open", AS_KEEPER, POST, "/homes/{village}/open", NULL, "", 303 },
	{ "nor at the home's door", AS_KEEPER, POST, "/homes/{village}/children/find", NULL, "q=%E6%9D%8E%E5%B0%8F%E7%BA%A2", 200, { "~Nobody of that name" } },
	{ "one of the own village at the door", AS_KEEPER, POST, "/homes/{village}/children/find", NULL, "q=%E6%9D%8E%E5%B0%8F%E6%98%8E", 200, { "~They are here" } },
	{ "no agreements", AS_KEEPER, GET, FAR_ONE "/consents", NULL, NULL, 404 },
	{ "nor of the API", AS_KEEPER, GET, API "consents?child={kid_b}", NULL, NULL, 200, { "items.#=0" } },
	{ "no ledger", AS_KEEPER, GET, FAR_ONE "/contacts", NULL, NULL, 404 },
	{ "nor of the API", AS_KEEPER, GET, API "contact_states?child={kid_b}", NULL, NULL, 200, { "items.#=0" } },
	{ "no form for a call", AS_KEEPER, GET, FAR_ONE "/calls/new?home={village}", NULL, NULL, 404 },
	{ "no call", AS_KEEPER, POST, FAR_ONE "/calls", NULL, "home={village}&channel=video&person={father}&on=2026-11-22&from=09:00", 404 },
	{ "no notice", AS_KEEPER, GET, API "notices", NULL, NULL, 200, { "items.#=1", "items.0.child={kid}" } },
	{ "not even that there is one", AS_KEEPER, GET, API "notices/{of_b}", NULL, NULL, 404 },
	{ "no report about it", AS_KEEPER, GET, FAR_ONE "/report", NULL, NULL, 404 },
	{ "no file of all its works", AS_KEEPER, GET, FAR_ONE "/works", NULL, NULL, 404 },
	{ "a child of the own village", AS_KEEPER, GET, "/children/{kid}/calls/new?home={village}", NULL, NULL, 200, { "~09:00" } },
	{ "is booked", AS_KEEPER, POST, "/children/{kid}/calls", NULL, "home={village}&channel=video&person={father}&on=2026-11-22&from=09:00&client=11111111-aaaa-4bbb-8ccc-000000000901", 303 },
};
/* The federation has the county: it books for whoever comes from elsewhere. */
static const struct step booked[] = {
	{ "booked here by somebody who sees further", AS_FEDERATION, POST, FAR_ONE "/calls", NULL, "home={village}&channel=video&person={father}&on=2026-11-22&from=09:15&client=11111111-aaaa-4bbb-8ccc-000000000902", 303 },
	{ "now it is known", AS_KEEPER, GET, FAR_ONE, NULL, NULL, 200, { "~李小红" } },
	{ "with its call", AS_KEEPER, GET, API "calls?child={kid_b}", NULL, NULL, 200, { "items.#=1" }, "c=items.0.id" },
	{ "on the home's day", AS_KEEPER, GET, "/homes/{village}/calls?on=2026-11-22", NULL, NULL, 200, { "~李小红", "~李小明" } },
	{ "and what it is told of", AS_KEEPER, GET, API "notices/{of_b}", NULL, NULL, 200 },
	{ "and can be booked again", AS_KEEPER, GET, FAR_ONE "/calls/new?home={village}", NULL, NULL, 200 },
	{ "and tapped in", AS_KEEPER, POST, "/homes/{village}/children/find", NULL, "q=%E6%9D%8E%E5%B0%8F%E7%BA%A2", 200, { "~They are here" } },
};
/* clang-format on */

static void test_everywhere(struct harness *h)
{
	MAKE(h, &home_device_kind, "pc", "home", "{village}", "name", "Computer 1", "what", "computer",
	     "works_from", "2026-01-01");
	MAKE(h, &home_hours_kind, NULL, "home", "{village}", "weekday", "7", "from_minute", "540",
	     "to_minute", "720", "first_on", "2026-01-01");
	for (size_t i = 0; i < 2; i++)
		MAKE(h, &notice_kind, i ? "of_b" : "of_kid", "to_role", "keeper", "code", "call_moved",
		     "child", i ? "{kid_b}" : "{kid}");
	work_at(h, "village");
	STEPS(h, shut);
	STEPS(h, booked);
}

/* What opened the file closes it again. */
static void test_until(struct harness *h)
{
	OK(sees(h, AS_KEEPER, "xxx-"));
	OK(exec(h, "UPDATE call SET state = 'cancelled' WHERE id = {c}"));
	OK(sees(h, AS_KEEPER, "x-x-"));
	OK(exec(h, "UPDATE call SET state = 'done', on_day = 20260823 WHERE id = {c}")); /* ninety days ago */
	OK(sees(h, AS_KEEPER, "xxx-"));
	OK(exec(h, "UPDATE call SET on_day = 20260822 WHERE id = {c}"));
	OK(sees(h, AS_KEEPER, "x-x-"));
	OK(exec(h, "UPDATE call SET on_day = 20261122, state = 'booked', home = {other} WHERE id = {c}"));
	OK(sees(h, AS_KEEPER, "x-x-")); /* at another home */
	MAKE(h, &call_wish_kind, "wish", "child", "{kid_b}", "home", "{village}", "from", "2026-11-22", "to",
	     "2026-11-30", "state", "waiting");
	OK(sees(h, AS_KEEPER, "xxx-")); /* the family asks this home for a time */
	OK(exec(h, "UPDATE call_wish SET state = 'lapsed'"));
	OK(sees(h, AS_KEEPER, "x-x-"));
	OK(exec(h, "UPDATE call_wish SET state = 'waiting'"));
	OK(exec(h, "UPDATE consent SET to_day = 20261120 WHERE child = {kid_b}"));
	OK(sees(h, AS_KEEPER, "x-x-")); /* no booking without the family's word */
}

static void test_engine(struct harness *h)
{
	begin(h);
	test_place(h);
	test_everywhere(h);
	test_until(h);
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
