/* The one file that knows every room. */
#include "account.h"
#include "account_page.h"
#include "api.h"
#include "children_api.h"
#include "clearance.h"
#include "deputy.h"
#include "difficulty_page.h"
#include "door.h"
#include "job.h"
#include "job_page.h"
#include "kindpage.h"
#include "merge_page.h"
#include "moves_page.h"
#include "opening.h"
#include "order.h"
#include "privacy.h"
#include "readlog.h"
#include "registry.h"
#include "registry_page.h"
#include "search.h"
#include "site.h"
#include "statutory_page.h"
#include "sweep_page.h"
#include "together_page.h"
#include "transfer_page.h"

static const struct room *const rooms[] = { &registry_room, &privacy_room, NULL };
const struct house the_house = { rooms };
const struct api_extra *const the_extras[] = { &children_extra, &order_extra, &opening_extra, NULL };

static const struct sealed_column *const sealed[] = { &idempotency_sealed, &readlog_sealed, &job_sealed,
						      NULL };

enum { SETTLE_MAX = 16, ROUTES_MAX = 64, JOBS_MAX = 64 };

void house_model(struct arena *mem, struct model *ret)
{
	const struct kind **kinds = NEW(mem, const struct kind *, KINDS_MAX);
	model_settle **settle = NEW(mem, model_settle *, SETTLE_MAX);
	size_t n = 0, m = 0;

	kinds[n++] = &account_kind;
	kinds[n++] = &clearance_kind;
	kinds[n++] = &deputy_kind;
	for (size_t i = 0; rooms[i]; i++) {
		for (const struct kind *const *k = rooms[i]->kinds; *k; k++)
			kinds[n++] = *k;
		if (rooms[i]->settle)
			settle[m++] = rooms[i]->settle;
	}
	*ret = (struct model){ .kinds = kinds,
			       .nkinds = n,
			       .actors = &account_kind,
			       .settle = settle,
			       .nsettle = m,
			       .sealed = sealed,
			       .c5_opens = opening_c5,
			       .params = &param_embedded };
}

const struct route *const *house_routes(struct arena *mem, size_t *ret_n)
{
	const struct route **list = NEW(mem, const struct route *, ROUTES_MAX);
	size_t n = 0;

	for (size_t i = 0; rooms[i]; i++)
		list[n++] = rooms[i]->routes;
	list[n++] = door_routes;
	list[n++] = account_routes;
	list[n++] = card_routes;
	list[n++] = sweep_routes;
	list[n++] = moves_routes;
	list[n++] = together_routes;
	list[n++] = search_routes;
	list[n++] = statutory_routes;
	list[n++] = job_page_routes;
	list[n++] = merge_routes;
	list[n++] = transfer_routes;
	list[n++] = difficulty_routes;
	list[n++] = registry_api_routes;
	list[n++] = api_routes;
	list[n++] = kindpage_routes; /* last: any name may be a kind's */
	*ret_n = n;
	return list;
}

const char *const *house_ddl(struct arena *mem)
{
	const char **list = NEW(mem, const char *, ROUTES_MAX);
	size_t n = 0;

	list[n++] = model_ddl;
	list[n++] = auth_ddl;
	list[n++] = api_ddl;
	list[n++] = job_ddl;
	for (size_t i = 0; rooms[i]; i++)
		for (const char *const *d = rooms[i]->ddl; d && *d; d++)
			list[n++] = *d;
	return list;
}

const struct job_kind *const *house_jobs(struct arena *mem)
{
	const struct job_kind **list = NEW(mem, const struct job_kind *, JOBS_MAX);
	size_t n = 0;

	for (size_t i = 0; rooms[i]; i++)
		for (const struct job_kind *const *k = rooms[i]->jobs; k && *k; k++)
			list[n++] = *k;
	return list;
}
