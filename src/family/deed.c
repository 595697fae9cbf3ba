/* The rules of a deed: who may entrust the child to whom, and for how long. */
#include "deed.h"

#include "complain.h"
#include "program.h"

void deed_part_check(struct ctx *c, const struct change *change)
{
	if (!program_writes(c) && change->after)
		complain(c, change->kind->fields[0].name,
			 N_("This is written by the program when somebody signs or acknowledges."));
}

static const char *name_of(size_t field) { return deed_kind.fields[field].name; }

/* --- who --- */

static void check_people(struct ctx *c, const struct record *d, const struct deed_adults *all)
{
	const struct deed_adult *parent = deed_adult(all, rec_int(d, DEED_PARENT)),
				*carer = deed_adult(all, rec_int(d, DEED_CARER));

	if (!parent || !parent->parent || parent->barred)
		complain(c, name_of(DEED_PARENT),
			 N_("Only a parent or guardian can entrust the child to somebody."));
	else if (c->who->role & ROLES_FAMILY && c->who->person != rec_int(d, DEED_PARENT) &&
		 rec_null(d, DEED_DIGEST))
		complain(c, name_of(DEED_PARENT), N_("Each parent writes a deed of their own."));
	if (rec_int(d, DEED_CARER) && !carer)
		complain(c, name_of(DEED_CARER),
			 N_("This adult is not written down around the child. Ask the child director or the "
			    "school to do that first."));
}

static enum deed_answer answer_of(const struct record *d, size_t field)
{
	str code = rec_text(d, field);

	return !code.n ? DEED_UNANSWERED : str_eq(code, STR(CODE_YES_NO_NO)) ? DEED_NO : DEED_YES;
}

static struct deed_terms terms_of(const struct record *d, const struct deed_adults *all)
{
	const struct deed_adult *carer = deed_adult(all, rec_int(d, DEED_CARER));
	struct deed_terms t = { .cause = !rec_null(d, DEED_CAUSE),
				.carer_self = rec_int(d, DEED_CARER) == rec_int(d, DEED_PARENT) };

	for (size_t i = 0; i < DEED_GROUNDS; i++)
		t.ground[i] = answer_of(d, DEED_HARM + i);
	if (!carer)
		return t;
	t.carer_born = rec_day(&carer->person, PERSON_BIRTH_DATE);
	t.carer_barred = carer->barred;
	t.carer_unable = str_eq(rec_text(&carer->person, PERSON_CARE_ABILITY), STR(CODE_CARE_ABILITY_UNABLE));
	return t;
}

/* --- what it lacks, in words --- */

static void say_lacks(struct ctx *c, unsigned lacks, bool known)
{
	/* clang-format off */
	static const struct { unsigned bit; size_t field; const char *text; } say[] = {
		{ DEED_NO_CAUSE,     DEED_CAUSE, N_("Say why you cannot look after the child yourself: the law asks for a just cause.") },
		{ DEED_NO_PERIOD,    DEED_TO,    N_("The last day comes after the first one.") },
		{ DEED_PAST,         DEED_TO,    N_("This day is past already.") },
		{ DEED_TOO_LONG,     DEED_TO,    N_("By then the child is of age.") },
		{ DEED_CARER_BARRED, DEED_CARER, N_("This person has to keep away from the child and cannot be chosen.") },
		{ DEED_CARER_PARTY,  DEED_CARER, N_("Choose somebody else than who entrusts the child.") },
		{ DEED_CARER_UNABLE, DEED_CARER, N_("It is written down that this person cannot look after a child.") },
	};
	/* clang-format on */

	for (size_t i = 0; i < COUNT(say); i++)
		if (lacks & say[i].bit)
			complain(c, name_of(say[i].field), say[i].text);
	if (known && lacks & DEED_CARER_MINOR)
		complain(c, name_of(DEED_CARER),
			 N_("The carer has to be eighteen or older, and the birthday has to be written "
			    "down."));
}

static void say_grounds(struct ctx *c, const struct deed_terms *t)
{
	for (size_t i = 0; i < DEED_GROUNDS; i++)
		if (t->ground[i] == DEED_UNANSWERED)
			complain(c, name_of(DEED_HARM + i), N_("Answer yes or no."));
		else if (t->ground[i] == DEED_YES)
			complain(c, name_of(DEED_HARM + i),
				 N_("Then the law forbids entrusting a child to this person. Choose somebody "
				    "else; the child director helps."));
}

/* --- beside other deeds --- */

/* Of the same child, neither the one it follows nor revoked; ?4..?5 its time. */
static enum rc check_beside(struct ctx *c, const struct record *d)
{
	struct rows q;
	day from = 0, to = 0;
	bool draft = false, any = false;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT d.from_day, coalesce(d.ended_on, d.to_day), d.digest FROM deed d"
		" WHERE d.child = ?1 AND d.id <> ?2 AND d.id <> ?3 AND d.revoked_on IS NULL"
		" AND d.from_day <= ?5 AND coalesce(d.ended_on, d.to_day) >= ?4 ORDER BY d.id LIMIT 1",
		INT(rec_int(d, DEED_CHILD)), INT(d->id), INT(rec_int(d, DEED_REPLACES)),
		INT(rec_day(d, DEED_FROM)), INT(rec_day(d, DEED_TO)));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q)) {
		any = true;
		from = (day)db_int(&q, 0);
		to = (day)db_int(&q, 1);
		draft = db_null(&q, 2);
	}
	rc = db_done(&q);
	if (rc != RC_OK || !any)
		return rc;
	problem_add(
		&c->problems, str_of(name_of(DEED_FROM)),
		draft ? N_("Another deed for {0} to {1} waits to be signed: go on with that one, or take it "
			   "back first.")
		      : N_("For {0} to {1} the child is entrusted already: write a new version of that "
			   "deed, or choose other days."),
		complain_date(c, from), complain_date(c, to));
	return RC_OK;
}

static enum rc check_followed(struct ctx *c, const struct record *d)
{
	struct rows q;
	day from = 0;
	bool open = false;
	int64_t child = 0, other = 0;

	if (rec_null(d, DEED_REPLACES))
		return RC_OK;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT d.child, d.from_day, d.signed_on IS NULL OR d.revoked_on IS NOT NULL, "
			      "(SELECT min(x.id) FROM deed x"
			      " WHERE x.replaces = d.id AND x.id <> ?2 AND x.revoked_on IS NULL)"
			      " FROM deed d WHERE d.id = ?1",
			      INT(rec_int(d, DEED_REPLACES)), INT(d->id));
	if (rc != RC_OK)
		return rc;
	if (db_next(&q)) {
		child = db_int(&q, 0);
		from = (day)db_int(&q, 1);
		open = db_int(&q, 2) != 0;
		other = db_int(&q, 3);
	}
	rc = db_done(&q);
	if (rc != RC_OK)
		return rc;
	if (child != rec_int(d, DEED_CHILD))
		complain(c, name_of(DEED_REPLACES), N_("That deed is of another child."));
	if (other)
		complain(c, name_of(DEED_REPLACES),
			 N_("A newer version of that deed is there already: go on with the newest one."));
	if (!open && rec_day(d, DEED_FROM) && rec_day(d, DEED_FROM) <= from)
		complain(c, name_of(DEED_FROM),
			 N_("A new version begins after the first day of the one it follows."));
	return RC_OK;
}

/* --- all of it --- */

void deed_check_terms(struct ctx *c, const struct record *d)
{
	const struct deed_params params = deed_params_of(c);
	struct deed_adults all;
	int64_t born = 0;

	if (DB_ONE(c->db, &born, "SELECT c.birth_date FROM child c WHERE c.id = ?1",
		   INT(rec_int(d, DEED_CHILD))) != RC_OK ||
	    deed_adults(c, rec_int(d, DEED_CHILD), &all) != RC_OK)
		return; /* the store has said that there is no such child */
	const struct deed_facts facts = { .born = (day)born,
					  .from = rec_day(d, DEED_FROM),
					  .to = rec_day(d, DEED_TO) };
	const struct deed_terms terms = terms_of(d, &all);
	unsigned lacks = deed_lacks(&facts, &terms, &params, c->today);
	check_people(c, d, &all);
	say_lacks(c, lacks, deed_adult(&all, rec_int(d, DEED_CARER)) != NULL);
	say_grounds(c, &terms);
	if (!(lacks & DEED_NO_PERIOD) && (check_beside(c, d) != RC_OK || check_followed(c, d) != RC_OK))
		complain(c, name_of(DEED_FROM), N_("This cannot be looked up just now. Please try again."));
}

/* The first is version 1. */
static int64_t version_of(struct ctx *c, const struct record *d)
{
	int64_t before = 0;

	if (rec_null(d, DEED_REPLACES) ||
	    DB_ONE(c->db, &before, "SELECT d.number FROM deed d WHERE d.id = ?1",
		   INT(rec_int(d, DEED_REPLACES))) != RC_OK)
		return 1;
	return before + 1;
}

static void fill_new(struct ctx *c, struct record *d)
{
	d->v[DEED_STATE] = TEXT(STR(CODE_DEED_STATE_DRAFT));
	d->v[DEED_VERSION] = INT(version_of(c, d));
	d->v[DEED_BY] = c->who->account ? INT(c->who->account) : NIL;
	d->v[DEED_AT] = INT(c->now);
}

void deed_check(struct ctx *c, const struct change *change)
{
	struct record *d = change->after;

	if (!d || program_writes(c))
		return;
	if (change->before && !rec_null(change->before, DEED_DIGEST)) {
		complain(c, name_of(DEED_FROM),
			 N_("Somebody has signed this text, so it stays as it is. Write a new version."));
		return;
	}
	deed_check_terms(c, d);
	if (!change->before)
		fill_new(c, d);
}
