/* Rows of the journal opened again: what they changed, from what, into what. */
#include "chain.h"
#include "seal.h"
#include "undo_parts.h"

bool undo_value(const struct field *f, str text, struct val *ret)
{
	int64_t i;
	day d;

	switch (f->type) {
	case T_SECRET: return false; /* only its digest is kept */
	case T_DATE:
		if (!day_parse(text, &d))
			return false;
		*ret = INT(d);
		return true;
	case T_BOOL: *ret = INT(str_eq(text, STR("true"))); return true;
	case T_INSTANT:
	case T_MONTH:
	case T_YEAR:
	case T_INT:
	case T_REF:
		if (f->type == T_INSTANT ? !instant_parse(text, &i) : !str_int(text, &i))
			return false;
		*ret = INT(i);
		return true;
	case T_TEXT:
	case T_LONG:
	case T_NUMBER:
	case T_CODE:
	case T_REGION: *ret = TEXT(text); return true;
	}
	return false;
}

bool undo_holds(struct ctx *c, const struct record *r, size_t field, str text)
{
	const struct field *f = &r->kind->fields[field];
	const struct val *v = &r->v[field];

	if (f->type == T_SECRET)
		return str_eq(journal_secret(c->mem, v), text.s ? text : STR("none"));
	if (v->t == VAL_NULL)
		return !text.s;
	return text.s && str_eq(val_text(c->mem, f, v), text);
}

static str text_at(const struct json_value *side, str name)
{
	const struct json_value *v = json_get(side, name);

	return !v ? (str){ NULL, 0 } : v->text.s ? v->text : (str){ "", 0 };
}

static void lay(struct undo_image *im, const struct json_value *body)
{
	const struct json_value *fields = json_get(body, STR("f")), *v = json_get(body, STR("v"));
	const struct json_value *before = json_get(body, STR("b")), *after = json_get(body, STR("a"));

	if (v)
		im->version = v->i;
	for (const struct json_value *name = fields ? fields->child : NULL; name; name = name->next) {
		size_t i;
		if (!kind_field(im->kind, name->text, &i))
			continue; /* of a field that is no more */
		im->fields |= UINT64_C(1) << i;
		im->before[i] = text_at(before, name->text);
		im->after[i] = text_at(after, name->text);
	}
}

/* One part of the body; what is empty, or cannot be opened, nobody knows any more. */
static bool read_part(struct ctx *c, struct undo_image *im, int64_t seq, const struct rows *q)
{
	struct json_value *body;
	str sealed = db_blob(q, 6), plain;

	if (!sealed.n ||
	    seal_open(c, (struct key_of){ im->county, (int)db_int(q, 5) }, sealed,
		      journal_body_extra(c->mem, im->county, seq), &plain) != RC_OK ||
	    json_parse(c->mem, plain, &body) != RC_OK)
		return false;
	lay(im, body);
	return true;
}

/* Columns: county, kind, act, actor, digest, part, sealed, record. */
static enum rc read_image(struct ctx *c, struct rows *q, int64_t seq, struct undo_image *ret)
{
	struct undo_image im = { .before = NEW(c->mem, str, FIELDS_MAX),
				 .after = NEW(c->mem, str, FIELDS_MAX) };
	size_t named = 0, there = 0;
	bool found = false;

	while (db_next(q)) {
		im.kind = model_kind_named(c->model, db_text(q, 1));
		im.county = (unsigned)db_int(q, 0);
		im.act = (enum act)db_int(q, 2);
		im.actor = db_int(q, 3);
		im.record = db_int(q, 7);
		named = journal_parts(db_text(q, 4));
		found = true;
		there += im.kind && !db_null(q, 5) && read_part(c, &im, seq, q);
	}
	im.erased = there != named;
	im.bodies = named > 0;
	enum rc rc = db_done(q);

	if (rc != RC_OK)
		return rc;
	if (!found)
		return RC_NOT_FOUND;
	*ret = im;
	return RC_OK;
}

enum rc undo_read(struct ctx *c, const struct undo_row *row, struct undo_image *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT j.county, j.kind, j.act, j.actor, j.digest, b.part, b.sealed, j.record FROM journal j"
		" LEFT JOIN journal_body b ON b.county = j.county AND b.node = j.node AND b.seq = "
		"j.seq WHERE j.record = ?1 AND j.seq = ?2 ORDER BY b.part",
		INT(row->record), INT(row->seq));

	return rc == RC_OK ? read_image(c, &q, row->seq, ret) : rc;
}

enum rc undo_read_at(struct ctx *c, unsigned county, int64_t seq, struct undo_image *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT j.county, j.kind, j.act, j.actor, j.digest, b.part, b.sealed, j.record FROM journal j"
		" LEFT JOIN journal_body b ON b.county = j.county AND b.node = j.node AND b.seq = "
		"j.seq WHERE j.county = ?1 AND j.node = 0 AND j.seq = ?2 ORDER BY b.part",
		INT(county), INT(seq));

	return rc == RC_OK ? read_image(c, &q, seq, ret) : rc;
}

enum rc undo_made_at(struct ctx *c, const struct undo_image *im, int64_t *ret)
{
	return DB_ONE(c->db, ret,
		      "SELECT min(j.at) FROM journal j WHERE j.record = ?1 AND j.kind = ?2 AND j.act = 1"
		      " AND j.digest <> ''",
		      INT(im->record), TEXT(str_of(im->kind->name)));
}
