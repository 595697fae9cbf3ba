#include "message_view.h"

#include "elder.h"
#include "formpart.h"
#include "kin.h"
#include "sound.h"
#include "thread.h"

/* --- one message --- */

str message_view_from(struct page *p, const struct message_reader *who, const struct record *m)
{
	int64_t person = rec_int(m, MESSAGE_PERSON);

	if (!message_of_family(m))
		return who->family ? html_say(p, N_("From {0}"), who->child) : html_word(p, N_("From me"));
	if (who->family && who->person && person == who->person)
		return html_word(p, N_("From me"));
	return html_say(p, N_("From {0}"), kin_person(p, rec_int(m, MESSAGE_CHILD), person));
}

static str line_of(struct page *p, const struct message_reader *who, const struct record *m)
{
	str at = html_clock_text(p, rec_int(m, MESSAGE_AT));

	if (message_waits(m, who->family))
		return html_say(p, N_("{0}; it is for you"), at);
	if (rec_null(m, MESSAGE_HEARD_AT))
		return html_say(p, N_("{0}; not opened yet"), at);
	return html_say(p, N_("{0}; opened on {1}"), at,
			html_day_short(p, instant_day(rec_int(m, MESSAGE_HEARD_AT))));
}

static str address(struct page *p, const struct message_reader *who, const struct record *m, const char *tail)
{
	return html_fill(p, "{0}/{1}/{2}", who->base, html_int_text(p, m->id), str_of(tail));
}

static void put_closed(struct page *p, const struct message_reader *who, const struct record *m)
{
	html_lit(p, "<form method=\"post\"");
	html_action(p, address(p, who, m, "open"));
	html_lit(p, ">");
	html_csrf(p);
	html_lit(p, "<button class=\"main\">");
	html_icon_(p, message_spoken(m) ? STR("say") : STR("msg"));
	html_lit(p, " ");
	html_tr(p, message_spoken(m) ? N_("Hear the message") : N_("Read the message"));
	html_lit(p, "</button></form>\n");
}

static void put_open(struct page *p, const struct message_reader *who, const struct record *m)
{
	str length = sound_length(p, rec_int(m, MESSAGE_SECONDS));

	if (message_spoken(m)) {
		html_lit(p, "<p class=\"voice\">");
		sound_player_put(p, html_say(p, N_("Spoken message, {0} long"), length),
				 address(p, who, m, "sound"));
		html_lit(p, "</p>\n");
	}
	if (!rec_null(m, MESSAGE_TEXT) && !(m->masked >> MESSAGE_TEXT & 1))
		elder_text(p, rec_text(m, MESSAGE_TEXT));
}

static void put_one(struct page *p, const struct message_reader *who, const struct record *m)
{
	str page = who->pages ? html_url(p, "/messages/#", m->id) : STR("");

	thread_item_to(p, message_view_from(p, who, m), page, instant_day(rec_int(m, MESSAGE_AT)),
		       line_of(p, who, m));
	if (message_waits(m, who->family))
		put_closed(p, who, m);
	else
		put_open(p, who, m);
	thread_item_end(p);
}

void message_view_put(struct page *p, const struct message_reader *who, const struct records *list)
{
	if (!list->n)
		return;
	thread_begin(p);
	for (size_t i = 0; i < list->n; i++)
		put_one(p, who, &list->r[i]);
	thread_end(p);
}

/* --- the form --- */

static bool asked(struct page *p, const char *field)
{
	const struct problems *list = &p->r->ctx.problems;

	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->list[i].field, str_of(field)))
			return true;
	return false;
}

/* What a child is asked before a number or a place leaves. */
static void put_sure(struct page *p, const struct message_form *f)
{
	if (!asked(p, "sure") && !f->typed.sure)
		return;
	html_lit(p, "<div class=\"f\" id=\"f-sure\" tabindex=\"-1\">");
	formpart_problems(p, STR("sure"));
	formpart_box(p, STR("sure"),
		     &(struct tile){ STR("1"), html_word(p, N_("Yes, my family needs it: send it")),
				     N_("If not, take it out of the text."), f->typed.sure });
	html_lit(p, "</div>\n");
}

/* Who reads it, how long it stays, and what the program does with certain words: before it is sent. */
static void put_promise(struct page *p, const struct message_form *f)
{
	str days = html_int_text(p, ctx_param(&p->r->ctx, PARAM_FAMILY_MESSAGE_DAYS));

	html_lit(p, "<p class=\"s\">");
	html_tr(p,
		f->child ? N_("Only you and your family can open it. It goes by itself after {0} days.")
			 : N_("Only the child and its family can open it: no teacher, no keeper. It goes "
			      "by itself after {0} days."),
		days);
	html_lit(p, "</p>\n");
	if (!f->child)
		return;
	html_lit(p, "<p class=\"s\">");
	html_tr(p,
		N_("When written words sound as if you were not safe, a grown-up at school is asked to talk "
		   "with you. They do not get to read it. The program does not understand everything: if "
		   "somebody hurts you, tell a grown-up yourself."));
	html_lit(p, "</p>\n");
}

void message_view_form(struct page *p, const struct message_form *f)
{
	formpart_send_begin(p, f->action, f->typed.client);
	if (f->back.n)
		html_hidden(p, STR("back"), f->back);
	form_summary(p, NULL);
	sound_recorder_put(p, ctx_param(&p->r->ctx, PARAM_FAMILY_MESSAGE_SECONDS), false);
	formpart_control(p, &message_kind.fields[MESSAGE_TEXT],
			 &(struct control){ .name = STR("text"),
					    .label = N_("Or write it"),
					    .hint = N_("A few words are enough."),
					    .value = f->typed.text });
	put_sure(p, f);
	put_promise(p, f);
	form_bar(p, N_("Send the message"));
	html_lit(p, "</form>\n");
	sound_script_put(p);
}

/* Never out of the site. */
static str own_address(str back)
{
	return html_url_ours(back) && str_starts(back, STR("/")) ? back : STR("");
}

enum rc message_view_read(struct req *r, struct message_new *ret, str *ret_back)
{
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	*ret = (struct message_new){ .bytes = form_value(f, n, STR("file")),
				     .text = str_trim(
					     form_newlines(r->ctx.mem, form_value(f, n, STR("text")))),
				     .client = str_trim(form_value(f, n, STR("client"))),
				     .sure = form_value(f, n, STR("sure")).n != 0 };
	*ret_back = own_address(form_value(f, n, STR("back")));
	return RC_OK;
}
