/* tx.h - inside model/ only: what a unit of writing remembers until it ends, and SQL composed from kind
 * tables. */
#pragma once
#include "db_text.h"
#include "journal.h"
#include "sm.h"

/* A number is looked up, checked and stored: its keyed digest is made once.  Short values only. */
enum { DIGESTS = 8, DIGESTED_MAX = 32 };
struct digests {
	struct digested {
		const struct field *field; /* NULL: none yet */
		size_t n;
		char value[DIGESTED_MAX];
		uint8_t digest[SM3_SIZE];
	} list[DIGESTS];
	size_t next;
};

struct tx {
	struct arena *mem; /* of the unit: a part of it may work in a smaller one */
	int64_t *child;    /* that the writes belonged to, each once */
	bool *raised;      /* while settling: its file_version is up already */
	size_t nchild, cap;
	int64_t making; /* store_making() */
	struct sm_chances chances;
	struct digests digests;
	struct told *told;
	size_t ntold, told_cap;
	bool settling;
	struct ctx system; /* the same work as the program itself */
	struct actor actor;
};

/* A statement under composition: text, and the values its ?1 ?2 .. stand for. */
struct stmt {
	struct buf text;
	struct val *v;
	size_t n, cap;
};
struct stmt stmt_new(struct ctx *c);
/* Written out here: the length of a literal is then known to the compiler. */
static inline void stmt_str(struct stmt *s, const char *z) { buf_put(&s->text, z, strlen(z)); }
void stmt_val(struct stmt *s, struct val v); /* writes its ?N */
/* A literal condition in which ?1.. are these values, renumbered; {kind a} becomes the reach of the actor. */
void stmt_clause(struct stmt *s, struct ctx *c, const char *clause, const struct val *v, size_t n);
/* A column: the name of the account whose id is in `actor`, a column; '' where no kind is named for accounts.
 */
void stmt_actor_name(struct stmt *s, const struct ctx *c, const char *actor);
/* " AND <what keeps alias within the actor's reach>". */
void stmt_reach(struct stmt *s, struct ctx *c, const struct kind *k, const char *alias);
enum rc stmt_query(struct stmt *s, struct ctx *c, struct rows *ret) MUST_CHECK;
enum rc stmt_exec(struct stmt *s, struct ctx *c, int64_t *ret_changes) MUST_CHECK;
/* The records of kind k that point at `of` by this field, in the order of their ids, whoever may see them;
 * of one county, or of all (0).  Read whole: rows must not change under a query that is under way. */
struct referrers {
	int64_t *id; /* in ctx's memory */
	size_t n;
};
enum rc stmt_referrers(struct ctx *c, const struct kind *k, const struct field *f, int64_t of,
		       unsigned county, struct referrers *ret) MUST_CHECK;

/* store.c */
const struct kind *store_child_kind(const struct model *m); /* NULL: this house has no children */
/* Random bytes: within a unit taken from the kernel some at a time. */
void tx_random(struct ctx *c, void *to, size_t n);
/* Is this child's file_version still to be raised by what settles?  Then it is the caller who does. */
bool tx_raises(struct ctx *c, int64_t child);

/* read.c: the row as it is, for writing: every value plain, no reach unless asked. */
enum rc record_load_plain(struct ctx *c, const struct kind *k, int64_t id, bool within_reach,
			  struct record *ret) MUST_CHECK;
/* store.c: store_digest() of one field. */
str store_field_digest(struct ctx *c, const struct kind *k, const struct field *f, str value);
str seal_extra(struct arena *mem, const struct kind *k, const struct field *f, int64_t id);
str mask_value(struct arena *mem, enum mask how, str plain); /* empty: nothing is left */
str val_text(struct arena *mem, const struct field *f, const struct val *v);
/* input.c */
bool val_same(const struct val *a, const struct val *b);
/* write.c: the row, its journal and the room's .after, without access or rules: undo.c has looked at them. */
enum rc store_put(struct ctx *c, enum act act, struct change *change) MUST_CHECK;
/* write.c: the row alone, for redo.c: what follows from it is in the journal already, or settles later. */
enum rc store_row(struct ctx *c, enum act act, const struct record *r, uint64_t changed) MUST_CHECK;
/* write.c: the row of a record that changes its keeper: county, version, and what is sealed by the key of the
 * new one. */
enum rc store_rekeep(struct ctx *c, const struct record *after) MUST_CHECK;
/* journal.c: how many parts of a body the digest in a header names. */
size_t journal_parts(str digest);
