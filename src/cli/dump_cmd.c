#include "api.h"
#include "command.h"
#include "consent.h"
#include "dump.h"
#include "site.h"

#include <stdio.h>

static const char usage[] = "tongxin dump schema|api|access|routes|kinds\n"
			    "  What a reviewer must see change when a table of the program changes.\n";

enum { DUMP_MAX = 4 << 20 };

static void put_roles(struct buf *b, unsigned need)
{
	if (need & ROLE_NONE) {
		buf_lit(b, " anyone");
		return;
	}
	for (size_t i = 0; i < role_nrows; i++)
		if (need & role_rows[i].role) {
			buf_ch(b, ' ');
			buf_str(b, str_of(role_rows[i].code));
		}
}

static void dump_routes(struct site *s, struct buf *b)
{
	size_t n;
	const struct route *const *lists = house_routes(&s->mem, &n);

	for (size_t i = 0; i < n; i++)
		for (const struct route *r = lists[i]; r->path; r++) {
			buf_str(b, r->method == HTTP_GET     ? STR("GET    ")
				   : r->method == HTTP_POST  ? STR("POST   ")
				   : r->method == HTTP_PATCH ? STR("PATCH  ")
							     : STR("DELETE "));
			buf_str(b, str_of(r->path));
			put_roles(b, r->need);
			if (r->slow)
				buf_lit(b, " (on a worker)");
			buf_ch(b, '\n');
		}
}

static void dump_api(struct site *s, struct buf *b)
{
	struct json j = json_to(b);
	struct app app = { .model = &s->model };

	openapi_put(&j, &app);
	buf_ch(b, '\n');
}

int cmd_dump(int argc, char **argv)
{
	const char *what = NULL;
	struct site s = { 0 };
	int status = command_read(argc, argv, &(struct command_form){ usage, NULL, 0, &what, 1 });

	if (status >= 0)
		return status;
	status = site_bare(&s);
	struct buf b = buf_new(&s.mem, DUMP_MAX);
	str name = str_of(what);
	if (status != EXIT_DONE)
		return status;
	if (str_eq(name, STR("schema")))
		schema_print(&b, &s.model, house_ddl(&s.mem));
	else if (str_eq(name, STR("api")))
		dump_api(&s, &b);
	else if (str_eq(name, STR("access"))) {
		dump_access(&b, &s.model);
		consent_gates_put(&b);
	} else if (str_eq(name, STR("routes")))
		dump_routes(&s, &b);
	else if (str_eq(name, STR("kinds")))
		dump_kinds(&b, &s.model);
	else {
		fprintf(stderr, "usage: %s", usage);
		status = EXIT_USAGE;
	}
	if (fwrite(b.s, 1, b.n, stdout) != b.n)
		status = EXIT_FAULT;
	site_close(&s);
	return status;
}
