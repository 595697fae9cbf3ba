/* site.h - an installation as a command finds it: its database, its key, its model.  Only cli/ may exit or
 * print. */
#pragma once
#include "house.h"
#include "migrate.h"
#include "schema.h"

enum { EXIT_DONE, EXIT_REFUSED, EXIT_USAGE, EXIT_FAULT };

extern const struct house the_house;
extern const struct api_extra *const the_extras[];
extern const struct migration migrations[];
extern const size_t nmigrations;

/* All kinds, routes and tables of the steps below and of every room; in the process's arena. */
void house_model(struct arena *mem, struct model *ret);
const struct route *const *house_routes(struct arena *mem, size_t *ret_n);
const char *const *house_ddl(struct arena *mem);                 /* NULL-ended */
const struct job_kind *const *house_jobs(struct arena *mem);     /* NULL-ended */
enum rc house_figures(struct ctx *c, struct buf *to) MUST_CHECK; /* of all services: for app.figures */

struct site {
	struct arena mem;
	str url;
	struct db *db;
	struct model model;
	struct actor program;
	bool demo;
	enum lang lang; /* the operator's */
	str where;      /* name of the county */
	str key_file;
	str blobs_dir; /* where files lie beside the database; empty: nowhere */
};

enum { SITE_OPEN, SITE_NEW };
/* Open what is there (SITE_OPEN: schema checked), or make database, tables and key (SITE_NEW: refused when
 * there is content).  Returns an exit status; what is wrong has been said on standard error. */
int site_open(struct site *s, const char *db_url, const char *key, int how);
void site_close(struct site *s);
/* The place for files (service/blob.h): this directory, or with NULL FILE.blobs beside an SQLite file; made
 * when it is not there.  site_open() opens what is there already, and makes it with a new database.  Returns
 * an exit status; what is wrong has been said. */
int site_blobs(struct site *s, const char *dir);
/* A context of the program on this site: today and now are the machine's. */
struct ctx site_ctx(struct site *s);
int site_meta_put(struct site *s, const char *name, str value);
str site_meta(struct site *s, const char *name);
/* Problems on standard error, a line each; then the exit status for this outcome. */
int site_outcome(struct ctx *c, enum rc rc);
/* Both chains and the records (model/verify.h): findings on standard error; an exit status.  journal_cmd.c */
int site_verify(struct ctx *c, bool quick);
/* The duties in this directory (duties.csv, ladders.csv) instead of the program's; before the first write.
 * The environment variable TONGXIN_DUTIES does the same for every command. */
int site_duties(struct site *s, const char *dir);
/* Open only the kinds, codes and regions: for dumps. */
int site_bare(struct site *s);
