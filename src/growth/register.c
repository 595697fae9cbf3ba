#include "register.h"

const char *const register_of_name[REGISTER_OF__N] = { "all", "untouched", "bare", "holds", "lacks" };

unsigned register_sections(const struct actor *who)
{
	if (who->role & ROLES_SCHOOL)
		return growth_file_school_sections();
	return ((1U << SECTION__N) - 1) & ~section_bit(STR(CODE_GROWTH_SECTION_HANDOVER));
}

/* The last day on which an entry is old enough to ask. */
static day register_since(const struct ctx *c)
{
	return day_add(c->today, -(int32_t)ctx_param(c, PARAM_GROWTH_UNTOUCHED_DAYS));
}

/* The first code that lies no longer inside. */
static str region_end(struct arena *mem, str region)
{
	if (!region.n)
		return region;
	char *end = str_z(mem, region);
	end[region.n - 1]++;
	return (str){ end, region.n };
}

/* --- figures --- */

/* Grouped by what the files look like: few rows, however many children. */
#define FIGURES(on)                                                                                          \
	" coalesce(g.sections, 0), CASE WHEN g." on " >= ?2 THEN 2 WHEN g." on " IS NULL THEN 0 ELSE 1 END," \
	" count(*)"
#define CARE_KEY                                                                                             \
	"SELECT CASE WHEN ?1 = 1 THEN substr(k.village, 1, 9) WHEN ?1 = 2 THEN substr(k.village, 1, 12)"     \
	" WHEN ?1 = 3 THEN CAST(k.school AS TEXT) ELSE '' END,"
#define CARE_FROM " FROM care_case k LEFT JOIN growth_file g ON g.child = k.child WHERE k.level > 0 AND "
#define CARE_ASKED " AND (?3 = '' OR (k.village >= ?3 AND k.village < ?4)) AND (?5 = 0 OR k.school = ?5)"

static enum rc query_care(struct ctx *c, const struct register_ask *ask, int by, struct rows *ret)
{
	return STORE_QUERY(c, ret,
			   CARE_KEY FIGURES("touched_on") CARE_FROM "{care_case k}" CARE_ASKED
								    " GROUP BY 1, 2, 3 ORDER BY 1",
			   INT(by), INT(register_since(c)), TEXT(ask->region),
			   TEXT(region_end(c->mem, ask->region)), INT(ask->school));
}

/* The whole county, whoever agreed to what: numbers alone. */
static enum rc query_county(struct ctx *c, const struct register_ask *ask, int by, struct rows *ret)
{
	return DB_QUERY(c->db, ret,
			CARE_KEY FIGURES("touched_on") CARE_FROM "k.county = ?6 AND " NOT_LOCKED("k.child")
				CARE_ASKED " GROUP BY 1, 2, 3 ORDER BY 1",
			INT(by), INT(register_since(c)), TEXT(ask->region),
			TEXT(region_end(c->mem, ask->region)), INT(ask->school), INT(c->who->county));
}

static enum rc query_roll(struct ctx *c, const struct register_ask *ask, int by, struct rows *ret)
{
	return STORE_QUERY(
		c, ret,
		"SELECT CASE WHEN ?1 = 3 THEN CAST(c.school AS TEXT) WHEN ?1 = 4 THEN"
		" CAST(c.class AS TEXT) ELSE '' END," FIGURES(
			"school_on") " FROM child c LEFT JOIN growth_file g ON g.child = c.id WHERE {child c}"
				     " AND c.school IS NOT NULL AND (?3 = 0 OR c.class = ?3) GROUP BY 1, 2, "
				     "3 ORDER BY 1",
		INT(by), INT(register_since(c)), INT(ask->class));
}

enum { BARE, OLD }; /* the third column; what is neither was touched lately */

static void count(struct register_part *p, unsigned sections, int64_t state, int64_t n)
{
	p->children += n;
	p->untouched += state == BARE || state == OLD ? n : 0;
	p->bare += state == BARE ? n : 0;
	for (int i = 0; i < SECTION__N; i++)
		p->held[i] += sections >> i & 1U ? n : 0;
}

static struct register_part *part_for(struct ctx *c, struct register_parts *all, str key, size_t *cap)
{
	if (all->n && str_eq(all->list[all->n - 1].key, key))
		return &all->list[all->n - 1];
	all->list = GROWN(c->mem, all->list, all->n, cap);
	all->list[all->n] = (struct register_part){ .key = str_dup(c->mem, key) };
	return &all->list[all->n++];
}

enum rc register_load(struct ctx *c, const struct register_ask *ask, enum register_by by,
		      struct register_parts *ret)
{
	struct register_parts all = { NULL, 0 };
	size_t cap = 0;
	struct rows q;
	enum rc rc = c->who->role & ROLES_SCHOOL       ? query_roll(c, ask, (int)by, &q)
		     : c->who->role == ROLE_FEDERATION ? query_county(c, ask, (int)by, &q)
						       : query_care(c, ask, (int)by, &q);

	if (rc != RC_OK)
		return rc;
	while (db_next(&q))
		count(part_for(c, &all, db_text(&q, 0), &cap), (unsigned)db_int(&q, 1), db_int(&q, 2),
		      db_int(&q, 3));
	rc = db_done(&q);
	if (rc == RC_OK)
		*ret = all;
	return rc;
}

struct register_part register_sum(const struct register_parts *parts)
{
	struct register_part sum = { .key = STR("") };

	for (size_t i = 0; i < parts->n; i++) {
		const struct register_part *p = &parts->list[i];
		sum.children += p->children;
		sum.untouched += p->untouched;
		sum.bare += p->bare;
		for (int s = 0; s < SECTION__N; s++)
			sum.held[s] += p->held[s];
	}
	return sum;
}

int register_share(const struct actor *who, const struct register_part *p)
{
	unsigned counted = register_sections(who);
	int64_t held = 0, all = 0;

	for (int i = 0; i < SECTION__N; i++)
		if (counted >> i & 1U) {
			held += p->held[i];
			all += p->children;
		}
	return all ? (int)(held * 100 / all) : 0;
}

/* --- the children --- */

#define LINE_COLUMNS(id, on) "SELECT " id ", coalesce(g." on ", 0), coalesce(g.sections, 0)"
/* ?1 which, ?2 since, ?3 the section's bit, ?4 and ?5 where the page before ended. */
#define LINE_OF(id, on)                                                                                      \
	" AND (?1 = 0 OR (?1 = 1 AND (g." on " IS NULL OR g." on " < ?2)) OR (?1 = 2 AND g." on " IS NULL)"  \
	" OR (?1 = 3 AND (coalesce(g.sections, 0) & ?3) <> 0)"                                               \
	" OR (?1 = 4 AND (coalesce(g.sections, 0) & ?3) = 0))"                                               \
	" AND (?5 = 0 OR coalesce(g." on ", 0) > ?4 OR (coalesce(g." on ", 0) = ?4 AND " id " > ?5))"
/* Who reaches the case needs nothing of the child's own row, and reading thousands of those is what costs. */
#define LINE_CARE(child)                                                                                     \
	" FROM care_case k" child " LEFT JOIN growth_file g ON g.child = k.child"                            \
	" WHERE k.level > 0 AND (?6 = '' OR (k.village >= ?6 AND k.village < ?7)) AND (?8 = 0 OR k.school "  \
	"= ?8) AND "
#define LINE_ORDER " ORDER BY 2, 1 LIMIT ?9"

static enum rc query_lines(struct ctx *c, const struct register_page *p, struct rows *ret)
{
	const struct register_ask *a = &p->ask;
	struct val v[] = { INT(p->of),
			   INT(register_since(c)),
			   INT(p->section ? INT64_C(1) << (p->section - 1) : 0),
			   INT(p->touched),
			   INT(p->after),
			   TEXT(a->region),
			   TEXT(region_end(c->mem, a->region)),
			   INT(a->school),
			   INT((int64_t)p->limit + 1) };

	if (c->who->role & ROLES_SCHOOL) {
		v[5] = INT(a->class);
		v[6] = v[8];
		return store_query(
			c, ret,
			SQL(LINE_COLUMNS(
				"c.id", "school_on") " FROM child c LEFT JOIN growth_file g ON g.child = c.id"
						     " WHERE {child c} AND c.school IS NOT NULL"
						     " AND (?6 = 0 OR c.class = ?6)" LINE_OF(
							     "c.id", "school_on") " ORDER BY 2, 1 LIMIT ?7"),
			v, 7);
	}
	if (c->who->role == ROLE_FEDERATION)
		return store_query(
			c, ret,
			SQL(LINE_COLUMNS("c.id", "touched_on") LINE_CARE(
				" JOIN child c ON c.id = k.child") "{child c}" LINE_OF("c.id", "touched_on")
				    LINE_ORDER),
			v, COUNT(v));
	return store_query(c, ret,
			   SQL(LINE_COLUMNS("k.child", "touched_on") LINE_CARE("") "{care_case k}" LINE_OF(
				   "k.child", "touched_on") LINE_ORDER),
			   v, COUNT(v));
}

/* Their names, as far as the reader reaches; the reading is on record with them. */
static enum rc load_names(struct ctx *c, struct register_rows *rows)
{
	static const uint64_t want = UINT64_C(1) << CHILD_NAME | UINT64_C(1) << CHILD_SEX |
				     UINT64_C(1) << CHILD_BIRTH_DATE | UINT64_C(1) << CHILD_SCHOOL |
				     UINT64_C(1) << CHILD_CLASS;
	enum { AT_ONCE = 16 };
	struct record *all = NEW(c->mem, struct record, rows->n + 1);
	enum rc rc = RC_OK;

	rows->children = (struct records){ all, 0, false };
	for (size_t at = 0; at < rows->n && rc == RC_OK; at += AT_ONCE) {
		struct list q = { .nv = AT_ONCE, .want = want };
		struct records piece;
		q.where = SQL(
			"t.id IN (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)");
		for (size_t i = 0; i < AT_ONCE; i++)
			q.v[i] = INT(rows->line[at + i < rows->n ? at + i : rows->n - 1].child);
		rc = record_list(c, &child_kind, &q, &piece);
		for (size_t i = 0; rc == RC_OK && i < piece.n && rows->children.n < rows->n; i++)
			all[rows->children.n++] = piece.r[i];
	}
	return rc;
}

enum rc register_rows(struct ctx *c, const struct register_page *p, struct register_rows *ret)
{
	struct register_rows rows = { .line = NEW(c->mem, struct register_line, p->limit + 1) };
	struct rows q;
	enum rc rc = query_lines(c, p, &q);

	if (rc != RC_OK)
		return rc;
	while (db_next(&q)) {
		rows.more = rows.n == p->limit;
		if (!rows.more)
			rows.line[rows.n++] = (struct register_line){ .child = db_int(&q, 0),
								      .touched = (day)db_int(&q, 1),
								      .sections = (unsigned)db_int(&q, 2) };
	}
	rc = db_done(&q);
	if (rc == RC_OK)
		rc = load_names(c, &rows);
	if (rc == RC_OK)
		*ret = rows;
	return rc;
}

const struct record *register_child(const struct register_rows *rows, int64_t id)
{
	for (size_t i = 0; i < rows->children.n; i++)
		if (rows->children.r[i].id == id)
			return &rows->children.r[i];
	return NULL;
}
