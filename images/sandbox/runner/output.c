#include "output.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Room for one chunk of each stream and, beside it, for small frames; the last of it is for `X` alone. */
enum { SMALL_FRAMES = 64, LAST_FRAME = FRAME_BYTES + 5, ROOM = 2 * (MAX_CHUNK + FRAME_BYTES) + SMALL_FRAMES };

static uint8_t buffer[ROOM];
static size_t start, end;

bool output_empty(void) { return start == end; }

static size_t free_room(void) {
  if (start > 0) {
    memmove(buffer, buffer + start, end - start);
    end -= start;
    start = 0;
  }
  return ROOM - end;
}

static void put_frame(char kind, uint32_t length) {
  buffer[end] = (uint8_t)kind;
  put_u32(buffer + end + 1, length);
  buffer[end + HEADER_BYTES + length] = '\n';
  end += FRAME_BYTES + length;
}

bool output_frame(char kind, const uint8_t *payload, uint32_t length) {
  const size_t kept = kind == 'X' ? 0 : LAST_FRAME;
  if (free_room() < FRAME_BYTES + length + kept) return false;
  if (length > 0) memcpy(buffer + end + HEADER_BYTES, payload, length);
  put_frame(kind, length);
  return true;
}

uint8_t *output_chunk(void) {
  return free_room() < MAX_CHUNK + FRAME_BYTES + SMALL_FRAMES ? NULL : buffer + end + HEADER_BYTES;
}

void output_chunk_put(char kind, uint32_t length) { put_frame(kind, length); }

bool output_flush(void) {
  while (start < end) {
    const ssize_t written = write(STDOUT_FILENO, buffer + start, end - start);
    if (written < 0) return errno == EAGAIN || errno == EINTR;
    start += (size_t)written;
  }
  return true;
}
