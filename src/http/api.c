/* Reading: lists, single records, journals. */
#include "api.h"
#include "api_parts.h"

/* --- what is asked for --- */

static const struct api_extra *api_extra_of(const struct app *app, const struct kind *k)
{
	for (const struct api_extra *const *x = app->extras; x && *x; x++)
		if ((*x)->kind == k)
			return *x;
	return NULL;
}

static bool reads_any(const struct actor *who, const struct kind *k)
{
	for (size_t i = 0; i < k->nfields; i++)
		if (may_read(who, k->fields[i].profile))
			return true;
	return false;
}

/* The kind of this path, unless the role may read nothing of it: then it is not there. */
enum rc api_kind(struct req *r, const struct kind **ret)
{
	const struct kind *k = model_kind(r->ctx.model, r->word);

	if (!k || !reads_any(r->ctx.who, k))
		return RC_NOT_FOUND;
	*ret = k;
	return RC_OK;
}

static void bad(struct req *r, str name, const char *text, str arg)
{
	problem_add(&r->ctx.problems, name, text, arg, (str){ NULL, 0 });
}

static bool ref_param(struct req *r, const struct kind *k, str name, str value, struct list *l)
{
	size_t i;
	int64_t id;
	const struct field *f = kind_field(k, name, &i);

	if (!f || f->type != T_REF || !field_stored(f))
		return false;
	if (!str_digits(value) || !str_int(value, &id))
		bad(r, name, N_("{0} is not the id of a record."), str_cut(value, 0, 40));
	else if (l->nfilter < LIST_FILTERS) {
		l->filter[l->nfilter].field = i;
		l->filter[l->nfilter++].is = INT(id);
	}
	return true;
}

static void limit_param(struct req *r, str name, str value, struct list *l)
{
	int64_t n;

	if (str_digits(value) && str_int(value, &n) && n >= 1 && n <= LIST_MAX)
		l->limit = (size_t)n;
	else
		bad(r, name, N_("This must be a number from 1 to 200."), value);
}

static void day_param(struct req *r, str name, str value, struct list *l)
{
	if (!day_parse(value, &r->as_of))
		bad(r, name, N_("{0} is not a date that exists. Write it like 2026-09-01."),
		    str_cut(value, 0, 40));
	l->on = r->as_of;
	r->dated = true;
}

static bool region_param(struct req *r, const struct kind *k, str name, str value, struct list *l)
{
	for (size_t i = 0; i < k->nfields; i++) {
		if (k->fields[i].type != T_REGION || !field_stored(&k->fields[i]))
			continue;
		if (!str_digits(value) ||
		    (value.n != 2 && value.n != 4 && value.n != 6 && value.n != 9 && value.n != 12)) {
			bad(r, name, N_("A region has 2, 4, 6, 9 or 12 digits."), value);
			return true;
		}
		l->prefix_field = i;
		l->prefix = value;
		r->dated = true;
		return true;
	}
	return false;
}

static void one_param(struct req *r, const struct kind *k, const struct http_pair *p, struct list *l)
{
	int64_t id;

	if (str_eq(p->name, STR("limit")))
		limit_param(r, p->name, p->value, l);
	else if (str_eq(p->name, STR("after"))) {
		if (str_digits(p->value) && str_int(p->value, &id))
			l->after = id;
		else
			bad(r, p->name, N_("This is not a cursor of ours."), (str){ NULL, 0 });
	} else if (str_eq(p->name, STR("q"))) {
		if (p->value.n > 200)
			bad(r, p->name, N_("This is too long to look for."), (str){ NULL, 0 });
		l->q = p->value;
	} else if (str_eq(p->name, STR("as_of")))
		day_param(r, p->name, p->value, l);
	else if (!(str_eq(p->name, STR("region")) && region_param(r, k, p->name, p->value, l)) &&
		 !ref_param(r, k, p->name, p->value, l))
		bad(r, p->name, N_("There is no parameter {0} here."), str_cut(p->name, 0, 40));
}

/* No screen of a class labels a child, and no answer that a program makes one of. */
static bool of_one_child(const struct req *r, const struct kind *k, const struct list *l)
{
	bool one = !k->one_child || !(r->ctx.who->role & ROLES_SCHOOL);

	for (size_t i = 0; i < l->nfilter && !one; i++)
		one = l->filter[i].field + 1 == k->child_field;
	return one;
}

enum rc api_list_params(struct req *r, const struct kind *k, struct list *ret)
{
	*ret = (struct list){ .limit = 50 };
	for (size_t i = 0; i < r->http->nquery; i++) {
		for (size_t j = 0; j < i; j++)
			if (str_eq(r->http->query[i].name, r->http->query[j].name))
				bad(r, r->http->query[i].name, N_("This stands twice in the address."),
				    (str){ NULL, 0 });
		one_param(r, k, &r->http->query[i], ret);
	}
	if (!of_one_child(r, k, ret))
		bad(r, STR("child"), N_("Say of which child: this list is not for several."),
		    (str){ NULL, 0 });
	return r->ctx.problems.n ? RC_INVALID : RC_OK;
}

/* --- what is answered --- */

struct json api_begin(struct req *r, int status)
{
	req_json(r, status);
	if (r->ctx.purpose.n)
		r->reply->no_store = true;
	return json_to(req_body(r));
}

void api_next(struct json *j, bool more, int64_t last)
{
	JSON_KEY(j, "next");
	if (more)
		json_id(j, last);
	else
		json_null(j);
}

void api_etag(struct req *r, const struct record *rec)
{
	struct buf b = buf_new(r->ctx.mem, 64);

	buf_ch(&b, '"');
	buf_int(&b, rec->version);
	if (rec->kind->is_child) {
		buf_ch(&b, '.');
		buf_int(&b, rec->file_version);
		buf_ch(&b, '.');
		day_put(&b, r->ctx.today);
	}
	buf_ch(&b, '"');
	r->reply->etag = buf_view(&b);
}

static void api_record(struct req *r, struct json *j, const struct api_extra *x, const struct record *rec,
		       size_t index)
{
	json_obj(j);
	record_json_fields(j, &r->ctx, rec);
	if (x && x->members)
		x->members(r, j, rec, index);
	json_obj_end(j);
}

static enum rc api_list(struct req *r)
{
	const struct kind *k;
	struct list l;
	struct records found;
	enum rc rc = api_kind(r, &k);
	const struct api_extra *x = rc == RC_OK ? api_extra_of(r->app, k) : NULL;

	if (rc == RC_OK)
		rc = api_list_params(r, k, &l);
	if (rc == RC_OK && x && x->narrow)
		x->narrow(r, &l);
	if (rc == RC_OK)
		rc = record_list(&r->ctx, k, &l, &found);
	if (rc == RC_OK && x && x->prepare)
		rc = x->prepare(r, &found, false);
	if (rc != RC_OK)
		return rc;
	struct json j = api_begin(r, 200);
	json_obj(&j);
	JSON_KEY(&j, "items");
	json_arr(&j);
	for (size_t i = 0; i < found.n; i++)
		api_record(r, &j, x, &found.r[i], i);
	json_arr_end(&j);
	api_next(&j, found.more, found.n ? found.r[found.n - 1].id : 0);
	json_obj_end(&j);
	return RC_OK;
}

enum rc api_answer(struct req *r, const struct kind *k, int64_t id, int status)
{
	struct record one;
	enum rc rc = record_load(&r->ctx, k, id, &one);

	if (rc != RC_OK)
		return rc;
	struct json j = api_begin(r, status);
	record_json(&j, &r->ctx, &one);
	api_etag(r, &one);
	return RC_OK;
}

/* The record as the reader may have it, with what its room adds. */
enum rc api_show(struct req *r, const struct kind *k, int64_t id, int status)
{
	const struct api_extra *x = api_extra_of(r->app, k);
	struct records one = { NEW(r->ctx.mem, struct record, 1), 1, false };
	enum rc rc = record_load(&r->ctx, k, id, &one.r[0]);

	if (rc == RC_OK && x && x->prepare)
		rc = x->prepare(r, &one, true);
	if (rc != RC_OK)
		return rc;
	struct json j = api_begin(r, status);
	api_record(r, &j, x, &one.r[0], 0);
	if (!r->ctx.purpose.n)
		api_etag(r, &one.r[0]);
	return RC_OK;
}

static enum rc api_get(struct req *r)
{
	const struct kind *k;
	struct list unused = { 0 };
	enum rc rc = api_kind(r, &k);

	for (size_t i = 0; rc == RC_OK && i < r->http->nquery; i++) {
		const struct http_pair *p = &r->http->query[i];
		if (str_eq(p->name, STR("as_of")))
			day_param(r, p->name, p->value, &unused);
		else
			bad(r, p->name, N_("There is no parameter {0} here."), str_cut(p->name, 0, 40));
	}
	if (rc == RC_OK && r->ctx.problems.n) {
		struct record seen; /* what is not there has no parameters either */
		rc = record_load(&r->ctx, k, r->id, &seen);
		rc = rc == RC_OK ? RC_INVALID : rc;
	}
	if (rc == RC_OK)
		rc = api_show(r, k, r->id, 200);
	return rc;
}

static void entry_json(struct req *r, struct json *j, const struct entry *e)
{
	(void)r;
	json_obj(j);
	JSON_KEY(j, "seq");
	json_int(j, e->seq);
	JSON_KEY(j, "at");
	json_instant(j, e->at);
	JSON_KEY(j, "actor");
	json_id(j, e->actor);
	JSON_KEY(j, "actor_name");
	json_str(j, e->actor_name);
	JSON_KEY(j, "act");
	json_str(j, str_of(act_name(e->act)));
	JSON_KEY(j, "reason");
	json_str(j, e->reason);
	JSON_KEY(j, "changes");
	json_arr(j);
	for (size_t i = 0; i < e->nchange; i++) {
		const struct field_change *f = &e->change[i];
		json_obj(j);
		JSON_KEY(j, "field");
		json_str(j, str_of(f->field->name));
		JSON_KEY(j, "before");
		f->had ? json_str(j, f->before) : json_null(j);
		JSON_KEY(j, "after");
		f->has ? json_str(j, f->after) : json_null(j);
		json_obj_end(j);
	}
	json_arr_end(j);
	json_obj_end(j);
}

enum rc api_journal_of(struct req *r)
{
	const struct kind *k;
	struct list l;
	struct entry *e;
	size_t n = 0;
	enum rc rc = api_kind(r, &k);

	if (rc == RC_OK)
		rc = api_list_params(r, k, &l);
	if (rc == RC_OK) {
		n = l.limit;
		rc = journal_of(&r->ctx, k, r->id, l.after, &e, &n);
	}
	if (rc != RC_OK)
		return rc;
	struct json j = api_begin(r, 200);
	json_obj(&j);
	JSON_KEY(&j, "items");
	json_arr(&j);
	for (size_t i = 0; i < n; i++)
		entry_json(r, &j, &e[i]);
	json_arr_end(&j);
	api_next(&j, n == l.limit, n ? e[n - 1].seq : 0);
	json_obj_end(&j);
	return RC_OK;
}

static enum rc api_description(struct req *r)
{
	struct json j = api_begin(r, 200);

	openapi_put(&j, r->app);
	return RC_OK;
}

static enum rc healthz(struct req *r)
{
	struct json j = api_begin(r, 200);
	int64_t one = 0;

	if (db_one_int(r->ctx.db, SQL("SELECT count(*) FROM meta m"), NULL, 0, &one) != RC_OK)
		return RC_BUSY;
	json_obj(&j);
	JSON_KEY(&j, "status");
	json_str(&j, STR("ok"));
	json_obj_end(&j);
	r->reply->no_store = true;
	return RC_OK;
}

static void metric(struct buf *b, const char *name, const char *label, uint64_t value)
{
	buf_str(b, str_of(name));
	buf_str(b, str_of(label));
	buf_ch(b, ' ');
	buf_int(b, (int64_t)value);
	buf_ch(b, '\n');
}

static enum rc metrics(struct req *r)
{
	static const char *const status[] = {
		"", "", "{status=\"2xx\"}", "{status=\"3xx\"}", "{status=\"4xx\"}", "{status=\"5xx\"}"
	};
	struct http_counts n = { 0 };
	struct buf *b = req_body(r);

	if (r->app->server)
		http_counts(r->app->server, &n);
	buf_lit(b, "# TYPE tongxin_requests_total counter\n");
	metric(b, "tongxin_requests_total", "", n.requests);
	buf_lit(b, "# TYPE tongxin_responses_total counter\n");
	for (size_t i = 2; i < 6; i++)
		metric(b, "tongxin_responses_total", status[i], n.status[i]);
	buf_lit(b, "# TYPE tongxin_connections gauge\n");
	metric(b, "tongxin_connections", "", n.open);
	buf_lit(b, "# TYPE tongxin_event_streams gauge\n");
	metric(b, "tongxin_event_streams", "", n.streams);
	buf_lit(b, "# TYPE tongxin_refused_total counter\n");
	metric(b, "tongxin_refused_total", "", n.refused);
	if (r->app->figures) {
		enum rc rc = r->app->figures(&r->ctx, b);
		if (rc != RC_OK)
			return rc;
	}
	r->reply->status = 200;
	r->reply->type = STR("text/plain; version=0.0.4");
	r->reply->no_store = true;
	return RC_OK;
}

/* clang-format off */
const struct route api_routes[] = {
	{ HTTP_GET,    "/api/v1/openapi.json",      api_description, .need = ROLES_ANYONE },
	{ HTTP_GET,    "/api/v1/:word",             api_list,        .need = ROLES_SIGNED_IN, .purpose = "list" },
	{ HTTP_POST,   "/api/v1/:word",             api_post,        .need = ROLES_SIGNED_IN, .purpose = "record" },
	{ HTTP_GET,    "/api/v1/:word/:id",         api_get,         .need = ROLES_SIGNED_IN, .purpose = "record" },
	{ HTTP_PATCH,  "/api/v1/:word/:id",         api_patch,       .need = ROLES_SIGNED_IN, .purpose = "record" },
	{ HTTP_DELETE, "/api/v1/:word/:id",         api_delete,      .need = ROLES_SIGNED_IN },
	{ HTTP_GET,    "/api/v1/:word/:id/journal", api_journal_of,  .need = ROLES_SIGNED_IN, .purpose = "journal" },
	{ HTTP_GET,    "/events",                   req_events,      .need = ROLES_SIGNED_IN },
	{ HTTP_GET,    "/healthz",                  healthz,         .need = ROLES_ANYONE },
	{ HTTP_GET,    "/metrics",                  metrics,         .need = ROLES_ANYONE },
	{ 0 },
};
/* clang-format on */
