#include "turn.h"
#include "buf.h"

#include <gcrypt.h>

enum { SHA1_SIZE = 20, PASSWORD_SIZE = 28, USER_MAX = 200, MICRO = 1000000 };

struct turn_credential turn_credential(struct arena *mem, str secret, str id, int64_t until)
{
	struct buf user = buf_new(mem, USER_MAX);
	struct buf password = buf_new(mem, PASSWORD_SIZE);
	uint8_t hash[SHA1_SIZE];

	buf_int(&user, until / MICRO);
	buf_ch(&user, ':');
	buf_str(&user, id);
	gcry_buffer_t part[] = { { .data = str_z(mem, secret), .len = secret.n },
				 { .data = user.s, .len = user.n } };
	if (gcry_md_hash_buffers(GCRY_MD_SHA1, GCRY_MD_FLAG_HMAC, hash, part, COUNT(part)))
		return (struct turn_credential){ { NULL, 0 }, { NULL, 0 } };
	buf_base64(&password, hash, sizeof hash);
	return (struct turn_credential){ buf_view(&user), buf_view(&password) };
}
