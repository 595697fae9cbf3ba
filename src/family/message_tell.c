#include "message_tell.h"

#include "alert.h"
#include "call.h"
#include "kin.h"
#include "message.h"
#include "message_word.h"
#include "outbox.h"
#include "program.h"

#define A_DAY INT64_C(86400000000)
enum { DAYS_OF_USE = 2 };

/* --- by a text message --- */

/* One is enough while anything waits. */
static enum rc is_first(struct ctx *c, const struct record *m, bool *ret)
{
	struct actor program;
	struct ctx p = program_for(c, &program, m->county);
	struct list l = { .v = { INT(rec_int(m, MESSAGE_CHILD)), INT(m->id) }, .nv = 2 };
	int64_t others = 0;

	l.where = SQL("t.child = ?1 AND t.id <> ?2 AND t.from_side = '" CODE_LETTER_SIDE_CHILD "'"
		      " AND t.heard_at IS NULL");
	enum rc rc = record_count(&p, &message_kind, &l, &others);
	if (rc == RC_OK)
		*ret = others == 0;
	return rc;
}

/* A link that still opens: of the call that came to nothing. */
static enum rc has_link(struct ctx *c, int64_t person, bool *ret)
{
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);
	struct list l = { .v = { INT(person), INT(c->now) }, .nv = 2 };
	int64_t n = 0;

	l.where = SQL("t.person = ?1 AND t.link_until > ?2");
	enum rc rc = record_count(&p, &call_party_kind, &l, &n);
	if (rc == RC_OK)
		*ret = n != 0;
	return rc;
}

/* How this adult gets to it, English; NULL: no way yet. */
static enum rc way_of(struct ctx *c, int64_t person, const char **ret)
{
	struct records accounts;
	bool link = false;
	enum rc rc = kin_accounts(c, person, &accounts);

	*ret = NULL;
	if (rc == RC_OK && accounts.n)
		*ret = N_("Tongxin: your child has left you a message. Sign in to hear it and to answer.");
	else if (rc == RC_OK)
		rc = has_link(c, person, &link);
	if (link)
		*ret = N_("Tongxin: your child has left you a message. The link of your last call opens it.");
	return rc;
}

/* Chinese: it goes to a Chinese telephone.  No name stands in it. */
static enum rc text_person(struct ctx *c, const struct record *m, int64_t person)
{
	struct buf text = buf_new(c->mem, 500);
	const char *way = NULL;
	str phone = STR("");
	enum rc rc = kin_phone(c, person, &phone);

	if (rc == RC_OK && phone.n)
		rc = way_of(c, person, &way);
	if (rc != RC_OK || !way)
		return rc;
	buf_str(&text, str_of(tr(LANG_ZH, way)));
	return outbox_add(c, &(struct outbox_new){ .channel = OUTBOX_SMS,
						   .to = phone,
						   .text = buf_view(&text),
						   .ref = m->id,
						   .child = rec_int(m, MESSAGE_CHILD),
						   .person = person,
						   .until = c->now + DAYS_OF_USE * A_DAY });
}

static enum rc tell_phones(struct ctx *c, const struct record *m)
{
	struct records ties;
	bool first = false;
	enum rc rc = is_first(c, m, &first);

	/* A demonstration rings nobody. */
	if (rc != RC_OK || !first || c->via == VIA_DEMO || !ctx_param(c, PARAM_FAMILY_MESSAGE_SMS))
		return rc;
	rc = kin_ties(c, rec_int(m, MESSAGE_CHILD), 0, &ties);
	for (size_t i = 0; rc == RC_OK && i < ties.n; i++)
		rc = text_person(c, m, rec_int(&ties.r[i], TIE_PERSON));
	return rc;
}

/* --- to those who look after it --- */

static enum rc tell_harm(struct ctx *c, const struct record *m)
{
	const char *says =
		N_("In a message of this child to its family stand words that may mean that it is not well "
		   "or not safe. What it wrote is not shown here, and the words may mean something harmless. "
		   "Talk with the child today; the counsellor helps.");
	int64_t id;

	return alert_raise(c,
			   &(struct alert_new){ .child = rec_int(m, MESSAGE_CHILD),
						.what = STR(CODE_ALERT_WHAT_FEELINGS),
						.text = str_of(tr(c->lang, says)),
						.client = rec_null(m, MESSAGE_CLIENT)
								  ? STR("")
								  : rec_text(m, MESSAGE_CLIENT) },
			   &id);
}

/* --- all of it --- */

enum rc message_tell(struct ctx *c, const struct record *m, str text)
{
	if (message_of_family(m))
		return RC_OK; /* the child finds it on its page */
	enum rc rc = kin_tell(c, &(struct notice_new){ .code = CODE_NOTICE_CODE_MESSAGE_NEW,
						       .child = rec_int(m, MESSAGE_CHILD),
						       .about = message_kind.plural,
						       .record = m->id });
	if (rc == RC_OK)
		rc = tell_phones(c, m);
	if (rc == RC_OK && message_word_harm(c->mem, text, c->today))
		rc = tell_harm(c, m);
	return rc;
}

enum rc message_tell_over(struct ctx *c, int64_t message)
{
	enum rc rc = notice_done(c, message_kind.plural, message);

	return rc == RC_OK ? outbox_drop(c, message) : rc;
}
