#define _GNU_SOURCE
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

void close_inherited(void) {
  if (close_range(3, ~0U, 0) == 0) return;
  const long most = sysconf(_SC_OPEN_MAX);
  for (int fd = 3; fd < (most > 0 && most < 65536 ? most : 65536); fd++) close(fd);
}

/* No wall (the command itself may go anywhere in the container), only no surprise: below /work means below it. */
static bool stays_below(const char *folder) {
  if (folder[0] == '/') return false;
  for (const char *part = folder; part; part = strchr(part, '/')) {
    part += *part == '/';
    if (strncmp(part, "..", 2) == 0 && (part[2] == '/' || part[2] == '\0')) return false;
  }
  return true;
}

/* Done before fork, so that a failure needs no way back from the child. */
static int enter(const char *folder) {
  if (!stays_below(folder)) return EINVAL;
  if (chdir("/work") != 0 || (folder[0] != '\0' && chdir(folder) != 0)) return errno;
  return 0;
}

/* When memory runs out, the kernel is to end any process of the command before the runner. */
static void be_first_to_go(void) {
  /* One's own /proc files are closed to a process which may not be looked at; ended by exec in any case. */
  prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
  const int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (fd < 0) return;
  if (write(fd, "1000", 4) < 0) { /* a convenience: without it the engine tells the host */
  }
  close(fd);
}

static void default_signals(void) {
  sigset_t none;
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Like a shell: 127 when there is no such program, 126 when it cannot be run, and the reason on stderr. */
static _Noreturn void run(char *const *argv, int out, int err) {
  const int nothing = open("/dev/null", O_RDONLY);
  if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0) _exit(126);
  close_inherited();
  setsid();
  be_first_to_go();
  default_signals();
  execvp(argv[0], argv);
  const int reason = errno;
  dprintf(STDERR_FILENO, "%.200s: %s\n", argv[0], strerror(reason));
  _exit(reason == ENOENT ? 127 : 126);
}

static int both_pipes(int out[2], int err[2]) {
  if (pipe2(out, O_CLOEXEC) != 0) return errno;
  if (pipe2(err, O_CLOEXEC) == 0) {
    /* Flags belong to one end only: the command's own ends stay as programs expect them. */
    if (fcntl(out[0], F_SETFL, O_NONBLOCK) == 0 && fcntl(err[0], F_SETFL, O_NONBLOCK) == 0) return 0;
    close(err[0]), close(err[1]);
  }
  const int reason = errno;
  close(out[0]), close(out[1]);
  return reason;
}

int child_begin(struct child *child, const struct command *command) {
  int out[2], err[2];
  int reason = enter(command->folder);
  if (reason == 0) reason = both_pipes(out, err);
  if (reason != 0) return reason;

  child->pid = fork();
  if (child->pid == 0) run(command->argv, out[1], err[1]);
  reason = child->pid < 0 ? errno : 0;
  close(out[1]), close(err[1]);
  if (reason == 0) {
    child->out = out[0], child->err = err[0];
  } else {
    close(out[0]), close(err[0]);
  }
  return reason;
}
