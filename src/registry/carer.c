#include "carer.h"
#include "registry_page.h"

static struct carer_params carer_params_of(const struct ctx *c)
{
	return (struct carer_params){ (int)ctx_param(c, PARAM_CARER_LOOK_AGE),
				      (int)ctx_param(c, PARAM_CARER_SOON_AGE) };
}

static bool ill(str health)
{
	return health.n && !str_eq(health, STR("10")) && !str_eq(health, STR("20")); /* good, fair */
}

enum carer_look carer_look_of(int age, str health, str ability, const struct carer_params *params)
{
	if (str_eq(ability, STR(CODE_CARE_ABILITY_UNABLE)) || age >= params->soon_age)
		return CARER_SOON;
	return age >= params->look_age || ill(health) || str_eq(ability, STR(CODE_CARE_ABILITY_LIMITED))
		       ? CARER_LOOK
		       : CARER_FINE;
}

static void put_tone(struct page *p, enum carer_look look, str text)
{
	if (look == CARER_FINE) {
		html_text(p, text);
		return;
	}
	if (look == CARER_SOON)
		html_lit(p, "<b class=\"bad\">");
	else
		html_lit(p, "<b class=\"due\">");
	html_icon(p, "warn");
	html_lit(p, " ");
	html_text(p, text);
	html_lit(p, "</b>");
}

static str text_or_none(const struct record *r, size_t field)
{
	return r->v[field].t == VAL_TEXT ? rec_text(r, field) : STR("");
}

static str in_words(struct page *p, const struct record *person, int age)
{
	str ability = registry_code(p, "care_ability", text_or_none(person, PERSON_CARE_ABILITY));

	if (age < 0)
		return ability.n ? html_say(p, N_("Looks after the child day by day; {0}."), ability)
				 : html_say(p, N_("Looks after the child day by day; age not written down."));
	return ability.n ? html_say(p, N_("Looks after the child day by day; {0} years old, {1}."),
				    html_int_text(p, age), ability)
			 : html_say(p, N_("Looks after the child day by day; {0} years old."),
				    html_int_text(p, age));
}

void carer_put(struct page *p, const struct record *tie, const struct record *person, day on)
{
	struct carer_params params = carer_params_of(&p->r->ctx);
	int age = rec_null(person, PERSON_BIRTH_DATE) ? -1 : day_age(rec_day(person, PERSON_BIRTH_DATE), on);
	str health = text_or_none(person, PERSON_HEALTH);

	if (!rec_int(tie, TIE_CARER))
		return;
	html_gap(p);
	put_tone(p, carer_look_of(age, health, text_or_none(person, PERSON_CARE_ABILITY), &params),
		 in_words(p, person, age));
}
