#include "access.h"

/* clang-format off */
const struct role_row role_rows[] = {
	{ ROLE_OFFICER, "officer", REACH_COUNTY },
	{ ROLE_HEAD,    "head",    REACH_SCHOOL },
	{ ROLE_TEACHER, "teacher", REACH_CLASS },
	{ ROLE_ADMIN,   "admin",   REACH_NOTHING }, /* keeps the system, reads no child */
};
const size_t role_nrows = COUNT(role_rows);

#define O ROLE_OFFICER
#define H ROLE_HEAD
#define T ROLE_TEACHER
#define A ROLE_ADMIN
const struct profile_row profile_rows[P__N] = {
	/*                    name            read         open         write        create       export */
	[P_NOBODY]      = { "nobody",       0,           0,           0,           0,           0 },
	[P_PUBLIC_FACT] = { "public-fact",  O | H | T,   0,           O | H,       O,           O | H },
	[P_REGISTER]    = { "register",     O | H | T,   0,           O | H | T,   O | H,       O | H },
	[P_FAMILY]      = { "family",       O | H | T,   0,           O | H | T,   O | H | T,   O },
	[P_CONTACT]     = { "contact",      O | H | T,   O | H | T,   O | H | T,   0,           O },
	[P_HEALTH]      = { "health",       O | H | T,   O | H | T,   O | H | T,   0,           0 },
	[P_DERIVED]     = { "derived",      O | H | T,   0,           0,           0,           O },
	[P_STATUS]      = { "status",       O | H | T,   0,           0,           0,           O },
	[P_ACCOUNT]     = { "account",      A,           0,           A,           A,           0 },
	[P_SECRET]      = { "secret",       0,           0,           0,           0,           0 },
};
#undef O
#undef H
#undef T
#undef A
/* clang-format on */

const struct role_row *role_of_code(str code)
{
	for (size_t i = 0; i < role_nrows; i++)
		if (str_eq(code, str_of(role_rows[i].code)))
			return &role_rows[i];
	return NULL;
}

static const struct role_row *role_row(enum role role)
{
	for (size_t i = 0; i < role_nrows; i++)
		if (role_rows[i].role == role)
			return &role_rows[i];
	return NULL;
}

const char *role_code(enum role role)
{
	const struct role_row *r = role_row(role);

	return r ? r->code : role == ROLE_SYSTEM ? "system" : "nobody";
}

enum reach role_reach(enum role role)
{
	const struct role_row *r = role_row(role);

	return r ? r->reach : role == ROLE_SYSTEM ? REACH_ALL : REACH_NOTHING;
}

const struct actor actor_nobody = { .role = ROLE_NONE };

struct actor actor_system(unsigned county)
{
	return (struct actor){ .role = ROLE_SYSTEM,
			       .reach = REACH_ALL,
			       .county = county,
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
