#include "letter.h"

#include "formpart.h"
#include "recording.h"
#include "thread.h"
#include "timeline.h"

enum { OF_LETTER = 20 };

enum rc letter_put_voices(struct page *p, const struct record *letter)
{
	struct records all;
	struct list l = { .filter = { { RECORDING_LETTER, INT(letter->id) } },
			  .nfilter = 1,
			  .limit = OF_LETTER };
	enum rc rc = record_list(&p->r->ctx, &recording_kind, &l, &all);

	if (rc != RC_OK)
		return rc;
	if (all.n)
		thread_begin(p);
	for (size_t i = 0; i < all.n; i++) {
		const struct record *v = &all.r[i];
		thread_item(p, html_word(p, recording_kind.label), rec_day(v, RECORDING_ON),
			    timeline_by(p, v), false);
		recording_player_put(p, v);
		thread_item_end(p);
	}
	if (all.n)
		thread_end(p);
	if (rec_int(letter, LETTER_BY) != p->who->account || !p->who->account)
		return RC_OK;
	formpart_fold_begin(p, N_("Say it too"), false);
	html_lit(p, "\n");
	rc = recording_form_put(p, &(struct recording_form){ .child = rec_int(letter, LETTER_CHILD),
							     .letter = letter->id,
							     .back = html_url(p, "/letters/#", letter->id) });
	formpart_fold_end(p);
	return rc;
}
