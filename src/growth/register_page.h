/* register_page.h - the pages of the register: figures, the children behind one, both to print and as files.
 * For the register's pages only; a place, a school, a class and a way of counting stand in the address. */
#pragma once
#include "register.h"
#include "registry_page.h"
#include "today_item.h"

struct register_view {
	struct register_ask ask;
	enum register_by by; /* REGISTER_WHOLE: by nothing */
	struct register_parts parts;
};
/* From the address; RC_INVALID: something there is no place, no id, no way of counting.  Without a way the
 * one that suits the reader's work. */
enum rc register_view_read(struct req *r, struct register_view *ret) MUST_CHECK;
str register_view_url(struct page *p, str url, const struct register_view *v);
/* What is counted: a place, a school, "your children". */
str register_view_text(struct page *p, const struct register_view *v);
/* By what these parts are: a region, a school or a class, by its name. */
struct register_names {
	struct records list;
};
enum rc register_names_load(struct ctx *c, const struct register_view *v,
			    struct register_names *ret) MUST_CHECK;
str register_section_text(struct page *p, int section); /* 1 to 13 */
str register_name(struct page *p, const struct register_view *v, const struct register_names *names, str key);

handler register_rows_show, register_rows_print, register_rows_file, register_figures_file;

extern const struct route register_routes[];
extern const struct today_item register_today, register_village_today;
