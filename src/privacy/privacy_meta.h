/* privacy_meta.h - a line of the installation's memory (table meta): what the nightly work found. */
#pragma once
#include "record.h"

str privacy_meta(struct ctx *c, str name);                               /* empty: none */
enum rc privacy_meta_put(struct ctx *c, str name, str value) MUST_CHECK; /* a unit of its own */
