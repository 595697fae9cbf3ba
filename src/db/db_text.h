/* db_text.h - the private door for SQL composed at run time: only model/ may include it, and composes only
 * from names in the kind tables and literals.  Statements are cached by their text (copied). */
#pragma once
#include "db.h"

enum rc db_query_text(struct db *db, struct rows *ret, str text, const struct val *v, size_t n) MUST_CHECK;
enum rc db_exec_text(struct db *db, str text, const struct val *v, size_t n, int64_t *ret_changes) MUST_CHECK;
enum rc db_later_text(struct db *db, str text, const struct val *v, size_t n) MUST_CHECK;
/* Several statements separated by ';', no values, nothing cached: DDL. */
enum rc db_script(struct db *db, str text) MUST_CHECK;
