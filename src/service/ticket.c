#include "ticket.h"

#include "sm.h"

static str ticket_at(struct ctx *c, const char *what, int64_t id, int64_t hour)
{
	enum { BYTES = 16 };
	struct buf b = buf_new(c->mem, 80);

	buf_int(&b, c->who->account);
	buf_ch(&b, '.');
	buf_int(&b, id);
	buf_ch(&b, '.');
	buf_int(&b, hour);
	return hex_put(c->mem, keys_digest(c->mem, c->model->keys, str_of(what), buf_view(&b)).s, BYTES);
}

static int64_t hour_of(const struct ctx *c) { return c->now / (INT64_C(3600) * 1000000); }

str ticket_of(struct ctx *c, const char *what, int64_t id) { return ticket_at(c, what, id, hour_of(c)); }

bool ticket_holds(struct ctx *c, const char *what, int64_t id, str ticket)
{
	for (int64_t ago = 0; ago < 2; ago++) {
		str want = ticket_at(c, what, id, hour_of(c) - ago);
		if (ticket.n == want.n && sm_equal(ticket.s, want.s, want.n))
			return true;
	}
	return false;
}
