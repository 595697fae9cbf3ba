#include "booking_page.h"
#include "wish.h"

#define ROLES_CALL_DAY (ROLES_CARE | ROLES_SCHOOL | ROLES_VILLAGE)
/* clang-format off */
const struct route booking_routes[] = {
	{ HTTP_GET,  "/children/:id/calls",       booking_child_page_show, .need = ROLES_CALL_READ, .purpose = "calls" },
	{ HTTP_GET,  "/children/:id/calls/new",   booking_new_page_show,   .need = ROLES_CALL_BOOK, .purpose = "calls" },
	{ HTTP_POST, "/children/:id/calls",       booking_new_page_save,   .need = ROLES_CALL_BOOK, .purpose = "calls" },
	{ HTTP_POST, "/children/:id/calls/wish",  booking_new_page_wish,   .need = ROLES_WISH,      .purpose = "calls" },
	{ HTTP_POST, "/call-wishes/:id/withdraw", booking_page_withdraw,   .need = ROLES_WISH,      .purpose = "calls" },
	{ HTTP_GET,  "/calls",                    booking_day_page_mine,   .need = ROLES_CALL_DAY,  .purpose = "calls" },
	{ HTTP_GET,  "/calls/wishes",             booking_day_page_wishes, .need = ROLES_CALL_DAY,  .purpose = "calls" },
	{ HTTP_GET,  "/homes/:id/calls",          booking_day_page_show,   .need = ROLES_CALL_DAY,  .purpose = "calls" },
	{ HTTP_GET,  "/calls/:id",                booking_page_show,       .need = ROLES_CALL_READ, .purpose = "call" },
	{ HTTP_POST, "/calls/:id/answer",         booking_page_answer,     .need = ROLES_FAMILY,    .purpose = "call" },
	{ HTTP_POST, "/calls/:id/cancel",         booking_page_cancel,     .need = ROLES_CALL_BOOK, .purpose = "call" },
	{ HTTP_GET,  "/calls/:id/move",           booking_move_page_show,  .need = ROLES_CALL_BOOK, .purpose = "call" },
	{ HTTP_POST, "/calls/:id/move",           booking_move_page_save,  .need = ROLES_CALL_BOOK, .purpose = "call" },
	{ HTTP_POST, "/calls/:id/link",           booking_page_link,       .need = ROLES_CALL_BOOK, .purpose = "call" },
	{ HTTP_GET,  "/l/:word",                  link_page_show,          .need = ROLES_ANYONE },
	{ HTTP_POST, "/l/:word/open",             link_page_open,          .need = ROLES_ANYONE, .body_max = 4096 },
	{ HTTP_POST, "/l/:word/answer",           link_page_answer,        .need = ROLES_ANYONE, .body_max = 4096 },
	{ HTTP_GET,  "/l/:word/move",             booking_move_page_link,  .need = ROLES_ANYONE },
	{ HTTP_POST, "/l/:word/move",             booking_move_page_link_save, .need = ROLES_ANYONE, .body_max = 4096 },
	{ HTTP_POST, "/l/:word/cancel",           link_page_cancel,        .need = ROLES_ANYONE, .body_max = 4096 },
	{ HTTP_POST, "/api/v1/calls",             booking_api_make,        .need = ROLES_CALL_BOOK },
	{ 0 },
};
/* clang-format on */
