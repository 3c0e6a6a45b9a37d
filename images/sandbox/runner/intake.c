#include "intake.h"

#include <string.h>

/* Judged before a single byte of payload is stored: no length from outside is ever used unchecked. */
static bool header_makes_sense(const struct intake *in) {
  const uint32_t length = get_u32(in->header + 1);
  switch (in->header[0]) {
  case 'C': return !in->has_command && length <= MAX_COMMAND;
  case 'K':
  case 'U': return length == 0;
  default: return false;
  }
}

static bool decode_command(struct intake *in, size_t length) {
  struct command *command = &in->command;
  /* Two numbers, the folder's NUL, one byte of argv[0] and its NUL; the last NUL ends every string before it. */
  if (length < 8 + 1 + 2 || in->payload[length - 1] != '\0') return false;
  command->backstop_seconds = get_u32((const uint8_t *)in->payload);
  command->output_limit = get_u32((const uint8_t *)in->payload + 4);
  command->folder = in->payload + 8;

  size_t count = 0;
  const char *end = in->payload + length;
  for (char *at = in->payload + 8 + strlen(command->folder) + 1; at < end; at += strlen(at) + 1) {
    if (count == MAX_ARGUMENTS) return false;
    command->argv[count++] = at;
  }
  command->argv[count] = NULL;
  return command->backstop_seconds > 0 && count > 0 && command->argv[0][0] != '\0';
}

static enum heard whole_frame(struct intake *in, size_t length) {
  switch (in->header[0]) {
  case 'K': return HEARD_KILL;
  case 'U': return HEARD_USAGE;
  default: in->has_command = true; return decode_command(in, length) ? HEARD_COMMAND : HEARD_NONSENSE;
  }
}

enum heard intake(struct intake *in, const uint8_t **bytes, size_t *left) {
  while (*left > 0) {
    if (in->header_bytes < HEADER_BYTES) {
      in->header[in->header_bytes++] = *(*bytes)++;
      --*left;
      if (in->header_bytes == HEADER_BYTES && !header_makes_sense(in)) return HEARD_NONSENSE;
      continue;
    }
    const size_t length = get_u32(in->header + 1);
    if (in->payload_bytes < length) {
      const size_t missing = length - in->payload_bytes;
      const size_t taken = missing < *left ? missing : *left;
      memcpy(in->payload + in->payload_bytes, *bytes, taken);
      in->payload_bytes += taken;
      *bytes += taken;
      *left -= taken;
      continue;
    }
    --*left;
    if (*(*bytes)++ != '\n') return HEARD_NONSENSE;
    in->header_bytes = in->payload_bytes = 0;
    return whole_frame(in, length);
  }
  return HEARD_NOTHING;
}
