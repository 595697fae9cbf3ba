/* How a database stands to the migrations of this program: asked before anything is changed in it. */
#include "db_text.h"
#include "engine.h"
#include "migrate_own.h"

/* The first number of the first row, 0 without one. */
static enum rc number_of(struct db *db, str query, int64_t *ret)
{
	struct rows q;
	enum rc rc = db_query_text(db, &q, query, NULL, 0);

	if (rc != RC_OK)
		return rc;
	int64_t n = db_next(&q) ? db_int(&q, 0) : 0;

	rc = db_done(&q);
	if (rc == RC_OK)
		*ret = n;
	return rc;
}

enum rc migrate_any(struct db *db, str query, bool *ret)
{
	int64_t n;
	enum rc rc = number_of(db, query, &n);

	if (rc == RC_OK)
		*ret = n != 0;
	return rc;
}

enum rc migrate_has_digest(struct db *db, bool *ret)
{
	str lite = STR("SELECT 1 FROM pragma_table_info('migration') WHERE name = 'digest'");
	str pg = STR("SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass('migration')"
		     " AND attname = 'digest' AND NOT attisdropped");

	return migrate_any(db, db_engine(db) == DB_SQLITE ? lite : pg, ret);
}

/* Anything that somebody has made in it. */
static enum rc has_content(struct db *db, bool *ret)
{
	str lite = STR("SELECT 1 FROM sqlite_schema LIMIT 1");
	str pg = STR("SELECT 1 FROM pg_class WHERE relnamespace = current_schema()::regnamespace LIMIT 1");

	return migrate_any(db, db_engine(db) == DB_SQLITE ? lite : pg, ret);
}

/* A table `migration` with the columns that ours always had. */
static enum rc has_ours(struct db *db, bool *ret)
{
	str lite = STR("SELECT 1 WHERE (SELECT count(*) FROM pragma_table_info('migration')"
		       " WHERE name IN ('number', 'name', 'at')) = 3");
	str pg = STR("SELECT 1 WHERE (SELECT count(*) FROM pg_attribute WHERE attrelid ="
		     " to_regclass('migration') AND attname IN ('number', 'name', 'at')"
		     " AND NOT attisdropped) = 3");

	return migrate_any(db, db_engine(db) == DB_SQLITE ? lite : pg, ret);
}

/* Is the row, of number, name and digest (empty: it was not kept), that of this migration? */
static bool is_same(struct arena *mem, const struct rows *q, const struct migration *m)
{
	str digest = db_text(q, 2);

	return db_int(q, 0) == m->number && str_eq(db_text(q, 1), str_of(m->name)) &&
	       (!digest.n || str_eq(digest, migrate_digest(mem, m->text)));
}

/* Its rows one by one beside ours. */
static void compare(struct arena *mem, struct rows *q, const struct migration *all, size_t n,
		    struct migrate_state *s)
{
	size_t i = 0;

	for (; db_next(q); i++) {
		s->at = (int)db_int(q, 0);
		/* The name of the first tells whose it is. */
		if (i == 0 && n && !str_eq(db_text(q, 1), str_of(all[0].name)))
			s->says = MIGRATE_FOREIGN;
		if (s->says == MIGRATE_OLDER && i < n && !is_same(mem, q, &all[i])) {
			s->says = MIGRATE_OTHER;
			s->wrong = all[i].number < s->at ? all[i].number : s->at;
		}
	}
	if (i == 0)
		s->says = MIGRATE_EMPTY;
	if (s->says == MIGRATE_OLDER && i >= n)
		s->says = i == n ? MIGRATE_NEWEST : MIGRATE_NEWER;
}

/* Which another program has written: a file of ours has the size that it was made with. */
static enum rc look_at_pages(struct db *db, struct migrate_state *s)
{
	int64_t size = 0;
	enum rc rc = RC_OK;

	if (db_engine(db) == DB_SQLITE && s->says != MIGRATE_EMPTY && s->says != MIGRATE_FOREIGN)
		rc = number_of(db, STR("SELECT page_size FROM pragma_page_size"), &size);
	if (rc == RC_OK && size && size != DB_PAGE) {
		s->says = MIGRATE_PAGES;
		s->wrong = (int)size;
	}
	return rc;
}

enum rc migrate_look(struct arena *mem, struct db *db, const struct migration *all, size_t n,
		     struct migrate_state *ret)
{
	struct migrate_state s = { .says = MIGRATE_OLDER };
	bool content, ours = false, digest = false;
	struct rows q;
	enum rc rc = has_content(db, &content);

	if (rc == RC_OK && content)
		rc = has_ours(db, &ours);
	if (rc == RC_OK && ours)
		rc = migrate_has_digest(db, &digest);
	if (rc != RC_OK)
		return rc;
	if (!ours) {
		*ret = (struct migrate_state){ .says = content ? MIGRATE_FOREIGN : MIGRATE_EMPTY };
		return RC_OK;
	}
	rc = db_query_text(db, &q,
			   digest ? STR("SELECT number, name, digest FROM migration ORDER BY number")
				  : STR("SELECT number, name, '' FROM migration ORDER BY number"),
			   NULL, 0);
	if (rc != RC_OK)
		return rc;
	compare(mem, &q, all, n, &s);
	rc = db_done(&q);
	if (rc == RC_OK)
		rc = look_at_pages(db, &s);
	if (rc == RC_OK)
		*ret = s;
	return rc;
}
