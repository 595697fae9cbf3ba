/* The rows of a backup into the tables of a database. */
#include "backup_own.h"
#include "buf.h"
#include "db_text.h"
#include "engine.h"

struct backup_load {
	struct arena *mem;
	struct db *db;
	struct backup_table *live;
	size_t n;
	str insert; /* into the table under way */
	const struct backup_table *table;
};

static enum rc has_rows(struct arena *mem, struct db *db, str table, bool *ret)
{
	struct buf b = buf_new(mem, 400);
	struct rows q;

	buf_lit(&b, "SELECT 1 FROM ");
	buf_str(&b, table);
	buf_lit(&b, " LIMIT 1");
	enum rc rc = db_query_text(db, &q, buf_view(&b), NULL, 0);

	if (rc != RC_OK)
		return rc;
	bool found = db_next(&q);

	rc = db_done(&q);
	if (rc == RC_OK)
		*ret = found;
	return rc;
}

enum rc backup_content(struct arena *mem, struct db *db, bool *ret)
{
	struct backup_table *t;
	size_t n;
	bool found = false;
	str why;
	enum rc rc = backup_schema(mem, db, &t, &n, &why);

	/* What cannot be in a backup is content, whatever it is. */
	if (rc == RC_FAULT) {
		*ret = true;
		return RC_OK;
	}
	for (size_t i = 0; rc == RC_OK && !found && i < n; i++)
		rc = has_rows(mem, db, t[i].name, &found);
	if (rc == RC_OK)
		*ret = found;
	return rc;
}

enum rc backup_load_more(struct arena *mem, struct db *db, struct backup_load **ret, str *ret_why)
{
	struct backup_load *l = NEW(mem, struct backup_load, 1);

	*l = (struct backup_load){ .mem = mem, .db = db };
	enum rc rc = backup_schema(mem, db, &l->live, &l->n, ret_why);

	if (rc == RC_OK)
		*ret = l;
	return rc;
}

static enum rc empty_table(struct backup_load *l, str name)
{
	struct buf b = buf_new(l->mem, 400);

	buf_lit(&b, "DELETE FROM ");
	buf_str(&b, name);
	return db_exec_text(l->db, buf_view(&b), NULL, 0, NULL);
}

enum rc backup_load_begin(struct arena *mem, struct db *db, struct backup_load **ret, str *ret_why)
{
	struct backup_load *l = NULL;
	enum rc rc = backup_load_more(mem, db, &l, ret_why);

	/* What a migration put there is in the backup, too. */
	for (size_t i = 0; rc == RC_OK && i < l->n; i++)
		rc = empty_table(l, l->live[i].name);
	if (rc == RC_OK)
		*ret = l;
	return rc;
}

enum rc backup_load_empty(struct backup_load *l) { return empty_table(l, l->table->name); }

static const struct backup_table *find(const struct backup_load *l, const struct backup_table *t)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct backup_table *live = &l->live[i];
		bool same = str_eq(live->name, t->name) && live->n == t->n;

		/* Both are in the order of the columns' names. */
		for (size_t c = 0; same && c < t->n; c++)
			same = str_eq(live->column[c], t->column[c]) && live->type[c] == t->type[c];
		if (same)
			return live;
	}
	return NULL;
}

enum rc backup_load_table(void *load, const struct backup_table *t, str *ret_why)
{
	struct backup_load *l = load;
	struct buf b = buf_new(l->mem, 64 << 10);

	l->table = find(l, t);
	if (!l->table) {
		*ret_why = db_why(l->mem, "the table %.*s is another one in this database", STR_ARG(t->name));
		return RC_CONFLICT;
	}
	buf_lit(&b, "INSERT INTO ");
	buf_str(&b, t->name);
	buf_lit(&b, " (");
	for (size_t i = 0; i < t->n; i++) {
		buf_str(&b, i ? STR(", ") : STR(""));
		buf_str(&b, l->table->column[i]);
	}
	buf_lit(&b, ") VALUES (");
	for (size_t i = 0; i < t->n; i++) {
		buf_str(&b, i ? STR(", ?") : STR("?"));
		buf_int(&b, (int64_t)i + 1);
	}
	buf_ch(&b, ')');
	l->insert = buf_view(&b);
	return RC_OK;
}

enum rc backup_load_row(void *load, const struct val *v, size_t n, str *ret_why)
{
	struct backup_load *l = load;
	enum rc rc = db_later_text(l->db, l->insert, v, n);

	if (rc != RC_OK)
		*ret_why = db_why(l->mem, "a row of %.*s cannot be written: is the disk full?",
				  STR_ARG(l->table->name));
	return rc;
}

enum rc backup_load_look(struct db *db)
{
	return db_engine(db) == DB_POSTGRES ? db_script(db, STR("ANALYZE")) : RC_OK;
}
