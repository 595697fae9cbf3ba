/* order.h - orders that keep somebody away from a child: of a court, of the police, of civil affairs (Law on
 * the Protection of Minors 24, 92, 108; Anti-Domestic Violence Law 23-29).  That there is one is known to
 * whoever looks after the child; why is sealed (C5) and opens to the role in charge, county civil affairs.
 *
 * While an order is in force the ties of that adult to that child are barred, and a barred adult reaches
 * nothing of the child.  Whoever lifts the bar by hand finds it back in the same unit. */
#pragma once
#include "api.h"
#include "record.h"

enum {
	ORDER_CHILD,
	ORDER_PERSON, /* who is kept away */
	ORDER_ISSUED_BY,
	ORDER_DOCUMENT_NO,
	ORDER_FROM,
	ORDER_TO,
	ORDER_GROUNDS,  /* C5 */
	ORDER_IN_FORCE, /* as the day has it that last wrote the record: order_daily() */
	ORDER__N
};
extern const struct kind order_kind;

bool order_in_force(day from, day to, day on); /* first and last day; 0: without end */

/* The rules of the kind. */
void order_check(struct ctx *c, const struct change *change);
/* The bar is lifted when the order no longer stands, nor another; schools and villages are told. */
enum rc order_after(struct ctx *c, struct change *change);

/* The ties of these children are barred where an order stands: model_settle. */
enum rc order_settle(struct ctx *c, const int64_t *child, size_t n) MUST_CHECK;
/* Orders that begin or end by time alone.  Idempotent. */
enum rc order_daily(struct ctx *c) MUST_CHECK;

/* The family is not told who read them. */
extern const struct api_extra order_extra;
