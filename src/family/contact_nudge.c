/* A word to a parent who has not been in touch for a week: to the account, and to the telephone.  It says
 * what would be good, never what was missed; it names no child. */
#include "codes.h"
#include "contact.h"
#include "kin.h"
#include "outbox.h"

enum { DAYS_OF_USE = 2 };
#define A_DAY INT64_C(86400000000)

static enum rc tell_accounts(struct ctx *c, int64_t child, int64_t person)
{
	struct records found;
	enum rc rc = kin_accounts(c, person, &found);

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
	struct buf text = buf_new(c->mem, 1000);
	str phone;
	enum rc rc = kin_phone(c, person, &phone);

	if (rc != RC_OK || !phone.n)
		return rc;
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
