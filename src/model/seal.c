#include "seal.h"
#include "chain.h"
#include "keyring.h"
#include "logline.h"
#include "tx.h"

/* --- reading keys --- */

/* One row of sealing_key: into *ret, which is all zero when the key was dropped. */
static enum rc read_key(struct arena *mem, const struct keys *keys, const struct key_name *name, str wrapped,
			uint8_t ret[SM4_KEY])
{
	if (keyring_find(keys_ring(keys), name, ret))
		return RC_OK;
	if (!wrapped.n)
		return RC_NOT_FOUND;
	if (keys_unwrap(mem, keys, name, wrapped, ret))
		return RC_OK;
	logline(LOG_FAULT, "seal",
		"key %u of county %06u, C%d, does not open: another key file, or a row changed", name->number,
		name->of.county, name->of.class);
	return RC_FAULT;
}

/* A number met in a value; from the database unless it is known. */
static enum rc load_key(struct ctx *c, const struct key_name *name, uint8_t ret[SM4_KEY])
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT k.wrapped FROM sealing_key k WHERE k.county = ?1 AND k.class = ?2"
			      " AND k.number = ?3",
			      INT(name->of.county), INT(name->of.class), INT(name->number));

	if (rc != RC_OK)
		return rc;
	enum rc found =
		db_next(&q) ? read_key(c->mem, c->model->keys, name, db_blob(&q, 0), ret) : RC_NOT_FOUND;
	rc = db_done(&q);
	if (rc == RC_OK && found == RC_FAULT)
		found = RC_NOT_FOUND; /* logged; to the reader it is a value whose key is gone */
	return rc != RC_OK ? rc : found;
}

static enum rc find_key(struct ctx *c, const struct key_name *name, uint8_t ret[SM4_KEY])
{
	const struct keys *keys = c->model->keys;
	const struct key_memory *own = c->tx ? &c->model->chain->keys : NULL;
	const struct key_now *now = own ? key_memory_find(own, name->of) : NULL;

	if (keyring_find(keys_ring(keys), name, ret))
		return RC_OK;
	if (now && now->name.number == name->number) {
		memcpy(ret, now->key, SM4_KEY);
		return RC_OK;
	}
	enum rc rc = name->number == KEY_DERIVED && keys_derive(keys, name->of, ret) ? RC_OK
										     : load_key(c, name, ret);
	if (rc == RC_OK && !(own && own->made))
		keyring_add(keys_ring(keys), name, ret);
	return rc;
}

/* Unwrapping takes 30 us a key: those of a city, not of the nation.  Others are read when they are first met.
 */
enum rc seal_start(struct arena *mem, struct db *db, const struct keys *keys)
{
	struct rows q;
	uint8_t key[SM4_KEY];
	enum rc rc = DB_QUERY0(db, &q,
			       "SELECT k.county, k.class, k.number, k.wrapped FROM sealing_key k"
			       " ORDER BY k.county, k.class, k.number LIMIT 256");

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		struct key_name name = { { (unsigned)db_int(&q, 0), (int)db_int(&q, 1) },
					 (uint32_t)db_int(&q, 2) };
		if (read_key(mem, keys, &name, db_blob(&q, 3), key) == RC_OK)
			keyring_add(keys_ring(keys), &name, key);
	}
	explicit_bzero(key, sizeof key);
	return db_done(&q);
}

/* --- the key to seal by --- */

/* Has the database been given another key file while this process ran?  Then nothing may be wrapped by ours.
 */
static enum rc check_file(struct ctx *c)
{
	struct rows q;
	enum rc rc = DB_QUERY0(c->db, &q, "SELECT m.value FROM meta m WHERE m.name = 'key'");

	if (rc != RC_OK)
		return rc;
	bool ours = !db_next(&q) || str_eq(db_text(&q, 0), keys_mark(c->mem, c->model->keys));
	rc = db_done(&q);
	if (rc != RC_OK || ours)
		return rc;
	logline(LOG_FAULT, "seal", "the database has been given another key file: start again with that one");
	return RC_FAULT;
}

enum rc seal_make_key(struct ctx *c, const struct key_name *name)
{
	uint8_t key[SM4_KEY];
	enum rc rc = check_file(c);

	if (rc != RC_OK)
		return rc;
	sm_random(key, sizeof key);
	str wrapped = keys_wrap(c->mem, c->model->keys, name, key);
	rc = DB_EXEC(c->db,
		     "INSERT INTO sealing_key (county, class, number, wrapped, created) VALUES (?1, ?2, ?3, "
		     "?4, ?5)",
		     INT(name->of.county), INT(name->of.class), INT(name->number), BLOB(wrapped),
		     INT(c->now));
	if (rc == RC_OK) {
		c->model->chain->keys.made = true;
		key_memory_put(&c->model->chain->keys, name, key);
	}
	explicit_bzero(key, sizeof key);
	return rc;
}

/* All classes of the county at once: a write that seals a value seals its journal, too. RC_NOT_FOUND: it has
 * no key; RC_FAULT: it has one that does not open. */
static enum rc read_now(struct ctx *c, struct key_of which)
{
	struct key_memory *m = &c->model->chain->keys;
	struct rows q;
	uint8_t key[SM4_KEY];
	enum rc found = RC_NOT_FOUND;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT k.class, k.number, k.wrapped FROM sealing_key k WHERE k.county = ?1"
			      " AND NOT EXISTS (SELECT 1 FROM sealing_key l WHERE l.county = k.county"
			      " AND l.class = k.class AND l.number > k.number) ORDER BY k.class",
			      INT(which.county));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		struct key_name name = { { which.county, (int)db_int(&q, 0) }, (uint32_t)db_int(&q, 1) };
		if (name.number == KEY_DERIVED)
			continue; /* an older program's, taken over by keys_rewrap(): only for reading */
		rc = read_key(c->mem, c->model->keys, &name, db_blob(&q, 2), key);
		if (name.of.class == which.class)
			found = rc == RC_OK ? RC_OK : RC_FAULT;
		if (rc != RC_OK)
			continue;
		key_memory_put(m, &name, key);
		if (!m->made)
			keyring_add(keys_ring(c->model->keys), &name, key);
	}
	explicit_bzero(key, sizeof key);
	rc = db_done(&q);
	return rc != RC_OK ? rc : found;
}

static enum rc key_now(struct ctx *c, struct key_of which, const struct key_now **ret)
{
	struct key_memory *m = &c->model->chain->keys;
	enum rc rc = RC_OK;

	*ret = key_memory_find(m, which);
	if (*ret)
		return RC_OK;
	rc = read_now(c, which);
	if (rc == RC_NOT_FOUND)
		rc = seal_make_key(c, &(struct key_name){ which, KEY_DERIVED + 1 });
	if (rc == RC_OK)
		*ret = key_memory_find(m, which);
	return rc;
}

/* --- sealing --- */

/* Nothing is allocated while a key is lent: a request that is given up would keep it. */
enum rc seal_text(struct ctx *c, struct key_of which, str plain, str extra, str *ret)
{
	const struct key_now *now;
	uint8_t iv[SM4_IV];
	size_t n = SEAL_NUMBER + plain.n + SEAL_EXTRA;
	char *out = arena_text(c->mem, n);
	enum rc rc = key_now(c, which, &now);

	if (rc != RC_OK)
		return rc;
	tx_random(c, iv, sizeof iv);
	keyring_seal(now, iv, plain, extra, out);
	*ret = (str){ out, n };
	return RC_OK;
}

enum rc seal_open(struct ctx *c, struct key_of which, str sealed, str extra, str *ret_plain)
{
	struct key_name name = { which, sealed_number(sealed) };
	uint8_t key[SM4_KEY];

	if (!name.number)
		return RC_NOT_FOUND;
	size_t n = sealed.n - SEAL_NUMBER - SEAL_EXTRA;
	char *out = NEW(c->mem, char, n + 1);
	enum rc rc = find_key(c, &name, key);
	if (rc != RC_OK)
		return rc;
	bool ok = keyring_open(key, sealed, extra, out);
	explicit_bzero(key, sizeof key);
	if (!ok)
		return RC_NOT_FOUND;
	*ret_plain = (str){ out, n };
	return RC_OK;
}
