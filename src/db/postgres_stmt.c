#include "postgres.h"

#include "logline.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

/* ?1 becomes $1 except in quotes and comments. The highest number is the count of parameters; 0 from a bare
 * '?'. */
static bool translate(char *text, size_t *ret_params)
{
	str all = str_of(text);
	size_t most = 0;

	for (size_t i = 0, skip; i < all.n; i += skip) {
		skip = db_quoted(all, i);
		if (skip)
			continue;
		skip = 1;
		if (text[i] != '?')
			continue;
		if (!isdigit((unsigned char)text[i + 1]))
			return false;
		text[i] = '$';
		size_t number = strtoul(text + i + 1, NULL, 10);

		most = number > most ? number : most;
	}
	*ret_params = most;
	return most <= DB_VALUES_MAX;
}

enum rc postgres_stmt_make(struct stmt *st)
{
	struct pg_stmt *s = calloc(1, sizeof *s);
	char *text = strdup(st->text);

	if (!s || !text || !translate(text, &s->params)) {
		logline(LOG_FAULT, "db", "%s: %s", s && text ? "parameters are ?1, ?2, ..." : "out of memory",
			st->text);
		free(text);
		free(s);
		return RC_FAULT;
	}
	s->text = text;
	st->own = s;
	return RC_OK;
}

static Oid oid_of(const struct val *v)
{
	switch (v->t) {
	case VAL_NULL: return OID_NONE;
	case VAL_INT: return OID_INT8;
	case VAL_TEXT: return OID_TEXT;
	case VAL_BLOB: return OID_BYTEA;
	}
	return OID_NONE;
}

static bool variant_fits(const struct variant *t, const struct val *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (v[i].t != VAL_NULL && t->type[i] != oid_of(&v[i]))
			return false;
	}
	return true;
}

static void drop_variants(struct pg_stmt *s)
{
	for (struct variant *t = s->variants, *next; t; t = next) {
		next = t->next;
		free(t);
	}
	s->variants = NULL;
}

struct variant *postgres_stmt_find(struct postgres *p, struct pg_stmt *s, const struct val *v)
{
	if (s->variants && s->variants->generation != p->generation)
		drop_variants(s);
	for (struct variant *t = s->variants; t; t = t->next) {
		if (variant_fits(t, v, s->params))
			return t;
	}
	return NULL;
}

/* Which parameter's type was PostgreSQL unable to find?  It says "$3", or only that no operator takes what it
 * knows: then the first without a type.  -1: the error is another one. */
static int untyped_parameter(const PGresult *res, const Oid *type, size_t n)
{
	static const char *const codes[] = { "42P18", "42P08", "42725", "42804", "42883" };
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
	const char *message = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
	bool type_error = false;

	for (size_t i = 0; state && i < COUNT(codes); i++)
		type_error |= strcmp(state, codes[i]) == 0;
	if (!type_error)
		return -1;
	const char *dollar = message ? strchr(message, '$') : NULL;
	size_t named = dollar ? strtoul(dollar + 1, NULL, 10) : 0;

	if (named >= 1 && named <= n && type[named - 1] == OID_NONE)
		return (int)named - 1;
	for (size_t i = 0; i < n; i++) {
		if (type[i] == OID_NONE)
			return (int)i;
	}
	return -1;
}

/* Inside a transaction an attempt that fails would spoil it. */
static PGresult *attempt(struct postgres *p, const char *name, const struct pg_stmt *s, const Oid *type,
			 bool guard)
{
	if (guard)
		PQclear(postgres_wire_ask(p, "SAVEPOINT tx_attempt"));
	PGresult *res = postgres_wire_last(p, PQsendPrepare(p->pg, name, s->text, (int)s->params, type));

	if (guard)
		PQclear(postgres_wire_ask(p, postgres_ok(res)
						     ? "RELEASE tx_attempt"
						     : "ROLLBACK TO tx_attempt; RELEASE tx_attempt"));
	return res;
}

static bool lacks_type(const Oid *type, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (type[i] == OID_NONE)
			return true;
	}
	return false;
}

/* A NULL has no type.  Where PostgreSQL cannot find one either (?1 IS NULL), any with which the statement
 * makes sense will do: they are tried in turn, with a way back.  On failure *type is as it was and the first
 * answer is returned, which tells most. */
PGresult *postgres_stmt_prepare(struct postgres *p, const char *name, const struct pg_stmt *s, Oid *type)
{
	static const Oid candidate[] = { OID_TEXT, OID_INT8, OID_BYTEA };
	enum { DEPTH = 16, TRIES = 200 };
	int chosen[DEPTH], depth = 0;
	size_t which[DEPTH];
	bool guard = p->db.tx && lacks_type(type, s->params);
	PGresult *first = attempt(p, name, s, type, guard), *res = first;

	for (int tries = 0; !postgres_ok(res) && tries < TRIES; tries++) {
		int param = depth < DEPTH ? untyped_parameter(res, type, s->params) : -1;

		if (param >= 0) {
			chosen[depth] = param;
			which[depth++] = 0;
		} else {
			while (depth > 0 && which[depth - 1] + 1 == COUNT(candidate))
				type[chosen[--depth]] = OID_NONE;
			if (depth == 0)
				break;
			which[depth - 1]++;
		}
		type[chosen[depth - 1]] = candidate[which[depth - 1]];
		if (res != first)
			PQclear(res);
		res = attempt(p, name, s, type, guard);
	}
	if (res == first)
		return res;
	if (postgres_ok(res)) {
		PQclear(first);
		return res;
	}
	while (depth > 0)
		type[chosen[--depth]] = OID_NONE;
	PQclear(res);
	return first;
}

enum rc postgres_stmt_variant(struct postgres *p, struct stmt *st, const struct val *v, struct variant **ret)
{
	struct pg_stmt *s = st->own;
	struct variant *t = calloc(1, sizeof(*t) + s->params * sizeof t->type[0]);

	if (!t)
		return RC_FAULT;
	for (size_t i = 0; i < s->params; i++) {
		t->type[i] = oid_of(&v[i]);
		if (t->type[i] == OID_NONE && s->variants)
			t->type[i] = s->variants->type[i];
	}
	t->generation = p->generation;
	/* One that runs once goes without a name: the next such takes its place. */
	if (st->kind != STMT_SPARE)
		snprintf(t->name, sizeof t->name, "s%lu", ++p->names);
	PGresult *res = postgres_stmt_prepare(p, t->name, s, t->type);
	enum rc rc = postgres_ok(res) ? RC_OK : postgres_outcome(p, res, s->text);

	PQclear(res);
	if (rc != RC_OK) {
		free(t);
		return rc;
	}
	t->next = s->variants;
	s->variants = t;
	*ret = t;
	return RC_OK;
}

void postgres_stmt_free(struct stmt *st)
{
	struct pg_stmt *s = st->own;

	drop_variants(s);
	free(s->text);
	free(s);
	st->own = NULL;
}
