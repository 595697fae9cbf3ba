/* Arenas, slices, days, JSON, CSV, the national algorithms: domain.md V-AGE and V-SM verbatim. */
#include "csvio.h"
#include "json.h"
#include "problem.h"
#include "sm.h"
#include "tap.h"
#include "utf8.h"

static struct arena mem;

static void test_arena(void)
{
	struct arena a;
	jmp_buf full;
	volatile int taken = 0;

	arena_init(&a, 1 << 20);
	a.full = &full;
	if (!setjmp(full))
		for (;; taken++)
			NEW(&a, char, 1000);
	OK(taken > 900 && taken <= 1048);
	OK(arena_try(&a, 1, 1, 2 << 20) == NULL);
	arena_reset(&a);
	OK(NEW(&a, int64_t, 4)[3] == 0);
	struct arena *in = arena_within(&a, 1000), *other = arena_within(&a, 1 << 20);
	OK(arena_try(in, 1, 1, 2000) == NULL && arena_try(in, 1, 1, 500) && arena_try(other, 1, 1, 5000));
	arena_free(in); /* before its time, and again with the outer one */
	OK(a.inner == other && other->beside == in && in->used == 0);
	arena_free(&a);
	OK(a.inner == NULL && a.used == 0);
}

static void test_list(void)
{
	struct arena a;
	int32_t *list = NULL, *longer;
	size_t n = 0, cap = 0, copies = 0, wrong = 0;

	arena_init(&a, 64 << 10);
	for (int32_t i = 0; i < 1000; i++) {
		longer = GROWN(&a, list, n, &cap);
		copies += longer != list;
		wrong += n >= cap || longer[n] != 0;
		list = longer;
		list[n++] = i;
	}
	for (size_t i = 0; i < n; i++)
		wrong += list[i] != (int32_t)i;
	OK(wrong == 0 && cap >= n && cap < 2 * n);
	OK(copies < 12); /* twice as long each time */
	while ((longer = TRY_GROWN(&a, list, n, &cap))) {
		list = longer;
		list[n++] = 7;
	}
	OK(n == cap && list[n - 1] == 7 && list[999] == 999); /* without memory nothing has changed */
	arena_free(&a);
}

/* Until the arena jumps. */
static _Noreturn void grow_for_ever(struct arena *a, volatile size_t *n)
{
	int64_t *list = NULL;
	size_t cap = 0;

	for (;; ++*n)
		list = GROWN(a, list, *n, &cap);
}

static void test_list_full(void)
{
	struct arena a;
	jmp_buf full;
	volatile size_t n = 0;

	arena_init(&a, 1000);
	a.full = &full;
	if (!setjmp(full))
		grow_for_ever(&a, &n);
	OK(n == 64); /* 960 bytes of lists, and no room for the next */
	arena_free(&a);
}

/* One within another leaves by the way that is open now, not by the one that was when it was made. */
static void test_within_full(void)
{
	struct arena a;
	jmp_buf gone, full;
	volatile size_t n = 0;
	volatile bool wrong = false;

	arena_init(&a, 1 << 20);
	if (setjmp(gone))
		wrong = true;
	a.full = &gone;
	struct arena *in = arena_within(arena_within(&a, 4000), 1000);
	a.full = &full;
	if (!wrong && !setjmp(full))
		grow_for_ever(in, &n);
	OK(!wrong && n == 64);
	arena_free(&a);
}

static void test_str(void)
{
	str rest = STR("a,,b"), part;
	int64_t v;
	int n = 0;

	OK(str_eq(str_trim(STR(" \t\xe3\x80\x80 x y \xe3\x80\x80\n")), STR("x y")));
	while (str_next(&rest, ',', &part))
		n++;
	OK(n == 3 && str_eq(part, STR("b")));
	OK(str_int(STR("-9223372036854775808"), &v) && v == INT64_MIN);
	OK(!str_int(STR("9223372036854775808"), &v) && !str_int(STR("1x"), &v) && !str_int(STR(""), &v));
	OK(str_cut(STR("abc"), 5, 9).n == 0 && str_eq(str_cut(STR("abc"), 1, 9), STR("bc")));
}

/* RFC 4648, 10. */
static void test_base64(void)
{
	static const char *const made[] = { "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy" };
	struct arena a;

	arena_init(&a, 1 << 16);
	for (size_t n = 0; n < COUNT(made); n++) {
		struct buf b = buf_new(&a, 100);
		buf_base64(&b, "foobar", n);
		OK(str_eq(buf_view(&b), str_of(made[n])));
	}
	struct buf b = buf_new(&a, 100);
	buf_base64(&b, "\xfb\xff\x00", 3);
	OK(str_eq(buf_view(&b), STR("+/8A")));
	arena_free(&a);
}

static void test_utf8(void)
{
	OK(utf8_valid(STR("张三𠮷")) && utf8_count(STR("张三𠮷")) == 3);
	OK(!utf8_valid(STR("\xc0\xaf")) && !utf8_valid(STR("\xed\xa0\x80")) &&
	   !utf8_valid(STR("\xf4\x90\x80\x80")));
	OK(!utf8_valid((str){ "a\0b", 3 }) && !utf8_valid(STR("\xe5\xbc")));
	OK(str_eq(utf8_fold(&mem, STR("　４４０８０４Ｘ ")), STR("440804X")));
	OK(str_eq(utf8_number(&mem, STR(" ４４０８０４ｘ　")), STR("440804X")));
	OK(str_eq(utf8_number(&mem, STR("az-é")), STR("AZ-é")) && utf8_number(&mem, STR("")).n == 0);
	static const char turned[] = { '\xe2', '\x80', '\xae', 0 }; /* U+202E */
	OK(utf8_has_control(STR("a\x01")) && utf8_has_control(str_of(turned)) &&
	   !utf8_has_control(STR("中\n")));
}

static void test_day(void)
{
	day d;

	OK(day_parse(STR("2024-02-29"), &d) && d == 20240229 && !day_parse(STR("2023-02-29"), &d));
	OK(!day_parse(STR("2024-2-09"), &d) && !day_parse(STR("2024-13-01"), &d) &&
	   day_parse(STR("20260101"), &d));
	OK(day_number(19700101) == 0 && day_of_number(day_number(20000301)) == 20000301);
	OK(day_diff(20260301, 20260228) == 1 && day_add(20261231, 1) == 20270101);
	OK(day_weekday(20261121) == 6 && day_month_end(20240215) == 20240229);
	/* V-AGE */
	OK(day_age(20120229, 20260228) == 13 && day_age(20120229, 20260301) == 14);
	OK(day_age(20101121, 20261120) == 15 && day_age(20101121, 20261121) == 16);
	OK(day_age(20181122, 20261121) == 7 && day_age(20181122, 20181121) == -1);
	OK(day_birthday(20120229, 14) == 20260301 && day_birthday(20120229, 12) == 20240229);
}

static void test_instant(void)
{
	int64_t t;
	struct buf b = buf_new(&mem, 100);

	OK(instant_parse(STR("2026-11-21T16:00:00Z"), &t) && instant_day(t) == 20261122 &&
	   instant_day(t - 1) == 20261121);
	OK(instant_parse(STR("2026-11-22T00:00:00.5+08:00"), &t));
	instant_put(&b, t);
	OK(str_eq(buf_view(&b), STR("2026-11-21T16:00:00.500000Z")));
}

static enum rc parse(str text)
{
	struct json_value *v;

	return json_parse(&mem, text, &v);
}

static void test_json_in(void)
{
	struct json_value *v;

	OK(json_parse(&mem, STR("\xef\xbb\xbf {\"a\":[1,-2.5,true,null],\"b\":\"\\u5f20\\n\"} "), &v) ==
	   RC_OK);
	OK(str_eq(json_get(v, STR("b"))->text, STR("张\n")) && json_get(v, STR("a"))->child->i == 1);
	OK(!json_get(v, STR("a"))->child->next->whole && !json_get(v, STR("c")));
	static const char *const bad[] = {
		"",           "{",        "{\"a\":1,}",    "[01]",          "[1.]",  "{\"a\":1}x",
		"{'a':1}",    "[\"\t\"]", "[\"\\u0000\"]", "[\"\\ud800\"]", "[NaN]", "{\"a\":1,\"a\":2}",
		"[\"\xff\"]", "[+1]",     "nul",           "[1 2]",         "\""
	};
	for (size_t i = 0; i < COUNT(bad); i++)
		OK(parse(str_of(bad[i])) == RC_MALFORMED);
	struct buf b = buf_new(&mem, 1000);
	for (int i = 0; i < 64; i++)
		buf_ch(&b, '[');
	for (int i = 0; i < 64; i++)
		buf_ch(&b, ']');
	OK(parse(buf_view(&b)) == RC_OK);
	struct buf c = buf_new(&mem, 1000);
	buf_ch(&c, '[');
	buf_str(&c, buf_view(&b));
	buf_ch(&c, ']');
	OK(parse(buf_view(&c)) == RC_MALFORMED);
}

static void test_json_out(void)
{
	struct buf b = buf_new(&mem, 1000);
	struct json j = json_to(&b);

	json_obj(&j);
	JSON_KEY(&j, "a");
	json_arr(&j);
	json_int(&j, 1);
	json_id(&j, 9007199254740993);
	json_str(&j, STR("\"\\\n<张\x01"));
	json_arr_end(&j);
	JSON_KEY(&j, "d");
	json_day(&j, 20260101);
	JSON_KEY(&j, "e");
	json_day(&j, 0);
	json_obj_end(&j);
	OK(str_eq(buf_view(&b), STR("{\"a\":[1,\"9007199254740993\",\"\\\"\\\\\\n\\u003c张\\u0001\"],"
				    "\"d\":\"2026-01-01\",\"e\":null}")));
}

static void test_csv(void)
{
	struct csv c;
	struct buf b = buf_new(&mem, 1000);

	OK(csv_read(&mem, STR("\xef\xbb\xbf姓名,x\r\n\r\n\"a\r\nb\",\"q\"\"q\"\r\n, \r\nlast,\n"), &c) ==
	   RC_OK);
	OK(c.n == 3 && c.row[0].line == 1 && c.row[1].line == 3 && c.row[2].line == 5);
	OK(str_eq(c.row[1].cell[0], STR("a\r\nb")) && str_eq(c.row[1].cell[1], STR("q\"q")));
	OK(csv_read(&mem, STR("a,\"b"), &c) == RC_MALFORMED &&
	   csv_read(&mem, STR("\xff\n"), &c) == RC_MALFORMED);
	csv_put(&b, STR("=1+1"), true);
	csv_put(&b, STR("a,\"b"), false);
	csv_end(&b);
	OK(str_eq(buf_view(&b), STR("'=1+1,\"a,\"\"b\"\r\n")));
	OK(csv_read(&mem, buf_view(&b), &c) == RC_OK && str_eq(c.row[0].cell[0], STR("=1+1")));
}

static str hex(const void *p, size_t n) { return hex_put(&mem, p, n); }

/* V-SM */
static void test_sm(void)
{
	str abc = STR("abc"), sealed, plain;
	struct buf b = buf_new(&mem, 100);
	uint8_t key[16], argon[32];

	struct sm3 d = sm3(&abc, 1);
	OK(str_eq(hex(d.b, 32), STR("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")));
	for (int i = 0; i < 16; i++)
		buf_lit(&b, "abcd");
	str x16 = buf_view(&b);
	d = sm3(&x16, 1);
	OK(str_eq(hex(d.b, 32), STR("debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732")));
	for (uint8_t i = 0; i < 16; i++)
		key[i] = (uint8_t)(i + 1);
	d = sm3_hmac((str){ (char *)key, 16 }, &abc, 1);
	OK(str_eq(hex(d.b, 32), STR("a673f5905a6f786cccead2c394198d6716fe523f3c70da9adfdb8abb2da88345")));
	sealed = sm4_seal(&mem, key, STR("秘密"), STR("child.phone.7"));
	OK(sm4_open(&mem, key, sealed, STR("child.phone.7"), &plain) && str_eq(plain, STR("秘密")));
	OK(!sm4_open(&mem, key, sealed, STR("child.phone.8"), &plain));
	((char *)sealed.s)[SM4_IV] ^= 1;
	OK(!sm4_open(&mem, key, sealed, STR("child.phone.7"), &plain));
	sm_argon2id(STR("password"), key, argon);
	OK(argon[0] | argon[1] | argon[2]);
}

static void test_tr(void)
{
	struct buf b = buf_new(&mem, 100);

	TR(&b, LANG_EN, "{1} of {0} {x}", STR("nine"), STR("one"));
	OK(str_eq(buf_view(&b), STR("one of nine {x}")));
	OK(lang_choose(STR("fr, en;q=0.8, zh")) == LANG_EN && lang_choose(STR("")) == LANG_ZH);
}

int main(void)
{
	sm_start();
	arena_init(&mem, 64 << 20);
	test_arena();
	test_list();
	test_list_full();
	test_within_full();
	test_str();
	test_base64();
	test_utf8();
	test_day();
	test_instant();
	test_json_in();
	test_json_out();
	test_csv();
	test_sm();
	test_tr();
	arena_free(&mem);
	return tap_end();
}
