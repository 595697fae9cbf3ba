#include "call_line.h"

#include "call_told.h"

/* Bytes are written down when so many have come together: a report a few seconds is no write a few seconds.
 */
enum { BYTES_STEP = 256 << 10, BYTES_MAX = 2000000000 };

struct kept {
	struct call_who *w;
	const struct record *party;
	const struct call_line_report *l;
	bool step; /* another rung than before */
};

static enum rc keep(struct ctx *c, void *arg)
{
	struct kept *k = arg;
	struct input in = input_new(&call_party_kind);

	input_int(&in, c->mem, CALL_PARTY_BYTES, k->l->bytes < BYTES_MAX ? k->l->bytes : BYTES_MAX);
	if (k->step)
		input_set(&in, CALL_PARTY_RUNG, k->l->rung);
	enum rc rc = call_put(c, k->party, &in);
	if (rc == RC_OK && k->step)
		rc = call_event_add(c, &k->w->call.call, k->party->id, CODE_CALL_EVENT_WHAT_RUNG, k->l->rung);
	return rc;
}

static struct call_line_limits limits_of(const struct ctx *c)
{
	return (struct call_line_limits){
		.weak = { .concealed = ctx_param(c, PARAM_FAMILY_LADDER_WEAK_CONCEALED),
			  .lost = ctx_param(c, PARAM_FAMILY_LADDER_WEAK_LOST),
			  .delay = ctx_param(c, PARAM_FAMILY_LADDER_WEAK_DELAY) },
		.bad = { .concealed = ctx_param(c, PARAM_FAMILY_LADDER_BAD_CONCEALED),
			 .lost = ctx_param(c, PARAM_FAMILY_LADDER_BAD_LOST),
			 .delay = ctx_param(c, PARAM_FAMILY_LADDER_BAD_DELAY) },
	};
}

/* clang-format off */
static const char *const ladder[] = {
	PARAM_FAMILY_LADDER_BAD_CONCEALED,
	PARAM_FAMILY_LADDER_BAD_LOST,
	PARAM_FAMILY_LADDER_BAD_DELAY,
	PARAM_FAMILY_LADDER_WEAK_CONCEALED,
	PARAM_FAMILY_LADDER_WEAK_LOST,
	PARAM_FAMILY_LADDER_WEAK_DELAY,
	PARAM_FAMILY_LADDER_SILENCE,
	PARAM_FAMILY_LADDER_SETTLE,
	PARAM_FAMILY_LADDER_PICTURE,
	PARAM_FAMILY_LADDER_SMALLER,
	PARAM_FAMILY_LADDER_SOUND,
	PARAM_FAMILY_LADDER_THRIFT,
	PARAM_FAMILY_LADDER_FIRST,
	PARAM_FAMILY_LADDER_AGAIN,
	PARAM_FAMILY_LADDER_MOST,
	PARAM_FAMILY_LADDER_STEADY,
	PARAM_FAMILY_LADDER_LARGE_KBIT,
	PARAM_FAMILY_LADDER_SMALL_KBIT,
	PARAM_FAMILY_LADDER_SOUND_KBIT,
};
/* clang-format on */

str call_line_ladder(struct ctx *c)
{
	const str prefix = STR("family.ladder_");
	struct buf b = buf_new(c->mem, 2000);
	struct json j = json_to(&b);

	json_obj(&j);
	for (size_t i = 0; i < COUNT(ladder); i++) {
		str key = str_of(ladder[i]);
		json_key(&j, str_cut(key, prefix.n, key.n));
		json_int(&j, ctx_param(c, ladder[i]));
	}
	json_obj_end(&j);
	return buf_view(&b);
}

static void tell(struct req *r, const struct call_who *w, const struct record *party,
		 const struct call_line_report *l, str rung)
{
	struct buf b = buf_new(r->ctx.mem, 512);
	struct json j = json_to(&b);
	const struct call_line_limits than = limits_of(&r->ctx);
	enum call_quality q = call_rule_line(&l->line, &than);

	json_obj(&j);
	JSON_KEY(&j, "party");
	json_id(&j, party->id);
	JSON_KEY(&j, "rung");
	json_str(&j, rung);
	JSON_KEY(&j, "line");
	json_str(&j, str_of(call_rule_quality_code(q)));
	json_obj_end(&j);
	call_told_all(r->app, &w->call, "line", buf_view(&b));
}

enum rc call_line_take(struct req *r, struct call_who *w, const struct record *party,
		       const struct call_line_report *l)
{
	const struct code_list *rungs = code_list_find(STR("call_rung"));
	bool known = rungs && l->rung.n && code_find(rungs, l->rung, r->ctx.today, STR(""));
	struct kept k = { .w = w,
			  .party = party,
			  .l = l,
			  .step = known && !str_eq(l->rung, rec_text(party, CALL_PARTY_RUNG)) };
	int64_t bytes = rec_int(party, CALL_PARTY_BYTES);
	enum rc rc = RC_OK;

	if (k.step || l->bytes - bytes >= BYTES_STEP)
		rc = store_write(&r->ctx, PRIO_PEOPLE, keep, &k);
	if (rc == RC_OK)
		tell(r, w, party, l, known ? l->rung : STR(""));
	return rc;
}
