/* Cards by which a child and those who look after it sign in: who has one, making one (shown once, to be
 * printed), taking one back. */
#include "card.h"
#include "child.h"
#include "qr.h"
#include "registry_page.h"

static const char child_role[] = "child", guardian_role[] = "guardian";

/* The account of a child has no name of its own: who keeps accounts reads no child. */
static struct card_owner of_child(const struct record *child)
{
	return (struct card_owner){ .role = child_role, .child = child->id, .name = STR("小朋友") };
}

static struct card_owner of_adult(const struct record *tie, const struct record *person)
{
	return (struct card_owner){ .role = guardian_role,
				    .person = rec_int(tie, TIE_PERSON),
				    .name = rec_text(person, PERSON_NAME) };
}

static enum rc may(struct req *r) { return may_create(r->ctx.who, P_CARD) ? RC_OK : RC_NOT_FOUND; }

/* --- what there is --- */

struct keeper_row {
	struct record *tie;
	struct record person;
	int64_t since;
};

struct cards {
	struct record child;
	int64_t since;
	struct keeper_row *row;
	size_t n;
};

static bool in_force(const struct record *tie, day on)
{
	day from = rec_day(tie, TIE_FROM), to = rec_day(tie, TIE_TO);

	return (!from || from <= on) && (!to || to >= on) && !rec_int(tie, TIE_BARRED);
}

static enum rc read_keepers(struct req *r, struct cards *cards)
{
	struct records ties;
	struct list l = { .filter[0] = { TIE_CHILD, INT(cards->child.id) }, .nfilter = 1, .limit = LIST_MAX };
	enum rc rc = record_list(&r->ctx, &tie_kind, &l, &ties);

	if (rc != RC_OK)
		return rc;
	cards->row = NEW(r->ctx.mem, struct keeper_row, ties.n + 1);
	for (size_t i = 0; i < ties.n && rc == RC_OK; i++) {
		struct keeper_row *k = &cards->row[cards->n];
		if (!in_force(&ties.r[i], r->ctx.today))
			continue;
		k->tie = &ties.r[i];
		rc = record_load(&r->ctx, &person_kind, rec_int(k->tie, TIE_PERSON), &k->person);
		if (rc == RC_NOT_FOUND) { /* not for these eyes */
			rc = RC_OK;
			continue;
		}
		struct card_owner owner = of_adult(k->tie, &k->person);
		if (rc == RC_OK)
			rc = card_since(&r->ctx, &owner, &k->since);
		cards->n++;
	}
	return rc;
}

static enum rc read_cards(struct req *r, int64_t child, struct cards *ret)
{
	enum rc rc = may(r);

	*ret = (struct cards){ .n = 0 };
	if (rc == RC_OK)
		rc = record_load(&r->ctx, &child_kind, child, &ret->child);
	if (rc != RC_OK)
		return rc;
	struct card_owner owner = of_child(&ret->child);
	rc = card_since(&r->ctx, &owner, &ret->since);
	return rc == RC_OK ? read_keepers(r, ret) : rc;
}

static void put_button(struct page *p, str action, const char *label, str who)
{
	html_lit(p, "<form method=\"post\"");
	html_action(p, action);
	html_lit(p, ">");
	html_csrf(p);
	html_lit(p, "<button>");
	html_tr(p, label);
	html_lit(p, "<span class=\"hide\"> ");
	html_text(p, who);
	html_lit(p, "</span></button></form>");
}

static void put_row(struct page *p, str name, str small, int64_t since, str make, str end)
{
	html_lit(p, "<li><div><b>");
	html_text(p, name);
	html_lit(p, "</b><small>");
	html_text(p, small);
	if (small.n)
		html_lit(p, " · ");
	if (since)
		html_tr(p, N_("has a card since {0}"), html_day_text(p, instant_day(since)));
	else
		html_tr(p, N_("has no card"));
	html_lit(p, "</small></div><div class=\"duo\">");
	put_button(p, make, since ? N_("Make a new one") : N_("Make a card"), name);
	if (since)
		put_button(p, end, N_("Take it back"), name);
	html_lit(p, "</div></li>\n");
}

static enum rc card_page_show(struct req *r)
{
	struct cards cards;
	enum rc rc = read_cards(r, r->id, &cards);

	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	str name = rec_text(&cards.child, CHILD_NAME);
	p = page_begin(r, &(struct frame){ .title = html_say(&p, N_("Cards of {0}"), name),
					   .tab = "/children",
					   .back = html_url(&p, "/children/#", r->id),
					   .no_store = true });
	html_lit(&p, "<p>");
	html_tr(&p, N_("With a card and three pictures the child signs in, with a card and a PIN those who "
		       "look after "
		       "it. A new card makes the old one worthless."));
	html_lit(&p, "</p>\n<ul class=\"rows narrow\">\n");
	put_row(&p, name, html_say(&p, N_("the child")), cards.since,
		html_url(&p, "/children/#/cards", r->id), html_url(&p, "/children/#/cards/end", r->id));
	for (size_t i = 0; i < cards.n; i++) {
		const struct keeper_row *k = &cards.row[i];
		put_row(&p, rec_text(&k->person, PERSON_NAME),
			registry_code(&p, "relation", rec_text(k->tie, TIE_RELATION)), k->since,
			html_url(&p, "/ties/#/cards", k->tie->id),
			html_url(&p, "/ties/#/cards/end", k->tie->id));
	}
	html_lit(&p, "</ul>\n");
	page_end(&p);
	return RC_OK;
}

/* --- a card, once --- */

/* The number stands behind the #, which browsers keep to themselves: no log and no proxy sees it. */
static str address(struct page *p, const char *door, str number)
{
	struct buf b = buf_new(p->mem, 400);

	buf_str(&b, p->r->app->secure ? STR("https://") : STR("http://"));
	buf_str(&b, http_header(p->r->http, STR("host")));
	buf_str(&b, str_of(door));
	buf_ch(&b, '#');
	buf_str(&b, number);
	return buf_view(&b);
}

static void put_pictures(struct page *p, const struct card_made *card)
{
	html_lit(p, "<ul class=\"pics\">");
	for (size_t i = 0; i < CARD_PICKED; i++) {
		const struct picture *pic = &card_pictures[card->pictures[i]];
		html_lit(p, "<li>");
		html_picture(p, str_of(pic->name));
		html_lit(p, "<span>");
		html_tr(p, N_("{0}. {1}"), html_int_text(p, (int64_t)i + 1), html_word(p, pic->label));
		html_lit(p, "</span></li>");
	}
	html_lit(p, "</ul>\n");
}

static str in_two(struct page *p, str number)
{
	return html_fill(p, "{0} {1}", str_cut(number, 0, CARD_NUMBER / 2),
			 str_cut(number, CARD_NUMBER / 2, CARD_NUMBER));
}

/* Whose card, of which child, and whom to ring when it is lost. */
struct holder {
	str name;
	const struct record *child;
	str as;               /* "grandma": of a card of the child itself empty */
	struct record school; /* .kind NULL: none within reach */
};

static enum rc load_school(struct req *r, struct holder *h)
{
	int64_t school = rec_int(h->child, CHILD_SCHOOL);

	h->school = (struct record){ .kind = NULL };
	if (!school)
		return RC_OK;
	enum rc rc = record_load(&r->ctx, &school_kind, school, &h->school);
	if (rc == RC_NOT_FOUND)
		h->school.kind = NULL;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static void put_holder(struct page *p, const struct holder *h)
{
	html_lit(p, "<h2><svg class=\"i mark\" aria-hidden=\"true\"><use");
	html_attr(p, "href", html_fill(p, "{0}#mark", p->icons));
	html_lit(p, "/></svg>");
	html_tr(p, N_("Tongxin"));
	html_lit(p, "</h2><p><b>");
	html_text(p, h->name);
	html_lit(p, "</b>");
	if (h->as.n) {
		html_lit(p, "<br><small>");
		html_tr(p, N_("{1} of {0}"), rec_text(h->child, CHILD_NAME), h->as);
		html_lit(p, "</small>");
	}
	html_lit(p, "</p>\n");
}

/* For a phone without a camera, and for who has never done it. */
static void put_steps(struct page *p, bool pin)
{
	str host = http_header(p->r->http, STR("host"));

	html_lit(p, "<ol class=\"steps\"><li>");
	html_tr(p, N_("Point a phone's camera at the square, or open {0}"),
		html_fill(p, "{0}{1}", host, pin ? STR("/sign-in/card") : STR("/sign-in/child")));
	html_lit(p, "</li><li>");
	if (pin)
		html_tr(p, N_("Type the number and the PIN"));
	else
		html_tr(p, N_("Type the number, then tap the three pictures in their order"));
	html_lit(p, "</li></ol>\n");
}

static void put_lost(struct page *p, const struct record *school)
{
	html_lit(p, "<p class=\"s\">");
	if (!school->kind || rec_null(school, SCHOOL_PHONE))
		html_tr(p, N_("Found it? Please hand it in at the school."));
	else
		html_tr(p, N_("Lost or found? {0}, {1}"), rec_text(school, SCHOOL_NAME),
			rec_text(school, SCHOOL_PHONE));
	html_lit(p, "</p></section>\n");
}

static enum rc put_card(struct req *r, const struct card_made *card, struct holder *h)
{
	enum rc rc = load_school(r, h);

	if (rc != RC_OK)
		return rc;
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = html_say(&p, N_("The card of {0}"), h->name),
					   .tab = "/children",
					   .back = html_url(&p, "/children/#/cards", h->child->id),
					   .no_store = true });
	p.secret = true;
	html_lit(&p, "<p class=\"note sheet\">");
	html_tr(&p, N_("It is shown this once. Print it, or copy it by hand, and give it only to whom it is "
		       "of."));
	html_lit(&p, "</p>\n<section class=\"sheet card\">");
	put_holder(&p, h);
	qr_put(&p, address(&p, card->pin.n ? "/sign-in/card" : "/sign-in/child", card->number),
	       N_("QR code that opens the sign-in page with this number"));
	html_lit(&p, "<p>");
	html_tr(&p, N_("Number on the card"));
	html_lit(&p, "</p><p class=\"code\">");
	html_text(&p, in_two(&p, card->number));
	html_lit(&p, "</p>\n");
	if (card->pin.n) {
		html_lit(&p, "<p>");
		html_tr(&p, N_("PIN"));
		html_lit(&p, "</p><p class=\"code\">");
		html_text(&p, card->pin);
		html_lit(&p, "</p>\n");
	} else {
		put_pictures(&p, card);
	}
	put_steps(&p, card->pin.n != 0);
	put_lost(&p, &h->school);
	page_end(&p);
	r->reply->no_gzip = true;
	return RC_OK;
}

static enum rc card_page_child(struct req *r)
{
	struct record child;
	struct card_made card;
	enum rc rc = may(r);

	if (rc == RC_OK)
		rc = record_load(&r->ctx, &child_kind, r->id, &child);
	if (rc != RC_OK)
		return rc;
	struct card_owner owner = of_child(&child);
	rc = card_make(&r->ctx, &owner, &card);
	return rc == RC_OK
		       ? put_card(r, &card,
				  &(struct holder){ .name = rec_text(&child, CHILD_NAME), .child = &child })
		       : rc;
}

static enum rc card_page_child_end(struct req *r)
{
	struct record child;
	enum rc rc = may(r);

	if (rc == RC_OK)
		rc = record_load(&r->ctx, &child_kind, r->id, &child);
	if (rc != RC_OK)
		return rc;
	struct card_owner owner = of_child(&child);
	struct page p = page_of(r);
	rc = card_revoke(&r->ctx, &owner);
	return rc == RC_OK ? req_see_other(r, html_url(&p, "/children/#/cards", r->id)) : rc;
}

static enum rc read_adult(struct req *r, struct record *tie, struct record *person)
{
	enum rc rc = may(r);

	if (rc == RC_OK)
		rc = record_load(&r->ctx, &tie_kind, r->id, tie);
	return rc == RC_OK ? record_load(&r->ctx, &person_kind, rec_int(tie, TIE_PERSON), person) : rc;
}

/* Nobody who is kept away from the child, or has nothing to do with it any more, gets a key to its file. */
static enum rc card_page_tie(struct req *r)
{
	struct record tie, person, child;
	struct card_made card;
	enum rc rc = read_adult(r, &tie, &person);

	if (rc == RC_OK)
		rc = record_load(&r->ctx, &child_kind, rec_int(&tie, TIE_CHILD), &child);
	if (rc != RC_OK)
		return rc;
	if (!in_force(&tie, r->ctx.today))
		return RC_DENIED;
	struct card_owner owner = of_adult(&tie, &person);
	struct page p = page_of(r);
	rc = card_make(&r->ctx, &owner, &card);
	return rc == RC_OK ? put_card(r, &card,
				      &(struct holder){ .name = rec_text(&person, PERSON_NAME),
							.child = &child,
							.as = registry_code(&p, "relation",
									    rec_text(&tie, TIE_RELATION)) })
			   : rc;
}

static enum rc card_page_tie_end(struct req *r)
{
	struct record tie, person;
	enum rc rc = read_adult(r, &tie, &person);

	if (rc != RC_OK)
		return rc;
	struct card_owner owner = of_adult(&tie, &person);
	struct page p = page_of(r);
	rc = card_revoke(&r->ctx, &owner);
	return rc == RC_OK ? req_see_other(r, html_url(&p, "/children/#/cards", rec_int(&tie, TIE_CHILD)))
			   : rc;
}

/* clang-format off */
#define ROLES_CARDS (ROLE_OFFICER | ROLE_HEAD | ROLE_TEACHER | ROLES_VILLAGE)
const struct route card_routes[] = {
	{ HTTP_GET,  "/children/:id/cards",     card_page_show,      .need = ROLES_CARDS, .purpose = "cards" },
	{ HTTP_POST, "/children/:id/cards",     card_page_child,     .need = ROLES_CARDS, .purpose = "cards" },
	{ HTTP_POST, "/children/:id/cards/end", card_page_child_end, .need = ROLES_CARDS, .purpose = "cards" },
	{ HTTP_POST, "/ties/:id/cards",         card_page_tie,       .need = ROLES_CARDS, .purpose = "cards" },
	{ HTTP_POST, "/ties/:id/cards/end",     card_page_tie_end,   .need = ROLES_CARDS, .purpose = "cards" },
	{ 0 },
};
/* clang-format on */
