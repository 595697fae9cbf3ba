#include "register_entry.h"
#include "utf8.h"

#include <assert.h>

static void complain(struct ctx *c, const char *field, const char *text, str arg)
{
	problem_add(&c->problems, str_of(field), text, arg, (str){ NULL, 0 });
}

/* --- several codes in one value --- */

/* What parts them; a full-width comma has been folded to the plain one. */
static size_t separator(str s, size_t at)
{
	static const char *const signs[] = { ",", ";", "/", "|", "、", "，", "；" };

	for (size_t i = 0; i < COUNT(signs); i++)
		if (str_starts(str_cut(s, at, s.n), str_of(signs[i])))
			return strlen(signs[i]);
	return 0;
}

static str next_part(str *rest)
{
	size_t n = 0;
	str part;

	while (n < rest->n && !separator(*rest, n))
		n++;
	part = str_trim(str_cut(*rest, 0, n));
	*rest = str_cut(*rest, n + (n < rest->n ? separator(*rest, n) : 0), rest->n);
	return part;
}

static const struct code *code_meant(const struct code_list *codes, str part)
{
	const struct code *code = code_find(codes, part, 0, (str){ NULL, 0 });

	return code ? code : code_by_label(codes, part, 0, (str){ NULL, 0 });
}

enum { SEVERAL_MAX = 32 };

/* Those that are there, in the order of the list. */
static str joined(struct arena *mem, const struct code_list *codes, const bool *has)
{
	struct buf b = buf_new(mem, 1024);

	for (size_t i = 0; i < codes->n; i++) {
		if (!has[codes->order[i]])
			continue;
		if (b.n)
			buf_ch(&b, ',');
		buf_str(&b, codes->row[codes->order[i]].code);
	}
	return buf_view(&b);
}

str codes_several(struct arena *mem, const char *list, str text, str *ret_bad)
{
	const struct code_list *codes = code_list_find(str_of(list));
	bool has[SEVERAL_MAX] = { false };
	str rest = utf8_fold(mem, text);

	assert(codes && codes->n <= SEVERAL_MAX);
	while (rest.n) {
		str part = next_part(&rest);
		if (!part.n)
			continue;
		const struct code *code = code_meant(codes, part);
		if (!code) {
			*ret_bad = part;
			return (str){ NULL, 0 };
		}
		has[code - codes->row] = true;
	}
	return joined(mem, codes, has);
}

str codes_several_labels(struct arena *mem, const char *list, str codes, enum lang lang)
{
	const struct code_list *all = code_list_find(str_of(list));
	struct buf b = buf_new(mem, 4096);
	str rest = codes, one;

	while (all && str_next(&rest, ',', &one)) {
		str label = code_label(all, one, lang);
		if (b.n)
			buf_str(&b, str_of(tr(lang, N_(", "))));
		buf_str(&b, label.n ? label : one);
	}
	return buf_view(&b);
}

static void check_several(struct ctx *c, const struct record *r, size_t field, const char *list)
{
	str bad = { NULL, 0 };

	if (rec_null(r, field))
		return;
	str codes = codes_several(c->mem, list, rec_text(r, field), &bad);
	if (bad.n)
		complain(c, r->kind->fields[field].name, N_("{0} is not one of the choices."),
			 str_cut(bad, 0, 40));
	else
		r->v[field] = codes.n ? TEXT(codes) : NIL;
}

/* --- the record --- */

static void check_one(struct ctx *c, const struct record *r)
{
	int64_t other;

	if (DB_ONE(c->db, &other,
		   "SELECT g.id FROM register_entry g WHERE g.child = ?1 AND g.id <> ?2 ORDER BY g.id",
		   INT(rec_int(r, REGISTER_ENTRY_CHILD)), INT(r->id)) != RC_OK)
		return;
	complain(c, "child", N_("The child has these details already: change those."), (str){ NULL, 0 });
	c->conflicts++;
}

static void check_day(struct ctx *c, const struct record *r)
{
	int64_t born;
	day on = rec_day(r, REGISTER_ENTRY_FORM_DAY);

	if (on > c->today)
		complain(c, "form_day", N_("This day is still to come."), (str){ NULL, 0 });
	else if (on && c->via != VIA_UNDO &&
		 DB_ONE(c->db, &born, "SELECT c.birth_date FROM child c WHERE c.id = ?1",
			INT(rec_int(r, REGISTER_ENTRY_CHILD))) == RC_OK &&
		 on < born)
		complain(c, "form_day", N_("This is before the birth of the child."), (str){ NULL, 0 });
}

static void check_disability(struct ctx *c, const struct record *r)
{
	bool none = str_eq(rec_text(r, REGISTER_ENTRY_DISABILITY_TYPE), STR(CODE_DISABILITY_TYPE_NONE));

	if (none && !rec_null(r, REGISTER_ENTRY_DISABILITY_LEVEL))
		complain(c, "disability_level", N_("There is no level where there is no disability."),
			 (str){ NULL, 0 });
}

void register_entry_check(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;

	check_several(c, r, REGISTER_ENTRY_INCOME_SOURCE, "income_source");
	check_several(c, r, REGISTER_ENTRY_AID_ITEMS, "aid_item");
	check_day(c, r);
	check_disability(c, r);
	if (!c->problems.n)
		check_one(c, r);
}
