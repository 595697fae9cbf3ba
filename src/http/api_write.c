/* Writing: one unit each, checked in the order access, Idempotency-Key, version, values. */
#include "api.h"
#include "api_parts.h"

enum rc api_body(struct req *r, struct json_value **ret)
{
	str type = http_header(r->http, STR("content-type")), media;

	if (!str_next(&type, ';', &media) || !str_eq(str_trim(media), STR("application/json")))
		return RC_MEDIA;
	enum rc rc = json_parse(r->ctx.mem, r->http->body, ret);
	if (rc == RC_OK && (*ret)->type != JSON_OBJECT) {
		problem_add(&r->ctx.problems, (str){ NULL, 0 }, N_("Send one object, in braces."),
			    (str){ NULL, 0 }, (str){ NULL, 0 });
		return RC_INVALID;
	}
	return rc;
}

enum rc api_version(const struct req *r, int64_t *ret)
{
	str tag = http_header(r->http, STR("if-match")), number;
	int64_t v;

	if (!tag.n)
		return RC_NEEDS_VERSION;
	*ret = -1;
	if (tag.n < 3 || tag.s[0] != '"' || tag.s[tag.n - 1] != '"')
		return RC_OK;
	tag = str_cut(tag, 1, tag.n - 2);
	if (str_next(&tag, '.', &number) && str_digits(number) && str_int(number, &v) && v > 0)
		*ret = v;
	return RC_OK;
}

static enum rc may_make(struct req *r)
{
	const struct kind *k;
	enum rc rc = api_kind(r, &k);

	if (rc != RC_OK)
		return rc;
	return may_create(r->ctx.who, k->profile) && !k->derived ? RC_OK : RC_DENIED;
}

static enum rc write_new(struct req *r, struct json_value *body, int64_t *ret_id)
{
	const struct kind *k = model_kind(r->ctx.model, r->word);
	struct input in = input_new(k);
	struct record done;

	input_json(&r->ctx, &in, body);
	enum rc rc = record_create(&r->ctx, &in, &done);
	if (rc == RC_OK)
		*ret_id = done.id;
	return rc;
}

static enum rc answer_new(struct req *r, int64_t id)
{
	return api_show(r, model_kind(r->ctx.model, r->word), id, 201);
}

enum rc api_post(struct req *r)
{
	struct api_make m = {
		.path = str_z(r->ctx.mem, r->word), .may = may_make, .write = write_new, .answer = answer_new
	};

	return api_make(r, &m);
}

struct edit {
	struct req *r;
	const struct kind *kind;
	int64_t version;
	struct json_value *body;
};

static enum rc patch_job(struct ctx *c, void *arg)
{
	struct edit *e = arg;
	struct input in = input_new(e->kind);
	struct record done;

	(void)c;
	input_json(&e->r->ctx, &in, e->body);
	enum rc rc = record_update(&e->r->ctx, e->kind, e->r->id, e->version, &in, &done);
	if (rc == RC_OK)
		rc = store_settle(&e->r->ctx);
	return rc == RC_OK ? api_show(e->r, e->kind, e->r->id, 200) : rc;
}

static bool may_change(const struct req *r, const struct kind *k)
{
	if (k->derived)
		return false;
	return r->http->method == HTTP_DELETE ? may_create(r->ctx.who, k->profile)
					      : kind_may_write(r->ctx.who, k);
}

/* Who cannot see it learns nothing; who may only see it hears so before being asked for If-Match. */
static enum rc may_edit(struct req *r, struct edit *e)
{
	struct record seen;
	enum rc rc = api_kind(r, &e->kind);

	if (rc == RC_OK)
		rc = record_load(&r->ctx, e->kind, r->id, &seen);
	if (rc == RC_OK && !may_change(r, e->kind))
		rc = RC_DENIED;
	return rc == RC_OK ? api_version(r, &e->version) : rc;
}

enum rc api_patch(struct req *r)
{
	struct edit e = { .r = r };
	enum rc rc = may_edit(r, &e);

	if (rc == RC_OK)
		rc = api_body(r, &e.body);
	if (rc == RC_OK)
		rc = store_write(&r->ctx, PRIO_PEOPLE, patch_job, &e);
	return rc;
}

static enum rc delete_job(struct ctx *c, void *arg)
{
	struct edit *e = arg;

	return record_delete(c, e->kind, e->r->id, e->version);
}

enum rc api_delete(struct req *r)
{
	struct edit e = { .r = r };
	enum rc rc = may_edit(r, &e);

	if (rc == RC_OK)
		rc = store_write(&r->ctx, PRIO_PEOPLE, delete_job, &e);
	if (rc == RC_OK)
		r->reply->status = 204;
	return rc;
}
