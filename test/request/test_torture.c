/* Important requests run again with too little memory at every size, and with every statement failing once:
 * each ends in an answer, nothing stays open, nothing half-done is kept, and the journal is whole (DESIGN 9).
 * Of the later rooms' requests a part of the sizes and statements is tried, and all with TX_TORTURE=all.
 */
#include "book.h"
#include "deed.h"
#include "deed_seal.h"
#include "deed_text.h"
#include "engine.h"
#include "image_made.h"
#include "import.h"
#include "logline.h"
#include "media_send.h"

#include <fcntl.h>
#include <setjmp.h>

enum {
	STEP_SIZE = 3 << 10,
	MOST_MEMORY = 4 << 20,
	MOST_STATEMENTS = 400,
	ROW_MEMORY = 64 << 20,
	SHOWN = 200
};

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

#undef HOME

/* What needs more than a step: something made ready before each try, or another way of asking. */
struct trial {
	const struct step *step;
	void (*ready)(struct harness *h);
	struct answer (*ask)(struct harness *h, const struct step *s); /* NULL: as steps do */
	bool once; /* kept though the answer was lost: sent again with its number it is there already */
};

/* What the others need. */
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

static const char *const tables[] = { "child",         "person",  "tie",      "absence",    "circumstance",
				      "enrolment",     "school",  "crossing", "journal",    "journal_body",
				      "idempotency",   "visit",   "alert",    "report",     "referral",
				      "growth_note",   "contact", "call",     "call_party", "call_wish",
				      "message",       "job",     "task",     "notice",     "deed",
				      "deed_notice",   "work",    "blob",     "pile_photo", "batch",
				      "deed_signature" };
static char shelves[300]; /* where files lie */

struct state {
	int64_t n[COUNT(tables)], versions, files;
};

static struct state state_of(struct harness *h)
{
	struct state s;

	for (size_t i = 0; i < COUNT(tables); i++)
		s.n[i] = harness_number(h, harness_text(&h->mem, "SELECT count(*) FROM %s", tables[i]));
	s.versions = harness_number(h, STR("SELECT sum(version) + sum(file_version) + (SELECT coalesce("
					   "sum(version), 0) FROM deed) FROM child"));
	s.files = media_files(shelves);
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

static void prepare(struct harness *h, const struct trial *t)
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
	if (t->ready)
		t->ready(h);
}

/* Absences to delete: one for every success. */
static void add_spares(struct harness *h, int n)
{
	for (int i = 0; i < n; i++)
		OK(harness_ask(h, AS_OFFICER, HTTP_POST, API "absences", NULL,
			       "{'person':'{parent_2}','from':'2026-10-01','to':'2026-10-02'}")
			   .status == 201);
}

static struct answer tried(struct harness *h, const struct trial *t)
{
	const struct step *s = t->step;
	struct answer a =
		t->ask ? t->ask(h, s) : harness_ask(h, s->as, s->method, s->path, s->headers, s->body);

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

static void test_memory(struct harness *h, const struct trial *t, size_t stride)
{
	const struct step *s = t->step;
	size_t limit = 0;
	int status = 0, bad = 0, changed = 0, open = 0, odd = 0;

	for (; limit < MOST_MEMORY && status != s->status; limit += stride * STEP_SIZE) {
		prepare(h, t);
		struct state before = state_of(h), after;
		h->memory = limit ? limit : 1;
		struct answer a = tried(h, t);
		h->memory = 0;
		status = a.status;
		after = state_of(h);
		open += !nothing_open(h);
		if (status == s->status)
			break;
		odd += status != 413;
		changed += !t->once && !unchanged(&before, &after);
		if (status != 413)
			printf("# %s with %zu bytes: %d %.*s\n", s->label, limit, status,
			       STR_ARG(str_cut(a.body, 0, SHOWN)));
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
static bool failed_once(struct harness *h, const struct trial *t, uint64_t k, int side)
{
	const struct step *s = t->step;
	uint64_t none = 0;

	prepare(h, t);
	struct state before = state_of(h), after;
	if (side == 0)
		db_fail_at(harness_reader(h), k);
	else if (writer_do(h->model.writer, PRIO_PEOPLE, NULL, fail_writer, &k) != RC_OK)
		harness_fail("the writer does not answer");
	struct answer a = tried(h, t);
	db_fail_at(harness_reader(h), 0);
	(void)!writer_do(h->model.writer, PRIO_PEOPLE, NULL, fail_writer, &none);
	after = state_of(h);
	bool went = a.status == s->status;
	bool refused = a.status == 500 || a.status == 503 ||
		       str_has(a.body, STR("This cannot be looked up just now. Please try again."));
	bool good = went || (refused && (t->once || unchanged(&before, &after)) && a.body.n > 0);
	if (!good || !nothing_open(h))
		printf("# %s, statement %d of the %s: %d%s%s\n", s->label, (int)k, side ? "writer" : "reader",
		       a.status, unchanged(&before, &after) ? "" : ", something was written",
		       nothing_open(h) ? "" : ", something is open");
	OK(good && nothing_open(h));
	return !went;
}

static void test_failures(struct harness *h, const struct trial *t, uint64_t stride)
{
	const struct step *s = t->step;

	for (int side = 0; side < 2; side++) {
		uint64_t k = 1;
		while (k < MOST_STATEMENTS && failed_once(h, t, k, side))
			k += stride;
		printf("# %s: %d statements of the %s failed in turn\n", s->label, (int)k - 1,
		       side ? "writer" : "reader");
		OK(k < MOST_STATEMENTS);
		OK(side == 1 || k > 1 || !s->path[0]); /* a row is read by the writer */
		OK(side == 0 || (s->method == HTTP_GET && !purposeful(s)) == (k == 1));
	}
	OK(harness_journal_whole(h));
}

/* After all that the house still answers as ever. */
static void test_alive(struct harness *h, const struct trial *t)
{
	prepare(h, t);
	struct answer a = tried(h, t);
	if (a.status != t->step->status)
		printf("# %s: %d %.*s\n", t->step->label, a.status, STR_ARG(a.body));
	OK(a.status == t->step->status);
}

static void keep_number(struct harness *h, const char *name, const char *sql)
{
	harness_keep(h, name, harness_text(&h->mem, "%lld", (long long)steps_number(h, sql)));
}

/* --- a deed is signed, by one after the other --- */

static const char *const deed_tables[] = { "deed_signature", "deed_notice" };
enum { PARENT_SIGNED = 1, CARER_SIGNED, CHILD_SAID, ALL_SIGNED };

static void act(struct harness *h, enum as as, const char *path, const char *body)
{
	struct answer a = harness_ask(h, as, HTTP_POST, path, NULL, body);

	if (a.status != 303)
		harness_fail("%s: %d %.*s", path, a.status, STR_ARG(a.body));
}

static int64_t so_far(struct harness *h)
{
	int64_t n = 0;

	for (size_t i = 0; i < COUNT(deed_tables); i++)
		n += harness_number(h, harness_text(&h->mem, "SELECT count(*) FROM %s s WHERE s.deed = %lld",
						    deed_tables[i],
						    (long long)steps_number(h, "SELECT {deed}")));
	return n;
}

#define DEED_WORDS                                                                                           \
	"carer={grandma}&cause=work&destination=Dongguan&phone=13000000001&from=2026-11-21&to=2027-02-28&"   \
	"considered=x&daily=x&weekday=7&minute=1140&channel=video&harm=0&habits=0&refused=0&unfit=0&step=3&" \
	"client=deed-{key}"

static void new_deed(struct harness *h)
{
	static const char last[] = "SELECT coalesce(max(d.id), 0) FROM deed d WHERE d.child = {kid}";

	keep_number(h, "deed", last);
	if (steps_number(h, last))
		act(h, AS_PARENT, "/deeds/{deed}/revoke", "why=x&care_now=parent");
	act(h, AS_PARENT, "/children/{kid}/deed/new", DEED_WORDS);
	keep_number(h, "deed", last);
	struct ctx c = harness_ctx(h);
	struct deed d;
	str text;
	if (deed_whole(&c, steps_number(h, "SELECT {deed}"), &d) != RC_OK ||
	    deed_words(&c, &d, LANG_ZH, &text) != RC_OK)
		harness_fail("a deed has no words");
	harness_keep(h, "mark", deed_digest(&h->mem, text));
}

/* A deed on which so many have acted. */
static void deed_until(struct harness *h, int64_t want)
{
	int64_t n = steps_number(h, "SELECT count(*) FROM deed") ? so_far(h) : want + 1;

	if (n > want) {
		new_deed(h);
		n = 0;
	}
	if (n < PARENT_SIGNED && want >= PARENT_SIGNED)
		act(h, AS_PARENT, "/deeds/{deed}/sign", "part=parent&mark={mark}");
	if (n < CARER_SIGNED && want >= CARER_SIGNED)
		act(h, AS_GUARDIAN, "/deeds/{deed}/sign", "part=carer&mark={mark}");
	if (n < CHILD_SAID && want >= CHILD_SAID)
		act(h, AS_CHILD, "/deeds/{deed}/say", "words=Call+me");
	if (n < ALL_SIGNED && want >= ALL_SIGNED)
		act(h, AS_DIRECTOR, "/deeds/{deed}/sign", "part=witness&mark={mark}");
}

static void ready_parent(struct harness *h) { deed_until(h, 0); }
static void ready_carer(struct harness *h) { deed_until(h, PARENT_SIGNED); }
static void ready_child(struct harness *h) { deed_until(h, CARER_SIGNED); }
static void ready_witness(struct harness *h) { deed_until(h, CHILD_SAID); }
static void ready_notice(struct harness *h) { deed_until(h, ALL_SIGNED); }

/* --- pictures --- */

static struct answer ask_work(struct harness *h, const struct step *s)
{
	const struct media_part parts[] = {
		{ "client", harness_fill(h, "picture-{key}"), NULL },
		{ "what", STR("drawing"), NULL },
		{ "faces", STR("0"), NULL },
		{ "on", STR("2026-11-20"), NULL },
		{ "file", made_jpeg(&h->mem, 60, 40), "IMG_1.JPG" },
	};

	return media_send(h, s->as, s->path, parts, COUNT(parts));
}

static struct answer ask_pile(struct harness *h, const struct step *s)
{
	const struct media_part parts[] = {
		{ "class", harness_fill(h, "{class}"), NULL },
		{ "on", STR("2026-11-20"), NULL },
		{ "client", harness_fill(h, "picture-{key}"), NULL },
		{ "file", made_jpeg(&h->mem, 70, 40), "IMG_2.JPG" },
	};

	return media_send(h, s->as, s->path, parts, COUNT(parts));
}

/* A photo that waits, and nothing left to be taken away. */
static void ready_gift(struct harness *h)
{
	static const struct step pile = {
		"a photo", AS_TEACHER, HTTP_POST, API "pile_photos", NULL, NULL, 201
	};

	(void)harness_jobs(h);
	if (!steps_number(h, "SELECT count(*) FROM pile_photo") && ask_pile(h, &pile).status != 201)
		harness_fail("no photo");
	keep_number(h, "photo", "SELECT max(f.id) FROM pile_photo f");
	keep_number(h, "mate", "SELECT max(c.id) FROM child c WHERE c.class = {class}");
}

/* --- lists --- */

#define LIST_HEAD "姓名,性别,出生日期,没有号码的原因,户籍地,电话,父亲姓名,父亲电话,父亲外出日期,父亲外出地\n"

static str list_of(struct harness *h)
{
	return harness_text(&h->mem,
			    LIST_HEAD "名单%d,女,2017-03-0%d,1,440804103203,13912%06d,父%d,"
				      "13913%06d,2025-01-01,广东省东莞市\n",
			    tries, 1 + tries % 9, tries, tries, tries);
}

static struct answer ask_list(struct harness *h, const struct step *s)
{
	const struct media_part parts[] = {
		{ "kind", STR("children"), NULL },
		{ "school", STR(""), NULL },
		{ "form_day", STR(""), NULL },
		{ "file", list_of(h), "list.csv" },
	};

	return media_send(h, s->as, s->path, parts, COUNT(parts));
}

/* Lists that were looked at and stay so are in the way of new ones. */
static void ready_list(struct harness *h) { (void)harness_jobs(h); }

/* One row, as the job takes it in: with so much memory as the harness has for a request. */
static struct answer ask_row(struct harness *h, const struct step *s)
{
	const struct import_options o = { .kind = &child_kind };
	struct answer a = { .status = 413, .body = STR("-") };
	struct ctx c = harness_ctx(h);
	struct db *volatile db = readers_take(h->app.readers);
	struct import_report r;
	struct arena mem;
	struct book book;
	const char *why = NULL;
	jmp_buf full;

	if (book_read(&h->mem, list_of(h), &book, &why) != RC_OK)
		harness_fail("%s", why ? why : "no list");
	arena_init(&mem, h->memory ? h->memory : ROW_MEMORY);
	mem.full = &full;
	c.mem = c.problems.mem = &mem;
	c.db = db;
	if (setjmp(full) == 0) { /* NOLINT(cert-err52-c): base.h's one way out */
		enum rc rc = import_run(&c, &book, &o, &r);
		a.status = rc == RC_OK && r.fresh == 1 ? s->status : rc_status(rc == RC_OK ? RC_INVALID : rc);
	}
	readers_give(h->app.readers, db);
	arena_free(&mem);
	return a;
}

/* clang-format off */
static const struct step hard[] = {
	{ "a deed signed by the parent", AS_PARENT, HTTP_POST, "/deeds/{deed}/sign", NULL, "part=parent&mark={mark}&client={key}", 303 },
	{ "by the carer", AS_GUARDIAN, HTTP_POST, "/deeds/{deed}/sign", NULL, "part=carer&mark={mark}", 303 },
	{ "what the child says", AS_CHILD, HTTP_POST, "/deeds/{deed}/say", NULL, "words=Call+me", 303 },
	{ "by the witness", AS_DIRECTOR, HTTP_POST, "/deeds/{deed}/sign", NULL, "part=witness&mark={mark}", 303 },
	{ "the notice of it", AS_PARENT, HTTP_POST, "/deeds/{deed}/tell", NULL, "", 303 },
	{ "a picture", AS_TEACHER, HTTP_POST, "/children/{kid}/works", NULL, NULL, 303 },
	{ "a photo of a pile", AS_TEACHER, HTTP_POST, API "pile_photos", NULL, NULL, 201 },
	{ "a photo given to two children", AS_TEACHER, HTTP_POST, API "pile_photos/{photo}/give", NULL, "{'children':['{kid}','{mate}'],'faces':false}", 204 },
	{ "a list sent", AS_OFFICER, HTTP_POST, "/import", NULL, NULL, 303 },
	{ "a row of a list", AS_OFFICER, HTTP_POST, "", NULL, NULL, 201 },
};
/* clang-format on */
static const struct trial trials[] = {
	{ &hard[0], ready_parent, NULL },   { &hard[1], ready_carer, NULL },
	{ &hard[2], ready_child, NULL },    { &hard[3], ready_witness, NULL },
	{ &hard[4], ready_notice, NULL },   { &hard[5], NULL, ask_work },
	{ &hard[6], NULL, ask_pile, true }, { &hard[7], ready_gift, NULL },
	{ &hard[8], ready_list, ask_list }, { &hard[9], NULL, ask_row },
};

/* What is logged of faults belongs to the test: not on the terminal. */
static void silence(void)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (null >= 0 && !getenv("TX_LOUD"))
		(void)dup2(null, STDERR_FILENO);
}

static void torture(struct harness *h, const struct trial *t, bool all)
{
	test_memory(h, t, all ? 1 : 16);
	test_failures(h, t, all ? 1 : 9);
}

static void test_engine(struct harness *h)
{
	struct trial t[COUNT(tortured) + COUNT(rooms) + COUNT(trials)];
	size_t n = 0;

	for (size_t i = 0; i < COUNT(tortured); i++)
		t[n++] = (struct trial){ &tortured[i], NULL, NULL };
	for (size_t i = 0; i < COUNT(rooms); i++)
		t[n++] = (struct trial){ &rooms[i], NULL, NULL };
	for (size_t i = 0; i < COUNT(trials); i++)
		t[n++] = trials[i];
	media_place(h, shelves, sizeof shelves);
	add_spares(h, 12);
	for (size_t i = 0; i < n; i++) {
		if (i == COUNT(tortured))
			OK(STEPS(h, furniture));
		torture(h, &t[i], i < COUNT(tortured) || thorough());
	}
	OK(steps_number(h, "SELECT count(*) FROM call a JOIN call b ON a.id < b.id AND a.child = b.child AND "
			   "a.on_day = b.on_day AND a.from_minute = b.from_minute") == 0);
	for (size_t i = 0; i < n; i++)
		test_alive(h, &t[i]);
	media_away(h, shelves);
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	silence();
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
