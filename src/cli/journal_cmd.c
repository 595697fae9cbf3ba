#include "command.h"
#include "journal.h"
#include "site.h"

#include <stdio.h>

static const char usage[] = "tongxin journal verify|tail --db URL [--key FILE]\n"
			    "  verify: is the chain whole? Exit status 1 names the first row that does not "
			    "fit. tail: the newest rows.\n";

static int verify(struct ctx *c)
{
	struct verdict v;
	enum rc rc = journal_verify(c, &v);

	if (rc != RC_OK)
		return site_outcome(c, rc);
	if (v.broken_at) {
		fprintf(stderr, "tongxin: the journal of %06u is broken at row %lld: %.*s\n", v.county,
			(long long)v.broken_at, STR_ARG(v.why));
		return EXIT_REFUSED;
	}
	printf("%lld rows, %lld chains, %lld parts erased: whole\n", (long long)v.rows, (long long)v.segments,
	       (long long)v.erased);
	return EXIT_DONE;
}

static int tail(struct ctx *c)
{
	struct rows q;
	enum rc rc = DB_QUERY0(c->db, &q,
			       "SELECT j.seq, j.at, j.actor, j.act, j.kind, j.record, j.reason FROM journal j"
			       " ORDER BY j.at DESC, j.seq DESC LIMIT 50");

	while (rc == RC_OK && db_next(&q)) {
		struct buf at = buf_new(c->mem, 40);
		instant_put(&at, db_int(&q, 1));
		printf("%lld\t%.*s\t%lld\t%s\t%.*s\t%lld\t%.*s\n", (long long)db_int(&q, 0),
		       STR_ARG(buf_view(&at)), (long long)db_int(&q, 2), act_name((enum act)db_int(&q, 3)),
		       STR_ARG(db_text(&q, 4)), (long long)db_int(&q, 5), STR_ARG(db_text(&q, 6)));
	}
	if (rc == RC_OK)
		rc = db_done(&q);
	return site_outcome(c, rc);
}

int cmd_journal(int argc, char **argv)
{
	const char *verb = NULL, *db = NULL, *key = NULL;
	const struct option_row rows[] = { { "--db", &db, NULL }, { "--key", &key, NULL } };
	struct site s;
	int status = command_read(argc, argv, &(struct command_form){ usage, rows, COUNT(rows), &verb, 1 });

	if (status >= 0)
		return status;
	if (!verb || !db || (strcmp(verb, "verify") != 0 && strcmp(verb, "tail") != 0)) {
		fprintf(stderr, "usage: %s", usage);
		return EXIT_USAGE;
	}
	status = site_open(&s, db, key, SITE_OPEN);
	if (status == EXIT_DONE) {
		struct ctx c = site_ctx(&s);
		status = strcmp(verb, "tail") == 0 ? tail(&c) : verify(&c);
	}
	site_close(&s);
	return status;
}
