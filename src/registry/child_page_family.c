#include "bars.h"
#include "carer.h"
#include "child_page.h"
#include "class_teacher.h"
#include "facts.h"
#include "thread.h"

/* An adult beside the child. */
struct kin {
	const struct record *tie, *person;
	str who; /* Mother */
	struct bar_span *span;
	size_t n;
};

static str who_of(struct page *p, const struct record *tie)
{
	str code = rec_text(tie, TIE_RELATION);

	/* As a child would say it, where the code list is formal. */
	if (str_eq(code, STR(CODE_RELATION_FATHER)))
		return html_say(p, N_("Father"));
	if (str_eq(code, STR(CODE_RELATION_MOTHER)))
		return html_say(p, N_("Mother"));
	/* It begins a sentence or stands by itself. */
	str who = registry_code(p, "relation", code);
	char *text = str_z(p->mem, who);
	if (text[0] >= 'a' && text[0] <= 'z')
		text[0] = (char)(text[0] - 'a' + 'A');
	return (str){ text, who.n };
}

/* The city, as people name where somebody works; a county of a municipality is named by that. */
static str short_place(struct page *p, str code)
{
	const struct regions *regions = p->r->ctx.model->regions;
	struct region city;

	if (code.n < 4 || !region_find(regions, str_cut(code, 0, 4), &city) || city.flags & REGION_PSEUDO)
		return registry_region(p, str_cut(code, 0, 2));
	return city.name;
}

static bool has_tie_on(const struct record *tie, day on)
{
	day from = rec_day(tie, TIE_FROM), to = rec_day(tie, TIE_TO);

	return (!from || from <= on) && (!to || to >= on);
}

static const struct record *person_of(const struct file *f, int64_t id)
{
	for (size_t i = 0; i < f->persons.n; i++)
		if (f->persons.r[i].id == id)
			return &f->persons.r[i];
	return NULL;
}

static bool is_gone(const struct record *circumstance)
{
	return str_eq(rec_text(circumstance, CIRCUMSTANCE_TOPIC), STR(CODE_CIRCUMSTANCE_TOPIC_STATE)) &&
	       !str_eq(rec_text(circumstance, CIRCUMSTANCE_VALUE), STR(CODE_PERSON_STATE_ALIVE));
}

static void fill_spans(struct child_page *f, struct kin *k)
{
	const struct records *away = &f->file->absences, *held = &f->file->circumstances;
	int64_t person = rec_int(k->tie, TIE_PERSON);

	k->span = NEW(f->p->mem, struct bar_span, away->n + held->n + 1);
	for (size_t i = 0; i < away->n; i++) {
		const struct record *a = &away->r[i];
		if (rec_int(a, ABSENCE_PERSON) != person)
			continue;
		str where = rec_null(a, ABSENCE_REGION) ? html_say(f->p, N_("away"))
							: short_place(f->p, rec_text(a, ABSENCE_REGION));
		k->span[k->n++] =
			(struct bar_span){ BAR_AWAY, rec_day(a, ABSENCE_FROM), rec_day(a, ABSENCE_KNOWN_BY),
					   rec_day(a, ABSENCE_TO), where };
	}
	for (size_t i = 0; i < held->n; i++) {
		const struct record *c = &held->r[i];
		if (rec_int(c, CIRCUMSTANCE_PERSON) != person || !is_gone(c))
			continue;
		/* "Always" has no first day; the child's birth is as far as the picture goes. */
		day from = rec_null(c, CIRCUMSTANCE_FROM) ? rec_day(f->child, CHILD_BIRTH_DATE)
							  : rec_day(c, CIRCUMSTANCE_FROM);
		k->span[k->n++] = (struct bar_span){ BAR_GONE, from, 0, rec_day(c, CIRCUMSTANCE_TO),
						     registry_code(f->p, "person_state",
								   rec_text(c, CIRCUMSTANCE_VALUE)) };
	}
}

static size_t list_kin(struct child_page *f, struct kin **ret)
{
	const struct records *ties = &f->file->ties;
	struct kin *kin = NEW(f->p->mem, struct kin, ties->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < ties->n; i++) {
		const struct record *person = person_of(f->file, rec_int(&ties->r[i], TIE_PERSON));
		if (!person || !has_tie_on(&ties->r[i], f->on))
			continue;
		kin[n] = (struct kin){ .tie = &ties->r[i],
				       .person = person,
				       .who = who_of(f->p, &ties->r[i]) };
		fill_spans(f, &kin[n++]);
	}
	*ret = kin;
	return n;
}

/* Where one adult is on the day, as a sentence. */
static str where_now(struct child_page *f, const struct kin *k)
{
	struct page *p = f->p;
	const struct bar_span *away = NULL;

	for (size_t i = 0; i < k->n; i++) {
		const struct bar_span *s = &k->span[i];
		day from = s->from ? s->from : s->known;
		if (from > f->on || (s->to && s->to < f->on))
			continue;
		if (s->kind == BAR_GONE)
			return html_say(p, N_("{0}: {1}."), k->who, s->where);
		if (!away || from > (away->from ? away->from : away->known))
			away = s;
	}
	if (!away)
		return html_say(p, N_("{0} is at home."), k->who);
	if (!away->from)
		return html_say(p, N_("{0} is in {1}; since when is not known."), k->who, away->where);
	return html_say(p, N_("{0} has been in {1} since {2}."), k->who, away->where,
			html_day_text(p, away->from));
}

static bool has_lost_ability(const struct child_page *f, int64_t person)
{
	const struct records *held = &f->file->circumstances;

	for (size_t i = 0; i < held->n; i++) {
		const struct record *c = &held->r[i];
		day from = rec_day(c, CIRCUMSTANCE_FROM), to = rec_day(c, CIRCUMSTANCE_TO);
		if (rec_int(c, CIRCUMSTANCE_PERSON) == person && from <= f->on && (!to || to >= f->on) &&
		    str_eq(rec_text(c, CIRCUMSTANCE_VALUE), STR(CODE_GUARDIANSHIP_LOST)))
			return true;
	}
	return false;
}

static void put_mark(struct page *p, bool holds, const char *text)
{
	if (!holds)
		return;
	html_gap(p);
	html_tr(p, text);
}

static void put_marks(struct child_page *f, const struct record *tie)
{
	struct page *p = f->p;

	put_mark(p, has_lost_ability(f, rec_int(tie, TIE_PERSON)), N_("Is not able to care."));
	put_mark(p, rec_int(tie, TIE_GUARDIAN), N_("Is the guardian."));
	put_mark(p, rec_int(tie, TIE_LIVES_WITH), N_("Lives with the child."));
	if (rec_int(tie, TIE_BARRED)) {
		html_lit(p, " <b class=\"bad\">");
		html_icon(p, "warn");
		html_lit(p, " ");
		html_tr(p, N_("Must not come near"));
		html_lit(p, "</b>");
	}
}

/* What is changed there leads back to this file. */
static str with_back(struct child_page *f, str url)
{
	return html_url_with(f->p, url, "back", html_url(f->p, "/children/#", f->child->id));
}

static void put_kin(struct child_page *f, const struct kin *k)
{
	struct page *p = f->p;
	bool write = may_write(p->who, P_FAMILY);

	html_lit(p, "<li><div><b><span>");
	html_tr(p, N_("{0}: {1}"), k->who, rec_text(k->person, PERSON_NAME));
	html_lit(p, "</span></b><p class=\"s\">");
	html_text(p, where_now(f, k));
	put_marks(f, k->tie);
	carer_put(p, k->tie, k->person, f->on);
	html_lit(p, "</p>");
	if (write) {
		html_lit(p, "<p class=\"links\">");
		html_link(p, html_url(p, "/parents/#/edit", k->tie->id), html_say(p, N_("Change")));
		html_lit(p, " ");
		html_link(p, with_back(f, html_url(p, "/absences/new?person=#", rec_int(k->tie, TIE_PERSON))),
			  html_say(p, N_("Write down an absence")));
		html_lit(p, "</p>");
	}
	html_lit(p, "</div></li>\n");
}

static bool has_numbers(const struct kin *k)
{
	const struct val *v = k->person->v;

	return v[PERSON_PHONE].t != VAL_NULL || v[PERSON_ID_NUMBER].t != VAL_NULL ||
	       v[PERSON_HEALTH].t != VAL_NULL;
}

/* Numbers are looked up now and then; who is where is what the page is for. */
static void put_numbers(struct child_page *f, const struct kin *kin, size_t n)
{
	static const size_t numbers[] = { PERSON_PHONE, PERSON_ID_NUMBER, PERSON_HEALTH };
	struct page *p = f->p;
	bool any = false;

	for (size_t i = 0; i < n; i++)
		any |= has_numbers(&kin[i]);
	if (!any)
		return;
	html_lit(p, "<details id=\"kin-numbers\"");
	if (f->opened)
		html_lit(p, " open");
	html_lit(p, "><summary>");
	html_tr(p, N_("Their phones and numbers"));
	html_lit(p, "</summary>\n");
	for (size_t i = 0; i < n; i++) {
		if (!has_numbers(&kin[i]))
			continue;
		html_lit(p, "<h3>");
		html_tr(p, N_("{0}: {1}"), kin[i].who, rec_text(kin[i].person, PERSON_NAME));
		html_lit(p, "</h3>");
		facts_begin(p);
		facts_fields(p, kin[i].person, numbers, COUNT(numbers));
		facts_end(p);
	}
	html_lit(p, "</details>\n");
}

static void put_bars(struct child_page *f, const struct kin *kin, size_t n)
{
	struct bar_row *row = NEW(f->p->mem, struct bar_row, n + 1);
	struct buf finding = buf_new(f->p->mem, 16 << 10);

	for (size_t i = 0; i < n; i++) {
		bool with = rec_int(kin[i].tie, TIE_LIVES_WITH);
		row[i] = (struct bar_row){ kin[i].who, html_say(f->p, with ? N_("together") : N_("at home")),
					   kin[i].span, kin[i].n };
		if (i && f->p->lang == LANG_EN)
			buf_ch(&finding, ' ');
		buf_str(&finding, where_now(f, &kin[i]));
	}
	bars_put(f->p, &(struct bars){ .row = row,
				       .n = n,
				       .today = f->p->today,
				       .first = rec_day(f->child, CHILD_BIRTH_DATE),
				       .caption = html_say(f->p, N_("Who is at home, who is away")),
				       .finding = buf_view(&finding) });
}

/* A parent is away on the day, and nobody is written down who is there for the child. */
static bool is_alone(struct child_page *f, const struct kin *kin, size_t n)
{
	bool away = false;

	for (size_t i = 0; i < n; i++) {
		bool gone = false;
		for (size_t k = 0; k < kin[i].n; k++) {
			const struct bar_span *s = &kin[i].span[k];
			day from = s->from ? s->from : s->known;
			gone |= from <= f->on && (!s->to || s->to >= f->on);
		}
		away |= gone;
		if (!gone && !rec_int(kin[i].tie, TIE_BARRED))
			return false;
	}
	return away;
}

void child_page_note(struct child_page *f)
{
	struct page *p = f->p;
	struct kin *kin;
	size_t n = list_kin(f, &kin);

	if (!is_alone(f, kin, n))
		return;
	html_lit(p, "<p class=\"sheet note\">");
	html_tr(p, N_("Everybody written down here is away. Please ask who looks after the child day by day, "
		      "and write it "
		      "down."));
	html_lit(p, "</p>\n");
}

void child_page_family(struct child_page *f)
{
	struct page *p = f->p;
	struct kin *kin;
	size_t n = list_kin(f, &kin);

	html_lit(p, "<section id=\"home\" class=\"sheet stack\"><div class=\"head\"><h2>");
	html_tr(p, N_("Family"));
	html_lit(p, "</h2>");
	if (may_create(p->who, P_FAMILY))
		html_link(p, html_url(p, "/children/#/parents/new", f->child->id),
			  html_say(p, N_("Add somebody")));
	html_lit(p, "</div>\n");
	if (n) {
		html_lit(p, "<ul class=\"kin\">\n");
		for (size_t i = 0; i < n; i++)
			put_kin(f, &kin[i]);
		html_lit(p, "</ul>\n");
		put_bars(f, kin, n);
		put_numbers(f, kin, n);
	} else {
		html_lit(p, "<p>");
		html_tr(p, N_("Nobody is written down yet. Start with mother and father: then it can be said "
			      "who is at home."));
		html_lit(p, "</p>\n");
	}
	html_lit(p, "</section>\n");
}

/* --- who leads the class --- */

void child_page_lead(struct child_page *f, const struct record *e)
{
	struct page *p = f->p;
	day from = rec_day(e, ENROLMENT_FROM), to = rec_day(e, ENROLMENT_TO);
	str name;

	if (rec_null(e, ENROLMENT_CLASS) || from > f->on || (to && to < f->on) ||
	    !may_read(p->who, P_CLASS_TEACHER) ||
	    class_teacher_name(&p->r->ctx, rec_int(e, ENROLMENT_CLASS), f->on, &name) != RC_OK || !name.n)
		return;
	html_lit(p, "<p>");
	html_tr(p, N_("Class teacher: {0}"), name);
	html_lit(p, "</p>");
}

/* --- absences as a list --- */

static day absence_start(const struct record *a)
{
	return rec_null(a, ABSENCE_FROM) ? rec_day(a, ABSENCE_KNOWN_BY) : rec_day(a, ABSENCE_FROM);
}

static str whose(struct child_page *f, int64_t person)
{
	const struct records *ties = &f->file->ties;

	for (size_t i = 0; i < ties->n; i++)
		if (rec_int(&ties->r[i], TIE_PERSON) == person)
			return who_of(f->p, &ties->r[i]);
	return STR("");
}

str child_page_span(struct page *p, day from, day to)
{
	if (from && to)
		return html_say(p, N_("from {0} to {1}"), html_day_text(p, from), html_day_text(p, to));
	if (from)
		return html_say(p, N_("from {0} until now"), html_day_text(p, from));
	if (to)
		return html_say(p, N_("to {0}; not known since when"), html_day_text(p, to));
	return html_say(p, N_("until now; not known since when"));
}

static void put_absence(struct child_page *f, const struct record *a)
{
	struct page *p = f->p;

	thread_item(p,
		    html_say(p, N_("{0}: {1}"), whose(f, rec_int(a, ABSENCE_PERSON)),
			     registry_code(p, "absence_reason", rec_text(a, ABSENCE_REASON))),
		    0, child_page_span(p, rec_day(a, ABSENCE_FROM), rec_day(a, ABSENCE_TO)), false);
	if (!rec_null(a, ABSENCE_REGION)) {
		html_lit(p, "<p>");
		html_text(p, facts_text(p, a, ABSENCE_REGION));
		html_lit(p, "</p>");
	}
	if (rec_int(a, ABSENCE_CHILD_ALONG)) {
		html_lit(p, "<p>");
		html_tr(p, N_("The child went along."));
		html_lit(p, "</p>");
	}
	if (may_write(p->who, P_FAMILY))
		html_link(p, with_back(f, html_url(p, "/absences/#/edit", a->id)), html_say(p, N_("Change")));
	thread_item_end(p);
}

void child_page_absences(struct child_page *f)
{
	const struct records *all = &f->file->absences;
	const struct record **order = NEW(f->p->mem, const struct record *, all->n + 1);

	if (!all->n)
		return;
	for (size_t i = 0; i < all->n; i++) { /* newest first */
		size_t at = i;
		for (; at && absence_start(order[at - 1]) < absence_start(&all->r[i]); at--)
			order[at] = order[at - 1];
		order[at] = &all->r[i];
	}
	html_lit(f->p, "<section id=\"away\" class=\"stack\"><h2>");
	html_tr(f->p, N_("Absences of the adults"));
	html_lit(f->p, "</h2>\n");
	thread_begin(f->p);
	for (size_t i = 0; i < all->n; i++)
		put_absence(f, order[i]);
	thread_end(f->p);
	html_lit(f->p, "</section>\n");
}

/* --- what held of child and adults: where a day or a value is put right --- */

static void put_held(struct child_page *f, const struct record *c)
{
	struct page *p = f->p;
	str topic = registry_code(p, "circumstance_topic", rec_text(c, CIRCUMSTANCE_TOPIC));
	str who = rec_null(c, CIRCUMSTANCE_PERSON) ? rec_text(f->child, CHILD_NAME)
						   : whose(f, rec_int(c, CIRCUMSTANCE_PERSON));
	day from = rec_day(c, CIRCUMSTANCE_FROM), to = rec_day(c, CIRCUMSTANCE_TO);

	if (!who.n) /* an adult of another family too */
		return;
	thread_item(p, html_say(p, N_("{0}: {1}"), who, topic), 0,
		    !from && !to ? html_say(p, N_("all the time")) : child_page_span(p, from, to), false);
	html_lit(p, "<p>");
	html_text(p, registry_held(p, c));
	html_lit(p, "</p>");
	if (may_write(p->who, P_FAMILY))
		html_link(p, with_back(f, html_url(p, "/circumstances/#/edit", c->id)),
			  html_say(p, N_("Change")));
	thread_item_end(p);
}

void child_page_held(struct child_page *f)
{
	const struct records *all = &f->file->circumstances;

	if (!all->n)
		return;
	html_lit(f->p, "<details id=\"held\" class=\"sheet stack\"><summary>");
	html_tr(f->p, N_("What is known, and since when"));
	html_lit(f->p, "</summary>\n");
	thread_begin(f->p);
	for (size_t i = all->n; i-- > 0;)
		put_held(f, &all->r[i]);
	thread_end(f->p);
	html_lit(f->p, "</details>\n");
}
