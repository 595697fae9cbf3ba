#include "facts.h"
#include "sweep_page.h"

/* The Spring Festival: who comes home, when, and which children will be alone.  For who looks after them:
 * the names are a work list, not a label. */

enum { NAMES_MAX = 96 };

struct season_row {
	struct record entry;
	const struct record *child;
};

struct season {
	struct record sweep;
	day festival, eve;
	size_t digits;
	struct sweep_seasons list;
	struct season_row *row; /* of children who will be alone, the first of them */
	size_t nrow;
};

static enum rc load_some(struct ctx *c, const int64_t *entry, size_t n, struct records *entries,
			 struct records *children)
{
	struct list l = { .nv = DB_AT_ONCE };
	enum rc rc;

	db_sixteen(entry, n, l.v);
	l.where = SQL("t.id IN " DB_SIXTEEN);
	rc = record_list(c, &sweep_entry_kind, &l, entries);
	l.where = SQL("t.id IN (SELECT e.child FROM sweep_entry e WHERE e.id IN " DB_SIXTEEN ")");
	l.want = UINT64_C(1) << CHILD_NAME;
	return rc == RC_OK ? record_list(c, &child_kind, &l, children) : rc;
}

static enum rc load_alone(struct req *r, struct season *s)
{
	size_t n = s->list.nalone < NAMES_MAX ? s->list.nalone : NAMES_MAX;
	enum rc rc = RC_OK;

	s->row = NEW(r->ctx.mem, struct season_row, n + 1);
	for (size_t at = 0; at < n && rc == RC_OK; at += DB_AT_ONCE) {
		struct records entries = { .r = NULL }, *children = NEW(r->ctx.mem, struct records, 1);
		rc = load_some(&r->ctx, s->list.alone + at, n - at < DB_AT_ONCE ? n - at : DB_AT_ONCE,
			       &entries, children);
		for (size_t i = 0; rc == RC_OK && i < entries.n; i++) {
			const struct record *child =
				sweep_find(children, rec_int(&entries.r[i], SWEEP_ENTRY_CHILD));
			if (child)
				s->row[s->nrow++] = (struct season_row){ entries.r[i], child };
		}
	}
	return rc;
}

static enum rc load_season(struct req *r, struct season *s)
{
	enum rc rc = record_load(&r->ctx, &sweep_kind, r->id, &s->sweep);

	if (rc != RC_OK)
		return rc;
	s->festival = sweep_festival(&r->ctx, &s->sweep);
	s->eve = s->festival ? day_add(s->festival, -1) : 0;
	bool small = rec_text(&s->sweep, SWEEP_REGION).n > 6 || r->ctx.who->reach != REACH_COUNTY;
	s->digits = small ? 12 : 9;
	if (!s->festival)
		return RC_OK;
	rc = sweep_season_of(&r->ctx, &s->sweep, s->eve, s->digits, &s->list);
	return rc == RC_OK ? load_alone(r, s) : rc;
}

static void put_sums(struct page *p, const struct season *s)
{
	struct sweep_season sum = { .code = { NULL, 0 } };

	for (size_t i = 0; i < s->list.n; i++) {
		sum.together += s->list.place[i].together;
		sum.alone += s->list.place[i].alone;
		sum.unknown += s->list.place[i].unknown;
	}
	table_tally_begin(p);
	table_tally(p, &(struct tally){ .count = sum.together, .label = html_word(p, N_("with a parent")) });
	table_tally(p, &(struct tally){ .count = sum.alone,
					.label = html_word(p, N_("without father and mother")) });
	table_tally(p, &(struct tally){ .count = sum.unknown, .label = html_word(p, N_("not known yet")) });
	table_tally_end(p);
}

static void put_places(struct page *p, const struct season *s)
{
	static const struct col cols[] = { { N_("Place"), COL_TEXT },
					   { N_("With a parent"), COL_NUMBER },
					   { N_("Without father and mother"), COL_NUMBER },
					   { N_("Not known yet"), COL_NUMBER } };
	struct table t = table_begin(p, cols, COUNT(cols), (str){ NULL, 0 });

	for (size_t i = 0; i < s->list.n; i++) {
		const struct sweep_season *one = &s->list.place[i];
		table_row(&t);
		table_text(&t, registry_region(p, one->code));
		table_text(&t, html_int_text(p, one->together));
		table_text(&t, html_int_text(p, one->alone));
		table_text(&t, html_int_text(p, one->unknown));
	}
	table_end(&t);
}

static str why_text(struct page *p, const struct record *e)
{
	str father = sweep_said_text(p, e, SWEEP_FATHER), mother = sweep_said_text(p, e, SWEEP_MOTHER);

	if (father.n && mother.n)
		return html_say(p, N_("Father: {0}. Mother: {1}."), father, mother);
	return father.n   ? html_say(p, N_("Father: {0}."), father)
	       : mother.n ? html_say(p, N_("Mother: {0}."), mother)
			  : STR("");
}

static void put_alone(struct page *p, const struct season *s)
{
	html_lit(p, "<section class=\"stack\"><h2>");
	html_tr(p, N_("Without father and mother on the eve"));
	html_lit(p, "</h2>\n");
	table_rows_begin(p);
	for (size_t i = 0; i < s->nrow; i++) {
		const struct record *e = &s->row[i].entry, *child = s->row[i].child;
		table_rows_item(
			p,
			&(struct row){ .icon = "child",
				       .title = rec_text(child, CHILD_NAME),
				       .why = html_say(p, N_("{0}; {1}"),
						       registry_region(p, rec_text(e, SWEEP_ENTRY_VILLAGE)),
						       why_text(p, e)),
				       .url = html_url(p, "/sweep_entries/#", e->id),
				       .verb = N_("See") });
	}
	table_rows_end(p);
	if (s->list.nalone > s->nrow) {
		html_lit(p, "<p class=\"s\">");
		html_tr(p, N_("And {0} more: they stand in the lists of their villages."),
			html_int_text(p, (int64_t)(s->list.nalone - s->nrow)));
		html_lit(p, "</p>\n");
	}
	html_lit(p, "</section>\n");
}

enum rc sweep_season_page_show(struct req *r)
{
	struct season s = { .festival = 0 };
	enum rc rc = load_season(r, &s);

	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_say(&p, N_("Who is home for the festival")),
					   .under = rec_text(&s.sweep, SWEEP_NAME),
					   .tab = "/more",
					   .back = html_url(&p, "/sweeps/#", r->id) });
	if (s.festival) {
		html_lit(&p, "<p>");
		html_tr(&p,
			N_("The Spring Festival is on {0}. Counted is who is with the child on the eve, as "
			   "the visits say."),
			html_day_text(&p, s.festival));
		html_lit(&p, "</p>\n");
		put_sums(&p, &s);
		put_places(&p, &s);
		if (s.nrow)
			put_alone(&p, &s);
	} else {
		table_empty(&p, &(struct empty){ .title = N_("The day of the festival is not known"),
						 .why = N_("The calendar of this program ends before it.") });
	}
	page_end(&p);
	return RC_OK;
}
