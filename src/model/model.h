/* model.h - what a running program knows about its data: kinds, keys, regions, parameters, listeners. */
#pragma once
#include "codes.h"
#include "key.h"
#include "kind.h"
#include "param.h"
#include "problem.h"
#include "region.h"
#include "writer.h"

/* In the writer's transaction, once at the end of a job: what rooms derive from the records it wrote. `child`
 * lists the children that any of the writes belonged to. */
typedef enum rc model_settle(struct ctx *c, const int64_t *child, size_t n);

/* For those who are looking on right now: a notice for an account, or for a role in a county; without a
 * notice, that sessions of the account have ended.  `work`: something waits to be done (service/job.h), for
 * the program itself. */
struct told {
	int64_t notice, account;
	enum role role;
	unsigned county;
	bool work;
};
/* After the commit, once for each unit of writing that had something to say; on whatever thread wrote. */
typedef void model_told(void *arg, const struct told *list, size_t n);

struct model {
	const struct kind *const *kinds;
	size_t nkinds;
	const struct kind *actors; /* whose label names who acted in the journal; NULL: nobody is named */
	model_settle *const *settle;
	size_t nsettle;
	model_told *told; /* NULL: nobody looks on (command line) */
	void *told_arg;
	const _Atomic bool
		*ending; /* the server is to stop: the day's work breaks off; NULL: it never does */
	const struct regions *regions;
	const struct params *params;
	const struct keys *keys;
	struct writer *writer; /* NULL on the command line: writes go straight */
	struct chain *chain;   /* journal.h: the writer's memory of chain heads and counters */
	unsigned county;       /* six digits, whose installation this is */
	/* Who may open a C5 value, asked when there is a purpose and the profile lets its reader open; NULL:
	 * nobody. */
	bool (*c5_opens)(struct ctx *c, const struct record *r, const struct field *f);
	const struct sealed_column *const *sealed; /* seal.h; NULL-ended */
	const struct blobs *blobs;                 /* service/blob.h: where files lie; NULL: nowhere */
	const struct fact *const *facts;           /* ui/fact.h: of all rooms; NULL-ended */
	const struct duties *duties;               /* care/duty.h: what the law asks of whom */
	bool demo; /* a demonstration: parameters of the name "demo.KEY" come first */
};
const struct kind *model_kind(const struct model *m, str plural);
const struct kind *model_kind_named(const struct model *m, str name);

enum via { VIA_PAGE, VIA_API, VIA_CLI, VIA_IMPORT, VIA_TIMER, VIA_DEMO, VIA_UNDO };

/* Everything a piece of work needs: who acts, when, for which reader, on which connection. */
struct ctx {
	struct arena *mem;
	struct db *db;
	const struct model *model;
	const struct actor *who;
	enum lang lang;
	enum via via;
	day today;   /* Asia/Shanghai, from the request; never from the C library */
	int64_t now; /* instant */
	str purpose; /* why C4 is opened; empty: masked */
	str reason;
	int64_t batch; /* of an import; else 0 */
	struct problems problems;
	size_t conflicts;     /* how many of the problems are another record standing against it */
	struct record *stale; /* after RC_STALE: the record as it is now, for the reader */
	bool trusted;         /* references come from our own code: not looked up again */
	struct tx *tx;        /* inside store_write() */
	struct seen *seen;    /* seen.h: whose records were handed out; NULL: nobody looks at them */
};
/* The same work as the program itself: sees every row and every value.  For rules over facts, never for
 * replies. */
struct ctx ctx_system(const struct ctx *c, const struct actor *system);
int64_t ctx_param(const struct ctx *c, const char *key); /* of the county, today */
