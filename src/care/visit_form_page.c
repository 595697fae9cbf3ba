#include "draft_form.h"
#include "facts.h"
#include "frame.h"
#include "visit_page.h"

/* One page for a phone: when and whom, the checklist of the child's level, what was seen and heard, what
 * comes next.  It is all there without script; with script it is kept while it is typed (asset/draft.js). */

struct visiting {
	struct record child, corrects; /* corrects.kind NULL: a first writing */
	struct visit_case stands;
	struct draft draft; /* what the controls show */
	enum rc outcome;
};

/* `corrects`: the visit that is put right; 0: none. */
static enum rc load(struct req *r, int64_t corrects, struct visiting *v)
{
	enum rc rc = record_load(&r->ctx, &child_kind, r->id, &v->child);

	if (rc == RC_OK)
		rc = visit_case_of(&r->ctx, r->id, &v->stands);
	if (rc == RC_OK && corrects)
		rc = record_load(&r->ctx, &visit_kind, corrects, &v->corrects);
	if (rc == RC_OK && corrects && rec_int(&v->corrects, VISIT_CHILD) != r->id)
		rc = RC_NOT_FOUND;
	return rc;
}

static int64_t corrects_of(const struct http_pair *pair, size_t n)
{
	int64_t id = 0;

	return form_id(form_value(pair, n, STR("corrects")), &id) ? id : 0;
}

static str draft_of(const struct req *r, int64_t corrects)
{
	return draft_name(r->ctx.mem, VISIT_DRAFT, corrects);
}

/* --- what the controls show --- */

static str value_of(const struct visiting *v, const char *name)
{
	return form_value(v->draft.pair, v->draft.n, str_of(name));
}

/* Of several boxes of one name. */
static bool is_ticked(const struct visiting *v, str name, str value)
{
	for (size_t i = 0; i < v->draft.n; i++)
		if (str_eq(v->draft.pair[i].name, name) && str_eq(v->draft.pair[i].value, value))
			return true;
	return false;
}

static str item_name(struct arena *mem, str code)
{
	struct buf b = buf_new(mem, code.n + 8);

	buf_lit(&b, "c-");
	buf_str(&b, code);
	return buf_view(&b);
}

static str county_of(struct arena *mem, const struct actor *who)
{
	struct buf b = buf_new(mem, 8);

	buf_pad(&b, who->county, 6);
	return buf_view(&b);
}

static void put_field(struct page *p, const struct visiting *v, size_t field, const char *hint)
{
	const struct field *f = &visit_kind.fields[field];

	formpart_control(
		p, f,
		&(struct control){ .hint = hint, .value = value_of(v, f->name), .required = f->required });
}

static void put_boxes(struct page *p, const struct visiting *v, size_t field, const char *codes)
{
	const struct code_list *list = code_list_find(str_of(codes));
	str name = str_of(visit_kind.fields[field].name), region = county_of(p->mem, p->who);
	size_t at = 0;
	const struct code *code;

	html_lit(p, "<fieldset class=\"f\" tabindex=\"-1\"");
	html_attr(p, "id", html_fill(p, "f-{0}", name));
	html_lit(p, "><legend>");
	html_tr(p, visit_kind.fields[field].label);
	html_lit(p, "</legend><div class=\"seg\">");
	while (list && (code = code_next(list, &at, p->today, region)))
		formpart_box(p, name,
			     &(struct tile){ .value = code->code,
					     .label = p->lang == LANG_EN ? code->en : code->zh,
					     .checked = is_ticked(v, name, code->code) });
	html_lit(p, "</div>");
	formpart_problems(p, name);
	html_lit(p, "</fieldset>\n");
}

/* --- the checklist --- */

static void put_item(struct page *p, const struct visiting *v, const struct code *item)
{
	const struct code_list *answers = code_list_find(STR("visit_answer"));
	str name = item_name(p->mem, item->code), given = form_value(v->draft.pair, v->draft.n, name);
	const struct code *code;
	size_t at = 0;

	html_lit(p, "<fieldset class=\"f\"><legend>");
	html_text(p, p->lang == LANG_EN ? item->en : item->zh);
	html_lit(p, "</legend><div class=\"seg\">");
	while (answers && (code = code_next(answers, &at, p->today, (str){ NULL, 0 })))
		formpart_tile(p, name,
			      &(struct tile){ code->code, p->lang == LANG_EN ? code->en : code->zh, NULL,
					      str_eq(given, code->code) });
	html_lit(p, "</div></fieldset>\n");
}

static void put_level(struct page *p, int level)
{
	static const char *const icon[] = { "r1", "r1", "r2", "r3", "r4" };
	char digit = (char)('0' + level);

	html_lit(p, "<p class=\"s\">");
	if (level > 0 && level <= 4) {
		html_lit(p, "<span");
		html_attr(p, "class", str_of(icon[level]));
		html_lit(p, ">");
		html_icon_(p, str_of(icon[level]));
		html_lit(p, " ");
		html_text(p, registry_code(p, "risk_level", (str){ &digit, 1 }));
		html_lit(p, "</span></p><p class=\"s\">");
	}
	html_tr(p, N_("What you did not look at, leave out."));
	html_lit(p, "</p>\n");
}

static void put_checklist(struct page *p, const struct visiting *v)
{
	const struct code_list *items = code_list_find(STR("visit_check"));
	str region = county_of(p->mem, p->who);
	const struct code *item;
	size_t at = 0;

	html_lit(p, "<section class=\"sheet stack\" id=\"f-checklist\" tabindex=\"-1\"><h2>");
	html_tr(p, N_("What to look at"));
	html_lit(p, "</h2>");
	put_level(p, v->stands.level);
	formpart_problems(p, STR("checklist"));
	while (items && (item = code_next(items, &at, p->today, region)))
		if (visit_asks(item, v->stands.level))
			put_item(p, v, item);
	html_lit(p, "</section>\n");
}

/* --- the form --- */

/* Only by a tick of the visitor, and only where a script can ask the device. */
static void put_place(struct page *p, const struct visiting *v)
{
	str place = value_of(v, "place");

	html_lit(p, "<div class=\"f\" id=\"f-place\"");
	if (!place.n)
		html_lit(p, " hidden");
	html_lit(p, "><div class=\"seg\"><label class=\"pick\"><input type=\"checkbox\" name=\"place\"");
	html_attr(p, "value", place);
	if (place.n)
		html_lit(p, " checked");
	html_lit(p, "><span>");
	html_tr(p, N_("Write down where this device is"));
	html_lit(p, "</span></label></div>");
	formpart_problems(p, STR("place"));
	html_lit(p, "</div>\n");
}

static void put_form(struct page *p, const struct visiting *v)
{
	const struct draft_form f = { .action = html_url(p, "/children/#/visits", v->child.id),
				      .keep = html_url(p, "/children/#/visits/draft", v->child.id),
				      .back = html_url(p, "/children/#/visits", v->child.id),
				      .button = N_("Save the visit"),
				      .draft = &v->draft,
				      .place = true };

	draft_form_begin(p, &f);
	if (v->corrects.kind)
		html_hidden(p, STR("corrects"), html_int_text(p, v->corrects.id));
	form_summary(p, NULL);
	put_field(p, v, VISIT_ON, NULL);
	put_field(p, v, VISIT_HOW, NULL);
	put_boxes(p, v, VISIT_MET, "visit_met");
	put_checklist(p, v);
	put_field(p, v, VISIT_SEEN, N_("What you saw yourself; no guesses."));
	put_field(p, v, VISIT_WORDS, N_("In the child's own words, if you can."));
	put_boxes(p, v, VISIT_HAZARDS, "hazard");
	put_field(p, v, VISIT_NEXT_STEP, NULL);
	put_field(p, v, VISIT_NEXT_ON, N_("With a day, it is on your list until it is done."));
	put_place(p, v);
	draft_form_end(p, &f);
}

static void put_after(struct page *p, const struct visiting *v)
{
	const struct http_pair corrects = { STR("corrects"),
					    v->corrects.kind ? html_int_text(p, v->corrects.id) : STR("") };

	draft_form_after(
		p, &v->draft,
		&(struct draft_throw){ .action = html_url(p, "/children/#/visits/draft/drop", v->child.id),
				       .gone = N_("What you have typed for this visit is then gone."),
				       .which = &corrects,
				       .nwhich = 1 });
}

static void put_before(struct page *p, const struct visiting *v)
{
	html_lit(p, "<p class=\"s\">");
	if (v->corrects.kind)
		html_tr(p, N_("This puts right the visit of {0}, which stays as it is."),
			html_day_text(p, rec_day(&v->corrects, VISIT_ON)));
	else if (v->stands.last)
		html_tr(p, N_("The last visit was on {0}."), html_day_text(p, v->stands.last));
	html_lit(p, "</p>\n");
}

static void put_page(struct req *r, struct visiting *v)
{
	struct page p = page_of(r);

	p = page_begin(
		r, &(struct frame){ .title = html_say(&p, N_("Visit: {0}"), rec_text(&v->child, CHILD_NAME)),
				    .where = html_word(&p, N_("Visit")),
				    .tab = "/children",
				    .task = true,
				    .own_h1 = true,
				    .back = html_url(&p, "/children/#", v->child.id),
				    .no_store = true, /* a draft may stand in it */
				    .status = v->outcome == RC_OK ? 200 : rc_status(v->outcome) });
	facts_who(&p, rec_text(&v->child, CHILD_NAME), registry_child_line(&p, &v->child, p.today));
	put_before(&p, v);
	put_form(&p, v);
	put_after(&p, v);
	page_end(&p);
}

/* --- showing it --- */

static void begin_new(struct req *r, struct visiting *v)
{
	struct http_pair *pair = NEW(r->ctx.mem, struct http_pair, 3);
	struct buf today = buf_new(r->ctx.mem, 16);
	bool again = v->corrects.kind != NULL;

	day_put(&today, again ? rec_day(&v->corrects, VISIT_ON) : r->ctx.today);
	pair[0] = (struct http_pair){ STR("on"), buf_view(&today) };
	pair[1] = (struct http_pair){ STR("how"),
				      again ? rec_text(&v->corrects, VISIT_HOW) : STR(CODE_VISIT_HOW_HOME) };
	pair[2] = (struct http_pair){ STR("client"), form_client(r->ctx.mem) };
	v->draft.pair = pair;
	v->draft.n = 3;
}

enum rc visit_form_page_show(struct req *r)
{
	struct visiting v = { .outcome = RC_OK };
	int64_t corrects;

	if (!form_id(req_query(r, STR("corrects")), &corrects))
		return RC_NOT_FOUND;
	enum rc rc = load(r, corrects, &v);
	if (rc == RC_OK)
		rc = draft_form_load(r, draft_of(r, corrects), &v.draft);
	if (rc != RC_OK)
		return rc;
	if (!v.draft.saved_at)
		begin_new(r, &v);
	put_page(r, &v);
	return RC_OK;
}

/* --- saving --- */

/* The ticked boxes of one name, parted by blanks. */
static str ticked(struct arena *mem, const struct http_pair *pair, size_t n, str name)
{
	struct buf b = buf_new(mem, 64 << 10);

	for (size_t i = 0; i < n; i++) {
		if (!str_eq(pair[i].name, name) || !pair[i].value.n)
			continue;
		if (b.n)
			buf_ch(&b, ' ');
		buf_str(&b, pair[i].value);
	}
	return buf_view(&b);
}

static str answers(struct arena *mem, const struct http_pair *pair, size_t n)
{
	struct buf b = buf_new(mem, 64 << 10);

	for (size_t i = 0; i < n; i++)
		if (str_starts(pair[i].name, STR("c-")) && pair[i].value.n)
			visit_say(&b, str_cut(pair[i].name, 2, pair[i].name.n), pair[i].value);
	return buf_view(&b);
}

static void read_input(struct req *r, const struct form_given *g, struct input *in)
{
	struct arena *mem = r->ctx.mem;

	*in = g->in;
	input_int(in, mem, VISIT_CHILD, r->id);
	input_set(in, VISIT_MET, ticked(mem, g->pair, g->npair, STR("met")));
	input_set(in, VISIT_HAZARDS, ticked(mem, g->pair, g->npair, STR("hazards")));
	input_set(in, VISIT_CHECKLIST, answers(mem, g->pair, g->npair));
}

static bool is_harm(str hazards)
{
	static const char *const harm[] = { CODE_HAZARD_VIOLENCE, CODE_HAZARD_SEXUAL, CODE_HAZARD_ABUSE };

	for (size_t i = 0; i < COUNT(harm); i++)
		if (visit_has(hazards, str_of(harm[i])))
			return true;
	return false;
}

static enum rc see_visit(struct req *r, int64_t id, str hazards)
{
	struct page p = page_of(r);
	str url = html_url(&p, "/visits/#", id);

	return req_see_other(r, is_harm(hazards) ? html_url_with(&p, url, "harm", STR("1")) : url);
}

enum rc visit_form_page_save(struct req *r)
{
	struct visiting v = { .outcome = RC_OK };
	struct form_given g;
	struct input in;
	int64_t id;
	enum rc rc = form_read(r, &visit_kind, &g);

	if (rc == RC_OK)
		rc = load(r, corrects_of(g.pair, g.npair), &v);
	if (rc != RC_OK)
		return rc;
	read_input(r, &g, &in);
	str form = draft_of(r, v.corrects.id);
	v.outcome = draft_form_hand_in(r, &(struct draft_hand_in){ form, &in, visit_write }, &id);
	if (v.outcome == RC_OK)
		return see_visit(r, id, in.text[VISIT_HAZARDS]);
	if (!kindpage_again(v.outcome))
		return v.outcome;
	v.draft = draft_form_typed(r, form, &g);
	put_page(r, &v);
	return RC_OK;
}

/* --- keeping it --- */

static str form_url(struct req *r, int64_t corrects)
{
	struct page p = page_of(r);
	str url = html_url(&p, "/children/#/visits/new", r->id);

	return corrects ? html_url_with(&p, url, "corrects", html_int_text(&p, corrects)) : url;
}

enum rc visit_form_page_keep(struct req *r)
{
	struct http_pair *f;
	size_t n;
	int64_t there;
	struct visiting v = { .outcome = RC_OK };
	enum rc rc = req_form(r, &f, &n);

	if (rc == RC_OK)
		rc = load(r, corrects_of(f, n), &v);
	if (rc != RC_OK)
		return rc;
	/* A script's last word may come after the visit itself. */
	rc = visit_find(&r->ctx, form_value(f, n, STR("client")), &there);
	if (rc == RC_NOT_FOUND)
		rc = draft_save(&r->ctx, draft_of(r, v.corrects.id), r->id, f, n);
	return rc == RC_OK ? draft_form_kept(r, form_url(r, v.corrects.id)) : rc;
}

enum rc visit_form_page_drop(struct req *r)
{
	struct http_pair *f;
	size_t n;
	enum rc rc = req_form(r, &f, &n);

	if (rc != RC_OK)
		return rc;
	int64_t corrects = corrects_of(f, n);
	return draft_form_drop(r, draft_of(r, corrects), form_url(r, corrects));
}
