#include "picture.h"

#include "complain.h"
#include "sm.h"

/* What lies in the blob: four bytes, how long the small copy is (the highest first), then it, then the large
 * one; so the small one is read by opening the first piece alone. */
enum { HEAD = 4, SMALL_MAX = 1 << 20 };

static str megabytes(struct ctx *c, int64_t bytes)
{
	enum { MEGABYTE = 1000000 };
	struct buf b = buf_new(c->mem, 24);

	buf_int(&b, (bytes + MEGABYTE - 1) / MEGABYTE);
	return buf_view(&b);
}

void picture_check(struct ctx *c, str bytes, int64_t most)
{
	if (!bytes.n)
		complain(c, "file", N_("Choose a photo first."));
	else if (bytes.n > (size_t)most)
		complain_of(c, "file",
			    N_("The picture is larger than {0} MB. Choose a smaller size in the camera, or "
			       "send a screenshot of it."),
			    megabytes(c, most));
}

/* Nowhere to put it, or no room. */
static enum rc explain(struct ctx *c, enum rc rc)
{
	if (rc == RC_INVALID)
		complain(c, "file", N_("This server has no place for pictures: whoever runs it names one."));
	else if (rc == RC_BUSY)
		complain(c, "file", N_("The picture could not be written down: the disk is full or fails."));
	return rc;
}

static enum rc write_blob(struct ctx *c, struct picture *pic)
{
	const struct image *i = &pic->image;
	struct buf b = buf_new(c->mem, HEAD + i->small.n + i->large.n);
	const char head[HEAD] = { (char)(i->small.n >> 24), (char)(i->small.n >> 16), (char)(i->small.n >> 8),
				  (char)i->small.n };

	buf_put(&b, head, sizeof head);
	buf_str(&b, i->small);
	buf_str(&b, i->large);
	return explain(c, blob_write(c, buf_view(&b), &pic->blob));
}

enum rc picture_take(struct ctx *c, str bytes, unsigned side, struct picture *ret)
{
	const char *why = NULL;
	struct picture pic = { .blob = { .bytes = 0 } };
	enum rc rc = image_read(c->mem, bytes, side, &pic.image, &why);

	if (why)
		complain(c, "file", why);
	if (rc == RC_OK)
		rc = write_blob(c, &pic);
	if (rc == RC_OK)
		*ret = pic;
	return rc;
}

enum rc picture_copy(struct ctx *c, str name, struct blob_new *ret)
{
	str bytes;
	enum rc rc = blob_read(c, name, 0, BLOB_BYTES, &bytes);

	return rc == RC_OK ? explain(c, blob_write(c, bytes, ret)) : rc;
}

void picture_close(struct ctx *c, struct blob_new *b, bool kept)
{
	if (!kept)
		blob_discard(c, b);
	explicit_bzero(b->key, sizeof b->key);
}

enum rc picture_bytes(struct ctx *c, str name, bool small, str *ret)
{
	str head;
	enum rc rc = blob_read(c, name, 0, HEAD, &head);

	if (rc != RC_OK)
		return rc;
	const uint8_t *b = (const uint8_t *)head.s;
	if (head.n != HEAD)
		return RC_NOT_FOUND;
	size_t n = (size_t)b[0] << 24 | (size_t)b[1] << 16 | (size_t)b[2] << 8 | b[3];
	if (n > SMALL_MAX)
		return RC_NOT_FOUND;
	return small ? blob_read(c, name, HEAD, n, ret) : blob_read(c, name, HEAD + n, BLOB_BYTES, ret);
}

str picture_mark(struct arena *mem, const struct image *i)
{
	return i->marked ? hex_put(mem, i->mark, IMAGE_MARK) : STR("");
}

void picture_reply(struct req *r, const struct picture_sent *s, str bytes)
{
	r->reply->status = 200;
	r->reply->type = STR("image/jpeg");
	r->reply->disposition = s->disposition;
	r->reply->no_gzip = true;
	r->reply->etag = blob_etag(r->ctx.mem, s->name, s->small ? 's' : 'l');
	buf_str(req_body(r), bytes);
}
