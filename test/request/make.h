/* make.h - for tests on the harness: records as the program writes them, MAKE(h, &kind, "name to keep",
 * "field", "value", ...). */
#pragma once
#include "harness.h"

static const struct kind *making;
static const char *const *given;
static int64_t made;

static inline enum rc make_it(struct ctx *c, void *arg)
{
	struct harness *h = arg;
	struct input in = input_new(making);
	struct record done;

	for (size_t i = 0; given[i]; i += 2) {
		size_t field;
		if (!kind_field(making, str_of(given[i]), &field))
			harness_fail("%s has no %s", making->name, given[i]);
		int64_t at;
		if (making->fields[field].type == T_INSTANT && instant_parse(str_of(given[i + 1]), &at))
			input_int(&in, c->mem, field, at);
		else
			input_set(&in, field, harness_fill(h, given[i + 1]));
	}
	enum rc rc = record_create(c, &in, &done);
	made = rc == RC_OK ? done.id : 0;
	return rc;
}

/* A record as the program writes it. */
static inline int64_t make(struct harness *h, const struct kind *k, const char *const *fields,
			   const char *name)
{
	struct ctx c = harness_ctx(h);

	making = k;
	given = fields;
	if (store_write(&c, PRIO_PEOPLE, make_it, h) != RC_OK)
		harness_fail("no %s: %s", k->name, c.problems.n ? c.problems.list[0].text : "?");
	if (name)
		harness_keep(h, name, harness_text(&h->mem, "%lld", (long long)made));
	return made;
}
#define MAKE(h, kind, name, ...) make((h), (kind), (const char *const[]){ __VA_ARGS__, NULL }, (name))

/* The id of an account, kept under that name. */
static inline void keep_account(struct harness *h, const char *name, const char *login)
{
	str sql = harness_text(&h->mem, "SELECT id FROM account WHERE login = '%s'", login);

	harness_keep(h, name, harness_text(&h->mem, "%lld", (long long)harness_number(h, sql)));
}
