/* privacy.h - the room of the family's rights and the keepers of secrets: consent, orders that keep somebody
 * away, opening what is sealed, who looked, what a family asks for, retention, audit (ADR 0014). */
#pragma once
#include "house.h"

extern const struct room privacy_room;
extern const struct route privacy_routes[];
