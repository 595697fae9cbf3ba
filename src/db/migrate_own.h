/* migrate_own.h - what the files of migrating share.  Private to db/. */
#pragma once
#include "migrate.h"

enum rc migrate_any(struct db *db, str query, bool *ret) MUST_CHECK; /* does it give a row (of 1)? */
enum rc migrate_has_digest(struct db *db, bool *ret) MUST_CHECK;     /* the table `migration` */
