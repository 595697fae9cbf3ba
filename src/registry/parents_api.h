/* parents_api.h - /api/v1/parents: the view of tie and person. */
#pragma once
#include "api.h"

handler parents_list, parents_post, parents_get, parents_patch, parents_delete, parents_journal;
