#include "home_standard.h"

#include "tr.h"

const char *const home_standard_text[HOME_LACK__N] = {
	[HOME_LACK_AREA] = N_("It is too small"),
	[HOME_LACK_DAYS] = N_("It is open on too few days a week"),
	[HOME_LACK_HOURS] = N_("It is open for too few hours a week"),
	[HOME_LACK_KEEPER] = N_("Nobody but volunteers is on its team"),
	[HOME_LACK_ACTIVITY] = N_("Too few activities in four weeks"),
	[HOME_LACK_THEMED] = N_("No activity around a theme this month"),
	[HOME_LACK_RECREATION] = N_("No recreation room"),
	[HOME_LACK_PHONE] = N_("No family-phone room"),
	[HOME_LACK_VIDEO] = N_("No video-chat room"),
	[HOME_LACK_READING] = N_("No reading room"),
	[HOME_LACK_DIRECTOR] = N_("No child director on its team"),
	[HOME_LACK_FIRST_AID] = N_("No first-aid box"),
	[HOME_LACK_EXITS] = N_("Too few exits"),
	[HOME_LACK_CAMERA] = N_("Nobody has said that no camera is inside the call places"),
	[HOME_LACK_CHECK] = N_("The monthly safety check is due"),
};

static unsigned bit_if(bool lacks, enum home_lack which) { return lacks ? 1U << which : 0; }

/* Whole weeks that count, four at most. */
static int64_t weeks_of(const struct home_facts *f, day today)
{
	int32_t days = day_diff(today, f->set_up);

	return days < 0 ? 0 : days >= HOME_ACTIVITY_DAYS ? HOME_ACTIVITY_DAYS / 7 : days / 7;
}

static bool check_due(const struct home_facts *f, const struct home_limits *l, day today)
{
	return day_diff(today, f->checked ? f->checked : f->set_up) > l->check_days;
}

unsigned home_standard(const struct home_facts *f, const struct home_limits *l, day today)
{
	bool month = day_diff(today, f->set_up) >= HOME_THEMED_DAYS;

	return bit_if(f->area < (f->township ? l->area_township : l->area_village), HOME_LACK_AREA) |
	       bit_if(f->days < l->days, HOME_LACK_DAYS) |
	       bit_if(f->minutes < l->hours * 60, HOME_LACK_HOURS) |
	       bit_if(f->keepers < l->keepers, HOME_LACK_KEEPER) |
	       bit_if(f->activities < l->activities * weeks_of(f, today), HOME_LACK_ACTIVITY) |
	       bit_if(month && f->themed < l->themed, HOME_LACK_THEMED) |
	       bit_if(!f->recreation, HOME_LACK_RECREATION) | bit_if(!f->phone, HOME_LACK_PHONE) |
	       bit_if(!f->video, HOME_LACK_VIDEO) | bit_if(!f->reading, HOME_LACK_READING) |
	       bit_if(!f->director, HOME_LACK_DIRECTOR) | bit_if(!f->first_aid, HOME_LACK_FIRST_AID) |
	       bit_if(f->exits < l->exits, HOME_LACK_EXITS) | bit_if(!f->camera_free, HOME_LACK_CAMERA) |
	       bit_if(check_due(f, l, today), HOME_LACK_CHECK);
}
