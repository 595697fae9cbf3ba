#include "journal.h"
#include "outbox_own.h"
#include "sm.h"
#include "tr.h"
#include "utf8.h"
#include <stdlib.h>

/* `mark`: the key drawn for it; `lease`: until when the one under way is left alone; `claim`: whose it is.
 * The text stands apart: it goes when the message has gone, the rest stays. */
const char outbox_ddl[] = "CREATE TABLE outbox (\n"
			  "\tid ID,\n"
			  "\tcounty INT NOT NULL,\n"
			  "\tchannel INT NOT NULL,\n"
			  "\tstate INT NOT NULL,\n"
			  "\twhy INT NOT NULL,\n"
			  "\tref BIG NOT NULL,\n"
			  "\tchild BIG NOT NULL,\n"
			  "\tperson BIG NOT NULL,\n"
			  "\tattempts INT NOT NULL,\n"
			  "\tcreated_at BIG NOT NULL,\n"
			  "\tnot_before BIG NOT NULL,\n"
			  "\tuntil_at BIG NOT NULL,\n"
			  "\tended_at BIG NOT NULL,\n"
			  "\tmark TEXT NOT NULL,\n"
			  "\tlease BIG NOT NULL,\n"
			  "\tclaim BIG NOT NULL\n"
			  ");\n"
			  "CREATE INDEX outbox_state ON outbox (state, not_before, id);\n"
			  "CREATE INDEX outbox_channel ON outbox (channel, state);\n"
			  "CREATE INDEX outbox_ref ON outbox (ref, id);\n"
			  "CREATE INDEX outbox_child ON outbox (child);\n"
			  "CREATE INDEX outbox_person ON outbox (person);\n"
			  "CREATE INDEX outbox_mark ON outbox (mark);\n"
			  "CREATE TABLE outbox_text (\n"
			  "\tmessage BIG NOT NULL,\n"
			  "\tcounty INT NOT NULL,\n"
			  "\tuntil_at BIG NOT NULL,\n"
			  "\tsealed BLOB NOT NULL\n"
			  ");\n"
			  "CREATE INDEX outbox_text_message ON outbox_text (message);\n"
			  "CREATE INDEX outbox_text_until ON outbox_text (until_at);\n";

/* --- addresses --- */

/* A mobile number of the mainland, or any with + and the code of its country. */
static bool number_ok(str to)
{
	enum { MAINLAND = 11, SHORTEST = 7, LONGEST = 15 };
	static const char home[] = "+86";

	if (str_starts(to, STR("+86")))
		to = str_cut(to, sizeof home - 1, to.n);
	if (to.n && to.s[0] == '+') {
		to = str_cut(to, 1, to.n);
		return str_digits(to) && to.n >= SHORTEST && to.n <= LONGEST && to.s[0] != '0';
	}
	return str_digits(to) && to.n == MAINLAND && to.s[0] == '1' && to.s[1] >= '3';
}

static bool mail_ok(str to)
{
	static const char marks[] = ".!#$%&'*+/=?^_`{|}~-@";
	size_t at = 0, ats = 0, dot = 0;

	for (size_t i = 0; i < to.n; i++) {
		char ch = to.s[i];
		bool plain = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9');
		if (!ch || (!plain && !strchr(marks, ch)))
			return false;
		if (ch == '@') {
			at = i;
			ats++;
		}
		if (ch == '.')
			dot = i;
	}
	return ats == 1 && at > 0 && dot > at + 1 && dot + 1 < to.n && to.n <= OUTBOX_TO_MAX &&
	       to.s[0] != '-';
}

bool outbox_address_ok(enum outbox_channel channel, str to)
{
	return channel == OUTBOX_SMS ? number_ok(to) : mail_ok(to);
}

/* --- what is sealed --- */

static str extra_of(struct arena *mem, int64_t message)
{
	struct buf b = buf_new(mem, 40);

	buf_lit(&b, "outbox.");
	buf_int(&b, message);
	return buf_view(&b);
}

static str row_extra(struct arena *mem, const struct val *key) { return extra_of(mem, key[0].i); }

const struct sealed_column outbox_sealed = {
	.table = "outbox_text",
	.column = "sealed",
	.class = C4_SENSITIVE,
	.county = "county",
	.key = { { "message", false } },
	.extra = row_extra,
};

static struct key_of key_here(const struct ctx *c)
{
	return (struct key_of){ c->model->county, C4_SENSITIVE };
}

/* Three parts with a NUL after each of the first two, which no text of ours holds. */
static enum rc text_put(struct ctx *c, int64_t message, int64_t until, const struct outbox_text *t)
{
	struct buf plain = buf_new(c->mem, OUTBOX_TO_MAX + OUTBOX_SUBJECT_MAX + OUTBOX_TEXT_MAX + 2);
	str sealed;

	buf_str(&plain, t->to);
	buf_ch(&plain, '\0');
	buf_str(&plain, t->subject);
	buf_ch(&plain, '\0');
	buf_str(&plain, t->text);
	enum rc rc = seal_text(c, key_here(c), buf_view(&plain), extra_of(c->mem, message), &sealed);
	if (rc != RC_OK)
		return rc;
	return DB_EXEC(c->db,
		       "INSERT INTO outbox_text (message, county, until_at, sealed) VALUES (?1, ?2, ?3, ?4)",
		       INT(message), INT(c->model->county), INT(until), BLOB(sealed));
}

enum rc outbox_text_load(struct ctx *c, int64_t message, struct outbox_text *ret)
{
	struct rows q;
	str plain = { NULL, 0 };
	enum rc opened = RC_NOT_FOUND,
		rc = DB_QUERY(c->db, &q, "SELECT x.sealed FROM outbox_text x WHERE x.message = ?1",
			      INT(message));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		opened = seal_open(c, key_here(c), db_blob(&q, 0), extra_of(c->mem, message), &plain);
	rc = db_done(&q);
	if (rc != RC_OK || opened != RC_OK)
		return rc != RC_OK ? rc : opened;
	if (!str_next(&plain, '\0', &ret->to) || !str_next(&plain, '\0', &ret->subject))
		return RC_NOT_FOUND;
	ret->text = plain;
	return RC_OK;
}

enum rc outbox_text_drop(struct ctx *c, int64_t message)
{
	return DB_EXEC(c->db, "DELETE FROM outbox_text WHERE message = ?1", INT(message));
}

/* --- adding --- */

/* A name from a form may hold what no header and no gateway must see. */
static str clean(struct arena *mem, str text, bool lines)
{
	char *to = arena_text(mem, text.n + 1);

	for (size_t i = 0; i < text.n; i++) {
		unsigned char ch = (unsigned char)text.s[i];
		bool keep = (ch >= ' ' && ch != 0x7f) || (lines && ch == '\n');
		to[i] = ' ';
		if (keep)
			to[i] = text.s[i];
	}
	return (str){ to, text.n };
}

static enum outbox_state first_state(const struct ctx *c, const struct outbox_new *m)
{
	if (!outbox_address_ok(m->channel, m->to))
		return OUTBOX_FAILED;
	if (c->via == VIA_DEMO)
		return OUTBOX_SENT;
	return m->until <= c->now ? OUTBOX_EXPIRED : OUTBOX_WAITING;
}

static str new_mark(struct ctx *c, str once)
{
	uint8_t drawn[SM3_SIZE];

	if (once.n) {
		const str part[] = { STR("outbox."), once };
		const struct sm3 made = sm3(part, COUNT(part));
		memcpy(drawn, made.b, sizeof drawn);
	} else {
		sm_random(drawn, sizeof drawn);
	}
	return hex_put(c->mem, drawn, POSTMAN_KEY / 2);
}

static enum rc is_there(struct ctx *c, str mark, bool *ret)
{
	int64_t one;
	enum rc rc = DB_ONE(c->db, &one, "SELECT 1 FROM outbox o WHERE o.mark = ?1 LIMIT 1", TEXT(mark));

	*ret = rc == RC_OK;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc check(const struct outbox_new *m)
{
	if (m->text.n > OUTBOX_TEXT_MAX || m->subject.n > OUTBOX_SUBJECT_MAX)
		return RC_TOO_BIG;
	return m->text.n && utf8_valid(m->text) && utf8_valid(m->subject) ? RC_OK : RC_INVALID;
}

static enum rc row_put(struct ctx *c, const struct outbox_new *m, enum outbox_state state, str mark,
		       int64_t id)
{
	enum outbox_why why = state == OUTBOX_FAILED ? OUTBOX_ADDRESS : OUTBOX_WELL;

	return DB_EXEC(c->db,
		       "INSERT INTO outbox (id, county, channel, state, why, ref, child, person, attempts,"
		       " created_at, not_before, until_at, ended_at, mark, lease, claim)"
		       " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9, ?13, ?10, ?11, ?12, 0, 0)",
		       INT(id), INT(c->model->county), INT(m->channel), INT(state), INT(why), INT(m->ref),
		       INT(m->child), INT(m->person), INT(c->now), INT(m->until),
		       INT(state == OUTBOX_WAITING ? 0 : c->now), TEXT(mark), INT(m->from));
}

enum rc outbox_add(struct ctx *c, const struct outbox_new *m)
{
	enum outbox_state state = first_state(c, m);
	str mark = new_mark(c, m->once);
	bool there = false;
	int64_t id = 0;
	enum rc rc = check(m);

	if (rc == RC_OK && m->once.n)
		rc = is_there(c, mark, &there);
	if (rc != RC_OK || there)
		return rc;
	rc = id_next(c, c->model->county, &id);
	if (rc == RC_OK)
		rc = row_put(c, m, state, mark, id);
	if (rc != RC_OK || state != OUTBOX_WAITING)
		return rc;
	store_tell(c, (struct told){ .work = true });
	return text_put(c, id, m->until,
			&(struct outbox_text){ m->to, clean(c->mem, m->subject, false),
					       clean(c->mem, m->text, true) });
}

enum rc outbox_drop(struct ctx *c, int64_t ref)
{
	enum rc rc = DB_EXEC(c->db,
			     "DELETE FROM outbox_text WHERE message IN"
			     " (SELECT o.id FROM outbox o WHERE o.ref = ?1 AND o.state = ?2)",
			     INT(ref), INT(OUTBOX_WAITING));

	return rc == RC_OK ? DB_EXEC(c->db, "DELETE FROM outbox WHERE ref = ?1 AND state = ?2", INT(ref),
				     INT(OUTBOX_WAITING))
			   : rc;
}

enum rc outbox_forget(struct ctx *c, int64_t child, int64_t person)
{
	enum rc rc = DB_EXEC(c->db,
			     "DELETE FROM outbox_text WHERE message IN (SELECT o.id FROM outbox o"
			     " WHERE (o.child = ?1 AND ?1 <> 0) OR (o.person = ?2 AND ?2 <> 0))",
			     INT(child), INT(person));

	return rc == RC_OK ? DB_EXEC(c->db,
				     "DELETE FROM outbox WHERE (child = ?1 AND ?1 <> 0) OR (person = ?2 AND "
				     "?2 <> 0)",
				     INT(child), INT(person))
			   : rc;
}

/* --- looking --- */

struct outbox_look outbox_read(const struct rows *q)
{
	int64_t why = db_int(q, 4);

	return (struct outbox_look){ .id = db_int(q, 0),
				     .ref = db_int(q, 1),
				     .channel = db_int(q, 2) == OUTBOX_SMS ? OUTBOX_SMS : OUTBOX_MAIL,
				     .state = (enum outbox_state)db_int(q, 3),
				     .why = why >= 0 && why < OUTBOX_WHYS ? (enum outbox_why)why
									  : OUTBOX_WELL,
				     .attempts = db_int(q, 5),
				     .created_at = db_int(q, 6),
				     .next_at = db_int(q, 7),
				     .until = db_int(q, 8),
				     .ended_at = db_int(q, 9) };
}

/* Too late is too late, whether or not the thread has written it down yet. */
static struct outbox_look as_of(struct outbox_look m, int64_t now)
{
	if (m.state == OUTBOX_WAITING && m.until <= now) {
		m.state = OUTBOX_EXPIRED;
		m.ended_at = m.until;
	}
	return m;
}

enum rc outbox_state(struct ctx *c, int64_t ref, struct outbox_look *ret)
{
	struct rows q;
	struct outbox_look m = { .ref = ref };
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT " OUTBOX_COLUMNS
			      " FROM outbox o WHERE o.ref = ?1 ORDER BY o.id DESC LIMIT 1",
			      INT(ref));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		m = as_of(outbox_read(&q), c->now);
	rc = db_done(&q);
	if (rc == RC_OK)
		*ret = m;
	return rc;
}

/* clang-format off */
static const char *const waits[OUTBOX_WHYS] = {
	[OUTBOX_WELL]        = N_("It waits to be sent."),
	[OUTBOX_NO_GATEWAY]  = N_("It waits: nothing is set up here that could send it."),
	[OUTBOX_ADDRESS]     = N_("It waits to be sent."),
	[OUTBOX_UNREACHABLE] = N_("It waits: the gateway cannot be reached."),
	[OUTBOX_TIMEOUT]     = N_("It waits: the gateway takes too long to answer."),
	[OUTBOX_CERTIFICATE] = N_("It waits: the gateway could not show that it is the right one."),
	[OUTBOX_LOGIN]       = N_("It waits: the gateway does not accept our password."),
	[OUTBOX_BUSY]        = N_("It waits: the gateway cannot take it just now."),
	[OUTBOX_NONSENSE]    = N_("It waits: the gateway gave an answer that was not understood."),
	[OUTBOX_REFUSED]     = N_("It waits to be sent."),
	[OUTBOX_LOST]        = N_("It waits: sending was broken off, and is tried again."),
	[OUTBOX_SINK]        = N_("It waits: the directory for it cannot be written to."),
};
/* clang-format on */

static const char *say_late(enum outbox_why why)
{
	switch (why) {
	case OUTBOX_WELL:
	case OUTBOX_NO_GATEWAY: return N_("Not sent: nothing was set up here that could send it in time.");
	case OUTBOX_LOGIN:
	case OUTBOX_CERTIFICATE:
	case OUTBOX_NONSENSE: return N_("Not sent: the gateway would not take it before it was too late.");
	default: return N_("Not sent: the gateway could not be reached before it was too late.");
	}
}

const char *outbox_say(const struct outbox_look *m)
{
	switch (m->state) {
	case OUTBOX_WAITING: {
		struct postman_state s = postman_state();
		if (!m->attempts && m->next_at > m->created_at && s.takes[m->channel])
			return N_("It waits for its hour.");
		return waits[m->why == OUTBOX_WELL && !s.takes[m->channel] ? OUTBOX_NO_GATEWAY : m->why];
	}
	case OUTBOX_SENT: return N_("Sent.");
	case OUTBOX_EXPIRED: return say_late(m->why);
	case OUTBOX_FAILED:
		if (m->why != OUTBOX_ADDRESS)
			return N_("Not sent: the gateway refused this message or its recipient.");
		return m->channel == OUTBOX_SMS ? N_("Not sent: this is no mobile number.")
						: N_("Not sent: this is no mail address.");
	default: return N_("No message was sent.");
	}
}

/* --- for who looks after it --- */

enum rc outbox_counts(struct ctx *c, struct outbox_counts *ret)
{
	struct outbox_counts n = { 0 };
	struct rows q;
	enum rc rc = DB_QUERY0(c->db, &q,
			       "SELECT o.channel, o.state, count(*) FROM outbox o GROUP BY o.channel, o.state"
			       " ORDER BY o.channel, o.state");

	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		if (db_int(&q, 0) >= 0 && db_int(&q, 0) < OUTBOX_CHANNELS && db_int(&q, 1) > OUTBOX_NONE &&
		    db_int(&q, 1) < OUTBOX_STATES)
			n.n[db_int(&q, 0)][db_int(&q, 1)] = db_int(&q, 2);
	rc = db_done(&q);
	if (rc == RC_OK) /* what waits for its own hour is no trouble */
		rc = DB_ONE(c->db, &n.oldest,
			    "SELECT min(CASE WHEN o.not_before > o.created_at AND o.attempts = 0"
			    " THEN o.not_before ELSE o.created_at END) FROM outbox o WHERE o.state = ?1"
			    " AND (o.not_before <= ?2 OR o.attempts > 0)",
			    INT(OUTBOX_WAITING), INT(c->now));
	if (rc == RC_OK)
		rc = DB_ONE(c->db, &n.again,
			    "SELECT count(*) FROM outbox o WHERE o.state = ?1 AND o.until_at > ?2 AND o.why "
			    "<> ?3",
			    INT(OUTBOX_FAILED), INT(c->now), INT(OUTBOX_ADDRESS));
	if (rc == RC_OK)
		*ret = n;
	return rc;
}

struct outbox_list {
	struct outbox_look *m;
	size_t n;
};

/* By the index of channels and states, which ends with the id: one state may have all that ever was. */
static enum rc list_some(struct ctx *c, size_t channel, size_t state, size_t max, struct outbox_list *to)
{
	struct rows q;
	size_t n = 0;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT " OUTBOX_COLUMNS
			      " FROM outbox o WHERE o.channel = ?1 AND o.state = ?2 AND (o.state <> 1"
			      " OR o.attempts > 0 OR o.not_before <= ?3) ORDER BY o.id DESC LIMIT ?4",
			      INT((int64_t)channel), INT((int64_t)state), INT(c->now), INT((int64_t)max));

	if (rc != RC_OK)
		return rc;
	for (; n < max && db_next(&q); n++)
		to->m[to->n++] = as_of(outbox_read(&q), c->now);
	return db_done(&q);
}

static int newest_first(const void *a, const void *b)
{
	const struct outbox_look *x = a, *y = b;

	return (x->id < y->id) - (x->id > y->id);
}

enum rc outbox_list(struct ctx *c, size_t max, struct outbox_look *ret, size_t *ret_n)
{
	static const enum outbox_state shown[] = { OUTBOX_WAITING, OUTBOX_FAILED, OUTBOX_EXPIRED };
	struct outbox_list all = { NEW(c->mem, struct outbox_look, OUTBOX_CHANNELS * COUNT(shown) * max), 0 };
	enum rc rc = RC_OK;

	for (size_t i = 0; i < OUTBOX_CHANNELS * COUNT(shown) && rc == RC_OK; i++)
		rc = list_some(c, i / COUNT(shown), shown[i % COUNT(shown)], max, &all);
	if (rc != RC_OK)
		return rc;
	qsort(all.m, all.n, sizeof *all.m, newest_first);
	*ret_n = all.n < max ? all.n : max;
	memcpy(ret, all.m, *ret_n * sizeof *ret);
	return RC_OK;
}

static enum rc retry(struct ctx *c, void *arg UNUSED)
{
	store_tell(c, (struct told){ .work = true });
	return DB_EXEC(c->db,
		       "UPDATE outbox SET state = 1, not_before = 0, ended_at = 0 WHERE until_at > ?1 AND "
		       "((state = 1"
		       " AND attempts > 0) OR (state = 3 AND EXISTS (SELECT 1 FROM outbox_text x WHERE "
		       "x.message = outbox.id)))",
		       INT(c->now));
}

enum rc outbox_retry(struct ctx *c)
{
	return c->tx ? retry(c, NULL) : store_write(c, PRIO_PEOPLE, retry, NULL);
}

static enum rc drop_old(struct ctx *c, void *arg UNUSED)
{
	static const int64_t a_day = INT64_C(86400000000);
	int64_t days = ctx_param(c, PARAM_RETENTION_OUTBOX_DAYS);
	enum rc rc = DB_EXEC(c->db, "DELETE FROM outbox_text WHERE until_at <= ?1", INT(c->now));

	if (rc == RC_OK)
		rc = DB_EXEC(c->db,
			     "UPDATE outbox SET state = 4, ended_at = ?1 WHERE state = 1 AND until_at <= ?1"
			     " AND lease <= ?1",
			     INT(c->now));
	return rc == RC_OK ? DB_EXEC(c->db, "DELETE FROM outbox WHERE state > 1 AND ended_at <= ?1",
				     INT(c->now - days * a_day))
			   : rc;
}

enum rc outbox_daily(struct ctx *c) { return store_write(c, PRIO_BULK, drop_old, NULL); }

enum rc outbox_figures(struct ctx *c, struct buf *to)
{
	static const char *const channels[] = { "sms", "mail" };
	static const char *const states[] = { "", "waiting", "sent", "failed", "expired" };
	struct outbox_counts n;
	struct postman_state post = postman_state();
	enum rc rc = outbox_counts(c, &n);

	if (rc != RC_OK)
		return rc;
	buf_lit(to, "# TYPE tongxin_outbox gauge\n");
	for (size_t i = 0; i < COUNT(channels); i++)
		for (size_t s = OUTBOX_WAITING; s < COUNT(states); s++) {
			buf_lit(to, "tongxin_outbox{channel=\"");
			buf_str(to, str_of(channels[i]));
			buf_lit(to, "\",state=\"");
			buf_str(to, str_of(states[s]));
			buf_lit(to, "\"} ");
			buf_int(to, n.n[i][s]);
			buf_ch(to, '\n');
		}
	buf_lit(to, "# TYPE tongxin_outbox_oldest_seconds gauge\ntongxin_outbox_oldest_seconds ");
	buf_int(to, n.oldest && n.oldest < c->now ? (c->now - n.oldest) / 1000000 : 0);
	buf_lit(to, "\n# TYPE tongxin_postman_up gauge\ntongxin_postman_up ");
	buf_int(to, post.open && !post.gone);
	buf_lit(to,
		"\n# TYPE tongxin_postman_forked_again_total counter\ntongxin_postman_forked_again_total ");
	buf_int(to, post.again);
	buf_ch(to, '\n');
	return RC_OK;
}
