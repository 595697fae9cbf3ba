/* student_record.h - rules of the pupil form's rest (JY/T 1001-2012; the school roll's form of 71 columns).
 */
#pragma once
#include "registry.h"

void student_record_check(struct ctx *c, const struct change *change);
