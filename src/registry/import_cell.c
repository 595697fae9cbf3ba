#include "import_cell.h"
#include "utf8.h"

/* --- small words --- */

/* What people write where there is nothing to write. */
static bool says_nothing(str s)
{
	static const str marks[] = { STR_INIT("-"),  STR_INIT("--"), STR_INIT("/"),
				     STR_INIT("\\"), STR_INIT("—"),  STR_INIT("——") };

	for (size_t i = 0; i < COUNT(marks); i++)
		if (str_eq(s, marks[i]))
			return true;
	return s.n == 0;
}

static struct cell_value said(str text) { return (struct cell_value){ .text = text }; }

static struct cell_value bad(const char *why, str arg)
{
	return (struct cell_value){ .why = why, .arg = { str_cut(arg, 0, 60) } };
}

static bool same_word(str a, str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if ((a.s[i] | 32) != (b.s[i] | 32))
			return false;
	return true;
}

bool cell_bool(str s, bool *ret)
{
	/* clang-format off */
	static const struct { str word; bool yes; } words[] = {
		{ STR_INIT("是"), true }, { STR_INIT("否"), false }, { STR_INIT("有"), true }, { STR_INIT("无"), false },
		{ STR_INIT("1"), true }, { STR_INIT("0"), false }, { STR_INIT("y"), true }, { STR_INIT("n"), false },
		{ STR_INIT("true"), true }, { STR_INIT("false"), false }, { STR_INIT("yes"), true }, { STR_INIT("no"), false },
		{ STR_INIT("√"), true }, { STR_INIT("×"), false }, { STR_INIT("不是"), false }, { STR_INIT("没有"), false },
		{ STR_INIT("1-是"), true }, { STR_INIT("0-否"), false }, { STR_INIT("1是"), true }, { STR_INIT("0否"), false },
	};
	/* clang-format on */

	for (size_t i = 0; i < COUNT(words); i++)
		if (same_word(s, words[i].word)) {
			*ret = words[i].yes;
			return true;
		}
	return false;
}

/* --- codes --- */

static bool between(char c) { return c == '-' || c == '.' || c == ' ' || c == ':' || c == '_' || c == '='; }

static str known_code(const struct code_list *list, str text, day on)
{
	const struct code *code = code_find(list, text, on, (str){ NULL, 0 });

	if (!code)
		code = code_by_label(list, text, on, (str){ NULL, 0 });
	return code ? code->code : (str){ NULL, 0 };
}

/* "1-男", "1男", "1.男": both parts must mean the same. */
static str code_and_label(const struct code_list *list, str text, day on)
{
	size_t n = 0, at;

	while (n < text.n &&
	       ((text.s[n] >= '0' && text.s[n] <= '9') || (text.s[n] >= 'A' && text.s[n] <= 'Z')))
		n++;
	for (at = n; at < text.n && between(text.s[at]); at++)
		;
	str code = str_cut(text, 0, n), label = str_trim(str_cut(text, at, text.n));
	if (!n || !label.n)
		return (str){ NULL, 0 };
	str a = known_code(list, code, on), b = known_code(list, label, on);
	return str_eq(a, b) ? a : (str){ NULL, 0 };
}

/* A spreadsheet has taken the nought off 01. */
static str short_code(const struct code_list *list, str text, day on)
{
	static const char digits[] = "00010203040506070809";

	if (text.n != 1 || text.s[0] < '0' || text.s[0] > '9')
		return (str){ NULL, 0 };
	return known_code(list, (str){ digits + (size_t)(text.s[0] - '0') * 2, 2 }, on);
}

str cell_code(const struct code_list *list, str text, day on)
{
	str code = known_code(list, text, on);

	if (!code.n)
		code = code_and_label(list, text, on);
	return code.n ? code : short_code(list, text, on);
}

static struct cell_value read_code(struct ctx *c, const struct field *f, str text)
{
	str code = cell_code(code_list_find(str_of(f->codes)), text, c->today);
	bool yes;

	/* Where yes and no are kept as codes. */
	if (!code.n && cell_bool(text, &yes))
		code = cell_code(code_list_find(str_of(f->codes)), yes ? STR("1") : STR("0"), c->today);
	return said(code.n ? code : text); /* the store names the choices */
}

str cell_codes(struct arena *mem, const struct code_list *list, str text, day on)
{
	static const str signs[] = { STR_INIT("、"), STR_INIT("，"), STR_INIT("；"), STR_INIT("/"),
				     STR_INIT(";"),  STR_INIT(" "),  STR_INIT("|") };
	struct buf parts = buf_new(mem, 4096), out = buf_new(mem, 4096);
	str rest, part;

	for (size_t i = 0; i < text.n;) {
		size_t n = 0;
		for (size_t k = 0; k < COUNT(signs) && !n; k++)
			if (str_starts(str_cut(text, i, text.n), signs[k]))
				n = signs[k].n;
		buf_put(&parts, n ? "," : text.s + i, 1);
		i += n ? n : 1;
	}
	rest = buf_view(&parts);
	while (str_next(&rest, ',', &part)) {
		part = str_trim(part);
		if (!part.n)
			continue;
		str code = cell_code(list, part, on);
		if (!code.n)
			return (str){ NULL, 0 };
		if (out.n)
			buf_ch(&out, ',');
		buf_str(&out, code);
	}
	return buf_view(&out);
}

/* --- days and months --- */

/* The numbers in a date, whatever stands between them; how many there are. */
static size_t numbers_of(str s, int ret[3], size_t digits[3])
{
	static const str signs[] = { STR_INIT("年"), STR_INIT("月"), STR_INIT("日"), STR_INIT("号"),
				     STR_INIT("-"),  STR_INIT("/"),  STR_INIT("."),  STR_INIT("．"),
				     STR_INIT(" "),  STR_INIT("－") };
	size_t n = 0, i = 0;

	while (i < s.n && n < 3) {
		size_t from = i;
		for (ret[n] = 0; i < s.n && s.s[i] >= '0' && s.s[i] <= '9' && i - from < 8; i++)
			ret[n] = ret[n] * 10 + (s.s[i] - '0');
		digits[n] = i - from;
		if (!digits[n++])
			return 0;
		size_t sign = 0;
		for (size_t k = 0; k < COUNT(signs) && !sign; k++)
			if (str_starts(str_cut(s, i, s.n), signs[k]))
				sign = signs[k].n;
		if (i < s.n && !sign)
			return 0;
		i += sign;
	}
	return i >= s.n ? n : 0;
}

/* 2024-09-01 08:00:00: a day with a time of day. */
static str without_time(str s)
{
	size_t i = 8;

	while (i < s.n && s.s[i] != ' ' && s.s[i] != 'T')
		i++;
	return i < s.n && memchr(s.s + i, ':', s.n - i) ? str_cut(s, 0, i) : s;
}

static str put_day(struct arena *mem, int year, int month, int d)
{
	struct buf b = buf_new(mem, 16);

	if (month > 12 || d > 31 || !day_valid(year * 10000 + month * 100 + d))
		return (str){ NULL, 0 };
	day_put(&b, year * 10000 + month * 100 + d);
	return buf_view(&b);
}

str cell_date(struct arena *mem, str text)
{
	int v[3];
	size_t digits[3];
	day d;

	text = without_time(str_trim(text));
	if (text.n == 8 && day_parse(text, &d))
		return put_day(mem, d / 10000, d / 100 % 100, d % 100);
	if (numbers_of(text, v, digits) != 3 || digits[0] != 4 || digits[1] > 2 || digits[2] > 2)
		return (str){ NULL, 0 };
	return put_day(mem, v[0], v[1], v[2]);
}

static struct cell_value read_date(struct ctx *c, const struct cell *cell, str text)
{
	str d = cell_date(c->mem, text);

	if (d.n)
		return said(d);
	if (text.n == 5 && str_digits(text))
		return bad(N_("{0} is how a spreadsheet counts days, and nobody can be sure which it is. "
			      "Give the column "
			      "the format “date”, or write the day like 2017-09-01."),
			   text);
	(void)cell;
	return said(text); /* the store says how a date is written */
}

/* YYYYMM */
static str cell_month(struct arena *mem, str text)
{
	int v[3];
	size_t digits[3], n;
	struct buf b = buf_new(mem, 8);
	str d = cell_date(mem, text);

	if (d.n) {
		buf_put(&b, d.s, 4);
		buf_put(&b, d.s + 5, 2);
		return buf_view(&b);
	}
	text = str_trim(text);
	n = numbers_of(text, v, digits);
	if (n == 1 && digits[0] == 6)
		return text;
	if (n != 2 || digits[0] != 4 || v[1] < 1 || v[1] > 12)
		return (str){ NULL, 0 };
	buf_pad(&b, v[0], 4);
	buf_pad(&b, v[1], 2);
	return buf_view(&b);
}

static struct cell_value read_month(struct ctx *c, str text)
{
	str m = cell_month(c->mem, text);

	if (!m.n && text.n == 5 && str_digits(text))
		return bad(N_("{0} is how a spreadsheet counts days, and nobody can be sure which it is. "
			      "Give the column "
			      "the format “text”, and write the month like 202409."),
			   text);
	return said(m.n ? m : text);
}

static struct cell_value read_year(str text)
{
	static const str last[] = { STR_INIT("年"), STR_INIT("级") };

	for (size_t i = 0; i < COUNT(last); i++)
		if (str_ends(text, last[i]))
			text = str_cut(text, 0, text.n - last[i].n);
	return said(str_trim(text));
}

/* --- regions --- */

/* The digits without the noughts that fill up a coarser code to twelve; 441900 is a place of its own. */
static str region_digits(const struct regions *r, str s)
{
	static const size_t lengths[] = { 12, 9, 6, 4, 2 };
	size_t used = s.n;

	while (used > 0 && s.s[used - 1] == '0')
		used--;
	for (size_t i = 0; r && i < COUNT(lengths); i++)
		if (lengths[i] <= s.n && lengths[i] >= used &&
		    region_level(r, str_cut(s, 0, lengths[i])) != REGION_NONE)
			return str_cut(s, 0, lengths[i]);
	return s;
}

struct search {
	const struct regions *r;
	char code[13];
	size_t found; /* how many places answer to the name */
};

static void note(struct search *s, const char *code)
{
	/* A city that stands once more as its own county is the same place: the finer code names it. */
	if (s->found && strncmp(code, s->code, strlen(s->code)) == 0) {
		memcpy(s->code, code, strlen(code) + 1);
		return;
	}
	if (!s->found++)
		memcpy(s->code, code, strlen(code) + 1);
}

enum { DEEP = 5 };

/* Places inside `code` that the rest of the name goes on with; rows that are no places are stepped through.
 */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as there are levels of regions */
static void descend(struct search *s, str code, str rest, int depth)
{
	struct region_range in = region_children(s->r, code);

	for (size_t i = in.at; i < in.end && depth < DEEP; i++) {
		struct region r = region_at(s->r, i);
		if (r.flags & (REGION_PSEUDO | REGION_DOUBLED)) {
			if (!rest.n && r.flags & REGION_DOUBLED)
				continue;
			descend(s, str_of(r.code), rest, depth + 1);
		}
		if (!str_starts(rest, r.name) || !r.name.n)
			continue;
		str left = str_cut(rest, r.name.n, rest.n);
		if (left.n)
			descend(s, str_of(r.code), left, depth + 1);
		else
			note(s, r.code);
	}
}

/* A name that does not begin at the province: each place of that first name, and on from there. */
static void search_from_middle(struct search *s, str name)
{
	enum { FIRST = 24 };
	struct region first[REGION_SEARCH_MAX];

	for (size_t n = 0, at = 0; n < FIRST && at < name.n; n++) {
		if (!utf8_next(name, &at) || n == 0)
			continue;
		str begin = str_cut(name, 0, at);
		size_t k = region_search(s->r, begin, (str){ NULL, 0 }, first, COUNT(first));
		for (size_t i = 0; i < k && str_eq(first[i].name, begin); i++) {
			if (first[i].flags & REGION_PSEUDO)
				continue;
			if (at == name.n)
				note(s, first[i].code);
			else
				descend(s, str_of(first[i].code), str_cut(name, at, name.n), 0);
		}
	}
}

static str without_blanks(struct arena *mem, str text)
{
	struct buf b = buf_new(mem, text.n + 1);

	for (size_t i = 0; i < text.n; i++) {
		if (str_starts(str_cut(text, i, 3), STR("　"))) /* U+3000 */
			i += 2;
		else if (text.s[i] != ' ' && text.s[i] != '-' && text.s[i] != '/' && text.s[i] != '\n')
			buf_ch(&b, text.s[i]);
	}
	return buf_view(&b);
}

static const char *find_place(struct ctx *c, str name, char code[13])
{
	struct search s = { .r = c->model->regions };

	if (!s.r)
		return NULL;
	name = without_blanks(c->mem, name);
	descend(&s, (str){ NULL, 0 }, name, 0);
	if (!s.found)
		search_from_middle(&s, name);
	if (s.found == 1) {
		memcpy(code, s.code, sizeof s.code);
		return NULL;
	}
	return s.found ? N_("Several places are called {0}. Write the name from the province down, or its "
			    "digits.")
		       : N_("There is no place called {0}. Write its digits, or its full name from the "
			    "province down.");
}

static struct cell_value read_region(struct ctx *c, struct cell_memo *memo, str text)
{
	size_t slot = (size_t)(str_hash(text) % CELL_PLACES);
	str digits = utf8_fold(c->mem, text);

	if (str_digits(digits))
		return said(region_digits(c->model->regions, digits));
	if (!str_eq(memo->place[slot].name, text)) {
		memset(&memo->place[slot], 0, sizeof memo->place[slot]);
		memo->place[slot].why = find_place(c, text, memo->place[slot].code);
		memo->place[slot].name = str_dup(memo->mem, text);
	}
	if (memo->place[slot].why)
		return bad(memo->place[slot].why, text);
	return said(str_of(memo->place[slot].code));
}

/* --- all of it --- */

/* 4.40804E+17, as a file in CSV has it when a spreadsheet wrote it. */
static bool looks_ruined(str s)
{
	size_t i = 0;

	while (i < s.n && ((s.s[i] >= '0' && s.s[i] <= '9') || s.s[i] == '.'))
		i++;
	return i > 0 && i + 2 < s.n && (s.s[i] == 'E' || s.s[i] == 'e') && s.s[i + 1] == '+' &&
	       str_digits(str_cut(s, i + 2, s.n));
}

static bool is_masked(str s) { return str_has(s, STR("***")) || str_has(s, STR("＊＊")); }

/* 15.0 of a number that a spreadsheet keeps as one. */
static str whole(str s)
{
	return str_ends(s, STR(".0")) && str_digits(str_cut(s, 0, s.n - 2)) ? str_cut(s, 0, s.n - 2) : s;
}

static str on_one_line(struct arena *mem, str s)
{
	char *p;

	if (!s.n || (!memchr(s.s, '\n', s.n) && !memchr(s.s, '\r', s.n)))
		return s;
	p = str_z(mem, s);
	for (size_t i = 0; i < s.n; i++)
		if (p[i] == '\n' || p[i] == '\r')
			p[i] = ' ';
	return (str){ p, s.n };
}

static struct cell_value read_typed(struct ctx *c, struct cell_memo *memo, const struct field *f,
				    const struct cell *cell, str text)
{
	bool yes;

	switch (f->type) {
	case T_DATE: return read_date(c, cell, utf8_fold(c->mem, text));
	case T_MONTH: return read_month(c, utf8_fold(c->mem, text));
	case T_YEAR: return read_year(utf8_fold(c->mem, text));
	case T_INT: return said(whole(utf8_fold(c->mem, text)));
	case T_CODE: return read_code(c, f, whole(utf8_fold(c->mem, text)));
	case T_REGION: return read_region(c, memo, text);
	case T_BOOL:
		if (cell_bool(whole(utf8_fold(c->mem, text)), &yes))
			return said(yes ? STR("true") : STR("false"));
		return bad(N_("{0} is neither yes nor no. Write 是 or 否, 1 or 0."), text);
	case T_NUMBER:
		if (cell->type == CELL_NUMBER)
			return said(whole(text));
		return said(str_eq(text, STR("无")) ? (str){ NULL, 0 } : text);
	default: return said(on_one_line(c->mem, text));
	}
}

struct cell_value cell_value(struct ctx *c, struct cell_memo *memo, const struct field *f,
			     const struct cell *cell)
{
	str text = str_trim(cell->text);

	if (cell->type == CELL_EMPTY || says_nothing(text))
		return said((str){ NULL, 0 });
	if (cell->type == CELL_ERROR)
		return bad(N_("The cell shows an error of the spreadsheet, {0}. Type the value itself."),
			   text);
	if (!utf8_valid(text))
		return bad(N_("There are characters in this that cannot be shown."), (str){ NULL, 0 });
	if (cell->flags & CELL_RUINED || (f->type == T_NUMBER && looks_ruined(text)))
		return bad(N_("The spreadsheet has turned the number into {0}, and its last digits are lost. "
			      "Give the "
			      "column the format “text” and type the number again."),
			   text);
	if (is_masked(text))
		return (struct cell_value){ .text = text, .masked = true };
	return read_typed(c, memo, f, cell, text);
}
