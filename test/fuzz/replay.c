/* Runs a fuzz target over every file of the directories given, without libFuzzer, as one TAP test each file:
 * what once broke must not break again, in the ordinary test run. */
#include "tap.h"

#include <dirent.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static uint8_t *read_whole(const char *path, size_t *ret_n)
{
	FILE *f = fopen(path, "rb");
	uint8_t *bytes = NULL;
	long n = -1;

	if (f && fseek(f, 0, SEEK_END) == 0)
		n = ftell(f);
	if (n >= 0 && (bytes = malloc((size_t)n + 1))) {
		rewind(f);
		*ret_n = fread(bytes, 1, (size_t)n, f);
	}
	if (f)
		fclose(f);
	return bytes;
}

static void replay(const char *path)
{
	size_t n = 0;
	uint8_t *bytes = read_whole(path, &n);

	OK(bytes != NULL);
	if (!bytes)
		return;
	uint8_t *exact = malloc(n ? n : 1); /* so that a sanitizer sees one byte too far */
	if (exact) {
		memcpy(exact, bytes, n);
		LLVMFuzzerTestOneInput(exact, n);
	}
	free(exact);
	free(bytes);
}

int main(int argc, char **argv)
{
	setenv("FUZZ_REPLAY", "1", 1); /* targets then leave nothing out */
	for (int i = 1; i < argc; i++) {
		struct dirent **entry = NULL;
		int n = scandir(argv[i], &entry, NULL, alphasort);
		OK(n > 2); /* an empty corpus tests nothing */
		for (int k = 0; k < n; k++) {
			char path[4096];
			snprintf(path, sizeof path, "%s/%s", argv[i], entry[k]->d_name);
			if (entry[k]->d_name[0] != '.') {
				printf("# %s\n", path);
				replay(path);
			}
			free(entry[k]);
		}
		free(entry);
	}
	return tap_end();
}
