#include "proof.h"

str proof_text(struct arena *mem, const struct proof *p)
{
	const int64_t number[] = { p->at, p->since, p->good_at, p->rows, p->files, p->records };
	struct buf b = buf_new(mem, 1000);

	buf_str(&b, p->good ? STR("good") : STR("failed"));
	for (size_t i = 0; i < COUNT(number); i++) {
		buf_ch(&b, ' ');
		buf_int(&b, number[i]);
	}
	buf_ch(&b, ' ');
	buf_str(&b, str_cut(p->why, 0, 400));
	return buf_view(&b);
}

/* false: it is none of ours. */
static bool proof_read(str text, struct proof *ret)
{
	struct proof p = { .known = true };
	int64_t *const number[] = { &p.at, &p.since, &p.good_at, &p.rows, &p.files, &p.records };
	str word;

	if (!str_next(&text, ' ', &word))
		return false;
	p.good = str_eq(word, STR("good"));
	if (!p.good && !str_eq(word, STR("failed")))
		return false;
	for (size_t i = 0; i < COUNT(number); i++)
		if (!str_next(&text, ' ', &word) || !str_int(word, number[i]))
			return false;
	p.why = text;
	*ret = p;
	return true;
}

struct proof proof_last(struct ctx *c)
{
	struct proof p = { .known = false };

	return proof_read(privacy_meta(c, STR("proof")), &p) ? p : (struct proof){ .known = false };
}

struct proof proof_after(const struct proof *before, const struct proof *now)
{
	struct proof p = *now;

	p.known = true;
	p.since = now->good || !before->known || before->good ? now->at : before->since;
	p.good_at = now->good ? now->at : before->good_at;
	return p;
}

enum rc proof_figures(struct ctx *c, struct buf *to)
{
	static const int64_t second = 1000000;
	struct proof p = proof_last(c);

	buf_lit(to, "# TYPE tongxin_backup_proof_good gauge\ntongxin_backup_proof_good ");
	buf_int(to, p.known && p.good);
	buf_lit(to, "\n# TYPE tongxin_backup_proof_timestamp_seconds gauge\n"
		    "tongxin_backup_proof_timestamp_seconds ");
	buf_int(to, p.good_at / second);
	buf_lit(to, "\n");
	return RC_OK;
}
