/* What belonged to the record that goes.  Most of it simply points at the other one from now on; what both
 * have is folded: nothing is there twice, and nothing that only one of them knew is lost. */
#include "account.h"
#include "merge.h"
#include "repoint.h"

#define BIT(field) (UINT64_C(1) << (field))
enum { FOREVER = 99991231 };

enum rc merge_list(struct ctx *c, const struct kind *k, size_t field, int64_t id, struct records *ret)
{
	struct list l = { .nfilter = 1 };

	l.filter[0].field = field;
	l.filter[0].is = INT(id);
	return record_list(c, k, &l, ret);
}

static day end_of(const struct record *r, size_t to) { return rec_day(r, to) ? rec_day(r, to) : FOREVER; }

bool merge_overlap(const struct record *a, const struct record *b, size_t from, size_t to)
{
	return rec_day(a, from) <= end_of(b, to) && rec_day(b, from) <= end_of(a, to);
}

static enum rc point(struct merging *m, const struct record *r, size_t field)
{
	return repoint_record(m->c, r->kind, r->id, field, INT(m->keep));
}

static enum rc drop(struct merging *m, const struct record *r)
{
	return record_delete(m->c, r->kind, r->id, 0);
}

static enum rc change(struct merging *m, const struct record *r, const struct input *in)
{
	struct record done;

	return in->given ? record_update(m->c, r->kind, r->id, 0, in, &done) : RC_OK;
}

/* From the first day of either to the last one. */
static void widen(struct merging *m, struct input *in, const struct record *a, const struct record *b,
		  size_t from, size_t to)
{
	day first = rec_day(a, from) < rec_day(b, from) ? rec_day(a, from) : rec_day(b, from),
	    last = end_of(a, to) > end_of(b, to) ? end_of(a, to) : end_of(b, to);

	if (first != rec_day(a, from))
		input_day(in, m->c->mem, from, first);
	if (last != end_of(a, to))
		input_day(in, m->c->mem, to, last == FOREVER ? 0 : last);
}

/* What the one that stays leaves empty, from the one that goes. */
static void fill(struct merging *m, struct input *in, const struct record *to, const struct record *from)
{
	for (size_t i = 0; i < to->kind->nfields; i++) {
		const struct field *f = &to->kind->fields[i];
		if (!field_stored(f) || f->type == T_REF || f->derived || rec_null(from, i) ||
		    !rec_null(to, i))
			continue;
		input_set(in, i, record_text(m->c, from, i));
	}
}

/* --- one kind after the other: `r` belonged to the one that goes --- */

typedef enum rc folding(struct merging *m, const struct record *r, size_t field, const struct records *kept);

/* The same adult tied to the same child: with all that either tie says; a bar stays a bar. */
static enum rc fold_tie(struct merging *m, const struct record *r, size_t field, const struct records *kept)
{
	static const uint8_t either[] = { TIE_GUARDIAN, TIE_LIVES_WITH, TIE_BARRED, TIE_CARER };
	size_t beside = field == TIE_CHILD ? TIE_PERSON : TIE_CHILD;
	const struct record *same = NULL;
	struct input in = input_new(&tie_kind);

	for (size_t i = 0; i < kept->n && !same; i++)
		if (rec_int(&kept->r[i], beside) == rec_int(r, beside) &&
		    merge_overlap(&kept->r[i], r, TIE_FROM, TIE_TO))
			same = &kept->r[i];
	if (!same)
		return point(m, r, field);
	for (size_t i = 0; i < COUNT(either); i++)
		if (rec_int(r, either[i]) && !rec_int(same, either[i]))
			input_set(&in, either[i], STR("1"));
	if (rec_null(same, TIE_NOTE) && !rec_null(r, TIE_NOTE))
		input_set(&in, TIE_NOTE, rec_text(r, TIE_NOTE));
	widen(m, &in, same, r, TIE_FROM, TIE_TO);
	enum rc rc = drop(m, r);
	return rc == RC_OK ? change(m, same, &in) : rc;
}

static void set_class(struct merging *m, struct input *in, const struct record *r)
{
	static const uint8_t fields[] = { ENROLMENT_CLASS, ENROLMENT_STAGE, ENROLMENT_ENTRY_MONTH,
					  ENROLMENT_ATTENDANCE_MODE };

	for (size_t i = 0; i < COUNT(fields); i++)
		input_set(in, fields[i], record_text(m->c, r, fields[i]));
}

/* The same time at the same school: in the class that was chosen.  Two schools at once were refused before.
 */
static enum rc fold_enrolment(struct merging *m, const struct record *r, size_t field,
			      const struct records *kept)
{
	const struct record *same = NULL;
	struct input in = input_new(&enrolment_kind);

	for (size_t i = 0; i < kept->n && !same; i++)
		if (rec_int(&kept->r[i], ENROLMENT_SCHOOL) == rec_int(r, ENROLMENT_SCHOOL) &&
		    merge_overlap(&kept->r[i], r, ENROLMENT_FROM, ENROLMENT_TO))
			same = &kept->r[i];
	if (!same)
		return point(m, r, field);
	if (m->take & BIT(CHILD_CLASS))
		set_class(m, &in, r);
	else
		fill(m, &in, same, r);
	in.given &= ~(BIT(ENROLMENT_TO) | BIT(ENROLMENT_END));
	widen(m, &in, same, r, ENROLMENT_FROM, ENROLMENT_TO);
	if (in.given & BIT(ENROLMENT_TO))
		input_set(&in, ENROLMENT_END, record_text(m->c, r, ENROLMENT_END));
	enum rc rc = drop(m, r);
	return rc == RC_OK ? change(m, same, &in) : rc;
}

/* The first of the kept ones that holds on some of the same days, with the same value in a field. */
static const struct record *same_spell(const struct records *kept, const struct record *r, size_t field,
				       size_t from, size_t to)
{
	for (size_t i = 0; i < kept->n; i++)
		if (str_eq(rec_text(&kept->r[i], field), rec_text(r, field)) &&
		    merge_overlap(&kept->r[i], r, from, to))
			return &kept->r[i];
	return NULL;
}

static enum rc fold_difficulty(struct merging *m, const struct record *r, size_t field,
			       const struct records *kept)
{
	const struct record *same = same_spell(kept, r, DIFFICULTY_CATEGORY, DIFFICULTY_FROM, DIFFICULTY_TO);
	struct input in = input_new(&difficulty_kind);

	if (!same)
		return point(m, r, field);
	fill(m, &in, same, r);
	in.given &= ~BIT(DIFFICULTY_TO);
	widen(m, &in, same, r, DIFFICULTY_FROM, DIFFICULTY_TO);
	enum rc rc = drop(m, r);
	return rc == RC_OK ? change(m, same, &in) : rc;
}

/* One for each child. */
static enum rc fold_single(struct merging *m, const struct record *r, size_t field,
			   const struct records *kept)
{
	struct input in = input_new(r->kind);

	if (!kept->n)
		return point(m, r, field);
	fill(m, &in, &kept->r[0], r);
	enum rc rc = drop(m, r);
	return rc == RC_OK ? change(m, &kept->r[0], &in) : rc;
}

static enum rc fold_declaration(struct merging *m, const struct record *r, size_t field,
				const struct records *kept)
{
	for (size_t i = 0; i < kept->n; i++)
		if (rec_day(&kept->r[i], DECLARATION_DAY) == rec_day(r, DECLARATION_DAY) &&
		    str_eq(rec_text(&kept->r[i], DECLARATION_STATUS), rec_text(r, DECLARATION_STATUS)))
			return drop(m, r);
	return point(m, r, field);
}

static bool is_open(const struct record *entry)
{
	return str_eq(rec_text(entry, SWEEP_ENTRY_STATE), STR(CODE_SWEEP_ANSWER_OPEN));
}

/* Of one sweep the entry that somebody answered. */
static enum rc fold_sweep_entry(struct merging *m, const struct record *r, size_t field,
				const struct records *kept)
{
	const struct record *same = NULL;

	for (size_t i = 0; i < kept->n && field == SWEEP_ENTRY_CHILD; i++)
		if (rec_int(&kept->r[i], SWEEP_ENTRY_SWEEP) == rec_int(r, SWEEP_ENTRY_SWEEP))
			same = &kept->r[i];
	if (!same)
		return point(m, r, field);
	if (!is_open(same) || is_open(r))
		return drop(m, r);
	enum rc rc = drop(m, same);
	return rc == RC_OK ? point(m, r, field) : rc;
}

/* An absence within one that is known already. */
static enum rc fold_absence(struct merging *m, const struct record *r, size_t field,
			    const struct records *kept)
{
	for (size_t i = 0; i < kept->n; i++) {
		const struct record *k = &kept->r[i];
		bool within = rec_day(k, ABSENCE_FROM) ? rec_day(r, ABSENCE_FROM) >= rec_day(k, ABSENCE_FROM)
						       : !rec_day(r, ABSENCE_FROM);
		if (within && end_of(r, ABSENCE_TO) <= end_of(k, ABSENCE_TO) &&
		    rec_int(k, ABSENCE_CHILD_ALONG) == rec_int(r, ABSENCE_CHILD_ALONG))
			return drop(m, r);
	}
	return point(m, r, field);
}

static enum rc fold_nothing(struct merging *m, const struct record *r, size_t field,
			    const struct records *kept)
{
	(void)kept;
	return point(m, r, field);
}

static folding *folding_of(const struct kind *k)
{
	static const struct {
		const struct kind *kind;
		folding *fold;
	} ways[] = {
		{ &tie_kind, fold_tie },
		{ &enrolment_kind, fold_enrolment },
		{ &difficulty_kind, fold_difficulty },
		{ &student_record_kind, fold_single },
		{ &register_entry_kind, fold_single },
		{ &declaration_kind, fold_declaration },
		{ &sweep_entry_kind, fold_sweep_entry },
		{ &absence_kind, fold_absence },
	};

	for (size_t i = 0; i < COUNT(ways); i++)
		if (ways[i].kind == k)
			return ways[i].fold;
	return fold_nothing;
}

static enum rc fold_kind(struct merging *m, const struct kind *k, size_t field)
{
	struct records mine, kept;
	folding *fold = folding_of(k);
	enum rc rc = merge_list(m->c, k, field, m->gone, &mine);

	for (size_t i = 0; rc == RC_OK && i < mine.n; i++) {
		rc = merge_list(m->c, k, field, m->keep, &kept); /* as the last one has left them */
		if (rc == RC_OK)
			rc = fold(m, &mine.r[i], field, &kept);
	}
	return rc;
}

/* --- what holds from a day to a day, topic by topic: one side's story wins --- */

static const struct {
	const char *topic;
	size_t field; /* of the child, else of the adult: whose choice says which side */
	bool child;
} topics[] = {
	{ CODE_CIRCUMSTANCE_TOPIC_HOUSEHOLD_REGION, CHILD_HOUSEHOLD_REGION, true },
	{ CODE_CIRCUMSTANCE_TOPIC_HOUSEHOLD_TYPE, CHILD_HOUSEHOLD_TYPE, true },
	{ CODE_CIRCUMSTANCE_TOPIC_LIVING_REGION, CHILD_LIVING_REGION, true },
	{ CODE_CIRCUMSTANCE_TOPIC_STATE, PERSON_STATE, false },
	{ CODE_CIRCUMSTANCE_TOPIC_GUARDIANSHIP, PERSON_GUARDIANSHIP, false },
};

static bool is_topic(const struct record *r, const char *topic)
{
	return str_eq(rec_text(r, CIRCUMSTANCE_TOPIC), str_of(topic));
}

/* Those of `losing` that say something for days of which `winning` knows go. */
static enum rc drop_contradicted(struct merging *m, const struct records *losing,
				 const struct records *winning, const char *topic)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < losing->n && rc == RC_OK; i++) {
		bool against = false;
		for (size_t k = 0; k < winning->n; k++)
			against |= is_topic(&winning->r[k], topic) &&
				   merge_overlap(&losing->r[i], &winning->r[k], CIRCUMSTANCE_FROM,
						 CIRCUMSTANCE_TO);
		if (against && is_topic(&losing->r[i], topic))
			rc = drop(m, &losing->r[i]);
	}
	return rc;
}

static enum rc fold_circumstances(struct merging *m)
{
	size_t field = m->kind == &child_kind ? CIRCUMSTANCE_CHILD : CIRCUMSTANCE_PERSON;
	struct records mine, kept;
	enum rc rc = merge_list(m->c, &circumstance_kind, field, m->gone, &mine);

	if (rc == RC_OK)
		rc = merge_list(m->c, &circumstance_kind, field, m->keep, &kept);
	for (size_t i = 0; i < COUNT(topics) && rc == RC_OK; i++) {
		if (topics[i].child != (m->kind == &child_kind))
			continue;
		bool take = m->take >> topics[i].field & 1;
		rc = drop_contradicted(m, take ? &kept : &mine, take ? &mine : &kept, topics[i].topic);
	}
	if (rc == RC_OK)
		rc = merge_list(m->c, &circumstance_kind, field, m->gone, &mine);
	for (size_t i = 0; rc == RC_OK && i < mine.n; i++)
		rc = point(m, &mine.r[i], field);
	return rc;
}

/* --- who signs in as the one that goes --- */

static str id_text(struct arena *mem, int64_t id)
{
	struct buf b = buf_new(mem, 24);

	buf_int(&b, id);
	return buf_view(&b);
}

static enum rc accounts_of(struct merging *m, size_t field, int64_t id, struct records *ret)
{
	struct list l = { .nfilter = 1 };

	l.filter[0].field = field;
	l.filter[0].is = TEXT(id_text(m->c->mem, id));
	return record_list(m->c, &account_kind, &l, ret);
}

/* Who has no other way in keeps the card; of two the one of the record that stays is good. */
static enum rc move_accounts(struct merging *m)
{
	size_t field = m->kind == &child_kind ? ACCOUNT_CHILD_ID : ACCOUNT_PERSON_ID;
	struct records mine, kept;
	enum rc rc = accounts_of(m, field, m->gone, &mine);

	if (rc == RC_OK)
		rc = accounts_of(m, field, m->keep, &kept);
	for (size_t i = 0; rc == RC_OK && i < mine.n; i++) {
		struct input in = input_new(&account_kind);
		bool twice = false;
		for (size_t k = 0; k < kept.n; k++)
			twice |= !rec_int(&kept.r[k], ACCOUNT_DISABLED) &&
				 str_eq(rec_text(&kept.r[k], ACCOUNT_ROLE),
					rec_text(&mine.r[i], ACCOUNT_ROLE));
		rc = repoint_record(m->c, &account_kind, mine.r[i].id, field,
				    TEXT(id_text(m->c->mem, m->keep)));
		if (rc == RC_OK && twice && !rec_int(&mine.r[i], ACCOUNT_DISABLED)) {
			input_set(&in, ACCOUNT_DISABLED, STR("1"));
			rc = change(m, &mine.r[i], &in);
		}
	}
	return rc;
}

enum rc merge_parts(struct merging *m)
{
	const struct model *model = m->c->model;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < model->nkinds && rc == RC_OK; i++) {
		const struct kind *k = model->kinds[i];
		for (size_t j = 0; j < k->nfields && !k->derived && rc == RC_OK; j++) {
			const struct field *f = &k->fields[j];
			if (f->ref != m->kind || !field_stored(f))
				continue;
			rc = k == &circumstance_kind ? fold_circumstances(m) : fold_kind(m, k, j);
		}
	}
	return rc == RC_OK ? move_accounts(m) : rc;
}
