/* Whatever comes as a backup: refused, or read to its end.  The first byte chooses: the whole file, or items
 * that somebody sealed who has the key. */
#include "backup.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const uint8_t key[SM4_KEY] = "0123456789abcde";

static enum rc row(void *arg, const struct val *v, size_t n, str *ret_why)
{
	unsigned *touched = arg;

	(void)ret_why;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < v[i].s.n; k++)
			*touched += (unsigned char)v[i].s.s[k];
	return RC_OK;
}

static void read_file(struct arena *mem, const char *path)
{
	unsigned touched = 0;
	const struct backup_taker to = { .row = row, .arg = &touched };
	struct backup_total total;
	struct pack_in *p;
	str why = { NULL, 0 };

	if (pack_open(mem, str_of(path), &p, &why) == RC_OK) {
		pack_key(p, key);
		if (backup_read(mem, p, &to, &total, &why) != RC_OK && !why.n)
			abort();
		pack_free(p);
	} else if (!why.n) {
		abort();
	}
}

static void as_file(const char *path, const uint8_t *data, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	close(fd);
}

static void as_items(struct arena *mem, const char *path, const uint8_t *data, size_t size)
{
	struct pack_out *p;
	int64_t bytes;
	str why;

	if (pack_create(mem, str_of(path), STR("{}"), key, &p, &why) != RC_OK || !pack_put(p, data, size) ||
	    pack_close(mem, p, true, &bytes, &why) != RC_OK)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena mem;
	jmp_buf full;
	char path[64];

	if (!size)
		return 0;
	sm_start();
	(void)snprintf(path, sizeof path, "%s/tongxin-fuzz-%d",
		       access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm", (int)getpid());
	(void)unlink(path);
	arena_init(&mem, 64 << 20);
	mem.full = &full;
	if (!setjmp(full)) {
		if (data[0] == 0)
			as_file(path, data + 1, size - 1);
		else
			as_items(&mem, path, data + 1, size - 1);
		read_file(&mem, path);
	}
	arena_free(&mem);
	(void)unlink(path);
	return 0;
}
