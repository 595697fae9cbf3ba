/* The files of OneRoster 1.2 held against the binding: headings in their order, every reference to something
 * that is there, words of the lists, and nothing in them that leads back to somebody's number. */
#include "csvio.h"
#include "export_make.h"
#include "harness.h"
#include "oneroster.h"
#include "tap.h"

#include <zip.h>

static str roster(struct harness *h)
{
	struct actor officer = {
		.role = ROLE_OFFICER, .reach = REACH_COUNTY, .county = HARNESS_COUNTY, .cleared = true
	};
	struct ctx c = harness_ctx(h);
	struct export_made made = { .rows = 0 };
	const struct export_order o = { .query = { .kind = &child_kind },
					.number = STR("7"),
					.who = STR("officer"),
					.purpose = STR("for the platform") };

	c.who = &officer;
	OK(export_make(&c, &o, &made) == RC_OK && made.rows == 4);
	return made.bytes;
}

static str part_of(struct harness *h, str zip, const char *name)
{
	zip_error_t e;
	zip_source_t *s = zip_source_buffer_create(zip.s, zip.n, 0, &e);
	zip_t *z = s ? zip_open_from_source(s, ZIP_RDONLY, &e) : NULL;
	zip_stat_t st;

	if (!z || zip_stat(z, name, 0, &st) != 0)
		return (str){ NULL, 0 };
	char *p = NEW(&h->mem, char, st.size + 1);
	zip_file_t *f = zip_fopen(z, name, 0);
	zip_int64_t n = zip_fread(f, p, st.size);
	zip_fclose(f);
	zip_discard(z);
	return (str){ p, (size_t)n };
}

/* interop.md 5.2, verbatim */
static const struct {
	const char *name, *columns;
} binding[] = {
	{ "academicSessions.csv",
	  "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear" },
	{ "orgs.csv", "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId" },
	{ "courses.csv",
	  "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,"
	  "subjects,subjectCodes" },
	{ "classes.csv",
	  "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
	  "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods" },
	{ "users.csv",
	  "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,"
	  "identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,"
	  "preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns" },
	{ "roles.csv",
	  "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,"
	  "userProfileSourcedId" },
	{ "enrollments.csv",
	  "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,"
	  "beginDate,endDate" },
	{ "demographics.csv",
	  "sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,"
	  "blackOrAfricanAmerican,"
	  "nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,"
	  "hispanicOrLatinoEthnicity,"
	  "countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus" },
};
enum { SESSIONS, ORGS, COURSES, CLASSES, USERS, ROLES, ENROLLMENTS, DEMOGRAPHICS, FILES };

static size_t place(const struct csv *f, const char *column)
{
	for (size_t i = 0; i < f->row[0].n; i++)
		if (str_eq(f->row[0].cell[i], str_of(column)))
			return i;
	return SIZE_MAX;
}

static bool has_id(const struct csv *f, str id)
{
	for (size_t i = 1; i < f->n; i++)
		if (str_eq(f->row[i].cell[0], id))
			return true;
	return false;
}

/* Does each of these ids (several parted by commas) stand in the other file? */
static bool refers(const struct csv *f, const char *column, const struct csv *to, bool needed)
{
	size_t at = place(f, column);

	for (size_t i = 1; i < f->n; i++) {
		str rest = f->row[i].cell[at], one;
		if (needed && !rest.n)
			return false;
		while (rest.n && str_next(&rest, ',', &one))
			if (!has_id(to, one))
				return false;
	}
	return true;
}

static bool unique_ids(const struct csv *f)
{
	for (size_t i = 1; i < f->n; i++)
		for (size_t k = i + 1; k < f->n; k++)
			if (str_eq(f->row[i].cell[0], f->row[k].cell[0]))
				return false;
	return f->n > 1;
}

static bool among(const struct csv *f, const char *column, const char *words)
{
	size_t at = place(f, column);

	for (size_t i = 1; i < f->n; i++) {
		str rest = str_of(words), one;
		bool found = false;
		while (str_next(&rest, '|', &one))
			found = found || str_eq(one, f->row[i].cell[at]);
		if (!found)
			return false;
	}
	return true;
}

static void test_references(const struct csv *f)
{
	static const struct {
		size_t file, to;
		const char *column;
		bool needed;
	} links[] = {
		{ ORGS, ORGS, "parentSourcedId", false },
		{ SESSIONS, SESSIONS, "parentSourcedId", false },
		{ COURSES, SESSIONS, "schoolYearSourcedId", true },
		{ COURSES, ORGS, "orgSourcedId", true },
		{ CLASSES, COURSES, "courseSourcedId", true },
		{ CLASSES, ORGS, "schoolSourcedId", true },
		{ CLASSES, SESSIONS, "termSourcedIds", true },
		{ USERS, USERS, "agentSourcedIds", false },
		{ USERS, ORGS, "primaryOrgSourcedId", true },
		{ ROLES, USERS, "userSourcedId", true },
		{ ROLES, ORGS, "orgSourcedId", true },
		{ ENROLLMENTS, CLASSES, "classSourcedId", true },
		{ ENROLLMENTS, ORGS, "schoolSourcedId", true },
		{ ENROLLMENTS, USERS, "userSourcedId", true },
		{ DEMOGRAPHICS, USERS, "sourcedId", true },
	};
	static const struct {
		size_t file;
		const char *column, *words;
	} words[] = {
		{ ORGS, "type", "district|school" },
		{ SESSIONS, "type", "schoolYear|term" },
		{ ROLES, "role", "student|parent|guardian|teacher|principal|counselor|aide" },
		{ ROLES, "roleType", "primary|secondary" },
		{ DEMOGRAPHICS, "sex", "male|female|unspecified" },
		{ CLASSES, "classType", "homeroom" },
		{ ENROLLMENTS, "role", "student" },
		{ USERS, "enabledUser", "true" },
	};

	for (size_t i = 0; i < COUNT(links); i++)
		OK(refers(&f[links[i].file], links[i].column, &f[links[i].to], links[i].needed));
	for (size_t i = 0; i < COUNT(words); i++)
		OK(among(&f[words[i].file], words[i].column, words[i].words));
}

/* Bulk: neither status nor date, and as many cells as headings. */
static bool is_bulk(const struct csv *f)
{
	for (size_t i = 1; i < f->n; i++)
		if (f->row[i].n != f->row[0].n || f->row[i].cell[1].n || f->row[i].cell[2].n)
			return false;
	return true;
}

/* A column that is there and holds nothing. */
static bool is_blank(const struct csv *f, const char *column)
{
	for (size_t i = 1; i < f->n; i++)
		if (f->row[i].cell[place(f, column)].n)
			return false;
	return true;
}

static void test_users(struct harness *h, const struct csv *f, str users)
{
	static const char *const silent[] = { "identifier", "email", "sms", "phone", "userIds", "password" };

	for (size_t i = 0; i < COUNT(silent); i++)
		OK(is_blank(f, silent[i]));
	OK(str_has(users, STR("小明,李,")) && str_has(users, STR("桂兰,陈,")));
	OK(!str_has(users, STR("建军"))); /* who is kept away */
	OK(!str_has(users, STR("44080420150906101X")) && !str_has(users, STR("13000000077")));
	OK(!str_has(users,
		    harness_text(&h->mem, "%lld", (long long)h->fix[FIX_KID]))); /* ids lead back to nobody */
	OK(str_eq(oneroster_split(STR("欧阳娜娜")).family, STR("欧阳")));
	OK(str_eq(oneroster_split(STR("阿依古丽·买买提")).given, STR("阿依古丽")));
	OK(str_eq(oneroster_split(STR("王")).given, STR("王")));
	OK(str_eq(oneroster_split(STR("阿依古丽·")).family, STR("阿"))); /* a dot at an end parts nothing */
	OK(str_eq(oneroster_split(STR("·买买提")).given, STR("买买提")));
}

static void test_oneroster(struct harness *h)
{
	struct csv f[FILES];
	str zip = roster(h), manifest = part_of(h, zip, "manifest.csv");

	OK(str_starts(manifest,
		      STR("propertyName,value\r\nmanifest.version,1.0\r\noneroster.version,1.2\r\n")));
	OK(str_has(manifest, STR("\r\nfile.results,absent\r\n")) &&
	   str_has(manifest, STR("\r\nfile.users,bulk\r\n")));
	for (size_t i = 0; i < FILES; i++) {
		str text = part_of(h, zip, binding[i].name), head = text, line;
		OK(str_next(&head, '\r', &line) && str_eq(line, str_of(binding[i].columns)));
		if (csv_read(&h->mem, text, &f[i]) != RC_OK)
			harness_fail("%s is no CSV", binding[i].name);
		OK(unique_ids(&f[i]) && is_bulk(&f[i]));
	}
	test_references(f);
	test_users(h, &f[USERS], part_of(h, zip, "users.csv"));
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_oneroster, tap_skip);
	harness_stop();
	return tap_end();
}
