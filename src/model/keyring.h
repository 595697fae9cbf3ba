/* keyring.h - inside model/ only: sealing keys in memory.
 *
 * A keyring belongs to one struct keys.  Any thread reads it and adds to it, without a lock; what is in it
 * stays.  So only keys whose row is committed may be added: what a unit of writing has just made waits in
 * the writer's own key_memory, which is forgotten whenever something is rolled back.
 *
 * Sealed: the key's number (4 bytes, the highest first), IV, SM4-GCM text, tag. */
#pragma once
#include "key.h"

enum { SEAL_NUMBER = 4 };

struct keyring *keyring_new(struct arena *mem);
bool keyring_find(const struct keyring *r, const struct key_name *name, uint8_t ret[SM4_KEY]);
void keyring_add(struct keyring *r, const struct key_name *name, const uint8_t key[SM4_KEY]);

/* Of the writer alone: by which keys it seals in this group of writes. */
enum { KEYS_NOW = 24 };
struct key_memory {
	struct key_now {
		struct key_name name;
		uint8_t key[SM4_KEY];
	} now[KEYS_NOW];
	size_t n;
	bool made; /* a key since the group began: what is read now may be rolled back */
};
/* At a group's beginning and at every rollback: another process may have made keys, or ours are gone. */
void key_memory_forget(struct key_memory *m, bool begun);
const struct key_now *key_memory_find(const struct key_memory *m, struct key_of which);
const struct key_now *key_memory_put(struct key_memory *m, const struct key_name *name,
				     const uint8_t key[SM4_KEY]);

uint32_t sealed_number(str sealed); /* 0: nothing sealed */
void keyring_seal(const struct key_now *now, const uint8_t *iv, str plain, str extra,
		  char *ret); /* SEAL_NUMBER + plain.n + SEAL_EXTRA */
bool keyring_open(const uint8_t key[SM4_KEY], str sealed, str extra, char *ret) MUST_CHECK;
