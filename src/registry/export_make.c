#include "export_make.h"
#include "book_write.h"
#include "readlog.h"

enum { PAGE = 200, BOOK_MEMORY = 384 << 20, PAGE_MEMORY = 64 << 20 };

/* One file under way. */
struct maker {
	struct ctx *c; /* whole: its arena holds the book */
	const struct export_order *o;
	struct book_write *book;
	struct export_style style;
	struct arena *page; /* of the piece that is worked on */
	int64_t total;
	size_t rows; /* of the list itself */
	int64_t *child;
	size_t nchild, cap; /* children of it, for the sheets that follow */
	int64_t *done;      /* ids that stand on the sheet already, open addressing, 0: free */
	size_t ndone, ndone_cap;
};

/* The columns of a sheet, and which of them this role may take out. */
struct sheet {
	const struct form *form;
	struct form_column *col;
	bool *leaves;
	size_t n;
};

const struct form *export_own_form(struct arena *mem, const struct kind *k)
{
	for (size_t i = 0; i < FORM__N; i++)
		if (!forms[i].nrow && forms[i].kind == k)
			return &forms[i];
	struct form *f = NEW(mem, struct form, 1);
	*f = (struct form){ .name = k->plural, .label = k->labels, .sheet = k->labels, .kind = k, .of = k };
	return f;
}

static bool is_fixed(const struct form *f) { return f->nrow > 0; }

static bool column_leaves(const struct ctx *c, const struct form *f, const struct form_column *col)
{
	const struct field *x = form_field(f, col->part, col->field);

	if (col->part == PART_ID)
		return true;
	return x && export_leaves(c->who, x);
}

/* A form that others prescribe keeps its columns, blank where nothing may leave. */
static struct sheet sheet_of(struct ctx *c, const struct form *f)
{
	struct sheet s = { .form = f };
	struct form_column *all;
	size_t n = form_columns(c->mem, f, &all);

	s.col = NEW(c->mem, struct form_column, n + 1);
	s.leaves = NEW(c->mem, bool, n + 1);
	for (size_t i = 0; i < n; i++) {
		bool leaves = column_leaves(c, f, &all[i]);
		if (!leaves && !is_fixed(f))
			continue;
		s.leaves[s.n] = leaves;
		s.col[s.n++] = all[i];
	}
	return s;
}

static bool says_something(const struct sheet *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += s->leaves[i] && s->col[i].part != PART_ID &&
		     !(form_field(s->form, s->col[i].part, s->col[i].field)->ref);
	return n > 0;
}

/* Names of parts of the file, not of the pages: the import knows them. */
static str say(const struct maker *m, const char *zh, const char *en)
{
	return str_of(m->style.lang == LANG_ZH ? zh : en);
}

static void put_headings(struct maker *m, const struct sheet *s)
{
	struct book_heading *h = NEW(m->c->mem, struct book_heading, s->n + 1);
	size_t n = 0;

	for (; n < s->n; n++)
		h[n] = (struct book_heading){ .text = form_heading(s->form, &s->col[n], m->style.lang),
					      .needed = s->col[n].needed };
	if (m->o->csv)
		h[n++].text = say(m, "导出编号", "Export number");
	book_write_headings(m->book, h, n);
}

static void end_row(struct maker *m)
{
	if (m->o->csv)
		book_write_cell(m->book, m->o->number);
	book_write_end_row(m->book);
}

/* --- rows --- */

static const struct record *adult_record(const struct export_adult *a, enum form_adult which)
{
	const struct kind *k = form_adult_field(which).kind;

	return k == &person_kind ? a->person : k == &tie_kind ? a->tie : a->absence;
}

static str cell_text(struct maker *m, struct ctx *c, const struct form_column *col,
		     const struct export_case *e)
{
	const struct record *r = NULL;
	size_t field = col->field;

	switch (col->part) {
	case PART_SELF: r = e->child; break;
	case PART_ROLL: r = e->roll; break;
	case PART_ENTRY: r = e->entry; break;
	case PART_STATUS: return export_status(&m->style, e, (enum form_status)field);
	default:
		if (PART_IS_ADULT(col->part)) {
			r = adult_record(&e->adult[col->part], (enum form_adult)field);
			field = form_adult_field((enum form_adult)field).field;
		}
	}
	return r ? export_cell(c, &m->style, r, field) : (str){ NULL, 0 };
}

static str id_text(struct ctx *c, int64_t id)
{
	struct buf b = buf_new(c->mem, 24);

	buf_int(&b, id);
	return buf_view(&b);
}

/* `e->child` is the row's record, whatever its kind. */
static void put_row(struct maker *m, struct ctx *c, const struct sheet *s, const struct export_case *e)
{
	for (size_t i = 0; i < s->n; i++) {
		str text = { NULL, 0 };
		if (s->col[i].part == PART_ID)
			text = id_text(c, e->child->id);
		else if (s->leaves[i])
			text = cell_text(m, c, &s->col[i], e);
		book_write_cell(m->book, text);
	}
	end_row(m);
}

/* --- the list itself, page by page --- */

struct logged {
	const struct export_order *o;
	struct reading what;
	size_t done, total;
};

static enum rc log_unit(struct ctx *c, void *arg)
{
	const struct logged *l = arg;
	enum rc rc = l->what.n ? readlog_add(c, &l->what) : RC_OK;

	return rc == RC_OK && l->o->step ? l->o->step(c, l->o->arg, l->done, l->total) : rc;
}

enum rc export_log(struct ctx *c, const struct export_order *o, size_t done, size_t total)
{
	struct logged l = { o, reading_of(c, STR("export")), done, total };

	l.what.purpose = o->purpose; /* why, masked or not */
	enum rc rc = store_write(c, PRIO_BULK, log_unit, &l);
	return rc == RC_OK && o->stop && o->stop(o->arg) ? RC_CONFLICT : rc;
}

static void remember(struct maker *m, int64_t id)
{
	m->child = GROWN(m->c->mem, m->child, m->nchild, &m->cap);
	m->child[m->nchild++] = id;
}

static enum rc put_records(struct maker *m, struct ctx *c, const struct sheet *s, const struct records *list)
{
	struct export_case e[EXPORT_PIECE];
	bool more = is_fixed(s->form);

	for (size_t i = 0; i < list->n; i += EXPORT_PIECE) {
		size_t n = list->n - i < EXPORT_PIECE ? list->n - i : EXPORT_PIECE;
		enum rc rc = more ? export_cases(c, &list->r[i], n, e) : RC_OK;
		if (rc != RC_OK)
			return rc;
		for (size_t k = 0; k < n; k++) {
			if (!more)
				e[k] = (struct export_case){ .child = &list->r[i + k] };
			put_row(m, c, s, &e[k]);
			remember(m, list->r[i + k].id);
		}
	}
	m->rows += list->n;
	return RC_OK;
}

/* Written down as read before it goes on: a file that nobody knows of never comes to be. */
static enum rc put_page(struct maker *m, const struct sheet *s, struct query_page *at, bool *ret_more)
{
	struct ctx c = *m->c;
	struct seen seen = { .mem = m->page };
	struct records list;

	c.mem = m->page;
	c.seen = &seen;
	enum rc rc = query_run(&c, &m->o->query, at, &list);
	if (rc != RC_OK)
		return rc;
	rc = put_records(m, &c, s, &list);
	if (rc == RC_OK)
		rc = export_log(&c, m->o, m->rows, (size_t)m->total);
	*ret_more = list.more;
	if (list.n)
		at->after = list.r[list.n - 1].id;
	arena_reset(m->page);
	return rc;
}

static enum rc put_list(struct maker *m, const struct form *f)
{
	struct sheet s = sheet_of(m->c, f);
	struct query_page at = { .limit = PAGE };
	bool more = true;
	enum rc rc = RC_OK;
	size_t most = (size_t)ctx_param(m->c, PARAM_EXPORT_MAX_ROWS);

	book_write_sheet(m->book, str_of(tr(m->style.lang, f->sheet)));
	put_headings(m, &s);
	while (more && rc == RC_OK) {
		rc = put_page(m, &s, &at, &more);
		if (rc == RC_OK && m->rows > most)
			rc = RC_TOO_BIG;
	}
	return rc == RC_OK && !m->rows ? RC_NOT_FOUND : rc;
}

/* --- what goes with the children: one sheet a kind --- */

/* Where this id stands, or would. */
static int64_t *slot_of(int64_t *done, size_t cap, int64_t id)
{
	size_t at = (size_t)((uint64_t)id * UINT64_C(0x9E3779B97F4A7C15) >> 20) % cap;

	while (done[at] && done[at] != id)
		at = (at + 1) % cap;
	return &done[at];
}

static void make_room(struct maker *m)
{
	size_t cap = m->ndone_cap ? m->ndone_cap * 2 : 4096;
	int64_t *more = NEW(m->c->mem, int64_t, cap);

	for (size_t i = 0; i < m->ndone_cap; i++)
		if (m->done[i])
			*slot_of(more, cap, m->done[i]) = m->done[i];
	m->done = more;
	m->ndone_cap = cap;
}

/* True the first time: an adult's absence belongs to all of their children. */
static bool first_time(struct maker *m, int64_t id)
{
	if (2 * (m->ndone + 1) > m->ndone_cap)
		make_room(m);
	int64_t *slot = slot_of(m->done, m->ndone_cap, id);
	if (*slot)
		return false;
	*slot = id;
	m->ndone++;
	return true;
}

static const struct record *person_of(const struct records *persons, const struct record *tie)
{
	for (size_t i = 0; i < persons->n; i++)
		if (persons->r[i].id == rec_int(tie, TIE_PERSON))
			return &persons->r[i];
	return NULL;
}

static enum rc put_piece(struct maker *m, struct ctx *c, const struct sheet *s, size_t from)
{
	struct records list, persons = { .n = 0 };
	size_t n = m->nchild - from < EXPORT_PIECE ? m->nchild - from : EXPORT_PIECE;
	enum rc rc = export_with(c, s->form->kind, m->child + from, n, &list);

	if (rc == RC_OK && s->form->nadult && may_read(c->who, person_kind.profile))
		rc = export_with(c, &person_kind, m->child + from, n, &persons);
	for (size_t i = 0; rc == RC_OK && i < list.n; i++) {
		struct export_case e = { .child = &list.r[i] };
		if (!first_time(m, list.r[i].id))
			continue;
		if (s->form->nadult)
			e.adult[PART_MEMBER_1] =
				(struct export_adult){ .tie = &list.r[i],
						       .person = person_of(&persons, &list.r[i]) };
		put_row(m, c, s, &e);
	}
	return rc;
}

static enum rc put_with(struct maker *m, const struct form *f)
{
	struct ctx c = *m->c;
	struct sheet s = sheet_of(m->c, f);
	enum rc rc = RC_OK;

	if (!may_read(c.who, f->kind->profile) || !may_export(c.who, f->kind->profile) || !says_something(&s))
		return RC_OK;
	c.seen = NULL; /* the children stand in the read log already */
	c.mem = m->page;
	m->done = NULL;
	m->ndone = m->ndone_cap = 0;
	book_write_sheet(m->book, str_of(tr(m->style.lang, f->sheet)));
	put_headings(m, &s);
	for (size_t i = 0; rc == RC_OK && i < m->nchild; i += EXPORT_PIECE) {
		rc = put_piece(m, &c, &s, i);
		arena_reset(m->page);
	}
	return rc;
}

/* --- the watermark --- */

static void put_line(struct maker *m, str text) { book_write_line(m->book, text); }

#define LINE(m, text, ...)                                                                                   \
	put_line((m), said((m), (text), (const str[]){ { NULL, 0 }, ##__VA_ARGS__ } + 1,                     \
			   COUNT(((const str[]){ { NULL, 0 }, ##__VA_ARGS__ })) - 1))
static str said(struct maker *m, const char *text, const str *arg, size_t n)
{
	struct buf b = buf_new(m->c->mem, 8 << 10);

	tr_put(&b, m->style.lang, text, arg, n);
	return buf_view(&b);
}

static void put_watermark(struct maker *m)
{
	struct buf at = buf_new(m->c->mem, 40);
	const struct ctx *c = m->c;

	day_put(&at, c->today);
	book_write_sheet(m->book, say(m, "水印", "Watermark"));
	LINE(m, N_("Export number {0}"), m->o->number);
	LINE(m, N_("Made for {0} on {1}"), m->o->who, buf_view(&at));
	LINE(m, N_("What for: {0}"), m->o->purpose);
	LINE(m, N_("Rows in the list: {0}"), id_text(m->c, (int64_t)m->rows));
	if (c->purpose.n)
		LINE(m, N_("Numbers and addresses are in plain."));
	else
		LINE(m, N_("Numbers and addresses are masked."));
	LINE(m, N_("This file holds data of children. It may be used for nothing else, goes to nobody else, "
		   "and must "
		   "be destroyed when it has served its purpose."));
}

/* --- all of it --- */

static bool has_parts(const struct export_order *o) { return !o->csv && o->form == &forms[FORM_CHILDREN]; }

static enum rc put_all(struct maker *m)
{
	enum rc rc = put_list(m, m->o->form);

	for (size_t i = FORM_TIES; rc == RC_OK && has_parts(m->o) && i <= FORM_DECLARATIONS; i++)
		rc = put_with(m, &forms[i]);
	if (rc == RC_OK && !m->o->csv)
		put_watermark(m);
	return rc;
}

static enum rc make_book(struct ctx *c, const struct export_order *o, struct export_made *ret)
{
	struct ctx whole = *c;
	struct maker m = { .c = &whole, .o = o };
	str bytes = { NULL, 0 };

	whole.mem = arena_within(c->mem, BOOK_MEMORY);
	m.page = arena_within(c->mem, PAGE_MEMORY);
	enum rc rc = query_count(&whole, &o->query, &m.total);
	if (rc == RC_OK && m.total > ctx_param(c, PARAM_EXPORT_MAX_ROWS))
		rc = RC_TOO_BIG;
	if (rc == RC_OK)
		rc = export_style_of(&whole, o->form, &m.style);
	if (rc == RC_OK)
		rc = book_write_open(whole.mem, o->csv ? BOOK_WRITE_CSV : BOOK_WRITE_XLSX, &m.book);
	if (rc != RC_OK)
		return rc;
	rc = put_all(&m);
	enum rc closed = book_write_close(m.book, &bytes);
	rc = rc == RC_OK ? closed : rc;
	if (rc == RC_OK)
		*ret = (struct export_made){ bytes, m.rows };
	return rc;
}

enum rc export_make(struct ctx *c, const struct export_order *o, struct export_made *ret)
{
	return o->form ? make_book(c, o, ret) : oneroster_make(c, o, ret);
}
