/* The form "we talked": everything stands as it mostly is, so that one tap is enough. */
#include "codes.h"
#include "complain.h"
#include "contact_page.h"
#include "formpart.h"
#include "kin.h"
#include "registry_page.h"
#include "standing.h"

enum { TILES = 12, BEIJING = 480, HOUR = 60, DAY_MINUTES = 1440 };

/* Where parents work abroad; by the clock there. */
static const struct {
	int zone;
	const char *where;
} zones[] = {
	{ 480, N_("Beijing, Singapore (UTC+8)") },
	{ 540, N_("Seoul, Tokyo (UTC+9)") },
	{ 600, N_("Sydney in winter (UTC+10)") },
	{ 660, N_("Sydney in summer (UTC+11)") },
	{ 720, N_("Auckland in winter (UTC+12)") },
	{ 780, N_("Auckland in summer (UTC+13)") },
	{ 420, N_("Bangkok, Hanoi (UTC+7)") },
	{ 330, N_("Delhi (UTC+5:30)") },
	{ 300, N_("Karachi, Tashkent (UTC+5)") },
	{ 240, N_("Dubai (UTC+4)") },
	{ 180, N_("Moscow, Nairobi, Riyadh (UTC+3)") },
	{ 120, N_("Johannesburg; Rome in summer (UTC+2)") },
	{ 60, N_("Lagos; Rome in winter (UTC+1)") },
	{ 0, N_("Accra; London in winter (UTC)") },
	{ -180, N_("Sao Paulo (UTC-3)") },
	{ -240, N_("New York in summer (UTC-4)") },
	{ -300, N_("New York in winter (UTC-5)") },
	{ -480, N_("Los Angeles in winter (UTC-8)") },
};

/* --- what the controls show --- */

static str shown(struct page *p, const struct contact_form *f, size_t field, str otherwise)
{
	if (f->given)
		return f->given->present >> field & 1 ? f->given->typed[field] : otherwise;
	if (f->corrects && f->corrects->kind && !rec_null(f->corrects, field) &&
	    !(f->corrects->masked >> field & 1))
		return record_text(&p->r->ctx, f->corrects, field);
	return otherwise;
}

static void put_code(struct page *p, const struct contact_form *f, size_t field, const char *otherwise)
{
	const struct field *k = &contact_kind.fields[field];
	const struct code_list *list = code_list_find(str_of(k->codes));
	struct tile tile[TILES];
	str is = shown(p, f, field, str_of(otherwise));
	const struct code *code;
	size_t n = 0, at = 0;

	while (n < TILES && (code = code_next(list, &at, p->today, STR(""))))
		tile[n++] = (struct tile){ .value = code->code,
					   .label = code_label(list, code->code, p->lang),
					   .checked = str_eq(code->code, is) };
	html_lit(p, "<div class=\"places\">");
	formpart_tiles(p, &(struct control){ .name = str_of(k->name), .label = k->label }, tile, n);
	html_lit(p, "</div>\n");
}

/* More choices than fit beside each other. */
static void put_choice(struct page *p, const struct contact_form *f, size_t field, const char *otherwise)
{
	const struct field *k = &contact_kind.fields[field];
	const struct code_list *list = code_list_find(str_of(k->codes));
	struct form_option option[TILES];
	const struct code *code;
	size_t n = 0, at = 0;
	bool fix = f->corrects && f->corrects->kind;

	while (n < TILES && (code = code_next(list, &at, p->today, STR(""))))
		if (fix || field != CONTACT_OUTCOME || !str_eq(code->code, STR(CODE_CONTACT_OUTCOME_MISTAKE)))
			option[n++] =
				(struct form_option){ code->code, code_label(list, code->code, p->lang) };
	formpart_select(p,
			&(struct control){ .name = str_of(k->name),
					   .label = k->label,
					   .value = shown(p, f, field, str_of(otherwise)) },
			option, n);
}

/* The parents: who writes as one of them is the one. */
static enum rc put_person(struct page *p, const struct contact_form *f)
{
	struct tile tile[TILES];
	struct records ties;
	size_t n = 0;
	enum rc rc = kin_ties(&p->r->ctx, f->child, 0, &ties);
	str is = shown(p, f, CONTACT_PERSON,
		       html_int_text(p, p->who->role == ROLE_PARENT ? p->who->person : 0));

	for (size_t i = 0; rc == RC_OK && i < ties.n && n < TILES; i++) {
		const struct record *t = &ties.r[i];
		str id = html_int_text(p, rec_int(t, TIE_PERSON));
		if (!standing_relation_of(rec_text(t, TIE_RELATION)) ||
		    (p->who->role == ROLE_PARENT && p->who->person &&
		     rec_int(t, TIE_PERSON) != p->who->person))
			continue;
		tile[n++] = (struct tile){ .value = id,
					   .label = kin_word(p, rec_text(t, TIE_RELATION)),
					   .checked = str_eq(is, id) };
	}
	if (rc != RC_OK)
		return rc;
	if (n == 1) {
		html_hidden(p, STR("person"), tile[0].value);
		return RC_OK;
	}
	html_lit(p, "<div class=\"places\">");
	formpart_tiles(p, &(struct control){ .name = STR("person"), .label = N_("Which parent") }, tile, n);
	html_lit(p, "</div>\n");
	return RC_OK;
}

static str time_text(struct page *p, str minutes)
{
	struct buf b = buf_new(p->mem, 16);
	int64_t n;

	if (!str_int(minutes, &n) || n < 0 || n >= DAY_MINUTES)
		return minutes; /* as it was typed */
	buf_pad(&b, n / HOUR, 2);
	buf_ch(&b, ':');
	buf_pad(&b, n % HOUR, 2);
	return buf_view(&b);
}

static void put_zone(struct page *p, const struct contact_form *f)
{
	struct form_option option[COUNT(zones)];

	for (size_t i = 0; i < COUNT(zones); i++)
		option[i] =
			(struct form_option){ html_int_text(p, zones[i].zone), html_word(p, zones[i].where) };
	formpart_select(p,
			&(struct control){ .name = STR("zone"),
					   .label = N_("By which clock"),
					   .value = shown(p, f, CONTACT_ZONE, html_int_text(p, BEIJING)) },
			option, COUNT(zones));
}

static void put_more(struct page *p, const struct contact_form *f)
{
	bool open = f->given || (f->corrects && f->corrects->kind);

	formpart_fold_begin(p, N_("Another time, or a note"), open);
	formpart_control(
		p, &contact_kind.fields[CONTACT_DAY],
		&(struct control){ .name = STR("day"),
				   .label = N_("Day"),
				   .value = shown(p, f, CONTACT_DAY, complain_day(&p->r->ctx, p->today)),
				   .required = true });
	form_text_put(p, &(struct form_text){ .name = "minute",
					      .label = N_("At what time"),
					      .hint = N_("May stay empty"),
					      .type = "time",
					      .value = time_text(p, shown(p, f, CONTACT_MINUTE, STR(""))) });
	put_zone(p, f);
	put_choice(p, f, CONTACT_OUTCOME, CODE_CONTACT_OUTCOME_REACHED);
	formpart_control(
		p, &contact_kind.fields[CONTACT_NOTE],
		&(struct control){ .name = STR("note"),
				   .label = N_("Note"),
				   .hint = N_("Only if it helps: who looks after the child reads it."),
				   .value = shown(p, f, CONTACT_NOTE, STR("")) });
	formpart_fold_end(p);
}

enum rc contact_form_put(struct page *p, const struct contact_form *f)
{
	bool fix = f->corrects && f->corrects->kind;

	formpart_act_begin(p, html_url(p, "/children/#/contacts", f->child));
	form_summary(p, NULL);
	html_hidden(p, STR("client"),
		    f->given && f->given->typed[CONTACT_CLIENT].n ? f->given->typed[CONTACT_CLIENT]
								  : form_client(p->mem));
	if (fix)
		html_hidden(p, STR("corrects"), html_int_text(p, f->corrects->id));
	enum rc rc = put_person(p, f);
	put_code(p, f, CONTACT_WHOM,
		 p->who->role == ROLE_TEACHER ? CODE_CONTACT_WHOM_CHILD : CODE_CONTACT_WHOM_BOTH);
	put_choice(p, f, CONTACT_CHANNEL, CODE_CONTACT_CHANNEL_VIDEO);
	put_more(p, f);
	formpart_act_end(p, fix ? N_("Put it right") : N_("We talked"), true);
	return rc;
}

/* --- what comes back --- */

/* "20:15" or "8:05", with whichever colon. */
static bool read_time(str text, int *ret)
{
	str rest = text, hour, minute;
	int64_t h, m;

	if (!str_next(&rest, ':', &hour) || !rest.s)
		return false;
	(void)str_next(&rest, ':', &minute); /* seconds that a browser adds */
	if (!str_int(hour, &h) || !str_int(minute, &m) || h < 0 || h > 23 || m < 0 || m >= HOUR)
		return false;
	*ret = (int)(h * HOUR + m);
	return true;
}

enum rc contact_form_read(struct req *r, struct form_given *ret)
{
	enum rc rc = form_read(r, &contact_kind, ret);
	int minutes;

	if (rc != RC_OK)
		return rc;
	str typed = str_trim(ret->typed[CONTACT_MINUTE]);
	ret->in.given &= ~(UINT64_C(1) << CONTACT_MINUTE);
	ret->in.cleared &= ~(UINT64_C(1) << CONTACT_MINUTE);
	if (typed.n && read_time(typed, &minutes))
		input_int(&ret->in, r->ctx.mem, CONTACT_MINUTE, minutes);
	else if (typed.n)
		complain(&r->ctx, "minute", N_("A time is written as 20:15."));
	return RC_OK;
}
