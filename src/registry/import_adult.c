/* The adults in a row: which of those tied to the child is meant, who is known already, and where they are.
 */
#include "import_row.h"
#include "number.h"

static const str none = { NULL, 0 };

static const struct {
	enum form_part part;
	const char *relation; /* NULL: the row says it */
} parts[] = {
	{ PART_FATHER, CODE_RELATION_FATHER },
	{ PART_MOTHER, CODE_RELATION_MOTHER },
	{ PART_MEMBER_1, NULL },
	{ PART_MEMBER_2, NULL },
	{ PART_FATHERS_FATHER, CODE_RELATION_FATHERS_FATHER },
	{ PART_FATHERS_MOTHER, CODE_RELATION_FATHERS_MOTHER },
	{ PART_MOTHERS_FATHER, CODE_RELATION_MOTHERS_FATHER },
	{ PART_MOTHERS_MOTHER, CODE_RELATION_MOTHERS_MOTHER },
	{ PART_CARER, NULL }, /* last: often one of those above */
};

struct said {
	struct input person, tie, absence;
	str digest; /* of the id number; empty: none given */
	str name, relation;
};

static bool gave(const struct input *in, size_t field) { return in->given >> field & 1; }

/* --- what the row says --- */

static void take_adult(struct ctx *c, struct import_work *w, enum form_part part, struct said *s)
{
	*s = (struct said){
		input_new(&person_kind), input_new(&tie_kind), input_new(&absence_kind), none, none, none
	};
	for (size_t a = 0; a < ADULT__N; a++) {
		struct form_adult_field f = form_adult_field((enum form_adult)a);
		if (!w->head->column[part][a] || !import_has(w, part, a))
			continue;
		/* 无, where a name should stand */
		if (a == ADULT_NAME && str_eq(import_cell(w, part, a), STR("无")))
			continue;
		if (!may_write(c->who, f.kind->fields[f.field].profile))
			import_bad(w, part, a, N_("This is not yours to change."), none, none);
		else
			import_take(c, w, part, a,
				    f.kind == &person_kind ? &s->person
				    : f.kind == &tie_kind  ? &s->tie
							   : &s->absence,
				    f.field);
	}
	s->name = gave(&s->person, PERSON_NAME) ? str_trim(s->person.text[PERSON_NAME]) : none;
	if (gave(&s->person, PERSON_ID_NUMBER))
		s->digest = number_digest(c, &person_kind, PERSON_ID_NUMBER,
					  import_number(c->mem, s->person.text[PERSON_ID_NUMBER]))
				    .s;
}

/* --- those tied to the child --- */

static enum rc load_ties(struct ctx *c, struct import_work *w)
{
	struct rows q;

	if (w->ties_known)
		return RC_OK;
	w->ties_known = true;
	if (w->fresh || !w->id)
		return RC_OK; /* those of this row alone */
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT i.id, i.version, i.person, p.version, i.relation, p.name, "
			      "p.id_number_digest, i.from_day"
			      " FROM tie i JOIN person p ON p.id = i.person"
			      " WHERE i.child = ?1 AND (i.to_day IS NULL OR i.to_day >= ?2) ORDER BY i.id",
			      INT(w->id), INT(w->head->form->kind == &tie_kind ? 0 : c->today));
	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && w->ntie < IMPORT_TIES)
		w->tie[w->ntie++] = (struct import_tie){ .id = db_int(&q, 0),
							 .version = db_int(&q, 1),
							 .person = db_int(&q, 2),
							 .person_version = db_int(&q, 3),
							 .relation = db_dup(c->mem, &q, 4),
							 .name = db_dup(c->mem, &q, 5),
							 .number = db_dup(c->mem, &q, 6),
							 .from = (day)db_int(&q, 7) };
	return db_done(&q);
}

static bool only_one(str relation)
{
	return str_eq(relation, STR(CODE_RELATION_FATHER)) || str_eq(relation, STR(CODE_RELATION_MOTHER));
}

/* A child has one father: the one of the row is he, unless name and number say that it is quite another man.
 */
static bool stands_for(struct import_work *w, enum form_part part, const struct said *s,
		       const struct import_tie *t)
{
	if (!only_one(s->relation) || !str_eq(t->relation, s->relation))
		return false;
	bool numbers = s->digest.n && t->number.n && !str_eq(s->digest, t->number);
	int names = likely_names(s->name, t->name);
	if (names == 0 && numbers) {
		import_bad(w, part, ADULT_NAME,
			   N_("{0} is registered in this place, with another id number. If that one is "
			      "wrong, change it at the "
			      "child; if it is another person now, end the old tie first."),
			   t->name, none);
		return false;
	}
	if (names == 0)
		import_warn(w, part, ADULT_NAME, N_("{0} stood here until now; the list says {1}."), t->name,
			    s->name);
	return true;
}

/* On a sheet of ties one adult may stand twice, for two stretches of time. */
static bool same_stretch(const struct import_work *w, const struct said *s, const struct import_tie *t)
{
	day from = 0;

	if (w->head->form->kind != &tie_kind)
		return true;
	if (gave(&s->tie, TIE_FROM) && !day_parse(s->tie.text[TIE_FROM], &from))
		from = 0;
	return t->from == from;
}

/* The same adult: as found by number or phone, else by id number, else by name where no two numbers say
 * otherwise. */
static bool same_adult(const struct said *s, const struct import_tie *t, int64_t person)
{
	if (person)
		return t->person == person;
	if (s->digest.n && t->number.n)
		return str_eq(t->number, s->digest);
	return likely_names(t->name, s->name) == 2;
}

static struct import_tie *find_tie(struct import_work *w, const struct import_adult *a, const struct said *s,
				   int64_t person)
{
	for (size_t i = 0; i < w->ntie && a->tie; i++)
		if (w->tie[i].id == a->tie && (!s->name.n || likely_names(w->tie[i].name, s->name)))
			return &w->tie[i];
	for (size_t i = 0; i < w->ntie; i++)
		if (same_adult(s, &w->tie[i], person) && same_stretch(w, s, &w->tie[i]))
			return &w->tie[i];
	for (size_t i = 0; i < w->ntie && !person; i++)
		if (stands_for(w, a->part, s, &w->tie[i]) && same_stretch(w, s, &w->tie[i]))
			return &w->tie[i];
	return NULL;
}

/* --- who it is --- */

static enum rc by_number(struct ctx *c, struct import_work *w, enum form_part part, const struct said *s,
			 struct import_tie *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT p.id, p.version, p.name FROM person p WHERE p.id_number_digest = ?1 ORDER BY p.id",
		BLOB(s->digest));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q)) {
		ret->person = db_int(&q, 0);
		ret->person_version = db_int(&q, 1);
		if (s->name.n && !likely_names(db_text(&q, 2), s->name))
			import_bad(w, part, ADULT_ID_NUMBER,
				   N_("This id number is registered under another name."), none, none);
	}
	return db_done(&q);
}

static enum rc by_phone(struct ctx *c, const struct said *s, struct import_tie *ret)
{
	struct rows q;
	str phone = import_number(c->mem, s->person.text[PERSON_PHONE]);
	/* The same name and phone, but another id number, is somebody else. */
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT p.id, p.version FROM person p WHERE p.phone_digest = ?1 AND p.name = ?2"
			      " AND (p.id_number_digest IS NULL OR ?3 = 0) ORDER BY p.id",
			      number_digest(c, &person_kind, PERSON_PHONE, phone), TEXT(s->name),
			      INT(s->digest.n != 0));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q)) {
		ret->person = db_int(&q, 0);
		ret->person_version = db_int(&q, 1);
	}
	return db_done(&q);
}

/* Our own number of somebody, when the name agrees: another house counts as we do. */
static enum rc by_own_id(struct ctx *c, const struct said *s, int64_t id, struct import_tie *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY(
		c->db, &q, "SELECT p.id, p.version, p.name, p.id_number_digest FROM person p WHERE p.id = ?1",
		INT(id));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q) && (!s->name.n || likely_names(db_text(&q, 2), s->name) == 2) &&
	    (!s->digest.n || db_null(&q, 3) || str_eq(db_blob(&q, 3), s->digest))) {
		ret->person = db_int(&q, 0);
		ret->person_version = db_int(&q, 1);
	}
	return db_done(&q);
}

static enum rc find_person(struct ctx *c, struct import_work *w, const struct import_adult *a,
			   const struct said *s, struct import_tie *ret)
{
	enum rc rc = RC_OK;

	if (a->person)
		rc = by_own_id(c, s, a->person, ret);
	if (rc == RC_OK && !ret->person && s->digest.n)
		rc = by_number(c, w, a->part, s, ret);
	if (rc == RC_OK && !ret->person && gave(&s->person, PERSON_PHONE) && s->name.n)
		rc = by_phone(c, s, ret);
	return rc;
}

/* --- writing --- */

/* A state or ability that holds already, given without a day, is no change. */
static enum rc drop_known(struct ctx *c, struct input *in, int64_t person, size_t field, const char *topic,
			  const char *usual)
{
	struct rows q;
	str now = str_of(usual);

	if (!gave(in, field) || gave(in, PERSON_SINCE))
		return RC_OK;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT u.value FROM circumstance u WHERE u.person = ?1 AND u.topic = ?2"
			      " AND coalesce(u.from_day, 0) <= ?3 AND coalesce(u.to_day, 99991231) >= ?3 "
			      "ORDER BY u.from_day DESC",
			      INT(person), TEXT(str_of(topic)), INT(c->today));
	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		now = db_dup(c->mem, &q, 0);
	if (str_eq(now, str_trim(in->text[field])))
		in->given &= ~(UINT64_C(1) << field);
	return db_done(&q);
}

static enum rc write_person(struct ctx *c, struct import_work *w, const struct import_adult *a,
			    struct said *s, struct import_tie *t)
{
	struct actor program;
	struct ctx as = import_as_program(c, &program);
	enum rc rc = RC_OK;

	if (t->person) {
		rc = drop_known(c, &s->person, t->person, PERSON_STATE, CODE_CIRCUMSTANCE_TOPIC_STATE,
				CODE_PERSON_STATE_ALIVE);
		if (rc == RC_OK)
			rc = drop_known(c, &s->person, t->person, PERSON_GUARDIANSHIP,
					CODE_CIRCUMSTANCE_TOPIC_GUARDIANSHIP, CODE_GUARDIANSHIP_ABLE);
	}
	if (rc == RC_OK)
		rc = import_check_masks(c, w, a->part, &person_kind, t->person);
	if (rc != RC_OK || !s->person.given)
		return rc;
	return import_put(c, w,
			  &(struct import_put){ &as, a->part, &s->person, t->person, t->person_version },
			  &t->person);
}

static enum rc write_tie(struct ctx *c, struct import_work *w, const struct import_adult *a, struct said *s,
			 struct import_tie *t)
{
	struct actor program;
	struct ctx as = import_as_program(c, &program);

	if (t->id) {
		s->tie.given &=
			~(UINT64_C(1) << TIE_RELATION | UINT64_C(1) << TIE_CHILD | UINT64_C(1) << TIE_PERSON);
		if (a->tie) /* our own sheet: the relation is what it says */
			input_set(&s->tie, TIE_RELATION, s->relation);
		return s->tie.given
			       ? import_put(c, w,
					    &(struct import_put){ &as, a->part, &s->tie, t->id, t->version },
					    &t->id)
			       : RC_OK;
	}
	input_int(&s->tie, c->mem, TIE_CHILD, w->id);
	input_int(&s->tie, c->mem, TIE_PERSON, t->person);
	input_set(&s->tie, TIE_RELATION, s->relation);
	if (a->part == PART_CARER &&
	    !gave(&s->tie, TIE_CARER)) /* of one who is known, the file may say otherwise */
		input_set(&s->tie, TIE_CARER, STR("true"));
	if (a->part == PART_CARER && !gave(&s->tie, TIE_NOTE))
		input_set(&s->tie, TIE_NOTE, STR("委托照护人"));
	return import_put(c, w, &(struct import_put){ &as, a->part, &s->tie, 0, 0 }, &t->id);
}

/* Relation as the row says it; an entrusted carer of whom it is not said is a relative like others. */
static void settle_relation(struct import_work *w, const struct import_adult *a, struct said *s)
{
	s->relation = a->relation;
	if (!s->relation.n && gave(&s->tie, TIE_RELATION))
		s->relation = s->tie.text[TIE_RELATION];
	if (!s->relation.n && a->part == PART_CARER)
		s->relation = STR(CODE_RELATION_OTHER_RELATIVE);
	if (!s->relation.n)
		import_bad(w, a->part, ADULT_RELATION,
			   N_("Say how {0} is related to the child, such as 父亲 or 外祖母."), s->name, none);
}

enum rc import_absence_unstarted(struct ctx *c, struct import_work *w, enum form_part part, int64_t person,
				 str region, day known_by)
{
	struct actor program;
	struct ctx as = import_as_program(c, &program);
	struct input in = input_new(&absence_kind);
	struct rows q;
	int64_t known = 0, version = 0;
	bool placed = false;
	enum rc rc = RC_OK;

	if (person) {
		rc = DB_QUERY(c->db, &q,
			      "SELECT a.id, a.version, CASE WHEN a.region IS NULL THEN 0 ELSE 1 END FROM "
			      "absence a WHERE a.person = ?1"
			      " AND coalesce(a.from_day, a.known_by) <= ?2 AND coalesce(a.to_day, 99991231) "
			      ">= ?2 ORDER BY a.id",
			      INT(person), INT(known_by));
		if (rc != RC_OK)
			return rc;
		if (db_next(&q)) {
			known = db_int(&q, 0);
			version = db_int(&q, 1);
			placed = db_int(&q, 2) != 0;
		}
		rc = db_done(&q);
	}
	if (rc != RC_OK || (known && (placed || !region.n)))
		return rc;
	if (!known) {
		input_int(&in, c->mem, ABSENCE_PERSON, person);
		input_day(&in, c->mem, ABSENCE_KNOWN_BY, known_by);
		input_set(&in, ABSENCE_REASON, STR(CODE_ABSENCE_REASON_WORK));
	}
	if (region.n)
		input_set(&in, ABSENCE_REGION, region);
	return import_put(c, w, &(struct import_put){ &as, part, &in, known, version }, &known);
}

static enum rc write_absence(struct ctx *c, struct import_work *w, enum form_part part, const struct said *s,
			     int64_t person)
{
	struct actor program;
	struct ctx as = import_as_program(c, &program);
	struct input in = s->absence;
	struct rows q;
	int64_t known = 0, version = 0;
	day from;

	if (!gave(&in, ABSENCE_FROM)) {
		str region = gave(&in, ABSENCE_REGION) ? in.text[ABSENCE_REGION] : none;
		return region.n ? import_absence_unstarted(c, w, part, person, region, import_known_by(c, w))
				: RC_OK;
	}
	if (person && day_parse(in.text[ABSENCE_FROM], &from)) {
		enum rc rc = DB_QUERY(c->db, &q,
				      "SELECT a.id, a.version FROM absence a WHERE a.person = ?1 AND "
				      "a.from_day = ?2 ORDER BY a.id",
				      INT(person), INT(from));
		if (rc != RC_OK)
			return rc;
		if (db_next(&q)) {
			known = db_int(&q, 0);
			version = db_int(&q, 1);
		}
		rc = db_done(&q);
		if (rc != RC_OK)
			return rc;
	}
	if (!known) {
		input_int(&in, c->mem, ABSENCE_PERSON, person);
		if (!gave(&in, ABSENCE_REASON))
			input_set(&in, ABSENCE_REASON, STR(CODE_ABSENCE_REASON_WORK));
	}
	return import_put(c, w, &(struct import_put){ &as, part, &in, known, version }, &known);
}

enum rc import_adult_write(struct ctx *c, struct import_work *w, const struct import_adult *a,
			   int64_t *ret_person)
{
	struct said s;
	struct import_tie fresh = { .id = 0 }, *t;

	take_adult(c, w, a->part, &s);
	if (import_unable(w) == a->part)
		input_set(&s.person, PERSON_GUARDIANSHIP, STR(CODE_GUARDIANSHIP_LOST));
	if (!s.name.n && !s.person.given && !s.tie.given && !s.absence.given)
		return RC_OK;
	if (!s.name.n && !a->person) {
		if (s.digest.n || gave(&s.person, PERSON_PHONE))
			import_bad(w, a->part, ADULT_NAME, N_("Give the name of whom this is about."), none,
				   none);
		return RC_OK;
	}
	settle_relation(w, a, &s);
	enum rc rc = load_ties(c, w);
	if (rc != RC_OK)
		return rc;
	if (a->person) /* our own number of the adult, or that of another house */
		rc = find_person(c, w, a, &s, &fresh);
	t = find_tie(w, a, &s, fresh.person);
	if (!t && !a->person)
		rc = find_person(c, w, a, &s, &fresh);
	if (!t)
		t = &fresh;
	if (rc == RC_OK)
		rc = write_person(c, w, a, &s, t);
	if (rc == RC_OK)
		rc = write_tie(c, w, a, &s, t);
	if (rc == RC_OK)
		rc = write_absence(c, w, a->part, &s, t->person);
	*ret_person = t->person;
	w->person = t->person;
	w->tie_id = t->id;
	w->tie_fresh = t == &fresh;
	if (t == &fresh && w->ntie < IMPORT_TIES) {
		fresh.relation = s.relation;
		fresh.name = s.name;
		fresh.number = s.digest;
		fresh.version = 1;
		w->tie[w->ntie++] = fresh;
	}
	return rc;
}

enum rc import_adults_write(struct ctx *c, struct import_work *w)
{
	enum rc rc = RC_OK;
	int64_t person;

	for (size_t i = 0; i < COUNT(parts) && rc == RC_OK; i++)
		if (w->head->parts & 1U << parts[i].part)
			rc = import_adult_write(
				c, w,
				&(struct import_adult){ parts[i].part, str_of(parts[i].relation), 0, 0 },
				&person);
	return rc;
}
