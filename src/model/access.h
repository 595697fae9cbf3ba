/* access.h - who may see and do what: three tables, no permission editor.
 * Roles are templates; a field names a profile (which roles read, open, write, export it); a kind names, for
 * each reach, the clause that says which rows lie within it.  Zero is the safe answer everywhere. */
#pragma once
#include "base.h"
#include "tr.h"

/* Bits, so that tables can hold sets.  The order is the order of the printed tables. */
enum role {
	ROLE_OFFICER = 1 << 0, /* county education officer */
	ROLE_HEAD = 1 << 1,    /* of a school */
	ROLE_TEACHER = 1 << 2, /* class teacher */
	ROLE_ADMIN = 1 << 3,   /* of the system: accounts, no child */
	ROLE_SYSTEM = 1 << 14, /* the program itself and its command line */
	ROLE_NONE = 1 << 15,   /* nobody has signed in */
};
#define ROLES_STAFF (ROLE_OFFICER | ROLE_HEAD | ROLE_TEACHER)
#define ROLES_SIGNED_IN (ROLES_STAFF | ROLE_ADMIN)
#define ROLES_ANYONE (ROLES_SIGNED_IN | ROLE_NONE)

/* How far a role sees. The value that fills a kind's clause comes from the account. */
enum reach { REACH_NOTHING, REACH_CLASS, REACH_SCHOOL, REACH_COUNTY, REACH_ALL, REACH__N };

struct role_row {
	enum role role;
	const char *code; /* in accounts and tokens; data/codes/role.csv names it */
	enum reach reach; /* for records of children and schools */
};
extern const struct role_row role_rows[];
extern const size_t role_nrows;
const struct role_row *role_of_code(str code); /* NULL: no such role */
const char *role_code(enum role role);
enum reach role_reach(enum role role);

enum profile {
	P_NOBODY,      /* the zero: a kind or field that forgot to say is refused at start */
	P_PUBLIC_FACT, /* schools, classes: known in town */
	P_REGISTER,    /* what the school roll and the register hold about a child or an adult */
	P_FAMILY,      /* ties, absences, circumstances */
	P_CONTACT,     /* numbers and addresses: C4 */
	P_HEALTH,      /* C4 */
	P_DERIVED,     /* computed by the program from facts */
	P_STATUS,  /* the two left-behind statuses: a child's own file, officials' counts; never class screens
		    */
	P_ACCOUNT, /* who may sign in */
	P_SECRET,  /* password hashes: written by auth/, read by nobody */
	P__N
};

struct profile_row {
	const char *name;
	unsigned read;   /* roles that see the value; C4 masked */
	unsigned open;   /* roles that see C4 plain, with a purpose */
	unsigned write;  /* roles that change it */
	unsigned create; /* for a kind: roles that add and delete records */
	unsigned export;
};
extern const struct profile_row profile_rows[P__N];

/* Who is acting. */
struct actor {
	int64_t account; /* 0: the program or nobody */
	enum role role;
	enum reach reach;
	unsigned county;
	int64_t school, class;
	str login, name;
};
extern const struct actor actor_nobody;
struct actor actor_system(unsigned county);

bool may_read(const struct actor *who, enum profile p);
bool may_open(const struct actor *who, enum profile p);
bool may_write(const struct actor *who, enum profile p);
bool may_create(const struct actor *who, enum profile p);
bool may_export(const struct actor *who, enum profile p);
