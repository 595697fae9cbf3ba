#include "command.h"
#include "import.h"
#include "site.h"
#include "workshop.h"

#include <stdio.h>
#include <sys/stat.h>

static const char usage[] =
	"tongxin import --db URL KIND FILE.csv [--school CODE] [--dry-run] [--errors OUT.csv] [--key FILE]\n"
	"                 [--no-sandbox]\n"
	"  KIND: children, schools, classes, parents, absences. Rows that are refused leave the others in; "
	"then the\n"
	"  exit status is 1 and --errors holds them with a column that says why.\n";

enum { FILE_MAX = 256 << 20 };

static bool read_file(struct arena *mem, const char *path, str *ret)
{
	FILE *f = fopen(path, "rbe");
	struct buf b = buf_new(mem, FILE_MAX);
	char part[65536];
	size_t n;

	if (!f)
		return false;
	while ((n = fread(part, 1, sizeof part, f)) > 0 && b.n + n <= FILE_MAX)
		buf_put(&b, part, n);
	bool ok = !ferror(f) && feof(f);
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

static void say_problems(struct ctx *c, const struct import_report *report)
{
	for (size_t i = 0; i < report->problems.n; i++) {
		const struct problem *p = &report->problems.list[i];
		struct buf b = buf_new(c->mem, 4096);
		problem_put(&b, c->lang, p);
		if (p->row)
			fprintf(stderr, "row %zu, %.*s: %.*s\n", p->row, STR_ARG(p->field),
				STR_ARG(buf_view(&b)));
		else
			fprintf(stderr, "tongxin: %.*s\n", STR_ARG(buf_view(&b)));
	}
	if (report->problems.dropped)
		fprintf(stderr, "and %zu more\n", report->problems.dropped);
}

static int finish(struct ctx *c, const struct import_report *report, const char *errors)
{
	struct buf line = buf_new(c->mem, 200), refused = buf_new(c->mem, FILE_MAX);

	say_problems(c, report);
	import_summary(&line, report);
	printf("%.*s\n", STR_ARG(buf_view(&line)));
	if (errors && report->refused) {
		import_refused(&refused, c->lang, report);
		if (!write_file(errors, buf_view(&refused))) {
			fprintf(stderr, "tongxin: cannot write %s\n", errors);
			return EXIT_FAULT;
		}
	}
	return report->refused ? EXIT_REFUSED : EXIT_DONE;
}

static int run(struct ctx *c, const struct kind *k, const char *file, const struct import_options *o,
	       const char *errors)
{
	struct import_report report;
	str text;

	if (!read_file(c->mem, file, &text)) {
		fprintf(stderr, "tongxin: cannot read %s\n", file);
		return EXIT_REFUSED;
	}
	enum rc rc = import_run(c, k, text, o, &report);
	if (rc == RC_OK)
		return finish(c, &report, errors);
	if (rc == RC_INVALID) {
		say_problems(c, &report);
		return EXIT_REFUSED;
	}
	if (rc == RC_MALFORMED) {
		fprintf(stderr, "tongxin: %s is not a CSV file in UTF-8\n", file);
		return EXIT_REFUSED;
	}
	return site_outcome(c, rc);
}

static bool find_school(struct ctx *c, const char *code, int64_t *ret)
{
	return !code || DB_ONE(c->db, ret, "SELECT s.id FROM school s WHERE s.code = ?1 ORDER BY s.id",
			       TEXT(str_of(code))) == RC_OK;
}

int cmd_import(int argc, char **argv)
{
	const char *db = NULL, *school = NULL, *errors = NULL, *key = NULL, *word[2] = { NULL, NULL };
	struct import_options o = { 0 };
	bool bare = false;
	const struct option_row rows[] = { { "--db", &db, NULL },
					   { "--school", &school, NULL },
					   { "--dry-run", NULL, &o.dry_run },
					   { "--errors", &errors, NULL },
					   { "--key", &key, NULL },
					   { "--no-sandbox", NULL, &bare } };
	struct site s;
	int status = command_read(argc, argv, &(struct command_form){ usage, rows, COUNT(rows), word, 2 });
	const struct kind *k = word[0] ? import_kind(str_of(word[0])) : NULL;

	if (status >= 0)
		return status;
	if (!db || !k || !word[1]) {
		fprintf(stderr, "usage: %s", usage);
		return EXIT_USAGE;
	}
	(void)umask(077); /* what is written holds personal data */
	if (!bare)        /* before the key is read; without one the file is read here */
		(void)!workshop_open(workshop_jobs, WORKSHOP__N, 1);
	status = site_open(&s, db, key, SITE_OPEN);
	if (status == EXIT_DONE) {
		struct ctx c = site_ctx(&s);
		if (find_school(&c, school, &o.school)) {
			status = run(&c, k, word[1], &o, errors);
		} else {
			fprintf(stderr, "tongxin: there is no school with the code %s\n", school);
			status = EXIT_REFUSED;
		}
	}
	site_close(&s);
	workshop_close();
	return status;
}
