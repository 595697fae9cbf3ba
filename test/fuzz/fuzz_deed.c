/* Deeds of entrusted care written, signed, told, acknowledged, followed and ended, in any order and by
 * anybody: none counts as signed without its three signatures, none holds beside another, and no text changes
 * after the first name stands below it. */
#include "deed.h"
#include "deed_seal.h"
#include "deed_text.h"
#include "fuzz_house.h"

#define WHO "carer={carer}&cause=work&destination=Dongguan&employer=Hongfa&phone={phone}"
#define HOW                                                                                                  \
	"considered=Yes&daily={words}&medical=Clinic&money_yuan={money}&weekday=7&minute=1140&channel=video" \
	"&home_plan=Spring"
#define SAFE "harm={harm}&habits=0&refused=0&unfit=0"

/* clang-format off */
static const struct fuzz_choice choices[] = {
	{ "child", { "{kid}", "{kid_b}", "{kid_2}", "{far_kid}" } },
	{ "carer", { "{grandma}", "{mother}", "{barred}", "{father}", "{parent_2}", "x" } },
	{ "phone", { "13000000001", "1", "" } },
	{ "words", { "Three+meals", "", "%e4%b8%80%0a%23+x", "%00" } },
	{ "money", { "1500.50", "", "a+lot", "-1", "99999999999999999999", "1,500.5+%e5%85%83" } },
	{ "harm", { "0", "1", "" } },
	{ "from", { "2026-11-21", "2026-11-30", "2027-01-15", "2026-02-30", "2026-11-22" } },
	{ "to", { "2027-02-28", "2026-12-31", "2033-09-06", "2026-11-21", "2027-11-20" } },
	{ "step", { "3", "1", "2", "9" } },
	{ "client", { "aaaaaaaa-0000-1111-2222-333333333333", "bbbbbbbb-0000-1111-2222-333333333333", "" } },
	{ "last", { "", "{deed}", "7" } },
	{ "part", { "parent", "carer", "witness", "child", "king" } },
	{ "before", { "", "1" } },
	{ "shown", { "{mark}", "", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" } },
	{ "whom", { "school", "village", "x" } },
	{ "now", { "parent", "nobody", "other", "dog" } },
};
static const struct fuzz_act acts[] = {
	{ HTTP_POST, "/children/{kid}/deed/new", "carer={grandma}&cause=work&destination=x&phone=13000000001&daily=a&harm=0&habits=0&refused=0&unfit=0&from={from}&to={to}&step=3&client={client}" },
	{ HTTP_POST, "/children/{child}/deed/new", WHO "&" HOW "&" SAFE "&from={from}&to={to}&step={step}&client={client}&after={last}" },
	{ HTTP_POST, "/deeds/{deed}/sign", "part={part}&mark={shown}&before={before}&client={client}" },
	{ HTTP_POST, "/deeds/{deed}/sign", "part={part}&mark={mark}&before={before}" },
	{ HTTP_POST, "/deeds/{deed}/say", "words={words}" },
	{ HTTP_POST, "/deeds/{deed}/tell", "" },
	{ HTTP_POST, "/deeds/{deed}/acknowledge", "to={whom}" },
	{ HTTP_POST, "/deeds/{deed}/call", "words={words}" },
	{ HTTP_POST, "/deeds/{deed}/answer", "plan={words}" },
	{ HTTP_POST, "/deeds/{deed}/revoke", "why={words}&care_now={now}" },
	{ HTTP_POST, "/children/{kid}/deed/draft", WHO "&from={from}&to={to}&step={step}&client={client}" },
	{ HTTP_POST, "/children/{kid}/deed/draft/drop", "" },
	{ HTTP_POST, "/deeds/{deed}", "purpose=witness" },
	{ HTTP_GET, "/deeds/{deed}", NULL },
	{ HTTP_GET, "/children/{child}/deeds", NULL },
	{ HTTP_PATCH, "/api/v1/deeds/{deed}", "{'daily':'two'}" },
	{ 0, "60", NULL },
	{ 0, "20160", NULL },
	{ 0, "129600", NULL },
};
/* clang-format on */
static const enum as people[] = { AS_PARENT, AS_GUARDIAN,   AS_DIRECTOR,  AS_TEACHER,
				  AS_HEAD,   AS_SUPERVISOR, AS_CHILD,     AS_CIVIL,
				  AS_BARRED, AS_NOBODY,     AS_GUARDIAN_2 };

#define PARTS                                                                                                \
	"(SELECT count(DISTINCT s.part) FROM deed_signature s WHERE s.deed = d.id"                           \
	" AND s.part IN ('parent', 'carer', 'witness'))"
static const char *const never[] = {
	"SELECT count(*) FROM deed d WHERE d.state IN ('signed', 'notified', 'active', 'renew_due')"
	" AND " PARTS " < 3",
	"SELECT count(*) FROM deed a JOIN deed b ON b.child = a.child AND b.id > a.id"
	" WHERE a.state IN ('active', 'renew_due') AND b.state IN ('active', 'renew_due')",
	"SELECT count(*) FROM deed d WHERE d.to_day <= d.from_day",
	"SELECT count(*) FROM deed a JOIN deed b ON b.child = a.child AND b.id > a.id WHERE a.number = "
	"b.number",
	"SELECT count(*) FROM deed_signature a JOIN deed_signature b ON b.deed = a.deed AND b.id > a.id"
	" WHERE a.part = b.part",
	"SELECT count(*) FROM deed_signature a JOIN deed_signature b ON b.deed = a.deed"
	" WHERE a.digest <> b.digest",
	"SELECT count(*) FROM deed_notice n WHERE NOT EXISTS (SELECT 1 FROM deed d WHERE d.id = n.deed)"
};

/* Requests mean the newest deed, and what its page shows to be signed. */
static void after(struct harness *h)
{
	int64_t id = harness_number(h, STR("SELECT coalesce(max(id), 0) FROM deed"));
	struct ctx c = harness_ctx(h);
	struct deed d;
	str text = { NULL, 0 };

	if (!id)
		return;
	harness_keep(h, "deed", harness_text(&h->mem, "%lld", (long long)id));
	require(deed_whole(&c, id, &d) == RC_OK && deed_words(&c, &d, LANG_ZH, &text) == RC_OK);
	harness_keep(h, "mark", deed_digest(&h->mem, text));
}

static void begin(struct harness *h)
{
	harness_keep(h, "deed", STR("1"));
	harness_keep(h, "mark", STR("x"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct fuzz_play play = { acts,          COUNT(acts), choices, COUNT(choices), people,
					       COUNT(people), after,       never,   COUNT(never) };
	struct feed f = { data, size };

	fuzz_play(fuzz_house(begin), &play, &f);
	return 0;
}
