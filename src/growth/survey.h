/* survey.h - questions about how a child lives, learns at home and is brought up (data/home_survey.csv;
 * domain facts 4.1: living conditions, learning environment, family education), in our own words.  No points,
 * no sum. Pure.
 *
 * Answers are kept as "house=own danger=water+road": items and choices of the list, in its order. */
#pragma once
#include "buf.h"

struct survey_choice {
	str code, zh, en;
};
struct survey_item {
	str part_zh, part_en; /* of the first of a part: its heading; else empty */
	str code, zh, en;
	bool many;
	const struct survey_choice *choice;
	size_t n;
};
enum { SURVEY_ITEMS = 40 };
extern const struct survey_item survey_items[];
extern const size_t survey_nitems;

str survey_says(str answers, str item); /* the answer, choices parted by '+'; empty: none */
bool survey_ticked(str answer, str choice);
void survey_say(struct buf *to, str item, str choice); /* add one; several of one item one after the other */
/* The first part that the list does not have, is there twice, or has more choices than one may give; empty:
 * all are good. */
str survey_fault(str answers);
