/* A word to a parent who has not been in touch for a week: to the account, and to the telephone.  It says
 * what would be good, never what was missed; it names no child. */
#include "account.h"
#include "contact.h"
#include "notice.h"
#include "outbox.h"
#include "program.h"

enum { ACCOUNTS_MAX = 4, DAYS_OF_USE = 2 };
#define A_DAY INT64_C(86400000000)

static enum rc tell_accounts(struct ctx *c, int64_t child, int64_t person)
{
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);
	struct buf id = buf_new(c->mem, 24);
	struct records found;
	struct list l = { .nv = 1, .limit = ACCOUNTS_MAX, .want = UINT64_C(1) << ACCOUNT_LOGIN };

	buf_int(&id, person);
	l.v[0] = TEXT(buf_view(&id));
	l.where = SQL("t.person_id = ?1 AND coalesce(t.disabled, 0) = 0");
	enum rc rc = record_list(&p, &account_kind, &l, &found);
	for (size_t i = 0; rc == RC_OK && i < found.n; i++)
		rc = notice_put(c, &(struct notice_new){ .code = CODE_NOTICE_CODE_CONTACT_WISH,
							 .to_account = found.r[i].id,
							 .county = found.r[i].county,
							 .child = child,
							 .about = "contact_wish",
							 .record = child });
	return rc;
}

/* Chinese: it goes to a Chinese telephone. */
static enum rc tell_phone(struct ctx *c, int64_t child, int64_t person)
{
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);
	struct list l = { .v = { INT(person) }, .nv = 1, .want = UINT64_C(1) << PERSON_PHONE };
	struct buf text = buf_new(c->mem, 1000);
	struct records found;

	l.where = SQL("t.id = ?1");
	enum rc rc = record_list(&p, &person_kind, &l, &found);
	if (rc != RC_OK || !found.n || rec_null(&found.r[0], PERSON_PHONE))
		return rc;
	str phone = rec_text(&found.r[0], PERSON_PHONE);
	if (!outbox_address_ok(OUTBOX_SMS, phone))
		return RC_OK;
	TR(&text, LANG_ZH,
	   N_("Your child would be glad to hear your voice. A call of a few minutes is enough; the happy "
	      "home in the "
	      "village helps you to find a time. Have a good day at work."));
	return outbox_add(c, &(struct outbox_new){ .channel = OUTBOX_SMS,
						   .to = phone,
						   .text = buf_view(&text),
						   .ref = person,
						   .child = child,
						   .person = person,
						   .until = c->now + DAYS_OF_USE * A_DAY });
}

enum rc contact_nudge(struct ctx *c, int64_t child, int64_t person)
{
	enum rc rc = tell_accounts(c, child, person);

	/* A demonstration rings nobody. */
	if (rc != RC_OK || c->via == VIA_DEMO || !ctx_param(c, PARAM_FAMILY_CONTACT_SMS))
		return rc;
	return tell_phone(c, child, person);
}
