/* api_parts.h - inside http/ only: what the parts of the generic API share. */
#pragma once
#include "api.h"

enum rc api_kind(struct req *r, const struct kind **ret) MUST_CHECK;
enum rc api_show(struct req *r, const struct kind *k, int64_t id, int status) MUST_CHECK;
handler api_post, api_patch, api_delete;
