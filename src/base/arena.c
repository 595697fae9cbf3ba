#include "base.h"
#include "logline.h"

#include <stdlib.h>

struct arena_block {
	struct arena_block *next;
	size_t size; /* of mem[] */
	char mem[] __attribute__((aligned(16)));
};

enum { FIRST_BLOCK = 32 << 10, LARGEST_STEP = 1 << 20, LIST_FIRST = 8 };

void arena_init(struct arena *a, size_t limit) { *a = (struct arena){ .limit = limit }; }

static void take_block(struct arena *a, struct arena_block *b)
{
	b->next = a->blocks;
	a->blocks = b;
	a->beg = b->mem;
	a->end = b->mem + b->size;
}

/* A new block that holds at least `need` bytes: twice the last one, within reason and within the limit. */
static bool grow(struct arena *a, size_t need)
{
	size_t size = a->blocks ? a->blocks->size * 2 : FIRST_BLOCK;

	if (size > LARGEST_STEP)
		size = LARGEST_STEP;
	size_t left = a->limit - a->used;
	if (size > left)
		size = left;
	if (size < need)
		size = need;
	if (size > left)
		return false;
	struct arena_block *b = malloc(sizeof *b + size);
	if (!b)
		return false;
	b->size = size;
	a->used += size;
	take_block(a, b);
	return true;
}

static void *take(struct arena *a, size_t bytes, size_t align)
{
	size_t pad = -(uintptr_t)a->beg & (align - 1);
	if (!a->beg || pad > (size_t)(a->end - a->beg) || bytes > (size_t)(a->end - a->beg) - pad) {
		if (!grow(a, bytes + align))
			return NULL;
		pad = -(uintptr_t)a->beg & (align - 1);
	}
	char *p = a->beg + pad;
	a->beg = p + bytes;
	return p;
}

void *arena_try(struct arena *a, size_t size, size_t align, size_t n)
{
	size_t bytes;

	if (__builtin_mul_overflow(size, n, &bytes) || bytes > a->limit)
		return NULL;
	void *p = take(a, bytes, align);
	return p ? memset(p, 0, bytes) : NULL;
}

struct arena *arena_top(struct arena *a)
{
	while (a->outer)
		a = a->outer;
	return a;
}

static _Noreturn void give_up(struct arena *a)
{
	const struct arena *top = arena_top(a);

	if (top->full)
		longjmp(*top->full, 1); /* caught in one place: the dispatch of requests and jobs */
	logline(LOG_FAULT, "memory", "an arena without a way out is full at %zu bytes", a->used);
	abort();
}

char *arena_text(struct arena *a, size_t n)
{
	char *p = n <= a->limit ? take(a, n, 1) : NULL;

	if (!p)
		give_up(a);
	return p;
}

void *arena_alloc(struct arena *a, size_t size, size_t align, size_t n)
{
	void *p = arena_try(a, size, align, n);

	if (!p)
		give_up(a);
	return p;
}

void *arena_try_grow(struct arena *a, void *list, size_t size, size_t n, size_t *cap)
{
	if (n < *cap)
		return list;
	size_t more = *cap ? *cap * 2 : LIST_FIRST;
	void *longer = arena_try(a, size, alignof(max_align_t), more);
	if (!longer)
		return NULL;
	if (n)
		memcpy(longer, list, n * size);
	*cap = more;
	return longer;
}

void *arena_grow(struct arena *a, void *list, size_t size, size_t n, size_t *cap)
{
	void *longer = arena_try_grow(a, list, size, n, cap);

	if (!longer)
		give_up(a);
	return longer;
}

void arena_spare(struct arena *a, size_t n) { a->beg = arena_text(a, n); }

/* Pieces within pieces: as deep as arena_within() was called on its own results. */
/* NOLINTNEXTLINE(misc-no-recursion) */
void arena_reset(struct arena *a)
{
	for (struct arena *in = a->inner; in;
	     in = in->beside) /* they stand in blocks of a: their own first */
		arena_free(in);
	a->inner = NULL;
	while (a->blocks && a->blocks->next) {
		struct arena_block *b = a->blocks;
		a->blocks = b->next;
		a->used -= b->size;
		free(b);
	}
	a->beg = a->blocks ? a->blocks->mem : NULL;
	a->end = a->blocks ? a->blocks->mem + a->blocks->size : NULL;
}

/* NOLINTNEXTLINE(misc-no-recursion) */
void arena_free(struct arena *a)
{
	arena_reset(a);
	free(a->blocks);
	a->blocks = NULL;
	a->beg = a->end = NULL;
	a->used = 0;
}

struct arena *arena_within(struct arena *a, size_t limit)
{
	struct arena *in = NEW(a, struct arena, 1);

	*in = (struct arena){ .limit = limit, .outer = a, .beside = a->inner };
	a->inner = in;
	return in;
}
