/* libxlsxwriter writes to files only.  The workbook itself goes to memory that has a descriptor and no name;
 * the parts it is put together from go to files of $TMPDIR that lose their names as they are made, so neither
 * leaves anything behind.  It does not look whether those could be written, so the finished file is: a full
 * disk must not pass for the end of a list. */
#include "book_write.h"
#include "csvio.h"
#include "logline.h"
#include "utf8.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include <zip.h>

enum {
	SHEET_NAME_MAX = 31, /* UTF-16 units */
	CSV_MAX = 64 << 20,
	XLSX_MAX = 64 << 20,
	TEXT_FORMAT = 49, /* "@", ISO/IEC 29500-1 18.8.30 */
	WIDTH_MIN = 8,
	WIDTH_MAX = 60
};

struct book_write {
	struct arena *mem;
	enum book_format format;
	enum rc rc; /* the first thing that went wrong */
	/* .xlsx */
	int fd;
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *text, *heading, *bad;
	uint32_t row;
	uint16_t column, sheets;
	char *scratch;
	size_t room;
	/* .csv */
	struct buf csv;
	bool begun; /* the row has a cell already */
};

static void note(struct book_write *o, enum rc rc)
{
	if (o->rc == RC_OK)
		o->rc = rc;
}

/* Where the server may write: it sets TMPDIR to its spool before it shuts itself in. */
static char *temporary(struct arena *mem)
{
	const char *tmp = getenv("TMPDIR");

	return str_z(mem, str_of(tmp && *tmp ? tmp : "/tmp"));
}

static lxw_format *cell_format(lxw_workbook *book, bool bold, lxw_color_t color)
{
	lxw_format *f = workbook_add_format(book);

	if (!f)
		return NULL;
	format_set_num_format_index(f, TEXT_FORMAT); /* what is typed later stays as it is typed, too */
	if (bold)
		format_set_bold(f);
	if (color != LXW_COLOR_UNSET) {
		format_set_bg_color(f, color);
		format_set_pattern(f, LXW_PATTERN_SOLID);
	}
	return f;
}

static enum rc open_xlsx(struct book_write *o)
{
	enum { HEAD = 0xE8EEF4, BAD = 0xFBE3E0 };
	char path[40];
	lxw_workbook_options options = { .constant_memory = LXW_TRUE, .tmpdir = temporary(o->mem) };

	o->fd = memfd_create("book", MFD_CLOEXEC);
	if (o->fd < 0) {
		logline(LOG_FAULT, "book", "no memory for a workbook: %s", strerror(errno));
		return RC_FAULT;
	}
	(void)snprintf(path, sizeof path, "/proc/self/fd/%d", o->fd);
	o->book = workbook_new_opt(path, &options);
	if (o->book) {
		o->text = cell_format(o->book, false, LXW_COLOR_UNSET);
		o->heading = cell_format(o->book, true, HEAD);
		o->bad = cell_format(o->book, false, BAD);
	}
	if (o->book && o->text && o->heading && o->bad)
		return RC_OK;
	logline(LOG_FAULT, "book", "no memory for a workbook");
	if (o->book)
		lxw_workbook_free(o->book);
	close(o->fd);
	return RC_FAULT;
}

enum rc book_write_open(struct arena *mem, enum book_format f, struct book_write **ret)
{
	struct book_write *o = NEW(mem, struct book_write, 1);

	*o = (struct book_write){ .mem = mem, .format = f, .fd = -1 };
	if (f == BOOK_WRITE_CSV) {
		o->csv = buf_new(mem, CSV_MAX);
		buf_lit(&o->csv, "\xef\xbb\xbf");
	} else {
		enum rc rc = open_xlsx(o);
		if (rc != RC_OK)
			return rc;
	}
	*ret = o;
	return RC_OK;
}

/* --- text as the file wants it --- */

static char *scratch(struct book_write *o, size_t n)
{
	if (n > o->room) {
		o->room = n * 2;
		o->scratch = arena_text(o->mem, o->room);
	}
	return o->scratch;
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/* _x0041_ stands for an A in a workbook (ISO/IEC 29500-1, 22.9.2.19): a text that only looks so is marked. */
static bool looks_coded(str s, size_t at)
{
	enum { LONG = 7 };

	return s.n - at >= LONG && s.s[at] == '_' && s.s[at + 1] == 'x' && is_hex(s.s[at + 2]) &&
	       is_hex(s.s[at + 3]) && is_hex(s.s[at + 4]) && is_hex(s.s[at + 5]) && s.s[at + 6] == '_';
}

/* Control characters, which XML cannot hold, are left out, all but the end of a line. */
static char *workbook_text(struct book_write *o, str s)
{
	enum { LONGER = 8 };
	char *to = scratch(o, s.n * LONGER + 1), *at = to;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.s[i];
		if (looks_coded(s, i)) {
			memcpy(at, "_x005F", sizeof "_x005F" - 1);
			at += sizeof "_x005F" - 1;
		}
		if (c >= ' ' || c == '\n' || c == '\t')
			*at++ = (char)c;
	}
	*at = 0;
	return to;
}

static void wrote(struct book_write *o, lxw_error e)
{
	if (e == LXW_NO_ERROR)
		return;
	if (e == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED || e == LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE) {
		note(o, RC_TOO_BIG);
		return;
	}
	logline(LOG_FAULT, "book", "a workbook cannot be written: %s", lxw_strerror(e));
	note(o, RC_FAULT);
}

/* --- sheets --- */

/* In place of each of []:*?/\ a blank; 31 UTF-16 units; no apostrophe at either end. */
static str sheet_name(struct book_write *o, str name)
{
	struct buf b = buf_new(o->mem, 256);
	size_t units = 0;

	name = str_trim(name);
	for (size_t at = 0, from = 0; at < name.n; from = at) {
		uint32_t code = utf8_next(name, &at);
		units += code > 0xffff ? 2 : 1;
		if (units > SHEET_NAME_MAX)
			break;
		if (code < ' ' || (code < 128 && strchr("[]:*?/\\", (int)code)))
			buf_ch(&b, ' ');
		else
			buf_put(&b, name.s + from, at - from);
	}
	str s = str_trim(buf_view(&b));
	while (str_starts(s, STR("'")))
		s = str_cut(s, 1, s.n);
	while (str_ends(s, STR("'")))
		s.n--;
	return s;
}

/* A name that is there already, or that no sheet may have, gets the sheet's number. */
static char *free_name(struct book_write *o, str name)
{
	str s = sheet_name(o, name);
	struct buf b = buf_new(o->mem, 256);
	enum { SHORTER = 20 }; /* characters that leave room for a number */
	size_t at = 0;

	if (s.n && workbook_validate_sheet_name(o->book, str_z(o->mem, s)) == LXW_NO_ERROR)
		return str_z(o->mem, s);
	for (size_t i = 0; i < SHORTER && at < s.n; i++)
		(void)utf8_next(s, &at);
	buf_put(&b, s.s, at);
	buf_ch(&b, ' ');
	buf_int(&b, o->sheets + 1);
	return str_z(o->mem, str_trim(buf_view(&b)));
}

void book_write_sheet(struct book_write *o, str name)
{
	enum { LINE_WIDTH = 20 };

	if (o->format == BOOK_WRITE_CSV || o->rc != RC_OK) {
		o->sheets++;
		return;
	}
	o->sheet = workbook_add_worksheet(o->book, free_name(o, name));
	o->sheets++;
	o->row = 0;
	o->column = 0;
	if (!o->sheet) {
		logline(LOG_FAULT, "book", "no temporary file for a workbook");
		note(o, RC_FAULT);
		return;
	}
	wrote(o, worksheet_set_column(o->sheet, 0, 0, LINE_WIDTH, o->text));
}

/* What goes nowhere: past an error, the second sheet of a .csv. */
static bool lost(const struct book_write *o)
{
	return o->rc != RC_OK || (o->format == BOOK_WRITE_CSV ? o->sheets > 1 : !o->sheet);
}

static void put(struct book_write *o, str text, lxw_format *f)
{
	if (lost(o))
		return;
	if (o->format == BOOK_WRITE_CSV) {
		csv_put(&o->csv, text, !o->begun);
		o->begun = true;
		return;
	}
	if (text.n)
		wrote(o, worksheet_write_string(o->sheet, o->row, o->column, workbook_text(o, text), f));
	o->column++;
}

void book_write_cell(struct book_write *o, str text) { put(o, text, o->text); }
void book_write_bad(struct book_write *o, str text) { put(o, text, text.n ? o->bad : o->text); }

void book_write_end_row(struct book_write *o)
{
	if (lost(o))
		return;
	if (o->format == BOOK_WRITE_CSV)
		csv_end(&o->csv);
	o->begun = false;
	o->column = 0;
	o->row++;
}

void book_write_line(struct book_write *o, str text)
{
	if (o->format == BOOK_WRITE_CSV)
		return;
	put(o, text, o->text);
	book_write_end_row(o);
}

static double width_of(const struct book_heading *h)
{
	size_t n = h->width;

	for (size_t at = 0; !h->width && at < h->text.n;)
		n += utf8_next(h->text, &at) < 0x1100 ? 1 : 2; /* a Chinese character is two wide */
	n += 2;
	return n < WIDTH_MIN ? WIDTH_MIN : n > WIDTH_MAX ? WIDTH_MAX : (double)n;
}

void book_write_headings(struct book_write *o, const struct book_heading *h, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct buf b = buf_new(o->mem, 4096);
		if (lost(o))
			return;
		if (h[i].needed)
			buf_ch(&b, '*');
		buf_str(&b, h[i].text);
		if (o->format == BOOK_WRITE_XLSX)
			wrote(o, worksheet_set_column(o->sheet, (lxw_col_t)i, (lxw_col_t)i, width_of(&h[i]),
						      o->text));
		put(o, buf_view(&b), o->heading);
	}
	book_write_end_row(o);
	if (!lost(o) && o->format == BOOK_WRITE_XLSX)
		worksheet_freeze_panes(o->sheet, o->row, 0);
}

/* --- the end --- */

/* Every part of a workbook is XML and ends with its last tag. */
static bool part_whole(zip_t *z, zip_uint64_t i)
{
	static const char tag[] = "</worksheet>";
	char part[16384], end[sizeof tag] = "";
	zip_int64_t n;
	zip_file_t *f = zip_fopen_index(z, i, 0);
	bool sheet = str_starts(str_of(zip_get_name(z, i, 0)), STR("xl/worksheets/sheet"));
	size_t want = sheet ? sizeof tag - 1 : 1;

	if (!f)
		return false;
	while ((n = zip_fread(f, part, sizeof part)) > 0) {
		size_t k = (size_t)n < want ? (size_t)n : want;
		memmove(end, end + k, want - k);
		memcpy(end + want - k, part + (size_t)n - k, k);
	}
	bool ok = zip_fclose(f) == 0 && n == 0;
	return ok && (sheet ? memcmp(end, tag, want) == 0 : end[0] == '>' || end[0] == '\n');
}

static bool workbook_whole(str bytes)
{
	zip_error_t e;
	zip_source_t *s = zip_source_buffer_create(bytes.s, bytes.n, 0, &e);
	zip_t *z = s ? zip_open_from_source(s, ZIP_RDONLY, &e) : NULL;
	bool ok = z;

	if (!z) {
		if (s)
			zip_source_free(s);
		return false;
	}
	for (zip_int64_t i = 0, n = zip_get_num_entries(z, 0); ok && i < n; i++)
		ok = part_whole(z, (zip_uint64_t)i);
	zip_discard(z);
	return ok;
}

static enum rc read_back(struct book_write *o, str *ret)
{
	off_t size = lseek(o->fd, 0, SEEK_END);

	if (size > XLSX_MAX)
		return RC_TOO_BIG;
	char *bytes = size > 0 ? arena_try(o->mem, 1, 1, (size_t)size) : NULL;
	if (!bytes)
		return size > 0 ? RC_TOO_BIG : RC_FAULT;
	for (off_t at = 0; at < size;) {
		ssize_t n = pread(o->fd, bytes + at, (size_t)(size - at), at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return RC_FAULT;
		at += n;
	}
	*ret = (str){ bytes, (size_t)size };
	return workbook_whole(*ret) ? RC_OK : RC_FAULT;
}

static enum rc close_xlsx(struct book_write *o, str *ret)
{
	str bytes = { NULL, 0 };

	if (o->rc == RC_OK) {
		wrote(o, workbook_close(o->book));
		if (o->rc == RC_OK)
			note(o, read_back(o, &bytes));
		if (o->rc == RC_FAULT)
			logline(LOG_FAULT, "book",
				"a workbook was not written to its end: is the disk full?");
	} else {
		lxw_workbook_free(o->book);
	}
	close(o->fd);
	o->book = NULL;
	o->fd = -1;
	if (o->rc == RC_OK)
		*ret = bytes;
	return o->rc;
}

enum rc book_write_close(struct book_write *o, str *ret_bytes)
{
	if (o->format == BOOK_WRITE_XLSX)
		return close_xlsx(o, ret_bytes);
	if (o->rc == RC_OK)
		*ret_bytes = buf_view(&o->csv);
	return o->rc;
}

/* --- as an answer --- */

enum rc book_write_asked(struct req *r, enum book_format *ret)
{
	str format = req_query(r, STR("format"));
	bool csv = str_eq(format, STR("csv"));

	if (!csv && !str_eq(format, STR("xlsx"))) {
		problem_add(&r->ctx.problems, STR("format"), N_("This format is xlsx or csv."),
			    (str){ NULL, 0 }, (str){ NULL, 0 });
		return RC_INVALID;
	}
	*ret = csv ? BOOK_WRITE_CSV : BOOK_WRITE_XLSX;
	return RC_OK;
}

void book_write_reply(struct req *r, enum book_format f, const char *disposition, str bytes)
{
	r->reply->status = 200;
	r->reply->type = f == BOOK_WRITE_CSV
				 ? STR("text/csv; charset=utf-8")
				 : STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
	r->reply->disposition = disposition;
	r->reply->no_store = true;
	r->reply->no_gzip = true; /* it is packed already, or not worth it */
	*req_body(r) = buf_new(r->ctx.mem, bytes.n + 1);
	buf_str(req_body(r), bytes);
}
