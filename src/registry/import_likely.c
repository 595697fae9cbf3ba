/* Is the child of a new row known already, under a slip of the pen? */
#include "import_row.h"

enum { SHOWN = 5, CANDIDATES = 100 };

static str first_phone(const struct import_work *w)
{
	for (enum form_part part = PART_FATHER; part < PART__N; part++)
		if (import_has(w, part, ADULT_PHONE))
			return import_cell(w, part, ADULT_PHONE);
	return import_cell(w, PART_SELF, CHILD_PHONE);
}

static void tell(struct ctx *c, const struct import_work *w, struct import_likely *l)
{
	static const size_t from[IMPORT_TOLD__N] = {
		[IMPORT_TOLD_NAME] = CHILD_NAME,       [IMPORT_TOLD_SEX] = CHILD_SEX,
		[IMPORT_TOLD_BORN] = CHILD_BIRTH_DATE, [IMPORT_TOLD_ID_NUMBER] = CHILD_ID_NUMBER,
		[IMPORT_TOLD_CLASS] = CHILD_CLASS,
	};

	(void)c;
	for (size_t i = 0; i < IMPORT_TOLD__N; i++)
		l->told[i] = i == IMPORT_TOLD_PHONE ? first_phone(w) : import_cell(w, PART_SELF, from[i]);
}

static struct likely_facts facts_of_row(struct ctx *c, const struct import_work *w, const struct input *in)
{
	struct likely_facts f = { .name = str_trim(in->text[CHILD_NAME]) };
	size_t n = 0;
	int64_t school;

	if (!day_parse(in->text[CHILD_BIRTH_DATE], &f.born))
		f.born = 0;
	if (in->given >> CHILD_ID_NUMBER & 1)
		f.id_number = import_number(c->mem, in->text[CHILD_ID_NUMBER]);
	if (in->given >> CHILD_SCHOOL & 1 && str_int(in->text[CHILD_SCHOOL], &school))
		f.school = school;
	for (enum form_part part = PART_FATHER; part < PART__N && n < COUNT(f.phones); part++)
		if (import_has(w, part, ADULT_PHONE))
			f.phones[n++] = import_cell(w, part, ADULT_PHONE);
	return f;
}

static day swapped(day d) { return d % 100 <= 12 ? d / 10000 * 10000 + d % 100 * 100 + d / 100 % 100 : d; }

struct candidate {
	int64_t id, school;
	str name;
	day born;
	bool numbered;
};

/* Those of the county with the birthday or the name; that of a few digits more cannot be looked up. */
static enum rc load_candidates(struct ctx *c, const struct likely_facts *f, struct candidate **ret,
			       size_t *ret_n)
{
	struct rows q;
	struct candidate *list = NULL;
	size_t n = 0;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT c.id, c.name, c.birth_date, c.school, CASE WHEN c.id_number_digest IS NULL THEN 0 "
		"ELSE 1 END"
		" FROM child c WHERE c.birth_date = ?1 OR c.birth_date = ?2 OR c.name = ?3 ORDER BY c.id",
		INT(f->born), INT(swapped(f->born)), TEXT(f->name));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && n < CANDIDATES) {
		struct candidate x = { db_int(&q, 0), db_int(&q, 3), db_text(&q, 1), (day)db_int(&q, 2),
				       db_int(&q, 4) != 0 };
		int names = likely_names(f->name, x.name);
		bool both = x.numbered && f->id_number.n,
		     born = x.born == f->born || x.born == swapped(f->born);
		/* Only these can come to a score that counts. */
		if (!(names == 2 && (born || !both)) && !(names == 1 && born && !both))
			continue;
		if (!list)
			list = NEW(c->mem, struct candidate, CANDIDATES);
		x.name = str_dup(c->mem, x.name);
		list[n++] = x;
	}
	*ret = list;
	*ret_n = n;
	return db_done(&q);
}

static enum rc load_phones(struct ctx *c, int64_t child, struct likely_facts *to)
{
	struct rows q;
	size_t n = 0;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT p.phone_tail FROM tie i JOIN person p ON p.id = i.person"
			      " WHERE i.child = ?1 AND p.phone_tail IS NOT NULL ORDER BY i.id",
			      INT(child));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && n < COUNT(to->phones))
		to->phones[n++] = db_dup(c->mem, &q, 0);
	return db_done(&q);
}

static enum rc weigh(struct ctx *c, struct import_work *w, const struct likely_facts *row,
		     const struct candidate *x)
{
	struct actor program;
	struct ctx as = import_as_program(c, &program);
	struct record r;
	struct likely_facts known = { .name = x->name, .born = x->born, .school = x->school };
	enum rc rc = record_load(&as, &child_kind, x->id, &r);

	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	if (!rec_null(&r, CHILD_ID_NUMBER))
		known.id_number = rec_text(&r, CHILD_ID_NUMBER);
	rc = load_phones(c, x->id, &known);
	if (rc != RC_OK)
		return rc;
	struct likely l = likely_children(row, &known);
	if (l.score < LIKELY_SCORE)
		return RC_OK;
	struct import_likely found = { w->head->number, w->row->line, 0, l.signs, l.score, { { NULL, 0 } } };
	rc = record_load(c, &child_kind, x->id, &r);
	if (rc == RC_OK)
		found.child = x->id;
	tell(c, w, &found);
	if (!w->likely)
		w->likely = NEW(c->mem, struct import_likely, SHOWN + 1);
	size_t at = w->nlikely < SHOWN ? w->nlikely++ : SHOWN;
	for (; at > 0 && w->likely[at - 1].score < found.score; at--)
		w->likely[at] = w->likely[at - 1];
	w->likely[at] = found;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc import_likely_find(struct ctx *c, struct import_work *w, const struct input *in)
{
	struct likely_facts row = facts_of_row(c, w, in);
	struct candidate *list;
	size_t n = 0;

	if (!row.born || !row.name.n)
		return RC_OK;
	enum rc rc = load_candidates(c, &row, &list, &n);
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = weigh(c, w, &row, &list[i]);
	if (rc != RC_OK || !w->nlikely)
		return rc;
	if (w->run->options->hold_likely)
		w->held = true;
	else
		import_warn(w, PART_SELF, CHILD_NAME,
			    N_("A child much like {0} is registered already. If it is the same one, join the "
			       "two."),
			    row.name, (str){ NULL, 0 });
	return RC_OK;
}
