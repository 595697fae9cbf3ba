#include "message.h"

#include "call.h"
#include "complain.h"
#include "entry.h"
#include "journal.h"
#include "media.h"
#include "message_tell.h"
#include "message_word.h"
#include "program.h"
#include "sound.h"
#include "utf8.h"

/* --- rules --- */

void message_check(struct ctx *c, const struct change *change)
{
	static const char *const how = N_("A message is left on the page of the child's messages.");

	if (change->before || !change->after)
		return;
	if (message_spoken(change->after))
		media_check(c, change, how);
	else if (!program_writes(c))
		complain(c, "text", how);
}

/* Whoever left it may take it back; with the record goes what lies beside it. */
enum rc message_after(struct ctx *c, struct change *change)
{
	const struct record *m = change->before;

	if (change->after)
		return RC_OK;
	if (!program_writes(c) && !(c->who->account && rec_int(m, MESSAGE_BY) == c->who->account))
		return RC_DENIED;
	return media_drop(c, m);
}

enum rc message_moved(struct ctx *c, const struct record *m) { return media_moved(c, m); }

/* --- what one is --- */

bool message_of_family(const struct record *m)
{
	return str_eq(rec_text(m, MESSAGE_FROM), STR(CODE_LETTER_SIDE_FAMILY));
}

bool message_spoken(const struct record *m)
{
	return str_eq(rec_text(m, MESSAGE_WHAT), STR(CODE_MESSAGE_WHAT_VOICE));
}

bool message_waits(const struct record *m, bool for_family)
{
	return rec_null(m, MESSAGE_HEARD_AT) && message_of_family(m) != for_family;
}

/* --- leaving one --- */

struct taking {
	const struct message_new *new;
	struct sound sound;
	int64_t call, id;
	unsigned county;
	bool spoken, there;
};

static bool from_family(const struct ctx *c, const struct message_new *n)
{
	return n->party || c->who->role & ROLES_FAMILY;
}

/* Of a link there is no account: the same number for the same child, from nobody. */
static enum rc find_linked(struct ctx *c, struct taking *t)
{
	struct actor program;
	struct ctx p = program_for(c, &program, t->county);
	struct records found;
	struct list l = { .v = { TEXT(utf8_number(c->mem, t->new->client)), INT(t->new->child) },
			  .nv = 2,
			  .limit = 1,
			  .want = UINT64_C(1) << MESSAGE_CHILD };

	l.where = SQL("t.client = ?1 AND t.child = ?2 AND t.by_account IS NULL");
	enum rc rc = record_list(&p, &message_kind, &l, &found);
	if (rc != RC_OK || !found.n)
		return rc;
	t->there = true;
	t->id = found.r[0].id;
	return RC_OK;
}

static enum rc find_sent(struct ctx *c, struct taking *t)
{
	const struct message_new *n = t->new;
	struct record there;

	if (!n->client.n || !utf8_valid(n->client))
		return RC_OK;
	if (n->party)
		return find_linked(c, t);
	enum rc rc =
		entry_sent(c, &(struct entry_sent){ &message_kind, n->client, n->child }, &there, &t->there);
	if (rc == RC_OK && t->there)
		t->id = there.id;
	return rc;
}

static struct input input_of(struct ctx *c, const struct taking *t)
{
	const struct message_new *n = t->new;
	struct input in = input_new(&message_kind);
	int64_t person = n->party ? rec_int(n->party, CALL_PARTY_PERSON) : c->who->person;
	bool family = from_family(c, n);

	input_int(&in, c->mem, MESSAGE_CHILD, n->child);
	input_set(&in, MESSAGE_FROM, family ? STR(CODE_LETTER_SIDE_FAMILY) : STR(CODE_LETTER_SIDE_CHILD));
	input_set(&in, MESSAGE_WHAT, t->spoken ? STR(CODE_MESSAGE_WHAT_VOICE) : STR(CODE_MESSAGE_WHAT_TEXT));
	if (family && person)
		input_int(&in, c->mem, MESSAGE_PERSON, person);
	if (t->call)
		input_int(&in, c->mem, MESSAGE_CALL, t->call);
	if (n->text.n)
		input_set(&in, MESSAGE_TEXT, n->text);
	if (n->client.n)
		input_set(&in, MESSAGE_CLIENT, n->client);
	input_day(&in, c->mem, MESSAGE_UNTIL,
		  day_add(c->today, (int32_t)ctx_param(c, PARAM_FAMILY_MESSAGE_DAYS)));
	return in;
}

static enum rc write_one(struct ctx *c, struct taking *t)
{
	struct actor program;
	struct ctx p = program_for(c, &program, t->county);
	struct input in = input_of(c, t);
	struct record done;

	if (t->spoken) {
		input_int(&in, c->mem, MESSAGE_SECONDS, t->sound.seconds);
		media_fill(c, &in, (str){ t->sound.blob.name, BLOB_NAME }, (int64_t)t->sound.voice.bytes.n);
	} else {
		if (c->who->account)
			input_int(&in, c->mem, MESSAGE_BY, c->who->account);
		if (c->who->account)
			input_set(&in, MESSAGE_ROLE, str_of(role_code(c->who->role)));
		input_int(&in, c->mem, MESSAGE_AT, c->now);
	}
	enum rc rc = record_create(&p, &in, &done);
	program_problems(c, &p);
	if (rc != RC_OK)
		return rc;
	t->id = done.id;
	return message_tell(c, &done, t->new->text);
}

static enum rc keep(struct ctx *c, void *arg)
{
	struct taking *t = arg;
	enum rc rc = find_sent(c, t); /* the same form twice at once */

	if (rc == RC_OK && !t->there && t->spoken)
		rc = blob_keep(c, &t->sound.blob);
	return rc != RC_OK || t->there ? rc : write_one(c, t);
}

/* What a child writes down for its family is asked about before it leaves. */
static void check_private(struct ctx *c, const struct message_new *n)
{
	switch (message_word_private(c->mem, n->text, c->today)) {
	case MESSAGE_NUMBER:
		complain(c, "text",
			 N_("There is the number of an id card or a bank card in it. Such numbers are never "
			    "sent in messages. Take it out."));
		break;
	case MESSAGE_PHONE:
		if (!n->sure)
			complain(c, "sure",
				 N_("There is a phone number in it. Only your family reads this. Does your "
				    "family need the number?"));
		break;
	case MESSAGE_PLACE:
		if (!n->sure)
			complain(c, "sure",
				 N_("It says where you live. Only your family reads this. Does your family "
				    "need to know?"));
		break;
	case MESSAGE_PLAIN: break;
	}
}

static struct sound_limits limits(const struct ctx *c)
{
	return (struct sound_limits){ ctx_param(c, PARAM_FAMILY_MESSAGE_BYTES),
				      ctx_param(c, PARAM_FAMILY_MESSAGE_SECONDS) };
}

static enum rc check_new(struct ctx *c, const struct taking *t)
{
	const struct message_new *n = t->new;
	struct sound_limits most = limits(c);
	struct input in = input_of(c, t);

	media_check_input(c, &in);
	if (!n->text.n && !n->bytes.n)
		complain(c, "file", N_("Say something, or write a few words."));
	if (n->bytes.n)
		sound_check(c, n->bytes, &most);
	if (n->client.n && !entry_client_valid(n->client))
		complain(c, "client", N_("A device's number has 8 to 36 letters, digits or dashes."));
	if (!from_family(c, n))
		check_private(c, n);
	if (c->problems.n)
		return RC_INVALID;
	return media_check_day(c, &message_kind, n->child, PARAM_FAMILY_MESSAGES_OF_DAY);
}

/* The latest call of today whose time has come and that came to nothing. */
static enum rc find_call(struct ctx *c, struct taking *t)
{
	struct actor program;
	struct ctx p = program_for(c, &program, t->county);
	struct records found;
	struct list l = { .v = { INT(t->new->child), INT(c->today) }, .nv = 2, .newest_first = true };

	if (t->new->party) {
		t->call = rec_int(t->new->party, CALL_PARTY_CALL);
		return RC_OK;
	}
	l.where = SQL("t.child = ?1 AND t.on_day = ?2 AND t.state IN"
		      " ('" CODE_CALL_STATE_MISSED "', '" CODE_CALL_STATE_BOOKED "',"
		      " '" CODE_CALL_STATE_CONFIRMED "', '" CODE_CALL_STATE_OPEN "')");
	enum rc rc = record_list(&p, &call_kind, &l, &found);
	for (size_t i = 0; rc == RC_OK && i < found.n && !t->call; i++)
		if (call_begins(&found.r[i]) <= c->now)
			t->call = found.r[i].id;
	return rc;
}

static enum rc take_new(struct ctx *c, struct taking *t)
{
	struct sound_limits most = limits(c);
	enum rc rc = check_new(c, t);

	if (rc == RC_OK)
		rc = find_call(c, t);
	if (rc == RC_OK && t->spoken)
		rc = sound_take(c, t->new->bytes, &most, &t->sound);
	if (rc != RC_OK)
		return rc;
	rc = store_write(c, PRIO_PEOPLE, keep, t);
	if (t->spoken)
		sound_done(c, &t->sound, rc == RC_OK && !t->there);
	return rc;
}

static enum rc may_leave(struct ctx *c, const struct message_new *n, unsigned *ret_county)
{
	struct record child;

	if (n->party) { /* whoever holds the link was asked already */
		*ret_county = n->party->county;
		return RC_OK;
	}
	enum rc rc = record_load(c, &child_kind, n->child, &child);
	if (rc == RC_OK && !may_create(c->who, P_MESSAGE))
		rc = RC_DENIED;
	if (rc == RC_OK)
		*ret_county = child.county;
	return rc;
}

enum rc message_take(struct ctx *c, const struct message_new *n, int64_t *ret_id)
{
	struct taking t = { .new = n, .spoken = n->bytes.n != 0 };
	enum rc rc = may_leave(c, n, &t.county);

	if (rc == RC_OK)
		rc = find_sent(c, &t);
	if (rc == RC_OK && !t.there)
		rc = take_new(c, &t);
	if (rc == RC_OK)
		*ret_id = t.id;
	return rc;
}

/* --- hearing one --- */

enum rc message_open(struct ctx *c, const struct record *m)
{
	struct actor program;
	struct ctx p = program_for(c, &program, m->county);
	struct input in = input_new(&message_kind);
	struct record done;

	if (!rec_null(m, MESSAGE_HEARD_AT))
		return RC_OK;
	input_int(&in, c->mem, MESSAGE_HEARD_AT, c->now);
	enum rc rc = record_update(&p, &message_kind, m->id, 0, &in, &done);
	return rc == RC_OK ? message_tell_over(c, m->id) : rc;
}

/* --- which there are --- */

enum rc message_list(struct ctx *c, int64_t child, int64_t call, struct records *ret)
{
	struct list l = { .filter = { { MESSAGE_CHILD, INT(child) }, { MESSAGE_CALL, INT(call) } },
			  .nfilter = call ? 2 : 1,
			  .newest_first = true,
			  .limit = MESSAGE_LIST };

	return record_list(c, &message_kind, &l, ret);
}

enum rc message_waiting(struct ctx *c, int64_t child, bool for_family, int64_t *ret)
{
	struct list l = { .v = { INT(child), TEXT(for_family ? STR(CODE_LETTER_SIDE_CHILD)
							     : STR(CODE_LETTER_SIDE_FAMILY)) },
			  .nv = 2 };

	l.where = SQL("t.child = ?1 AND t.from_side = ?2 AND t.heard_at IS NULL");
	return record_count(c, &message_kind, &l, ret);
}

enum rc message_of_call(struct ctx *c, const struct record *call, struct records *ret)
{
	struct actor program;
	struct ctx p = program_for(c, &program, call->county);

	p.purpose = c->purpose;
	return message_list(&p, rec_int(call, CALL_CHILD), call->id, ret);
}

/* --- going by themselves --- */

enum { AT_ONCE = 50 };

static enum rc drop_one(struct ctx *c, int64_t id)
{
	const unsigned all = 1U << C3_PERSONAL | 1U << C4_SENSITIVE;
	enum rc rc = message_tell_over(c, id);

	if (rc == RC_OK)
		rc = record_delete(c, &message_kind, id, 0);
	return rc == RC_OK ? journal_erase(c, &message_kind, id, all) : rc;
}

static enum rc drop_some(struct ctx *c, void *arg)
{
	size_t *n = arg;
	struct records old;
	struct list l = {
		.v = { INT(c->today) }, .nv = 1, .limit = AT_ONCE, .want = UINT64_C(1) << MESSAGE_CHILD
	};

	l.where = SQL("t.until_day < ?1");
	enum rc rc = record_list(c, &message_kind, &l, &old);
	for (size_t i = 0; rc == RC_OK && i < old.n; i++)
		rc = drop_one(c, old.r[i].id);
	*n = rc == RC_OK ? old.n : 0;
	return rc;
}

enum rc message_daily(struct ctx *c)
{
	size_t n = AT_ONCE;
	enum rc rc = RC_OK;

	while (rc == RC_OK && n == AT_ONCE)
		rc = store_write(c, PRIO_BULK, drop_some, &n);
	return rc;
}
