/* place.h - for tests on both engines: the memory of the whole test program, and databases of its own, each a
 * file or one on the server.  PostgreSQL: set TX_PG_URL (script/pg start DIR prints one). */
#pragma once
#include "db_text.h"
#include "tap.h"

#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

static struct arena mem;

__attribute__((format(printf, 1, 2))) static inline str printed(const char *format, ...)
{
	char line[600];
	va_list ap;

	va_start(ap, format);
	vsnprintf(line, sizeof line, format, ap);
	va_end(ap);
	return str_dup(&mem, str_of(line));
}

static inline struct db *opened(str url, enum db_mode mode)
{
	struct db *db = NULL;
	str why = { NULL, 0 };

	if (db_open(&mem, url, mode, &db, &why) != RC_OK)
		tap_note(why.s, why.n);
	return db;
}

static inline const char *server(void) /* empty: there is none */
{
	const char *url = getenv("TX_PG_URL");

	return url ? url : "";
}

/* The address of a new one: dir/NAME.db, or tx_NAME_<process> on the server. */
static inline str fresh(enum db_engine engine, const char *dir, const char *name)
{
	const char *pg = server();

	if (engine == DB_SQLITE)
		return printed("sqlite:%s/%s.db", dir, name);
	struct db *db = opened(str_of(pg), DB_WRITE);

	OK(db_script(db, printed("CREATE DATABASE tx_%s_%d TEMPLATE template0", name, (int)getpid())) ==
	   RC_OK);
	db_close(db);
	return printed("%s%cdbname=tx_%s_%d", pg, strchr(pg, '?') ? '&' : '?', name, (int)getpid());
}

/* Of one on the server: a file stays for who made its folder. */
static inline void drop(enum db_engine engine, str url)
{
	if (engine == DB_SQLITE)
		return;
	struct db *db = opened(str_of(server()), DB_WRITE);
	const char *name = strstr(str_z(&mem, url), "dbname=") + 7;

	OK(db_script(db, printed("DROP DATABASE %s WITH (FORCE)", name)) == RC_OK);
	db_close(db);
}
