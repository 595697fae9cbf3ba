#include "batch_page.h"
#include "facts.h"
#include "likely.h"

/* Rows of a list that may be children who are known already: each beside whom it resembles, what agrees
 * marked, and three choices.  Nobody decides for them: without a choice the row is left out. */

enum { SHOWN = 50 };

/* --- side by side --- */

struct line {
	const char *label; /* English */
	enum import_told told;
	size_t field;   /* of the child */
	unsigned signs; /* bits of enum likely_sign that say that it agrees */
};

/* clang-format off */
static const struct line lines[] = {
	{ N_("Name"),          IMPORT_TOLD_NAME,      CHILD_NAME,       LIKELY_NAME | LIKELY_NAME_NEAR },
	{ N_("Sex"),           IMPORT_TOLD_SEX,       CHILD_SEX,        0 },
	{ N_("Date of birth"), IMPORT_TOLD_BORN,      CHILD_BIRTH_DATE, LIKELY_BORN | LIKELY_BORN_NEAR | LIKELY_BORN_SWAPPED },
	{ N_("Id number"),     IMPORT_TOLD_ID_NUMBER, CHILD_ID_NUMBER,  LIKELY_NUMBER_NEAR | LIKELY_NUMBERS_DIFFER },
	{ N_("Phone"),         IMPORT_TOLD_PHONE,     CHILD_PHONE,      LIKELY_PHONE },
	{ N_("Class"),         IMPORT_TOLD_CLASS,     CHILD_CLASS,      LIKELY_SCHOOL },
};
/* clang-format on */

/* The first of the signs that this line is about; 0: none. */
static enum likely_sign sign_of(unsigned alike, unsigned of)
{
	unsigned both = alike & of;

	return (enum likely_sign)(both & -both);
}

/* The label stands over each value: two columns fit any phone. */
static void put_value(struct page *p, const char *label, str text)
{
	html_lit(p, "<small>");
	html_tr(p, label);
	html_lit(p, "</small><br>");
	html_text(p, text.n ? text : html_word(p, N_("–")));
}

/* What speaks against it is no mark of agreement. */
static void put_sign(struct page *p, enum likely_sign sign)
{
	if (sign == LIKELY_NUMBERS_DIFFER) {
		html_lit(p, "<br><small>");
	} else {
		html_lit(p, "<br><small class=\"ok\">");
		html_icon(p, "yes");
		html_lit(p, " ");
	}
	html_tr(p, likely_label(sign));
	html_lit(p, "</small>");
}

static void put_pair(struct page *p, const struct import_likely *x, const struct record *child,
		     const struct line *l)
{
	str known = l->field == CHILD_SEX ? registry_sex(p, child) : facts_text(p, child, l->field);
	enum likely_sign sign = sign_of(x->alike, l->signs);

	if (!x->told[l->told].n && !sign)
		return;
	html_lit(p, "<tr role=\"row\"><td role=\"cell\">");
	put_value(p, l->label, x->told[l->told]);
	html_lit(p, "</td><td role=\"cell\">");
	put_value(p, l->label, known);
	if (sign)
		put_sign(p, sign);
	html_lit(p, "</td></tr>\n");
}

static void put_table(struct page *p, const struct import_likely *x, const struct record *child)
{
	html_lit(p, "<table class=\"tbl\" role=\"table\"><caption class=\"hide\">");
	html_tr(p, N_("What agrees"));
	html_lit(p, "</caption><thead role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" "
		    "scope=\"col\">");
	html_tr(p, N_("In your list"));
	html_lit(p, "</th><th role=\"columnheader\" scope=\"col\">");
	html_tr(p, N_("Already known"));
	html_lit(p, "</th></tr></thead><tbody role=\"rowgroup\">\n");
	for (size_t i = 0; i < COUNT(lines); i++)
		put_pair(p, x, child, &lines[i]);
	html_lit(p, "</tbody></table>\n");
}

/* --- the choice --- */

static str choice_name(struct page *p, const struct import_likely *x)
{
	return html_fill(p, "row-{0}-{1}", html_int_text(p, x->sheet), html_int_text(p, (int64_t)x->line));
}

static void put_choice(struct page *p, str name, str value, str label, bool checked)
{
	html_lit(p, "<label class=\"pick\"><input type=\"radio\" form=\"go\"");
	html_attr(p, "name", name);
	html_attr(p, "value", value);
	if (checked)
		html_lit(p, " checked");
	html_lit(p, "><span>");
	html_text(p, label);
	html_lit(p, "</span></label>");
}

static bool same_row(const struct import_likely *a, const struct import_likely *b)
{
	return a->sheet == b->sheet && a->line == b->line;
}

static void put_elsewhere(struct page *p)
{
	html_lit(p, "<p>");
	html_tr(p, N_("A child like this is registered in another place of the county. Who it is, is not "
		      "shown here: "
		      "ask the county's education office."));
	html_lit(p, "</p>\n");
}

/* The candidates of one row, from x on; *at steps over them. */
static enum rc put_row(struct page *p, const struct batch *b, const struct import_report *t, size_t *at)
{
	const struct import_likely *x = &t->likely[*at];
	size_t n = 0, nknown = 0;
	struct record *known = NEW(p->mem, struct record, t->nlikely - *at);

	html_lit(p, "<section class=\"sheet stack\"><h3>");
	html_tr(p, N_("Row {0}: {1}"), html_int_text(p, (int64_t)x->line), x->told[IMPORT_TOLD_NAME]);
	html_lit(p, "</h3>\n");
	for (; *at + n < t->nlikely && same_row(x, &x[n]); n++) {
		enum rc rc = x[n].child ? record_load(&p->r->ctx, &child_kind, x[n].child, &known[nknown])
					: RC_NOT_FOUND;
		if (rc != RC_OK && rc != RC_NOT_FOUND)
			return rc;
		if (rc == RC_OK)
			put_table(p, &x[n], &known[nknown++]);
		else
			put_elsewhere(p);
	}
	*at += n;
	if (b->own) {
		str name = choice_name(p, x);
		html_lit(p, "<fieldset class=\"f\"><legend>");
		html_tr(p, N_("Who is it?"));
		html_lit(p, "</legend><div class=\"seg\">");
		for (size_t i = 0; i < nknown; i++)
			put_choice(p, name, html_int_text(p, known[i].id),
				   html_say(p, N_("The same child: {0}"), rec_text(&known[i], CHILD_NAME)),
				   false);
		put_choice(p, name, STR("new"), html_word(p, N_("Another child")), false);
		put_choice(p, name, STR(""), html_word(p, N_("Leave the row out")), true);
		html_lit(p, "</div></fieldset>\n");
	}
	html_lit(p, "</section>\n");
	return RC_OK;
}

/* The page's main button where nothing can be imported without a choice. */
static void put_button(struct page *p, bool main)
{
	if (main)
		html_lit(p, "<p><button form=\"go\" class=\"main\">");
	else
		html_lit(p, "<p><button form=\"go\">");
	html_tr(p, N_("Import with these choices"));
	html_lit(p, "</button></p>\n");
}

static size_t count_rows(const struct import_report *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->nlikely; i++)
		n += i == 0 || !same_row(&t->likely[i - 1], &t->likely[i]);
	return n;
}

enum rc batch_page_likely(struct page *p, const struct batch *b, const struct import_report *t)
{
	size_t rows = count_rows(t), shown = 0, at = 0;
	enum rc rc = RC_OK;

	if (!rows)
		return RC_OK;
	html_lit(p, "<section class=\"stack narrow\" id=\"likely\"><div class=\"head\"><h2>");
	html_tr(p, N_("Maybe known already: please have a look"));
	html_lit(p, "</h2></div>\n");
	for (; at < t->nlikely && shown < SHOWN && rc == RC_OK; shown++)
		rc = put_row(p, b, t, &at);
	if (rows > shown) {
		html_lit(p, "<p class=\"s\">");
		html_tr(p,
			N_("{0} more rows like these are left out. They stand in the downloaded list: import "
			   "them on "
			   "their own."),
			html_int_text(p, (int64_t)(rows - shown)));
		html_lit(p, "</p>\n");
	}
	if (b->own)
		put_button(p, t->fresh + t->changed == 0);
	html_lit(p, "</section>\n");
	return rc;
}

/* --- what was chosen --- */

/* Only whom the page had offered for this row. */
static bool offered(const struct import_report *t, const struct import_likely *x, int64_t child)
{
	for (size_t i = 0; i < t->nlikely; i++)
		if (same_row(&t->likely[i], x) && t->likely[i].child == child)
			return true;
	return false;
}

enum rc batch_page_choices(struct req *r, const struct import_report *t, struct import_choice **ret,
			   size_t *ret_n)
{
	struct import_choice *list = NEW(r->ctx.mem, struct import_choice, t->nlikely + 1);
	struct page p = page_of(r);
	struct http_pair *f;
	size_t nf, n = 0;
	enum rc rc = req_form(r, &f, &nf);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < t->nlikely; i++) {
		const struct import_likely *x = &t->likely[i];
		int64_t child = 0;
		if (i && same_row(&t->likely[i - 1], x))
			continue;
		str chosen = form_value(f, nf, choice_name(&p, x));
		if (!chosen.n)
			continue;
		if (!str_eq(chosen, STR("new")) &&
		    (!str_int(chosen, &child) || child <= 0 || !offered(t, x, child)))
			return RC_MALFORMED;
		list[n++] = (struct import_choice){ x->sheet, x->line, child };
	}
	*ret = list;
	*ret_n = n;
	return RC_OK;
}
