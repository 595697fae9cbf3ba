/* What officials see beside their work: how many children there are, and whose status changed this month. */
#include "counts.h"
#include "moves.h"
#include "today.h"

/* What happened to a child, after its name. */
/* clang-format off */
static const char *const happened[MOVES__N] = {
	[MOVES_CIVIL_IN]  = N_("newly left behind"),
	[MOVES_CIVIL_OUT] = N_("no longer left behind"),
	[MOVES_ROLL_IN]   = N_("newly on the school roll's list"),
	[MOVES_ROLL_OUT]  = N_("off the school roll's list"),
};
/* clang-format on */

enum { SHOWN = 5 };

struct moved {
	int64_t child;
	day day;
	unsigned kinds; /* bits by enum moves_of */
};
struct month {
	struct moved newest[SHOWN];
	size_t n;
	int64_t count[MOVES__N];
	struct records names;
};

static enum rc load_moves(struct req *r, struct month *ret)
{
	struct rows q;
	day first = r->ctx.today / 100 * 100 + 1;
	enum rc rc = STORE_QUERY(
		&r->ctx, &q,
		"SELECT x.child, x.day," MOVES_COLUMNS
		" WHERE x.day >= ?1 AND x.day <= ?2 AND {child c} ORDER BY x.day DESC, x.child LIMIT 2000",
		INT(first), INT(r->ctx.today));

	if (rc != RC_OK)
		return rc;
	*ret = (struct month){ .n = 0 };
	while (db_next(&q)) {
		struct moved m = { .child = db_int(&q, 0), .day = (day)db_int(&q, 1) };
		for (int k = 0; k < MOVES__N; k++) {
			bool is = db_int(&q, 2 + k);
			m.kinds |= (unsigned)is << k;
			ret->count[k] += is;
		}
		if (m.kinds && ret->n < SHOWN)
			ret->newest[ret->n++] = m;
	}
	return db_done(&q);
}

/* The names of those shown: one statement. */
static enum rc load_names(struct req *r, struct month *m)
{
	struct list l = { .nv = SHOWN, .want = 1ULL << CHILD_NAME | 1ULL << CHILD_SCHOOL };

	/* Not in the initializer: clang 14 makes an empty literal of it where all the rest is constant. */
	l.where = SQL("t.id IN (?1, ?2, ?3, ?4, ?5)");
	for (size_t i = 0; i < SHOWN; i++)
		l.v[i] = INT(i < m->n ? m->newest[i].child : 0);
	return m->n ? record_list(&r->ctx, &child_kind, &l, &m->names) : RC_OK;
}

static void put_counts(struct page *p, const struct month *m)
{
	html_lit(p, "<ul class=\"tally pair\">\n");
	for (size_t i = 0; i < MOVES__N; i++)
		table_tally(p, &(struct tally){ .count = m->count[i],
						.label = html_word(p, moves_label[i]),
						.url = m->count[i] ? html_url_with(p, STR("/moves"), "of",
										   str_of(moves_name[i]))
								   : STR("") });
	table_tally_end(p);
}

static const struct record *name_of(const struct month *m, int64_t child)
{
	for (size_t i = 0; i < m->names.n; i++)
		if (m->names.r[i].id == child)
			return &m->names.r[i];
	return NULL;
}

static void put_moved(struct page *p, const struct moved *m, const struct record *child)
{
	str why = html_say(p, N_("since {0}"), html_day_short(p, m->day));

	for (size_t k = 0; k < MOVES__N; k++)
		if (m->kinds >> k & 1)
			why = html_say(p, N_("{0}; {1}"), why, html_word(p, happened[k]));
	table_rows_item(p, &(struct row){ .icon = "child",
					  .title = rec_text(child, CHILD_NAME),
					  .url = html_url(p, "/children/#", child->id),
					  .why = why });
}

static void put_month(struct page *p, const struct month *m)
{
	html_lit(p, "<section class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, N_("This month"));
	html_lit(p, "</h2>");
	html_link(p, STR("/moves"), html_word(p, N_("All who came and went")));
	html_lit(p, "</div>\n");
	if (!m->n) {
		html_lit(p, "<p class=\"sheet\">");
		html_tr(p, N_("Nobody's status has changed this month."));
		html_lit(p, "</p></section>\n");
		return;
	}
	put_counts(p, m);
	table_rows_begin(p);
	for (size_t i = 0; i < m->n; i++) {
		const struct record *child = name_of(m, m->newest[i].child);
		if (child)
			put_moved(p, &m->newest[i], child);
	}
	table_rows_end(p);
	html_lit(p, "</section>\n");
}

static void put_figures(struct page *p, const struct counts *n)
{
	int64_t roll = n->n[COUNT_ROLL_1] + n->n[COUNT_ROLL_2];

	html_lit(p, "<section class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, N_("The county today"));
	html_lit(p, "</h2>");
	html_link(p, STR("/regions"), html_word(p, N_("See the figures")));
	html_lit(p, "</div>\n");
	table_tally_begin(p);
	table_tally(p, &(struct tally){ .count = n->n[COUNT_CHILDREN],
					.label = html_word(p, N_("Children")),
					.url = STR("/regions") });
	table_tally(p, &(struct tally){ .count = n->n[COUNT_CIVIL],
					.label = html_word(p, N_("Left behind, civil affairs")),
					.url = STR("/regions") });
	table_tally(p, &(struct tally){ .count = roll,
					.label = html_word(p, N_("Left behind, school roll")),
					.url = STR("/regions") });
	table_tally_end(p);
	html_lit(p, "</section>\n");
}

enum rc today_month_put(struct page *p)
{
	struct month m;
	struct counts n;
	enum rc rc = load_moves(p->r, &m);

	if (rc == RC_OK)
		rc = load_names(p->r, &m);
	if (rc == RC_OK)
		rc = left_behind_counts(&p->r->ctx, STR(""), p->today, &n);
	if (rc != RC_OK)
		return rc;
	put_figures(p, &n);
	put_month(p, &m);
	return RC_OK;
}
