/* The files of duties: every fault is named, none stops at the first. */
#include "csvio.h"
#include "duty_file.h"
#include "sm.h"

#include <stdlib.h>

enum {
	D_CODE,
	D_FROM,
	D_TO,
	D_REGION,
	D_LAW_ZH,
	D_LAW_EN,
	D_ARTICLE,
	D_TITLE_ZH,
	D_TITLE_EN,
	D_SENTENCE_ZH,
	D_SENTENCE_EN,
	D_ROLE,
	D_OBJECTS,
	D_TRIGGER,
	D_FIRST,
	D_PERIOD,
	D_UNIT,
	D_MONTHS,
	D_GRACE,
	D_FACT,
	D_LADDER,
	D_WAY,
	D_NOTE,
	D__N
};
enum { L_LADDER, L_ROLE, L_NEXT, L_AFTER, L__N };

static const char *const duty_heads[D__N] = {
	"code",     "from",        "to",          "region", "law_zh",  "law_en",  "article", "title_zh",
	"title_en", "sentence_zh", "sentence_en", "role",   "objects", "trigger", "first",   "period",
	"unit",     "months",      "grace",       "fact",   "ladder",  "way",     "note",
};
static const char *const ladder_heads[L__N] = { "ladder", "role", "next", "after_days" };

static const char *const object_names[DUTY_OBJECTS__N] = {
	"under_care",     "green",       "blue",  "yellow", "red",     "green_planned", "blue_planned",
	"yellow_planned", "red_planned", "pupil", "away",   "account", "report",
};
static const char *const trigger_names[DUTY_TRIGGER__N] = { "once",   "since",  "every",
							    "months", "within", "report" };
static const char *const unit_names[DUTY_UNIT__N] = { "days", "workdays", "months", "hours", "minutes" };

/* Longest period that anybody may write by mistake: more than a century is no period. */
enum { PERIOD_MAX = 40000, CODE_MAX = 40, FAULTS_MAX = 1 << 16, AFTER_MAX = 3650 };

struct reading {
	struct arena *mem;
	const struct duty_files *f;
	struct buf faults;
	str file;
	const struct csv_row *row;
	struct duties d;
};

static void fault(struct reading *k, size_t line, const char *what, str which)
{
	enum { ROOM = 512 };

	if (k->faults.n + k->file.n + which.n + ROOM > FAULTS_MAX)
		return;
	buf_str(&k->faults, k->file);
	buf_ch(&k->faults, ':');
	buf_int(&k->faults, (int64_t)line);
	buf_lit(&k->faults, ": ");
	buf_str(&k->faults, str_of(what));
	if (which.n) {
		buf_lit(&k->faults, ": ");
		buf_str(&k->faults, str_cut(which, 0, 80));
	}
	buf_ch(&k->faults, '\n');
}

static str cell(const struct reading *k, size_t column) { return str_trim(k->row->cell[column]); }

static void wrong(struct reading *k, const char *what, size_t column)
{
	fault(k, k->row->line, what, cell(k, column));
}

/* --- cells --- */

static int name_of(const char *const *names, size_t n, str word)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(word, str_of(names[i])))
			return (int)i;
	return -1;
}

static enum role read_role(struct reading *k, size_t column)
{
	const struct role_row *r = role_of_code(cell(k, column));

	if (!r)
		wrong(k, "there is no such role", column);
	return r ? r->role : 0;
}

static day read_day(struct reading *k, size_t column)
{
	day d = 0;

	if (cell(k, column).n && !day_parse(cell(k, column), &d))
		wrong(k, "no date", column);
	return d;
}

static int read_number(struct reading *k, size_t column, int max)
{
	int64_t n = 0;

	if (cell(k, column).n && (!str_int(cell(k, column), &n) || n < 0 || n > max)) {
		wrong(k, "no number of days", column);
		return 0;
	}
	return (int)n;
}

/* Of a parameter every row that is there, whenever it is in force. */
static bool param_positive(const struct params *params, str key, bool *ret_any)
{
	bool positive = true;

	*ret_any = false;
	for (size_t i = 0; i < params->n; i++)
		if (str_eq(params->row[i].key, key)) {
			*ret_any = true;
			positive = positive && params->row[i].value > 0;
		}
	return positive;
}

static struct duty_period read_period(struct reading *k, size_t column, bool needed)
{
	struct duty_period p = { 0, { NULL, 0 } };
	str text = cell(k, column);
	int64_t n = 0;
	bool any;

	if (!text.n && needed)
		fault(k, k->row->line, "a period is missing", str_of(duty_heads[column]));
	if (!text.n)
		return p;
	if (!needed) {
		wrong(k, "this trigger has no such period", column);
		return p;
	}
	if (!str_int(text, &n)) {
		p.key = text;
		if (!param_positive(k->f->params, text, &any))
			wrong(k, "the period is zero", column);
		else if (!any)
			wrong(k, "there is no such parameter", column);
	} else if (n == 0) {
		wrong(k, "the period is zero", column);
	} else if (n < 0 || n > PERIOD_MAX) {
		wrong(k, "no period", column);
	}
	p.value = n > 0 && n <= PERIOD_MAX ? (int)n : 0;
	return p;
}

static unsigned read_months(struct reading *k)
{
	str rest = cell(k, D_MONTHS), part;
	unsigned months = 0;
	int64_t m;

	while (rest.n && str_next(&rest, ' ', &part)) {
		if (!str_int(part, &m) || m < 1 || m > 12) {
			wrong(k, "no month", D_MONTHS);
			return 0;
		}
		months |= 1U << m;
	}
	return months;
}

static bool is_code(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!(s.s[i] >= 'a' && s.s[i] <= 'z') && s.s[i] != '_' && !(s.s[i] >= '0' && s.s[i] <= '9'))
			return false;
	return s.n > 0 && s.n <= CODE_MAX;
}

static bool is_region(str s)
{
	return !s.n || (str_digits(s) && (s.n == 2 || s.n == 4 || s.n == 6 || s.n == 9 || s.n == 12));
}

/* --- a row --- */

static const struct fact *fact_named(const struct reading *k, str name)
{
	for (const struct fact *const *f = k->f->facts; f && *f; f++)
		if (str_eq(str_of((*f)->name), name))
			return *f;
	return NULL;
}

static void check_fact(struct reading *k, const struct duty *d)
{
	const struct fact *f = fact_named(k, d->fact);

	if (d->objects == DUTY_REPORT) {
		if (d->fact.n)
			wrong(k, "reports have no fact of this sort", D_FACT);
	} else if (!f) {
		wrong(k, "no room knows such a fact", D_FACT);
	} else if ((f->of == FACT_ACCOUNT) != (d->objects == DUTY_ACCOUNT)) {
		wrong(k, "this fact is not about such objects", D_FACT);
	}
}

static bool ladder_holds(const struct reading *k, str ladder, enum role role)
{
	for (size_t i = 0; i < k->d.nrung; i++)
		if (str_eq(k->d.rung[i].ladder, ladder) && k->d.rung[i].role == role)
			return true;
	return false;
}

static void check_words(struct reading *k)
{
	static const uint8_t needed[] = { D_LAW_ZH,   D_LAW_EN,      D_ARTICLE,    D_TITLE_ZH,
					  D_TITLE_EN, D_SENTENCE_ZH, D_SENTENCE_EN };

	for (size_t i = 0; i < COUNT(needed); i++)
		if (!cell(k, needed[i]).n)
			fault(k, k->row->line, "nothing stands under", str_of(duty_heads[needed[i]]));
	if (!is_code(cell(k, D_CODE)))
		wrong(k, "no code of a duty (small letters, digits, _)", D_CODE);
	if (!is_region(cell(k, D_REGION)))
		wrong(k, "no code of a region", D_REGION);
	if (cell(k, D_WAY).n && cell(k, D_WAY).s[0] != '/')
		wrong(k, "no address of a page", D_WAY);
}

static void check_row(struct reading *k, const struct duty *d)
{
	check_words(k);
	check_fact(k, d);
	if (d->to && d->from > d->to)
		wrong(k, "ends before it begins", D_TO);
	if ((d->objects == DUTY_REPORT) != (d->trigger == DUTY_BY_REPORT))
		wrong(k, "this trigger is not for such objects", D_TRIGGER);
	if ((d->trigger == DUTY_MONTHS) != (d->months != 0))
		wrong(k, "months are for the trigger months, and needed there", D_MONTHS);
	if (d->grace && d->trigger != DUTY_MONTHS)
		wrong(k, "grace is for the trigger months", D_GRACE);
	if (d->objects != DUTY_REPORT && d->role && !ladder_holds(k, d->ladder, d->role))
		wrong(k, "no ladder begins so for this role", D_LADDER);
}

/* A word out of a list; its index, 0 after a fault. */
static unsigned read_word(struct reading *k, size_t column, const char *const *names, size_t n,
			  const char *what)
{
	int i = name_of(names, n, cell(k, column));

	if (i < 0)
		wrong(k, what, column);
	return i < 0 ? 0 : (unsigned)i;
}

static struct duty read_duty(struct reading *k)
{
	struct duty d = {
		.code = cell(k, D_CODE),
		.from = read_day(k, D_FROM),
		.to = read_day(k, D_TO),
		.region = cell(k, D_REGION),
		.law_zh = cell(k, D_LAW_ZH),
		.law_en = cell(k, D_LAW_EN),
		.article = cell(k, D_ARTICLE),
		.title_zh = cell(k, D_TITLE_ZH),
		.title_en = cell(k, D_TITLE_EN),
		.sentence_zh = cell(k, D_SENTENCE_ZH),
		.sentence_en = cell(k, D_SENTENCE_EN),
		.note = cell(k, D_NOTE),
		.fact = cell(k, D_FACT),
		.ladder = cell(k, D_LADDER),
		.way = cell(k, D_WAY),
		.line = k->row->line,
	};

	d.role = read_role(k, D_ROLE);
	d.objects = read_word(k, D_OBJECTS, object_names, DUTY_OBJECTS__N, "there is no such set of objects");
	d.trigger = read_word(k, D_TRIGGER, trigger_names, DUTY_TRIGGER__N, "there is no such trigger");
	d.first = read_period(k, D_FIRST, d.trigger != DUTY_MONTHS);
	d.period = read_period(k, D_PERIOD, d.trigger == DUTY_EVERY || d.trigger == DUTY_WITHIN);
	if (d.trigger != DUTY_MONTHS)
		d.unit = read_word(k, D_UNIT, unit_names, DUTY_UNIT__N, "there is no such unit");
	d.months = read_months(k);
	d.grace = read_number(k, D_GRACE, AFTER_MAX);
	check_row(k, &d);
	return d;
}

/* --- the files --- */

static bool read_table(struct reading *k, str text, const char *const *heads, size_t n, struct csv *ret)
{
	if (csv_read(k->mem, text, ret) != RC_OK || !ret->n) {
		fault(k, 1, "no table in UTF-8", STR(""));
		return false;
	}
	for (size_t i = 0; i < n; i++)
		if (ret->row[0].n != n || !str_eq(ret->row[0].cell[i], str_of(heads[i]))) {
			fault(k, 1, "this heading is missing or stands elsewhere", str_of(heads[i]));
			return false;
		}
	return true;
}

/* The rows that have all their cells, one after the other; false at the end. */
static bool next_row(struct reading *k, const struct csv *t, size_t width, size_t *at)
{
	while (++*at < t->n) {
		k->row = &t->row[*at];
		if (k->row->n == width)
			return true;
		fault(k, k->row->line, "too many or too few cells", STR(""));
	}
	return false;
}

static void read_ladders(struct reading *k)
{
	struct csv t;
	size_t at = 0;

	k->file = k->f->ladders_name;
	if (!read_table(k, k->f->ladders, ladder_heads, L__N, &t))
		return;
	struct duty_rung *list = NEW(k->mem, struct duty_rung, t.n);
	while (next_row(k, &t, L__N, &at)) {
		struct duty_rung r = { .ladder = cell(k, L_LADDER), .line = k->row->line };
		if (!is_code(r.ladder))
			wrong(k, "no name of a ladder", L_LADDER);
		r.role = read_role(k, L_ROLE);
		if (cell(k, L_NEXT).n)
			r.next = read_role(k, L_NEXT);
		r.after = read_number(k, L_AFTER, AFTER_MAX);
		k->d.rung = list;
		if (ladder_holds(k, r.ladder, r.role))
			wrong(k, "this role stands twice on the ladder", L_ROLE);
		list[k->d.nrung++] = r;
	}
}

static const struct duty_rung *rung_of(const struct reading *k, str ladder, enum role role)
{
	for (size_t i = 0; i < k->d.nrung; i++)
		if (k->d.rung[i].role == role && str_eq(k->d.rung[i].ladder, ladder))
			return &k->d.rung[i];
	return NULL;
}

/* Going up from each rung must end: more steps than there are rungs is a circle.  Named once, at its first
 * line. */
static void check_circles(struct reading *k)
{
	for (size_t i = 0; i < k->d.nrung; i++) {
		const struct duty_rung *first = &k->d.rung[i], *r = first;
		bool first_line = true;
		for (size_t steps = 0; r && r->next && steps <= k->d.nrung; steps++) {
			r = rung_of(k, r->ladder, r->next);
			first_line = first_line && r && r->line >= first->line;
			if (r == first && first_line) {
				fault(k, first->line, "this ladder goes round in a circle", first->ladder);
				break;
			}
		}
	}
}

static int by_code(const void *a, const void *b)
{
	const struct duty *x = a, *y = b;
	int order = str_cmp(x->code, y->code);

	if (!order)
		order = str_cmp(x->region, y->region);
	return order ? order : x->from != y->from ? (x->from < y->from ? -1 : 1) : 0;
}

static void check_overlaps(struct reading *k, const struct duty *list)
{
	for (size_t i = 1; i < k->d.n; i++) {
		const struct duty *a = &list[i - 1], *b = &list[i];
		if (str_eq(a->code, b->code) && str_eq(a->region, b->region) && (!a->to || b->from <= a->to))
			fault(k, b->line, "in force at the same time as another row of this code", b->code);
	}
}

static void read_duties(struct reading *k)
{
	struct csv t;
	size_t at = 0;

	k->file = k->f->duties_name;
	if (!read_table(k, k->f->duties, duty_heads, D__N, &t))
		return;
	struct duty *list = NEW(k->mem, struct duty, t.n);
	while (next_row(k, &t, D__N, &at))
		list[k->d.n++] = read_duty(k);
	if (k->d.n)
		qsort(list, k->d.n, sizeof *list, by_code);
	check_overlaps(k, list);
	k->d.duty = list;
}

enum rc duty_read(struct arena *mem, const struct duty_files *f, struct duties *ret, str *ret_faults)
{
	struct reading k = { .mem = mem, .f = f, .faults = buf_new(mem, FAULTS_MAX) };
	str part[] = { f->duties, STR("\n"), f->ladders };
	struct sm3 digest = sm3(part, COUNT(part));
	struct buf mark = buf_new(mem, (size_t)2 * SM3_SIZE);

	read_ladders(&k);
	check_circles(&k);
	read_duties(&k);
	if (k.faults.n) {
		*ret_faults = buf_view(&k.faults);
		return RC_INVALID;
	}
	buf_hex(&mark, digest.b, sizeof digest.b);
	k.d.mark = buf_view(&mark);
	*ret = k.d;
	return RC_OK;
}
