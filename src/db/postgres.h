/* postgres.h - the engine for PostgreSQL, divided over postgres.c, postgres_stmt.c and postgres_wire.c.
 * Private to them. */
#pragma once
#include "engine.h"
#include <libpq-fe.h>

/* Types by their fixed numbers in pg_type: libpq has no names for them. */
enum {
	OID_NONE = 0,
	OID_BOOL = 16,
	OID_BYTEA = 17,
	OID_INT8 = 20,
	OID_TEXT = 25,
	OID_FLOAT4 = 700,
	OID_FLOAT8 = 701
};

enum { NAME_SIZE = 24, VERSION_MIN = 150000 };

/* With more than this sent and unread, both sides could end up waiting for the other to read. */
enum { SENT_MAX = 32 };

struct postgres {
	struct db db; /* first: a struct db * is one of these */
	PGconn *pg;
	char *url;
	unsigned generation; /* of the connection: what was prepared before it was lost is gone */
	unsigned long names; /* given to prepared statements so far */
	size_t sent;         /* ahead, answers not yet read */
	bool sent_changes;   /* ... by db_later(), not only savepoints */
	const char *sent_text[SENT_MAX];
	int64_t number[DB_VALUES_MAX]; /* the parameters of the call under way, in network order */
	const char *value[DB_VALUES_MAX];
	int length[DB_VALUES_MAX], format[DB_VALUES_MAX];
};

/* PostgreSQL fixes the types of parameters when it prepares, so one text may need several: a value that was
 * NULL the first time has no type until it comes as something else. */
struct variant {
	struct variant *next;
	unsigned generation;
	char name[NAME_SIZE];
	Oid type[];
};

struct pg_stmt {
	char *text; /* with $1 for ?1 */
	size_t params;
	struct variant *variants; /* newest first: it knows the most types */
	PGresult *res;
	int at, rows;
};

/* Ask, or wait for what `sent` says was sent: the last result or the first error; NULL: out of memory. */
PGresult *postgres_wire_ask(struct postgres *p, const char *text);
PGresult *postgres_wire_last(struct postgres *p, int sent);
PGresult *postgres_wire_next(struct postgres *p); /* PQgetResult() that does not wait for the dead */

/* Did it work?  If not, what came of it: logged when it is a fault, in words that quote no value. */
bool postgres_ok(const PGresult *res);
enum rc postgres_outcome(const struct postgres *p, const PGresult *res, const char *text);

/* Give st its own part, with the text translated.  RC_FAULT (logged): its parameters are not ?1, ?2, ... */
enum rc postgres_stmt_make(struct stmt *st) MUST_CHECK;
void postgres_stmt_free(struct stmt *st);
/* The prepared statement for values of these types, prepared now if need be.  Nothing may be sent and unread.
 */
enum rc postgres_stmt_variant(struct postgres *p, struct stmt *st, const struct val *v,
			      struct variant **ret) MUST_CHECK;
struct variant *postgres_stmt_find(struct postgres *p, struct pg_stmt *s, const struct val *v);
/* Prepare it under `name`.  Types that are 0 are found, if there are any with which it makes sense. */
PGresult *postgres_stmt_prepare(struct postgres *p, const char *name, const struct pg_stmt *s, Oid *type);
