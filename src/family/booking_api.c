/* Booking by other programs: POST /api/v1/calls.  Reading follows from the kinds. */
#include "api.h"
#include "booking_page.h"

static void bad(struct ctx *c, str field, const char *text)
{
	problem_add(&c->problems, str_cut(field, 0, 40), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

static int64_t read_id(struct ctx *c, const struct json_value *v)
{
	int64_t id = v->type == JSON_NUMBER && v->whole ? v->i : 0;

	if (v->type == JSON_STRING && !str_int(v->text, &id))
		id = 0;
	if (id <= 0)
		bad(c, v->key, N_("There is no such record."));
	return id > 0 ? id : 0;
}

static void read_people(struct ctx *c, const struct json_value *v, struct booking_new *n)
{
	for (const struct json_value *one = v->child; v->type == JSON_ARRAY && one; one = one->next)
		if (n->nperson < BOOKING_PERSONS)
			n->person[n->nperson++] = read_id(c, one);
	if (v->type != JSON_ARRAY)
		bad(c, v->key, N_("This is to be a list of numbers."));
}

static void read_text(struct ctx *c, const struct json_value *v, struct booking_new *n)
{
	if (v->type != JSON_STRING)
		bad(c, v->key, N_("This is to be a text."));
	else if (str_eq(v->key, STR("on"))) {
		if (!day_parse(v->text, &n->on))
			n->on = 0;
	} else if (str_eq(v->key, STR("from"))) {
		if (!slot_read_clock(v->text, &n->from))
			n->from = -1;
	} else if (str_eq(v->key, STR("channel")))
		n->channel = v->text;
	else if (str_eq(v->key, STR("phone")))
		n->phone = v->text;
	else if (str_eq(v->key, STR("client")))
		n->client = v->text;
	else
		bad(c, v->key, N_("There is no such field."));
}

static void read_member(struct ctx *c, const struct json_value *v, struct booking_new *n)
{
	if (v->type == JSON_NULL)
		return;
	if (str_eq(v->key, STR("child")))
		n->child = read_id(c, v);
	else if (str_eq(v->key, STR("home")))
		n->home = read_id(c, v);
	else if (str_eq(v->key, STR("device")))
		n->device = read_id(c, v);
	else if (str_eq(v->key, STR("person")))
		read_people(c, v, n);
	else if (str_eq(v->key, STR("rehearsal")))
		n->rehearsal = v->type == JSON_BOOL && v->i;
	else
		read_text(c, v, n);
}

static enum rc may_book(struct req *r) { return r->ctx.who->role & ROLES_CALL_BOOK ? RC_OK : RC_DENIED; }

static enum rc write_new(struct req *r, struct json_value *body, int64_t *ret_id)
{
	struct booking_new n = { .from = -1,
				 .channel = STR(CODE_CALL_CHANNEL_VIDEO),
				 .origin = booking_origin(r->http, r->ctx.mem, r->app->secure) };

	for (const struct json_value *v = body->child; v; v = v->next)
		read_member(&r->ctx, v, &n);
	if (!n.child)
		bad(&r->ctx, STR("child"), N_("This is needed."));
	return r->ctx.problems.n ? RC_INVALID : booking_make_unit(&r->ctx, &n, ret_id);
}

static enum rc answer_new(struct req *r, int64_t id) { return api_answer(r, &call_kind, id, 201); }

enum rc booking_api_make(struct req *r)
{
	struct api_make m = { .path = "calls", .may = may_book, .write = write_new, .answer = answer_new };

	return api_make(r, &m);
}
