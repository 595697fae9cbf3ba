/* notice_live.h - whoever is told something hears at once that there is something new, not what (ADR 0018).
 */
#pragma once
#include "notice.h"

/* model_told, with struct app as its argument: a notice becomes the event `notice` on the streams of those
 * accounts that would find it when they look; where sessions have ended, the account's streams end.  What is
 * not published when the server has too much to do, or stops, is found on Today all the same. */
void notice_told(void *app, const struct told *list, size_t n);

/* Would this account, or somebody in whose place it may act today, find one of these notices? */
enum rc notice_finds(struct ctx *c, int64_t account, const struct told *list, size_t n, bool *ret) MUST_CHECK;
