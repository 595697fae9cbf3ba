#include "command.h"
#include "site.h"

#include <stdio.h>

static const struct option_row *find(const struct option_row *rows, size_t n, str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(name, str_of(rows[i].name)))
			return &rows[i];
	return NULL;
}

static int wrong(const char *usage, const char *what, str which)
{
	fprintf(stderr, "tongxin: %s %.*s\nusage: %s", what, STR_ARG(which), usage);
	return EXIT_USAGE;
}

/* One option at argv[i]; false: it is wrong, and that has been said. */
static bool take(const struct option_row *row, str rest, int argc, char **argv, int *i)
{
	if (row->flag)
		*row->flag = true;
	else if (rest.s)
		*row->value = rest.s; /* --name=value */
	else if (*i + 1 < argc)
		*row->value = argv[++*i];
	else
		return false;
	return true;
}

int command_read(int argc, char **argv, const struct command_form *form)
{
	const char *usage = form->usage;
	size_t words = 0;

	for (int i = 1; i < argc; i++) {
		str arg = str_of(argv[i]), name;
		if (str_eq(arg, STR("--help")) || str_eq(arg, STR("-h"))) {
			printf("usage: %s", usage);
			return EXIT_DONE;
		}
		if (!str_starts(arg, STR("--"))) {
			if (words == form->nwords)
				return wrong(usage, "one word too many:", arg);
			form->word[words++] = argv[i];
			continue;
		}
		str rest = arg;
		str_next(&rest, '=', &name);
		const struct option_row *row = find(form->option, form->noptions, name);
		if (!row)
			return wrong(usage, "there is no option", name);
		if (!take(row, rest, argc, argv, &i))
			return wrong(usage, "a value is missing after", name);
	}
	return -1;
}
