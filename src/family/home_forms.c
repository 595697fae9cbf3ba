/* Forms of what belongs to a home: they follow from the kinds; choices are those of the home at hand. */
#include "account.h"
#include "home_page.h"
#include "html.h"

static int64_t home_asked(struct req *r, const struct record *rec)
{
	int64_t id = 0;
	size_t home;

	if (rec && kind_field(rec->kind, STR("home"), &home))
		return rec_int(rec, home);
	return str_int(req_query(r, STR("home")), &id) ? id : 0;
}

/* Accounts of the county whose people may belong to a team, by name and role. */
static enum rc accounts(struct req *r, struct form_field *f)
{
	enum { MOST = 500 };
	const struct code_list *roles = code_list_find(STR("role"));
	struct page p = page_of(r);
	struct rows q;
	struct form_option *o = NEW(r->ctx.mem, struct form_option, MOST);
	size_t n = 0;
	enum rc rc =
		DB_QUERY(r->ctx.db, &q,
			 "SELECT a.id, a.name, a.role FROM account a WHERE a.county = ?1"
			 " AND (a.disabled IS NULL OR a.disabled = 0) AND a.role IN ('keeper', 'director',"
			 " 'supervisor', 'teacher', 'head', 'counsellor', 'federation', 'volunteer')"
			 " ORDER BY a.role, a.name, a.id LIMIT ?2",
			 INT(r->ctx.who->county), INT(MOST));

	if (rc != RC_OK)
		return rc;
	while (n < MOST && db_next(&q)) {
		str name = db_dup(r->ctx.mem, &q, 1);
		str role = code_label(roles, db_dup(r->ctx.mem, &q, 2), p.lang);
		o[n++] = (struct form_option){ html_int_text(&p, db_int(&q, 0)),
					       html_say(&p, N_("{0}, {1}"), name, role) };
	}
	f->option = o;
	f->noption = n;
	return db_done(&q);
}

static enum rc rooms(struct req *r, int64_t home, struct form_field *f)
{
	struct list l = { .v = { INT(home) }, .nv = 1 };
	struct records found;
	struct page p = page_of(r);

	l.where = SQL("t.home = ?1");
	enum rc rc = record_list(&r->ctx, &home_room_kind, &l, &found);
	if (rc != RC_OK)
		return rc;
	struct form_option *o = NEW(r->ctx.mem, struct form_option, found.n + 1);
	for (size_t i = 0; i < found.n; i++)
		o[i] = (struct form_option){ html_int_text(&p, found.r[i].id),
					     rec_text(&found.r[i], HOME_ROOM_NAME) };
	f->option = o;
	f->noption = found.n;
	return RC_OK;
}

static enum rc members(struct req *r, int64_t home, struct form_field *f)
{
	struct records team;
	struct page p = page_of(r);
	enum rc rc = home_page_team(&r->ctx, home, &team);

	if (rc != RC_OK)
		return rc;
	struct form_option *o = NEW(r->ctx.mem, struct form_option, team.n + 1);
	for (size_t i = 0; i < team.n; i++)
		o[i] = (struct form_option){ html_int_text(&p, team.r[i].id),
					     rec_text(&team.r[i], HOME_MEMBER_NAME) };
	f->option = o;
	f->noption = team.n;
	return RC_OK;
}

static enum rc options(struct req *r, const struct record *rec, struct form_field *f, const struct kind *k)
{
	const struct field *field = &k->fields[f->field];

	if (field->ref == &account_kind)
		return accounts(r, f);
	if (field->ref == &home_room_kind)
		return rooms(r, home_asked(r, rec), f);
	if (field->ref == &home_member_kind)
		return members(r, home_asked(r, rec), f);
	if (str_eq(str_of(field->name), STR("from_minute")) || str_eq(str_of(field->name), STR("to_minute")))
		return home_page_minutes(r, f);
	return RC_OK;
}

static str minute_text(struct page *p, const struct record *rec, size_t field)
{
	str name = str_of(rec->kind->fields[field].name);

	if (rec_null(rec, field) || (!str_eq(name, STR("from_minute")) && !str_eq(name, STR("to_minute"))))
		return STR("");
	return home_page_minute(p, (int)rec_int(rec, field));
}

static enum rc device_options(struct req *r, const struct record *rec, struct form_field *f)
{
	return options(r, rec, f, &home_device_kind);
}
static enum rc hours_options(struct req *r, const struct record *rec, struct form_field *f)
{
	return options(r, rec, f, &home_hours_kind);
}
static enum rc member_options(struct req *r, const struct record *rec, struct form_field *f)
{
	return options(r, rec, f, &home_member_kind);
}
static enum rc shift_options(struct req *r, const struct record *rec, struct form_field *f)
{
	return options(r, rec, f, &home_shift_kind);
}
static enum rc activity_options(struct req *r, const struct record *rec, struct form_field *f)
{
	return options(r, rec, f, &home_activity_kind);
}

#define FIELDS(list) .field = (list), .nfield = COUNT(list)
#define MISTAKE N_("Only if it was never so: what has ended gets its last day instead.")

static const uint8_t home_fields[] = {
	HAPPY_HOME_NAME,         HAPPY_HOME_LEVEL,       HAPPY_HOME_REGION,  HAPPY_HOME_SCHOOL,
	HAPPY_HOME_ADDRESS,      HAPPY_HOME_PHONE,       HAPPY_HOME_AREA,    HAPPY_HOME_RECREATION,
	HAPPY_HOME_FAMILY_PHONE, HAPPY_HOME_VIDEO_CHAT,  HAPPY_HOME_READING, HAPPY_HOME_EXITS,
	HAPPY_HOME_FIRST_AID,    HAPPY_HOME_CAMERA_FREE, HAPPY_HOME_MODEL,   HAPPY_HOME_OPENED_ON,
	HAPPY_HOME_CLOSED_ON,    HAPPY_HOME_NOTE,
};
const struct kind_page home_pages = {
	.kind = &happy_home_kind, FIELDS(home_fields), .tab = "/more", .add = N_("Set up a home")
};

static const uint8_t room_fields[] = { HOME_ROOM_HOME, HOME_ROOM_NAME, HOME_ROOM_WHAT, HOME_ROOM_SEATS };
const struct kind_page home_room_pages = { .kind = &home_room_kind,
					   FIELDS(room_fields),
					   .tab = "/more",
					   .add = N_("Add a room"),
					   .mistake = MISTAKE };

static const uint8_t device_fields[] = { HOME_DEVICE_HOME,    HOME_DEVICE_NAME,   HOME_DEVICE_WHAT,
					 HOME_DEVICE_ROOM,    HOME_DEVICE_NUMBER, HOME_DEVICE_FROM,
					 HOME_DEVICE_GONE_ON, HOME_DEVICE_COST };
const struct kind_page home_device_pages = { .kind = &home_device_kind,
					     FIELDS(device_fields),
					     .tab = "/more",
					     .add = N_("Add a device"),
					     .mistake = MISTAKE,
					     .options = device_options };

static const uint8_t fault_fields[] = { DEVICE_FAULT_ON, DEVICE_FAULT_TEXT, DEVICE_FAULT_MENDED_ON };
const struct kind_page home_fault_pages = { .kind = &device_fault_kind,
					    FIELDS(fault_fields),
					    .tab = "/more",
					    .made_elsewhere = true,
					    .mistake = MISTAKE };

static const uint8_t hours_fields[] = { HOME_HOURS_HOME, HOME_HOURS_WEEKDAY,  HOME_HOURS_FROM,
					HOME_HOURS_TO,   HOME_HOURS_FIRST_ON, HOME_HOURS_LAST_ON };
const struct kind_page home_hours_pages = { .kind = &home_hours_kind,
					    FIELDS(hours_fields),
					    .tab = "/more",
					    .add = N_("Add hours"),
					    .mistake = MISTAKE,
					    .options = hours_options,
					    .text = minute_text };

static const uint8_t closure_fields[] = { HOME_CLOSURE_HOME, HOME_CLOSURE_FIRST_ON, HOME_CLOSURE_LAST_ON,
					  HOME_CLOSURE_WHY };
const struct kind_page home_closure_pages = { .kind = &home_closure_kind,
					      FIELDS(closure_fields),
					      .tab = "/more",
					      .add = N_("Days it stays closed"),
					      .mistake = MISTAKE };

static const uint8_t member_fields[] = { HOME_MEMBER_HOME,    HOME_MEMBER_NAME,     HOME_MEMBER_WHAT,
					 HOME_MEMBER_ACCOUNT, HOME_MEMBER_FIRST_ON, HOME_MEMBER_LAST_ON };
const struct kind_page home_member_pages = { .kind = &home_member_kind,
					     FIELDS(member_fields),
					     .tab = "/more",
					     .add = N_("Add somebody to the team"),
					     .mistake = MISTAKE,
					     .options = member_options };

static const uint8_t shift_fields[] = { HOME_SHIFT_HOME, HOME_SHIFT_MEMBER, HOME_SHIFT_ON, HOME_SHIFT_FROM,
					HOME_SHIFT_TO };
const struct kind_page home_shift_pages = {
	.kind = &home_shift_kind,
	FIELDS(shift_fields),
	.tab = "/more",
	.add = N_("Plan a shift"),
	.mistake = N_("Whoever does not come after all is taken off the roster."),
	.options = shift_options,
	.text = minute_text
};

static const uint8_t activity_fields[] = { HOME_ACTIVITY_HOME,   HOME_ACTIVITY_ON,     HOME_ACTIVITY_WHAT,
					   HOME_ACTIVITY_TITLE,  HOME_ACTIVITY_THEMED, HOME_ACTIVITY_CHILDREN,
					   HOME_ACTIVITY_MEMBER, HOME_ACTIVITY_NOTE };
const struct kind_page home_activity_pages = { .kind = &home_activity_kind,
					       FIELDS(activity_fields),
					       .tab = "/more",
					       .add = N_("Write down an activity"),
					       .mistake = MISTAKE,
					       .options = activity_options };

static const uint8_t cost_fields[] = { HOME_COST_HOME, HOME_COST_MONTH, HOME_COST_WHAT, HOME_COST_AMOUNT,
				       HOME_COST_NOTE };
const struct kind_page home_cost_pages = { .kind = &home_cost_kind,
					   FIELDS(cost_fields),
					   .tab = "/more",
					   .made_elsewhere = true,
					   .mistake = MISTAKE };

static const uint8_t grant_fields[] = { HOME_GRANT_HOME, HOME_GRANT_YEAR, HOME_GRANT_SOURCE,
					HOME_GRANT_AMOUNT, HOME_GRANT_REFERENCE };
const struct kind_page home_grant_pages = { .kind = &home_grant_kind,
					    FIELDS(grant_fields),
					    .tab = "/more",
					    .made_elsewhere = true,
					    .mistake = MISTAKE };
