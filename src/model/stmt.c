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
	s->v = GROWN(s->text.mem, s->v, s->n, &s->cap);
	s->v[s->n++] = v;
}

void stmt_val(struct stmt *s, struct val v)
{
	add_value(s, v);
	buf_ch(&s->text, '?');
	buf_int(&s->text, (int64_t)s->n);
}

/* The place of the account's reach as a number of six digits: 4408 is 440800, and with `next` 440900. */
static int64_t county_number(str region, int next)
{
	int64_t n = 0;

	if (!str_int(region, &n))
		return 0;
	n += next;
	for (size_t i = region.n; i < 6; i++)
		n *= 10;
	return n;
}

static str text_after(struct arena *mem, str prefix)
{
	char *end = str_z(mem, prefix);

	if (prefix.n)
		end[prefix.n - 1]++; /* after '9' comes ':', which no code holds */
	return (str){ end, prefix.n };
}

/* What ?S stands for: the class, the school, the place ... of who asks. */
static struct val reach_value(const struct actor *who)
{
	switch (who->reach) {
	case REACH_SELF: return INT(who->child);
	case REACH_OWN: return INT(who->person);
	case REACH_CLASS: return INT(who->class);
	case REACH_SCHOOL: return INT(who->school);
	case REACH_REFERRED:
	case REACH_POSTED: return INT(who->for_account ? who->for_account : who->account);
	case REACH_VILLAGE:
	case REACH_TOWNSHIP: return TEXT(who->region);
	case REACH_CITY:
	case REACH_PROVINCE: return INT(county_number(who->region, 0));
	/* The few kinds that say so (accounts) lie within a county for who reads no child; nobody has none.
	 */
	case REACH_NOTHING:
	case REACH_HOME:
	case REACH_CONSENTED:
	case REACH_COUNTY: return who->county ? INT(who->county) : NIL;
	default: return NIL;
	}
}

/* ?E: the end of the range that begins with ?S. */
static struct val reach_end(struct arena *mem, const struct actor *who)
{
	switch (who->reach) {
	case REACH_VILLAGE:
	case REACH_TOWNSHIP: return TEXT(text_after(mem, who->region));
	case REACH_CITY:
	case REACH_PROVINCE: return INT(county_number(who->region, 1));
	default: return NIL;
	}
}

static const char *put_braces(struct stmt *s, struct ctx *c, const char *p);

static day home_since(const struct ctx *c)
{
	return day_add(c->today, -(int32_t)ctx_param(c, PARAM_FAMILY_HOME_REACH_DAYS));
}

/* One of the places of a clause: what follows it is given back; NULL: this is none.
 * NOLINTNEXTLINE(misc-no-recursion): see put_reach() */
static const char *put_place(struct stmt *s, struct ctx *c, const char *p)
{
	if (p[0] == '{')
		return put_braces(s, c, p);
	if (p[0] != '?')
		return NULL;
	switch (p[1]) {
	case 'S': stmt_val(s, reach_value(c->who)); break;
	case 'E': stmt_val(s, reach_end(c->mem, c->who)); break;
	case 'T': stmt_val(s, INT(c->today)); break;
	case 'A': stmt_val(s, INT(c->who->account)); break;
	case 'D': stmt_val(s, INT(c->who->for_account ? c->who->for_account : c->who->account)); break;
	case 'R': stmt_val(s, TEXT(str_of(role_code(c->who->role)))); break;
	case 'H': stmt_val(s, INT(home_since(c))); break;
	default: return NULL;
	}
	return p + 2;
}

static bool begins_alias(const char *p, const char *clause)
{
	return p[0] == 't' && p[1] == '.' && (p == clause || !strchr("abcdefghijklmnopqrstuvwxyz_", p[-1]));
}

static const char *clause_of(const struct actor *who, const struct kind *k)
{
	if (who->reach == REACH_ALL)
		return "1=1";
	if (k->scope[who->reach])
		return k->scope[who->reach];
	if (who->reach == REACH_HOME && k->scope[REACH_CONSENTED])
		return k->scope[REACH_CONSENTED]; /* what is narrower for a home is so by its children */
	return k->through && who->reach != REACH_NOTHING ? k->through : "1=0";
}

/* The kind's clause for this reach, alias t written as `alias`.
 * NOLINTNEXTLINE(misc-no-recursion): a clause goes through another kind's, which goes through none */
static void put_reach(struct stmt *s, struct ctx *c, const struct kind *k, const char *alias)
{
	const char *clause = clause_of(c->who, k), *next;

	for (const char *p = clause; *p; p = next) {
		size_t plain = strcspn(p, "?t{");
		buf_put(&s->text, p, plain);
		p += plain;
		if (!*p)
			break;
		next = put_place(s, c, p);
		if (next)
			continue;
		if (begins_alias(p, clause))
			stmt_str(s, alias);
		else
			buf_ch(&s->text, *p);
		next = p + 1;
	}
}

void stmt_reach(struct stmt *s, struct ctx *c, const struct kind *k, const char *alias)
{
	stmt_str(s, " AND (");
	put_reach(s, c, k, alias);
	stmt_str(s, ")");
}

/* {kind alias} at p: write its clause, return what follows.
 * NOLINTNEXTLINE(misc-no-recursion): see put_reach() */
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

/* The name stands in the kind that the house named for it; model/ itself knows no accounts. */
void stmt_actor_name(struct stmt *s, const struct ctx *c, const char *actor)
{
	const struct kind *accounts = c->model->actors;

	if (!accounts) {
		stmt_str(s, "''");
		return;
	}
	stmt_str(s, "(SELECT a.");
	stmt_str(s, field_column(&accounts->fields[accounts->label_field - 1]));
	stmt_str(s, " FROM ");
	stmt_str(s, accounts->name);
	stmt_str(s, " a WHERE a.id = ");
	stmt_str(s, actor);
	stmt_str(s, ")");
}

enum rc stmt_referrers(struct ctx *c, const struct kind *k, const struct field *f, int64_t of,
		       unsigned county, struct referrers *ret)
{
	struct stmt s = stmt_new(c);
	struct referrers all = { NULL, 0 };
	struct rows q;
	size_t cap = 0;

	stmt_str(&s, "SELECT t.id FROM ");
	stmt_str(&s, k->name);
	stmt_str(&s, " t WHERE t.");
	stmt_str(&s, field_column(f));
	stmt_str(&s, " = ");
	stmt_val(&s, INT(of));
	if (county) {
		stmt_str(&s, " AND t.county = ");
		stmt_val(&s, INT(county));
	}
	stmt_str(&s, " ORDER BY t.id");
	enum rc rc = stmt_query(&s, c, &q);
	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		all.id = GROWN(c->mem, all.id, all.n, &cap);
		all.id[all.n++] = db_int(&q, 0);
	}
	rc = db_done(&q);
	if (rc == RC_OK)
		*ret = all;
	return rc;
}
