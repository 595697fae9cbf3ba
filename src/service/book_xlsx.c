#include "book_xlsx.h"

#include <stdio.h>

#include <ctype.h>

#define P_PR PATH2(E_WORKBOOK, E_WORKBOOKPR)
#define P_SHEET PATH3(E_WORKBOOK, E_SHEETS, E_SHEET)
#define P_RELATION PATH2(E_RELATIONSHIPS, E_RELATIONSHIP)
#define P_OVERRIDE PATH2(E_TYPES, E_OVERRIDE)

enum { NAME = 512, RELATIONS = 1024 };

/* --- what kind of document it is: [Content_Types].xml --- */

static void open_types(struct book_xml *x, uint64_t path, const char **attributes)
{
	/* clang-format off */
	static const struct {
		const char *part;
		enum book_why why;
	} others[] = {
		{ "wordprocessingml.document.main", WHY_WORD }, { "presentationml.presentation.main", WHY_SLIDES },
		{ "ms-excel.sheet.binary", WHY_XLSB },
	};
	/* clang-format on */
	const char *type = path == P_OVERRIDE ? book_xml_attribute(attributes, "ContentType") : NULL;

	for (size_t i = 0; type && i < COUNT(others); i++)
		if (strstr(type, others[i].part))
			book_xml_stop(x, others[i].why);
}

static enum book_why read_types(struct book_zip *z)
{
	static const struct book_xml_part part = { E_TYPES, open_types, NULL, NULL };
	struct book_xml x = { .part = &part };

	return book_zip_parse(z, "[Content_Types].xml", &x);
}

/* --- relations: what a part refers to --- */

struct relation {
	const char *id, *type,
		*target; /* type: what stands behind the last slash; target: name of the part */
};
struct relations {
	struct arena *mem;
	const char *of; /* name of the part */
	struct relation *relation;
	size_t n;
};

static char *copy(struct arena *mem, const char *z)
{
	size_t n = strlen(z) + 1;
	char *p = arena_try(mem, 1, 1, n);

	return p ? memcpy(p, z, n) : NULL;
}

static size_t without_last(const char *path, size_t n)
{
	while (n && path[n - 1] != '/')
		n--;
	return n;
}

/* The target as the name of a part: "worksheets/sheet1.xml" of "xl/workbook.xml" is
 * "xl/worksheets/sheet1.xml". NULL: no memory, or no name. */
static char *part_name(struct arena *mem, const char *of, const char *target)
{
	size_t n = without_last(of, strlen(of)), more = strlen(target);
	char *name = n + more < NAME ? arena_try(mem, 1, 1, n + more + 1) : NULL;

	if (!name)
		return NULL;
	memcpy(name, of, n);
	if (*target == '/')
		n = 0;
	while (*target) {
		size_t step = strcspn(target, "/\\");
		if (step == 2 && strncmp(target, "..", 2) == 0) {
			n = without_last(name, n ? n - 1 : 0);
		} else if (step && !(step == 1 && *target == '.')) {
			memcpy(name + n, target, step);
			n += step;
			if (target[step])
				name[n++] = '/';
		}
		target += step + (target[step] != '\0');
	}
	name[n] = '\0';
	return name;
}

static void open_relation(struct book_xml *x, uint64_t path, const char **attributes)
{
	struct relations *all = x->ctx;
	const char *id = book_xml_attribute(attributes, "Id"), *type = book_xml_attribute(attributes, "Type"),
		   *target = book_xml_attribute(attributes, "Target"),
		   *mode = book_xml_attribute(attributes, "TargetMode");

	if (path != P_RELATION || !id || !type || !target || (mode && strcmp(mode, "External") == 0))
		return;
	const char *slash = strrchr(type, '/');
	struct relation r = { copy(all->mem, id), copy(all->mem, slash ? slash + 1 : type),
			      part_name(all->mem, all->of, target) };
	if (all->n == RELATIONS || !r.id || !r.type) {
		book_xml_stop(x, all->n == RELATIONS ? WHY_PARTS : WHY_MEMORY);
		return;
	}
	if (r.target)
		all->relation[all->n++] = r;
}

static enum book_why read_relations(struct book_zip *z, const char *of, struct relations *ret)
{
	static const struct book_xml_part part = { E_RELATIONSHIPS, open_relation, NULL, NULL };
	struct book_xml x = { .part = &part, .ctx = ret };
	size_t n = without_last(of, strlen(of)), most = strlen(of) + sizeof "_rels/.rels";
	char *name = arena_try(z->mem, 1, 1, most);

	*ret = (struct relations){ .mem = z->mem, .of = of };
	ret->relation = arena_try(z->mem, sizeof *ret->relation, alignof(struct relation), RELATIONS);
	if (!name || !ret->relation)
		return WHY_MEMORY;
	(void)snprintf(name, most, "%.*s_rels/%s.rels", (int)n, of, of + n);
	return book_zip_parse(z, name, &x);
}

/* NULL: none. */
static const char *target_of(const struct relations *all, const char *id, const char *type)
{
	for (size_t i = 0; i < all->n; i++)
		if ((!id || strcmp(all->relation[i].id, id) == 0) && strcmp(all->relation[i].type, type) == 0)
			return all->relation[i].target;
	return NULL;
}

/* --- the workbook --- */

struct listed {
	str name;
	const char *id;
	bool hidden;
};
struct workbook {
	struct arena *mem;
	struct listed sheet[BOOK_SHEETS];
	size_t n;
	bool since_1904;
};

static void list_sheet(struct book_xml *x, struct workbook *w, const char **attributes)
{
	const char *name = book_xml_attribute(attributes, "name"), *id = book_xml_relation(attributes),
		   *state = book_xml_attribute(attributes, "state");

	if (!name || !id || strlen(name) >= NAME / 2) {
		book_xml_stop(x, WHY_BAD_XML);
		return;
	}
	if (w->n == BOOK_SHEETS) {
		book_xml_stop(x, WHY_SHEETS);
		return;
	}
	const struct listed l = { str_of(copy(w->mem, name)), copy(w->mem, id),
				  state && strcmp(state, "visible") != 0 };
	if (!l.name.s || !l.id)
		book_xml_stop(x, WHY_MEMORY);
	else
		w->sheet[w->n++] = l;
}

static void open_workbook(struct book_xml *x, uint64_t path, const char **attributes)
{
	struct workbook *w = x->ctx;

	if (path == P_PR)
		w->since_1904 = book_xml_true(book_xml_attribute(attributes, "date1904"));
	else if (path == P_SHEET)
		list_sheet(x, w, attributes);
}

static enum book_why read_workbook(struct book_zip *z, const char *name, struct workbook *ret)
{
	static const struct book_xml_part part = { E_WORKBOOK, open_workbook, NULL, NULL };
	struct book_xml x = { .part = &part, .ctx = ret };

	ret->mem = z->mem;
	return book_zip_parse(z, name, &x);
}

/* --- the parts that sheets refer to, and the sheets --- */

typedef bool reader(struct book_xlsx *b, struct book_xml *x);

static enum book_why read_part(struct book_zip *z, const char *name, struct book_xlsx *b, reader *make)
{
	struct book_xml x;

	return make(b, &x) ? book_zip_parse(z, name, &x) : WHY_MEMORY;
}

static enum book_why read_common(struct book_zip *z, const struct relations *all, struct book_xlsx *b)
{
	const char *styles = target_of(all, NULL, "styles"), *strings = target_of(all, NULL, "sharedStrings");
	enum book_why why = WHY_NONE;

	/* A part that is referred to and is not there: without styles there are no dates, without strings no
	 * text; a workbook that uses neither may do so. */
	if (styles && book_zip_has(z, styles))
		why = read_part(z, styles, b, book_styles_reader);
	if (why == WHY_NONE && strings && book_zip_has(z, strings))
		why = read_part(z, strings, b, book_strings_reader);
	return why;
}

static enum book_why read_sheets(struct book_zip *z, const struct relations *all, const struct workbook *w,
				 struct book_xlsx *b)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++) {
		const char *name = target_of(all, w->sheet[i].id, "worksheet");
		if (!name)
			continue; /* a chart, a dialogue: no cells */
		enum book_why why = book_out_sheet(b->out, w->sheet[i].name, w->sheet[i].hidden);
		if (why == WHY_NONE)
			why = read_part(z, name, b, book_sheet_reader);
		if (why != WHY_NONE)
			return why;
		n++;
	}
	return n ? book_out_end(b->out) : WHY_NO_SHEET;
}

static enum book_why read_package(struct book_zip *z, struct book_out *out)
{
	struct book_xlsx b = { .mem = z->mem, .out = out };
	struct relations root, all;
	struct workbook *w = arena_try(z->mem, sizeof *w, alignof(struct workbook), 1);

	enum book_why why = read_types(z);
	if (why != WHY_NONE || !w)
		return w ? why : WHY_MEMORY;
	why = read_relations(z, "", &root);
	const char *main = why == WHY_NONE ? target_of(&root, NULL, "officeDocument") : NULL;
	if (!main)
		return why == WHY_NONE ? WHY_OTHER : why;
	why = read_workbook(z, main, w);
	if (why == WHY_NONE)
		why = read_relations(z, main, &all);
	if (why == WHY_NONE)
		why = book_out_head(out, BOOK_XLSX, BOOK_UTF8);
	b.since_1904 = w->since_1904;
	if (why == WHY_NONE)
		why = read_common(z, &all, &b);
	return why == WHY_NONE ? read_sheets(z, &all, w, &b) : why;
}

enum book_why book_xlsx_work(struct arena *mem, str bytes, struct book_out *out)
{
	struct book_zip z;
	enum book_why why = book_zip_open(&z, mem, bytes);

	if (why != WHY_NONE)
		return why;
	if (book_zip_has(&z, "[content_types].xml"))
		why = read_package(&z, out);
	else
		why = book_zip_has(&z, "mimetype") && book_zip_has(&z, "content.xml") ? WHY_ODS : WHY_ARCHIVE;
	book_zip_close(&z);
	return why;
}
