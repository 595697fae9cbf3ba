/* today_item.h - what waits for somebody: one row for each sort of work.  Today shows those that count
 * something, in the order of the rooms and of each room's list; the first of all stands on the card "now".
 *
 *	const struct today_item transfer_today = {
 *		.need = ROLES_COUNTY | ROLE_HEAD, .icon = "child", .count = transfer_waiting,
 *		.title = N_("Transfers that wait for your answer: {0}"),
 *		.why = N_("The child's new or old school asks."),
 *		.url = "/transfers", .verb = N_("Answer") };
 */
#pragma once
#include "model.h"

struct today_count {
	int64_t n;    /* how many wait for this reader; 0: the row is not shown */
	int64_t late; /* of these, how many are past their day: such rows come before all others */
	day next;     /* the first day by which one must be done; 0: none */
};

struct today_item {
	unsigned need; /* roles whose Today asks for it */
	const char *icon;
	/* Within ctx's reach; one statement, answered from an index.  *ret is zeroed before. */
	enum rc (*count)(struct ctx *c, struct today_count *ret);
	const char *title; /* English, with {0} for how many */
	const char *one;   /* the same for exactly one; NULL: .title does */
	const char *why;   /* English, one sentence; NULL: none */
	const char *url;   /* where it is done; a reader of .need may open it */
	const char *verb;  /* English */
	bool told;         /* no work, only to be known: never on the card "now" */
};
