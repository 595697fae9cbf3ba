/* Rows that are no children: schools, classes, staff, and the dated facts that our own export has on sheets
 * of their own.  The child or adult they are of is named by number: import_need(). */
#include "import_row.h"
#include "number.h"
#include "utf8.h"

static const str none = { NULL, 0 };

static bool gave(const struct input *in, size_t field) { return in->given >> field & 1; }

static int64_t given_int(const struct input *in, size_t field)
{
	int64_t i;

	return gave(in, field) && str_int(in->text[field], &i) ? i : 0;
}

static day given_day(const struct input *in, size_t field)
{
	day d;

	return gave(in, field) && day_parse(in->text[field], &d) ? d : 0;
}

/* --- what the row says --- */

static void take_school(struct ctx *c, struct import_work *w, struct input *in, size_t field)
{
	const struct import_school *s = import_school_of(c, w, field);

	if (s)
		input_int(in, c->mem, field, s->id);
}

static void take_class(struct ctx *c, struct import_work *w, struct input *in, size_t field, size_t school)
{
	struct import_school s = { .id = given_int(in, school) };
	int64_t class =
		import_class_of(c, w, s.id ? &s : NULL, field, none,
				gave(in, ENROLMENT_ENTRY_MONTH) ? in->text[ENROLMENT_ENTRY_MONTH] : none);

	if (class)
		input_int(in, c->mem, field, class);
}

static enum rc take_need(struct ctx *c, struct import_work *w, struct input *in, size_t field)
{
	int64_t id = 0;
	enum rc rc = RC_OK;

	if (import_has(w, PART_SELF, field))
		rc = import_need(c, w, in->kind->fields[field].ref, field, &id);
	if (id)
		input_int(in, c->mem, field, id);
	else if (import_has(w, PART_SELF, field))
		w->lost = true;
	return rc;
}

static enum rc take_row(struct ctx *c, struct import_work *w, struct input *in)
{
	const struct kind *k = in->kind;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < k->nfields; i++)
		if (w->head->column[PART_SELF][i] && k->fields[i].type != T_REF)
			import_take(c, w, PART_SELF, i, in, i);
	for (size_t i = 0; i < k->nfields && rc == RC_OK; i++) {
		const struct kind *ref = k->fields[i].type == T_REF ? k->fields[i].ref : NULL;
		if (ref == &school_kind)
			take_school(c, w, in, i);
		else if (ref == &child_kind || ref == &person_kind)
			rc = take_need(c, w, in, i);
	}
	if (k == &enrolment_kind)
		take_class(c, w, in, ENROLMENT_CLASS, ENROLMENT_SCHOOL);
	return rc;
}

/* --- which record it is --- */

static enum rc known_place(struct ctx *c, const struct input *in, int64_t *ret)
{
	if (in->kind == &school_kind)
		return DB_ONE(c->db, ret, "SELECT s.id FROM school s WHERE s.code = ?1 ORDER BY s.id",
			      TEXT(utf8_fold(c->mem, in->text[SCHOOL_CODE])));
	return DB_ONE(c->db, ret,
		      "SELECT k.id FROM class k WHERE k.school = ?1 AND k.entry_year = ?2 AND k.number = ?3 "
		      "ORDER BY k.id",
		      INT(given_int(in, CLASS_SCHOOL)), INT(given_int(in, CLASS_ENTRY_YEAR)),
		      INT(given_int(in, CLASS_NUMBER)));
}

static enum rc known_staff(struct ctx *c, const struct input *in, int64_t *ret)
{
	int64_t school = given_int(in, STAFF_SCHOOL);
	enum rc rc = RC_NOT_FOUND;

	if (gave(in, STAFF_ID_NUMBER))
		rc = DB_ONE(c->db, ret,
			    "SELECT x.id FROM staff x WHERE x.id_number_digest = ?1 AND x.school = ?2 ORDER "
			    "BY x.id",
			    number_digest(c, &staff_kind, STAFF_ID_NUMBER,
					  import_number(c->mem, in->text[STAFF_ID_NUMBER])),
			    INT(school));
	if (rc == RC_NOT_FOUND && gave(in, STAFF_NUMBER))
		rc = DB_ONE(
			c->db, ret,
			"SELECT x.id FROM staff x WHERE x.staff_number = ?1 AND x.school = ?2 ORDER BY x.id",
			TEXT(import_number(c->mem, in->text[STAFF_NUMBER])), INT(school));
	if (rc == RC_NOT_FOUND && !gave(in, STAFF_ID_NUMBER))
		rc = DB_ONE(c->db, ret,
			    "SELECT x.id FROM staff x WHERE x.name = ?1 AND x.school = ?2 AND "
			    "coalesce(x.birth_date, 0) = ?3 ORDER BY x.id",
			    TEXT(str_trim(in->text[STAFF_NAME])), INT(school),
			    INT(given_day(in, STAFF_BIRTH_DATE)));
	return rc;
}

static enum rc known_absence(struct ctx *c, const struct input *in, int64_t *ret)
{
	int64_t person = given_int(in, ABSENCE_PERSON);
	day from = given_day(in, ABSENCE_FROM), known_by = given_day(in, ABSENCE_KNOWN_BY);

	if (from)
		return DB_ONE(
			c->db, ret,
			"SELECT a.id FROM absence a WHERE a.person = ?1 AND a.from_day = ?2 ORDER BY a.id",
			INT(person), INT(from));
	return DB_ONE(c->db, ret,
		      "SELECT a.id FROM absence a WHERE a.person = ?1 AND a.from_day IS NULL AND a.known_by "
		      "= ?2 ORDER BY a.id",
		      INT(person), INT(known_by ? known_by : c->today));
}

/* What lasts until now is one; what has ended is told apart by its first day. */
static enum rc known_circumstance(struct ctx *c, const struct input *in, int64_t *ret)
{
	int64_t child = given_int(in, CIRCUMSTANCE_CHILD), person = given_int(in, CIRCUMSTANCE_PERSON);
	str topic = in->text[CIRCUMSTANCE_TOPIC];
	enum rc rc = DB_ONE(
		c->db, ret,
		"SELECT u.id FROM circumstance u WHERE (u.child = ?1 OR u.person = ?2) AND u.topic = ?3"
		" AND coalesce(u.from_day, 0) = ?4 ORDER BY u.id",
		INT(child), INT(person), TEXT(topic), INT(given_day(in, CIRCUMSTANCE_FROM)));

	if (rc == RC_NOT_FOUND && !given_day(in, CIRCUMSTANCE_TO))
		rc = DB_ONE(c->db, ret,
			    "SELECT u.id FROM circumstance u WHERE (u.child = ?1 OR u.person = ?2) AND "
			    "u.topic = ?3"
			    " AND u.to_day IS NULL ORDER BY u.id",
			    INT(child), INT(person), TEXT(topic));
	return rc;
}

static enum rc known_enrolment(struct ctx *c, const struct input *in, int64_t *ret)
{
	int64_t child = given_int(in, ENROLMENT_CHILD), school = given_int(in, ENROLMENT_SCHOOL);
	enum rc rc = DB_ONE(c->db, ret,
			    "SELECT e.id FROM enrolment e WHERE e.child = ?1 AND e.school = ?2 AND "
			    "e.from_day = ?3 ORDER BY e.id",
			    INT(child), INT(school), INT(given_day(in, ENROLMENT_FROM)));

	if (rc == RC_NOT_FOUND && !given_day(in, ENROLMENT_TO))
		rc = DB_ONE(c->db, ret,
			    "SELECT e.id FROM enrolment e WHERE e.child = ?1 AND e.school = ?2 AND e.to_day "
			    "IS NULL ORDER BY e.id",
			    INT(child), INT(school));
	return rc;
}

static enum rc known_of_child(struct ctx *c, const struct input *in, int64_t *ret)
{
	if (in->kind == &student_record_kind)
		return DB_ONE(c->db, ret,
			      "SELECT x.id FROM student_record x WHERE x.child = ?1 ORDER BY x.id",
			      INT(given_int(in, STUDENT_RECORD_CHILD)));
	if (in->kind == &register_entry_kind)
		return DB_ONE(c->db, ret,
			      "SELECT x.id FROM register_entry x WHERE x.child = ?1 ORDER BY x.id",
			      INT(given_int(in, REGISTER_ENTRY_CHILD)));
	return DB_ONE(c->db, ret,
		      "SELECT d.id FROM declaration d WHERE d.child = ?1 AND d.day = ?2 AND d.status = ?3 "
		      "ORDER BY d.id",
		      INT(given_int(in, DECLARATION_CHILD)), INT(given_day(in, DECLARATION_DAY)),
		      TEXT(in->text[DECLARATION_STATUS]));
}

static enum rc find_known(struct ctx *c, const struct input *in, int64_t *ret)
{
	const struct kind *k = in->kind;

	if (k == &school_kind || k == &class_kind)
		return known_place(c, in, ret);
	if (k == &staff_kind)
		return known_staff(c, in, ret);
	if (k == &absence_kind)
		return known_absence(c, in, ret);
	if (k == &circumstance_kind)
		return known_circumstance(c, in, ret);
	if (k == &enrolment_kind)
		return known_enrolment(c, in, ret);
	return known_of_child(c, in, ret);
}

static size_t owner_field(const struct kind *k)
{
	for (size_t i = 0; i < k->nfields; i++)
		if (k->fields[i].ref == &child_kind || k->fields[i].ref == &person_kind ||
		    k->fields[i].ref == &school_kind)
			return i;
	return 0;
}

/* Another house counts as we do: only where the child or adult is named by our own number is it a list of
 * ours. */
static bool is_ours(struct ctx *c, const struct import_work *w, const struct input *in, size_t owner)
{
	struct buf b = buf_new(c->mem, 24);

	if (in->kind->fields[owner].ref == &school_kind)
		return true;
	buf_int(&b, given_int(in, owner));
	return str_eq(buf_view(&b), import_cell(w, PART_SELF, owner));
}

/* Our own number in front of the row, when it is of the same child, adult or school: then its days may have
 * been put right. */
static enum rc by_own_id(struct ctx *as, const struct import_work *w, const struct input *in,
			 struct record *ret)
{
	int64_t id;
	size_t owner = owner_field(in->kind);

	if (in->kind == &circumstance_kind && !given_int(in, CIRCUMSTANCE_CHILD))
		owner = CIRCUMSTANCE_PERSON;
	if (!str_int(import_cell(w, PART_ID, 0), &id) || in->kind == &school_kind ||
	    !is_ours(as, w, in, owner))
		return RC_NOT_FOUND;
	enum rc rc = record_load(as, in->kind, id, ret);
	if (rc == RC_OK && in->kind->fields[owner].type == T_REF &&
	    rec_int(ret, owner) != given_int(in, owner))
		return RC_NOT_FOUND;
	if (rc == RC_OK && in->kind == &circumstance_kind &&
	    (rec_int(ret, CIRCUMSTANCE_PERSON) != given_int(in, CIRCUMSTANCE_PERSON) ||
	     !str_eq(rec_text(ret, CIRCUMSTANCE_TOPIC), in->text[CIRCUMSTANCE_TOPIC])))
		return RC_NOT_FOUND;
	if (rc == RC_OK && in->kind == &enrolment_kind &&
	    rec_int(ret, ENROLMENT_SCHOOL) != given_int(in, ENROLMENT_SCHOOL))
		return RC_NOT_FOUND;
	if (rc == RC_OK && in->kind == &staff_kind &&
	    !likely_names(rec_text(ret, STAFF_NAME), in->text[STAFF_NAME]))
		return RC_NOT_FOUND;
	return rc;
}

/* --- writing --- */

/* Kinds that roles write themselves; the others are facts of a child that is the actor's to import. */
static bool is_own_work(const struct kind *k)
{
	return k == &school_kind || k == &class_kind || k == &staff_kind || k == &absence_kind;
}

static void drop_fixed(struct input *in)
{
	for (size_t i = 0; i < in->kind->nfields; i++)
		if (in->kind->fields[i].fixed)
			in->given &= ~(UINT64_C(1) << i);
}

/* Several codes in a cell, and a status that stands for itself. */
static void take_lists(struct ctx *c, struct import_work *w, struct input *in)
{
	static const struct {
		size_t field;
		const char *list;
	} lists[] = { { REGISTER_ENTRY_INCOME_SOURCE, "income_source" },
		      { REGISTER_ENTRY_AID_ITEMS, "aid_item" } };

	for (size_t i = 0; in->kind == &register_entry_kind && i < COUNT(lists); i++) {
		str text = gave(in, lists[i].field) ? in->text[lists[i].field] : none;
		str codes = cell_codes(c->mem, code_list_find(str_of(lists[i].list)), text, c->today);
		if (codes.n)
			input_set(in, lists[i].field, codes);
		else if (text.n)
			import_bad(w, PART_SELF, lists[i].field, N_("{0} is not one of the choices."), text,
				   none);
	}
}

/* What holds of somebody: by code or label, of whatever list the topic has. */
static void take_held(struct ctx *c, struct import_work *w, struct input *in)
{
	static const char *const lists[] = { "person_state", "guardianship", "household_type" };
	str text;

	if (in->kind != &circumstance_kind || !gave(in, CIRCUMSTANCE_VALUE))
		return;
	text = in->text[CIRCUMSTANCE_VALUE];
	for (size_t i = 0; i < COUNT(lists); i++) {
		str code = cell_code(code_list_find(str_of(lists[i])), text, c->today);
		bool fits = i == 0 ? str_eq(in->text[CIRCUMSTANCE_TOPIC], STR(CODE_CIRCUMSTANCE_TOPIC_STATE))
			    : i == 1 ? str_eq(in->text[CIRCUMSTANCE_TOPIC],
					      STR(CODE_CIRCUMSTANCE_TOPIC_GUARDIANSHIP))
				     : str_eq(in->text[CIRCUMSTANCE_TOPIC],
					      STR(CODE_CIRCUMSTANCE_TOPIC_HOUSEHOLD_TYPE));
		if (code.n && fits)
			input_set(in, CIRCUMSTANCE_VALUE, code);
	}
	(void)w;
}

/* What the row is about as it stands; id 0: it is new. */
static enum rc find_record(struct ctx *c, struct ctx *as, struct import_work *w, const struct input *in,
			   struct record *ret)
{
	struct record r;
	int64_t id = 0;
	enum rc rc = find_known(c, in, &id);

	if (rc == RC_NOT_FOUND) {
		rc = w->head->column[PART_ID][0] ? by_own_id(as, w, in, &r) : RC_NOT_FOUND;
		if (rc == RC_OK)
			*ret = r;
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	}
	if (rc == RC_OK)
		rc = record_load(is_own_work(in->kind) ? c : as, in->kind, id, ret);
	if (rc == RC_NOT_FOUND) { /* known, but not to this reader */
		import_bad(w, PART_SELF, 0, N_("This is registered elsewhere in the county."), none, none);
		rc = RC_OK;
	}
	return rc;
}

static enum rc write_fact(struct ctx *c, struct import_work *w)
{
	const struct kind *k = w->head->form->kind;
	struct input in = input_new(k);
	struct actor program;
	struct ctx as = import_as_program(c, &program);
	struct record r = { .id = 0 };
	enum rc rc = take_row(c, w, &in);

	take_lists(c, w, &in);
	take_held(c, w, &in);
	if (rc == RC_OK && (k == &enrolment_kind || k == &circumstance_kind))
		rc = import_need_running(c, w);
	if (rc != RC_OK || w->lost) /* whose it is decides what else could be wrong */
		return rc;
	rc = find_record(c, &as, w, &in, &r);
	if (rc == RC_OK)
		rc = import_check_masks(c, w, PART_SELF, k, r.id);
	if (rc != RC_OK)
		return rc;
	if (r.id)
		drop_fixed(&in);
	else
		w->outcome = IMPORT_NEW;
	w->id = r.id;
	rc = import_put(
		c, w,
		&(struct import_put){ is_own_work(k) ? c : &as, PART_SELF, &in, r.id, r.id ? r.version : 0 },
		&w->id);
	if (k == &school_kind || k == &class_kind)
		import_places_forget(w->run);
	return rc;
}

/* --- ties: the child, the adult, and how they belong together --- */

static enum rc write_tie_row(struct ctx *c, struct import_work *w)
{
	struct import_adult a = { .part = PART_MEMBER_1 };
	int64_t child = 0, person = 0;
	enum rc rc = RC_OK;

	if (!import_has(w, PART_SELF, TIE_CHILD))
		import_bad(w, PART_SELF, TIE_CHILD, N_("This is needed."), none, none);
	else
		rc = import_need(c, w, &child_kind, TIE_CHILD, &child);
	if (rc == RC_OK && import_has(w, PART_SELF, TIE_PERSON))
		rc = import_need(c, w, &person_kind, TIE_PERSON, &a.person);
	if (rc != RC_OK)
		return rc;
	if (!str_int(import_cell(w, PART_ID, 0), &a.tie) ||
	    !str_int(import_cell(w, PART_SELF, TIE_CHILD), &person) || person != child)
		a.tie = 0; /* another house counts as we do */
	w->id = child;
	rc = import_adult_write(c, w, &a, &person);
	if (w->tie_fresh)
		w->outcome = IMPORT_NEW;
	w->id = w->tie_id;
	return rc;
}

enum rc import_fact_write(struct ctx *c, struct import_work *w)
{
	return w->head->form->kind == &tie_kind ? write_tie_row(c, w) : write_fact(c, w);
}
