/* What of the register somebody asks for, as it stands in an address. */
#include "register_page.h"

#include "facts.h"
#include "timeline.h"

static const char *const by_name[] = { "", "township", "village", "school", "class" };

/* Where the reader's own place is fine enough that what lies below is villages. */
static enum register_by by_place(const struct actor *who, const struct register_ask *ask)
{
	enum { TOWNSHIP = 9 };

	return ask->region.n >= TOWNSHIP || who->role == ROLE_SUPERVISOR ? REGISTER_VILLAGE
									 : REGISTER_TOWNSHIP;
}

static bool may_by(const struct actor *who, const struct register_ask *ask, enum register_by by)
{
	enum { VILLAGE = 12 };

	switch (by) {
	case REGISTER_TOWNSHIP: /* those above a township */
		return who->reach != REACH_TOWNSHIP && !(who->role & (ROLES_SCHOOL | ROLE_DIRECTOR)) &&
		       !ask->region.n;
	case REGISTER_VILLAGE:
		return !(who->role & (ROLES_SCHOOL | ROLE_DIRECTOR)) && ask->region.n < VILLAGE;
	case REGISTER_SCHOOL: return !(who->role & (ROLES_SCHOOL | ROLE_DIRECTOR)) && !ask->school;
	case REGISTER_CLASS: return who->role == ROLE_HEAD && !ask->class;
	case REGISTER_WHOLE: return true;
	}
	return false;
}

static bool read_id(struct req *r, str name, int64_t *ret)
{
	str text = req_query(r, name);

	return !text.n || (str_int(text, ret) && *ret > 0);
}

static bool read_ask(struct req *r, struct register_ask *ret)
{
	enum { COUNTY = 6, TOWNSHIP = 9, VILLAGE = 12 };
	str region = req_query(r, STR("region"));

	ret->region = region;
	if (region.n &&
	    (!str_digits(region) || (region.n != COUNTY && region.n != TOWNSHIP && region.n != VILLAGE)))
		return false;
	return read_id(r, STR("school"), &ret->school) && read_id(r, STR("class"), &ret->class);
}

static enum register_by usual_by(const struct actor *who, const struct register_ask *ask)
{
	enum register_by by = who->role & ROLES_SCHOOL ? REGISTER_CLASS : by_place(who, ask);

	return may_by(who, ask, by) ? by : REGISTER_WHOLE;
}

enum rc register_view_read(struct req *r, struct register_view *ret)
{
	const struct actor *who = r->ctx.who;
	struct register_view v = { .by = REGISTER_WHOLE };
	str by = req_query(r, STR("by"));

	if (!read_ask(r, &v.ask))
		return RC_INVALID;
	v.by = usual_by(who, &v.ask);
	if (by.n) {
		size_t i = 1;
		while (i < COUNT(by_name) && !str_eq(by, str_of(by_name[i])))
			i++;
		if (i == COUNT(by_name))
			return RC_INVALID;
		if (may_by(who, &v.ask, (enum register_by)i))
			v.by = (enum register_by)i;
	}
	enum rc rc = register_load(&r->ctx, &v.ask, v.by, &v.parts);
	if (rc == RC_OK)
		*ret = v;
	return rc;
}

str register_view_url(struct page *p, str url, const struct register_view *v)
{
	if (v->ask.region.n)
		url = html_url_with(p, url, "region", v->ask.region);
	if (v->ask.school)
		url = html_url_with(p, url, "school", html_int_text(p, v->ask.school));
	if (v->ask.class)
		url = html_url_with(p, url, "class", html_int_text(p, v->ask.class));
	if (v->by != REGISTER_WHOLE && v->by != usual_by(p->who, &v->ask))
		url = html_url_with(p, url, "by", str_of(by_name[v->by]));
	return url;
}

str register_view_text(struct page *p, const struct register_view *v)
{
	if (v->ask.school)
		return facts_ref(p, &child_kind.fields[CHILD_SCHOOL], v->ask.school);
	if (v->ask.class)
		return facts_ref(p, &child_kind.fields[CHILD_CLASS], v->ask.class);
	if (v->ask.region.n)
		return registry_region(p, v->ask.region);
	if (p->who->role & ROLES_SCHOOL)
		return html_word(p, p->who->role == ROLE_HEAD ? N_("your school") : N_("your class"));
	if (p->who->reach == REACH_TOWNSHIP || p->who->reach == REACH_VILLAGE)
		return registry_region(p, p->who->region);
	return html_word(p, N_("the whole county"));
}

str register_section_text(struct page *p, int section)
{
	struct buf b = buf_new(p->mem, 8);

	buf_lit(&b, "GF");
	buf_pad(&b, (unsigned)section, 2);
	return timeline_code(p, CODE_LIST_GROWTH_SECTION, buf_view(&b));
}

enum rc register_names_load(struct ctx *c, const struct register_view *v, struct register_names *ret)
{
	*ret = (struct register_names){ { NULL, 0, false } };
	if (v->by == REGISTER_SCHOOL)
		return record_list(c, &school_kind, &(struct list){ .want = 1U << SCHOOL_NAME }, &ret->list);
	if (v->by == REGISTER_CLASS)
		return record_list(c, &class_kind, &(struct list){ .want = 1U << CLASS_NAME }, &ret->list);
	return RC_OK;
}

str register_name(struct page *p, const struct register_view *v, const struct register_names *names, str key)
{
	size_t field = v->by == REGISTER_SCHOOL ? SCHOOL_NAME : CLASS_NAME;
	int64_t id = 0;

	if (key.n && (v->by == REGISTER_TOWNSHIP || v->by == REGISTER_VILLAGE))
		return registry_region(p, key);
	if (key.n && str_int(key, &id))
		for (size_t i = 0; i < names->list.n; i++)
			if (names->list.r[i].id == id)
				return rec_text(&names->list.r[i], field);
	return html_word(p, v->by == REGISTER_SCHOOL  ? N_("at no school here")
			    : v->by == REGISTER_CLASS ? N_("in no class")
						      : N_("place not known"));
}
