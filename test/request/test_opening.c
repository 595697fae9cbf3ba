/* Orders that keep somebody away, and opening what is sealed: who may ask, who may answer, for how long; and
 * that nobody else finds a word of it anywhere. */
#include "opening.h"
#include "order.h"
#include "privacy_demo.h"
#include "registry.h"
#include "steps.h"

#define CANARY "金丝雀-GROUNDS-7731"
#define MINUTES(n) ((n)*INT64_C(60) * 1000 * 1000)

/* --- orders --- */

#define ORDER_BODY(who)                                                                                      \
	"{'child':'{kid}','person':'{" who "}','issued_by':'court','document_no':'民保令1号',"           \
	"'from':'2026-11-01','grounds':'" CANARY "'}"

static bool same(const struct answer *a, const struct answer *b)
{
	bool all = a->status == b->status && str_eq(a->type, b->type) && str_eq(a->etag, b->etag) &&
		   str_eq(a->location, b->location) && str_eq(a->body, b->body) && a->nheaders == b->nheaders;

	for (size_t i = 0; all && i < a->nheaders; i++)
		all = str_eq(a->header[i].name, b->header[i].name) &&
		      str_eq(a->header[i].value, b->header[i].value);
	return all;
}

/* Whatever is asked about the child answers like about one that never was. */
static bool kept_out(struct harness *h, enum as as)
{
	/* clang-format off */
	static const char *const paths[] = {
		API "children/{whom}", API "children/{whom}/journal", "/children/{whom}", "/children/{whom}/journal",
		"/children/{whom}/edit", "/children/{whom}/consents", "/my/children/{whom}/consents", "/my/children/{whom}",
		API "ties?child={whom}", API "parents?child={whom}", API "enrolments?child={whom}", API "circumstances?child={whom}",
		API "protection_orders?child={whom}", API "openings?child={whom}",
	};
	/* clang-format on */
	bool all = true;

	for (size_t i = 0; i < COUNT(paths); i++) {
		harness_keep(h, "whom", harness_fill(h, "{kid}"));
		struct answer child = harness_get(h, as, paths[i]);
		harness_keep(h, "whom", STR("441352"));
		struct answer nobody = harness_get(h, as, paths[i]);
		if (!same(&child, &nobody) && all)
			printf("# %s: %s tells %d and %d\n", as_name[as], paths[i], child.status,
			       nobody.status);
		all = all && same(&child, &nobody);
	}
	return all;
}

static bool sees_kid(struct harness *h, enum as as)
{
	return harness_get(h, as, API "children/{kid}").status == 200;
}

/* Only county civil affairs makes one; who knows of orders is refused, to all others there is no such thing.
 */
static int status_of_making(int as)
{
	static const enum as knows[] = { AS_OFFICER,      AS_HEAD,        AS_TEACHER,    AS_HEAD_2,
					 AS_TEACHER_2,    AS_FAR_OFFICER, AS_FAR_HEAD,   AS_FAR_TEACHER,
					 AS_COUNSELLOR,   AS_DIRECTOR,    AS_SUPERVISOR, AS_OVERDUE,
					 AS_COUNSELLOR_2, AS_DIRECTOR_2 };

	for (size_t i = 0; i < COUNT(knows); i++)
		if (as == (int)knows[i])
			return 403;
	switch (as) {
	case AS_NOBODY: return 401;
	case AS_CIVIL: return 201;
	case AS_FAR_CIVIL: return 422; /* there is no such child */
	default: return 404;
	}
}

static void test_making(struct harness *h)
{
	for (int as = 0; as < AS__N; as++) {
		struct answer a = harness_ask(h, (enum as)as, HTTP_POST, API "protection_orders", NULL,
					      ORDER_BODY("mother"));
		if (a.status != status_of_making(as))
			printf("# %s: %d\n", as_name[as], a.status);
		OK(a.status == status_of_making(as));
		if (as == AS_CIVIL)
			harness_keep(h, "first", text_at(&a, "id"));
	}
	OK(harness_number(h, STR("SELECT count(*) FROM protection_order")) == 1);
	OK(harness_number(h, harness_fill(h, "SELECT i.barred FROM tie i WHERE i.id = {mother_tie}")) == 1);
}

/* clang-format off */
static const struct step barring[] = {
	{ "grandmother is kept away", AS_CIVIL, HTTP_POST, API "protection_orders", NULL, ORDER_BODY("grandma"), 201, { "in_force=true",
	  "!grounds.x", "masked.0=grounds" }, "order=id" },
	{ "a second order", AS_CIVIL, HTTP_POST, API "protection_orders", NULL, ORDER_BODY("grandma"), 201, { NULL }, "second=id" },
	{ "ends before it begins", AS_CIVIL, HTTP_POST, API "protection_orders", NULL,
	  "{'child':'{kid}','person':'{grandma}','issued_by':'court','document_no':'x','from':'2026-11-10','" "to':'2026-11-01'}", 422,
	  { "?to" } },
	{ "no such office", AS_CIVIL, HTTP_POST, API "protection_orders", NULL,
	  "{'child':'{kid}','person':'{grandma}','issued_by':'me','document_no':'x','from':'2026-11-10'}", 422, { "?issued_by" } },
	{ "what is computed is not given", AS_CIVIL, HTTP_POST, API "protection_orders", NULL,
	  "{'child':'{kid}','person':'{grandma}','issued_by':'court','document_no':'x','from':'2026-11-10','" "in_force':true}", 422,
	  { "?in_force" } },
};
/* clang-format on */

static void test_barring(struct harness *h)
{
	OK(sees_kid(h, AS_GUARDIAN) && !kept_out(h, AS_GUARDIAN));
	for (size_t i = 0; i < COUNT(barring); i++)
		OK(harness_step(h, &barring[i]));
	OK(!sees_kid(h, AS_GUARDIAN) && kept_out(h, AS_GUARDIAN));
	OK(sees_kid(h, AS_PARENT)); /* nobody else */
	struct answer tie = harness_get(h, AS_GUARDIAN, API "ties/{grandma_tie}");
	struct answer no_tie = harness_get(h, AS_GUARDIAN, API "ties/441352");
	OK(same(&tie, &no_tie));
	tie = harness_get(h, AS_GUARDIAN, API "protection_orders/{order}");
	no_tie = harness_get(h, AS_GUARDIAN, API "protection_orders/441352");
	OK(same(&tie, &no_tie) && tie.status == 404);

	/* By hand it comes back in the same unit. */
	struct answer a = harness_get(h, AS_OFFICER, API "ties/{grandma_tie}");
	OK(str_eq(text_at(&a, "barred"), STR("true")));
	str match = harness_text(&h->mem, "If-Match: '%lld'", (long long)int_at(&a, "version"));
	a = harness_ask(h, AS_OFFICER, HTTP_PATCH, API "ties/{grandma_tie}", str_z(&h->mem, match),
			"{'barred':false}");
	OK(a.status == 200 && !sees_kid(h, AS_GUARDIAN));

	/* One ends, the other stands. */
	a = harness_ask(h, AS_CIVIL, HTTP_PATCH, API "protection_orders/{second}", "If-Match: '1'",
			"{'to':'2026-11-20'}");
	OK(a.status == 200 && str_eq(text_at(&a, "in_force"), STR("false")) && !sees_kid(h, AS_GUARDIAN));
	a = harness_ask(h, AS_OFFICER, HTTP_DELETE, API "protection_orders/{order}", "If-Match: '1'", NULL);
	OK(a.status == 403);
	a = harness_ask(h, AS_CIVIL, HTTP_DELETE, API "protection_orders/{order}", "If-Match: '1'", NULL);
	OK(a.status == 204 && sees_kid(h, AS_GUARDIAN) && !kept_out(h, AS_GUARDIAN));
	OK(kept_out(h, AS_BARRED)); /* barred by hand, without an order: stays */
}

/* Begun and ended by time alone. */
static void test_days(struct harness *h)
{
	struct answer a =
		harness_ask(h, AS_CIVIL, HTTP_POST, API "protection_orders", NULL,
			    "{'child':'{kid}','person':'{grandma}','issued_by':'police','document_no':'2号',"
			    "'from':'2026-11-23','to':'2026-11-24'}");

	OK(a.status == 201 && str_eq(text_at(&a, "in_force"), STR("false")) && sees_kid(h, AS_GUARDIAN));
	harness_today(h, 20261122);
	harness_daily(h);
	OK(sees_kid(h, AS_GUARDIAN));
	harness_today(h, 20261123);
	harness_daily(h);
	OK(!sees_kid(h, AS_GUARDIAN) && kept_out(h, AS_GUARDIAN));
	int64_t rows = harness_number(h, STR("SELECT count(*) FROM journal"));
	harness_daily(h);
	OK(harness_number(h, STR("SELECT count(*) FROM journal")) == rows); /* once is enough */
	harness_today(h, 20261126);                                         /* after a stop */
	harness_daily(h);
	OK(sees_kid(h, AS_GUARDIAN));
	OK(harness_journal_whole(h));
}

/* --- openings --- */

static struct answer ask_for(struct harness *h, enum as as, const char *record, bool danger)
{
	str body = harness_text(
		&h->mem,
		"{'kind':'protection_order','record':'%s','reason':'孩子今天没有来上学，需要知道原因',"
		"'danger':%s}",
		record, danger ? "true" : "false");

	return harness_ask(h, as, HTTP_POST, API "openings", NULL, str_z(&h->mem, body));
}

static struct answer answer_to(struct harness *h, enum as as, const char *body)
{
	struct answer now = harness_get(h, AS_CIVIL, API "openings/{opening}");
	str match = harness_text(&h->mem, "If-Match: '%lld'", (long long)int_at(&now, "version"));

	return harness_ask(h, as, HTTP_PATCH, API "openings/{opening}", str_z(&h->mem, match), body);
}

#define AGREE "{'state':'approved'}"

static bool has_canary(const struct answer *a) { return str_has(a->body, STR(CANARY)); }

/* With a purpose, on the page and by the API. */
static bool reads(struct harness *h, enum as as)
{
	struct answer page = harness_ask(h, as, HTTP_POST, "/protection_orders/{first}/show", NULL,
					 "purpose=%E6%A0%B8%E5%AF%B9");
	struct answer api =
		harness_ask(h, as, HTTP_GET, API "protection_orders/{first}", "X-Purpose: check", NULL);

	OK(has_canary(&page) == has_canary(&api));
	OK(!has_canary(&page) || (page.no_store && page.status == 200));
	return has_canary(&page) && has_canary(&api);
}

/* Everywhere anybody may look without having asked. */
static void test_nowhere(struct harness *h)
{
	/* clang-format off */
	static const char *const paths[] = {
		API "protection_orders/{first}", API "protection_orders", API "protection_orders?child={kid}",
		API "protection_orders/{first}/journal", API "openings", API "notices", API "children/{kid}", "/protection_orders/{first}",
		"/protection_orders/{first}/journal", "/protection_orders/{first}/edit", "/protection_orders/{first}/ask",
		"/children/{kid}", "/children/{kid}/journal", "/openings", "/notices", "/",
	};
	/* clang-format on */
	int found = 0, opened = 0;

	for (int as = 0; as < AS__N; as++)
		for (size_t i = 0; i < COUNT(paths); i++) {
			struct answer plain = harness_get(h, (enum as)as, paths[i]);
			struct answer why =
				harness_ask(h, (enum as)as, HTTP_GET, paths[i], "X-Purpose: why", NULL);
			found += has_canary(&plain);
			if (has_canary(&why) && as != AS_CIVIL)
				printf("# %s %s\n", as_name[as], paths[i]);
			found += as != AS_CIVIL && has_canary(&why);
			opened += as == AS_CIVIL && has_canary(&why);
		}
	OK(found == 0);
	OK(opened >= 3); /* for who is in charge, with a purpose: or the test would see nothing at all */
	struct answer a = harness_ask(h, AS_CIVIL, HTTP_PATCH, API "protection_orders/{first}",
				      "If-Match: '99'", "{'document_no':'x'}");
	OK(a.status == 412 && !has_canary(&a));
	a = harness_ask(h, AS_CIVIL, HTTP_PATCH, API "protection_orders/{first}", "If-Match: '1'",
			"{'to':'never'}");
	OK(a.status == 422 && !has_canary(&a));
	a = harness_ask(h, AS_CIVIL, HTTP_POST, "/protection_orders/{first}/show", NULL, "purpose=");
	OK(a.status == 422 && !has_canary(&a));
}

static void test_asking(struct harness *h)
{
	for (int as = 0; as < AS__N; as++) {
		struct answer a = ask_for(h, (enum as)as, "{first}", false);
		bool asks = as == AS_OFFICER || as == AS_HEAD || as == AS_COUNSELLOR || as == AS_SUPERVISOR;
		if ((a.status == 201) != asks)
			printf("# %s: %d %.*s\n", as_name[as], a.status, STR_ARG(a.body));
		OK((a.status == 201) == asks);
		OK(asks || !reads(h, (enum as)as) || as == AS_CIVIL);
		OK(!asks || !reads(h, (enum as)as)); /* asking is not having */
	}
	OK(harness_number(h, STR("SELECT count(*) FROM opening")) == 4);
	/* What is out of reach and what is not there are asked for alike. */
	struct answer far = ask_for(h, AS_HEAD_2, "{first}", false),
		      none = ask_for(h, AS_HEAD_2, "441352", false);
	OK(far.status == 422 && same(&far, &none));
	struct answer again = ask_for(h, AS_HEAD, "{first}", false);
	OK(again.status == 409 && problem_at(&again, "record"));
	struct answer odd =
		harness_ask(h, AS_HEAD, HTTP_POST, API "openings", NULL,
			    "{'kind':'child','record':'{kid}','reason':'短','state':'approved','answer':'x',"
			    "'asker':'1','expires_at':'2030-01-01T00:00:00Z'}");
	OK(odd.status == 422 && problem_at(&odd, "kind") && problem_at(&odd, "reason") &&
	   problem_at(&odd, "state") && problem_at(&odd, "answer") && problem_at(&odd, "asker") &&
	   problem_at(&odd, "expires_at"));
}

/* How many notices of this code the role has on its Today. */
static int64_t told(struct harness *h, const char *role, const char *code)
{
	return harness_number(
		h,
		harness_text(&h->mem,
			     "SELECT count(*) FROM notice n JOIN opening o ON n.record = cast(o.id AS text)"
			     " WHERE n.to_role = '%s' AND n.code = '%s' AND n.done_at IS NULL"
			     " AND o.id = %.*s",
			     role, code, STR_ARG(harness_fill(h, "{opening}"))));
}

static void keep_opening(struct harness *h, enum as as)
{
	struct answer a = harness_get(h, as, API "openings");

	harness_keep(h, "opening", text_at(&a, "items.0.id"));
	OK(str_eq(text_at(&a, "items.#"), STR("1"))); /* everybody sees their own */
}

static void test_waiting(struct harness *h)
{
	keep_opening(h, AS_HEAD);
	OK(told(h, "civil", "opening_asked") == 1 && told(h, "officer", "opening_asked") == 1);
	struct answer today = harness_get(h, AS_CIVIL, "/");
	OK(today.status == 200 && str_has(today.body, STR("Somebody asks to open")));
	for (int as = 0; as < AS__N; as++) {
		if (as == AS_CIVIL || as == AS_OFFICER)
			continue;
		struct answer a = answer_to(h, (enum as)as, AGREE);
		OK(a.status >= 400); /* the asker and everybody else */
	}
}

static void test_refusals(struct harness *h)
{
	struct answer own = answer_to(h, AS_HEAD, AGREE);
	OK(own.status == 422 && problem_at(&own, "state") && !reads(h, AS_HEAD));
	struct answer bare = answer_to(h, AS_CIVIL, "{'state':'refused'}");
	OK(bare.status == 422 && problem_at(&bare, "answer"));
	struct answer odd = answer_to(h, AS_CIVIL, "{'state':'used_danger'}");
	OK(odd.status == 422 && problem_at(&odd, "state"));
	odd = answer_to(h, AS_CIVIL, "{'reason':'something else altogether'}");
	OK(odd.status == 422 && problem_at(&odd, "reason"));
}

static void test_open(struct harness *h)
{
	struct answer a = answer_to(h, AS_CIVIL, AGREE);
	OK(a.status == 200 && str_eq(text_at(&a, "standing"), STR("open")));
	OK(reads(h, AS_HEAD) && !reads(h, AS_OFFICER) && !reads(h, AS_COUNSELLOR) &&
	   !reads(h, AS_SUPERVISOR));
	OK(told(h, "civil", "opening_asked") == 0 && told(h, "officer", "opening_asked") == 0);
	struct answer today = harness_get(h, AS_HEAD, "/");
	OK(str_has(today.body, STR("What you asked for is open")));
	struct answer twice = answer_to(h, AS_OFFICER, AGREE);
	OK(twice.status == 422);
	/* Only with a purpose, and only until its time is over. */
	struct answer plain = harness_get(h, AS_HEAD, "/protection_orders/{first}");
	OK(plain.status == 200 && !has_canary(&plain));
	harness_clock(h, h->now + MINUTES(60) - 1);
	OK(reads(h, AS_HEAD));
	harness_clock(h, h->now + 1);
	OK(!reads(h, AS_HEAD));
	a = harness_get(h, AS_HEAD, API "openings/{opening}");
	OK(str_eq(text_at(&a, "standing"), STR("over")));
}

/* The others asked an hour ago by now. */
static void test_late(struct harness *h)
{
	keep_opening(h, AS_COUNSELLOR);
	struct answer a = harness_get(h, AS_COUNSELLOR, API "openings/{opening}");
	OK(str_eq(text_at(&a, "standing"), STR("lapsed")) && str_eq(text_at(&a, "state"), STR("asked")));
	a = answer_to(h, AS_CIVIL, AGREE);
	OK(a.status == 422 && problem_at(&a, "state") && !reads(h, AS_COUNSELLOR));
	harness_daily(h);
	harness_daily(h);
	a = harness_get(h, AS_COUNSELLOR, API "openings/{opening}");
	OK(str_eq(text_at(&a, "standing"), STR("lapsed")) && str_eq(text_at(&a, "state"), STR("lapsed")) &&
	   int_at(&a, "version") == 2);
	OK(told(h, "civil", "opening_asked") == 0);
	a = answer_to(h, AS_CIVIL, AGREE);
	OK(a.status == 422);
}

static void keep_id(struct harness *h, const struct answer *a)
{
	OK(a->status == 201);
	harness_keep(h, "opening", text_at(a, "id"));
}

static int64_t account_of(struct harness *h, const char *login)
{
	return harness_number(
		h,
		harness_text(&h->mem, "SELECT a.id FROM account a WHERE a.login = '%s' AND a.county = 440804",
			     login));
}

/* Whoever stands in for the asker does not answer; whoever stands in for the one in charge does. */
static void test_deputies(struct harness *h)
{
	struct answer a = ask_for(h, AS_COUNSELLOR, "{first}", false);

	keep_id(h, &a);
	str row = harness_text(
		&h->mem,
		"INSERT INTO deputy (id, version, county, created_at, updated_at, account, deputy, from_day,"
		" to_day, reason) VALUES (1, 1, 440804, 0, 0, %lld, %lld, 20260101, 20991231, '-')",
		(long long)account_of(h, "counsellor"), (long long)account_of(h, "officer"));
	OK(harness_exec(h, row));
	a = answer_to(h, AS_OFFICER, AGREE);
	OK(a.status == 422 && problem_at(&a, "state"));
	OK(answer_to(h, AS_CIVIL, AGREE).status == 200 && reads(h, AS_COUNSELLOR));
	OK(harness_exec(h, STR("DELETE FROM deputy WHERE id = 1")));
}

/* In the place of the asker it is open too; in the place of nobody it is not. */
static void test_places(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	const struct actor places[] = {
		{ .account = 5,
		  .for_account = account_of(h, "counsellor"),
		  .role = ROLE_COUNSELLOR,
		  .reach = REACH_COUNTY,
		  .county = 440804 },
		{ .account = 5, .role = ROLE_COUNSELLOR, .reach = REACH_COUNTY, .county = 440804 },
		{ .account = 5,
		  .for_account = 6,
		  .role = ROLE_CIVIL,
		  .reach = REACH_COUNTY,
		  .county = 440804 },
		{ .account = 5, .role = ROLE_CIVIL, .reach = REACH_ALL, .county = 440803 },
	};
	const bool opens[] = { true, false, true, false };
	int64_t id;

	OK(str_int(harness_fill(h, "{first}"), &id));
	for (size_t i = 0; i < 2 * COUNT(places); i++) {
		struct record r;
		bool purpose = i % 2;
		c.who = &places[i / 2];
		c.purpose = purpose ? STR("核对") : STR("");
		OK(record_load(&c, &order_kind, id, &r) == RC_OK);
		OK((r.v[ORDER_GROUNDS].t == VAL_TEXT) == (opens[i / 2] && purpose));
	}
}

static void test_refusing(struct harness *h)
{
	struct answer a = ask_for(h, AS_HEAD, "{first}", false);

	keep_id(h, &a);
	a = answer_to(h, AS_OFFICER, "{'state':'refused','answer':'安排座位不需要'}");
	OK(a.status == 200 && str_eq(text_at(&a, "standing"), STR("refused")) && !reads(h, AS_HEAD));
	a = answer_to(h, AS_CIVIL, AGREE);
	OK(a.status == 422 && !reads(h, AS_HEAD));
	a = harness_get(h, AS_HEAD, "/openings/{opening}");
	OK(a.status == 200 && str_has(a.body, STR("安排座位不需要")));
	a = ask_for(h, AS_OFFICER, "{first}", false);
	keep_id(h, &a);
	a = answer_to(h, AS_OFFICER, AGREE);
	OK(a.status == 422 && problem_at(&a, "state")); /* not oneself */
	OK(answer_to(h, AS_CIVIL, AGREE).status == 200 && reads(h, AS_OFFICER));
	a = answer_to(h, AS_OFFICER, "{'state':'closed'}"); /* done before the hour is over */
	OK(a.status == 200 && str_eq(text_at(&a, "standing"), STR("over")) && !reads(h, AS_OFFICER));
}

/* At once, and both are told. */
static void test_danger(struct harness *h)
{
	struct answer a = ask_for(h, AS_HEAD, "{first}", false);

	OK(a.status == 201); /* an answer is not waited for */
	a = ask_for(h, AS_HEAD, "{first}", true);
	keep_id(h, &a);
	OK(str_eq(text_at(&a, "standing"), STR("danger")) &&
	   str_eq(text_at(&a, "state"), STR("used_danger")));
	OK(reads(h, AS_HEAD) && !reads(h, AS_SUPERVISOR));
	OK(told(h, "civil", "opening_danger") == 1 && told(h, "officer", "opening_danger") == 1);
	struct answer today = harness_get(h, AS_CIVIL, "/");
	OK(str_has(today.body, STR("Danger to life")));
	OK(ask_for(h, AS_HEAD, "{first}", true).status == 409);
	OK(answer_to(h, AS_CIVIL, AGREE).status == 422);
	OK(reads(h, AS_HEAD));
	harness_clock(h, h->now + MINUTES(59));
	OK(reads(h, AS_HEAD));
	a = answer_to(h, AS_CIVIL, "{'state':'closed'}");
	OK(a.status == 200 && !reads(h, AS_HEAD));
	OK(told(h, "civil", "opening_danger") == 1); /* until they have looked */
}

static void test_looking(struct harness *h)
{
	str id = harness_text(
		&h->mem,
		"SELECT max(n.id) FROM notice n WHERE n.code = 'opening_danger' AND n.to_role = 'civil'");
	harness_keep(h, "notice", harness_text(&h->mem, "%lld", (long long)harness_number(h, id)));
	OK(harness_ask(h, AS_HEAD, HTTP_POST, "/notices/{notice}/look", NULL, "").status == 404);
	OK(harness_ask(h, AS_FAR_CIVIL, HTTP_POST, "/notices/{notice}/look", NULL, "").status == 404);
	struct answer a = harness_ask(h, AS_CIVIL, HTTP_POST, "/notices/{notice}/look", NULL, "");
	OK(a.status == 303 && str_eq(a.location, harness_fill(h, "/openings/{opening}")));
	struct answer today = harness_get(h, AS_CIVIL, "/");
	OK(!str_has(today.body, STR("Danger to life")));
	today = harness_get(h, AS_OFFICER, "/");
	OK(str_has(today.body, STR("Danger to life")));
	harness_clock(h, h->now + MINUTES(60));
	OK(!reads(h, AS_HEAD));
}

/* Every reading of it is written down, as one of a sealed case. */
static void test_read_log(struct harness *h)
{
	int64_t civil = account_of(h, "civil");
	str sealed = harness_text(
		&h->mem,
		"SELECT count(*) FROM readlog r WHERE r.sealed_case = 1 AND r.actor = %lld AND r.record = %s",
		(long long)civil, str_z(&h->mem, harness_fill(h, "{kid}")));
	str open = harness_text(
		&h->mem,
		"SELECT count(*) FROM readlog r WHERE r.sealed_case = 0 AND r.actor = %lld AND r.record = %s",
		(long long)civil, str_z(&h->mem, harness_fill(h, "{kid}")));
	int64_t before = harness_number(h, sealed), plain = harness_number(h, open);

	harness_clock(h, h->now + MINUTES(30));
	OK(reads(h, AS_CIVIL));
	OK(before >= 0 && harness_number(h, sealed) == before + 2 && harness_number(h, open) == plain);
}

/* The same on pages, without script. */
/* clang-format off */
static const struct step pages[] = {
	{ "the file says that there is one", AS_HEAD, HTTP_GET, "/children/{kid}", NULL, NULL, 200, { "~Somebody is kept away by an order",
	  "~/protection_orders/{first}", "!~Write down an order" } },
	{ "civil affairs may write one down", AS_CIVIL, HTTP_GET, "/children/{kid}", NULL, NULL, 200, { "~Write down an order" } },
	{ "the teacher may not ask", AS_TEACHER, HTTP_GET, "/protection_orders/{first}", NULL, NULL, 200, { "~civil affairs tells you",
	  "!~/ask" } },
	{ "nor by the address", AS_TEACHER, HTTP_GET, "/protection_orders/{first}/ask", NULL, NULL, 404 },
	{ "a form", AS_HEAD, HTTP_GET, "/protection_orders/{first}/ask", NULL, NULL, 200, { "~county civil affairs officer",
	  "~A life is in danger", "~name=\"reason\"", "~name=\"danger\"" } },
	{ "too short", AS_HEAD, HTTP_POST, "/protection_orders/{first}/ask", NULL, "reason=hm", 422, { "~10 characters" } },
	{ "asked", AS_HEAD, HTTP_POST, "/protection_orders/{first}/ask", NULL, "reason=He+stands+at+the+gate+again", 303, { NULL },
	  "where=@location" },
	{ "how it stands", AS_HEAD, HTTP_GET, "{where}", NULL, NULL, 200, { "~60 minutes left", "!~>Agree<", "~He stands at the gate" } },
	{ "others do not see it", AS_COUNSELLOR, HTTP_GET, "{where}", NULL, NULL, 404 },
	{ "nor of another county", AS_FAR_CIVIL, HTTP_GET, "{where}", NULL, NULL, 404 },
	{ "who answers", AS_OFFICER, HTTP_GET, "{where}", NULL, NULL, 200, { "~>Agree<", "~He stands at the gate" } },
	{ "not without a word", AS_OFFICER, HTTP_POST, "{where}/refuse", NULL, "answer=", 422, { "~why not" } },
	{ "not the asker", AS_HEAD, HTTP_POST, "{where}/agree", NULL, "", 422 },
	{ "agreed", AS_OFFICER, HTTP_POST, "{where}/agree", NULL, "", 303 },
	{ "it is open", AS_HEAD, HTTP_GET, "/protection_orders/{first}", NULL, NULL, 200, { "~Open for 60 more minutes", "!~" CANARY } },
	{ "for what?", AS_HEAD, HTTP_POST, "/protection_orders/{first}/show", NULL, "purpose=", 422, { "!~" CANARY } },
	{ "read", AS_HEAD, HTTP_POST, "/protection_orders/{first}/show", NULL, "purpose=to+tell+the+police", 200, { "~" CANARY, "~Opened by",
	  "~to tell the police", "~Open for 60 more minutes" } },
	{ "closed", AS_HEAD, HTTP_POST, "{where}/close", NULL, "", 303 },
	{ "covered", AS_HEAD, HTTP_POST, "/protection_orders/{first}/show", NULL, "purpose=again", 403, { "!~" CANARY } },
	{ "the auditor sees that it was", AS_AUDITOR, HTTP_GET, "{where}", NULL, NULL, 200, { "!~>Agree<", "!~" CANARY } },
	{ "and all of them", AS_AUDITOR, HTTP_GET, "/openings", NULL, NULL, 200, { "~It was closed" } },
	{ "one's own", AS_SUPERVISOR, HTTP_GET, "/openings", NULL, NULL, 200, { "!~It was closed" } },
};
/* clang-format on */

/* What a demonstration shows goes the same way in. */
static void test_demo(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	const struct privacy_demo who = { .child = h->fix[FIX_KID],
					  .person = h->fix[FIX_FATHER],
					  .civil = account_of(h, "civil"),
					  .head = account_of(h, "head"),
					  .counsellor = account_of(h, "counsellor") };

	static const char *const standing[] = { "refused", "over", "asked" };
	int64_t before = harness_number(h, STR("SELECT count(*) FROM opening"));

	OK(privacy_demo_sealed(&c, &who) == RC_OK && c.problems.n == 0);
	OK(kept_out(h, AS_PARENT));
	struct answer a = harness_get(h, AS_CIVIL, API "openings?limit=200");
	for (size_t i = 0; i < COUNT(standing); i++) {
		str path = harness_text(&h->mem, "items.%lld.standing", (long long)before + (long long)i);
		OK(str_eq(text_at(&a, str_z(&h->mem, path)), str_of(standing[i])));
	}
	OK(int_at(&a, str_z(&h->mem, harness_text(&h->mem, "items.%lld.version", (long long)before + 3))) ==
	   -1);
	OK(harness_journal_whole(h));
}

static void test_engine(struct harness *h)
{
	test_making(h);
	test_nowhere(h);
	test_asking(h);
	test_waiting(h);
	test_refusals(h);
	test_open(h);
	test_late(h);
	test_deputies(h);
	test_places(h);
	test_refusing(h);
	test_danger(h);
	test_looking(h);
	for (size_t i = 0; i < COUNT(pages); i++)
		OK(harness_step(h, &pages[i]));
	test_read_log(h);
	test_nowhere(h);
	test_barring(h);
	test_days(h);
	test_demo(h);
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
