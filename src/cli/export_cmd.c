#include "command.h"
#include "csvio.h"
#include "journal.h"
#include "readlog.h"
#include "site.h"

#include <stdio.h>
#include <sys/stat.h>

static const char usage[] = "tongxin export --db URL KIND --to FILE.{csv,json} [--key FILE]\n"
			    "  KIND is the plural, as in the API. Numbers and addresses leave masked; a row "
			    "in the journal says that this\n"
			    "  list left, and the read log who was on it.\n";

enum { PAGE = 200 };

struct out {
	FILE *f;
	bool json;
	const struct actor *program; /* who exports; what leaves is what an official sees */
};

static void put_heading(struct buf *b, const struct kind *k)
{
	bool first = true;

	for (size_t i = 0; i < k->nfields; i++)
		if (field_stored(&k->fields[i]) && k->fields[i].type != T_SECRET) {
			csv_put(b, str_of(k->fields[i].name), first);
			first = false;
		}
	csv_end(b);
}

static void put_row(struct buf *b, struct ctx *c, const struct record *r)
{
	bool first = true;

	for (size_t i = 0; i < r->kind->nfields; i++) {
		const struct field *f = &r->kind->fields[i];
		if (!field_stored(f) || f->type == T_SECRET)
			continue;
		csv_put(b, record_text(c, r, i), first);
		first = false;
	}
	csv_end(b);
}

/* One page, in the file only when its reading is on record; *ret: the last id. */
static enum rc write_page(struct ctx *c, struct list *l, struct records *ret, const struct kind *k,
			  struct out *o)
{
	struct seen seen = { .mem = c->mem };
	struct buf b = buf_new(c->mem, 32 << 20);

	c->seen = &seen;
	enum rc rc = record_list(c, k, l, ret);
	for (size_t i = 0; rc == RC_OK && i < ret->n; i++) {
		struct json j = json_to(&b);
		l->after = ret->r[i].id;
		if (!o->json) {
			put_row(&b, c, &ret->r[i]);
			continue;
		}
		record_json(&j, c, &ret->r[i]);
		buf_ch(&b, '\n');
	}
	struct reading what = reading_of(c, STR("export"));
	if (rc == RC_OK && what.n) {
		what.actor = o->program->account;
		rc = readlog_write(c, &what);
	}
	if (rc == RC_OK && fwrite(b.s, 1, b.n, o->f) != b.n)
		rc = RC_FAULT;
	return rc;
}

/* Page by page, each in an arena of its own, so that a large county needs no large memory. */
static enum rc write_all(struct ctx *c, const struct kind *k, struct out *o)
{
	struct list l = { .limit = PAGE };
	struct records found = { .more = true };
	enum rc rc = RC_OK;

	while (found.more && rc == RC_OK) {
		struct arena mem;
		struct ctx page = *c;
		arena_init(&mem, 64 << 20);
		page.mem = &mem;
		rc = write_page(&page, &l, &found, k, o);
		arena_free(&mem);
	}
	return rc;
}

/* That a list left, in the journal; who is on it, in the read log. */
static enum rc note(struct ctx *c, void *arg)
{
	const struct kind *const *k = arg;

	return journal_note(c, ACT_EXPORT, str_of((*k)->name), 0, STR("export"));
}

/* What leaves is what an official sees: masked, for the file will be passed on. */
static int run(struct ctx *c, const struct kind *k, const char *to)
{
	struct actor officer = { .role = ROLE_OFFICER, .reach = REACH_COUNTY, .county = c->model->county };
	struct ctx as = *c;
	bool json = str_ends(str_of(to), STR(".json"));
	FILE *f = fopen(to, "wbe");

	if (!f) {
		fprintf(stderr, "tongxin: cannot write %s\n", to);
		return EXIT_REFUSED;
	}
	as.who = &officer;
	struct out out = { f, json, c->who };
	enum rc rc = store_write(c, PRIO_BULK, note, &k);
	if (rc == RC_OK && !json) {
		struct buf b = buf_new(c->mem, 1 << 16);
		buf_lit(&b, "\xef\xbb\xbf");
		put_heading(&b, k);
		if (fwrite(b.s, 1, b.n, f) != b.n)
			rc = RC_FAULT;
	}
	if (rc == RC_OK)
		rc = write_all(&as, k, &out);
	if (fclose(f) != 0 && rc == RC_OK)
		rc = RC_FAULT;
	return site_outcome(c, rc);
}

int cmd_export(int argc, char **argv)
{
	const char *db = NULL, *to = NULL, *key = NULL, *word = NULL;
	const struct option_row rows[] = { { "--db", &db, NULL },
					   { "--to", &to, NULL },
					   { "--key", &key, NULL } };
	struct site s;
	int status = command_read(argc, argv, &(struct command_form){ usage, rows, COUNT(rows), &word, 1 });

	if (status >= 0)
		return status;
	if (!db || !to || !word ||
	    (!str_ends(str_of(to), STR(".csv")) && !str_ends(str_of(to), STR(".json")))) {
		fprintf(stderr, "usage: %s", usage);
		return EXIT_USAGE;
	}
	(void)umask(077); /* what is written holds personal data */
	status = site_open(&s, db, key, SITE_OPEN);
	if (status == EXIT_DONE) {
		struct ctx c = site_ctx(&s);
		const struct kind *k = model_kind(&s.model, str_of(word));
		if (k && profile_rows[k->profile].export & ROLE_OFFICER) {
			status = run(&c, k, to);
		} else {
			fprintf(stderr, "tongxin: there is no list called %s\n", word);
			status = EXIT_USAGE;
		}
	}
	site_close(&s);
	return status;
}
