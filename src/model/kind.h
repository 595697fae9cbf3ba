/* kind.h - one table per kind of record.  Validation, forms, lists, the JSON API, files, field access,
 * sealing and the journal follow from it; nothing repeats it.  Columns, not logic: a rule that needs an `if`
 * is a function of the room that owns the kind. */
#pragma once
#include "access.h"
#include "db.h"

enum type {
	T_TEXT = 1, /* one line; .max in code points */
	T_LONG,     /* several lines */
	T_NUMBER,   /* a person's number (id, phone, roll): text, trimmed, full-width folded, upper-cased */
	T_DATE,     /* INT yyyymmdd */
	T_MONTH,    /* INT yyyymm */
	T_YEAR,     /* INT yyyy */
	T_INT,      /* .min to .max */
	T_BOOL,
	T_CODE,    /* of the list .codes */
	T_REGION,  /* 2, 4, 6, 9 or 12 digits; at least .min of them */
	T_REF,     /* of the kind .ref */
	T_SECRET,  /* text that is never read back */
	T_INSTANT, /* BIG microseconds; never from input */
};

enum class { C_FORGOTTEN, C1_PUBLIC, C2_INTERNAL, C3_PERSONAL, C4_SENSITIVE, C5_SEALED };

/* What of a C4 value is left without a purpose. */
enum mask { MASK_ALL, MASK_ID, MASK_PHONE, MASK_ADDRESS };

struct kind;
struct field {
	const char *name; /* JSON key, form field, file heading; the column too unless .column */
	enum type type;
	const char *label; /* English; po/ has the others */
	enum class class;
	enum profile profile;
	const char *column; /* where the name is an SQL word */
	const char *codes;
	const struct kind *ref;
	int min, max;
	bool required;
	bool digest; /* found again by its whole value: a keyed digest beside it */
	bool tail;   /* found again by its last four digits */
	enum mask mask;
	bool owned;   /* a T_REF to the record this one is a part of: deleted along with it */
	bool loose;   /* a T_REF that does not stand against the deletion of what it points at */
	bool fixed;   /* set when the record is made, never changed */
	bool fact;    /* kept as dated facts elsewhere; the column shows today's */
	bool derived; /* computed by the program; not to be given */
	bool kept;    /* never deleted: the journal names it */
	bool input;   /* given, but no column: it steers how facts are written (`since`) */
	bool search;  /* part of `q` */
	bool index;
	const char *hint;
};

enum { FIELDS_MAX = 40, KINDS_MAX = 160 };

struct ctx;
struct record;
/* A write as a room sees it: before is NULL on creation, after is NULL on deletion. */
struct change {
	const struct kind *kind;
	struct record *before, *after;
	uint64_t given;   /* fields that came in */
	uint64_t changed; /* fields whose value differs */
};

struct kind {
	const char *name;           /* the table */
	const char *plural;         /* the path of the API; NULL: no API of its own */
	const char *label, *labels; /* English */
	const struct field *fields;
	size_t nfields;
	enum profile profile; /* .create says who makes and deletes records */
	/* Which rows lie within a reach: a clause over alias t, in which ?S is the reach's value, ?E the end
	 * of its range (?S <= x < ?E), ?T today, ?A who asks, ?D whose place they take (else
	 * themselves), ?R their role's code, ?H the first day of which a call at a happy home still counts,
	 * and {kind alias} that kind's own clause.  NULL: what `through` says, and nothing without it; of a
	 * happy home first what holds by consent. */
	const char *scope[REACH__N];
	const char *through; /* for a part of a child's file: whose child lies within the reach */
	size_t label_field;  /* 1 + index of the field that names a record; 0: none */
	size_t child_field;  /* 1 + index of the T_REF to the child it belongs to; 0: none.  Raises
				file_version. */
	bool derived;        /* every record of it is computed: settled away, never written by hand */
	bool kept;           /* never deleted: the journal names it */
	bool one_child;      /* it would label a child among others: a school's people list it of one child */
	size_t quiet_field; /* 1 + index of a T_BOOL: true, and readings of the record are not the family's to
			       see; 0: none */
	bool is_child;      /* the child itself: has file_version, next_on */
	/* That a record of it exists is known to nobody whose reach does not hold it: left out of every view
	 * of the journal and of every count (a mandatory report). */
	bool sealed;
	/* Beside the role in charge of what its profile seals: who reads its C5 fields without asking.  Only
	 * of a record within the actor's reach. NULL: nobody. */
	bool (*opens)(const struct ctx *c, const struct record *r, size_t field);
	/* The rules of a record as a whole; adds to ctx's problems.  Of what an undo puts back (ctx.via
	 * VIA_UNDO): only its own fields and what others have written since against it; it stood there so. */
	void (*check)(struct ctx *c, const struct change *change);
	/* In the same transaction, after the row: facts of the flat fields.  At most one hop.  On undo
	 * `given` is empty and facts are left out: what was written here then is taken back by itself. */
	enum rc (*after)(struct ctx *c, struct change *change);
	/* In the same transaction: the record has come to another county (move.h); what lies beside it goes
	 * along. NULL: nothing does. */
	enum rc (*moved)(struct ctx *c, const struct record *r);
};

/* Is the table sound?  NULL, or what is wrong: run at start and in a test. */
const char *kind_fault(const struct kind *k);
const struct field *kind_field(const struct kind *k, str name,
			       size_t *ret_index);                  /* NULL: none of that name */
bool kind_may_write(const struct actor *who, const struct kind *k); /* any field of it */
const char *field_column(const struct field *f);
bool field_sealed(const struct field *f);
bool field_stored(const struct field *f); /* has a column */
