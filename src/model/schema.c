#include "schema.h"
#include "db_text.h"

const char model_ddl[] =
	"CREATE TABLE counter (\n\tcounty INT NOT NULL,\n\tnode INT NOT NULL,\n\tnext BIG NOT NULL,\n"
	"\tPRIMARY KEY (county, node)\n);\n"
	"CREATE TABLE journal (\n\tcounty INT NOT NULL,\n\tnode INT NOT NULL,\n\tseq BIG NOT NULL,\n\tat BIG "
	"NOT NULL,\n"
	"\tactor BIG NOT NULL,\n\tvia INT NOT NULL,\n\tact INT NOT NULL,\n\tkind TEXT NOT NULL,\n\trecord "
	"BIG NOT NULL,\n"
	"\tbatch BIG NOT NULL,\n\treason TEXT NOT NULL,\n\tdigest TEXT NOT NULL,\n\thash BLOB NOT NULL,\n"
	"\tPRIMARY KEY (county, node, seq)\n);\n"
	"CREATE INDEX journal_record ON journal (record, seq);\n"
	"CREATE INDEX journal_batch ON journal (batch, seq) WHERE batch <> 0;\n"
	"CREATE TABLE journal_body (\n\tcounty INT NOT NULL,\n\tnode INT NOT NULL,\n\tseq BIG NOT "
	"NULL,\n\tpart INT NOT NULL,\n"
	"\tsalt BLOB NOT NULL,\n\tsealed BLOB NOT NULL,\n\tPRIMARY KEY (county, node, seq, part)\n);\n"
	"CREATE TABLE readlog (\n\tcounty INT NOT NULL,\n\tnode INT NOT NULL,\n\tseq BIG NOT NULL,\n\tat BIG "
	"NOT NULL,\n"
	"\tactor BIG NOT NULL,\n\tfor_account BIG NOT NULL,\n\tvia INT NOT NULL,\n\twhat TEXT NOT "
	"NULL,\n\trecord BIG NOT NULL,\n"
	"\tn INT NOT NULL,\n\tids BLOB NOT NULL,\n\ttimes INT NOT NULL,\n\tsealed_case BOOL NOT NULL,\n"
	"\tdigest TEXT NOT NULL,\n\thash BLOB NOT NULL,\n\tsalt BLOB NOT NULL,\n\tpurpose BLOB NOT NULL,\n"
	"\tPRIMARY KEY (county, node, seq)\n);\n"
	"CREATE INDEX readlog_record ON readlog (record, seq);\n"
	"CREATE INDEX readlog_actor ON readlog (actor, seq);\n"
	"CREATE TABLE readlog_child (\n\tchild BIG NOT NULL,\n\tcounty INT NOT NULL,\n\tnode INT NOT NULL,\n"
	"\tseq BIG NOT NULL,\n\tPRIMARY KEY (child, county, node, seq)\n);\n"
	"CREATE TABLE anchor (\n\tchain TEXT NOT NULL,\n\tcounty INT NOT NULL,\n\tnode INT NOT NULL,\n"
	"\tsealed TEXT NOT NULL,\n\tPRIMARY KEY (chain, county, node)\n);\n"
	"CREATE TABLE meta (\n\tname TEXT NOT NULL,\n\tvalue TEXT NOT NULL,\n\tPRIMARY KEY (name)\n);\n"
	"CREATE TABLE sealing_key (\n\tcounty INT NOT NULL,\n\tclass INT NOT NULL,\n\tnumber INT NOT NULL,\n"
	"\twrapped BLOB,\n\tcreated BIG NOT NULL,\n\tretired BIG,\n\tPRIMARY KEY (county, class, "
	"number)\n);\n"
	"CREATE TABLE rotation (\n\tcounty INT NOT NULL,\n\tclass INT NOT NULL,\n\tfrom_number INT NOT "
	"NULL,\n"
	"\tto_number INT NOT NULL,\n\tstage TEXT NOT NULL,\n\tposition BIG NOT NULL,\n\tsealed BIG NOT "
	"NULL,\n"
	"\tunread BIG NOT NULL,\n\tstarted BIG NOT NULL,\n\tdone BIG,\n"
	"\tPRIMARY KEY (county, class, to_number)\n);\n";

static const char *word_of(const struct field *f)
{
	if (field_sealed(f))
		return "BLOB";
	switch (f->type) {
	case T_TEXT:
	case T_LONG:
	case T_NUMBER:
	case T_CODE:
	case T_REGION:
	case T_SECRET: return "TEXT";
	case T_REF:
	case T_INSTANT: return "BIG";
	case T_BOOL: return "BOOL";
	case T_DATE:
	case T_MONTH:
	case T_YEAR:
	case T_INT: return "INT";
	}
	return "TEXT";
}

static void put_column(struct buf *to, const char *name, const char *suffix, const char *word, bool required)
{
	buf_lit(to, ",\n\t");
	buf_str(to, str_of(name));
	buf_str(to, str_of(suffix));
	buf_ch(to, ' ');
	buf_str(to, str_of(word));
	if (required)
		buf_lit(to, " NOT NULL");
}

static void put_index(struct buf *to, const struct kind *k, const struct field *f, const char *suffix)
{
	buf_lit(to, "CREATE INDEX ");
	buf_str(to, str_of(k->name));
	buf_ch(to, '_');
	buf_str(to, str_of(field_column(f)));
	buf_str(to, str_of(suffix));
	buf_lit(to, " ON ");
	buf_str(to, str_of(k->name));
	buf_lit(to, " (");
	buf_str(to, str_of(field_column(f)));
	buf_str(to, str_of(suffix));
	buf_lit(to, ", id);\n");
}

static void put_kind(struct buf *to, const struct kind *k)
{
	buf_lit(to, "CREATE TABLE ");
	buf_str(to, str_of(k->name));
	buf_lit(to,
		" (\n\tid ID,\n\tversion INT NOT NULL,\n\tcounty INT NOT NULL,\n\tcreated_at BIG NOT NULL,"
		"\n\tupdated_at BIG NOT NULL");
	if (k->is_child)
		buf_lit(to, ",\n\tfile_version INT NOT NULL,\n\tnext_on INT");
	for (size_t i = 0; i < k->nfields; i++) {
		const struct field *f = &k->fields[i];
		if (!field_stored(f))
			continue;
		put_column(to, field_column(f), "", word_of(f), f->required && !f->fact);
		if (f->digest)
			put_column(to, field_column(f), "_digest", "BLOB", false);
		if (f->tail)
			put_column(to, field_column(f), "_tail", "TEXT", false);
	}
	buf_lit(to, "\n);\n");
	schema_print_indexes(to, k);
}

void schema_print_indexes(struct buf *to, const struct kind *k)
{
	for (size_t i = 0; i < k->nfields; i++) {
		const struct field *f = &k->fields[i];
		if (f->index)
			put_index(to, k, f, "");
		if (f->digest)
			put_index(to, k, f, "_digest");
		if (f->tail)
			put_index(to, k, f, "_tail");
	}
	if (k->is_child) {
		buf_lit(to, "CREATE INDEX ");
		buf_str(to, str_of(k->name));
		buf_lit(to, "_next_on ON ");
		buf_str(to, str_of(k->name));
		buf_lit(to, " (next_on, id);\n");
	}
}

void schema_print(struct buf *to, const struct model *m, const char *const *more)
{
	for (size_t i = 0; i < m->nkinds; i++)
		put_kind(to, m->kinds[i]);
	for (; *more; more++)
		buf_str(to, str_of(*more));
}

/* Of "table.column TYPE" and "index NAME table(...)" what says whose line it is. */
static str name_of_line(str line)
{
	str rest = line, word;

	(void)!str_next(&rest, ' ', &word);
	if (str_eq(word, STR("index")))
		(void)!str_next(&rest, ' ', &word);
	return str_cut(line, 0, (size_t)(word.s + word.n - line.s));
}

bool schema_differs(str live, str must, struct schema_gap *ret)
{
	str l = { NULL, 0 }, m = l;

	do {
		bool a = str_next(&live, '\n', &l), z = str_next(&must, '\n', &m);

		if (!a && !z)
			return false;
		l.n = a ? l.n : 0;
		m.n = z ? m.n : 0;
	} while (str_eq(l, m));
	/* Lines are in order: of two of different names the smaller has no partner. */
	if (l.n && m.n && !str_eq(name_of_line(l), name_of_line(m)))
		*(str_cmp(l, m) < 0 ? &m : &l) = (str){ NULL, 0 };
	*ret = (struct schema_gap){ l, m };
	return true;
}

enum rc schema_check(struct arena *mem, struct db *db, const struct model *m, const char *const *more,
		     struct schema_gap *ret)
{
	struct buf ddl = buf_new(mem, 1 << 20);
	struct db *fresh;
	str must, live, why;
	enum rc rc = db_open(mem, STR("sqlite::memory:"), DB_CREATE, &fresh, &why);

	if (rc != RC_OK)
		return rc;
	schema_print(&ddl, m, more);
	rc = db_script(fresh, migrate_ddl(mem, DB_SQLITE, buf_view(&ddl)));
	if (rc == RC_OK)
		rc = migrate_live(mem, fresh, &must);
	db_close(fresh);
	if (rc == RC_OK)
		rc = migrate_live(mem, db, &live);
	return rc == RC_OK && schema_differs(live, must, ret) ? RC_INVALID : rc;
}

const char *model_fault(const struct model *m, const char **ret_kind)
{
	for (size_t i = 0; i < m->nkinds; i++) {
		const char *fault = kind_fault(m->kinds[i]);
		*ret_kind = m->kinds[i]->name;
		if (fault)
			return fault;
	}
	*ret_kind = NULL;
	return NULL;
}
