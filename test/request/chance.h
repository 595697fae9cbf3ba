/* chance.h - for tests that write at random and look at what came of it: chance from a seed that is printed,
 * a record of a table, and the rows of a query as text. */
#pragma once
#include "db_text.h"
#include "harness.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t chance;

/* From TX_SEED, or as usual. */
static inline void chance_begin(uint64_t usual)
{
	const char *seed = getenv("TX_SEED");

	chance = seed ? strtoull(seed, NULL, 10) | 1 : usual;
	printf("# seed %llu\n", (unsigned long long)chance);
}

static inline uint32_t rnd(uint32_t below)
{
	chance ^= chance << 13;
	chance ^= chance >> 7;
	chance ^= chance << 17;
	return below ? (uint32_t)(chance >> 33) % below : 0;
}

struct picked {
	long long id, version;
};

static inline struct picked pick(struct harness *h, const char *table)
{
	struct picked p = { 0 };
	struct rows q;
	int64_t n = harness_number(
		h, harness_text(&h->mem, "SELECT count(*) FROM %s WHERE county = 440804", table));
	str sql = harness_text(
		&h->mem, "SELECT id, version FROM %s WHERE county = 440804 ORDER BY id LIMIT 1 OFFSET %u",
		table, n ? rnd((uint32_t)n) : 0);

	if (db_query_text(harness_db(h), &q, sql, NULL, 0) == RC_OK && db_next(&q))
		p = (struct picked){ db_int(&q, 0), db_int(&q, 1) };
	if (db_done(&q) != RC_OK)
		harness_fail("%.*s", STR_ARG(sql));
	return p;
}

static inline str dumped(struct harness *h, const char *query, size_t columns)
{
	struct rows q;
	struct buf b = buf_new(&h->mem, 64 << 20);

	if (db_query_text(harness_db(h), &q, str_of(query), NULL, 0) != RC_OK)
		harness_fail("%s", query);
	while (db_next(&q)) {
		for (size_t i = 0; i < columns; i++) {
			buf_str(&b, db_text(&q, (int)i));
			buf_ch(&b, '|');
		}
		buf_ch(&b, '\n');
	}
	return db_done(&q) == RC_OK ? buf_view(&b) : (str){ NULL, 0 };
}
