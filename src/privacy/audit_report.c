#include "audit_report.h"
#include "codes.h"
#include "journal.h"
#include "privacy_meta.h"
#include "readlog.h"

/* clang-format off */
const char *const audit_section_titles[AUDIT_SECTION__N] = {
	[AUDIT_PERSONS]  = N_("Whose data, and of which class"),
	[AUDIT_CONSENTS] = N_("What families agreed to"),
	[AUDIT_READINGS] = N_("Who read what"),
	[AUDIT_OPENINGS] = N_("What is sealed, opened"),
	[AUDIT_REQUESTS] = N_("What families asked for"),
	[AUDIT_SIGN_INS] = N_("Signing in"),
	[AUDIT_ACCOUNTS] = N_("Accounts"),
	[AUDIT_ERASED]   = N_("Lists that left, and what was erased"),
	[AUDIT_CHAINS]   = N_("Journal and read log"),
};
/* clang-format on */

enum { LINES_MAX = 400 };

struct gathering {
	struct ctx *c;
	struct audit_report *to;
	day first, last;
	int64_t from, before; /* instants */
};

static int64_t first_moment(day d)
{
	static const int64_t a_day = INT64_C(86400000000), shanghai = INT64_C(8) * 3600 * 1000000;

	return day_number(d) * a_day - shanghai;
}

static void add(struct gathering *g, const struct audit_line *line)
{
	if (g->to->n < LINES_MAX)
		g->to->line[g->to->n++] = *line;
}

struct one {
	enum audit_section section;
	const char *label, *url;
	const struct sql *sql;
};

/* Numbers of one query each: ?1 first day, ?2 last day, ?3 first instant, ?4 the instant after, ?5 the
 * county. */
static enum rc add_all(struct gathering *g, const struct one *list, size_t n)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		int64_t count = 0;
		rc = db_one_int(g->c->db, list[i].sql,
				VALS(INT(g->first), INT(g->last), INT(g->from), INT(g->before),
				     INT(g->c->model->county)),
				&count);
		if (rc == RC_OK)
			add(g, &(struct audit_line){ .section = list[i].section,
						     .label = list[i].label,
						     .n = count,
						     .url = list[i].url });
	}
	return rc;
}

static enum rc persons(struct gathering *g)
{
	struct one list[7];

	/* One by one: in an initialiser of an array clang 14 loses them. */
	list[0] = (struct one){
		AUDIT_PERSONS, N_("Children"), NULL,
		SQL("SELECT count(*) FROM child c WHERE c.county = ?5 AND ?1 <= ?2 AND ?3 <= ?4")
	};
	list[1] = (struct one){
		AUDIT_PERSONS, N_("Children under fourteen: all their data are sensitive (PIPL 28)"), NULL,
		SQL("SELECT count(*) FROM child c WHERE c.county = ?5 AND c.birth_date > ?2 - 140000"
		    " AND ?1 <= ?2 AND ?3 <= ?4")
	};
	list[2] = (struct one){
		AUDIT_PERSONS, N_("Adults"), NULL,
		SQL("SELECT count(*) FROM person p WHERE p.county = ?5 AND ?1 <= ?2 AND ?3 <= ?4")
	};
	list[3] = (struct one){ AUDIT_PERSONS, N_("Children with an id number (C4, sealed)"), NULL,
				SQL("SELECT count(c.id_number_digest) FROM child c WHERE c.county = ?5 AND "
				    "?1 <= ?2 AND ?3 <= ?4") };
	list[4] = (struct one){ AUDIT_PERSONS, N_("Adults with a telephone (C4, sealed)"), NULL,
				SQL("SELECT count(p.phone_digest) FROM person p WHERE p.county = ?5 AND ?1 "
				    "<= ?2 AND ?3 <= ?4") };
	list[5] = (struct one){ AUDIT_PERSONS, N_("Protection orders (C5, sealed)"), NULL,
				SQL("SELECT count(*) FROM protection_order o WHERE o.county = ?5 AND ?1 <= "
				    "?2 AND ?3 <= ?4") };
	list[6] = (struct one){
		AUDIT_PERSONS, N_("Files only stored (PIPL 47)"), "/storage_locks",
		SQL("SELECT count(*) FROM storage_lock k WHERE k.county = ?5 AND k.lifted_on IS NULL"
		    " AND ?1 <= ?2 AND ?3 <= ?4")
	};
	return add_all(g, list, COUNT(list));
}

static enum rc openings_and_rest(struct gathering *g)
{
	struct one list[9];

	list[0] = (struct one){
		AUDIT_OPENINGS, N_("Asked for"), "/openings",
		SQL("SELECT count(*) FROM journal j WHERE j.county = ?5 AND j.act = 8 AND j.kind = 'opening'"
		    " AND j.at >= ?3 AND j.at < ?4 AND ?1 <= ?2")
	};
	list[1] = (struct one){ AUDIT_OPENINGS, N_("Agreed to by a second person"), "/openings",
				SQL("SELECT count(*) FROM journal j WHERE j.county = ?5 AND j.act = 9 AND "
				    "j.at >= ?3 AND j.at < ?4"
				    " AND ?1 <= ?2") };
	list[2] = (struct one){ AUDIT_OPENINGS, N_("Refused by a second person"), "/openings",
				SQL("SELECT count(*) FROM journal j WHERE j.county = ?5 AND j.act = 10 AND "
				    "j.at >= ?3 AND j.at < ?4"
				    " AND ?1 <= ?2") };
	list[3] = (struct one){ AUDIT_OPENINGS, N_("Opened at once, danger to life"), "/openings",
				SQL("SELECT count(*) FROM opening o WHERE o.county = ?5 AND o.danger = 1 AND "
				    "o.created_at >= ?3"
				    " AND o.created_at < ?4 AND ?1 <= ?2") };
	list[4] = (struct one){ AUDIT_SIGN_INS, N_("Sign-ins"), NULL,
				SQL("SELECT count(*) FROM journal j WHERE j.county = ?5 AND j.act = 6 AND "
				    "j.reason <> 'refused'"
				    " AND j.at >= ?3 AND j.at < ?4 AND ?1 <= ?2") };
	list[5] = (struct one){ AUDIT_SIGN_INS, N_("Failed sign-ins"), NULL,
				SQL("SELECT count(*) FROM journal j WHERE j.county = ?5 AND j.act = 6 AND "
				    "j.reason = 'refused'"
				    " AND j.at >= ?3 AND j.at < ?4 AND ?1 <= ?2") };
	list[6] = (struct one){ AUDIT_ERASED, N_("Lists, copies and files that left"), NULL,
				SQL("SELECT count(*) FROM journal j WHERE j.county = ?5 AND j.act = 11 AND "
				    "j.at >= ?3 AND j.at < ?4"
				    " AND ?1 <= ?2") };
	list[7] = (struct one){
		AUDIT_ERASED, N_("Files of children erased"), "/admin/retention",
		SQL("SELECT count(*) FROM journal j WHERE j.county = ?5 AND j.act = 12 AND j.kind = 'child'"
		    " AND j.at >= ?3 AND j.at < ?4 AND ?1 <= ?2")
	};
	list[8] = (struct one){
		AUDIT_ERASED, N_("Nights on which something was ended by its period"), "/admin/retention",
		SQL("SELECT count(*) FROM journal j WHERE j.county = ?5 AND j.kind = 'retention'"
		    " AND j.at >= ?3 AND j.at < ?4 AND ?1 <= ?2")
	};
	return add_all(g, list, COUNT(list));
}

/* --- numbers by code --- */

static enum rc add_by_code(struct gathering *g, const struct audit_line *as, const struct sql *sql)
{
	struct rows q;
	enum rc rc = db_query(
		g->c->db, &q, sql,
		VALS(INT(g->first), INT(g->last), INT(g->from), INT(g->before), INT(g->c->model->county)));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		struct audit_line line = *as;
		line.code = db_dup(g->c->mem, &q, 0);
		line.n = db_int(&q, 1);
		add(g, &line);
	}
	return db_done(&q);
}

static enum rc consents(struct gathering *g)
{
	struct audit_line as = { .section = AUDIT_CONSENTS, .codes = "consent_purpose" };
	enum rc rc;

	as.label = N_("Agreed: {0}");
	rc = add_by_code(
		g, &as,
		SQL("SELECT i.purpose, count(*) FROM consent i WHERE i.county = ?5 AND i.from_day >= ?1"
		    " AND i.from_day <= ?2 AND ?3 <= ?4 GROUP BY i.purpose ORDER BY i.purpose"));
	as.label = N_("Taken back: {0}");
	if (rc == RC_OK)
		rc = add_by_code(g, &as,
				 SQL("SELECT i.purpose, count(*) FROM consent i WHERE i.county = ?5 AND "
				     "i.ended = 'withdrawn'"
				     " AND i.to_day >= ?1 AND i.to_day <= ?2 AND ?3 <= ?4 GROUP BY i.purpose"
				     " ORDER BY i.purpose"));
	as.label = N_("Not wanted: {0}");
	if (rc == RC_OK)
		rc = add_by_code(
			g, &as,
			SQL("SELECT f.purpose, count(*) FROM consent_refusal f WHERE f.county = ?5 AND "
			    "f.on_day >= ?1"
			    " AND f.on_day <= ?2 AND ?3 <= ?4 GROUP BY f.purpose ORDER BY f.purpose"));
	as.label = N_("In force today: {0}");
	if (rc == RC_OK)
		rc = add_by_code(
			g, &as,
			SQL("SELECT i.purpose, count(DISTINCT i.child) FROM consent i WHERE i.county = ?5"
			    " AND (i.to_day IS NULL OR i.to_day >= ?2) AND ?1 <= ?2 AND ?3 <= ?4"
			    " GROUP BY i.purpose ORDER BY i.purpose"));
	return rc;
}

/* Several routes are for one thing: they are one number. */
static void join_alike(struct audit_report *report, size_t first)
{
	size_t n = first;

	for (size_t i = first; i < report->n; i++) {
		size_t k = first;
		while (k < n && readlog_label(report->line[k].code) != readlog_label(report->line[i].code))
			k++;
		if (k < n)
			report->line[k].n += report->line[i].n;
		else
			report->line[n++] = report->line[i];
	}
	report->n = n;
}

/* Those of sealed kinds are not among them: their number would tell that there are reports. */
static enum rc readings(struct gathering *g)
{
	struct audit_line as = { .section = AUDIT_READINGS,
				 .codes = "role",
				 .label = N_("Readings by role: {0}") };
	enum rc rc = add_by_code(
		g, &as,
		SQL("SELECT coalesce(a.role, ''), sum(r.times) FROM readlog r LEFT JOIN "
		    "account a ON a.id = r.actor"
		    " WHERE r.county = ?5 AND r.at >= ?3 AND r.at < ?4 AND ?1 <= ?2"
		    " AND r.sealed_case < 2 GROUP BY coalesce(a.role, '') ORDER BY coalesce(a.role, '')"));

	size_t first = g->to->n;
	as.codes = "readlog"; /* readlog_label() */
	as.label = N_("Readings by what they were for: {0}");
	if (rc == RC_OK)
		rc = add_by_code(g, &as,
				 SQL("SELECT r.what, sum(r.times) FROM readlog r WHERE r.county = ?5 AND "
				     "r.at >= ?3 AND r.at < ?4"
				     " AND ?1 <= ?2 AND r.sealed_case < 2 GROUP BY r.what ORDER BY r.what"));
	join_alike(g->to, first);
	return rc;
}

static enum rc requests(struct gathering *g)
{
	struct audit_line as = { .section = AUDIT_REQUESTS,
				 .codes = "rights_what",
				 .url = "/rights_requests" };
	struct one list[4];
	enum rc rc;

	as.label = N_("Asked: {0}");
	rc = add_by_code(
		g, &as,
		SQL("SELECT q.what, count(*) FROM rights_request q WHERE q.county = ?5 AND q.asked_on >= ?1"
		    " AND q.asked_on <= ?2 AND ?3 <= ?4 GROUP BY q.what ORDER BY q.what"));
	list[0] = (struct one){
		AUDIT_REQUESTS, N_("Done"), "/rights_requests",
		SQL("SELECT count(*) FROM rights_request q WHERE q.county = ?5 AND q.state = 'done'"
		    " AND q.decided_on >= ?1 AND q.decided_on <= ?2 AND ?3 <= ?4")
	};
	list[1] = (struct one){
		AUDIT_REQUESTS, N_("Refused, with a written reason"), "/rights_requests",
		SQL("SELECT count(*) FROM rights_request q WHERE q.county = ?5 AND q.state = 'refused'"
		    " AND q.decided_on >= ?1 AND q.decided_on <= ?2 AND ?3 <= ?4")
	};
	list[2] = (struct one){
		AUDIT_REQUESTS, N_("Answered late"), "/rights_requests",
		SQL("SELECT count(*) FROM rights_request q WHERE q.county = ?5 AND q.decided_on > q.due_on"
		    " AND q.decided_on >= ?1 AND q.decided_on <= ?2 AND ?3 <= ?4")
	};
	list[3] = (struct one){
		AUDIT_REQUESTS, N_("Waiting and late"), "/rights_requests",
		SQL("SELECT count(*) FROM rights_request q WHERE q.county = ?5 AND q.decided_on IS NULL"
		    " AND q.due_on < ?2 AND ?1 <= ?2 AND ?3 <= ?4")
	};
	return rc == RC_OK ? add_all(g, list, COUNT(list)) : rc;
}

/* --- accounts: what roles need is in the table of roles --- */

static enum rc accounts(struct gathering *g)
{
	struct rows q;
	int64_t all = 0, no_factor = 0, no_clearance = 0;
	day since = day_add(g->c->today, -(int32_t)ctx_param(g->c, PARAM_CLEARANCE_PERIOD_DAYS));
	enum rc rc = DB_QUERY(
		g->c->db, &q,
		"SELECT a.role, a.totp_at, (SELECT max(k.queried_on) FROM clearance k WHERE k.account = a.id)"
		" FROM account a WHERE a.county = ?1 AND coalesce(a.disabled, 0) = 0 ORDER BY a.id",
		INT(g->c->model->county));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		const struct role_row *role = role_of_code(db_text(&q, 0));
		all++;
		no_factor += role && role->second_factor && db_null(&q, 1);
		no_clearance += role && role->clearance && db_int(&q, 2) < since;
	}
	add(g, &(struct audit_line){ .section = AUDIT_ACCOUNTS,
				     .label = N_("Accounts in use"),
				     .n = all,
				     .url = "/accounts" });
	add(g, &(struct audit_line){ .section = AUDIT_ACCOUNTS,
				     .label = N_("Of these without the second factor their role needs"),
				     .n = no_factor,
				     .url = "/accounts" });
	add(g, &(struct audit_line){ .section = AUDIT_ACCOUNTS,
				     .label = N_("Of these without this year's query for convictions"),
				     .n = no_clearance,
				     .url = "/accounts" });
	return db_done(&q);
}

static enum rc chains(struct gathering *g)
{
	str verified = privacy_meta(g->c, STR("verified")), on;
	int64_t found = -1;

	if (str_next(&verified, ' ', &on) && !str_int(verified, &found))
		found = -1;
	add(g,
	    &(struct audit_line){
		    .section = AUDIT_CHAINS,
		    .label =
			    found < 0
				    ? N_("Not verified yet")
				    : N_("Findings of the last check of both chains and the records, on {0}"),
		    .code = on,
		    .n = found < 0 ? 0 : found });
	add(g, &(struct audit_line){ .section = AUDIT_CHAINS,
				     .label = N_("Incidents: none is kept by this program yet") });
	return RC_OK;
}

enum rc audit_gather(struct ctx *c, int year, struct audit_report *ret)
{
	static enum rc (*const parts[])(struct gathering *) = {
		persons, consents, readings, openings_and_rest, requests, accounts, chains
	};
	day last = (day)(year * 10000 + 1231);
	struct gathering g = { .c = c,
			       .to = ret,
			       .first = (day)(year * 10000 + 101),
			       .last = last < c->today ? last : c->today };
	enum rc rc = RC_OK;

	g.from = first_moment(g.first);
	g.before = first_moment(day_add(last, 1));
	*ret = (struct audit_report){ .year = year, .line = NEW(c->mem, struct audit_line, LINES_MAX) };
	for (size_t i = 0; i < COUNT(parts) && rc == RC_OK; i++)
		rc = parts[i](&g);
	return rc;
}

void audit_submission_check(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;

	if (change->before)
		return;
	if (rec_day(r, AUDIT_SUBMITTED_ON) > c->today)
		problem_add(&c->problems, STR("submitted_on"), N_("This day has not come yet."),
			    (str){ NULL, 0 }, (str){ NULL, 0 });
	r->v[AUDIT_BY] = c->who->account ? INT(c->who->account) : NIL;
}
