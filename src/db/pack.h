/* pack.h - one long file, written once from its beginning to its end and read the same way: compressed
 * (zlib), cut into pieces, each sealed with SM4-GCM.
 *
 *   "tongxin-backup 1\n"   length (4 bytes, highest first)   header, in the open
 *   and for each piece:    length (4), its highest bit set for the last   sealed bytes
 *
 * What seals a piece vouches for the header, the piece's number and whether it is the last: nothing can be
 * changed, moved, cut off or added without being seen. Memory: a few hundred KiB. */
#pragma once
#include "base.h"
#include "sm.h"

enum { PACK_HEADER_MAX = 1 << 16 };

/* --- writing --- */

struct pack_out;
/* A file PATH.part (0600), PATH once pack_close() is done.  RC_CONFLICT: there is something under PATH;
 * RC_INVALID: it cannot be made.  *ret_why, in mem, is a sentence; so everywhere here. */
enum rc pack_create(struct arena *mem, str path, str header, const uint8_t key[SM4_KEY],
		    struct pack_out **ret, str *ret_why) MUST_CHECK;
/* After a failure nothing more is written; pack_close() tells. */
bool pack_put(struct pack_out *p, const void *bytes, size_t n);
/* From here on as it is: for what does not get smaller (true), or smaller again. */
void pack_as_is(struct pack_out *p, bool as_is);
/* `keep`: finish, wait for the disk, take the name PATH.  Otherwise, and when any of it fails, the file goes.
 * RC_BUSY: the disk is full or fails. */
enum rc pack_close(struct arena *mem, struct pack_out *p, bool keep, int64_t *ret_bytes,
		   str *ret_why) MUST_CHECK;

/* --- reading --- */

struct pack_in;
/* RC_NOT_FOUND: it cannot be read; RC_MALFORMED: no such file, or cut off in its header. */
enum rc pack_open(struct arena *mem, str path, struct pack_in **ret, str *ret_why) MUST_CHECK;
str pack_header(const struct pack_in *p); /* not vouched for before a piece was read */
/* Once, before the first pack_get(). */
void pack_key(struct pack_in *p, const uint8_t key[SM4_KEY]);
/* Exactly n bytes.  false: something is wrong, or fewer are left; pack_fault() says what. */
bool pack_get(struct pack_in *p, void *to, size_t n) MUST_CHECK;
/* Nothing is left, and the last piece was the last. */
bool pack_at_end(struct pack_in *p) MUST_CHECK;
str pack_fault(const struct pack_in *p); /* a sentence; empty: none */
void pack_free(struct pack_in *p);       /* NULL: nothing */
