/* main.c - tongxin COMMAND: finds the command, nothing else. */
#include "command.h"
#include "site.h"

#include <stdio.h>

static const struct {
	const char *name;
	command *run;
	const char *what;
} commands[] = {
	{ "serve", cmd_serve, "answer browsers and programs" },
	{ "init", cmd_init, "make an installation for a county" },
	{ "demo", cmd_demo, "make a county of synthetic children to try things on" },
	{ "import", cmd_import, "take in a list" },
	{ "export", cmd_export, "write a list out" },
	{ "undo", cmd_undo, "take back what an import changed" },
	{ "user", cmd_user, "accounts: add, list, disable, password" },
	{ "token", cmd_token, "tokens for programs: create" },
	{ "journal", cmd_journal, "the journal: verify, tail" },
	{ "duty", cmd_duty, "duties: check files, list" },
	{ "key", cmd_key, "keys of sealed values: list, rotate, rewrap" },
	{ "blob", cmd_blob, "files beside the database: check, sweep" },
	{ "backup", cmd_backup, "everything into one file" },
	{ "restore", cmd_restore, "a backup into an empty place" },
	{ "prove", cmd_prove, "a backup each night, and the proof that it is one" },
	{ "rtc", cmd_rtc, "calls: write the files of the media server" },
	{ "dump", cmd_dump, "schema, api, access, routes, kinds" },
};

static int usage(FILE *to, int status)
{
	fprintf(to, "usage: tongxin COMMAND [options]; tongxin COMMAND --help\n");
	for (size_t i = 0; i < COUNT(commands); i++)
		fprintf(to, "  %-8s %s\n", commands[i].name, commands[i].what);
	return status;
}

int main(int argc, char **argv)
{
	str name = argc > 1 ? str_of(argv[1]) : (str){ NULL, 0 };

	if (!name.n)
		return usage(stderr, EXIT_USAGE);
	if (str_eq(name, STR("--help")) || str_eq(name, STR("-h")) || str_eq(name, STR("help")))
		return usage(stdout, EXIT_DONE);
	if (str_eq(name, STR("--version"))) {
		printf("tongxin %s\n", TONGXIN_VERSION);
		return EXIT_DONE;
	}
	for (size_t i = 0; i < COUNT(commands); i++)
		if (str_eq(name, str_of(commands[i].name)))
			return commands[i].run(argc - 1, argv + 1);
	fprintf(stderr, "tongxin: there is no command %s\n", argv[1]);
	return usage(stderr, EXIT_USAGE);
}
