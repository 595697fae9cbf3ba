/* What a home has: rooms and devices; a fault is said with one sentence, mended with one tap. */
#include "facts.h"
#include "formpart.h"
#include "home_page.h"
#include "registry_page.h"
#include "table.h"

struct things {
	struct home_at at;
	struct records rooms, devices, faults;
};

static enum rc load(struct req *r, struct things *t)
{
	struct list l = { .v = { INT(t->at.home.id), INT(r->ctx.today) }, .nv = 2 };
	enum rc rc;

	l.where = SQL("t.home = ?1");
	l.nv = 1;
	rc = record_list(&r->ctx, &home_room_kind, &l, &t->rooms);
	l.nv = 2;
	l.where = SQL("t.home = ?1 AND (t.gone_on IS NULL OR t.gone_on > ?2)");
	if (rc == RC_OK)
		rc = record_list(&r->ctx, &home_device_kind, &l, &t->devices);
	l.nv = 1;
	l.where =
		SQL("t.mended_on IS NULL AND t.device IN (SELECT d.id FROM home_device d WHERE d.home = ?1)");
	if (rc == RC_OK && may_read(r->ctx.who, P_HOME_WORK))
		rc = record_list(&r->ctx, &device_fault_kind, &l, &t->faults);
	return rc;
}

static const struct record *fault_of(const struct things *t, int64_t device)
{
	for (size_t i = 0; i < t->faults.n; i++)
		if (rec_int(&t->faults.r[i], DEVICE_FAULT_DEVICE) == device)
			return &t->faults.r[i];
	return NULL;
}

/* What was typed about one device and could not be taken. */
struct typed {
	int64_t device;
	str text;
};

static void put_fault_form(struct page *p, const struct record *d, const struct typed *typed)
{
	bool again = typed && typed->device == d->id;

	formpart_fold_begin(p, N_("Something does not work"), again);
	formpart_act_begin(p, html_url(p, "/home_devices/#/faults", d->id));
	html_hidden(p, STR("client"), form_client(p->mem));
	formpart_control(p, &device_fault_kind.fields[DEVICE_FAULT_TEXT],
			 &(struct control){ .name = STR("text"),
					    .value = again ? typed->text : STR(""),
					    .required = true });
	formpart_act_end(p, N_("Say so"), false);
	formpart_fold_end(p);
}

static void put_state(struct page *p, const struct things *t, const struct record *d,
		      const struct typed *typed)
{
	const struct record *fault = fault_of(t, d->id);
	bool work = t->at.work && (p->who->role & ROLES_HOME_WRITE);

	if (fault) {
		html_lit(p, "<p class=\"note\">");
		html_icon(p, "warn");
		html_tr(p, N_("Since {0}: {1}"), html_day_text(p, rec_day(fault, DEVICE_FAULT_ON)),
			rec_text(fault, DEVICE_FAULT_TEXT));
		html_lit(p, "</p>");
		if (work) {
			formpart_act_begin(p, html_url(p, "/device_faults/#/mended", fault->id));
			formpart_act_end(p, N_("It works again"), false);
		}
	} else if (work) {
		put_fault_form(p, d, typed);
	}
}

static void put_device(struct page *p, const struct things *t, const struct record *d,
		       const struct typed *typed)
{
	str what = registry_code(p, "home_device_what", rec_text(d, HOME_DEVICE_WHAT));

	html_lit(p, "<section class=\"sheet stack\"><div class=\"head\"><h3>");
	html_text(p, rec_text(d, HOME_DEVICE_NAME));
	html_lit(p, "</h3>");
	if (t->at.work && may_write(p->who, P_HAPPY_HOME))
		html_link(p,
			  html_url_with(p, html_url(p, "/home_devices/#/edit", d->id), "back",
					html_url(p, "/homes/#/devices", t->at.home.id)),
			  html_word(p, N_("Change")));
	html_lit(p, "</div><p class=\"s\">");
	if (rec_null(d, HOME_DEVICE_ROOM))
		html_text(p, what);
	else
		html_tr(p, N_("{0}; {1}"), what, d->label[HOME_DEVICE_ROOM]);
	html_lit(p, "</p>");
	put_state(p, t, d, typed);
	html_lit(p, "</section>\n");
}

static void put_rooms(struct page *p, const struct things *t, bool may)
{
	str back = html_url(p, "/homes/#/devices", t->at.home.id);

	html_lit(p, "<section class=\"stack\"><div class=\"head\"><h2>");
	html_tr(p, N_("Rooms"));
	html_lit(p, "</h2>");
	if (may)
		html_link(
			p,
			html_url_with(p, html_url(p, "/home_rooms/new?home=#", t->at.home.id), "back", back),
			html_word(p, N_("Add a room")));
	html_lit(p, "</div>\n");
	if (t->rooms.n)
		table_rows_begin(p);
	for (size_t i = 0; i < t->rooms.n; i++) {
		const struct record *m = &t->rooms.r[i];
		str what = registry_code(p, "home_room_what", rec_text(m, HOME_ROOM_WHAT));
		table_rows_item(
			p, &(struct row){
				   .title = rec_text(m, HOME_ROOM_NAME),
				   .why = rec_null(m, HOME_ROOM_SEATS)
						  ? what
						  : html_say(p, N_("{0}; seats: {1}"), what,
							     html_int_text(p, rec_int(m, HOME_ROOM_SEATS))),
				   .url = may ? html_url_with(p, html_url(p, "/home_rooms/#/edit", m->id),
							      "back", back)
					      : STR(""),
				   .verb = may ? N_("Change") : NULL });
	}
	if (t->rooms.n)
		table_rows_end(p);
	else
		home_page_say(p, html_word(p, N_("No room is written down.")));
	html_lit(p, "</section>\n");
}

static enum rc put_page(struct req *r, int64_t home, const struct typed *typed, enum rc outcome)
{
	struct things t = { .faults = { .n = 0 } };
	enum rc rc;

	r->id = home;
	rc = home_page_load(r, &t.at);
	if (rc == RC_OK)
		rc = load(r, &t);
	if (rc != RC_OK)
		return rc;
	bool may = t.at.work && may_write(r->ctx.who, P_HAPPY_HOME);
	struct page p = home_page_begin(r, &t.at, N_("Devices and rooms"), outcome);
	form_summary(&p, NULL);
	html_lit(&p, "<section class=\"stack\"><div class=\"head\"><h2>");
	html_tr(&p, N_("Devices"));
	html_lit(&p, "</h2>");
	if (may)
		html_link(&p,
			  html_url_with(&p, html_url(&p, "/home_devices/new?home=#", home), "back",
					html_url(&p, "/homes/#/devices", home)),
			  html_word(&p, N_("Add a device")));
	html_lit(&p, "</div>\n");
	for (size_t i = 0; i < t.devices.n; i++)
		put_device(&p, &t, &t.devices.r[i], typed);
	if (!t.devices.n)
		home_page_say(
			&p, html_word(&p, N_("No device is written down: without one nobody can book a call "
					     "here.")));
	html_lit(&p, "</section>\n");
	put_rooms(&p, &t, may);
	page_end(&p);
	return RC_OK;
}

enum rc home_things_show(struct req *r) { return put_page(r, r->id, NULL, RC_OK); }

/* --- writing --- */

struct fault {
	int64_t device;
	str text, client;
};

static enum rc fault_unit(struct ctx *c, void *arg)
{
	const struct fault *f = arg;
	struct input in = input_new(&device_fault_kind);
	struct record done;
	int64_t there = 0;
	enum rc rc = DB_ONE(c->db, &there,
			    "SELECT f.id FROM device_fault f WHERE f.device = ?1 AND f.mended_on IS NULL"
			    " ORDER BY f.id LIMIT 1",
			    INT(f->device));

	if (rc != RC_NOT_FOUND) /* it is known */
		return rc;
	input_int(&in, c->mem, DEVICE_FAULT_DEVICE, f->device);
	input_day(&in, c->mem, DEVICE_FAULT_ON, c->today);
	input_set(&in, DEVICE_FAULT_TEXT, f->text);
	if (f->client.n)
		input_set(&in, DEVICE_FAULT_CLIENT, f->client);
	return record_create(c, &in, &done);
}

enum rc home_things_fault(struct req *r)
{
	struct record d;
	struct http_pair *f;
	size_t n;
	enum rc rc = record_load(&r->ctx, &home_device_kind, r->id, &d);

	if (rc == RC_OK)
		rc = req_form(r, &f, &n);
	if (rc != RC_OK)
		return rc;
	struct fault fault = { .device = d.id,
			       .text = str_trim(form_value(f, n, STR("text"))),
			       .client = str_trim(form_value(f, n, STR("client"))) };
	int64_t home = rec_int(&d, HOME_DEVICE_HOME);
	rc = store_write(&r->ctx, PRIO_PEOPLE, fault_unit, &fault);
	if (kindpage_again(rc))
		return put_page(r, home, &(struct typed){ d.id, fault.text }, rc);
	struct page p = page_of(r);
	return rc == RC_OK ? req_see_other(r, html_url(&p, "/homes/#/devices", home)) : rc;
}

static enum rc mended_unit(struct ctx *c, void *arg)
{
	const int64_t *id = arg;
	struct input in = input_new(&device_fault_kind);
	struct record done;

	input_day(&in, c->mem, DEVICE_FAULT_MENDED_ON, c->today);
	return record_update(c, &device_fault_kind, *id, 0, &in, &done);
}

enum rc home_things_mended(struct req *r)
{
	struct record f, d;
	enum rc rc = record_load(&r->ctx, &device_fault_kind, r->id, &f);

	if (rc == RC_OK)
		rc = record_load(&r->ctx, &home_device_kind, rec_int(&f, DEVICE_FAULT_DEVICE), &d);
	if (rc == RC_OK && rec_null(&f, DEVICE_FAULT_MENDED_ON))
		rc = store_write(&r->ctx, PRIO_PEOPLE, mended_unit, &f.id);
	struct page p = page_of(r);
	return rc == RC_OK ? req_see_other(r, html_url(&p, "/homes/#/devices", rec_int(&d, HOME_DEVICE_HOME)))
			   : rc;
}
