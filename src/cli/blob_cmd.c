#include "blob.h"
#include "command.h"
#include "site.h"

#include <stdio.h>

static const char usage[] =
	"tongxin blob check|sweep --db URL [--key FILE] [--blobs DIR]\n"
	"  check: are all files there that the database knows, at their length? sweep: and take away those "
	"that\n"
	"  nobody needs, but none younger than a day. The exit status is 1 when one is missing or of another "
	"length.\n";

static int run(struct site *s, bool look)
{
	struct ctx c = site_ctx(s);
	struct blob_report r;

	if (!s->model.blobs) {
		fprintf(stderr, "tongxin: there is no place for files; say where it is, with --blobs\n");
		return EXIT_REFUSED;
	}
	enum rc rc = blob_sweep(&c, look, &r);
	if (rc != RC_OK)
		return site_outcome(&c, rc);
	printf("files\t%lld\n%s\t%lld\nyoung\t%lld\nmissing\t%lld\nlength\t%lld\n", (long long)r.files,
	       look ? "orphans" : "removed", (long long)r.removed, (long long)r.young, (long long)r.lost,
	       (long long)r.cut);
	return r.lost || r.cut ? EXIT_REFUSED : EXIT_DONE;
}

int cmd_blob(int argc, char **argv)
{
	const char *verb = NULL, *db = NULL, *key = NULL, *blobs = NULL;
	const struct option_row rows[] = { { "--db", &db, NULL },
					   { "--key", &key, NULL },
					   { "--blobs", &blobs, NULL } };
	struct site s;
	int status = command_read(argc, argv, &(struct command_form){ usage, rows, COUNT(rows), &verb, 1 });

	if (status >= 0)
		return status;
	bool look = verb && !strcmp(verb, "check");
	if (!db || !verb || (!look && strcmp(verb, "sweep") != 0)) {
		fprintf(stderr, "usage: %s", usage);
		return EXIT_USAGE;
	}
	status = site_open(&s, db, key, SITE_OPEN);
	if (status == EXIT_DONE && blobs)
		status = site_blobs(&s, blobs);
	if (status == EXIT_DONE)
		status = run(&s, look);
	site_close(&s);
	return status;
}
