#include "timeline.h"

#include "facts.h"
#include "house.h"

#include <stdlib.h>

void timeline_add(struct timeline *t, const struct timeline_item *item)
{
	if (!item->on || item->on < t->from || item->on > t->until)
		return;
	if (t->only.n && !str_eq(t->only, str_of(item->section)))
		return;
	t->item = GROWN(t->p->mem, t->item, t->n, &t->room);
	t->item[t->n++] = *item;
}

/* --- for sources --- */

enum rc timeline_list(struct timeline *t, const struct kind *k, struct list *l, struct records *ret)
{
	l->newest_first = true;
	l->limit = TIMELINE_MOST;
	enum rc rc = record_list(&t->p->r->ctx, k, l, ret);
	if (rc == RC_OK)
		t->more |= ret->more;
	return rc;
}

bool timeline_redone(const struct records *all, int64_t id)
{
	size_t corrects;

	if (!all->n || !kind_field(all->r[0].kind, STR("corrects"), &corrects))
		return false;
	for (size_t i = 0; i < all->n; i++)
		if (rec_int(&all->r[i], corrects) == id)
			return true;
	return false;
}

str timeline_by(struct page *p, const struct record *r)
{
	size_t by, role;

	if (!kind_field(r->kind, STR("by"), &by))
		return STR("");
	str name = r->label[by], as = { NULL, 0 };
	if (kind_field(r->kind, STR("role"), &role))
		as = facts_text(p, r, role);
	if (name.n && as.n)
		return html_say(p, N_("{0}, {1}"), name, as);
	return name.n ? name : as;
}

str timeline_code(struct page *p, const char *list, str code)
{
	str label = code_label(code_list_find(str_of(list)), code, p->lang);
	char *copy = str_z(p->mem, label);

	if (label.n && copy[0] >= 'a' && copy[0] <= 'z')
		copy[0] = (char)(copy[0] - 'a' + 'A');
	return (str){ copy, label.n };
}

str timeline_text(struct page *p, const struct record *r, size_t field, bool *covered)
{
	if (r->hidden >> field & 1)
		return STR("");
	if (r->masked >> field & 1) {
		*covered = true;
		return STR("");
	}
	return facts_text(p, r, field);
}

/* --- for pages --- */

bool timeline_asks(const struct page *p, const struct timeline_source *s, str section)
{
	bool is = !section.n || str_eq(section, str_of(s->section));

	for (size_t i = 0; !is && i < TIMELINE_ALSO; i++)
		is = s->also[i] && str_eq(section, str_of(s->also[i]));
	return is && may_read(p->who, s->profile);
}

struct place {
	struct timeline_item item;
	size_t at;
};

static int by_day(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->item.on != y->item.on)
		return x->item.on < y->item.on ? 1 : -1;
	return x->at < y->at ? -1 : 1;
}

static void sort(struct timeline *t)
{
	struct place *place = NEW(t->p->mem, struct place, t->n + 1);

	for (size_t i = 0; i < t->n; i++)
		place[i] = (struct place){ t->item[i], i };
	if (t->n)
		qsort(place, t->n, sizeof *place, by_day);
	for (size_t i = 0; i < t->n; i++)
		t->item[i] = place[i].item;
}

enum rc timeline_read(struct timeline *t)
{
	enum rc rc = RC_OK;

	for (const struct room *const *r = t->p->r->app->house->rooms; *r; r++)
		for (const struct timeline_source *const *s = (*r)->timeline; s && *s && rc == RC_OK; s++)
			if (timeline_asks(t->p, *s, t->only))
				rc = (*s)->read(t);
	if (rc == RC_OK)
		sort(t);
	return rc;
}
