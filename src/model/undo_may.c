/* Who may take what back, and what stands against it.
 *
 * Reach is looked at as it is now.  But an undo itself takes away what kept a record within reach: the
 * enrolment goes before the child, the tie before the parent, for the newest change goes first.  So what
 * somebody wrote themselves, or the program in their name, they may take back even when they cannot see it
 * any more, unless the child is known to be elsewhere by now: enrolled in another school, living in another
 * village. */
#include "undo_parts.h"

/* Is it there, and does the condition that follows hold of it? */
static struct stmt ask_row(struct ctx *c, const struct kind *k, int64_t id)
{
	struct stmt s = stmt_new(c);

	stmt_str(&s, "SELECT t.id FROM ");
	stmt_str(&s, k->name);
	stmt_str(&s, " t WHERE t.id = ");
	stmt_val(&s, INT(id));
	return s;
}

static enum rc any_row(struct ctx *c, struct stmt *s, bool *ret)
{
	struct rows q;
	enum rc rc = stmt_query(s, c, &q);

	if (rc != RC_OK)
		return rc;
	*ret = db_next(&q);
	return db_done(&q);
}

static enum rc within(struct ctx *c, const struct kind *k, int64_t id, bool *ret)
{
	struct stmt s = ask_row(c, k, id);

	stmt_reach(&s, c, k, "t");
	return any_row(c, &s, ret);
}

/* Not merely without a place (then the clause is unknown, which is not false), but in another one. */
static enum rc elsewhere(struct ctx *c, const struct kind *k, int64_t id, bool *ret)
{
	struct stmt s = ask_row(c, k, id);

	stmt_str(&s, " AND NOT (1=1");
	stmt_reach(&s, c, k, "t");
	stmt_str(&s, ")");
	return any_row(c, &s, ret);
}

/* What even the nation's reach leaves out is stored and nothing else (PIPL 47): no hand may touch it, the
 * program's neither. */
static enum rc stored_only(struct ctx *c, const struct kind *child, int64_t id, bool *ret)
{
	struct actor nation = { .role = ROLE_MINISTRY, .reach = REACH_NATION };
	struct ctx as = *c;

	if (!child->scope[REACH_NATION]) {
		*ret = false;
		return RC_OK;
	}
	as.who = &nation;
	return elsewhere(&as, child, id, ret);
}

/* The child it belongs to; 0: none. */
static int64_t child_of(const struct record *r)
{
	if (r->kind->is_child)
		return r->id;
	return r->kind->child_field ? rec_int(r, r->kind->child_field - 1) : 0;
}

static bool own(const struct ctx *c, const struct undo_image *im)
{
	return c->who->account && im->actor == c->who->account;
}

static bool role_may(const struct ctx *c, const struct undo_image *im)
{
	if (own(c, im) || im->act == ACT_UPDATE)
		return kind_may_write(c->who, im->kind);
	return may_create(c->who, im->kind->profile);
}

bool undo_may_fields(const struct ctx *c, const struct undo_image *im, uint64_t fields)
{
	for (size_t i = 0; i < im->kind->nfields && !own(c, im); i++) {
		const struct field *f = &im->kind->fields[i];
		if (fields >> i & 1 && !f->derived && !may_write(c->who, f->profile))
			return false;
	}
	return true;
}

/* One that is not there is where its child is. */
static enum rc sees(struct ctx *c, const struct record *r, bool there, int64_t child_id, bool *ret)
{
	*ret = !there && c->who->reach == REACH_COUNTY;
	if (there)
		return within(c, r->kind, r->id, ret);
	if (!*ret && child_id && !r->kind->is_child)
		return within(c, store_child_kind(c->model), child_id, ret);
	return RC_OK;
}

static enum rc reaches(struct ctx *c, const struct undo_image *im, const struct record *r, bool there,
		       bool *ret)
{
	int64_t child = child_of(r);
	bool away = false;

	if (c->who->reach == REACH_ALL) {
		*ret = true;
		return RC_OK;
	}
	enum rc rc = sees(c, r, there, child, ret);
	if (rc != RC_OK || *ret || !own(c, im))
		return rc;
	if (child)
		rc = elsewhere(c, store_child_kind(c->model), child, &away);
	*ret = !away;
	return rc;
}

enum rc undo_may(struct ctx *c, const struct undo_image *im, const struct record *r, bool there, bool *ret)
{
	const struct kind *child = store_child_kind(c->model);
	int64_t child_id = child_of(r);
	bool locked = false;

	*ret = false;
	if (!role_may(c, im) || (c->who->reach != REACH_ALL && c->who->county != im->county))
		return RC_OK;
	if (child && child_id) {
		enum rc rc = stored_only(c, child, child_id, &locked);
		if (rc != RC_OK || locked)
			return rc;
	}
	return reaches(c, im, r, there, ret);
}

/* --- what points where --- */

static void put_referrers(struct stmt *s, const struct ctx *c, const struct kind *gone, int64_t id)
{
	stmt_str(s, "SELECT 1 WHERE 1=0");
	for (size_t i = 0; i < c->model->nkinds; i++) {
		const struct kind *k = c->model->kinds[i];
		for (size_t j = 0; j < k->nfields && !k->derived; j++) {
			const struct field *f = &k->fields[j];
			if (f->ref != gone || f->loose || !field_stored(f))
				continue;
			stmt_str(s, " OR EXISTS (SELECT 1 FROM ");
			stmt_str(s, k->name);
			stmt_str(s, " t WHERE t.");
			stmt_str(s, field_column(f));
			stmt_str(s, " = ");
			stmt_val(s, INT(id));
			stmt_str(s, ")");
		}
	}
}

enum rc undo_referred(struct ctx *c, const struct kind *k, int64_t id, bool *ret)
{
	struct stmt s = stmt_new(c);

	put_referrers(&s, c, k, id);
	return any_row(c, &s, ret);
}

static void complain(struct ctx *c, const struct field *f, const char *text)
{
	problem_add(&c->problems, str_of(f->name), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

enum rc undo_check_whole(struct ctx *c, const struct record *r, uint64_t fields)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < r->kind->nfields && rc == RC_OK; i++) {
		const struct field *f = &r->kind->fields[i];
		bool there = true;
		if (!(fields >> i & 1) || !field_stored(f) || f->fact)
			continue;
		if (r->v[i].t == VAL_NULL) {
			if (f->required)
				complain(c, f, N_("This is needed."));
			continue;
		}
		if (f->type == T_REF) {
			struct stmt s = ask_row(c, f->ref, rec_int(r, i));
			rc = any_row(c, &s, &there);
		}
		if (!there)
			complain(c, f, N_("What this points at is not there."));
	}
	return rc;
}
