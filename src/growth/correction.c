#include "correction.h"

#include "complain.h"
#include "consent.h"
#include "entry.h"
#include "notice.h"
#include "program.h"
#include "rights.h"

enum { OPEN_MAX = 32 };

static const struct kind *const abouts[] = { &growth_note_kind,
					     &measurement_kind,
					     &health_note_kind,
					     &work_kind,
					     &child_word_kind,
					     &letter_kind,
					     NULL };

const struct kind *correction_kind_of(str about)
{
	const struct kind *const *k = abouts;

	while (*k && !str_eq(about, str_of((*k)->name)))
		k++;
	return *k;
}

bool correction_has_versions(const struct kind *about)
{
	size_t i;

	return kind_field(about, STR("corrects"), &i) != NULL;
}

bool correction_is_open(const struct record *r)
{
	return str_eq(rec_text(r, CORRECTION_STATE), STR(CODE_CORRECTION_STATE_ASKED));
}

bool correction_may_answer(const struct actor *who, const struct record *r)
{
	const struct kind *about = correction_kind_of(rec_text(r, CORRECTION_ABOUT));

	if (!about || !correction_is_open(r))
		return false;
	if (who->role & (ROLE_OFFICER | ROLE_HEAD | ROLE_TEACHER))
		return true;
	return who->role & ROLES_VILLAGE && may_create(who, about->profile);
}

bool correction_may_take_back(const struct actor *who, const struct record *r)
{
	return correction_is_open(r) && who->role & ROLES_FAMILY && who->person &&
	       rec_int(r, CORRECTION_PERSON) == who->person;
}

/* --- the rules --- */

void correction_check(struct ctx *c, const struct change *change)
{
	struct record *r = change->after;

	if (!r || change->before || c->via == VIA_UNDO)
		return;
	entry_check(c, change);
	if (rec_null(r, CORRECTION_STATE))
		r->v[CORRECTION_STATE] = TEXT(STR(CODE_CORRECTION_STATE_ASKED));
	if (rec_null(r, CORRECTION_DUE_ON))
		r->v[CORRECTION_DUE_ON] =
			INT(rights_due(c->today, (int)ctx_param(c, PARAM_GROWTH_CORRECTION_DAYS)));
}

/* What somebody asks for, before it is a record. */
struct asked {
	int64_t child, entry;
	const struct kind *about;
	unsigned county;
};

/* What the program fills in is not to be given. */
static void check_given(struct ctx *c, const struct input *in)
{
	for (size_t i = 0; i < CORRECTION__N; i++)
		if (in->given >> i & 1 && correction_kind.fields[i].derived)
			complain(c, correction_kind.fields[i].name, N_("This is computed by the program."));
}

static enum rc check_child(struct ctx *c, const struct input *in, struct asked *a)
{
	struct ctx look = *c;
	struct record child;
	enum rc rc = RC_NOT_FOUND;

	look.seen = NULL;
	if (str_int(in->text[CORRECTION_CHILD], &a->child))
		rc = record_load(&look, &child_kind, a->child, &child);
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	if (rc == RC_NOT_FOUND)
		complain(c, "child", N_("What this points at is not there."));
	else if (!c->who->person || !consent_may_give(c, a->child, c->who->person, c->today))
		complain(c, "child",
			 N_("By law the child's parents or guardian ask for this. If you are the guardian, "
			    "ask "
			    "the school to write it down."));
	a->county = rc == RC_OK ? child.county : 0;
	return RC_OK;
}

static enum rc check_about(struct ctx *c, const struct input *in, struct asked *a)
{
	struct ctx look = *c;
	struct record entry;
	int64_t newer = 0;
	enum rc rc = RC_NOT_FOUND;

	look.seen = NULL;
	a->about = correction_kind_of(in->text[CORRECTION_ABOUT]);
	if (a->about && may_read(c->who, a->about->profile) &&
	    str_int(in->text[CORRECTION_ABOUT_ID], &a->entry))
		rc = record_load(&look, a->about, a->entry, &entry);
	if (rc == RC_OK && rec_int(&entry, a->about->child_field - 1) != a->child)
		rc = RC_NOT_FOUND;
	if (rc == RC_NOT_FOUND)
		complain(c, "about_id", N_("There is no such entry in the child's file."));
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	rc = correction_has_versions(a->about) ? entry_newer(c, a->about, a->entry, &newer) : RC_OK;
	if (newer)
		complain(c, "about_id",
			 N_("A newer version of this entry stands already. Look at that one."));
	return rc;
}

/* --- who is told --- */

/* Whoever is nearest to the child and may answer: its class, else its school, else the county. */
static enum rc nearest(struct ctx *c, int64_t child, enum role *ret)
{
	struct rows q;
	enum rc rc = DB_QUERY(c->db, &q, "SELECT k.class, k.school FROM child k WHERE k.id = ?1", INT(child));

	*ret = ROLE_OFFICER;
	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		*ret = !db_null(&q, 0) ? ROLE_TEACHER : !db_null(&q, 1) ? ROLE_HEAD : ROLE_OFFICER;
	return db_done(&q);
}

static enum rc tell_school(struct ctx *c, const struct asked *a, int64_t id)
{
	enum role role;
	enum rc rc = nearest(c, a->child, &role);

	if (rc != RC_OK)
		return rc;
	return notice_put(c, &(struct notice_new){ .code = CODE_NOTICE_CODE_CORRECTION_ASKED,
						   .to_role = role,
						   .county = a->county,
						   .child = a->child,
						   .about = correction_kind.plural,
						   .record = id });
}

static enum rc tell_family(struct ctx *c, const struct record *r)
{
	if (rec_null(r, CORRECTION_BY))
		return RC_OK;
	return notice_put(c, &(struct notice_new){ .code = CODE_NOTICE_CODE_CORRECTION_ANSWERED,
						   .to_account = rec_int(r, CORRECTION_BY),
						   .county = r->county,
						   .child = rec_int(r, CORRECTION_CHILD),
						   .about = correction_kind.plural,
						   .record = r->id });
}

/* --- asking --- */

static enum rc write_new(struct ctx *c, const struct asked *a, struct input *in, int64_t *ret_id,
			 bool *ret_there)
{
	struct actor program;
	struct ctx p = program_for(c, &program, a->county);

	input_int(in, c->mem, CORRECTION_PERSON, c->who->person);
	input_int(in, c->mem, CORRECTION_BY, c->who->account);
	enum rc rc = entry_write(&p, in, ret_id, ret_there);
	program_problems(c, &p);
	return rc == RC_OK && !*ret_there ? tell_school(c, a, *ret_id) : rc;
}

enum rc correction_ask(struct ctx *c, struct input *in, int64_t *ret_id, bool *ret_there)
{
	struct asked a = { .child = 0 };
	int64_t open = 0;

	if (!may_create(c->who, P_CORRECTION))
		return RC_DENIED;
	check_given(c, in);
	enum rc rc = check_child(c, in, &a);
	if (rc == RC_OK)
		rc = check_about(c, in, &a);
	if (rc == RC_OK && c->problems.n)
		rc = RC_INVALID;
	if (rc == RC_OK)
		rc = correction_open_one(c, in->text[CORRECTION_ABOUT], a.entry, &open);
	if (rc != RC_OK)
		return rc;
	*ret_there = open != 0;
	*ret_id = open;
	return open ? RC_OK : write_new(c, &a, in, ret_id, ret_there);
}

/* --- answers --- */

static enum rc write_answer(struct ctx *c, const struct record *r, const char *state, str answer)
{
	struct actor program;
	struct ctx p = program_for(c, &program, r->county);
	struct input in = input_new(&correction_kind);
	struct record done;

	input_set(&in, CORRECTION_STATE, str_of(state));
	if (answer.n)
		input_set(&in, CORRECTION_ANSWER, answer);
	if (c->who->account)
		input_int(&in, c->mem, CORRECTION_ANSWERED_BY, c->who->account);
	input_day(&in, c->mem, CORRECTION_ANSWERED_ON, c->today);
	enum rc rc = record_update(&p, &correction_kind, r->id, 0, &in, &done);
	program_problems(c, &p);
	return rc == RC_OK ? notice_done(c, correction_kind.plural, r->id) : rc;
}

static bool may_do(const struct actor *who, const struct record *r, enum correction_does does)
{
	return does == CORRECTION_TAKE_BACK ? correction_may_take_back(who, r)
					    : correction_may_answer(who, r);
}

static void check_answer(struct ctx *c, const struct record *r, enum correction_does does, str answer)
{
	const struct kind *about = correction_kind_of(rec_text(r, CORRECTION_ABOUT));

	if (does == CORRECTION_DECLINE && !answer.n)
		complain(c, "answer", N_("Say why not: the family reads it (PIPL 46)."));
	if (does == CORRECTION_ACCEPT && about && correction_has_versions(about))
		complain(c, "answer",
			 N_("Write the entry anew: with that it is put right, and the family is told."));
	else if (does == CORRECTION_ACCEPT && !answer.n)
		complain(c, "answer", N_("Say what you have done about it: the family reads it."));
}

enum rc correction_answer(struct ctx *c, int64_t id, enum correction_does does, str answer)
{
	static const char *const state[] = { [CORRECTION_ACCEPT] = CODE_CORRECTION_STATE_ACCEPTED,
					     [CORRECTION_DECLINE] = CODE_CORRECTION_STATE_DECLINED,
					     [CORRECTION_TAKE_BACK] = CODE_CORRECTION_STATE_WITHDRAWN };
	struct record r;
	enum rc rc = record_load(c, &correction_kind, id, &r);

	if (rc != RC_OK)
		return rc;
	if (!correction_is_open(&r))
		return RC_CONFLICT;
	if (!may_do(c->who, &r, does))
		return RC_DENIED;
	answer = str_trim(answer);
	check_answer(c, &r, does, answer);
	if (c->problems.n)
		return RC_INVALID;
	rc = write_answer(c, &r, state[does], does == CORRECTION_TAKE_BACK ? STR("") : answer);
	return rc == RC_OK && does != CORRECTION_TAKE_BACK ? tell_family(c, &r) : rc;
}

struct answering {
	int64_t id;
	enum correction_does does;
	str answer;
};

static enum rc act_unit(struct ctx *c, void *arg)
{
	const struct answering *a = arg;

	return correction_answer(c, a->id, a->does, a->answer);
}

enum rc correction_act(struct ctx *c, int64_t id, enum correction_does does, str answer)
{
	return store_write(c, PRIO_PEOPLE, act_unit, &(struct answering){ id, does, answer });
}

static str id_text(struct ctx *c, int64_t id)
{
	struct buf b = buf_new(c->mem, 24);

	buf_int(&b, id);
	return buf_view(&b);
}

/* A new version of this entry has been written, by whoever acts: what is open about it is answered by that.
 */
static enum rc correction_put_right(struct ctx *c, const struct kind *about, int64_t id)
{
	struct actor program;
	struct ctx p = program_for(c, &program, c->who->county);
	struct list l = { .v = { TEXT(id_text(c, id)), TEXT(str_of(about->name)) },
			  .nv = 2,
			  .limit = OPEN_MAX };
	struct records open;

	l.where = SQL("t.about_id = ?1 AND t.about = ?2 AND t.state = '" CODE_CORRECTION_STATE_ASKED "'");
	enum rc rc = record_list(&p, &correction_kind, &l, &open);
	for (size_t i = 0; rc == RC_OK && i < open.n; i++) {
		rc = write_answer(c, &open.r[i], CODE_CORRECTION_STATE_ACCEPTED, STR(""));
		if (rc == RC_OK)
			rc = tell_family(c, &open.r[i]);
	}
	return rc;
}

enum rc correction_after(struct ctx *c, struct change *change)
{
	const struct record *v = change->after;
	size_t corrects;

	if (!v || change->before || c->via == VIA_UNDO || !kind_field(v->kind, STR("corrects"), &corrects) ||
	    rec_null(v, corrects))
		return RC_OK;
	return correction_put_right(c, v->kind, rec_int(v, corrects));
}

enum rc correction_open_one(struct ctx *c, str about, int64_t id, int64_t *ret)
{
	struct ctx look = *c;
	struct list l = { .v = { TEXT(id_text(c, id)), TEXT(about), INT(c->who->person) },
			  .nv = 3,
			  .limit = 1,
			  .want = UINT64_C(1) << CORRECTION_CHILD };
	struct records found;

	look.seen = NULL;
	l.where = SQL("t.about_id = ?1 AND t.about = ?2 AND t.person = ?3"
		      " AND t.state = '" CODE_CORRECTION_STATE_ASKED "'");
	enum rc rc = record_list(&look, &correction_kind, &l, &found);
	if (rc == RC_OK)
		*ret = found.n ? found.r[0].id : 0;
	return rc;
}

/* --- Today --- */

/* The class teacher answers; who stands above sees what is late, and what no class teacher has. */
static enum rc count_open(struct ctx *c, struct today_count *ret)
{
	struct rows q;
	enum role role = c->who->role;
	enum rc rc = STORE_QUERY(
		c, &q,
		"SELECT count(*), coalesce(sum(CASE WHEN t.due_on < ?1 THEN 1 ELSE 0 END), 0), min(t.due_on)"
		" FROM correction t JOIN child k ON k.id = t.child"
		" WHERE t.state = '" CODE_CORRECTION_STATE_ASKED "' AND {correction t}"
		" AND (?2 = 'teacher' OR t.due_on < ?1 OR (?2 = 'head' AND k.class IS NULL)"
		" OR (?2 = 'officer' AND k.school IS NULL))",
		INT(c->today), TEXT(str_of(role_code(role))));

	if (rc != RC_OK)
		return rc;
	if (db_next(&q))
		*ret = (struct today_count){ db_int(&q, 0), db_int(&q, 1), (day)db_int(&q, 2) };
	return db_done(&q);
}

const struct today_item correction_today = {
	.need = ROLE_TEACHER | ROLE_HEAD | ROLE_OFFICER,
	.icon = "msg",
	.count = count_open,
	.title = N_("Families say that something in a growth file is wrong: {0}"),
	.one = N_("A family says that something in a growth file is wrong"),
	.why = N_("Write the entry anew, or say why it stays. The family reads your answer."),
	.url = "/corrections",
	.verb = N_("Answer families"),
};

/* --- at an entry --- */

void correction_link(struct page *p, const char *about, int64_t child, int64_t id)
{
	if (!(p->who->role & ROLES_FAMILY) || !correction_kind_of(str_of(about)))
		return;
	html_lit(p, "<p class=\"links\">");
	html_link(p,
		  html_url_with(p,
				html_url_with(p, html_url(p, "/children/#/corrections/new", child), "about",
					      str_of(about)),
				"entry", html_int_text(p, id)),
		  html_word(p, N_("Something here is wrong")));
	html_lit(p, "</p>\n");
}
