/* How much the command has written to disks, as the kernel counts it. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* To be called first of all, while nobody else is there to look. */
void written_open(void);

/* Bytes so far by all processes, never less than it said before. `unsure`: some process could not be looked at. */
uint64_t written_bytes(bool *unsure);
