/* outage.h - the database is out of reach, or its disk takes nothing more: what happened in the last seconds,
 * for who has to say why a request failed, and for who would try again. One state for the whole process. */
#pragma once
#include "base.h"

/* Noted where it is met: by the engines, and by who writes files. */
void outage_lost(void); /* a connection was lost */
void outage_away(void); /* and none can be made */
void outage_full(void); /* the disk is full, read-only or broken */
void outage_over(void); /* a connection was made, a transaction committed */

/* RC_FAULT and RC_BUSY as RC_AWAY or RC_FULL, when that is what was met just now; any other as it is. */
enum rc outage_rc(enum rc rc);

/* May a connection be made anew? While the server is away one asks at a time, once a second: the others hear
 * at once that it is, instead of waiting each for themselves.  After true: outage_away() or outage_over(). */
bool outage_try(void);
