#include "visit.h"

#include "entry.h"
#include "finding.h"
#include "sm.h"
#include "task.h"
#include "utf8.h"

enum { ROUND = 16 /* values of one condition */ };

static void complain(struct ctx *c, size_t field, const char *text, str arg)
{
	problem_add(&c->problems, str_of(visit_kind.fields[field].name), text, arg, (str){ NULL, 0 });
}

static str county_text(struct ctx *c, const struct record *v)
{
	struct buf b = buf_new(c->mem, 8);

	buf_pad(&b, v->county ? v->county : c->model->county, 6);
	return buf_view(&b);
}

/* --- rules --- */

static void check_days(struct ctx *c, const struct record *v, const struct record *child)
{
	day on = rec_day(v, VISIT_ON), born = rec_day(child, CHILD_BIRTH_DATE),
	    next = rec_day(v, VISIT_NEXT_ON);
	str none = { NULL, 0 };

	if (on > c->today)
		complain(c, VISIT_ON,
			 N_("This day is still to come. Write a visit down when it has been made."), none);
	else if (on && born && on < born)
		complain(c, VISIT_ON, N_("The child had not been born on this day."), none);
	if (next && next < on)
		complain(c, VISIT_NEXT_ON, N_("The next step comes after the visit."), none);
	if (next && rec_null(v, VISIT_NEXT_STEP))
		complain(c, VISIT_NEXT_STEP, N_("Say what is to be done by then."), none);
}

static void check_codes(struct ctx *c, const struct record *v)
{
	str region = county_text(c, v), none = { NULL, 0 };
	day on = rec_day(v, VISIT_ON);
	const struct {
		size_t field;
		str unknown;
		const char *text;
	} list[] = {
		{ VISIT_MET,
		  visit_unknown_code(rec_text(v, VISIT_MET), code_list_find(STR("visit_met")), on, region),
		  N_("Who was met: the list does not have {0}.") },
		{ VISIT_HAZARDS,
		  visit_unknown_code(rec_text(v, VISIT_HAZARDS), code_list_find(STR("hazard")), on, region),
		  N_("Hazards: the list does not have {0}.") },
		{ VISIT_CHECKLIST, visit_checklist_fault(rec_text(v, VISIT_CHECKLIST), on, region),
		  N_("The checklist does not have {0}.") },
	};

	for (size_t i = 0; i < COUNT(list); i++)
		if (list[i].unknown.n)
			complain(c, list[i].field, list[i].text, str_cut(list[i].unknown, 0, 40));
	if (visit_has(rec_text(v, VISIT_MET), STR(CODE_VISIT_MET_NOBODY)) &&
	    rec_text(v, VISIT_MET).n > strlen(CODE_VISIT_MET_NOBODY))
		complain(c, VISIT_MET, N_("Either somebody was met or nobody."), none);
	if (!rec_null(v, VISIT_WORDS) && !visit_has(rec_text(v, VISIT_MET), STR(CODE_VISIT_MET_CHILD)))
		complain(c, VISIT_MET, N_("If the child said this, mark that you met the child."), none);
	if (!rec_null(v, VISIT_PLACE) && !visit_place_valid(rec_text(v, VISIT_PLACE)))
		complain(c, VISIT_PLACE, N_("A place is written as degrees north and east: 21.27,110.45."),
			 none);
	if (!rec_null(v, VISIT_CLIENT) && !entry_client_valid(rec_text(v, VISIT_CLIENT)))
		complain(c, VISIT_CLIENT, N_("A device's number has 8 to 36 letters, digits or dashes."),
			 none);
}

static void check_corrected(struct ctx *c, const struct record *v)
{
	struct record old;

	if (rec_null(v, VISIT_CORRECTS))
		return;
	enum rc rc = record_load(c, &visit_kind, rec_int(v, VISIT_CORRECTS), &old);
	if (rc == RC_OK && rec_int(&old, VISIT_CHILD) != rec_int(v, VISIT_CHILD))
		complain(c, VISIT_CORRECTS, N_("That visit was to another child."), (str){ NULL, 0 });
}

/* --- the same text --- */

static void put_mark(struct ctx *c, struct record *v, const struct record *child)
{
	const str text[] = { rec_text(v, VISIT_SEEN), rec_text(v, VISIT_WORDS) };
	int64_t least = ctx_param(c, PARAM_VISIT_ALIKE_LETTERS), like = 0;
	str plain = visit_plain_text(c->mem, text, COUNT(text), rec_text(child, CHILD_NAME),
				     least > 1 ? (size_t)least : 1);
	struct buf mark = buf_new(c->mem, 2 * SM3_SIZE + 1);

	v->v[VISIT_MARK] = v->v[VISIT_LIKE] = NIL;
	if (!plain.n)
		return;
	str digest = store_digest(c, &visit_kind, VISIT_MARK, plain);
	buf_hex(&mark, digest.s, digest.n);
	v->v[VISIT_MARK] = TEXT(buf_view(&mark));
	/* Of another child or day: the same child and day is the visit put right. */
	enum rc rc = DB_ONE(c->db, &like,
			    "SELECT v.id FROM visit v WHERE v.mark = ?1 AND (v.child <> ?2 OR v.on_day <> ?3)"
			    " AND v.id <> ?4 ORDER BY v.on_day DESC, v.id DESC LIMIT 1",
			    TEXT(buf_view(&mark)), INT(rec_int(v, VISIT_CHILD)), INT(rec_day(v, VISIT_ON)),
			    INT(rec_int(v, VISIT_CORRECTS)));
	if (rc == RC_OK && like)
		v->v[VISIT_LIKE] = INT(like);
}

/* Who, as what, and when; the program alone may have said so itself. */
static void fill_in(struct ctx *c, const struct change *change, const struct record *child)
{
	struct record *v = change->after;

	if (!(change->given >> VISIT_BY & 1))
		v->v[VISIT_BY] = c->who->account ? INT(c->who->account) : NIL;
	if (!(change->given >> VISIT_ROLE & 1))
		v->v[VISIT_ROLE] = TEXT(str_of(role_code(c->who->role)));
	if (!(change->given >> VISIT_AT & 1))
		v->v[VISIT_AT] = INT(c->now);
	if (!(change->given >> VISIT_MARK & 1))
		put_mark(c, v, child);
}

void visit_check(struct ctx *c, const struct change *change)
{
	struct record *v = change->after, child;

	if (!v || change->before || c->via == VIA_UNDO)
		return;
	if (entry_child(c, rec_int(v, VISIT_CHILD), &child) != RC_OK)
		return; /* the store has said that there is none */
	check_days(c, v, &child);
	check_codes(c, v);
	check_corrected(c, v);
	if (c->problems.n)
		return;
	fill_in(c, change, &child);
}

/* --- what follows --- */

/* The words of the step are sensitive, a task's title is not: it only says where they stand. */
static enum rc raise_step(struct ctx *c, const struct record *v)
{
	struct buf title = buf_new(c->mem, 1000), on = buf_new(c->mem, 16);

	day_put(&on, rec_day(v, VISIT_ON));
	TR(&title, c->lang, N_("Next step of the visit on {0}"), buf_view(&on));
	return task_raise(c,
			  &(struct task_new){ .child = rec_int(v, VISIT_CHILD),
					      .what = STR(CODE_TASK_WHAT_FOLLOW_UP),
					      .title = buf_view(&title),
					      .role = c->who->role,
					      .account = c->who->account,
					      .due = rec_day(v, VISIT_NEXT_ON),
					      .source = "visit",
					      .source_id = v->id },
			  NULL);
}

enum rc visit_after(struct ctx *c, struct change *change)
{
	const struct record *v = change->after;
	enum rc rc = RC_OK;

	if (!v || change->before || c->via == VIA_UNDO)
		return RC_OK;
	if (!rec_null(v, VISIT_HAZARDS))
		rc = finding_of_hazards(c, rec_int(v, VISIT_CHILD), rec_day(v, VISIT_ON),
					rec_text(v, VISIT_HAZARDS), "visit", v->id);
	/* Who comes back with it after its day has done it, or it has become part of a later visit. */
	if (rc == RC_OK && rec_day(v, VISIT_NEXT_ON) >= c->today && c->who->account)
		rc = raise_step(c, v);
	/* What a corrected visit wanted is said anew. */
	if (rc == RC_OK && !rec_null(v, VISIT_CORRECTS))
		rc = task_drop_of(c, "visit", rec_int(v, VISIT_CORRECTS));
	return rc;
}

/* --- writing one --- */

enum rc visit_find(struct ctx *c, str client, int64_t *ret)
{
	if (!client.n || !c->who->account)
		return RC_NOT_FOUND;
	return DB_ONE(
		c->db, ret,
		"SELECT v.id FROM visit v WHERE v.client = ?1 AND v.by_account = ?2 ORDER BY v.id LIMIT 1",
		TEXT(utf8_number(c->mem, client)), INT(c->who->account));
}

/* Under this number stands a visit: to this very child? */
static enum rc same_child(struct ctx *c, const struct input *in, int64_t there)
{
	int64_t child = 0, said = 0;
	enum rc rc = DB_ONE(c->db, &child, "SELECT v.child FROM visit v WHERE v.id = ?1", INT(there));

	if (rc != RC_OK)
		return rc;
	if (str_int(in->text[VISIT_CHILD], &said) && said == child)
		return RC_OK;
	complain(c, VISIT_CLIENT, N_("Under this number stands a visit to another child."), (str){ NULL, 0 });
	return RC_INVALID;
}

enum rc visit_write(struct ctx *c, const struct input *in, int64_t *ret_id, bool *ret_there)
{
	struct record done;
	int64_t there = 0;
	bool numbered = in->given >> VISIT_CLIENT & 1 && utf8_valid(in->text[VISIT_CLIENT]);
	enum rc rc = numbered ? visit_find(c, in->text[VISIT_CLIENT], &there) : RC_NOT_FOUND;

	if (rc == RC_OK) {
		rc = same_child(c, in, there);
	} else if (rc == RC_NOT_FOUND) { /* a new one */
		rc = record_create(c, in, &done);
		if (rc == RC_OK)
			*ret_id = done.id;
		*ret_there = false;
		return rc;
	}
	if (rc == RC_OK) {
		*ret_id = there;
		*ret_there = true;
	}
	return rc;
}

/* --- what pages ask --- */

enum rc visit_case_of(struct ctx *c, int64_t child, struct visit_case *ret)
{
	struct list l = { .filter = { { CARE_CASE_CHILD, INT(child) } }, .nfilter = 1 };
	struct records found;
	enum rc rc = record_list(c, &care_case_kind, &l, &found);

	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	*ret = (struct visit_case){ 0 };
	if (rc != RC_OK || !found.n)
		return RC_OK;
	const struct record *r = &found.r[0];
	ret->level = (int)rec_int(r, CARE_CASE_LEVEL);
	ret->last = rec_day(r, CARE_CASE_LAST_VISIT);
	ret->due = rec_day(r, CARE_CASE_VISIT_DUE);
	return RC_OK;
}

static enum rc load_round(struct ctx *c, const int64_t *id, size_t n, struct records *to)
{
	struct list l = { .nv = ROUND };
	struct records found;

	l.where = SQL("t.id IN (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)");
	for (size_t i = 0; i < ROUND; i++)
		l.v[i] = INT(i < n ? id[i] : 0);
	enum rc rc = record_list(c, &child_kind, &l, &found);
	for (size_t i = 0; rc == RC_OK && i < found.n; i++)
		to->r[to->n++] = found.r[i];
	return rc;
}

enum rc visit_children(struct ctx *c, const struct records *visits, struct records *ret)
{
	int64_t *id = NEW(c->mem, int64_t, visits->n + 1);
	size_t n = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < visits->n; i++) {
		int64_t child = rec_int(&visits->r[i], VISIT_CHILD);
		bool known = false;
		for (size_t k = 0; k < n && !known; k++)
			known = id[k] == child;
		if (!known)
			id[n++] = child;
	}
	*ret = (struct records){ .r = NEW(c->mem, struct record, n + 1) };
	for (size_t at = 0; at < n && rc == RC_OK; at += ROUND)
		rc = load_round(c, id + at, n - at < ROUND ? n - at : ROUND, ret);
	return rc;
}

const struct record *visit_child_in(const struct records *children, int64_t id)
{
	for (size_t i = 0; i < children->n; i++)
		if (children->r[i].id == id)
			return &children->r[i];
	return NULL;
}
