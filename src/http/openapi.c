/* The description of the API, generated from the kinds (OpenAPI 3.1). */
#include "api.h"

static const char *json_type(const struct field *f)
{
	return f->type == T_BOOL ? "boolean" : f->type == T_INT || f->type == T_YEAR ? "integer" : "string";
}

static void put_field(struct json *j, const struct field *f)
{
	json_key(j, str_of(f->name));
	json_obj(j);
	JSON_KEY(j, "type");
	json_arr(j);
	json_str(j, str_of(json_type(f)));
	json_str(j, STR("null"));
	json_arr_end(j);
	if (f->type == T_DATE) {
		JSON_KEY(j, "format");
		json_str(j, STR("date"));
	}
	if (f->max && json_type(f)[0] == 's') {
		JSON_KEY(j, "maxLength");
		json_int(j, f->max);
	}
	if (f->codes) {
		const struct code_list *list = code_list_find(str_of(f->codes));
		JSON_KEY(j, "enum");
		json_arr(j);
		for (size_t i = 0; list && i < list->n; i++)
			json_str(j, list->row[i].code);
		json_null(j);
		json_arr_end(j);
	}
	if (f->derived) {
		JSON_KEY(j, "readOnly");
		json_bool(j, true);
	}
	if (f->input) {
		JSON_KEY(j, "writeOnly");
		json_bool(j, true);
	}
	JSON_KEY(j, "description");
	json_str(j, str_of(f->label));
	json_obj_end(j);
}

static void put_schema(struct json *j, const struct kind *k)
{
	json_key(j, str_of(k->name));
	json_obj(j);
	JSON_KEY(j, "type");
	json_str(j, STR("object"));
	JSON_KEY(j, "properties");
	json_obj(j);
	for (size_t i = 0; i < k->nfields; i++)
		if (k->fields[i].type != T_SECRET)
			put_field(j, &k->fields[i]);
	json_obj_end(j);
	JSON_KEY(j, "required");
	json_arr(j);
	for (size_t i = 0; i < k->nfields; i++)
		if (k->fields[i].required)
			json_str(j, str_of(k->fields[i].name));
	json_arr_end(j);
	json_obj_end(j);
}

static void put_operation(struct json *j, const char *method, const struct kind *k, const char *summary,
			  const char *code)
{
	json_key(j, str_of(method));
	json_obj(j);
	JSON_KEY(j, "summary");
	json_str(j, str_of(summary));
	JSON_KEY(j, "tags");
	json_arr(j);
	json_str(j, str_of(k->plural));
	json_arr_end(j);
	JSON_KEY(j, "responses");
	json_obj(j);
	json_key(j, str_of(code));
	json_obj(j);
	JSON_KEY(j, "description");
	json_str(j, str_of(k->label));
	json_obj_end(j);
	json_obj_end(j);
	json_obj_end(j);
}

static void put_paths(struct json *j, const struct kind *k)
{
	struct buf path = buf_new(j->to->mem, 200);

	buf_lit(&path, "/");
	buf_str(&path, str_of(k->plural));
	json_key(j, buf_view(&path));
	json_obj(j);
	put_operation(j, "get", k, "List", "200");
	if (!k->derived)
		put_operation(j, "post", k, "Create", "201");
	json_obj_end(j);
	buf_lit(&path, "/{id}");
	json_key(j, buf_view(&path));
	json_obj(j);
	put_operation(j, "get", k, "Read", "200");
	if (!k->derived) {
		put_operation(j, "patch", k, "Change; If-Match is needed", "200");
		put_operation(j, "delete", k, "Delete; If-Match is needed", "204");
	}
	json_obj_end(j);
	buf_lit(&path, "/journal");
	json_key(j, buf_view(&path));
	json_obj(j);
	put_operation(j, "get", k, "What changed", "200");
	json_obj_end(j);
}

void openapi_put(struct json *j, const struct app *app)
{
	const struct model *m = app->model;

	json_obj(j);
	JSON_KEY(j, "openapi");
	json_str(j, STR("3.1.0"));
	JSON_KEY(j, "info");
	json_obj(j);
	JSON_KEY(j, "title");
	json_str(j, STR("Tongxin"));
	JSON_KEY(j, "version");
	json_str(j, STR("1"));
	json_obj_end(j);
	JSON_KEY(j, "servers");
	json_arr(j);
	json_obj(j);
	JSON_KEY(j, "url");
	json_str(j, STR("/api/v1"));
	json_obj_end(j);
	json_arr_end(j);
	JSON_KEY(j, "paths");
	json_obj(j);
	for (size_t i = 0; i < m->nkinds; i++)
		if (m->kinds[i]->plural)
			put_paths(j, m->kinds[i]);
	json_obj_end(j);
	JSON_KEY(j, "components");
	json_obj(j);
	JSON_KEY(j, "schemas");
	json_obj(j);
	for (size_t i = 0; i < m->nkinds; i++)
		if (m->kinds[i]->plural)
			put_schema(j, m->kinds[i]);
	json_obj_end(j);
	json_obj_end(j);
	json_obj_end(j);
}
