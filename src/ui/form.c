#include "form.h"

#include "facts.h"
#include "formpart.h"
#include "sm.h"
#include "utf8.h"

/* --- what came in --- */

static str form_part(struct req *r, const struct form_given *g, const char *name, const char *suffix)
{
	struct buf b = buf_new(r->ctx.mem, 256);

	buf_str(&b, str_of(name));
	buf_str(&b, str_of(suffix));
	return form_value(g->pair, g->npair, buf_view(&b));
}

static bool is_present(const struct form_given *g, str name)
{
	for (size_t i = 0; i < g->npair; i++)
		if (str_eq(g->pair[i].name, name))
			return true;
	return false;
}

str form_client(struct arena *mem)
{
	uint8_t bytes[16];

	sm_random(bytes, sizeof bytes);
	return hex_put(mem, bytes, sizeof bytes);
}

bool form_id(str typed, int64_t *ret)
{
	int64_t id = 0;

	if (typed.n && (!str_int(typed, &id) || id < 1))
		return false;
	*ret = id;
	return true;
}

str form_newlines(struct arena *mem, str typed)
{
	struct buf b = buf_new(mem, typed.n + 1);

	for (size_t i = 0; i < typed.n; i++)
		if (typed.s[i] != '\r')
			buf_ch(&b, typed.s[i]);
	return buf_view(&b);
}

/* Of the places found those fine enough; a city that is its own county is one place, and a name that is just
 * so comes before names that hold it. */
static void keep_places(const struct field *f, str name, const struct region *found, size_t n,
			struct form_place *place)
{
	size_t exact = 0;

	for (size_t i = 0; i < n; i++) {
		bool city_too = found[i].flags & REGION_DOUBLED && f->min <= 4;
		if (strlen(found[i].code) < (size_t)f->min || city_too || place->n == FORM_FOUND)
			continue;
		exact += str_eq(found[i].name, name); /* they stand first */
		place->found[place->n++] = found[i];
	}
	if (exact == 1)
		place->n = 1;
}

static size_t find_places(struct req *r, const struct field *f, str name, struct form_place *place)
{
	struct buf county = buf_new(r->ctx.mem, 8);
	struct region *found = NEW(r->ctx.mem, struct region, REGION_SEARCH_MAX);

	buf_pad(&county, r->ctx.who->county, 6);
	size_t n = region_search(r->ctx.model->regions, name, buf_view(&county), found, REGION_SEARCH_MAX);
	if (!n)
		n = region_search(r->ctx.model->regions, name, STR(""), found, REGION_SEARCH_MAX);
	keep_places(f, name, found, n, place);
	return place->n;
}

/* People know the names of places, records keep codes.  A name that is one place becomes its code. */
static str read_place(struct req *r, struct form_given *g, size_t i, str typed)
{
	const struct field *f = &g->in.kind->fields[i];
	str pick = form_part(r, g, f->name, "-pick");

	if (pick.n && str_eq(typed, form_part(r, g, f->name, "-for")))
		return pick;
	typed = str_trim(typed);
	if (!typed.n || str_digits(utf8_fold(r->ctx.mem, typed)) || g->nplace == FORM_PLACES)
		return typed;
	struct form_place *place = &g->place[g->nplace];
	*place = (struct form_place){ .field = i };
	size_t n = find_places(r, f, typed, place);
	if (n == 1)
		return str_dup(r->ctx.mem, str_of(place->found[0].code));
	g->nplace++;
	problem_add(&r->ctx.problems, str_of(f->name),
		    n ? N_("More than one place is called so. Choose one below.")
		      : N_("No place is called so. Try a shorter part of its name."),
		    (str){ NULL, 0 }, (str){ NULL, 0 });
	return typed;
}

static void read_field(struct req *r, struct form_given *g, size_t i)
{
	const struct field *f = &g->in.kind->fields[i];
	str name = str_of(f->name);

	if (!is_present(g, name))
		return;
	g->present |= UINT64_C(1) << i;
	g->typed[i] = form_value(g->pair, g->npair, name);
	g->was[i] = form_part(r, g, f->name, "-was");
	if (f->type == T_LONG) {
		g->typed[i] = form_newlines(r->ctx.mem, g->typed[i]);
		g->was[i] = form_newlines(r->ctx.mem, g->was[i]);
	}
	if (f->type == T_REGION) {
		str found = read_place(r, g, i, g->typed[i]);
		if (g->nplace && g->place[g->nplace - 1].field == i)
			return; /* not known yet which: nothing to write */
		g->typed[i] = found;
	}
	if (!str_eq(g->typed[i], g->was[i]))
		input_set(&g->in, i, g->typed[i]);
}

enum rc form_read(struct req *r, const struct kind *k, struct form_given *ret)
{
	struct http_pair *pair;
	size_t n;
	enum rc rc = req_form(r, &pair, &n);

	if (rc != RC_OK)
		return rc;
	*ret = (struct form_given){ .in = input_new(k), .pair = pair, .npair = n };
	str version = form_value(pair, n, STR("version"));
	if (version.n && !str_int(version, &ret->version))
		return RC_MALFORMED;
	for (size_t i = 0; i < k->nfields; i++)
		read_field(r, ret, i);
	return RC_OK;
}

/* --- what a control shows --- */

static bool has_bit(uint64_t bits, size_t i) { return bits >> i & 1; }

/* The value as it is written in a control; masked ones are not. */
static str raw_text(struct page *p, const struct record *r, size_t i)
{
	struct buf b = buf_new(p->mem, 32);

	if (!r || r->v[i].t == VAL_NULL || has_bit(r->masked | r->hidden, i))
		return STR("");
	if (r->v[i].t != VAL_INT)
		return r->v[i].s;
	int64_t v = r->v[i].i;
	if (r->kind->fields[i].type == T_DATE)
		day_put(&b, (day)v);
	else
		buf_int(&b, v);
	return buf_view(&b);
}

static str shown_text(struct page *p, const struct form *f, size_t i)
{
	const struct form_given *g = f->given;

	if (g && has_bit(g->present, i) && (!f->conflict || has_bit(g->in.given, i)))
		return g->typed[i];
	return raw_text(p, f->record, i);
}

static str was_text(struct page *p, const struct form *f, size_t i)
{
	if (f->given && !f->conflict)
		return f->given->was[i];
	return raw_text(p, f->record, i);
}

static int64_t form_version(const struct form *f)
{
	if (f->given && !f->conflict)
		return f->given->version;
	return f->record ? f->record->version : 0;
}

/* --- the places a name may mean --- */

static void put_places(struct page *p, const struct form *f, const struct control *c, size_t i)
{
	const struct form_place *place = NULL;

	for (size_t k = 0; f->given && k < f->given->nplace; k++)
		if (f->given->place[k].field == i)
			place = &f->given->place[k];
	if (!place || !place->n)
		return;
	html_lit(p, "<fieldset class=\"f\"><legend>");
	html_tr(p, N_("Which one?"));
	html_lit(p, "</legend>");
	html_hidden(p, html_fill(p, "{0}-for", c->name), c->value);
	html_lit(p, "<div class=\"seg places\">");
	for (size_t k = 0; k < place->n; k++) {
		struct buf path = buf_new(p->mem, 1 << 10);
		str code = str_of(place->found[k].code);
		if (!region_path(p->r->ctx.model->regions, code, &path))
			continue;
		struct tile tile = { .value = code, .label = buf_view(&path) };
		formpart_tile(p, html_fill(p, "{0}-pick", c->name), &tile);
	}
	html_lit(p, "</div></fieldset>\n");
}

static struct control control_of(struct page *p, const struct form *f, const struct form_field *ff)
{
	const struct field *d = &f->kind->fields[ff->field];
	bool masked = f->record && has_bit(f->record->masked, ff->field);
	/* Files bring codes, people write names: the kind's hint for a place is for files. */
	const char *hint = d->type == T_REGION ? NULL : d->hint;
	struct control c = {
		.name = str_of(d->name),
		.label = ff->label ? ff->label : d->label,
		.hint = ff->hint ? ff->hint : hint,
		.value = shown_text(p, f, ff->field),
		.required = (d->required || ff->needed) && !masked,
		.option = ff->option,
		.noption = ff->noption,
	};

	if (masked)
		c.kept = facts_text(p, f->record, ff->field);
	if (!f->given)
		c.means = ff->means;
	if (d->type == T_REGION && str_digits(c.value)) {
		struct buf path = buf_new(p->mem, 1 << 10);
		if (region_path(p->r->ctx.model->regions, c.value, &path))
			c.means = buf_view(&path);
	}
	return c;
}

static bool is_shown(struct page *p, const struct form *f, const struct form_field *ff)
{
	const struct field *d = &f->kind->fields[ff->field];

	return may_write(p->who, d->profile) && !d->derived && !(d->fixed && f->record);
}

/* --- somebody else wrote another value meanwhile: both stand there --- */

static bool has_both(struct page *p, const struct form *f, size_t i)
{
	if (!f->conflict || !f->given || !has_bit(f->given->in.given, i))
		return false;
	str theirs = raw_text(p, f->record, i);
	if (has_bit(f->record->masked, i)) /* nobody shows it, so comparing does not help */
		return !f->theirs || has_bit(f->theirs, i);
	return !str_eq(theirs, f->given->was[i]) && !str_eq(theirs, f->given->typed[i]);
}

/* What was typed, as people call it. */
static str mine_text(struct page *p, const struct field *d, const struct control *c)
{
	day date;

	for (size_t i = 0; i < c->noption; i++)
		if (str_eq(c->option[i].value, c->value))
			return c->option[i].label;
	if (d->type == T_CODE && code_list_find(str_of(d->codes)))
		return code_label(code_list_find(str_of(d->codes)), c->value, p->lang);
	if (d->type == T_BOOL && c->value.n)
		return html_say(p, str_eq(c->value, STR("1")) ? N_("yes") : N_("no"));
	if (d->type == T_DATE && day_parse(c->value, &date))
		return html_day_text(p, date);
	return c->means.n ? c->means : c->value;
}

static void put_both(struct page *p, const struct form *f, const struct form_field *ff,
		     const struct control *c)
{
	size_t i = ff->field;
	str mine = mine_text(p, &f->kind->fields[i], c), theirs = facts_text(p, f->record, i);
	str none = html_say(p, N_("(empty)"));
	struct tile tile[] = {
		{ .value = c->value, .label = mine.n ? mine : none, .small = N_("yours"), .checked = true },
		/* A masked value stays when nothing is sent for it. */
		{ .value = raw_text(p, f->record, i),
		  .label = theirs.n ? theirs : none,
		  .small = N_("theirs") },
	};
	struct control both = { .name = c->name, .label = c->label, .required = c->required };

	formpart_tiles(p, &both, tile, COUNT(tile));
}

/* Who, and at which fields there is something to choose. */
static void put_conflict(struct page *p, const struct form *f)
{
	bool any = false;

	html_lit(p, "<div class=\"sheet note\" role=\"alert\" tabindex=\"-1\"><p>");
	if (f->whose.n)
		html_tr(p, N_("{0} changed this while you wrote."), f->whose);
	else
		html_tr(p, N_("Somebody else changed this while you wrote."));
	for (size_t i = 0; i < f->nfield; i++) {
		const struct form_field *ff = &f->field[i];
		const struct field *d = &f->kind->fields[ff->field];
		if (!is_shown(p, f, ff) || !has_both(p, f, ff->field))
			continue;
		if (!any) {
			html_gap(p);
			html_tr(p, N_("Both are here: choose one."));
			html_lit(p, "</p><p class=\"links\">");
		}
		html_link(p, html_fill(p, "#f-{0}", str_of(d->name)),
			  html_word(p, ff->label ? ff->label : d->label));
		any = true;
	}
	if (!any) {
		html_gap(p);
		html_tr(p, N_("What you wrote is still here: look once more and save it."));
	}
	html_lit(p, "</p></div>\n");
}

/* --- one field --- */

static void put_field(struct page *p, const struct form *f, const struct form_field *ff)
{
	const struct field *d = &f->kind->fields[ff->field];
	struct control c = control_of(p, f, ff);

	if (!is_shown(p, f, ff))
		return;
	if (has_both(p, f, ff->field))
		put_both(p, f, ff, &c);
	else
		formpart_control(p, d, &c);
	if (d->type == T_REGION)
		put_places(p, f, &c, ff->field);
	str was = was_text(p, f, ff->field);
	if (was.n)
		html_hidden(p, html_fill(p, "{0}-was", c.name), was);
}

/* Said once on top instead of at every field that may stay empty. */
static void put_needed(struct page *p, const struct form *f)
{
	struct buf names = buf_new(p->mem, 4 << 10);
	size_t shown = 0, needed = 0;

	for (size_t i = 0; i < f->nfield; i++) {
		if (!is_shown(p, f, &f->field[i]))
			continue;
		struct control c = control_of(p, f, &f->field[i]);
		shown++;
		if (!c.required)
			continue;
		if (needed++)
			buf_str(&names, html_word(p, N_(", ")));
		buf_str(&names, html_word(p, c.label));
	}
	if (!needed || needed == shown)
		return;
	html_lit(p, "<p class=\"s\">");
	html_tr(p, N_("Needed: {0}. The rest may stay empty."), buf_view(&names));
	html_lit(p, "</p>\n");
}

void form_put(struct page *p, const struct form *f)
{
	html_lit(p, "<form method=\"post\" class=\"stack narrow\" novalidate");
	html_action(p, f->action);
	html_lit(p, ">\n");
	html_csrf(p);
	if (form_version(f))
		html_hidden(p, STR("version"), html_int_text(p, form_version(f)));
	if (f->lead) {
		html_lit(p, "<p>");
		html_tr(p, f->lead);
		html_lit(p, "</p>");
	}
	if (f->conflict)
		put_conflict(p, f);
	form_summary(p, f);
	put_needed(p, f);
	for (size_t i = 0; i < f->nfield; i++)
		put_field(p, f, &f->field[i]);
	form_bar(p, f->button);
	html_lit(p, "</form>\n");
}

/* --- the summary --- */

/* Where in the form a field stands; SIZE_MAX: nowhere. */
static size_t place_in(const struct form *f, str name)
{
	for (size_t i = 0; f && i < f->nfield; i++)
		if (str_eq(str_of(f->kind->fields[f->field[i].field].name), name))
			return i;
	return SIZE_MAX;
}

static void put_problem(struct page *p, const struct form *f, const struct problem *x, size_t place)
{
	struct buf b = buf_new(p->mem, 4 << 10);
	str said;

	problem_put(&b, p->lang, x);
	said = buf_view(&b);
	if (place != SIZE_MAX) {
		const struct form_field *ff = &f->field[place];
		const char *label = ff->label ? ff->label : f->kind->fields[ff->field].label;
		said = html_say(p, N_("{0}: {1}"), html_word(p, label), said);
	}
	html_lit(p, "<li>");
	if (place != SIZE_MAX || (!f && x->field.n && !x->row))
		html_link(p, html_fill(p, "#f-{0}", x->field), said);
	else
		html_text(p, said);
	html_lit(p, "</li>");
}

/* What concerns the whole first, then in the order of the form. */
static void put_problems(struct page *p, const struct form *f)
{
	const struct problems *list = &p->r->ctx.problems;
	size_t *place = NEW(p->mem, size_t, list->n);

	for (size_t i = 0; i < list->n; i++) {
		place[i] = place_in(f, list->list[i].field);
		if (place[i] == SIZE_MAX)
			put_problem(p, f, &list->list[i], SIZE_MAX);
	}
	for (size_t at = 0; f && at < f->nfield; at++)
		for (size_t i = 0; i < list->n; i++)
			if (place[i] == at)
				put_problem(p, f, &list->list[i], at);
}

void form_summary(struct page *p, const struct form *f)
{
	const struct problems *list = &p->r->ctx.problems;

	if (!list->n)
		return;
	html_lit(p, "<div class=\"sheet oops\" role=\"alert\" tabindex=\"-1\"><h2>");
	str count = html_int_text(p, (int64_t)(list->n + list->dropped));
	if (f) {
		html_tr(p, N_("Not saved yet. To put right: {0}"), count);
		html_lit(p, "</h2><p>");
		html_tr(p, N_("All you wrote is still here."));
		html_lit(p, "</p><ul>");
	} else {
		html_tr(p, N_("To put right: {0}"), count);
		html_lit(p, "</h2><ul>");
	}
	put_problems(p, f);
	html_lit(p, "</ul></div>\n");
}
