#include "account.h"
#include "command.h"
#include "site.h"

#include <stdio.h>

static const char usage[] =
	"tongxin token create --db URL --user NAME [--expires INSTANT] [--read-only] [--kinds LIST]\n"
	"                     [--key FILE]\n"
	"       tongxin token list --db URL --user NAME [--key FILE]\n"
	"       tongxin token revoke --db URL --user NAME --id ID [--key FILE]\n"
	"  create prints a bearer token, once, and nothing else.\n";

struct words {
	const char *db, *user, *expires, *kinds, *id, *key;
	bool read_only;
};

static int create(struct ctx *c, const struct words *w, int64_t account)
{
	struct token_new t = { .account = account,
			       .name = STR("command line"),
			       .writes = !w->read_only,
			       .kinds = str_of(w->kinds) };
	str plain = { NULL, 0 };

	if (w->expires && !instant_parse(str_of(w->expires), &t.expires)) {
		fprintf(stderr, "tongxin: --expires takes an instant like 2026-12-31T00:00:00Z\n");
		return EXIT_USAGE;
	}
	int status = site_outcome(c, token_create(c, &t, &plain));
	if (status == EXIT_DONE)
		printf("%.*s\n", STR_ARG(plain));
	return status;
}

static void print_instant(struct ctx *c, int64_t at)
{
	struct buf b = buf_new(c->mem, 40);

	if (at)
		instant_put(&b, at);
	printf("\t%.*s", STR_ARG(buf_view(&b)));
}

static int list(struct ctx *c, int64_t account)
{
	struct token_row *row;
	size_t n = 0;
	int status = site_outcome(c, token_list(c, account, &row, &n));

	for (size_t i = 0; status == EXIT_DONE && i < n; i++) {
		printf("%.*s\t%.*s\t%s\t%.*s", STR_ARG(row[i].id), STR_ARG(row[i].name),
		       row[i].writes ? "read-write" : "read-only", STR_ARG(row[i].kinds));
		print_instant(c, row[i].created);
		print_instant(c, row[i].seen);
		print_instant(c, row[i].expires);
		printf("\n");
	}
	return status;
}

static int run(struct ctx *c, str verb, const struct words *w)
{
	int64_t account;
	enum rc rc = account_find(c, str_of(w->user), &account);

	if (rc == RC_NOT_FOUND) {
		fprintf(stderr, "tongxin: there is no account %s\n", w->user);
		return EXIT_REFUSED;
	}
	if (rc != RC_OK)
		return site_outcome(c, rc);
	if (str_eq(verb, STR("create")))
		return create(c, w, account);
	if (str_eq(verb, STR("list")))
		return list(c, account);
	rc = token_revoke(c, account, str_of(w->id));
	if (rc == RC_NOT_FOUND) {
		fprintf(stderr, "tongxin: there is no such token\n");
		return EXIT_REFUSED;
	}
	return site_outcome(c, rc);
}

static bool usable(const char *verb, const struct words *w)
{
	if (!verb || !w->db || !w->user)
		return false;
	return !strcmp(verb, "create") || !strcmp(verb, "list") || (!strcmp(verb, "revoke") && w->id);
}

int cmd_token(int argc, char **argv)
{
	struct words w = { 0 };
	const char *verb = NULL;
	const struct option_row rows[] = {
		{ "--db", &w.db, NULL },           { "--user", &w.user, NULL },
		{ "--expires", &w.expires, NULL }, { "--kinds", &w.kinds, NULL },
		{ "--id", &w.id, NULL },           { "--read-only", NULL, &w.read_only },
		{ "--key", &w.key, NULL }
	};
	struct site s;
	int status = command_read(argc, argv, &(struct command_form){ usage, rows, COUNT(rows), &verb, 1 });

	if (status >= 0)
		return status;
	if (!usable(verb, &w)) {
		fprintf(stderr, "usage: %s", usage);
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
