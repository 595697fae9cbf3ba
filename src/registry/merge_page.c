#include "merge_page.h"
#include "facts.h"

/* Two records side by side: what they agree in stands once, of what differs one value is chosen. */

/* --- around the two --- */

static str join_texts(struct page *p, str a, str b) { return a.n ? html_say(p, N_("{0}; {1}"), a, b) : b; }

/* Of a child the adults, of an adult the children: who belongs to the one, belongs perhaps to the other. */
static enum rc load_around(struct page *p, const struct record *r, str *ret)
{
	bool child = r->kind == &child_kind;
	struct records ties;
	str all = { NULL, 0 };
	enum rc rc = merge_list(&p->r->ctx, &tie_kind, child ? (size_t)TIE_CHILD : (size_t)TIE_PERSON, r->id,
				&ties);

	for (size_t i = 0; rc == RC_OK && i < ties.n; i++) {
		size_t beside = child ? (size_t)TIE_PERSON : (size_t)TIE_CHILD;
		str name = facts_ref(p, &tie_kind.fields[beside], rec_int(&ties.r[i], beside));
		str relation = registry_code(p, "relation", rec_text(&ties.r[i], TIE_RELATION));
		all = join_texts(p, all, html_say(p, N_("{0} ({1})"), name, relation));
	}
	*ret = all;
	return rc;
}

/* --- the table --- */

static str side_text(struct page *p, const struct record *r, size_t field)
{
	if (r->kind == &child_kind && field == CHILD_SEX)
		return registry_sex(p, r);
	return facts_text(p, r, field);
}

static str radio_name(struct page *p, const struct field *f)
{
	return html_fill(p, "take-{0}", str_of(f->name));
}

static void put_pick(struct page *p, str name, const char *value, str text, bool checked)
{
	html_lit(p, "<td role=\"cell\"><label class=\"pick\"><input type=\"radio\" form=\"join\"");
	html_attr(p, "name", name);
	html_attr(p, "value", str_of(value));
	if (checked)
		html_lit(p, " checked");
	html_lit(p, "><span>");
	html_text(p, text.n ? text : html_word(p, N_("–")));
	html_lit(p, "</span></label></td>");
}

static void put_label(struct page *p, str label)
{
	html_lit(p, "<tr role=\"row\"><th role=\"rowheader\" scope=\"rowgroup\" colspan=\"2\"><small>");
	html_text(p, label);
	html_lit(p, "</small></th></tr>\n<tr role=\"row\">");
}

/* The label stands over each value: two columns fit any phone. */
static void put_plain(struct page *p, const char *label, str text)
{
	html_lit(p, "<td role=\"cell\"><small>");
	html_tr(p, label);
	html_lit(p, "</small><br>");
	html_text(p, text.n ? text : html_word(p, N_("–")));
	html_lit(p, "</td>");
}

static void put_two(struct page *p, const char *label, str keep, str gone)
{
	if (!keep.n && !gone.n)
		return;
	html_lit(p, "<tr role=\"row\">");
	put_plain(p, label, keep);
	put_plain(p, label, gone);
	html_lit(p, "</tr>\n");
}

/* May the reader choose?  Not of what is not for these eyes: that of the older one stays. */
static bool is_shown(const struct merge *m, size_t field)
{
	return !((m->keep.hidden | m->gone.hidden) >> field & 1);
}

static void put_asked(struct page *p, const struct merge *m, uint64_t taken)
{
	for (size_t i = 0; i < m->kind->nfields; i++) {
		const struct field *f = &m->kind->fields[i];
		if (!(m->asked >> i & 1) || !is_shown(m, i))
			continue;
		str name = radio_name(p, f);
		bool take = taken >> i & 1;
		put_label(p, html_word(p, f->label));
		put_pick(p, name, "keep", side_text(p, &m->keep, i), !take);
		put_pick(p, name, "gone", side_text(p, &m->gone, i), take);
		html_lit(p, "</tr>\n");
	}
}

/* Neither asked nor the same: only one of the two knows it, and it is kept. */
static bool is_rest(const struct merge *m, size_t i)
{
	return !(m->asked >> i & 1) && is_shown(m, i) &&
	       (field_stored(&m->kind->fields[i]) || m->filled >> i & 1);
}

static void put_rest(struct page *p, const struct merge *m)
{
	for (size_t i = 0; i < m->kind->nfields; i++) {
		str keep = side_text(p, &m->keep, i), gone = side_text(p, &m->gone, i);
		if (is_rest(m, i) && !str_eq(keep, gone))
			put_two(p, m->kind->fields[i].label, keep, gone);
	}
}

static void put_same(struct page *p, const struct merge *m)
{
	html_lit(p, "<details class=\"sheet\"><summary>");
	html_tr(p, N_("The same in both"));
	html_lit(p, "</summary>\n");
	facts_begin(p);
	for (size_t i = 0; i < m->kind->nfields; i++) {
		str keep = side_text(p, &m->keep, i);
		if (is_rest(m, i) && str_eq(keep, side_text(p, &m->gone, i)))
			facts_row(p, m->kind->fields[i].label, keep);
	}
	facts_end(p);
	html_lit(p, "</details>\n");
}

static str since_text(struct page *p, const struct record *r)
{
	return html_day_text(p, instant_day(r->created_at));
}

static enum rc put_table(struct page *p, const struct merge *m, uint64_t taken)
{
	str keep, gone;
	enum rc rc = load_around(p, &m->keep, &keep);

	if (rc == RC_OK)
		rc = load_around(p, &m->gone, &gone);
	if (rc != RC_OK)
		return rc;
	html_lit(p, "<table class=\"tbl pair\" role=\"table\"><caption class=\"hide\">");
	html_tr(p, N_("The two records side by side"));
	html_lit(p, "</caption><thead role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" "
		    "scope=\"col\">");
	html_tr(p, N_("The older one: stays"));
	html_lit(p, "</th><th role=\"columnheader\" scope=\"col\">");
	html_tr(p, N_("The newer one"));
	html_lit(p, "</th></tr></thead><tbody role=\"rowgroup\">\n");
	put_two(p, N_("Written down on"), since_text(p, &m->keep), since_text(p, &m->gone));
	put_two(p, m->kind->fields[m->kind->label_field - 1].label, merge_page_line(p, &m->keep),
		merge_page_line(p, &m->gone));
	put_asked(p, m, taken);
	put_two(p, m->kind == &child_kind ? N_("Adults") : N_("Children"), keep, gone);
	put_rest(p, m);
	html_lit(p, "</tbody></table>\n");
	put_same(p, m);
	return RC_OK;
}

/* --- the signs, and what stands against it --- */

static void put_signs(struct page *p, const struct merge *m)
{
	if (!m->match.score)
		return;
	html_lit(p, "<section class=\"sheet\"><h2>");
	html_tr(p, N_("What is alike"));
	html_lit(p, "</h2><ul class=\"why-list\">");
	for (int i = 0; i < LIKELY_SIGNS; i++) {
		enum likely_sign sign = (enum likely_sign)(1U << i);
		if (!(m->match.signs & sign))
			continue;
		html_lit(p, "<li>");
		html_tr(p, likely_label(sign));
		html_lit(p, "</li>");
	}
	html_lit(p, "</ul></section>\n");
}

static void put_note(struct page *p, const char *text)
{
	html_lit(p, "<section class=\"sheet note\" role=\"alert\"><p>");
	html_tr(p, text);
	html_lit(p, "</p></section>\n");
}

/* --- the answers --- */

static void put_hidden(struct page *p, const struct merge *m)
{
	html_csrf(p);
	html_hidden(p, STR("of"), merge_page_word(m->what));
	html_hidden(p, STR("with"), html_int_text(p, m->gone.id));
}

static void put_join(struct page *p, const struct merge *m)
{
	html_lit(p, "<form method=\"post\" id=\"join\"");
	html_action(p, html_url(p, "/duplicates/#/join", m->keep.id));
	html_lit(p, ">");
	put_hidden(p, m);
	html_hidden(p, STR("keep-version"), html_int_text(p, merge_version(&m->keep)));
	html_hidden(p, STR("gone-version"), html_int_text(p, merge_version(&m->gone)));
	html_lit(p, "<p>");
	html_tr(p, N_("What belongs to the newer record moves to the older one. It can be taken back."));
	html_lit(p, "</p><div class=\"acts\"><button class=\"main\">");
	html_tr(p, N_("The same: join the two"));
	html_lit(p, "</button></div></form>\n");
}

static str next_pair(struct page *p, const struct merge *m)
{
	struct match next;
	size_t n = 1;
	str of = merge_page_word(m->what), list = html_url_with(p, STR("/duplicates"), "of", of);

	if (!m->match.score || match_list(&p->r->ctx, m->what, &m->match, &next, &n) != RC_OK || !n)
		return list;
	return html_url_with(p,
			     html_url_with(p, html_url(p, "/duplicates/#", next.one), "with",
					   html_int_text(p, next.other)),
			     "of", of);
}

static void put_part(struct page *p, const struct merge *m)
{
	html_lit(p, "<form method=\"post\" class=\"stack\"");
	html_action(p, html_url(p, "/duplicates/#/part", m->keep.id));
	html_lit(p, ">");
	put_hidden(p, m);
	form_text_put(
		p, &(struct form_text){ .name = "note",
					.label = N_("How do you know that they are two?"),
					.hint = N_("Twins, namesakes, asked at home … It may stay empty.") });
	html_lit(p, "<div class=\"acts\"><button>");
	html_tr(p, N_("Not the same"));
	html_lit(p, "</button>");
	html_button(p, next_pair(p, m), N_("Later"), false);
	html_lit(p, "</div></form>\n");
}

/* --- the page --- */

struct shown {
	const struct merge *m;
	const char *note; /* English; NULL: none */
	uint64_t taken;
	int status;
};

static enum rc put_page(struct req *r, const struct shown *s)
{
	const struct merge *m = s->m;
	bool child = m->what == MATCH_CHILDREN;
	const char *title = child ? N_("Are these two one child?") : N_("Are these two one adult?");
	struct page p = page_of(r);
	p = page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, title)),
					   .tab = "/more",
					   .back = html_url_with(&p, STR("/duplicates"), "of",
								 merge_page_word(m->what)),
					   .back_label = N_("To the list"),
					   .no_store = true,
					   .status = s->status });

	if (s->note)
		put_note(&p, s->note);
	form_summary(&p, NULL);
	if (m->why && !r->ctx.problems.n)
		put_note(&p, m->why);
	html_lit(&p, "<div class=\"stack narrow\">\n");
	put_signs(&p, m);
	enum rc rc = put_table(&p, m, s->taken);
	if (!m->why)
		put_join(&p, m);
	put_part(&p, m);
	html_lit(&p, "</div>\n");
	page_end(&p);
	return rc;
}

/* The other one of the pair: ?with=, else the likeliest. */
static enum rc find_pair(struct req *r, enum match_what what, str with, struct merge *ret)
{
	struct match m;
	int64_t other = 0;

	if (with.n && (!str_int(with, &other) || other <= 0))
		return RC_NOT_FOUND;
	if (!other) {
		enum rc rc = match_find(&r->ctx, what, r->id, 0, &m);
		if (rc != RC_OK)
			return rc;
		other = m.one == r->id ? m.other : m.one;
	}
	return merge_look(&r->ctx, what, r->id, other, ret);
}

/* An address without ?of= may be of either. */
static enum rc merge_page_show(struct req *r)
{
	struct merge m;
	str of = req_query(r, STR("of")), with = req_query(r, STR("with"));
	enum rc rc = find_pair(r, merge_page_what(of), with, &m);

	if (rc == RC_NOT_FOUND && !of.n)
		rc = find_pair(r, MATCH_ADULTS, with, &m);

	return rc == RC_OK ? put_page(r, &(struct shown){ .m = &m }) : rc;
}

/* --- what was answered --- */

struct answer {
	enum match_what what;
	int64_t with, keep_version, gone_version;
	str note;
	uint64_t take;
};

static int64_t number_of(const struct http_pair *f, size_t n, str name)
{
	int64_t i = -1;

	return str_int(form_value(f, n, name), &i) ? i : -1;
}

static enum rc read_answer(struct req *r, struct answer *ret)
{
	struct http_pair *f;
	size_t n;
	struct page p = page_of(r);
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	*ret = (struct answer){ .what = merge_page_what(form_value(f, n, STR("of"))),
				.with = number_of(f, n, STR("with")),
				.keep_version = number_of(f, n, STR("keep-version")),
				.gone_version = number_of(f, n, STR("gone-version")),
				.note = str_trim(form_value(f, n, STR("note"))) };
	const struct kind *k = ret->what == MATCH_CHILDREN ? &child_kind : &person_kind;
	for (size_t i = 0; i < k->nfields; i++)
		if (str_eq(form_value(f, n, radio_name(&p, &k->fields[i])), STR("gone")))
			ret->take |= UINT64_C(1) << i;
	return ret->with > 0 ? RC_OK : RC_MALFORMED;
}

/* Refused or too late: the page again as the two are now, with what was chosen. */
static enum rc show_again(struct req *r, const struct answer *a, enum rc why)
{
	struct merge m;
	enum rc rc = merge_look(&r->ctx, a->what, r->id, a->with, &m);

	if (rc != RC_OK)
		return rc;
	return put_page(
		r, &(struct shown){ .m = &m,
				    .note = why == RC_STALE
						    ? N_("Somebody changed one of the two meanwhile, and "
							 "nothing was joined. Please look again.")
						    : NULL,
				    .taken = a->take,
				    .status = why == RC_STALE ? 409 : 422 });
}

static enum rc merge_page_join(struct req *r)
{
	struct answer a = { .what = MATCH_CHILDREN };
	int64_t batch;
	enum rc rc = read_answer(r, &a);

	if (rc != RC_OK)
		return rc;
	rc = merge_join(
		&r->ctx,
		&(struct merge_order){ a.what, r->id, a.with, a.keep_version, a.gone_version, a.take },
		&batch);
	if (rc == RC_STALE || rc == RC_INVALID)
		return show_again(r, &a, rc);
	return rc == RC_OK ? registry_see(r, "/batches/", batch) : rc;
}

static enum rc merge_page_part(struct req *r)
{
	struct answer a = { .what = MATCH_CHILDREN };
	struct page p = page_of(r);
	enum rc rc = read_answer(r, &a);

	if (rc == RC_OK)
		rc = merge_part(&r->ctx, a.what, r->id, a.with, a.note);
	if (rc == RC_INVALID)
		return show_again(r, &a, rc);
	return rc == RC_OK ? req_see_other(
				     r, html_url_with(&p, STR("/duplicates"), "of", merge_page_word(a.what)))
			   : rc;
}

/* --- afterwards --- */

enum rc merge_page_redirect(struct req *r)
{
	int64_t id = r->id;
	struct record there;
	enum rc rc = merge_stands(&r->ctx, r->id, &id);

	if (rc == RC_OK || rc == RC_NOT_FOUND) /* the same statements, whether there was a merge or not */
		rc = record_load(&r->ctx, &child_kind, id, &there);
	return rc == RC_OK ? registry_see(r, "/children/", id) : rc;
}

enum rc merge_page_batch(struct req *r, const struct batch *b)
{
	enum match_what what = MATCH_CHILDREN;
	int64_t keep = 0, gone = 0;
	struct record stays;
	enum rc rc = merge_of_batch(&r->ctx, b->rec.id, &what, &keep, &gone);
	bool known = rc == RC_OK;

	if (known)
		rc = record_load(&r->ctx, what == MATCH_CHILDREN ? &child_kind : &person_kind, keep, &stays);
	known = known && rc == RC_OK;
	if (rc != RC_OK && rc != RC_NOT_FOUND)
		return rc;
	struct page p = batch_page_begin(r, b, N_("Two records are one now"));
	rc = batch_undo_page_note(&p, b);
	if (known) {
		html_lit(&p, "<p>");
		html_text(&p, merge_page_line(&p, &stays));
		html_lit(&p, "</p>\n");
	}
	html_lit(&p, "<p>");
	html_tr(&p,
		N_("{0} changes were written: what belonged to the newer record belongs to the older one."),
		html_int_text(&p, rec_int(&b->rec, BATCH_CHANGED)));
	html_lit(&p, "</p><div class=\"acts\">");
	if (known) {
		html_button(&p,
			    what == MATCH_CHILDREN ? html_url(&p, "/children/#", keep)
						   : html_url(&p, "/persons/#", keep),
			    what == MATCH_CHILDREN ? N_("To the child's file") : N_("To the adult"), true);
	}
	batch_undo_page_offer(&p, b);
	html_lit(&p, "<a class=\"btn\" href=\"/duplicates\">");
	html_tr(&p, N_("The next pair"));
	html_lit(&p, "</a></div>\n");
	page_end(&p);
	return rc;
}

/* clang-format off */
const struct route merge_routes[] = {
	{ HTTP_GET,  "/duplicates",          merge_page_list, .need = ROLES_MERGE, .purpose = "duplicates" },
	{ HTTP_GET,  "/duplicates/:id",      merge_page_show, .need = ROLES_MERGE, .purpose = "duplicates" },
	{ HTTP_POST, "/duplicates/:id/join", merge_page_join, .need = ROLES_MERGE, .purpose = "duplicates" },
	{ HTTP_POST, "/duplicates/:id/part", merge_page_part, .need = ROLES_MERGE, .purpose = "duplicates" },
	{ HTTP_GET,  "/api/v1/duplicates",          merge_api_list, .need = ROLES_MERGE },
	{ HTTP_POST, "/api/v1/duplicates/:id/join", merge_api_join, .need = ROLES_MERGE },
	{ HTTP_POST, "/api/v1/duplicates/:id/part", merge_api_part, .need = ROLES_MERGE },
	{ 0 },
};
/* clang-format on */
