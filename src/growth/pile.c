#include "pile.h"

#include "complain.h"
#include "entry.h"
#include "media.h"
#include "program.h"
#include "sm.h"
#include "today_item.h"

/* --- rules --- */

void pile_check(struct ctx *c, const struct change *change)
{
	media_check(c, change,
		    N_("A photo of a pile comes with its picture: send it from the page of the pile."));
	if (change->after && !change->before && rec_day(change->after, PILE_PHOTO_ON) > c->today)
		complain(c, "on", N_("This day is still to come."));
}

enum rc pile_after(struct ctx *c, struct change *change)
{
	if (change->after)
		return RC_OK;
	return media_may_drop(c, change->before) ? media_drop(c, change->before) : RC_DENIED;
}

/* --- taking one --- */

struct taking {
	const struct pile_new *new;
	int64_t school;
	struct picture pic;
	struct record photo;
	bool there;
};

static enum rc find_sent(struct ctx *c, struct taking *t)
{
	return entry_sent(c, &(struct entry_sent){ &pile_photo_kind, t->new->client, 0 }, &t->photo,
			  &t->there);
}

static struct input input_of(const struct pile_new *n)
{
	struct input in = input_new(&pile_photo_kind);

	input_set(&in, PILE_PHOTO_ON, n->on);
	if (n->class.n)
		input_set(&in, PILE_PHOTO_CLASS, n->class);
	if (n->client.n)
		input_set(&in, PILE_PHOTO_CLIENT, n->client);
	return in;
}

static enum rc keep(struct ctx *c, void *arg)
{
	struct taking *t = arg;
	struct actor program;
	enum rc rc = find_sent(c, t); /* the same file twice at once */

	if (rc != RC_OK || t->there)
		return rc;
	rc = blob_keep(c, &t->pic.blob);
	if (rc != RC_OK)
		return rc;
	struct ctx p = program_for(c, &program, c->who->county);
	struct input in = input_of(t->new);
	if (t->school)
		input_int(&in, p.mem, PILE_PHOTO_SCHOOL, t->school);
	media_fill(c, &in, (str){ t->pic.blob.name, BLOB_NAME }, t->pic.blob.bytes);
	input_int(&in, p.mem, PILE_PHOTO_WIDTH, t->pic.image.width);
	input_int(&in, p.mem, PILE_PHOTO_HEIGHT, t->pic.image.height);
	if (t->pic.image.marked)
		input_set(&in, PILE_PHOTO_MARK, picture_mark(p.mem, &t->pic.image));
	rc = record_create(&p, &in, &t->photo);
	program_problems(c, &p);
	return rc;
}

/* Classes are known in town; photos are of one's own. */
static bool is_own(const struct actor *who, const struct record *class)
{
	if (who->role == ROLE_TEACHER)
		return class->id == who->class;
	return who->role == ROLE_HEAD ? rec_int(class, CLASS_SCHOOL) == who->school
				      : class->county == who->county;
}

/* Who has classes names one. */
static enum rc check_class(struct ctx *c, struct taking *t)
{
	struct record class;
	int64_t id = 0;
	enum rc rc = RC_NOT_FOUND;

	if (!t->new->class.n) {
		if (!(c->who->role & ROLES_CARE))
			complain(c, "class", N_("Say which class these photos are of."));
		return RC_OK;
	}
	if (str_int(t->new->class, &id))
		rc = record_load(c, &class_kind, id, &class);
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	if (rc == RC_NOT_FOUND || !is_own(c->who, &class))
		complain(c, "class", N_("What this points at is not there."));
	else
		t->school = rec_int(&class, CLASS_SCHOOL);
	return RC_OK;
}

static enum rc check_new(struct ctx *c, struct taking *t)
{
	struct input in = input_of(t->new);
	int64_t n = 0, most = ctx_param(c, PARAM_GROWTH_PILE_MAX);
	struct buf b = buf_new(c->mem, 24);
	enum rc rc = RC_OK;

	media_check_input(c, &in);
	if (!c->problems.n)
		rc = check_class(c, t);
	picture_check(c, t->new->bytes, ctx_param(c, PARAM_GROWTH_WORK_PHOTO_BYTES));
	if (rc != RC_OK || c->problems.n)
		return rc != RC_OK ? rc : RC_INVALID;
	rc = pile_count(c, &n);
	if (rc != RC_OK || n < most)
		return rc;
	buf_int(&b, most);
	complain_of(c, "file", N_("{0} photos wait already: sort some of them first."), buf_view(&b));
	return RC_INVALID;
}

static enum rc take_new(struct ctx *c, struct taking *t)
{
	enum rc rc = check_new(c, t);

	if (rc == RC_OK)
		rc = picture_take(c, t->new->bytes, (unsigned)ctx_param(c, PARAM_GROWTH_WORK_PHOTO_SIDE),
				  &t->pic);
	if (rc != RC_OK)
		return rc;
	rc = store_write(c, PRIO_PEOPLE, keep, t);
	picture_close(c, &t->pic.blob, rc == RC_OK && !t->there);
	return rc;
}

enum rc pile_take(struct ctx *c, const struct pile_new *n, struct record *ret, bool *ret_there)
{
	struct taking t = { .new = n };
	enum rc rc = may_create(c->who, P_PILE) ? find_sent(c, &t) : RC_DENIED;

	if (rc == RC_OK && !t.there)
		rc = take_new(c, &t);
	if (rc != RC_OK)
		return rc;
	*ret = t.photo;
	*ret_there = t.there;
	return RC_OK;
}

/* --- giving it to children --- */

struct giving {
	const struct pile_gift *gift;
	const struct record *photo;
	struct blob_new *blob; /* one for each child */
	str together, on;
};

static enum rc give_one(struct ctx *c, const struct giving *g, size_t i)
{
	const struct pile_gift *gift = g->gift;
	const struct record *photo = g->photo;
	struct record work;
	const struct work_new new = { .child = gift->child[i],
				      .what = gift->what.n ? gift->what : STR(CODE_WORK_WHAT_PHOTO),
				      .on = g->on,
				      .title = gift->title,
				      .faces = gift->faces,
				      .in_book = gift->in_book,
				      .together = gift->n > 1 ? g->together : STR(""),
				      .several = (int64_t)gift->n };
	enum rc rc = blob_keep(c, &g->blob[i]);

	if (rc != RC_OK)
		return rc;
	return work_keep(c,
			 &(struct work_kept){ .new = &new,
					      .name = { g->blob[i].name, BLOB_NAME },
					      .mark = rec_null(photo, PILE_PHOTO_MARK)
							      ? STR("")
							      : rec_text(photo, PILE_PHOTO_MARK),
					      .bytes = g->blob[i].bytes,
					      .width = rec_int(photo, PILE_PHOTO_WIDTH),
					      .height = rec_int(photo, PILE_PHOTO_HEIGHT) },
			 &work);
}

static enum rc give(struct ctx *c, void *arg)
{
	const struct giving *g = arg;
	enum rc rc = record_delete(c, &pile_photo_kind, g->photo->id, 0); /* given twice at once: not found */

	for (size_t i = 0; i < g->gift->n && rc == RC_OK; i++)
		rc = give_one(c, g, i);
	return rc;
}

static enum rc check_gift(struct ctx *c, const struct pile_gift *g)
{
	enum rc rc = RC_OK;

	if (!g->n)
		complain(c, "children", N_("Tap the children who are in the picture or made what it shows."));
	if (g->n > PILE_CHILDREN)
		complain(c, "children", N_("Those are too many children for one picture."));
	if (!g->faces.n)
		complain(c, "faces", N_("Say whether faces can be seen in the picture."));
	for (size_t i = 0; i < g->n && i < PILE_CHILDREN && rc == RC_OK; i++) {
		struct record child;
		rc = record_load(c, &child_kind, g->child[i], &child);
	}
	return rc == RC_OK && c->problems.n ? RC_INVALID : rc;
}

static enum rc copy_each(struct ctx *c, struct giving *g)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < g->gift->n && rc == RC_OK; i++)
		rc = picture_copy(c, media_name(g->photo), &g->blob[i]);
	return rc;
}

/* Without memory for the next one, those that are written have to go first. */
static enum rc copy_all(struct ctx *c, struct giving *g)
{
	struct arena *const top = arena_top(c->mem);
	jmp_buf full, *const outer = top->full;
	volatile enum rc rc = RC_TOO_BIG;

	top->full = &full;
	if (setjmp(full) == 0) /* NOLINT(cert-err52-c): base.h's one way out */
		rc = copy_each(c, g);
	else
		db_abandon(c->db);
	top->full = outer;
	return rc;
}

enum rc pile_give(struct ctx *c, int64_t id, const struct pile_gift *gift)
{
	enum { BYTES = 16 };
	struct record photo;
	uint8_t chance[BYTES];
	enum rc rc = record_load(c, &pile_photo_kind, id, &photo);

	if (rc == RC_OK)
		rc = check_gift(c, gift);
	if (rc != RC_OK)
		return rc;
	sm_random(chance, sizeof chance);
	struct giving g = { .gift = gift,
			    .photo = &photo,
			    .blob = NEW(c->mem, struct blob_new, gift->n),
			    .together = hex_put(c->mem, chance, sizeof chance),
			    .on = complain_day(c, rec_day(&photo, PILE_PHOTO_ON)) };
	rc = copy_all(c, &g);
	if (rc == RC_OK)
		rc = store_write(c, PRIO_PEOPLE, give, &g);
	for (size_t i = 0; i < gift->n; i++)
		picture_close(c, &g.blob[i], rc == RC_OK);
	return rc;
}

static enum rc drop(struct ctx *c, void *arg)
{
	return record_delete(c, &pile_photo_kind, *(const int64_t *)arg, 0);
}

enum rc pile_drop(struct ctx *c, int64_t photo) { return store_write(c, PRIO_PEOPLE, drop, &photo); }

/* --- what waits --- */

enum rc pile_list(struct ctx *c, int64_t after, size_t limit, struct records *ret)
{
	struct list l = { .v = { INT(c->who->account) }, .nv = 1, .after = after, .limit = limit };

	l.where = SQL("t.by_account = ?1");
	return record_list(c, &pile_photo_kind, &l, ret);
}

enum rc pile_count(struct ctx *c, int64_t *ret)
{
	struct list l = { .v = { INT(c->who->account) }, .nv = 1 };

	l.where = SQL("t.by_account = ?1");
	return record_count(c, &pile_photo_kind, &l, ret);
}

enum rc pile_picture(struct ctx *c, const struct record *photo, bool small, str *ret)
{
	return picture_bytes(c, media_name(photo), small, ret);
}

static enum rc drop_old(struct ctx *c, void *arg)
{
	static const int64_t a_day = INT64_C(86400) * 1000000;
	struct list l = { .v = { INT(c->now - ctx_param(c, PARAM_GROWTH_PILE_DAYS) * a_day) },
			  .nv = 1,
			  .limit = LIST_MAX,
			  .want = 1 };
	struct records old = { .n = 0 };

	(void)arg;
	l.where = SQL("t.at_time < ?1");
	enum rc rc = record_list(c, &pile_photo_kind, &l, &old);
	for (size_t i = 0; i < old.n && rc == RC_OK; i++)
		rc = record_delete(c, &pile_photo_kind, old.r[i].id, 0);
	return rc;
}

enum rc pile_daily(struct ctx *c) { return store_write(c, PRIO_BULK, drop_old, NULL); }

static enum rc count_waiting(struct ctx *c, struct today_count *ret) { return pile_count(c, &ret->n); }

const struct today_item pile_today = { .need = ROLE_OFFICER | ROLE_HEAD | ROLE_TEACHER | ROLES_CARE,
				       .icon = "grow",
				       .count = count_waiting,
				       .title = N_("Photos that wait to be sorted: {0}"),
				       .one = N_("A photo that waits to be sorted"),
				       .why = N_("Nobody but you sees them until you give them to a child."),
				       .url = "/piles",
				       .verb = N_("Sort them") };
