#include "canary_family.h"
#include "account.h"
#include "call.h"
#include "canary_record.h"
#include "contact.h"
#include "deed.h"
#include "family_room.h"
#include "home.h"
#include "message.h"

/* --- happy homes --- */

/* clang-format off: a record a line */
static const struct {
	const struct kind *kind;
	const char *body;
} homes[] = {
	{ &happy_home_kind, "{'name':'金丝雀小屋','region':'440804101206','school':'{school}','address':'"
			    "金丝雀巷口','phone':'0759-7606601',"
			    "'level':'township','area_m2':7601,'opened_on':'2013-04-01','closed_on':'2013-04-"
			    "14','recreation':true,"
			    "'family_phone':true,'video_chat':true,'reading':true,'exits':17,'first_aid':"
			    "true,'camera_free':true,"
			    "'model_home':true,'note':'金丝雀小屋附注'}" },
	{ &home_room_kind, "{'home':'{the_home}','name':'金丝雀房间','what':'video','seats':476}" },
	{ &home_device_kind, "{'home':'{the_home}','room':'{the_room}','name':'金丝雀设备','what':'computer',"
			     "'number':'CANARY-7602',"
			     "'works_from':'2013-04-27','gone_on':'2013-05-10','cost_fen':7602602}" },
	{ &device_fault_kind,
	  "{'device':'{the_device}','on':'2013-05-23','text':'金丝雀没有声音','mended_on':'2013-06-05',"
	  "'client':'CANARY-7603-AA','by':'{account}','at':'1763666666666601'}" },
	{ &home_hours_kind, "{'home':'{the_home}','weekday':'6','from_minute':487,'to_minute':1187,'first_on'"
			    ":'2013-06-18','last_on':'2013-07-01'}" },
	{ &home_closure_kind,
	  "{'home':'{the_home}','first_on':'2013-07-14','last_on':'2013-07-27','why':'金丝雀停开'}" },
	{ &home_member_kind, "{'home':'{the_home}','account':'{account}','name':'金丝雀队员','what':'social_"
			     "worker','first_on':'2013-08-09',"
			     "'last_on':'2013-08-22'}" },
	{ &home_shift_kind, "{'home':'{the_home}','member':'{the_member}','on':'2013-09-04','from_minute':"
			    "497,'to_minute':1177}" },
	{ &home_opening_kind, "{'home':'{the_home}','on':'2013-09-17','opened_at':'1763666666666602','closed_"
			      "at':'1763666666666603',"
			      "'note':'金丝雀开门附注','client':'CANARY-7604-AA','by':'{account}'}" },
	{ &home_attendance_kind, "{'child':'{kid}','home':'{the_home}','opening':'{the_opening}','on':'2013-"
				 "09-30','came':'1763666666666604',"
				 "'left':'1763666666666605','by':'{account}'}" },
	{ &home_activity_kind, "{'home':'{the_home}','on':'2013-10-13','what':'crafts','title':'金丝雀活动','"
			       "themed':true,'children':1767,"
			       "'member':'{the_member}','note':'金丝雀活动附注','client':'CANARY-7605-AA','"
			       "by':'{account}','at':'1763666666666606'}" },
	{ &home_check_kind, "{'home':'{the_home}','on':'2013-10-26','answers':'exits=no,toilet=no','faults':"
			    "67,'note':'金丝雀检查附注',"
			    "'client':'CANARY-7606-AA','by':'{account}','at':'1763666666666607'}" },
	{ &home_cost_kind, "{'home':'{the_home}','month':'201407','what':'repair','amount_fen':7603603,'note'"
			   ":'金丝雀开支附注'}" },
	{ &home_grant_kind, "{'home':'{the_home}','year':2019,'source':'金丝雀基金','amount_fen':7604604,'"
			    "reference':'金丝雀文号'}" },
};
/* clang-format on */

static int64_t canary_of_homes(struct harness *h, const struct kind *k)
{
	canary_keep(h, "account", canary_account(h, AS_TEACHER));
	canary_keep(
		h, "the_home",
		canary_put(
			h, &happy_home_kind, 0,
			"{'name':'x','region':'440804101209','level':'village','opened_on':'2025-01-01'}"));
	canary_keep(h, "the_room",
		    canary_put(h, &home_room_kind, 0, "{'home':'{the_home}','name':'x','what':'other'}"));
	canary_keep(h, "the_device",
		    canary_put(h, &home_device_kind, 0,
			       "{'home':'{the_home}','name':'x','what':'tablet','works_from':'2025-01-01'}"));
	canary_keep(h, "the_member",
		    canary_put(h, &home_member_kind, 0,
			       "{'home':'{the_home}','name':'x','what':'director','first_on':'2025-01-01'}"));
	canary_keep(h, "the_opening",
		    canary_put(h, &home_opening_kind, 0, "{'home':'{the_home}','on':'2026-02-26'}"));
	for (size_t i = 0; i < COUNT(homes); i++)
		if (homes[i].kind == k)
			return canary_put(h, k, 0, homes[i].body);
	return 0;
}

static bool is_of_homes(const struct kind *k)
{
	bool found = false;

	for (size_t i = 0; i < COUNT(homes); i++)
		found = found || homes[i].kind == k;
	return found;
}

/* --- calls --- */

static void canary_call_place(struct harness *h)
{
	canary_keep(h, "account", canary_account(h, AS_TEACHER));
	canary_keep(
		h, "call_home",
		canary_put(
			h, &happy_home_kind, 0,
			"{'name':'x','region':'440804101209','level':'village','opened_on':'2026-01-01'}"));
	canary_keep(
		h, "call_device",
		canary_put(h, &home_device_kind, 0,
			   "{'home':'{call_home}','name':'x','what':'tablet','works_from':'2026-01-01'}"));
}

static const char canary_call[] =
	"{'child':'{kid}','home':'{call_home}','device':'{call_device}','on':'2026-03-17','from':1277,'"
	"minutes':97,"
	"'channel':'audio','occasion':'festival','state':'missed','staff':'{account}','staff_at':'"
	"1763888888888801',"
	"'second':'{account}','started_at':'1763888888888802','ended_at':'1763888888888803','seconds':54321,'"
	"staff_seen':'1763888888888806','second_seen':'1763888888888807',"
	"'mood':'upset','why':'line','reminded_at':'1763888888888804','client':'CANARY-7701-AA','by':'{"
	"account}',"
	"'role':'keeper','at':'1763888888888805'}";

static int64_t canary_of_calls(struct harness *h, const struct kind *k)
{
	canary_call_place(h);
	if (k == &call_kind)
		return canary_put(h, k, 0, canary_call);
	canary_keep(h, "call", canary_put(h, &call_kind, 0, canary_call));
	if (k == &call_wish_kind)
		return canary_put(
			h, k, 0,
			"{'child':'{kid}','home':'{call_home}','person':'{father}','from':'2026-03-18',"
			"'to':'2026-03-29','note':'金丝雀想通话','state':'lapsed','call':'{call}',"
			"'client':'CANARY-7702-AA','by':'{account}','role':'keeper','at':'1763888888888806'"
			"}");
	static const char party[] =
		"{'child':'{kid}','call':'{call}','person':'{father}','account':'{account}','part':'relative'"
		","
		"'answer':'other','answered_at':'1763888888888807','says':'金丝雀改时间',"
		"'link':'canarylink7703','link_until':'1763888888888808','link_used_at':'1763888888888809',"
		"'browser':'canarybrowser7704','seat':'canaryseat7705','joined_at':'1763888888888810',"
		"'left_at':'1763888888888811','removed_at':'1763888888888812','bytes':77077077,'rung':'"
		"audio60'}";
	int64_t id = canary_put(h, &call_party_kind, 0, party);

	if (k == &call_party_kind)
		return id;
	canary_keep(h, "call_party", id);
	return canary_put(
		h, k, 0,
		"{'child':'{kid}','call':'{call}','party':'{call_party}','at_time':'1763888888888813',"
		"'what':'lost','text':'金丝雀断线'}");
}

/* --- messages --- */

/* Its bytes lie nowhere. */
static int64_t canary_of_message(struct harness *h)
{
	canary_call_place(h);
	canary_keep(h, "call", canary_put(h, &call_kind, 0, canary_call));
	harness_keep(h, "blob_name", STR("caca0caca0caca0caca0caca0caca0caca0caca0caca0caca0caca0caca06b"));
	return canary_put(
		h, &message_kind, 0,
		"{'child':'{kid}','from':'family','person':'{father}','call':'{call}','what':'voice',"
		"'text':'金丝雀留言','seconds':1729,'name':'b{blob_name}5','bytes':660577,"
		"'heard_at':'1763888888888871','until':'2027-04-17','client':'CANARY-7707-AA',"
		"'by':'{account}','role':'keeper','at':'1763888888888872'}");
}

/* --- the ledger of contact --- */

/* Settled of the child's facts; then a value of its own in each day. */
static int64_t canary_of_state(struct harness *h)
{
	str of_kid = harness_text(&h->mem,
				  "SELECT coalesce(min(s.id), 0) FROM contact_state s WHERE s.child = %lld",
				  (long long)h->fix[FIX_KID]);
	int64_t id = harness_number(h, of_kid);

	/* Once: what is written of the child settles what is due for it, too. */
	if (!id) {
		canary_put(h, &contact_kind, 0,
			   "{'child':'{kid}','person':'{father}','whom':'both','day':'2026-11-20','channel':'"
			   "video',"
			   "'outcome':'reached'}");
		id = harness_number(h, of_kid);
	}
	if (!harness_exec(h,
			  harness_text(&h->mem,
				       "UPDATE contact_state SET from_day = 20250817, child_on = 20250818,"
				       " carer_on = 20250819, quiet_since = 20250820, child_since = 20250821,"
				       " carer_since = 20250822, told_on = 20250823, next_on = 20250824,"
				       " village = '440804101209', school = %lld WHERE id = %lld",
				       (long long)h->fix[FIX_SCHOOL], (long long)id)))
		harness_fail("contact_state");
	return id;
}

static int64_t canary_of_contact(struct harness *h, const struct kind *k)
{
	if (k == &contact_state_kind)
		return canary_of_state(h);
	canary_keep(h, "account", canary_account(h, AS_TEACHER));
	canary_keep(h, "contact_call_of",
		    canary_put(h, &call_kind, 0,
			       "{'child':'{kid}','on':'2026-03-17','from':1277,'minutes':97,"
			       "'channel':'audio','occasion':'weekly'}"));
	canary_keep(h, "contact_before",
		    canary_put(h, &contact_kind, 0,
			       "{'child':'{kid}','person':'{father}','whom':'child','day':'2026-03-11','"
			       "channel':'phone',"
			       "'outcome':'reached'}"));
	return canary_put(
		h, k, 0,
		"{'child':'{kid}','person':'{father}','whom':'carer','day':'2026-03-12','minute':1163,"
		"'zone':543,'when':'1773274980000901','channel':'letter','outcome':'mistake','source':'"
		"village',"
		"'call':'{contact_call_of}','note':'金丝雀联系备注','corrects':'{contact_before}',"
		"'client':'CANARY-7801-AA','by':'{account}','role':'keeper','at':'1773274980000902'}");
}

/* --- deeds --- */

static int64_t canary_of_deed(struct harness *h, const struct kind *k)
{
	canary_keep(h, "account", canary_account(h, AS_TEACHER));
	canary_keep(h, "deed_before",
		    canary_put(h, &deed_kind, 0,
			       "{'child':'{kid}','parent':'{father}','carer':'{mother}','cause':'study','"
			       "destination':'x',"
			       "'phone':'13000000001','from':'2025-03-01','to':'2025-04-01'}"));
	if (k == &deed_signature_kind)
		return canary_put(h, k, 0,
				  "{'deed':'{deed_before}','child':'{kid}','part':'witness','person':'{"
				  "father}','name':'金丝雀签名人',"
				  "'how':'before','words':'金丝雀想说的话','digest':'canarydigest771','proof'"
				  ":'canaryproof772',"
				  "'client':'CANARY-7713-AA','by':'{account}','role':'keeper','at':'"
				  "1763711111111771'}");
	if (k == &deed_notice_kind)
		return canary_put(
			h, k, 0,
			"{'deed':'{deed_before}','child':'{kid}','to':'parent','school':'{school}','text':'"
			"金丝雀告知内容',"
			"'sent_at':'1763711111111772','sent_by':'{account}','due_at':'1763711111111773',"
			"'ack_at':'1763711111111774','ack_by':'{account}','ack_role':'keeper','answer':'"
			"金丝雀回执话',"
			"'plan':'金丝雀打算回家','plan_due_at':'1763711111111775','plan_at':'"
			"1763711111111776'}");
	if (k == &deed_link_kind)
		return canary_put(
			h, k, 0,
			"{'deed':'{deed_before}','child':'{kid}','link':'canarylink774','link_until':'"
			"1763711111111778','browser':'canarybrowser775','by':'{account}'}");
	return canary_put(
		h, k, 0,
		"{'child':'{kid}','state':'signed','number':771,'replaces':'{deed_before}','parent':'{father}"
		"',"
		"'carer':'{mother}','cause':'trade','cause_text':'金丝雀外出缘由','destination':'"
		"金丝雀外出地',"
		"'employer':'金丝雀工厂','phone':'13977177177','from':'2024-05-17','to':'2024-06-27',"
		"'considered':'金丝雀考虑','daily':'金丝雀三餐','schooling':'金丝雀上学','medical':'"
		"金丝雀就医',"
		"'safety':'金丝雀安全','money_fen':771771,'weekday':3,'minute':771,'channel':'letter',"
		"'home_plan':'金丝雀探望','harm':'0','habits':'0','refused':'0','unfit':'0','text':'"
		"金丝雀协议全文',"
		"'digest':'canarydigest773','signed_on':'2024-05-18','noted_on':'2024-05-19','ended_on':'"
		"2024-05-28',"
		"'revoked_on':'2024-05-29','revoked_by':'{account}','revoke_why':'金丝雀解除缘由',"
		"'care_now':'other','next_on':'2024-05-31','client':'CANARY-7714-AA','by':'{account}',"
		"'at':'1763711111111777'}");
}

int64_t canary_family(struct harness *h, const struct kind *k)
{
	if (is_of_homes(k))
		return canary_of_homes(h, k);
	if (k == &contact_kind || k == &contact_state_kind)
		return canary_of_contact(h, k);
	if (k == &deed_kind || k == &deed_signature_kind || k == &deed_notice_kind || k == &deed_link_kind)
		return canary_of_deed(h, k);
	if (k == &call_kind || k == &call_party_kind || k == &call_event_kind || k == &call_wish_kind)
		return canary_of_calls(h, k);
	if (k == &message_kind)
		return canary_of_message(h);
	return 0;
}
