/* canary_record.h - for test_canary.c only: one record of every kind with a value in every field. */
#pragma once
#include "harness.h"

/* The id of the record. */
int64_t canary_record(struct harness *h, const struct kind *k);
/* Change a record, or make one (id 0), as the program; ' stands for ". */
int64_t canary_put(struct harness *h, const struct kind *k, int64_t id, const char *body);
struct actor canary_actor(struct harness *h, enum as as);
/* For the bodies: {name} stands for this number. */
void canary_keep(struct harness *h, const char *name, int64_t id);
int64_t canary_account(struct harness *h, enum as as);
