/* test_region MAP - the region list: its counts, its traps (domain facts 7.1), vector V-DIV, search, and maps
 * that are not whole. */
#include "region.h"
#include "tap.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static struct region find(const struct regions *r, str code)
{
	struct region g = { .level = REGION_NONE };

	if (!region_find(r, code, &g))
		g.name = STR("");
	return g;
}

static bool is_called(const struct regions *r, str code, str name)
{
	return str_eq(region_name(r, code), name);
}

static bool has_parent(const struct regions *r, str code, const char *parent)
{
	struct region g;

	return region_parent(r, code, &g) && !strcmp(g.code, parent);
}

static bool has_path(const struct regions *r, str code, str path)
{
	struct arena mem;

	arena_init(&mem, 1 << 20);
	struct buf b = buf_new(&mem, 1 << 16);
	bool found = region_path(r, code, &b);
	bool same = str_eq(buf_view(&b), path);
	arena_free(&mem);
	return found && same;
}

/* V-DIV */
static void test_vector(const struct regions *r)
{
	OK(is_called(r, STR("440804103203"), STR("莫村村委会")));
	OK(is_called(r, STR("440804103"), STR("龙头镇")));
	OK(is_called(r, STR("440804"), STR("坡头区")));
	OK(is_called(r, STR("4408"), STR("湛江市")));
	OK(is_called(r, STR("44"), STR("广东省")));
	OK(has_parent(r, STR("440804103203"), "440804103"));
	OK(has_parent(r, STR("440804103"), "440804"));
	OK(has_parent(r, STR("440804"), "4408"));
	OK(has_parent(r, STR("4408"), "44"));
	struct region g;
	OK(!region_parent(r, STR("44"), &g));
	OK(!region_parent(r, STR("440899"), &g));
	OK(has_path(r, STR("440804103203"), STR("广东省湛江市坡头区龙头镇莫村村委会")));
	OK(region_count(r, REGION_PROVINCE) == 31);
	OK(region_count(r, REGION_CITY) == 342);
	OK(region_count(r, REGION_COUNTY) == 2978);
	OK(region_count(r, REGION_TOWNSHIP) == 41352);
	OK(region_count(r, REGION_VILLAGE) == 620573);
	OK(region_count(r, REGION_NONE) == 0);
	OK(region_count(r, REGION_LEVEL__N) == 0);
}

static void test_codes(const struct regions *r)
{
	OK(region_level(r, STR("44")) == REGION_PROVINCE);
	OK(region_level(r, STR("4408")) == REGION_CITY);
	OK(region_level(r, STR("440804")) == REGION_COUNTY);
	OK(region_level(r, STR("440804103")) == REGION_TOWNSHIP);
	OK(region_level(r, STR("440804103203")) == REGION_VILLAGE);
	OK(region_valid(r, STR("440804103203"), REGION_VILLAGE));
	OK(region_valid(r, STR("440804103203"), REGION_COUNTY));
	OK(region_valid(r, STR("440804"), REGION_COUNTY));
	OK(!region_valid(r, STR("4408"), REGION_COUNTY));
	static const str bad[] = { STR_INIT(""),
				   STR_INIT("4"),
				   STR_INIT("440"),
				   STR_INIT("99"),
				   STR_INIT("440899"),
				   STR_INIT("4408041032030"),
				   STR_INIT("44080410"),
				   STR_INIT("440804103999"),
				   STR_INIT("４４"),
				   STR_INIT("44080a"),
				   STR_INIT(" 44080"),
				   STR_INIT("-44080"),
				   STR_INIT("000000000044"),
				   STR_INIT("000044"),
				   STR_INIT("440804000000"),
				   { NULL, 0 } };
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct region g;
		OK(!region_find(r, bad[i], &g) && region_level(r, bad[i]) == REGION_NONE &&
		   region_name(r, bad[i]).n == 0 && !region_valid(r, bad[i], REGION_NONE));
	}
}

static void test_traps(const struct regions *r)
{
	static const str pseudo[] = { STR_INIT("1101"), STR_INIT("1201"), STR_INIT("3101"),
				      STR_INIT("5001"), STR_INIT("5002"), STR_INIT("4190"),
				      STR_INIT("4290"), STR_INIT("4690"), STR_INIT("6590") };
	for (size_t i = 0; i < COUNT(pseudo); i++)
		OK(find(r, pseudo[i]).flags == REGION_PSEUDO);
	OK(is_called(r, STR("5002"), STR("县")) && is_called(r, STR("1101"), STR("市辖区")));
	OK(has_path(r, STR("110101"), STR("北京市东城区")));
	OK(has_path(r, STR("419001"), STR("河南省济源市")));
	OK(has_path(r, STR("1101"), STR("北京市市辖区")));
	OK(!region_find(r, STR("110100"), &(struct region){ .flags = 0 }));

	static const str doubled[] = { STR_INIT("441900"), STR_INIT("442000"), STR_INIT("460400"),
				       STR_INIT("620201") };
	for (size_t i = 0; i < COUNT(doubled); i++)
		OK(find(r, doubled[i]).flags == REGION_DOUBLED);
	OK(is_called(r, STR("441900"), STR("东莞市")) && is_called(r, STR("4419"), STR("东莞市")));
	OK(has_path(r, STR("441900"), STR("广东省东莞市")));
	OK(has_path(r, STR("441900003"), STR("广东省东莞市东城街道")));
}

/* Only these rows have flags, and the development zones are the 124 that domain facts count. */
static void test_flags(const struct regions *r)
{
	size_t stat_only = 0, flagged[REGION_LEVEL__N] = { 0 };
	for (enum region_level l = REGION_PROVINCE; l < REGION_LEVEL__N; l++) {
		struct region_range all = region_inside(r, STR(""), l);
		for (size_t i = all.at; i < all.end; i++) {
			struct region g = region_at(r, i);
			stat_only += (g.flags & REGION_STAT_ONLY) != 0;
			flagged[l] += g.flags != 0;
		}
	}
	OK(stat_only == 124);
	OK(find(r, STR("320576")).flags == REGION_STAT_ONLY); /* Suzhou Industrial Park */
	OK(find(r, STR("440804")).flags == 0);
	OK(flagged[REGION_PROVINCE] == 0 && flagged[REGION_CITY] == 9);
	OK(flagged[REGION_COUNTY] == 124 + 4);
	OK(flagged[REGION_TOWNSHIP] == 0 && flagged[REGION_VILLAGE] == 0);
}

/* The children of a level, one region after the other, are the next level without gaps. */
static bool is_covered(const struct regions *r, enum region_level l)
{
	struct region_range up = region_inside(r, STR(""), l), down = region_inside(r, STR(""), l + 1);

	for (; up.at < up.end; up.at++) {
		struct region g = region_at(r, up.at), parent;
		struct region_range in = region_children(r, str_of(g.code));
		if (in.at != down.at || in.end <= in.at)
			return false;
		for (; down.at < in.end; down.at++)
			if (!region_parent(r, str_of(region_at(r, down.at).code), &parent) ||
			    strcmp(parent.code, g.code) != 0)
				return false;
	}
	return down.at == down.end;
}

static void test_children(const struct regions *r)
{
	for (enum region_level l = REGION_PROVINCE; l < REGION_VILLAGE; l++)
		OK(is_covered(r, l));
	struct region_range in = region_children(r, STR(""));
	OK(in.end - in.at == 31 && !strcmp(region_at(r, in.at).code, "11"));
	in = region_children(r, STR("440804"));
	OK(in.end > in.at && !strcmp(region_at(r, in.at).code, "440804001"));
	in = region_children(r, STR("440804103203"));
	OK(in.at == in.end);
	in = region_children(r, STR("440899"));
	OK(in.at == in.end);
	in = region_children(r, STR("nonsense"));
	OK(in.at == in.end);
	in = region_inside(r, STR("44"), REGION_COUNTY);
	OK(in.end - in.at == 124);
	in = region_inside(r, STR("13"), REGION_COUNTY);
	OK(in.end - in.at == 190);
	in = region_inside(r, STR("440804"), REGION_CITY);
	OK(in.at == in.end);
	in = region_inside(r, STR("440804"), REGION_COUNTY);
	OK(in.end - in.at == 1 && !strcmp(region_at(r, in.at).code, "440804"));
	in = region_inside(r, STR("44"), REGION_LEVEL__N);
	OK(in.at == in.end);
}

/* Is this hit the one a walk over all entries would give next, or no hit at all? */
static bool is_next(const struct region *g, int rank, str part, const struct region *got, bool *ret_hit)
{
	int here = str_eq(g->name, part) ? 0 : str_starts(g->name, part) ? 1 : 2;

	*ret_hit = here == rank && str_has(g->name, part);
	return !*ret_hit || (got && strcmp(got->code, g->code) == 0 && got->level == g->level);
}

/* The search must give what a walk over all entries gives: exact, beginning, holding; then by level and code.
 */
static bool equals_recount(const struct regions *r, str part, str inside, size_t limit)
{
	struct region got[REGION_SEARCH_MAX];
	size_t n = region_search(r, part, inside, got, limit), k = 0;

	for (int rank = 0; rank < 3; rank++)
		for (enum region_level l = REGION_PROVINCE; l < REGION_LEVEL__N; l++) {
			struct region_range in = region_inside(r, inside, l);
			for (bool hit; in.at < in.end && k < limit; in.at++, k += hit) {
				struct region g = region_at(r, in.at);
				if (!is_next(&g, rank, part, k < n ? &got[k] : NULL, &hit))
					return false;
			}
		}
	return k == n;
}

static void test_search(const struct regions *r)
{
	struct region got[REGION_SEARCH_MAX];
	size_t n = region_search(r, STR("龙头"), STR("440804"), got, 20);
	OK(n >= 2 &&
	   !strcmp(got[0].code, "440804103")); /* begins so, and a township stands before its villages */
	OK(n >= 2 && str_starts(got[1].name, STR("龙头")) && got[1].level == REGION_VILLAGE);
	n = region_search(r, STR("莫村"), STR("440804103"), got, 20);
	OK(n == 1 && !strcmp(got[0].code, "440804103203"));
	n = region_search(r, STR("　坡头区 "), STR(""), got, 20);
	OK(n >= 1 && !strcmp(got[0].code, "440804"));
	n = region_search(r, STR("广东省"), STR(""), got, 20);
	OK(n >= 1 && !strcmp(got[0].code, "44"));

	static const str part[] = { STR_INIT("龙头"),
				    STR_INIT("莫村"),
				    STR_INIT("村"),
				    STR_INIT("龙"),
				    STR_INIT("委会"),
				    STR_INIT("会村"),
				    STR_INIT("居委会"),
				    STR_INIT("一"),
				    STR_INIT("城关镇"),
				    STR_INIT("市辖区"),
				    STR_INIT("新华社区居委会"),
				    STR_INIT("䃥"),
				    STR_INIT("A"),
				    STR_INIT("（"),
				    STR_INIT("东") };
	static const str inside[] = { STR_INIT(""),       STR_INIT("44"),        STR_INIT("4408"),
				      STR_INIT("440804"), STR_INIT("440804103"), STR_INIT("440804103203"),
				      STR_INIT("65") };
	for (size_t i = 0; i < COUNT(part); i++)
		for (size_t k = 0; k < COUNT(inside); k++) {
			OK(equals_recount(r, part[i], inside[k], 10));
			OK(equals_recount(r, part[i], inside[k], REGION_SEARCH_MAX));
		}
	OK(equals_recount(r, STR("龙头"), STR(""), 1));
}

static void test_search_limits(const struct regions *r)
{
	static struct region got[REGION_SEARCH_MAX + 1];
	got[REGION_SEARCH_MAX].level = REGION_LEVEL__N;
	OK(region_search(r, STR("村"), STR(""), got, SIZE_MAX) == REGION_SEARCH_MAX);
	OK(got[REGION_SEARCH_MAX].level == REGION_LEVEL__N);
	OK(region_search(r, STR("村"), STR(""), got, 0) == 0);
	OK(region_search(r, STR(""), STR(""), got, 20) == 0);
	OK(region_search(r, (str){ NULL, 0 }, STR(""), got, 20) == 0);
	OK(region_search(r, STR(" \t　"), STR(""), got, 20) == 0);
	OK(region_search(r, STR("会\n"), STR("44"), got, 20) == 20); /* trimmed */
	OK(region_search(r, STR("会\n会"), STR(""), got, 20) == 0);  /* the names' separator is no letter */
	OK(region_search(r, STR("\xe9\xbe"), STR(""), got, 20) == 0);
	OK(region_search(r, STR("\xbe\x99"), STR(""), got, 20) == 0);
	OK(region_search(r, STR("龙\0"), STR(""), got, 20) == 0);
	OK(region_search(r, STR("ж"), STR(""), got, 20) == 0);
	OK(region_search(r, STR("龙头"), STR("99"), got, 20) == 0);
	OK(region_search(r, STR("龙头"), STR("44080"), got, 20) == 0);
	static char longest[30000];
	for (size_t i = 0; i < sizeof longest; i += 3)
		memcpy(longest + i, "村", 3);
	OK(region_search(r, (str){ longest, sizeof longest }, STR(""), got, 20) == 0); /* 10,000 characters */
	OK(region_search(r, (str){ longest, 255 }, STR(""), got, 20) == 0);
}

/* ---- maps that are not whole */

struct file {
	char *bytes;
	size_t n;
};

static struct file read_file(const char *path)
{
	struct file f = { NULL, 0 };
	FILE *in = fopen(path, "rbe");

	if (!in)
		return f;
	fseek(in, 0, SEEK_END);
	f.n = (size_t)ftell(in);
	rewind(in);
	f.bytes = malloc(f.n);
	f.n = f.bytes ? fread(f.bytes, 1, f.n, in) : 0;
	fclose(in);
	return f;
}

/* What opening says to a map of these bytes. */
static enum rc open_bytes(const char *bytes, size_t n)
{
	char path[] = "/tmp/test_region.XXXXXX";
	int fd = mkstemp(path);
	struct arena mem;
	const struct regions *r = NULL;

	bool wrote = fd >= 0 && write(fd, bytes, n) == (ssize_t)n;
	close(fd);
	arena_init(&mem, 1 << 16);
	enum rc rc = wrote ? region_open(&mem, path, &r) : RC_FAULT;
	if (rc == RC_OK)
		region_close(r);
	else if (r)
		rc = RC_FAULT; /* touched on failure */
	arena_free(&mem);
	unlink(path);
	return rc;
}

static enum rc open_changed(struct file f, size_t at, char to)
{
	char was = f.bytes[at];

	f.bytes[at] = to;
	enum rc rc = open_bytes(f.bytes, f.n);
	f.bytes[at] = was;
	return rc;
}

static void test_truncation(const char *path)
{
	struct file f = read_file(path);

	if (!f.n) {
		free(f.bytes);
		return;
	}
	OK(open_bytes(f.bytes, f.n) == RC_OK);
	OK(open_bytes(f.bytes, 0) == RC_MALFORMED);
	OK(open_bytes(f.bytes, 7) == RC_MALFORMED);
	OK(open_bytes(f.bytes, 56) == RC_MALFORMED);
	OK(open_bytes(f.bytes, f.n / 2) == RC_MALFORMED);
	OK(open_bytes(f.bytes, f.n - 1) == RC_MALFORMED);
	OK(open_bytes(f.bytes, f.n - 4096) == RC_MALFORMED);
	free(f.bytes);
}

static void test_corruption(const char *path)
{
	struct file f = read_file(path);

	if (!f.n) {
		free(f.bytes);
		return;
	}
	OK(open_changed(f, 0, 'X') == RC_MALFORMED);                      /* magic */
	OK(open_changed(f, 8, 2) == RC_MALFORMED);                        /* version */
	OK(open_changed(f, 13, 9) == RC_MALFORMED);                       /* size of a block */
	OK(open_changed(f, 19, '\x7f') == RC_MALFORMED);                  /* letters */
	OK(open_changed(f, 20, 1) == RC_MALFORMED);                       /* size of the pool */
	OK(open_changed(f, 20, (char)(f.bytes[20] - 1)) == RC_MALFORMED); /* within the padding */
	OK(open_changed(f, 36, 30) == RC_MALFORMED);                      /* a province fewer */
	OK(open_changed(f, 55, '\x7f') == RC_MALFORMED);                  /* two thousand million villages */
	OK(open_changed(f, 56, 1) == RC_MALFORMED);                       /* the first code */
	OK(open_changed(f, 56 + 8, 9) == RC_MALFORMED);                   /* where its name is */
	OK(open_changed(f, 56 + 12, 0) == RC_MALFORMED);                  /* how long */
	OK(open_changed(f, 56 + 16 * 100000, 0) == RC_MALFORMED);         /* order of the villages */
	OK(open_changed(f, 56 + (size_t)16 * 665276 + 3, '\x7f') == RC_MALFORMED); /* index by name */
	free(f.bytes);
}

static void test_no_file(void)
{
	struct arena mem;
	const struct regions *r = NULL;

	arena_init(&mem, 1 << 16);
	OK(region_open(&mem, "/nonexistent/regions.map", &r) == RC_NOT_FOUND && !r);
	OK(region_open(&mem, "/tmp", &r) == RC_MALFORMED && !r);
	arena_free(&mem);
	region_close(NULL);
}

int main(int argc, char **argv)
{
	struct arena mem;
	const struct regions *r = NULL;
	const char *path = argc > 1 ? argv[1] : "regions.map";

	arena_init(&mem, 1 << 16);
	OK(region_open(&mem, path, &r) == RC_OK);
	if (r) {
		test_vector(r);
		test_codes(r);
		test_traps(r);
		test_flags(r);
		test_children(r);
		test_search(r);
		test_search_limits(r);
		test_truncation(path);
		test_corruption(path);
	}
	region_close(r);
	arena_free(&mem);
	test_no_file();
	return tap_end();
}
