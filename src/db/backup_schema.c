/* The tables there are, read from the canonical text of the live schema (migrate.h). */
#include "backup_own.h"
#include "engine.h"
#include "migrate.h"

static const str index_head = STR_INIT("index ");

enum { TABLES_MAX = 1000, COLUMNS_MAX = 200 };

struct reading {
	struct arena *mem;
	struct backup_table *table;
	size_t n;
};

static char type_of(str word)
{
	static const struct {
		str word;
		char type;
	} types[] = { { STR_INIT("ID"), 'i' },   { STR_INIT("INT"), 'i' },  { STR_INIT("BIG"), 'i' },
		      { STR_INIT("BOOL"), 'i' }, { STR_INIT("TEXT"), 't' }, { STR_INIT("BLOB"), 'b' } };

	for (size_t i = 0; i < COUNT(types); i++)
		if (str_eq(types[i].word, word))
			return types[i].type;
	return '\0';
}

static struct backup_table *table_named(struct reading *r, str name)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->table[i].name, name))
			return &r->table[i];
	return NULL;
}

static struct backup_table *table_for(struct reading *r, str name)
{
	struct backup_table *t = table_named(r, name);

	if (t || r->n == TABLES_MAX)
		return t;
	t = &r->table[r->n++];
	*t = (struct backup_table){ .name = name,
				    .column = NEW(r->mem, str, COLUMNS_MAX),
				    .type = NEW(r->mem, char, COLUMNS_MAX),
				    .key = NEW(r->mem, size_t, COLUMNS_MAX) };
	return t;
}

/* "table.column TYPE [null]" */
static bool add_column(struct reading *r, str line)
{
	str rest = line, place, word, name;

	if (!str_next(&rest, ' ', &place) || !str_next(&rest, ' ', &word) || !str_next(&place, '.', &name))
		return false;
	struct backup_table *t = table_for(r, name);

	if (!t || t->n == COLUMNS_MAX || !type_of(word))
		return false;
	if (str_eq(word, STR("ID")))
		t->key[t->nkeys++] = t->n;
	t->column[t->n] = place;
	t->type[t->n++] = type_of(word);
	return true;
}

static size_t column_of(const struct backup_table *t, str name)
{
	size_t i = 0;

	while (i < t->n && !str_eq(t->column[i], name))
		i++;
	return i;
}

static bool in_key(const struct backup_table *t, size_t column)
{
	size_t i = 0;

	while (i < t->nkeys && t->key[i] != column)
		i++;
	return i < t->nkeys;
}

/* "index NAME table(a,b)": the primary key; of a table without one the first index there is, as a beginning.
 */
static bool add_key(struct reading *r, str line, bool primary)
{
	str rest = str_cut(line, sizeof "index " - 1, line.n), index, name, columns, column;

	if (!str_next(&rest, ' ', &index) || !str_next(&rest, '(', &name) || !str_next(&rest, ')', &columns))
		return false;
	struct backup_table *t = table_named(r, name);

	if (str_eq(index, STR("primary")) != primary || (t && t->nkeys))
		return true;
	while (t && str_next(&columns, ',', &column)) {
		size_t i = column_of(t, column);

		if (i == t->n || in_key(t, i))
			return false;
		t->key[t->nkeys++] = i;
	}
	return t != NULL;
}

/* Without a primary key the whole row is one. */
static void complete_key(struct backup_table *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (!in_key(t, i))
			t->key[t->nkeys++] = i;
	t->keyless = true;
}

static enum rc no_backup(struct arena *mem, str line, str *ret_why)
{
	*ret_why = db_why(mem, "this cannot be in a backup: %.*s", STR_ARG(line));
	return RC_FAULT;
}

static enum rc read_columns(struct reading *r, str all, str *ret_why)
{
	str line;

	while (str_next(&all, '\n', &line))
		if (line.n && !str_starts(line, index_head) && !add_column(r, line))
			return no_backup(r->mem, line, ret_why);
	return RC_OK;
}

static enum rc read_keys(struct reading *r, str all, bool primary, str *ret_why)
{
	str line;

	while (str_next(&all, '\n', &line))
		if (str_starts(line, index_head) && !add_key(r, line, primary))
			return no_backup(r->mem, line, ret_why);
	return RC_OK;
}

enum rc backup_schema(struct arena *mem, struct db *db, struct backup_table **ret, size_t *ret_n,
		      str *ret_why)
{
	struct reading r = { .mem = mem, .table = NEW(mem, struct backup_table, TABLES_MAX) };
	bool *keyed = NEW(mem, bool, TABLES_MAX);
	str all;
	enum rc rc = migrate_live(mem, db, &all);

	if (rc != RC_OK) {
		*ret_why = STR("the schema cannot be read");
		return rc;
	}
	rc = read_columns(&r, all, ret_why);
	if (rc == RC_OK)
		rc = read_keys(&r, all, true, ret_why);
	for (size_t i = 0; i < r.n; i++)
		keyed[i] = r.table[i].nkeys > 0;
	if (rc == RC_OK)
		rc = read_keys(&r, all, false, ret_why);
	for (size_t i = 0; i < r.n; i++)
		if (!keyed[i])
			complete_key(&r.table[i]);
	if (rc != RC_OK)
		return rc;
	*ret = r.table;
	*ret_n = r.n;
	return RC_OK;
}
