#include "deed_text.h"

#include "utf8.h"

enum { TEXT_MAX = 120 << 10, FEN = 100, HOUR = 60 };

struct writing {
	struct ctx *c;
	const struct deed_text *t;
	enum lang lang;
	struct buf b;
};

/* --- values --- */

str deed_yuan(struct arena *mem, int64_t fen)
{
	struct buf b = buf_new(mem, 32);

	buf_int(&b, fen / FEN);
	if (fen % FEN) {
		buf_ch(&b, '.');
		buf_pad(&b, fen % FEN, 2);
	}
	return buf_view(&b);
}

int64_t deed_fen(str yuan)
{
	int64_t whole = 0, part = 0, scale = FEN;
	size_t digits = 0;
	bool point = false;

	for (size_t i = 0; i < yuan.n; i++) {
		char ch = yuan.s[i];
		bool digit = ch >= '0' && ch <= '9';
		if (ch == '.' && !point && digits) {
			point = true;
		} else if (digit && !point && digits < 8) {
			whole = whole * 10 + (ch - '0');
			digits++;
		} else if (digit && point && scale > 1) {
			scale /= 10;
			part += (ch - '0') * scale;
		} else if (!(ch == ',' && !point && digits)) {
			return -1;
		}
	}
	return digits ? whole * FEN + part : -1;
}

str deed_clock(struct arena *mem, int64_t minute)
{
	struct buf b = buf_new(mem, 16);

	buf_int(&b, minute / HOUR);
	buf_ch(&b, ':');
	buf_pad(&b, minute % HOUR, 2);
	return buf_view(&b);
}

const char *deed_weekday(int64_t weekday)
{
	static const char *const name[] = { N_("Monday"), N_("Tuesday"),  N_("Wednesday"), N_("Thursday"),
					    N_("Friday"), N_("Saturday"), N_("Sunday") };

	return weekday >= 1 && weekday <= (int64_t)COUNT(name) ? name[weekday - 1] : "";
}

static str word(struct writing *w, const char *text) { return str_of(tr(w->lang, text)); }

static str day_of(struct writing *w, day d)
{
	struct buf b = buf_new(w->c->mem, 64);

	if (d)
		tr_date(&b, w->lang, N_("{2} {1} {0}"), d);
	return buf_view(&b);
}

static str code_of(struct writing *w, const char *list, str code)
{
	const struct code_list *l = code_list_find(str_of(list));

	return l && code.n ? code_label(l, code, w->lang) : code;
}

static str place_of(struct writing *w, size_t field)
{
	struct buf b = buf_new(w->c->mem, 1 << 10);
	str code = rec_text(w->t->child, field);

	return code.n && region_path(w->c->model->regions, code, &b) ? buf_view(&b) : code;
}

/* --- lines --- */

#define LINE(w, text, ...) (TR(&(w)->b, (w)->lang, (text), ##__VA_ARGS__), buf_ch(&(w)->b, '\n'))

static void heading(struct writing *w, const char *text)
{
	buf_lit(&w->b, "# ");
	LINE(w, text);
}

/* What the family wrote; line by line as they set it, never a heading of its own. */
static void own_words(struct writing *w, size_t field, const char *otherwise)
{
	str text = str_trim(rec_text(w->t->deed, field)), line;

	if (!text.n && otherwise)
		LINE(w, otherwise);
	while (text.n && str_next(&text, '\n', &line)) {
		line = str_trim(line);
		while (line.n && line.s[0] == '#')
			line = str_trim(str_cut(line, 1, line.n));
		if (!line.n)
			continue;
		buf_str(&w->b, line);
		buf_ch(&w->b, '\n');
	}
}

static void put_parties(struct writing *w)
{
	const struct deed_text *t = w->t;
	str number = deed_yuan(w->c->mem, rec_int(t->deed, DEED_VERSION) * FEN);

	buf_lit(&w->b, "# ");
	LINE(w, N_("Deed of entrusted care, version {0}"), number);
	LINE(w, N_("Child: {0}, born on {1}, living in {2}."), rec_text(t->child, CHILD_NAME),
	     day_of(w, rec_day(t->child, CHILD_BIRTH_DATE)),
	     place_of(w, rec_null(t->child, CHILD_LIVING_REGION) ? CHILD_HOUSEHOLD_REGION
								 : CHILD_LIVING_REGION));
	LINE(w, N_("Who entrusts: {0}, the child's {1}."), rec_text(t->parent, PERSON_NAME),
	     code_of(w, "relation", t->parent_is));
	LINE(w, N_("Who takes into care: {0}, the child's {1}, born on {2}."),
	     rec_text(t->carer, PERSON_NAME), code_of(w, "relation", t->carer_is),
	     day_of(w, rec_day(t->carer, PERSON_BIRTH_DATE)));
}

static void put_cause(struct writing *w)
{
	const struct record *d = w->t->deed;

	heading(w, N_("1. Cause and time"));
	LINE(w, N_("The parent cannot look after the child day by day. Cause: {0}."),
	     code_of(w, "deed_cause", rec_text(d, DEED_CAUSE)));
	own_words(w, DEED_CAUSE_TEXT, NULL);
	LINE(w, N_("The parent will be in: {0}. Phone: {1}."), rec_text(d, DEED_DESTINATION),
	     rec_text(d, DEED_PHONE));
	if (!rec_null(d, DEED_EMPLOYER))
		LINE(w, N_("The parent works there at: {0}."), rec_text(d, DEED_EMPLOYER));
	LINE(w, N_("The carer looks after the child from {0} to {1}, both days included."),
	     day_of(w, rec_day(d, DEED_FROM)), day_of(w, rec_day(d, DEED_TO)));
}

static void put_care(struct writing *w)
{
	static const struct {
		size_t field;
		const char *title, *otherwise;
	} part[] = {
		{ DEED_CONSIDERED, N_("2. Why this carer"),
		  N_("The parent has weighed the character, the home, the health and the bond with the "
		     "child, "
		     "and trusts the carer.") },
		{ DEED_DAILY, N_("3. Daily life"),
		  N_("The carer sees to food, clothes, sleep and cleanliness as a good parent would.") },
		{ DEED_SCHOOLING, N_("4. School and learning"),
		  N_("The carer sees that the child goes to school each school day and is the school's first "
		     "contact.") },
		{ DEED_MEDICAL, N_("5. When the child is ill"),
		  N_("The carer takes an ill child to the doctor at once and tells the parent; in an "
		     "emergency "
		     "the carer may agree to what the doctor has to do before the parent can be reached.") },
		{ DEED_SAFETY, N_("6. Safety"),
		  N_("The carer keeps the child from water, traffic, fire, electricity and gas, and knows "
		     "with "
		     "whom the child is.") },
	};

	for (size_t i = 0; i < COUNT(part); i++) {
		heading(w, part[i].title);
		own_words(w, part[i].field, part[i].otherwise);
	}
}

static void put_money(struct writing *w)
{
	const struct record *d = w->t->deed;

	heading(w, N_("7. Money"));
	if (rec_int(d, DEED_MONEY))
		LINE(w, N_("For the child the parent gives the carer {0} yuan each month."),
		     deed_yuan(w->c->mem, rec_int(d, DEED_MONEY)));
	else
		LINE(w, N_("The parent pays what the child needs; no fixed sum is agreed."));
}

static void put_contact(struct writing *w)
{
	const struct record *d = w->t->deed;

	heading(w, N_("8. Contact"));
	LINE(w,
	     N_("At least once in every seven days the parent talks with the child, and also asks the carer "
		"and the school how the child is."));
	if (rec_int(d, DEED_WEEKDAY) && !rec_null(d, DEED_MINUTE))
		LINE(w, N_("Agreed: {0} at {1}, {2}."), word(w, deed_weekday(rec_int(d, DEED_WEEKDAY))),
		     deed_clock(w->c->mem, rec_int(d, DEED_MINUTE)),
		     code_of(w, "contact_channel", rec_text(d, DEED_CHANNEL)));
	heading(w, N_("9. When the parent comes home"));
	own_words(w, DEED_HOME_PLAN, N_("As often as work allows, and when the child needs it."));
}

static void put_duties(struct writing *w)
{
	static const char *const duty[] = {
		N_("The parent stays the guardian, and answers for the child's upbringing together with the "
		   "carer."),
		N_("Told that the child is troubled or behaves unusually, the parent acts at once."),
		N_("When the carer can no longer look after the child, the carer tells the parent and the "
		   "village committee first, and does not leave the child alone."),
		N_("No child under eight, and no child that needs special care, is left unattended; no child "
		   "under sixteen lives alone."),
	};

	heading(w, N_("10. What does not change"));
	for (size_t i = 0; i < COUNT(duty); i++)
		LINE(w, duty[i]);
}

static void put_grounds(struct writing *w)
{
	static const struct {
		size_t field;
		const char *says;
	} ground[DEED_UNFIT - DEED_HARM + 1] = {
		{ DEED_HARM, N_("The carer has harmed, abandoned or sold a child, or used violence: {0}.") },
		{ DEED_HABITS, N_("The carer takes drugs, drinks to excess or gambles: {0}.") },
		{ DEED_REFUSED, N_("The carer has refused, or long neglected, to look after a child: {0}.") },
		{ DEED_UNFIT, N_("There is something else that makes the carer unfit: {0}.") },
	};

	heading(w, N_("11. What the parent declares of the carer"));
	for (size_t i = 0; i < COUNT(ground); i++)
		LINE(w, ground[i].says, code_of(w, "yes_no", rec_text(w->t->deed, ground[i].field)));
}

static void put_end(struct writing *w)
{
	str village = place_of(w, rec_null(w->t->child, CHILD_LIVING_REGION) ? CHILD_HOUSEHOLD_REGION
									     : CHILD_LIVING_REGION);

	heading(w, N_("12. Notice and end"));
	if (w->t->school.n)
		LINE(w,
		     N_("The parent gives written notice of this deed to {0} and to the village committee of "
			"{1}."),
		     w->t->school, village);
	else
		LINE(w, N_("The parent gives written notice of this deed to the village committee of {0}."),
		     village);
	LINE(w, N_("The deed ends with its last day. Either side may end it earlier by telling the other and "
		   "the "
		   "village committee; what changes is written into a new version."));
	LINE(w, N_("Ground: Law on the Protection of Minors, articles 21 to 24 and 43."));
}

str deed_text(struct ctx *c, enum lang lang, const struct deed_text *t)
{
	struct writing w = { .c = c, .t = t, .lang = lang, .b = buf_new(c->mem, TEXT_MAX) };

	put_parties(&w);
	put_cause(&w);
	put_care(&w);
	put_money(&w);
	put_contact(&w);
	put_duties(&w);
	put_grounds(&w);
	put_end(&w);
	return str_trim(buf_view(&w.b)); /* as it is kept */
}
