/* transfer_page.h - pages and API acts of transfers, and its part of other pages. */
#pragma once
#include "registry_page.h"
#include "transfer.h"

extern const struct route
	transfer_routes[]; /* ended by an empty row; before the API that follows from kinds */
handler transfer_page_new, transfer_page_ask;
handler transfer_api_ask, transfer_api_accept, transfer_api_reject, transfer_api_withdraw;

/* On a child's file: where it came from, and what is under way; on a school: what waits there. */
panel transfer_child_panel, transfer_school_panel;

/* As it stood in a form, or in JSON. */
struct transfer_typed {
	str side, child, id_number, name, to_school, school_code, to_class, grade, reason, start_on, note;
};
/* Problems are added for what is no number and no date; the rest is left to transfer_ask(). */
void transfer_read(struct ctx *c, const struct transfer_typed *t, struct transfer_new *ret);
