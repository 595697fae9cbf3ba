#include "care_facts.h"

#include "enrolment.h"

enum { EARLIEST = 20200101 };

/* The children of one piece. */
struct piece {
	struct ctx *c;
	struct val v[DB_AT_ONCE];
	struct care_facts *f;
	size_t n;
};

static struct care_facts *facts_for(struct piece *p, int64_t child)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->f[i].child == child)
			return &p->f[i];
	return NULL;
}

/* One more of a list; its room doubles at each power of two. */
static void *one_more(struct arena *mem, void *list, size_t size, size_t n)
{
	if (n & (n - 1))
		return list;
	size_t cap = n ? 2 * n : 1;
	char *more = arena_alloc(mem, size, alignof(int64_t), cap);
	if (n && list)
		memcpy(more, list, n * size);
	return more;
}

static day day_at(const struct rows *q, int col) { return db_null(q, col) ? 0 : (day)db_int(q, col); }

static str text_at(struct piece *p, const struct rows *q, int col) { return db_dup(p->c->mem, q, col); }

static void take_child(struct piece *p, const struct rows *q, struct care_facts *f)
{
	str living = text_at(p, q, 4), household = text_at(p, q, 3);

	f->county = (unsigned)db_int(q, 1);
	f->born = day_at(q, 2);
	f->village = living.n >= 12 ? living : household.n >= living.n ? household : living;
	f->school = db_int(q, 5);
}

/* A crossing: until the next one of the child, given in its order of days. */
static void take_care(struct piece *p, const struct rows *q, struct care_facts *f)
{
	bool under = db_int(q, 2) != 0;
	day on = day_at(q, 1), from = on < EARLIEST ? EARLIEST : on;
	struct care_span *last = f->ncare ? &f->care[f->ncare - 1] : NULL;

	if (last && !last->to && !under)
		last->to = day_add(on, -1);
	if (last && last->to && last->to < EARLIEST)
		f->ncare--;
	if (!under || (last && !last->to))
		return;
	f->care = one_more(p->c->mem, f->care, sizeof *f->care, f->ncare);
	f->care[f->ncare++] = (struct care_span){ from, 0 };
}

static void take_level(struct piece *p, const struct rows *q, struct care_facts *f)
{
	f->level = one_more(p->c->mem, f->level, sizeof *f->level, f->nlevel);
	f->level[f->nlevel++] =
		(struct care_level){ day_at(q, 1), (int)db_int(q, 2), db_dup(p->c->mem, q, 3) };
}

static void take_visit(struct piece *p, const struct rows *q, struct care_facts *f)
{
	f->visit = one_more(p->c->mem, f->visit, sizeof *f->visit, f->nvisit);
	f->visit[f->nvisit++] = (struct care_visit){ .id = db_int(q, 1),
						     .by = db_int(q, 2),
						     .on = day_at(q, 3),
						     .role = text_at(p, q, 4),
						     .how = text_at(p, q, 5),
						     .met = text_at(p, q, 6) };
}

static void take_assessment(struct piece *p, const struct rows *q, struct care_facts *f)
{
	f->assessment = one_more(p->c->mem, f->assessment, sizeof *f->assessment, f->nassessment);
	f->assessment[f->nassessment++] = (struct care_assessment){ .id = db_int(q, 1),
								    .by = db_int(q, 2),
								    .on = day_at(q, 3),
								    .instrument = text_at(p, q, 4),
								    .score = (int)db_int(q, 5),
								    .out_of = (int)db_int(q, 6) };
}

static void take_plan(struct piece *p, const struct rows *q, struct care_facts *f)
{
	f->plan = one_more(p->c->mem, f->plan, sizeof *f->plan, f->nplan);
	f->plan[f->nplan++] = (struct care_plan){ .id = db_int(q, 1),
						  .from = day_at(q, 2),
						  .next_on = day_at(q, 3),
						  .closed_on = day_at(q, 4),
						  .outcome = text_at(p, q, 5) };
}

static void take_review(struct piece *p, const struct rows *q, struct care_facts *f)
{
	f->review = one_more(p->c->mem, f->review, sizeof *f->review, f->nreview);
	f->review[f->nreview++] = (struct care_review){ .id = db_int(q, 1),
							.plan = db_int(q, 2),
							.by = db_int(q, 3),
							.on = day_at(q, 4),
							.next_on = day_at(q, 5),
							.decision = text_at(p, q, 6) };
}

static enum care_finding_state state_of(str code)
{
	return str_eq(code, STR(CODE_FINDING_STATE_WITHDRAWN))   ? CARE_WITHDRAWN
	       : str_eq(code, STR(CODE_FINDING_STATE_UPHELD))    ? CARE_UPHELD
	       : str_eq(code, STR(CODE_FINDING_STATE_CONTESTED)) ? CARE_CONTESTED
								 : CARE_STANDS;
}

static void take_finding(struct piece *p, const struct rows *q, struct care_facts *f)
{
	f->finding = one_more(p->c->mem, f->finding, sizeof *f->finding, f->nfinding);
	f->finding[f->nfinding++] = (struct care_finding){ .id = db_int(q, 1),
							   .by = db_int(q, 2),
							   .on = day_at(q, 3),
							   .indicator = text_at(p, q, 4),
							   .state = state_of(text_at(p, q, 5)),
							   .evidence = text_at(p, q, 6),
							   .evidence_id = text_at(p, q, 7),
							   .over = day_at(q, 8) };
}

static void take_decision(struct piece *p, const struct rows *q, struct care_facts *f)
{
	f->decision = one_more(p->c->mem, f->decision, sizeof *f->decision, f->ndecision);
	f->decision[f->ndecision++] =
		(struct care_decision){ .id = db_int(q, 1),
					.by = db_int(q, 2),
					.on = day_at(q, 3),
					.up = str_eq(text_at(p, q, 4), STR(CODE_LEVEL_ACT_UP)),
					.level = (int)db_int(q, 5) };
}

static void take_conference(struct piece *p, const struct rows *q, struct care_facts *f)
{
	f->conference = one_more(p->c->mem, f->conference, sizeof *f->conference, f->nconference);
	f->conference[f->nconference++] = (struct care_conference){
		.id = db_int(q, 1), .on = day_at(q, 2), .held_on = day_at(q, 3), .state = text_at(p, q, 4)
	};
}

static void take_referral(struct piece *p, const struct rows *q, struct care_facts *f)
{
	f->referral = one_more(p->c->mem, f->referral, sizeof *f->referral, f->nreferral);
	f->referral[f->nreferral++] = (struct care_referral){ .id = db_int(q, 1),
							      .state = text_at(p, q, 2),
							      .sent_at = db_int(q, 3),
							      .due_at = db_int(q, 4),
							      .decided_at = db_int(q, 5),
							      .done_at = db_int(q, 6) };
}

static void take_carer(struct piece *p, const struct rows *q, struct care_facts *f)
{
	f->carer = one_more(p->c->mem, f->carer, sizeof *f->carer, f->ncarer);
	f->carer[f->ncarer++] = (struct care_carer){ .person = db_int(q, 1),
						     .from = day_at(q, 2),
						     .to = day_at(q, 3),
						     .children = (int)db_int(q, 4) };
}

/* Until the next enrolment begins: the rows come in order of their first days. */
static void take_enrolment(struct piece *p, const struct rows *q, struct care_facts *f)
{
	day from = day_at(q, 1), to = day_at(q, 2);
	struct care_span *last = f->ndropout ? &f->dropout[f->ndropout - 1] : NULL;

	if (last && !last->to && from > last->from)
		last->to = day_add(from, -1);
	if (!to || !str_eq(text_at(p, q, 3), STR(CODE_ENROLMENT_END_DROPOUT)))
		return;
	f->dropout = one_more(p->c->mem, f->dropout, sizeof *f->dropout, f->ndropout);
	f->dropout[f->ndropout++] = (struct care_span){ day_add(to, 1), 0 };
}

typedef void take(struct piece *p, const struct rows *q, struct care_facts *f);

static enum rc each(struct piece *p, const struct sql *sql, take *run)
{
	struct rows q;
	enum rc rc = db_query(p->c->db, &q, sql, p->v, DB_AT_ONCE);

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		struct care_facts *f = facts_for(p, db_int(&q, 0));
		if (f)
			run(p, &q, f);
	}
	return db_done(&q);
}

/* Age, health and ability of who looks after them: health is sealed, so through the store. */
static enum rc load_persons(struct piece *p)
{
	struct actor program = actor_system(p->c->model->county);
	struct ctx c = ctx_system(p->c, &program);
	struct records found = { .r = NULL };
	struct list l = { .want = UINT64_C(1) << PERSON_BIRTH_DATE | UINT64_C(1) << PERSON_HEALTH |
				  UINT64_C(1) << PERSON_CARE_ABILITY,
			  .nv = DB_AT_ONCE };
	bool any = false;

	for (size_t i = 0; i < p->n; i++)
		any = any || p->f[i].ncarer;
	if (!any)
		return RC_OK;
	c.seen = NULL; /* to reckon with */
	memcpy(l.v, p->v, sizeof p->v);
	l.where = SQL("t.id IN (SELECT i.person FROM tie i WHERE i.carer = 1 AND i.child IN " DB_SIXTEEN ")");
	enum rc rc = record_list(&c, &person_kind, &l, &found);
	for (size_t i = 0; i < p->n && rc == RC_OK; i++)
		for (size_t j = 0; j < p->f[i].ncarer; j++) {
			struct care_carer *w = &p->f[i].carer[j];
			for (size_t k = 0; k < found.n; k++)
				if (found.r[k].id == w->person) {
					const struct record *r = &found.r[k];
					w->born = rec_day(r, PERSON_BIRTH_DATE);
					w->health = rec_text(r, PERSON_HEALTH);
					w->ability = rec_text(r, PERSON_CARE_ABILITY);
				}
		}
	return rc;
}

static enum rc load_registry(struct piece *p)
{
	enum rc rc = each(p,
			  SQL("SELECT c.id, c.county, c.birth_date, c.household_region, c.living_region,"
			      " coalesce(c.school, 0) FROM child c WHERE c.id IN " DB_SIXTEEN),
			  take_child);

	if (rc == RC_OK)
		rc = each(p,
			  SQL("SELECT x.child, x.day, CASE WHEN x.civil_affairs = 1 OR x.difficulty = 1 THEN"
			      " 1 ELSE 0 END FROM crossing x WHERE x.child IN " DB_SIXTEEN
			      " ORDER BY x.child, x.day, x.id"),
			  take_care);
	if (rc == RC_OK)
		rc = each(p,
			  SQL("SELECT t.child, t.person, t.from_day, t.to_day, (SELECT count(*) FROM tie u"
			      " WHERE u.person = t.person AND u.carer = 1 AND u.to_day IS NULL) FROM tie t"
			      " WHERE t.carer = 1 AND t.child IN " DB_SIXTEEN " ORDER BY t.child, t.id"),
			  take_carer);
	if (rc == RC_OK)
		rc = each(p,
			  SQL("SELECT e.child, e.from_day, e.to_day, e.end_reason FROM enrolment e"
			      " WHERE e.child IN " DB_SIXTEEN " ORDER BY e.child, e.from_day, e.id"),
			  take_enrolment);
	return rc == RC_OK ? load_persons(p) : rc;
}

static enum rc load_seen(struct piece *p)
{
	enum rc rc = each(p,
			  SQL("SELECT v.child, v.id, coalesce(v.by_account, 0), v.on_day, v.role, v.how,"
			      " v.met FROM visit v WHERE v.child IN " DB_SIXTEEN
			      " AND NOT EXISTS (SELECT 1 FROM visit w WHERE w.corrects = v.id)"
			      " ORDER BY v.child, v.on_day, v.id"),
			  take_visit);

	if (rc == RC_OK)
		rc = each(p,
			  SQL("SELECT a.child, a.id, coalesce(a.by_account, 0), a.on_day, a.instrument,"
			      " coalesce(a.score, 0), coalesce(a.out_of, 0) FROM assessment a"
			      " WHERE a.child IN " DB_SIXTEEN " ORDER BY a.child, a.on_day, a.id"),
			  take_assessment);
	if (rc == RC_OK)
		rc = each(p,
			  SQL("SELECT f.child, f.id, coalesce(f.by_account, 0), f.on_day, f.indicator,"
			      " f.state, f.evidence, f.evidence_id, f.over_on FROM finding f WHERE f.child "
			      "IN " DB_SIXTEEN " ORDER BY f.child, f.on_day, f.id"),
			  take_finding);
	if (rc == RC_OK)
		rc = each(p,
			  SQL("SELECT d.child, d.id, coalesce(d.by_account, 0), d.on_day, d.what, d.level"
			      " FROM level_decision d WHERE d.child IN " DB_SIXTEEN
			      " ORDER BY d.child, d.on_day, d.id"),
			  take_decision);
	return rc;
}

static enum rc load_done(struct piece *p)
{
	enum rc rc = each(p,
			  SQL("SELECT l.child, l.from_day, l.level, l.reasons FROM risk_level l WHERE "
			      "l.child IN " DB_SIXTEEN " ORDER BY l.child, l.from_day, l.id"),
			  take_level);

	if (rc == RC_OK)
		rc = each(p,
			  SQL("SELECT p.child, p.id, p.from_day, p.next_on, p.closed_on, p.outcome"
			      " FROM plan p WHERE p.child IN " DB_SIXTEEN
			      " ORDER BY p.child, p.from_day, p.id"),
			  take_plan);
	if (rc == RC_OK)
		rc = each(p,
			  SQL("SELECT r.child, r.id, r.plan, coalesce(r.by_account, 0), r.on_day, r.next_on,"
			      " r.decision FROM plan_review r WHERE r.child IN " DB_SIXTEEN
			      " ORDER BY r.child, r.on_day, r.id"),
			  take_review);
	if (rc == RC_OK)
		rc = each(p,
			  SQL("SELECT k.child, k.id, k.on_day, k.held_on, k.state FROM conference k"
			      " WHERE k.child IN " DB_SIXTEEN " ORDER BY k.child, k.on_day, k.id"),
			  take_conference);
	if (rc == RC_OK)
		rc = each(p,
			  SQL("SELECT r.child, r.id, r.state, coalesce(r.sent_at, 0), coalesce(r.due_at, 0),"
			      " coalesce(r.decided_at, 0), coalesce(r.done_at, 0) FROM referral r"
			      " WHERE r.child IN " DB_SIXTEEN " ORDER BY r.child, r.id"),
			  take_referral);
	return rc;
}

enum rc care_facts_load(struct ctx *c, const int64_t *child, size_t n, struct care_facts *ret)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < n; i++)
		ret[i] = (struct care_facts){ .child = child[i] };
	for (size_t at = 0; at < n && rc == RC_OK; at += DB_AT_ONCE) {
		struct piece p = { .c = c, .f = ret + at, .n = n - at < DB_AT_ONCE ? n - at : DB_AT_ONCE };
		db_sixteen(child + at, p.n, p.v);
		rc = load_registry(&p);
		if (rc == RC_OK)
			rc = load_seen(&p);
		if (rc == RC_OK)
			rc = load_done(&p);
	}
	return rc;
}

enum rc care_facts_concerned(struct ctx *c, const int64_t *child, size_t n, int64_t *ret, size_t *ret_n)
{
	enum rc rc = RC_OK;
	size_t found = 0;

	for (size_t at = 0; at < n && rc == RC_OK; at += DB_AT_ONCE) {
		struct val v[DB_AT_ONCE];
		struct rows q;
		db_sixteen(child + at, n - at, v);
		rc = db_query(c->db, &q,
			      SQL("SELECT x.child FROM crossing x WHERE x.child IN " DB_SIXTEEN
				  " AND (x.civil_affairs = 1 OR x.difficulty = 1)"
				  " UNION SELECT k.child FROM care_case k WHERE k.child IN " DB_SIXTEEN
				  " UNION SELECT l.child FROM risk_level l WHERE l.child IN " DB_SIXTEEN
				  " UNION SELECT o.child FROM obligation o WHERE o.child IN " DB_SIXTEEN
				  " UNION SELECT f.child FROM finding f WHERE f.child IN " DB_SIXTEEN
				  " UNION SELECT d.child FROM level_decision d WHERE d.child IN " DB_SIXTEEN
				  " UNION SELECT s.child FROM visit s WHERE s.child IN " DB_SIXTEEN
				  " UNION SELECT a.child FROM assessment a WHERE a.child IN " DB_SIXTEEN
				  " UNION SELECT p.child FROM plan p WHERE p.child IN " DB_SIXTEEN
				  " ORDER BY 1"),
			      v, DB_AT_ONCE);
		if (rc != RC_OK)
			break;
		while (db_next(&q) && found < n)
			ret[found++] = db_int(&q, 0);
		rc = db_done(&q);
	}
	if (rc == RC_OK)
		*ret_n = found;
	return rc;
}

bool care_facts_under(const struct care_facts *f, day on)
{
	for (size_t i = 0; i < f->ncare; i++)
		if (f->care[i].from <= on && (!f->care[i].to || on <= f->care[i].to))
			return true;
	return false;
}

const struct care_visit *care_facts_last_visit(const struct care_facts *f, day on)
{
	const struct care_visit *last = NULL;

	for (size_t i = 0; i < f->nvisit && f->visit[i].on <= on; i++)
		last = &f->visit[i];
	return last;
}
