#include "registry_timeline.h"

#include "registry_page.h"

static str school_text(struct page *p, const struct record *e)
{
	str class = e->label[ENROLMENT_CLASS];

	return class.n ? html_say(p, N_("{0}, {1}"), e->label[ENROLMENT_SCHOOL], class)
		       : e->label[ENROLMENT_SCHOOL];
}

static enum rc read_enrolments(struct timeline *t, struct records *ret)
{
	struct list l = { .v = { INT(t->child->id), INT(t->from), INT(t->until) }, .nv = 3 };

	l.where = SQL("t.child = ?1 AND t.from_day <= ?3 AND (t.to_day IS NULL OR t.to_day >= ?2)");
	return timeline_list(t, &enrolment_kind, &l, ret);
}

static enum rc read_basics(struct timeline *t)
{
	struct records all;
	enum rc rc = read_enrolments(t, &all);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < all.n; i++)
		timeline_add(t, &(struct timeline_item){
					.on = rec_day(&all.r[i], ENROLMENT_FROM),
					.section = CODE_GROWTH_SECTION_BASICS,
					.icon = "class",
					.title = html_say(t->p, N_("At this school from now on: {0}"),
							  school_text(t->p, &all.r[i])) });
	timeline_add(t, &(struct timeline_item){ .on = rec_day(t->child, CHILD_BIRTH_DATE),
						 .section = CODE_GROWTH_SECTION_BASICS,
						 .icon = "child",
						 .title = html_word(t->p, N_("Was born")) });
	return RC_OK;
}

/* Why a child left is for those who look after it. */
static enum rc read_closing(struct timeline *t)
{
	struct records all;
	enum rc rc = read_enrolments(t, &all);

	for (size_t i = 0; rc == RC_OK && i < all.n; i++)
		timeline_add(t, &(struct timeline_item){
					.on = rec_day(&all.r[i], ENROLMENT_TO),
					.section = CODE_GROWTH_SECTION_HANDOVER,
					.icon = "class",
					.title = html_say(t->p, N_("Left this school: {0}"),
							  school_text(t->p, &all.r[i])),
					.text = registry_code(t->p, "enrolment_end",
							      rec_text(&all.r[i], ENROLMENT_END)) });
	return rc;
}

/* --- the adults --- */

/* Who it is to the child: names of adults stand on the child's own page. */
static str adult_text(struct page *p, const struct record *tie)
{
	return registry_code(p, "relation", rec_text(tie, TIE_RELATION));
}

static void add_tie(struct timeline *t, const struct record *tie)
{
	str who = adult_text(t->p, tie);
	struct timeline_item item = { .section = CODE_GROWTH_SECTION_FAMILY, .icon = "today" };

	if (rec_int(tie, TIE_BARRED) || !(rec_int(tie, TIE_CARER) || rec_int(tie, TIE_GUARDIAN)))
		return;
	item.on = rec_day(tie, TIE_FROM);
	item.title = html_say(t->p,
			      rec_int(tie, TIE_CARER) ? N_("Looks after the child from now on: {0}")
						      : N_("Is guardian from now on: {0}"),
			      who);
	timeline_add(t, &item);
	item.on = rec_day(tie, TIE_TO);
	item.title = html_say(t->p,
			      rec_int(tie, TIE_CARER) ? N_("Looked after the child until then: {0}")
						      : N_("Was guardian until then: {0}"),
			      who);
	timeline_add(t, &item);
}

static void add_absence(struct timeline *t, const struct record *a, const struct record *tie)
{
	str who = adult_text(t->p, tie),
	    reason = registry_code(t->p, "absence_reason", rec_text(a, ABSENCE_REASON));
	struct timeline_item item = { .section = CODE_GROWTH_SECTION_FAMILY,
				      .icon = "place",
				      .text = reason };

	item.on = rec_null(a, ABSENCE_FROM) ? rec_day(a, ABSENCE_KNOWN_BY) : rec_day(a, ABSENCE_FROM);
	item.title = rec_null(a, ABSENCE_REGION)
			     ? html_say(t->p, N_("Went away: {0}"), who)
			     : html_say(t->p, N_("Went to {0}: {1}"),
					registry_region(t->p, rec_text(a, ABSENCE_REGION)), who);
	if (rec_null(a, ABSENCE_FROM))
		item.title = html_say(t->p, N_("Away, a form says: {0}"), who);
	timeline_add(t, &item);
	item.on = rec_day(a, ABSENCE_TO);
	item.title = html_say(t->p, N_("Came back: {0}"), who);
	item.text = STR("");
	timeline_add(t, &item);
}

static const struct record *tie_of(const struct records *ties, int64_t person)
{
	for (size_t i = 0; i < ties->n; i++)
		if (rec_int(&ties->r[i], TIE_PERSON) == person && !rec_int(&ties->r[i], TIE_BARRED))
			return &ties->r[i];
	return NULL;
}

static enum rc read_family(struct timeline *t)
{
	struct records ties, away;
	struct list of_child = { .v = { INT(t->child->id) }, .nv = 1 };
	struct list of_adults = of_child;

	of_child.where = SQL("t.child = ?1");
	enum rc rc = timeline_list(t, &tie_kind, &of_child, &ties);
	of_adults.where = SQL("t.person IN (SELECT i.person FROM tie i WHERE i.child = ?1)");
	if (rc == RC_OK)
		rc = timeline_list(t, &absence_kind, &of_adults, &away);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < ties.n; i++)
		add_tie(t, &ties.r[i]);
	for (size_t i = 0; i < away.n; i++) {
		const struct record *tie = tie_of(&ties, rec_int(&away.r[i], ABSENCE_PERSON));
		if (tie)
			add_absence(t, &away.r[i], tie);
	}
	return RC_OK;
}

/* --- where the child lived --- */

static enum rc read_home(struct timeline *t)
{
	struct records held;
	struct list l = { .v = { INT(t->child->id), INT(t->from), INT(t->until) }, .nv = 3 };

	l.where = SQL("t.child = ?1 AND t.from_day >= ?2 AND t.from_day <= ?3");
	enum rc rc = timeline_list(t, &circumstance_kind, &l, &held);
	for (size_t i = 0; rc == RC_OK && i < held.n; i++) {
		const struct record *c = &held.r[i];
		bool lives = str_eq(rec_text(c, CIRCUMSTANCE_TOPIC), STR("living_region"));
		if (!lives && !str_eq(rec_text(c, CIRCUMSTANCE_TOPIC), STR("household_region")))
			continue;
		str place = registry_region(t->p, rec_text(c, CIRCUMSTANCE_VALUE));
		timeline_add(t, &(struct timeline_item){
					.on = rec_day(c, CIRCUMSTANCE_FROM),
					.section = CODE_GROWTH_SECTION_HOME,
					.icon = "place",
					.title = html_say(t->p,
							  lives ? N_("Lives from now on in {0}")
								: N_("Registered from now on in {0}"),
							  place) });
	}
	return rc;
}

/* Who a section is for stands in domain facts 4.1: dwelling and closing for staff, whatever else they read of
 * the register. */
static const struct timeline_source basics = { .section = CODE_GROWTH_SECTION_BASICS,
					       .profile = P_REGISTER,
					       .read = read_basics };
static const struct timeline_source family = { .section = CODE_GROWTH_SECTION_FAMILY,
					       .profile = P_FAMILY,
					       .read = read_family };
static const struct timeline_source home = { .section = CODE_GROWTH_SECTION_HOME,
					     .profile = P_HOME,
					     .read = read_home };
static const struct timeline_source closing = { .section = CODE_GROWTH_SECTION_HANDOVER,
						.profile = P_TALK,
						.read = read_closing };
const struct timeline_source *const registry_timeline[] = { &basics, &family, &home, &closing, NULL };
