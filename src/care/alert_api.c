/* Alerts for other programs: raised by whoever may sign in, taken, closed. */
#include "alert_page.h"
#include "api.h"

static const struct member {
	const char *name;
	size_t at;
} members[] = {
	{ "what", offsetof(struct alert_new, what) },       { "text", offsetof(struct alert_new, text) },
	{ "who", offsetof(struct alert_new, who) },         { "region", offsetof(struct alert_new, region) },
	{ "contact", offsetof(struct alert_new, contact) }, { "client", offsetof(struct alert_new, client) },
};

static void complain(struct ctx *c, str field, const char *text)
{
	problem_add(&c->problems, field, text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

static void read_member(struct ctx *c, const struct json_value *v, struct alert_new *ret)
{
	if (v->type == JSON_NULL)
		return;
	if (str_eq(v->key, STR("child"))) {
		if (v->type != JSON_STRING || !str_int(v->text, &ret->child) || ret->child <= 0)
			complain(c, v->key, N_("What this points at is not there."));
		return;
	}
	for (size_t i = 0; i < COUNT(members); i++) {
		if (!str_eq(v->key, str_of(members[i].name)))
			continue;
		if (v->type == JSON_STRING)
			*(str *)((char *)ret + members[i].at) = v->text;
		else
			complain(c, v->key, N_("This is to be a text."));
		return;
	}
	complain(c, str_cut(v->key, 0, 40), N_("There is no such field."));
}

static enum rc may_raise(struct req *r)
{
	(void)r;
	return RC_OK; /* whoever is signed in */
}

static enum rc write_new(struct req *r, struct json_value *body, int64_t *ret_id)
{
	struct alert_new n = { .child = 0 };

	for (const struct json_value *v = body->child; v; v = v->next)
		read_member(&r->ctx, v, &n);
	if (r->ctx.problems.n)
		return RC_INVALID;
	enum rc rc = alert_raise(&r->ctx, &n, ret_id);
	if (rc == RC_NOT_FOUND) {
		complain(&r->ctx, STR("child"), N_("What this points at is not there."));
		rc = RC_INVALID;
	}
	return rc;
}

/* Whoever may not read alerts is told its number and where it stands. */
static enum rc answer_new(struct req *r, int64_t id)
{
	enum rc rc = api_answer(r, &alert_kind, id, 201);

	/* An account without any reach: it is written all the same. */
	if (rc != RC_NOT_FOUND)
		return rc;
	struct json j = api_begin(r, 201);
	json_obj(&j);
	json_key(&j, STR("id"));
	json_id(&j, id);
	json_obj_end(&j);
	return RC_OK;
}

enum rc alert_api_raise(struct req *r)
{
	struct api_make m = { .path = "alerts", .may = may_raise, .write = write_new, .answer = answer_new };

	return api_make(r, &m);
}

static enum rc act(struct req *r, bool close)
{
	struct json_value *body = NULL;
	struct alert_act a = { .id = r->id, .close = close };
	enum rc rc = r->http->body.n ? api_body(r, &body) : RC_OK;

	if (rc != RC_OK)
		return rc;
	for (const struct json_value *v = body ? body->child : NULL; v; v = v->next) {
		if (close && str_eq(v->key, STR("outcome")) && v->type == JSON_STRING)
			a.outcome = v->text;
		else
			complain(&r->ctx, str_cut(v->key, 0, 40), N_("There is no such field."));
	}
	rc = r->ctx.problems.n ? RC_INVALID : alert_act(&r->ctx, &a);
	return rc == RC_OK ? api_answer(r, &alert_kind, r->id, 200) : rc;
}

enum rc alert_api_take(struct req *r) { return act(r, false); }
enum rc alert_api_close(struct req *r) { return act(r, true); }
