/* Who looked at a child's file: for its family, for those who answer for it, and for the auditor. */
#include "account.h"
#include "api.h"
#include "elder.h"
#include "privacy_page.h"
#include "readlog.h"
#include "thread.h"

enum { SHOWN = 50 };

struct looked {
	struct record child; /* of an auditor: the id alone */
	struct reading *r;
	size_t n;
	int64_t before;
};

/* What happens for a case that is sealed, nobody is told but who is in charge of it and who audits. */
static bool told_of_sealed(const struct actor *who) { return who->role & (ROLE_CIVIL | ROLE_AUDITOR); }

static enum rc load_child(struct req *r, struct record *ret)
{
	int64_t there = 0;

	if (r->ctx.who->role != ROLE_AUDITOR)
		return record_load(&r->ctx, &child_kind, r->id, ret);
	/* The auditor sees that somebody looked, not the child. */
	*ret = (struct record){ .kind = &child_kind,
				.id = r->id,
				.v = NEW(r->ctx.mem, struct val, CHILD__N),
				.label = NEW(r->ctx.mem, str, CHILD__N) };
	return DB_ONE(r->ctx.db, &there, "SELECT c.id FROM child c WHERE c.id = ?1 AND c.county = ?2",
		      INT(r->id), INT(r->ctx.who->county));
}

static enum rc load(struct req *r, struct looked *ret)
{
	str before = req_query(r, STR("before"));
	enum rc rc = RC_OK;

	*ret = (struct looked){ .n = SHOWN };
	if (before.n && (!str_int(before, &ret->before) || ret->before < 1))
		return RC_INVALID;
	rc = load_child(r, &ret->child);
	if (rc != RC_OK)
		return rc;
	if (!told_of_sealed(r->ctx.who))
		return readlog_of_child(&r->ctx, r->id, ret->before, &ret->r, &ret->n);
	return readlog_list(&r->ctx,
			    &(struct readlog_filter){ .child = r->id, .before = ret->before, .sealed = true },
			    &ret->r, &ret->n);
}

/* The role somebody has; empty: the program, or an account that is gone. */
static str role_of(struct ctx *c, int64_t account)
{
	struct rows q;
	str role = { NULL, 0 };

	if (!account ||
	    DB_QUERY(c->db, &q, "SELECT a.role FROM account a WHERE a.id = ?1", INT(account)) != RC_OK)
		return role;
	if (db_next(&q))
		role = db_dup(c->mem, &q, 0);
	return db_done(&q) == RC_OK ? role : (str){ NULL, 0 };
}

/* --- the page --- */

static str who_text(struct page *p, const struct reading *r)
{
	str role = registry_code(p, "role", role_of(&p->r->ctx, r->actor));

	if (r->actor == p->who->account)
		return html_say(p, N_("You"));
	if (!r->actor_name.n)
		return html_say(p, N_("the program"));
	str name = role.n ? html_say(p, N_("{0}, {1}"), r->actor_name, role) : r->actor_name;
	return r->for_account ? html_say(p, N_("{0} (standing in for somebody)"), name) : name;
}

static void put_reading(struct page *p, const struct reading *r)
{
	str what = html_word(p, readlog_label(r->what));
	str times = r->times > 1 ? html_say(p, N_("{0}; {1} times"), what, html_int_text(p, r->times)) : what;

	thread_item(p, who_text(p, r), instant_day(r->at),
		    html_say(p, N_("{0}: {1}"), html_clock_text(p, r->at), times), r->sealed_case);
	if (r->purpose.n) {
		html_lit(p, "<p>");
		html_tr(p, N_("For: {0}"), r->purpose);
		html_lit(p, "</p>");
	}
	thread_item_end(p);
}

/* For the family first in one sentence: who, beside themselves.  The newest of each, as often as there is
 * room. */
static void put_others(struct page *p, const struct looked *l)
{
	enum { NAMED = 6 };
	struct buf b = buf_new(p->mem, 4 << 10);
	int64_t seen[NAMED];
	size_t n = 0;

	for (size_t i = 0; i < l->n && n < NAMED; i++) {
		bool again = l->r[i].actor == p->who->account || !l->r[i].actor_name.n;
		for (size_t k = 0; k < n; k++)
			again |= seen[k] == l->r[i].actor;
		if (again)
			continue;
		if (n)
			buf_str(&b, html_word(p, N_("; ")));
		buf_str(&b, who_text(p, &l->r[i]));
		seen[n++] = l->r[i].actor;
	}
	html_lit(p, "<p class=\"sheet\">");
	if (n)
		html_tr(p, N_("Lately it was: {0}."), buf_view(&b));
	else
		html_tr(p, N_("Lately nobody looked but you."));
	html_lit(p, "</p>\n");
}

static str url_of(struct page *p, int64_t child) { return privacy_url(p, child, STR("/looked")); }

enum rc looked_page_show(struct req *r)
{
	struct looked l;
	enum rc rc = load(r, &l);

	if (rc != RC_OK)
		return rc;
	bool auditor = r->ctx.who->role == ROLE_AUDITOR;
	struct page p = privacy_begin(
		r, &l.child,
		&(struct privacy_frame){ .title = str_of(tr(r->ctx.lang, N_("Who looked at this file"))),
					 .back = auditor ? STR("/") : STR(""),
					 .back_label = auditor ? N_("Back") : NULL });
	privacy_say(
		&p,
		N_("Every look at this child's file stands here, newest first. Nobody can take one out."));
	if (l.n && !l.before && privacy_family(&p)) {
		elder_aloud(&p, false);
		put_others(&p, &l);
	}
	if (!l.n)
		table_empty(&p, &(struct empty){
					.title = N_("Nobody has looked yet"),
					.why = N_("As soon as somebody opens the file, it stands here.") });
	else {
		thread_begin(&p);
		for (size_t i = 0; i < l.n; i++)
			put_reading(&p, &l.r[i]);
		thread_end(&p);
	}
	table_pages(&p,
		    &(struct pages){ .shown = l.n,
				     .first = l.before ? url_of(&p, r->id) : STR(""),
				     .next = l.n == SHOWN ? html_url_with(&p, url_of(&p, r->id), "before",
									  html_int_text(&p, l.r[l.n - 1].at))
							  : STR("") });
	page_end(&p);
	return RC_OK;
}

/* --- the same for programs --- */

static void put_item(struct json *j, struct ctx *c, const struct reading *r)
{
	json_obj(j);
	JSON_KEY(j, "at");
	json_instant(j, r->at);
	JSON_KEY(j, "who");
	json_str(j, r->actor_name);
	JSON_KEY(j, "role");
	json_str(j, role_of(c, r->actor));
	JSON_KEY(j, "what");
	json_str(j, r->what);
	JSON_KEY(j, "purpose");
	if (r->purpose.n)
		json_str(j, r->purpose);
	else
		json_null(j);
	JSON_KEY(j, "times");
	json_int(j, r->times);
	JSON_KEY(j, "deputy");
	json_bool(j, r->for_account != 0);
	json_obj_end(j);
}

enum rc looked_page_api(struct req *r)
{
	struct looked l;

	for (size_t i = 0; i < r->http->nquery; i++)
		if (!str_eq(r->http->query[i].name, STR("before"))) {
			problem_add(&r->ctx.problems, r->http->query[i].name,
				    N_("There is no parameter {0} here."),
				    str_cut(r->http->query[i].name, 0, 40), (str){ NULL, 0 });
			return RC_INVALID;
		}
	enum rc rc = load(r, &l);
	if (rc != RC_OK)
		return rc;
	struct json j = api_begin(r, 200);
	json_obj(&j);
	JSON_KEY(&j, "items");
	json_arr(&j);
	for (size_t i = 0; i < l.n; i++)
		put_item(&j, &r->ctx, &l.r[i]);
	json_arr_end(&j);
	JSON_KEY(&j, "next");
	if (l.n == SHOWN) {
		struct buf b = buf_new(r->ctx.mem, 24);
		buf_int(&b, l.r[l.n - 1].at);
		json_str(&j, buf_view(&b));
	} else {
		json_null(&j);
	}
	json_obj_end(&j);
	return RC_OK;
}
