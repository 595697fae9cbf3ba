#include "duty.h"

static bool holds_on(const struct duty *d, day on)
{
	return !on || (d->from <= on && (!d->to || on <= d->to));
}

const struct duty *duty_find(const struct duties *d, str code, day on, str region)
{
	const struct duty *found = NULL;

	for (size_t i = 0; d && i < d->n; i++) {
		const struct duty *one = &d->duty[i];
		if (str_eq(one->code, code) && str_starts(region, one->region) && holds_on(one, on) &&
		    (!found || one->region.n >= found->region.n))
			found = one;
	}
	return found;
}

str duty_title(const struct duty *d, enum lang lang) { return lang == LANG_ZH ? d->title_zh : d->title_en; }

str duty_sentence(const struct duty *d, enum lang lang)
{
	return lang == LANG_ZH ? d->sentence_zh : d->sentence_en;
}

str duty_article(struct arena *mem, const struct duty *d, enum lang lang)
{
	struct buf b = buf_new(mem, 1 << 10);

	/* A law counts its articles; an opinion its parts, which are called as it calls them. */
	str rest = d->article, zh;
	bool article = str_digits(d->article);
	(void)!str_next(&rest, '|', &zh); /* "二（二）|part 2 (2)" */

	if (lang == LANG_ZH) {
		buf_lit(&b, "《");
		buf_str(&b, d->law_zh);
		buf_str(&b, article ? STR("》第") : STR("》"));
		buf_str(&b, zh);
		buf_str(&b, article ? STR("条") : STR(""));
	} else {
		buf_str(&b, d->law_en);
		buf_str(&b, article ? STR(", art. ") : STR(", "));
		buf_str(&b, rest.s ? rest : zh);
	}
	return buf_view(&b);
}

bool duty_counts(const struct duty *d) { return d->objects != DUTY_REPORT; }

/* --- the ladder --- */

static const struct duty_rung *rung_of(const struct duties *d, str ladder, enum role role)
{
	for (size_t i = 0; i < d->nrung; i++)
		if (d->rung[i].role == role && str_eq(d->rung[i].ladder, ladder))
			return &d->rung[i];
	return NULL;
}

/* Once somebody below is gone, the days of the rungs below no longer count. */
enum role duty_turn(const struct duties *d, const struct duty_wait *w, day *ret_step)
{
	enum role role = w->first;
	day step = 0;

	/* No circle in it: duty_read() saw to that. */
	for (const struct duty_rung *r; (r = rung_of(d, w->ladder, role)) && r->next;) {
		if (w->held(w->arg, role)) {
			step = day_add(w->due, r->after + 1);
			if (w->today < step)
				break;
			step = 0;
		}
		role = r->next;
	}
	*ret_step = step;
	return role;
}
