/* book_made.h - workbooks made by hand for the tests of book.h: parts in, package out; and a look at what was
 * read. */
#pragma once
#include "book.h"
#include "tap.h"
#include "workshop.h"

#include <stdlib.h>
#include <zip.h>

struct made_part {
	const char *name;
	str bytes;
	bool stored;    /* not packed */
	int encryption; /* ZIP_EM_AES_256 */
};

static inline str made_zip(struct arena *mem, const struct made_part *part, size_t n)
{
	zip_source_t *to = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *z = zip_open_from_source(to, ZIP_TRUNCATE, NULL);
	str whole = { NULL, 0 };
	zip_stat_t st;

	zip_source_keep(to);
	for (size_t i = 0; i < n; i++) {
		zip_source_t *from = zip_source_buffer(z, part[i].bytes.s, part[i].bytes.n, 0);
		zip_uint64_t at = (zip_uint64_t)zip_file_add(z, part[i].name, from, 0);
		zip_set_file_compression(z, at, part[i].stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0);
		if (part[i].encryption)
			zip_file_set_encryption(z, at, (zip_uint16_t)part[i].encryption, "secret");
	}
	if (zip_close(z) || zip_source_open(to) || zip_source_stat(to, &st))
		abort();
	char *bytes = NEW(mem, char, st.size + 1);
	whole = (str){ bytes, (size_t)zip_source_read(to, bytes, st.size) };
	zip_source_close(to);
	zip_source_free(to);
	return whole;
}

#define MADE_XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MADE_MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define MADE_OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define MADE_PACKAGE "http://schemas.openxmlformats.org/package/2006"
#define MADE_SHEET(cells)                                                                                    \
	MADE_XML "<worksheet xmlns=\"" MADE_MAIN "\"><sheetData>" cells "</sheetData></worksheet>"
#define MADE_SST(items) MADE_XML "<sst xmlns=\"" MADE_MAIN "\" count=\"99\" uniqueCount=\"7\">" items "</sst>"
#define MADE_STYLES(formats, styles)                                                                         \
	MADE_XML "<styleSheet xmlns=\"" MADE_MAIN "\"><numFmts count=\"1\">" formats                         \
		 "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>" styles              \
		 "</cellXfs></styleSheet>"
#define MADE_TYPES                                                                                           \
	MADE_XML "<Types xmlns=\"" MADE_PACKAGE                                                              \
		 "/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override "   \
		 "PartName=\"/xl/workbook.xml\" ContentType=\"application/"                                  \
		 "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>"
#define MADE_ROOT                                                                                            \
	MADE_XML "<Relationships xmlns=\"" MADE_PACKAGE                                                      \
		 "/relationships\"><Relationship Id=\"rId1\" Type=\"" MADE_OFFICE                            \
		 "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
#define MADE_RELATIONS                                                                                       \
	MADE_XML "<Relationships xmlns=\"" MADE_PACKAGE "/relationships\">"                                  \
		 "<Relationship Id=\"rId3\" Type=\"" MADE_OFFICE                                             \
		 "/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"rId2\" "                 \
		 "Type=\"" MADE_OFFICE                                                                       \
		 "/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId1\" Type=\"" MADE_OFFICE            \
		 "/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
#define MADE_WORKBOOK(properties, sheets)                                                                    \
	MADE_XML "<workbook xmlns=\"" MADE_MAIN "\" xmlns:r=\"" MADE_OFFICE "\">" properties                 \
		 "<sheets>" sheets "</sheets></workbook>"
#define MADE_ONE MADE_WORKBOOK("", "<sheet name=\"表1\" sheetId=\"1\" r:id=\"rId1\"/>")

/* What differs from an ordinary workbook of one sheet; NULL: the ordinary. */
struct made {
	const char *types, *root, *workbook, *relations, *styles, *strings, *sheet;
	bool stored; /* the sheet: of one that is all alike, packed would be a three hundredth and less */
};
enum { MADE_PARTS = 7 };

static inline void made_parts(const struct made *m, struct made_part ret[MADE_PARTS])
{
	const struct {
		const char *name, *own, *ordinary;
	} all[MADE_PARTS] = {
		{ "[Content_Types].xml", m->types, MADE_TYPES },
		{ "_rels/.rels", m->root, MADE_ROOT },
		{ "xl/workbook.xml", m->workbook, MADE_ONE },
		{ "xl/_rels/workbook.xml.rels", m->relations, MADE_RELATIONS },
		{ "xl/styles.xml", m->styles, MADE_STYLES("", "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>") },
		{ "xl/sharedStrings.xml", m->strings, MADE_SST("<si><t>林小春</t></si>") },
		{ "xl/worksheets/sheet1.xml", m->sheet,
		  MADE_SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>") },
	};

	for (size_t i = 0; i < MADE_PARTS; i++)
		ret[i] = (struct made_part){ .name = all[i].name,
					     .bytes = str_of(all[i].own ? all[i].own : all[i].ordinary) };
}

static inline str made_book(struct arena *mem, struct made m)
{
	struct made_part part[MADE_PARTS];

	made_parts(&m, part);
	part[MADE_PARTS - 1].stored = m.stored;
	return made_zip(mem, part, MADE_PARTS);
}

/* --- reading --- */

struct made_reading {
	enum rc rc;
	struct book book;
	const char *why;
};

static inline struct made_reading made_read(struct arena *mem, str bytes)
{
	struct made_reading r = { .rc = RC_FAULT };

	r.rc = book_read(mem, bytes, &r.book, &r.why);
	return r;
}

/* Of the first sheet: "B3" and the like. NULL: the row or the cell is not there. */
static inline const struct cell *made_cell_of(const struct book_sheet *s, const char *place)
{
	size_t column = 0, line = 0;

	for (; *place >= 'A'; place++)
		column = column * 26 + (size_t)(*place - 'A') + 1;
	for (; *place; place++)
		line = line * 10 + (size_t)(*place - '0');
	for (size_t i = 0; i < s->n; i++)
		if (s->row[i].line == line)
			return column <= s->row[i].n ? &s->row[i].cell[column - 1] : NULL;
	return NULL;
}

static inline bool made_is(const struct made_reading *r, const char *place, enum cell_type type,
			   const char *text)
{
	const struct cell *c = r->rc == RC_OK && r->book.n ? made_cell_of(&r->book.sheet[0], place) : NULL;
	bool is = c && c->type == type && str_eq(c->text, str_of(text));

	if (!is)
		printf("# %s: type %d \"%.*s\" (%d %s)\n", place, c ? c->type : -1, c ? (int)c->text.n : 0,
		       c ? c->text.s : "", (int)r->rc, r->why ? r->why : "");
	return is;
}

static inline bool made_flags(const struct made_reading *r, const char *place, unsigned flags)
{
	const struct cell *c = r->rc == RC_OK && r->book.n ? made_cell_of(&r->book.sheet[0], place) : NULL;

	return c && c->flags == flags;
}

/* Refused so, with a sentence that has these words. */
static inline bool made_refused(struct arena *mem, str bytes, enum rc rc, const char *words)
{
	struct made_reading r = made_read(mem, bytes);
	bool refused = r.rc == rc && r.why && strstr(r.why, words);

	if (!refused)
		printf("# %d %s\n", (int)r.rc, r.why ? r.why : "no reason");
	return refused;
}
