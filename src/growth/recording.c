#include "recording.h"

#include "complain.h"
#include "entry.h"
#include "media.h"
#include "program.h"
#include "ticket.h"
#include "word.h"
#include "word_private.h"

/* --- rules --- */

void recording_check(struct ctx *c, const struct change *change)
{
	media_check(c, change, N_("A voice note comes with its sound: record it on the page of the child."));
	word_check(c, change);
}

enum rc recording_after(struct ctx *c, struct change *change)
{
	if (change->after)
		return RC_OK;
	if (!media_may_drop(c, change->before) && !word_own(c->who, change->before))
		return RC_DENIED;
	return media_drop(c, change->before);
}

/* --- taking one --- */

struct taking {
	struct recording_new new; /* with what was left out filled in */
	struct sound sound;
	struct record recording;
	bool there;
};

static enum rc find_sent(struct ctx *c, struct taking *t)
{
	return entry_sent(c, &(struct entry_sent){ &recording_kind, t->new.client, t->new.child },
			  &t->recording, &t->there);
}

static struct input input_of(struct ctx *c, const struct recording_new *n)
{
	struct input in = input_new(&recording_kind);

	input_int(&in, c->mem, RECORDING_CHILD, n->child);
	input_set(&in, RECORDING_FROM, n->from);
	input_set(&in, RECORDING_ON, n->on);
	input_set(&in, RECORDING_SHARE, n->share);
	if (n->title.n)
		input_set(&in, RECORDING_TITLE, n->title);
	if (n->letter)
		input_int(&in, c->mem, RECORDING_LETTER, n->letter);
	if (n->client.n)
		input_set(&in, RECORDING_CLIENT, n->client);
	return in;
}

static enum rc keep(struct ctx *c, void *arg)
{
	struct taking *t = arg;
	struct actor program;
	enum rc rc = find_sent(c, t); /* the same form twice at once */

	if (rc != RC_OK || t->there)
		return rc;
	rc = blob_keep(c, &t->sound.blob);
	if (rc != RC_OK)
		return rc;
	struct ctx p = program_for(c, &program, c->who->county);
	struct input in = input_of(&p, &t->new);
	input_int(&in, p.mem, RECORDING_SECONDS, t->sound.seconds);
	media_fill(c, &in, (str){ t->sound.blob.name, BLOB_NAME }, (int64_t)t->sound.voice.bytes.n);
	rc = record_create(&p, &in, &t->recording);
	program_problems(c, &p);
	return rc;
}

/* A family speaks for itself or writes down its child; at school only the child speaks. */
static void check_side(struct ctx *c, const struct recording_new *n)
{
	if (str_eq(n->from, STR(CODE_LETTER_SIDE_FAMILY)) && !(c->who->role & ROLES_FAMILY))
		complain(c, "from", N_("What the family says, it records itself, from its own account."));
	if (str_eq(n->share, STR(CODE_WORD_SHARE_SELF)) && c->who->role != ROLE_CHILD)
		complain(c, "share", N_("What only the child may hear, it records itself."));
	if (str_eq(n->share, STR(CODE_WORD_SHARE_TEACHER)) && word_private(n->title) != WORD_PLAIN)
		complain(
			c, "title",
			N_("There is a number in it that is nobody else's business. Take it out, or let only "
			   "the family read this."));
}

static void check_letter(struct ctx *c, const struct recording_new *n)
{
	struct record letter;

	if (n->letter && (record_load(c, &letter_kind, n->letter, &letter) != RC_OK ||
			  rec_int(&letter, LETTER_CHILD) != n->child))
		complain(c, "letter", N_("What this points at is not there."));
}

static struct sound_limits limits(const struct ctx *c)
{
	return (struct sound_limits){ ctx_param(c, PARAM_GROWTH_VOICE_BYTES),
				      ctx_param(c, PARAM_GROWTH_VOICE_SECONDS) };
}

static enum rc check_new(struct ctx *c, const struct recording_new *n)
{
	struct sound_limits most = limits(c);
	struct input in = input_of(c, n);

	media_check_input(c, &in);
	check_side(c, n);
	check_letter(c, n);
	sound_check(c, n->bytes, &most);
	if (c->problems.n)
		return RC_INVALID;
	return media_check_day(c, &recording_kind, n->child, PARAM_GROWTH_VOICES_OF_DAY);
}

static enum rc take_new(struct ctx *c, struct taking *t)
{
	struct sound_limits most = limits(c);
	enum rc rc = check_new(c, &t->new);

	if (rc == RC_OK)
		rc = sound_take(c, t->new.bytes, &most, &t->sound);
	if (rc != RC_OK)
		return rc;
	rc = store_write(c, PRIO_PEOPLE, keep, t);
	sound_done(c, &t->sound, rc == RC_OK && !t->there);
	return rc;
}

static void fill_out(struct ctx *c, struct recording_new *n)
{
	if (!n->from.n)
		n->from = c->who->role & ROLES_FAMILY ? STR(CODE_LETTER_SIDE_FAMILY)
						      : STR(CODE_LETTER_SIDE_CHILD);
	if (!n->on.n)
		n->on = complain_day(c, c->today);
	if (!n->share.n)
		n->share = c->who->role & (ROLES_FAMILY | ROLE_CHILD) ? STR(CODE_WORD_SHARE_FAMILY)
								      : STR(CODE_WORD_SHARE_TEACHER);
}

enum rc recording_take(struct ctx *c, const struct recording_new *n, struct record *ret, bool *ret_there)
{
	struct taking t = { .new = *n };
	struct record child;
	enum rc rc = record_load(c, &child_kind, n->child, &child);

	if (rc == RC_OK && !may_create(c->who, P_WORDS))
		rc = RC_DENIED;
	fill_out(c, &t.new);
	if (rc == RC_OK)
		rc = find_sent(c, &t);
	if (rc == RC_OK && !t.there)
		rc = take_new(c, &t);
	if (rc != RC_OK)
		return rc;
	*ret = t.recording;
	*ret_there = t.there;
	return RC_OK;
}

/* --- giving them out --- */

static const char ticket[] = "recording.ticket";

bool recording_open(const struct ctx *c, const struct record *r)
{
	static const int64_t hour = INT64_C(3600) * 1000000;

	if (!may_open(c->who, P_WORDS))
		return false;
	return c->purpose.n || c->who->role & (ROLES_FAMILY | ROLE_CHILD) ||
	       (c->who->account && rec_int(r, RECORDING_BY) == c->who->account &&
		c->now - rec_int(r, RECORDING_AT) < hour);
}

bool recording_ticket_holds(struct ctx *c, const struct record *r, str given)
{
	return may_open(c->who, P_WORDS) && ticket_holds(c, ticket, r->id, given);
}

/* --- on pages --- */

void recording_player_put(struct page *p, const struct record *r)
{
	str length = sound_length(p, rec_int(r, RECORDING_SECONDS));

	html_lit(p, "<p class=\"voice\">");
	if (recording_open(&p->r->ctx, r)) {
		sound_player_put(p,
				 html_say(p, N_("Voice note of {0}, {1} long"),
					  html_day_text(p, rec_day(r, RECORDING_ON)), length),
				 html_url_with(p, html_url(p, "/recordings/#/sound", r->id), "open",
					       ticket_of(&p->r->ctx, ticket, r->id)));
	} else {
		html_icon(p, "say");
		html_tr(p, N_("A voice note, {0} long. It is heard together with what was written."), length);
	}
	html_lit(p, "</p>\n");
}
