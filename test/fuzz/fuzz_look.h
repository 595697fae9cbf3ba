/* fuzz_look.h - an input is looked at as a text, with the memory of a request, which may run out. */
#pragma once
#include "base.h"

#include <setjmp.h>
#include <stdint.h>

static void look(struct arena *mem, str text);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena mem;
	jmp_buf full;

	arena_init(&mem, 16 << 20);
	mem.full = &full;
	if (!setjmp(full))
		look(&mem, (str){ (const char *)data, size });
	arena_free(&mem);
	return 0;
}
