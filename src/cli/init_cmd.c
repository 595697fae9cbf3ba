#include "account.h"
#include "command.h"
#include "password.h"
#include "site.h"

#include <stdio.h>

static const char usage[] = "tongxin init --db URL --region CODE --admin NAME [--key FILE]\n"
			    "tongxin init --check --region CODE\n"
			    "  Makes the database, its key file and the first three accounts: NAME keeps the "
			    "system, NAME-security the\n"
			    "  accounts, NAME-auditor looks on.  Prints a line for each: login, tab, first "
			    "password; once.\n"
			    "  --check: is there such a county?  Prints its name and makes nothing.\n";

/* The three that keep each other in check, GB/T 22239-2019 8.1.4.2 d. */
static const struct {
	const char *role, *suffix;
} keepers[] = { { "admin", "" }, { "security", "-security" }, { "auditor", "-auditor" } };

static int add_keeper(struct ctx *c, const char *admin, size_t i)
{
	struct buf login = buf_new(c->mem, 200);
	int64_t id;

	buf_str(&login, str_of(admin));
	buf_str(&login, str_of(keepers[i].suffix));
	str name = buf_view(&login);
	str password = password_make(c, &(struct password_about){ .login = name });
	struct account_new a = {
		.login = name, .name = name, .role = str_of(keepers[i].role), .password = password
	};
	int status = site_outcome(c, account_add(c, &a, &id));
	if (status == EXIT_DONE)
		printf("%.*s\t%.*s\n", STR_ARG(account_login(c->mem, name)), STR_ARG(password));
	return status;
}

/* Before anything is made, or instead. */
static int check_county(const char *code, bool say)
{
	struct site s = { 0 };
	int status = site_bare(&s);

	if (status == EXIT_DONE && !region_valid(s.model.regions, str_of(code), REGION_COUNTY)) {
		fprintf(stderr, "tongxin: there is no county %s\n", code);
		status = EXIT_REFUSED;
	}
	if (status == EXIT_DONE && say) {
		struct buf name = buf_new(&s.mem, 400);
		region_path(s.model.regions, str_of(code), &name);
		printf("%.*s\n", STR_ARG(buf_view(&name)));
	}
	site_close(&s);
	return status;
}

int cmd_init(int argc, char **argv)
{
	const char *db = NULL, *region = NULL, *admin = NULL, *key = NULL;
	bool check = false;
	const struct option_row rows[] = { { "--db", &db, NULL },
					   { "--check", NULL, &check },
					   { "--region", &region, NULL },
					   { "--admin", &admin, NULL },
					   { "--key", &key, NULL } };
	struct site s;
	int status = command_read(argc, argv, &(struct command_form){ usage, rows, COUNT(rows), NULL, 0 });

	if (status >= 0)
		return status;
	if (!region || (!check && (!db || !admin)) || !str_digits(str_of(region)) || str_of(region).n != 6) {
		fprintf(stderr, "tongxin: --db, --region (six digits) and --admin are needed\nusage: %s",
			usage);
		return EXIT_USAGE;
	}
	status = check_county(region, check);
	if (status != EXIT_DONE || check)
		return status;
	status = site_open(&s, db, key, SITE_NEW);
	if (status == EXIT_DONE)
		status = site_meta_put(&s, "county", str_of(region));
	if (status == EXIT_DONE) {
		struct ctx c = site_ctx(&s);
		for (size_t i = 0; i < COUNT(keepers) && status == EXIT_DONE; i++)
			status = add_keeper(&c, admin, i);
	}
	site_close(&s);
	return status;
}
