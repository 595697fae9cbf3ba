/* import_row.h - inside the import only: headings, and how one row becomes records. */
#pragma once
#include "csvio.h"
#include "import.h"

/* What a column fills: a field of the kind, or of the father or mother in a child's row. */
enum import_part { PART_NONE, PART_SELF, PART_FATHER, PART_MOTHER };
struct import_column {
	enum import_part part;
	size_t field; /* of the kind; of enum import_parent for a parent */
};
enum import_parent {
	IMPORT_PARENT_NAME,
	IMPORT_PARENT_ID_NUMBER,
	IMPORT_PARENT_PHONE,
	IMPORT_PARENT_STATE,
	IMPORT_PARENT_GUARDIANSHIP,
	IMPORT_PARENT_AWAY_FROM,
	IMPORT_PARENT_AWAY_TO,
	IMPORT_PARENT_AWAY_REGION,
	IMPORT_PARENT__N
};

struct import_head {
	const struct kind *kind;
	const struct csv_row *row;
	struct import_column *column; /* as many as cells */
};
/* Problems of row 1: unknown headings, the same twice, needed ones missing. */
enum rc import_head_read(struct ctx *c, const struct kind *k, const struct csv_row *row, bool school_given,
			 struct import_head *ret) MUST_CHECK;

struct import_work {
	const struct import_head *head;
	const struct import_options *options;
	const struct csv_row *row;
	enum import_outcome outcome;
	int64_t id;
};
/* One row, inside store_attempt().  RC_INVALID or RC_CONFLICT: c->problems, their fields being headings. */
enum rc import_row_write(struct ctx *c, void *work);
