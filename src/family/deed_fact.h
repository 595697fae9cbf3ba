/* deed_fact.h - how deeds answer duties: by the day on which all had signed, and on which the last written
 * notice was acknowledged. */
#pragma once
#include "fact.h"

extern const struct fact deed_fact, deed_notice_fact;
