/* door.h - signing in and out, and the choice of language. */
#pragma once
#include "frame.h"

handler door_show, door_enter, door_leave, door_language;
