#include "press_work.h"

#include <cairo-ft.h>
#include FT_ADVANCES_H
#include <stdio.h>

/* Where Debian puts them: fonts-lxgw-wenkai (Kai, as in a schoolbook) and fonts-noto-cjk.  A collection holds
 * the same signs as each country writes them: ours is named. */
/* clang-format off */
static const struct { const char *path, *family; } files[PRESS_FACE__N] = {
	[PRESS_KAI]      = { "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", NULL },
	[PRESS_KAI_BOLD] = { "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Bold.ttf", NULL },
	[PRESS_SONG]     = { "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC" },
	[PRESS_HEI]      = { "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "Noto Sans CJK SC" },
};
/* Who helps out when a typeface lacks a sign. */
static const enum press_face chain[PRESS_FACE__N][PRESS_FACE__N] = {
	[PRESS_KAI]      = { PRESS_KAI, PRESS_SONG, PRESS_HEI, PRESS_KAI_BOLD },
	[PRESS_KAI_BOLD] = { PRESS_KAI_BOLD, PRESS_KAI, PRESS_SONG, PRESS_HEI },
	[PRESS_SONG]     = { PRESS_SONG, PRESS_KAI, PRESS_HEI, PRESS_KAI_BOLD },
	[PRESS_HEI]      = { PRESS_HEI, PRESS_SONG, PRESS_KAI, PRESS_KAI_BOLD },
};
/* clang-format on */

/* Of the process: opened before a worker shuts itself in, where there are no files any more. */
static struct {
	bool tried;
	FT_Library library;
	struct {
		FT_Face ft;
		cairo_font_face_t *cairo;
	} face[PRESS_FACE__N];
	unsigned n;
} fonts;

static bool is_face(FT_Library library, const char *path, const char *family, FT_Long index, FT_Face *ret)
{
	if (FT_New_Face(library, path, index, ret))
		return false;
	if (!family || ((*ret)->family_name && strcmp((*ret)->family_name, family) == 0))
		return true;
	FT_Done_Face(*ret);
	return false;
}

static void open_face(enum press_face which)
{
	enum { FACES_MAX = 16 };
	FT_Face face = NULL;
	bool is = false;

	for (FT_Long i = 0; i < FACES_MAX && !is; i++)
		is = is_face(fonts.library, files[which].path, files[which].family, i, &face);
	if (!is)
		return;
	if (FT_Select_Charmap(face, FT_ENCODING_UNICODE)) {
		FT_Done_Face(face);
		return;
	}
	fonts.face[which].ft = face;
	fonts.face[which].cairo = cairo_ft_font_face_create_for_ft_face(face, FT_LOAD_NO_HINTING);
	fonts.n++;
}

bool press_fonts_open(void)
{
	if (!fonts.tried && !FT_Init_FreeType(&fonts.library))
		for (size_t i = 0; i < PRESS_FACE__N; i++)
			open_face((enum press_face)i);
	fonts.tried = true;
	return fonts.n != 0;
}

cairo_font_face_t *press_font(enum press_face face) { return fonts.face[face].cairo; }

/* Joiners, marks of direction, variation selectors and tints of skin change their neighbours; controls are
 * nothing. */
static bool is_silent(uint32_t sign)
{
	static const struct {
		uint32_t from, to;
	} silent[] = { { 0, 0x1f },          { 0x7f, 0x9f },      { 0xad, 0xad },     { 0x200b, 0x200f },
		       { 0x202a, 0x202e },   { 0x2060, 0x2064 },  { 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff },
		       { 0x1f3fb, 0x1f3ff }, { 0xe0000, 0xe01ef } };

	for (size_t i = 0; i < COUNT(silent); i++)
		if (sign >= silent[i].from && sign <= silent[i].to)
			return true;
	return false;
}

struct press_glyph press_glyph(enum press_face face, uint32_t sign)
{
	struct press_glyph g = { .face = face, .advance = 1, .sign = sign, .silent = is_silent(sign) };

	if (g.silent) {
		g.advance = 0;
		return g;
	}
	for (size_t i = 0; i < PRESS_FACE__N && !g.index; i++) {
		FT_Face ft = fonts.face[chain[face][i]].ft;
		FT_Fixed advance;
		unsigned index = ft ? FT_Get_Char_Index(ft, sign) : 0;
		if (!index || !ft->units_per_EM || FT_Get_Advance(ft, index, FT_LOAD_NO_SCALE, &advance))
			continue;
		g.index = index;
		g.face = chain[face][i];
		g.advance = (double)advance / ft->units_per_EM;
	}
	return g;
}
