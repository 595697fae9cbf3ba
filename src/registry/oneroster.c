#include "oneroster.h"
#include "csvio.h"
#include "grade.h"
#include "utf8.h"

#include <stdlib.h>

enum { PAGE = 200, FILES_MEMORY = 256 << 20, PAGE_MEMORY = 64 << 20, FILE_MAX = 48 << 20 };

struct id_list {
	int64_t *id;
	size_t n, cap;
};

/* An adult and one of their children: a row of users needs all of them. */
struct agent {
	int64_t person, child, school;
	const char *role;
	str name;
};

struct roster {
	struct ctx *c; /* whole: its arena holds the files */
	const struct export_order *o;
	struct buf file[ONEROSTER__N];
	struct arena *page;
	size_t rows;
	int64_t total;
	bool families;
	str district, year, term;
	struct id_list list_school, list_class;
	struct agent *agent;
	size_t nagent, agent_cap;
};

/* --- sourcedIds and cells --- */

enum { ID_SIZE = 32 };
static str sourced(struct roster *r, const struct kind *k, const char *what, int64_t id)
{
	static const char hex[] = "0123456789abcdef";
	struct buf b = buf_new(r->c->mem, 64), out = buf_new(r->c->mem, ID_SIZE);

	buf_lit(&b, "oneroster.");
	buf_str(&b, str_of(what));
	buf_ch(&b, '.');
	buf_int(&b, id);
	str digest = store_digest(r->c, k, 0, buf_view(&b));
	for (size_t i = 0; i < ID_SIZE / 2 && i < digest.n; i++) {
		buf_ch(&out, hex[(unsigned char)digest.s[i] >> 4]);
		buf_ch(&out, hex[(unsigned char)digest.s[i] & 15]);
	}
	return buf_view(&out);
}

static str school_sourced(struct roster *r, int64_t id)
{
	return id ? sourced(r, &school_kind, "org", id) : r->district;
}

static str child_sourced(struct roster *r, int64_t id) { return sourced(r, &child_kind, "user", id); }

/* A row of cells; NULL .s is an empty one. */
static void put_row(struct roster *r, enum oneroster_file f, const str *cell, size_t n)
{
	struct buf *b = &r->file[f];

	for (size_t i = 0; i < n; i++)
		csv_put(b, cell[i], i == 0);
	csv_end(b);
}
#define NONE                                                                                                 \
	{                                                                                                    \
		NULL, 0                                                                                      \
	}
#define ROW(r, f, ...) put_row((r), (f), (const str[]){ __VA_ARGS__ }, COUNT(((const str[]){ __VA_ARGS__ })))

static str day_text(struct roster *r, day d)
{
	struct buf b = buf_new(r->c->mem, 12);

	if (d)
		day_put(&b, d);
	return buf_view(&b);
}

static str number_text(struct roster *r, int64_t i, int width)
{
	struct buf b = buf_new(r->c->mem, 24);

	buf_pad(&b, i, width);
	return buf_view(&b);
}

static void add_id(struct roster *r, struct id_list *l, int64_t id)
{
	if (!id || (l->n && l->id[l->n - 1] == id))
		return;
	for (size_t i = 0; i < l->n && i < 64; i++) /* mostly one of the last */
		if (l->id[l->n - 1 - i] == id)
			return;
	l->id = GROWN(r->c->mem, l->id, l->n, &l->cap);
	l->id[l->n++] = id;
}

static int by_id(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void sort_ids(struct id_list *l)
{
	size_t n = 0;

	if (l->n)
		qsort(l->id, l->n, sizeof *l->id, by_id);
	for (size_t i = 0; i < l->n; i++)
		if (!i || l->id[i] != l->id[i - 1])
			l->id[n++] = l->id[i];
	l->n = n;
}

static bool has_id(const struct id_list *l, int64_t id)
{
	return l->n && bsearch(&id, l->id, l->n, sizeof *l->id, by_id);
}

/* --- names --- */

struct oneroster_name oneroster_split(str name)
{
	static const str two[] = { STR_INIT("欧阳"), STR_INIT("上官"), STR_INIT("司马"), STR_INIT("司徒"),
				   STR_INIT("诸葛"), STR_INIT("皇甫"), STR_INIT("尉迟"), STR_INIT("公孙"),
				   STR_INIT("慕容"), STR_INIT("令狐"), STR_INIT("夏侯"), STR_INIT("东方"),
				   STR_INIT("端木"), STR_INIT("长孙"), STR_INIT("宇文"), STR_INIT("轩辕") };
	static const str dot = STR_INIT("·");
	size_t at = 0;

	/* Not one at an end: both parts are needed. */
	for (size_t i = name.n; i-- > 1;)
		if (str_starts(str_cut(name, i, name.n), dot) && i + dot.n < name.n)
			return (struct oneroster_name){ str_cut(name, 0, i),
							str_cut(name, i + dot.n, name.n) };
	for (size_t i = 0; i < COUNT(two); i++)
		if (str_starts(name, two[i]) && name.n > two[i].n)
			return (struct oneroster_name){ str_cut(name, two[i].n, name.n), two[i] };
	(void)utf8_next(name, &at);
	/* A name of one character stands in both places. */
	return at < name.n ? (struct oneroster_name){ str_cut(name, at, name.n), str_cut(name, 0, at) }
			   : (struct oneroster_name){ name, name };
}

struct user {
	str id, name, agents, grades, org;
	const char *role;
};

static void put_user(struct roster *r, const struct user *u)
{
	struct oneroster_name name = oneroster_split(u->name);

	ROW(r, ONEROSTER_USERS, u->id, NONE, NONE, STR("true"), u->id, NONE, name.given, name.family, NONE,
	    NONE, NONE, NONE, NONE, u->agents, u->grades, NONE, NONE, NONE, NONE, NONE, u->org, NONE);
}

static void put_role(struct roster *r, const struct user *u, bool first)
{
	struct buf id = buf_new(r->c->mem, 100);

	buf_str(&id, u->id);
	buf_ch(&id, '.');
	buf_str(&id, str_cut(u->org, 0, ID_SIZE / 2));
	ROW(r, ONEROSTER_ROLES, buf_view(&id), NONE, NONE, u->id, first ? STR("primary") : STR("secondary"),
	    str_of(u->role), NONE, NONE, u->org, NONE);
}

/* --- children and the adults around them --- */

static void add_agent(struct roster *r, const struct agent *a)
{
	r->agent = GROWN(r->c->mem, r->agent, r->nagent, &r->agent_cap);
	r->agent[r->nagent++] = *a;
}

static const char *role_of_tie(const struct record *tie)
{
	str relation = rec_text(tie, TIE_RELATION);

	if (str_eq(relation, STR(CODE_RELATION_FATHER)) || str_eq(relation, STR(CODE_RELATION_MOTHER)))
		return "parent";
	return rec_int(tie, TIE_GUARDIAN) ? "guardian" : NULL;
}

static bool in_force(const struct record *tie, day on)
{
	day from = rec_day(tie, TIE_FROM), to = rec_day(tie, TIE_TO);

	return (!from || from <= on) && (!to || to >= on) && !rec_int(tie, TIE_BARRED);
}

static const struct record *find(const struct records *list, int64_t id)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->r[i].id == id)
			return &list->r[i];
	return NULL;
}

/* Parents and guardians of today who may come near the child; their sourcedIds, parted by commas. */
static str put_agents(struct roster *r, const struct record *child, const struct records *ties,
		      const struct records *persons)
{
	struct buf b = buf_new(r->c->mem, 8 << 10);

	for (size_t i = 0; i < ties->n; i++) {
		const struct record *tie = &ties->r[i], *person = find(persons, rec_int(tie, TIE_PERSON));
		const char *role = role_of_tie(tie);
		if (rec_int(tie, TIE_CHILD) != child->id || !role || !person || !in_force(tie, r->c->today))
			continue;
		add_agent(r, &(struct agent){ person->id, child->id, rec_int(child, CHILD_SCHOOL), role,
					      str_dup(r->c->mem, rec_text(person, PERSON_NAME)) });
		if (b.n)
			buf_ch(&b, ',');
		buf_str(&b, sourced(r, &person_kind, "user", person->id));
	}
	return buf_view(&b);
}

static str sex_word(const struct record *child)
{
	str sex = rec_text(child, CHILD_SEX);

	return str_eq(sex, STR(CODE_SEX_MALE))     ? STR("male")
	       : str_eq(sex, STR(CODE_SEX_FEMALE)) ? STR("female")
						   : STR("unspecified");
}

static void put_child(struct roster *r, const struct record *child, str agents)
{
	int64_t school = rec_int(child, CHILD_SCHOOL), class = rec_int(child, CHILD_CLASS);
	const struct user u = { .id = child_sourced(r, child->id),
				.name = str_dup(r->c->mem, rec_text(child, CHILD_NAME)),
				.agents = agents,
				.org = school_sourced(r, school),
				.role = "student" };

	put_user(r, &u);
	put_role(r, &u, true);
	ROW(r, ONEROSTER_DEMOGRAPHICS, u.id, NONE, NONE, day_text(r, rec_day(child, CHILD_BIRTH_DATE)),
	    sex_word(child), NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE);
	add_id(r, &r->list_school, school);
	if (!class || !school)
		return;
	add_id(r, &r->list_class, class);
	ROW(r, ONEROSTER_ENROLLMENTS, sourced(r, &child_kind, "enrollment", child->id), NONE, NONE,
	    sourced(r, &class_kind, "class", class), school_sourced(r, school), u.id, STR("student"), NONE,
	    NONE, NONE);
}

static enum rc put_some(struct roster *r, struct ctx *c, const struct record *child, size_t n)
{
	struct records ties = { .n = 0 }, persons = { .n = 0 };
	int64_t id[EXPORT_PIECE];
	enum rc rc = RC_OK;

	for (size_t i = 0; i < n; i++)
		id[i] = child[i].id;
	if (r->families)
		rc = export_with(c, &tie_kind, id, n, &ties);
	if (rc == RC_OK && r->families)
		rc = export_with(c, &person_kind, id, n, &persons);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		put_child(r, &child[i], put_agents(r, &child[i], &ties, &persons));
	return rc;
}

static enum rc put_page(struct roster *r, struct query_page *at, bool *ret_more)
{
	struct ctx c = *r->c;
	struct seen seen = { .mem = r->page };
	struct records list;

	c.mem = r->page;
	c.seen = &seen;
	enum rc rc = query_run(&c, &r->o->query, at, &list);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; rc == RC_OK && i < list.n; i += EXPORT_PIECE)
		rc = put_some(r, &c, &list.r[i], list.n - i < EXPORT_PIECE ? list.n - i : EXPORT_PIECE);
	r->rows += list.n;
	if (rc == RC_OK)
		rc = export_log(&c, r->o, r->rows, (size_t)r->total);
	*ret_more = list.more;
	if (list.n)
		at->after = list.r[list.n - 1].id;
	arena_reset(r->page);
	return rc;
}

static int by_person(const void *a, const void *b)
{
	const struct agent *x = a, *y = b;
	int64_t d = x->person != y->person ? x->person - y->person : x->child - y->child;

	return (d > 0) - (d < 0);
}

/* The children of an adult, whose rows lie side by side. */
static str children_of(struct roster *r, const struct agent *a, size_t n)
{
	struct buf b = buf_new(r->c->mem, 64 << 10);

	for (size_t i = 0; i < n; i++) {
		if (i && a[i].child == a[i - 1].child)
			continue;
		if (b.n)
			buf_ch(&b, ',');
		buf_str(&b, child_sourced(r, a[i].child));
	}
	return buf_view(&b);
}

static bool new_school(const struct agent *a, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (a[k].school == a[i].school)
			return false;
	return true;
}

/* Each adult once, with all of their children, and a role at each school of theirs. */
static void put_adult(struct roster *r, const struct agent *a, size_t n)
{
	struct user u = { .id = sourced(r, &person_kind, "user", a->person),
			  .name = a->name,
			  .agents = children_of(r, a, n),
			  .org = school_sourced(r, a->school) };

	put_user(r, &u);
	for (size_t i = 0; i < n; i++) {
		u.org = school_sourced(r, a[i].school);
		u.role = a[i].role;
		if (new_school(a, i))
			put_role(r, &u, i == 0);
	}
}

static void put_adults(struct roster *r)
{
	if (r->nagent)
		qsort(r->agent, r->nagent, sizeof *r->agent, by_person);
	for (size_t i = 0, end; i < r->nagent; i = end) {
		for (end = i + 1; end < r->nagent && r->agent[end].person == r->agent[i].person; end++)
			;
		put_adult(r, &r->agent[i], end - i);
	}
}

/* --- schools, classes, staff --- */

static enum rc put_schools(struct roster *r, struct records *ret)
{
	struct ctx look = *r->c;

	look.seen = NULL;
	enum rc rc = record_list(&look, &school_kind, &(struct list){ 0 }, ret);
	for (size_t i = 0; rc == RC_OK && i < ret->n; i++) {
		const struct record *s = &ret->r[i];
		if (!has_id(&r->list_school, s->id))
			continue;
		str id = school_sourced(r, s->id);
		ROW(r, ONEROSTER_ORGS, id, NONE, NONE, rec_text(s, SCHOOL_NAME), STR("school"),
		    rec_text(s, SCHOOL_CODE), r->district);
		ROW(r, ONEROSTER_COURSES, sourced(r, &school_kind, "course", s->id), NONE, NONE, r->year,
		    str_of(tr(r->c->lang, N_("Class of the school"))), NONE, NONE, id, NONE, NONE);
	}
	return rc;
}

static str grade_word(struct roster *r, const struct record *class, const struct record *school)
{
	enum stage first, last;
	struct grade g;

	if (!school || !grade_stages_of_kind(rec_text(school, SCHOOL_KIND), &first, &last) ||
	    !grade_at((int)rec_int(class, CLASS_ENTRY_YEAR), first, last, &grade_system_6_3, r->c->today, &g))
		return (str){ NULL, 0 };
	return g.stage == STAGE_PRESCHOOL ? STR("PK") : number_text(r, g.number, 2);
}

static enum rc put_classes(struct roster *r, const struct records *schools)
{
	struct records list;
	struct ctx look = *r->c;

	look.seen = NULL;
	enum rc rc = record_list(&look, &class_kind, &(struct list){ 0 }, &list);
	for (size_t i = 0; rc == RC_OK && i < list.n; i++) {
		const struct record *k = &list.r[i];
		int64_t school = rec_int(k, CLASS_SCHOOL);
		if (!has_id(&r->list_class, k->id) || !has_id(&r->list_school, school))
			continue;
		ROW(r, ONEROSTER_CLASSES, sourced(r, &class_kind, "class", k->id), NONE, NONE,
		    rec_text(k, CLASS_NAME), grade_word(r, k, find(schools, school)),
		    sourced(r, &school_kind, "course", school), NONE, STR("homeroom"), NONE,
		    school_sourced(r, school), r->term, NONE, NONE, NONE);
	}
	return rc;
}

static const char *role_of_post(str post)
{
	/* clang-format off */
	static const struct { const char *post, *role; } roles[] = {
		{ CODE_STAFF_POST_HEAD, "principal" }, { CODE_STAFF_POST_DEPUTY_HEAD, "principal" },
		{ CODE_STAFF_POST_CLASS_TEACHER, "teacher" }, { CODE_STAFF_POST_TEACHER, "teacher" },
		{ CODE_STAFF_POST_COUNSELLOR, "counselor" },
	};
	/* clang-format on */

	for (size_t i = 0; i < COUNT(roles); i++)
		if (str_eq(post, str_of(roles[i].post)))
			return roles[i].role;
	return "aide";
}

static bool works(struct roster *r, const struct record *s)
{
	day to = rec_day(s, STAFF_TO);

	return has_id(&r->list_school, rec_int(s, STAFF_SCHOOL)) && (!to || to >= r->c->today);
}

/* Who leads a class is its teacher, the primary one (OneRoster 1.2, enrollments: primary). */
static enum rc put_leads(struct roster *r, struct ctx *look, const struct records *staff)
{
	struct records leads;
	enum rc rc = record_list(look, &class_teacher_kind, &(struct list){ .on = r->c->today }, &leads);

	for (size_t i = 0; rc == RC_OK && i < leads.n; i++) {
		const struct record *l = &leads.r[i], *s = find(staff, rec_int(l, CLASS_TEACHER_STAFF));
		if (!s || !works(r, s) || !has_id(&r->list_class, rec_int(l, CLASS_TEACHER_CLASS)))
			continue;
		ROW(r, ONEROSTER_ENROLLMENTS, sourced(r, &class_teacher_kind, "enrollment", l->id), NONE,
		    NONE, sourced(r, &class_kind, "class", rec_int(l, CLASS_TEACHER_CLASS)),
		    school_sourced(r, rec_int(s, STAFF_SCHOOL)), sourced(r, &staff_kind, "user", s->id),
		    STR("teacher"), STR("true"), day_text(r, rec_day(l, CLASS_TEACHER_FROM)),
		    day_text(r, rec_day(l, CLASS_TEACHER_TO)));
	}
	return rc;
}

static enum rc put_staff(struct roster *r)
{
	struct records list;
	struct ctx look = *r->c;

	look.seen = NULL;
	if (!may_read(r->c->who, staff_kind.profile) || !may_export(r->c->who, staff_kind.profile))
		return RC_OK;
	enum rc rc = record_list(&look, &staff_kind, &(struct list){ 0 }, &list);
	for (size_t i = 0; rc == RC_OK && i < list.n; i++) {
		const struct record *s = &list.r[i];
		if (!works(r, s))
			continue;
		const struct user u = { .id = sourced(r, &staff_kind, "user", s->id),
					.name = rec_text(s, STAFF_NAME),
					.org = school_sourced(r, rec_int(s, STAFF_SCHOOL)),
					.role = role_of_post(rec_text(s, STAFF_POST)) };
		put_user(r, &u);
		put_role(r, &u, true);
	}
	return rc == RC_OK ? put_leads(r, &look, &list) : rc;
}

/* --- the year, the district --- */

static void put_frame(struct roster *r)
{
	struct buf code = buf_new(r->c->mem, 8), title = buf_new(r->c->mem, 12);
	int year = grade_school_year(r->c->today, &grade_system_6_3);
	unsigned county = r->c->who->county ? r->c->who->county : r->c->model->county;
	day first = year * 10000 + grade_system_6_3.starts, last = day_add(first + 10000, -1);

	for (size_t i = 0; i < ONEROSTER__N; i++) {
		r->file[i] = buf_new(r->c->mem, FILE_MAX);
		buf_str(&r->file[i], str_of(oneroster_sheets[i].columns));
		csv_end(&r->file[i]);
	}
	buf_pad(&code, county, 6);
	str name = region_name(r->c->model->regions, buf_view(&code));
	r->district = sourced(r, &school_kind, "district", county);
	r->year = sourced(r, &class_kind, "year", year);
	r->term = sourced(r, &class_kind, "term", year);
	grade_school_year_put(&title, year);
	ROW(r, ONEROSTER_ORGS, r->district, NONE, NONE, name.n ? name : buf_view(&code), STR("district"),
	    buf_view(&code), NONE);
	ROW(r, ONEROSTER_SESSIONS, r->year, NONE, NONE, buf_view(&title), STR("schoolYear"),
	    day_text(r, first), day_text(r, last), NONE, number_text(r, year + 1, 4));
	ROW(r, ONEROSTER_SESSIONS, r->term, NONE, NONE, buf_view(&title), STR("term"), day_text(r, first),
	    day_text(r, last), r->year, number_text(r, year + 1, 4));
}

enum rc oneroster_make(struct ctx *c, const struct export_order *o, struct export_made *ret)
{
	struct ctx whole = *c;
	struct roster r = { .c = &whole, .o = o };
	struct query_page at = { .limit = PAGE };
	struct records schools;
	bool more = true;
	str bytes;

	whole.mem = arena_within(c->mem, FILES_MEMORY);
	whole.purpose = (str){ NULL, 0 };
	r.page = arena_within(c->mem, PAGE_MEMORY);
	r.families = export_leaves(c->who, &tie_kind.fields[TIE_PERSON]) &&
		     export_leaves(c->who, &person_kind.fields[PERSON_NAME]);
	enum rc rc = query_count(&whole, &o->query, &r.total);
	if (rc == RC_OK && r.total > ctx_param(c, PARAM_EXPORT_MAX_ROWS))
		rc = RC_TOO_BIG;
	if (rc == RC_OK)
		put_frame(&r);
	while (rc == RC_OK && more)
		rc = put_page(&r, &at, &more);
	if (rc == RC_OK && !r.rows)
		rc = RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	sort_ids(&r.list_school);
	sort_ids(&r.list_class);
	put_adults(&r);
	rc = put_schools(&r, &schools);
	if (rc == RC_OK)
		rc = put_classes(&r, &schools);
	if (rc == RC_OK)
		rc = put_staff(&r);
	if (rc == RC_OK)
		rc = oneroster_pack(whole.mem, r.file, o->number, &bytes);
	if (rc == RC_OK)
		*ret = (struct export_made){ bytes, r.rows };
	return rc;
}
