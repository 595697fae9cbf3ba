#include "risk_say.h"

#include "json.h"
#include "registry_page.h"

/* Word, shape and colour say the same, so that nobody has to tell colours apart. */
void risk_put_level(struct page *p, int level)
{
	switch (level) {
	case RISK_RED: html_lit(p, "<b class=\"r4\"><span aria-hidden=\"true\">◆</span> "); break;
	case RISK_YELLOW: html_lit(p, "<b class=\"r3\"><span aria-hidden=\"true\">▲</span> "); break;
	case RISK_BLUE: html_lit(p, "<b class=\"r2\"><span aria-hidden=\"true\">■</span> "); break;
	case RISK_GREEN: html_lit(p, "<b class=\"r1\"><span aria-hidden=\"true\">●</span> "); break;
	default: html_lit(p, "<b>"); break;
	}
	html_text(p, risk_word(p->lang, level));
	html_lit(p, "</b>");
}

static str seen_text(struct page *p, const struct risk_reason *r)
{
	str what = registry_code(p, "indicator", r->of->code), on = html_day_text(p, r->on);

	if (!r->finding)
		return html_say(p, N_("{0}: follows from the file, since {1}"), what, on);
	if (r->contested)
		return html_say(p,
				N_("{0}: seen on {1}; somebody says it is not so, and it counts until it is "
				   "answered"),
				what, on);
	if (r->until)
		return html_say(p, N_("{0}: seen on {1}, counts until {2}"), what, on,
				html_day_text(p, day_add(r->until, -1)));
	return html_say(p, N_("{0}: seen on {1}"), what, on);
}

str risk_reason_text(struct page *p, const struct risk_reason *r)
{
	switch (r->why) {
	case RISK_SEEN: return seen_text(p, r);
	case RISK_PAIR:
		return html_say(p, N_("{0}, together with: {1}"), registry_code(p, "indicator", r->of->code),
				registry_code(p, "indicator", r->beside->code));
	case RISK_POINTS:
		return html_say(p, N_("Several signs together ({0}): {1} points"),
				registry_code(p, "indicator_group", str_of(indicator_group_code(r->group))),
				html_int_text(p, r->points));
	case RISK_RAISED:
		return html_say(p, N_("Put up to {0} on {1} by somebody who looks after the child"),
				risk_word(p->lang, r->level), html_day_text(p, r->on));
	case RISK_HELD:
		return html_say(p, N_("What led to this level has worn off; it stays until a review steps it "
				      "down"));
	case RISK_CARE: return html_say(p, N_("Under care: never below green"));
	case RISK_STEPPED: return html_say(p, N_("Stepped down on {0}"), html_day_text(p, r->on));
	}
	return (str){ NULL, 0 };
}

str risk_reasons_json(struct arena *mem, const struct risk *r)
{
	static const char *const why[] = { "seen", "pair", "points", "raised", "held", "care", "stepped" };
	enum { MOST = 3600 }; /* the field takes 4000 */
	struct buf b = buf_new(mem, 4000);
	struct json j = json_to(&b);

	json_arr(&j);
	for (size_t i = 0; i < r->nreason && buf_view(&b).n < MOST; i++) {
		const struct risk_reason *x = &r->reason[i];
		json_obj(&j);
		JSON_KEY(&j, "why");
		json_str(&j, str_of(why[x->why]));
		if (x->of) {
			JSON_KEY(&j, "indicator");
			json_str(&j, x->of->code);
		}
		if (x->why == RISK_POINTS) {
			JSON_KEY(&j, "group");
			json_str(&j, str_of(indicator_group_code(x->group)));
		}
		JSON_KEY(&j, "level");
		json_int(&j, x->level);
		JSON_KEY(&j, "points");
		json_int(&j, x->points);
		JSON_KEY(&j, "on");
		json_day(&j, x->on);
		if (x->finding) {
			JSON_KEY(&j, "finding");
			json_id(&j, x->finding);
		}
		json_obj_end(&j);
	}
	json_arr_end(&j);
	return buf_view(&b);
}
