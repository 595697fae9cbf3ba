#include "api.h"
#include "visit_page.h"

/* --- Today --- */

static enum rc count_drafts(struct ctx *c, struct today_count *ret)
{
	return draft_count(c, VISIT_DRAFT, &ret->n);
}

/* Of the last month: older ones were looked at, or will not be. */
static enum rc count_alike(struct ctx *c, struct today_count *ret)
{
	struct rows q;
	enum rc rc =
		STORE_QUERY(c, &q,
			    "SELECT count(*) FROM visit v WHERE v.like_visit IS NOT NULL AND v.on_day > ?1"
			    " AND {visit v}",
			    INT(day_add(c->today, -30)));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		ret->n = db_int(&q, 0);
	return db_done(&q);
}

const struct today_item visit_draft_today = { .need = ROLES_VISIT,
					      .icon = "visit",
					      .count = count_drafts,
					      .title = N_("Visits you began to write: {0}"),
					      .one = N_("A visit you began to write"),
					      .why = N_("What you typed is kept; nobody else sees it yet."),
					      .url = "/visits",
					      .verb = N_("Go on writing") };

const struct today_item visit_alike_today = { .need = ROLES_ALIKE,
					      .icon = "visit",
					      .count = count_alike,
					      .title = N_("Visits that read the same: {0}"),
					      .one = N_("A visit that reads the same as another"),
					      .why = N_(
						      "The same words, for another child or on another day."),
					      .url = "/visits/alike",
					      .verb = N_("Look"),
					      .told = true };

/* --- by other programs --- */

struct making {
	struct req *r;
	bool there;
};

static enum rc may_make(struct req *r)
{
	if (may_create(r->ctx.who, visit_kind.profile))
		return RC_OK;
	return may_read(r->ctx.who, visit_kind.profile) ? RC_DENIED : RC_NOT_FOUND;
}

static enum rc write_new(struct req *r, struct json_value *body, int64_t *ret_id)
{
	struct input in = input_new(&visit_kind);
	bool there = false;

	input_json(&r->ctx, &in, body);
	enum rc rc = visit_write(&r->ctx, &in, ret_id, &there);
	r->extra = rc == RC_OK && there ? r : NULL;
	return rc;
}

/* 201 for a new one; 200 for the one that stands there under its number. */
static enum rc answer_new(struct req *r, int64_t id)
{
	return api_answer(r, &visit_kind, id, r->extra ? 200 : 201);
}

static enum rc visit_api_make(struct req *r)
{
	struct api_make m = { .path = "visits", .may = may_make, .write = write_new, .answer = answer_new };

	return api_make(r, &m);
}

/* clang-format off */
const struct route visit_routes[] = {
	{ HTTP_GET,  "/children/:id/visits/new",        visit_form_page_show,  .need = ROLES_VISIT, .purpose = "visit_form" },
	{ HTTP_POST, "/children/:id/visits",            visit_form_page_save,  .need = ROLES_VISIT, .purpose = "visit_form" },
	{ HTTP_POST, "/children/:id/visits/draft",      visit_form_page_keep,  .need = ROLES_VISIT, .purpose = "visit_form" },
	{ HTTP_POST, "/children/:id/visits/draft/drop", visit_form_page_drop,  .need = ROLES_VISIT },
	{ HTTP_GET,  "/children/:id/visits",            visit_page_child,      .need = ROLES_STAFF, .purpose = "visits" },
	{ HTTP_POST, "/children/:id/visits/show",       visit_page_child_open, .need = ROLES_STAFF, .purpose = "visits" },
	{ HTTP_GET,  "/visits",                         visit_list_page_show,  .need = ROLES_STAFF, .purpose = "visit_list" },
	{ HTTP_GET,  "/visits/print",                   visit_list_page_print, .need = ROLES_STAFF, .purpose = "visit_list" },
	{ HTTP_GET,  "/visits/alike",                   visit_list_page_alike, .need = ROLES_ALIKE, .purpose = "visit_list" },
	{ HTTP_GET,  "/visits/:id",                     visit_page_show,       .need = ROLES_STAFF, .purpose = "visit" },
	{ HTTP_POST, "/visits/:id/show",                visit_page_open,       .need = ROLES_STAFF, .purpose = "visit" },
	{ HTTP_POST, "/api/v1/visits",                  visit_api_make,        .need = ROLES_STAFF },
	{ 0 },
};
/* clang-format on */
