/* pinyin.h - how the signs of a name may be read: syllables of Hanyu Pinyin (GB/T 28039-2011) without tones,
 * with v for u with two dots, as they are typed.  Pure: constant tables made by tool/mkpinyin from the npm
 * package pinyin and from data/pinyin/surnames.csv (ADR 0024).
 *
 * A sign may have several readings, and as a surname another one: 单 is Shan as a surname, else dan or chan.
 */
#pragma once
#include "base.h"

enum { PINYIN_READINGS = 8 };

struct pinyin {
	const char *reading[PINYIN_READINGS]; /* of static storage */
	size_t n;                             /* 0: this sign has none that we know */
};

/* The most usual first. */
struct pinyin pinyin_of(uint32_t sign);
/* Do these begin a surname of the list?  How many signs it takes, 0: none; *ret then has its readings, one
 * list for each sign.  `second`: 0 when there is none. */
size_t pinyin_of_surname(uint32_t first, uint32_t second, struct pinyin ret[2]);

bool pinyin_is_syllable(str letters);
/* Is it the beginning of a syllable, or a whole one? */
bool pinyin_begins(str letters);
