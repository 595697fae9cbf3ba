#include "access.h"

/* clang-format off */
const struct role_row role_rows[] = {
	/* role          code          reach            signs in by  second clearance */
	{ ROLE_OFFICER,   "officer",    REACH_COUNTY,    BY_PASSWORD, true,  true  },
	{ ROLE_CIVIL,     "civil",      REACH_COUNTY,    BY_PASSWORD, true,  true  },
	{ ROLE_HEAD,      "head",       REACH_SCHOOL,    BY_PASSWORD, true,  true  },
	{ ROLE_TEACHER,   "teacher",    REACH_CLASS,     BY_PASSWORD, true,  true  },
	{ ROLE_COUNSELLOR,"counsellor", REACH_POSTED,    BY_PASSWORD, true,  true  },
	{ ROLE_DIRECTOR,  "director",   REACH_VILLAGE,   BY_PASSWORD, true,  true  },
	{ ROLE_SUPERVISOR,"supervisor", REACH_TOWNSHIP,  BY_PASSWORD, true,  true  },
	{ ROLE_FEDERATION,"federation", REACH_CONSENTED, BY_PASSWORD, true,  true  },
	{ ROLE_KEEPER,    "keeper",     REACH_HOME,      BY_PASSWORD, true,  true  },
	{ ROLE_GUARDIAN,  "guardian",   REACH_OWN,       BY_PIN,      false, false },
	{ ROLE_PARENT,    "parent",     REACH_OWN,       BY_PASSWORD, false, false },
	{ ROLE_CHILD,     "child",      REACH_SELF,      BY_PICTURES, false, false },
	{ ROLE_POLICE,    "police",     REACH_REFERRED,  BY_PASSWORD, true,  true  },
	{ ROLE_HOSPITAL,  "hospital",   REACH_REFERRED,  BY_PASSWORD, true,  true  },
	{ ROLE_FINANCE,   "finance",    REACH_COUNTY,    BY_PASSWORD, true,  false },
	{ ROLE_INSPECTOR, "inspector",  REACH_COUNTY,    BY_PASSWORD, true,  false },
	{ ROLE_ADMIN,     "admin",      REACH_NOTHING,   BY_PASSWORD, true,  false },
	{ ROLE_SECURITY,  "security",   REACH_NOTHING,   BY_PASSWORD, true,  false },
	{ ROLE_AUDITOR,   "auditor",    REACH_NOTHING,   BY_PASSWORD, true,  false },
	{ ROLE_VOLUNTEER, "volunteer",  REACH_NOTHING,   BY_PASSWORD, false, false },
	{ ROLE_ORG,       "org",        REACH_NOTHING,   BY_PASSWORD, false, false },
	{ ROLE_DONOR,     "donor",      REACH_NOTHING,   BY_PASSWORD, false, false },
	{ ROLE_CITY,      "city",       REACH_CITY,      BY_PASSWORD, true,  false },
	{ ROLE_PROVINCE,  "province",   REACH_PROVINCE,  BY_PASSWORD, true,  false },
	{ ROLE_MINISTRY,  "ministry",   REACH_NATION,    BY_PASSWORD, true,  false },
};
const size_t role_nrows = COUNT(role_rows);

#define O ROLE_OFFICER
#define C ROLE_CIVIL
#define H ROLE_HEAD
#define T ROLE_TEACHER
#define K ROLE_COUNSELLOR
#define D ROLE_DIRECTOR
#define S ROLE_SUPERVISOR
#define F ROLE_FEDERATION
#define P ROLE_KEEPER
#define B ROLE_CHILD
#define L ROLE_POLICE
#define Q ROLE_HOSPITAL
#define N ROLE_FINANCE
#define I ROLE_INSPECTOR
#define A ROLE_ADMIN
#define Y ROLE_SECURITY
#define U ROLE_AUDITOR
#define STAFF ROLES_STAFF
#define CARE ROLES_CARE
#define FAM ROLES_FAMILY
#define ABOVE ROLES_ABOVE
const struct profile_row profile_rows[P__N] = {
	/*                     name             read                                 open                   write                    create                   export */
	[P_NOBODY]       = { "nobody",        0,                                   0,                     0,                       0,                       0 },
	[P_PUBLIC_FACT]  = { "public-fact",   STAFF | CARE | FAM | B | N | I | ABOVE,0,                     O | H,                   O,                       O | C | H | T },
	[P_REGISTER]     = { "register",      STAFF | CARE | FAM | B,              0,                     O | H | T | D | S,       O | H | D | S,           O | C | H | T },
	[P_FAMILY]       = { "family",        STAFF | FAM,                         0,                     O | C | H | T | D | S,   O | C | H | T | D | S,   O | C | H },
	[P_CONTACT]      = { "contact",       STAFF | CARE | FAM,                  STAFF | FAM,           O | H | T | D | S,       0,                       O | C | H | T },
	[P_HEALTH]       = { "health",        O | H | T | K | FAM,                 O | H | T | K | FAM,   O | H | T,               0,                       O | H },
	[P_DERIVED]      = { "derived",       STAFF,                               0,                     0,                       0,                       O },
	[P_STATUS]       = { "status",        STAFF | I | ABOVE,                   0,                     0,                       0,                       O },
	[P_ACCOUNT]      = { "account",       Y | U,                               0,                     Y,                       Y,                       0 },
	[P_SECRET]       = { "secret",        0,                                   0,                     0,                       0,                       0 },
	[P_CLEARANCE]    = { "clearance",     O | Y | U,                           0,                     O | Y,                   O | Y,                   0 },
	[P_DEPUTY]       = { "deputy",        O | Y | U,                           0,                     O | Y,                   O | Y,                   0 },
	[P_CONSENT]      = { "consent",       O | C | H | T | D | S | F | P | FAM, 0,                     O | H | T | D | S | FAM, O | H | T | D | S | FAM, 0 },
	[P_CONSENT_TEXT] = { "consent-text",  STAFF | CARE | FAM | U,              0,                     O,                       O,                       0 },
	[P_RIGHTS]       = { "rights",        O | U | FAM,                         0,                     O | FAM,                 O | FAM,                 0 },
	[P_ORDER]        = { "order",         O | C | H | T | K | D | S,           0,                     C,                       C,                       0 },
	[P_SEALED]       = { "sealed",        O | C | H | K | S,                   O | C | H | K | S,     C,                       0,                       0 },
	[P_OPENING]      = { "opening",       O | C | H | K | S | U,               0,                     O | C | H | K | S,       O | C | H | K | S,       0 },
	[P_CARD]         = { "card",          O | H | T | D | S,                   0,                     O | H | T | D | S,       O | H | T | D | S,       0 },
	[P_NOTICE]       = { "notice",        STAFF | CARE | FAM | L | Q | Y | U | A, 0,                     0,                       0,                       0 },
	[P_DECLARATION]  = { "declaration",   STAFF,                               0,                     O | C | H | T | D | S,   O | C | H | T | D | S,   O | C | H },
	[P_CARE]         = { "care",          O | C | D | S,                       O | C | D | S,         O | C | D | S,           O | C | D | S,           O | C },
	[P_STAFF]        = { "staff",         O | H,                               0,                     O | H,                   O | H,                   O | H },
	[P_STAFF_NUMBER] = { "staff-number",  O | H,                               O | H,                 O | H,                   0,                       O | H },
	[P_BATCH]        = { "batch",         O | C | H | T | D | S | U,           0,                     0,                       0,                       0 },
	[P_EXPORT]       = { "export",        O | C | H | T | U,                   0,                     0,                       0,                       0 },
	[P_TRANSFER]     = { "transfer",      O | C | H | U,                       0,                     0,                       0,                       O | H },
	[P_SWEEP]        = { "sweep",         O | C | D | S | U,                   0,                     O | C | S,               O | C | S,               O | C },
	[P_SWEEP_ENTRY]  = { "sweep-entry",   O | C | D | S,                       O | C | D | S,         O | C | D | S,           0,                       O | C },
	[P_DIFFICULTY]   = { "difficulty",    O | C | D | S,                       O | C | D | S,         O | C | S,               O | C | S,               O | C },
	[P_CLASS_TEACHER]= { "class-teacher", STAFF | FAM | B,                     0,                     O | H,                   O | H,                   O | H },
	[P_FIGURES]      = { "figures",       O | C | F | I | U | ABOVE,           0,                     0,                       0,                       O | C },
	[P_VERDICT]      = { "verdict",       O | C,                               0,                     0,                       0,                       0 },
	[P_DUTY]         = { "duty",         O | C | H | T | K | D | S,           0,                     0,                       0,                       O | C },
	[P_TASK]         = { "task",         STAFF | F,                           STAFF | F,             STAFF,                   STAFF,                   O | C },
	[P_ALERT]        = { "alert",        STAFF,                               STAFF,                 O | C | H | T | D | S,   0,                       0 },
	[P_RISK]         = { "risk",         STAFF,                               STAFF,                 O | C | H | T | K | D | S, O | C | H | T | K | D | S, 0 },
	[P_ASSESSMENT]   = { "assessment",   STAFF,                               STAFF,                 O | C | T | D | S,       O | C | T | D | S,       O | C },
	[P_VISIT]        = { "visit",        STAFF,                               STAFF,                 O | C | H | T | D | S,   O | C | H | T | D | S,   O | C },
	[P_PLAN]         = { "plan",         STAFF,                               STAFF,                 O | C | H | T | D | S,   O | C | H | T | D | S,   0 },
	[P_CONFERENCE]   = { "conference",   O | C | H | K | D | S,               O | C | H | K | D | S, O | C | H | S,           O | C | H | S,           0 },
	[P_AGENCY]       = { "agency",       STAFF | F | L | Q,                   0,                     O | C,                   O | C,                   O | C },
	[P_REFERRAL]     = { "referral",     STAFF | F | L | Q,                   STAFF | F | L | Q,     0,                       0,                       0 },
	[P_REPORT]       = { "report",       STAFF | CARE | FAM | B | L | Q,      STAFF | L,             C,                       0,                       0 },
	[P_GROWTH]       = { "growth",       STAFF | F | FAM | B,                 0,                     O | H | T,               O | H | T,               O | H | T },
	[P_TALK]         = { "talk",         STAFF,                               STAFF,                 H | T | K | D | S,       H | T | K | D | S,       0 },
	[P_HOME]         = { "home",         STAFF,                               STAFF,                 O | C | H | T | D | S,   O | C | H | T | D | S,   O | C },
	[P_MEASURE]      = { "measure",      O | H | T | K | FAM,                 O | H | T | K | FAM,   O | H | T,               O | H | T,               O | H },
	[P_WORDS]        = { "words",        H | T | K | D | FAM | B,             H | T | K | D | FAM | B, T | D | FAM | B,       T | D | FAM | B,         0 },
	[P_WORK]         = { "work",         STAFF | CARE | FAM | B,              0,                     O | H | T | CARE | FAM | B, O | H | T | CARE | FAM | B, 0 },
	[P_PILE]         = { "pile",         O | H | T | CARE,                    0,                     O | H | T | CARE,        O | H | T | CARE,        0 },
	[P_SUPPORT]      = { "support",      STAFF | F,                           STAFF | F,             O | C | H | T | D | S | F, O | C | H | T | D | S | F, O | C },
	[P_CORRECTION]   = { "correction",   O | H | T | D | S | FAM,             O | H | T | D | S | FAM, 0,                     FAM,                     0 },
	[P_BOOK]         = { "book",         STAFF | F | FAM | B,                 0,                     0,                       0,                       0 },
	[P_GROWTH_FILE]  = { "growth-file",  STAFF | F,                           0,                     0,                       0,                       O | F },
	[P_HAPPY_HOME]   = { "happy-home",   STAFF | CARE | FAM | B | I,          0,                     O | CARE,                O | CARE,                O | F },
	[P_HOME_WORK]    = { "home-work",    O | C | H | T | D | S | CARE | FAM | B, 0,                  H | T | D | CARE,        H | T | D | CARE,        O | F },
	[P_HOME_MONEY]   = { "home-money",   O | C | CARE | N | I,                0,                     O | CARE,                O | CARE,                O | F },
	[P_CALL]         = { "call",         H | T | D | S | CARE | FAM | B,      0,                     0,                       0,                       0 }, /* the program writes, in the name of whoever acts */
	[P_MESSAGE]      = { "message",      FAM | B,                             FAM | B,               FAM | B,                 FAM | B,                 0 },
	[P_CONTACT_MADE] = { "contact-made", H | T | D | S | CARE | FAM,          H | T | D | S | CARE | FAM,                     T | D | S | CARE | FAM,  T | D | S | CARE | FAM,  0 },
	[P_CONTACT_STATE] = { "contact-state", STAFF | CARE | FAM,                0,                     0,                       0,                       0 },
	[P_DEED]         = { "deed",         O | C | H | T | D | S | FAM,         O | C | H | T | D | S | FAM, C | D | S | FAM,   C | D | S | FAM,         0 },
};
#undef O
#undef C
#undef H
#undef T
#undef K
#undef D
#undef S
#undef F
#undef P
#undef B
#undef L
#undef Q
#undef N
#undef I
#undef A
#undef Y
#undef U
#undef STAFF
#undef CARE
#undef FAM
#undef ABOVE
/* clang-format on */

const struct role_row *role_of_code(str code)
{
	for (size_t i = 0; i < role_nrows; i++)
		if (str_eq(code, str_of(role_rows[i].code)))
			return &role_rows[i];
	return NULL;
}

const struct role_row *role_row_of(enum role role)
{
	for (size_t i = 0; i < role_nrows; i++)
		if (role_rows[i].role == role)
			return &role_rows[i];
	return NULL;
}

const char *role_code(enum role role)
{
	const struct role_row *r = role_row_of(role);

	return r ? r->code : role == ROLE_SYSTEM ? "system" : "nobody";
}

enum reach role_reach(enum role role)
{
	const struct role_row *r = role_row_of(role);

	return r ? r->reach : role == ROLE_SYSTEM ? REACH_ALL : REACH_NOTHING;
}

const struct actor actor_nobody = { .role = ROLE_NONE };

struct actor actor_system(unsigned county)
{
	return (struct actor){ .role = ROLE_SYSTEM,
			       .reach = REACH_ALL,
			       .county = county,
			       .cleared = true,
			       .login = STR("system"),
			       .name = STR("Tongxin") };
}

static bool in(const struct actor *who, unsigned roles)
{
	return who->role == ROLE_SYSTEM || (who->role & roles);
}

bool may_read(const struct actor *who, enum profile p) { return in(who, profile_rows[p].read); }
bool may_open(const struct actor *who, enum profile p) { return in(who, profile_rows[p].open); }
bool may_write(const struct actor *who, enum profile p) { return in(who, profile_rows[p].write); }
bool may_create(const struct actor *who, enum profile p) { return in(who, profile_rows[p].create); }
bool may_export(const struct actor *who, enum profile p) { return in(who, profile_rows[p].export); }
