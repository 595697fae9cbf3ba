/* media_send.h - for tests of what comes as a file: a multipart form of names, values and files; the
 * directory where files lie; what lies there. */
#pragma once
#include "blob.h"
#include "steps.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define BOUNDARY "tongxin-media-test"

struct media_part {
	const char *name;
	str value;
	const char *file; /* what it is called where it came from; NULL: no file */
};

static inline struct answer media_send(struct harness *h, enum as as, const char *path,
				       const struct media_part *part, size_t n)
{
	struct buf b = buf_new(&h->mem, 64 << 20);

	for (size_t i = 0; i < n; i++) {
		if (!part[i].value.s)
			continue;
		buf_lit(&b, "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"");
		buf_str(&b, str_of(part[i].name));
		if (part[i].file) {
			buf_lit(&b, "\"; filename=\"");
			buf_str(&b, str_of(part[i].file));
			buf_lit(&b, "\"\r\nContent-Type: application/octet-stream");
		} else {
			buf_ch(&b, '"');
		}
		buf_lit(&b, "\r\n\r\n");
		buf_str(&b, part[i].value);
		buf_lit(&b, "\r\n");
	}
	buf_lit(&b, "--" BOUNDARY "--\r\n");
	return harness_send(h, as, str_z(&h->mem, harness_fill(h, path)),
			    "multipart/form-data; boundary=" BOUNDARY, buf_view(&b));
}

/* "/works/#/large" with its number. */
static inline const char *media_path(struct harness *h, const char *pattern, int64_t id)
{
	struct buf b = buf_new(&h->mem, 300);

	for (; *pattern; pattern++)
		if (*pattern == '#')
			buf_int(&b, id);
		else
			buf_ch(&b, *pattern);
	return str_z(&h->mem, buf_view(&b));
}

/* --- where files lie --- */

static inline void media_place(struct harness *h, char *dir, size_t n)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(dir, n, "%s/blobs-XXXXXX", tmp ? tmp : "/tmp");
	OK(mkdtemp(dir) != NULL && blobs_open(&h->mem, str_of(dir), &h->model.blobs) == RC_OK);
}

static inline int media_files(const char *dir)
{
	int n = 0;

	for (int i = 0; i < 256; i++) {
		char shelf[300];
		snprintf(shelf, sizeof shelf, "%s/%02x", dir, i);
		DIR *d = opendir(shelf);
		for (const struct dirent *e = d ? readdir(d) : NULL; e; e = readdir(d))
			n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
		if (d)
			closedir(d);
	}
	return n;
}

/* All that is left, and the directory. */
static inline void media_away(struct harness *h, const char *dir)
{
	blobs_close(h->model.blobs);
	h->model.blobs = NULL;
	for (int i = 0; i < 256; i++) {
		char shelf[300], path[700];
		snprintf(shelf, sizeof shelf, "%s/%02x", dir, i);
		DIR *d = opendir(shelf);
		for (const struct dirent *e = d ? readdir(d) : NULL; e; e = readdir(d)) {
			snprintf(path, sizeof path, "%s/%s", shelf, e->d_name);
			(void)unlink(path);
		}
		if (d)
			closedir(d);
		(void)rmdir(shelf);
	}
	(void)rmdir(dir);
}

static inline int64_t media_number(struct harness *h, const char *sql)
{
	return harness_number(h, str_of(sql));
}

static inline bool media_holds(const struct answer *a, const char *text)
{
	bool ok = str_has(a->body, str_of(text));

	if (!ok)
		printf("# %d, not there: %s\n", a->status, text);
	return ok;
}
