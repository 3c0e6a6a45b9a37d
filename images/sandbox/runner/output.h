/* Frames to the host, in the one buffer there is. Nothing here waits: what the host has not read stays. */
#pragma once

#include "protocol.h"

#include <stdbool.h>

bool output_empty(void);

/* Adds a frame of a few bytes. False when even the room kept for these is taken; nothing is added then. */
bool output_frame(char kind, const uint8_t *payload, uint32_t length);

/* Where the next MAX_CHUNK bytes of output may be put, or NULL as long as the host has to read first. */
uint8_t *output_chunk(void);

/* Makes a frame of the bytes put there. */
void output_chunk_put(char kind, uint32_t length);

/* Writes what the host takes without waiting. False when nobody will ever read again. */
bool output_flush(void);
