/* How many SQL statements an answer costs, and that what is missing and what is forbidden cannot be told
 * apart: the same status, headers and bytes, the same statements (DESIGN 4 and 8). test/golden/statements.txt
 * shows a rise. */
#include "harness.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>

/* --- how many --- */

static int64_t record_in(struct harness *h, const char *plural, unsigned county, const char *which)
{
	const struct kind *k = model_kind(&h->model, str_of(plural));
	const char *table = !strcmp(plural, "parents") ? "tie" : k ? k->name : NULL;

	if (!table)
		return 0;
	return harness_number(h, harness_text(&h->mem,
					      "SELECT coalesce(%s(t.id), 0) FROM %s t WHERE t.county = %u",
					      which, table, county));
}

static int64_t own_record(struct harness *h, const char *plural)
{
	static const struct {
		const char *plural;
		enum fixture fix;
	} own[] = { { "schools", FIX_SCHOOL },  { "classes", FIX_CLASS },   { "children", FIX_KID },
		    { "persons", FIX_FATHER },  { "ties", FIX_FATHER_TIE }, { "parents", FIX_FATHER_TIE },
		    { "absences", FIX_ABSENCE } };

	for (size_t i = 0; i < COUNT(own); i++)
		if (!strcmp(plural, own[i].plural))
			return h->fix[own[i].fix];
	return record_in(h, plural, HARNESS_COUNTY, "min");
}

static void keep_id(struct harness *h, int64_t id)
{
	harness_keep(h, "id", harness_text(&h->mem, "%lld", (long long)id));
}

/* What a family reads of its own is opened at once (ADR 0034): one row of the read log, in a unit of its own,
 * durable before the page leaves.  No other GET writes. */
static uint64_t writes_due(const char *label, enum as who)
{
	static const char *const at_once[] = {
		"/children/:id/recordings", "/children/:id/recordings/new", "/children/:id/measurements",
		"/children/:id/words",      "/children/:id/letters",        "/children/:id/letters/new",
		"/children/:id/messages",   "/children/:id/messages/new",   "/simple",
		"/children/:id/contacts",   "/children/:id/deeds",          "/children/:id/deed/new",
	};
	enum { READ_LOG_UNIT = 5 };

	for (size_t i = 0; i < COUNT(at_once); i++)
		if (who == AS_GUARDIAN && !strcmp(label, at_once[i]))
			return READ_LOG_UNIT;
	return 0;
}

static void test_golden(struct harness *h)
{
	static const enum as who[] = { AS_OFFICER, AS_HEAD, AS_TEACHER, AS_ADMIN, AS_SECURITY, AS_GUARDIAN };
	struct buf b = buf_new(&h->mem, 1 << 20);
	size_t n;
	const struct harness_route *all = harness_routes(h, &n);

	buf_lit(&b, "# SQL statements of a GET, the look-up of the session or token counted: officer head "
		    "teacher admin security guardian.\n");
	for (size_t i = 0; i < n; i++) {
		if (all[i].method != HTTP_GET)
			continue;
		keep_id(h, all[i].plural ? own_record(h, all[i].plural) : 0);
		buf_str(&b, str_of(all[i].label));
		buf_ch(&b, ':');
		for (size_t w = 0; w < COUNT(who); w++) {
			struct answer a = harness_get(h, who[w], all[i].path);
			buf_ch(&b, ' ');
			if (a.status == 200)
				buf_int(&b, (int64_t)a.reads);
			else
				buf_ch(&b, '-');
			bool good = a.status < 500 && a.writes == writes_due(all[i].label, who[w]);
			OK(good);
			if (!good)
				printf("# %s: as %d %d, %llu writes\n", all[i].path, (int)who[w], a.status,
				       (unsigned long long)a.writes);
		}
		buf_ch(&b, '\n');
	}
	OK(harness_golden("statements.txt", buf_view(&b)));
}

/* The budget of DESIGN 8: plus one for each later room's panel. */
static void test_budget(struct harness *h)
{
	/* Of the registry itself, once each: what is certified, the class teacher; of care, beside how it
	 * stands: what was referred; of the family, beside its calls: contact and the deed. */
	uint64_t panels = 5;

	for (const struct room *const *r = the_house.rooms; *r; r++)
		panels += (*r)->on_child != NULL;
	OK(harness_get(h, AS_OFFICER, "/children/{kid}").reads <= 8 + panels);
	OK(harness_get(h, AS_TEACHER, "/children/{kid}?as_of=2026-06-30").reads <= 8 + panels);
}

/* A longer list is no more statements. */
static void test_lists(struct harness *h)
{
	static const char *const lists[] = { "children",      "children?as_of=2026-11-21",
					     "parents",       "persons",
					     "ties",          "absences",
					     "circumstances", "enrolments",
					     "crossings",     "schools",
					     "classes" };

	for (size_t i = 0; i < COUNT(lists); i++) {
		char mark = strchr(lists[i], '?') ? '&' : '?';
		struct answer one = harness_get(
			h, AS_OFFICER,
			str_z(&h->mem, harness_text(&h->mem, "/api/v1/%s%climit=1", lists[i], mark)));
		struct answer all = harness_get(
			h, AS_OFFICER,
			str_z(&h->mem, harness_text(&h->mem, "/api/v1/%s%climit=200", lists[i], mark)));
		OK(one.status == 200 && all.status == 200 && one.reads == all.reads &&
		   all.body.n > one.body.n);
	}
}

/* --- missing and forbidden --- */

struct trace {
	struct answer a;
	struct texts reads, writes;
	str whole;
};

static bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

/* The text without what differs by chance or by what was asked: anti-forgery tokens, the id itself. */
static str normal(struct harness *h, str s)
{
	struct buf b = buf_new(&h->mem, s.n + 4096);
	str id = harness_fill(h, "{id}");

	for (size_t i = 0; i < s.n;) {
		size_t run = 0;
		while (i + run < s.n && is_hex(s.s[i + run]))
			run++;
		if (run == 128)
			i += run;
		else if (s.n - i >= id.n && !memcmp(s.s + i, id.s, id.n))
			i += id.n;
		else
			buf_ch(&b, s.s[i++]);
	}
	return buf_view(&b);
}

/* What is answered apart from the headers of *extra: with the id taken out, since it may stand in a way back.
 */
static str whole(struct harness *h, const struct answer *a)
{
	return normal(h, harness_text(&h->mem, "%d %.*s %.*s %.*s %d\n%.*s", a->status, STR_ARG(a->type),
				      STR_ARG(a->etag), STR_ARG(a->location), a->no_store, STR_ARG(a->body)));
}

static struct trace traced(struct harness *h, enum as as, const struct harness_route *r, const char *headers)
{
	const char *body = r->method == HTTP_GET || r->method == HTTP_DELETE ? NULL
			   : strstr(r->path, "/api/")                        ? "{}"
									     : "name=x&version=1";
	uint64_t reads = db_statements(harness_reader(h)), writes = db_statements(harness_writer(h));
	struct trace t = { .a = harness_ask(h, as, r->method, r->path, headers, body) };

	t.reads = harness_texts(h, harness_reader(h), reads);
	t.writes = harness_texts(h, harness_writer(h), writes);
	t.whole = whole(h, &t.a);
	return t;
}

static bool same_texts(const struct texts *a, const struct texts *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->list[i], b->list[i]) != 0)
			return false;
	return true;
}

static bool same_headers(const struct answer *a, const struct answer *b)
{
	bool same = a->nheaders == b->nheaders;

	for (size_t i = 0; same && i < a->nheaders; i++)
		same = str_eq(a->header[i].name, b->header[i].name) &&
		       str_eq(a->header[i].value, b->header[i].value);
	return same;
}

static bool alike(const struct trace *a, const struct trace *b)
{
	return str_eq(a->whole, b->whole) && same_headers(&a->a, &b->a) && a->a.reads == b->a.reads &&
	       a->a.writes == b->a.writes && same_texts(&a->reads, &b->reads) &&
	       same_texts(&a->writes, &b->writes);
}

/* id: of somebody else's record. */
static bool told_apart(struct harness *h, enum as as, const struct harness_route *r, const char *headers,
		       int64_t id)
{
	keep_id(h, ((int64_t)HARNESS_COUNTY << 43) | 4000000);
	struct trace missing = traced(h, as, r, headers);
	keep_id(h, id);
	struct trace forbidden = traced(h, as, r, headers);
	if (alike(&missing, &forbidden) && missing.a.status >= 300)
		return false;
	printf("# %s %d %s: missing %d, %zu bytes, %d statements; forbidden %d, %zu bytes, %d statements\n",
	       as_name[as], (int)r->method, r->label, missing.a.status, missing.a.body.n,
	       (int)missing.a.reads, forbidden.a.status, forbidden.a.body.n, (int)forbidden.a.reads);
	return true;
}

/* Of another family of the county. */
static int64_t other_record(struct harness *h, const char *plural)
{
	static const struct {
		const char *plural;
		enum fixture fix;
	} other[] = { { "schools", FIX_SCHOOL_2 },  { "classes", FIX_CLASS_2 }, { "children", FIX_KID_2 },
		      { "persons", FIX_PARENT_2 },  { "ties", FIX_TIE_2 },      { "parents", FIX_TIE_2 },
		      { "absences", FIX_ABSENCE_2 } };

	for (size_t i = 0; i < COUNT(other); i++)
		if (!strcmp(plural, other[i].plural))
			return h->fix[other[i].fix];
	return 0;
}

/* A record of this kind that lies beyond the role; 0: none does. */
static int64_t beyond(struct harness *h, const char *plural, enum as as)
{
	bool place = !strcmp(plural, "schools") || !strcmp(plural, "classes");

	switch (as) {
	case AS_FEDERATION: /* every school of the county, but children only by consent */
	case AS_KEEPER:
		return place ? record_in(h, plural, HARNESS_FAR_COUNTY, "min") : other_record(h, plural);
	case AS_CITY:
	case AS_PROVINCE:
	case AS_MINISTRY: return 0;
	/* They see nobody: the child beside them will do. */
	case AS_POLICE:
	case AS_HOSPITAL:
	case AS_VOLUNTEER:
	case AS_ORG:
	case AS_DONOR:
	case AS_BARRED:
	case AS_OVERDUE:
	case AS_FAR_CITY: return own_record(h, plural);
	case AS_HEAD:
	case AS_TEACHER:
	case AS_COUNSELLOR:
	case AS_GUARDIAN:
	case AS_PARENT:
	case AS_CHILD:
		if (other_record(h, plural))
			return other_record(h, plural);
		break;
	default: break;
	}
	return record_in(h, plural, HARNESS_FAR_COUNTY, "min");
}

static void test_apart(struct harness *h)
{
	/* clang-format off */
	static const enum as who[] = {
		AS_OFFICER, AS_CIVIL, AS_HEAD, AS_TEACHER, AS_COUNSELLOR, AS_DIRECTOR, AS_SUPERVISOR, AS_FEDERATION,
		AS_KEEPER, AS_GUARDIAN, AS_PARENT, AS_CHILD, AS_POLICE, AS_HOSPITAL, AS_FINANCE, AS_INSPECTOR,
		AS_ADMIN, AS_SECURITY, AS_AUDITOR, AS_VOLUNTEER, AS_ORG, AS_DONOR, AS_FAR_CITY, AS_BARRED, AS_OVERDUE,
		AS_NOBODY,
	};
	/* clang-format on */
	static const char *const headers[] = { NULL, "If-Match: '1'", "X-Purpose: audit" };
	size_t n;
	const struct harness_route *all = harness_routes(h, &n);

	for (size_t i = 0; i < n; i++) {
		int told = 0;
		if (!all[i].plural || !strstr(all[i].path, "{id}"))
			continue;
		for (size_t w = 0; w < COUNT(who); w++) {
			int64_t id = beyond(h, all[i].plural, who[w]);
			/* Some with each way of asking; for the others one will do. */
			bool every = who[w] == AS_OFFICER || who[w] == AS_TEACHER || who[w] == AS_GUARDIAN;
			for (size_t k = 0; id && k < (every ? COUNT(headers) : 1); k++)
				told += told_apart(h, who[w], &all[i], headers[k], id);
		}
		OK(told == 0);
	}
}

/* The check must be able to fail: an own record is told apart from a missing one. */
static void test_check(struct harness *h)
{
	static const struct harness_route r = {
		.method = HTTP_GET, .label = "/children/:id", .path = "/children/{id}", .plural = "children"
	};

	printf("# expected:\n");
	OK(told_apart(h, AS_OFFICER, &r, NULL, h->fix[FIX_KID]));
	OK(!told_apart(h, AS_OFFICER, &r, NULL, h->fix[FIX_FAR_KID]));
}

static void test_engine(struct harness *h)
{
	test_golden(h);
	test_budget(h);
	test_lists(h);
	test_check(h);
	test_apart(h);
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
