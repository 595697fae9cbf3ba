/* search_name.h - a name as it is looked for: its signs without what only parts them (dots of Uyghur, Tibetan
 * and Yi names, blanks, hyphens), Latin letters small and without marks, each sign with its readings.  The
 * keys are what name_key holds: the first letters of a name and of its ends, then the rest of how the first
 * sign is read, so that lxm'i and xm'iao find 李小明 by lxm, xm, li and li xiaoming.  Pure, no memory taken;
 * fast enough for loading millions. */
#pragma once
#include "pinyin.h"

enum {
	SEARCH_SIGNS = 50,   /* as many as a name may have */
	SEARCH_INITIALS = 8, /* first letters in a key; what is longer is cut */
	SEARCH_KEY_SIZE = SEARCH_INITIALS + 6,
	SEARCH_KEYS_MAX = 24 /* of one name */
};

enum sign_kind {
	SIGN_NONE,   /* parts signs, or means nothing in a name */
	SIGN_HAN,    /* an ideograph */
	SIGN_LATIN,  /* a letter */
	SIGN_OWN,    /* of another script in which names of China's peoples are written */
	SIGN_DIGIT,  /* no part of a name */
	SIGN_FOREIGN /* of a script in which no name stands here */
};
/* What it is; *ret_sign: a Latin letter small and plain, a full-width one of usual width. */
enum sign_kind search_sign_kind(uint32_t sign, uint32_t *ret_sign);

struct search_sign {
	uint32_t sign;
	enum sign_kind kind; /* SIGN_HAN, SIGN_LATIN or SIGN_OWN */
	bool begins;         /* a name, or behind what parts */
	struct pinyin how;   /* as a surname first, where it may be one */
};
struct search_name {
	struct search_sign sign[SEARCH_SIGNS];
	size_t n;
};
void search_name_read(str name, struct search_name *ret);

struct search_key {
	char s[SEARCH_KEY_SIZE + 1];
	uint8_t n;
};
/* All keys of a name, each once; how many.  A name of one sign has none. */
size_t search_keys(str name, struct search_key ret[SEARCH_KEYS_MAX]);
