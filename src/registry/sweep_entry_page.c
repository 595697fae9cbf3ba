#include "facts.h"
#include "formpart.h"
#include "sweep_page.h"
#include "utf8.h"

/* One child of the list: what is known, what was found, and the second look.  Everything stands on one page
 * and works without script; what is seldom needed is folded. */

struct visit {
	struct record entry, sweep, child;
	struct file *file;
	struct sweep_family family;
	const struct form_given *given; /* what came back; NULL: the first time */
	enum rc outcome;
	bool spring;
};

static const struct {
	uint8_t where, from, to;
	const char *since, *until; /* English */
} slots[SWEEP_PARENTS] = {
	[SWEEP_FATHER] = { SWEEP_ENTRY_FATHER, SWEEP_ENTRY_FATHER_FROM, SWEEP_ENTRY_FATHER_TO,
			   N_("Father: since"), N_("Father: until, or expected back") },
	[SWEEP_MOTHER] = { SWEEP_ENTRY_MOTHER, SWEEP_ENTRY_MOTHER_FROM, SWEEP_ENTRY_MOTHER_TO,
			   N_("Mother: since"), N_("Mother: until, or expected back") },
};

static enum rc load_visit(struct req *r, struct visit *v)
{
	struct ctx *c = &r->ctx;
	enum rc rc = record_load(c, &sweep_entry_kind, r->id, &v->entry);

	v->file = NEW(c->mem, struct file, 1);
	if (rc == RC_OK)
		rc = record_load(c, &sweep_kind, rec_int(&v->entry, SWEEP_ENTRY_SWEEP), &v->sweep);
	if (rc == RC_OK)
		rc = file_load(c, rec_int(&v->entry, SWEEP_ENTRY_CHILD), v->file);
	if (rc != RC_OK)
		return rc;
	v->child = v->file->children.r[0];
	v->spring = sweep_is_spring(&v->sweep);
	sweep_family_of(c->mem, &v->file->ties, &v->file->absences, v->child.id, c->today, &v->family);
	return RC_OK;
}

static const struct record *person_of(const struct visit *v, int64_t id)
{
	for (size_t i = 0; i < v->file->persons.n; i++)
		if (v->file->persons.r[i].id == id)
			return &v->file->persons.r[i];
	return NULL;
}

/* Dead, missing, imprisoned: the value; else empty. */
static str gone_as(const struct visit *v, int64_t person, day on)
{
	const struct records *all = &v->file->circumstances;

	for (size_t i = 0; i < all->n; i++) {
		const struct record *c = &all->r[i];
		day to = rec_day(c, CIRCUMSTANCE_TO);
		if (rec_int(c, CIRCUMSTANCE_PERSON) == person && rec_day(c, CIRCUMSTANCE_FROM) <= on &&
		    (!to || on <= to) &&
		    str_eq(rec_text(c, CIRCUMSTANCE_TOPIC), STR(CODE_CIRCUMSTANCE_TOPIC_STATE)) &&
		    !str_eq(rec_text(c, CIRCUMSTANCE_VALUE), STR(CODE_PERSON_STATE_ALIVE)))
			return rec_text(c, CIRCUMSTANCE_VALUE);
	}
	return STR("");
}

/* --- what a control shows --- */

static bool is_wrong(const struct record *e)
{
	return str_eq(rec_text(e, SWEEP_ENTRY_CHECK), STR(CODE_SWEEP_CHECK_WRONG));
}

static str raw(struct page *p, const struct record *e, size_t field)
{
	struct buf b = buf_new(p->mem, 32);

	if (e->v[field].t == VAL_NULL || e->masked >> field & 1)
		return STR("");
	if (e->v[field].t == VAL_TEXT)
		return e->v[field].s;
	if (sweep_entry_kind.fields[field].type == T_DATE)
		day_put(&b, (day)e->v[field].i);
	else
		buf_int(&b, e->v[field].i);
	return buf_view(&b);
}

/* What was typed wins; of an open entry there is nothing yet, and of a wrong one it is asked anew. */
static str value_of(struct page *p, const struct visit *v, size_t field)
{
	if (v->given && v->given->present >> field & 1)
		return v->given->typed[field];
	if (is_wrong(&v->entry) && (field == SWEEP_ENTRY_STATE || field == SWEEP_ENTRY_VISITED_ON))
		return STR("");
	str value = raw(p, &v->entry, field);
	return field == SWEEP_ENTRY_STATE && str_eq(value, STR(CODE_SWEEP_ANSWER_OPEN)) ? STR("") : value;
}

static struct control control_of(struct page *p, const struct visit *v, size_t field, const char *label,
				 const char *hint)
{
	const struct field *f = &sweep_entry_kind.fields[field];
	struct control c = { .name = str_of(f->name),
			     .label = label ? label : f->label,
			     .hint = hint,
			     .value = value_of(p, v, field) };

	if (v->entry.masked >> field & 1)
		c.kept = facts_text(p, &v->entry, field);
	return c;
}

/* What the page showed, so that only what somebody changed is written. */
static void put_was(struct page *p, const struct visit *v, size_t field)
{
	str was = v->given ? v->given->was[field] : value_of(p, v, field);

	if (was.n)
		html_hidden(p, html_fill(p, "{0}-was", str_of(sweep_entry_kind.fields[field].name)), was);
}

static void put_field(struct page *p, const struct visit *v, size_t field, const char *label,
		      const char *hint)
{
	struct control c = control_of(p, v, field, label, hint);

	formpart_control(p, &sweep_entry_kind.fields[field], &c);
	put_was(p, v, field);
}

static void put_codes(struct page *p, const struct visit *v, size_t field, const char *const *code, size_t n)
{
	const char *list = sweep_entry_kind.fields[field].codes;
	struct control c = control_of(p, v, field, N_("What did you find?"), NULL);
	struct tile *tile = NEW(p->mem, struct tile, n);

	for (size_t i = 0; i < n; i++)
		tile[i] = (struct tile){ str_of(code[i]), registry_code(p, list, str_of(code[i])), NULL,
					 str_eq(c.value, str_of(code[i])) };
	formpart_tiles(p, &c, tile, n);
	put_was(p, v, field);
}

/* --- the parents --- */

static void put_parent(struct page *p, const struct visit *v, int slot)
{
	const struct sweep_parent *parent = &v->family.parent[slot];
	const struct record *person = parent->person ? person_of(v, parent->person) : NULL;
	str label = html_word(p, sweep_entry_kind.fields[slots[slot].where].label);

	html_lit(p, "<section class=\"sheet stack\"><h2>");
	if (person)
		html_tr(p, N_("{0}: {1}"), label, rec_text(person, PERSON_NAME));
	else
		html_text(p, label);
	html_lit(p, "</h2><p class=\"s\">");
	if (!parent->person) {
		html_tr(p, N_("Nobody is written down."));
		html_lit(p, " ");
		html_link(p,
			  html_url_with(p, html_url(p, "/children/#/parents/new", v->child.id), "back",
					html_url(p, "/sweep_entries/#", v->entry.id)),
			  html_say(p, N_("Add somebody")));
		html_lit(p, "</p></section>\n");
		return;
	}
	str gone = gone_as(v, parent->person, p->today);
	if (gone.n) {
		html_text(p, registry_code(p, "person_state", gone));
		html_lit(p, "</p></section>\n");
		return;
	}
	html_tr(p, N_("Written down: {0}."), sweep_known_text(p, parent, p->today));
	const struct standing_absence *a = sweep_absence_on(parent, p->today);
	if (a && !a->from) {
		html_lit(p, " <b>");
		html_tr(p, N_("Please ask since when."));
		html_lit(p, "</b>");
	}
	html_lit(p, "</p>\n");
	put_field(p, v, slots[slot].where, NULL, NULL);
	put_field(p, v, slots[slot].from, slots[slot].since,
		  a && a->from ? N_("Only when another day than the one written down is right") : NULL);
	put_field(p, v, slots[slot].to, slots[slot].until, NULL);
	html_lit(p, "</section>\n");
}

/* Is there something about the parents to be asked for, or was it answered? */
static bool is_parents_open(const struct visit *v, day today)
{
	bool open = v->spring || v->given || !rec_null(&v->entry, SWEEP_ENTRY_FATHER) ||
		    !rec_null(&v->entry, SWEEP_ENTRY_MOTHER);

	for (int i = 0; i < SWEEP_PARENTS; i++) {
		const struct standing_absence *a = sweep_absence_on(&v->family.parent[i], today);
		open |= a && !a->from;
	}
	return open;
}

static void begin_fold(struct page *p, bool open, const char *title)
{
	if (open)
		html_lit(p, "<details class=\"stack\" open><summary>");
	else
		html_lit(p, "<details class=\"stack\"><summary>");
	html_tr(p, title);
	html_lit(p, "</summary>\n");
}

/* Was it put on the list after the list was drawn? */
static bool is_late(const struct visit *v)
{
	static const int64_t drawing = INT64_C(3600) * 1000 * 1000; /* takes an hour at most */

	return v->entry.created_at > v->sweep.created_at + drawing ||
	       str_eq(rec_text(&v->entry, SWEEP_ENTRY_STATE), STR(CODE_SWEEP_ANSWER_FOUND));
}

/* --- the rest of the form --- */

static void put_moved(struct page *p, const struct visit *v)
{
	str to = v->given ? form_value(v->given->pair, v->given->npair, STR("moved_to")) : STR("");
	str on = v->given ? form_value(v->given->pair, v->given->npair, STR("moved_on")) : STR("");

	begin_fold(p, to.n || on.n, N_("Moved away: where to"));
	form_text_put(p, &(struct form_text){ .name = "moved_to",
					      .label = N_("Where to"),
					      .hint = N_("The name of the place, or its code"),
					      .value = to });
	form_text_put(p,
		      &(struct form_text){
			      .name = "moved_on", .label = N_("Since when"), .type = "date", .value = on });
	html_lit(p, "</details>\n");
}

static void put_carer(struct page *p, const struct visit *v)
{
	const struct records *all = &v->file->ties;
	struct form_option *o = NEW(p->mem, struct form_option, all->n + 1);
	struct control c = control_of(p, v, SWEEP_ENTRY_CARER, NULL, NULL);
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct record *t = &all->r[i], *who = person_of(v, rec_int(t, TIE_PERSON));
		day to = rec_day(t, TIE_TO);
		if (!who || (to && to < p->today) || rec_int(t, TIE_BARRED))
			continue;
		o[n++] = (struct form_option){
			html_int_text(p, who->id),
			html_say(p, N_("{0}: {1}"), registry_code(p, "relation", rec_text(t, TIE_RELATION)),
				 rec_text(who, PERSON_NAME))
		};
	}
	if (!n)
		return;
	formpart_select(p, &c, o, n);
	put_was(p, v, SWEEP_ENTRY_CARER);
}

static void put_stale(struct page *p, const struct visit *v)
{
	if (v->outcome != RC_STALE)
		return;
	html_lit(p, "<div class=\"sheet note\" role=\"alert\" tabindex=\"-1\"><p>");
	html_tr(p,
		N_("Somebody else wrote this visit meanwhile: {0}. Save once more if what you found is to "
		   "stand."),
		registry_code(p, "sweep_answer", rec_text(&v->entry, SWEEP_ENTRY_STATE)));
	html_lit(p, "</p></div>\n");
}

static void put_form(struct page *p, const struct visit *v)
{
	static const char *const answers[] = { CODE_SWEEP_ANSWER_SAME,  CODE_SWEEP_ANSWER_CHANGED,
					       CODE_SWEEP_ANSWER_MOVED, CODE_SWEEP_ANSWER_GONE,
					       CODE_SWEEP_ANSWER_DEAD,  CODE_SWEEP_ANSWER_FOUND };
	/* The last one is of those whom the drawn list did not have. */
	size_t n = is_late(v) ? COUNT(answers) : COUNT(answers) - 1;
	bool typed = v->given && v->outcome != RC_STALE;

	html_lit(p, "<form method=\"post\" class=\"stack narrow\" novalidate");
	html_action(p, html_url(p, "/sweep_entries/#", v->entry.id));
	html_lit(p, ">\n");
	html_csrf(p);
	html_hidden(p, STR("version"), html_int_text(p, typed ? v->given->version : v->entry.version));
	put_stale(p, v);
	form_summary(p, NULL);
	put_codes(p, v, SWEEP_ENTRY_STATE, answers, n);
	begin_fold(p, is_parents_open(v, p->today), N_("Father and mother"));
	put_parent(p, v, SWEEP_FATHER);
	put_parent(p, v, SWEEP_MOTHER);
	html_lit(p, "</details>\n");
	put_moved(p, v);
	begin_fold(p, v->given != NULL, N_("When, how, who looks after the child, a note"));
	put_field(p, v, SWEEP_ENTRY_VISITED_ON, NULL, N_("Empty: today"));
	put_field(p, v, SWEEP_ENTRY_HOW, NULL, NULL);
	put_carer(p, v);
	put_field(p, v, SWEEP_ENTRY_NOTE, NULL, NULL);
	html_lit(p, "</details>\n");
	form_bar(p, N_("Save, then the next child"));
	html_lit(p, "</form>\n");
}

/* --- what was written --- */

/* Where father and mother are, as far as is known, before anybody asks. */
static void put_known(struct page *p, const struct visit *v)
{
	static const char *const label[SWEEP_PARENTS] = { N_("Father"), N_("Mother") };

	html_lit(p, "<section class=\"sheet stack\">");
	facts_begin(p);
	for (int i = 0; i < SWEEP_PARENTS; i++) {
		const struct sweep_parent *parent = &v->family.parent[i];
		str gone = parent->person ? gone_as(v, parent->person, p->today) : STR("");
		facts_row(p, label[i],
			  !parent->person ? html_word(p, N_("not written down"))
			  : gone.n        ? registry_code(p, "person_state", gone)
					  : sweep_known_text(p, parent, p->today));
	}
	facts_end(p);
	html_lit(p, "</section>\n");
}

static void put_answer(struct page *p, const struct visit *v)
{
	static const size_t before[] = { SWEEP_ENTRY_STATE, SWEEP_ENTRY_VISITED_ON, SWEEP_ENTRY_VISITED_BY,
					 SWEEP_ENTRY_HOW };
	static const size_t after[] = { SWEEP_ENTRY_NOTE, SWEEP_ENTRY_CHECK, SWEEP_ENTRY_CHECKED_BY,
					SWEEP_ENTRY_CHECKED_ON, SWEEP_ENTRY_CHECK_NOTE };

	html_lit(p, "<section class=\"sheet stack\">");
	facts_begin(p);
	facts_fields(p, &v->entry, before, COUNT(before));
	facts_row(p, N_("Father"), sweep_said_text(p, &v->entry, SWEEP_FATHER));
	facts_row(p, N_("Mother"), sweep_said_text(p, &v->entry, SWEEP_MOTHER));
	const struct record *carer = rec_null(&v->entry, SWEEP_ENTRY_CARER)
					     ? NULL
					     : person_of(v, rec_int(&v->entry, SWEEP_ENTRY_CARER));
	if (carer)
		facts_row(p, N_("Who looks after the child"), rec_text(carer, PERSON_NAME));
	bool masked = facts_fields(p, &v->entry, after, COUNT(after));
	facts_end(p);
	if (masked) /* what was seen, and what was not so */
		facts_show(p, html_url(p, "/sweep_entries/#/show", v->entry.id));
	html_lit(p, "</section>\n");
}

static void put_check(struct page *p, const struct visit *v)
{
	const char *keeps = sweep_check_keeps(&p->r->ctx, &v->entry);
	struct http_pair *f;
	size_t n = 0;
	str note = STR("");

	if (sweep_is_closed(&v->sweep))
		return;
	if (keeps) {
		html_lit(p, "<p class=\"s\">");
		html_tr(p, keeps);
		html_lit(p, "</p>\n");
		return;
	}
	if (v->outcome != RC_OK && req_form(p->r, &f, &n) == RC_OK)
		note = form_value(f, n, STR("check_note"));
	html_lit(p, "<form method=\"post\" class=\"stack narrow\" novalidate");
	html_action(p, html_url(p, "/sweep_entries/#/check", v->entry.id));
	html_lit(p, ">\n<h2>");
	html_tr(p, N_("Second look"));
	html_lit(p, "</h2>");
	html_csrf(p);
	html_hidden(p, STR("version"), html_int_text(p, v->entry.version));
	struct control c = { .name = STR("check"), .label = N_("Is it as written?") };
	struct tile tile[] = {
		{ STR(CODE_SWEEP_CHECK_RIGHT), registry_code(p, "sweep_check", STR(CODE_SWEEP_CHECK_RIGHT)),
		  NULL, false },
		{ STR(CODE_SWEEP_CHECK_WRONG), registry_code(p, "sweep_check", STR(CODE_SWEEP_CHECK_WRONG)),
		  NULL, false },
	};
	formpart_tiles(p, &c, tile, COUNT(tile));
	form_text_put(p, &(struct form_text){
				 .name = "check_note", .label = N_("What was not so"), .value = note });
	form_bar(p, N_("Save the second look"));
	html_lit(p, "</form>\n");
}

/* --- the page --- */

static void put_page(struct req *r, struct visit *v)
{
	struct page p = page_of(r);
	str village = rec_text(&v->entry, SWEEP_ENTRY_VILLAGE);
	bool answered = sweep_is_answered(&v->entry), closed = sweep_is_closed(&v->sweep);
	bool again = !answered || is_wrong(&v->entry);

	p = page_begin(r, &(struct frame){ .title = rec_text(&v->child, CHILD_NAME),
					   .where = rec_text(&v->sweep, SWEEP_NAME),
					   .tab = "/more",
					   .task = true,
					   .own_h1 = true,
					   .back = sweep_village_url(&p, v->sweep.id, village),
					   .back_label = N_("To the list"),
					   .no_store = r->ctx.purpose.n != 0,
					   .status = v->outcome == RC_OK ? 200 : rc_status(v->outcome) });
	facts_who(&p, rec_text(&v->child, CHILD_NAME), registry_child_line(&p, &v->child, p.today));
	html_lit(&p, "<p class=\"links\">");
	html_link(&p, html_url(&p, "/children/#", v->child.id), html_say(&p, N_("The child's file")));
	html_lit(&p, "</p>\n");
	if (v->outcome != RC_OK && (!v->given || closed)) /* else it stands in the form */
		form_summary(&p, NULL);
	put_known(&p, v);
	if (answered) {
		put_answer(&p, v);
		put_check(&p, v);
	}
	if (!closed && (again || v->given)) {
		put_form(&p, v);
	} else if (!closed) {
		begin_fold(&p, false, N_("Write the visit anew"));
		put_form(&p, v);
		html_lit(&p, "</details>\n");
	}
	page_end(&p);
}

enum rc sweep_entry_page_show(struct req *r)
{
	struct visit v = { .outcome = RC_OK };
	enum rc rc = load_visit(r, &v);

	if (rc == RC_OK)
		put_page(r, &v);
	return rc;
}

/* The notes, for a purpose: the dispatcher puts it on record before they leave. */
enum rc sweep_entry_page_open(struct req *r)
{
	struct visit v = { .outcome = RC_OK };
	bool given;
	enum rc rc = facts_purpose(r, &given);

	if (rc == RC_OK)
		rc = load_visit(r, &v);
	if (rc != RC_OK)
		return rc;
	if (!given)
		v.outcome = RC_INVALID;
	put_page(r, &v);
	return RC_OK;
}

/* --- saving --- */

struct save {
	struct form_given given;
	int64_t id, child;
	struct record done;
	str moved_to;
	day moved_on;
	size_t problems;
};

static void complain(struct ctx *c, const char *field, const char *text)
{
	problem_add(&c->problems, str_of(field), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

/* A place by its code, or by its name when only one is called so: in the county, else anywhere. */
static bool find_place(struct req *r, str typed, str *ret)
{
	enum { LEAST = 6 };
	struct region *found = NEW(r->ctx.mem, struct region, REGION_SEARCH_MAX), *one = NULL;
	struct buf county = buf_new(r->ctx.mem, 8);
	size_t n, exact = 0;

	if (str_digits(typed)) {
		*ret = typed;
		return region_valid(r->ctx.model->regions, typed, REGION_COUNTY);
	}
	buf_pad(&county, r->ctx.who->county, 6);
	n = region_search(r->ctx.model->regions, typed, buf_view(&county), found, REGION_SEARCH_MAX);
	if (!n)
		n = region_search(r->ctx.model->regions, typed, STR(""), found, REGION_SEARCH_MAX);
	for (size_t i = 0; i < n; i++) {
		if (strlen(found[i].code) < LEAST)
			continue;
		if (str_eq(found[i].name, typed) || n == 1) {
			one = &found[i];
			exact++;
		}
	}
	if (exact == 1)
		*ret = str_dup(r->ctx.mem, str_of(one->code));
	return exact == 1;
}

static void read_moved(struct req *r, struct save *s)
{
	str to = str_trim(form_value(s->given.pair, s->given.npair, STR("moved_to")));
	str on = str_trim(form_value(s->given.pair, s->given.npair, STR("moved_on")));
	bool moved = str_eq(s->given.typed[SWEEP_ENTRY_STATE], STR(CODE_SWEEP_ANSWER_MOVED));

	if (!to.n && !on.n)
		return;
	if (!moved)
		complain(&r->ctx, "moved_to", N_("If the family has moved away, choose so above."));
	if (!find_place(r, utf8_fold(r->ctx.mem, to), &s->moved_to))
		complain(
			&r->ctx, "moved_to",
			N_("No single place is called so. Write its code, or the name of the village or town "
			   "in full."));
	s->moved_on = r->ctx.today;
	if (on.n && !day_parse(on, &s->moved_on))
		complain(&r->ctx, "moved_on", N_("This is not a date."));
	else if (s->moved_on > r->ctx.today)
		complain(&r->ctx, "moved_on", N_("This day is still to come."));
}

static enum rc save_unit(struct ctx *c, void *arg)
{
	struct save *s = arg;
	enum rc rc = record_update(c, &sweep_entry_kind, s->id, s->given.version, &s->given.in, &s->done);

	if (rc == RC_OK && s->problems)
		return RC_INVALID;
	if (rc == RC_OK && s->moved_to.n)
		rc = sweep_move_child(c, s->child, s->moved_to, s->moved_on);
	return rc;
}

static enum rc see_next(struct req *r, const struct record *entry)
{
	struct page p = page_of(r);
	int64_t next;
	enum rc rc = sweep_next(&r->ctx, entry, &next);

	if (rc != RC_OK)
		return rc;
	if (next)
		return registry_see(r, "/sweep_entries/", next);
	return req_see_other(r, sweep_village_url(&p, rec_int(entry, SWEEP_ENTRY_SWEEP),
						  rec_text(entry, SWEEP_ENTRY_VILLAGE)));
}

enum rc sweep_entry_page_save(struct req *r)
{
	struct visit v = { .outcome = RC_OK };
	struct save s = { .id = r->id };
	enum rc rc = form_read(r, &sweep_entry_kind, &s.given);

	if (rc == RC_OK)
		rc = load_visit(r, &v);
	if (rc != RC_OK)
		return rc;
	if (!s.given.version)
		return RC_NEEDS_VERSION;
	s.child = v.child.id;
	read_moved(r, &s);
	if (!s.given.typed[SWEEP_ENTRY_STATE].n && !sweep_is_done(&v.entry))
		complain(&r->ctx, "state", N_("Choose what you found."));
	s.problems = r->ctx.problems.n;
	v.outcome = store_write(&r->ctx, PRIO_PEOPLE, save_unit, &s);
	if (v.outcome == RC_OK)
		return see_next(r, &s.done);
	if (!kindpage_again(v.outcome))
		return v.outcome;
	rc = load_visit(r, &v);
	v.given = &s.given;
	if (rc == RC_OK)
		put_page(r, &v);
	return rc;
}

struct second {
	struct input in;
	int64_t id, version;
	struct record done;
};

static enum rc check_unit(struct ctx *c, void *arg)
{
	struct second *s = arg;

	return record_update(c, &sweep_entry_kind, s->id, s->version, &s->in, &s->done);
}

enum rc sweep_entry_page_check(struct req *r)
{
	struct http_pair *f;
	size_t n;
	struct visit v = { .outcome = RC_OK };
	struct second s = { .in = input_new(&sweep_entry_kind), .id = r->id };
	enum rc rc = req_form(r, &f, &n);

	if (rc == RC_OK)
		rc = load_visit(r, &v);
	if (rc != RC_OK)
		return rc;
	if (!str_int(form_value(f, n, STR("version")), &s.version) || s.version < 1)
		return RC_NEEDS_VERSION;
	str says = form_value(f, n, STR("check")), note = str_trim(form_value(f, n, STR("check_note")));
	if (!says.n)
		complain(&r->ctx, "check", N_("Say whether it is as written."));
	input_set(&s.in, SWEEP_ENTRY_CHECK, says);
	if (note.n)
		input_set(&s.in, SWEEP_ENTRY_CHECK_NOTE, note);
	v.outcome = r->ctx.problems.n ? RC_INVALID : store_write(&r->ctx, PRIO_PEOPLE, check_unit, &s);
	if (v.outcome == RC_OK) {
		struct page p = page_of(r);
		return req_see_other(
			r, sweep_village_url(&p, v.sweep.id, rec_text(&v.entry, SWEEP_ENTRY_VILLAGE)));
	}
	if (!kindpage_again(v.outcome))
		return v.outcome;
	rc = load_visit(r, &v);
	if (rc == RC_OK)
		put_page(r, &v);
	return rc;
}
