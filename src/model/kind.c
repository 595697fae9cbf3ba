#include "kind.h"

const char *field_column(const struct field *f) { return f->column ? f->column : f->name; }

bool field_sealed(const struct field *f) { return f->class >= C4_SENSITIVE && f->type != T_SECRET; }

bool field_stored(const struct field *f) { return !f->input; }

static const char *field_fault(const struct field *f)
{
	if (!f->name || !f->type || !f->label)
		return "a field without name, type or label";
	if (!f->class || !f->profile)
		return "a field that forgot its class or its profile";
	if ((f->type == T_CODE) != (f->codes != NULL))
		return "a field whose type and code list disagree";
	if ((f->type == T_REF) != (f->ref != NULL))
		return "a field whose type and reference disagree";
	if ((f->type == T_TEXT || f->type == T_LONG || f->type == T_NUMBER) && !f->max)
		return "a text without a limit";
	if (field_sealed(f) && f->type != T_TEXT && f->type != T_LONG && f->type != T_NUMBER &&
	    f->type != T_CODE)
		return "a sealed field that is no text";
	if ((f->digest || f->tail || f->mask) && !field_sealed(f))
		return "a digest, tail or mask on a field that is not sealed";
	if (f->search && field_sealed(f))
		return "a sealed field cannot be searched by its parts";
	return NULL;
}

const char *kind_fault(const struct kind *k)
{
	if (!k->name || !k->label || !k->labels || !k->fields || !k->profile)
		return "a kind without name, labels, fields or profile";
	if (k->nfields > FIELDS_MAX)
		return "a kind with too many fields: it is two kinds";
	for (size_t i = 0; i < k->nfields; i++) {
		const char *fault = field_fault(&k->fields[i]);
		if (fault)
			return fault;
		for (size_t j = 0; j < i; j++)
			if (!strcmp(k->fields[i].name, k->fields[j].name))
				return "two fields of one name";
	}
	/* It would raise the version of the child's file, and be counted with its parts. */
	if (k->sealed && (k->child_field || k->is_child || k->derived))
		return "a sealed kind that is part of a child's file, or computed";
	if (k->sealed && k->label_field)
		return "a sealed kind that names its records";
	if (k->label_field > k->nfields || k->child_field > k->nfields || k->quiet_field > k->nfields)
		return "a label or child field that is none";
	return NULL;
}

const struct field *kind_field(const struct kind *k, str name, size_t *ret_index)
{
	for (size_t i = 0; i < k->nfields; i++)
		if (str_eq(name, str_of(k->fields[i].name))) {
			*ret_index = i;
			return &k->fields[i];
		}
	return NULL;
}

bool kind_may_write(const struct actor *who, const struct kind *k)
{
	for (size_t i = 0; i < k->nfields; i++)
		if (may_write(who, k->fields[i].profile))
			return true;
	return false;
}
