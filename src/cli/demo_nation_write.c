#include "demo_nation_write.h"

#include "codes_gen.h"
#include "demo_names.h"
#include "demo_number.h"
#include "enrolment.h"
#include "load.h"
#include "search_name.h"
#include "settle.h"

#include <stdlib.h>

enum { AT_ONCE = 64, BATCH_MEMORY = 64 << 20 };
enum {
	CHILDREN_OF_A_PRIMARY = 57,
	CHILDREN_OF_A_JUNIOR = 73
}; /* 143,500 and 52,300 schools: domain facts 2.3 */
enum { STREAM_NATION = 7 };

const struct kind *const demo_nation_kinds[] = {
	&school_kind,       &class_kind,     &child_kind,    &person_kind,     &tie_kind, &absence_kind,
	&circumstance_kind, &enrolment_kind, &crossing_kind, &difficulty_kind, NULL
};

struct school {
	struct record record;
	int64_t class[NATION_GRADES + 1];
};

/* A row of name_key. */
struct name_key {
	struct search_key key;
	int64_t child;
};

struct work {
	struct ctx *c;    /* of the county */
	struct ctx batch; /* in the memory of some families */
	struct demo_nation_unit *u;
	struct load *load;
	struct rollup *rollup;
	struct settling settling;
	struct demo_numbers *numbers;
	struct demo_random r;
	struct region_range villages;
	struct school *school;  /* first the primary schools */
	struct record *schools; /* the same, for the file */
	size_t primaries, nschools;
	struct name_key *key; /* of the county */
	size_t keys, keys_room;
	struct file file; /* the batch, as settling would load it */
};

/* --- rows --- */

/* The next row of a kind, at the end of a list of the batch (NULL: of none). */
static enum rc add_row(struct work *w, struct arena *mem, const struct kind *k, struct records *list,
		       struct record **ret)
{
	struct record *r = list ? &list->r[list->n++] : NEW(mem, struct record, 1);

	*r = (struct record){ .kind = k,
			      .version = 1,
			      .county = w->u->county.number,
			      .v = NEW(mem, struct val, k->nfields),
			      .label = NEW(mem, str, k->nfields) };
	*ret = r;
	return load_id(w->load, &r->id);
}

static enum rc put(struct work *w, const struct record *r)
{
	return load_row(w->load, &(struct load_row){ r->kind, r->id, r->v, 0 });
}

static struct val text(const char *s) { return TEXT(str_of(s)); }

/* --- schools and classes --- */

static str school_name(struct work *w, str village, bool junior)
{
	struct buf b = buf_new(w->c->mem, 300);
	const struct demo_words *list = &demo_words_school_names;

	buf_str(&b, region_name(w->c->model->regions, str_cut(village, 0, 9)));
	buf_str(&b, list->word[demo_random_below(&w->r, (unsigned)list->n)].text);
	buf_str(&b, junior ? STR("初级中学") : STR("小学"));
	return buf_view(&b);
}

static str school_code(struct work *w, bool junior)
{
	struct buf b = buf_new(w->c->mem, 12);
	unsigned province = w->u->county.number / 10000;

	buf_str(&b, junior ? STR("31") : STR("21")); /* class, province, serial: domain facts 7.4 */
	buf_pad(&b, province, 2);
	buf_pad(&b, ++w->u->serial[province], 6);
	return buf_view(&b);
}

static enum rc write_classes(struct work *w, struct school *s, int lowest, int highest)
{
	struct record *r;
	enum rc rc = RC_OK;

	for (int g = lowest; g <= highest && rc == RC_OK; g++) {
		struct grade grade = { grade_stage_of_number(g, &grade_system_6_3), g };
		rc = add_row(w, w->c->mem, &class_kind, NULL, &r);
		r->v[CLASS_SCHOOL] = INT(s->record.id);
		r->v[CLASS_NUMBER] = INT(1);
		r->v[CLASS_ENTRY_YEAR] = INT(grade_entry_year(grade, &grade_system_6_3, w->c->today));
		s->class[g] = r->id;
		if (rc == RC_OK)
			rc = put(w, r);
	}
	return rc;
}

/* Spread evenly over the villages. */
static str village_of_school(const struct work *w, size_t i, size_t n)
{
	size_t villages = w->villages.end - w->villages.at;
	struct region at = region_at(w->c->model->regions, w->villages.at + i * villages / n);

	return str_dup(w->c->mem, str_of(at.code));
}

static enum rc write_school(struct work *w, size_t i)
{
	bool junior = i >= w->primaries;
	struct records list = { w->schools, i, false };
	struct record *r;
	enum rc rc = add_row(w, w->c->mem, &school_kind, &list, &r);
	str village = junior ? village_of_school(w, i - w->primaries, w->nschools - w->primaries)
			     : village_of_school(w, i, w->primaries);

	r->v[SCHOOL_CODE] = TEXT(school_code(w, junior));
	r->v[SCHOOL_NAME] = TEXT(school_name(w, village, junior));
	r->v[SCHOOL_REGION] = TEXT(village);
	r->v[SCHOOL_KIND] = text(junior ? CODE_SCHOOL_KIND_JUNIOR : CODE_SCHOOL_KIND_PRIMARY);
	w->school[i].record = *r;
	if (rc == RC_OK)
		rc = put(w, r);
	if (rc != RC_OK || !w->u->close)
		return rc;
	return junior ? write_classes(w, &w->school[i], NATION_PRIMARY + 1, NATION_GRADES)
		      : write_classes(w, &w->school[i], 1, NATION_PRIMARY);
}

static enum rc write_schools(struct work *w)
{
	unsigned n = w->u->county.children;
	enum rc rc = RC_OK;

	w->primaries = n * 68 / 100 / CHILDREN_OF_A_PRIMARY + 1;
	w->nschools = w->primaries + n * 32 / 100 / CHILDREN_OF_A_JUNIOR + 1;
	w->school = NEW(w->c->mem, struct school, w->nschools);
	w->schools = NEW(w->c->mem, struct record, w->nschools);
	for (size_t i = 0; i < w->nschools && rc == RC_OK; i++)
		rc = write_school(w, i);
	if (rc == RC_OK) {
		w->u->school = w->school[0].record.id;
		w->u->class = w->school[0].class[3];
	}
	return rc;
}

/* --- one family --- */

struct home {
	size_t village; /* of the county */
	str region;
};

static enum rc write_absence(struct work *w, const struct demo_nation_adult *a, int64_t person)
{
	struct record *r;
	struct buf place = buf_new(w->batch.mem, 4);
	enum rc rc = add_row(w, w->batch.mem, &absence_kind, &w->file.absences, &r);

	buf_pad(&place, a->place, 2);
	r->v[ABSENCE_PERSON] = INT(person);
	r->v[ABSENCE_FROM] = INT(a->away);
	r->v[ABSENCE_REGION] = TEXT(buf_view(&place));
	r->v[ABSENCE_REASON] = text(CODE_ABSENCE_REASON_WORK);
	return rc == RC_OK ? put(w, r) : rc;
}

static enum rc write_adult(struct work *w, const struct demo_nation_adult *a, int64_t *ret)
{
	struct record *r;
	enum rc rc = add_row(w, w->batch.mem, &person_kind, NULL, &r);

	r->v[PERSON_NAME] = TEXT(a->name);
	r->v[PERSON_SEX] = text(a->sex == 1 ? CODE_SEX_MALE : CODE_SEX_FEMALE);
	r->v[PERSON_BIRTH_DATE] = INT(a->born);
	if (a->carer && w->u->close)
		r->v[PERSON_PHONE] = TEXT(demo_number_phone(w->batch.mem, w->numbers));
	*ret = r->id;
	if (rc == RC_OK)
		rc = put(w, r);
	return rc == RC_OK && a->away ? write_absence(w, a, r->id) : rc;
}

static enum rc write_tie(struct work *w, const struct demo_nation_adult *a, int64_t child, int64_t person)
{
	struct record *r;
	enum rc rc = add_row(w, w->batch.mem, &tie_kind, &w->file.ties, &r);

	r->v[TIE_CHILD] = INT(child);
	r->v[TIE_PERSON] = INT(person);
	r->v[TIE_RELATION] = text(a->relation);
	if (a->carer)
		r->v[TIE_LIVES_WITH] = r->v[TIE_CARER] = INT(1);
	return rc == RC_OK ? put(w, r) : rc;
}

static enum rc write_fact(struct work *w, int64_t child, const char *topic, struct val value)
{
	struct record *r;
	enum rc rc = add_row(w, w->batch.mem, &circumstance_kind, &w->file.circumstances, &r);

	r->v[CIRCUMSTANCE_CHILD] = INT(child);
	r->v[CIRCUMSTANCE_TOPIC] = text(topic);
	r->v[CIRCUMSTANCE_VALUE] = value;
	return rc == RC_OK ? put(w, r) : rc;
}

static enum rc write_enrolment(struct work *w, const struct record *child, const struct school *s, int grade,
			       day from, day to)
{
	struct record *r;
	bool primary = grade <= NATION_PRIMARY;
	enum rc rc = add_row(w, w->batch.mem, &enrolment_kind, &w->file.enrolments, &r);

	r->v[ENROLMENT_CHILD] = INT(child->id);
	r->v[ENROLMENT_SCHOOL] = INT(s->record.id);
	if (!to && w->u->close)
		r->v[ENROLMENT_CLASS] = INT(s->class[grade]);
	r->v[ENROLMENT_STAGE] = text(primary ? CODE_STAGE_PRIMARY : CODE_STAGE_JUNIOR);
	r->v[ENROLMENT_ENTRY_MONTH] = INT(from / 100);
	r->v[ENROLMENT_FROM] = INT(from);
	if (to) {
		r->v[ENROLMENT_TO] = INT(to);
		r->v[ENROLMENT_END] = text(CODE_ENROLMENT_END_GRADUATE);
	}
	return rc == RC_OK ? put(w, r) : rc;
}

/* At the school next to the village.  Who is in the first year of junior school was at a primary school
 * within the last twelve months. */
static enum rc write_enrolments(struct work *w, const struct demo_nation_child *c, const struct record *child,
				const struct home *at)
{
	size_t villages = w->villages.end - w->villages.at;
	const struct school
		*primary = &w->school[at->village * w->primaries / villages],
		*junior = &w->school[w->primaries + at->village * (w->nschools - w->primaries) / villages];
	int year = grade_school_year(w->c->today, &grade_system_6_3),
	    first = c->grade <= NATION_PRIMARY ? 1 : NATION_PRIMARY + 1;
	day from = (year - (c->grade - first)) * 10000 + grade_system_6_3.starts;
	enum rc rc = RC_OK;

	if (c->grade == NATION_PRIMARY + 1)
		rc = write_enrolment(w, child, primary, NATION_PRIMARY, from - NATION_PRIMARY * 10000,
				     day_add(from, -1));
	return rc == RC_OK ? write_enrolment(w, child, first == 1 ? primary : junior, c->grade, from, 0) : rc;
}

static enum rc write_difficulty(struct work *w, const struct demo_nation_child *c, const struct record *child)
{
	struct record *r;
	enum rc rc = add_row(w, w->batch.mem, &difficulty_kind, &w->file.difficulties, &r);

	r->v[DIFFICULTY_CHILD] = INT(child->id);
	r->v[DIFFICULTY_CATEGORY] = text(c->difficulty);
	r->v[DIFFICULTY_FROM] = INT(day_add(w->c->today, -demo_random_between(&w->r, 10, 700)));
	return rc == RC_OK ? put(w, r) : rc;
}

/* The child's own row comes when it is settled. */
static enum rc write_child(struct work *w, const struct demo_nation_child *c, const struct home *at,
			   struct record **ret)
{
	struct record *r;
	enum rc rc = add_row(w, w->batch.mem, &child_kind, &w->file.children, &r);

	r->v[CHILD_NAME] = TEXT(c->name);
	r->v[CHILD_SEX] = text(c->sex == 1 ? CODE_SEX_MALE : CODE_SEX_FEMALE);
	r->v[CHILD_BIRTH_DATE] = INT(c->born);
	r->v[CHILD_ID_TYPE] = text(CODE_ID_TYPE_RESIDENT);
	r->v[CHILD_ID_NUMBER] = TEXT(demo_number_identity(w->batch.mem, w->numbers, c->sex, c->born));
	if (rc == RC_OK)
		rc = write_fact(w, r->id, CODE_CIRCUMSTANCE_TOPIC_HOUSEHOLD_REGION, TEXT(at->region));
	if (rc == RC_OK)
		rc = write_fact(w, r->id, CODE_CIRCUMSTANCE_TOPIC_HOUSEHOLD_TYPE,
				text(CODE_HOUSEHOLD_TYPE_AGRICULTURAL));
	if (rc == RC_OK)
		rc = write_enrolments(w, c, r, at);
	if (rc == RC_OK && c->difficulty)
		rc = write_difficulty(w, c, r);
	*ret = r;
	return rc;
}

static struct home draw_home(struct work *w)
{
	size_t village = demo_random_below(&w->r, (unsigned)(w->villages.end - w->villages.at));
	struct region at = region_at(w->c->model->regions, w->villages.at + village);

	return (struct home){ village,
			      str_cut(str_dup(w->batch.mem, str_of(at.code)), 0, w->u->close ? 12 : 6) };
}

static enum rc write_family(struct work *w, size_t most)
{
	struct demo_nation_family f;
	struct home at = draw_home(w);
	struct record *child;
	int64_t adult[NATION_ADULTS];
	enum rc rc = RC_OK;

	demo_nation_family(w->batch.mem, &w->r, w->c->today, w->u->close, &f);
	if (f.children > most)
		f.children = most;
	for (size_t i = 0; i < f.adults && rc == RC_OK; i++)
		rc = write_adult(w, &f.adult[i], &adult[i]);
	for (size_t i = 0; i < f.children && rc == RC_OK; i++) {
		rc = write_child(w, &f.child[i], &at, &child);
		for (size_t k = 0; k < f.adults && rc == RC_OK; k++)
			rc = write_tie(w, &f.adult[k], child->id, adult[k]);
	}
	return rc;
}

/* --- by what names are found --- */

static void keep_keys(struct work *w, int64_t child, str name)
{
	struct search_key key[SEARCH_KEYS_MAX];
	size_t n = search_keys(name, key);

	if (w->keys + n > w->keys_room) {
		size_t room = w->keys_room * 2 + SEARCH_KEYS_MAX;
		struct name_key *more = NEW(w->c->mem, struct name_key, room);
		if (w->keys)
			memcpy(more, w->key, w->keys * sizeof *more);
		w->key = more;
		w->keys_room = room;
	}
	for (size_t i = 0; i < n; i++)
		w->key[w->keys++] = (struct name_key){ key[i], child };
}

static int by_key(const void *a, const void *b)
{
	const struct name_key *x = a, *y = b;
	int by_text = str_cmp((str){ x->key.s, x->key.n }, (str){ y->key.s, y->key.n });

	return by_text ? by_text : x->child < y->child ? -1 : x->child > y->child;
}

/* In the order of the table: its pages are then filled to the brim. */
static enum rc write_keys(struct work *w)
{
	enum rc rc = RC_OK;

	if (w->keys)
		qsort(w->key, w->keys, sizeof *w->key, by_key);
	for (size_t i = 0; i < w->keys && rc == RC_OK; i++)
		rc = DB_LATER(w->c->db, "INSERT INTO name_key (county, initials, child) VALUES (?1, ?2, ?3)",
			      INT(w->u->county.number), TEXT(((str){ w->key[i].key.s, w->key[i].key.n })),
			      INT(w->key[i].child));
	return rc;
}

/* --- settled --- */

static enum rc write_crossings(struct work *w, int64_t child, const struct settled *s)
{
	struct record *r;
	enum rc rc = RC_OK;

	for (size_t i = 0; i < s->n && rc == RC_OK; i++) {
		struct input in = crossing_input(&w->batch, child, &s->list[i]);
		rc = add_row(w, w->batch.mem, &crossing_kind, NULL, &r);
		input_check(&w->batch, &in, NULL, r->v);
		if (rc == RC_OK)
			rc = put(w, r);
	}
	return rc;
}

static enum rc settle(struct work *w)
{
	struct facts_index *x = facts_index_new(&w->batch, &w->file);
	enum rc rc = RC_OK;

	for (size_t i = 0; i < w->file.children.n && rc == RC_OK; i++) {
		struct record *child = &w->file.children.r[i];
		struct settled s;
		settle_reckon(&w->settling, x, child, &s);
		rollup_add(w->rollup, w->u->county.number, s.list, s.n, +1);
		rc = load_row(w->load, &(struct load_row){ &child_kind, child->id, s.now.v, s.next_on });
		keep_keys(w, child->id, rec_text(child, CHILD_NAME));
		if (rc == RC_OK)
			rc = write_crossings(w, child->id, &s);
		if (!w->u->child || (!rec_null(&s.now, CHILD_CLASS) && w->u->class &&
				     rec_int(&s.now, CHILD_CLASS) == w->u->class))
			w->u->child = child->id;
	}
	return rc;
}

/* --- some families at once --- */

static struct records room(struct arena *mem, size_t n)
{
	return (struct records){ NEW(mem, struct record, n), 0, false };
}

static void begin_batch(struct work *w)
{
	struct arena *mem = w->batch.mem;
	const size_t most = AT_ONCE + NATION_CHILDREN;

	arena_reset(mem);
	w->batch.problems = (struct problems){ .mem = mem };
	w->file = (struct file){ .children = room(mem, most),
				 .ties = room(mem, most * NATION_ADULTS),
				 .absences = room(mem, most * NATION_ADULTS),
				 .circumstances = room(mem, most * 2),
				 .enrolments = room(mem, most * 2),
				 .difficulties = room(mem, most),
				 .schools = { w->schools, w->nschools, false } };
}

static enum rc write_families(struct work *w)
{
	size_t left = w->u->county.children;
	enum rc rc = RC_OK;

	while (left && rc == RC_OK) {
		begin_batch(w);
		while (left && w->file.children.n < AT_ONCE && rc == RC_OK) {
			size_t before = w->file.children.n;
			rc = write_family(w, left);
			left -= w->file.children.n - before;
		}
		if (rc == RC_OK)
			rc = settle(w);
	}
	return rc;
}

enum rc demo_nation_write(struct ctx *c, void *arg)
{
	struct demo_nation_unit *u = arg;
	str code = str_of(u->county.code);
	struct work w = { .c = c,
			  .batch = *c,
			  .u = u,
			  .r = demo_random_of(u->seed + STREAM_NATION, u->county.number),
			  .villages = region_inside(c->model->regions, code, REGION_VILLAGE) };

	if (w.villages.at == w.villages.end) /* no list of villages: the townships, else the county itself */
		w.villages = region_inside(c->model->regions, code, REGION_TOWNSHIP);
	if (w.villages.at == w.villages.end)
		w.villages = region_inside(c->model->regions, code, REGION_COUNTY);
	w.batch.mem = arena_within(c->mem, BATCH_MEMORY);
	w.settling = settling_of(&w.batch);
	w.rollup = rollup_new(c);
	w.numbers = demo_number_of(c->mem, code, u->first_phone);
	enum rc rc = load_begin(c, u->county.number, &w.load);
	if (rc == RC_OK)
		rc = write_schools(&w);
	if (rc == RC_OK)
		rc = write_families(&w);
	if (rc == RC_OK)
		rc = write_keys(&w);
	if (rc == RC_OK)
		rc = rollup_flush(w.rollup);
	if (rc == RC_OK)
		rc = load_end(w.load);
	arena_free(w.batch.mem);
	return rc;
}
