#include "api.h"
#include "entry.h"
#include "word_page.h"

static enum rc word_api_make(struct req *r) { return entry_api_make(r, &child_word_kind); }
static enum rc letter_api_make(struct req *r) { return entry_api_make(r, &letter_kind); }

static enum rc read_unit(struct ctx *c, void *arg)
{
	const int64_t *id = arg;

	return word_letter_open(c, *id);
}

/* The one it is written to has opened it. */
static enum rc letter_api_read(struct req *r)
{
	enum rc rc = store_write(&r->ctx, PRIO_PEOPLE, read_unit, &r->id);

	return rc == RC_OK ? api_answer(r, &letter_kind, r->id, 200) : rc;
}

enum {
	LETTER_BODY_MAX =
		4 << 20 /* past what a letter may hold: answered in words, with all that was typed */
};

/* clang-format off */
const struct route word_routes[] = {
	{ HTTP_GET,  "/me",                                me_page_show,             .need = ROLE_CHILD,   .purpose = "me", .slow = true },

	{ HTTP_GET,  "/children/:id/words",                word_page_list,           .need = ROLES_WORDS,  .purpose = "words", .slow = true },
	{ HTTP_POST, "/children/:id/words/show",           word_page_open,           .need = ROLES_WORDS,  .purpose = "words" },
	{ HTTP_GET,  "/children/:id/words/new",            word_page_new,            .need = ROLES_WRITE,  .purpose = "word_form" },
	{ HTTP_POST, "/children/:id/words",                word_page_save,           .need = ROLES_WRITE,  .purpose = "word_form" },
	{ HTTP_GET,  "/child_words/:id",                   word_page_show,           .need = ROLES_WORDS,  .purpose = "words", .slow = true },
	{ HTTP_POST, "/child_words/:id/share",             word_page_share,          .need = ROLES_WRITE,  .purpose = "words" },
	{ HTTP_POST, "/child_words/:id/drop",              word_page_drop,           .need = ROLES_WRITE },

	{ HTTP_GET,  "/children/:id/letters",              letter_page_list,         .need = ROLES_WORDS,  .purpose = "letters", .slow = true },
	{ HTTP_POST, "/children/:id/letters/show",         letter_page_list_open,    .need = ROLES_WORDS,  .purpose = "letters" },
	{ HTTP_GET,  "/children/:id/letters/new",          letter_form_page_new,     .need = ROLES_WRITE,  .purpose = "letter_form", .slow = true },
	{ HTTP_POST, "/children/:id/letters",              letter_form_page_save,    .need = ROLES_WRITE,  .purpose = "letter_form", .body_max = LETTER_BODY_MAX },
	{ HTTP_POST, "/children/:id/letters/draft",        letter_form_page_keep,    .need = ROLES_WRITE },
	{ HTTP_POST, "/children/:id/letters/draft/drop",   letter_form_page_throw,   .need = ROLES_WRITE },
	{ HTTP_GET,  "/letters/:id",                       letter_page_show,         .need = ROLES_WORDS,  .purpose = "letters", .slow = true },
	{ HTTP_POST, "/letters/:id/show",                  letter_page_show_open,    .need = ROLES_WORDS,  .purpose = "letters" },
	{ HTTP_POST, "/letters/:id/read",                  letter_page_read,         .need = ROLES_WRITE,  .purpose = "letters" },
	{ HTTP_POST, "/letters/:id/share",                 letter_page_share,        .need = ROLES_WRITE,  .purpose = "letters" },
	{ HTTP_POST, "/letters/:id/drop",                  letter_page_drop,         .need = ROLES_WRITE },

	{ HTTP_POST, "/api/v1/child_words",                word_api_make,            .need = ROLES_WORDS },
	{ HTTP_POST, "/api/v1/letters",                    letter_api_make,          .need = ROLES_WORDS },
	{ HTTP_POST, "/api/v1/letters/:id/read",           letter_api_read,          .need = ROLES_WRITE },
	{ 0 },
};
/* clang-format on */
