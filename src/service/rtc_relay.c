#include "rtc_own.h"
#include "turn.h"

struct rtc_relay rtc_relay(struct rtc *r, struct arena *mem, int64_t guest, int64_t until)
{
	struct rtc_relay relay = { .nurls = 0 };

	if (!r || !r->setup.conf.nurls)
		return relay;
	struct turn_credential c =
		turn_credential(mem, r->setup.conf.turn_secret, rtc_say_name(mem, guest), until);
	relay.nurls = r->setup.conf.nurls;
	memcpy(relay.url, r->setup.conf.turn_url, sizeof relay.url);
	relay.user = c.user;
	relay.password = c.password;
	return relay;
}
