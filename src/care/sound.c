#include "sound.h"

#include "complain.h"
#include "form.h"
#include "media.h"
#include "range.h"

enum { SECOND = 1000, KILOBYTE = 1000 };

/* --- taking one in --- */

static str whole_number(struct ctx *c, int64_t n)
{
	struct buf b = buf_new(c->mem, 24);

	buf_int(&b, n);
	return buf_view(&b);
}

void sound_check(struct ctx *c, str bytes, const struct sound_limits *most)
{
	if (!bytes.n)
		complain(c, "file", N_("Record something first, or choose a file."));
	else if (bytes.n > (size_t)most->bytes)
		complain_of(c, "file", N_("The recording is larger than {0} kB: say it in two."),
			    whole_number(c, most->bytes / KILOBYTE));
}

static enum rc read_voice(struct ctx *c, str bytes, const struct sound_limits *most, struct voice *ret)
{
	const char *why = NULL;
	enum rc rc = voice_read(c->mem, bytes, ret, &why);

	if (why)
		complain(c, "file", why);
	/* A second of grace: a browser stops when it gets round to it. */
	if (rc == RC_OK && ret->milliseconds > (most->seconds + 1) * SECOND) {
		complain_of(c, "file", N_("The voice note is longer than {0} seconds: say it in two."),
			    whole_number(c, most->seconds));
		rc = RC_INVALID;
	}
	return rc;
}

enum rc sound_take(struct ctx *c, str bytes, const struct sound_limits *most, struct sound *ret)
{
	struct sound s = { .seconds = 0 };
	enum rc rc = read_voice(c, bytes, most, &s.voice);

	if (rc != RC_OK)
		return rc;
	rc = blob_write(c, s.voice.bytes, &s.blob);
	if (rc == RC_INVALID)
		complain(c, "file",
			 N_("This server has no place for recordings: whoever runs it names one."));
	else if (rc == RC_BUSY)
		complain(c, "file",
			 N_("The recording could not be written down: the disk is full or fails."));
	if (rc != RC_OK)
		return rc;
	s.seconds = (s.voice.milliseconds + SECOND - 1) / SECOND;
	*ret = s;
	explicit_bzero(s.blob.key, sizeof s.blob.key);
	return RC_OK;
}

void sound_done(struct ctx *c, struct sound *s, bool kept)
{
	if (!kept)
		blob_discard(c, &s->blob);
	explicit_bzero(s->blob.key, sizeof s->blob.key);
}

/* --- on pages --- */

str sound_length(struct page *p, int64_t seconds)
{
	struct buf b = buf_new(p->mem, 24);

	buf_int(&b, seconds / 60);
	buf_ch(&b, ':');
	buf_pad(&b, seconds % 60, 2);
	return buf_view(&b);
}

void sound_player_put(struct page *p, str label, str url)
{
	html_lit(p, "<audio controls preload=\"none\"");
	html_attr(p, "aria-label", label);
	html_attr(p, "src", url);
	html_lit(p, "></audio>");
}

/* Covered until asset/voice.js finds a microphone; then the choice of a file goes behind it. */
static void put_box(struct page *p, int64_t seconds)
{
	html_lit(p, "<div id=\"voice\" class=\"voice\" hidden");
	html_attr(p, "data-seconds", html_int_text(p, seconds));
	html_attr_tr(p, "data-stop", N_("Stop"));
	html_attr_tr(p, "data-again", N_("Say it again"));
	html_attr_tr(p, "data-none", N_("The microphone cannot be used here. Choose a file instead."));
	html_lit(p, "><button type=\"button\">");
	html_icon(p, "say");
	html_lit(p, "<span>");
	html_tr(p, N_("Speak now"));
	html_lit(p, "</span></button> <output aria-live=\"polite\"></output><audio controls hidden");
	html_attr_tr(p, "aria-label", N_("What you have said"));
	html_lit(p, "></audio></div>\n");
}

void sound_recorder_put(struct page *p, int64_t seconds, bool required)
{
	put_box(p, seconds);
	form_text_put(
		p, &(struct form_text){ .name = "file",
					.label = N_("Recording"),
					.hint = N_("A WebM file with Opus sound, as browsers record it. Two "
						   "minutes are enough."),
					.type = "file",
					.accept = "audio/webm,video/webm,.webm",
					.required = required });
}

void sound_script_put(struct page *p)
{
	html_lit(p, "<script defer");
	html_attr(p, "src", static_url(p->mem, STR("voice.js")));
	html_lit(p, "></script>\n");
}

enum rc sound_send(struct req *r, const struct record *of)
{
	size_t bytes_field = 0;
	struct range want;
	str bytes = { NULL, 0 };

	kind_field(of->kind, STR("bytes"), &bytes_field);
	size_t total = (size_t)rec_int(of, bytes_field);
	str etag = blob_etag(r->ctx.mem, media_name(of), 'v');
	bool some = range_wanted(r->http, etag, total, &want);
	enum rc rc = some ? blob_read(&r->ctx, media_name(of), want.from, want.n, &bytes) : RC_OK;
	if (rc != RC_OK)
		return rc;
	range_reply(r->reply, r->ctx.mem, some ? &want : NULL, total);
	r->reply->type = STR("audio/webm");
	r->reply->disposition = "inline; filename=\"voice.webm\"";
	r->reply->etag = etag;
	if (some)
		buf_str(req_body(r), bytes);
	return RC_OK;
}
