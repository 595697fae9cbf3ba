#include "import_row.h"
#include "parents.h"

/* The father's and mother's columns of a roster: father_name, or 父亲姓名. */
/* clang-format off */
static const struct { str name, zh; } parent_columns[IMPORT_PARENT__N] = {
	[IMPORT_PARENT_NAME]         = { STR_INIT("name"),         STR_INIT("姓名") },
	[IMPORT_PARENT_ID_NUMBER]    = { STR_INIT("id_number"),    STR_INIT("身份证号") },
	[IMPORT_PARENT_PHONE]        = { STR_INIT("phone"),        STR_INIT("电话") },
	[IMPORT_PARENT_STATE]        = { STR_INIT("state"),        STR_INIT("状况") },
	[IMPORT_PARENT_GUARDIANSHIP] = { STR_INIT("guardianship"), STR_INIT("监护能力") },
	[IMPORT_PARENT_AWAY_FROM]    = { STR_INIT("away_from"),    STR_INIT("外出日期") },
	[IMPORT_PARENT_AWAY_TO]      = { STR_INIT("away_to"),      STR_INIT("返回日期") },
	[IMPORT_PARENT_AWAY_REGION]  = { STR_INIT("away_region"),  STR_INIT("外出地") },
};
/* clang-format on */

/* Forms mark what is needed with a star, before or after. */
static str bare(str heading)
{
	static const str stars[] = { STR_INIT("*"), STR_INIT("★"), STR_INIT("＊") };

	heading = str_trim(heading);
	for (size_t i = 0; i < COUNT(stars); i++) {
		if (str_starts(heading, stars[i]))
			heading = str_trim(str_cut(heading, stars[i].n, heading.n));
		if (str_ends(heading, stars[i]))
			heading = str_trim(str_cut(heading, 0, heading.n - stars[i].n));
	}
	return heading;
}

static bool own_field(const struct kind *k, str heading, struct import_column *ret)
{
	for (size_t i = 0; i < k->nfields; i++) {
		const struct field *f = &k->fields[i];
		if (f->derived || f->type == T_SECRET)
			continue;
		if (str_eq(heading, str_of(f->name)) || str_eq(heading, str_of(f->label)) ||
		    str_eq(heading, str_of(tr(LANG_ZH, f->label)))) {
			*ret = (struct import_column){ PART_SELF, i };
			return true;
		}
	}
	return false;
}

static bool parent_field(str heading, struct import_column *ret)
{
	/* clang-format off */
	static const struct { str prefix; bool zh; enum import_part part; } who[] = {
		{ STR_INIT("father_"), false, PART_FATHER }, { STR_INIT("mother_"), false, PART_MOTHER },
		{ STR_INIT("父亲"), true, PART_FATHER },     { STR_INIT("母亲"), true, PART_MOTHER },
	};
	/* clang-format on */

	for (size_t i = 0; i < COUNT(who); i++) {
		if (!str_starts(heading, who[i].prefix))
			continue;
		str rest = str_cut(heading, who[i].prefix.n, heading.n);
		for (size_t j = 0; j < IMPORT_PARENT__N; j++)
			if (str_eq(rest, who[i].zh ? parent_columns[j].zh : parent_columns[j].name)) {
				*ret = (struct import_column){ who[i].part, j };
				return true;
			}
	}
	return false;
}

static void complain(struct ctx *c, str heading, const char *text)
{
	problem_add(&c->problems, heading, text, heading, (str){ NULL, 0 })->row = 1;
}

static bool has(const struct import_head *h, enum import_part part, size_t field)
{
	for (size_t i = 0; i < h->row->n; i++)
		if (h->column[i].part == part && h->column[i].field == field)
			return true;
	return false;
}

static void check_needed(struct ctx *c, const struct import_head *h, bool school_given)
{
	for (size_t i = 0; i < h->kind->nfields; i++) {
		const struct field *f = &h->kind->fields[i];
		if (!f->required || has(h, PART_SELF, i) || (school_given && f->ref == &school_kind))
			continue;
		complain(c, str_of(tr(c->lang, f->label)), N_("The column {0} is missing."));
	}
}

enum rc import_head_read(struct ctx *c, const struct kind *k, const struct csv_row *row, bool school_given,
			 struct import_head *ret)
{
	struct import_head h = { .kind = k, .row = row, .column = NEW(c->mem, struct import_column, row->n) };

	for (size_t i = 0; i < row->n; i++) {
		str heading = bare(row->cell[i]);
		struct import_column col = { PART_NONE, 0 };
		if (!heading.n || str_eq(heading, STR("Why")) || str_eq(heading, str_of(tr(LANG_ZH, "Why"))))
			continue; /* the column of reasons in a list of refused rows that comes back */
		if (!own_field(k, heading, &col) && !(k == &child_kind && parent_field(heading, &col)))
			complain(c, heading, N_("There is no column called {0} here."));
		else if (has(&h, col.part, col.field))
			complain(c, heading, N_("The column {0} stands twice."));
		h.column[i] = col;
	}
	check_needed(c, &h, school_given);
	*ret = h;
	return c->problems.n ? RC_INVALID : RC_OK;
}
