/* region_map.h - the bytes of a region map, written by tool/mkregions and read by region.c alone.
 * Little-endian.  Behind the header stand, each padded to eight bytes:
 *   struct region_entry[n]      by code as an integer, so level by level and parents before children
 *   uint32_t by_name[n]         entries by the bytes of their names, then by code
 *   uint32_t letter[letters]    the code points in use, ascending
 *   uint64_t block[letters][w]  for each of them one bit per block of REGION_BLOCK entries that uses it
 *   char pool[pool_size]        the names in the order of the entries, a newline before and after each */
#pragma once
#include "base.h"

enum { REGION_MAP_VERSION = 1, REGION_BLOCK = 256, REGION_LEVELS = 5 };
#define REGION_MAP_MAGIC "TXREGION"

struct region_head {
	char magic[8];
	uint32_t version;
	uint32_t block; /* REGION_BLOCK */
	uint32_t letters;
	uint32_t pool_size;
	uint32_t zero[3];
	uint32_t count[REGION_LEVELS]; /* provinces, cities, counties, townships, villages */
};

struct region_entry {
	uint64_t code;
	uint32_t name; /* where in the pool */
	uint8_t name_size;
	uint8_t flags; /* enum region_flag */
	uint16_t zero;
};
