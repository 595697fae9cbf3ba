#include "csvio.h"
#include "logline.h"
#include "oneroster.h"

#include <zip.h>

/* clang-format off */
#define HEAD "sourcedId,status,dateLastModified,"
const struct oneroster_sheet oneroster_sheets[ONEROSTER__N] = {
	[ONEROSTER_SESSIONS] = { "academicSessions", HEAD "title,type,startDate,endDate,parentSourcedId,schoolYear" },
	[ONEROSTER_CLASSES] = { "classes", HEAD "title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,"
		"termSourcedIds,subjects,subjectCodes,periods" },
	[ONEROSTER_COURSES] = { "courses", HEAD "schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes" },
	[ONEROSTER_DEMOGRAPHICS] = { "demographics", HEAD "birthDate,sex,americanIndianOrAlaskaNative,asian,"
		"blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,"
		"hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus" },
	[ONEROSTER_ENROLLMENTS] = { "enrollments", HEAD "classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate" },
	[ONEROSTER_ORGS] = { "orgs", HEAD "name,type,identifier,parentSourcedId" },
	[ONEROSTER_ROLES] = { "roles", HEAD "userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId" },
	[ONEROSTER_USERS] = { "users", HEAD "enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,"
		"phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,"
		"preferredFamilyName,primaryOrgSourcedId,pronouns" },
};

/* Every file of the binding is named, those that are not there as absent. */
static const char *const all_files[] = {
	"academicSessions", "categories", "classes", "classResources", "courses", "courseResources", "demographics",
	"enrollments", "lineItemLearningObjectiveIds", "lineItems", "lineItemScoreScales", "orgs", "resources",
	"resultLearningObjectiveIds", "results", "resultScoreScales", "roles", "scoreScales", "userProfiles",
	"userResources", "users",
};
/* clang-format on */

static bool is_there(const char *name)
{
	for (size_t i = 0; i < ONEROSTER__N; i++)
		if (strcmp(name, oneroster_sheets[i].name) == 0)
			return true;
	return false;
}

static void put_property(struct buf *b, str name, str value)
{
	csv_put(b, name, true);
	csv_put(b, value, false);
	csv_end(b);
}

static str manifest(struct arena *mem, str system)
{
	struct buf b = buf_new(mem, 16 << 10);

	put_property(&b, STR("propertyName"), STR("value"));
	put_property(&b, STR("manifest.version"), STR("1.0"));
	put_property(&b, STR("oneroster.version"), STR("1.2"));
	for (size_t i = 0; i < COUNT(all_files); i++) {
		struct buf name = buf_new(mem, 100);
		buf_lit(&name, "file.");
		buf_str(&name, str_of(all_files[i]));
		put_property(&b, buf_view(&name), is_there(all_files[i]) ? STR("bulk") : STR("absent"));
	}
	put_property(&b, STR("source.systemName"), STR("Tongxin"));
	put_property(&b, STR("source.systemCode"), system);
	return buf_view(&b);
}

static bool add(zip_t *z, const char *name, str bytes)
{
	char file[64];
	zip_source_t *s = zip_source_buffer(z, bytes.s, bytes.n, 0);
	size_t n = strlen(name);

	if (!s || n > sizeof file - sizeof ".csv") {
		zip_source_free(s);
		return false;
	}
	memcpy(file, name, n);
	memcpy(file + n, ".csv", sizeof ".csv");
	if (zip_file_add(z, file, s, ZIP_FL_ENC_UTF_8) >= 0)
		return true;
	zip_source_free(s);
	return false;
}

static bool add_all(zip_t *z, const struct buf *file, str first)
{
	bool ok = add(z, "manifest", first);

	for (size_t i = 0; ok && i < ONEROSTER__N; i++)
		ok = add(z, oneroster_sheets[i].name, buf_view(&file[i]));
	return ok;
}

static enum rc read_back(struct arena *mem, zip_source_t *s, str *ret)
{
	zip_stat_t st;

	if (zip_source_stat(s, &st) != 0 || zip_source_open(s) != 0)
		return RC_FAULT;
	char *bytes = arena_try(mem, 1, 1, st.size);
	zip_int64_t n = bytes ? zip_source_read(s, bytes, st.size) : -1;
	zip_source_close(s);
	if (!bytes)
		return RC_TOO_BIG;
	if (n != (zip_int64_t)st.size)
		return RC_FAULT;
	*ret = (str){ bytes, st.size };
	return RC_OK;
}

enum rc oneroster_pack(struct arena *mem, const struct buf file[ONEROSTER__N], str system, str *ret)
{
	zip_error_t e;
	str first = manifest(mem, system);
	zip_source_t *s = zip_source_buffer_create(NULL, 0, 0, &e);
	zip_t *z = s ? zip_open_from_source(s, ZIP_TRUNCATE, &e) : NULL;
	enum rc rc = RC_FAULT;

	if (!z) {
		if (s)
			zip_source_free(s);
		logline(LOG_FAULT, "oneroster", "no memory for an archive");
		return RC_FAULT;
	}
	zip_source_keep(s);
	if (add_all(z, file, first) && zip_close(z) == 0)
		rc = read_back(mem, s, ret);
	else
		zip_discard(z);
	zip_source_free(s);
	if (rc == RC_FAULT)
		logline(LOG_FAULT, "oneroster", "an archive cannot be written");
	return rc;
}
