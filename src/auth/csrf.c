/* The secret of a session never stands on a page as it is: compressed pages would give it away letter by
 * letter (BREACH, CVE-2013-3587).  A page carries mask || mask XOR secret, in hex. */
#include "session.h"

#include "secret.h"
#include "sm.h"

str csrf_token(struct arena *mem, const struct session *s)
{
	uint8_t both[2 * SECRET_SIZE];

	if (s->csrf.n != SECRET_SIZE)
		return (str){ NULL, 0 };
	sm_random(both, SECRET_SIZE);
	for (size_t i = 0; i < SECRET_SIZE; i++)
		both[SECRET_SIZE + i] = both[i] ^ (uint8_t)s->csrf.s[i];
	return hex_put(mem, both, sizeof both);
}

bool csrf_valid(const struct session *s, str given)
{
	uint8_t both[2 * SECRET_SIZE];

	if (s->csrf.n != SECRET_SIZE || !hex_read(given, both, sizeof both))
		return false;
	for (size_t i = 0; i < SECRET_SIZE; i++)
		both[i] ^= both[SECRET_SIZE + i];
	return sm_equal(both, s->csrf.s, SECRET_SIZE);
}
