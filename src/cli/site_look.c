#include "site_look.h"

#include <stdio.h>
#include <stdlib.h>

enum { SAID_MAX = 8192 };

int site_say(const struct site *s, int status, const char *text, const str *args, size_t n)
{
	struct arena mem;

	arena_init(&mem, 1 << 20);
	struct buf b = buf_new(&mem, SAID_MAX);

	tr_put(&b, s->lang, text, args, n);
	fprintf(stderr, "tongxin: %.*s\n", STR_ARG(buf_view(&b)));
	arena_free(&mem);
	return status;
}

enum lang site_lang(void)
{
	static const char *const name[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < COUNT(name); i++) {
		const char *is = getenv(name[i]);

		if (is && *is)
			return str_starts(str_of(is), STR("zh")) ? LANG_ZH : LANG_EN;
	}
	return LANG_EN;
}

static str number(struct site *s, int n)
{
	struct buf b = buf_new(&s->mem, 20);

	buf_int(&b, n);
	return buf_view(&b);
}

/* --- the tables --- */

static int say_gap(struct site *s, const struct schema_gap *g)
{
	const char *text =
		!g->there.n
			? N_("This database does not fit this program: “{1}” is missing. Restore it from a "
			     "backup; tables are not changed by hand.")
		: !g->must.n
			? N_("This database does not fit this program: it has “{0}”, which nobody asked for. "
			     "Restore it from a backup; tables are not changed by hand.")
			: N_("This database does not fit this program: it has “{0}” where “{1}” should be. "
			     "Restore it from a backup; tables are not changed by hand.");

	return SITE_SAY(s, EXIT_REFUSED, text, g->there, g->must);
}

/* What the migrations up to this one make. */
static enum rc schema_at(struct site *s, int at, str *ret)
{
	struct db *db;
	str why;
	size_t n = 0;
	enum rc rc = db_open(&s->mem, STR("sqlite::memory:"), DB_CREATE, &db, &why);

	if (rc != RC_OK)
		return rc;
	while (n < nmigrations && migrations[n].number <= at)
		n++;
	rc = migrate(&s->mem, db, migrations, n, &why);
	if (rc == RC_OK)
		rc = migrate_live(&s->mem, db, ret);
	db_close(db);
	return rc;
}

static int check_schema(struct site *s, const struct migrate_state *state)
{
	struct schema_gap gap = { 0 };
	str live, must;
	enum rc rc;

	if (state->says == MIGRATE_NEWEST) {
		rc = schema_check(&s->mem, s->db, &s->model, house_ddl(&s->mem), &gap);
	} else {
		rc = schema_at(s, state->at, &must);
		if (rc == RC_OK)
			rc = migrate_live(&s->mem, s->db, &live);
		if (rc == RC_OK && schema_differs(live, must, &gap))
			rc = RC_INVALID;
	}
	if (rc == RC_INVALID)
		return say_gap(s, &gap);
	return rc == RC_OK ? EXIT_DONE : SITE_SAY(s, EXIT_FAULT, N_("The database cannot be read."));
}

/* --- the whole --- */

static const char *sentence(enum migrate_says says)
{
	switch (says) {
	case MIGRATE_EMPTY: return N_("This database is empty: make it with tongxin init.");
	case MIGRATE_FOREIGN: return N_("This database is another program's, not Tongxin's.");
	case MIGRATE_PAGES:
		return N_("Another program has written this file: its pages have {1} bytes instead of 8192. "
			  "Restore it from a backup.");
	case MIGRATE_NEWER: return N_("This database is of a newer program (schema {0}): start that one.");
	case MIGRATE_OTHER:
		return N_(
			"Migration {1} of this database is not that of this program: start the program that "
			"made it.");
	case MIGRATE_OLDER:
	case MIGRATE_NEWEST: break;
	}
	return NULL;
}

/* In one picture: another process may be migrating just now. */
static int look(struct site *s, struct migrate_state *state)
{
	if (migrate_look(&s->mem, s->db, migrations, nmigrations, state) != RC_OK)
		return SITE_SAY(s, EXIT_FAULT, N_("The database cannot be read."));
	const char *text = sentence(state->says);

	if (text)
		return SITE_SAY(s, EXIT_REFUSED, text, number(s, state->at), number(s, state->wrong));
	return check_schema(s, state);
}

int site_look(struct site *s, struct migrate_state *ret)
{
	if (db_read_begin(s->db) != RC_OK)
		return SITE_SAY(s, EXIT_FAULT, N_("The database cannot be read."));
	int status = look(s, ret);

	db_read_end(s->db);
	return status;
}

int site_migrate(struct site *s, int at, const struct migrate_plan *plan)
{
	int newest = migrations[nmigrations - 1].number;
	str why = { NULL, 0 };

	if (at && at < newest)
		SITE_SAY(s, EXIT_DONE,
			 N_("The tables are brought from schema {0} to {1}; the program before this one "
			    "cannot "
			    "open them afterwards, only a backup from before leads back."),
			 number(s, at), number(s, newest));
	enum rc rc = migrate_with(&s->mem, s->db, plan, &why);

	if (rc == RC_BUSY)
		return SITE_SAY(s, EXIT_REFUSED,
				N_("Another program is writing to this database, or bringing it up to date: "
				   "start again when it is done."));
	if (rc != RC_OK)
		return SITE_SAY(
			s, rc == RC_FAULT ? EXIT_FAULT : EXIT_REFUSED,
			N_("The tables could not be brought up to date ({0}). What was done until then "
			   "stays and nothing is half done: start again when the cause is mended."),
			why);
	struct schema_gap gap = { 0 };

	if (at == newest)
		return EXIT_DONE;
	rc = schema_check(&s->mem, s->db, &s->model, house_ddl(&s->mem), &gap);
	if (rc == RC_INVALID)
		return say_gap(s, &gap);
	return rc == RC_OK ? EXIT_DONE : SITE_SAY(s, EXIT_FAULT, N_("The database cannot be read."));
}
