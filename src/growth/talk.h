/* talk.h - a grown-up and a child sat down and talked: for those who look after the child, never for the
 * family to read. */
#pragma once
#include "entry_form.h"

extern const struct entry_form talk_form;
extern const struct timeline_source talk_timeline;
