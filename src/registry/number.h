/* number.h - the numbers of persons as fields of records: checked, normalised in place, looked up. */
#pragma once
#include "idnumber.h"
#include "record.h"

/* Problems go to the field of the record; a good number replaces what was typed. */
void number_check_identity(struct ctx *c, const struct record *r, size_t field, int sex, day born);
void number_check_student(struct ctx *c, const struct record *r, size_t field, str id_number, day born);
/* 11 digits beginning 13 to 19, or a landline of 7 to 12 digits with its area code. */
void number_check_phone(struct ctx *c, const struct record *r, size_t field);

/* The digest under which the store keeps a number of this field. */
struct val number_digest(struct ctx *c, const struct kind *k, size_t field, str number);
