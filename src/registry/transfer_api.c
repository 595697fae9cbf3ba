/* Asking for and answering transfers by other programs. */
#include "api.h"
#include "transfer_page.h"

static const struct member {
	const char *name;
	size_t at;
} members[] = {
	{ "side", offsetof(struct transfer_typed, side) },
	{ "child", offsetof(struct transfer_typed, child) },
	{ "id_number", offsetof(struct transfer_typed, id_number) },
	{ "name", offsetof(struct transfer_typed, name) },
	{ "to_school", offsetof(struct transfer_typed, to_school) },
	{ "to_school_code", offsetof(struct transfer_typed, school_code) },
	{ "to_class", offsetof(struct transfer_typed, to_class) },
	{ "grade", offsetof(struct transfer_typed, grade) },
	{ "reason", offsetof(struct transfer_typed, reason) },
	{ "start_on", offsetof(struct transfer_typed, start_on) },
	{ "note", offsetof(struct transfer_typed, note) },
};

static str text_of(struct ctx *c, const struct json_value *v)
{
	struct buf b = buf_new(c->mem, 24);

	if (v->type == JSON_STRING)
		return v->text;
	buf_int(&b, v->i);
	return buf_view(&b);
}

static void read_member(struct ctx *c, const struct json_value *v, struct transfer_typed *ret)
{
	bool fits = v->type == JSON_STRING || (v->type == JSON_NUMBER && v->whole);
	str none = { NULL, 0 };

	for (size_t i = 0; i < COUNT(members); i++) {
		if (!str_eq(v->key, str_of(members[i].name)))
			continue;
		if (fits)
			*(str *)((char *)ret + members[i].at) = text_of(c, v);
		else if (v->type != JSON_NULL)
			problem_add(&c->problems, v->key, N_("This is to be a text."), none, none);
		return;
	}
	problem_add(&c->problems, str_cut(v->key, 0, 40), N_("There is no such field."), none, none);
}

static enum rc may_ask(struct req *r) { return r->ctx.who->role & ROLES_TRANSFER ? RC_OK : RC_DENIED; }

static enum rc write_new(struct req *r, struct json_value *body, int64_t *ret_id)
{
	struct transfer_typed t = { .side = (str){ NULL, 0 } };
	struct transfer_new n;

	for (const struct json_value *v = body->child; v; v = v->next)
		read_member(&r->ctx, v, &t);
	transfer_read(&r->ctx, &t, &n);
	if (!str_eq(n.side, STR(CODE_TRANSFER_SIDE_GIVING)) &&
	    !str_eq(n.side, STR(CODE_TRANSFER_SIDE_RECEIVING)))
		problem_add(&r->ctx.problems, STR("side"), N_("Choose one of the list."), (str){ NULL, 0 },
			    (str){ NULL, 0 });
	if (r->ctx.problems.n)
		return RC_INVALID;
	return transfer_ask_unit(&r->ctx, &n, ret_id);
}

static enum rc answer_new(struct req *r, int64_t id) { return api_answer(r, &transfer_kind, id, 201); }

enum rc transfer_api_ask(struct req *r)
{
	struct api_make m = { .path = "transfers", .may = may_ask, .write = write_new, .answer = answer_new };

	return api_make(r, &m);
}

static enum rc read_answer(struct req *r, struct transfer_answer *ret)
{
	struct json_value *body = NULL;
	enum rc rc = r->http->body.n ? api_body(r, &body) : RC_OK;
	str none = { NULL, 0 };

	if (rc != RC_OK)
		return rc;
	for (const struct json_value *v = body ? body->child : NULL; v; v = v->next) {
		str text = text_of(&r->ctx, v);
		if (str_eq(v->key, STR("answer")) && v->type == JSON_STRING)
			ret->words = text;
		else if (!str_eq(v->key, STR("to_class")) || !str_int(text, &ret->class) || ret->class <= 0)
			problem_add(&r->ctx.problems, str_cut(v->key, 0, 40), N_("There is no such field."),
				    none, none);
	}
	return r->ctx.problems.n ? RC_INVALID : RC_OK;
}

static enum rc answer(struct req *r, enum transfer_does does)
{
	struct transfer_answer a = { .does = does };
	enum rc rc = read_answer(r, &a);

	if (rc == RC_OK)
		rc = transfer_answer(&r->ctx, r->id, &a);
	return rc == RC_OK ? api_answer(r, &transfer_kind, r->id, 200) : rc;
}

enum rc transfer_api_accept(struct req *r) { return answer(r, TRANSFER_ACCEPT); }
enum rc transfer_api_reject(struct req *r) { return answer(r, TRANSFER_REJECT); }
enum rc transfer_api_withdraw(struct req *r) { return answer(r, TRANSFER_WITHDRAW); }
