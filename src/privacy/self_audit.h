/* self_audit.h - what is insecure about this installation: a table of checks over a handful of facts, each
 * with what is wrong and how to mend it.  GB/T 22239-2019 8.1.4; OWASP ASVS. */
#pragma once
#include "proof.h"
#include "record.h"
#include "tr.h"

struct app;

/* What there is to know, gathered once; nothing is asked in the checks.  -1: not known. */
struct self_facts {
	day today;
	bool demo, secure; /* secure: served by https */
	bool sqlite;
	int key_mode, db_mode; /* permission bits of the files; -1: no file of ours */
	bool key_beside;       /* the key file lies in the directory of the database */
	bool sandboxed;        /* and the server entered it */
	int sandbox_missing;   /* how many of its parts this kernel has not */
	bool totp_required;
	int64_t no_second_factor; /* accounts whose role needs one */
	int64_t no_clearance;     /* accounts whose role needs the yearly query and have none */
	int64_t shared_keepers;   /* pairs of the three-admin roles under one name */
	int64_t keepers[3];       /* accounts in use: admin, security, auditor */
	int64_t endless_tokens;
	int64_t old_passwords;
	int64_t idle_accounts;      /* that nobody used for long */
	int64_t verify_findings;    /* of the last check of the chains; -1: never */
	day verified_on, backup_on; /* 0: never */
	int64_t clock_off; /* seconds between the server's clock and the database's newest row in the future
			    */
	int64_t persons;   /* -1: not counted */
	int persons_mode;  /* enum persons_mode */
	int64_t late_requests, unread_texts;
	int64_t unsent; /* messages that wait though nothing here could send them */
	bool post_lost; /* what sends them has died */
	int backup_days, verify_days, proof_days;
	struct proof proof; /* of the backup */
};

enum self_level { SELF_FINE, SELF_HINT, SELF_WARN, SELF_BAD };
/* `n`: how many, where that says something. */
struct self_verdict {
	enum self_level level;
	int64_t n;
};
struct self_check {
	const char *name;  /* English: what is looked at */
	const char *wrong; /* what it means when it is not fine */
	const char *mend;  /* how to mend it */
	struct self_verdict (*look)(const struct self_facts *f);
};
extern const struct self_check self_checks[];
extern const size_t self_nchecks;

/* Of what the database holds and the app knows; files are looked at by path. */
enum rc self_audit_facts(struct ctx *c, const struct app *app, struct self_facts *ret) MUST_CHECK;
/* The nightly part: the quick check of both chains, written down. */
enum rc self_audit_daily(struct ctx *c) MUST_CHECK;
