/* site_look.h - what speaks against a database, said in the operator's language before anything is changed in
 * it. */
#pragma once
#include "site.h"

/* "tongxin: " and the sentence with its places filled, on standard error; returns the status. */
int site_say(const struct site *s, int status, const char *text, const str *args, size_t n);
#define SITE_SAY(s, status, text, ...)                                                                       \
	site_say((s), (status), (text), (const str[]){ { NULL, 0 }, ##__VA_ARGS__ } + 1,                     \
		 COUNT(((const str[]){ { NULL, 0 }, ##__VA_ARGS__ })) - 1)
/* Of the environment: LC_ALL, LC_MESSAGES, LANG; English unless it is Chinese. */
enum lang site_lang(void);

/* Is this database one of ours, whole, and not newer than the program?  s->db only reads; an exit status. */
int site_look(struct site *s, struct migrate_state *ret);
/* What belongs to a migration besides its DDL, for migrate_with(); `site` has its keys. */
enum rc site_also(struct db *db, int number, void *site) MUST_CHECK;
/* Bring it up to date.  Then its schema is what the kinds ask for. */
int site_migrate(struct site *s, int at, const struct migrate_plan *plan);
