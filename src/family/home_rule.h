/* home_rule.h - the rules of the kinds of a happy home: who may write what, and what fits together. */
#pragma once
#include "home.h"

void home_rule_home(struct ctx *c, const struct change *change);
void home_rule_part(struct ctx *c, const struct change *change); /* rooms, devices, costs */
void home_rule_fault(struct ctx *c, const struct change *change);
void home_rule_hours(struct ctx *c, const struct change *change);
void home_rule_closure(struct ctx *c, const struct change *change);
void home_rule_member(struct ctx *c, const struct change *change);
void home_rule_shift(struct ctx *c, const struct change *change);
void home_rule_opening(struct ctx *c, const struct change *change);
void home_rule_activity(struct ctx *c, const struct change *change);
void home_rule_attendance(struct ctx *c, const struct change *change);
void home_rule_check(struct ctx *c, const struct change *change);
void home_rule_grant(struct ctx *c, const struct change *change);
