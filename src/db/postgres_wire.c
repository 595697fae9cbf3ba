/* What is sent to the server and heard from it.  libpq waits for an answer as long as nobody closes the
 * connection: a server that stands still, or a line that swallows everything, would hold us for ever.  So the
 * waiting is ours: after some silence the server is asked by another way whether it is there.  A long
 * statement is waited for, a dead one not.
 */
#include "logline.h"
#include "outage.h"
#include "postgres.h"

#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>

enum { SILENCE_MS = 5000, ANSWER_MS = 2000 };

/* What a second connection says of the first: does the server work on what was asked?  A question that was
 * swallowed on its way is one it has never heard of, though it may be there again. */
static bool is_at_work(const struct postgres *p)
{
	const char *const key[] = { "connect_timeout", "gssencmode", "dbname", NULL };
	const char *const value[] = { "2", "disable", p->url, NULL };
	PGconn *other = PQconnectdbParams(key, value, 1);
	struct pollfd line = { .fd = PQsocket(other), .events = POLLIN };
	char text[100];
	bool at_work = false;

	snprintf(text, sizeof text, "SELECT 1 FROM pg_stat_activity WHERE pid = %d AND state = 'active'",
		 PQbackendPID(p->pg));
	if (PQstatus(other) != CONNECTION_OK)
		outage_away();
	else if (PQsendQuery(other, text) == 1) {
		while (PQisBusy(other) && poll(&line, 1, ANSWER_MS) == 1 && PQconsumeInput(other))
			;
		PGresult *res = PQisBusy(other) ? NULL : PQgetResult(other);
		at_work = PQntuples(res) == 1;
		PQclear(res);
	}
	PQfinish(other);
	return at_work;
}

/* Until an answer can be read without waiting, or the connection is lost. */
static void hear(struct postgres *p)
{
	while (PQisBusy(p->pg)) {
		struct pollfd line = { .fd = PQsocket(p->pg), .events = POLLIN };

		if (line.fd < 0)
			return;
		if (poll(&line, 1, SILENCE_MS) == 0) {
			if (is_at_work(p) || poll(&line, 1, 0) == 1)
				continue;
			logline(LOG_FAULT, "db", "no answer, and the server does not work on one");
			outage_lost();
			(void)shutdown(line.fd, SHUT_RDWR);
		}
		if (!PQconsumeInput(p->pg))
			return;
	}
}

PGresult *postgres_wire_next(struct postgres *p)
{
	hear(p);
	return PQgetResult(p->pg);
}

/* The last result, or the first error, as PQexec() has it. */
PGresult *postgres_wire_last(struct postgres *p, int sent)
{
	PGresult *last = NULL;

	if (sent != 1)
		return PQmakeEmptyPGresult(p->pg, PGRES_FATAL_ERROR);
	for (PGresult *res; (res = postgres_wire_next(p));) {
		bool wrong = last && PQresultStatus(last) == PGRES_FATAL_ERROR;

		PQclear(wrong ? res : last);
		last = wrong ? last : res;
	}
	return last;
}

PGresult *postgres_wire_ask(struct postgres *p, const char *text)
{
	return postgres_wire_last(p, PQsendQuery(p->pg, text));
}
