/* home_list.h - which homes the county's table shows: of a place, of a tile, or that lack one thing.  The
 * page and its spreadsheet read the same address. */
#pragma once
#include "home_page.h"

enum home_show {
	HOME_SHOW_ALL,
	HOME_SHOW_OPEN,
	HOME_SHOW_MET,
	HOME_SHOW_LACKING,
	HOME_SHOW_FAULTS,
	HOME_SHOW_CHECK,
	HOME_SHOW_NOBODY,
	HOME_SHOW__N
};
struct home_asked {
	str region; /* empty: all */
	enum home_show show;
	int lacks; /* enum home_lack; -1: whatever */
};
/* RC_INVALID: the address asks for what there is not. */
enum rc home_list_asked(struct req *r, struct home_asked *ret) MUST_CHECK;
bool home_list_holds(const struct home_figure *f, const struct home_asked *a);
int home_list_lacks(const struct home_figure *f);       /* how much is missing */
const char *home_list_name(const struct home_asked *a); /* of what is shown; English */
