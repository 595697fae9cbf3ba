/* letter.h - letters between a child and its family: who hears of one, and what their pages share. */
#pragma once
#include "html.h"
#include "word.h"

enum rc letter_after(struct ctx *c, struct change *change); /* the rules of the kind: who is told */

bool letter_of_family(const struct record *letter);
/* "A letter from mum", "My letter". */
str letter_from(struct page *p, const struct record *letter);
/* The voices that go with a letter, and the way to add one. */
enum rc letter_put_voices(struct page *p, const struct record *letter) MUST_CHECK;
