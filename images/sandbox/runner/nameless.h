/* Files that processes hold on people's disk after their names are gone. */
#pragma once

#include <stdbool.h>

/* To be called before the processes are gone through. */
void nameless_begin(void);

/* Whether those looked at so far hold much of that, or may do so unseen. `pid` as /proc, open as `proc`, names it. */
bool nameless_found(int proc, const char *pid);
