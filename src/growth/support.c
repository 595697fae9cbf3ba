#include "support.h"

#include "complain.h"
#include "entry.h"
#include "registry_page.h"
#include "timeline_records.h"

enum { DIGITS_MOST = 7 /* before the point: under ten million yuan */ };

bool support_amount_valid(str amount)
{
	str rest = amount, whole, cents = { NULL, 0 };
	bool some = false;

	if (!str_next(&rest, '.', &whole) || !str_digits(whole) || whole.n > DIGITS_MOST)
		return false;
	if (rest.s && (!str_digits(rest) || rest.n > 2))
		return false;
	cents = rest.s ? rest : cents;
	for (size_t i = 0; i < whole.n; i++)
		some |= whole.s[i] != '0';
	for (size_t i = 0; i < cents.n; i++)
		some |= cents.s[i] != '0';
	return some;
}

void support_check(struct ctx *c, const struct change *change)
{
	const struct record *s = change->after;

	entry_check(c, change);
	if (!s || change->before || c->via == VIA_UNDO)
		return;
	bool money = str_eq(rec_text(s, SUPPORT_WHAT), STR(CODE_SUPPORT_WHAT_MONEY));
	if (!rec_null(s, SUPPORT_AMOUNT) && !support_amount_valid(rec_text(s, SUPPORT_AMOUNT)))
		complain(c, "amount", N_("An amount is written in yuan, such as 500 or 500.00."));
	if (money && rec_null(s, SUPPORT_AMOUNT))
		complain(c, "amount", N_("Of money, write how much it was."));
	if (!money && rec_null(s, SUPPORT_TEXT))
		complain(c, "text", N_("Say in a few words what was given."));
}

static const struct entry_control controls[] = {
	{ SUPPORT_WHAT, NULL },
	{ SUPPORT_ON, NULL },
	{ SUPPORT_GIVER, N_("The sort of giver; who it was stands nowhere here.") },
	{ SUPPORT_AMOUNT, NULL },
	{ SUPPORT_TEXT, N_("What it was and what it was for") },
};

const struct entry_form support_form = {
	.kind = &support_kind,
	.add = N_("Write down help received"),
	.title = N_("Help received: {0}"),
	.lead = N_("Who looks after the child and the women’s federation read this."),
	.control = controls,
	.ncontrol = COUNT(controls),
};

static enum rc read_supports(struct timeline *t)
{
	struct records all;
	enum rc rc = timeline_records(t, &support_kind, &all);

	for (size_t i = 0; rc == RC_OK && i < all.n; i++) {
		const struct record *s = &all.r[i];
		struct timeline_item item = entry_page_item(t, &all, s);
		item.section = CODE_GROWTH_SECTION_SUPPORT;
		item.icon = "fund";
		item.title = html_say(t->p, N_("{0}, from: {1}"),
				      timeline_code(t->p, "support_what", rec_text(s, SUPPORT_WHAT)),
				      registry_code(t->p, "support_giver", rec_text(s, SUPPORT_GIVER)));
		item.text = timeline_text(t->p, s, SUPPORT_TEXT, &item.covered);
		timeline_add(t, &item);
	}
	return rc;
}

const struct timeline_source support_timeline = { .section = CODE_GROWTH_SECTION_SUPPORT,
						  .profile = P_SUPPORT,
						  .read = read_supports };
