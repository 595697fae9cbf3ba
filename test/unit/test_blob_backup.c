/* The files beside a database: who copies keeps off who takes away; and files out of a backup. */
#include "blob_backup.h"
#include "tap.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct arena mem;
static char dir[] = "/tmp/tongxin-blobs-XXXXXX";

#define NAME "ab23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define SHELF "ab/"

static const char *place(const char *name)
{
	struct buf b = buf_new(&mem, 400);

	buf_str(&b, str_of(dir));
	buf_ch(&b, '/');
	buf_str(&b, str_of(name));
	return str_z(&mem, buf_view(&b));
}

static bool there(const char *name) { return access(place(name), F_OK) == 0; }

static void touch(const char *name)
{
	int fd = open(place(name), O_WRONLY | O_CREAT, 0600);

	OK(fd >= 0);
	close(fd);
}

static void test_hold(void)
{
	const struct blobs *b = NULL;

	OK(blobs_open(&mem, str_of(place("hold")), &b) == RC_OK);
	struct blob_hold copies = blob_hold(b, false), also = blob_hold(b, false), away = blob_hold(b, true);

	OK(copies.fd >= 0 && also.fd >= 0 && away.fd < 0);
	blob_release(&copies);
	away = blob_hold(b, true);
	OK(away.fd < 0); /* the other one still copies */
	blob_release(&also);
	away = blob_hold(b, true);
	OK(away.fd >= 0);
	struct blob_hold second = blob_hold(b, true);

	OK(second.fd < 0); /* two that take away would pull at the same rows */
	blob_release(&away);
	blob_release(&away); /* harmless */
	/* A process that dies lets go. */
	pid_t child = fork();

	if (child == 0) {
		copies = blob_hold(b, false);
		_exit(copies.fd < 0);
	}
	int status = -1;

	OK(waitpid(child, &status, 0) == child && status == 0);
	away = blob_hold(b, true);
	OK(away.fd >= 0);
	blob_release(&away);
	blobs_close(b);
}

static enum rc begin(const char *name, struct blob_restore **ret)
{
	str why = { NULL, 0 };
	enum rc rc = blob_restore_begin(&mem, str_of(place(name)), ret, &why);

	OK((rc == RC_OK) == (why.n == 0));
	return rc;
}

static enum rc write_file(struct blob_restore *r, str name, str bytes)
{
	str why = { NULL, 0 };
	enum rc rc = blob_restore_file(r, name, &why);

	if (rc == RC_OK)
		rc = blob_restore_data(r, str_cut(bytes, 0, 3), &why);
	if (rc == RC_OK)
		rc = blob_restore_data(r, str_cut(bytes, 3, bytes.n), &why);
	if (rc == RC_OK)
		rc = blob_restore_end(r, &why);
	OK((rc == RC_OK) == (why.n == 0));
	return rc;
}

static void test_restore(void)
{
	struct blob_restore *r = NULL;
	char back[16] = "";
	struct stat st;
	str why = { NULL, 0 };

	OK(begin("files", &r) == RC_OK);
	OK(stat(place("files"), &st) == 0 && (st.st_mode & 0777) == 0700);
	OK(there("files/.restoring"));
	OK(write_file(r, STR(NAME), STR("sealed bytes")) == RC_OK);
	OK(write_file(r, STR("../../../etc/passwd"), STR("x")) == RC_MALFORMED);
	OK(write_file(r, STR(""), STR("x")) == RC_MALFORMED);
	OK(blob_restore_sync(r, &why) == RC_OK);
	int fd = open(place("files/" SHELF NAME), O_RDONLY);

	OK(read(fd, back, sizeof back) == 12 && memcmp(back, "sealed bytes", 12) == 0);
	close(fd);
	OK(!there("files/" SHELF "." NAME));
	blob_restore_done(r, false); /* broken off */
	OK(there("files/.restoring"));

	/* It begins anew, and what was there before goes; what is not ours stays. */
	touch("files/" SHELF "notes.txt");
	OK(begin("files", &r) == RC_OK);
	OK(!there("files/" SHELF NAME) && there("files/" SHELF "notes.txt"));
	OK(write_file(r, STR(NAME), STR("again")) == RC_OK);
	blob_restore_done(r, true);
	OK(!there("files/.restoring") && there("files/" SHELF NAME));

	/* A place with files in it is left alone. */
	OK(begin("files", &r) == RC_CONFLICT);
	OK(there("files/" SHELF NAME) && !there("files/.restoring"));
	touch("plain");
	OK(begin("plain", &r) == RC_CONFLICT);
	OK(begin("no/such/place", &r) == RC_INVALID);
}

int main(void)
{
	arena_init(&mem, 16 << 20);
	OK(mkdtemp(dir) != NULL);
	test_hold();
	test_restore();
	OK(unlink(place("files/" SHELF NAME)) == 0 && unlink(place("files/" SHELF "notes.txt")) == 0 &&
	   unlink(place("plain")) == 0);
	OK(rmdir(place("files/ab")) == 0 && rmdir(place("files")) == 0 && rmdir(place("hold")) == 0 &&
	   rmdir(dir) == 0);
	arena_free(&mem);
	return tap_end();
}
