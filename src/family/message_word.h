/* message_word.h - what a child is asked about before a message of its leaves, and words that may mean it is
 * not safe.  Pure.
 *
 * Regulations on the Protection of Minors Online 38: whoever provides the service points out private
 * information that a minor sends, and stops it; where it suggests that the minor is harmed, somebody looks
 * after it.  The words are lists of data/codes (place_word, harm_word): they find what is said plainly and in
 * writing, nothing that is hinted at, misspelt or spoken.  They are no judgement about a child: all that
 * follows is that a grown-up who knows it talks with it. */
#pragma once
#include "codes.h"

enum message_word {
	MESSAGE_PLAIN,
	MESSAGE_PHONE, /* asked about; goes when the child says so */
	MESSAGE_PLACE, /* likewise */
	MESSAGE_NUMBER /* of an id card or a bank's: does not leave */
};
enum message_word message_word_private(struct arena *mem, str text, day on);
bool message_word_harm(struct arena *mem, str text, day on);
/* Does the text hold a word of the list, in either language?  Chinese over blanks between its signs, English
 * as whole words whatever their case. */
bool message_word_in(struct arena *mem, str text, const char *list, day on);
