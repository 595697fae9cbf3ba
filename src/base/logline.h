/* logline.h - one line a fault or an event, to standard error; never a personal value, never a secret. */
#pragma once
#include "base.h"

enum level { LOG_FAULT, LOG_WARN, LOG_INFO };
/* logline(LOG_FAULT, "db", "cannot open %s: %s", ...) */
void logline(enum level level, const char *area, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
