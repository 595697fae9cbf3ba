/* What is read without a server: forms, cookies, percent encoding, accepted encodings. */
#include "http.h"
#include "tap.h"

static struct arena mem;

static enum rc read_form(const char *type, str body, struct http_pair **ret, size_t *ret_n)
{
	static struct http_pair header = { STR_INIT("content-type"), { NULL, 0 } };

	header.value = str_of(type);
	struct http_request r = { .mem = &mem, .header = &header, .nheader = 1, .body = body };
	return http_form(&r, ret, ret_n);
}

static enum rc form_rc(const char *type, str body)
{
	struct http_pair *f;
	size_t n;

	return read_form(type, body, &f, &n);
}

static bool field_is(const struct http_pair *f, const char *name, str value)
{
	return str_eq(f->name, str_of(name)) && str_eq(f->value, value);
}

static const char url[] = "application/x-www-form-urlencoded";
static const char multi[] = "multipart/form-data; boundary=XYZ";

static void test_urlencoded(void)
{
	struct http_pair *f;
	size_t n = 99;

	OK(read_form(url, STR("a=1&b=%E5%90%8C+x&&c&=d&a=2"), &f, &n) == RC_OK && n == 5);
	OK(field_is(&f[0], "a", STR("1")) && field_is(&f[1], "b", STR("\xe5\x90\x8c x")));
	OK(field_is(&f[2], "c", STR("")) && field_is(&f[3], "", STR("d")) && field_is(&f[4], "a", STR("2")));
	OK(read_form("Application/X-WWW-Form-Urlencoded; charset=UTF-8", STR("a=b=c"), &f, &n) == RC_OK &&
	   n == 1);
	OK(field_is(&f[0], "a", STR("b=c")));
	OK(read_form(url, STR(""), &f, &n) == RC_OK && n == 0);
}

static void test_urlencoded_refused(void)
{
	OK(form_rc(url, STR("a=%")) == RC_MALFORMED);
	OK(form_rc(url, STR("a=%0")) == RC_MALFORMED);
	OK(form_rc(url, STR("a=%0g")) == RC_MALFORMED);
	OK(form_rc(url, STR("a=%00")) == RC_MALFORMED);
	OK(form_rc(url, STR("a=\0")) == RC_MALFORMED);
	OK(form_rc(url, STR("a=%ff")) == RC_MALFORMED);
	OK(form_rc(url, STR("%c0%80=a")) == RC_MALFORMED);
	OK(form_rc("", STR("a=1")) == RC_MEDIA);
	OK(form_rc("text/plain", STR("a=1")) == RC_MEDIA);
	OK(form_rc("application/json", STR("{}")) == RC_MEDIA);
	OK(form_rc("application/x-www-form-urlencoded-not", STR("a=1")) == RC_MEDIA);
	OK(form_rc("application/x-www-form-urlencoded junk", STR("a=1")) == RC_MEDIA);
	OK(form_rc("application/x-www-form-urlencoded; =\"", STR("a=1")) == RC_MALFORMED);
}

static void test_field_limit(void)
{
	char text[2009]; /* 502 of four bytes */
	struct http_pair *f;
	size_t n = 0, at = 0;

	for (int i = 0; i < 501; i++)
		at += (size_t)snprintf(text + at, sizeof text - at, "a=%d&", i % 10);
	OK(form_rc(url, (str){ text, at }) == RC_TOO_BIG);
	OK(read_form(url, (str){ text, 2000 }, &f, &n) == RC_OK && n == 500);

	static const char part[] = "--XYZ\r\nContent-Disposition: form-data; name=a\r\n\r\nb\r\n";
	size_t each = sizeof part - 1;
	static char parts[501 * sizeof part];
	for (size_t i = 0; i < 501; i++)
		memcpy(parts + i * each, part, each);
	stpcpy(parts + 501 * each, "--XYZ--\r\n");
	OK(form_rc(multi, (str){ parts, 501 * each + 9 }) == RC_TOO_BIG);
	OK(read_form(multi, (str){ parts + each, 500 * each + 9 }, &f, &n) == RC_OK && n == 500);
}

static void test_file_limit(void)
{
	static const char part[] = "--XYZ\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\nc\r\n";
	static char parts[22 * sizeof part];
	size_t each = sizeof part - 1, n = 0;
	struct http_pair *f;

	for (size_t i = 0; i < 21; i++)
		memcpy(parts + i * each, part, each);
	stpcpy(parts + 21 * each, "--XYZ--\r\n");
	OK(form_rc(multi, (str){ parts, 21 * each + 9 }) == RC_TOO_BIG);
	OK(read_form(multi, (str){ parts + each, 20 * each + 9 }, &f, &n) == RC_OK && n == 20);
}

static void test_multipart(void)
{
	struct http_pair *f;
	size_t n;

	OK(read_form(
		   multi,
		   STR("--XYZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
		       "--XYZ  \r\ncontent-disposition:form-data;NAME=b ; filename=\"x\"\r\n"
		       "Content-Type: application/zip\r\n\r\nPK\0\xff\r\n--XY\r\n\r\n"
		       "--XYZ\r\nContent-Disposition: form-data; name=\"c\"\r\n\r\n\r\n--XYZ--\r\nepilogue"),
		   &f, &n) == RC_OK &&
	   n == 3);
	OK(field_is(&f[0], "a", STR("1")) && field_is(&f[2], "c", STR("")));
	OK(field_is(&f[1], "b", STR("PK\0\xff\r\n--XY\r\n")));
	OK(read_form(
		   "multipart/form-data; boundary=\"X Y\"; charset=utf-8",
		   STR("preamble\r\n--X Y\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--X Y--"),
		   &f, &n) == RC_OK &&
	   n == 1);
	OK(read_form(multi, STR("--XYZ--"), &f, &n) == RC_OK && n == 0);
}

#define NAMED(disposition)                                                                                   \
	STR("--XYZ\r\nContent-Disposition: form-data; " disposition "\r\n\r\n1\r\n--XYZ--\r\n")

static void test_multipart_names(void)
{
	struct http_pair *f;
	size_t n;

	OK(read_form(multi, NAMED("name=\"a%22b\""), &f, &n) == RC_OK && field_is(&f[0], "a\"b", STR("1")));
	OK(read_form(multi, NAMED("name=\"a\\\"b\""), &f, &n) == RC_OK && field_is(&f[0], "a\"b", STR("1")));
	OK(read_form(multi, NAMED("name=\"C:\\\\x\""), &f, &n) == RC_OK &&
	   field_is(&f[0], "C:\\\\x", STR("1")));
	OK(read_form(multi, NAMED("name=\"a%0D%0Ab%41\""), &f, &n) == RC_OK &&
	   field_is(&f[0], "a\r\nb%41", STR("1")));
	OK(read_form(multi, NAMED("name=\"a;b=c\";"), &f, &n) == RC_OK && field_is(&f[0], "a;b=c", STR("1")));
	OK(read_form(multi, NAMED("name=\"\xe5\x90\x8c\""), &f, &n) == RC_OK && n == 1);
	OK(form_rc(multi, NAMED("name=\"\xff\"")) == RC_MALFORMED);
	OK(form_rc(multi, NAMED("name=\"a")) == RC_MALFORMED);
	OK(form_rc(multi, NAMED("name=\"a\" x")) == RC_MALFORMED);
	OK(form_rc(multi, NAMED("name")) == RC_MALFORMED);
	OK(form_rc(multi, NAMED("filename=\"a\"")) == RC_MALFORMED);
	OK(form_rc(multi, NAMED("name=a; name=b")) == RC_MALFORMED);
}

static void test_multipart_broken(void)
{
	static const char head[] = "--XYZ\r\nContent-Disposition: form-data; name=a\r\nX: ";
	static char huge[sizeof head + 20000];

	OK(form_rc(multi, STR("")) == RC_MALFORMED);
	OK(form_rc(multi, STR("--XYZ")) == RC_MALFORMED);
	OK(form_rc(multi, STR("--XYZ\r\n")) == RC_MALFORMED);
	OK(form_rc(multi, STR("--XYZ\r\nContent-Disposition: form-data; name=a\r\n\r\n1")) == RC_MALFORMED);
	OK(form_rc(multi, STR("--XYZ\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n")) ==
	   RC_MALFORMED);
	OK(form_rc(multi, STR("--XYZ\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--XYZ\r\n")) ==
	   RC_MALFORMED);
	OK(form_rc(multi, STR("--XYZ\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--XYZ")) ==
	   RC_MALFORMED);
	OK(form_rc(multi, STR("--XYZ\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--XYZa--")) ==
	   RC_MALFORMED);
	OK(form_rc(multi, STR("--XYZ\r\n\r\n1\r\n--XYZ--")) == RC_MALFORMED);
	OK(form_rc(multi, STR("--XYZ\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n--XYZ--")) ==
	   RC_MALFORMED);
	OK(form_rc(multi,
		   STR("--XYZ\r\nContent-Disposition: form-data; name=a\r\nContent-Disposition: form-data; "
		       "name=b\r\n\r\n1\r\n--XYZ--")) == RC_MALFORMED);
	OK(form_rc(multi, STR("--XYZ\r\nno colon\r\n\r\n1\r\n--XYZ--")) == RC_MALFORMED);
	OK(form_rc(multi, STR("--XYZ\r\nContent-Disposition: form-data; name=a\r\n\r\n\xff\r\n--XYZ--")) ==
	   RC_MALFORMED);
	OK(form_rc(multi, STR("--XYZ\r\nContent-Disposition: form-data; name=a\r\n\r\na\0b\r\n--XYZ--")) ==
	   RC_MALFORMED);
	OK(form_rc("multipart/form-data", STR("--XYZ--")) == RC_MALFORMED);
	OK(form_rc("multipart/form-data; boundary=", STR("----")) == RC_MALFORMED);
	OK(form_rc("multipart/form-data; boundary=a; boundary=b", STR("--a--")) == RC_MALFORMED);
	OK(form_rc("multipart/form-data; boundary="
		   "12345678901234567890123456789012345678901234567890123456789012345678901",
		   STR("--a--")) == RC_MALFORMED);
	memcpy(huge, head, sizeof head - 1);
	memset(huge + sizeof head - 1, 'x', 20000);
	OK(form_rc(multi, (str){ huge, sizeof head - 1 + 20000 }) == RC_TOO_BIG);
	stpcpy(huge + sizeof head - 1 + 10000, "\r\n\r\n1\r\n--XYZ--");
	OK(form_rc(multi, (str){ huge, sizeof head - 1 + 10014 }) == RC_TOO_BIG);
}

/* Every amount of memory short of enough ends as a refusal, never as a crash. */
static void test_form_in_every_shortage(void)
{
	struct http_pair header = { STR("content-type"), str_of(multi) }, *f;
	struct arena small;
	enum rc rc = RC_TOO_BIG;
	size_t n, room = 0;

	for (; room < 4000 && (rc == RC_TOO_BIG || rc == RC_MALFORMED); room++) {
		arena_init(&small, room);
		struct http_request r = {
			.mem = &small, .header = &header, .nheader = 1, .body = NAMED("name=\"a\"")
		};
		rc = http_form(&r, &f, &n);
		arena_free(&small);
	}
	OK(room > 10 && rc == RC_OK);
}

static str cookie(const char *line, const char *name)
{
	struct http_pair header = { STR("cookie"), str_of(line) };
	const struct http_request r = { .mem = &mem, .header = &header, .nheader = 1 };

	return http_cookie(&r, str_of(name));
}

static void test_cookies(void)
{
	OK(str_eq(cookie("a=1; b=2;c=3", "a"), STR("1")));
	OK(str_eq(cookie("a=1; b=2;c=3", "b"), STR("2")));
	OK(str_eq(cookie("a=1; b=2;c=3", "c"), STR("3")));
	OK(str_eq(cookie("a=\"x y\"", "a"), STR("x y")));
	OK(str_eq(cookie("a=x=y", "a"), STR("x=y")));
	OK(cookie("aa=1; A=2", "a").n == 0);
	OK(cookie("ba=1", "a").n == 0);
	OK(cookie("a", "a").n == 0);
	OK(cookie("", "a").n == 0);
	OK(str_eq(cookie(";;a=1;;", "a"), STR("1")));
	OK(cookie("s=mine; s=planted", "s").n == 0); /* which is ours? neither */
	OK(str_eq(cookie("s=same; s=same", "s"), STR("same")));
	OK(str_eq(cookie("a=\"", "a"), STR("\"")));
}

static void test_percent(void)
{
	str out = STR("untouched");
	struct buf b = buf_new(&mem, 1000);

	OK(url_decode(&mem, STR("a%20b+c"), false, &out) == RC_OK && str_eq(out, STR("a b+c")));
	OK(url_decode(&mem, STR("a%20b+c"), true, &out) == RC_OK && str_eq(out, STR("a b c")));
	OK(url_decode(&mem, STR("%e5%90%8C"), true, &out) == RC_OK && str_eq(out, STR("\xe5\x90\x8c")));
	OK(url_decode(&mem, STR(""), true, &out) == RC_OK && out.n == 0);
	out = STR("untouched");
	OK(url_decode(&mem, STR("%00"), true, &out) == RC_MALFORMED);
	OK(url_decode(&mem, STR("%"), true, &out) == RC_MALFORMED);
	OK(url_decode(&mem, STR("%a"), true, &out) == RC_MALFORMED);
	OK(url_decode(&mem, STR("%+1"), true, &out) == RC_MALFORMED);
	OK(url_decode(&mem, STR("%C3"), true, &out) == RC_MALFORMED);
	OK(str_eq(out, STR("untouched")));
	url_encode(&b, STR("a-b_c.d~0 /\xe5\x90\x8c&\""));
	OK(str_eq(buf_view(&b), STR("a-b_c.d~0%20%2F%E5%90%8C%26%22")));
	OK(url_decode(&mem, buf_view(&b), true, &out) == RC_OK &&
	   str_eq(out, STR("a-b_c.d~0 /\xe5\x90\x8c&\"")));
}

int main(void)
{
	arena_init(&mem, 64 << 20);
	test_urlencoded();
	test_urlencoded_refused();
	test_field_limit();
	test_file_limit();
	test_multipart();
	test_multipart_names();
	test_multipart_broken();
	test_form_in_every_shortage();
	test_cookies();
	test_percent();
	arena_free(&mem);
	return tap_end();
}
