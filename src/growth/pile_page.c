#include "pile_page.h"

#include "api.h"
#include "complain.h"
#include "entry.h"
#include "formpart.h"
#include "frame.h"
#include "media.h"
#include "pile.h"
#include "registry_page.h"
#include "sm.h"

enum { SHOWN = 60 /* small pictures on a page */ };

/* --- sending --- */

/* What is typed around the files. */
struct typed {
	str class, on;
};

static void put_classes(struct page *p, const struct form_field *classes, str value)
{
	const struct control c = { .name = STR("class"),
				   .label = pile_photo_kind.fields[PILE_PHOTO_CLASS].label,
				   .value = value,
				   .required = true };

	if (classes->noption == 1)
		html_hidden(p, c.name, classes->option[0].value);
	else if (classes->noption)
		formpart_select(p, &c, classes->option, classes->noption);
}

static void put_send(struct page *p, const struct form_field *classes, const struct typed *t)
{
	html_lit(p, "<form method=\"post\" action=\"/piles\" enctype=\"multipart/form-data\" id=\"pile\""
		    " class=\"stack narrow\" novalidate");
	html_attr_tr(p, "data-going", N_("{0} of {1} sent"));
	html_attr_tr(p, "data-offline",
		     N_("No signal: {0} of {1} sent. Leave the page open, it goes on by itself."));
	html_attr(p, "data-side", html_int_text(p, ctx_param(&p->r->ctx, PARAM_GROWTH_WORK_PHOTO_SIDE)));
	html_lit(p, ">\n");
	html_csrf(p);
	put_classes(p, classes, t->class);
	formpart_control(p, &pile_photo_kind.fields[PILE_PHOTO_ON],
			 &(struct control){ .value = t->on.n ? t->on : complain_day(&p->r->ctx, p->today),
					    .required = true });
	html_lit(p, "<div class=\"f\"><label for=\"f-file\">");
	html_tr(p, N_("Photos"));
	html_lit(p, "</label><small id=\"h-file\">");
	html_tr(p,
		N_("Choose as many as you like. What has arrived stays, even when the line breaks; the same "
		   "photo chosen again is not sent twice."));
	html_lit(p, "</small><input type=\"file\" id=\"f-file\" name=\"file\" multiple required"
		    " accept=\"image/jpeg,image/png\" aria-describedby=\"h-file\"></div>\n"
		    "<progress hidden></progress><p class=\"s\" role=\"status\" id=\"sent\"></p>\n");
	form_bar(p, N_("Send the photos"));
	html_lit(p, "</form>\n<script defer");
	html_attr(p, "src", static_url(p->mem, STR("pile.js")));
	html_lit(p, "></script>\n");
}

/* --- the pile --- */

static void put_small(struct page *p, const struct record *photo)
{
	html_lit(p, "<li><a");
	html_href(p, html_url(p, "/pile_photos/#", photo->id));
	html_lit(p, "><img loading=\"lazy\"");
	html_attr(p, "src", html_url(p, "/pile_photos/#/small", photo->id));
	html_attr(p, "alt",
		  html_say(p, N_("Photo of {0}, not given to anybody yet"),
			   html_day_text(p, rec_day(photo, PILE_PHOTO_ON))));
	html_lit(p, "></a></li>\n");
}

static void put_pile(struct page *p, const struct records *list, int64_t all)
{
	if (!list->n) {
		table_empty(p, &(struct empty){
				       .title = N_("No photo waits to be sorted"),
				       .why = N_("Photos you send stand here until you have given them to "
						 "the children.") });
		return;
	}
	html_lit(p, "<section class=\"stack\"><h2>");
	html_tr(p, N_("To be sorted: {0}"), html_int_text(p, all));
	html_lit(p, "</h2><p class=\"acts\">");
	html_button(p, html_url(p, "/pile_photos/#", list->r[0].id), N_("Give them to the children"), true);
	html_lit(p, "</p>\n<p class=\"s\">");
	html_tr(p, N_("Only you see them. What nobody has sorted after {0} days is deleted."),
		html_int_text(p, ctx_param(&p->r->ctx, PARAM_GROWTH_PILE_DAYS)));
	html_lit(p, "</p><ul class=\"photos\">\n");
	for (size_t i = 0; i < list->n; i++)
		put_small(p, &list->r[i]);
	html_lit(p, "</ul></section>\n");
}

/* Who has no school sorts among all children whose families agreed; a county has too many classes to choose
 * from: it comes from the page of one. */
static enum rc class_options(struct req *r, const struct typed *t, struct form_field *ret)
{
	struct record class;
	int64_t id = 0;

	if (r->ctx.who->role & ROLES_CARE)
		return RC_OK;
	if (r->ctx.who->role == ROLE_HEAD)
		return registry_class_options(r, r->ctx.who->school, ret);
	if (r->ctx.who->role == ROLE_TEACHER)
		id = r->ctx.who->class;
	else if (!str_int(t->class, &id))
		id = 0;
	if (record_load(&r->ctx, &class_kind, id, &class) != RC_OK)
		return RC_OK;
	struct page p = page_of(r);
	struct form_option *one = NEW(r->ctx.mem, struct form_option, 1);
	one->value = html_int_text(&p, id);
	one->label = registry_class_text(&p, &class, NULL);
	ret->option = one;
	ret->noption = 1;
	return RC_OK;
}

static enum rc put_page(struct req *r, const struct typed *t, enum rc outcome)
{
	struct form_field classes = { .noption = 0 };
	struct records list;
	int64_t all = 0;
	enum rc rc = pile_list(&r->ctx, 0, SHOWN, &list);

	if (rc == RC_OK)
		rc = pile_count(&r->ctx, &all);
	if (rc == RC_OK)
		rc = class_options(r, t, &classes);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Photos of a class")),
					   .tab = "/children",
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	form_summary(&p, NULL);
	put_pile(&p, &list, all);
	html_lit(&p, "<section class=\"stack\"><h2>");
	html_tr(&p, N_("Send photos"));
	html_lit(&p, "</h2>\n");
	if (classes.noption || r->ctx.who->role & ROLES_CARE) {
		put_send(&p, &classes, t);
	} else {
		html_lit(&p, "<p>");
		html_tr(&p, N_("There is no class here that photos could be of."));
		html_lit(&p, "</p>\n");
	}
	html_lit(&p, "</section>\n");
	page_end(&p);
	return RC_OK;
}

static enum rc pile_page_show(struct req *r)
{
	return put_page(r, &(struct typed){ .class = req_query(r, STR("class")) }, RC_OK);
}

/* What has been found wrong with this file is said with its name before it: several came at once.  What is
 * wrong with class or day stands at its field. */
static void collect(struct req *r, const struct problems *of_file, str name, struct problems *all)
{
	for (size_t i = 0; i < of_file->n; i++) {
		const struct problem *one = &of_file->list[i];
		struct buf b = buf_new(r->ctx.mem, 4 << 10);
		problem_put(&b, r->ctx.lang, one);
		if (name.n && str_eq(one->field, STR("file")))
			problem_add(all, one->field, N_("{0}: {1}"), name, buf_view(&b));
		else
			problem_add(all, one->field, one->text, one->arg[0], one->arg[1]);
	}
}

/* The number of a file that has none is drawn from what is in it: so the same photo chosen again is known. */
static str client_of(struct req *r, str given, str bytes)
{
	enum { BYTES = 16 };

	if (given.n)
		return given;
	const struct sm3 digest = sm3(&bytes, 1);
	return hex_put(r->ctx.mem, digest.b, BYTES);
}

/* Each file for itself: what is wrong with one keeps no other back. */
static enum rc take_files(struct req *r, const struct http_pair *f, size_t n, const struct typed *t)
{
	struct problems all = { .mem = r->ctx.mem };
	str client = str_trim(form_value(f, n, STR("client")));
	enum rc worst = RC_OK;

	for (size_t i = 0; i < n; i++) {
		struct record photo;
		bool there;
		if (!str_eq(f[i].name, STR("file")))
			continue;
		r->ctx.problems = (struct problems){ .mem = r->ctx.mem };
		enum rc rc = pile_take(&r->ctx,
				       &(struct pile_new){ .bytes = f[i].value,
							   .class = t->class,
							   .on = t->on,
							   .client = client_of(r, client, f[i].value) },
				       &photo, &there);
		if (rc != RC_OK && !r->ctx.problems.n)
			return rc;
		if (rc != RC_OK) {
			collect(r, &r->ctx.problems, http_file_name(r->http, f[i].value), &all);
			worst = rc;
		}
	}
	r->ctx.problems = all;
	return worst;
}

/* asset/pile.js asks for it: it sends one at a time and says itself what became of it. */
static bool wants_json(const struct req *r)
{
	return str_starts(http_header(r->http, STR("accept")), STR("application/json"));
}

static enum rc answer_script(struct req *r, enum rc outcome)
{
	struct buf b = buf_new(r->ctx.mem, 8 << 10);

	for (size_t i = 0; i < r->ctx.problems.n; i++) {
		if (i)
			buf_ch(&b, ' ');
		problem_put(&b, r->ctx.lang, &r->ctx.problems.list[i]);
	}
	req_json(r, outcome == RC_OK ? 200 : rc_status(outcome));
	struct json j = json_to(req_body(r));
	json_obj(&j);
	JSON_KEY(&j, "why");
	json_str(&j, buf_view(&b));
	json_obj_end(&j);
	return RC_OK;
}

static enum rc pile_page_take(struct req *r)
{
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	const struct typed t = { .class = str_trim(form_value(f, n, STR("class"))),
				 .on = str_trim(form_value(f, n, STR("on"))) };
	rc = take_files(r, f, n, &t);
	if (rc != RC_OK && !r->ctx.problems.n)
		return rc;
	if (wants_json(r))
		return answer_script(r, rc);
	return rc == RC_OK ? req_see_other(r, STR("/piles")) : put_page(r, &t, rc);
}

/* --- sorting --- */

/* What was chosen for one photo. */
struct chosen {
	int64_t child[PILE_CHILDREN + 1];
	struct pile_gift gift;
};

/* The children it may be of: the class; where there is none, all whose families agreed to be looked after. */
static enum rc load_children(struct ctx *c, const struct record *photo, struct records *ret)
{
	struct list l = { .limit = LIST_MAX, .want = UINT64_C(1) << CHILD_NAME };

	if (!rec_null(photo, PILE_PHOTO_CLASS)) {
		l.filter[0].field = CHILD_CLASS;
		l.filter[0].is = INT(rec_int(photo, PILE_PHOTO_CLASS));
		l.nfilter = 1;
	}
	return record_list(c, &child_kind, &l, ret);
}

static bool is_chosen(const struct chosen *k, int64_t child)
{
	for (size_t i = 0; i < k->gift.n && i <= PILE_CHILDREN; i++)
		if (k->child[i] == child)
			return true;
	return false;
}

static void put_children(struct page *p, const struct records *list, const struct chosen *k)
{
	html_lit(p, "<fieldset class=\"f\" tabindex=\"-1\" id=\"f-children\"><legend>");
	html_tr(p, N_("Whose is it?"));
	html_lit(p, "</legend><small>");
	html_tr(p, N_("Tap every child that is in the picture, or that made what it shows."));
	html_lit(p, "</small><div class=\"seg roll\">");
	for (size_t i = 0; i < list->n; i++) {
		const struct record *child = &list->r[i];
		formpart_box(p, STR("child"),
			     &(struct tile){ .value = html_int_text(p, child->id),
					     .label = rec_text(child, CHILD_NAME),
					     .checked = is_chosen(k, child->id) });
	}
	html_lit(p, "</div></fieldset>\n");
	if (list->more) {
		html_lit(p, "<p class=\"s\">");
		html_tr(p, N_("Not all children fit on this page: for the others send the photo from the "
			      "page of "
			      "the child's works."));
		html_lit(p, "</p>\n");
	}
}

static void put_field(struct page *p, size_t field, str value, bool required, const char *hint)
{
	formpart_control(p, &work_kind.fields[field],
			 &(struct control){ .value = value, .hint = hint, .required = required });
}

static void put_sort(struct page *p, const struct record *photo, const struct records *children,
		     const struct chosen *k)
{
	html_lit(p, "<form method=\"post\" class=\"stack\" novalidate");
	html_action(p, html_url(p, "/pile_photos/#/give", photo->id));
	html_lit(p, ">\n");
	html_csrf(p);
	put_children(p, children, k);
	put_field(p, WORK_FACES, k->gift.faces, true,
		  N_("With faces it is shown only while the family of every child in it agrees."));
	put_field(p, WORK_WHAT, k->gift.what.n ? k->gift.what : STR(CODE_WORK_WHAT_PHOTO), true, NULL);
	put_field(p, WORK_TITLE, k->gift.title, false, NULL);
	put_field(p, WORK_IN_BOOK, k->gift.in_book.n ? k->gift.in_book : STR("1"), true, NULL);
	form_bar(p, N_("Give it to them"));
	html_lit(p, "</form>\n");
}

/* The one after this; after the last the first that is left.  0: none. */
static enum rc next_photo(struct ctx *c, int64_t id, int64_t *ret)
{
	struct records list;
	enum rc rc = pile_list(c, id, 1, &list);

	if (rc == RC_OK && !list.n)
		rc = pile_list(c, 0, 1, &list);
	if (rc == RC_OK)
		*ret = list.n && list.r[0].id != id ? list.r[0].id : 0;
	return rc;
}

static enum rc put_one(struct req *r, const struct chosen *k, enum rc outcome)
{
	struct record photo;
	struct records children;
	int64_t next = 0;
	enum rc rc = record_load(&r->ctx, &pile_photo_kind, r->id, &photo);

	if (rc == RC_OK)
		rc = load_children(&r->ctx, &photo, &children);
	if (rc == RC_OK)
		rc = next_photo(&r->ctx, r->id, &next);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_word(&p, N_("Whose photo is it?")),
					   .tab = "/children",
					   .task = true,
					   .back = STR("/piles"),
					   .back_label = N_("All photos"),
					   .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	form_summary(&p, NULL);
	html_lit(&p, "<p class=\"work\"><img");
	html_attr(&p, "src", html_url(&p, "/pile_photos/#/large", photo.id));
	html_attr(&p, "width", html_int_text(&p, rec_int(&photo, PILE_PHOTO_WIDTH)));
	html_attr(&p, "height", html_int_text(&p, rec_int(&photo, PILE_PHOTO_HEIGHT)));
	html_attr(&p, "alt",
		  html_say(&p, N_("Photo of {0}, not given to anybody yet"),
			   html_day_text(&p, rec_day(&photo, PILE_PHOTO_ON))));
	html_lit(&p, "></p>\n");
	put_sort(&p, &photo, &children, k);
	html_lit(&p, "<div class=\"acts\">");
	if (next) {
		html_button(&p, html_url(&p, "/pile_photos/#", next), N_("The next one first"), false);
	}
	formpart_act_begin(&p, html_url(&p, "/pile_photos/#/drop", photo.id));
	formpart_act_end(&p, N_("Throw this photo away"), false);
	html_lit(&p, "</div>\n");
	page_end(&p);
	return RC_OK;
}

static enum rc pile_page_one(struct req *r)
{
	const struct chosen nothing = { .gift = { .n = 0 } };

	return put_one(r, &nothing, RC_OK);
}

/* On to what is still to be done. */
static enum rc see_next(struct req *r)
{
	int64_t next = 0;
	struct page p = page_of(r);
	enum rc rc = next_photo(&r->ctx, r->id, &next);

	if (rc != RC_OK)
		return rc;
	return req_see_other(r, next ? html_url(&p, "/pile_photos/#", next) : STR("/piles"));
}

static void choose(struct chosen *k, int64_t child)
{
	if (child > 0 && k->gift.n <= PILE_CHILDREN && !is_chosen(k, child))
		k->child[k->gift.n++] = child;
}

static enum rc pile_page_give(struct req *r)
{
	struct chosen k = { .gift = { .n = 0 } };
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < n; i++) {
		int64_t child = 0;
		if (str_eq(f[i].name, STR("child")) && str_int(f[i].value, &child))
			choose(&k, child);
	}
	k.gift.child = k.child;
	k.gift.faces = str_trim(form_value(f, n, STR("faces")));
	k.gift.what = str_trim(form_value(f, n, STR("what")));
	k.gift.title = str_trim(form_value(f, n, STR("title")));
	k.gift.in_book = str_trim(form_value(f, n, STR("in_book")));
	rc = pile_give(&r->ctx, r->id, &k.gift);
	if (rc != RC_OK && r->ctx.problems.n)
		return put_one(r, &k, rc);
	return rc == RC_OK ? see_next(r) : rc;
}

static enum rc pile_page_drop(struct req *r)
{
	enum rc rc = pile_drop(&r->ctx, r->id);

	return rc == RC_OK ? see_next(r) : rc;
}

/* --- giving them out --- */

static enum rc send_picture(struct req *r, bool small)
{
	struct record photo;
	str bytes;
	enum rc rc = record_load(&r->ctx, &pile_photo_kind, r->id, &photo);

	if (rc == RC_OK)
		rc = pile_picture(&r->ctx, &photo, small, &bytes);
	if (rc != RC_OK)
		return rc;
	picture_reply(r,
		      &(struct picture_sent){ media_name(&photo), small, "inline; filename=\"photo.jpg\"" },
		      bytes);
	return RC_OK;
}

static enum rc pile_page_large(struct req *r) { return send_picture(r, false); }

static enum rc pile_page_small(struct req *r) { return send_picture(r, true); }

/* --- by other programs --- */

static enum rc pile_api_take(struct req *r)
{
	struct http_pair *f;
	size_t n;
	struct record photo;
	bool there = false;
	enum rc rc = req_form(r, &f, &n);

	if (rc == RC_OK)
		rc = pile_take(&r->ctx,
			       &(struct pile_new){ .bytes = form_value(f, n, STR("file")),
						   .class = str_trim(form_value(f, n, STR("class"))),
						   .on = str_trim(form_value(f, n, STR("on"))),
						   .client = str_trim(form_value(f, n, STR("client"))) },
			       &photo, &there);
	return rc == RC_OK ? api_answer(r, &pile_photo_kind, photo.id, there ? 200 : 201) : rc;
}

static void read_children(struct ctx *c, const struct json_value *list, struct chosen *k)
{
	int64_t child;

	for (const struct json_value *v = list->type == JSON_ARRAY ? list->child : NULL; v; v = v->next)
		if (v->type == JSON_STRING && str_int(v->text, &child))
			choose(k, child);
		else
			complain(c, "children", N_("What this points at is not there."));
}

static void read_member(struct ctx *c, const struct json_value *v, struct chosen *k)
{
	const struct {
		str name;
		str *to;
	} texts[] = { { STR_INIT("what"), &k->gift.what }, { STR_INIT("title"), &k->gift.title } },
	  flags[] = { { STR_INIT("faces"), &k->gift.faces }, { STR_INIT("in_book"), &k->gift.in_book } };

	if (str_eq(v->key, STR("children"))) {
		read_children(c, v, k);
		return;
	}
	for (size_t i = 0; i < COUNT(texts); i++)
		if (str_eq(v->key, texts[i].name) && v->type == JSON_STRING) {
			*texts[i].to = v->text;
			return;
		}
	for (size_t i = 0; i < COUNT(flags); i++)
		if (str_eq(v->key, flags[i].name) && v->type == JSON_BOOL) {
			*flags[i].to = v->i ? STR("1") : STR("0");
			return;
		}
	problem_add(&c->problems, str_cut(v->key, 0, 40), N_("There is no such field."), (str){ NULL, 0 },
		    (str){ NULL, 0 });
}

/* {"children":["1","2"],"faces":true,"title":"..."}: 204; the photo is gone then. */
static enum rc pile_api_give(struct req *r)
{
	struct chosen k = { .gift = { .n = 0 } };
	struct json_value *body;
	enum rc rc = api_body(r, &body);

	if (rc != RC_OK)
		return rc;
	for (const struct json_value *v = body->child; v; v = v->next)
		read_member(&r->ctx, v, &k);
	if (r->ctx.problems.n)
		return RC_INVALID;
	k.gift.child = k.child;
	rc = pile_give(&r->ctx, r->id, &k.gift);
	if (rc == RC_OK)
		r->reply->status = 204;
	return rc;
}

/* --- routes --- */

/* clang-format off */
const struct route pile_routes[] = {
	{ HTTP_GET,  "/piles",                       pile_page_show,  .need = ROLES_PILE },
	{ HTTP_POST, "/piles",                       pile_page_take,  .need = ROLES_PILE, .body_max = PICTURE_BODY_MAX },
	{ HTTP_GET,  "/pile_photos/:id",             pile_page_one,   .need = ROLES_PILE, .purpose = "pile" },
	{ HTTP_POST, "/pile_photos/:id/give",        pile_page_give,  .need = ROLES_PILE, .purpose = "pile" },
	{ HTTP_POST, "/pile_photos/:id/drop",        pile_page_drop,  .need = ROLES_PILE },
	{ HTTP_GET,  "/pile_photos/:id/large",       pile_page_large, .need = ROLES_PILE },
	{ HTTP_GET,  "/pile_photos/:id/small",       pile_page_small, .need = ROLES_PILE },
	{ HTTP_POST, "/api/v1/pile_photos",          pile_api_take,   .need = ROLES_PILE, .body_max = PICTURE_BODY_MAX },
	{ HTTP_POST, "/api/v1/pile_photos/:id/give", pile_api_give,   .need = ROLES_PILE },
	{ 0 },
};
/* clang-format on */
