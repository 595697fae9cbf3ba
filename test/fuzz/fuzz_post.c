/* Whatever bytes the file for the postman has: refused with a sentence of one line, or read, and then what it
 * says holds; and whatever text is filled into it stays inside its quotes. */
#include "json.h"
#include "postman_own.h"
#include "utf8.h"

#include <stdlib.h>

static void check_conf(struct arena *mem, const struct postman_conf *c, str bytes)
{
	const struct postman_order o = { .key = STR("0123456789abcdef0123456789abcdef"),
					 .to = STR("13812345678"),
					 .subject = STR("\"\r\n{to}"),
					 .text = bytes };
	struct json_value *v;

	if ((!c->value[CONF_SMS_URL] && !c->value[CONF_MAIL_URL]) || c->timeout < 1 || c->timeout > 60)
		abort();
	for (int i = 0; i < OUTBOX_CHANNELS; i++)
		if ((c->value[i == OUTBOX_SMS ? CONF_SMS_URL : CONF_MAIL_URL] != NULL) != (c->port[i] != 0))
			abort();
	/* In the clear to this machine only. */
	if (c->value[CONF_SMS_URL] && !strncmp(c->value[CONF_SMS_URL], "http://", 7) && !c->near[OUTBOX_SMS])
		abort();
	if (bytes.n > OUTBOX_TEXT_MAX || !utf8_valid(bytes))
		return;
	str filled = postman_fill(mem, "{\"a\":\"{text}\",\"b\":\"{subject}\"}", ESCAPE_JSON, &o);
	if (json_parse(mem, filled, &v) != RC_OK || !str_eq(json_get(v, STR("a"))->text, bytes))
		abort();
	filled = postman_fill(mem, "{text}", ESCAPE_URL, &o);
	for (size_t i = 0; i < filled.n; i++)
		if (filled.s[i] <= ' ' || strchr("&=#+?{}\"'<>", filled.s[i]))
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct postman_conf conf = { 0 };
	struct arena mem;
	str bytes = { (const char *)data, size }, why = { NULL, 0 };

	arena_init(&mem, 64 << 20);
	if (postman_conf_read(&mem, bytes, &conf, &why) == RC_OK)
		check_conf(&mem, &conf, bytes);
	else if (!why.n || why.n > 300 || memchr(why.s, '\n', why.n))
		abort();
	arena_free(&mem);
	return 0;
}
