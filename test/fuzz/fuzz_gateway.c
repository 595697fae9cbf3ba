/* What a gateway of text messages answers, and a mail made of any words: the verdict follows from the
 * configuration, and no word of a message becomes a header of the mail. The first two bytes are the status.
 */
#include "postman_own.h"
#include "turn.h"
#include "utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth)
{
	if (!truth)
		abort();
}

static void judge(long status, str body)
{
	static const char *const word[] = { NULL, "\"code\":0", "OK", "" };

	for (size_t i = 0; i < COUNT(word) * COUNT(word); i++) {
		struct postman_conf c = { .timeout = 1 };
		c.value[CONF_SMS_ACCEPTED] = word[i % COUNT(word)];
		c.value[CONF_SMS_REFUSED] = word[i / COUNT(word)];
		struct postman_answer a = postman_judge_http(&c, status, body);
		require(a.verdict <= POSTMAN_NEVER && a.why < OUTBOX_WHYS);
		require(a.verdict != POSTMAN_SENT || (status >= 200 && status < 300));
		require((a.verdict == POSTMAN_SENT) == (a.why == OUTBOX_WELL));
	}
	struct postman_answer m = postman_judge_mail(status);
	require(m.verdict <= POSTMAN_NEVER && m.why < OUTBOX_WHYS);
}

/* Headers end at the first empty line; each of them is one that we wrote. */
static void check_mail(str mail)
{
	static const str known[] = { STR_INIT("From:"),
				     STR_INIT("To:"),
				     STR_INIT("Subject:"),
				     STR_INIT("Date:"),
				     STR_INIT("Message-ID:"),
				     STR_INIT("MIME-Version:"),
				     STR_INIT("Content-"),
				     STR_INIT("Auto-Submitted:"),
				     STR_INIT(" ") };
	str line;

	while (str_next(&mail, '\n', &line) && line.n > 1) {
		bool ours = false;
		require(line.s[line.n - 1] == '\r' && line.n < 1000);
		for (size_t i = 0; i < COUNT(known); i++)
			ours = ours || str_starts(line, known[i]);
		require(ours);
	}
}

static void write_mail(struct arena *mem, str words)
{
	const struct postman_letter l = { "tongxin@example.cn", "\xe5\x90\x8c", INT64_C(1790000000000000) };
	struct postman_order o = { .channel = OUTBOX_MAIL,
				   .key = STR("0123456789abcdef0123456789abcdef"),
				   .to = STR("a@example.cn"),
				   .subject = str_cut(words, 0, OUTBOX_SUBJECT_MAX),
				   .text = str_cut(words, 0, OUTBOX_TEXT_MAX) };

	if (utf8_valid(o.subject) && utf8_valid(o.text))
		check_mail(postman_mail(mem, &l, &o));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena mem;

	if (size < 2)
		return 0;
	str body = { (const char *)data + 2, size - 2 };
	arena_init(&mem, 4 << 20);
	judge(data[0] * 4 + data[1] % 4, body);
	write_mail(&mem, body);
	struct turn_credential t = turn_credential(&mem, body, str_cut(body, 0, 20), (int64_t)size << 40);
	require(t.user.n && t.password.n == 28);
	arena_free(&mem);
	return 0;
}
