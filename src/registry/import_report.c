/* A report as bytes: kept beside the job, read back by the page.  Numbers are decimal, texts carry their
 * length; sealed where it is kept, and still read as if a stranger had written it. */
#include "import_row.h"
#include "parents.h"

static const char head[] = "tongxin import report 1\n";
enum { PACKED_MAX = 256 << 20 };

static void put(struct buf *b, int64_t i)
{
	buf_int(b, i);
	buf_ch(b, ' ');
}

static void put_str(struct buf *b, str s)
{
	put(b, (int64_t)s.n);
	buf_str(b, s);
}

static void put_problems(struct buf *b, const struct import_problems *p)
{
	put(b, (int64_t)p->n);
	put(b, (int64_t)p->dropped);
	for (size_t i = 0; i < p->n; i++) {
		const struct problem *x = &p->list[i].what;
		put(b, p->list[i].sheet);
		put(b, (int64_t)x->row);
		put_str(b, x->field);
		put_str(b, str_of(x->text));
		put_str(b, x->arg[0]);
		put_str(b, x->arg[1]);
		put_str(b, x->value);
	}
}

static void put_likely(struct buf *b, const struct import_report *r)
{
	put(b, (int64_t)r->nlikely);
	for (size_t i = 0; i < r->nlikely; i++) {
		const struct import_likely *l = &r->likely[i];
		put(b, l->sheet);
		put(b, (int64_t)l->line);
		put(b, l->child);
		put(b, l->alike);
		put(b, l->score);
		for (size_t k = 0; k < IMPORT_TOLD__N; k++)
			put_str(b, l->told[k]);
	}
}

str import_report_pack(struct arena *mem, const struct import_report *r)
{
	struct buf b = buf_new(mem, PACKED_MAX);
	const size_t counts[] = { r->rows, r->fresh, r->changed, r->same, r->refused, r->held, r->nsheet };

	buf_str(&b, str_of(head));
	for (size_t i = 0; i < COUNT(counts); i++)
		put(&b, (int64_t)counts[i]);
	for (size_t i = 0; i < r->nsheet; i++) {
		put_str(&b, r->sheet[i].name);
		put_str(&b, str_of(r->sheet[i].form));
		put_str(&b, str_of(r->sheet[i].kind ? r->sheet[i].kind->name : NULL));
		put(&b, (int64_t)r->sheet[i].rows);
	}
	for (size_t i = 0; i < r->rows; i++) {
		put(&b, r->row[i].sheet);
		put(&b, r->row[i].outcome);
		put(&b, (int64_t)r->row[i].line);
		put(&b, r->row[i].id);
	}
	put_problems(&b, &r->problems);
	put_problems(&b, &r->warnings);
	put_likely(&b, r);
	return buf_view(&b);
}

/* --- and back --- */

struct in {
	struct arena *mem;
	str rest;
	bool bad;
};

static int64_t get(struct in *in)
{
	int64_t i = 0;
	size_t n = 0;

	while (n < in->rest.n && n < 21 && in->rest.s[n] != ' ')
		n++;
	if (n >= in->rest.n || in->rest.s[n] != ' ' || !str_int(str_cut(in->rest, 0, n), &i)) {
		in->bad = true;
		return 0;
	}
	in->rest = str_cut(in->rest, n + 1, in->rest.n);
	return i;
}

/* How many of something follow: never more than there are bytes left. */
static size_t get_n(struct in *in)
{
	int64_t n = get(in);

	if (n < 0 || (uint64_t)n > in->rest.n)
		in->bad = true;
	return in->bad ? 0 : (size_t)n;
}

static uint32_t get_sheet(struct in *in)
{
	int64_t i = get(in);

	if (i < 0 || i > UINT16_MAX)
		in->bad = true;
	return in->bad ? 0 : (uint32_t)i;
}

static str get_str(struct in *in)
{
	size_t n = get_n(in);
	str s = str_cut(in->rest, 0, n);

	in->rest = str_cut(in->rest, n, in->rest.n);
	return s.n ? str_dup(in->mem, s) : (str){ NULL, 0 };
}

static const char *get_text(struct in *in)
{
	str s = get_str(in);

	return s.n ? str_z(in->mem, s) : NULL;
}

static void get_problems(struct in *in, struct import_problems *to)
{
	size_t n = get_n(in), dropped = get_n(in);

	*to = (struct import_problems){ .mem = in->mem };
	for (size_t i = 0; i < n && !in->bad; i++) {
		struct problem p = { .row = 0 };
		uint32_t sheet = get_sheet(in);
		int64_t row = get(in);
		p.row = row > 0 ? (size_t)row : 0;
		p.field = get_str(in);
		p.text = get_text(in);
		p.arg[0] = get_str(in);
		p.arg[1] = get_str(in);
		p.value = get_str(in);
		if (!p.text)
			in->bad = true;
		if (!in->bad)
			import_complain(to, sheet, &p);
	}
	to->dropped = dropped;
}

static const struct kind *kind_called(str name)
{
	for (size_t i = 0; i < FORM__N; i++)
		if (str_eq(str_of(forms[i].kind->name), name))
			return forms[i].kind;
	return NULL;
}

static void get_sheets(struct in *in, struct import_report *r)
{
	r->sheet = NEW(in->mem, struct import_sheet, r->nsheet + 1);
	for (size_t i = 0; i < r->nsheet && !in->bad; i++) {
		r->sheet[i].name = get_str(in);
		r->sheet[i].form = get_text(in);
		r->sheet[i].kind = kind_called(get_str(in));
		r->sheet[i].rows = get_n(in);
	}
}

static void get_rows(struct in *in, struct import_report *r)
{
	r->row = NEW(in->mem, struct import_row, r->rows + 1);
	for (size_t i = 0; i < r->rows && !in->bad; i++) {
		r->row[i].sheet = get_sheet(in);
		int64_t outcome = get(in), line = get(in);
		if (outcome < IMPORT_NEW || outcome > IMPORT_HELD || line < 0)
			in->bad = true;
		r->row[i].outcome = in->bad ? IMPORT_REFUSED : (enum import_outcome)outcome;
		r->row[i].line = in->bad ? 0 : (size_t)line;
		r->row[i].id = get(in);
	}
}

static void get_likely(struct in *in, struct import_report *r)
{
	r->nlikely = get_n(in);
	r->likely = NEW(in->mem, struct import_likely, r->nlikely + 1);
	for (size_t i = 0; i < r->nlikely && !in->bad; i++) {
		struct import_likely *l = &r->likely[i];
		l->sheet = get_sheet(in);
		int64_t line = get(in);
		l->line = line > 0 ? (size_t)line : 0;
		l->child = get(in);
		l->alike = (unsigned)get(in);
		l->score = (int)get(in);
		for (size_t k = 0; k < IMPORT_TOLD__N; k++)
			l->told[k] = get_str(in);
	}
}

enum rc import_report_unpack(struct arena *mem, str bytes, struct import_report *ret)
{
	struct in in = { mem, bytes, false };
	struct import_report r = { 0 };
	size_t *const counts[] = { &r.rows, &r.fresh, &r.changed, &r.same, &r.refused, &r.held, &r.nsheet };

	if (!str_starts(bytes, str_of(head)))
		return RC_MALFORMED;
	in.rest = str_cut(bytes, sizeof head - 1, bytes.n);
	for (size_t i = 0; i < COUNT(counts); i++)
		*counts[i] = get_n(&in);
	if (in.bad)
		return RC_MALFORMED;
	get_sheets(&in, &r);
	if (!in.bad)
		get_rows(&in, &r);
	if (!in.bad)
		get_problems(&in, &r.problems);
	if (!in.bad)
		get_problems(&in, &r.warnings);
	if (!in.bad)
		get_likely(&in, &r);
	if (in.bad || in.rest.n)
		return RC_MALFORMED;
	*ret = r;
	return RC_OK;
}
