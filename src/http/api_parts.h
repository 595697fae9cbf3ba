/* api_parts.h - inside http/ only: what the parts of the generic API share. */
#pragma once
#include "api.h"

const struct api_extra *api_extra_of(const struct app *app, const struct kind *k);
enum rc api_kind(struct req *r, const struct kind **ret) MUST_CHECK;
enum rc api_show(struct req *r, const struct kind *k, int64_t id, int status) MUST_CHECK;
void api_record(struct req *r, struct json *j, const struct api_extra *x, const struct record *rec,
		size_t index);
handler api_post, api_patch, api_delete;
