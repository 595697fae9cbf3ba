#include "trouble.h"

/* clang-format off */
static const struct { int status; const char *title; } outcomes[RC__N] = {
	[RC_OK]            = { 200, N_("Done") },
	[RC_NOT_FOUND]     = { 404, N_("There is nothing here, or it is not for you to see.") },
	[RC_UNKNOWN_USER]  = { 401, N_("Please sign in.") },
	[RC_DENIED]        = { 403, N_("You can see this, but it is not yours to change.") },
	[RC_INVALID]       = { 422, N_("Some of this is not right yet.") },
	[RC_CONFLICT]      = { 409, N_("Something else stands against this.") },
	[RC_STALE]         = { 412, N_("Somebody changed this meanwhile.") },
	[RC_NEEDS_VERSION] = { 428, N_("Say which version you have seen, with If-Match.") },
	[RC_MALFORMED]     = { 400, N_("This could not be read.") },
	[RC_MEDIA]         = { 415, N_("Please send application/json.") },
	[RC_TOO_BIG]       = { 413, N_("This is too much for one request.") },
	[RC_BUSY]          = { 503, N_("There is much to do just now. Please try again in a moment.") },
	[RC_FAULT]         = { 500, N_("Something of ours went wrong. It has been noted.") },
	[RC_AWAY]          = { 503, N_("The database cannot be reached just now. Please try again in a minute.") },
	[RC_FULL]          = { 503, N_("The server cannot write just now: its disk is full or broken. Reading goes on.") },
};
/* clang-format on */

int rc_status(enum rc rc) { return outcomes[rc].status; }
const char *rc_title(enum rc rc) { return outcomes[rc].title; }

static const char *trouble_title(int status)
{
	for (size_t i = 0; i < RC__N; i++)
		if (outcomes[i].status == status)
			return outcomes[i].title;
	switch (status) {
	case 405: return N_("This cannot be done with this address.");
	case 408: return N_("This took too long to arrive.");
	case 414: return N_("This address is too long.");
	case 431: return N_("The headers of this request are too long.");
	default: return N_("This could not be read.");
	}
}

static void put_head(struct json *j, struct req *r, int status, const char *title)
{
	json_obj(j);
	JSON_KEY(j, "status");
	json_int(j, status);
	JSON_KEY(j, "title");
	json_str(j, str_of(tr(r->ctx.lang, title)));
}

static void put_errors(struct json *j, struct req *r)
{
	const struct problems *p = &r->ctx.problems;

	JSON_KEY(j, "errors");
	json_arr(j);
	for (size_t i = 0; i < p->n; i++) {
		struct buf b = buf_new(r->ctx.mem, 4096);
		json_obj(j);
		JSON_KEY(j, "field");
		json_str(j, p->list[i].field);
		JSON_KEY(j, "message");
		problem_put(&b, r->ctx.lang, &p->list[i]);
		json_str(j, buf_view(&b));
		if (p->list[i].row) {
			JSON_KEY(j, "row");
			json_int(j, (int64_t)p->list[i].row);
		}
		json_obj_end(j);
	}
	json_arr_end(j);
}

/* Both values: what the reader sent stands in the request, what is there now here, as far as it may be read.
 */
static void put_current(struct json *j, struct req *r)
{
	struct record now = *r->ctx.stale; /* a view has no table: it was made for this reader */
	bool view = !model_kind_named(r->ctx.model, str_of(now.kind->name));

	if (!view && record_load(&r->ctx, r->ctx.stale->kind, r->ctx.stale->id, &now) != RC_OK)
		return;
	JSON_KEY(j, "current");
	record_json(j, &r->ctx, &now);
}

static void finish(struct req *r, struct json *j, int status)
{
	json_obj_end(j);
	r->reply->status = status;
	r->reply->type = STR("application/problem+json");
	r->reply->no_store = true;
	if (status == 401)
		reply_header(r->reply, STR("WWW-Authenticate"), STR("Bearer"));
	if (status == 503)
		reply_header(r->reply, STR("Retry-After"), STR("2"));
}

void trouble_answer(struct req *r, enum rc rc)
{
	struct json j = json_to(&r->reply->body);

	put_head(&j, r, rc_status(rc), rc_title(rc));
	if (r->ctx.problems.n)
		put_errors(&j, r);
	if (rc == RC_STALE && r->ctx.stale)
		put_current(&j, r);
	finish(r, &j, rc_status(rc));
}

void trouble_status(struct req *r, int status)
{
	struct json j = json_to(&r->reply->body);

	put_head(&j, r, status, trouble_title(status));
	finish(r, &j, status);
}
