/* Mandatory reports: made, handled, answered; and found by nobody else.  Two databases that differ by one
 * report give every other role the same bytes on every route: body, status and headers. */
#include "account.h"
#include "journal.h"
#include "readlog.h"
#include "report.h"
#include "steps.h"

#include <stdio.h>
#include <string.h>

/* --- making one --- */

/* clang-format off */
static const struct step refused[] = {
	{ "nothing said", AS_TEACHER, POST, API "reports", NULL, "{}", 422, { "?situation", "?what", "?child_where" } },
	{ "a situation there is not", AS_TEACHER, POST, API "reports", NULL, "{'situation':'mr10','what':'x','child_where':'y'}", 422, { "?situation", "~Choose what comes closest" } },
	{ "tomorrow", AS_TEACHER, POST, API "reports", NULL, "{'situation':'mr4','what':'x','child_where':'y','known_at':'2026-11-22 08:00'}", 422, { "?known_at", "~has not come yet" } },
	{ "no moment", AS_TEACHER, POST, API "reports", NULL, "{'situation':'mr4','what':'x','child_where':'y','known_at':'2026-02-30 08:00'}", 422, { "?known_at" } },
	{ "no place", AS_TEACHER, POST, API "reports", NULL, "{'situation':'mr4','what':'x','child_where':'y','region':'999999'}", 422, { "?region" } },
	{ "a child out of reach", AS_TEACHER_2, POST, API "reports", NULL, "{'situation':'mr4','what':'x','child':'{kid}'}", 404 },
	{ "no such field", AS_TEACHER, POST, API "reports", NULL, "{'situation':'mr4','what':'x','child_where':'y','state':'closed'}", 422, { "?state" } },
	{ "not signed in", AS_NOBODY, POST, API "reports", NULL, "{}", 401 },
	{ "nothing of all that is there", AS_CIVIL, GET, API "reports", NULL, NULL, 200, { "items.#=0" } },
	{ "a form with its problems", AS_TEACHER, POST, "/reports/new", NULL, "what=&child_where=&region=440804&code=123456789012", 422, { "~To put right: 3", "~123456789012" } },
	{ "what was typed elsewhere is carried over", AS_TEACHER, POST, "/reports/new", NULL, "begin=1&what=He+had+bruises&child_where=by+the+river", 200, { "~He had bruises", "~by the river", "!~To put right" } },
	{ "the form", AS_TEACHER, GET, "/reports/new?child={kid}", NULL, NULL, 200, { "~tel:110", "~12345", "~12355", "~李小明", "~Left alone for long" } },
	{ "of another's child", AS_TEACHER_2, GET, "/reports/new?child={kid}", NULL, NULL, 404 },
	{ "everybody who is signed in", AS_ADMIN, GET, "/reports/new", NULL, NULL, 200, { "~Report it now" } },
	{ "nobody else", AS_NOBODY, GET, "/reports/new", NULL, NULL, 303 },
};

#define FORM "situation=mr4&danger=true&what=Bruises+on+both+arms&child={kid}&child_where=at+home&region=&named=%E9%BB%84%E5%A9%86%E5%A9%86&relation=grandmother&by_phone=13700000001&code=420000000042"
static const struct step made[] = {
	{ "reported", AS_TEACHER, POST, "/reports/new", NULL, FORM, 200, { "~4200 0000 0042", "~It is reported", "!~Bruises" } },
	{ "the same form again is the same report", AS_TEACHER, POST, "/reports/new", NULL, FORM, 200, { "~4200 0000 0042" } },
	{ "one", AS_CIVIL, GET, API "reports", NULL, NULL, 200, { "items.#=1", "items.0.state=made", "items.0.danger=true", "!items.0.by", "items.0.what=null", "items.0.region=440804101" }, "rep=items.0.id" },
	{ "the teacher sees that it goes on", AS_TEACHER, GET, "/reports/{rep}", NULL, NULL, 200, { "~waits to be accepted", "~4200 0000 0042", "!~Bruises", "!~Next step" } },
	{ "and opens nothing", AS_TEACHER, POST, "/reports/{rep}/show", NULL, "purpose=look", 404 },
	{ "nor by X-Purpose", AS_TEACHER, GET, API "reports/{rep}", "X-Purpose: look", NULL, 200, { "what=null", "by_phone=null", "!by" } },
	{ "nor who is named", AS_TEACHER, GET, API "report_nameds", NULL, NULL, 200, { "items.#=0" } },
	{ "the queue", AS_CIVIL, GET, "/reports", NULL, NULL, 200, { "~Under way", "~How we keep the law", "!~Bruises", "!~李小明" } },
	{ "covered", AS_CIVIL, GET, "/reports/{rep}", NULL, NULL, 200, { "~What was reported", "!~Bruises", "!~13700000001", "!~李小明", "~Tell the police" } },
	{ "what for?", AS_CIVIL, POST, "/reports/{rep}/show", NULL, "purpose=", 422, { "!~Bruises" } },
	{ "opened", AS_CIVIL, POST, "/reports/{rep}/show", NULL, "purpose=to+handle+it", 200, { "~Bruises on both arms", "~李小明", "~13700000001", "~黄婆婆", "~several injuries", "~Who reported" } },
	{ "civil affairs by another program", AS_CIVIL, GET, API "reports/{rep}", "X-Purpose: case", NULL, 200, { "what=Bruises on both arms", "by_phone=13700000001", "situation=mr4", "!by" } },
	{ "nobody makes parts by hand", AS_CIVIL, POST, API "report_acts", NULL, "{'report':'{rep}','what':'note'}", 403 },
	{ "nor deletes", AS_CIVIL, HTTP_DELETE, API "reports/{rep}", "If-Match: '1'", NULL, 403 },
	{ "no journal", AS_CIVIL, GET, API "reports/{rep}/journal", NULL, NULL, 404 },
	{ "no page of it", AS_CIVIL, GET, "/reports/{rep}/journal", NULL, NULL, 404 },
	{ "cannot be asked for", AS_OFFICER, GET, "/reports/{rep}/ask", NULL, NULL, 404 },
	{ "by another way", AS_OFFICER, POST, API "openings", NULL, "{'kind':'report','record':'{rep}','reason':'I want to know of it'}", 422, { "?kind" } },
};

static const struct step handled[] = {
	{ "a step that is none", AS_CIVIL, POST, API "reports/{rep}/act", NULL, "{'what':'dance'}", 422, { "?what" } },
	{ "an answer comes after accepting", AS_CIVIL, POST, API "reports/{rep}/act", NULL, "{'what':'feedback','text':'x'}", 422, { "?what", "~Accept it first" } },
	{ "a note says something", AS_CIVIL, POST, API "reports/{rep}/act", NULL, "{'what':'note'}", 422, { "?text" } },
	{ "who reported takes no step", AS_TEACHER, POST, API "reports/{rep}/act", NULL, "{'what':'accepted'}", 404 },
	{ "accepted", AS_CIVIL, POST, "/reports/{rep}/act", NULL, "what=accepted&text=&before=0", 303 },
	{ "the same form twice", AS_CIVIL, POST, "/reports/{rep}/act", NULL, "what=note&text=once&before=0", 409, { "~written down meanwhile", "~once" } },
	{ "told the police", AS_CIVIL, POST, API "reports/{rep}/act", NULL, "{'what':'told_police','before':1}", 200, { "police_at", "state=accepted" } },
	{ "a note", AS_CIVIL, POST, API "reports/{rep}/act", NULL, "{'what':'note','text':'The aunt takes the child in'}", 200 },
	{ "closing needs an answer", AS_CIVIL, POST, API "reports/{rep}/act", NULL, "{'what':'closed','text':'done'}", 422, { "~right to an answer" } },
	{ "answered", AS_CIVIL, POST, API "reports/{rep}/act", NULL, "{'what':'feedback','text':'We were there. The child is safe.'}", 200, { "feedback_at" } },
	{ "the reporter reads it", AS_TEACHER, GET, "/reports/{rep}", NULL, NULL, 200, { "~The child is safe", "!~aunt", "!~Bruises" } },
	{ "and not the steps", AS_TEACHER, GET, API "report_acts", NULL, NULL, 200, { "items.#=0" } },
	{ "is told so", AS_TEACHER, GET, "/", NULL, NULL, 200, { "~There is an answer to what you told civil affairs" } },
	{ "the steps, covered", AS_CIVIL, GET, "/reports/{rep}", NULL, NULL, 200, { "~answered to who reported", "!~aunt" } },
	{ "and open", AS_CIVIL, POST, "/reports/{rep}/show", NULL, "purpose=case", 200, { "~aunt" } },
};

static const struct step handed[] = {
	{ "the supervisor hears nothing yet", AS_SUPERVISOR, GET, "/", NULL, NULL, 200, { "!~protects a child" } },
	{ "the police neither", AS_POLICE, GET, API "reports", NULL, NULL, 200, { "items.#=0" } },
	{ "told the supervisor", AS_CIVIL, POST, API "reports/{rep}/act", NULL, "{'what':'told_supervisor'}", 200, { "supervisor_at" } },
	{ "that there is a case, and no more", AS_SUPERVISOR, GET, "/", NULL, NULL, 200, { "~Civil affairs protects a child in your township" } },
	{ "what to do", AS_SUPERVISOR, GET, "/reports/told", NULL, NULL, 200, { "~do not ask around", "!~李小明", "!~Bruises" } },
	{ "not the report", AS_SUPERVISOR, GET, "/reports/{rep}", NULL, NULL, 404 },
	{ "handed to the police", AS_CIVIL, POST, API "reports/{rep}/act", NULL, "{'what':'handed_police'}", 200, { "state=with_police", "to_police=true" } },
	{ "which reads it", AS_POLICE, POST, "/reports/{rep}/show", NULL, "purpose=case", 200, { "~Bruises on both arms", "~黄婆婆", "!~13700000001", "!~Who reported" } },
	{ "not who reported", AS_POLICE, GET, API "reports/{rep}", "X-Purpose: case", NULL, 200, { "what=Bruises on both arms", "by_phone=null", "code=null", "!by" } },
	{ "nor by the journal", AS_POLICE, GET, API "reports/{rep}/journal", NULL, NULL, 404 },
	{ "a case is opened", AS_POLICE, POST, API "reports/{rep}/act", NULL, "{'what':'filed','police_no':'2026-0815'}", 200 },
	{ "it does not close it", AS_POLICE, POST, API "reports/{rep}/act", NULL, "{'what':'closed','text':'x'}", 422, { "~Civil affairs takes this step" } },
	{ "education does not see it", AS_OFFICER, GET, API "reports/{rep}", NULL, NULL, 404 },
	{ "informed", AS_CIVIL, POST, API "reports/{rep}/act", NULL, "{'what':'handed_education'}", 200 },
	{ "now it does", AS_OFFICER, POST, "/reports/{rep}/show", NULL, "purpose=case", 200, { "~Bruises on both arms", "!~13700000001", "!~Who reported", "!~黄婆婆" } },
	{ "another county's never", AS_FAR_OFFICER, GET, API "reports/{rep}", NULL, NULL, 404 },
	{ "nor its civil affairs", AS_FAR_CIVIL, GET, API "reports/{rep}", NULL, NULL, 404 },
	{ "closed", AS_CIVIL, POST, API "reports/{rep}/act", NULL, "{'what':'closed','text':'The child lives with the aunt'}", 200, { "state=closed" } },
	{ "for good", AS_CIVIL, POST, API "reports/{rep}/act", NULL, "{'what':'note','text':'x'}", 422, { "~is closed" } },
	{ "then the supervisor hears no more", AS_SUPERVISOR, GET, "/", NULL, NULL, 200, { "!~protects a child" } },
};

/* Whoever is named: the grandmother's account has that name, so has the second civil servant below. */
static const struct step named[] = {
	{ "the head, by name", AS_CIVIL, POST, "/reports/{rep}/named", NULL, "named=%E6%A0%A1%E9%95%BF&relation=head", 303 },
	{ "nothing said", AS_CIVIL, POST, "/reports/{rep}/named", NULL, "named=", 422, { "~This is needed" } },
	{ "not for the police", AS_POLICE, POST, "/reports/{rep}/named", NULL, "named=x", 404 },
	{ "nor for who reported", AS_TEACHER, POST, "/reports/{rep}/named", NULL, "named=x", 404 },
	{ "two are named", AS_CIVIL, GET, API "report_nameds?report={rep}", "X-Purpose: case", NULL, 200, { "items.#=2", "items.0.name=黄婆婆" }, "who=items.1.id" },
	{ "it was not this one", AS_CIVIL, POST, "/reports/{rep}/named", NULL, "drop={who}", 303 },
	{ "one is left", AS_CIVIL, GET, API "report_nameds?report={rep}", NULL, NULL, 200, { "items.#=1" } },
	{ "of another report", AS_CIVIL, POST, "/reports/{rep}/named", NULL, "drop={kid}", 404 },
};
/* clang-format on */

/* --- the same bytes for everybody else --- */

enum { SAMPLES = 60000 };
struct sample {
	struct sm3 body;
	size_t n;
	int status;
};
struct sweep {
	struct sample *sample;
	size_t n, told; /* told: answers that differ because they are meant to */
};

/* Codes, numbers given to forms and anti-forgery tokens differ each time. */
static str steady(struct arena *mem, str body)
{
	static const char *const names[] = { "name=\"csrf\" value=\"", "name=\"code\" value=\"",
					     "name=\"client\" value=\"" };
	struct buf b = buf_new(mem, body.n + 1);

	while (body.n) {
		size_t best = body.n, skip = 0;
		for (size_t i = 0; i < COUNT(names); i++) {
			const char *p = memmem(body.s, body.n, names[i], strlen(names[i]));
			if (p && (size_t)(p - body.s) < best) {
				best = (size_t)(p - body.s);
				skip = strlen(names[i]);
			}
		}
		buf_str(&b, str_cut(body, 0, best + skip));
		body = str_cut(body, best + skip, body.n);
		const char *end = skip ? memchr(body.s, '"', body.n) : NULL;
		if (end)
			body = str_cut(body, (size_t)(end - body.s), body.n);
	}
	return buf_view(&b);
}

static struct sample sample_of(struct arena *mem, const struct answer *a)
{
	struct buf b = buf_new(mem, 8 << 20);

	buf_str(&b, steady(mem, a->body));
	buf_str(&b, a->etag);
	buf_str(&b, a->location);
	buf_str(&b, a->type);
	for (size_t i = 0; i < a->nheaders; i++) {
		buf_str(&b, a->header[i].name);
		buf_str(&b, a->header[i].value);
	}
	str whole = buf_view(&b);
	return (struct sample){ .body = sm3(&whole, 1), .n = whole.n, .status = a->status };
}

/* Who handles it, and who made it on the pages for that: they are meant to see it. */
static bool is_told(enum as as, str path)
{
	bool own = str_starts(path, STR("/reports")) || str_starts(path, STR("/api/v1/reports")) ||
		   str_eq(path, STR("/"));

	return as == AS_CIVIL || (as == AS_TEACHER && own);
}

static void look(struct harness *h, struct sweep *to, const struct sweep *other, enum as as, enum method m,
		 const char *path, const char *body)
{
	struct arena mem = { 0 };
	str filled = harness_fill(h, path);

	if (to->n >= SAMPLES)
		harness_fail("too many samples");
	/* Written down at the same places in both worlds, not when so many of them wait. */
	if (to->n % 100 == 0)
		harness_flush(h, true);
	struct answer a = harness_ask(h, as, m, str_z(&h->mem, filled), NULL, body);

	arena_init(&mem, 64 << 20);
	to->sample[to->n] = sample_of(&mem, &a);
	arena_free(&mem);
	const struct sample *x = &to->sample[to->n], *y = other ? &other->sample[to->n] : x;
	bool same = x->status == y->status && x->n == y->n && memcmp(&x->body, &y->body, SM3_SIZE) == 0;
	if (!same && !is_told(as, filled)) {
		printf("# %s differs at %.*s: %d/%d, %zu/%zu bytes\n", as_name[as], STR_ARG(filled),
		       x->status, y->status, x->n, y->n);
		OK(false);
	}
	to->told += !same;
	to->n++;
}

/* Every GET of every role, the report's id wherever an id of it may stand; then a few POSTs that look. */
static void look_everywhere(struct harness *h, struct sweep *to, const struct sweep *other)
{
	size_t n;
	const struct harness_route *all = harness_routes(h, &n);

	for (int as = AS_NOBODY; as < AS__N; as++) {
		if (!harness_knows((enum as)as) && as != AS_NOBODY)
			continue;
		for (size_t i = 0; i < n; i++) {
			const char *of = all[i].plural ? all[i].plural : "";
			bool report = !strncmp(of, "report", 6);
			if (all[i].method != GET || !strcmp(all[i].path, "/events"))
				continue;
			harness_keep(h, "id", harness_fill(h, report ? "{rep}" : "{kid}"));
			look(h, to, other, (enum as)as, GET, all[i].path, NULL);
		}
		look(h, to, other, (enum as)as, POST, "/children", "q=0077");
		look(h, to, other, (enum as)as, GET, API "children?q=13700000001", NULL);
		look(h, to, other, (enum as)as, GET, API "reports?q=420000000042", NULL);
		look(h, to, other, (enum as)as, GET, API "report_acts?report={rep}", NULL);
		look(h, to, other, (enum as)as, GET, API "report_nameds?report={rep}", NULL);
	}
	/* What would be refused if something pointed at the child. */
	look(h, to, other, AS_OFFICER, HTTP_DELETE, API "children/{kid}", NULL);
	look(h, to, other, AS_OFFICER, HTTP_DELETE, API "children/{kid_b}", NULL);
}

/* The headers and readings of the auditor, past all pages. */
static void test_books(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	struct entry *e;
	struct reading *r;
	size_t n = 500, wrong = 0;

	harness_flush(h, true);
	OK(journal_headers(&c, &(struct headers_filter){ 0 }, &e, &n) == RC_OK && n > 0);
	for (size_t i = 0; i < n; i++)
		wrong += str_has(e[i].kind, STR("report"));
	OK(wrong == 0);
	n = 500;
	OK(readlog_list(&c, &(struct readlog_filter){ .sealed = true }, &r, &n) == RC_OK);
	for (size_t i = 0; i < n; i++)
		wrong += str_has(r[i].what, STR("report"));
	OK(wrong == 0);
	int64_t rep = 0;
	OK(str_int(harness_fill(h, "{rep}"), &rep));
	n = 50;
	OK(readlog_list(&c, &(struct readlog_filter){ .child = rep, .sealed = true, .apart = true }, &r,
			&n) == RC_OK &&
	   n >= 3); /* the report's own page lists them */
	n = 50;
	OK(readlog_list(&c, &(struct readlog_filter){ .child = h->fix[FIX_KID], .sealed = true }, &r, &n) ==
	   RC_OK);
	for (size_t i = 0; i < n; i++)
		wrong += r[i].sealed_case == READING_APART;
	OK(wrong == 0);
	OK(harness_journal_whole(h));
}

static struct sample first[SAMPLES], second[SAMPLES];

static void test_unseen(struct harness *h)
{
	struct sweep a = { .sample = first }, b = { .sample = second };
	enum db_engine engine = h->engine;
	char rep[32];

	STEPS(h, made);
	STEPS(h, handled);
	snprintf(rep, sizeof rep, "%.*s", STR_ARG(harness_fill(h, "{rep}")));
	look_everywhere(h, &a, NULL);
	harness_close(h);
	harness_open(h, engine);
	harness_keep(h, "rep", str_of(rep));
	look_everywhere(h, &b, &a);
	printf("# %zu answers compared\n", b.n);
	OK(a.n == b.n && a.n > 1000);
	OK(b.told > 5); /* those who handle it do see it */
}

/* --- whoever is named, whatever the role --- */

static int64_t account_of(struct harness *h, const char *login)
{
	return harness_number(h, harness_text(&h->mem, "SELECT id FROM account WHERE login = '%s'", login));
}

static void test_named_civil(struct harness *h)
{
	str name = harness_text(&h->mem, "UPDATE account SET name = '黄婆婆' WHERE id = %lld",
				(long long)account_of(h, as_name[AS_CIVIL]));

	OK(harness_exec(h, name));
	/* The only civil servant is named: the police has it at once. */
	OK(harness_ask(h, AS_TEACHER, POST, "/reports/new", NULL,
		       "situation=mr9&what=he+took+money&child_where=here&named=%E9%BB%84%E5%A9%86%E5%A9%86"
		       "&code=000000000099")
		   .status == 200);
	struct answer a = harness_get(h, AS_CIVIL, API "reports");
	OK(a.status == 200);
	str id = harness_text(&h->mem, "SELECT max(id) FROM report");
	harness_keep(h, "last", harness_text(&h->mem, "%lld", (long long)harness_number(h, id)));
	OK(harness_get(h, AS_CIVIL, "/reports/{last}").status == 404);
	OK(harness_get(h, AS_CIVIL, API "reports/{last}").status == 404);
	OK(harness_ask(h, AS_CIVIL, POST, "/reports/{last}/show", NULL, "purpose=x").status == 404);
	OK(harness_ask(h, AS_CIVIL, POST, API "reports/{last}/act", NULL, "{'what':'accepted'}").status ==
	   404);
	OK(harness_ask(h, AS_CIVIL, POST, "/reports/{last}/named", NULL, "named=x").status == 404);
	OK(harness_get(h, AS_POLICE, "/reports/{last}").status == 200);
}

/* --- the page for everybody --- */

#define OPEN_FORM                                                                                            \
	"harm=true&what=I+hear+a+child+cry+every+night&who=third+house&region=440804&contact=&code="         \
	"777000777000"
/* clang-format off */
static const struct step everybody[] = {
	{ "the page", AS_NOBODY, GET, "/help-a-child", NULL, NULL, 200, { "~tel:110", "~12345", "~12355", "~without an account" } },
	{ "nothing said", AS_NOBODY, POST, "/help-a-child", NULL, "harm=&what=&who=", 422, { "~To put right: 3" } },
	{ "harm", AS_NOBODY, POST, "/help-a-child", NULL, OPEN_FORM, 200, { "~It has been passed on", "~7770 0077 7000" } },
	{ "again", AS_NOBODY, POST, "/help-a-child", NULL, OPEN_FORM, 200, { "~It has been passed on", "~7770 0077 7000" } },
	{ "is one report", AS_CIVIL, GET, API "reports", "X-Purpose: case", NULL, 200, { "items.#=1", "items.0.situation=mr9", "items.0.child_where=third house" }, "open=items.0.id" },
	{ "of nobody", AS_CIVIL, POST, "/reports/{open}/show", NULL, "purpose=case", 200, { "~the page for everybody" } },
	{ "a worry", AS_NOBODY, POST, "/help-a-child", NULL, "harm=false&what=always+hungry&who=the+boy+at+the+shop&region=440804&code=777000777001", 200, { "~It has been passed on", "~7770 0077 7001" } },
	{ "is an alert", AS_CIVIL, GET, API "alerts", "X-Purpose: case", NULL, 200, { "items.#=1", "items.0.text=always hungry", "items.0.open=true" } },
	{ "asked back", AS_NOBODY, POST, "/help-a-child/asked", NULL, "code=7770+0077+7000", 200, { "~or not yet" } },
	{ "sounds like a wrong code", AS_NOBODY, POST, "/help-a-child/asked", NULL, "code=111", 200, { "~or not yet" } },
	{ "accepted", AS_CIVIL, POST, API "reports/{open}/act", NULL, "{'what':'accepted'}", 200 },
	{ "answered", AS_CIVIL, POST, API "reports/{open}/act", NULL, "{'what':'feedback','text':'We found the child, thank you.'}", 200 },
	{ "and read by code", AS_NOBODY, POST, "/help-a-child/asked", NULL, "code=777000777000", 200, { "~We found the child" } },
	{ "whoever is signed in is nobody here", AS_TEACHER, POST, "/help-a-child", NULL, "harm=true&what=x&who=y&region=440804&code=777000777002", 200 },
	{ "it is not theirs", AS_TEACHER, GET, API "reports", NULL, NULL, 200, { "items.#=0" } },
};
/* clang-format on */

/* Answers to a stranger are the same whatever is there, and end after so many within the hour. */
static void test_throttle(struct harness *h)
{
	int n = 0, status = 200;

	harness_clock(h, h->now + INT64_C(3) * 3600 * 1000000);
	for (; n < 20 && status == 200; n++)
		status = harness_ask(h, AS_NOBODY, POST, "/help-a-child", NULL,
				     harness_text(&h->mem, "harm=true&what=x&who=y&code=%012d", n).s)
				 .status;
	OK(status == 429 && n > 3 && n <= 7);
	OK(harness_get(h, AS_NOBODY, "/help-a-child").status == 200);
}

static void test_engine(struct harness *h)
{
	STEPS(h, refused);
	STEPS(h, made);
	STEPS(h, handled);
	test_books(h);
	STEPS(h, handed);
	STEPS(h, named);
	test_named_civil(h);
}

static void test_public(struct harness *h)
{
	/* The process remembers who wrote how often: the second engine comes a day later. */
	if (h->engine == DB_POSTGRES)
		harness_clock(h, h->now + INT64_C(24) * 3600 * 1000000);
	STEPS(h, everybody);
	test_throttle(h);
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_each_engine(test_public, tap_skip);
	harness_each_engine(test_unseen, tap_skip);
	harness_stop();
	return tap_end();
}
