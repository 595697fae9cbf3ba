/* One-time codes: the vectors of RFC 6238 (appendix B, SHA-1) and RFC 4226 (appendix D), base32 of RFC 4648,
 * the window and the replay. */
#include "tap.h"
#include "totp.h"

#include <liboath/oath.h>

static struct arena mem;
static const str rfc = STR_INIT("12345678901234567890");
static const int64_t second = 1000000;

static bool is(int64_t step, unsigned digits, const char *want)
{
	str code = { NULL, 0 };

	return totp_code(&mem, rfc, step, digits, &code) && str_eq(code, str_of(want));
}

static void test_rfc6238(void)
{
	static const struct {
		int64_t at;
		const char *code;
	} row[] = { { 59, "94287082" },         { 1111111109, "07081804" }, { 1111111111, "14050471" },
		    { 1234567890, "89005924" }, { 2000000000, "69279037" }, { 20000000000, "65353130" } };

	for (size_t i = 0; i < COUNT(row); i++)
		OK(is(totp_step(row[i].at * second), 8, row[i].code));
	OK(totp_step(59 * second) == 1 && totp_step(20000000000 * second) == 0x27BC86AA);
}

static void test_rfc4226(void)
{
	static const char *const code[] = { "755224", "287082", "359152", "969429", "338314",
					    "254676", "287922", "162583", "399871", "520489" };

	for (int i = 0; i < 10; i++)
		OK(is(i, 6, code[i]));
	OK(!is(-1, 6, code[0]) && !is(0, 5, "55224") && !is(0, 9, "284755224"));
}

static void test_base32(void)
{
	OK(str_eq(totp_base32(&mem, rfc), STR("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")));
	OK(str_eq(totp_base32(&mem, STR("fooba")), STR("MZXW6YTB"))); /* RFC 4648, 10 */
}

static bool matches(const char *code, int64_t at, int64_t after, int64_t *ret)
{
	return totp_match(&mem, totp_base32(&mem, rfc), str_of(code), at * second, after, ret);
}

/* 081804 is the code of 1111111109 (step 37037036), 050471 that of the next step. */
static void test_window(void)
{
	int64_t step = -1;

	OK(matches("081804", 1111111109, 0, &step) && step == 37037036);
	OK(matches(" 050 471", 1111111111, 0, &step) && step == 37037037);
	OK(matches("050471", 1111111109, 0, &step) && step == 37037037); /* a clock half a minute slow */
	OK(matches("081804", 1111111111, 0, &step) && step == 37037036); /* and one that is fast */
	OK(matches("081804", 1111111139, 0, &step));
	OK(!matches("081804", 1111111140, 0, &step)); /* two steps later */
	OK(!matches("050471", 1111111079, 0, &step)); /* two steps before */
	OK(!matches("081805", 1111111109, 0, &step));
	OK(!matches("81804", 1111111109, 0, &step) && !matches("0818040", 1111111109, 0, &step));
	OK(!matches("", 1111111109, 0, &step) && !matches("08180x", 1111111109, 0, &step));
	OK(!matches("07081804", 1111111109, 0, &step)); /* the eight digits of the RFC are not six */
}

static void test_replay(void)
{
	int64_t step = -1;

	OK(!matches("081804", 1111111109, 37037036, &step) && step == -1);
	OK(!matches("081804", 1111111111, 37037037, &step)); /* an older one than the last used */
	OK(matches("050471", 1111111111, 37037036, &step) && step == 37037037);
	OK(!totp_match(&mem, STR(""), STR("081804"), 1111111109 * second, 0, &step));
	OK(!totp_match(&mem, STR("not base32!"), STR("081804"), 1111111109 * second, 0, &step));
	OK(!totp_match(&mem, STR("GEZDGNBV"), STR("081804"), 1111111109 * second, 0, &step));
}

static void test_uri(void)
{
	OK(str_eq(totp_uri(&mem, STR("GEZDGNBVGY3TQOJQ"), STR("li.wei"), STR("同心")),
		  STR("otpauth://totp/"
		      "%E5%90%8C%E5%BF%83:li.wei?secret=GEZDGNBVGY3TQOJQ&issuer=%E5%90%8C%E5%BF%83")));
}

int main(void)
{
	arena_init(&mem, (size_t)1 << 20);
	OK(oath_init() == OATH_OK);
	test_rfc6238();
	test_rfc4226();
	test_base32();
	test_window();
	test_replay();
	test_uri();
	arena_free(&mem);
	return tap_end();
}
