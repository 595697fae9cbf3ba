#include "api.h"
#include "merge_page.h"

/* The queue and its answers for programs. */

enum { LIMIT = 50, LIMIT_MAX = 200 };

static str sign_code(enum likely_sign sign)
{
	switch (sign) {
	case LIKELY_NAME: return STR("name");
	case LIKELY_NAME_NEAR: return STR("name_near");
	case LIKELY_BORN: return STR("birth_date");
	case LIKELY_BORN_NEAR: return STR("birth_date_near");
	case LIKELY_BORN_SWAPPED: return STR("birth_date_swapped");
	case LIKELY_NUMBER_NEAR: return STR("id_number_near");
	case LIKELY_PHONE: return STR("parent_phone");
	case LIKELY_SCHOOL: return STR("school");
	case LIKELY_NUMBERS_DIFFER: return STR("id_number_differs");
	case LIKELY_CHILD: return STR("child");
	case LIKELY_OWN_PHONE: return STR("phone");
	case LIKELY_SEX_DIFFERS: return STR("sex_differs");
	}
	return STR("");
}

static void put_item(struct json *j, const struct match *m)
{
	json_obj(j);
	JSON_KEY(j, "of");
	json_str(j, merge_page_word(m->what));
	JSON_KEY(j, "one");
	json_id(j, m->one);
	JSON_KEY(j, "other");
	json_id(j, m->other);
	JSON_KEY(j, "score");
	json_int(j, m->score);
	JSON_KEY(j, "signs");
	json_arr(j);
	for (int i = 0; i < LIKELY_SIGNS; i++)
		if (m->signs >> i & 1)
			json_str(j, sign_code((enum likely_sign)(1U << i)));
	json_arr_end(j);
	json_obj_end(j);
}

static void put_next(struct req *r, struct json *j, const struct match *last)
{
	struct buf b = buf_new(r->ctx.mem, 80);

	JSON_KEY(j, "next");
	if (!last) {
		json_null(j);
		return;
	}
	buf_int(&b, last->score);
	buf_ch(&b, '-');
	buf_int(&b, last->one);
	buf_ch(&b, '-');
	buf_int(&b, last->other);
	json_str(j, buf_view(&b));
}

enum rc merge_api_list(struct req *r)
{
	int64_t limit = LIMIT;
	str given = req_query(r, STR("limit"));

	if (given.n && (!str_int(given, &limit) || limit < 1 || limit > LIMIT_MAX)) {
		problem_add(&r->ctx.problems, STR("limit"), N_("Between 1 and 200."), (str){ NULL, 0 },
			    (str){ NULL, 0 });
		return RC_INVALID;
	}
	struct match *m = NEW(r->ctx.mem, struct match, (size_t)limit + 1), after = merge_page_after(r);
	size_t n = (size_t)limit + 1;
	enum rc rc = match_list(&r->ctx, merge_page_what(req_query(r, STR("of"))), &after, m, &n);
	if (rc != RC_OK)
		return rc;
	size_t shown = n < (size_t)limit ? n : (size_t)limit;
	struct json j = api_begin(r, 200);
	json_obj(&j);
	JSON_KEY(&j, "items");
	json_arr(&j);
	for (size_t i = 0; i < shown; i++)
		put_item(&j, &m[i]);
	json_arr_end(&j);
	put_next(r, &j, n > shown ? &m[shown - 1] : NULL);
	json_obj_end(&j);
	return RC_OK;
}

/* --- answers --- */

static void complain(struct req *r, const char *field, const char *text)
{
	problem_add(&r->ctx.problems, str_of(field), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

static int64_t id_of(struct req *r, const struct json_value *body, const char *name)
{
	const struct json_value *v = json_get(body, str_of(name));
	int64_t id = 0;

	if (!v || v->type != JSON_STRING || !str_int(v->text, &id) || id <= 0)
		complain(r, name, N_("This is an id, in quotation marks."));
	return id;
}

static int64_t number_of(struct req *r, const struct json_value *body, const char *name)
{
	const struct json_value *v = json_get(body, str_of(name));

	if (v && v->type == JSON_NUMBER && v->whole)
		return v->i;
	complain(r, name, N_("This is needed."));
	return -1;
}

static uint64_t fields_of(struct req *r, const struct json_value *body, const struct kind *k)
{
	const struct json_value *list = json_get(body, STR("take"));
	uint64_t bits = 0;

	for (const struct json_value *v = list ? list->child : NULL; v; v = v->next) {
		size_t i = 0;
		if (v->type == JSON_STRING && kind_field(k, v->text, &i))
			bits |= UINT64_C(1) << i;
		else
			complain(r, "take", N_("There is no field of this name."));
	}
	return bits;
}

static enum match_what what_of(const struct json_value *body)
{
	const struct json_value *v = json_get(body, STR("of"));

	return merge_page_what(v && v->type == JSON_STRING ? v->text : STR(""));
}

enum rc merge_api_join(struct req *r)
{
	struct json_value *body;
	int64_t batch;
	enum rc rc = api_body(r, &body);

	if (rc != RC_OK)
		return rc;
	struct merge_order o = { .what = what_of(body),
				 .keep = r->id,
				 .gone = id_of(r, body, "with"),
				 .keep_version = number_of(r, body, "keep_version"),
				 .gone_version = number_of(r, body, "gone_version") };
	o.take = fields_of(r, body, o.what == MATCH_CHILDREN ? &child_kind : &person_kind);
	if (r->ctx.problems.n)
		return RC_INVALID;
	rc = merge_join(&r->ctx, &o, &batch);
	if (rc != RC_OK)
		return rc;
	struct json j = api_begin(r, 200);
	json_obj(&j);
	JSON_KEY(&j, "batch");
	json_id(&j, batch);
	JSON_KEY(&j, "keep");
	json_id(&j, o.keep);
	json_obj_end(&j);
	return RC_OK;
}

enum rc merge_api_part(struct req *r)
{
	struct json_value *body;
	enum rc rc = api_body(r, &body);

	if (rc != RC_OK)
		return rc;
	int64_t with = id_of(r, body, "with");
	const struct json_value *note = json_get(body, STR("note"));
	if (r->ctx.problems.n)
		return RC_INVALID;
	rc = merge_part(&r->ctx, what_of(body), r->id, with,
			note && note->type == JSON_STRING ? str_trim(note->text) : STR(""));
	if (rc == RC_OK)
		r->reply->status = 204;
	return rc;
}
