/* The seats of a call, taken and given up in any order by everybody around a child, while the media server
 * comes and goes: nobody is let in who has no part in the call, nobody comes back who was asked to leave,
 * nobody is in a room that is over, and the child's Help empties it. */
#include "call.h"
#include "fuzz_house.h"
#include "home.h"
#include "rtc.h"

/* --- the media server, as obedient as it is forgetful --- */

enum { GUESTS = 32 };
static struct {
	struct harness *h;
	bool down, open;
	int64_t room, until;
	struct guest {
		int64_t id;
		bool allowed, removed, in;
	} guest[GUESTS];
	size_t n;
} janus;

static struct guest *guest_of(int64_t id)
{
	for (size_t i = 0; i < janus.n; i++)
		if (janus.guest[i].id == id)
			return &janus.guest[i];
	require(janus.n < GUESTS);
	janus.guest[janus.n] = (struct guest){ .id = id };
	return &janus.guest[janus.n++];
}

static void empty_room(void)
{
	janus.open = false;
	for (size_t i = 0; i < janus.n; i++)
		janus.guest[i].allowed = janus.guest[i].in = false;
}

static void go_down(bool down)
{
	janus.down = down;
	if (down)
		empty_room();
}

static bool is_there(int64_t room) { return !janus.down && janus.open && janus.room == room; }

/* --wrap of the linker leads the calls of the house here. */
#define WRAP(name) __asm__("__wrap_" #name)
const char *as_why(struct rtc *r) WRAP(rtc_why);
const char *as_why(struct rtc *r)
{
	(void)r;
	return janus.down ? "no media server" : NULL;
}

enum rc as_room_open(struct rtc *r, const struct rtc_room *o) WRAP(rtc_room_open);
enum rc as_room_open(struct rtc *r, const struct rtc_room *o)
{
	(void)r;
	require(harness_number(janus.h, harness_text(&janus.h->mem,
						     "SELECT count(*) FROM call WHERE id = %lld AND state IN"
						     " ('booked', 'confirmed', 'open', 'talking')",
						     (long long)o->room)) == 1);
	if (janus.down)
		return RC_BUSY;
	janus.open = true;
	janus.room = o->room;
	janus.until = o->until;
	return RC_OK;
}

enum rc as_room_close(struct rtc *r, int64_t room) WRAP(rtc_room_close);
enum rc as_room_close(struct rtc *r, int64_t room)
{
	(void)r;
	if (!is_there(room))
		return janus.down ? RC_BUSY : RC_NOT_FOUND;
	empty_room();
	return RC_OK;
}

bool as_room_is_open(struct rtc *r, int64_t room) WRAP(rtc_room_is_open);
bool as_room_is_open(struct rtc *r, int64_t room)
{
	(void)r;
	return is_there(room);
}

enum rc as_allow(struct rtc *r, int64_t room, int64_t guest) WRAP(rtc_allow);
enum rc as_allow(struct rtc *r, int64_t room, int64_t guest)
{
	(void)r;
	require(harness_number(janus.h,
			       harness_text(&janus.h->mem,
					    "SELECT count(*) FROM call_party WHERE id = %lld AND call = %lld",
					    (long long)guest, (long long)room)) == 1);
	require(!guest_of(guest)->removed);
	if (!is_there(room))
		return janus.down ? RC_BUSY : RC_NOT_FOUND;
	guest_of(guest)->allowed = true;
	return RC_OK;
}

enum rc as_remove(struct rtc *r, int64_t room, int64_t guest) WRAP(rtc_remove);
enum rc as_remove(struct rtc *r, int64_t room, int64_t guest)
{
	struct guest *g = guest_of(guest);

	(void)r;
	g->removed = true;
	g->allowed = g->in = false;
	return is_there(room) ? RC_OK : RC_NOT_FOUND;
}

enum rc as_publish(struct rtc *r, struct arena *mem, const struct rtc_sdp *offer, str *ret_answer,
		   const char **ret_why) WRAP(rtc_publish);
enum rc as_publish(struct rtc *r, struct arena *mem, const struct rtc_sdp *offer, str *ret_answer,
		   const char **ret_why)
{
	struct guest *g = guest_of(offer->guest);

	(void)r;
	(void)mem;
	require(!g->removed);
	if (!is_there(offer->room))
		return janus.down ? RC_BUSY : RC_NOT_FOUND;
	if (!g->allowed)
		return RC_DENIED;
	if (offer->sdp.n < 3) {
		*ret_why = "not an offer";
		return RC_INVALID;
	}
	g->in = true;
	*ret_answer = STR("v=0");
	return RC_OK;
}

enum rc as_subscribe(struct rtc *r, struct arena *mem, int64_t room, int64_t guest, bool fresh,
		     struct rtc_streams *ret) WRAP(rtc_subscribe);
enum rc as_subscribe(struct rtc *r, struct arena *mem, int64_t room, int64_t guest, bool fresh,
		     struct rtc_streams *ret)
{
	(void)r;
	(void)fresh;
	require(!guest_of(guest)->removed);
	if (!is_there(room))
		return janus.down ? RC_BUSY : RC_NOT_FOUND;
	if (!guest_of(guest)->in)
		return RC_DENIED;
	*ret = (struct rtc_streams){ STR("v=0"), NEW(mem, struct rtc_stream, GUESTS), 0 };
	for (size_t i = 0; i < janus.n; i++)
		if (janus.guest[i].in && janus.guest[i].id != guest)
			ret->stream[ret->n++] = (struct rtc_stream){ STR("0"), janus.guest[i].id, false };
	return ret->n ? RC_OK : RC_NOT_FOUND;
}

enum rc as_answer(struct rtc *r, struct arena *mem, const struct rtc_sdp *answer, const char **ret_why)
	WRAP(rtc_answer);
enum rc as_answer(struct rtc *r, struct arena *mem, const struct rtc_sdp *answer, const char **ret_why)
{
	(void)r;
	(void)mem;
	(void)ret_why;
	require(!guest_of(answer->guest)->removed);
	return is_there(answer->room) ? RC_OK : janus.down ? RC_BUSY : RC_NOT_FOUND;
}

enum rc as_receive(struct rtc *r, int64_t room, int64_t guest, str mid, bool on) WRAP(rtc_receive);
enum rc as_receive(struct rtc *r, int64_t room, int64_t guest, str mid, bool on)
{
	(void)r;
	(void)mid;
	(void)on;
	require(!guest_of(guest)->removed);
	return is_there(room) ? RC_OK : janus.down ? RC_BUSY : RC_NOT_FOUND;
}

enum rc as_leave(struct rtc *r, int64_t room, int64_t guest) WRAP(rtc_leave);
enum rc as_leave(struct rtc *r, int64_t room, int64_t guest)
{
	(void)r;
	guest_of(guest)->in = false;
	return is_there(room) ? RC_OK : janus.down ? RC_BUSY : RC_NOT_FOUND;
}

size_t as_look(struct rtc *r, int64_t room, struct rtc_seat *ret, size_t max) WRAP(rtc_look);
size_t as_look(struct rtc *r, int64_t room, struct rtc_seat *ret, size_t max)
{
	size_t n = 0;

	(void)r;
	for (size_t i = 0; is_there(room) && i < janus.n && n < max; i++)
		if (janus.guest[i].in)
			ret[n++] = (struct rtc_seat){ janus.guest[i].id, true, true };
	return n;
}

struct rtc_relay as_relay(struct rtc *r, struct arena *mem, int64_t guest, int64_t until) WRAP(rtc_relay);
struct rtc_relay as_relay(struct rtc *r, struct arena *mem, int64_t guest, int64_t until)
{
	(void)r;
	(void)mem;
	(void)guest;
	(void)until;
	return (struct rtc_relay){ .nurls = 0 };
}

/* --- the house --- */

static void keep_account(struct harness *h, const char *name, enum as as)
{
	str sql = harness_text(&h->mem, "SELECT id FROM account WHERE login = '%s'", as_name[as]);

	harness_keep(h, name, harness_text(&h->mem, "%lld", (long long)harness_number(h, sql)));
}

/* At 10:30, which the clock's 10:00 lets nobody in for yet. */
static void begin(struct harness *h)
{
	static const enum as team[] = { AS_TEACHER, AS_DIRECTOR };

	MAKE(h, &happy_home_kind, "home", "name", "Wuhe", "region", "440804101209", "level", "village",
	     "opened_on", "2026-01-01");
	for (size_t i = 0; i < COUNT(team); i++) {
		keep_account(h, "member", team[i]);
		MAKE(h, &home_member_kind, NULL, "home", "{home}", "account", "{member}", "name", "Chen",
		     "what", i ? "volunteer" : "full_time", "first_on", "2026-01-01");
	}
	MAKE(h, &call_kind, "call", "child", "{kid}", "home", "{home}", "on", "2026-11-21", "from", "630",
	     "minutes", "15", "channel", "video", "occasion", "weekly", "state", "booked");
	MAKE(h, &call_party_kind, "kid_party", "child", "{kid}", "call", "{call}", "part", "child", "answer",
	     "yes");
	MAKE(h, &call_party_kind, "dad_party", "child", "{kid}", "call", "{call}", "part", "relative",
	     "person", "{father}", "answer", "yes");
	MAKE(h, &call_party_kind, "mum_party", "child", "{kid}", "call", "{call}", "part", "relative",
	     "person", "{mother}", "answer", "yes");
}

/* --- what can be done --- */

static const enum as people[] = { AS_PARENT,   AS_CHILD, AS_TEACHER,    AS_DIRECTOR,
				  AS_GUARDIAN, AS_HEAD,  AS_GUARDIAN_2, AS_BARRED };
/* clang-format off */
static const struct order {
	const char *path, *body; /* a body of the form is a form, else JSON; {seat} is the one who asks' own or another's */
} acts[] = {
	{ "check-in", "" },
	{ "join", "{}" },
	{ "join", "{'as_child':true}" },
	{ "publish", "{'seat':'{seat}','sdp':'v=0'}" },
	{ "publish", "{'seat':'{seat}','sdp':''}" },
	{ "subscribe", "{'seat':'{seat}'}" },
	{ "hear", "{'seat':'{seat}','sdp':'v=0'}" },
	{ "configure", "{'seat':'{seat}','mid':'0','on':false}" },
	{ "line", "{'seat':'{seat}','rung':'sound'}" },
	{ "leave", "{'seat':'{seat}'}" },
	{ "present", "{}" },
	{ "remove", "party={dad_party}" },
	{ "remove", "party={mum_party}" },
	{ "help", "" },
	{ "phone", "" },
	{ "ring", "" },
	{ "end", "" },
	{ "outcome", "reached=yes&way=phone&minutes=7&whom={mum_party}" },
	{ "outcome", "reached=no&why=line&way=video" },
};
/* clang-format on */
enum { SEATS = 8 };
struct playing {
	struct harness *h;
	str seat[SEATS]; /* the newest of each of people[] */
};

static void ask_one(struct playing *p, unsigned byte, struct feed *f)
{
	const struct order *act = &acts[byte % COUNT(acts)];
	unsigned who = feed_below(f, COUNT(people)), of = feed_byte(f);
	bool json = act->body[0] == '{';

	/* Mostly one's own. */
	harness_keep(p->h, "seat", p->seat[of < 200 ? who : of % SEATS]);
	str path = harness_fill(p->h, harness_text(&p->h->mem, "/calls/{call}/%s", act->path).s);
	char *body = str_z(&p->h->mem, harness_fill(p->h, act->body));
	for (char *c = body; json && *c; c++)
		*c = (char)(*c == '\'' ? '"' : *c);
	struct answer a = harness_ask(p->h, people[who], HTTP_POST, str_z(&p->h->mem, path),
				      json ? "Content-Type: application/json" : NULL, body);
	if (getenv("FUZZ_SAY"))
		printf("# %s %.*s %s: %d %.*s\n", as_name[people[who]], STR_ARG(path), body, a.status,
		       (int)(a.body.n < 150 && json ? a.body.n : 0), a.body.s);
	require(a.status >= 200 && a.status != 500);
	if (a.status == 303 &&
	    (str_eq(str_of(act->path), STR("help")) || str_eq(str_of(act->path), STR("end"))))
		require(!janus.open);
	if (a.status == 200 && json && a.json && text_at(&a, "seat").n)
		p->seat[who] = text_at(&a, "seat");
}

static void do_one(struct playing *p, struct feed *f)
{
	static const int minutes[] = { 1, 5, 20 };
	unsigned what = feed_byte(f);

	if (what < 200) {
		ask_one(p, what, f);
	} else if (what < 230) {
		harness_clock(p->h, p->h->now + (int64_t)minutes[what % COUNT(minutes)] * 60000000);
		if (janus.open && janus.until && p->h->now >= janus.until)
			empty_room();
	} else {
		go_down(what % 2);
	}
}

/* Nobody is in a room that is over, or that nobody of the home watches. */
static void check(struct harness *h)
{
	size_t in = 0;

	for (size_t i = 0; i < janus.n; i++)
		in += janus.guest[i].in;
	if (in)
		require(harness_number(h,
				       harness_text(&h->mem,
						    "SELECT count(*) FROM call WHERE id = %lld AND state IN"
						    " ('done', 'missed', 'cancelled')",
						    (long long)janus.room)) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct feed f = { data, size };
	struct playing p = { .h = fuzz_house(begin) };

	memset(&janus, 0, sizeof janus);
	janus.h = p.h;
	for (size_t i = 0; i < SEATS; i++)
		p.seat[i] = STR("00112233445566778899aabbccddeeff");
	harness_clock(p.h, p.h->now + INT64_C(25) * 60000000);
	for (int i = 0; i < FUZZ_ACTS_MAX && f.left; i++) {
		do_one(&p, &f);
		check(p.h);
	}
	return 0;
}
