/* family_room.h - the room that brings a child and its family together: happy homes, calls, messages, the
 * ledger of weekly contact, deeds of entrusted care. */
#pragma once
#include "care.h"

extern const struct room family_room;
