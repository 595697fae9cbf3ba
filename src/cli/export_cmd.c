#include "command.h"
#include "export_make.h"
#include "readlog.h"
#include "site.h"

#include <stdio.h>
#include <sys/stat.h>

static const char usage[] =
	"tongxin export --db URL KIND --to FILE.{xlsx,csv,json,zip} [--form own|national|civil|oneroster]\n"
	"                 [--purpose TEXT [--plain]] [--key FILE]\n"
	"  KIND is the plural, as in the API. Numbers and addresses leave masked, unless --plain says "
	"otherwise "
	"and\n"
	"  --purpose why; a row in the journal says that this list left, and the read log who was on it. A "
	"workbook of\n"
	"  children has their families on further sheets; the forms are of children, oneroster is a .zip.\n";

enum { PAGE = 200 };

struct out {
	FILE *f;
	const struct actor *program; /* who exports; what leaves is what an official sees */
	str purpose;
};

/* One page, in the file only when its reading is on record; *ret: the last id. */
static enum rc write_page(struct ctx *c, struct list *l, struct records *ret, const struct kind *k,
			  struct out *o)
{
	struct buf b = buf_new(c->mem, 32 << 20);

	c->seen = NEW(c->mem, struct seen, 1);
	c->seen->mem = c->mem;
	enum rc rc = record_list(c, k, l, ret);
	for (size_t i = 0; rc == RC_OK && i < ret->n; i++) {
		struct json j = json_to(&b);
		l->after = ret->r[i].id;
		record_json(&j, c, &ret->r[i]);
		buf_ch(&b, '\n');
	}
	struct reading what = reading_of(c, STR("export"));
	if (rc == RC_OK && what.n) {
		what.actor = o->program->account;
		what.purpose = o->purpose;
		rc = readlog_write(c, &what);
	}
	if (rc == RC_OK && fwrite(b.s, 1, b.n, o->f) != b.n)
		rc = RC_FAULT;
	return rc;
}

/* Page by page, each in an arena of its own, so that a large county needs no large memory. */
static enum rc write_all(struct ctx *c, const struct kind *k, struct out *o)
{
	struct list l = { .limit = PAGE };
	struct records found = { .more = true };
	enum rc rc = RC_OK;

	while (found.more && rc == RC_OK) {
		struct arena mem;
		struct ctx page = *c;
		arena_init(&mem, 64 << 20);
		page.mem = &mem;
		rc = write_page(&page, &l, &found, k, o);
		arena_free(&mem);
	}
	return rc;
}

/* --- what was asked for --- */

struct asked {
	struct export_new new;
	const char *to;
	int64_t number;
};

/* That a list left, in the journal; who is on it, in the read log. */
static enum rc note(struct ctx *c, void *arg)
{
	struct asked *a = arg;

	return export_note(c, &a->new, &a->number);
}

static enum rc write_json(struct ctx *as, const struct ctx *c, const struct asked *a)
{
	FILE *f = fopen(a->to, "wbe");
	struct out out = { f, c->who, a->new.purpose };

	if (!f)
		return RC_DENIED;
	enum rc rc = write_all(as, a->new.kind, &out);
	if (fclose(f) != 0 && rc == RC_OK)
		rc = RC_FAULT;
	return rc;
}

static enum rc write_file(struct ctx *as, const struct asked *a)
{
	struct buf number = buf_new(as->mem, 24);
	struct export_made made;

	buf_int(&number, a->number);
	struct export_order o = export_order_of(as, &a->new, buf_view(&number));
	enum rc rc = export_make(as, &o, &made);
	if (rc != RC_OK)
		return rc;
	FILE *f = fopen(a->to, "wbe");
	if (!f)
		return RC_DENIED;
	bool ok = fwrite(made.bytes.s, 1, made.bytes.n, f) == made.bytes.n;
	return fclose(f) == 0 && ok ? RC_OK : RC_FAULT;
}

static int say_outcome(struct ctx *c, const struct asked *a, enum rc rc)
{
	if (rc == RC_DENIED)
		fprintf(stderr, "tongxin: cannot write %s\n", a->to);
	else if (rc == RC_NOT_FOUND)
		fprintf(stderr, "tongxin: there is nothing on this list\n");
	else if (rc == RC_TOO_BIG)
		fprintf(stderr, "tongxin: this is too much for one file\n");
	else
		return site_outcome(c, rc);
	return EXIT_REFUSED;
}

/* What leaves is what an official sees: masked unless said otherwise, for the file will be passed on. */
static int run(struct ctx *c, struct asked *a)
{
	struct actor officer = { .role = ROLE_OFFICER,
				 .reach = REACH_COUNTY,
				 .county = c->model->county,
				 .name = STR("tongxin export") };
	struct ctx as = *c;
	bool json = str_ends(str_of(a->to), STR(".json"));

	as.who = &officer;
	as.lang = LANG_ZH;
	enum rc rc = store_write(c, PRIO_BULK, note, a);
	if (a->new.plain)
		as.purpose = a->new.purpose;
	if (rc == RC_OK)
		rc = json ? write_json(&as, c, a) : write_file(&as, a);
	return say_outcome(c, a, rc);
}

/* NULL, or what does not go together. */
static const char *misfit(const struct asked *a)
{
	str to = str_of(a->to);
	bool roster = str_eq(a->new.form, STR(CODE_EXPORT_FORM_ONEROSTER)),
	     own = str_eq(a->new.form, STR(CODE_EXPORT_FORM_OWN));

	if (!code_find(code_list_find(STR("export_form")), a->new.form, 0, (str){ NULL, 0 }))
		return "there is no such form";
	if (!own && a->new.kind != &child_kind)
		return "this form is of children";
	if (roster != str_ends(to, STR(".zip")))
		return roster ? "the files of OneRoster go into a .zip"
			      : "only the files of OneRoster go into a .zip";
	if (!own && str_ends(to, STR(".json")))
		return "this form is a workbook or CSV";
	if (a->new.plain && (!a->new.purpose.n || roster))
		return roster ? "these files never hold numbers or addresses" : "--plain needs --purpose";
	return NULL;
}

static str format_of(str to)
{
	if (str_ends(to, STR(".xlsx")))
		return STR(CODE_EXPORT_FORMAT_XLSX);
	return str_ends(to, STR(".zip")) ? STR(CODE_EXPORT_FORMAT_ZIP) : STR(CODE_EXPORT_FORMAT_CSV);
}

static bool known_ending(str to)
{
	return str_ends(to, STR(".csv")) || str_ends(to, STR(".json")) || str_ends(to, STR(".xlsx")) ||
	       str_ends(to, STR(".zip"));
}

static int export_kind(struct ctx *c, struct asked *a, const char *word)
{
	const struct kind *k = model_kind(c->model, str_of(word));

	if (!k || !(profile_rows[k->profile].export & ROLE_OFFICER)) {
		fprintf(stderr, "tongxin: there is no list called %s\n", word);
		return EXIT_USAGE;
	}
	a->new.kind = a->new.query.kind = k;
	const char *why = misfit(a);
	if (why) {
		fprintf(stderr, "tongxin: %s\n", why);
		return EXIT_USAGE;
	}
	if (!a->new.purpose.n)
		a->new.purpose = STR("tongxin export");
	return run(c, a);
}

int cmd_export(int argc, char **argv)
{
	const char *db = NULL, *to = NULL, *key = NULL, *word = NULL, *form = CODE_EXPORT_FORM_OWN,
		   *purpose = NULL;
	struct asked a = { .number = 0 };
	const struct option_row rows[] = {
		{ "--db", &db, NULL },     { "--to", &to, NULL },           { "--key", &key, NULL },
		{ "--form", &form, NULL }, { "--purpose", &purpose, NULL }, { "--plain", NULL, &a.new.plain },
	};
	struct site s;
	int status = command_read(argc, argv, &(struct command_form){ usage, rows, COUNT(rows), &word, 1 });

	if (status >= 0)
		return status;
	if (!db || !to || !word || !known_ending(str_of(to))) {
		fprintf(stderr, "usage: %s", usage);
		return EXIT_USAGE;
	}
	a.to = to;
	a.new.form = str_of(form);
	a.new.format = format_of(str_of(to));
	a.new.purpose = str_trim(str_of(purpose));
	(void)umask(077); /* what is written holds personal data */
	status = site_open(&s, db, key, SITE_OPEN);
	if (status == EXIT_DONE) {
		struct ctx c = site_ctx(&s);
		status = export_kind(&c, &a, word);
	}
	site_close(&s);
	return status;
}
