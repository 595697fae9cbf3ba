#include "media.h"

#include "blob.h"
#include "complain.h"
#include "program.h"

str media_name(const struct record *r)
{
	size_t name;

	return kind_field(r->kind, STR("name"), &name) && !rec_null(r, name) ? rec_text(r, name) : STR("");
}

void media_check(struct ctx *c, const struct change *change, const char *how)
{
	if (change->before || !change->after)
		return;
	if (!media_name(change->after).n || !program_writes(c))
		complain(c, "file", how);
	else if (c->via == VIA_UNDO && !blob_exists(c, media_name(change->after)))
		complain(c, "name", N_("What was in the file is gone for good: it cannot be put back."));
}

bool media_may_drop(const struct ctx *c, const struct record *r)
{
	size_t by;

	return program_writes(c) || c->who->role & (ROLES_COUNTY | ROLE_HEAD) ||
	       (c->who->account && kind_field(r->kind, STR("by"), &by) && rec_int(r, by) == c->who->account);
}

enum rc media_drop(struct ctx *c, const struct record *r)
{
	return media_name(r).n ? blob_drop(c, media_name(r)) : RC_OK;
}

enum rc media_moved(struct ctx *c, const struct record *r)
{
	return media_name(r).n ? blob_rekeep(c, media_name(r), r->county) : RC_OK;
}

void media_check_input(struct ctx *c, const struct input *in)
{
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);
	struct val ignored[FIELDS_MAX];

	input_check(&p, in, NULL, ignored);
	program_problems(c, &p);
}

void media_fill(const struct ctx *c, struct input *in, str name, int64_t bytes)
{
	size_t i;

	if (kind_field(in->kind, STR("name"), &i))
		input_set(in, i, name);
	if (kind_field(in->kind, STR("bytes"), &i))
		input_int(in, c->mem, i, bytes);
	if (kind_field(in->kind, STR("by"), &i) && c->who->account)
		input_int(in, c->mem, i, c->who->account);
	if (kind_field(in->kind, STR("role"), &i))
		input_set(in, i, str_of(role_code(c->who->role)));
	if (kind_field(in->kind, STR("at"), &i))
		input_int(in, c->mem, i, c->now);
}

/* When today began in Shanghai. */
static int64_t midnight(const struct ctx *c)
{
	static const int64_t second = 1000000, an_hour = 3600 * second, a_day = 24 * an_hour,
			     ahead = 8 * an_hour;

	return c->now - (c->now + ahead) % a_day;
}

enum rc media_check_day(struct ctx *c, const struct kind *k, int64_t child, const char *param)
{
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);
	struct list l = { .v = { INT(child), INT(c->who->account), INT(midnight(c)) }, .nv = 3 };
	int64_t n = 0, most = ctx_param(c, param);
	struct buf b = buf_new(c->mem, 24);

	l.where = SQL("t.child = ?1 AND coalesce(t.by_account, 0) = ?2 AND t.at_time >= ?3");
	enum rc rc = record_count(&p, k, &l, &n);
	if (rc != RC_OK || n < most)
		return rc;
	buf_int(&b, most);
	complain_of(c, "file",
		    N_("On one day one person adds {0} of these for a child at most. Go on tomorrow."),
		    buf_view(&b));
	return RC_INVALID;
}
