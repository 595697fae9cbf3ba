/* demo_book.h - a book and a page for the wall that the demo's teacher asked for, of the child that signs in:
 * made as soon as the demo is served. */
#pragma once
#include "record.h"

/* After all growth files are written. */
enum rc demo_book_write(struct ctx *c) MUST_CHECK;
