#include "redo.h"
#include "anchor.h"
#include "tx.h"
#include "undo_parts.h"

/* --- where chains end --- */

bool redo_end_read(struct ctx *c, str chain, int64_t county, int64_t node, str sealed, struct redo_end *ret)
{
	bool readings = str_eq(chain, str_of(chain_text(CHAIN_READLOG)));
	struct anchor a;

	if (!anchor_parse(c, sealed, readings ? CHAIN_READLOG : CHAIN_JOURNAL, (unsigned)county,
			  (unsigned)node, &a))
		return false;
	*ret = (struct redo_end){ readings, (unsigned)county, (unsigned)node, a.seq, a.count, { 0 } };
	memcpy(ret->hash, a.hash, SM3_SIZE);
	return true;
}

enum rc redo_ends(struct ctx *c, struct redo_end **ret, size_t *ret_n)
{
	struct rows q;
	struct redo_end *list = NULL;
	size_t n = 0, cap = 0;
	bool good = true;
	enum rc rc = DB_QUERY0(c->db, &q,
			       "SELECT a.chain, a.county, a.node, a.sealed FROM anchor a"
			       " ORDER BY a.chain, a.county, a.node");

	if (rc != RC_OK)
		return rc;
	while (good && db_next(&q)) {
		list = GROWN(c->mem, list, n, &cap);
		good = redo_end_read(c, db_text(&q, 0), db_int(&q, 1), db_int(&q, 2), db_text(&q, 3),
				     &list[n++]);
	}
	rc = db_done(&q);
	if (rc == RC_OK && !good)
		rc = RC_INVALID;
	if (rc == RC_OK) {
		*ret = list;
		*ret_n = n;
	}
	return rc;
}

static enum rc hash_at(struct ctx *c, const struct redo_end *e, struct rows *ret)
{
	if (e->readings)
		return DB_QUERY(
			c->db, ret,
			"SELECT r.hash FROM readlog r WHERE r.county = ?1 AND r.node = ?2 AND r.seq = ?3",
			INT(e->county), INT(e->node), INT(e->seq));
	return DB_QUERY(c->db, ret,
			"SELECT j.hash FROM journal j WHERE j.county = ?1 AND j.node = ?2 AND j.seq = ?3",
			INT(e->county), INT(e->node), INT(e->seq));
}

enum rc redo_end_there(struct ctx *c, const struct redo_end *e, bool *ret)
{
	struct rows q;
	enum rc rc = hash_at(c, e, &q);

	if (rc != RC_OK)
		return rc;
	bool there =
		!e->seq || (db_next(&q) && str_eq(db_blob(&q, 0), (str){ (const char *)e->hash, SM3_SIZE }));

	rc = db_done(&q);
	if (rc == RC_OK)
		*ret = there;
	return rc;
}

enum rc redo_untold(struct ctx *c, const struct redo_end *e, str *ret)
{
	int64_t act = 0;
	enum rc rc =
		DB_ONE(c->db, &act,
		       "SELECT coalesce(max(j.act), 0) FROM journal j WHERE j.county = ?1 AND j.node = ?2"
		       " AND j.seq > ?3 AND j.act IN (13, 17, 19)",
		       INT(e->county), INT(e->node), INT(e->seq));

	if (rc != RC_OK)
		return rc;
	*ret = act == ACT_KEY       ? STR("keys were changed")
	       : act == ACT_LOAD    ? STR("many records were loaded at once")
	       : act == ACT_RESTORE ? STR("the database was restored")
				    : (str){ NULL, 0 };
	return RC_OK;
}

enum rc redo_end_put(struct ctx *c, const struct redo_end *e)
{
	struct anchor a = { .seq = e->seq, .count = e->count };

	memcpy(a.hash, e->hash, SM3_SIZE);
	return anchor_write(c, e->readings ? CHAIN_READLOG : CHAIN_JOURNAL, e->county, &a);
}

/* --- secrets --- */

struct taking {
	int64_t since;
	redo_take *take;
	void *arg;
};

static enum rc secrets_of(struct ctx *c, const struct kind *k, const struct field *f, const struct taking *t)
{
	struct redo_secret one = { .kind = str_of(k->name), .field = str_of(f->name) };
	struct stmt s = stmt_new(c);
	struct rows q;

	stmt_str(&s, "SELECT t.id, t.");
	stmt_str(&s, field_column(f));
	stmt_str(&s, " FROM ");
	stmt_str(&s, k->name);
	stmt_str(&s, " t WHERE t.");
	stmt_str(&s, field_column(f));
	stmt_str(&s, " IS NOT NULL AND t.updated_at >= ");
	stmt_val(&s, INT(t->since));
	stmt_str(&s, " ORDER BY t.id");
	enum rc rc = stmt_query(&s, c, &q);

	while (rc == RC_OK && db_next(&q)) {
		one.record = db_int(&q, 0);
		one.value = db_text(&q, 1);
		rc = t->take(t->arg, &one);
	}
	enum rc end = db_done(&q);

	return rc == RC_OK ? end : rc;
}

enum rc redo_secrets(struct ctx *c, int64_t since, redo_take *take, void *arg)
{
	const struct taking t = { since, take, arg };
	enum rc rc = RC_OK;

	for (size_t i = 0; i < c->model->nkinds && rc == RC_OK; i++) {
		const struct kind *k = c->model->kinds[i];
		for (size_t j = 0; j < k->nfields && rc == RC_OK; j++)
			if (k->fields[j].type == T_SECRET && field_stored(&k->fields[j]))
				rc = secrets_of(c, k, &k->fields[j], &t);
	}
	return rc;
}

/* A body says what it was by its digest. */
static struct val secret_of(struct ctx *c, struct redo *r, const struct undo_image *im, size_t field)
{
	const struct field *f = &im->kind->fields[field];

	if (!im->after[field].s || str_eq(im->after[field], STR("none")))
		return NIL;
	for (size_t i = 0; i < r->nsecrets; i++) {
		const struct redo_secret *s = &r->secret[i];
		struct val v = TEXT(s->value);
		if (s->record == im->record && str_eq(s->kind, str_of(im->kind->name)) &&
		    str_eq(s->field, str_of(f->name)) && str_eq(journal_secret(c->mem, &v), im->after[field]))
			return v;
	}
	r->secrets++;
	return NIL;
}

/* --- a row --- */

/* What the row says of the record, laid upon it. */
static enum rc lay(struct ctx *c, struct redo *r, const struct undo_image *im, struct record *to)
{
	for (size_t i = 0; i < im->kind->nfields; i++) {
		const struct field *f = &im->kind->fields[i];
		struct val v = NIL;
		if (!(im->fields >> i & 1) || !field_stored(f))
			continue;
		if (f->type == T_SECRET)
			v = secret_of(c, r, im, i);
		else if (im->after[i].s && !undo_value(f, im->after[i], &v))
			return RC_FAULT;
		to->v[i] = v;
	}
	return RC_OK;
}

static enum rc made_at(struct ctx *c, const struct undo_image *im, int64_t at, int64_t *ret)
{
	*ret = at;
	return im->version > 1 || im->act == ACT_ARRIVE ? undo_made_at(c, im, ret) : RC_OK;
}

static enum rc make(struct ctx *c, struct redo *r, const struct undo_image *im, int64_t at)
{
	struct record made = { .kind = im->kind,
			       .id = im->record,
			       .version = im->version,
			       .county = im->county,
			       .updated_at = at,
			       .file_version = 1,
			       .v = NEW(c->mem, struct val, FIELDS_MAX) };
	enum rc rc = made_at(c, im, at, &made.created_at);

	if (rc == RC_OK)
		rc = lay(c, r, im, &made);
	return rc == RC_OK ? store_row(c, ACT_CREATE, &made, 0) : rc;
}

/* What arrives is whole: rows of the county that it left may come later, and then tell nothing new. */
static uint64_t arrived(const struct undo_image *im, struct record *to)
{
	for (size_t i = 0; i < im->kind->nfields && !im->erased; i++)
		if (!im->kind->fields[i].fact)
			to->v[i] = NIL;
	to->county = im->county;
	return im->erased ? im->fields : UINT64_MAX;
}

static enum rc change(struct ctx *c, struct redo *r, const struct undo_image *im, int64_t at,
		      struct record *now)
{
	bool arrives = im->act == ACT_ARRIVE;

	if (im->version <= now->version && !im->erased)
		return RC_OK; /* another county's chain has told more already */
	now->version = im->version > now->version ? im->version : now->version + 1;
	now->updated_at = at;
	uint64_t fields = arrives ? arrived(im, now) : im->fields;
	enum rc rc = lay(c, r, im, now);

	if (rc == RC_OK)
		rc = store_row(c, ACT_UPDATE, now, fields);
	return rc == RC_OK && arrives ? store_rekeep(c, now) : rc;
}

static enum rc drop(struct ctx *c, struct redo *r, const struct undo_image *im, const struct record *now)
{
	if (im->kind->is_child) {
		r->gone = GROWN(r->mem, r->gone, r->ngone, &r->cap);
		r->gone[r->ngone++] = im->record;
	}
	return store_row(c, ACT_DELETE, now, 0);
}

static enum rc apply(struct ctx *c, struct redo *r, const struct undo_image *im, int64_t at)
{
	struct record now;
	enum rc rc = record_load_plain(c, im->kind, im->record, false, &now);
	bool there = rc == RC_OK;

	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	r->done++;
	if (im->act == ACT_DELETE)
		return there ? drop(c, r, im, &now) : RC_OK;
	/* Without the part that was erased it would be half a record; what was there before stays. */
	r->erased += im->erased;
	if (there)
		return change(c, r, im, at, &now);
	return im->erased ? RC_OK : make(c, r, im, at);
}

/* "3,4": the classes that are empty from here on. */
static enum rc forget(struct ctx *c, const struct undo_image *im, str classes)
{
	unsigned bits = 0;
	int64_t class;
	str one;

	while (str_next(&classes, ',', &one))
		if (str_int(one, &class) && class >= C3_PERSONAL && class <= C5_SEALED)
			bits |= 1U << class;
	return journal_forget(c, im->kind, im->record, bits);
}

static enum rc read_header(struct ctx *c, unsigned county, int64_t seq, int64_t *ret_at, str *ret_reason)
{
	struct rows q;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT j.at, j.reason FROM journal j WHERE j.county = ?1 AND j.node = 0 AND j.seq = ?2",
		INT(county), INT(seq));

	if (rc != RC_OK)
		return rc;
	bool found = db_next(&q);

	*ret_at = found ? db_int(&q, 0) : 0;
	*ret_reason = found ? db_dup(c->mem, &q, 1) : (str){ NULL, 0 };
	rc = db_done(&q);
	return rc == RC_OK && !found ? RC_NOT_FOUND : rc;
}

enum rc redo_row(struct ctx *c, struct redo *r, unsigned county, int64_t seq)
{
	struct undo_image im;
	int64_t at;
	str reason;
	enum rc rc = undo_read_at(c, county, seq, &im);

	if (rc == RC_OK)
		rc = read_header(c, county, seq, &at, &reason);
	if (rc != RC_OK)
		return rc;
	if (im.act == ACT_ERASE)
		return im.kind ? forget(c, &im, reason) : RC_OK;
	bool tells = im.bodies && (im.act == ACT_CREATE || im.act == ACT_UPDATE || im.act == ACT_DELETE ||
				   im.act == ACT_ARRIVE);

	if (tells && (!im.kind || im.kind->derived))
		r->unknown += !im.kind;
	else if (tells)
		rc = apply(c, r, &im, at);
	return rc;
}
