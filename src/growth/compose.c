#include "compose.h"

#include "codes.h"
#include "enrolment.h"
#include "entry.h"
#include "grade.h"
#include "measure.h"
#include "program.h"
#include "school.h"
#include "work.h"

#include <stdlib.h>

enum { ROWS_MAX = 2000, SELF_MAX = 6, PICTURE_MEMORY = 64 << 20, CHAPTERS = 3 };

struct composer {
	struct ctx *c;
	const struct compose_order *o;
	struct press *press;
	struct arena *page; /* for one picture */
	struct record child;
	struct records notes, words, letters, enrolments, works;
	bool *note_redone;
	struct buf ids;
	int first_year, last_year;
	bool faces;
};

/* --- words in the reader's language --- */

#define SAY(m, text, ...)                                                                                    \
	say((m), (text), (const str[]){ { NULL, 0 }, ##__VA_ARGS__ } + 1,                                    \
	    COUNT(((const str[]){ { NULL, 0 }, ##__VA_ARGS__ })) - 1)
static str say(struct composer *m, const char *text, const str *arg, size_t n)
{
	struct buf b = buf_new(m->c->mem, 4096);

	tr_put(&b, m->c->lang, text, arg, n);
	return buf_view(&b);
}

static str word(struct composer *m, const char *text) { return str_of(tr(m->c->lang, text)); }

static str day_text(struct composer *m, day d)
{
	struct buf b = buf_new(m->c->mem, 100);

	tr_date(&b, m->c->lang, N_("{2} {1} {0}"), d);
	return buf_view(&b);
}

static str label(struct composer *m, const char *list, str code)
{
	const struct code_list *l = code_list_find(str_of(list));

	return l ? code_label(l, code, m->c->lang) : STR("");
}

static str text_of(const struct record *r, size_t field)
{
	bool there = !rec_null(r, field) && !(r->masked >> field & 1) && !(r->hidden >> field & 1);

	return there ? rec_text(r, field) : STR("");
}

static bool is(str code, const char *is) { return str_eq(code, str_of(is)); }

/* --- what there is --- */

static int by_day_field(const struct record *a, const struct record *b, size_t field)
{
	day one = rec_day(a, field), other = rec_day(b, field);

	return one != other ? (one > other) - (one < other) : (a->id > b->id) - (a->id < b->id);
}

static int by_note_day(const void *a, const void *b) { return by_day_field(a, b, GROWTH_NOTE_ON); }
static int by_word_day(const void *a, const void *b) { return by_day_field(a, b, CHILD_WORD_ON); }
static int by_letter_day(const void *a, const void *b) { return by_day_field(a, b, LETTER_ON); }
static int by_work_day(const void *a, const void *b) { return by_day_field(a, b, WORK_ON); }

/* All of a kind for this child, as far as its reader may see them; the first ROWS_MAX. */
static enum rc read_all(struct composer *m, const struct kind *k, struct records *ret)
{
	struct list l = { .filter = { { k->child_field - 1, INT(m->o->child) } },
			  .nfilter = 1,
			  .limit = LIST_MAX };
	struct records all = { .r = NEW(m->c->mem, struct record, ROWS_MAX) }, some = { .more = true };
	enum rc rc = RC_OK;

	while (rc == RC_OK && some.more && all.n < ROWS_MAX) {
		rc = record_list(m->c, k, &l, &some);
		for (size_t i = 0; rc == RC_OK && i < some.n && all.n < ROWS_MAX; i++)
			all.r[all.n++] = some.r[i];
		if (some.n)
			l.after = some.r[some.n - 1].id;
	}
	*ret = all;
	return rc == RC_NOT_FOUND ? RC_OK : rc; /* not for these eyes */
}

static enum rc read_sorted(struct composer *m, const struct kind *k, int (*by)(const void *, const void *),
			   struct records *ret)
{
	enum rc rc = may_read(m->c->who, k->profile) ? read_all(m, k, ret) : RC_OK;

	if (rc == RC_OK && ret->n)
		qsort(ret->r, ret->n, sizeof *ret->r, by);
	return rc;
}

static int year_of(day d) { return grade_school_year(d, &grade_system_6_3); }

static void widen(struct composer *m, day on)
{
	int year = year_of(on);

	if (!m->first_year || year < m->first_year)
		m->first_year = year;
	if (year > m->last_year)
		m->last_year = year;
}

/* Sorted: the first and the last of each say it. */
static void find_years(struct composer *m)
{
	for (size_t i = 0; i < m->notes.n; i++)
		widen(m, rec_day(&m->notes.r[i], GROWTH_NOTE_ON));
	for (size_t i = 0; i < m->words.n; i++)
		widen(m, rec_day(&m->words.r[i], CHILD_WORD_ON));
	for (size_t i = 0; i < m->works.n; i++)
		widen(m, rec_day(&m->works.r[i], WORK_ON));
	if (!m->first_year)
		m->first_year = m->last_year = year_of(m->c->today);
}

static enum rc read_works(struct composer *m)
{
	size_t most = (size_t)ctx_param(m->c, PARAM_GROWTH_BOOK_WORKS);
	enum rc rc = RC_OK;

	if (may_read(m->c->who, P_WORK))
		rc = work_for_book(m->c, m->o->child, 18000101, m->c->today,
				   most < LIST_MAX ? most : LIST_MAX, &m->works);
	if (rc == RC_OK && m->works.n)
		qsort(m->works.r, m->works.n, sizeof *m->works.r, by_work_day);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc read_everything(struct composer *m)
{
	enum rc rc = record_load(m->c, &child_kind, m->o->child, &m->child);

	if (rc == RC_OK)
		rc = read_sorted(m, &growth_note_kind, by_note_day, &m->notes);
	if (rc == RC_OK)
		rc = read_sorted(m, &child_word_kind, by_word_day, &m->words);
	if (rc == RC_OK)
		rc = read_sorted(m, &letter_kind, by_letter_day, &m->letters);
	if (rc == RC_OK && may_read(m->c->who, enrolment_kind.profile))
		rc = read_all(m, &enrolment_kind, &m->enrolments);
	if (rc == RC_OK)
		rc = read_works(m);
	if (rc == RC_OK)
		find_years(m);
	return rc;
}

/* --- where the child went to school --- */

/* Names of schools and classes are no secret of the child's: whoever reads where it was reads how it is
 * called. */
static str class_text(struct composer *m, const struct record *enrolment, day on)
{
	struct actor program;
	struct ctx p = program_for(m->c, &program, m->child.county);
	struct record school, class;
	str name;

	if (record_load(&p, &school_kind, rec_int(enrolment, ENROLMENT_SCHOOL), &school) != RC_OK)
		return STR("");
	if (rec_null(enrolment, ENROLMENT_CLASS) ||
	    record_load(&p, &class_kind, rec_int(enrolment, ENROLMENT_CLASS), &class) != RC_OK)
		return rec_text(&school, SCHOOL_NAME);
	if (!class_name_on(&p, &class, &school, on, &name))
		name = rec_text(&class, CLASS_NAME);
	return SAY(m, N_("{0}, {1}"), rec_text(&school, SCHOOL_NAME), name);
}

static str school_on(struct composer *m, day on)
{
	const struct record *e = m->enrolments.n ? enrolment_on(&m->enrolments, on) : NULL;

	return e ? class_text(m, e, on) : STR("");
}

/* --- pictures --- */

static bool has_picture(struct composer *m, const struct record *work, str *ret)
{
	struct ctx c = *m->c;
	/* What is left must do for all that come: then the small copy. */
	bool small = rec_int(work, WORK_BYTES) > (int64_t)press_room(m->press) / 2;

	arena_reset(m->page);
	c.mem = m->page;
	return work_picture(&c, work, small, ret) == RC_OK;
}

static void note_work(struct composer *m, const struct record *work)
{
	if (m->ids.n)
		buf_ch(&m->ids, ' ');
	buf_int(&m->ids, work->id);
	m->faces = m->faces || face_seen(work);
}

static void put_work(struct composer *m, const struct record *work)
{
	str jpeg;

	if (!has_picture(m, work, &jpeg))
		return;
	str title = text_of(work, WORK_TITLE);
	press_add(m->press, PRESS_PICTURE, jpeg,
		  title.n ? title : label(m, "work_what", rec_text(work, WORK_WHAT)),
		  text_of(work, WORK_TEXT), day_text(m, rec_day(work, WORK_ON)));
	note_work(m, work);
}

/* A drawing on which nobody can be recognised, the latest: for the front. */
static const struct record *front_work(const struct composer *m)
{
	const struct record *best = NULL;

	for (size_t i = 0; i < m->works.n; i++) {
		const struct record *w = &m->works.r[i];
		if (!face_seen(w) && is(rec_text(w, WORK_WHAT), CODE_WORK_WHAT_DRAWING))
			best = w;
	}
	return best;
}

static str front_picture(struct composer *m)
{
	const struct record *w = front_work(m);
	str jpeg;

	if (!w || !has_picture(m, w, &jpeg))
		return STR("");
	note_work(m, w);
	return jpeg;
}

/* --- chapters --- */

static void put_front(struct composer *m)
{
	str jpeg = front_picture(m);
	struct buf years = buf_new(m->c->mem, 40);

	buf_int(&years, m->first_year);
	buf_lit(&years, "–");
	buf_int(&years, m->c->today / 10000);
	press_add(m->press, PRESS_COVER, jpeg, text_of(&m->child, CHILD_NAME),
		  word(m, N_("My book of growing up")), buf_view(&years), school_on(m, m->c->today));
	press_add(m->press, PRESS_CONTENTS, STR(""), word(m, N_("What is in this book")));
}

static bool is_about_self(str what)
{
	return is(what, CODE_WORD_WHAT_SELF) || is(what, CODE_WORD_WHAT_STRENGTH) ||
	       is(what, CODE_WORD_WHAT_WISH);
}

static void put_word(struct composer *m, const struct record *r)
{
	str text = text_of(r, CHILD_WORD_TEXT), what = label(m, "word_what", rec_text(r, CHILD_WORD_WHAT));
	str line = SAY(m, N_("{0}, {1}"), what, day_text(m, rec_day(r, CHILD_WORD_ON)));
	str by = r->label[CHILD_WORD_BY];

	if (!text.n)
		return;
	if (by.n && !rec_null(r, CHILD_WORD_ROLE) && !is(rec_text(r, CHILD_WORD_ROLE), CODE_ROLE_CHILD))
		line = SAY(m, N_("{0}; written down by {1}"), line, by);
	press_add(m->press, PRESS_WORDS, STR(""), text, line);
}

/* Is it among the last SELF_MAX of its sort? Those stand in the first chapter, the others in their years. */
static bool is_late(const struct composer *m, size_t at)
{
	str what = rec_text(&m->words.r[at], CHILD_WORD_WHAT);
	size_t later = 0;

	for (size_t i = at + 1; i < m->words.n; i++)
		later += str_eq(rec_text(&m->words.r[i], CHILD_WORD_WHAT), what);
	return is_about_self(what) && later < SELF_MAX;
}

static void put_self(struct composer *m)
{
	static const char *const order[] = { CODE_WORD_WHAT_SELF, CODE_WORD_WHAT_STRENGTH,
					     CODE_WORD_WHAT_WISH };
	str born = rec_null(&m->child, CHILD_BIRTH_DATE) ? STR("")
							 : day_text(m, rec_day(&m->child, CHILD_BIRTH_DATE));

	press_add(m->press, PRESS_PART, STR(""), word(m, N_("This is me")),
		  born.n ? SAY(m, N_("My name is {0}. I was born on {1}."), text_of(&m->child, CHILD_NAME),
			       born)
			 : text_of(&m->child, CHILD_NAME));
	for (size_t k = 0; k < COUNT(order); k++)
		for (size_t i = 0; i < m->words.n; i++)
			if (is(rec_text(&m->words.r[i], CHILD_WORD_WHAT), order[k]) && is_late(m, i))
				put_word(m, &m->words.r[i]);
}

static void put_letter(struct composer *m, const struct record *r)
{
	bool home = is(rec_text(r, LETTER_FROM), CODE_LETTER_SIDE_FAMILY);
	str text = text_of(r, LETTER_TEXT),
	    by = home ? r->label[LETTER_PERSON] : text_of(&m->child, CHILD_NAME);

	if (home && !by.n)
		by = r->label[LETTER_BY];
	if (text.n)
		press_add(m->press, PRESS_LETTER, STR(""),
			  word(m, home ? N_("A letter from home") : N_("A letter I wrote")), text, by,
			  day_text(m, rec_day(r, LETTER_ON)));
}

static void put_letters(struct composer *m)
{
	bool any = false;

	for (size_t i = 0; i < m->letters.n; i++)
		any = any || text_of(&m->letters.r[i], LETTER_TEXT).n;
	if (!any)
		return;
	press_add(m->press, PRESS_PART, STR(""), word(m, N_("Letters between home and me")), STR(""));
	for (size_t i = 0; i < m->letters.n; i++)
		put_letter(m, &m->letters.r[i]);
}

/* --- a school year --- */

/* Which entries stand under which heading.  What is not listed is not for the book. */
enum heading { FROM_TEACHERS, AWARDS, DID, HEADING__N };
/* clang-format off */
static const struct { const char *what; enum heading under; } listed[] = {
	{ CODE_GROWTH_WHAT_COMMENT, FROM_TEACHERS }, { CODE_GROWTH_WHAT_STAGE_SUMMARY, FROM_TEACHERS },
	{ CODE_GROWTH_WHAT_CONDUCT, FROM_TEACHERS }, { CODE_GROWTH_WHAT_AWARD, AWARDS }, { CODE_GROWTH_WHAT_DUTY, DID },
	{ CODE_GROWTH_WHAT_ACTIVITY, DID }, { CODE_GROWTH_WHAT_CARER_ACTIVITY, DID }, { CODE_GROWTH_WHAT_READING, DID },
};
static const char *const headings[HEADING__N] = {
	[FROM_TEACHERS] = N_("From my teachers"), [AWARDS] = N_("My awards"), [DID] = N_("What I took part in"),
};
/* clang-format on */

static bool is_under(const struct record *note, enum heading under)
{
	for (size_t i = 0; i < COUNT(listed); i++)
		if (is(rec_text(note, GROWTH_NOTE_WHAT), listed[i].what))
			return listed[i].under == under;
	return false;
}

static void put_note(struct composer *m, const struct record *r)
{
	str title = text_of(r, GROWTH_NOTE_TITLE), by = r->label[GROWTH_NOTE_BY];

	if (!title.n)
		title = label(m, "growth_what", rec_text(r, GROWTH_NOTE_WHAT));
	if (!rec_null(r, GROWTH_NOTE_RANK))
		title = SAY(m, N_("{0} (from {1})"), title,
			    label(m, "award_rank", rec_text(r, GROWTH_NOTE_RANK)));
	press_add(m->press, PRESS_ENTRY, STR(""), title, day_text(m, rec_day(r, GROWTH_NOTE_ON)),
		  text_of(r, GROWTH_NOTE_TEXT), by);
}

static void put_heading(struct composer *m, bool *begun, const char *title)
{
	if (!*begun)
		press_add(m->press, PRESS_HEADING, STR(""), word(m, title));
	*begun = true;
}

static void put_notes(struct composer *m, int year, enum heading under)
{
	bool begun = false;

	for (size_t i = 0; i < m->notes.n; i++) {
		const struct record *r = &m->notes.r[i];
		if (year_of(rec_day(r, GROWTH_NOTE_ON)) != year || m->note_redone[i] || !is_under(r, under))
			continue;
		put_heading(m, &begun, headings[under]);
		put_note(m, r);
	}
}

static void put_year_words(struct composer *m, int year)
{
	bool begun = false;

	for (size_t i = 0; i < m->words.n; i++) {
		const struct record *r = &m->words.r[i];
		if (year_of(rec_day(r, CHILD_WORD_ON)) != year || is_late(m, i) ||
		    !text_of(r, CHILD_WORD_TEXT).n)
			continue;
		put_heading(m, &begun, N_("What I said"));
		put_word(m, r);
	}
}

static void put_year_works(struct composer *m, int year)
{
	bool begun = false;

	for (size_t i = 0; i < m->works.n; i++)
		if (year_of(rec_day(&m->works.r[i], WORK_ON)) == year) {
			put_heading(m, &begun, N_("My works"));
			put_work(m, &m->works.r[i]);
		}
}

static bool has_year(struct composer *m, int year)
{
	for (size_t i = 0; i < m->notes.n; i++)
		for (int h = 0; h < HEADING__N; h++)
			if (year_of(rec_day(&m->notes.r[i], GROWTH_NOTE_ON)) == year &&
			    is_under(&m->notes.r[i], (enum heading)h))
				return true;
	for (size_t i = 0; i < m->words.n; i++)
		if (year_of(rec_day(&m->words.r[i], CHILD_WORD_ON)) == year && !is_late(m, i))
			return true;
	for (size_t i = 0; i < m->works.n; i++)
		if (year_of(rec_day(&m->works.r[i], WORK_ON)) == year)
			return true;
	return false;
}

static void put_year(struct composer *m, int year)
{
	struct buf name = buf_new(m->c->mem, 40);
	day middle = (year + 1) * 10000 + 301 < m->c->today ? (year + 1) * 10000 + 301 : m->c->today;

	if (!has_year(m, year))
		return;
	buf_int(&name, year);
	buf_lit(&name, "–");
	buf_int(&name, year + 1);
	press_add(m->press, PRESS_PART, STR(""), SAY(m, N_("School year {0}"), buf_view(&name)),
		  school_on(m, middle));
	for (int h = 0; h < HEADING__N; h++)
		put_notes(m, year, (enum heading)h);
	put_year_words(m, year);
	put_year_works(m, year);
}

/* --- how it grew: the child's own line alone, beside no other's and no standard; and no weight, which is for
 * the doctor and nothing to keep --- */

static str number_text(struct composer *m, int hundredths)
{
	struct buf b = buf_new(m->c->mem, 24);

	if (hundredths)
		curve_put(&b, hundredths);
	return buf_view(&b);
}

/* In tenths of centimetres. */
static size_t points_of(const struct measure_points *all, day born, struct press_point *to)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n && n < PRESS_POINTS; i++)
		if (all->p[i].height)
			to[n++] = (struct press_point){ day_diff(all->p[i].on, born),
							(all->p[i].height + 5) / 10 };
	return n;
}

static str grown_text(struct composer *m, const struct measure_points *all)
{
	int first = 0, last = 0;

	for (size_t i = 0; i < all->n; i++) {
		if (!first)
			first = all->p[i].height;
		if (all->p[i].height)
			last = all->p[i].height;
	}
	return last > first ? SAY(m, N_("From {0} to {1} centimetres: {2} centimetres taller."),
				  number_text(m, first), number_text(m, last), number_text(m, last - first))
			    : STR("");
}

static void put_growth_table(struct composer *m, const struct measure_points *all)
{
	static const char shares[] = { 1, 1 };

	press_add(m->press, PRESS_HEAD, ((str){ shares, sizeof shares }), word(m, N_("Day")),
		  word(m, N_("Height (cm)")));
	for (size_t i = 0; i < all->n; i++)
		if (all->p[i].height)
			press_add(m->press, PRESS_ROW, STR(""), day_text(m, all->p[i].on),
				  number_text(m, all->p[i].height));
}

static enum rc put_growth(struct composer *m)
{
	struct measure_points all;
	struct press_point *point = NEW(m->c->mem, struct press_point, PRESS_POINTS);
	day born = rec_null(&m->child, CHILD_BIRTH_DATE) ? 0 : rec_day(&m->child, CHILD_BIRTH_DATE);

	if (!born || !may_open(m->c->who, P_MEASURE))
		return RC_OK;
	enum rc rc = measure_points_of(m->c, &m->child, &all);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	size_t n = all.covered ? 0 : points_of(&all, born, point);
	if (!n)
		return RC_OK;
	press_add(m->press, PRESS_PART, STR(""), word(m, N_("How I grew")), grown_text(m, &all));
	press_curve(m->press,
		    (const str[4]){ word(m, N_("My height")), STR(""), word(m, N_("cm")),
				    word(m, N_("{0} years")) },
		    point, n);
	put_growth_table(m, &all);
	return RC_OK;
}

/* --- the end --- */

static str made_by(struct composer *m)
{
	const struct actor *who = m->c->who;

	return SAY(m, N_("Book {0}. Made for {1} ({2}) on {3}."), m->o->number,
		   who->name.n ? who->name : who->login, label(m, "role", str_of(role_code(who->role))),
		   day_text(m, m->c->today));
}

static void put_end(struct composer *m)
{
	static const char lines[] = { 8 };

	press_add(m->press, PRESS_PART, STR(""), word(m, N_("Written by hand, for you")),
		  word(m, N_("Room for those who know you to write by hand.")));
	press_add(m->press, PRESS_LINES, ((str){ lines, 1 }), word(m, N_("From my teacher")));
	press_add(m->press, PRESS_LINES, ((str){ lines, 1 }), word(m, N_("From my family")));
	press_add(
		m->press, PRESS_LAST, STR(""), word(m, N_("To you")),
		word(m,
		     N_("These pages are how you grew, day by day.\nEach word of them somebody kept for "
			"you.\n"
			"Stay curious, and stay brave.\nThere is always somebody at home who waits for you,\n"
			"and the road is under your own feet.")),
		made_by(m));
}

/* --- a page for the wall: what a child is proud of; what it shared with its teachers, and no face --- */

static str joined(struct composer *m, const char *what, size_t most)
{
	struct buf b = buf_new(m->c->mem, 2000);
	size_t n = 0;

	for (size_t i = m->words.n; i-- > 0 && n < most;) {
		const struct record *r = &m->words.r[i];
		str text = str_trim(text_of(r, CHILD_WORD_TEXT));
		if (!is(rec_text(r, CHILD_WORD_WHAT), what) || !text.n || text.n > 300 ||
		    !is(rec_text(r, CHILD_WORD_SHARE), CODE_WORD_SHARE_TEACHER))
			continue;
		if (n++)
			buf_ch(&b, '\n');
		buf_str(&b, text);
	}
	return buf_view(&b);
}

static str award_text(struct composer *m)
{
	struct buf b = buf_new(m->c->mem, 2000);
	size_t n = 0;

	for (size_t i = m->notes.n; i-- > 0 && n < 3;) {
		str title = text_of(&m->notes.r[i], GROWTH_NOTE_TITLE);
		if (!is_under(&m->notes.r[i], AWARDS) || m->note_redone[i] || !title.n)
			continue;
		if (n++)
			buf_ch(&b, '\n');
		buf_str(&b, title);
	}
	return buf_view(&b);
}

static void put_wall(struct composer *m)
{
	str jpeg = front_picture(m);

	press_add(m->press, PRESS_WALL, jpeg, text_of(&m->child, CHILD_NAME), school_on(m, m->c->today),
		  word(m, N_("What I am good at")), joined(m, CODE_WORD_WHAT_STRENGTH, 2),
		  word(m, N_("My wish")), joined(m, CODE_WORD_WHAT_WISH, 1), word(m, N_("My awards")),
		  award_text(m));
}

/* --- all of it --- */

static enum rc step(struct composer *m, int64_t done, int64_t total)
{
	return m->o->step ? m->o->step(m->c, m->o->arg, done, total) : RC_OK;
}

static enum rc put_book(struct composer *m)
{
	int64_t total = m->last_year - m->first_year + 1 + CHAPTERS, done = 0;
	enum rc rc = step(m, done, total);

	if (rc != RC_OK)
		return rc;
	put_front(m);
	put_self(m);
	put_letters(m);
	rc = step(m, ++done, total);
	for (int year = m->first_year; year <= m->last_year && rc == RC_OK; year++) {
		put_year(m, year);
		rc = step(m, ++done, total);
	}
	if (rc == RC_OK)
		rc = put_growth(m);
	if (rc == RC_OK)
		rc = step(m, ++done, total);
	if (rc == RC_OK)
		put_end(m);
	return rc;
}

enum rc compose_book(struct ctx *c, const struct compose_order *o, struct composed *ret)
{
	struct press press;
	struct composer m = { .c = c,
			      .o = o,
			      .press = &press,
			      .page = arena_within(c->mem, PICTURE_MEMORY),
			      .ids = buf_new(c->mem, 4000) };
	enum rc rc = read_everything(&m);

	if (rc != RC_OK)
		return rc;
	m.note_redone = entry_redone(c->mem, &m.notes);
	str name = text_of(&m.child, CHILD_NAME), title = SAY(&m, N_("{0}: a book of growing up"), name);
	press = press_new(c->mem,
			  &(struct press_about){ .title = title,
						 .author = name,
						 .head = title,
						 .made = c->today,
						 .pages = (unsigned)ctx_param(c, PARAM_GROWTH_BOOK_PAGES),
						 .numbered = !is(o->what, CODE_BOOK_WHAT_WALL) },
			  PRESS_BYTES);
	if (is(o->what, CODE_BOOK_WHAT_WALL))
		put_wall(&m);
	else
		rc = put_book(&m);
	if (rc == RC_OK && press.full)
		rc = RC_TOO_BIG;
	if (rc == RC_OK)
		*ret = (struct composed){ press, buf_view(&m.ids), m.faces };
	return rc;
}
