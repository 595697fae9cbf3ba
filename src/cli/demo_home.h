/* demo_home.h - happy homes of a demo: two in a demo of a school, twenty of villages and five of townships in
 * one of a county, each with its rooms, hours, team and books of the last weeks. */
#pragma once
#include "record.h"

/* As the program, once the accounts and consents are there; units of its own. */
enum rc demo_home_write(struct ctx *c, uint64_t seed) MUST_CHECK;
