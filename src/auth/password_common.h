/* password_common.h - inside auth/ only: what everybody tries first, made from data/passwords.txt. */
#pragma once
#include "base.h"

extern const str password_common[]; /* small letters, sorted by their bytes */
extern const size_t password_ncommon;
