#include "dump.h"

static const char *const type_names[] = {
	[T_TEXT] = "text",       [T_LONG] = "long",     [T_NUMBER] = "number", [T_DATE] = "date",
	[T_MONTH] = "month",     [T_YEAR] = "year",     [T_INT] = "int",       [T_BOOL] = "bool",
	[T_CODE] = "code",       [T_REGION] = "region", [T_REF] = "ref",       [T_SECRET] = "secret",
	[T_INSTANT] = "instant",
};
/* clang-format off */
static const char *const reach_names[REACH__N] = {
	[REACH_NOTHING] = "nothing", [REACH_SELF] = "self", [REACH_OWN] = "own", [REACH_CLASS] = "class",
	[REACH_SCHOOL] = "school", [REACH_POSTED] = "posted", [REACH_VILLAGE] = "village",
	[REACH_TOWNSHIP] = "township", [REACH_REFERRED] = "referred", [REACH_HOME] = "home",
	[REACH_CONSENTED] = "consented",
	[REACH_COUNTY] = "county", [REACH_CITY] = "city", [REACH_PROVINCE] = "province", [REACH_NATION] = "nation",
	[REACH_ALL] = "all",
};
static const char *const by_names[] = { [BY_PASSWORD] = "password", [BY_PIN] = "card and PIN", [BY_PICTURES] = "card and pictures" };
/* clang-format on */

static void put_padded(struct buf *to, const char *s, size_t width)
{
	size_t n = strlen(s);

	buf_str(to, str_of(s));
	for (; n < width; n++)
		buf_ch(to, ' ');
}

enum { RIGHTS = 5 };

/* r read, o opened with a purpose, w written, c created, x exported */
static void rights_of(const struct profile_row *p, unsigned role, char ret[RIGHTS + 1])
{
	static const char letter[] = "rowcx-";
	const unsigned set[RIGHTS] = { p->read, p->open, p->write, p->create, p->export };

	for (size_t i = 0; i < RIGHTS; i++)
		ret[i] = letter[set[i] & role ? i : RIGHTS];
	ret[RIGHTS] = 0;
}

/* "r-wcx officer head": who has the same rights stands together; who has none is not named. */
static void put_profile(struct buf *to, const struct profile_row *p)
{
	unsigned told = 0;
	char first[RIGHTS + 1], other[RIGHTS + 1];

	for (size_t r = 0; r < role_nrows; r++) {
		rights_of(p, role_rows[r].role, first);
		if (told & role_rows[r].role || !strcmp(first, "-----"))
			continue;
		put_padded(to, told ? "" : p->name, 16);
		buf_str(to, str_of(first));
		for (size_t k = r; k < role_nrows; k++) {
			rights_of(p, role_rows[k].role, other);
			if (strcmp(first, other) != 0)
				continue;
			told |= role_rows[k].role;
			buf_ch(to, ' ');
			buf_str(to, str_of(role_rows[k].code));
		}
		buf_ch(to, '\n');
	}
	if (told)
		return;
	put_padded(to, p->name, 16);
	buf_lit(to, "nobody\n");
}

static void put_roles(struct buf *to)
{
	for (size_t r = 0; r < role_nrows; r++) {
		const struct role_row *row = &role_rows[r];
		put_padded(to, row->code, 12);
		put_padded(to, reach_names[row->reach], 11);
		put_padded(to, by_names[row->by], 18);
		put_padded(to, row->second_factor ? "second factor" : "-", 14);
		buf_str(to, row->clearance ? STR("yearly query\n") : STR("-\n"));
	}
}

static void put_scope(struct buf *to, const char *kind, const char *reach, const char *clause)
{
	if (!clause)
		return;
	put_padded(to, kind, 17);
	put_padded(to, reach, 11);
	buf_str(to, str_of(clause));
	buf_ch(to, '\n');
}

static void put_fields(struct buf *to, const struct kind *k)
{
	buf_str(to, str_of(k->name));
	buf_lit(to, " (");
	buf_str(to, str_of(profile_rows[k->profile].name));
	buf_lit(to, ")\n");
	for (size_t f = 0; f < k->nfields; f++) {
		buf_lit(to, "  ");
		put_padded(to, k->fields[f].name, 20);
		buf_ch(to, 'C');
		buf_int(to, k->fields[f].class);
		buf_ch(to, ' ');
		buf_str(to, str_of(profile_rows[k->fields[f].profile].name));
		buf_ch(to, '\n');
	}
}

void dump_access(struct buf *to, const struct model *m)
{
	buf_lit(to, "# what a role may do with a field: r read (C4 masked), o opened with a purpose, w "
		    "written, c "
		    "records made and deleted, x exported\n");
	for (size_t p = 1; p < P__N; p++)
		put_profile(to, &profile_rows[p]);
	buf_lit(to, "\n# how far each role sees, how it signs in, what it needs besides\n");
	put_roles(to);
	buf_lit(to,
		"\n# which rows of a kind lie within each reach: ?S its value, ?E the end of its range, ?T "
		"today, ?A who asks, ?D whose place they take, ?R the role, ?H since when a call at a happy "
		"home "
		"counts\n# where nothing stands of home, what stands of consented\n");
	for (size_t i = 0; i < m->nkinds; i++) {
		put_scope(to, m->kinds[i]->name, "others", m->kinds[i]->through);
		for (size_t r = 0; r < REACH_ALL; r++)
			put_scope(to, m->kinds[i]->name, reach_names[r], m->kinds[i]->scope[r]);
	}
	buf_lit(to, "\n# every field: class, profile\n");
	for (size_t i = 0; i < m->nkinds; i++)
		put_fields(to, m->kinds[i]);
}

static void put_flag(struct buf *to, bool on, const char *word)
{
	if (!on)
		return;
	buf_ch(to, ' ');
	buf_str(to, str_of(word));
}

static void put_field(struct buf *to, const struct field *f)
{
	buf_lit(to, "  ");
	put_padded(to, f->name, 20);
	buf_str(to, str_of(type_names[f->type]));
	if (f->codes) {
		buf_ch(to, ' ');
		buf_str(to, str_of(f->codes));
	}
	if (f->ref) {
		buf_ch(to, ' ');
		buf_str(to, str_of(f->ref->name));
	}
	if (f->max) {
		buf_lit(to, " <=");
		buf_int(to, f->max);
	}
	put_flag(to, f->required, "required");
	put_flag(to, f->fixed, "fixed");
	put_flag(to, f->owned, "owned");
	put_flag(to, f->loose, "loose");
	put_flag(to, f->fact, "fact");
	put_flag(to, f->derived, "derived");
	put_flag(to, f->input, "input");
	put_flag(to, f->digest, "digest");
	put_flag(to, f->tail, "tail");
	put_flag(to, f->search, "search");
	put_flag(to, f->index, "index");
	buf_lit(to, "  \"");
	buf_str(to, str_of(f->label));
	buf_lit(to, "\"\n");
}

void dump_kinds(struct buf *to, const struct model *m)
{
	for (size_t i = 0; i < m->nkinds; i++) {
		const struct kind *k = m->kinds[i];
		buf_str(to, str_of(k->name));
		buf_lit(to, " /");
		buf_str(to, str_of(k->plural ? k->plural : "-"));
		buf_ch(to, '\n');
		for (size_t f = 0; f < k->nfields; f++)
			put_field(to, &k->fields[f]);
	}
}
