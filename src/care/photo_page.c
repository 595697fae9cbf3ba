#include "photo_page.h"

#include "api.h"
#include "form.h"
#include "formpart.h"
#include "frame.h"
#include "kindpage.h"
#include "photo.h"
#include "seen.h"

static const int64_t minute = INT64_C(60) * 1000000;
enum { OWN_MINUTES = 60 };

/* --- the form --- */

static void put_form(struct page *p, int64_t visit, const struct photo_new *typed)
{
	formpart_send_begin(p, html_url(p, "/visits/#/photos", visit), typed ? typed->client : STR(""));
	form_text_put(p, &(struct form_text){ .name = "file",
					      .label = N_("Photo"),
					      .hint = N_("JPEG or PNG. It is made smaller, and what the "
							 "telephone wrote into it is taken out."),
					      .type = "file",
					      .accept = "image/jpeg,image/png",
					      .required = true });
	form_text_put(p, &(struct form_text){ .name = "caption",
					      .label = photo_kind.fields[PHOTO_CAPTION].label,
					      .value = typed ? typed->caption : STR("") });
	formpart_tile(p, STR("place"),
		      &(struct tile){ .value = STR("1"),
				      .label = html_word(p, N_("Keep where it was taken")),
				      .small = N_("Only where the telephone wrote it into the photo"),
				      .checked = typed && typed->place });
	form_bar(p, N_("Send the photo"));
	html_lit(p, "</form>\n");
}

/* --- on the visit's page --- */

/* What one has just sent oneself needs no purpose to be seen. */
static bool is_open(struct page *p, const struct record *photo)
{
	return may_open(p->who, P_VISIT) &&
	       (p->r->ctx.purpose.n || (p->who->account && rec_int(photo, PHOTO_BY) == p->who->account &&
					p->r->ctx.now - rec_int(photo, PHOTO_AT) < OWN_MINUTES * minute));
}

static str by_text(struct page *p, const struct record *photo)
{
	str by = photo->label[PHOTO_BY], at = html_day_text(p, instant_day(rec_int(photo, PHOTO_AT)));

	return by.n ? html_say(p, N_("{0}, {1}"), by, at) : at;
}

static void put_picture(struct page *p, const struct record *photo, size_t number)
{
	str ticket = photo_ticket(&p->r->ctx, photo->id);
	bool said = !(photo->masked >> PHOTO_CAPTION & 1) && !rec_null(photo, PHOTO_CAPTION);

	html_lit(p, "<a");
	html_href(p, html_url_with(p, html_url(p, "/photos/#", photo->id), "open", ticket));
	html_lit(p, "><img loading=\"lazy\"");
	html_attr(p, "src", html_url_with(p, html_url(p, "/photos/#/small", photo->id), "open", ticket));
	html_attr(p, "alt",
		  said ? rec_text(photo, PHOTO_CAPTION)
		       : html_say(p, N_("Photo {0} of this visit"), html_int_text(p, (int64_t)number)));
	html_lit(p, "></a>");
}

static enum rc put_like(struct page *p, const struct record *photo)
{
	struct ctx look = p->r->ctx;
	struct list l = { .where = SQL("t.id = (SELECT o.visit FROM photo o WHERE o.id = ?1)"),
			  .v = { INT(rec_int(photo, PHOTO_LIKE)) },
			  .nv = 1,
			  .want = UINT64_C(1) << VISIT_ON };
	struct records found;

	if (rec_null(photo, PHOTO_LIKE) || !(p->who->role & (ROLES_COUNTY | ROLE_SUPERVISOR)))
		return RC_OK;
	look.seen = NULL;
	enum rc rc = record_list(&look, &visit_kind, &l, &found);
	if (rc != RC_OK || !found.n)
		return rc;
	html_lit(p, "<p class=\"sheet note\">");
	html_tr(p, N_("This looks the same as a photo of the visit on {0}."),
		html_day_text(p, rec_day(&found.r[0], VISIT_ON)));
	html_gap(p);
	html_link(p, html_url(p, "/visits/#", found.r[0].id), html_word(p, N_("See that visit")));
	html_lit(p, "</p>\n");
	return RC_OK;
}

static void put_photo(struct page *p, const struct record *photo, size_t number)
{
	bool own = rec_int(photo, PHOTO_BY) == p->who->account || p->who->role & ROLES_COUNTY;

	html_lit(p, "<li>");
	if (is_open(p, photo))
		put_picture(p, photo, number);
	html_lit(p, "<p class=\"s\">");
	if (!(photo->masked >> PHOTO_CAPTION & 1) && !rec_null(photo, PHOTO_CAPTION)) {
		html_lit(p, "<b>");
		html_text(p, rec_text(photo, PHOTO_CAPTION));
		html_lit(p, "</b> ");
	}
	html_text(p, by_text(p, photo));
	if (!(photo->masked >> PHOTO_PLACE & 1) && !rec_null(photo, PHOTO_PLACE)) {
		html_gap(p);
		html_tr(p, N_("Taken at {0}."), rec_text(photo, PHOTO_PLACE));
	}
	if (own && may_create(p->who, P_VISIT)) {
		html_lit(p, " ");
		html_link(p,
			  html_url_with(p, html_url(p, "/photos/#/edit", photo->id), "back",
					html_url(p, "/visits/#", rec_int(photo, PHOTO_VISIT))),
			  html_word(p, N_("Change")));
	}
	html_lit(p, "</p></li>\n");
}

static enum rc put_photos(struct page *p, const struct records *all)
{
	bool covered = false;
	enum rc rc = RC_OK;

	html_lit(p, "<ul class=\"photos\">\n");
	for (size_t i = 0; i < all->n; i++) {
		covered |= !is_open(p, &all->r[i]);
		put_photo(p, &all->r[i], i + 1);
	}
	html_lit(p, "</ul>\n");
	for (size_t i = 0; i < all->n && rc == RC_OK; i++)
		rc = put_like(p, &all->r[i]);
	if (covered && may_open(p->who, P_VISIT)) {
		html_lit(p, "<p class=\"s\">");
		html_tr(p, N_("The pictures are shown together with what was seen."));
		html_lit(p, "</p>\n");
	}
	return rc;
}

enum rc photo_panel(struct page *p, const struct record *visit)
{
	struct records all;
	bool makes = may_create(p->who, P_VISIT);

	if (!may_read(p->who, P_VISIT))
		return RC_OK;
	enum rc rc = photo_of_visit(&p->r->ctx, visit->id, &all);
	if (rc != RC_OK || (!all.n && !makes))
		return rc;
	html_lit(p, "<section id=\"photos\" class=\"stack\"><h2>");
	html_tr(p, N_("Photos: {0}"), html_int_text(p, (int64_t)all.n));
	html_lit(p, "</h2>\n");
	if (all.n)
		rc = put_photos(p, &all);
	if (makes) {
		html_lit(p, "<details class=\"stack\"><summary>");
		html_tr(p, N_("Add a photo"));
		html_lit(p, "</summary>\n");
		put_form(p, visit->id, NULL);
		html_lit(p, "</details>\n");
	}
	html_lit(p, "</section>\n");
	return rc;
}

/* --- sending one --- */

static void put_task(struct req *r, int64_t visit, const struct photo_new *typed, enum rc outcome)
{
	struct page p = page_of(r);

	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Add a photo")),
					   .tab = "/children",
					   .task = true,
					   .back = html_url(&p, "/visits/#", visit),
					   .back_label = N_("To the visit"),
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	form_summary(&p, NULL);
	put_form(&p, visit, typed);
	page_end(&p);
}

static enum rc photo_page_new(struct req *r)
{
	struct record visit;
	enum rc rc = record_load(&r->ctx, &visit_kind, r->id, &visit);

	if (rc == RC_OK && !may_create(r->ctx.who, P_VISIT))
		rc = RC_DENIED;
	if (rc == RC_OK)
		put_task(r, r->id, NULL, RC_OK);
	return rc;
}

static enum rc read_new(struct req *r, struct photo_new *ret)
{
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	*ret = (struct photo_new){ .visit = r->id,
				   .bytes = form_value(f, n, STR("file")),
				   .caption = str_trim(form_value(f, n, STR("caption"))),
				   .client = str_trim(form_value(f, n, STR("client"))),
				   .place = form_value(f, n, STR("place")).n != 0 };
	return RC_OK;
}

static enum rc photo_page_take(struct req *r)
{
	struct photo_new typed = { .visit = 0 };
	struct record photo;
	bool there;
	enum rc rc = read_new(r, &typed);

	if (rc == RC_OK)
		rc = photo_take(&r->ctx, &typed, &photo, &there);
	if (rc != RC_OK && r->ctx.problems.n) {
		put_task(r, r->id, &typed, rc);
		return RC_OK;
	}
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	return req_see_other(r, html_fill(&p, "{0}#photos", html_url(&p, "/visits/#", r->id)));
}

/* --- giving them out --- */

static enum rc send_picture(struct req *r, const struct record *photo, bool small)
{
	str bytes;
	enum rc rc = photo_bytes(&r->ctx, photo, small, &bytes);

	if (rc != RC_OK)
		return rc;
	const struct picture_sent s = { rec_text(photo, PHOTO_NAME), small,
					"inline; filename=\"photo.jpg\"" };
	picture_reply(r, &s, bytes);
	return RC_OK;
}

static enum rc send_by_ticket(struct req *r, bool small)
{
	struct record photo;
	enum rc rc = record_load(&r->ctx, &photo_kind, r->id, &photo);

	if (rc != RC_OK)
		return rc;
	if (!may_open(r->ctx.who, P_VISIT) ||
	    !photo_ticket_holds(&r->ctx, photo.id, req_query(r, STR("open"))))
		return RC_DENIED;
	return send_picture(r, &photo, small);
}

static enum rc photo_page_large(struct req *r) { return send_by_ticket(r, false); }

static enum rc photo_page_small(struct req *r) { return send_by_ticket(r, true); }

/* --- by other programs --- */

static enum rc photo_api_take(struct req *r)
{
	struct photo_new typed = { .visit = 0 };
	struct record photo;
	bool there = false;
	enum rc rc = read_new(r, &typed);

	if (rc == RC_OK)
		rc = photo_take(&r->ctx, &typed, &photo, &there);
	if (rc == RC_OK)
		rc = record_load(&r->ctx, &photo_kind, photo.id, &photo);
	if (rc != RC_OK)
		return rc;
	struct json j = api_begin(r, there ? 200 : 201);
	record_json(&j, &r->ctx, &photo);
	api_etag(r, &photo);
	return RC_OK;
}

/* With X-Purpose, as any C4 value. */
static enum rc send_for_purpose(struct req *r, bool small)
{
	struct record photo;
	enum rc rc = record_load(&r->ctx, &photo_kind, r->id, &photo);

	if (rc != RC_OK)
		return rc;
	if (!may_open(r->ctx.who, P_VISIT))
		return RC_DENIED;
	if (!r->ctx.purpose.n) {
		problem_add(&r->ctx.problems, STR("X-Purpose"),
			    N_("Say what for: a picture is opened for a purpose."), (str){ NULL, 0 },
			    (str){ NULL, 0 });
		return RC_INVALID;
	}
	r->reply->no_store = true;
	return send_picture(r, &photo, small);
}

static enum rc photo_api_large(struct req *r) { return send_for_purpose(r, false); }

static enum rc photo_api_small(struct req *r) { return send_for_purpose(r, true); }

/* --- routes --- */

#define ROLES_SEND (ROLES_COUNTY | ROLE_HEAD | ROLE_TEACHER | ROLES_VILLAGE)
/* clang-format off */
const struct route photo_routes[] = {
	{ HTTP_GET,  "/visits/:id/photos/new",     photo_page_new,   .need = ROLES_SEND,  .purpose = "visit" },
	{ HTTP_POST, "/visits/:id/photos",         photo_page_take,  .need = ROLES_SEND,  .body_max = PHOTO_BODY_MAX, .purpose = "visit" },
	{ HTTP_GET,  "/photos/:id",                photo_page_large, .need = ROLES_STAFF, .purpose = "photo" },
	{ HTTP_GET,  "/photos/:id/small",          photo_page_small, .need = ROLES_STAFF, .purpose = "photo" },
	{ HTTP_POST, "/api/v1/visits/:id/photos",  photo_api_take,   .need = ROLES_SEND,  .body_max = PHOTO_BODY_MAX },
	{ HTTP_GET,  "/api/v1/photos/:id/file",    photo_api_large,  .need = ROLES_STAFF, .purpose = "photo" },
	{ HTTP_GET,  "/api/v1/photos/:id/small",   photo_api_small,  .need = ROLES_STAFF, .purpose = "photo" },
	{ 0 },
};
/* clang-format on */

static const uint8_t fields[] = { PHOTO_CAPTION };
const struct kind_page photo_pages = {
	.kind = &photo_kind,
	.field = fields,
	.nfield = COUNT(fields),
	.tab = "/children",
	.made_elsewhere = true,
	.mistake = N_("The picture itself is gone for good then, from every copy of the data."),
};
