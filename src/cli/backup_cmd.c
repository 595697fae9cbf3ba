#include "backup_head.h"
#include "blob_backup.h"
#include "command.h"
#include "increment.h"
#include "journal.h"
#include "record.h"

#include <stdio.h>

static const char usage[] =
	"tongxin backup --db URL --to FILE [--since FILE] [--key FILE] [--blobs DIR]\n"
	"  Everything there is at this moment, rows and files beside the database, sealed into one file that "
	"must "
	"not\n"
	"  be there yet; a server may go on writing. Only the key file opens it, and is not in it: keep that "
	"elsewhere.\n"
	"  --since FILE: only what was written since that backup or increment was made: small, every few "
	"minutes.\n";

/* Who was signed in is not worth keeping, and an old session must not come to life again. */
static const char *const left_out[] = { "session", NULL };

/* Before anything leaves; so the row is in the backup, too. */
static enum rc note(struct ctx *c, void *arg)
{
	(void)arg;
	return journal_note(c, ACT_BACKUP, STR("backup"), 0, STR(""));
}

static int refuse(str why)
{
	fprintf(stderr, "tongxin: %.*s\n", STR_ARG(why));
	return EXIT_REFUSED;
}

/* The picture of the database that this read transaction has. */
static enum rc write_all(struct ctx *c, const struct increment_base *since, struct backup_to *to,
			 str *ret_why)
{
	enum rc rc = since ? increment_write(c, since, to, ret_why)
			   : backup_tables(c->mem, c->db, left_out, to, ret_why);

	if (rc == RC_OK && !since)
		rc = blob_backup(c, NULL, to, ret_why);
	if (rc == RC_INVALID)
		*ret_why = STR("there are files beside this database: say where, with --blobs");
	return rc == RC_OK && !backup_end(to) ? RC_BUSY : rc;
}

static void tell(const struct backup_total *t, int64_t size)
{
	struct arena mem;

	arena_init(&mem, 1 << 16);
	str sum = hex_put(&mem, t->sum, sizeof t->sum);

	printf("tables\t%lld\nrows\t%lld\nfiles\t%lld\nbytes\t%lld\nmissing\t%lld\nsum\t%.*s\nsize\t%lld\n",
	       (long long)t->tables, (long long)t->rows, (long long)t->files, (long long)t->bytes,
	       (long long)t->lost, STR_ARG(sum), (long long)size);
	if (t->lost)
		fprintf(stderr,
			"tongxin: %lld files were missing and are not in the backup; see tongxin blob "
			"check\n",
			(long long)t->lost);
	arena_free(&mem);
}

/* Inside the read transaction: everything in its picture was written before that instant. */
static int write_file(struct site *s, struct ctx *c, const struct increment_base *since, str path)
{
	struct backup_head head = { .county = s->model.county, .made = instant_now() };
	struct backup_to to = { .pack = NULL };
	int64_t size = 0;
	str why = STR("the database cannot be read"), late;

	if (migrate_at(c->db, &head.migration) != RC_OK)
		return refuse(why);
	if (since && increment_fits(c, since, head.migration, &why) != RC_OK)
		return refuse(why);
	if (since) {
		head.since = since->id;
		head.number = since->head.number + 1;
	}
	if (pack_create(c->mem, path, backup_head_make(c->mem, s->model.keys, &head), head.key, &to.pack,
			&why) != RC_OK)
		return refuse(why);
	explicit_bzero(head.key, sizeof head.key);
	enum rc rc = write_all(c, since, &to, &why);

	/* What went wrong with the file itself, pack_close() knows best. */
	if (pack_close(c->mem, to.pack, rc == RC_OK, &size, &late) != RC_OK)
		return refuse(late);
	if (rc != RC_OK)
		return refuse(why);
	tell(&to.total, size);
	return EXIT_DONE;
}

static int make(struct site *s, const char *since, str path)
{
	struct ctx c = site_ctx(s);
	struct increment_base base = { .nends = 0 };
	str why = { NULL, 0 };
	struct blob_hold hold = { .fd = -1 };
	struct buf today = buf_new(&s->mem, 16);

	if (since && increment_base_read(&c, since, &base, &why) != RC_OK)
		return refuse(why);
	/* Increments come every few minutes, and say in their head what they hold. */
	enum rc rc = since ? RC_OK : store_write(&c, PRIO_BULK, note, NULL);

	if (rc == RC_OK && s->model.blobs) {
		hold = blob_hold(s->model.blobs, false);
		rc = hold.fd < 0 ? RC_BUSY : RC_OK;
	}
	if (rc == RC_OK)
		rc = db_read_begin(c.db);
	if (rc != RC_OK) {
		blob_release(&hold);
		return site_outcome(&c, rc);
	}
	int status = write_file(s, &c, since ? &base : NULL, path);

	db_read_end(c.db);
	blob_release(&hold);
	day_put(&today, c.today);
	if (status != EXIT_DONE || since)
		return status;
	return site_meta_put(s, "backup_on", buf_view(&today));
}

int cmd_backup(int argc, char **argv)
{
	const char *db = NULL, *key = NULL, *blobs = NULL, *to = NULL, *since = NULL;
	const struct option_row rows[] = { { "--db", &db, NULL },
					   { "--key", &key, NULL },
					   { "--blobs", &blobs, NULL },
					   { "--since", &since, NULL },
					   { "--to", &to, NULL } };
	struct site s;
	int status = command_read(argc, argv, &(struct command_form){ usage, rows, COUNT(rows), NULL, 0 });

	if (status >= 0)
		return status;
	if (!db || !to || !*to) {
		fprintf(stderr, "usage: %s", usage);
		return EXIT_USAGE;
	}
	status = site_open(&s, db, key, SITE_OPEN);
	if (status == EXIT_DONE && blobs)
		status = site_blobs(&s, blobs);
	if (status == EXIT_DONE)
		status = make(&s, since, str_of(to));
	site_close(&s);
	return status;
}
