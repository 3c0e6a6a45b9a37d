/* Frames from the host, put together from whatever pieces they arrive in. Nothing but memory. */
#pragma once

#include "protocol.h"

#include <stdbool.h>

enum heard { HEARD_NOTHING, HEARD_COMMAND, HEARD_KILL, HEARD_USAGE, HEARD_NONSENSE };

struct command {
  uint32_t backstop_seconds;
  uint32_t output_limit;
  const char *folder;            /* relative to /work, "" for itself */
  char *argv[MAX_ARGUMENTS + 1];  /* NULL-terminated, at least one */
};

struct intake {
  uint8_t header[HEADER_BYTES];
  size_t header_bytes;
  size_t payload_bytes;
  bool has_command; /* there is only ever one, so its payload may stay where it is */
  char payload[MAX_COMMAND];
  struct command command; /* points into payload */
};

/*
 * Takes bytes up to the end of one frame, or all there are; moves `bytes` and `left` on.
 * HEARD_COMMAND comes at most once and only when `command` is whole and sensible. After HEARD_NONSENSE: do not go on.
 */
enum heard intake(struct intake *in, const uint8_t **bytes, size_t *left);
