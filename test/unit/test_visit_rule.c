/* What a visit is made of: codes parted by blanks, the checklist by level, texts that read the same, places
 * and numbers of devices. */
#include "entry.h"
#include "tap.h"
#include "visit_rule.h"

static const day on = 20261121;

static void test_codes(void)
{
	const struct code_list *met = code_list_find(STR("visit_met"));

	OK(met);
	OK(visit_has(STR("mother child"), STR("child")));
	OK(visit_has(STR("child"), STR("child")));
	OK(visit_has(STR("  child "), STR("child")));
	OK(!visit_has(STR("mother children"), STR("child")));
	OK(!visit_has(STR(""), STR("child")));
	OK(!visit_has((str){ NULL, 0 }, STR("child")));
	OK(!visit_unknown_code(STR("child mother grandmother"), met, on, STR("440804")).n);
	OK(!visit_unknown_code((str){ NULL, 0 }, met, on, STR("440804")).n);
	OK(str_eq(visit_unknown_code(STR("child uncle moon"), met, on, STR("440804")), STR("uncle")));
	OK(str_eq(visit_unknown_code(STR("child"), NULL, on, STR("440804")), STR("child")));
}

/* How many items are asked of a level. */
static int asked(int level)
{
	const struct code_list *items = code_list_find(STR("visit_check"));
	const struct code *item;
	size_t at = 0;
	int n = 0;

	while (items && (item = code_next(items, &at, on, STR("440804"))))
		n += visit_asks(item, level);
	return n;
}

static void test_checklist(void)
{
	struct arena mem;

	arena_init(&mem, 1 << 20);
	OK(asked(1) == 6);
	OK(asked(0) == asked(1)); /* who is not in care is asked what green is asked */
	OK(asked(2) > asked(1));
	OK(asked(3) > asked(2));
	OK(asked(4) > asked(3));
	OK(asked(9) == asked(4));
	struct buf b = buf_new(&mem, 200);
	visit_say(&b, STR("food"), STR("yes"));
	visit_say(&b, STR("mood"), STR("unseen"));
	OK(str_eq(buf_view(&b), STR("food=yes mood=unseen")));
	OK(str_eq(visit_says(buf_view(&b), STR("mood")), STR("unseen")));
	OK(str_eq(visit_says(buf_view(&b), STR("food")), STR("yes")));
	OK(!visit_says(buf_view(&b), STR("school")).n);
	OK(!visit_checklist_fault(buf_view(&b), on, STR("440804")).n);
	OK(!visit_checklist_fault(STR(""), on, STR("440804")).n);
	OK(str_eq(visit_checklist_fault(STR("food=perhaps"), on, STR("440804")), STR("food=perhaps")));
	OK(str_eq(visit_checklist_fault(STR("food=yes shoes=no"), on, STR("440804")), STR("shoes=no")));
	OK(str_eq(visit_checklist_fault(STR("food"), on, STR("440804")), STR("food")));
	arena_free(&mem);
}

static str plain(struct arena *mem, str seen, str words, str name)
{
	const str text[] = { seen, words };

	return visit_plain_text(mem, text, 2, name, 6);
}

static bool alike(struct arena *mem, str a, str name_a, str b, str name_b)
{
	str x = plain(mem, a, STR(""), name_a), y = plain(mem, b, STR(""), name_b);

	return x.n && str_eq(x, y);
}

static void test_text(void)
{
	struct arena mem;
	const str ming = STR("李小明"), wen = STR("陈大文");

	arena_init(&mem, 1 << 20);
	OK(str_eq(plain(&mem, STR("家里 整洁，孩子在写作业。"), STR("想妈妈！"), ming),
		  STR("家里整洁孩子在写作业想妈妈")));
	/* Only blanks, signs, digits and capitals differ. */
	OK(alike(&mem, STR("家里整洁，孩子在写作业。"), ming, STR("家里整洁 孩子在写作业\n"), wen));
	OK(alike(&mem, STR("11月3日，孩子在奶奶家做功课"), ming, STR("12月8日，孩子在奶奶家做功课"), wen));
	OK(alike(&mem, STR("Grandma is well, the child reads"), ming, STR("grandma is well the child READS"),
		 wen));
	OK(alike(&mem, STR("ＡＢＣ孩子在奶奶家"), ming, STR("abc孩子在奶奶家"), wen));
	/* The name was changed, nothing else. */
	OK(alike(&mem, STR("李小明在奶奶家写作业，精神好"), ming, STR("陈大文在奶奶家写作业，精神好"), wen));
	OK(alike(&mem, STR("小明在奶奶家写作业，精神好"), ming, STR("大文在奶奶家写作业，精神好"), wen));
	/* A word differs. */
	OK(!alike(&mem, STR("孩子在奶奶家写作业，精神好"), ming, STR("孩子在外婆家写作业，精神好"), wen));
	/* Short ones tell nothing. */
	OK(!plain(&mem, STR("一切正常。"), STR(""), ming).n);
	OK(!plain(&mem, STR("李小明一切正常。"), STR(""), ming).n);
	OK(!plain(&mem, STR(""), STR(""), ming).n);
	OK(plain(&mem, STR("一切正常，没有变化"), STR(""), ming).n);
	/* A given name of one letter is a word like any other. */
	OK(alike(&mem, STR("王好的精神很好，在家"), STR("王好"), STR("的精神很好，在家里"), STR("赵一")) ==
	   false);
	OK(str_eq(plain(&mem, STR("王好在家，精神很好呢"), STR(""), STR("王好")), STR("在家精神很好呢")));
	OK(plain(&mem, STR("没有名字的时候也可以"), STR(""), (str){ NULL, 0 }).n);
	arena_free(&mem);
}

static void test_rest(void)
{
	OK(visit_place_valid(STR("21.2707,110.4567")));
	OK(visit_place_valid(STR("-33.5,-70")));
	OK(visit_place_valid(STR("0,0")));
	OK(!visit_place_valid(STR("")));
	OK(!visit_place_valid(STR("21.27")));
	OK(!visit_place_valid(STR("21.27,110.45,3")));
	OK(!visit_place_valid(STR("91,110")));
	OK(!visit_place_valid(STR("21,181")));
	OK(!visit_place_valid(STR("21.2.7,110")));
	OK(!visit_place_valid(STR("莫村,龙头镇")));
	OK(!visit_place_valid(STR("21.12345678,110")));
	OK(entry_client_valid(STR("0f8fad5b-d9cb-469f-a165-70867728950e")));
	OK(entry_client_valid(STR("ABCDEF01")));
	OK(!entry_client_valid(STR("ABCDEF0")));
	OK(!entry_client_valid(STR("")));
	OK(!entry_client_valid(STR("0f8fad5b-d9cb-469f-a165-70867728950e0")));
	OK(!entry_client_valid(STR("0f8fad5b d9cb 469f")));
}

int main(void)
{
	test_codes();
	test_checklist();
	test_text();
	test_rest();
	return tap_end();
}
