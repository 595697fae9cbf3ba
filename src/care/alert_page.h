/* alert_page.h - "I am worried": the one button for everybody signed in, what came of it, and the list of
 * those who look after it. */
#pragma once
#include "alert_list.h"
#include "registry_page.h"

extern const struct route alert_routes[]; /* ended by an empty row; before the API that follows from kinds */
handler alert_new_page_ask, alert_new_page_send;
handler alert_api_raise, alert_api_take, alert_api_close;

/* On the first page of a family: the way to say that one is worried. */
panel alert_today_panel;
