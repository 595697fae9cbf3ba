/* A book on paper: what goes in comes out as text again, in Chinese and beyond the basic plane; typefaces are
 * embedded in part; pictures are not touched; what is wrong is said; lines break as Chinese lines do. */
#include "image.h"
#include "press_work.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MEMORY = 256 << 20 };

static struct press book(struct arena *mem, unsigned pages)
{
	return press_new(mem,
			 &(struct press_about){ .title = STR("罗子涵的成长册"),
						.author = STR("罗子涵"),
						.head = STR("罗子涵的成长册"),
						.made = 20261122,
						.pages = pages,
						.numbered = true },
			 PRESS_BYTES);
}

static bool make(struct arena *mem, const struct press *p, struct press_made *ret)
{
	const char *why = NULL;
	enum rc rc = press_make(mem, p, ret, &why);

	return rc == RC_OK && !why;
}

/* What a program of poppler says of a PDF, blanks and line ends left out; NULL: there is no such program. */
static str said_by(struct arena *mem, const char *program, str pdf, const char *after)
{
	char path[] = "/tmp/test-press-XXXXXX", command[200];
	struct buf b = buf_new(mem, 8 << 20);
	int fd = mkstemp(path);

	if (fd < 0 || write(fd, pdf.s, pdf.n) != (ssize_t)pdf.n)
		return (str){ NULL, 0 };
	close(fd);
	snprintf(command, sizeof command, "%s %s %s", program, path, after);
	FILE *f = popen(command, "r"); /* NOLINT(bugprone-command-processor): our own file */
	for (int c; f && (c = fgetc(f)) != EOF;)
		if (c != ' ' && c != '\n' && c != '\f')
			buf_ch(&b, (char)c);
	bool ok = f && pclose(f) == 0;
	unlink(path);
	return ok ? buf_view(&b) : (str){ NULL, 0 };
}

/* --- lines --- */

static const struct press_style style = { PRESS_SONG, 10, 16, &press_ink };

static str line_of(str text, double width, size_t number)
{
	struct press_line l = { .width = 0 };

	for (size_t i = 0; i <= number; i++)
		if (!press_next_line(&style, &text, width, &l))
			return STR("");
	return l.text;
}

static void test_lines(void)
{
	OK(press_fonts_open());
	OK(press_count_lines(&style, STR(""), 100) == 0);
	OK(press_count_lines(&style, STR("一二三四五六七八九十"), 100) == 1);
	OK(press_count_lines(&style, STR("一二三四五六七八九十"), 99) == 2);
	OK(str_eq(line_of(STR("一二三四五六七八九十，好"), 100, 0),
		  STR("一二三四五六七八九"))); /* no comma begins a line */
	OK(str_eq(line_of(STR("一二三四五六七八九“好”"), 100, 0),
		  STR("一二三四五六七八九"))); /* no “ ends one */
	OK(str_eq(line_of(STR("go home now and sleep"), 52, 0), STR("go home")));
	OK(str_eq(line_of(STR("go home now and sleep"), 52, 1), STR("now and")));
	OK(str_eq(line_of(STR("妈妈坐K1234次"), 35, 1), STR("K1234"))); /* a number stays together */
	OK(press_count_lines(&style, STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), 60) >
	   1); /* and is cut when it must */
	OK(press_count_lines(&style, STR("一\n\n二\n"), 100) == 3);
	OK(press_width(&style, STR("一二")) > 19.9 && press_width(&style, STR("一二")) < 20.1);
	OK(press_glyph(PRESS_KAI, 0x20bb7).index != 0); /* 𠮷 */
	OK(press_glyph(PRESS_KAI, 0x1f60a).index == 0);
	OK(press_glyph(PRESS_KAI, 0xfe0f).silent);
}

/* --- a book --- */

static const char *const whole[] = { "我想学会骑自行车，等妈妈过年回来，我骑给她看。",
				     "妈妈：我数学考了95分。𠮷祥如意。", "子涵这学期进步很大，作业整洁。",
				     "2026年1月15日", "From my teacher: well done." };

static str picture(struct arena *mem)
{
	enum { W = 320, H = 200 };
	uint8_t *rgb = NEW(mem, uint8_t, W * H * 3);
	str jpeg = STR("");

	for (size_t i = 0; i < (size_t)W * H * 3; i++)
		rgb[i] = (uint8_t)(i * 7 % 251);
	OK(image_encode(mem, rgb, W, H, &jpeg) == RC_OK);
	return jpeg;
}

static void fill(struct press *p, str jpeg)
{
	static const char shares[] = { 1, 1 }, lines[] = { 5 };
	const struct press_point point[] = { { 2200, 1120 }, { 2380, 1151 }, { 2560, 1180 } };

	press_add(p, PRESS_COVER, jpeg, STR("罗子涵"), STR("成长册"), STR("2019—2026"), STR("杨家湾小学"));
	press_add(p, PRESS_CONTENTS, STR(""), STR("目录"));
	press_add(p, PRESS_PART, STR(""), STR("我是谁"), STR("三年级"));
	press_add(p, PRESS_WORDS, STR(""), str_of(whole[0]), STR("我的愿望"));
	press_add(p, PRESS_LETTER, STR(""), STR("我写的信"), str_of(whole[1]), STR("子涵"), STR("10月8日"));
	press_add(p, PRESS_PART, STR(""), STR("2025–2026学年"), STR(""));
	press_add(p, PRESS_HEADING, STR(""), STR("老师的话"));
	press_add(p, PRESS_ENTRY, STR(""), STR("学期评语"), str_of(whole[3]), str_of(whole[2]), STR("周敏"));
	press_add(p, PRESS_TEXT, STR(""), str_of(whole[4]));
	press_add(p, PRESS_PICTURE, jpeg, STR("我的家"), STR("奶奶和小黄狗"), STR("5月"));
	press_curve(p, (const str[4]){ STR("身高"), STR("长高了"), STR("厘米"), STR("{0}岁") }, point,
		    COUNT(point));
	press_add(p, PRESS_HEAD, ((str){ shares, 2 }), STR("哪一天"), STR("身高"));
	for (int i = 0; i < 60; i++)
		press_add(p, PRESS_ROW, STR(""), STR("9月1日"), STR("132.5"));
	press_add(p, PRESS_LINES, ((str){ lines, 1 }), STR("写给你"));
	press_add(p, PRESS_LAST, STR(""), STR("送给你"), STR("愿你一直好奇。"), STR("第12号"));
	press_add(p, PRESS_WALL, jpeg, STR("罗子涵"), STR("三（2）班"), STR("我的长处"), STR("画画"));
}

static void test_book(struct arena *mem)
{
	struct press p = book(mem, 0);
	struct press_made made;
	str jpeg = picture(mem);

	fill(&p, jpeg);
	OK(!p.full);
	OK(make(mem, &p, &made));
	OK(made.pages >= 8);
	OK(!made.missing.n);
	str text = said_by(mem, "pdftotext -enc UTF-8", made.pdf, "-");
	for (size_t i = 0; i < COUNT(whole); i++) {
		struct buf solid = buf_new(mem, 400);
		for (const char *c = whole[i]; *c; c++)
			if (*c != ' ')
				buf_ch(&solid, *c);
		OK(str_has(text, buf_view(&solid)));
	}
	OK(str_has(made.pdf, jpeg)); /* byte by byte: never decoded */
	str fonts =
		said_by(mem, "pdffonts", made.pdf, "| tail -n +3 | awk '{print $(NF-4) $(NF-3)}' | sort -u");
	OK(str_eq(fonts, STR("yesyes"))); /* embedded, and only the signs that occur */
	str info = said_by(mem, "pdfinfo", made.pdf, "");
	OK(str_has(info, STR("A4")) && str_has(info, STR("Title:罗子涵的成长册")));
}

static void test_missing(struct arena *mem)
{
	struct press p = book(mem, 0);
	struct press_made made;

	press_add(&p, PRESS_TEXT, STR(""), STR("你好😊，𠮷，❤️，😊！ᠮ"));
	OK(make(mem, &p, &made));
	OK(made.pages == 1);
	OK(str_starts(made.missing, STR("😊")));
	OK(str_has(said_by(mem, "pdftotext", made.pdf, "-"), STR("𠮷")));
}

/* --- what is wrong --- */

static void test_wrong(struct arena *mem)
{
	struct press p = book(mem, 3), empty = book(mem, 0);
	struct press_made made = { .pages = 77 };
	const char *why = NULL;

	for (int i = 0; i < 4; i++)
		press_add(&p, PRESS_PART, STR(""), STR("一"), STR(""));
	OK(press_make(mem, &p, &made, &why) == RC_TOO_BIG);
	OK(why && strstr(why, "more pages"));
	OK(made.pages == 77);
	OK(press_make(mem, &empty, &made, &why) == RC_MALFORMED); /* no page at all */
	struct press cut = book(mem, 0);
	press_add(&cut, PRESS_TEXT, STR(""), STR("一二三"));
	cut.b.n -= 1;
	OK(press_make(mem, &cut, &made, &why) == RC_MALFORMED);
	struct press no_jpeg = book(mem, 0);
	press_add(&no_jpeg, PRESS_PICTURE, STR("\xff\xd8\xff\xc0"), STR("一"), STR("二"), STR("三"));
	press_add(&no_jpeg, PRESS_PICTURE, STR("GIF89a"), STR("一"));
	OK(make(mem, &no_jpeg, &made)); /* a caption without its picture */
	struct press wide = book(mem, 0);
	const struct press_point far[] = { { INT32_MIN, 1120 }, { 2380, INT32_MAX } };
	press_curve(&wide, (const str[4]){ STR("身高"), STR("长高了"), STR("厘米"), STR("{0}岁") }, far,
		    COUNT(far));
	press_add(&wide, PRESS_TEXT, STR(""), STR("一二三"));
	OK(make(mem, &wide, &made)); /* what is no child's is left out, and soon */
	str text = said_by(mem, "pdftotext -enc UTF-8", made.pdf, "-");
	OK(str_has(text, STR("一二三")) && !str_has(text, STR("长高了")));
}

static void test_full(struct arena *mem)
{
	struct press p = press_new(mem, &(struct press_about){ .title = STR("x") }, 200);
	char half[3] = { (char)0xe4, (char)0xbd, 0 };
	struct press_made made;

	press_add(&p, PRESS_TEXT, STR(""),
		  STR("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三"
		      "四五六七八九十一二三四五六七八九十"));
	OK(p.full);
	press_add(&p, PRESS_PART, STR(""), STR("一"), ((str){ half, 2 }));
	OK(make(mem, &p, &made)); /* what was left out is told, the rest is sound; half a sign is none */
}

int main(void)
{
	struct arena mem;

	arena_init(&mem, MEMORY);
	test_lines();
	test_book(&mem);
	test_missing(&mem);
	test_wrong(&mem);
	test_full(&mem);
	arena_free(&mem);
	return tap_end();
}
