#include "demo_message.h"

#include "demo_growth.h"
#include "demo_then.h"
#include "demo_tone.h"
#include "message.h"

/* `heard`: by whom, on the next day; NULL: it waits. */
static const struct told_message {
	const char *login, *text, *heard;
	int days;
	bool spoken;
} messages[] = {
	{ "parent", "今天加班没接到你的视频，对不起。星期六晚上我一定在。", "child", 16, true },
	{ "child", "没关系，我和奶奶看电视了。妈妈做的红烧肉我会做了！", "parent", 15, false },
	{ "parent", "红烧肉要小火，等妈妈过年回来吃你做的。", "child", 9, false },
	{ "child", "", "guardian", 8, true },
	{ "child", "今天语文听写全对，老师给我盖了小红花。", "parent", 4, false },
	{ "parent", "真棒！照片奶奶发给我了，贴在床头了。", NULL, 3, false },
	{ "child", "", NULL, 1, true },
};

struct opening {
	int64_t id;
};

static enum rc open_unit(struct ctx *c, void *arg)
{
	const struct opening *o = arg;
	struct record m;
	enum rc rc = record_load(c, &message_kind, o->id, &m);

	return rc == RC_OK ? message_open(c, &m) : rc;
}

static enum rc hear(struct ctx *c, const struct told_message *t, int64_t id)
{
	struct demo_then then;
	struct opening o = { .id = id };

	if (!t->heard)
		return RC_OK;
	enum rc rc = demo_then(c, t->heard, day_add(c->today, 1 - t->days), &then);
	return rc == RC_OK ? store_write(&then.ctx, PRIO_PEOPLE, open_unit, &o) : rc;
}

static enum rc tell(struct ctx *c, int64_t child, const struct told_message *t)
{
	struct demo_then then;
	int64_t id = 0;
	enum rc rc = demo_then(c, t->login, day_add(c->today, -t->days), &then);

	if (rc != RC_OK)
		return rc;
	rc = message_take(
		&then.ctx,
		&(struct message_new){ .child = child,
				       .text = str_of(t->text),
				       .bytes = t->spoken ? demo_tone(&then.ctx) : (str){ NULL, 0 } },
		&id);
	c->problems = then.ctx.problems;
	return rc == RC_OK ? hear(c, t, id) : rc;
}

enum rc demo_message_write(struct ctx *c, uint64_t seed)
{
	struct demo_growth_story story;
	struct ctx piece = *c;
	enum rc rc = c->model->blobs ? demo_growth_story(c, &story) : RC_NOT_FOUND;

	(void)seed;
	if (rc == RC_NOT_FOUND)
		return RC_OK;
	piece.mem = arena_within(c->mem, (size_t)8 << 20);
	for (size_t i = 0; rc == RC_OK && i < COUNT(messages); i++, arena_reset(piece.mem))
		rc = tell(&piece, story.star, &messages[i]);
	c->problems = piece.problems;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}
