/* region.h - the administrative divisions of China: which codes exist, what they are called, what lies in
 * what.
 *
 * Five levels told apart by the digits of a code: province 2, city 4, county 6, township 9, village 12 (GB/T
 * 2260 and GB/T 10114 for the first nine digits, the statistical code of the National Bureau of Statistics
 * for all twelve, as of 2023-06-30).  A region lies in another when its code begins with the other's.  The
 * list is a file made by tool/mkregions and mapped read-only; after region_open() nothing changes, so any
 * thread may ask.  Names point into the map and live until region_close().
 *
 * Old codes live on in id numbers and papers: that a code is not found does not make an id number wrong. */
#pragma once
#include "base.h"
#include "buf.h"

enum region_level {
	REGION_NONE, /* no such region */
	REGION_PROVINCE,
	REGION_CITY,
	REGION_COUNTY,
	REGION_TOWNSHIP,
	REGION_VILLAGE,
	REGION_LEVEL__N
};

enum region_flag {
	/* No place: a row of the second level that only holds the counties directly under a municipality
	 * (1101 市辖区, 5002 县), a province (4190) or an autonomous region (6590).  Paths leave it out; who
	 * lists the children of a province may list the children of such a row in its place. */
	REGION_PSEUDO = 1,
	/* A county of the statistics that is not in GB/T 2260: development zones, digits 5 and 6 from 70 on.
	 * A household is never registered there. */
	REGION_STAT_ONLY = 2,
	/* A prefecture city without counties (Dongguan, Zhongshan, Danzhou, Jiayuguan) once more as its own
	 * county.  Paths name it once. */
	REGION_DOUBLED = 4,
};

struct region {
	char code[13]; /* NUL-terminated */
	enum region_level level;
	unsigned flags; /* of enum region_flag */
	str name;       /* as published; villages are often shortened (龙头村委会) */
};

/* Some regions side by side in the order of their codes: region_at(r, i) for each i with at <= i < end. */
struct region_range {
	size_t at, end;
};

enum { REGION_NAME_MAX = 255, REGION_SEARCH_MAX = 200 };

struct regions;

/* Map the file.  RC_NOT_FOUND: it cannot be opened; RC_MALFORMED: cut short, damaged or of another version;
 * RC_FAULT: the system has no room.  The file must stay as it is while it is mapped. */
enum rc region_open(struct arena *mem, const char *path, const struct regions **ret) MUST_CHECK;
void region_close(const struct regions *r);

/* In all that follows a code has exactly 2, 4, 6, 9 or 12 digits; anything else is not found. */
bool region_find(const struct regions *r, str code, struct region *ret) MUST_CHECK;
str region_name(const struct regions *r, str code);                /* empty when not found */
enum region_level region_level(const struct regions *r, str code); /* REGION_NONE when not found */
bool region_valid(const struct regions *r, str code,
		  enum region_level least); /* exists, and is that fine or finer */
bool region_parent(const struct regions *r, str code,
		   struct region *ret) MUST_CHECK; /* false for a province */
/* The names from the province down, without those that say nothing: 广东省湛江市坡头区龙头镇莫村村委会.
 * False, and nothing written, when not found. */
bool region_path(const struct regions *r, str code, struct buf *to);

size_t region_count(const struct regions *r, enum region_level level);
/* All regions of a level inside `code`, itself included when it is of that level; the empty code is the
 * nation. */
struct region_range region_inside(const struct regions *r, str code, enum region_level level);
/* Those of the next level; the children of the empty code are the provinces.  A village has none. */
struct region_range region_children(const struct regions *r, str code);
struct region region_at(const struct regions *r, size_t i);

/* The regions inside `inside` (empty: the nation) whose name holds `part`, at most `limit` (and
 * REGION_SEARCH_MAX) of them: first those called just so, then those that begin so, then the others; within
 * each, provinces before villages and lower codes first.  Returns how many were written to ret.  A part that
 * is empty after trimming, is longer than any name, or is not UTF-8 text finds nothing.  Costs a few
 * milliseconds over the nation at worst. */
size_t region_search(const struct regions *r, str part, str inside, struct region *ret, size_t limit);
