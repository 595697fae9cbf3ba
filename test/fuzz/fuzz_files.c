/* Files that an administrator lays out, and texts that come back out of a database: the key file, duties and
 * ladders, questionnaires' answers, the translator of a migration's types.  The first byte says which: 0 the
 * key, 1 duties and ladders parted by a zero byte, 2 to 9 answers to one of the questionnaires, else a
 * migration. */
#include "duty_file.h"
#include "instrument.h"
#include "key.h"
#include "migrate.h"
#include "utf8.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth)
{
	if (!truth)
		abort();
}

static void read_key(struct arena *mem, str s)
{
	char path[64];
	const struct keys *keys = NULL;
	str why = { NULL, 0 };

	(void)snprintf(path, sizeof path, "%s/tongxin-key-%d", access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm",
		       (int)getpid());
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	require(fd >= 0 && write(fd, s.s, s.n) == (ssize_t)s.n);
	close(fd);
	if (keys_load(mem, str_of(path), &keys, &why) == RC_OK)
		require(keys_digest(mem, keys, STR("a"), STR("b")).n && keys_related(keys, keys));
	else
		require(why.n);
	(void)unlink(path);
}

/* Without what it needs of the rooms: facts are named by none. */
static void read_duties(struct arena *mem, str s)
{
	static const struct fact *const none[] = { NULL };
	struct duty_files f = { .duties_name = STR("duties.csv"),
				.ladders_name = STR("ladders.csv"),
				.facts = none,
				.params = &param_embedded };
	struct duties d;
	str faults = { NULL, 0 };

	if (!str_next(&s, '\0', &f.duties))
		return;
	f.ladders = s;
	if (duty_read(mem, &f, &d, &faults) != RC_OK)
		require(faults.n);
}

static void read_answers(struct arena *mem, const struct instrument *i, str s)
{
	struct instrument_answers a, again;
	struct problems to = { .mem = mem };

	if (instrument_parse(mem, i, s, &a) != RC_OK)
		return;
	str text = instrument_json(mem, i, &a);
	require(instrument_parse(mem, i, text, &again) == RC_OK);
	require(str_eq(instrument_json(mem, i, &again), text));
	instrument_check(i, 9, &a, &to);
	if (!to.n)
		(void)instrument_score(i, &a);
}

static void read_migration(struct arena *mem, str s)
{
	str lite = migrate_ddl(mem, DB_SQLITE, s), grown = migrate_ddl(mem, DB_POSTGRES, s);

	require(lite.n <= s.n * 64 + 64 && grown.n <= s.n * 64 + 64);
	require(migrate_digest(mem, s).n == 64);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena mem;
	jmp_buf full;

	if (!size || size > 20000)
		return 0;
	sm_start();
	arena_init(&mem, 64 << 20);
	mem.full = &full;
	if (!setjmp(full)) {
		str s = { (const char *)data + 1, size - 1 };
		if (data[0] == 0)
			read_key(&mem, s);
		else if (data[0] == 1)
			read_duties(&mem, s);
		else if (data[0] < 10)
			read_answers(&mem, &instruments[(data[0] - 2u) % instruments_n], s);
		else
			read_migration(&mem, s);
	}
	arena_free(&mem);
	return 0;
}
