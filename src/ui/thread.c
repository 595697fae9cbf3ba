#include "thread.h"

#include "facts.h"

void thread_begin(struct page *p) { html_lit(p, "<ol class=\"thread\">\n"); }

static void put_line(struct page *p, day on, str line)
{
	html_lit(p, "</b><p class=\"s\">");
	html_day(p, on);
	if (on && line.n)
		html_tr(p, N_(", "));
	html_text(p, line);
	html_lit(p, "</p>");
}

void thread_item(struct page *p, str title, day on, str line, bool sealed)
{
	if (sealed)
		html_lit(p, "<li class=\"seal\"><b>");
	else
		html_lit(p, "<li><b>");
	if (sealed) {
		html_icon(p, "lock");
		html_lit(p, " ");
	}
	html_text(p, title);
	put_line(p, on, line);
}

void thread_item_to(struct page *p, str title, str url, day on, str line)
{
	html_lit(p, "<li><b>");
	if (url.n)
		html_link(p, url, title);
	else
		html_text(p, title);
	put_line(p, on, line);
}

void thread_item_end(struct page *p) { html_lit(p, "</li>\n"); }

void thread_end(struct page *p) { html_lit(p, "</ol>\n"); }

static const char *act_text(enum act act)
{
	switch (act) {
	case ACT_CREATE: return N_("Written down");
	case ACT_UPDATE: return N_("Changed");
	case ACT_DELETE: return N_("Deleted");
	case ACT_READ: return N_("Read");
	case ACT_CROSS: return N_("Changed with time");
	case ACT_SIGN_IN: return N_("Signed in");
	case ACT_SIGN_OUT: return N_("Signed out");
	case ACT_OPEN: return N_("Asked to open what is sealed");
	case ACT_APPROVE: return N_("Agreed");
	case ACT_REFUSE: return N_("Refused");
	case ACT_EXPORT: return N_("Let a list leave");
	case ACT_ERASE: return N_("Erased from the history");
	case ACT_KEY: return N_("Changed a key");
	case ACT_CONSENT: return N_("Consent");
	case ACT_DEPART: return N_("Left for another county");
	case ACT_ARRIVE: return N_("Came from another county");
	case ACT_LOAD: return N_("Loaded many at once");
	case ACT_BACKUP: return N_("Made a backup");
	case ACT_RESTORE: return N_("Restored a backup");
	case ACT__N: break;
	}
	return N_("Changed");
}

static const char *via_text(enum via via)
{
	switch (via) {
	case VIA_PAGE: return N_("on a page");
	case VIA_API: return N_("by another program");
	case VIA_CLI: return N_("on the server");
	case VIA_IMPORT: return N_("by an import");
	case VIA_TIMER: return N_("by the clock");
	case VIA_DEMO: return N_("as an example");
	case VIA_UNDO: return N_("by taking a list back");
	}
	return N_("on a page");
}

static str date_text(struct page *p, const struct field *f, str value)
{
	day d;
	int64_t month;

	if (f->type == T_DATE && day_parse(value, &d))
		return html_day_text(p, d);
	if (f->type == T_MONTH && value.n == 6 && str_int(value, &month))
		return html_month_text(p, (int32_t)month);
	return value;
}

static str value_text(struct page *p, const struct field *f, bool has, str value)
{
	int64_t id;

	if (!has)
		return html_say(p, N_("(empty)"));
	if (!value.n || str_eq(value, STR("****")))
		return html_say(p, N_("known, not shown"));
	if (f->type == T_REF)
		return str_int(value, &id) ? facts_ref(p, f, id) : value;
	if (f->type == T_CODE && code_list_find(str_of(f->codes)))
		return code_label(code_list_find(str_of(f->codes)), value, p->lang);
	if (f->type == T_BOOL)
		return html_say(p,
				str_eq(value, STR("1")) || str_eq(value, STR("true")) ? N_("yes") : N_("no"));
	if (f->type == T_REGION) {
		struct buf path = buf_new(p->mem, 1 << 10);
		if (region_path(p->r->ctx.model->regions, value, &path))
			return buf_view(&path);
	}
	return date_text(p, f, value);
}

static void put_changes(struct page *p, const struct entry *e)
{
	html_lit(p, "<dl class=\"facts\">");
	for (size_t i = 0; i < e->nchange; i++) {
		const struct field_change *c = &e->change[i];
		html_lit(p, "<dt>");
		html_tr(p, c->field->label);
		html_lit(p, "</dt><dd>");
		str before = value_text(p, c->field, c->had, c->before);
		str after = value_text(p, c->field, c->has, c->after);
		if (c->had && !str_eq(before, after)) {
			html_lit(p, "<del>");
			html_text(p, before);
			html_lit(p, "</del> ");
		}
		html_text(p, after);
		html_lit(p, "</dd>");
	}
	html_lit(p, "</dl>");
}

void thread_journal(struct page *p, const struct entry *e, size_t n)
{
	thread_begin(p);
	for (size_t i = 0; i < n; i++) {
		str who = e[i].actor_name.n ? e[i].actor_name : html_say(p, N_("the program"));
		html_lit(p, "<li><b>");
		html_tr(p, N_("{0}: {1}"), html_say(p, act_text(e[i].act)), who);
		html_lit(p, "</b><p class=\"s\">");
		html_instant(p, e[i].at);
		html_tr(p, N_(", "));
		html_tr(p, via_text(e[i].via));
		html_lit(p, "</p>");
		if (e[i].reason.n) {
			html_lit(p, "<p>");
			html_tr(p, N_("For: {0}"), e[i].reason);
			html_lit(p, "</p>");
		}
		if (e[i].nchange)
			put_changes(p, &e[i]);
		thread_item_end(p);
	}
	thread_end(p);
}
