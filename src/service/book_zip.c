#include "book_zip.h"

#include <ctype.h>
#include <zip.h>

enum { PIECE = 64 << 10, PARTS = 8192, PLACES = 2 * PARTS, RATIO = 300, RATIO_SPARE = 1 << 20 };

static uint64_t little(const char *s, size_t n)
{
	uint64_t v = 0;

	while (n--)
		v = v << 8 | (uint8_t)s[n];
	return v;
}

/* libzip makes room for as many parts as the end of the file says: so that is looked at first. The end may
 * stand before a comment of 64 KiB, and beside it one for large files. */
static enum book_why check_end(str bytes)
{
	enum { TAIL = (1 << 16) + 128, COUNT_AT = 10, COUNT64_AT = 32, END = 22, END64 = 56 };
	bool found = false;

	for (size_t i = bytes.n > TAIL ? bytes.n - TAIL : 0; i + END <= bytes.n; i++) {
		const char *s = bytes.s + i;
		if (s[0] != 'P' || s[1] != 'K')
			continue;
		if (s[2] == 5 && s[3] == 6) {
			found = true;
			uint64_t n = little(s + COUNT_AT, 2);
			if (n > PARTS && n != UINT16_MAX)
				return WHY_PARTS;
		}
		if (s[2] == 6 && s[3] == 6 &&
		    (i + END64 > bytes.n || little(s + COUNT64_AT, 8) > PARTS ||
		     little(s + COUNT64_AT - 8, 8) > PARTS))
			return WHY_PARTS;
	}
	return found ? WHY_NONE : WHY_CUT_OFF;
}

/* Where a name is, or would be: there are twice as many places as names. */
static struct book_zip_name *place_of(const struct book_zip *z, const char *name)
{
	size_t i = str_hash(str_of(name)) % PLACES;

	while (z->name[i].name && strcmp(z->name[i].name, name) != 0)
		i = (i + 1) % PLACES;
	return &z->name[i];
}

/* Without case and leading slash; some writers take backslashes. */
static const char *plain_name(struct arena *mem, const char *name)
{
	while (*name == '/' || *name == '\\')
		name++;
	size_t n = strlen(name);
	char *plain = arena_try(mem, 1, 1, n + 1);
	for (size_t i = 0; plain && i < n; i++)
		plain[i] = (char)(name[i] == '\\' ? '/' : tolower((unsigned char)name[i]));
	return plain;
}

static enum book_why list_part(struct book_zip *z, uint64_t index, uint64_t *total)
{
	zip_stat_t st;

	if (zip_stat_index(z->zip, index, ZIP_FL_UNCHANGED, &st) || !(st.valid & ZIP_STAT_NAME) ||
	    !(st.valid & ZIP_STAT_SIZE))
		return WHY_BROKEN;
	if (st.valid & ZIP_STAT_ENCRYPTION_METHOD && st.encryption_method != ZIP_EM_NONE)
		return WHY_PASSWORD;
	if (st.size > BOOK_UNPACKED || (*total += st.size) > BOOK_UNPACKED)
		return WHY_UNPACKED;
	const char *name = plain_name(z->mem, st.name);
	if (!name)
		return WHY_MEMORY;
	struct book_zip_name *place = place_of(z, name);
	if (place->name) /* which of the two would be read? */
		return WHY_BROKEN;
	*place = (struct book_zip_name){ name, index };
	return WHY_NONE;
}

static enum book_why list_parts(struct book_zip *z)
{
	zip_int64_t n = zip_get_num_entries(z->zip, ZIP_FL_UNCHANGED);
	enum book_why why = WHY_NONE;
	uint64_t total = 0;

	if (n < 0 || n > PARTS)
		return WHY_PARTS;
	z->name = arena_try(z->mem, sizeof *z->name, alignof(struct book_zip_name), PLACES);
	z->piece = arena_try(z->mem, 1, 1, PIECE);
	if (!z->name || !z->piece)
		return WHY_MEMORY;
	for (zip_int64_t i = 0; i < n && why == WHY_NONE; i++)
		why = list_part(z, (uint64_t)i, &total);
	return why;
}

enum book_why book_zip_open(struct book_zip *z, struct arena *mem, str bytes)
{
	enum book_why why = check_end(bytes);

	*z = (struct book_zip){ .mem = mem };
	if (why != WHY_NONE)
		return why;
	zip_source_t *source = zip_source_buffer_create(bytes.s, bytes.n, 0, NULL);
	if (!source)
		return WHY_MEMORY;
	z->zip = zip_open_from_source(source, ZIP_RDONLY, NULL);
	if (!z->zip) {
		zip_source_free(source);
		return WHY_BROKEN;
	}
	why = list_parts(z);
	if (why != WHY_NONE)
		book_zip_close(z);
	return why;
}

void book_zip_close(struct book_zip *z)
{
	if (z->zip)
		zip_discard(z->zip); /* and the source with it */
	z->zip = NULL;
}

static const struct book_zip_name *find(const struct book_zip *z, const char *name)
{
	char plain[512];
	size_t n = strlen(name);

	if (n >= sizeof plain)
		return NULL;
	for (size_t i = 0; i <= n; i++)
		plain[i] = (char)tolower((unsigned char)name[i]);
	const struct book_zip_name *place = place_of(z, plain);
	return place->name ? place : NULL;
}

bool book_zip_has(const struct book_zip *z, const char *name) { return find(z, name) != NULL; }

/* To its end, for only there is the checksum compared. */
static enum book_why feed_all(struct book_zip *z, zip_file_t *f, const zip_stat_t *st, struct book_xml *x)
{
	uint64_t all = 0;

	for (;;) {
		zip_int64_t n = zip_fread(f, z->piece, PIECE);
		if (n <= 0)
			return n ? WHY_BROKEN : WHY_NONE;
		all += (uint64_t)n;
		z->unpacked += (size_t)n;
		if (z->unpacked > BOOK_UNPACKED || all > st->comp_size * RATIO + RATIO_SPARE)
			return WHY_UNPACKED;
		if (!book_xml_feed(x, (str){ z->piece, (size_t)n }))
			return WHY_NONE; /* it says why itself */
	}
}

enum book_why book_zip_parse(struct book_zip *z, const char *name, struct book_xml *x)
{
	const struct book_zip_name *part = find(z, name);
	zip_stat_t st;

	if (!part || zip_stat_index(z->zip, part->index, ZIP_FL_UNCHANGED, &st))
		return WHY_BROKEN;
	if (!(st.valid & ZIP_STAT_COMP_METHOD) || !(st.valid & ZIP_STAT_COMP_SIZE) ||
	    (st.comp_method != ZIP_CM_STORE && st.comp_method != ZIP_CM_DEFLATE))
		return WHY_BROKEN;
	zip_file_t *f = zip_fopen_index(z->zip, part->index, ZIP_FL_UNCHANGED);
	if (!f)
		return WHY_BROKEN;
	x->mem = z->mem;
	book_xml_begin(x);
	enum book_why why = feed_all(z, f, &st, x), parsed = book_xml_end(x);
	zip_fclose(f);
	return why == WHY_NONE ? parsed : why;
}
