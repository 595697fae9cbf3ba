/* A pile of photos: each sent for itself, one that is wrong keeps no other back, the same one chosen again is
 * known; nobody but who took them sees them; given to children each gets a work and a file of its own, shown
 * only while the family of every one of them agrees; what nobody sorts goes. */
#include "consent.h"
#include "erase.h"
#include "image_made.h"
#include "image_work.h"
#include "media_send.h"
#include "work.h"

static str jpeg_of(struct harness *h, unsigned width) { return made_jpeg(&h->mem, width, 300); }

static struct answer get(struct harness *h, enum as as, const char *pattern, int64_t id)
{
	return harness_get(h, as, media_path(h, pattern, id));
}

static int64_t newest(struct harness *h) { return media_number(h, "SELECT max(f.id) FROM pile_photo f"); }
static int64_t photos(struct harness *h) { return media_number(h, "SELECT count(*) FROM pile_photo"); }
static int64_t works(struct harness *h) { return media_number(h, "SELECT count(*) FROM work"); }

static struct answer send_one(struct harness *h, enum as as, str file, const char *client, const char *class)
{
	const struct media_part parts[] = { { "class", harness_fill(h, class), NULL },
					    { "on", STR("2026-11-20"), NULL },
					    { "client", client ? str_of(client) : (str){ NULL, 0 }, NULL },
					    { "file", file, "IMG_2.JPG" } };

	return media_send(h, as, API "pile_photos", parts, COUNT(parts));
}

static void test_sending(struct harness *h, const char *dir)
{
	const struct media_part several[] = {
		{ "class", harness_fill(h, "{class}"), NULL }, { "on", STR("2026-11-20"), NULL },
		{ "file", jpeg_of(h, 400), "IMG_1.JPG" },      { "file", STR("name,phone\n"), "list.jpg" },
		{ "file", jpeg_of(h, 500), "IMG_3.JPG" },
	};
	struct answer a = media_send(h, AS_TEACHER, "/piles", several, COUNT(several));

	/* Two have arrived; of the third the page says which it was and why. */
	OK(a.status == 422 && media_holds(&a, "list.jpg: This is not a picture"));
	OK(photos(h) == 2 && media_files(dir) == 2);
	/* The same form once more: those that are there are known. */
	a = media_send(h, AS_TEACHER, "/piles", several, COUNT(several));
	OK(a.status == 422 && photos(h) == 2 && media_files(dir) == 2);
	a = send_one(h, AS_TEACHER, jpeg_of(h, 410), "p1-00000001", "{class}");
	OK(a.status == 201);
	OK(send_one(h, AS_TEACHER, jpeg_of(h, 410), "P1-00000001", "{class}").status == 200 &&
	   photos(h) == 3);
	a = send_one(h, AS_TEACHER, jpeg_of(h, 410), "p1-00000002", "{class_2}");
	if (a.status != 422)
		printf("# %d %.*s\n", a.status, STR_ARG(a.body));
	OK(a.status == 422 && problem_at(&a, "class"));
	a = send_one(h, AS_TEACHER, jpeg_of(h, 410), "p1-00000002", "");
	if (a.status != 422)
		printf("# %d %.*s\n", a.status, STR_ARG(a.body));
	OK(a.status == 422 && problem_at(&a, "class"));
	OK(send_one(h, AS_GUARDIAN, jpeg_of(h, 410), "p1-00000003", "{class}").status == 404 ||
	   photos(h) == 3);
	/* As asset/pile.js sends them. */
	const struct media_part bad[] = { { "class", harness_fill(h, "{class}"), NULL },
					  { "on", STR("2026-11-20"), NULL },
					  { "client", STR("p1-00000009"), NULL },
					  { "file", STR(""), "empty.jpg" } };
	a = media_send(h, AS_TEACHER, "/piles", bad, COUNT(bad));
	OK(a.status == 422 && media_holds(&a, "Choose a photo first."));
	OK(photos(h) == 3 && media_files(dir) == 3);
}

static void test_nobody_else(struct harness *h)
{
	static const enum as others[] = {
		AS_OFFICER, AS_HEAD,       AS_TEACHER_2, AS_DIRECTOR, AS_GUARDIAN,
		AS_CHILD,   AS_FEDERATION, AS_KEEPER,    AS_ADMIN,    AS_FAR_OFFICER
	};
	int64_t id = newest(h);

	OK(get(h, AS_TEACHER, "/pile_photos/#/large", id).status == 200);
	OK(get(h, AS_TEACHER, "/pile_photos/#", id).status == 200);
	for (size_t i = 0; i < COUNT(others); i++) {
		int one = get(h, others[i], "/pile_photos/#", id).status,
		    large = get(h, others[i], "/pile_photos/#/large", id).status,
		    api = get(h, others[i], API "pile_photos/#", id).status;
		if (one != 404 || large != 404 || api != 404)
			printf("# %s: %d %d %d\n", as_name[others[i]], one, large, api);
		OK(one == 404 && large == 404 && api == 404);
	}
	struct answer a = harness_get(h, AS_TEACHER, "/piles");
	OK(a.status == 200 && media_holds(&a, "To be sorted: 3"));
	a = harness_get(h, AS_HEAD, "/piles");
	OK(a.status == 200 && media_holds(&a, "No photo waits"));
	a = harness_get(h, AS_TEACHER, "/");
	OK(media_holds(&a, "Photos that wait to be sorted: 3"));
}

static struct answer give(struct harness *h, enum as as, int64_t id, const char *body)
{
	return harness_ask(h, as, HTTP_POST,
			   str_z(&h->mem, harness_text(&h->mem, API "pile_photos/%lld/give", (long long)id)),
			   NULL, body);
}

static void test_giving(struct harness *h, const char *dir)
{
	int64_t id = newest(h);
	struct answer a = give(h, AS_TEACHER, id, "{'children':[],'faces':true}");

	OK(a.status == 422 && problem_at(&a, "children"));
	a = give(h, AS_TEACHER, id, "{'children':['{kid}']}");
	OK(a.status == 422 && problem_at(&a, "faces"));
	OK(give(h, AS_TEACHER, id, "{'children':['{kid}','{kid_2}'],'faces':true}").status == 404);
	a = give(h, AS_TEACHER, id, "{'children':['{kid}'],'faces':true,'nonsense':'x'}");
	OK(a.status == 422 && problem_at(&a, "nonsense"));
	OK(works(h) == 0 && photos(h) == 3 && media_files(dir) == 3);
	OK(give(h, AS_TEACHER, id, "{'children':['{kid}','{kid}'],'faces':false,'title':'leaves'}").status ==
	   204);
	OK(works(h) == 1 && photos(h) == 2);
	OK(give(h, AS_TEACHER, id, "{'children':['{kid}'],'faces':false}").status == 404);
	OK(harness_jobs(h) >= 1 && media_files(dir) == 3);
	struct answer page = get(h, AS_PARENT, "/works/#", media_number(h, "SELECT max(w.id) FROM work w"));
	OK(page.status == 200 && media_holds(&page, "leaves"));
}

/* By the form, and on to the next. */
static void test_form(struct harness *h)
{
	int64_t id = media_number(h, "SELECT min(f.id) FROM pile_photo f"), next = newest(h);
	const char *path = str_z(&h->mem, harness_text(&h->mem, "/pile_photos/%lld/give", (long long)id));
	struct answer a = harness_ask(h, AS_TEACHER, HTTP_POST, path, NULL, "what=photo&title=kept+text");

	OK(a.status == 422 && media_holds(&a, "kept text") && media_holds(&a, "Tap the children"));
	a = harness_ask(h, AS_TEACHER, HTTP_POST, path, NULL, "child={kid}&faces=0&what=photo");
	OK(a.status == 303 &&
	   str_ends(a.location, harness_text(&h->mem, "/pile_photos/%lld", (long long)next)));
	path = str_z(&h->mem, harness_text(&h->mem, "/pile_photos/%lld/drop", (long long)next));
	OK(harness_ask(h, AS_HEAD, HTTP_POST, path, NULL, "").status == 404);
	a = harness_ask(h, AS_TEACHER, HTTP_POST, path, NULL, "");
	OK(a.status == 303 && str_ends(a.location, STR("/piles")) && photos(h) == 0);
}

static bool agree(struct harness *h, enum as as, const char *child, bool yes)
{
	const char *path = str_z(&h->mem, harness_text(&h->mem, "/my/children/%s/consents/portrait", child));

	return harness_ask(h, as, HTTP_POST, path, NULL, yes ? "answer=yes" : "answer=no").status == 303;
}

static int64_t work_of(struct harness *h, int64_t child)
{
	return harness_number(h, harness_text(&h->mem, "SELECT max(w.id) FROM work w WHERE w.child = %lld",
					      (long long)child));
}

static enum rc erase(struct ctx *c, void *arg) { return erase_child(c, *(const int64_t *)arg); }

/* Two sisters in one picture: each one's family must agree, and with the file of one the other's picture
 * goes. */
static void test_together(struct harness *h, const char *dir)
{
	struct ctx c = harness_ctx(h);
	struct answer a = send_one(h, AS_HEAD, jpeg_of(h, 700), "p2-00000001", "{class}");

	OK(a.status == 201);
	OK(give(h, AS_HEAD, newest(h), "{'children':['{kid}','{kid_b}'],'faces':true}").status == 204);
	int64_t kid = work_of(h, h->fix[FIX_KID]), sister = work_of(h, h->fix[FIX_KID_B]);
	OK(kid && sister && kid != sister);
	OK(media_number(h, "SELECT count(*) FROM work w WHERE w.several = 2") == 2);
	OK(media_number(h, "SELECT count(DISTINCT w.blob) FROM work w WHERE w.several = 2") == 2);
	OK(get(h, AS_HEAD, "/works/#/large", kid).status == 404);
	OK(agree(h, AS_PARENT, "{kid}", true));
	OK(get(h, AS_HEAD, "/works/#/large", kid).status == 404);
	OK(agree(h, AS_PARENT, "{kid_b}", true));
	OK(get(h, AS_HEAD, "/works/#/large", kid).status == 200 &&
	   get(h, AS_HEAD, "/works/#/small", sister).status == 200);
	OK(agree(h, AS_PARENT, "{kid_b}", false));
	OK(get(h, AS_HEAD, "/works/#/large", kid).status == 404 &&
	   get(h, AS_HEAD, "/works/#/small", sister).status == 404);
	struct answer page = get(h, AS_HEAD, "/works/#", kid);
	OK(page.status == 200 && media_holds(&page, "Several children"));
	/* It is said once and for all that there are faces. */
	const char *path = str_z(&h->mem, harness_text(&h->mem, API "works/%lld", (long long)kid));
	a = harness_ask(h, AS_HEAD, HTTP_PATCH, path, "If-Match: \"1\"", "{'faces':false}");
	OK(a.status == 422 && problem_at(&a, "faces"));
	OK(agree(h, AS_PARENT, "{kid_b}", true) && get(h, AS_HEAD, "/works/#/large", kid).status == 200);
	OK(store_write(&c, PRIO_PEOPLE, erase, &h->fix[FIX_KID_B]) == RC_OK);
	OK(get(h, AS_HEAD, "/works/#/large", kid).status == 404);
	int64_t before = works(h);
	harness_daily(h);
	OK(works(h) == before - 1 && get(h, AS_HEAD, "/works/#", kid).status == 404);
	OK(harness_jobs(h) >= 1);
	OK(media_number(h, "SELECT count(*) FROM blob") == media_files(dir));
}

/* One who was tapped by mistake is taken out, and the other's picture stays: it is of one fewer. */
static void test_one_less(struct harness *h)
{
	struct answer a = send_one(h, AS_HEAD, jpeg_of(h, 720), "p3-00000001", "{class}");

	OK(a.status == 201);
	OK(give(h, AS_HEAD, newest(h), "{'children':['{kid}','{kid_b}'],'faces':false}").status == 204);
	int64_t kid = work_of(h, h->fix[FIX_KID]), sister = work_of(h, h->fix[FIX_KID_B]);
	const char *path = str_z(&h->mem, harness_text(&h->mem, API "works/%lld", (long long)sister));

	OK(media_number(h, "SELECT count(*) FROM work w WHERE w.several = 2") == 2);
	OK(harness_ask(h, AS_HEAD, HTTP_DELETE, path, "If-Match: \"1\"", NULL).status == 204);
	OK(media_number(h, "SELECT count(*) FROM work w WHERE w.several = 2") == 0);
	OK(work_of(h, h->fix[FIX_KID]) == kid &&
	   media_number(h, "SELECT w.several FROM work w ORDER BY w.id DESC LIMIT 1") == 1);
	OK(get(h, AS_HEAD, "/works/#", kid).status == 200 &&
	   get(h, AS_HEAD, "/works/#", sister).status == 404);
	OK(harness_journal_whole(h));
}

static void test_limits(struct harness *h, const char *dir)
{
	OK(send_one(h, AS_HEAD, jpeg_of(h, 310), "p4-00000001", "{class}").status == 201);
	harness_today(h, 20270119);
	harness_daily(h);
	OK(photos(h) == 1);
	harness_today(h, 20270122);
	harness_daily(h);
	OK(photos(h) == 0);
	OK(harness_jobs(h) >= 1 && media_number(h, "SELECT count(*) FROM blob") == media_files(dir));
}

static void test_engine(struct harness *h)
{
	char dir[256];

	harness_daily(h);
	media_place(h, dir, sizeof dir);
	test_sending(h, dir);
	test_nobody_else(h);
	test_giving(h, dir);
	test_form(h);
	test_one_less(h);
	test_together(h, dir);
	test_limits(h, dir);
	media_away(h, dir);
}

int main(int argc, char **argv)
{
	harness_start_everyone(argc, argv);
	harness_each_engine(test_engine, tap_skip);
	harness_stop();
	return tap_end();
}
