/* Important requests run again with too little memory at every size, and with every statement failing once:
 * each ends in an answer, nothing stays open, nothing half-done is kept, and the journal is whole (DESIGN 9).
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

/* --- what must not change --- */

static const char *const tables[] = { "child",        "person",       "tie",        "absence",
				      "circumstance", "enrolment",    "school",     "crossing",
				      "journal",      "journal_body", "idempotency" };

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

static int tries;

static void prepare(struct harness *h)
{
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
	return harness_ask(h, s->as, s->method, s->path, s->headers, s->body);
}

static bool purposeful(const struct step *s) { return s->headers && strstr(s->headers, "X-Purpose"); }

/* --- too little memory --- */

static void test_memory(struct harness *h, const struct step *s)
{
	size_t limit = 0;
	int status = 0, bad = 0, changed = 0, open = 0, odd = 0;

	for (; limit < MOST_MEMORY && status != s->status; limit += STEP_SIZE) {
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

static void test_failures(struct harness *h, const struct step *s)
{
	for (int side = 0; side < 2; side++) {
		uint64_t k = 1;
		while (k < MOST_STATEMENTS && failed_once(h, s, k, side))
			k++;
		printf("# %s: %d statements of the %s failed in turn\n", s->label, (int)k - 1,
		       side ? "writer" : "reader");
		OK(k < MOST_STATEMENTS);
		OK(side == 1 || k > 1);
		OK(side == 0 || (s->method == HTTP_GET && !purposeful(s)) == (k == 1));
	}
	OK(harness_journal_whole(h));
}

/* After all that the house still answers as ever. */
static void test_alive(struct harness *h)
{
	for (size_t i = 0; i < COUNT(tortured); i++) {
		prepare(h);
		OK(tried(h, &tortured[i]).status == tortured[i].status);
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

	harness_start(argc, argv);
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
			test_memory(&h, &tortured[i]);
		for (size_t i = 0; i < COUNT(tortured); i++)
			test_failures(&h, &tortured[i]);
		test_alive(&h);
		harness_close(&h);
	}
	harness_stop();
	return tap_end();
}
