#include "word.h"

#include "complain.h"
#include "entry.h"
#include "notice.h"
#include "program.h"
#include "word_private.h"

enum { WAITING = 20 };

/* The fields that words, letters and voice notes have in common. */
struct spoken {
	size_t child, share, by, text; /* text: what could hold a number */
};

static struct spoken spoken_of(const struct kind *k)
{
	if (k == &letter_kind)
		return (struct spoken){ LETTER_CHILD, LETTER_SHARE, LETTER_BY, LETTER_TEXT };
	if (k == &recording_kind)
		return (struct spoken){ RECORDING_CHILD, RECORDING_SHARE, RECORDING_BY, RECORDING_TITLE };
	return (struct spoken){ CHILD_WORD_CHILD, CHILD_WORD_SHARE, CHILD_WORD_BY, CHILD_WORD_TEXT };
}

bool word_own(const struct actor *who, const struct record *word)
{
	size_t by = spoken_of(word->kind).by;

	return who->role == ROLE_CHILD || (who->account && rec_int(word, by) == who->account);
}

/* --- rules --- */

static bool is(const struct record *r, size_t field, const char *code)
{
	return str_eq(rec_text(r, field), str_of(code));
}

static void check_private(struct ctx *c, const struct record *r, const struct spoken *s)
{
	const char *field = r->kind->fields[s->text].name;

	if (rec_null(r, s->text) || !is(r, s->share, CODE_WORD_SHARE_TEACHER))
		return;
	switch (word_private(rec_text(r, s->text))) {
	case WORD_PHONE:
		complain(c, field,
			 N_("There is a phone number in it, and teachers would read it too. Take the number "
			    "out, "
			    "or let only the family read this."));
		break;
	case WORD_ID_NUMBER:
	case WORD_CARD:
		complain(
			c, field,
			N_("There is a number in it that is nobody else's business. Take it out, or let only "
			   "the family read this."));
		break;
	case WORD_PLAIN: break;
	}
}

static void check_share(struct ctx *c, const struct change *change)
{
	struct spoken s = spoken_of(change->kind);

	if (!(change->changed >> s.share & 1))
		return;
	if (!word_own(c->who, change->before))
		complain(c, "share",
			 N_("Only the child itself, or who wrote it down, says who may read it."));
	check_private(c, change->after, &s);
}

void word_check(struct ctx *c, const struct change *change)
{
	struct spoken s = spoken_of(change->kind);

	if (!change->after || c->via == VIA_UNDO)
		return;
	if (!change->before)
		entry_check(c, change);
	if (c->who->role == ROLE_SYSTEM)
		return;
	if (change->before)
		check_share(c, change);
	else
		check_private(c, change->after, &s);
}

static void check_side(struct ctx *c, const struct record *r)
{
	bool family = is(r, LETTER_FROM, CODE_LETTER_SIDE_FAMILY);

	if (rec_null(r, LETTER_FROM))
		return;
	if (family && !(c->who->role & ROLES_FAMILY))
		complain(c, "from",
			 N_("A letter of the family is written by the family itself, from their own "
			    "account."));
}

static void check_answered(struct ctx *c, const struct record *r)
{
	struct record first;

	if (rec_null(r, LETTER_ANSWERS) ||
	    record_load(c, &letter_kind, rec_int(r, LETTER_ANSWERS), &first) != RC_OK)
		return;
	if (rec_int(&first, LETTER_CHILD) != rec_int(r, LETTER_CHILD))
		complain(c, "answers", N_("That letter is of another child."));
}

void word_letter_check(struct ctx *c, const struct change *change)
{
	struct record *r = change->after;
	struct spoken s = spoken_of(change->kind);

	if (!r || c->via == VIA_UNDO)
		return;
	if (!change->before)
		entry_check(c, change);
	if (c->who->role == ROLE_SYSTEM)
		return;
	if (change->before) {
		check_share(c, change);
		return;
	}
	check_side(c, r);
	check_answered(c, r);
	if (is(r, LETTER_FROM, CODE_LETTER_SIDE_CHILD))
		check_private(c, r, &s); /* grown-ups give their own number to whom they like */
	else
		r->v[LETTER_PERSON] = c->who->person ? INT(c->who->person) : NIL;
}

/* Others who write may not take away what is not theirs; whoever deletes the child's file takes all. */
enum rc word_after(struct ctx *c, struct change *change)
{
	if (change->after || c->via == VIA_UNDO || !(c->who->role & ROLES_WRITE))
		return RC_OK;
	return word_own(c->who, change->before) ? RC_OK : RC_DENIED;
}

/* --- acts --- */

enum rc word_share(struct ctx *c, const struct kind *k, int64_t id, str share)
{
	struct spoken s = spoken_of(k);
	struct input in = input_new(k);
	struct record done;

	input_set(&in, s.share, share);
	return record_update(c, k, id, 0, &in, &done);
}

bool word_letter_waits(const struct actor *who, const struct record *letter)
{
	bool by_family = is(letter, LETTER_FROM, CODE_LETTER_SIDE_FAMILY);
	bool own = rec_int(letter, LETTER_BY) == who->account;

	if (!rec_null(letter, LETTER_READ_AT) || own)
		return false;
	if (by_family)
		return who->role & (ROLE_CHILD | ROLE_TEACHER | ROLE_DIRECTOR | ROLE_GUARDIAN);
	return who->role & ROLES_FAMILY;
}

enum rc word_letter_open(struct ctx *c, int64_t id)
{
	struct actor program;
	struct record letter, done;
	struct input in = input_new(&letter_kind);
	enum rc rc = record_load(c, &letter_kind, id, &letter);

	if (rc != RC_OK || !word_letter_waits(c->who, &letter))
		return rc;
	struct ctx p = program_for(c, &program, letter.county);
	input_int(&in, c->mem, LETTER_READ_AT, c->now);
	rc = record_update(&p, &letter_kind, id, 0, &in, &done);
	return rc == RC_OK ? notice_done(c, letter_kind.plural, id) : rc;
}

/* --- what pages ask --- */

enum rc word_letters_waiting(struct ctx *c, int64_t child, struct records *ret)
{
	bool me = c->who->role == ROLE_CHILD;
	struct list l = { .v = { TEXT(me ? STR(CODE_LETTER_SIDE_FAMILY) : STR(CODE_LETTER_SIDE_CHILD)),
				 INT(c->who->account), INT(child) },
			  .nv = 3,
			  .newest_first = true,
			  .limit = WAITING,
			  .want = UINT64_C(1) << LETTER_CHILD | UINT64_C(1) << LETTER_FROM |
				  UINT64_C(1) << LETTER_ON | UINT64_C(1) << LETTER_PERSON |
				  UINT64_C(1) << LETTER_BY | UINT64_C(1) << LETTER_READ_AT };

	l.where = SQL("t.from_side = ?1 AND coalesce(t.by_account, 0) <> ?2 AND t.read_at IS NULL"
		      " AND (?3 = 0 OR t.child = ?3)");
	return record_list(c, &letter_kind, &l, ret);
}
