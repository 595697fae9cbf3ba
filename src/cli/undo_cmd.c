#include "command.h"
#include "registry.h"
#include "site.h"
#include "undo.h"

#include <stdio.h>

static const char usage[] = "tongxin undo --db URL BATCH [--key FILE]\n"
			    "  Take back what the batch of this number changed, newest first: an import, or "
			    "an earlier undo. What was\n"
			    "  changed since, is referred to, only stored any more or erased is left and "
			    "named; then the exit status is "
			    "1.\n";

enum { UNIT = 200, UNIT_MEMORY = 256 << 20 };

struct taking {
	struct record rec; /* of the batch; .id 0: it is of a time that kept none */
	int64_t target, made, before;
	int64_t outcome[UNDO__N], partly;
	struct undo_row row[UNIT];
	str why[UNIT]; /* of what was refused; in the unit's arena */
	size_t n;
};

static int64_t undone(const struct taking *t) { return t->outcome[UNDO_DONE] + t->outcome[UNDO_NOTHING]; }

static int64_t all(const struct taking *t)
{
	int64_t n = 0;

	for (size_t i = 0; i < UNDO__N; i++)
		n += t->outcome[i];
	return n;
}

/* --- the record of it --- */

static enum rc begin(struct ctx *c, void *arg)
{
	struct taking *t = arg;
	struct input in = input_new(&batch_kind), by = input_new(&batch_kind);
	struct record made, marked;

	input_set(&in, BATCH_WHAT, STR(CODE_BATCH_WHAT_UNDO));
	input_set(&in, BATCH_STATE, STR(CODE_BATCH_STATE_RUNNING));
	if (t->rec.id)
		input_int(&in, c->mem, BATCH_UNDO_OF, t->target);
	if (t->rec.id && !rec_null(&t->rec, BATCH_FILE))
		input_set(&in, BATCH_FILE, rec_text(&t->rec, BATCH_FILE));
	input_int(&in, c->mem, BATCH_AT, c->now);
	enum rc rc = record_create(c, &in, &made);
	if (rc != RC_OK)
		return rc;
	t->made = made.id;
	input_int(&by, c->mem, BATCH_UNDONE_BY, made.id);
	return t->rec.id ? record_update(c, &batch_kind, t->target, 0, &by, &marked) : RC_OK;
}

static enum rc end(struct ctx *c, void *arg)
{
	const struct taking *t = arg;
	struct input in = input_new(&batch_kind);
	struct record done;
	int64_t n = all(t), left = n - undone(t);

	input_set(&in, BATCH_STATE,
		  left || t->partly ? STR(CODE_BATCH_STATE_PARTIAL) : STR(CODE_BATCH_STATE_DONE));
	input_int(&in, c->mem, BATCH_ROWS, n);
	input_int(&in, c->mem, BATCH_CHANGED, t->outcome[UNDO_DONE]);
	input_int(&in, c->mem, BATCH_SAME, t->outcome[UNDO_NOTHING]);
	input_int(&in, c->mem, BATCH_LEFT, left);
	return record_update(c, &batch_kind, t->made, 0, &in, &done);
}

/* --- the work --- */

static enum rc undo_unit(struct ctx *c, void *arg)
{
	struct taking *t = arg;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < t->n && rc == RC_OK; i++) {
		struct buf b = buf_new(c->mem, 1000);
		rc = undo_change(c, &t->row[i]);
		if (rc == RC_OK && t->row[i].outcome == UNDO_REFUSED && c->problems.n)
			problem_put(&b, c->lang, &c->problems.list[0]);
		t->why[i] = buf_view(&b);
	}
	return rc;
}

static void say_fields(const struct undo_row *r)
{
	const char *between = " (";

	for (size_t i = 0; r->kind && i < r->kind->nfields; i++)
		if (r->fields >> i & 1) {
			fprintf(stderr, "%s%s", between, r->kind->fields[i].name);
			between = ", ";
		}
	if (between[0] == ',')
		fprintf(stderr, ")");
}

/* Names and numbers of records, never a value. */
static void say_left(const struct undo_row *r, str why)
{
	fprintf(stderr, "tongxin: %s %lld, %s: %s", r->kind ? r->kind->name : "record", (long long)r->record,
		act_name(r->act), r->outcome == UNDO_DONE ? "taken back but for" : undo_label(r->outcome));
	say_fields(r);
	if (why.n)
		fprintf(stderr, ": %.*s", STR_ARG(why));
	fprintf(stderr, "\n");
}

static void count_unit(struct taking *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct undo_row *r = &t->row[i];
		bool part = r->outcome == UNDO_DONE && r->fields;
		t->outcome[r->outcome]++;
		t->partly += part;
		if (part || (r->outcome != UNDO_DONE && r->outcome != UNDO_NOTHING))
			say_left(r, t->why[i]);
	}
	if (t->n)
		t->before = t->row[t->n - 1].seq;
}

static enum rc one_unit(struct ctx *c, struct taking *t)
{
	struct ctx unit = *c;

	unit.mem = arena_within(c->mem, UNIT_MEMORY);
	unit.problems = (struct problems){ .mem = unit.mem };
	unit.batch = t->made;
	unit.via = VIA_UNDO;
	t->n = UNIT;
	enum rc rc = undo_list(&unit, t->target, t->before, t->row, &t->n);
	if (rc == RC_OK && t->n)
		rc = store_write(&unit, PRIO_BULK, undo_unit, t);
	if (rc == RC_OK)
		count_unit(t);
	arena_free(unit.mem);
	return rc;
}

static int run(struct ctx *c, struct taking *t)
{
	enum rc rc = store_write(c, PRIO_PEOPLE, begin, t);

	if (rc != RC_OK)
		return site_outcome(c, rc);
	do
		rc = one_unit(c, t);
	while (rc == RC_OK && t->n);
	/* Also of one that broke off: what it did stands, and it may be tried again. */
	enum rc marked = store_write(c, PRIO_PEOPLE, end, t);
	printf("changes %lld, undone %lld, left %lld\n", (long long)all(t), (long long)undone(t),
	       (long long)(all(t) - undone(t)));
	if (rc != RC_OK || marked != RC_OK)
		return site_outcome(c, rc != RC_OK ? rc : marked);
	return undone(t) < all(t) || t->partly ? EXIT_REFUSED : EXIT_DONE;
}

static bool at_work(const struct record *rec)
{
	str state = rec->id ? rec_text(rec, BATCH_STATE) : (str){ NULL, 0 };

	return str_eq(state, STR(CODE_BATCH_STATE_RUNNING)) || str_eq(state, STR(CODE_BATCH_STATE_LOOKING));
}

static int undo(struct ctx *c, const char *word)
{
	struct taking *t = NEW(c->mem, struct taking, 1);
	int64_t n = 0;

	if (!str_int(str_of(word), &t->target) || t->target <= 0) {
		fprintf(stderr, "tongxin: %s is not the number of a batch\n", word);
		return EXIT_REFUSED;
	}
	enum rc rc = record_load(c, &batch_kind, t->target, &t->rec);
	if (rc == RC_OK || rc == RC_NOT_FOUND)
		rc = undo_count(c, t->target, &n);
	if (rc != RC_OK)
		return site_outcome(c, rc);
	if (at_work(&t->rec)) {
		fprintf(stderr, "tongxin: batch %s is still at work\n", word);
		return EXIT_REFUSED;
	}
	if (!n) {
		fprintf(stderr, "tongxin: batch %s changed nothing, or there is none of this number\n", word);
		return EXIT_REFUSED;
	}
	return run(c, t);
}

int cmd_undo(int argc, char **argv)
{
	const char *db = NULL, *key = NULL, *batch = NULL;
	const struct option_row rows[] = { { "--db", &db, NULL }, { "--key", &key, NULL } };
	struct site s;
	int status = command_read(argc, argv, &(struct command_form){ usage, rows, COUNT(rows), &batch, 1 });

	if (status >= 0)
		return status;
	if (!batch || !db) {
		fprintf(stderr, "usage: %s", usage);
		return EXIT_USAGE;
	}
	status = site_open(&s, db, key, SITE_OPEN);
	if (status == EXIT_DONE) {
		struct ctx c = site_ctx(&s);
		status = undo(&c, batch);
	}
	site_close(&s);
	return status;
}
