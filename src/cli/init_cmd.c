#include "account.h"
#include "command.h"
#include "site.h"
#include "sm.h"

#include <stdio.h>

static const char usage[] = "tongxin init --db URL --region CODE --admin NAME [--key FILE]\n"
			    "  Makes the database, its key file and the first account, of the administrator "
			    "NAME; its password is\n"
			    "  printed once.\n";

/* Words of a first password: easy to read out, 60 bits of chance. */
static str first_password(struct arena *mem)
{
	static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
	uint8_t chance[16];
	struct buf b = buf_new(mem, 40);

	sm_random(chance, sizeof chance);
	for (size_t i = 0; i < sizeof chance; i++) {
		if (i && i % 4 == 0)
			buf_ch(&b, '-');
		buf_ch(&b, letters[chance[i] % (sizeof letters - 1)]);
	}
	return buf_view(&b);
}

/* Before anything is made. */
static int check_county(const char *code)
{
	struct site s = { 0 };
	int status = site_bare(&s);

	if (status == EXIT_DONE && !region_valid(s.model.regions, str_of(code), REGION_COUNTY)) {
		fprintf(stderr, "tongxin: there is no county %s\n", code);
		status = EXIT_REFUSED;
	}
	site_close(&s);
	return status;
}

int cmd_init(int argc, char **argv)
{
	const char *db = NULL, *region = NULL, *admin = NULL, *key = NULL;
	const struct option_row rows[] = { { "--db", &db, NULL },
					   { "--region", &region, NULL },
					   { "--admin", &admin, NULL },
					   { "--key", &key, NULL } };
	struct site s;
	int64_t id;
	int status = command_read(argc, argv, &(struct command_form){ usage, rows, COUNT(rows), NULL, 0 });

	if (status >= 0)
		return status;
	if (!db || !region || !admin || !str_digits(str_of(region)) || str_of(region).n != 6) {
		fprintf(stderr, "tongxin: --db, --region (six digits) and --admin are needed\nusage: %s",
			usage);
		return EXIT_USAGE;
	}
	status = check_county(region);
	if (status != EXIT_DONE)
		return status;
	status = site_open(&s, db, key, SITE_NEW);
	if (status == EXIT_DONE)
		status = site_meta_put(&s, "county", str_of(region));
	if (status == EXIT_DONE) {
		struct ctx c = site_ctx(&s);
		str password = first_password(&s.mem);
		struct account_new a = { .login = str_of(admin),
					 .name = str_of(admin),
					 .role = STR("admin"),
					 .password = password };
		status = site_outcome(&c, account_add(&c, &a, &id));
		if (status == EXIT_DONE)
			printf("%.*s\n", STR_ARG(password));
	}
	site_close(&s);
	return status;
}
