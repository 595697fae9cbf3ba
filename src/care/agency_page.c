/* Agencies: the list and the forms follow from the kinds; one of them also shows its people. */
#include "account.h"
#include "agency.h"
#include "facts.h"
#include "registry_page.h"

/* --- what follows from the kinds --- */

static const uint8_t columns[] = { AGENCY_NAME, AGENCY_SORT, AGENCY_REGION, AGENCY_PHONE, AGENCY_CLOSED_ON };
static const uint8_t fields[] = { AGENCY_NAME,  AGENCY_SORT,    AGENCY_REGION,
				  AGENCY_PHONE, AGENCY_ADDRESS, AGENCY_CLOSED_ON };
const struct kind_page agency_pages = {
	.kind = &agency_kind,
	.column = columns,
	.ncolumn = COUNT(columns),
	.field = fields,
	.nfield = COUNT(fields),
	.tab = "/more",
	.add = N_("Add an agency"),
};

/* Accounts of the county whose role reads referrals; by name and role, since officials name accounts without
 * reading them. */
static enum rc people(struct req *r, struct form_field *f)
{
	enum { PEOPLE_MAX = 500 };
	struct page p = page_of(r);
	struct rows q;
	struct form_option *o = NEW(r->ctx.mem, struct form_option, PEOPLE_MAX);
	size_t n = 0;
	enum rc rc = DB_QUERY(
		r->ctx.db, &q,
		"SELECT a.id, a.name, a.role FROM account a WHERE a.county = ?1"
		" AND (a.disabled IS NULL OR a.disabled = 0) AND a.role NOT IN ('guardian', 'parent',"
		" 'child', 'keeper', 'finance', 'inspector', 'admin', 'security', 'auditor',"
		" 'volunteer', 'org', 'donor', 'city', 'province', 'ministry')"
		" ORDER BY a.role, a.name, a.id LIMIT ?2",
		INT(r->ctx.who->county), INT(PEOPLE_MAX));

	if (rc != RC_OK)
		return rc;
	while (n < PEOPLE_MAX && db_next(&q)) {
		str name = db_dup(r->ctx.mem, &q, 1), role = db_dup(r->ctx.mem, &q, 2);
		o[n++] = (struct form_option){ html_int_text(&p, db_int(&q, 0)),
					       html_say(&p, N_("{0}, {1}"), name,
							registry_code(&p, "role", role)) };
	}
	f->option = o;
	f->noption = n;
	return db_done(&q);
}

static enum rc member_options(struct req *r, const struct record *rec, struct form_field *f)
{
	(void)rec;
	return f->field == AGENCY_MEMBER_ACCOUNT ? people(r, f) : RC_OK;
}

static const uint8_t member_fields[] = { AGENCY_MEMBER_AGENCY, AGENCY_MEMBER_ACCOUNT, AGENCY_MEMBER_FROM,
					 AGENCY_MEMBER_TO };
const struct kind_page agency_member_pages = {
	.kind = &agency_member_kind,
	.field = member_fields,
	.nfield = COUNT(member_fields),
	.tab = "/more",
	.add = N_("Who reads what is referred here"),
	.mistake = N_("If they have left, write the last day instead: then it stays known who read here."),
	.options = member_options,
};

/* --- one agency --- */

static void put_facts(struct page *p, const struct record *a)
{
	static const size_t shown[] = { AGENCY_SORT, AGENCY_REGION, AGENCY_PHONE, AGENCY_ADDRESS,
					AGENCY_CLOSED_ON };

	html_lit(p, "<section class=\"sheet stack\">");
	facts_begin(p);
	(void)facts_fields(p, a, shown, COUNT(shown));
	facts_end(p);
	html_lit(p, "</section>\n");
	if (agency_open(a, p->today))
		return;
	html_lit(p, "<p class=\"sheet note\">");
	html_tr(p, N_("Nothing new is referred here any more."));
	html_lit(p, "</p>\n");
}

static str span_text(struct page *p, const struct record *m)
{
	str from = html_day_text(p, rec_day(m, AGENCY_MEMBER_FROM));

	if (rec_null(m, AGENCY_MEMBER_TO))
		return html_say(p, N_("since {0}"), from);
	return html_say(p, N_("{0} to {1}"), from, html_day_text(p, rec_day(m, AGENCY_MEMBER_TO)));
}

static void put_member(struct page *p, const struct record *m, str back)
{
	table_rows_item(p,
			&(struct row){ .icon = "child",
				       .title = m->label[AGENCY_MEMBER_ACCOUNT],
				       .why = span_text(p, m),
				       .url = html_url_with(p, html_url(p, "/agency_members/#/edit", m->id),
							    "back", back),
				       .verb = N_("Change") });
}

/* Who of the county keeps agencies also says who reads there. */
static enum rc put_people(struct page *p, const struct record *a)
{
	struct list l = { .filter = { { AGENCY_MEMBER_AGENCY, INT(a->id) } }, .nfilter = 1 };
	struct records found;
	str back = html_url(p, "/agencies/#", a->id);

	if (!may_write(p->who, P_AGENCY))
		return RC_OK;
	enum rc rc = record_list(&p->r->ctx, &agency_member_kind, &l, &found);
	if (rc != RC_OK)
		return rc;
	html_lit(p, "<section id=\"people\" class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, N_("Who reads what is referred here"));
	html_lit(p, "</h2>");
	html_link(p, html_url_with(p, html_url(p, "/agency_members/new?agency=#", a->id), "back", back),
		  html_word(p, N_("Add somebody")));
	html_lit(p, "</div>\n");
	if (found.n) {
		table_rows_begin(p);
		for (size_t i = 0; i < found.n; i++)
			put_member(p, &found.r[i], back);
		table_rows_end(p);
	} else {
		html_lit(p, "<p class=\"sheet note\">");
		html_tr(p, N_("Nobody yet: what is referred here waits until somebody is named."));
		html_lit(p, "</p>\n");
	}
	html_lit(p, "</section>\n");
	return RC_OK;
}

static enum rc show(struct req *r)
{
	struct record a;
	enum rc rc = record_load(&r->ctx, &agency_kind, r->id, &a);

	if (rc != RC_OK)
		return rc;
	struct page p = page_begin(r, &(struct frame){ .title = rec_text(&a, AGENCY_NAME),
						       .tab = "/more",
						       .back = STR("/agencies") });
	put_facts(&p, &a);
	rc = put_people(&p, &a);
	if (may_write(p.who, P_AGENCY)) {
		html_lit(&p, "<p class=\"acts\">");
		html_button(&p, html_url(&p, "/agencies/#/edit", a.id), N_("Change"), false);
		html_button(&p, html_url(&p, "/agencies/#/journal", a.id), N_("What changed"), false);
		html_lit(&p, "</p>\n");
	}
	page_end(&p);
	return rc;
}

/* clang-format off */
const struct route agency_routes[] = {
	{ HTTP_GET, "/agencies/:id", show, .need = ROLES_AGENCY_READ },
	{ 0 },
};
/* clang-format on */
