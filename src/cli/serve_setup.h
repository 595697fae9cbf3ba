/* serve_setup.h - the order in which a server gives up what it may do. */
#pragma once
#include "http.h"
#include "rtc_conf.h"
#include "site.h"

/* First of all, before any key, database or thread: memory that nobody else reads, and the workshop. */
void serve_begin(bool sandboxed);
/* When all is open that needs opening and before the first thread: the sandbox. Fills o->spool when it is
 * empty. `calls`: where the media server is; NULL: none. Returns an exit status; what is wrong has been said
 * on standard error. */
int serve_shut_in(struct site *s, struct http_options *o, const struct rtc_conf *calls, bool sandboxed);
/* After much work: memory that is free goes back to the machine. */
void serve_rest(void);
/* After the last thread. */
void serve_end(void);
/* The TCP port of the database server a URL means; 0: a file, or a socket of this machine. */
uint16_t serve_database_port(str url);
