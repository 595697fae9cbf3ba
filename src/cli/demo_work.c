#include "demo_work.h"

#include "demo_drawing.h"
#include "demo_growth.h"
#include "demo_then.h"
#include "demo_tone.h"
#include "pile.h"
#include "recording.h"
#include "sm.h"
#include "work.h"

enum { STREAM_WORKS = 61, WIDTH = 720, SHEET = 64 << 20, CLASS_MAX = 60 };

struct telling {
	struct ctx *c; /* a piece of memory for each picture */
	struct demo_random random;
	struct demo_growth_story story;
	int64_t classmate[CLASS_MAX];
	size_t classmates;
};

static str drawn(struct telling *t)
{
	struct demo_scene scene = demo_drawing_scene(&t->random);
	str jpeg = { NULL, 0 };

	return demo_drawing_jpeg(t->c->mem, &scene, WIDTH, &jpeg) == RC_OK ? jpeg : STR("");
}

static str day_text(struct ctx *c, day on)
{
	struct buf b = buf_new(c->mem, 16);

	day_put(&b, on);
	return buf_view(&b);
}

/* --- works --- */

struct told_work {
	int months; /* before today */
	const char *what, *title, *words;
};

static const struct told_work works[] = {
	{ 2, CODE_WORK_WHAT_DRAWING, "我的家", "烟囱里有烟，是奶奶在做饭。" },
	{ 5, CODE_WORK_WHAT_PHOTO, "学校后面的山", NULL },
	{ 9, CODE_WORK_WHAT_DRAWING, "春天", "我最喜欢这棵树。" },
	{ 14, CODE_WORK_WHAT_CRAFT, "纸做的房子", "和同桌一起做的。" },
	{ 20, CODE_WORK_WHAT_DRAWING, "爸爸妈妈回来那天", "太阳特别大。" },
	{ 27, CODE_WORK_WHAT_WRITING, "一封没有寄的信", NULL },
	{ 33, CODE_WORK_WHAT_DRAWING, "放学路上", NULL },
	{ 40, CODE_WORK_WHAT_PHOTO, "秋游", "我们走了很远。" },
	{ 48, CODE_WORK_WHAT_DRAWING, "下过雨的村子", NULL },
	{ 57, CODE_WORK_WHAT_CERTIFICATE, "书画比赛二等奖", NULL },
	{ 66, CODE_WORK_WHAT_DRAWING, "外婆家", "有一只看不见的狗，在房子后面。" },
	{ 76, CODE_WORK_WHAT_DRAWING, "太阳和山", NULL },
	{ 88, CODE_WORK_WHAT_DRAWING, "第一张画", "老师说画得好。" },
	{ 100, CODE_WORK_WHAT_CRAFT, "泥做的小屋", NULL },
};

static enum rc take(struct telling *t, int64_t child, const char *login, const struct told_work *w,
		    bool faces)
{
	struct demo_then then;
	struct record work;
	bool there;
	day on = day_add(t->c->today, -30 * w->months);

	enum rc rc = demo_then(t->c, login, on, &then);
	if (rc != RC_OK)
		return rc;
	rc = work_take(&then.ctx,
		       &(struct work_new){ .child = child,
					   .bytes = drawn(t),
					   .what = str_of(w->what),
					   .on = day_text(&then.ctx, on),
					   .title = str_of(w->title),
					   .text = str_of(w->words ? w->words : ""),
					   .faces = faces ? STR("1") : STR("0"),
					   .in_book = STR("1") },
		       &work, &there);
	t->c->problems = then.ctx.problems;
	return rc;
}

/* What was sent before the child was born, or by who did not see it then, was not sent. */
static enum rc may_miss(struct telling *t, enum rc rc)
{
	if (rc == RC_OK || (rc != RC_NOT_FOUND && rc != RC_DENIED && rc != RC_INVALID))
		return rc;
	t->c->problems = (struct problems){ .mem = t->c->mem };
	return RC_OK;
}

static enum rc write_works(struct telling *t)
{
	enum { OF_STAR = 6, OWN = 2 };
	struct arena *mem = t->c->mem;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < COUNT(works) && rc == RC_OK; i++, arena_reset(mem)) {
		size_t last = COUNT(works) - 1 - i; /* the oldest first */
		rc = may_miss(t, take(t, t->story.ten, "officer", &works[last], false));
		if (rc == RC_OK && last < OF_STAR)
			rc = may_miss(t, take(t, t->story.star, last < OWN ? "child" : "teacher",
					      &works[last], false));
	}
	return rc;
}

/* --- photos of the class --- */

static enum rc list_class(struct telling *t)
{
	struct rows q;
	enum rc rc =
		DB_QUERY(t->c->db, &q, "SELECT c.id FROM child c WHERE c.class = ?1 ORDER BY c.id LIMIT ?2",
			 INT(t->story.klass), INT(CLASS_MAX));

	while (rc == RC_OK && t->classmates < CLASS_MAX && db_next(&q))
		t->classmate[t->classmates++] = db_int(&q, 0);
	return rc == RC_OK ? db_done(&q) : rc;
}

static enum rc send_photo(struct telling *t, struct demo_then *then, day on, int64_t *ret)
{
	struct record photo;
	struct buf class = buf_new(t->c->mem, 24);
	bool there;

	buf_int(&class, t->story.klass);
	enum rc rc = pile_take(&then->ctx,
			       &(struct pile_new){ .bytes = drawn(t),
						   .class = buf_view(&class),
						   .on = day_text(&then->ctx, on) },
			       &photo, &there);
	t->c->problems = then->ctx.problems;
	if (rc == RC_OK)
		*ret = photo.id;
	return rc;
}

/* Some given to children, alone and together, some still waiting. */
static enum rc write_pile(struct telling *t)
{
	static const struct {
		size_t first, n; /* of the class; 0: it waits */
		const char *faces, *title;
	} photos[] = {
		{ 0, 2, "1", "运动会" }, { 2, 1, "0", "剪纸" },   { 3, 1, "0", "我们的菜园" },
		{ 4, 3, "1", "合唱" },   { 0, 1, "0", "黑板报" }, { 0, 0, NULL, NULL },
		{ 0, 0, NULL, NULL },    { 0, 0, NULL, NULL },
	};
	struct arena *mem = t->c->mem;
	day on = day_add(t->c->today, -4);
	enum rc rc = list_class(t);

	for (size_t i = 0; i < COUNT(photos) && rc == RC_OK; i++, arena_reset(mem)) {
		struct demo_then then;
		int64_t photo = 0;
		rc = demo_then(t->c, "teacher", on, &then);
		if (rc == RC_OK)
			rc = send_photo(t, &then, on, &photo);
		if (rc != RC_OK || !photos[i].n || photos[i].first + photos[i].n > t->classmates)
			continue;
		rc = pile_give(&then.ctx, photo,
			       &(struct pile_gift){ .child = t->classmate + photos[i].first,
						    .n = photos[i].n,
						    .faces = str_of(photos[i].faces),
						    .title = str_of(photos[i].title),
						    .in_book = STR("1") });
		t->c->problems = then.ctx.problems;
	}
	return rc;
}

/* --- voices --- */

static enum rc write_voices(struct telling *t)
{
	static const struct {
		const char *login, *title, *share;
		int days;
	} voices[] = {
		{ "parent", "晚安", CODE_WORD_SHARE_FAMILY, 40 },
		{ "child", "我会背这首诗了", CODE_WORD_SHARE_TEACHER, 12 },
		{ "guardian", "给爸爸妈妈听的", CODE_WORD_SHARE_FAMILY, 5 },
	};
	enum rc rc = RC_OK;

	for (size_t i = 0; i < COUNT(voices) && rc == RC_OK; i++, arena_reset(t->c->mem)) {
		struct demo_then then;
		struct record done;
		bool there;
		rc = demo_then(t->c, voices[i].login, day_add(t->c->today, -voices[i].days), &then);
		if (rc == RC_OK)
			rc = recording_take(&then.ctx,
					    &(struct recording_new){ .child = t->story.star,
								     .bytes = demo_tone(&then.ctx),
								     .title = str_of(voices[i].title),
								     .share = str_of(voices[i].share) },
					    &done, &there);
		t->c->problems = then.ctx.problems;
		rc = may_miss(t, rc);
	}
	return rc;
}

enum rc demo_work_write(struct ctx *c, uint64_t seed)
{
	struct ctx piece = *c;
	struct telling t = { .c = &piece, .random = demo_random_of(seed, STREAM_WORKS) };
	enum rc rc = c->model->blobs ? demo_growth_story(c, &t.story) : RC_NOT_FOUND;

	if (rc == RC_NOT_FOUND)
		return RC_OK;
	piece.mem = arena_within(c->mem, SHEET);
	if (rc == RC_OK)
		rc = write_works(&t);
	if (rc == RC_OK)
		rc = write_pile(&t);
	if (rc == RC_OK)
		rc = write_voices(&t);
	c->problems = piece.problems;
	return rc;
}
