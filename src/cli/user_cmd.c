#include "account.h"
#include "command.h"
#include "site.h"

#include <stdio.h>
#include <unistd.h>

static const char user_usage[] =
	"tongxin user add --db URL --name LOGIN --role ROLE [--full-name NAME] [--school CODE] [--class "
	"NAME]\n"
	"                 [--region CODE] [--person ID] [--child ID] [--cleared DATE] [--key FILE]\n"
	"       tongxin user list --db URL [--key FILE]\n"
	"       tongxin user disable|enable|password|factor|unlock --db URL --name LOGIN [--key FILE]\n"
	"  A password is read from standard input, one line; factor forgets the second factor.\n";

static str read_line(struct arena *mem)
{
	char line[512];

	if (isatty(STDIN_FILENO))
		fprintf(stderr, "password: ");
	if (!fgets(line, sizeof line, stdin))
		return (str){ NULL, 0 };
	size_t n = strcspn(line, "\r\n");
	return str_dup(mem, (str){ line, n });
}

struct words {
	const char *db, *name, *role, *full, *school, *class, *region, *person, *child, *cleared, *key;
};

/* A school by its code or id, a class by its name in that school or its id. */
static bool find_place(struct ctx *c, const struct words *w, struct account_new *a)
{
	if (w->school &&
	    DB_ONE(c->db, &a->school, "SELECT s.id FROM school s WHERE s.code = ?1 ORDER BY s.id",
		   TEXT(str_of(w->school))) != RC_OK &&
	    !str_int(str_of(w->school), &a->school))
		return false;
	return !w->class ||
	       DB_ONE(c->db, &a->class,
		      "SELECT k.id FROM class k WHERE k.school = ?1 AND k.name = ?2 ORDER BY k.id",
		      INT(a->school), TEXT(str_of(w->class))) == RC_OK ||
	       str_int(str_of(w->class), &a->class);
}

/* What stands on the command line as a number or a date. */
static bool read_numbers(const struct words *w, struct account_new *a)
{
	if (w->person && !str_int(str_of(w->person), &a->person))
		fprintf(stderr, "tongxin: --person takes an id\n");
	else if (w->child && !str_int(str_of(w->child), &a->child))
		fprintf(stderr, "tongxin: --child takes an id\n");
	else if (w->cleared && !day_parse(str_of(w->cleared), &a->cleared))
		fprintf(stderr, "tongxin: --cleared takes a date like 2026-09-01\n");
	else
		return true;
	return false;
}

static int add(struct ctx *c, const struct words *w)
{
	struct account_new a = { .login = str_of(w->name),
				 .name = str_of(w->full ? w->full : w->name),
				 .role = str_of(w->role),
				 .region = str_of(w->region) };
	int64_t id;

	if (!read_numbers(w, &a))
		return EXIT_USAGE;
	if (!find_place(c, w, &a)) {
		fprintf(stderr, "tongxin: there is no such school or class\n");
		return EXIT_REFUSED;
	}
	a.password = read_line(c->mem);
	return site_outcome(c, account_add(c, &a, &id));
}

static int list(struct ctx *c)
{
	struct list l = { 0 };
	struct records all;
	enum rc rc = record_list(c, &account_kind, &l, &all);

	for (size_t i = 0; rc == RC_OK && i < all.n; i++)
		printf("%.*s\t%.*s\t%.*s\t%s\n", STR_ARG(rec_text(&all.r[i], ACCOUNT_LOGIN)),
		       STR_ARG(rec_text(&all.r[i], ACCOUNT_ROLE)), STR_ARG(rec_text(&all.r[i], ACCOUNT_NAME)),
		       rec_int(&all.r[i], ACCOUNT_DISABLED) ? "disabled" : "");
	return site_outcome(c, rc);
}

static int change(struct ctx *c, str verb, const struct words *w)
{
	int64_t id;
	enum rc rc = account_find(c, str_of(w->name), &id);

	if (rc == RC_NOT_FOUND) {
		fprintf(stderr, "tongxin: there is no account %s\n", w->name);
		return EXIT_REFUSED;
	}
	if (rc == RC_OK && str_eq(verb, STR("password")))
		rc = account_password(c, id, read_line(c->mem));
	else if (rc == RC_OK && str_eq(verb, STR("factor")))
		rc = account_factor_reset(c, id);
	else if (rc == RC_OK && str_eq(verb, STR("unlock")))
		rc = account_unlock(c, id);
	else if (rc == RC_OK)
		rc = account_disable(c, id, str_eq(verb, STR("disable")));
	return site_outcome(c, rc);
}

static int run(struct ctx *c, str verb, const struct words *w)
{
	if (str_eq(verb, STR("list")))
		return list(c);
	if (!w->name || (str_eq(verb, STR("add")) && !w->role)) {
		fprintf(stderr, "tongxin: --name is needed, and --role to add\nusage: %s", user_usage);
		return EXIT_USAGE;
	}
	return str_eq(verb, STR("add")) ? add(c, w) : change(c, verb, w);
}

static bool is_verb(const char *verb)
{
	static const char *const verbs[] = { "add",      "list",   "disable", "enable",
					     "password", "factor", "unlock" };

	for (size_t i = 0; i < COUNT(verbs) && verb; i++)
		if (!strcmp(verb, verbs[i]))
			return true;
	return false;
}

int cmd_user(int argc, char **argv)
{
	struct words w = { 0 };
	const char *verb = NULL;
	const struct option_row rows[] = { { "--db", &w.db, NULL },         { "--name", &w.name, NULL },
					   { "--role", &w.role, NULL },     { "--full-name", &w.full, NULL },
					   { "--school", &w.school, NULL }, { "--class", &w.class, NULL },
					   { "--region", &w.region, NULL }, { "--person", &w.person, NULL },
					   { "--child", &w.child, NULL },   { "--cleared", &w.cleared, NULL },
					   { "--key", &w.key, NULL } };
	struct site s;
	int status =
		command_read(argc, argv, &(struct command_form){ user_usage, rows, COUNT(rows), &verb, 1 });

	if (status >= 0)
		return status;
	if (!is_verb(verb) || !w.db) {
		fprintf(stderr, "usage: %s", user_usage);
		return EXIT_USAGE;
	}
	status = site_open(&s, w.db, w.key, SITE_OPEN);
	if (status == EXIT_DONE) {
		struct ctx c = site_ctx(&s);
		status = run(&c, str_of(verb), &w);
	}
	site_close(&s);
	return status;
}
