#include "message_page.h"

#include "api.h"
#include "elder.h"
#include "formpart.h"
#include "frame.h"
#include "kin.h"
#include "kindpage.h"
#include "kiosk.h"
#include "message_view.h"
#include "registry.h"
#include "sound.h"
#include "table.h"

/* --- around them --- */

/* The family and the child read their own without being asked what for. */
static enum rc begin(struct req *r, int64_t child, struct record *ret)
{
	r->ctx.purpose = kin_purpose();
	return record_load(&r->ctx, &child_kind, child, ret);
}

static struct message_reader reader_of(const struct req *r, const struct record *child)
{
	return (struct message_reader){ .family = (r->ctx.who->role & ROLES_FAMILY) != 0,
					.base = STR("/messages"),
					.person = r->ctx.who->person,
					.pages = true,
					.child = rec_text(child, CHILD_NAME) };
}

static str home_of(struct page *p, int64_t child)
{
	str kiosk = p->who->role == ROLE_CHILD ? kiosk_back(p) : STR("");

	if (kiosk.n)
		return kiosk;
	return p->who->role == ROLE_CHILD ? STR("/me") : html_url(p, "/my/children/#", child);
}

struct around {
	str title, back;
	bool task;
	enum rc outcome;
};

static struct page frame_of(struct req *r, const struct record *child, const struct around *a)
{
	struct page p = page_of(r);

	return page_begin(r, &(struct frame){ .title = a->title,
					      .where = rec_text(child, CHILD_NAME),
					      .elder = true,
					      .task = a->task,
					      .no_store = true,
					      .back = a->back.n ? a->back : home_of(&p, child->id),
					      .status = a->outcome == RC_OK ? 200 : rc_status(a->outcome) });
}

/* --- all of a child --- */

static enum rc message_page_list(struct req *r)
{
	struct record child;
	struct records all;
	enum rc rc = begin(r, r->id, &child);

	if (rc == RC_OK)
		rc = message_list(&r->ctx, r->id, 0, &all);
	if (rc != RC_OK)
		return rc;
	struct message_reader who = reader_of(r, &child);
	struct page p = page_of(r);
	p = frame_of(r, &child, &(struct around){ .title = html_word(&p, N_("Messages")) });
	elder_aloud(&p, false);
	html_lit(&p, "<p class=\"acts\">");
	html_button(&p, html_url(&p, "/children/#/messages/new", r->id), N_("Leave a message"), true);
	html_lit(&p, "</p>\n");
	if (!all.n)
		table_empty(&p,
			    &(struct empty){ .title = N_("No message yet"),
					     .why = N_("When nobody answers, or at any time: say it or write "
						       "it here, and it waits until it is opened.") });
	message_view_put(&p, &who, &all);
	kiosk_watch(&p, 0);
	page_end(&p);
	return RC_OK;
}

/* --- leaving one --- */

static enum rc put_form(struct req *r, const struct message_form *typed, enum rc outcome)
{
	struct message_form f = *typed;
	struct record child;
	enum rc rc = begin(r, r->id, &child);

	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	bool me = p.who->role == ROLE_CHILD;
	f.action = html_url(&p, "/children/#/messages", r->id);
	f.child = me;
	p = frame_of(r, &child,
		     &(struct around){
			     .title = me ? html_word(&p, N_("A message home"))
					 : html_say(&p, N_("A message to {0}"), rec_text(&child, CHILD_NAME)),
			     .back = f.back.n ? f.back : html_url(&p, "/children/#/messages", r->id),
			     .task = true,
			     .outcome = outcome });
	elder_aloud(&p, false);
	message_view_form(&p, &f);
	kiosk_watch(&p, 0);
	page_end(&p);
	return RC_OK;
}

static enum rc message_page_new(struct req *r)
{
	str back = req_query(r, STR("back"));
	bool ours = html_url_ours(back) && str_starts(back, STR("/"));

	return put_form(r, &(struct message_form){ .back = ours ? back : STR("") }, RC_OK);
}

static enum rc message_page_save(struct req *r)
{
	struct message_form f = { .child = false };
	struct page p = page_of(r);
	int64_t id = 0;
	enum rc rc = message_view_read(r, &f.typed, &f.back);

	if (rc != RC_OK)
		return rc;
	f.typed.child = r->id;
	rc = message_take(&r->ctx, &f.typed, &id);
	if (rc == RC_OK)
		return req_see_other(r, f.back.n ? f.back : html_url(&p, "/children/#/messages", r->id));
	return r->ctx.problems.n ? put_form(r, &f, rc) : rc;
}

/* --- one of them --- */

static enum rc load_one(struct req *r, struct record *ret, struct record *ret_child)
{
	r->ctx.purpose = kin_purpose();
	enum rc rc = record_load(&r->ctx, &message_kind, r->id, ret);

	return rc == RC_OK ? begin(r, rec_int(ret, MESSAGE_CHILD), ret_child) : rc;
}

static enum rc message_page_show(struct req *r)
{
	struct record m, child;
	enum rc rc = load_one(r, &m, &child);

	if (rc != RC_OK)
		return rc;
	struct message_reader who = reader_of(r, &child);
	struct page p = page_of(r);
	p = frame_of(r, &child,
		     &(struct around){ .title = message_view_from(&p, &who, &m),
				       .back = html_url(&p, "/children/#/messages", child.id) });
	elder_aloud(&p, false);
	message_view_put(&p, &who, &(struct records){ .r = &m, .n = 1 });
	html_lit(&p, "<p class=\"s\">");
	html_tr(&p, N_("It goes by itself after {0}."), html_day_text(&p, rec_day(&m, MESSAGE_UNTIL)));
	html_lit(&p, "</p>\n");
	if (message_of_family(&m) != who.family && !message_waits(&m, who.family)) {
		html_lit(&p, "<p class=\"acts\">");
		html_button(&p, html_url(&p, "/children/#/messages/new", child.id), N_("Answer"), true);
		html_lit(&p, "</p>\n");
	}
	if (p.who->account && rec_int(&m, MESSAGE_BY) == p.who->account)
		formpart_fold_plain(
			&p, &(struct formpart_plain){ .name = N_("Take it back"),
						      .says = N_("Nobody can open it any more, you neither."),
						      .verb = N_("Take it back"),
						      .action = html_url(&p, "/messages/#/drop", m.id) });
	kiosk_watch(&p, 0);
	page_end(&p);
	return RC_OK;
}

static enum rc open_unit(struct ctx *c, void *arg)
{
	const int64_t *id = arg;
	struct record m;
	enum rc rc = record_load(c, &message_kind, *id, &m);

	if (rc != RC_OK || !message_waits(&m, (c->who->role & ROLES_FAMILY) != 0))
		return rc;
	return message_open(c, &m);
}

static enum rc message_page_open(struct req *r)
{
	struct page p = page_of(r);
	enum rc rc = store_write(&r->ctx, PRIO_PEOPLE, open_unit, &r->id);

	return rc == RC_OK ? req_see_other(r, html_url(&p, "/messages/#", r->id)) : rc;
}

static enum rc drop_unit(struct ctx *c, void *arg)
{
	return record_delete(c, &message_kind, *(const int64_t *)arg, 0);
}

static enum rc message_page_drop(struct req *r)
{
	struct record m;
	struct page p = page_of(r);
	enum rc rc = record_load(&r->ctx, &message_kind, r->id, &m);

	if (rc == RC_OK)
		rc = store_write(&r->ctx, PRIO_PEOPLE, drop_unit, &r->id);
	if (rc != RC_OK)
		return rc;
	return req_see_other(r, html_url(&p, "/children/#/messages", rec_int(&m, MESSAGE_CHILD)));
}

static enum rc message_page_sound(struct req *r)
{
	struct record m, child;
	enum rc rc = load_one(r, &m, &child);

	if (rc == RC_OK && !message_spoken(&m))
		rc = RC_NOT_FOUND;
	return rc == RC_OK ? sound_send(r, &m) : rc;
}

/* --- by other programs --- */

static enum rc message_page_api_save(struct req *r)
{
	struct message_new typed;
	str back;
	int64_t id = 0;
	enum rc rc = message_view_read(r, &typed, &back);

	if (rc != RC_OK)
		return rc;
	typed.child = r->id;
	rc = message_take(&r->ctx, &typed, &id);
	return rc == RC_OK ? api_answer(r, &message_kind, id, 201) : rc;
}

static enum rc message_page_api_sound(struct req *r)
{
	r->reply->no_store = true;
	return message_page_sound(r);
}

/* --- in the growth file: that there was contact --- */

static const char *side_title(str side)
{
	return str_eq(side, STR(CODE_LETTER_SIDE_FAMILY)) ? N_("The family left a message for the child")
							  : N_("The child left a message for its family");
}

static int64_t first_moment(day d)
{
	static const int64_t a_day = INT64_C(86400000000), ahead = INT64_C(8) * 3600 * 1000000;

	return day_number(d) * a_day - ahead;
}

static enum rc read_messages(struct timeline *t)
{
	struct ctx *c = &t->p->r->ctx;
	struct rows q;
	size_t n = 0;
	enum rc rc = STORE_QUERY(c, &q,
				 "SELECT m.at_time, m.from_side FROM message m JOIN child c ON c.id = m.child"
				 " WHERE {child c} AND m.child = ?1 AND m.at_time >= ?2 AND m.at_time < ?3"
				 " ORDER BY m.at_time DESC, m.id DESC LIMIT ?4",
				 INT(t->child->id), INT(first_moment(t->from)),
				 INT(first_moment(day_add(t->until, 1))), INT(TIMELINE_MOST + 1));

	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && n++ < TIMELINE_MOST)
		timeline_add(t, &(struct timeline_item){
					.on = instant_day(db_int(&q, 0)),
					.section = CODE_GROWTH_SECTION_CONTACT,
					.icon = "msg",
					.title = html_word(t->p, side_title(db_dup(c->mem, &q, 1))) });
	t->more |= n > TIMELINE_MOST;
	return db_done(&q);
}

const struct timeline_source message_timeline = { .section = CODE_GROWTH_SECTION_CONTACT,
						  .profile = P_CONTACT_MADE,
						  .read = read_messages };

/* --- routes --- */

/* clang-format off */
const struct route message_routes[] = {
	{ HTTP_GET,  "/children/:id/messages",        message_page_list,      .need = ROLES_MESSAGE, .slow = true, .purpose = "message" },
	{ HTTP_GET,  "/children/:id/messages/new",    message_page_new,       .need = ROLES_MESSAGE, .slow = true, .purpose = "message" },
	{ HTTP_POST, "/children/:id/messages",        message_page_save,      .need = ROLES_MESSAGE, .body_max = SOUND_BODY_MAX, .purpose = "message" },
	{ HTTP_GET,  "/messages/:id",                 message_page_show,      .need = ROLES_MESSAGE, .slow = true, .purpose = "message" },
	{ HTTP_POST, "/messages/:id/open",            message_page_open,      .need = ROLES_MESSAGE, .purpose = "message" },
	{ HTTP_POST, "/messages/:id/drop",            message_page_drop,      .need = ROLES_MESSAGE, .purpose = "message" },
	{ HTTP_GET,  "/messages/:id/sound",           message_page_sound,     .need = ROLES_MESSAGE, .purpose = "message" },
	{ HTTP_POST, "/api/v1/children/:id/messages", message_page_api_save,  .need = ROLES_MESSAGE, .body_max = SOUND_BODY_MAX },
	{ HTTP_GET,  "/api/v1/messages/:id/file",     message_page_api_sound, .need = ROLES_MESSAGE, .purpose = "message" },
	{ 0 },
};
/* clang-format on */
