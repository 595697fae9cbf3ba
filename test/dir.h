/* dir.h - a test's own directory, gone with all its files. */
#pragma once
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

static inline void dir_remove(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	while (d && (e = readdir(d)))
		if (e->d_name[0] != '.')
			(void)unlinkat(dirfd(d), e->d_name, 0);
	if (d)
		(void)closedir(d);
	(void)rmdir(dir);
}
