#include "children_api.h"
#include "child.h"
#include "counts.h"
#include "parents_api.h"
#include "query.h"
#include "search.h"

/* --- children: the flat facts and both statuses of the day asked for --- */

struct dated {
	struct file file;
	struct facts_index *x;
};

/* What `q` means here is more than a condition can say: it is looked for once the list has been read. */
struct sought {
	struct search_term term;
	struct list list;
};

/* Only who counts on that day; of those the store's own way with q: a number, or part of the name. */
static void children_narrow(struct req *r, struct list *l)
{
	if (r->dated) {
		query_narrow(&r->ctx, l, r->as_of);
		return;
	}
	if (!str_trim(l->q).n)
		return;
	struct sought *s = NEW(r->ctx.mem, struct sought, 1);
	s->list = *l;
	s->list.q = (str){ NULL, 0 };
	(void)!search_term_read(l->q, &s->term); /* a program that asks for nothing finds nobody */
	l->q = (str){ NULL, 0 };
	l->where = SQL("1=0");
	r->extra = s;
}

static enum rc children_prepare(struct req *r, struct records *list, bool one)
{
	struct dated *d = NEW(r->ctx.mem, struct dated, 1);
	const struct sought *s = r->extra;

	r->extra = NULL;
	if (s && !one)
		return search_run(&r->ctx, &s->term, &s->list, list);
	if (!one && !r->dated)
		return RC_OK;
	if (!may_read(r->ctx.who, P_STATUS))
		return RC_OK;
	if (one && !child_day_valid(&r->ctx, &list->r[0], STR("as_of"), r->as_of))
		return RC_INVALID;
	enum rc rc = file_load_list(&r->ctx, list, &d->file);
	if (rc != RC_OK)
		return rc;
	d->x = facts_index_new(&r->ctx, &d->file);
	for (size_t i = 0; i < list->n && r->as_of != r->ctx.today; i++)
		child_as_of(d->x, &list->r[i], r->as_of);
	r->extra = d;
	return RC_OK;
}

static void children_members(struct req *r, struct json *j, const struct record *record, size_t index)
{
	const struct dated *d = r->extra;
	struct standing s;

	(void)index;
	if (!d)
		return;
	child_standing(&r->ctx, d->x, record, r->as_of, &s);
	JSON_KEY(j, "left_behind");
	standing_json(j, &r->ctx, &s, r->as_of);
}

const struct api_extra children_extra = { .kind = &child_kind,
					  .narrow = children_narrow,
					  .prepare = children_prepare,
					  .members = children_members };

/* --- counts --- */

static void read_region(struct req *r, const struct http_pair *p, str *ret)
{
	str s = p->value;
	bool sized = s.n == 2 || s.n == 4 || s.n == 6 || s.n == 9 || s.n == 12;

	if (sized && str_digits(s))
		*ret = s;
	else
		problem_add(&r->ctx.problems, p->name, N_("A region has 2, 4, 6, 9 or 12 digits."),
			    (str){ NULL, 0 }, (str){ NULL, 0 });
}

static bool given_twice(const struct req *r, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (str_eq(r->http->query[i].name, r->http->query[j].name))
			return true;
	return false;
}

static bool read_where(struct req *r, str *ret_region)
{
	str none = { NULL, 0 }, region = none;

	for (size_t i = 0; i < r->http->nquery; i++) {
		const struct http_pair *p = &r->http->query[i];
		if (given_twice(r, i))
			problem_add(&r->ctx.problems, p->name, N_("This stands twice in the address."), none,
				    none);
		else if (str_eq(p->name, STR("region")))
			read_region(r, p, &region);
		else if (!str_eq(p->name, STR("as_of")))
			problem_add(&r->ctx.problems, p->name, N_("There is no parameter {0} here."),
				    str_cut(p->name, 0, 40), none);
		else if (!day_parse(p->value, &r->as_of))
			problem_add(&r->ctx.problems, p->name,
				    N_("{0} is not a date that exists. Write it like 2026-09-01."),
				    str_cut(p->value, 0, 40), none);
	}
	*ret_region = region;
	return r->ctx.problems.n == 0;
}

static enum rc left_behind(struct req *r)
{
	str region;
	struct counts n;

	if (!may_read(r->ctx.who, P_STATUS))
		return RC_NOT_FOUND;
	if (!read_where(r, &region))
		return RC_INVALID;
	enum rc rc = left_behind_counts(&r->ctx, region, r->as_of, &n);
	if (rc != RC_OK)
		return rc;
	struct json j = api_begin(r, 200);
	json_obj(&j);
	JSON_KEY(&j, "region");
	json_str(&j, region);
	JSON_KEY(&j, "as_of");
	json_day(&j, r->as_of);
	counts_json_put(&j, r->ctx.who, &n);
	json_obj_end(&j);
	return RC_OK;
}

/* clang-format off */
const struct route registry_api_routes[] = {
	{ HTTP_GET,    "/api/v1/left-behind",         left_behind,     .need = ROLES_STAFF, .slow = true },
	{ HTTP_GET,    "/api/v1/parents",             parents_list,    .need = ROLES_STAFF, .purpose = "list:parents" },
	{ HTTP_POST,   "/api/v1/parents",             parents_post,    .need = ROLES_STAFF, .purpose = "record:parents" },
	{ HTTP_GET,    "/api/v1/parents/:id",         parents_get,     .need = ROLES_STAFF, .purpose = "record:parents" },
	{ HTTP_PATCH,  "/api/v1/parents/:id",         parents_patch,   .need = ROLES_STAFF, .purpose = "record:parents" },
	{ HTTP_DELETE, "/api/v1/parents/:id",         parents_delete,  .need = ROLES_STAFF },
	{ HTTP_GET,    "/api/v1/parents/:id/journal", parents_journal, .need = ROLES_STAFF, .purpose = "journal:parents" },
	{ 0 },
};
/* clang-format on */
