/* backup_own.h - inside backup*.c only: the items of the stream, and the tables of the live schema.
 *
 * An item: a letter, a length (4 bytes, the highest first), so many bytes.
 *   T  a table: its name, and a line "column type" for each
 *   R  a row: for each column a byte: 0 NULL, 1 number (8 bytes follow), 2 text, 3 bytes (length and they
 * follow) F  a file: its name    D  bytes of it E  the end of a table or file: count (8), sum Z  the end:
 * tables, rows, files, bytes, lost (8 each), sum */
#pragma once
#include "backup.h"

enum item {
	ITEM_TABLE = 'T',
	ITEM_ROW = 'R',
	ITEM_FILE = 'F',
	ITEM_DATA = 'D',
	ITEM_END = 'E',
	ITEM_LAST = 'Z'
};
enum {
	ITEM_HEAD = 5,
	ITEM_MAX = 128 << 20, /* bytes of a row */
	END_BYTES = 8 + SM3_SIZE,
	LAST_BYTES = 5 * 8 + SM3_SIZE
};

uint64_t backup_get_big(const char *from, size_t n);
/* Each sum goes on from the one before: what has been summed up is not kept. */
void backup_sum(uint8_t sum[SM3_SIZE], str bytes);
/* The end of a part, as it counts in the sum of all of them. */
void backup_sum_part(struct backup_total *t, const struct backup_part *p);

/* All tables of the live schema by name.  RC_FAULT: one of them cannot be in a backup. */
enum rc backup_schema(struct arena *mem, struct db *db, struct backup_table **ret, size_t *ret_n,
		      str *ret_why) MUST_CHECK;
