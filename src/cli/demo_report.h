/* demo_report.h - three mandatory reports of a demo: one closed long ago, one under way, one that has just
 * come in from the page for everybody. */
#pragma once
#include "record.h"

/* After the stories are there (demo_care.h). */
enum rc demo_report_write(struct ctx *c) MUST_CHECK;
