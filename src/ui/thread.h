/* thread.h - what happened, newest first, on the thread that runs through the program. */
#pragma once
#include "html.h"
#include "journal.h"

void thread_begin(struct page *p);
/* title, the line under it, and an entry left open for the body; `sealed`: that it exists, when and whose. */
void thread_item(struct page *p, str title, day on, str line, bool sealed);
/* The same, its title a way to the page of it (empty: none). */
void thread_item_to(struct page *p, str title, str url, day on, str line);
void thread_item_end(struct page *p);
void thread_end(struct page *p);

/* Journal entries of one record: who did what, when, and each field before and after. */
void thread_journal(struct page *p, const struct entry *e, size_t n);
