#include "command.h"
#include "demo.h"
#include "site.h"

#include <stdio.h>

static const char usage[] =
	"tongxin demo --db URL [--size school|county|city|nation] [--seed N] [--as-of DATE] [--key FILE]\n"
	"             [--blobs DIR]\n"
	"  Makes a database of synthetic children; the same seed and day make the same one. DATE: the day on "
	"which\n"
	"  its figures are true, today unless said. Logins: every role's name (officer, head, "
	"teacher, guardian ...); password tongxin-demo.\n";

static int make(struct site *s, const struct demo_options *o)
{
	struct ctx c = site_ctx(s);
	str why = { NULL, 0 };

	c.via = VIA_DEMO;
	c.today = o->as_of;
	enum rc rc = demo_make(&c, o, &why);
	if (why.n)
		fprintf(stderr, "tongxin: %.*s\n", STR_ARG(why));
	return why.n && rc == RC_INVALID ? EXIT_REFUSED : site_outcome(&c, rc);
}

static bool size_known(const char *size)
{
	static const char *const sizes[] = { "school", "county", "city", "nation" };

	for (size_t i = 0; i < COUNT(sizes); i++)
		if (strcmp(size, sizes[i]) == 0)
			return true;
	return false;
}

int cmd_demo(int argc, char **argv)
{
	const char *db = NULL, *size = "county", *seed = NULL, *as_of = NULL, *key = NULL, *children = NULL,
		   *blobs = NULL;
	struct demo_options o = { .seed = 1, .as_of = instant_day(instant_now()) };
	const struct option_row rows[] = { { "--db", &db, NULL },
					   { "--size", &size, NULL },
					   { "--seed", &seed, NULL },
					   { "--as-of", &as_of, NULL },
					   { "--key", &key, NULL },
					   { "--blobs", &blobs, NULL },
					   { "--within", &o.within, NULL }, /* for tests: demo.h */
					   { "--children", &children, NULL } };
	struct site s;
	int64_t n = 1;
	int status = command_read(argc, argv, &(struct command_form){ usage, rows, COUNT(rows), NULL, 0 });

	if (status >= 0)
		return status;
	if (!db || (seed && !str_int(str_of(seed), &n)) || (as_of && !day_parse(str_of(as_of), &o.as_of)) ||
	    (children && !str_int(str_of(children), &o.children))) {
		fprintf(stderr, "usage: %s", usage);
		return EXIT_USAGE;
	}
	if (!size_known(size)) {
		fprintf(stderr, "tongxin: --size takes school, county, city or nation\nusage: %s", usage);
		return EXIT_USAGE;
	}
	o.size = size;
	o.seed = (uint64_t)n;
	status = site_open(&s, db, key, SITE_NEW);
	if (status == EXIT_DONE)
		status = site_blobs(&s, blobs);
	if (status == EXIT_DONE)
		status = site_meta_put(&s, "county", STR("440804"));
	if (status == EXIT_DONE)
		status = site_meta_put(&s, "demo", STR("1"));
	if (status == EXIT_DONE)
		status = make(&s, &o);
	site_close(&s);
	return status;
}
