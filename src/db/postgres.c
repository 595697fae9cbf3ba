#include "postgres.h"

#include "logline.h"
#include "outage.h"
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>

static struct postgres *postgres_of(struct db *db) { return (struct postgres *)db; }
static const struct pg_stmt *own_of(const struct stmt *st) { return st->own; }

/* The server is gone or about to be; its disk is full, read-only or broken. */
static void note_outage(const char *state)
{
	static const char *const gone[] = { "08", "57P", "53300" }, *const full[] = { "53100", "25006",
										      "58030" };

	for (size_t i = 0; i < COUNT(gone); i++) {
		if (!state || strncmp(state, gone[i], strlen(gone[i])) == 0)
			outage_lost();
		else if (strcmp(state, full[i]) == 0)
			outage_full();
	}
}

/* What came of it.  Details and messages about values are left out: they quote what somebody wrote. */
enum rc postgres_outcome(const struct postgres *p, const PGresult *res, const char *text)
{
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
	const char *message = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);

	note_outage(state);
	if (!state) {
		/* Outside a transaction the next use connects again. */
		logline(p->db.tx ? LOG_FAULT : LOG_WARN, "db", "%s", PQerrorMessage(p->pg));
		return RC_FAULT;
	}
	if (strncmp(state, "23", 2) == 0)
		return RC_CONFLICT;
	if (strncmp(state, "40", 2) == 0 || strcmp(state, "55P03") == 0 || strcmp(state, "57014") == 0)
		return RC_BUSY;
	if (strncmp(state, "22", 2) == 0 || !message)
		message = "a value does not fit";
	logline(LOG_FAULT, "db", "%s (%s): %s", message, state, text);
	return RC_FAULT;
}

bool postgres_ok(const PGresult *res)
{
	ExecStatusType status = PQresultStatus(res);

	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

static enum rc simple(struct postgres *p, const char *text)
{
	PGresult *res = postgres_wire_ask(p, text);
	enum rc rc = postgres_ok(res) || PQresultStatus(res) == PGRES_EMPTY_QUERY
			     ? RC_OK
			     : postgres_outcome(p, res, text);

	PQclear(res);
	return rc;
}

/* Connections. */

/* Just-in-time compilation costs more than it gains on short statements. */
static const char session[] = "SET client_min_messages = error; SET standard_conforming_strings = on;"
			      "SET timezone = 'UTC'; SET jit = off; SET lock_timeout = 10000;"
			      "SET bytea_output = hex; SET default_transaction_isolation = 'read committed';";
/* Of a writer that vanished without a word the server gives up the write lock by itself. */
static const char session_write[] =
	"SET idle_in_transaction_session_timeout = 60000; SET tcp_keepalives_idle = 15;"
	"SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3";
static const char session_read[] = "SET default_transaction_read_only = on";
_Static_assert(DB_WAIT_MS == 10000, "lock_timeout above");

static enum rc set_up(struct postgres *p)
{
	enum rc rc = simple(p, session);

	return rc == RC_OK ? simple(p, p->db.mode == DB_READ ? session_read : session_write) : rc;
}

/* A connection that was lost, made anew. */
static enum rc reconnect(struct postgres *p)
{
	if (!outage_try())
		return RC_FAULT;
	PQreset(p->pg);
	p->generation++;
	p->sent = 0;
	p->sent_changes = false;
	if (PQstatus(p->pg) != CONNECTION_OK) {
		logline(LOG_FAULT, "db", "%s", PQerrorMessage(p->pg));
		outage_away();
		return RC_FAULT;
	}
	enum rc rc = set_up(p);

	if (rc == RC_OK) {
		logline(LOG_WARN, "db", "connected again");
		outage_over();
	}
	return rc;
}

static void ignore_notice(void *ctx UNUSED, const char *message UNUSED) {}

static void pg_close(struct db *db)
{
	PQfinish(postgres_of(db)->pg);
	free(postgres_of(db)->url);
	free(postgres_of(db));
}

/* What is wrong with a new connection; NULL: nothing. */
static const char *shortcoming(PGconn *pg)
{
	const char *encoding = PQparameterStatus(pg, "server_encoding");

	if (PQstatus(pg) != CONNECTION_OK)
		return PQerrorMessage(pg);
	if (PQserverVersion(pg) < VERSION_MIN)
		return "PostgreSQL 15 or later is needed";
	if (!encoding || strcmp(encoding, "UTF8") != 0)
		return "the database must have the encoding UTF8";
	return NULL;
}

static enum rc pg_open(struct arena *mem, str url, enum db_mode mode, struct db **ret, str *ret_why)
{
	/* What stands before dbname the URL may override, what stands after it not. */
	const char *const key[] = { "connect_timeout", "tcp_user_timeout", "gssencmode", "application_name",
				    "dbname",          "client_encoding",  NULL };
	const char *at = str_z(mem, url);
	const char *const value[] = { "5", "15000", "disable", "tongxin", at, "UTF8", NULL };
	struct postgres *p = calloc(1, sizeof *p);

	if (p)
		p->url = strdup(at);
	if (!p || !p->url) {
		free(p);
		*ret_why = STR("out of memory");
		return RC_FAULT;
	}
	p->db.engine = &postgres_engine;
	p->db.mode = mode == DB_LOOK ? DB_READ : mode;
	p->pg = PQconnectdbParams(key, value, 1);
	const char *wrong = shortcoming(p->pg);

	if (!wrong) {
		PQsetNoticeProcessor(p->pg, ignore_notice, NULL);
		wrong = set_up(p) == RC_OK ? NULL : "the session cannot be set up";
	}
	if (wrong) {
		char line[400];

		if (PQstatus(p->pg) != CONNECTION_OK)
			outage_away();

		snprintf(line, sizeof line, "%s", wrong);
		pg_close(&p->db); /* before the arena is asked: it may jump */
		*ret_why = db_why(mem, "cannot open the PostgreSQL database: %s", line);
		return RC_FAULT;
	}
	*ret = &p->db;
	outage_over();
	return RC_OK;
}

/* Is the connection there?  Outside a transaction a lost one is made anew. */
static enum rc connected(struct postgres *p)
{
	if (PQstatus(p->pg) == CONNECTION_OK)
		return RC_OK;
	if (!p->db.tx)
		return reconnect(p);
	logline(LOG_FAULT, "db", "the connection was lost in a transaction");
	return RC_FAULT;
}

/* The prepared statement for these values. */
static enum rc variant_get(struct postgres *p, struct stmt *st, const struct val *v, size_t n,
			   struct variant **ret)
{
	enum rc rc = st->own ? RC_OK : postgres_stmt_make(st);

	if (rc != RC_OK)
		return rc;
	struct pg_stmt *s = st->own;

	if (n != s->params) {
		logline(LOG_FAULT, "db", "%zu values for %zu parameters: %s", n, s->params, st->text);
		return RC_FAULT;
	}
	struct variant *t = postgres_stmt_find(p, s, v);

	if (t) {
		*ret = t;
		return RC_OK;
	}
	/* Preparing takes a question and an answer, which do not mix with what was sent ahead. */
	rc = p->db.engine->flush(&p->db);
	return rc == RC_OK ? postgres_stmt_variant(p, st, v, ret) : rc;
}

/* Running.  Values go in PostgreSQL's binary form: no copy, no escapes, no number printed and read again. */

static void set_values(struct postgres *p, const struct val *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		p->format[i] = 1;
		if (v[i].t == VAL_INT) {
			p->number[i] = (int64_t)htobe64((uint64_t)v[i].i);
			p->value[i] = (const char *)&p->number[i];
			p->length[i] = sizeof p->number[i];
		} else if (v[i].t == VAL_NULL) {
			p->value[i] = NULL;
			p->length[i] = 0;
		} else {
			p->value[i] = v[i].s.s ? v[i].s.s : "";
			p->length[i] = (int)v[i].s.n;
		}
	}
}

/* Sending ahead: libpq's pipeline mode. */

/* What number i of those that were sent came to. */
static enum rc judge(struct postgres *p, const PGresult *res, size_t i)
{
	if (postgres_ok(res))
		return RC_OK;
	enum rc rc = postgres_outcome(p, res, i < p->sent ? p->sent_text[i] : "");

	if (i + 1 < p->sent) /* not that of who waits */
		p->db.late = rc;
	return rc;
}

/* The answers to what was sent, up to the mark.  The first error counts, the rest follow from it.  Without
 * one the last answer is handed out, if somebody wants it. */
static enum rc read_answers(struct postgres *p, PGresult **ret_last)
{
	enum rc rc = RC_OK;
	PGresult *last = NULL;
	bool mark = false;

	/* A NULL comes after each answer; two of them mean that nothing more will. */
	for (size_t i = 0, silent = 0; !mark && silent < 2;) {
		PGresult *res = postgres_wire_next(p);

		silent = res ? 0 : silent + 1;
		i += !res;
		mark = PQresultStatus(res) == PGRES_PIPELINE_SYNC;
		if (!res || mark) {
			PQclear(res);
			continue;
		}
		if (rc == RC_OK)
			rc = judge(p, res, i);
		PQclear(last);
		last = res;
	}
	if (rc == RC_OK && !mark) {
		logline(LOG_FAULT, "db", "the connection was lost in a transaction");
		rc = RC_FAULT;
	}
	if (rc == RC_OK && ret_last)
		*ret_last = last;
	else
		PQclear(last);
	return rc;
}

/* Wait for all that was sent. */
static enum rc settle(struct postgres *p, PGresult **ret_last)
{
	(void)PQpipelineSync(p->pg); /* when it cannot, there are no answers either */
	enum rc rc = read_answers(p, ret_last);

	p->sent = 0;
	p->sent_changes = false;
	/* Refused when answers are left: then the connection is of no use, and the next statement says so. */
	(void)PQexitPipelineMode(p->pg);
	return rc;
}

static enum rc pg_flush(struct db *db)
{
	struct postgres *p = postgres_of(db);
	enum rc rc = p->sent ? settle(p, NULL) : RC_OK;

	if (rc != RC_OK && !db->failed)
		db->late = rc;
	return rc;
}

/* Room in the pipeline for one more. */
static enum rc enter(struct postgres *p)
{
	enum rc rc = p->sent >= SENT_MAX ? pg_flush(&p->db) : RC_OK;

	if (rc == RC_OK)
		rc = connected(p);
	if (rc != RC_OK || p->sent > 0 || PQenterPipelineMode(p->pg) == 1)
		return rc;
	logline(LOG_FAULT, "db", "%s", PQerrorMessage(p->pg));
	return RC_FAULT;
}

/* What was put into the pipeline, or could not be. */
static enum rc entered(struct postgres *p, int good, const char *text)
{
	if (good != 1) {
		logline(LOG_FAULT, "db", "%s", PQerrorMessage(p->pg));
		if (p->sent == 0)
			(void)PQexitPipelineMode(p->pg);
		return RC_FAULT;
	}
	p->sent_text[p->sent++] = text;
	return RC_OK;
}

static enum rc send_text(struct postgres *p, const char *text)
{
	enum rc rc = enter(p);

	return rc == RC_OK ? entered(p, PQsendQueryParams(p->pg, text, 0, NULL, NULL, NULL, NULL, 0), text)
			   : rc;
}

static enum rc send_prepared(struct postgres *p, const struct stmt *st, const struct variant *t,
			     const struct val *v, size_t n)
{
	enum rc rc = enter(p);

	if (rc != RC_OK)
		return rc;
	set_values(p, v, n);
	return entered(p, PQsendQueryPrepared(p->pg, t->name, (int)n, p->value, p->length, p->format, 0),
		       own_of(st)->text);
}

static enum rc pg_later(struct db *db, struct stmt *st, const struct val *v, size_t n)
{
	struct postgres *p = postgres_of(db);
	struct variant *t;
	enum rc rc = connected(p);

	if (rc == RC_OK)
		rc = variant_get(p, st, v, n, &t);
	if (rc == RC_OK)
		rc = send_prepared(p, st, t, v, n);
	p->sent_changes |= rc == RC_OK;
	return rc;
}

/* Asking. */

/* The result of one statement; what was sent before it comes back on the same journey. */
static enum rc ask(struct postgres *p, struct stmt *st, const struct variant *t, const struct val *v,
		   size_t n)
{
	struct pg_stmt *s = st->own;

	if (p->sent > 0) {
		enum rc rc = send_prepared(p, st, t, v, n);

		return rc == RC_OK ? settle(p, &s->res) : rc;
	}
	set_values(p, v, n);
	PGresult *res = postgres_wire_last(
		p, PQsendQueryPrepared(p->pg, t->name, (int)n, p->value, p->length, p->format, 0));

	if (postgres_ok(res)) {
		s->res = res;
		return RC_OK;
	}
	enum rc rc = postgres_outcome(p, res, s->text);

	PQclear(res);
	return rc;
}

static enum rc run_once(struct postgres *p, struct stmt *st, const struct val *v, size_t n)
{
	struct variant *t;
	enum rc rc = connected(p);

	if (rc == RC_OK)
		rc = variant_get(p, st, v, n, &t);
	if (rc == RC_OK)
		rc = ask(p, st, t, v, n);
	if (rc != RC_OK)
		return rc;
	struct pg_stmt *s = st->own;

	s->at = 0;
	s->rows = PQntuples(s->res);
	st->row = s->rows > 0;
	return RC_OK;
}

static enum rc pg_run(struct db *db, struct stmt *st, const struct val *v, size_t n)
{
	struct postgres *p = postgres_of(db);
	enum rc rc = run_once(p, st, v, n);

	/* A reader that finds its connection gone has changed nothing and may ask again. */
	if (rc != RC_OK && PQstatus(p->pg) == CONNECTION_BAD && !db->tx && db->mode == DB_READ)
		rc = run_once(p, st, v, n);
	return rc;
}

static enum rc pg_step(struct db *db UNUSED, struct stmt *st)
{
	struct pg_stmt *s = st->own;

	st->row = ++s->at < s->rows;
	return RC_OK;
}

static void pg_reset(struct db *db UNUSED, struct stmt *st)
{
	struct pg_stmt *s = st->own;

	if (!s)
		return;
	PQclear(s->res);
	s->res = NULL;
}

static void pg_forget(struct db *db, struct stmt *st, bool tell)
{
	struct postgres *p = postgres_of(db);
	struct pg_stmt *s = st->own;

	if (!s)
		return;
	pg_reset(db, st);
	for (const struct variant *t = s->variants; tell && t; t = t->next) {
		char text[NAME_SIZE + 16];

		if (t->generation != p->generation || PQstatus(p->pg) != CONNECTION_OK || !t->name[0])
			continue;
		snprintf(text, sizeof text, "DEALLOCATE %s", t->name);
		(void)simple(p, text);
	}
	postgres_stmt_free(st);
}

static int64_t pg_changes(struct db *db UNUSED, struct stmt *st)
{
	return strtoll(PQcmdTuples(own_of(st)->res), NULL, 10);
}

/* Reading.  Results come as text, so that every type there is can be shown; only blobs need decoding. */

static Oid type_of(const struct pg_stmt *s, int col) { return PQftype(s->res, col); }
static const char *value_of(const struct pg_stmt *s, int col) { return PQgetvalue(s->res, s->at, col); }
static bool pg_null(struct stmt *st, int col) { return PQgetisnull(own_of(st)->res, own_of(st)->at, col); }

static int64_t pg_integer(struct stmt *st, int col)
{
	const struct pg_stmt *s = own_of(st);
	const char *z = pg_null(st, col) ? "0" : value_of(s, col);

	switch (type_of(s, col)) {
	case OID_BOOL: return z[0] == 't';
	case OID_FLOAT4:
	case OID_FLOAT8: return (int64_t)strtod(z, NULL);
	default: return strtoll(z, NULL, 10);
	}
}

static unsigned nibble(char c) { return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10); }

/* "\x0a0b" as its bytes, in memory that goes with the result. */
static str decode(PGresult *res, const char *hex, size_t n)
{
	size_t bytes = n >= 2 ? (n - 2) / 2 : 0;
	char *to = PQresultAlloc(res, bytes + 1);

	if (!to) {
		logline(LOG_FAULT, "db", "out of memory");
		return (str){ NULL, 0 };
	}
	for (size_t i = 0; i < bytes; i++)
		to[i] = (char)(nibble(hex[2 + 2 * i]) << 4 | nibble(hex[3 + 2 * i]));
	return (str){ to, bytes };
}

static str pg_bytes(struct stmt *st, int col)
{
	struct pg_stmt *s = st->own;
	str raw = { value_of(s, col), (size_t)PQgetlength(s->res, s->at, col) };

	if (type_of(s, col) == OID_BYTEA)
		return decode(s->res, raw.s, raw.n);
	if (type_of(s, col) == OID_BOOL) /* as SQLite has it */
		return raw.s[0] == 't' ? STR("1") : STR("0");
	return raw;
}

static enum rc pg_script(struct db *db, const char *text)
{
	struct postgres *p = postgres_of(db);
	enum rc rc = connected(p);

	return rc == RC_OK ? simple(p, text) : rc;
}

/* Transactions. */

/* The key of the one write lock of a database: "tongxin" in ASCII. */
/* clang-format off */
static const char *const control_text[CONTROL__N] = {
	[CONTROL_READ]     = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
	[CONTROL_WRITE]    = "BEGIN; SELECT pg_advisory_xact_lock(32773617271466350)",
	[CONTROL_COMMIT]   = "COMMIT",
	[CONTROL_ROLLBACK] = "ROLLBACK",
	[CONTROL_SAVE]     = "SAVEPOINT s",
	[CONTROL_RELEASE]  = "RELEASE s",
	[CONTROL_BACK]     = "ROLLBACK TO s; RELEASE s",
};
/* clang-format on */

static enum rc begin(struct postgres *p, enum control what)
{
	enum rc rc = connected(p);

	if (rc == RC_OK)
		rc = simple(p, control_text[what]);
	/* Lost while idle: nothing was under way that could be lost with it. */
	if (rc != RC_OK && PQstatus(p->pg) == CONNECTION_BAD) {
		rc = reconnect(p);
		if (rc == RC_OK)
			rc = simple(p, control_text[what]);
	}
	/* The lock was not to be had. */
	if (rc != RC_OK && PQtransactionStatus(p->pg) == PQTRANS_INERROR)
		(void)simple(p, "ROLLBACK");
	return rc;
}

static enum rc commit(struct postgres *p)
{
	PGresult *res = postgres_wire_ask(p, "COMMIT");
	enum rc rc = postgres_ok(res) ? RC_OK : postgres_outcome(p, res, "COMMIT");

	/* A transaction in error is rolled back by COMMIT, which calls that a success. */
	if (rc == RC_OK && strcmp(PQcmdStatus(res), "COMMIT") != 0) {
		logline(LOG_FAULT, "db", "COMMIT came to %s", PQcmdStatus(res));
		rc = RC_FAULT;
	}
	PQclear(res);
	if (rc == RC_OK)
		outage_over();
	return rc;
}

static enum rc pg_control(struct db *db, enum control what)
{
	struct postgres *p = postgres_of(db);

	if (what == CONTROL_READ || what == CONTROL_WRITE)
		return begin(p, what);
	/* A lost connection has rolled back already, as has a refused COMMIT. */
	if (what == CONTROL_ROLLBACK &&
	    (PQstatus(p->pg) != CONNECTION_OK || PQtransactionStatus(p->pg) == PQTRANS_IDLE))
		return RC_OK;
	enum rc rc = connected(p);

	if (rc != RC_OK)
		return rc;
	if (what == CONTROL_COMMIT)
		return commit(p);
	/* The savepoint must not be lost to the failure of something sent before it; a RELEASE cannot fail.
	 */
	if (what == CONTROL_SAVE && p->sent_changes)
		rc = pg_flush(db);
	if (rc != RC_OK || what == CONTROL_BACK || what == CONTROL_ROLLBACK)
		return rc == RC_OK ? simple(p, control_text[what]) : rc;
	return send_text(p, control_text[what]);
}

/* For tests. */

static enum rc pg_accepts(struct db *db, struct arena *mem, const char *text, str *ret_why)
{
	struct postgres *p = postgres_of(db);
	Oid type[DB_VALUES_MAX] = { OID_NONE };
	struct stmt st = { .text = text };

	if (connected(p) != RC_OK || postgres_stmt_make(&st) != RC_OK) {
		*ret_why = STR("no connection, or bare '?'");
		return RC_INVALID;
	}
	struct pg_stmt *s = st.own;
	PGresult *res = postgres_stmt_prepare(p, "", s, type);
	bool good = postgres_ok(res);
	char line[400];

	snprintf(line, sizeof line, "%s", good ? "" : PQresultErrorMessage(res));
	PQclear(res);
	pg_forget(db, &st, false);
	if (good)
		return RC_OK;
	*ret_why = db_why(mem, "%s", line);
	return RC_INVALID;
}

const struct engine postgres_engine = {
	.name = DB_POSTGRES,
	.open = pg_open,
	.close = pg_close,
	.run = pg_run,
	.step = pg_step,
	.reset = pg_reset,
	.forget = pg_forget,
	.changes = pg_changes,
	.null = pg_null,
	.integer = pg_integer,
	.bytes = pg_bytes,
	.script = pg_script,
	.control = pg_control,
	.later = pg_later,
	.flush = pg_flush,
	.accepts = pg_accepts,
	.bulk = { "SET synchronous_commit = on", "SET synchronous_commit = off" },
};
