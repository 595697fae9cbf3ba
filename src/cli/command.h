/* command.h - the commands of the program: each reads its options from a table and returns an exit status. */
#pragma once
#include "base.h"

struct option_row {
	const char *name;   /* "--db" */
	const char **value; /* of an option that takes one */
	bool *flag;         /* of one that does not */
};
struct command_form {
	const char *usage;
	const struct option_row *option;
	size_t noptions;
	const char **word; /* words that are no options */
	size_t nwords;
};
/* -1: go on.  Otherwise leave with this status: help was printed, or the usage was wrong. */
int command_read(int argc, char **argv, const struct command_form *form);

typedef int command(int argc, char **argv);
command cmd_serve, cmd_init, cmd_demo, cmd_import, cmd_export, cmd_user, cmd_token, cmd_journal, cmd_dump,
	cmd_key, cmd_undo, cmd_duty, cmd_blob, cmd_backup, cmd_restore, cmd_prove, cmd_rtc;
