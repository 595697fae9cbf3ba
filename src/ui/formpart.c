#include "formpart.h"

enum { TILES_MAX = 6 }; /* more choices than these are a list */

/* --- around a control: its label, what helps, what is wrong --- */

static bool has_problem(const struct page *p, str name)
{
	const struct problems *list = &p->r->ctx.problems;

	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->list[i].field, name))
			return true;
	return false;
}

static bool has_help(const struct control *c) { return c->hint || c->kept.n || c->means.n; }

static void put_help(struct page *p, const struct control *c)
{
	if (!has_help(c))
		return;
	html_lit(p, "<small");
	html_attr(p, "id", html_fill(p, "h-{0}", c->name));
	html_lit(p, ">");
	if (c->kept.n)
		html_tr(p, N_("Now: {0}. Leave this empty to keep it."), c->kept);
	if (c->means.n)
		html_text(p, c->means);
	if (c->hint && (c->kept.n || c->means.n))
		html_lit(p, "<br>");
	if (c->hint)
		html_tr(p, c->hint);
	html_lit(p, "</small>");
}

static void put_errors(struct page *p, const struct control *c)
{
	const struct problems *list = &p->r->ctx.problems;

	if (!has_problem(p, c->name))
		return;
	html_lit(p, "<span class=\"err\"");
	html_attr(p, "id", html_fill(p, "e-{0}", c->name));
	html_lit(p, ">");
	html_icon(p, "warn");
	html_lit(p, "<span>");
	bool first = true;
	for (size_t i = 0; i < list->n; i++) {
		struct buf b = buf_new(p->mem, 4 << 10);
		if (!str_eq(list->list[i].field, c->name))
			continue;
		problem_put(&b, p->lang, &list->list[i]);
		if (!first)
			html_lit(p, "<br>");
		html_text(p, buf_view(&b));
		first = false;
	}
	html_lit(p, "</span></span>");
}

static void put_described(struct page *p, const struct control *c)
{
	bool bad = has_problem(p, c->name);

	if (bad && has_help(c))
		html_attr(p, "aria-describedby", html_fill(p, "e-{0} h-{0}", c->name));
	else if (bad)
		html_attr(p, "aria-describedby", html_fill(p, "e-{0}", c->name));
	else if (has_help(c))
		html_attr(p, "aria-describedby", html_fill(p, "h-{0}", c->name));
}

/* id, name, and what a screen reader needs to know. */
static void put_identity(struct page *p, const struct control *c)
{
	html_attr(p, "id", html_fill(p, "f-{0}", c->name));
	html_attr(p, "name", c->name);
	if (c->required)
		html_lit(p, " required");
	if (has_problem(p, c->name))
		html_lit(p, " aria-invalid=\"true\"");
	put_described(p, c);
}

static void begin_field(struct page *p, const struct control *c)
{
	html_lit(p, "<div class=\"f\"><label");
	html_attr(p, "for", html_fill(p, "f-{0}", c->name));
	html_lit(p, ">");
	html_tr(p, c->label);
	html_lit(p, "</label>");
	put_help(p, c);
}

static void end_field(struct page *p, const struct control *c)
{
	put_errors(p, c);
	html_lit(p, "</div>\n");
}

/* --- controls --- */

struct input_look {
	const char *type, *mode, *complete, *accept;
};

static void put_input(struct page *p, const struct control *c, const struct input_look *look)
{
	begin_field(p, c);
	html_lit(p, "<input");
	html_attr(p, "type", str_of(look->type));
	put_identity(p, c);
	if (look->mode)
		html_attr(p, "inputmode", str_of(look->mode));
	html_attr(p, "autocomplete", look->complete ? str_of(look->complete) : STR("off"));
	if (look->accept)
		html_attr(p, "accept", str_of(look->accept));
	if (c->value.n && strcmp(look->type, "password") != 0 && strcmp(look->type, "file") != 0)
		html_attr(p, "value", c->value);
	html_lit(p, ">");
	end_field(p, c);
}

static void put_area(struct page *p, const struct control *c)
{
	begin_field(p, c);
	html_lit(p, "<textarea rows=\"5\"");
	put_identity(p, c);
	/* A newline right after the tag does not count, so one that was typed there is kept by this. */
	html_lit(p, ">\n");
	html_text(p, c->value);
	html_lit(p, "</textarea>");
	end_field(p, c);
}

static void put_tile(struct page *p, const char *type, str name, const struct tile *tile)
{
	html_lit(p, "<label class=\"pick\"><input");
	html_attr(p, "type", str_of(type));
	html_attr(p, "name", name);
	html_attr(p, "value", tile->value);
	if (tile->checked)
		html_lit(p, " checked");
	html_lit(p, "><span>");
	html_text(p, tile->label);
	if (tile->small) {
		html_lit(p, "<small>");
		html_tr(p, tile->small);
		html_lit(p, "</small>");
	}
	html_lit(p, "</span></label>");
}

void formpart_tile(struct page *p, str name, const struct tile *tile) { put_tile(p, "radio", name, tile); }

void formpart_box(struct page *p, str name, const struct tile *tile) { put_tile(p, "checkbox", name, tile); }

void formpart_problem(struct page *p, const struct problem *problem)
{
	struct buf b = buf_new(p->mem, 4 << 10);

	problem_put(&b, p->lang, problem);
	html_lit(p, "<span class=\"err\">");
	html_icon(p, "warn");
	html_lit(p, "<span>");
	html_text(p, buf_view(&b));
	html_lit(p, "</span></span>");
}

void formpart_problems(struct page *p, str name)
{
	const struct problems *list = &p->r->ctx.problems;

	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->list[i].field, name))
			formpart_problem(p, &list->list[i]);
}

void formpart_tiles(struct page *p, const struct control *c, const struct tile *tile, size_t n)
{
	html_lit(p, "<fieldset class=\"f\" tabindex=\"-1\"");
	html_attr(p, "id", html_fill(p, "f-{0}", c->name));
	put_described(p, c);
	html_lit(p, "><legend>");
	html_tr(p, c->label);
	html_lit(p, "</legend>");
	put_help(p, c);
	html_lit(p, "<div class=\"seg\">");
	for (size_t i = 0; i < n; i++)
		formpart_tile(p, c->name, &tile[i]);
	html_lit(p, "</div>");
	put_errors(p, c);
	html_lit(p, "</fieldset>\n");
}

static void put_option(struct page *p, const struct form_option *o, bool chosen)
{
	html_lit(p, "<option");
	html_attr(p, "value", o->value);
	if (chosen)
		html_lit(p, " selected");
	html_lit(p, ">");
	html_text(p, o->label);
	html_lit(p, "</option>");
}

void formpart_select(struct page *p, const struct control *c, const struct form_option *option, size_t n)
{
	bool found = false;

	begin_field(p, c);
	html_lit(p, "<select");
	put_identity(p, c);
	html_lit(p, ">");
	put_option(
		p,
		&(struct form_option){ STR(""), html_word(p, c->required ? N_("Please choose") : N_("–")) },
		false);
	for (size_t i = 0; i < n; i++) {
		bool chosen = c->value.n && str_eq(option[i].value, c->value);
		found |= chosen;
		put_option(p, &option[i], chosen);
	}
	/* What was typed stays, even when it is no choice (any more). */
	if (c->value.n && !found)
		put_option(p, &(struct form_option){ c->value, c->value }, true);
	html_lit(p, "</select>");
	end_field(p, c);
}

static str none_text(struct page *p, const struct control *c)
{
	return html_say(p, c->kept.n ? N_("leave as it is") : N_("not given"));
}

static void put_code(struct page *p, const struct field *f, const struct control *c)
{
	const struct code_list *list = code_list_find(str_of(f->codes));
	struct buf county = buf_new(p->mem, 8);
	size_t n = 0, at = 0;
	const struct code *code;

	if (!list)
		return;
	buf_pad(&county, p->who->county, 6);
	struct form_option *option = NEW(p->mem, struct form_option, list->n + 2);
	while ((code = code_next(list, &at, p->today, buf_view(&county))))
		option[n++] = (struct form_option){ code->code, p->lang == LANG_EN ? code->en : code->zh };
	/* A code that is no longer in force stays what it was. */
	if (c->value.n && !code_find(list, c->value, p->today, buf_view(&county)) &&
	    code_label(list, c->value, p->lang).n)
		option[n++] = (struct form_option){ c->value, code_label(list, c->value, p->lang) };
	if (n > TILES_MAX) {
		formpart_select(p, c, option, n);
		return;
	}
	struct tile *tile = NEW(p->mem, struct tile, n + 2);
	for (size_t i = 0; i < n; i++)
		tile[i] = (struct tile){ option[i].value, option[i].label, NULL,
					 c->value.n && str_eq(option[i].value, c->value) };
	/* A radio button cannot be taken back, so "none" has one of its own. */
	if (!c->required)
		tile[n++] = (struct tile){ STR(""), none_text(p, c), NULL, !c->value.n };
	formpart_tiles(p, c, tile, n);
}

static void put_bool(struct page *p, const struct control *c)
{
	bool yes = str_eq(c->value, STR("1")) || str_eq(c->value, STR("true"));
	bool no = str_eq(c->value, STR("0")) || str_eq(c->value, STR("false"));
	struct tile tile[] = {
		{ STR("1"), html_say(p, N_("yes")), NULL, yes },
		{ STR("0"), html_say(p, N_("no")), NULL, no },
		{ STR(""), none_text(p, c), NULL, !yes && !no },
	};

	formpart_tiles(p, c, tile, c->required ? 2 : 3);
}

static void put_date(struct page *p, const struct control *c)
{
	static const struct input_look as_date = { "date" }, as_text = { "text", "numeric" };
	day d;
	/* A date picker would throw away what is no date; then it is better seen and mended. */
	bool sound = !c->value.n || (day_parse(c->value, &d) && c->value.n == STR("2026-09-01").n);

	put_input(p, c, sound ? &as_date : &as_text);
}

void formpart_control(struct page *p, const struct field *f, const struct control *given)
{
	struct control c = *given;

	if (!c.name.n)
		c.name = str_of(f->name);
	if (!c.label)
		c.label = f->label;
	if (c.option) {
		formpart_select(p, &c, c.option, c.noption);
		return;
	}
	switch (f->type) {
	case T_LONG: put_area(p, &c); return;
	case T_DATE: put_date(p, &c); return;
	case T_CODE: put_code(p, f, &c); return;
	case T_BOOL: put_bool(p, &c); return;
	case T_REF: formpart_select(p, &c, c.option, c.noption); return;
	case T_INSTANT: return;
	case T_SECRET:
		put_input(p, &c, &(struct input_look){ "password", NULL, "new-password", NULL });
		return;
	case T_NUMBER:
		/* Identity numbers end in X now and then. */
		put_input(p, &c,
			  &(struct input_look){ "text", f->mask == MASK_PHONE ? "tel" : NULL, NULL, NULL });
		return;
	case T_MONTH:
		c.hint = c.hint ? c.hint : N_("Year and month, like 202609");
		put_input(p, &c, &(struct input_look){ "text", "numeric" });
		return;
	case T_INT:
	case T_YEAR: put_input(p, &c, &(struct input_look){ "text", "numeric" }); return;
	case T_REGION:
		c.hint = c.hint ? c.hint : N_("The name of the place, or its code");
		put_input(p, &c, &(struct input_look){ "text" });
		return;
	case T_TEXT: put_input(p, &c, &(struct input_look){ "text" }); return;
	}
}

void form_text_put(struct page *p, const struct form_text *t)
{
	struct control c = { .name = str_of(t->name),
			     .value = t->value,
			     .label = t->label,
			     .hint = t->hint,
			     .required = t->required };

	put_input(
		p, &c,
		&(struct input_look){ t->type ? t->type : "text", t->inputmode, t->autocomplete, t->accept });
}

void form_bar(struct page *p, const char *button)
{
	html_lit(p, "<div class=\"bar\"><button class=\"main\">");
	html_tr(p, button);
	html_lit(p, "</button></div>\n");
}

void form_search(struct page *p, str action, const char *label, str typed)
{
	html_lit(p, "<form class=\"find\" role=\"search\" method=\"post\"");
	html_action(p, action);
	html_lit(p, ">");
	html_csrf(p);
	html_lit(p, "<label class=\"hide\" for=\"q\">");
	html_tr(p, label);
	html_lit(p,
		 "</label><input id=\"q\" name=\"q\" type=\"search\" autocomplete=\"off\" maxlength=\"100\"");
	html_attr_tr(p, "placeholder", label);
	if (typed.n)
		html_attr(p, "value", typed);
	html_lit(p, "><button>");
	html_icon(p, "find");
	html_tr(p, N_("Find"));
	html_lit(p, "</button></form>\n");
}

void formpart_send_begin(struct page *p, str action, str client)
{
	html_lit(p,
		 "<form method=\"post\" enctype=\"multipart/form-data\" class=\"stack narrow\" novalidate");
	html_action(p, action);
	html_lit(p, ">\n");
	html_csrf(p);
	html_hidden(p, STR("client"), client.n ? client : form_client(p->mem));
}

void formpart_act_begin(struct page *p, str action)
{
	html_lit(p, "<form method=\"post\" class=\"stack narrow\" novalidate");
	html_action(p, action);
	html_lit(p, ">");
	html_csrf(p);
}

void formpart_act_end(struct page *p, const char *verb, bool main)
{
	if (main)
		html_lit(p, "<button class=\"btn main\">");
	else
		html_lit(p, "<button class=\"btn\">");
	html_tr(p, verb);
	html_lit(p, "</button></form>\n");
}

void formpart_fold_begin(struct page *p, const char *name, bool open)
{
	html_lit(p, "<details class=\"narrow\"");
	if (open)
		html_lit(p, " open");
	html_lit(p, "><summary>");
	html_tr(p, name);
	html_lit(p, "</summary>");
}

void formpart_fold_end(struct page *p) { html_lit(p, "</details>\n"); }

void formpart_fold_plain(struct page *p, const struct formpart_plain *a)
{
	formpart_fold_begin(p, a->name, false);
	formpart_act_begin(p, a->action);
	html_lit(p, "<p>");
	html_tr(p, a->says);
	html_lit(p, "</p>");
	formpart_act_end(p, a->verb, false);
	formpart_fold_end(p);
}
