/* When somebody should look in more often on who looks after a child: ages 60 and 70 of the register, health
 * and ability (domain facts 1.3, 1.7). */
#include "carer.h"
#include "tap.h"

static const struct carer_params params = { 60, 70 };

static enum carer_look look(int age, const char *health, const char *ability)
{
	return carer_look_of(age, str_of(health), str_of(ability), &params);
}

int main(void)
{
	/* clang-format off */
	static const struct { int age; const char *health, *ability; enum carer_look look; } cases[] = {
		{ -1, "", "",           CARER_FINE },
		{ 35, "10", "able",     CARER_FINE },
		{ 59, "20", "able",     CARER_FINE },
		{ 59, "", "",           CARER_FINE },
		{ 60, "10", "able",     CARER_LOOK },
		{ 69, "", "",           CARER_LOOK },
		{ 35, "30", "able",     CARER_LOOK },
		{ 35, "40", "able",     CARER_LOOK },
		{ 35, "50", "able",     CARER_LOOK },
		{ 35, "10", "limited",  CARER_LOOK },
		{ -1, "30", "",         CARER_LOOK },
		{ -1, "", "limited",    CARER_LOOK },
		{ 70, "10", "able",     CARER_SOON },
		{ 88, "", "",           CARER_SOON },
		{ 70, "30", "limited",  CARER_SOON },
		{ 35, "10", "unable",   CARER_SOON },
		{ -1, "", "unable",     CARER_SOON },
	};
	/* clang-format on */

	for (size_t i = 0; i < COUNT(cases); i++) {
		enum carer_look is = look(cases[i].age, cases[i].health, cases[i].ability);
		if (is != cases[i].look)
			printf("# %d, %s, %s: %d\n", cases[i].age, cases[i].health, cases[i].ability,
			       (int)is);
		OK(is == cases[i].look);
	}
	/* The ages are data: a county that says fifty-five and seventy-five has that. */
	struct carer_params own = { 55, 75 };
	OK(carer_look_of(55, STR("10"), STR("able"), &own) == CARER_LOOK);
	OK(carer_look_of(54, STR("10"), STR("able"), &own) == CARER_FINE);
	OK(carer_look_of(74, STR("10"), STR("able"), &own) == CARER_LOOK);
	OK(carer_look_of(75, STR("10"), STR("able"), &own) == CARER_SOON);
	return tap_end();
}
