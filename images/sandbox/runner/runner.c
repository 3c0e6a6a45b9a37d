/*
 * Process 1 of a sandbox: says READY, takes one command from the host, hands its output on, says how it ended.
 * One loop, no threads, and nothing in it waits but ppoll. PROTOCOL.md says what each side may rely on.
 */
#define _GNU_SOURCE
#include "child.h"
#include "output.h"
#include "relay.h"
#include "written.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
  KILL_MS = 100,            /* how long the dead are waited for */
  HAND_OVER_MS = 60 * 1000, /* how long a host that does not read is waited for once all is over */
  REAPED_AT_ONCE = 256,
};

enum phase {
  WAITING,   /* for a whole command */
  STARTING,  /* `S` has to be out before anything runs */
  RUNNING,
  KILLING,   /* until no process is left */
  DRAINING,  /* what the pipes still hold */
  LEAVING,   /* `X` is said, the host has to read */
};

static enum phase phase = WAITING;
static int64_t deadline; /* of the present phase; WAITING has none */
static struct intake host;
static bool host_listens = true;
static bool usage_asked;
static pid_t main_pid;
static bool more_to_reap;
static enum how verdict;
static uint32_t verdict_value;

static int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void enter_phase(enum phase next, int64_t ms) {
  phase = next;
  deadline = now_ms() + ms;
}

/* The first reason counts; what comes after it is only a consequence. */
static void finish(enum how how, uint32_t value) {
  if (phase >= KILLING) return;
  verdict = how;
  verdict_value = value;
  enter_phase(KILLING, KILL_MS);
}

/* With the time of day: who finds this in the engine's log later knows when the command's time is up. */
static void say_started(void) {
  struct timespec now;
  uint8_t payload[8];
  clock_gettime(CLOCK_REALTIME, &now);
  put_u64(payload, (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000);
  output_frame('S', payload, sizeof payload);
}

static void hear(enum heard heard) {
  switch (heard) {
  case HEARD_COMMAND:
    if (phase != WAITING) return; /* `K` came first */
    say_started();
    enter_phase(STARTING, (int64_t)host.command.backstop_seconds * 1000);
    return;
  case HEARD_KILL: finish(TOLD_TO, SIGKILL); return;
  case HEARD_USAGE: usage_asked = true; return;
  case HEARD_NONSENSE: _exit(RUNNER_NONSENSE);
  case HEARD_NOTHING: return;
  }
}

/* Whoever leaves before the command is whole has not had anything run; afterwards the command goes on without. */
static void host_left(void) {
  if (phase == WAITING) _exit(RUNNER_DONE);
  host_listens = false;
}

static void read_host(void) {
  uint8_t bytes[16 * 1024];
  const ssize_t length = read(STDIN_FILENO, bytes, sizeof bytes);
  if (length < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (length <= 0) return host_left();
  const uint8_t *at = bytes;
  for (size_t left = (size_t)length; left > 0;) hear(intake(&host, &at, &left));
}

static void relay_outputs(void) {
  if (relay(phase == DRAINING)) return;
  finish(TOO_MUCH_OUTPUT, SIGKILL);
  /* Whether the last bytes are read before or after the end of a quick command must not decide what it is called. */
  if (verdict != EXITED && verdict != SIGNALLED) return;
  verdict = TOO_MUCH_OUTPUT;
  verdict_value = SIGKILL;
}

static void main_ended(int status) {
  if (WIFSIGNALED(status)) {
    finish(SIGNALLED, (uint32_t)WTERMSIG(status));
  } else {
    finish(EXITED, (uint32_t)WEXITSTATUS(status));
  }
}

/* Orphans are ours too. A bounded number at once: a flood of them must not keep the loop from the host. */
static void reap(void) {
  int status;
  more_to_reap = true;
  for (int count = 0; count < REAPED_AT_ONCE; count++) {
    const pid_t pid = waitpid(-1, &status, WNOHANG);
    if (pid <= 0) {
      more_to_reap = false;
      return;
    }
    if (pid == main_pid) main_ended(status);
  }
}

static void begin(void) {
  struct child child;
  const int reason = child_begin(&child, &host.command);
  if (reason != 0) return finish(NOT_BEGUN, (uint32_t)reason);
  main_pid = child.pid;
  relay_open(child.out, child.err, host.command.output_limit);
  phase = RUNNING; /* the deadline stays */
}

/* For process 1 this is everybody in the container; "nobody" is then an error. */
static bool all_dead(void) { return kill(-1, SIGKILL) != 0 && errno == ESRCH; }

static void say_end(void) {
  uint8_t payload[5] = {(uint8_t)verdict};
  put_u32(payload + 1, verdict_value);
  if (output_frame('X', payload, sizeof payload)) phase = LEAVING;
}

/* Questions that wait for room are answered together. */
static void say_usage(void) {
  uint8_t payload[9];
  bool unsure;
  put_u64(payload, written_bytes(&unsure));
  payload[8] = unsure;
  if (output_frame('W', payload, sizeof payload)) usage_asked = false;
}

static bool late(void) { return phase != WAITING && now_ms() >= deadline; }

/* From one phase to the next, several at once when nothing is to be waited for. */
static void advance(void) {
  if (usage_asked && phase < KILLING) say_usage();
  if (phase == STARTING && output_empty()) begin();
  if ((phase == STARTING || phase == RUNNING) && late()) finish(OUT_OF_TIME, SIGKILL);
  if (phase == KILLING && (all_dead() || late())) enter_phase(DRAINING, HAND_OVER_MS);
  if (phase == DRAINING) relay_outputs();
  if (phase == DRAINING && relay_over()) say_end();
  if (phase >= DRAINING && late()) _exit(RUNNER_HOST_GONE);
}

static int wait_ms(void) {
  if (phase == WAITING) return -1;
  /* What a phase waits for may have come true while the last frames went out. */
  const bool can_go_on = (phase == STARTING && output_empty()) || (phase == DRAINING && output_chunk());
  if (more_to_reap || can_go_on) return 0;
  const int64_t left = deadline - now_ms();
  return left < 0 ? 0 : left > 1000000 ? 1000000 : (int)left;
}

static void wait_for_anything(void) {
  const bool room = output_chunk() != NULL;
  struct pollfd fds[] = {
      {.fd = host_listens ? STDIN_FILENO : -1, .events = POLLIN},
      {.fd = STDOUT_FILENO, .events = output_empty() ? 0 : POLLOUT},
      /* Without room they are not even looked at: the command waits for the host, in its own write. */
      {.fd = room ? relay_fd(0) : -1, .events = POLLIN},
      {.fd = room ? relay_fd(1) : -1, .events = POLLIN},
  };
  const int ms = wait_ms();
  const struct timespec timeout = {ms / 1000, ms % 1000 * 1000000L}, moment = {0, 1000000L};
  sigset_t none;
  sigemptyset(&none);
  /* SIGCHLD comes in here or never: a child that ends just before is not missed. */
  const int ready = ppoll(fds, 4, ms < 0 ? NULL : &timeout, &none);
  /* EINVAL: a command has lowered our limit of open files. Then all are tried every millisecond; none of them waits. */
  const bool blind = ready < 0 && errno == EINVAL;
  if (blind) nanosleep(&moment, NULL);
  if (ready <= 0 && !blind) return;
  if (fds[1].revents & (POLLERR | POLLNVAL)) _exit(RUNNER_HOST_GONE);
  if (host_listens && (fds[0].revents || blind)) read_host();
  if (fds[2].revents || fds[3].revents || blind) relay_outputs();
}

static void wake(int number) { (void)number; }

static void prepare_signals(void) {
  struct sigaction on_child = {.sa_handler = wake, .sa_flags = SA_NOCLDSTOP};
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  sigprocmask(SIG_SETMASK, &child, NULL);
  sigaction(SIGCHLD, &on_child, NULL);
  signal(SIGPIPE, SIG_IGN);
}

static void never_wait(int fd) { fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK); }

int main(void) {
  const uint8_t version = PROTOCOL_VERSION;
  /* Anywhere else, "end everybody" would mean the processes of whoever has tried this by hand. */
  if (getpid() != 1) return RUNNER_NONSENSE;
  close_inherited();
  written_open();
  prepare_signals();
  never_wait(STDIN_FILENO);
  never_wait(STDOUT_FILENO);
  output_frame('R', &version, 1);
  for (;;) {
    if (!output_flush()) _exit(RUNNER_HOST_GONE);
    advance();
    if (!output_flush()) _exit(RUNNER_HOST_GONE);
    if (phase == LEAVING && output_empty()) return RUNNER_DONE;
    wait_for_anything();
    reap();
  }
}
