/* Conferences held and called off by other programs. */
#include "api.h"
#include "conference_page.h"

enum { ROWS_MAX = 40 };

static void wrong(struct ctx *c, str key, const char *text)
{
	problem_add(&c->problems, str_cut(key, 0, 40), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

static str text_of(struct ctx *c, const struct json_value *v)
{
	struct buf b = buf_new(c->mem, 24);

	if (v->type == JSON_STRING)
		return v->text;
	if (v->type == JSON_NUMBER && v->whole)
		buf_int(&b, v->i);
	else if (v->type != JSON_NULL)
		wrong(c, v->key, N_("This is to be a text."));
	return buf_view(&b);
}

static int64_t id_of(struct ctx *c, const struct json_value *v)
{
	str text = text_of(c, v);
	int64_t id = 0;

	if (text.n && (!str_int(text, &id) || id <= 0))
		wrong(c, v->key, N_("This is to be an id."));
	return id > 0 ? id : 0;
}

/* One row of a list: its members by their own reader. */
static size_t read_rows(struct ctx *c, const struct json_value *list,
			void (*member)(struct ctx *c, const struct json_value *v, void *rows, size_t at),
			void *rows)
{
	size_t n = 0;

	if (list->type != JSON_ARRAY) {
		wrong(c, list->key, N_("This is to be a list."));
		return 0;
	}
	for (const struct json_value *row = list->child; row && n < ROWS_MAX; row = row->next, n++) {
		if (row->type != JSON_OBJECT) {
			member(c, row, rows, n);
			continue;
		}
		for (const struct json_value *v = row->child; v; v = v->next)
			member(c, v, rows, n);
	}
	return n;
}

static void read_decision(struct ctx *c, const struct json_value *v, void *rows, size_t at)
{
	struct conference_decision *d = (struct conference_decision *)rows + at;

	if (str_eq(v->key, STR("title")))
		d->title = str_trim(text_of(c, v));
	else if (str_eq(v->key, STR("for_role")))
		d->role = text_of(c, v);
	else if (str_eq(v->key, STR("for_account")))
		d->account = id_of(c, v);
	else if (str_eq(v->key, STR("due")))
		d->due = text_of(c, v);
	else
		wrong(c, v->key, N_("There is no such field."));
}

static void read_seat(struct ctx *c, const struct json_value *v, void *rows, size_t at)
{
	struct conference_seat *s = (struct conference_seat *)rows + at;

	if (str_eq(v->key, STR("agency")))
		s->agency = text_of(c, v);
	else if (str_eq(v->key, STR("name")))
		s->name = str_trim(text_of(c, v));
	else if (str_eq(v->key, STR("account")))
		s->account = id_of(c, v);
	else
		wrong(c, v->key, N_("There is no such field."));
}

static void read_came(struct ctx *c, const struct json_value *v, void *rows, size_t at)
{
	((int64_t *)rows)[at] = id_of(c, v);
}

struct held_lists {
	struct conference_decision *decision;
	struct conference_seat *seat;
	int64_t *came;
};

static void read_held(struct ctx *c, const struct json_value *v, struct conference_held *to,
		      const struct held_lists *l)
{
	if (str_eq(v->key, STR("held_on")))
		to->on = text_of(c, v);
	else if (str_eq(v->key, STR("minutes")))
		to->minutes = text_of(c, v);
	else if (str_eq(v->key, STR("came")))
		to->ncame = read_rows(c, v, read_came, l->came);
	else if (str_eq(v->key, STR("also")))
		to->nseat = read_rows(c, v, read_seat, l->seat);
	else if (str_eq(v->key, STR("decisions")))
		to->ndecision = read_rows(c, v, read_decision, l->decision);
	else
		wrong(c, v->key, N_("There is no such field."));
}

static enum rc answer(struct req *r) { return api_answer(r, &conference_kind, r->id, 200); }

/* {"held_on":"2026-12-02","minutes":"..","came":["ID"],"also":[{"agency":"police","name":".."}],
 * "decisions":[{"title":"..","for_role":"director","due":"2026-12-09"}]} */
enum rc conference_api_hold(struct req *r)
{
	struct json_value *body;
	struct held_lists l = { NEW(r->ctx.mem, struct conference_decision, ROWS_MAX),
				NEW(r->ctx.mem, struct conference_seat, ROWS_MAX),
				NEW(r->ctx.mem, int64_t, ROWS_MAX) };
	struct conference_held held = { .decision = l.decision, .seat = l.seat, .came = l.came };
	enum rc rc = api_body(r, &body);

	if (rc != RC_OK)
		return rc;
	for (const struct json_value *v = body->child; v; v = v->next)
		read_held(&r->ctx, v, &held, &l);
	if (r->ctx.problems.n)
		return RC_INVALID;
	rc = conference_hold(&r->ctx, r->id, &held);
	return rc == RC_OK ? answer(r) : rc;
}

/* {"why":".."} */
enum rc conference_api_drop(struct req *r)
{
	struct json_value *body;
	str why = { NULL, 0 };
	enum rc rc = api_body(r, &body);

	if (rc != RC_OK)
		return rc;
	for (const struct json_value *v = body->child; v; v = v->next) {
		if (str_eq(v->key, STR("why")))
			why = text_of(&r->ctx, v);
		else
			wrong(&r->ctx, v->key, N_("There is no such field."));
	}
	if (r->ctx.problems.n)
		return RC_INVALID;
	rc = conference_drop(&r->ctx, r->id, why);
	return rc == RC_OK ? answer(r) : rc;
}
