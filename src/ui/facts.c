#include "facts.h"

#include "form.h"
#include "utf8.h"

void facts_who(struct page *p, str name, str line)
{
	size_t first = 0;

	html_lit(p, "<div class=\"who\"><span class=\"face\" aria-hidden=\"true\">");
	utf8_next(name, &first);
	html_text(p, str_cut(name, 0, first));
	html_lit(p, "</span><div><h1>");
	html_text(p, name);
	html_lit(p, "</h1><p class=\"s\">");
	html_text(p, line);
	html_lit(p, "</p></div></div>\n");
}

void facts_begin(struct page *p) { html_lit(p, "<dl class=\"facts\">"); }

void facts_row_begin(struct page *p, const char *label)
{
	html_lit(p, "<dt>");
	html_tr(p, label);
	html_lit(p, "</dt><dd>");
}

void facts_row_end(struct page *p) { html_lit(p, "</dd>\n"); }

void facts_row(struct page *p, const char *label, str value)
{
	if (!value.n)
		return;
	facts_row_begin(p, label);
	html_text(p, value);
	facts_row_end(p);
}

void facts_end(struct page *p) { html_lit(p, "</dl>\n"); }

static bool is_masked(const struct record *r, size_t field) { return r->masked >> field & 1; }

static str number_text(struct page *p, const struct record *r, size_t field)
{
	int64_t i = r->v[field].i;

	switch (r->kind->fields[field].type) {
	case T_DATE: return html_day_text(p, (day)i);
	case T_MONTH: return html_month_text(p, (int32_t)i);
	case T_BOOL: return html_say(p, i ? N_("yes") : N_("no"));
	case T_INSTANT:
		return html_say(p, N_("{0}, {1}"), html_day_text(p, instant_day(i)), html_clock_text(p, i));
	default: return html_int_text(p, i);
	}
}

str facts_text(struct page *p, const struct record *r, size_t field)
{
	const struct field *f = &r->kind->fields[field];
	const struct val *v = &r->v[field];

	if (is_masked(r, field))
		return v->t == VAL_TEXT && v->s.n ? v->s : html_say(p, N_("known, not shown"));
	if (v->t == VAL_NULL)
		return STR("");
	if (f->type == T_REF)
		return r->label[field];
	if (v->t == VAL_INT)
		return number_text(p, r, field);
	if (f->type == T_CODE && code_list_find(str_of(f->codes)))
		return code_label(code_list_find(str_of(f->codes)), v->s, p->lang);
	if (f->type == T_REGION) {
		struct buf path = buf_new(p->mem, 1 << 10);
		if (region_path(p->r->ctx.model->regions, v->s, &path))
			return buf_view(&path);
	}
	return v->s;
}

str facts_ref(struct page *p, const struct field *f, int64_t id)
{
	struct record r;
	size_t label = f->ref->label_field;

	if (label && record_load(&p->r->ctx, f->ref, id, &r) == RC_OK && r.v[label - 1].t == VAL_TEXT)
		return r.v[label - 1].s;
	return html_word(p, f->ref->label);
}

bool facts_field(struct page *p, const struct record *r, size_t field, str value)
{
	const struct field *f = &r->kind->fields[field];

	if (!value.n || r->hidden >> field & 1)
		return false;
	facts_row_begin(p, f->label);
	if (f->type == T_NUMBER)
		html_lit(p, "<span class=\"num\">");
	else
		html_lit(p, "<span>");
	html_text(p, value);
	html_lit(p, "</span>");
	if (is_masked(r, field)) {
		html_lit(p, " ");
		html_icon(p, "lock");
		html_lit(p, "<span class=\"hide\">");
		html_tr(p, N_("covered"));
		html_lit(p, "</span>");
	}
	facts_row_end(p);
	return is_masked(r, field);
}

bool facts_fields(struct page *p, const struct record *r, const size_t *field, size_t n)
{
	bool any = false;

	for (size_t i = 0; i < n; i++)
		any |= facts_field(p, r, field[i], facts_text(p, r, field[i]));
	return any;
}

void facts_show(struct page *p, str action)
{
	if (p->r->ctx.problems.n)
		html_lit(p, "<details open>");
	else
		html_lit(p, "<details>");
	html_lit(p, "<summary>");
	html_tr(p, N_("Show the covered values"));
	html_lit(p, "</summary><form method=\"post\" class=\"stack\"");
	html_action(p, action);
	html_lit(p, ">");
	html_csrf(p);
	form_text_put(p, &(struct form_text){ .name = "purpose",
					      .label = N_("What do you need them for?"),
					      .hint = N_("One line is enough. It is kept with your name."),
					      .required = true });
	html_lit(p, "<button>");
	html_icon(p, "eye");
	html_tr(p, N_("Show"));
	html_lit(p, "</button></form></details>\n");
}

enum rc facts_purpose(struct req *r, bool *ret_given)
{
	enum { PURPOSE_MAX = 200 };
	struct http_pair *form;
	size_t n;
	enum rc rc = req_form(r, &form, &n);

	if (rc != RC_OK)
		return rc;
	str purpose = str_trim(form_value(form, n, STR("purpose")));
	*ret_given = purpose.n && utf8_count(purpose) <= PURPOSE_MAX && !utf8_has_control(purpose);
	if (*ret_given)
		r->ctx.purpose = purpose;
	else
		problem_add(&r->ctx.problems, STR("purpose"),
			    N_("Say in 1 to 200 characters what you need them for."), (str){ NULL, 0 },
			    (str){ NULL, 0 });
	return RC_OK;
}
