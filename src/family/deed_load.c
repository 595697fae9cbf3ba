/* A deed with all that belongs to it, and the adults it can name. */
#include "deed.h"

#include "program.h"
#include "standing.h"

enum { PARTS_MAX = 60, ADULTS_MAX = 40 };

struct deed_params deed_params_of(const struct ctx *c)
{
	return (struct deed_params){ .hear_age = (int)ctx_param(c, PARAM_FAMILY_DEED_HEAR_AGE),
				     .carer_age = (int)ctx_param(c, PARAM_FAMILY_DEED_CARER_AGE),
				     .renew_days = (int)ctx_param(c, PARAM_FAMILY_DEED_RENEW_DAYS),
				     .notice_days = (int)ctx_param(c, PARAM_FAMILY_DEED_NOTICE_DAYS),
				     .watch_age = (int)ctx_param(c, PARAM_FAMILY_DEED_WATCH_AGE),
				     .alone_age = (int)ctx_param(c, PARAM_FAMILY_DEED_ALONE_AGE),
				     .max_age = (int)ctx_param(c, PARAM_FAMILY_DEED_MAX_AGE) };
}

/* --- adults --- */

static bool is_parent(const struct record *tie)
{
	return rec_int(tie, TIE_GUARDIAN) ||
	       standing_relation_of(rec_text(tie, TIE_RELATION)) != STANDING_NO_PARENT;
}

/* Whoever is kept away by one tie is so by all. */
static void take_tie(struct deed_adults *all, const struct record *tie)
{
	struct deed_adult *a = NULL;

	for (size_t i = 0; i < all->n && !a; i++)
		if (all->a[i].person.id == rec_int(tie, TIE_PERSON))
			a = &all->a[i];
	if (!a) {
		a = &all->a[all->n++];
		*a = (struct deed_adult){ .person.id = rec_int(tie, TIE_PERSON),
					  .relation = rec_text(tie, TIE_RELATION) };
	}
	a->parent = a->parent || is_parent(tie);
	a->barred = a->barred || rec_int(tie, TIE_BARRED);
	a->carer = a->carer || rec_int(tie, TIE_CARER);
	a->lives_with = a->lives_with || rec_int(tie, TIE_LIVES_WITH);
}

/* Name, birthday and what they can do, whoever asks: a family knows its own. */
enum rc deed_adults(struct ctx *c, int64_t child, struct deed_adults *ret)
{
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);
	struct list l = {
		.filter = { { TIE_CHILD, INT(child) } }, .nfilter = 1, .on = c->today, .limit = ADULTS_MAX
	};
	struct records ties;
	enum rc rc = record_list(&p, &tie_kind, &l, &ties);

	if (rc != RC_OK)
		return rc;
	struct deed_adults all = { .a = NEW(c->mem, struct deed_adult, ties.n + 1) };
	for (size_t i = 0; i < ties.n; i++)
		take_tie(&all, &ties.r[i]);
	for (size_t i = 0; i < all.n && rc == RC_OK; i++)
		rc = record_load(&p, &person_kind, all.a[i].person.id, &all.a[i].person);
	if (rc == RC_OK)
		*ret = all;
	return rc;
}

const struct deed_adult *deed_adult(const struct deed_adults *all, int64_t person)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->a[i].person.id == person)
			return &all->a[i];
	return NULL;
}

/* --- one --- */

static const struct record *last_of(const struct records *list, size_t field, const char *code)
{
	for (size_t i = list->n; i-- > 0;)
		if (str_eq(rec_text(&list->r[i], field), str_of(code)))
			return &list->r[i];
	return NULL;
}

const struct record *deed_signature(const struct deed *d, const char *part)
{
	return last_of(&d->signatures, DEED_SIGNATURE_PART, part);
}

const struct record *deed_notice_to(const struct deed *d, const char *to)
{
	return last_of(&d->notices, DEED_NOTICE_TO, to);
}

static day signed_on(const struct deed *d, const char *part)
{
	const struct record *s = deed_signature(d, part);

	return s ? instant_day(rec_int(s, DEED_SIGNATURE_AT)) : 0;
}

static day day_of(const struct record *notice, size_t field)
{
	return notice && !rec_null(notice, field) ? instant_day(rec_int(notice, field)) : 0;
}

static void take_facts(struct ctx *c, struct deed *d)
{
	const struct record *school = deed_notice_to(d, CODE_DEED_TO_SCHOOL),
			    *village = deed_notice_to(d, CODE_DEED_TO_VILLAGE);
	const struct deed_params params = deed_params_of(c);

	d->facts = (struct deed_facts){ .born = rec_day(&d->child, CHILD_BIRTH_DATE),
					.from = rec_day(&d->rec, DEED_FROM),
					.to = rec_day(&d->rec, DEED_TO),
					.parent = signed_on(d, CODE_DEED_PART_PARENT),
					.carer = signed_on(d, CODE_DEED_PART_CARER),
					.witness = signed_on(d, CODE_DEED_PART_WITNESS),
					.heard = signed_on(d, CODE_DEED_PART_CHILD),
					.school = school != NULL,
					.sent = day_of(village, DEED_NOTICE_SENT_AT),
					.ack_school = day_of(school, DEED_NOTICE_ACK_AT),
					.ack_village = day_of(village, DEED_NOTICE_ACK_AT),
					.ended = rec_day(&d->rec, DEED_ENDED_ON),
					.revoked = rec_day(&d->rec, DEED_REVOKED_ON) };
	d->stand = deed_stand_on(&d->facts, &params, c->today);
	d->noticed_by = deed_notice_due(&d->facts, &params);
}

static void take_me(const struct ctx *c, struct deed *d)
{
	const struct actor *who = c->who;
	bool family = who->role & ROLES_FAMILY;

	d->me = (family && who->person && who->person == d->parent.id ? DEED_IS_PARENT : 0u) |
		(family && who->person && who->person == d->carer.id ? DEED_IS_CARER : 0u) |
		(who->child == d->child.id && who->child ? DEED_IS_CHILD : 0u) |
		(who->role & ROLES_VILLAGE ? DEED_IS_WITNESS | DEED_IS_VILLAGE : 0u) |
		(who->role & (ROLE_HEAD | ROLE_TEACHER) ? DEED_IS_SCHOOL : 0u);
}

static enum rc load_parts(struct ctx *c, int64_t id, struct deed *d)
{
	struct list l = { .limit = PARTS_MAX, .v = { INT(id) }, .nv = 1 };

	l.where = SQL("t.deed = ?1");
	enum rc rc = record_list(c, &deed_signature_kind, &l, &d->signatures);
	if (rc == RC_OK)
		rc = record_list(c, &deed_notice_kind, &l, &d->notices);
	if (rc == RC_OK)
		rc = DB_ONE(c->db, &d->next,
			    "SELECT coalesce(max(x.id), 0) FROM deed x WHERE x.replaces = ?1 AND "
			    "x.revoked_on IS NULL",
			    INT(id));
	return rc;
}

/* With the rights of `c`; names of the adults as the program. */
static enum rc load(struct ctx *c, int64_t id, struct deed *ret)
{
	struct deed d = { .stand = DEED_DRAFT };
	struct deed_adults all;
	enum rc rc = record_load(c, &deed_kind, id, &d.rec);

	if (rc == RC_OK)
		rc = record_load(c, &child_kind, rec_int(&d.rec, DEED_CHILD), &d.child);
	if (rc == RC_OK)
		rc = load_parts(c, id, &d);
	if (rc == RC_OK)
		rc = deed_adults(c, d.child.id, &all);
	if (rc != RC_OK)
		return rc;
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);
	rc = record_load(&p, &person_kind, rec_int(&d.rec, DEED_PARENT), &d.parent);
	if (rc == RC_OK)
		rc = record_load(&p, &person_kind, rec_int(&d.rec, DEED_CARER), &d.carer);
	const struct deed_adult *parent = deed_adult(&all, d.parent.id),
				*carer = deed_adult(&all, d.carer.id);
	d.parent_is = parent ? parent->relation : STR("");
	d.carer_is = carer ? carer->relation : STR("");
	take_facts(c, &d);
	if (rc == RC_OK)
		*ret = d;
	return rc;
}

enum rc deed_whole(struct ctx *c, int64_t id, struct deed *ret)
{
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);
	enum rc rc = load(&p, id, ret);

	if (rc == RC_OK)
		take_me(c, ret);
	return rc;
}

/* The child has no reach over the deed itself: of its own it is shown what the page says. */
enum rc deed_open(struct ctx *c, int64_t id, struct deed *ret)
{
	struct deed d;
	enum rc rc;

	if (c->who->role == ROLE_CHILD) {
		rc = deed_whole(c, id, &d);
		if (rc == RC_OK && !(d.me & DEED_IS_CHILD))
			rc = RC_NOT_FOUND;
	} else {
		rc = load(c, id, &d);
		if (rc == RC_OK)
			take_me(c, &d);
	}
	if (rc == RC_OK)
		*ret = d;
	return rc;
}
