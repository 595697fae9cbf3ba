/* harness.h - requests run in process: a fresh database, the whole house on it, a test clock, and accounts of
 * every role in two schools of one county and one school of another.  No sockets: route_answer() is called as
 * http/ would call it.
 *
 * A run makes one template for each engine (migrations, then the fixtures below); harness_open() copies it.
 * When the harness itself fails it says why and ends the program: no test goes on with half a house. */
#pragma once
#include "api.h"
#include "site.h"

enum { HARNESS_COUNTY = 440804, HARNESS_FAR_COUNTY = 440803 };
#define HARNESS_TODAY 20261121 /* 10:00 in Shanghai; when the fixtures were made and the clock begins */

/* Who asks.  The second ones are of another school of the county, the FAR ones of another county. */
enum as {
	AS_NOBODY,
	AS_OFFICER,
	AS_HEAD,
	AS_TEACHER,
	AS_ADMIN,
	AS_HEAD_2,
	AS_TEACHER_2,
	AS_FAR_OFFICER,
	AS_FAR_HEAD,
	AS_FAR_TEACHER,
	AS_FAR_ADMIN,
	AS_SECURITY,
	AS_AUDITOR,
	AS_CIVIL,
	AS_FAR_SECURITY,
	/* The rest is there only after harness_start_everyone(). */
	AS_COUNSELLOR, /* posted to FIX_SCHOOL */
	AS_DIRECTOR,   /* of the village where FIX_KID lives */
	AS_SUPERVISOR,
	AS_FEDERATION,
	AS_KEEPER,
	AS_GUARDIAN, /* FIX_GRANDMA */
	AS_PARENT,   /* FIX_FATHER */
	AS_CHILD,    /* FIX_KID */
	AS_POLICE,
	AS_HOSPITAL,
	AS_FINANCE,
	AS_INSPECTOR,
	AS_VOLUNTEER,
	AS_ORG,
	AS_DONOR,
	AS_CITY,
	AS_PROVINCE,
	AS_MINISTRY,
	AS_BARRED,       /* FIX_BARRED, a guardian's card */
	AS_OVERDUE,      /* a teacher of FIX_CLASS, queried too long ago */
	AS_COUNSELLOR_2, /* posted nowhere any more */
	AS_DIRECTOR_2,   /* of another village */
	AS_GUARDIAN_2,   /* FIX_PARENT_2 */
	AS_CHILD_2,      /* FIX_KID_2 */
	AS_FAR_AUDITOR,
	AS_FAR_CIVIL,
	AS_FAR_CITY, /* of another city */
	AS__N
};
extern const char *const as_name[AS__N];

/* Ids of what every template holds, and the name under which steps know each of them: {kid}. */
enum fixture {
	FIX_SCHOOL,   /* Wuhe primary; head and teacher are of it */
	FIX_CLASS,    /* the teacher's */
	FIX_CLASS_B,  /* another of that school */
	FIX_SCHOOL_2, /* a second one of the county */
	FIX_CLASS_2,
	FIX_FAR_SCHOOL,
	FIX_FAR_CLASS,
	FIX_KID,   /* in FIX_CLASS; both parents away for work since long */
	FIX_KID_B, /* in FIX_CLASS_B; sister of FIX_KID, by the father */
	FIX_KID_2, /* in FIX_SCHOOL_2 */
	FIX_LOOSE, /* at no school */
	FIX_FAR_KID,
	FIX_FATHER, /* persons */
	FIX_MOTHER,
	FIX_PARENT_2,
	FIX_FAR_PARENT,
	FIX_FATHER_TIE, /* of FIX_KID: as `parents` of the API, too */
	FIX_MOTHER_TIE,
	FIX_TIE_2,
	FIX_FAR_TIE,
	FIX_ABSENCE, /* of the father */
	FIX_ABSENCE_2,
	FIX_FAR_ABSENCE,
	FIX_GRANDMA, /* looks after FIX_KID */
	FIX_GRANDMA_TIE,
	FIX_BARRED, /* an uncle kept away from FIX_KID */
	FIX_BARRED_TIE,
	FIX__N
};
extern const char *const fixture_name[FIX__N];

enum { HARNESS_VARS = 200 };
struct harness {
	enum db_engine engine;
	struct arena mem; /* answers live here until harness_close() */
	str url, name;    /* name: of the database on the server, or its file */
	struct model model;
	struct app app;
	struct db *db; /* a writing connection for looking and tampering: harness_db() */
	struct actor program;
	_Atomic int64_t now; /* also read by the threads of a server on it */
	int64_t fix[FIX__N];
	size_t memory; /* limit of a request's arena; 0: as http/ gives it */
	enum lang lang;
	struct {
		str name, value;
	} var[HARNESS_VARS];
	size_t nvars;
};

/* argv: the region map, then the directory test/golden.  Databases lie in $TMPDIR, else in /tmp. */
void harness_start(int argc, char **argv);
void harness_start_everyone(int argc, char **argv); /* with an account of every role */
bool harness_knows(enum as as);                     /* is there such an account? */
void harness_stop(void);
const char *harness_engine(enum db_engine engine);
const char *harness_golden_dir(void);

void harness_open(struct harness *h, enum db_engine engine);
void harness_close(struct harness *h);
/* Stop the writer and the readers, as a server does, and start anew on the same data. */
void harness_restart(struct harness *h);

/* Move the clock; sessions stay alive. */
void harness_clock(struct harness *h, int64_t instant);
void harness_today(struct harness *h, day d); /* 10:00 in Shanghai of that day */
void harness_daily(struct harness *h);        /* the daily timer, as the server runs it */
/* Run the durable jobs that are due, one after the other, until none is left; how many there were. */
size_t harness_jobs(struct harness *h);
struct job_setup;
struct job_setup harness_job_setup(struct harness *h); /* job.h: of this house */

/* --- asking --- */

struct answer {
	int status;
	str type, etag, location, body;
	struct http_pair header[8];
	size_t nheaders;
	bool no_store;
	const struct json_value *json; /* of a body that is JSON; else NULL */
	uint64_t reads, writes;        /* statements on the reading and on the writing connection */
};
/* path: as on the wire, with its query.  headers: "Name: value" lines, or NULL.  Under /api/ the account's
 * token goes along, elsewhere its session's cookie and anti-forgery token.  A body is JSON under /api/ and a
 * form elsewhere, unless the headers say otherwise.  {names} in path, headers and body are replaced as in
 * steps; ' in headers and JSON bodies stands for a double quote. */
struct answer harness_ask(struct harness *h, enum as as, enum method method, const char *path,
			  const char *headers, const char *body);
struct answer harness_get(struct harness *h, enum as as, const char *path);
/* A POST of these very bytes. */
struct answer harness_send(struct harness *h, enum as as, const char *path, const char *type, str body);

/* "left_behind.school_roll", "items.0.name", "items.#" (how many). NULL: not there. */
const struct json_value *json_at(const struct json_value *v, const char *path);
str text_at(const struct answer *a, const char *path); /* text, or a number, true, false, null as written */
int64_t int_at(const struct answer *a, const char *path);   /* -1: no whole number there */
int64_t id_at(const struct answer *a, const char *path);    /* of "id" strings; 0: none */
bool problem_at(const struct answer *a, const char *field); /* does the problem document name this field? */
str header_of(const struct answer *a, const char *name);

/* The cookie of an account's session. */
str harness_session(enum as as, struct harness *h);
/* Its anti-forgery token, and the token of the API. */
str harness_csrf(enum as as, struct harness *h);
str harness_token(enum as as, struct harness *h);

/* --- steps --- */

/* One request and what must come of it.  In path, headers, body and expect {name} is replaced by what an
 * earlier step kept, a fixture's id, or {today}. expect: "path=value" (value as text_at() gives it), "path"
 * (is there), "!path" (is not there), "?field" (a problem names it), "~text" and "!~text" (the body holds it,
 * or does not), "@etag=..." "@location=..." of headers. keep: "name=path" or "name=@etag", parted by blanks.
 */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers" /* rows of steps end where nothing follows */
struct step {
	const char *label;
	enum as as;
	enum method method;
	const char *path, *headers, *body;
	int status;
	const char *expect[10];
	const char *keep;
};
bool harness_step(struct harness *h, const struct step *s); /* prints the label and what was wrong */
void harness_keep(struct harness *h, const char *name, str value);
str harness_fill(struct harness *h, const char *text); /* with its {names} replaced */

/* Every route of the house: for each kind that its :word may name, {id} where a record's id belongs. */
struct harness_route {
	enum method method;
	unsigned need;
	const char *label;  /* "/schools/:id/edit" */
	const char *path;   /* "/schools/{id}/edit" */
	const char *plural; /* of the kind that the id is of; NULL: none */
};
const struct harness_route *harness_routes(struct harness *h, size_t *ret_n);

/* --- behind the curtain --- */

struct db *harness_db(struct harness *h);
struct ctx
harness_ctx(struct harness *h); /* the program's, on harness_db(), now; writes go through the writer */
/* One number of a text composed by a test; -1 when it fails. */
int64_t harness_number(struct harness *h, str sql);
bool harness_exec(struct harness *h, str sql); /* past the store */
bool harness_journal_whole(struct harness *h);
void harness_flush(struct harness *h,
		   bool all); /* write the readings that wait; all: counts of repeats, too */

/* The texts of the statements run since `from` (db_statements()) on this connection, each once, in order of
 * their last run. */
struct texts {
	const char **list;
	size_t n;
};
struct texts harness_texts(struct harness *h, const struct db *db, uint64_t from);
struct db *harness_reader(struct harness *h); /* the one that requests are read on */
struct db *
harness_writer(struct harness *h); /* the writer thread's own: look only while nothing is written */

/* For store_write(): every child is reckoned anew. */
enum rc harness_touch_all(struct ctx *c, void *arg);

/* A valid id number: six digits of a place, a birth date, three digits in sequence. */
str harness_id_number(struct arena *mem, const char *place, day born, unsigned sequence);
__attribute__((format(printf, 2, 3))) str harness_text(struct arena *mem, const char *format, ...);
void harness_fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

/* Compare with test/golden/NAME, line by line; TX_ACCEPT=1 writes the file instead.  Prints what differs. */
bool harness_golden(const char *name, str now);

/* Run tests(struct harness *) on a fresh database of each engine that is there.  `skipped` says that one is
 * not. */
void harness_each_engine(void (*tests)(struct harness *h), void (*skipped)(const char *why));
/* The same with two houses side by side. */
void harness_each_pair(void (*tests)(struct harness *h, struct harness *other),
		       void (*skipped)(const char *why));
/* Under sanitizers (script/asan) there is less of what only repeats itself. */
bool harness_small(void);
