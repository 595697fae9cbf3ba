#include "health_page.h"

#include "correction.h"
#include "curve_draw.h"
#include "entry.h"
#include "facts.h"
#include "thread.h"
#include "timeline_records.h"

struct health {
	struct record child;
	struct measure_points points;
	struct records measured, notes;
};

static enum rc load(struct req *r, struct health *h)
{
	struct list m = { .filter = { { MEASUREMENT_CHILD, INT(r->id) } }, .nfilter = 1 }, n = {
		.filter = { { HEALTH_NOTE_CHILD, INT(r->id) } }, .nfilter = 1, .newest_first = true
	};
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &h->child);

	if (rc == RC_OK)
		rc = measure_points_of(&r->ctx, &h->child, &h->points);
	if (rc == RC_OK)
		rc = record_list(&r->ctx, &measurement_kind, &m, &h->measured);
	if (rc == RC_OK)
		rc = record_list(&r->ctx, &health_note_kind, &n, &h->notes);
	return rc;
}

/* --- the curves --- */

static str number(struct page *p, int hundredths)
{
	struct buf b = buf_new(p->mem, 16);

	if (hundredths)
		curve_put(&b, hundredths);
	return buf_view(&b);
}

static const struct curve_point *newest(const struct measure_points *m, bool height)
{
	for (size_t i = m->n; i-- > 0;)
		if (height ? m->p[i].height : m->p[i].bmi)
			return &m->p[i];
	return NULL;
}

static void put_height(struct page *p, const struct health *h, str sex)
{
	const struct curve_point *last = newest(&h->points, true);

	if (!last)
		return;
	str says = html_say(p, N_("Height: {0} cm on {1}."), number(p, last->height),
			    html_day_text(p, last->on));
	str caption =
		html_say(p,
			 N_("{0} The band holds about 95 of 100 children of the same age and sex; the "
			    "broken line is the middle (WS/T 612-2018). Years of age below, centimetres "
			    "at the left."),
			 says);
	if (!curve_at(CURVE_HEIGHT, sex, last->months))
		caption = says; /* no standard at this age */
	curve_draw(p, &(struct curve_picture){ .what = CURVE_HEIGHT,
					       .sex = sex,
					       .p = h->points.p,
					       .n = h->points.n,
					       .caption = caption,
					       .finding = says });
}

static void put_mass(struct page *p, const struct health *h, str sex)
{
	const struct curve_point *last = newest(&h->points, false);

	if (!last)
		return;
	str says = html_say(p, N_("Weight for height (BMI): {0} on {1}."),
			    number(p, (last->bmi + 5) / 10 * 10), html_day_text(p, last->on));
	str caption =
		html_say(p, N_("{0} The band is the usual range (WS/T 586-2018, WS/T 456-2014)."), says);
	if (!curve_at(CURVE_BMI, sex, last->months))
		caption = says;
	curve_draw(p, &(struct curve_picture){ .what = CURVE_BMI,
					       .sex = sex,
					       .p = h->points.p,
					       .n = h->points.n,
					       .caption = caption,
					       .finding = says });
}

/* No diagnosis: which number, and whom to ask. */
static void put_ask(struct page *p, const struct health *h, str sex)
{
	static const struct {
		unsigned bit;
		const char *word;
	} words[] = { { CURVE_SHORT | CURVE_TALL, N_("the height") },
		      { CURVE_THIN | CURVE_HEAVY, N_("the weight for the height") },
		      { CURVE_EYES, N_("the eyesight") } };
	struct buf b = buf_new(p->mem, 1000);
	unsigned asks = 0;

	if (h->points.n)
		asks = curve_asks(sex, &h->points.p[h->points.n - 1]);
	if (!asks)
		return;
	for (size_t i = 0; i < COUNT(words); i++) {
		if (!(asks & words[i].bit))
			continue;
		if (b.n)
			buf_str(&b, html_word(p, N_(", ")));
		buf_str(&b, html_word(p, words[i].word));
	}
	html_lit(p, "<p class=\"sheet note\">");
	html_tr(p, N_("Worth a word with the doctor: {0}. A number alone says little; children differ."),
		buf_view(&b));
	html_lit(p, "</p>\n");
}

/* --- the table --- */

static str age_text(struct page *p, int months)
{
	enum { YEAR = 12 };

	if (months < 0)
		return (str){ NULL, 0 };
	return html_say(p, N_("{0} years {1} months"), html_int_text(p, months / YEAR),
			html_int_text(p, months % YEAR));
}

/* As the chart has it: 5.0. */
static str eye(struct page *p, int point)
{
	struct buf b = buf_new(p->mem, 16);

	if (!point)
		return STR("–");
	buf_int(&b, point / 100);
	buf_ch(&b, '.');
	buf_int(&b, point / 10 % 10);
	return buf_view(&b);
}

static str eyes_text(struct page *p, const struct curve_point *x)
{
	if (!x->left && !x->right)
		return (str){ NULL, 0 };
	return html_say(p, N_("{0} left, {1} right"), eye(p, x->left), eye(p, x->right));
}

static void put_table(struct page *p, const struct health *h)
{
	static const struct col cols[] = {
		{ N_("Day"), COL_TEXT },           { N_("Age"), COL_TEXT },
		{ N_("Height (cm)"), COL_NUMBER }, { N_("Weight (kg)"), COL_NUMBER },
		{ N_("BMI"), COL_NUMBER },         { N_("Eyesight"), COL_TEXT },
		{ N_("About it"), COL_GO },
	};

	html_lit(p, "<details><summary>");
	html_tr(p, N_("All measurements, the newest first"));
	html_lit(p, "</summary>\n");
	struct table t = table_begin(p, cols, COUNT(cols), (str){ NULL, 0 });

	for (size_t i = h->points.n; i-- > 0;) {
		const struct curve_point *x = &h->points.p[i];
		table_row(&t);
		table_cell(&t);
		html_link(p, entry_form_at(p, &measurement_kind, x->id), html_day_text(p, x->on));
		table_text(&t, age_text(p, x->months));
		table_text(&t, number(p, x->height));
		table_text(&t, number(p, x->weight));
		table_text(&t, number(p, (x->bmi + 5) / 10 * 10));
		table_text(&t, eyes_text(p, x));
		table_cell(&t);
		correction_link(p, measurement_kind.name, h->child.id, x->id);
	}
	table_end(&t);
	html_lit(p, "</details>\n");
}

static void put_days(struct page *p, const struct health *h)
{
	html_lit(p, "<ul class=\"links\">");
	for (size_t i = h->points.n; i-- > 0;) {
		html_lit(p, "<li>");
		html_link(p, entry_form_at(p, &measurement_kind, h->points.p[i].id),
			  html_say(p, N_("Measured on {0}"), html_day_text(p, h->points.p[i].on)));
		html_lit(p, "</li>");
	}
	html_lit(p, "</ul>\n");
}

static void put_measured(struct page *p, const struct health *h)
{
	str sex = rec_text(&h->child, CHILD_SEX);

	html_lit(p, "<section class=\"sheet stack\"><h2>");
	html_tr(p, N_("Height, weight, eyesight"));
	html_lit(p, "</h2>\n");
	if (!h->points.n) {
		html_lit(p, "<p>");
		html_tr(p,
			N_("Nothing is measured yet. After the next measuring day the curve begins here."));
		html_lit(p, "</p>");
	} else if (h->points.covered) {
		html_lit(p, "<p class=\"s\">");
		html_tr(p,
			N_("Measured {0} times. The numbers are covered until you say what you need them "
			   "for."),
			html_int_text(p, (int64_t)h->points.n));
		html_lit(p, "</p>");
		put_days(p, h);
	} else {
		put_ask(p, h, sex);
		put_height(p, h, sex);
		put_mass(p, h, sex);
		put_table(p, h);
	}
	html_lit(p, "</section>\n");
}

/* --- health entries --- */

static bool put_notes(struct page *p, const struct health *h)
{
	const bool *redone = entry_redone(p->mem, &h->notes);
	bool covered = false;

	html_lit(p, "<section class=\"sheet stack\"><h2>");
	html_tr(p, health_note_kind.labels);
	html_lit(p, "</h2>\n");
	if (!h->notes.n) {
		html_lit(p, "<p>");
		html_tr(p, N_("Nothing is written down: no vaccination, no illness, no allergy."));
		html_lit(p, "</p>");
	}
	thread_begin(p);
	for (size_t i = 0; i < h->notes.n; i++) {
		const struct record *n = &h->notes.r[i];
		if (redone[i])
			continue;
		thread_item(p, timeline_code(p, "health_what", rec_text(n, HEALTH_NOTE_WHAT)),
			    rec_day(n, HEALTH_NOTE_ON), timeline_by(p, n), false);
		str text = timeline_text(p, n, HEALTH_NOTE_TEXT, &covered);
		if (text.n) {
			html_lit(p, "<p>");
			html_text(p, text);
			html_lit(p, "</p>");
		}
		html_lit(p, "<p class=\"links\">");
		html_link(p, entry_form_at(p, &health_note_kind, n->id),
			  html_say(p, N_("The entry of {0}"), html_day_text(p, rec_day(n, HEALTH_NOTE_ON))));
		correction_link(p, health_note_kind.name, h->child.id, n->id);
		html_lit(p, "</p>");
		thread_item_end(p);
	}
	thread_end(p);
	html_lit(p, "</section>\n");
	return covered;
}

/* --- the page --- */

static void put_acts(struct page *p, int64_t child)
{
	if (!(p->who->role & ROLES_MEASURE))
		return;
	html_lit(p, "<p class=\"acts\">");
	html_button(p, html_url(p, "/children/#/measurements/new", child), measurement_form.add, true);
	html_button(p, html_url(p, "/children/#/health_notes/new", child), health_note_form.add, false);
	html_lit(p, "</p>\n");
}

static enum rc put_page(struct req *r)
{
	struct health h = { .points = { .n = 0 } };
	enum rc rc = load(r, &h);

	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(
		r, &(struct frame){ .title = html_say(&p, N_("Health: {0}"), rec_text(&h.child, CHILD_NAME)),
				    .where = html_word(&p, N_("Health")),
				    .tab = "/children",
				    .back = html_url(&p, "/children/#", r->id),
				    .own_h1 = true,
				    .no_store = r->ctx.purpose.n != 0,
				    .status = r->ctx.problems.n ? rc_status(RC_INVALID) : 200 });
	facts_who(&p, rec_text(&h.child, CHILD_NAME), registry_child_line(&p, &h.child, p.today));
	form_summary(&p, NULL);
	put_acts(&p, r->id);
	put_measured(&p, &h);
	bool covered = put_notes(&p, &h) || h.points.covered;
	if (covered)
		facts_show(&p, html_url(&p, "/children/#/measurements/show", r->id));
	page_end(&p);
	return RC_OK;
}

/* The family reads its own child's numbers at once; that it did stands in the log of readings. */
enum rc health_page_show(struct req *r)
{
	if (r->ctx.who->role & ROLES_FAMILY)
		r->ctx.purpose = str_of(tr(r->ctx.lang, N_("The family looks at its child’s health")));
	enum rc rc = put_page(r);
	if (rc != RC_OK)
		r->ctx.purpose = (str){ NULL, 0 }; /* nothing was opened */
	return rc;
}

enum rc health_page_open(struct req *r)
{
	bool given = false;
	enum rc rc = facts_purpose(r, &given);

	if (rc != RC_OK)
		return rc;
	return put_page(r);
}

/* --- forms of one entry --- */

static const struct entry_control measured[] = {
	{ MEASUREMENT_ON, NULL },
	{ MEASUREMENT_HEIGHT, NULL },
	{ MEASUREMENT_WEIGHT, NULL },
	{ MEASUREMENT_LEFT, NULL },
	{ MEASUREMENT_RIGHT, NULL },
	{ MEASUREMENT_NOTE, N_("When a number looks odd and is right all the same: say why.") },
};
const struct entry_form measurement_form = {
	.kind = &measurement_kind,
	.add = N_("Write down a measurement"),
	.title = N_("Measurement: {0}"),
	.lead = N_("What was not measured stays empty. The family and the school read it."),
	.control = measured,
	.ncontrol = COUNT(measured),
};

static const struct entry_control noted[] = {
	{ HEALTH_NOTE_WHAT, NULL },
	{ HEALTH_NOTE_ON, NULL },
	{ HEALTH_NOTE_UNTIL, N_("Only of what lasts") },
	{ HEALTH_NOTE_TEXT, N_("What others must know to look after the child well") },
};
const struct entry_form health_note_form = {
	.kind = &health_note_kind,
	.add = N_("Write a health entry"),
	.title = N_("Health entry: {0}"),
	.lead = N_("The family and the school read it; the village does not."),
	.control = noted,
	.ncontrol = COUNT(noted),
};

/* --- in the growth file --- */

static enum rc read_measurements(struct timeline *t)
{
	struct records all;
	enum rc rc = timeline_records(t, &measurement_kind, &all);

	for (size_t i = 0; rc == RC_OK && i < all.n; i++) {
		struct timeline_item item = entry_page_item(t, &all, &all.r[i]);
		struct curve_point x = measure_point(&all.r[i], t->child);
		item.section = CODE_GROWTH_SECTION_HEALTH;
		item.icon = "grow";
		item.title = html_word(t->p, measurement_kind.label);
		item.covered = (all.r[i].masked >> MEASUREMENT_HEIGHT & 1) != 0;
		if (x.height && x.weight)
			item.text = html_say(t->p, N_("{0} cm, {1} kg"), number(t->p, x.height),
					     number(t->p, x.weight));
		else if (x.height)
			item.text = html_say(t->p, N_("{0} cm"), number(t->p, x.height));
		timeline_add(t, &item);
	}
	return rc;
}

const struct timeline_source measurement_timeline = { .section = CODE_GROWTH_SECTION_HEALTH,
						      .profile = P_MEASURE,
						      .read = read_measurements };

static enum rc read_notes(struct timeline *t)
{
	struct records all;
	enum rc rc = timeline_records(t, &health_note_kind, &all);

	for (size_t i = 0; rc == RC_OK && i < all.n; i++) {
		struct timeline_item item = entry_page_item(t, &all, &all.r[i]);
		item.section = CODE_GROWTH_SECTION_HEALTH;
		item.icon = "note";
		item.title = timeline_code(t->p, "health_what", rec_text(&all.r[i], HEALTH_NOTE_WHAT));
		item.text = timeline_text(t->p, &all.r[i], HEALTH_NOTE_TEXT, &item.covered);
		timeline_add(t, &item);
	}
	return rc;
}

const struct timeline_source health_note_timeline = { .section = CODE_GROWTH_SECTION_HEALTH,
						      .profile = P_MEASURE,
						      .read = read_notes };
