/* outbox_page.h - messages that go out: what waits and what failed, without names, numbers and texts. */
#pragma once
#include "route.h"

extern const struct route outbox_page_routes[];
