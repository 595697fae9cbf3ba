/* A batch taken back from the journal: each outcome, whose changes may be taken back, an undo that is undone,
 * and statements that fail in the middle.  Random batches: test_undo_random.c. */
#include "db_text.h"
#include "erase.h"
#include "parents.h"
#include "registry.h"
#include "tap.h"
#include "undo_world.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define API "/api/v1/"
#define BIT(field) (UINT64_C(1) << (field))

static int64_t batches = 9000; /* each test has batches of its own */
static struct actor officer;

static int64_t deed(struct harness *h, int64_t batch, const struct kind *k, int64_t id, const char *json)
{
	return world_write(h, &(struct deed){ &officer, batch, k, id, json });
}

static struct taking take(struct harness *h, const struct actor *who, int64_t batch)
{
	struct taking t = { .who = who, .batch = batch, .as = ++batches };

	OK(world_undo(h, &t) == RC_OK);
	return t;
}

/* A batch of one change: what came of it. */
static struct undo_row took(struct harness *h, const struct actor *who, int64_t batch)
{
	struct taking t = take(h, who, batch);

	OK(t.all == 1);
	return t.last;
}

static int64_t number(struct harness *h, const char *what, const struct kind *k, int64_t id)
{
	char text[200];

	snprintf(text, sizeof text, "SELECT %s FROM %s WHERE id = %lld", what, k->name, (long long)id);
	return harness_number(h, str_of(text));
}

static struct answer seen(struct harness *h, const char *plural, int64_t id)
{
	char path[100];

	snprintf(path, sizeof path, API "%s/%lld", plural, (long long)id);
	return harness_get(h, AS_OFFICER, path);
}

static bool shows(struct harness *h, const char *plural, int64_t id, const char *path, const char *value)
{
	struct answer a = seen(h, plural, id);
	str text = text_at(&a, path);

	if (!str_eq(text, str_of(value)))
		printf("# %s of %s is %.*s, not %s\n", path, plural, STR_ARG(text), value);
	return str_eq(text, str_of(value));
}

#define PERSON_BODY "{'name':'甲','phone':'13900000001','birth_date':'1980-01-02'}"
#define CHILD_BODY "{'name':'童','sex':'1','birth_date':'2016-01-02','no_id_reason':'1'}"

/* --- what was made --- */

static void test_made(struct harness *h)
{
	int64_t b = ++batches, id = deed(h, b, &person_kind, 0, PERSON_BODY);
	struct ctx c = harness_ctx(h);
	int64_t n = 0;

	OK(undo_count(&c, b, &n) == RC_OK && n == 1);
	OK(took(h, &officer, b).outcome == UNDO_DONE && seen(h, "persons", id).status == 404);
	OK(took(h, &officer, b).outcome == UNDO_NOTHING);

	id = deed(h, b = ++batches, &person_kind, 0, PERSON_BODY);
	OK(deed(h, 0, &person_kind, id, "{'phone':'13900000002'}"));
	struct undo_row r = took(h, &officer, b);
	OK(r.outcome == UNDO_EDITED && r.fields == BIT(PERSON_PHONE) && r.kind == &person_kind &&
	   r.record == id && r.act == ACT_CREATE);
	OK(shows(h, "persons", id, "phone", "139****0002"));

	/* Set back by hand it is what the batch left. */
	OK(deed(h, 0, &person_kind, id, "{'phone':'13900000001'}"));
	OK(took(h, &officer, b).outcome == UNDO_DONE);
}

static void test_referred(struct harness *h)
{
	int64_t b = ++batches,
		school = deed(h, b, &school_kind, 0,
			      "{'code':'2144000131','name':'新校','region':'440804101209'}"),
		id = deed(h, b, &person_kind, 0, PERSON_BODY), child = deed(h, b, &child_kind, 0, CHILD_BODY);

	harness_keep(h, "new_person", harness_text(&h->mem, "%lld", (long long)id));
	harness_keep(h, "new_child", harness_text(&h->mem, "%lld", (long long)child));
	harness_keep(h, "new_school", harness_text(&h->mem, "%lld", (long long)school));
	int64_t tie =
		deed(h, 0, &tie_kind, 0, "{'child':'{new_child}','person':'{new_person}','relation':'51'}");
	struct taking t = take(h, &officer, b);
	OK(t.n[UNDO_REFERRED] == 2 && t.n[UNDO_DONE] == 1 && t.all == 3);
	OK(seen(h, "schools", school).status == 404 && seen(h, "persons", id).status == 200);
	OK(deed(h, 0, &tie_kind, tie, NULL));
	OK(take(h, &officer, b).n[UNDO_DONE] == 2);
}

/* A class made and filled by the same batch: the flat fields of the children must not keep it. */
static void test_flat_fields(struct harness *h)
{
	struct arena mem;
	int64_t b = ++batches;

	arena_init(&mem, 64 << 20);
	str before = world_dump(h, &mem);
	int64_t class = deed(h, b, &class_kind, 0, "{'school':'{school}','number':7,'entry_year':2025}");
	harness_keep(h, "new_class", harness_text(&h->mem, "%lld", (long long)class));
	OK(deed(h, b, &child_kind, h->fix[FIX_KID_B], "{'class':'{new_class}'}"));
	OK(deed(h, b, &child_kind, h->fix[FIX_KID_2], "{'school':'{school}','class':'{new_class}'}"));
	OK(deed(h, b, &child_kind, h->fix[FIX_LOOSE],
		"{'living_region':'440804103203','household_type':'1','since':'2026-01-05'}"));
	struct taking t = take(h, &officer, b);
	OK(t.n[UNDO_DONE] + t.n[UNDO_NOTHING] == t.all && t.n[UNDO_NOTHING] >= 2 && !t.partly);
	OK(world_same(before, world_dump(h, &mem)));
	arena_free(&mem);
}

/* --- what was changed --- */

static void test_changed(struct harness *h)
{
	int64_t id = deed(h, 0, &person_kind, 0, PERSON_BODY), b = ++batches;

	OK(deed(h, b, &person_kind, id, "{'name':'乙','phone':'13900000003','sex':'2'}"));
	OK(deed(h, 0, &person_kind, id, "{'name':'丙'}"));
	struct undo_row r = took(h, &officer, b);
	OK(r.outcome == UNDO_DONE && r.fields == BIT(PERSON_NAME) && r.act == ACT_UPDATE);
	OK(shows(h, "persons", id, "name", "丙") && shows(h, "persons", id, "phone", "139****0001") &&
	   shows(h, "persons", id, "sex", "null"));
	/* It is found again by the number it had. */
	struct answer found = harness_get(h, AS_OFFICER, API "persons?q=13900000001");
	OK(str_eq(text_at(&found, "items.#"), STR("1")) && id_at(&found, "items.0.id") == id);
	r = took(h, &officer, b);
	OK(r.outcome == UNDO_EDITED && r.fields == BIT(PERSON_NAME));
	OK(deed(h, 0, &person_kind, id, "{'name':'甲'}"));
	OK(took(h, &officer, b).outcome == UNDO_NOTHING);
	OK(deed(h, 0, &person_kind, id, NULL));
	r = took(h, &officer, b);
	OK(r.outcome == UNDO_EDITED && r.fields & BIT(PERSON_PHONE));
}

/* The number it had is somebody else's by now. */
static void test_refused(struct harness *h)
{
	str first = harness_id_number(&h->mem, "440804", 19810203, 17),
	    second = harness_id_number(&h->mem, "440804", 19810203, 19);
	char one[100], two[100];

	snprintf(one, sizeof one, "{'name':'号','id_number':'%.*s'}", STR_ARG(first));
	snprintf(two, sizeof two, "{'id_number':'%.*s'}", STR_ARG(second));
	int64_t id = deed(h, 0, &person_kind, 0, one), b = ++batches;
	OK(deed(h, b, &person_kind, id, two));
	int64_t other = deed(h, 0, &person_kind, 0, one);
	struct taking t = take(h, &officer, b);
	OK(t.n[UNDO_REFUSED] == 1 && str_has(t.why, STR("registered already")));
	OK(number(h, "version", &person_kind, id) == 2);
	OK(deed(h, 0, &person_kind, other, NULL));
	OK(took(h, &officer, b).outcome == UNDO_DONE);
}

/* Made, then changed, then changed by the rules of a room, in one batch. */
static void test_several_times(struct harness *h)
{
	struct arena mem;
	int64_t b = ++batches;

	arena_init(&mem, 64 << 20);
	str before = world_dump(h, &mem);
	int64_t id = deed(h, b, &child_kind, 0, CHILD_BODY);
	OK(deed(h, b, &child_kind, id,
		"{'school':'{school}','class':'{class}','living_region':'440804101209'}"));
	OK(deed(h, b, &child_kind, id, "{'name':'童二','phone':'13900000009','school':'{school_2}'}"));
	OK(deed(h, b, &child_kind, h->fix[FIX_KID], "{'name':'李大明','health':'20'}"));
	OK(deed(h, b, &child_kind, h->fix[FIX_KID],
		"{'name':'李中明','address':'广东省湛江市坡头区龙头镇'}"));
	str after = world_dump(h, &mem);
	struct taking t = { .who = &officer, .batch = b, .as = ++batches, .unit = 1, .loud = true };
	OK(world_undo(h, &t) == RC_OK && t.n[UNDO_DONE] + t.n[UNDO_NOTHING] == t.all && !t.partly);
	OK(world_same(before, world_dump(h, &mem)));
	struct taking again = { .who = &officer, .batch = t.as, .as = ++batches, .unit = 3, .loud = true };
	OK(world_undo(h, &again) == RC_OK && again.n[UNDO_DONE] == again.all && !again.partly);
	OK(world_same(after, world_dump(h, &mem)));
	OK(take(h, &officer, again.as).partly == 0 && world_same(before, world_dump(h, &mem)));
	arena_free(&mem);
}

/* --- what was deleted --- */

static void test_deleted(struct harness *h)
{
	int64_t id = deed(h, 0, &person_kind, 0, PERSON_BODY), b = ++batches;

	OK(deed(h, 0, &person_kind, id, "{'sex':'1'}"));
	OK(deed(h, b, &person_kind, id, NULL));
	int64_t made = h->now;
	harness_clock(h, made + 60000000);
	struct undo_row r = took(h, &officer, b);
	OK(r.outcome == UNDO_DONE && r.act == ACT_DELETE);
	OK(number(h, "created_at", &person_kind, id) == made &&
	   number(h, "updated_at", &person_kind, id) == h->now);
	/* Under its own id, as old as it was, a version further: who holds the last one is told. */
	OK(shows(h, "persons", id, "version", "3") && shows(h, "persons", id, "phone", "139****0001"));
	char path[80];
	snprintf(path, sizeof path, API "persons/%lld", (long long)id);
	OK(harness_ask(h, AS_OFFICER, HTTP_PATCH, path, "If-Match: '2'", "{'name':'丁'}").status == 412);
	OK(harness_ask(h, AS_OFFICER, HTTP_PATCH, path, "If-Match: '3'", "{'name':'丁'}").status == 200);
	r = took(h, &officer, b);
	OK(r.outcome == UNDO_EDITED && r.fields == BIT(PERSON_NAME));
	OK(deed(h, 0, &person_kind, id, "{'name':'甲'}") && took(h, &officer, b).outcome == UNDO_NOTHING);
	OK(harness_journal_whole(h));
}

static void test_deleted_refused(struct harness *h)
{
	int64_t id = deed(h, 0, &person_kind, 0, PERSON_BODY), b = ++batches;

	harness_keep(h, "p", harness_text(&h->mem, "%lld", (long long)id));
	int64_t absence = deed(h, 0, &absence_kind, 0, "{'person':'{p}','from':'2026-01-01'}");
	OK(deed(h, b, &absence_kind, absence, NULL));
	OK(deed(h, 0, &person_kind, id, NULL));
	struct taking t = take(h, &officer, b);
	OK(t.n[UNDO_REFUSED] == 1 && str_has(t.why, STR("not there")));
	OK(number(h, "count(*)", &absence_kind, absence) == 0);

	/* Somebody put something else on its days. */
	harness_keep(h, "c",
		     harness_text(&h->mem, "%lld", (long long)deed(h, 0, &child_kind, 0, CHILD_BODY)));
	static const char *const place =
		"{'child':'{c}','topic':'living_region','value':'440804101209','from':'2026-02-01'}";
	int64_t was = deed(h, 0, &circumstance_kind, 0, place);
	OK(deed(h, b = ++batches, &circumstance_kind, was, NULL));
	OK(deed(h, 0, &circumstance_kind, 0, place));
	t = take(h, &officer, b);
	OK(t.n[UNDO_REFUSED] == 1 && str_has(t.why, STR("Something else is known")));
}

/* --- never --- */

static enum rc erase_c4(struct ctx *c, void *arg)
{
	return journal_erase(c, &person_kind, *(int64_t *)arg, 1u << C4_SENSITIVE);
}

static void test_erased(struct harness *h)
{
	int64_t old = deed(h, 0, &person_kind, 0, PERSON_BODY), b = ++batches,
		id = deed(h, b, &person_kind, 0, PERSON_BODY);

	OK(deed(h, b, &person_kind, old, "{'name':'戊','phone':'13900000005'}"));
	for (int i = 0; i < 2; i++) {
		struct ctx c = harness_ctx(h);
		OK(store_write(&c, PRIO_PEOPLE, erase_c4, i ? &old : &id) == RC_OK);
	}
	OK(take(h, &officer, b).n[UNDO_ERASED] == 2);
	OK(shows(h, "persons", old, "name", "戊") && seen(h, "persons", id).status == 200);
	OK(deed(h, b = ++batches, &person_kind, id, NULL));
	struct ctx c = harness_ctx(h);
	OK(store_write(&c, PRIO_PEOPLE, erase_c4, &id) == RC_OK);
	OK(took(h, &officer, b).outcome == UNDO_ERASED);
	OK(harness_journal_whole(h));
}

static void test_kept(struct harness *h)
{
	int64_t b = ++batches;
	struct taking t;

	OK(world_write(h,
		       &(struct deed){ &h->program, b, &storage_lock_kind, 0,
				       "{'child':'{far_kid}','since':'2026-11-21','until':'2030-01-01','law':"
				       "'x','lifted_on':'2026-11-21'}" }));
	t = take(h, &h->program, b);
	OK(t.n[UNDO_REFUSED] == 1 && str_has(t.why, STR("never deleted")));
}

/* A kind that an older or newer program wrote. */
static void test_unknown(struct harness *h)
{
	int64_t b = ++batches, id = deed(h, b, &person_kind, 0, PERSON_BODY);
	char text[100];

	snprintf(text, sizeof text, "UPDATE journal SET kind = 'robot' WHERE batch = %lld", (long long)b);
	OK(harness_exec(h, str_of(text)));
	struct undo_row r = took(h, &officer, b);
	OK(r.outcome == UNDO_REFUSED && !r.kind && seen(h, "persons", id).status == 200);
	snprintf(text, sizeof text, "UPDATE journal SET kind = 'person' WHERE batch = %lld", (long long)b);
	OK(harness_exec(h, str_of(text)));
}

/* --- by whom --- */

static void test_stored_only(struct harness *h)
{
	int64_t b = ++batches, child = deed(h, b, &child_kind, 0, CHILD_BODY);

	OK(deed(h, b, &child_kind, h->fix[FIX_LOOSE], "{'name':'吴入学','living_region':'440804103203'}"));
	harness_keep(h, "locked", harness_text(&h->mem, "%lld", (long long)child));
	const char *const body[] = {
		"{'child':'{locked}','since':'2026-11-21','until':'2030-01-01','law':'x'}",
		"{'child':'{loose}','since':'2026-11-21','until':'2030-01-01','law':'x'}"
	};
	int64_t lock[2];
	for (int i = 0; i < 2; i++)
		OK((lock[i] = world_write(
			    h, &(struct deed){ &h->program, 0, &storage_lock_kind, 0, body[i] })) != 0);
	struct taking t = take(h, &officer, b);
	OK(t.all >= 3 && t.n[UNDO_LOCKED] == t.all);
	t = take(h, &h->program, b); /* the program's hand neither */
	OK(t.n[UNDO_LOCKED] == t.all);
	for (int i = 0; i < 2; i++)
		OK(world_write(h, &(struct deed){ &h->program, 0, &storage_lock_kind, lock[i],
						  "{'lifted_on':'2026-11-21'}" }));
	t = take(h, &officer, b); /* the lock itself points at the new child */
	OK(t.n[UNDO_REFERRED] == 1 && t.n[UNDO_DONE] + t.n[UNDO_NOTHING] == t.all - 1);
	OK(shows(h, "children", h->fix[FIX_LOOSE], "name", "吴未入学"));
}

struct family {
	const char *name;
	int64_t child;
};

static enum rc add_family(struct ctx *c, void *arg)
{
	struct family *f = arg;
	struct input child = input_new(&child_kind), father = input_new(&parent_view);
	struct record r;
	int64_t tie;

	input_set(&child, CHILD_NAME, str_of(f->name));
	input_set(&child, CHILD_SEX, STR("1"));
	input_set(&child, CHILD_BIRTH_DATE, STR("2015-05-06"));
	input_set(&child, CHILD_NO_ID_REASON, STR("1"));
	input_set(&child, CHILD_LIVING_REGION, STR("440804101209"));
	input_int(&child, c->mem, CHILD_SCHOOL, c->who->school);
	enum rc rc = record_create(c, &child, &r);
	input_int(&father, c->mem, PARENT_CHILD, r.id);
	input_set(&father, PARENT_RELATION, STR("51"));
	input_set(&father, PARENT_NAME, str_of(f->name));
	input_set(&father, PARENT_PHONE, STR("13911110000"));
	input_set(&father, PARENT_STATE, STR("imprisoned"));
	f->child = r.id;
	return rc == RC_OK ? parent_create(c, &father, &tie) : rc;
}

static bool import_families(struct harness *h, const struct actor *who, int64_t batch, struct family *f)
{
	struct ctx c = harness_ctx(h);

	c.who = who;
	c.batch = batch;
	c.via = VIA_IMPORT;
	return store_write(&c, PRIO_BULK, add_family, f) == RC_OK;
}

/* A head takes back their own list, one change a unit: the school goes first, and the child with it out of
 * their sight.  Another school's head takes back nothing. */
static void test_own_list(struct harness *h)
{
	struct actor head = world_actor(h, ROLE_HEAD, FIX_SCHOOL),
		     other = world_actor(h, ROLE_HEAD, FIX_SCHOOL_2),
		     teacher = world_actor(h, ROLE_TEACHER, FIX_SCHOOL),
		     inspector = world_actor(h, ROLE_INSPECTOR, 0);
	struct family one = { "甲家", 0 }, two = { "乙家", 0 };
	int64_t b = ++batches;
	struct arena mem;

	arena_init(&mem, 64 << 20);
	str before = world_dump(h, &mem);
	OK(import_families(h, &head, b, &one) && import_families(h, &head, b, &two));
	str after = world_dump(h, &mem);
	struct taking t = take(h, &other, b);
	OK(t.n[UNDO_LOCKED] == t.all);
	t = take(h, &teacher, b);
	OK(t.n[UNDO_LOCKED] == t.all);
	t = take(h, &inspector, b); /* sees all of the county and writes nothing */
	OK(t.n[UNDO_LOCKED] == t.all && world_same(after, world_dump(h, &mem)));
	t = (struct taking){ .who = &head, .batch = b, .as = ++batches, .unit = 1, .loud = true };
	OK(world_undo(h, &t) == RC_OK && t.n[UNDO_DONE] == t.all && t.all >= 12);
	OK(world_same(before, world_dump(h, &mem)));
	struct taking again = { .who = &head, .batch = t.as, .as = ++batches, .unit = 1, .loud = true };
	OK(world_undo(h, &again) == RC_OK && again.n[UNDO_DONE] == t.all);
	OK(world_same(after, world_dump(h, &mem)));
	/* The county office may take back what a school did. */
	t = take(h, &officer, again.as);
	OK(t.n[UNDO_DONE] == t.all && world_same(before, world_dump(h, &mem)));
	arena_free(&mem);
}

/* Civil affairs may write of a family, but not an adult's name. */
static void test_fields_of_role(struct harness *h)
{
	struct actor civil = world_actor(h, ROLE_CIVIL, 0);
	int64_t b = ++batches;

	OK(deed(h, b, &person_kind, h->fix[FIX_FATHER], "{'name':'李建国二'}"));
	OK(took(h, &civil, b).outcome == UNDO_LOCKED);
	OK(deed(h, b, &absence_kind, h->fix[FIX_ABSENCE], "{'reason':'study'}"));
	struct taking t = take(h, &civil, b);
	OK(t.n[UNDO_DONE] == 1 && t.n[UNDO_LOCKED] == 1);
	t = take(h, &officer, b);
	OK(t.n[UNDO_DONE] == 1 && t.n[UNDO_NOTHING] == 1);
}

/* A child that has come to another school is that school's. */
static void test_moved_away(struct harness *h)
{
	struct actor head = world_actor(h, ROLE_HEAD, FIX_SCHOOL);
	int64_t b = ++batches;

	OK(world_write(h, &(struct deed){ &head, b, &child_kind, h->fix[FIX_KID_B], "{'name':'李小红红'}" }));
	OK(deed(h, 0, &child_kind, h->fix[FIX_KID_B], "{'school':'{school_2}'}"));
	OK(took(h, &head, b).outcome == UNDO_LOCKED);
	OK(shows(h, "children", h->fix[FIX_KID_B], "name", "李小红红"));
	OK(took(h, &officer, b).outcome == UNDO_DONE);
	struct actor far = officer;
	far.county = HARNESS_FAR_COUNTY;
	OK(deed(h, b = ++batches, &child_kind, h->fix[FIX_KID_B], "{'name':'李红'}"));
	OK(took(h, &far, b).outcome == UNDO_LOCKED);
}

/* --- lists --- */

/* Two at a time, from the newest: exactly these. */
static bool lists_all(struct harness *h, int64_t batch, const int64_t *id, size_t n)
{
	struct ctx c = harness_ctx(h);
	struct undo_row row[2];
	int64_t before = 0;
	size_t got = COUNT(row);
	bool good = true;

	while (good && got) {
		got = COUNT(row);
		good = undo_list(&c, batch, before, row, &got) == RC_OK && got == (n > 1 ? 2 : n);
		for (size_t i = 0; i < got && good; i++)
			good = row[i].record == id[--n] && row[i].kind == &person_kind &&
			       row[i].act == ACT_CREATE;
		before = good && got ? row[got - 1].seq : 0;
	}
	return good && n == 0;
}

static void test_lists(struct harness *h)
{
	int64_t b = ++batches, n = 0, ids[5];
	struct ctx c = harness_ctx(h);
	struct undo_row row[2];
	size_t none = COUNT(row);

	for (size_t i = 0; i < COUNT(ids); i++)
		ids[i] = deed(h, b, &person_kind, 0, "{'name':'列'}");
	OK(undo_count(&c, b, &n) == RC_OK && n == 5);
	OK(lists_all(h, b, ids, COUNT(ids)));
	/* What is of no batch is no batch. */
	OK(undo_count(&c, 0, &n) == RC_OK && n == 0);
	OK(undo_list(&c, 0, 0, row, &none) == RC_OK && none == 0);
	/* A record whose id the batch is: not one of its changes. */
	OK(deed(h, ids[0], &person_kind, ids[0], "{'name':'本'}") &&
	   deed(h, ids[0], &person_kind, ids[1], "{'name':'他'}"));
	OK(undo_count(&c, ids[0], &n) == RC_OK && n == 1);
	none = COUNT(row);
	OK(undo_list(&c, ids[0], 0, row, &none) == RC_OK && none == 1 && row[0].record == ids[1]);
	for (int i = 0; i < UNDO__N; i++)
		OK(undo_label((enum undo_outcome)i)[0]);
}

/* --- failing in the middle --- */

struct unit {
	struct undo_row row[40];
	size_t n;
};

static enum rc undo_all(struct ctx *c, void *arg)
{
	struct unit *u = arg;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < u->n && rc == RC_OK; i++)
		rc = undo_change(c, &u->row[i]);
	return rc;
}

/* What is logged about it is meant. */
static int mute(void)
{
	int kept = dup(STDERR_FILENO), null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	fflush(stderr);
	dup2(null, STDERR_FILENO);
	close(null);
	return kept;
}

static void unmute(int kept)
{
	fflush(stderr);
	dup2(kept, STDERR_FILENO);
	close(kept);
}

/* Every statement of the unit fails once: all of it, or nothing. */
static void test_failing(struct harness *h)
{
	struct actor head = world_actor(h, ROLE_HEAD, FIX_SCHOOL);
	struct family f = { "丙家", 0 };
	struct arena mem;
	int64_t b = ++batches, undo = ++batches;
	uint64_t nth = 0;
	bool unchanged = true;
	enum rc rc = RC_FAULT;

	arena_init(&mem, 256 << 20);
	str before = world_dump(h, &mem);
	OK(import_families(h, &head, b, &f) &&
	   deed(h, b, &child_kind, f.child, "{'name':'丙二','living_region':'440804103203'}"));
	str after = world_dump(h, &mem);
	int kept = mute();
	while (rc != RC_OK && ++nth < 1000) {
		struct ctx c = harness_ctx(h);
		struct unit u = { .n = COUNT(u.row) };
		c.who = &officer;
		c.via = VIA_UNDO;
		c.batch = undo;
		if (undo_list(&c, b, 0, u.row, &u.n) != RC_OK)
			harness_fail("no list");
		db_fail_at(harness_writer(h), nth);
		rc = store_write(&c, PRIO_BULK, undo_all, &u);
		db_fail_at(harness_writer(h), 0);
		if (rc != RC_OK && nth % 7 == 1)
			unchanged &= str_eq(after, world_dump(h, &mem));
	}
	unmute(kept);
	printf("# %llu statements\n", (unsigned long long)nth);
	OK(rc == RC_OK && nth > 60 && nth < 1000 && unchanged);
	OK(world_same(before, world_dump(h, &mem)));
	arena_free(&mem);
}

static void tests(struct harness *h)
{
	harness_daily(h); /* whose turn a duty is follows from who has an account: looked at by night */
	officer = world_actor(h, ROLE_OFFICER, 0);
	test_made(h);
	test_referred(h);
	test_flat_fields(h);
	test_changed(h);
	test_refused(h);
	test_several_times(h);
	test_deleted(h);
	test_deleted_refused(h);
	test_erased(h);
	test_kept(h);
	test_unknown(h);
	test_stored_only(h);
	test_own_list(h);
	test_fields_of_role(h);
	test_moved_away(h);
	test_lists(h);
	test_failing(h);
	OK(harness_journal_whole(h));
}

int main(int argc, char **argv)
{
	harness_start(argc, argv);
	harness_each_engine(tests, tap_skip);
	harness_stop();
	return tap_end();
}
