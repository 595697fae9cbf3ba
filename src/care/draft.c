#include "draft.h"

#include "json.h"
#include "record.h"
#include "seal.h"

const char draft_ddl[] =
	"CREATE TABLE draft (\n\taccount BIG NOT NULL,\n\tform TEXT NOT NULL,\n\tchild BIG NOT "
	"NULL,\n\tsaved_at BIG NOT NULL,\n\tbody BLOB NOT NULL,\n"
	"\tPRIMARY KEY (account, form, child)\n);\n"
	"CREATE INDEX draft_saved ON draft (saved_at);\n"
	"CREATE INDEX draft_child ON draft (child);\n";

static const int64_t DAY = INT64_C(24) * 3600 * 1000000;

str draft_name(struct arena *mem, str form, int64_t about)
{
	struct buf b = buf_new(mem, form.n + 24);

	buf_str(&b, form);
	if (about) {
		buf_ch(&b, '.');
		buf_int(&b, about);
	}
	return buf_view(&b);
}

/* --- sealing --- */

static str extra_of(struct arena *mem, int64_t account, str form, int64_t child)
{
	struct buf b = buf_new(mem, form.n + 64);

	buf_lit(&b, "draft.");
	buf_int(&b, account);
	buf_ch(&b, '.');
	buf_str(&b, form);
	buf_ch(&b, '.');
	buf_int(&b, child);
	return buf_view(&b);
}

static str row_extra(struct arena *mem, const struct val *key)
{
	return extra_of(mem, key[0].i, key[1].s, key[2].i);
}

const struct sealed_column draft_sealed = {
	.table = "draft",
	.column = "body",
	.class = C4_SENSITIVE,
	.key = { { "account", false }, { "form", true }, { "child", false } },
	.extra = row_extra
};

static struct key_of key_of(const struct ctx *c) { return (struct key_of){ c->model->county, C4_SENSITIVE }; }

/* --- the body: [["seen","..."],["met","mother"]] --- */

static bool is_kept(const struct http_pair *p) { return !str_eq(p->name, STR("csrf")) && p->value.n; }

static str pack(struct ctx *c, const struct http_pair *pair, size_t n)
{
	struct buf b = buf_new(c->mem, (size_t)8 * DRAFT_MAX);
	struct json j = json_to(&b);

	json_arr(&j);
	for (size_t i = 0; i < n; i++) {
		if (!is_kept(&pair[i]))
			continue;
		json_arr(&j);
		json_str(&j, pair[i].name);
		json_str(&j, pair[i].value);
		json_arr_end(&j);
	}
	json_arr_end(&j);
	return buf_view(&b);
}

static enum rc unpack(struct ctx *c, str body, struct draft *ret)
{
	struct json_value *list;
	size_t n = 0;

	if (json_parse(c->mem, body, &list) != RC_OK || list->type != JSON_ARRAY)
		return RC_NOT_FOUND;
	for (const struct json_value *v = list->child; v; v = v->next)
		n++;
	struct http_pair *pair = NEW(c->mem, struct http_pair, n + 1);
	n = 0;
	for (const struct json_value *v = list->child; v; v = v->next)
		if (v->type == JSON_ARRAY && v->child && v->child->next)
			pair[n++] = (struct http_pair){ v->child->text, v->child->next->text };
	ret->pair = pair;
	ret->n = n;
	return RC_OK;
}

/* --- one --- */

enum rc draft_load(struct ctx *c, str form, int64_t child, struct draft *ret)
{
	struct rows q;
	struct draft d = { .child = child };
	str sealed = { NULL, 0 }, body;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT d.saved_at, d.body FROM draft d WHERE d.account = ?1 AND d.form = ?2"
			      " AND d.child = ?3",
			      INT(c->who->account), TEXT(form), INT(child));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q)) {
		d.saved_at = db_int(&q, 0);
		sealed = db_dup(c->mem, &q, 1);
	}
	rc = db_done(&q);
	if (rc == RC_OK && !sealed.n)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		rc = seal_open(c, key_of(c), sealed, extra_of(c->mem, c->who->account, form, child), &body);
	if (rc == RC_OK)
		rc = unpack(c, body, &d);
	if (rc == RC_OK)
		*ret = d;
	return rc;
}

struct save {
	str form, body;
	int64_t child;
};

static enum rc save_unit(struct ctx *c, void *arg)
{
	const struct save *s = arg;
	str sealed;
	enum rc rc = seal_text(c, key_of(c), s->body, extra_of(c->mem, c->who->account, s->form, s->child),
			       &sealed);

	if (rc != RC_OK)
		return rc;
	return DB_EXEC(c->db,
		       "INSERT INTO draft (account, form, child, saved_at, body) VALUES (?1, ?2, ?3, ?4, ?5)"
		       " ON CONFLICT (account, form, child) DO UPDATE SET saved_at = excluded.saved_at,"
		       " body = excluded.body",
		       INT(c->who->account), TEXT(s->form), INT(s->child), INT(c->now), BLOB(sealed));
}

enum rc draft_save(struct ctx *c, str form, int64_t child, const struct http_pair *pair, size_t n)
{
	size_t bytes = 0;

	for (size_t i = 0; i < n; i++)
		bytes += is_kept(&pair[i]) ? pair[i].name.n + pair[i].value.n : 0;
	if (bytes > DRAFT_MAX)
		return RC_TOO_BIG;
	struct save s = { .form = form, .body = pack(c, pair, n), .child = child };
	return store_write(c, PRIO_PEOPLE, save_unit, &s);
}

enum rc draft_drop(struct ctx *c, str form, int64_t child)
{
	return DB_EXEC(c->db, "DELETE FROM draft WHERE account = ?1 AND form = ?2 AND child = ?3",
		       INT(c->who->account), TEXT(form), INT(child));
}

/* --- several --- */

enum rc draft_list(struct ctx *c, str form, struct draft *ret, size_t *n)
{
	struct rows q;
	size_t at = 0;
	enum rc rc = STORE_QUERY(c, &q,
				 "SELECT d.child, d.saved_at FROM draft d JOIN child k ON k.id = d.child"
				 " WHERE d.account = ?1 AND d.form = ?2 AND {child k}"
				 " ORDER BY d.saved_at DESC, d.child LIMIT ?3",
				 INT(c->who->account), TEXT(form), INT((int64_t)*n));

	if (rc != RC_OK)
		return rc;
	while (at < *n && db_next(&q)) {
		ret[at++] = (struct draft){ .child = db_int(&q, 0), .saved_at = db_int(&q, 1) };
	}
	rc = db_done(&q);
	if (rc == RC_OK)
		*n = at;
	return rc;
}

enum rc draft_count(struct ctx *c, str form, int64_t *ret)
{
	struct rows q;
	enum rc rc = STORE_QUERY(c, &q,
				 "SELECT count(*) FROM draft d JOIN child k ON k.id = d.child"
				 " WHERE d.account = ?1 AND d.form = ?2 AND {child k}",
				 INT(c->who->account), TEXT(form));

	if (rc != RC_OK)
		return rc;
	int64_t n = db_next(&q) ? db_int(&q, 0) : 0;
	rc = db_done(&q);
	if (rc == RC_OK)
		*ret = n;
	return rc;
}

/* Ids of one county lie together, so one statement serves a whole import. */
enum rc draft_settle(struct ctx *c, const int64_t *child, size_t n)
{
	int64_t low = n ? child[0] : 0, high = low;

	for (size_t i = 1; i < n; i++) {
		low = child[i] < low ? child[i] : low;
		high = child[i] > high ? child[i] : high;
	}
	return DB_EXEC(c->db,
		       "DELETE FROM draft WHERE child >= ?1 AND child <= ?2"
		       " AND NOT EXISTS (SELECT 1 FROM child k WHERE k.id = draft.child)",
		       INT(low), INT(high));
}

static enum rc daily_unit(struct ctx *c, void *arg)
{
	(void)arg;
	return DB_EXEC(c->db, "DELETE FROM draft WHERE saved_at < ?1",
		       INT(c->now - ctx_param(c, PARAM_DRAFT_DAYS) * DAY));
}

enum rc draft_daily(struct ctx *c) { return store_write(c, PRIO_BULK, daily_unit, NULL); }
