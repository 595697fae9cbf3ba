#include "consent.h"
#include "registry.h"
#include "standing.h"

static void complain(struct ctx *c, const struct record *r, size_t field, const char *text)
{
	problem_add(&c->problems, str_of(r->kind->fields[field].name), text, (str){ NULL, 0 },
		    (str){ NULL, 0 });
}

bool consent_statutory(str purpose)
{
	const struct code *code = code_find(code_list_find(STR("consent_purpose")), purpose, 0, STR(""));

	return code && code_notes(code, STR("statutory"));
}

unsigned consent_needs(day born, day on, int child_age, int grown_age)
{
	int age = day_age(born, on);

	if (age < child_age)
		return CONSENT_OF_GUARDIAN;
	return age < grown_age ? CONSENT_OF_GUARDIAN | CONSENT_OF_CHILD : CONSENT_OF_CHILD;
}

/* --- who may --- */

bool consent_may_give(struct ctx *c, int64_t child, int64_t person, day on)
{
	struct rows q;
	bool may = false, barred = false;

	if (DB_QUERY(c->db, &q,
		     "SELECT i.relation, i.guardian, i.barred FROM tie i WHERE i.child = ?1 AND i.person = ?2"
		     " AND (i.from_day IS NULL OR i.from_day <= ?3) AND (i.to_day IS NULL OR i.to_day >= ?3)",
		     INT(child), INT(person), INT(on)) != RC_OK)
		return false;
	while (db_next(&q)) {
		may |= db_int(&q, 1) || standing_relation_of(db_text(&q, 0)) != STANDING_NO_PARENT;
		barred |= db_int(&q, 2) != 0;
	}
	return db_done(&q) == RC_OK && may && !barred;
}

static enum rc born_on(struct ctx *c, int64_t child, day *ret)
{
	int64_t born;
	enum rc rc = DB_ONE(c->db, &born, "SELECT c.birth_date FROM child c WHERE c.id = ?1", INT(child));

	if (rc == RC_OK)
		*ret = (day)born;
	return rc;
}

/* --- the words --- */

static enum rc newest_text(struct ctx *c, unsigned county, str purpose, day on, int64_t *ret_id,
			   int64_t *ret_edition)
{
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT x.id, x.edition FROM consent_text x WHERE x.purpose = ?1 AND x.county = ?2"
			 " AND x.from_day <= ?3 ORDER BY x.edition DESC, x.id DESC LIMIT 1",
			 TEXT(purpose), INT(county), INT(on));

	if (rc != RC_OK)
		return rc;
	bool found = db_next(&q);
	if (found) {
		*ret_id = db_int(&q, 0);
		*ret_edition = db_int(&q, 1);
	}
	rc = db_done(&q);
	return rc != RC_OK ? rc : found ? RC_OK : RC_NOT_FOUND;
}

/* Until when agreement to earlier words holds is always said, unless these are the first. */
void consent_text_check(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;
	day from = rec_day(r, CONSENT_TEXT_FROM);
	int64_t last = 0;

	if (change->before || rec_null(r, CONSENT_TEXT_PURPOSE) || !from)
		return;
	if (DB_ONE(c->db, &last,
		   "SELECT max(x.edition) FROM consent_text x WHERE x.purpose = ?1 AND x.county = ?2",
		   TEXT(rec_text(r, CONSENT_TEXT_PURPOSE)), INT(r->county)) != RC_OK)
		return;
	if (rec_int(r, CONSENT_TEXT_EDITION) <= last)
		complain(c, r, CONSENT_TEXT_EDITION, N_("There is this edition already, or a later one."));
	if (last && rec_null(r, CONSENT_TEXT_EARLIER_UNTIL))
		r->v[CONSENT_TEXT_EARLIER_UNTIL] =
			INT(day_add(from, (int32_t)ctx_param(c, PARAM_CONSENT_RENEW_DAYS)));
	if (!rec_null(r, CONSENT_TEXT_EARLIER_UNTIL) && rec_day(r, CONSENT_TEXT_EARLIER_UNTIL) < from)
		complain(c, r, CONSENT_TEXT_EARLIER_UNTIL, N_("It ends before it begins."));
}

/* --- the rules of an answer, yes or no --- */

struct answer {
	const struct record *r;
	size_t child, person, purpose, text, on;
};

/* Are these the words of that purpose that hold now? */
static void check_text(struct ctx *c, const struct answer *a)
{
	int64_t newest = 0, edition;
	str purpose = rec_text(a->r, a->purpose);

	if (rec_null(a->r, a->purpose) || rec_null(a->r, a->text))
		return;
	if (consent_statutory(purpose)) {
		complain(c, a->r, a->purpose, N_("The law demands this: nobody is asked."));
		return;
	}
	if (newest_text(c, a->r->county, purpose, c->today, &newest, &edition) != RC_OK ||
	    newest != rec_int(a->r, a->text))
		complain(c, a->r, a->text, N_("There are newer words for this: read them first."));
}

static void check_answer(struct ctx *c, const struct answer *a)
{
	day on = rec_day(a->r, a->on);
	int64_t person = rec_int(a->r, a->person);
	bool family = c->who->role & ROLES_FAMILY;

	check_text(c, a);
	if (on > c->today)
		complain(c, a->r, a->on, N_("This day has not come yet."));
	if (family && on != c->today)
		complain(c, a->r, a->on, N_("What you say here holds from today."));
	if (family && person && person != c->who->person)
		complain(c, a->r, a->person, N_("Everybody answers for themselves."));
	else if (person && on && !consent_may_give(c, rec_int(a->r, a->child), person, on))
		complain(c, a->r, a->person,
			 N_("Only a parent or guardian may answer, who is tied to the child on that day and "
			    "not kept "
			    "away from it."));
}

static struct val by_whom(const struct ctx *c) { return c->who->account ? INT(c->who->account) : NIL; }

static void check_new(struct ctx *c, const struct record *r)
{
	day born = 0, from = rec_day(r, CONSENT_FROM);
	bool page = str_eq(rec_text(r, CONSENT_HOW), STR(CODE_CONSENT_HOW_PAGE));

	check_answer(c, &(struct answer){ r, CONSENT_CHILD, CONSENT_PERSON, CONSENT_PURPOSE, CONSENT_TEXT,
					  CONSENT_FROM });
	if (c->who->role != ROLE_SYSTEM && page != ((c->who->role & ROLES_FAMILY) != 0))
		complain(c, r, CONSENT_HOW, N_("“On a page” is what the family does itself; nobody else."));
	if (from && born_on(c, rec_int(r, CONSENT_CHILD), &born) == RC_OK &&
	    consent_needs(born, from, (int)ctx_param(c, PARAM_CONSENT_CHILD_AGE),
			  (int)ctx_param(c, PARAM_CHILD_MAX_AGE)) &
		    CONSENT_OF_CHILD &&
	    !rec_int(r, CONSENT_CHILD_AGREES))
		complain(c, r, CONSENT_CHILD_AGREES,
			 N_("From fourteen on the child is asked too, and must agree."));
	r->v[CONSENT_TO] = NIL;
	r->v[CONSENT_END] = NIL;
	r->v[CONSENT_BY] = by_whom(c);
}

/* Only its end is ever written, once. */
static void check_end(struct ctx *c, const struct record *before, const struct record *r)
{
	day to = rec_day(r, CONSENT_TO), from = rec_day(r, CONSENT_FROM);

	if (!rec_null(before, CONSENT_TO)) {
		if (to != rec_day(before, CONSENT_TO) ||
		    !str_eq(rec_text(r, CONSENT_END), rec_text(before, CONSENT_END)))
			complain(c, r, CONSENT_TO, N_("It has ended already."));
		return;
	}
	if (!to)
		return;
	if (to > c->today || to < day_add(from, -1))
		complain(c, r, CONSENT_TO, N_("It ends between the day before it began and today."));
	else if (c->who->role & ROLES_FAMILY && to < day_add(c->today, -1))
		complain(c, r, CONSENT_TO, N_("What you say here holds from today."));
	if (rec_null(r, CONSENT_END))
		r->v[CONSENT_END] = TEXT(STR(CODE_CONSENT_END_WITHDRAWN));
}

void consent_check(struct ctx *c, const struct change *change)
{
	if (change->before)
		check_end(c, change->before, change->after);
	else
		check_new(c, change->after);
}

void consent_refusal_check(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;

	if (change->before)
		return;
	check_answer(c, &(struct answer){ r, REFUSAL_CHILD, REFUSAL_PERSON, REFUSAL_PURPOSE, REFUSAL_TEXT,
					  REFUSAL_ON });
	r->v[REFUSAL_BY] = by_whom(c);
}

/* --- writing --- */

struct found {
	int64_t id[64];
	day until[64];
	size_t n;
};

static enum rc in_force(struct ctx *c, int64_t child, str purpose, int64_t but, struct found *ret)
{
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT i.id FROM consent i WHERE i.child = ?1 AND i.purpose = ?2 AND i.id <> ?3"
			 " AND i.to_day IS NULL ORDER BY i.id LIMIT 64",
			 INT(child), TEXT(purpose), INT(but));

	ret->n = 0;
	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && ret->n < COUNT(ret->id))
		ret->id[ret->n++] = db_int(&q, 0);
	return db_done(&q);
}

static enum rc end_one(struct ctx *c, int64_t id, day to, const char *how)
{
	struct input in = input_new(&consent_kind);
	struct record done;

	input_day(&in, c->mem, CONSENT_TO, to);
	input_set(&in, CONSENT_END, str_of(how));
	return record_update(c, &consent_kind, id, 0, &in, &done);
}

static enum rc end_all(struct ctx *c, const struct found *list, day to, const char *how)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < list->n && rc == RC_OK; i++)
		rc = end_one(c, list->id[i], to, how);
	return rc;
}

enum rc consent_after(struct ctx *c, struct change *change)
{
	struct found older;
	const struct record *r = change->after;

	if (change->before || !r)
		return RC_OK;
	enum rc rc = in_force(c, rec_int(r, CONSENT_CHILD), rec_text(r, CONSENT_PURPOSE), r->id, &older);
	/* Somebody else's newer yes on paper may be dated earlier than the older one: that ends the day
	 * before it began. */
	for (size_t i = 0; i < older.n && rc == RC_OK; i++) {
		int64_t from = 0;
		day to = day_add(rec_day(r, CONSENT_FROM), -1);
		rc = DB_ONE(c->db, &from, "SELECT i.from_day FROM consent i WHERE i.id = ?1",
			    INT(older.id[i]));
		if (rc == RC_OK && to < day_add((day)from, -1))
			to = day_add((day)from, -1);
		if (rc == RC_OK)
			rc = end_one(c, older.id[i], to, CODE_CONSENT_END_RENEWED);
	}
	return rc;
}

enum rc consent_take_back(struct ctx *c, int64_t child, str purpose)
{
	struct found list;
	enum rc rc = in_force(c, child, purpose, 0, &list);

	if (rc == RC_OK && !list.n)
		return RC_NOT_FOUND;
	return rc == RC_OK ? end_all(c, &list, day_add(c->today, -1), CODE_CONSENT_END_WITHDRAWN) : rc;
}

enum rc consent_settle(struct ctx *c, const int64_t *child, size_t n)
{
	int64_t low = n ? child[0] : 0, high = low;
	struct found list = { .n = 0 };
	struct rows q;

	for (size_t i = 1; i < n; i++) {
		low = child[i] < low ? child[i] : low;
		high = child[i] > high ? child[i] : high;
	}
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT i.id FROM child k JOIN consent i ON i.child = k.id"
			      " WHERE k.id >= ?1 AND k.id <= ?2 AND i.county <> k.county AND i.to_day IS NULL"
			      " ORDER BY i.id LIMIT 64",
			      INT(low), INT(high));
	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && list.n < COUNT(list.id))
		list.id[list.n++] = db_int(&q, 0);
	rc = db_done(&q);
	return rc == RC_OK ? end_all(c, &list, day_add(c->today, -1), CODE_CONSENT_END_MOVED) : rc;
}

static enum rc say_no(struct ctx *c, const struct consent_answer *a, int64_t text)
{
	struct input in = input_new(&consent_refusal_kind);
	struct record done;
	enum rc rc = consent_take_back(c, a->child, a->purpose);

	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	input_int(&in, c->mem, REFUSAL_CHILD, a->child);
	input_int(&in, c->mem, REFUSAL_PERSON, a->person);
	input_set(&in, REFUSAL_PURPOSE, a->purpose);
	input_int(&in, c->mem, REFUSAL_TEXT, text);
	input_day(&in, c->mem, REFUSAL_ON, a->from ? a->from : c->today);
	return record_create(c, &in, &done);
}

enum rc consent_give(struct ctx *c, const struct consent_answer *a)
{
	struct input in = input_new(&consent_kind);
	struct record done;
	int64_t text = 0, edition = 0;
	unsigned county = c->who->county ? c->who->county : c->model->county;
	enum rc rc = newest_text(c, county, a->purpose, c->today, &text, &edition);

	if (rc != RC_OK)
		return rc;
	if (!a->yes)
		return say_no(c, a, text);
	input_int(&in, c->mem, CONSENT_CHILD, a->child);
	input_int(&in, c->mem, CONSENT_PERSON, a->person);
	input_set(&in, CONSENT_PURPOSE, a->purpose);
	input_int(&in, c->mem, CONSENT_TEXT, text);
	input_set(&in, CONSENT_HOW, a->how);
	input_set(&in, CONSENT_CHILD_AGREES, a->child_agrees ? STR("1") : STR("0"));
	input_day(&in, c->mem, CONSENT_FROM, a->from ? a->from : c->today);
	return record_create(c, &in, &done);
}

/* --- reading --- */

bool consent_holds(struct ctx *c, int64_t child, str purpose, day on)
{
	int64_t n = 0;

	if (consent_statutory(purpose))
		return true;
	if (DB_ONE(c->db, &n,
		   "SELECT count(*) FROM consent i JOIN consent_text x ON x.id = i.text_id"
		   " WHERE i.child = ?1 AND i.purpose = ?2 AND i.from_day <= ?3"
		   " AND (i.to_day IS NULL OR i.to_day >= ?3)"
		   " AND NOT EXISTS (SELECT 1 FROM consent_text n WHERE n.purpose = i.purpose"
		   " AND n.county = i.county AND n.edition > x.edition AND n.from_day <= ?3"
		   " AND n.earlier_until < ?3)",
		   INT(child), TEXT(purpose), INT(on)) != RC_OK)
		return false;
	return n > 0;
}

struct answers {
	struct records texts, given, refused;
};

static enum rc load_answers(struct ctx *c, int64_t child, struct answers *ret)
{
	struct list texts = { .where = SQL("t.from_day <= ?1"), .v = { INT(c->today) }, .nv = 1 };
	struct list of = { .where = SQL("t.child = ?1"), .v = { INT(child) }, .nv = 1 };
	enum rc rc = record_list(c, &consent_text_kind, &texts, &ret->texts);

	if (rc == RC_OK)
		rc = record_list(c, &consent_kind, &of, &ret->given);
	if (rc == RC_OK)
		rc = record_list(c, &consent_refusal_kind, &of, &ret->refused);
	return rc;
}

static int64_t edition_of(const struct answers *a, int64_t text)
{
	for (size_t i = 0; i < a->texts.n; i++)
		if (a->texts.r[i].id == text)
			return rec_int(&a->texts.r[i], CONSENT_TEXT_EDITION);
	return 0;
}

static const struct record *newest_of(const struct answers *a, str purpose, unsigned county)
{
	const struct record *found = NULL;

	for (size_t i = 0; i < a->texts.n; i++) {
		const struct record *t = &a->texts.r[i];
		if (t->county == county && str_eq(rec_text(t, CONSENT_TEXT_PURPOSE), purpose) &&
		    (!found || rec_int(t, CONSENT_TEXT_EDITION) > rec_int(found, CONSENT_TEXT_EDITION)))
			found = t;
	}
	return found;
}

static void find_given(struct consent_state *s, const struct answers *a, day today)
{
	for (size_t i = 0; i < a->given.n; i++) {
		const struct record *g = &a->given.r[i];
		bool over = !rec_null(g, CONSENT_TO) && rec_day(g, CONSENT_TO) < today;
		if (!str_eq(rec_text(g, CONSENT_PURPOSE), s->purpose->code))
			continue;
		if (over)
			s->ended = g;
		else
			s->given = g;
	}
}

static void find_refused(struct consent_state *s, const struct answers *a)
{
	for (size_t i = 0; i < a->refused.n; i++)
		if (str_eq(rec_text(&a->refused.r[i], REFUSAL_PURPOSE), s->purpose->code))
			s->refused = &a->refused.r[i];
	const struct record *yes = s->given ? s->given : s->ended;
	if (s->refused && yes && yes->created_at > s->refused->created_at)
		s->refused = NULL;
}

static void tell(struct consent_state *s, const struct answers *a, const struct ctx *c)
{
	unsigned county = c->who->county ? c->who->county : c->model->county;

	s->statutory = consent_statutory(s->purpose->code);
	s->text = newest_of(a, s->purpose->code, county);
	find_given(s, a, c->today);
	find_refused(s, a);
	if (s->statutory || !s->text)
		return;
	int64_t edition = rec_int(s->text, CONSENT_TEXT_EDITION);
	bool taken_back = s->ended && edition_of(a, rec_int(s->ended, CONSENT_TEXT)) == edition;
	bool said_no = s->refused && edition_of(a, rec_int(s->refused, REFUSAL_TEXT)) == edition;
	s->older = s->given && edition_of(a, rec_int(s->given, CONSENT_TEXT)) < edition;
	s->open = (!s->given || s->older) && !said_no && !(taken_back && !s->given);
}

enum rc consent_states(struct ctx *c, int64_t child, struct consent_state **ret, size_t *ret_n)
{
	const struct code_list *list = code_list_find(STR("consent_purpose"));
	struct consent_state *s = NEW(c->mem, struct consent_state, list->n);
	struct answers *a = NEW(c->mem, struct answers, 1);
	const struct code *code;
	size_t n = 0, at = 0;
	enum rc rc = load_answers(c, child, a);

	if (rc != RC_OK)
		return rc;
	while ((code = code_next(list, &at, c->today, STR("")))) {
		s[n].purpose = code;
		tell(&s[n++], a, c);
	}
	*ret = s;
	*ret_n = n;
	return RC_OK;
}

/* --- the gates, for reviewers --- */

const struct consent_gate consent_gates[] = {
	{ ROLES_CARE, CODE_CONSENT_PURPOSE_PROVISION, N_("who the child is: the reach “consented”") },
};
const size_t consent_ngates = COUNT(consent_gates);

void consent_gates_put(struct buf *to)
{
	buf_lit(to, "\n# what a role sees only while the family agrees to a purpose\n");
	for (size_t i = 0; i < consent_ngates; i++) {
		for (size_t r = 0; r < role_nrows; r++) {
			if (!(role_rows[r].role & consent_gates[i].roles))
				continue;
			buf_str(to, str_of(role_rows[r].code));
			buf_ch(to, ' ');
		}
		buf_str(to, str_of(consent_gates[i].purpose));
		buf_lit(to, ": ");
		buf_str(to, str_of(consent_gates[i].what));
		buf_ch(to, '\n');
	}
}
