/* Lists of deeds with their clocks, and their part of other pages. */
#include "deed_list.h"
#include "deed_page.h"
#include "elder.h"
#include "facts.h"
#include "pick.h"
#include "registry_page.h"
#include "thread.h"

/* --- all within reach --- */

static const struct pick lists[DEED_LIST__N] = {
	[DEED_LIST_OPEN] = { "open", N_("under way") },
	[DEED_LIST_FORCE] = { "force", N_("in force") },
	[DEED_LIST_OVER] = { "over", N_("over") },
	[DEED_LIST_NONE] = { "none", N_("without a deed") },
};
static const struct empty nothing[DEED_LIST__N] = {
	[DEED_LIST_OPEN] = { .title = N_("No deed is under way"),
			     .why = N_("A parent writes one on the phone, or you for them from the child's "
				       "file.") },
	[DEED_LIST_FORCE] = { .title = N_("No deed is in force"),
			      .why = N_("Signed and acknowledged, it stands here.") },
	[DEED_LIST_OVER] = { .title = N_("No deed is over yet"),
			     .why = N_("What ended stands here for good.") },
	[DEED_LIST_NONE] = { .title = N_("Every child whose parents are away has a deed"),
			     .why = N_("If that changes, the child stands here.") },
};

/* By what is settled beside it; `due`: the first notice that nobody has acknowledged. */
static str clock_text(struct page *p, const struct record *d, int64_t due)
{
	str state = rec_text(d, DEED_STATE);
	const struct deed_params params = deed_params_of(&p->r->ctx);

	if (str_eq(state, STR(CODE_DEED_STATE_DRAFT)))
		return html_word(
			p,
			rec_null(d, DEED_DIGEST)
				? N_("The parent reads it and signs.")
				: N_("The child says what it thinks of it, the carer and the witness sign."));
	if (str_eq(state, STR(CODE_DEED_STATE_SIGNED)))
		return html_say(
			p, N_("The written notice goes to the school and the village committee, by {0}."),
			html_day_text(p, day_add(rec_day(d, DEED_SIGNED_ON), params.notice_days)));
	if (due)
		return html_say(p, N_("The school and the village committee acknowledge the notice, by {0}."),
				html_day_text(p, instant_day(due)));
	if (str_eq(state, STR(CODE_DEED_STATE_RENEW_DUE)))
		return html_say(p, N_("It ends on {0}: write the next version, or come home."),
				html_day_text(p, rec_day(d, DEED_TO)));
	return STR("");
}

static bool is_late(const struct page *p, const struct record *d, int64_t due)
{
	const struct deed_params params = deed_params_of(&p->r->ctx);

	return (due && due < p->r->ctx.now) ||
	       str_eq(rec_text(d, DEED_STATE), STR(CODE_DEED_STATE_RENEW_DUE)) ||
	       (str_eq(rec_text(d, DEED_STATE), STR(CODE_DEED_STATE_SIGNED)) &&
		day_add(rec_day(d, DEED_SIGNED_ON), params.notice_days) < p->today);
}

static void put_deed(struct page *p, const struct record *d, str name, int64_t due)
{
	str state = registry_code(p, "deed_state", rec_text(d, DEED_STATE));

	table_rows_item(p, &(struct row){ .icon = is_late(p, d, due) ? "warn" : "child",
					  .title = name.n ? html_say(p, N_("{0}: {1}"), name, state) : state,
					  .url = html_url(p, "/deeds/#", d->id),
					  .why = html_say(p, N_("{0}. {1}"), deed_period_text(p, d),
							  clock_text(p, d, due)),
					  .verb = N_("Open") });
}

/* Sixteen at a time: whose they are, and which notices wait. */
struct round {
	const struct record *deed;
	size_t n;
	struct records children;
	int64_t due[DB_AT_ONCE];
};

static enum rc load_names(struct ctx *c, struct round *t)
{
	struct list l = { .nv = DB_AT_ONCE, .want = 1ULL << CHILD_NAME };

	for (size_t i = 0; i < DB_AT_ONCE; i++)
		l.v[i] = INT(i < t->n ? rec_int(&t->deed[i], DEED_CHILD) : 0);
	l.where = SQL("t.id IN " DB_SIXTEEN);
	return record_list(c, &child_kind, &l, &t->children);
}

static enum rc load_due(struct ctx *c, struct round *t)
{
	struct val v[DB_AT_ONCE];
	struct rows q;

	for (size_t i = 0; i < DB_AT_ONCE; i++)
		v[i] = INT(i < t->n ? t->deed[i].id : 0);
	enum rc rc =
		db_query(c->db, &q,
			 SQL("SELECT n.deed, min(n.due_at) FROM deed_notice n WHERE n.deed IN " DB_SIXTEEN
			     " AND n.ack_at IS NULL AND n.to_whom <> '" CODE_DEED_TO_PARENT
			     "' GROUP BY n.deed ORDER BY n.deed"),
			 v, COUNT(v));
	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		for (size_t i = 0; i < t->n; i++)
			if (t->deed[i].id == db_int(&q, 0))
				t->due[i] = db_int(&q, 1);
	return db_done(&q);
}

static str name_in(const struct round *t, int64_t child)
{
	for (size_t i = 0; i < t->children.n; i++)
		if (t->children.r[i].id == child)
			return rec_text(&t->children.r[i], CHILD_NAME);
	return STR("");
}

static enum rc put_deeds(struct page *p, const struct records *found)
{
	enum rc rc = RC_OK;

	table_rows_begin(p);
	for (size_t at = 0; at < found->n && rc == RC_OK; at += DB_AT_ONCE) {
		struct round t = { .deed = found->r + at,
				   .n = found->n - at < DB_AT_ONCE ? found->n - at : DB_AT_ONCE };
		rc = load_names(&p->r->ctx, &t);
		if (rc == RC_OK)
			rc = load_due(&p->r->ctx, &t);
		for (size_t i = 0; i < t.n && rc == RC_OK; i++)
			put_deed(p, &t.deed[i], name_in(&t, rec_int(&t.deed[i], DEED_CHILD)), t.due[i]);
	}
	table_rows_end(p);
	return rc;
}

static void put_children(struct page *p, const struct records *found)
{
	table_rows_begin(p);
	for (size_t i = 0; i < found->n; i++)
		table_rows_item(p, &(struct row){ .icon = "child",
						  .title = rec_text(&found->r[i], CHILD_NAME),
						  .url = html_url(p, "/children/#", found->r[i].id),
						  .why = registry_child_line(p, &found->r[i], p->today),
						  .verb = N_("Open") });
	table_rows_end(p);
}

static enum rc deed_page_list(struct req *r)
{
	struct picks k = { .path = STR("/deeds"),
			   .label = N_("Which deeds"),
			   .pick = lists,
			   .n = DEED_LIST__N,
			   .at = DEED_LIST_OPEN,
			   .without = r->ctx.who->role & ROLES_VILLAGE ? 0 : 1U << DEED_LIST_NONE,
			   .named = true };
	struct records found;
	int64_t after = registry_after(r);
	struct page p = page_of(r);

	if (!pick_read(r, &k))
		return RC_INVALID;
	if (k.without >> k.at & 1)
		return RC_NOT_FOUND;
	enum deed_list which = (enum deed_list)k.at;
	enum rc rc = which == DEED_LIST_NONE ? deed_list_none(&r->ctx, after, REGISTRY_PAGE, &found)
					     : deed_list(&r->ctx, which, after, REGISTRY_PAGE, &found);
	if (rc != RC_OK)
		return rc;
	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Entrusted care")),
					   .tab = "/more",
					   .back = STR("/more") });
	pick_put(&p, &k);
	if (!found.n)
		table_empty(&p, &nothing[which]);
	else if (which == DEED_LIST_NONE)
		put_children(&p, &found);
	else
		rc = put_deeds(&p, &found);
	pick_pages(&p, &k, &found, after != 0);
	page_end(&p);
	return rc;
}

/* --- of one child --- */

static enum rc put_versions(struct page *p, const struct records *found)
{
	enum rc rc = RC_OK;

	thread_begin(p);
	for (size_t i = 0; i < found->n && rc == RC_OK; i++) {
		struct deed d;
		rc = deed_open(&p->r->ctx, found->r[i].id, &d);
		if (rc != RC_OK)
			break;
		thread_item_to(
			p,
			html_say(p, N_("Version {0}: {1}"), html_int_text(p, rec_int(&d.rec, DEED_VERSION)),
				 deed_adult_text(p, &d.carer, d.carer_is)),
			html_url(p, "/deeds/#", d.rec.id), rec_day(&d.rec, DEED_FROM),
			html_say(p, N_("{0}; {1}."), deed_period_text(p, &d.rec), deed_state_text(p, &d)));
		thread_item_end(p);
	}
	thread_end(p);
	return rc;
}

static bool may_write_one(const struct page *p) { return p->who->role & ROLES_DEED_WRITE; }

static bool under_way(const struct page *p, const struct records *found)
{
	for (size_t i = 0; i < found->n; i++)
		if (rec_null(&found->r[i], DEED_REVOKED_ON) && rec_day(&found->r[i], DEED_TO) >= p->today)
			return true;
	return false;
}

static void put_way_to_new(struct page *p, int64_t child, const struct records *found)
{
	if (!may_write_one(p) || under_way(p, found))
		return;
	html_lit(p, "<p>");
	html_button(p, html_url(p, "/children/#/deed/new", child), N_("Write a deed"), true);
	html_lit(p, "</p>\n");
}

static enum rc deed_page_of_child(struct req *r)
{
	struct record child;
	struct records found;
	struct page p = page_of(r);

	deed_own_purpose(r);
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &child);
	if (rc == RC_OK)
		rc = deed_list_child(&r->ctx, r->id, &found);
	if (rc != RC_OK)
		return rc;
	bool own = deed_is_own(p.who);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Entrusted care")),
					   .where = rec_text(&child, CHILD_NAME),
					   .under = rec_text(&child, CHILD_NAME),
					   .tab = "/children",
					   .elder = own,
					   .no_store = r->ctx.purpose.n > 0,
					   .back = own ? html_url(&p, "/my/children/#", r->id)
						       : html_url(&p, "/children/#", r->id) });
	html_lit(&p, "<p>");
	html_tr(&p, N_("A parent who is away writes down who looks after the child day by day, and how. The "
		       "school "
		       "and the village know of it; the child is heard."));
	html_lit(&p, "</p>\n");
	put_way_to_new(&p, r->id, &found);
	if (found.n)
		rc = put_versions(&p, &found);
	else
		table_empty(&p, &(struct empty){ .title = N_("No deed is written yet") });
	page_end(&p);
	return rc;
}

/* --- panels --- */

enum rc deed_child_panel(struct page *p, const struct record *child)
{
	struct ctx look = p->r->ctx;
	struct records found;

	if (!(p->who->role & (ROLES_DEED_READ)))
		return RC_OK;
	look.seen = NULL; /* the file is being read already */
	enum rc rc = deed_list_child(&look, child->id, &found);
	if (rc != RC_OK || (!found.n && !may_write_one(p)))
		return rc;
	html_lit(p, "<section id=\"deeds\" class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, N_("Entrusted care"));
	html_lit(p, "</h2>");
	html_link(p, html_url(p, "/children/#/deeds", child->id), html_word(p, N_("All versions")));
	html_lit(p, "</div>\n");
	if (found.n) {
		table_rows_begin(p);
		put_deed(p, &found.r[0], STR(""), 0);
		table_rows_end(p);
	} else {
		html_lit(p, "<p class=\"sheet\">");
		html_tr(p, N_("No deed is written yet"));
		html_lit(p, "</p>\n");
	}
	html_lit(p, "</section>\n");
	return rc;
}

/* What the family has to do with a deed now, in its words; NULL: nothing. */
static const char *family_todo(const struct deed *d)
{
	const struct record *call = deed_notice_to(d, CODE_DEED_TO_PARENT);
	bool mine = d->me & DEED_IS_PARENT;

	if (mine && call && rec_null(call, DEED_NOTICE_PLAN_AT) && d->stand != DEED_REVOKED)
		return N_("The child needs you: read and answer");
	if (d->stand == DEED_DRAFT && mine && !d->facts.parent)
		return N_("Read the deed and sign it");
	if (d->stand == DEED_DRAFT && d->me & DEED_IS_CARER && d->facts.parent && !d->facts.carer)
		return N_("You are asked to look after the child: read and sign");
	if (d->stand == DEED_SIGNED && mine)
		return N_("Send the notice to the school and the village");
	return d->stand == DEED_RENEW_DUE && mine && !d->next ? N_("The deed ends soon: renew it") : NULL;
}

static enum rc put_todo(struct page *p, const struct records *found)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < found->n && rc == RC_OK; i++) {
		struct deed d;
		struct ctx look = p->r->ctx;
		rc = deed_open(&look, found->r[i].id, &d);
		const char *todo = rc == RC_OK ? family_todo(&d) : NULL;
		if (todo)
			elder_way(p, &(struct elder_way){ "duty", rec_text(&d.child, CHILD_NAME),
							  html_word(p, todo),
							  html_url(p, "/deeds/#", d.rec.id) });
	}
	return rc;
}

/* What deeds ask of a family now; nothing when they ask nothing.  ?1: of this child, 0: of all. */
static enum rc put_family(struct page *p, int64_t child)
{
	struct list l = { .v = { INT(child) }, .nv = 1, .limit = 20, .newest_first = true };
	struct records found;

	l.where =
		SQL("(?1 = 0 OR t.child = ?1) AND (t.state IN ('" CODE_DEED_STATE_DRAFT
		    "', '" CODE_DEED_STATE_SIGNED "', '" CODE_DEED_STATE_RENEW_DUE
		    "') OR (t.revoked_on IS NULL AND EXISTS (SELECT 1 FROM deed_notice n WHERE n.deed = t.id"
		    " AND n.to_whom = '" CODE_DEED_TO_PARENT "' AND n.plan_at IS NULL)))");
	enum rc rc = record_list(&p->r->ctx, &deed_kind, &l, &found);
	if (rc != RC_OK || !found.n)
		return rc;
	size_t start = p->b->n;
	elder_ways_begin(p, N_("Entrusted care"));
	size_t before = p->b->n;
	rc = put_todo(p, &found);
	if (p->b->n == before) {
		p->b->n = start;
		return rc;
	}
	elder_ways_end(p);
	return rc;
}

/* Of one child it stands on the child's part of the page already. */
enum rc deed_family_panel(struct page *p, const struct record *about)
{
	struct list l = { .limit = 2, .want = 1ULL << CHILD_SEX };
	struct records children;

	(void)about;
	if (!(p->who->role & ROLES_FAMILY))
		return RC_OK;
	enum rc rc = record_list(&p->r->ctx, &child_kind, &l, &children);
	return rc == RC_OK && children.n > 1 ? put_family(p, 0) : rc;
}

/* Before all else on the page of the child itself, whom somebody would like to hear, and of its family. */
enum rc deed_me_panel(struct page *p, const struct record *child)
{
	struct rows q;
	int64_t id = 0;

	if (p->who->role & ROLES_FAMILY)
		return put_family(p, child->id);
	if (p->who->role != ROLE_CHILD || p->who->child != child->id)
		return RC_OK;
	enum rc rc = DB_QUERY(p->r->ctx.db, &q,
			      "SELECT d.id FROM deed d WHERE d.child = ?1 AND d.signed_on IS NULL"
			      " AND d.revoked_on IS NULL AND d.to_day >= ?2 AND NOT EXISTS (SELECT 1 FROM"
			      " deed_signature s WHERE s.deed = d.id AND s.part = '" CODE_DEED_PART_CHILD "')"
			      " ORDER BY d.id DESC LIMIT 1",
			      INT(child->id), INT(p->today));
	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		id = db_int(&q, 0);
	rc = db_done(&q);
	if (rc != RC_OK || !id)
		return rc;
	elder_ways_begin(p, N_("Who looks after me"));
	elder_way(p, &(struct elder_way){ "say", html_word(p, N_("Who looks after me")),
					  html_word(p, N_("Say what you think of it")),
					  html_url(p, "/deeds/#/say", id) });
	elder_ways_end(p);
	return RC_OK;
}

/* clang-format off */
const struct route deed_routes[] = {
	{ HTTP_GET,  "/deeds",                        deed_page_list,        .need = ROLES_DEED_LIST, .purpose = "deeds" },
	{ HTTP_GET,  "/deeds/:id",                    deed_page_show,        .need = ROLES_DEED_READ, .purpose = "deed" },
	{ HTTP_POST, "/deeds/:id",                    deed_page_open,        .need = ROLES_DEED_READ, .purpose = "deed" },
	{ HTTP_GET,  "/deeds/:id/print",              deed_print_page_show,  .need = ROLES_DEED_READ, .purpose = "deed" },
	{ HTTP_POST, "/deeds/:id/print",              deed_print_page_open,  .need = ROLES_DEED_READ, .purpose = "deed" },
	{ HTTP_GET,  "/deeds/:id/say",                deed_say_page_show,    .need = ROLE_HEAD | ROLE_TEACHER | ROLES_VILLAGE | ROLE_CHILD, .purpose = "deed" },
	{ HTTP_POST, "/deeds/:id/say",                deed_say_page_save,    .need = ROLE_HEAD | ROLE_TEACHER | ROLES_VILLAGE | ROLE_CHILD, .purpose = "deed" },
	{ HTTP_POST, "/deeds/:id/sign",               deed_page_sign,        .need = ROLES_DEED_WRITE, .purpose = "deed" },
	{ HTTP_POST, "/deeds/:id/link",               deed_link_page_make,   .need = ROLES_VILLAGE, .purpose = "deed" },
	{ HTTP_GET,  "/d/:word",                      deed_link_page_show,   .need = ROLES_ANYONE },
	{ HTTP_POST, "/d/:word/open",                 deed_link_page_open,   .need = ROLES_ANYONE, .body_max = 4096 },
	{ HTTP_POST, "/d/:word/sign",                 deed_link_page_sign,   .need = ROLES_ANYONE, .body_max = 4096 },
	{ HTTP_POST, "/deeds/:id/tell",               deed_page_tell,        .need = ROLES_DEED_WRITE, .purpose = "deed" },
	{ HTTP_POST, "/deeds/:id/acknowledge",        deed_page_acknowledge, .need = ROLE_HEAD | ROLE_TEACHER | ROLES_VILLAGE, .purpose = "deed" },
	{ HTTP_POST, "/deeds/:id/revoke",             deed_page_revoke,      .need = ROLES_DEED_WRITE | ROLE_CIVIL, .purpose = "deed" },
	{ HTTP_POST, "/deeds/:id/call",               deed_page_call,        .need = ROLE_HEAD | ROLE_TEACHER | ROLES_VILLAGE, .purpose = "deed" },
	{ HTTP_POST, "/deeds/:id/answer",             deed_page_answer,      .need = ROLES_FAMILY, .purpose = "deed" },
	{ HTTP_GET,  "/children/:id/deeds",           deed_page_of_child,    .need = ROLES_DEED_READ, .purpose = "deeds" },
	{ HTTP_GET,  "/children/:id/deed/new",        deed_form_page_show,   .need = ROLES_DEED_WRITE, .purpose = "deed" },
	{ HTTP_POST, "/children/:id/deed/new",        deed_form_page_step,   .need = ROLES_DEED_WRITE, .purpose = "deed" },
	{ HTTP_POST, "/children/:id/deed/draft",      deed_form_page_keep,   .need = ROLES_DEED_WRITE, .purpose = "deed" },
	{ HTTP_POST, "/children/:id/deed/draft/drop", deed_form_page_drop,   .need = ROLES_DEED_WRITE, .purpose = "deed" },
	{ 0 },
};
/* clang-format on */
