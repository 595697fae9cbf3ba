/* pinyin_table.h - the tables that tool/mkpinyin makes; read by pinyin.c alone.  Readings are toneless, u
 * with two dots is written v. */
#pragma once
#include <stddef.h>
#include <stdint.h>

extern const char pinyin_syllable[][8]; /* sorted */
extern const size_t pinyin_nsyllable;
extern const uint16_t pinyin_pool[]; /* lists of syllables, one behind another */
extern const uint32_t pinyin_sign[]; /* code points, ascending */
extern const size_t pinyin_nsign;
extern const uint32_t pinyin_place[]; /* of each sign: where in the pool << 3 | how many */

/* A surname of one or two signs, ascending; the readings of each sign in the pool. */
struct pinyin_surname {
	uint32_t sign[2];
	uint16_t at[2];
	uint8_t n[2];
};
extern const struct pinyin_surname pinyin_surname[];
extern const size_t pinyin_nsurname;
