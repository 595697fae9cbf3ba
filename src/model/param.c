#include "param.h"

const struct param *param_find(const struct params *params, str key, str region, day on)
{
	const struct param *found = NULL;
	size_t at = 0, end = params->n;

	while (at < end) {
		size_t mid = at + (end - at) / 2;
		if (str_cmp(params->row[mid].key, key) < 0)
			at = mid + 1;
		else
			end = mid;
	}
	/* Prefixes of one region stand by length: the last that holds is the closest. */
	for (; at < params->n && str_eq(params->row[at].key, key); at++) {
		const struct param *p = &params->row[at];
		if (str_starts(region, p->region) && p->from <= on && (p->to == 0 || on <= p->to))
			found = p;
	}
	return found;
}

int64_t param_int(const struct params *params, str key, str region, day on)
{
	const struct param *p = param_find(params, key, region, on);

	return p ? p->value : 0;
}
