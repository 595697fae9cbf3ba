/* The team: what each has on their hands, in order of place.  No colours and no ranks: what is late may be
 * late because there is too much of it (anchors: pains 23, 24). */
#include "task_page.h"
#include "team_load.h"

static const struct col cols[] = { { N_("Who"), COL_TEXT },
				   { N_("Where"), COL_TEXT },
				   { N_("Children under care"), COL_NUMBER },
				   { N_("To do"), COL_NUMBER },
				   { N_("Past its day"), COL_NUMBER },
				   { N_("Visits in 30 days"), COL_NUMBER },
				   { N_("Their list"), COL_GO } };

static str place_of(struct page *p, const struct actor *who)
{
	struct record r;
	struct ctx look = p->r->ctx;

	look.seen = NULL;
	if (who->region.n)
		return registry_region(p, who->region);
	if (who->class && record_load(&look, &class_kind, who->class, &r) == RC_OK)
		return rec_text(&r, CLASS_NAME);
	if (who->school && record_load(&look, &school_kind, who->school, &r) == RC_OK)
		return rec_text(&r, SCHOOL_NAME);
	return STR("");
}

static void put_number(struct table *t, int64_t n)
{
	table_cell(t);
	html_int(t->p, n);
}

/* A supervisor's directors, a head's teachers: one step further down. */
static str below(struct page *p, const struct actor *who)
{
	if (who->role == ROLE_SUPERVISOR)
		return html_url_code(p, "/team?place=#", who->region);
	if (who->role == ROLE_HEAD)
		return html_url(p, "/team?school=#", who->school);
	return STR("");
}

static void put_person(struct table *t, const struct team_person *m)
{
	struct page *p = t->p;
	str further = below(p, m->who);

	table_row(t);
	table_cell(t);
	if (further.n)
		html_link(p, further, m->who->name);
	else
		html_text(p, m->who->name);
	table_text(t, place_of(p, m->who));
	put_number(t, m->children);
	put_number(t, m->open);
	put_number(t, m->late);
	put_number(t, m->visits);
	table_cell(t);
	html_lit(p, "<a class=\"btn quiet\"");
	html_href(p, html_url(p, "/tasks?person=#", m->who->account));
	html_lit(p, ">");
	html_tr(p, N_("Their list"));
	html_lit(p, "<span class=\"hide\"> ");
	html_text(p, m->who->name);
	html_lit(p, "</span></a>");
}

static void put_team(struct page *p, enum role role, const struct team_people *team)
{
	html_lit(p, "<section class=\"stack\"><div class=\"head\"><h2>");
	html_text(p, registry_code(p, "role", str_of(role_code(role))));
	html_lit(p, "</h2></div>\n");
	if (!team->n) {
		table_empty(p,
			    &(struct empty){ .title = N_("Nobody holds this role here"),
					     .why = N_("What it has to do goes to the next role at once.") });
	} else {
		struct table t = table_begin(
			p, cols, COUNT(cols),
			html_say(p, N_("In order of place: {0}"), html_int_text(p, (int64_t)team->n)));
		for (size_t i = 0; i < team->n; i++)
			put_person(&t, &team->person[i]);
		table_end(&t);
	}
	html_lit(p, "</section>\n");
}

static enum rc put_role(struct page *p, enum role role, str place, int64_t school)
{
	struct team_people team;
	enum rc rc = team_people_load(&p->r->ctx, role, place, school, &team);

	if (rc == RC_OK)
		put_team(p, role, &team);
	return rc;
}

/* Whom each has: the county its townships and schools, with those below where one is chosen. */
static enum rc put_teams(struct page *p, str place, int64_t school)
{
	switch (p->who->role) {
	case ROLE_SUPERVISOR: return put_role(p, ROLE_DIRECTOR, STR(""), 0);
	case ROLE_CIVIL:
		return place.n ? put_role(p, ROLE_DIRECTOR, place, 0)
			       : put_role(p, ROLE_SUPERVISOR, STR(""), 0);
	case ROLE_OFFICER:
		return school ? put_role(p, ROLE_TEACHER, STR(""), school)
			      : put_role(p, ROLE_HEAD, STR(""), 0);
	default: return put_role(p, ROLE_TEACHER, STR(""), p->who->school);
	}
}

enum rc team_page_show(struct req *r)
{
	str place = req_query(r, STR("place")), typed = req_query(r, STR("school"));
	int64_t school = 0;

	if ((typed.n && (!str_int(typed, &school) || school <= 0)) || (place.n && !str_digits(place)))
		return RC_INVALID;
	struct page p =
		page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("The team"))),
					       .tab = "/more",
					       .back = place.n || school ? STR("/team") : STR("/more"),
					       .own_h1 = true });
	html_lit(&p, "<h1>");
	html_tr(&p, N_("The team"));
	html_lit(&p, "</h1><p class=\"s\">");
	html_tr(&p,
		N_("So that nobody is left alone with too much. Hand things on where one has more than the "
		   "others."));
	html_lit(&p, "</p>\n");
	enum rc rc = put_teams(&p, place, school);
	page_end(&p);
	return rc;
}
