#include "batch.h"
#include "command.h"
#include "import.h"
#include "site.h"
#include "workshop.h"

#include <stdio.h>
#include <sys/stat.h>

static const char usage[] =
	"tongxin import --db URL KIND FILE [--school CODE] [--form-day DATE] [--dry-run] [--errors OUT] "
	"[--key FILE]\n"
	"                 [--no-sandbox]\n"
	"  KIND: children, schools, classes, staff, parents, absences, enrolments, declarations; FILE: .xlsx "
	"or .csv.\n"
	"  Rows that are refused leave the others in; then the exit status is 1, and --errors (.xlsx or "
	".csv) holds\n"
	"  them with a column that says why.  What was imported is a batch: tongxin undo takes it back.\n";

enum { FILE_MAX = BOOK_BYTES + 1, BOOK_MEMORY = 1 << 30 };

static bool read_file(struct arena *mem, const char *path, str *ret)
{
	FILE *f = fopen(path, "rbe");
	struct buf b = buf_new(mem, FILE_MAX + 65536);
	char part[65536];
	size_t n;

	if (!f)
		return false;
	while (b.n < FILE_MAX && (n = fread(part, 1, sizeof part, f)) > 0)
		buf_put(&b, part, n);
	bool ok = !ferror(f);
	(void)fclose(f);
	*ret = buf_view(&b);
	return ok;
}

static bool write_file(const char *path, str text)
{
	FILE *f = fopen(path, "wbe");

	if (!f)
		return false;
	bool ok = fwrite(text.s, 1, text.n, f) == text.n;
	return fclose(f) == 0 && ok;
}

/* --- what it says --- */

static void say(struct ctx *c, const struct import_report *r, const struct import_problems *list,
		const char *before)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct import_problem *x = &list->list[i];
		struct buf b = buf_new(c->mem, 8192);
		str sheet =
			x->sheet < r->nsheet && r->nsheet > 1 ? r->sheet[x->sheet].name : (str){ NULL, 0 };
		if (x->what.row) {
			buf_lit(&b, "row ");
			buf_int(&b, (int64_t)x->what.row);
		}
		if (x->what.row && x->what.field.n) {
			buf_lit(&b, ", ");
			buf_str(&b, x->what.field);
		}
		buf_str(&b, x->what.row ? STR(": ") : STR("tongxin: "));
		problem_put(&b, c->lang, &x->what);
		fprintf(stderr, "%s%.*s%s%.*s\n", before, STR_ARG(sheet), sheet.n ? ": " : "",
			STR_ARG(buf_view(&b)));
	}
	if (list->dropped)
		fprintf(stderr, "%sand %zu more\n", before, list->dropped);
}

static int write_errors(struct ctx *c, const struct book *book, const struct import_report *r,
			const char *path)
{
	str bytes;
	enum rc rc = str_ends(str_of(path), STR(".csv")) ? import_refused_csv(c, book, r, c->lang, &bytes)
							 : import_refused(c, book, r, c->lang, &bytes);

	if (rc == RC_OK && write_file(path, bytes))
		return EXIT_REFUSED;
	fprintf(stderr, "tongxin: cannot write %s\n", path);
	return EXIT_FAULT;
}

static int finish(struct ctx *c, const struct book *book, const struct import_report *r, const char *errors)
{
	struct buf line = buf_new(c->mem, 200);

	say(c, r, &r->warnings, "note: ");
	say(c, r, &r->problems, "");
	import_summary(&line, r);
	printf("%.*s\n", STR_ARG(buf_view(&line)));
	if (!r->refused)
		return EXIT_DONE;
	return errors ? write_errors(c, book, r, errors) : EXIT_REFUSED;
}

/* --- the batch: whose number the journal carries, and that can be taken back --- */

struct order {
	const struct kind *kind;
	const char *path;
	struct import_options options;
	int64_t batch;
	enum batch_phase phase;
	const struct import_report *report;
};

static str file_name(const char *path)
{
	const char *last = strrchr(path, '/');

	return str_cut(str_of(last ? last + 1 : path), 0, 100);
}

static enum rc begin_batch(struct ctx *c, void *arg)
{
	struct order *o = arg;
	struct input in = input_new(&batch_kind);
	struct record made;

	input_set(&in, BATCH_WHAT, STR(CODE_BATCH_WHAT_IMPORT));
	input_set(&in, BATCH_STATE, STR(CODE_BATCH_STATE_RUNNING));
	input_set(&in, BATCH_FILE, file_name(o->path));
	input_set(&in, BATCH_LIST, str_of(o->kind->plural));
	if (o->options.school)
		input_int(&in, c->mem, BATCH_SCHOOL, o->options.school);
	if (o->options.form_day)
		input_day(&in, c->mem, BATCH_FORM_DAY, o->options.form_day);
	input_int(&in, c->mem, BATCH_AT, c->now);
	enum rc rc = record_create(c, &in, &made);
	if (rc == RC_OK)
		o->batch = made.id;
	return rc;
}

static enum rc end_batch(struct ctx *c, void *arg)
{
	const struct order *o = arg;

	return batch_mark(c, o->batch, &(struct batch_mark){ .phase = o->phase, .report = o->report });
}

static enum rc import_all(struct ctx *c, const struct book *book, struct order *o, struct import_report *r)
{
	enum rc rc = RC_OK;

	o->report = r;
	if (!o->options.dry_run) {
		rc = store_write(c, PRIO_BULK, begin_batch, o);
		if (rc != RC_OK)
			return rc;
		fprintf(stderr, "batch %lld\n", (long long)o->batch);
	}
	o->options.batch = o->batch;
	rc = import_run(c, book, &o->options, r);
	if (!o->batch)
		return rc;
	o->phase = rc == RC_OK ? BATCH_IS_DONE : r->fresh || r->changed ? BATCH_IS_PARTIAL : BATCH_IS_FAILED;
	c->problems = (struct problems){ .mem = c->mem };
	enum rc marked = store_write(c, PRIO_BULK, end_batch, o);
	return rc == RC_OK ? marked : rc;
}

static int run(struct ctx *c, struct order *o, const char *errors)
{
	struct arena *mem = arena_within(c->mem, BOOK_MEMORY);
	struct import_report report = { 0 };
	struct book book;
	const char *why = NULL;
	str bytes;

	if (!read_file(c->mem, o->path, &bytes)) {
		fprintf(stderr, "tongxin: cannot read %s\n", o->path);
		return EXIT_REFUSED;
	}
	enum rc rc = book_read(mem, bytes, &book, &why);
	if (rc == RC_INVALID || rc == RC_MALFORMED || rc == RC_TOO_BIG) {
		fprintf(stderr, "tongxin: %s: %s\n", o->path, why ? tr(c->lang, why) : "");
		return EXIT_REFUSED;
	}
	if (rc != RC_OK)
		return site_outcome(c, rc);
	rc = import_all(c, &book, o, &report);
	if (rc == RC_OK)
		return finish(c, &book, &report, errors);
	if (rc != RC_INVALID)
		return site_outcome(c, rc);
	say(c, &report, &report.warnings, "note: ");
	say(c, &report, &report.problems, "");
	return EXIT_REFUSED;
}

static bool find_school(struct ctx *c, const char *code, int64_t *ret)
{
	return !code || DB_ONE(c->db, ret, "SELECT s.id FROM school s WHERE s.code = ?1 ORDER BY s.id",
			       TEXT(str_of(code))) == RC_OK;
}

int cmd_import(int argc, char **argv)
{
	const char *db = NULL, *school = NULL, *errors = NULL, *key = NULL, *on = NULL,
		   *word[2] = { NULL, NULL };
	struct order o = { 0 };
	bool bare = false;
	const struct option_row rows[] = {
		{ "--db", &db, NULL },          { "--school", &school, NULL },
		{ "--form-day", &on, NULL },    { "--dry-run", NULL, &o.options.dry_run },
		{ "--errors", &errors, NULL },  { "--key", &key, NULL },
		{ "--no-sandbox", NULL, &bare }
	};
	struct site s;
	int status = command_read(argc, argv, &(struct command_form){ usage, rows, COUNT(rows), word, 2 });

	if (status >= 0)
		return status;
	o.kind = o.options.kind = word[0] ? import_kind(str_of(word[0])) : NULL;
	o.path = word[1];
	if (!db || !o.kind || !o.path || (on && !day_parse(str_of(on), &o.options.form_day))) {
		fprintf(stderr, "usage: %s", usage);
		return EXIT_USAGE;
	}
	(void)umask(077); /* what is written holds personal data */
	if (!bare)        /* before the key is read; without one the file is read here */
		(void)!workshop_open(workshop_jobs, WORKSHOP__N, 1);
	status = site_open(&s, db, key, SITE_OPEN);
	if (status == EXIT_DONE) {
		struct ctx c = site_ctx(&s);
		if (find_school(&c, school, &o.options.school)) {
			status = run(&c, &o, errors);
		} else {
			fprintf(stderr, "tongxin: there is no school with the code %s\n", school);
			status = EXIT_REFUSED;
		}
	}
	site_close(&s);
	workshop_close();
	return status;
}
