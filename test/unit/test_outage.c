/* What a failure is called while the database is away or its disk is full, and who may try again. */
#include "outage.h"
#include "tap.h"

int main(void)
{
	OK(outage_rc(RC_FAULT) == RC_FAULT && outage_rc(RC_BUSY) == RC_BUSY && outage_rc(RC_OK) == RC_OK);
	OK(outage_try() && outage_try());
	outage_full();
	OK(outage_rc(RC_FAULT) == RC_FULL && outage_rc(RC_BUSY) == RC_FULL);
	OK(outage_rc(RC_NOT_FOUND) == RC_NOT_FOUND && outage_rc(RC_OK) == RC_OK);
	OK(outage_try() && outage_try()); /* a disk is no matter of connections */
	outage_lost();
	OK(outage_rc(RC_FAULT) == RC_AWAY && outage_try() && outage_try());
	/* None can be made: who comes within the second hears it at once. */
	outage_away();
	OK(!outage_try() && !outage_try());
	OK(outage_rc(RC_BUSY) == RC_AWAY);
	outage_over();
	OK(outage_rc(RC_FAULT) == RC_FAULT && outage_try() && outage_try());
	return tap_end();
}
