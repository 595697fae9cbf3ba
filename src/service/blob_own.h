/* blob_own.h - inside blob*.c only: names and sizes of the files. */
#pragma once
#include "blob.h"

struct blobs {
	int dir;
};

enum { BLOB_PIECE = 64 << 10, BLOB_SHELF = 2, BLOB_PATH = BLOB_SHELF + 2 + BLOB_NAME + 2 };
#define BLOB_MARK ".restoring" /* stands in the directory while a restore is under way */
#define BLOB_MAGIC "tx-blob\1" /* the first bytes of each file */

bool blob_is_name(str s);
/* "ab/abcdef..."; a file that is being written: "ab/.abcdef..." */
void blob_path(char to[BLOB_PATH], const char *name, bool temporary);
int64_t blob_file_size(int64_t bytes); /* of a file in which so many bytes are sealed */
/* Is it gone now, or was it before? */
bool blob_unlink(const struct blobs *b, const char *name);
