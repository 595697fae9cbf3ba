/* Whatever comes as a recording: refused with a sentence, or a file that is written anew to the very same. */
#include "voice_work.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena mem;
	struct voice first = { .milliseconds = 0 }, second = first;
	const char *why = NULL;

	arena_init(&mem, 64 << 20);
	enum rc rc = voice_read(&mem, (str){ (const char *)data, size }, &first, &why);
	if ((rc == RC_OK) == (why != NULL))
		abort();
	if (rc == RC_OK && (voice_read(&mem, first.bytes, &second, &why) != RC_OK || why ||
			    !str_eq(first.bytes, second.bytes) || first.milliseconds != second.milliseconds))
		abort();
	arena_free(&mem);
	return 0;
}
