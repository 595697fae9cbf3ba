/* deed_list.h - which deeds there are for a reader, and which of them wait for whom. */
#pragma once
#include "deed.h"
#include "today_item.h"

enum deed_list { DEED_LIST_OPEN, DEED_LIST_FORCE, DEED_LIST_OVER, DEED_LIST_NONE, DEED_LIST__N };
/* Deeds within reach, newest first.  DEED_LIST_NONE lists none: see deed_list_none(). */
enum rc deed_list(struct ctx *c, enum deed_list which, int64_t after, size_t limit,
		  struct records *ret) MUST_CHECK;
/* Children under care by civil affairs' definition whose parents are away and for whom no deed is in force
 * or being written. */
enum rc deed_list_none(struct ctx *c, int64_t after, size_t limit, struct records *ret) MUST_CHECK;
enum rc deed_list_child(struct ctx *c, int64_t child, struct records *ret) MUST_CHECK;
