#include "region.h"
#include "region_map.h"
#include "utf8.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

_Static_assert(sizeof(struct region_head) == 56 && sizeof(struct region_entry) == 16,
	       "as written by tool/mkregions");
_Static_assert(REGION_VILLAGE - REGION_PROVINCE + 1 == REGION_LEVELS,
	       "the levels of the file are those of the program");

struct regions {
	void *map;
	size_t size;
	const struct region_entry *entry;
	const uint32_t *by_name, *letter;
	const uint64_t *block;
	const char *pool;
	size_t n, letters, words; /* words of 64 blocks for each letter */
	struct region_range level[REGION_LEVEL__N];
};

/* Digits of a code of each level, and what a code of 12 digits is divided by to get there. */
static const unsigned digits[REGION_LEVEL__N] = { 0, 2, 4, 6, 9, 12 };
static const uint64_t scale[REGION_LEVEL__N] = { 1000000000000, 10000000000, 100000000, 1000000, 1000, 1 };

static enum region_level level_of_size(size_t n)
{
	for (enum region_level l = REGION_PROVINCE; l < REGION_LEVEL__N; l++)
		if (digits[l] == n)
			return l;
	return REGION_NONE;
}

/* Level and number of a code; the empty code is 0 on level REGION_NONE and holds all others. */
static bool read_code(str code, enum region_level *ret_level, uint64_t *ret_number)
{
	enum region_level l = level_of_size(code.n);
	uint64_t v = 0;

	if (code.n && (l == REGION_NONE || !str_digits(code)))
		return false;
	for (size_t i = 0; i < code.n; i++)
		v = v * 10 + (uint64_t)(code.s[i] - '0');
	*ret_level = l;
	*ret_number = v;
	return true;
}

/* The first entry of the range with this code or a higher one. */
static size_t lower_bound(const struct regions *r, struct region_range in, uint64_t code)
{
	while (in.at < in.end) {
		size_t mid = in.at + (in.end - in.at) / 2;
		if (r->entry[mid].code < code)
			in.at = mid + 1;
		else
			in.end = mid;
	}
	return in.at;
}

/* ---- opening */

static size_t padded(size_t n) { return (n + 7) & ~(size_t)7; }

/* Every part of the file in its place, and the file just as long as they are together. */
static bool lay_out(struct regions *r)
{
	const struct region_head *h = r->map;

	if (r->size < sizeof *h || memcmp(h->magic, REGION_MAP_MAGIC, sizeof h->magic) != 0 ||
	    h->version != REGION_MAP_VERSION || h->block != REGION_BLOCK)
		return false;
	for (size_t l = 0; l < REGION_LEVELS; l++) {
		r->level[l + 1] = (struct region_range){ r->n, r->n + h->count[l] };
		r->n += h->count[l];
	}
	r->letters = h->letters;
	r->words = ((r->n + REGION_BLOCK - 1) / REGION_BLOCK + 63) / 64;
	/* Counts of 32 bits cannot overflow these sums of 64, nor can 2^32 letters of at most 2^20 words. */
	size_t at = padded(sizeof *h), by_name = at + padded(r->n * sizeof *r->entry);
	size_t letter = by_name + padded(r->n * sizeof *r->by_name);
	size_t block = letter + padded(r->letters * sizeof *r->letter);
	size_t pool = block + r->letters * r->words * sizeof *r->block;
	if (r->size != pool + padded(h->pool_size))
		return false;
	const char *base = r->map;
	r->entry = (const void *)(base + at);
	r->by_name = (const void *)(base + by_name);
	r->letter = (const void *)(base + letter);
	r->block = (const void *)(base + block);
	r->pool = base + pool;
	return true;
}

/* The entries of a level: codes of its size, ascending, each with its parent on the level above. */
static bool check_codes(const struct regions *r, enum region_level l)
{
	uint64_t end = scale[REGION_NONE] / scale[l], before = end / 10 - 1;
	uint64_t times = scale[l - 1] / scale[l];
	struct region_range up = r->level[l - 1];

	for (size_t i = r->level[l].at; i < r->level[l].end; i++) {
		uint64_t code = r->entry[i].code;
		if (code <= before || code >= end)
			return false;
		before = code;
		while (up.at < up.end && r->entry[up.at].code < code / times)
			up.at++;
		if (l != REGION_PROVINCE && (up.at == up.end || r->entry[up.at].code != code / times))
			return false;
	}
	return true;
}

/* What the functions below rely on: codes in order, names one behind the other to the end of the pool. */
static bool check_entries(const struct regions *r)
{
	const struct region_head *h = r->map;
	uint64_t name = 1;

	for (enum region_level l = REGION_PROVINCE; l < REGION_LEVEL__N; l++)
		if (!check_codes(r, l))
			return false;
	for (size_t i = 0; i < r->n; i++) {
		if (r->entry[i].name != name || r->entry[i].name_size == 0)
			return false;
		name += r->entry[i].name_size + 1U;
	}
	return name == h->pool_size;
}

static bool check_indexes(const struct regions *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->by_name[i] >= r->n)
			return false;
	for (size_t i = 1; i < r->letters; i++)
		if (r->letter[i] <= r->letter[i - 1])
			return false;
	return true;
}

static enum rc map_file(int fd, struct regions *r)
{
	struct stat st;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_size <= 0)
		return RC_MALFORMED;
	r->size = (size_t)st.st_size;
	r->map = mmap(NULL, r->size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (r->map == MAP_FAILED)
		return RC_FAULT;
	if (lay_out(r) && check_entries(r) && check_indexes(r))
		return RC_OK;
	munmap(r->map, r->size);
	return RC_MALFORMED;
}

enum rc region_open(struct arena *mem, const char *path, const struct regions **ret)
{
	struct regions *r = NEW(mem, struct regions, 1); /* first: it may jump, and nothing is open yet */
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return RC_NOT_FOUND;
	enum rc rc = map_file(fd, r);
	close(fd);
	if (rc == RC_OK)
		*ret = r;
	return rc;
}

void region_close(const struct regions *r)
{
	if (r)
		munmap(r->map, r->size);
}

/* ---- looking up */

static bool find_entry(const struct regions *r, str code, size_t *ret_i)
{
	enum region_level l;
	uint64_t number;

	if (!read_code(code, &l, &number) || l == REGION_NONE)
		return false;
	size_t i = lower_bound(r, r->level[l], number);
	if (i == r->level[l].end || r->entry[i].code != number)
		return false;
	*ret_i = i;
	return true;
}

static str entry_name(const struct regions *r, size_t i)
{
	return (str){ r->pool + r->entry[i].name, r->entry[i].name_size };
}

struct region region_at(const struct regions *r, size_t i)
{
	struct region g = { .flags = r->entry[i].flags, .name = entry_name(r, i) };
	uint64_t code = r->entry[i].code;

	g.level = REGION_PROVINCE;
	while (i >= r->level[g.level].end)
		g.level++;
	for (size_t k = digits[g.level]; k-- > 0; code /= 10)
		g.code[k] = (char)('0' + code % 10);
	return g;
}

bool region_find(const struct regions *r, str code, struct region *ret)
{
	size_t i;

	if (!find_entry(r, code, &i))
		return false;
	*ret = region_at(r, i);
	return true;
}

str region_name(const struct regions *r, str code)
{
	size_t i;

	return find_entry(r, code, &i) ? entry_name(r, i) : (str){ "", 0 };
}

enum region_level region_level(const struct regions *r, str code)
{
	size_t i;

	return find_entry(r, code, &i) ? level_of_size(code.n) : REGION_NONE;
}

bool region_valid(const struct regions *r, str code, enum region_level least)
{
	enum region_level l = region_level(r, code);

	return l != REGION_NONE && l >= least;
}

bool region_parent(const struct regions *r, str code, struct region *ret)
{
	size_t i;

	return find_entry(r, code, &i) &&
	       region_find(r, str_cut(code, 0, digits[level_of_size(code.n) - 1]), ret);
}

bool region_path(const struct regions *r, str code, struct buf *to)
{
	enum region_level last = region_level(r, code);

	for (enum region_level l = REGION_PROVINCE; l <= last; l++) {
		struct region g;
		if (!region_find(r, str_cut(code, 0, digits[l]), &g))
			continue;
		if ((g.flags & REGION_PSEUDO && l < last) || g.flags & REGION_DOUBLED)
			continue;
		buf_str(to, g.name);
	}
	return last != REGION_NONE;
}

size_t region_count(const struct regions *r, enum region_level level)
{
	return level > REGION_NONE && level < REGION_LEVEL__N ? r->level[level].end - r->level[level].at : 0;
}

struct region_range region_inside(const struct regions *r, str code, enum region_level level)
{
	enum region_level l;
	uint64_t number;

	if (level <= REGION_NONE || level >= REGION_LEVEL__N || !read_code(code, &l, &number) || l > level ||
	    (l != REGION_NONE && region_level(r, code) == REGION_NONE))
		return (struct region_range){ 0, 0 };
	if (l == REGION_NONE)
		return r->level[level];
	uint64_t times = scale[l] / scale[level];
	return (struct region_range){ lower_bound(r, r->level[level], number * times),
				      lower_bound(r, r->level[level], (number + 1) * times) };
}

struct region_range region_children(const struct regions *r, str code)
{
	return region_inside(r, code, level_of_size(code.n) + 1);
}

/* ---- searching */

/* What is looked for where, and the best so far: the order of the entries is the order of the answer. */
struct search {
	const struct regions *r;
	str part;
	struct region_range in[REGION_LEVEL__N];
	uint32_t found[REGION_SEARCH_MAX];
	size_t n, limit;
};

static bool search_holds(const struct search *s, size_t i)
{
	for (enum region_level l = REGION_PROVINCE; l < REGION_LEVEL__N; l++)
		if (i >= s->in[l].at && i < s->in[l].end)
			return true;
	return false;
}

/* Where in by_name the names begin that are not below `name`, or not below all that begin with it. */
static size_t name_bound(const struct regions *r, str name, bool past)
{
	size_t at = 0, end = r->n;

	while (at < end) {
		size_t mid = at + (end - at) / 2;
		str there = entry_name(r, r->by_name[mid]);
		int c = str_cmp(past ? str_cut(there, 0, name.n) : there, name);
		if (c < 0 || (past && c == 0))
			at = mid + 1;
		else
			end = mid;
	}
	return at;
}

/* Keep the lowest entries among found[from .. limit), sorted. */
static void keep_lowest(struct search *s, size_t from, uint32_t i)
{
	if (s->n == s->limit) {
		if (from == s->n || i > s->found[s->n - 1])
			return;
		s->n--;
	}
	size_t k = s->n++;
	for (; k > from && s->found[k - 1] > i; k--)
		s->found[k] = s->found[k - 1];
	s->found[k] = i;
}

/* The names that are the part, then those that begin with it: side by side in by_name, the shortest first. */
static void search_beginnings(struct search *s)
{
	size_t at = name_bound(s->r, s->part, false), end = name_bound(s->r, s->part, true);
	size_t from = s->n;

	for (bool exact = true; at < end; at++) {
		uint32_t i = s->r->by_name[at];
		if (exact && s->r->entry[i].name_size != s->part.n) {
			exact = false;
			from = s->n;
		}
		if (search_holds(s, i))
			keep_lowest(s, from, i);
	}
}

/* The blocks whose names use the letter, as bits; NULL when no name does. */
static const uint64_t *letter_blocks(const struct regions *r, uint32_t letter)
{
	size_t at = 0, end = r->letters;

	while (at < end) {
		size_t mid = at + (end - at) / 2;
		if (r->letter[mid] == letter)
			return r->block + mid * r->words;
		if (r->letter[mid] < letter)
			at = mid + 1;
		else
			end = mid;
	}
	return NULL;
}

/* Names in the range that hold the part but do not begin with it, until there are enough. */
static void scan_names(struct search *s, struct region_range in)
{
	const struct regions *r = s->r;
	const char *at = r->pool + r->entry[in.at].name;
	const char *end = r->pool + r->entry[in.end - 1].name + r->entry[in.end - 1].name_size;

	while (s->n < s->limit && (at = memmem(at, (size_t)(end - at), s->part.s, s->part.n))) {
		size_t name = (size_t)(at - r->pool), lo = in.at, hi = in.end;
		while (hi - lo > 1) { /* the last entry whose name begins at or before the hit */
			size_t mid = lo + (hi - lo) / 2;
			if (r->entry[mid].name <= name)
				lo = mid;
			else
				hi = mid;
		}
		if (!str_starts(entry_name(r, lo), s->part))
			s->found[s->n++] = (uint32_t)lo;
		if (hi == in.end)
			return;
		in.at = hi; /* one hit a name */
		at = r->pool + r->entry[hi].name;
	}
}

static void search_rest(struct search *s, const uint64_t *const *blocks, size_t nblocks)
{
	for (enum region_level l = REGION_PROVINCE; l < REGION_LEVEL__N && s->n < s->limit; l++)
		for (size_t i = s->in[l].at; i < s->in[l].end && s->n < s->limit;) {
			size_t b = i / REGION_BLOCK, end = (b + 1) * REGION_BLOCK;
			uint64_t bit = (uint64_t)1 << (b & 63);
			bool all = true;
			if (end > s->in[l].end)
				end = s->in[l].end;
			for (size_t k = 0; k < nblocks; k++)
				all = all && blocks[k][b / 64] & bit;
			if (all)
				scan_names(s, (struct region_range){ i, end });
			i = end;
		}
}

enum { LETTERS_USED = 16 }; /* more would filter no better */

/* The block lists of the first letters of the part; false when it holds a letter that no name has. */
static bool find_blocks(const struct regions *r, str part, const uint64_t **ret, size_t *ret_n)
{
	size_t n = 0;

	for (size_t at = 0; at < part.n && n < LETTERS_USED;) {
		const uint64_t *blocks = letter_blocks(r, utf8_next(part, &at));
		if (!blocks)
			return false;
		ret[n++] = blocks;
	}
	*ret_n = n;
	return true;
}

size_t region_search(const struct regions *r, str part, str inside, struct region *ret, size_t limit)
{
	struct search s = { .r = r, .limit = limit < REGION_SEARCH_MAX ? limit : REGION_SEARCH_MAX };
	const uint64_t *blocks[LETTERS_USED];
	size_t nblocks;

	if (part.n > (size_t)2 * REGION_NAME_MAX) /* before anything walks over it */
		return 0;
	s.part = str_trim(part);
	if (s.part.n == 0 || s.part.n > REGION_NAME_MAX || s.limit == 0 || !utf8_valid(s.part) ||
	    !find_blocks(r, s.part, blocks, &nblocks))
		return 0;
	for (enum region_level l = REGION_PROVINCE; l < REGION_LEVEL__N; l++)
		s.in[l] = region_inside(r, inside, l);
	search_beginnings(&s);
	search_rest(&s, blocks, nblocks);
	for (size_t i = 0; i < s.n; i++)
		ret[i] = region_at(r, s.found[i]);
	return s.n;
}
