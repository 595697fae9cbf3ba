/* Every SQL literal of the program: accepted by both engines, and reading no table of a room it may not know
 * and no sealed column outside model/ (DESIGN 2 and 3).  What each one touches stands in test/golden/sql.txt.
 */
#include "harness.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>

/* --- who may know whom --- */

/* The steps of the house; rooms on one step do not know each other. */
static const struct {
	const char *room;
	int height;
} steps[] = { { "base", 0 },    { "db", 1 },      { "model", 2 },    { "auth", 3 },     { "http", 4 },
	      { "service", 5 }, { "ui", 6 },      { "registry", 7 }, { "privacy", 8 },  { "care", 9 },
	      { "growth", 10 }, { "family", 10 }, { "mind", 10 },    { "campus", 10 },  { "learn", 10 },
	      { "equity", 10 }, { "fund", 10 },   { "policy", 10 },  { "society", 10 }, { "insight", 11 },
	      { "cli", 12 } };

/* Tables that are no kinds; a kind belongs to the room whose list names it. */
static const struct {
	const char *table, *room;
} tables[] = { { "migration", "db" },        { "counter", "model" },
	       { "journal", "model" },       { "journal_body", "model" },
	       { "readlog", "model" },       { "readlog_child", "model" },
	       { "anchor", "model" },        { "sealing_key", "model" },
	       { "rotation", "model" },      { "meta", "model" },
	       { "account", "auth" },        { "session", "auth" },
	       { "token", "auth" },          { "failure", "auth" },
	       { "clearance", "auth" },      { "deputy", "auth" },
	       { "account_use", "auth" },    { "password_past", "auth" },
	       { "card", "auth" },           { "notice_read", "privacy" },
	       { "idempotency", "http" },    { "rollup_left_behind", "registry" },
	       { "match_fact", "registry" }, { "match_key", "registry" },
	       { "match_pair", "registry" }, { "hand_in_row", "registry" },
	       { "name_key", "registry" },   { "job", "service" },
	       { "job_file", "service" },    { "outbox", "service" },
	       { "outbox_text", "service" }, { "blob", "service" },
	       { "blob_gone", "service" },   { "rollup_duty", "care" },
	       { "draft", "care" } };

static int height_of(str room)
{
	for (size_t i = 0; i < COUNT(steps); i++)
		if (str_eq(str_of(steps[i].room), room))
			return steps[i].height;
	return -1;
}

static str owner_of(const char *table)
{
	for (const struct room *const *r = the_house.rooms; *r; r++)
		for (const struct kind *const *k = (*r)->kinds; *k; k++)
			if (!strcmp((*k)->name, table))
				return str_of((*r)->name);
	for (size_t i = 0; i < COUNT(tables); i++)
		if (!strcmp(tables[i].table, table))
			return str_of(tables[i].room);
	return (str){ NULL, 0 };
}

/* "registry/child.c" of whatever path the compiler was given; empty for a literal of a test. */
static str file_of(const struct sql *sql)
{
	const char *at = strstr(sql->file, "src/");

	return at && !strstr(sql->file, "test/") ? str_of(at + 4) : (str){ NULL, 0 };
}

static str room_of(str file)
{
	str room = { NULL, 0 };

	return str_next(&file, '/', &room) ? room : (str){ NULL, 0 };
}

/* What the reach to a child asks of the rooms above (ADR 0014, 0041). */
static bool reach_asks(const char *table)
{
	static const char *const asked[] = { "consent",    "storage_lock", "home_member",
					     "happy_home", "call",         "call_wish" };
	bool is = false;

	for (size_t i = 0; i < COUNT(asked); i++)
		is |= !strcmp(table, asked[i]);
	return is;
}

static bool may_know(str file, const char *table)
{
	str room = room_of(file), owner = owner_of(table);

	return str_eq(room, owner) || (reach_asks(table) && height_of(room) >= height_of(STR("registry"))) ||
	       (owner.n && height_of(owner) < height_of(room));
}

static bool is_sealed(const struct model *m, const char *table, const char *column)
{
	const struct kind *k = model_kind_named(m, str_of(table));

	for (size_t i = 0; k && i < k->nfields; i++)
		if (k->fields[i].class >= C4_SENSITIVE && !strcmp(field_column(&k->fields[i]), column))
			return true;
	return false;
}

/* --- from a literal to what an engine can prepare --- */

static bool is_statement(const char *text)
{
	static const char *const verbs[] = { "SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH " };

	for (size_t i = 0; i < COUNT(verbs); i++)
		if (!strncmp(text, verbs[i], strlen(verbs[i])))
			return true;
	return false;
}

static int last_parameter(const char *text)
{
	int last = 0;

	for (const char *p = text; (p = strchr(p, '?')); p++) {
		int n = (int)strtol(p + 1, NULL, 10);
		last = n > last ? n : last;
	}
	return last;
}

/* A condition of a reach being written out: what it stands for, and which parameter each of its letters is.
 */
struct writing {
	struct harness *h;
	enum reach reach;
	struct buf *to;
	int next;
	int letter[128];
};

static bool put_text(struct writing *w, const char *text, str alias);

/* The clause of a kind over alias t.
 * NOLINTNEXTLINE(misc-no-recursion): through one kind at most */
static bool put_clause(struct writing *w, str kind, str alias)
{
	const struct kind *k = model_kind_named(&w->h->model, kind);
	const char *clause = !k                                                    ? NULL
			     : w->reach == REACH_ALL                               ? "1=1"
			     : k->scope[w->reach]                                  ? k->scope[w->reach]
			     : w->reach == REACH_HOME && k->scope[REACH_CONSENTED] ? k->scope[REACH_CONSENTED]
			     : w->reach                                            ? k->through
										   : NULL;

	return k && put_text(w, clause ? clause : "1=0", alias);
}

/* {kind alias} at p: what follows; NULL: there is no such kind.
 * NOLINTNEXTLINE(misc-no-recursion): through one kind at most */
static const char *put_braces(struct writing *w, const char *p)
{
	const char *end = strchr(p, '}'), *blank = strchr(p, ' ');

	if (!end || !blank || blank > end ||
	    !put_clause(w, (str){ p + 1, (size_t)(blank - p - 1) },
			(str){ blank + 1, (size_t)(end - blank - 1) }))
		return NULL;
	return end + 1;
}

/* Text with {kind alias} and, in a clause, the letters ?S ?E ?T ?A ?R ?D ?H and the alias t written out.
 * NOLINTNEXTLINE(misc-no-recursion): through one kind at most */
static bool put_text(struct writing *w, const char *text, str alias)
{
	for (const char *p = text; *p;) {
		bool begins = p == text || !strchr("abcdefghijklmnopqrstuvwxyz_", p[-1]);
		if (*p == '{') {
			p = put_braces(w, p);
			if (!p)
				return false;
		} else if (p[0] == '?' && p[1] && strchr("SETARDH", p[1])) {
			int *n = &w->letter[(unsigned char)p[1]];
			*n = *n ? *n : w->next++;
			buf_ch(w->to, '?');
			buf_int(w->to, *n);
			p += 2;
		} else if (alias.n && begins && p[0] == 't' && p[1] == '.') {
			buf_str(w->to, alias);
			p++;
		} else {
			buf_ch(w->to, *p++);
		}
	}
	return true;
}

/* {kind alias} written out for one reach; false: there is no such kind. */
static bool expand(struct harness *h, const char *text, enum reach reach, struct buf *to)
{
	struct writing w = { .h = h, .reach = reach, .to = to, .next = last_parameter(text) + 1 };

	return put_text(&w, text, (str){ NULL, 0 });
}

/* --- what it touches --- */

struct touch {
	bool writes;
	char table[64], column[64];
};
struct touches {
	struct touch list[400];
	size_t n;
	const char *self; /* the table a condition was tried on: shown as t */
};

static void add_touch(void *ctx, bool writes, const char *table, const char *column)
{
	struct touches *all = ctx;
	struct touch t = { .writes = writes };

	if (!table || !strncmp(table, "sqlite_", 7))
		return;
	snprintf(t.table, sizeof t.table, "%s", all->self && !strcmp(table, all->self) ? "t" : table);
	snprintf(t.column, sizeof t.column, "%s", column ? column : "");
	for (size_t i = 0; i < all->n; i++)
		if (all->list[i].writes == writes && !strcmp(all->list[i].table, t.table) &&
		    !strcmp(all->list[i].column, t.column))
			return;
	if (all->n < COUNT(all->list))
		all->list[all->n++] = t;
}

static int by_name(const void *a, const void *b)
{
	const struct touch *x = a, *y = b;
	int c = strcmp(x->table, y->table);

	return c ? c : strcmp(x->column, y->column) ? strcmp(x->column, y->column) : x->writes - y->writes;
}

static void put_touches(struct buf *b, struct touches *all)
{
	qsort(all->list, all->n, sizeof *all->list, by_name);
	for (size_t i = 0; i < all->n; i++) {
		buf_ch(b, ' ');
		buf_str(b, str_of(all->list[i].table));
		if (all->list[i].column[0]) {
			buf_ch(b, '.');
			buf_str(b, str_of(all->list[i].column));
		}
		if (all->list[i].writes)
			buf_ch(b, '!');
	}
}

static bool touches_allowed(struct harness *h, const struct sql *sql, const struct touches *all,
			    const char *self)
{
	str file = file_of(sql);
	bool good = true;

	for (size_t i = 0; i < all->n; i++) {
		const struct touch *t = &all->list[i];
		const char *table = strcmp(t->table, "t") != 0 ? t->table : self;
		if (!may_know(file, table)) {
			printf("# %s:%ld touches %s, which belongs to %.*s\n", sql->file, sql->line, table,
			       STR_ARG(owner_of(table)));
			good = false;
		}
		if (is_sealed(&h->model, table, t->column) && !str_eq(room_of(file), STR("model"))) {
			printf("# %s:%ld touches the sealed column %s.%s\n", sql->file, sql->line, table,
			       t->column);
			good = false;
		}
	}
	return good;
}

/* --- one literal --- */

static bool accepted(struct harness *h, const char *text, bool loud, const struct sql *sql)
{
	str why = { NULL, 0 };
	enum rc rc = db_accepts(harness_db(h), &h->mem, text, &why);

	if (rc != RC_OK && loud) {
		printf("# %s:%ld on %s:\n", sql->file, sql->line, harness_engine(h->engine));
		tap_note(why.s, why.n);
	}
	return rc == RC_OK;
}

static const char *wrapped(struct harness *h, const char *condition, const char *kind)
{
	return str_z(&h->mem,
		     harness_text(&h->mem, "SELECT 1 FROM %s t WHERE (%s) ORDER BY 1", kind, condition));
}

/* A statement, or a condition over one of the kinds, for one reach. */
static bool try_one(struct harness *h, const struct sql *sql, enum reach reach, struct touches *all)
{
	struct buf b = buf_new(&h->mem, 1 << 20);
	bool whole = is_statement(sql->text), any = false, good = true;

	if (!expand(h, sql->text, reach, &b))
		return false;
	const char *text = str_z(&h->mem, buf_view(&b));
	if (whole) {
		if (!accepted(h, text, true, sql))
			return false;
		return h->engine == DB_POSTGRES ||
		       (db_touches(harness_db(h), text, add_touch, all) == RC_OK &&
			touches_allowed(h, sql, all, ""));
	}
	for (size_t i = 0; i < h->model.nkinds; i++) {
		const char *kind = h->model.kinds[i]->name, *try = wrapped(h, text, kind);
		struct touches own = { .self = kind }, *to = any ? &own : all;
		if (!may_know(file_of(sql), kind) || !accepted(h, try, false, sql))
			continue;
		to->self = kind;
		if (h->engine == DB_SQLITE)
			good &= db_touches(harness_db(h), try, add_touch, to) == RC_OK &&
				touches_allowed(h, sql, to, kind);
		any = true;
	}
	if (!any)
		printf("# %s:%ld fits no kind on %s: %s\n", sql->file, sql->line, harness_engine(h->engine),
		       text);
	return any && good;
}

static bool try_literal(struct harness *h, const struct sql *sql, struct buf *line)
{
	struct touches *all = NEW(&h->mem, struct touches, 1);
	bool good = true;

	for (int reach = REACH_NOTHING; reach < REACH__N; reach++)
		if (reach == REACH_NOTHING || strchr(sql->text, '{'))
			good &= try_one(h, sql, (enum reach)reach, all);
	buf_str(line, file_of(sql));
	buf_lit(line, ":");
	put_touches(line, all);
	buf_ch(line, '\n');
	return good;
}

/* --- all of them --- */

static int by_text(const void *a, const void *b)
{
	const str *x = a, *y = b;

	return str_cmp(*x, *y);
}

static str sorted(struct harness *h, const str *line, size_t n)
{
	struct buf b = buf_new(&h->mem, 4 << 20);
	str *all = NEW(&h->mem, str, n + 1);

	memcpy(all, line, n * sizeof *all);
	qsort(all, n, sizeof *all, by_text);
	buf_lit(&b, "# What each SQL literal touches: file: table.column ... (! written; t is the table of a "
		    "condition).\n");
	for (size_t i = 0; i < n; i++)
		buf_str(&b, all[i]);
	return buf_view(&b);
}

static void test_literals(struct harness *h)
{
	size_t n = (size_t)(__stop_tx_sql - __start_tx_sql), lines = 0;
	str *line = NEW(&h->mem, str, n + 1);

	for (size_t i = 0; i < n; i++) {
		struct buf b = buf_new(&h->mem, 1 << 16);
		if (!file_of(&__start_tx_sql[i]).n)
			continue;
		OK(try_literal(h, &__start_tx_sql[i], &b));
		line[lines++] = buf_view(&b);
	}
	OK(lines > 60); /* the section was not dropped by the linker */
	if (h->engine == DB_SQLITE)
		OK(harness_golden("sql.txt", sorted(h, line, lines)));
}

/* The checks themselves: they must be able to fail. */
static void test_checks(struct harness *h)
{
	static const struct sql higher = { "SELECT c.id FROM child c ORDER BY c.id", "../src/auth/x.c", 1,
					   0 };
	static const struct sql sealed = { "SELECT c.phone FROM child c ORDER BY c.id", "../src/registry/x.c",
					   2, 0 };
	static const struct sql condition = { "t.phone IS NULL AND t.person = ?1", "../src/registry/x.c", 3,
					      0 };
	static const struct sql wrong = { "SELECT c.nothing FROM child c", "../src/registry/x.c", 4, 0 };
	static const struct sql good = { "SELECT c.phone_tail, c.phone_digest FROM child c WHERE {child c}",
					 "../src/registry/x.c", 5, 0 };
	struct buf b = buf_new(&h->mem, 1 << 16);

	OK(!try_literal(h, &wrong, &b));
	OK(!try_literal(h, &condition, &b));
	OK(try_literal(h, &good, &b));
	OK(try_literal(h, &higher, &b) == (h->engine == DB_POSTGRES));
	OK(try_literal(h, &sealed, &b) == (h->engine == DB_POSTGRES));
	for (size_t i = 0; i < h->model.nkinds; i++)
		OK(owner_of(h->model.kinds[i]->name).n > 0);
}

static void test_engine(struct harness *h)
{
	test_literals(h);
	test_checks(h);
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
