#include "serve_post.h"
#include "command.h"
#include "logline.h"
#include "postman.h"
#include "site.h"

#include <stdio.h>
#include <stdlib.h>

int serve_post(const char *where, bool sandboxed)
{
	enum { MEMORY = 1 << 16 };
	struct arena mem;
	str why = { NULL, 0 };

	if (!where)
		where = getenv("TONGXIN_POST");
	if (!where || !*where)
		return EXIT_DONE;
	arena_init(&mem, MEMORY);
	enum rc rc = postman_open(&mem, where, sandboxed, &why);
	if (rc != RC_OK)
		fprintf(stderr, "tongxin: --post %s: %.*s\n", where, STR_ARG(why));
	arena_free(&mem);
	return rc == RC_OK ? EXIT_DONE : EXIT_REFUSED;
}

int serve_post_fits(bool demo)
{
	struct postman_state s = postman_state();

	if (!demo || !s.far)
		return EXIT_DONE;
	fprintf(stderr,
		"tongxin: a demonstration writes to nobody outside: --post sink:DIR, or a gateway on this "
		"machine\n");
	return EXIT_REFUSED;
}
