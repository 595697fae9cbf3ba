#include "notice.h"

const char notice_ddl[] = "CREATE TABLE notice_read (\n\tnotice BIG NOT NULL,\n\taccount BIG NOT NULL,\n"
			  "\tcounty INT NOT NULL,\n\tat BIG NOT NULL,\n\tPRIMARY KEY (notice, account)\n);\n";

/* The program writes, the journal names who made it do so. */
static struct actor program_for(const struct ctx *c, unsigned county)
{
	struct actor program = actor_system(county);

	program.account = c->who->account;
	program.for_account = c->who->for_account;
	return program;
}

enum rc notice_put(struct ctx *c, const struct notice_new *n)
{
	struct actor program = program_for(c, n->county);
	struct ctx own = ctx_system(c, &program);
	struct input in = input_new(&notice_kind);
	struct record done;

	if (n->to_account)
		input_int(&in, c->mem, NOTICE_TO_ACCOUNT, n->to_account);
	if (n->to_role)
		input_set(&in, NOTICE_TO_ROLE, str_of(role_code(n->to_role)));
	if (n->child)
		input_int(&in, c->mem, NOTICE_CHILD, n->child);
	if (n->about) {
		input_set(&in, NOTICE_ABOUT, str_of(n->about));
		input_int(&in, c->mem, NOTICE_RECORD, n->record);
	}
	input_set(&in, NOTICE_CODE, str_of(n->code));
	input_int(&in, c->mem, NOTICE_AT, c->now);
	if (n->until)
		input_int(&in, c->mem, NOTICE_UNTIL, n->until);
	enum rc rc = record_create(&own, &in, &done);
	if (rc == RC_OK)
		store_tell(c, (struct told){ .notice = done.id,
					     .account = n->to_account,
					     .role = n->to_role,
					     .county = n->county });
	return rc;
}

enum { OPEN_MAX = 64 };

enum rc notice_done(struct ctx *c, const char *about, int64_t record)
{
	struct actor program = program_for(c, c->model->county);
	struct ctx own = ctx_system(c, &program);
	struct input in = input_new(&notice_kind);
	struct buf id = buf_new(c->mem, 24);
	struct rows q;
	int64_t list[OPEN_MAX];
	size_t n = 0;

	buf_int(&id, record);
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT n.id FROM notice n WHERE n.record = ?1 AND n.about = ?2 AND n.done_at IS NULL"
		" ORDER BY n.id",
		TEXT(buf_view(&id)), TEXT(str_of(about)));
	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && n < OPEN_MAX)
		list[n++] = db_int(&q, 0);
	rc = db_done(&q);
	input_int(&in, c->mem, NOTICE_DONE_AT, c->now);
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		struct record done;
		rc = record_update(&own, &notice_kind, list[i], 0, &in, &done);
	}
	return rc;
}
