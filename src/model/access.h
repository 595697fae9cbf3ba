/* access.h - who may see and do what: three tables, no permission editor.
 * Roles are templates; a field names a profile (which roles read, open, write, export it); a kind names, for
 * each reach, the clause that says which rows lie within it.  Zero is the safe answer everywhere. */
#pragma once
#include "base.h"
#include "tr.h"

/* Bits, so that tables can hold sets.  The order is the order of the printed tables. */
enum role {
	ROLE_OFFICER = 1 << 0,    /* county education */
	ROLE_CIVIL = 1 << 1,      /* county civil affairs */
	ROLE_HEAD = 1 << 2,       /* of a school */
	ROLE_TEACHER = 1 << 3,    /* class teacher */
	ROLE_COUNSELLOR = 1 << 4, /* psychology teacher of several schools */
	ROLE_DIRECTOR = 1 << 5,   /* child director of a village */
	ROLE_SUPERVISOR = 1 << 6, /* child supervisor of a township */
	ROLE_FEDERATION = 1 << 7, /* women's federation of the county */
	ROLE_KEEPER = 1 << 8,     /* of a happy home */
	ROLE_GUARDIAN = 1 << 9,   /* who looks after the child, often a grandparent */
	ROLE_PARENT = 1 << 10,    /* away for work */
	ROLE_CHILD = 1 << 11,
	ROLE_POLICE = 1 << 12,   /* what is reported to them */
	ROLE_HOSPITAL = 1 << 13, /* what is referred to them */
	ROLE_FINANCE = 1 << 14,
	ROLE_INSPECTOR = 1 << 15, /* of education, 督导 */
	ROLE_ADMIN = 1 << 16,     /* keeps the system; no account, no child */
	ROLE_SECURITY = 1 << 17,  /* keeps accounts; no child */
	ROLE_AUDITOR = 1 << 18,   /* reads what others did; changes nothing */
	ROLE_VOLUNTEER = 1 << 19,
	ROLE_ORG = 1 << 20,
	ROLE_DONOR = 1 << 21,
	ROLE_CITY = 1 << 22, /* the same numbers, rolled up */
	ROLE_PROVINCE = 1 << 23,
	ROLE_MINISTRY = 1 << 24,
	ROLE_SYSTEM = 1 << 29, /* the program itself and its command line */
	ROLE_NONE = 1 << 30,   /* nobody has signed in */
};
#define ROLES_SCHOOL (ROLE_HEAD | ROLE_TEACHER | ROLE_COUNSELLOR)
#define ROLES_VILLAGE (ROLE_DIRECTOR | ROLE_SUPERVISOR)
#define ROLES_COUNTY (ROLE_OFFICER | ROLE_CIVIL)
#define ROLES_STAFF                                                                                          \
	(ROLES_COUNTY | ROLES_SCHOOL | ROLES_VILLAGE) /* for whom a child's file is their work               \
						       */
#define ROLES_CARE (ROLE_FEDERATION | ROLE_KEEPER)    /* a child is theirs by the family's consent */
#define ROLES_FAMILY (ROLE_GUARDIAN | ROLE_PARENT)
#define ROLES_KEEPING                                                                                        \
	(ROLE_ADMIN | ROLE_SECURITY | ROLE_AUDITOR) /* the three that keep each other in check */
#define ROLES_ABOVE (ROLE_CITY | ROLE_PROVINCE | ROLE_MINISTRY)
#define ROLES_SIGNED_IN (ROLE_SYSTEM - 1)
#define ROLES_ANYONE (ROLES_SIGNED_IN | ROLE_NONE)

/* How far a role sees. The value that fills a kind's clause comes from the account. */
enum reach {
	REACH_NOTHING,
	REACH_SELF, /* the child itself */
	REACH_OWN,  /* children one is tied to today and not barred from */
	REACH_CLASS,
	REACH_SCHOOL,
	REACH_POSTED,  /* the schools one is posted to today */
	REACH_VILLAGE, /* household or living place */
	REACH_TOWNSHIP,
	REACH_REFERRED,  /* what somebody referred or reported */
	REACH_HOME,      /* as consented, and of the homes on whose teams one is: child_kind.c */
	REACH_CONSENTED, /* of the county, where the family consents to it */
	REACH_COUNTY,
	REACH_CITY,
	REACH_PROVINCE,
	REACH_NATION,
	REACH_ALL,
	REACH__N
};

enum sign_in_by { BY_PASSWORD, BY_PIN, BY_PICTURES };

struct role_row {
	enum role role;
	const char *code; /* in accounts and tokens; data/codes/role.csv names it */
	enum reach reach; /* for records of children and schools */
	enum sign_in_by by;
	bool second_factor; /* a code beside the password, GB/T 22239-2019 8.1.4.1 d */
	bool clearance;     /* a yearly query for convictions, LPM 62, before any child's record */
};
extern const struct role_row role_rows[];
extern const size_t role_nrows;
const struct role_row *role_of_code(str code); /* NULL: no such role */
const struct role_row *role_row_of(enum role role);
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
	P_CLEARANCE,     /* who was queried for convictions, and when */
	P_DEPUTY,        /* who stands in for whom; who is posted where */
	P_CONSENT,       /* what a family agreed to */
	P_CONSENT_TEXT,  /* the words they agreed to */
	P_RIGHTS,        /* what a family asks for: a copy, a correction, erasure */
	P_ORDER,         /* that somebody is kept away from a child */
	P_SEALED,        /* why: C5, for whoever is in charge of it */
	P_OPENING,       /* who asked to open what is sealed, and who agreed */
	P_CARD,          /* cards by which guardians and children sign in: who hands them out */
	P_NOTICE,        /* what somebody is told */
	P_DECLARATION,   /* what a form says of a status: as P_STATUS, but written by people */
	P_CARE,          /* the civil-affairs register form */
	P_STAFF,         /* who works at a school */
	P_STAFF_NUMBER,  /* their numbers: C4 */
	P_BATCH,         /* who imported what */
	P_EXPORT,        /* who asked for which list as a file */
	P_TRANSFER,      /* which child went from which school to which */
	P_SWEEP,         /* a census of a place */
	P_SWEEP_ENTRY,   /* what was found of one child */
	P_DIFFICULTY,    /* that a child is in difficulty: as P_CARE, but decided by officials */
	P_CLASS_TEACHER, /* who leads a class */
	P_FIGURES,       /* statutory forms as handed in: no child in them */
	P_VERDICT,       /* decisions on likely duplicates */
	P_DUTY,          /* what the law asks of whom, and whether it was done */
	P_TASK,          /* what somebody is to do */
	P_ALERT,         /* that somebody is worried about a child */
	P_RISK,          /* risk level, its reasons, how far the care is */
	P_ASSESSMENT,    /* instruments filled in */
	P_VISIT,         /* what a visitor saw and heard, and photographs */
	P_PLAN,          /* care plans, goals, reviews */
	P_CONFERENCE,    /* case conferences and their minutes */
	P_AGENCY,        /* who helps beyond school and village */
	P_REFERRAL,      /* what went to another agency */
	P_REPORT,        /* mandatory reports: sealed, beyond who handles them nobody */
	P_GROWTH,        /* what a teacher writes for the child and the family to read */
	P_TALK,          /* talks with a child, handover notes: for who looks after it */
	P_HOME,          /* how a child lives and learns at home */
	P_MEASURE,       /* height, weight, eyesight, illness: C4 */
	P_WORDS,         /* what a child says, letters, voices: whoever it shared them with */
	P_WORK,          /* drawings, essays, photographs */
	P_PILE,          /* photographs that belong to nobody yet */
	P_SUPPORT,       /* help received */
	P_CORRECTION,    /* what a family wants to have put right */
	P_BOOK,          /* books made of a growth file */
	P_GROWTH_FILE,   /* what a growth file holds, as a whole */
	P_HAPPY_HOME,    /* homes, their rooms, hours, devices: known in the village */
	P_HOME_WORK,     /* rosters, opening log, who came, activities, checks */
	P_HOME_MONEY,    /* what a home costs and was granted */
	P_CALL,          /* calls booked and held, who takes part; never what was said */
	P_MESSAGE,       /* what a child and its family leave for each other */
	P_CONTACT_MADE,  /* that a parent and a child, or its carer, were in touch */
	P_CONTACT_STATE, /* since when they were not: computed */
	P_DEED,          /* deeds of entrusted care */
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
	int64_t person, child; /* the adult or child that the account is of; 0: none */
	int64_t for_account;   /* a deputy: whose place is taken; 0: their own */
	str region;            /* 2, 4, 9 or 12 digits, of those whose reach is a place */
	bool cleared;          /* the yearly query is there, or the role needs none */
	str login, name;
};
extern const struct actor actor_nobody;
struct actor actor_system(unsigned county);

bool may_read(const struct actor *who, enum profile p);
bool may_open(const struct actor *who, enum profile p);
bool may_write(const struct actor *who, enum profile p);
bool may_create(const struct actor *who, enum profile p);
bool may_export(const struct actor *who, enum profile p);
