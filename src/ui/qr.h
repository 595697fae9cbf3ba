/* qr.h - a QR code as inline SVG: no image request, no script, sharp in print.  libqrencode reckons. */
#pragma once
#include "html.h"

/* `says`: English, what a screen reader tells instead.  Nothing is written when the text does not fit. */
void qr_put(struct page *p, str text, const char *says);
