/* served_house.h - the house of a harness behind a real server: what its threads answer from. */
#pragma once
#include "harness.h"

static struct harness *house;

static inline void answer_house(void *ctx, struct http_request *r, struct http_reply *p)
{
	(void)ctx;
	route_answer(&house->app, r, p);
}

static inline bool slow_house(void *ctx, const struct http_request *r, size_t *ret_body_max)
{
	(void)ctx;
	return route_slow(&house->app, r, ret_body_max);
}

static inline int64_t house_now(void *ctx)
{
	(void)ctx;
	return house->now;
}
