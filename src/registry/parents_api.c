#include "parents_api.h"
#include "number.h"
#include "parents.h"
#include "utf8.h"

static void put_etag(struct req *r, const struct parent *p)
{
	struct buf b = buf_new(r->ctx.mem, 32);

	buf_ch(&b, '"');
	buf_int(&b, p->version);
	buf_ch(&b, '"');
	r->reply->etag = buf_view(&b);
}

/* By a whole number, the end of a phone, or part of the name of the adult. */
static void search(struct req *r, struct list *l)
{
	str q = str_trim(l->q), number = utf8_fold(r->ctx.mem, q);

	if (!q.n)
		return;
	l->q = (str){ NULL, 0 };
	l->v[0] = TEXT(store_like(r->ctx.mem, q));
	l->v[1] = TEXT(number);
	l->v[2] = number_digest(&r->ctx, &person_kind, PERSON_PHONE, number);
	l->v[3] = number_digest(&r->ctx, &person_kind, PERSON_ID_NUMBER, number);
	l->nv = 4;
	l->where = SQL(
		"t.person IN (SELECT p.id FROM person p WHERE p.name LIKE ?1 ESCAPE '\\' OR p.phone_tail = ?2"
		" OR p.phone_digest = ?3 OR p.id_number_digest = ?4)");
}

enum rc parents_list(struct req *r)
{
	struct list l;
	struct parents all;
	enum rc rc = api_list_params(r, &tie_kind, &l);

	if (rc != RC_OK)
		return rc;
	l.on = r->as_of;
	search(r, &l);
	rc = parent_list(&r->ctx, &l, r->as_of, &all);
	if (rc != RC_OK)
		return rc;
	struct json j = api_begin(r, 200);
	json_obj(&j);
	JSON_KEY(&j, "items");
	json_arr(&j);
	for (size_t i = 0; i < all.n; i++)
		parent_json(&j, &r->ctx, &all.p[i]);
	json_arr_end(&j);
	api_next(&j, all.more, all.n ? all.p[all.n - 1].id : 0);
	json_obj_end(&j);
	return RC_OK;
}

static enum rc show(struct req *r, int64_t id, int status)
{
	struct parent p;
	enum rc rc = parent_load(&r->ctx, id, r->as_of, &p);

	if (rc != RC_OK)
		return rc;
	struct json j = api_begin(r, status);
	parent_json(&j, &r->ctx, &p);
	if (!r->ctx.purpose.n)
		put_etag(r, &p);
	return RC_OK;
}

static void one_param(struct req *r, const struct http_pair *p)
{
	str none = { NULL, 0 };

	if (!str_eq(p->name, STR("as_of")))
		problem_add(&r->ctx.problems, p->name, N_("There is no parameter {0} here."),
			    str_cut(p->name, 0, 40), none);
	else if (!day_parse(p->value, &r->as_of))
		problem_add(&r->ctx.problems, p->name,
			    N_("{0} is not a date that exists. Write it like 2026-09-01."),
			    str_cut(p->value, 0, 40), none);
}

enum rc parents_get(struct req *r)
{
	struct record tie;

	for (size_t i = 0; i < r->http->nquery; i++)
		one_param(r, &r->http->query[i]);
	if (r->ctx.problems.n) { /* what is not there has no parameters either */
		enum rc seen = record_load(&r->ctx, &tie_kind, r->id, &tie);
		return seen == RC_OK ? RC_INVALID : seen;
	}
	return show(r, r->id, 200);
}

static enum rc may_make(struct req *r)
{
	return may_create(r->ctx.who, parent_view.profile) ? RC_OK : RC_DENIED;
}

static enum rc write_new(struct req *r, struct json_value *body, int64_t *ret_id)
{
	struct input in = input_new(&parent_view);

	input_json(&r->ctx, &in, body);
	return parent_create(&r->ctx, &in, ret_id);
}

static enum rc answer_new(struct req *r, int64_t id) { return show(r, id, 201); }

enum rc parents_post(struct req *r)
{
	struct api_make m = { .path = "parents", .may = may_make, .write = write_new, .answer = answer_new };

	return api_make(r, &m);
}

struct edit {
	struct req *r;
	int64_t version;
	struct json_value *body;
};

static enum rc may_edit(struct req *r, struct edit *e)
{
	struct parent seen;
	enum rc rc = parent_load(&r->ctx, r->id, r->ctx.today, &seen);

	if (rc == RC_OK && !(r->http->method == HTTP_DELETE ? may_create(r->ctx.who, parent_view.profile)
							    : may_write(r->ctx.who, parent_view.profile)))
		rc = RC_DENIED;
	return rc == RC_OK ? api_version(r, &e->version) : rc;
}

static enum rc patch_job(struct ctx *c, void *arg)
{
	struct edit *e = arg;
	struct input in = input_new(&parent_view);

	input_json(c, &in, e->body);
	enum rc rc = parent_update(c, e->r->id, e->version, &in);
	if (rc == RC_OK)
		rc = store_settle(c);
	return rc == RC_OK ? show(e->r, e->r->id, 200) : rc;
}

enum rc parents_patch(struct req *r)
{
	struct edit e = { .r = r };
	enum rc rc = may_edit(r, &e);

	if (rc == RC_OK)
		rc = api_body(r, &e.body);
	if (rc == RC_OK)
		rc = store_write(&r->ctx, PRIO_PEOPLE, patch_job, &e);
	return rc;
}

static enum rc end_job(struct ctx *c, void *arg)
{
	struct edit *e = arg;

	return parent_end(c, e->r->id, e->version);
}

enum rc parents_delete(struct req *r)
{
	struct edit e = { .r = r };
	enum rc rc = may_edit(r, &e);

	if (rc == RC_OK)
		rc = store_write(&r->ctx, PRIO_PEOPLE, end_job, &e);
	if (rc == RC_OK)
		r->reply->status = 204;
	return rc;
}

/* Of the tie; the adult's own changes stand in the journal of the person. */
enum rc parents_journal(struct req *r)
{
	r->word = STR("ties");
	return api_journal_of(r);
}
