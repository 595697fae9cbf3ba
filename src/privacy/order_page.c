#include "order_page.h"
#include "facts.h"
#include "frame.h"
#include "opening_page.h"
#include "order.h"
#include "registry.h"
#include "seen.h"
#include "thread.h"

/* --- its part of the child's file --- */

static str span_text(struct page *p, const struct record *o)
{
	str from = html_day_text(p, rec_day(o, ORDER_FROM));

	if (rec_null(o, ORDER_TO))
		return html_say(p, N_("since {0}"), from);
	return html_say(p, N_("{0} to {1}"), from, html_day_text(p, rec_day(o, ORDER_TO)));
}

static void put_item(struct page *p, const struct record *o)
{
	bool stands = rec_int(o, ORDER_IN_FORCE) != 0;

	thread_item(p,
		    html_word(p, stands ? N_("Somebody is kept away by an order")
					: N_("An order that kept somebody away, or will")),
		    0, span_text(p, o), true);
	html_link(p, html_url(p, "/protection_orders/#", o->id), html_word(p, N_("Look")));
	thread_item_end(p);
}

enum rc order_panel(struct page *p, const struct record *child)
{
	struct records found;
	struct list l = { .filter[0] = { ORDER_CHILD, INT(child->id) },
			  .nfilter = 1,
			  .newest_first = true,
			  .want = 1ULL << ORDER_FROM | 1ULL << ORDER_TO | 1ULL << ORDER_IN_FORCE };

	if (!may_read(p->who, P_ORDER))
		return RC_OK;
	enum rc rc = record_list(&p->r->ctx, &order_kind, &l, &found);
	bool makes = may_create(p->who, P_ORDER);
	if (rc != RC_OK || (!found.n && !makes))
		return rc;
	html_lit(p, "<section id=\"sealed\" class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, N_("Sealed"));
	html_lit(p, "</h2>");
	if (makes)
		html_link(p, html_url(p, "/protection_orders/new?child=#", child->id),
			  html_word(p, N_("Write down an order")));
	html_lit(p, "</div>\n");
	if (found.n) {
		thread_begin(p);
		for (size_t i = 0; i < found.n; i++)
			put_item(p, &found.r[i]);
		thread_end(p);
	} else {
		html_lit(p, "<p class=\"sheet\">");
		html_tr(p, N_("Nobody is kept away from this child by an order."));
		html_lit(p, "</p>\n");
	}
	html_lit(p, "</section>\n");
	return RC_OK;
}

/* --- its page --- */

static void put_text(struct page *p, const char *text)
{
	html_lit(p, "<p>");
	html_tr(p, text);
	html_lit(p, "</p>\n");
}

/* For who may ask: it stands open, it was asked for, or it can be. */
static enum rc put_asking(struct page *p, const struct record *o)
{
	struct record now;
	enum rc rc = opening_current(&p->r->ctx, &order_kind, o->id, &now);

	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	if (rc == RC_NOT_FOUND) {
		put_text(p,
			 N_("Civil affairs keeps this. If you need it for your work, ask: somebody answers "
			    "within the hour."));
		html_lit(p, "<p><a class=\"btn\"");
		html_href(p, html_url(p, "/protection_orders/#/ask", o->id));
		html_lit(p, ">");
		html_icon(p, "lock");
		html_tr(p, N_("Ask to open"));
		html_lit(p, "</a></p>\n");
		return RC_OK;
	}
	const struct opening state = opening_of(&now);
	html_lit(p, "<p>");
	html_text(p, opening_page_says(p, &state));
	html_lit(p, "</p>\n");
	if (opening_is_open(opening_standing(&state, p->r->ctx.now)))
		opening_page_read(p, &order_kind, o->id, STR(""));
	html_lit(p, "<p class=\"links\">");
	html_link(p, html_url(p, "/openings/#", now.id), html_word(p, N_("How it stands")));
	html_lit(p, "</p>\n");
	return RC_OK;
}

/* For how long still, unless one is in charge. */
static enum rc put_open(struct page *p, const struct record *o)
{
	struct record now;

	opening_page_text(p, rec_text(o, ORDER_GROUNDS));
	if (p->who->role == opening_in_charge(P_SEALED))
		return RC_OK;
	enum rc rc = opening_current(&p->r->ctx, &order_kind, o->id, &now);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	const struct opening state = opening_of(&now);
	html_lit(p, "<p class=\"s\">");
	html_text(p, opening_page_says(p, &state));
	html_lit(p, "</p>\n");
	return RC_OK;
}

static enum rc put_grounds(struct page *p, const struct record *o)
{
	enum rc rc = RC_OK;

	html_lit(p, "<section id=\"why\" class=\"sheet stack\"><h2>");
	html_icon(p, "lock");
	html_lit(p, " ");
	html_tr(p, N_("Why"));
	html_lit(p, "</h2>\n");
	if (o->hidden >> ORDER_GROUNDS & 1)
		put_text(p, N_("This is sealed. Where you are needed, civil affairs tells you."));
	else if (!(o->masked >> ORDER_GROUNDS & 1) && rec_null(o, ORDER_GROUNDS))
		put_text(p, N_("Nothing is written here."));
	else if (!(o->masked >> ORDER_GROUNDS & 1))
		rc = put_open(p, o);
	else if (p->who->role == opening_in_charge(P_SEALED))
		opening_page_read(p, &order_kind, o->id, STR(""));
	else if (opening_may_ask(p->who, P_SEALED))
		rc = put_asking(p, o);
	html_lit(p, "</section>\n");
	return rc;
}

static void put_facts(struct page *p, const struct record *o)
{
	static const size_t field[] = { ORDER_ISSUED_BY, ORDER_DOCUMENT_NO, ORDER_FROM, ORDER_TO,
					ORDER_IN_FORCE };

	html_lit(p, "<section class=\"sheet stack\">");
	facts_begin(p);
	facts_row_begin(p, order_kind.fields[ORDER_CHILD].label);
	html_link(p, html_url(p, "/children/#", rec_int(o, ORDER_CHILD)),
		  facts_ref(p, &order_kind.fields[ORDER_CHILD], rec_int(o, ORDER_CHILD)));
	facts_row_end(p);
	facts_row(p, order_kind.fields[ORDER_PERSON].label,
		  facts_ref(p, &order_kind.fields[ORDER_PERSON], rec_int(o, ORDER_PERSON)));
	(void)facts_fields(p, o, field, COUNT(field));
	facts_end(p);
	html_lit(p, "</section>\n");
}

static void put_acts(struct page *p, const struct record *o)
{
	if (!may_write(p->who, P_ORDER))
		return;
	html_lit(p, "<p class=\"acts\">");
	html_button(p, html_url(p, "/protection_orders/#/edit", o->id), N_("Change"), false);
	html_button(p, html_url(p, "/protection_orders/#/journal", o->id), N_("What changed"), false);
	html_lit(p, "</p>\n");
}

static enum rc put_page(struct req *r, const struct record *o, int status)
{
	struct page p = page_of(r);

	p = page_begin(r, &(struct frame){ .title = html_word(&p, order_kind.label),
					   .tab = "/children",
					   .back = html_url(&p, "/children/#", rec_int(o, ORDER_CHILD)),
					   .back_label = N_("To the file"),
					   .no_store = true,
					   .status = status });
	form_summary(&p, NULL);
	html_lit(&p, "<div class=\"cols half\"><div class=\"stack\">\n");
	put_facts(&p, o);
	html_lit(&p, "</div><div class=\"stack\">\n");
	enum rc rc = put_grounds(&p, o);
	html_lit(&p, "</div></div>\n");
	put_acts(&p, o);
	page_end(&p);
	return rc;
}

enum rc order_page_show(struct req *r)
{
	struct record o;
	enum rc rc = record_load(&r->ctx, &order_kind, r->id, &o);

	seen_seal(r->ctx.seen);
	return rc == RC_OK ? put_page(r, &o, 200) : rc;
}

/* With a purpose it opens to who may open it now; the dispatcher writes the reading down before it leaves. */
enum rc order_page_open(struct req *r)
{
	struct record o;
	bool given;

	seen_seal(r->ctx.seen);
	enum rc rc = record_load(&r->ctx, &order_kind, r->id, &o);
	if (rc == RC_OK && o.hidden >> ORDER_GROUNDS & 1)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		rc = facts_purpose(r, &given);
	if (rc != RC_OK)
		return rc;
	if (!given)
		return put_page(r, &o, rc_status(RC_INVALID));
	rc = record_load(&r->ctx, &order_kind, r->id, &o);
	if (rc != RC_OK)
		return rc;
	if (!(o.masked >> ORDER_GROUNDS & 1))
		return put_page(r, &o, 200);
	r->ctx.purpose = (str){ NULL, 0 }; /* nothing was opened */
	return put_page(r, &o, rc_status(RC_DENIED));
}

/* --- its forms --- */

/* The adults around this child: an order names one of them. */
static enum rc options(struct req *r, const struct record *rec, struct form_field *f)
{
	struct page p = page_of(r);
	struct records found;
	int64_t child = rec ? rec_int(rec, ORDER_CHILD) : 0;
	struct list l = { .nv = 1, .want = 1ULL << PERSON_NAME };

	if (f->field != ORDER_PERSON || (!rec && !str_int(req_query(r, STR("child")), &child)))
		return RC_OK;
	l.where = SQL("t.id IN (SELECT i.person FROM tie i WHERE i.child = ?1)");
	l.v[0] = INT(child);
	enum rc rc = record_list(&r->ctx, &person_kind, &l, &found);
	if (rc != RC_OK)
		return rc;
	struct form_option *o = NEW(r->ctx.mem, struct form_option, found.n + 1);
	for (size_t i = 0; i < found.n; i++)
		o[i] = (struct form_option){ html_int_text(&p, found.r[i].id),
					     rec_text(&found.r[i], PERSON_NAME) };
	f->option = o;
	f->noption = found.n;
	return RC_OK;
}

static const uint8_t fields[] = { ORDER_CHILD, ORDER_PERSON, ORDER_ISSUED_BY, ORDER_DOCUMENT_NO,
				  ORDER_FROM,  ORDER_TO,     ORDER_GROUNDS };
const struct kind_page order_pages = {
	.kind = &order_kind,
	.field = fields,
	.nfield = COUNT(fields),
	.tab = "/children",
	.add = N_("Write down an order"),
	.mistake = N_("If it has been lifted, write the last day instead: then the history stays."),
	.options = options,
};
