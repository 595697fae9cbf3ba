#include "declared.h"

#include "registry.h"

/* ?1 the day; a declaration without a later one, beside the stretch of the child's life that holds on that
 * day. */
#define NEWEST                                                                                               \
	" FROM declaration d JOIN crossing x ON x.child = d.child WHERE d.day <= ?1"                         \
	" AND NOT EXISTS (SELECT 1 FROM declaration e WHERE e.child = d.child AND e.day <= ?1"               \
	" AND (e.day > d.day OR (e.day = d.day AND e.id > d.id)))"                                           \
	" AND x.day <= ?1 AND x.counted = 1 AND NOT EXISTS (SELECT 1 FROM crossing y WHERE y.child = "       \
	"x.child"                                                                                            \
	" AND y.day > x.day AND y.day <= ?1) AND d.child IN (SELECT c.id FROM child c WHERE {child c})"
#define DIFFERS                                                                                              \
	" AND x.school_roll <> CASE d.status WHEN '" CODE_ROLL_STATUS_NONE                                   \
	"' THEN 0 WHEN '" CODE_ROLL_STATUS_ONE "' THEN 1 ELSE 2 END"
#define UNKNOWN " AND x.school_roll IS NULL"
#define PAGE " AND d.child > ?2 ORDER BY d.child LIMIT ?3"
#define COLUMNS "SELECT d.child, d.id, x.school_roll, x.day"

struct found {
	int64_t child, declaration;
	int computed;
	day since;
};

static enum rc find(struct ctx *c, enum declared_how how, day on, int64_t after, size_t limit, struct rows *q)
{
	if (how == DECLARED_DIFFERS)
		return STORE_QUERY(c, q, COLUMNS NEWEST DIFFERS PAGE, INT(on), INT(after),
				   INT((int64_t)limit));
	return STORE_QUERY(c, q, COLUMNS NEWEST UNKNOWN PAGE, INT(on), INT(after), INT((int64_t)limit));
}

static enum rc load(struct ctx *c, const struct found *f, struct declared *ret)
{
	*ret = (struct declared){ .computed = f->computed, .since = f->since };
	enum rc rc = record_load(c, &child_kind, f->child, &ret->child);
	return rc == RC_OK ? record_load(c, &declaration_kind, f->declaration, &ret->declaration) : rc;
}

enum rc declared_list(struct ctx *c, enum declared_how how, day on, int64_t after, struct declared_rows *ret)
{
	size_t most = ret->n, found = 0, kept = 0;
	struct found *list = NEW(c->mem, struct found, most + 1);
	struct declared *made = NEW(c->mem, struct declared, most);
	struct rows q;
	enum rc rc = find(c, how, on, after, most + 1, &q);

	if (rc != RC_OK)
		return rc;
	for (; found <= most && db_next(&q); found++)
		list[found] = (struct found){ db_int(&q, 0), db_int(&q, 1),
					      db_null(&q, 2) ? -1 : (int)db_int(&q, 2), (day)db_int(&q, 3) };
	rc = db_done(&q);
	for (size_t i = 0; i < found && i < most && rc == RC_OK; i++) {
		rc = load(c, &list[i], &made[kept]);
		kept += rc == RC_OK;
		if (rc == RC_NOT_FOUND) /* not for these eyes */
			rc = RC_OK;
	}
	if (rc == RC_OK)
		*ret = (struct declared_rows){ made, kept, found > most };
	return rc;
}

enum rc declared_count(struct ctx *c, enum declared_how how, day on, int64_t *ret)
{
	struct rows q;
	int64_t count = 0;
	enum rc rc = how == DECLARED_DIFFERS ? STORE_QUERY(c, &q, "SELECT count(*)" NEWEST DIFFERS, INT(on))
					     : STORE_QUERY(c, &q, "SELECT count(*)" NEWEST UNKNOWN, INT(on));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		count = db_int(&q, 0);
	rc = db_done(&q);
	if (rc == RC_OK)
		*ret = count;
	return rc;
}
