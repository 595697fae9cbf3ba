/* frame.h - what stands around every page: the bar on top, the tabs of the reader's role, the way back of a
 * task, the line that is only printed; and the head of the reply. */
#pragma once
#include "house.h"

struct frame {
	str title;              /* in the reader's language; the window's title and the h1 unless .own_h1 */
	str where;              /* in the top bar; empty: the title */
	const char *tab;        /* path of the tab the page belongs to; NULL: none */
	str back;               /* address of the way back at the top right; empty: none */
	const char *back_label; /* English; NULL: "Back" */
	bool task;              /* one thing to do: the tabs give way to its button on phones */
	bool own_h1;            /* the page writes its own heading */
	str under;              /* a line under the heading */
	bool door;              /* nobody is signed in: no tabs */
	bool elder;             /* big type (parents: ordinary), no tabs: the way back is at the top right */
	bool no_store;          /* values opened with a purpose: kept nowhere */
	int status;             /* 0: 200 */
};

struct page page_begin(struct req *r, const struct frame *f);
void page_end(struct page *p);

/* For pages whose whole content follows from versions: sets the ETag made of `version` and who, in which
 * language, on which day and with which program asks; true when the browser has just that, and nothing need
 * be written. */
bool page_fresh(struct req *r, str version);
/* English <-> Chinese, for readers of the other one; `back` is the page to return to. */
void frame_language(struct page *p, str back);
void frame_sign_out(struct page *p); /* a form with one button */
