#include "command.h"
#include "duty_dir.h"
#include "site.h"

#include <stdio.h>

static const char usage[] =
	"tongxin duty check DIR | list [DIR]\n"
	"  check: are duties.csv and ladders.csv of this directory sound?  Exit status 1: every "
	"fault is named\n"
	"  with its file and line. list: what is asked of whom, by these files or by those of "
	"the program.\n";

enum { FILE_MAX = 1 << 20 };

static bool read_file(struct arena *mem, const char *dir, const char *name, str *ret, str *ret_path)
{
	struct buf path = buf_new(mem, 4096);

	buf_str(&path, str_of(dir));
	buf_ch(&path, '/');
	buf_str(&path, str_of(name));
	*ret_path = buf_view(&path);
	FILE *f = fopen(str_z(mem, *ret_path), "rbe");
	if (!f)
		return false;
	char *text = arena_text(mem, FILE_MAX);
	size_t n = fread(text, 1, FILE_MAX, f);
	bool whole = !ferror(f) && n < FILE_MAX;
	(void)fclose(f);
	*ret = (str){ text, n };
	return whole;
}

enum rc duty_dir_read(struct arena *mem, const char *dir, const struct fact *const *facts,
		      const struct params *params, struct duties *ret, str *ret_faults)
{
	struct duty_files f = { .facts = facts, .params = params };

	if (!read_file(mem, dir, "duties.csv", &f.duties, &f.duties_name)) {
		*ret_faults = f.duties_name;
		return RC_NOT_FOUND;
	}
	if (!read_file(mem, dir, "ladders.csv", &f.ladders, &f.ladders_name)) {
		*ret_faults = f.ladders_name;
		return RC_NOT_FOUND;
	}
	return duty_read(mem, &f, ret, ret_faults);
}

static void put_duty(const struct duty *d)
{
	printf("%-20.*s %-10s %.*s, %.*s: %.*s\n", STR_ARG(d->code), role_code(d->role), STR_ARG(d->law_en),
	       STR_ARG(d->article), STR_ARG(d->title_en));
}

static int with_dir(struct site *s, const char *dir, bool list)
{
	struct duties own;
	const struct duties *d = s->model.duties;
	str faults = { NULL, 0 };
	enum rc rc =
		dir ? duty_dir_read(&s->mem, dir, s->model.facts, s->model.params, &own, &faults) : RC_OK;

	if (rc == RC_NOT_FOUND)
		fprintf(stderr, "tongxin: cannot read %.*s\n", STR_ARG(faults));
	else if (rc != RC_OK)
		fprintf(stderr, "%.*s", STR_ARG(faults));
	if (rc != RC_OK)
		return EXIT_REFUSED;
	d = dir ? &own : d;
	for (size_t i = 0; list && i < d->n; i++)
		put_duty(&d->duty[i]);
	if (!list)
		printf("%zu duties, %zu rungs of ladders: sound\n", d->n, d->nrung);
	return EXIT_DONE;
}

int cmd_duty(int argc, char **argv)
{
	const char *word[2] = { NULL, NULL };
	struct site s = { 0 };
	int status = command_read(argc, argv, &(struct command_form){ usage, NULL, 0, word, COUNT(word) });

	if (status >= 0)
		return status;
	str verb = str_of(word[0]);
	bool check = str_eq(verb, STR("check")), list = str_eq(verb, STR("list"));
	if ((!check && !list) || (check && !word[1])) {
		fprintf(stderr, "usage: %s", usage);
		return EXIT_USAGE;
	}
	status = site_bare(&s);
	if (status == EXIT_DONE)
		status = with_dir(&s, word[1], list);
	arena_free(&s.mem);
	return status;
}
