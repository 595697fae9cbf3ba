#include "tx.h"

#include <assert.h>

str rec_text(const struct record *r, size_t field)
{
	assert(field < r->kind->nfields && (r->v[field].t == VAL_TEXT || r->v[field].t == VAL_NULL));
	return r->v[field].t == VAL_TEXT ? r->v[field].s : (str){ NULL, 0 };
}

int64_t rec_int(const struct record *r, size_t field)
{
	assert(field < r->kind->nfields && (r->v[field].t == VAL_INT || r->v[field].t == VAL_NULL));
	return r->v[field].t == VAL_INT ? r->v[field].i : 0;
}

day rec_day(const struct record *r, size_t field)
{
	assert(r->kind->fields[field].type == T_DATE);
	return (day)rec_int(r, field);
}

bool rec_null(const struct record *r, size_t field)
{
	assert(field < r->kind->nfields);
	return r->v[field].t == VAL_NULL;
}

str val_text(struct arena *mem, const struct field *f, const struct val *v)
{
	struct buf b = buf_new(mem, 64);

	if (v->t == VAL_TEXT)
		return v->s;
	if (v->t != VAL_INT)
		return (str){ NULL, 0 };
	if (f->type == T_DATE)
		day_put(&b, (day)v->i);
	else if (f->type == T_BOOL)
		buf_str(&b, v->i ? STR("true") : STR("false"));
	else if (f->type == T_MONTH)
		buf_pad(&b, v->i, 6);
	else if (f->type == T_INSTANT)
		instant_put(&b, v->i);
	else
		buf_int(&b, v->i);
	return buf_view(&b);
}

str record_text(struct ctx *c, const struct record *r, size_t field)
{
	return val_text(c->mem, &r->kind->fields[field], &r->v[field]);
}

static void value_json(struct json *j, struct arena *mem, const struct field *f, const struct val *v)
{
	if (v->t == VAL_NULL)
		json_null(j);
	else if (f->type == T_REF)
		json_id(j, v->i);
	else if (f->type == T_BOOL)
		json_bool(j, v->i != 0);
	else if (f->type == T_INT || f->type == T_YEAR)
		json_int(j, v->i);
	else
		json_str(j, val_text(mem, f, v));
}

void record_json_fields(struct json *j, struct ctx *c, const struct record *r)
{
	JSON_KEY(j, "id");
	json_id(j, r->id);
	JSON_KEY(j, "version");
	json_int(j, r->version);
	for (size_t i = 0; i < r->kind->nfields; i++) {
		const struct field *f = &r->kind->fields[i];
		if (!field_stored(f) || r->hidden >> i & 1 || f->type == T_SECRET)
			continue;
		json_key(j, str_of(f->name));
		value_json(j, c->mem, f, &r->v[i]);
	}
	if (r->kind->is_child) {
		JSON_KEY(j, "file_version");
		json_int(j, r->file_version);
	}
	if (r->masked) {
		JSON_KEY(j, "masked");
		json_arr(j);
		for (size_t i = 0; i < r->kind->nfields; i++)
			if (r->masked >> i & 1)
				json_str(j, str_of(r->kind->fields[i].name));
		json_arr_end(j);
	}
	JSON_KEY(j, "county");
	struct buf code = buf_new(c->mem, 8);
	buf_pad(&code, r->county, 6);
	json_str(j, buf_view(&code));
	JSON_KEY(j, "created_at");
	json_instant(j, r->created_at);
	JSON_KEY(j, "updated_at");
	json_instant(j, r->updated_at);
}

void record_json(struct json *j, struct ctx *c, const struct record *r)
{
	json_obj(j);
	record_json_fields(j, c, r);
	json_obj_end(j);
}
