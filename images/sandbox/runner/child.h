/* The command as a process. */
#pragma once

#include "intake.h"

#include <sys/types.h>

struct child {
  pid_t pid;
  int out, err; /* our ends of its pipes; reading never waits */
};

/* Begins the command in its folder. 0, or the errno of what could not be done; then nothing has been started. */
int child_begin(struct child *child, const struct command *command);

/* Closes all above stderr: what an engine forgot to close must not reach a command. */
void close_inherited(void);
