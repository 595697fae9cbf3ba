/* batch_page.h - parts that the pages about lists taken in share. */
#pragma once
#include "batch.h"
#include "registry_page.h"

/* The name of the file, or what the batch is when there is none. */
str batch_page_name(struct page *p, const struct record *batch);
/* Who and when: "Ms Chen, 21 November 2026 10:00". */
str batch_page_who(struct page *p, const struct record *batch);
/* Its frame, heading and the line under it. */
struct page batch_page_begin(struct req *r, const struct batch *b, const char *title);
/* A batch by the :id of the address. */
enum rc batch_page_load(struct req *r, struct batch *ret) MUST_CHECK;

/* Likely duplicates, side by side with who is known, each with its choice (controls of the form "go"). */
enum rc batch_page_likely(struct page *p, const struct batch *b,
			  const struct import_report *report) MUST_CHECK;
/* What was chosen there: only what was offered counts. */
enum rc batch_page_choices(struct req *r, const struct import_report *report, struct import_choice **ret,
			   size_t *ret_n) MUST_CHECK;

/* The page of a batch that takes another one back. */
enum rc batch_undo_page_put(struct req *r, const struct batch *b) MUST_CHECK;
/* A link to the page that asks before taking it back, with until when; nothing when it stays. */
void batch_undo_page_offer(struct page *p, const struct batch *b);
/* That it was taken back, and by which batch; nothing when it was not. */
enum rc batch_undo_page_note(struct page *p, const struct batch *b) MUST_CHECK;
