/* Pages that follow from the kinds of staff and of what forms say: lists, forms, one record. */
#include "class_teacher.h"
#include "kindpage.h"
#include "register_entry.h"
#include "registry_page.h"

/* --- several codes, as people call them --- */

static const char *several(size_t field)
{
	return field == REGISTER_ENTRY_INCOME_SOURCE ? "income_source"
	       : field == REGISTER_ENTRY_AID_ITEMS   ? "aid_item"
						     : NULL;
}

static str entry_text(struct page *p, const struct record *r, size_t field)
{
	return several(field) ? codes_several_labels(p->mem, several(field), rec_text(r, field), p->lang)
			      : STR("");
}

static enum rc entry_options(struct req *r, const struct record *rec, struct form_field *f)
{
	if (rec && several(f->field))
		f->means = codes_several_labels(r->ctx.mem, several(f->field), rec_text(rec, f->field),
						r->ctx.lang);
	return RC_OK;
}

static enum rc staff_options(struct req *r, const struct record *rec, struct form_field *f)
{
	(void)rec;
	return f->field == STAFF_SCHOOL ? registry_school_options(r, f) : RC_OK;
}

/* --- class teachers --- */

/* Who works at the school of that class today; of a class the address says, else of all within reach. */
static enum rc lead_options(struct req *r, const struct record *rec, struct form_field *f)
{
	struct records list;
	struct list l = { .on = r->ctx.today,
			  .want = UINT64_C(1) << STAFF_NAME | UINT64_C(1) << STAFF_SCHOOL };
	int64_t class = 0;

	if (rec || f->field == CLASS_TEACHER_CLASS)
		return f->field == CLASS_TEACHER_CLASS ? registry_class_options(r, 0, f) : RC_OK;
	if (f->field != CLASS_TEACHER_STAFF)
		return RC_OK;
	if (str_int(req_query(r, STR("class")), &class)) {
		l.where = SQL("t.school = (SELECT k.school FROM class k WHERE k.id = ?1)");
		l.v[0] = INT(class);
		l.nv = 1;
	}
	enum rc rc = record_list(&r->ctx, &staff_kind, &l, &list);
	if (rc != RC_OK)
		return rc;
	struct form_option *o = NEW(r->ctx.mem, struct form_option, list.n + 1);
	struct page p = page_of(r);
	for (size_t i = 0; i < list.n; i++)
		o[i] = (struct form_option){ html_int_text(&p, list.r[i].id),
					     rec_text(&list.r[i], STAFF_NAME) };
	f->option = o;
	f->noption = list.n;
	return RC_OK;
}

/* Most readers may know nothing of staff but the name of who leads a class. */
static str lead_text(struct page *p, const struct record *rec, size_t field)
{
	struct class_leads all;

	if (field != CLASS_TEACHER_STAFF ||
	    class_teachers_of_class(&p->r->ctx, rec_int(rec, CLASS_TEACHER_CLASS), &all) != RC_OK)
		return STR("");
	for (size_t i = 0; i < all.n; i++)
		if (all.l[i].id == rec->id)
			return all.l[i].name;
	return STR("");
}

/* All 249 countries would make the page too heavy for a phone: the nearest ones, those that children here
 * come from most, and the one that stands there.  Any other comes by spreadsheet or API. */
static enum rc student_record_options(struct req *r, const struct record *rec, struct form_field *f)
{
	static const char *const often[] = { "CHN", "VNM", "LAO", "MMR", "THA", "PHL", "MYS", "SGP",
					     "IDN", "PRK", "KOR", "JPN", "MNG", "RUS", "KAZ", "NPL",
					     "IND", "PAK", "USA", "CAN", "GBR", "FRA", "AUS" };
	const struct code_list *all = code_list_find(STR("country"));
	str now = rec && f->field == STUDENT_RECORD_NATIONALITY ? rec_text(rec, f->field) : STR("");
	bool listed = !now.n;

	if (f->field != STUDENT_RECORD_NATIONALITY)
		return RC_OK;
	struct form_option *to = NEW(r->ctx.mem, struct form_option, COUNT(often) + 1);
	for (size_t i = 0; i < COUNT(often); i++) {
		to[i] = (struct form_option){ str_of(often[i]),
					      code_label(all, str_of(often[i]), r->ctx.lang) };
		listed = listed || str_eq(now, str_of(often[i]));
	}
	if (!listed)
		to[COUNT(often)] = (struct form_option){ now, code_label(all, now, r->ctx.lang) };
	f->option = to;
	f->noption = COUNT(often) + !listed;
	return RC_OK;
}

/* clang-format off */
static const uint8_t staff_columns[] = { STAFF_NAME, STAFF_SCHOOL, STAFF_POST, STAFF_SUBJECT, STAFF_FROM, STAFF_TO };
static const uint8_t staff_fields[] = {
	STAFF_SCHOOL, STAFF_NAME, STAFF_SEX, STAFF_BIRTH_DATE, STAFF_ID_NUMBER, STAFF_PHONE, STAFF_NUMBER, STAFF_POST,
	STAFF_SUBJECT, STAFF_EDUCATION, STAFF_TITLE, STAFF_FROM, STAFF_TO,
};
const struct kind_page staff_pages = {
	.kind = &staff_kind, .column = staff_columns, .ncolumn = COUNT(staff_columns), .field = staff_fields,
	.nfield = COUNT(staff_fields), .tab = "/schools", .add = N_("Add somebody to the staff"), .options = staff_options,
	.mistake = N_("If somebody has left, write the last day instead: then the history stays."),
};

static const uint8_t class_teacher_fields[] = { CLASS_TEACHER_CLASS, CLASS_TEACHER_STAFF, CLASS_TEACHER_FROM, CLASS_TEACHER_TO };
const struct kind_page class_teacher_pages = {
	.kind = &class_teacher_kind, .field = class_teacher_fields, .nfield = COUNT(class_teacher_fields), .tab = "/schools",
	.add = N_("Name the class teacher"), .options = lead_options, .text = lead_text,
	.mistake = N_("If somebody else leads the class now, name them: then the history stays."),
};

/* No lists of these: they would set children apart. */
static const uint8_t declaration_fields[] = { DECLARATION_CHILD, DECLARATION_STATUS, DECLARATION_DAY, DECLARATION_SOURCE };
const struct kind_page declaration_pages = {
	.kind = &declaration_kind, .field = declaration_fields, .nfield = COUNT(declaration_fields), .tab = "/children",
	.add = N_("What a form says"),
	.mistake = N_("A newer form does not take an older one away: write it down beside it."),
};

static const uint8_t student_record_fields[] = {
	STUDENT_RECORD_CHILD, STUDENT_RECORD_FORMER_NAME, STUDENT_RECORD_BIRTHPLACE, STUDENT_RECORD_NATIVE_PLACE,
	STUDENT_RECORD_NATIONALITY, STUDENT_RECORD_OVERSEAS, STUDENT_RECORD_POLITICAL_STATUS, STUDENT_RECORD_ID_EXPIRY,
	STUDENT_RECORD_AUXILIARY_NUMBER, STUDENT_RECORD_CLASS_NUMBER, STUDENT_RECORD_ENTRY_MODE, STUDENT_RECORD_SOURCE,
	STUDENT_RECORD_MAILING_ADDRESS, STUDENT_RECORD_HOME_ADDRESS, STUDENT_RECORD_POSTCODE, STUDENT_RECORD_EMAIL,
	STUDENT_RECORD_HOMEPAGE, STUDENT_RECORD_ONLY_CHILD, STUDENT_RECORD_PRESCHOOL, STUDENT_RECORD_MIGRANT_CHILD,
	STUDENT_RECORD_ORPHAN, STUDENT_RECORD_MARTYR, STUDENT_RECORD_BLOOD_TYPE, STUDENT_RECORD_DISABILITY_TYPE,
	STUDENT_RECORD_INCLUSIVE, STUDENT_RECORD_SEAT_BOUGHT, STUDENT_RECORD_AID_WANTED, STUDENT_RECORD_SUBSIDY,
	STUDENT_RECORD_DISTANCE_KM, STUDENT_RECORD_TRANSPORT, STUDENT_RECORD_SCHOOL_BUS, STUDENT_RECORD_TALENTS,
};
const struct kind_page student_record_pages = {
	.kind = &student_record_kind, .field = student_record_fields, .nfield = COUNT(student_record_fields),
	.tab = "/children", .add = N_("Details for the school"), .options = student_record_options,
	.mistake = N_("If only some of it is wrong, change that instead: then the history stays."),
};

static const uint8_t register_entry_fields[] = {
	REGISTER_ENTRY_CHILD, REGISTER_ENTRY_HOUSEHOLD_REGISTERED, REGISTER_ENTRY_SCHOOLING, REGISTER_ENTRY_DISABILITY_TYPE,
	REGISTER_ENTRY_DISABILITY_LEVEL, REGISTER_ENTRY_DISEASE, REGISTER_ENTRY_INCOME_SOURCE, REGISTER_ENTRY_AID_ITEMS,
	REGISTER_ENTRY_CARE_MODE, REGISTER_ENTRY_CARE_GRADE, REGISTER_ENTRY_DEED, REGISTER_ENTRY_VILLAGE_CONTACT,
	REGISTER_ENTRY_FILLED_BY, REGISTER_ENTRY_CHECKED_BY, REGISTER_ENTRY_IN_CHARGE, REGISTER_ENTRY_FORM_DAY,
};
const struct kind_page register_entry_pages = {
	.kind = &register_entry_kind, .field = register_entry_fields, .nfield = COUNT(register_entry_fields),
	.tab = "/children", .add = N_("Civil-affairs details"), .options = entry_options, .text = entry_text,
	.mistake = N_("If only some of it is wrong, change that instead: then the history stays."),
};
/* clang-format on */
