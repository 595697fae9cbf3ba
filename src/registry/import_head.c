#include "import_row.h"
#include "parents.h"

enum { TITLE_ROWS = 20 }; /* how far down the headings may stand */
enum { COMPLETE = 1000 };

static const str none = { NULL, 0 };

void import_complain(struct import_problems *to, uint32_t sheet, const struct problem *what)
{
	if (to->n == IMPORT_PROBLEMS_MAX) {
		to->dropped++;
		return;
	}
	to->list = GROWN(to->mem, to->list, to->n, &to->cap);
	to->list[to->n++] = (struct import_problem){ *what, sheet };
}

static void say(struct import_problems *to, uint32_t sheet, size_t row, const char *text, str field, str arg1)
{
	import_complain(
		to, sheet,
		&(struct problem){ .field = field, .text = text, .arg = { field, arg1 }, .row = row });
}

/* --- which form --- */

static bool wanted(const struct import_options *o, const struct form *f)
{
	if (!o->kind)
		return true;
	if (o->kind == &parent_view)
		return f->kind == &tie_kind;
	return o->kind == f->of || o->kind == f->kind;
}

static bool has(const struct import_head *h, enum form_part part, size_t field)
{
	return h->column[part][field] != 0;
}

/* Chosen with the file, so that no column need say it. */
static bool given(const struct import_options *o, const struct form *f, size_t field)
{
	return o->school && f->kind->fields[field].ref == &school_kind;
}

static bool is_complete(const struct import_options *o, const struct import_head *h,
			struct import_problems *to, size_t line)
{
	struct form_column *col;
	struct arena *mem = to->mem;
	size_t n = form_columns(mem, h->form, &col);
	bool complete = true;

	for (size_t i = 0; i < n; i++) {
		bool free = !col[i].needed || (col[i].part == PART_SELF && given(o, h->form, col[i].field)) ||
			    (h->form->kind == &tie_kind && col[i].field == TIE_PERSON &&
			     col[i].part == PART_SELF);
		if (free || has(h, col[i].part, col[i].field))
			continue;
		complete = false;
		if (line)
			say(to, h->number, line, N_("The column {0} is missing."),
			    form_heading(h->form, &col[i], LANG_ZH), none);
	}
	return complete;
}

static void put_column(struct import_head *h, enum form_part part, size_t field, size_t cell)
{
	h->column[part][field] = (uint16_t)(cell + 1);
	h->parts |= 1U << part;
	/* On a sheet of ties the tie's own columns are the adult's, too. */
	for (size_t a = 0; h->form->kind == &tie_kind && part == PART_SELF && a < ADULT__N; a++)
		if (form_adult_field((enum form_adult)a).kind == &tie_kind &&
		    form_adult_field((enum form_adult)a).field == field)
			h->column[PART_MEMBER_1][a] = (uint16_t)(cell + 1);
}

/* What the headings of this row would mean in a form: how many are known. */
static int read_columns(const struct form *f, const struct book_row *row, struct import_head *ret)
{
	int known = 0;

	*ret = (struct import_head){ .form = f, .ncell = row->n };
	for (size_t i = 0; i < row->n && i < UINT16_MAX; i++) {
		struct form_column col;
		if (row->cell[i].type == CELL_EMPTY || !form_match(f, row->cell[i].text, &col))
			continue;
		if (col.part != PART_SHOWN && !has(ret, col.part, col.field)) {
			known += col.part != PART_ID;
			put_column(ret, col.part, col.field, i);
		}
	}
	return known;
}

static int score_of(struct import_run *r, const struct form *f, const struct book_row *row,
		    struct import_head *ret)
{
	struct import_problems quiet = { .mem = r->c->mem };
	int known = read_columns(f, row, ret);

	if (known < (r->options->kind ? 1 : 2))
		return 0;
	return known + (is_complete(r->options, ret, &quiet, 0) ? COMPLETE : 0);
}

static bool find_form(struct import_run *r, uint32_t number, struct import_head *ret)
{
	const struct book_sheet *s = &r->book->sheet[number];
	int best = 0;

	for (size_t i = 0; i < s->n && i < TITLE_ROWS && best < COMPLETE; i++)
		for (size_t f = 0; f < FORM__N; f++) {
			struct import_head h;
			int score =
				wanted(r->options, &forms[f]) ? score_of(r, &forms[f], &s->row[i], &h) : 0;
			if (score <= best)
				continue;
			best = score;
			*ret = h;
			ret->at = i;
		}
	ret->sheet = s;
	ret->number = number;
	return best > 0;
}

/* --- what is wrong with it --- */

static bool column_says_something(const struct import_head *h, size_t cell)
{
	for (size_t i = h->at + 1; i < h->sheet->n; i++)
		if (cell < h->sheet->row[i].n && h->sheet->row[i].cell[cell].type != CELL_EMPTY)
			return true;
	return false;
}

static void check_columns(struct import_run *r, const struct import_head *h)
{
	const struct book_row *row = &h->sheet->row[h->at];

	for (size_t i = 0; i < row->n && i < UINT16_MAX; i++) {
		struct form_column col;
		str heading = str_trim(row->cell[i].text);
		if (row->cell[i].type == CELL_EMPTY || !heading.n)
			continue;
		if (!form_match(h->form, heading, &col)) {
			if (column_says_something(h, i))
				say(&r->report->warnings, h->number, row->line,
				    N_("Nothing here is called {0}: the column was left out."), heading,
				    none);
		} else if (col.part != PART_SHOWN && h->column[col.part][col.field] != i + 1) {
			say(&r->report->problems, h->number, row->line, N_("The column {0} stands twice."),
			    heading, none);
		}
	}
	(void)is_complete(r->options, h, &r->report->problems, row->line);
}

/* Our own sheet that says whose the file is. */
static bool is_watermark(str name)
{
	return str_eq(name, STR("水印")) || str_eq(name, STR("Watermark")) || str_eq(name, STR("watermark"));
}

static bool may_take(const struct ctx *c, const struct form *f) { return may_create(c->who, f->of->profile); }

static void read_sheet(struct import_run *r, uint32_t i)
{
	const struct book_sheet *s = &r->book->sheet[i];
	struct import_head *h = &r->head[r->nhead];

	r->report->sheet[i].name = s->name;
	if (!s->n || is_watermark(str_trim(s->name)))
		return;
	if (s->hidden) {
		say(&r->report->warnings, i, 0, N_("The sheet {0} is hidden: it was left out."), s->name,
		    none);
		return;
	}
	if (!find_form(r, i, h)) {
		say(&r->report->warnings, i, 0,
		    N_("The sheet {0} has no headings that are known here: it was left out."), s->name, none);
		return;
	}
	if (!may_take(r->c, h->form)) {
		say(&r->report->warnings, i, 0, N_("The sheet {0} is not yours to import: it was left out."),
		    s->name, none);
		return;
	}
	h->formula = NEW(r->c->mem, bool, h->ncell ? h->ncell : 1);
	h->told = NEW(r->c->mem, bool, PART__N);
	r->report->sheet[i].form = h->form->label;
	r->report->sheet[i].kind = h->form->kind;
	r->report->sheet[i].rows = s->n - h->at - 1;
	check_columns(r, h);
	r->forms |= 1U << (h->form - forms);
	r->nhead++;
}

static str wanted_headings(struct import_run *r)
{
	struct buf b = buf_new(r->c->mem, 1024);

	for (size_t f = 0; f < FORM__N; f++) {
		struct form_column *col;
		size_t n = form_columns(r->c->mem, &forms[f], &col), said = 0;
		if (!wanted(r->options, &forms[f]) || b.n)
			continue;
		for (size_t i = 0; i < n && said < 4; i++)
			if (col[i].needed) {
				buf_str(&b, said++ ? str_of(tr(r->c->lang, N_(", "))) : none);
				buf_str(&b, form_heading(&forms[f], &col[i], r->c->lang));
			}
	}
	return buf_view(&b);
}

enum rc import_heads_read(struct import_run *r)
{
	size_t n = r->book->n;

	r->head = NEW(r->c->mem, struct import_head, n ? n : 1);
	r->report->sheet = NEW(r->c->mem, struct import_sheet, n ? n : 1);
	r->report->nsheet = n;
	for (size_t i = 0; i < n; i++)
		read_sheet(r, (uint32_t)i);
	if (!r->nhead)
		import_complain(
			&r->report->problems, IMPORT_NO_SHEET,
			&(struct problem){
				.text = N_("There are no headings in this file that are known here. One "
					   "row should name the columns, such as {0}."),
				.arg = { wanted_headings(r) } });
	return r->report->problems.n ? RC_INVALID : RC_OK;
}
