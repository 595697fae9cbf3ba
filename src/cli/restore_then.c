#include "restore_then.h"
#include "backup.h"
#include "blob_backup.h"
#include "erase.h"
#include "increment.h"
#include "match.h"
#include "registry.h"
#include "search.h"

#include <stdlib.h>

static str say(struct arena *mem, const char *a, str b, const char *z)
{
	struct buf text = buf_new(mem, 8192);

	buf_str(&text, str_of(a));
	buf_str(&text, b);
	buf_str(&text, str_of(z));
	return buf_view(&text);
}

static str instant_text(struct arena *mem, int64_t at)
{
	struct buf b = buf_new(mem, 40);

	instant_put(&b, at);
	return buf_view(&b);
}

/* --- in order --- */

int64_t then_moment(const struct then *t) { return t->cut ? t->until : t->file[t->n - 1].head.made; }

static enum rc moment_within(const struct then *t, int64_t now, str *ret_why)
{
	const struct then_file *first = &t->file[0], *last = &t->file[t->n - 1];

	if (!t->cut)
		return RC_OK;
	if (t->until > now)
		*ret_why = STR("--until: that moment is still to come");
	else if (t->until < first->head.made)
		*ret_why = say(t->mem, "--until lies before this backup was made, at ",
			       instant_text(t->mem, first->head.made), ": take an older one");
	else if (t->until > last->head.made)
		*ret_why =
			say(t->mem, "the last of these files ends at ", instant_text(t->mem, last->head.made),
			    ": of the time after that it knows nothing");
	else
		return RC_OK;
	return RC_CONFLICT;
}

enum rc then_order(const struct then *t, int64_t now, str *ret_why)
{
	const struct then_file *first = &t->file[0];

	if (first->head.number) {
		*ret_why = say(t->mem, "", str_of(first->path),
			       " is an increment: name the whole backup with --from, and this with --then");
		return RC_CONFLICT;
	}
	for (size_t i = 1; i < t->n; i++) {
		const struct then_file *f = &t->file[i];
		if (!f->head.number)
			*ret_why = say(t->mem, "", str_of(f->path), " is a whole backup, no increment");
		else if (!str_eq(f->head.since, t->file[i - 1].id))
			*ret_why = say(
				t->mem, "", str_of(f->path),
				" does not go on from the file before it: one is missing between them, or "
				"they are in another order");
		else
			continue;
		return RC_CONFLICT;
	}
	return moment_within(t, now, ret_why);
}

/* --- reading one --- */

/* A chain as far as it has been loaded. */
struct grown {
	struct redo_end end;
	int64_t upto; /* the latest instant in it */
	bool stopped; /* at the moment */
	bool more;    /* rows were added */
};
/* A row whose change is to be carried out. */
struct change_at {
	int64_t upto, seq;
	unsigned county;
};
enum table {
	TABLE_LEFT,
	TABLE_BESIDE,
	TABLE_KEYS,
	TABLE_BLOB,
	TABLE_JOURNAL,
	TABLE_BODY,
	TABLE_READLOG,
	TABLE_CHILD,
	TABLE_SECRET
};
/* How much of a file counts: all; up to the moment; nothing but what was erased. */
enum extent { ALL, PART, AFTER };
struct loading {
	struct ctx *c;
	struct then *t;
	const struct then_to *to;
	enum extent extent;
	enum table table;
	size_t at[8]; /* where the columns are that are looked at */
	struct grown *chain;
	size_t nchains, chains_cap;
	struct change_at *change;
	size_t nchanges, changes_cap;
	struct redo_secret *secret;
	size_t nsecrets, secrets_cap;
	bool file; /* the one under way is wanted */
};

enum { COUNTY, NODE, SEQ, AT, HASH, ACT, KIND, RECORD };
static const char *const columns[][8] = {
	[TABLE_KEYS] = { "county", "class", "number" },
	[TABLE_BLOB] = { "name", "created_at" },
	[TABLE_JOURNAL] = { "county", "node", "seq", "at", "hash", "act", "kind", "record" },
	[TABLE_BODY] = { "county", "node", "seq" },
	[TABLE_READLOG] = { "county", "node", "seq", "at", "hash" },
	[TABLE_CHILD] = { "county", "node", "seq" },
	[TABLE_SECRET] = { "kind", "field", "value", "record" },
};

static enum table table_of(str name)
{
	static const struct {
		const char *name;
		enum table is;
	} known[] = { { "sealing_key", TABLE_KEYS }, { "blob", TABLE_BLOB },
		      { "journal", TABLE_JOURNAL },  { "journal_body", TABLE_BODY },
		      { "readlog", TABLE_READLOG },  { "readlog_child", TABLE_CHILD },
		      { "secret", TABLE_SECRET },    { "anchor", TABLE_LEFT } };

	for (size_t i = 0; i < COUNT(known); i++)
		if (str_eq(name, str_of(known[i].name)))
			return known[i].is;
	return TABLE_BESIDE;
}

/* What is kept of it as it was when the file was made. */
static bool replaced(const struct loading *l)
{
	return l->extent == ALL && (l->table == TABLE_BESIDE || l->table == TABLE_BLOB);
}

static enum rc take_table(void *arg, const struct backup_table *t, str *ret_why)
{
	struct loading *l = arg;

	l->table = table_of(t->name);
	if (l->table == TABLE_BESIDE && l->extent != ALL)
		l->table = TABLE_LEFT;
	for (size_t i = 0; l->table < COUNT(columns) && i < COUNT(columns[0]) && columns[l->table][i]; i++) {
		l->at[i] = increment_column(t, columns[l->table][i]);
		if (l->at[i] == t->n) {
			*ret_why = say(l->c->mem, "the table ", t->name, " is another one in this increment");
			return RC_CONFLICT;
		}
	}
	if (l->table == TABLE_LEFT || l->table == TABLE_SECRET)
		return RC_OK;
	enum rc rc = backup_load_table(l->to->load, t, ret_why);
	return rc == RC_OK && replaced(l) ? backup_load_empty(l->to->load) : rc;
}

static struct grown *chain_of(struct loading *l, bool readings, const struct val *v)
{
	unsigned county = (unsigned)v[l->at[COUNTY]].i, node = (unsigned)v[l->at[NODE]].i;

	for (size_t i = 0; i < l->nchains; i++) {
		const struct redo_end *e = &l->chain[i].end;
		if (e->readings == readings && e->county == county && e->node == node)
			return &l->chain[i];
	}
	l->chain = GROWN(l->c->mem, l->chain, l->nchains, &l->chains_cap);
	l->chain[l->nchains] =
		(struct grown){ .end = { .readings = readings, .county = county, .node = node } };
	return &l->chain[l->nchains++];
}

static void note_late(struct loading *l, const struct val *v)
{
	struct then *t = l->t;

	if (l->table != TABLE_JOURNAL || v[l->at[ACT]].i != ACT_ERASE)
		return;
	t->late = GROWN(t->mem, t->late, t->nlate, &t->late_cap);
	t->late[t->nlate++] = (struct then_late){ str_dup(t->mem, v[l->at[KIND]].s), v[l->at[RECORD]].i };
}

/* A row of a chain: the next one, or it is behind the moment. */
static enum rc take_link(struct loading *l, const struct val *v, size_t n, str *ret_why)
{
	bool readings = l->table == TABLE_READLOG;
	struct grown *g = chain_of(l, readings, v);
	int64_t seq = v[l->at[SEQ]].i, at = v[l->at[AT]].i;

	g->stopped = g->stopped || l->extent == AFTER || (l->t->cut && at > l->t->until);
	if (g->stopped) {
		note_late(l, v);
		return RC_OK;
	}
	if (seq != g->end.seq + 1 || v[l->at[HASH]].s.n != SM3_SIZE) {
		*ret_why = STR("rows of the journal are missing between two of these files");
		return RC_MALFORMED;
	}
	g->end.seq = seq;
	g->end.count++;
	g->more = true;
	g->upto = at > g->upto ? at : g->upto;
	memcpy(g->end.hash, v[l->at[HASH]].s.s, SM3_SIZE);
	if (!readings) {
		l->change = GROWN(l->c->mem, l->change, l->nchanges, &l->changes_cap);
		l->change[l->nchanges++] = (struct change_at){ g->upto, seq, g->end.county };
	}
	return backup_load_row(l->to->load, v, n, ret_why);
}

static enum rc take_behind(struct loading *l, const struct val *v, size_t n, str *ret_why)
{
	const struct grown *g = chain_of(l, l->table == TABLE_CHILD, v);

	return v[l->at[SEQ]].i <= g->end.seq ? backup_load_row(l->to->load, v, n, ret_why) : RC_OK;
}

static enum rc take_secret(struct loading *l, const struct val *v)
{
	struct arena *mem = l->c->mem;

	l->secret = GROWN(mem, l->secret, l->nsecrets, &l->secrets_cap);
	l->secret[l->nsecrets++] =
		(struct redo_secret){ str_dup(mem, v[l->at[0]].s), str_dup(mem, v[l->at[1]].s),
				      str_dup(mem, v[l->at[2]].s), v[l->at[3]].i };
	return RC_OK;
}

static enum rc take_key(struct loading *l, const struct val *v, size_t n, str *ret_why)
{
	int64_t there = 0;
	enum rc rc = DB_ONE(l->c->db, &there,
			    "SELECT count(*) FROM sealing_key k WHERE k.county = ?1 AND k.class = ?2"
			    " AND k.number = ?3",
			    INT(v[l->at[0]].i), INT(v[l->at[1]].i), INT(v[l->at[2]].i));

	return rc == RC_OK && !there ? backup_load_row(l->to->load, v, n, ret_why) : rc;
}

static enum rc is_blob(struct loading *l, str name, bool *ret)
{
	int64_t n = 0;
	enum rc rc = DB_ONE(l->c->db, &n, "SELECT count(*) FROM blob b WHERE b.name = ?1", TEXT(name));

	*ret = n > 0;
	return rc;
}

static enum rc take_blob(struct loading *l, const struct val *v, size_t n, str *ret_why)
{
	bool there = false;

	if (l->extent == AFTER || (l->extent == PART && v[l->at[1]].i > l->t->until))
		return RC_OK;
	enum rc rc = l->extent == PART ? is_blob(l, v[l->at[0]].s, &there) : RC_OK;
	return rc == RC_OK && !there ? backup_load_row(l->to->load, v, n, ret_why) : rc;
}

static enum rc take_row(void *arg, const struct val *v, size_t n, str *ret_why)
{
	struct loading *l = arg;

	switch (l->table) {
	case TABLE_LEFT: return RC_OK;
	case TABLE_BESIDE: return backup_load_row(l->to->load, v, n, ret_why);
	case TABLE_KEYS: return take_key(l, v, n, ret_why);
	case TABLE_BLOB: return take_blob(l, v, n, ret_why);
	case TABLE_JOURNAL:
	case TABLE_READLOG: return take_link(l, v, n, ret_why);
	case TABLE_BODY:
	case TABLE_CHILD: return take_behind(l, v, n, ret_why);
	case TABLE_SECRET: return l->extent == AFTER ? RC_OK : take_secret(l, v);
	}
	return RC_FAULT;
}

static enum rc take_file(void *arg, str name, str *ret_why)
{
	struct loading *l = arg;
	enum rc rc = is_blob(l, name, &l->file);

	l->file = l->file && l->to->blobs;
	return rc == RC_OK && l->file ? blob_restore_file(l->to->blobs, name, ret_why) : rc;
}

static enum rc take_data(void *arg, str bytes, str *ret_why)
{
	const struct loading *l = arg;

	return l->file ? blob_restore_data(l->to->blobs, bytes, ret_why) : RC_OK;
}

static enum rc take_end(void *arg, const struct backup_part *p, str *ret_why)
{
	const struct loading *l = arg;

	return p->file && l->file ? blob_restore_end(l->to->blobs, ret_why) : RC_OK;
}

static enum extent extent_of(const struct then *t, size_t i)
{
	if (!t->cut || t->file[i].head.made <= t->until)
		return ALL;
	return t->file[i - 1].head.made <= t->until ? PART : AFTER;
}

static enum rc read_one(struct loading *l, size_t i, str *ret_why)
{
	const struct backup_taker taker = { take_table, take_row, take_file, take_data, take_end, l };
	struct backup_total total;
	struct pack_in *p = NULL;
	enum rc rc = l->to->open(l->to->arg, &l->t->file[i], &p);

	if (rc != RC_OK)
		return rc;
	l->extent = extent_of(l->t, i);
	rc = backup_read(l->c->mem, p, &taker, &total, ret_why);
	pack_free(p);
	return rc;
}

/* --- carrying out --- */

/* Within a chain as it stands; of several by the time. */
static int by_time(const void *a, const void *b)
{
	const struct change_at *x = a, *y = b;
	int d = (x->upto > y->upto) - (x->upto < y->upto);

	d = d ? d : (x->county > y->county) - (x->county < y->county);
	return d ? d : (x->seq > y->seq) - (x->seq < y->seq);
}

enum { ROW_MEMORY = 256 << 20 };

static enum rc carry_out(struct loading *l)
{
	struct ctx *c = l->c, one = *c;
	struct redo *r = &l->t->redo;
	enum rc rc = db_settle(c->db);

	*r = (struct redo){ .secret = l->secret, .nsecrets = l->nsecrets, .mem = l->t->mem };
	if (l->nchanges)
		qsort(l->change, l->nchanges, sizeof *l->change, by_time);
	one.mem = arena_within(c->mem, ROW_MEMORY);
	for (size_t i = 0; i < l->nchanges && rc == RC_OK; i++) {
		rc = redo_row(&one, r, l->change[i].county, l->change[i].seq);
		arena_reset(one.mem);
	}
	arena_free(one.mem);
	return rc;
}

enum rc then_load(struct ctx *c, struct then *t, const struct then_to *to, str *ret_why)
{
	struct loading l = { .c = c, .t = t, .to = to };
	struct redo_end *end = NULL;
	enum rc rc = redo_ends(c, &end, &l.nchains);

	l.chain = NEW(c->mem, struct grown, l.nchains);
	l.chains_cap = l.nchains;
	for (size_t i = 0; i < l.nchains && rc == RC_OK; i++)
		l.chain[i].end = end[i];
	for (size_t i = 1; i < t->n && rc == RC_OK; i++)
		rc = read_one(&l, i, ret_why);
	if (rc != RC_OK)
		return rc;
	*ret_why = STR("the changes of the journal cannot be carried out again");
	rc = carry_out(&l);
	for (size_t i = 0; i < l.nchains && rc == RC_OK; i++)
		if (l.chain[i].more)
			rc = redo_end_put(c, &l.chain[i].end);
	return rc;
}

/* --- afterwards --- */

/* What is looked for by names and numbers is built again by those who keep it. */
static enum rc empty_derived(struct ctx *c, void *arg)
{
	(void)arg;
	enum rc rc = DB_EXEC0(c->db, "DELETE FROM name_key");

	if (rc == RC_OK)
		rc = DB_EXEC0(c->db, "DELETE FROM match_key");
	if (rc == RC_OK)
		rc = DB_EXEC0(c->db, "DELETE FROM match_fact");
	if (rc == RC_OK)
		rc = DB_EXEC0(c->db, "DELETE FROM match_pair");
	if (rc == RC_OK)
		rc = DB_EXEC0(c->db, "DELETE FROM meta WHERE name = 'name_key' OR name = 'match_built'");
	return rc;
}

enum { AT_ONCE = 200, UNIT_MEMORY = 512 << 20 };
struct settling_all {
	const int64_t *gone;
	size_t n;
	int64_t after;
};

static enum rc settle_some(struct ctx *c, void *arg)
{
	struct settling_all *s = arg;
	struct rows q;
	size_t n = 0;

	for (; s->n && n < AT_ONCE; n++)
		store_touch(c, s->gone[--s->n]);
	if (n)
		return RC_OK;
	enum rc rc = DB_QUERY(c->db, &q, "SELECT c.id FROM child c WHERE c.id > ?1 ORDER BY c.id LIMIT 200",
			      INT(s->after));

	if (rc != RC_OK)
		return rc;
	int64_t last = 0;
	while (db_next(&q))
		store_touch(c, last = db_int(&q, 0));
	s->after = last ? last : INT64_MAX;
	return db_done(&q);
}

enum rc then_settle(struct ctx *c, const struct then *t)
{
	struct settling_all s = { t->redo.gone, t->redo.ngone, 0 };
	struct arena *mem = arena_within(c->mem, UNIT_MEMORY);
	enum rc rc = store_write(c, PRIO_BULK, empty_derived, NULL);

	while (rc == RC_OK && s.after != INT64_MAX) {
		struct ctx unit = *c;
		arena_reset(mem);
		unit.mem = mem;
		unit.via = VIA_TIMER;
		unit.problems = (struct problems){ .mem = mem };
		rc = store_write(&unit, PRIO_BULK, settle_some, &s);
	}
	arena_free(mem);
	if (rc == RC_OK)
		rc = match_daily(c);
	return rc == RC_OK ? search_daily(c) : rc;
}

static enum rc erase_one(struct ctx *c, void *arg)
{
	const struct then_late *late = arg;
	const struct kind *k = model_kind_named(c->model, late->kind);
	struct record was;
	const unsigned all = 1U << C3_PERSONAL | 1U << C4_SENSITIVE | 1U << C5_SEALED;
	enum rc rc = k ? record_load(c, k, late->record, &was) : RC_NOT_FOUND;

	if (rc == RC_NOT_FOUND) /* with the child, or made and erased after the moment */
		return RC_OK;
	if (rc == RC_OK && k->is_child)
		return erase_child(c, late->record);
	if (rc == RC_OK)
		rc = record_delete(c, k, late->record, 0);
	return rc == RC_OK ? journal_erase(c, k, late->record, all) : rc;
}

/* Children first: what belongs to them goes with them. */
enum rc then_erase(struct ctx *c, const struct then *t, int64_t *ret)
{
	int64_t left = 0;
	enum rc rc = RC_OK;

	for (int children = 1; children >= 0; children--)
		for (size_t i = 0; i < t->nlate && rc == RC_OK; i++) {
			const struct kind *k = model_kind_named(c->model, t->late[i].kind);
			if (!k || k->is_child != (children == 1))
				continue;
			rc = store_write(c, PRIO_BULK, erase_one, &t->late[i]);
			left += rc == RC_CONFLICT || rc == RC_DENIED || rc == RC_INVALID;
			if (rc == RC_CONFLICT || rc == RC_DENIED || rc == RC_INVALID)
				rc = RC_OK;
		}
	*ret = left;
	return rc;
}
