/* Reporting and handling reports by other programs. */
#include "api.h"
#include "report_page.h"

static const struct member {
	const char *name;
	size_t at;
} members[] = {
	{ "situation", offsetof(struct report_typed, situation) },
	{ "danger", offsetof(struct report_typed, danger) },
	{ "known_at", offsetof(struct report_typed, known_at) },
	{ "what", offsetof(struct report_typed, what) },
	{ "child", offsetof(struct report_typed, child) },
	{ "child_name", offsetof(struct report_typed, child_name) },
	{ "child_where", offsetof(struct report_typed, child_where) },
	{ "region", offsetof(struct report_typed, region) },
	{ "named", offsetof(struct report_typed, named) },
	{ "relation", offsetof(struct report_typed, relation) },
	{ "police", offsetof(struct report_typed, police) },
	{ "by_name", offsetof(struct report_typed, by_name) },
	{ "by_phone", offsetof(struct report_typed, by_phone) },
	{ "code", offsetof(struct report_typed, code) },
};

static void refuse(struct ctx *c, str field, const char *text)
{
	problem_add(&c->problems, str_cut(field, 0, 40), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

static str text_of(struct ctx *c, const struct json_value *v)
{
	struct buf b = buf_new(c->mem, 24);

	if (v->type == JSON_STRING)
		return v->text;
	if (v->type == JSON_BOOL)
		return v->i ? STR("true") : STR("");
	if (v->type == JSON_NUMBER && v->whole)
		buf_int(&b, v->i);
	return buf_view(&b);
}

static bool fits(const struct json_value *v)
{
	return v->type == JSON_STRING || v->type == JSON_BOOL || v->type == JSON_NULL ||
	       (v->type == JSON_NUMBER && v->whole);
}

static void read_member(struct ctx *c, const struct json_value *v, struct report_typed *ret)
{
	for (size_t i = 0; i < COUNT(members); i++) {
		if (!str_eq(v->key, str_of(members[i].name)))
			continue;
		if (fits(v))
			*(str *)((char *)ret + members[i].at) = text_of(c, v);
		else
			refuse(c, v->key, N_("This is to be a text."));
		return;
	}
	refuse(c, v->key, N_("There is no such field."));
}

static enum rc may_report(struct req *r)
{
	(void)r;
	return RC_OK;
}

static enum rc write_new(struct req *r, struct json_value *body, int64_t *ret_id)
{
	struct report_typed t = { .situation = (str){ NULL, 0 } };
	struct report_new n;
	struct report_made *made = NEW(r->ctx.mem, struct report_made, 1);

	for (const struct json_value *v = body->child; v; v = v->next)
		read_member(&r->ctx, v, &t);
	report_read(&r->ctx, &t, &n);
	if (r->ctx.problems.n)
		return RC_INVALID;
	enum rc rc = report_make_unit(&r->ctx, &n, made);
	r->extra = made;
	if (rc == RC_OK)
		*ret_id = made->id;
	return rc;
}

/* The code, and no more: whoever may read the report asks for it. */
static enum rc answer_new(struct req *r, int64_t id)
{
	const struct report_made *made = r->extra;
	struct json j = api_begin(r, 201);

	json_obj(&j);
	JSON_KEY(&j, "id");
	json_id(&j, id);
	JSON_KEY(&j, "code");
	json_str(&j, made->code);
	json_obj_end(&j);
	r->reply->no_store = true;
	return RC_OK;
}

enum rc report_api_make(struct req *r)
{
	struct api_make m = {
		.path = "reports", .may = may_report, .write = write_new, .answer = answer_new
	};

	return api_make(r, &m);
}

static enum rc read_step(struct req *r, struct report_step *ret)
{
	struct json_value *body;
	enum rc rc = api_body(r, &body);

	*ret = (struct report_step){ .before = -1 };
	if (rc != RC_OK)
		return rc;
	for (const struct json_value *v = body->child; v; v = v->next) {
		if (str_eq(v->key, STR("what")) && v->type == JSON_STRING)
			ret->what = v->text;
		else if (str_eq(v->key, STR("text")) && v->type == JSON_STRING)
			ret->text = v->text;
		else if (str_eq(v->key, STR("police_no")) && v->type == JSON_STRING)
			ret->police_no = v->text;
		else if (str_eq(v->key, STR("before")) && v->type == JSON_NUMBER && v->whole && v->i >= 0)
			ret->before = v->i;
		else
			refuse(&r->ctx, v->key, N_("There is no such field."));
	}
	return r->ctx.problems.n ? RC_INVALID : RC_OK;
}

enum rc report_api_act(struct req *r)
{
	struct report_step s;
	struct record rep;
	enum rc rc = record_load(&r->ctx, &report_kind, r->id, &rep); /* what is not there has no body */

	if (rc == RC_OK)
		rc = read_step(r, &s);
	if (rc == RC_OK)
		rc = report_act_do(&r->ctx, r->id, &s);
	if (rc == RC_OK)
		rc = record_load(&r->ctx, &report_kind, r->id, &rep);
	if (rc != RC_OK)
		return rc;
	struct json j = api_begin(r, 200);
	record_json(&j, &r->ctx, &rep);
	api_etag(r, &rep);
	return RC_OK;
}
