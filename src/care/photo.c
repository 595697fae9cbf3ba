#include "photo.h"

#include "account.h"
#include "picture.h"
#include "program.h"
#include "sm.h"
#include "ticket.h"

static void complain(struct ctx *c, const char *field, const char *text, str value)
{
	problem_add(&c->problems, str_of(field), text, value, (str){ NULL, 0 });
}

/* --- the rules of the kind --- */

void photo_check(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;

	if (change->before)
		return;
	/* Without its picture it would be an empty frame; and a picture that was taken away stays away. */
	if (rec_null(r, PHOTO_NAME) || (c->who->role != ROLE_SYSTEM && c->via != VIA_UNDO))
		complain(c, "visit", N_("A photo comes with its picture: send it from the visit's page."),
			 (str){ NULL, 0 });
	else if (c->via == VIA_UNDO && !blob_exists(c, rec_text(r, PHOTO_NAME)))
		complain(c, "name", N_("The picture itself is gone for good: it cannot be put back."),
			 (str){ NULL, 0 });
}

/* Whoever took it may take it back, and the county. */
static bool may_drop(const struct ctx *c, const struct record *photo)
{
	return c->who->role & (ROLES_COUNTY | ROLE_SYSTEM) || c->via == VIA_UNDO ||
	       (c->who->account && rec_int(photo, PHOTO_BY) == c->who->account);
}

enum rc photo_after(struct ctx *c, struct change *change)
{
	if (change->after)
		return RC_OK;
	if (!may_drop(c, change->before))
		return RC_DENIED;
	return rec_null(change->before, PHOTO_NAME) ? RC_OK
						    : blob_drop(c, rec_text(change->before, PHOTO_NAME));
}

enum rc photo_moved(struct ctx *c, const struct record *photo)
{
	return rec_null(photo, PHOTO_NAME) ? RC_OK
					   : blob_rekeep(c, rec_text(photo, PHOTO_NAME), photo->county);
}

/* --- the same picture again --- */

/* Of 128 bits.  Copies of one picture at other sizes and qualities stay below; different pictures of one
 * place lie well above. */
enum { ALIKE_BITS = 8, ALIKE_LOOK = 500 };

static bool looks_alike(str mark, str other)
{
	uint8_t a[IMAGE_MARK], b[IMAGE_MARK];

	return hex_read(mark, a, sizeof a) && hex_read(other, b, sizeof b) && image_apart(a, b) <= ALIKE_BITS;
}

/* The very same anywhere in the county; nearly the same among this visitor's own of late.  Several of one
 * visit are no wonder. */
static enum rc find_like(struct ctx *c, str mark, int64_t visit, int64_t *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT p.id FROM photo p WHERE p.mark = ?1 AND p.county = ?2 AND p.visit <> ?3"
			      " ORDER BY p.id LIMIT 1",
			      TEXT(mark), INT(c->who->county), INT(visit));

	*ret = 0;
	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		*ret = db_int(&q, 0);
	rc = db_done(&q);
	if (rc != RC_OK || *ret)
		return rc;
	rc = DB_QUERY(c->db, &q,
		      "SELECT p.id, p.mark FROM photo p WHERE p.by_account = ?1 AND p.visit <> ?2"
		      " AND p.mark IS NOT NULL ORDER BY p.id DESC LIMIT ?3",
		      INT(c->who->account), INT(visit), INT(ALIKE_LOOK));
	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		if (looks_alike(mark, db_text(&q, 1)))
			*ret = db_int(&q, 0);
	return db_done(&q);
}

/* --- taking one --- */

struct taking {
	const struct photo_new *new;
	struct record visit, photo;
	struct picture pic;
	bool there;
};

/* The photo that this account sent under this number; 0: none. */
static enum rc find_sent(struct ctx *c, str client, int64_t *ret)
{
	struct rows q;

	*ret = 0;
	if (!client.n)
		return RC_OK;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT p.id FROM photo p WHERE p.client = ?1 AND p.by_account = ?2"
			      " ORDER BY p.id LIMIT 1",
			      TEXT(client), INT(c->who->account));
	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		*ret = db_int(&q, 0);
	return db_done(&q);
}

static enum rc load_sent(struct ctx *c, struct taking *t)
{
	int64_t id;
	enum rc rc = find_sent(c, t->new->client, &id);

	if (rc == RC_OK && id)
		rc = record_load(c, &photo_kind, id, &t->photo);
	t->there = rc == RC_OK && id;
	return rc;
}

/* Decimal places as far as a house: five. */
static str place_text(struct ctx *c, const struct image *i)
{
	const int32_t axis[] = { i->latitude, i->longitude };
	struct buf b = buf_new(c->mem, 40);

	for (size_t k = 0; k < COUNT(axis); k++) {
		int64_t n = axis[k] < 0 ? -(int64_t)axis[k] : axis[k];
		if (k)
			buf_lit(&b, ", ");
		if (axis[k] < 0)
			buf_ch(&b, '-');
		buf_int(&b, n / 1000000);
		buf_ch(&b, '.');
		buf_pad(&b, n % 1000000 / 10, 5);
	}
	return buf_view(&b);
}

static void fill_input(struct ctx *p, const struct ctx *c, const struct taking *t, int64_t like,
		       struct input *in)
{
	const struct photo_new *n = t->new;

	*in = input_new(&photo_kind);
	input_int(in, p->mem, PHOTO_CHILD, rec_int(&t->visit, VISIT_CHILD));
	input_int(in, p->mem, PHOTO_VISIT, n->visit);
	input_set(in, PHOTO_NAME, (str){ t->pic.blob.name, BLOB_NAME });
	input_int(in, p->mem, PHOTO_BYTES, t->pic.blob.bytes);
	input_int(in, p->mem, PHOTO_WIDTH, t->pic.image.width);
	input_int(in, p->mem, PHOTO_HEIGHT, t->pic.image.height);
	if (t->pic.image.marked)
		input_set(in, PHOTO_MARK, picture_mark(p->mem, &t->pic.image));
	if (like)
		input_int(in, p->mem, PHOTO_LIKE, like);
	if (n->place && t->pic.image.placed)
		input_set(in, PHOTO_PLACE, place_text(p, &t->pic.image));
	if (n->caption.n)
		input_set(in, PHOTO_CAPTION, n->caption);
	if (n->client.n)
		input_set(in, PHOTO_CLIENT, n->client);
	input_int(in, p->mem, PHOTO_BY, c->who->account);
	input_int(in, p->mem, PHOTO_AT, c->now);
}

/* T_NUMBER folds what people type: names and marks are written the way it keeps them. */
static enum rc keep(struct ctx *c, void *arg)
{
	struct taking *t = arg;
	struct actor program;
	struct input in;
	int64_t like = 0;
	enum rc rc = load_sent(c, t); /* the same form twice at once */

	if (rc != RC_OK || t->there)
		return rc;
	if (t->pic.image.marked)
		rc = find_like(c, picture_mark(c->mem, &t->pic.image), t->new->visit, &like);
	if (rc == RC_OK)
		rc = blob_keep(c, &t->pic.blob);
	if (rc != RC_OK)
		return rc;
	struct ctx p = program_for(c, &program, c->who->county);
	fill_input(&p, c, t, like, &in);
	rc = record_create(&p, &in, &t->photo);
	c->problems = p.problems;
	return rc;
}

/* A number is drawn by a browser or a program: 36 characters of hex and hyphens. */
static bool is_client(str s)
{
	enum { CLIENT_MAX = 36 };

	for (size_t i = 0; i < s.n; i++)
		if (!strchr("0123456789abcdefABCDEF-", s.s[i]) || !s.s[i])
			return false;
	return s.n <= CLIENT_MAX;
}

static enum rc check_number(struct ctx *c, int64_t visit)
{
	int64_t most = ctx_param(c, PARAM_VISIT_PHOTOS), n = 0;
	enum rc rc = DB_ONE(c->db, &n, "SELECT count(*) FROM photo p WHERE p.visit = ?1", INT(visit));
	struct buf b = buf_new(c->mem, 24);

	if (rc != RC_OK || n < most)
		return rc;
	buf_int(&b, most);
	complain(c, "file", N_("A visit has {0} photos at most, and they are there."), buf_view(&b));
	return RC_INVALID;
}

/* What can be told without looking into the file. */
static enum rc check_new(struct ctx *c, const struct photo_new *n)
{
	if (!is_client(n->client))
		complain(c, "client",
			 N_("The number of the sender is 36 characters at most: digits, a to f, "
			    "and hyphens."),
			 (str){ NULL, 0 });
	picture_check(c, n->bytes, ctx_param(c, PARAM_VISIT_PHOTO_BYTES));
	if (c->problems.n)
		return RC_INVALID;
	return check_number(c, n->visit);
}

enum rc photo_take(struct ctx *c, const struct photo_new *n, struct record *ret, bool *ret_there)
{
	struct taking t = { .new = n };
	enum rc rc = record_load(c, &visit_kind, n->visit, &t.visit);

	if (rc == RC_OK && !may_create(c->who, P_VISIT))
		rc = RC_DENIED;
	if (rc == RC_OK && is_client(n->client))
		rc = load_sent(c, &t);
	if (rc == RC_OK && !t.there) {
		rc = check_new(c, n);
		if (rc == RC_OK)
			rc = picture_take(c, n->bytes, (unsigned)ctx_param(c, PARAM_VISIT_PHOTO_SIDE),
					  &t.pic);
		if (rc == RC_OK)
			rc = store_write(c, PRIO_PEOPLE, keep, &t);
		picture_close(c, &t.pic.blob, rc == RC_OK && !t.there);
	}
	if (rc != RC_OK)
		return rc;
	*ret = t.photo;
	*ret_there = t.there;
	return RC_OK;
}

/* --- giving them out --- */

enum rc photo_bytes(struct ctx *c, const struct record *photo, bool small, str *ret)
{
	return picture_bytes(c, rec_null(photo, PHOTO_NAME) ? STR("") : rec_text(photo, PHOTO_NAME), small,
			     ret);
}

enum rc photo_of_visit(struct ctx *c, int64_t visit, struct records *ret)
{
	struct list l = { .filter = { { PHOTO_VISIT, INT(visit) } }, .nfilter = 1, .limit = LIST_MAX };

	return record_list(c, &photo_kind, &l, ret);
}

/* --- tickets --- */

str photo_ticket(struct ctx *c, int64_t photo) { return ticket_of(c, "photo.ticket", photo); }

bool photo_ticket_holds(struct ctx *c, int64_t photo, str ticket)
{
	return ticket_holds(c, "photo.ticket", photo, ticket);
}
