#include "booking.h"

#include "account.h"
#include "program.h"

enum { TIES_MAX = 24 };

static enum rc account_of(struct ctx *p, int64_t person, int64_t *ret)
{
	struct buf id = buf_new(p->mem, 24);
	struct records found;
	struct list l = { .nv = 1, .limit = 1, .want = UINT64_C(1) << ACCOUNT_LOGIN };

	buf_int(&id, person);
	l.v[0] = TEXT(buf_view(&id));
	l.where = SQL("t.person_id = ?1 AND coalesce(t.disabled, 0) = 0");
	enum rc rc = record_list(p, &account_kind, &l, &found);
	*ret = rc == RC_OK && found.n ? found.r[0].id : 0;
	return rc;
}

static enum rc read_one(struct ctx *p, const struct record *tie, struct booking_relative *ret)
{
	struct record person;
	enum rc rc = record_load(p, &person_kind, rec_int(tie, TIE_PERSON), &person);

	if (rc != RC_OK)
		return rc;
	*ret = (struct booking_relative){ .person = person.id,
					  .name = rec_text(&person, PERSON_NAME),
					  .relation = rec_text(tie, TIE_RELATION),
					  .away = !rec_int(tie, TIE_LIVES_WITH),
					  .phone = !rec_null(&person, PERSON_PHONE) };
	return account_of(p, person.id, &ret->account);
}

/* Who is kept away by one tie is so by all. */
static bool is_barred(const struct records *ties, int64_t person)
{
	for (size_t i = 0; i < ties->n; i++)
		if (rec_int(&ties->r[i], TIE_PERSON) == person && rec_int(&ties->r[i], TIE_BARRED))
			return true;
	return false;
}

static bool is_there(const struct booking_relatives *all, int64_t person)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->r[i].person == person)
			return true;
	return false;
}

enum rc booking_relatives(struct ctx *c, int64_t child, struct booking_relatives *ret)
{
	struct actor program;
	struct ctx p = program_for(c, &program, 0);
	struct records ties;
	struct list l = {
		.filter = { { TIE_CHILD, INT(child) } }, .nfilter = 1, .on = c->today, .limit = TIES_MAX
	};
	enum rc rc = record_list(&p, &tie_kind, &l, &ties);

	*ret = (struct booking_relatives){ .n = 0 };
	if (rc != RC_OK)
		return rc;
	ret->r = NEW(c->mem, struct booking_relative, ties.n + 1);
	for (size_t i = 0; i < ties.n && rc == RC_OK; i++) {
		int64_t person = rec_int(&ties.r[i], TIE_PERSON);
		if (is_barred(&ties, person) || is_there(ret, person))
			continue;
		rc = read_one(&p, &ties.r[i], &ret->r[ret->n]);
		ret->n += rc == RC_OK;
		if (rc == RC_NOT_FOUND)
			rc = RC_OK;
	}
	return rc;
}

str booking_origin(const struct http_request *h, struct arena *mem, bool secure)
{
	struct buf b = buf_new(mem, 400);

	buf_str(&b, secure ? STR("https://") : STR("http://"));
	buf_str(&b, http_header(h, STR("host")));
	return buf_view(&b);
}
