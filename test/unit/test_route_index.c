/* Routes by the number of their parts and the first one: what a list without an index would find, in its
 * order. */
#include "route_index.h"
#include "tap.h"

static enum rc nothing(struct req *r)
{
	(void)r;
	return RC_OK;
}

static const struct route first[] = {
	{ HTTP_GET, "/", nothing, ROLES_ANYONE },
	{ HTTP_GET, "/children", nothing, ROLES_ANYONE },
	{ HTTP_POST, "/children", nothing, ROLES_ANYONE },
	{ HTTP_GET, "/children/:id", nothing, ROLES_ANYONE },
	{ HTTP_GET, "/children/new", nothing, ROLES_ANYONE },
	{ HTTP_GET, "/:word/new", nothing, ROLES_ANYONE },
	{ 0 },
};
static const struct route second[] = {
	{ HTTP_GET, "/children/:id/edit", nothing, ROLES_ANYONE },
	{ HTTP_GET, "/regions/:code", nothing, ROLES_ANYONE },
	{ HTTP_GET, "/:word/:id", nothing, ROLES_ANYONE },
	{ HTTP_POST, "/:word", nothing, ROLES_ANYONE },
	{ 0 },
};
static const struct route *const lists[] = { first, second };

static const struct {
	enum method method;
	const char *path;
	const struct route *is; /* NULL: none */
	unsigned others;
} finds[] = {
	{ HTTP_GET, "/", &first[0], 0 },
	{ HTTP_GET, "/children", &first[1], 0 },
	{ HTTP_POST, "/children", &first[2], HTTP_GET },
	{ HTTP_DELETE, "/children", NULL, HTTP_GET | HTTP_POST },
	{ HTTP_GET, "/children/7", &first[3], 0 },
	{ HTTP_GET, "/children/new", &first[4], 0 },
	{ HTTP_GET, "/schools/new", &first[5], 0 },
	{ HTTP_GET, "/schools/7", &second[2], 0 },
	{ HTTP_GET, "/regions/4408", &second[1], 0 },
	{ HTTP_GET, "/regions/7", &second[1], 0 },
	{ HTTP_GET, "/regions/x", NULL, 0 },
	{ HTTP_GET, "/children/7/edit", &second[0], 0 },
	{ HTTP_GET, "/children/7/", NULL, 0 },
	{ HTTP_GET, "/children/", NULL, 0 },
	{ HTTP_GET, "/children/7/edit/8", NULL, 0 },
	{ HTTP_POST, "/schools", &second[3], 0 },
	{ HTTP_GET, "/schools", NULL, HTTP_POST },
	{ HTTP_GET, "/:", NULL, 0 },
	{ HTTP_GET, "//", NULL, 0 },
};

int main(void)
{
	struct arena mem;

	arena_init(&mem, 1 << 20);
	const struct app app = { .routes = lists,
				 .nroutes = COUNT(lists),
				 .index = route_index_make(&mem, lists, COUNT(lists)) };
	for (size_t i = 0; i < COUNT(finds); i++) {
		struct req fill = { .id = 0 };
		unsigned others;

		OK(route_find(&app, finds[i].method, str_of(finds[i].path), &fill, &others) == finds[i].is);
		OK(others == finds[i].others);
	}
	arena_free(&mem);
	return tap_end();
}
