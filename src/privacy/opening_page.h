/* opening_page.h - asking to open what is sealed, answering, and how it stands. */
#pragma once
#include "frame.h"
#include "opening.h"

handler opening_page_ask, opening_page_send; /* /PLURAL/ID/ask, of any kind with something sealed */
handler opening_page_list, opening_page_show;
handler opening_page_agree, opening_page_refuse, opening_page_close;

/* How long it stands, in words: "Open for 43 more minutes, until 10:43." */
str opening_page_says(struct page *p, const struct opening *o);
/* The form that reads it: a POST to /PLURAL/ID/show with what for. */
void opening_page_read(struct page *p, const struct kind *k, int64_t record, str purpose);
/* Sealed text, opened: its lines, and who opened it when and what for, so that a copy tells on its maker. */
void opening_page_text(struct page *p, str text);
