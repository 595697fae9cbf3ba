#include "kin.h"

#include "account.h"
#include "outbox.h"
#include "program.h"
#include "registry_page.h"

bool kin_own(const struct actor *who) { return who->role & (ROLES_FAMILY | ROLE_CHILD); }

str kin_purpose(void) { return STR("本人和家人 the child and its family"); }

str kin_word(struct page *p, str relation)
{
	/* clang-format off */
	static const struct { const char *code, *text; } words[] = {
		{ CODE_RELATION_FATHER,         N_("dad") },
		{ CODE_RELATION_MOTHER,         N_("mum") },
		{ CODE_RELATION_FATHERS_FATHER, N_("grandpa (dad's father)") },
		{ CODE_RELATION_FATHERS_MOTHER, N_("grandma (dad's mother)") },
		{ CODE_RELATION_MOTHERS_FATHER, N_("grandpa (mum's father)") },
		{ CODE_RELATION_MOTHERS_MOTHER, N_("grandma (mum's mother)") },
	};
	/* clang-format on */

	for (size_t i = 0; i < COUNT(words); i++)
		if (str_eq(relation, str_of(words[i].code)))
			return html_word(p, words[i].text);
	return registry_code(p, "relation", relation);
}

enum rc kin_ties(struct ctx *c, int64_t child, int64_t person, struct records *ret)
{
	struct actor program;
	struct ctx as = program_for(c, &program, c->who->county);
	struct list l = { .v = { INT(child), INT(person) },
			  .nv = 2,
			  .on = c->today,
			  .limit = KIN_MAX,
			  .want = UINT64_C(1) << TIE_RELATION | UINT64_C(1) << TIE_PERSON };

	l.where = SQL("t.child = ?1 AND (?2 = 0 OR t.person = ?2) AND coalesce(t.barred, 0) = 0");
	return record_list(&as, &tie_kind, &l, ret);
}

str kin_person(struct page *p, int64_t child, int64_t person)
{
	struct records ties;

	if (!person || kin_ties(&p->r->ctx, child, person, &ties) != RC_OK || !ties.n)
		return html_word(p, N_("somebody of the family"));
	return kin_word(p, rec_text(&ties.r[0], TIE_RELATION));
}

enum rc kin_accounts(struct ctx *c, int64_t person, struct records *ret)
{
	struct actor program;
	struct ctx as = program_for(c, &program, c->who->county);
	struct buf id = buf_new(c->mem, 24);
	struct list l = { .nv = 1, .limit = KIN_MAX, .want = UINT64_C(1) << ACCOUNT_LOGIN };

	buf_int(&id, person);
	l.v[0] = TEXT(buf_view(&id));
	l.where = SQL("t.person_id = ?1 AND coalesce(t.disabled, 0) = 0");
	return record_list(&as, &account_kind, &l, ret);
}

static enum rc tell_person(struct ctx *c, const struct notice_new *n, int64_t person)
{
	struct notice_new each = *n;
	struct records found;
	enum rc rc = kin_accounts(c, person, &found);

	for (size_t i = 0; rc == RC_OK && i < found.n; i++) {
		if (found.r[i].id == c->who->account)
			continue;
		each.to_account = found.r[i].id;
		each.county = found.r[i].county;
		rc = notice_put(c, &each);
	}
	return rc;
}

enum rc kin_tell(struct ctx *c, const struct notice_new *n)
{
	struct records ties;
	enum rc rc = kin_ties(c, n->child, 0, &ties);

	for (size_t i = 0; rc == RC_OK && i < ties.n; i++)
		rc = tell_person(c, n, rec_int(&ties.r[i], TIE_PERSON));
	return rc;
}

enum rc kin_phone(struct ctx *c, int64_t person, str *ret)
{
	struct actor program;
	struct ctx as = program_for(c, &program, c->who->county);
	struct list l = { .v = { INT(person) }, .nv = 1, .want = UINT64_C(1) << PERSON_PHONE };
	struct records found;

	l.where = SQL("t.id = ?1");
	enum rc rc = record_list(&as, &person_kind, &l, &found);
	if (rc != RC_OK)
		return rc;
	bool good = found.n && !rec_null(&found.r[0], PERSON_PHONE) &&
		    outbox_address_ok(OUTBOX_SMS, rec_text(&found.r[0], PERSON_PHONE));
	*ret = good ? rec_text(&found.r[0], PERSON_PHONE) : STR("");
	return RC_OK;
}
