#include "dump.h"

static const char *const type_names[] = {
	[T_TEXT] = "text",       [T_LONG] = "long",     [T_NUMBER] = "number", [T_DATE] = "date",
	[T_MONTH] = "month",     [T_YEAR] = "year",     [T_INT] = "int",       [T_BOOL] = "bool",
	[T_CODE] = "code",       [T_REGION] = "region", [T_REF] = "ref",       [T_SECRET] = "secret",
	[T_INSTANT] = "instant",
};
static const char *const reach_names[] = { "nothing", "class", "school", "county", "all" };

static void put_padded(struct buf *to, const char *s, size_t width)
{
	size_t n = strlen(s);

	buf_str(to, str_of(s));
	for (; n < width; n++)
		buf_ch(to, ' ');
}

/* r read, o opened with a purpose, w written, c created, x exported */
static void put_rights(struct buf *to, const struct profile_row *p, unsigned role)
{
	static const char letter[] = "rowcx-";
	const unsigned set[] = { p->read, p->open, p->write, p->create, p->export };

	for (size_t i = 0; i < COUNT(set); i++)
		buf_ch(to, letter[set[i] & role ? i : COUNT(set)]);
}

static void put_profiles(struct buf *to)
{
	put_padded(to, "profile", 16);
	for (size_t r = 0; r < role_nrows; r++)
		put_padded(to, role_rows[r].code, 9);
	buf_ch(to, '\n');
	for (size_t p = 1; p < P__N; p++) {
		put_padded(to, profile_rows[p].name, 16);
		for (size_t r = 0; r < role_nrows; r++) {
			put_rights(to, &profile_rows[p], role_rows[r].role);
			buf_lit(to, "    ");
		}
		while (to->s[to->n - 1] == ' ')
			to->n--;
		buf_ch(to, '\n');
	}
}

void dump_access(struct buf *to, const struct model *m)
{
	buf_lit(to, "# r read (C4 masked), o opened with a purpose, w written, c records made and deleted, x "
		    "exported\n");
	put_profiles(to);
	buf_lit(to, "\n# how far each role sees\n");
	for (size_t r = 0; r < role_nrows; r++) {
		put_padded(to, role_rows[r].code, 9);
		buf_str(to, str_of(reach_names[role_rows[r].reach]));
		buf_ch(to, '\n');
	}
	buf_lit(to, "\n# which rows of a kind lie within each reach\n");
	for (size_t i = 0; i < m->nkinds; i++)
		for (size_t r = 0; r < REACH_ALL; r++)
			if (m->kinds[i]->scope[r]) {
				put_padded(to, m->kinds[i]->name, 16);
				put_padded(to, reach_names[r], 9);
				buf_str(to, str_of(m->kinds[i]->scope[r]));
				buf_ch(to, '\n');
			}
	buf_lit(to, "\n# every field: class, profile\n");
	for (size_t i = 0; i < m->nkinds; i++) {
		const struct kind *k = m->kinds[i];
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
