/* Who takes part, and in what: the lines of the plan (load.c). */
#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t load_plan_kind(const char *name)
{
	for (size_t i = 0; i < run.nkinds; i++)
		if (strcmp(run.kind[i].name, name) == 0)
			return i;
	if (run.nkinds == KINDS_MAX)
		load_die("too many kinds");
	run.kind[run.nkinds].name = strdup(name);
	return run.nkinds++;
}

struct client *load_plan_add(enum what what, size_t kind)
{
	if (run.n == CLIENTS_MAX)
		load_die("too many clients");
	struct client *c = &run.c[run.n++];
	c->what = what;
	c->kind = kind;
	run.count[what]++;
	return c;
}

static void add_step(char **part, size_t n)
{
	struct role *r = &run.role[run.nroles - 1];
	char sent[VALUE_MAX];

	if (!run.nroles || n < 4 || r->nsteps == STEPS_MAX)
		load_die("a step of no role, or too many");
	struct step *s = &r->step[r->nsteps++];
	*s = (struct step){ .weight = strtod(part[2], NULL), .path = part[3] };
	s->kind = load_plan_kind(part[1]);
	r->weight += s->weight;
	if (n < 6)
		return;
	s->to = part[4];
	s->body = part[5];
	snprintf(sent, sizeof sent, "%s, sent", part[1]);
	if (load_plan_kind(sent) != s->kind + 1)
		load_die("a form's kinds must stand beside each other");
}

static void add_user(char **part)
{
	struct client *c = load_plan_add(USER, 0);

	c->role = &run.role[run.nroles - 1];
	c->a = part[1];
	c->b = part[2];
}

static void add_bell(char **part)
{
	struct client *c = load_plan_add(BELL, 0);
	struct step *s = load_grow(NULL, sizeof *s);

	*s = (struct step){ .path = part[2], .to = part[3], .body = part[4] };
	c->step = s;
	snprintf(c->cookie, sizeof c->cookie, "%s", part[1]);
}

static void read_line(char *line)
{
	char *part[8];
	size_t n = 0;

	while (n < 8 && (part[n] = strsep(&line, "\t")))
		n++;
	if (!n)
		return;
	if (strcmp(part[0], "phone") == 0 && n == 2)
		load_plan_add(PHONE, load_plan_kind("a phone connects and asks"))->a = part[1];
	else if (strcmp(part[0], "stream") == 0 && n == 2)
		snprintf(load_plan_add(STREAM, load_plan_kind("a stream begins"))->cookie, VALUE_MAX, "%s",
			 part[1]);
	else if (strcmp(part[0], "role") == 0 && n == 3 && run.nroles < ROLES_MAX)
		run.role[run.nroles++] = (struct role){ .name = part[1], .think = strtod(part[2], NULL) };
	else if (strcmp(part[0], "step") == 0 || strcmp(part[0], "form") == 0)
		add_step(part, n);
	else if (strcmp(part[0], "user") == 0 && n == 3 && run.nroles)
		add_user(part);
	else if (strcmp(part[0], "bell") == 0 && n == 5)
		add_bell(part);
	else
		load_die("a line of the plan is wrong");
}

void load_plan_read(const char *path)
{
	static char *text; /* cut in pieces, which stay */
	FILE *f = fopen(path, "re");
	size_t room = 0;

	if (!f || getdelim(&text, &room, '\0', f) <= 0)
		load_die("no plan");
	(void)fclose(f);
	char *rest = text;
	for (char *line; (line = strsep(&rest, "\n")) && *line;)
		read_line(line);
}
