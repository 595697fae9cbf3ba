/* The words that come with the program, and what becomes of agreement to older ones. */
#include "consent.h"

/* clang-format off */
const char *const consent_part_titles[CONSENT_PART__N] = {
	[CONSENT_PROCESSOR] = N_("Who keeps it"),
	[CONSENT_CONTACT]   = N_("Where you can turn"),
	[CONSENT_AIM]       = N_("Purpose"),
	[CONSENT_METHOD]    = N_("How"),
	[CONSENT_KINDS]     = N_("Which data"),
	[CONSENT_RETENTION] = N_("How long"),
	[CONSENT_RIGHTS]    = N_("What you may ask for"),
	[CONSENT_NECESSITY] = N_("Why it is needed, and what it means for the child"),
	[CONSENT_REFUSAL]   = N_("If you say no"),
};
/* clang-format on */

/* The text with the name of the county in its place. */
static str fill(struct ctx *c, str text)
{
	static const char place[] = "{county}";
	struct buf b = buf_new(c->mem, 16 << 10), code = buf_new(c->mem, 8);
	const char *at;

	buf_pad(&code, c->model->county, 6);
	while ((at = text.n ? memmem(text.s, text.n, place, sizeof place - 1) : NULL)) {
		buf_put(&b, text.s, (size_t)(at - text.s));
		if (!c->model->regions || !region_path(c->model->regions, buf_view(&code), &b))
			buf_str(&b, buf_view(&code));
		text = str_cut(text, (size_t)(at - text.s) + sizeof place - 1, text.n);
	}
	buf_str(&b, text);
	return buf_view(&b);
}

static enum rc put_words(struct ctx *c, const struct consent_words *w)
{
	struct input in = input_new(&consent_text_kind);
	struct record done;
	int64_t last = 0;
	enum rc rc = DB_ONE(c->db, &last,
			    "SELECT coalesce(max(x.edition), 0) FROM consent_text x WHERE x.purpose = ?1 AND "
			    "x.county = ?2",
			    TEXT(w->purpose), INT(c->model->county));

	if (rc != RC_OK || last >= w->edition)
		return rc;
	input_set(&in, CONSENT_TEXT_PURPOSE, w->purpose);
	input_int(&in, c->mem, CONSENT_TEXT_EDITION, w->edition);
	input_day(&in, c->mem, CONSENT_TEXT_FROM, w->from);
	for (size_t i = 0; i < CONSENT_PART__N; i++)
		for (size_t lang = 0; lang < LANG__N; lang++)
			input_set(&in, CONSENT_TEXT_PARTS + LANG__N * i + lang, fill(c, w->part[i][lang]));
	return record_create(c, &in, &done);
}

static enum rc install(struct ctx *c, void *arg)
{
	enum rc rc = RC_OK;

	(void)arg;
	for (size_t i = 0; i < consent_nwords && rc == RC_OK; i++)
		rc = put_words(c, &consent_words[i]);
	return rc;
}

enum rc consent_install(struct ctx *c)
{
	int64_t there = 0, wanted = (int64_t)consent_nwords;
	enum rc rc = DB_ONE(c->db, &there, "SELECT count(*) FROM consent_text x WHERE x.county = ?1",
			    INT(c->model->county));

	/* Most days there is nothing to do: then nothing waits for the writer. */
	for (size_t i = 0; i < consent_nwords && rc == RC_OK && there >= wanted; i++) {
		int64_t last = 0;
		rc = DB_ONE(c->db, &last,
			    "SELECT coalesce(max(x.edition), 0) FROM consent_text x WHERE x.purpose = ?1 AND "
			    "x.county = ?2",
			    TEXT(consent_words[i].purpose), INT(c->model->county));
		if (last < consent_words[i].edition)
			there = 0;
	}
	if (rc != RC_OK || there >= wanted)
		return rc;
	return store_write(c, PRIO_BULK, install, NULL);
}

/* --- what lapses --- */

enum { AT_ONCE = 200 };
struct lapse {
	int64_t id[AT_ONCE];
	day to[AT_ONCE];
	size_t n;
};

static enum rc find_lapsed(struct ctx *c, struct lapse *l)
{
	struct rows q;
	enum rc rc = DB_QUERY(
		c->db, &q,
		"SELECT i.id, min(n.earlier_until) FROM consent i JOIN consent_text x ON x.id = i.text_id"
		" JOIN consent_text n ON n.purpose = i.purpose AND n.county = i.county"
		" AND n.edition > x.edition WHERE i.to_day IS NULL AND n.from_day <= ?1"
		" AND n.earlier_until < ?1 GROUP BY i.id ORDER BY i.id LIMIT 200",
		INT(c->today));

	l->n = 0;
	if (rc != RC_OK)
		return rc;
	while (db_next(&q) && l->n < AT_ONCE) {
		l->id[l->n] = db_int(&q, 0);
		l->to[l->n++] = (day)db_int(&q, 1);
	}
	return db_done(&q);
}

static enum rc lapse_some(struct ctx *c, void *arg)
{
	struct lapse *l = arg;
	enum rc rc = find_lapsed(c, l);

	for (size_t i = 0; i < l->n && rc == RC_OK; i++) {
		struct input in = input_new(&consent_kind);
		struct record done;
		input_day(&in, c->mem, CONSENT_TO, l->to[i]);
		input_set(&in, CONSENT_END, STR(CODE_CONSENT_END_LAPSED));
		rc = record_update(c, &consent_kind, l->id[i], 0, &in, &done);
	}
	return rc;
}

enum rc consent_daily(struct ctx *c)
{
	struct lapse *l = NEW(c->mem, struct lapse, 1);
	enum rc rc = consent_install(c);

	l->n = AT_ONCE;
	while (rc == RC_OK && l->n == AT_ONCE)
		rc = store_write(c, PRIO_BULK, lapse_some, l);
	return rc;
}
