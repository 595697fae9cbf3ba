#include "demo_home.h"

#include "codes.h"
#include "demo.h"
#include "demo_names.h"
#include "demo_pieces.h"
#include "demo_plan.h"
#include "home.h"

enum { STREAM = 0x686f6d65, VILLAGES = 20, TOWNSHIPS = 5, HOMES = VILLAGES + TOWNSHIPS, FULL = 2, WEEKS = 4 };

struct place {
	str region; /* 9 digits: of a township */
	int64_t school;
};

struct telling {
	struct place place[HOMES];
	size_t n;
	uint64_t seed;
	int64_t keeper, director, volunteer; /* accounts */
	int64_t child[40];                   /* whose families agreed */
	size_t children;
};

/* One home as it is being written. */
struct telling_home {
	const struct telling *t;
	struct demo_random r;
	size_t which;
	int64_t id, member[3], device[3];
	size_t members;
	day since; /* of hours, team and devices */
};

static const struct {
	int weekday, from, to;
} hours[] = { { 3, 960, 1110 }, { 5, 960, 1110 }, { 6, 540, 720 }, { 7, 840, 1020 } };

static enum rc create(struct ctx *c, const struct input *in, int64_t *ret)
{
	struct record done;
	enum rc rc = record_create(c, in, &done);

	if (rc == RC_OK && ret)
		*ret = done.id;
	return rc;
}

static int64_t at_minute(day on, int minute) { return demo_instant(on) + (int64_t)minute * 60 * 1000000; }

/* --- the home, its rooms and devices --- */

static void put_yes(struct input *in, size_t field, bool yes)
{
	input_set(in, field, yes ? STR("true") : STR("false"));
}

/* A village committee's place is called without the committee. */
static str plain_name(str name)
{
	const str ends[] = { STR("村委会"), STR("居委会"), STR("村民委员会"), STR("社区居民委员会") };

	for (size_t i = COUNT(ends); i-- > 0;)
		if (name.n > ends[i].n && str_eq(str_cut(name, name.n - ends[i].n, ends[i].n), ends[i]))
			return str_cut(name, 0, name.n - ends[i].n);
	return name;
}

static str name_of(struct ctx *c, const struct telling_home *h, bool township)
{
	const struct place *place = &h->t->place[h->which];
	struct buf b = buf_new(c->mem, 100);

	buf_str(&b, plain_name(region_name(c->model->regions, place->region)));
	if (place->school)
		buf_lit(&b, "小学亲情小屋");
	else if (township)
		buf_lit(&b, "儿童之家");
	else
		buf_lit(&b, "亲情小屋");
	return buf_view(&b);
}

static enum rc write_home(struct ctx *c, struct telling_home *h)
{
	const struct place *place = &h->t->place[h->which];
	struct input in = input_new(&happy_home_kind);
	bool township = place->region.n == 9;
	bool poor = h->which >= FULL && demo_random_chance(&h->r, 450);

	input_set(&in, HAPPY_HOME_NAME, name_of(c, h, township));
	input_set(&in, HAPPY_HOME_REGION, place->region);
	if (place->school)
		input_int(&in, c->mem, HAPPY_HOME_SCHOOL, place->school);
	input_set(&in, HAPPY_HOME_LEVEL,
		  township ? STR(CODE_HOME_LEVEL_TOWNSHIP) : STR(CODE_HOME_LEVEL_VILLAGE));
	input_set(&in, HAPPY_HOME_ADDRESS, township ? STR("镇文化站一楼") : STR("村委会东侧"));
	struct buf phone = buf_new(c->mem, 20);
	buf_lit(&phone, "0759-00006");
	buf_pad(&phone, (unsigned)h->which, 2);
	input_set(&in, HAPPY_HOME_PHONE, buf_view(&phone));
	input_int(&in, c->mem, HAPPY_HOME_AREA,
		  poor       ? demo_random_between(&h->r, 12, 19)
		  : township ? 80
			     : demo_random_between(&h->r, 24, 46));
	input_day(&in, c->mem, HAPPY_HOME_OPENED_ON, h->since);
	put_yes(&in, HAPPY_HOME_RECREATION, true);
	put_yes(&in, HAPPY_HOME_FAMILY_PHONE, true);
	put_yes(&in, HAPPY_HOME_VIDEO_CHAT, h->which < FULL || !demo_random_chance(&h->r, 200));
	put_yes(&in, HAPPY_HOME_READING, h->which < FULL || !demo_random_chance(&h->r, 150));
	input_int(&in, c->mem, HAPPY_HOME_EXITS, h->which < FULL || demo_random_chance(&h->r, 800) ? 2 : 1);
	put_yes(&in, HAPPY_HOME_FIRST_AID, h->which < FULL || !demo_random_chance(&h->r, 150));
	put_yes(&in, HAPPY_HOME_CAMERA_FREE, true);
	put_yes(&in, HAPPY_HOME_MODEL, township);
	return create(c, &in, &h->id);
}

static enum rc write_room(struct ctx *c, const struct telling_home *h, str name, const char *what,
			  int64_t *ret)
{
	struct input in = input_new(&home_room_kind);

	input_int(&in, c->mem, HOME_ROOM_HOME, h->id);
	input_set(&in, HOME_ROOM_NAME, name);
	input_set(&in, HOME_ROOM_WHAT, str_of(what));
	input_int(&in, c->mem, HOME_ROOM_SEATS, what[0] == 'r' ? 12 : 2);
	return create(c, &in, ret);
}

static enum rc write_device(struct ctx *c, struct telling_home *h, size_t i, int64_t room)
{
	static const struct {
		const char *name, *what;
		int yuan;
	} device[3] = { { "一号平板", CODE_HOME_DEVICE_WHAT_TABLET, 1299 },
			{ "二号电脑", CODE_HOME_DEVICE_WHAT_COMPUTER, 2880 },
			{ "亲情电话", CODE_HOME_DEVICE_WHAT_PHONE, 199 } };
	struct input in = input_new(&home_device_kind);
	struct buf number = buf_new(c->mem, 40);

	buf_lit(&number, "QQXW-");
	buf_pad(&number, (unsigned)h->which + 1, 2);
	buf_ch(&number, '-');
	buf_pad(&number, (unsigned)i + 1, 2);
	input_int(&in, c->mem, HOME_DEVICE_HOME, h->id);
	input_int(&in, c->mem, HOME_DEVICE_ROOM, room);
	input_set(&in, HOME_DEVICE_NAME, str_of(device[i].name));
	input_set(&in, HOME_DEVICE_WHAT, str_of(device[i].what));
	input_set(&in, HOME_DEVICE_NUMBER, buf_view(&number));
	input_day(&in, c->mem, HOME_DEVICE_FROM, h->since);
	input_int(&in, c->mem, HOME_DEVICE_COST, (int64_t)device[i].yuan * 100);
	return create(c, &in, &h->device[i]);
}

static enum rc write_fault(struct ctx *c, const struct telling_home *h, int64_t device, int ago, int mended)
{
	struct input in = input_new(&device_fault_kind);

	input_int(&in, c->mem, DEVICE_FAULT_DEVICE, device);
	input_day(&in, c->mem, DEVICE_FAULT_ON, day_add(c->today, -ago));
	input_set(&in, DEVICE_FAULT_TEXT,
		  mended ? STR("摄像头打不开，一直黑屏") : STR("听筒里有杂音，听不清"));
	if (mended)
		input_day(&in, c->mem, DEVICE_FAULT_MENDED_ON, day_add(c->today, -mended));
	if (h->t->keeper && h->which < FULL)
		input_int(&in, c->mem, DEVICE_FAULT_BY, h->t->keeper);
	input_int(&in, c->mem, DEVICE_FAULT_AT, at_minute(day_add(c->today, -ago), 970));
	return create(c, &in, NULL);
}

static enum rc write_things(struct ctx *c, struct telling_home *h)
{
	int64_t video = 0, phone = 0, other = 0;
	enum rc rc = write_room(c, h, STR("活动室"), CODE_HOME_ROOM_WHAT_RECREATION, &other);

	if (rc == RC_OK)
		rc = write_room(c, h, STR("视频通话间"), CODE_HOME_ROOM_WHAT_VIDEO, &video);
	if (rc == RC_OK)
		rc = write_room(c, h, STR("亲情电话间"), CODE_HOME_ROOM_WHAT_PHONE, &phone);
	if (rc == RC_OK)
		rc = write_room(c, h, STR("图书角"), CODE_HOME_ROOM_WHAT_READING, &other);
	for (size_t i = 0; i < COUNT(h->device) && rc == RC_OK; i++)
		rc = write_device(c, h, i, i == 2 ? phone : video);
	if (rc == RC_OK && h->which < FULL)
		rc = write_fault(c, h, h->device[1], 20, 16);
	if (rc == RC_OK && (h->which == 0 || (h->which >= FULL && demo_random_chance(&h->r, 250))))
		rc = write_fault(c, h, h->device[2], 3, 0);
	return rc;
}

/* --- hours and team --- */

static enum rc write_hours(struct ctx *c, const struct telling_home *h)
{
	enum rc rc = RC_OK;
	size_t n =
		h->which < FULL || h->which % 5 ? COUNT(hours) : 2; /* one in five opens on two days only */

	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		struct input in = input_new(&home_hours_kind);
		const char weekday[2] = { (char)('0' + hours[i].weekday), '\0' };
		input_int(&in, c->mem, HOME_HOURS_HOME, h->id);
		input_set(&in, HOME_HOURS_WEEKDAY, (str){ weekday, 1 });
		input_int(&in, c->mem, HOME_HOURS_FROM, hours[i].from);
		input_int(&in, c->mem, HOME_HOURS_TO, hours[i].to);
		input_day(&in, c->mem, HOME_HOURS_FIRST_ON, h->since);
		rc = create(c, &in, NULL);
	}
	return rc;
}

static enum rc write_member(struct ctx *c, struct telling_home *h, str name, const char *what,
			    int64_t account)
{
	struct input in = input_new(&home_member_kind);

	input_int(&in, c->mem, HOME_MEMBER_HOME, h->id);
	input_set(&in, HOME_MEMBER_NAME, name);
	input_set(&in, HOME_MEMBER_WHAT, str_of(what));
	if (account)
		input_int(&in, c->mem, HOME_MEMBER_ACCOUNT, account);
	input_day(&in, c->mem, HOME_MEMBER_FIRST_ON, h->since);
	return create(c, &in, &h->member[h->members++]);
}

static str account_name(struct ctx *c, int64_t account, str otherwise)
{
	struct rows q;
	str name = otherwise;

	if (!account ||
	    DB_QUERY(c->db, &q, "SELECT a.name FROM account a WHERE a.id = ?1", INT(account)) != RC_OK)
		return name;
	if (db_next(&q))
		name = db_dup(c->mem, &q, 0);
	return db_done(&q) == RC_OK ? name : otherwise;
}

static enum rc write_team(struct ctx *c, struct telling_home *h)
{
	static const char *const people[] = { "陈秀英", "黄志强", "李丽芳", "林小梅", "吴国华",
					      "梁桂珍", "郑海燕", "许文杰", "何玉兰", "庞建军" };
	const struct telling *t = h->t;
	bool ours = h->which < FULL;
	str one = str_of(people[demo_random_below(&h->r, 5)]);
	str two = str_of(people[5 + demo_random_below(&h->r, 5)]);
	enum rc rc = write_member(c, h, ours ? account_name(c, t->keeper, one) : one,
				  CODE_HOME_MEMBER_WHAT_FULL_TIME, ours ? t->keeper : 0);

	if (rc == RC_OK && (ours || !demo_random_chance(&h->r, 300)))
		rc = write_member(c, h, h->which == 0 ? account_name(c, t->director, two) : two,
				  CODE_HOME_MEMBER_WHAT_DIRECTOR, h->which == 0 ? t->director : 0);
	if (rc == RC_OK && ours)
		rc = write_member(c, h, account_name(c, t->volunteer, two), CODE_HOME_MEMBER_WHAT_VOLUNTEER,
				  t->volunteer);
	return rc;
}

/* --- what happened --- */

static bool is_open_day(day on, size_t *ret)
{
	for (size_t i = 0; i < COUNT(hours); i++)
		if (hours[i].weekday == day_weekday(on)) {
			*ret = i;
			return true;
		}
	return false;
}

static enum rc write_shift(struct ctx *c, const struct telling_home *h, day on, size_t member, size_t span)
{
	struct input in = input_new(&home_shift_kind);

	input_int(&in, c->mem, HOME_SHIFT_HOME, h->id);
	input_int(&in, c->mem, HOME_SHIFT_MEMBER, h->member[member]);
	input_day(&in, c->mem, HOME_SHIFT_ON, on);
	input_int(&in, c->mem, HOME_SHIFT_FROM, hours[span].from);
	input_int(&in, c->mem, HOME_SHIFT_TO, hours[span].to);
	return create(c, &in, NULL);
}

static enum rc write_roster(struct ctx *c, struct telling_home *h)
{
	day first = day_add(c->today, 1 - day_weekday(c->today));
	enum rc rc = RC_OK;

	for (int i = -7; i < 14 && rc == RC_OK; i++) {
		day on = day_add(first, i);
		size_t span;
		if (!is_open_day(on, &span))
			continue;
		if (h->which >= FULL && demo_random_chance(&h->r, 200))
			continue; /* nobody thought of it */
		rc = write_shift(c, h, on, 0, span);
		/* The last day of the next week is still open to plan. */
		if (rc == RC_OK && h->members > 1 && i < 12)
			rc = write_shift(c, h, on, 1 + (size_t)(i + 7) % (h->members - 1), span);
	}
	return rc;
}

static enum rc write_child(struct ctx *c, struct telling_home *h, int64_t opening, day on, size_t i,
			   size_t span)
{
	struct input in = input_new(&home_attendance_kind);
	int came = hours[span].from + demo_random_between(&h->r, 0, 30);

	input_int(&in, c->mem, HOME_ATTENDANCE_CHILD, h->t->child[i]);
	input_int(&in, c->mem, HOME_ATTENDANCE_HOME, h->id);
	input_int(&in, c->mem, HOME_ATTENDANCE_OPENING, opening);
	input_day(&in, c->mem, HOME_ATTENDANCE_ON, on);
	input_int(&in, c->mem, HOME_ATTENDANCE_CAME, at_minute(on, came));
	input_int(&in, c->mem, HOME_ATTENDANCE_LEFT,
		  at_minute(on, hours[span].to - demo_random_between(&h->r, 0, 20)));
	if (h->t->keeper)
		input_int(&in, c->mem, HOME_ATTENDANCE_BY, h->t->keeper);
	return create(c, &in, NULL);
}

static enum rc write_opening(struct ctx *c, struct telling_home *h, day on, size_t span)
{
	struct input in = input_new(&home_opening_kind);
	int64_t opening = 0;

	input_int(&in, c->mem, HOME_OPENING_HOME, h->id);
	input_day(&in, c->mem, HOME_OPENING_ON, on);
	input_int(&in, c->mem, HOME_OPENING_OPENED_AT,
		  at_minute(on, hours[span].from - demo_random_between(&h->r, 2, 9)));
	input_int(&in, c->mem, HOME_OPENING_CLOSED_AT,
		  at_minute(on, hours[span].to + demo_random_between(&h->r, 1, 8)));
	if (h->which < FULL && h->t->keeper)
		input_int(&in, c->mem, HOME_OPENING_BY, h->t->keeper);
	enum rc rc = create(c, &in, &opening);
	for (size_t i = 0; h->which < FULL && i < h->t->children && rc == RC_OK; i++)
		if (i % FULL == h->which && demo_random_chance(&h->r, 620))
			rc = write_child(c, h, opening, on, i, span);
	return rc;
}

static enum rc write_days(struct ctx *c, struct telling_home *h)
{
	enum rc rc = RC_OK;

	for (int i = -7 * WEEKS; i < 0 && rc == RC_OK; i++) {
		day on = day_add(c->today, i);
		size_t span;
		if (is_open_day(on, &span) && (h->which < FULL || !demo_random_chance(&h->r, 150)))
			rc = write_opening(c, h, on, span);
	}
	return rc;
}

static enum rc write_activity(struct ctx *c, struct telling_home *h, day on, size_t which)
{
	static const struct {
		const char *what, *title, *note;
		bool themed;
	} list[] = {
		{ CODE_HOME_ACTIVITY_WHAT_HOMEWORK, "一起写作业", "大的带小的，先写完再玩。", false },
		{ CODE_HOME_ACTIVITY_WHAT_DROWNING, "水边的安全课",
		  "请镇上民警来讲，学会了喊人、抛绳、不下水。", true },
		{ CODE_HOME_ACTIVITY_WHAT_READING, "读一本书给大家听", "读《小英雄雨来》，轮流读。", false },
		{ CODE_HOME_ACTIVITY_WHAT_BIRTHDAY, "十一月的生日会", "四个孩子一起过，和爸爸妈妈连了线。",
		  true },
		{ CODE_HOME_ACTIVITY_WHAT_CRAFTS, "剪窗花", "奶奶们来教，贴满了一面窗。", false },
		{ CODE_HOME_ACTIVITY_WHAT_SPORTS, "跳绳和踢毽子", "分了三组，小的也能玩。", false },
	};
	struct input in = input_new(&home_activity_kind);

	which %= COUNT(list);
	input_int(&in, c->mem, HOME_ACTIVITY_HOME, h->id);
	input_day(&in, c->mem, HOME_ACTIVITY_ON, on);
	input_set(&in, HOME_ACTIVITY_WHAT, str_of(list[which].what));
	input_set(&in, HOME_ACTIVITY_TITLE, str_of(list[which].title));
	input_set(&in, HOME_ACTIVITY_NOTE, str_of(list[which].note));
	put_yes(&in, HOME_ACTIVITY_THEMED, list[which].themed);
	input_int(&in, c->mem, HOME_ACTIVITY_CHILDREN, demo_random_between(&h->r, 6, 17));
	input_int(&in, c->mem, HOME_ACTIVITY_MEMBER, h->member[which % h->members]);
	input_int(&in, c->mem, HOME_ACTIVITY_AT, at_minute(on, 1110));
	return create(c, &in, NULL);
}

static enum rc write_activities(struct ctx *c, struct telling_home *h)
{
	enum rc rc = RC_OK;

	for (int week = WEEKS + 1; week >= 0 && rc == RC_OK; week--) {
		day on = day_add(c->today, -7 * week - 1);
		while (day_weekday(on) != 6)
			on = day_add(on, -1);
		if (h->which < FULL || !demo_random_chance(&h->r, 200))
			rc = write_activity(c, h, on, (size_t)week + h->which);
	}
	return rc;
}

/* Everything in order but the points of `no`. */
static str answers(struct ctx *c, const char *no)
{
	const struct code_list *list = code_list_find(STR("home_check"));
	const struct code *item;
	struct buf b = buf_new(c->mem, 1000);
	size_t at = 0;

	while ((item = code_next(list, &at, c->today, STR("")))) {
		if (b.n)
			buf_ch(&b, ',');
		buf_str(&b, item->code);
		buf_str(&b, str_eq(item->code, str_of(no)) ? STR("=no") : STR("=yes"));
	}
	return buf_view(&b);
}

static enum rc write_checks(struct ctx *c, struct telling_home *h)
{
	/* The second home's check is due; in the county so are some. */
	int latest = h->which == 1 ? 36 : h->which >= FULL && demo_random_chance(&h->r, 250) ? 50 : 9;
	enum rc rc = RC_OK;

	for (int i = 2; i >= 0 && rc == RC_OK; i--) {
		struct input in = input_new(&home_check_kind);
		day on = day_add(c->today, -latest - 30 * i);
		input_int(&in, c->mem, HOME_CHECK_HOME, h->id);
		input_day(&in, c->mem, HOME_CHECK_ON, on);
		input_set(&in, HOME_CHECK_ANSWERS, answers(c, i == 1 ? "first_aid" : ""));
		if (i == 1)
			input_set(&in, HOME_CHECK_NOTE, STR("碘伏过期，已请村医换新。"));
		if (h->which < FULL && h->t->keeper)
			input_int(&in, c->mem, HOME_CHECK_BY, h->t->keeper);
		input_int(&in, c->mem, HOME_CHECK_AT, at_minute(on, 1000));
		rc = create(c, &in, NULL);
	}
	return rc;
}

/* --- money --- */

static enum rc write_cost(struct ctx *c, const struct telling_home *h, int64_t month, const char *what,
			  int64_t fen)
{
	struct input in = input_new(&home_cost_kind);

	input_int(&in, c->mem, HOME_COST_HOME, h->id);
	input_int(&in, c->mem, HOME_COST_MONTH, month);
	input_set(&in, HOME_COST_WHAT, str_of(what));
	input_int(&in, c->mem, HOME_COST_AMOUNT, fen);
	return create(c, &in, NULL);
}

static enum rc write_money(struct ctx *c, struct telling_home *h)
{
	struct input in = input_new(&home_grant_kind);
	enum rc rc = RC_OK;

	for (int i = 0; i < 3 && rc == RC_OK; i++) {
		int64_t month = day_add((day)(c->today / 100 * 100 + 1), -28 * i) / 100;
		rc = write_cost(c, h, month, CODE_HOME_COST_WHAT_LINE, 9900);
		if (rc == RC_OK)
			rc = write_cost(c, h, month, CODE_HOME_COST_WHAT_POWER,
					demo_random_between(&h->r, 3500, 8200));
		if (rc == RC_OK)
			rc = write_cost(c, h, month, CODE_HOME_COST_WHAT_PAY, 60000);
	}
	if (rc != RC_OK)
		return rc;
	/* A million yuan for twenty homes. */
	input_int(&in, c->mem, HOME_GRANT_HOME, h->id);
	input_int(&in, c->mem, HOME_GRANT_YEAR, c->today / 10000);
	input_set(&in, HOME_GRANT_SOURCE, STR("县福利彩票公益金"));
	input_int(&in, c->mem, HOME_GRANT_AMOUNT, 5000000);
	input_set(&in, HOME_GRANT_REFERENCE, STR("坡民函〔2026〕18号"));
	return create(c, &in, NULL);
}

/* --- home by home --- */

static enum rc tell_home(struct ctx *c, void *arg)
{
	static enum rc (*const parts[])(struct ctx *, struct telling_home *) = {
		write_home, write_things,     write_team,   write_roster,
		write_days, write_activities, write_checks, write_money,
	};
	const struct demo_piece *p = arg;
	const struct telling *t = p->arg;
	enum rc rc = RC_OK;

	for (size_t i = p->from; i < p->from + p->n && rc == RC_OK; i++) {
		struct telling_home h = { .t = t,
					  .r = demo_random_of(t->seed + i, STREAM),
					  .which = i,
					  .since = day_add(c->today, -400) };
		for (size_t k = 0; k < COUNT(parts) && rc == RC_OK; k++) {
			rc = parts[k](c, &h);
			if (rc == RC_OK && k == 1)
				rc = write_hours(c, &h);
		}
	}
	return rc;
}

/* --- where, and who --- */

static void add_place(struct telling *t, str region, int64_t school)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_eq(t->place[i].region, region))
			return;
	if (t->n < HOMES)
		t->place[t->n++] = (struct place){ region, school };
}

/* The places with most children. */
static enum rc find_places(struct ctx *c, int digits, size_t most, struct telling *t)
{
	struct rows q;
	size_t until = t->n + most;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT substr(k.household_region, 1, ?1), count(*) FROM child k"
			      " WHERE length(k.household_region) >= ?1"
			      " GROUP BY substr(k.household_region, 1, ?1)"
			      " ORDER BY count(*) DESC, substr(k.household_region, 1, ?1) LIMIT ?2",
			      INT(digits), INT((int64_t)most + 4));

	if (rc != RC_OK)
		return rc;
	while (t->n < until && db_next(&q)) {
		str region = db_dup(c->mem, &q, 0);
		if (str_starts(region, STR(DEMO_COUNTY)))
			add_place(t, region, 0);
	}
	return db_done(&q);
}

static enum rc find_account(struct ctx *c, const char *login, int64_t *ret)
{
	enum rc rc = DB_ONE(c->db, ret, "SELECT a.id FROM account a WHERE a.login = ?1 ORDER BY a.id LIMIT 1",
			    TEXT(str_of(login)));

	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Of the school and of the two townships' homes, in the order of their ids. */
static enum rc find_children(struct ctx *c, int64_t school, struct telling *t)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q,
			      "SELECT DISTINCT i.child FROM consent i JOIN child k ON k.id = i.child"
			      " WHERE i.purpose = '" CODE_CONSENT_PURPOSE_PROVISION "' AND i.from_day <= ?1"
			      " AND (i.to_day IS NULL OR i.to_day >= ?1) AND k.school = ?2"
			      " ORDER BY i.child LIMIT ?3",
			      INT(c->today), INT(school), INT((int64_t)COUNT(t->child)));

	if (rc != RC_OK)
		return rc;
	while (t->children < COUNT(t->child) && db_next(&q))
		t->child[t->children++] = db_int(&q, 0);
	return db_done(&q);
}

enum rc demo_home_write(struct ctx *c, uint64_t seed)
{
	struct telling t = { .seed = seed };
	int64_t school = 0, schools = 0;
	enum rc rc =
		DB_ONE(c->db, &school, "SELECT s.id FROM school s WHERE s.region = ?1 ORDER BY s.id LIMIT 1",
		       TEXT(STR(DEMO_HOME)));

	if (rc == RC_NOT_FOUND) /* not this county */
		return RC_OK;
	if (rc == RC_OK)
		rc = DB_ONE(c->db, &schools, "SELECT count(*) FROM child k WHERE k.school <> ?1",
			    INT(school));
	add_place(&t, STR(DEMO_HOME), school);
	add_place(&t, str_cut(STR(DEMO_HOME), 0, 9), 0);
	if (rc == RC_OK && schools > 100) {
		rc = find_places(c, 12, VILLAGES - 1, &t);
		if (rc == RC_OK)
			rc = find_places(c, 9, TOWNSHIPS - 1, &t);
	}
	if (rc == RC_OK)
		rc = find_account(c, "keeper", &t.keeper);
	if (rc == RC_OK)
		rc = find_account(c, "director", &t.director);
	if (rc == RC_OK)
		rc = find_account(c, "volunteer", &t.volunteer);
	if (rc == RC_OK)
		rc = find_children(c, school, &t);
	return rc == RC_OK ? demo_pieces_write(c, &(struct demo_pieces){ t.n, 1, tell_home, &t }) : rc;
}
