/* The postman: the file that tells it where to go, what goes over the wire, what the answers mean; then the
 * real processes against a gateway and a mail server of this machine, well and unwell, and killed under way.
 */
#include "gateway.h"
#include "postman_own.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>

static struct arena mem;

/* --- the configuration --- */

#define SMS_URL "[sms]\nurl = https://sms.example.cn/send\n"
#define SMS SMS_URL "body = {\"to\":\"{to}\",\"text\":\"{text}\"}\n"
#define MAIL "[mail]\nurl = smtps://mail.example.cn\nfrom = a@example.cn\n"

/* clang-format off */
static const char *const good[] = {
	SMS, MAIL, SMS MAIL, "timeout = 5\nca = /etc/ca.pem\n" SMS,
	"# a remark\n\n  [sms]  \n url=https://a.cn/?to={to}&m={text}\nmethod = GET\n",
	SMS "type = form\nbearer = x=y\nkey_header = X-Request-Id\naccepted = \"code\":0\nrefused = bad\n",
	SMS "user = u\npassword = p # no remark\n",
	"[sms]\nurl = http://127.0.0.1:8080/s\nbody = {to}{text}\n", "[sms]\nurl = http://[::1]:8/s\nbody = {to}{text}\n",
	"[sms]\nurl = http://localhost/s\nbody = {to}{text}\n",
	"[mail]\nurl = smtp://mail.example.cn\nfrom = a@b.cn\nname = 同心\nuser = u\npassword = p\n",
};
static const struct {
	const char *text, *says;
} bad[] = {
	{ "", "neither [sms] nor [mail] has an url" },
	{ "[post]\n", "line 1: a section is [sms] or [mail]: [post]" },
	{ "[sms\n", "line 1: a section is [sms] or [mail]: [sms" },
	{ "url = https://a.cn\n", "line 1: no such key in this section: url" },
	{ SMS "colour = red\n", "line 4: no such key in this section: colour" },
	{ SMS "bearer\n", "line 4: no KEY = VALUE" },
	{ SMS "bearer =\n", "line 4: it has no value: bearer" },
	{ SMS "bearer = a\nbearer = b\n", "line 5: given twice: bearer" },
	{ SMS "method = POSTS\n", "line 4: its value is too long: method" },
	{ SMS "method = PUT\n", "method is POST or GET" },
	{ SMS "type = xml\n", "type is json or form" },
	{ SMS "method = GET\n", "POST needs a body, GET has none" },
	{ SMS_URL, "POST needs a body, GET has none" },
	{ SMS_URL "body = {to}\n", "url and body hold no {to} or no {text}" },
	{ SMS_URL "body = {text}\n", "url and body hold no {to} or no {text}" },
	{ SMS "key_header = A: b\n", "key_header is the name of a header" },
	{ SMS "bearer = a\nuser = b\n", "either bearer, or user and password" },
	{ "[sms]\nurl = http://sms.example.cn/\nbody = {to}{text}\n", "without TLS only this machine is spoken to: url" },
	{ "[sms]\nurl = http://127.0.0.1.example.cn/\nbody = {to}{text}\n", "without TLS only this machine is spoken to: url" },
	{ "[sms]\nurl = ftp://sms.example.cn/\nbody = {to}{text}\n", "the url begins with none of those that are known: url" },
	{ "[sms]\nurl = https://u:p@a.cn/\nbody = {to}{text}\n", "the url names a user or a value where a machine belongs: url" },
	{ "[sms]\nurl = https://{to}.cn/\nbody = {to}{text}\n", "the url names a user or a value where a machine belongs: url" },
	{ "[sms]\nurl = https://a.cn:70000/\nbody = {to}{text}\n", "the url names no machine or port: url" },
	{ "[sms]\nurl = https://a.cn:x/\nbody = {to}{text}\n", "the url names no machine or port: url" },
	{ "[sms]\nurl = https:///x\nbody = {to}{text}\n", "the url names no machine or port: url" },
	{ "[sms]\nurl = https://a.cn/ x\nbody = {to}{text}\n", "the url holds a character it must not: url" },
	{ "[mail]\nurl = smtps://a.cn\n", "[mail] needs from = somebody@example.cn" },
	{ "[mail]\nurl = smtps://a.cn\nfrom = <a@b.cn>\n", "[mail] needs from = somebody@example.cn" },
	{ "[mail]\nurl = https://a.cn\nfrom = a@b.cn\n", "the url begins with none of those that are known: url" },
	{ "timeout = 0\n" SMS, "timeout is a number of seconds from 1 to 60" },
	{ "timeout = 61\n" SMS, "timeout is a number of seconds from 1 to 60" },
	{ "timeout = x\n" SMS, "timeout is a number of seconds from 1 to 60" },
	{ SMS "bearer = \xff\n", "the file is no text" },
};
/* clang-format on */

static void test_conf(void)
{
	struct postman_conf conf;
	str why;

	for (size_t i = 0; i < COUNT(good); i++) {
		why = (str){ NULL, 0 };
		OK(postman_conf_read(&mem, str_of(good[i]), &conf, &why) == RC_OK);
		if (why.n)
			tap_note(why.s, why.n);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		conf.timeout = -7;
		why = (str){ NULL, 0 };
		OK(postman_conf_read(&mem, str_of(bad[i].text), &conf, &why) == RC_INVALID);
		OK(str_eq(why, str_of(bad[i].says)) && conf.timeout == -7);
		if (!str_eq(why, str_of(bad[i].says)))
			tap_note(why.s, why.n);
	}
}

static void test_conf_means(void)
{
	struct postman_conf conf;
	str why;
	char *long_file = arena_text(&mem, POSTMAN_CONF_MAX + 1);
	memset(long_file, '\n', POSTMAN_CONF_MAX + 1);
	OK(postman_conf_read(&mem, (str){ long_file, POSTMAN_CONF_MAX + 1 }, &conf, &why) == RC_INVALID &&
	   str_eq(why, STR("the file is too long")));
	OK(postman_conf_read(&mem, STR(SMS "bearer = a\0b\n"), &conf, &why) == RC_INVALID);
	OK(postman_conf_read(&mem, str_of("timeout = 5\n" SMS MAIL), &conf, &why) == RC_OK &&
	   conf.port[OUTBOX_SMS] == 443 && conf.port[OUTBOX_MAIL] == 465 && conf.timeout == 5 && !conf.get &&
	   !conf.form && !conf.near[OUTBOX_SMS]);
	OK(postman_conf_read(&mem, str_of(good[8]), &conf, &why) == RC_OK && conf.port[OUTBOX_SMS] == 8 &&
	   conf.near[OUTBOX_SMS] && !conf.port[OUTBOX_MAIL]);
	/* A secret that stands in the wrong place is not repeated. */
	OK(postman_conf_read(&mem, STR("[sms]\nhunter2secret\n"), &conf, &why) == RC_INVALID &&
	   !str_has(why, STR("hunter2")));
}

/* A file cut off, and with single bytes changed, is refused or read, and nothing else happens. */
static void test_conf_broken(void)
{
	static const char whole[] = "timeout = 9\n" SMS "user = u\npassword = p\n" MAIL;
	char text[sizeof whole];
	struct postman_conf conf;
	str why;
	unsigned read = 0, said = 0;

	for (size_t n = 0; n < sizeof whole; n++) {
		why = STR("");
		enum rc rc = postman_conf_read(&mem, (str){ whole, n }, &conf, &why);
		read += rc == RC_OK;
		said += rc == RC_INVALID && why.n > 0 && why.n < 200;
	}
	OK(read + said == sizeof whole && read > 2 && said > 100);
	read = said = 0;
	for (size_t at = 0; at < sizeof whole - 1; at++)
		for (unsigned byte = 0; byte < 256; byte += 5) {
			memcpy(text, whole, sizeof whole);
			text[at] = (char)byte;
			enum rc rc = postman_conf_read(&mem, (str){ text, sizeof whole - 1 }, &conf, &why);
			read += rc == RC_OK;
			said += rc == RC_INVALID && why.n > 0;
			arena_reset(&mem);
		}
	OK(read > 500 && said > 500 && read + said == (sizeof whole - 1) * 52);
}

/* --- what goes over the wire --- */

static const struct postman_order order = { .channel = OUTBOX_SMS,
					    .key = STR_INIT("0123456789abcdef0123456789abcdef"),
					    .to = STR_INIT("13812345678"),
					    .subject = STR_INIT("妈妈 \"&\""),
					    .text = STR_INIT("小明:\n\"7\\8\" & {to} 100%") };

static void test_fill(void)
{
	str json = postman_fill(&mem, "{\"a\":{\"to\":\"{to}\"},\"t\":\"{text}\",\"k\":\"{key}\",{x}{",
				ESCAPE_JSON, &order);

	OK(str_eq(json, STR("{\"a\":{\"to\":\"13812345678\"},\"t\":\"小明:\\n\\\"7\\\\8\\\" & {to} 100%\","
			    "\"k\":\"0123456789abcdef0123456789abcdef\",{x}{")));
	OK(str_eq(postman_fill(&mem, "a={to}&b={text}&c={subject}", ESCAPE_URL, &order),
		  STR("a=13812345678&b=%E5%B0%8F%E6%98%8E%3A%0A%227%5C8%22%20%26%20%7Bto%7D%20100%25"
		      "&c=%E5%A6%88%E5%A6%88%20%22%26%22")));
}

static void test_mail(void)
{
	/* 2026-11-21 10:00 in Shanghai. */
	const struct postman_letter l = { "no-reply@county.gov.cn", "同心", INT64_C(1795226400) * 1000000 };
	struct postman_order o = order;

	o.to = STR("mother@example.com");
	o.text = STR("小明今天下午四点给您打电话，请点这里。小明今天下午四点给您打电话，请点这里。");
	str m = postman_mail(&mem, &l, &o);
	OK(str_starts(m, STR("Date: Sat, 21 Nov 2026 10:00:00 +0800\r\nFrom: =?UTF-8?B?5ZCM5b+D?= "
			     "<no-reply@county.gov.cn>\r\nTo: <mother@example.com>\r\n"
			     "Message-ID: <0123456789abcdef0123456789abcdef@county.gov.cn>\r\n"
			     "Subject: =?UTF-8?B?5aaI5aaIICImIg==?=\r\n")));
	size_t longest = 0, n = 0;
	for (size_t i = 0; i < m.n; i++) {
		n = m.s[i] == '\n' ? 0 : n + 1;
		longest = n > longest ? n : longest;
	}
	OK(longest <= 77); /* with its CR */
	OK(str_ends(
		m,
		STR("\r\n\r\n5bCP5piO5LuK5aSp5LiL5Y2I5Zub54K557uZ5oKo5omT55S16K+d77yM6K+354K56L+Z6YeM44CC\r\n"
		    "5bCP5piO5LuK5aSp5LiL5Y2I5Zub54K557uZ5oKo5omT55S16K+d77yM6K+354K56L+Z6YeM44CC\r\n")));
	/* No line of ours can begin another header. */
	OK(!str_has(m, STR("\n\n")) && memmem(m.s, m.n, "\r\n\r\n", 4));
	o.subject = STR("一个很长很长的题目一个很长很长的题目一个很长很长的题目一个很长很长的题目");
	m = postman_mail(&mem, &l, &o);
	OK(str_has(m, STR("?=\r\n =?UTF-8?B?")));
}

static void test_judge(void)
{
	/* clang-format off */
	static const struct {
		long status;
		const char *body;
		struct postman_answer is;
	} http[] = {
		{ 200, "{\"code\":0}", { POSTMAN_SENT, OUTBOX_WELL } }, { 202, "{\"code\":0}", { POSTMAN_SENT, OUTBOX_WELL } },
		{ 200, "{\"code\":7}", { POSTMAN_LATER, OUTBOX_NONSENSE } }, { 200, "", { POSTMAN_LATER, OUTBOX_NONSENSE } },
		{ 200, "{\"code\":0,\"bad\":\"number\"}", { POSTMAN_NEVER, OUTBOX_REFUSED } },
		{ 301, "", { POSTMAN_LATER, OUTBOX_NONSENSE } }, { 304, "", { POSTMAN_LATER, OUTBOX_NONSENSE } },
		{ 400, "", { POSTMAN_NEVER, OUTBOX_REFUSED } }, { 401, "", { POSTMAN_LATER, OUTBOX_LOGIN } },
		{ 403, "", { POSTMAN_LATER, OUTBOX_LOGIN } }, { 404, "", { POSTMAN_LATER, OUTBOX_NONSENSE } },
		{ 408, "", { POSTMAN_LATER, OUTBOX_BUSY } }, { 409, "", { POSTMAN_LATER, OUTBOX_BUSY } },
		{ 422, "", { POSTMAN_NEVER, OUTBOX_REFUSED } }, { 429, "", { POSTMAN_LATER, OUTBOX_BUSY } },
		{ 500, "", { POSTMAN_LATER, OUTBOX_BUSY } }, { 503, "", { POSTMAN_LATER, OUTBOX_BUSY } },
		{ 0, "", { POSTMAN_LATER, OUTBOX_NONSENSE } }, { 999, "", { POSTMAN_LATER, OUTBOX_NONSENSE } },
	};
	static const struct {
		long code;
		struct postman_answer is;
	} mail[] = {
		{ 421, { POSTMAN_LATER, OUTBOX_BUSY } }, { 450, { POSTMAN_LATER, OUTBOX_BUSY } },
		{ 535, { POSTMAN_LATER, OUTBOX_LOGIN } }, { 530, { POSTMAN_LATER, OUTBOX_LOGIN } },
		{ 550, { POSTMAN_NEVER, OUTBOX_REFUSED } }, { 554, { POSTMAN_NEVER, OUTBOX_REFUSED } },
		{ 502, { POSTMAN_LATER, OUTBOX_NONSENSE } }, { 0, { POSTMAN_LATER, OUTBOX_NONSENSE } },
	};
	/* clang-format on */
	const struct postman_conf conf = {
		.value = { [CONF_SMS_ACCEPTED] = "\"code\":0", [CONF_SMS_REFUSED] = "\"bad\":" }
	};
	const struct postman_conf plain = { 0 };

	for (size_t i = 0; i < COUNT(http); i++) {
		struct postman_answer a = postman_judge_http(&conf, http[i].status, str_of(http[i].body));
		OK(a.verdict == http[i].is.verdict && a.why == http[i].is.why);
	}
	for (size_t i = 0; i < COUNT(mail); i++) {
		struct postman_answer a = postman_judge_mail(mail[i].code);
		OK(a.verdict == mail[i].is.verdict && a.why == mail[i].is.why);
	}
	OK(postman_judge_http(&plain, 200, STR("anything")).verdict == POSTMAN_SENT);
}

/* --- the processes --- */

static char dir[] = "/tmp/tx-postman-XXXXXX";

static const char *write_conf(const char *text, mode_t mode)
{
	static char path[100];
	(void)snprintf(path, sizeof path, "%s/conf", dir);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	(void)!write(fd, text, strlen(text));
	(void)fchmod(fd, mode);
	close(fd);
	return path;
}

static struct postman_answer ask(enum outbox_channel channel, const char *key, const atomic_bool *stop,
				 enum rc *ret_rc)
{
	struct postman_order o = order;
	struct postman_answer a = { POSTMAN_NEVER, OUTBOX_WHYS };

	o.channel = channel;
	o.key = str_of(key);
	if (channel == OUTBOX_MAIL)
		o.to = STR("mother@example.com");
	*ret_rc = postman_do(&o, stop, &a);
	return a;
}

static bool is(enum outbox_channel channel, const char *key, enum postman_verdict verdict,
	       enum outbox_why why)
{
	enum rc rc;
	struct postman_answer a = ask(channel, key, NULL, &rc);

	if (rc == RC_OK && a.verdict == verdict && a.why == why)
		return true;
	printf("# %d: %d %d\n", rc, a.verdict, a.why);
	return false;
}

static const char *key_number(int i)
{
	static char key[POSTMAN_KEY + 1];

	(void)snprintf(key, sizeof key, "%032d", i);
	return key;
}

static bool opens(const char *where, const char *wrong)
{
	str why = { NULL, 0 };
	enum rc rc = postman_open(&mem, where, true, &why);

	if (!wrong)
		return rc == RC_OK || (tap_note(why.s, why.n), false);
	return rc == RC_INVALID && str_has(why, str_of(wrong)) && !postman_state().open;
}

static size_t files_in(const char *path, char *ret_text, size_t size)
{
	char file[400];
	DIR *d = opendir(path);
	size_t n = 0;

	for (const struct dirent *e = d ? readdir(d) : NULL; e; e = readdir(d)) {
		if (e->d_name[0] == '.')
			continue;
		n++;
		(void)snprintf(file, sizeof file, "%s/%s", path, e->d_name);
		int fd = open(file, O_RDONLY);
		ssize_t got = read(fd, ret_text, size - 1);
		ret_text[got > 0 ? got : 0] = '\0';
		close(fd);
	}
	if (d)
		closedir(d);
	return n;
}

static void test_sink(void)
{
	char where[100], text[4000] = "";

	(void)snprintf(where, sizeof where, "sink:%s/sink", dir);
	OK(opens(where, NULL));
	OK(postman_state().sink && postman_state().takes[OUTBOX_SMS] && postman_state().takes[OUTBOX_MAIL] &&
	   !postman_state().far);
	OK(is(OUTBOX_SMS, key_number(1), POSTMAN_SENT, OUTBOX_WELL));
	OK(is(OUTBOX_SMS, key_number(1), POSTMAN_SENT, OUTBOX_WELL));
	OK(files_in(where + 5, text, sizeof text) == 1);
	OK(!strcmp(text, "sms\nto: 13812345678\nsubject: 妈妈 \"&\"\n\n小明:\n\"7\\8\" & {to} 100%\n"));
	OK(is(OUTBOX_MAIL, key_number(2), POSTMAN_SENT, OUTBOX_WELL));
	OK(files_in(where + 5, text, sizeof text) == 2);
	postman_close();
	OK(opens("sink:/proc/nowhere", "cannot be made"));
	OK(opens("/nowhere/at/all", "cannot be opened"));
	OK(opens(write_conf(SMS "colour = red\n", 0600), "line 4: no such key"));
	OK(opens(write_conf(SMS, 0604), "everybody on this machine"));
	enum rc rc;
	(void)ask(OUTBOX_SMS, key_number(3), NULL, &rc);
	OK(rc == RC_INVALID);
}

static const char *gates(const struct gate *sms, const struct gate *mail)
{
	static char text[1000];

	(void)snprintf(text, sizeof text,
		       "timeout = 2\n[sms]\nurl = http://127.0.0.1:%d/send?k={key}\nbearer = sesame\n"
		       "body = {\"to\":\"{to}\",\"text\":\"{text}\"}\nrefused = \"never\"\n"
		       "[mail]\nurl = smtp://127.0.0.1:%d\nuser = u\npassword = p\nfrom = us@example.cn\n",
		       sms->port, mail->port);
	return write_conf(text, 0600);
}

static void test_sms(struct gate *g)
{
	OK(is(OUTBOX_SMS, key_number(10), POSTMAN_SENT, OUTBOX_WELL));
	OK(g->seen->asked == 1 && !strcmp(g->seen->key, key_number(10)));
	OK(strstr(g->seen->head, "POST /send?k=00000000000000000000000000000010 HTTP/1.1") == g->seen->head);
	OK(strstr(g->seen->head, "Authorization: Bearer sesame") &&
	   strstr(g->seen->head, "application/json"));
	OK(!strcmp(g->seen->body,
		   "{\"to\":\"13812345678\",\"text\":\"小明:\\n\\\"7\\\\8\\\" & {to} 100%\"}"));
	/* Once sent it is not sent again, though it is asked for. */
	OK(is(OUTBOX_SMS, key_number(10), POSTMAN_SENT, OUTBOX_WELL) && g->seen->asked == 1);
	/* clang-format off */
	static const struct {
		enum gateway_mode mode;
		enum postman_verdict verdict;
		enum outbox_why why;
	} ways[] = {
		{ GATE_TROUBLE, POSTMAN_LATER, OUTBOX_BUSY }, { GATE_REFUSE, POSTMAN_NEVER, OUTBOX_REFUSED },
		{ GATE_LOGIN, POSTMAN_LATER, OUTBOX_LOGIN }, { GATE_SILENT, POSTMAN_LATER, OUTBOX_TIMEOUT },
		{ GATE_GARBAGE, POSTMAN_LATER, OUTBOX_NONSENSE }, { GATE_HUGE, POSTMAN_LATER, OUTBOX_NONSENSE },
		{ GATE_LEAD, POSTMAN_LATER, OUTBOX_NONSENSE }, { GATE_CLOSE, POSTMAN_LATER, OUTBOX_UNREACHABLE },
	};
	/* clang-format on */
	for (size_t i = 0; i < COUNT(ways); i++) {
		g->seen->mode = (int)ways[i].mode;
		OK(is(OUTBOX_SMS, key_number(11), ways[i].verdict, ways[i].why));
	}
	(void)snprintf(g->seen->say, sizeof g->seen->say, "{\"never\":1}");
	g->seen->mode = GATE_SAY;
	OK(is(OUTBOX_SMS, key_number(12), POSTMAN_NEVER, OUTBOX_REFUSED));
	g->seen->mode = GATE_TAKE;
	OK(is(OUTBOX_SMS, key_number(11), POSTMAN_SENT, OUTBOX_WELL));
}

static void test_smtp(struct gate *g)
{
	OK(is(OUTBOX_MAIL, key_number(20), POSTMAN_SENT, OUTBOX_WELL));
	OK(g->seen->asked == 1 && strstr(g->seen->head, "MAIL FROM:<us@example.cn>") &&
	   strstr(g->seen->head, "RCPT TO:<mother@example.com>"));
	OK(strstr(g->seen->body, "Message-ID: <00000000000000000000000000000020@example.cn>"));
	g->seen->mode = GATE_TROUBLE;
	OK(is(OUTBOX_MAIL, key_number(21), POSTMAN_LATER, OUTBOX_BUSY));
	g->seen->mode = GATE_REFUSE;
	OK(is(OUTBOX_MAIL, key_number(21), POSTMAN_NEVER, OUTBOX_REFUSED));
	g->seen->mode = GATE_LOGIN;
	OK(is(OUTBOX_MAIL, key_number(21), POSTMAN_LATER, OUTBOX_LOGIN));
	g->seen->mode = GATE_SILENT;
	OK(is(OUTBOX_MAIL, key_number(21), POSTMAN_LATER, OUTBOX_TIMEOUT));
	/* Whatever has no number is no answer yet. */
	g->seen->mode = GATE_GARBAGE;
	OK(is(OUTBOX_MAIL, key_number(21), POSTMAN_LATER, OUTBOX_TIMEOUT));
	g->seen->mode = GATE_TAKE;
	OK(is(OUTBOX_MAIL, key_number(21), POSTMAN_SENT, OUTBOX_WELL));
}

/* The child of this process's child, by what the kernel calls it. */
static pid_t find(const char *name, pid_t parent)
{
	char path[300], text[300];
	DIR *d = opendir("/proc");
	pid_t found = 0;

	for (const struct dirent *e = readdir(d); e && !found; e = readdir(d)) {
		int pid = (int)strtol(e->d_name, NULL, 10);
		(void)snprintf(path, sizeof path, "/proc/%d/stat", pid);
		int fd = pid ? open(path, O_RDONLY) : -1;
		ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
		text[n > 0 ? n : 0] = '\0';
		if (fd >= 0)
			close(fd);
		const char *end = strrchr(text, ')'); /* then the state, and whose child it is */
		if (end && strlen(end) > 4 && strtol(end + 4, NULL, 10) == parent && strstr(text, name))
			found = pid;
	}
	closedir(d);
	return found;
}

static pid_t find_postman(void)
{
	const struct timespec moment = { .tv_nsec = 20000000 };
	pid_t mother = find("(tx-mother)", getpid()), postman = 0;

	for (int i = 0; mother && !postman && i < 500; i++, (void)nanosleep(&moment, NULL))
		postman = find("(tx-postman)", mother);
	return postman;
}

/* It dies with a message in its hand, and before one; the next is forked and takes them. */
static void test_death(struct gate *g)
{
	pid_t first = find_postman(), killer;

	g->seen->mode = GATE_SILENT;
	int before = g->seen->asked;
	killer = fork();
	if (killer == 0) {
		const struct timespec moment = { .tv_nsec = 10000000 };
		while (g->seen->asked == before)
			(void)nanosleep(&moment, NULL);
		(void)kill(first, SIGKILL);
		_exit(0);
	}
	OK(first > 0 && is(OUTBOX_SMS, key_number(30), POSTMAN_LATER, OUTBOX_LOST));
	(void)waitpid(killer, NULL, 0);
	g->seen->mode = GATE_TAKE;
	OK(is(OUTBOX_SMS, key_number(30), POSTMAN_SENT, OUTBOX_WELL));
	OK(!strcmp(g->seen->key, key_number(30)) && postman_state().again == 1);
	pid_t second = find_postman();
	OK(second > 0 && second != first);
	int sent = g->seen->asked;
	(void)kill(second, SIGKILL);
	/* Whether we hear of its death before or after: it is sent once. */
	enum rc rc;
	struct postman_answer a = ask(OUTBOX_SMS, key_number(31), NULL, &rc);
	OK(rc == RC_OK && (a.verdict == POSTMAN_SENT || a.why == OUTBOX_LOST));
	OK(is(OUTBOX_SMS, key_number(31), POSTMAN_SENT, OUTBOX_WELL) && g->seen->asked == sent + 1);
	OK(!postman_state().gone);
}

static void test_stop(struct gate *g)
{
	const atomic_bool stop = true;
	enum rc rc;

	g->seen->mode = GATE_SILENT;
	(void)ask(OUTBOX_SMS, key_number(40), &stop, &rc);
	OK(rc == RC_BUSY);
	g->seen->mode = GATE_TAKE;
}

/* Without the mother the postman goes on; it is the last one. */
static void test_mother_dies(void)
{
	pid_t mother = find("(tx-mother)", getpid()), postman = find_postman();

	OK(mother > 0 && postman > 0 && kill(mother, SIGKILL) == 0);
	OK(is(OUTBOX_SMS, key_number(50), POSTMAN_SENT, OUTBOX_WELL) && !postman_state().gone);
	(void)kill(postman, SIGKILL);
	OK(is(OUTBOX_SMS, key_number(51), POSTMAN_LATER, OUTBOX_LOST));
	OK(postman_state().gone && postman_state().open);
	OK(is(OUTBOX_SMS, key_number(51), POSTMAN_LATER, OUTBOX_LOST));
}

int main(void)
{
	arena_init(&mem, 64 << 20);
	if (!mkdtemp(dir))
		return 1;
	test_conf();
	test_conf_means();
	test_conf_broken();
	test_fill();
	test_mail();
	test_judge();
	test_sink();
	struct gate sms = gate_open(gate_http), mail = gate_open(gate_smtp);
	OK(opens(gates(&sms, &mail), NULL));
	OK(!postman_state().far && !postman_state().sink);
	test_sms(&sms);
	test_smtp(&mail);
	test_death(&sms);
	test_stop(&sms);
	test_mother_dies();
	postman_close();
	gate_close(&sms);
	OK(opens(gates(&sms, &mail), NULL));
	OK(is(OUTBOX_SMS, key_number(60), POSTMAN_LATER, OUTBOX_UNREACHABLE));
	postman_close();
	gate_close(&mail);
	OK(opens(write_conf(SMS, 0600), NULL));
	OK(postman_state().far && postman_state().takes[OUTBOX_SMS] && !postman_state().takes[OUTBOX_MAIL]);
	OK(is(OUTBOX_MAIL, key_number(61), POSTMAN_LATER, OUTBOX_NO_GATEWAY));
	postman_close();
	arena_free(&mem);
	return tap_end();
}
