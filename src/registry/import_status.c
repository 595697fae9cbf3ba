/* What a form declares about being left behind: evidence beside what is computed, never the answer.  A status
 * becomes a declaration; where the form also says who is away, an absence whose first day nobody knows
 * (domain.md 1.2: "declared"). */
#include "import_row.h"

static const str none = { NULL, 0 };

static bool is_of(str cell, const char *words)
{
	str rest = str_of(words), word;

	while (str_next(&rest, '|', &word))
		if (str_eq(cell, word))
			return true;
	return false;
}

enum form_part import_unable(const struct import_work *w)
{
	str cell = import_cell(w, PART_STATUS, STATUS_UNABLE);

	if (is_of(cell, "父|父亲|爸爸|father"))
		return PART_FATHER;
	return is_of(cell, "母|母亲|妈妈|mother") ? PART_MOTHER : PART_NONE;
}

/* 0, 1 or 2 as the school roll has it; empty: the form says nothing. */
static str status_of(struct ctx *c, struct import_work *w)
{
	str declared = import_read(c, w, PART_STATUS, STATUS_DECLARED);

	if (declared.n && code_find(code_list_find(STR("roll_status")), declared, c->today, none))
		return declared;
	if (declared.n) {
		import_bad(w, PART_STATUS, STATUS_DECLARED,
			   N_("{0} is no status: 0 not left behind, 1 one parent away, 2 both parents away."),
			   declared, none);
		return none;
	}
	if (str_eq(import_read(c, w, PART_STATUS, STATUS_BOTH_AWAY), STR("true")))
		return STR(CODE_ROLL_STATUS_BOTH);
	if (str_eq(import_read(c, w, PART_STATUS, STATUS_ONE_AWAY), STR("true")))
		return STR(CODE_ROLL_STATUS_ONE);
	return none;
}

static str source_of(const struct form *f)
{
	if (f == &forms[FORM_NATIONAL])
		return STR(CODE_DECLARATION_SOURCE_SCHOOL_ROLL);
	return f == &forms[FORM_CIVIL] ? STR(CODE_DECLARATION_SOURCE_CIVIL_AFFAIRS)
				       : STR(CODE_DECLARATION_SOURCE_OWN);
}

/* Said already: the newest declaration of the child is the same. */
static enum rc newest_says(struct ctx *c, const struct import_work *w, str status, bool *ret)
{
	struct rows q;

	*ret = false;
	if (w->fresh || !w->id)
		return RC_OK;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT d.status FROM declaration d WHERE d.child = ?1 ORDER BY d.day DESC, d.id DESC",
		INT(w->id));
	if (rc != RC_OK)
		return rc;
	*ret = db_next(&q) && str_eq(db_text(&q, 0), status);
	return db_done(&q);
}

static enum rc declare(struct ctx *c, struct import_work *w, str status)
{
	struct actor program;
	struct ctx as = import_as_program(c, &program);
	struct input in = input_new(&declaration_kind);
	bool known;
	int64_t id;
	enum rc rc = newest_says(c, w, status, &known);

	if (rc != RC_OK || known)
		return rc;
	input_int(&in, c->mem, DECLARATION_CHILD, w->id);
	input_set(&in, DECLARATION_STATUS, status);
	input_day(&in, c->mem, DECLARATION_DAY, import_known_by(c, w));
	input_set(&in, DECLARATION_SOURCE, source_of(w->head->form));
	return import_put(c, w, &(struct import_put){ &as, PART_NONE, &in, 0, 0 }, &id);
}

static bool is_parent(const struct import_tie *t)
{
	const struct code *r = code_find(code_list_find(STR("relation")), t->relation, 0, none);

	return r && code_notes(r, STR("parent"));
}

static enum rc is_dead(struct ctx *c, int64_t person, day on, bool *ret)
{
	int64_t n = 0;
	enum rc rc = DB_ONE(c->db, &n,
			    "SELECT count(*) FROM circumstance u WHERE u.person = ?1 AND u.topic = "
			    "'" CODE_CIRCUMSTANCE_TOPIC_STATE "' AND u.value = '" CODE_PERSON_STATE_DEAD
			    "' AND coalesce(u.from_day, 0) <= ?2 AND coalesce(u.to_day, 99991231) >= ?2",
			    INT(person), INT(on));

	*ret = n != 0;
	return rc;
}

static enum rc send_away(struct ctx *c, struct import_work *w, const struct import_tie *t)
{
	day by = import_known_by(c, w);
	bool dead = false;
	enum rc rc = is_dead(c, t->person, by, &dead);

	return rc == RC_OK && !dead ? import_absence_unstarted(c, w, PART_NONE, t->person, none, by) : rc;
}

static bool says_where(const struct import_work *w, enum form_part part)
{
	return import_has(w, part, ADULT_AWAY_FROM) || import_has(w, part, ADULT_AWAY_REGION);
}

/* The relation of the one parent who is away; empty: the form does not say. */
static str who_is_away(const struct import_work *w)
{
	enum form_part unable = import_unable(w);
	bool father = says_where(w, PART_FATHER), mother = says_where(w, PART_MOTHER);

	if (unable != PART_NONE)
		father = unable == PART_MOTHER, mother = unable == PART_FATHER;
	if (father == mother)
		return none;
	return father ? STR(CODE_RELATION_FATHER) : STR(CODE_RELATION_MOTHER);
}

static enum rc ties_for_status(struct ctx *c, struct import_work *w)
{
	struct rows q;

	if (w->ties_known || w->fresh || !w->id)
		return RC_OK;
	w->ties_known = true;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT i.id, i.person, i.relation FROM tie i"
			      " WHERE i.child = ?1 AND (i.to_day IS NULL OR i.to_day >= ?2) ORDER BY i.id",
			      INT(w->id), INT(c->today));
	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && w->ntie < IMPORT_TIES)
		w->tie[w->ntie++] = (struct import_tie){ .id = db_int(&q, 0),
							 .person = db_int(&q, 1),
							 .relation = db_dup(c->mem, &q, 2) };
	return db_done(&q);
}

enum rc import_status_write(struct ctx *c, struct import_work *w)
{
	if (!(w->head->parts & 1U << PART_STATUS))
		return RC_OK;
	str status = status_of(c, w), one;
	if (!status.n)
		return RC_OK;
	enum rc rc = declare(c, w, status);
	if (rc == RC_OK)
		rc = ties_for_status(c, w);
	bool both = str_eq(status, STR(CODE_ROLL_STATUS_BOTH));
	one = str_eq(status, STR(CODE_ROLL_STATUS_ONE)) ? who_is_away(w) : none;
	for (size_t i = 0; i < w->ntie && rc == RC_OK && !w->bad && !w->held; i++)
		if (both ? is_parent(&w->tie[i]) : one.n && str_eq(w->tie[i].relation, one))
			rc = send_away(c, w, &w->tie[i]);
	return rc;
}
