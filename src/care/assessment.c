#include "assessment.h"

#include "finding.h"
#include "indicator.h"
#include "utf8.h"

static void complain(struct ctx *c, const char *field, const char *text)
{
	problem_add(&c->problems, str_of(field), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

static day birth_of(struct ctx *c, int64_t child)
{
	int64_t born = 0;

	if (DB_ONE(c->db, &born, "SELECT c.birth_date FROM child c WHERE c.id = ?1", INT(child)) != RC_OK)
		return 0;
	return (day)born;
}

static void check_day(struct ctx *c, day on, day born)
{
	if (on > c->today)
		complain(c, "on", N_("This day is still to come."));
	else if (born && on < born)
		complain(c, "on", N_("The child was not born yet on this day."));
	else if (on < day_add(c->today, (int32_t)-ctx_param(c, PARAM_CARE_BACKDATE_DAYS)) &&
		 c->who->role != ROLE_SYSTEM)
		complain(c, "on",
			 N_("This was too long ago to be written down now; write what is so today."));
}

/* --- the kind's rules --- */

static bool read_record(struct ctx *c, const struct record *r, const struct instrument **ret,
			struct instrument_answers *ret_answers)
{
	*ret = instrument_find(rec_text(r, ASSESSMENT_INSTRUMENT));
	return *ret && instrument_parse(c->mem, *ret, rec_text(r, ASSESSMENT_ANSWERS), ret_answers) == RC_OK;
}

void assessment_check(struct ctx *c, const struct change *change)
{
	struct record *r = change->after;
	const struct instrument *i = NULL;
	struct instrument_answers a;

	if (c->via == VIA_UNDO || change->before || !r || rec_null(r, ASSESSMENT_CHILD) ||
	    rec_null(r, ASSESSMENT_ON) || rec_null(r, ASSESSMENT_INSTRUMENT) ||
	    rec_null(r, ASSESSMENT_ANSWERS))
		return; /* said already */
	day on = rec_day(r, ASSESSMENT_ON), born = birth_of(c, rec_int(r, ASSESSMENT_CHILD));
	check_day(c, on, born);
	if (!read_record(c, r, &i, &a)) {
		complain(c, "answers", N_("These are no answers to this form."));
		return;
	}
	instrument_check(i, born ? day_age(born, on) : -1, &a, &c->problems);
	r->v[ASSESSMENT_ANSWERS] = TEXT(instrument_json(c->mem, i, &a));
	if (rec_null(r, ASSESSMENT_SCORE)) {
		r->v[ASSESSMENT_SCORE] = INT(instrument_score(i, &a));
		r->v[ASSESSMENT_OUT_OF] = INT(i->out_of);
	}
	if (c->who->account && rec_null(r, ASSESSMENT_BY))
		r->v[ASSESSMENT_BY] = INT(c->who->account);
	if (rec_null(r, ASSESSMENT_AT))
		r->v[ASSESSMENT_AT] = INT(c->now);
}

static enum rc raise_answers(struct ctx *c, const struct record *r, const struct instrument_item *item,
			     str answer)
{
	enum rc rc = RC_OK;
	str choice;

	while (rc == RC_OK && str_next(&answer, ' ', &choice)) {
		struct buf b = buf_new(c->mem, 80);
		int64_t id;
		buf_str(&b, item->code);
		buf_lit(&b, ":");
		buf_str(&b, choice);
		const struct indicator *of = indicator_of_answer(&indicators_embedded, buf_view(&b));
		if (of)
			rc = finding_raise(c,
					   &(struct finding_new){ .child = rec_int(r, ASSESSMENT_CHILD),
								  .indicator = of->code,
								  .on = rec_day(r, ASSESSMENT_ON),
								  .evidence = assessment_kind.name,
								  .evidence_id = r->id },
					   &id);
	}
	return rc;
}

/* On undo the findings are taken back by themselves: they were written in the same batch. */
enum rc assessment_after(struct ctx *c, struct change *change)
{
	const struct instrument *i = NULL;
	struct instrument_answers a;
	enum rc rc = RC_OK;

	if (c->via == VIA_UNDO || change->before || !change->after || !read_record(c, change->after, &i, &a))
		return RC_OK;
	for (size_t k = 0; k < i->n && rc == RC_OK; k++)
		rc = raise_answers(c, change->after, &i->item[k], a.item[k]);
	return rc;
}

/* --- writing one --- */

static bool assessment_reports(const struct instrument *i, const struct instrument_answers *a)
{
	for (size_t k = 0; k < i->n; k++)
		for (size_t j = 0; j < i->item[k].n; j++)
			if (i->item[k].choice[j].report &&
			    instrument_ticked(a->item[k], i->item[k].choice[j].code))
				return true;
	return false;
}

/* The same form once more, from the same hand. */
static enum rc find_sent(struct ctx *c, const struct assessment_new *n, int64_t *ret)
{
	*ret = 0;
	if (!n->client.n)
		return RC_OK;
	enum rc rc = DB_ONE(c->db, ret,
			    "SELECT a.id FROM assessment a WHERE a.client = ?1 AND a.by_account = ?2"
			    " AND a.child = ?3",
			    TEXT(utf8_number(c->mem, n->client)), INT(c->who->account), INT(n->child));
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc assessment_write_unit(struct ctx *c, const struct assessment_new *n, int64_t *ret)
{
	struct input in = input_new(&assessment_kind);
	struct record child, done;
	const struct instrument *i = n->instrument.n ? instrument_find(n->instrument) : &instruments[0];
	enum rc rc = record_load(c, &child_kind, n->child, &child);

	if (rc != RC_OK)
		return rc;
	if (!i) {
		complain(c, "instrument", N_("There is no such form."));
		return RC_INVALID;
	}
	rc = find_sent(c, n, ret);
	if (rc != RC_OK || *ret)
		return rc;
	input_int(&in, c->mem, ASSESSMENT_CHILD, n->child);
	input_set(&in, ASSESSMENT_INSTRUMENT, i->code);
	input_day(&in, c->mem, ASSESSMENT_ON, n->on ? n->on : c->today);
	input_set(&in, ASSESSMENT_ANSWERS, instrument_json(c->mem, i, &n->answers));
	if (str_trim(n->note).n)
		input_set(&in, ASSESSMENT_NOTE, str_trim(n->note));
	if (n->client.n)
		input_set(&in, ASSESSMENT_CLIENT, n->client);
	rc = record_create(c, &in, &done);
	if (rc == RC_OK)
		*ret = done.id;
	return rc;
}

struct writing {
	const struct assessment_new *n;
	int64_t id;
};

static enum rc write_job(struct ctx *c, void *arg)
{
	struct writing *w = arg;

	return assessment_write_unit(c, w->n, &w->id);
}

enum rc assessment_write(struct ctx *c, const struct assessment_new *n, int64_t *ret, bool *ret_report)
{
	const struct instrument *i = n->instrument.n ? instrument_find(n->instrument) : &instruments[0];
	struct writing w = { .n = n };
	enum rc rc = store_write(c, PRIO_PEOPLE, write_job, &w);

	if (rc == RC_OK) {
		*ret = w.id;
		*ret_report = i && assessment_reports(i, &n->answers);
	}
	return rc;
}
