/* The accounts that the security administrator keeps; the auditor looks on.  Never one's own. */
#include "account.h"
#include "account_page.h"
#include "facts.h"
#include "form.h"
#include "formpart.h"
#include "password.h"

static str role_label(struct page *p, str code)
{
	const struct code_list *roles = code_list_find(STR("role"));

	return roles ? code_label(roles, code, p->lang) : STR("");
}

/* --- one account --- */

struct kept {
	struct record account;
	struct token_row *token;
	size_t ntoken;
	int64_t last;
};

static enum rc read_kept(struct req *r, struct kept *ret)
{
	struct kept k = { .ntoken = 0 };
	enum rc rc = record_load(&r->ctx, &account_kind, r->id, &k.account);

	if (rc == RC_OK && !may_read(r->ctx.who, P_ACCOUNT))
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		rc = token_list(&r->ctx, r->id, &k.token, &k.ntoken);
	if (rc == RC_OK)
		rc = account_last_sign_in(&r->ctx, r->id, &k.last);
	if (rc == RC_OK)
		*ret = k;
	return rc;
}

static void put_act(struct page *p, int64_t id, const char *verb, const char *label)
{
	str url = html_url(p, "/accounts/#/do/", id);

	account_button(
		p,
		&(struct account_act){
			html_fill(p, "{0}{1}", url, str_of(verb)), NULL, { NULL, 0 }, label, { NULL, 0 } });
}

static void put_acts(struct page *p, const struct record *a)
{
	bool disabled = rec_int(a, ACCOUNT_DISABLED) != 0;
	const struct role_row *role = role_of_code(rec_text(a, ACCOUNT_ROLE));

	if (!may_write(p->who, P_ACCOUNT) || p->who->account == a->id)
		return;
	account_head(p, N_("Help with signing in"));
	html_lit(p, "<div class=\"acts\">\n");
	if (!disabled && role && role->by == BY_PASSWORD)
		account_button(p, &(struct account_act){ html_url(p, "/accounts/#/password", a->id),
							 NULL,
							 { NULL, 0 },
							 N_("Make a new password"),
							 { NULL, 0 } });
	if (!rec_null(a, ACCOUNT_TOTP_AT))
		put_act(p, a->id, "factor", N_("Reset the second factor"));
	put_act(p, a->id, "unlock", N_("Lift the lock after wrong tries"));
	put_act(p, a->id, "sign-out", N_("Sign out everywhere"));
	if (disabled)
		put_act(p, a->id, "enable", N_("Enable the account"));
	else
		put_act(p, a->id, "disable", N_("Disable the account"));
	html_lit(p, "</div>\n");
}

static void put_kept(struct page *p, const struct kept *k)
{
	static const size_t fields[] = { ACCOUNT_NAME,      ACCOUNT_LOGIN,       ACCOUNT_ROLE,
					 ACCOUNT_SCHOOL_ID, ACCOUNT_CLASS_ID,    ACCOUNT_REGION,
					 ACCOUNT_DISABLED,  ACCOUNT_MUST_CHANGE, ACCOUNT_PASSWORD_CHANGED_AT,
					 ACCOUNT_TOTP_AT };
	bool keeps = may_write(p->who, P_ACCOUNT) && p->who->account != k->account.id;

	html_lit(p, "<div class=\"stack\"><section class=\"sheet stack\">");
	facts_begin(p);
	(void)facts_fields(p, &k->account, fields, COUNT(fields));
	facts_row(p, N_("Signed in"), account_when(p, k->last));
	facts_end(p);
	html_lit(p, "</section>\n");
	put_acts(p, &k->account);
	account_head(p, N_("Programs"));
	account_tokens(p, k->token, k->ntoken,
		       keeps ? html_url(p, "/accounts/#/do/token", k->account.id) : STR(""));
	html_lit(p, "<p>");
	html_button(p, html_url(p, "/accounts/#/journal", k->account.id), N_("What changed"), false);
	html_lit(p, "</p></div>\n");
}

enum rc account_keep_show(struct req *r)
{
	struct kept k;
	enum rc rc = read_kept(r, &k);

	if (rc != RC_OK)
		return rc;
	struct page p = page_begin(r, &(struct frame){ .title = rec_text(&k.account, ACCOUNT_NAME),
						       .tab = "/accounts",
						       .back = STR("/accounts"),
						       .no_store = true });
	put_kept(&p, &k);
	page_end(&p);
	return RC_OK;
}

/* --- what is done to it --- */

static enum rc end_token(struct req *r)
{
	struct http_pair *form;
	size_t n;
	enum rc rc = req_form(r, &form, &n);

	return rc == RC_OK ? token_revoke(&r->ctx, r->id, form_value(form, n, STR("token"))) : rc;
}

enum rc account_keep_act(struct req *r)
{
	struct page p = page_of(r);
	enum rc rc = RC_NOT_FOUND;

	if (str_eq(r->word, STR("disable")) || str_eq(r->word, STR("enable")))
		rc = account_disable(&r->ctx, r->id, str_eq(r->word, STR("disable")));
	else if (str_eq(r->word, STR("factor")))
		rc = account_factor_reset(&r->ctx, r->id);
	else if (str_eq(r->word, STR("sign-out")))
		rc = account_sign_out(&r->ctx, r->id);
	else if (str_eq(r->word, STR("unlock")))
		rc = account_unlock(&r->ctx, r->id);
	else if (str_eq(r->word, STR("token")))
		rc = end_token(r);
	return rc == RC_OK ? req_see_other(r, html_url(&p, "/accounts/#", r->id)) : rc;
}

static void put_first_password(struct req *r, int64_t account, str name, str password)
{
	struct page p =
		page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("The first password"))),
					       .tab = "/accounts",
					       .no_store = true });

	html_lit(&p, "<p>");
	html_tr(&p, N_("For {0}, who chooses another at the first sign-in."), name);
	html_lit(&p, "</p>\n");
	account_secret(&p, password);
	html_lit(&p, "<p>");
	html_button(&p, html_url(&p, "/accounts/#", account), N_("Done"), false);
	html_lit(&p, "</p>\n");
	page_end(&p);
}

enum rc account_keep_password(struct req *r)
{
	struct record a;
	enum rc rc = record_load(&r->ctx, &account_kind, r->id, &a);

	if (rc != RC_OK)
		return rc;
	str password = password_make(&r->ctx, &(struct password_about){ .login = rec_text(&a, ACCOUNT_LOGIN),
									.name = rec_text(&a, ACCOUNT_NAME) });
	rc = account_password(&r->ctx, r->id, password);
	if (rc == RC_OK)
		put_first_password(r, r->id, rec_text(&a, ACCOUNT_NAME), password);
	return rc;
}

/* --- a new one --- */

static void put_roles(struct page *p, str chosen)
{
	struct form_option *option = NEW(p->mem, struct form_option, role_nrows);

	for (size_t i = 0; i < role_nrows; i++)
		option[i] = (struct form_option){ str_of(role_rows[i].code),
						  role_label(p, str_of(role_rows[i].code)) };
	formpart_select(p,
			&(struct control){
				.name = STR("role"), .value = chosen, .label = N_("Role"), .required = true },
			option, role_nrows);
}

static const struct form_text texts[] = {
	{ .name = "name", .label = N_("Name"), .required = true },
	{ .name = "login",
	  .label = N_("Login name"),
	  .hint = N_("Small letters, digits, and . _ - between them"),
	  .required = true },
	{ .name = "school_id", .label = N_("School"), .hint = N_("Its code; of a head or a teacher") },
	{ .name = "class_id",
	  .label = N_("Class"),
	  .hint = N_("Its name in that school; of a class teacher") },
	{ .name = "region",
	  .label = N_("Place"),
	  .hint = N_("Its code: a village has 12 digits, a township 9, a city 4, a province 2") },
	{ .name = "person_id", .label = N_("Person"), .hint = N_("The number of the adult, of a parent") },
};

static void put_new(struct req *r, const struct http_pair *form, size_t n, int status)
{
	struct page p = page_begin(r, &(struct frame){ .title = str_of(tr(r->ctx.lang, N_("A new account"))),
						       .back = STR("/accounts"),
						       .task = true,
						       .status = status });

	html_lit(&p, "<form method=\"post\" action=\"/accounts/new\" class=\"stack narrow\" novalidate>\n");
	html_csrf(&p);
	form_summary(&p, NULL);
	put_roles(&p, form_value(form, n, STR("role")));
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct form_text t = texts[i];
		t.value = form_value(form, n, str_of(t.name));
		form_text_put(&p, &t);
	}
	form_bar(&p, N_("Make the account"));
	html_lit(&p, "</form>\n");
	page_end(&p);
}

enum rc account_keep_ask(struct req *r)
{
	put_new(r, NULL, 0, 0);
	return RC_OK;
}

/* The one record of a kind whose field is this; 0: none.  By its names, for the kinds are of rooms above. */
static int64_t find_one(struct ctx *c, const char *kind, const char *field, str value, const char *within,
			int64_t owner)
{
	const struct kind *k = model_kind_named(c->model, str_of(kind));
	struct actor program = actor_system(c->who->county);
	struct ctx plain = ctx_system(c, &program);
	struct list l = { .limit = 2, .nfilter = within ? 2 : 1 };
	struct records found;

	if (!k || !kind_field(k, str_of(field), &l.filter[0].field) ||
	    (within && !kind_field(k, str_of(within), &l.filter[1].field)))
		return 0;
	l.filter[0].is = TEXT(value);
	l.filter[1].is = INT(owner);
	return record_list(&plain, k, &l, &found) == RC_OK && found.n == 1 ? found.r[0].id : 0;
}

static void complain(struct ctx *c, const char *field)
{
	problem_add(&c->problems, str_of(field), N_("There is none."), (str){ NULL, 0 }, (str){ NULL, 0 });
}

static struct account_new read_new(struct ctx *c, const struct http_pair *form, size_t n)
{
	str school = str_trim(form_value(form, n, STR("school_id"))),
	    class = str_trim(form_value(form, n, STR("class_id"))),
	    person = str_trim(form_value(form, n, STR("person_id")));
	struct account_new a = { .login = str_trim(form_value(form, n, STR("login"))),
				 .name = str_trim(form_value(form, n, STR("name"))),
				 .role = form_value(form, n, STR("role")),
				 .region = str_trim(form_value(form, n, STR("region"))) };

	if (school.n && !(a.school = find_one(c, "school", "code", school, NULL, 0)))
		complain(c, "school_id");
	if (class.n && !(a.class = find_one(c, "class", "name", class, "school", a.school)))
		complain(c, "class_id");
	if (person.n && !str_int(person, &a.person))
		complain(c, "person_id");
	return a;
}

enum rc account_keep_make(struct req *r)
{
	struct http_pair *form;
	size_t n;
	int64_t id = 0;
	enum rc rc = req_form(r, &form, &n);

	if (rc != RC_OK)
		return rc;
	struct account_new a = read_new(&r->ctx, form, n);
	a.password = password_make(&r->ctx, &(struct password_about){ .login = a.login, .name = a.name });
	if (r->ctx.problems.n)
		rc = RC_INVALID;
	else
		rc = account_add(&r->ctx, &a, &id);
	if (rc == RC_OK)
		put_first_password(r, id, a.name, a.password);
	else if (rc == RC_INVALID || rc == RC_CONFLICT)
		put_new(r, form, n, rc_status(rc));
	else
		return rc;
	return RC_OK;
}
