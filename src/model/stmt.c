#include "tx.h"

#include <stdlib.h>

enum { TEXT_MAX = 64 << 10, VALUES_FIRST = 48 };

struct stmt stmt_new(struct ctx *c)
{
	return (struct stmt){ .text = buf_new(c->mem, TEXT_MAX),
			      .v = NEW(c->mem, struct val, VALUES_FIRST),
			      .cap = VALUES_FIRST };
}

static void add_value(struct stmt *s, struct val v)
{
	if (s->n == s->cap) {
		struct val *more = NEW(s->text.mem, struct val, s->cap * 2);
		memcpy(more, s->v, s->n * sizeof *more);
		s->v = more;
		s->cap *= 2;
	}
	s->v[s->n++] = v;
}

void stmt_val(struct stmt *s, struct val v)
{
	add_value(s, v);
	buf_ch(&s->text, '?');
	buf_int(&s->text, (int64_t)s->n);
}

static struct val reach_value(const struct actor *who)
{
	switch (who->reach) {
	case REACH_CLASS: return INT(who->class);
	case REACH_SCHOOL: return INT(who->school);
	case REACH_COUNTY: return INT(who->county);
	/* The few kinds that say so (accounts) lie within a county for who reads no child; nobody has none.
	 */
	case REACH_NOTHING: return who->county ? INT(who->county) : NIL;
	default: return NIL;
	}
}

/* The kind's clause for this reach, alias t written as `alias`, ?S bound. */
static void put_reach(struct stmt *s, struct ctx *c, const struct kind *k, const char *alias)
{
	const char *clause = c->who->reach == REACH_ALL ? "1=1" : k->scope[c->who->reach];

	if (!clause)
		clause = "1=0";
	for (const char *p = clause; *p; p++) {
		size_t plain = strcspn(p, "?t");
		buf_put(&s->text, p, plain);
		p += plain;
		if (!*p)
			break;
		if (p[0] == '?' && p[1] == 'S') {
			stmt_val(s, reach_value(c->who));
			p++;
		} else if (p[0] == 't' && p[1] == '.' &&
			   (p == clause || !strchr("abcdefghijklmnopqrstuvwxyz_", p[-1]))) {
			stmt_str(s, alias);
		} else {
			buf_ch(&s->text, *p);
		}
	}
}

void stmt_reach(struct stmt *s, struct ctx *c, const struct kind *k, const char *alias)
{
	stmt_str(s, " AND (");
	put_reach(s, c, k, alias);
	stmt_str(s, ")");
}

/* {kind alias} at p: write its clause, return what follows. */
static const char *put_braces(struct stmt *s, struct ctx *c, const char *p)
{
	const char *end = strchr(p, '}'), *space = strchr(p, ' ');
	str name = { p + 1, (size_t)(space - p - 1) }, alias = { space + 1, (size_t)(end - space - 1) };
	const struct kind *k = model_kind_named(c->model, name);

	put_reach(s, c, k, str_z(c->mem, alias));
	return end + 1;
}

void stmt_clause(struct stmt *s, struct ctx *c, const char *clause, const struct val *v, size_t n)
{
	size_t base = s->n;

	for (size_t i = 0; i < n; i++)
		add_value(s, v[i]);
	for (const char *p = clause; *p;) {
		if (*p == '?' && p[1] >= '1' && p[1] <= '9') {
			size_t k = (size_t)strtoul(p + 1, (char **)&p, 10);
			buf_ch(&s->text, '?');
			buf_int(&s->text, (int64_t)(base + k));
		} else if (*p == '{') {
			p = put_braces(s, c, p);
		} else {
			size_t plain = 1 + strcspn(p + 1, "?{");
			buf_put(&s->text, p, plain);
			p += plain;
		}
	}
}

enum rc stmt_query(struct stmt *s, struct ctx *c, struct rows *ret)
{
	return db_query_text(c->db, ret, buf_view(&s->text), s->v, s->n);
}

enum rc stmt_exec(struct stmt *s, struct ctx *c, int64_t *ret_changes)
{
	return db_exec_text(c->db, buf_view(&s->text), s->v, s->n, ret_changes);
}

enum rc store_query(struct ctx *c, struct rows *ret, const struct sql *sql, const struct val *v, size_t n)
{
	struct stmt s = stmt_new(c);

	stmt_clause(&s, c, sql->text, v, n);
	return stmt_query(&s, c, ret);
}
