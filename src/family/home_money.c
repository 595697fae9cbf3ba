/* What a home costs, what a call costs by it, and the grants it was given (a reference: the fund's own books
 * say more). */
#include "formpart.h"
#include "home_page.h"
#include "registry_page.h"
#include "table.h"

enum { MONTHS = 12 };

struct money {
	struct home_at at;
	struct records costs, grants;
	int64_t month[MONTHS], sum[MONTHS], calls[MONTHS]; /* the newest first */
};

/* As typed: of a cost or of a grant. */
struct typed {
	bool grant;
	str month, what, amount, note, year, source, reference;
};

static int64_t month_before(int64_t month) { return month % 100 == 1 ? month - 89 : month - 1; }

static enum rc load_calls(struct ctx *c, int64_t home, struct money *m)
{
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT k.on_day / 100, count(*) FROM call k WHERE k.home = ?1 AND k.state = 'done'"
			 " AND k.on_day >= ?2 GROUP BY k.on_day / 100 ORDER BY k.on_day / 100",
			 INT(home), INT(m->month[MONTHS - 1] * 100));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		for (int i = 0; i < MONTHS; i++)
			if (m->month[i] == db_int(&q, 0))
				m->calls[i] = db_int(&q, 1);
	return db_done(&q);
}

static enum rc load(struct req *r, struct money *m)
{
	struct list l = { .nv = 2 };
	enum rc rc = home_page_load(r, &m->at);

	m->month[0] = r->ctx.today / 100;
	for (int i = 1; i < MONTHS; i++)
		m->month[i] = month_before(m->month[i - 1]);
	l.v[0] = INT(r->id);
	l.v[1] = INT(m->month[MONTHS - 1]);
	l.where = SQL("t.home = ?1 AND t.in_month >= ?2");
	if (rc == RC_OK)
		rc = record_list(&r->ctx, &home_cost_kind, &l, &m->costs);
	l.nv = 1;
	l.where = SQL("t.home = ?1");
	if (rc == RC_OK)
		rc = record_list(&r->ctx, &home_grant_kind, &l, &m->grants);
	for (size_t i = 0; rc == RC_OK && i < m->costs.n; i++)
		for (int k = 0; k < MONTHS; k++)
			if (rec_int(&m->costs.r[i], HOME_COST_MONTH) == m->month[k])
				m->sum[k] += rec_int(&m->costs.r[i], HOME_COST_AMOUNT);
	return rc == RC_OK ? load_calls(&r->ctx, r->id, m) : rc;
}

/* --- what is shown --- */

static void put_months(struct page *p, const struct money *m)
{
	static const struct col cols[] = { { N_("Month"), COL_TEXT },
					   { N_("Cost, yuan"), COL_NUMBER },
					   { N_("Calls held"), COL_NUMBER },
					   { N_("Cost of a call, yuan"), COL_NUMBER } };
	struct table t = table_begin(p, cols, COUNT(cols), STR(""));

	for (int i = 0; i < MONTHS; i++) {
		if (!m->sum[i] && !m->calls[i])
			continue;
		table_row(&t);
		table_text(&t, html_month_text(p, (int32_t)m->month[i]));
		table_text(&t, home_page_yuan(p, m->sum[i]));
		table_text(&t, html_int_text(p, m->calls[i]));
		table_text(&t, m->calls[i] ? home_page_yuan(p, m->sum[i] / m->calls[i]) : STR("–"));
	}
	table_end(&t);
}

static void put_costs(struct page *p, const struct money *m)
{
	bool pay = m->at.work && (p->who->role & ROLES_HOME_PAY);
	str back = html_url(p, "/homes/#/money", m->at.home.id);

	html_lit(p, "<details><summary>");
	html_tr(p, N_("Single costs: {0}"), html_int_text(p, (int64_t)m->costs.n));
	html_lit(p, "</summary>\n");
	table_rows_begin(p);
	for (size_t i = m->costs.n; i-- > 0;) {
		const struct record *k = &m->costs.r[i];
		str what = registry_code(p, "home_cost_what", rec_text(k, HOME_COST_WHAT));
		str why = html_month_text(p, (int32_t)rec_int(k, HOME_COST_MONTH));
		table_rows_item(
			p, &(struct row){
				   .title = html_say(p, N_("{0}: {1} yuan"), what,
						     home_page_yuan(p, rec_int(k, HOME_COST_AMOUNT))),
				   .why = rec_null(k, HOME_COST_NOTE) ? why
								      : html_say(p, N_("{0}; {1}"), why,
										 rec_text(k, HOME_COST_NOTE)),
				   .url = pay ? html_url_with(p, html_url(p, "/home_costs/#/edit", k->id),
							      "back", back)
					      : STR(""),
				   .verb = pay ? N_("Change") : NULL });
	}
	table_rows_end(p);
	html_lit(p, "</details>\n");
}

static void put_grants(struct page *p, const struct money *m)
{
	html_lit(p, "<section class=\"stack\"><h2>");
	html_tr(p, N_("Grants"));
	html_lit(p, "</h2>");
	if (!m->grants.n)
		home_page_say(p, html_word(p, N_("No grant is written down.")));
	if (m->grants.n)
		table_rows_begin(p);
	for (size_t i = m->grants.n; i-- > 0;) {
		const struct record *g = &m->grants.r[i];
		table_rows_item(
			p, &(struct row){ .icon = "fund",
					  .title = html_say(p, N_("{0}: {1} yuan"),
							    html_int_text(p, rec_int(g, HOME_GRANT_YEAR)),
							    home_page_yuan(p, rec_int(g, HOME_GRANT_AMOUNT))),
					  .why = rec_null(g, HOME_GRANT_REFERENCE)
							 ? rec_text(g, HOME_GRANT_SOURCE)
							 : html_say(p, N_("{0}; {1}"),
								    rec_text(g, HOME_GRANT_SOURCE),
								    rec_text(g, HOME_GRANT_REFERENCE)) });
	}
	if (m->grants.n)
		table_rows_end(p);
	html_lit(p, "</section>\n");
}

static void put_amount(struct page *p, str value)
{
	form_text_put(p, &(struct form_text){ .name = "amount_fen",
					      .label = N_("Amount in yuan"),
					      .hint = N_("Such as 128.50"),
					      .value = value,
					      .inputmode = "decimal",
					      .required = true });
}

static void put_cost_form(struct page *p, const struct money *m, const struct typed *t)
{
	bool again = !t->grant && p->r->ctx.problems.n;

	formpart_fold_begin(p, N_("Write down a cost"), again);
	formpart_act_begin(p, html_url(p, "/homes/#/costs", m->at.home.id));
	formpart_control(p, &home_cost_kind.fields[HOME_COST_MONTH],
			 &(struct control){ .value = again ? t->month : html_int_text(p, m->month[0]),
					    .required = true });
	formpart_control(p, &home_cost_kind.fields[HOME_COST_WHAT],
			 &(struct control){ .value = t->what, .required = true });
	put_amount(p, again ? t->amount : STR(""));
	formpart_control(p, &home_cost_kind.fields[HOME_COST_NOTE],
			 &(struct control){ .value = again ? t->note : STR("") });
	formpart_act_end(p, N_("Keep it"), false);
	formpart_fold_end(p);
}

static void put_grant_form(struct page *p, const struct money *m, const struct typed *t)
{
	bool again = t->grant && p->r->ctx.problems.n;

	formpart_fold_begin(p, N_("Write down a grant"), again);
	formpart_act_begin(p, html_url(p, "/homes/#/grants", m->at.home.id));
	formpart_control(p, &home_grant_kind.fields[HOME_GRANT_YEAR],
			 &(struct control){ .value = again ? t->year : html_int_text(p, m->month[0] / 100),
					    .required = true });
	formpart_control(p, &home_grant_kind.fields[HOME_GRANT_SOURCE],
			 &(struct control){ .value = t->source, .required = true });
	put_amount(p, again ? t->amount : STR(""));
	formpart_control(p, &home_grant_kind.fields[HOME_GRANT_REFERENCE],
			 &(struct control){ .value = t->reference });
	formpart_act_end(p, N_("Keep it"), false);
	formpart_fold_end(p);
}

static enum rc show(struct req *r, const struct typed *t, enum rc outcome)
{
	struct money m = { .sum = { 0 } };
	enum rc rc = load(r, &m);

	if (rc != RC_OK)
		return rc;
	struct page p = home_page_begin(r, &m.at, N_("Costs and grants"), outcome);
	form_summary(&p, NULL);
	if (m.costs.n) {
		put_months(&p, &m);
		put_costs(&p, &m);
	} else {
		home_page_say(&p, html_word(&p, N_("No cost of the last twelve months is written down.")));
	}
	put_grants(&p, &m);
	if (m.at.work && (p.who->role & ROLES_HOME_PAY))
		put_cost_form(&p, &m, t);
	if (m.at.work && (p.who->role & (ROLE_OFFICER | ROLE_FEDERATION)))
		put_grant_form(&p, &m, t);
	page_end(&p);
	return RC_OK;
}

enum rc home_money_show(struct req *r) { return show(r, &(struct typed){ .grant = false }, RC_OK); }

/* --- writing --- */

/* Yuan with up to two digits behind the point, as fen in digits; anything else goes on as it was typed, so
 * that the field's own rule says what is wrong. */
static str fen_of(struct arena *mem, str yuan)
{
	struct buf b = buf_new(mem, 64);
	size_t point = yuan.n, behind;

	for (size_t i = 0; i < yuan.n; i++) {
		if (yuan.s[i] == '.' && point == yuan.n)
			point = i;
		else if (yuan.s[i] < '0' || yuan.s[i] > '9')
			return yuan;
	}
	behind = yuan.n > point ? yuan.n - point - 1 : 0;
	if (!point || behind > 2 || yuan.n > 12)
		return yuan.n > 12 || behind > 2 ? STR("-") : yuan;
	buf_str(&b, (str){ yuan.s, point });
	if (behind)
		buf_str(&b, (str){ yuan.s + point + 1, behind });
	for (size_t i = behind; i < 2; i++)
		buf_ch(&b, '0');
	return buf_view(&b);
}

struct paying {
	int64_t home;
	const struct typed *t;
};

static enum rc pay_unit(struct ctx *c, void *arg)
{
	const struct paying *a = arg;
	const struct typed *t = a->t;
	struct input in = input_new(t->grant ? &home_grant_kind : &home_cost_kind);
	struct record done;

	if (t->grant) {
		input_int(&in, c->mem, HOME_GRANT_HOME, a->home);
		input_set(&in, HOME_GRANT_YEAR, t->year);
		input_set(&in, HOME_GRANT_SOURCE, t->source);
		input_set(&in, HOME_GRANT_AMOUNT, fen_of(c->mem, t->amount));
		input_set(&in, HOME_GRANT_REFERENCE, t->reference);
	} else {
		input_int(&in, c->mem, HOME_COST_HOME, a->home);
		input_set(&in, HOME_COST_MONTH, t->month);
		input_set(&in, HOME_COST_WHAT, t->what);
		input_set(&in, HOME_COST_AMOUNT, fen_of(c->mem, t->amount));
		input_set(&in, HOME_COST_NOTE, t->note);
	}
	return record_create(c, &in, &done);
}

static enum rc pay(struct req *r, bool grant)
{
	struct http_pair *f;
	struct home_at at;
	size_t n;
	enum rc rc = home_page_load(r, &at);

	if (rc == RC_OK)
		rc = req_form(r, &f, &n);
	if (rc != RC_OK)
		return rc;
	const struct typed t = { .grant = grant,
				 .month = str_trim(form_value(f, n, STR("month"))),
				 .what = str_trim(form_value(f, n, STR("what"))),
				 .amount = str_trim(form_value(f, n, STR("amount_fen"))),
				 .note = str_trim(form_value(f, n, STR("note"))),
				 .year = str_trim(form_value(f, n, STR("year"))),
				 .source = str_trim(form_value(f, n, STR("source"))),
				 .reference = str_trim(form_value(f, n, STR("reference"))) };
	rc = store_write(&r->ctx, PRIO_PEOPLE, pay_unit, &(struct paying){ r->id, &t });
	if (kindpage_again(rc))
		return show(r, &t, rc);
	struct page p = page_of(r);
	return rc == RC_OK ? req_see_other(r, html_url(&p, "/homes/#/money", r->id)) : rc;
}

enum rc home_money_cost(struct req *r) { return pay(r, false); }
enum rc home_money_grant(struct req *r) { return pay(r, true); }
