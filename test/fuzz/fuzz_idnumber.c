/* Numbers of persons and schools from outside: whatever the bytes, a sentence or a number that reads back as
 * itself.  First four bytes: today, so that dates on either side of it are met. */
#include <stdlib.h>

#include "schoolcode.h"
#include "studentnumber.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_problem(struct arena *mem, const struct number_problem *p)
{
	struct buf b = buf_new(mem, 1 << 20);

	must(p->text != NULL);
	tr_put(&b, LANG_EN, p->text, p->arg, 2);
	must(b.n > 0);
}

static void try_idnumber(struct arena *mem, str given, day today)
{
	struct idnumber id, again;
	struct number_problem p = { 0 }, two[2];

	if (!idnumber_parse(mem, given, today, &id, &p)) {
		check_problem(mem, &p);
		return;
	}
	must(day_valid(id.born) && id.born <= today &&
	     (id.sex == IDNUMBER_MALE || id.sex == IDNUMBER_FEMALE));
	must(idnumber_parse(mem, str_of(id.text), today, &again, &p));
	must(again.born == id.born && again.sex == id.sex && !again.legacy && !strcmp(again.text, id.text));
	must(idnumber_contradictions(mem, &id, id.sex, id.born, two) == 0);
	must(idnumber_mask(mem, str_of(id.text)).n == IDNUMBER_LENGTH);
}

static void try_studentnumber(struct arena *mem, str given, day today)
{
	struct studentnumber number, again;
	struct number_problem p = { 0 };

	if (!studentnumber_parse(mem, given, today, &number, &p)) {
		check_problem(mem, &p);
		return;
	}
	must(studentnumber_parse(mem, str_of(number.text), today, &again, &p));
	must(!strcmp(again.text, number.text) && again.born == number.born && again.kind == number.kind);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena mem;
	struct schoolcode code;
	struct number_problem p = { 0 };
	uint32_t days = 0;

	if (size < sizeof days)
		return 0;
	memcpy(&days, data, sizeof days);
	day today = day_add(19800101, (int32_t)(days % 40000));
	str given = { (const char *)data + sizeof days, size - sizeof days };
	arena_init(&mem, 1 << 24);
	try_idnumber(&mem, given, today);
	try_studentnumber(&mem, given, today);
	if (!schoolcode_parse(&mem, given, &code, &p))
		check_problem(&mem, &p);
	must(idnumber_mask(&mem, given).n <= IDNUMBER_LENGTH);
	arena_free(&mem);
	return 0;
}
