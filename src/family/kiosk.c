#include "kiosk.h"

int64_t kiosk_home(struct req *r)
{
	(void)r;
	return 0;
}

str kiosk_back(struct page *p)
{
	int64_t home = kiosk_home(p->r);

	return home ? html_url(p, "/kiosk/#", home) : STR("");
}
