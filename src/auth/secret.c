#include "secret.h"
#include "sm.h"

str secret_make(struct arena *mem)
{
	char bytes[SECRET_SIZE];

	sm_random(bytes, sizeof bytes);
	str hex = hex_put(mem, bytes, sizeof bytes);
	explicit_bzero(bytes, sizeof bytes);
	return hex;
}

bool secret_digest(struct arena *mem, str hex, str *ret_digest)
{
	char bytes[SECRET_SIZE];
	const str part = { bytes, sizeof bytes };

	if (!hex_read(hex, bytes, sizeof bytes))
		return false;
	struct sm3 d = sm3(&part, 1);
	explicit_bzero(bytes, sizeof bytes);
	*ret_digest = str_dup(mem, (str){ (const char *)d.b, SM3_SIZE });
	return true;
}
