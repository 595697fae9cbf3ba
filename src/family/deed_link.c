#include "deed_link.h"

#include "kin.h"
#include "outbox.h"
#include "program.h"

static const int64_t A_DAY = INT64_C(86400) * 1000000;
static const char a_link[] = "deed link", a_browser[] = "deed browser";

const char *deed_link_why(enum link_is is)
{
	switch (is) {
	case LINK_UNKNOWN:
		return N_("This link is not good, or not any more. Ask the child director for a new one.");
	case LINK_OTHERS:
		return N_("This link was opened on another phone first. It is good there only: ask the child "
			  "director for a new one if that was not you.");
	case LINK_EXPIRED:
		return N_("The days of this link are over. Ask the child director for a new one: what was "
			  "written "
			  "is kept.");
	case LINK_CANCELLED: return N_("This deed is over: nobody signs it any more.");
	default: return NULL;
	}
}

struct row {
	int64_t id, deed, until;
	bool taken, ours;
};

static enum rc find_row(struct ctx *c, str word, str cookie, struct row *ret)
{
	str browser = link_digest(c, a_browser, cookie);
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT l.id, l.deed, l.link_until, l.browser FROM deed_link l WHERE l.link = ?1"
			 " AND NOT EXISTS (SELECT 1 FROM deed_link n WHERE n.deed = l.deed AND n.id > l.id)",
			 TEXT(link_digest(c, a_link, word)));

	*ret = (struct row){ .deed = 0 };
	if (rc != RC_OK)
		return rc;
	if (db_next(&q)) {
		str is = db_text(&q, 3);
		*ret = (struct row){ .id = db_int(&q, 0),
				     .deed = db_int(&q, 1),
				     .until = db_int(&q, 2),
				     .taken = is.n > 0,
				     .ours = cookie.n && is.n == browser.n &&
					     sm_equal(is.s, browser.s, is.n) };
	}
	return db_done(&q);
}

static enum link_is judge(const struct ctx *c, const struct row *row, const struct deed *d)
{
	if (c->now > row->until + ctx_param(c, PARAM_FAMILY_LINK_KNOWN_DAYS) * A_DAY)
		return LINK_UNKNOWN;
	if (row->taken && !row->ours)
		return LINK_OTHERS;
	if (d->stand == DEED_REVOKED || d->stand == DEED_ENDED)
		return LINK_CANCELLED;
	if (c->now > row->until)
		return LINK_EXPIRED;
	return row->taken ? LINK_OURS : LINK_FRESH;
}

enum rc deed_link_find(struct ctx *c, str word, str cookie, struct deed_link *ret)
{
	struct actor program;
	struct ctx p = program_for(c, &program, 0);
	struct row row;

	*ret = (struct deed_link){ .is = LINK_UNKNOWN };
	if (!link_word(word))
		return RC_OK;
	enum rc rc = find_row(c, word, cookie, &row);
	if (rc != RC_OK || !row.deed)
		return rc;
	rc = deed_whole(&p, row.deed, &ret->d);
	if (rc == RC_OK) {
		ret->id = row.id;
		ret->is = judge(c, &row, &ret->d);
	}
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* --- making and taking --- */

/* Chinese: it goes to a Chinese telephone.  It names nobody. */
static enum rc tell(struct ctx *c, const struct deed *d, str url, int64_t until)
{
	struct buf text = buf_new(c->mem, 1000);
	str phone = STR("");
	enum rc rc = kin_phone(c, d->parent.id, &phone);

	if (rc != RC_OK || !phone.n)
		return rc;
	TR(&text, LANG_ZH,
	   N_("The deed of entrusted care for your child is ready for you to read and sign, on this phone: "
	      "{0}"),
	   url);
	return outbox_add(c, &(struct outbox_new){ .channel = OUTBOX_SMS,
						   .to = phone,
						   .text = buf_view(&text),
						   .ref = d->rec.id,
						   .child = d->child.id,
						   .person = d->parent.id,
						   .until = until });
}

enum rc deed_link_make(struct ctx *c, int64_t deed, str origin, str *ret)
{
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);
	struct input in = input_new(&deed_link_kind);
	struct buf url = buf_new(c->mem, 500);
	str secret = link_draw(c->mem);
	int64_t until = c->now + ctx_param(c, PARAM_FAMILY_DEED_LINK_DAYS) * A_DAY;
	struct record done;
	struct deed d = { .stand = DEED_DRAFT };
	enum rc rc = deed_open(c, deed, &d);

	if (rc == RC_OK && !(d.me & DEED_IS_WITNESS))
		rc = RC_DENIED;
	if (rc == RC_OK && (d.stand != DEED_DRAFT || d.facts.parent))
		rc = RC_CONFLICT;
	input_int(&in, c->mem, DEED_LINK_DEED, deed);
	input_int(&in, c->mem, DEED_LINK_CHILD, d.child.id);
	input_set(&in, DEED_LINK_SECRET, link_digest(c, a_link, secret));
	input_int(&in, c->mem, DEED_LINK_UNTIL, until);
	input_int(&in, c->mem, DEED_LINK_BY, c->who->account);
	if (rc == RC_OK)
		rc = record_create(&p, &in, &done);
	buf_str(&url, origin);
	buf_lit(&url, "/d/");
	buf_str(&url, secret);
	if (rc == RC_OK)
		rc = outbox_drop(c, deed);
	if (rc == RC_OK)
		rc = tell(c, &d, buf_view(&url), until);
	if (rc == RC_OK)
		*ret = secret;
	return rc;
}

enum rc deed_link_take(struct ctx *c, str word, str cookie, str *ret)
{
	struct actor program;
	struct ctx p = program_for(c, &program, 0);
	struct input in = input_new(&deed_link_kind);
	struct record done;
	struct deed_link l;
	str value = cookie.n == LINK_LETTERS && link_word(cookie) ? cookie : link_draw(c->mem);
	enum rc rc = deed_link_find(c, word, cookie, &l);

	if (rc != RC_OK)
		return rc;
	if (l.is != LINK_FRESH)
		return RC_DENIED;
	input_set(&in, DEED_LINK_BROWSER, link_digest(c, a_browser, value));
	rc = record_update(&p, &deed_link_kind, l.id, 0, &in, &done);
	if (rc == RC_OK)
		*ret = value;
	return rc;
}
