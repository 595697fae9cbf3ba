/* One change after the other taken back.
 *
 * What the rooms' rules wrote beside a change (facts behind flat fields) has rows of its own in the batch,
 * which come first, being newer.  So the opposite change is given to .after without what those rules act
 * upon: `given` is empty, facts and fields without a column are left out.  What .after says about whose
 * children are concerned still holds, and what is derived settles at the end of the unit as after any write.
 */
#include "undo_parts.h"

#include <assert.h>

/* clang-format off */
static const char *const labels[UNDO__N] = {
	[UNDO_DONE]     = N_("taken back"),
	[UNDO_NOTHING]  = N_("as it was before already"),
	[UNDO_EDITED]   = N_("changed by somebody since"),
	[UNDO_REFERRED] = N_("another record points at it"),
	[UNDO_LOCKED]   = N_("not yours to change, or only stored any more"),
	[UNDO_ERASED]   = N_("what it was before has been erased"),
	[UNDO_REFUSED]  = N_("the rules do not allow it"),
};
/* clang-format on */

const char *undo_label(enum undo_outcome o) { return o < UNDO__N ? labels[o] : "?"; }

/* --- what a batch did --- */

/* Notes (no digest) change nothing, and the record of the batch itself is none of its changes.  That the
 * batch is not 0 lets the index of those that are not be used. */
enum rc undo_count(struct ctx *c, int64_t batch, int64_t *ret)
{
	return DB_ONE(c->db, ret,
		      "SELECT count(*) FROM journal j WHERE j.batch = ?1 AND j.batch <> 0 AND j.record <> ?1"
		      " AND j.act IN (1, 2, 3) AND j.digest <> ''",
		      INT(batch));
}

enum rc undo_list(struct ctx *c, int64_t batch, int64_t before_seq, struct undo_row *ret, size_t *ret_n)
{
	struct rows q;
	size_t n = 0;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT j.seq, j.record, j.kind, j.act FROM journal j WHERE j.batch = ?1 AND j.batch <> 0"
		" AND j.record <> ?1 AND j.act IN (1, 2, 3) AND j.digest <> '' AND j.seq < ?2"
		" ORDER BY j.seq DESC LIMIT ?3",
		INT(batch), INT(before_seq ? before_seq : INT64_MAX), INT((int64_t)*ret_n));

	if (rc != RC_OK)
		return rc;
	while (n < *ret_n && db_next(&q))
		ret[n++] = (struct undo_row){ .seq = db_int(&q, 0),
					      .record = db_int(&q, 1),
					      .kind = model_kind_named(c->model, db_text(&q, 2)),
					      .act = (enum act)db_int(&q, 3) };
	rc = db_done(&q);
	if (rc == RC_OK)
		*ret_n = n;
	return rc;
}

/* --- one of them --- */

struct work {
	struct ctx *c;
	const struct undo_image *im;
	const struct record *now; /* NULL: it is not there */
	struct undo_row *row;
};

static enum rc left(struct work *w, enum undo_outcome why)
{
	w->row->outcome = why;
	return RC_OK;
}

static void complain(struct ctx *c, const char *text)
{
	problem_add(&c->problems, (str){ NULL, 0 }, text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

/* The record as it would be, before the rules of today.  They look at a copy: what they would fill in was no
 * part of what is put back. */
static enum rc allowed(struct work *w, const struct record *before, const struct record *after,
		       uint64_t fields, bool *ret)
{
	struct ctx *c = w->c;
	const struct kind *k = w->im->kind;
	struct record then = before ? *before : *after, scratch = *after;
	struct change ch = {
		.kind = k, .before = before ? &then : NULL, .after = &scratch, .changed = fields
	};

	scratch.v = NEW(c->mem, struct val, FIELDS_MAX);
	memcpy(scratch.v, after->v, k->nfields * sizeof *scratch.v);
	enum rc rc = undo_check_whole(c, after, fields);
	if (rc == RC_OK && !c->problems.n && k->check)
		k->check(c, &ch);
	if (rc == RC_OK)
		rc = db_settle(c->db); /* what could not be looked up is no reason to refuse */
	*ret = !c->problems.n;
	return rc;
}

/* Fields that count when a record is compared with what the batch left. */
static bool compared(const struct field *f) { return field_stored(f) && !f->fact && !f->derived; }

static uint64_t differing(struct work *w, const str *side)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < w->im->kind->nfields; i++)
		if (compared(&w->im->kind->fields[i]) && !undo_holds(w->c, w->now, i, side[i]))
			bits |= UINT64_C(1) << i;
	return bits;
}

/* It was made: it goes. */
static enum rc take_away(struct work *w)
{
	const struct kind *k = w->im->kind;
	struct record before = *w->now;
	struct change ch = { .kind = k, .before = &before };
	bool referred = false;

	/* What an undo brought back had gone along with what it belongs to, and goes with it again. */
	if (k->kept && w->im->version == 1) {
		complain(w->c, N_("Records of this kind are never deleted."));
		return left(w, UNDO_REFUSED);
	}
	if (w->im->erased)
		return left(w, UNDO_ERASED);
	w->row->fields = differing(w, w->im->after);
	if (w->row->fields)
		return left(w, UNDO_EDITED);
	enum rc rc = undo_referred(w->c, k, before.id, &referred);
	if (rc != RC_OK)
		return rc;
	if (referred)
		return left(w, UNDO_REFERRED);
	w->row->outcome = UNDO_DONE;
	return store_put(w->c, ACT_DELETE, &ch);
}

struct plan {
	uint64_t back, left; /* fields to put back; fields that hold neither what was nor what became of it */
};

static struct plan plan_of(struct work *w, struct record *after)
{
	const struct undo_image *im = w->im;
	struct plan p = { 0 };

	for (size_t i = 0; i < im->kind->nfields; i++) {
		const struct field *f = &im->kind->fields[i];
		uint64_t bit = UINT64_C(1) << i;
		if (!(im->fields & bit) || !field_stored(f) || f->fact ||
		    undo_holds(w->c, w->now, i, im->before[i]))
			continue;
		struct val v = NIL;
		if (undo_holds(w->c, w->now, i, im->after[i]) &&
		    (im->before[i].s ? undo_value(f, im->before[i], &v) : f->type != T_SECRET)) {
			after->v[i] = v;
			p.back |= bit;
		} else {
			p.left |= bit;
		}
	}
	return p;
}

/* It was changed: what still is as it became then is put back. */
static enum rc put_back(struct work *w)
{
	struct ctx *c = w->c;
	struct record before = *w->now, after = before;
	struct change ch = { .kind = w->im->kind, .before = &before, .after = &after };
	bool may = false;

	if (w->im->erased)
		return left(w, UNDO_ERASED);
	after.v = NEW(c->mem, struct val, FIELDS_MAX);
	memcpy(after.v, before.v, ch.kind->nfields * sizeof *after.v);
	struct plan p = plan_of(w, &after);
	w->row->fields = p.left;
	if (!p.back)
		return left(w, p.left ? UNDO_EDITED : UNDO_NOTHING);
	if (!undo_may_fields(c, w->im, p.back))
		return left(w, UNDO_LOCKED);
	enum rc rc = allowed(w, &before, &after, p.back, &may);
	if (rc != RC_OK)
		return rc;
	if (!may)
		return left(w, UNDO_REFUSED);
	after.version = before.version + 1;
	after.updated_at = c->now;
	ch.changed = p.back;
	w->row->outcome = UNDO_DONE;
	return store_put(c, ACT_UPDATE, &ch);
}

/* The record that a deletion took; false: not all of it is known. */
static bool record_was(struct ctx *c, const struct undo_image *im, struct record *ret)
{
	struct record r = { .kind = im->kind,
			    .id = im->record,
			    .version = im->version + 1,
			    .county = im->county,
			    .updated_at = c->now,
			    .file_version = 1,
			    .v = NEW(c->mem, struct val, FIELDS_MAX),
			    .label = NEW(c->mem, str, im->kind->nfields) };
	bool whole = !im->erased;

	for (size_t i = 0; i < im->kind->nfields; i++) {
		const struct field *f = &im->kind->fields[i];
		bool secret_free = f->type == T_SECRET && str_eq(im->before[i], STR("none"));
		if (im->before[i].s && field_stored(f) && !f->fact && !secret_free)
			whole = undo_value(f, im->before[i], &r.v[i]) && whole;
	}
	*ret = r;
	return whole;
}

/* It was deleted: it comes back under its own id. */
static enum rc bring_back(struct work *w, struct record *was)
{
	struct ctx *c = w->c;
	struct change ch = { .kind = w->im->kind, .after = was };
	bool may = false;

	enum rc rc = allowed(w, NULL, was, ~UINT64_C(0), &may);
	if (rc != RC_OK)
		return rc;
	if (!may)
		return left(w, UNDO_REFUSED);
	rc = undo_made_at(c, w->im, &was->created_at);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < ch.kind->nfields; i++)
		if (was->v[i].t != VAL_NULL)
			ch.changed |= UINT64_C(1) << i;
	w->row->outcome = UNDO_DONE;
	return store_put(c, ACT_CREATE, &ch);
}

static enum rc of_one_there(struct work *w)
{
	bool may = false;

	if (w->im->act == ACT_DELETE) { /* somebody has brought it back */
		w->row->fields = w->im->erased ? 0 : differing(w, w->im->before);
		return left(w, w->im->erased ? UNDO_ERASED : w->row->fields ? UNDO_EDITED : UNDO_NOTHING);
	}
	enum rc rc = undo_may(w->c, w->im, w->now, true, &may);
	if (rc != RC_OK)
		return rc;
	if (!may)
		return left(w, UNDO_LOCKED);
	return w->im->act == ACT_CREATE ? take_away(w) : put_back(w);
}

static enum rc of_one_gone(struct work *w)
{
	struct record was;
	bool may = false;

	if (w->im->act == ACT_CREATE)
		return left(w, UNDO_NOTHING);
	if (w->im->act == ACT_UPDATE) {
		w->row->fields = w->im->fields;
		return left(w, UNDO_EDITED);
	}
	bool whole = record_was(w->c, w->im, &was);
	enum rc rc = undo_may(w->c, w->im, &was, false, &may);
	if (rc != RC_OK)
		return rc;
	if (!may)
		return left(w, UNDO_LOCKED);
	return whole ? bring_back(w, &was) : left(w, UNDO_ERASED);
}

static enum rc attempt(struct ctx *c, const struct undo_image *im, struct undo_row *row)
{
	struct record now;
	struct work w = { .c = c, .im = im, .row = row };
	enum rc rc = record_load_plain(c, im->kind, im->record, false, &now);

	c->problems.n = c->problems.dropped = c->conflicts = 0;
	row->fields = 0;
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	w.now = rc == RC_OK ? &now : NULL;
	return w.now ? of_one_there(&w) : of_one_gone(&w);
}

/* Flat fields may still show what the facts taken back just now no longer say: then they are brought up to
 * date, and it is tried once more. */
enum rc undo_change(struct ctx *c, struct undo_row *row)
{
	struct undo_image im;

	assert(c->tx && c->via == VIA_UNDO);
	enum rc rc = undo_read(c, row, &im);
	if (rc != RC_OK)
		return rc;
	row->kind = im.kind;
	row->act = im.act;
	if (!im.kind) {
		c->problems.n = c->problems.dropped = c->conflicts = 0;
		row->fields = 0;
		row->outcome = UNDO_REFUSED;
		complain(c, N_("This program does not know records of this kind."));
		return RC_OK;
	}
	rc = attempt(c, &im, row);
	if (rc != RC_OK || !c->tx->nchild || (row->outcome != UNDO_REFERRED && row->outcome != UNDO_REFUSED))
		return rc;
	rc = store_settle(c);
	return rc == RC_OK ? attempt(c, &im, row) : rc;
}
