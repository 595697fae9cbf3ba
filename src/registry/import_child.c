/* A child's row: which child it is, the child itself, and what hangs on it. */
#include "import_row.h"
#include "number.h"
#include "utf8.h"

static const str none = { NULL, 0 };

static str int_text(struct ctx *c, int64_t i)
{
	struct buf b = buf_new(c->mem, 24);

	buf_int(&b, i);
	return buf_view(&b);
}

str import_number(struct arena *mem, str text)
{
	str s = utf8_fold(mem, text);
	char *up = str_z(mem, s);

	for (size_t i = 0; i < s.n; i++)
		up[i] = (char)(up[i] >= 'a' && up[i] <= 'z' ? up[i] - 32 : up[i]);
	return (str){ up, s.n };
}

static bool gave(const struct input *in, size_t field) { return in->given >> field & 1; }

/* --- what the row says --- */

static void take_boarding(struct ctx *c, struct import_work *w, struct input *in)
{
	str text = import_read(c, w, PART_STATUS, STATUS_BOARDING);

	if (text.n && !gave(in, CHILD_ATTENDANCE_MODE))
		input_set(in, CHILD_ATTENDANCE_MODE,
			  str_eq(text, STR("true")) ? STR(CODE_ATTENDANCE_MODE_BOARDER)
						    : STR(CODE_ATTENDANCE_MODE_DAY));
}

static struct input read_child(struct ctx *c, struct import_work *w)
{
	struct input in = input_new(&child_kind);

	for (size_t i = 0; i < CHILD__N; i++)
		if (w->head->column[PART_SELF][i] && child_kind.fields[i].type != T_REF)
			import_take(c, w, PART_SELF, i, &in, i);
	take_boarding(c, w, &in);
	return in;
}

/* How and since when it goes to school says nothing of a child that is at none. */
static void drop_schooling(struct import_work *w, struct input *in)
{
	static const size_t fields[] = { CHILD_ENTRY_MONTH, CHILD_ATTENDANCE_MODE };

	for (size_t i = 0; i < COUNT(fields); i++) {
		if (!gave(in, fields[i]))
			continue;
		in->given &= ~(UINT64_C(1) << fields[i]);
		if (!w->head->told[PART_SELF])
			import_warn(w, PART_SELF, fields[i],
				    N_("Neither the row nor the register says which school {0} goes to: what "
				       "it says of going to "
				       "school was left out."),
				    in->text[CHILD_NAME], none);
		w->head->told[PART_SELF] = true;
	}
}

/* School and class: the class of a known child may go without naming the school it is at. */
static void take_place(struct ctx *c, struct import_work *w, const struct record *known, struct input *in)
{
	const struct import_school *s = import_school_of(c, w, CHILD_SCHOOL);
	struct import_school now = { .id = known ? rec_int(known, CHILD_SCHOOL) : 0 };
	str month = gave(in, CHILD_ENTRY_MONTH) ? in->text[CHILD_ENTRY_MONTH] : none;

	if (s)
		input_int(in, c->mem, CHILD_SCHOOL, s->id);
	else if (now.id && !import_has(w, PART_SELF, CHILD_SCHOOL))
		s = &now;
	int64_t class =
		import_class_of(c, w, s, CHILD_CLASS, import_read(c, w, PART_STATUS, STATUS_GRADE), month);
	if (class)
		input_int(in, c->mem, CHILD_CLASS, class);
	if (!s && !import_has(w, PART_SELF, CHILD_SCHOOL))
		drop_schooling(w, in);
}

/* --- which child --- */

static const struct import_choice *choice_of(const struct import_work *w)
{
	const struct import_options *o = w->run->options;

	for (size_t i = 0; i < o->nchoice; i++)
		if (o->choice[i].sheet == w->head->number && o->choice[i].line == w->row->line)
			return &o->choice[i];
	return NULL;
}

static enum rc by_digest(struct ctx *c, size_t field, str number, int64_t *ret)
{
	struct val v = number_digest(c, &child_kind, field, import_number(c->mem, number));

	if (field == CHILD_ID_NUMBER)
		return DB_ONE(c->db, ret,
			      "SELECT c.id FROM child c WHERE c.id_number_digest = ?1 ORDER BY c.id", v);
	return DB_ONE(c->db, ret, "SELECT c.id FROM child c WHERE c.student_number_digest = ?1 ORDER BY c.id",
		      v);
}

/* Without a number: the same name and birthday, itself without a number. */
static enum rc by_name(struct ctx *c, const struct import_work *w, const struct input *in, int64_t *ret)
{
	bool masked = w->masked[PART_SELF] >> CHILD_ID_NUMBER & 1;
	day born;

	if (!day_parse(in->text[CHILD_BIRTH_DATE], &born))
		return RC_NOT_FOUND;
	if (masked) /* a list that went out without numbers */
		return DB_ONE(c->db, ret,
			      "SELECT c.id FROM child c WHERE c.birth_date = ?1 AND c.name = ?2 AND "
			      "c.id_number_digest IS NOT NULL ORDER BY c.id",
			      INT(born), TEXT(str_trim(in->text[CHILD_NAME])));
	return DB_ONE(c->db, ret,
		      "SELECT c.id FROM child c WHERE c.birth_date = ?1 AND c.name = ?2 AND "
		      "c.id_number_digest IS NULL"
		      " ORDER BY c.id",
		      INT(born), TEXT(str_trim(in->text[CHILD_NAME])));
}

/* Our own number in front of the row, when it is not of somebody else: another house counts as we do. */
static enum rc by_own_id(struct ctx *c, const struct import_work *w, const struct input *in, int64_t *ret)
{
	struct actor program;
	struct ctx as = import_as_program(c, &program);
	struct record r;
	int64_t id;
	day born = 0;

	if (!str_int(import_cell(w, PART_ID, 0), &id))
		return RC_NOT_FOUND;
	enum rc rc = record_load(&as, &child_kind, id, &r);
	if (rc != RC_OK)
		return rc;
	bool born_same =
		day_parse(in->text[CHILD_BIRTH_DATE], &born) && born == rec_day(&r, CHILD_BIRTH_DATE);
	int names = likely_names(in->text[CHILD_NAME], rec_text(&r, CHILD_NAME));
	if (gave(in, CHILD_ID_NUMBER) && !rec_null(&r, CHILD_ID_NUMBER) && !(born_same && names == 2))
		return RC_NOT_FOUND; /* two numbers, two children, unless all else is the same */
	if (names == 2 || (names && born_same)) {
		*ret = id;
		return RC_OK;
	}
	return RC_NOT_FOUND;
}

static enum rc find_known(struct ctx *c, const struct import_work *w, const struct input *in, int64_t *ret)
{
	enum rc rc = RC_NOT_FOUND;

	if (gave(in, CHILD_ID_NUMBER))
		rc = by_digest(c, CHILD_ID_NUMBER, in->text[CHILD_ID_NUMBER], ret);
	if (rc == RC_NOT_FOUND && gave(in, CHILD_STUDENT_NUMBER))
		rc = by_digest(c, CHILD_STUDENT_NUMBER, in->text[CHILD_STUDENT_NUMBER], ret);
	if (rc == RC_NOT_FOUND && w->head->column[PART_ID][0])
		rc = by_own_id(c, w, in, ret);
	if (rc == RC_NOT_FOUND && !gave(in, CHILD_ID_NUMBER))
		rc = by_name(c, w, in, ret);
	return rc;
}

/* --- a known one --- */

/* A number under which quite another child stands is a slip in one of the two. */
static void check_same_child(struct ctx *c, struct import_work *w, const struct input *in,
			     const struct record *r)
{
	day born;
	str name = in->text[CHILD_NAME];
	bool other_day = gave(in, CHILD_BIRTH_DATE) && day_parse(in->text[CHILD_BIRTH_DATE], &born) &&
			 born != rec_day(r, CHILD_BIRTH_DATE);
	int names = gave(in, CHILD_NAME) && r->v[CHILD_NAME].t == VAL_TEXT
			    ? likely_names(name, rec_text(r, CHILD_NAME))
			    : 2;

	if (names == 0 && other_day) {
		struct buf b = buf_new(c->mem, 200);
		buf_str(&b, rec_text(r, CHILD_NAME));
		buf_lit(&b, ", ");
		day_put(&b, rec_day(r, CHILD_BIRTH_DATE));
		import_bad(w, PART_SELF,
			   gave(in, CHILD_ID_NUMBER) ? (size_t)CHILD_ID_NUMBER : (size_t)CHILD_STUDENT_NUMBER,
			   N_("This number is registered for {0}: another name and another date of birth. "
			      "One of the two "
			      "numbers is wrong."),
			   buf_view(&b), none);
	} else if (names == 0) {
		import_warn(w, PART_SELF, CHILD_NAME,
			    N_("The child was called {0} until now, and is called {1} in the list."),
			    rec_text(r, CHILD_NAME), name);
	}
}

static enum rc load_known(struct ctx *c, struct import_work *w, const struct input *in, struct record *ret)
{
	enum rc rc = record_load(c, &child_kind, w->id, ret);

	if (rc == RC_NOT_FOUND) { /* known, but not to this reader: not ours to say more */
		import_bad(w, PART_SELF,
			   gave(in, CHILD_ID_NUMBER) ? (size_t)CHILD_ID_NUMBER : (size_t)CHILD_NAME,
			   N_("This child is registered elsewhere in the county. If it has come to you, ask "
			      "the county for "
			      "the transfer."),
			   none, none);
		return RC_OK;
	}
	if (rc == RC_OK)
		check_same_child(c, w, in, ret);
	return rc;
}

/* --- the row --- */

static enum rc write_child(struct ctx *c, struct import_work *w, struct input *in)
{
	struct record r = { .id = 0 };
	enum rc rc = w->id ? load_known(c, w, in, &r) : RC_OK;

	if (rc != RC_OK)
		return rc;
	take_place(c, w, r.id ? &r : NULL, in);
	rc = import_check_masks(c, w, PART_SELF, &child_kind, w->id);
	if (rc == RC_OK && !w->id && !choice_of(w))
		rc = import_likely_find(c, w, in);
	if (rc != RC_OK)
		return rc;
	w->fresh = !w->id;
	if (w->fresh)
		w->outcome = IMPORT_NEW;
	int64_t id = w->id;
	rc = import_put(c, w, &(struct import_put){ c, PART_SELF, in, w->id, r.id ? r.version : 0 }, &id);
	w->id = id;
	return rc;
}

static enum rc import_part_write(struct ctx *c, struct import_work *w, enum form_part part,
				 const struct kind *k);

enum rc import_child_write(struct ctx *c, struct import_work *w)
{
	struct input in = read_child(c, w);
	const struct import_choice *choice = choice_of(w);
	enum rc rc = RC_NOT_FOUND;

	if (choice && choice->child)
		w->id = choice->child;
	else
		rc = find_known(c, w, &in, &w->id);
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	rc = write_child(c, w, &in);
	if (rc == RC_OK)
		rc = import_part_write(c, w, PART_ROLL, &student_record_kind);
	if (rc == RC_OK)
		rc = import_part_write(c, w, PART_ENTRY, &register_entry_kind);
	if (rc == RC_OK)
		rc = import_adults_write(c, w);
	if (rc == RC_OK)
		rc = import_status_write(c, w);
	if (w->held && !w->bad) {
		w->outcome = IMPORT_HELD;
		w->id = 0;
	}
	return rc;
}

/* --- parts of which a child has one --- */

/* Once for a sheet: what this role does not keep is left out, and said. */
static void tell_not_yours(struct ctx *c, struct import_work *w, enum form_part part, size_t field,
			   const struct kind *k)
{
	if (w->head->told[part])
		return;
	w->head->told[part] = true;
	import_warn(w, part, field, N_("“{0}” is not yours to change: those columns were left out."),
		    str_of(tr(c->lang, k->label)), none);
}

static const char *several(const struct kind *k, size_t field)
{
	if (k != &register_entry_kind)
		return NULL;
	return field == REGISTER_ENTRY_INCOME_SOURCE ? "income_source"
	       : field == REGISTER_ENTRY_AID_ITEMS   ? "aid_item"
						     : NULL;
}

static void take_several(struct ctx *c, struct import_work *w, enum form_part part, size_t field,
			 const char *list, struct input *in)
{
	str text = import_read(c, w, part, field);
	str codes = cell_codes(c->mem, code_list_find(str_of(list)), text, c->today);

	if (codes.n)
		input_set(in, field, codes);
	else if (text.n)
		import_bad(w, part, field, N_("{0} is not one of the choices."), text, none);
}

static void take_part(struct ctx *c, struct import_work *w, enum form_part part, const struct kind *k,
		      struct input *in)
{
	for (size_t i = 0; i < k->nfields; i++) {
		const char *list = several(k, i);
		if (!w->head->column[part][i] || k->fields[i].type == T_REF || !import_has(w, part, i))
			continue;
		if (!may_create(c->who, k->profile) || !may_write(c->who, k->fields[i].profile))
			tell_not_yours(c, w, part, i, k);
		else if (list)
			take_several(c, w, part, i, list, in);
		else
			import_take(c, w, part, i, in, i);
	}
}

static enum rc known_part(struct ctx *c, const struct kind *k, int64_t child, int64_t *ret,
			  int64_t *ret_version)
{
	struct rows q;
	enum rc rc = k == &student_record_kind ? DB_QUERY(c->db, &q,
							  "SELECT x.id, x.version FROM student_record x "
							  "WHERE x.child = ?1 ORDER BY x.id",
							  INT(child))
					       : DB_QUERY(c->db, &q,
							  "SELECT x.id, x.version FROM register_entry x "
							  "WHERE x.child = ?1 ORDER BY x.id",
							  INT(child));

	if (rc == RC_OK && db_next(&q)) {
		*ret = db_int(&q, 0);
		*ret_version = db_int(&q, 1);
	}
	return rc == RC_OK ? db_done(&q) : rc;
}

/* A part of a child of which there is one: school-roll details, civil-affairs details. */
static enum rc import_part_write(struct ctx *c, struct import_work *w, enum form_part part,
				 const struct kind *k)
{
	struct input in = input_new(k);
	struct actor program;
	struct ctx as = import_as_program(c, &program);
	int64_t known = 0, version = 0, id;
	size_t child;
	enum rc rc = RC_OK;

	if (!(w->head->parts & 1U << part))
		return RC_OK;
	take_part(c, w, part, k, &in);
	if (!in.given || !kind_field(k, STR("child"), &child))
		return RC_OK;
	if (w->id && !w->fresh)
		rc = known_part(c, k, w->id, &known, &version);
	if (rc == RC_OK && w->masked[part])
		rc = import_check_masks(c, w, part, k, known);
	if (!known)
		input_set(&in, child, int_text(c, w->id));
	return rc == RC_OK ? import_put(c, w, &(struct import_put){ &as, part, &in, known, version }, &id)
			   : rc;
}
