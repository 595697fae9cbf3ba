/* Keys are changed while the house is lived in: answers, versions, histories and kept answers stay the same,
 * to the byte, before, during and after; the program may stop between any two batches. */
#include "rotate.h"
#include "steps.h"

#include <stdio.h>

static const struct {
	enum as as;
	const char *path, *headers;
} looks[] = {
	{ AS_OFFICER, API "children/{kid}", "X-Purpose: audit" },
	{ AS_OFFICER, API "children/{kid}", NULL },
	{ AS_OFFICER, API "children?limit=200", "X-Purpose: audit" },
	{ AS_OFFICER, API "persons?limit=200", "X-Purpose: audit" },
	{ AS_TEACHER, API "children/{kid}/journal", NULL },
	{ AS_OFFICER, API "children/{kid}/journal", "X-Purpose: audit" },
	{ AS_OFFICER, API "children?q=13000000077", NULL },
	{ AS_FAR_OFFICER, API "children/{far_kid}", "X-Purpose: audit" },
	{ AS_HEAD, "/children/{kid}", NULL },
};
enum { LOOKS = COUNT(looks) };

/* The page has an anti-forgery token, of chance. */
static str without_chance(struct harness *h, str body)
{
	struct buf b = buf_new(&h->mem, body.n + 1);
	size_t run = 0;

	for (size_t i = 0; i < body.n; i += run ? run : 1) {
		for (run = 0; i + run < body.n && strchr("0123456789abcdef", body.s[i + run]);)
			run++;
		if (run < 64)
			buf_put(&b, body.s + i, run ? run : 1);
	}
	return buf_view(&b);
}

struct seen_once {
	str body, etag;
};

static void look(struct harness *h, struct seen_once *ret)
{
	for (size_t i = 0; i < LOOKS; i++) {
		struct answer a =
			harness_ask(h, looks[i].as, HTTP_GET, looks[i].path, looks[i].headers, NULL);
		ret[i] = (struct seen_once){ without_chance(h, a.body), a.etag };
		if (a.status != 200)
			harness_fail("%s: %d", looks[i].path, a.status);
	}
}

static int changed(struct harness *h, const struct seen_once *before)
{
	struct seen_once now[LOOKS];
	int n = 0;

	look(h, now);
	for (size_t i = 0; i < LOOKS; i++) {
		bool same = str_eq(before[i].body, now[i].body) && str_eq(before[i].etag, now[i].etag);
		n += !same;
		if (!same)
			printf("# %s\n# was %.*s\n# is  %.*s\n", looks[i].path, STR_ARG(before[i].body),
			       STR_ARG(now[i].body));
	}
	return n;
}

static struct answer new_child(struct harness *h)
{
	return harness_ask(
		h, AS_OFFICER, HTTP_POST, API "children", "Idempotency-Key: rotated\nX-Purpose: audit",
		"{'name':'换钥匙','sex':'1','birth_date':'2016-01-02','no_id_reason':'1','household_region':"
		"'440804103203','household_type':'1','phone':'13911112222','address':'某镇某村'}");
}

/* 0: it does not open, or is not there. */
static int64_t uses(struct harness *h, unsigned county, int class, uint32_t number)
{
	struct ctx c = harness_ctx(h);
	struct key_name name = { { county, class }, number };
	int64_t n = 0;

	return rotate_uses(&c, &name, &n) == RC_OK ? n : -1;
}

static int64_t number_now(struct harness *h, int class)
{
	return harness_number(h,
			      harness_text(&h->mem,
					   "SELECT max(k.number) FROM sealing_key k WHERE k.county = %d AND "
					   "k.class = %d",
					   HARNESS_COUNTY, class));
}

/* A batch, then the house is left and entered again. */
static void rotate_class(struct harness *h, int class, const struct seen_once *before)
{
	uint32_t from = (uint32_t)number_now(h, class);
	struct rotation r = { 0 };
	int batches = 0, wrong = 0;
	bool begun = false;

	while (!r.done && batches < 200) {
		struct ctx c = harness_ctx(h);
		enum rc rc = begun ? RC_OK : rotate_begin(&c, (struct key_of){ HARNESS_COUNTY, class }, &r);
		if (rc == RC_OK)
			rc = rotate_step(&c, &r);
		wrong += rc != RC_OK || r.to != from + 1;
		wrong += changed(h, before) != 0;
		begun = ++batches % 2;
		if (!begun)
			harness_restart(h);
	}
	printf("# C%d: %d batches\n", class, batches);
	OK(r.done && wrong == 0);
	OK(r.unread == 0 && (r.sealed > 0 || class == C5_SEALED));
	OK(uses(h, HARNESS_COUNTY, class, from) == 0);
	OK(uses(h, HARNESS_COUNTY, class, from + 1) > 0 || class == C5_SEALED);
}

static void test_house(struct harness *h)
{
	struct seen_once before[LOOKS];
	struct answer kept = new_child(h), again;

	OK(kept.status == 201);
	look(h, before);
	int64_t far = uses(h, HARNESS_FAR_COUNTY, C4_SENSITIVE, 2);
	int64_t versions = harness_number(h, STR("SELECT sum(version) + sum(file_version) FROM child"));
	OK(far > 0 && versions > 0);
	for (int class = C3_PERSONAL; class <= C5_SEALED; class ++)
		rotate_class(h, class, before);
	OK(uses(h, HARNESS_FAR_COUNTY, C4_SENSITIVE, 2) == far); /* another county's stay */
	OK(harness_number(h, STR("SELECT sum(version) + sum(file_version) FROM child")) == versions);
	again = new_child(h);
	OK(again.status == 201 && str_eq(again.body, kept.body));
	OK(harness_journal_whole(h));
}

/* What is written while a rotation is under way stands under the new number at once. */
static void test_written_meanwhile(struct harness *h)
{
	struct ctx c = harness_ctx(h);
	struct rotation r;
	uint32_t from = (uint32_t)number_now(h, C4_SENSITIVE);
	struct seen_once before[LOOKS];

	OK(rotate_begin(&c, (struct key_of){ HARNESS_COUNTY, C4_SENSITIVE }, &r) == RC_OK && r.from == from);
	int64_t old = uses(h, HARNESS_COUNTY, C4_SENSITIVE, from);
	struct answer a = harness_ask(h, AS_OFFICER, HTTP_PATCH, API "children/{kid}",
				      "If-Match: '1'\nX-Purpose: audit", "{'phone':'13000000078'}");
	OK(a.status == 200 && str_eq(text_at(&a, "phone"), STR("13000000078")));
	OK(uses(h, HARNESS_COUNTY, C4_SENSITIVE, r.to) >= 2); /* the column, and its journal */
	OK(uses(h, HARNESS_COUNTY, C4_SENSITIVE, from) == old - 1);
	look(h, before);
	while (!r.done && rotate_step(&c, &r) == RC_OK)
		;
	OK(r.done && uses(h, HARNESS_COUNTY, C4_SENSITIVE, from) == 0 && changed(h, before) == 0);
	OK(rotate_drop(&c, &(struct key_name){ r.of, from }) == RC_OK);
	harness_restart(h);
	OK(changed(h, before) == 0 && harness_journal_whole(h));
}

static void test_engine(struct harness *h)
{
	test_house(h);
	test_written_meanwhile(h);
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
