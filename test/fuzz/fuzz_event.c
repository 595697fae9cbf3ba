/* Events as they are sent: the first line is the name, the rest the data.  Whatever the data, it is one
 * event, and a reader of the format gets it back. */
#include "server.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void require(bool truth)
{
	if (!truth)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	str rest = { (const char *)bytes, n }, event, line;
	char to[EVENTS_WRITTEN_MAX];

	if (!str_next(&rest, '\n', &event) || memchr(event.s, '\r', event.n))
		return 0;
	size_t wrote = events_write(to, sizeof to, event, rest);
	require(wrote <= sizeof to &&
		(wrote > 0 || n > 250)); /* each line of the data costs seven bytes more */
	if (wrote == 0)
		return 0;
	str all = { to, wrote };
	require(!memchr(to, '\r', wrote) && str_ends(all, STR("\n\n")));
	require(str_next(&all, '\n', &line));
	require(str_starts(line, STR("event: ")) && line.n == 7 + event.n);
	size_t lines = 0, kept = 0;
	while (str_next(&all, '\n', &line) && line.n) {
		require(str_starts(line, STR("data: ")));
		lines++;
		kept += line.n - 6;
	}
	for (size_t i = 0; i < rest.n; i++) {
		bool ends = rest.s[i] == '\n' || rest.s[i] == '\r';
		lines -= ends && !(rest.s[i] == '\r' && i + 1 < rest.n && rest.s[i + 1] == '\n');
		kept += ends;
	}
	require(lines == 1 && kept == rest.n && all.n == 0); /* and nothing after the empty line */
	return 0;
}
