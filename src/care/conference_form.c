/* Rows that forms of conferences have several of: who sits for an agency, what is decided. */
#include "conference_page.h"

static const enum role doers[] = { ROLE_DIRECTOR,   ROLE_SUPERVISOR, ROLE_TEACHER, ROLE_HEAD,
				   ROLE_COUNSELLOR, ROLE_CIVIL,      ROLE_OFFICER, ROLE_FEDERATION };
static const char role_mark[] = "role:";

/* Roles first, then people by name: one list, one choice. */
static struct form_option *who_options(struct page *p, const struct plan_people *people, size_t *ret_n)
{
	struct form_option *named = plan_people_options(p, people);
	struct form_option *o = NEW(p->mem, struct form_option, COUNT(doers) + people->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < COUNT(doers); i++) {
		str code = str_of(role_code(doers[i]));
		o[n++] = (struct form_option){ html_fill(p, "role:{0}", code),
					       registry_code(p, "role", code) };
	}
	for (size_t i = 0; i < people->n; i++)
		o[n++] = named[i];
	*ret_n = n;
	return o;
}

static str name_of(struct page *p, size_t row, const char *name)
{
	return row ? plan_row_name(p, "decision", row, name) : str_of(name);
}

static str value_of(struct page *p, const struct plan_typed *t, size_t row, const char *name)
{
	return t->pair ? form_value(t->pair, t->n, name_of(p, row, name)) : STR("");
}

void conference_decision_put(struct page *p, const struct plan_people *people, const struct plan_typed *t,
			     size_t row)
{
	size_t n;
	struct form_option *who = who_options(p, people, &n);

	formpart_control(
		p, &task_kind.fields[TASK_TITLE],
		&(struct control){
			.name = name_of(p, row, "title"),
			.label = N_("What is to be done"),
			.hint = N_("Short, and without an illness or a secret: it stands in lists of tasks"),
			.value = value_of(p, t, row, "title") });
	formpart_select(p,
			&(struct control){ .name = name_of(p, row, "who"),
					   .label = N_("Who does it"),
					   .value = value_of(p, t, row, "who") },
			who, n);
	formpart_control(p, &task_kind.fields[TASK_DUE],
			 &(struct control){ .name = name_of(p, row, "due"),
					    .label = N_("By when"),
					    .value = value_of(p, t, row, "due") });
}

bool conference_decision_read(struct page *p, const struct plan_typed *t, size_t row,
			      struct conference_decision *ret)
{
	static const size_t mark = sizeof role_mark - 1;
	str who = value_of(p, t, row, "who");

	*ret = (struct conference_decision){ .title = str_trim(value_of(p, t, row, "title")),
					     .due = str_trim(value_of(p, t, row, "due")),
					     .row = row };
	if (who.n > mark && !memcmp(who.s, role_mark, mark))
		ret->role = str_cut(who, mark, who.n - mark);
	else if (!str_int(who, &ret->account))
		ret->account = 0;
	return ret->title.n || ret->due.n || who.n;
}

/* --- seats --- */

void conference_seats_put(struct page *p, const struct plan_typed *t, const char *legend)
{
	html_lit(p, "<details class=\"stack\"");
	for (size_t i = 1; t->pair && i <= CONFERENCE_SEATS; i++)
		if (plan_typed_row(p, t, "seat", i, "agency").n ||
		    plan_typed_row(p, t, "seat", i, "name").n) {
			html_lit(p, " open");
			break;
		}
	html_lit(p, "><summary>");
	html_tr(p, legend);
	html_lit(p, "</summary>\n");
	for (size_t i = 1; i <= CONFERENCE_SEATS; i++) {
		formpart_control(p, &attendee_kind.fields[ATTENDEE_AGENCY],
				 &(struct control){ .name = plan_row_name(p, "seat", i, "agency"),
						    .label = attendee_kind.fields[ATTENDEE_AGENCY].label,
						    .value = plan_typed_row(p, t, "seat", i, "agency") });
		formpart_control(p, &attendee_kind.fields[ATTENDEE_NAME],
				 &(struct control){ .name = plan_row_name(p, "seat", i, "name"),
						    .label = attendee_kind.fields[ATTENDEE_NAME].label,
						    .value = plan_typed_row(p, t, "seat", i, "name") });
	}
	html_lit(p, "</details>\n");
}

size_t conference_seats_read(struct page *p, const struct plan_typed *t, struct conference_seat *ret)
{
	size_t n = 0;

	for (size_t i = 1; i <= CONFERENCE_SEATS; i++) {
		str agency = plan_typed_row(p, t, "seat", i, "agency");
		str name = str_trim(plan_typed_row(p, t, "seat", i, "name"));
		if (agency.n || name.n)
			ret[n++] = (struct conference_seat){ agency, name, 0, i };
	}
	return n;
}
