#include "measure.h"

#include "complain.h"
#include "entry.h"
#include "program.h"
#include "survey.h"

enum { MM = 10 /* hundredths of a centimetre */, YEAR_DAYS = 365 };

/* --- values --- */

static int value_of(const struct record *r, size_t field)
{
	int value = 0;

	if (rec_null(r, field) || r->masked >> field & 1 || !curve_number(rec_text(r, field), &value))
		return 0;
	return value;
}

static int eye_of(const struct record *r, size_t field)
{
	int written = value_of(r, field), point = 0;

	return written && curve_eye(written, &point) ? point : 0;
}

struct curve_point measure_point(const struct record *m, const struct record *child)
{
	day born = rec_day(child, CHILD_BIRTH_DATE);
	struct curve_point p = { .id = m->id,
				 .on = rec_day(m, MEASUREMENT_ON),
				 .height = value_of(m, MEASUREMENT_HEIGHT),
				 .weight = value_of(m, MEASUREMENT_WEIGHT),
				 .left = eye_of(m, MEASUREMENT_LEFT),
				 .right = eye_of(m, MEASUREMENT_RIGHT) };

	p.months = born ? curve_months(born, p.on) : -1;
	p.bmi = curve_bmi(p.height, p.weight);
	return p;
}

static void sort_by_day(struct curve_point *p, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct curve_point x = p[i];
		size_t k = i;
		for (; k && (p[k - 1].on > x.on || (p[k - 1].on == x.on && p[k - 1].id > x.id)); k--)
			p[k] = p[k - 1];
		p[k] = x;
	}
}

enum rc measure_points_of(struct ctx *c, const struct record *child, struct measure_points *ret)
{
	static const uint64_t values = 1ULL << MEASUREMENT_HEIGHT | 1ULL << MEASUREMENT_WEIGHT |
				       1ULL << MEASUREMENT_LEFT | 1ULL << MEASUREMENT_RIGHT;
	struct list l = { .filter = { { MEASUREMENT_CHILD, INT(child->id) } }, .nfilter = 1 };
	struct records found;
	enum rc rc = record_list(c, &measurement_kind, &l, &found);

	if (rc != RC_OK)
		return rc;
	const bool *redone = entry_redone(c->mem, &found);
	*ret = (struct measure_points){ .p = NEW(c->mem, struct curve_point, found.n + 1) };
	for (size_t i = 0; i < found.n; i++) {
		if (redone[i])
			continue;
		ret->covered |= (found.r[i].masked & values) != 0;
		ret->p[ret->n++] = measure_point(&found.r[i], child);
	}
	sort_by_day(ret->p, ret->n);
	return RC_OK;
}

/* --- what is written --- */

/* false: no child of this age. */
static bool check_range(struct ctx *c, size_t field, enum curve_what what, const struct curve_point *p,
			int value)
{
	const struct curve_row *limit = curve_at(what, STR(""), p->months < 0 ? 0 : p->months);
	const char *name = measurement_kind.fields[field].name;
	struct buf given = buf_new(c->mem, 16);

	if (!limit || (value >= limit->bound[CURVE_LOW] && value <= limit->bound[CURVE_HIGH]))
		return true;
	curve_put(&given, value);
	if (what == CURVE_HEIGHT_LIMIT && value < 300)
		complain_of(c, name, N_("Heights are in centimetres; {0} looks like metres."),
			    buf_view(&given));
	else if (what == CURVE_HEIGHT_LIMIT)
		complain_of(c, name,
			    N_("No child of this age is {0} cm tall. Measure again, or look for a slip."),
			    buf_view(&given));
	else
		complain_of(c, name,
			    N_("No child of this age weighs {0} kg. Is it in kilograms, not in jin?"),
			    buf_view(&given));
	return false;
}

static void check_eye(struct ctx *c, const struct record *v, size_t field)
{
	int written, point;

	if (!rec_null(v, field) &&
	    (!curve_number(rec_text(v, field), &written) || !curve_eye(written, &point)))
		complain_of(c, measurement_kind.fields[field].name,
			    N_("{0} is on neither chart: write 3.0 to 5.3, or 0.02 to 2.0."),
			    rec_text(v, field));
}

/* A height that cannot be is not compared with others. */
static void check_values(struct ctx *c, const struct record *v, struct curve_point *p)
{
	static const size_t field[] = { MEASUREMENT_HEIGHT, MEASUREMENT_WEIGHT };
	static const enum curve_what limit[] = { CURVE_HEIGHT_LIMIT, CURVE_WEIGHT_LIMIT };

	for (size_t i = 0; i < COUNT(field); i++) {
		int value;
		if (rec_null(v, field[i]))
			continue;
		if (curve_number(rec_text(v, field[i]), &value)) {
			if (!check_range(c, field[i], limit[i], p, value))
				p->height = 0;
		} else {
			complain_of(c, measurement_kind.fields[field[i]].name,
				    N_("{0} is no number. Write it like 132.5."), rec_text(v, field[i]));
		}
	}
	check_eye(c, v, MEASUREMENT_LEFT);
	check_eye(c, v, MEASUREMENT_RIGHT);
	if (rec_null(v, MEASUREMENT_HEIGHT) && rec_null(v, MEASUREMENT_WEIGHT) &&
	    rec_null(v, MEASUREMENT_LEFT) && rec_null(v, MEASUREMENT_RIGHT))
		complain(c, "height", N_("Nothing is measured yet: write at least one number."));
}

/* --- beside what was measured before --- */

/* As the program: the rules must not depend on who writes, and tell no value. */
static enum rc points_before(struct ctx *c, const struct record *v, const struct record *child,
			     struct measure_points *ret)
{
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);
	enum rc rc = measure_points_of(&p, child, ret);
	size_t n = 0;

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < ret->n; i++)
		if (rec_null(v, MEASUREMENT_CORRECTS) || ret->p[i].id != rec_int(v, MEASUREMENT_CORRECTS))
			ret->p[n++] = ret->p[i];
	ret->n = n;
	return RC_OK;
}

static void check_growth(struct ctx *c, const struct curve_point *now, const struct curve_point *other)
{
	const struct curve_point *early = other->on < now->on ? other : now,
				 *late = other->on < now->on ? now : other;
	int64_t error = ctx_param(c, PARAM_GROWTH_HEIGHT_ERROR) * MM,
		step = ctx_param(c, PARAM_GROWTH_HEIGHT_STEP) * MM,
		years = day_diff(late->on, early->on) / YEAR_DAYS + 1;

	if (!now->height || !other->height)
		return;
	if (late->height < early->height - error)
		complain_of(c, "height",
			    N_("Beside the height of {0} this child would have shrunk. Measure again, or say "
			       "in the note "
			       "why it is so."),
			    complain_date(c, other->on));
	else if (late->height > early->height + error + years * step)
		complain_of(c, "height",
			    N_("Beside the height of {0} this is more than children grow. Measure again, or "
			       "say in the "
			       "note why it is so."),
			    complain_date(c, other->on));
}

static void check_before(struct ctx *c, const struct record *v, const struct record *child,
			 const struct curve_point *now)
{
	const struct curve_point *before = NULL, *after = NULL;
	struct measure_points all;

	if (points_before(c, v, child, &all) != RC_OK)
		return;
	for (size_t i = 0; i < all.n; i++) {
		if (all.p[i].on == now->on)
			complain_of(c, "on",
				    N_("Of this child and {0} there is a measurement already. To put it "
				       "right, open it."),
				    complain_date(c, now->on));
		else if (all.p[i].height && all.p[i].on < now->on)
			before = &all.p[i];
		else if (all.p[i].height && !after)
			after = &all.p[i];
	}
	if (!rec_null(v, MEASUREMENT_NOTE))
		return;
	if (before)
		check_growth(c, now, before);
	if (after)
		check_growth(c, now, after);
}

/* --- rules of the kinds --- */

static bool is_new(const struct ctx *c, const struct change *change)
{
	return change->after && !change->before && c->via != VIA_UNDO;
}

void measure_check(struct ctx *c, const struct change *change)
{
	const struct record *v = change->after;
	struct record child;

	if (!is_new(c, change))
		return;
	entry_check(c, change);
	if (entry_child(c, rec_int(v, MEASUREMENT_CHILD), &child) != RC_OK)
		return;
	struct curve_point now = measure_point(v, &child);
	check_values(c, v, &now);
	if (!rec_null(v, MEASUREMENT_ON))
		check_before(c, v, &child, &now);
}

void health_note_check(struct ctx *c, const struct change *change)
{
	const struct record *v = change->after;

	if (!is_new(c, change))
		return;
	entry_check(c, change);
	if (!rec_null(v, HEALTH_NOTE_UNTIL) && rec_day(v, HEALTH_NOTE_UNTIL) < rec_day(v, HEALTH_NOTE_ON))
		complain(c, "until", N_("It cannot end before it begins."));
}

void home_survey_check(struct ctx *c, const struct change *change)
{
	const struct record *v = change->after;

	if (!is_new(c, change))
		return;
	entry_check(c, change);
	str fault = survey_fault(rec_text(v, HOME_SURVEY_ANSWERS));
	if (fault.n)
		complain_of(c, "answers", N_("The survey does not have the answer {0}."),
			    str_cut(fault, 0, 40));
}
