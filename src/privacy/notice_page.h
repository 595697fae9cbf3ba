/* notice_page.h - what the reader was told, and the way from there to where it leads. */
#pragma once
#include "frame.h"

handler notice_page_list, notice_page_look;
