/* forked.h - inside service/ only: what a process forked from the program leaves behind before it does its
 * own work: words that may name a password, files, signals. */
#pragma once
#include "base.h"

enum { FORKED_CONTROL = 3 }; /* the one file open beside 0 to 2, which lead nowhere: its socket */

/* The command line and the environment are overwritten where they stand; `title` is what ps(1) shows. */
void forked_forget(const char *title, size_t size);
/* Everything but `control` is closed.  The signals that end the server do not end this: its closed socket
 * does. */
bool forked_leave(int control);
/* A line of /proc about this process; empty when there is none. */
const char *forked_read(const char *path, char *text, size_t size);
/* Not exit(): what the program wants done at its end is not for its helpers to do. */
_Noreturn void forked_end(int status);
