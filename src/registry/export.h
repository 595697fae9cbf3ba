/* export.h - lists that leave as files: who asked, what for, who agreed, and how often a file went out.  Each
 * is a record of the kind `export_request`, whose number stands in the file.
 *
 *	asked --another agrees--> approved --job "export"--> ready --fetched--> fetched
 *	   +--> refused             ^                          +------ days pass ------+--> expired
 *	   +-- nobody answers: lapsed      |
 *	few rows, masked: at once ---------+
 *
 * How many rows a role takes out alone is set by class of data (data/params/export.csv); numbers and
 * addresses in plain never leave without a second person (PIPL 51; LPM 73).  The officer's requests are
 * answered by civil affairs, all others by the officer, and nobody's by themselves.  The record is written by
 * the program for who acts. */
#pragma once
#include "job.h"
#include "query.h"

struct export_new {
	const struct kind *kind;
	str form,
		format; /* codes of export_form and export_format; of OneRoster the format does not matter */
	struct query query;
	bool plain;
	str purpose;
};
enum export_phase {
	EXPORT_IS_ASKED,
	EXPORT_IS_LAPSED,
	EXPORT_IS_REFUSED,
	EXPORT_IS_MAKING, /* approved; the job says how far it is */
	EXPORT_IS_READY,
	EXPORT_IS_EXPIRED
};
struct export
{
	struct record rec;
	const struct kind *kind;
	struct query query;
	enum export_phase phase;
	struct job job; /* .id 0: none yet, or not kept any more */
	bool own;
	day until; /* the last day of what it waits for: an answer, being fetched */
};

/* Lists a role may ask for; forms of it.  Teachers have their class, as our own list. */
bool export_may_list(const struct actor *who, const struct kind *k);
bool export_may_form(const struct actor *who, str form);
bool export_may_plain(const struct actor *who);

/* A unit of its own.  RC_INVALID: c->problems, at form, list, format, school, class, region, plain, purpose;
 * RC_DENIED: no lists for this role. */
enum rc export_ask(struct ctx *c, const struct export_new *n, int64_t *ret) MUST_CHECK;
/* Within the reader's reach. */
enum rc export_load(struct ctx *c, int64_t id, struct export *ret) MUST_CHECK;
enum rc export_of(struct ctx *c, const struct record *rec, struct export *ret) MUST_CHECK;

/* NULL, or the English sentence why this actor does not answer this. */
const char *export_keeps(struct ctx *c, const struct export *e);
struct export_answer {
	int64_t id;
	bool agreed;
	str why; /* needed for a refusal */
};
/* A unit of its own.  RC_CONFLICT: answered meanwhile, or not for this actor: c->problems has the sentence;
 * RC_INVALID: `why` is missing. */
enum rc export_decide(struct ctx *c, const struct export_answer *a) MUST_CHECK;
/* Make the file (again), by who asked, as long as it is approved and not there: RC_CONFLICT. */
enum rc export_again(struct ctx *c, int64_t id) MUST_CHECK;
/* The file, for who asked: noted each time.  RC_CONFLICT: not ready, or gone; c->problems says it. */
enum rc export_fetch(struct ctx *c, int64_t id, struct export *ret, str *ret_bytes) MUST_CHECK;

/* Inside store_write(): a list that the command line takes out on the spot; *ret is its number. */
enum rc export_note(struct ctx *c, const struct export_new *n, int64_t *ret) MUST_CHECK;

/* How many wait for this actor's answer. */
enum rc export_waiting(struct ctx *c, int64_t *ret) MUST_CHECK;
/* What nobody fetched in time goes. */
enum rc export_daily(struct ctx *c) MUST_CHECK;

extern const struct job_kind export_job;
