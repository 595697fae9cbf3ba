/* message_view.h - messages on pages: of the child, of its family, of whoever holds the link of a call. */
#pragma once
#include "html.h"
#include "message.h"

/* Where the addresses of one reader's messages begin: "/messages", "/l/SECRET/message". */
struct message_reader {
	bool family;    /* else the child */
	str base;       /* + "/ID/open", "/ID/sound" */
	int64_t person; /* of the family: who reads; 0: not known */
	bool pages;     /* each has a page of its own */
	str child;      /* its name, for the family */
};
/* The messages, newest first; what waits for this reader is closed, with its button. */
void message_view_put(struct page *p, const struct message_reader *who, const struct records *list);
/* Title of one of them: "From mum", "From me". */
str message_view_from(struct page *p, const struct message_reader *who, const struct record *m);

/* The form to leave one. */
struct message_form {
	str action, back;         /* `back`: where sending leads, as a hidden field; empty: none */
	bool child;               /* a child writes */
	struct message_new typed; /* as it came; .client empty: the first time */
};
void message_view_form(struct page *p, const struct message_form *f);
/* What came; .bytes lie in the request. */
enum rc message_view_read(struct req *r, struct message_new *ret, str *ret_back) MUST_CHECK;
