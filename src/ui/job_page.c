#include "job_page.h"
#include "house.h"
#include "job.h"

static const struct job_kind *kind_of(const struct house *house, const struct job *j)
{
	const struct job_kind *k = NULL;

	for (size_t i = 0; house->rooms[i] && !k; i++)
		k = job_kind_named(house->rooms[i]->jobs, j->kind);
	return k;
}

static enum rc go_back(struct req *r, const struct job *j)
{
	const struct job_kind *k = kind_of(r->app->house, j);
	struct buf b = buf_new(r->ctx.mem, 200);

	if (!k || !k->page || !j->subject)
		return req_see_other(r, STR("/"));
	buf_str(&b, str_of(k->page));
	buf_int(&b, j->subject);
	return req_see_other(r, buf_view(&b));
}

/* What has ended meanwhile, or goes on already, is no mistake of who asked: the page shows how it stands. */
static enum rc act(struct req *r, enum rc (*what)(struct ctx *c, int64_t id))
{
	struct job j;
	enum rc rc = job_load(&r->ctx, r->id, &j);

	if (rc == RC_OK)
		rc = what(&r->ctx, j.id);
	return rc == RC_OK || rc == RC_CONFLICT ? go_back(r, &j) : rc;
}

static enum rc cancel(struct req *r) { return act(r, job_cancel); }
static enum rc retry(struct req *r) { return act(r, job_retry); }

/* clang-format off */
const struct route job_page_routes[] = {
	{ HTTP_POST, "/jobs/:id/cancel", cancel, .need = ROLES_SIGNED_IN },
	{ HTTP_POST, "/jobs/:id/retry",  retry,  .need = ROLES_SIGNED_IN },
	{ 0 },
};
/* clang-format on */
