/* Referrals by other programs: sending, and the answers. */
#include "api.h"
#include "referral_page.h"

static str text_of(struct ctx *c, const struct json_value *v)
{
	struct buf b = buf_new(c->mem, 24);

	if (v->type == JSON_STRING)
		return v->text;
	buf_int(&b, v->i);
	return buf_view(&b);
}

static void bad(struct ctx *c, str field, const char *text)
{
	problem_add(&c->problems, str_cut(field, 0, 40), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

static void read_id(struct ctx *c, const struct json_value *v, int64_t *ret)
{
	if (!str_int(text_of(c, v), ret) || *ret <= 0) {
		*ret = 0;
		bad(c, v->key, N_("There is no such record."));
	}
}

static void read_parts(struct ctx *c, const struct json_value *v, unsigned *ret)
{
	if (v->type != JSON_STRING || !referral_parts_read(v->text, ret))
		bad(c, v->key, N_("Choose parts of the list, parted by blanks."));
}

static bool read_flag(struct ctx *c, const struct json_value *v)
{
	if (v->type != JSON_BOOL)
		bad(c, v->key, N_("This is to be true or false."));
	return v->type == JSON_BOOL && v->i;
}

static str *text_member(struct referral_new *n, str key)
{
	const struct {
		const char *name;
		str *to;
	} texts[] = {
		{ "what", &n->what },     { "basis", &n->basis },   { "law", &n->law },
		{ "reason", &n->reason }, { "client", &n->client },
	};

	for (size_t i = 0; i < COUNT(texts); i++)
		if (str_eq(key, str_of(texts[i].name)))
			return texts[i].to;
	return NULL;
}

static void read_member(struct ctx *c, const struct json_value *v, struct referral_new *n)
{
	str *text = text_member(n, v->key);

	if (v->type == JSON_NULL)
		return;
	if (text && v->type == JSON_STRING)
		*text = v->text;
	else if (text)
		bad(c, v->key, N_("This is to be a text."));
	else if (str_eq(v->key, STR("child")))
		read_id(c, v, &n->child);
	else if (str_eq(v->key, STR("to")))
		read_id(c, v, &n->to);
	else if (str_eq(v->key, STR("parts")))
		read_parts(c, v, &n->parts);
	else if (str_eq(v->key, STR("urgent")))
		n->urgent = read_flag(c, v);
	else if (str_eq(v->key, STR("quiet")))
		n->quiet = read_flag(c, v);
	else
		bad(c, v->key, N_("There is no such field."));
}

static enum rc may_send(struct req *r) { return r->ctx.who->role & ROLES_REFER ? RC_OK : RC_DENIED; }

static enum rc write_new(struct req *r, struct json_value *body, int64_t *ret_id)
{
	struct referral_new n = { .child = 0 };

	for (const struct json_value *v = body->child; v; v = v->next)
		read_member(&r->ctx, v, &n);
	if (!n.child)
		bad(&r->ctx, STR("child"), N_("This is needed."));
	if (r->ctx.problems.n)
		return RC_INVALID;
	return referral_send_unit(&r->ctx, &n, ret_id);
}

static enum rc answer_new(struct req *r, int64_t id) { return api_answer(r, &referral_kind, id, 201); }

enum rc referral_api_send(struct req *r)
{
	struct api_make m = {
		.path = "referrals", .may = may_send, .write = write_new, .answer = answer_new
	};

	return api_make(r, &m);
}

static enum rc answer(struct req *r, enum referral_does does)
{
	struct json_value *body = NULL;
	const char *name = does == REFERRAL_FINISH ? "outcome" : "answer";
	str words = { NULL, 0 };
	enum rc rc = r->http->body.n ? api_body(r, &body) : RC_OK;

	if (rc != RC_OK)
		return rc;
	for (const struct json_value *v = body ? body->child : NULL; v; v = v->next) {
		if (str_eq(v->key, str_of(name)) && v->type == JSON_STRING)
			words = v->text;
		else
			bad(&r->ctx, v->key, N_("There is no such field."));
	}
	if (r->ctx.problems.n)
		return RC_INVALID;
	rc = referral_answer(&r->ctx, r->id, does, words);
	return rc == RC_OK ? api_answer(r, &referral_kind, r->id, 200) : rc;
}

enum rc referral_api_accept(struct req *r) { return answer(r, REFERRAL_ACCEPT); }
enum rc referral_api_reject(struct req *r) { return answer(r, REFERRAL_REJECT); }
enum rc referral_api_finish(struct req *r) { return answer(r, REFERRAL_FINISH); }
enum rc referral_api_take_back(struct req *r) { return answer(r, REFERRAL_TAKE_BACK); }
