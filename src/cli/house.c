/* The one file that knows every room. */
#include "account.h"
#include "account_page.h"
#include "agency.h"
#include "alert_page.h"
#include "api.h"
#include "blob.h"
#include "booking_page.h"
#include "call_page.h"
#include "care.h"
#include "children_api.h"
#include "clearance.h"
#include "compliance.h"
#include "conference_page.h"
#include "contact_page.h"
#include "correction.h"
#include "deed_page.h"
#include "deputy.h"
#include "difficulty_page.h"
#include "door.h"
#include "duty_file.h"
#include "entry_form.h"
#include "family_room.h"
#include "growth.h"
#include "growth_book_page.h"
#include "growth_page.h"
#include "health_page.h"
#include "home_page.h"
#include "job.h"
#include "job_page.h"
#include "kindpage.h"
#include "kiosk.h"
#include "merge_page.h"
#include "message_page.h"
#include "moves_page.h"
#include "opening.h"
#include "order.h"
#include "outbox.h"
#include "outbox_page.h"
#include "photo_page.h"
#include "pile_page.h"
#include "plan_page.h"
#include "privacy.h"
#include "proof.h"
#include "public.h"
#include "readlog.h"
#include "referral_page.h"
#include "register_page.h"
#include "registry.h"
#include "registry_page.h"
#include "report_page.h"
#include "risk_page.h"
#include "search.h"
#include "simple.h"
#include "site.h"
#include "statutory_page.h"
#include "sweep_page.h"
#include "task_page.h"
#include "together_page.h"
#include "transfer_page.h"
#include "visit_page.h"
#include "voice_page.h"
#include "word_page.h"
#include "work_page.h"

#include <stdio.h>
#include <stdlib.h>

static const struct room *const rooms[] = { &registry_room, &privacy_room, &care_room,
					    &growth_room,   &family_room,  NULL };
const struct house the_house = { rooms };
const struct api_extra *const the_extras[] = { &children_extra, &order_extra, &opening_extra, NULL };

static const struct sealed_column *const sealed[] = {
	&idempotency_sealed, &readlog_sealed, &job_sealed, &blob_sealed, &draft_sealed, &outbox_sealed, NULL
};

enum { FACTS_MAX = 80, SETTLE_MAX = 16, ROUTES_MAX = 96, JOBS_MAX = 64 };

/* How all rooms answer duties. */
static const struct fact *const *house_facts(struct arena *mem)
{
	const struct fact **list = NEW(mem, const struct fact *, FACTS_MAX + 1);
	size_t n = 0;

	for (size_t i = 0; rooms[i]; i++)
		for (const struct fact *const *f = rooms[i]->facts; f && *f && n < FACTS_MAX; f++)
			list[n++] = *f;
	return list;
}

/* Those that were built in were read when they were: what is wrong with them is a defect. */
static const struct duties *house_duties(struct arena *mem, const struct fact *const *facts)
{
	struct duties *d = NEW(mem, struct duties, 1);
	str faults = { NULL, 0 };
	enum rc rc = duty_read(mem,
			       &(struct duty_files){ .duties = duty_file_duties,
						     .ladders = duty_file_ladders,
						     .duties_name = STR("data/duties/duties.csv"),
						     .ladders_name = STR("data/duties/ladders.csv"),
						     .facts = facts,
						     .params = &param_embedded },
			       d, &faults);

	if (rc != RC_OK) {
		fprintf(stderr, "%.*s", STR_ARG(faults));
		abort();
	}
	return d;
}

void house_model(struct arena *mem, struct model *ret)
{
	const struct kind **kinds = NEW(mem, const struct kind *, KINDS_MAX);
	model_settle **settle = NEW(mem, model_settle *, SETTLE_MAX);
	size_t n = 0, m = 0;

	kinds[n++] = &account_kind;
	kinds[n++] = &clearance_kind;
	kinds[n++] = &deputy_kind;
	for (size_t i = 0; rooms[i]; i++) {
		for (const struct kind *const *k = rooms[i]->kinds; *k; k++)
			kinds[n++] = *k;
		if (rooms[i]->settle)
			settle[m++] = rooms[i]->settle;
	}
	const struct fact *const *facts = house_facts(mem);
	*ret = (struct model){ .kinds = kinds,
			       .nkinds = n,
			       .actors = &account_kind,
			       .settle = settle,
			       .nsettle = m,
			       .sealed = sealed,
			       .facts = facts,
			       .duties = house_duties(mem, facts),
			       .c5_opens = opening_c5,
			       .params = &param_embedded };
}

const struct route *const *house_routes(struct arena *mem, size_t *ret_n)
{
	const struct route **list = NEW(mem, const struct route *, ROUTES_MAX);
	size_t n = 0;

	for (size_t i = 0; rooms[i]; i++)
		if (rooms[i]->routes)
			list[n++] = rooms[i]->routes;
	list[n++] = door_routes;
	list[n++] = account_routes;
	list[n++] = card_routes;
	list[n++] = sweep_routes;
	list[n++] = moves_routes;
	list[n++] = together_routes;
	list[n++] = search_routes;
	list[n++] = statutory_routes;
	list[n++] = job_page_routes;
	list[n++] = outbox_page_routes;
	list[n++] = message_routes;
	list[n++] = booking_routes;
	list[n++] = call_routes;
	list[n++] = message_link_routes;
	list[n++] = kiosk_routes;
	list[n++] = simple_routes;
	list[n++] = contact_routes;
	list[n++] = merge_routes;
	list[n++] = transfer_routes;
	list[n++] = difficulty_routes;
	list[n++] = compliance_routes;
	list[n++] = home_routes;
	list[n++] = growth_page_routes;
	list[n++] = growth_book_routes;
	list[n++] = work_routes;
	list[n++] = voice_routes;
	list[n++] = pile_routes;
	list[n++] = entry_form_routes;
	list[n++] = health_routes;
	list[n++] = word_routes;
	list[n++] = deed_routes;
	list[n++] = correction_routes;
	list[n++] = agency_routes;
	list[n++] = referral_routes;
	list[n++] = risk_routes;
	list[n++] = register_routes;
	list[n++] = visit_routes;
	list[n++] = photo_routes;
	list[n++] = report_routes;
	list[n++] = public_routes;
	list[n++] = plan_routes;
	list[n++] = conference_routes;
	list[n++] = task_routes;
	list[n++] = alert_routes;
	list[n++] = registry_api_routes;
	list[n++] = api_routes;
	list[n++] = kindpage_routes; /* last: any name may be a kind's */
	*ret_n = n;
	return list;
}

const char *const *house_ddl(struct arena *mem)
{
	const char **list = NEW(mem, const char *, ROUTES_MAX);
	size_t n = 0;

	list[n++] = model_ddl;
	list[n++] = auth_ddl;
	list[n++] = api_ddl;
	list[n++] = job_ddl;
	list[n++] = outbox_ddl;
	list[n++] = blob_ddl;
	for (size_t i = 0; rooms[i]; i++)
		for (const char *const *d = rooms[i]->ddl; d && *d; d++)
			list[n++] = *d;
	return list;
}

const struct job_kind *const *house_jobs(struct arena *mem)
{
	const struct job_kind **list = NEW(mem, const struct job_kind *, JOBS_MAX);
	size_t n = 0;

	list[n++] = &blob_job;
	for (size_t i = 0; rooms[i]; i++)
		for (const struct job_kind *const *k = rooms[i]->jobs; k && *k; k++)
			list[n++] = *k;
	return list;
}

enum rc house_figures(struct ctx *c, struct buf *to)
{
	enum rc rc = jobs_figures(c, to);

	if (rc == RC_OK)
		rc = outbox_figures(c, to);
	return rc == RC_OK ? proof_figures(c, to) : rc;
}
