#include "increment.h"
#include "blob_backup.h"

#include <stdlib.h>

/* What is in an increment, and where a restore has it from otherwise: every table of the schema that is no
 * kind's stands in one of these, whole in each increment, as rows behind the base, or elsewhere. */
/* clang-format off */
static const char *const beside[] = {
	"account_use", "blob_gone", "card", "counter", "draft", "hand_in_row", "job", "job_file", "notice_read",
	"outbox", "outbox_text", "password_past", "sealing_key", "token", NULL,
};
static const char *const chains[] = { "journal", "journal_body", "readlog", "readlog_child", NULL };
/* Made anew by what settles; of no use later (who is signed in, what was tried, what was sent twice within a
 * day); what the timer remembers, which then catches up; and what each increment has in a way of its own. */
static const char *const elsewhere[] = {
	"match_fact", "match_key", "match_pair", "name_key", "rollup_duty", "rollup_left_behind", "failure",
	"idempotency", "session", "meta", "rotation", "migration", "anchor", "blob", NULL,
};
/* clang-format on */

size_t increment_column(const struct backup_table *t, const char *name)
{
	size_t i = 0;

	while (i < t->n && !str_eq(t->column[i], str_of(name)))
		i++;
	return i;
}

/* --- the file before --- */

struct looking {
	struct ctx *c;
	struct increment_base *b;
	const struct backup_table *table;
	size_t at[4]; /* of the columns that are wanted */
	bool anchors, blobs;
};

static enum rc look_table(void *arg, const struct backup_table *t, str *ret_why)
{
	static const char *const wanted[] = { "chain", "county", "node", "sealed" };
	struct looking *l = arg;

	l->anchors = str_eq(t->name, STR("anchor"));
	l->blobs = str_eq(t->name, STR("blob"));
	size_t n = l->anchors ? COUNT(wanted) : l->blobs ? 1 : 0;
	for (size_t i = 0; i < n; i++) {
		l->at[i] = increment_column(t, l->blobs ? "name" : wanted[i]);
		if (l->at[i] == t->n) {
			*ret_why = STR("a table in the backup before this one is another one");
			return RC_MALFORMED;
		}
	}
	return RC_OK;
}

static enum rc look_anchor(struct looking *l, const struct val *v, str *ret_why)
{
	struct increment_base *b = l->b;

	b->end = GROWN(l->c->mem, b->end, b->nends, &b->ends_cap);
	if (redo_end_read(l->c, v[l->at[0]].s, v[l->at[1]].i, v[l->at[2]].i, v[l->at[3]].s,
			  &b->end[b->nends])) {
		b->nends++;
		return RC_OK;
	}
	*ret_why = STR("the backup before this one holds a chain that this key did not seal");
	return RC_MALFORMED;
}

static enum rc look_row(void *arg, const struct val *v, size_t n, str *ret_why)
{
	struct looking *l = arg;
	struct increment_base *b = l->b;

	(void)n;
	if (l->anchors)
		return look_anchor(l, v, ret_why);
	if (l->blobs) {
		b->name = GROWN(l->c->mem, b->name, b->nnames, &b->names_cap);
		b->name[b->nnames++] = str_dup(l->c->mem, v[l->at[0]].s);
	}
	return RC_OK;
}

/* What follows is not needed. */
static enum rc look_end(void *arg, const struct backup_part *p, str *ret_why)
{
	const struct looking *l = arg;

	(void)p;
	(void)ret_why;
	return l->blobs ? RC_STALE : RC_OK;
}

enum rc increment_base_read(struct ctx *c, const char *path, struct increment_base *ret, str *ret_why)
{
	struct increment_base b = { .nends = 0 };
	struct looking l = { .c = c, .b = &b };
	const struct backup_taker to = { look_table, look_row, NULL, NULL, look_end, &l };
	struct backup_total total;
	struct pack_in *p;
	enum rc rc = pack_open(c->mem, str_of(path), &p, ret_why);

	if (rc != RC_OK)
		return rc;
	rc = backup_head_read(c->mem, c->model->keys, pack_header(p), &b.head, ret_why);
	if (rc == RC_OK) {
		b.id = backup_head_id(c->mem, pack_header(p));
		pack_key(p, b.head.key);
		rc = backup_read(c->mem, p, &to, &total, ret_why);
	}
	explicit_bzero(b.head.key, sizeof b.head.key);
	pack_free(p);
	if (rc == RC_OK)
		*ret_why = STR("this is no backup that another one can go on from");
	if (rc != RC_STALE)
		return rc == RC_OK ? RC_MALFORMED : rc;
	*ret = b;
	return RC_OK;
}

/* --- does it fit --- */

static str say(struct arena *mem, const char *a, str b, const char *z)
{
	struct buf text = buf_new(mem, 1000);

	buf_str(&text, str_of(a));
	buf_str(&text, b);
	buf_str(&text, str_of(z));
	return buf_view(&text);
}

static enum rc refuse(struct ctx *c, const char *what, str *ret_why)
{
	*ret_why = say(c->mem, what, STR(""), ": make a whole backup, without --since");
	return RC_CONFLICT;
}

enum rc increment_fits(struct ctx *c, const struct increment_base *b, int migration, str *ret_why)
{
	enum rc rc = RC_OK;

	if (b->head.county != c->model->county)
		return refuse(c, "that backup is of another installation", ret_why);
	if (b->head.migration != migration)
		return refuse(c, "the tables have changed since that backup", ret_why);
	for (size_t i = 0; i < b->nends && rc == RC_OK; i++) {
		bool there = false;
		str untold = { NULL, 0 };
		rc = redo_end_there(c, &b->end[i], &there);
		if (rc == RC_OK && !there)
			return refuse(c, "this database does not go on from that backup", ret_why);
		if (rc == RC_OK && !b->end[i].readings)
			rc = redo_untold(c, &b->end[i], &untold);
		if (untold.n)
			return refuse(c, str_z(c->mem, say(c->mem, "", untold, " since that backup")),
				      ret_why);
	}
	return rc;
}

/* --- writing it --- */

static bool listed(const char *const *list, str name)
{
	while (*list && !str_eq(str_of(*list), name))
		list++;
	return *list != NULL;
}

/* A table that nobody thought of here would be lost without a word. */
static enum rc all_known(struct ctx *c, const struct backup_some *s, str *ret_why)
{
	for (size_t i = 0; i < s->n; i++) {
		str name = s->table[i].name;
		if (!model_kind_named(c->model, name) && !listed(beside, name) && !listed(chains, name) &&
		    !listed(elsewhere, name)) {
			*ret_why =
				say(c->mem, "no increment can be made, it would lose the table ", name, "");
			return RC_INVALID;
		}
	}
	return RC_OK;
}

static int64_t after_of(const struct increment_base *b, const struct redo_end *now)
{
	for (size_t i = 0; i < b->nends; i++)
		if (b->end[i].readings == now->readings && b->end[i].county == now->county &&
		    b->end[i].node == now->node)
			return b->end[i].seq;
	return 0;
}

struct spans {
	struct backup_chain *list[2]; /* of changes, of readings */
	size_t n[2];
};

static enum rc spans_of(struct ctx *c, const struct increment_base *b, struct spans *ret)
{
	struct redo_end *now = NULL;
	size_t n = 0;
	enum rc rc = redo_ends(c, &now, &n);

	*ret = (struct spans){ { NEW(c->mem, struct backup_chain, n), NEW(c->mem, struct backup_chain, n) },
			       { 0, 0 } };
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		int64_t after = after_of(b, &now[i]);
		if (now[i].seq > after)
			ret->list[now[i].readings][ret->n[now[i].readings]++] =
				(struct backup_chain){ now[i].county, now[i].node, after };
	}
	return rc;
}

static enum rc put_secret(void *arg, const struct redo_secret *s)
{
	const struct val row[] = { TEXT(s->field), TEXT(s->kind), INT(s->record), TEXT(s->value) };

	return backup_made_row(arg, row, COUNT(row)) ? RC_OK : RC_BUSY;
}

/* A write that was long under way bears an instant from before the last picture. */
static const int64_t a_day = INT64_C(86400000000);

static enum rc write_secrets(struct ctx *c, const struct increment_base *b, struct backup_some *s)
{
	str column[] = { STR("field"), STR("kind"), STR("record"), STR("value") };
	char type[] = "ttit";
	const struct backup_table t = {
		.name = STR("secret"), .n = COUNT(column), .column = column, .type = type
	};

	if (!backup_made(s, &t))
		return RC_BUSY;
	enum rc rc = redo_secrets(c, b->head.made - a_day, put_secret, s);
	return rc == RC_OK && !backup_made_end(s) ? RC_BUSY : rc;
}

static enum rc write_tables(struct ctx *c, const struct increment_base *b, struct backup_some *s,
			    str *ret_why)
{
	struct spans spans;
	enum rc rc = spans_of(c, b, &spans);

	if (rc == RC_OK)
		rc = backup_some_table(s, STR("anchor"), ret_why);
	if (rc == RC_OK)
		rc = backup_some_table(s, STR("blob"), ret_why);
	for (size_t i = 0; beside[i] && rc == RC_OK; i++)
		rc = backup_some_table(s, str_of(beside[i]), ret_why);
	for (size_t i = 0; chains[i] && rc == RC_OK; i++)
		rc = backup_some_behind(s, str_of(chains[i]), spans.list[i / 2], spans.n[i / 2], ret_why);
	return rc == RC_OK ? write_secrets(c, b, s) : rc;
}

enum rc increment_write(struct ctx *c, const struct increment_base *b, struct backup_to *to, str *ret_why)
{
	struct backup_some s;
	enum rc rc = backup_some_begin(c->mem, c->db, to, &s, ret_why);

	if (rc != RC_OK)
		return rc;
	rc = all_known(c, &s, ret_why);
	if (rc == RC_OK)
		rc = write_tables(c, b, &s, ret_why);
	backup_some_end(&s);
	return rc == RC_OK ? blob_backup(c, &(struct blob_known){ b->name, b->nnames }, to, ret_why) : rc;
}
