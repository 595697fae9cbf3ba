/* Accounts, sign-in, sessions and tokens on both engines, on a test clock.  PostgreSQL: set
 * TX_PG_URL (script/pg start DIR prints one). */
#include "account.h"
#include "clearance.h"
#include "deputy.h"
#include "journal.h"
#include "place.h"
#include "schema.h"
#include "session.h"
#include "sm.h"
#include "verify.h"

enum { COUNTY = 440804 };
static const int64_t minute = INT64_C(60) * 1000 * 1000;
static const int64_t start = INT64_C(1788220800) * 1000 * 1000; /* 2026-09-01 00:00 UTC */
static const str good = STR_INIT("tongxin-demo");

static char dir[] = "/tmp/tongxin-auth-XXXXXX";
enum { KINDS = 3 };
static const struct kind *const kinds[KINDS] = { &account_kind, &clearance_kind, &deputy_kind };
static const char *const more[] = { model_ddl, auth_ddl, NULL };

static struct model model;
static struct actor system_actor;
static struct ctx c; /* the command line's; each test sets who and when */

static void begin(enum db_engine engine, str url)
{
	str path = printed("%s/%d.key", dir, (int)engine), why = { NULL, 0 };
	struct buf ddl = buf_new(&mem, 1 << 20);
	struct schema_gap gap;
	const char *kind;

	model = (struct model){ .kinds = kinds,
				.nkinds = KINDS,
				.params = &param_embedded,
				.chain = chain_new(&mem),
				.county = COUNTY,
				.demo = true };
	OK(keys_make(&mem, path) == RC_OK && keys_load(&mem, path, &model.keys, &why) == RC_OK);
	OK(model_fault(&model, &kind) == NULL);
	system_actor = actor_system(COUNTY);
	c = (struct ctx){ .mem = &mem,
			  .db = opened(url, DB_CREATE),
			  .model = &model,
			  .who = &system_actor,
			  .via = VIA_CLI,
			  .today = 20260901,
			  .now = start,
			  .problems = { .mem = &mem } };
	db_on_group(c.db, chain_group, model.chain);
	schema_print(&ddl, &model, more);
	OK(db_script(c.db, migrate_ddl(&mem, engine, buf_view(&ddl))) == RC_OK);
	OK(schema_check(&mem, c.db, &model, more, &gap) == RC_OK);
}

static void end(void) { db_close(c.db); }

static struct ctx as(const struct actor *who)
{
	struct ctx other = c;

	other.who = who;
	return other;
}

/* The same text with one character changed. */
static str flipped(str text, size_t at)
{
	char *copy = str_z(&mem, text);

	copy[at] = copy[at] == '0' ? '1' : '0';
	return (str){ copy, text.n };
}

static bool complained(const struct ctx *x, const char *field, const char *text)
{
	for (size_t i = 0; i < x->problems.n; i++)
		if (str_eq(x->problems.list[i].field, str_of(field)) &&
		    strstr(x->problems.list[i].text, text))
			return true;
	return false;
}

static int64_t place(int64_t n) { return ((int64_t)COUNTY << 43) | n; }

static int64_t added(const char *login, const char *role, int64_t school, int64_t class)
{
	int64_t id = 0;

	c.problems = (struct problems){ .mem = &mem };
	enum rc rc = account_add(
		&c, &(struct account_new){ str_of(login), STR("李老师"), str_of(role), school, class, good },
		&id);

	return rc == RC_OK ? id : 0;
}

static enum rc made_token(struct ctx *x, int64_t account, str name, int64_t expires, str *ret)
{
	x->problems = (struct problems){ .mem = &mem };
	return token_create(
		x,
		&(struct token_new){ .account = account, .name = name, .expires = expires, .writes = true },
		ret);
}

static int64_t journalled(enum act act, const char *reason, int64_t record)
{
	int64_t n = -1;

	return DB_ONE(c.db, &n,
		      "SELECT count(*) FROM journal j WHERE j.act = ?1 AND j.reason = ?2 AND j.record = ?3",
		      INT(act), TEXT(str_of(reason)), INT(record)) == RC_OK
		       ? n
		       : -1;
}

/* --- accounts --- */

static enum rc try_add(struct ctx *x, const char *login, const char *role, int64_t school,
		       const char *password)
{
	int64_t id = 0;

	x->problems = (struct problems){ .mem = &mem };
	x->conflicts = 0;
	return account_add(
		x,
		&(struct account_new){ str_of(login), STR("王"), str_of(role), school, 0, str_of(password) },
		&id);
}

static void test_account_rules(void)
{
	struct ctx x = c;

	OK(try_add(&x, "wang", "officer", 0, "short-pwd") == RC_INVALID && x.problems.n == 1);
	OK(complained(&x, "password", "at least"));
	OK(try_add(&x, "wang", "officer", 0, "my-wang-is-it") == RC_INVALID &&
	   complained(&x, "password", "contain"));
	OK(try_add(&x, "wang", "officer", 0, "tab-\x01-in-here") == RC_INVALID);
	OK(try_add(&x, "wang", "officer", 0, "tongxin-\xff\xff") == RC_INVALID);
	OK(try_add(&x, "wa ng", "nurse", 0, "short-pwd") == RC_INVALID &&
	   x.problems.n == 3); /* all at once */
	OK(complained(&x, "login", "small letters") && complained(&x, "role", "choices"));
	OK(try_add(&x, "-wang", "officer", 0, "tongxin-demo") == RC_INVALID);
}

static void test_account_places(void)
{
	struct ctx x = c;

	OK(try_add(&x, "", "officer", 0, "tongxin-demo") == RC_INVALID && complained(&x, "login", "needed"));
	OK(try_add(&x, "wang", "head", 0, "tongxin-demo") == RC_INVALID &&
	   complained(&x, "school_id", "needs"));
	OK(try_add(&x, "wang", "teacher", place(7), "tongxin-demo") == RC_INVALID && x.problems.n == 1);
	OK(complained(&x, "class_id", "needs"));
	OK(try_add(&x, "wang", "head", (INT64_C(440803) << 43) | 7, "tongxin-demo") == RC_INVALID);
	OK(complained(&x, "school_id", "not there")); /* another county's */
}

static void test_account_logins(void)
{
	struct ctx x = c;
	int64_t n = -1;

	OK(db_one_int(c.db, SQL("SELECT count(*) FROM account"), NULL, 0, &n) == RC_OK && n == 0);
	OK(try_add(&x, "wang", "head", place(7), "tongxin-demo") == RC_OK && x.problems.n == 0);
	OK(try_add(&x, "wang", "officer", 0, "tongxin-demo") == RC_CONFLICT &&
	   complained(&x, "login", "already"));
	OK(try_add(&x, " ＷＡＮＧ ", "officer", 0, "tongxin-demo") == RC_CONFLICT); /* one spelling */
	OK(account_find(&c, STR("Wang "), &n) == RC_OK && n >> 43 == COUNTY);
	OK(account_find(&c, STR("\xff"), &n) == RC_NOT_FOUND &&
	   account_find(&c, STR("none"), &n) == RC_NOT_FOUND);
}

static void test_who_keeps_accounts(void)
{
	int64_t admin = added("admin", "security", 0, 0), wang = 0, n = -1;
	struct actor keeper = {
		.account = admin, .role = ROLE_SECURITY, .reach = REACH_NOTHING, .county = COUNTY
	};
	struct actor officer = {
		.account = 9, .role = ROLE_OFFICER, .reach = REACH_COUNTY, .county = COUNTY
	};
	struct actor abroad = keeper;
	struct ctx x = as(&keeper), y = as(&officer), z = as(&abroad);

	abroad.county = 440803;
	OK(account_find(&c, STR("wang"), &wang) == RC_OK);
	OK(try_add(&y, "zhao", "officer", 0, "tongxin-demo") == RC_DENIED);
	OK(account_password(&y, wang, STR("another-good-one")) == RC_NOT_FOUND);
	OK(account_disable(&y, wang, true) == RC_NOT_FOUND);
	OK(account_password(&z, wang, STR("another-good-one")) == RC_NOT_FOUND);
	OK(account_disable(&z, wang, true) == RC_NOT_FOUND);
	OK(try_add(&x, "zhao", "officer", 0, "tongxin-demo") == RC_OK);
	OK(DB_ONE(c.db, &n,
		  "SELECT count(*) FROM journal j WHERE j.kind = 'account' AND j.act = 1 AND j.actor = ?1",
		  INT(admin)) == RC_OK &&
	   n == 1); /* the program wrote the password, but who let it is known */
	OK(account_password(&x, wang, STR("short")) == RC_INVALID && complained(&x, "password", "at least"));
	x.problems.n = 0;
	OK(account_password(&x, wang, STR("wang-wang-wang")) == RC_INVALID);
	x.problems.n = 0;
	OK(account_password(&x, wang, STR("another-good-one")) == RC_OK);
	OK(account_password(&x, place(99), STR("another-good-one")) == RC_NOT_FOUND);
}

static bool shows_hash(struct ctx *x, const struct record *r)
{
	struct buf b = buf_new(&mem, 1 << 16);
	struct json j = json_to(&b);

	record_json(&j, x, r);
	return str_has(buf_view(&b), STR("argon2id")) || str_has(buf_view(&b), STR("\"password\""));
}

/* The hash is for nobody's eyes: no role, with or without a purpose, by record, list, journal or JSON. */
static void test_hash_hidden(void)
{
	static const enum role roles[] = { ROLE_OFFICER, ROLE_HEAD,     ROLE_TEACHER,
					   ROLE_ADMIN,   ROLE_SECURITY, ROLE_NONE };
	int64_t wang = 0;
	struct record r;
	struct entry *e;
	size_t n = 20, seen = 0;

	OK(account_find(&c, STR("wang"), &wang) == RC_OK);
	for (size_t i = 0; i < COUNT(roles); i++) {
		struct actor who = {
			.account = 1, .role = roles[i], .reach = role_reach(roles[i]), .county = COUNTY
		};
		struct ctx x = as(&who);
		x.purpose = STR("核对");
		enum rc rc = record_load(&x, &account_kind, wang, &r);
		bool clean = rc == RC_OK && rec_null(&r, ACCOUNT_PASSWORD) &&
			     r.hidden >> ACCOUNT_PASSWORD & 1 && !shows_hash(&x, &r);
		OK(clean || (rc == RC_NOT_FOUND && roles[i] != ROLE_SECURITY) || roles[i] == ROLE_NONE);
		seen += rc == RC_OK && !rec_null(&r, ACCOUNT_LOGIN);
	}
	OK(seen == 1); /* the security administrator sees the account */
	struct ctx nobody = as(&actor_nobody);
	OK(record_load(&nobody, &account_kind, wang, &r) == RC_NOT_FOUND);
	OK(record_load(&c, &account_kind, wang, &r) == RC_OK);
	OK(str_starts(rec_text(&r, ACCOUNT_PASSWORD), STR("argon2id$")) && !shows_hash(&c, &r));
	OK(rec_int(&r, ACCOUNT_PASSWORD_CHANGED_AT) == start);
	OK(journal_of(&c, &account_kind, wang, 0, &e, &n) == RC_OK && n == 2);
	bool in_journal = false;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < e[i].nchange; k++)
			in_journal |= str_has(e[i].change[k].after, STR("argon2id"));
	OK(!in_journal);
}

static enum rc set_hash(struct ctx *x, void *arg)
{
	struct input in = input_new(&account_kind);
	struct record r;

	input_set(&in, ACCOUNT_PASSWORD, STR("argon2id$mine"));
	return record_update(x, &account_kind, *(int64_t *)arg, 0, &in, &r);
}

static void test_hash_not_given(void)
{
	struct actor keeper = {
		.account = 1, .role = ROLE_SECURITY, .reach = REACH_NOTHING, .county = COUNTY
	};
	struct ctx x = as(&keeper);
	int64_t wang = 0;

	OK(account_find(&c, STR("wang"), &wang) == RC_OK);
	OK(store_write(&x, PRIO_PEOPLE, set_hash, &wang) == RC_INVALID &&
	   complained(&x, "password", "not yours"));
}

/* --- signing in --- */

struct outcome {
	enum rc rc;
	uint64_t statements;
	struct session s;
};

static struct outcome sign_in_from(const char *peer, str login, str password, str cookie)
{
	struct ctx x = as(&actor_nobody);
	struct outcome o = { RC_FAULT, db_statements(c.db), { 0 } };

	o.rc = session_open(
		&x,
		&(struct sign_in){
			.login = login, .password = password, .peer = str_of(peer), .cookie = cookie },
		&o.s);
	o.statements = db_statements(c.db) - o.statements;
	return o;
}

static struct outcome sign_in(const char *login, const char *password)
{
	return sign_in_from("192.0.2.1", str_of(login), str_of(password), STR(""));
}

static enum rc found(str cookie, struct session *ret)
{
	struct ctx x = as(&actor_nobody);

	return session_find(&x, cookie, ret);
}

static bool alive(str cookie)
{
	struct session s;

	return found(cookie, &s) == RC_OK;
}

/* Neither the token nor anything it could be made from. */
static void test_session_kept(const struct session *s)
{
	uint8_t raw[32];
	int64_t n = -1;

	OK(hex_read(s->token, raw, sizeof raw));
	OK(DB_ONE(c.db, &n, "SELECT count(*) FROM session s WHERE s.digest = ?1 OR s.csrf = ?1",
		  BLOB(((str){ (const char *)raw, 32 }))) == RC_OK &&
	   n == 0);
}

static void test_sign_in(void)
{
	int64_t li = added("li", "teacher", place(7), place(8));
	struct session s = { 0 };
	struct outcome o = sign_in(" Ｌi", "tongxin-demo");

	OK(li && o.rc == RC_OK && o.s.account == li && o.s.token.n == 64 && o.s.csrf.n == 32 &&
	   !o.s.by_token);
	uint64_t before = db_statements(c.db);
	OK(found(o.s.token, &s) == RC_OK && db_statements(c.db) - before == 1);
	OK(s.account == li && s.actor.account == li && s.actor.role == ROLE_TEACHER &&
	   s.actor.reach == REACH_CLASS);
	OK(s.actor.county == COUNTY && s.actor.school == place(7) && s.actor.class == place(8));
	OK(str_eq(s.actor.login, STR("li")) && str_eq(s.actor.name, STR("李老师")) &&
	   str_eq(s.csrf, o.s.csrf));
	OK(str_eq(s.token, o.s.token) && s.seen == c.now);
	OK(journalled(ACT_SIGN_IN, "", li) == 1);
	int64_t n = -1;
	OK(DB_ONE(c.db, &n, "SELECT j.actor FROM journal j WHERE j.act = ?1 AND j.record = ?2",
		  INT(ACT_SIGN_IN), INT(li)) == RC_OK &&
	   n == li);
	before = db_statements(c.db);
	OK(!alive(STR("")) && !alive(STR("zz")) && !alive(str_cut(o.s.token, 0, 62)) &&
	   db_statements(c.db) == before);
	OK(!alive(flipped(o.s.token, 5)));
	test_session_kept(&o.s);
}

static enum rc add_bare(struct ctx *x, void *arg)
{
	struct input in = input_new(&account_kind);
	struct record r;

	(void)arg;
	input_set(&in, ACCOUNT_LOGIN, STR("bare"));
	input_set(&in, ACCOUNT_NAME, STR("何"));
	input_set(&in, ACCOUNT_ROLE, STR("officer"));
	return record_create(x, &in, &r);
}

/* Wrong, unknown, disabled, never given a password: nobody can tell which from the answer or the work. */
static void test_refusals_alike(void)
{
	int64_t off = added("off", "officer", 0, 0), li = 0, n = -1;
	struct outcome o[7];

	OK(account_find(&c, STR("li"), &li) == RC_OK && account_disable(&c, off, true) == RC_OK);
	o[0] = sign_in("li", "wrong-password");
	o[1] = sign_in("nobody-here", "wrong-password");
	o[2] = sign_in("off", "tongxin-demo");
	o[3] = sign_in("", "");
	o[4] = sign_in_from("192.0.2.1", STR("\xff\xfe"), STR("\xff"), STR(""));
	o[5] = sign_in_from("192.0.2.1", STR("li"), (str){ NEW(&mem, char, 100000), 100000 },
			    STR("no cookie"));
	OK(store_write(&c, PRIO_PEOPLE, add_bare, NULL) == RC_OK);
	o[6] = sign_in("bare", "");
	for (size_t i = 0; i < COUNT(o); i++)
		OK(o[i].rc == RC_UNKNOWN_USER && o[i].statements == o[0].statements && !o[i].s.account);
	printf("# %d statements each\n", (int)o[0].statements);
	OK(journalled(ACT_SIGN_IN, "refused", li) == 2 && journalled(ACT_SIGN_IN, "refused", off) == 1);
	OK(journalled(ACT_SIGN_IN, "refused", 0) == 3);
	OK(db_one_int(c.db,
		      SQL("SELECT count(*) FROM journal j WHERE j.act = 6 AND j.reason <> 'refused' AND "
			  "j.reason <> ''"),
		      NULL, 0, &n) == RC_OK &&
	   n == 0); /* what somebody typed as a login, perhaps their password, stands nowhere */
	OK(sign_in("li", "tongxin-demo").rc == RC_OK);
	OK(account_disable(&c, off, false) == RC_OK && sign_in("off", "tongxin-demo").rc == RC_OK);
}

static void test_lock_out(void)
{
	int64_t sun = added("sun", "officer", 0, 0), before = journalled(ACT_SIGN_IN, "refused", 0);
	int64_t first = c.now;

	for (int i = 0; i < 5; i++, c.now += minute) {
		OK(sign_in("sun", "wrong-password").rc == RC_UNKNOWN_USER);
		OK(sign_in("not-there", "wrong-password").rc == RC_UNKNOWN_USER);
	}
	struct outcome a = sign_in("sun", "tongxin-demo"), b = sign_in("not-there", "tongxin-demo");
	OK(a.rc == RC_BUSY && b.rc == RC_BUSY && a.statements == b.statements);
	OK(sign_in_from("198.51.100.7", STR("sun"), good, STR("")).rc == RC_BUSY); /* from anywhere */
	OK(journalled(ACT_SIGN_IN, "refused", sun) == 5 &&
	   journalled(ACT_SIGN_IN, "refused", 0) == before + 5);
	OK(sign_in("li", "tongxin-demo").rc == RC_OK); /* and nobody else */
	c.now = first + 18 * minute;                   /* the last failure was at 4 */
	OK(sign_in("sun", "tongxin-demo").rc == RC_BUSY);
	c.now = first + 19 * minute;
	OK(sign_in("sun", "tongxin-demo").rc == RC_OK);
	for (int i = 0; i < 4; i++) /* a success starts anew */
		OK(sign_in("sun", "wrong-password").rc == RC_UNKNOWN_USER);
	OK(sign_in("sun", "tongxin-demo").rc == RC_OK);
}

/* What another process, or this one before it was restarted, has counted. */
static void test_lock_out_kept(void)
{
	int64_t n = -1;
	str key = keys_digest(&mem, model.keys, STR("sign-in login"), STR("zhou"));

	OK(added("zhou", "officer", 0, 0) != 0);
	OK(DB_EXEC(c.db, "INSERT INTO failure (digest, county, strikes, at) VALUES (?1, ?2, 5, ?3)",
		   BLOB(key), INT(COUNTY), INT(c.now - minute)) == RC_OK);
	OK(sign_in("zhou", "tongxin-demo").rc == RC_BUSY);
	c.now += 14 * minute;
	OK(sign_in("zhou", "tongxin-demo").rc == RC_OK);
	OK(DB_ONE(c.db, &n, "SELECT count(*) FROM failure f WHERE f.digest = ?1", BLOB(key)) == RC_OK &&
	   n == 0);
	c.now += 15 * minute; /* old rows go with the next failure */
	OK(sign_in("zhou", "wrong-password").rc == RC_UNKNOWN_USER);
	OK(db_one_int(c.db, SQL("SELECT count(*) FROM failure"), NULL, 0, &n) == RC_OK && n == 1);
	OK(DB_ONE(c.db, &n, "SELECT f.at FROM failure f WHERE f.digest = ?1 AND f.strikes = 1", BLOB(key)) ==
	   RC_OK);
	OK(n == c.now);
}

/* --- how long it lasts --- */

static void test_expiry(void)
{
	struct session s = { 0 };
	int64_t first = c.now;
	str token = sign_in("li", "tongxin-demo").s.token;

	c.now = first + 29 * minute;
	OK(alive(token));
	c.now = first + 30 * minute;
	OK(!alive(token)); /* idle */
	c.now = first;
	OK(found(token, &s) == RC_OK);
	c.now = first + 4 * minute;
	uint64_t before = db_statements(c.db);
	OK(!session_due(&s, c.now) && session_touch(&c, &s) == RC_OK && db_statements(c.db) == before);
	bool kept = true;
	for (int i = 1; i < 48; i++) { /* a request each quarter of an hour, until just before twelve hours */
		c.now = first + minute * 15 * i;
		kept &= found(token, &s) == RC_OK && session_due(&s, c.now) && session_touch(&c, &s) == RC_OK;
	}
	OK(kept);
	before = db_statements(c.db);
	OK(found(token, &s) == RC_OK && s.seen == c.now && session_touch(&c, &s) == RC_OK);
	OK(db_statements(c.db) - before == 1);
	c.now = first + minute * 60 * 12;
	OK(!alive(token)); /* in use, but too old */
	int64_t n = -1;
	OK(sign_in("li", "tongxin-demo").rc == RC_OK);
	OK(DB_ONE(c.db, &n, "SELECT count(*) FROM session s WHERE s.expires <= ?1", INT(c.now)) == RC_OK &&
	   n == 0);
}

static void test_rotation(void)
{
	struct outcome a = sign_in("li", "tongxin-demo"), phone = sign_in("li", "tongxin-demo");
	struct outcome b = sign_in_from("192.0.2.1", STR("li"), good, a.s.token);

	OK(a.rc == RC_OK && b.rc == RC_OK && !str_eq(a.s.token, b.s.token) && !str_eq(a.s.csrf, b.s.csrf));
	OK(!alive(a.s.token) && alive(b.s.token) && alive(phone.s.token));
	/* A secret planted in the browser before is never taken up. */
	str planted = hex_put(&mem, "0123456789abcdef0123456789abcdef", 32);
	struct outcome d = sign_in_from("192.0.2.1", STR("li"), good, planted);
	OK(d.rc == RC_OK && !str_eq(d.s.token, planted) && !alive(planted));
	/* A wrong password ends nothing. */
	OK(sign_in_from("192.0.2.1", STR("li"), STR("wrong-password"), b.s.token).rc == RC_UNKNOWN_USER);
	OK(alive(b.s.token));
	int64_t out = journalled(ACT_SIGN_OUT, "", b.s.account);
	OK(session_end(&c, &b.s) == RC_OK && !alive(b.s.token) && alive(phone.s.token));
	OK(session_end(&c, &b.s) == RC_OK && journalled(ACT_SIGN_OUT, "", b.s.account) == out + 1);
	OK(session_end(&c, &(struct session){ .by_token = true }) == RC_OK);
}

static void test_account_closed(void)
{
	int64_t he = added("he", "officer", 0, 0);
	str a = sign_in("he", "tongxin-demo").s.token, token = { NULL, 0 };
	struct session s;
	struct ctx x = as(&actor_nobody);

	OK(made_token(&c, he, STR("nightly"), 0, &token) == RC_OK);
	/* Each request asks anew, whatever became of the session's row. */
	OK(DB_EXEC(c.db, "UPDATE account SET disabled = 1 WHERE id = ?1", INT(he)) == RC_OK && !alive(a));
	OK(DB_EXEC(c.db, "UPDATE account SET disabled = NULL WHERE id = ?1", INT(he)) == RC_OK && alive(a));
	OK(account_disable(&c, he, true) == RC_OK);
	OK(!alive(a) && token_find(&x, token, &s) == RC_UNKNOWN_USER);
	OK(account_disable(&c, he, false) == RC_OK);
	OK(!alive(a) && token_find(&x, token, &s) == RC_OK); /* signed out it stays */
	a = sign_in("he", "tongxin-demo").s.token;
	OK(account_password(&c, he, STR("a-new-password")) == RC_OK && !alive(a));
	OK(sign_in("he", "tongxin-demo").rc == RC_UNKNOWN_USER &&
	   sign_in("he", "a-new-password").rc == RC_OK);
}

static enum rc drop_account(struct ctx *x, void *arg)
{
	return record_delete(x, &account_kind, *(int64_t *)arg, 0);
}

/* The journal names who acted: an account is disabled, never deleted. */
static void test_account_kept(void)
{
	int64_t he = 0;

	OK(account_find(&c, STR("he"), &he) == RC_OK &&
	   store_write(&c, PRIO_PEOPLE, drop_account, &he) == RC_DENIED);
	OK(account_disable(&c, he, true) == RC_OK && sign_in("he", "a-new-password").rc == RC_UNKNOWN_USER);
}

static void test_tokens(void)
{
	int64_t li = 0;
	struct ctx x = as(&actor_nobody);
	struct session s = { 0 };
	str plain = { NULL, 0 }, forever = { NULL, 0 };

	OK(account_find(&c, STR("li"), &li) == RC_OK);
	OK(made_token(&c, li, STR("报表"), c.now + 60 * minute, &plain) == RC_OK);
	OK(made_token(&c, li, STR(""), 0, &forever) == RC_OK && !str_eq(plain, forever));
	OK(str_starts(plain, STR("tongxin_")) && plain.n == 8 + 64);
	uint64_t before = db_statements(c.db);
	OK(token_find(&x, plain, &s) == RC_OK && db_statements(c.db) - before == 1);
	OK(s.account == li && s.by_token && !s.token.n && !s.csrf.n && s.actor.role == ROLE_TEACHER);
	OK(!session_due(&s, c.now + 59 * minute) && session_due(&s, c.now + 60 * minute));
	OK(token_find(&x, str_cut(plain, 8, 64), &s) == RC_UNKNOWN_USER && !alive(str_cut(plain, 8, 64)));
	OK(token_find(&x, sign_in("li", "tongxin-demo").s.token, &s) == RC_UNKNOWN_USER);
	OK(token_find(&x, flipped(plain, 20), &s) == RC_UNKNOWN_USER &&
	   token_find(&x, STR(""), &s) == RC_UNKNOWN_USER);
	c.now += 60 * minute;
	x.now = c.now;
	OK(token_find(&x, plain, &s) == RC_UNKNOWN_USER && token_find(&x, forever, &s) == RC_OK);
}

static void test_tokens_refused(void)
{
	int64_t li = 0;
	str other;

	OK(account_find(&c, STR("li"), &li) == RC_OK);
	OK(made_token(&c, place(99), STR(""), 0, &other) == RC_NOT_FOUND);
	OK(made_token(&c, li, STR(""), c.now, &other) == RC_INVALID);
	OK(made_token(&c, li, STR("\xff"), 0, &other) == RC_INVALID);
	struct actor keeper = {
		.account = 1, .role = ROLE_SECURITY, .reach = REACH_NOTHING, .county = COUNTY
	};
	struct ctx y = as(&keeper);
	OK(made_token(&y, li, STR(""), 0, &other) == RC_DENIED);
	OK(journalled(ACT_UPDATE, "token", li) == 2);
}

/* As the server does it: reads on a connection of their own, writes on the writer's thread. */
static void test_with_writer(str url)
{
	struct db *straight = c.db;
	struct writer *w = NULL;

	OK(writer_start(url, &w) == RC_OK);
	writer_on_group(w, chain_group, model.chain);
	model.writer = w;
	c.db = opened(url, DB_READ);
	OK(added("feng", "officer", 0, 0) != 0);
	struct outcome o = sign_in("feng", "tongxin-demo");
	OK(o.rc == RC_OK && alive(o.s.token) && sign_in("feng", "wrong-password").rc == RC_UNKNOWN_USER);
	OK(session_end(&c, &o.s) == RC_OK && !alive(o.s.token));
	db_close(c.db);
	writer_stop(w);
	model.writer = NULL;
	c.db = straight;
}

static void test_engine(enum db_engine engine)
{
	str url = fresh(engine, dir, "auth");
	struct verdict v = { 0 };

	begin(engine, url);
	test_account_rules();
	test_account_places();
	test_account_logins();
	test_who_keeps_accounts();
	test_hash_hidden();
	test_hash_not_given();
	test_sign_in();
	test_refusals_alike();
	test_lock_out();
	test_lock_out_kept();
	test_expiry();
	test_rotation();
	test_account_closed();
	test_account_kept();
	test_tokens();
	test_tokens_refused();
	test_with_writer(url);
	OK(journal_verify(&c, &v) == RC_OK && v.broken_at == 0 && v.rows > 40);
	end();
	drop(engine, url);
}

int main(void)
{
	arena_init(&mem, (size_t)256 << 20);
	sm_start();
	if (!mkdtemp(dir))
		return 1;
	test_engine(DB_SQLITE);
	if (getenv("TX_PG_URL"))
		test_engine(DB_POSTGRES);
	else
		SKIP("TX_PG_URL is not set");
	for (size_t i = 0; i < 6; i++) {
		static const char *const file[] = { "auth.db",         "auth.db-wal", "auth.db-shm",
						    "auth.db-journal", "0.key",       "1.key" };
		(void)unlink(str_z(&mem, printed("%s/%s", dir, file[i])));
	}
	OK(rmdir(dir) == 0);
	arena_free(&mem);
	return tap_end();
}
