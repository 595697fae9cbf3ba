#include "measure_sheet.h"

#include "book_write.h"
#include "complain.h"
#include "registry.h"

enum column { NUMBER, NAME, ON, HEIGHT, WEIGHT, LEFT, RIGHT, NOTE, COLUMNS };
enum { NOWHERE = -1, HEAD_ROWS = 10, EXTRA = 8 };

/* As our own template heads it, in both languages, and as others do. */
static const struct {
	const char *label; /* English, marked for translation */
	const char *zh[3];
	int field; /* of the measurement; NOWHERE: none */
} heads[COLUMNS] = {
	[NUMBER] = { N_("Number in the program"), { "系统编号" }, NOWHERE },
	[NAME] = { N_("Name"), { "姓名", "学生姓名" }, NOWHERE },
	[ON] = { N_("Day"), { "日期", "测量日期", "体检日期" }, NOWHERE },
	[HEIGHT] = { N_("Height (cm)"), { "身高", "身高(cm)", "身高（厘米）" }, MEASUREMENT_HEIGHT },
	[WEIGHT] = { N_("Weight (kg)"), { "体重", "体重(kg)", "体重（千克）" }, MEASUREMENT_WEIGHT },
	[LEFT] = { N_("Eyesight, left"), { "左眼视力", "左眼", "视力（左）" }, MEASUREMENT_LEFT },
	[RIGHT] = { N_("Eyesight, right"), { "右眼视力", "右眼", "视力（右）" }, MEASUREMENT_RIGHT },
	[NOTE] = { N_("Note"), { "备注" }, MEASUREMENT_NOTE },
};

struct lines {
	struct ctx *c;
	const struct records *children;
	struct measure_sheet *sheet;
	int at[COLUMNS]; /* cell of each; NOWHERE: not there */
	size_t *line;    /* of each child: where it stood first; 0: not yet */
	day said;        /* by the rows; 0: none yet */
	day fallback;    /* when no row says it */
};

/* --- headings --- */

static bool is_head(enum column k, str text)
{
	for (size_t l = 0; l < 2; l++)
		if (str_eq(text, str_of(tr(l ? LANG_ZH : LANG_EN, heads[k].label))))
			return true;
	for (size_t i = 0; i < COUNT(heads[k].zh); i++)
		if (heads[k].zh[i] && str_eq(text, str_of(heads[k].zh[i])))
			return true;
	return false;
}

static bool read_heads(struct lines *r, const struct book_row *row)
{
	bool measured = false;

	for (size_t k = 0; k < COLUMNS; k++) {
		r->at[k] = NOWHERE;
		for (size_t i = 0; i < row->n && r->at[k] == NOWHERE; i++)
			if (is_head((enum column)k, str_trim(row->cell[i].text)))
				r->at[k] = (int)i;
		measured |= heads[k].field != NOWHERE && heads[k].field != MEASUREMENT_NOTE &&
			    r->at[k] != NOWHERE;
	}
	return measured && (r->at[NAME] != NOWHERE || r->at[NUMBER] != NOWHERE);
}

static str cell_of(const struct lines *r, const struct book_row *row, enum column k)
{
	size_t i = (size_t)r->at[k];

	return r->at[k] == NOWHERE || i >= row->n ? (str){ NULL, 0 } : str_trim(row->cell[i].text);
}

/* --- one row --- */

static str line_text(struct ctx *c, size_t line)
{
	struct buf b = buf_new(c->mem, 24);

	buf_int(&b, (int64_t)line);
	return buf_view(&b);
}

static void complain_line(struct lines *r, int64_t child, const char *text, size_t line, str of)
{
	problem_add(&r->c->problems, class_roll_name(r->c->mem, "on", child), text, line_text(r->c, line),
		    str_dup(r->c->mem, of));
}

/* Which child a row is about: by number, else by a name that one child alone has. */
static size_t find_child(const struct lines *r, const struct book_row *row)
{
	str name = cell_of(r, row, NAME);
	size_t found = r->children->n, times = 0;
	int64_t id = 0;

	bool numbered = str_int(cell_of(r, row, NUMBER), &id);
	for (size_t i = 0; i < r->children->n; i++) {
		const struct record *child = &r->children->r[i];
		bool same = numbered ? child->id == id : str_eq(rec_text(child, CHILD_NAME), name);
		times += same;
		found = same ? i : found;
	}
	return times == 1 ? found : r->children->n;
}

static bool has_values(const struct lines *r, const struct book_row *row)
{
	for (size_t k = 0; k < COLUMNS; k++)
		if (heads[k].field != NOWHERE && cell_of(r, row, (enum column)k).n)
			return true;
	return false;
}

static bool read_day(struct lines *r, const struct book_row *row, int64_t child)
{
	str text = cell_of(r, row, ON);
	day on = 0;

	if (!text.n)
		return true;
	if (!day_parse(text, &on) || on > r->c->today) {
		complain_line(r, child,
			      N_("Line {0}: {1} is no day on which a child can have been measured."),
			      row->line, text);
		return false;
	}
	if (r->said && r->said != on) {
		complain_line(r, child, N_("Line {0} says another day, {1}. One day at a time."), row->line,
			      text);
		return false;
	}
	r->said = on;
	return true;
}

static void drop_row(struct measure_sheet *sheet, int64_t child)
{
	size_t kept = 0;

	for (size_t i = 0; i < sheet->n; i++)
		if (!class_roll_is_of(sheet->pair[i].name, child))
			sheet->pair[kept++] = sheet->pair[i];
	sheet->n = kept;
}

static void put_values(struct lines *r, const struct book_row *row, int64_t child)
{
	for (size_t k = 0; k < COLUMNS; k++) {
		str text = cell_of(r, row, (enum column)k);
		if (heads[k].field == NOWHERE || !text.n)
			continue;
		const char *name = measurement_kind.fields[heads[k].field].name;
		r->sheet->pair[r->sheet->n++] = (struct http_pair){ class_roll_name(r->c->mem, name, child),
								    str_dup(r->c->mem, text) };
	}
}

static void read_row(struct lines *r, const struct book_row *row)
{
	size_t i = find_child(r, row);

	if (!has_values(r, row))
		return;
	r->sheet->rows++;
	if (i == r->children->n) {
		str name = cell_of(r, row, NAME);
		complain_line(r, 0, N_("Line {0}: of this class there is no one child called {1}."),
			      row->line, name.n ? name : STR("–"));
		return;
	}
	int64_t child = r->children->r[i].id;
	if (r->line[i]) {
		/* Which of the two is right nobody but the writer knows: neither is taken. */
		complain_line(r, child,
			      N_("Lines {1} and {0} are both about this child: type what is right."),
			      row->line, line_text(r->c, r->line[i]));
		drop_row(r->sheet, child);
		return;
	}
	r->line[i] = row->line;
	if (read_day(r, row, child))
		put_values(r, row, child);
}

enum rc measure_sheet_read(struct ctx *c, const struct book *book, const struct records *children,
			   struct measure_sheet *ret)
{
	struct lines r = { .c = c, .children = children, .sheet = ret, .fallback = ret->on };
	bool found = false;

	ret->pair = NEW(c->mem, struct http_pair, children->n * COLUMNS + EXTRA);
	ret->n = ret->rows = 0;
	r.line = NEW(c->mem, size_t, children->n + 1);
	for (size_t s = 0; s < book->n && !found; s++) {
		const struct book_sheet *sheet = &book->sheet[s];
		for (size_t i = 0; i < sheet->n; i++) {
			if (found)
				read_row(&r, &sheet->row[i]);
			else if (i < HEAD_ROWS)
				found = read_heads(&r, &sheet->row[i]);
		}
	}
	if (!found)
		complain(c, "file",
			 N_("No headings are known here. Take the sheet of this class: it has Name, Height "
			    "(cm), Weight (kg)."));
	else if (!ret->rows)
		complain(c, "file", N_("Nothing is measured in this file yet."));
	ret->on = r.said ? r.said : r.fallback;
	return found && ret->rows ? RC_OK : RC_INVALID;
}

/* --- the template --- */

enum rc measure_sheet_make(struct ctx *c, const struct records *children, str *ret)
{
	enum { WIDE = 14 };
	struct book_write *o;
	struct book_heading head[COLUMNS];
	struct buf today = buf_new(c->mem, 16);
	enum rc rc = book_write_open(c->mem, BOOK_WRITE_XLSX, &o);

	if (rc != RC_OK)
		return rc;
	day_put(&today, c->today);
	book_write_sheet(o, str_of(tr(c->lang, N_("Measuring day"))));
	for (size_t k = 0; k < COLUMNS; k++)
		head[k] = (struct book_heading){ str_of(tr(c->lang, heads[k].label)), WIDE, false };
	book_write_headings(o, head, COLUMNS);
	for (size_t i = 0; i < children->n; i++) {
		book_write_cell(o, line_text(c, (size_t)children->r[i].id));
		book_write_cell(o, rec_text(&children->r[i], CHILD_NAME));
		book_write_cell(o, buf_view(&today));
		book_write_end_row(o);
	}
	return book_write_close(o, ret);
}
