/* dump.h - what a reviewer must see change when a table changes: who may see what, which fields there are. */
#pragma once
#include "model.h"

void dump_access(struct buf *to, const struct model *m); /* role x profile, reach, then every field */
void dump_kinds(struct buf *to, const struct model *m);
