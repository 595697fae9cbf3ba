/* registry_page.h - what the pages of this room share, and their handlers: each page is a file of that name.
 */
#pragma once
#include "form.h"
#include "frame.h"
#include "registry.h"
#include "table.h"

extern const struct route registry_routes[]; /* ended by an empty row */
/* Who takes lists in: others write down one child at a time. */
#define ROLES_IMPORT (ROLES_COUNTY | ROLE_HEAD)

/* Whose lists may leave as a file; families never. */
#define ROLES_EXPORT (ROLE_OFFICER | ROLE_CIVIL | ROLE_HEAD | ROLE_TEACHER)

extern const struct tab registry_tabs[];
extern const struct job_kind *const registry_jobs[];   /* NULL-ended */
extern const struct kind_page *const registry_pages[]; /* NULL-ended: what follows from the kinds */

enum { REGISTRY_PAGE = 50 }; /* rows on a page */

/* --- handlers --- */

handler today_page_show;
handler region_page_top, region_page_show, region_page_find, region_page_rows;
handler school_page_list, school_page_show;
handler class_page_show;
handler children_page_list, children_page_find, children_page_print;
handler export_page_ask, export_page_take, export_page_list, export_page_show, export_page_file;
handler export_page_approve, export_page_refuse, export_page_again;
handler child_page_show, child_page_open, child_page_forms;
handler parent_page_new, parent_page_create, parent_page_edit, parent_page_save;
handler import_page_ask, import_page_check;
handler batch_page_list, batch_page_show, batch_page_run, batch_page_drop, batch_page_refused;
handler batch_undo_page_ask, batch_undo_page_start;
handler declared_page_list;
handler more_page_show;
extern const struct route card_routes[]; /* ended by an empty row */

/* --- what they share --- */

/* ?as_of=DATE, else today.  RC_INVALID: no date, or before 1900. */
enum rc registry_as_of(struct req *r, day *ret) MUST_CHECK;
/* The control that changes it: a GET form to the same page. */
void registry_as_of_form(struct page *p, str action, day on);

/* ?after=ID of keyset paging; 0: from the start. */
int64_t registry_after(struct req *r);

str registry_code(struct page *p, const char *list, str code); /* the label of a code */
str registry_region(struct page *p, str code);                 /* the name of a region, its code if unknown */
str registry_age(struct page *p, day born, day on);            /* 8 years 8 months */
str registry_sex(struct page *p, const struct record *child);  /* girl, boy */
str registry_child_line(struct page *p, const struct record *child, day on); /* sex, age, class */
/* Among facts (facts.h): which child it is about, a link to its file. */
void registry_child_row(struct page *p, const struct record *child);
/* Under them: whoever may see the child finds its file from here; others find nothing. */
void registry_file_link(struct page *p, int64_t child);
/* A class as it is called on a day in the reader's language; `school` may be NULL. */
str registry_class_text(struct page *p, const struct record *class, const struct record *school);

/* What holds of somebody: the value in words, and the choices there are for the topic. */
str registry_held(struct page *p, const struct record *circumstance);
enum rc registry_held_options(struct req *r, const struct record *circumstance,
			      struct form_field *f) MUST_CHECK;

/* Options for a reference: schools within reach; classes of a school (0: of all within reach, with the
 * school's name unless there is but one). */
enum rc registry_school_options(struct req *r, struct form_field *f) MUST_CHECK;
enum rc registry_class_options(struct req *r, int64_t school, struct form_field *f) MUST_CHECK;

/* 303 to a record's page: registry_see(r, "/schools/", id). */
enum rc registry_see(struct req *r, const char *path, int64_t id) MUST_CHECK;
/* What the rooms show on the page of this child or school; NULL: on Today. */
enum rc registry_panels(struct page *p, const struct record *about) MUST_CHECK;
enum rc registry_first_panels(struct page *p, const struct record *child) MUST_CHECK;

/* Who works at a school today, folded; nothing for who may not know. */
enum rc staff_panel(struct page *p, const struct record *school) MUST_CHECK;
extern const struct kind_page class_teacher_pages, staff_pages, declaration_pages, student_record_pages,
	register_entry_pages;

/* A list of children without any label: name (a link), sex, birth, class. */
void registry_children_table(struct page *p, const struct records *list, int64_t total);
