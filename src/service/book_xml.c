#include "book_xml.h"

#include <expat.h>

/* A start tag, a comment or an instruction: expat holds it whole. */
enum { TOKEN = 1 << 20, NAMES = 2000, SLOTS = 4096, ATTRIBUTES = 96 };

/* clang-format off */
static const struct {
	const char *name;
	enum book_element element;
} elements[] = {
	/* the commonest first */
	{ "c", E_C }, { "v", E_V }, { "t", E_T }, { "row", E_ROW }, { "si", E_SI }, { "is", E_IS }, { "r", E_R }, { "f", E_F },
	{ "xf", E_XF }, { "mergeCell", E_MERGECELL }, { "rPh", E_RPH }, { "numFmt", E_NUMFMT }, { "sheet", E_SHEET },
	{ "Relationship", E_RELATIONSHIP }, { "Override", E_OVERRIDE }, { "sst", E_SST }, { "worksheet", E_WORKSHEET },
	{ "sheetData", E_SHEETDATA }, { "mergeCells", E_MERGECELLS }, { "styleSheet", E_STYLESHEET }, { "numFmts", E_NUMFMTS },
	{ "cellXfs", E_CELLXFS }, { "workbook", E_WORKBOOK }, { "workbookPr", E_WORKBOOKPR }, { "sheets", E_SHEETS },
	{ "Relationships", E_RELATIONSHIPS }, { "Types", E_TYPES },
};
/* clang-format on */

static const char *without_prefix(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon ? colon + 1 : name;
}

static enum book_element element_of(const char *name)
{
	name = without_prefix(name);
	for (size_t i = 0; i < COUNT(elements); i++)
		if (elements[i].name[0] == name[0] && strcmp(elements[i].name, name) == 0)
			return elements[i].element;
	return E_OTHER;
}

void book_xml_stop(struct book_xml *x, enum book_why why)
{
	if (x->why == WHY_NONE)
		x->why = why;
	XML_StopParser(x->parser, XML_FALSE);
}

/* expat keeps every name it has met: a file of millions of them would fill the memory. */
static void count_name(struct book_xml *x, uint64_t name)
{
	size_t slot = (name * 0x9e3779b97f4a7c15u >> 32) % SLOTS;

	name |= 1;
	while (x->seen[slot] && x->seen[slot] != name)
		slot = (slot + 1) % SLOTS;
	if (x->seen[slot])
		return;
	x->seen[slot] = name;
	if (++x->nseen > NAMES)
		book_xml_stop(x, WHY_BAD_XML);
}

static void on_open(void *ctx, const XML_Char *name, const XML_Char **attributes)
{
	struct book_xml *x = ctx;
	enum book_element e = element_of(name);
	size_t n = 0;

	if (x->why != WHY_NONE)
		return;
	if (x->depth == BOOK_DEPTH || (!x->depth && e != x->part->root)) {
		book_xml_stop(x, WHY_BAD_XML);
		return;
	}
	if (e == E_OTHER)
		count_name(x, str_hash(str_of(name)));
	for (; attributes[n]; n += 2)
		if (n / 2 == ATTRIBUTES) {
			book_xml_stop(x, WHY_BAD_XML);
			return;
		} else {
			count_name(x, (uintptr_t)attributes[n]); /* each name has its one place in expat */
		}
	uint64_t path = (x->depth ? x->path[x->depth - 1] << 8 : 0) | e;
	x->path[x->depth++] = path;
	if (x->why == WHY_NONE)
		x->part->open(x, path, attributes);
}

static void on_close(void *ctx, const XML_Char *name UNUSED)
{
	struct book_xml *x = ctx;

	if (x->why != WHY_NONE)
		return;
	uint64_t path = x->path[--x->depth];
	if (x->part->close)
		x->part->close(x, path);
}

static void on_text(void *ctx, const XML_Char *text, int n)
{
	struct book_xml *x = ctx;

	if (x->why == WHY_NONE && x->part->text && x->depth)
		x->part->text(x, x->path[x->depth - 1], (str){ text, (size_t)n });
}

/* Entities are declared only within one. */
static void on_doctype(void *ctx, const XML_Char *name UNUSED, const XML_Char *system UNUSED,
		       const XML_Char *public UNUSED, int internal UNUSED)
{
	book_xml_stop(ctx, WHY_ENTITY);
}

void book_xml_begin(struct book_xml *x)
{
	x->parser = XML_ParserCreate(NULL);
	x->seen = arena_try(x->mem, sizeof *x->seen, alignof(uint64_t), SLOTS);
	x->why = x->parser && x->seen ? WHY_NONE : WHY_MEMORY;
	if (!x->parser)
		return;
	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, on_open, on_close);
	XML_SetCharacterDataHandler(x->parser, on_text);
	XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
	XML_SetParamEntityParsing(x->parser, XML_PARAM_ENTITY_PARSING_NEVER);
}

static void parse(struct book_xml *x, str bytes, bool last)
{
	if (x->why != WHY_NONE)
		return;
	x->fed += bytes.n;
	if (XML_Parse(x->parser, bytes.s, (int)bytes.n, last) == XML_STATUS_ERROR && x->why == WHY_NONE)
		x->why = XML_GetErrorCode(x->parser) == XML_ERROR_NO_MEMORY ? WHY_MEMORY : WHY_BAD_XML;
	XML_Index at = XML_GetCurrentByteIndex(x->parser);
	if (x->why == WHY_NONE && at >= 0 && x->fed > (size_t)at + TOKEN)
		x->why = WHY_BAD_XML;
}

bool book_xml_feed(struct book_xml *x, str bytes)
{
	enum { PIECE = 64 << 10 };

	for (size_t at = 0; at < bytes.n && x->why == WHY_NONE; at += PIECE)
		parse(x, str_cut(bytes, at, PIECE), false);
	return x->why == WHY_NONE;
}

enum book_why book_xml_end(struct book_xml *x)
{
	parse(x, STR(""), true);
	if (x->parser)
		XML_ParserFree(x->parser);
	x->parser = NULL;
	return x->why;
}

/* --- attributes --- */

const char *book_xml_attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (strcmp(*attributes, name) == 0)
			return attributes[1];
	return NULL;
}

const char *book_xml_relation(const char **attributes)
{
	for (; *attributes; attributes += 2) {
		const char *colon = strchr(*attributes, ':');
		if (colon && strcmp(colon, ":id") == 0 && strncmp(*attributes, "xmlns", 5) != 0)
			return attributes[1];
	}
	return NULL;
}

bool book_xml_true(const char *value)
{
	return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0 || strcmp(value, "on") == 0);
}

bool book_xml_number(const char *value, uint32_t below, uint32_t *ret)
{
	uint64_t n = 0;

	if (!value || !*value)
		return false;
	for (; *value; value++) {
		if (*value < '0' || *value > '9')
			return false;
		n = n * 10 + (uint64_t)(*value - '0');
		if (n >= below)
			return false;
	}
	*ret = (uint32_t)n;
	return true;
}
