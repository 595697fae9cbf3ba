#include "turn.h"
#include "buf.h"

#include <gcrypt.h>

enum { SHA1_SIZE = 20, PASSWORD_SIZE = 28, USER_MAX = 200, MICRO = 1000000 };

/* RFC 4648, 4: twenty bytes give 28 characters, the last of which fills up. */
static str base64(struct arena *mem, const uint8_t hash[SHA1_SIZE])
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint8_t in[SHA1_SIZE + 1] = { 0 }; /* three at a time */
	char *to = arena_text(mem, PASSWORD_SIZE);

	memcpy(in, hash, SHA1_SIZE);
	for (size_t i = 0, n = 0; i < sizeof in; i += 3) {
		unsigned three = (unsigned)in[i] << 16 | (unsigned)in[i + 1] << 8 | in[i + 2];
		for (int bits = 18; bits >= 0; bits -= 6)
			to[n++] = digit[three >> bits & 63];
	}
	to[PASSWORD_SIZE - 1] = '=';
	return (str){ to, PASSWORD_SIZE };
}

struct turn_credential turn_credential(struct arena *mem, str secret, str id, int64_t until)
{
	struct buf user = buf_new(mem, USER_MAX);
	uint8_t hash[SHA1_SIZE];

	buf_int(&user, until / MICRO);
	buf_ch(&user, ':');
	buf_str(&user, id);
	gcry_buffer_t part[] = { { .data = str_z(mem, secret), .len = secret.n },
				 { .data = user.s, .len = user.n } };
	if (gcry_md_hash_buffers(GCRY_MD_SHA1, GCRY_MD_FLAG_HMAC, hash, part, COUNT(part)))
		return (struct turn_credential){ { NULL, 0 }, { NULL, 0 } };
	return (struct turn_credential){ buf_view(&user), base64(mem, hash) };
}
