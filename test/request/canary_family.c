#include "canary_family.h"
#include "account.h"
#include "canary_record.h"
#include "call.h"
#include "family_room.h"
#include "home.h"

/* --- happy homes --- */

/* --- calls --- */

static void canary_call_place(struct harness *h)
{
	canary_keep(h, "account", canary_account(h, AS_TEACHER));
	canary_keep(h, "call_home",
		    canary_put(h, &happy_home_kind, 0,
			       "{'name':'x','region':'440804101209','level':'village','opened_on':'2026-01-01'}"));
	canary_keep(h, "call_device",
		    canary_put(h, &home_device_kind, 0,
			       "{'home':'{call_home}','name':'x','what':'tablet','works_from':'2026-01-01'}"));
}

static const char canary_call[] =
	"{'child':'{kid}','home':'{call_home}','device':'{call_device}','on':'2026-03-17','from':1277,'minutes':97,"
	"'channel':'audio','occasion':'festival','state':'missed','staff':'{account}','staff_at':'1763888888888801',"
	"'second':'{account}','started_at':'1763888888888802','ended_at':'1763888888888803','seconds':54321,"
	"'mood':'upset','why':'line','reminded_at':'1763888888888804','client':'CANARY-7701-AA','by':'{account}',"
	"'role':'keeper','at':'1763888888888805'}";

static int64_t canary_of_calls(struct harness *h, const struct kind *k)
{
	canary_call_place(h);
	if (k == &call_kind)
		return canary_put(h, k, 0, canary_call);
	canary_keep(h, "call", canary_put(h, &call_kind, 0, canary_call));
	if (k == &call_wish_kind)
		return canary_put(h, k, 0,
				  "{'child':'{kid}','home':'{call_home}','person':'{father}','from':'2026-03-18',"
				  "'to':'2026-03-29','note':'金丝雀想通话','state':'lapsed','call':'{call}',"
				  "'client':'CANARY-7702-AA','by':'{account}','role':'keeper','at':'1763888888888806'}");
	static const char party[] =
		"{'child':'{kid}','call':'{call}','person':'{father}','account':'{account}','part':'relative',"
		"'answer':'other','answered_at':'1763888888888807','says':'金丝雀改时间',"
		"'link':'canarylink7703','link_until':'1763888888888808','link_used_at':'1763888888888809',"
		"'browser':'canarybrowser7704','seat':'canaryseat7705','joined_at':'1763888888888810',"
		"'left_at':'1763888888888811','removed_at':'1763888888888812','bytes':77077077,'rung':'audio60'}";
	int64_t id = canary_put(h, &call_party_kind, 0, party);

	if (k == &call_party_kind)
		return id;
	canary_keep(h, "call_party", id);
	return canary_put(h, k, 0,
			  "{'child':'{kid}','call':'{call}','party':'{call_party}','at_time':'1763888888888813',"
			  "'what':'lost','text':'金丝雀断线'}");
}

/* --- messages --- */

/* --- the ledger of contact --- */

/* --- deeds --- */

int64_t canary_family(struct harness *h, const struct kind *k)
{
	if (k == &call_kind || k == &call_party_kind || k == &call_event_kind || k == &call_wish_kind)
		return canary_of_calls(h, k);
	return 0;
}
