#include "demo_number.h"

#include "idnumber.h"

#define FIRST_PHONE INT64_C(13000000000)
enum { FIRST_YEAR = 1900, YEARS = 200, HIGHEST = 995, SPREAD = 48 };

struct demo_numbers {
	char county[7];
	uint16_t given[YEARS * 372][2]; /* by birthday (months of 31 days) and sex */
	int64_t phones;
};

struct demo_numbers *demo_number_of(struct arena *mem, str county, int64_t first_phone)
{
	struct demo_numbers *n = NEW(mem, struct demo_numbers, 1);

	memcpy(n->county, county.s, county.n < sizeof n->county ? county.n : sizeof n->county - 1);
	n->phones = first_phone;
	return n;
}

struct demo_numbers *demo_number_new(struct arena *mem)
{
	return demo_number_of(mem, STR(DEMO_COUNTY), FIRST_PHONE);
}

/* The serial: its last digit is odd for men.  The first 48 of a birthday lie scattered over 900 to 995. */
static int next_serial(struct demo_numbers *n, int sex, day born)
{
	size_t at =
		(size_t)((born / 10000 - FIRST_YEAR) * 372 + (born / 100 % 100 - 1) * 31 + born % 100 - 1);
	int k = n->given[at][sex == IDNUMBER_FEMALE]++;

	if (k < SPREAD)
		k = (int)((at * 29 + (size_t)k * 7) % SPREAD);
	return HIGHEST - 2 * k - (sex == IDNUMBER_FEMALE);
}

/* County, birthday serial check, after `letter` unless it is 0; a temporary number (L) ends in any digit. */
static str make_identity(struct arena *mem, struct demo_numbers *n, char letter, int sex, day born)
{
	struct buf b = buf_new(mem, 24);

	if (letter)
		buf_ch(&b, letter);
	buf_str(&b, str_of(n->county));
	buf_pad(&b, born, 8);
	buf_pad(&b, next_serial(n, sex, born), 3);
	if (letter == 'L')
		buf_ch(&b, '0');
	else
		buf_ch(&b, idnumber_check_digit(b.s + (letter != 0)));
	return buf_view(&b);
}

static str join(struct arena *mem, const char *head, str tail)
{
	struct buf b = buf_new(mem, 40);

	buf_str(&b, str_of(head));
	buf_str(&b, tail);
	return buf_view(&b);
}

static str next_phone(struct arena *mem, struct demo_numbers *n)
{
	struct buf b = buf_new(mem, 16);

	buf_int(&b, n->phones++);
	return buf_view(&b);
}

str demo_number_identity(struct arena *mem, struct demo_numbers *n, int sex, day born)
{
	return make_identity(mem, n, 0, sex, born);
}

str demo_number_phone(struct arena *mem, struct demo_numbers *n) { return next_phone(mem, n); }

/* A few are not registered yet: at school they go by a number of the register's own, or by a temporary one.
 */
static void number_child(struct arena *mem, struct demo_numbers *n, struct demo_random *r,
			 struct demo_child *c)
{
	bool has = !demo_random_chance(r, 7), temporary = demo_random_chance(r, 300);

	if (has) {
		c->id_number = make_identity(mem, n, 0, c->sex, c->born);
		if (c->enrolments)
			c->student_number = join(mem, "G", c->id_number);
		return;
	}
	c->no_id_reason = "1"; /* birth or household not registered */
	if (c->enrolments)
		c->student_number = make_identity(mem, n, temporary ? 'L' : 'J', c->sex, c->born);
}

void demo_number_family(struct arena *mem, struct demo_numbers *n, struct demo_random *r,
			struct demo_family *f)
{
	str reached = { NULL, 0 };

	for (size_t i = 0; i < f->adults; i++) {
		struct demo_adult *a = &f->adult[i];
		a->id_number = make_identity(mem, n, 0, a->sex, a->born);
		if (a->facts || demo_random_chance(r, a->guardian ? 20 : 350))
			continue;
		a->phone = next_phone(mem, n);
		if (a->lives_with && !reached.n)
			reached = a->phone;
	}
	for (size_t i = 0; i < f->children; i++) {
		number_child(mem, n, r, &f->child[i]);
		f->child[i].phone = reached;
	}
}
