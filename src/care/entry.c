#include "entry.h"

#include "api.h"
#include "complain.h"
#include "program.h"
#include "registry.h"
#include "utf8.h"

enum { CLIENT_LEAST = 8, CLIENT_MOST = 36 };

/* The field of that name; kinds of entries without it: false. */
static bool has(const struct kind *k, const char *name, size_t *ret)
{
	return kind_field(k, str_of(name), ret) != NULL;
}

/* --- the child, for rules --- */

enum rc entry_child(struct ctx *c, int64_t child, struct record *ret)
{
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);
	struct list l = { .v = { INT(child) },
			  .nv = 1,
			  .want = UINT64_C(1) << CHILD_NAME | UINT64_C(1) << CHILD_SEX |
				  UINT64_C(1) << CHILD_BIRTH_DATE };
	struct records found;

	l.where = SQL("t.id = ?1");
	enum rc rc = record_list(&p, &child_kind, &l, &found);
	if (rc == RC_OK && !found.n)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		*ret = found.r[0];
	return rc;
}

/* --- rules --- */

static void check_day(struct ctx *c, const struct record *v, const struct record *child)
{
	size_t on;

	if (!has(v->kind, "on", &on) || rec_null(v, on))
		return;
	if (rec_day(v, on) > c->today)
		complain(c, "on", N_("This day is still to come."));
	else if (!rec_null(child, CHILD_BIRTH_DATE) && rec_day(v, on) < rec_day(child, CHILD_BIRTH_DATE))
		complain(c, "on", N_("The child had not been born on this day."));
}

bool entry_client_valid(str client)
{
	for (size_t i = 0; i < client.n; i++) {
		char s = client.s[i];
		if (!(s >= '0' && s <= '9') && !(s >= 'A' && s <= 'Z') && !(s >= 'a' && s <= 'z') && s != '-')
			return false;
	}
	return client.n >= CLIENT_LEAST && client.n <= CLIENT_MOST;
}

static void check_client(struct ctx *c, const struct record *v)
{
	size_t client;

	if (has(v->kind, "client", &client) && !rec_null(v, client) &&
	    !entry_client_valid(rec_text(v, client)))
		complain(c, "client", N_("A device's number has 8 to 36 letters, digits or dashes."));
}

static void check_corrected(struct ctx *c, const struct record *v)
{
	struct record old;
	size_t corrects, child;
	int64_t newer = 0;

	if (!has(v->kind, "corrects", &corrects) || rec_null(v, corrects) || !has(v->kind, "child", &child))
		return;
	enum rc rc = record_load(c, v->kind, rec_int(v, corrects), &old);
	if (rc == RC_OK && rec_int(&old, child) != rec_int(v, child))
		complain(c, "corrects", N_("That entry is about another child."));
	if (rc == RC_OK)
		rc = entry_newer(c, v->kind, old.id, &newer);
	if (rc == RC_OK && newer)
		complain(c, "corrects",
			 N_("That entry has been put right already; the newer one is the one to correct."));
}

/* Who, as what, and when; the program alone may have said so itself. */
static void fill_in(struct ctx *c, const struct change *change)
{
	struct record *v = change->after;
	size_t i;

	if (has(v->kind, "by", &i) && !(change->given >> i & 1))
		v->v[i] = c->who->account ? INT(c->who->account) : NIL;
	if (has(v->kind, "role", &i) && !(change->given >> i & 1))
		v->v[i] = TEXT(str_of(role_code(c->who->role)));
	if (has(v->kind, "at", &i) && !(change->given >> i & 1))
		v->v[i] = INT(c->now);
}

void entry_check(struct ctx *c, const struct change *change)
{
	struct record *v = change->after, child;
	size_t field;

	if (!v || change->before || c->via == VIA_UNDO || !has(v->kind, "child", &field))
		return;
	if (entry_child(c, rec_int(v, field), &child) != RC_OK)
		return; /* the store has said that there is none */
	check_day(c, v, &child);
	check_client(c, v);
	check_corrected(c, v);
	fill_in(c, change);
}

/* --- writing one --- */

/* One record's id by a condition, whoever may see it; RC_NOT_FOUND: none. */
static enum rc find_one(struct ctx *c, const struct kind *k, struct list *l, struct record *ret)
{
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);
	struct records found;
	size_t child;

	l->want = has(k, "child", &child) ? UINT64_C(1) << child : 1;
	enum rc rc = record_list(&p, k, l, &found);
	if (rc == RC_OK && !found.n)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		*ret = found.r[0];
	return rc;
}

static enum rc find_numbered(struct ctx *c, const struct kind *k, str client, struct record *ret)
{
	struct list l = { .v = { TEXT(utf8_number(c->mem, client)), INT(c->who->account) },
			  .nv = 2,
			  .limit = 1 };

	if (!client.n || !c->who->account || !utf8_valid(client))
		return RC_NOT_FOUND;
	l.where = SQL("t.client = ?1 AND t.by_account = ?2");
	return find_one(c, k, &l, ret);
}

enum rc entry_find(struct ctx *c, const struct kind *k, str client, int64_t *ret)
{
	struct record there;
	enum rc rc = find_numbered(c, k, client, &there);

	if (rc == RC_OK)
		*ret = there.id;
	return rc;
}

/* Under this number stands an entry: about this very child? */
static enum rc same_child(struct ctx *c, int64_t said, const struct record *there)
{
	size_t child;

	if (has(there->kind, "child", &child) && said == rec_int(there, child))
		return RC_OK;
	complain(c, "client", N_("Under this number stands an entry about another child."));
	return RC_INVALID;
}

static int64_t child_said(const struct input *in)
{
	int64_t said = 0;
	size_t child;

	return has(in->kind, "child", &child) && str_int(in->text[child], &said) ? said : 0;
}

enum rc entry_write(struct ctx *c, const struct input *in, int64_t *ret_id, bool *ret_there)
{
	struct record done, there;
	size_t client;
	bool numbered = has(in->kind, "client", &client) && in->given >> client & 1;
	enum rc rc = numbered ? find_numbered(c, in->kind, in->text[client], &there) : RC_NOT_FOUND;

	if (rc == RC_NOT_FOUND) { /* a new one */
		rc = record_create(c, in, &done);
		if (rc == RC_OK) {
			*ret_id = done.id;
			*ret_there = false;
		}
		return rc;
	}
	if (rc == RC_OK)
		rc = same_child(c, child_said(in), &there);
	if (rc == RC_OK) {
		*ret_id = there.id;
		*ret_there = true;
	}
	return rc;
}

struct saving {
	const struct input *in;
	int64_t id;
	bool there;
};

static enum rc save_unit(struct ctx *c, void *arg)
{
	struct saving *s = arg;

	return entry_write(c, s->in, &s->id, &s->there);
}

enum rc entry_save(struct ctx *c, const struct input *in, int64_t *ret_id)
{
	struct saving s = { .in = in };
	enum rc rc = store_write(c, PRIO_PEOPLE, save_unit, &s);

	if (rc == RC_OK)
		*ret_id = s.id;
	return rc;
}

enum rc entry_sent(struct ctx *c, const struct entry_sent *s, struct record *ret, bool *ret_there)
{
	int64_t id = 0;
	enum rc rc = entry_find(c, s->kind, s->client, &id);

	if (rc == RC_OK)
		rc = record_load(c, s->kind, id, ret);
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	*ret_there = rc == RC_OK;
	return *ret_there && s->child ? same_child(c, s->child, ret) : RC_OK;
}

/* --- newer versions --- */

enum rc entry_newer(struct ctx *c, const struct kind *k, int64_t id, int64_t *ret)
{
	struct list l = { .v = { INT(id) }, .nv = 1, .limit = 1 };
	struct record newer;

	l.where = SQL("t.corrects = ?1");
	enum rc rc = find_one(c, k, &l, &newer);
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	*ret = rc == RC_OK ? newer.id : 0;
	return RC_OK;
}

bool *entry_redone(struct arena *mem, const struct records *list)
{
	bool *redone = NEW(mem, bool, list->n + 1);
	size_t corrects;

	if (!list->n || !has(list->r[0].kind, "corrects", &corrects))
		return redone;
	for (size_t i = 0; i < list->n; i++)
		for (size_t k = 0; k < list->n && !rec_null(&list->r[i], corrects); k++)
			redone[k] |= list->r[k].id == rec_int(&list->r[i], corrects);
	return redone;
}

/* --- by other programs --- */

struct making {
	const struct kind *kind;
	bool there;
};

static enum rc may_make(struct req *r)
{
	const struct making *m = r->extra;

	if (may_create(r->ctx.who, m->kind->profile))
		return RC_OK;
	return may_read(r->ctx.who, m->kind->profile) ? RC_DENIED : RC_NOT_FOUND;
}

static enum rc write_new(struct req *r, struct json_value *body, int64_t *ret_id)
{
	struct making *m = r->extra;
	struct input in = input_new(m->kind);

	input_json(&r->ctx, &in, body);
	return entry_write(&r->ctx, &in, ret_id, &m->there);
}

static enum rc answer_new(struct req *r, int64_t id)
{
	const struct making *m = r->extra;

	return api_answer(r, m->kind, id, m->there ? 200 : 201);
}

enum rc entry_api_make(struct req *r, const struct kind *k)
{
	struct making *m = NEW(r->ctx.mem, struct making, 1);
	struct api_make make = {
		.path = k->plural, .may = may_make, .write = write_new, .answer = answer_new
	};

	*m = (struct making){ .kind = k };
	r->extra = m;
	return api_make(r, &make);
}
