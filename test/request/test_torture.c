/* Important requests run again with too little memory at every size, and with every statement failing once:
 * each ends in an answer, nothing stays open, nothing half-done is kept, and the journal is whole (DESIGN 9).
 * Of the later rooms' requests a part of the sizes and statements is tried, and all with TX_TORTURE=all.
 */
#include "engine.h"
#include "logline.h"
#include "steps.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { STEP_SIZE = 3 << 10, MOST_MEMORY = 4 << 20, MOST_STATEMENTS = 400 };

/* A step may succeed once: what it makes is new each time, or it is a reading. */
static const struct step tortured[] = {
	{ "a child's file", AS_OFFICER, HTTP_GET, "/children/{kid}", NULL, NULL, 200 },
	{ "a list of children", AS_OFFICER, HTTP_GET, API "children?as_of=2026-06-30&limit=200", NULL, NULL,
	  200 },
	{ "one child opened", AS_OFFICER, HTTP_GET, API "children/{kid}", "X-Purpose: audit", NULL, 200 },
	{ "its journal", AS_OFFICER, HTTP_GET, API "children/{kid}/journal", NULL, NULL, 200 },
	{ "counts of another day", AS_OFFICER, HTTP_GET, API "left-behind?region=440804&as_of=2026-06-15",
	  NULL, NULL, 200 },
	{ "the page of regions", AS_OFFICER, HTTP_GET, "/regions/440804", NULL, NULL, 200 },
	{ "a new child", AS_OFFICER, HTTP_POST, API "children", "Idempotency-Key: {key}",
	  "{'name':'受难','sex':'1','birth_date':'2016-01-02','no_id_reason':'1','household_region':'"
	  "440804103203','household_type':'1',"
	  "'school':'{school}','class':'{class}','entry_month':'202209','phone':'13911112222','address':'"
	  "某镇某村'}",
	  201 },
	{ "a new parent", AS_OFFICER, HTTP_POST, API "parents", NULL,
	  "{'child':'{loose}','relation':'51','name':'家长{key}','phone':'13922223333','state':'imprisoned'}",
	  201 },
	{ "a change", AS_OFFICER, HTTP_PATCH, API "children/{kid_b}", "If-Match: '{version}'",
	  "{'name':'改{key}','household_region':'{place}','since':'2026-05-01'}", 200 },
	{ "a form", AS_OFFICER, HTTP_POST, "/schools/new", NULL,
	  "code=21440{digits}&name=x&region=440804103&kind=211", 303 },
	{ "a deletion", AS_OFFICER, HTTP_DELETE, API "absences/{spare}", "If-Match: '1'", NULL, 204 },
};

/* Of care, growth and family. */
#define HOME "/children/{kid}/"
static const struct step rooms[] = {
	{ "a visit", AS_DIRECTOR, HTTP_POST, API "visits", NULL,
	  "{'child':'{kid}','on':'2026-11-20','how':'home','seen':'x','client':'visit-{key}'}", 201 },
	{ "an alert", AS_GUARDIAN, HTTP_POST, "/alerts/new", NULL,
	  "child={kid}&what=health&text=cough&client=alert-{key}", 303 },
	{ "a mandatory report", AS_TEACHER, HTTP_POST, API "reports", NULL,
	  "{'situation':'mr4','what':'x','child_where':'y {key}'}", 201 },
	{ "a referral", AS_DIRECTOR, HTTP_POST, API "referrals", NULL,
	  "{'child':'{kid}','to':'{hospital}','what':'referral','basis':'statutory','law':'LPM 11',"
	  "'reason':'x','parts':'basics contact','client':'referral-{key}'}",
	  201 },
	{ "a note of the growth file", AS_TEACHER, HTTP_POST, API "growth_notes", NULL,
	  "{'child':'{kid}','what':'homework','on':'2026-09-01','text':'page {key}'}", 201 },
	{ "a contact", AS_PARENT, HTTP_POST, API "contacts", NULL,
	  "{'child':'{kid}','person':'{father}','whom':'child','channel':'audio','outcome':'reached',"
	  "'day':'2026-11-20','client':'contact-{key}'}",
	  201 },
	{ "a booking", AS_TEACHER, HTTP_POST, HOME "calls", NULL,
	  "home={home}&channel=video&person={father}&on={saturday}&from=10:00&client=booking-{key}", 303 },
	{ "a wish to call", AS_CHILD, HTTP_POST, HOME "calls/wish", NULL, "home={home}", 303 },
	{ "a message", AS_PARENT, HTTP_POST, HOME "messages", NULL, "text=hello&client=message-{key}", 303 },
	{ "a job begun", AS_OFFICER, HTTP_POST, "/export", NULL,
	  "form=own&list=children&format=csv&school={school}&class=&region=&purpose=Checking+the+roll", 303 },
	{ "a call's page", AS_TEACHER, HTTP_GET, "/calls?on=2026-11-28", NULL, NULL, 200 },
};

/* What they need. */
static const struct step furniture[] = {
	{ "a hospital",
	  AS_CIVIL,
	  HTTP_POST,
	  API "agencies",
	  NULL,
	  "{'name':'坡头区人民医院','sort':'hospital','region':'440804','phone':'07593950120'}",
	  201,
	  { NULL },
	  "hospital=id" },
	{ "a home",
	  AS_FEDERATION,
	  HTTP_POST,
	  API "happy_homes",
	  NULL,
	  "{'name':'Wuhe home','region':'440804101209','level':'village','opened_on':'2026-01-01'}",
	  201,
	  { NULL },
	  "home=id" },
	{ "its computer", AS_FEDERATION, HTTP_POST, API "home_devices", NULL,
	  "{'home':'{home}','name':'Computer 1','what':'computer','works_from':'2026-01-01'}", 201 },
	{ "its hours", AS_FEDERATION, HTTP_POST, API "home_hours", NULL,
	  "{'home':'{home}','weekday':'6','from_minute':540,'to_minute':720,'first_on':'2026-01-01'}", 201 },
};

static bool thorough(void)
{
	const char *all = getenv("TX_TORTURE");

	return all && strcmp(all, "all") == 0;
}

/* --- what must not change --- */

static const char *const tables[] = { "child",       "person",  "tie",      "absence",    "circumstance",
				      "enrolment",   "school",  "crossing", "journal",    "journal_body",
				      "idempotency", "visit",   "alert",    "report",     "referral",
				      "growth_note", "contact", "call",     "call_party", "call_wish",
				      "message",     "job",     "task",     "notice" };

struct state {
	int64_t n[COUNT(tables)], versions;
};

static struct state state_of(struct harness *h)
{
	struct state s;

	for (size_t i = 0; i < COUNT(tables); i++)
		s.n[i] = harness_number(h, harness_text(&h->mem, "SELECT count(*) FROM %s", tables[i]));
	s.versions = harness_number(h, STR("SELECT sum(version) + sum(file_version) FROM child"));
	return s;
}

static bool unchanged(const struct state *a, const struct state *b) { return !memcmp(a, b, sizeof *a); }

/* Neither transaction nor rows are left on the connections that requests use. */
static bool nothing_open(struct harness *h)
{
	const struct db *r = harness_reader(h), *w = harness_writer(h);

	return !r->tx && !r->open && !r->failed && !w->open && !w->failed && w->depth <= 1;
}

static int tries, taken;
static bool referred;

static void prepare(struct harness *h)
{
	static const char *const saturday[] = { "2026-11-28", "2026-12-05", "2026-12-12", "2026-12-19" };
	if (referred) /* a second one would wait for the first */
		OK(harness_ask(h, AS_DIRECTOR, HTTP_POST, API "referrals/{sent}/withdraw", NULL, NULL)
			   .status == 200);
	referred = false;
	harness_keep(h, "saturday", str_of(saturday[taken % (int)COUNT(saturday)]));
	struct answer a = harness_get(h, AS_OFFICER, API "children/{kid_b}");

	tries++;
	harness_keep(h, "key", harness_text(&h->mem, "k%d", tries));
	harness_keep(h, "digits", harness_text(&h->mem, "%05d", 10000 + tries));
	harness_keep(h, "place", tries % 2 ? STR("440804103207") : STR("440804103203"));
	harness_keep(h, "version", text_at(&a, "version"));
	a = harness_get(h, AS_OFFICER, API "absences?person={parent_2}&limit=1");
	if (json_at(a.json, "items.0.id"))
		harness_keep(h, "spare", text_at(&a, "items.0.id"));
}

/* Absences to delete: one for every success. */
static void add_spares(struct harness *h, int n)
{
	for (int i = 0; i < n; i++)
		OK(harness_ask(h, AS_OFFICER, HTTP_POST, API "absences", NULL,
			       "{'person':'{parent_2}','from':'2026-10-01','to':'2026-10-02'}")
			   .status == 201);
}

static struct answer tried(struct harness *h, const struct step *s)
{
	struct answer a = harness_ask(h, s->as, s->method, s->path, s->headers, s->body);

	if (a.status != s->status || s->method != HTTP_POST)
		return a;
	taken += str_ends(str_of(s->path), STR("/calls"));
	referred |= str_ends(str_of(s->path), STR("/referrals"));
	if (referred)
		harness_keep(h, "sent", text_at(&a, "id"));
	return a;
}

static bool purposeful(const struct step *s) { return s->headers && strstr(s->headers, "X-Purpose"); }

/* --- too little memory --- */

static void test_memory(struct harness *h, const struct step *s, size_t stride)
{
	size_t limit = 0;
	int status = 0, bad = 0, changed = 0, open = 0, odd = 0;

	for (; limit < MOST_MEMORY && status != s->status; limit += stride * STEP_SIZE) {
		prepare(h);
		struct state before = state_of(h), after;
		h->memory = limit ? limit : 1;
		struct answer a = tried(h, s);
		h->memory = 0;
		status = a.status;
		after = state_of(h);
		open += !nothing_open(h);
		if (status == s->status)
			break;
		odd += status != 413;
		changed += !unchanged(&before, &after);
		if (status != 413)
			printf("# %s with %zu bytes: %d %.*s\n", s->label, limit, status, STR_ARG(a.body));
		bad += a.body.n == 0;
	}
	printf("# %s needs %zu KB\n", s->label, limit >> 10);
	OK(status == s->status);
	OK(odd == 0);
	OK(bad == 0);
	OK(changed == 0);
	OK(open == 0);
	OK(harness_journal_whole(h));
}

/* --- every statement fails once --- */

static enum rc fail_writer(struct db *db, void *arg)
{
	const uint64_t *k = arg;

	db_fail_at(db, *k);
	return RC_OK;
}

/* The kth statement of the reading (side 0) or the writing connection fails; true while there was one. */
static bool failed_once(struct harness *h, const struct step *s, uint64_t k, int side)
{
	uint64_t none = 0;

	prepare(h);
	struct state before = state_of(h), after;
	if (side == 0)
		db_fail_at(harness_reader(h), k);
	else if (writer_do(h->model.writer, PRIO_PEOPLE, NULL, fail_writer, &k) != RC_OK)
		harness_fail("the writer does not answer");
	struct answer a = tried(h, s);
	db_fail_at(harness_reader(h), 0);
	(void)!writer_do(h->model.writer, PRIO_PEOPLE, NULL, fail_writer, &none);
	after = state_of(h);
	bool went = a.status == s->status;
	bool good =
		went || ((a.status == 500 || a.status == 503) && unchanged(&before, &after) && a.body.n > 0);
	if (!good || !nothing_open(h))
		printf("# %s, statement %d of the %s: %d%s%s\n", s->label, (int)k, side ? "writer" : "reader",
		       a.status, unchanged(&before, &after) ? "" : ", something was written",
		       nothing_open(h) ? "" : ", something is open");
	OK(good && nothing_open(h));
	return !went;
}

static void test_failures(struct harness *h, const struct step *s, uint64_t stride)
{
	for (int side = 0; side < 2; side++) {
		uint64_t k = 1;
		while (k < MOST_STATEMENTS && failed_once(h, s, k, side))
			k += stride;
		printf("# %s: %d statements of the %s failed in turn\n", s->label, (int)k - 1,
		       side ? "writer" : "reader");
		OK(k < MOST_STATEMENTS);
		OK(side == 1 || k > 1);
		OK(side == 0 || (s->method == HTTP_GET && !purposeful(s)) == (k == 1));
	}
	OK(harness_journal_whole(h));
}

/* After all that the house still answers as ever. */
static void test_alive(struct harness *h, const struct step *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		prepare(h);
		struct answer a = tried(h, &s[i]);
		if (a.status != s[i].status)
			printf("# %s: %d %.*s\n", s[i].label, a.status, STR_ARG(a.body));
		OK(a.status == s[i].status);
	}
}

/* What is logged of faults belongs to the test: not on the terminal. */
static void silence(void)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (null >= 0 && !getenv("TX_LOUD"))
		(void)dup2(null, STDERR_FILENO);
}

int main(int argc, char **argv)
{
	static struct harness h;

	harness_start_everyone(argc, argv);
	silence();
	for (int e = DB_SQLITE; e <= DB_POSTGRES; e++) {
		if (!harness_has((enum db_engine)e)) {
			SKIP(harness_skip);
			continue;
		}
		printf("# %s\n", harness_engine((enum db_engine)e));
		harness_open(&h, (enum db_engine)e);
		add_spares(&h, 12);
		for (size_t i = 0; i < COUNT(tortured); i++)
			test_memory(&h, &tortured[i], 1);
		for (size_t i = 0; i < COUNT(tortured); i++)
			test_failures(&h, &tortured[i], 1);
		OK(STEPS(&h, furniture));
		for (size_t i = 0; i < COUNT(rooms); i++) {
			test_memory(&h, &rooms[i], thorough() ? 1 : 16);
			test_failures(&h, &rooms[i], thorough() ? 1 : 9);
		}
		test_alive(&h, tortured, COUNT(tortured));
		test_alive(&h, rooms, COUNT(rooms));
		harness_close(&h);
	}
	harness_stop();
	return tap_end();
}
