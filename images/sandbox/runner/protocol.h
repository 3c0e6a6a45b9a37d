/* The frames of PROTOCOL.md: 1 byte kind, 4 bytes big-endian length, payload, 1 byte '\n'. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum {
  PROTOCOL_VERSION = 1,
  HEADER_BYTES = 5,
  FRAME_BYTES = HEADER_BYTES + 1, /* what a frame is longer than its payload */
  MAX_COMMAND = 256 * 1024,
  MAX_CHUNK = 32 * 1024,
  MAX_ARGUMENTS = 8192,
};

/* What ended a command: the first byte of `X`. */
enum how {
  EXITED = 'e',
  SIGNALLED = 's',
  OUT_OF_TIME = 't',
  TOO_MUCH_OUTPUT = 'o',
  TOLD_TO = 'k',
  NOT_BEGUN = 'n',
};

/* Exit codes of the runner itself; all that still lives in the container dies with it. */
enum { RUNNER_DONE = 0, RUNNER_NONSENSE = 70, RUNNER_HOST_GONE = 74 };

static inline uint32_t get_u32(const uint8_t *at) {
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | (uint32_t)at[3];
}

static inline void put_u32(uint8_t *at, uint32_t value) {
  for (int i = 3; i >= 0; i--, value >>= 8) at[i] = (uint8_t)value;
}

static inline void put_u64(uint8_t *at, uint64_t value) {
  put_u32(at, (uint32_t)(value >> 32));
  put_u32(at + 4, (uint32_t)value);
}
