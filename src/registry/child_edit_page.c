#include "registry_page.h"

enum { PLACE_OF_SCHOOL = 13, PLACE_OF_CLASS = 14 };

static const struct form_field fields[] = {
	{ .field = CHILD_NAME },
	{ .field = CHILD_SEX },
	{ .field = CHILD_BIRTH_DATE },
	{ .field = CHILD_ID_NUMBER },
	{ .field = CHILD_NO_ID_REASON },
	{ .field = CHILD_ID_TYPE },
	{ .field = CHILD_STUDENT_NUMBER },
	{ .field = CHILD_ETHNICITY },
	{ .field = CHILD_HOUSEHOLD_TYPE },
	{ .field = CHILD_HOUSEHOLD_REGION, .hint = N_("The name of the village or town, or its code") },
	{ .field = CHILD_LIVING_REGION, .hint = N_("The name of the village or town, or its code") },
	{ .field = CHILD_ADDRESS },
	{ .field = CHILD_PHONE },
	[PLACE_OF_SCHOOL] = { .field = CHILD_SCHOOL },
	[PLACE_OF_CLASS] = { .field = CHILD_CLASS },
	{ .field = CHILD_ENTRY_MONTH },
	{ .field = CHILD_ATTENDANCE_MODE },
	{ .field = CHILD_HEALTH },
	{ .field = CHILD_SINCE },
};

static enum rc put_form(struct req *r, const struct record *child, const struct form_given *g,
			enum rc outcome)
{
	struct form_field *own = NEW(r->ctx.mem, struct form_field, COUNT(fields));

	memcpy(own, fields, sizeof fields);
	enum rc rc = registry_school_options(r, &own[PLACE_OF_SCHOOL]);
	if (rc == RC_OK)
		rc = registry_class_options(r, 0, &own[PLACE_OF_CLASS]);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	struct frame f = {
		.title = child ? rec_text(child, CHILD_NAME) : html_say(&p, N_("Add a child")),
		.tab = "/children",
		.task = true,
		.back = child ? html_url(&p, "/children/#", child->id) : STR("/children"),
		.back_label = child ? N_("To the file") : N_("To the list"),
		.status = outcome == RC_OK ? 200 : rc_status(outcome),
	};
	p = page_begin(r, &f);
	form_put(&p, &(struct form){ .kind = &child_kind,
				     .field = own,
				     .nfield = COUNT(fields),
				     .record = child,
				     .given = g,
				     .conflict = outcome == RC_STALE,
				     .action = child ? html_url(&p, "/children/#/edit", child->id)
						     : STR("/children/new"),
				     .button = N_("Save") });
	page_end(&p);
	return RC_OK;
}

enum rc child_edit_page_new(struct req *r) { return put_form(r, NULL, NULL, RC_OK); }

enum rc child_edit_page_create(struct req *r)
{
	struct form_given g;
	struct record child;
	enum rc rc = form_read(r, &child_kind, &g);

	if (rc == RC_OK)
		rc = registry_save(r, &g, 0, &child);
	if (rc == RC_OK)
		return registry_see(r, "/children/", child.id);
	return registry_again(rc) ? put_form(r, NULL, &g, rc) : rc;
}

enum rc child_edit_page_edit(struct req *r)
{
	struct record child;
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &child);

	return rc == RC_OK ? put_form(r, &child, NULL, RC_OK) : rc;
}

enum rc child_edit_page_save(struct req *r)
{
	struct form_given g;
	struct record child;
	enum rc rc = form_read(r, &child_kind, &g);

	if (rc != RC_OK)
		return rc;
	enum rc saved = registry_save(r, &g, r->id, &child);
	if (saved == RC_OK)
		return registry_see(r, "/children/", r->id);
	if (!registry_again(saved))
		return saved;
	rc = record_load(&r->ctx, &child_kind, r->id, &child);
	return rc == RC_OK ? put_form(r, &child, &g, saved) : rc;
}
