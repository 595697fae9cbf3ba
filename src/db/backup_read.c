/* The items of a backup, one after the other, and whether they are what was written. */
#include "backup_own.h"
#include "buf.h"
#include "engine.h"

#include <stdlib.h>

/* One reading. */
struct reading {
	struct arena *mem, *part_mem; /* part_mem: of the table or file under way */
	struct pack_in *from;
	const struct backup_taker *to;
	str *why;
	char *room; /* of the item under way */
	size_t space;
	struct backup_part part;
	bool open; /* a part is */
	size_t columns;
	struct backup_total total;
};

static const char not_ours[] = "the backup holds something that this program does not know";

static enum rc malformed(struct reading *r, const char *why)
{
	str fault = pack_fault(r->from);

	*r->why = fault.n ? fault : str_of(why);
	return RC_MALFORMED;
}

static enum rc next_item(struct reading *r, enum item *ret_kind, str *ret)
{
	char head[ITEM_HEAD];

	if (!pack_get(r->from, head, sizeof head))
		return malformed(r, not_ours);
	size_t n = (size_t)backup_get_big(head + 1, 4);

	if (n > ITEM_MAX)
		return malformed(r, not_ours);
	if (n > r->space) {
		char *more = realloc(r->room, n);

		if (!more) {
			*r->why = STR("out of memory");
			return RC_FAULT;
		}
		r->room = more;
		r->space = n;
	}
	if (!pack_get(r->from, r->room, n))
		return malformed(r, not_ours);
	*ret_kind = (enum item)head[0];
	*ret = (str){ r->room, n };
	return RC_OK;
}

static bool read_columns(struct reading *r, str lines, struct backup_table *t)
{
	str line;

	t->column = NEW(r->part_mem, str, DB_VALUES_MAX);
	t->type = NEW(r->part_mem, char, DB_VALUES_MAX);
	while (str_next(&lines, '\n', &line)) {
		str name;

		if (t->n == DB_VALUES_MAX || !str_next(&line, ' ', &name) || line.n != 1 || !name.n)
			return false;
		t->column[t->n] = name;
		t->type[t->n++] = line.s[0];
	}
	return t->n > 0;
}

static enum rc begin(struct reading *r, bool file, str bytes)
{
	enum { HEAD_MAX = 256 << 10 };
	struct backup_table t = { .n = 0 };

	if (r->open || bytes.n > HEAD_MAX)
		return malformed(r, not_ours);
	arena_reset(r->part_mem);
	str head = str_dup(r->part_mem, bytes), rest = head;

	r->open = true;
	r->part = (struct backup_part){ .name = head, .file = file };
	backup_sum(r->part.sum, head);
	if (file)
		return r->to->file ? r->to->file(r->to->arg, head, r->why) : RC_OK;
	if (!str_next(&rest, '\n', &t.name) || !read_columns(r, rest, &t))
		return malformed(r, not_ours);
	r->part.name = t.name;
	r->columns = t.n;
	return r->to->table ? r->to->table(r->to->arg, &t, r->why) : RC_OK;
}

/* Take n bytes off the row. */
static bool take(str *rest, size_t n, str *ret)
{
	if (rest->n < n)
		return false;
	*ret = str_cut(*rest, 0, n);
	*rest = (str){ rest->s + n, rest->n - n };
	return true;
}

static bool read_value(str *rest, struct val *ret)
{
	str type, bytes;

	if (!take(rest, 1, &type))
		return false;
	switch (type.s[0]) {
	case VAL_NULL: *ret = NIL; return true;
	case VAL_INT:
		if (!take(rest, 8, &bytes))
			return false;
		*ret = INT((int64_t)backup_get_big(bytes.s, 8));
		return true;
	case VAL_TEXT:
	case VAL_BLOB:
		if (!take(rest, 4, &bytes) || !take(rest, (size_t)backup_get_big(bytes.s, 4), &bytes))
			return false;
		*ret = type.s[0] == VAL_TEXT ? TEXT(bytes) : BLOB(bytes);
		return true;
	default: return false;
	}
}

static enum rc row(struct reading *r, str bytes)
{
	struct val v[DB_VALUES_MAX];
	str rest = bytes;
	bool good = r->open && !r->part.file;

	for (size_t i = 0; good && i < r->columns; i++)
		good = read_value(&rest, &v[i]);
	if (!good || rest.n)
		return malformed(r, not_ours);
	r->part.count++;
	backup_sum(r->part.sum, bytes);
	return r->to->row ? r->to->row(r->to->arg, v, r->columns, r->why) : RC_OK;
}

static enum rc data(struct reading *r, str bytes)
{
	if (!r->open || !r->part.file)
		return malformed(r, not_ours);
	r->part.count += (int64_t)bytes.n;
	backup_sum(r->part.sum, bytes);
	return r->to->data ? r->to->data(r->to->arg, bytes, r->why) : RC_OK;
}

static enum rc end(struct reading *r, str bytes)
{
	if (!r->open || bytes.n != END_BYTES)
		return malformed(r, not_ours);
	r->open = false;
	if (backup_get_big(bytes.s, 8) != (uint64_t)r->part.count ||
	    !sm_equal(bytes.s + 8, r->part.sum, SM3_SIZE)) {
		*r->why = db_why(r->mem, "the sum of %.*s is not right", STR_ARG(r->part.name));
		return RC_MALFORMED;
	}
	backup_sum_part(&r->total, &r->part);
	return r->to->end ? r->to->end(r->to->arg, &r->part, r->why) : RC_OK;
}

static enum rc last(struct reading *r, str bytes)
{
	struct backup_total *t = &r->total;
	int64_t number[5] = { 0 };

	if (r->open || bytes.n != LAST_BYTES)
		return malformed(r, not_ours);
	for (size_t i = 0; i < COUNT(number); i++)
		number[i] = (int64_t)backup_get_big(bytes.s + 8 * i, 8);
	t->lost = number[4];
	if (number[0] != t->tables || number[1] != t->rows || number[2] != t->files ||
	    number[3] != t->bytes || !sm_equal(bytes.s + 8 * COUNT(number), t->sum, SM3_SIZE)) {
		*r->why = STR("the sum of the whole is not right");
		return RC_MALFORMED;
	}
	return pack_at_end(r->from) ? RC_OK : malformed(r, not_ours);
}

static enum rc take_item(struct reading *r, enum item kind, str bytes)
{
	switch (kind) {
	case ITEM_TABLE: return begin(r, false, bytes);
	case ITEM_ROW: return row(r, bytes);
	case ITEM_FILE: return begin(r, true, bytes);
	case ITEM_DATA: return data(r, bytes);
	case ITEM_END: return end(r, bytes);
	case ITEM_LAST: return last(r, bytes);
	}
	return malformed(r, not_ours);
}

enum rc backup_read(struct arena *mem, struct pack_in *from, const struct backup_taker *to,
		    struct backup_total *ret, str *ret_why)
{
	enum { PART_MEMORY = 1 << 20 };
	struct reading r = { .mem = mem, .from = from, .to = to, .why = ret_why };
	enum item kind = ITEM_END;
	enum rc rc;

	r.part_mem = arena_within(mem, PART_MEMORY);
	do {
		str bytes = { NULL, 0 };

		rc = next_item(&r, &kind, &bytes);
		if (rc == RC_OK)
			rc = take_item(&r, kind, bytes);
	} while (rc == RC_OK && kind != ITEM_LAST);
	free(r.room);
	if (rc == RC_OK)
		*ret = r.total;
	return rc;
}
