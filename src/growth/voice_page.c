#include "voice_page.h"

#include "api.h"
#include "complain.h"
#include "entry.h"
#include "facts.h"
#include "formpart.h"
#include "kindpage.h"
#include "recording.h"
#include "registry_page.h"
#include "timeline.h"
#include "timeline_records.h"
#include "word_page.h"

enum { OF_CHILD = 60 };

/* --- the form --- */

static void put_control(struct page *p, size_t field, str value, bool required)
{
	formpart_control(p, &recording_kind.fields[field],
			 &(struct control){ .value = value, .required = required });
}

enum rc recording_form_put(struct page *p, const struct recording_form *f)
{
	static const struct recording_new nothing = { .child = 0 };
	const struct recording_new *t = f->typed ? f->typed : &nothing;
	bool family = (p->who->role & ROLES_FAMILY) != 0;

	formpart_send_begin(p, html_url(p, "/children/#/recordings", f->child), t->client);
	if (f->letter)
		html_hidden(p, STR("letter"), html_int_text(p, f->letter));
	if (f->back.n)
		html_hidden(p, STR("back"), f->back);
	sound_recorder_put(p, ctx_param(&p->r->ctx, PARAM_GROWTH_VOICE_SECONDS), true);
	put_control(p, RECORDING_TITLE, t->title, false);
	if (family)
		put_control(p, RECORDING_FROM, t->from.n ? t->from : STR(CODE_LETTER_SIDE_FAMILY), true);
	enum rc rc = word_put_share(p, f->child, t->share, family);
	form_bar(p, N_("Send the voice note"));
	html_lit(p, "</form>\n");
	sound_script_put(p);
	return rc;
}

static enum rc put_task(struct req *r, const struct recording_form *f, enum rc outcome)
{
	struct page p = page_of(r);
	struct record child;
	enum rc rc = word_begin(r, &child);

	if (rc != RC_OK)
		return rc;
	p = word_frame(r, &child,
		       &(struct word_frame){
			       .title = html_word(&p, N_("A voice note")),
			       .back = f->back.n ? f->back : html_url(&p, "/children/#/recordings", r->id),
			       .task = true,
			       .status = outcome == RC_OK ? 200 : rc_status(outcome) });
	form_summary(&p, NULL);
	rc = recording_form_put(&p, f);
	page_end(&p);
	return rc;
}

/* Never out of the site. */
static str own_address(str back)
{
	return html_url_ours(back) && str_starts(back, STR("/")) ? back : STR("");
}

static enum rc voice_page_new(struct req *r)
{
	struct recording_form f = { .child = r->id, .back = own_address(req_query(r, STR("back"))) };

	if (!str_int(req_query(r, STR("letter")), &f.letter))
		f.letter = 0;
	return may_create(r->ctx.who, P_WORDS) ? put_task(r, &f, RC_OK) : RC_DENIED;
}

/* --- sending one --- */

static enum rc read_new(struct req *r, struct recording_new *ret, str *ret_back)
{
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	*ret = (struct recording_new){ .child = r->id,
				       .bytes = form_value(f, n, STR("file")),
				       .from = str_trim(form_value(f, n, STR("from"))),
				       .on = str_trim(form_value(f, n, STR("on"))),
				       .title = str_trim(form_value(f, n, STR("title"))),
				       .share = str_trim(form_value(f, n, STR("share"))),
				       .client = str_trim(form_value(f, n, STR("client"))) };
	str letter = str_trim(form_value(f, n, STR("letter")));
	if (letter.n && !str_int(letter, &ret->letter))
		ret->letter = -1; /* none has this number: told as such */
	*ret_back = own_address(form_value(f, n, STR("back")));
	return RC_OK;
}

static enum rc voice_page_take(struct req *r)
{
	struct recording_new typed = { .child = 0 };
	struct record done;
	str back = STR("");
	bool there;
	enum rc rc = read_new(r, &typed, &back);

	if (rc == RC_OK)
		rc = recording_take(&r->ctx, &typed, &done, &there);
	if (rc != RC_OK && r->ctx.problems.n)
		return put_task(
			r,
			&(struct recording_form){
				.child = r->id, .letter = typed.letter, .back = back, .typed = &typed },
			rc);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	return req_see_other(r, back.n ? back : html_url(&p, "/children/#/recordings", r->id));
}

/* --- all of a child --- */

static void put_recording(struct page *p, const struct record *v)
{
	bool covered = v->masked >> RECORDING_TITLE & 1;
	bool family = str_eq(rec_text(v, RECORDING_FROM), STR(CODE_LETTER_SIDE_FAMILY));

	html_lit(p, "<li><div><b>");
	if (!covered && !rec_null(v, RECORDING_TITLE))
		html_text(p, rec_text(v, RECORDING_TITLE));
	else
		html_tr(p, family ? N_("The family speaks") : N_("The child speaks"));
	html_lit(p, "</b>");
	recording_player_put(p, v);
	html_lit(p, "<p class=\"s\"><span>");
	html_tr(p, N_("{0}, {1}."), html_day_text(p, rec_day(v, RECORDING_ON)),
		word_by(p, v, RECORDING_BY, RECORDING_ROLE));
	html_lit(p, "</span></p><p class=\"s\">");
	html_text(p, word_share_text(p, rec_text(v, RECORDING_SHARE), family));
	html_lit(p, "</p></div>");
	if (word_own(p->who, v) && may_create(p->who, P_WORDS)) {
		html_lit(p, "<p class=\"links\">");
		html_link(p,
			  html_url_with(p, html_url(p, "/recordings/#/edit", v->id), "back",
					html_url(p, "/children/#/recordings", rec_int(v, RECORDING_CHILD))),
			  html_word(p, N_("Change or delete")));
		html_lit(p, "</p>");
	}
	html_lit(p, "</li>\n");
}

static void put_all(struct page *p, int64_t child, const struct records *list)
{
	bool covered = false;

	if (!list->n) {
		table_empty(p, &(struct empty){
				       .title = N_("There are no voice notes yet"),
				       .why = N_("What a child says, or the family from far away, can be "
						 "heard here."),
				       .scene = true });
		return;
	}
	html_lit(p, "<ul class=\"rows\">\n");
	for (size_t i = 0; i < list->n; i++) {
		covered |= !recording_open(&p->r->ctx, &list->r[i]);
		put_recording(p, &list->r[i]);
	}
	html_lit(p, "</ul>\n");
	if (covered && may_open(p->who, P_WORDS))
		facts_show(p, html_url(p, "/children/#/recordings/show", child));
}

static enum rc show_all(struct req *r)
{
	struct record child;
	struct records list;
	struct list l = { .filter = { { RECORDING_CHILD, INT(r->id) } },
			  .nfilter = 1,
			  .limit = OF_CHILD,
			  .newest_first = true };
	enum rc rc = word_begin(r, &child);

	if (rc == RC_OK)
		rc = record_list(&r->ctx, &recording_kind, &l, &list);
	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = word_frame(r, &child,
		       &(struct word_frame){ .title = html_word(&p, N_("Voice notes")),
					     .status = r->ctx.problems.n ? rc_status(RC_INVALID) : 200 });
	form_summary(&p, NULL);
	if (may_create(p.who, P_WORDS)) {
		html_lit(&p, "<p class=\"acts\">");
		html_button(&p, html_url(&p, "/children/#/recordings/new", r->id), N_("Record a voice note"),
			    true);
		html_lit(&p, "</p>\n");
	}
	put_all(&p, r->id, &list);
	page_end(&p);
	return RC_OK;
}

static enum rc voice_page_list(struct req *r) { return show_all(r); }

static enum rc voice_page_open(struct req *r)
{
	bool given;
	enum rc rc = facts_purpose(r, &given);

	return rc == RC_OK ? show_all(r) : rc;
}

/* --- the sound --- */

static enum rc voice_page_sound(struct req *r)
{
	struct record v;
	enum rc rc = record_load(&r->ctx, &recording_kind, r->id, &v);

	if (rc != RC_OK)
		return rc;
	if (!recording_open(&r->ctx, &v) && !recording_ticket_holds(&r->ctx, &v, req_query(r, STR("open"))))
		return RC_DENIED;
	return sound_send(r, &v);
}

/* --- by other programs --- */

static enum rc voice_api_take(struct req *r)
{
	struct recording_new typed = { .child = 0 };
	struct record done;
	str back = STR("");
	bool there = false;
	enum rc rc = read_new(r, &typed, &back);

	if (rc == RC_OK)
		rc = recording_take(&r->ctx, &typed, &done, &there);
	return rc == RC_OK ? api_answer(r, &recording_kind, done.id, there ? 200 : 201) : rc;
}

/* With X-Purpose, as any C4 value. */
static enum rc voice_api_sound(struct req *r)
{
	struct record v;
	enum rc rc = record_load(&r->ctx, &recording_kind, r->id, &v);

	if (rc != RC_OK)
		return rc;
	if (!may_open(r->ctx.who, P_WORDS))
		return RC_DENIED;
	if (!r->ctx.purpose.n) {
		complain(&r->ctx, "X-Purpose", N_("Say what for: a voice is opened for a purpose."));
		return RC_INVALID;
	}
	r->reply->no_store = true;
	return sound_send(r, &v);
}

/* --- in the growth file --- */

static enum rc read_voices(struct timeline *t)
{
	struct records list;
	struct page *p = t->p;
	enum rc rc = timeline_records(t, &recording_kind, &list);

	for (size_t i = 0; i < list.n && rc == RC_OK; i++) {
		const struct record *v = &list.r[i];
		bool covered = false;
		str text = timeline_text(p, v, RECORDING_TITLE, &covered);
		timeline_add(
			t, &(struct timeline_item){
				   .on = rec_day(v, RECORDING_ON),
				   .section = CODE_GROWTH_SECTION_CONTACT,
				   .icon = "say",
				   .title = html_say(p, N_("Voice note, {0} seconds"),
						     html_int_text(p, rec_int(v, RECORDING_SECONDS))),
				   .text = text,
				   .covered = covered,
				   .by = timeline_by(p, v),
				   .url = html_url(p, "/children/#/recordings", rec_int(v, RECORDING_CHILD)),
				   .kind = recording_kind.name,
				   .id = v->id });
	}
	return rc;
}

const struct timeline_source voice_timeline = { .section = CODE_GROWTH_SECTION_CONTACT,
						.profile = P_WORDS,
						.read = read_voices };

/* --- routes --- */

/* clang-format off */
const struct route voice_routes[] = {
	{ HTTP_GET,  "/children/:id/recordings",        voice_page_list,  .need = ROLES_WORDS, .slow = true, .purpose = "voice" },
	{ HTTP_POST, "/children/:id/recordings/show",   voice_page_open,  .need = ROLES_WORDS, .purpose = "voice" },
	{ HTTP_GET,  "/children/:id/recordings/new",    voice_page_new,   .need = ROLES_WRITE, .slow = true, .purpose = "voice" },
	{ HTTP_POST, "/children/:id/recordings",        voice_page_take,  .need = ROLES_WRITE, .body_max = RECORDING_BODY_MAX, .purpose = "voice" },
	{ HTTP_GET,  "/recordings/:id/sound",           voice_page_sound, .need = ROLES_WORDS, .purpose = "voice" },
	{ HTTP_POST, "/api/v1/children/:id/recordings", voice_api_take,   .need = ROLES_WRITE, .body_max = RECORDING_BODY_MAX },
	{ HTTP_GET,  "/api/v1/recordings/:id/file",     voice_api_sound,  .need = ROLES_WORDS, .purpose = "voice" },
	{ 0 },
};
/* clang-format on */

static const uint8_t fields[] = { RECORDING_TITLE, RECORDING_SHARE };
const struct kind_page voice_pages = {
	.kind = &recording_kind,
	.field = fields,
	.nfield = COUNT(fields),
	.tab = "/children",
	.made_elsewhere = true,
	.mistake = N_("The voice itself is gone for good then, from every copy of the data."),
};
