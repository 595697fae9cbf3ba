/* Who is left behind, through the API: the vectors V-LBC with families entered as a program would, and the
 * counts held against a recount over the list of children with the same parameters. */
#include "steps.h"

#include <stdio.h>
#include <stdlib.h>

/* --- families --- */

struct family {
	const char *label;
	const char *born, *household_type; /* NULL: 2016-05-05, "1" */
	const char *father, *mother;       /* more members of the parent's JSON */
	const char *absence[4];            /* JSON members; "f" or "m" first */
	struct {
		const char *on; /* NULL: today */
		const char *civil_affairs, *school_roll, *basis, *review;
	} answer[4];
};

/* "d100": since 100 days, today being 2026-11-21. */
#define D80 "'from':'2026-09-02'"
#define D90 "'from':'2026-08-23'"
#define D91 "'from':'2026-08-22'"
#define D100 "'from':'2026-08-13'"
#define ALONG ",'child_along':true"

/* clang-format off */
static const struct family families[] = {
	{ "both d100", .absence = { "f" D100, "m" D100 }, .answer = { { NULL, "true", "2", "computed", "false" } } },
	{ "one d100, other home", .absence = { "f" D100 }, .answer = { { NULL, "false", "1", "computed", "false" } } },
	{ "one d100, other home but guardianship lost", .mother = ",'guardianship':'lost'", .absence = { "f" D100 },
	  .answer = { { NULL, "true", "1", "computed" } } },
	{ "both d80", .absence = { "f" D80, "m" D80 }, .answer = { { NULL, "true", "0", "computed" } } },
	{ "both d90", .absence = { "f" D90, "m" D90 }, .answer = { { NULL, "true", "0", "computed" } } },
	{ "both d91", .absence = { "f" D91, "m" D91 }, .answer = { { NULL, "true", "2", "computed" } } },
	{ "both away with the child along", .absence = { "f" D100 ALONG, "m" D100 ALONG }, .answer = { { NULL, "false", "0", "computed" } } },
	{ "one d100, other dead", .mother = ",'state':'dead'", .absence = { "f" D100 }, .answer = { { NULL, "true", "1", "computed", "true" } } },
	{ "father imprisoned, mother home", .father = ",'state':'imprisoned'", .answer = { { NULL, "false", "0", "computed", "true" } } },
	{ "father imprisoned, mother d100", .father = ",'state':'imprisoned'", .absence = { "m" D100 }, .answer = { { NULL, "true", "1", "computed" } } },
	{ "turning 16 today", .born = "2010-11-21", .absence = { "f" D100, "m" D100 },
	  .answer = { { "2026-11-20", "true", "2" }, { NULL, "false", "2", "computed" } } },
	{ "household type 2", .household_type = "2", .absence = { "f" D100, "m" D100 }, .answer = { { NULL, "false", "2", "computed" } } },
	{ "home for eleven days", .absence = { "f'from':'2025-03-01','to':'2026-02-10'", "m'from':'2025-03-01','to':'2026-02-10'",
					       "f'from':'2026-02-22'", "m'from':'2026-02-22'" },
	  .answer = { { "2026-02-15", "true", "2", "computed" }, { "2026-03-01", "true", "2", "computed" } } },
	{ "home for 31 days", .absence = { "f'from':'2025-03-01','to':'2026-02-10'", "m'from':'2025-03-01','to':'2026-02-10'",
					   "f'from':'2026-03-14'", "m'from':'2026-03-14'" },
	  .answer = { { "2026-03-12", "true", "2" }, { "2026-03-13", "false", "0" }, { "2026-03-14", "true", "0" }, { "2026-06-13", "true", "2" } } },
	{ "declared on a form only", .absence = { "f'known_by':'2026-09-01'", "m'known_by':'2026-09-01'" },
	  .answer = { { "2026-08-31", "null", "null", "unknown" }, { "2026-09-01", "true", "2", "declared" }, { NULL, "true", "2", "declared" } } },
	{ "born on 29 February: sixteen on 1 March", .born = "2012-02-29", .absence = { "f" D100, "m" D100 },
	  .answer = { { "2028-02-29", "false" }, { "2028-02-28", "true" } } },
	{ "no household type known", .household_type = "", .absence = { "f" D100, "m" D100 }, .answer = { { NULL, "null", "2" } } },
};
/* clang-format on */

static int64_t made(struct harness *h, const char *path, const char *body)
{
	struct answer a = harness_ask(h, AS_OFFICER, POST, path, NULL, body);

	if (a.status != 201)
		printf("# %s\n# %.*s\n", body, STR_ARG(a.body));
	OK(a.status == 201);
	return id_at(&a, path == strstr(path, API "parents") ? "person" : "id");
}

static int64_t make_parent(struct harness *h, int64_t child, size_t family, const char *who, const char *more)
{
	char body[1000];

	snprintf(body, sizeof body, "{'child':'%lld','relation':'%s','name':'家长%zu%s'%s}", (long long)child,
		 who[0] == 'f' ? "51" : "52", family, who, more ? more : "");
	return made(h, API "parents", body);
}

/* Half of them in one village, half in another. */
static int64_t make_family(struct harness *h, size_t i)
{
	const struct family *f = &families[i];
	char body[1000], type[60] = "";

	if (!f->household_type || f->household_type[0])
		snprintf(type, sizeof type, "'household_type':'%s',",
			 f->household_type ? f->household_type : "1");
	snprintf(body, sizeof body,
		 "{'name':'童%zu','sex':'1','birth_date':'%s','no_id_reason':'1',%s'household_region':'%s',"
		 "'school':'{school}','class':'{class%s}','entry_month':'202209'}",
		 i, f->born ? f->born : "2016-05-05", type, i % 2 ? "440804103203" : "440804101209",
		 i % 3 ? "" : "_b");
	int64_t child = made(h, API "children", body);
	int64_t father = make_parent(h, child, i, "f", f->father),
		mother = make_parent(h, child, i, "m", f->mother);
	for (size_t k = 0; k < COUNT(f->absence) && f->absence[k]; k++) {
		snprintf(body, sizeof body, "{'person':'%lld','reason':'work',%s}",
			 (long long)(f->absence[k][0] == 'f' ? father : mother), f->absence[k] + 1);
		(void)made(h, API "absences", body);
	}
	return child;
}

static bool is(const struct answer *a, const char *path, const char *want)
{
	return !want || str_eq(text_at(a, path), str_of(want));
}

static void test_family(struct harness *h, size_t i)
{
	const struct family *f = &families[i];
	int64_t child = make_family(h, i);
	char path[200];

	for (size_t k = 0; k < COUNT(f->answer) && f->answer[k].civil_affairs; k++) {
		const char *on = f->answer[k].on ? f->answer[k].on : "2026-11-21";
		snprintf(path, sizeof path, API "children/%lld?as_of=%s", (long long)child, on);
		struct answer a = harness_get(h, AS_OFFICER, path);
		bool good = is(&a, "left_behind.as_of", on) &&
			    is(&a, "left_behind.civil_affairs", f->answer[k].civil_affairs) &&
			    is(&a, "left_behind.school_roll", f->answer[k].school_roll) &&
			    is(&a, "left_behind.basis", f->answer[k].basis) &&
			    is(&a, "left_behind.difficulty_review", f->answer[k].review) &&
			    int_at(&a, "left_behind.school_roll") != -2 &&
			    json_at(a.json, "left_behind.reasons.0.text");
		if (!good)
			printf("# %s on %s: %.*s\n", f->label, on, STR_ARG(a.body));
		OK(good);
	}
}

/* --- counts --- */

enum { N_CHILDREN, N_CIVIL, N_CIVIL_UNKNOWN, N_ROLL_0, N_ROLL_1, N_ROLL_2, N_ROLL_UNKNOWN, N__N };
static const char *const count_path[N__N] = { "children",           "civil_affairs", "civil_affairs_unknown",
					      "school_roll.0",      "school_roll.1", "school_roll.2",
					      "school_roll.unknown" };

static void add_one(const struct json_value *child, int64_t n[N__N])
{
	const struct json_value *s = json_get(child, STR("left_behind"));
	const struct json_value *civil = s ? json_get(s, STR("civil_affairs")) : NULL;
	const struct json_value *roll = s ? json_get(s, STR("school_roll")) : NULL;

	n[N_CHILDREN]++;
	if (!civil || !roll)
		return;
	n[N_CIVIL] += civil->type == JSON_BOOL && civil->i;
	n[N_CIVIL_UNKNOWN] += civil->type == JSON_NULL;
	n[roll->type == JSON_NULL ? N_ROLL_UNKNOWN : N_ROLL_0 + (int)roll->i]++;
}

static bool recount(struct harness *h, enum as as, const char *parameters, int64_t n[N__N])
{
	char path[300];
	str after = { NULL, 0 };

	memset(n, 0, N__N * sizeof *n);
	for (;;) {
		snprintf(path, sizeof path, API "children?limit=7%s%s%.*s", parameters,
			 after.n ? "&after=" : "", STR_ARG(after));
		struct answer a = harness_get(h, as, path);
		const struct json_value *items = json_at(a.json, "items");
		if (a.status != 200 || !items)
			return false;
		for (const struct json_value *v = items->child; v; v = v->next)
			add_one(v, n);
		after = text_at(&a, "next");
		if (str_eq(after, STR("null")))
			return true;
	}
}

/* parameters: with a leading '&'. */
static bool counts_agree(struct harness *h, enum as as, const char *parameters)
{
	char path[300];
	int64_t n[N__N];

	snprintf(path, sizeof path, API "left-behind?%s", parameters + 1);
	struct answer a = harness_get(h, as, path);
	bool same = a.status == 200 && recount(h, as, parameters, n);
	for (size_t i = 0; same && i < N__N; i++)
		if (int_at(&a, count_path[i]) != n[i]) {
			printf("# %s %s: %s is %lld, counted %lld\n", as_name[as], path, count_path[i],
			       (long long)int_at(&a, count_path[i]), (long long)n[i]);
			same = false;
		}
	if (a.status != 200)
		printf("# %s %s: %d\n", as_name[as], path, a.status);
	return same;
}

static const char *const regions[] = { "",          "44",           "4408",      "440804",
				       "440804103", "440804103203", "440804101", "440803" };
static const char *const days[] = { "2026-11-21", "2026-10-31", "2026-06-30", "2026-05-31", "2026-02-28",
				    "2025-12-31", "2015-09-30", "2026-03-13", "2026-06-13", "2016-05-05",
				    "2026-11-20", "2027-01-31", "2028-02-29" };
enum { DAYS_KEPT = 7 }; /* the first of them: today and ends of months gone by */

static void test_counts(struct harness *h)
{
	static const enum as who[] = { AS_OFFICER, AS_HEAD, AS_TEACHER, AS_HEAD_2, AS_FAR_OFFICER };
	char parameters[200];

	for (size_t i = 0; i < COUNT(who) * COUNT(regions) * COUNT(days); i++) {
		const char *region = regions[i % COUNT(regions)];
		size_t on = i / COUNT(regions) % COUNT(days);
		snprintf(parameters, sizeof parameters, "%s%s&as_of=%s", region[0] ? "&region=" : "", region,
			 days[on]);
		if (on < DAYS_KEPT || strlen(region) >= 6 || !region[0]) {
			OK(counts_agree(h, who[i / COUNT(regions) / COUNT(days)], parameters));
			continue;
		}
		struct answer a = harness_get(
			h, who[i / COUNT(regions) / COUNT(days)],
			str_z(&h->mem, harness_text(&h->mem, API "left-behind?%s", parameters + 1)));
		OK(a.status == 422 && problem_at(&a, "as_of"));
	}
	OK(counts_agree(h, AS_OFFICER, "&region=440804")); /* today when no day is given */
}

static void ask(struct harness *h, const char *path, int status, const char *field)
{
	struct answer a = harness_get(h, AS_OFFICER, path);

	if (a.status != status)
		printf("# %s: %d %.*s\n", path, a.status, STR_ARG(a.body));
	OK(a.status == status);
	OK(!field || problem_at(&a, field));
}

static void test_parameters(struct harness *h)
{
	ask(h, API "left-behind?region=440", 422, "region");
	ask(h, API "left-behind?region=44080a", 422, "region");
	ask(h, API "left-behind?as_of=2026-02-30", 422, "as_of");
	ask(h, API "left-behind?as_of=", 422, "as_of");
	ask(h, API "left-behind?school=5", 422, "school");
	ask(h, API "left-behind?region=44&region=4408", 422, "region");
	ask(h, API "left-behind?region=", 422, "region");
	ask(h, API "left-behind?region=440804&as_of=2026-11-21", 200, NULL);
}

/* The same counts stand after each of them: a move, an end, a correction, another day. */
static void test_after_writes(struct harness *h)
{
	static const struct step writes[] = {
		{ "the household moves away", AS_OFFICER, HTTP_PATCH, API "children/{kid}", "If-Match: '1'",
		  "{'household_region':'440803001001','since':'2026-04-15'}", 200 },
		{ "home since long", AS_OFFICER, HTTP_PATCH, API "absences/{absence}", "If-Match: '1'",
		  "{'to':'2026-03-31'}", 200 },
		{ "to another school", AS_OFFICER, HTTP_PATCH, API "children/{kid_b}", "If-Match: '1'",
		  "{'school':'{school_2}'}", 200 },
		{ "the absence never was", AS_OFFICER, HTTP_DELETE, API "absences/{absence_2}",
		  "If-Match: '1'", NULL, 204 },
	};

	for (size_t i = 0; i < COUNT(writes); i++) {
		OK(harness_step(h, &writes[i]));
		OK(counts_agree(h, AS_OFFICER, "&region=440804"));
		OK(counts_agree(h, AS_OFFICER, "&region=44&as_of=2026-04-30"));
		OK(counts_agree(h, AS_OFFICER, "&region=440803&as_of=2026-10-31"));
		OK(counts_agree(h, AS_HEAD, "&region=440804103"));
	}
	harness_today(h, 20261201);
	harness_daily(h);
	OK(counts_agree(h, AS_OFFICER, "&region=440804"));
	OK(counts_agree(h, AS_OFFICER, "&region=44&as_of=2026-11-30"));
	OK(counts_agree(h, AS_OFFICER, "&as_of=2026-11-21"));
}

static void test_engine(struct harness *h)
{
	for (size_t i = 0; i < COUNT(families); i++)
		test_family(h, i);
	test_counts(h);
	test_parameters(h);
	test_after_writes(h);
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
