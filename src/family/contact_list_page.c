/* Whose parents have been silent for long: for who looks after the children, the longest silence named,
 * nothing else. */
#include "contact_page.h"

#include "api.h"
#include "frame.h"
#include "pick.h"
#include "registry_page.h"
#include "table.h"

#define ROLES_CONTACT_LIST (ROLE_TEACHER | ROLE_HEAD | ROLES_VILLAGE | ROLES_COUNTY)

enum { ON_A_PAGE = 50 };

static const struct pick lists[] = {
	{ "teacher", N_("two weeks and more") },
	{ "parent", N_("a week and more") },
	{ "township", N_("a month and more") },
};

static int days_of(const struct ctx *c, size_t list)
{
	struct ledger_rules rules = contact_rules(c);

	return list == 1 ? rules.parent : list == 2 ? rules.township : rules.teacher;
}

/* --- rows --- */

static enum rc load_children(struct ctx *c, const struct records *states, struct records *ret)
{
	struct record *all = NEW(c->mem, struct record, states->n + DB_AT_ONCE);
	int64_t *id = NEW(c->mem, int64_t, states->n + 1);
	struct list l = { .nv = DB_AT_ONCE,
			  .want = UINT64_C(1) << CHILD_NAME | UINT64_C(1) << CHILD_SCHOOL |
				  UINT64_C(1) << CHILD_CLASS };
	size_t n = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < states->n; i++)
		id[i] = rec_int(&states->r[i], CONTACT_STATE_CHILD);
	l.where = SQL("t.id IN " DB_SIXTEEN);
	for (size_t at = 0; at < states->n && rc == RC_OK; at += DB_AT_ONCE) {
		struct records some = { .r = NULL };
		db_sixteen(id + at, states->n - at < DB_AT_ONCE ? states->n - at : DB_AT_ONCE, l.v);
		rc = record_list(c, &child_kind, &l, &some);
		for (size_t i = 0; rc == RC_OK && i < some.n && n < states->n + DB_AT_ONCE; i++)
			all[n++] = some.r[i];
	}
	*ret = (struct records){ all, n, false };
	return rc;
}

static const struct record *child_of(const struct records *children, int64_t id)
{
	for (size_t i = 0; i < children->n; i++)
		if (children->r[i].id == id)
			return &children->r[i];
	return NULL;
}

static void put_days(struct table *t, struct page *p, const struct record *s, size_t since)
{
	table_cell(t);
	html_tr(p, N_("{0} days"), html_int_text(p, day_diff(p->today, rec_day(s, since))));
}

/* Of two parents who are silent together the first row stands for both: rows come by child. */
static bool is_again(const struct records *states, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (rec_int(&states->r[k], CONTACT_STATE_CHILD) ==
		    rec_int(&states->r[i], CONTACT_STATE_CHILD))
			return true;
	return false;
}

static size_t families(const struct records *states)
{
	size_t n = 0;

	for (size_t i = 0; i < states->n; i++)
		n += !is_again(states, i);
	return n;
}

static void put_rows(struct page *p, const struct records *states, const struct records *children)
{
	static const struct col cols[] = {
		{ N_("Child"), COL_TEXT },
		{ N_("Not heard from"), COL_TEXT },
		{ N_("Carer not heard from"), COL_TEXT },
		{ N_("Parent reminded"), COL_TEXT },
	};
	struct table t = table_begin(
		p, cols, COUNT(cols),
		html_say(p, N_("Families to ring: {0}"), html_int_text(p, (int64_t)families(states))));

	for (size_t i = 0; i < states->n; i++) {
		const struct record *s = &states->r[i];
		const struct record *child = child_of(children, rec_int(s, CONTACT_STATE_CHILD));
		if (!child || is_again(states, i))
			continue;
		table_row(&t);
		table_cell(&t);
		html_link(p,
			  p->who->role & ROLES_CONTACT ? html_url(p, "/children/#/contacts", child->id)
						       : html_url(p, "/children/#", child->id),
			  rec_text(child, CHILD_NAME));
		put_days(&t, p, s, CONTACT_STATE_CHILD_SINCE);
		put_days(&t, p, s, CONTACT_STATE_CARER_SINCE);
		table_text(&t, rec_null(s, CONTACT_STATE_TOLD_ON)
				       ? STR("")
				       : html_day_text(p, rec_day(s, CONTACT_STATE_TOLD_ON)));
	}
	table_end(&t);
}

/* --- the page --- */

static void put_lead(struct page *p)
{
	html_lit(p, "<p class=\"s\">");
	html_tr(p, N_("Ring the parents, listen, and note when they have talked. Perhaps the shift is long "
		      "or the telephone "
		      "is gone: it is the line home that counts, not the blame."));
	html_lit(p, "</p>\n<p class=\"links\">");
	html_link(p, STR("/duties/contact_child"), html_word(p, N_("Weekly contact by place and school")));
	html_lit(p, "</p>\n");
}

static enum rc contact_list_page_show(struct req *r)
{
	struct picks k = {
		.path = STR("/contacts"), .label = N_("Silent for"), .pick = lists, .n = COUNT(lists)
	};
	struct list l = { .nv = 1, .limit = ON_A_PAGE, .after = registry_after(r) };
	struct records states, children;

	if (!pick_read(r, &k))
		return RC_INVALID;
	l.v[0] = INT(day_add(r->ctx.today, -days_of(&r->ctx, k.at)));
	l.where = SQL("t.quiet_since <= ?1 AND t.entrusted = 1");
	enum rc rc = record_list(&r->ctx, &contact_state_kind, &l, &states);
	if (rc == RC_OK)
		rc = load_children(&r->ctx, &states, &children);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(
		r, &(struct frame){ .title = html_word(&p, N_("A word to the parents")), .back = STR("/") });
	put_lead(&p);
	pick_put(&p, &k);
	if (states.n)
		put_rows(&p, &states, &children);
	else
		table_empty(
			&p,
			&(struct empty){
				.title = N_("Nobody has been silent for so long"),
				.why = N_(
					"When a week goes by without a word, the parent is reminded first."),
				.scene = true });
	pick_pages(&p, &k, &states, l.after != 0);
	page_end(&p);
	return RC_OK;
}

/* --- Today --- */

/* The director and the supervisor have it among their tasks, by the duty. */
static enum rc count_silent(struct ctx *c, struct today_count *ret)
{
	struct ledger_rules rules = contact_rules(c);
	struct rows q;
	enum rc rc = STORE_QUERY(c, &q,
				 "SELECT count(DISTINCT s.child) FROM contact_state s WHERE s.quiet_since <= "
				 "?1 AND s.entrusted = 1 AND {contact_state s}",
				 INT(day_add(c->today, -rules.teacher)));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		ret->n = db_int(&q, 0);
	return db_done(&q);
}

const struct today_item contact_today = {
	.need = ROLE_TEACHER,
	.icon = "msg",
	.count = count_silent,
	.title = N_("Families who would be glad of a word from you: {0}"),
	.one = N_("A family who would be glad of a word from you"),
	.why = N_("The child has not heard from its parents for two weeks."),
	.url = "/contacts",
	.verb = N_("See"),
};

/* --- by other programs --- */

struct making {
	bool there;
};

static enum rc may_make(struct req *r)
{
	if (may_create(r->ctx.who, contact_kind.profile))
		return RC_OK;
	return may_read(r->ctx.who, contact_kind.profile) ? RC_DENIED : RC_NOT_FOUND;
}

static enum rc write_new(struct req *r, struct json_value *body, int64_t *ret_id)
{
	struct making *m = r->extra;
	struct input in = input_new(&contact_kind);

	input_json(&r->ctx, &in, body);
	return contact_write(&r->ctx, &in, ret_id, &m->there);
}

static enum rc answer_new(struct req *r, int64_t id)
{
	const struct making *m = r->extra;

	return api_answer(r, &contact_kind, id, m->there ? 200 : 201);
}

static enum rc contact_api_make(struct req *r)
{
	struct api_make make = {
		.path = contact_kind.plural, .may = may_make, .write = write_new, .answer = answer_new
	};

	r->extra = NEW(r->ctx.mem, struct making, 1);
	return api_make(r, &make);
}

/* clang-format off */
const struct route contact_routes[] = {
	{ HTTP_GET,  "/contacts",                   contact_list_page_show, .need = ROLES_CONTACT_LIST,  .purpose = "contacts" },
	{ HTTP_GET,  "/children/:id/contacts",      contact_page_show,      .need = ROLES_CONTACT,       .purpose = "contacts", .slow = true },
	{ HTTP_POST, "/children/:id/contacts/show", contact_page_open,      .need = ROLES_CONTACT,       .purpose = "contacts" },
	{ HTTP_POST, "/children/:id/contacts",      contact_page_save,      .need = ROLES_CONTACT_WRITE, .purpose = "contacts" },
	{ HTTP_GET,  "/contact_wish/:id",           contact_page_wish,      .need = ROLES_CONTACT },
	{ HTTP_POST, "/api/v1/contacts",            contact_api_make,       .need = ROLES_CONTACT },
	{ 0 },
};
/* clang-format on */
