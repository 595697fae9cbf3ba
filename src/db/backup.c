#include "backup.h"
#include "backup_own.h"
#include "buf.h"
#include "db_text.h"
#include "engine.h"

static void backup_put_big(char *to, size_t n, uint64_t v)
{
	while (n--) {
		to[n] = (char)(uint8_t)v;
		v >>= 8;
	}
}

uint64_t backup_get_big(const char *from, size_t n)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n; i++)
		v = v << 8 | (uint8_t)from[i];
	return v;
}

void backup_sum(uint8_t sum[SM3_SIZE], str bytes)
{
	const str part[] = { { (const char *)sum, SM3_SIZE }, bytes };
	struct sm3 d = sm3(part, COUNT(part));

	memcpy(sum, d.b, SM3_SIZE);
}

void backup_sum_part(struct backup_total *t, const struct backup_part *p)
{
	char end[END_BYTES];

	backup_put_big(end, 8, (uint64_t)p->count);
	memcpy(end + 8, p->sum, SM3_SIZE);
	backup_sum(t->sum, p->name);
	backup_sum(t->sum, (str){ end, sizeof end });
	if (p->file) {
		t->files++;
		t->bytes += p->count;
	} else {
		t->tables++;
		t->rows += p->count;
	}
}

/* --- items --- */

static bool put_item(struct backup_to *to, enum item kind, str bytes)
{
	char head[ITEM_HEAD] = { (char)kind };

	backup_put_big(head + 1, 4, bytes.n);
	return pack_put(to->pack, head, sizeof head) && pack_put(to->pack, bytes.s, bytes.n);
}

static bool begin_part(struct backup_to *to, enum item kind, str name, str head)
{
	to->part = (struct backup_part){ .name = name, .file = kind == ITEM_FILE };
	backup_sum(to->part.sum, head);
	return put_item(to, kind, head);
}

static bool end_part(struct backup_to *to)
{
	char end[END_BYTES];

	backup_put_big(end, 8, (uint64_t)to->part.count);
	memcpy(end + 8, to->part.sum, SM3_SIZE);
	backup_sum_part(&to->total, &to->part);
	return put_item(to, ITEM_END, (str){ end, sizeof end });
}

bool backup_file(struct backup_to *to, str name)
{
	pack_as_is(to->pack, true);
	return begin_part(to, ITEM_FILE, name, name);
}

bool backup_data(struct backup_to *to, str bytes)
{
	to->part.count += (int64_t)bytes.n;
	backup_sum(to->part.sum, bytes);
	return put_item(to, ITEM_DATA, bytes);
}

bool backup_file_end(struct backup_to *to) { return end_part(to); }
void backup_lost(struct backup_to *to) { to->total.lost++; }

bool backup_end(struct backup_to *to)
{
	const struct backup_total *t = &to->total;
	const int64_t number[] = { t->tables, t->rows, t->files, t->bytes, t->lost };
	char last[LAST_BYTES];

	for (size_t i = 0; i < COUNT(number); i++)
		backup_put_big(last + 8 * i, 8, (uint64_t)number[i]);
	memcpy(last + 8 * COUNT(number), t->sum, SM3_SIZE);
	return put_item(to, ITEM_LAST, (str){ last, sizeof last });
}

/* --- tables --- */

enum { TEXT_BYTES = 64 << 10, PAGE_MEMORY = 512 << 20, PAGE_BYTES = 4 << 20 };

/* The table that is being read, from one page to the next. */
struct table_read {
	struct db *db;
	struct backup_to *to;
	const struct backup_table *t;
	struct arena *page[2]; /* by turns: the one keeps where the other goes on */
	struct val last[DB_VALUES_MAX];
	size_t turn;
	struct buf row;
	int64_t rows, bytes;               /* of this page */
	const struct backup_chain *behind; /* only rows of this chain behind that place; NULL: all */
};

static void put_head(struct buf *b, const struct backup_table *t)
{
	buf_str(b, t->name);
	for (size_t i = 0; i < t->n; i++) {
		buf_ch(b, '\n');
		buf_str(b, t->column[i]);
		buf_ch(b, ' ');
		buf_ch(b, t->type[i]);
	}
}

static void put_names(struct buf *b, const struct backup_table *t, bool keys)
{
	for (size_t i = 0; i < (keys ? t->nkeys : t->n); i++) {
		if (i)
			buf_lit(b, ", ");
		buf_str(b, t->column[keys ? t->key[i] : i]);
	}
}

static void put_behind(struct buf *b, const struct backup_chain *h)
{
	buf_lit(b, " WHERE county = ");
	buf_int(b, h->county);
	buf_lit(b, " AND node = ");
	buf_int(b, h->node);
	buf_lit(b, " AND seq > ");
	buf_int(b, h->after);
}

/* A page of rows behind the last one.  The number of rows is part of the text: with a parameter PostgreSQL
 * would have to guess how many are wanted, and might sort the whole table for each page. */
static str page_text(struct arena *mem, const struct table_read *r, bool first, int64_t rows)
{
	const struct backup_table *t = r->t;
	struct buf b = buf_new(mem, TEXT_BYTES);

	buf_lit(&b, "SELECT ");
	put_names(&b, t, false);
	buf_lit(&b, " FROM ");
	buf_str(&b, t->name);
	if (r->behind)
		put_behind(&b, r->behind);
	if (!first) {
		buf_str(&b, r->behind ? STR(" AND (") : STR(" WHERE ("));
		put_names(&b, t, true);
		buf_lit(&b, ") > (");
		for (size_t i = 0; i < t->nkeys; i++) {
			buf_str(&b, i ? STR(", ?") : STR("?"));
			buf_int(&b, (int64_t)i + 1);
		}
		buf_ch(&b, ')');
	}
	buf_lit(&b, " ORDER BY ");
	put_names(&b, t, true);
	buf_lit(&b, " LIMIT ");
	buf_int(&b, rows);
	return buf_view(&b);
}

static void put_sized(struct buf *b, int type, str bytes)
{
	char length[4];

	buf_ch(b, (char)type);
	backup_put_big(length, sizeof length, bytes.n);
	buf_put(b, length, sizeof length);
	buf_str(b, bytes);
}

static void put_value(struct buf *b, const struct rows *q, int col, char type)
{
	char number[8];

	if (db_null(q, col)) {
		buf_ch(b, VAL_NULL);
	} else if (type == 'i') {
		buf_ch(b, VAL_INT);
		backup_put_big(number, sizeof number, (uint64_t)db_int(q, col));
		buf_put(b, number, sizeof number);
	} else {
		put_sized(b, type == 't' ? VAL_TEXT : VAL_BLOB, db_blob(q, col));
	}
}

static struct val key_value(struct arena *mem, const struct rows *q, int col, char type)
{
	if (type == 'i')
		return INT(db_int(q, col));
	str s = db_dup(mem, q, col);

	return type == 't' ? TEXT(s) : BLOB(s);
}

static bool read_row(struct table_read *r, const struct rows *q)
{
	const struct backup_table *t = r->t;

	r->row.n = 0;
	for (size_t i = 0; i < t->n; i++)
		put_value(&r->row, q, (int)i, t->type[i]);
	r->to->part.count++;
	r->rows++;
	r->bytes += (int64_t)r->row.n;
	backup_sum(r->to->part.sum, buf_view(&r->row));
	return put_item(r->to, ITEM_ROW, buf_view(&r->row));
}

static void keep_place(struct table_read *r, const struct rows *q)
{
	const struct backup_table *t = r->t;

	for (size_t i = 0; i < t->nkeys; i++)
		r->last[i] = key_value(r->page[r->turn], q, (int)t->key[i], t->type[t->key[i]]);
}

/* *ret: rows of this page. */
static enum rc read_page(struct table_read *r, bool first, int64_t limit)
{
	struct rows q;
	struct arena *mem = r->page[r->turn ^= 1];
	bool good = true;

	arena_reset(mem);
	r->rows = r->bytes = 0;
	enum rc rc =
		db_query_text(r->db, &q, page_text(mem, r, first, limit), r->last, first ? 0 : r->t->nkeys);

	if (rc != RC_OK)
		return rc;
	while (good && db_next(&q)) {
		good = read_row(r, &q);
		if (r->rows == limit)
			keep_place(r, &q);
	}
	rc = db_done(&q);
	return rc == RC_OK && !good ? RC_BUSY : rc;
}

/* Rows of a mail are long, rows of a crossing short: a page of either is to be some megabytes at most. */
static int64_t next_limit(const struct table_read *r)
{
	static const int64_t limit[] = { 1000, 100, 10, 1 };
	int64_t each = r->bytes / (r->rows ? r->rows : 1) + 1;
	size_t i = 0;

	while (i + 1 < COUNT(limit) && each * limit[i] > PAGE_BYTES)
		i++;
	return limit[i];
}

/* Of a table without a key two rows might be the same, and one of them be passed over at the end of a page.
 */
static enum rc count_again(struct table_read *r)
{
	struct buf b = buf_new(r->page[r->turn], TEXT_BYTES);
	struct rows q;

	buf_lit(&b, "SELECT count(*) FROM ");
	buf_str(&b, r->t->name);
	enum rc rc = db_query_text(r->db, &q, buf_view(&b), NULL, 0);

	if (rc != RC_OK)
		return rc;
	bool same = db_next(&q) && db_int(&q, 0) == r->to->part.count;

	rc = db_done(&q);
	return rc == RC_OK && !same ? RC_FAULT : rc;
}

static enum rc read_pages(struct table_read *r)
{
	int64_t limit = 100;
	bool first = true, more = true;
	enum rc rc = RC_OK;

	while (rc == RC_OK && more) {
		rc = read_page(r, first, limit);
		more = r->rows == limit;
		limit = next_limit(r);
		first = false;
	}
	return rc;
}

static bool begin_table(struct backup_to *to, struct arena *mem, const struct backup_table *t)
{
	struct buf head = buf_new(mem, TEXT_BYTES);

	put_head(&head, t);
	return begin_part(to, ITEM_TABLE, t->name, buf_view(&head));
}

static enum rc read_table(struct table_read *r)
{
	if (!begin_table(r->to, r->page[r->turn], r->t))
		return RC_BUSY;
	enum rc rc = read_pages(r);

	if (rc == RC_OK && r->t->keyless)
		rc = count_again(r);
	return rc == RC_OK && !end_part(r->to) ? RC_BUSY : rc;
}

static bool left_out(const char *const *leave, str name)
{
	while (*leave && !str_eq(str_of(*leave), name))
		leave++;
	return *leave != NULL;
}

static struct table_read *reader_new(struct arena *mem, struct db *db, struct backup_to *to)
{
	struct table_read *r = NEW(mem, struct table_read, 1);

	*r = (struct table_read){ .db = db, .to = to, .row = buf_new(mem, ITEM_MAX) };
	r->page[0] = arena_within(mem, PAGE_MEMORY);
	r->page[1] = arena_within(mem, PAGE_MEMORY);
	pack_as_is(to->pack, false);
	return r;
}

static void reader_free(struct table_read *r)
{
	arena_free(r->page[0]);
	arena_free(r->page[1]);
}

static enum rc cannot_read(struct arena *mem, enum rc rc, str table, str *ret_why)
{
	if (rc == RC_FAULT)
		*ret_why = db_why(mem, "the table %.*s cannot be read", STR_ARG(table));
	return rc;
}

enum rc backup_tables(struct arena *mem, struct db *db, const char *const *leave, struct backup_to *to,
		      str *ret_why)
{
	struct backup_table *table;
	size_t n;
	enum rc rc = backup_schema(mem, db, &table, &n, ret_why);

	if (rc != RC_OK)
		return rc;
	struct table_read *r = reader_new(mem, db, to);

	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		r->t = &table[i];
		if (!left_out(leave, table[i].name))
			rc = cannot_read(mem, read_table(r), table[i].name, ret_why);
	}
	reader_free(r);
	return rc;
}

/* --- some of them --- */

enum rc backup_some_begin(struct arena *mem, struct db *db, struct backup_to *to, struct backup_some *ret,
			  str *ret_why)
{
	struct backup_some s = { .mem = mem };
	enum rc rc = backup_schema(mem, db, &s.table, &s.n, ret_why);

	if (rc != RC_OK)
		return rc;
	s.read = reader_new(mem, db, to);
	*ret = s;
	return RC_OK;
}

void backup_some_end(struct backup_some *s) { reader_free(s->read); }

static const struct backup_table *named(const struct backup_some *s, str name)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->table[i].name, name))
			return &s->table[i];
	return NULL;
}

enum rc backup_some_table(struct backup_some *s, str name, str *ret_why)
{
	struct table_read *r = s->read;

	r->t = named(s, name);
	r->behind = NULL;
	return cannot_read(s->mem, r->t ? read_table(r) : RC_FAULT, name, ret_why);
}

enum rc backup_some_behind(struct backup_some *s, str name, const struct backup_chain *chain, size_t n,
			   str *ret_why)
{
	struct table_read *r = s->read;
	enum rc rc = RC_OK;

	r->t = named(s, name);
	if (!r->t)
		return cannot_read(s->mem, RC_FAULT, name, ret_why);
	if (!begin_table(r->to, r->page[r->turn], r->t))
		return RC_BUSY;
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		r->behind = &chain[i];
		rc = read_pages(r);
	}
	rc = rc == RC_OK && !end_part(r->to) ? RC_BUSY : rc;
	return cannot_read(s->mem, rc, name, ret_why);
}

/* --- a table that no database has --- */

bool backup_made(struct backup_some *s, const struct backup_table *t)
{
	return begin_table(s->read->to, s->mem, t);
}

bool backup_made_row(struct backup_some *s, const struct val *v, size_t n)
{
	struct table_read *r = s->read;
	char number[8];

	r->row.n = 0;
	for (size_t i = 0; i < n; i++) {
		if (v[i].t == VAL_TEXT || v[i].t == VAL_BLOB) {
			put_sized(&r->row, (int)v[i].t, v[i].s);
			continue;
		}
		buf_ch(&r->row, (char)v[i].t);
		backup_put_big(number, sizeof number, (uint64_t)v[i].i);
		buf_put(&r->row, number, v[i].t == VAL_INT ? sizeof number : 0);
	}
	r->to->part.count++;
	backup_sum(r->to->part.sum, buf_view(&r->row));
	return put_item(r->to, ITEM_ROW, buf_view(&r->row));
}

bool backup_made_end(struct backup_some *s) { return end_part(s->read->to); }
