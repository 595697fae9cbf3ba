/* timeline.h - what all rooms know of a child, in one row of days: thirteen sections of a growth file (domain
 * facts 4.1), each filled by the room that keeps it.  A room lists its sources in `.timeline` (house.h); the
 * page and whoever prints them see the list, never the rooms.
 *
 *	const struct timeline_source visit_timeline = {
 *		.section = CODE_GROWTH_SECTION_VISITS, .profile = P_VISIT, .read = read_visits };
 *
 * A source asks through the record store alone (record_list as who reads), so what somebody may not read is
 * not there; it runs one statement, two at most.  C4 text stays covered unless the page was opened for a
 * purpose. */
#pragma once
#include "html.h"
#include "record.h"

/* One thing on one day. */
struct timeline_item {
	day on;
	const char *section; /* code of growth_section */
	const char *icon;    /* as html_icon() */
	str title;           /* one line in the reader's language: the sort of entry, its title */
	str text;            /* in words; empty: none */
	str by;              /* who wrote it; empty: not told */
	str url;             /* its own page; empty: none */
	str picture;         /* address of a small picture of it; empty: none */
	str picture_alt;
	bool covered; /* there is text, and a purpose opens it */
	bool redone;  /* a newer version stands: shown folded */
	const char *kind;
	int64_t id; /* the record: a family asks for a correction of it */
};

struct timeline {
	struct page *p;
	const struct record *child;
	day from, until; /* both days included */
	str only;        /* code of the one section that is asked for; empty: all */
	struct timeline_item *item;
	size_t n, room;
	bool more; /* a source had more than it may bring (TIMELINE_MOST) */
};
enum { TIMELINE_MOST = 200 }; /* items of one source within the days asked for */

enum { TIMELINE_ALSO = 4 };
struct timeline_source {
	const char *section;
	const char *also[TIMELINE_ALSO]; /* further sections, of a source whose items lie in several */
	enum profile profile;            /* who cannot read it is not asked */
	enum rc (*read)(struct timeline *t);
};

/* What lies outside the days, or in a section nobody asked for, is left out. */
void timeline_add(struct timeline *t, const struct timeline_item *item);

/* --- for sources --- */

/* What `l` says, the last written first, for a source: one statement; its limit is set here. */
enum rc timeline_list(struct timeline *t, const struct kind *k, struct list *l,
		      struct records *ret) MUST_CHECK;
/* Does one of `all` put this record right? */
bool timeline_redone(const struct records *all, int64_t id);
/* "Wang Fang, class teacher", of fields called by and role. */
str timeline_by(struct page *p, const struct record *r);
/* The label of a code at the head of a line: with a capital where it has none. */
str timeline_code(struct page *p, const char *list, str code);
/* A field in words, as far as the reader may see it; *covered is set where a purpose would open it. */
str timeline_text(struct page *p, const struct record *r, size_t field, bool *covered);

/* --- for pages --- */

/* Has this source anything of the section (empty: of any), and may the reader read it? */
bool timeline_asks(const struct page *p, const struct timeline_source *s, str section);
/* All that the rooms have, the newest day first; of one day as it came. */
enum rc timeline_read(struct timeline *t) MUST_CHECK;
