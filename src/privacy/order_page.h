/* order_page.h - what keeps somebody away from a child: its page, and its part of the child's file. */
#pragma once
#include "kindpage.h"

handler order_page_show, order_page_open;
extern const struct kind_page order_pages; /* the forms: for who is in charge */
enum rc order_panel(struct page *p, const struct record *child) MUST_CHECK;
