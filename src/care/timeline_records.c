#include "timeline_records.h"

#include "care.h"

enum rc timeline_records(struct timeline *t, const struct kind *k, struct records *ret)
{
	size_t corrects;
	struct list l = { .v = { INT(t->from), INT(t->until), INT(t->child->id) }, .nv = 3 };

	if (kind_field(k, STR("corrects"), &corrects))
		l.where = SQL(
			"t.child = ?3 AND ((t.on_day >= ?1 AND t.on_day <= ?2) OR t.corrects IS NOT NULL)");
	else
		l.where = SQL("t.child = ?3 AND t.on_day >= ?1 AND t.on_day <= ?2");
	return timeline_list(t, k, &l, ret);
}
