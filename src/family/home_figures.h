/* home_figures.h - the figures of happy homes, all of them in a few statements: what the standard asks, and
 * what the county looks at. */
#pragma once
#include "home.h"
#include "home_standard.h"

struct home_figure {
	const struct record *home;
	struct home_facts facts;
	unsigned lacks;                /* bits of enum home_lack */
	int64_t team, devices, broken; /* devices: in use; broken: of these */
	int64_t open_days;             /* days with an opening, of the last 28 */
	int64_t visits;                /* children written down in these 28 days, as often as they came */
	int64_t shifts;                /* of today */
	bool open, hours_today;        /* open: now */
};
struct home_figures {
	struct home_figure *f;
	size_t n;
};
/* Homes in use today; home 0: all within reach. */
enum rc home_figures_load(struct ctx *c, int64_t home, struct home_figures *ret) MUST_CHECK;
