/* care_today.h - what of tasks, duties and alerts stands on Today: mine now with what is late, soon, waiting
 * on others; who is worried about a child. */
#pragma once
#include "today_item.h"

extern const struct today_item care_now_today, care_soon_today, care_waiting_today;
extern const struct today_item alert_today, alert_rest_today;
