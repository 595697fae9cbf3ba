#include "letter.h"

#include "account.h"
#include "notice.h"
#include "program.h"

enum { PEOPLE_MAX = 16 };

/* Adults tied to the child today and not kept away from it. */
static enum rc load_ties(struct ctx *c, const struct record *letter, struct records *ret)
{
	struct actor program;
	struct ctx p = program_for(c, &program, letter->county);
	struct list l = { .filter = { { TIE_CHILD, INT(rec_int(letter, LETTER_CHILD)) } },
			  .nfilter = 1,
			  .on = c->today,
			  .limit = PEOPLE_MAX,
			  .want = UINT64_C(1) << TIE_PERSON };

	l.where = SQL("coalesce(t.barred, 0) = 0");
	return record_list(&p, &tie_kind, &l, ret);
}

static enum rc tell_person(struct ctx *c, const struct record *letter, int64_t person)
{
	struct actor program;
	struct ctx p = program_for(c, &program, letter->county);
	struct buf id = buf_new(c->mem, 24);
	struct records found;
	struct list l = { .nv = 1, .limit = PEOPLE_MAX, .want = UINT64_C(1) << ACCOUNT_LOGIN };
	enum rc rc;

	buf_int(&id, person);
	l.v[0] = TEXT(buf_view(&id));
	l.where = SQL("t.person_id = ?1 AND coalesce(t.disabled, 0) = 0");
	rc = record_list(&p, &account_kind, &l, &found);
	for (size_t i = 0; rc == RC_OK && i < found.n; i++)
		if (found.r[i].id != c->who->account)
			rc = notice_put(c, &(struct notice_new){ .code = CODE_NOTICE_CODE_LETTER_NEW,
								 .to_account = found.r[i].id,
								 .county = found.r[i].county,
								 .child = rec_int(letter, LETTER_CHILD),
								 .about = letter_kind.plural,
								 .record = letter->id });
	return rc;
}

/* The family hears of a letter of the child, once it may read it; the child finds one of the family on its
 * own page. */
static enum rc tell_family(struct ctx *c, const struct record *letter)
{
	struct records ties;
	enum rc rc = load_ties(c, letter, &ties);

	for (size_t i = 0; rc == RC_OK && i < ties.n; i++)
		rc = tell_person(c, letter, rec_int(&ties.r[i], TIE_PERSON));
	return rc;
}

static bool is_sent(const struct record *letter)
{
	return !str_eq(rec_text(letter, LETTER_SHARE), STR(CODE_WORD_SHARE_SELF));
}

enum rc letter_after(struct ctx *c, struct change *change)
{
	const struct record *l = change->after;

	if (!l)
		return word_after(c, change);
	if (program_writes(c) || letter_of_family(l) || !is_sent(l))
		return RC_OK;
	return change->before && is_sent(change->before) ? RC_OK : tell_family(c, l);
}
