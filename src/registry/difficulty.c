#include "difficulty.h"

unsigned difficulty_bits(str category)
{
	static const struct {
		str code;
		unsigned bit;
	} apart[] = { { STR_INIT(CODE_CID_CLASS_ORPHAN), DIFFICULTY_ORPHAN },
		      { STR_INIT(CODE_CID_CLASS_UNATTENDED), DIFFICULTY_UNATTENDED },
		      { STR_INIT(CODE_CID_CLASS_DISABILITY), DIFFICULTY_DISABILITY } };

	for (size_t i = 0; i < COUNT(apart); i++)
		if (str_eq(category, apart[i].code))
			return DIFFICULTY_ANY | apart[i].bit;
	return DIFFICULTY_ANY;
}

unsigned difficulty_on(const struct facts_index *x, int64_t child, day on)
{
	unsigned bits = 0;
	size_t at = 0;

	for (const struct record *r; (r = facts_next(x, FACTS_DIFFICULTIES, child, &at));) {
		day from = rec_day(r, DIFFICULTY_FROM), to = rec_day(r, DIFFICULTY_TO);
		if (from <= on && (!to || on <= to))
			bits |= difficulty_bits(rec_text(r, DIFFICULTY_CATEGORY));
	}
	return bits;
}

/* --- the rules of the record --- */

static void complain(struct ctx *c, const char *field, const char *text, str arg)
{
	problem_add(&c->problems, str_of(field), text, arg, (str){ NULL, 0 });
}

static str day_text(struct ctx *c, day d)
{
	struct buf b = buf_new(c->mem, 64);

	tr_date(&b, c->lang, N_("{2} {1} {0}"), d);
	return buf_view(&b);
}

static void check_days(struct ctx *c, const struct record *r)
{
	day from = rec_day(r, DIFFICULTY_FROM), to = rec_day(r, DIFFICULTY_TO);
	int max_age = (int)ctx_param(c, PARAM_CHILD_MAX_AGE);
	int64_t born;

	if (to && to < from)
		complain(c, "to", N_("The last day comes before the first."), (str){ NULL, 0 });
	if (from > c->today + 10000)
		complain(c, "from", N_("This day is more than a year ahead."), (str){ NULL, 0 });
	if (DB_ONE(c->db, &born, "SELECT c.birth_date FROM child c WHERE c.id = ?1",
		   INT(rec_int(r, DIFFICULTY_CHILD))) != RC_OK)
		return;
	day grown = day_birthday((day)born, max_age);
	if (from < born)
		complain(c, "from", N_("This is before the birth of the child."), (str){ NULL, 0 });
	else if (from >= grown)
		complain(c, "from", N_("The child came of age on {0}: nothing begins after that."),
			 day_text(c, grown));
}

static void check_disability(struct ctx *c, const struct record *r)
{
	bool certified = str_eq(rec_text(r, DIFFICULTY_CATEGORY), STR(CODE_CID_CLASS_DISABILITY)),
	     none = str_eq(rec_text(r, DIFFICULTY_DISABILITY_TYPE), STR(CODE_DISABILITY_TYPE_NONE));

	if (certified && (rec_null(r, DIFFICULTY_DISABILITY_TYPE) || none))
		complain(c, "disability_type", N_("Say which disability it is."), (str){ NULL, 0 });
	if (certified && rec_null(r, DIFFICULTY_DISABILITY_LEVEL))
		complain(c, "disability_level", N_("Say its grade, as the certificate has it."),
			 (str){ NULL, 0 });
	if (!certified && !rec_null(r, DIFFICULTY_DISABILITY_TYPE) && !none)
		complain(c, "disability_type",
			 N_("This goes with the category of severe disability: write that down by itself."),
			 (str){ NULL, 0 });
	if (!certified && !rec_null(r, DIFFICULTY_DISABILITY_LEVEL))
		complain(c, "disability_level",
			 N_("This goes with the category of severe disability: write that down by itself."),
			 (str){ NULL, 0 });
}

/* Another row of the child, of this category, whose days meet these? */
static bool met(struct ctx *c, const struct record *r, const char *category)
{
	enum { FOREVER = 99991231 };
	int64_t other;
	day to = rec_day(r, DIFFICULTY_TO);

	return DB_ONE(c->db, &other,
		      "SELECT f.id FROM difficulty f WHERE f.child = ?1 AND f.category = ?2 AND f.id <> ?3"
		      " AND f.from_day <= ?4 AND coalesce(f.to_day, 99991231) >= ?5 ORDER BY f.id",
		      INT(rec_int(r, DIFFICULTY_CHILD)), TEXT(str_of(category)), INT(r->id),
		      INT(to ? to : FOREVER), INT(rec_day(r, DIFFICULTY_FROM))) == RC_OK;
}

static void check_others(struct ctx *c, const struct record *r)
{
	const char *category = str_z(c->mem, rec_text(r, DIFFICULTY_CATEGORY));
	bool orphan = !strcmp(category, CODE_CID_CLASS_ORPHAN),
	     unattended = !strcmp(category, CODE_CID_CLASS_UNATTENDED);

	if (met(c, r, category)) {
		complain(c, "category",
			 N_("This is certified already for some of these days: change that entry."),
			 (str){ NULL, 0 });
		c->conflicts++;
	} else if (orphan && met(c, r, CODE_CID_CLASS_UNATTENDED)) {
		complain(c, "category",
			 N_("The child is certified as de facto unattended in these days: end that entry "
			    "first, an orphan is not counted there too."),
			 (str){ NULL, 0 });
	} else if (unattended && met(c, r, CODE_CID_CLASS_ORPHAN)) {
		complain(c, "category",
			 N_("The child is certified as an orphan in these days: end that entry first, an "
			    "orphan is not counted as de facto unattended too."),
			 (str){ NULL, 0 });
	}
}

void difficulty_check(struct ctx *c, const struct change *change)
{
	const struct record *r = change->after;

	if (c->problems.n)
		return;
	if (c->via != VIA_UNDO) {
		check_days(c, r);
		check_disability(c, r);
	}
	if (!c->problems.n)
		check_others(c, r);
}

/* --- proposed against certified: by the crossing that holds on the day ?1 --- */

/* The + keeps SQLite from the index of days, which nearly every row is in.  Asked of each child: a list of
 * all that are certified anywhere would be made first, a hundred thousand rows over the nation. */
#define HOLDING(which)                                                                                       \
	"EXISTS (SELECT 1 FROM crossing x WHERE x.child = t.id AND " which                                   \
	" AND +x.day <= ?1 AND x.counted = 1"                                                                \
	" AND NOT EXISTS (SELECT 1 FROM crossing y WHERE y.child = x.child AND y.day > x.day"                \
	" AND y.day <= ?1))"
/* In the words of their partial indexes. */
#define SPOKEN "x.proposed > 0"
#define CERTIFIED "x.difficulty = 1"
#define PROPOSED SPOKEN " AND coalesce(x.orphan, 0) = 0 AND (x.proposed = 1 OR coalesce(x.unattended, 0) = 0)"
/* Who is certified as unattended and proposed as an orphan is in the other list already; where the facts do
 * not say, they do not say no. */
#define UNFOUNDED                                                                                            \
	CERTIFIED " AND ((x.orphan = 1 AND x.proposed IN (0, 2)) OR (x.unattended = 1 AND x.proposed = 0))"

static struct list list_of(enum difficulty_how how, day on)
{
	struct list l = { .v = { INT(on) }, .nv = 1 };

	l.where = how == DIFFICULTY_PROPOSED    ? SQL(HOLDING(PROPOSED))
		  : how == DIFFICULTY_UNFOUNDED ? SQL(HOLDING(UNFOUNDED))
						: SQL(HOLDING(CERTIFIED));
	return l;
}

enum rc difficulty_count(struct ctx *c, enum difficulty_how how, day on, int64_t *ret)
{
	struct list l = list_of(how, on);

	return record_count(c, &child_kind, &l, ret);
}

/* One statement for the children, six for what is known of their families, however many they are. */
enum rc difficulty_list(struct ctx *c, enum difficulty_how how, day on, int64_t after,
			struct difficulty_rows *ret)
{
	static const uint64_t wanted = 1ULL << CHILD_NAME | 1ULL << CHILD_SEX | 1ULL << CHILD_BIRTH_DATE |
				       1ULL << CHILD_HOUSEHOLD_REGION | 1ULL << CHILD_SCHOOL;
	int max_age = (int)ctx_param(c, PARAM_CHILD_MAX_AGE);
	struct list l = list_of(how, on);
	struct records found;
	struct file f;

	l.want = wanted;
	l.after = after;
	l.limit = ret->n;
	enum rc rc = record_list(c, &child_kind, &l, &found);
	if (rc == RC_OK)
		rc = file_load_list(c, &found, &f);
	if (rc == RC_OK)
		rc = file_load_difficulties(c, &f);
	if (rc != RC_OK)
		return rc;
	const struct facts_index *x = facts_index_new(c, &f);
	struct difficulty_row *row = NEW(c->mem, struct difficulty_row, found.n);
	for (size_t i = 0; i < found.n; i++) {
		struct standing_facts facts;
		facts_of(c, x, &found.r[i], &facts);
		row[i] = (struct difficulty_row){ .child = found.r[i],
						  .certified = difficulty_on(x, found.r[i].id, on) };
		unattended_at(c->mem, &facts, max_age, on, &row[i].facts);
	}
	*ret = (struct difficulty_rows){ row, found.n, found.more, x };
	return RC_OK;
}
