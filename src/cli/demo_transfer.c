#include "demo_transfer.h"

#include "demo_then.h"
#include "transfer.h"

/* Some days ago. */
static enum rc go_back(const struct ctx *c, const char *login, int days, struct demo_then *ret)
{
	return demo_then_at(c, login, c->now - days * INT64_C(24) * 3600 * 1000000, ret);
}

/* The n-th pupil of a school whose number is known. */
static enum rc pupil(struct ctx *c, int64_t school, int n, struct record *ret)
{
	int64_t id;
	enum rc rc = DB_ONE(
		c->db, &id,
		"SELECT c.id FROM child c WHERE c.school = ?1 AND c.class IS NOT NULL"
		" AND c.id_number_digest IS NOT NULL AND c.birth_date > ?2 ORDER BY c.id LIMIT 1 OFFSET ?3",
		INT(school), INT(c->today - 100000), INT(n));

	return rc == RC_OK ? record_load(c, &child_kind, id, ret) : rc;
}

static bool has_all_grades(const struct demo_school *s)
{
	return s->lowest <= 1 && s->highest >= 6 && demo_school_size(s) > 60;
}

/* Two other schools with six grades and enough pupils; 0: there are none. */
static size_t others(const struct demo_map *m, size_t *ret_second)
{
	size_t first = 0;

	for (size_t i = 1; i < m->schools; i++) {
		if (!has_all_grades(&m->school[i]))
			continue;
		if (first) {
			*ret_second = i;
			return first;
		}
		first = i;
	}
	return 0;
}

struct wish {
	const char *login; /* who asks */
	int days;          /* ago */
	int64_t from, to;  /* schools */
	int pupil;
	bool receiving;
	int starts; /* days from today */
	str reason, note;
};

static enum rc ask(struct ctx *c, const struct wish *w, int64_t *ret)
{
	struct demo_then then;
	struct record child;
	enum rc rc = go_back(c, w->login, w->days, &then);

	if (rc == RC_OK)
		rc = pupil(c, w->from, w->pupil, &child);
	if (rc != RC_OK)
		return rc;
	struct transfer_new n = { .side = w->receiving ? STR(CODE_TRANSFER_SIDE_RECEIVING)
						       : STR(CODE_TRANSFER_SIDE_GIVING),
				  .child = w->receiving ? 0 : child.id,
				  .school = w->to,
				  .start_on = day_add(c->today, w->starts),
				  .reason = w->reason,
				  .note = w->note };
	if (w->receiving) {
		n.number = rec_text(&child, CHILD_ID_NUMBER);
		n.name = rec_text(&child, CHILD_NAME);
	}
	return transfer_ask(&then.ctx, &n, ret);
}

static enum rc answer(struct ctx *c, const char *login, int days, int64_t id, const struct transfer_answer *a)
{
	struct demo_then then;
	enum rc rc = go_back(c, login, days, &then);

	return rc == RC_OK ? transfer_answer(&then.ctx, id, a) : rc;
}

/* The officer agrees for both schools, into the first class of the grade. */
static enum rc take_in(struct ctx *c, const struct demo_school *to, int64_t id)
{
	struct record t;
	enum rc rc = record_load(c, &transfer_kind, id, &t);

	if (rc != RC_OK)
		return rc;
	return answer(c, "officer", 8, id,
		      &(struct transfer_answer){ .does = TRANSFER_ACCEPT,
						 .class = to->class[rec_int(&t, TRANSFER_GRADE)][1] });
}

enum rc demo_transfer_write(struct ctx *c, const struct demo_map *m)
{
	size_t b = 0, a = others(m, &b);
	int64_t id;

	if (!a)
		return RC_OK;
	int64_t wuhe = m->school[0].id, one = m->school[a].id, two = m->school[b].id;
	enum rc rc =
		ask(c,
		    &(struct wish){ "officer", 3, one, wuhe, 4, false, 12, STR(CODE_TRANSFER_REASON_MOVED),
				    STR("全家搬到五合，母亲已在镇上租房。") },
		    &id);
	if (rc == RC_OK)
		rc = ask(c,
			 &(struct wish){ "head", 20, two, wuhe, 7, true, 5,
					 STR(CODE_TRANSFER_REASON_BACK_HOME), STR("跟奶奶住，离我校近。") },
			 &id);
	if (rc == RC_OK)
		rc = ask(c,
			 &(struct wish){ "head", 9, wuhe, one, 20, false, 10,
					 STR(CODE_TRANSFER_REASON_BOARDING), STR("父母希望孩子寄宿。") },
			 &id);
	if (rc == RC_OK)
		rc = answer(c, "officer", 6, id,
			    &(struct transfer_answer){ .does = TRANSFER_REJECT,
						       .words = STR("该校寄宿床位已满，请下学期再申请。") });
	if (rc == RC_OK)
		rc = ask(c,
			 &(struct wish){ NULL, 15, one, two, 11, false, -2, STR(CODE_TRANSFER_REASON_MOVED),
					 STR("") },
			 &id);
	return rc == RC_OK ? take_in(c, &m->school[b], id) : rc;
}
