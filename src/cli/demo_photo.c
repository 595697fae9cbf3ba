#include "demo_photo.h"

#include "demo_drawing.h"
#include "demo_random.h"
#include "demo_then.h"
#include "photo.h"

enum { STREAM_PHOTOS = 41, PHOTOS = 9, SHEET = 64 << 20 };

/* --- of visits --- */

struct visited {
	int64_t id;
	day on;
	const char *login;
};

/* The demo director's latest first. */
static enum rc list_visits(struct ctx *c, struct visited *ret, size_t *ret_n)
{
	struct rows q;
	enum rc rc =
		DB_QUERY(c->db, &q,
			 "SELECT v.id, v.on_day, a.login FROM visit v JOIN account a ON a.id = v.by_account"
			 " WHERE v.how = ?1 ORDER BY CASE WHEN a.login = 'director' THEN 0 ELSE 1 END,"
			 " v.on_day DESC, v.id LIMIT ?2",
			 TEXT(STR(CODE_VISIT_HOW_HOME)), INT(PHOTOS));
	size_t n = 0;

	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && n < PHOTOS) {
		ret[n].id = db_int(&q, 0);
		ret[n].on = (day)db_int(&q, 1);
		ret[n++].login = str_z(c->mem, db_text(&q, 2));
	}
	*ret_n = n;
	return db_done(&q);
}

static enum rc take(struct ctx *c, const struct visited *v, str jpeg, const char *caption)
{
	struct demo_then then;
	struct record photo;
	bool there;
	enum rc rc = demo_then(c, v->login, v->on, &then);

	if (rc != RC_OK)
		return rc;
	rc = photo_take(&then.ctx, &(struct photo_new){ v->id, jpeg, str_of(caption), STR(""), false },
			&photo, &there);
	c->problems = then.ctx.problems;
	return rc;
}

enum rc demo_photo_write(struct ctx *c, uint64_t seed)
{
	static const char *const captions[] = { "家门口", "灶房和院子", "屋后的山坡", "上学路上", "" };
	enum { FIRST = 0, SECOND = 3, WIDTH = 800, OTHER_WIDTH = 1000 };
	struct demo_random r = demo_random_of(seed, STREAM_PHOTOS);
	struct visited list[PHOTOS];
	struct demo_scene first = { .sky = 0 };
	struct ctx piece = *c;
	size_t n = 0;
	enum rc rc = c->model->blobs ? list_visits(c, list, &n) : RC_OK;

	piece.mem = arena_within(c->mem, SHEET);
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		struct demo_scene s = demo_drawing_scene(&r);
		str jpeg;
		if (i == FIRST)
			first = s;
		if (i == SECOND) /* taken once, sent for two visits */
			s = first;
		rc = demo_drawing_jpeg(piece.mem, &s, i == SECOND ? OTHER_WIDTH : WIDTH, &jpeg);
		if (rc == RC_OK)
			rc = take(&piece, &list[i], jpeg, captions[i % COUNT(captions)]);
		if (rc != RC_OK)
			c->problems = piece.problems;
		else
			arena_reset(piece.mem);
	}
	return rc;
}
