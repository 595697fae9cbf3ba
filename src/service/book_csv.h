/* book_csv.h - inside book*.c only: lists in text form (RFC 4180 and what spreadsheet programs make of it).
 */
#pragma once
#include "book_frame.h"

enum book_why book_csv_work(struct arena *mem, str bytes, struct book_out *out) MUST_CHECK;

/* The text in UTF-8, without its mark; part of `bytes` when these are in UTF-8, else memory of its own.
 * WHY_NUL, WHY_ENCODING, WHY_MEMORY. */
enum book_why book_csv_decode(struct arena *mem, str bytes, enum book_encoding *ret_encoding,
			      str *ret_text) MUST_CHECK;
/* What book_csv_decode() will want of the file system. */
void book_csv_prepare(void);
