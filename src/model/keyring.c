#include "keyring.h"

#include <stdatomic.h>

/* --- what is known --- */

enum { RING = 8192 }; /* two for each county of the nation; full: what finds no place is read each time */
enum { PLACE_FREE, PLACE_TAKEN, PLACE_IDLE };

/* Filled once, then read by everybody. */
struct place {
	_Atomic int state;
	struct key_name name;
	uint8_t key[SM4_KEY];
};
struct keyring {
	struct place place[RING];
};

struct keyring *keyring_new(struct arena *mem) { return NEW(mem, struct keyring, 1); }

static bool takes(_Atomic int *state, int from)
{
	return atomic_compare_exchange_strong(state, &from, PLACE_TAKEN);
}

static size_t place_of(const struct key_name *n)
{
	uint64_t h = (uint64_t)n->of.county * 31 + (uint64_t)n->of.class * 7 + n->number;

	return h * UINT64_C(0x9e3779b97f4a7c15) >> 51; /* thirteen bits */
}
_Static_assert(RING == 1 << 13, "place_of()");

static bool same_name(const struct key_name *a, const struct key_name *b)
{
	return a->number == b->number && a->of.county == b->of.county && a->of.class == b->of.class;
}

bool keyring_find(const struct keyring *r, const struct key_name *name, uint8_t ret[SM4_KEY])
{
	for (size_t i = place_of(name), n = 0; n < RING; i = (i + 1) % RING, n++) {
		const struct place *p = &r->place[i];
		int state = atomic_load_explicit(&p->state, memory_order_acquire);
		if (state == PLACE_FREE)
			return false;
		if (state == PLACE_IDLE && same_name(&p->name, name)) {
			memcpy(ret, p->key, SM4_KEY);
			return true;
		}
	}
	return false;
}

void keyring_add(struct keyring *r, const struct key_name *name, const uint8_t key[SM4_KEY])
{
	for (size_t i = place_of(name), n = 0; n < RING; i = (i + 1) % RING, n++) {
		struct place *p = &r->place[i];
		if (atomic_load(&p->state) == PLACE_IDLE && same_name(&p->name, name))
			return;
		if (!takes(&p->state, PLACE_FREE))
			continue; /* two threads may add the same key twice: no harm */
		p->name = *name;
		memcpy(p->key, key, SM4_KEY);
		atomic_store_explicit(&p->state, PLACE_IDLE, memory_order_release);
		return;
	}
}

/* --- the writer's memory --- */

void key_memory_forget(struct key_memory *m, bool begun)
{
	explicit_bzero(m->now, m->n * sizeof *m->now);
	m->n = 0;
	if (begun)
		m->made = false;
}

const struct key_now *key_memory_find(const struct key_memory *m, struct key_of which)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->now[i].name.of.county == which.county && m->now[i].name.of.class == which.class)
			return &m->now[i];
	return NULL;
}

const struct key_now *key_memory_put(struct key_memory *m, const struct key_name *name,
				     const uint8_t key[SM4_KEY])
{
	struct key_now *to = NULL;

	for (size_t i = 0; i < m->n && !to; i++)
		if (m->now[i].name.of.county == name->of.county && m->now[i].name.of.class == name->of.class)
			to = &m->now[i];
	if (!to && m->n < KEYS_NOW)
		to = &m->now[m->n++];
	if (!to) /* the classes of a county, read together, do not push each other out */
		to = &m->now[(name->of.county * 8 + (unsigned)name->of.class) % KEYS_NOW];
	to->name = *name;
	memcpy(to->key, key, SM4_KEY);
	return to;
}

/* --- keys made ready --- */

/* Of the process, not of one keyring: setting a key up costs ten times what sealing a phone number does,
 * libgcrypt's handles serve one thread at a time, and they must outlive every request.  A place is lent; one
 * that was idle may be given to another key; what finds no place is made for the one use. */
enum { READY = 48 };
struct ready {
	_Atomic int state;
	_Atomic uint64_t hint; /* of the key: only who has taken the place may look at the key itself */
	uint8_t key[SM4_KEY];
	struct sm4 *sm4;
};
static struct ready ready[READY];
static _Atomic unsigned next_out;

/* The keys are random: any eight bytes tell them apart, and a mistake is found out. */
static uint64_t hint_of(const uint8_t key[SM4_KEY])
{
	uint64_t hint;

	memcpy(&hint, key, sizeof hint);
	return hint;
}

static struct ready *find_ready(const uint8_t key[SM4_KEY], uint64_t hint)
{
	for (size_t i = 0; i < READY; i++) {
		struct ready *p = &ready[i];
		if (atomic_load_explicit(&p->hint, memory_order_relaxed) != hint ||
		    atomic_load_explicit(&p->state, memory_order_relaxed) != PLACE_IDLE ||
		    !takes(&p->state, PLACE_IDLE))
			continue;
		if (memcmp(p->key, key, SM4_KEY) == 0)
			return p;
		atomic_store(&p->state, PLACE_IDLE); /* it went to another key meanwhile */
	}
	return NULL;
}

static struct ready *find_place(void)
{
	for (size_t i = 0; i < READY; i++)
		if (takes(&ready[i].state, PLACE_FREE))
			return &ready[i];
	for (size_t n = 0; n < READY; n++) {
		struct ready *p = &ready[atomic_fetch_add(&next_out, 1) % READY];
		if (takes(&p->state, PLACE_IDLE)) {
			sm4_free(p->sm4);
			return p;
		}
	}
	return NULL;
}

/* *once is for the one use when there is no place. */
static struct ready *lend(const uint8_t key[SM4_KEY], struct ready *once)
{
	uint64_t hint = hint_of(key);
	struct ready *p = find_ready(key, hint);

	if (p)
		return p;
	p = find_place();
	if (!p)
		p = once;
	atomic_store_explicit(&p->hint, hint, memory_order_relaxed);
	memcpy(p->key, key, SM4_KEY);
	p->sm4 = sm4_new(key);
	return p;
}

static void give_back(struct ready *p, struct ready *once)
{
	if (p != once) {
		atomic_store(&p->state, PLACE_IDLE);
		return;
	}
	sm4_free(p->sm4);
	explicit_bzero(p->key, SM4_KEY);
}

/* --- sealing --- */

uint32_t sealed_number(str sealed)
{
	const unsigned char *s = (const unsigned char *)sealed.s;

	if (sealed.n < SEAL_NUMBER + SEAL_EXTRA)
		return 0;
	return (uint32_t)s[0] << 24 | (uint32_t)s[1] << 16 | (uint32_t)s[2] << 8 | s[3];
}

void keyring_seal(const struct key_now *now, const uint8_t *iv, str plain, str extra, char *ret)
{
	struct ready once, *r = lend(now->key, &once);
	uint32_t number = now->name.number;

	for (int i = 0; i < SEAL_NUMBER; i++)
		ret[i] = (char)(number >> (24 - 8 * i) & 0xff);
	sm4_seal_with(r->sm4, iv, plain, extra, ret + SEAL_NUMBER);
	give_back(r, &once);
}

bool keyring_open(const uint8_t key[SM4_KEY], str sealed, str extra, char *ret)
{
	struct ready once, *r = lend(key, &once);
	bool ok = sm4_open_with(r->sm4, str_cut(sealed, SEAL_NUMBER, sealed.n), extra, ret);

	give_back(r, &once);
	return ok;
}
