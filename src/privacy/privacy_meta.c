#include "privacy_meta.h"

str privacy_meta(struct ctx *c, str name)
{
	struct rows q;
	str value = { NULL, 0 };

	if (DB_QUERY(c->db, &q, "SELECT m.value FROM meta m WHERE m.name = ?1", TEXT(name)) != RC_OK)
		return value;
	if (db_next(&q))
		value = db_dup(c->mem, &q, 0);
	return db_done(&q) == RC_OK ? value : (str){ NULL, 0 };
}

struct line {
	str name, value;
};

static enum rc put(struct ctx *c, void *arg)
{
	const struct line *l = arg;

	return DB_EXEC(c->db,
		       "INSERT INTO meta (name, value) VALUES (?1, ?2)"
		       " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
		       TEXT(l->name), TEXT(l->value));
}

enum rc privacy_meta_put(struct ctx *c, str name, str value)
{
	return store_write(c, PRIO_BULK, put, &(struct line){ name, value });
}
