#include "self_audit.h"
#include "account.h"
#include "outbox.h"
#include "persons.h"
#include "privacy_meta.h"
#include "rights.h"
#include "route.h"
#include "sandbox.h"
#include "verify.h"

#include <sys/stat.h>

/* --- the checks: pure --- */

static struct self_verdict verdict(enum self_level level) { return (struct self_verdict){ level, 0 }; }

static struct self_verdict count_of(int64_t count, enum self_level level)
{
	return (struct self_verdict){ count > 0 ? level : SELF_FINE, count };
}

static struct self_verdict tls(const struct self_facts *f)
{
	return verdict(f->secure ? SELF_FINE : f->demo ? SELF_WARN : SELF_BAD);
}

static struct self_verdict key_mode(const struct self_facts *f)
{
	return verdict(f->key_mode < 0 || !(f->key_mode & 077) ? SELF_FINE : SELF_BAD);
}

static struct self_verdict db_mode(const struct self_facts *f)
{
	return verdict(f->db_mode < 0 || !(f->db_mode & 077) ? SELF_FINE : SELF_WARN);
}

static struct self_verdict key_beside(const struct self_facts *f)
{
	return verdict(f->key_beside ? SELF_HINT : SELF_FINE);
}

static struct self_verdict sandbox(const struct self_facts *f)
{
	return f->sandboxed ? count_of(f->sandbox_missing, SELF_WARN) : verdict(SELF_BAD);
}

static struct self_verdict demo(const struct self_facts *f)
{
	return verdict(f->demo ? SELF_BAD : SELF_FINE);
}

static struct self_verdict second_factor(const struct self_facts *f)
{
	return verdict(f->totp_required ? SELF_FINE : SELF_BAD);
}

static struct self_verdict without_factor(const struct self_facts *f)
{
	return count_of(f->no_second_factor, SELF_WARN);
}

static struct self_verdict without_clearance(const struct self_facts *f)
{
	return count_of(f->no_clearance, SELF_BAD);
}

static struct self_verdict shared_keepers(const struct self_facts *f)
{
	return count_of(f->shared_keepers, SELF_BAD);
}

/* Each of the three must be there for the others to be kept in check. */
static struct self_verdict missing_keepers(const struct self_facts *f)
{
	int64_t n = 0;

	for (size_t i = 0; i < COUNT(f->keepers); i++)
		n += f->keepers[i] == 0;
	return count_of(n, SELF_WARN);
}

static struct self_verdict endless_tokens(const struct self_facts *f)
{
	return count_of(f->endless_tokens, SELF_WARN);
}

static struct self_verdict old_passwords(const struct self_facts *f)
{
	return count_of(f->old_passwords, SELF_WARN);
}

static struct self_verdict idle_accounts(const struct self_facts *f)
{
	return count_of(f->idle_accounts, SELF_HINT);
}

static struct self_verdict verified(const struct self_facts *f)
{
	if (f->verify_findings > 0)
		return count_of(f->verify_findings, SELF_BAD);
	bool old = !f->verified_on || day_diff(f->today, f->verified_on) > f->verify_days;
	return verdict(old ? SELF_WARN : SELF_FINE);
}

static struct self_verdict backup(const struct self_facts *f)
{
	bool old = !f->backup_on || day_diff(f->today, f->backup_on) > f->backup_days;

	return verdict(old ? SELF_WARN : SELF_FINE);
}

/* Where no backup is made that is said already. */
static struct self_verdict proven(const struct self_facts *f)
{
	const struct proof *p = &f->proof;

	if (p->known && !p->good)
		return verdict(SELF_BAD);
	bool old = !p->known || day_diff(f->today, instant_day(p->good_at)) > f->proof_days;
	return verdict(old ? SELF_WARN : SELF_FINE);
}

static struct self_verdict clock_off(const struct self_facts *f)
{
	enum { A_MINUTE = 60 };

	return f->clock_off > A_MINUTE ? count_of(f->clock_off, SELF_BAD) : verdict(SELF_FINE);
}

static struct self_verdict persons(const struct self_facts *f)
{
	static const enum self_level levels[] = {
		[PERSONS_FEW] = SELF_FINE, [PERSONS_MANY] = SELF_WARN, [PERSONS_IMPORTANT] = SELF_BAD
	};

	return (struct self_verdict){ levels[f->persons_mode], f->persons };
}

static struct self_verdict late_requests(const struct self_facts *f)
{
	return count_of(f->late_requests, SELF_WARN);
}

static struct self_verdict unsent(const struct self_facts *f)
{
	return f->post_lost ? verdict(SELF_BAD) : count_of(f->unsent, SELF_WARN);
}

/* clang-format off */
const struct self_check self_checks[] = {
	{ N_("Encrypted connection (https)"),
	  N_("Pages, passwords and children's data travel readable over the network."),
	  N_("Give --tls-cert and --tls-key, or put nginx in front and start with --behind-https."), tls },
	{ N_("Demonstration"),
	  N_("This is a demonstration: its password is known to everybody, and rules are softened."),
	  N_("Never enter a real child here. Make a real database with tongxin init."), demo },
	{ N_("Key file for its owner only"),
	  N_("Others on this machine can read the key file, and with it everything that is sealed."),
	  N_("chmod 600 on the key file; then change the keys: tongxin key rotate."), key_mode },
	{ N_("Key file away from the database"),
	  N_("The key lies beside the database: whoever copies the disk has both."),
	  N_("Move it to another disk or a token and say where with --key."), key_beside },
	{ N_("Database file for its owner only"),
	  N_("Others on this machine can read the database file."),
	  N_("chmod 600 on the database file and chmod 700 on its directory."), db_mode },
	{ N_("Sandbox"),
	  N_("The server could reach files and system calls it does not need."),
	  N_("Start it without --no-sandbox on a kernel of 5.13 or later; the log says what is missing."), sandbox },
	{ N_("Second factor required"),
	  N_("A password alone opens the accounts of staff."),
	  N_("Set the parameter totp.required to 1."), second_factor },
	{ N_("Accounts without the second factor"),
	  N_("Their roles need one, and they have not set it up."),
	  N_("They set it up when they next sign in; disable those nobody uses."), without_factor },
	{ N_("Yearly query for convictions"),
	  N_("People work with children's data who were not queried this year (Law on the Protection of Minors, art. 62)."),
	  N_("Query and write the answer down; until then they see no child."), without_clearance },
	{ N_("Three administrators, three persons"),
	  N_("One person holds two of the roles that keep each other in check: administrator, security, auditor."),
	  N_("Give one of the accounts to somebody else."), shared_keepers },
	{ N_("All three administrators are there"),
	  N_("One of administrator, security administrator and auditor has no account in use."),
	  N_("Make the account: tongxin user add."), missing_keepers },
	{ N_("Tokens of programs end"),
	  N_("Some tokens never expire."),
	  N_("Revoke them and make new ones with --expires."), endless_tokens },
	{ N_("Old passwords"),
	  N_("Some passwords have not been changed for long."),
	  N_("Have them changed, or disable the accounts."), old_passwords },
	{ N_("Accounts nobody uses"),
	  N_("Some accounts have not signed in for half a year."),
	  N_("Disable them: GB/T 22239-2019 asks that what has lapsed is removed."), idle_accounts },
	{ N_("Journal, read log and records agree"),
	  N_("The last check found something changed past the program, or there was none for long."),
	  N_("tongxin journal verify names the place; keep the database as it is for the auditor."), verified },
	{ N_("Backup"),
	  N_("No backup is known, or the last is old."),
	  N_("Make one with tongxin backup, look with tongxin restore --check whether it opens, and carry it elsewhere."), backup },
	{ N_("The backup was restored aside"),
	  N_("Nobody knows whether the backup can be restored: the last proof failed, or there was none for long."),
	  N_("Let a timer run tongxin prove every night; what failed stands above and in its own words."), proven },
	{ N_("Clock"),
	  N_("The journal holds a moment that is still to come: this machine's clock is wrong, or was."),
	  N_("Let the machine take its time from the network."), clock_off },
	{ N_("How many persons"),
	  N_("From nine million persons on a warning, from ten million the rules for important data hold (Regulations on Network Data Security, art. 28)."),
	  N_("Name who is responsible, assess the risk every year and report it."), persons },
	{ N_("Requests of families"),
	  N_("Some have waited longer than the law allows."),
	  N_("The county education officer answers them: /rights_requests."), late_requests },
	{ N_("Messages go out"),
	  N_("Messages to families wait, and nothing here could send them."),
	  N_("Set up a gateway: tongxin serve --post, as tongxin-post(5) says; look at /admin/outbox."), unsent },
};
/* clang-format on */
const size_t self_nchecks = COUNT(self_checks);

/* --- the facts --- */

static int mode_of(struct arena *mem, str path)
{
	struct stat st;

	return path.n && stat(str_z(mem, path), &st) == 0 ? (int)(st.st_mode & 0777) : -1;
}

static str directory(str path)
{
	while (path.n && path.s[path.n - 1] != '/')
		path.n--;
	return path;
}

static void files(struct ctx *c, const struct app *app, struct self_facts *f)
{
	f->db_mode = mode_of(c->mem, app->db_file);
	f->key_mode = mode_of(c->mem, app->key_file);
	f->sqlite = app->db_file.n > 0;
	f->key_beside = app->db_file.n && app->key_file.n &&
			str_eq(directory(app->db_file), directory(app->key_file));
}

/* Whoever shuts down at night may have read three pages since: what counts is the newest row of the chain. */
static enum rc newest_row(struct ctx *c, int64_t *ret)
{
	enum rc rc = DB_ONE(
		c->db, ret,
		"SELECT j.at FROM journal j WHERE j.county = ?1 AND j.node = 0 ORDER BY j.seq DESC LIMIT 1",
		INT(c->model->county));

	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static void one_account(const struct rows *q, const struct ctx *c, day since, struct self_facts *f)
{
	static const enum role keepers[] = { ROLE_ADMIN, ROLE_SECURITY, ROLE_AUDITOR };
	static const int64_t a_day = INT64_C(86400000000);
	enum { HALF_A_YEAR = 180 };
	const struct role_row *role = role_of_code(db_text(q, 0));

	if (!role)
		return;
	f->no_second_factor += role->second_factor && db_null(q, 1);
	f->no_clearance += role->clearance && db_int(q, 2) < since;
	f->old_passwords += db_int(q, 3) && role->by == BY_PASSWORD &&
			    db_int(q, 3) < c->now - ctx_param(c, PARAM_SELF_AUDIT_PASSWORD_DAYS) * a_day;
	int64_t used = db_int(q, 4) > db_int(q, 5) ? db_int(q, 4) : db_int(q, 5);
	f->idle_accounts += used < c->now - HALF_A_YEAR * a_day;
	for (size_t i = 0; i < COUNT(keepers); i++)
		f->keepers[i] += role->role == keepers[i];
}

static enum rc accounts(struct ctx *c, struct self_facts *f)
{
	struct rows q;
	day since = day_add(c->today, -(int32_t)ctx_param(c, PARAM_CLEARANCE_PERIOD_DAYS));
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT a.role, a.totp_at, (SELECT max(k.queried_on) FROM clearance k WHERE k.account = "
		"a.id),"
		" a.password_changed_at, (SELECT u.signed_in FROM account_use u WHERE u.account = a.id),"
		" a.created_at FROM account a WHERE a.county = ?1 AND coalesce(a.disabled, 0) = 0"
		" ORDER BY a.id",
		INT(c->model->county));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		one_account(&q, c, since, f);
	rc = db_done(&q);
	if (rc == RC_OK)
		rc = DB_ONE(c->db, &f->shared_keepers,
			    "SELECT count(*) FROM account a JOIN account b ON b.name = a.name AND b.county = "
			    "a.county"
			    " AND b.id > a.id AND b.role <> a.role WHERE a.county = ?1"
			    " AND a.role IN ('admin', 'security', 'auditor') AND b.role IN ('admin', "
			    "'security', 'auditor')"
			    " AND coalesce(a.disabled, 0) = 0 AND coalesce(b.disabled, 0) = 0",
			    INT(c->model->county));
	if (rc == RC_OK)
		rc = DB_ONE(c->db, &f->endless_tokens,
			    "SELECT count(*) FROM token k WHERE k.county = ?1 AND k.expires IS NULL",
			    INT(c->model->county));
	return rc;
}

static void remembered(struct ctx *c, struct self_facts *f)
{
	str verified = privacy_meta(c, STR("verified")), on, backup = privacy_meta(c, STR("backup_on"));

	f->verify_findings = -1;
	if (str_next(&verified, ' ', &on) && day_parse(on, &f->verified_on) &&
	    !str_int(verified, &f->verify_findings))
		f->verify_findings = -1;
	if (!day_parse(backup, &f->backup_on))
		f->backup_on = 0;
	f->persons = persons_count(c);
	f->persons_mode = (int)persons_mode_now(c);
	f->backup_days = (int)ctx_param(c, PARAM_SELF_AUDIT_BACKUP_DAYS);
	f->verify_days = (int)ctx_param(c, PARAM_SELF_AUDIT_VERIFY_DAYS);
	f->proof_days = (int)ctx_param(c, PARAM_SELF_AUDIT_PROOF_DAYS);
	f->proof = proof_last(c);
}

/* What waits for a channel that nothing is set up for. */
static enum rc messages(struct ctx *c, struct self_facts *f)
{
	struct postman_state post = postman_state();
	struct outbox_counts n;
	enum rc rc = outbox_counts(c, &n);

	if (rc != RC_OK)
		return rc;
	f->post_lost = post.gone;
	for (int i = 0; i < OUTBOX_CHANNELS; i++)
		if (!post.takes[i] || post.gone)
			f->unsent += n.n[i][OUTBOX_WAITING];
	return RC_OK;
}

enum rc self_audit_facts(struct ctx *c, const struct app *app, struct self_facts *ret)
{
	const struct sandbox_state *box = sandbox_state();
	int64_t newest = 0;
	struct self_facts f = { .today = c->today,
				.demo = app->demo,
				.secure = app->secure,
				.sandboxed = box->entered,
				.sandbox_missing = (int)box->nreasons,
				.totp_required = ctx_param(c, PARAM_TOTP_REQUIRED) != 0 };
	enum rc rc = accounts(c, &f);

	if (rc == RC_OK)
		rc = newest_row(c, &newest);
	if (rc == RC_OK)
		rc = DB_ONE(c->db, &f.late_requests,
			    "SELECT count(*) FROM rights_request q WHERE q.county = ?1 AND q.decided_on IS "
			    "NULL AND q.due_on < ?2",
			    INT(c->model->county), INT(c->today));
	if (rc != RC_OK)
		return rc;
	f.clock_off = newest > c->now ? (newest - c->now) / 1000000 : 0;
	rc = messages(c, &f);
	if (rc != RC_OK)
		return rc;
	files(c, app, &f);
	remembered(c, &f);
	*ret = f;
	return RC_OK;
}

enum rc self_audit_daily(struct ctx *c)
{
	struct verdict v;
	struct ctx look = *c;
	struct buf b = buf_new(c->mem, 64);
	enum { MEMORY = 256 << 20 };

	look.mem = arena_within(c->mem, MEMORY);
	look.seen = NULL;
	enum rc rc = db_read_begin(c->db);
	if (rc == RC_OK)
		rc = journal_verify_quick(&look, &v);
	db_read_end(c->db);
	arena_free(look.mem);
	if (rc != RC_OK)
		return rc;
	day_put(&b, c->today);
	buf_ch(&b, ' ');
	buf_int(&b, v.broken);
	return privacy_meta_put(c, STR("verified"), buf_view(&b));
}
