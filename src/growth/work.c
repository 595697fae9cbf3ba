#include "work.h"

#include "complain.h"
#include "entry.h"
#include "media.h"
#include "program.h"

/* --- rules --- */

/* That no face is to be seen is for those to say who sent the picture or look after the child; of several
 * children it was said when they were told apart. */
static void check_faces(struct ctx *c, const struct change *change)
{
	const struct record *was = change->before, *is = change->after;

	if (program_writes(c) || !(change->changed >> WORK_FACES & 1) || face_seen(is))
		return;
	bool own = c->who->account && rec_int(was, WORK_BY) == c->who->account;
	if (!rec_null(was, WORK_TOGETHER))
		complain(c, "faces", N_("Several children are in this picture: that stays as it is."));
	else if (!own && !(c->who->role & (ROLES_COUNTY | ROLE_HEAD | ROLE_TEACHER)))
		complain(c, "faces",
			 N_("Only who sent the picture, or the school, says that no face can be seen."));
}

void work_check(struct ctx *c, const struct change *change)
{
	media_check(c, change,
		    N_("A work comes with its picture: send it from the page of the child's works."));
	entry_check(c, change);
	if (change->before && change->after)
		check_faces(c, change);
}

/* Taken away from one child because it is not in the picture: the others' is one of fewer. */
static enum rc one_less(struct ctx *c, const struct record *gone)
{
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);
	struct list l = { .v = { TEXT(rec_text(gone, WORK_TOGETHER)) },
			  .nv = 1,
			  .want = UINT64_C(1) << WORK_SEVERAL };
	struct records rest;

	l.where = SQL("t.together = ?1");
	enum rc rc = record_list(&p, &work_kind, &l, &rest);
	for (size_t i = 0; i < rest.n && rc == RC_OK; i++) {
		struct input in = input_new(&work_kind);
		struct record done;
		int64_t n = rec_int(&rest.r[i], WORK_SEVERAL);
		input_int(&in, c->mem, WORK_SEVERAL, n > 1 ? n - 1 : 1);
		rc = record_update(&p, &work_kind, rest.r[i].id, 0, &in, &done);
	}
	return rc;
}

enum rc work_after(struct ctx *c, struct change *change)
{
	const struct record *gone = change->before;

	if (change->after)
		return RC_OK;
	if (!media_may_drop(c, gone))
		return RC_DENIED;
	enum rc rc = media_drop(c, gone);
	/* With its file, not from it: then nobody can say any more that its face may be seen. */
	if (rc == RC_OK && !rec_null(gone, WORK_TOGETHER) && !program_writes(c))
		rc = one_less(c, gone);
	return rc;
}

static enum rc drop_lost(struct ctx *c, void *arg)
{
	struct list l = { .limit = LIST_MAX, .want = 1 };
	struct records lost = { .n = 0 };

	(void)arg;
	l.where = SQL("t.together > '' AND t.several > (SELECT count(*) FROM work o WHERE o.together = "
		      "t.together)");
	enum rc rc = record_list(c, &work_kind, &l, &lost);
	for (size_t i = 0; i < lost.n && rc == RC_OK; i++)
		rc = record_delete(c, &work_kind, lost.r[i].id, 0);
	return rc;
}

enum rc work_daily(struct ctx *c) { return store_write(c, PRIO_BULK, drop_lost, NULL); }

/* --- taking one --- */

struct taking {
	const struct work_new *new;
	struct picture pic;
	struct record work;
	bool there;
};

static enum rc find_sent(struct ctx *c, struct taking *t)
{
	return entry_sent(c, &(struct entry_sent){ &work_kind, t->new->client, t->new->child }, &t->work,
			  &t->there);
}

static void set(struct input *in, size_t field, str text)
{
	if (text.n)
		input_set(in, field, text);
}

static struct input input_of(struct ctx *c, const struct work_new *n)
{
	struct input in = input_new(&work_kind);

	input_int(&in, c->mem, WORK_CHILD, n->child);
	set(&in, WORK_WHAT, n->what);
	set(&in, WORK_ON, n->on);
	set(&in, WORK_TITLE, n->title);
	set(&in, WORK_TEXT, n->text);
	set(&in, WORK_FACES, n->faces);
	set(&in, WORK_IN_BOOK, n->in_book);
	set(&in, WORK_CLIENT, n->client);
	return in;
}

enum rc work_keep(struct ctx *c, const struct work_kept *k, struct record *ret)
{
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);
	struct input in = input_of(&p, k->new);

	media_fill(c, &in, k->name, k->bytes);
	input_int(&in, p.mem, WORK_WIDTH, k->width);
	input_int(&in, p.mem, WORK_HEIGHT, k->height);
	set(&in, WORK_MARK, k->mark);
	if (k->new->together.n) {
		input_set(&in, WORK_TOGETHER, k->new->together);
		input_int(&in, p.mem, WORK_SEVERAL, k->new->several);
	}
	enum rc rc = record_create(&p, &in, ret);
	program_problems(c, &p);
	return rc;
}

static enum rc keep(struct ctx *c, void *arg)
{
	struct taking *t = arg;
	enum rc rc = find_sent(c, t); /* the same form twice at once */

	if (rc != RC_OK || t->there)
		return rc;
	rc = blob_keep(c, &t->pic.blob);
	return rc == RC_OK ? work_keep(c,
				       &(struct work_kept){ .new = t->new,
							    .name = { t->pic.blob.name, BLOB_NAME },
							    .mark = picture_mark(c->mem, &t->pic.image),
							    .bytes = t->pic.blob.bytes,
							    .width = t->pic.image.width,
							    .height = t->pic.image.height },
				       &t->work)
			   : rc;
}

static enum rc check_new(struct ctx *c, const struct work_new *n)
{
	struct input in = input_of(c, n);

	media_check_input(c, &in);
	if (!n->faces.n)
		complain(c, "faces", N_("Say whether faces can be seen in the picture."));
	picture_check(c, n->bytes, ctx_param(c, PARAM_GROWTH_WORK_PHOTO_BYTES));
	if (c->problems.n)
		return RC_INVALID;
	return media_check_day(c, &work_kind, n->child, PARAM_GROWTH_WORKS_OF_DAY);
}

static enum rc take_new(struct ctx *c, struct taking *t)
{
	enum rc rc = check_new(c, t->new);

	if (rc == RC_OK)
		rc = picture_take(c, t->new->bytes, (unsigned)ctx_param(c, PARAM_GROWTH_WORK_PHOTO_SIDE),
				  &t->pic);
	if (rc != RC_OK)
		return rc;
	rc = store_write(c, PRIO_PEOPLE, keep, t);
	picture_close(c, &t->pic.blob, rc == RC_OK && !t->there);
	return rc;
}

enum rc work_take(struct ctx *c, const struct work_new *n, struct record *ret, bool *ret_there)
{
	struct taking t = { .new = n };
	struct record child;
	enum rc rc = record_load(c, &child_kind, n->child, &child);

	if (rc == RC_OK && !may_create(c->who, P_WORK))
		rc = RC_DENIED;
	if (rc == RC_OK)
		rc = find_sent(c, &t);
	if (rc == RC_OK && !t.there)
		rc = take_new(c, &t);
	if (rc != RC_OK)
		return rc;
	*ret = t.work;
	*ret_there = t.there;
	return RC_OK;
}

/* --- giving them out --- */

enum rc work_of_child(struct ctx *c, int64_t child, int64_t after, struct records *ret)
{
	struct list l = { .filter = { { WORK_CHILD, INT(child) } },
			  .nfilter = 1,
			  .after = after,
			  .limit = WORK_PAGE,
			  .newest_first = true };

	return record_list(c, &work_kind, &l, ret);
}

enum rc work_for_book(struct ctx *c, int64_t child, day from, day until, size_t most, struct records *ret)
{
	struct list l = { .v = { INT(child), INT(from), INT(until) }, .nv = 3, .limit = most };
	struct face_memo memo = { .n = 0 };
	struct records all;
	size_t n = 0;

	l.where = SQL("t.child = ?1 AND t.on_day >= ?2 AND t.on_day <= ?3 AND t.in_book = 1");
	enum rc rc = record_list(c, &work_kind, &l, &all);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < all.n; i++)
		if (face_shown(c, &memo, &all.r[i]))
			all.r[n++] = all.r[i];
	all.n = n;
	*ret = all;
	return RC_OK;
}

enum rc work_picture(struct ctx *c, const struct record *work, bool small, str *ret)
{
	return face_shown(c, NULL, work) ? picture_bytes(c, media_name(work), small, ret) : RC_NOT_FOUND;
}
