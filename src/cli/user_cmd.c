#include "account.h"
#include "command.h"
#include "site.h"

#include <stdio.h>
#include <unistd.h>

static const char user_usage[] =
	"tongxin user add --db URL --name LOGIN --role ROLE [--full-name NAME] [--school CODE] [--class "
	"NAME] "
	"[--key FILE]\n"
	"       tongxin user list --db URL [--key FILE]\n"
	"       tongxin user disable|enable|password --db URL --name LOGIN [--key FILE]\n"
	"  A password is read from standard input, one line.\n";
static const char token_usage[] =
	"tongxin token create --db URL --user NAME [--expires INSTANT] [--key FILE]\n"
	"  Prints a bearer token, once, and nothing else.\n";

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
	const char *db, *name, *role, *full, *school, *class, *key;
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

static int add(struct ctx *c, const struct words *w)
{
	struct account_new a = { .login = str_of(w->name),
				 .name = str_of(w->full ? w->full : w->name),
				 .role = str_of(w->role) };
	int64_t id;

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

int cmd_user(int argc, char **argv)
{
	static const char *const verbs[] = { "add", "list", "disable", "enable", "password" };
	struct words w = { 0 };
	const char *verb = NULL;
	const struct option_row rows[] = { { "--db", &w.db, NULL },         { "--name", &w.name, NULL },
					   { "--role", &w.role, NULL },     { "--full-name", &w.full, NULL },
					   { "--school", &w.school, NULL }, { "--class", &w.class, NULL },
					   { "--key", &w.key, NULL } };
	struct site s;
	bool known = false;
	int status =
		command_read(argc, argv, &(struct command_form){ user_usage, rows, COUNT(rows), &verb, 1 });

	if (status >= 0)
		return status;
	for (size_t i = 0; i < COUNT(verbs) && verb; i++)
		known = known || !strcmp(verb, verbs[i]);
	if (!known || !w.db) {
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

static int make_token(struct ctx *c, const char *user, const char *expires)
{
	int64_t id, until = 0;
	str plain = { NULL, 0 };
	enum rc rc = account_find(c, str_of(user), &id);

	if (rc == RC_NOT_FOUND) {
		fprintf(stderr, "tongxin: there is no account %s\n", user);
		return EXIT_REFUSED;
	}
	if (expires && !instant_parse(str_of(expires), &until)) {
		fprintf(stderr, "tongxin: --expires takes an instant like 2026-12-31T00:00:00Z\n");
		return EXIT_USAGE;
	}
	if (rc == RC_OK)
		rc = token_create(c, id, STR("command line"), until, &plain);
	int status = site_outcome(c, rc);
	if (status == EXIT_DONE)
		printf("%.*s\n", STR_ARG(plain));
	return status;
}

int cmd_token(int argc, char **argv)
{
	const char *verb = NULL, *db = NULL, *user = NULL, *expires = NULL, *key = NULL;
	const struct option_row rows[] = { { "--db", &db, NULL },
					   { "--user", &user, NULL },
					   { "--expires", &expires, NULL },
					   { "--key", &key, NULL } };
	struct site s;
	int status =
		command_read(argc, argv, &(struct command_form){ token_usage, rows, COUNT(rows), &verb, 1 });

	if (status >= 0)
		return status;
	if (!verb || strcmp(verb, "create") != 0 || !db || !user) {
		fprintf(stderr, "usage: %s", token_usage);
		return EXIT_USAGE;
	}
	status = site_open(&s, db, key, SITE_OPEN);
	if (status == EXIT_DONE) {
		struct ctx c = site_ctx(&s);
		status = make_token(&c, user, expires);
	}
	site_close(&s);
	return status;
}
