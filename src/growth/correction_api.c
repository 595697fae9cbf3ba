/* Corrections by other programs: asking as the family, answering as the school. */
#include "api.h"
#include "correction_page.h"

static enum rc may_ask(struct req *r) { return may_create(r->ctx.who, P_CORRECTION) ? RC_OK : RC_DENIED; }

static enum rc write_new(struct req *r, struct json_value *body, int64_t *ret_id)
{
	struct input in = input_new(&correction_kind);
	bool there = false;

	input_json(&r->ctx, &in, body);
	enum rc rc = correction_ask(&r->ctx, &in, ret_id, &there);
	r->extra = rc == RC_OK && there ? r : NULL;
	return rc;
}

/* 201 for a new one; 200 for the one that waits for its answer already. */
static enum rc answer_new(struct req *r, int64_t id)
{
	return api_answer(r, &correction_kind, id, r->extra ? 200 : 201);
}

static enum rc correction_api_make(struct req *r)
{
	struct api_make m = {
		.path = "corrections", .may = may_ask, .write = write_new, .answer = answer_new
	};

	return api_make(r, &m);
}

static enum rc act(struct req *r, enum correction_does does)
{
	struct json_value *body = NULL;
	str answer = { NULL, 0 };
	enum rc rc = r->http->body.n ? api_body(r, &body) : RC_OK;

	for (const struct json_value *v = rc == RC_OK && body ? body->child : NULL; v; v = v->next) {
		if (str_eq(v->key, STR("answer")) && v->type == JSON_STRING)
			answer = v->text;
		else
			problem_add(&r->ctx.problems, str_cut(v->key, 0, 40), N_("There is no such field."),
				    (str){ NULL, 0 }, (str){ NULL, 0 });
	}
	if (rc == RC_OK && r->ctx.problems.n)
		rc = RC_INVALID;
	if (rc == RC_OK)
		rc = correction_act(&r->ctx, r->id, does, answer);
	return rc == RC_OK ? api_answer(r, &correction_kind, r->id, 200) : rc;
}

static enum rc correction_api_accept(struct req *r) { return act(r, CORRECTION_ACCEPT); }
static enum rc correction_api_decline(struct req *r) { return act(r, CORRECTION_DECLINE); }
static enum rc correction_api_withdraw(struct req *r) { return act(r, CORRECTION_TAKE_BACK); }

#define ASKING (ROLES_FAMILY)
#define READING (ROLES_CORRECT | ROLES_FAMILY)
/* clang-format off */
const struct route correction_routes[] = {
	{ HTTP_GET,  "/children/:id/corrections/new",     correction_page_new,      .need = ASKING, .purpose = "correction_form", .slow = true },
	{ HTTP_POST, "/children/:id/corrections",         correction_page_save,     .need = ASKING, .purpose = "correction_form" },
	{ HTTP_GET,  "/children/:id/corrections",         correction_page_child,    .need = READING, .purpose = "corrections" },
	{ HTTP_GET,  "/corrections",                      correction_page_list,     .need = ROLES_CORRECT, .purpose = "corrections" },
	{ HTTP_GET,  "/corrections/:id",                  correction_page_show,     .need = READING, .purpose = "correction", .slow = true },
	{ HTTP_POST, "/corrections/:id/show",             correction_page_open,     .need = ROLES_CORRECT, .purpose = "correction" },
	{ HTTP_POST, "/corrections/:id/accept",           correction_page_accept,   .need = ROLES_CORRECT, .purpose = "correction" },
	{ HTTP_POST, "/corrections/:id/decline",          correction_page_decline,  .need = ROLES_CORRECT, .purpose = "correction" },
	{ HTTP_POST, "/corrections/:id/withdraw",         correction_page_withdraw, .need = ROLES_FAMILY, .purpose = "correction" },
	{ HTTP_POST, "/api/v1/corrections",               correction_api_make,      .need = READING },
	{ HTTP_POST, "/api/v1/corrections/:id/accept",    correction_api_accept,    .need = ROLES_CORRECT },
	{ HTTP_POST, "/api/v1/corrections/:id/decline",   correction_api_decline,   .need = ROLES_CORRECT },
	{ HTTP_POST, "/api/v1/corrections/:id/withdraw",  correction_api_withdraw,  .need = ROLES_FAMILY },
	{ 0 },
};
/* clang-format on */
