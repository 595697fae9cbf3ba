/* demo_message.h - messages between the child that signs in and its family: heard ones, and one that waits
 * for each side. */
#pragma once
#include "record.h"

/* Units of its own, after calls are written. */
enum rc demo_message_write(struct ctx *c, uint64_t seed) MUST_CHECK;
