#include "sweep.h"

static const uint8_t told[SWEEP_PARENTS][3] = {
	[SWEEP_FATHER] = { SWEEP_ENTRY_FATHER, SWEEP_ENTRY_FATHER_FROM, SWEEP_ENTRY_FATHER_TO },
	[SWEEP_MOTHER] = { SWEEP_ENTRY_MOTHER, SWEEP_ENTRY_MOTHER_FROM, SWEEP_ENTRY_MOTHER_TO },
};
#define BIT(field) (UINT64_C(1) << (field))
static const uint64_t answer_bits =
	BIT(SWEEP_ENTRY_STATE) | BIT(SWEEP_ENTRY_VISITED_ON) | BIT(SWEEP_ENTRY_HOW) |
	BIT(SWEEP_ENTRY_FATHER) | BIT(SWEEP_ENTRY_FATHER_FROM) | BIT(SWEEP_ENTRY_FATHER_TO) |
	BIT(SWEEP_ENTRY_MOTHER) | BIT(SWEEP_ENTRY_MOTHER_FROM) | BIT(SWEEP_ENTRY_MOTHER_TO) |
	BIT(SWEEP_ENTRY_CARER) | BIT(SWEEP_ENTRY_NOTE);
static const uint64_t check_bits = BIT(SWEEP_ENTRY_CHECK) | BIT(SWEEP_ENTRY_CHECK_NOTE);

static void complain(struct ctx *c, const char *field, const char *text)
{
	problem_add(&c->problems, str_of(field), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

static bool is_state(const struct record *e, const char *code)
{
	return str_eq(rec_text(e, SWEEP_ENTRY_STATE), str_of(code));
}

bool sweep_is_answered(const struct record *e) { return !is_state(e, CODE_SWEEP_ANSWER_OPEN); }

bool sweep_is_done(const struct record *e)
{
	return sweep_is_answered(e) && !str_eq(rec_text(e, SWEEP_ENTRY_CHECK), STR(CODE_SWEEP_CHECK_WRONG));
}

struct sweep_said sweep_said_of(const struct record *e, int parent)
{
	return (struct sweep_said){ sweep_where_of(rec_text(e, told[parent][0])), rec_day(e, told[parent][1]),
				    rec_day(e, told[parent][2]) };
}

/* --- the family --- */

static int slot_of(str relation)
{
	switch (standing_relation_of(relation)) {
	case STANDING_FATHER:
	case STANDING_STEPFATHER: return SWEEP_FATHER;
	case STANDING_MOTHER:
	case STANDING_STEPMOTHER: return SWEEP_MOTHER;
	default: return SWEEP_PARENTS;
	}
}

static bool is_step(str relation)
{
	enum standing_relation r = standing_relation_of(relation);

	return r == STANDING_STEPFATHER || r == STANDING_STEPMOTHER;
}

static bool in_force(const struct record *tie, day on)
{
	day from = rec_day(tie, TIE_FROM), to = rec_day(tie, TIE_TO);

	return from <= on && (!to || on <= to);
}

static void take_absences(struct arena *mem, const struct records *all, struct sweep_parent *p)
{
	p->absence = NEW(mem, struct standing_absence, all->n + 1);
	p->n = 0;
	for (size_t i = 0; i < all->n; i++) {
		const struct record *a = &all->r[i];
		if (rec_int(a, ABSENCE_PERSON) != p->person)
			continue;
		p->absence[p->n++] =
			(struct standing_absence){ .id = a->id,
						   .from = rec_day(a, ABSENCE_FROM),
						   .to = rec_day(a, ABSENCE_TO),
						   .known_by = rec_day(a, ABSENCE_KNOWN_BY),
						   .reason = standing_cause_of(rec_text(a, ABSENCE_REASON)),
						   .child_along = rec_int(a, ABSENCE_CHILD_ALONG) != 0,
						   .region = rec_text(a, ABSENCE_REGION) };
	}
}

void sweep_family_of(struct arena *mem, const struct records *ties, const struct records *absences,
		     int64_t child, day on, struct sweep_family *ret)
{
	*ret = (struct sweep_family){ 0 };
	for (size_t i = 0; i < ties->n; i++) {
		const struct record *t = &ties->r[i];
		str code = rec_text(t, TIE_RELATION);
		int slot = slot_of(code);
		if (rec_int(t, TIE_CHILD) != child || slot == SWEEP_PARENTS || !in_force(t, on))
			continue;
		struct sweep_parent *p = &ret->parent[slot];
		if (p->person && is_step(code)) /* born to comes before married to */
			continue;
		p->person = rec_int(t, TIE_PERSON);
		p->code = code;
	}
	for (int i = 0; i < SWEEP_PARENTS; i++)
		if (ret->parent[i].person)
			take_absences(mem, absences, &ret->parent[i]);
}

const struct standing_absence *sweep_absence_on(const struct sweep_parent *p, day on)
{
	const struct standing_absence *best = NULL;
	day began = 0;

	for (size_t i = 0; i < p->n; i++) {
		const struct standing_absence *a = &p->absence[i];
		day start = a->from ? a->from : a->known_by;
		if (start <= on && (!a->to || on <= a->to) && (!best || start >= began)) {
			best = a;
			began = start;
		}
	}
	return best;
}

/* As the program: what the answer becomes must not depend on who gives it. */
static enum rc load_family(struct ctx *p, const struct record *e, struct sweep_family *ret)
{
	struct records ties = { .r = NULL }, absences = { .r = NULL };
	int64_t child = rec_int(e, SWEEP_ENTRY_CHILD);
	struct list l = { .v = { INT(child) }, .nv = 1 };

	l.where = SQL("t.child = ?1");
	enum rc rc = record_list(p, &tie_kind, &l, &ties);
	l.where = SQL("t.person IN (SELECT i.person FROM tie i WHERE i.child = ?1)");
	if (rc == RC_OK)
		rc = record_list(p, &absence_kind, &l, &absences);
	if (rc == RC_OK)
		sweep_family_of(p->mem, &ties, &absences, child, rec_day(e, SWEEP_ENTRY_VISITED_ON), ret);
	return rc;
}

static struct actor program_for(const struct ctx *c)
{
	struct actor program = actor_system(c->who->county);

	program.account = c->who->account;
	program.for_account = c->who->for_account;
	return program;
}

/* --- what the answer means --- */

/* Of who has moved away, was not found or has died, nothing about the parents follows. */
static bool tells_of_parents(const struct record *e)
{
	return is_state(e, CODE_SWEEP_ANSWER_SAME) || is_state(e, CODE_SWEEP_ANSWER_CHANGED) ||
	       is_state(e, CODE_SWEEP_ANSWER_FOUND);
}

static void plan_of(struct arena *mem, const struct record *e, const struct sweep_family *family, int parent,
		    struct sweep_plan *ret)
{
	const struct sweep_parent *p = &family->parent[parent];
	struct sweep_said said = sweep_said_of(e, parent);

	*ret = (struct sweep_plan){ .step = NEW(mem, struct sweep_step, p->n + 2) };
	sweep_plan(p->absence, p->n, &said, rec_day(e, SWEEP_ENTRY_VISITED_ON), ret);
}

static void check_parents(struct ctx *c, const struct record *e)
{
	struct actor program = program_for(c);
	struct ctx p = ctx_system(c, &program);
	struct sweep_family family;
	static const char *const none[SWEEP_PARENTS] = {
		[SWEEP_FATHER] = N_("No father is written down. Add him in the child's file first."),
		[SWEEP_MOTHER] = N_("No mother is written down. Add her in the child's file first."),
	};

	p.seen = NULL;
	if (!tells_of_parents(e) || load_family(&p, e, &family) != RC_OK)
		return;
	for (int i = 0; i < SWEEP_PARENTS; i++) {
		struct sweep_plan plan;
		enum sweep_where where = sweep_said_of(e, i).where;
		bool day_given = !rec_null(e, told[i][1]) || !rec_null(e, told[i][2]);
		if (where == SWEEP_NOT_ASKED && day_given)
			complain(c, sweep_entry_kind.fields[told[i][0]].name, N_("Say where they are, too."));
		bool is_fact = where == SWEEP_HOME || where == SWEEP_AWAY || where == SWEEP_VISITING;
		if (is_fact && !family.parent[i].person)
			complain(c, sweep_entry_kind.fields[told[i][0]].name, none[i]);
		plan_of(c->mem, e, &family, i, &plan);
		if (plan.fault)
			complain(c, sweep_entry_kind.fields[told[i][plan.fault_at_to ? 2 : 1]].name,
				 plan.fault);
	}
}

static void check_visit(struct ctx *c, struct record *e, day listed_on)
{
	if (rec_null(e, SWEEP_ENTRY_VISITED_ON))
		e->v[SWEEP_ENTRY_VISITED_ON] = INT(c->today);
	if (rec_null(e, SWEEP_ENTRY_HOW))
		e->v[SWEEP_ENTRY_HOW] = TEXT(STR(CODE_VISIT_HOW_HOME));
	if (rec_day(e, SWEEP_ENTRY_VISITED_ON) > c->today)
		complain(c, "visited_on", N_("This day is still to come."));
	if (rec_day(e, SWEEP_ENTRY_VISITED_ON) < listed_on)
		complain(c, "visited_on", N_("The list was drawn later than that."));
}

static void check_answer(struct ctx *c, const struct change *change, day listed_on)
{
	struct record *e = change->after;

	if (!sweep_is_answered(e)) {
		complain(c, "state", N_("Choose what you found."));
		return;
	}
	check_visit(c, e, listed_on);
	bool says = !rec_null(e, SWEEP_ENTRY_NOTE) || !rec_null(e, SWEEP_ENTRY_FATHER) ||
		    !rec_null(e, SWEEP_ENTRY_MOTHER) || !rec_null(e, SWEEP_ENTRY_CARER);
	if (is_state(e, CODE_SWEEP_ANSWER_CHANGED) && !says)
		complain(c, "state", N_("Say what has changed: about father or mother, or in a few words."));
	if (!c->problems.n)
		check_parents(c, e);
	e->v[SWEEP_ENTRY_VISITED_BY] = c->who->account ? INT(c->who->account) : NIL;
	/* What a second person said was about the answer before. */
	e->v[SWEEP_ENTRY_CHECK] = e->v[SWEEP_ENTRY_CHECK_NOTE] = NIL;
	e->v[SWEEP_ENTRY_CHECKED_BY] = e->v[SWEEP_ENTRY_CHECKED_ON] = NIL;
}

const char *sweep_check_keeps(const struct ctx *c, const struct record *e)
{
	int64_t visitor = rec_int(e, SWEEP_ENTRY_VISITED_BY);

	if (!sweep_is_answered(e))
		return N_("Nobody has been there yet, so there is nothing to check.");
	if (c->who->role == ROLE_DIRECTOR)
		return N_("The township or the county looks a second time.");
	if (visitor && (visitor == c->who->account || visitor == c->who->for_account))
		return N_("Who visited does not look a second time: somebody else does.");
	return NULL;
}

static void check_second(struct ctx *c, const struct change *change)
{
	struct record *e = change->after;
	const char *keeps = sweep_check_keeps(c, change->before);

	if (keeps) {
		complain(c, "check", keeps);
		return;
	}
	if (rec_null(e, SWEEP_ENTRY_CHECK))
		complain(c, "check", N_("Say whether it is as written."));
	if (str_eq(rec_text(e, SWEEP_ENTRY_CHECK), STR(CODE_SWEEP_CHECK_WRONG)) &&
	    rec_null(e, SWEEP_ENTRY_CHECK_NOTE))
		complain(c, "check_note", N_("Say what is not so: the visitor goes there again."));
	e->v[SWEEP_ENTRY_CHECKED_BY] = c->who->account ? INT(c->who->account) : NIL;
	e->v[SWEEP_ENTRY_CHECKED_ON] = INT(c->today);
}

/* RC_NOT_FOUND: nobody's. */
static enum rc sweep_of(struct ctx *c, const struct record *e, bool *ret_closed, day *ret_listed)
{
	struct rows q;
	bool found = false;
	enum rc rc = DB_QUERY(c->db, &q, "SELECT s.state, s.listed_on FROM sweep s WHERE s.id = ?1",
			      INT(rec_int(e, SWEEP_ENTRY_SWEEP)));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q)) {
		found = true;
		*ret_closed = str_eq(db_text(&q, 0), STR(CODE_SWEEP_STATE_CLOSED));
		*ret_listed = (day)db_int(&q, 1);
	}
	rc = db_done(&q);
	return rc == RC_OK && !found ? RC_NOT_FOUND : rc;
}

void sweep_entry_check(struct ctx *c, const struct change *change)
{
	uint64_t changed = change->changed;
	bool closed = false;
	day listed_on = 0;

	if (!change->before || c->via == VIA_UNDO)
		return;
	/* "Nothing has changed", said again, is an answer all the same. */
	if (change->given & answer_bits && !(changed & answer_bits) &&
	    str_eq(rec_text(change->before, SWEEP_ENTRY_CHECK), STR(CODE_SWEEP_CHECK_WRONG)))
		changed |= BIT(SWEEP_ENTRY_STATE);
	if (!(changed & (answer_bits | check_bits)))
		return;
	if (sweep_of(c, change->after, &closed, &listed_on) != RC_OK || closed)
		complain(c, "state", N_("This sweep is closed: what was found stays as it is."));
	else if (changed & answer_bits && changed & check_bits)
		complain(c, "check", N_("Who visited does not look a second time: somebody else does."));
	else if (changed & answer_bits)
		check_answer(c, change, listed_on);
	else
		check_second(c, change);
}

/* --- the facts that follow --- */

static enum rc begin_absence(struct ctx *p, int64_t person, const struct sweep_step *s)
{
	struct input in = input_new(&absence_kind);
	struct record like, done;
	enum rc rc = s->absence ? record_load(p, &absence_kind, s->absence, &like) : RC_OK;

	if (rc != RC_OK)
		return rc;
	input_int(&in, p->mem, ABSENCE_PERSON, person);
	if (s->on)
		input_day(&in, p->mem, ABSENCE_FROM, s->on);
	if (s->known_by)
		input_day(&in, p->mem, ABSENCE_KNOWN_BY, s->known_by);
	input_set(&in, ABSENCE_REASON,
		  s->absence ? rec_text(&like, ABSENCE_REASON) : STR(CODE_ABSENCE_REASON_WORK));
	if (s->absence && !rec_null(&like, ABSENCE_REGION))
		input_set(&in, ABSENCE_REGION, rec_text(&like, ABSENCE_REGION));
	return record_create(p, &in, &done);
}

static enum rc take_step(struct ctx *p, int64_t person, const struct sweep_step *s)
{
	struct input in = input_new(&absence_kind);
	struct record done;

	if (s->act == SWEEP_BEGIN)
		return begin_absence(p, person, s);
	input_day(&in, p->mem, s->act == SWEEP_SET_FROM ? ABSENCE_FROM : ABSENCE_TO, s->on);
	return record_update(p, &absence_kind, s->absence, 0, &in, &done);
}

static enum rc apply_parent(struct ctx *p, const struct record *e, const struct sweep_family *family,
			    int parent)
{
	struct sweep_plan plan;
	enum rc rc = RC_OK;

	plan_of(p->mem, e, family, parent, &plan);
	for (size_t i = 0; i < plan.n && rc == RC_OK && family->parent[parent].person; i++)
		rc = take_step(p, family->parent[parent].person, &plan.step[i]);
	return rc;
}

enum rc sweep_entry_after(struct ctx *c, struct change *change)
{
	struct actor program = program_for(c);
	struct ctx p = ctx_system(c, &program);
	const struct record *e = change->after;
	struct sweep_family family;

	p.seen = NULL;
	if (!change->before || !e || c->via == VIA_UNDO || !(change->changed & answer_bits) ||
	    !tells_of_parents(e))
		return RC_OK;
	enum rc rc = load_family(&p, e, &family);
	for (int i = 0; i < SWEEP_PARENTS && rc == RC_OK; i++)
		rc = apply_parent(&p, e, &family, i);
	for (size_t i = 0; i < p.problems.n; i++) /* at no field of the entry: about the whole */
		problem_add(&c->problems, (str){ NULL, 0 }, p.problems.list[i].text,
			    p.problems.list[i].arg[0], p.problems.list[i].arg[1]);
	return rc;
}
