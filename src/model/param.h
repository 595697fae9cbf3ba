/* param.h - policy parameters: the numbers of data/params that laws, standards and counties decide, by date
 * and region.  Keys are constants of params_gen.h (PARAM_ABSENCE_GAP_DAYS is "absence_gap_days", for STR()),
 * so a dropped key does not compile.  The embedded table is constant. */
#pragma once
#include "base.h"
#include "day.h"
#include "params_gen.h"

struct param {
	str key, unit;
	str region;   /* code prefix; empty: the nation */
	day from, to; /* first and last day in force; 0 = always */
	int64_t value;
	str doc_no, source; /* the document that says so, and what it says */
};

/* Rows sorted by key, region, from; within one key and region no two overlap. */
struct params {
	const struct param *row;
	size_t n;
};
extern const struct params param_embedded;

/* The row in force on `on` for `region`: the closest region wins.  NULL: none; a page shows its source. */
const struct param *param_find(const struct params *params, str key, str region, day on);
int64_t param_int(const struct params *params, str key, str region,
		  day on); /* its value; 0 when there is none */
