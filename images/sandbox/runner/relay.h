/* What a command writes, on its way into frames. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* From now on these two are read; `limit` is for both together. */
void relay_open(int out, int err, uint32_t limit);

/*
 * Passes on one chunk of each at most, as far as there is room. `final`: everybody is dead, so that empty means the end.
 * False when there was more than the limit allows: up to the limit it is passed on, and nothing after.
 */
bool relay(bool final);

/* What to poll, -1 for a stream at its end. */
int relay_fd(int which);

static inline bool relay_over(void) { return relay_fd(0) < 0 && relay_fd(1) < 0; }
