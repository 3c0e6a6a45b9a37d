#include "relay.h"

#include "output.h"

#include <errno.h>
#include <unistd.h>

/* The most that a pipe holds, should the command have made it larger. */
enum { PIPE_BYTES = 1024 * 1024 };

struct stream {
  char kind;
  int fd;
  size_t rest; /* what is still read once everybody is dead */
};

static struct stream streams[2] = {{'O', -1, PIPE_BYTES}, {'E', -1, PIPE_BYTES}};
static size_t left;

void relay_open(int out, int err, uint32_t limit) {
  streams[0].fd = out;
  streams[1].fd = err;
  left = limit;
}

int relay_fd(int which) { return streams[which].fd; }

static void end(struct stream *stream) {
  if (stream->fd >= 0) close(stream->fd);
  stream->fd = -1;
}

/* Exactly as much as is allowed. */
static bool pass_on(char kind, size_t length) {
  const size_t allowed = length < left ? length : left;
  left -= allowed;
  if (allowed > 0) output_chunk_put(kind, (uint32_t)allowed);
  return allowed == length;
}

static bool relay_one(struct stream *stream, bool final) {
  uint8_t *chunk = stream->fd < 0 ? NULL : output_chunk();
  if (!chunk) return true;
  const size_t most = final && stream->rest < MAX_CHUNK ? stream->rest : MAX_CHUNK;
  const ssize_t length = read(stream->fd, chunk, most);
  if (length < 0 && (errno == EINTR || (errno == EAGAIN && !final))) return true;
  if (length <= 0) {
    end(stream);
    return true;
  }
  if (final) stream->rest -= (size_t)length;
  return pass_on(stream->kind, (size_t)length);
}

bool relay(bool final) {
  static unsigned first = 1;
  first ^= 1; /* neither stream can keep the other out of a buffer with room for one */
  if (relay_one(&streams[first], final) && relay_one(&streams[first ^ 1], final)) return true;
  end(&streams[0]);
  end(&streams[1]);
  return false;
}
