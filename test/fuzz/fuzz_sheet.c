/* Whatever stands in the cells of a list of children, of classes, staff or schools: looked through, imported,
 * imported again. Each row is counted once, what is refused says why, looking changes nothing, and the same
 * list again brings nothing new.  The first byte: of what, and who; then lines, | parts cells (sheets.h). */
#include "fuzz_house.h"
#include "import.h"
#include "sheets.h"
#include "utf8.h"

enum { LONGEST = 4000 };

static void check(const struct import_report *r)
{
	size_t n[IMPORT_HELD + 1] = { 0 };

	require(r->fresh + r->changed + r->same + r->refused + r->held == r->rows);
	for (size_t i = 0; i < r->rows; i++)
		n[r->row[i].outcome]++;
	require(n[IMPORT_NEW] == r->fresh && n[IMPORT_REFUSED] == r->refused && n[IMPORT_HELD] == r->held);
	require(!r->refused || r->problems.n);
}

static void check_packed(struct harness *h, const struct import_report *r)
{
	struct import_report again;
	str bytes = import_report_pack(&h->mem, r);

	require(import_report_unpack(&h->mem, bytes, &again) == RC_OK && again.rows == r->rows);
	require(str_eq(import_report_pack(&h->mem, &again), bytes));
}

static void check_refused(struct harness *h, const struct book *b, const struct import_report *r)
{
	struct ctx c = harness_ctx(h);
	str out;

	if (r->refused)
		require(import_refused_csv(&c, b, r, LANG_ZH, &out) == RC_OK && out.n);
}

static void import(struct harness *h, const struct book *b, struct import_options o)
{
	struct actor head = sheets_actor(h, ROLE_HEAD, FIX_SCHOOL);
	const struct actor *who = o.school ? &head : NULL;
	str rows = STR("SELECT (SELECT count(*) FROM child) + (SELECT count(*) FROM person) +"
		       " (SELECT count(*) FROM journal)");
	int64_t before = harness_number(h, rows);
	struct import_report r;
	enum rc rc;

	o.dry_run = true;
	r = sheets_import_book(h, who, b, o, &rc);
	require(rc == RC_OK || rc == RC_INVALID || rc == RC_DENIED);
	require(harness_number(h, rows) == before);
	if (rc != RC_OK)
		return;
	check(&r);
	check_packed(h, &r);
	check_refused(h, b, &r);
	o.dry_run = false;
	r = sheets_import_book(h, who, b, o, &rc);
	require(rc == RC_OK);
	check(&r);
	r = sheets_import_book(h, who, b, o, &rc);
	require(rc == RC_OK);
	check(&r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const plural[] = { "children", "classes", "staff", "schools" };

	if (size < 2 || size > LONGEST || !utf8_valid((str){ (const char *)data + 1, size - 1 }) ||
	    memchr(data + 1, '\0', size - 1))
		return 0;
	struct harness *h = fuzz_house(NULL);
	struct book b = sheets_of(&h->mem, str_z(&h->mem, (str){ (const char *)data + 1, size - 1 }));
	struct import_options o = { .kind = import_kind(str_of(plural[data[0] % COUNT(plural)])),
				    .school = data[0] & 8 ? h->fix[FIX_SCHOOL] : 0,
				    .hold_likely = data[0] & 16 };

	if (data[0] & 4)
		o.kind = NULL;
	import(h, &b, o);
	require(harness_journal_whole(h));
	return 0;
}
