/* Tasks for other programs: raised, done, put off, handed on, dropped; duties put off. */
#include "api.h"
#include "deferral.h"
#include "task_page.h"

static str text_of(struct ctx *c, const struct json_value *v)
{
	struct buf b = buf_new(c->mem, 24);

	if (v->type == JSON_STRING)
		return v->text;
	buf_int(&b, v->i);
	return buf_view(&b);
}

/* What a body may hold: members of struct typed by name. */
struct typed {
	str child, what, title, for_role, for_account, due, result, until, reason, duty, from;
};

struct member {
	const char *name;
	size_t at;
};

static const struct member raise_members[] = {
	{ "child", offsetof(struct typed, child) },
	{ "what", offsetof(struct typed, what) },
	{ "title", offsetof(struct typed, title) },
	{ "for_role", offsetof(struct typed, for_role) },
	{ "for_account", offsetof(struct typed, for_account) },
	{ "due", offsetof(struct typed, due) },
};
static const struct member act_members[] = {
	{ "result", offsetof(struct typed, result) },
	{ "until", offsetof(struct typed, until) },
	{ "reason", offsetof(struct typed, reason) },
	{ "for_account", offsetof(struct typed, for_account) },
	{ "for_role", offsetof(struct typed, for_role) },
};
static const struct member defer_members[] = {
	{ "child", offsetof(struct typed, child) },   { "duty", offsetof(struct typed, duty) },
	{ "from", offsetof(struct typed, from) },     { "until", offsetof(struct typed, until) },
	{ "reason", offsetof(struct typed, reason) },
};

static void complain(struct ctx *c, str field, const char *text)
{
	problem_add(&c->problems, field, text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

static void read_member(struct ctx *c, const struct json_value *v, const struct member *m, size_t n,
			struct typed *ret)
{
	bool fits = v->type == JSON_STRING || (v->type == JSON_NUMBER && v->whole);

	for (size_t i = 0; i < n; i++) {
		if (!str_eq(v->key, str_of(m[i].name)))
			continue;
		if (fits)
			*(str *)((char *)ret + m[i].at) = text_of(c, v);
		else if (v->type != JSON_NULL)
			complain(c, v->key, N_("This is to be a text."));
		return;
	}
	complain(c, str_cut(v->key, 0, 40), N_("There is no such field."));
}

static void read_body(struct ctx *c, const struct json_value *body, const struct member *m, size_t n,
		      struct typed *ret)
{
	for (const struct json_value *v = body ? body->child : NULL; v; v = v->next)
		read_member(c, v, m, n, ret);
}

static int64_t id_of(struct ctx *c, const char *field, str text)
{
	int64_t id = 0;

	if (text.n && (!str_int(text, &id) || id <= 0)) {
		complain(c, str_of(field), N_("What this points at is not there."));
		id = 0;
	}
	return id;
}

static day day_of(struct ctx *c, const char *field, str text)
{
	day d = 0;

	if (text.n && !day_parse(text, &d))
		complain(c, str_of(field), N_("This is not a date that exists."));
	return d;
}

static enum role role_of(struct ctx *c, str text)
{
	const struct role_row *row = text.n ? role_of_code(text) : NULL;

	if (text.n && !row)
		complain(c, STR("for_role"), N_("Choose one of the list."));
	return row ? row->role : (enum role)0;
}

/* --- raising --- */

static enum rc may_raise(struct req *r) { return may_create(r->ctx.who, P_TASK) ? RC_OK : RC_DENIED; }

static enum rc check_child(struct req *r, int64_t child)
{
	struct record seen;
	struct ctx look = r->ctx;

	look.seen = NULL;
	if (!child || record_load(&look, &child_kind, child, &seen) == RC_OK)
		return RC_OK;
	complain(&r->ctx, STR("child"), N_("What this points at is not there."));
	return RC_INVALID;
}

static enum rc write_new(struct req *r, struct json_value *body, int64_t *ret_id)
{
	struct ctx *c = &r->ctx;
	struct typed t = { .child = { NULL, 0 } };

	read_body(c, body, raise_members, COUNT(raise_members), &t);
	struct task_new n = { .child = id_of(c, "child", t.child),
			      .what = t.what,
			      .title = t.title,
			      .role = role_of(c, t.for_role),
			      .account = id_of(c, "for_account", t.for_account),
			      .due = day_of(c, "due", t.due) };
	enum rc rc = check_child(r, n.child);
	if (rc == RC_OK && c->problems.n)
		rc = RC_INVALID;
	return rc == RC_OK ? task_raise(c, &n, ret_id) : rc;
}

static enum rc answer_new(struct req *r, int64_t id) { return api_answer(r, &task_kind, id, 201); }

enum rc task_api_raise(struct req *r)
{
	struct api_make m = { .path = "tasks", .may = may_raise, .write = write_new, .answer = answer_new };

	return api_make(r, &m);
}

/* --- acts --- */

struct acting {
	int64_t id;
	struct task_act act;
};

static enum rc act_job(struct ctx *c, void *arg)
{
	struct acting *a = arg;

	return task_do(c, a->id, &a->act);
}

static enum rc act(struct req *r, enum task_does does)
{
	struct ctx *c = &r->ctx;
	struct json_value *body = NULL;
	struct typed t = { .child = { NULL, 0 } };
	enum rc rc = r->http->body.n ? api_body(r, &body) : RC_OK;

	if (rc != RC_OK)
		return rc;
	read_body(c, body, act_members, COUNT(act_members), &t);
	struct acting a = { .id = r->id,
			    .act = { .does = does,
				     .result = t.result,
				     .until = day_of(c, "until", t.until),
				     .reason = t.reason,
				     .to = id_of(c, "for_account", t.for_account),
				     .role = role_of(c, t.for_role) } };
	rc = c->problems.n ? RC_INVALID : store_write(c, PRIO_PEOPLE, act_job, &a);
	return rc == RC_OK ? api_answer(r, &task_kind, r->id, 200) : rc;
}

enum rc task_api_done(struct req *r) { return act(r, TASK_DO_DONE); }
enum rc task_api_later(struct req *r) { return act(r, TASK_DO_LATER); }
enum rc task_api_hand(struct req *r) { return act(r, TASK_DO_HAND); }
enum rc task_api_drop(struct req *r) { return act(r, TASK_DO_DROP); }

/* --- a duty is put off --- */

static enum rc write_deferral(struct req *r, struct json_value *body, int64_t *ret_id)
{
	struct ctx *c = &r->ctx;
	struct typed t = { .child = { NULL, 0 } };

	read_body(c, body, defer_members, COUNT(defer_members), &t);
	struct deferral_new n = { .child = id_of(c, "child", t.child),
				  .duty = t.duty,
				  .from = day_of(c, "from", t.from),
				  .until = day_of(c, "until", t.until),
				  .reason = t.reason };
	if (c->problems.n)
		return RC_INVALID;
	enum rc rc = deferral_put(c, &n, ret_id);
	if (rc == RC_NOT_FOUND) {
		complain(c, STR("duty"), N_("There is no such open duty for this child."));
		rc = RC_INVALID;
	}
	return rc;
}

static enum rc answer_deferral(struct req *r, int64_t id) { return api_answer(r, &deferral_kind, id, 201); }

enum rc task_api_defer(struct req *r)
{
	struct api_make m = {
		.path = "deferrals", .may = may_raise, .write = write_deferral, .answer = answer_deferral
	};

	return api_make(r, &m);
}
