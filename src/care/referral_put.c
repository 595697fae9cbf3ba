/* How a referral is said in words, and what was handed over shown. */
#include "facts.h"
#include "privacy_page.h"
#include "referral_page.h"

/* --- words --- */

str referral_when(struct page *p, int64_t at)
{
	return html_say(p, N_("{0}, {1}"), html_day_text(p, instant_day(at)), html_clock_text(p, at));
}

str referral_parts_words(struct page *p, str parts)
{
	struct buf b = buf_new(p->mem, 1 << 10);
	str word;

	while (str_next(&parts, ' ', &word)) {
		if (!word.n)
			continue;
		if (b.n)
			buf_str(&b, p->lang == LANG_ZH ? STR("、") : STR(", "));
		buf_str(&b, registry_code(p, "referral_part", word));
	}
	return buf_view(&b);
}

str referral_way(struct page *p, const struct record *r)
{
	str to = r->label[REFERRAL_TO];

	return html_say(p, N_("{0}: to {1}"),
			privacy_sentence(p, registry_code(p, "referral_what", rec_text(r, REFERRAL_WHAT))),
			to.n ? to : html_word(p, N_("an agency")));
}

str referral_ground(struct page *p, const struct record *r)
{
	str basis = registry_code(p, "referral_basis", rec_text(r, REFERRAL_BASIS));

	return rec_null(r, REFERRAL_LAW) ? basis
					 : html_say(p, N_("{0}: {1}"), basis, rec_text(r, REFERRAL_LAW));
}

static str short_when(struct page *p, int64_t at)
{
	return html_say(p, N_("{0}, {1}"), html_day_short(p, instant_day(at)), html_clock_text(p, at));
}

str referral_stands(struct page *p, const struct record *r)
{
	str state = rec_text(r, REFERRAL_STATE), due = short_when(p, rec_int(r, REFERRAL_DUE_AT));

	if (referral_late(r, p->r->ctx.now))
		return html_say(p, N_("no answer; it was due by {0}"), due);
	if (str_eq(state, STR(CODE_REFERRAL_STATE_SENT)))
		return html_say(p, N_("an answer is due by {0}"), due);
	return registry_code(p, "referral_state", state);
}

/* --- what was handed over --- */

/* A code, or several parted by blanks. */
static str code_words(struct page *p, str list, str value)
{
	struct buf b = buf_new(p->mem, 4 << 10), name = buf_new(p->mem, 60);
	str word;

	buf_str(&name, list);
	buf_ch(&name, '\0');
	while (str_next(&value, ' ', &word)) {
		if (!word.n)
			continue;
		if (b.n)
			buf_str(&b, p->lang == LANG_ZH ? STR("、") : STR(", "));
		buf_str(&b, registry_code(p, name.s, word));
	}
	return buf_view(&b);
}

static str text_of(const struct json_value *row, const char *key)
{
	const struct json_value *v = json_get(row, str_of(key));

	return v && v->type == JSON_STRING ? v->text : (str){ NULL, 0 };
}

/* From the province down: who reads it may be from elsewhere. */
static str place_text(struct page *p, str code)
{
	struct buf path = buf_new(p->mem, 1 << 10);

	return region_path(p->r->ctx.model->regions, code, &path) ? buf_view(&path) : code;
}

static str value_of(struct page *p, const struct json_value *row)
{
	const struct json_value *on = json_get(row, STR("d")), *yes = json_get(row, STR("b")),
				*month = json_get(row, STR("m"));
	str region = text_of(row, "r"), list = text_of(row, "c"), value = text_of(row, "v");

	if (on && on->type == JSON_NUMBER)
		return html_day_text(p, (day)on->i);
	if (yes && yes->type == JSON_BOOL)
		return html_word(p, yes->i ? N_("yes") : N_("no"));
	if (month && month->type == JSON_NUMBER)
		return html_month_text(p, (int32_t)month->i);
	if (region.n)
		return place_text(p, region);
	return list.n ? code_words(p, list, value) : value;
}

static void put_group(struct page *p, const struct json_value *group)
{
	facts_begin(p);
	for (const struct json_value *row = group->child; row; row = row->next)
		facts_row(p, str_z(p->mem, text_of(row, "l")), value_of(p, row));
	facts_end(p);
}

static void put_part(struct page *p, const struct json_value *part)
{
	const struct json_value *groups = json_get(part, STR("groups"));
	bool any = false;

	html_lit(p, "<section class=\"sheet stack\"><h3>");
	html_text(p, privacy_sentence(p, registry_code(p, "referral_part", text_of(part, "part"))));
	html_lit(p, "</h3>\n");
	for (const struct json_value *g = groups ? groups->child : NULL; g; g = g->next) {
		if (!g->child)
			continue;
		put_group(p, g);
		any = true;
	}
	if (!any) {
		html_lit(p, "<p>");
		html_tr(p, N_("Nothing is written here."));
		html_lit(p, "</p>");
	}
	html_lit(p, "</section>\n");
}

void referral_put_snapshot(struct page *p, str snapshot)
{
	struct json_value *v;

	if (!snapshot.n || json_parse(p->mem, snapshot, &v) != RC_OK || v->type != JSON_OBJECT)
		return;
	const struct json_value *parts = json_get(v, STR("parts"));
	for (const struct json_value *part = parts ? parts->child : NULL; part; part = part->next)
		put_part(p, part);
}
