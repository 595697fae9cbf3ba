#include "command.h"
#include "rotate.h"
#include "site.h"

#include <stdio.h>
#include <time.h>

static const char usage[] = "tongxin key list|rotate|rewrap --db URL [--key FILE]\n"
			    "  list: which keys there are. rotate [--county CODE] [--class 3|4|5] "
			    "[--drop-old]: seals everything anew "
			    "under\n"
			    "  new keys; may be stopped at any time and goes on when it is run again. rewrap "
			    "--new FILE: changes the "
			    "key file.\n";

struct order {
	const char *verb, *db, *key, *county, *class, *to;
	bool drop;
	unsigned county_code; /* 0: every one */
	int class_number;     /* 0: every one */
};

/* --- list --- */

static str moment(struct ctx *c, int64_t at)
{
	struct buf b = buf_new(c->mem, 40);

	if (at)
		instant_put(&b, at);
	else
		buf_ch(&b, '-');
	return buf_view(&b);
}

static int list_keys(struct ctx *c)
{
	struct key_row *row;
	size_t n;
	enum rc rc = rotate_keys(c, &row, &n);

	for (size_t i = 0; rc == RC_OK && i < n; i++)
		printf("%06u\tC%d\t%u\t%s\t%.*s\t%.*s\n", row[i].name.of.county, row[i].name.of.class,
		       row[i].name.number,
		       row[i].dropped   ? "dropped"
		       : row[i].retired ? "retired"
					: "in use",
		       STR_ARG(moment(c, row[i].created)), STR_ARG(moment(c, row[i].retired)));
	return site_outcome(c, rc);
}

/* --- rotate --- */

static int64_t clock_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* As long as the batch took: a server beside us wants to write, too. */
static void give_way(int64_t since)
{
	int64_t us = clock_us() - since;
	struct timespec t = { us / 1000000, us % 1000000 * 1000 };

	(void)nanosleep(&t, NULL);
}

static enum rc rotate_one(struct ctx *c, struct key_of of)
{
	struct rotation r;
	int64_t told = 0;
	enum rc rc = rotate_begin(c, of, &r);

	while (rc == RC_OK && !r.done) {
		int64_t since = clock_us();
		c->now = instant_now();
		rc = rotate_step(c, &r);
		if (rc == RC_OK && !r.done && r.sealed - told >= 20000) {
			told = r.sealed;
			fprintf(stderr, "tongxin: %06u C%d: %lld values, in %.*s\n", of.county, of.class,
				(long long)r.sealed, STR_ARG(r.stage));
		}
		give_way(since);
	}
	if (rc != RC_OK)
		return rc;
	fprintf(stderr, "tongxin: %06u C%d: key %u, %lld values sealed anew\n", of.county, of.class, r.to,
		(long long)r.sealed);
	if (r.unread)
		fprintf(stderr, "tongxin: %06u C%d: %lld values did not open and were left\n", of.county,
			of.class, (long long)r.unread);
	return RC_OK;
}

static bool wanted(const struct order *o, struct key_of of)
{
	return (!o->county_code || of.county == o->county_code) &&
	       (!o->class_number || of.class == o->class_number);
}

static enum rc drop_old(struct ctx *c, const struct order *o)
{
	struct key_row *row;
	size_t n;
	enum rc rc = rotate_keys(c, &row, &n);

	for (size_t i = 0; rc == RC_OK && i < n; i++) {
		const struct key_name *k = &row[i].name;
		if (!wanted(o, k->of) || !row[i].retired || row[i].dropped)
			continue;
		rc = rotate_drop(c, k);
		fprintf(stderr, "tongxin: %06u C%d: key %u %s\n", k->of.county, k->of.class, k->number,
			rc == RC_OK ? "dropped" : "is kept: something still stands under it");
		if (rc == RC_CONFLICT)
			rc = RC_OK;
	}
	return rc;
}

static int rotate(struct ctx *c, const struct order *o)
{
	struct key_of *all;
	size_t n, done = 0;
	enum rc rc = rotate_all(c, &all, &n);

	for (size_t i = 0; rc == RC_OK && i < n; i++)
		if (wanted(o, all[i])) {
			rc = rotate_one(c, all[i]);
			done++;
		}
	if (rc == RC_OK && o->drop)
		rc = drop_old(c, o);
	if (rc == RC_OK && !done) {
		fprintf(stderr, "tongxin: there is no such key\n");
		return EXIT_REFUSED;
	}
	return site_outcome(c, rc);
}

/* --- rewrap --- */

/* A file that an attempt left behind which was cut off before the database followed is taken. */
static int new_file(struct ctx *c, str path, const struct keys **ret)
{
	str why = { NULL, 0 };
	enum rc rc = keys_make_next(c->mem, path, c->model->keys);

	if (rc != RC_OK && rc != RC_CONFLICT) {
		fprintf(stderr, "tongxin: the key file cannot be written: %.*s\n", STR_ARG(path));
		return EXIT_REFUSED;
	}
	if (keys_load(c->mem, path, ret, &why) != RC_OK) {
		fprintf(stderr, "tongxin: %.*s: %.*s\n", STR_ARG(path), STR_ARG(why));
		return EXIT_REFUSED;
	}
	if (keys_related(c->model->keys, *ret))
		return EXIT_DONE;
	fprintf(stderr, "tongxin: there is another installation's key in %.*s\n", STR_ARG(path));
	return EXIT_REFUSED;
}

static int rewrap(struct ctx *c, const struct order *o)
{
	const struct keys *to;
	int status = new_file(c, str_of(o->to), &to);

	if (status != EXIT_DONE)
		return status;
	enum rc rc = rotate_file(c, to);
	if (rc == RC_OK)
		fprintf(stderr,
			"tongxin: from now on the key file is %s; start the server again with it.\n"
			"tongxin: the old one opens only older backups.\n",
			o->to);
	return site_outcome(c, rc);
}

/* --- the command --- */

static bool read_order(struct order *o)
{
	int64_t n = 0;

	if (o->county && (!str_digits(str_of(o->county)) || strlen(o->county) != 6 ||
			  !str_int(str_of(o->county), &n) || n <= 0))
		return false;
	o->county_code = (unsigned)n;
	n = 0;
	if (o->class && (!str_int(str_of(o->class), &n) || n < C3_PERSONAL || n > C5_SEALED))
		return false;
	o->class_number = (int)n;
	if (!o->verb || !o->db)
		return false;
	if (strcmp(o->verb, "rewrap") == 0)
		return o->to != NULL;
	return strcmp(o->verb, "list") == 0 || strcmp(o->verb, "rotate") == 0;
}

int cmd_key(int argc, char **argv)
{
	struct order o = { 0 };
	const struct option_row rows[] = {
		{ "--db", &o.db, NULL },       { "--key", &o.key, NULL }, { "--county", &o.county, NULL },
		{ "--class", &o.class, NULL }, { "--new", &o.to, NULL },  { "--drop-old", NULL, &o.drop },
	};
	struct site s;
	int status = command_read(argc, argv, &(struct command_form){ usage, rows, COUNT(rows), &o.verb, 1 });

	if (status >= 0)
		return status;
	if (!read_order(&o)) {
		fprintf(stderr, "usage: %s", usage);
		return EXIT_USAGE;
	}
	status = site_open(&s, o.db, o.key, SITE_OPEN);
	if (status == EXIT_DONE) {
		struct ctx c = site_ctx(&s);
		status = o.verb[0] == 'l' ? list_keys(&c) : o.to ? rewrap(&c, &o) : rotate(&c, &o);
	}
	site_close(&s);
	return status;
}
