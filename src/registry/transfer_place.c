/* An accepted transfer: the times at school, and across counties the keeper of all that is the child's. */
#include "account.h"
#include "enrolment.h"
#include "move.h"
#include "search.h"
#include "transfer.h"

static struct ctx program_of(const struct ctx *c, struct actor *program)
{
	*program = actor_system(c->who->county ? c->who->county : c->model->county);
	program->account = c->who->account;
	struct ctx p = ctx_system(c, program);
	p.seen = NULL;
	p.trusted = true;
	return p;
}

/* --- times at school --- */

/* Day pupil or boarder as before, unless that is why the child goes. */
static enum rc mode_before(struct ctx *p, const struct record *t, str *ret)
{
	struct list l = { .filter = { { ENROLMENT_CHILD, INT(rec_int(t, TRANSFER_CHILD)) },
				      { ENROLMENT_SCHOOL, INT(rec_int(t, TRANSFER_FROM_SCHOOL)) } },
			  .nfilter = 2 };
	struct records all;

	*ret = (str){ NULL, 0 };
	if (str_eq(rec_text(t, TRANSFER_REASON), STR(CODE_TRANSFER_REASON_BOARDING)))
		return RC_OK;
	enum rc rc = record_list(p, &enrolment_kind, &l, &all);
	const struct record *now =
		rc == RC_OK ? enrolment_on(&all, day_add(rec_day(t, TRANSFER_START_ON), -1)) : NULL;
	if (now)
		*ret = rec_text(now, ENROLMENT_ATTENDANCE_MODE);
	return rc;
}

static enum rc place(struct ctx *c, const struct record *t, int64_t class)
{
	struct actor program;
	struct ctx p = program_of(c, &program);
	struct placement to = { .school = rec_int(t, TRANSFER_TO_SCHOOL),
				.class = class,
				.entry_month = rec_day(t, TRANSFER_START_ON) / 100,
				.from = rec_day(t, TRANSFER_START_ON) };
	enum rc rc = mode_before(&p, t, &to.attendance_mode);

	return rc == RC_OK ? enrolment_place(c, rec_int(t, TRANSFER_CHILD), &to) : rc;
}

/* --- the keeper --- */

/* What tells of the old county's own doings stays with it: its census, what its people were told and asked to
 * open, and what the family agreed to there (another county is another processor and asks anew, PIPL 23). */
static bool stays(const struct kind *k)
{
	return k == &transfer_kind || k == &sweep_entry_kind || k->profile == P_NOTICE ||
	       k->profile == P_OPENING || k->profile == P_CONSENT;
}

struct moving {
	struct ctx *p;
	int64_t child;
	unsigned from, to;
};

static enum rc move_parts(const struct moving *m)
{
	const struct model *model = m->p->model;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < model->nkinds; i++) {
		const struct kind *k = model->kinds[i];
		for (size_t f = 0; f < k->nfields && !k->derived && !stays(k) && rc == RC_OK; f++)
			if (k->fields[f].ref == &child_kind && field_stored(&k->fields[f]))
				rc = move_referrers(m->p, k, f, m->child, m->from, m->to);
	}
	return rc;
}

struct some_ids {
	int64_t id;
	struct some_ids *next;
};

static struct some_ids *read_ids(struct ctx *p, struct rows *q)
{
	struct some_ids *first = NULL, **end = &first;

	while (db_next(q)) {
		*end = NEW(p->mem, struct some_ids, 1);
		(*end)->id = db_int(q, 0);
		end = &(*end)->next;
	}
	return first;
}

static enum rc move_accounts(const struct moving *m, struct rows *q)
{
	struct some_ids *list = read_ids(m->p, q);
	enum rc rc = db_done(q);

	for (; list && rc == RC_OK; list = list->next)
		rc = move_record(m->p, &account_kind, list->id, m->to);
	return rc;
}

/* Whoever signs in as the child or as this adult is kept by the county that keeps them. */
static enum rc move_accounts_of(const struct moving *m, int64_t child, int64_t person)
{
	struct buf b = buf_new(m->p->mem, 24);
	struct rows q;

	buf_int(&b, child ? child : person);
	enum rc rc = child ? DB_QUERY(m->p->db, &q,
				      "SELECT a.id FROM account a WHERE a.child_id = ?1 AND a.county = ?2"
				      " ORDER BY a.id",
				      TEXT(buf_view(&b)), INT(m->from))
			   : DB_QUERY(m->p->db, &q,
				      "SELECT a.id FROM account a WHERE a.person_id = ?1 AND a.county = ?2"
				      " ORDER BY a.id",
				      TEXT(buf_view(&b)), INT(m->from));
	return rc == RC_OK ? move_accounts(m, &q) : rc;
}

static enum rc move_person(const struct moving *m, int64_t person)
{
	enum rc rc = move_referrers(m->p, &absence_kind, ABSENCE_PERSON, person, m->from, m->to);

	if (rc == RC_OK)
		rc = move_referrers(m->p, &circumstance_kind, CIRCUMSTANCE_PERSON, person, m->from, m->to);
	if (rc == RC_OK)
		rc = move_accounts_of(m, 0, person);
	return rc == RC_OK ? move_record(m->p, &person_kind, person, m->to) : rc;
}

/* Adults go along unless another child of theirs stays behind: then both counties see them, by their ties. */
static enum rc move_family(const struct moving *m)
{
	struct rows q;
	enum rc rc = DB_QUERY(m->p->db, &q,
			      "SELECT DISTINCT p.id FROM tie i JOIN person p ON p.id = i.person"
			      " WHERE i.child = ?1 AND p.county = ?2 AND NOT EXISTS"
			      " (SELECT 1 FROM tie o JOIN child c ON c.id = o.child WHERE o.person = p.id"
			      " AND o.child <> ?1 AND c.county = ?2) ORDER BY p.id",
			      INT(m->child), INT(m->from));

	if (rc != RC_OK)
		return rc;
	struct some_ids *list = read_ids(m->p, &q);
	rc = db_done(&q);
	for (; list && rc == RC_OK; list = list->next)
		rc = move_person(m, list->id);
	return rc;
}

/* It is found by its name in the other county from now on. */
static enum rc move_keys(struct ctx *p, int64_t child, unsigned from, unsigned to)
{
	struct record r;
	enum rc rc = record_load(p, &child_kind, child, &r);

	return rc == RC_OK ? search_moved(p, child, rec_text(&r, CHILD_NAME), from, to) : rc;
}

static enum rc change_keeper(struct ctx *c, int64_t child, unsigned from, unsigned to)
{
	struct actor program;
	struct ctx p = program_of(c, &program);
	struct moving m = { &p, child, from, to };
	enum rc rc = move_parts(&m);

	if (rc == RC_OK)
		rc = move_family(&m);
	if (rc == RC_OK)
		rc = move_accounts_of(&m, child, 0);
	if (rc == RC_OK)
		rc = move_record(&p, &child_kind, child, to);
	return rc == RC_OK ? move_keys(&p, child, from, to) : rc;
}

enum rc transfer_place(struct ctx *c, const struct record *t, int64_t class)
{
	unsigned from = (unsigned)rec_int(t, TRANSFER_FROM_COUNTY),
		 to = (unsigned)rec_int(t, TRANSFER_TO_COUNTY);
	enum rc rc = place(c, t, class);

	return rc == RC_OK && from != to ? change_keeper(c, rec_int(t, TRANSFER_CHILD), from, to) : rc;
}
