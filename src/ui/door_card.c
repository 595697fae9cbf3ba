/* Cards: a guardian's with number and PIN, a child's with number and three pictures.  No script is needed;
 * with one, the number behind the # of the card's QR code is filled in (it never reaches the server's log).
 */
#include "card.h"
#include "door_page.h"
#include "form.h"

static const struct door_refusal nothing_wrong = { 0, NULL };

static void put_script(struct page *p)
{
	html_lit(p, "<script defer");
	html_attr(p, "src", static_url(p->mem, STR("card.js")));
	html_lit(p, "></script>\n");
}

static void put_number(struct page *p, str number)
{
	form_text_put(p, &(struct form_text){ .name = "number",
					      .label = N_("Number on the card"),
					      .hint = N_("Eight digits"),
					      .value = number,
					      .inputmode = "numeric",
					      .required = true });
}

static void put_other_doors(struct page *p, bool child)
{
	html_lit(p, "<ul class=\"rows ways\">\n");
	if (child)
		door_way(p, "lock", STR("/sign-in/card"), N_("I have a card with a PIN"));
	else
		door_way(p, "child", STR("/sign-in/child"), N_("I am a child and have a card"));
	door_way(p, "back", STR("/sign-in"), N_("I have a user name and a password"));
	html_lit(p, "</ul>\n");
}

static enum rc come_in(struct req *r, str number, str secret, str next)
{
	struct sign_in given = door_brought(r, SIGN_IN_CARD);
	struct session s;

	given.login = number;
	given.password = secret;
	enum rc rc = session_open(&r->ctx, &given, &s);
	if (rc != RC_OK)
		return rc;
	door_hand(r, &s);
	return req_see_other(r, s.stage == SESSION_OPEN && next.n ? next : door_next(s.stage));
}

/* --- number and PIN --- */

static void put_card(struct req *r, str number, const struct door_refusal *wrong)
{
	struct page p = door_begin(r, &(struct door){ .title = N_("Sign in with a card"),
						      .lead = N_("The school or the village gave it to you."),
						      .elder = true,
						      .status = wrong->status });

	html_lit(&p, "<form method=\"post\" action=\"/sign-in/card\" class=\"stack\">\n");
	html_csrf(&p);
	door_wrong(&p, wrong->text);
	put_number(&p, number);
	form_text_put(&p, &(struct form_text){ .name = "pin",
					       .label = N_("PIN"),
					       .hint = N_("Six digits, on the card"),
					       .type = "password",
					       .inputmode = "numeric",
					       .required = true });
	html_lit(&p, "<button class=\"main\">");
	html_tr(&p, N_("Sign in"));
	html_lit(&p, "</button>\n</form>\n");
	put_other_doors(&p, false);
	html_lit(&p, "<p>");
	html_tr(&p, N_("Lost the card? Ask the teacher or the child director for a new one."));
	html_lit(&p, "</p>\n");
	put_script(&p);
	door_end(&p);
}

enum rc door_card_ask(struct req *r)
{
	put_card(r, STR(""), &nothing_wrong);
	return RC_OK;
}

enum rc door_card_take(struct req *r)
{
	struct door_refusal wrong = { rc_status(RC_INVALID), N_("Both are needed, number and PIN.") };
	struct http_pair *form;
	size_t n;
	enum rc rc = req_form(r, &form, &n);

	if (rc != RC_OK)
		return rc;
	str number = form_value(form, n, STR("number")), pin = str_trim(form_value(form, n, STR("pin")));
	if (number.n && pin.n) {
		rc = come_in(r, number, pin, STR(""));
		if (rc == RC_OK ||
		    !door_refused(r, rc, N_("Number and PIN do not belong together. Look once more."),
				  &wrong))
			return rc;
	}
	put_card(r, number, &wrong);
	return RC_OK;
}

/* --- number and pictures: one page a picture, a tap each --- */

static const char *const which[CARD_PICKED] = { N_("Tap your first picture"), N_("Tap your second picture"),
						N_("Tap your third picture") };

static void put_child_form(struct page *p, const struct door_child *d, const char *class)
{
	html_lit(p, "<form method=\"post\"");
	html_attr(p, "class", str_of(class));
	html_action(p, d->url);
	html_lit(p, ">\n");
	html_csrf(p);
}

static void put_child_number(struct req *r, const struct door_child *d, str number,
			     const struct door_refusal *wrong)
{
	struct page p = door_begin(r, &(struct door){ .title = N_("Hello"),
						      .lead = N_("What number is on your card?"),
						      .elder = true,
						      .status = wrong->status });

	put_child_form(&p, d, "stack");
	door_wrong(&p, wrong->text);
	put_number(&p, number);
	html_lit(&p, "<button class=\"main\">");
	html_tr(&p, N_("Go on"));
	html_lit(&p, "</button>\n</form>\n");
	if (!d->next.n)
		put_other_doors(&p, true);
	put_script(&p);
	door_end(&p);
}

static void put_picture(struct page *p, unsigned i)
{
	html_lit(p, "<button name=\"pick\"");
	html_attr(p, "value", html_int_text(p, i));
	html_lit(p, ">");
	html_picture(p, str_of(card_pictures[i].name));
	html_lit(p, "<span>");
	html_tr(p, card_pictures[i].label);
	html_lit(p, "</span></button>\n");
}

/* The number and the pictures so far stand in the form: nobody is signed in yet, so nothing is kept of them.
 * Which they are is not shown: somebody may look on. */
static void put_pictures(struct req *r, const struct door_child *d, str number, const unsigned *picked,
			 size_t n)
{
	struct page p = door_begin(r, &(struct door){ .title = which[n], .elder = true });

	put_child_form(&p, d, "pics");
	html_hidden(&p, STR("number"), number);
	for (size_t i = 0; i < n; i++)
		html_hidden(&p, STR("picked"), html_int_text(&p, picked[i]));
	for (unsigned i = 0; i < CARD_PICTURES; i++)
		put_picture(&p, i);
	html_lit(&p, "</form>\n<ul class=\"rows ways\">\n");
	door_way(&p, "back", d->url, N_("From the beginning"));
	html_lit(&p, "</ul>\n");
	door_end(&p);
}

void door_child_put(struct req *r, const struct door_child *d)
{
	put_child_number(r, d, STR(""), &nothing_wrong);
}

/* What was tapped so far, then the tap that brought us here; false: this was not made by our form. */
static bool read_picked(const struct http_pair *form, size_t n, unsigned ret[CARD_PICKED], size_t *ret_n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		bool ours = str_eq(form[i].name, STR("picked")) || str_eq(form[i].name, STR("pick"));
		int64_t value;
		if (!ours)
			continue;
		if (count == CARD_PICKED || !str_int(form[i].value, &value) || value < 0 ||
		    value >= CARD_PICTURES)
			return false;
		ret[count++] = (unsigned)value;
	}
	*ret_n = count;
	return true;
}

enum rc door_child_step(struct req *r, const struct door_child *d)
{
	struct door_refusal wrong = { rc_status(RC_INVALID), N_("Type the number on your card.") };
	struct http_pair *form;
	unsigned picked[CARD_PICKED] = { 0 };
	size_t n, count = 0;
	enum rc rc = req_form(r, &form, &n);

	if (rc != RC_OK)
		return rc;
	str number = str_trim(form_value(form, n, STR("number")));
	if (!number.n || !read_picked(form, n, picked, &count)) {
		put_child_number(r, d, number, &wrong);
		return RC_OK;
	}
	if (count < CARD_PICKED) {
		put_pictures(r, d, number, picked, count);
		return RC_OK;
	}
	rc = come_in(r, number, card_pick(r->ctx.mem, picked), d->next);
	if (rc == RC_OK ||
	    !door_refused(r, rc, N_("That was not it. Look at your card and try again, or ask your teacher."),
			  &wrong))
		return rc;
	put_child_number(r, d, number, &wrong);
	return RC_OK;
}

static const struct door_child own_door = { .url = { "/sign-in/child", sizeof "/sign-in/child" - 1 } };

enum rc door_child_ask(struct req *r)
{
	door_child_put(r, &own_door);
	return RC_OK;
}

enum rc door_child_take(struct req *r) { return door_child_step(r, &own_door); }
