#include "hand_in.h"

#include "utf8.h"

const char hand_in_ddl[] =
	"CREATE TABLE hand_in_row (\n\thand_in BIG NOT NULL,\n\tchild BIG NOT NULL,\n\tin_columns "
	"BIG NOT NULL,\n\tPRIMARY KEY (hand_in, child)\n);\n";

static enum rc parse(struct ctx *c, struct hand_in *h)
{
	enum rc rc = statutory_parse(c->mem, rec_text(&h->rec, HAND_IN_CELLS), &h->table);

	h->table.region = rec_text(&h->rec, HAND_IN_REGION);
	h->table.on = rec_day(&h->rec, HAND_IN_AS_OF);
	return rc == RC_MALFORMED ? RC_NOT_FOUND : rc;
}

enum rc hand_in_load(struct ctx *c, int64_t id, struct hand_in *ret)
{
	struct hand_in h;
	enum rc rc = record_load(c, &hand_in_kind, id, &h.rec);

	if (rc == RC_OK)
		rc = parse(c, &h);
	if (rc == RC_OK)
		*ret = h;
	return rc;
}

enum rc hand_in_last(struct ctx *c, const struct statutory_form *f, str region, int64_t before,
		     struct hand_in *ret)
{
	struct list l = { .where = SQL("t.form = ?1 AND t.region = ?2 AND (?3 = 0 OR t.id < ?3)"),
			  .v = { TEXT(str_of(f->code)), TEXT(region), INT(before) },
			  .nv = 3,
			  .limit = 1,
			  .newest_first = true };
	struct records found;
	struct hand_in h = { .rec = { .id = 0 } };
	enum rc rc = record_list(c, &hand_in_kind, &l, &found);

	if (rc != RC_OK)
		return rc;
	if (found.n) {
		h.rec = found.r[0];
		rc = parse(c, &h);
	}
	if (rc == RC_NOT_FOUND) { /* figures of another program are no measure */
		h = (struct hand_in){ .rec = { .id = 0 } };
		rc = RC_OK;
	}
	if (rc == RC_OK)
		*ret = h;
	return rc;
}

enum rc hand_in_rows(struct ctx *c, struct hand_in *h)
{
	struct statutory_row *row = NULL;
	struct rows q;
	size_t n = 0, room = 0;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT x.child, x.in_columns FROM hand_in_row x WHERE x.hand_in = ?1 ORDER BY x.child",
		INT(h->rec.id));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		row = GROWN(c->mem, row, n, &room);
		row[n++] = (struct statutory_row){ .child = db_int(&q, 0), .in = (uint64_t)db_int(&q, 1) };
	}
	rc = db_done(&q);
	h->table.row = row;
	h->table.rows = n;
	return rc;
}

/* --- handing in --- */

/* The county answers for its figures; the record itself is the program's to make. */
bool hand_in_may(const struct actor *who) { return (who->role & ROLES_COUNTY) != 0; }

size_t hand_in_broken(const struct statutory_table *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->form->equations; i++)
		n += !statutory_check_of(&t->form->equation[i], t->total).holds;
	return n;
}

static void complain(struct ctx *c, const char *field, const char *text)
{
	problem_add(&c->problems, str_of(field), text, (str){ NULL, 0 }, (str){ NULL, 0 });
}

static enum rc check(struct ctx *c, const struct hand_in_new *n)
{
	if (n->table->on > c->today)
		complain(c, "as_of", N_("Figures of a day to come cannot be handed in."));
	if (utf8_count(n->note) > HAND_IN_NOTE_MAX || utf8_has_control(n->note))
		complain(c, "note", N_("At most 200 characters, on one line."));
	else if (!n->note.n && hand_in_broken(n->table))
		complain(c, "note",
			 N_("The figures do not fit together: say in a sentence why they are right so."));
	return c->problems.n ? RC_INVALID : RC_OK;
}

struct unit {
	const struct hand_in_new *new;
	int64_t id;
};

/* In the name of who hands in, by the program: nobody writes figures by hand. */
static enum rc write_record(struct ctx *c, const struct input *in, struct record *ret)
{
	struct actor program = *c->who;
	struct ctx p = *c;

	program.role = ROLE_SYSTEM;
	p.who = &program;
	p.trusted = true;
	enum rc rc = record_create(&p, in, ret);
	c->problems = p.problems;
	return rc;
}

static enum rc write_rows(struct ctx *c, int64_t id, const struct statutory_table *t)
{
	enum rc rc = RC_OK;

	/* A pupil of two schools at once stands there twice, and counts twice. */
	for (size_t i = 0; i < t->rows && rc == RC_OK; i++)
		rc = DB_LATER(c->db,
			      "INSERT INTO hand_in_row (hand_in, child, in_columns) VALUES (?1, ?2, ?3)"
			      " ON CONFLICT (hand_in, child) DO NOTHING",
			      INT(id), INT(t->row[i].child), INT((int64_t)t->row[i].in));
	return rc;
}

static enum rc write_unit(struct ctx *c, void *arg)
{
	struct unit *u = arg;
	const struct statutory_table *t = u->new->table;
	struct input in = input_new(&hand_in_kind);
	struct hand_in last;
	struct record done;
	str cells = statutory_cells(c->mem, t);
	enum rc rc = hand_in_last(c, t->form, t->region, 0, &last);

	if (rc != RC_OK)
		return rc;
	if (last.rec.id && last.table.on == t->on && str_eq(rec_text(&last.rec, HAND_IN_CELLS), cells)) {
		complain(c, "as_of", N_("Just these figures of this day have been handed in already."));
		return RC_CONFLICT;
	}
	input_set(&in, HAND_IN_FORM, str_of(t->form->code));
	input_set(&in, HAND_IN_REGION, t->region);
	input_int(&in, c->mem, HAND_IN_PERIOD, t->on / 100);
	input_day(&in, c->mem, HAND_IN_AS_OF, t->on);
	input_set(&in, HAND_IN_CELLS, cells);
	if (c->who->account)
		input_int(&in, c->mem, HAND_IN_ACCOUNT, c->who->account);
	input_int(&in, c->mem, HAND_IN_AT, c->now);
	if (u->new->note.n)
		input_set(&in, HAND_IN_NOTE, u->new->note);
	rc = write_record(c, &in, &done);
	if (rc != RC_OK)
		return rc;
	u->id = done.id;
	return write_rows(c, done.id, t);
}

enum rc hand_in_write(struct ctx *c, const struct hand_in_new *n, int64_t *ret)
{
	struct hand_in_new trimmed = *n;
	struct unit u = { .new = &trimmed };

	if (!hand_in_may(c->who))
		return RC_DENIED;
	trimmed.note = str_trim(n->note);
	enum rc rc = check(c, &trimmed);
	if (rc == RC_OK)
		rc = store_write(c, PRIO_PEOPLE, write_unit, &u);
	if (rc == RC_OK)
		*ret = u.id;
	return rc;
}

/* --- Today --- */

static int month_before(day on)
{
	int month = on / 100;

	return month % 100 == 1 ? month - 100 + 11 : month - 1;
}

/* One, until the summary of the month that ended is there. */
static enum rc count_missing(struct ctx *c, struct today_count *ret)
{
	struct list l = { .where = SQL("t.form = ?1 AND t.as_of >= ?2"),
			  .v = { TEXT(STR(CODE_STATUTORY_FORM_CIVIL_MONTHLY)),
				 INT(day_month_end(month_before(c->today) * 100 + 1)) },
			  .nv = 2 };
	int64_t n;
	enum rc rc = record_count(c, &hand_in_kind, &l, &n);

	if (rc == RC_OK)
		ret->n = n == 0;
	return rc;
}

/* clang-format off */
const struct today_item hand_in_today = {
	.need = ROLE_CIVIL, .icon = "duty", .count = count_missing,
	.title = N_("Last month's summary has not been handed in"),
	.why = N_("It is filled in already: look whether the figures fit together."),
	.url = "/statutory/civil_monthly", .verb = N_("Look"),
};
/* clang-format on */
