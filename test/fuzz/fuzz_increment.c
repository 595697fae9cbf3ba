/* An increment of a backup that holds what nobody wrote: rows, tables and columns changed, left out, said
 * twice, each part with its right sum, as one who has the key file could.  Refused with a sentence and
 * nothing of it kept, or carried out; and one that nobody touched is carried out, and the journal is whole.
 */
#include "backup.h"
#include "backup_head.h"
#include "fuzz_house.h"
#include "home.h"
#include "increment.h"
#include "migrate.h"
#include "restore_then.h"

#include <unistd.h>

/* What a genuine one holds, in the order of the file; made once. */
struct part {
	struct backup_table table;
	struct row {
		struct val *v;
	} * row;
	size_t nrows, cap;
};
enum { PARTS = 64 };
static struct part part[PARTS];
static size_t nparts;
static struct arena kept;
static struct backup_head head;
static char path[100];

static void need(enum rc rc, str why)
{
	if (rc != RC_OK)
		printf("# %d: %.*s\n", (int)rc, STR_ARG(why));
	require(rc == RC_OK);
}

/* --- the genuine one --- */

static enum rc keep_table(void *arg, const struct backup_table *t, str *ret_why)
{
	(void)arg;
	(void)ret_why;
	require(nparts < PARTS);
	struct backup_table *to = &part[nparts++].table;
	*to = (struct backup_table){ .name = str_dup(&kept, t->name), .n = t->n };
	to->column = NEW(&kept, str, t->n);
	to->type = str_z(&kept, (str){ t->type, t->n });
	for (size_t i = 0; i < t->n; i++)
		to->column[i] = str_dup(&kept, t->column[i]);
	return RC_OK;
}

static enum rc keep_row(void *arg, const struct val *v, size_t n, str *ret_why)
{
	struct part *p = &part[nparts - 1];

	(void)arg;
	(void)ret_why;
	p->row = GROWN(&kept, p->row, p->nrows, &p->cap);
	struct val *to = p->row[p->nrows++].v = NEW(&kept, struct val, n);
	for (size_t i = 0; i < n; i++) {
		to[i] = v[i];
		to[i].s = v[i].s.n ? str_dup(&kept, v[i].s) : (str){ NULL, 0 };
	}
	return RC_OK;
}

static void pack_begin(struct arena *mem, struct harness *h, struct backup_to *to)
{
	str why = { NULL, 0 };

	(void)unlink(path);
	*to = (struct backup_to){ .pack = NULL };
	need(pack_create(mem, str_of(path), backup_head_make(mem, h->model.keys, &head), head.key, &to->pack,
			 &why),
	     why);
}

static void pack_done(struct arena *mem, struct backup_to *to)
{
	int64_t bytes;
	str why = { NULL, 0 };

	require(backup_end(to));
	need(pack_close(mem, to->pack, true, &bytes, &why), why);
}

static struct pack_in *pack_again(struct arena *mem)
{
	struct pack_in *p = NULL;
	str why = { NULL, 0 };

	need(pack_open(mem, str_of(path), &p, &why), why);
	pack_key(p, head.key);
	return p;
}

static void change_something(struct harness *h)
{
	(void)harness_ask(h, AS_TEACHER, HTTP_GET, "/children/{kid}", NULL, NULL);
	MAKE(h, &happy_home_kind, "home", "name", "Wuhe home", "region", "440804101209", "level", "village",
	     "opened_on", "2026-01-01");
	MAKE(h, &home_device_kind, NULL, "home", "{home}", "name", "Computer 1", "what", "computer",
	     "works_from", "2026-01-01");
	harness_clock(h, h->now + INT64_C(60000000));
	harness_flush(h, true);
}

static void read_genuine(struct arena *mem)
{
	const struct backup_taker taker = { keep_table, keep_row, NULL, NULL, NULL, NULL };
	struct backup_total total;
	struct pack_in *p = pack_again(mem);
	str why = { NULL, 0 };

	need(backup_read(mem, p, &taker, &total, &why), why);
	pack_free(p);
}

static void make_genuine(void)
{
	struct harness *h = fuzz_house(NULL);
	struct increment_base base = { .head.made = h->now };
	struct ctx c = harness_ctx(h);
	struct backup_to to;
	str why = { NULL, 0 };

	arena_init(&kept, 1 << 30);
	(void)snprintf(path, sizeof path, "%s/tongxin-increment-%d",
		       getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp", (int)getpid());
	head = (struct backup_head){
		.county = HARNESS_COUNTY, .made = h->now, .number = 1, .since = STR("x")
	};
	need(migrate_at(c.db, &head.migration), why);
	need(redo_ends(&c, &base.end, &base.nends), why);
	change_something(h);
	c = harness_ctx(h);
	head.made = h->now;
	pack_begin(&h->mem, h, &to);
	need(db_read_begin(c.db), why);
	need(increment_write(&c, &base, &to, &why), why);
	db_read_end(c.db);
	pack_done(&h->mem, &to);
	read_genuine(&h->mem);
	require(nparts > 10);
}

/* --- what is changed in it --- */

struct edit {
	unsigned what, part, row, column, value;
};
enum { EDITS_MAX = 8 };
enum {
	VALUE,
	DROP_ROW,
	ROW_TWICE,
	DROP_PART,
	PART_TWICE,
	COLUMN_NAME,
	PART_NAME,
	COLUMN_TYPE,
	BYTE,
	WHAT__N
};
struct edits {
	struct edit list[EDITS_MAX];
	size_t n;
};

static struct edits read_edits(struct feed *f)
{
	struct edits e = { .n = 0 };

	while (f->left && e.n < EDITS_MAX) {
		struct edit *one = &e.list[e.n++];
		one->what = feed_below(f, WHAT__N);
		one->part = feed_below(f, nparts);
		one->row = feed_byte(f);
		one->column = feed_byte(f);
		one->value = feed_byte(f);
	}
	return e;
}

static struct val other_value(const struct val *was, unsigned how)
{
	static const str text[] = { STR_INIT(""), STR_INIT("child"), STR_INIT("{\"name\":1"),
				    STR_INIT("\xff\xfe"), STR_INIT("[]") };
	static const int64_t number[] = { 0, -1, 1, INT64_MAX, INT64_MIN, 4294967296 };

	switch (how % 5) {
	case 0: return NIL;
	case 1: return INT(number[how / 5 % COUNT(number)]);
	case 2: return TEXT(text[how / 5 % COUNT(text)]);
	case 3: return BLOB(text[how / 5 % COUNT(text)]);
	default: return INT(was->i + (int64_t)(how / 5) - 25);
	}
}

static struct val other_byte(struct arena *mem, const struct val *was, unsigned how)
{
	struct val v = *was;

	if (!v.s.n)
		return v;
	char *bytes = str_z(mem, v.s);
	bytes[how % v.s.n] = (char)(bytes[how % v.s.n] ^ (1 << how % 7));
	v.s = (str){ bytes, v.s.n };
	return v;
}

static const struct edit *edit_of(const struct edits *e, unsigned what, size_t at, size_t row, size_t nrows)
{
	for (size_t i = 0; i < e->n; i++) {
		const struct edit *one = &e->list[i];
		if (one->what == what && one->part == at && (!nrows || one->row % nrows == row))
			return one;
	}
	return NULL;
}

static bool put_row(struct arena *mem, struct backup_some *to, const struct edits *e, size_t at, size_t row)
{
	const struct part *p = &part[at];
	size_t n = p->table.n;
	struct val v[DB_VALUES_MAX];

	memcpy(v, p->row[row].v, n * sizeof *v);
	for (size_t i = 0; i < e->n; i++) {
		const struct edit *one = &e->list[i];
		if (one->part != at || one->row % p->nrows != row)
			continue;
		struct val *to_change = &v[one->column % n];
		if (one->what == VALUE)
			*to_change = other_value(to_change, one->value);
		else if (one->what == BYTE)
			*to_change = other_byte(mem, to_change, one->value);
	}
	if (edit_of(e, DROP_ROW, at, row, p->nrows))
		return true;
	return backup_made_row(to, v, n) &&
	       (!edit_of(e, ROW_TWICE, at, row, p->nrows) || backup_made_row(to, v, n));
}

static struct backup_table other_table(struct arena *mem, const struct edits *e, size_t at)
{
	static const char types[] = "itbx";
	struct backup_table t = part[at].table;
	const struct edit *one = edit_of(e, COLUMN_NAME, at, 0, 0);

	t.column = NEW(mem, str, t.n);
	memcpy(t.column, part[at].table.column, t.n * sizeof *t.column);
	if (one)
		t.column[one->column % t.n] = one->value % 2 ? t.column[one->row % t.n] : STR("x");
	one = edit_of(e, PART_NAME, at, 0, 0);
	if (one)
		t.name = part[one->row % nparts].table.name;
	one = edit_of(e, COLUMN_TYPE, at, 0, 0);
	if (one) {
		t.type = str_z(mem, (str){ t.type, t.n });
		t.type[one->column % t.n] = types[one->value % (COUNT(types) - 1)];
	}
	return t;
}

static void put_part(struct arena *mem, struct backup_some *to, const struct edits *e, size_t at)
{
	struct backup_table t = other_table(mem, e, at);

	require(backup_made(to, &t));
	for (size_t i = 0; i < part[at].nrows; i++)
		require(put_row(mem, to, e, at, i));
	require(backup_made_end(to));
}

static void write_changed(struct harness *h, const struct edits *e)
{
	struct ctx c = harness_ctx(h);
	struct backup_to to;
	struct backup_some some;
	str why = { NULL, 0 };

	pack_begin(&h->mem, h, &to);
	need(db_read_begin(c.db), why);
	need(backup_some_begin(&h->mem, c.db, &to, &some, &why), why);
	for (size_t i = 0; i < nparts; i++) {
		if (!edit_of(e, DROP_PART, i, 0, 0))
			put_part(&h->mem, &some, e, i);
		if (edit_of(e, PART_TWICE, i, 0, 0))
			put_part(&h->mem, &some, e, i);
	}
	backup_some_end(&some);
	db_read_end(c.db);
	pack_done(&h->mem, &to);
}

/* --- carrying it out --- */

struct restoring {
	struct then t;
	str why;
};

static enum rc open_it(void *arg, const struct then_file *f, struct pack_in **ret)
{
	(void)f;
	*ret = pack_again(arg);
	return RC_OK;
}

static enum rc carry_out(struct ctx *c, void *arg)
{
	struct restoring *r = arg;
	struct then_to to = { .open = open_it, .arg = c->mem };
	enum rc rc = backup_load_more(c->mem, c->db, &to.load, &r->why);

	return rc == RC_OK ? then_load(c, &r->t, &to, &r->why) : rc;
}

/* The next one would go on from it, if it has the columns for that. */
static void look_at(struct harness *h, const struct edits *e)
{
	struct ctx c = harness_ctx(h);
	struct increment_base b;
	str why = { NULL, 0 };
	enum rc rc = increment_base_read(&c, path, &b, &why);

	require(rc == RC_OK || why.n);
	if (e->n == 1 && e->list[0].what == COLUMN_NAME && e->list[0].part == 0 && e->list[0].value == 0)
		require(rc == RC_MALFORMED); /* all of `anchor` are wanted */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct feed f = { data, size };

	if (!nparts)
		make_genuine();
	struct harness *h = fuzz_house(NULL);
	struct edits e = read_edits(&f);
	struct then_file file[] = { { .path = "", .head = { .made = h->now } }, { .path = path } };
	write_changed(h, &e);
	look_at(h, &e);
	file[1].head = head;
	struct restoring r = { .t = { .mem = &h->mem, .file = file, .n = COUNT(file) } };
	int64_t rows = harness_number(h, STR("SELECT count(*) FROM journal"));
	struct ctx c = harness_ctx(h);
	enum rc rc = store_write(&c, PRIO_BULK, carry_out, &r);
	require(rc == RC_OK || r.why.n);
	require(rc == RC_OK || harness_number(h, STR("SELECT count(*) FROM journal")) == rows);
	if (!e.n)
		need(rc, r.why);
	if (rc == RC_OK && !e.n)
		require(harness_journal_whole(h));
	(void)unlink(path);
	return 0;
}
