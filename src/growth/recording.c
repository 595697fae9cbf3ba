#include "recording.h"

#include "blob.h"
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
	struct voice voice;
	struct blob_new blob;
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
	enum { SECOND = 1000 };
	struct taking *t = arg;
	struct actor program;
	enum rc rc = find_sent(c, t); /* the same form twice at once */

	if (rc != RC_OK || t->there)
		return rc;
	rc = blob_keep(c, &t->blob);
	if (rc != RC_OK)
		return rc;
	struct ctx p = program_for(c, &program, c->who->county);
	struct input in = input_of(&p, &t->new);
	input_int(&in, p.mem, RECORDING_SECONDS, (t->voice.milliseconds + SECOND - 1) / SECOND);
	media_fill(c, &in, (str){ t->blob.name, BLOB_NAME }, (int64_t)t->voice.bytes.n);
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

static str whole_number(struct ctx *c, int64_t n)
{
	struct buf b = buf_new(c->mem, 24);

	buf_int(&b, n);
	return buf_view(&b);
}

static void check_letter(struct ctx *c, const struct recording_new *n)
{
	struct record letter;

	if (n->letter && (record_load(c, &letter_kind, n->letter, &letter) != RC_OK ||
			  rec_int(&letter, LETTER_CHILD) != n->child))
		complain(c, "letter", N_("What this points at is not there."));
}

static enum rc check_new(struct ctx *c, const struct recording_new *n)
{
	enum { KILOBYTE = 1000 };
	int64_t most = ctx_param(c, PARAM_GROWTH_VOICE_BYTES);
	struct input in = input_of(c, n);

	media_check_input(c, &in);
	check_side(c, n);
	check_letter(c, n);
	if (!n->bytes.n)
		complain(c, "file", N_("Record something first, or choose a file."));
	else if (n->bytes.n > (size_t)most)
		complain_of(c, "file", N_("The recording is larger than {0} kB: say it in two."),
			    whole_number(c, most / KILOBYTE));
	if (c->problems.n)
		return RC_INVALID;
	return media_check_day(c, &recording_kind, n->child, PARAM_GROWTH_VOICES_OF_DAY);
}

static enum rc read_voice(struct ctx *c, struct taking *t)
{
	enum { SECOND = 1000 };
	int64_t most = ctx_param(c, PARAM_GROWTH_VOICE_SECONDS);
	const char *why = NULL;
	enum rc rc = voice_read(c->mem, t->new.bytes, &t->voice, &why);

	if (why)
		complain(c, "file", why);
	/* A second of grace: a browser stops when it gets round to it. */
	if (rc == RC_OK && t->voice.milliseconds > (most + 1) * SECOND) {
		complain_of(c, "file", N_("The voice note is longer than {0} seconds: say it in two."),
			    whole_number(c, most));
		rc = RC_INVALID;
	}
	return rc;
}

static enum rc write_blob(struct ctx *c, struct taking *t)
{
	enum rc rc = blob_write(c, t->voice.bytes, &t->blob);

	if (rc == RC_INVALID)
		complain(c, "file",
			 N_("This server has no place for recordings: whoever runs it names one."));
	else if (rc == RC_BUSY)
		complain(c, "file",
			 N_("The recording could not be written down: the disk is full or fails."));
	return rc;
}

static enum rc take_new(struct ctx *c, struct taking *t)
{
	enum rc rc = check_new(c, &t->new);

	if (rc == RC_OK)
		rc = read_voice(c, t);
	if (rc == RC_OK)
		rc = write_blob(c, t);
	if (rc != RC_OK)
		return rc;
	rc = store_write(c, PRIO_PEOPLE, keep, t);
	if (rc != RC_OK || t->there)
		blob_discard(c, &t->blob);
	explicit_bzero(t->blob.key, sizeof t->blob.key);
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

enum rc recording_bytes(struct ctx *c, const struct record *r, size_t from, size_t n, str *ret)
{
	return blob_read(c, media_name(r), from, n, ret);
}

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

static str minutes_text(struct page *p, int64_t seconds)
{
	struct buf b = buf_new(p->mem, 24);

	buf_int(&b, seconds / 60);
	buf_ch(&b, ':');
	buf_pad(&b, seconds % 60, 2);
	return buf_view(&b);
}

void recording_player_put(struct page *p, const struct record *r)
{
	str length = minutes_text(p, rec_int(r, RECORDING_SECONDS));

	html_lit(p, "<p class=\"voice\">");
	if (recording_open(&p->r->ctx, r)) {
		html_lit(p, "<audio controls preload=\"none\"");
		html_attr_tr(p, "aria-label", N_("Voice note of {0}, {1} long"),
			     html_day_text(p, rec_day(r, RECORDING_ON)), length);
		html_attr(p, "src",
			  html_url_with(p, html_url(p, "/recordings/#/sound", r->id), "open",
					ticket_of(&p->r->ctx, ticket, r->id)));
		html_lit(p, "></audio>");
	} else {
		html_icon(p, "say");
		html_tr(p, N_("A voice note, {0} long. It is heard together with what was written."), length);
	}
	html_lit(p, "</p>\n");
}
