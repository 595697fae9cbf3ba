#include "child.h"

void child_standing(struct ctx *c, const struct facts_index *x, const struct record *child, day on,
		    struct standing *ret)
{
	struct standing_facts facts;
	struct standing_params params = standing_params_of(c);

	facts_of(c, x, child, &facts);
	standing_at(c->mem, &facts, &params, on, ret);
}

bool child_day_valid(struct ctx *c, const struct record *child, str field, day on)
{
	struct buf born = buf_new(c->mem, 64);

	if (on >= rec_day(child, CHILD_BIRTH_DATE))
		return true;
	tr_date(&born, c->lang, N_("{2} {1} {0}"), rec_day(child, CHILD_BIRTH_DATE));
	problem_add(&c->problems, field,
		    N_("The child was born on {0}: there is no answer for a day before that."),
		    buf_view(&born), (str){ NULL, 0 });
	return false;
}

static void reason_json(struct json *j, struct ctx *c, const struct standing_reason *r)
{
	struct buf b = buf_new(c->mem, 1000);

	json_obj(j);
	JSON_KEY(j, "text");
	standing_reason_put(&b, c->lang, r);
	json_str(j, buf_view(&b));
	JSON_KEY(j, "concerns");
	json_arr(j);
	if (r->concerns & STANDING_FOR_CIVIL_AFFAIRS)
		json_str(j, STR("civil_affairs"));
	if (r->concerns & STANDING_FOR_SCHOOL_ROLL)
		json_str(j, STR("school_roll"));
	json_arr_end(j);
	if (r->person) {
		JSON_KEY(j, "person");
		json_id(j, r->person);
	}
	if (r->about) {
		JSON_KEY(j, "about");
		json_id(j, r->about);
	}
	json_obj_end(j);
}

void standing_json(struct json *j, struct ctx *c, const struct standing *s, day on)
{
	json_obj(j);
	JSON_KEY(j, "as_of");
	json_day(j, on);
	JSON_KEY(j, "civil_affairs");
	if (s->civil_affairs < 0)
		json_null(j);
	else
		json_bool(j, s->civil_affairs);
	JSON_KEY(j, "school_roll");
	if (s->school_roll < 0)
		json_null(j);
	else
		json_int(j, s->school_roll);
	JSON_KEY(j, "basis");
	json_str(j, str_of(standing_basis_code(s->basis)));
	JSON_KEY(j, "difficulty_review");
	json_bool(j, s->difficulty_review);
	JSON_KEY(j, "reasons");
	json_arr(j);
	for (size_t i = 0; i < s->nreasons; i++)
		reason_json(j, c, &s->reasons[i]);
	json_arr_end(j);
	json_obj_end(j);
}
