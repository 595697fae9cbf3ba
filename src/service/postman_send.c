/* One message on its way; in the postman only. */
#include "buf.h"
#include "day.h"
#include "postman_own.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

void postman_prepare(void) { (void)curl_global_init(CURL_GLOBAL_ALL); }

static struct postman_answer later(enum outbox_why why)
{
	return (struct postman_answer){ POSTMAN_LATER, why };
}

/* --- the sink --- */

static bool put_all(int fd, str text)
{
	while (text.n) {
		ssize_t n = write(fd, text.s, text.n);
		if (n <= 0)
			return false;
		text = str_cut(text, (size_t)n, text.n);
	}
	return true;
}

static bool write_file(const char *path, str text)
{
	char part[PATH_MAX];
	int n = snprintf(part, sizeof part, "%s.part", path);
	int fd = n > 0 && n < PATH_MAX ? open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;

	if (fd < 0)
		return false;
	bool ok = put_all(fd, text) && fsync(fd) == 0;
	ok = close(fd) == 0 && ok;
	return ok && rename(part, path) == 0;
}

/* Named by its key: the same message twice is one file. */
static struct postman_answer sink(struct arena *mem, const char *dir, const struct postman_order *o)
{
	struct buf b = buf_new(mem, 16 << 10);
	char path[PATH_MAX];
	int n = snprintf(path, sizeof path, "%s/%.*s.txt", dir, STR_ARG(o->key));

	buf_str(&b, o->channel == OUTBOX_SMS ? STR("sms") : STR("mail"));
	buf_lit(&b, "\nto: ");
	buf_str(&b, o->to);
	buf_lit(&b, "\nsubject: ");
	buf_str(&b, o->subject);
	buf_lit(&b, "\n\n");
	buf_str(&b, o->text);
	buf_ch(&b, '\n');
	if (n <= 0 || n >= PATH_MAX || !write_file(path, buf_view(&b)))
		return later(OUTBOX_SINK);
	return (struct postman_answer){ POSTMAN_SENT, OUTBOX_WELL };
}

/* --- libcurl: its functions call these back; none of them jumps --- */

enum { REPLY_MAX = 16 << 10 };
struct reply {
	char text[REPLY_MAX];
	size_t n;
};
static size_t take(char *bytes, size_t one, size_t n, void *arg)
{
	struct reply *r = arg;

	n *= one;
	if (n > REPLY_MAX - r->n)
		return 0; /* nobody who means well answers so much */
	memcpy(r->text + r->n, bytes, n);
	r->n += n;
	return n;
}

static size_t give(char *to, size_t one, size_t n, void *arg)
{
	str *left = arg;
	str part = str_cut(*left, 0, one * n);

	if (part.n)
		memcpy(to, part.s, part.n);
	*left = str_cut(*left, part.n, left->n);
	return part.n;
}

static int look(void *arg, curl_off_t a UNUSED, curl_off_t b UNUSED, curl_off_t c UNUSED, curl_off_t d UNUSED)
{
	int (*gone)(void) = *(int (**)(void))arg;

	return gone();
}

/* What holds of both channels.  Nothing of the environment is believed: no proxy, no .netrc. */
static void set_common(CURL *h, const struct postman_conf *conf, struct reply *reply, int (**gone)(void))
{
	const long connect_s = 10;

	curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(h, CURLOPT_PROXY, "");
	curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(h, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(h, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, conf->timeout < connect_s ? conf->timeout : connect_s);
	curl_easy_setopt(h, CURLOPT_TIMEOUT, conf->timeout);
	curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(h, CURLOPT_WRITEDATA, reply);
	curl_easy_setopt(h, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(h, CURLOPT_XFERINFOFUNCTION, look);
	curl_easy_setopt(h, CURLOPT_XFERINFODATA, gone);
	if (conf->value[CONF_CA])
		curl_easy_setopt(h, CURLOPT_CAINFO, conf->value[CONF_CA]);
}

static struct postman_answer judge_curl(CURLcode code)
{
	switch (code) {
	case CURLE_OPERATION_TIMEDOUT: return later(OUTBOX_TIMEOUT);
	case CURLE_LOGIN_DENIED: return later(OUTBOX_LOGIN);
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_USE_SSL_FAILED: return later(OUTBOX_CERTIFICATE);
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_CONNECT:
	case CURLE_SEND_ERROR:
	case CURLE_RECV_ERROR:
	case CURLE_GOT_NOTHING:
	case CURLE_PARTIAL_FILE: return later(OUTBOX_UNREACHABLE);
	case CURLE_ABORTED_BY_CALLBACK: return later(OUTBOX_LOST);
	default: return later(OUTBOX_NONSENSE);
	}
}

/* --- a text message --- */

static struct curl_slist *headers_of(struct arena *mem, const struct postman_conf *conf,
				     const struct postman_order *o)
{
	const char *name = conf->value[CONF_SMS_KEY_HEADER];
	struct buf b = buf_new(mem, 200);
	struct curl_slist *list = curl_slist_append(NULL, "Expect:");

	if (!conf->get)
		list = curl_slist_append(list, conf->form ? "Content-Type: application/x-www-form-urlencoded"
							  : "Content-Type: application/json; charset=utf-8");
	buf_str(&b, name ? str_of(name) : STR("Idempotency-Key"));
	buf_lit(&b, ": ");
	buf_str(&b, o->key);
	return curl_slist_append(list, str_z(mem, buf_view(&b)));
}

static void set_login(CURL *h, const char *bearer, const char *user, const char *password)
{
	if (bearer) {
		curl_easy_setopt(h, CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
		curl_easy_setopt(h, CURLOPT_XOAUTH2_BEARER, bearer);
	}
	if (!user)
		return;
	curl_easy_setopt(h, CURLOPT_USERNAME, user);
	curl_easy_setopt(h, CURLOPT_PASSWORD, password ? password : "");
}

static struct postman_answer send_sms(CURL *h, struct arena *mem, const struct postman_conf *conf,
				      const struct postman_order *o, struct reply *reply)
{
	const char *const *v = conf->value;
	struct curl_slist *headers = headers_of(mem, conf, o);
	long status = 0;

	curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(h, CURLOPT_URL, str_z(mem, postman_fill(mem, v[CONF_SMS_URL], ESCAPE_URL, o)));
	curl_easy_setopt(h, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(h, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
	set_login(h, v[CONF_SMS_BEARER], v[CONF_SMS_USER], v[CONF_SMS_PASSWORD]);
	if (!conf->get) {
		str body = postman_fill(mem, v[CONF_SMS_BODY], conf->form ? ESCAPE_URL : ESCAPE_JSON, o);
		curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE, (long)body.n);
		curl_easy_setopt(h, CURLOPT_POSTFIELDS, body.s);
	}
	CURLcode code = curl_easy_perform(h);
	curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
	curl_slist_free_all(headers);
	return code == CURLE_OK ? postman_judge_http(conf, status, (str){ reply->text, reply->n })
				: judge_curl(code);
}

/* --- a mail --- */

static const char *in_brackets(struct arena *mem, str address)
{
	struct buf b = buf_new(mem, OUTBOX_TO_MAX + 8);

	buf_ch(&b, '<');
	buf_str(&b, address);
	buf_ch(&b, '>');
	return str_z(mem, buf_view(&b));
}

static struct postman_answer send_mail(CURL *h, struct arena *mem, const struct postman_conf *conf,
				       const struct postman_order *o)
{
	const char *const *v = conf->value;
	const struct postman_letter l = { v[CONF_MAIL_FROM], v[CONF_MAIL_NAME], instant_now() };
	str left = postman_mail(mem, &l, o);
	struct curl_slist *to = curl_slist_append(NULL, in_brackets(mem, o->to));
	long said = 0;

	curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(h, CURLOPT_URL, v[CONF_MAIL_URL]);
	curl_easy_setopt(h, CURLOPT_USE_SSL,
			 conf->near[OUTBOX_MAIL] ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
	curl_easy_setopt(h, CURLOPT_MAIL_FROM, in_brackets(mem, str_of(v[CONF_MAIL_FROM])));
	curl_easy_setopt(h, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(h, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(h, CURLOPT_INFILESIZE_LARGE, (curl_off_t)left.n);
	curl_easy_setopt(h, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(h, CURLOPT_READDATA, &left);
	set_login(h, NULL, v[CONF_MAIL_USER], v[CONF_MAIL_PASSWORD]);
	CURLcode code = curl_easy_perform(h);
	curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &said);
	curl_slist_free_all(to);
	if (code == CURLE_OK)
		return (struct postman_answer){ POSTMAN_SENT, OUTBOX_WELL };
	return said >= 400 && code != CURLE_OPERATION_TIMEDOUT ? postman_judge_mail(said) : judge_curl(code);
}

struct postman_answer postman_send(struct arena *mem, const struct postman_conf *conf,
				   const struct postman_order *o, int (*gone)(void))
{
	struct reply *reply = NEW(mem, struct reply, 1);

	if (conf->sink)
		return sink(mem, conf->sink, o);
	if (!conf->value[o->channel == OUTBOX_SMS ? CONF_SMS_URL : CONF_MAIL_URL])
		return later(OUTBOX_NO_GATEWAY);
	CURL *h = curl_easy_init();
	if (!h)
		return later(OUTBOX_LOST);
	set_common(h, conf, reply, &gone);
	struct postman_answer a =
		o->channel == OUTBOX_SMS ? send_sms(h, mem, conf, o, reply) : send_mail(h, mem, conf, o);
	curl_easy_cleanup(h);
	return a;
}
