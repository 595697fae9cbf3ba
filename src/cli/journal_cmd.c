#include "command.h"
#include "journal.h"
#include "site.h"
#include "verify.h"

#include <stdio.h>

static const char usage[] = "tongxin journal verify [--quick] | tail --db URL [--key FILE]\n"
			    "  verify: are both chains, of changes and of readings, whole, and is every "
			    "record what the journal says?\n"
			    "  Exit status 1: each row and record that is not is named, never a value. "
			    "--quick: the last rows of the\n"
			    "  chains and about a thousand records. tail: the newest rows.\n";

static void put_finding(const struct finding *f)
{
	if (f->chain)
		fprintf(stderr, "tongxin: the %s of %06u is broken at row %lld: %s\n", f->chain, f->county,
			(long long)f->seq, f->why);
	else
		fprintf(stderr, "tongxin: the %s %lld of %06u is not as it was written%s%s: %s\n", f->kind,
			(long long)f->record, f->county, f->field ? ", field " : "", f->field ? f->field : "",
			f->why);
}

int site_verify(struct ctx *c, bool quick)
{
	struct verdict v;
	/* One picture of all of it, while a server goes on writing. */
	enum rc rc = db_read_begin(c->db);

	if (rc == RC_OK)
		rc = quick ? journal_verify_quick(c, &v) : journal_verify(c, &v);
	db_read_end(c->db);
	if (rc != RC_OK)
		return site_outcome(c, rc);
	for (size_t i = 0; i < v.n; i++)
		put_finding(&v.finding[i]);
	if (v.broken > (int64_t)v.n)
		fprintf(stderr, "tongxin: and %lld more\n", (long long)(v.broken - (int64_t)v.n));
	if (v.broken)
		return EXIT_REFUSED;
	printf("%lld rows, %lld chains, %lld readings, %lld records: whole\n", (long long)v.rows,
	       (long long)v.segments, (long long)v.readings, (long long)v.records);
	if (v.erased)
		printf("%lld parts erased, the last by account %lld\n", (long long)v.erased,
		       (long long)v.erased_by);
	return EXIT_DONE;
}

static int tail(struct ctx *c)
{
	struct rows q;
	enum rc rc = DB_QUERY0(c->db, &q,
			       "SELECT j.seq, j.at, j.actor, j.act, j.kind, j.record, j.reason FROM journal j"
			       " ORDER BY j.at DESC, j.seq DESC LIMIT 50");

	while (rc == RC_OK && db_next(&q)) {
		const struct kind *k = model_kind_named(c->model, db_text(&q, 4));
		if (k && k->sealed) /* that there is one is not to be seen here either */
			continue;
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
	bool quick = false;
	const struct option_row rows[] = { { "--db", &db, NULL },
					   { "--key", &key, NULL },
					   { "--quick", NULL, &quick } };
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
		status = strcmp(verb, "tail") == 0 ? tail(&c) : site_verify(&c, quick);
	}
	site_close(&s);
	return status;
}
