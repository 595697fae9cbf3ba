#include "book_frame.h"

/* clang-format off */
static const struct {
	enum rc rc;
	const char *text;
} why_table[WHY__N] = {
	[WHY_EMPTY]    = { RC_INVALID,   N_("The file is empty.") },
	[WHY_XLS]      = { RC_INVALID,   N_("This is a workbook of an old kind (.xls or .et): open it and save it as .xlsx.") },
	[WHY_PASSWORD] = { RC_INVALID,   N_("The workbook is protected by a password: open it and save a copy without one.") },
	[WHY_XLSB]     = { RC_INVALID,   N_("This is a binary workbook (.xlsb): open it and save it as .xlsx.") },
	[WHY_ODS]      = { RC_INVALID,   N_("This is a spreadsheet of LibreOffice (.ods): open it and save it as .xlsx.") },
	[WHY_WORD]     = { RC_INVALID,   N_("This is a text document and not a spreadsheet.") },
	[WHY_SLIDES]   = { RC_INVALID,   N_("These are slides and not a spreadsheet.") },
	[WHY_ARCHIVE]  = { RC_INVALID,   N_("This is a packed archive and not a spreadsheet: unpack it and choose the file in it.") },
	[WHY_HTML]     = { RC_INVALID,   N_("This is a web page that was named like a spreadsheet: open it in the spreadsheet program and save it as .xlsx.") },
	[WHY_XML]      = { RC_INVALID,   N_("This is an XML file and not a workbook: open it in the spreadsheet program and save it as .xlsx.") },
	[WHY_PICTURE]  = { RC_INVALID,   N_("This is a picture and not a spreadsheet.") },
	[WHY_PDF]      = { RC_INVALID,   N_("This is a PDF file and not a spreadsheet.") },
	[WHY_OTHER]    = { RC_INVALID,   N_("This is neither a workbook (.xlsx) nor a list in text form (.csv).") },
	[WHY_CUT_OFF]  = { RC_MALFORMED, N_("The workbook is cut off: its end is missing. Copy or download it again.") },
	[WHY_BROKEN]   = { RC_MALFORMED, N_("The workbook is damaged: open it in the spreadsheet program and save it again.") },
	[WHY_BAD_XML]  = { RC_MALFORMED, N_("The workbook has a part that cannot be read: open it in the spreadsheet program and save it again.") },
	[WHY_ENTITY]   = { RC_MALFORMED, N_("The workbook holds declarations that no spreadsheet program writes; it is not read.") },
	[WHY_NO_SHEET] = { RC_INVALID,   N_("The workbook has no sheet with cells.") },
	[WHY_NUL]      = { RC_MALFORMED, N_("The file holds bytes that no text has: it is neither a workbook (.xlsx) nor a list in text form (.csv).") },
	[WHY_ENCODING] = { RC_MALFORMED, N_("The text is neither in UTF-8 nor in GB18030: save it as .xlsx, or as CSV in UTF-8.") },
	[WHY_QUOTES]   = { RC_MALFORMED, N_("A quotation mark in the list is not closed, or stands where none can stand: save it as .xlsx.") },
	[WHY_BYTES]    = { RC_TOO_BIG,   N_("The file is larger than 32 MB.") },
	[WHY_UNPACKED] = { RC_TOO_BIG,   N_("Unpacked, the workbook would be too large: copy its cells into a new one.") },
	[WHY_PARTS]    = { RC_TOO_BIG,   N_("The workbook consists of too many parts: copy its cells into a new one.") },
	[WHY_SHEETS]   = { RC_TOO_BIG,   N_("The workbook has more than 64 sheets.") },
	[WHY_ROWS]     = { RC_TOO_BIG,   N_("There are more than 200,000 rows: split the list.") },
	[WHY_COLUMNS]  = { RC_TOO_BIG,   N_("A row has more than 512 columns.") },
	[WHY_CELL]     = { RC_TOO_BIG,   N_("A cell holds more than 32,767 characters.") },
	[WHY_MEMORY]   = { RC_TOO_BIG,   N_("The file takes more memory to read than there is: split the list.") },
	[WHY_WORKSHOP] = { RC_INVALID,   N_("The file could not be read: reading it took too long or went wrong.") },
	[WHY_BUSY]     = { RC_BUSY,      N_("Too many files are being read just now: try again in a minute.") },
};
/* clang-format on */

enum rc book_why_rc(enum book_why why) { return why_table[why].rc; }

const char *book_why_text(enum book_why why) { return why_table[why].text; }
