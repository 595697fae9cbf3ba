#include "key.h"
#include "sm.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* One line "tongxin-key 1 HEX": a number, and the 32 bytes everything else is derived from. */
enum { MASTER = 32, NUMBER = 4 };

struct keys {
	uint8_t number[NUMBER]; /* stands before each sealed value, so that a later key can take over */
	uint8_t master[MASTER];
	uint8_t digest[SM3_SIZE];
};

enum rc keys_make(struct arena *mem, str path)
{
	uint8_t master[MASTER];
	struct buf b = buf_new(mem, 200);
	int fd = open(str_z(mem, path), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return errno == EEXIST ? RC_CONFLICT : RC_FAULT;
	sm_random(master, sizeof master);
	buf_lit(&b, "tongxin-key 1 ");
	buf_hex(&b, master, sizeof master);
	buf_lit(&b, "\n");
	bool ok = write(fd, b.s, b.n) == (ssize_t)b.n && fsync(fd) == 0;
	ok = close(fd) == 0 && ok;
	return ok ? RC_OK : RC_FAULT;
}

static str read_small(struct arena *mem, str path, str *ret_why)
{
	char *text = NEW(mem, char, 256);
	struct stat st;
	int fd = open(str_z(mem, path), O_RDONLY | O_CLOEXEC);

	if (fd < 0) {
		*ret_why = STR("The key file is not there or cannot be read. Without it nothing sealed can "
			       "be opened.");
		return (str){ NULL, 0 };
	}
	if (fstat(fd, &st) == 0 && (st.st_mode & 077))
		*ret_why = STR("The key file can be read by others: chmod 600 it.");
	ssize_t n = read(fd, text, 255);
	close(fd);
	if (ret_why->n)
		return (str){ NULL, 0 };
	return str_trim((str){ text, n < 0 ? 0 : (size_t)n });
}

enum rc keys_load(struct arena *mem, str path, const struct keys **ret, str *ret_why)
{
	static const str head = STR_INIT("tongxin-key 1 ");
	str why = { NULL, 0 }, text = read_small(mem, path, &why);
	struct keys *k = NEW(mem, struct keys, 1);

	if (!text.s) {
		*ret_why = why;
		return RC_INVALID;
	}
	if (!str_starts(text, head) || !hex_read(str_cut(text, head.n, text.n), k->master, MASTER)) {
		*ret_why = STR("The key file is not one of Tongxin's.");
		return RC_INVALID;
	}
	k->number[NUMBER - 1] = 1;
	str what = STR("digest");
	memcpy(k->digest, sm3_hmac((str){ (char *)k->master, MASTER }, &what, 1).b, SM3_SIZE);
	*ret = k;
	return RC_OK;
}

/* The key of a county and class: derived, until keys of their own are kept wrapped. */
static void derive(const struct keys *k, unsigned county, int class, uint8_t out[SM4_KEY])
{
	char name[32];
	int n = snprintf(name, sizeof name, "seal %06u C%d", county, class);
	str what = { name, (size_t)n };

	memcpy(out, sm3_hmac((str){ (char *)k->master, MASTER }, &what, 1).b, SM4_KEY);
}

/* --- keys made ready --- */

/* Of the process, not of one struct keys: deriving a key and setting it up costs ten times what sealing a
 * phone number does, libgcrypt's handles serve one thread at a time, and they must outlive every request.  A
 * place is filled once and then only lent; what finds no place is made for the one use. */
enum { READY = 32 };
enum { PLACE_FREE, PLACE_TAKEN, PLACE_IDLE };
struct ready {
	_Atomic int state;
	uint8_t of[SM3_SIZE]; /* the digest key stands for the key file */
	unsigned county;
	int class;
	struct sm4 *sm4;
};
static struct ready ready[READY];

static bool takes(struct ready *place, int from)
{
	return atomic_compare_exchange_strong(&place->state, &from, PLACE_TAKEN);
}

static struct sm4 *make_sm4(const struct keys *k, unsigned county, int class)
{
	uint8_t key[SM4_KEY];

	derive(k, county, class, key);
	return sm4_new(key);
}

/* *ret is for the one use when there is no place. */
static struct ready *lend(const struct keys *k, unsigned county, int class, struct ready *ret)
{
	for (size_t i = 0; i < READY; i++) {
		struct ready *p = &ready[i];
		/* What was idle once is complete and does not change any more. */
		if (atomic_load(&p->state) == PLACE_IDLE && p->county == county && p->class == class &&
		    memcmp(p->of, k->digest, SM3_SIZE) == 0 && takes(p, PLACE_IDLE))
			return p;
	}
	struct ready *fresh = ret;
	for (size_t i = 0; i < READY && fresh == ret; i++)
		if (takes(&ready[i], PLACE_FREE))
			fresh = &ready[i];
	fresh->county = county;
	fresh->class = class;
	memcpy(fresh->of, k->digest, SM3_SIZE);
	fresh->sm4 = make_sm4(k, county, class);
	return fresh;
}

static void give_back(struct ready *p, const struct ready *once)
{
	if (p == once)
		sm4_free(p->sm4);
	else
		atomic_store(&p->state, PLACE_IDLE);
}

/* Nothing is allocated while a key is lent: a request that is given up would keep it. */
str keys_seal(struct arena *mem, const struct keys *k, struct key_of which, str plain, str extra)
{
	char *out = NEW(mem, char, NUMBER + plain.n + SEAL_EXTRA);
	struct ready once, *r = lend(k, which.county, which.class, &once);

	memcpy(out, k->number, NUMBER);
	sm4_seal_with(r->sm4, plain, extra, out + NUMBER);
	give_back(r, &once);
	return (str){ out, NUMBER + plain.n + SEAL_EXTRA };
}

bool keys_open(struct arena *mem, const struct keys *k, struct key_of which, str sealed, str extra,
	       str *ret_plain)
{
	if (sealed.n < NUMBER + SEAL_EXTRA || memcmp(sealed.s, k->number, NUMBER) != 0)
		return false;
	size_t n = sealed.n - NUMBER - SEAL_EXTRA;
	char *out = NEW(mem, char, n + 1);
	struct ready once, *r = lend(k, which.county, which.class, &once);
	bool ok = sm4_open_with(r->sm4, str_cut(sealed, NUMBER, sealed.n), extra, out);
	give_back(r, &once);
	if (ok)
		*ret_plain = (str){ out, n };
	return ok;
}

str keys_digest(struct arena *mem, const struct keys *k, str what, str value)
{
	const str part[] = { what, STR("="), value };
	struct sm3 d = sm3_hmac((str){ (char *)k->digest, SM3_SIZE }, part, COUNT(part));

	return str_dup(mem, (str){ (char *)d.b, SM3_SIZE });
}
