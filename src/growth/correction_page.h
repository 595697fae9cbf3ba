/* correction_page.h - asking for a correction, and answering: the family's form at an entry, one request,
 * those of a child, and the list of who answers. */
#pragma once
#include "correction.h"
#include "word_page.h"

handler correction_page_new, correction_page_save, correction_page_child, correction_page_list;
handler correction_page_show, correction_page_open, correction_page_accept, correction_page_decline,
	correction_page_withdraw;
